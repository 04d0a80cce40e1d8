"""The cells of a sheet, column by column, so that a range costs what it holds and not what it spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import itemgetter
from typing import Final, TypeVar

from jcplan.cells import Area, Rows, Scalar, address, quote_sheet
from jcplan.formula.index import Index
from jcplan.formula.left import Left
from jcplan.formula.programs import EmptyConstant, FormerBlank, either
from jcplan.formula.tally import Tally

Position = tuple[int, int]
_KEPT: Final = 2
_ROW: Final = itemgetter(0)


class Pending:
    """Stands in a cell whose formula is still to be computed."""

    __slots__ = ()

    def early(self, sheet: str, row: int, column: int) -> RuntimeError:
        """The error of an engine that reads a cell too early."""
        return RuntimeError(f"{quote_sheet(sheet)}!{address(row, column)} is read before it is computed")


PENDING = Pending()
Held = Scalar | Pending | Left


class _Column:
    """The cells of a column that hold anything, by row; and which of them are still to be computed."""

    __slots__ = ("_left", "_next", "kinds", "open", "rows", "values")

    def __init__(self, cells: dict[int, Held]) -> None:
        self.rows = sorted(cells)
        self.values: list[Held] = [cells[row] for row in self.rows]
        self._look()

    def _look(self) -> None:
        """See what kinds of cells there are, and how many are still to be computed."""
        self.kinds = set(map(type, self.values))
        self._left: list[tuple[int, Left]] = []
        if Left in self.kinds:
            pairs = zip(self.rows, self.values, strict=True)
            self._left = [(row, held) for row, held in pairs if isinstance(held, Left)]
        # the next pending cell at or behind each one (a union-find: settled cells point on)
        self._next: list[int] = []
        self.open = 0
        if Pending in self.kinds:
            self._next = [i + (value is not PENDING) for i, value in enumerate(self.values)] + [len(self.values)]
            self.open = sum(held is PENDING for held in self.values)

    def span(self, top: int, bottom: int) -> tuple[int, int]:
        return bisect_left(self.rows, top), bisect_right(self.rows, bottom)

    def settle(self, row: int, value: Held) -> bool:
        """Put a result in a cell's place; whether it was still to be computed."""
        at = bisect_left(self.rows, row)
        was_pending = self.values[at] is PENDING
        self.values[at] = value
        self.open -= was_pending
        if isinstance(value, Left):
            insort(self._left, (row, value), key=_ROW)
        self._next[at] = at + 1
        return was_pending

    def put(self, cells: Mapping[int, Held]) -> None:
        """Put other values into rows; None makes them blank."""
        at = {row: bisect_left(self.rows, row) for row in cells}
        if all(value is not None and self.rows[at[row] : at[row] + 1] == [row] for row, value in cells.items()):
            for row, value in cells.items():
                self.values[at[row]] = value
        else:
            held = {**dict(zip(self.rows, self.values, strict=True)), **cells}
            self.rows = sorted(row for row, value in held.items() if value is not None)
            self.values = [held[row] for row in self.rows]
        self._look()

    def left(self, top: int, bottom: int) -> tuple[int, Left] | None:
        """The first cell of the span that was not computed."""
        at = bisect_left(self._left, top, key=_ROW)
        return self._left[at] if at < len(self._left) and self._left[at][0] <= bottom else None

    def is_pending(self, row: int) -> bool:
        """Whether a cell is still to be computed."""
        at = bisect_left(self.rows, row)
        return at < len(self.rows) and self.rows[at] == row and self.values[at] is PENDING

    def pending(self, top: int, bottom: int) -> int | None:
        """The first row of the span that is still to be computed."""
        if not self._next:
            return None
        at = bisect_left(self.rows, top)
        path = []
        while self._next[at] != at:
            path.append(at)
            at = self._next[at]
        for passed in path:
            self._next[passed] = at
        return self.rows[at] if at < len(self.rows) and self.rows[at] <= bottom else None


