"""What a worksheet cell can hold, and how cells are addressed. Near the leaf: only errors and figures below.

Rows and columns count from 1, as a spreadsheet's do. A blank cell is ``None``; a blank is not 0.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jcplan.german import number

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
"""Where a sheet ends."""
ERROR_CODES: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


@dataclass(frozen=True)
class CellError:
    """An error value in a cell, such as ``#VALUE!``; ``message`` is its German explanation."""

    code: str
    message: str = ""

    def __str__(self) -> str:
        return self.code


Scalar = float | bool | str | CellError | None
"""One cell: a number, TRUE/FALSE, a text, an error value, or None for a blank."""

Rows = tuple[tuple[Scalar, ...], ...]
"""A rectangular block of cells, row by row."""


def rows_of(value: Scalar | Rows) -> Rows:
    """One value or a block, as a block.

    >>> rows_of(1.0), rows_of(((1.0, 2.0),))
    (((1.0,),), ((1.0, 2.0),))
    """
    return value if isinstance(value, tuple) else ((value,),)


@dataclass(order=True, unsafe_hash=True, slots=True)  # never changed; frozen ones take three times as long to make
class Area:
    """A rectangle of cells, corners included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top + 1, self.right - self.left + 1

    def __contains__(self, cell: object) -> bool:
        if not isinstance(cell, tuple):
            return False
        row, column = cell
        return bool(self.top <= row <= self.bottom and self.left <= column <= self.right)

    def overlaps(self, other: Area) -> bool:
        """Whether the two have a cell in common."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom

    def __iter__(self) -> Iterator[tuple[int, int]]:
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


@dataclass(unsafe_hash=True, slots=True)  # as Area
class Cell:
    """One cell of a worksheet as stored: its value and, where it has one, its formula.

    Attributes:
        value: The value, or the cached result of the formula.
        formula: The formula without ``=``, in the file's (English) form; None for a constant.
        array: The area that an array formula fills; set on its first cell only.
        style: Index of the cell's format in the file (None: default format).
    """

    value: Scalar = None
    formula: str | None = None
    array: Area | None = None
    style: int | None = None


