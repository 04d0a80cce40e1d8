"""What holds for every plan, whatever its groups."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.core import elb, iq, lzb
from jcplan.core.inputs import Group
from jcplan.plan import compute

from .plans import GROUPS, plan_inputs, two

SOME = st.lists(GROUPS, min_size=1, max_size=6)
ALL = ("elb", "iq", "iq_ungerundet", "iq_unten", "iq_oben", "integrationen", "elb_vorher", "iq_vorjahr")
"""Terms of all groups together."""
EPS = {"rel": 1e-12, "abs": 1e-12}


def terms(*groups, **changes):
    return compute(plan_inputs(*groups, **changes)).terms


def together(found):
    return [getattr(found, name) for name in ALL]


@given(SOME, st.randoms(use_true_random=False))
def test_the_order_of_groups_does_not_matter(groups, random):
    mixed = random.sample(groups, len(groups))
    assert together(terms(*mixed)) == pytest.approx(together(terms(*groups)), **EPS)


@given(SOME)
def test_groups_add_up(groups):
    found = terms(*groups)
    assert found.elb == pytest.approx(sum(g.elb for g in found.gruppen), **EPS)
    assert found.integrationen == pytest.approx(sum(g.integrationen for g in found.gruppen), **EPS)
    assert found.iq * found.elb == pytest.approx(found.integrationen, **EPS)


@given(SOME, st.floats(-1, 1), st.floats(0, 1e9), st.floats(1e9, 1e10))
def test_no_money_is_lost(groups, share, measures, admin):
    found = terms(*groups, umschichtung_anteil=share, eingliederungsmittel=measures, verwaltungsbudget=admin)
    assert found.egt + found.vkb == pytest.approx(found.budget, rel=1e-12)
    assert found.egt + found.umschichtung == pytest.approx(measures, rel=1e-12, abs=1e-6)
    assert 0.848 * (found.vkb + found.kfa) == pytest.approx(found.vkb, rel=1e-12)


@given(SOME, GROUPS)
def test_a_group_of_nobody_changes_nothing(groups, nobody):
    nobody = replace(nobody, elb=0.0, zugang=0.0)
    assert together(terms(*groups, nobody)) == pytest.approx(together(terms(*groups)), **EPS)


@given(SOME, st.floats(0.01, 0.99), st.data())
def test_a_group_in_two_parts_changes_nothing(groups, part, data):
    at = data.draw(st.integers(0, len(groups) - 1))
    halves = [replace(groups[at], elb=groups[at].elb * p, zugang=groups[at].zugang * p) for p in (part, 1 - part)]
    assert together(terms(*groups[:at], *halves, *groups[at + 1 :])) == pytest.approx(together(terms(*groups)), **EPS)


@given(SOME, st.floats(0, 1), st.integers(0, 12))
def test_groups_of_one_rate_blend_to_it(groups, rate, places):
    same = [replace(g, iq_steigerung=None, iq_ziel=rate, iq_nachkommastellen=places) for g in groups]
    found = terms(*same)
    assert found.iq_ungerundet == pytest.approx(rate, **EPS)
    assert found.iq == pytest.approx(found.gruppen[0].iq, **EPS)
    assert found.iq_unten == pytest.approx(max(found.gruppen[0].iq - 0.5 * 10**-places, 0), **EPS)


@given(SOME)
def test_the_blend_lies_between_the_rates_and_in_its_interval(groups):
    found = terms(*groups)
    rates = [g.iq for g in found.gruppen]
    assert min(rates) - 1e-12 <= found.iq <= max(rates) + 1e-12
    assert found.iq_unten - 1e-12 <= found.iq <= found.iq_oben + 1e-12
    assert found.iq_unten - 1e-12 <= found.iq_ungerundet <= found.iq_oben + 1e-12


@given(SOME)
def test_nothing_changes_where_nothing_is_planned(groups):
    still = [replace(g, veraenderung=0.0, zugang=0.0, iq_steigerung=0.0, iq_ziel=None) for g in groups]
    found = terms(*still)
    assert found.elb == found.elb_vorher
    assert found.iq_ungerundet == pytest.approx(found.iq_vorjahr, **EPS)


@given(SOME, st.floats(0, 1e5))
def test_the_rest_is_what_the_others_leave(groups, rest):
    total = sum(g.elb for g in groups) + rest
    found = terms(*groups, Group("Rest", iq_vorjahr=0.2, iq_steigerung=0.0), elb_gesamt=total)
    assert found.gruppen[-1].elb_vorher == pytest.approx(rest, abs=1e-9 * total)
    assert sum(g.elb_vorher for g in found.gruppen) == pytest.approx(total, rel=1e-12)


@given(SOME, st.floats(0.05, 0.95))
def test_the_implied_rate_explains_the_total(groups, open_rate):
    """Blend the rates before, hide one, and find it again."""
    known = [replace(g, iq_steigerung=0.0, iq_ziel=None) for g in groups]
    known[0] = replace(known[0], elb=sum(g.elb for g in groups), iq_vorjahr=open_rate)
    everybody = sum(g.elb for g in known)
    blend = sum(g.iq_vorjahr * g.elb for g in known) / everybody
    found = terms(replace(known[0], iq_vorjahr=None), *known[1:], iq_gesamt_vorjahr=blend)
    assert found.gruppen[0].iq_vorjahr == pytest.approx(open_rate, rel=1e-11)


@given(st.floats(0, 1e6), st.floats(-0.05, 0.05), st.floats(-0.02, 0.05))
def test_the_exits_bring_the_mean_to_the_target(stock, growth, goal):
    plan = compute(two(lzb_bestand=stock, lzb_zuwachsrate=growth, lzb_ziel=goal, lzb_abgang=0.0))
    if plan.terms.lzb_abgang < 0:
        assert plan.lzb_needed is None or stock == 0
        return
    assert float(plan.lzb_needed.mittel) == pytest.approx(stock * (1 + goal), **EPS)
    assert float(plan.lzb_needed.ende[-1]) == pytest.approx(plan.terms.lzb_ende_ziel, rel=1e-11, abs=1e-9)
    assert float(plan.lzb_planned.ende[-1]) == pytest.approx(plan.terms.lzb_ende, rel=1e-11, abs=1e-9)
    assert plan.terms.lzb_abgang == pytest.approx(float(lzb.exits_for_target(stock, growth, goal)), rel=1e-9, abs=1e-9)


@given(SOME)
def test_core_functions_say_the_same(groups):
    """The functions behind the worksheet's blocks take groups on the last axis and check them."""
    found = terms(*groups)
    arrivals = [g.zugang * (13 - g.zugang_ab_monat) / 12 for g in groups]
    stocks = elb.forecast([g.elb for g in groups], [g.veraenderung for g in groups], arrivals).prognose
    assert [g.elb for g in found.gruppen] == pytest.approx(stocks.tolist(), **EPS)
    rates = [g.iq for g in found.gruppen]
    assert found.iq == pytest.approx(float(iq.blend(rates, stocks).iq_gesamt), **EPS)
    between = iq.interval(rates, stocks, [g.iq_nachkommastellen for g in groups])
    assert (found.iq_unten, found.iq_oben) == pytest.approx((float(between.unten), float(between.oben)), **EPS)


