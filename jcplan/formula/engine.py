"""Computes the formulas of a workbook: each cell once, in the order of its references."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Protocol

from jcplan.catalogue import CATALOGUE, evaluate
from jcplan.cells import Area, Cell, CellError, Rows, Scalar, area_address, rows_of
from jcplan.errors import InputError
from jcplan.formula import native
from jcplan.formula.native import CellFailureError, Operand, one, to_number, to_text, to_truth
from jcplan.formula.nodes import Array, Binary, Call, Name, Node, Reference, Unary, Value, walk
from jcplan.formula.parse import FormulaError, parse


class Grid(Protocol):
    """Worksheets and defined names, whether read from a file or still to be written."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the worksheets."""

    @property
    def names(self) -> Mapping[str, str]:
        """Defined names and what they refer to (``Annahmen!$D$7``)."""

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        """The cells of a worksheet."""


Key = tuple[str, int, int]
_TOO_DEEP = "Die Formel ist zu tief verschachtelt; sie wird hier nicht gerechnet."


@dataclass(frozen=True)
class Result:
    """What computing a workbook gave: values of formula cells, and formulas that stay as they are."""

    values: Mapping[Key, Scalar]
    not_computed: Mapping[Key, str]


class Engine:
    """Evaluates formulas over a grid.

    Args:
        grid: Cells and names.
        overlay: Values that stand in place of the grid's constants, by (sheet, row, column).
    """

    def __init__(self, grid: Grid, overlay: Mapping[Key, Scalar] | None = None) -> None:
        self._grid = grid
        self._overlay = dict(overlay or {})
        self._sheets = {name.casefold(): name for name in grid.sheets}
        self._names = {name.casefold(): text for name, text in grid.names.items()}
        self._masters: dict[Key, Key] = {}
        self._formulas: dict[Key, Cell] = {}
        self._by_sheet: dict[str, list[Key]] = {}
        self._values: dict[Key, Scalar] = {}
        self._not_computed: dict[Key, str] = {}
        for sheet in grid.sheets:
            self._find_formulas(sheet)

    def _find_formulas(self, sheet: str) -> None:
        listed = self._by_sheet.setdefault(sheet, [])
        for (row, column), cell in self._grid.cells(sheet).items():
            if cell.formula is None:
                continue
            key = (sheet, row, column)
            if key in self._overlay:
                continue  # a value is going to take the formula's place
            self._formulas[key] = cell
            for inner in cell.array or (((row, column)),):
                self._masters[sheet, *inner] = key
                listed.append((sheet, *inner))

    # ---- results ------------------------------------------------------------------------------

    def compute(self) -> Result:
        """All formula cells."""
        for key in self._formulas:
            self._settle(key)
        return Result(dict(self._values), dict(self._not_computed))

    def cell(self, sheet: str, row: int, column: int) -> Scalar:
        """The value of one cell, computed if it is a formula; its stored value if that cannot be computed."""
        key = (self._sheet(sheet), row, column)
        if key in self._masters:
            self._settle(self._masters[key])
        return self._get(key)

    def formula(self, text: str, sheet: str = "") -> Operand:
        """The value of a formula typed anywhere, e.g. on the command line.

        Raises:
            FormulaError: It cannot be read or computed.
        """
        node = parse(text)
        home = self._sheet(sheet) if sheet else (self._grid.sheets[0] if self._grid.sheets else "")
        try:
            for key in self._precedents(node, home):
                self._settle(key)
            return self._evaluate(node, home)
        except CellFailureError as failure:
            return failure.error
        except RecursionError:
            raise FormulaError(_TOO_DEEP) from None

    # ---- order --------------------------------------------------------------------------------

    def _settle(self, key: Key) -> None:
        """Compute a formula after those that it refers to (without recursion: chains may be long)."""
        if self._is_settled(key):
            return
        stack: list[Key] = [key]
        waiting: set[Key] = set()  # formulas on the way down to the current one
        while stack:
            current = stack[-1]
            if self._is_settled(current):
                stack.pop()
                waiting.discard(current)
                continue
            try:
                node = parse(self._formulas[current].formula or "")
                missing = [k for k in self._precedents(node, current[0]) if not self._is_settled(k)]
            except FormulaError as error:
                self._not_computed[current] = str(error)
                continue
            except RecursionError:
                self._not_computed[current] = _TOO_DEEP
                continue
            circular = next((k for k in missing if k in waiting or k == current), None)
            if circular is not None:
                self._not_computed[current] = "Die Formel bezieht sich auf sich selbst."
                continue
            if missing:
                stack.extend(missing)
                waiting.add(current)
                continue
            self._compute(current, node)

    def _is_settled(self, key: Key) -> bool:
        return key in self._values or key in self._not_computed

    def _precedents(self, node: Node, home: str) -> Iterator[Key]:
        seen: set[Key] = set()
        for part in walk(node):
            if isinstance(part, Name):
                part = self._named(part, home)  # noqa: PLW2901
                if isinstance(part, Value):
                    continue
            if isinstance(part, Reference):
                for key in self._formula_cells(self._sheet(part.sheet or home), part.area):
                    if key not in seen:
                        seen.add(key)
                        yield key

    def _formula_cells(self, sheet: str, area: Area) -> Iterator[Key]:
        height, width = area.shape
        if height * width <= len(self._by_sheet[sheet]):
            candidates: Iterator[Key] = ((sheet, *inner) for inner in area)
        else:
            candidates = (key for key in self._by_sheet[sheet] if (key[1], key[2]) in area)
        for key in candidates:
            if key in self._masters:
                yield self._masters[key]

    def _compute(self, key: Key, node: Node) -> None:
        cell = self._formulas[key]
        sheet, row, column = key
        try:
            result = self._evaluate(node, sheet)
            if cell.array is None:
                self._values[key] = self._top_left(result, node)
                return
            rows = rows_of(result)
            for inner_row, inner_column in cell.array:
                self._values[sheet, inner_row, inner_column] = _spread(rows, inner_row - row, inner_column - column)
        except CellFailureError as failure:
            for inner in cell.array or ((row, column),):
                self._values[sheet, *inner] = failure.error
        except FormulaError as error:
            self._not_computed[key] = str(error)
        except RecursionError:
            self._not_computed[key] = _TOO_DEEP

    @staticmethod
    def _top_left(result: Operand, node: Node) -> Scalar:
        """What an ordinary cell shows of a result."""
        if isinstance(result, tuple):
            if not isinstance(node, Call) and (len(result) > 1 or len(result[0]) > 1):
                raise FormulaError("Ein Bereich steht, wo ein einzelner Wert gebraucht wird.")
            result = result[0][0]
        shows_blank = isinstance(node, Call) and node.name in CATALOGUE
        return 0.0 if result is None and not shows_blank else result

    # ---- values -------------------------------------------------------------------------------

    def _sheet(self, name: str) -> str:
        try:
            return self._sheets[name.casefold()]
        except KeyError:
            if not self._sheets:
                raise FormulaError("Zellen und Namen gibt es nur in einer Arbeitsmappe (--file PFAD).") from None
            raise FormulaError(f"Das Blatt „{name}“ gibt es nicht.") from None

    def _get(self, key: Key) -> Scalar:
        if key in self._overlay:
            return self._overlay[key]
        if key in self._values:
            return self._values[key]
        cell = self._grid.cells(key[0]).get((key[1], key[2]))
        return cell.value if cell else None

    def _read(self, sheet: str, area: Area) -> Operand:
        for key in self._formula_cells(sheet, area):
            if key in self._not_computed and self._formulas[key].value is None:
                where = f"{key[0]}!{area_address(Area(key[1], key[2], key[1], key[2]))}"
                raise FormulaError(f"{where} ist selbst nicht berechenbar.")
        rows = tuple(
            tuple(self._get((sheet, row, column)) for column in range(area.left, area.right + 1))
            for row in range(area.top, area.bottom + 1)
        )
        return rows if area.shape != (1, 1) else rows[0][0]

    def _named(self, node: Name, home: str) -> Reference | Value:
        text = self._names.get(node.name.casefold())
        if text is None:
            self._sheet(home)
            raise FormulaError(f"Den Namen „{node.name}“ gibt es nicht.")
        target = parse(text)
        if isinstance(target, Reference):
            return Reference(target.sheet or home, target.area)
        if isinstance(target, Value):
            return target
        raise FormulaError(f"Der Name „{node.name}“ steht für eine Formel; das wird hier nicht gerechnet.")

    def _evaluate(self, node: Node, home: str) -> Operand:
        if isinstance(node, Value):
            return node.value
        if isinstance(node, Name):
            return self._evaluate(self._named(node, home), home)
        if isinstance(node, Reference):
            return self._read(self._sheet(node.sheet or home), node.area)
        if isinstance(node, Array):
            return tuple(tuple(one(self._evaluate(cell, home)) for cell in row) for row in node.rows)
        if isinstance(node, Unary):
            return _map(_unary(node.operator), self._evaluate(node.operand, home))
        if isinstance(node, Binary):
            operator = _BINARY[node.operator]
            return _map(operator, self._evaluate(node.left, home), self._evaluate(node.right, home))
        return self._call(node, home)

    def _call(self, node: Call, home: str) -> Operand:
        if node.name == "IF":
            return self._if(node, home)
        if node.name == "ISFORMULA":
            return self._is_formula(node, home)
        if node.name in CATALOGUE:
            result = evaluate(CATALOGUE[node.name], *(self._attempt(a, home) for a in node.arguments))
            if isinstance(result, CellError):
                raise CellFailureError(result)
            return result
        function = native.FUNCTIONS.get(node.name)
        if function is None:
            raise FormulaError(f"Die Funktion {node.name} wird hier nicht gerechnet.")
        arguments = [self._attempt(a, home) for a in node.arguments]
        if node.name in native.AGGREGATES:
            arguments = [
                value if isinstance(value, tuple) or not isinstance(part, Reference | Name) else ((value,),)
                for part, value in zip(node.arguments, arguments, strict=True)
            ]
        if node.name not in native.SEES_ERRORS:
            for argument in arguments:
                if isinstance(argument, CellError):
                    raise CellFailureError(argument)
        try:
            _signature(function).bind(*arguments)
        except TypeError:
            raise FormulaError(f"Die Funktion {node.name} hat {len(arguments)} Argumente; das passt nicht.") from None
        return function(*arguments)

    def _is_formula(self, node: Call, home: str) -> bool:
        target = node.arguments[0] if len(node.arguments) == 1 else None
        if isinstance(target, Name):
            target = self._named(target, home)
        if not isinstance(target, Reference):
            raise FormulaError("ISTFORMEL braucht einen Bezug.")
        return (self._sheet(target.sheet or home), target.area.top, target.area.left) in self._masters

    def _attempt(self, node: Node, home: str) -> Operand:
        """An argument's value; an error that arises in it is a value too."""
        try:
            return self._evaluate(node, home)
        except CellFailureError as failure:
            return failure.error

    def _if(self, node: Call, home: str) -> Operand:
        if not 2 <= len(node.arguments) <= 3:
            raise FormulaError("WENN braucht zwei oder drei Argumente.")
        if to_truth(one(self._evaluate(node.arguments[0], home))):
            return self._evaluate(node.arguments[1], home)
        return self._evaluate(node.arguments[2], home) if len(node.arguments) == 3 else False


