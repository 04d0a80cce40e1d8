"""The spreadsheet's own functions, as far as the workbook and its users' simple formulas need them."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from jcplan.cells import CellError, Scalar
from jcplan.formula import aggregates, lookup
from jcplan.formula.coerce import (
    DIVISION,
    VALUE,
    CellFailureError,
    limited,
    to_number,
    to_text,
    to_truth,
    whole,
)
from jcplan.formula.operand import Block, Operand, Range
from jcplan.formula.programs import FormerBlank, differs, either
from jcplan.german import number, round_decimal

_DIGITS: Final = 400
"""Places beyond which rounding changes no number."""
_SURE_PLACES: Final = 32_000  # from 32,768 on an error in LibreOffice
_MOST_DECIMALS: Final = 127  # of FEST in Excel
_SURE_DECIMALS: Final = 15  # LibreOffice ends somewhere between
_EXACT: Final = 1e15  # from here on the programs do not show the same digits


@dataclass(frozen=True)
class Native:
    """A function and how its arguments reach it.

    Attributes:
        compute: Gets what ``takes`` says.
        takes: A letter an argument: ``v`` one value (a block goes entry by entry), ``r`` cells as
            they are, ``a`` cells, with what stands inside computed as in an array formula.
        least: How many arguments there must be.
        many: Whether the last kind of argument repeats.
        sees_errors: Whether error values are values to it; else they are its result.
        texts: Whether it takes texts, so that none of them is an error.
        gives_cells: Whether its result may be cells, or a block though no argument is one.
    """

    compute: Callable[..., Operand]
    takes: str
    least: int
    many: bool = False
    sees_errors: bool = False
    texts: bool = False
    gives_cells: bool = False

    def kind(self, argument: int) -> str:
        """How an argument is taken."""
        return self.takes[min(argument, len(self.takes) - 1)]

    def accepts(self, count: int) -> bool:
        """Whether so many arguments fit."""
        return self.least <= count and (self.many or count <= len(self.takes))


def _value(compute: Callable[..., Operand], least: int = 1, most: int = 1, *, sees_errors: bool = False) -> Native:
    return Native(compute, "v" * most, least, sees_errors=sees_errors)


def _cells(compute: Callable[..., Operand]) -> Native:
    return Native(compute, "r", 1, many=True, sees_errors=True)


def _places(value: Scalar) -> int:
    """How many decimals are asked for."""
    places = whole(value)
    if abs(places) > _SURE_PLACES:
        raise differs("sehr viele Nachkommastellen")
    return places


def _round(value: Scalar, places: Scalar = None) -> Scalar:
    shown, digits = to_number(value), max(-_DIGITS, min(_DIGITS, _places(places)))
    if not shown or (digits >= 0 and shown.is_integer()) or digits >= 18 - math.floor(math.log10(abs(shown))):
        return shown  # it has no such decimals
    if digits >= 0 and abs(shown) >= _EXACT:
        raise differs("RUNDEN einer sehr großen Zahl")
    return float(round_decimal(shown, digits)) if digits > -_DIGITS else 0.0


def _fixed(value: Scalar, places: Scalar = 2.0, plain: Scalar = False) -> Scalar:  # noqa: FBT002 - as in a cell
    shown, digits = to_number(value), _places(places)
    if digits > to_number(places):
        raise differs("FEST mit einem negativen Bruch als Stellenzahl")
    if digits > _MOST_DECIMALS:
        raise CellFailureError(CellError("#VALUE!", "FEST kann höchstens 127 Nachkommastellen."))
    if abs(digits) > _SURE_DECIMALS or abs(shown) >= _EXACT:
        raise differs("FEST mit sehr vielen Stellen")
    text = number(float(round_decimal(shown, max(digits, -_DIGITS))), max(0, digits)).replace("−", "-")
    return text.replace(".", "") if to_truth(plain) else text


def _int(value: Scalar) -> Scalar:
    shown = to_number(value)
    floor = math.floor(shown)
    if shown - floor > 0.5 and math.isclose(shown, floor + 1, rel_tol=1e-13, abs_tol=0.0):
        raise differs("GANZZAHL einer Zahl dicht unter einer ganzen")
    return float(floor)


def _length(value: Scalar) -> Scalar:
    text = to_text(value)
    rare = sum(character > "\uffff" for character in text)
    return (
        either(float(len(text)), float(len(text) + rare), "LÄNGE eines Texts mit seltenen Zeichen")
        if rare
        else float(len(text))
    )


def _find(wanted: Scalar, text: Scalar, start: Scalar = 1.0) -> Scalar:
    """Where a text stands in another, from 1; letters count as they are, and no character stands for others."""
    needle, hay, first = to_text(wanted), to_text(text), whole(start)
    if not needle or any(character > "\uffff" for character in hay):
        raise differs("FINDEN eines leeren Texts oder in seltenen Zeichen")
    at = hay.find(needle, first - 1) if first >= 1 else -1
    if at < 0:
        raise CellFailureError(_NOT_FOUND)
    return float(at + 1)


def _number_test(value: Scalar) -> Scalar:
    if isinstance(value, FormerBlank):
        return either(False, True, "ISTZAHL eines Bezugs auf eine leere Zelle")
    if isinstance(value, bool):
        return either(True, False, "ISTZAHL eines Wahrheitswerts")
    return isinstance(value, float | int)


_NOT_FOUND: Final = CellError("#VALUE!", "Der gesuchte Text kommt nicht vor.")
_NOT_AVAILABLE: Final = CellError("#N/A", "NV() steht für einen fehlenden Wert.")
NOT_A_POWER: Final = CellError("#NUM!", "Die Potenz ist keine Zahl.")


def power(base: float, exponent: float) -> float:
    """``base ^ exponent`` with the spreadsheet's errors."""
    if not base and exponent <= 0:
        calc = NOT_A_POWER if exponent else None
        error = either(calc, DIVISION if exponent else NOT_A_POWER, "Potenz von 0")
        if error is None:
            return 1.0
        raise CellFailureError(error)
    if base < 0 and not exponent.is_integer():
        root = 1 / exponent
        if abs(root - round(root)) < 1e-9 and round(root) % 2:
            raise differs("Wurzel einer negativen Zahl")
    try:
        result = base**exponent
    except OverflowError:
        result = math.nan
    if isinstance(result, complex) or not math.isfinite(result):
        raise CellFailureError(NOT_A_POWER)
    if base and abs(result) < sys.float_info.min:
        raise differs("Potenz, die kleiner ist als jede Zahl")
    return float(result)


