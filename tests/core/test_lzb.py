"""LZB: path and the exits that a target takes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.core import lzb
from jcplan.errors import InputError

STOCK = st.floats(1, 1e6)
GROWTH = st.floats(-0.05, 0.05)
MONTHS = st.integers(1, 24)


@given(STOCK, GROWTH, st.floats(-0.2, 0), MONTHS)
def test_exits_bring_the_mean_to_the_target(stock, growth, goal, months):
    exits = float(lzb.exits_for_target(stock, growth, goal, months))
    level, ends = stock, []
    for _ in range(months):
        level = level + level * growth - exits
        ends.append(level)
    assert math.isclose(math.fsum(ends) / months, stock * (1 + goal), rel_tol=1e-7)


@given(STOCK, st.floats(0, 0.05), MONTHS)
def test_holding_the_stock_takes_exactly_the_growth(stock, growth, months):
    exits = lzb.exits_for_target(stock, growth, 0, months)
    assert math.isclose(float(exits), stock * growth, rel_tol=1e-6, abs_tol=1e-6)


@given(STOCK, st.floats(-0.05, 0.05), st.floats(0, 0.02), MONTHS)
def test_path_is_a_chain(stock, growth, share, months):
    path = lzb.path(stock, growth, share * stock, months)
    assert path.anfang[0] == stock
    assert path.anfang[1:] == pytest.approx(path.ende[:-1], rel=1e-12, abs=1e-9)
    assert path.zugang == pytest.approx(path.anfang * growth, rel=1e-12)
    assert path.anfang + path.zugang - path.abgang == pytest.approx(path.ende, rel=1e-12, abs=1e-9)
    assert path.ende.shape == (months,)


@given(STOCK, st.floats(0.0001, 0.05), MONTHS)
def test_more_ambitious_targets_take_more_exits(stock, growth, months):
    exits = [float(lzb.exits_for_target(stock, growth, goal, months)) for goal in (0.01, 0, -0.01, -0.1)]
    assert exits == sorted(exits)
    assert exits[0] < exits[-1]


def test_plan_of_32_exits_misses_the_target_by_1_4_per_cent():
    """Planning document 2017: +0.4 % a month of 17,241, minus 32, against ±0.0 %."""
    assert round(float(lzb.path(17241, 0.004, 32).mittel) / 17241 - 1, 3) == 0.014


def test_exits_beyond_the_stock_are_refused():
    with pytest.raises(InputError, match="abgang"):
        lzb.path(100, 0, 51, 2)
    assert lzb.path(100, 0, 50, 2).ende.tolist() == [50.0, 0.0]


@pytest.mark.parametrize("months", [0, -1, 1.5, 601, math.nan])
def test_months_are_a_whole_number_from_1(months):
    with pytest.raises(InputError, match="monate"):
        lzb.path(100, 0, 1, months)
    with pytest.raises(InputError, match="monate"):
        lzb.exits_for_target(100, 0, 0, months)


def test_fifty_years_at_most():
    assert lzb.path(100, 0, 0, 600).ende.shape == (600,)
    assert float(lzb.mean(100, 0, 0, 600)) == 100
    assert float(lzb.exits_for_target(100, 0.25, 0, 600)) == pytest.approx(25)
    for compute in (lzb.path, lzb.mean, lzb.exits_for_target):
        for months in (0, 601):
            with pytest.raises(InputError, match="monate"):
                compute(100, 0, 0, months)


def test_leading_axes_are_scenarios():
    stocks, growths = np.array([1000.0, 2000.0]), np.array([0.01, 0.02])
    together = lzb.path(stocks, growths, [5.0, 6.0], 3).rows()
    alone = [lzb.path(s, g, e, 3).rows() for s, g, e in zip(stocks, growths, (5.0, 6.0), strict=True)]
    assert together.tolist() == [rows.tolist() for rows in alone]


@given(STOCK, GROWTH, st.floats(0, 1), MONTHS)
def test_mean_is_that_of_the_months(stock, growth, share, months):
    exits = stock * share / 100
    level, ends = stock, []
    for _ in range(months):
        level = level + level * growth - exits
        ends.append(level)
    if min(ends) < 0:
        with pytest.raises(InputError, match="abgang"):
            lzb.mean(stock, growth, exits, months)
    else:
        assert math.isclose(float(lzb.mean(stock, growth, exits, months)), math.fsum(ends) / months, rel_tol=1e-12)


def test_means_of_many_stocks_at_once():
    """Two stocks by three exits: 1,000 and 2,000 that lose 0, 5 and 10 a month are less by 0, 7.5 and 15 in the mean of two."""
    means = lzb.mean([[1000], [2000]], 0, [0, 5, 10], 2)
    assert means.tolist() == [[1000, 992.5, 985], [2000, 1992.5, 1985]]


@pytest.mark.parametrize("months", [0, 601, 1.5])
def test_months_of_a_mean_are_whole_and_at_most_fifty_years(months):
    with pytest.raises(InputError, match="monate"):
        lzb.mean(1000, 0, 0, months)


def test_a_mean_names_the_month_in_which_the_stock_is_gone():
    with pytest.raises(InputError, match="im Monat 3 unter 0"):
        lzb.mean([1000, 25], 0, 10, 12)
