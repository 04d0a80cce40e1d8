"""What a formula computes with: single values, ranges as the sheets hold them, and blocks of values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jcplan.cells import Area, Rows, Scalar
from jcplan.formula.parse import FormulaError

if TYPE_CHECKING:
    from jcplan.formula.store import SheetStore

MOST_CELLS: Final = 1_000_000
"""So many cells a block may hold that has to be written out."""
_TOO_BIG: Final = "Der Bereich ist zu groß, um Zelle für Zelle gerechnet zu werden."


@dataclass(frozen=True, slots=True)
class Block:
    """Computed values in rows and columns.

    Attributes:
        rows: The upper left part that is written out; it may be empty.
        height: Rows of the whole.
        width: Columns of the whole.
        rest: What every other cell holds: whole columns are mostly blank.
        typed: Whether it is an array constant: a blank in it is one.
    """

    rows: Rows
    height: int
    width: int
    rest: Scalar = None
    typed: bool = False

    @classmethod
    def of(cls, rows: Rows) -> Block:
        """Rows as they are."""
        return cls(rows, len(rows), len(rows[0]))

    @property
    def outside(self) -> int:
        """How many cells hold ``rest``."""
        return self.height * self.width - sum(map(len, self.rows))

    @property
    def written(self) -> int:
        """Columns that are written out."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def has_blanks(self) -> bool:
        """Whether a cell holds nothing."""
        return any(cell is None for cell in self.cells()) or bool(self.outside and self.rest is None)

    def at(self, row: int, column: int) -> Scalar:
        """The value at an offset from the upper left corner."""
        return self.rows[row][column] if row < len(self.rows) and column < self.written else self.rest

    def cells(self) -> Iterator[Scalar]:
        """What is written out, row by row."""
        for row in self.rows:
            yield from row

    def full(self) -> Rows:
        """All of it.

        Raises:
            FormulaError: It is too big.
        """
        if not self.outside:
            return self.rows
        limited(self.height, self.width)
        return tuple(tuple(self.at(row, column) for column in range(self.width)) for row in range(self.height))


@dataclass(slots=True)  # not frozen: made for each reference in each formula, which setting frozen fields would slow
class Range:
    """Cells of a sheet, read when they are needed."""

    store: SheetStore
    area: Area

    @property
    def height(self) -> int:
        """Rows."""
        return self.area.bottom - self.area.top + 1

    @property
    def width(self) -> int:
        """Columns."""
        return self.area.right - self.area.left + 1

    @property
    def is_cell(self) -> bool:
        """Whether it is a single cell."""
        area = self.area
        return area.top == area.bottom and area.left == area.right

    def cell(self, down: int, across: int) -> Range:
        """One of its cells, by the offset from the upper left one."""
        row, column = self.area.top + down, self.area.left + across
        return Range(self.store, Area(row, column, row, column))

    def value(self) -> Scalar:
        """The upper left cell."""
        return self.store.get(self.area.top, self.area.left)

    def block(self, *, blanks_remain: bool = True) -> Block:
        """The values, written out as far as the sheet is used; ``blanks_remain`` as in ``SheetStore.rows``."""
        area = self.store.used(self.area)
        if area is None:
            return Block((), self.height, self.width)
        limited(*area.shape)
        return Block(self.store.rows(area, blanks_remain=blanks_remain), self.height, self.width)


Operand = Scalar | Range | Block


def limited(height: int, width: int) -> None:
    """Refuse to write out too many cells.

    Raises:
        FormulaError: There are more than ``MOST_CELLS``.
    """
    if height * width > MOST_CELLS:
        raise FormulaError(_TOO_BIG, "der Bereich ist zu groß")
