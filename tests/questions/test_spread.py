"""How far a target may be off: the corners in fractions, every point inside, the spot values."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jcplan.errors import InputError
from jcplan.functions import jc_plan, jc_plan_grund, jc_plan_namen, jc_plan_spanne

from .cases import CASES, ONE, REFERENCE, SIX, THREE, columns, half_up, in_fractions, places_of, plan, plans

F = Fraction

PRINTED = {
    "Annahme_ELB_gesamt": 0, "Annahme_G1_Veraenderung": 3, "Annahme_G2_ELB": -0.95, "Annahme_G2_Zugang": 0,
    "Annahme_G1_IQ_Vorjahr": 3, "Annahme_G1_IQ_Steigerung": 3, "Annahme_G2_IQ_Ziel": 4, "Annahme_IQ_gesamt_Vorjahr": 3,
    "Annahme_LZB_Bestand": 0, "Annahme_LZB_Zuwachsrate": 3, "Annahme_LZB_Ziel": 3, "Annahme_Umschichtung_Anteil": 2,
}  # fmt: skip
"""Decimals as the planning document prints them; the base of 8 HKL is 953 by 69.6 %, ± 0.95."""


def spread(targets, values, decimals):
    names, cells = columns(values)
    return jc_plan_spanne(targets, names, cells, [[decimals.get(name)] for name in names])


def half(digits):
    return F(1, 2 * 10**digits) if digits >= 0 else F(str(-digits))


def corners(values, decimals):
    """Every corner of the box, in fractions; the limits of each input's range are kept."""
    low, high = dict(values), dict(values)
    for name, digits in decimals.items():
        middle, off = F(values[name]), half(digits)
        least = (
            F(-1)
            if name.endswith(("Veraenderung", "Steigerung", "rate", "Ziel", "Anteil")) and "IQ_Ziel" not in name
            else F(0)
        )
        low[name], high[name] = max(middle - off, least), middle + off
    for sides in product((low, high), repeat=len(decimals)):
        yield {**values, **{name: side[name] for name, side in zip(decimals, sides, strict=True)}}


def by_corners(targets, values, decimals):
    """Lowest and highest of each target over all corners."""
    found = [in_fractions(corner, rounding=True) for corner in corners(values, decimals)]
    return {target: (min(each[target] for each in found), max(each[target] for each in found)) for target in targets}


TARGETS = tuple(in_fractions(REFERENCE, rounding=True))
BLENDED = ("Ziel_IQ_gesamt", "Ziel_IQ_gesamt_unten", "Ziel_IQ_gesamt_oben", "Ziel_Integrationen")
"""Of rounded rates."""


def test_all_corners_in_fractions():
    """The upper end of what is printed is open: 12.985 % itself would be printed 12.99 %."""
    used = {name: PRINTED[name] for name in list(PRINTED)[:7]}
    wanted = by_corners(TARGETS[:10], REFERENCE, used)
    smooth = [target for target in TARGETS[:10] if target not in BLENDED]
    for target, row in zip(smooth, spread(smooth, REFERENCE, PRINTED), strict=True):
        low, high = wanted[target]
        inside = 1e-8 * float(high - low)
        assert row[:2] == (
            pytest.approx(float(low), abs=inside + 1e-13),
            pytest.approx(float(high), abs=inside + 1e-13),
        ), target
    others = {name: PRINTED[name] for name in list(PRINTED)[8:]}
    wanted = by_corners(TARGETS[10:], REFERENCE, others)
    for target, row in zip(TARGETS[10:], spread(TARGETS[10:], REFERENCE, PRINTED), strict=True):
        low, high = wanted[target]
        assert row[0] == pytest.approx(float(low), abs=1e-8 * float(high - low) + 1e-8), target
        assert row[1] == pytest.approx(float(high), abs=1e-8 * float(high - low) + 1e-8), target
        places = places_of(target, REFERENCE)
        assert row[2:] == (float(half_up(F(row[0]), places)), float(half_up(F(row[1]), places))), target


def test_a_blend_of_rounded_rates():
    """Corners a little inside, so that each is rounded as what is printed there."""
    used = {name: -float(half(PRINTED[name]) * (1 - F(1, 10**9))) for name in list(PRINTED)[:7]}
    wanted = by_corners(BLENDED, REFERENCE, used)
    for target, row in zip(BLENDED, spread(BLENDED, REFERENCE, PRINTED), strict=True):
        low, high = wanted[target]
        assert row[:2] == (pytest.approx(float(low), rel=1e-10), pytest.approx(float(high), rel=1e-10)), target


