"""Takes a delivery into the workbook: every row finds its cell, or nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from jcplan.actuals.entries import of_group, read_group, read_measure, read_value
from jcplan.actuals.line import Line
from jcplan.actuals.months import month_label, read_month
from jcplan.actuals.places import Places, actual_names
from jcplan.actuals.planned import planned, planned_places
from jcplan.actuals.plausible import oddities
from jcplan.actuals.report import Entry, ImplausibleError, ImportReport
from jcplan.actuals.table import Table
from jcplan.cells import Scalar
from jcplan.errors import InputError, several
from jcplan.log import log_place, log_write
from jcplan.model.teams import Measure
from jcplan.port import Book, blocks
from jcplan.snapshot import Snapshot

_SHOWN: Final = 20  # findings of a file

_T = TypeVar("_T")


def import_actuals(
    book: Book,
    table: Table,
    *,
    checksum: str,
    who: str,
    when: dt.datetime,
    probe: bool = False,
    anyway: bool = False,
) -> ImportReport:
    """Write a delivery into the sheet Istwerte and one row into Protokoll.

    All or nothing: with one bad row nothing is written; nor with one that looks wrong, unless it is taken ``anyway``.

    Args:
        book: The workbook behind the port.
        table: The delivery as read.
        checksum: Short hash of the file's content.
        who: Who did it, for the log.
        when: When, local time.
        probe: Only look what would be written.
        anyway: Take figures that look wrong.

    Raises:
        InputError: Rows that cannot be used, each named by line and column; or a workbook without places for them.
        ImplausibleError: Figures that look wrong.
    """
    snapshot = Snapshot(book)
    index = snapshot.index
    snapshot.take(
        [*map(index.place, actual_names(snapshot.model.shape.gruppen)), *planned_places(index), log_place(index)]
    )
    places = Places.of(snapshot)
    found = _entries(places, table)
    odd = oddities(places, found, planned(snapshot), when.date())
    entries = tuple(entry for _, entry in found)
    report = ImportReport(table.name, checksum, places.year, entries, not probe, odd, table.notes)
    if odd and not (probe or anyway):
        raise ImplausibleError(replace(report, written=False))
    if not probe:
        outcome = f"Istwerte trotz {report.odd} importiert" if odd else "Istwerte importiert"
        log = log_write(snapshot, who=who, when=when, checksum=checksum, outcome=outcome, changes=report.changes_text)
        after = {entry.place: entry.after for entry in report.new + report.corrections}
        book.write([*blocks(after), log])
    return report


# ---- rows find their cells --------------------------------------------------------------------


def _entries(places: Places, table: Table) -> list[tuple[Line, Entry]]:
    """One entry a line.

    Raises:
        InputError: For all lines that cannot be used, together.
    """
    findings: dict[str, InputError] = {}  # each once: one header may spoil many figures
    found: dict[tuple[str, int, int], tuple[Line, Entry]] = {}
    for line in table.lines:
        entry, errors = _entry(places, table, line)
        findings |= {str(error): error for error in errors}
        if entry is None:
            continue
        if entry.place in found:
            earlier = found[entry.place][0]
            what = f"noch einmal {entry.measure.label}, {entry.unit}, {month_label(entry.month)} (wie {earlier.whole})"
            error = InputError(line.whole, what, "jede Angabe nur einmal")
            findings[str(error)] = error
        else:
            found[entry.place] = line, entry
    if findings:
        heading = f"{table.name}: {len(findings)} Fehler, nichts geschrieben."
        raise several(list(findings.values()), heading=heading, shown=_SHOWN)
    if not found:
        raise InputError(table.name, "keine Zeile mit Werten", "mindestens eine unter der Kopfzeile")
    return list(found.values())


def _entry(places: Places, table: Table, line: Line) -> tuple[Entry | None, list[InputError]]:
    """The line's entry, or what is wrong with each of its cells."""
    if line.misshapen:
        return None, [line.misshapen]
    errors: list[InputError] = []

    def read(column: str, reader: Callable[[Scalar], _T]) -> _T | None:
        try:
            return reader(line.cells.get(column))
        except InputError as error:
            errors.append(error.at(line.place(column)))
            return None

    month = read("monat", lambda cell: read_month(cell, table.day_zero))
    unit = read("einheit", lambda cell: places.units.find(cell, table.day_zero))
    measure = read("kennzahl", lambda cell: read_measure(cell, places.groups))
    group = read("gruppe", lambda cell: read_group(cell, places.groups))
    if measure is not None and group is not None:
        named = measure
        measure = read("gruppe", lambda _: _of_group(places, named, group))
    value = read("wert", lambda cell: read_value(cell, comma=table.comma))
    if errors or month is None or group is None or measure is None or value is None:
        return None, errors
    return read("monat", lambda _: places.entry(measure, unit, month, value)), errors


def _of_group(places: Places, measure: Measure, group: int) -> Measure:
    """The measure of a group that the plan has."""
    found = of_group(measure, group)
    if found.group > len(places.groups):
        known = f"G1 bis G{len(places.groups)}" if len(places.groups) > 1 else "G1"
        raise InputError("gruppe", f"G{found.group}", f"eine Gruppe des Plans, {known}")
    return found
