"""``jcplan import-ist``: figures find their cells, corrections show, a bad row stops everything."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import re

import openpyxl
import pytest
from actuals import make
from workbooks import Values, cell_of, log, parts, stored, type_in

from jcplan import actuals, cells
from jcplan.actuals import read_csv

HEADER = "monat;einheit;kennzahl;wert"
YEAR = make.FOLDER / "Istwerte-2017.csv"
APRIL = make.FOLDER / "Istwerte-2017-April.csv"


@pytest.fixture
def delivery(tmp_path):
    """Write a delivery; gives its path."""

    def write(*lines, name="Ist.csv"):
        path = tmp_path / name
        path.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
        return path

    return write


def block(path, name):
    """The values of a defined name's cells."""
    return Values(path).area(name)


def as_workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


# ---- figures find their cells -----------------------------------------------------------------


def test_a_whole_year_flows_into_the_cells(plan_file, run):
    code, out, err = run("import-ist", YEAR, plan_file)
    assert (code, err) == (0, "")
    assert "1248 Werte, davon 1248 neu, 0 berichtigt, 0 unverändert" in out
    expected = {}
    for row in csv.DictReader(io.StringIO(YEAR.read_text()), delimiter=";"):
        month, year = map(int, row["monat"].split("."))
        expected[row["kennzahl"], row["einheit"], month if year == 2017 else 0] = int(row["wert"])
    teams = [f"{office}.{team}" for office in range(1, 7) for team in range(1, 5)]
    for key in ("INTEGRATIONEN", "ELB", "LZB", "LZB_ABGAENGE"):
        assert block(plan_file, f"Ist_{key}") == [[expected[key, team, m] for m in range(1, 13)] for team in teams]
        assert block(plan_file, f"Ist_{key}_gesamt") == [[expected[key, "gesamt", m] for m in range(1, 13)]]
    for key in ("ELB", "LZB"):
        assert block(plan_file, f"Ist_{key}_Vorjahr") == [[expected[key, team, 0]] for team in teams]


def without_print_areas(book):
    return re.sub(rb'(<definedName name="_xlnm.Print_Area"[^>]*>)[^<]*', rb"\1", book)


def test_only_istwerte_and_the_log_are_typed_into(plan_file, run, delivery):
    """Formulas elsewhere may show new results, and team pages are printed now; every other part stays byte for byte."""
    source = delivery("03.2017;1.2;INTEGRATIONEN;37")
    before = parts(plan_file)
    run("import-ist", source, plan_file)
    after = parts(plan_file)
    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name]]
    assert all(name.startswith("xl/worksheets/sheet") for name in changed if name != "xl/workbook.xml")
    assert without_print_areas(before["xl/workbook.xml"]) == without_print_areas(after["xl/workbook.xml"])
    old, new = (
        openpyxl.load_workbook(io.BytesIO(data))
        for data in (plan_file.with_suffix(".xlsx.bak").read_bytes(), plan_file.read_bytes())
    )
    blocks = {
        sheet.title: {
            cells.address(*place) for ref in sheet.array_formulae.values() for place in cells.parse_area(ref) or ()
        }
        for sheet in new
    }
    typed = [
        (sheet.title, cell.coordinate)
        for sheet in new
        for row in sheet.iter_rows()
        for cell in row
        if not hasattr(cell.value, "ref") and cell.value != old[sheet.title][cell.coordinate].value
        if cell.coordinate not in blocks[sheet.title]  # further cells of a block hold its results
    ]
    sheet, address = cell_of(plan_file, "Ist_INTEGRATIONEN")
    assert [at for name, at in typed if name == sheet] == ["E" + str(int(address.split(":")[0][1:]) + 1)]
    assert {name for name, _ in typed} == {sheet, "Protokoll", "jcplan"}  # the last: what it takes to undo it


