"""Computes syntax trees: each is made ready once, and computed in as many cells as hold its formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, TypeVar

from jcplan.catalogue import CATALOGUE, evaluate
from jcplan.cells import Area, CellError, Rows, Scalar
from jcplan.formula import operators, unknown
from jcplan.formula.coerce import CellFailureError, to_truth
from jcplan.formula.dialect import german_function
from jcplan.formula.entries import entry, lift, same_but_noise, sure
from jcplan.formula.names import Names
from jcplan.formula.native import FUNCTIONS, Native
from jcplan.formula.nodes import FIXED, Array, Binary, Call, Name, Node, Reference, Unary, Value, walk
from jcplan.formula.operand import Block, Operand, Range, limited
from jcplan.formula.operators import Cell
from jcplan.formula.parse import FormulaError
from jcplan.formula.programs import agreed, differs, either
from jcplan.formula.store import SheetStore

_Shown = TypeVar("_Shown", bound=Scalar | Block)

_NO_CELL: Final = CellError("#VALUE!", "Der Bereich hat in dieser Zeile oder Spalte keine Zelle.")


class Mode(Enum):
    """What a range means where one value is needed."""

    CELL = "the cell of the same row or column"
    ARRAY = "every value, entry by entry"
    FORCED = "every value, but the programs do not agree on IF"
    UNSURE = "the programs do not agree"


@dataclass(slots=True)  # never changed; made for each formula
class Place:
    """Where a formula stands; the cell (row and column) is None for one that stands in none."""

    sheet: str
    cell: tuple[int, int] | None = None
    mode: Mode = Mode.ARRAY

    def seen(self, cells: Reference) -> Area:
        """The cells of a formula's reference; one that stands in no cell was read as seen from A1."""
        return cells.at(*self.cell or (1, 1))


@dataclass(frozen=True, slots=True)
class Ready:
    """A node made ready: calls that give what it is in a cell.

    Attributes:
        operand: Its value; a reference stays one.
        value: The single value of a node that always has one, also where a reference stands for it; else None.
    """

    operand: Callable[[Cell], Operand]
    value: Callable[[Cell], Scalar] | None = None

    @classmethod
    def of(cls, value: Callable[[Cell], Operand]) -> Ready:
        """One that is a single value and never a reference."""
        return cls(value, value)  # type: ignore[arg-type]

    @property
    def is_value(self) -> bool:
        """Whether it is a single value and never a reference."""
        return self.operand is self.value


