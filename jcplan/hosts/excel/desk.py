"""What a user of Windows has on desk and disk as far as setting up touches it: folders, shortcuts, access rights.

A protocol, so that tests can put any PC in its place, and this PC. Everything is the user's own; nothing needs an
administrator.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final, Protocol

from jcplan.errors import FileError


class Folder(Enum):
    """A folder of the user, with its number in Windows (CSIDL)."""

    DESKTOP = 0x10
    PROGRAMS = 0x02  # of the start menu
    DOCUMENTS = 0x05


@dataclass(frozen=True)
class Shortcut:
    """What a shortcut starts.

    Attributes:
        path: The shortcut's own file (``.lnk``).
        target: The program.
        arguments: Its command line.
        folder: Where it starts.
        says: What the shortcut says when the mouse is over it.
    """

    path: str
    target: str
    arguments: str
    folder: str
    says: str


@dataclass(frozen=True)
class Grant:
    """An entry of an access list that allows something.

    Attributes:
        who: The group's or user's security identifier, ``S-1-5-11``.
        mask: What it allows, as bits.
    """

    who: str
    mask: int


class Desk(Protocol):
    """What setting up reads and writes."""

    def folder(self, which: Folder) -> str:
        """Path of a folder of the user."""

    def link(self, shortcut: Shortcut) -> None:
        """Write a shortcut, with its folder; an older one of its path is replaced."""

    def delete(self, path: str) -> bool:
        """Delete a file; False where there was none."""

    def delete_folder(self, path: str) -> None:
        """Delete a folder that is empty; nothing happens to one that is not."""

    def grants(self, path: str) -> Sequence[Grant]:
        """Who may do what in a folder; all of its access list that allows."""


_EVERYONE: Final = {
    "S-1-1-0": "Jeder",
    "S-1-5-7": "Anonym",
    "S-1-5-11": "Authentifizierte Benutzer",
    "S-1-5-32-545": "Benutzer",
    "S-1-5-32-546": "Gäste",
}
_WRITES: Final = 0x2 | 0x4 | 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000
"""Add a file, add a folder, delete what is inside, delete, change rights, take ownership, all, write."""


def writers(grants: Sequence[Grant]) -> list[str]:
    """The groups of many people that may change a folder, as Windows calls them in German.

    Source: Windows access masks (``winnt.h``) and well-known security identifiers.

    >>> writers([Grant("S-1-5-32-545", 0x1200A9), Grant("S-1-5-11", 0x1301BF), Grant("S-1-5-21-1-2-3-1001", 0x1F01FF)])
    ['Authentifizierte Benutzer']
    """
    found = (_many(grant.who) for grant in grants if grant.mask & _WRITES)
    return list(dict.fromkeys(filter(None, found)))


def _many(who: str) -> str:
    """What a group of many people is called, ``""`` for a user and for those who administer."""
    if who.startswith("S-1-5-21-") and who.endswith("-513"):
        return "Domänen-Benutzer"
    return _EVERYONE.get(who, "")


class ThisDesk:
    """The user of this PC.

    Raises:
        FileError: This is not Windows.
    """

    def __init__(self) -> None:
        if sys.platform != "win32":
            raise FileError(
                "Für Excel einrichten lässt sich jcplan nur unter Windows; es wurde nichts geändert. "
                "Hier öffnet „jcplan open“ die Mappe in LibreOffice."
            )

    def folder(self, which: Folder) -> str:
        """Path of a folder of the user."""
        from win32com.shell import (  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
            shell,
        )

        found: str = shell.SHGetFolderPath(0, which.value, None, 0)
        return found

    def link(self, shortcut: Shortcut) -> None:
        """Write a shortcut, with its folder; an older one of its path is replaced."""
        import pythoncom  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
        from win32com.shell import (  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
            shell,
        )

        Path(shortcut.path).parent.mkdir(parents=True, exist_ok=True)
        made: Any = pythoncom.CoCreateInstance(
            shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
        )
        made.SetPath(shortcut.target)
        made.SetArguments(shortcut.arguments)
        made.SetWorkingDirectory(shortcut.folder)
        made.SetDescription(shortcut.says)
        made.QueryInterface(pythoncom.IID_IPersistFile).Save(shortcut.path, True)

    def grants(self, path: str) -> Sequence[Grant]:
        """Who may do what in a folder; all of its access list that allows."""
        import win32security  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415

        wanted = win32security.DACL_SECURITY_INFORMATION
        entries = win32security.GetFileSecurity(path, wanted).GetSecurityDescriptorDacl()
        if entries is None:  # no list at all: everything is allowed to everyone
            return [Grant("S-1-1-0", 0x10000000)]
        found = []
        for number in range(entries.GetAceCount()):
            (kind, _), mask, *_, who = entries.GetAce(number)
            if kind == win32security.ACCESS_ALLOWED_ACE_TYPE:
                found.append(Grant(win32security.ConvertSidToStringSid(who), mask & 0xFFFFFFFF))
        return found

    def delete(self, path: str) -> bool:
        """Delete a file; False where there was none."""
        try:
            Path(path).unlink()
        except FileNotFoundError:
            return False
        return True

    def delete_folder(self, path: str) -> None:
        """Delete a folder that is empty; nothing happens to one that is not."""
        with suppress(OSError):
            Path(path).rmdir()