def test_csv_and_workbook_give_the_same(plan_file, run, delivery, tmp_path):
    source = delivery(
        "03.2017;1.1;ELB;1.234,5",
        "12.2016;1.2;LZB;801",
        "04.2017;Team 2.1;LZB-Abgänge;*",
        "05.2017;gesamt;ELB;27649",
        "04.2017;2.2;LZB-Abgänge;-",
    )
    workbook = as_workbook(
        tmp_path / "Ist.xlsx",
        [
            ["Lieferung"],
            [],
            ["Wert", "Bemerkung", "Monat", "Kennzahl", "Einheit"],
            [1234.5, None, dt.date(2017, 3, 31), "ELB", 1.1, "eine Notiz rechts daneben"],
            [801, "bereinigt", "Dezember 2016", "lzb", "1.2"],
            [None, None, None, None, None],
            ["*", None, dt.datetime(2017, 4, 1), "LZB_ABGAENGE", "Team 2.1"],
            ["=27000+649", None, "2017-05", "ELB (Bestand)", "gesamt"],
            ["-", None, 201704, "LZB_ABGAENGE", "2.2"],
        ],
    )
    for name in ("a.xlsx", "b.xlsx"):
        assert run("import-ist", source if name == "a.xlsx" else workbook, plan_file, "-o", tmp_path / name)[0] == 0
    for name in ("Ist_ELB", "Ist_LZB_Vorjahr", "Ist_LZB_ABGAENGE", "Ist_ELB_gesamt"):
        assert block(tmp_path / "a.xlsx", name) == block(tmp_path / "b.xlsx", name)
    assert block(tmp_path / "b.xlsx", "Ist_ELB")[0][2] == 1234.5
    assert block(tmp_path / "b.xlsx", "Ist_LZB_Vorjahr")[1] == [801]
    assert [row[3] for row in block(tmp_path / "b.xlsx", "Ist_LZB_ABGAENGE")[4:6]] == ["*", 0]
    assert block(tmp_path / "b.xlsx", "Ist_ELB_gesamt")[0][4] == 27649


def test_a_users_formula_stays_where_the_figure_is_the_same(plan_file, run, delivery):
    sheet, address = cell_of(plan_file, "Ist_ELB")
    book = openpyxl.load_workbook(plan_file)
    first = address.partition(":")[0]
    book[sheet][first] = "=1400+40"
    book.save(plan_file)
    _, out, _ = run("import-ist", delivery("01.2017;1.1;ELB;1440", "02.2017;1.1;ELB;1450"), plan_file)
    assert "1 neu, 0 berichtigt, 1 unverändert" in out
    assert openpyxl.load_workbook(plan_file)[sheet][first].value == "=1400+40"


def test_another_year(tmp_path, run, delivery):
    path = tmp_path / "Leer.xlsx"
    run("new", path, "--leer")
    source = delivery("01.2019;A;ELB;5", "12.2018;a;ELB;4")
    code, _, err = run("import-ist", source, path)
    assert code == 2
    assert "Bitte zuerst das Blatt Teams ausfüllen" in err
    sheet, address = cell_of(path, "Team_Kuerzel")
    book = openpyxl.load_workbook(path)
    book[sheet][address.partition(":")[0]] = "A"
    book.save(path)
    code, _, err = run("import-ist", source, path)
    assert code == 2
    assert "Planjahr): gefunden eine leere Zelle" in err
    type_in(path, Annahme_Planjahr=2019)
    assert run("import-ist", source, path)[0] == 0
    assert block(path, "Ist_ELB")[0][0] == 5
    assert block(path, "Ist_ELB_Vorjahr")[0][0] == 4


# ---- corrections, the log ---------------------------------------------------------------------


