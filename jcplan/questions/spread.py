"""How far a target may be off, as its inputs are known with so many decimals only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jcplan.core import validity
from jcplan.core.require import Floats
from jcplan.core.rounding import half_unit
from jcplan.errors import InputError
from jcplan.german import number
from jcplan.model.groups import plan_names
from jcplan.questions.named import Base, Wanted

_CORNERS: Final = 14
"""Up to so many uncertain inputs of a target all corners are computed; above, they are searched."""
_INSIDE: Final = 1 - 1e-9
"""The upper end of what a printed figure stands for would itself be printed one higher."""
_STARTS: Final = 64
_GRID: Final = 4_096
_SEED: Final = 2017
_DECIMALS: Final = 12


@dataclass(frozen=True)
class Spread:
    """The lowest and the highest value that a target can have."""

    low: float
    high: float
    published_low: float
    published_high: float


def half_width(stellen: float | None, place: str) -> float:
    """By how much a number may be off: half a unit of its last decimal; for a negative entry the entry itself.

    Args:
        stellen: Decimals of the number in its cell, or minus the half-width.
        place: Where that stands, for messages.

    Raises:
        InputError: No whole number from 0 to 12.

    >>> half_width(3, "stellen"), half_width(-0.95, "stellen"), half_width(None, "stellen")
    (0.0005, 0.95, 0.0)
    """
    if stellen is None:
        return 0.0
    if stellen < 0:
        return -stellen
    if stellen != int(stellen) or stellen > _DECIMALS:
        expected = "eine ganze Zahl von 0 bis 12, oder minus die halbe Spanne"
        raise InputError(place, number(stellen), expected)
    return float(half_unit(int(stellen)))


def spread(base: Base, targets: Sequence[Wanted], halves: Mapping[str, float]) -> list[Spread]:
    """The lowest and highest value of targets if each input may be off by so much.

    A target that rises or falls throughout in each input while the others stand still has its extremes in the
    corners of what they may be, and rounding keeps that. All targets do, but a rate that is blended from
    rounded ones of which one follows from the total: for those, points inside are computed too.

    Args:
        base: The plan.
        targets: The targets, exact.
        halves: By how much an input may be off either way, by name; those that are not there are sure.
    """
    return [_of_target(base, Wanted(target.base, published=False), halves) for target in targets]


def _of_target(base: Base, target: Wanted, halves: Mapping[str, float]) -> Spread:
    names = sorted(name for name in base.used(target) if halves.get(name))
    return _Box(base, target, names, halves).spread()


class _Box:
    """What some inputs may be, and a target there."""

    def __init__(self, base: Base, target: Wanted, names: Sequence[str], halves: Mapping[str, float]) -> None:
        self._case, self._target, self._names = base, target, names
        fields, middle = plan_names(base.groups), np.array([base.values[name] for name in names])
        half = np.array([halves[name] for name in names]) * _INSIDE
        bounds = np.array([validity.RANGES[fields[name][0]] for name in names]).reshape(-1, 2)
        self._low, self._high = np.maximum(middle - half, bounds[:, 0]), np.minimum(middle + half, bounds[:, 1])

    def spread(self) -> Spread:
        """The extremes."""
        k = len(self._names)
        if not k:
            result = self._target.result(self._case.plans())
            return Spread(result.exact, result.exact, result.published, result.published)
        if k <= _CORNERS:
            corners = (np.arange(2**k)[:, np.newaxis] >> np.arange(k)) & 1 == 1
        else:
            corners = np.concatenate([self._searched(up=False), self._searched(up=True)])
        at = np.where(corners, self._high, self._low)
        if self._has_stairs():
            draws = np.random.default_rng(_SEED).random((_GRID, k))
            at = np.concatenate([at, self._low + draws * (self._high - self._low)])
        result = self._target.result(self._case.plans(dict(zip(self._names, np.ascontiguousarray(at.T), strict=True))))
        exact, published = np.asarray(result.exact), np.asarray(result.published)
        return Spread(*(float(edge(row)) for row in (exact, published) for edge in (np.nanmin, np.nanmax)))

    def _has_stairs(self) -> bool:
        """Whether a rounded rate moves with the stocks that weigh it."""
        inputs = self._case.inputs()
        implied = inputs.implied
        return implied is not None and inputs.gruppen[implied].iq_steigerung is not None

    def _searched(self, *, up: bool) -> NDArray[np.bool_]:
        """Corners from which no step to a neighbouring one leads further, from many starts."""
        k = len(self._names)
        corners = np.random.default_rng(_SEED).random((_STARTS, k)) < 0.5
        sign = 1.0 if up else -1.0
        best = sign * self._of(corners)
        while True:
            steps = corners[:, np.newaxis, :] ^ np.eye(k, dtype=np.bool_)
            values = sign * self._of(steps.reshape(-1, k)).reshape(-1, k)
            further = values.max(axis=1) > best
            if not further.any():
                return corners
            chosen = values.argmax(axis=1)
            rows = np.flatnonzero(further)
            corners[rows, chosen[rows]] ^= True
            best[rows] = values[rows, chosen[rows]]

    def _of(self, corners: NDArray[np.bool_]) -> Floats:
        at = np.where(corners, self._high, self._low)
        plan = self._case.smooth(dict(zip(self._names, np.ascontiguousarray(at.T), strict=True)))
        values = np.asarray(self._target.of(plan))
        return np.where(np.isnan(values), -np.inf, values)
