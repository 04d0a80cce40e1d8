"""The delivered VBA, compiled and called by a second compiler: LibreOffice."""

from __future__ import annotations

import re
from importlib.resources import files

import olevba
import pytest
from basic import Basic, procedures
from vba_text import branch

from jcplan import buttons
from jcplan.hosts.excel.workbook import WRITTEN_MODULES

OWN = ("ThisWorkbook", "Sheet1", "xlwings_udfs", "jcplan_hilfe", "jcplan_menue", *WRITTEN_MODULES)

DOES_NOT_COMPILE = {
    "Dictionary": "an Enum has numbers for values only, not VBA.vbBinaryCompare; only Excel for Mac uses the module",
    "xlwings, as delivered": "LibreOffice Basic has no #If; with #If resolved for 64-bit Excel it compiles",
}
CANNOT_RUN = {
    "Ausfuehren": "calls xlwings' DLL, which is for Windows",
    "Meldung": "calls user32 of Windows",
    "NeueMappe": "asks for a file name, then as Ausfuehren",
    "JCPlanungVorbereiten": "calls xlwings' DLL",
    "FunktionenBeschreiben": "Application.MacroOptions is Excel's",
    "Beschreiben": "Application.MacroOptions is Excel's",
    "Workbook_Open": "Application.OnTime is Excel's",
}
"""What of our own is compiled only. The buttons and wrappers do nothing but call these, or Python."""
BUTTONS = {name for button in buttons.BUTTONS for name in (button.callback, button.macro)} | {"ZieleZuruecknehmen"}
CALLED = {
    "Zellen", "Fehlerwert", "ErgebnisBlock", "BlattZeigen", "Rueckfrage",
    "Gerechnet", "Verbindung", "LaufenderDienst", "GestartetesPython", "Verloren", "AntwortVonPython",
    "MappeBeschreiben", "MappeLesen", "MappeSchreiben", "MappeEigenschaften",
}  # fmt: skip
"""Called here, or in ``test_connection.py`` what has to do with Python."""


def theirs() -> str:
    """xlwings' module as it comes."""
    return branch((files("xlwings") / "xlwings.bas").read_text(encoding="utf-8"), excel=True)


# ---- compiled -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*OWN, "xlwings"])
def test_module_compiles(basic, modules, name):
    assert basic.compiles(modules[name])


@pytest.mark.parametrize("name", [*OWN, "xlwings"])
@pytest.mark.parametrize("line", ["x = 1 +", "Next"])
def test_broken_module_does_not_compile(basic, modules, name, line):
    """The control: one wrong line in its last procedure, or in a new one."""
    head, end, foot = modules[name].rpartition("\nEnd ")
    broken = f"{head}\n{line}{end}{foot}" if end else f"{modules[name]}\nSub a()\n{line}\nEnd Sub\n"
    assert not basic.compiles(broken)


def test_every_sheet_module_is_the_one_that_was_compiled(modules):
    sheets = {re.sub(r"Sheet\d+", "Sheet", text) for name, text in modules.items() if re.fullmatch(r"Sheet\d+", name)}
    assert len(sheets) == 1


def test_what_does_not_compile_here(basic, macro_workbook, modules):
    assert not basic.compiles(modules["Dictionary"])
    assert basic.compiles(re.sub(r"= VBA\.vb\w+", "= 0", modules["Dictionary"]))
    assert not basic.compiles(olevba.modules(macro_workbook)["xlwings"])
    assert len(DOES_NOT_COMPILE) == 2


def test_every_procedure_is_called_here_or_listed(modules):
    own = {p for name in OWN if name != "xlwings_udfs" for p in procedures(modules[name])}
    assert own == CALLED | BUTTONS | set(CANNOT_RUN)


# ---- called -------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [3.5, "Text", True, -0.1])
def test_zellen_passes_values_on(basic, modules, value):
    literal = f'"{value}"' if isinstance(value, str) else str(value)
    assert basic.value(modules["jcplan_zellen"], f"    ergebnis = Zellen({literal})") == value