def test_corrections_show_as_old_and_new(plan_file, run):
    run("import-ist", YEAR, plan_file)
    code, out, _ = run("import-ist", APRIL, plan_file, "--wer", "Controlling")
    assert code == 0
    assert "24 Werte, davon 0 neu, 8 berichtigt, 16 unverändert; 1 gesperrt (*)" in out
    march = int(block(plan_file, "Ist_INTEGRATIONEN")[4][2])
    assert f"Mrz 2017  Integrationen               2.1          {march - 2}   {march}" in out
    when, who, _, checksum, outcome, changes = log(plan_file)[-1]
    assert when is not None
    assert (who, outcome) == ("Controlling", "Istwerte importiert")
    assert checksum == hashlib.sha256(APRIL.read_bytes()).hexdigest()[:12]
    assert changes.startswith("Istwerte-2017-April.csv: 24 Werte, davon 0 neu, 8 berichtigt")
    assert f"Integrationen, 2.1, Mrz 2017: {march - 2} → {march}" in changes
    assert "LZB-Abgänge (Teamprojekte), 2.4, Mrz 2017: 1 → *" in changes


def test_suppressed_and_zero(plan_file, run):
    run("import-ist", APRIL, plan_file)
    exits = block(plan_file, "Ist_LZB_ABGAENGE")
    assert (exits[4][2], exits[7][2]) == (0, "*")
    assert exits[5][2] is None  # not delivered is not 0


def test_a_second_import_changes_nothing_but_the_log(plan_file, run):
    run("import-ist", YEAR, plan_file)
    before = parts(plan_file)
    code, out, _ = run("import-ist", YEAR, plan_file)
    after = parts(plan_file)
    assert code == 0
    assert "0 neu, 0 berichtigt, 1248 unverändert" in out
    assert "Neue Werte" not in out
    assert len([name for name in before if before[name] != after[name]]) == 1
    assert [row[4] for row in log(plan_file)] == ["Auslieferung", "Istwerte importiert", "Istwerte importiert"]


def test_more_corrections_than_a_cell_holds(plan_file, run, tmp_path):
    run("import-ist", YEAR, plan_file)
    rows = list(csv.reader(io.StringIO(YEAR.read_text()), delimiter=";"))
    changed = tmp_path / "neu.csv"
    changed.write_text(
        "\n".join(";".join((*row[:3], row[3] if row[3] == "wert" else str(int(row[3]) + 1))) for row in rows)
    )
    code, out, _ = run("import-ist", changed, plan_file)
    assert code == 0
    assert "0 neu, 1248 berichtigt" in out
    text = log(plan_file)[-1][5]
    assert text.endswith(" …")
    assert 31_000 < len(text) <= 32_767


def test_a_refresh_follows_in_the_log(plan_file, run):
    run("import-ist", APRIL, plan_file)
    assert run("refresh", plan_file)[0] == 0
    assert [row[4] for row in log(plan_file)][1:] == ["Istwerte importiert", "Alle Ziele unverändert"]


def test_probe_writes_nothing(plan_file, run):
    before = plan_file.read_bytes()
    code, out, _ = run("import-ist", APRIL, plan_file, "--probe")
    assert code == 0
    assert "24 neu" in out
    assert "Probe: Es wurde nichts geschrieben." in out
    assert plan_file.read_bytes() == before
    assert sorted(path.name for path in plan_file.parent.iterdir()) == ["Plan.xlsx"]


