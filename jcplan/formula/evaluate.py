"""Computes a syntax tree: operators, calls, and how ranges become values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain
from typing import Final, TypeVar

from jcplan.catalogue import CATALOGUE, evaluate
from jcplan.cells import Area, CellError, Rows, Scalar
from jcplan.formula import compare, unknown
from jcplan.formula.aggregates import single_error
from jcplan.formula.coerce import (
    DIVISION,
    NOT_AVAILABLE,
    VALUE,
    CellFailureError,
    finite,
    limited,
    to_number,
    to_text,
    to_truth,
)
from jcplan.formula.dialect import german_function
from jcplan.formula.names import Names
from jcplan.formula.native import FUNCTIONS, Native, power
from jcplan.formula.nodes import Binary, Call, Name, Node, Reference, Unary, Value, walk
from jcplan.formula.operand import Block, Operand, Range
from jcplan.formula.operand import limited as limited_size
from jcplan.formula.parse import FormulaError
from jcplan.formula.programs import FormerBlank, Logical, agreed, differs, either
from jcplan.formula.store import SheetStore

_Shown = TypeVar("_Shown", bound=Scalar | Block)

NOISE: Final = 2.0**-46
"""A sum this small beside its terms is noise to some program."""
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

    def within(self, mode: Mode) -> Place:
        """The same place where another meaning of ranges holds."""
        return self if mode is self.mode else Place(self.sheet, self.cell, mode)


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
        self._referred_by: dict[tuple[int, str], tuple[Node, list[tuple[str, Reference]] | None]] = {}
        self._is_formula = is_formula

    # ---- whole formulas -----------------------------------------------------------------------

    def areas(self, node: Node, place: Place) -> list[tuple[str, Area]]:
        """The cells whose values a formula may need; some may be named twice.

        Raises:
            FormulaError: A sheet or name is unknown.
        """
        key = id(node), place.sheet
        if key not in self._referred_by:
            self._referred_by[key] = node, self._alike(node, place)  # the node, for another could get its id
        references = self._referred_by[key][1] or self._referred(node, place)
        return [(sheet, place.seen(cells)) for sheet, cells in references]

    def _alike(self, node: Node, place: Place) -> list[tuple[str, Reference]] | None:
        """A formula's references on its sheet; None where a name in it depends on the cell, or there is none."""
        try:
            return list(self._referred(node, Place(place.sheet)))
        except FormulaError:
            return None

    def _referred(self, node: Node, place: Place) -> Iterator[tuple[str, Reference]]:
        """The references of a formula, with their sheets."""
        for part in walk(node, into=_needs_values):
            parts = walk(self._named(part, place), into=_needs_values) if isinstance(part, Name) else (part,)
            for inner in parts:
                if isinstance(inner, Reference):
                    yield self.store(inner.sheet or place.sheet).name, inner

    def outcome(self, node: Node, place: Place, shown: Callable[[Operand], _Shown]) -> _Shown:
        """What a formula shows, on which Excel and LibreOffice agree.

        Args:
            node: The formula.
            place: Where it stands.
            shown: Gives what is seen of its value.

        Raises:
            FormulaError: They do not agree, or it is not computed here.
        """
        return agreed(lambda: shown(self.evaluate(node, place)), _same_but_noise)

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

    def _named(self, name: Name, place: Place) -> Node:
        if not self._titles:
            self.store(place.sheet)
        return self._names.resolve(name, place.sheet, place.cell)

    # ---- nodes --------------------------------------------------------------------------------

    def evaluate(self, node: Node, place: Place) -> Operand:
        """The value of a node; an error is a value."""
        if isinstance(node, Reference):
            return Range(self.store(node.sheet or place.sheet), place.seen(node))
        if isinstance(node, Value):
            return node.value
        if isinstance(node, Call):
            return self._call(node, place)
        if isinstance(node, Binary):
            sides = [self.evaluate(node.left, place), self.evaluate(node.right, place)]
            return _binary(node.operator, self._singles(sides, place))
        if isinstance(node, Unary):
            operand = self._single(self.evaluate(node.operand, place), place)
            return lift(_negative if node.operator == "-" else _per_cent, [operand])
        if isinstance(node, Name):
            target = self._named(node, place)
            if isinstance(target, Reference | Value):
                return self.evaluate(target, place)
            return self.evaluate(target, place.within(Mode.UNSURE))  # Excel computes names as arrays, LibreOffice not
        rows = tuple(tuple(self._constant(cell, place) for cell in row) for row in node.rows)
        return replace(Block.of(rows), typed=True)

    def _constant(self, node: Node, place: Place) -> Scalar:
        value = self.evaluate(node, place) if isinstance(node, Value | Unary) else None
        if isinstance(value, Range | Block) or not isinstance(node, Value | Unary):
            raise FormulaError("In einer Matrixkonstante stehen nur feste Werte.", "Matrixkonstante")
        if isinstance(value, bool) and place.mode is not Mode.ARRAY:
            return either(float(value), value, "Wahrheitswert einer Matrixkonstante")
        return value

    def _singles(self, operands: Sequence[Operand], place: Place) -> list[Scalar | Block]:
        """Operands where one value of each is needed."""
        if place.mode is Mode.CELL:
            kinds = [type(operand) for operand in operands]
            if Block in kinds and any(isinstance(operand, Range) and not operand.is_cell for operand in operands):
                raise differs("Bereich neben einer Matrix")
        return [self._single(operand, place) for operand in operands]

    def _single(self, operand: Operand, place: Place) -> Scalar | Block:
        """An operand where one value is needed."""
        if not isinstance(operand, Range):
            return operand
        if operand.is_cell:
            return operand.value()
        if place.mode is Mode.CELL:
            return self.crossing_value(operand, place)
        if place.mode is Mode.UNSURE:
            raise differs("Bereich statt Wert")
        return operand.block()

    def crossing_value(self, cells: Range, place: Place) -> Scalar:
        """The value of a range in the formula's own row or column."""
        cell = self._crossing(cells, place)
        return cell.value() if isinstance(cell, Range) else cell

    def _crossing(self, cells: Range, place: Place) -> Range | CellError:
        """The cell of a range in the formula's own row or column (implicit intersection)."""
        if cells.is_cell:
            return cells
        if place.cell is None:
            raise FormulaError("Ein Bereich steht, wo ein einzelner Wert gebraucht wird.", "Bereich statt Wert")
        area, (row, column) = cells.area, place.cell
        if cells.width == 1 and area.top <= row <= area.bottom:
            return cells.cell(row - area.top, 0)
        if cells.height == 1 and area.left <= column <= area.right:
            return cells.cell(0, column - area.left)
        return _NO_CELL

    # ---- calls --------------------------------------------------------------------------------

    def _call(self, node: Call, place: Place) -> Operand:
        if node.name == "IF":
            return self._if(node, place)
        if node.name == "ISFORMULA":
            return self._formula_test(node, place)
        if node.name == "SINGLE" and len(node.arguments) == 1:  # Excel 365 stores its @ so
            operand = self.evaluate(node.arguments[0], place)
            if isinstance(operand, Block):
                return operand.at(0, 0)
            return self._crossing(operand, place) if isinstance(operand, Range) else operand
        if node.name in CATALOGUE:
            return self._catalogue(node, place)
        native = FUNCTIONS.get(node.name)
        if native is None:
            raise unknown.error(node.name)
        if not native.accepts(len(node.arguments)):
            german = german_function(node.name)
            raise FormulaError(f"Die Funktion {german} hat {len(node.arguments)} Argumente; das passt nicht.", german)
        return self._native(native, node, place)

    def _native(self, native: Native, node: Call, place: Place) -> Operand:
        values: list[Operand] = []
        whole: dict[int, Operand] = {}
        for number, argument in enumerate(node.arguments):
            kind = native.kind(number)
            if kind == "v":
                values.append(self.evaluate(argument, place))
            elif kind == "a" and place.mode is not Mode.ARRAY:
                whole[number] = self.evaluate(argument, place.within(Mode.FORCED))
            else:
                whole[number] = self.evaluate(argument, place)
        if not native.sees_errors and any(isinstance(operand, CellError) for operand in whole.values()):
            raise differs(f"{german_function(node.name)} eines Fehlerwerts")
        single = self._singles(values, place)
        _sure_call(node, single, place)
        if node.name == "IFERROR":
            return self._if_error(values, single, place)
        if not whole:
            return lift(native.compute, single, sees_errors=native.sees_errors, texts=native.texts)

        if not single:
            return _entry(native.compute, list(whole.values()), sees_errors=True)

        def compute(*values: Scalar) -> Operand:
            given = iter(values)
            return native.compute(*(whole[n] if n in whole else next(given) for n in range(len(node.arguments))))

        return lift(compute, single, sees_errors=native.sees_errors)

    def _if_error(self, operands: Sequence[Operand], values: Sequence[Scalar | Block], place: Place) -> Operand:
        """WENNFEHLER: LibreOffice passes a reference on, and does not look at a second array that it does not need."""
        first, other = values
        if isinstance(first, Block) or isinstance(other, Block):
            result = lift(FUNCTIONS["IFERROR"].compute, values, sees_errors=True)
            cells = (*first.cells(), first.rest) if isinstance(first, Block) else (first,)
            needed = not isinstance(other, Block) or any(isinstance(cell, CellError) for cell in cells)
            return result if needed else either(first, result, "WENNFEHLER mit einer Matrix")
        chosen = int(isinstance(first, CellError))
        operand = operands[chosen]
        if isinstance(operand, Range):
            return either(self._crossing(operand, place), values[chosen], "WENNFEHLER mit einem Bezug")
        return values[chosen]

    def _catalogue(self, node: Call, place: Place) -> Operand:
        unsure = place.within(Mode.UNSURE) if place.mode is Mode.CELL else place  # LibreOffice computes arrays here
        result = evaluate(CATALOGUE[node.name], *(_cells(self.evaluate(a, unsure)) for a in node.arguments))
        if isinstance(result, tuple):  # what is blank in a result, programs get as an empty text
            return Block.of(tuple(tuple("" if cell is None else cell for cell in row) for row in result))
        return "" if result is None else result

    def _formula_test(self, node: Call, place: Place) -> Operand:
        operand = self.evaluate(node.arguments[0], place) if len(node.arguments) == 1 else None
        if not isinstance(operand, Range):
            raise FormulaError("ISTFORMEL braucht einen Bezug.", "ISTFORMEL")
        area = operand.area
        if not operand.is_cell and place.mode is not Mode.ARRAY:
            raise differs("ISTFORMEL eines Bereichs")
        limited_size(*area.shape)
        rows = tuple(
            tuple(self._holds_formula(operand.store, row, column) for column in range(area.left, area.right + 1))
            for row in range(area.top, area.bottom + 1)
        )
        return rows[0][0] if operand.is_cell else Block.of(rows)

    def _holds_formula(self, store: SheetStore, row: int, column: int) -> bool:
        if isinstance(store.held(row, column), bool) and not self._is_formula(store.name, row, column):
            return either(True, False, "ISTFORMEL eines Wahrheitswerts")  # to LibreOffice it is =TRUE()
        return self._is_formula(store.name, row, column)

    def _if(self, node: Call, place: Place) -> Operand:
        if not 2 <= len(node.arguments) <= 3:
            raise FormulaError("WENN braucht zwei oder drei Argumente.", "WENN")
        condition = self._single(self.evaluate(node.arguments[0], place), place)
        if not isinstance(condition, Block):
            try:
                chosen = 1 if to_truth(condition) else 2
            except CellFailureError as failure:
                return failure.error
            if chosen < len(node.arguments) and _is_left_out(node.arguments[chosen]):
                return either(None, 0.0, "WENN mit leerem Argument")
            return self._branch(node, chosen, place)
        if place.mode is not Mode.ARRAY:
            raise differs("WENN über einen Bereich")
        branches = [self._single(self._branch(node, number, place), place) for number in (1, 2)]
        branches = [0.0 if branch is None else branch for branch in branches]  # an argument left out
        return lift(_chosen, [condition, *branches], sees_errors=True)

    def _branch(self, node: Call, number: int, place: Place) -> Operand:
        if number == len(node.arguments):
            return False
        return self.evaluate(node.arguments[number], place)


