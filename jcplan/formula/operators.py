"""The operators of formulas, for single values and for blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from jcplan.cells import CellError, Scalar
from jcplan.formula import compare
from jcplan.formula.coerce import DIVISION, VALUE, CellFailureError, finite, limited, to_number, to_text
from jcplan.formula.entries import NOISE, entry, lift, sure
from jcplan.formula.native import power
from jcplan.formula.operand import Block, Operand
from jcplan.formula.programs import Logical, differs, either

Cell = tuple[int, int] | None
"""Row and column of the cell in which a formula stands; None for one that stands in none."""
Value = Callable[[Cell], Scalar]
"""Gives the single value of a part of a formula in a cell."""

_COMPARISONS: Final = frozenset({"=", "<>", "<", ">", "<=", ">="})
_TEXTS: Final = _COMPARISONS | {"&"}
"""Operators to which texts are values."""


def on_blocks(operator: str, values: Sequence[Scalar | Block]) -> Operand:
    """An operator between two values of any kind."""
    if operator == "^":
        sure(values, "Potenz")
    blocks = [value for value in values if isinstance(value, Block)]
    if operator in _COMPARISONS:
        heights, widths = ({size for size in sizes if size != 1} for sizes in _sizes(blocks))
        if len(heights) > 1 or len(widths) > 1:
            raise differs("Vergleich verschieden großer Bereiche")
    result = lift(_BINARY[operator], values, texts=operator in _TEXTS)
    errors = [value for value in values if isinstance(value, CellError)]
    if blocks and errors:  # beyond the block as well in LibreOffice
        return either(errors[0], result, "Fehlerwert neben einer Matrix")
    return result


def _sizes(blocks: Sequence[Block]) -> tuple[list[int], list[int]]:
    return [block.height for block in blocks], [block.width for block in blocks]


def on_values(operator: str, left: Value, right: Value) -> Callable[[Cell], Operand]:
    """An operator between two parts that are single values; numbers, which most are, take the short way."""
    compute, quick, texts = _BINARY[operator], _QUICK.get(operator), operator in _TEXTS
    if quick is None:
        return lambda cell: entry(compute, (left(cell), right(cell)), texts=texts)

    def value(cell: Cell) -> Operand:
        first, second = left(cell), right(cell)
        if type(first) is float and type(second) is float:
            result = quick(first, second)
            if result is not None:
                return result
        return entry(compute, (first, second), texts=texts)

    return value


def negative(value: Scalar) -> Scalar:
    """A minus in front."""
    result = 0.0 - to_number(value)
    return (
        either(Logical(result), result, "Vorzeichen eines Wahrheitswerts")
        if isinstance(value, bool | Logical)
        else result
    )


def per_cent(value: Scalar) -> Scalar:
    """A per cent sign behind."""
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


# ---- numbers of which nothing special is to be said ---------------------------------------------


def _plain_sum(first: float, second: float) -> float | None:
    result = first + second
    return result if result - result == 0.0 and abs(result) >= NOISE * abs(first) else None


def _plain_difference(first: float, second: float) -> float | None:
    return _plain_sum(first, -second)


def _plain_product(first: float, second: float) -> float | None:
    result = first * second
    return result if result - result == 0.0 else None


def _plain_quotient(first: float, second: float) -> float | None:
    if not second:
        return None
    result = first / second
    return result if result - result == 0.0 else None


_QUICK: Final[Mapping[str, Callable[[float, float], float | bool | None]]] = {
    "+": _plain_sum,
    "-": _plain_difference,
    "*": _plain_product,
    "/": _plain_quotient,
    "=": lambda a, b: compare.number_order(a, b) == 0,
    "<>": lambda a, b: compare.number_order(a, b) != 0,
    "<": lambda a, b: compare.number_order(a, b) < 0,
    ">": lambda a, b: compare.number_order(a, b) > 0,
    "<=": lambda a, b: compare.number_order(a, b) <= 0,
    ">=": lambda a, b: compare.number_order(a, b) >= 0,
}
"""Operators between two numbers; None where the longer way has to look."""
