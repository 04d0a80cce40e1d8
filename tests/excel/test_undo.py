"""„Zurücknehmen“ in Excel: whose record it is, and what it is not taken back into. One Python answers all Excels."""

from __future__ import annotations

import copy
from types import SimpleNamespace

import pytest
from desk import Desk, install
from fake_excel import Application, Workbook
from outside import Line, Outside

from jcplan.buttons import button
from jcplan.cells import Area
from jcplan.errors import FileError, InputError
from jcplan.hosts.excel import actions
from jcplan.hosts.excel.book import ExcelBook
from jcplan.hosts.excel.undo import LIMIT, Owner, Records, Replaced, process_of
from jcplan.port import Write
from jcplan.press import Message

ERROR = 48
NOTHING = "Es gibt nichts zurückzunehmen. Zurücknehmen lässt sich das Letzte"
REFRESH = button("refresh")


def plan(name: str = "Plan.xlsm", folder: str = "C:\\2017", application: Application | None = None) -> Workbook:
    """A small workbook: a value, a text that looks like a date, a formula, a blank."""
    book = Workbook(name, folder, application)
    sheet = book.add("Ziele")
    sheet.values = {(1, 1): 5.0, (1, 2): "1.3.2017", (1, 3): 10.0}
    sheet.formulas = {(1, 3): "=A1*2"}
    sheet.Protect("", True, True, True, False, *(False,) * 11)
    return book


def held(book: Workbook) -> tuple:
    return book.Worksheets("Ziele").Range("A1:D1").Formula


BEFORE = (5.0, "1.3.2017", "=A1*2", "")


@pytest.fixture
def desk(monkeypatch):
    """In place of „Ziele aktualisieren“ something small is written: the number of writings in this process."""
    install(monkeypatch)
    count = iter(range(100, 200))

    def write(excel):
        number = float(next(count))
        excel.book.write([Write("Ziele", Area(1, 1, 1, 4), ((number, "neu", "x", number),))])
        return Message("geschrieben")

    monkeypatch.setitem(actions.ACTIONS, "refresh", lambda excel: actions._undoable(excel, "refresh", write))
    return Desk()


def test_back_from_the_undo_list(desk):
    book = desk.open(plan())
    desk.click(book, REFRESH)
    assert held(book) == ((100.0, "neu", "x", 100.0),)
    assert book.Application.undo == [("Ziele aktualisieren", "'Plan.xlsm'!ZieleZuruecknehmen")]
    assert desk.undo(book.Application) == []
    assert held(book) == (BEFORE,)
    ((_, text, kind),) = desk.macro(book, "ZieleZuruecknehmen")
    assert kind == ERROR
    assert text.startswith(NOTHING)


def test_only_the_last_writing_is_taken_back(desk):
    book = desk.open(plan())
    desk.click(book, REFRESH)
    desk.click(book, REFRESH)
    desk.undo(book.Application)
    assert held(book) == ((100.0, "neu", "x", 100.0),)


def test_two_excels_with_a_file_of_one_name(desk):
    """Not even the full name tells them apart: the same file, once read-only, in two Excels."""
    one, other = desk.open(plan()), desk.open(plan())
    assert (one.FullName, one.Application.Hwnd) != (other.FullName, other.Application.Hwnd)
    desk.click(one, REFRESH)
    ((_, text, kind),) = desk.macro(other, "ZieleZuruecknehmen")
    assert (kind, text.startswith(NOTHING)) == (ERROR, True)
    assert held(other) == (BEFORE,)
    desk.click(other, REFRESH)
    desk.undo(one.Application)
    assert (held(one), held(other)) == ((BEFORE,), ((101.0, "neu", "x", 101.0),))
    desk.undo(other.Application)
    assert held(other) == (BEFORE,)


def test_old_and_new_year_in_one_excel(desk):
    """The undo list is Excel's, not a workbook's; and the window in front may be another's when it is used."""
    old = desk.open(plan("Plan-2017.xlsm"))
    new = desk.open(plan("Plan-2018.xlsm", "C:\\2018", old.Application))
    desk.click(old, REFRESH)
    new.Activate()
    desk.undo(old.Application)
    assert (held(old), held(new)) == ((BEFORE,), (BEFORE,))
    desk.click(old, REFRESH)
    desk.click(new, REFRESH)
    desk.undo(old.Application)
    assert (held(old), held(new)) == (((101.0, "neu", "x", 101.0),), (BEFORE,))
    desk.macro(old, "ZieleZuruecknehmen")
    assert held(old) == (BEFORE,)


