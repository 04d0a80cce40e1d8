"""„Istwerte einlesen …“ and „Einlesen rückgängig“ from the menu of a real LibreOffice, with every kind of file."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from workbooks import last_row

DATA = Path(__file__).parents[1] / "actuals" / "data"
LONG = ("monat", "einheit", "kennzahl", "wert")


@pytest.fixture
def document(either, plan_file):
    with either.open(plan_file) as opened:
        yield opened


@pytest.fixture(scope="module")
def plan(office, fresh_bytes, tmp_path_factory):
    """One document for all that writes nothing, or takes back what it wrote."""
    path = tmp_path_factory.mktemp("plan") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    with office.open(path) as opened:
        yield opened


def shown(document, name, row, month):
    """A cell of actuals: team's row and number of the month, from 0."""
    cell = document.named(name).getCellByPosition(month, row)
    return None if cell.Type.value == "EMPTY" else cell.String if cell.Type.value == "TEXT" else cell.Value


def take(document, *files, yes=True, command="istwerteeinlesen"):
    document.office.pick(*files)
    document.office.say_yes(yes=yes)
    return document.press(command)


def write(path, *rows):
    path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_files_preview_yes_and_back(document, tmp_path):
    """Three steps: which files, what they bring, written; then the same way back."""
    one = write(tmp_path / "Ä Lieferung.csv", LONG, ("01.2017", "1.1", "ELB", "1.500"), ("01.2017", "1.2", "ELB", "*"))
    two = write(tmp_path / "Quer.csv", ("ELB",), ("Monat", "1.3", "1.4 Team Ost"), ("Jan 2017", "1.145", "1.010"))
    rows = last_row(document.book, "Protokoll")

    document.office.pick()
    assert [m["kind"] for m in document.press("istwerteeinlesen")] == ["files"]  # nobody picks: nothing happens
    files, preview = take(document, one, two, yes=False)
    assert files == {"kind": "files", "title": "Istwerte einlesen", "text": "Dateien mit Istwerten"}
    assert preview["kind"] == "confirm"
    assert preview["text"].splitlines() == [
        "Ä Lieferung.csv:",
        "  Eine Zeile je Wert unter der Kopfzeile (Zeile 1: monat; einheit; kennzahl; wert).",
        "Quer.csv:",
        (
            "  Einheiten als Spalten: 1.3 bis 1.4 Team Ost (Spalten B bis C); Monate in Spalte A: Jan 2017; Kennzahl ELB "
            "(Bestand) (Zeile 1, Spalte A); leere Zellen gelten als nicht gemeldet."
        ),
        "Einheiten zugeordnet: „1.4 Team Ost“ als 1.4.",
        "",
        "4 Werte, davon 4 neu, 0 berichtigt, 0 unverändert; 1 gesperrt (*).",
        "",
        "Neu (4 Werte):",
        "  Jan 2017: ELB (Bestand) 4",
        "",
        "Einlesen?",
    ]
    assert [shown(document, "Ist_ELB", row, 0) for row in range(4)] == [None] * 4
    assert last_row(document.book, "Protokoll") == rows

    *_, message = take(document, one, two)
    assert message["kind"] == "info"
    assert message["text"].startswith("Eingelesen: Ä Lieferung.csv, Quer.csv\n\n4 Werte, davon 4 neu")
    assert [shown(document, "Ist_ELB", row, 0) for row in range(4)] == [1500, "*", 1145, 1010]
    assert last_row(document.book, "Protokoll") == rows + 1
    assert document.model.UndoManager.getCurrentUndoActionTitle() == "Istwerte einlesen"

    again = take(document, one, two)
    assert [m["kind"] for m in again] == ["files", "info"]
    assert again[1]["text"].endswith("Die Arbeitsmappe hat alle Werte schon; es gibt nichts zu schreiben.")

    question, message = take(document, command="einlesenzurueck")
    assert question["kind"] == "confirm"
    assert "4 Werte, davon dann 4 wieder leer, 0 wieder wie vorher." in question["text"]
    assert question["text"].endswith("Zurücknehmen?")
    assert "4 Werte zurückgenommen, davon 4 wieder leer, 0 wieder wie vorher." in message["text"]
    assert [shown(document, "Ist_ELB", row, 0) for row in range(4)] == [None] * 4
    assert last_row(document.book, "Protokoll") == rows + 2
    (message,) = take(document, command="einlesenzurueck")
    assert (message["kind"], "Es gibt kein Einlesen" in message["text"]) == ("error", True)


