"""Work on many files: patterns become files, every core takes one at a time, a bad file stops nobody.

The work on a file is a function of what it is given and of nothing else, in a process of its own. So a process that is
lost costs a retry and nothing more, and at any time each process holds one file.
"""

from __future__ import annotations

import contextlib
import gc
import glob
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Generic, Protocol, Self, TypeVar

from jcplan.errors import InputError, JcplanError
from jcplan.hosts.file import SUFFIXES
from jcplan.ooxml import reason

_OWNER: Final = "~$"
"""How the file begins that Excel keeps beside a workbook while it is open."""
_MOST: Final = 60
"""Processes; Windows waits for 61 things at once."""
AHEAD: Final = 2
"""Files that are handed out for each process: the one at work, and the next."""
LOST: Final = (
    "Der Prozess, der diese Datei rechnete, ist wiederholt abgebrochen (oft reicht der Arbeitsspeicher nicht). "
    "Bitte die Datei einzeln versuchen."
)
"""Why a file gives nothing that ends whoever works on it."""
Item = TypeVar("Item")
Given = TypeVar("Given")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Failed:
    """What came of a file that gives nothing.

    Attributes:
        reason: Why, for people.
    """

    reason: str

    def told(self, path: Path) -> str:
        """The same with the file, unless the reason begins with it.

        >>> Failed("Die Datei fehlt.").told(Path("Plan.xlsx")), Failed("Plan.xlsx fehlt.").told(Path("Plan.xlsx"))
        ('Plan.xlsx: Die Datei fehlt.', 'Plan.xlsx fehlt.')
        """
        return self.reason if self.reason.startswith((str(path), path.name)) else f"{path}: {self.reason}"


@dataclass(frozen=True)
class _Done(Generic[Found]):
    """What came of a file; it is told from a failure though the result may be anything."""

    result: Found


# ---- which files ------------------------------------------------------------------------------


def expanded(texts: Sequence[str]) -> list[Path]:
    """The files that paths and patterns mean, each once, in the order given; those of a pattern by name.

    A path of a file that is there is never a pattern, whatever its name. What Excel keeps beside an open workbook
    is left out where there are several.

    Args:
        texts: Paths, and patterns with ``*``, ``?``, ``[…]``, ``**``.

    Raises:
        InputError: No workbook is called as a pattern says.
    """
    found: dict[str, Path] = {}
    for text in texts:
        path = Path(text)
        matched = _matched(text) if glob.has_magic(text) and not path.exists() else [path]
        for each in matched:
            found.setdefault(os.path.realpath(each), each)
    files = list(found.values())
    return [path for path in files if not path.name.startswith(_OWNER)] if len(files) > 1 else files


def _matched(pattern: str) -> list[Path]:
    found = [path for path in map(Path, glob.glob(pattern, recursive=True)) if _is_workbook(path)]  # noqa: PTH207 - a pattern may be absolute
    if not found:
        expected = "ein Muster, dem eine Arbeitsmappe (.xlsx, .xlsm) entspricht"
        raise InputError(pattern, "keine Datei", expected, "Bitte Ordner und Schreibweise prüfen.")
    return sorted(found)


def in_folders(texts: Sequence[str], leave_out: Path) -> list[Path]:
    """The workbooks of folders, and the files that paths and patterns mean, each once.

    Args:
        texts: Folders, paths, patterns.
        leave_out: A file that is none of them, the one to be written.

    Raises:
        InputError: There is none.
    """
    given: list[str] = []
    for text in texts:
        folder = Path(text)
        given += sorted(map(str, filter(_is_workbook, folder.iterdir()))) if folder.is_dir() else [text]
    own = os.path.realpath(leave_out)
    files = [path for path in expanded(given) if os.path.realpath(path) != own] if given else []
    if not files:
        expected = "einen Ordner mit Arbeitsmappen (.xlsx, .xlsm)"
        raise InputError("ORDNER", ", ".join(f"„{text}“ ohne Arbeitsmappe" for text in texts), expected)
    return files


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(_OWNER) and path.is_file()


# ---- work -------------------------------------------------------------------------------------


