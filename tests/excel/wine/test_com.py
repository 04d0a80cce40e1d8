"""jcplan's functions and actions in a real Windows Python, called over COM as Excel's VBA calls them.

xlwings' DLL starts the server, as in Excel; Excel itself is the fake of ``mock_excel.py``. Under Wine
start it with ``run.sh``, on Windows directly with pytest.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import sys
import types
from pathlib import Path

import pytest

pythoncom = pytest.importorskip("pythoncom", reason="nur unter Windows oder Wine (tests/excel/wine/run.sh)")
import win32api  # noqa: E402
import win32con  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1]), str(ROOT)]

import dll  # noqa: E402
import mock_excel  # noqa: E402
from catalogue_examples import ALL  # noqa: E402
from dll import MISSING  # noqa: E402
from fake_excel import Workbook  # noqa: E402
from vba_text import as_xlwings_would  # noqa: E402

from jcplan import __version__  # noqa: E402
from jcplan.catalogue import CATALOGUE, evaluate  # noqa: E402
from jcplan.cells import CellError  # noqa: E402
from jcplan.hosts.excel import doctor, resources, wrappers  # noqa: E402
from jcplan.hosts.excel.comvalues import scode  # noqa: E402

CLSID = "{506e67c3-55b5-48c3-a035-eed5deea7d6d}"  # xlwings' server when it is started by hand


def start_server(options=dll.OPTIONS):
    """The server that xlwings' DLL starts."""
    os.environ["PYTHONPATH"] = str(ROOT)  # jcplan is not installed in this Python
    return dll.start_server(options)


@pytest.fixture(scope="session")
def server():
    server = start_server()
    pid = int(server.Str(server.Eval("__import__('os').getpid()")))
    yield server
    win32api.TerminateProcess(win32api.OpenProcess(win32con.PROCESS_TERMINATE, False, pid), 0)


@pytest.fixture(scope="session")
def call(server):
    """A wrapper's call: Zellen(...) has made values of all ranges."""

    def call(name, *arguments):
        return server.CallUDF(wrappers.MODULE, name, [MISSING if a is None else a for a in arguments])

    return call


def as_seen(result):
    """A Python result as Excel sees it."""
    if not isinstance(result, tuple):
        return "" if result is None else result
    rows = tuple(tuple("" if value is None else value for value in row) for row in result)
    if len(rows) == 1:
        return rows[0][0] if len(rows[0]) == 1 else rows[0]
    return rows


def status_code(error: pythoncom.com_error) -> int:
    return error.value.excepinfo[5]


# ---- functions ----------------------------------------------------------------------------------


def test_is_windows():
    assert sys.platform == "win32"
    assert sys.maxsize > 2**32


def test_dll_starts_pythonw(server):
    assert server.Str(server.Eval("__import__('sys').executable")).lower().endswith("pythonw.exe")


def test_python_imports_nothing_from_the_current_folder(server):
    current = "__import__('sys').flags.safe_path and '' not in __import__('sys').path"
    assert server.Str(server.Eval(current)) == "True"


@pytest.mark.parametrize("name", CATALOGUE)
def test_example_of_every_function(call, name):
    assert call(name, *ALL[name]) == as_seen(evaluate(CATALOGUE[name], *ALL[name]))


@pytest.mark.parametrize("name", [name for name in CATALOGUE if CATALOGUE[name].required])
def test_text_where_a_number_belongs_is_a_real_error(call, name):
    first = ALL[name][0]
    wrong = (("drei",), *first[1:]) if isinstance(first, tuple) else "drei"
    with pytest.raises(pythoncom.com_error) as error:
        call(name, wrong, *ALL[name][1:])
    assert status_code(error) == scode("#VALUE!")
    assert "gefunden „drei“ (Text)" in error.value.excepinfo[2]


def test_published_figures(call):
    assert call("JC_IQ_ZIEL", 0.23, 0.015) == 0.23345
    assert call("JC_IQ_ZIEL", 0.23, 0.015, 3.0) == 0.233
    amount, vkb, egt, total = call("JC_UMSCHICHTUNG", 25575625.0, 21987044.0, 0.27)
    assert (amount, vkb, egt, total) == ((5936501.88,), (31512126.88,), (16050542.12,), (47562669.0,))
    assert call("JC_LZB_ABGANG", 17241.0, 0.004, 0.0) == pytest.approx(68.964)