def test_a_correction_and_a_change_since(plan, tmp_path):
    source = write(
        tmp_path / "Ist.csv", LONG, ("04.2017", "2.1", "LZB_ABGAENGE", "2"), ("04.2017", "2.2", "ELB", "1.200")
    )
    take(plan, source)
    write(source, LONG, ("04.2017", "2.1", "LZB_ABGAENGE", "3"), ("04.2017", "2.2", "ELB", "1.200"))
    _, preview, message = take(plan, source)
    assert "Berichtigt, bisher → neu (1):\n  LZB-Abgänge (Teamprojekte), 2.1, Apr 2017: 2 → 3" in preview["text"]
    assert message["kind"] == "info"
    plan.named("Ist_LZB_ABGAENGE").getCellByPosition(3, 4).Value = 7
    (message,) = take(plan, command="einlesenzurueck")
    assert message["kind"] == "error"
    assert "(LZB-Abgänge (Teamprojekte), 2.1, Apr 2017): gefunden 7, erwartet 3, wie eingelesen." in message["text"]
    assert shown(plan, "Ist_LZB_ABGAENGE", 4, 3) == 7
    plan.named("Ist_LZB_ABGAENGE").getCellByPosition(3, 4).Value = 3
    take(plan, command="einlesenzurueck")
    assert shown(plan, "Ist_LZB_ABGAENGE", 4, 3) == 2


