"""The adapter and the ribbon's actions against the fake Excel."""

from __future__ import annotations

import errno
import shutil

import pytest
from outside import Line, Outside
from workbooks import ROOT, formulas, last_row, read

from jcplan import __version__
from jcplan.cells import Area, CellError
from jcplan.errors import FileError
from jcplan.hosts.excel import actions
from jcplan.hosts.excel.book import ExcelBook
from jcplan.hosts.excel.calm import MANUAL
from jcplan.hosts.excel.comvalues import scode
from jcplan.hosts.excel.contents import typed
from jcplan.ooxml import WorkbookFile
from jcplan.port import Write
from jcplan.press import Message

RELEASED = ROOT / "tests" / "release" / "0.1.0"


def set_cell(book: ExcelBook, name: str, value: object) -> None:
    cell = book.workbook.cell(name)
    cell.Worksheet.values[cell.Row, cell.Column] = value


def values(book: ExcelBook) -> dict:
    sheets = book.workbook.Worksheets.items
    return {sheet.Name: {key: value for key, value in sheet.values.items() if value is not None} for sheet in sheets}


def settings(book: ExcelBook) -> tuple:
    application = book.application
    return application.ScreenUpdating, application.EnableEvents, application.Calculation, application.StatusBar


def test_names_and_sheets(book):
    assert book.title == "Plan.xlsm"
    assert {"Annahmen", "Ziele", "Protokoll"} <= set(book.sheets)
    assert book.names["Annahme_ELB_gesamt"].startswith("Annahmen!$")
    assert not any("!" in name for name in book.names)


def test_reading(book):
    sheet = book.workbook.add("Notiz")
    sheet.values = {(1, 1): 1.5, (2, 1): "x", (2, 2): scode("#N/A"), (3, 1): "=kein Bezug"}
    sheet.formulas = {(1, 1): "=A2+1"}
    assert read(book, "Notiz", Area(1, 1, 2, 2)) == ((1.5, None), ("x", CellError("#N/A")))
    assert read(book, "Notiz", Area(1, 1, 1, 1)) == ((1.5,),)
    assert formulas(book, "Notiz", Area(1, 1, 3, 1)) == (("A2+1",), (None,), (None,))
    sheet.formats[9, 9] = "only formatted"
    assert last_row(book, "Notiz") == 3
    book.workbook.add("Leer")
    assert last_row(book, "Leer") == 0
    with pytest.raises(FileError, match="Blatt „Fehlt“ fehlt"):
        read(book, "Fehlt", Area(1, 1, 1, 1))


@pytest.mark.parametrize("text", ["=1+1", "-5", "1.3.2017", "März 2017", "wahr", "0.1.0", "@x", "'x"])
def test_texts_stay_texts(text):
    assert typed(text) == "'" + text


def test_writing_is_calm_and_puts_settings_back(book):
    before = settings(book)
    book.write([Write("Ziele", Area(90, 2, 91, 3), ((1.0, "a"), (None, True)))])
    assert settings(book) == before
    history = book.application.history
    assert history[:3] == [("ScreenUpdating", False), ("EnableEvents", False), ("Calculation", MANUAL)]
    assert read(book, "Ziele", Area(90, 2, 91, 3)) == ((1.0, "a"), (None, True))


def test_many_cells_are_one_call(book, asked):
    outside, found = asked
    outside.write([Write("Ziele", Area(90, 2, 99, 9), ((1.0,) * 8,) * 10)])
    assert len(book.workbook.written) == 80
    assert len(found) <= 30, found


def test_all_or_nothing(book):
    notes = book.workbook.add("Notiz")
    notes.values = {(1, 1): 5.0, (1, 2): "0815", (1, 3): 0.0}
    notes.formulas = {(1, 3): "=A1-5"}
    before, kept = values(book), settings(book)
    book.workbook.broken = ("Protokoll", 90)
    with pytest.raises(FileError, match=r"Es steht alles wieder da wie vorher.*: the connection broke"):
        book.write([Write("Notiz", Area(1, 1, 1, 4), ((1.0,) * 4,)), Write("Protokoll", Area(90, 2, 90, 2), ((1.0,),))])
    assert book.workbook.written[0] == ("Notiz", "A1")
    assert values(book) == before
    assert notes.formulas == {(1, 3): "=A1-5"}
    assert settings(book) == kept


def test_protected_sheet_stays_protected_for_the_user(book):
    sheet = book.workbook.Worksheets("Ziele")
    assert sheet.ProtectContents
    assert not sheet.ProtectionMode
    book.write([Write("Ziele", Area(90, 2, 90, 2), ((1.0,),))])
    assert sheet.ProtectContents
    assert sheet.ProtectionMode
    password, drawings, contents, scenarios, interface_only, *allowed = sheet.protect_calls[0]
    assert (password, drawings, contents, scenarios, interface_only) == ("", True, True, True, True)
    assert allowed == [False, True, True, *[False] * 8]  # as it was: columns and rows may be formatted


