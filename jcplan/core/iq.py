"""Integrationsquote (IQ, indicator K2): rate, target, blend over groups, interval, decomposition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from jcplan.core import require
from jcplan.core.require import Floats
from jcplan.core.rounding import round_half_up, without_noise
from jcplan.errors import InputError
from jcplan.german import percent

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def rate(integrationen: ArrayLike, elb: ArrayLike) -> Floats:
    """K2: integrations of 12 months over the mean ELB stock of the 12 preceding months.

    Args:
        integrationen: 12 monthly numbers of integrations (say 04 to 03), or their total as one value, heads.
        elb: 12 monthly ELB stocks, one month earlier each (03 to 02), or their mean as one value, heads.

    Source: VO zu § 48a SGB II § 5.

    >>> round(float(rate([500] * 12, [26570] * 12)), 6), round(float(rate(6000, 26570)), 6)
    (0.225819, 0.225819)
    """
    count = require.year("integrationen", integrationen, "die Jahressumme")
    stock = require.year("elb", elb, "das Jahresmittel")
    return np.asarray(count.sum(axis=-1) / require.positive("elb, Mittel", stock.mean(axis=-1)))


def target(iq_vorjahr: ArrayLike, steigerung: ArrayLike, stellen: int | None = None) -> Floats:
    """A rate increased relatively: ``iq_vorjahr · (1 + steigerung)``, rounded if ``stellen`` is given.

    >>> float(target(0.23, 0.015, 3))
    0.233
    """
    raised = np.asarray(require.share("iq_vorjahr", iq_vorjahr) * (1 + require.change("steigerung", steigerung)))
    require.share("iq_vorjahr mit steigerung", without_noise(raised, raised))
    raised = np.minimum(raised, 1.0)
    return raised if stellen is None else round_half_up(raised, stellen)


@dataclass(frozen=True, eq=False)
class Blend:
    """A rate over all groups with its terms; groups on the last axis of ``iq``, ``elb``, ``integrationen``."""

    iq: Floats
    elb: Floats
    integrationen: Floats
    elb_gesamt: Floats
    iq_gesamt: Floats


def blend(iq: ArrayLike, elb: ArrayLike) -> Blend:
    """The rate over all groups: ``Σ iq·elb / Σ elb``.

    Args:
        iq: Rate a group, shares 0 to 1.
        elb: Each group's own denominator stock, heads; not all zero.

    >>> round(float(blend([0.233, 0.1298], [25327.005, 2322]).iq_gesamt), 6)
    0.224333
    """
    rates, stocks, total = _groups(iq, elb)
    heads = rates * stocks
    return Blend(rates, stocks, heads, total, np.asarray(heads.sum(axis=-1) / total))


def overall(iq: ArrayLike, elb: ArrayLike) -> Floats:
    """``blend`` without its terms, to the last bit the same: for many groups it takes less time and memory.

    Both sums are numpy's: pairwise, so that the order of the groups changes no more than the last digits of a float.

    Args:
        iq: Rate a group, shares 0 to 1.
        elb: Each group's own denominator stock, heads; not all zero.

    >>> round(float(overall([0.233, 0.1298], [25327.005, 2322])), 6)
    0.224333
    """
    rates, stocks = np.asarray(iq, dtype=np.float64), np.asarray(elb, dtype=np.float64)
    if stocks.ndim != 1 or stocks.size <= _PART or rates.shape != stocks.shape:
        return blend(rates, stocks).iq_gesamt
    heads, total = _long_sums(require.share("iq", rates), require.stock("elb", stocks))
    return np.asarray(heads / require.weight("elb", total))


_PART: Final = 1 << 16
"""So many products are kept at once: they stay in the processor's cache until they are summed."""


def _long_sums(rates: Floats, stocks: Floats) -> tuple[np.float64, np.float64]:
    """``(rates * stocks).sum()`` and ``stocks.sum()`` in parts, parted where numpy's pairwise sum is."""
    products = np.empty(_PART)

    def sums(start: int, end: int) -> tuple[np.float64, np.float64]:
        count = end - start
        if count <= _PART:
            part = stocks[start:end]
            return np.add.reduce(np.multiply(rates[start:end], part, out=products[:count])), np.add.reduce(part)
        half = start + count // 16 * 8
        (heads, stock), (more_heads, more_stock) = sums(start, half), sums(half, end)
        return heads + more_heads, stock + more_stock

    return sums(0, len(stocks))


def _groups(iq: ArrayLike, elb: ArrayLike, suffix: str = "") -> tuple[Floats, Floats, Floats]:
    """Rates, stocks, and the sum of these."""
    rates = np.atleast_1d(require.share("iq" + suffix, iq))
    stocks, total = require.weighed("elb" + suffix, np.atleast_1d(np.asarray(elb, dtype=np.float64)))
    require.same_length(**{"iq" + suffix: rates, "elb" + suffix: stocks})
    return rates, stocks, total


