"""The nearest value of one input with which a relation holds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from typing import Final

from jcplan.core.rounding import half_unit
from jcplan.core.verdict import AT_LEAST, AT_MOST, FITS, verdict
from jcplan.errors import InputError
from jcplan.german import as_shown, round_decimal
from jcplan.model import Field

_NEAR: Final = 0.01
"""So far from the value, as a part of it, are the points from which its effect is told."""
_WIDE: Final = 0.3
"""The same where it has none so near."""
_CLOSED: Final = 1e-9
"""What may be left of the gap, as a part of it, where it counts as closed."""
_DOUBLINGS: Final = 40
_HALVINGS: Final = 40
_DIGITS: Final = 2
"""Significant digits that a share has at least, where its printed decimals leave it fewer."""
_MORE: Final = 2
"""So many decimals more may they be."""

Found = tuple[float, int]
"""A value and its decimals."""


@dataclass(frozen=True)
class Sides:
    """A relation's figures; NaN for one that there is not."""

    computed: float
    printed: float
    places: float
    margin: float
    obstacle: str
    kind: str

    @property
    def verdict(self) -> str:
        """The word; ``""`` where the figures make none."""
        try:
            return verdict(self.computed, self.printed, self.places, self.obstacle, self.kind, self.margin)
        except InputError:
            return ""

    @property
    def gap(self) -> float:
        """By how much the computed figure is above the stated one; of a bound beyond what its decimals leave open."""
        off = self.computed - self.printed
        if self.kind not in (AT_LEAST, AT_MOST):
            return off
        free = 0.0 if math.isnan(self.margin) else self.margin
        if not math.isnan(self.places):
            free += float(half_unit(int(self.places)))
        if abs(off) <= free or (off < 0) == (self.kind == AT_LEAST):
            return 0.0
        return off - math.copysign(free, off)


Try = Callable[[float], Sides]
"""The relation's figures with another value of the input."""


def nearest(attempt: Try, now: Sides, field: Field, places: int, value: float, *, longer: bool) -> Found | None:
    """The value of an input nearest to what it is with which a relation holds, and its decimals; None for none.

    Of figures that have to be equal it is the one that makes them so, rounded; of a bound the first that is within.

    Args:
        attempt: Gives the relation's figures for another value.
        now: The relation's figures, with which it does not hold.
        field: The input.
        places: Its printed decimals.
        value: Its value.
        longer: Whether it may have more decimals, so that a share has two significant digits.
    """
    search = _Search(attempt, now, field, value)
    places = 0 if field.whole else places
    found = search.found(places)
    if found is None:
        return None
    for finer in range(places + 1, places + 1 + _MORE if longer else 0):
        more = search.found(finer) if _digits(found, places) < _DIGITS else None
        if more is None:
            break
        found, places = more, finer
    return found, places


def _digits(value: float, places: int) -> int:
    """How many significant digits so many decimals leave a value.

    >>> _digits(0.0018, 3), _digits(0.0018, 4), _digits(0.014, 3)
    (1, 2, 2)
    """
    return len(str(abs(int(as_shown(value).scaleb(places)))).lstrip("0"))