class Evaluator:
    """Values of formulas over the cells of a workbook.

    Args:
        sheets: Names of the sheets.
        fill: Gives the cells of a sheet, when they are first asked for.
        names: Defined names.
        is_formula: Whether a cell (sheet, row, column) holds a formula.
    """

    def __init__(
        self,
        sheets: Iterable[str],
        fill: Callable[[str], SheetStore],
        names: Names,
        is_formula: Callable[[str, int, int], bool],
    ) -> None:
        self._titles = {sheet.casefold(): sheet for sheet in sheets}
        self._fill = fill
        self._stores: dict[str, SheetStore] = {}
        self._names = names
        self._referred_by: dict[tuple[int, str], tuple[Node, list[tuple[SheetStore, Reference]] | None]] = {}
        self._ready: dict[tuple[int, str, Mode], tuple[Node, Ready]] = {}
        self._is_formula = is_formula

    # ---- whole formulas -----------------------------------------------------------------------

    def areas(self, node: Node, place: Place) -> list[tuple[str, Area]]:
        """The cells whose values a formula may need; some may be named twice.

        Raises:
            FormulaError: A sheet or name is unknown.
        """
        return [(store.name, place.seen(cells)) for store, cells in self.needs(node, place)]

    def needs(self, node: Node, place: Place) -> list[tuple[SheetStore, Reference]]:
        """The references whose values a formula may need, with the cells of their sheets; some may be there twice.

        Raises:
            FormulaError: A sheet or name is unknown.
        """
        key = id(node), place.sheet
        known = self._referred_by.get(key)
        if known is None:
            known = self._referred_by[key] = node, self._alike(node, place)  # the node, for another could get its id
        return list(self._referred(node, place)) if known[1] is None else known[1]

    def _alike(self, node: Node, place: Place) -> list[tuple[SheetStore, Reference]] | None:
        """A formula's references on its sheet; None where a name in it depends on the cell, or there is none."""
        try:
            return list(self._referred(node, Place(place.sheet)))
        except FormulaError:
            return None

    def _referred(self, node: Node, place: Place) -> Iterator[tuple[SheetStore, Reference]]:
        """The references of a formula, with their sheets."""
        for part in walk(node, into=_needs_values):
            parts = walk(self._target_of(part, place), into=_needs_values) if isinstance(part, Name) else (part,)
            for inner in parts:
                if isinstance(inner, Reference):
                    yield self.store(inner.sheet or place.sheet), inner

    def _target_of(self, name: Name, place: Place) -> Node:
        """What a name stands for where a formula stands."""
        if not self._titles:
            self.store(place.sheet)  # says that there are no names
        return self._names.resolve(name, place.sheet, place.cell)

    def outcome(self, node: Node, place: Place, shown: Callable[[Operand], _Shown]) -> _Shown:
        """What a formula shows, on which Excel and LibreOffice agree.

        Args:
            node: The formula.
            place: Where it stands.
            shown: Gives what is seen of its value.

        Raises:
            FormulaError: They do not agree, or it is not computed here.
        """
        ready, cell = self.ready(node, place.sheet, place.mode), place.cell
        compute = ready.value or ready.operand
        return agreed(lambda: shown(compute(cell)), same_but_noise)

    def store(self, sheet: str) -> SheetStore:
        """The cells of a sheet.

        Raises:
            FormulaError: There is no such sheet.
        """
        try:
            return self._stores[sheet]
        except KeyError:
            title = self._titles.get(sheet.casefold())
            if title is not None:
                known = self._stores[sheet] = self._fill(title) if title == sheet else self.store(title)
                return known
            if not self._titles:
                text = "Zellen und Namen gibt es nur in einer Arbeitsmappe (--file PFAD)."
                raise FormulaError(text, "keine Arbeitsmappe") from None
            raise FormulaError(f"Das Blatt „{sheet}“ gibt es nicht.", f"Blatt {sheet} fehlt") from None

    # ---- nodes --------------------------------------------------------------------------------

    def evaluate(self, node: Node, place: Place) -> Operand:
        """The value of a node; an error is a value."""
        return self.ready(node, place.sheet, place.mode).operand(place.cell)

    def ready(self, node: Node, sheet: str, mode: Mode) -> Ready:
        """A formula on a sheet, made ready once."""
        key = id(node), sheet, mode
        known = self._ready.get(key)
        if known is None:  # the node is kept, for another could get its id
            known = self._ready[key] = node, self._made(node, sheet, mode)
        return known[1]

    def _made(self, node: Node, sheet: str, mode: Mode) -> Ready:
        """A node made ready; what cannot be computed says so only where its value is asked for."""
        try:
            if isinstance(node, Reference):
                return self._reference(node, sheet)
            if isinstance(node, Value):
                constant = node.value
                return Ready.of(lambda _: constant)
            if isinstance(node, Call):
                return self._call(node, sheet, mode)
            if isinstance(node, Binary):
                return self._binary(node, sheet, mode)
            if isinstance(node, Name):
                return self._name(node, sheet, mode)
            return self._unary(node, sheet, mode) if isinstance(node, Unary) else self._array(node, sheet, mode)
        except FormulaError as error:
            return _broken(error)

    def _reference(self, node: Reference, sheet: str) -> Ready:
        store = self.store(node.sheet or sheet)
        area, (fixed_row, fixed_column, fixed_bottom, fixed_right) = node.area, node.fixed
        is_cell = (area.top, fixed_row, area.left, fixed_column) == (area.bottom, fixed_bottom, area.right, fixed_right)
        get, top, left = store.get, area.top, area.left
        if node.fixed == FIXED:
            cells = Range(store, area)
            return Ready(lambda _: cells, (lambda _: get(top, left)) if is_cell else None)

        def operand(cell: Cell) -> Operand:
            return Range(store, node.at(*cell or _FIRST))

        def value(cell: Cell) -> Scalar:
            row, column = cell or _FIRST
            return get(top if fixed_row else top + row - 1, left if fixed_column else left + column - 1)

        return Ready(operand, value if is_cell else None)

    def _name(self, node: Name, sheet: str, mode: Mode) -> Ready:
        if not self._titles:
            self.store(sheet)  # says that there are no names
        try:
            target = self._names.resolve(node, sheet, None)
        except FormulaError:  # it depends on the cell, or cannot be told
            return Ready(lambda cell: self._target(self._names.resolve(node, sheet, cell), sheet, mode).operand(cell))
        return self._target(target, sheet, mode)

    def _target(self, target: Node, sheet: str, mode: Mode) -> Ready:
        """What a name stands for; Excel computes names as arrays, LibreOffice not."""
        return self._made(target, sheet, mode if isinstance(target, Reference | Value) else Mode.UNSURE)

    def _binary(self, node: Binary, sheet: str, mode: Mode) -> Ready:
        left, right = self._made(node.left, sheet, mode), self._made(node.right, sheet, mode)
        if left.value and right.value:
            return Ready.of(operators.on_values(node.operator, left.value, right.value))

        def operand(cell: Cell) -> Operand:
            sides = [left.operand(cell), right.operand(cell)]
            return operators.on_blocks(node.operator, self._singles(sides, mode, cell))

        return Ready(operand)

    def _unary(self, node: Unary, sheet: str, mode: Mode) -> Ready:
        inner = self._made(node.operand, sheet, mode)
        compute = operators.negative if node.operator == "-" else operators.per_cent
        if (value := inner.value) is not None:
            return Ready.of(lambda cell: entry(compute, (value(cell),)))
        return Ready(lambda cell: lift(compute, [self._single(inner.operand(cell), mode, cell)]))

    def _array(self, node: Array, sheet: str, mode: Mode) -> Ready:
        cells = [[self._constant(cell, sheet, mode) for cell in row] for row in node.rows]

        def operand(cell: Cell) -> Operand:
            return replace(Block.of(tuple(tuple(each(cell) for each in row) for row in cells)), typed=True)

        return Ready(operand)

    def _constant(self, node: Node, sheet: str, mode: Mode) -> Callable[[Cell], Scalar]:
        inner = self._made(node, sheet, mode)

        def constant(cell: Cell) -> Scalar:
            value = inner.operand(cell) if isinstance(node, Value | Unary) else None
            if isinstance(value, Range | Block) or not isinstance(node, Value | Unary):
                raise FormulaError("In einer Matrixkonstante stehen nur feste Werte.", "Matrixkonstante")
            if isinstance(value, bool) and mode is not Mode.ARRAY:
                return either(float(value), value, "Wahrheitswert einer Matrixkonstante")
            return value

        return constant

    # ---- one value ----------------------------------------------------------------------------

    def _singles(self, operands: Sequence[Operand], mode: Mode, cell: Cell) -> list[Scalar | Block]:
        """Operands where one value of each is needed."""
        if mode is Mode.CELL:
            kinds = [type(operand) for operand in operands]
            if Block in kinds and any(isinstance(operand, Range) and not operand.is_cell for operand in operands):
                raise differs("Bereich neben einer Matrix")
        return [self._single(operand, mode, cell) for operand in operands]

    def _single(self, operand: Operand, mode: Mode, cell: Cell) -> Scalar | Block:
        """An operand where one value is needed."""
        if not isinstance(operand, Range):
            return operand
        if operand.is_cell:
            return operand.value()
        if mode is Mode.CELL:
            return self.crossing_value(operand, cell)
        if mode is Mode.UNSURE:
            raise differs("Bereich statt Wert")
        return operand.block()

    def crossing_value(self, cells: Range, cell: Cell) -> Scalar:
        """The value of a range in the formula's own row or column."""
        crossing = self._crossing(cells, cell)
        return crossing.value() if isinstance(crossing, Range) else crossing

    def _crossing(self, cells: Range, cell: Cell) -> Range | CellError:
        """The cell of a range in the formula's own row or column (implicit intersection)."""
        if cells.is_cell:
            return cells
        if cell is None:
            raise FormulaError("Ein Bereich steht, wo ein einzelner Wert gebraucht wird.", "Bereich statt Wert")
        area, (row, column) = cells.area, cell
        if cells.width == 1 and area.top <= row <= area.bottom:
            return cells.cell(row - area.top, 0)
        if cells.height == 1 and area.left <= column <= area.right:
            return cells.cell(0, column - area.left)
        return _NO_CELL

    # ---- calls --------------------------------------------------------------------------------

    def _call(self, node: Call, sheet: str, mode: Mode) -> Ready:
        if node.name == "IF":
            return self._if(node, sheet, mode)
        if node.name == "ISFORMULA":
            return self._formula_test(node, sheet, mode)
        if node.name == "SINGLE" and len(node.arguments) == 1:  # Excel 365 stores its @ so
            return self._at(node, sheet, mode)
        if node.name in CATALOGUE:
            return self._catalogue(node, sheet, mode)
        native = FUNCTIONS.get(node.name)
        if native is None:
            raise unknown.error(node.name)
        german = german_function(node.name)
        if not native.accepts(len(node.arguments)):
            raise FormulaError(f"Die Funktion {german} hat {len(node.arguments)} Argumente; das passt nicht.", german)
        if any(map(_is_left_out, node.arguments[: _FILLED.get(node.name, 0)])):
            raise differs(f"{german} mit leerem Argument")
        kinds = [native.kind(number) for number in range(len(node.arguments))]
        forced = mode if mode is Mode.ARRAY else Mode.FORCED
        arguments = [
            self._made(argument, sheet, forced if kind == "a" else mode)
            for argument, kind in zip(node.arguments, kinds, strict=True)
        ]
        values = [argument.value for argument, kind in zip(arguments, kinds, strict=True) if kind == "v"]
        if node.name == "IFERROR":
            return self._if_error(arguments, mode)
        if len(values) == len(arguments) and None not in values:
            return Ready.of(_on_values(native, values))  # type: ignore[arg-type]
        operand = self._native(native, node.name, arguments, kinds, mode)
        return Ready(operand) if native.gives_cells or None in values else Ready.of(operand)

    def _native(
        self, native: Native, name: str, arguments: Sequence[Ready], kinds: Sequence[str], mode: Mode
    ) -> Callable[[Cell], Operand]:
        """A function of cells, or of values that may be blocks."""
        operands = [argument.operand for argument in arguments]
        values = [argument.value for argument, kind in zip(arguments, kinds, strict=True) if kind == "v"]
        if not values:
            return lambda cell: entry(native.compute, [each(cell) for each in operands], sees_errors=True)

        def operand(cell: Cell) -> Operand:
            given = [each(cell) for each in operands]
            whole = {number: given[number] for number, kind in enumerate(kinds) if kind != "v"}
            if not native.sees_errors and any(isinstance(one, CellError) for one in whole.values()):
                raise differs(f"{german_function(name)} eines Fehlerwerts")
            single = self._singles([one for one, kind in zip(given, kinds, strict=True) if kind == "v"], mode, cell)
            if name in ("POWER", "NOT"):
                sure(single, german_function(name))
            if not whole:
                return lift(native.compute, single, sees_errors=native.sees_errors, texts=native.texts)

            def compute(*values: Scalar) -> Operand:
                rest = iter(values)
                return native.compute(*(whole[n] if n in whole else next(rest) for n in range(len(kinds))))

            return lift(compute, single, sees_errors=native.sees_errors)

        if None in values:
            return operand

        gets = [
            argument.value if kind == "v" else argument.operand for argument, kind in zip(arguments, kinds, strict=True)
        ]

        def of_values(cell: Cell) -> Operand:
            given = [get(cell) for get in gets]  # type: ignore[misc]
            if not native.sees_errors and CellError in map(type, given):
                return operand(cell)
            return entry(native.compute, given, sees_errors=True)

        return of_values

    def _if_error(self, arguments: Sequence[Ready], mode: Mode) -> Ready:
        """WENNFEHLER: LibreOffice passes a reference on, and does not look at a second array that it does not need."""
        first, other = arguments

        def operand(cell: Cell) -> Operand:
            operands = first.operand(cell), other.operand(cell)
            values = self._singles(operands, mode, cell)
            tried, instead = values
            if isinstance(tried, Block) or isinstance(instead, Block):
                if mode is not Mode.ARRAY:
                    raise differs("WENNFEHLER über einen Bereich")
                result = lift(FUNCTIONS["IFERROR"].compute, values, sees_errors=True)
                cells = (*tried.cells(), tried.rest) if isinstance(tried, Block) else (tried,)
                needed = not isinstance(instead, Block) or any(isinstance(cell, CellError) for cell in cells)
                return result if needed else either(tried, result, "WENNFEHLER mit einer Matrix")
            chosen = int(isinstance(tried, CellError))
            passed = operands[chosen]
            if isinstance(passed, Range):
                return either(self._crossing(passed, cell), values[chosen], "WENNFEHLER mit einem Bezug")
            return values[chosen]

        return Ready.of(operand) if first.is_value and other.is_value else Ready(operand)

    def _at(self, node: Call, sheet: str, mode: Mode) -> Ready:
        inner = self._made(node.arguments[0], sheet, mode).operand

        def operand(cell: Cell) -> Operand:
            value = inner(cell)
            if isinstance(value, Block):
                return value.at(0, 0)
            return self._crossing(value, cell) if isinstance(value, Range) else value

        return Ready(operand)

    def _catalogue(self, node: Call, sheet: str, mode: Mode) -> Ready:
        described = CATALOGUE[node.name]
        unsure = Mode.UNSURE if mode is Mode.CELL else mode  # LibreOffice computes arrays here
        operands = [self._made(argument, sheet, unsure).operand for argument in node.arguments]

        def operand(cell: Cell) -> Operand:
            result = evaluate(described, *(_cells(each(cell)) for each in operands))
            if isinstance(result, tuple):  # what is blank in a result, programs get as an empty text
                return Block.of(tuple(tuple("" if cell is None else cell for cell in row) for row in result))
            return "" if result is None else result

        return Ready(operand)

    def _formula_test(self, node: Call, sheet: str, mode: Mode) -> Ready:
        inner = self._made(node.arguments[0], sheet, mode).operand if len(node.arguments) == 1 else None

        def operand(cell: Cell) -> Operand:
            cells = inner(cell) if inner else None
            if not isinstance(cells, Range):
                raise FormulaError("ISTFORMEL braucht einen Bezug.", "ISTFORMEL")
            area = cells.area
            if not cells.is_cell and mode is not Mode.ARRAY:
                raise differs("ISTFORMEL eines Bereichs")
            limited(*area.shape)
            rows = tuple(
                tuple(self._holds_formula(cells.store, row, column) for column in range(area.left, area.right + 1))
                for row in range(area.top, area.bottom + 1)
            )
            return rows[0][0] if cells.is_cell else Block.of(rows)

        return Ready(operand)

    def _holds_formula(self, store: SheetStore, row: int, column: int) -> bool:
        if isinstance(store.held(row, column), bool) and not self._is_formula(store.name, row, column):
            return either(True, False, "ISTFORMEL eines Wahrheitswerts")  # to LibreOffice it is =TRUE()
        return self._is_formula(store.name, row, column)

    def _if(self, node: Call, sheet: str, mode: Mode) -> Ready:
        if not 2 <= len(node.arguments) <= 3:
            raise FormulaError("WENN braucht zwei oder drei Argumente.", "WENN")
        condition, *given = (self._made(argument, sheet, mode) for argument in node.arguments)
        branches = [_OMITTED if _is_left_out(node.arguments[n]) else branch for n, branch in enumerate(given, 1)]
        yes, no = (*branches, _FALSE)[:2]

        def of_blocks(chosen: Block, cell: Cell) -> Operand:
            if mode is not Mode.ARRAY:
                raise differs("WENN über einen Bereich")
            branches = [self._single(branch.operand(cell), mode, cell) for branch in (*given, _FALSE)[:2]]
            branches = [0.0 if branch is None else branch for branch in branches]  # an argument left out
            return lift(_chosen, [chosen, *branches], sees_errors=True)

        def operand(cell: Cell) -> Operand:
            chosen = test(cell) if test else self._single(condition.operand(cell), mode, cell)
            if type(chosen) is bool:
                return (yes if chosen else no).operand(cell)
            if isinstance(chosen, Block):
                return of_blocks(chosen, cell)
            try:
                return (yes if to_truth(chosen) else no).operand(cell)
            except CellFailureError as failure:
                return failure.error

        def value(cell: Cell) -> Scalar:
            chosen = test(cell)  # type: ignore[misc]
            try:
                return (then if chosen is True or to_truth(chosen) else other)(cell)  # type: ignore[misc]
            except CellFailureError as failure:
                return failure.error

        test, then, other = condition.value, yes.value, no.value
        if not (test and then and other):
            return Ready(operand)
        return Ready.of(value) if yes.is_value and no.is_value else Ready(operand, value)


