"""Why a target changes: what each changed input adds to the change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jcplan.core.require import Floats
from jcplan.core.rounding import without_noise
from jcplan.errors import InputError
from jcplan.model.groups import plan_names
from jcplan.questions.named import Base, Wanted, decimals

_EXACT: Final = 16
"""Up to so many players every one of the 2ᵏ states between old and new is a plan."""
_ORDERS: Final = 2_000
_SEED: Final = 2017
_STOCKS: Final = ("elb", "elb_gesamt")
_RATES: Final = ("iq_vorjahr", "iq_gesamt_vorjahr", "iq_steigerung", "iq_ziel")


@dataclass(frozen=True)
class Effect:
    """What an input, or several together, adds to a target's change.

    Attributes:
        label: Its name, or what several are called together.
        names: Names of the inputs.
        value: In the target's unit.
    """

    label: str
    names: tuple[str, ...]
    value: float


@dataclass(frozen=True)
class Explanation:
    """A target's change, in parts that sum to it.

    Attributes:
        effects: What each changed input adds, on the plan without rounding.
        rounding: What rounding adds, the groups' rates' on the way and the target's own: all that the
            effects leave of the change.
        total: The change of the target as it was asked for.
        old: The target before.
        new: The target after.
    """

    effects: tuple[Effect, ...]
    rounding: float
    total: float
    old: float
    new: float


def explain(
    target: Wanted, old: Base, new: Base, order: Sequence[str] = (), unions: Mapping[str, str] | None = None
) -> Explanation:
    """What each changed input adds to the change of a target: its Shapley value.

    That is what it adds in the mean over all orders in which the inputs could change one after another; the
    parts sum to the change, no order is preferred, and an input that the target does not use adds nothing. They are
    taken on the plan without rounding, what rounding does at both ends is a term of its own: inside, the
    same change would count three times as much where it crosses a rounding limit.

    With the stocks one player and the rates another these are the two effects of Kitagawa (1955).

    Args:
        target: What changed.
        old: The plan before.
        new: The plan after; of as many groups.
        order: Names in the order in which the effects are to come; unless given that of the plan.
        unions: A label by the name of an input; inputs of one label change together.

    Raises:
        InputError: A state between old and new has no value, as nobody is in it.

    Source: L. S. Shapley, A Value for n-Person Games (1953).
    """
    players = _players(old, new, order or tuple(plan_names(old.groups)), unions or {})
    game = _Game(Wanted(target.base, published=False), old, new, [names for _, names in players])
    first, last = (float(target.of(base.plans())) for base in (old, new))
    values = game.values()
    total = last - first
    rounding = float(without_noise(total - math.fsum(values), last, first))
    effects = tuple(Effect(label, names, value) for (label, names), value in zip(players, values, strict=True))
    return Explanation(effects, rounding, total, first, last)


def _players(
    old: Base, new: Base, order: Sequence[str], unions: Mapping[str, str]
) -> list[tuple[str, tuple[str, ...]]]:
    """Who changes: label and names of each, in the order of the first name.

    Inputs of which one is blank before and another after (an increase, and then a target rate) change together:
    with both of them, or neither, there is no plan.
    """
    changed = [name for name in order if old.values.get(name) != new.values.get(name)]
    key = {name: unions.get(name) or name for name in changed}
    switched = [name for name in changed if (name in old.values) != (name in new.values)]
    for family in _families(switched, old.groups):
        together = {key[name] for name in family}
        key.update({name: key[family[0]] for name in changed if key[name] in together})
    players: dict[str, list[str]] = {}
    for name in changed:
        players.setdefault(key[name], []).append(name)
    return [(label, tuple(names)) for label, names in players.items()]


def _families(names: Sequence[str], groups: int) -> list[list[str]]:
    """Inputs that take each other's place."""
    fields = plan_names(groups)
    stocks = [name for name in names if fields[name][0] in _STOCKS]
    rates = [name for name in names if fields[name][0] in _RATES]
    if any(fields[name][0] in _RATES[:2] for name in rates):
        return [each for each in (stocks, rates) if each]
    by_group: dict[int | None, list[str]] = {}
    for name in rates:
        by_group.setdefault(fields[name][1], []).append(name)
    return [each for each in (stocks, *by_group.values()) if each]


