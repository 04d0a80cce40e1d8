"""``jcplan serve`` over COM, as the workbook's VBA uses it: Excel is the fake of ``mock_excel.py``, as in ``test_com.py``.

In Wine every program has an administrator's rights, with which the service refuses to start; there it is started
without that check, and the check is tested for itself.
"""

# ruff: noqa: E402

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import winreg
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import Path

import pytest

pythoncom = pytest.importorskip("pythoncom", reason="nur unter Windows oder Wine (tests/excel/wine/run.sh)")
from win32com.client import GetObject

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

import mock_excel
import test_com
from catalogue_examples import ALL
from fake_excel import Workbook

from jcplan import __version__
from jcplan.catalogue import CATALOGUE, evaluate
from jcplan.errors import FileError
from jcplan.hosts.cli import serve as command
from jcplan.hosts.excel import consent, identity, resources, serve, wrappers
from jcplan.hosts.excel.comvalues import scode
from jcplan.hosts.excel.doctor import Verdict, planted
from jcplan.hosts.excel.probe import ThisPC

IN_WINE = hasattr(ctypes.windll.ntdll, "wine_get_version")
LOST = {0x800706BA - 2**32, 0x800706BE - 2**32, 0x80010108 - 2**32, 0x80010007 - 2**32, 0x800401FD - 2**32}
"""As in ``Verloren`` of jcplan_zellen.bas."""
PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
START = """
import sys
sys.path.insert(0, {root!r})
from jcplan.hosts.excel import identity, serve
identity.refusal_to_start = lambda own, desktop: ""
serve.CLSID = {clsid!r}
from jcplan.hosts.cli import main
sys.exit(main({arguments!r}))
"""


def python(code, **environment):
    """Another Python; what it says comes in UTF-8."""
    env = {**os.environ, **environment}
    return subprocess.Popen([sys.executable, "-B", "-u", "-c", code], text=True, encoding="utf-8", env=env, **PIPES)


def jcplan(*arguments, clsid=consent.CLSID):
    return python(START.format(root=str(test_com.ROOT), clsid=clsid, arguments=list(arguments)))


def started(clsid=consent.CLSID):
    process = jcplan("serve", clsid=clsid)
    first = process.stdout.readline()
    assert "bereit für Excel" in first, first + process.stdout.read()
    return process


def connected(clsid=consent.CLSID):
    """As ``LaufenderDienst`` in jcplan_zellen.bas."""
    return GetObject(f"new:{clsid}")


@pytest.fixture(scope="module", autouse=True)
def consented(tmp_path_factory):
    """IT's consent, recorded by a user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOCALAPPDATA", str(tmp_path_factory.mktemp("local")))
        assert "Zustimmung der IT" in consent.consent(ThisPC()).text
        assert command.run(command.argparse.Namespace(zustimmung="Eva Muster, IT, 12.03.2027"), ThisPC()) == 0
        yield


@pytest.fixture(scope="module")
def process():
    process = started()
    yield process
    serve.stop()
    process.wait(30)


@pytest.fixture
def service(process):
    return connected()


@contextmanager
def no_programs():
    """Every way to start a program fails in this process, with „Access is denied“, as under Defender's rule; counted."""
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.VirtualAlloc.restype = ctypes.c_void_p
    kernel.VirtualAlloc.argtypes = [ctypes.c_void_p, ctypes.c_size_t, wintypes.DWORD, wintypes.DWORD]
    kernel.VirtualProtect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, wintypes.DWORD, ctypes.c_void_p]
    tried = ctypes.c_uint32(0)
    stub = b"\x48\xb8" + ctypes.addressof(tried).to_bytes(8, "little")  # mov rax, &tried
    stub += b"\xf0\xff\x00"  # lock inc dword [rax]
    stub += b"\x65\x48\x8b\x04\x25\x30\x00\x00\x00"  # mov rax, gs:[0x30]: this thread's block
    stub += b"\xc7\x40\x68\x05\x00\x00\x00"  # mov dword [rax+0x68], 5: the last error
    stub += b"\x31\xc0\xc3"  # xor eax, eax; ret
    where = kernel.VirtualAlloc(None, 4096, 0x3000, 0x40)  # executable
    ctypes.memmove(where, stub, len(stub))
    jump = b"\xff\x25\x00\x00\x00\x00" + where.to_bytes(8, "little")
    libraries = kernel, ctypes.WinDLL("kernelbase")
    functions = {
        ctypes.cast(getattr(library, name), ctypes.c_void_p).value
        for library in libraries
        for name in ("CreateProcessA", "CreateProcessW", "CreateProcessAsUserW", "CreateProcessInternalW")
        if hasattr(library, name)
    }
    before = {}
    for address in functions:
        assert kernel.VirtualProtect(address, len(jump), 0x40, ctypes.byref(wintypes.DWORD()))
        before[address] = ctypes.string_at(address, len(jump))
        ctypes.memmove(address, jump, len(jump))
    try:
        yield tried
    finally:
        for address, code in before.items():
            ctypes.memmove(address, code, len(code))


