"""Why a target changes: the parts sum to it, are those of all orders in fractions, and of two unions Kitagawa's."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jcplan.errors import InputError
from jcplan.functions import jc_erklaere, jc_plan_grund, jc_plan_namen

from .cases import RATES, REFERENCE, SIX, STOCKS, THREE, columns, half_up, in_fractions, places_of, plan, plans

F = Fraction

PUBLISHED = "_veroeffentlicht"
NEW = {
    **THREE, "Annahme_G1_Veraenderung": "0.03", "Annahme_G3_Zugang": "700", "Annahme_G3_Zugang_ab_Monat": "3",
    "Annahme_G1_IQ_Vorjahr": "0.281", "Annahme_ELB_gesamt": "27012", "Annahme_G3_IQ_Ziel": "0.1411",
}  # fmt: skip


def explained(target, old, new, unions=None):
    """Rows of JC_ERKLAERE, without the blank ones: effects by label, rounding, sum."""
    names, before = columns(old)
    _, after = columns({name: new.get(name) for name in names})
    rows = jc_erklaere(target, names, before, after, [[(unions or {}).get(name)] for name in names] if unions else None)
    assert len(rows) == len(names) + 2
    filled = [row for row in rows if row[0] is not None]
    assert rows[len(filled) :] == ((None, None),) * (len(rows) - len(filled))
    assert [label for label, _ in filled[-2:]] == ["Rundung", "Summe"]
    return dict(filled[:-2]), filled[-2][1], filled[-1][1]


def of_all_orders(target, old, new, players):
    """Mean of what each player adds over all k! orders, in fractions."""
    worth = {}

    def of(done):
        if done not in worth:
            state = {**old, **{name: new[name] for label in done for name in players[label]}}
            worth[done] = in_fractions(state, rounding=False)[target]
        return worth[done]

    added = dict.fromkeys(players, F(0))
    for order in permutations(players):
        done = frozenset()
        for label in order:
            added[label] += of(done | {label}) - of(done)
            done |= {label}
    return {label: value / math.factorial(len(players)) for label, value in added.items()}


def change(target, old, new, *, published=False):
    """The change of a target as it was asked for."""
    ends = [in_fractions(values, rounding=True)[target] for values in (old, new)]
    if published:
        ends = [half_up(end, places_of(target, values)) for end, values in zip(ends, (old, new), strict=True)]
    return ends[1] - ends[0]


@pytest.mark.parametrize("ending", ["", PUBLISHED])
@pytest.mark.parametrize("target", ["Ziel_IQ_gesamt", "Ziel_ELB_gesamt", "Ziel_IQ_G2", "Ziel_Integrationen"])
def test_the_mean_over_all_orders(target, ending):
    effects, rounding, total = explained(target + ending, THREE, NEW)
    players = {name: (name,) for name in THREE if THREE[name] != NEW[name]}
    wanted = of_all_orders(target, THREE, NEW, players)
    scale = float(in_fractions(NEW, rounding=False)[target])
    assert effects == pytest.approx(
        {name: float(value) for name, value in wanted.items()}, abs=1e-14 * scale, rel=1e-11
    )
    whole = change(target, THREE, NEW, published=bool(ending))
    assert total == pytest.approx(float(whole), abs=1e-14 * scale)
    assert rounding == pytest.approx(float(whole - sum(wanted.values())), abs=2e-14 * scale)
    assert len([value for value in wanted.values() if value]) >= 2


@given(plans(most=4), st.data())
def test_parts_sum_to_the_change_and_swap_with_it(values, data):
    """Of any target and any changes, decimals too; old and new swapped turn every sign."""
    assume(jc_plan_grund(*columns(values))[0][0] is None)
    names = list(values)
    new = dict(values)
    for name in data.draw(
        st.lists(st.sampled_from([n for n in names if values[n] is not None]), min_size=1, max_size=9, unique=True)
    ):
        if name.endswith("Nachkommastellen"):
            new[name] = str(int(values[name]) % 5 + 1)
        elif name.endswith("ab_Monat"):
            new[name] = str(int(values[name]) % 12 + 1)
        else:
            new[name] = str(float(values[name]) * data.draw(st.sampled_from((0.97, 1.01, 1.04))))
    assume(jc_plan_grund(*columns(new))[0][0] is None)
    target = data.draw(st.sampled_from([name for (name,) in jc_plan_namen(names)]))
    effects, rounding, total = explained(target, values, new)
    base = target.removesuffix(PUBLISHED)
    scale = max(abs(float(in_fractions(each, rounding=False)[base])) for each in (values, new)) + 1e-9
    assert math.fsum(effects.values()) + rounding == pytest.approx(total, abs=2e-13 * scale)
    assert total == pytest.approx(float(change(base, values, new, published=base != target)), abs=2e-13 * scale)
    assert list(effects) == [
        name for name in names if values[name] is not None and float(values[name]) != float(new[name])
    ]
    back, rounding_back, total_back = explained(target, new, values)
    assert total_back == -total
    assert {name: -value for name, value in back.items()} == pytest.approx(effects, abs=1e-13 * scale)
    assert rounding_back == pytest.approx(-rounding, abs=3e-13 * scale)


def test_decimals_that_change_with_an_input_prefer_no_order():
    """A bound is half a unit of the last decimal away: what the input adds is the mean over old and new decimals."""
    finer = {**NEW, "Annahme_G3_IQ_Nachkommastellen": "1"}
    coarse = {**THREE, "Annahme_G3_IQ_Nachkommastellen": "0"}
    bound = "Ziel_IQ_gesamt_unten"
    there, back = explained(bound, coarse, finer), explained(bound, finer, coarse)
    assert there[0]["Annahme_G1_Veraenderung"] != 0
    assert {name: -value for name, value in back[0].items()} == pytest.approx(there[0], rel=1e-12)
    alike = []
    for places in ("0", "1"):
        ends = ({**end, "Annahme_G3_IQ_Nachkommastellen": places} for end in (coarse, finer))
        alike.append(explained(bound, *ends)[0]["Annahme_G1_Veraenderung"])
    assert alike[0] != alike[1]
    assert there[0]["Annahme_G1_Veraenderung"] == pytest.approx(sum(alike) / 2, rel=1e-12)


def test_what_a_target_does_not_use_adds_nothing():
    new = {
        **NEW,
        "Annahme_Verwaltungsbudget": "1",
        "Annahme_LZB_Ziel": "0.2",
        "Annahme_LZB_Abgang": "1",
        "Annahme_KFA_Quote": "0.2",
    }
    with_them, without = explained("Ziel_IQ_gesamt", THREE, new), explained("Ziel_IQ_gesamt", THREE, NEW)
    for name in ("Verwaltungsbudget", "LZB_Ziel", "LZB_Abgang", "KFA_Quote"):
        assert with_them[0].pop(f"Annahme_{name}") == 0
    assert with_them == without


def test_rows_are_in_the_order_of_the_names():
    names = list(THREE)
    for order in (names, names[::-1], sorted(names)):
        old, new = ({name: values[name] for name in order} for values in (THREE, NEW))
        effects, *_ = explained("Ziel_IQ_gesamt", old, new)
        assert list(effects) == [name for name in order if THREE[name] != NEW[name]]


def test_nothing_changed():
    assert explained("Ziel_IQ_gesamt", THREE, THREE) == ({}, 0.0, 0.0)


def test_a_blank_that_means_what_is_typed_is_no_change():
    old = plan({"ELB": "1000", "Veraenderung": "0", "IQ_Ziel": "0.2"})
    new = {**old, "Annahme_G1_Zugang": "0", "Annahme_G1_Zugang_ab_Monat": "1", "Annahme_G1_IQ_Nachkommastellen": "3"}
    names = [*old, "Annahme_IQ_Nachkommastellen"]
    old, new = ({name: values.get(name) for name in names} for values in (old, new))
    new["Annahme_IQ_Nachkommastellen"] = "3"
    assert explained("Ziel_IQ_gesamt", old, new) == ({}, 0.0, 0.0)


# ---- rounding ----------------------------------------------------------------------------------


def test_what_crosses_a_rounding_limit_is_rounding():
    """1.51 to 1.53 % more: 0.0042 points of content, for 23.3473 % and 23.3519 % are printed 23.3 and 23.4 %."""
    old, new = ({**REFERENCE, "Annahme_G1_IQ_Steigerung": text} for text in ("0.0151", "0.0153"))
    effects, rounding, total = explained("Ziel_IQ_gesamt", old, new)
    weight = 25_327.005 / 27_649.005
    assert effects == pytest.approx({"Annahme_G1_IQ_Steigerung": 0.23 * 0.0002 * weight}, rel=1e-11)
    assert total == pytest.approx(0.001 * weight, rel=1e-11)
    assert rounding == pytest.approx((0.001 - 0.23 * 0.0002) * weight, rel=1e-11)


def test_decimals_alone_are_rounding():
    """23.345 % printed 23.3 % and then 23.35 %, of two groups one; the limits of what is printed move too."""
    old, new = REFERENCE, {**REFERENCE, "Annahme_G1_IQ_Nachkommastellen": "4"}
    weight = 25_327.005 / 27_649.005
    effects, rounding, total = explained("Ziel_IQ_gesamt", old, new)
    assert effects == {"Annahme_G1_IQ_Nachkommastellen": 0}
    assert (rounding, total) == pytest.approx(((0.2335 - 0.233) * weight,) * 2, rel=1e-9)
    effects, rounding, total = explained("Ziel_IQ_gesamt_unten", old, new)
    assert effects == {"Annahme_G1_IQ_Nachkommastellen": 0}
    wanted = (0.23345 - 0.2325) * weight  # half a unit below 23.35 %, and below 23.3 %
    assert (rounding, total) == pytest.approx((wanted, wanted), rel=1e-9)


# ---- unions ------------------------------------------------------------------------------------


def unions_by_subject(values):
    end = {
        name: name.removeprefix("Annahme_").removeprefix(f"{name.split('_')[1]}_")
        if name.split("_")[1][:1] == "G"
        else name.removeprefix("Annahme_")
        for name in values
    }
    return {name: "Bestand" if end[name] in STOCKS else "Quote" for name in values if end[name] in STOCKS + RATES}


def kitagawa(old, new):
    """Change of the shares at mean rates, change of the rates at mean shares (E. M. Kitagawa 1955)."""
    parts = []
    for values in (old, new):
        found = in_fractions(values, rounding=False)
        count = sum(name.startswith("Ziel_ELB_G") for name in found)
        heads = [found[f"Ziel_ELB_G{i}"] for i in range(1, count + 1)]
        parts.append(([h / sum(heads) for h in heads], [found[f"Ziel_IQ_G{i}"] for i in range(1, count + 1)]))
    (share_0, rate_0), (share_1, rate_1) = parts
    rows = list(zip(share_0, rate_0, share_1, rate_1, strict=True))
    return sum((w1 - w0) * (r0 + r1) / 2 for w0, r0, w1, r1 in rows), sum(
        (r1 - r0) * (w0 + w1) / 2 for w0, r0, w1, r1 in rows
    )


SIX_NEW = {
    **SIX, "Annahme_G1_ELB": "4400", "Annahme_G2_IQ_Vorjahr": "0.27", "Annahme_G3_Zugang_ab_Monat": "2", "Annahme_G3_IQ_Ziel": "0.11",
    "Annahme_G4_Veraenderung": "0.2", "Annahme_G5_Zugang": "100", "Annahme_G6_IQ_Steigerung": "0.1",
}  # fmt: skip
REFERENCE_NEW = {
    **REFERENCE,
    "Annahme_G1_Veraenderung": "-0.02",
    "Annahme_G2_Zugang": "0",
    "Annahme_G2_IQ_Ziel": "0.15",
    "Annahme_ELB_gesamt": "26000",
}


@pytest.mark.parametrize(("old", "new"), [(REFERENCE, REFERENCE_NEW), (SIX, SIX_NEW)], ids=["two", "six"])
def test_stocks_and_rates_are_the_two_effects_of_kitagawa(old, new):
    """Where no rate is implied, for that weighs stocks itself."""
    effects, rounding, total = explained("Ziel_IQ_gesamt", old, new, unions_by_subject(old))
    structure, rates = kitagawa(old, new)
    assert structure
    assert rates
    assert effects == pytest.approx({"Bestand": float(structure), "Quote": float(rates)}, rel=1e-11)
    assert sum(effects.values()) + rounding == pytest.approx(total, rel=1e-12)


def test_a_union_stands_in_the_place_of_its_first_changed_input():
    unions = {"Annahme_G1_IQ_Vorjahr": "Quote", "Annahme_G3_IQ_Ziel": "Quote", "Annahme_G1_ELB": "Quote"}
    effects, *_ = explained("Ziel_IQ_gesamt", THREE, NEW, unions)
    order = [unions.get(name, name) for name in THREE if THREE[name] != NEW[name]]
    assert list(effects) == list(dict.fromkeys(order))
    players = {}
    for name in THREE:
        if THREE[name] != NEW[name]:
            players.setdefault(unions.get(name, name), []).append(name)
    wanted = of_all_orders("Ziel_IQ_gesamt", THREE, NEW, players)
    assert effects == pytest.approx({label: float(value) for label, value in wanted.items()}, rel=1e-10)


def test_decimals_in_a_union():
    """They play no part in what is not rounded, whoever they are put together with."""
    new = {**NEW, "Annahme_G1_IQ_Nachkommastellen": "2"}
    old = {**THREE, "Annahme_G1_IQ_Nachkommastellen": "3"}
    unions = {name: "Quote 1" for name in old if name.startswith("Annahme_G1_IQ")}
    effects, rounding, total = explained("Ziel_IQ_gesamt", old, new, unions)
    alone, _, _ = explained("Ziel_IQ_gesamt", THREE, NEW)
    assert effects["Quote 1"] == pytest.approx(alone["Annahme_G1_IQ_Vorjahr"], rel=1e-10)
    assert math.fsum(effects.values()) + rounding == pytest.approx(total, rel=1e-12)


# ---- another structure -------------------------------------------------------------------------


def test_from_an_increase_to_a_target_rate():
    """They take each other's place, so that they are one change; its label is the first's."""
    new = {**NEW, "Annahme_G1_IQ_Steigerung": None, "Annahme_G1_IQ_Ziel": "0.29"}
    effects, rounding, total = explained("Ziel_IQ_gesamt", THREE, new)
    switched = ("Annahme_G1_IQ_Steigerung", "Annahme_G1_IQ_Ziel")
    players = {name: (name,) for name in THREE if THREE[name] != new[name] and name not in switched}
    wanted = of_all_orders("Ziel_IQ_gesamt", THREE, new, {**players, switched[0]: switched})
    assert effects == pytest.approx({name: float(value) for name, value in wanted.items()}, rel=1e-10)
    assert math.fsum(effects.values()) + rounding == pytest.approx(total, rel=1e-12)
    back, *_ = explained("Ziel_IQ_gesamt", new, THREE)
    assert {name: -value for name, value in back.items()} == pytest.approx(effects, rel=1e-10)


def test_another_group_becomes_the_rest():
    new = {**THREE, "Annahme_G2_ELB": "18900", "Annahme_G1_ELB": None, "Annahme_G3_Zugang": "953.5"}
    effects, rounding, total = explained("Ziel_ELB_G1", THREE, new)
    assert list(effects) == ["Annahme_G1_ELB", "Annahme_G3_Zugang"]
    assert effects == pytest.approx(
        {"Annahme_G1_ELB": (26_570 - 18_900 - 1369 - 6200) * 1.013, "Annahme_G3_Zugang": 0}, rel=1e-9
    )
    assert (rounding, total) == (pytest.approx(0, abs=1e-9), pytest.approx(101 * 1.013, rel=1e-9))


def test_another_rate_is_implied():
    new = {**THREE, "Annahme_G2_IQ_Vorjahr": "0.21", "Annahme_G1_IQ_Vorjahr": None, "Annahme_G3_Zugang": "900"}
    effects, rounding, total = explained("Ziel_IQ_gesamt", THREE, new)
    switched = ("Annahme_G1_IQ_Vorjahr", "Annahme_G2_IQ_Vorjahr")
    wanted = of_all_orders(
        "Ziel_IQ_gesamt", THREE, new, {switched[0]: switched, "Annahme_G3_Zugang": ("Annahme_G3_Zugang",)}
    )
    assert effects == pytest.approx({name: float(value) for name, value in wanted.items()}, rel=1e-9)
    assert math.fsum(effects.values()) + rounding == pytest.approx(total, rel=1e-11)


# ---- many changes ------------------------------------------------------------------------------


def test_more_changes_than_are_computed_one_by_one():
    """20 changed stocks and rates: sampled orders, of which each sums to the change, near what pairs of unions say."""
    ends = ("ELB", "Veraenderung", "IQ_Vorjahr")
    new = dict(SIX)
    for i in range(1, 7):
        for k, end in enumerate(ends):
            name = f"Annahme_G{i}_{end}"
            new[name] = str(float(SIX[name]) * (1 + 0.01 * (i + k)))
    new["Annahme_G3_IQ_Ziel"], new["Annahme_G1_IQ_Steigerung"] = "0.21", "0.06"
    effects, rounding, total = explained("Ziel_IQ_gesamt", SIX, new)
    assert len(effects) == 20
    assert math.fsum(effects.values()) + rounding == pytest.approx(total, rel=1e-13)
    by_subject, *_ = explained("Ziel_IQ_gesamt", SIX, new, unions_by_subject(SIX))
    rates = sum(value for name, value in effects.items() if "IQ" in name)
    assert rates == pytest.approx(by_subject["Quote"], rel=2e-3)
    assert effects["Annahme_G3_IQ_Vorjahr"] == effects["Annahme_G4_IQ_Vorjahr"] == 0  # their rates are typed
    assert explained("Ziel_IQ_gesamt", SIX, new) == (effects, rounding, total)


def test_states_in_which_nobody_is_left_are_told():
    old = plan({"ELB": "100", "Veraenderung": "0", "Zugang": "0", "IQ_Ziel": "0.2"})
    new = {**old, "Annahme_G1_Veraenderung": "-1", "Annahme_G1_Zugang": "50"}
    with pytest.raises(InputError, match="werte_neu: gefunden Zwischenstände, in denen eine Gruppe leer ist"):
        explained("Ziel_IQ_gesamt", old, new)


def test_old_and_new_must_be_plans():
    names, before = columns(THREE)
    for place, worse in (("werte_alt", 0), ("werte_neu", 1)):
        both = [before, before]
        both[worse] = columns({**THREE, "Annahme_KFA_Quote": None})[1]
        with pytest.raises(InputError, match=f"{place}, Annahme_KFA_Quote: gefunden eine leere Zelle"):
            jc_erklaere("Ziel_LZB", names, *both)
    with pytest.raises(InputError, match="gruppen: gefunden 2 Zeilen"):
        jc_erklaere("Ziel_LZB", names, before, before, ["a", "b"])
