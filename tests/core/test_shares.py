"""Sharing out: parts sum exactly, keep what is fixed, and stay next to their exact share."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jcplan.core.monthly import monthly_targets, split_targets
from jcplan.core.shares import in_cells, in_proportion, share_out, shift
from jcplan.errors import InputError

WEIGHT = st.one_of(st.integers(0, 10_000).map(float), st.floats(0.001, 1e6))
WEIGHTS = st.lists(WEIGHT, min_size=1, max_size=12).filter(lambda weights: sum(weights) > 0)
UNITS = st.integers(-(10**9), 10**9)
PLACES = st.integers(-2, 4)


def total_of(parts):
    """Exact sum of the decimals that cells show."""
    return sum((Decimal(f"{part:.15g}") for part in parts), Decimal(0))


@given(UNITS, WEIGHTS, PLACES)
def test_rounded_parts_sum_exactly(units, weights, places):
    total = float(Decimal(units).scaleb(-places))
    parts = share_out(total, weights, stellen=places)
    assert total_of(parts) == Decimal(f"{total:.15g}")
    assert [float(f"{part:.15g}") for part in parts] == parts.tolist()  # the decimal itself, without noise


@given(UNITS, WEIGHTS, PLACES)
def test_each_part_is_its_exact_share_rounded_down_or_up(units, weights, places):
    total = float(Decimal(units).scaleb(-places))
    unit = Fraction(10) ** -places
    whole = sum(map(Fraction, weights))
    for part, weight in zip(share_out(total, weights, stellen=places), weights, strict=True):
        exact = Fraction(units) * unit * Fraction(weight) / whole
        assert abs(Fraction(f"{part:.15g}") - exact) < unit
        assert part == 0 or weight > 0


@given(UNITS, WEIGHTS)
def test_a_cut_is_shared_like_a_gain(units, weights):
    assert (share_out(units, weights, stellen=0) == -share_out(-units, weights, stellen=0)).all()


@given(st.integers(0, 10**6), WEIGHTS)
def test_larger_weight_never_gets_less(units, weights):
    parts = share_out(units, weights, stellen=0)
    for one, first in zip(weights, parts, strict=True):
        for other, second in zip(weights, parts, strict=True):
            assert not (one > other and first < second)


@given(st.floats(-1e9, 1e9), WEIGHTS)
def test_unrounded_parts_are_in_proportion(total, weights):
    parts = share_out(total, weights)
    assert math.isclose(math.fsum(parts), total, rel_tol=1e-9, abs_tol=1e-6)
    for part, weight in zip(parts, weights, strict=True):
        assert math.isclose(part, total * weight / math.fsum(weights), rel_tol=1e-9, abs_tol=1e-6)


@given(st.integers(1, 10**6), WEIGHTS, st.data())
def test_fixed_parts_keep_their_value(total, weights, data):
    assume(len(weights) > 1)
    index = data.draw(st.integers(0, len(weights) - 1))
    assume(sum(w for i, w in enumerate(weights) if i != index) > 0)
    held = [math.nan] * len(weights)
    held[index] = float(data.draw(st.integers(0, total)))
    parts = share_out(total, weights, held, 0)
    assert parts[index] == held[index]
    assert total_of(parts) == total


@given(st.integers(-(10**6), -1), WEIGHTS, st.data())
def test_fixed_parts_of_a_cut(total, weights, data):
    assume(len(weights) > 1 and sum(weights[1:]) > 0)
    held = [float(data.draw(st.integers(total, 0)))] + [math.nan] * (len(weights) - 1)
    parts = share_out(total, weights, held, 0)
    assert parts[0] == held[0]
    assert total_of(parts) == total
    assert (parts <= 0).all()


@pytest.mark.parametrize(
    ("total", "held", "message"),
    [
        (100, [120, math.nan], "nicht über die Summe"),
        (-100, [-120, math.nan], "nicht über die Summe"),
        (0, [5, math.nan], "nicht über die Summe"),
        (100, [60, 30], "keinen freien Teil"),
        (100, [math.inf, math.nan], "endliche Zahl"),
    ],
)
def test_fixed_parts_that_cannot_be(total, held, message):
    with pytest.raises(InputError, match=message):
        share_out(total, [1, 1], held, 0)


def test_fixed_parts_that_take_all():
    assert share_out(100, [1, 1], [60, 40]).tolist() == [60, 40]
    assert share_out(100, [1, 1, 1], [60, 40, math.nan], 0).tolist() == [60, 40, 0]


def test_largest_remainders_by_hand():
    """120 over 4,120, 3,350, 2,780, 1,990: quotas 40.39, 32.84, 27.25, 19.51."""
    assert share_out(120, [4120, 3350, 2780, 1990], stellen=0).tolist() == [40, 33, 27, 20]


def test_equal_remainders_go_to_the_larger_weight_then_to_the_earlier_part():
    assert share_out(2, [1, 3], stellen=0).tolist() == [0, 2]  # quotas 0.5 and 1.5
    assert share_out(1, [1, 1], stellen=0).tolist() == [1, 0]


@pytest.mark.parametrize("places", [-13, 13, 0.5, math.nan])
def test_places_are_whole_and_near(places):
    with pytest.raises(InputError, match="stellen"):
        share_out(100, [1, 1], stellen=places)


def test_total_that_does_not_fit_the_places():
    with pytest.raises(InputError, match="summe"):
        share_out(0.5, [1, 1], stellen=0)


def test_the_largest_weights_do_not_overflow():
    assert share_out(100, [1e308, 1e308]).tolist() == [50, 50]
    assert share_out(100, [1e308, 1e308], stellen=0).tolist() == [50, 50]
    assert share_out(100, [1e308, 1e308, 1e-308], stellen=0).tolist() == [50, 50, 0]
    assert share_out(100, [5e-324, 5e-324]).tolist() == [50, 50]


def test_weights_count_as_the_cells_show_them():
    """0.1 and 0.3 of 2: quotas 0.5 and 1.5, equal remainders, so the larger weight; in floats they are not equal."""
    assert share_out(2, [0.1, 0.3], stellen=0).tolist() == [0, 2]
    assert share_out(6, [0.1, 0.2, 0.3], stellen=0).tolist() == [1, 2, 3]


def test_a_weight_of_minus_zero_is_zero():
    """-1 · 0 is -0.0 in a computed cell."""
    assert share_out(3, [2, -0.0, 1], stellen=0).tolist() == [2, 0, 1]
    assert share_out(3, [-0.0, 1, 1], stellen=0).tolist() == [0, 2, 1]
    assert share_out(-0.0, [1, -0.0], stellen=0).tolist() == [0, 0]
    assert monthly_targets(4, [-0.0, 1, 1], 0).tolist() == [0, 2, 2]
    assert split_targets([3, 1], [1, -0.0, 1], [2, 0, 2], 0).tolist() == [[2, 0, 1], [0, 0, 1]]


def test_thirds_that_are_held_take_all():
    """Three cells of 1/3 show 0.333333333333333; what is missing of 1 is noise."""
    assert share_out(1, [1] * 4, [1 / 3] * 3 + [math.nan], 0).tolist()[3] == 0
    assert share_out(0.3, [1] * 3, [0.1, 0.1 + 0.1, math.nan], 2).tolist()[2] == 0


def test_a_bad_fixed_value_is_named_by_its_number():
    with pytest.raises(InputError, match=r"^fest, Wert 3"):
        share_out(100, [1] * 3, [math.nan, math.nan, math.inf])


@given(st.integers(0, 10**6), st.integers(20, 60))
def test_many_parts_are_each_next_to_their_share(total, count):
    """By the definition of the largest remainder, in fractions."""
    weights = [((7 * i) % 11) / 10 + 0.1 for i in range(count)]
    parts = share_out(total, weights, stellen=0)
    whole = sum(Fraction(f"{w:.15g}") for w in weights)
    rests = [total * Fraction(f"{w:.15g}") / whole - Fraction(part) for w, part in zip(weights, parts, strict=True)]
    assert sum(parts) == total
    up, down = [-r for r in rests if r < 0], [r for r in rests if r >= 0]
    assert not up or not down or 1 - max(up) >= max(down)  # nobody was rounded up before a larger remainder


# ---- one entry changes ----------------------------------------------------------------------------

VALUES = st.lists(st.floats(0.01, 1e6), min_size=2, max_size=10)


@given(VALUES, st.data())
def test_total_stays_and_the_others_keep_their_proportions(values, data):
    position = data.draw(st.integers(1, len(values)))
    total = math.fsum(values)
    new = data.draw(st.floats(0, total * 0.999))
    after = shift(values, position, new)
    assert after[position - 1] == new
    assert math.isclose(math.fsum(after), total, rel_tol=1e-9)
    assert (after >= 0).all()
    others = [i for i in range(len(values)) if i != position - 1]
    factors = [after[i] / values[i] for i in others]
    assert max(factors) - min(factors) <= 1e-9 * max(1, *factors)


@given(VALUES, st.data())
def test_held_entries_do_not_move(values, data):
    held = np.array(data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values))))
    position = data.draw(st.integers(1, len(values)))
    held[position - 1] = False
    free = ~held
    free[position - 1] = False
    assume(free.any())
    room = math.fsum(np.array(values)[free])
    new = values[position - 1] + room * data.draw(st.floats(-0.5, 0.9))
    assume(new >= 0)
    after = shift(values, position, new, held)
    assert after[held].tolist() == np.array(values)[held].tolist()
    assert math.isclose(math.fsum(after), math.fsum(values), rel_tol=1e-9)


@given(VALUES, st.data())
def test_there_and_back(values, data):
    position = data.draw(st.integers(1, len(values)))
    new = data.draw(st.floats(0, math.fsum(values) * 0.9))
    back = shift(shift(values, position, new), position, values[position - 1])
    assert back == pytest.approx(values, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("values", "position", "new", "held", "place"),
    [
        ([10, 20], 0, 5, None, "position"),
        ([10, 20], 3, 5, None, "position"),
        ([10, 20], 1.5, 5, None, "position"),
        ([10, 20], 1, 30.1, None, "neu"),
        ([10, 20], 1, -1, None, "neu"),
        ([10, 0], 1, 5, None, "neu"),
        ([10, 20], 1, 15, [False, True], "neu"),
        ([10, 20], 1, 15, [True, False], "fest"),
        ([10, 20], 1, 15, [True], "fest"),
        ([10, -20], 1, 15, None, "werte"),
    ],
)
def test_changes_that_cannot_be(values, position, new, held, place):
    with pytest.raises(InputError) as caught:
        shift(values, position, new, None if held is None else np.array(held))
    assert caught.value.place.startswith(place)


def test_changes_at_the_edge():
    assert shift([10, 20], 1, 30).tolist() == [30, 0]  # all that the others have
    assert shift([0.1, 0.2], 1, 0.1 + 0.2).tolist() == [0.1 + 0.2, 0]
    assert shift([10, 0], 1, 10).tolist() == [10, 0]  # nothing changes, so nothing has to be taken up
    assert shift([10, 20], 2, 20, np.array([True, False])).tolist() == [10, 20]
    assert shift([10, 20, 30], 3, 0).tolist() == [20, 40, 0]
    assert shift([0, 20], 1, 5).tolist() == [5, 15]
    assert shift([7], 1, 7).tolist() == [7]


def test_weights_of_any_size_are_in_proportion():
    """By hand: 15 digits each, as units of the last of them."""
    assert in_proportion([1.0, 10.0, 0.0]) == [10**14, 10**15, 0]
    assert in_proportion([0.5]) == [5 * 10**14]
    ones = in_proportion([1e-5, 1e5])
    assert ones[1] == ones[0] * 10**10
    assert in_proportion([0.0, 0.0]) == [0, 0]


def test_units_in_cells():
    assert in_cells([125, -3, 0], 1) == [12.5, -0.3, 0]
    assert in_cells([125, -3, 0], 0) == [125, -3, 0]
    assert in_cells([125, -3, 0], -2) == [12500, -300, 0]
    assert {type(cell) for places in (-1, 0, 1) for cell in in_cells([7], places)} == {float}


def test_nothing_to_share():
    assert share_out(0, [0, 0]).tolist() == [0, 0]
    assert share_out(0, [0, 0], stellen=0).tolist() == [0, 0]
    assert share_out(5, [1, 0], [5, math.nan]).tolist() == [5, 0]
    assert share_out(5, [0], [5.0], 0).tolist() == [5]
    with pytest.raises(InputError, match=r"keinen freien Teil mit Gewicht für den Rest von 3,"):
        share_out(3, [0, 0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.5, [1, 1], None, 0), "summe: gefunden 0,5, erwartet eine Zahl, die sich auf 0 Stellen verteilen lässt"),
        ((5, [1, 1], [0.5, math.nan], 0), "summe: gefunden einen Rest von 4,5, erwartet eine Zahl, die sich auf 0 "),
        ((100, [1, 1], [120, math.nan], 0), "fest: gefunden feste Werte, die einen Rest von −20 lassen"),
        ((-100, [1, 1], [20, math.nan], 0), None),
        ((100, [1, 1], [-20, math.nan], 0), None),
        ((0, [1, 1], [-5, math.nan], None), "fest: gefunden feste Werte, die einen Rest von 5 lassen"),
    ],
)
def test_what_is_said_of_a_rest(arguments, message):
    if message is None:
        assert total_of(share_out(*arguments)) == arguments[0]
        return
    with pytest.raises(InputError) as caught:
        share_out(*arguments)
    assert message in str(caught.value)


def test_a_held_entry_that_is_to_change_is_named_by_its_number():
    with pytest.raises(InputError, match=r"^fest: gefunden die Position 2 als festen Wert, erwartet eine Position"):
        shift([10, 20, 30], 2, 15, np.array([False, True, False]))


def test_whole_parts_of_a_number_at_the_edge_of_what_a_cell_holds_are_refused():
    """15 shown digits of the largest number are more than the largest number."""
    with pytest.raises(InputError, match=r"^summe: gefunden eine Zahl über 10\^300, erwartet eine Zahl bis 10\^300"):
        share_out(1.7976931348623157e308, [1, 1], stellen=0)
    assert share_out(1e300, [1, 1], stellen=0).tolist() == [5e299, 5e299]