def test_zellen_reads_a_range_at_once_and_unrounded(basic, modules):
    sheet = basic.document.Sheets.getByIndex(0)
    sheet.getCellRangeByName("A1:B2").setDataArray(((1.23456, "x"), (2.0, "")))  # "": blank
    body = '    ergebnis = Zellen(ThisWorkbook.Worksheets(1).Range("A1:B2"))'
    assert basic.value(modules["jcplan_zellen"], body) == ((1.23456, "x"), (2.0, None))


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        *((code, code) for code in (2000, 2007, 2015, 2023, 2029, 2036, 2042)),
        *((code, 2015) for code in (1000, 0, 2043, -2147352567)),
    ],
)
def test_fehlerwert_is_a_real_error_value(basic, modules, number, shown):
    """2000 #NULL!, 2007 #DIV/0!, 2015 #WERT!, 2023 #BEZUG!, 2029 #NAME?, 2036 #ZAHL!, 2042 #NV; else #WERT!."""
    body = f"    ergebnis = IIf(IsError(Fehlerwert({number})), CLng(Fehlerwert({number})), 0)"
    assert basic.value(modules["jcplan_zellen"], body) == shown


@pytest.mark.parametrize("number", [448, 2015, 2042])  # 448: of an argument left out, all that pywin32 hands over
def test_werte_makes_a_real_error_value_of_what_python_gives(basic, modules, number):
    """In a block, and nowhere else; what is no block, or one row, goes through as it is."""
    body = f"""
    Dim block(1, 1) As Variant
    Dim gelesen As Variant
    block(0, 0) = 0.5
    block(0, 1) = CVErr({number})
    block(1, 0) = "x"
    block(1, 1) = 2
    gelesen = ErgebnisBlock(block)
    ergebnis = gelesen(0, 0) & " " & IIf(IsError(gelesen(0, 1)), CLng(gelesen(0, 1)), 0) & " " & gelesen(1, 0) & " " & gelesen(1, 1)
    gelesen = ErgebnisBlock(Array(1, "y"))
    ergebnis = ergebnis & " " & gelesen(0) & gelesen(1) & ErgebnisBlock(7) & ErgebnisBlock("z")
"""
    assert basic.value(modules["jcplan_zellen"], body) in ("0,5 2015 x 2 1y7z", "0.5 2015 x 2 1y7z")


def test_hilfe_zeigen_says_that_the_sheet_is_missing_where_no_handbook_opens(basic, modules):
    shown = 'Const JCPLAN_VERSION As String = "1"\nPrivate gesagt As String\nSub Meldung(text, titel, art)\n    gesagt = titel & art & text\nEnd Sub\n'
    shown += "Function Ausfuehren(aktion, zusatz) As Boolean\n    Ausfuehren = False\nEnd Function\n"
    menu = procedures(modules["jcplan_menue"])
    source = shown + menu["BlattZeigen"] + menu["HilfeZeigen"]
    expected = 'Hilfe48In dieser Arbeitsmappe gibt es kein Blatt "Hilfe".'
    assert basic.value(source, "    HilfeZeigen\n    ergebnis = gesagt") == expected


@pytest.mark.parametrize(("pressed", "answer"), [(6, "Ja: 1a2b"), (7, "")])  # vbYes, vbNo
def test_rueckfrage_gives_what_was_suggested_only_after_a_yes(basic, modules, pressed, answer):
    asked = f"Const DATEIEN As Long = 1\nPrivate gefragt As String\nFunction Meldung(text, titel, art) As Long\n    gefragt = titel & art & text\n    Meldung = {pressed}\nEnd Function\n"
    source = asked + procedures(modules["jcplan_menue"])["Rueckfrage"]
    body = '    ergebnis = Rueckfrage(36, "Istwerte einlesen", "Einlesen?", "Ja: 1a2b") & "|" & gefragt'
    assert basic.value(source, body) == f"{answer}|Istwerte einlesen36Einlesen?"


@pytest.fixture
def page(basic):
    """A sheet with values, a formula and a name."""
    sheets, names = basic.document.Sheets, basic.document.NamedRanges
    sheets.insertNewByName("Meine Ziele", sheets.Count)
    sheet = sheets.getByName("Meine Ziele")
    sheet.getCellRangeByName("A1:B2").setDataArray(((1.5, "x"), (2.0, "")))
    sheet.getCellRangeByName("C2").setFormula("=A1+A2")
    names.addNewByName("Ziel_X", "$'Meine Ziele'.$A$2", sheet.getCellRangeByName("A1").CellAddress, 0)
    yield sheet
    names.removeByName("Ziel_X")
    sheets.removeByName("Meine Ziele")


