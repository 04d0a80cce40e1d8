"""``jcplan serve``: a jcplan that Excel finds running, so that it starts no program itself.

The user starts it, or IT at log-on. VBA connects with ``GetObject("new:" & CLSID)``: the process says under which
class id it can be found, nothing is registered in Windows. One runs in a session; what it answers is ``service``.
Windows only, all of it.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

from jcplan import __version__
from jcplan.hosts.excel import identity
from jcplan.hosts.excel.consent import CLSID, RUNNING, consent
from jcplan.hosts.excel.probe import Probe, ThisPC

_STOP: Final = "Local\\jcplan-serve-stop"
"""An event of the session: the service is to end. It is there as long as the mutex is."""
_MODIFY: Final = 0x0002
_ALL_INPUT: Final = 0x04FF
_PATIENCE: Final = 60.0
_PAUSE: Final = 0.05
"""In seconds: how long and how often ``stop`` looks whether the service has ended."""
_ACCESS_DENIED: Final = 0x80070005 - 2**32
_STOPS: Final = ("SIGINT", "SIGTERM", "SIGBREAK")


def serve(ready: Callable[[], None]) -> bool:
    """Answer Excel until ``stop``, Ctrl+C or the end of the session.

    Args:
        ready: Called once Excel can connect.

    Returns:
        False where another one runs in this session.
    """
    import pythoncom  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    import win32event  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415

    # pythoncom makes this thread an apartment, in which one call comes after the other
    stopped = win32event.CreateEvent(None, True, False, _STOP)  # before the mutex, by which others see a service
    running = win32event.CreateMutex(None, False, RUNNING)
    try:
        if win32event.WaitForSingleObject(running, 0) == win32event.WAIT_TIMEOUT:
            return False
        try:
            with _stops(lambda: win32event.SetEvent(stopped)), _registered():
                ready()
                wait = win32event.MsgWaitForMultipleObjects
                while wait([stopped], False, 500, _ALL_INPUT) != win32event.WAIT_OBJECT_0:
                    pythoncom.PumpWaitingMessages()  # and twice a second Python looks whether a signal came
        finally:
            win32event.ResetEvent(stopped)  # another process may hold it still, and the next service is not meant
            win32event.ReleaseMutex(running)
    finally:
        running.Close()
        stopped.Close()
    return True


@contextmanager
def _registered() -> Iterator[None]:
    """Excel finds the service."""
    import pythoncom  # noqa: PLC0415
    import pywintypes  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    from win32com.client import (  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
        dynamic,
    )
    from win32com.server import (  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
        policy,
        util,
    )

    from jcplan.hosts.excel.service import Service  # noqa: PLC0415  # all that computes

    own = identity.own()

    def make(_class_id: Any, interface: Any) -> Any:
        """The object of a connection. dynamic: no code that somebody generated for Excel's objects is loaded."""
        _refuse_without_consent(ThisPC())
        return util.wrap(Service(dynamic.Dispatch, lambda: _refuse_strangers(own)), interface)

    class_id = pywintypes.IID(CLSID)
    factory = pythoncom.MakePyFactory(class_id)
    flags = pythoncom.REGCLS_MULTIPLEUSE | pythoncom.REGCLS_SUSPENDED
    # the factory calls this by its name; pywin32's own would load Python code that the registry names for the class,
    # where every macro of the user can write
    before, policy.CreateInstance = policy.CreateInstance, make
    token = pythoncom.CoRegisterClassObject(class_id, factory, pythoncom.CLSCTX_LOCAL_SERVER, flags)
    try:
        pythoncom.CoResumeClassObjects()
        yield
    finally:
        pythoncom.CoRevokeClassObject(token)
        policy.CreateInstance = before


def _refuse_without_consent(probe: Probe) -> None:
    """Take on no new connection where IT's policy, or the user, has taken the consent back since the start."""
    from win32com.server.exception import (  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
        COMException,
    )

    found = consent(probe)
    if not found.allowed:
        raise COMException(description=found.text, scode=_ACCESS_DENIED, source="jcplan")


def _refuse_strangers(own: identity.Identity) -> None:
    """Answer no other user, no other session, and no program with fewer rights."""
    import pythoncom  # noqa: PLC0415
    import pywintypes  # noqa: PLC0415
    from win32com.server.exception import (  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
        COMException,
    )

    try:
        caller = identity.caller()
        refusal = identity.refusal_to_answer(own, caller) if caller else ""
    except (pythoncom.com_error, pywintypes.error):
        refusal = "Der Dienst antwortet keinem Programm, das nicht sagt, wer es ist."
    if refusal:
        raise COMException(description=refusal, scode=_ACCESS_DENIED, source="jcplan")


@contextmanager
def _stops(end: Callable[[], None]) -> Iterator[None]:
    """Signals end the service between two calls: an exception in the middle of one would go to Excel and no further."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        end()

    numbers = [getattr(signal, name) for name in _STOPS if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def is_running() -> bool:
    """Whether a service runs in this session, or is just starting.

    Looks and takes nothing: a service that starts in the same moment does not find the mutex taken.
    """
    return ThisPC().is_held(RUNNING)


def stop() -> bool | None:
    """End the service of this session after the call that it is answering.

    Returns:
        Whether it has ended, after a minute at most; None where none runs.
    """
    import pywintypes  # noqa: PLC0415
    import win32event  # noqa: PLC0415

    if not is_running():
        return None
    try:
        event = win32event.OpenEvent(_MODIFY, False, _STOP)
    except pywintypes.error:  # it has ended meanwhile
        return True
    win32event.SetEvent(event)
    event.Close()
    latest = time.monotonic() + _PATIENCE
    while is_running():
        if time.monotonic() > latest:
            return False
        time.sleep(_PAUSE)
    return True


def answer() -> str | None:
    """What the running service says to a workbook of this version: ``""``, or that its own is another.

    None: it does not answer this program.
    """
    import pythoncom  # noqa: PLC0415
    from win32com.client import GetObject  # noqa: PLC0415

    try:
        return str(GetObject(f"new:{CLSID}").Ready(__version__))
    except (pythoncom.com_error, AttributeError):  # pywin32 takes a lost connection for a missing method
        return None