def test_spot_values():
    """Published 22.4 to 22.5 %; 22.432 % to 22.526 % exact; 59.0 to 78.9 exits; 5.827 to 6.046 million at ± 0.5 %."""
    ((low, high, published_low, published_high),) = spread(["Ziel_IQ_gesamt"], REFERENCE, PRINTED)
    assert (published_low, published_high) == (0.224, 0.225)
    assert (round(low, 5), round(high, 5)) == (0.22432, 0.22526)
    rows = spread(["Ziel_ELB_gesamt", "Ziel_LZB_Abgang", "Ziel_Umschichtung"], REFERENCE, PRINTED)
    assert [tuple(round(value) for value in row[:2]) for row in rows[:1]] == [(27_635, 27_663)]
    assert tuple(round(value, 1) for value in rows[1][:2]) == (59.0, 78.9)
    assert tuple(round(value / 1e6, 3) for value in rows[2][:2]) == (5.827, 6.046)


def test_half_widths_and_sure_inputs():
    values = plan({"ELB": "1000", "Veraenderung": "0", "Zugang": "200", "IQ_Ziel": "0.2"})
    assert spread(["Ziel_ELB_gesamt"], values, {}) == ((1200.0, 1200.0, 1200.0, 1200.0),)
    ((low, high, *published),) = spread(["Ziel_ELB_gesamt"], values, {"Annahme_G1_ELB": -10, "Annahme_G1_Zugang": -0.4})
    assert (low, high) == (pytest.approx(1189.6, abs=1e-6), pytest.approx(1210.4, abs=1e-6))
    assert low > 1189.6
    assert high < 1210.4
    assert published == [1190, 1210]
    ((low, high, *published),) = spread(["Ziel_ELB_gesamt_veroeffentlicht"], values, {"Annahme_G1_ELB": 0})
    assert (low, high, published) == (pytest.approx(1199.5, abs=1e-6), pytest.approx(1200.5, abs=1e-6), [1200, 1200])


def test_an_input_stays_in_its_range():
    values = plan({"ELB": "3", "Veraenderung": "0", "IQ_Ziel": "0.9996", "IQ_Nachkommastellen": "4"})
    ((low, high, *_),) = spread(["Ziel_ELB_gesamt"], values, {"Annahme_G1_ELB": -5})
    assert (low, high) == (pytest.approx(0, abs=1e-7), pytest.approx(8, abs=1e-7))
    assert low > 0  # with nobody there is no plan
    ((low, high, *_),) = spread(["Ziel_IQ_G1"], values, {"Annahme_G1_IQ_Ziel": 3})
    assert (low, high) == (pytest.approx(0.9991, abs=1e-9), 1)


def test_what_is_no_plan_is_no_limit():
    """Money does not fall below nothing, nor a share of the plan below what makes one."""
    values = plan({"ELB": "3", "Veraenderung": "0", "IQ_Ziel": "0.5"})
    ((low, *_),) = spread(["Ziel_VKB"], values, {"Annahme_Umschichtung_Anteil": -200})
    assert low == pytest.approx(0, abs=1e-3)


def test_a_total_that_the_groups_say_moves_with_them():
    values = plan({"ELB": "1000", "Veraenderung": "0", "IQ_Ziel": "0.5"}) | {"Annahme_ELB_gesamt": "1000"}
    ((low, high, *_),) = spread(["Ziel_ELB_gesamt"], values, {"Annahme_G1_ELB": -10})
    assert (low, high) == (pytest.approx(990, abs=1e-6), pytest.approx(1010, abs=1e-6))


def test_rows_of_blank_names_stay_blank():
    rows = spread(["Ziel_LZB", None, "Ziel_EGT"], REFERENCE, PRINTED)
    assert rows[1] == (None,) * 4
    assert (
        rows[0] + rows[2] == spread(["Ziel_LZB"], REFERENCE, PRINTED)[0] + spread(["Ziel_EGT"], REFERENCE, PRINTED)[0]
    )


@pytest.mark.parametrize(
    ("decimals", "message"),
    [({"Annahme_LZB_Ziel": 1.5}, "stellen, Annahme_LZB_Ziel: gefunden 1,5"), ({"Annahme_LZB_Ziel": 13}, "gefunden 13"), ({"Annahme_LZB_Ziel": "x"}, "stellen, Annahme_LZB_Ziel: gefunden „x“")],
)  # fmt: skip
def test_decimals_that_are_none(decimals, message):
    with pytest.raises(InputError, match=message):
        spread(["Ziel_LZB"], REFERENCE, decimals)


def test_targets_that_there_are_not():
    with pytest.raises(InputError, match="ziele, Wert 2: gefunden „Ziel_LZ“"):
        spread(["Ziel_LZB", "Ziel_LZ"], REFERENCE, {})


# ---- many inputs -------------------------------------------------------------------------------

MANY = {f"Annahme_G{i}_{end}": digits for i in range(1, 7) for end, digits in (("ELB", -3), ("IQ_Vorjahr", 3))} | {
    f"Annahme_G{i}_IQ_Steigerung": 2 for i in (1, 2, 5, 6)
}  # fmt: skip