_FIRST: Final = (1, 1)
"""From where a formula sees its references that stands in no cell."""
_FILLED: Final = {"FIXED": 3, "IFERROR": 1}
"""How many of a function's arguments must not be left out: the programs differ on it."""
_FALSE: Final = Ready.of(lambda _: False)
_OMITTED: Final = Ready.of(lambda _: either(None, 0.0, "WENN mit leerem Argument"))


def _broken(error: FormulaError) -> Ready:
    """What cannot be computed."""

    def operand(_: Cell) -> Operand:
        raise error.with_traceback(None)

    return Ready.of(operand)


def _on_values(native: Native, values: Sequence[Callable[[Cell], Scalar]]) -> Callable[[Cell], Operand]:
    """A function of single values."""
    compute, sees_errors, texts = native.compute, native.sees_errors, native.texts
    if len(values) != 1:
        return lambda cell: entry(compute, [value(cell) for value in values], sees_errors=sees_errors, texts=texts)
    (only,) = values
    return lambda cell: entry(compute, (only(cell),), sees_errors=sees_errors, texts=texts)


def _chosen(condition: Scalar, yes: Scalar, no: Scalar) -> Scalar:
    return yes if to_truth(condition) else no


def _cells(operand: Operand) -> Scalar | Rows:
    """An operand as the catalogue takes it."""
    if isinstance(operand, Range):
        return operand.value() if operand.is_cell else operand.block(blanks_remain=False).full()
    return operand.full() if isinstance(operand, Block) else operand


def _is_left_out(argument: Node) -> bool:
    """Whether nothing stands between two commas."""
    return isinstance(argument, Value) and argument.value is None


def _needs_values(node: Node) -> bool:
    """Whether what stands in a node is computed: of a range in ZEILEN only the size counts."""
    if isinstance(node, Call) and node.name in ("ROWS", "COLUMNS", "ISFORMULA"):
        return not all(isinstance(argument, Reference | Name) for argument in node.arguments)
    return True
