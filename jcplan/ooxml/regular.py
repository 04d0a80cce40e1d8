"""Reads files that are files: a pipe, a socket or a device would never end, or hang."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from jcplan.errors import FileError
from jcplan.german import number
from jcplan.ooxml.reasons import reason

_KINDS: Final = (
    (stat.S_ISDIR, "ein Ordner"),
    (stat.S_ISFIFO, "eine Pipe (FIFO)"),
    (stat.S_ISSOCK, "ein Socket"),
    (stat.S_ISCHR, "ein Gerät"),
    (stat.S_ISBLK, "ein Gerät"),
)
_MB: Final = 1_000_000


def special(path: Path) -> str | None:
    """What stands at a path that is neither a regular file nor missing, German; None for these two.

    Raises:
        OSError: Nobody can tell.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISREG(mode):
        return None
    return next((name for test, name in _KINDS if test(mode)), "keine gewöhnliche Datei")


def content(path: Path, limit: int, wanted: str) -> bytes:
    """A regular file's bytes.

    Args:
        path: The file.
        limit: How many bytes it may have.
        wanted: What was expected, for messages: ``erwartet eine Arbeitsmappe``.

    Raises:
        FileError: There is none, it is something else than a file, too large, or cannot be read.
    """
    try:
        kind = special(path)
        if kind is not None:
            raise FileError(f"{path}: gefunden {kind}, {wanted}.")
        with open(path, "rb", opener=_without_waiting) as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise FileError(f"{path}: Die Datei gibt es nicht.") from None
    except OSError as error:
        raise FileError(f"{path}: nicht lesbar, {reason(error)}.") from error
    if len(data) > limit:
        size = f"eine Datei von mehr als {number(limit / _MB)} MB"
        raise FileError(f"{path}: gefunden {size}, {wanted} von höchstens {number(limit / _MB)} MB.")
    return data


def too_large(place: object, found: str, expected: str) -> FileError:
    """The refusal of what would fill the memory.

    Args:
        place: The file, or its part.
        found: What was found.
        expected: What would be read.
    """
    return FileError(
        f"{place}: gefunden {found}, erwartet {expected}. Die Datei wird nicht gelesen, damit sie den Speicher nicht "
        "füllt. Ist sie richtig, so bitte in Excel Blätter oder leere formatierte Bereiche entfernen, die die Planung "
        "nicht braucht, und neu speichern."
    )


def _without_waiting(path: str, flags: int) -> int:
    """Opens what may have become a pipe in the meantime."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
