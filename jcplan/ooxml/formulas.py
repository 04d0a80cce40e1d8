"""Formulas of a worksheet part, shared ones written out for each cell."""

from __future__ import annotations

import re
from typing import Final

from jcplan.cells import LAST_COLUMN, LAST_ROW, Area, column_name, column_number, parse_area
from jcplan.tokens import tokens

UNKNOWN: Final = "TABLE()"
"""Stands for a formula that has no text of its own, so that nobody can compute it: mostly a data table."""
_CELLS: Final = re.compile(r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(:\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?")
_COLUMNS_OR_ROWS: Final = re.compile(r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6}")
_PART: Final = re.compile(r"(\$?)([A-Za-z]+|\d+)")


class Formulas:
    """Reads the ``<f>`` elements of one sheet in their order."""

    def __init__(self) -> None:
        self._masters: dict[str, tuple[str, int, int]] = {}

    def read(self, row: int, column: int, attributes: dict[str, str], text: str) -> tuple[str | None, Area | None]:
        """The formula without ``=`` (None for an empty ``<f/>``), and the area that it fills.

        The area is set for array formulas and data tables only.
        """
        kind = attributes.get("t", "normal")
        text = text.strip().removeprefix("=")
        if kind == "dataTable":
            return UNKNOWN, parse_area(attributes.get("ref", ""))
        if kind == "array":
            own = Area(row, column, row, column)
            return text or UNKNOWN, parse_area(attributes.get("ref", "")) or own
        if kind == "shared":
            return self._shared(row, column, attributes.get("si", ""), text), None
        return text or None, None

    def _shared(self, row: int, column: int, group: str, text: str) -> str:
        if text:
            self._masters[group] = text, row, column
            return text
        master = self._masters.get(group)
        if master is None:
            return UNKNOWN
        text, top, left = master
        return filled(text, row - top, column - left) or UNKNOWN


def filled(formula: str, down: int, across: int) -> str | None:
    """A formula as it reads so many rows further down and columns further to the right.

    Returns:
        The formula; None where a relative reference leaves the sheet.

    >>> filled("SUM(A$1:A3)-'Team A1'!$B2+Name_B1", 1, 2)
    "SUM(C$1:C4)-'Team A1'!$B3+Name_B1"
    >>> filled("A1", -1, 0)
    """

    def moved(part: re.Match[str]) -> str:
        fixed, text = part.groups()
        if fixed:
            return part[0]
        if text.isdigit():
            return str(inside(int(text) + down, LAST_ROW))
        return column_name(inside(column_number(text) + across, LAST_COLUMN))

    def inside(number: int, last: int) -> int:
        if not 1 <= number <= last:
            raise OverflowError(number)
        return number

    words = tokens(formula)
    try:
        for at, word in enumerate(words):
            sheet, mark, rest = word.rpartition("!")
            if _CELLS.fullmatch(rest) or _COLUMNS_OR_ROWS.fullmatch(rest):
                words[at] = sheet + mark + _PART.sub(moved, rest)
    except OverflowError:
        return None
    return "".join(words)