def test_rows_columns_and_single_cells(call):
    column, row = ((0.233,), (0.1298,)), ((0.233, 0.1298),)
    heads_column, heads_row = ((25327.0,), (2322.0,)), ((25327.0, 2322.0),)
    wanted = (0.233 * 25327 + 0.1298 * 2322) / (25327 + 2322)
    for rates in (column, row, row[0]):  # the last: an array constant {0,233.0,1298}
        for heads in (heads_column, heads_row):
            assert call("JC_IQ_GESAMT", rates, heads) == pytest.approx(wanted)
    assert call("JC_IQ_GESAMT", 0.233, 25327.0) == pytest.approx(0.233)
    assert call("JC_INTEGRATIONEN", row, heads_row) == pytest.approx((5901.191, 301.3956))
    (first,), (second,) = call("JC_INTEGRATIONEN", column, heads_column)
    assert (first, second) == pytest.approx((5901.191, 301.3956))


def test_blank_is_not_zero(call):
    blank_on_both = call("JC_IQ_GESAMT", ((0.2,), (None,), (0.1,)), ((50.0,), (None,), (50.0,)))
    assert blank_on_both == pytest.approx(0.15)
    assert call("JC_INTEGRATIONEN", ((0.2,), (None,)), ((50.0,), (None,))) == ((10.0,), ("",))
    with pytest.raises(pythoncom.com_error) as error:
        call("JC_IQ_GESAMT", ((0.2,), (None,)), ((50.0,), (50.0,)))
    assert "leer ist nicht 0" in error.value.excepinfo[2]


@pytest.mark.parametrize("code", ["#N/A", "#DIV/0!", "#REF!"])
def test_error_among_arguments_shows_in_the_result(call, code):
    for argument in (scode(code), ((0.2,), (scode(code),))):
        with pytest.raises(pythoncom.com_error) as error:
            call("JC_IQ_GESAMT", argument, ((50.0,), (50.0,)))
        assert status_code(error) == scode(code)


def test_an_error_value_among_others_is_a_real_one(call):
    """The second scenario cannot be: VT_ERROR in its cells and nowhere else; pywin32 has but one number for it."""
    names, values = ALL["JC_PLAN"]
    scenarios = tuple(
        (*row, 5.0 if name == "Annahme_KFA_Quote" else None) for (name,), row in zip(names, values, strict=True)
    )
    found, alone = call("JC_PLAN", names, scenarios), call("JC_PLAN", names, values)
    assert tuple(row[:1] for row in found) == alone
    assert {row[1] for row in found} == {MISSING.value}
    assert {type(row[1]) for row in found} == {int}  # numbers of cells are always floats
    assert call("JC_PLAN_GRUND", names, scenarios)[1].startswith("Annahme_KFA_Quote: gefunden 5")


def test_dates_are_serial_numbers(call):
    import pywintypes

    assert call("JC_VERAENDERUNG", pywintypes.Time(dt.datetime(2017, 1, 2)), 42736.0)


def test_booleans_and_texts_come_back(call):
    assert call("JC_VERTRAEGLICH", 0.224333, 0.224, 3.0) is True
    assert call("JC_AMPEL", 96.0, 100.0, 0.05) == "gelb"
    assert call("JC_VERSION") == __version__


def test_call_from_xlwings_own_wrappers(server):
    """Whoever imports the functions with xlwings' add-in passes workbook, calling cell and ranges: works too."""
    book = Workbook("Plan.xlsm")
    caller = mock_excel.served(book.add("Plan").Range("C1"))
    given = (0.23, 0.015, MISSING)
    assert server.CallUDF(wrappers.MODULE, "JC_IQ_ZIEL", given, mock_excel.served(book), caller) == 0.23345


def test_ready(server):
    def ready(version):
        return server.Str(server.Call(server.Module(wrappers.MODULE), "ready", server.Tuple(version)))

    assert ready(__version__) == ""
    assert "Version 0.0.9" in ready("0.0.9")


def test_doctor_finds_this_python(tmp_path, monkeypatch):
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    title = "Python für Excel"
    before = next(finding for finding in doctor.examine() if finding.title == title)
    assert before.verdict is doctor.Verdict.BAD
    doctor.fix()
    findings = doctor.examine()
    assert next(finding for finding in findings if finding.title == title).found == sys.executable
    library = next(finding for finding in findings if finding.title.startswith("Bibliothek xlwings64"))
    assert library.verdict is doctor.Verdict.GOOD, library


