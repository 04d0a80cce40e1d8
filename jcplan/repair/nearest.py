"""The nearest value of one input with which a relation holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from jcplan.core.rounding import half_unit
from jcplan.core.verdict import AT_LEAST, AT_MOST, FITS, verdict
from jcplan.errors import InputError
from jcplan.german import as_shown
from jcplan.model import Field

_NEAR: Final = 0.01
"""So far from the value, as a part of it, are the points from which its effect is told."""
_WIDE: Final = 0.3
"""The same where it has none so near."""
_DOUBLINGS: Final = 40
_DIGITS: Final = 2
"""Significant digits that a share has at least, where its printed decimals leave it fewer."""
_MORE: Final = 2
"""So many decimals more may they be."""


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
        """By how much the computed figure is above the stated one, beyond what its decimals leave open; 0 where
        it holds."""
        off, free = self.computed - self.printed, 0.0 if math.isnan(self.margin) else self.margin
        if not math.isnan(self.places):
            free += float(half_unit(int(self.places)))
        if (self.kind == AT_LEAST and off < 0) or (self.kind == AT_MOST and off > 0) or abs(off) <= free:
            return 0.0
        return off - math.copysign(free, off)


Try = Callable[[float], Sides]
"""The relation's figures with another value of the input."""


def nearest(attempt: Try, field: Field, places: int, now: float, *, longer: bool) -> tuple[float, int] | None:
    """The value of an input nearest to what it is with which a relation holds, and its decimals; None for none.

    Args:
        attempt: Gives the relation's figures for another value.
        field: The input.
        places: Its printed decimals.
        now: Its value, with which the relation does not hold.
        longer: Whether it may have more decimals, so that a share has two significant digits.
    """
    found = _Search(attempt, field, places, now).found()
    if found is None:
        return None
    if longer:
        for more in range(1, _MORE + 1):
            if _digits(found, places) >= _DIGITS:
                break
            finer = _Search(attempt, field, places + more, now).found()
            if finer is None:
                break
            found, places = finer, places + more
    return found, places


def _digits(value: float, places: int) -> int:
    """How many significant digits so many decimals leave a value."""
    return len(str(abs(int(as_shown(value).scaleb(places)))).lstrip("0"))


class _Search:
    """Steps of one unit of the last decimal, counted from 0."""

    def __init__(self, attempt: Try, field: Field, places: int, now: float) -> None:
        self._attempt, self._field, self._now = attempt, field, now
        self._unit = Decimal(1).scaleb(-(0 if field.whole else places))
        self._tried: dict[float, Sides] = {}

    def found(self) -> float | None:
        """The nearest step that holds."""
        if not self._influences():
            return None
        step = self._by_line()
        if step is None:
            candidates = [found for way in (1, -1) if (found := self._by_doubling(way)) is not None]
            step = min(candidates, key=lambda k: abs(self._value(k) - self._now), default=None)
        return None if step is None else self._value(step)

    def _value(self, step: int) -> float:
        return float(self._unit * step)

    def _at(self, value: float) -> Sides | None:
        """The figures for a value; None outside of the input's range."""
        if not self._field.range.low <= value <= self._field.range.high:
            return None
        if value not in self._tried:
            self._tried[value] = self._attempt(value)
        return self._tried[value]

    def _holds(self, step: int) -> bool:
        sides = self._at(self._value(step))
        return sides is not None and sides.verdict == FITS

    def _influences(self) -> bool:
        """Whether the input has to do with the gap, near its value or farther off."""
        by = (self._far, -self._far, _WIDE * self._now, -_WIDE * self._now)
        gaps = {self._gap(self._now + each) for each in by}
        return any(math.isfinite(gap) and gap != self._gap(self._now) for gap in gaps)

    @property
    def _far(self) -> float:
        return max(abs(self._now) * _NEAR, float(self._unit))

    def _by_line(self) -> int | None:
        """The step, where the gap is a quotient of two straight lines of the value: three points give it."""
        by = (0.0, self._far, -self._far, 2 * self._far)
        points = [x for x in (self._now + each for each in by) if self._at(x)][:3]
        gaps = [self._gap(x) for x in points]
        if len(points) < 3 or not all(map(math.isfinite, gaps)):
            return None
        at = _zero(points, gaps)
        if at is None:
            return None
        way = 1 if at > self._now else -1
        first = math.floor(at / float(self._unit)) if way > 0 else math.ceil(at / float(self._unit))
        for step in range(first - way, first + 3 * way, way):
            if self._holds(step):
                return None if self._holds(step - way) and (self._value(step - way) - self._now) * way > 0 else step
        return None

    def _gap(self, value: float) -> float:
        sides = self._at(value)
        return math.nan if sides is None else sides.gap

    def _by_doubling(self, way: int) -> int | None:
        """The first step one way that holds: farther and farther until the gap has another sign, then between."""
        start = int((as_shown(self._now) / self._unit).to_integral_value())
        gap, last = self._gap(self._now), start
        for step in self._farther(start, way):
            there = self._gap(self._value(step))
            if math.isnan(there):
                return None
            if there == 0 or (there > 0) != (gap > 0):
                return self._between(last, step, gap)
            last = step
        return None

    def _farther(self, start: int, way: int) -> Iterator[int]:
        """Steps one way, each twice as far as the one before, up to the last in the input's range."""
        bound = self._field.range.high if way > 0 else self._field.range.low
        last = math.floor(bound / float(self._unit)) if way > 0 else math.ceil(bound / float(self._unit))
        for step in (start + way * 2**doubling for doubling in range(_DOUBLINGS)):
            if (last - step) * way <= 0:
                yield last
                return
            yield step

    def _between(self, outside: int, inside: int, gap: float) -> int | None:
        """The first step behind those with a gap of the same sign."""
        while abs(inside - outside) > 1:
            middle = (outside + inside) // 2
            there = self._gap(self._value(middle))
            if math.isnan(there):
                return None
            if there == 0 or (there > 0) != (gap > 0):
                inside = middle
            else:
                outside = middle
        return inside if self._holds(inside) else None


def _zero(points: list[float], gaps: list[float]) -> float | None:
    """Where ``(a + b·x)/(1 + d·x)`` through three points is 0; None for nowhere.

    >>> _zero([1.0, 2.0, 3.0], [4.0, 2.0, 0.5])
    3.4
    """
    (x0, x1, x2), (g0, g1, g2) = points, gaps
    if g1 in (g0, g2) or g0 == g2:
        return None
    s1, s2 = (g1 - g0) / (x1 - x0), (g2 - g0) / (x2 - x0)
    d = (s1 - s2) / (g2 - g1)
    slope = s1 + d * g1
    return x0 - g0 / slope if slope and math.isfinite(slope) else None
