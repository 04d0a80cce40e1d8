"""Undoes the last import: its cells hold again what they held before, if nobody changed them since."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Final

from jcplan.actuals.entries import read_measure
from jcplan.actuals.months import month_label, read_month
from jcplan.actuals.places import Places, actual_names
from jcplan.actuals.report import Place
from jcplan.actuals.undo import Record, Replaced, forget_write, record, undo_place
from jcplan.cells import Scalar, address, quote_sheet
from jcplan.errors import FileError, InputError, several
from jcplan.german import count, number, visible
from jcplan.log import log_place, log_write
from jcplan.model.teams import Measure
from jcplan.port import Book, blocks
from jcplan.snapshot import Snapshot

_SHOWN: Final = 10  # figures that a message lists


@dataclass(frozen=True)
class Restored:
    """A cell that gets back what it held.

    Attributes:
        measure: What is counted.
        unit: The team's Kürzel, or ``gesamt``.
        month: First day of its month.
        place: Its cell.
        before: What the import wrote there.
        after: What it held before that.
    """

    measure: Measure
    unit: str
    month: dt.date
    place: Place
    before: Scalar
    after: Scalar

    def __str__(self) -> str:
        where = f"{self.measure.label}, {self.unit}, {month_label(self.month)}"
        return f"{where}: {_shown(self.before)} → {_shown(self.after)}"


@dataclass(frozen=True)
class UndoReport:
    """What undoing the last import brings back.

    Attributes:
        record: The import.
        cells: Its cells.
        written: Whether the workbook was written, or only looked at.
    """

    record: Record
    cells: tuple[Restored, ...]
    written: bool

    @property
    def emptied(self) -> int:
        """How many cells are blank again."""
        return sum(cell.after is None for cell in self.cells)

    @property
    def corrected(self) -> tuple[Restored, ...]:
        """Cells that hold an earlier figure again."""
        return tuple(cell for cell in self.cells if cell.after is not None)

    @property
    def outcome(self) -> str:
        """One German sentence without its full stop."""
        return (
            f"{count(len(self.cells), 'Wert', 'Werte')}{' zurückgenommen, davon' if self.written else ', davon dann'} "
            f"{self.emptied} wieder leer, "
            f"{len(self.corrected)} wieder wie vorher"
        )

    @property
    def what(self) -> str:
        """Which import it was."""
        return (
            f"{visible(self.record.source)}, eingelesen am {visible(self.record.when)} von {visible(self.record.who)}"
        )

    @property
    def fingerprint(self) -> str:
        """Short hash of what is brought back."""
        text = "\n".join(f"{cell.place} {cell.before} {cell.after}" for cell in self.cells)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def text(self) -> str:
        """The report for a message box."""
        lines = [f"{self.what}: {self.outcome}."]
        if self.corrected:
            more = len(self.corrected) - _SHOWN
            lines += ["", "Wieder wie vorher:", *(f"  {cell}" for cell in self.corrected[:_SHOWN])]
            lines += [f"  und {more} weitere"] if more > 0 else []
        return "\n".join(lines)


def undo_import(
    book: Book, *, who: str, when: dt.datetime, probe: bool = False, shown: str | None = None
) -> UndoReport:
    """Give the cells of the last import back what they held, and write one row into Protokoll.

    All or nothing: with one cell that holds something else than the import wrote, nothing is written.

    Args:
        book: The workbook behind the port.
        who: Who does it, for the log.
        when: When, local time.
        probe: Only look what would be written.
        shown: ``UndoReport.fingerprint`` of what was shown before; it must be the same still.

    Raises:
        FileError: There is no import to undo, or the workbook is not any more what was shown.
        InputError: Cells were changed since the import; each is named.
    """
    snapshot = Snapshot(book)
    index = snapshot.index
    names = actual_names(snapshot.model.shape)
    snapshot.take([*map(index.place, names), log_place(index), undo_place(index)])
    last = record(snapshot)
    report = UndoReport(last, _cells(Places.of(snapshot), last), not probe)
    if shown is not None and shown != report.fingerprint:
        raise FileError(
            "Die Arbeitsmappe hat sich inzwischen geändert. Es wurde nichts geschrieben. Bitte wiederholen."
        )
    if not probe:
        changes = "; ".join((f"{report.what}: {report.outcome}", *map(str, report.corrected)))
        checksum = report.fingerprint
        log = log_write(
            snapshot, who=who, when=when, checksum=checksum, outcome="Einlesen zurückgenommen", changes=changes
        )
        book.write([*blocks({cell.place: cell.after for cell in report.cells}), *forget_write(snapshot), log])
    return report


def _cells(places: Places, last: Record) -> tuple[Restored, ...]:
    """The import's cells, each still as it left them.

    Raises:
        InputError: For all that are not, together.
    """
    found, errors = [], []
    for figure in last.figures:
        try:
            cell = _cell(places, figure)
        except InputError as error:
            what = f"{figure.measure}, {figure.unit}, {figure.month}"
            errors.append(error.at(f"{what}: {error.place}"))
            continue
        found.append(cell)
        if cell.before != figure.after:
            sheet, row, column = cell.place
            label = f"{cell.measure.label}, {cell.unit}, {month_label(cell.month)}"
            place = f"{quote_sheet(sheet)}!{address(row, column)} ({label})"
            expected = f"{_shown(figure.after)}, wie eingelesen"
            errors.append(InputError(place, _shown(cell.before), expected))
    if errors:
        named = count(len(errors), "Wert", "Werte")
        heading = (
            f"{visible(last.source)}, eingelesen am {visible(last.when)}: {named} inzwischen geändert; es wurde nichts "
            "zurückgenommen."
        )
        raise several(errors, heading=heading, shown=_SHOWN)
    return tuple(found)


def _cell(places: Places, figure: Replaced) -> Restored:
    measure, month = read_measure(figure.measure), read_month(figure.month)
    entry = places.entry(measure, places.slot(measure, figure.unit), month, figure.after)
    return Restored(measure, entry.unit, month, entry.place, entry.before, figure.before)


def _shown(value: Scalar) -> str:
    if value in (None, ""):
        return "leer"
    return number(value) if isinstance(value, float) else visible(str(value))