def _size(area: Operand, *, rows: bool) -> Scalar:
    if isinstance(area, CellError):
        raise CellFailureError(area)
    if not isinstance(area, Range | Block):
        name = "ZEILEN" if rows else "SPALTEN"
        raise differs(f"{name} eines einzelnen Werts")
    return float(area.height if rows else area.width)


def _transpose(area: Operand) -> Operand:
    """MTRANS: an array, also of a single value; LibreOffice shows truth values in it as numbers."""
    if isinstance(area, Range) and area.is_cell and isinstance(area.value(), CellError):
        raise differs("MTRANS eines Fehlerwerts")
    if area is None:
        return either(VALUE, None, "MTRANS eines leeren Arguments")
    block = area.block() if isinstance(area, Range) else area if isinstance(area, Block) else Block.of(((area,),))
    truths = any(isinstance(cell, bool) for cell in block.cells())
    rows = block.rows
    if truths and either(True, False, "MTRANS von Wahrheitswerten"):
        rows = tuple(tuple(float(cell) if isinstance(cell, bool) else cell for cell in row) for row in rows)
    return Block(tuple(zip(*rows, strict=True)), block.width, block.height, block.rest)


def _join(*values: Scalar) -> Scalar:
    return limited("".join(map(to_text, values)))


def _not(value: Scalar) -> Scalar:
    return not to_truth(value)


def _sign(value: Scalar) -> Scalar:
    shown = to_number(value)
    return float((shown > 0) - (shown < 0))


def _link(target: Scalar, shown: Scalar) -> Scalar:
    """What a link shows; inside formulas LibreOffice takes it for two rows, and other values than texts differ."""
    if not isinstance(target, str) or not isinstance(shown, str):
        raise differs("HYPERLINK mit etwas anderem als Texten")
    return shown


FUNCTIONS: Final[dict[str, Native]] = {
    "SUM": _cells(aggregates.total),
    "SUMPRODUCT": Native(aggregates.sum_of_products, "a", 1, many=True, sees_errors=True),
    "AVERAGE": _cells(aggregates.average),
    "MIN": _cells(aggregates.least),
    "MAX": _cells(aggregates.greatest),
    "COUNT": _cells(aggregates.count),
    "COUNTA": _cells(aggregates.count_filled),
    "COUNTBLANK": Native(aggregates.count_blank, "r", 1, sees_errors=True),
    "COUNTIF": Native(lookup.count_if, "rv", 2, sees_errors=True),
    "ABS": _value(lambda x: abs(to_number(x))),
    "SIGN": _value(_sign),
    "INT": _value(_int),
    "ROUND": _value(_round, 1, 2),
    "POWER": _value(lambda x, y: power(to_number(x), to_number(y)), 2, 2),
    "FIXED": _value(_fixed, 1, 3),
    "LEN": Native(_length, "v", 1, texts=True),
    "CONCATENATE": Native(_join, "v", 1, many=True, texts=True),
    "HYPERLINK": Native(_link, "vv", 2, texts=True),
    "EXACT": Native(lambda x, y: to_text(x) == to_text(y), "vv", 2, texts=True),
    "FIND": Native(_find, "vvv", 2, texts=True),
    "AND": _cells(aggregates.every),
    "OR": _cells(aggregates.some),
    "NOT": _value(_not),
    "TRUE": Native(lambda: True, "", 0),
    "FALSE": Native(lambda: False, "", 0),
    "NA": Native(lambda: _NOT_AVAILABLE, "", 0),
    "INDEX": Native(lookup.pick, "rvv", 2, gives_cells=True),
    "MATCH": Native(lookup.match, "vrv", 2, sees_errors=True),
    "ROWS": Native(lambda a: _size(a, rows=True), "r", 1, sees_errors=True),
    "COLUMNS": Native(lambda a: _size(a, rows=False), "r", 1, sees_errors=True),
    "TRANSPOSE": Native(_transpose, "a", 1, sees_errors=True, gives_cells=True),
    "ISERROR": _value(lambda x: isinstance(x, CellError), sees_errors=True),
    "ISBLANK": _value(lambda x: x is None, sees_errors=True),
    "ISNUMBER": _value(_number_test, sees_errors=True),
    "ISTEXT": _value(lambda x: isinstance(x, str), sees_errors=True),
    "IFERROR": _value(lambda x, y: y if isinstance(x, CellError) else x, 2, 2, sees_errors=True),
}
"""Native functions by their English names. IF and ISFORMULA are the evaluator's: they look at more than values."""
