"""Puts a file in the place of an old one in one step: a reader sees the old file or the new one, never half of it."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from jcplan.errors import FileError
from jcplan.ooxml.hold import is_at, lock
from jcplan.ooxml.reasons import reason
from jcplan.ooxml.regular import special
from jcplan.ooxml.rights import take_over


@dataclass(frozen=True)
class Saved:
    """A file that was written.

    Attributes:
        backup: Where the old one is kept; None where there is none.
        notes: What the user should know, whole German sentences.
    """

    backup: Path | None = None
    notes: tuple[str, ...] = ()


def refuse_unreplaceable(path: Path) -> None:
    """Makes sure that a new file may take a path, or the place of the file that is there.

    Raises:
        FileError: There is a folder, a pipe, a device or a write-protected file, or the file has several hard links.
    """
    try:
        kind = special(path)
        if kind is not None:
            raise FileError(f"{path}: an dieser Stelle liegt {kind}, erwartet eine Datei oder noch nichts.")
        if not path.exists():
            return
        links = path.stat().st_nlink
    except OSError as error:
        raise FileError(f"{path}: nicht erreichbar, {reason(error)}.") from error
    if not os.access(path, os.W_OK):
        raise FileError(
            f"{path}: die Datei ist schreibgeschützt und bleibt unverändert. "
            "Bitte den Schreibschutz aufheben oder eine andere Ausgabedatei nennen."
        )
    if links > 1:
        raise FileError(
            f"{path}: die Datei hat {links} Namen (harte Verknüpfungen) und bleibt unverändert, denn nur unter diesem "
            "einen stünde danach der neue Inhalt. Bitte mit -o eine andere Ausgabedatei nennen."
        )


def replace_atomically(path: Path, data: bytes, *, backup: bool) -> Saved:
    """Writes a file, by way of a temporary one in the same folder.

    A symbolic link is followed: its target is replaced (and the backup stands beside the target),
    the link stays. Owner, group, mode and access list of the old file are kept, for the backup too,
    or the result says that they are not. Where anything fails, the old file stays.

    Args:
        path: The file.
        data: Its new content.
        backup: Whether the old file, if there is one, is kept as ``NAME.bak``.

    Raises:
        FileError: The path cannot be written, see :func:`refuse_unreplaceable`.
    """
    kept: Path | None = None
    try:
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        refuse_unreplaceable(target)
        exists = target.exists()
        if exists and backup:
            kept = target.with_name(f"{target.name}.bak")
            if special(kept) is not None:
                refuse_unreplaceable(kept)
            _put(kept, target.read_bytes(), target)
        notes = _put(target, data, target if exists else None)
    except OSError as error:
        raise FileError(
            f"{path}: die Datei kann nicht geschrieben werden, {reason(error)}. Was dort schon steht, bleibt "
            "unverändert. Bitte Rechte und Platz im Ordner prüfen oder eine andere Ausgabedatei nennen."
        ) from error
    return Saved(kept, notes)


def _put(target: Path, data: bytes, like: Path | None) -> tuple[str, ...]:
    """Writes a file completely under a passing name and then gives it its name; what could not be kept is returned.

    While it is written it is locked, so that another run sees that it is no leftover.
    """
    passing, descriptor = _passing(target, 0o666 if like is None else 0o600)
    try:
        with open(descriptor, "wb", closefd=sys.platform == "win32") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        notes = take_over(like, passing) if like is not None else ()
        passing.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            passing.unlink()
        raise
    finally:
        if sys.platform != "win32":
            os.close(descriptor)
    _settle(target.parent)
    return notes


def _passing(target: Path, mode: int) -> tuple[Path, int]:
    """A new passing file beside the target, open and locked."""
    while True:
        path = target.with_name(f".jcplan-{secrets.token_hex(4)}.tmp")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags, mode)
        try:
            if lock(descriptor) is not False and is_at(descriptor, path):
                return path, descriptor
        except BaseException:
            os.close(descriptor)
            path.unlink(missing_ok=True)
            raise
        os.close(descriptor)  # another run took it for a leftover in the moment before it was locked


def _settle(folder: Path) -> None:
    """Makes the new name outlast a power failure, where the system lets a folder be flushed."""
    if sys.platform == "win32":  # pragma: no cover
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
