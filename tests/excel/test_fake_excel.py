"""The fake Excel against what Microsoft's documentation says of the real one; its modules name the pages."""

from __future__ import annotations

import copy

import pytest
from fake_excel import Application, ComError, Workbook, process_of
from fake_excel.errors import value_of
from outside import Line, Outside
from project import attach, modules
from vba_machine import Machine
from vba_machine.syntax import read_module

AUTOMATIC, MANUAL = -4105, -4135
ALLOWED = (False,) * 11


def refused(error) -> str:
    """What Excel says when it refuses: its own error 1004."""
    assert error.value.excepinfo[5] == -2146827284  # 0x800A03EC
    return error.value.excepinfo[2]


@pytest.fixture
def book():
    book = Workbook("Plan.xlsm")
    book.add("Notiz")
    return book


@pytest.fixture
def sheet(book):
    return book.Worksheets("Notiz")


def macros(book, source):
    known = {"Application": book.Application, "ThisWorkbook": book}
    book.project = Machine([read_module(f'Attribute VB_Name = "m"\n{source}')], known)


# ---- values -------------------------------------------------------------------------------------


def test_error_values_come_as_their_numbers(sheet):
    """CVErr(xlErrDiv0) is 2007, over COM 0x800A07D7."""
    sheet.Range("A1").Value2 = "#DIV/0!"
    assert sheet.Range("A1").Value2 == -2146826281
    codes = {
        "#NULL!": -2146826288, "#VALUE!": -2146826273, "#REF!": -2146826265, "#NAME?": -2146826259, "#NUM!": -2146826252,
        "#N/A": -2146826246, "#SPILL!": -2146826243,
    }  # fmt: skip
    assert {code: value_of(code) for code in codes} == codes


@pytest.mark.parametrize(
    ("given", "held"),
    [("1.5", 1.5), ("'1.5", "1.5"), ("12%", 0.12), ("TRUE", True), ("WAHR", "WAHR"), ("Ziele", "Ziele"), (3, 3.0)],
)
def test_a_text_is_read_as_an_american_types_it(sheet, given, held):
    sheet.Range("A1").Value2 = given
    assert sheet.Range("A1").Value2 == held


@pytest.mark.parametrize("text", ["1.3.2017", "3/4", "März 2017", "Mrz-17", "2017-03-01"])
def test_a_text_that_looks_like_a_date_is_one(sheet, text):
    sheet.Range("A1").Value2 = text
    assert isinstance(sheet.Range("A1").Value2, float)


def test_value2_knows_no_currency(sheet):
    sheet.values[1, 1], sheet.formats[1, 1] = 0.123456, "#,##0.00 €"
    assert sheet.Range("A1").Value2 == 0.123456
    assert str(sheet.Range("A1").Value) == "0.1235"


def test_one_value_fills_all_cells_and_a_single_cell_gives_no_rows(sheet):
    sheet.Range("A1:B2").Value2 = 5
    assert sheet.Range("A1:B2").Value2 == ((5.0, 5.0), (5.0, 5.0))
    assert sheet.Range("A1").Value2 == 5.0
    sheet.Range("A1").Value2 = ""
    assert sheet.Range("A1").Value2 is None


def test_limits_of_a_cell(sheet):
    sheet.Range("A1").Value2 = "x" * 32_767
    for too_long in ("x" * 32_768, "=" + "1" * 8_192):
        with pytest.raises(ComError) as error:
            sheet.Range("A2").Value2 = too_long
        assert refused(error)


def test_german_separators(book, sheet):
    sheet.Range("A1").Formula = '=IF(B1>0.5,SUM(B1:B3),"1,5")'
    assert sheet.Range("A1").FormulaLocal == '=WENN(B1>0,5;SUMME(B1:B3);"1,5")'
    sheet.Range("A2").FormulaLocal = "=RUNDEN(1,5;0)"
    assert sheet.Range("A2").Formula == "=ROUND(1.5,0)"
    assert [book.Application.International(index) for index in (3, 4, 5)] == [",", ".", ";"]


# ---- protection ---------------------------------------------------------------------------------


def test_protected_cells_refuse_programs_unless_for_the_user_only(book, sheet):
    sheet.unlocked.add((2, 1))
    sheet.Protect("", True, True, True, False, *ALLOWED)
    with pytest.raises(ComError) as error:
        sheet.Range("A1").Value2 = 1
    assert "schreibgeschützten Blatt" in refused(error)
    sheet.Range("A2").Value2 = 1  # not locked
    sheet.Protect("", True, True, True, True, *ALLOWED)
    sheet.Range("A1").Value2 = 1
    with pytest.raises(ComError):
        book.Application.types(sheet.Range("A1"), 2)


