"""The port through which actions reach a workbook, whatever holds it: a file, Excel, LibreOffice.

Adapters live in ``hosts``. Sheets are named as on their tabs, areas count from 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from jcplan.cells import Area, Rows


@dataclass(frozen=True)
class Write:
    """Values for a rectangle of cells; ``styled_like`` names a row whose formats new cells take over."""

    sheet: str
    area: Area
    rows: Rows
    styled_like: int | None = None


class Book(Protocol):
    """A workbook as the actions see it."""

    @property
    def title(self) -> str:
        """The workbook's file name, for messages."""

    @property
    def sheets(self) -> Sequence[str]:
        """Names of the worksheets in their order."""

    @property
    def day_zero(self) -> dt.date:
        """The day that a cell holds as 0: 30 December 1899, or 1 January 1904."""

    def names(self) -> Mapping[str, str]:
        """Defined names of the workbook and what they refer to, such as ``Annahmen!$D$7``."""

    def read(self, sheet: str, area: Area) -> Rows:
        """The values of an area; errors as CellError, blanks as None, dates as serial numbers."""

    def formulas(self, sheet: str, area: Area) -> tuple[tuple[str | None, ...], ...]:
        """The formulas of an area as a file stores them (English, commas, no ``=``); None for constants.

        Every cell of an array formula gives the formula.
        """

    def last_row(self, sheet: str) -> int:
        """The last row of a sheet that holds anything (0 for an empty sheet)."""

    def write(self, writes: Sequence[Write]) -> None:
        """Write all blocks as one step: all of them or none; formats and protection stay."""