def test_password_is_named(book):
    book.workbook.Worksheets("Ziele").password = "geheim"
    with pytest.raises(FileError, match="„Ziele“ ist mit einem Kennwort"):
        book.write([Write("Ziele", Area(90, 2, 90, 2), ((1.0,),))])
    assert book.workbook.written == []


def test_new_rows_take_over_the_format(book):
    sheet = book.workbook.add("Notiz")
    sheet.formats[2, 1] = "0,0 %"
    sheet.values[2, 1] = 7.0
    book.write([Write("Notiz", Area(5, 1, 5, 1), ((0.5,),), styled_like=2)])
    assert (sheet.formats[5, 1], sheet.values[5, 1]) == ("0,0 %", 0.5)


# ---- actions ------------------------------------------------------------------------------------


def test_refresh_writes_and_can_be_undone(book):
    set_cell(book, "Annahme_G1_IQ_Steigerung", 0.02)
    before, kept = values(book), settings(book)
    message = actions.run("refresh", book)
    assert message.kind == "info", message.text
    assert book.workbook.cell("Ziel_IQ_G1").Value2 == pytest.approx(0.23 * 1.02)
    assert {sheet for sheet, _ in book.workbook.written} == {"Ziele", "Grundlage", "Protokoll"}
    assert book.application.undo == [("Ziele aktualisieren", "'Plan.xlsm'!ZieleZuruecknehmen")]
    assert settings(book) == kept
    assert actions.run("undo", book).text == ""
    assert values(book) == before
    assert actions.run("undo", book).kind == "error"


def test_refresh_twice_changes_only_the_log(book):
    actions.run("refresh", book)
    targets, rows = dict(book.workbook.Worksheets("Ziele").values), last_row(book, "Protokoll")
    again = ExcelBook(book.workbook)
    assert "unverändert" in actions.run("refresh", again).text
    assert book.workbook.Worksheets("Ziele").values == targets
    assert last_row(again, "Protokoll") == rows + 1


def test_bad_input_writes_nothing_and_is_named(book):
    set_cell(book, "Annahme_ELB_gesamt", "viele")
    kept = settings(book)
    message = actions.run("refresh", book)
    assert message.kind == "error"
    assert book.workbook.cell("Annahme_ELB_gesamt").Address in message.text
    assert "„viele“ (Text)" in message.text
    assert book.workbook.written == []
    assert settings(book) == kept


def test_status_bar_tells_and_is_given_back(book):
    actions.run("check", book)
    assert [value for name, value in book.application.history if name == "StatusBar"] == ["Prüfungen …", False]


def test_formula_typed_over_is_named_by_its_cell(book):
    sheet = book.workbook.Worksheets("IQ")
    row, column = min(sheet.formulas)
    for key in [key for key in sheet.formulas if sheet.formulas[key] == sheet.formulas[row, column]]:
        del sheet.formulas[key]
    assert "IQ!" in actions.run("check", book).text


def test_explain(book):
    sheet = book.workbook.add("Notiz")
    sheet.values = {(1, 1): scode("#VALUE!"), (1, 2): "drei", (1, 3): 1.0, (2, 1): 5.0, (3, 1): scode("#VALUE!")}
    sheet.formulas = {(1, 1): "=JC_VERAENDERUNG(B1,C1)", (2, 1): "=JC_BASIS(C1,C1)", (3, 1): "=JC_BASIS(C1,C1)"}

    def explained(address: str) -> str:
        book.application.ActiveCell = sheet.Range(address)
        return actions.run("explain", book).text

    text = explained("A1")
    assert "=JC_VERAENDERUNG(B1;C1)" in text
    assert "neu: gefunden „drei“ (Text), erwartet eine Zahl" in text
    assert "zeigt keinen Fehler" in explained("A2")
    assert "jcplan doctor" in explained("A3")
    assert "zeigt keinen Fehler" in explained("B1")
    book.application.ActiveCell = None  # a sheet that is a chart is in front
    assert actions.run("explain", book).text == "Bitte zuerst eine Zelle auswählen."


def test_new_plan(book, tmp_path, macro_workbook):
    target = tmp_path / "Neu.xlsm"
    assert actions.run("new_plan", book, str(target)).text == ""
    assert target.read_bytes() == macro_workbook
    again = actions.run("new_plan", book, str(target))
    assert again.kind == "error"
    assert "gibt es schon" in again.text
    assert list(tmp_path.iterdir()) == [target]