# ---- who and what -------------------------------------------------------------------------------


def test_this_process_is_seen_as_it_is():
    own = identity.own()
    is_admin = bool(ctypes.windll.shell32.IsUserAnAdmin())
    session = wintypes.DWORD()
    ctypes.windll.kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(session))
    assert own.user.startswith("S-1-5-")
    assert own.session == session.value
    assert (own.integrity >= identity.HIGH) == is_admin
    assert bool(identity.refusal_to_start(own, own.user)) == (is_admin or own.session == 0)


@pytest.mark.skipif(not IN_WINE, reason="elsewhere it may start, and answer until it is ended")
def test_administrator_is_refused():
    with pytest.raises(FileError, match="Rechten eines Administrators"):
        command.run(command.argparse.Namespace(zustimmung=None, stop=False, status=False, still=False))


def test_functions_and_buttons_while_no_program_can_be_started(process, plan):
    """Defender's rule: xlwings cannot start Python, the running service answers."""
    plan.Application.ActiveCell = plan.cell("Ziel_IQ_G1")
    with no_programs() as tried:
        with pytest.raises(PermissionError):
            subprocess.run([sys.executable, "-V"], check=False)
        assert tried.value == 1
        with pytest.raises((AssertionError, OSError)):
            test_com.start_server("-P -B -q")
        assert tried.value == 2
        service = connected()
        assert service.Ready(__version__) == ""
        for name, function in CATALOGUE.items():
            given = [test_com.MISSING if a is None else a for a in ALL[name]]
            assert service.CallUDF(wrappers.MODULE, name, given) == test_com.as_seen(evaluate(function, *ALL[name]))
        answer = "Antwort: Mit dem Träger besprochen"
        kind, title, text, suggestion = service.Press("comment", answer, mock_excel.served(plan))
        assert tried.value == 2
    assert (kind, title, suggestion) == (64, "Kommentar", ""), text
    assert "Mit dem Träger besprochen" in plan.Worksheets("Kommentare").values.values()
    assert plan.Application.undo == [("Kommentar", "'Plan.xlsm'!ZieleZuruecknehmen")]


def test_errors_are_real_ones(service):
    for name, arguments, code in (
        ("JC_JDW", ["drei"], "#VALUE!"),
        ("JC_IQ_GESAMT", [scode("#N/A"), ((50.0,), (50.0,))], "#N/A"),
        ("JC_GIBT_ES_NICHT", [], "#NAME?"),
    ):
        with pytest.raises(pythoncom.com_error) as error:
            service.CallUDF(wrappers.MODULE, name, arguments)
        assert test_com.status_code(error) == scode(code)


@pytest.mark.parametrize("name", ["Eval", "Exec", "Module", "Call", "SetAttr", "Builtin", "__class__", "_as_workbook"])
def test_nothing_of_xlwings_server_is_there(service, name):
    with pytest.raises(pythoncom.com_error) as error:
        service._oleobj_.GetIDsOfNames(0, name)
    assert error.value.hresult == 0x80020006 - 2**32  # DISP_E_UNKNOWNNAME
    for module, function in (("builtins", "eval"), ("os", "system"), (wrappers.MODULE, "compute")):
        with pytest.raises(pythoncom.com_error, match="keine Funktion von jcplan"):
            service.CallUDF(module, function, ["1"])