def test_a_wrong_password_is_an_error_and_none_is_needed_without(sheet):
    sheet.Unprotect("egal")
    sheet.Protect("geheim", True, True, True, False, *ALLOWED)
    with pytest.raises(ComError) as error:
        sheet.Unprotect("")
    assert "Kennwort" in refused(error)
    sheet.Unprotect("geheim")
    assert not sheet.ProtectContents


def test_user_interface_only_is_not_stored(book, sheet):
    sheet.Protect("", True, True, True, True, *ALLOWED)
    book.Save()
    book.Close()
    again = book.Application.open("C:\\Plan\\Plan.xlsm").Worksheets("Notiz")
    assert (again.ProtectContents, again.ProtectionMode) == (True, False)


def test_protected_structure_takes_no_sheet(book):
    book.ProtectStructure = True
    with pytest.raises(ComError):
        book.Worksheets.Add()


# ---- arrays -------------------------------------------------------------------------------------

FUNCTIONS = """
Function JC_BLOCK(a)
    Dim b(1 To 2, 1 To 2) As Variant
    b(1, 1) = a.Value2
    b(1, 2) = 2
    b(2, 1) = 3
    b(2, 2) = CVErr(2042)
    JC_BLOCK = b
End Function
Function JC_SUMME(a)
    Dim z As Variant
    For Each z In a.Value2
        JC_SUMME = JC_SUMME + z
    Next
End Function
Function JC_ZEILE()
    JC_ZEILE = Array(1, 2)
End Function
Function JC_WER()
    If TypeOf Application.Caller Is Range Then JC_WER = Application.Caller.Address Else JC_WER = "niemand"
End Function
Function JC_FEHLER()
    Err.Raise 5
End Function
"""


@pytest.fixture
def computing(book, sheet):
    macros(book, FUNCTIONS)
    sheet.Range("A1").Value2 = 1
    return sheet


def test_formula_never_spills_and_formula2_does(computing):
    sheet = computing
    sheet.Range("C1").Formula = "=JC_BLOCK(A1)"
    assert (sheet.Range("C1").Value2, sheet.Range("D1").Value2, sheet.Range("C1").HasSpill) == (1.0, None, False)
    assert sheet.Range("C1").Formula2 == "=@JC_BLOCK(A1)"
    sheet.Range("C5").Formula2 = "=JC_BLOCK(A1)"
    assert sheet.Range("C5:D6").Value2 == ((1.0, 2.0), (3.0, value_of("#N/A")))
    assert (sheet.Range("C5").HasSpill, sheet.Range("D6").HasSpill, sheet.Range("E5").HasSpill) == (True, True, False)
    assert sheet.Range("D6").SpillParent.Address == sheet.Range("C5").Address
    assert sheet.Range("C5").SpillingToRange.Address == sheet.Range("C5:D6").Address
    assert (sheet.Range("C5").SavedAsArray, sheet.Range("D6").SavedAsArray, sheet.Range("C5").HasArray) == (
        True,
        False,
        False,
    )


def test_a_spill_is_blocked_and_comes_back(computing):
    sheet = computing
    sheet.Range("D6").Value2 = "im Weg"
    sheet.Range("C5").Formula2 = "=JC_BLOCK(A1)"
    assert (sheet.Range("C5").Value2, sheet.Range("D5").Value2) == (value_of("#SPILL!"), None)
    sheet.Range("D6").Value2 = ""
    assert sheet.Range("D5").Value2 == 2.0
    sheet.Range("D5").Value2 = "x"
    assert (sheet.Range("C5").Value2, sheet.Range("C6").Value2) == (value_of("#SPILL!"), None)


def test_a_fixed_array_can_be_changed_as_a_whole_only(computing):
    sheet = computing
    sheet.Range("C1:E2").FormulaArray = "=JC_BLOCK(A1)"
    assert sheet.Range("C1:E2").Value2 == ((1.0, 2.0, value_of("#N/A")), (3.0, value_of("#N/A"), value_of("#N/A")))
    assert sheet.Range("D2").HasArray
    assert sheet.Range("D2").CurrentArray.Address == sheet.Range("C1:E2").Address
    assert sheet.Range("D2").FormulaArray == sheet.Range("D2").Formula == "=JC_BLOCK(A1)"
    with pytest.raises(ComError) as error:
        sheet.Range("D2").Value2 = 5
    assert "Teile eines Arrays" in refused(error)
    sheet.Range("C1:E2").Value2 = 0
    assert not sheet.Range("C1").HasArray