def test_saved_under_another_name_it_is_another_workbook(desk):
    book = desk.open(plan())
    desk.click(book, REFRESH)
    book.SaveAs("C:\\2017\\Kopie.xlsm")
    ((_, text, kind),) = desk.macro(book, "ZieleZuruecknehmen")
    assert (kind, text.startswith(NOTHING)) == (ERROR, True)
    assert held(book) == ((100.0, "neu", "x", 100.0),)


def test_saved_under_its_name_it_can_still_be_taken_back(desk):
    book = desk.open(plan())
    desk.click(book, REFRESH)
    book.Save()
    desk.undo(book.Application)
    assert held(book) == (BEFORE,)


@pytest.mark.parametrize("address", ["https://d.docs.live.net/1a2b/Plan", "https://amt.sharepoint.com/sites/jc/Plan"])
def test_in_onedrive(desk, address):
    one, other = desk.open(plan(folder=address)), desk.open(plan(folder=address + "%202"))
    desk.click(one, REFRESH)
    assert desk.macro(other, "ZieleZuruecknehmen")[0][2] == ERROR
    desk.undo(one.Application)
    assert held(one) == (BEFORE,)


def reopened(desk, book):
    name = book.FullName
    book.Close()
    return book.Application.Workbooks.Open(name)


def test_closed_without_saving_and_opened_again_it_does_not_hold_what_was_written(desk):
    book = desk.open(plan())
    book.Save()
    keep = desk.open(plan("Andere.xlsm", application=book.Application))
    desk.click(book, REFRESH)
    again = reopened(desk, book)
    assert held(again) == (BEFORE,)
    ((_, text, kind),) = desk.macro(again, "ZieleZuruecknehmen")
    assert kind == ERROR
    assert "Inzwischen steht dort etwas anderes, als geschrieben wurde; es wurde nichts zurückgenommen." in text
    assert "Ziele!A1: gefunden 5, erwartet 100, wie geschrieben." in text
    assert "Ziele!B1: gefunden „1.3.2017“ (Text), erwartet „neu“ (Text), wie geschrieben." in text
    assert held(again) == (BEFORE,)
    assert keep.written == []


def test_saved_closed_and_opened_again_it_holds_it_and_is_protected_again(desk):
    """``UserInterfaceOnly`` is not stored with the file: the sheet has to be opened for a program anew."""
    book = desk.open(plan())
    desk.click(book, REFRESH)
    book.Save()
    again = reopened(desk, book)
    assert not again.Worksheets("Ziele").ProtectionMode
    assert desk.macro(again, "ZieleZuruecknehmen") == []
    assert held(again) == (BEFORE,)
    assert again.Worksheets("Ziele").ProtectContents


def test_one_changed_cell_keeps_all_and_the_record_stays(desk):
    book = desk.open(plan())
    desk.click(book, REFRESH)
    sheet = book.Worksheets("Ziele")
    sheet.unlocked.add((1, 2))
    book.Application.types(sheet.Range("B1"), "von Hand")
    ((_, text, kind),) = desk.macro(book, "ZieleZuruecknehmen")
    assert kind == ERROR
    assert text == (
        "Inzwischen steht dort etwas anderes, als geschrieben wurde; es wurde nichts zurückgenommen.\n"
        "Ziele!B1: gefunden „von Hand“ (Text), erwartet „neu“ (Text), wie geschrieben."
    )
    assert held(book) == ((100.0, "von Hand", "x", 100.0),)
    desk.undo(book.Application)  # what was typed
    desk.undo(book.Application)
    assert held(book) == (BEFORE,)


def test_a_sheet_that_is_gone_is_named(desk):
    book = desk.open(plan())
    desk.click(book, REFRESH)
    book.Worksheets("Ziele").Name = "Ziele alt"
    ((_, text, kind),) = desk.macro(book, "ZieleZuruecknehmen")
    assert (kind, text) == (ERROR, "Plan.xlsm: Das Blatt „Ziele“ fehlt.")


def test_python_that_was_started_anew_knows_nothing(desk, monkeypatch):
    book = desk.open(plan())
    desk.click(book, REFRESH)
    monkeypatch.setattr(actions, "_records", Records())
    assert desk.undo(book.Application)[0][1].startswith(NOTHING)
    assert held(book) == ((100.0, "neu", "x", 100.0),)


def test_what_cannot_be_written_back_keeps_what_was_there_and_the_record(desk):
    book = desk.open(plan())
    desk.click(book, REFRESH)
    book.broken = ("Ziele", 1)
    ((_, text, kind),) = desk.macro(book, "ZieleZuruecknehmen")
    assert kind == ERROR
    assert "Excel hat das Schreiben abgelehnt" in text
    book.broken = None
    desk.macro(book, "ZieleZuruecknehmen")
    assert held(book) == (BEFORE,)


