"""What values must be: one place for the ranges that the field allows."""

from __future__ import annotations

import math
import struct
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from jcplan.errors import InputError
from jcplan.german import count, number

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = np.ndarray[tuple[Any, ...], np.dtype[np.float64]]
MONTHS: Final = 12


def _within(
    name: str,
    values: ArrayLike,
    low: float,
    high: float,
    expected: str,
    also: Callable[[Floats], NDArray[np.bool_]] | None = None,
) -> Floats:
    """Numbers from ``low`` to ``high``, both finite; many by the lowest and the highest of them, which NaN would be.

    From 0 on one look is enough: read as whole numbers, the bits of floats are in the order of the floats, and those
    of negative numbers and of NaN lie above all others; those of −0 too, so that it takes the longer way.

    Args:
        name: What the values are called.
        values: One number or many.
        low: The lowest that is good.
        high: The highest that is good.
        expected: What a message says is expected.
        also: Which numbers in that range are good; unless given, all.

    Raises:
        InputError: The first one that is not good.
    """
    array = np.asarray(values, dtype=np.float64)
    if not array.ndim:
        good = low <= array.item() <= high
    elif not array.size or (not low and _most(array.view(np.uint64), axis=None) <= _bits(high)):
        good = True
    else:
        good = bool(low <= _least(array, axis=None) and _most(array, axis=None) <= high)
    if not good or (also is not None and not also(array).all()):
        raise _first(name, np.atleast_1d(array), low, high, expected, also)
    return array


_least: Final = np.minimum.reduce
_most: Final = np.maximum.reduce


@cache
def _bits(value: float) -> int:
    """The bits of a float, read as a whole number."""
    return int.from_bytes(struct.pack(">d", value))


def _first(
    name: str,
    array: Floats,
    low: float,
    high: float,
    expected: str,
    also: Callable[[Floats], NDArray[np.bool_]] | None,
) -> InputError:
    """The finding of the first entry that is not good."""
    good = (array >= low) & (array <= high)
    if also is not None:
        good &= also(array)
    where = np.argwhere(~good)[0]
    place = f"{name}, Wert {where[-1] + 1}" if array.shape[-1] > 1 else name
    return InputError(place, number(float(array[tuple(where)])), expected)


_MOST: Final = sys.float_info.max
_TINY: Final = math.ulp(0.0)
"""The lowest number above 0."""
_BELOW_ONE: Final = math.nextafter(1.0, 0.0)


def finite(name: str, values: ArrayLike) -> Floats:
    """Finite numbers of either sign."""
    return _within(name, values, -_MOST, _MOST, "eine endliche Zahl")


def stock(name: str, values: ArrayLike) -> Floats:
    """Stocks, heads, money in a pot: finite and not negative."""
    return _within(name, values, 0.0, _MOST, "eine Zahl ab 0")


def up_to_zero(name: str, values: ArrayLike) -> Floats:
    """Finite and not positive: what is planned to go."""
    return _within(name, values, -_MOST, 0.0, "eine Zahl bis 0, wie die anderen")


def positive(name: str, values: ArrayLike) -> Floats:
    """Finite and greater than zero."""
    return _within(name, values, _TINY, _MOST, "eine Zahl größer als 0")


def share(name: str, values: ArrayLike) -> Floats:
    """A part of a whole: 0 to 1."""
    return _within(name, values, 0.0, 1.0, "ein Anteil von 0 bis 1 (23,3 % ist 0,233)")


def months_of_a_year(name: str, values: ArrayLike) -> Floats:
    """How many months of a year, parts of a month included: 0 to 12."""
    return _within(name, values, 0.0, 12.0, "eine Zahl von 0 bis 12")


def month(name: str, values: ArrayLike) -> Floats:
    """Numbers of months."""
    return _within(name, values, 1.0, MONTHS, f"ganze Zahlen von 1 bis {MONTHS}", _is_whole)


def change(name: str, values: ArrayLike) -> Floats:
    """A relative change: at least −1 (all gone)."""
    good = "eine Veränderung ab −1 (+0,5 % ist 0,005; −1 heißt: alles weg)"
    return _within(name, values, -1.0, _MOST, good)


def proper_share(name: str, values: ArrayLike) -> Floats:
    """A part of a whole that leaves something over: 0 up to, but not including, 1."""
    return _within(name, values, 0.0, _BELOW_ONE, "ein Anteil von 0 bis unter 1 (15,2 % ist 0,152)")


def nonzero(name: str, values: ArrayLike) -> Floats:
    """Finite and not zero: a divisor."""
    good = "eine Zahl ungleich 0 (es wird durch sie geteilt)"
    return _within(name, values, -_MOST, _MOST, good, lambda v: v != 0)


def places(name: str, values: ArrayLike) -> NDArray[np.int64]:
    """Decimals as the spreadsheet's RUNDEN takes them: whole, −12 to 12."""
    good = "eine ganze Zahl von −12 bis 12 (3 für 22,4 % = 0,224)"
    return _within(name, values, -12.0, 12.0, good, _is_whole).astype(np.int64)


def whole(name: str, value: ArrayLike, low: int, high: int) -> int:
    """One whole number within bounds."""
    return int(_within(name, value, low, high, f"eine ganze Zahl von {low} bis {high}", _is_whole))


def _is_whole(values: Floats) -> NDArray[np.bool_]:
    return np.asarray(values == np.floor(values))


def same_length(**named: Floats) -> None:
    """All arrays have the same number of groups or months on the last axis."""
    lengths = {name: array.shape[-1] if array.ndim else 1 for name, array in named.items()}
    (first, wanted), *others = lengths.items()
    for name, length in others:
        if length != wanted:
            raise InputError(
                name, count(length, "Wert", "Werte"), f"{count(wanted, 'Wert', 'Werte')}, so viele wie {first}"
            )


def finite_sum(name: str, total: ArrayLike) -> Floats:
    """The sum of an argument's values, where it is not beyond all numbers."""
    array = np.asarray(total, dtype=np.float64)
    if not np.isfinite(array).all():
        raise InputError(name, "eine Summe, die zu groß ist", "eine endliche Summe")
    return array


def weights(name: str, values: ArrayLike) -> Floats:
    """Weights of a mean or of a sharing-out: not negative, and not all zero."""
    return weighed(name, values)[0]


def weighed(name: str, values: ArrayLike) -> tuple[Floats, Floats]:
    """Weights as ``weights`` takes them, and their sum on the last axis."""
    array = stock(name, values)
    return array, weight(name, array.sum(axis=-1))


def weight(name: str, total: ArrayLike) -> Floats:
    """The sum of weights: finite, and not zero."""
    array = finite_sum(name, total)
    if not array.all():
        raise InputError(name, "Summe 0", "mindestens ein Gewicht größer als 0")
    return array


def months(name: str, values: ArrayLike) -> Floats:
    """Exactly 12 monthly stocks or flows on the last axis."""
    array = np.atleast_1d(stock(name, values))
    if array.shape[-1] != MONTHS:
        raise InputError(name, count(array.shape[-1], "Monatswert", "Monatswerte"), f"genau {MONTHS} Monatswerte")
    return array


def year(name: str, values: ArrayLike, whole: str) -> Floats:
    """12 monthly stocks or flows on the last axis, or the year's figure alone; ``whole`` says what that is."""
    array = np.atleast_1d(stock(name, values))
    if array.shape[-1] not in (1, MONTHS):
        raise InputError(
            name, count(array.shape[-1], "Wert", "Werte"), f"{MONTHS} Monatswerte oder einen Wert ({whole})"
        )
    return array
