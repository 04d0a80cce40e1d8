"""The figures of a file one by one, whatever its layout: a row a figure, or months, units or measures as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from jcplan.actuals import cross, wide
from jcplan.actuals.feet import body
from jcplan.actuals.line import COLUMNS, GROUP, Line, is_blank
from jcplan.actuals.text import FORMATS, TOP, Row, decoded, separator_of, split
from jcplan.actuals.words import composed
from jcplan.cells import DAY_ZERO, Scalar
from jcplan.errors import InputError
from jcplan.german import literal, visible

_EXPECTED: Final = (
    f"eine Überschriftenzeile mit {', '.join(COLUMNS)}, oder mit einheit und Monaten wie Jan 2017, "
    "oder mit monat und Teams"
)
_COMMA: Final = "Komma trennt hier Felder und Dezimalstellen; bitte mit Semikolon getrennt speichern."


@dataclass(frozen=True)
class Table:
    """The figures of a file.

    Attributes:
        name: The file's name, for messages.
        lines: One for each figure, in the file's order.
        day_zero: The day from which numbers count where they stand for dates.
        comma: Whether commas separate, so that a point in a number may be a decimal point.
        notes: What was recognised and what was not read, German sentences.
        checksum: Short hash of the file's content.
    """

    name: str
    lines: tuple[Line, ...]
    day_zero: dt.date = DAY_ZERO
    comma: bool = False
    notes: tuple[str, ...] = ()
    checksum: str = ""

    def among_others(self) -> Table:
        """The same with places that name the file."""
        return replace(self, lines=tuple(replace(line, file=self.name) for line in self.lines))


def read_csv(name: str, data: bytes) -> Table:
    """A CSV file: UTF-8, UTF-16 or Windows-1252; semicolons, tabs, or commas where they cannot be misread.

    Args:
        name: The file's name, for messages.
        data: Its content.

    Raises:
        InputError: It cannot be decoded or split, or has no such columns.
    """
    name = visible(composed(name))
    text = decoded(name, data)
    separator = separator_of(text, _is_header)
    if separator:
        return _long_table(name, list(split(name, text, separator)), separator=separator)
    separator = separator_of(text, wide.is_header)
    if separator == ",":
        raise InputError(name, "Monate als Spalten, mit Komma getrennt", "Semikolons", _COMMA)
    if separator:
        read = wide.read(name, list(split(name, text, separator)), separator=separator)
        return Table(name, read.lines, notes=read.notes)
    for separator in (";", "\t", ","):
        rows: list[Row] = []
        with suppress(InputError):  # by another one the quotation marks may fit
            rows = list(split(name, text, separator))
        if cross.has_header(rows):
            if separator == ",":
                raise InputError(name, "eine Tabelle mit Monaten, mit Komma getrennt", "Semikolons", _COMMA)
            read = cross.read(name, rows, separator=separator)
            return Table(name, read.lines, notes=read.notes)
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    raise InputError(name, f"als Anfang {literal(first)}" if first else "nichts", _EXPECTED, FORMATS)


def read_sheets(
    name: str,
    sheets: Iterable[tuple[str, Sequence[Row]]],
    day_zero: dt.date = DAY_ZERO,
    *,
    is_plan: bool = False,
) -> Table:
    """The one worksheet of a workbook that has a row a figure, or else all with months, units or measures as columns.

    Args:
        name: The file's name, for messages.
        sheets: Name and rows of each sheet.
        day_zero: The day from which the workbook counts dates.
        is_plan: Whether it is a planning workbook, whose own sheets have months as columns.

    Raises:
        InputError: No sheet has the columns, or a sheet cannot be understood.
    """
    name = visible(composed(name))
    known = [(title, [(number, _composed(row)) for number, row in rows]) for title, rows in sheets]
    long = next(((title, rows) for title, rows in known if any(_is_header(row) for _, row in rows[:TOP])), None)
    if long:
        table = _long_table(name, long[1], day_zero, sheet=long[0] if len(known) > 1 else "")
        unread = _unread({long[0]}, known, "ein anderes Blatt hat eine Zeile je Wert")
        return replace(table, notes=(*table.notes, *unread))
    kinds = [] if is_plan else [(title, rows, _layout(rows, day_zero)) for title, rows in known]
    tables = [(title, rows, layout) for title, rows, layout in kinds if layout]
    if not tables:
        raise InputError(name, "kein Blatt mit diesen Spalten", _EXPECTED, FORMATS)
    read = [
        layout(name, rows, day_zero, sheet=title, is_one_of_several=len(known) > 1) for title, rows, layout in tables
    ]
    notes = [note for one in read for note in one.notes]
    notes += _unread({title for title, *_ in tables}, known, "ohne Monate")
    return Table(name, tuple(line for one in read for line in one.lines), day_zero, notes=tuple(notes))


def _layout(rows: Sequence[Row], day_zero: dt.date) -> Callable[..., wide.Read] | None:
    """What reads the table of a sheet; None where it holds none."""
    if wide.has_header(rows, day_zero):
        return wide.read
    return cross.read if cross.has_header(rows, day_zero) else None


def _unread(read: Collection[str], known: Sequence[tuple[str, Sequence[Row]]], why: str) -> list[str]:
    """A sentence that names the sheets that are not read."""
    unread = [visible(title) for title, rows in known if rows and title not in read]
    return [f"Nicht gelesen, weil {why}: Blatt {', '.join(unread)}."] if unread else []


def _composed(row: Sequence[Scalar]) -> list[Scalar]:
    return [composed(cell) if isinstance(cell, str) else cell for cell in row]


# ---- a row a figure ---------------------------------------------------------------------------


def _title(cell: Scalar) -> str:
    return str(cell or "").strip().casefold()


def _is_header(row: Sequence[Scalar]) -> bool:
    return set(COLUMNS) <= {_title(cell) for cell in row}


def _long_table(
    name: str,
    rows: Sequence[Row],
    day_zero: dt.date = DAY_ZERO,
    *,
    separator: str | None = None,
    sheet: str = "",
) -> Table:
    """The lines below the header. Without a separator the rows are a worksheet's."""
    start = next(i for i, (_, row) in enumerate(rows) if _is_header(row))
    number, header = rows[start]
    titles = [_title(cell) for cell in header]
    columns = [*COLUMNS, *([GROUP] if GROUP in titles else [])]
    for column in columns:
        if titles.count(column) > 1:
            raise InputError(f"{name}, Zeile {number}", f"mehrere Spalten {column}", "jede Spalte einmal")
    if separator == "," and len(titles) != len(columns):
        raise InputError(f"{name}, Zeile {number}", f"{len(titles)} Spalten", f"genau {len(columns)}", _COMMA)
    under = body(rows[start + 1 :])
    lines = tuple(_line(number, row, titles, columns, separator) for number, row in under.rows)
    place = f"Blatt {visible(sheet)}, Zeile {number}" if sheet else f"Zeile {number}"
    notes = [f"Eine Zeile je Wert unter der Kopfzeile ({place}: {'; '.join(columns)})."]
    further = [visible(str(cell))[:40] for cell in header if not is_blank(cell) and _title(cell) not in columns]
    if further:
        notes.append(f"Nicht gelesen: {'Spalte' if len(further) == 1 else 'Spalten'} {', '.join(further)}.")
    return Table(name, lines, day_zero, comma=separator == ",", notes=(*notes, *under.notes))


def _line(
    number: int, row: Sequence[Scalar], titles: Sequence[str], columns: Sequence[str], separator: str | None
) -> Line:
    misshapen = None
    surplus = not all(map(is_blank, row[len(titles) :]))
    if (separator and surplus) or (separator == "," and len(row) != len(titles)):
        advice = _COMMA if separator == "," else "Ein Feld mit einem Trennzeichen darin gehört in Anführungszeichen."
        misshapen = InputError(f"Zeile {number}", f"{len(row)} Felder", f"{len(titles)} wie in der Kopfzeile", advice)
    padded = (*row, *[None] * len(titles))
    return Line(number, {column: padded[titles.index(column)] for column in columns}, misshapen)
