"""„Plan fürs nächste Jahr“: from the workbook of this year's plan a new one, as a file."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from jcplan.build import build
from jcplan.cells import Scalar, areas
from jcplan.errors import FileError
from jcplan.hosts.excel.workbook import to_macro
from jcplan.hosts.file import SUFFIXES, FileBook
from jcplan.log import log_place, log_write
from jcplan.nextyear import BEST, NextYear, next_year
from jcplan.ooxml import (
    Saved,
    WorkbookFile,
    one_at_a_time,
    refuse_if_open,
    refuse_unreplaceable,
    replace_atomically,
)
from jcplan.port import blocks
from jcplan.snapshot import Snapshot

_MISSING = "Eingaben_fehlen"


@dataclass(frozen=True)
class Made:
    """The new workbook.

    Attributes:
        path: Where it is.
        plan: What is in it.
        missing: How many of its required fields are blank.
        saved: What else is to be said of the file.
    """

    path: Path
    plan: NextYear
    missing: int
    saved: Saved

    def text(self) -> str:
        """The report for a message box."""
        return f"{self.plan.text()}\n\nLos geht's: noch {self.missing} Pflichtfelder in {self.path.name}."


def next_year_file(
    source: Path, target: Path, *, who: str, when: dt.datetime, basis: str = BEST, replace: bool = False
) -> Made:
    """Make the workbook of the next year's plan from the file of this year's, which stays as it is.

    Args:
        source: This year's workbook, of this version or an earlier one.
        target: Where the new one goes; ``.xlsm`` has macros.
        who: Who does it, for the log.
        when: When, local time.
        basis: What stands for the year before; see ``nextyear.next_year``.
        replace: Whether a file that is there is replaced.

    Raises:
        FileError: The source is no planning workbook; the target is there, or is the source.
        InputError: An input of the source cannot be used; the message names its cell.
    """
    if target.exists() and source.exists() and target.samefile(source):
        raise FileError(f"{target}: Das ist die Mappe, aus der die neue entsteht. Bitte einen anderen Namen wählen.")
    if target.exists() and not replace:
        raise FileError(f"{target.name} gibt es schon. Bitte einen anderen Namen wählen.")
    if source.suffix.lower() not in SUFFIXES and source.exists():
        raise FileError(f"{source.name}: gefunden die Endung „{source.suffix}“, erwartet .xlsx oder .xlsm.")
    refuse_if_open(target)
    plan = next_year(WorkbookFile.read(source), basis)
    refuse_unreplaceable(target)
    with one_at_a_time(target) as notes:
        macros = target.suffix.lower() == ".xlsm"
        raw = to_macro(lambda prepare: build(plan.case, prepare=prepare)) if macros else build(plan.case)
        book = FileBook(target, WorkbookFile.of(target, raw))
        _fill(book, plan, who=who, when=when)
        missing = _missing(book)
        saved = replace_atomically(target, book.to_bytes(), backup=False)
    return Made(target, plan, missing, Saved(None, notes + saved.notes))


def _fill(book: FileBook, plan: NextYear, *, who: str, when: dt.datetime) -> None:
    """What comes besides the inputs, and the log's first row."""
    snapshot = Snapshot(book)
    snapshot.take([log_place(snapshot.index)])
    cells: dict[tuple[str, int, int], Scalar] = {}
    for name, further in plan.areas.items():
        sheet, area = snapshot.index.place(name)
        values = (value for row in further.rows for value in row)
        cells |= {(sheet, *at): value for at, value in zip(area, values, strict=True) if value is not None}
    log = log_write(snapshot, who=who, when=when, checksum=plan.source.checksum, outcome=plan.outcome, changes=plan.log)
    book.write([*blocks(cells), log])


def _missing(book: FileBook) -> int:
    sheet, area = areas(book.names)[_MISSING]
    value = book.engine.cell(sheet, area.top, area.left)
    return int(value) if isinstance(value, int | float) else 0


def beside(path: Path) -> Path:
    """Where the next year's workbook goes unless told: beside this one, with the next year in its name.

    >>> beside(Path("Plan-2017.xlsx")).name, beside(Path("Plan.xlsx")).name
    ('Plan-2018.xlsx', 'Plan nächstes Jahr.xlsx')
    """
    years = list(re.finditer(r"(?<!\d)20\d\d(?!\d)", path.stem))
    if not years:
        return path.with_name(f"{path.stem} nächstes Jahr{path.suffix}")
    last = years[-1]
    return path.with_name(f"{path.stem[: last.start()]}{int(last[0]) + 1}{path.stem[last.end() :]}{path.suffix}")
