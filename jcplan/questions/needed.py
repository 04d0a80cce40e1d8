"""What would it take: the value of one input with which a target is what one wishes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jcplan.core import validity
from jcplan.core.require import Floats
from jcplan.core.rounding import rounded
from jcplan.errors import InputError
from jcplan.german import quantity
from jcplan.model import Model, Shape
from jcplan.model.fields import EURO, HEADS
from jcplan.model.groups import plan_names
from jcplan.questions.named import Base, Wanted, all_stocks_given, is_published

_NEAR: Final = 1e-12
"""So far, as a part of the figures' size, the target may be from the wish."""
_POINTS: Final = 257
_ROUNDS: Final = 12
_SCALES: Final = 2.0 ** -np.arange(50)


@dataclass(frozen=True)
class Answer:
    """What an input has to be.

    Attributes:
        value: With it the target is the wish if nothing is rounded on the way; None: no value does it.
        low: From here
        high: to here the target as published is the wish; None: it is for no value near, or a wish with more
            decimals can never be published.
        reason: Why there is no value, German; else ``""``.
    """

    value: float | None
    low: float | None
    high: float | None
    reason: str


def needed(base: Base, target: Wanted, wish: float, name: str) -> Answer:
    """The value of one input with which a target is the wish; of several the one nearest to what it is.

    Every target is ``(a + b·x)/(1 + d·x)`` in nearly every single input x: three plans give a, b and d, a
    fourth proves it. Where it is not, finer and finer grids of plans enclose the value. From there on outwards
    the published figure is followed to where it changes.

    Args:
        base: The plan; that of the input as it is need not be possible.
        target: What is wished for.
        wish: What it is to be, in the unit of its cell.
        name: The input that may change.
    """
    field = plan_names(base.groups).get(name)
    if field is None:
        return _none(f"{target.base} hängt nicht von {name} ab.")
    if field[0] == "iq_nachkommastellen":
        return _none(f"{name} bewegt nur die Rundung.")
    if field[0] == "elb_gesamt" and all_stocks_given(base):
        return _none(f"{name} ist die Summe der Gruppen; ändern lässt sich der Bestand einer Gruppe.")
    if name not in base.values:
        return _none(f"{name} ist leer; was dort stünde, ergäbe sich anders oder widerspräche einer anderen Eingabe.")
    try:
        if name not in base.used(target):
            return _none(f"{target.base} hängt nicht von {name} ab.")
    except InputError as error:
        return _none(str(error))
    return _Search(base, Wanted(target.base, published=False), wish, name, validity.RANGES[field[0]]).answer()


def _none(reason: str) -> Answer:
    return Answer(None, None, None, reason)