def test_code_that_the_registry_names_for_the_class_is_not_loaded(process, tmp_path):
    """A macro can write there. The control: pywin32 by itself would load it."""
    (tmp_path / "planted.py").write_text("import os, pathlib\npathlib.Path(__file__).with_suffix('.ran').touch()\n")
    root = rf"CLSID\{consent.CLSID}"
    hive, root = (
        (winreg.HKEY_CLASSES_ROOT, root) if IN_WINE else (winreg.HKEY_CURRENT_USER, rf"Software\Classes\{root}")
    )
    values = {"PythonCOMPath": str(tmp_path), "PythonCOMPolicy": "planted.Policy"}
    for key, value in values.items():
        winreg.SetValue(hive, rf"{root}\{key}", winreg.REG_SZ, value)
    try:
        assert connected().Ready(__version__) == ""
        assert not (tmp_path / "planted.ran").exists()
        (finding,) = planted.class_id(ThisPC(), "")
        assert finding.verdict is Verdict.BAD
        assert f"PythonCOMPath = {tmp_path}" in finding.found
        control = f"""
import pythoncom, pywintypes
from win32com.server import policy
try:
    policy.CreateInstance(pywintypes.IID("{consent.CLSID}"), pythoncom.IID_IDispatch)
except AttributeError:
    pass
"""
        said, _ = python(control).communicate(timeout=60)
        assert (tmp_path / "planted.ran").exists(), said
    finally:
        for key in values:
            winreg.DeleteKey(hive, rf"{root}\{key}")
        winreg.DeleteKey(hive, root)
    (finding,) = planted.class_id(ThisPC(), "")
    assert finding.verdict is Verdict.GOOD


@pytest.mark.skipif(not IN_WINE, reason="elsewhere only administrators set policies")
def test_policy_that_is_set_later_holds_for_the_next_connection(process):
    policy = consent.POLICY_KEY.partition("\\")[2]
    kept = connected()
    assert not ThisPC().is_hidden(consent.POLICY_KEY)
    try:
        for value, allowed in ((0, False), (1, True)):
            with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, policy) as key:
                winreg.SetValueEx(key, consent.POLICY_VALUE, 0, winreg.REG_DWORD, value)
            assert consent.consent(ThisPC()).allowed is allowed
            if allowed:
                assert connected().Ready(__version__) == ""
            else:
                with pytest.raises(pythoncom.com_error) as error:
                    connected()
                assert error.value.hresult == 0x80070005 - 2**32  # E_ACCESSDENIED
    finally:
        winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, policy)
    assert kept.Ready(__version__) == ""


def test_wrappers_run_as_vbscript_with_the_service(process, tmp_path):
    """The delivered VBA finds it by GetObject, and xlwings is never asked."""
    main = f"""
Class Starter
    Public Function XLPy()
        Err.Raise 1000, "xlwings", "gesperrt"
    End Function
End Class
Dim xlwings: Set xlwings = New Starter
Set python = Nothing
Set laufend = Nothing
Const JCPLAN_VERSION = "{__version__}"
WScript.Echo "ziel=" & JC_IQ_ZIEL(0.23, 0.015, 3)
WScript.Echo "gesamt=" & Left(JC_IQ_GESAMT(Array(0.233, 0.1298), Array(25327, 2322)), 8)
geholt = geholt - 2
WScript.Echo "basis=" & JC_BASIS(953, 0.5)
On Error Resume Next
Dim unused: unused = JC_JDW("drei")
WScript.Echo "nummer=" & Err.Number
"""
    cells = test_com.as_vbscript(resources.text("vba/jcplan_zellen.bas"))
    assert test_com.cscript(tmp_path, cells, test_com.as_vbscript(wrappers.generate()), main) == [
        "ziel=0.233",
        "gesamt=0.224333",
        "basis=1906",
        "nummer=2015",
    ]