@given(SOME)
def test_the_decomposition_sums_to_the_change(groups):
    plan = compute(plan_inputs(*groups))
    change = plan.terms.iq - plan.terms.iq_vorjahr
    assert plan.decomposition.struktur.shape == (len(groups),)
    assert float(plan.decomposition.veraenderung) == pytest.approx(change, **EPS)


@given(st.lists(SOME, min_size=1, max_size=4), st.data())
def test_arrays_equal_single_plans_column_by_column(columns, data):
    """To the last bit: both run the same lines. Decimals and what is typed are the same in all plans."""
    count = min(map(len, columns))
    first = [replace(g, iq_steigerung=None, iq_ziel=0.2) if g.iq_ziel is not None else g for g in columns[0][:count]]

    def like(model, group):
        raised = None if model.iq_steigerung is None else group.iq_steigerung or 0.0
        typed = None if model.iq_ziel is None else group.iq_ziel or 0.0
        return replace(group, iq_steigerung=raised, iq_ziel=typed, iq_nachkommastellen=model.iq_nachkommastellen)

    alone = [[like(m, g) for m, g in zip(first, column, strict=False)] for column in columns]
    names = [f.name for f in fields(Group) if f.name not in ("bezeichnung", "iq_nachkommastellen", "name")]
    merged = [
        replace(m, **{n: None if getattr(m, n) is None else [getattr(c[i], n) for c in alone] for n in names})
        for i, m in enumerate(first)
    ]
    growth = data.draw(st.lists(st.floats(-0.01, 0.01), min_size=len(alone), max_size=len(alone)))
    many = compute(plan_inputs(*merged, lzb_zuwachsrate=growth))
    assert many.problems == ()
    for at, (groups, rate) in enumerate(zip(alone, growth, strict=True)):
        for name, single in compute(plan_inputs(*groups, lzb_zuwachsrate=rate)).targets.items():
            result = many.targets[name]
            assert result.exact.shape == result.published.shape == (len(alone),)
            assert (result.exact[at], result.published[at]) == (single.exact, single.published), name
            assert result.baseline is single.baseline is None or result.baseline[at] == single.baseline, name


