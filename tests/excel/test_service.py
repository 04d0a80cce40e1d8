"""What a running ``jcplan serve`` can be asked for, and by whom. Over COM: ``wine/test_com.py``."""

from __future__ import annotations

import copy
import signal
import sys
import types

import pytest
from catalogue_examples import ALL

from jcplan import __version__
from jcplan.catalogue import CATALOGUE, evaluate
from jcplan.hosts.excel import identity, serve, wrappers
from jcplan.hosts.excel.identity import HIGH, MEDIUM, Identity, refusal_to_answer, refusal_to_start
from jcplan.hosts.excel.service import Service

EVA = Identity("S-1-5-21-7-1001", 2, MEDIUM)
UWE = "S-1-5-21-7-1002"


def same(workbook):
    return workbook


@pytest.fixture
def service():
    return Service(same, lambda: None)


# ---- who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("desktop", [EVA.user, None])
def test_starts_as_excel_does(desktop):
    """None: a single program takes the place of Windows' shell, and nobody's desktop is to be seen."""
    assert refusal_to_start(EVA, desktop) == ""


@pytest.mark.parametrize(
    ("own", "desktop", "why"),
    [
        (Identity(EVA.user, 0, MEDIUM), EVA.user, "Sitzung 0"),
        (Identity(EVA.user, 2, HIGH), EVA.user, "Rechten eines Administrators"),
        (Identity("S-1-5-18", 2, 0x4000), None, "Rechten eines Administrators"),  # SYSTEM
        (Identity(UWE, 2, MEDIUM), EVA.user, "anderer Benutzer"),
        (Identity(UWE, 2, MEDIUM), "", "anderer Benutzer"),  # whose it is may be hidden from another user
    ],
)
def test_refuses_to_start_otherwise(own, desktop, why):
    assert why in refusal_to_start(own, desktop)


@pytest.mark.parametrize("integrity", [MEDIUM, MEDIUM + 0x100, HIGH])
def test_answers_programs_of_the_same_user_and_session(integrity):
    assert refusal_to_answer(EVA, Identity(EVA.user, EVA.session, integrity)) == ""


@pytest.mark.parametrize(
    ("caller", "why"),
    [
        (Identity(UWE, 2, MEDIUM), "desselben Benutzers"),
        (Identity(EVA.user, 3, MEDIUM), "derselben Sitzung"),  # a second log-on on a terminal server
        (Identity(EVA.user, 2, 0x1000), "weniger Rechte"),  # low: a browser, the protected view
        (Identity(UWE, 3, 0), "desselben Benutzers"),
    ],
)
def test_answers_nobody_else(caller, why):
    assert why in refusal_to_answer(EVA, caller)


def test_whoever_is_refused_gets_nothing_however_often_it_asks():
    class RefusedError(Exception):
        pass

    def refuse():
        raise RefusedError

    service = Service(same, refuse)
    for ask in (
        lambda: service.CallUDF(wrappers.MODULE, "JC_VERSION", ()),
        lambda: service.Ready(__version__),
        lambda: service.Press("about", __version__, None),
    ) * 2:
        with pytest.raises(RefusedError):
            ask()


def test_who_calls_is_asked_once_a_connection():
    asked = []
    service = Service(same, lambda: asked.append(1))
    for _ in range(3):
        service.Ready(__version__)
    assert asked == [1]


# ---- what ---------------------------------------------------------------------------------------


def test_nothing_else_can_be_called():
    assert Service._public_methods_ == ("CallUDF", "Ready", "Press")
    assert not hasattr(Service, "_public_attrs_")
    assert not {"_value_", "_NewEnum", "_Evaluate", "_typelib_guid_", "_com_interfaces_"} & set(dir(Service))


@pytest.mark.parametrize("name", CATALOGUE)
def test_function_gives_what_it_gives_elsewhere(service, name):
    """A value, a row or rows, in lists; a blank is an empty text."""
    found, expected = service.CallUDF(wrappers.MODULE, name, ALL[name]), evaluate(CATALOGUE[name], *ALL[name])
    if isinstance(expected, tuple):
        rows = [["" if value is None else value for value in row] for row in expected]
        expected = rows if len(rows) > 1 else rows[0] if len(rows[0]) > 1 else rows[0][0]
    assert found == expected


def test_argument_that_is_left_out(service):
    """Over COM it comes as DISP_E_PARAMNOTFOUND, an integer; the number in a cell is never one."""
    left_out, number = 0x80020004 - 2**32, float(0x80020004 - 2**32)
    assert service.CallUDF(wrappers.MODULE, "JC_IQ_ZIEL", (0.23, 0.015, left_out)) == 0.23345
    with pytest.raises(ValueError, match=r"gefunden −2\.147\.352\.572"):
        service.CallUDF(wrappers.MODULE, "JC_IQ_ZIEL", (0.23, 0.015, number))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (wrappers.MODULE, "compute"),
        (wrappers.MODULE, "__import__"),
        (wrappers.MODULE, "jc_version"),
        ("os", "system"),
        ("jcplan.hosts.excel.actions", "press"),
        ("", "JC_VERSION"),
    ],
)
def test_what_is_no_function_of_the_catalogue_is_not_called(service, module, name):
    with pytest.raises(ValueError, match="ist keine Funktion von jcplan"):
        service.CallUDF(module, name, ())


@pytest.mark.parametrize("action", ["gibt es nicht", "run", "__import__", "press"])
def test_what_is_no_button_is_a_sentence(service, opened, action):
    kind, _, text, _ = service.Press(action, "", copy.deepcopy(opened))
    assert kind == 48
    assert "kennt diese Schaltfläche" in text


