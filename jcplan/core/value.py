"""Numbers of one plan or of many: a float, or an array with an entry a plan.

What is written with operators runs on both; a Python float takes 30 ns an operation, a numpy scalar
over 100. Here are the few things that have no operator. All let NaN through.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np

from jcplan.core.require import Floats

Value: TypeAlias = float | Floats
Truth: TypeAlias = bool | np.ndarray[tuple[Any, ...], np.dtype[np.bool_]]
V = TypeVar("V", bound=Value)
"""Floats in, floats out; anything in, anything out."""


def at_least(value: Value, low: float) -> Value:
    """The value, or ``low`` where it is lower.

    >>> at_least(-0.5, 0.0), at_least(np.array([-0.5, 0.5]), 0.0)
    (0.0, array([0. , 0.5]))
    """
    return np.maximum(value, low) if isinstance(value, np.ndarray) else max(value, low)


def at_most(value: Value, high: float) -> Value:
    """The value, or ``high`` where it is higher.

    >>> at_most(1.5, 1.0), at_most(float("nan"), 1.0)
    (1.0, nan)
    """
    return np.minimum(value, high) if isinstance(value, np.ndarray) else min(value, high)


def only(value: Value, good: Truth) -> Value:
    """The value, or NaN where ``good`` does not hold.

    >>> only(2.0, good=False), only(np.array([1.0, 2.0]), np.array([True, False]))
    (nan, array([ 1., nan]))
    """
    if isinstance(value, np.ndarray):
        return np.where(good, value, math.nan)
    return value if good else math.nan


def total(rows: Iterable[Value]) -> Value:
    """Sum of rows, from the first on.

    >>> total([1.0, 2.0]), total([])
    (3.0, 0.0)
    """
    return sum(rows, 0.0)


def weighted(rates: Iterable[Value], weights: Iterable[Value]) -> Value:
    """Sum of the products.

    >>> weighted([0.5, 0.25], [10.0, 4.0])
    6.0
    """
    return total(rate * weight for rate, weight in zip(rates, weights, strict=True))


def last_axis(rows: Sequence[Value]) -> Floats:
    """Groups or months side by side on the last axis, as the other functions of the core take them.

    >>> last_axis([1.0, np.array([2.0, 3.0])])
    array([[1., 2.],
           [1., 3.]])
    """
    return np.stack(np.broadcast_arrays(*rows), axis=-1)