def test_leading_axes_broadcast():
    """Scenarios down, draws across: 2 × 3 plans from a column, a row and single figures."""
    raised, inflow = np.array([[0.0], [0.1]]), np.array([0.0, 500.0, 1000.0])
    plan = compute(two(iq_steigerung__ohne=raised, zugang__hkl=inflow))
    assert plan.inputs.shape == (2, 3)
    for row in range(2):
        for column in range(3):
            single = compute(two(iq_steigerung__ohne=raised[row, 0], zugang__hkl=inflow[column]))
            for name, result in single.targets.items():
                assert plan.targets[name].exact.shape == (2, 3)
                assert plan.targets[name].exact[row, column] == result.exact
                assert plan.targets[name].published[row, column] == result.published
            assert plan.decomposition.quote[row, column].tolist() == pytest.approx(single.decomposition.quote.tolist())
            assert plan.lzb_planned.ende[row, column].tolist() == single.lzb_planned.ende.tolist()


def test_an_inflow_counts_from_its_month_on():
    """1,200 heads from July on are 600 in the mean of the year."""
    assert terms(Group("alle", 1000, zugang=1200, zugang_ab_monat=7, iq_ziel=0.2)).elb == 1600
    assert terms(Group("alle", 1000, zugang=1200, zugang_ab_monat=12, iq_ziel=0.2)).elb == 1100
    assert terms(Group("alle", 1000, zugang=1200, iq_ziel=0.2)).elb == 2200


def test_a_rate_before_that_nobody_knows_stays_open():
    """Two rates are missing: the total implies neither."""
    plan = compute(
        plan_inputs(Group("a", 100, iq_ziel=0.2), Group("b", 100, iq_ziel=0.3), elb_gesamt=200, iq_gesamt_vorjahr=0.2)
    )
    assert plan.targets["Ziel_IQ_G1"].baseline is plan.targets["Ziel_IQ_G2"].baseline is None
    assert plan.targets["Ziel_IQ_gesamt"].baseline == 0.2
    assert plan.decomposition is None


def test_where_nobody_was_before_nothing_is_decomposed():
    plan = compute(plan_inputs(Group("neu", 0, zugang=[10.0, 20.0], iq_vorjahr=0.2, iq_ziel=0.2)))
    assert plan.targets["Ziel_IQ_gesamt"].exact.tolist() == [0.2, 0.2]
    assert plan.targets["Ziel_IQ_gesamt"].baseline is None
    assert plan.decomposition is None


def test_change_is_relative_and_of_rates_in_points():
    plan = compute(two(elb__hkl=[0.0, 1000.0]))
    assert plan.targets["Ziel_IQ_gesamt"].change.tolist() == pytest.approx(
        (plan.terms.iq - 0.19).tolist()
    )  # 0.19: the year before
    assert np.isnan(plan.targets["Ziel_ELB_G2"].change[0])
    assert plan.targets["Ziel_ELB_G2"].change[1] == 0.5  # 1,000 and 500 more
    assert compute(two(elb__hkl=0.0)).targets["Ziel_ELB_G2"].change is None
