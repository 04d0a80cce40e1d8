"""Holds a file against a second jcplan. The hold is the operating system's: it ends with the process that has it."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import getpass
import hashlib
import os
import re
import socket
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jcplan.errors import FileError
from jcplan.ooxml.reasons import reason

WAIT: Final = 60.0
"""Seconds that a second writer waits; a refresh takes a few."""
_PAUSE: Final = 0.05
_UNABLE: Final = {errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_NAME_LIMIT: Final = 255
_PASSING: Final = re.compile(r"\.jcplan-[0-9a-f]{8}\.tmp")

_UNHELD: Final = (
    "Der Datenträger von {} kennt keine Sperren. Bitte dafür sorgen, dass niemand sonst diese Datei zur selben Zeit "
    "schreibt."
)

if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    _BEYOND: Final = 1 << 30  # a byte that nobody reads: Windows keeps others from reading what is locked

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _BEYOND, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock(descriptor: int) -> bool | None:
    """Takes the lock of an open file, which ends when it is closed: True, or False where another process has it.

    None where the file system knows no locks, as on some network drives.
    """
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _UNABLE:
            return None
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}:
            return False
        raise
    return True


@contextlib.contextmanager
def one_at_a_time(path: Path, *, wait: float = WAIT) -> Iterator[tuple[str, ...]]:
    """Hold a file against a second jcplan that wants to write it; the second one waits.

    Leftovers of killed runs in the file's folder are removed.

    Args:
        path: The file; for a symbolic link its target is held.
        wait: Seconds that a second one waits.

    Yields:
        What the user should know: that the file could not be held.

    Raises:
        FileError: Another jcplan holds the file for too long (the message says who), or the folder cannot be written.
    """
    path = Path(os.path.realpath(path))
    beside = _beside(path)
    deadline = time.monotonic() + wait
    while True:
        try:
            descriptor, taken = _take(beside)
        except OSError as error:
            raise _no_place(path, beside, error) from error
        if taken is not False:
            break
        if time.monotonic() > deadline:
            raise FileError(
                f"{path}: Ein anderes jcplan schreibt diese Datei gerade ({_holder(beside)}). Es wurde nichts "
                "geschrieben. Bitte warten, bis es fertig ist, und dann wiederholen."
            )
        time.sleep(_PAUSE)
    try:
        remove_leftovers(path.parent)
        yield () if taken else (_UNHELD.format(path.parent),)
    finally:
        if sys.platform == "win32":  # pragma: no cover
            os.close(descriptor)  # an open file cannot be removed there; one that another has opened since stays
        with contextlib.suppress(OSError):
            beside.unlink()
        if sys.platform != "win32":
            os.close(descriptor)


def remove_leftovers(folder: Path) -> None:
    """Removes the passing files (see ``save``) of runs that have ended: nobody holds them any more."""
    with contextlib.suppress(OSError):
        for path in [entry for entry in folder.iterdir() if _PASSING.fullmatch(entry.name)]:
            with contextlib.suppress(OSError):
                if not stat.S_ISREG(path.lstat().st_mode):
                    continue
                descriptor = os.open(path, _flags(os.O_RDWR))
                try:
                    abandoned = lock(descriptor)
                    if abandoned and sys.platform != "win32":
                        path.unlink()
                finally:
                    os.close(descriptor)
                if abandoned and sys.platform == "win32":  # pragma: no cover
                    path.unlink()


def is_at(descriptor: int, path: Path) -> bool:
    """Whether an open file still stands under its name."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _beside(path: Path) -> Path:
    """The lock file, a hidden one beside the file."""
    name = f".{path.name}.jcplan-lock"
    if len(os.fsencode(name)) > _NAME_LIMIT:
        name = f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}.jcplan-lock"
    return path.with_name(name)


def _flags(how: int) -> int:
    """Flags to open a file that someone else may have laid there: no link is followed, no pipe waited for."""
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT"):
        how |= getattr(os, name, 0)
    return how


def _take(beside: Path) -> tuple[int, bool | None]:
    """The open lock file, and whether it is locked now (None where that is impossible).

    Whoever has the lock removes the file before it lets go. One that was opened before and locked after
    that is another file than the one that now has the name, and does not count.
    """
    try:
        descriptor = os.open(beside, _flags(os.O_RDWR | os.O_CREAT), 0o666)
    except PermissionError:
        _clear(beside)
        return -1, False
    try:
        _refuse_other_than_file(descriptor)
        taken = lock(descriptor)
        if taken and sys.platform != "win32" and not is_at(descriptor, beside):
            taken = False
        if taken:
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, _signature().encode("utf-8", "replace"))
    except BaseException:
        os.close(descriptor)
        raise
    if taken is False:
        os.close(descriptor)
    return descriptor, taken


def _refuse_other_than_file(descriptor: int) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))


def _clear(beside: Path) -> None:
    """Removes another user's lock file, which may be read but not written, unless he still holds it.

    Raises:
        OSError: It can be neither read nor removed.
    """
    descriptor = os.open(beside, _flags(os.O_RDONLY))
    try:
        if lock(descriptor) and is_at(descriptor, beside):
            beside.unlink()
    finally:
        os.close(descriptor)


def _signature() -> str:
    """Who holds the file, as the message of a second one shows it."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "unbekannt"
    now = dt.datetime.now()  # noqa: DTZ005  (local time, as people write it)
    return f"{user} an {socket.gethostname()}, Prozess {os.getpid()}, seit {now:%d.%m.%Y %H:%M:%S}"


def _holder(beside: Path) -> str:
    """The signature in a lock file that another process holds."""
    try:
        descriptor = os.open(beside, _flags(os.O_RDONLY))
        try:
            text = os.read(descriptor, 300).decode("utf-8", "replace")
        finally:
            os.close(descriptor)
    except OSError:
        return "unbekannt, wer"
    return "".join(character for character in text if character.isprintable()).strip() or "unbekannt, wer"


def _no_place(path: Path, beside: Path, error: OSError) -> FileError:
    """Why there can be no lock file."""
    if os.path.lexists(beside):
        return FileError(
            f"{path}: Die Sperrdatei „{beside.name}“ in „{beside.parent}“ lässt sich nicht öffnen, {reason(error)}. "
            "Sie kann gelöscht werden, wenn niemand sonst gerade mit jcplan in diese Datei schreibt."
        )
    return FileError(f"{path}: Der Ordner lässt sich nicht beschreiben, {reason(error)}.")