class _Search:
    def __init__(self, base: Base, target: Wanted, wish: float, name: str, bounds: tuple[float, float]) -> None:
        self._case, self._target, self._wish, self._name = base, target, wish, name
        self._low, self._high = bounds
        self._now = base.values[name]

    def answer(self) -> Answer:
        grid = self._possible_grid()
        if not grid.size:
            return _none(f"Für keinen Wert von {self._name} ergibt sich ein Plan.")
        value = self._as_it_is(grid) if self._is_flat(grid) else self._by_formula(grid)
        if value is None:
            value = self._by_enclosing(grid)
        if value is None:
            return _none(self._reach(grid))
        low, high = self._as_published(value, grid)
        return Answer(value, low, high, "")

    # ---- the exact value

    def _of(self, x: Any) -> Floats:
        """The target without any rounding."""
        return np.asarray(self._target.of(self._case.smooth({self._name: np.atleast_1d(np.asarray(x, float))})))

    def _possible(self, x: Floats) -> NDArray[np.bool_]:
        try:
            return self._case.plans({self._name: x}).possible
        except InputError:
            return np.zeros(x.shape, dtype=np.bool_)

    def _around(self, at: float) -> Floats:
        """Points between the bounds: even ones, and others nearer and nearer to a value."""
        width = self._high - self._low
        points = (np.linspace(self._low, self._high, _POINTS), at + width * _SCALES, at - width * _SCALES, [at])
        near = (at * (1 + _SCALES), at * (1 - _SCALES))
        grid = np.unique(np.concatenate([*points, *near]))
        return grid[(grid >= self._low) & (grid <= self._high)]

    def _possible_grid(self) -> Floats:
        """Points at which there is a plan, the outermost ones to the last bit."""
        grid = self._around(self._now)
        good = self._possible(grid)
        changes = np.flatnonzero(good[1:] != good[:-1])
        sides = [(i + 1, i) if good[i + 1] else (i, i + 1) for i in changes]
        ends = [self._last(self._possible, float(grid[inside]), float(grid[outside])) for inside, outside in sides]
        return np.unique(np.concatenate([grid[good], ends]))

    @staticmethod
    def _last(holds: Callable[[Floats], NDArray[np.bool_]], inside: float, outside: float) -> float:
        """The last number on the way from one for which something holds to one for which it does not."""
        for _ in range(_ROUNDS):
            points = np.linspace(inside, outside, _POINTS)
            good = holds(points)
            good[0] = True
            first = int(np.argmin(good)) if not good.all() else _POINTS - 1
            inside, outside = float(points[first - 1]), float(points[first])
            if not min(inside, outside) < (inside + outside) / 2 < max(inside, outside):
                break
        return inside

    def _is_flat(self, grid: Floats) -> bool:
        """Whether the target moves by the noise of floats only: an inflow of nobody has no month."""
        values = self._of(grid)
        return bool(np.ptp(values) <= _NEAR * np.abs(values).max())

    def _nearest(self, grid: Floats) -> float:
        """The point nearest to what the input is."""
        return float(grid[np.argmin(np.abs(grid - self._now))])

    def _as_it_is(self, grid: Floats) -> float | None:
        """The input as it is, or the possible value nearest to that, if the target is the wish with it."""
        value = self._nearest(grid)
        return value if self._is_wish(value) else None

    def _is_wish(self, x: float) -> bool:
        found = float(self._of(x)[0])
        return abs(found - self._wish) <= _NEAR * max(abs(self._wish), abs(found), 1e-3)

    def _by_formula(self, grid: Floats) -> float | None:
        """The value, if the target is a quotient of two straight lines."""
        start = self._nearest(grid)
        far = max(abs(start) * 0.25, (grid[-1] - grid[0]) * 1e-6)
        x0, x1, x2 = start, start + far, start - far
        f0, f1, f2 = self._of([x0, x1, x2])
        s1, s2 = (f1 - f0) / (x1 - x0), (f2 - f0) / (x2 - x0)
        with np.errstate(all="ignore"):
            d = (s1 - s2) / (f2 - f1) if f2 != f1 else 0.0
            value = x0 + (self._wish - f0) / (s1 + d * (f1 - self._wish))
        for _ in range(3):  # what rounding of floats left
            if not np.isfinite(value):
                return None
            step = max(abs(value), abs(far)) * 1e-3
            found, ahead = self._of([value, value + step])
            if found in (self._wish, ahead):
                break
            value += (self._wish - found) * step / (ahead - found)
        value = self._snapped(min(max(float(value), float(grid[0])), float(grid[-1])))
        good = grid[0] <= value <= grid[-1] and self._is_wish(value) and bool(self._possible(np.array([value]))[0])
        return value if good else None

    def _snapped(self, value: float) -> float:
        """The number as a cell shows it, where it does as well: 0.015 for 0.015000000000000003."""
        short = float(f"{value:.12g}")
        off, off_short = np.abs(self._of([value, short]) - self._wish)
        return short if off_short <= off else value

    def _by_enclosing(self, grid: Floats) -> float | None:
        """The nearest value at which the target crosses the wish."""
        above = self._of(grid) >= self._wish
        found = []
        for i in np.flatnonzero(above[1:] != above[:-1]):
            inside, outside = (grid[i], grid[i + 1]) if not above[i] else (grid[i + 1], grid[i])
            below = self._last(lambda x: self._of(x) < self._wish, float(inside), float(outside))
            beside = np.nextafter(below, outside)
            value = min((below, float(beside)), key=lambda x: abs(float(self._of(x)[0]) - self._wish))
            if self._is_wish(value) and self._possible(np.array([value]))[0]:
                found.append(self._snapped(value))
        return min(found, key=lambda x: abs(x - self._now), default=None)

    def _reach(self, grid: Floats) -> str:
        if self._is_flat(grid):
            return f"{self._target.base} ändert sich mit {self._name} nicht, solange alles andere bleibt."
        plans = self._case.plans({self._name: grid})
        result = self._target.result(plans)
        unit, places = result.target.unit, result.places
        values = self._of(grid)
        name, field = self._name, _fields(self._case.groups)[self._name]
        first, last = (_dative(float(x), field.unit, max(field.places, 2)) for x in (grid[0], grid[-1]))
        more = places if unit == EURO else places + 2
        least, most, wish = (_dative(float(v), unit, more) for v in (values.min(), values.max(), self._wish))
        return (
            f"{self._target.base} liegt für {name} von {first} bis {last} zwischen {least} und {most}, nie bei {wish}."
        )

    # ---- the published figure

    def _as_published(self, value: float, grid: Floats) -> tuple[float | None, float | None]:
        """From where to where around a value the published figure is the wish."""
        places = self._target.result(self._case.plans({self._name: np.array([value])})).places
        if not is_published(self._wish, places):
            return None, None
        shown = float(rounded(self._wish, places))

        def holds(x: Floats) -> NDArray[np.bool_]:
            plans = self._case.plans({self._name: x})
            result = self._target.result(plans)
            return np.asarray(plans.possible & (np.asarray(result.published) == shown))

        points = np.unique(np.concatenate([grid, self._around(value)]))
        points = points[(points >= grid[0]) & (points <= grid[-1])]
        good = holds(points)
        if not good.any():
            return None, None
        at = np.flatnonzero(good)[int(np.argmin(np.abs(points[good] - value)))]
        low, high = at, at
        while low > 0 and good[low - 1]:
            low -= 1
        while high < len(points) - 1 and good[high + 1]:
            high += 1
        least = points[low] if low == 0 else self._last(holds, points[low], points[low - 1])
        most = points[high] if high == len(points) - 1 else self._last(holds, points[high], points[high + 1])
        return float(least), float(most)


def _dative(value: float, unit: str, places: int) -> str:
    """A figure as it stands behind „von“ and „bei“."""
    return quantity(value, unit.replace(HEADS, "Köpfen"), places)


def _fields(groups: int) -> dict[str, Any]:
    return {field.name: field for field in Model(Shape(gruppen=groups)).inputs}
