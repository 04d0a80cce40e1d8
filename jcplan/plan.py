"""The only wiring: inputs to results, which carry their terms."""

from __future__ import annotations

from dataclasses import dataclass

from jcplan.core import iq, lzb
from jcplan.core.budget import MunicipalShare, Reallocation, municipal_share, reallocate
from jcplan.core.elb import Forecast, StockPath, forecast
from jcplan.core.rounding import round_half_up
from jcplan.errors import InputError
from jcplan.model import TARGETS, Inputs, Target


@dataclass(frozen=True)
class Result:
    """One target's values.

    Attributes:
        target: What it is.
        exact: Exact value.
        published: The value as published, rounded.
        baseline: The value that it starts from, or None.
        places: Decimals of the published number in the cell.
    """

    target: Target
    exact: float
    published: float
    baseline: float | None
    places: int

    @property
    def change(self) -> float | None:
        """Change against the baseline: relative, for rates in percentage points (as a share)."""
        if self.baseline is None:
            return None
        if self.target.unit == "%":
            return self.exact - self.baseline
        return None if self.baseline == 0 else self.exact / self.baseline - 1


@dataclass(frozen=True)
class Plan:
    """The whole plan. Groups are in the order ohne 8 HKL, 8 HKL."""

    inputs: Inputs
    elb: Forecast
    iq_exact: tuple[float, float]
    iq_published: tuple[float, float]
    blend: iq.Blend
    blend_unrounded: iq.Blend
    interval: iq.Interval
    iq_8hkl_before: float | None
    decomposition: iq.Decomposition | None
    lzb_planned: StockPath
    lzb_needed: StockPath | None
    lzb_exits_needed: float
    budget: Reallocation
    kfa: MunicipalShare

    @property
    def targets(self) -> dict[str, Result]:
        """The targets by defined name."""
        i, after = self.inputs, self.elb.prognose
        before = self.elb.bestand
        values: dict[str, tuple[float, float | None]] = {
            "elb_gesamt": (float(after.sum()), i.elb_gesamt),
            "elb_ohne": (float(after[0]), float(before[0])),
            "elb_8hkl": (float(after[1]), float(before[1])),
            "iq_ohne": (self.iq_exact[0], i.iq_ohne_vorjahr),
            "iq_8hkl": (self.iq_exact[1], self.iq_8hkl_before),
            "iq_gesamt": (float(self.blend.iq_gesamt), i.iq_gesamt_vorjahr),
            "iq_ungerundet": (float(self.blend_unrounded.iq_gesamt), i.iq_gesamt_vorjahr),
            "iq_unten": (float(self.interval.unten), None),
            "iq_oben": (float(self.interval.oben), None),
            "integrationen": (float(self.blend.integrationen.sum()), i.iq_gesamt_vorjahr * i.elb_gesamt),
            "lzb": (i.lzb_bestand * (1 + i.lzb_ziel), i.lzb_bestand),
            "lzb_abgang": (self.lzb_exits_needed, i.lzb_abgang),
            "umschichtung": (float(self.budget.betrag), None),
            "egt": (float(self.budget.egt), i.eingliederungsmittel),
            "vkb": (float(self.budget.vkb), i.verwaltungsbudget),
            "budget_summe": (float(self.budget.summe), i.verwaltungsbudget + i.eingliederungsmittel),
        }
        return {t.name: self._result(t, *values[t.attribute]) for t in TARGETS}

    def _result(self, target: Target, exact: float, baseline: float | None) -> Result:
        i = self.inputs
        as_published = {"iq_ohne": i.iq_stellen, "iq_gesamt": i.iq_stellen, "iq_8hkl": i.iq_8hkl_stellen}
        places = int(as_published.get(target.attribute, target.places))
        return Result(target, exact, float(round_half_up(exact, places)), baseline, places)


def compute(inputs: Inputs) -> Plan:
    """The plan of validated inputs.

    The chain: the groups' ELB; IQ ohne 8 HKL raised and rounded as published; blended with the
    IQ of the 8 HKL over the planned ELB. Beside it the same without rounding, and the interval
    that the published rates allow.
    """
    stocks = forecast(
        [inputs.elb_gesamt - inputs.elb_8hkl, inputs.elb_8hkl],
        [inputs.elb_ohne_veraenderung, inputs.elb_8hkl_veraenderung],
        [inputs.elb_ohne_zugang, inputs.elb_8hkl_zugang],
    )
    places, places_8hkl = int(inputs.iq_stellen), int(inputs.iq_8hkl_stellen)
    exact = (float(iq.target(inputs.iq_ohne_vorjahr, inputs.iq_ohne_steigerung)), inputs.iq_8hkl)
    published = (float(round_half_up(exact[0], places)), float(round_half_up(exact[1], places_8hkl)))
    blend = iq.blend(published, stocks.prognose)
    before, decomposition = _compared_with_year_before(inputs, stocks, published)
    exits = float(lzb.exits_for_target(inputs.lzb_bestand, inputs.lzb_zuwachsrate, inputs.lzb_ziel))
    moved = reallocate(inputs.verwaltungsbudget, inputs.eingliederungsmittel, inputs.umschichtung_anteil)
    return Plan(
        inputs=inputs,
        elb=stocks,
        iq_exact=exact,
        iq_published=published,
        blend=blend,
        blend_unrounded=iq.blend(exact, stocks.prognose),
        interval=iq.interval(published, stocks.prognose, [places, places_8hkl]),
        iq_8hkl_before=before,
        decomposition=decomposition,
        lzb_planned=lzb.path(inputs.lzb_bestand, inputs.lzb_zuwachsrate, inputs.lzb_abgang),
        lzb_needed=lzb.path(inputs.lzb_bestand, inputs.lzb_zuwachsrate, exits) if exits >= 0 else None,
        lzb_exits_needed=exits,
        budget=moved,
        kfa=municipal_share(moved.vkb, inputs.kfa_quote),
    )


def _compared_with_year_before(
    inputs: Inputs, stocks: Forecast, published: tuple[float, float]
) -> tuple[float | None, iq.Decomposition | None]:
    """IQ of the 8 HKL that the year before implies, and why the blend changes; None where it implies none."""
    try:
        before = float(iq.required(inputs.iq_gesamt_vorjahr, [inputs.iq_ohne_vorjahr, float("nan")], stocks.bestand))
    except InputError:
        return None, None
    rates = [inputs.iq_ohne_vorjahr, before]
    return before, iq.decompose(rates, stocks.bestand, published, stocks.prognose)