# ---- formulas that are more than their text -----------------------------------------------------


def write_over(book, area):
    rows = ((1.0,) * area.shape[1],) * area.shape[0]
    port = ExcelBook(book)
    port.write([Write("Ziele", area, rows)])
    return port


@pytest.fixture
def computing():
    from project import attach

    book = plan()
    attach(book, {"xlwings": {"XLPy": lambda: None}})
    book.Worksheets("Ziele").Unprotect()
    return book


def test_a_formula_that_spills_spills_again(computing):
    sheet = computing.Worksheets("Ziele")
    before = dict(sheet.spills)
    sheet.Range("A5").Formula2 = "=JC_UNBEKANNT(A1:A2)"
    sheet.formulas[5, 1] = "=SORT(A1:A2)"
    sheet.values.update({(5, 1): 1.5, (6, 1): 2.5})
    sheet.spills[5, 1] = Area(5, 1, 6, 1)
    port = write_over(computing, Area(5, 1, 6, 1))
    assert sheet.spills == before
    sheet.computed = lambda _: None  # SORT is Excel's own
    port.take_back(port.replaced)
    assert (sheet.formulas[5, 1], (5, 1) in sheet.dynamic) == ("=SORT(A1:A2)", True)
    assert ((6, 1) in sheet.formulas, sheet.values.get((6, 1))) == (False, None)


def test_a_fixed_array_of_one_cell_is_one_again(computing):
    sheet = computing.Worksheets("Ziele")
    sheet.Range("A5").FormulaArray = "=SUM(A1:A2*2)"
    port = write_over(computing, Area(5, 1, 5, 2))
    assert not sheet.Range("A5").HasArray
    port.take_back(port.replaced)
    assert (sheet.Range("A5").HasArray, sheet.Range("A5").FormulaArray) == (True, "=SUM(A1:A2*2)")


def test_part_of_a_fixed_array_is_refused_in_excels_words_and_nothing_changes(computing):
    sheet = computing.Worksheets("Ziele")
    sheet.Range("A5:A6").FormulaArray = "=SUM(A1:A2*2)"
    with pytest.raises(FileError, match=r"Es steht alles wieder da wie vorher.*: Teile eines Arrays"):
        ExcelBook(computing).write(
            [Write("Ziele", Area(1, 1, 1, 1), ((7.0,),)), Write("Ziele", Area(5, 1, 5, 1), ((1.0,),))]
        )
    assert held(computing) == (BEFORE,)
    assert sheet.Range("A5:A6").HasArray


def test_what_could_not_be_put_back_is_named(computing, monkeypatch):
    """The connection ends after the third cell: nobody can promise that all is as before."""
    changes = iter(range(3))
    kept = computing.changed

    def changed(sheet, address):
        if next(changes, None) is None:
            raise RuntimeError("die Verbindung ist weg")
        kept(sheet, address)

    monkeypatch.setattr(computing, "changed", changed)
    writes = [Write("Ziele", Area(9, 1, 9, 1), ((None,),)), Write("Ziele", Area(1, 1, 1, 4), ((7.0,) * 4,))]
    with pytest.raises(FileError) as error:
        ExcelBook(computing).write(writes)
    assert str(error.value) == (
        "Plan.xlsm: Excel hat das Schreiben abgebrochen (die Verbindung ist weg), und Ziele!A1:D1 konnte nicht "
        "zurückgesetzt werden. Bitte die Mappe ohne Speichern schließen und wieder öffnen."
    )
    assert settings(computing) == settings(plan())


def test_a_sheet_that_stays_protected_is_named(computing, monkeypatch):
    """Excel asked for a password after all, and the person cancelled."""
    from fake_excel import Worksheet

    computing.Worksheets("Ziele").Protect("geheim", True, True, True, False, *(False,) * 11)
    monkeypatch.setattr(Worksheet, "Unprotect", lambda *_: None)
    with pytest.raises(FileError, match="„Ziele“ ist mit einem Kennwort geschützt"):
        write_over(computing, Area(1, 1, 1, 1))


def test_an_excel_without_spilling_knows_no_formula2(computing, monkeypatch):
    from fake_excel import Range

    for name in ("Formula2", "HasSpill", "SavedAsArray", "SpillParent", "SpillingToRange"):
        monkeypatch.delattr(Range, name)
    port = write_over(computing, Area(1, 1, 1, 4))
    port.take_back(port.replaced)
    assert held(computing) == (BEFORE,)


