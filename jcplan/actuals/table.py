"""A long table as a file has it: the columns that count, line by line, whatever the file's format."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.german import literal

COLUMNS: Final = ("monat", "einheit", "kennzahl", "wert")
EXCEL_DAY_ZERO: Final = dt.date(1899, 12, 30)
_EXPECTED: Final = "eine Überschriftenzeile mit " + ", ".join(COLUMNS)
_ADVICE: Final = "Gelesen werden .xlsx, .xlsm und CSV in UTF-8 oder Windows-1252, mit Semikolon getrennt."
_COMMA: Final = "Komma trennt hier Felder und Dezimalstellen; bitte mit Semikolon getrennt speichern."
_TOP: Final = 20  # the header stands in one of the first rows


Row = tuple[int, Sequence[Scalar]]
"""A row of a file: its number, and its cells from the first column on."""


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        number: Its number in the file.
        cells: Its cells by column name.
        misshapen: What is wrong with the number of its fields.
    """

    number: int
    cells: Mapping[str, Scalar]
    misshapen: InputError | None = None


@dataclass(frozen=True)
class Table:
    """The lines of a file that hold anything.

    Attributes:
        name: The file's name, for messages.
        lines: The lines below the header.
        day_zero: The day from which numbers count where they stand for dates.
        comma: Whether commas separate, so that a point in a number may be a decimal point.
    """

    name: str
    lines: tuple[Line, ...]
    day_zero: dt.date = EXCEL_DAY_ZERO
    comma: bool = False


def read_csv(name: str, data: bytes) -> Table:
    """A CSV file: UTF-8 or Windows-1252; semicolons, tabs, or commas where they cannot be misread.

    Args:
        name: The file's name, for messages.
        data: Its content.

    Raises:
        InputError: It cannot be decoded or split, or has no such columns.
    """
    text = _decoded(name, data)
    separator = _separator(text)
    rows = list(_split(name, text, separator)) if separator else []
    table = _table(name, rows, separator=separator)
    if table is None:
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        raise InputError(name, f"als Anfang {literal(first)}" if first else "nichts", _EXPECTED, _ADVICE)
    return table


def read_sheets(name: str, sheets: Iterable[Sequence[Row]], day_zero: dt.date = EXCEL_DAY_ZERO) -> Table:
    """The first worksheet of a workbook that has the columns.

    Args:
        name: The file's name, for messages.
        sheets: The rows of each sheet.
        day_zero: The day from which the workbook counts dates.

    Raises:
        InputError: No sheet has the columns.
    """
    for rows in sheets:
        table = _table(name, rows, day_zero=day_zero)
        if table is not None:
            return table
    raise InputError(name, "kein Blatt mit diesen Spalten", _EXPECTED, _ADVICE)


# ---- CSV --------------------------------------------------------------------------------------


def _decoded(name: str, data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
    raise InputError(f"{name}, Zeile {line}", "ein unlesbares Zeichen", "Text in UTF-8 oder Windows-1252", _ADVICE)


def _separator(text: str) -> str | None:
    """What separates the fields of the header."""
    for line in text.splitlines()[:_TOP]:
        for separator in (";", "\t", ","):
            if _is_header(next(csv.reader([line], delimiter=separator), [])):
                return separator
    return None


def _split(name: str, text: str, separator: str) -> Iterator[Row]:
    """Each row with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    first = 1
    try:
        for row in reader:
            yield first, row
            first = reader.line_num + 1
    except csv.Error:
        found = "ein Anführungszeichen ohne Gegenstück"
        raise InputError(f"{name}, Zeile {first}", found, "ganze Felder in Anführungszeichen") from None


# ---- both -------------------------------------------------------------------------------------


def _title(cell: Scalar) -> str:
    return str(cell or "").strip().casefold()


def _is_header(row: Sequence[Scalar]) -> bool:
    return set(COLUMNS) <= {_title(cell) for cell in row}


def _is_blank(cell: Scalar) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _table(
    name: str,
    rows: Sequence[Row],
    *,
    day_zero: dt.date = EXCEL_DAY_ZERO,
    separator: str | None = None,
) -> Table | None:
    """The lines below the header; None without a header. Without a separator the rows are a worksheet's."""
    start = next((i for i, (_, row) in enumerate(rows[:_TOP]) if _is_header(row)), None)
    if start is None:
        return None
    number, header = rows[start]
    titles = [_title(cell) for cell in header]
    for column in COLUMNS:
        if titles.count(column) > 1:
            raise InputError(f"{name}, Zeile {number}", f"mehrere Spalten {column}", "jede Spalte einmal")
    if separator == "," and len(titles) != len(COLUMNS):
        raise InputError(f"{name}, Zeile {number}", f"{len(titles)} Spalten", f"genau {len(COLUMNS)}", _COMMA)
    filled = [(number, row) for number, row in rows[start + 1 :] if not all(map(_is_blank, row))]
    lines = tuple(_line(number, row, titles, separator) for number, row in filled)
    return Table(name, lines, day_zero, comma=separator == ",")


def _line(number: int, row: Sequence[Scalar], titles: Sequence[str], separator: str | None) -> Line:
    misshapen = None
    surplus = not all(map(_is_blank, row[len(titles) :]))
    if (separator and surplus) or (separator == "," and len(row) != len(titles)):
        advice = _COMMA if separator == "," else "Ein Feld mit einem Trennzeichen darin gehört in Anführungszeichen."
        misshapen = InputError(f"Zeile {number}", f"{len(row)} Felder", f"{len(titles)} wie in der Kopfzeile", advice)
    padded = (*row, *[None] * len(titles))
    return Line(number, {column: padded[titles.index(column)] for column in COLUMNS}, misshapen)