def test_json(plan_file, run, delivery):
    run("import-ist", delivery("03.2017;1.1;ELB;1501", "03.2017;1.2;ELB;*"), plan_file)
    source = delivery("03.2017;1.1;ELB;*", "03.2017;1.2;ELB;1.270,5", "12.2016;1.3;ELB;1145", name="Neu.csv")
    code, out, _ = run("import-ist", source, plan_file, "--json")
    assert code == 0
    assert json.loads(out) == {
        "datei": "Neu.csv",
        "pruefsumme": hashlib.sha256(source.read_bytes()).hexdigest()[:12],
        "dateien": [{"datei": "Neu.csv", "pruefsumme": hashlib.sha256(source.read_bytes()).hexdigest()[:12]}],
        "planjahr": 2017,
        "geschrieben": True,
        "neu": 1,
        "berichtigt": 2,
        "unveraendert": 0,
        "gesperrt": 1,
        "neue_werte": [{"monat": "2016-12", "kennzahl": "ELB", "anzahl": 1}],
        "berichtigungen": [
            {"monat": "2017-03", "kennzahl": "ELB", "einheit": "1.1", "vorher": 1501, "nachher": "*"},
            {"monat": "2017-03", "kennzahl": "ELB", "einheit": "1.2", "vorher": "*", "nachher": 1270.5},
        ],
        "auffaelligkeiten": [],
        "nicht_gerechnet": [],
        "hinweise": ["Eine Zeile je Wert unter der Kopfzeile (Zeile 1: monat; einheit; kennzahl; wert)."],
        "arbeitsmappe": str(plan_file),
        "sicherung": str(plan_file) + ".bak",
    }


# ---- what is refused --------------------------------------------------------------------------

GOOD = "01.2017;1.1;ELB;1500"
BAD = [
    ("Mai;1.1;ELB;5", "Spalte monat: gefunden „Mai“ (Text), erwartet einen Monat wie 03.2017"),
    (
        "05.2018;1.1;ELB;5",
        "Spalte monat: gefunden Mai 2018, erwartet einen Monat des Planjahres 2017 oder für Teams den Dez 2016",
    ),
    ("11.2016;1.1;ELB;5", "Spalte monat: gefunden Nov 2016"),
    ("12.2016;1.1;INTEGRATIONEN;5", "Spalte monat: gefunden Dez 2016, erwartet einen Monat des Planjahres 2017."),
    ("11.2011;gesamt;ELB;5", "Spalte monat: gefunden Nov 2011"),
    ("05.2017;7.1;ELB;5", "Spalte einheit: gefunden „7.1“ (Text), erwartet ein Team"),
    ("05.2017;1.10;ELB;5", "Spalte einheit: gefunden „1.10“ (Text), erwartet ein Team"),
    ("05.2017;;ELB;5", "Spalte einheit: gefunden eine leere Zelle"),
    ("05.2017;1.1;IQ;5", "Spalte kennzahl: gefunden „IQ“ (Text), erwartet eines von"),
    ("05.2017;1.1;ELB;", "Spalte wert: gefunden eine leere Zelle"),
    ("05.2017;1.1;ELB", "Spalte wert: gefunden eine leere Zelle"),
    ("05.2017;1.1;ELB;k. A.", "Spalte wert: gefunden „k. A.“ (Text), erwartet eine Zahl ab 0"),
    ("05.2017;1.1;ELB;-3", "Spalte wert: gefunden „-3“ (Text)"),
    ("05.2017;1.1;ELB;12;5", "gefunden 5 Felder, erwartet 4"),
    ("01.2017;1.1;ELB;5", "gefunden noch einmal ELB (Bestand), 1.1, Jan 2017 (wie Zeile 2)"),
    ("2017-01;Team 1.1;elb;6", "gefunden noch einmal ELB (Bestand), 1.1, Jan 2017 (wie Zeile 2)"),
]


@pytest.mark.parametrize(("line", "words"), BAD, ids=[line for line, _ in BAD])
def test_a_bad_row_is_named_and_nothing_is_written(plan_file, run, delivery, line, words):
    before = plan_file.read_bytes()
    code, out, err = run("import-ist", delivery(GOOD, "", line), plan_file)
    assert (code, out) == (2, "")
    assert "Ist.csv: 1 Fehler, nichts geschrieben." in err
    (message,) = (text for text in err.splitlines() if text.startswith("Zeile 4"))
    assert words in message
    assert plan_file.read_bytes() == before
    assert sorted(path.name for path in plan_file.parent.iterdir()) == ["Ist.csv", "Plan.xlsx"]


