"""Who may start ``jcplan serve``, and for whom it answers: the user whose desktop it is, in that session alone.

Windows itself keeps the service of one user and session from all others. What can be checked beside that is
checked here: at the start the rights of the process, at each connection the program that asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

MEDIUM: Final = 0x2000
"""Integrity level of what a user starts in the ordinary way; below are programs with fewer rights."""
HIGH: Final = 0x3000
"""Integrity level from which on a program runs as an administrator."""

_NO_CALL: Final = 0x80010117 - 2**32
"""RPC_E_CALL_COMPLETE: Windows knows no caller. Wine never knows one."""
_QUERY: Final = 8
_LIMITED_INFORMATION: Final = 0x1000


@dataclass(frozen=True)
class Identity:
    """A process as Windows sees it.

    Attributes:
        user: The security identifier of its user.
        session: The session that it belongs to; 0 is that of Windows' services.
        integrity: Its integrity level.
    """

    user: str
    session: int
    integrity: int


def refusal_to_start(own: Identity, desktop: str | None) -> str:
    """Why the service must not run in this process, in German; ``""`` where it may.

    Args:
        own: This process.
        desktop: Whose desktop it is, by security identifier, ``""`` somebody else's; None: there is none to see.

    >>> eva = Identity("S-1-5-21-7-1001", 1, MEDIUM)
    >>> refusal_to_start(eva, eva.user)
    ''
    """
    if own.session == 0:
        return (
            "Der Dienst läuft nur in der Sitzung eines angemeldeten Benutzers, nicht in der von Windows (Sitzung 0). "
            "Bitte ihn bei der Anmeldung starten lassen, nicht als Windows-Dienst."
        )
    if own.integrity >= HIGH:
        return (
            "Der Dienst läuft nicht mit den Rechten eines Administrators: er soll nicht mehr dürfen als Excel, und "
            "Excel könnte ihn nicht erreichen. Bitte ohne „Als Administrator ausführen“ starten."
        )
    if desktop is not None and own.user != desktop:
        return (
            "Der Dienst läuft nur unter dem Namen, mit dem dieser Benutzer angemeldet ist. "
            "Bitte ohne „Als anderer Benutzer ausführen“ starten."
        )
    return ""


def refusal_to_answer(own: Identity, caller: Identity) -> str:
    """Why a program gets no connection, in German; ``""`` where it does.

    >>> eva = Identity("S-1-5-21-7-1001", 1, MEDIUM)
    >>> refusal_to_answer(eva, eva)
    ''
    """
    if caller.user != own.user:
        return "Der Dienst antwortet nur Programmen desselben Benutzers."
    if caller.session != own.session:
        return "Der Dienst antwortet nur Programmen derselben Sitzung."
    if caller.integrity < own.integrity:
        return "Der Dienst antwortet keinem Programm, das weniger Rechte hat als er (geschützte Ansicht)."
    return ""


def own() -> Identity:
    """This process. Windows only."""
    import win32api  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    import win32security  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415

    return _of(win32security.OpenProcessToken(win32api.GetCurrentProcess(), _QUERY))


def desktop_user() -> str | None:
    """Whose desktop this session shows: of whom its shell is, ``""`` where that is hidden from this user.

    None: there is no shell, as in Wine and where a single program takes its place. Windows only.
    """
    import pywintypes  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    import win32api  # noqa: PLC0415
    import win32gui  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    import win32process  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    import win32security  # noqa: PLC0415

    try:
        window = win32gui.FindWindow("Shell_TrayWnd", None)
    except pywintypes.error:
        window = 0
    if not window:
        return None
    _, process = win32process.GetWindowThreadProcessId(window)
    try:
        opened = win32api.OpenProcess(_LIMITED_INFORMATION, False, process)
        return _of(win32security.OpenProcessToken(opened, _QUERY)).user
    except pywintypes.error:
        return ""


def caller() -> Identity | None:
    """The program whose call is being answered; None where Windows knows of no call. Windows only.

    Raises:
        pythoncom.com_error, pywintypes.error: The caller hides who it is.
    """
    import pythoncom  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    import win32api  # noqa: PLC0415
    import win32security  # noqa: PLC0415

    try:
        call = pythoncom.CoGetCallContext(pythoncom.IID_IServerSecurity)
    except pythoncom.com_error as error:
        if error.hresult != _NO_CALL:
            raise
        return None
    call.ImpersonateClient()
    try:
        return _of(win32security.OpenThreadToken(win32api.GetCurrentThread(), _QUERY, True))
    finally:
        call.RevertToSelf()


def _of(token: Any) -> Identity:
    import win32security  # noqa: PLC0415

    user, _ = win32security.GetTokenInformation(token, win32security.TokenUser)
    level, _ = win32security.GetTokenInformation(token, win32security.TokenIntegrityLevel)
    session: int = win32security.GetTokenInformation(token, win32security.TokenSessionId)
    integrity: int = level.GetSubAuthority(level.GetSubAuthorityCount() - 1)
    return Identity(win32security.ConvertSidToStringSid(user), session, integrity)