def test_version_of_the_workbook(service):
    assert service.Ready(__version__) == ""
    assert "aus Version 0.0.9" in service.Ready("0.0.9")


def test_two_workbooks_of_one_name_are_never_mixed_up(service, opened):
    """Last year's and this year's plan, open at once: what is pressed in one is read and written there only."""
    old, new = copy.deepcopy(opened), copy.deepcopy(opened)
    for book, heads in ((old, 0.02), (new, 0.03)):
        cell = book.cell("Annahme_G1_IQ_Steigerung")
        cell.Worksheet.values[cell.Row, cell.Column] = heads
    assert service.Press("refresh", __version__, old)[0] == 64
    assert (old.written != [], new.written) == (True, [])
    assert service.Press("refresh", __version__, new)[0] == 64
    # 23 % · 1,02 and 23 % · 1,03
    assert (old.cell("Ziel_IQ_G1").Value2, new.cell("Ziel_IQ_G1").Value2) == pytest.approx((0.2346, 0.2369))


# ---- Windows' answers, made up ------------------------------------------------------------------


class WindowsError(Exception):
    """As pywin32 raises it."""

    def __init__(self, hresult):
        super().__init__(hresult)
        self.hresult = hresult


class Level:
    """A security identifier whose last part is an integrity level."""

    def GetSubAuthorityCount(self):  # noqa: N802
        return 1

    def GetSubAuthority(self, index):  # noqa: N802
        assert index == 0
        return MEDIUM


@pytest.fixture
def windows(monkeypatch):
    """Stand-ins for pywin32: the token of a thread or process is that of Uwe in session 7. ``log`` says what was done."""
    log = []
    module = types.SimpleNamespace
    facts = {"user": (UWE, 0), "level": (Level(), 96), "session": 7}

    class Call:
        def ImpersonateClient(self):  # noqa: N802
            log.append("as client")

        def RevertToSelf(self):  # noqa: N802
            log.append("as itself")

    modules = {
        "pythoncom": module(com_error=WindowsError, IID_IServerSecurity="security", CoGetCallContext=lambda _: Call()),
        "pywintypes": module(error=WindowsError),
        "win32api": module(
            GetCurrentThread=lambda: "thread", GetCurrentProcess=lambda: "process", OpenProcess=lambda *_: "shell"
        ),
        "win32gui": module(FindWindow=lambda *_: 5),
        "win32process": module(GetWindowThreadProcessId=lambda _: (1, 2)),
        "win32security": module(
            TokenUser="user", TokenIntegrityLevel="level", TokenSessionId="session",
            OpenThreadToken=lambda *_: "token", OpenProcessToken=lambda *_: "token",
            GetTokenInformation=lambda _, what: facts[what], ConvertSidToStringSid=lambda sid: sid,
        ),
        "win32com.server.exception": module(COMException=lambda **named: WindowsError(named["scode"])),
    }  # fmt: skip
    for name in ("win32com", "win32com.server"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    for name, stand_in in modules.items():
        monkeypatch.setitem(sys.modules, name, stand_in)
    return types.SimpleNamespace(log=log, **modules)


def fails(number):
    def fail(*_):
        raise WindowsError(number)

    return fail


def test_caller_is_asked_as_the_caller_and_only_so_long(windows):
    assert identity.caller() == Identity(UWE, 7, MEDIUM)
    assert windows.log == ["as client", "as itself"]


def test_caller_that_hides_is_refused_and_the_service_is_itself_again(windows):
    windows.win32security.OpenThreadToken = fails(1347)  # ERROR_CANT_OPEN_ANONYMOUS
    with pytest.raises(WindowsError) as error:
        serve._refuse_strangers(EVA)
    assert error.value.hresult == 0x80070005 - 2**32  # E_ACCESSDENIED
    assert windows.log == ["as client", "as itself"]


@pytest.mark.parametrize(
    ("number", "refused"), [(0x80010117 - 2**32, False), (0x80004002 - 2**32, True)], ids=["no call", "other"]
)
def test_where_windows_knows_of_no_call_nobody_is_refused(windows, number, refused):
    windows.pythoncom.CoGetCallContext = fails(number)
    if refused:
        with pytest.raises(WindowsError):
            serve._refuse_strangers(EVA)
    else:
        serve._refuse_strangers(EVA)


def test_strangers_are_refused_and_oneself_is_not(windows):
    serve._refuse_strangers(Identity(UWE, 7, MEDIUM))
    for own in (Identity(EVA.user, 7, MEDIUM), Identity(UWE, 8, MEDIUM), Identity(UWE, 7, MEDIUM + 0x100)):
        with pytest.raises(WindowsError):
            serve._refuse_strangers(own)


def test_whose_desktop_it_is(windows):
    assert identity.desktop_user() == UWE
    windows.win32api.OpenProcess = fails(5)  # ERROR_ACCESS_DENIED
    assert identity.desktop_user() == ""
    for nothing in (lambda *_: 0, fails(1400)):
        windows.win32gui.FindWindow = nothing
        assert identity.desktop_user() is None


def test_signals_end_the_service_between_two_calls_and_are_as_before_afterwards():
    before, ended = signal.getsignal(signal.SIGTERM), []
    with serve._stops(lambda: ended.append(1)):
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    assert ended == [1, 1]
    assert signal.getsignal(signal.SIGTERM) == before
