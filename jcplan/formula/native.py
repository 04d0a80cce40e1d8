"""The spreadsheet's own functions, as far as the workbook and its users' simple formulas need them.

Arguments come evaluated: a scalar, or rows of scalars for a range or an array. Errors propagate
before a function is called unless it is in ``SEES_ERRORS``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Final

from jcplan.cells import CellError, Rows, Scalar, rows_of
from jcplan.formula.parse import FormulaError
from jcplan.german import number, round_decimal

Operand = Scalar | Rows
VALUE: Final = CellError("#VALUE!", "Ein Text steht, wo eine Zahl gebraucht wird.")
DIVISION: Final = CellError("#DIV/0!", "Es wird durch 0 geteilt.")
NOT_AVAILABLE: Final = CellError("#N/A", "Der gesuchte Wert kommt nicht vor.")


class CellFailureError(Exception):
    """Carries an error value up to the cell that it shows in."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.code)
        self.error = error


def cells_of(operand: Operand) -> Iterator[Scalar]:
    """All cells of an operand, row by row."""
    for row in rows_of(operand):
        yield from row


def one(operand: Operand) -> Scalar:
    """A single value; a block of several has no place here."""
    if isinstance(operand, tuple):
        if len(operand) == 1 and len(operand[0]) == 1:
            return operand[0][0]
        raise FormulaError("Ein Bereich steht, wo ein einzelner Wert gebraucht wird.")
    return operand


def to_number(value: Scalar) -> float:
    """A value in arithmetic: blank is 0, a text is an error."""
    if isinstance(value, CellError):
        raise CellFailureError(value)
    if value is None:
        return 0.0
    if isinstance(value, str):
        try:
            float(value.replace(",", "."))
        except ValueError:
            raise CellFailureError(VALUE) from None
        raise FormulaError("Ein Text, der wie eine Zahl aussieht, wird je nach Programm verschieden gerechnet.")
    return float(value)