def test_all_bad_rows_are_named_together(plan_file, run, delivery):
    code, _, err = run("import-ist", delivery("Mai;9;ELB;x", GOOD, "05.2017;1.1;IQ;1"), plan_file)
    assert code == 2
    assert [line.partition(":")[0] for line in err.splitlines()[1:]] == [
        "Zeile 2, Spalte monat", "Zeile 2, Spalte einheit", "Zeile 2, Spalte wert", "Zeile 4, Spalte kennzahl",
    ]  # fmt: skip


def test_many_bad_rows_are_counted(plan_file, run, delivery):
    _, _, err = run("import-ist", delivery(*["01.2017;9.9;ELB;1"] * 55), plan_file)
    lines = err.splitlines()
    assert lines[0] == "Fehler: Ist.csv: 55 Fehler, nichts geschrieben."
    assert lines[20].startswith("Zeile 21")
    assert lines[21:] == ["und 35 weitere"]


def test_a_bad_cell_of_a_workbook_is_named(plan_file, run, tmp_path):
    source = as_workbook(
        tmp_path / "Ist.xlsx", [[], HEADER.split(";"), ["01.2017", "1.1", "ELB", "=1/0"], [5, "1.1", "ELB", True]]
    )
    code, _, err = run("import-ist", source, plan_file)
    assert code == 2
    assert "Zeile 3, Spalte wert: gefunden den Fehlerwert #DIV/0!" in err
    assert "Zeile 4, Spalte monat: gefunden 5" in err
    assert "Zeile 4, Spalte wert: gefunden WAHR" in err


def test_a_file_without_rows(plan_file, run, delivery):
    code, _, err = run("import-ist", delivery(), plan_file)
    assert code == 2
    assert "Ist.csv: gefunden keine Zeile mit Werten" in err


@pytest.mark.parametrize("name", ["fehlt.csv", "fehlt.xlsx", "."])
def test_no_such_delivery(plan_file, run, tmp_path, name):
    code, _, err = run("import-ist", tmp_path / name, plan_file)
    assert code == 2
    assert err.startswith("Fehler: ")
    assert "Traceback" not in err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_is_no_delivery(plan_file, run, tmp_path):
    os.mkfifo(tmp_path / "Ist.csv")
    code, _, err = run("import-ist", tmp_path / "Ist.csv", plan_file)
    assert code == 2
    assert "gefunden eine Pipe (FIFO)" in err


def test_a_giant_is_no_delivery(plan_file, run, tmp_path):
    with (tmp_path / "Ist.csv").open("wb") as file:
        file.truncate(60_000_000)
    code, _, err = run("import-ist", tmp_path / "Ist.csv", plan_file)
    assert code == 2
    assert "gefunden eine Datei von mehr als 50 MB, erwartet eine Datei mit Istwerten von höchstens 50 MB" in err


def test_a_cell_far_to_the_right_is_no_matter(plan_file, run, tmp_path):
    source = as_workbook(tmp_path / "Ist.xlsx", [HEADER.split(";"), *[["x", "1.1", "ELB", 5]] * 2000])
    book = openpyxl.load_workbook(source)
    book.active["XFD1"] = 1
    book.save(source)
    code, _, err = run("import-ist", source, plan_file)
    assert code == 2
    assert "Ist.xlsx: 2000 Fehler" in err


def test_the_workbook_given_in_place_of_the_delivery(plan_file, run, delivery):
    code, _, err = run("import-ist", plan_file, plan_file)
    assert code == 2
    assert "gefunden kein Blatt mit diesen Spalten" in err
    code, _, err = run("import-ist", plan_file, delivery(GOOD))
    assert code == 2


def test_another_workbook_is_no_plan(tmp_path, run, delivery):
    path = tmp_path / "Anderes.xlsx"
    openpyxl.Workbook().save(path)
    code, _, err = run("import-ist", delivery(GOOD), path)
    assert code == 2
    assert "keinen definierten Namen Annahme_Planjahr" in err


