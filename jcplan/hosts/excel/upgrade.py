"""„Auf neue Version bringen“: a workbook of an earlier version or another shape becomes one of this, as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from jcplan.build import build
from jcplan.cases import Case
from jcplan.errors import FileError
from jcplan.hosts.excel import intellisense
from jcplan.hosts.excel.workbook import joined, to_macro
from jcplan.hosts.file import FileBook, rewritten
from jcplan.log import log_place, log_write
from jcplan.model import Shape
from jcplan.ooxml import Saved, WorkbookFile
from jcplan.snapshot import Snapshot
from jcplan.upgrade import Upgrade, upgraded


def upgrade_file(
    path: Path, out: Path | None, *, who: str, when: dt.datetime, shape: Callable[[Shape], Shape] | None = None
) -> tuple[Upgrade, Saved]:
    """Bring a workbook to this version, and to a shape: in place (keeping a .bak) or to ``out``.

    Args:
        path: The workbook.
        out: Where the result goes.
        who: Who does it, for the log.
        when: When, local time.
        shape: Makes of its shape the one that it shall have; it keeps its own unless told.

    Returns:
        What was carried over, and where the backup is and what else is to be said, if anything.

    Raises:
        FileError: It is no planning workbook of an earlier version.
        InputError: The user has a sheet or name of a name that this version needs.
    """
    macros = path.suffix.lower() == ".xlsm"

    def fresh(case: Case) -> bytes:
        if macros:
            return to_macro(lambda prepare: build(case, prepare=prepare))
        return build(case)

    def act(old: FileBook) -> tuple[Upgrade, bytes]:
        data, report = upgraded(old.file, fresh, joined, shape)
        book = FileBook(path, WorkbookFile.of(path, intellisense.put(data) if macros else data))
        changes = "; ".join((*report.as_values, *report.lost_in_brief)) or "alles übernommen"
        snapshot = Snapshot(book)
        snapshot.take([log_place(snapshot.index)])
        book.write([log_write(snapshot, who=who, when=when, checksum="", outcome=report.outcome, changes=changes)])
        return report, book.to_bytes()

    return rewritten(path, out, act)


def upgrade_copy(path: Path, target: Path, *, who: str, when: dt.datetime) -> Upgrade:
    """For a workbook that a program has open: its file as it was last saved becomes another one of this version.

    Raises:
        FileError: The target exists, is the file itself, or has another ending; and as ``upgrade_file``.
    """
    if target.exists():
        raise FileError(f"{target.name} gibt es schon. Bitte einen anderen Namen wählen.")
    if target.suffix.lower() != path.suffix.lower():
        raise FileError(f"{target.name}: gefunden die Endung „{target.suffix}“, erwartet {path.suffix} wie bisher.")
    return upgrade_file(path, target, who=who, when=when)[0]