def test_one_row_or_column_fills_a_fixed_array(computing):
    computing.Range("C1:E2").FormulaArray = "=JC_ZEILE()"
    assert computing.Range("C1:E2").Value2 == ((1.0, 2.0, value_of("#N/A")),) * 2
    computing.Range("C5:D6").FormulaArray = "=JC_SUMME(A1:A2)"
    assert computing.Range("C5:D6").Value2 == ((1.0, 1.0),) * 2


def test_caller(computing, book):
    computing.Range("C1").Formula = "=JC_WER()"
    computing.Range("D1:D2").FormulaArray = "=JC_WER()"
    assert computing.Range("C1").Value2 == computing.Range("C1").Address
    assert computing.Range("D1").Value2 == computing.Range("D1:D2").Address
    assert book.Application.Caller == value_of("#REF!")
    assert book.Application.Run("'Plan.xlsm'!JC_WER") == "niemand"


def test_an_error_in_a_function_is_a_value(computing):
    computing.Range("C1").Formula = "=JC_FEHLER()"
    assert computing.Range("C1").Value2 == value_of("#VALUE!")


def test_modes_of_calculation(computing, book):
    application, sheet = book.Application, computing
    sheet.Range("A2").Value2 = 1
    sheet.Range("C1").Formula = "=JC_SUMME(A1:A2)"
    assert (sheet.Range("C1").Value2, application.CalculationState) == (2.0, 0)
    application.Calculation = MANUAL
    sheet.Range("A2").Value2 = 4
    assert (sheet.Range("C1").Value2, application.CalculationState) == (2.0, 2)  # xlPending
    application.Calculate()
    assert (sheet.Range("C1").Value2, application.CalculationState) == (5.0, 0)
    sheet.Range("A2").Value2 = 5
    application.Calculation = AUTOMATIC
    assert sheet.Range("C1").Value2 == 6.0


# ---- macros and the undo list -------------------------------------------------------------------


def test_run_finds_the_macro_of_the_workbook_that_is_named(book):
    macros(book, 'Function Wer()\nWer = ThisWorkbook.Name\nEnd Function\nSub Falsch()\nErr.Raise 9, , "Index"\nEnd Sub')
    other = Workbook("An'ders.xlsm", application=book.Application)
    macros(other, "Function Wer()\nWer = ThisWorkbook.FullName\nEnd Function")
    assert book.Application.Run("'Plan.xlsm'!Wer") == "Plan.xlsm"
    assert book.Application.Run("'An''ders.xlsm'!Wer") == "C:\\Plan\\An'ders.xlsm"
    for macro, text in (("'Plan.xlsm'!Fehlt", "kann nicht ausgeführt werden"), ("'Plan.xlsm'!Falsch", "Index")):
        with pytest.raises(ComError) as error:
            book.Application.Run(macro)
        assert text in refused(error)


def test_what_a_program_writes_empties_the_undo_list(book, sheet):
    application = book.Application
    application.types(sheet.Range("A1"), 5.0)
    application.Undo()
    assert sheet.Range("A1").Value2 is None
    application.types(sheet.Range("A1"), 5.0)
    sheet.Range("B1").Value2 = 1
    assert application.undo == []
    with pytest.raises(ComError):
        application.Undo()


def test_on_undo_is_the_one_entry_and_typing_comes_on_top(book, sheet):
    application = book.Application
    macros(book, 'Sub Zurueck()\nThisWorkbook.Worksheets("Notiz").Range("A1").Value2 = "zurück"\nEnd Sub')
    application.OnUndo("Erstes", "'Plan.xlsm'!Zurueck")
    application.OnUndo("Ziele", "'Plan.xlsm'!Zurueck")
    application.types(sheet.Range("B1"), 1.0)
    assert [text for text, _ in application.undo] == ["Ziele", f"Eingabe in {sheet.Range('B1').Address}"]
    book.Save()  # since 2007 the list outlives saving
    application.Undo()
    application.Undo()
    assert (sheet.Range("A1").Value2, sheet.Range("B1").Value2, application.undo) == ("zurück", None, [])