@cache
def _signature(function: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(function)


def _spread(rows: Rows, down: int, across: int) -> Scalar:
    """The value that an array formula gives at an offset: single rows and columns repeat."""
    row = rows[0] if len(rows) == 1 else rows[down] if down < len(rows) else None
    if row is None:
        return native.NOT_AVAILABLE
    if len(row) == 1:
        return row[0]
    return row[across] if across < len(row) else native.NOT_AVAILABLE


def _map(operator: Callable[..., Scalar], *operands: Operand) -> Operand:
    """Apply an operator for single values to blocks, entry by entry."""
    if not any(isinstance(operand, tuple) for operand in operands):
        return operator(*operands)
    blocks = [rows_of(operand) for operand in operands]
    height, width = max(len(b) for b in blocks), max(len(b[0]) for b in blocks)

    def at(row: int, column: int) -> Scalar:
        try:
            return operator(*(_spread(b, row, column) for b in blocks))
        except CellFailureError as failure:
            return failure.error

    return tuple(tuple(at(row, column) for column in range(width)) for row in range(height))


def _unary(operator: str) -> Callable[..., Scalar]:
    return (lambda x: -to_number(x)) if operator == "-" else (lambda x: to_number(x) / 100)


def _divide(left: Scalar, right: Scalar) -> Scalar:
    numerator, divisor = to_number(left), to_number(right)
    if divisor == 0:
        raise CellFailureError(native.DIVISION)
    return native.finite(numerator / divisor)


def _order(left: Scalar, right: Scalar) -> int:
    """−1, 0, 1 as spreadsheets compare: numbers before texts before truth values, texts without case."""
    for value in (left, right):
        if isinstance(value, CellError):
            raise CellFailureError(value)

    def key(value: Scalar, other: Scalar) -> tuple[int, float | str]:
        if value is None:
            value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0
        if isinstance(value, bool):
            return 2, float(value)
        if isinstance(value, str):
            return 1, value.casefold()
        assert isinstance(value, float | int)
        return 0, float(f"{value:.15g}")

    first, second = key(left, right), key(right, left)
    return (first > second) - (first < second)


_BINARY: Final[dict[str, Callable[..., Scalar]]] = {
    "+": lambda a, b: native.finite(to_number(a) + to_number(b)),
    "-": lambda a, b: native.finite(to_number(a) - to_number(b)),
    "*": lambda a, b: native.finite(to_number(a) * to_number(b)),
    "/": _divide,
    "^": lambda a, b: native.power(to_number(a), to_number(b)),
    "&": lambda a, b: to_text(a) + to_text(b),
    "=": lambda a, b: _order(a, b) == 0,
    "<>": lambda a, b: _order(a, b) != 0,
    "<": lambda a, b: _order(a, b) < 0,
    ">": lambda a, b: _order(a, b) > 0,
    "<=": lambda a, b: _order(a, b) <= 0,
    ">=": lambda a, b: _order(a, b) >= 0,
}


class EmptyGrid:
    """A grid without sheets, for formulas that refer to nothing."""

    sheets: tuple[str, ...] = ()
    names: Mapping[str, str] = {}

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        """There are none."""
        raise InputError("Bezug", f"das Blatt „{sheet}“", "eine Arbeitsmappe (--file PFAD)")
