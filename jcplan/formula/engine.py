"""Computes the formulas of a workbook: each cell once, in the order of its references."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from jcplan.cells import Area, Cell, Rows, Scalar
from jcplan.errors import InputError
from jcplan.formula.entries import spread
from jcplan.formula.evaluate import Evaluator, Mode, Place
from jcplan.formula.left import Left
from jcplan.formula.names import Names
from jcplan.formula.nodes import Node, Reference
from jcplan.formula.operand import Block, Operand, Range
from jcplan.formula.parse import FormulaError, parse, too_deep
from jcplan.formula.programs import EmptyConstant, FormerBlank
from jcplan.formula.report import Uncomputed
from jcplan.formula.store import PENDING, Held, Pending, SheetStore
from jcplan.formula.touched import Touched
from jcplan.port import Grid


@runtime_checkable
class WithSheetNames(Protocol):
    """A grid whose sheets may have defined names of their own."""

    @property
    def sheet_names(self) -> Mapping[str, Mapping[str, str]]:
        """What the names of single sheets refer to, by sheet."""


@runtime_checkable
class KnowsFormulas(Protocol):
    """A grid that can tell where formulas are without reading the cells."""

    def has_formulas(self, sheet: str) -> bool:
        """Whether a sheet may have formulas."""


Key = tuple[str, int, int]
"""A cell: its sheet, row and column, from 1."""
_LISTED: Final = 500_000
"""Cells in areas of array formulas that are computed one by one; areas beyond that are left."""
_EMPTY: Final = EmptyConstant()
_FORMER_BLANK: Final = FormerBlank()
_CIRCLE: Final = FormulaError("Die Formel bezieht sich auf sich selbst.", "bezieht sich auf sich selbst")
_WIDE: Final = FormulaError("Die Matrixformel füllt einen zu großen Bereich.", "zu großer Matrixbereich")


@dataclass(frozen=True)
class Result:
    """What computing a workbook gave: values of formula cells, and formulas that stay as they are."""

    values: Mapping[Key, Scalar]
    not_computed: Mapping[Key, Left]


@dataclass(slots=True)
class _Step:
    """A formula on the way to its value: the references that it needs, and how far they are computed."""

    key: Key
    node: Node
    place: Place
    needs: list[tuple[SheetStore, Reference]]
    done: int = 0


class Engine:
    """Evaluates formulas over a grid.

    Args:
        grid: Cells and names.
        overlay: Values that stand in place of the grid's constants, by (sheet, row, column).
        current: Sheets whose stored results are known to be right: there a formula is computed only where its result
            is an error and is asked for.
    """

    def __init__(
        self, grid: Grid, overlay: Mapping[Key, Scalar] | None = None, *, current: Collection[str] = ()
    ) -> None:
        self._grid = grid
        self._current = frozenset(current)
        self._formulas: dict[Key, Cell] = {}
        self._masters: dict[Key, Key] = {}  # of the other cells of array formulas
        self._wide: dict[str, list[tuple[Area, Key]]] = {}
        self._values: dict[Key, Scalar] = {}
        self._not_computed: dict[Key, Left] = {}
        self._steps: dict[Key, _Step] = {}  # of formulas that were computed, each behind those that it needs
        self._before: dict[Key, Held] = {}  # what is held where something else is supposed
        self._result: Result | None = None
        self._room = _LISTED
        self._over: dict[str, dict[tuple[int, int], Scalar]] = {}
        for (sheet, row, column), value in (overlay or {}).items():
            self._over.setdefault(sheet, {})[row, column] = value
        own = grid.sheet_names if isinstance(grid, WithSheetNames) else {}
        self._evaluator = Evaluator(grid.sheets, self._filled, Names(grid.names, own), self._is_formula)

    def _filled(self, sheet: str) -> SheetStore:
        """The cells of a sheet with its formulas still to be computed."""
        over = self._over.get(sheet, {})
        columns: defaultdict[int, dict[int, Held]] = defaultdict(dict)
        arrays: list[tuple[Key, Area]] = []
        current = sheet in self._current
        for (row, column), cell in self._grid.cells(sheet).items():
            if cell.formula is None:
                if cell.value is not None:
                    columns[column][row] = _EMPTY if cell.value == "" else cell.value
            elif (row, column) not in over:  # else a value is going to take the formula's place
                key = (sheet, row, column)
                self._formulas[key] = cell
                columns[column][row] = _stored(cell.value) if current else PENDING
                if cell.array is not None:
                    arrays.append((key, cell.array))
        for key, area in arrays:
            self._fill_array(key, area, columns, current=current)
        for (row, column), value in over.items():
            if value is None:
                columns[column].pop(row, None)
            else:
                columns[column][row] = _EMPTY if value == "" else value
        wide = [(area, self._not_computed[key]) for area, key in self._wide.get(sheet, ())]
        return SheetStore(sheet, columns, wide)

    def _fill_array(self, key: Key, area: Area, columns: Mapping[int, dict[int, Held]], *, current: bool) -> None:
        """Put into the cells of a sheet what is known of an array formula's results."""
        sheet, top, left = key
        height, width = area.shape
        if height * width > self._room:
            self._wide.setdefault(sheet, []).append((area, key))
            self._not_computed[key] = columns[left][top] = Left.because(_WIDE)
            return
        self._room -= height * width
        results = {
            (row, column): _stored(columns[column].get(row, PENDING)) if current else PENDING for row, column in area
        }
        known = PENDING not in results.values()
        over = self._over.get(sheet, {})
        for inner, held in results.items():
            if inner not in over:
                columns[inner[1]][inner[0]] = held if known else PENDING
                self._masters[sheet, *inner] = key

    # ---- results ------------------------------------------------------------------------------

    def compute(self) -> Result:
        """All formula cells, but those of sheets whose results are known."""
        if self._result is None:
            grid = self._grid
            for sheet in grid.sheets:
                if sheet not in self._current and (not isinstance(grid, KnowsFormulas) or grid.has_formulas(sheet)):
                    self._evaluator.store(sheet)
            for key in [key for key in self._formulas if key[0] not in self._current]:
                self._settle(key)
            self._result = Result(self._values, self._not_computed)
        return self._result

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        """The value of one cell, computed if it is a formula; its stored value if that cannot be computed."""
        held = self._held(sheet, row, column)
        if isinstance(held, Left):
            cell = self._grid.cells(self._evaluator.store(sheet).name).get((row, column))
            return cell.value if cell else None
        return held

    def left(self, sheet: str, row: int, column: int) -> Left | None:
        """Why a cell's formula is not computed; None where it is, or where there is none."""
        held = self._held(sheet, row, column)
        return held if isinstance(held, Left) else None

    def uncomputed(self) -> tuple[Uncomputed, ...]:
        """All formulas that are left as they are, in the order of their sheets."""
        left = self.compute().not_computed
        order = {sheet: number for number, sheet in enumerate(self._grid.sheets)}
        found = []
        for key in sorted(left, key=lambda key: (order[key[0]], *key[1:])):
            cell = self._formulas[key]
            found.append(Uncomputed.at(*key, cell.formula or "", left[key], cell.array))
        return tuple(found)

    def extent(self, sheet: str) -> tuple[int, int]:
        """The last row and the last column of a sheet that hold anything; 0 for none."""
        return self._evaluator.store(sheet).extent

    def _held(self, sheet: str, row: int, column: int) -> Scalar | Left:
        store = self._evaluator.store(sheet)
        held = store.held(row, column)
        if isinstance(held, Pending):
            self._settle(self._master((store.name, row, column)))
            held = store.held(row, column)
        if isinstance(held, Pending):
            raise held.early(sheet, row, column)
        return held

    def formula(self, text: str, sheet: str = "") -> Scalar | Rows:
        """The value of a formula typed anywhere, e.g. on the command line.

        Raises:
            FormulaError: It cannot be read or computed.
        """
        node = parse(text)
        home = self._evaluator.store(sheet).name if sheet else next(iter(self._grid.sheets), "")
        place = Place(home)
        try:
            for name, area in self._evaluator.areas(node, place):
                store = self._evaluator.store(name)
                while (pending := store.pending(area)) is not None:
                    self._settle(self._master((name, *pending)))
            value = self._evaluator.outcome(node, place, _values)
            return value.full() if isinstance(value, Block) else value
        except RecursionError:
            raise too_deep() from None

    def areas(self, text: str, sheet: str) -> list[tuple[str, Area]]:
        """The sheets and areas to which a formula refers.

        Raises:
            FormulaError: It cannot be read, or refers to a name or a sheet that there is not.
        """
        return list(dict.fromkeys(self._evaluator.areas(parse(text), Place(sheet))))

    # ---- other constants ----------------------------------------------------------------------

    def change(self, values: Mapping[Key, Scalar]) -> None:
        """Put other constants into cells; what rests on them is computed once more when it is asked for.

        Args:
            values: By (sheet, row, column) what stands there now, None for nothing.

        Raises:
            ValueError: ``takes`` says no.
        """
        if not self.takes(values):
            raise ValueError("only constants can change, and only where no results are taken as they are stored")
        resting = (cell for key in self._resting_on(values) for cell in self._cells_of(key))
        self._put({**_constants(values), **dict.fromkeys(resting, PENDING)})

    def takes(self, cells: Iterable[Key]) -> bool:
        """Whether what stands in cells can be changed: constants, of a workbook of which all formulas are computed."""
        return not self._current and not any(self._is_formula(*key) for key in cells)

    def suppose(self, values: Mapping[Key, Scalar], formulas: Iterable[Key]) -> None:
        """Put other constants into cells and have some formulas computed with them; the last supposition ends.

        Args:
            values: By (sheet, row, column) what stands there, None for nothing.
            formulas: Those that are computed; all others keep the results that they have.
        """
        computed = (cell for key in formulas for cell in self._cells_of(key))
        supposed = {**_constants(values), **dict.fromkeys(computed, PENDING)}
        before = self._before
        held = {key: self._evaluator.store(key[0]).held(*key[1:]) for key in supposed}
        self._before = {key: before.get(key, known) for key, known in held.items()}
        self._put({**before, **supposed})

    def _put(self, cells: Mapping[Key, Held]) -> None:
        """Put something else into cells."""
        by_sheet: defaultdict[str, dict[tuple[int, int], Held]] = defaultdict(dict)
        for key, held in cells.items():
            by_sheet[key[0]][key[1:]] = held
            if held is PENDING:
                self._values.pop(key, None)
                self._not_computed.pop(key, None)
        for sheet, held_by_cell in by_sheet.items():
            self._evaluator.store(sheet).put(held_by_cell)
        self._result = None

    def _cells_of(self, key: Key) -> Iterator[Key]:
        """The cells that a formula fills."""
        self._evaluator.store(key[0])
        return ((key[0], *at) for at in self._filled_by(key))

    def _resting_on(self, cells: Iterable[Key]) -> list[Key]:
        """The formulas computed so far that rest on some cells."""
        touched, found = Touched(cells), []
        for key, step in self._steps.items():
            if any(touched.meets(store.name, step.place.seen(area)) for store, area in step.needs):
                found.append(key)
                for cell in self._cells_of(key):
                    touched.add(*cell)
        return found

    # ---- order --------------------------------------------------------------------------------

    def _settle(self, key: Key) -> None:
        """Compute a formula after those that it refers to (without recursion: chains may be long)."""
        if not self._is_pending(key):
            return
        steps = self._begun(key)
        path = {step.key for step in steps}
        while steps:
            step = steps[-1]
            missing = self._missing(step)
            if missing in path:
                self._leave(step.key, Left.because(_CIRCLE))
            elif missing is not None:
                steps += self._begun(missing)
                path.add(missing)
                continue
            else:
                self._compute(step)
            self._steps[step.key] = step
            steps.pop()
            path.discard(step.key)

    def _begun(self, key: Key) -> list[_Step]:
        """The first step to a formula's value; none where it cannot be read."""
        known = self._steps.pop(key, None)
        if known is not None:
            known.done = 0
            return [known]
        sheet, row, column = key
        place = Place(sheet, (row, column), Mode.CELL if self._formulas[key].array is None else Mode.ARRAY)
        try:
            node = parse(self._formulas[key].formula or "", row, column)
            return [_Step(key, node, place, self._evaluator.needs(node, place))]
        except Exception as error:  # noqa: BLE001 - whatever happens in a cell stays in that cell
            self._leave(key, _why(error))
        return []

    def _missing(self, step: _Step) -> Key | None:
        """A formula that has to be computed first."""
        while step.done < len(step.needs):
            store, cells = step.needs[step.done]
            if store.is_open and (pending := store.pending(step.place.seen(cells))) is not None:
                return self._master((store.name, *pending))
            step.done += 1
        return None

    def _is_pending(self, key: Key) -> bool:
        return self._evaluator.store(key[0]).held(key[1], key[2]) is PENDING

    def _master(self, key: Key) -> Key:
        return self._masters.get(key, key)

    def _is_formula(self, sheet: str, row: int, column: int) -> bool:
        self._evaluator.store(sheet)
        key = (sheet, row, column)
        wide = self._wide.get(sheet, ())
        return key in self._formulas or key in self._masters or any((row, column) in area for area, _ in wide)

    # ---- one formula --------------------------------------------------------------------------

    def _compute(self, step: _Step) -> None:
        try:
            results = self._results(step)
        except Exception as error:  # noqa: BLE001 - whatever happens in a cell stays in that cell
            self._leave(step.key, _why(error))
            return
        store = self._evaluator.store(step.key[0])
        for (row, column), value in results:
            store.settle(row, column, value)
            self._values[step.key[0], row, column] = 0.0 if isinstance(value, FormerBlank) else value

    def _results(self, step: _Step) -> list[tuple[tuple[int, int], Scalar]]:
        """The value of each cell that a formula fills."""
        node, place = step.node, step.place
        if self._formulas[step.key].array is None:
            value = self._evaluator.outcome(node, place, lambda value: self._corner(value, place))
            return [(step.key[1:], value)]
        cells = list(self._filled_by(step.key))

        def shown(value: Operand) -> Block:
            values = self._spread(value, step.key, cells)
            return Block.of((tuple(0.0 if value is None else value for value in values),))

        values = self._evaluator.outcome(node, place, shown).rows[0]
        return list(zip(cells, values, strict=True))

    def _corner(self, value: Operand, place: Place) -> Scalar:
        """What an ordinary cell shows of a result."""
        if isinstance(value, Range):
            value = self._evaluator.crossing_value(value, place.cell)
        elif isinstance(value, Block):
            value = value.at(0, 0)
        return _FORMER_BLANK if value is None else value

    def _spread(self, value: Operand, key: Key, cells: Iterable[tuple[int, int]]) -> Iterator[Scalar]:
        """What the cells of an array formula show of a result."""
        shown = _values(value)
        block = shown if isinstance(shown, Block) else Block.of(((shown,),))
        return (spread(block, row - key[1], column - key[2]) for row, column in cells)

    def _filled_by(self, key: Key) -> Iterator[tuple[int, int]]:
        """The cells that a formula fills and that are still to be computed."""
        area = self._formulas[key].array
        if area is None:
            yield key[1:]
            return
        for inner in area:
            if self._masters.get((key[0], *inner)) == key:
                yield inner

    def _leave(self, key: Key, left: Left) -> None:
        """Leave a formula as it is."""
        self._not_computed[key] = left
        store = self._evaluator.store(key[0])
        for row, column in self._filled_by(key):
            store.settle(row, column, left)


