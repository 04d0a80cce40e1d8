"""Stocks: forecast, base, change, path, means."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jcplan.core import elb
from jcplan.errors import InputError

STOCK = st.floats(0, 1e7)
FLOW = st.floats(0, 1e5)


@given(STOCK, st.floats(-0.5, 2), st.floats(0, 1e6))
def test_forecast_is_stock_plus_growth_plus_entries(stock, change, entries):
    planned = elb.forecast(stock, change, entries)
    assert math.isclose(float(planned.prognose), stock + stock * change + entries, rel_tol=1e-9, abs_tol=1e-9)
    assert math.isclose(float(planned.zuwachs), stock * change + entries, rel_tol=1e-6, abs_tol=1e-3)


@given(st.floats(1, 1e6), st.floats(0.001, 5), st.sampled_from([1, -1]))
def test_base_inverts_the_rate(stock, rate, sign):
    assert math.isclose(float(elb.base(sign * stock * rate, sign * rate)), stock, rel_tol=1e-9)


def test_a_base_may_be_small_or_nothing():
    assert elb.base([1, 0, -1], [4, 0.5, -4]).tolist() == [0.25, 0, 0.25]


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_change_takes_the_old_value_to_the_new(new, old):
    assert math.isclose(old * (1 + float(elb.change(new, old))), new, rel_tol=1e-9)


@given(st.floats(1, 1e6), st.floats(-0.9, 5))
def test_forecast_and_change_undo_each_other(stock, rate):
    assert math.isclose(float(elb.change(elb.forecast(stock, rate).prognose, stock)), rate, rel_tol=1e-6, abs_tol=1e-9)


@given(st.floats(1e6, 1e7), st.lists(st.tuples(FLOW, FLOW), min_size=1, max_size=10))
def test_each_month_starts_where_the_last_ended(start, flows):
    entries, exits = zip(*flows, strict=True)
    path = elb.stock_path(start, entries, exits)
    assert path.anfang[0] == start
    assert path.anfang[1:].tolist() == path.ende[:-1].tolist()
    assert path.anfang + path.zugang - path.abgang == pytest.approx(path.ende, rel=1e-12)
    assert path.ende[-1] == pytest.approx(start + math.fsum(entries) - math.fsum(exits), rel=1e-12)
    assert path.rows().tolist() == [path.anfang.tolist(), list(entries), list(exits), path.ende.tolist()]
    assert float(path.mittel) == pytest.approx(math.fsum(path.ende) / len(flows))


@given(st.lists(STOCK, min_size=12, max_size=12), st.randoms(use_true_random=False))
def test_annual_mean(values, random):
    mean = float(elb.annual_mean(values))
    assert math.isclose(mean * 12, math.fsum(values), rel_tol=1e-9, abs_tol=1e-6)
    assert min(values) - 1e-6 <= mean <= max(values) + 1e-6
    random.shuffle(values)
    assert math.isclose(float(elb.annual_mean(values)), mean, rel_tol=1e-12)


@given(st.lists(STOCK, min_size=1, max_size=30), st.integers(1, 30))
def test_trailing_means(values, window):
    assume(window <= len(values))
    means = elb.trailing_means(values, window)
    assert len(means) == len(values) - window + 1
    for first, mean in enumerate(means):
        assert math.isclose(mean, math.fsum(values[first : first + window]) / window, rel_tol=1e-9, abs_tol=1e-6)


@given(st.lists(STOCK, min_size=12, max_size=12))
def test_trailing_mean_of_a_year_is_the_annual_mean(values):
    assert elb.trailing_means(values, 12).tolist() == pytest.approx([float(elb.annual_mean(values))])


def test_path_never_falls_below_zero():
    with pytest.raises(InputError, match="Monat 2"):
        elb.stock_path(100, [0, 0], [60, 41])
    assert elb.stock_path(100, [0, 0], [60, 40]).ende.tolist() == [40.0, 0.0]


def test_forecast_never_falls_below_zero():
    with pytest.raises(InputError, match="zugang"):
        elb.forecast(100, -0.5, -51)
    assert float(elb.forecast(100, -0.5, -50).prognose) == 0


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_only_finite_numbers(bad):
    for compute in (
        lambda: elb.forecast(bad, 0),
        lambda: elb.forecast(1, bad),
        lambda: elb.base(bad, 1),
        lambda: elb.change(1, bad),
        lambda: elb.stock_path(1, [bad], [0]),
        lambda: elb.annual_mean([bad] * 12),
        lambda: elb.trailing_means([bad, 1], 2),
    ):
        with pytest.raises(InputError):
            compute()


def test_scenarios_on_leading_axes_are_one_call():
    stocks = np.array([[100.0, 200.0], [300.0, 400.0]])
    assert elb.forecast(stocks, [0.1, 0]).prognose == pytest.approx(np.array([[110.0, 200.0], [330.0, 400.0]]))


def test_a_window_is_a_hundred_years_at_most():
    assert elb.trailing_means([5] * 1200, 1200).tolist() == [5]
    assert elb.trailing_means([5, 7], 1).tolist() == [5, 7]
    for window, count in ((1201, 1201), (0, 5), (-1, 5), (1.5, 5), (3, 2)):
        with pytest.raises(InputError):
            elb.trailing_means([5] * count, window)


def test_a_path_ends_with_nobody_but_for_the_noise():
    assert elb.stock_path(0.3, [0], [0.1 + 0.2]).ende[0] == pytest.approx(0, abs=1e-9)
    with pytest.raises(InputError, match="Monat 1 unter 0"):
        elb.stock_path(100, [0], [100.00001])


def test_all_of_a_stock_may_go():
    """1,000 · (1 − 0.9) − 100 is −2.8E-14 in floats."""
    assert float(elb.forecast(1000, -0.9, -100).prognose) == 0
    with pytest.raises(InputError, match="zugang"):
        elb.forecast(1000, -0.9, -100.001)


def test_the_noise_of_a_stock_that_is_gone_is_a_millionth_of_a_head():
    elb.not_below_zero("abgang", np.array([0.0, -1e-6]), 3)
    with pytest.raises(InputError, match="Monat 3 unter 0"):
        elb.not_below_zero("abgang", np.array([0.0, -1.001e-6]), 3)
