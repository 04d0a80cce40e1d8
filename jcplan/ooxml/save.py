"""Puts a file in the place of an old one in one step: a reader sees the old file or the new one, never half of it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from jcplan.errors import FileError
from jcplan.ooxml.reasons import reason


def replace_atomically(path: Path, data: bytes, *, backup: bool) -> Path | None:
    """Writes a file, by way of a temporary one in the same folder.

    A symbolic link is followed: its target is replaced (and the backup stands beside the target),
    the link stays. The old file's mode is kept. Where anything fails, the old file stays.

    Args:
        path: The file.
        data: Its new content.
        backup: Whether the old file, if there is one, is kept as ``NAME.bak``.

    Returns:
        The backup, or None where none was made.

    Raises:
        FileError: The file is write-protected, or cannot be written.
    """
    kept = None
    try:
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        exists = target.exists()
        if exists and not os.access(target, os.W_OK):
            raise FileError(
                f"{path}: die Datei ist schreibgeschützt und bleibt unverändert. "
                "Bitte den Schreibschutz aufheben oder eine andere Ausgabedatei nennen."
            )
        if exists and backup:
            kept = target.with_name(f"{target.name}.bak")
            _put(kept, target.read_bytes(), target)
        _put(target, data, target if exists else None)
    except OSError as error:
        raise FileError(
            f"{path}: die Datei kann nicht geschrieben werden, {reason(error)}. Was dort schon steht, bleibt "
            "unverändert. Bitte Rechte und Platz im Ordner prüfen oder eine andere Ausgabedatei nennen."
        ) from error
    return kept


def _put(target: Path, data: bytes, like: Path | None) -> None:
    """Writes a file completely under a passing name and then gives it its name."""
    passing = target.with_name(f".jcplan-{secrets.token_hex(4)}.tmp")
    try:
        with passing.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if like is not None:
            shutil.copymode(like, passing)
        passing.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            passing.unlink()
        raise


_OLDEST = 120.0
_WAIT = 60.0


@contextlib.contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a file against a second jcplan that wants to write it; the second one waits.

    A lock that is older than two minutes was left behind and does not count.

    Raises:
        FileError: Another jcplan holds the file for too long, or the folder cannot be written.
    """
    lock = path.with_name(f".{path.name}.jcplan-lock")
    deadline = time.monotonic() + _WAIT
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - lock.stat().st_mtime > _OLDEST:
                    lock.unlink()
                    continue
        except OSError as error:
            raise FileError(f"{path}: Der Ordner lässt sich nicht beschreiben: {reason(error)}.") from None
        if time.monotonic() > deadline:
            raise FileError(f"{path}: Ein anderes jcplan schreibt diese Datei gerade. Bitte später wiederholen.")
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
