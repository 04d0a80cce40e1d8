"""Langzeitleistungsbezieher (LZB): monthly path and the exits that a target takes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from jcplan.core import require
from jcplan.core.elb import StockPath, not_below_zero
from jcplan.core.require import Floats


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
    stock = require.stock("bestand", bestand)
    growth = require.change("zuwachsrate", zuwachsrate)
    exits = require.stock("abgang", abgang)
    months = require.whole("monate", monate, 1, 600)
    starts = []
    level = stock
    for _ in range(months):
        starts.append(level)
        level = np.asarray(level * (1 + growth) - exits)
    start = np.stack(np.broadcast_arrays(*starts), axis=-1)
    entries = start * growth[..., np.newaxis]
    end = start + entries - exits[..., np.newaxis]
    not_below_zero("abgang", end)
    return StockPath(start, entries, np.broadcast_to(exits[..., np.newaxis], end.shape), end)


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
    powers = (1 + growth)[..., np.newaxis] ** np.arange(months + 1)
    mean_growth = powers[..., 1:].mean(axis=-1)
    mean_exits = np.cumsum(powers[..., :-1], axis=-1).mean(axis=-1)
    return np.asarray(stock * (mean_growth - 1 - goal) / mean_exits)