def to_text(value: Scalar) -> str:
    """A value joined to a text."""
    if isinstance(value, CellError):
        raise CellFailureError(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "WAHR" if value else "FALSCH"
    return value if isinstance(value, str) else number(value).replace(".", "").replace("−", "-")


def to_truth(value: Scalar) -> bool:
    """A value as a condition."""
    return bool(to_number(value))


def finite(value: float) -> float:
    """A number that a cell can hold."""
    if not math.isfinite(value):
        raise CellFailureError(CellError("#NUM!", "Das Ergebnis ist zu groß."))
    return value


def _sum(values: list[float]) -> float:
    try:
        return finite(math.fsum(values))
    except OverflowError:
        return finite(math.inf)


def _numbers(arguments: tuple[Operand, ...]) -> list[float]:
    """The numbers that SUMME and its like see: in ranges only real numbers, singly also truth values."""
    found: list[float] = []
    for argument in arguments:
        for cell in cells_of(argument):
            if isinstance(cell, CellError):
                raise CellFailureError(cell)
            if isinstance(argument, tuple):
                if isinstance(cell, float | int) and not isinstance(cell, bool):
                    found.append(float(cell))
            else:
                found.append(to_number(cell))
    return found


def _average(*arguments: Operand) -> Scalar:
    values = _numbers(arguments)
    if not values:
        raise CellFailureError(DIVISION)
    return _sum(values) / len(values)


def _sumproduct(*arguments: Operand) -> Scalar:
    shapes = {(len(rows_of(a)), len(rows_of(a)[0])) for a in arguments}
    if len(shapes) != 1:
        raise CellFailureError(VALUE)
    products = []
    for cells in zip(*(cells_of(a) for a in arguments), strict=True):
        product = 1.0
        for cell in cells:
            if isinstance(cell, CellError):
                raise CellFailureError(cell)
            product *= float(cell) if isinstance(cell, float | int) and not isinstance(cell, bool) else 0.0
        products.append(product)
    return _sum(products)


def _round(value: Operand, places: Operand = 0.0) -> Scalar:
    return float(round_decimal(to_number(one(value)), int(to_number(one(places)))))


def _fixed(value: Operand, places: Operand = 2.0, plain: Operand = False) -> Scalar:  # noqa: FBT002
    text = number(to_number(one(value)), int(to_number(one(places)))).replace("−", "-")
    return text.replace(".", "") if to_truth(one(plain)) else text


def _matches(criterion: Scalar) -> Callable[[Scalar], bool]:
    """COUNTIF's criterion: a value, or an operator and a number."""
    if isinstance(criterion, str):
        if not criterion or re.fullmatch(r"[-+]?[\d.,]+\s*%?|true|false|wahr|falsch", criterion.casefold()):
            raise FormulaError("ZÄHLENWENN mit einem Text, der eine Zahl oder leer ist, wird hier nicht gerechnet.")
        if any(mark in criterion for mark in "*?~"):
            raise FormulaError("Platzhalter in ZÄHLENWENN werden hier nicht gerechnet.")
        for operator in ("<=", ">=", "<>", "<", ">", "="):
            if criterion.startswith(operator):
                raise FormulaError("Vergleiche in ZÄHLENWENN werden hier nicht gerechnet.")
        return lambda cell: isinstance(cell, str) and cell.casefold() == criterion.casefold()
    if criterion is None:
        return lambda cell: cell == 0 and cell is not None
    return lambda cell: type(cell) is type(criterion) and cell == criterion


def _countif(area: Operand, criterion: Operand) -> Scalar:
    return float(sum(map(_matches(one(criterion)), cells_of(area))))


def _index(area: Operand, row: Operand, column: Operand = None) -> Operand:
    rows = rows_of(area)
    down, across = int(to_number(one(row))), int(to_number(one(column)))
    if len(rows) == 1 and column is None:
        down, across = 1, down
    if down < 0 or across < 0 or down > len(rows) or across > len(rows[0]):
        raise CellFailureError(CellError("#REF!", "INDEX zeigt neben den Bereich."))
    if not across and len(rows[0]) == 1:
        across = 1
    if not down or not across:
        raise FormulaError("INDEX mit ganzen Zeilen oder Spalten wird hier nicht gerechnet.")
    return rows[down - 1][across - 1]


def _match(wanted: Operand, area: Operand, kind: Operand = 1.0) -> Scalar:
    if to_number(one(kind)) != 0:
        raise FormulaError("VERGLEICH wird hier nur mit genauer Suche (0) gerechnet.")
    test = _matches(one(wanted))
    for position, cell in enumerate(cells_of(area), 1):
        if test(cell):
            return float(position)
    raise CellFailureError(NOT_AVAILABLE)


def _truths(arguments: tuple[Operand, ...]) -> list[bool]:
    found = [
        to_truth(c)
        for a in arguments
        for c in cells_of(a)
        if not (isinstance(a, tuple) and (c is None or isinstance(c, str)))
    ]
    if not found:
        raise CellFailureError(VALUE)
    return found


def _iferror(value: Operand, instead: Operand) -> Operand:
    if not isinstance(value, tuple):
        return instead if isinstance(value, CellError) else value
    if not any(isinstance(cell, CellError) for cell in cells_of(value)):
        return value
    other = one(instead)
    return tuple(tuple(other if isinstance(cell, CellError) else cell for cell in row) for row in value)


def _power(base: Operand, exponent: Operand) -> Scalar:
    return power(to_number(one(base)), to_number(one(exponent)))


def power(base: float, exponent: float) -> float:
    """``base ^ exponent`` with the spreadsheet's errors."""
    try:
        result = base**exponent
    except (OverflowError, ZeroDivisionError):
        result = math.nan
    if isinstance(result, complex) or not math.isfinite(result):
        raise CellFailureError(CellError("#NUM!", "Die Potenz ist keine Zahl."))
    return float(result)


FUNCTIONS: Final[dict[str, Callable[..., Operand]]] = {
    "SUM": lambda *a: _sum(_numbers(a)),
    "SUMPRODUCT": _sumproduct,
    "AVERAGE": _average,
    "MIN": lambda *a: min(_numbers(a), default=0.0),
    "MAX": lambda *a: max(_numbers(a), default=0.0),
    "COUNT": lambda *a: float(sum(isinstance(c, float) for x in a for c in cells_of(x))),
    "COUNTA": lambda *a: float(sum(c is not None for x in a for c in cells_of(x))),
    "COUNTBLANK": lambda a: float(sum(c is None or c == "" for c in cells_of(a))),
    "COUNTIF": _countif,
    "ABS": lambda x: abs(to_number(one(x))),
    "SIGN": lambda x: float((to_number(one(x)) > 0) - (to_number(one(x)) < 0)),
    "INT": lambda x: float(math.floor(to_number(one(x)))),
    "ROUND": _round,
    "POWER": _power,
    "FIXED": _fixed,
    "LEN": lambda x: float(len(to_text(one(x)))),
    "CONCATENATE": lambda *a: "".join(to_text(one(x)) for x in a),
    "EXACT": lambda a, b: to_text(one(a)) == to_text(one(b)),
    "AND": lambda *a: all(_truths(a)),
    "OR": lambda *a: any(_truths(a)),
    "NOT": lambda x: not to_truth(one(x)),
    "TRUE": lambda: True,
    "FALSE": lambda: False,
    "INDEX": _index,
    "MATCH": _match,
    "ROWS": lambda a: float(len(rows_of(a))),
    "COLUMNS": lambda a: float(len(rows_of(a)[0])),
    "TRANSPOSE": lambda a: tuple(zip(*rows_of(a), strict=True)),
    "ISERROR": lambda x: isinstance(one(x), CellError),
    "ISBLANK": lambda x: one(x) is None,
    "ISNUMBER": lambda x: isinstance(one(x), float) and not isinstance(one(x), bool),
    "ISTEXT": lambda x: isinstance(one(x), str),
    "IFERROR": _iferror,
}
"""Native functions by their English names. IF is the engine's: it evaluates one branch only."""

AGGREGATES: Final = frozenset(
    {"SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "SUMPRODUCT", "AND", "OR"}
)
"""Functions that skip texts and blanks in referred cells, even in a single one."""

SEES_ERRORS: Final = frozenset(
    {"ISERROR", "IFERROR", "ISBLANK", "ISNUMBER", "ISTEXT", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF"}
)