def _is_left_out(argument: Node) -> bool:
    """Whether nothing stands between two commas."""
    return isinstance(argument, Value) and argument.value is None


def _needs_values(node: Node) -> bool:
    """Whether what stands in a node is computed: of a range in ZEILEN only the size counts."""
    if isinstance(node, Call) and node.name in ("ROWS", "COLUMNS", "ISFORMULA"):
        return not all(isinstance(argument, Reference | Name) for argument in node.arguments)
    return True


# ---- operators --------------------------------------------------------------------------------


def _binary(operator: str, values: Sequence[Scalar | Block]) -> Operand:
    """An operator between two values."""
    if operator == "^":
        _sure(values, "Potenz")
    blocks = [value for value in values if isinstance(value, Block)]
    if operator in _COMPARISONS:
        heights, widths = ({size for size in sizes if size != 1} for sizes in _sizes(blocks))
        if len(heights) > 1 or len(widths) > 1:
            raise differs("Vergleich verschieden großer Bereiche")
    result = lift(_BINARY[operator], values, texts=operator not in "+-*/^")
    errors = [value for value in values if isinstance(value, CellError)]
    if blocks and errors:  # beyond the block as well in LibreOffice
        return either(errors[0], result, "Fehlerwert neben einer Matrix")
    return result


