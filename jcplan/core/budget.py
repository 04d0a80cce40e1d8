"""Budget: reallocation between Verwaltungskostenbudget (VKB) and Eingliederungstitel (EGT), KFA."""

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
class Reallocation:
    """Umschichtung with its terms, euro; the sum of both pots is the same before and after."""

    verwaltung: Floats
    eingliederung: Floats
    anteil: Floats
    betrag: Floats
    vkb: Floats
    egt: Floats
    summe: Floats


def reallocate(verwaltung: ArrayLike, eingliederung: ArrayLike, anteil: ArrayLike) -> Reallocation:
    """Move a share of the EGT to the VKB, or (negative) back.

    Args:
        verwaltung: Administrative budget, euro.
        eingliederung: Money for measures, euro.
        anteil: Share of ``eingliederung`` that moves, −… to 1; neither pot may fall below zero.

    Source: SGB II § 46; Deckungsfähigkeit in the federal budget.

    >>> moved = reallocate(25575625, 21987044, 0.27)
    >>> float(moved.betrag), float(moved.vkb), float(moved.egt), float(moved.summe)
    (5936501.88, 31512126.88, 16050542.12, 47562669.0)
    """
    admin = require.stock("verwaltung", verwaltung)
    measures = require.stock("eingliederung", eingliederung)
    part = require.finite("anteil", anteil)
    # an amount of money has cents; computed on them, 0.27 × 21,987,044 is 5,936,501.88 to the last bit
    amount = without_noise(measures * part, measures)
    after_admin = without_noise(admin + amount, admin, measures)
    after_measures = without_noise(measures - amount, measures)
    _pots_hold("anteil", amount, after_admin, after_measures)
    return Reallocation(admin, measures, part, amount, after_admin, after_measures, _both(admin, measures))


def _both(admin: Floats, measures: Floats) -> Floats:
    """What is in both pots."""
    return require.finite("verwaltung und eingliederung zusammen", admin + measures)


def _pots_hold(name: str, amount: Floats, admin: Floats, measures: Floats) -> None:
    for pot, left in (("der Eingliederungstitel", measures), ("das Verwaltungskostenbudget", admin)):
        if (left < 0).any():
            moved = number(float(np.atleast_1d(np.broadcast_to(amount, left.shape))[np.atleast_1d(left) < 0][0]), 2)
            raise InputError(
                name,
                f"eine Umschichtung von {moved} €, durch die {pot} unter 0 € fällt",
                "höchstens, was darin ist",
            )


@dataclass(frozen=True, eq=False)
class Need:
    """What covers an administrative need: amount in euro and share of the EGT."""

    betrag: Floats
    anteil: Floats


def reallocation_for_need(verwaltung: ArrayLike, eingliederung: ArrayLike, bedarf: ArrayLike) -> Need:
    """Amount and share of the EGT that bring the administrative budget to ``bedarf``.

    >>> need = reallocation_for_need(25575625, 21987044, 31512126.88)
    >>> float(need.betrag), round(float(need.anteil), 12)
    (5936501.88, 0.27)
    """
    admin = require.stock("verwaltung", verwaltung)
    measures = require.positive("eingliederung", eingliederung)
    need = require.stock("bedarf", bedarf)
    both = _both(admin, measures)
    amount = without_noise(need - admin, need, admin)
    if (without_noise(amount - measures, both) > 0).any():
        raise InputError(
            "bedarf",
            number(float(np.max(need)), 2) + " €",
            f"höchstens {number(float(np.max(both)), 2)} € (beide Budgets zusammen)",
        )
    return Need(amount, np.asarray(amount / measures))


@dataclass(frozen=True, eq=False)
class MunicipalShare:
    """Kommunaler Finanzierungsanteil, euro."""

    bundesanteil: Floats
    quote: Floats
    kommunal: Floats
    gesamt: Floats


def municipal_share(bundesanteil: ArrayLike, quote: ArrayLike) -> MunicipalShare:
    """The municipal share that goes with a federal share F: total ``F/(1 − quote)``, municipal ``total − F``.

    Source: SGB II § 46 (3): the Bund bears 84.8 % of the total administrative cost, the municipality 15.2 %.

    >>> part = municipal_share(84.8, 0.152)
    >>> round(float(part.kommunal), 9), round(float(part.gesamt), 9)
    (15.2, 100.0)
    """
    federal = require.stock("bundesanteil", bundesanteil)
    share = require.proper_share("quote", quote)
    total = np.asarray(federal / (1 - share))
    return MunicipalShare(federal, share, total - federal, total)


def liquidity(zuteilung: ArrayLike, bindung: ArrayLike, vorbindungen: ArrayLike = 0.0) -> Floats:
    """Money that can still be committed at the end of each month: ``Σ zuteilung − (vorbindungen + Σ bindung)``, euro.

    Args:
        zuteilung: Allotments month by month, euro, on the last axis.
        bindung: New commitments month by month, euro, as many.
        vorbindungen: What is committed from earlier years on from the first month, euro, ≥ 0.

    Raises:
        InputError: A negative amount, or months that do not go together.

    Source: budget control, allotments against commitments.

    >>> liquidity([100, 50, 50], [40, 30, 60], 50)
    array([10., 30., 20.])
    """
    allotted, committed = require.stock("zuteilung", zuteilung), require.stock("bindung", bindung)
    require.same_length(zuteilung=allotted, bindung=committed)
    before = require.stock("vorbindungen", vorbindungen)
    inflow, bound = np.cumsum(allotted, axis=-1), np.cumsum(committed, axis=-1)
    return without_noise(inflow - bound - before, inflow, bound, before)