def test_more_inputs_than_have_their_corners_computed():
    """16 of them: what is found is reached by no corner of any 8, and by some corner of all."""
    ((low, high, *_),) = spread(["Ziel_IQ_gesamt_ungerundet"], SIX, {name: digits for name, digits in MANY.items() if name[9:] not in ("3_IQ_Vorjahr", "4_IQ_Vorjahr")} | {"Annahme_G3_IQ_Ziel": 4, "Annahme_G4_IQ_Ziel": 4})  # fmt: skip
    box = {name: half(digits) for name, digits in MANY.items() if "IQ" in name and name[9] not in "34"}
    box |= {f"Annahme_G{i}_IQ_Ziel": half(4) for i in (3, 4)}
    # rates move the blend one way each, so that only the stocks' 64 corners are left to try
    found = []
    for sign in (-1, 1):
        ends = {**SIX, **{name: F(SIX[name]) + sign * off for name, off in box.items()}}
        for sides in product((-3, 3), repeat=6):
            stocks = {f"Annahme_G{i}_ELB": F(SIX[f"Annahme_G{i}_ELB"]) + side for i, side in enumerate(sides, 1)}
            found.append(in_fractions({**ends, **stocks}, rounding=False)["Ziel_IQ_gesamt_ungerundet"])
    assert (low, high) == (pytest.approx(float(min(found)), rel=1e-10), pytest.approx(float(max(found)), rel=1e-10))


# ---- every point inside ------------------------------------------------------------------------


def points_inside(values, decimals, count, chance):
    """Targets at points of the box; those of a possible plan only."""
    names, cells = columns(values)
    for name, row in zip(names, cells, strict=True):
        middle, off = row[0], float(half(decimals[name])) * (1 - 1e-8) if name in decimals else 0
        row += [
            middle if not off else middle + off * chance.choice((-1, 1, chance.uniform(-1, 1))) for _ in range(count)
        ]
    (reasons,) = jc_plan_grund(names, cells)
    targets = [name for (name,) in jc_plan_namen(names)]
    good = [i for i, why in enumerate(reasons) if why is None]
    return dict(zip(targets, ([row[i] for i in good] for row in jc_plan(names, cells)), strict=True))


def contains(values, decimals, chance, count=60):
    inside = points_inside(values, decimals, count, chance)
    targets = [name for name in inside if not name.endswith("_veroeffentlicht")]
    for target, row in zip(targets, spread(targets, values, decimals), strict=True):
        slack = 1e-12 * max(map(abs, inside[target]))
        assert row[0] - slack <= min(inside[target]), target
        assert max(inside[target]) <= row[1] + slack, target
        assert row[2] <= min(inside[target + "_veroeffentlicht"]), target
        assert max(inside[target + "_veroeffentlicht"]) <= row[3], target


@given(plans(most=3), st.randoms(use_true_random=False), st.data())
def test_every_point_inside_is_contained(values, chance, data):
    assume(jc_plan_grund(*columns(values))[0][0] is None)
    open_ = [
        name for name in values if values[name] is not None and not name.endswith(("Nachkommastellen", "ab_Monat"))
    ]
    chosen = data.draw(st.lists(st.sampled_from(open_), min_size=1, max_size=7, unique=True))
    decimals = {name: 3 if abs(float(values[name])) < 1 else 0 for name in chosen}
    contains(values, decimals, chance)


@pytest.mark.parametrize("steps", [1, 2, 3])
@pytest.mark.parametrize("case", ["one", "three"])
def test_a_rounded_rate_that_is_implied(case, steps):
    """It goes up and down in steps as stocks and rates move: its extremes are in no corner."""
    values = {
        **CASES[case],
        "Annahme_G2_IQ_Nachkommastellen" if case == "three" else "Annahme_G1_IQ_Nachkommastellen": str(steps),
    }
    decimals = {"Annahme_IQ_gesamt_Vorjahr": 3, "Annahme_ELB_gesamt": -200}
    if case == "three":
        decimals |= {
            "Annahme_G1_ELB": -100,
            "Annahme_G1_IQ_Vorjahr": 2,
            "Annahme_G3_IQ_Vorjahr": 2,
            "Annahme_G1_IQ_Steigerung": 2,
        }
    contains(values, decimals, random.Random(steps), count=6000)


def test_limits_of_an_implied_rate_are_narrow():
    """No wider than the blend without rounding and half a unit more, either way."""
    decimals = {
        "Annahme_IQ_gesamt_Vorjahr": 3,
        "Annahme_ELB_gesamt": -200,
        "Annahme_G1_ELB": -100,
        "Annahme_G1_IQ_Vorjahr": 2,
    }
    rows = spread(["Ziel_IQ_gesamt", "Ziel_IQ_gesamt_ungerundet"], THREE, decimals)
    assert rows[0][0] >= rows[1][0] - 0.0005
    assert rows[0][1] <= rows[1][1] + 0.0005
    (exact,) = [row[0] for row in jc_plan(*columns(THREE))][7:8]
    assert rows[0][0] <= exact <= rows[0][1]
    ((low, high, *_),) = spread(["Ziel_IQ_gesamt"], ONE, {"Annahme_IQ_gesamt_Vorjahr": 6})
    assert (low, high) == (0.225, 0.225)  # 0.224758 is published as that, whatever the last digit