# ---- two Excels ---------------------------------------------------------------------------------

ROUNDS = 12


def excel(name):
    """An Excel with a workbook of one and the same file name, whose only sheet has its own name, asks many times."""
    book = Workbook("Plan.xlsm")
    sheet = book.add(name)
    sheet.values[1, 1] = 1.0
    book.Application.ActiveCell = sheet.Range("A1")
    service, seen = connected(), []
    for number in range(ROUNDS):
        _, _, text, _ = service.Press("explain", __version__, mock_excel.served(book))
        computed = service.CallUDF(wrappers.MODULE, "JC_BASIS", [900.0 + number, 0.5])
        seen.append((text, computed, book.Application.StatusBar))
    return seen


def test_two_excels_with_two_workbooks_never_see_each_others(process):
    """Last year's and this year's plan, at once: what is asked in one is read there."""
    code = f"import sys; sys.path[:0] = {sys.path!r}\nimport json, test_served\nprint('bereit')\nsys.stdin.readline()\n"
    other = python(code + "print(json.dumps(test_served.excel('Alt')))")
    assert other.stdout.readline() == "bereit\n"
    other.stdin.write("los\n")
    other.stdin.flush()
    ours = excel("Neu")
    theirs = [tuple(seen) for seen in json.loads(other.communicate(timeout=120)[0])]
    for name, found in (("Neu", ours), ("Alt", theirs)):
        # 900 · 2, 901 · 2 …: an inflow from the middle of the year
        assert found == [(f"{name}!A1 zeigt keinen Fehler.", 2 * (900.0 + n), False) for n in range(ROUNDS)]


# ---- end and restart ----------------------------------------------------------------------------


def is_lost(service):
    with pytest.raises(pythoncom.com_error) as error:
        service._oleobj_.GetIDsOfNames(0, "CallUDF")
    return error.value.hresult in LOST


def test_one_in_a_session(process):
    second = jcplan("serve")
    said, _ = second.communicate(timeout=60)
    assert second.returncode == 1
    assert "läuft schon" in said
    assert connected().Ready(__version__) == ""


def test_status_stop_and_restart(process, capsys):
    """A workbook that was connected finds the new one."""
    kept = connected()
    assert kept.CallUDF(wrappers.MODULE, "JC_VERSION", []) == __version__
    assert command.run(command.argparse.Namespace(zustimmung=None, stop=False, status=True)) == 0
    assert "läuft und antwortet" in capsys.readouterr().out
    try:
        assert command.run(command.argparse.Namespace(zustimmung=None, stop=True, status=False)) == 0
        assert process.wait(30) == 0
        assert is_lost(kept)
        assert not serve.is_running()
        with pytest.raises(pythoncom.com_error) as error:
            connected()
        assert error.value.hresult == 0x80040154 - 2**32  # REGDB_E_CLASSNOTREG: nothing is started
        assert serve.stop() is None
        again = started()
        try:
            assert is_lost(kept)
            assert connected().CallUDF(wrappers.MODULE, "JC_VERSION", []) == __version__
        finally:
            assert serve.stop()
            assert again.wait(30) == 0
    finally:
        process.__dict__.update(started().__dict__)  # for the tests that follow, in whatever order


OTHER_CLASS = "{0B6C64D4-2C0F-4E0B-8F57-0D6D3D4D6E11}"


def test_killed_and_started_again(process):
    """Wine keeps the killed one's registration until its server ends, so that nobody can connect under that class id.

    So it is another's than the service's, and that Windows lets connect again stands on the list for real Excel too.
    """
    serve.stop()
    process.wait(30)
    first = started(OTHER_CLASS)
    kept = connected(OTHER_CLASS)
    first.kill()
    first.wait(30)
    assert is_lost(kept)
    assert not serve.is_running()
    second = started(OTHER_CLASS)
    try:
        assert serve.is_running()
        if not IN_WINE:
            assert connected(OTHER_CLASS).CallUDF(wrappers.MODULE, "JC_VERSION", []) == __version__
    finally:
        assert serve.stop()
        assert second.wait(30) == 0
