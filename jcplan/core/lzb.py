"""Langzeitleistungsbezieher (LZB): monthly path and the exits that a target takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from jcplan.core import require
from jcplan.core.elb import StockPath, not_below_zero
from jcplan.core.require import Floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def path(bestand: ArrayLike, zuwachsrate: ArrayLike, abgang: ArrayLike, monate: int = 12) -> StockPath:
    """The LZB stock month by month: entries by ageing, ``zuwachsrate`` of each month's starting stock.

    Args:
        bestand: Stock before the first month, heads.
        zuwachsrate: Entries a month as a share of the stock at its start (0.004 is 0.4 %), ≥ 0 or negative
            down to −1 (a stock that shrinks by itself: then Zugang is negative).
        abgang: Exits a month by the Jobcenter's own work, heads; one number for all months.
        monate: Number of months.

    Raises:
        InputError: A value out of range, or exits beyond the stock.

    Source: planning document 2017, sections 1 and 2 (+0.4 % by ageing, −32 by team projects).

    >>> path(1000, 0.01, 10, 2).rows()
    array([[1000., 1000.],
           [  10.,   10.],
           [  10.,   10.],
           [1000., 1000.]])
    """
    growth, exits = require.change("zuwachsrate", zuwachsrate), require.stock("abgang", abgang)
    levels = np.stack(np.broadcast_arrays(*_levels(bestand, growth, exits, monate)), axis=-1)
    start, end = levels[..., :-1], levels[..., 1:]
    entries = start * growth[..., np.newaxis]
    return StockPath(start, entries, np.broadcast_to(exits[..., np.newaxis], end.shape), end)


def mean(bestand: ArrayLike, zuwachsrate: ArrayLike, abgang: ArrayLike, monate: int = 12) -> Floats:
    """Mean of the month-end stocks of ``path``, without keeping the months.

    >>> float(mean(1000, 0.01, 10, 2))
    1000.0
    """
    levels = _levels(bestand, require.change("zuwachsrate", zuwachsrate), require.stock("abgang", abgang), monate)
    next(levels)
    return np.asarray(sum(levels, np.float64(0)) / monate)


def _levels(bestand: ArrayLike, growth: Floats, exits: Floats, monate: int) -> Iterator[Floats]:
    """The stock before the first month, then at the end of each."""
    level = require.stock("bestand", bestand)
    yield level
    for month in range(1, require.whole("monate", monate, 1, 600) + 1):
        level = np.asarray(level + level * growth - exits)
        not_below_zero("abgang", level, month)
        yield level


def exits_for_target(bestand: ArrayLike, zuwachsrate: ArrayLike, ziel: ArrayLike, monate: int = 12) -> Floats:
    """Constant monthly exits with which the mean of the month-end stocks becomes ``bestand·(1 + ziel)``.

    The path is linear in the exits: its mean is ``B·m₁ − x·m₂`` with ``q = 1 + zuwachsrate``,
    ``m₁ = mean of qⁿ`` and ``m₂ = mean of 1 + q + … + qⁿ⁻¹`` over the months n.

    Returns:
        Heads a month; negative where the stock stays below the target by itself (so many further
        entries a month it would bear).

    >>> round(float(exits_for_target(17241, 0.004, 0)), 3)
    68.964
    """
    stock = require.stock("bestand", bestand)
    growth = require.change("zuwachsrate", zuwachsrate)
    goal = require.change("ziel", ziel)
    months = require.whole("monate", monate, 1, 600)
    power, exits = np.ones_like(growth), np.zeros_like(growth)
    sum_growth, sum_exits = np.zeros_like(growth), np.zeros_like(growth)
    for _ in range(months):
        exits = exits + power
        power = power * (1 + growth)
        sum_growth, sum_exits = sum_growth + power, sum_exits + exits
    return np.asarray(stock * (sum_growth / months - 1 - goal) / (sum_exits / months))