def _constants(values: Mapping[Key, Scalar]) -> dict[Key, Held]:
    """Typed values as cells hold them."""
    return {key: _EMPTY if value == "" else value for key, value in values.items()}


def _stored(held: Held) -> Held:
    """What is known of a result that is stored; not so an error, which is stored without its message.

    No formula gives a blank: what looks so is an empty text.
    """
    if held is None:
        return ""
    return held if isinstance(held, float | bool | int | str) else PENDING


def _values(value: Operand) -> Scalar | Block:
    """All values of a result."""
    if isinstance(value, Range):
        return value.value() if value.is_cell else value.block()
    return value


def _why(error: Exception) -> Left:
    """Why a formula is left: what the programs do not agree on, what is not known here, or what broke."""
    if isinstance(error, FormulaError):
        return Left.because(error)
    if isinstance(error, RecursionError):
        return Left.because(too_deep())
    if isinstance(error, MemoryError):
        return Left("Für die Formel reicht der Arbeitsspeicher nicht.", "Arbeitsspeicher reicht nicht")
    return Left(f"Beim Rechnen der Formel brach jcplan ab ({type(error).__name__}: {error}).", "unerwarteter Abbruch")


class EmptyGrid:
    """A grid without sheets, for formulas that refer to nothing."""

    sheets: tuple[str, ...] = ()
    names: Mapping[str, str] = {}

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        """There are none."""
        raise InputError("Bezug", f"das Blatt „{sheet}“", "eine Arbeitsmappe (--file PFAD)")
