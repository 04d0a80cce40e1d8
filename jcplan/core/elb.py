"""Stocks of people: forecast, change, month by month, means (ELB, but any stock of heads)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from jcplan.core import require
from jcplan.core.require import Floats
from jcplan.core.rounding import without_noise
from jcplan.errors import InputError
from jcplan.german import number

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True, eq=False)
class Forecast:
    """A stock's forecast with its terms, all in heads and of one shape."""

    bestand: Floats
    veraenderung: Floats
    zugang: Floats
    prognose: Floats

    @property
    def zuwachs(self) -> Floats:
        """Increase in heads."""
        return self.prognose - self.bestand


def forecast(bestand: ArrayLike, veraenderung: ArrayLike, zugang: ArrayLike = 0.0) -> Forecast:
    """Planned stock: ``bestand · (1 + veraenderung) + zugang``.

    Args:
        bestand: Stock in heads, ≥ 0; groups on the last axis.
        veraenderung: Relative change as a share, ≥ −1.
        zugang: Heads that come (negative: go) on top.

    Raises:
        InputError: A value is out of its range, or the planned stock would be negative.

    Source: planning practice; planning document 2017, section 5.

    >>> forecast([25201, 1369], [0.005, 0], [0, 953]).prognose
    array([25327.005,  2322.   ])
    """
    stock, change, extra = np.broadcast_arrays(
        require.stock("bestand", bestand),
        require.change("veraenderung", veraenderung),
        require.finite("zugang", zugang),
    )
    planned = stock * (1 + change) + extra
    if (without_noise(planned, stock, extra) < 0).any():
        worst = float(np.min(planned))
        raise InputError("zugang", f"einen Abgang, der {number(worst, 1)} Köpfe übrig lässt", "einen Bestand ab 0")
    return Forecast(stock, change, extra, np.maximum(planned, 0.0))


def year_effect(anzahl: ArrayLike, ab_monat: ArrayLike) -> Floats:
    """What people who come in a month add to the annual mean: ``anzahl · (13 − ab_monat) / 12``, heads.

    Args:
        anzahl: Heads that come (negative: go).
        ab_monat: First month in which they are there, a whole number from 1 to 12.

    Raises:
        InputError: A month that there is not.

    Source: arithmetic mean of twelve monthly stocks.

    >>> year_effect([953, -240], [7, 1])
    array([ 476.5, -240. ])
    """
    heads, month = np.broadcast_arrays(require.finite("anzahl", anzahl), require.month("ab_monat", ab_monat))
    return heads * ((require.MONTHS + 1 - month) / require.MONTHS)


def share_of_rest(anteil: ArrayLike, teilanteil: ArrayLike, gewicht: ArrayLike) -> Floats:
    """A feature's share among the rest when a part is taken out: ``(anteil − teilanteil·gewicht)/(1 − gewicht)``.

    Args:
        anteil: Share of the feature in the whole, 0 to 1.
        teilanteil: Share of the feature in the part, 0 to 1.
        gewicht: Share of the part in the whole, 0 to below 1.

    Returns:
        The share; below 0 or above 1 where the three cannot be together.

    Source: share of the whole as the mean of both parts' shares, solved for the other part.

    >>> round(float(share_of_rest(0.69, 0.83, 0.32)), 4)
    0.6241
    """
    whole, part = require.share("anteil", anteil), require.share("teilanteil", teilanteil)
    weight = require.proper_share("gewicht", gewicht)
    return np.asarray((whole - part * weight) / (1 - weight))


def base(zuwachs: ArrayLike, rate: ArrayLike) -> Floats:
    """The stock that an increase in heads and its relative rate imply: ``zuwachs / rate``.

    Args:
        zuwachs: Increase in heads.
        rate: The same increase as a share, of the same sign.

    >>> round(float(base(953, 0.696)), 4)
    1369.2529
    """
    increase, relative = require.finite("zuwachs", zuwachs), require.nonzero("rate", rate)
    result = np.asarray(increase / relative)
    if (result < 0).any():
        raise InputError(
            "rate", "ein anderes Vorzeichen als bei zuwachs", "dasselbe Vorzeichen (ein Bestand ist nie negativ)"
        )
    return result


