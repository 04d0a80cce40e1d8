"""Actuals from files into a workbook file, and back: no spreadsheet program takes part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jcplan import actuals
from jcplan.actuals import ImportReport, UndoReport
from jcplan.errors import FileError
from jcplan.hosts.file import FileBook, rewritten
from jcplan.ooxml import Saved


def import_files(
    sources: Sequence[Path],
    path: Path,
    out: Path | None,
    *,
    who: str,
    when: dt.datetime,
    probe: bool = False,
    anyway: bool = False,
) -> tuple[ImportReport, Saved]:
    """Actuals from files into a workbook: in place (keeping a .bak) or to ``out``. All or nothing over all files.

    Args:
        sources: The deliveries.
        path: The workbook that takes them in.
        out: Where the result goes.
        who: Who did it, for the log.
        when: When, local time.
        probe: Only look what would be written.
        anyway: Take figures that look wrong.

    Returns:
        The report, and where the backup is and what else is to be said, if anything.
    """
    if out is not None and out.exists() and any(source.exists() and out.samefile(source) for source in sources):
        raise FileError(f"{out}: Das ist die Datei mit den Istwerten. Bitte für das Ergebnis eine andere nennen.")
    tables = actuals.read_files(sources)

    def act(book: FileBook) -> tuple[ImportReport, bytes]:
        book.refuse_uncomputed_inputs()
        report = actuals.import_actuals(book, tables, who=who, when=when, probe=probe, anyway=anyway)
        return replace(report, uncomputed=book.uncomputed()), book.to_bytes()

    return (act(FileBook(path))[0], Saved()) if probe else rewritten(path, out, act)


def undo_file(
    path: Path, out: Path | None, *, who: str, when: dt.datetime, probe: bool = False
) -> tuple[UndoReport, Saved]:
    """Undo the last import into a workbook: in place (keeping a .bak) or to ``out``.

    Args:
        path: The workbook.
        out: Where the result goes.
        who: Who did it, for the log.
        when: When, local time.
        probe: Only look what would be written.

    Returns:
        The report, and where the backup is and what else is to be said, if anything.
    """

    def act(book: FileBook) -> tuple[UndoReport, bytes]:
        return actuals.undo_import(book, who=who, when=when, probe=probe), book.to_bytes()

    return (act(FileBook(path))[0], Saved()) if probe else rewritten(path, out, act)
