"""Sums, blends, quartiles, outliers: what holds of any plans, and small cases by hand."""

from __future__ import annotations

import math
import random
import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.errors import InputError
from jcplan.union.sums import ratio, spread, total

amounts = st.floats(0, 1e9, allow_subnormal=False)
plans = st.lists(st.tuples(st.floats(1, 1e6), st.floats(0, 1)), min_size=1, max_size=30)
"""ELB and rate of each."""


@given(st.lists(amounts, min_size=1, max_size=40), st.randoms())
def test_a_sum_is_exact_and_no_order_changes_it(values, chance):
    shuffled = values[:]
    chance.shuffle(shuffled)
    assert total(values) == total(shuffled) == float(sum(map(Fraction, values)))


def test_a_sum_that_the_order_would_change_if_it_were_added_one_by_one():
    values = [0.1] * 10
    assert sum(values) != 1.0
    assert total(values) == 1.0


@given(plans)
def test_a_blend_lies_between_the_lowest_and_the_highest_rate(found):
    heads = [elb * rate for elb, rate in found]
    rates = [head / elb for head, (elb, _) in zip(heads, found, strict=True)]
    blend = ratio(heads, [elb for elb, _ in found])
    assert min(rates) - 1e-12 <= blend <= max(rates) + 1e-12


@given(st.floats(1, 1e6), st.floats(0, 1e6))
def test_one_plan_alone_is_itself(elb, integrations):
    assert ratio([integrations], [elb]) == integrations / elb
    assert total([elb]) == elb


def test_a_blend_is_no_mean_of_rates():
    # 10 % of 9,000 and 30 % of 1,000 are 1,200 of 10,000
    assert ratio([900, 300], [9000, 1000]) == 0.12


def test_what_is_not_known_counts_in_neither():
    assert ratio([900, math.nan], [9000, 1000]) == 0.1
    assert math.isnan(ratio([math.nan], [9000]))
    with pytest.raises(InputError, match="gefunden 1 Wert, erwartet 2, je Plan einen"):
        ratio([1], [1, 2])


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), st.integers(0, 2**32 - 1))
def test_quartiles_are_the_spreadsheets(values, seed):
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    shuffled = random.Random(seed).sample(values, len(values))
    found = spread(shuffled)
    assert (found.lower, found.median, found.upper) == pytest.approx((lower, median, upper), rel=1e-9, abs=1e-6)
    assert (found.number, found.least, found.most) == (len(values), min(values), max(values))


def test_far_is_beyond_one_and_a_half_interquartile_ranges():
    found = spread([10, 20, 30, 40, 50])  # quartiles 20 and 40: fences −10 and 70
    assert not found.is_far(70)
    assert not found.is_far(-10)
    assert found.is_far(70.1)
    assert found.is_far(-10.1)


def test_equal_values_but_for_the_noise_of_floats_are_not_far():
    found = spread([0.3, 0.3, 0.3, 0.3, 0.1 + 0.2])
    assert not found.is_far(0.1 + 0.2)
    assert found.is_far(0.31)
