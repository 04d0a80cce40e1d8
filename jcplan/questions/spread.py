"""How far a target may be off, as its inputs are known with so many decimals only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jcplan.core import validity
from jcplan.core.require import Floats
from jcplan.core.rounding import half_unit, rounded
from jcplan.core.value import Value
from jcplan.errors import InputError
from jcplan.german import number
from jcplan.model.groups import input_name, plan_names
from jcplan.questions.named import Base, Wanted, decimals

_CORNERS: Final = 14
"""Up to so many uncertain inputs of a target all corners are computed; above, they are searched."""
_INSIDE: Final = 1 - 1e-9
"""The upper end of what a printed figure stands for would itself be printed one higher."""
_HALVINGS: Final = 60
_STARTS: Final = 64
_SEED: Final = 2017
_DECIMALS: Final = 12
_OF_ROUNDED: Final = ("Ziel_IQ_gesamt", "Ziel_IQ_gesamt_unten", "Ziel_IQ_gesamt_oben", "Ziel_Integrationen")
"""Targets that are blended from the published rates of the groups."""
_Bounds: TypeAlias = Mapping[str, tuple[float, float]]
"""Lowest and highest value by an input's name."""


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
    corners of what they may be, and rounding keeps that. All targets do, but those that blend rounded rates of
    which one follows from the total: they go up and down in steps, and are enclosed instead (see ``_enclosed``).

    Args:
        base: The plan.
        targets: The targets, exact.
        halves: By how much an input may be off either way, in its unit, by name; those that are not there are sure.
    """
    return [_of_target(base, Wanted(target.base, published=False), halves) for target in targets]


def _of_target(base: Base, target: Wanted, halves: Mapping[str, float]) -> Spread:
    box = _box(base, halves)
    stairs = _has_stairs(base, target)
    low, high = _enclosed(base, target, box) if stairs else _extremes(base, target, box, judged=True)
    places = target.result(base.plans()).places
    return Spread(low, high, float(rounded(low, places)), float(rounded(high, places)))


def _box(base: Base, halves: Mapping[str, float]) -> _Bounds:
    """What each uncertain input may be."""
    fields, box = plan_names(base.groups), {}
    for name in base.values.keys() - decimals(base.groups).keys():
        if half := halves.get(name, 0.0):
            value, (least, most) = base.values[name], validity.RANGES[fields[name][0]]
            box[name] = max(value - half * _INSIDE, least), min(value + half * _INSIDE, most)
    return box


def _extremes(
    base: Base, target: Wanted, box: _Bounds, *, smooth: bool = False, judged: bool = False
) -> tuple[float, float]:  # fmt: skip
    """The lowest and highest value of a target in the corners.

    Args:
        base: The plan.
        target: The target, which rises or falls throughout in each input.
        box: What inputs may be.
        smooth: Whether the groups' rates go on unrounded.
        judged: Whether in place of a corner that is no plan counts the last plan on the way there.
    """
    smooth = smooth or target.base not in _OF_ROUNDED
    names = sorted(box.keys() & base.used(target))
    corners = _Corners(base, target, names, box, smooth=smooth, judged=judged)
    values = corners.of(corners.all() if len(names) <= _CORNERS else corners.searched())
    return float(np.nanmin(values)), float(np.nanmax(values))


# ---- rates of which one is implied --------------------------------------------------------------


def _has_stairs(base: Base, target: Wanted) -> bool:
    """Whether a target blends rounded rates of which one moves with the stocks and the rates of the others."""
    inputs = base.inputs()
    implied = inputs.implied
    return target.base in _OF_ROUNDED and implied is not None and inputs.gruppen[implied].iq_steigerung is not None


def _enclosed(base: Base, target: Wanted, box: _Bounds) -> tuple[float, float]:
    """Limits that a blend of rounded rates keeps, wherever its inputs are; it need not reach them.

    Two pairs of limits, of which the narrower holds on each side: the blend of rates that are each as low (as
    high) as they can be published, whatever the others; and the blend without rounding, less (plus) half a unit of
    each rate that is not sure.
    """
    typed, halves = dict(base.values), dict[str, float]()
    published = dict(box)
    for group in range(base.groups):
        least, most = _extremes(base, Wanted(f"Ziel_IQ_G{group + 1}", published=False), box)
        places = int(base.values[input_name("iq_nachkommastellen", group)])
        low, high = (min(max(float(rounded(rate, places)), 0.0), 1.0) for rate in (least, most))
        name = input_name("iq_ziel", group)
        typed.pop(input_name("iq_steigerung", group), None)
        typed[name] = low
        if low < high:
            published[name] = low, high
        halves[name] = float(half_unit(places)) if most > least else 0.0
    blend = _extremes(replace(base, values=typed), target, published)
    sure = {**base.values, **{name: typed[name] for name, half in halves.items() if not half}}
    for group in range(base.groups):
        if not halves[input_name("iq_ziel", group)]:
            sure.pop(input_name("iq_steigerung", group), None)
    low, high = _extremes(replace(base, values=sure), target, box, smooth=True)
    heads = Wanted("Ziel_Integrationen" if target.base == "Ziel_Integrationen" else "Ziel_IQ_gesamt", published=False)
    _, off = _extremes(replace(base, values={**typed, **halves}), heads, box, smooth=True)
    return max(blend[0], low - off), min(blend[1], high + off)


# ---- corners -----------------------------------------------------------------------------------


class _Corners:
    """A target in the corners of what some inputs may be: a corner is a row that says which of them are high."""

    def __init__(
        self, base: Base, target: Wanted, names: Sequence[str], box: _Bounds, *, smooth: bool, judged: bool
    ) -> None:  # fmt: skip
        self._target, self._names, self._plans = target, names, base.smooth if smooth else base.plans
        self._base, self._judge = base, judged
        self._middle = np.array([base.values[name] for name in names])
        self._low, self._high = np.array([box[name] for name in names], dtype=np.float64).reshape(-1, 2).T

    def of(self, corners: NDArray[np.bool_]) -> Floats:
        """The target in some corners."""
        if not self._names:
            return np.array([self._target.of(self._plans())])
        at = np.where(corners, self._high, self._low)
        if self._judge:
            at = self._last_plans(at)
        return np.asarray(self._target.of(self._plans(self._named(at))))

    def _named(self, at: Floats) -> dict[str, Value]:
        return dict(zip(self._names, np.ascontiguousarray(at.T), strict=True))

    def _last_plans(self, at: Floats) -> Floats:
        """The points themselves, or where they are no plans the last ones on the way to them from the plan as it is."""
        bad = ~self._possible(at)
        if not bad.any():
            return at
        inside, outside = np.zeros(int(bad.sum())), np.ones(int(bad.sum()))
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            good = self._possible(self._between(at[bad], middle))
            inside, outside = np.where(good, middle, inside), np.where(good, outside, middle)
        moved = at.copy()
        moved[bad] = self._between(at[bad], inside)
        return moved

    def _between(self, at: Floats, share: Floats) -> Floats:
        return np.asarray(self._middle + (at - self._middle) * share[:, np.newaxis])

    def _possible(self, at: Floats) -> NDArray[np.bool_]:
        return self._base.plans(self._named(at)).possible

    def all(self) -> NDArray[np.bool_]:
        """Every corner."""
        k = len(self._names)
        return np.asarray((np.arange(2**k)[:, np.newaxis] >> np.arange(k)) & 1 == 1)

    def searched(self) -> NDArray[np.bool_]:
        """Corners from which no step to a neighbouring one leads further down, or up, from many starts."""
        return np.concatenate([self._climbed(-1.0), self._climbed(1.0)])

    def _climbed(self, sign: float) -> NDArray[np.bool_]:
        k = len(self._names)
        corners = np.random.default_rng(_SEED).random((_STARTS, k)) < 0.5
        best = self._worth(corners, sign)
        while True:
            steps = corners[:, np.newaxis, :] ^ np.eye(k, dtype=np.bool_)
            values = self._worth(steps.reshape(-1, k), sign).reshape(-1, k)
            further = values.max(axis=1) > best
            if not further.any():
                return corners
            chosen = values.argmax(axis=1)
            rows = np.flatnonzero(further)
            corners[rows, chosen[rows]] ^= True
            best[rows] = values[rows, chosen[rows]]

    def _worth(self, corners: NDArray[np.bool_], sign: float) -> Floats:
        values = sign * self.of(corners)
        return np.where(np.isnan(values), -np.inf, values)