REFUSED = {
    "ist_null_komma.csv": "Zeile 2, Spalte wert: gefunden „0.123“",
    "ist_excel_datum.csv": "Excel hat aus der Einheit 1.2 ein Datum gemacht",
    "ist_eine_lange_zeile.csv": "eine Zeile mit 140.012 Zeichen",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_said_and_nothing_written(plan, tmp_path, name):
    rows = last_row(plan.book, "Protokoll")
    source = DATA / name
    if not source.is_file():
        source = tmp_path / name
        source.write_text('{"werte":"' + "x" * 140_000 + '"}')
    _, message = take(plan, source)
    assert message["kind"] == "error"
    assert REFUSED[name] in message["text"]
    assert last_row(plan.book, "Protokoll") == rows


def test_a_file_from_a_mac(plan):
    *_, message = take(plan, DATA / "ist_macos_nfd.csv")
    assert message["text"].startswith("Eingelesen: ist_macos_nfd.csv\n\n1 Wert,")
    assert shown(plan, "Ist_LZB_ABGAENGE", 1, 2) == 12
    take(plan, command="einlesenzurueck")
    assert shown(plan, "Ist_LZB_ABGAENGE", 1, 2) is None


def test_a_suspicious_figure_is_shown_and_asked_for(plan):
    _, preview = take(plan, DATA / "ist_jjjjmm.xlsx", yes=False)
    assert (
        "Auffällig (1), bitte prüfen:\n  Weit vom Plan:\n    Zeile 2: ELB (Bestand), 1.2, Mrz 2017 („201703“): 12,"
        in preview["text"]
    )
    assert preview["text"].endswith("Trotzdem einlesen?")
    assert shown(plan, "Ist_ELB", 1, 2) is None
    *_, message = take(plan, DATA / "ist_jjjjmm.xlsx")
    assert (message["kind"], shown(plan, "Ist_ELB", 1, 2)) == ("info", 12)
    take(plan, command="einlesenzurueck")


def wide_csv(folder):
    rows = (
        ("ELB nach Teams",),
        ("Team", "Jan 2017", "Feb 2017"),
        ("1.1", "1.500", "*"),
        ("1.2 Team Nord", "1.270", "1.260"),
    )
    return write(folder / "Breit.csv", *rows, ("© Statistik der Bundesagentur für Arbeit", "", ""))


def wide_xlsx(folder):
    book = openpyxl.Workbook()
    book.active.title = "ELB"
    for row in ("Team", 201701, 201702), ("1.1", 1500, "*"), ("1.2", 1270, 1260), ("Quelle: Statistik",):
        book.active.append(row)
    book.save(folder / "Breit.xlsx")
    return folder / "Breit.xlsx"


def units_as_columns(folder):
    rows = (
        ("ELB 2017",),
        ("Monat", "1.1", "1.2", "Durchschnitt"),
        ("Januar", "1.500", "1.270", "9"),
        ("Februar", "*", "1.260", "9"),
    )
    return write(folder / "Quer.csv", *rows, ("Jahr 2017", "9", "9", "9"), ("Erstellungsdatum: 01.04.2017", "", "", ""))


def measures_as_columns(folder):
    rows = ("Einheit", "Monat", "ELB"), ("1.1", "201701", "1.500"), ("1.1", "201702", "*"), ("1.2", "201701", "1.270")
    return write(folder / "Kennzahlen.csv", *rows, ("1.2", "201702", "1.260"))


def saved_by_libreoffice(rows, name):
    def make(folder, office):
        with office.open() as other:
            page = other.model.Sheets.getByIndex(0)
            page.Name = "ELB"
            for y, row in enumerate(rows):
                for x, value in enumerate(row):
                    cell = page.getCellByPosition(x, y)
                    cell.setString(value) if isinstance(value, str) else cell.setValue(value)
            page.getCellByPosition(5, 40).setFormula("=1+1")
            page.getCellByPosition(5, 40).setString("")
            return other.save(folder / name)

    return make


ODS_LONG = [LONG, ("01.2017", "1.1", "ELB", 1500.0), ("02.2017", "1.1", "ELB", "*"), (42736.0, "1.2", "ELB", 1270.0), (42767.0, "1.2", "ELB", 1260.0)]  # fmt: skip
ODS_WIDE = [("Team", "Jan 2017", "Feb 2017"), ("1.1", 1500.0, "*"), ("1.2", 1270.0, 1260.0)]
ODS_CROSS = [("", "1.1", "1.2"), ("Jan 2017", 1500.0, 1270.0), ("Feb 2017", "*", 1260.0)]
KINDS = {
    "wide CSV": wide_csv,
    "wide Excel": wide_xlsx,
    "units as columns": units_as_columns,
    "measures as columns": measures_as_columns,
    "ODS": saved_by_libreoffice(ODS_LONG, "Lang.ods"),
    "wide ODS": saved_by_libreoffice(ODS_WIDE, "Breit.ods"),
    "ODS with units as columns": saved_by_libreoffice(ODS_CROSS, "Quer.ods"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file(plan, tmp_path, kind):
    """The same four figures in each; taken in, and taken back."""
    make = KINDS[kind]
    source = make(tmp_path, plan.office) if "ODS" in kind else make(tmp_path)
    *_, message = take(plan, source)
    assert message["text"].startswith(f"Eingelesen: {source.name}\n\n4 Werte, davon 4 neu"), message["text"]
    assert [[shown(plan, "Ist_ELB", row, month) for month in (0, 1)] for row in (0, 1)] == [[1500, "*"], [1270, 1260]]
    take(plan, command="einlesenzurueck")
    assert [[shown(plan, "Ist_ELB", row, month) for month in (0, 1)] for row in (0, 1)] == [[None, None], [None, None]]


def test_a_file_that_changes_after_the_preview_is_not_taken(plan, tmp_path, monkeypatch):
    """What is written is what was shown."""
    from jcplan import press

    source = write(tmp_path / "Ist.csv", LONG, ("05.2017", "1.1", "ELB", "1.500"))

    class Program:
        book, answer = plan.book, str(source)

        def who(self):
            return "Eva"

        def now(self):
            import datetime as dt

            return dt.datetime(2026, 11, 27, 12, 0)

    asked = press.run("import_actuals", Program(), {})
    assert asked.kind == "confirm"
    shutil.copy(write(tmp_path / "Neu.csv", LONG, ("05.2017", "1.1", "ELB", "1.400")), source)
    Program.answer = asked.suggestion
    message = press.run("import_actuals", Program(), {})
    assert (message.kind, "Seit der Vorschau hat sich eine Datei" in message.text) == ("error", True)
    assert shown(plan, "Ist_ELB", 0, 4) is None


def test_a_foreign_workbook_is_refused_before_anybody_is_asked(office):
    with office.open() as other:
        (message,) = other.press("istwerteeinlesen")
    assert (message["kind"], "definierten Namen" in message["text"]) == ("error", True)


def test_the_file_dialog(office):
    from jcplan.hosts.libreoffice.component import dialog  # needs UNO

    picker = dialog.file_picker(office.context, "Istwerte einlesen", "Dateien mit Istwerten", "*.csv;*.ods")
    assert picker.getCurrentFilter() == "Dateien mit Istwerten (*.csv;*.ods)"
    picker.dispose()
