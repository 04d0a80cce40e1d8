"""Sharing a total out so that the parts sum to it, exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np

from jcplan.core import require
from jcplan.core.require import Floats
from jcplan.core.rounding import without_noise
from jcplan.errors import InputError
from jcplan.german import as_shown, number

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


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
    require.finite("fest", np.where(free, weights, held))
    rest = _rest(as_shown(total), [as_shown(value) for value in held[~free].tolist()])
    if rest and not (weights[free] > 0).any():
        raise InputError(
            names[1], f"keinen freien Teil mit Gewicht für den Rest von {number(float(rest))}", "mindestens einen"
        )
    if rest * as_shown(total) < 0 or (rest and not total):
        found = f"feste Werte, die einen Rest von {number(float(rest))} lassen"
        raise InputError("fest", found, f"feste Werte, die zusammen nicht über die Summe {number(total)} gehen")
    result = held.copy()
    if stellen is None:
        if free.any():
            largest = int(np.frexp(weights[free].max())[1])
            weight = np.ldexp(weights[free], -largest)  # exact; the sum of the largest numbers would be infinite
            whole = weight.sum()
            result[free] = float(rest) * (weight / whole if whole else weight)
        return result
    digits = int(require.places("stellen", stellen))
    rest_of = "einen Rest von " if rest != as_shown(total) else ""
    units = whole_units(rest, digits, names[0], rest_of)
    result[free] = in_cells(_largest_remainder(units, weights[free].tolist()), digits)
    return result


def _rest(total: Decimal, held: list[Decimal]) -> Decimal:
    """What is left of a total, without the noise behind the last decimal that a cell shows of the largest figure."""
    fixed = sum(held, Decimal(0))
    largest = max(map(abs, [total, fixed, *held]))
    return round(total - fixed, 14 - largest.adjusted())


def in_proportion(weights: list[float]) -> list[int]:
    """Whole numbers in the proportion of the decimals that cells show for weights ≥ 0.

    >>> in_proportion([0.85, 1.2, 2])
    [850000000000000, 1200000000000000, 2000000000000000]
    """
    shown = [f"{abs(weight):.14e}" for weight in weights]  # 15 digits: d.dddddddddddddde±xx; -0.0 has a sign
    exponents = [int(text[17:]) for text in shown]
    scale = {e: 10 ** (e - min(exponents)) for e in set(exponents)}
    return [int(text[0] + text[2:16]) * scale[e] for text, e in zip(shown, exponents, strict=True)]


_MOST: Final = Decimal("1E300")
"""Beyond it a sum may leave the range of numbers."""


def whole_units(value: Decimal, digits: int, place: str, what: str = "") -> int:
    """How many units of the last of so many decimals a figure has; ``what`` says in a message what it is.

    >>> whole_units(Decimal("12.5"), 1, "summe")
    125
    """
    if abs(value) > _MOST:
        raise InputError(place, what + "eine Zahl über 10^300", "eine Zahl bis 10^300")
    units = value.scaleb(digits)
    if units != int(units):
        raise InputError(
            place, what + number(float(value)), f"eine Zahl, die sich auf {number(digits)} Stellen verteilen lässt"
        )
    return int(units)


def in_cells(units: list[int], digits: int) -> list[float]:
    """Units of the last of so many decimals as numbers: each the float next to the decimal.

    >>> in_cells([125, -3], 1)
    [12.5, -0.3]
    """
    up, down = 10 ** max(-digits, 0), 10 ** max(digits, 0)
    return [unit * up / down for unit in units]


def _largest_remainder(units: int, weights: list[float]) -> list[int]:
    """Whole units shared out by weight, in integers, so that nothing is lost to floats."""
    exact = in_proportion(weights) if weights else []
    whole = sum(exact)
    if not whole:
        return [0] * len(exact)
    size = abs(units)
    parts = [size * weight // whole for weight in exact]
    remainders = [size * weight % whole for weight in exact]
    order = sorted(range(len(parts)), key=weights.__getitem__, reverse=True)  # ties stay in order
    order.sort(key=remainders.__getitem__, reverse=True)
    for index in order[: size - sum(parts)]:
        parts[index] += 1
    return parts if units >= 0 else [-part for part in parts]


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
    room = float(require.finite_sum("werte", values[free].sum()))
    result = values.copy()
    result[index] = new
    if difference == 0:
        return result
    left = float(without_noise(room - difference, room, new, values[index]))
    if room <= 0 or left < 0:
        raise InputError(
            "neu",
            f"{number(new)}, also {number(difference)} gegenüber bisher",
            f"einen Wert, den die freien Einträge (zusammen {number(room)}) ausgleichen können",
        )
    result[free] = values[free] * (left / room)
    return result
