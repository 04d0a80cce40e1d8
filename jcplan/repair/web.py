"""What rests on what in a workbook, by its formulas; and the few cells that a change reaches, computed anew."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

from jcplan.cells import Area, Cell, Scalar
from jcplan.formula import Engine
from jcplan.formula.engine import Key

_WORD: Final = re.compile(r"\w+")
Position = tuple[int, int]
"""Row and column."""


class Sheets(Protocol):
    """A workbook whose formulas are the delivered ones, where they were delivered."""

    @property
    def names(self) -> Mapping[str, str]:
        """Defined names and what they refer to."""

    @property
    def sheets(self) -> Sequence[str]:
        """Names of the sheets."""

    def formulas(self, sheet: str) -> Mapping[Position, Cell]:
        """The formulas of a sheet, an array formula at its first cell."""

    def take(self, keys: Collection[Key]) -> None:
        """Be ready to say the values of some cells."""

    def value(self, key: Key) -> Scalar:
        """The value of a cell that was taken."""


@dataclass(frozen=True)
class Formula:
    """A formula and what it rests on: areas, and the formulas in them by their first cells."""

    key: Key
    cell: Cell
    reads: tuple[tuple[str, Area], ...]
    rests_on: tuple[Key, ...]

    @property
    def fills(self) -> Iterable[Key]:
        """The cells that show its results."""
        sheet, row, column = self.key
        return ((sheet, *at) for at in self.cell.array) if self.cell.array else ((sheet, row, column),)


class Web:
    """The formulas of a workbook and what each rests on, followed as far as it is asked for.

    Args:
        sheets: The workbook.
        known: The constants that may change.
    """

    def __init__(self, sheets: Sheets, known: Collection[Key]) -> None:
        self._sheets, self._known = sheets, frozenset(known)
        self._cells = {sheet: sheets.formulas(sheet) for sheet in sheets.sheets}
        self._masters: dict[str, dict[Position, Position]] = {}
        self._extent: dict[str, Position] = {}
        for sheet, cells in self._cells.items():
            masters = {inner: at for at, cell in cells.items() for inner in (cell.array or (at,))}
            self._masters[sheet] = masters
            self._extent[sheet] = max((r for r, _ in masters), default=0), max((c for _, c in masters), default=0)
        self._engine = Engine(_Grid(sheets.sheets, sheets.names, {}))
        self._formulas: dict[Key, Formula] = {}
        self._direct: dict[Key, frozenset[Key]] = {}

    def master(self, key: Key) -> Key | None:
        """The first cell of the formula whose result a cell shows; None for a constant."""
        at = self._masters.get(key[0], {}).get(key[1:])
        return at and (key[0], *at)

    def formula(self, key: Key) -> Formula:
        """The formula in a cell, by its first one."""
        if key not in self._formulas:
            cell = self._cells[key[0]][key[1:]]
            reads = tuple(self._engine.areas(cell.formula or "", key[0]))
            masters = dict.fromkeys((sheet, *at) for sheet, area in reads for at in self._in(sheet, area))
            self._formulas[key] = Formula(key, cell, reads, tuple(masters))
        return self._formulas[key]

    def _in(self, sheet: str, area: Area) -> Iterable[Position]:
        masters, (bottom, right) = self._masters.get(sheet, {}), self._extent.get(sheet, (0, 0))
        for row in range(area.top, min(area.bottom, bottom) + 1):
            for column in range(area.left, min(area.right, right) + 1):
                at = masters.get((row, column))
                if at is not None:
                    yield at

    def below(self, keys: Iterable[Key]) -> dict[Key, Formula]:
        """All formulas that some cells rest on, theirs included."""
        found: dict[Key, Formula] = {}
        waiting = [master for key in keys if (master := self.master(key))]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found[key] = self.formula(key)
                waiting += (read for read in found[key].rests_on if read not in found)
        return found

    def constants(self, wanted: Iterable[Key]) -> set[Key]:
        """The constants that may change and that some cells rest on."""
        return set[Key]().union(*map(self._directly, self.below(wanted).values()))

    def _directly(self, formula: Formula) -> frozenset[Key]:
        if formula.key not in self._direct:
            cells = ((sheet, *at) for sheet, area in formula.reads for at in self._within(sheet, area))
            self._direct[formula.key] = self._known.intersection(cells)
        return self._direct[formula.key]

    def _within(self, sheet: str, area: Area) -> Iterable[Position]:
        """The cells of an area, or the constants that are asked for where they are fewer."""
        height, width = area.shape
        if height * width <= len(self._known):
            return area
        return (cell[1:] for cell in self._known if cell[0] == sheet and cell[1:] in area)

    def part(self, wanted: Collection[Key], roots: Collection[Key]) -> Part:
        """What is to be computed to know some cells when others change.

        Args:
            wanted: The cells that are asked for.
            roots: The constants that change.
        """
        changed, formulas = frozenset(roots), self.below(wanted)
        first = [key for key, formula in formulas.items() if not changed.isdisjoint(self._directly(formula))]
        return Part(_reached(formulas, first), changed)


@dataclass(frozen=True)
class Part:
    """A few formulas of a workbook: those that a change reaches.

    Attributes:
        formulas: The formulas, by their first cells.
        roots: The constants that change.
    """

    formulas: Mapping[Key, Formula]
    roots: frozenset[Key]

    @cached_property
    def filled(self) -> frozenset[Key]:
        """The cells that show results of the formulas."""
        return frozenset(cell for formula in self.formulas.values() for cell in formula.fills)

    @property
    def beside(self) -> frozenset[Key]:
        """The other cells that the formulas refer to."""
        read = ((sheet, *at) for each in self.formulas.values() for sheet, area in each.reads for at in area)
        return frozenset(read) - self.filled - self.roots


class Trials:
    """Values of cells with other constants, computed as far as these reach.

    Args:
        sheets: The workbook, from which all is taken that the parts need (``Sheets.take``).
        parts: All that are to be computed.
    """

    def __init__(self, sheets: Sheets, parts: Iterable[Part]) -> None:
        self._sheets = sheets
        formulas: dict[Key, Formula] = {}
        read: set[Key] = set()
        for part in parts:
            formulas |= part.formulas
            read |= part.beside | part.roots
        cells = {key: Cell(sheets.value(key)) for key in read}
        for key, each in formulas.items():
            # a result that nothing asks for was not taken
            known = {cell: cells.get(cell) or Cell("") for cell in each.fills}
            cells |= {**known, key: Cell(known[key].value, each.cell.formula, each.cell.array)}
        words = set(_WORD.findall(" ".join(each.cell.formula or "" for each in formulas.values())))
        names = {name: target for name, target in sheets.names.items() if name in words}
        self._engine = Engine(_Grid(sheets.sheets, names, cells), current=sheets.sheets)

    def values(self, part: Part, wanted: Iterable[Key], roots: Mapping[Key, Scalar]) -> list[Scalar]:
        """The values of cells, some constants changed; what the workbook holds where that does not reach.

        Args:
            part: What is computed.
            wanted: The cells.
            roots: The constants that change.
        """
        self._engine.suppose(roots, part.formulas)
        return [self._value(key) if key in part.filled else self._sheets.value(key) for key in wanted]

    def _value(self, key: Key) -> Scalar:
        return None if self._engine.left(*key) else self._engine.cell(*key)


def _reached(formulas: Mapping[Key, Formula], first: Iterable[Key]) -> dict[Key, Formula]:
    """Some formulas, and those of the others that rest on them."""
    users: dict[Key, list[Key]] = {}
    for key, formula in formulas.items():
        for read in formula.rests_on:
            users.setdefault(read, []).append(key)
    waiting = list(first)
    found: dict[Key, Formula] = {}
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = formulas[key]
            waiting += users.get(key, ())
    return found


class _Grid:
    """A few cells of a workbook, for the formula engine."""

    def __init__(self, sheets: Sequence[str], names: Mapping[str, str], cells: Mapping[Key, Cell]) -> None:
        self.sheets, self.names = tuple(sheets), names
        self._cells: dict[str, dict[Position, Cell]] = {sheet: {} for sheet in sheets}
        for (sheet, row, column), cell in cells.items():
            self._cells[sheet][row, column] = cell

    def cells(self, sheet: str) -> Mapping[Position, Cell]:
        """The cells of a worksheet."""
        return self._cells[sheet]
