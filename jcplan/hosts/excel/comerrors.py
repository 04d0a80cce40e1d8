"""What Excel's errors say, as pywin32 brings them. Knows no pywin32: its error class is there on Windows only."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from jcplan.errors import FileError

_T = TypeVar("_T")

BUSY: Final = {
    -2147418111,  # RPC_E_CALL_REJECTED: a cell is being edited, or a dialog is open
    -2147417846,  # RPC_E_SERVERCALL_RETRYLATER
    -2146777998,  # VBA_E_IGNORE: likewise, from Excel itself
}
_NAME_ONLY: Final = re.compile(r"[^\s']+\.\w+")
_TRIES: Final = 20
_PAUSE: Final = 0.1  # seconds


def codes(error: BaseException) -> set[int]:
    """The numbers of a COM error: its result, and Excel's own behind it; of any other error none."""
    details = _details(error)
    return {code for code in (getattr(error, "hresult", None), *details[5:6]) if isinstance(code, int)}


def _details(error: BaseException) -> tuple[Any, ...]:
    return tuple(getattr(error, "excepinfo", None) or ())


def busy(error: BaseException) -> bool:
    """Whether Excel took no call at that moment: a cell is being edited, or a dialog is open.

    Where already the question for a member's name is rejected, pywin32 raises an AttributeError of that name alone.
    """
    nameless = isinstance(error, AttributeError) and _NAME_ONLY.fullmatch(str(error)) is not None
    return nameless or bool(codes(error) & BUSY)


def said(error: BaseException) -> str:
    """What Excel says about it, else the error's own text."""
    details = _details(error)
    return str((details[2] if len(details) > 2 else None) or getattr(error, "strerror", None) or error).strip()


def is_busy() -> FileError:
    """The error for a user who is to finish first what Excel waits for."""
    return FileError(
        "Excel nimmt gerade nichts entgegen: Eine Zelle wird noch bearbeitet, oder ein Fenster von Excel wartet auf "
        "eine Antwort. Bitte das beenden (Eingabe- oder Esc-Taste) und die Schaltfläche noch einmal drücken."
    )


def patiently(call: Callable[[], _T], wait: Callable[[float], Any] = time.sleep) -> _T:
    """Call Excel, and for two seconds again as long as it takes no call.

    Raises:
        Exception: What the last call raised.
    """
    for _ in range(_TRIES - 1):
        try:
            return call()
        except Exception as error:  # pywin32's class is there on Windows only
            if not busy(error):
                raise
        wait(_PAUSE)
    return call()
