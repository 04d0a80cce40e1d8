"""What Excel passes over COM, as cells; and cells as Excel takes them back. Knows neither xlwings nor pywin32.

Over COM a blank is ``None``, an error value an integer (numbers of cells are always floats), a row of
an array constant a flat tuple and a block a tuple of rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

from jcplan.cells import CellError, Rows, Scalar, serial

ERROR_NUMBERS: Final = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
}
"""Excel's numbers of its error values (``xlErrValue`` and so on), as ``CVErr`` takes them."""

_FACILITY: Final = 0x800A0000 - 2**32
_ERRORS: Final = {number + _FACILITY: CellError(code) for code, number in ERROR_NUMBERS.items()}
_PLAIN: Final = {float, str, bool, type(None)}


def scode(code: str) -> int:
    """The COM status code of an error value; VBA's ``Err.Number`` is Excel's number of it.

    >>> scode("#N/A")
    -2146826246
    """
    return ERROR_NUMBERS.get(code, ERROR_NUMBERS["#VALUE!"]) + _FACILITY


def from_com(value: Any) -> Any:
    """One value, or rows of values, as the catalogue takes them."""
    if isinstance(value, float | str | bool) or value is None:
        return value
    if isinstance(value, tuple | list):
        if not value or not isinstance(value[0], tuple | list):
            value = (value,)  # a flat array is a row
        if {type(entry) for row in value for entry in row} <= _PLAIN:
            return value
        return tuple(tuple(map(cell, row)) for row in value)
    return cell(value)


def cell(value: Any) -> Scalar:
    """One value as the content of a cell."""
    if isinstance(value, float | str | bool) or value is None:
        return value
    if isinstance(value, int):
        return _ERRORS.get(value) or float(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date):
        return serial(value)
    return str(value)


def to_com(result: Scalar | Rows, error_value: Callable[[CellError], Any]) -> list[list[Any]]:
    """A function's result as rows of lists (pywin32 takes an outer tuple for several results).

    Args:
        result: A value, or a block that may hold single error values.
        error_value: Makes such a one as COM carries it.
    """
    rows: Sequence[Sequence[Scalar]] = result if isinstance(result, tuple) else ((result,),)

    def passed(value: Scalar) -> Any:
        return error_value(value) if isinstance(value, CellError) else "" if value is None else value

    return [list(map(passed, row)) for row in rows]