def _sizes(blocks: Sequence[Block]) -> tuple[list[int], list[int]]:
    return [block.height for block in blocks], [block.width for block in blocks]


def _negative(value: Scalar) -> Scalar:
    result = 0.0 - to_number(value)
    return (
        either(Logical(result), result, "Vorzeichen eines Wahrheitswerts")
        if isinstance(value, bool | Logical)
        else result
    )


def _per_cent(value: Scalar) -> Scalar:
    return to_number(value) / 100


def _sum(first: float, second: float) -> float:
    """A sum; what is left of terms that cancel is noise, and 0 to LibreOffice always, to Excel at the formula's end."""
    result = finite(first + second)
    if result and abs(result) < NOISE * abs(first):
        zero = 0.0 if compare.nearly(first, -second) else result
        return either(zero, result, "Rechenungenauigkeit um 0", noise=abs(first))
    return result


def _times(left: Scalar, right: Scalar) -> Scalar:
    return finite(to_number(left) * to_number(right))


def _divided(left: Scalar, right: Scalar) -> Scalar:
    if isinstance(left, str) and not to_number(right):
        raise CellFailureError(either(DIVISION, VALUE, "Text durch 0"))
    numerator, divisor = to_number(left), to_number(right)
    if not divisor:
        raise CellFailureError(DIVISION)
    return finite(numerator / divisor)


