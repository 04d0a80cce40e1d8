"""Sums, blends, quartiles and outliers over many plans; the order of the plans changes nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from jcplan.errors import InputError
from jcplan.german import count

LEAST: Final = 5
"""So few plans of a comparison type at least: the quartiles of fewer are their extremes."""
_REACH: Final = 1.5
"""How many interquartile ranges beyond a quartile is far (Tukey, Exploratory Data Analysis, 1977)."""


def total(values: Iterable[float]) -> float:
    """A sum, exact before it is rounded once (``math.fsum``), so that no order of the values changes it; NaN of none.

    Args:
        values: Amounts of one unit; NaN counts as not known and is left out.

    >>> total([1e16, 1.0, -1e16, math.nan]), total([math.nan])
    (1.0, nan)
    """
    known = [value for value in values if not math.isnan(value)]
    return math.fsum(known) if known else math.nan


def ratio(parts: Sequence[float], wholes: Sequence[float]) -> float:
    """A rate over all: ``Σ parts / Σ wholes`` of those of which both are known, never a mean of rates.

    Args:
        parts: Integrations, say, one a plan.
        wholes: ELB, one a plan.

    Raises:
        InputError: Not as many of one as of the other.

    >>> ratio([250.0, 100.0], [1000.0, 1000.0]), ratio([250.0, math.nan], [1000.0, 9.0]), ratio([0.0], [0.0])
    (0.175, 0.25, nan)
    """
    if len(parts) != len(wholes):
        raise InputError("parts", count(len(parts), "Wert", "Werte"), f"{len(wholes)}, je Plan einen")
    known = [(p, w) for p, w in zip(parts, wholes, strict=True) if not (math.isnan(p) or math.isnan(w))]
    whole = math.fsum(w for _, w in known)
    return math.fsum(p for p, _ in known) / whole if whole else math.nan


@dataclass(frozen=True)
class Spread:
    """How values are distributed: how many are known, lowest, quartiles, highest; NaN of none."""

    number: int
    least: float
    lower: float
    median: float
    upper: float
    most: float

    @property
    def fences(self) -> tuple[float, float]:
        """What lies beyond is far from the others: 1.5 interquartile ranges below and above the quartiles.

        >>> spread([1.0, 2.0, 3.0, 4.0, 5.0]).fences
        (-1.0, 7.0)
        """
        reach = _REACH * (self.upper - self.lower)
        return self.lower - reach, self.upper + reach

    def is_far(self, value: float) -> bool:
        """Whether a value lies beyond the fences, by more than the noise of floats."""
        low, high = self.fences
        noise = 1e-12 * max(abs(self.least), abs(self.most))
        return value < low - noise or value > high + noise


def spread(values: Iterable[float]) -> Spread:
    """The distribution of values, quartiles as the spreadsheet's QUARTILE (a straight line between two values).

    >>> spread([4.0, 1.0, 2.0, math.nan])
    Spread(number=3, least=1.0, lower=1.5, median=2.0, upper=3.0, most=4.0)
    """
    known = np.sort([value for value in values if not math.isnan(value)])
    if not known.size:
        return Spread(0, *[math.nan] * 5)
    return Spread(known.size, *np.quantile(known, (0, 0.25, 0.5, 0.75, 1)).tolist())