def test_mappe_beschreiben_names_sheets_and_names(basic, modules, page):
    """LibreOffice has no Date1904, no Hwnd and no UserName."""
    source = (
        modules["jcplan_mappe"]
        .replace("ThisWorkbook.Date1904", "True")
        .replace("Application.Hwnd", "4711")
        .replace("Application.UserName", '"Eva"')
    )
    counts_from_1904, sheets, names, full_name, window, user = basic.value(source, "    ergebnis = MappeBeschreiben()")
    assert counts_from_1904 is True
    assert (type(full_name), window, user) == (str, 4711, "Eva")
    assert sheets == basic.document.Sheets.ElementNames
    assert names == (("Ziel_X", "='Meine Ziele'!$A$2"),)


def test_mappe_lesen_reads_many_areas_as_far_as_the_sheet_is_used(basic, modules, page):
    places = 'Array("Meine Ziele", "Meine Ziele", "Meine Ziele"), Array("A2:Z1048576", "B1", "A500:B600")'
    read = basic.value(modules["jcplan_mappe"], f"    ergebnis = MappeLesen({places}, False)")
    assert read == (((2.0, None, 3.5),), "x", None)
    texts, values = basic.value(modules["jcplan_mappe"], f"    ergebnis = MappeLesen({places}, True)(0)")
    assert (texts[0][2], values[0][2]) == ("=A1+A2", 3.5)


def test_mappe_schreiben_writes_row_by_row(basic, modules, page):
    blocks = 'Array("Meine Ziele", "Meine Ziele"), Array("A4:B5", "D9"), Array(1.5, "a", "", True, 7)'
    basic.value(modules["jcplan_mappe"], f"    MappeSchreiben {blocks}")
    assert page.getCellRangeByName("A4:B5").getDataArray() == ((1.5, "a"), ("", 1.0))
    assert page.getCellRangeByName("D9").Value == 7


def test_mappe_eigenschaften_follows_points(basic, modules, page):
    sheets, names = (
        'Array("Meine Ziele", "Meine Ziele", "Meine Ziele")',
        'Array("Name", "ProtectContents", "UsedRange.Column")',
    )
    body = f"    ergebnis = MappeEigenschaften({sheets}, {names})"
    assert basic.value(modules["jcplan_mappe"], body) == ("Meine Ziele", False, 1)


# ---- settings -----------------------------------------------------------------------------------

_STAND_INS = """
Const PROJECT_NAME As String = "xlwings"
Function SheetExists(wb, sheetName) As Boolean
    SheetExists = False
End Function
Function GetConfigFromSheet(wb)
End Function
Function GetFullName(wb) As String
    GetFullName = "N:\\Plan\\Plan.xlsm"
End Function
Function FileExists(path) As Boolean
    FileExists = True
End Function
Function GetDirectoryConfigFilePath() As String
    GetDirectoryConfigFilePath = "planted"
End Function
Function GetConfigFilePath() As String
    GetConfigFilePath = "user"
End Function
Function GetConfigFromFile(sFile As String, sName As String, Optional sValue As String) As Boolean
    sValue = sFile & ":" & sName
    GetConfigFromFile = True
End Function
Function ExpandEnvironmentStrings(s)
    ExpandEnvironmentStrings = s
End Function
"""
"""Both files are there and hold every key. LibreOffice knows no default of an argument: all are given."""


def keys() -> set[str]:
    found = set(re.findall(r'GetConfig\("([^"]+)"', theirs()))
    assert {"INTERPRETER_WIN", "PYTHONPATH", "CONDA ENV", "LICENSE_KEY", "DEBUG UDFS", "TEMP DIR"} <= found
    return found


def test_planted_settings_are_not_read_and_the_users_name_the_interpreter_only(basic, modules):
    source = _STAND_INS + procedures(modules["xlwings"])["GetConfig"]
    for key in sorted(keys()):
        value = basic.value(source, f'    ergebnis = GetConfig("{key}", "default", "")')
        assert value == ("user:INTERPRETER_WIN" if key == "INTERPRETER_WIN" else "default"), key