def test_events_are_heard_unless_they_are_off(book, sheet):
    sheet.Range("A1").Value2 = 1
    book.Application.EnableEvents = False
    sheet.Range("A2").Value2 = 1
    assert len(book.events) == 1
    assert len(book.written) == 2


def test_macro_options_take_255_characters(book):
    attach(book)
    book.Application.MacroOptions(Macro="'Plan.xlsm'!JC_IQ_ZIEL", Description="x" * 255)
    with pytest.raises(ComError):
        book.Application.MacroOptions(Macro="'Plan.xlsm'!JC_IQ_ZIEL", Description="x" * 256)


# ---- workbooks, windows, Excels -----------------------------------------------------------------


def test_full_names():
    assert Workbook("Plan.xlsm").FullName == "C:\\Plan\\Plan.xlsm"
    assert (
        Workbook("Plan.xlsm", "https://d.docs.live.net/1a2b/Pläne").FullName
        == "https://d.docs.live.net/1a2b/Pläne/Plan.xlsm"
    )
    assert (Workbook("Mappe1", "").Path, Workbook("Mappe1", "").FullName) == ("", "Mappe1")


def test_save_as_gives_another_name(book, sheet):
    sheet.Range("A1").Value2 = 1
    assert not book.Saved
    book.SaveAs("D:\\Alt\\Kopie.xlsm")
    assert (book.Name, book.Path, book.FullName, book.Saved) == ("Kopie.xlsm", "D:\\Alt", "D:\\Alt\\Kopie.xlsm", True)
    assert book.Application.Workbooks("kopie.XLSM") is book
    book.SaveAs("https://amt.sharepoint.com/Plan/Plan.xlsm")
    assert book.Path == "https://amt.sharepoint.com/Plan"


def test_a_read_only_workbook_can_be_written_but_not_saved(book, sheet):
    book.ReadOnly = True
    sheet.Range("A1").Value2 = 1
    with pytest.raises(ComError):
        book.Save()


def test_no_two_workbooks_of_one_name_in_one_excel(book):
    with pytest.raises(ComError) as error:
        Workbook("plan.xlsm", "D:\\Alt", application=book.Application)
    assert "bereits geöffnet" in refused(error)
    assert Workbook("Plan.xlsm", "D:\\Alt", application=Application()).FullName == "D:\\Alt\\Plan.xlsm"


def test_each_workbook_has_a_window_and_hwnd_is_that_in_front(book):
    other = Workbook("Alt.xlsm", application=book.Application)
    other.add("Notiz")
    first = book.Application.Hwnd
    book.Activate()
    assert book.Application.Hwnd != first
    assert process_of(first) == process_of(book.Application.Hwnd) == book.Application.process
    elsewhere = copy.deepcopy(book)
    elsewhere.Application.elsewhere()
    assert process_of(elsewhere.Application.Hwnd) not in (0, book.Application.process)
    book.Close()
    assert process_of(first) == book.Application.process  # the other one's
    other.Close()
    assert process_of(first) == 0
    assert (book.Application.ActiveWorkbook, book.Application.ActiveCell) == (None, None)


def test_collections_count_from_one_and_know_names_in_any_case(book):
    assert book.Worksheets(1) is book.Worksheets("NOTIZ")
    for key in (0, 2, "Fehlt"):
        with pytest.raises(ComError) as error:
            book.Worksheets(key)
        assert error.value.excepinfo[5] & 0xFFFF == 9


# ---- from outside -------------------------------------------------------------------------------


def test_edit_mode_rejects_every_call(book):
    line = Line(rejects=lambda number, _: number <= 2)
    outside = Outside(book.Application, line)
    with pytest.raises(ComError) as error:
        _ = outside.UserName
    assert error.value.hresult == -2147418111  # RPC_E_CALL_REJECTED
    with pytest.raises(ComError) as error:
        outside.StatusBar = "x"
    assert error.value.excepinfo[5] == -2146777998  # VBA_E_IGNORE, 0x800AC472
    assert outside.UserName == "Controllerin"
    with pytest.raises(AttributeError, match="UserName"):
        _ = Outside(book.Application, Line(rejects=lambda *_: True, nameless=True)).UserName


def test_the_delivered_modules_are_all_there():
    named = {module.name for module in modules()}
    assert named >= {"jcplan_zellen", "jcplan_mappe", "jcplan_start", "jcplan_menue", "xlwings_udfs", "jcplan_hilfe"}