def test_another_excel_calls_while_one_is_answered(desk):
    """A service of one thread takes a call while it waits for another Excel's answer."""
    one, other = desk.open(plan()), desk.open(plan())
    calls = iter([True])

    def in_between(number: int, name: str) -> bool:
        if name == "Calculation =" and next(calls, False):
            desk.click(other, REFRESH)
        return False

    desk.line.rejects = in_between
    desk.click(one, REFRESH)
    assert (held(one)[0][0], held(other)[0][0]) == (100.0, 101.0)
    desk.undo(one.Application)
    assert (held(one), held(other)[0][0]) == ((BEFORE,), 101.0)
    desk.undo(other.Application)
    assert held(other) == (BEFORE,)


# ---- the records --------------------------------------------------------------------------------


def replaced() -> Replaced:
    return Replaced((), ())


def test_records_do_not_grow_without_limit():
    records = Records()
    for number in range(3 * LIMIT):
        records.keep(Owner(1, f"C:\\{number}\\Plan.xlsm"), replaced())
    assert len(records) == LIMIT
    assert records.of(Owner(1, "C:\\0\\Plan.xlsm")) is None
    assert records.of(Owner(1, f"C:\\{3 * LIMIT - 1}\\Plan.xlsm"))


def test_the_record_that_was_not_used_for_longest_goes():
    records, names = Records(2), [Owner(1, name) for name in "abc"]
    records.keep(names[0], replaced())
    records.keep(names[1], replaced())
    records.keep(names[0], replaced())
    records.keep(names[2], replaced())
    assert [records.of(name) is not None for name in names] == [True, False, True]
    records.forget(names[0])
    records.forget(names[0])
    assert len(records) == 1


def test_a_workbook_of_an_earlier_version_is_asked_whose_it_is():
    """Its macro tells days, sheets and names only."""
    book = plan()
    book.project = SimpleNamespace(
        find=lambda name: name == "MappeBeschreiben", call=lambda *_: (False, ("Ziele",), ())
    )
    port = ExcelBook(book)
    assert (port.owner, port.user) == (Owner(book.Application.process, "C:\\2017\\Plan.xlsm"), "Controllerin")
    assert port.sheets == ("Ziele",)


def test_a_window_that_windows_does_not_know_is_its_own_process():
    assert process_of(1) == 1


# ---- Excel that is busy -------------------------------------------------------------------------

BUSY = "Excel nimmt gerade nichts entgegen"


@pytest.fixture
def quick(monkeypatch):
    """No waiting."""
    from jcplan.hosts.excel import comerrors

    monkeypatch.setattr(comerrors.time, "sleep", lambda _: None)
    monkeypatch.setattr(comerrors.patiently, "__defaults__", (lambda _: None,))


def settings(book):
    application = book.Application
    return application.ScreenUpdating, application.EnableEvents, application.Calculation, application.StatusBar


@pytest.mark.parametrize("nameless", [False, True])
@pytest.mark.parametrize("after", range(0, 40, 3))
def test_edit_mode_at_any_moment_is_a_sentence_and_all_settings_come_back(monkeypatch, quick, after, nameless):
    """From some trip on Excel takes nothing, and takes calls again after fifteen more."""
    line = Line(rejects=lambda number, _: after < number <= after + 15, nameless=nameless)
    install(monkeypatch)
    book = plan()
    before, kept = held(book), settings(book)

    def write(excel):
        excel.book.write([Write("Ziele", Area(1, 1, 1, 4), ((1.0, "neu", "x", 1.0),))])
        return Message("geschrieben")

    monkeypatch.setitem(actions.ACTIONS, "refresh", lambda excel: actions._undoable(excel, "refresh", write))
    book.Worksheets("Ziele").EnableSelection = 1  # xlUnlockedCells
    message = actions.run("refresh", ExcelBook(Outside(book, line)))
    assert settings(book) == kept
    assert book.Worksheets("Ziele").ProtectContents
    assert book.Worksheets("Ziele").EnableSelection == 1
    if message.kind == "error":
        assert message.text.startswith(BUSY), message
        assert held(book) == before
    else:
        assert held(book) == ((1.0, "neu", "x", 1.0),)


def test_other_errors_are_not_taken_for_a_busy_excel(monkeypatch):
    def fail(_):
        raise AttributeError("'Book' object has no attribute 'titel'")

    monkeypatch.setitem(actions.ACTIONS, "refresh", fail)
    with pytest.raises(AttributeError):
        actions.run("refresh", ExcelBook(plan()))


def test_changed_cells_are_listed_up_to_ten(computing):
    port = write_over(computing, Area(1, 1, 20, 1))
    changed = copy.copy(port.replaced)
    computing.Worksheets("Ziele").Range("A1:A20").Value2 = 9
    with pytest.raises(InputError, match="und 10 weitere"):
        port.take_back(changed)