def cores() -> int:
    """How many processes can work at once."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows
        count = os.cpu_count() or 1
    return max(1, min(count, _MOST))


def each(
    work: Callable[[Given], Found], items: Sequence[Item], load: Callable[[Item], Given], processes: int | None = None,
    workers: Workers | None = None,
) -> Iterator[Found | Failed]:  # fmt: skip
    """What the work gives for each item, in their order, or why it gives nothing.

    Args:
        work: A function of a module, so that another process finds it.
        items: What is worked on.
        load: Gives the work its argument, here, just before it is handed out.
        processes: How many; as many as there are cores and items unless told, with one all is done here.
        workers: Who works, in place of processes of this machine.
    """
    if workers is not None:
        yield from _in_order(work, items, load, workers)
        return
    if len(items) <= 1 or processes == 1:
        for item in items:
            outcome = _tried(work, _loaded(load, item))
            yield outcome if isinstance(outcome, Failed) else outcome.result
        return
    with _Pool(min(processes or cores(), len(items))) as pool:
        yield from _in_order(work, items, load, pool)


def _loaded(load: Callable[[Item], Given], item: Item) -> _Done[Given] | Failed:
    return _tried(load, _Done(item))


def _tried(work: Callable[[Given], Found], given: _Done[Given] | Failed) -> _Done[Found] | Failed:
    """The work on one file; whatever is wrong with it is said and goes no further."""
    if isinstance(given, Failed):
        return given
    try:
        return _Done(work(given.result))
    except JcplanError as error:
        return Failed(str(error))
    except MemoryError:
        return Failed("Der Arbeitsspeicher reicht nicht.")
    except OSError as error:
        return Failed(f"{error.filename or 'Datei'}: {reason(error)}. Bitte Pfad, Rechte und freien Platz prüfen.")
    except Exception as error:  # noqa: BLE001 - what nobody has thought of in one file must not stop the others
        return Failed(f"Unerwarteter Fehler ({type(error).__name__}: {error}). Bitte die Datei einzeln versuchen.")


def _tidily(work: Callable[[Given], Found], given: _Done[Given] | Failed) -> _Done[Found] | Failed:
    """The same in a process that goes on to other files: of a workbook nothing stays but what was found in it."""
    try:
        return _tried(work, given)
    finally:
        gc.collect()


class Workers(Protocol):
    """Who works on what is handed out.

    Attributes:
        ahead: How many items are handed out at a time.
        lost: What the future of an item raises whose worker was lost.
        loses_all: Whether all that was handed out is lost with it.
    """

    ahead: int
    lost: tuple[type[Exception], ...]
    loses_all: bool

    def submit(self, run: Callable[[], Found]) -> Future[Found]:
        """Hand out some work."""

    def again(self, run: Callable[[], Found]) -> Found | Failed:
        """What comes of work whose worker was lost."""


class _Pool:
    """Processes of this machine that are started again when one of them was lost."""

    lost: tuple[type[Exception], ...] = (BrokenExecutor,)
    loses_all = True

    def __init__(self, count: int) -> None:
        self.ahead = count * AHEAD
        self._count = count
        self._executor = _executor(count)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, run: Callable[[], Found]) -> Future[Found]:
        """Hand out some work."""
        try:
            return self._executor.submit(run)
        except BrokenExecutor:
            self._renew()
            return self._executor.submit(run)

    def again(self, run: Callable[[], Found]) -> Found | Failed:
        """Once more, in a process that has nothing else to do: whether it was this file that ended the other one."""
        self._renew()
        with _executor(1) as executor, contextlib.suppress(BrokenExecutor):
            return executor.submit(run).result()
        return Failed(LOST)

    def _renew(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._executor = _executor(self._count)


def _in_order(
    work: Callable[[Given], Found], items: Sequence[Item], load: Callable[[Item], Given], workers: Workers
) -> Iterator[Found | Failed]:
    """Few files are handed out at a time, so that neither they nor their results pile up."""
    waiting = deque(items)
    running: deque[tuple[Callable[[], _Done[Found] | Failed], Future[_Done[Found] | Failed]]] = deque()
    while waiting or running:
        while waiting and len(running) < workers.ahead:
            task = partial(_tidily, work, _loaded(load, waiting.popleft()))
            running.append((task, workers.submit(task)))
        run, future = running.popleft()
        try:
            outcome = future.result()
        except workers.lost:
            outcome = workers.again(run)
            if workers.loses_all:
                running = deque((run, each if _is_good(each) else workers.submit(run)) for run, each in running)
        yield outcome if isinstance(outcome, Failed) else outcome.result


def _is_good(future: Future[Found]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _executor(count: int) -> Executor:
    """Processes that begin with nothing of this one, the same on every system."""
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), initializer=_calm)


def _calm() -> None:
    """The one who started the command is the one who ends it, in order; a process finishes its file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 20)  # as for every command
