"""Cells of a workbook, and whether an area holds any of them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from jcplan.cells import Area


class Touched:
    """A growing set of cells.

    Args:
        cells: Those to begin with, by (sheet, row, column).

    >>> touched = Touched([("ELB", 4, 2)])
    >>> touched.meets("ELB", Area(1, 1, 9, 3)), touched.meets("ELB", Area(5, 1, 9, 3))
    (True, False)
    >>> touched.meets("IQ", Area(4, 2, 4, 2))
    False
    """

    def __init__(self, cells: Iterable[tuple[str, int, int]]) -> None:
        self._rows: dict[str, dict[int, list[int]]] = {}
        for cell in cells:
            self.add(*cell)

    def add(self, sheet: str, row: int, column: int) -> None:
        """One more cell."""
        insort(self._rows.setdefault(sheet, {}).setdefault(column, []), row)

    def meets(self, sheet: str, area: Area) -> bool:
        """Whether any of the cells is in an area."""
        columns = self._rows.get(sheet)
        if columns is None:
            return False
        across = range(area.left, area.right + 1)
        for column in across if len(across) <= len(columns) else [each for each in columns if each in across]:
            rows = columns.get(column)
            if rows is not None:
                at = bisect_left(rows, area.top)
                if at < len(rows) and rows[at] <= area.bottom:
                    return True
        return False
