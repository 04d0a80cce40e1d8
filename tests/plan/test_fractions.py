"""Plans of one, three and six groups against exact rational arithmetic, written month by month.

Nothing here is shared with the product: a stock is the mean of twelve months, exits follow from two
simulated years, the rate that a total implies from a linear equation tried at 0 and 1.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from jcplan.core.inputs import Group, Inputs
from jcplan.plan import compute

F = Fraction
ONCE = {
    "lzb_bestand": "17241", "lzb_zuwachsrate": "0.004", "lzb_abgang": "32", "lzb_ziel": "-0.01",
    "verwaltungsbudget": "25575625", "eingliederungsmittel": "21987044", "umschichtung_anteil": "0.27", "kfa_quote": "0.152",
}  # fmt: skip
ONE = (
    {
        "elb": None,
        "veraenderung": "-0.02",
        "zugang": "240",
        "zugang_ab_monat": "7",
        "iq_vorjahr": None,
        "iq_steigerung": "0.031",
    },
)
THREE = (
    {"elb": "6200", "veraenderung": "0.013", "zugang": "-120", "zugang_ab_monat": "4", "iq_vorjahr": "0.27", "iq_steigerung": "0.02"},
    {"elb": None, "veraenderung": "0.005", "zugang": "0", "zugang_ab_monat": "1", "iq_vorjahr": None, "iq_steigerung": "-0.01"},
    {"elb": "1369", "veraenderung": "0", "zugang": "953", "zugang_ab_monat": "10", "iq_vorjahr": "0.131", "iq_ziel": "0.1298", "places": 4},
)  # fmt: skip
SIX = (
    {"elb": "4000", "veraenderung": "0.1", "zugang": "0", "zugang_ab_monat": "1", "iq_vorjahr": "0.3", "iq_steigerung": "0.05"},
    {"elb": "9000", "veraenderung": "-0.05", "zugang": "30", "zugang_ab_monat": "12", "iq_vorjahr": "0.25", "iq_steigerung": "0", "places": 2},
    {"elb": "0", "veraenderung": "0.5", "zugang": "600", "zugang_ab_monat": "6", "iq_vorjahr": "0", "iq_ziel": "0.2", "places": 1},
    {"elb": "2500", "veraenderung": "-1", "zugang": "10", "zugang_ab_monat": "2", "iq_vorjahr": "1", "iq_ziel": "1", "places": 0},
    {"elb": "777.5", "veraenderung": "0", "zugang": "-77.5", "zugang_ab_monat": "3", "iq_vorjahr": "0.1235", "iq_steigerung": "0"},  # published: a tie
    {"elb": "12", "veraenderung": "1", "zugang": "0", "zugang_ab_monat": "1", "iq_vorjahr": "0.4", "iq_steigerung": "-1", "places": 12},
)  # fmt: skip
YEAR_2017 = (
    {"elb": None, "veraenderung": "0.005", "zugang": "0", "zugang_ab_monat": "1", "iq_vorjahr": "0.23", "iq_steigerung": "0.015"},
    {"elb": "1369", "veraenderung": "0", "zugang": "953", "zugang_ab_monat": "1", "iq_vorjahr": None, "iq_ziel": "0.1298", "places": 4},
)  # fmt: skip
YEAR_2027 = (
    {"elb": None, "veraenderung": "-0.012", "zugang": "0", "zugang_ab_monat": "1", "iq_vorjahr": "0.226", "iq_steigerung": "-0.069"},
    {"elb": "2310", "veraenderung": "0.015", "zugang": "120", "zugang_ab_monat": "5", "iq_vorjahr": "0.246", "iq_steigerung": "-0.069", "places": 4},
    {"elb": "1480", "veraenderung": "0", "zugang": "-620", "zugang_ab_monat": "4", "iq_vorjahr": "0.192", "iq_steigerung": "-0.069"},
)  # fmt: skip
OF_2027 = {
    "lzb_bestand": "8640", "lzb_zuwachsrate": "0.023", "lzb_abgang": "34", "lzb_ziel": "0.14",
    "verwaltungsbudget": "17912480", "eingliederungsmittel": "12604350", "umschichtung_anteil": "0.22", "kfa_quote": "0.152",
}  # fmt: skip
CASES = {
    "one": (ONE, "12000", "0.218", ONCE),
    "three": (THREE, "26570", "0.225", ONCE),
    "six": (SIX, None, None, ONCE),
    "2017": (YEAR_2017, "26570", "0.225", {**ONCE, "lzb_ziel": "0"}),
    "2027": (YEAR_2027, "15400", "0.226", OF_2027),
}


def half_up(value, places):
    """Commercially rounded, for values ≥ 0."""
    scaled = value * 10**places
    return F((scaled + F(1, 2)).__floor__(), 10**places)


def mean_of_months(stock, g):
    months = [
        stock * (1 + F(g["veraenderung"])) + (F(g["zugang"]) if m >= int(g["zugang_ab_monat"]) else 0)
        for m in range(1, 13)
    ]
    return sum(months) / 12


def mean_lzb(once, exits):
    level, ends = once["lzb_bestand"], []
    for _ in range(12):
        level += level * once["lzb_zuwachsrate"] - exits
        ends.append(level)
    return sum(ends) / 12


def expected(groups, total, iq_before, given):
    known = [F(g["elb"]) for g in groups if g["elb"] is not None]
    before = [F(total) - sum(known) if g["elb"] is None else F(g["elb"]) for g in groups]
    after = [mean_of_months(b, g) for b, g in zip(before, groups, strict=True)]

    def blend_before(open_rate):
        rates = [open_rate if g["iq_vorjahr"] is None else F(g["iq_vorjahr"]) for g in groups]
        return sum(r * b for r, b in zip(rates, before, strict=True)) / sum(before), rates

    at_0, at_1 = blend_before(F(0))[0], blend_before(F(1))[0]
    implied = (F(iq_before) - at_0) / (at_1 - at_0) if at_1 != at_0 else F(0)
    blended, old = blend_before(implied)
    all_before = blended if iq_before is None else F(iq_before)  # where both are given, the total is what is said
    exact = [
        F(g["iq_ziel"]) if "iq_ziel" in g else o * (1 + F(g["iq_steigerung"])) for g, o in zip(groups, old, strict=True)
    ]
    places = [g.get("places", 3) for g in groups]
    published = [half_up(r, p) for r, p in zip(exact, places, strict=True)]
    heads = sum(after)
    half = [F(1, 2 * 10**p) for p in places]

    def blend(rates):
        return sum(r * a for r, a in zip(rates, after, strict=True)) / heads

    once = {name: F(value) for name, value in given.items()}
    free, one = mean_lzb(once, F(0)), mean_lzb(once, F(1))
    wanted = once["lzb_bestand"] * (1 + once["lzb_ziel"])
    moved = once["eingliederungsmittel"] * once["umschichtung_anteil"]
    found = {
        "Ziel_ELB_gesamt": (heads, sum(before), 0),
        "Ziel_IQ_gesamt": (blend(published), all_before, 3),
        "Ziel_IQ_gesamt_ungerundet": (blend(exact), all_before, 5),
        "Ziel_IQ_gesamt_unten": (blend([max(r - h, F(0)) for r, h in zip(published, half, strict=True)]), None, 5),
        "Ziel_IQ_gesamt_oben": (blend([min(r + h, F(1)) for r, h in zip(published, half, strict=True)]), None, 5),
        "Ziel_Integrationen": (blend(published) * heads, all_before * sum(before), 0),
        "Ziel_LZB": (wanted, once["lzb_bestand"], 0),
        "Ziel_LZB_Abgang": ((free - wanted) / (free - one), once["lzb_abgang"], 0),
        "Ziel_Umschichtung": (moved, None, 2),
        "Ziel_EGT": (once["eingliederungsmittel"] - moved, once["eingliederungsmittel"], 2),
        "Ziel_VKB": (once["verwaltungsbudget"] + moved, once["verwaltungsbudget"], 2),
        "Ziel_Budget_Summe": (once["verwaltungsbudget"] + once["eingliederungsmittel"],) * 2 + (2,),
    }
    for number, values in enumerate(zip(after, before, exact, old, places, strict=True), 1):
        planned, stock, rate, rate_before, digits = values
        found[f"Ziel_ELB_G{number}"] = planned, stock, 0
        found[f"Ziel_IQ_G{number}"] = rate, rate_before, digits
    return found


def group(given):
    values = {name: None if value is None else float(value) for name, value in given.items() if name != "places"}
    return Group("Gruppe", **values, iq_nachkommastellen=given.get("places", 3))


def number(text):
    return None if text is None else float(text)


@pytest.mark.parametrize(("groups", "total", "iq_before", "given"), CASES.values(), ids=CASES)
def test_every_target(groups, total, iq_before, given):
    once = {name: float(value) for name, value in given.items()}
    inputs = Inputs(
        2017, tuple(map(group, groups)), **once, elb_gesamt=number(total), iq_gesamt_vorjahr=number(iq_before)
    )
    results = compute(inputs).targets
    wanted = expected(groups, total, iq_before, given)
    assert set(results) == set(wanted)
    for name, (exact, baseline, places) in wanted.items():
        result = results[name]
        assert result.exact == pytest.approx(float(exact), rel=1e-13, abs=1e-13), name
        assert result.baseline == (
            None if baseline is None else pytest.approx(float(baseline), rel=1e-13, abs=1e-13)
        ), name
        assert result.published == float(half_up(exact, places)), name


def test_figures_by_hand():
    """Of the one group: 12,000 − 2 % + 240 for six of twelve months; 21.8 % raised by 3.1 %."""
    wanted = expected(*CASES["one"])
    assert wanted["Ziel_ELB_G1"][0] == 11_880
    assert wanted["Ziel_IQ_G1"][0] == F("0.224758")
    assert wanted["Ziel_IQ_gesamt"][0] == F("0.225")
    assert wanted["Ziel_Umschichtung"][0] == F("5936501.88")