class _Search:
    def __init__(self, attempt: Try, now: Sides, field: Field, value: float) -> None:
        self._attempt, self._field, self._value = attempt, field, value
        self._equal = now.kind not in (AT_LEAST, AT_MOST)
        self._first = now.gap
        self._tried: dict[float, Sides] = {value: now}
        low, high = field.range.low, field.range.high
        self._bounds = low, high

    def found(self, places: int) -> float | None:
        """The value with so many decimals."""
        at = self._zero
        return None if at is None else self._rounded(at, places)

    def _at(self, value: float) -> Sides | None:
        """The figures for a value; None outside of the input's range."""
        if not self._bounds[0] <= value <= self._bounds[1]:
            return None
        if value not in self._tried:
            self._tried[value] = self._attempt(value)
        return self._tried[value]

    def _gap(self, value: float) -> float:
        sides = self._at(value)
        return math.nan if sides is None else sides.gap

    def _holds(self, value: float) -> bool:
        sides = self._at(value)
        return sides is not None and sides.verdict == FITS

    # ---- exactly

    @cached_property
    def _zero(self) -> float | None:
        """Where the gap closes: of several values the nearest one."""
        if not math.isfinite(self._first):
            return None
        near = max(abs(self._value) * _NEAR, 10.0**-self._field.places)
        points = [self._value + by for by in (near, -near, 2 * near, -2 * near)]
        gaps = [(x, gap) for x in points if math.isfinite(gap := self._gap(x))][:2]
        if len(gaps) == 2 and all(gap != self._first for _, gap in gaps):
            at = _zero(((self._value, self._first), *gaps))
            if at is not None and abs(self._gap(at)) <= _CLOSED * abs(self._first):
                return at
        wide = (self._value + sign * _WIDE * abs(self._value) for sign in (1, -1))
        if all(gap == self._first for _, gap in gaps) and not any(self._closes_toward(x) for x in wide):
            return None  # it has nothing to do with it
        found = [at for way in (1, -1) if (at := self._by_doubling(way, near)) is not None]
        return min(found, key=lambda x: abs(x - self._value), default=None)

    def _closes_toward(self, x: float) -> bool:
        gap = self._gap(x)
        return math.isfinite(gap) and gap != self._first

    def _by_doubling(self, way: int, step: float) -> float | None:
        """Where the gap closes on one side: farther and farther until it has another sign, then between."""
        end = self._bounds[way > 0]
        if math.isfinite(self._gap(end)) and not self._other(end):
            return None
        last = self._value
        for doubling in range(_DOUBLINGS):
            x = self._value + way * step * 2**doubling
            x = min(x, end) if way > 0 else max(x, end)
            gap = self._gap(x)
            if math.isnan(gap):
                return None
            if self._other(x):
                return self._between(last, x)
            if x == end:
                return None
            last = x
        return None

    def _other(self, value: float) -> bool:
        """Whether the gap is closed, or has another sign."""
        gap = self._gap(value)
        return gap == 0 or (gap > 0) != (self._first > 0)

    def _between(self, outside: float, inside: float) -> float | None:
        """The end of an interval that is halved until nothing is between."""
        for _ in range(_HALVINGS):
            middle = (outside + inside) / 2
            if math.isnan(self._gap(middle)):
                return None
            if self._other(middle):
                inside = middle
            else:
                outside = middle
        return inside

    # ---- rounded

    def _rounded(self, at: float, places: int) -> float | None:
        """The exact value rounded; for a bound the first step behind it."""
        unit = Decimal(1).scaleb(-places)
        if self._equal:
            value = float(round_decimal(at, places)) + 0.0
            return value if value != self._value and self._holds(value) else None
        way = 1 if at > self._value else -1
        exact = as_shown(at) / unit
        first = int(exact.to_integral_value(ROUND_FLOOR if way > 0 else ROUND_CEILING))
        for step in range(first, first + 3 * way, way):
            value = float(unit * step)
            if (value - self._value) * way > 0 and self._holds(value):
                return value
        return None


def _zero(points: tuple[tuple[float, float], ...]) -> float | None:
    """Where ``(a + b·x)/(1 + d·x)`` through three points is 0; None for nowhere.

    >>> _zero(((1.0, 4.0), (2.0, 2.0), (3.0, 0.5)))
    3.4
    """
    (x0, g0), (x1, g1), (x2, g2) = points
    if g1 in (g0, g2) or g0 == g2:
        return None
    s1, s2 = (g1 - g0) / (x1 - x0), (g2 - g0) / (x2 - x0)
    slope = s1 + (s1 - s2) / (g2 - g1) * g1
    return float(f"{x0 - g0 / slope:.12g}") if slope and math.isfinite(slope) else None  # as a cell shows it