def integrations(iq: ArrayLike, elb: ArrayLike) -> Floats:
    """Integrations in heads, a group each: ``iq · elb``.

    >>> integrations([0.233], [25327])
    array([5901.191])
    """
    rates = np.atleast_1d(require.share("iq", iq))
    stocks = np.atleast_1d(require.stock("elb", elb))
    require.same_length(iq=rates, elb=stocks)
    return np.asarray(rates * stocks)


@dataclass(frozen=True, eq=False)
class Interval:
    """Lowest and highest value that is compatible with printed figures."""

    unten: Floats
    oben: Floats


def interval(iq: ArrayLike, elb: ArrayLike, stellen: ArrayLike) -> Interval:
    """The blends that are possible if each rate was rounded to so many decimals before it was printed.

    Args:
        iq: Printed rate a group, shares 0 to 1.
        elb: Stock a group, heads.
        stellen: Printed decimals of the shares (22.4 % has 3), one number or one a group.

    >>> between = interval([0.233, 0.1298], [25327.005, 2322], [3, 4])
    >>> round(float(between.unten), 5), round(float(between.oben), 5)
    (0.22387, 0.2248)
    """
    rates, stocks, total = _groups(iq, elb)
    digits = require.places("stellen", stellen)
    if digits.ndim and digits.shape[-1] != 1:
        require.same_length(iq=rates, stellen=digits.astype(np.float64))
    half = 0.5 * 10.0 ** -digits.astype(np.float64)
    low = (np.maximum(rates - half, 0) * stocks).sum(axis=-1) / total
    high = (np.minimum(rates + half, 1) * stocks).sum(axis=-1) / total
    return Interval(np.asarray(low), np.asarray(high))


def required(iq_gesamt: ArrayLike, iq: ArrayLike, elb: ArrayLike) -> Floats:
    """The rate that the one open group needs so that the blend reaches ``iq_gesamt``.

    Args:
        iq_gesamt: Rate over all groups that is to be reached, share.
        iq: Rate a group; exactly one entry is NaN: the one that is sought.
        elb: Stock a group, heads; positive for the group that is sought.

    Raises:
        InputError: None or several entries are open, or no rate from 0 to 1 reaches the total.

    >>> round(float(required(0.225, [0.23, float("nan")], [25201, 1369])), 4)
    0.133
    """
    wanted = require.share("iq_gesamt", iq_gesamt)
    rates = np.atleast_1d(np.asarray(iq, dtype=np.float64))
    stocks = np.atleast_1d(require.stock("elb", elb))
    require.same_length(iq=rates, elb=stocks)
    open_groups = np.isnan(rates)
    count = int(open_groups.reshape(-1, rates.shape[-1])[0].sum())
    if count != 1 or not (open_groups.sum(axis=-1) == 1).all():
        raise InputError("iq", f"{count} leere Einträge", "genau einen leeren Eintrag (die gesuchte Quote)")
    known = require.share("iq", np.where(open_groups, 0, rates))
    weight = require.positive("elb der gesuchten Gruppe", np.where(open_groups, stocks, 0).sum(axis=-1))
    result = np.asarray((wanted * stocks.sum(axis=-1) - (known * stocks).sum(axis=-1)) / weight)
    impossible = (result < -1e-12) | (result > 1 + 1e-12)
    if impossible.any():
        needed = percent(float(result[impossible].ravel()[0] if result.ndim else result), 1)
        raise InputError(
            "iq_gesamt",
            f"ein Ziel, für das die gesuchte Gruppe {needed} bräuchte",
            "ein erreichbares Ziel (0 bis 100 %)",
        )
    return np.asarray(np.clip(result, 0, 1))


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Effects a group (last axis), in shares; both together sum to the change of the blend."""

    struktur: Floats
    quote: Floats

    @property
    def veraenderung(self) -> Floats:
        """Change of the rate over all groups."""
        return np.asarray((self.struktur + self.quote).sum(axis=-1))


def decompose(iq_alt: ArrayLike, elb_alt: ArrayLike, iq_neu: ArrayLike, elb_neu: ArrayLike) -> Decomposition:
    """Why the blend changed: structure effect (other shares of the groups) and rate effect, a group each.

    With group shares ``w`` and rates ``r``: structure ``(w_neu − w_alt)·(r_alt + r_neu)/2``, rate
    ``(r_neu − r_alt)·(w_alt + w_neu)/2``.

    Source: E. M. Kitagawa, Components of a Difference Between Two Rates, JASA 50 (1955).

    >>> effect = decompose([0.2, 0.1], [50, 50], [0.2, 0.1], [40, 60])
    >>> np.round(effect.struktur, 6), effect.quote
    (array([-0.02,  0.01]), array([0., 0.]))
    """
    rate_old, stock_old, total_old = _groups(iq_alt, elb_alt, "_alt")
    rate_new, stock_new, total_new = _groups(iq_neu, elb_neu, "_neu")
    require.same_length(iq_alt=rate_old, iq_neu=rate_new)
    share_old = stock_old / total_old[..., np.newaxis]
    share_new = stock_new / total_new[..., np.newaxis]
    structure = (share_new - share_old) * (rate_old + rate_new) / 2
    rates = (rate_new - rate_old) * (share_old + share_new) / 2
    return Decomposition(structure, rates)
