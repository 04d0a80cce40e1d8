"""„Istwerte einlesen …“ and „Einlesen rückgängig“ in the fake Excel, as VBA calls them."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from actuals import make, office
from workbooks import last_row

from jcplan.hosts.excel import actions
from jcplan.hosts.excel.book import ExcelBook

LONG = "monat;einheit;kennzahl;wert\n"
FILES, CONFIRM, INFO, ERROR = (actions.KINDS[kind] for kind in ("files", "confirm", "info", "error"))


@pytest.fixture
def press(book, monkeypatch):
    """What ``Ausfuehren`` in jcplan_menue.bas does: calls, and calls again with what the user picked or said yes to."""
    caller = SimpleNamespace(caller=lambda: SimpleNamespace(api=book.workbook))
    monkeypatch.setitem(sys.modules, "xlwings", SimpleNamespace(Book=caller))

    def press(action, *paths, yes=True):
        answers = [actions.press(action, "0.2.0")]
        while (kind := answers[-1][0]) in (FILES, CONFIRM) and (kind == CONFIRM or paths) and (kind == FILES or yes):
            extra = "\n".join(map(str, paths)) if kind == FILES else answers[-1][3]
            answers.append(actions.press(action, actions.ANSWER + extra))
        return answers

    return press


def values(book):
    sheets = book.workbook.Worksheets.items
    return {sheet.Name: {key: value for key, value in sheet.values.items() if value is not None} for sheet in sheets}


def column(book, name, month, rows):
    return [row[month] for row in book.workbook.cell(name).Value2[:rows]]


def test_the_codes_are_those_of_vba():
    """vbQuestion + vbYesNo; DATEIEN of jcplan_menue; none twice for what asks."""
    from jcplan.hosts.excel import resources

    assert CONFIRM == 32 + 4
    assert f"Private Const DATEIEN As Long = {FILES} " in resources.text("vba/jcplan_menue.bas")
    assert len({FILES, CONFIRM, actions.KINDS["question"], INFO, ERROR}) == 5


def test_files_preview_yes(book, press, tmp_path):
    one, two = tmp_path / "Lang.csv", tmp_path / "Quer.ods"
    one.write_text(f"{LONG}01.2017;1.1;ELB;1.500\n01.2017;1.2;ELB;*\n", encoding="utf-8")
    office.write(two, office.table("ELB", ("Monat", "1.3", "1.4"), ("Jan 2017", 1145.0, 1010.0)))
    before, rows = values(book), last_row(book, "Protokoll")
    asked, preview = press("import_actuals", one, two, yes=False)
    assert asked == (FILES, "Istwerte einlesen", "Dateien mit Istwerten", "*.csv;*.txt;*.xlsx;*.xlsm;*.ods")
    assert preview[:2] == (CONFIRM, "Istwerte einlesen")
    assert "4 Werte, davon 4 neu, 0 berichtigt, 0 unverändert; 1 gesperrt (*)." in preview[2]
    assert (book.workbook.written, values(book)) == ([], before)

    *_, message = press("import_actuals", one, two)
    assert message[0] == INFO
    assert message[2].startswith("Eingelesen: Lang.csv, Quer.ods\n\n4 Werte")
    assert column(book, "Ist_ELB", 0, 4) == [1500, "*", 1145, 1010]
    assert {sheet for sheet, _ in book.workbook.written} == {"Istwerte", "Protokoll", "jcplan"}
    assert last_row(ExcelBook(book.workbook), "Protokoll") == rows + 1
    assert book.application.undo == [("Istwerte einlesen", "'Plan.xlsm'!ZieleZuruecknehmen")]
    assert actions.run("undo", ExcelBook(book.workbook)).text == ""
    assert values(book) == before


def test_a_year_and_back_by_the_button(book, press):
    before, rows = values(book), last_row(book, "Protokoll")
    press("import_actuals", make.FOLDER / "Istwerte-2017.csv")
    march = column(book, "Ist_INTEGRATIONEN", 2, 8)
    *_, preview, message = press("import_actuals", make.FOLDER / "Istwerte-2017-April.csv")
    assert "Berichtigt, bisher → neu (8):" in preview[2]
    assert message[0] == INFO
    assert column(book, "Ist_INTEGRATIONEN", 2, 8) != march
    question, message = press("undo_import")
    assert (question[0], message[0]) == (CONFIRM, INFO)
    assert column(book, "Ist_INTEGRATIONEN", 2, 8) == march
    (message,) = press("undo_import")
    assert (message[0], "Es gibt kein Einlesen" in message[2]) == (ERROR, True)
    now = values(ExcelBook(book.workbook))
    assert now["jcplan"] == before["jcplan"]
    assert last_row(ExcelBook(book.workbook), "Protokoll") == rows + 3


def test_preview_fits_a_message_box(book, press):
    """As many lines as a small screen shows."""
    _, preview, _ = press("import_actuals", make.FOLDER / "Istwerte-2017.csv")
    assert len(preview[2].splitlines()) <= 40


def test_what_is_wrong_is_said_and_nothing_written(book, press, tmp_path):
    source = tmp_path / "Ist.csv"
    source.write_text(f"{LONG}01.2017;9.9;ELB;1.500\n", encoding="utf-8")
    _, message = press("import_actuals", source)
    assert message[0] == ERROR
    assert "Zeile 2, Spalte einheit: gefunden „9.9“ (Text), erwartet ein Team des Blattes Teams" in message[2]
    assert book.workbook.written == []
