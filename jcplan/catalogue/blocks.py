"""Arguments become cells: one value, a list, rows of a range, an array."""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain
from operator import countOf
from typing import Any, Final

import numpy as np

from jcplan.cells import CellError, Rows, Scalar
from jcplan.core.require import Floats
from jcplan.errors import InputError


class Block:
    """An argument as cells, row by row.

    Attributes:
        height: Rows.
        width: Cells of each row.
        size: Cells in all.
        single: Whether one value, not a range, was given.
        plain: Whether every cell is a number, be it NaN or infinite.
        clean: Whether no cell can be an error value.
    """

    plain = False
    clean = True
    single = False

    def __init__(self, cells: Sequence[Scalar] | Floats, height: int, width: int, *, plain: bool = False) -> None:
        self._cells = cells
        self.height = height
        self.width = width
        self.size = height * width
        if plain:
            self.plain = True

    @classmethod
    def of_one(cls, cell: Scalar) -> Block:
        """One value that is no range."""
        made = cls((cell,), 1, 1, plain=type(cell) is float)
        made.single = True
        made.clean = not isinstance(cell, CellError)
        return made

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not self.plain and all(cell is None for cell in self.cells)

    @property
    def cells(self) -> Sequence[Scalar]:
        """All cells, one row after the other."""
        found: Sequence[Scalar] = self._cells.tolist() if isinstance(self._cells, np.ndarray) else self._cells
        return found

    @property
    def rows(self) -> Rows:
        """The cells by row."""
        cells = iter(self.cells)
        return tuple(zip(*[cells] * self.width, strict=True))

    @property
    def numbers(self) -> Floats:
        """All cells of a plain block, as an array."""
        if isinstance(self._cells, np.ndarray):
            return self._cells
        return np.array(self._cells)

    @property
    def is_finite(self) -> bool:
        """Whether a plain block has finite numbers only; False also where their sum is beyond all numbers."""
        if isinstance(self._cells, np.ndarray):
            return bool(np.isfinite(self._cells).all())
        return math.isfinite(sum(self._cells))  # type: ignore[arg-type]  # numbers


def scalar(value: object) -> Scalar:
    """A Python, numpy or spreadsheet value as the content of a cell; '' and None are blanks."""
    if type(value) is float:  # nearly all cells: numbers of a spreadsheet
        return value
    if value is None or (isinstance(value, str) and not value):
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, numbers.Real | Decimal):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf  # type: ignore[operator]
        except ValueError:  # a signalling NaN
            return math.nan
    if isinstance(value, str | CellError):
        return value
    return f"{value}"  # a date or any other object: a text where a number belongs


def block(value: object) -> Block:
    """Any argument as a block: scalars, lists, tuples, ranges, arrays; a flat sequence is a column."""
    kind = type(value)
    if kind is float:
        return Block.of_one(value)  # type: ignore[arg-type]  # as its type says
    found = None
    if kind is tuple or kind is list:
        found = _usual_rows(value)  # type: ignore[arg-type]
    elif kind is np.ndarray:
        found = _plain_array(value)  # type: ignore[arg-type]
    return found or _any(value)


def _usual_rows(value: Sequence[Any]) -> Block | None:
    """A list or rows of numbers and blanks, None for anything else: of a million they are looked at by C loops only."""
    if not value:
        return None
    height, width, kind = len(value), 1, type(value[0])
    cells = value
    if kind is tuple or kind is list:
        if countOf(map(type, value), kind) != height:
            return None
        width = len(value[0])
        if width == 1:
            try:
                cells = [cell for (cell,) in value]
            except ValueError:  # rows of other lengths
                return None
        else:
            if not width or countOf(map(len, value), width) != height:
                return None
            cells = list(chain.from_iterable(value))
    if countOf(map(type, cells), float) == len(cells):
        return Block(cells, height, width, plain=True)
    kinds = set(map(type, cells))
    if kinds <= _NUMBER_OR_BLANK:
        return Block(cells, height, width)
    if kinds <= _NUMBERS:
        try:
            return Block(np.array(cells, dtype=np.float64), height, width, plain=True)
        except OverflowError:  # a whole number beyond all floats
            return None
    return None


_NUMBER_OR_BLANK: Final = frozenset({float, type(None)})
_NUMBERS: Final = frozenset({float, int})


def _plain_array(value: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Block | None:
    """An array of numbers in a row, a column or a block; None for anything else, truth values among them."""
    if value.dtype.kind not in "fiu" or value.dtype.itemsize > 8 or value.ndim not in (1, 2) or not value.size:
        return None
    width = value.shape[1] if value.ndim > 1 else 1
    return Block(np.asarray(value, dtype=np.float64).reshape(-1), len(value), width, plain=True)


_ROWS: Final = (tuple, list, Sequence)  # the usual ones first: they take no look at their methods


def _any(value: object) -> Block:
    """Any argument as a block, cell by cell."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        return Block.of_one(scalar(value))
    rows: list[Sequence[Scalar]] = []
    for row in value:
        if hasattr(row, "tolist"):
            row = row.tolist()  # noqa: PLW2901
        if isinstance(row, str):  # a flat list of texts
            rows.append((row or None,))
        elif isinstance(row, _ROWS):
            rows.append(tuple(map(scalar, row)))
        else:
            rows.append((scalar(row),))
    if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
        raise InputError("Bereich", "keinen rechteckigen Bereich", "mindestens eine Zelle und gleich lange Zeilen")
    cells = list(chain.from_iterable(rows))
    made = Block(cells, len(rows), len(rows[0]))
    made.clean = CellError not in map(type, cells)
    return made
