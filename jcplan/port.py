"""The port through which actions reach a workbook, whatever holds it: a file, Excel, LibreOffice.

Adapters live in ``hosts``. Sheets are named as on their tabs, areas count from 1. Each question may cost a trip
to another program: what an action needs it asks for at once (``jcplan.snapshot``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol, TypeVar

from jcplan.cells import Area, Cell, Rows, Scalar

Place = tuple[str, Area]
"""Sheet and area."""

Formulas = tuple[tuple[str | None, ...], ...]
"""The formulas of an area, row by row; None for constants."""


@dataclass(frozen=True)
class Write:
    """Values for a rectangle of cells; ``styled_like`` names a row whose formats new cells take over."""

    sheet: str
    area: Area
    rows: Rows
    styled_like: int | None = None


class Workbook(Protocol):
    """Worksheets and defined names, whether open in a program, read from a file or still to be written."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the worksheets in their order."""

    @property
    def names(self) -> Mapping[str, str]:
        """Defined names of the workbook and what they refer to, such as ``Annahmen!$D$7``."""


class Grid(Workbook, Protocol):
    """A workbook whose cells are in memory, as the formula engine needs them."""

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        """The cells of a worksheet."""


class Book(Workbook, Protocol):
    """A workbook at hand, as the actions see it.

    Rows and columns behind the last cell of a sheet that holds anything may be left out of what is read, so that
    an area may go to the end of its sheet.
    """

    @property
    def title(self) -> str:
        """The workbook's file name, for messages."""

    @property
    def day_zero(self) -> dt.date:
        """The day that a cell holds as 0: 30 December 1899, or 1 January 1904."""

    def values(self, places: Sequence[Place]) -> Sequence[Rows]:
        """The values of each area; errors as CellError, blanks as None, dates as serial numbers."""

    def formulas(self, places: Sequence[Place]) -> Sequence[Formulas]:
        """The formulas of each area as a file stores them: English, commas, no ``=``.

        Every cell of an array formula gives the formula.
        """

    def write(self, writes: Sequence[Write]) -> None:
        """Write all blocks as one step: all of them or none; formats and protection stay."""


_Held = TypeVar("_Held")


def whole(rows: tuple[tuple[_Held, ...], ...], area: Area) -> tuple[tuple[_Held | None, ...], ...]:
    """Every cell of an area, of which ``Book`` left out what lies behind the last one.

    >>> whole(((1.0,),), Area(1, 1, 2, 2))
    ((1.0, None), (None, None))
    """
    height, width = area.shape
    return tuple(row + (None,) * (width - len(row)) for row in rows + ((),) * (height - len(rows)))


def blocks(cells: Mapping[tuple[str, int, int], Scalar]) -> list[Write]:
    """As few writes as it takes: cells side by side in one, and equal rows below each other in one.

    >>> [write.area for write in blocks({("Ziele", 7, 4): 1.0, ("Ziele", 7, 5): 2.0, ("Ziele", 8, 4): 3.0})]
    [Area(top=7, left=4, bottom=7, right=5), Area(top=8, left=4, bottom=8, right=4)]
    """
    found: dict[tuple[str, int, int], list[Area]] = {}
    runs = groupby(enumerate(sorted(cells)), key=lambda item: (*item[1][:2], item[1][2] - item[0]))
    for (sheet, row, _), run in runs:
        columns = [column for _, (_, _, column) in run]
        left, right = columns[0], columns[-1]
        areas = found.setdefault((sheet, left, right), [])
        if areas and areas[-1].bottom == row - 1:
            areas[-1] = Area(areas[-1].top, left, row, right)
        else:
            areas.append(Area(row, left, row, right))
    return [
        Write(
            sheet,
            area,
            tuple(
                tuple(cells[sheet, row, column] for column in range(area.left, area.right + 1))
                for row in range(area.top, area.bottom + 1)
            ),
        )
        for (sheet, _, _), areas in found.items()
        for area in areas
    ]
