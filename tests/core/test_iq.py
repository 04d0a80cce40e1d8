"""Integrationsquote: properties of blend, interval, required rate and decomposition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jcplan.core import iq
from jcplan.errors import InputError

RATE = st.floats(0, 1)
STOCK = st.floats(0.5, 1e6)


@st.composite
def groups(draw, low=1, high=6):
    """Rates and stocks of some groups."""
    count = draw(st.integers(low, high))
    return (
        np.array(draw(st.lists(RATE, min_size=count, max_size=count))),
        np.array(draw(st.lists(STOCK, min_size=count, max_size=count))),
    )


@given(groups())
def test_blend_lies_between_lowest_and_highest_rate(group):
    rates, stocks = group
    total = float(iq.blend(rates, stocks).iq_gesamt)
    assert rates.min() - 1e-12 <= total <= rates.max() + 1e-12


@given(groups(), st.randoms(use_true_random=False))
def test_order_of_groups_is_irrelevant(group, random):
    rates, stocks = group
    order = list(range(len(rates)))
    random.shuffle(order)
    assert math.isclose(
        iq.blend(rates, stocks).iq_gesamt, iq.blend(rates[order], stocks[order]).iq_gesamt, abs_tol=1e-12
    )


@given(groups(), st.floats(0.01, 1000))
def test_only_the_shares_of_the_stocks_matter(group, factor):
    rates, stocks = group
    scaled = iq.blend(rates, stocks * factor).iq_gesamt
    assert math.isclose(iq.blend(rates, stocks).iq_gesamt, scaled, rel_tol=1e-9, abs_tol=1e-12)


@given(groups())
def test_splitting_a_group_changes_nothing(group):
    rates, stocks = group
    split_rates = np.append(rates, rates[0])
    split_stocks = np.append(stocks, stocks[0] * 0.25)
    split_stocks[0] *= 0.75
    split = iq.blend(split_rates, split_stocks).iq_gesamt
    assert math.isclose(iq.blend(rates, stocks).iq_gesamt, split, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize("count", [1, 7, 65_535, 65_536, 65_537, 65_545, 131_073, 400_001])
@pytest.mark.parametrize("alike", [True, False])
def test_the_blend_of_many_groups_is_the_same_to_the_last_bit(count, alike):
    draw = np.random.default_rng(count)
    rates, stocks = draw.random(count), draw.uniform(0, 1000, count) if alike else 10 ** draw.uniform(-9, 9, count)
    found = float(iq.overall(rates, stocks))
    assert found == float(iq.blend(rates, stocks).iq_gesamt) == float((rates * stocks).sum() / stocks.sum())
    heads = math.fsum(rate * stock for rate, stock in zip(rates.tolist(), stocks.tolist(), strict=True))
    assert math.isclose(found, heads / math.fsum(stocks), rel_tol=1e-13)
    order = draw.permutation(count)
    assert math.isclose(float(iq.overall(rates[order], stocks[order])), found, rel_tol=1e-13)
    assert float(iq.overall(rates[::-1], stocks[::-1])) == float(
        (rates[::-1] * stocks[::-1]).sum() / stocks[::-1].sum()
    )


@given(groups())
def test_the_blend_of_few_groups_is_the_same_without_its_terms(group):
    assert iq.overall(*group) == iq.blend(*group).iq_gesamt


@pytest.mark.parametrize(
    ("rate", "stock", "message"),
    [
        (1.5, 1, "iq, Wert 99999: gefunden 1,5, erwartet ein Anteil"),
        (1.5, -1, "iq, Wert 99999: gefunden 1,5, erwartet ein Anteil"),
        (math.nan, 1, "iq, Wert 99999: gefunden keine Zahl"),
        (0, -1, "elb, Wert 99999: gefunden −1, erwartet eine Zahl ab 0"),
        (0, math.inf, "elb, Wert 99999: gefunden unendlich"),
        (-0.0, 1e308, "elb: gefunden eine Summe, die zu groß ist"),
    ],
)
def test_what_is_wrong_with_one_of_many_groups(rate, stock, message):
    rates, stocks = np.full(100_000, 0.25), np.full(100_000, 1e304)
    rates[-2], stocks[-2] = rate, stock
    with pytest.raises(InputError, match=message), np.errstate(over="ignore"):
        iq.overall(rates, stocks)


def test_many_groups_weigh_something():
    with pytest.raises(InputError, match="elb: gefunden Summe 0"):
        iq.overall(np.full(100_000, 0.25), np.zeros(100_000))
    assert iq.overall(np.full(100_000, -0.0), np.ones(100_000)) == 0


@given(groups())
def test_blend_carries_its_terms(group):
    rates, stocks = group
    result = iq.blend(rates, stocks)
    assert math.isclose(float(result.integrationen.sum()), float(result.iq_gesamt * result.elb_gesamt), abs_tol=1e-6)
    assert math.isclose(float(result.elb_gesamt), math.fsum(stocks), rel_tol=1e-12)
    assert iq.integrations(rates, stocks) == pytest.approx(result.integrationen)


@given(groups(), st.integers(0, 6))
def test_interval_contains_the_blend(group, places):
    rates, stocks = group
    between, total = iq.interval(rates, stocks, places), float(iq.blend(rates, stocks).iq_gesamt)
    assert between.unten - 1e-12 <= total <= between.oben + 1e-12
    assert between.unten >= 0
    assert between.oben <= 1 + 1e-12
    assert between.oben - between.unten <= 10.0**-places + 1e-12


@given(groups(), st.integers(1, 5), st.data())
def test_interval_contains_the_blend_of_every_rate_that_prints_so(group, places, data):
    rates, stocks = group
    printed = np.round(rates, places)
    half = 0.5 * 10.0**-places
    true = np.array([data.draw(st.floats(max(r - half, 0), min(r + half, 1))) for r in printed])
    between, total = iq.interval(printed, stocks, places), float(iq.blend(true, stocks).iq_gesamt)
    assert between.unten - 1e-12 <= total <= between.oben + 1e-12


@given(groups(), st.integers(0, 5))
def test_more_printed_decimals_never_widen_the_interval(group, places):
    rates, stocks = group
    coarse, fine = iq.interval(rates, stocks, places), iq.interval(rates, stocks, places + 1)
    assert coarse.unten <= fine.unten + 1e-12
    assert fine.oben <= coarse.oben + 1e-12


@given(groups(2), st.data())
def test_required_rate_inverts_the_blend(group, data):
    rates, stocks = group
    sought = data.draw(st.integers(0, len(rates) - 1))
    assume(stocks[sought] / stocks.sum() > 1e-4)
    total = iq.blend(rates, stocks).iq_gesamt
    open_rates = rates.copy()
    open_rates[sought] = math.nan
    try:
        found = iq.required(total, open_rates, stocks)
    except InputError:  # the blend of 0 % or 100 % is missed by the last bit only
        assert min(rates[sought], 1 - rates[sought]) < 1e-7
        return
    assert math.isclose(float(found), rates[sought], abs_tol=1e-7)


@given(groups(1, 5), st.data())
def test_effects_sum_to_the_change(group, data):
    old_rates, old_stocks = group
    count = len(old_rates)
    new_rates = np.array(data.draw(st.lists(RATE, min_size=count, max_size=count)))
    new_stocks = np.array(data.draw(st.lists(STOCK, min_size=count, max_size=count)))
    effects = iq.decompose(old_rates, old_stocks, new_rates, new_stocks)
    change = iq.blend(new_rates, new_stocks).iq_gesamt - iq.blend(old_rates, old_stocks).iq_gesamt
    assert math.isclose(float(effects.struktur.sum() + effects.quote.sum()), float(change), abs_tol=1e-12)
    assert math.isclose(float(effects.veraenderung), float(change), abs_tol=1e-12)


@given(groups(1, 5), st.data())
def test_decomposition_backwards_changes_only_the_sign(group, data):
    old_rates, old_stocks = group
    count = len(old_rates)
    new_rates = np.array(data.draw(st.lists(RATE, min_size=count, max_size=count)))
    new_stocks = np.array(data.draw(st.lists(STOCK, min_size=count, max_size=count)))
    there = iq.decompose(old_rates, old_stocks, new_rates, new_stocks)
    back = iq.decompose(new_rates, new_stocks, old_rates, old_stocks)
    assert there.struktur == pytest.approx(-back.struktur, abs=1e-12)
    assert there.quote == pytest.approx(-back.quote, abs=1e-12)


@given(groups(1, 5), st.floats(0.01, 100))
def test_equal_shares_have_no_structure_effect_and_equal_rates_no_rate_effect(group, factor):
    rates, stocks = group
    assert iq.decompose(rates, stocks, rates[::-1], stocks * factor).struktur == pytest.approx(0, abs=1e-12)
    assert iq.decompose(rates, stocks, rates, stocks[::-1]).quote == pytest.approx(0, abs=1e-12)


@given(st.lists(st.floats(0, 1e4), min_size=12, max_size=12), st.lists(st.floats(1, 1e6), min_size=12, max_size=12))
def test_rate_is_integrations_over_mean_stock(integrations, stocks):
    assert math.isclose(
        float(iq.rate(integrations, stocks)),
        math.fsum(integrations) * 12 / math.fsum(stocks),
        rel_tol=1e-9,
        abs_tol=1e-15,
    )


@given(st.floats(0, 0.5), st.floats(-1, 1))
def test_target_undone_by_the_inverse_change(rate, rise):
    raised = float(iq.target(rate, rise))
    assume(rise > -0.99)
    assert math.isclose(raised / (1 + rise), rate, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize("count", [0, 2, 11, 13])
def test_rate_takes_twelve_months_or_the_year(count):
    with pytest.raises(InputError, match="integrationen"):
        iq.rate([5.0] * count, [100.0] * 12)
    with pytest.raises(InputError, match="elb"):
        iq.rate([5.0] * 12, [100.0] * count)


@given(
    st.lists(st.integers(0, 5000), min_size=12, max_size=12), st.lists(st.integers(1, 90_000), min_size=12, max_size=12)
)
def test_the_years_total_and_mean_stand_for_their_months(integrations, stocks):
    by_month = float(iq.rate(integrations, stocks))
    total, mean = sum(integrations), sum(stocks) / 12
    for given_integrations in (integrations, total, [total]):
        for given_stocks in (stocks, mean, [mean]):
            assert math.isclose(float(iq.rate(given_integrations, given_stocks)), by_month, rel_tol=1e-12)


def test_rate_of_printed_totals():
    """1,227 integrations of a year over 4,103 ELB in the mean: 29.9 %."""
    assert float(iq.rate(1227, 4103)) == 1227 / 4103


def test_a_rate_raised_to_all_is_not_refused_for_noise():
    """0.21 · (1 + 0.79/0.21) is 1.0000000000000002 in floats."""
    assert 0.21 * (1 + 0.79 / 0.21) > 1
    assert float(iq.target(0.21, 0.79 / 0.21)) == 1
    with pytest.raises(InputError, match="iq_vorjahr mit steigerung"):
        iq.target(0.7, 0.43)


@pytest.mark.parametrize("bad", [-0.001, 1.001, math.nan, math.inf])
def test_rates_outside_0_to_1_are_refused(bad):
    for compute in (
        lambda: iq.blend([0.2, bad], [1, 1]),
        lambda: iq.interval([0.2, bad], [1, 1], 3),
        lambda: iq.integrations([0.2, bad], [1, 1]),
        lambda: iq.target(bad, 0),
        lambda: iq.decompose([0.2, 0.1], [1, 1], [0.2, bad], [1, 1]),
    ):
        with pytest.raises(InputError):
            compute()


def test_required_rate_wants_one_open_group():
    for rates in ([0.2, 0.1], [math.nan, math.nan]):
        with pytest.raises(InputError, match="genau einen leeren Eintrag"):
            iq.required(0.15, rates, [100, 100])


def test_an_interval_stays_within_all_and_nothing():
    """0.0002 of three decimals was printed 0.000: at most 0.0005 either way, but no rate is below 0 or above 1."""
    between = iq.interval([0.0002, 1], [100, 100], 3)
    assert (float(between.unten), float(between.oben)) == pytest.approx((0.49975, 0.50035), rel=1e-12)
    each = iq.interval([0.2, 0.3], [100, 300], [1, 2])
    assert (float(each.unten), float(each.oben)) == pytest.approx((0.25875, 0.29125), rel=1e-12)
    assert float(iq.interval([0.2, 0.3], [100, 300], [1]).unten) == pytest.approx(0.225, rel=1e-12)
    with pytest.raises(InputError, match=r"^stellen: gefunden 3 Werte, erwartet 2 Werte, so viele wie iq"):
        iq.interval([0.2, 0.3], [100, 300], [1, 2, 3])


@pytest.mark.parametrize(
    ("total", "rates", "expected"),
    [
        (0.5, [1, math.nan], 0),
        (0.5, [0, math.nan], 1),
        (0.25, [math.nan, 0.5], 0),
        (0.51, [0, math.nan], "für das die gesuchte Gruppe 102,0 % bräuchte"),
        (0.49, [1, math.nan], "für das die gesuchte Gruppe −2,0 % bräuchte"),
        (0.5, [0.1, 0.2], "0 leere Einträge"),
        (0.5, [math.nan, math.nan], "2 leere Einträge"),
        (0.5, [0.5, 1.5], "0 leere Einträge"),
    ],
)
def test_rates_that_a_total_takes_at_their_ends(total, rates, expected):
    if isinstance(expected, str):
        with pytest.raises(InputError, match=expected):
            iq.required(total, rates, [50, 50])
    else:
        assert float(iq.required(total, rates, [50, 50])) == expected


def test_of_many_totals_the_first_that_no_rate_reaches_is_named():
    with pytest.raises(InputError, match="104,0 %"):
        iq.required([0.5, 0.52, 0.6], [0, math.nan], [50, 50])
    with pytest.raises(InputError, match="elb der gesuchten Gruppe: gefunden 0"):
        iq.required(0.5, [0.5, math.nan], [50, 0])
