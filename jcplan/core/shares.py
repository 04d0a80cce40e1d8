"""Sharing a total out so that the parts sum to it, exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jcplan.core import require
from jcplan.core.require import Floats
from jcplan.errors import InputError
from jcplan.german import as_shown, number


def share_out(
    summe: float,
    gewichte: ArrayLike,
    fest: ArrayLike | None = None,
    stellen: int | None = None,
    *,
    names: tuple[str, str] = ("summe", "gewichte"),
) -> Floats:
    """Share ``summe`` out by weight; entries of ``fest`` that are not NaN keep their value.

    Args:
        summe: What is shared out (heads, euro …).
        gewichte: One weight a part, ≥ 0.
        fest: One entry a part: its fixed value, or NaN where the part is free.
        stellen: Decimals of the parts; without it the parts are not rounded.
        names: What total and weights are called in messages.

    Returns:
        The parts. With ``stellen`` by largest remainder (Hare/Niemeyer): each free part is its
        exact share rounded down or up, and all parts sum to ``summe`` exactly. Equal remainders
        go to the larger weight, then to the earlier part.

    Raises:
        InputError: Nothing is free, or the fixed values leave a rest of the other sign.

    Source: method of largest remainders.

    >>> share_out(100, [1, 1, 1], stellen=0)
    array([34., 33., 33.])
    """
    total = float(require.finite(names[0], summe))
    weights = np.atleast_1d(require.stock(names[1], gewichte))
    held = np.full(weights.shape, np.nan) if fest is None else np.atleast_1d(np.asarray(fest, dtype=np.float64))
    require.same_length(**{names[1]: weights, "fest": held})
    free = np.isnan(held)
    require.finite("fest", held[~free])
    rest = as_shown(total) - sum((as_shown(float(v)) for v in held[~free]), Decimal(0))
    if rest and not weights[free].sum() > 0:
        raise InputError(
            names[1], f"keinen freien Teil mit Gewicht für den Rest von {number(float(rest))}", "mindestens einen"
        )
    if rest * as_shown(total) < 0 or (rest and not total):
        found = f"feste Werte, die einen Rest von {number(float(rest))} lassen"
        raise InputError("fest", found, f"feste Werte, die zusammen nicht über die Summe {number(total)} gehen")
    result = held.copy()
    if stellen is None:
        if free.any():
            weight = weights[free].sum()
            result[free] = float(rest) * (weights[free] / weight) if weight > 0 else 0.0
        return result
    digits = int(require.places("stellen", stellen))
    result[free] = _largest_remainder(rest, weights[free], digits, names[0])
    return result


def _largest_remainder(rest: Decimal, weights: Floats, digits: int, name: str) -> list[float]:
    unit = Fraction(10) ** -digits
    units = Fraction(rest) / unit
    if units.denominator != 1:
        raise InputError(
            name,
            f"einen Rest von {number(float(rest))}",
            f"eine Zahl, die sich auf {number(digits)} Stellen verteilen lässt",
        )
    sign = -1 if units < 0 else 1
    exact_weights = [Fraction(float(w)) for w in weights]
    total_weight = sum(exact_weights, Fraction(0))
    if not total_weight:
        return [0.0] * len(exact_weights)
    quotas = [abs(units) * w / total_weight for w in exact_weights]
    parts = [q.numerator // q.denominator for q in quotas]
    missing = int(abs(units)) - sum(parts)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - quotas[i], -exact_weights[i], i))
    for index in order[:missing]:
        parts[index] += 1
    return [float(Decimal(sign * part).scaleb(-digits)) for part in parts]


def shift(werte: ArrayLike, position: int, neu: float, fest: NDArray[np.bool_] | None = None) -> Floats:
    """One entry becomes ``neu``; the total stays; the free entries take up the difference in proportion.

    Args:
        werte: The parts, ≥ 0.
        position: Which one changes, counted from 1.
        neu: Its new value, ≥ 0.
        fest: True where an entry keeps its value.

    Raises:
        InputError: The free entries cannot take up the difference.

    >>> shift([10, 20, 30, 40], 1, 19)
    array([19., 18., 27., 36.])
    """
    values = np.atleast_1d(require.stock("werte", werte))
    index = require.whole("position", position, 1, len(values)) - 1
    new = float(require.stock("neu", neu))
    held = np.zeros(len(values), dtype=np.bool_) if fest is None else np.atleast_1d(np.asarray(fest, dtype=np.bool_))
    require.same_length(werte=values, fest=held.astype(np.float64))
    if held[index]:
        raise InputError("fest", f"die Position {index + 1} als festen Wert", "eine Position, die sich ändern darf")
    free = ~held
    free[index] = False
    difference = new - values[index]
    room = float(values[free].sum())
    result = values.copy()
    result[index] = new
    if difference == 0:
        return result
    if room <= 0 or room - difference < -1e-9 * max(room, abs(difference)):
        left = number(max(room, 0.0))
        raise InputError(
            "neu",
            f"{number(new)}, also {number(difference)} gegenüber bisher",
            f"einen Wert, den die freien Einträge (zusammen {left}) ausgleichen können",
        )
    result[free] = np.maximum(values[free] * ((room - difference) / room), 0)
    return result
