"""Many files as one: each file's bytes become what its plan brings, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from jcplan.hosts import many
from jcplan.hosts.file import FileBook
from jcplan.ooxml import WorkbookFile
from jcplan.union.draws import Drawn
from jcplan.union.member import Member, member
from jcplan.union.union import LeftOut, Union, union


def brought(file: tuple[str, bytes], draws: int) -> tuple[Member, Drawn]:
    """What the plan in a file brings: of the bytes, the name and the number of draws alone, so it may be repeated.

    Args:
        file: Its name for messages, and what is in it.
        draws: How many draws of its uncertain inputs.

    Raises:
        InputError: The file is no plan, or one that cannot be.
        FileError: It cannot be read.
    """
    name, raw = file
    book = FileBook(Path(name), WorkbookFile.of(Path(name), raw))
    book.refuse_uncomputed_inputs()
    return member(book, draws)


def gathered(
    files: Sequence[Path], draws: int, done: Callable[[], None], processes: int | None = None,
    workers: many.Workers | None = None,
) -> tuple[Union | None, list[LeftOut]]:  # fmt: skip
    """All plans of some files together.

    Args:
        files: The files.
        draws: How many draws of each plan's uncertain inputs.
        done: Called when one more is done.
        processes: How many work at once, as many as there are cores unless told.
        workers: Who works, in place of processes of this machine.

    Returns:
        The plans together, None where no file is one; and the files that are none.
    """
    names = _names(files)
    left_out: list[LeftOut] = []

    def good() -> Iterator[tuple[Member, Drawn]]:
        work = partial(brought, draws=draws)
        results = many.each(work, files, lambda path: (names[path], path.read_bytes()), processes, workers)
        for path, found in zip(files, results, strict=True):
            if isinstance(found, many.Failed):
                left_out.append(LeftOut(names[path], found.told(path)))
            else:
                yield found
            done()

    return union(good(), left_out, draws), left_out


def _names(files: Sequence[Path]) -> dict[Path, str]:
    """What each file is called: its name, with its folder where another file has the same."""
    names = [path.name for path in files]
    return {path: path.name if names.count(path.name) == 1 else f"{path.parent.name}/{path.name}" for path in files}