class _Game:
    """The target in every state between old and new: of each player the old inputs, or the new ones."""

    def __init__(self, target: Wanted, old: Base, new: Base, players: Sequence[Sequence[str]]) -> None:
        self._target, self._old, self._new, self._players = target, old, new, players
        self._decimals = decimals(old.groups).keys()
        ways = [{name: base.values[name] for name in self._decimals & base.values.keys()} for base in (old, new)]
        self._printed = ways[:1] if ways[0] == ways[1] else ways

    def values(self) -> list[float]:
        """The Shapley value of each player."""
        used = self._old.used(self._target) | self._new.used(self._target)
        playing = [number for number, names in enumerate(self._players) if used & set(names)]
        values = [0.0] * len(self._players)
        if playing:
            exact = len(playing) <= _EXACT
            for number, value in zip(playing, (self._all if exact else self._sampled)(playing), strict=True):
                values[number] = value
        return values

    def _all(self, playing: Sequence[int]) -> list[float]:
        k = len(playing)
        on = (np.arange(2**k)[:, np.newaxis] >> np.arange(k)) & 1 == 1
        worth = self._worth(on, playing)
        weight = np.array([1 / (k * math.comb(k - 1, size)) for size in range(k)])[np.minimum(on.sum(axis=1), k - 1)]
        values = []
        for i in range(k):  # bit i of a state's number says whether player i has changed
            (without, changed), (share, _) = (np.moveaxis(row.reshape(-1, 2, 2**i), 1, 0) for row in (worth, weight))
            values.append(math.fsum((share * (changed - without)).ravel().tolist()))
        return values

    def _sampled(self, playing: Sequence[int]) -> list[float]:
        """Over many orders, each with its reverse; as each sums to the change, so do their means."""
        k = len(playing)
        orders = np.random.default_rng(_SEED).random((_ORDERS, k)).argsort(axis=1)
        place = np.concatenate([orders, orders[:, ::-1]]).argsort(axis=1)
        on = (place[:, np.newaxis, :] < np.arange(k + 1)[:, np.newaxis]).reshape(-1, k)
        steps = np.diff(self._worth(on, playing).reshape(-1, k + 1), axis=1)
        return [float(value) for value in np.take_along_axis(steps, place, axis=1).mean(axis=0)]

    def _worth(self, on: NDArray[np.bool_], playing: Sequence[int]) -> Floats:
        """The target in some states, a row of ``on`` each."""
        worth = np.empty(len(on))
        switches = [i for i, number in enumerate(playing) if self._switches(number)]
        for pattern in np.unique(on[:, switches], axis=0):
            here = np.flatnonzero((on[:, switches] == pattern).all(axis=1))
            worth[here] = self._alike(on[here], playing, dict(zip(switches, pattern.tolist(), strict=True)))
        if np.isnan(worth).any():
            found, expected = (
                "Zwischenstände, in denen eine Gruppe leer ist",
                "Änderungen, die auch einzeln etwas ergeben",
            )
            raise InputError("werte_neu", found, expected, "Bitte bei gruppen die Bestände gleich benennen.")
        return worth

    def _switches(self, number: int) -> bool:
        return any((name in self._old.values) != (name in self._new.values) for name in self._players[number])

    def _alike(self, on: NDArray[np.bool_], playing: Sequence[int], switched: Mapping[int, bool]) -> Any:
        """States in which the same inputs are blank.

        What decimals change is rounding: they are no player. Where old and new ones differ, and a bound is half a
        unit of the last of them away, the mean of both tells the same whichever state comes first.
        """
        base = {name: value for name, value in self._old.values.items() if name not in self._decimals}
        rows: dict[str, Any] = {}
        for i, number in enumerate(playing):
            for name in self._players[number]:
                if name in self._decimals:
                    continue
                if i in switched:
                    base.pop(name, None)
                    source = self._new.values if switched[i] else self._old.values
                    if name in source:
                        base[name] = source[name]
                else:
                    rows[name] = np.where(on[:, i], self._new.values[name], self._old.values[name])
        plans = [replace(self._old, values=base | printed).smooth(rows) for printed in self._printed]
        return np.mean([self._target.of(plan) for plan in plans], axis=0)
