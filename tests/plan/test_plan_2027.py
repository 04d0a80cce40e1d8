"""The plan of the made-up case of 2027: three groups of which one leaves, decreases that are allowed.

Every expected figure is typed from the case or computed here from typed figures by its closed form.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest

from jcplan.cases import case
from jcplan.plan import compute

CASE = case(2027)
PLAN = compute(CASE.model.read({**CASE.values, **CASE.texts}))

# stocks: the rest of 15,400; what comes from month m on counts with (13 − m)/12 of the year
REST = 15_400 - 2_310 - 1_480
G1 = REST * (1 - 0.012)
G2 = 2_310 * (1 + 0.015) + 120 * (13 - 5) / 12
G3 = 1_480 - 620 * (13 - 4) / 12
ALL = G1 + G2 + G3
# rates: 6.9 % less than 22.6, 24.6 and 19.2 %, as published
RATES = (0.210, 0.2290, 0.179)
EXACT = (0.226 * 0.931, 0.246 * 0.931, 0.192 * 0.931)
IQ = (0.210 * G1 + 0.2290 * G2 + 0.179 * G3) / ALL
UNROUNDED = (0.210406 * G1 + 0.229026 * G2 + 0.178752 * G3) / ALL
# LZB: without exits 8,640 · 1.023^month; an exit a month takes (1.023^month − 1)/0.023 from the stock at its end
GROWN = math.fsum(1.023**month for month in range(1, 13)) / 12
PER_EXIT = math.fsum((1.023**month - 1) / 0.023 for month in range(1, 13)) / 12
EXITS = 8_640 * (GROWN - 1.14) / PER_EXIT
MOVED = 0.22 * 12_604_350

# name, exact, published, what it starts from
TARGETS = [
    ("Ziel_ELB_gesamt", 14_910.33, 14_910, 15_400),
    ("Ziel_ELB_G1", 11_470.68, 11_471, 11_610),
    ("Ziel_ELB_G2", 2_424.65, 2_425, 2_310),
    ("Ziel_ELB_G3", 1_015, 1_015, 1_480),
    ("Ziel_IQ_G1", EXACT[0], 0.210, 0.226),
    ("Ziel_IQ_G2", EXACT[1], 0.2290, 0.246),
    ("Ziel_IQ_G3", EXACT[2], 0.179, 0.192),
    ("Ziel_IQ_gesamt", IQ, 0.211, 0.226),
    ("Ziel_IQ_gesamt_ungerundet", UNROUNDED, 0.21128, 0.226),
    ("Ziel_IQ_gesamt_unten", (0.2095 * G1 + 0.22895 * G2 + 0.1785 * G3) / ALL, 0.21055, None),
    ("Ziel_IQ_gesamt_oben", (0.2105 * G1 + 0.22905 * G2 + 0.1795 * G3) / ALL, 0.21141, None),
    ("Ziel_Integrationen", 2_408.8428 + 555.24485 + 181.685, 3_146, 0.226 * 15_400),
    ("Ziel_LZB", 9_849.6, 9_850, 8_640),
    ("Ziel_LZB_Abgang", EXITS, 28, 34),
    ("Ziel_Umschichtung", 2_772_957, 2_772_957, None),
    ("Ziel_EGT", 9_831_393, 9_831_393, 12_604_350),
    ("Ziel_VKB", 20_685_437, 20_685_437, 17_912_480),
    ("Ziel_Budget_Summe", 30_516_830, 30_516_830, 30_516_830),
]


@pytest.mark.parametrize(("name", "exact", "published", "before"), TARGETS, ids=[row[0] for row in TARGETS])
def test_target(name, exact, published, before):
    result = PLAN.targets[name]
    assert result.exact == pytest.approx(exact, rel=1e-12)
    assert result.published == pytest.approx(published, rel=1e-12)
    assert result.baseline == (None if before is None else pytest.approx(before, rel=1e-12))


def test_every_target_is_typed():
    assert [row[0] for row in TARGETS] == [row[0] for row in TARGETS if row[0] in PLAN.targets]
    assert {row[0] for row in TARGETS} == set(PLAN.targets)


def test_the_arithmetic_above_is_that_of_the_figures_below():
    found = [REST, G1, G2, G3, ALL, MOVED]
    assert found == pytest.approx([11_610, 11_470.68, 2_424.65, 1_015, 14_910.33, 2_772_957], rel=1e-14)
    digits = (Decimal("0.001"), Decimal("0.0001"), Decimal("0.001"))
    half_up = [
        float(Decimal(f"{rate:.9f}").quantize(each, ROUND_HALF_UP)) for rate, each in zip(EXACT, digits, strict=True)
    ]
    assert half_up == list(RATES)
    assert round(EXITS, 1) == 27.9


def test_the_group_that_leaves_takes_with_it_nine_twelfths():
    """620 people go from April on: 1,480 in January to March, 860 after that."""
    months = [1_480] * 3 + [860] * 9
    assert PLAN.targets["Ziel_ELB_G3"].exact == sum(months) / 12


def test_the_rate_of_all_stays_within_what_is_allowed():
    """Not below −6.9 %: 22.6 · 0.931 = 21.04 %, published 21.0 %. Those who leave have the lowest rate."""
    assert PLAN.targets["Ziel_IQ_gesamt"].published == 0.211 >= 0.226 * 0.931
    effects = PLAN.decomposition
    assert float(effects.struktur.sum()) > 0 > float(effects.quote.sum())
    assert float(effects.veraenderung) == pytest.approx(IQ - 3_476.28 / 15_400, rel=1e-9)


def test_lzb_with_planned_and_with_needed_exits():
    """34 a month are more than the 27.9 that +14 % allow: the mean grows by 13.5 %."""
    level, ends = 8_640.0, []
    for _ in range(12):
        level += 0.023 * level - 34
        ends.append(level)
    assert float(PLAN.lzb_planned.mittel) == pytest.approx(sum(ends) / 12, rel=1e-12)
    assert round(sum(ends) / 12 / 8_640 - 1, 3) == 0.135
    assert float(PLAN.lzb_needed.mittel) == pytest.approx(8_640 * 1.14, rel=1e-12)


def test_the_municipal_share():
    """The Bund's 20,685,437 € are 84.8 % of the whole."""
    assert float(PLAN.terms.kfa) == pytest.approx(20_685_437 / 0.848 * 0.152, rel=1e-12)


def test_shares_of_teams_add_up_to_the_stocks():
    teams = [team for office in CASE.offices for team in office.teams]
    assert sum(team.weights["ELB"] for team in teams) == 15_400
    assert sum(team.weights["LZB"] for team in teams) == 8_640
