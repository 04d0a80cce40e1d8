"""``jcplan serve`` in a Windows that is made up: mutex, event and COM's registration, and what happens in between.

Every call of the system is a moment in which another process may do something; the tests do it in each of them.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
import types
from collections.abc import Callable

import pytest
from test_doctor import PC

from jcplan.hosts.excel import consent, serve

MOMENTS = 7
"""Calls of the system that the service makes before it waits for the first time, and some after that."""
PATIENT = 5
"""So often it may wait before it counts as going on."""


class KernelError(Exception):
    """``pywintypes.error``."""


class Handle:
    def __init__(self, system: Windows, name: str) -> None:
        self.system, self.name = system, name
        system.handles[name] = system.handles.get(name, 0) + 1

    def Close(self) -> None:  # noqa: N802
        self.system.handles[self.name] -= 1
        if not self.system.handles[self.name]:  # nobody holds it: it is gone
            del self.system.handles[self.name]
            self.system.signaled.discard(self.name)
            self.system.owned.discard(self.name)


class Windows(types.ModuleType):
    """``win32event``: objects by name, gone with their last handle."""

    WAIT_OBJECT_0, WAIT_TIMEOUT = 0, 258

    def __init__(self) -> None:
        super().__init__("win32event")
        self.handles: dict[str, int] = {}
        self.signaled: set[str] = set()
        self.owned: set[str] = set()
        self.taken = 0
        self.moment: Callable[[], None] | None = None
        self.waits = 0
        self.went_on = False

    def _passes(self) -> None:
        """Another process gets its turn; what it calls is no moment of its own."""
        turn, self.moment = self.moment, None
        if turn:
            turn()
        self.moment = turn

    def CreateEvent(self, _security, _manual, _set, name):  # noqa: N802
        handle = Handle(self, name)
        self._passes()
        return handle

    def CreateMutex(self, _security, _owned, name):  # noqa: N802
        handle = Handle(self, name)
        self._passes()
        return handle

    def OpenEvent(self, _access, _inherit, name):  # noqa: N802
        if name not in self.handles:
            raise KernelError(2, "OpenEvent", "Das System kann die angegebene Datei nicht finden.")
        return Handle(self, name)

    OpenMutex = OpenEvent

    def SetEvent(self, handle):  # noqa: N802
        self.signaled.add(handle.name)

    def ResetEvent(self, handle):  # noqa: N802
        self.signaled.discard(handle.name)
        self._passes()

    def WaitForSingleObject(self, handle, _milliseconds):  # noqa: N802
        if handle.name in self.owned:
            return self.WAIT_TIMEOUT
        self.owned.add(handle.name)
        self.taken += 1
        self._passes()
        return self.WAIT_OBJECT_0

    def ReleaseMutex(self, handle):  # noqa: N802
        self.owned.discard(handle.name)
        self._passes()

    def MsgWaitForMultipleObjects(self, handles, _all, _milliseconds, _kinds):  # noqa: N802
        self._passes()
        if any(handle.name in self.signaled for handle in handles):
            return self.WAIT_OBJECT_0
        self.waits += 1
        if self.waits < PATIENT:
            return self.WAIT_TIMEOUT
        self.waits, self.went_on = 0, True
        return self.WAIT_OBJECT_0


@pytest.fixture
def windows(monkeypatch):
    system = Windows()
    com = types.ModuleType("pythoncom")
    com.PumpWaitingMessages = lambda: None
    errors = types.ModuleType("pywintypes")
    errors.error = KernelError
    for name, module in {"win32event": system, "pythoncom": com, "pywintypes": errors}.items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(serve.ThisPC, "is_held", lambda _self, name: name in system.handles)
    monkeypatch.setattr(serve, "_registered", contextlib.nullcontext)
    monkeypatch.setattr(serve, "_PATIENCE", 0.0)  # in one thread nothing ends while one waits for it
    return system


def at(number: int, act: Callable[[], None]) -> Callable[[], None]:
    """Acts in one moment, counted from 0."""
    moments = itertools.count()

    def moment() -> None:
        if next(moments) == number:
            act()

    return moment


@pytest.mark.parametrize("number", range(MOMENTS))
def test_what_stop_says_is_so_in_whatever_moment_it_comes(windows, number):
    said: list[bool | None] = []
    windows.moment = at(number, lambda: said.append(serve.stop()))
    assert serve.serve(lambda: None)
    (ended,) = said
    assert ended is not True  # it has not: this is in the middle of it
    assert windows.went_on is (ended is None), "told to end and went on, or ended without being told"
    assert windows.handles == {}


@pytest.mark.parametrize("number", range(MOMENTS))
def test_a_look_whether_it_runs_does_not_keep_it_from_starting(windows, number):
    seen: list[bool] = []
    windows.moment = at(number, lambda: seen.append(serve.is_running()))
    assert serve.serve(lambda: None)
    assert windows.went_on
    assert windows.taken == 1, "somebody else took the mutex"
    assert len(seen) == 1


@pytest.mark.parametrize("number", range(MOMENTS))
def test_a_second_one_sees_the_first_and_does_it_no_harm(windows, number):
    second: list[bool] = []
    windows.moment = at(number, lambda: second.append(serve.serve(lambda: second.append(True))))
    first = serve.serve(lambda: None)
    assert [first, second[-1]].count(True) == (1 if number in range(2, MOMENTS) else 2)
    assert windows.handles == {}


def test_the_next_one_does_not_end_because_the_last_was_told_to(windows):
    """A process that holds the event keeps it, set as it is."""
    kept = Handle(windows, serve._STOP)
    windows.moment = at(3, serve.stop)
    assert serve.serve(lambda: None)
    assert not windows.went_on
    windows.moment = None
    assert serve.serve(lambda: None)
    assert windows.went_on
    kept.Close()


def test_where_none_runs_there_is_nothing_to_end(windows):
    assert serve.stop() is None
    assert not serve.is_running()


# ---- connections ----------------------------------------------------------------------------------


class RefusedError(Exception):
    """``win32com.server.exception.COMException``."""

    def __init__(self, description: str, scode: int, source: str) -> None:
        super().__init__(description)
        self.scode, self.source = scode, source


@pytest.fixture
def connect(monkeypatch):
    """Makes a connection as Windows does, to a service on a made-up PC; gives the PC with it."""
    pc = PC()
    com = types.ModuleType("pythoncom")
    com.REGCLS_MULTIPLEUSE = com.REGCLS_SUSPENDED = com.CLSCTX_LOCAL_SERVER = 0
    com.MakePyFactory = com.CoRevokeClassObject = lambda *_: None
    com.CoRegisterClassObject = lambda *_: 1
    com.CoResumeClassObjects = lambda: None
    errors = types.ModuleType("pywintypes")
    errors.IID = str
    policy = types.SimpleNamespace(CreateInstance=None)
    server, client = types.ModuleType("win32com.server"), types.ModuleType("win32com.client")
    server.policy, server.util = policy, types.SimpleNamespace(wrap=lambda made, _interface: made)
    client.dynamic = types.SimpleNamespace(Dispatch=lambda given: given)
    exception = types.ModuleType("win32com.server.exception")
    exception.COMException = RefusedError
    for name, module in {
        "pythoncom": com, "pywintypes": errors, "win32com": types.ModuleType("win32com"), "win32com.server": server,
        "win32com.client": client, "win32com.server.exception": exception,
    }.items():  # fmt: skip
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(serve, "ThisPC", lambda: pc)
    monkeypatch.setattr(serve.identity, "own", lambda: None)
    with serve._registered():
        yield pc, lambda: policy.CreateInstance(consent.CLSID, "IDispatch")


def test_consent_is_asked_at_each_connection(connect):
    """A policy that is set later holds for the service that runs."""
    pc, connected = connect
    pc.set(consent.POLICY_KEY, Dienst=1)
    assert type(connected()).__name__ == "Service"
    pc.set(consent.POLICY_KEY, Dienst=0)
    with pytest.raises(RefusedError, match="verbietet den Dienst") as error:
        connected()
    assert error.value.scode == 0x80070005 - 2**32  # E_ACCESSDENIED
    pc.set(consent.POLICY_KEY, Dienst=1)
    assert type(connected()).__name__ == "Service"
    pc.hidden.add(consent.POLICY_KEY)
    pc.keys.clear()
    with pytest.raises(RefusedError, match="nicht zu lesen"):
        connected()
