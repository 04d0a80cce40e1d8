"""Takes a delivery into the workbook: every row finds its cell, or nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeVar

from jcplan.actions import log_write, place_of
from jcplan.actuals.entries import month_label, read_measure, read_month, read_value
from jcplan.actuals.report import Entry, ImportReport
from jcplan.actuals.table import Line, Table
from jcplan.actuals.units import TOTAL, Units
from jcplan.cells import Area, Rows, Scalar, address, quote_sheet
from jcplan.errors import InputError, several
from jcplan.model import input_field
from jcplan.model.teams import MEASURES, UNITS, Measure
from jcplan.port import Book, Write

_YEAR: Final = "Annahme_Planjahr"
_KEYS: Final = "Team_Kuerzel"
_NAMES: Final = "Team_Name"
_SHOWN: Final = 20  # findings of a file

_T = TypeVar("_T")


def import_actuals(
    book: Book, table: Table, *, checksum: str, who: str, when: dt.datetime, probe: bool = False
) -> ImportReport:
    """Write a delivery into the sheet Istwerte and one row into Protokoll.

    All or nothing: with one bad row nothing is written.

    Args:
        book: The workbook behind the port.
        table: The delivery as read.
        checksum: Short hash of the file's content.
        who: Who did it, for the log.
        when: When, local time.
        probe: Only look what would be written.

    Raises:
        InputError: Rows that cannot be used, each named by line and column; or a workbook without places for them.
    """
    places = _Places.of(book)
    report = ImportReport(table.name, checksum, places.year, _entries(places, table), written=not probe)
    if not probe:
        outcome = "Istwerte importiert"
        log = log_write(book, who=who, when=when, checksum=checksum, outcome=outcome, changes=report.changes_text)
        book.write([*_writes(report.new + report.corrections), log])
    return report


def _writes(entries: Sequence[Entry]) -> Iterator[Write]:
    """One write for each run of cells side by side."""
    after = {entry.place: entry.after for entry in entries}
    runs = groupby(enumerate(sorted(after)), key=lambda item: (*item[1][:2], item[1][2] - item[0]))
    for (sheet, row, _), run in runs:
        places = [place for _, place in run]
        area = Area(row, places[0][2], row, places[-1][2])
        yield Write(sheet, area, (tuple(after[place] for place in places),))


# ---- the workbook's side ----------------------------------------------------------------------


@dataclass(frozen=True)
class _Block:
    """Cells of a defined name with what they hold."""

    sheet: str
    area: Area
    values: Rows

    @classmethod
    def of(cls, book: Book, name: str, rows: int, columns: int = 1) -> _Block:
        """The block; a name that stands for another number of cells is refused."""
        sheet, area = place_of(book, name)
        if area.shape != (rows, columns):
            found = "{} Zeilen und {} Spalten".format(*area.shape)
            raise InputError(f"Name {name}", found, f"{rows} Zeilen und {columns} Spalten")
        return cls(sheet, area, book.read(sheet, area))

    @property
    def column(self) -> list[Scalar]:
        """The first column's values."""
        return [row[0] for row in self.values]


@dataclass(frozen=True)
class _Places:
    """Where a workbook keeps actuals: its year, its teams, its cells by defined name."""

    year: int
    units: Units
    blocks: dict[str, _Block]

    @classmethod
    def of(cls, book: Book) -> _Places:
        """The places of a workbook."""
        units = Units.of(_Block.of(book, _KEYS, UNITS).column, _Block.of(book, _NAMES, UNITS).column)
        if not any(units.keys):
            raise InputError(_KEYS, "kein Team", "mindestens ein Kürzel", "Bitte zuerst das Blatt Teams ausfüllen.")
        blocks = {}
        for measure in MEASURES:
            blocks[measure.actual] = _Block.of(book, measure.actual, UNITS, 12)
            blocks[measure.reported] = _Block.of(book, measure.reported, 1, 12)
            if measure.stock:
                blocks[measure.actual_before] = _Block.of(book, measure.actual_before, UNITS)
        return cls(_plan_year(book), units, blocks)

    def entry(self, measure: Measure, unit: int | None, month: dt.date, value: float | str) -> Entry:
        """A figure with its cell.

        Raises:
            InputError: The workbook has no place for its month.
        """
        before = dt.date(self.year - 1, 12, 1)
        column = month.month - 1
        if month.year == self.year:
            name = measure.reported if unit is None else measure.actual
        elif month == before and measure.stock and unit is not None:
            name, column = measure.actual_before, 0
        else:
            also = f" oder für Teams den {month_label(before)}" if measure.stock else ""
            raise InputError("monat", month_label(month), f"einen Monat des Planjahres {self.year}{also}")
        block, row = self.blocks[name], unit or 0
        place = (block.sheet, block.area.top + row, block.area.left + column)
        label = TOTAL if unit is None else self.units.keys[unit]
        return Entry(measure, label, month, place, block.values[row][column], value)


def _plan_year(book: Book) -> int:
    sheet, area = place_of(book, _YEAR)
    field = input_field(_YEAR)
    value = field.check(
        book.read(sheet, area)[0][0], f"{quote_sheet(sheet)}!{address(area.top, area.left)} ({field.label})"
    )
    assert isinstance(value, float), "the year may not be blank"
    return int(value)


# ---- rows find their cells --------------------------------------------------------------------


def _entries(places: _Places, table: Table) -> tuple[Entry, ...]:
    """One entry a line.

    Raises:
        InputError: For all lines that cannot be used, together.
    """
    findings: list[InputError] = []
    found: dict[tuple[str, int, int], tuple[int, Entry]] = {}
    for line in table.lines:
        entry, errors = _entry(places, table, line)
        findings += errors
        if entry is None:
            continue
        if entry.place in found:
            earlier = found[entry.place][0]
            what = f"noch einmal {entry.measure.label}, {entry.unit}, {month_label(entry.month)} (wie Zeile {earlier})"
            findings.append(InputError(f"Zeile {line.number}", what, "jede Angabe nur einmal"))
        else:
            found[entry.place] = line.number, entry
    if findings:
        heading = f"{table.name}: {len(findings)} Fehler, nichts geschrieben."
        raise several(findings, heading=heading, shown=_SHOWN)
    if not found:
        raise InputError(table.name, "keine Zeile mit Werten", "mindestens eine unter der Kopfzeile")
    return tuple(entry for _, entry in found.values())


def _entry(places: _Places, table: Table, line: Line) -> tuple[Entry | None, list[InputError]]:
    """The line's entry, or what is wrong with each of its cells."""
    if line.misshapen:
        return None, [line.misshapen]
    errors: list[InputError] = []

    def read(column: str, reader: Callable[[Scalar], _T]) -> _T | None:
        try:
            return reader(line.cells[column])
        except InputError as error:
            errors.append(error.at(f"Zeile {line.number}, Spalte {column}"))
            return None

    month = read("monat", lambda cell: read_month(cell, table.day_zero))
    unit = read("einheit", places.units.find)
    measure = read("kennzahl", read_measure)
    value = read("wert", lambda cell: read_value(cell, comma=table.comma))
    if errors or month is None or measure is None or value is None:
        return None, errors
    return read("monat", lambda _: places.entry(measure, unit, month, value)), errors
