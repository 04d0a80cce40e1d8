"""The plan's chain: from what is typed to every term of the plan, for one plan or many in the same lines.

The groups' ELB; each group's rate raised (or typed) and rounded as published; blended over the planned
ELB; beside it the same without rounding, and the interval that the published rates allow; the LZB exits
that the target takes; the Umschichtung. Nothing is judged here, see ``validity``.

Groups are a tuple of rows, not an axis: two rows of 100,000 blend eight times faster than 100,000 pairs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, cast

import numpy as np

from jcplan.core.inputs import Group, Inputs
from jcplan.core.rounding import rounded
from jcplan.core.value import Truth, V, Value, at_least, at_most, only, total, weighted

MONTHS: Final = 12


@dataclass(frozen=True)
class GroupTerms(Generic[V]):
    """One group's terms.

    Attributes:
        group: What is known of it.
        elb_vorher: Stock before, heads.
        elb: Planned stock, annual mean, heads.
        iq_vorjahr: Rate of the year before; NaN where nothing says it.
        iq_exakt: Planned rate.
        iq: Planned rate as published.
        integrationen: ``iq · elb``, heads.
    """

    group: Group[V]
    elb_vorher: V
    elb: V
    iq_vorjahr: V
    iq_exakt: V
    iq: V
    integrationen: V


@dataclass(frozen=True)
class Chain(Generic[V]):
    """Every term of a plan.

    Attributes:
        gruppen: The groups' terms.
        elb_vorher: ELB of all groups before, heads.
        elb: Planned ELB of all groups, heads.
        iq_vorjahr: Rate of all groups in the year before; NaN where nothing says it.
        iq: Planned rate of all groups, from the published rates of the groups.
        iq_ungerundet: The same from rates that are not rounded.
        iq_unten: Lowest rate of all groups that the published rates of the groups allow.
        iq_oben: The highest.
        integrationen_vorjahr: Integrations of all groups in the year before, heads.
        integrationen: Planned integrations of all groups, heads.
        lzb_ende: LZB at the end of the year with the planned exits, heads.
        lzb_ende_ziel: The same with ``lzb_abgang``.
        lzb: LZB, annual mean that is the target, heads.
        lzb_abgang: Exits that it takes, heads a month.
        umschichtung: Money that moves from EGT to VKB, euro.
        egt: EGT after that.
        vkb: VKB after that.
        budget: Both.
        kfa: What the municipality adds to the VKB, euro (SGB II § 46 (3)): ``vkb·quote/(1 − quote)``.
    """

    gruppen: tuple[GroupTerms[V], ...]
    elb_vorher: V
    elb: V
    iq_vorjahr: V
    iq: V
    iq_ungerundet: V
    iq_unten: V
    iq_oben: V
    integrationen_vorjahr: V
    integrationen: V
    lzb_ende: V
    lzb_ende_ziel: V
    lzb: V
    lzb_abgang: V
    umschichtung: V
    egt: V
    vkb: V
    budget: V
    kfa: V


def chain(inputs: Inputs[V], *, smooth: bool = False) -> Chain[V]:
    """Every term of the plan; values that cannot be give terms that mean nothing.

    Args:
        inputs: Floats in their ranges, or any arrays that broadcast.
        smooth: Whether the groups' rates go on unrounded, and an earlier rate that the total implies as it is,
            though it be none: then no term jumps when an input moves a little.

    Source: planning practice; planning document 2017, sections 2, 3.2 and 5.
    """
    if not inputs.shape:
        return _chain(inputs, smooth=smooth)
    with np.errstate(all="ignore"):
        return _chain(inputs, smooth=smooth)


def _chain(inputs: Inputs[Any], *, smooth: bool) -> Chain[Any]:
    groups = inputs.gruppen
    before = stocks_before(inputs)
    after = [planned_stock(g, stock) for g, stock in zip(groups, before, strict=True)]
    old = rates_before(inputs, before, any_number=smooth)
    exact = [planned_rate(g, rate) for g, rate in zip(groups, old, strict=True)]
    rates = exact if smooth else [rounded(r, g.iq_nachkommastellen) for g, r in zip(groups, exact, strict=True)]
    halves = [0.5 * 10.0**-g.iq_nachkommastellen for g in groups]
    low = (at_least(rate - half, 0.0) for rate, half in zip(rates, halves, strict=True))
    high = (at_most(rate + half, 1.0) for rate, half in zip(rates, halves, strict=True))
    heads = [rate * stock for rate, stock in zip(rates, after, strict=True)]
    elb, integrations = total(after), total(heads)
    weight = only(elb, elb != 0)
    elb_before = total(before) if inputs.elb_gesamt is None else inputs.elb_gesamt
    iq_before = inputs.iq_gesamt_vorjahr
    if iq_before is None:
        iq_before = weighted(old, before) / only(elb_before, elb_before != 0)
    year, means = growth_sums(inputs.lzb_zuwachsrate)
    stock, growth, goal = inputs.lzb_bestand, inputs.lzb_zuwachsrate, inputs.lzb_ziel
    exits = stock * (growth - MONTHS * goal / means)
    moved = money(inputs.eingliederungsmittel * inputs.umschichtung_anteil)
    admin = money(inputs.verwaltungsbudget + moved)
    terms = zip(groups, before, after, old, exact, rates, heads, strict=True)
    return Chain(
        gruppen=tuple(GroupTerms(*row) for row in terms),
        elb_vorher=elb_before,
        elb=elb,
        iq_vorjahr=iq_before,
        iq=integrations / weight,
        iq_ungerundet=weighted(exact, after) / weight,
        iq_unten=weighted(low, after) / weight,
        iq_oben=weighted(high, after) / weight,
        integrationen_vorjahr=iq_before * elb_before,
        integrationen=integrations,
        lzb_ende=stock + (stock * growth - inputs.lzb_abgang) * year,
        lzb_ende_ziel=stock + (stock * growth - exits) * year,
        lzb=stock * (1 + goal),
        lzb_abgang=exits,
        umschichtung=moved,
        egt=money(inputs.eingliederungsmittel - moved),
        vkb=admin,
        budget=inputs.verwaltungsbudget + inputs.eingliederungsmittel,
        kfa=admin * (inputs.kfa_quote / only(1 - inputs.kfa_quote, inputs.kfa_quote != 1)),
    )


def stocks_before(inputs: Inputs[Any]) -> list[Value]:
    """ELB a group before, heads; the group without a stock has what the others leave of the total."""
    known = total(g.elb for g in inputs.gruppen if g.elb is not None)
    rest = math.nan if inputs.elb_gesamt is None else inputs.elb_gesamt - known
    return [rest if g.elb is None else g.elb for g in inputs.gruppen]


def planned_stock(group: Group[Any], stock: Value) -> Value:
    """Planned annual mean of a group: ``stock·(1 + veraenderung) + zugang·(13 − zugang_ab_monat)/12``, heads.

    Whoever comes in month m is there in 13 − m of 12 months; from month 1 on, an inflow counts in full.

    >>> planned_stock(Group("8 HKL", zugang=953, iq_ziel=0.1298), 1369.0)
    2322.0
    >>> planned_stock(Group("8 HKL", zugang=1200, zugang_ab_monat=7, iq_ziel=0.1298), 1000.0)
    1600.0
    """
    there = (MONTHS + 1 - group.zugang_ab_monat) / MONTHS
    return stock * (1 + group.veraenderung) + group.zugang * there


def implied_rate(inputs: Inputs[Any], stocks: Sequence[Value]) -> Value:
    """The one rate of the year before that is not given: ``(IQ·Σ B − Σ r·B of the others) / B``, NaN where B is 0."""
    own = inputs.implied
    if own is None or inputs.iq_gesamt_vorjahr is None:
        return math.nan
    known = [(g.iq_vorjahr, stocks[i]) for i, g in enumerate(inputs.gruppen) if g.iq_vorjahr is not None]
    heads: Value = inputs.iq_gesamt_vorjahr * total(stocks) - total(rate * stock for rate, stock in known)
    return heads / only(stocks[own], stocks[own] != 0)


def rates_before(inputs: Inputs[Any], stocks: Sequence[Value], *, any_number: bool = False) -> list[Value]:
    """Rate a group in the year before; NaN where nothing says it, or no rate from 0 to 1 explains the total.

    Args:
        inputs: One plan's or many plans' inputs.
        stocks: Stock a group before, heads.
        any_number: Whether what explains the total counts though it is no rate from 0 to 1.
    """
    found = implied_rate(inputs, stocks)
    if not any_number:
        found = at_most(at_least(only(found, is_rate(found)), 0.0), 1.0)
    return [
        g.iq_vorjahr if g.iq_vorjahr is not None else found if inputs.implied == i else math.nan
        for i, g in enumerate(inputs.gruppen)
    ]


def is_rate(value: Value) -> Truth:
    """From 0 to 1, but for the noise of floats."""
    distance: Any = abs(value - 0.5)
    return cast("Truth", distance <= 0.5 + 1e-12)


def planned_rate(group: Group[Any], before: Value) -> Value:
    """The rate that is typed, or that of the year before raised: ``iq_vorjahr·(1 + iq_steigerung)``.

    >>> round(planned_rate(Group("ohne 8 HKL", iq_steigerung=0.015), 0.23), 12)
    0.23345
    """
    rate: Any = group.iq_ziel if group.iq_steigerung is None else before * (1 + group.iq_steigerung)
    return cast("Value", rate)


def growth_sums(growth: Value) -> tuple[Value, Value]:
    """``S = Σ qʲ`` and ``T = Σ (12 − j)·qʲ`` over j = 0 … 11, with q = 1 + growth, by doubling 3 → 6 → 12.

    A stock B that grows by ``growth`` and loses x a month ends the year at ``B + (B·growth − x)·S``, because
    ``qⁿ − 1 = growth·Σ qʲ, j < n``. The mean of its twelve month-ends is ``B·(1 + z)`` for
    ``x = B·(growth − 12·z/T)``: no difference of nearly equal numbers but where x itself is nearly 0.

    >>> growth_sums(0.0), growth_sums(1.0)
    ((12.0, 78.0), (4095.0, 8178.0))
    """
    q = 1 + growth
    q3 = q * q * q
    s3, t3 = 1 + q * (1 + q), 3 + q * (2 + q)
    s6, t6 = s3 * (1 + q3), t3 * (1 + q3) + 3 * s3
    q6 = q3 * q3
    return s6 * (1 + q6), t6 * (1 + q6) + 6 * s6


def money(value: Value) -> Value:
    """An amount without the noise of float arithmetic below a millionth of a cent, so that cents are exact."""
    if isinstance(value, np.ndarray):
        return np.round(value, 8)
    scaled = value * 1e8
    return round(scaled) / 1e8 if math.isfinite(scaled) else value