def test_xlwings_own_module_would_read_them(basic):
    """The control: the stand-ins show what is read."""
    source = _STAND_INS + procedures(theirs())["GetConfig"]
    for key in sorted(keys()):
        assert basic.value(source, f'    ergebnis = GetConfig("{key}", "default", "")') == f"planted:{key}"


def test_settings_are_read_from_a_file(basic, modules, tmp_path):
    conf = tmp_path / "xlwings.conf"
    conf.write_text('"PYTHONPATH","D:\\x"\n"INTERPRETER_WIN","C:\\Py\\pythonw.exe"\n')
    body = "    Dim wert As String\n"
    body += f'    If GetConfigFromFile("{conf}", "interpreter_win", wert) Then ergebnis = wert'
    assert basic.value(modules["xlwings"], body) == r"C:\Py\pythonw.exe"
    assert (
        basic.value(modules["xlwings"], "    ergebnis = GetConfigFilePath()") == r"C:\Users\eva\.xlwings\xlwings.conf"
    )


_CONFIGURED = """
Function GetConfig(key, Optional default As Variant)
    If key = "INTERPRETER_WIN" Then
        GetConfig = "{}"
    ElseIf IsMissing(default) Then
        GetConfig = ""
    Else
        GetConfig = default
    End If
End Function
Function LoadLibrary(path) As Long
End Function
"""


def command(basic: Basic, modules: dict[str, str], interpreter: str, procedure: str = "XLPyCommand") -> object:
    source = _CONFIGURED.format(interpreter) + procedures(modules["xlwings"])[procedure]
    body = f"    On Error Resume Next\n    ergebnis = {procedure}()\n"
    body += "    If Err.Number <> 0 Then ergebnis = CStr(Err.Number) & Err.Description"
    return basic.value(source, body)


def test_command_names_every_program_by_its_full_path_and_nothing_of_the_workbook(basic, modules):
    """The same command starts the server in wine/dll.py."""
    assert command(basic, modules, r"C:\Py 3\pythonw.exe") == (
        r'C:\Windows\System32\cmd.exe  /K ""C:\Py 3\pythonw.exe" -P -B -c "import xlwings; xlwings.serve('
        "'$(CLSID)')\"\""
    )


@pytest.mark.parametrize("interpreter", ["", "python", "pythonw"])
def test_interpreter_without_a_full_path_is_refused(basic, modules, interpreter):
    assert "kein Python mit vollem Pfad" in command(basic, modules, interpreter)


def test_library_that_does_not_load_is_said_in_german_with_both_folders(basic, modules):
    """As where a virus scanner has taken it; the folders are those where xlwings looks."""
    parts = procedures(modules["xlwings"])
    source = 'Const XLPyDLLName As String = "xlwings64-1.2.dll"\n' + _CONFIGURED.format(r"C:\Py 3\Scripts\pythonw.exe")
    source += parts["ParentFolder"] + parts["XLPyLoadDLL"]
    body = "    On Error Resume Next\n    XLPyLoadDLL\n    ergebnis = Err.Number & Err.Source & Err.Description"
    assert basic.value(source, body) == (
        r"1jcplanExcel kann die Bibliothek xlwings64-1.2.dll nicht laden; gesucht in C:\Py 3\Scripts und C:\Py 3. "
        "Fehlt sie dort, hat sie vielleicht ein Virenschutz entfernt; ist sie da, sperrt sie vielleicht eine Regel der IT."
    )


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ('GetBaseName("Plan.xlsm")', "Plan"),
        ('GetDirectory("N:\\Plan\\Plan.xlsm")', "N:\\Plan\\"),
        ('ParentFolder("C:\\Py\\pythonw.exe")', "C:\\Py"),
        ('IsFullName("Plan.xlsm")', False),
        ('IsFullName("N:\\Plan.xlsm")', True),
        ('FileExists("/gibt/es/nicht")', False),
        ('SheetExists(ThisWorkbook, "xlwings.conf")', False),
    ],
)
def test_xlwings_helpers(basic, modules, call, value):
    assert basic.value(modules["xlwings"], f"    ergebnis = {call}") == value
