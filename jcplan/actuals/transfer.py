"""Takes deliveries into the workbook: every row finds its cell, or nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from jcplan.actuals.entries import named_money, of_group, read_group, read_measure, read_money, read_share, read_value
from jcplan.actuals.line import Line
from jcplan.actuals.months import month_label, read_month
from jcplan.actuals.places import Places, actual_names
from jcplan.actuals.planned import planned, planned_places
from jcplan.actuals.plausible import oddities
from jcplan.actuals.report import Entry, ImplausibleError, ImportReport
from jcplan.actuals.table import Table
from jcplan.actuals.undo import record_write, undo_place
from jcplan.actuals.units import TOTAL
from jcplan.cells import Scalar
from jcplan.errors import FileError, InputError, several
from jcplan.german import literal
from jcplan.log import log_place, log_write
from jcplan.model.teams import Measure
from jcplan.port import Book, blocks
from jcplan.snapshot import Snapshot

_SHOWN: Final = 20  # findings of a file

_T = TypeVar("_T")


def refuse_unready(book: Book) -> None:
    """Makes sure that a workbook can take actuals, before anybody is asked for files.

    Raises:
        InputError: It is no planning workbook, or has no teams or no year.
        FileError: It is of another version.
    """
    snapshot = Snapshot(book)
    names = actual_names(snapshot.model.shape)
    Places.of(snapshot.take([*map(snapshot.index.place, names), undo_place(snapshot.index)]))


def import_actuals(
    book: Book,
    tables: Sequence[Table],
    *,
    who: str,
    when: dt.datetime,
    probe: bool = False,
    anyway: bool = False,
    shown: str | None = None,
) -> ImportReport:
    """Write deliveries into the sheet Istwerte and one row into Protokoll, with what it takes to undo it.

    All or nothing over all files: with one bad row nothing is written; nor with one that looks wrong, unless it is
    taken ``anyway``.

    Args:
        book: The workbook behind the port.
        tables: The deliveries as read. A figure that several have must be the same in all.
        who: Who did it, for the log.
        when: When, local time.
        probe: Only look what would be written.
        anyway: Take figures that look wrong.
        shown: ``ImportReport.fingerprint`` of what was shown before; it must be the same still.

    Raises:
        InputError: Rows that cannot be used, each named by line and column; or a workbook without places for them.
        ImplausibleError: Figures that look wrong.
        FileError: A file or the workbook is not any more what was shown.
    """
    snapshot = Snapshot(book)
    index = snapshot.index
    names = actual_names(snapshot.model.shape)
    wanted = [*map(index.place, names), *planned_places(index), log_place(index), undo_place(index)]
    snapshot.take(wanted)
    places = Places.of(snapshot)
    tables = [table.among_others() for table in tables] if len(tables) > 1 else list(tables)
    found, twice = _entries(places, tables)
    report = ImportReport(
        files=tuple((table.name, table.checksum, table.notes) for table in tables),
        year=places.year,
        entries=tuple(entry for _, entry in found),
        written=not probe,
        oddities=oddities(places, found, planned(snapshot), when.date()),
        notes=tuple(_read_as(places, found)),
        twice=twice,
    )
    if shown is not None and shown != report.fingerprint:
        raise FileError(
            f"{report.source}: Seit der Vorschau hat sich eine Datei oder die Arbeitsmappe geändert. Es wurde nichts "
            "geschrieben. Bitte noch einmal einlesen."
        )
    if report.oddities and not (probe or anyway):
        raise ImplausibleError(replace(report, written=False))
    if not probe:
        outcome = f"Istwerte trotz {report.odd} importiert" if report.oddities else "Istwerte importiert"
        log = log_write(
            snapshot, who=who, when=when, checksum=report.checksum, outcome=outcome, changes=report.changes_text
        )
        changed = report.new + report.corrections
        undo = record_write(snapshot, changed, source=report.source, who=who, when=when)
        book.write([*blocks({entry.place: entry.after for entry in changed}), *undo, log])
    return report


# ---- rows find their cells --------------------------------------------------------------------


def _entries(places: Places, tables: Sequence[Table]) -> tuple[list[tuple[Line, Entry]], int]:
    """One entry a figure, and how many figures stand in several files alike.

    Raises:
        InputError: For all lines that cannot be used, together.
    """
    findings: dict[str, InputError] = {}  # each once: one header may spoil many figures
    found: dict[tuple[str, int, int], tuple[Line, Entry]] = {}
    twice = 0
    for table, line in ((one, line) for one in tables for line in one.lines):
        entry, errors = entry_of(places, table, line)
        findings |= {str(error): error for error in errors}
        if entry is None:
            continue
        earlier = found.setdefault(entry.place, (line, entry))
        if earlier[0] is line:
            continue
        if earlier[0].file != line.file and earlier[1].after == entry.after:
            twice += 1
            continue
        error = _clash(earlier, (line, entry))
        findings[str(error)] = error
    if findings:
        name = tables[0].name if len(tables) == 1 else f"{len(tables)} Dateien"
        raise several(
            list(findings.values()), heading=f"{name}: {len(findings)} Fehler, nichts geschrieben.", shown=_SHOWN
        )
    for table in tables:
        if not table.lines:
            raise InputError(table.name, "keine Zeile mit Werten", "mindestens eine unter der Kopfzeile")
    return list(found.values()), twice


def _clash(earlier: tuple[Line, Entry], later: tuple[Line, Entry]) -> InputError:
    """One figure that stands at two places."""
    (first, held), (line, entry) = earlier, later
    what = f"{entry.measure.label}, {entry.unit}, {month_label(entry.month)}"
    if first.file == line.file:
        return InputError(line.whole, f"noch einmal {what} (wie {first.whole})", "jede Angabe nur einmal")
    found = f"{what}: {entry.shown_after}, aber {held.shown_after} in {first.whole}"
    return InputError(line.whole, found, "in allen Dateien dieselbe Zahl")


def entry_of(places: Places, table: Table, line: Line) -> tuple[Entry | None, list[InputError]]:
    """The line's entry, or what is wrong with each of its cells."""
    if line.fault:
        return None, [line.fault]
    errors: list[InputError] = []

    def read(column: str, reader: Callable[[Scalar], _T]) -> _T | None:
        try:
            return reader(line.cells.get(column))
        except InputError as error:
            errors.append(error.at(line.place(column)))
            return None

    month = read("monat", lambda cell: read_month(cell, table.day_zero))
    money = named_money(line.cells.get("kennzahl"))
    find = places.instruments.find if money else lambda cell: places.units.find(cell, table.day_zero)
    unit = read("einheit", find)
    measure = read("kennzahl", lambda cell: read_measure(cell, places.groups))
    group = read("gruppe", lambda cell: read_group(cell, places.groups))
    if measure is not None and group is not None:
        named = measure
        measure = read("gruppe", lambda _: _of_group(places, named, group))
    if measure is None:  # what figure to expect is not known
        return None, errors
    if measure.of_law and unit is not None:
        named_unit = literal(places.units.keys[unit])
        errors.append(
            InputError(line.place("einheit"), named_unit, f"{TOTAL}: Kennzahlen gibt es nur für das Jobcenter")
        )
    value: float | str | None
    if money:
        value = read("wert", lambda cell: read_money(cell, comma=table.comma))
    else:
        value = read("wert", read_share if measure.of_law else lambda cell: read_value(cell, comma=table.comma))
    if errors or month is None or value is None:
        return None, errors
    counted = measure
    return read("monat", lambda _: places.entry(counted, unit, month, value)), errors


def _of_group(places: Places, measure: Measure, group: int) -> Measure:
    """The measure of a group that the plan has."""
    found = of_group(measure, group)
    if found.group > len(places.groups):
        known = f"G1 bis G{len(places.groups)}" if len(places.groups) > 1 else "G1"
        raise InputError("gruppe", f"G{found.group}", f"eine Gruppe des Plans, {known}")
    return found


def _read_as(places: Places, found: Sequence[tuple[Line, Entry]]) -> Iterator[str]:
    """A sentence that names the units that are written otherwise than in the workbook."""
    known: dict[str, str] = {}
    for line, entry in found:
        cell = line.cells["einheit"]
        units = places.instruments if entry.measure.is_money else places.units
        if isinstance(cell, str) and cell not in known and not units.is_as_written(cell):
            known[cell] = f"{literal(cell).removesuffix(' (Text)')} als {entry.unit}"
    if known:
        more = len(known) - _SHOWN
        listed = "; ".join([*known.values()][:_SHOWN]) + (f" und {more} weitere" if more > 0 else "")
        yield f"Einheiten zugeordnet: {listed}."