def _power(left: Scalar, right: Scalar) -> Scalar:
    return power(to_number(left), to_number(right))


def _joined(left: Scalar, right: Scalar) -> Scalar:
    return limited(to_text(left) + to_text(right))


def _chosen(condition: Scalar, yes: Scalar, no: Scalar) -> Scalar:
    return yes if to_truth(condition) else no


def _cells(operand: Operand) -> Scalar | Rows:
    """An operand as the catalogue takes it."""
    if isinstance(operand, Range):
        return operand.value() if operand.is_cell else operand.block(blanks_remain=False).full()
    return operand.full() if isinstance(operand, Block) else operand


_COMPARISONS: Final = frozenset({"=", "<>", "<", ">", "<=", ">="})
_BINARY: Final[Mapping[str, Callable[..., Scalar]]] = {
    "+": lambda a, b: _sum(to_number(a), to_number(b)),
    "-": lambda a, b: _sum(to_number(a), -to_number(b)),
    "*": _times,
    "/": _divided,
    "^": _power,
    "&": _joined,
    "=": compare.equal,
    "<>": lambda a, b: not compare.equal(a, b),
    "<": lambda a, b: compare.order(a, b) < 0,
    ">": lambda a, b: compare.order(a, b) > 0,
    "<=": lambda a, b: compare.order(a, b) <= 0,
    ">=": lambda a, b: compare.order(a, b) >= 0,
}


def _sure(values: Sequence[Scalar | Block], name: str) -> None:
    """Refuse blocks with texts and errors where LibreOffice takes them for numbers."""
    if any(isinstance(value, Block) for value in values):
        cells = chain.from_iterable(
            (*value.cells(), value.rest) if isinstance(value, Block) else (value,) for value in values
        )
        if any(isinstance(cell, str | CellError) for cell in cells):
            raise differs(f"{name} über Texte oder Fehlerwerte")


