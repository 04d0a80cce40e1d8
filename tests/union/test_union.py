"""All plans together: which count, what stands out, how sure the whole is. Of made-up plans."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.union.measures import MEASURES
from jcplan.union.union import LeftOut, union

from .members import member, sure, unsure

DRAWS = 500
IQ = next(each for each in MEASURES if each.key == "iq")
LZB = next(each for each in MEASURES if each.key == "lzb_aenderung")


def of(*members):
    return union([(each, sure(each)) for each in members], [], 10)


@given(st.lists(st.tuples(st.floats(1, 1e5), st.floats(0, 1)), min_size=1, max_size=8), st.randoms())
def test_the_order_of_files_changes_no_digit(figures, chance):
    found = [member(f"{at}.xlsx", elb, elb * rate) for at, (elb, rate) in enumerate(figures)]
    brought = [(each, unsure(each, at, DRAWS)) for at, each in enumerate(found)]
    shuffled = brought[:]
    chance.shuffle(shuffled)
    one, other = (union(each, [], DRAWS) for each in (brought, shuffled))
    assert one == other
    assert one.amounts == other.amounts


def test_sums_and_rates_are_of_heads():
    found = of(member("A.xlsx", 9000.0, 900.0), member("B.xlsx", 1000.0, 300.0))
    assert found.amounts["elb"] == 10000
    assert found.measure(IQ) == 0.12
    assert found.measure(LZB) == 0


def test_a_rate_that_one_plan_does_not_know_is_of_the_others():
    without = member("B.xlsx", integrationen_vorjahr=None, elb_vorher=5000.0)
    found = of(member("A.xlsx", integrationen_vorjahr=240.0, elb_vorher=1000.0), without)
    before = next(each for each in MEASURES if each.key == "iq_vorjahr")
    assert found.measure(before) == 0.24
    assert any("Ohne IQ des Vorjahres" in text and "B.xlsx" in text for text in found.remarks)


def test_no_plan_makes_no_union():
    assert union([], [LeftOut("A.xlsx", "kaputt")], 10) is None


def test_plans_of_another_year_do_not_count():
    found = of(member("A.xlsx"), member("B.xlsx"), member("C.xlsx", 5000.0, year=2018))
    assert [each.file for each in found.members] == ["A.xlsx", "B.xlsx"]
    assert found.amounts["elb"] == 2000
    (other,) = found.left_out
    assert (other.file, "2018" in other.reason, "2017" in other.reason) == ("C.xlsx", True, True)
    assert found.lzb_sure[True].limit == 200


def test_of_two_years_with_as_many_plans_the_later_counts():
    found = of(member("A.xlsx", year=2018), member("B.xlsx", year=2017))
    assert found.year == 2018


def test_outliers_are_found_within_a_comparison_type_only():
    same = [
        member(f"{at}.xlsx", 1000.0, rate, kind="IIa") for at, rate in enumerate((200.0, 210.0, 220.0, 230.0, 240.0))
    ]
    far = member("fern.xlsx", 1000.0, 400.0, kind="IIa")
    other = member("anders.xlsx", 1000.0, 400.0, kind="IIIc")
    found = of(*same, far, other)
    assert [(each.member.file, each.measure.key) for each in found.outliers] == [("fern.xlsx", "iq")]
    assert found.outliers[0].value == 0.4


def test_without_a_comparison_type_nothing_is_an_outlier_and_nothing_an_error():
    found = of(*(member(f"{at}.xlsx") for at in range(8)), member("fern.xlsx", 1000.0, 900.0))
    assert found.outliers == ()
    assert found.kinds == {}
    assert any("9 Pläne sind ohne Vergleichstyp" in text for text in found.remarks)


def test_four_plans_of_a_type_are_too_few():
    rates = (200.0, 200.0, 200.0, 900.0)
    assert of(*(member(f"{at}.xlsx", 1000.0, rate, kind="Ia") for at, rate in enumerate(rates))).outliers == ()


def test_one_jobcenter_in_two_files_is_said():
    twice = dataclasses.replace(member("B.xlsx"), jobcenter="Jobcenter A.xlsx")
    found = of(member("A.xlsx"), twice)
    assert any("zählt mehrfach: A.xlsx, B.xlsx" in text for text in found.remarks)


# ---- how sure -----------------------------------------------------------------------------------


def test_one_plan_alone_is_as_sure_as_it_is():
    """The same draws in another order: as likely, and with the same quantiles."""
    one = member(elb=20000.0, integrations=4500.0, lzb=12000.0)
    drawn = unsure(one, 1, DRAWS)
    found = union([(one, drawn)], [], DRAWS)
    assert found.iq_sure[True] == found.iq_sure[False]
    reached = np.round(drawn.integrationen / drawn.elb, 3) >= 0.225
    assert found.iq_sure[True].share == pytest.approx(reached.mean(), abs=1e-12)
    assert found.lzb_sure[True].share == pytest.approx((np.round(drawn.lzb) <= 12000).mean(), abs=1e-12)


def test_what_is_sure_is_reached():
    found = of(member("A.xlsx", 9000.0, 900.0), member("B.xlsx", 1000.0, 300.0))
    assert found.iq_sure[True].share == found.iq_sure[False].share == 1
    assert found.iq_sure[True].quantiles == (0.12, 0.12, 0.12)


def test_plans_for_themselves_even_out_and_plans_alike_do_not():
    """Ten equal plans: alike they vary as one does, each for itself by a factor of √10 less."""
    each = member(elb=20000.0, integrations=4500.0, lzb=10000.0)
    plans = [dataclasses.replace(each, file=f"{at}.xlsx") for at in range(10)]
    alike = unsure(each, 1, 20_000)
    orders = [np.random.default_rng(at).permutation(20_000).astype(np.uint32) for at in range(10)]
    brought = [(plan, dataclasses.replace(alike, order=order)) for plan, order in zip(plans, orders, strict=True)]
    found = union(brought, [], 20_000)
    low, _, high = found.lzb_sure[True].quantiles
    # 10 % and 90 % of a normal distribution are 1.2816 standard deviations (5 % of 100,000) from its mean
    assert high - low == pytest.approx(2 * 1.2816 * 5000, rel=0.04)
    low, _, high = found.lzb_sure[False].quantiles
    assert high - low == pytest.approx(2 * 1.2816 * 5000 / 10**0.5, rel=0.04)


def test_the_same_whatever_was_shuffled_before():
    """Working on files in processes gives them back in any order; a run is a run."""
    plans = [member(f"{at}.xlsx", 1000.0 + at, 200.0) for at in range(6)]
    runs = []
    for seed in (1, 2):
        brought = [(plan, unsure(plan, at, DRAWS)) for at, plan in enumerate(plans)]
        random.Random(seed).shuffle(brought)
        runs.append(union(brought, [], DRAWS))
    assert runs[0] == runs[1]