def test_the_result_does_not_replace_the_delivery(plan_file, run, tmp_path):
    source = as_workbook(tmp_path / "Ist.xlsx", [HEADER.split(";"), GOOD.split(";")])
    before = source.read_bytes()
    code, _, err = run("import-ist", source, plan_file, "-o", source)
    assert (code, source.read_bytes()) == (2, before)
    assert "Das ist die Datei mit den Istwerten" in err


def test_an_open_workbook_is_refused(plan_file, run, delivery):
    source = delivery(GOOD)
    plan_file.with_name(".~lock.Plan.xlsx#").write_bytes(b",erika,PC17,01.12.2026 10:15,file:///x;")
    before = plan_file.read_bytes()
    code, _, err = run("import-ist", source, plan_file)
    assert (code, plan_file.read_bytes()) == (2, before)
    assert "erika" in err


def test_a_file_saved_meanwhile_is_left_alone(plan_file, run, delivery, monkeypatch):
    real = actuals.import_actuals

    def slow(book, table, **named):
        report = real(book, table, **named)
        type_in(plan_file, Annahme_ELB_gesamt=27000)
        return report

    monkeypatch.setattr(actuals, "import_actuals", slow)
    code, _, err = run("import-ist", delivery(GOOD), plan_file)
    assert code == 2
    assert "inzwischen geändert" in err
    assert stored(plan_file, "Annahme_ELB_gesamt") == 27000
    assert block(plan_file, "Ist_ELB")[0][0] is None


def test_in_place_keeps_a_backup_and_out_leaves_the_original(plan_file, run, tmp_path):
    original = plan_file.read_bytes()
    out = tmp_path / "neu" / "Ergebnis.xlsx"
    assert run("import-ist", APRIL, plan_file, "-o", out)[0] == 0
    assert plan_file.read_bytes() == original
    assert block(out, "Ist_LZB_ABGAENGE")[7][2] == "*"
    assert run("import-ist", APRIL, plan_file)[0] == 0
    assert plan_file.with_name("Plan.xlsx.bak").read_bytes() == original


# ---- examples and help ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Istwerte-2017.csv", "Istwerte-2017-April.csv", "Istwerte-2017-Quartal.csv"])
def test_the_examples_are_what_the_script_makes(name):
    assert (make.FOLDER / name).read_bytes() == make.files()[name], "python tests/actuals/make.py writes it anew"


def test_the_quarter_is_part_of_the_year():
    def figures(path):
        lines = read_csv(path.name, path.read_bytes()).lines
        return {
            tuple(line.cells[name] for name in ("monat", "einheit", "kennzahl")): line.cells["wert"] for line in lines
        }

    year, quarter = figures(YEAR), figures(make.FOLDER / "Istwerte-2017-Quartal.csv")
    assert len(quarter) == 47  # 4 teams, 4 measures, 3 months; one is not reported
    assert [key for key, value in quarter.items() if value.replace(".", "") != year[key]] == [
        ("03.2017", "1.3", "LZB_ABGAENGE")
    ]


def test_the_examples_totals_are_the_sums():
    sums = {}
    for row in csv.DictReader(io.StringIO(YEAR.read_text()), delimiter=";"):
        key = row["monat"], row["kennzahl"], row["einheit"] == "gesamt"
        sums[key] = sums.get(key, 0) + int(row["wert"])
    totals = {key[:2]: value for key, value in sums.items() if key[2]}
    assert len(totals) == 48
    assert all(sums[month, name, False] == value for (month, name), value in totals.items())


def test_help_is_german_and_explains_the_file(run):
    code, out, _ = run("import-ist", "-h")
    assert code == 0
    for words in (
        "Aufruf: jcplan import-ist",
        "[DATEI ...] PLAN",
        "1.234 sind eintausend",
        "--probe",
        "* von der Statistik gesperrt",
    ):
        assert words in out
    assert "positional arguments" not in out