def test_doctor_reads_windows(tmp_path):
    """Registry, mutexes, folders and the package's own record, as Windows has them."""
    import hashlib
    import winreg

    import win32event

    from jcplan.hosts.excel.consent import RUNNING
    from jcplan.hosts.excel.doctor import Verdict
    from jcplan.hosts.excel.probe import ThisPC

    probe = ThisPC()
    key = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as policy:
        winreg.SetValueEx(policy, "VBAWarnings", 0, winreg.REG_DWORD, 4)
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{key}\Trusted Locations\Location1") as place:
        winreg.SetValueEx(place, "Path", 0, winreg.REG_SZ, str(tmp_path))
    try:
        assert probe.registry(rf"HKCU\{key}", "vbawarnings") == "4"
        assert probe.subkeys(rf"HKCU\{key}\Trusted Locations") == ["Location1"]
        assert probe.values(rf"HKCU\{key}\Trusted Locations\Location1") == {"Path": str(tmp_path)}
        assert probe.subkeys(r"HKLM\SOFTWARE\gibt es nicht") == ()
        assert probe.values(r"HKLM\SOFTWARE\gibt es nicht") == {}
        (macros,) = (finding for finding in doctor.examine(probe=probe) if finding.title == "Makros")
        assert macros.verdict is Verdict.BAD
        there = doctor.examine(str(tmp_path / "Plan.xlsm"), probe)
        assert next(finding for finding in there if finding.title == "Makros").verdict is Verdict.GOOD
    finally:
        for each in (rf"{key}\Trusted Locations\Location1", rf"{key}\Trusted Locations", key):
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, each)
    assert not probe.is_held(RUNNING)
    mutex = win32event.CreateMutex(None, True, RUNNING)
    assert probe.is_held(RUNNING)
    mutex.Close()
    assert not probe.is_held(RUNNING)
    library = next(Path(sys.prefix).glob("xlwings64-*.dll"))
    assert probe.recorded("xlwings")[str(library)] == hashlib.sha256(library.read_bytes()).hexdigest()
    assert library.name in probe.names(sys.prefix)
    assert probe.names(str(tmp_path / "fehlt")) is None


# ---- wrappers -----------------------------------------------------------------------------------


def generated_by_xlwings() -> str:
    import xlwings.udfs

    from jcplan.hosts.excel import udfs

    out = io.StringIO()
    xlwings.udfs.generate_vba_wrapper(wrappers.MODULE, udfs, out, types.SimpleNamespace(Name="Plan.xlsm"))
    return out.getvalue()


def test_wrappers_are_those_of_xlwings():
    assert as_xlwings_would(wrappers.generate()).split("\n", 3)[3] == generated_by_xlwings()


@pytest.fixture
def started_by_hand():
    """A server on xlwings' own class id, for clients without the DLL."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import xlwings; xlwings.serve()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = subprocess.Popen([sys.executable, "-B", "-u", "-c", code], text=True, encoding="utf-8", **pipes)
    assert "server running" in process.stdout.readline()
    yield process
    process.kill()
    process.wait()


def as_vbscript(vba: str) -> str:
    """The wrappers' branch for other programs and their helpers, less types and optional arguments."""
    lines, excel = [], False
    for line in vba.splitlines():
        word = line.strip()
        if word.startswith("#If"):
            excel = True
        elif word.startswith("#Else"):
            excel = False
        if excel or word.startswith(("#", "Attribute", "Option ", "'")) or word == "failed:" or "(Err.N" in word:
            continue
        plain = re.sub(r"Optional |ByVal | As (Variant|Long|Object|Double|String|Boolean)", "", line)
        lines.append(plain.replace("CVErr(", "(").replace("Public Function", "Function"))
    return "\r\n".join(lines) + "\r\n"


def cscript(folder, *parts):
    """What a script says, by lines."""
    script = folder / "wrappers.vbs"
    script.write_text("".join(parts), encoding="cp1252", newline="")
    program = str(Path(os.environ["SYSTEMROOT"], "System32", "cscript.exe"))
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run([program, "//nologo", str(script)], text=True, timeout=60, check=False, **pipes)
    return done.stdout.splitlines()


