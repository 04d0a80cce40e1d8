"""Monthly targets in whole units: sums exact at every level, and each plan so far next to its exact one."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.core.monthly import line_to_mean, monthly_targets, split_targets
from jcplan.core.tracking import open_target
from jcplan.errors import InputError

SEASON = st.one_of(
    st.lists(st.integers(0, 200).map(lambda percent: percent / 100), min_size=1, max_size=12),
    st.lists(st.sampled_from([0, 1]), min_size=12, max_size=12),
    st.just([1] * 12),
).filter(any)
GOAL = st.one_of(st.integers(0, 12), st.integers(0, 10**6))
PARTS = st.lists(st.one_of(st.sampled_from([0, 1, 5, 5, 60]), st.integers(0, 3000)), min_size=1, max_size=7)
LEVELS = st.lists(PARTS, min_size=1, max_size=6)
EVEN = [1] * 12


def exact(goal, season):
    """Plan up to each month, in fractions of the decimals that were typed."""
    steps = list(accumulate(Fraction(str(weight)) for weight in season))
    return [Fraction(goal) * step / steps[-1] for step in steps]


def off(months, goal, season):
    """How far the plan up to any month is from the exact one."""
    return max(
        abs(Fraction(f"{so_far:.15g}") - due)
        for so_far, due in zip(accumulate(months), exact(goal, season), strict=True)
    )


# ---- a stock on its way to its mean ---------------------------------------------------------------

STOCK = st.one_of(st.sampled_from([0.0, 1.0, 26570.0]), st.integers(0, 10**7).map(float), st.floats(0, 1e7))


@given(STOCK, STOCK, st.integers(1, 36))
def test_a_line_starts_at_the_stock_and_has_the_target_as_its_mean(start, mean, months):
    line = line_to_mean(start, mean, months)
    assert len(line) == months
    assert min(line) >= 0
    assert np.mean(line) == pytest.approx(mean, rel=1e-12, abs=1e-9)
    steps = np.diff([start, *line])
    if 2 * mean * months >= start * (months - 1):
        assert steps == pytest.approx([steps[0]] * months, abs=1e-8)
    else:
        assert line[-1] == pytest.approx(0, abs=1e-8)
        assert steps[1:] == pytest.approx([steps[-1]] * (months - 1), abs=1e-8)


@given(st.integers(0, 10**6), st.integers(1, 10**6), PARTS)
def test_a_line_shared_out_is_whole_and_exact(start, mean, parts):
    """Months of the whole and of its parts sum to twelve times their means, and lie by the line."""
    mean = sum(parts) or mean
    line = line_to_mean(start, mean)
    whole = monthly_targets(12 * mean, line, 0)
    assert sum(whole) == 12 * mean
    assert np.abs(whole - line).max() <= 1 + 1e-6
    if sum(parts):
        rows = split_targets([12 * part for part in parts], line, whole, 0)
        assert rows.sum(axis=0).tolist() == whole.tolist()
        assert rows.sum(axis=1).tolist() == [12 * part for part in parts]


@pytest.mark.parametrize("bad", [(-1, 5), (5, -1), (np.nan, 5), (5, np.inf), (5, 5, 0), (5, 5, 2.5)])
def test_a_line_refuses(bad):
    with pytest.raises(InputError):
        line_to_mean(*bad)


# ---- one path alone -------------------------------------------------------------------------------


@given(GOAL, SEASON)
def test_a_path_is_exact_in_the_year_and_half_a_unit_off_at_most(goal, season):
    months = monthly_targets(goal, season, 0)
    assert sum(months) == goal
    assert min(months) >= 0
    assert off(months, goal, season) <= Fraction(1, 2)


@given(st.integers(0, 10**7), SEASON, st.integers(-2, 3))
def test_a_path_in_other_units(units, season, places):
    goal = Decimal(units).scaleb(-places)
    months = monthly_targets(float(goal), season, places)
    assert sum(Decimal(f"{month:.15g}") for month in months) == goal
    assert off(months, goal, season) <= Fraction(10) ** -places / 2


@given(GOAL, SEASON)
def test_a_decrease_is_planned_as_the_increase(goal, season):
    assert monthly_targets(-goal, season, 0).tolist() == (-monthly_targets(goal, season, 0)).tolist()


def test_paths_by_hand():
    assert monthly_targets(384, EVEN, 0).tolist() == [32] * 12
    # 10 over a year: 0.83 1.67 2.5 3.33 4.17 5 5.83 6.67 7.5 8.33 9.17 10 so far, rounded half up
    assert monthly_targets(10, EVEN, 0).tolist() == [1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1]
    # 0.1, 0.3, 0.6 of 5: 0.5, 1.5, 3 on the decimals that are shown, not on the floats next to them
    assert monthly_targets(5, [0.1, 0.2, 0.3, 0.4], 0).tolist() == [1, 1, 1, 2]


@given(st.integers(0, 10**5), SEASON.filter(lambda s: len(s) > 2 and any(s[2:])))
def test_the_rest_of_a_year_is_a_path_of_its_own(missing, season):
    rest = open_target(30 + missing, [10, 20], season, 0)
    assert off(rest, missing, season[2:]) <= Fraction(1, 2)


def test_the_rest_of_cents_has_no_noise():
    """100.1 − 99.9 is 0.19999999999998863 in floats."""
    assert open_target(100.1, [99.9], [1, 1, 1], 2).tolist() == [0.1, 0.1]


# ---- parts under a path ---------------------------------------------------------------------------


@given(PARTS, SEASON)
def test_offices_sum_to_the_whole_and_stay_within_one_head(goals, season):
    path = monthly_targets(sum(goals), season, 0)
    rows = split_targets(goals, season, path, 0)
    assert rows.sum(axis=0).tolist() == path.tolist()
    assert rows.sum(axis=1).tolist() == goals
    assert rows.min() >= 0
    assert all(off(row, goal, season) < 1 for row, goal in zip(rows, goals, strict=True))


@given(LEVELS, SEASON)
def test_teams_sum_to_their_office_and_stay_within_two_heads(offices, season):
    goals = [sum(teams) for teams in offices]
    paths = split_targets(goals, season, monthly_targets(sum(goals), season, 0), 0)
    for teams, path in zip(offices, paths, strict=True):
        rows = split_targets(teams, season, path, 0)
        assert rows.sum(axis=0).tolist() == path.tolist()
        assert rows.sum(axis=1).tolist() == teams
        assert rows.min() >= 0
        assert all(off(row, goal, season) < 2 for row, goal in zip(rows, teams, strict=True))


@given(PARTS, st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_any_path_from_0_on_can_be_shared_out(goals, path):
    """A path that was typed, cut off where the targets are reached; what is left of them comes at its end."""
    months: list[int] = []
    for month in (*path, sum(goals)):
        months.append(min(month, sum(goals) - sum(months)))
    rows = split_targets(goals, [1] * len(months), months, 0)
    assert rows.sum(axis=0).tolist() == months
    assert rows.sum(axis=1).tolist() == goals
    assert rows.min() >= 0


@given(PARTS, SEASON, st.randoms(use_true_random=False))
def test_permuted_parts_have_permuted_plans(goals, season, random):
    path = monthly_targets(sum(goals), season, 0)
    order = list(range(len(goals)))
    random.shuffle(order)
    plans = [
        Counter(
            (goal, tuple(row))
            for goal, row in zip(given_goals, split_targets(given_goals, season, path, 0).tolist(), strict=True)
        )
        for given_goals in (goals, [goals[i] for i in order])
    ]
    assert plans[0] == plans[1]


@given(PARTS, SEASON)
def test_cuts_are_shared_as_gains(goals, season):
    path = monthly_targets(sum(goals), season, 0)
    gains = split_targets(goals, season, path, 0)
    assert split_targets([-goal for goal in goals], season, -path, 0).tolist() == (-gains).tolist()


def test_parts_by_hand():
    """Six equal offices of 64 a year under 32 a month: 5 1/3 are due of each, so that every third month comes out even."""
    rows = split_targets([64] * 6, EVEN, [32] * 12, 0)
    assert rows.sum(axis=0).tolist() == [32] * 12
    so_far = np.cumsum(rows, axis=1)
    assert so_far[:, 2::3].tolist() == [[16, 32, 48, 64]] * 6
    assert {tuple(column) for column in (so_far[:, 0], so_far[:, 1])} == {(6, 6, 5, 5, 5, 5), (11, 11, 11, 11, 10, 10)}
    # a single part is the path; a part without a target gets nothing
    assert split_targets([5], [1, 1, 1], [2, 1, 2], 0).tolist() == [[2, 1, 2]]
    assert split_targets([0, 5], [1, 1, 1], [2, 1, 2], 0).tolist() == [[0, 0, 0], [2, 1, 2]]
    assert split_targets([0, 0], [1, 1], [0, 0], 0).tolist() == [[0, 0], [0, 0]]


def test_parts_follow_a_path_that_the_season_does_not_allow():
    """All of it in December: so be it."""
    assert split_targets([7, 5], [1, 1, 1], [0, 0, 12], 0).tolist() == [[0, 0, 7], [0, 0, 5]]


def test_cents_and_unrounded_parts():
    assert split_targets([0.3, 0.2], [1, 1], [0.2, 0.3], 1).tolist() == [[0.1, 0.2], [0.1, 0.1]]
    assert split_targets([3, 1], [1, 1], [2, 2]).tolist() == [[1.5, 1.5], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("goals", "season", "path", "places", "message"),
    [
        ([3, 2], [1, 1], [2, 2], 0, "jahresziele: gefunden zusammen 5, erwartet zusammen 4, die Summe von pfad"),
        ([3, -1], [1, 1], [1, 1], 0, "jahresziele, Wert 2: gefunden −1, erwartet eine Zahl ab 0"),
        ([-3, 1], [1, 1], [-1, -1], 0, "jahresziele, Wert 2: gefunden 1, erwartet eine Zahl bis 0"),
        ([3, 2], [1, 1], [6, -1], 0, "pfad, Wert 2: gefunden −1"),
        ([3, 2.5], [1, 1], [2, 3.5], 0, "jahresziele, Wert 2: gefunden 2,5"),
        ([3, 2], [1, 1], [2.5, 2.5], 0, "pfad, Wert 1: gefunden 2,5"),
        ([3, 2], [1, 1, 1], [2, 3], 0, "pfad: gefunden 2 Werte, erwartet 3 Werte, so viele wie saison"),
        ([3, 2], [0, 0], [2, 3], 0, "saison: gefunden Summe 0"),
        ([3, 2], [1, 1], [2, 3], 0.5, "stellen"),
    ],
)
def test_parts_that_cannot_be(goals, season, path, places, message):
    with pytest.raises(InputError) as caught:
        split_targets(goals, season, path, places)
    assert message in str(caught.value)


def test_parts_of_both_signs_that_sum_to_nothing():
    with pytest.raises(InputError, match=r"^jahresziele, Wert 2: gefunden −3, erwartet eine Zahl ab 0"):
        split_targets([3, -3], [1, 1], [0, 0], 0)
    assert split_targets([0, 0], [1, 1], [0, 0]).tolist() == [[0, 0], [0, 0]]
    assert split_targets([-3], [1, 1], [-1, -2]).tolist() == [[-1, -2]]


def test_a_single_target_is_named_without_a_number():
    with pytest.raises(InputError, match=r"^jahresziele: gefunden 2,5"):
        split_targets([2.5], [1, 1], [1, 1.5], 0)
    with pytest.raises(InputError, match=r"^pfad: gefunden 2,5"):
        split_targets([2], [1], [2.5], 0)


def test_what_is_due_first_comes_first():
    """The next unit of 2 is due after 1/2, of 3 after 1/3 of the year; of equals the larger part, then the earlier one."""
    assert split_targets([2, 3], [1] * 5, [1] * 5, 0).tolist() == [[0, 1, 0, 0, 1], [1, 0, 1, 1, 0]]
    assert split_targets([1, 1], [1, 1], [1, 1], 0).tolist() == [[1, 0], [0, 1]]
    assert split_targets([2, 4], [1, 1], [3, 3], 0).tolist() == [[1, 1], [2, 2]]


@pytest.mark.parametrize("places", [0.5, 13, float("nan")])
def test_places_are_checked_also_where_nothing_is_left(places):
    with pytest.raises(InputError, match="stellen"):
        open_target(10, [20], [1, 1], places)