def _sure_call(node: Call, values: Sequence[Scalar | Block], place: Place) -> None:
    """Refuse what the programs compute differently in a call.

    Raises:
        FormulaError: It is such a call.
    """
    if node.name in ("FIXED", "IFERROR"):
        looked_at = node.arguments if node.name == "FIXED" else node.arguments[:1]
        if any(map(_is_left_out, looked_at)):
            raise differs(f"{german_function(node.name)} mit leerem Argument")
    if node.name in ("POWER", "NOT"):
        _sure(values, german_function(node.name))
    if node.name == "IFERROR" and place.mode is not Mode.ARRAY and any(isinstance(value, Block) for value in values):
        raise differs("WENNFEHLER über einen Bereich")


# ---- blocks, entry by entry -------------------------------------------------------------------


def lift(
    compute: Callable[..., Operand],
    values: Sequence[Scalar | Block],
    *,
    sees_errors: bool = False,
    texts: bool = False,
) -> Operand:
    """Apply what works on single values to blocks, entry by entry; single rows and columns repeat.

    Args:
        compute: The function or operator.
        values: Its arguments.
        sees_errors: Whether errors are values to it.
        texts: Whether texts are values to it; else they count as errors.
    """
    blocks = [value for value in values if isinstance(value, Block)]
    if not blocks:
        return _entry(compute, values, sees_errors=sees_errors, texts=texts)

    def cell(cells: Sequence[Scalar]) -> Scalar:
        value = _entry(compute, cells, sees_errors=sees_errors, texts=texts)
        if isinstance(value, Block):
            raise differs("Block im Block")
        return value.value() if isinstance(value, Range) else value

    height, width = max(block.height for block in blocks), max(block.width for block in blocks)
    if all((block.height, block.width) == (height, width) for block in blocks):
        written, across = max(len(block.rows) for block in blocks), max(block.written for block in blocks)
    else:
        written, across = height, width
    limited_size(written, across)
    spreads = [_spread(value, written, across) for value in values]
    rows = tuple(tuple(map(cell, zip(*line, strict=True))) for line in zip(*spreads, strict=True))
    if (written, across) == (height, width):
        return Block(rows, height, width)
    rest = cell([value.rest if isinstance(value, Block) else value for value in values])
    return Block(rows, height, width, rest)


def _entry(
    compute: Callable[..., Operand], values: Sequence[Operand], *, sees_errors: bool = False, texts: bool = False
) -> Operand:
    """What works on single values, applied to them; the arguments as those of ``lift``."""
    try:
        if not sees_errors and CellError in map(type, values):
            errors = [value for value in values if isinstance(value, CellError)]
            single_error(errors + [VALUE for value in values if isinstance(value, str) and not texts])
        return compute(*values)
    except CellFailureError as failure:
        return failure.error


def _spread(value: Scalar | Block, height: int, width: int) -> Rows:
    """The upper left part of an argument, as big as the others'."""
    if not isinstance(value, Block):
        return ((value,) * width,) * height
    if (len(value.rows), value.written) == (height, width):
        return value.rows
    return tuple(tuple(spread(value, row, column) for column in range(width)) for row in range(height))


def spread(block: Block, down: int, across: int) -> Scalar:
    """The value that a block gives at an offset: single rows and columns repeat, beyond it there is none."""
    row = 0 if block.height == 1 else down
    column = 0 if block.width == 1 else across
    return block.at(row, column) if row < block.height and column < block.width else NOT_AVAILABLE


def _same_but_noise(first: Operand, second: Operand, noise: float) -> bool:
    if isinstance(first, Block) and isinstance(second, Block):
        if (first.height, first.width, len(first.rows)) != (second.height, second.width, len(second.rows)):
            return False
        pairs = zip((*first.cells(), first.rest), (*second.cells(), second.rest), strict=True)
        return all(_same_but_noise(one, other, noise) for one, other in pairs)
    if type(first) is float and type(second) is float:
        return math.isclose(first, second, rel_tol=1e-12, abs_tol=4 * NOISE * noise)
    if isinstance(first, CellError) and isinstance(second, CellError):
        return first.code == second.code
    if isinstance(first, FormerBlank) and type(second) is float:  # both show it as 0
        return second == 0.0
    return type(first) is type(second) and first == second
