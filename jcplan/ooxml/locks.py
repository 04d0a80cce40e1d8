"""Finds out whether an office program has a file open, by the lock file that it lays beside it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jcplan.errors import FileError

_UNKNOWN: Final = "unbekannt"
_ANSI_LENGTH: Final = 54
_WORD: Final = frozenset((".doc", ".docx", ".docm", ".dot", ".dotx", ".dotm", ".rtf"))
_WORD_SIZE: Final = 162
"""Bytes of Word's owner file; Excel's has 165."""
_WORD_COVERS: Final = 6
"""Characters of a name before its ending that Word leaves alone; of up to two more it covers the first ones."""


@dataclass(frozen=True)
class _Lock:
    program: str
    owner: str
    file: Path


def lock_owner(path: Path) -> str | None:
    """Who has a file open in Excel, Word or LibreOffice; None if nobody.

    Where a lock file is there but does not say whose it is, the answer is ``unbekannt``.
    """
    lock = _find(path)
    return lock.owner if lock else None


def refuse_if_open(path: Path) -> None:
    """Makes sure that no office program has a file open.

    Raises:
        FileError: One has; the message names user, program and lock file.
    """
    lock = _find(path)
    if lock is None:
        return
    raise FileError(
        f"{path}: die Datei ist in {lock.program} geöffnet (Benutzer: {lock.owner}) und bleibt unverändert. "
        f"Bitte dort speichern und schließen. Ist sie nirgends mehr offen, so ist die Sperrdatei „{lock.file.name}“ "
        f"in „{lock.file.parent}“ ein Überbleibsel und kann gelöscht werden."
    )


def _find(path: Path) -> _Lock | None:
    """The lock beside the file or, for a symbolic link, beside its target.

    LibreOffice comes first, because it may lay an owner file like Excel's beside its own.
    """
    places = dict.fromkeys((path, Path(os.path.realpath(path))))
    for place in places:
        file = place.with_name(f".~lock.{place.name}#")
        if file.exists():
            return _Lock("LibreOffice", _libreoffice_owner(file), file)
    for place in places:
        for file in _owner_files(place):
            if file.exists():
                program = "Word" if place.suffix.lower() in _WORD else "Excel"
                return _Lock(program, _owner(file), file)
    return None


def _owner_files(path: Path) -> list[Path]:
    """What Excel's or Word's owner file may be called: Word puts its sign over the beginning of a longer name."""
    names = [f"~${path.name}"]
    if path.suffix.lower() in _WORD:
        names.append(f"~${path.name[min(max(len(path.stem) - _WORD_COVERS, 0), 2) :]}")
    return [path.with_name(name) for name in dict.fromkeys(names)]


def _owner(file: Path) -> str:
    """The user's name: a length byte with 54 bytes of ANSI text (Word 53), then the same as length word and UTF-16."""
    try:
        data = file.read_bytes()
    except OSError:  # the program holds it locked
        return _UNKNOWN
    after = _ANSI_LENGTH if len(data) == _WORD_SIZE else 1 + _ANSI_LENGTH
    length = int.from_bytes(data[after : after + 2], "little")
    wide = data[after + 2 : after + 2 + 2 * length]
    name = _clean(wide.decode("utf-16-le", "replace")) if len(wide) == 2 * length else ""
    if not name and data:
        name = _clean(data[1 : 1 + min(data[0], _ANSI_LENGTH)].decode("cp1252", "replace"))
    return name or _UNKNOWN


def _libreoffice_owner(file: Path) -> str:
    """The first entry's ``real name,system user,host,date time,profile;``, commas in it escaped."""
    try:
        text = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return _UNKNOWN
    entry = re.match(r"(?:\\.|[^;\\])*", text, re.DOTALL)
    fields = re.findall(r"((?:\\.|[^,\\])*)(?:,|$)", entry.group(0) if entry else "", re.DOTALL)
    real, user, host, since = (*(_clean(re.sub(r"\\(.)", r"\1", part)) for part in fields), "", "", "", "")[:4]
    name = real or user or _UNKNOWN
    return name + (f" an {host}" if host else "") + (f", seit {since}" if since else "")


def _clean(text: str) -> str:
    """A name without padding and control characters."""
    return "".join(character for character in text if character.isprintable()).strip()