class SheetStore:
    """What a sheet's cells hold: constants, and results of formulas once they are computed.

    Args:
        name: The sheet.
        cells: What each cell holds that is not blank, by column and row.
        wide: Areas that one formula fills and that are too big to be listed in ``cells``.

    Attributes:
        extent: The last row and the last column that hold anything.
    """

    def __init__(self, name: str, cells: dict[int, dict[int, Held]], wide: Iterable[tuple[Area, Left]] = ()) -> None:
        self.name = name
        self._columns = {column: _Column(cells[column]) for column in cells if cells[column]}
        self._wide = list(wide)
        self._tallies: dict[tuple[int, int, int], list[Tally]] = {}
        self._indexes: dict[tuple[int, int, int], list[Index]] = {}
        self._unsure = False
        self._look()

    def _look(self) -> None:
        """See how far the cells reach and what kinds there are."""
        self._order = sorted(self._columns)
        columns = self._columns.values()
        self.extent = (max((c.rows[-1] for c in columns), default=0), max(self._order, default=0))
        self._unsure = self._unsure or any(EmptyConstant in column.kinds for column in columns)
        self._open = sum(column.open for column in columns)
        self._some_left = bool(self._wide) or any(Left in column.kinds for column in columns)

    # ---- one cell -----------------------------------------------------------------------------

    def held(self, row: int, column: int) -> Held:
        """What a cell holds, computed or not."""
        found = self._columns.get(column)
        if found is not None:
            at = bisect_left(found.rows, row)
            if at < len(found.rows) and found.rows[at] == row:
                return found.values[at]
        for area, left in self._wide:
            if (row, column) in area:
                return left
        return None

    def get(self, row: int, column: int) -> Scalar:
        """The value of a cell.

        Raises:
            FormulaError: It was not computed.
        """
        held = self.held(row, column)
        if type(held) is float:
            return held
        if isinstance(held, Left):
            raise held.dependent(f"{quote_sheet(self.name)}!{address(row, column)}")
        if isinstance(held, Pending):
            raise held.early(self.name, row, column)
        return _read_text(held)

    def settle(self, row: int, column: int, value: Scalar | Left) -> None:
        """Put a result in the place of a formula that was still to be computed."""
        self._open -= self._columns[column].settle(row, value)
        self._unsure = self._unsure or isinstance(value, FormerBlank)
        self._some_left = self._some_left or isinstance(value, Left)

    def put(self, cells: Mapping[Position, Held]) -> None:
        """Put something else into cells: None makes them blank, PENDING has a formula computed once more."""
        by_column: defaultdict[int, dict[int, Held]] = defaultdict(dict)
        for (row, column), value in cells.items():
            by_column[column][row] = value
        for column, changed in by_column.items():
            self._columns.setdefault(column, _Column({})).put(changed)
            if not self._columns[column].rows:
                del self._columns[column]
        self._tallies.clear()
        self._indexes.clear()
        self._look()

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be computed."""
        return bool(self._open)

    # ---- areas --------------------------------------------------------------------------------

    def pending(self, area: Area) -> Position | None:
        """A cell of an area that is still to be computed."""
        if not self._open:
            return None
        if area.top == area.bottom and area.left == area.right:
            only = self._columns.get(area.left)
            return (area.top, area.left) if only is not None and only.is_pending(area.top) else None
        for column in self._within(area):
            row = self._columns[column].pending(area.top, area.bottom)
            if row is not None:
                return row, column
        return None

    def used(self, area: Area) -> Area | None:
        """The part of an area from its upper left corner on that holds anything."""
        ends = []
        for column in self._within(area):
            first, last = self._columns[column].span(area.top, area.bottom)
            if held := self._columns[column].rows[first:last]:
                ends.append((held[-1], column))
        self._refuse_left(area)
        return Area(area.top, area.left, max(ends)[0], ends[-1][1]) if ends else None

    def rows(self, area: Area, *, blanks_remain: bool = True) -> Rows:
        """The values of an area, every cell.

        Args:
            area: Where they stand.
            blanks_remain: Whether a blank that a formula passes on may still be one to LibreOffice.
        """
        self._refuse_left(area)
        height, columns = area.bottom - area.top + 1, []
        for number in range(area.left, area.right + 1):
            column = self._columns.get(number)
            if column is None:
                columns.append([None] * height)
                continue
            first, last = column.span(area.top, area.bottom)
            if last - first == height:
                columns.append(column.values[first:last])  # type: ignore[arg-type]
                continue
            cells: list[Held] = [None] * height
            for at in range(first, last):
                cells[column.rows[at] - area.top] = column.values[at]
            columns.append(cells)  # type: ignore[arg-type]
        rows = tuple(zip(*columns, strict=True))
        if not self._unsure:
            return rows
        read = _read if blanks_remain else _read_text
        return tuple(tuple(map(read, row)) for row in rows)

    def tally(self, area: Area) -> Tally:
        """The counts and sums of an area; one that grows downward goes on from where it was."""
        self._refuse_left(area)
        known = self._tallies.setdefault((area.top, area.left, area.right), [])
        tally = _growing(known, area)
        if tally is None or tally.bottom < area.bottom:
            if tally is not None:
                known.remove(tally)  # a call may hold it still: it is not changed
            tally = tally.copy() if tally else Tally(area.top - 1)
            tally.add(chain.from_iterable(self._values(area, tally.bottom + 1)))
            tally.bottom = area.bottom
        _keep(known, tally)
        return tally

    def index(self, area: Area) -> Index:
        """Where an area holds which value; one that grows downward goes on from where it was."""
        self._refuse_left(area)
        known = self._indexes.setdefault((area.top, area.left, area.right), [])
        index = _growing(known, area) or Index(area.top - 1)
        _keep(known, index)
        if index.bottom < area.bottom:
            for column in self._within(area):
                found = self._columns[column]
                first, last = found.span(index.bottom + 1, area.bottom)
                for at in range(first, last):
                    place = max(found.rows[at] - area.top, column - area.left) + 1  # of a row or a column
                    index.add(found.values[at], place)  # type: ignore[arg-type]
            index.bottom = area.bottom
        return index

    def _values(self, area: Area, top: int) -> Iterator[list[Scalar]]:
        for column in self._within(area):
            found = self._columns[column]
            first, last = found.span(top, area.bottom)
            yield found.values[first:last]  # type: ignore[misc]

    def _within(self, area: Area) -> list[int]:
        """The columns of an area that hold anything."""
        if area.left == area.right:
            return [area.left] if area.left in self._columns else []
        return self._order[bisect_left(self._order, area.left) : bisect_right(self._order, area.right)]

    def _refuse_left(self, area: Area) -> None:
        """Raise where a cell of the area was not computed."""
        if not self._some_left:
            return
        for column in self._within(area):
            found = self._columns[column].left(area.top, area.bottom)
            if found is not None:
                raise found[1].dependent(f"{quote_sheet(self.name)}!{address(found[0], column)}")
        for wide, left in self._wide:
            if wide.overlaps(area):
                raise left.dependent(f"{quote_sheet(self.name)}!{address(wide.top, wide.left)}")


def _read_text(value: Scalar) -> Scalar:
    """A cell as the current program takes it."""
    return either(None, value, "leerer Text, der keine Formel ist") if isinstance(value, EmptyConstant) else value


def _read(value: Scalar) -> Scalar:
    """A cell of a block as the current program takes it."""
    return either(None, 0.0, "Bezug auf eine leere Zelle") if isinstance(value, FormerBlank) else _read_text(value)


_Grown = TypeVar("_Grown", Tally, Index)


def _growing(known: list[_Grown], area: Area) -> _Grown | None:
    """What is known of the area's upper part, as much as possible."""
    return max((one for one in known if one.bottom <= area.bottom), key=lambda one: one.bottom, default=None)


def _keep(known: list[_Grown], used: _Grown) -> None:
    """Keep it and the one used before: a running one and one of the whole are often asked for in turn."""
    if used in known:
        known.remove(used)
    known.append(used)
    del known[:-_KEPT]
