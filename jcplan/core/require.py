"""What values must be: one place for the ranges that the field allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jcplan.errors import InputError
from jcplan.german import count, number

if TYPE_CHECKING:
    from collections.abc import Callable

Floats = NDArray[np.float64]
MONTHS: Final = 12


def _check(name: str, values: ArrayLike, good: Callable[[Floats], NDArray[np.bool_]], expected: str) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    bad = ~np.asarray(good(array))
    if bad.any():
        where = np.argwhere(np.atleast_1d(bad))[0]
        place = f"{name}, Wert {where[-1] + 1}" if array.ndim and array.shape[-1] > 1 else name
        raise InputError(place, number(float(np.atleast_1d(array)[tuple(where)])), expected)
    return array


def finite(name: str, values: ArrayLike) -> Floats:
    """Finite numbers of either sign."""
    return _check(name, values, np.isfinite, "eine endliche Zahl")


def stock(name: str, values: ArrayLike) -> Floats:
    """Stocks, heads, money in a pot: finite and not negative."""
    return _check(name, values, lambda v: np.isfinite(v) & (v >= 0), "eine Zahl ab 0")


def up_to_zero(name: str, values: ArrayLike) -> Floats:
    """Finite and not positive: what is planned to go."""
    return _check(name, values, lambda v: np.isfinite(v) & (v <= 0), "eine Zahl bis 0, wie die anderen")


def positive(name: str, values: ArrayLike) -> Floats:
    """Finite and greater than zero."""
    return _check(name, values, lambda v: np.isfinite(v) & (v > 0), "eine Zahl größer als 0")


def share(name: str, values: ArrayLike) -> Floats:
    """A part of a whole: 0 to 1."""
    good = "ein Anteil von 0 bis 1 (23,3 % ist 0,233)"
    return _check(name, values, lambda v: np.isfinite(v) & (v >= 0) & (v <= 1), good)


def months_of_a_year(name: str, values: ArrayLike) -> Floats:
    """How many months of a year, parts of a month included: 0 to 12."""
    return _check(name, values, lambda v: np.isfinite(v) & (v >= 0) & (v <= 12), "eine Zahl von 0 bis 12")


def month(name: str, values: ArrayLike) -> Floats:
    """Numbers of months."""
    return _check(
        name, values, lambda v: (v >= 1) & (v <= MONTHS) & (v == np.floor(v)), f"ganze Zahlen von 1 bis {MONTHS}"
    )


def change(name: str, values: ArrayLike) -> Floats:
    """A relative change: at least −1 (all gone)."""
    good = "eine Veränderung ab −1 (+0,5 % ist 0,005; −1 heißt: alles weg)"
    return _check(name, values, lambda v: np.isfinite(v) & (v >= -1), good)


def proper_share(name: str, values: ArrayLike) -> Floats:
    """A part of a whole that leaves something over: 0 up to, but not including, 1."""
    good = "ein Anteil von 0 bis unter 1 (15,2 % ist 0,152)"
    return _check(name, values, lambda v: np.isfinite(v) & (v >= 0) & (v < 1), good)


def nonzero(name: str, values: ArrayLike) -> Floats:
    """Finite and not zero: a divisor."""
    return _check(name, values, lambda v: np.isfinite(v) & (v != 0), "eine Zahl ungleich 0 (es wird durch sie geteilt)")


def places(name: str, values: ArrayLike) -> NDArray[np.int64]:
    """Decimals as the spreadsheet's RUNDEN takes them: whole, −12 to 12."""
    good = "eine ganze Zahl von −12 bis 12 (3 für 22,4 % = 0,224)"
    array = _check(name, values, lambda v: np.isfinite(v) & (v == np.floor(v)) & (abs(v) <= 12), good)
    return array.astype(np.int64)


def whole(name: str, value: ArrayLike, low: int, high: int) -> int:
    """One whole number within bounds."""
    good = f"eine ganze Zahl von {low} bis {high}"
    array = _check(name, value, lambda v: np.isfinite(v) & (v == np.floor(v)) & (v >= low) & (v <= high), good)
    return int(array)


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
    array = stock(name, values)
    total = finite_sum(name, array.sum(axis=-1))
    if not total.all():
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