def column_name(column: int) -> str:
    """Letters of a column.

    >>> column_name(1), column_name(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Number of a column.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """Address of a cell.

    >>> address(7, 4)
    'D7'
    """
    return f"{column_name(column)}{row}"


_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6}))?")


@lru_cache(maxsize=20_000)
def parse_area(text: str) -> Area | None:
    """The area that ``B2``, ``$B$2:$C$9`` and the like name, or None where the text is no address.

    >>> parse_area("$B$2:C9")
    Area(top=2, left=2, bottom=9, right=3)
    """
    match = _AREA.fullmatch(text)
    if not match:
        return None
    left, top, right, bottom = match.groups()
    columns = sorted((column_number(left), column_number(right or left)))
    rows = sorted((int(top), int(bottom or top)))
    return Area(rows[0], columns[0], rows[1], columns[1])


def area_address(area: Area) -> str:
    """Address of an area.

    >>> area_address(Area(2, 2, 9, 3))
    'B2:C9'
    """
    first = address(area.top, area.left)
    last = address(area.bottom, area.right)
    return first if first == last else f"{first}:{last}"


def absolute(area: Area) -> str:
    """Absolute address of an area, as defined names and formulas on other sheets write it.

    >>> absolute(Area(2, 2, 9, 3)), absolute(Area(2, 2, 2, 2))
    ('$B$2:$C$9', '$B$2')
    """
    first = f"${column_name(area.left)}${area.top}"
    last = f"${column_name(area.right)}${area.bottom}"
    return first if first == last else f"{first}:{last}"


def quote_sheet(name: str) -> str:
    """A sheet's name as a formula writes it.

    >>> quote_sheet("ELB"), quote_sheet("Meine Tabelle")
    ('ELB', "'Meine Tabelle'")
    """
    return name if re.fullmatch(r"[^\W\d]\w*", name) and not parse_area(name) else "'" + name.replace("'", "''") + "'"


def split_reference(text: str) -> tuple[str, str]:
    """Sheet (``''`` where none is named) and the rest of a reference.

    >>> split_reference("'Meine Tabelle'!$A$1")
    ('Meine Tabelle', '$A$1')
    """
    sheet, mark, rest = text.rpartition("!")
    if not mark:
        return "", text
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, rest


def areas(names: Mapping[str, str]) -> dict[str, tuple[str, Area]]:
    """Sheet and area of each name that stands for cells of one area.

    >>> areas({"Ziel_LZB": "Ziele!$G$17", "Mappe_Version": '"0.2.0"'})
    {'Ziel_LZB': ('Ziele', Area(top=17, left=7, bottom=17, right=7))}
    """
    found = {}
    for name, target in names.items():
        sheet, rest = split_reference(target.removeprefix("="))
        area = parse_area(rest)
        if sheet and area is not None:
            found[name] = sheet, area
    return found


TEXT_LIMIT: Final = 32_767
"""UTF-16 units that a cell holds, as Excel counts characters."""
LABEL_LIMIT: Final = 255
"""Characters of a name or label that formulas put together with other texts."""


def text_units(text: str) -> int:
    """Characters as Excel counts them: two for those beyond the basic plane.

    >>> text_units("Ä€"), text_units("\N{BAR CHART}")
    (2, 2)
    """
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def text_fault(text: str, limit: int = TEXT_LIMIT) -> str | None:
    r"""What keeps a text from being written into a cell, German; None for a good one.

    Args:
        text: The text; line breaks and tabs are no fault.
        limit: How many characters it may have.

    >>> text_fault("Team Süd"), text_fault("x" * 300, 255)
    (None, 'einen Text mit 300 Zeichen')
    >>> text_fault("a\x1b[31m"), text_fault("\udc80")
    ('einen Text mit dem Steuerzeichen U+001B', 'einen Text mit dem halben Zeichen U+DC80')
    """
    units = text_units(text)
    if units > limit:
        return f"einen Text mit {number(units)} Zeichen"
    for character in text:
        code = ord(character)
        if 0xD800 <= code <= 0xDFFF:
            return f"einen Text mit dem halben Zeichen U+{code:04X}"
        if (code < 0x20 and character not in "\t\n\r") or 0x7F <= code < 0xA0:
            return f"einen Text mit dem Steuerzeichen U+{code:04X}"
    return None


DAY_ZERO: Final = dt.date(1899, 12, 30)
"""The day that a cell holds as 0; one of two that there are."""
DAY_ZERO_1904: Final = dt.date(1904, 1, 1)
"""The same in a workbook that counts days from 1904, as Excel for Mac once did."""


_LAST_DAY: Final = 2_900_000
"""Days up to the year 9839; no spreadsheet goes much further."""


def serial(day: dt.date, zero: dt.date = DAY_ZERO) -> float:
    """The number that a cell holds for a date, or for a date with a time.

    Args:
        day: The date.
        zero: The day that the workbook holds as 0.

    >>> serial(dt.date(2017, 1, 1)), serial(dt.datetime(2017, 1, 1, 12)), serial(dt.date(2017, 1, 1), DAY_ZERO_1904)
    (42736.0, 42736.5, 41274.0)
    """
    moment = day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001
    start = dt.datetime(zero.year, zero.month, zero.day)  # noqa: DTZ001
    return (moment.replace(tzinfo=None) - start) / dt.timedelta(days=1)


def moment(value: Scalar, zero: dt.date = DAY_ZERO) -> dt.datetime | None:
    """The date and time, to the second, that a cell holds as a number; None where it holds none.

    Args:
        value: What the cell holds.
        zero: The day that the workbook holds as 0.

    >>> moment(42736.5), moment("gestern")
    (datetime.datetime(2017, 1, 1, 12, 0), None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LAST_DAY:
        return None
    start = dt.datetime(zero.year, zero.month, zero.day)  # noqa: DTZ001
    return start + dt.timedelta(seconds=round(value * 86_400))