def test_new_plan_that_cannot_be_written(book, tmp_path, monkeypatch):
    message = actions.run("new_plan", book, str(tmp_path / "fehlt" / "Neu.xlsm"))
    assert message.kind == "error"
    assert "Neu.xlsm: die Datei kann nicht geschrieben werden" in message.text

    def denied(_):
        raise PermissionError(errno.EACCES, "Permission denied", "Neu.xlsm")

    monkeypatch.setattr(actions.Path, "exists", denied)
    message = actions.run("new_plan", book, "Neu.xlsm")
    assert message.kind == "error"
    assert message.text.startswith("Neu.xlsm: der Zugriff ist verweigert")


def test_upgrade_of_the_workbook_in_front(book, tmp_path):
    old, target = tmp_path / "Alt.xlsm", tmp_path / "Neu.xlsm"
    shutil.copyfile(RELEASED / "makros.xlsm", old)
    book.workbook.FullName, book.workbook.Path, book.workbook.Saved = str(old), str(tmp_path), False
    message = actions.run("upgrade", book, str(target))
    assert (message.kind, message.text) == (
        "error",
        "Es gilt der gespeicherte Stand der Mappe. Bitte zuerst speichern.",
    )
    book.workbook.Saved = True
    message = actions.run("upgrade", book, str(target))
    assert message.kind == "info"
    assert message.text == f"Mappe von Version 0.1.0 auf {__version__} gebracht."
    assert old.read_bytes() == (RELEASED / "makros.xlsm").read_bytes()
    assert "Mappe_Version" in WorkbookFile.read(target).names
    assert "gibt es schon" in actions.run("upgrade", book, str(target)).text
    assert "erwartet .xlsm" in actions.run("upgrade", book, str(tmp_path / "Neu.xlsx")).text
    book.workbook.FullName = "https://example.sharepoint.com/Alt.xlsm"
    assert "in einen Ordner dieses PCs kopieren" in actions.run("upgrade", book, str(tmp_path / "Drei.xlsm")).text


def test_next_year_from_the_workbook_in_front(book, tmp_path, fresh_bytes):
    old, target = tmp_path / "Plan-2017.xlsx", tmp_path / "Plan-2018.xlsm"
    old.write_bytes(fresh_bytes)
    book.workbook.FullName, book.workbook.Path, book.workbook.Saved = str(old), str(tmp_path), False
    message = actions.run("next_year", book, str(target))
    assert message == Message("Es gilt der gespeicherte Stand der Mappe. Bitte zuerst speichern.", "error")
    assert not target.exists()
    book.workbook.Saved = True
    message = actions.run("next_year", book, str(target))
    assert message.kind == "info"
    assert message.text.startswith("Plan 2018 aus Plan 2017 angelegt: ")
    assert message.text.endswith("noch 7 Pflichtfelder in Plan-2018.xlsm.")
    assert old.read_bytes() == fresh_bytes
    assert "Mappe_Version" in WorkbookFile.read(target).names
    assert "gibt es schon" in actions.run("next_year", book, str(target)).text


def test_about(book):
    assert "Version 0.0.1" in actions.run("about", book, "0.0.1").text


# ---- how often Excel is asked -------------------------------------------------------------------

NAMES_AT_LEAST = 700  # of the delivered workbook: one by one, each would be asked for itself and for its cells


@pytest.fixture
def asked(book):
    """What is asked of Excel, in order; by a book that is asked from outside."""
    line = Line()
    return ExcelBook(Outside(book.workbook, line)), line.asked


def test_a_refresh_asks_excel_few_things(book, asked):
    """With everything changed, on sheets that are still protected, with a formula typed over."""
    outside, found = asked
    assert len(book.names) > NAMES_AT_LEAST
    for name, value in {
        "Annahme_ELB_gesamt": 26600.0, "Annahme_LZB_Abgang": 35.0, "Annahme_Umschichtung_Anteil": 0.1
    }.items():  # fmt: skip
        set_cell(book, name, value)
    sheet = book.workbook.Worksheets("LZB")
    sheet.formulas.pop(min(sheet.formulas))
    text = actions.run("refresh", outside).text
    assert "Geänderte Annahmen:" in text
    assert "nicht mehr die gelieferten" in text
    assert book.workbook.Worksheets("Ziele").ProtectionMode
    assert len(found) <= 40, found


def test_checks_and_explanations_ask_excel_few_things(book, asked):
    outside, found = asked
    actions.run("check", outside)
    assert len(found) <= 15, found
    found.clear()
    actions.run("explain", outside)
    assert len(found) <= 15, found


def test_without_its_macros_a_workbook_is_asked_one_by_one(book, asked):
    """A workbook of an earlier version has none: slower, and the same."""
    outside, found = asked
    set_cell(book, "Annahme_ELB_gesamt", 26600.0)
    book.workbook.project = None
    before, text = values(book), actions.run("refresh", outside).text
    assert "(Ziel_ELB_gesamt): 27.649 Köpfe → 27.679 Köpfe" in text
    assert len(found) > NAMES_AT_LEAST
    assert actions.run("undo", outside).text == ""
    assert values(book) == before