def test_wrappers_run_as_vbscript(started_by_hand, tmp_path):
    """The clock stands still but where the test moves it: calls within a second share a connection."""
    main = f"""
uhr = 1000
Class Starter
    Public starts
    Public Function XLPy()
        starts = starts + 1
        Set XLPy = GetObject("new:{CLSID}")
    End Function
End Class
Dim xlwings: Set xlwings = New Starter
Set python = Nothing
Set laufend = Nothing
Const JCPLAN_VERSION = "{__version__}"
WScript.Echo "ziel=" & JC_IQ_ZIEL(0.23, 0.015, 3)
WScript.Echo "gesamt=" & Left(JC_IQ_GESAMT(Array(0.233, 0.1298), Array(25327, 2322)), 8)
Dim block: block = JC_IQ_SPANNE(Array(0.233, 0.1298), Array(25327, 2322), 3)
WScript.Echo "block=" & TypeName(block) & " " & UBound(block, 1) & " " & UBound(block, 2)
WScript.Echo "verbunden=" & xlwings.starts
uhr = uhr + 2
WScript.Echo JC_BASIS(953, 0.5) & " verbunden=" & xlwings.starts
On Error Resume Next
Dim unused: unused = JC_JDW("drei")
WScript.Echo "nummer=" & Err.Number & " -> " & Fehlerwert(Err.Number)
WScript.Echo "unbekannt -> " & Fehlerwert(1000) & ", #NV -> " & Fehlerwert(2042)
"""
    cells = as_vbscript(resources.text("vba/jcplan_zellen.bas")).replace("Timer", "uhr")
    assert cscript(tmp_path, cells, as_vbscript(wrappers.generate()), main) == [
        "ziel=0.233",
        "gesamt=0.224333",
        "block=Variant() 1 0",
        "verbunden=1",
        "1906 verbunden=2",
        "nummer=2015 -> 2015",
        "unbekannt -> 2015, #NV -> 2042",
    ]


# ---- ribbon -------------------------------------------------------------------------------------


def press(server, book, action, extra=""):
    """What ``Ausfuehren`` in jcplan_menue.bas does."""
    server.SetAttr(server.Module("xlwings._xlwindows"), "BOOK_CALLER", mock_excel.served(book))
    return server.Var(server.Call(server.Module("jcplan.hosts.excel.actions"), "press", server.Tuple(action, extra)))


def set_cell(plan, name, value):
    cell = plan.cell(name)
    cell.Worksheet.values[cell.Row, cell.Column] = value
    return cell


def values(plan):
    sheets = plan.Worksheets.items
    return {sheet.Name: {key: value for key, value in sheet.values.items() if value is not None} for sheet in sheets}


def settings(application):
    return application.ScreenUpdating, application.EnableEvents, application.Calculation, application.StatusBar


def test_refresh_writes_targets_and_log(server, plan):
    set_cell(plan, "Annahme_G1_IQ_Steigerung", 0.02)
    before, last = settings(plan.Application), len(plan.Worksheets("Protokoll").values)
    kind, title, text, _ = press(server, plan, "refresh")
    assert (kind, title) == (64, "Ziele aktualisieren"), text
    assert plan.cell("Ziel_IQ_G1").Value2 == pytest.approx(0.2346)  # 23 % · 1,02
    assert {sheet for sheet, _ in plan.written} == {"Ziele", "Grundlage", "Protokoll"}
    assert len(plan.Worksheets("Protokoll").values) > last
    assert settings(plan.Application) == before
    assert plan.Application.undo == [("Ziele aktualisieren", "'Plan.xlsm'!ZieleZuruecknehmen")]
    assert plan.Worksheets("Ziele").ProtectContents


def test_undo_puts_everything_back(server, plan):
    set_cell(plan, "Annahme_G1_IQ_Steigerung", 0.02)
    before = values(plan)
    press(server, plan, "refresh")
    assert values(plan) != before
    assert press(server, plan, "undo")[0] == 64
    assert values(plan) == before


def test_bad_input_writes_nothing(server, plan):
    cell = set_cell(plan, "Annahme_ELB_gesamt", "viele")
    kind, _, text, _ = press(server, plan, "refresh")
    assert kind == 48
    assert cell.Address in text
    assert "„viele“ (Text)" in text
    assert plan.written == []


def test_checks_and_explanation(server, plan):
    kind, _, text, _ = press(server, plan, "check")
    assert kind == 64
    assert "Widerspruch: VKB und EGT ergeben das gedruckte Gesamtbudget. Berechnet 47.562.669 €" in text  # section 3.2
    assert "Ziel nicht gedeckt: Geplanter Abgang und alle Hebel decken den nötigen Abgang." in text  # 32 against 69
    assert plan.written == []
    assert "ist leer" in press(server, plan, "explain")[2]


def test_about(server, plan):
    assert f"Version {__version__}" in press(server, plan, "about", __version__)[2]


def test_unknown_errors_reach_vba_as_such(server, plan):
    with pytest.raises(pythoncom.com_error):
        press(server, plan, "new_plan", 5)


