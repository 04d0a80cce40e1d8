"""What a user of Windows has on desk and disk as far as setting up touches it: folders and shortcuts.

A protocol, so that tests can put any PC in its place, and this PC. Everything is the user's own; nothing needs an
administrator.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

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