def change(neu: ArrayLike, alt: ArrayLike) -> Floats:
    """Relative change: ``neu / alt − 1``; of LZB months a year apart it is the indicator K3.

    Source: VO zu § 48a SGB II § 6 (K3).

    >>> round(float(change(27649, 26570)), 6)
    0.04061
    """
    return np.asarray(require.finite("neu", neu) / require.nonzero("alt", alt) - 1)


@dataclass(frozen=True, eq=False)
class StockPath:
    """Months on the last axis; ``anfang + zugang − abgang = ende`` in each."""

    anfang: Floats
    zugang: Floats
    abgang: Floats
    ende: Floats

    def rows(self) -> Floats:
        """The four series as rows: Anfang, Zugang, Abgang, Ende."""
        return np.stack([self.anfang, self.zugang, self.abgang, self.ende], axis=-2)

    @property
    def mittel(self) -> Floats:
        """Mean of the stocks at the months' ends (over 12 months: the JDW)."""
        return np.asarray(self.ende.mean(axis=-1))


def stock_path(anfang: ArrayLike, zugang: ArrayLike, abgang: ArrayLike) -> StockPath:
    """A stock month by month: Anfang + Zugang − Abgang = Ende, each Ende the next Anfang.

    Args:
        anfang: Stock before the first month, heads.
        zugang: Entries a month, heads, ≥ 0; months on the last axis.
        abgang: Exits a month, as many.

    Raises:
        InputError: Lengths differ, or a month would end below zero.

    >>> stock_path(100, [10, 0], [5, 5]).rows()
    array([[100., 105.],
           [ 10.,   0.],
           [  5.,   5.],
           [105., 100.]])
    """
    entries = np.atleast_1d(require.stock("zugang", zugang))
    exits = np.atleast_1d(require.stock("abgang", abgang))
    require.same_length(zugang=entries, abgang=exits)
    start = np.asarray(require.stock("anfang", anfang))[..., np.newaxis]
    ends = start + np.cumsum(entries - exits, axis=-1)
    starts = np.concatenate([np.broadcast_to(start, (*ends.shape[:-1], 1)), ends[..., :-1]], axis=-1)
    for month in range(ends.shape[-1]):
        not_below_zero("abgang", ends[..., month], month + 1)
    entries, exits = (np.broadcast_to(flow, ends.shape) for flow in (entries, exits))
    return StockPath(starts, entries, exits, ends)


def not_below_zero(name: str, end: Floats, month: int) -> None:
    """Raise where a stock falls below zero (beyond the noise of floats) at the end of a month."""
    if (end < -1e-6).any():
        found = f"so viel, dass der Bestand im Monat {month} unter 0 fällt"
        raise InputError(name, found, "höchstens den Bestand, der noch da ist")


def annual_mean(monatswerte: ArrayLike) -> Floats:
    """Jahresdurchschnittswert (JDW): the arithmetic mean of exactly 12 monthly values.

    Source: method notes of the BA's statistics.

    >>> float(annual_mean(range(1, 13)))
    6.5
    """
    return np.asarray(require.months("monatswerte", monatswerte).mean(axis=-1))


def trailing_means(monatswerte: ArrayLike, fenster: int = 12) -> Floats:
    """Trailing means (gJDW): one for each month that has ``fenster`` values up to and with itself.

    Returns:
        ``n − fenster + 1`` means on the last axis; the first belongs to month ``fenster``.

    >>> trailing_means([1, 2, 3, 4], 3)
    array([2., 3.])
    """
    values = np.atleast_1d(require.stock("monatswerte", monatswerte))
    window = require.whole("fenster", fenster, 1, 1200)
    if values.shape[-1] < window:
        raise InputError(
            "monatswerte", f"{values.shape[-1]} Monatswerte", f"mindestens {window}, so viele wie das Fenster"
        )
    return np.asarray(np.lib.stride_tricks.sliding_window_view(values, window, axis=-1).mean(axis=-1))