def test_button_of_a_newer_version_is_a_sentence(server, plan):
    kind, title, text, _ = press(server, plan, "gibt es nicht")
    assert (kind, title) == (48, "JC-Planung")
    assert "neueren Version" in text


def test_evaluate_is_the_same_here():
    """numpy on Windows gives what the test compares with: typed from the planning document."""
    blend = evaluate(CATALOGUE["JC_IQ_GESAMT"], ((0.233,), (0.1298,)), ((25327.005,), (2322.0,)))
    assert blend == pytest.approx(0.2243331, abs=5e-8)
    assert isinstance(evaluate(CATALOGUE["JC_JDW"], "x"), CellError)


# ---- actuals ------------------------------------------------------------------------------------

LONG = "monat;einheit;kennzahl;wert\n"
DATA = HERE.parents[1] / "actuals" / "data"


def press_and_answer(server, book, action, *paths):
    """As ``Ausfuehren`` does, with the files that the user picks and a yes to what is shown: all that comes back."""
    found = [press(server, book, action, __version__)]
    while found[-1][0] in (1, 36):
        extra = "\n".join(map(str, paths)) if found[-1][0] == 1 else found[-1][3]
        found.append(press(server, book, action, "Antwort: " + extra))
    return found


def actual(plan, name, row, month):
    return plan.cell(name).Value2[row][month]


def wide_workbook(folder):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "ELB"
    for row in ("Team", 201701, 201702), ("1.1", 1500, "*"), ("1.2 Team Süd", 1270, 1260), ("Quelle: Statistik",):
        book.active.append(row)
    book.save(folder / "Breit.xlsx")
    return folder / "Breit.xlsx"


def wide_text(folder):
    path = folder / "Quer ä.csv"
    path.write_text("ELB 2017\nMonat;1.1;1.2\nJanuar;1.500;1.270\nFebruar;*;1.260\n© Statistik;;\n", encoding="utf-8")
    return path


def long_text(folder):
    path = folder / "Lang.csv"
    lines = "01.2017;1.1;ELB;1.500", "02.2017;1.1;ELB;*", "201701;1.2;ELB;1.270", "Feb 17;1.2;ELB;1.260"
    path.write_text(LONG + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def open_document(folder):
    from actuals import office

    rows = ("Team", "Jan 2017", "Feb 2017"), ("1.1", 1500.0, "*"), ("1.2", 1270.0, 1260.0)
    return office.write(folder / "Breit.ods", office.table("ELB", *rows))


def test_actuals_of_every_kind_are_taken_in_and_taken_back(server, plan, tmp_path):
    """All files at once: every question to this Excel costs much time. Four have the same figures."""
    before = values(plan)
    files = [make(tmp_path) for make in (long_text, wide_text, wide_workbook, open_document)]
    files += [DATA / "ist_macos_nfd.csv", DATA / "ist_jjjjmm.xlsx"]
    asked, preview, message = press_and_answer(server, plan, "import_actuals", *files)
    assert (asked[0], preview[0], message[0]) == (1, 36, 64), (preview, message)
    text = "6 Werte, davon 6 neu, 0 berichtigt, 0 unverändert; 1 gesperrt (*); 12 in mehreren Dateien gleich."
    assert text in preview[2]
    assert "Auffällig (1), bitte prüfen:" in preview[2]  # 12 ELB where more than a thousand are planned
    assert [[actual(plan, "Ist_ELB", row, month) for month in (0, 1)] for row in (0, 1)] == [[1500, "*"], [1270, 1260]]
    assert (actual(plan, "Ist_LZB_ABGAENGE", 1, 2), actual(plan, "Ist_ELB", 1, 2)) == (12, 12)
    question, message = press_and_answer(server, plan, "undo_import")
    assert (question[0], message[0]) == (36, 64), message
    assert {sheet: held for sheet, held in values(plan).items() if sheet != "Protokoll"} == {
        sheet: held for sheet, held in before.items() if sheet != "Protokoll"
    }


def test_bad_actuals_write_nothing(server, plan):
    files = f"Antwort: {DATA / 'ist_null_komma.csv'}\n{DATA / 'ist_excel_datum.csv'}"
    kind, _, text, _ = press(server, plan, "import_actuals", files)
    assert kind == 48
    assert "ist_null_komma.csv, Zeile 2, Spalte wert: gefunden „0.123“" in text
    assert "Excel hat aus der Einheit 1.2 ein Datum gemacht" in text
    assert plan.written == []
