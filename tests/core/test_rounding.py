"""Commercial rounding, compatibility of printed figures, swapped digits."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jcplan.core import rounding
from jcplan.core.rounding import compatible, digits_swapped, round_half_up, rounded, without_noise
from jcplan.errors import InputError
from jcplan.german import round_decimal

PLACES = st.integers(-3, 8)
SHOWN = st.builds(lambda units, places: float(Decimal(units).scaleb(-places)), st.integers(-(10**14), 10**14), PLACES)


def by_hand(value, places):
    """Half away from zero on the 15 digits that a cell shows."""
    shown = Decimal(f"{value:.15g}")
    return float(shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=Context(prec=400)))


@given(SHOWN, PLACES)
def test_rounds_half_up_as_decimal_does(value, places):
    assert float(round_half_up(value, places)) == by_hand(value, places)


@given(st.integers(-(10**8), 10**8), st.integers(0, 4))
def test_exact_half_goes_away_from_zero(units, places):
    half = float((Decimal(units) + Decimal("0.5") * (1 if units >= 0 else -1)).scaleb(-places))
    away = float(Decimal(units + (1 if units >= 0 else -1)).scaleb(-places))
    assert float(round_half_up(half, places)) == away


@given(SHOWN, PLACES)
def test_rounding_is_idempotent_odd_and_near(value, places):
    rounded = float(round_half_up(value, places))
    assert float(round_half_up(rounded, places)) == rounded
    assert float(round_half_up(-value, places)) == -rounded
    assert abs(Decimal(f"{rounded:.15g}") - Decimal(f"{value:.15g}")) <= Decimal(5).scaleb(-places - 1)


def ulps(value, count):
    """The float so many floats away."""
    for _ in range(abs(count)):
        value = float(np.nextafter(value, np.inf if count > 0 else -np.inf))
    return value


@st.composite
def hard(draw, places):
    """A tie, a number about a tie as far as 15 digits go, or one that no unit of the place comes near."""
    units = draw(st.integers(0, 99) | st.integers(0, 10**15))
    tie = float((Decimal(units) + Decimal("0.5")).scaleb(-places))
    value = draw(
        st.just(tie)
        | st.integers(-3, 3).map(lambda count: ulps(tie, count))
        | st.floats(-8e-15, 8e-15).map(lambda off: tie * (1 + off))
        | st.floats(allow_nan=False, allow_infinity=False)
    )
    return draw(st.sampled_from([1, -1])) * value


@given(st.data(), st.integers(-12, 12))
def test_arrays_round_as_decimals_do(data, places):
    values = data.draw(st.lists(hard(places), min_size=1, max_size=30))
    found = rounded(np.array(values), places)
    assert found.tolist() == [by_hand(value, places) for value in values]
    assert not np.signbit(found[found == 0]).any()
    assert [rounded(value, places) for value in values] == found.tolist()
    assert round_half_up(values, places).tolist() == found.tolist()


@pytest.mark.parametrize("places", range(-12, 13))
def test_thousands_about_ties(places):
    """Ties of all sizes, and up to 7e-15 of themselves about them, where the 15th digit decides."""
    draw = np.random.default_rng(places + 12)
    units = np.floor(10 ** draw.uniform(0, 15.3, 2000)) + 0.5
    ties = np.array([float(Decimal(unit).scaleb(-places)) for unit in units])
    values = np.concatenate([ties, ties * (1 + draw.uniform(-7e-15, 7e-15, ties.size)), np.nextafter(ties, 0)])
    values *= draw.choice([-1, 1], values.size)
    assert rounded(values, places).tolist() == [by_hand(value, places) for value in values.tolist()]


@pytest.mark.parametrize("places", [-400, -308, -23, -22, 22, 23, 60])
def test_arrays_round_as_decimals_do_far_from_the_point(places):
    """Powers of ten up to the 22nd are floats, further ones are not; some are beyond all numbers."""
    draw = np.random.default_rng(abs(places))
    tie = float(Decimal("1.5").scaleb(-places)) if abs(places) <= 300 else 1.5
    values = [tie, -tie, ulps(tie, 1), ulps(tie, -1), 5e-324, 1.7976931348623157e308, 0.0, -0.0]
    values += (10.0 ** draw.uniform(-320, 308, 60)).tolist()
    assert rounded(np.array(values), places).tolist() == [float(round_decimal(value, places)) for value in values]
    assert [rounded(value, places) for value in values] == [float(round_decimal(value, places)) for value in values]


def test_many_numbers_in_parts():
    """More than are rounded at once, in any shape and order, with ties, and what is no number, in the last part."""
    values = np.random.default_rng(2027).uniform(-1e6, 1e6, (70_001, 3))
    values[-1] = [0.0005, math.nan, -math.inf]
    for shaped in (values, values.T, values[::-2, 1:], np.broadcast_to(values[:, :1], values.shape)):
        found = rounded(shaped, 3)
        expected = np.array([rounded(value, 3) for value in shaped.ravel()[:200].tolist()])
        assert found.shape == shaped.shape
        assert np.array_equal(found.ravel()[:200], expected, equal_nan=True)
        good = np.isfinite(shaped)
        assert np.abs(found[good] - shaped[good]).max() <= 0.0005 + 1e-9
        assert np.array_equal(found[~good], shaped[~good], equal_nan=True)
    assert rounded(values, 3)[-1].tolist()[::2] == [0.001, -math.inf]
    assert np.isnan(rounded(values, 3)[-1, 1])


@given(st.data(), st.lists(st.integers(-12, 12), min_size=1, max_size=30))
def test_places_of_their_own(data, places):
    values = [data.draw(hard(n)) for n in places]
    assert round_half_up(values, places).tolist() == [by_hand(v, n) for v, n in zip(values, places, strict=True)]
    column = np.array(values)[:, np.newaxis]
    assert round_half_up(column, places).tolist() == [[by_hand(v, n) for n in places] for v in values]


def test_only_numbers_near_a_tie_take_the_long_way(monkeypatch):
    counted = []
    by_decimal = rounding.round_decimal
    monkeypatch.setattr(rounding, "round_decimal", lambda *a: counted.append(a[0]) or by_decimal(*a))
    values = np.random.default_rng(2017).random(100_000)
    values[::25_000] = [0.2345, 0.1235, 0.0005, 0.9995]
    result = round_half_up(values, 3)
    assert sorted(counted) == [0.0005, 0.1235, 0.2345, 0.9995]
    assert result[::25_000].tolist() == [0.235, 0.124, 0.001, 1.0]


def test_terms_of_impossible_plans_stay_what_they_are():
    found = rounded(np.array([np.nan, np.inf, -np.inf, 0.5]), 0)
    assert np.isnan(found[0])
    assert found[1:].tolist() == [np.inf, -np.inf, 1]
    assert np.isnan(rounded(float("nan"), 2))
    assert rounded(np.empty((0, 3)), 2).shape == (0, 3)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (0.5, 0, 1),
        (1.5, 0, 2),
        (2.5, 0, 3),
        (-2.5, 0, -3),
        (0.22475, 3, 0.225),
        (0.2245, 3, 0.225),
        (5936501.88, -5, 5900000),
        (0.285, 2, 0.29),
        (1e15, 2, 1e15),
        (0, 3, 0),
    ],
)
def test_values_by_hand(value, places, expected):
    assert float(round_half_up(value, places)) == expected


def test_noise_of_float_arithmetic_does_not_decide():
    assert float(round_half_up(0.1 + 0.2 + 0.05, 1)) == 0.4  # 0.35000000000000003 is shown as 0.35
    assert float(round_half_up(1.1 * 1.1 * 50, 0)) == 61  # 60.50000000000001 is shown as 60.5


@given(SHOWN, st.integers(0, 5))
def test_compatible_with_its_own_rounding(value, places):
    assert compatible(value, round_half_up(value, places), places)


@given(st.integers(-(10**7), 10**7), st.integers(-2, 2), st.integers(0, 4))
def test_compatible_exactly_if_the_roundings_are_equal_away_from_ties(units, off, places):
    assume(abs(units) % 100 != 50)
    value = Decimal(units).scaleb(-places - 2)
    printed = Decimal(units // 100 + off).scaleb(-places)
    equal = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == printed
    assert bool(compatible(float(value), float(printed), places)) is equal


@given(st.integers(-(10**7), 10**7), st.sampled_from([-2, -1, 0, 1, 2]), st.integers(0, 99), st.integers(0, 4))
def test_compatible_near_the_printed_figure(printed_units, units_off, hundredths, places):
    value = Decimal(printed_units + units_off).scaleb(-places) + Decimal(hundredths).scaleb(-places - 2)
    printed = Decimal(printed_units).scaleb(-places)
    expected = abs(value - printed) <= Decimal("0.5").scaleb(-places)
    assert bool(compatible(float(value), float(printed), places)) is expected


@given(st.integers(-(10**7), 10**7), st.sampled_from([1, -1]), st.integers(-3, 5))
def test_exactly_half_a_unit_is_compatible_and_more_is_not(printed_units, sign, places):
    printed = Decimal(printed_units).scaleb(-places)
    half = Decimal("0.5").scaleb(-places) * sign
    more = Decimal("0.501").scaleb(-places) * sign
    assert compatible(float(printed + half), float(printed), places)
    assert not compatible(float(printed + more), float(printed), places)


@given(st.data(), st.lists(st.integers(-12, 12), min_size=7, max_size=30))
def test_arrays_are_compatible_as_decimals_are(data, places):
    """Printed figures about half a unit off, as far as 15 digits go, or anywhere."""
    computed = [data.draw(hard(n)) for n in places]
    units = [data.draw(st.sampled_from([-1.5, -1, -0.5, 0, 0.5, 1])) for _ in places]
    printed = [by_hand(v, n) + u * 10.0**-n for v, n, u in zip(computed, places, units, strict=True)]
    printed = [v if np.isfinite(v) else 0.0 for v in printed]
    loose = [data.draw(st.sampled_from([0.0, 0.5, 1e-16])) * 10.0**-n for n in places]
    found = compatible(computed, printed, places, loose)
    for verdict, value, other, n, margin in zip(found, computed, printed, places, loose, strict=True):
        first, second, more = (Decimal(f"{number:.15g}") for number in (value, other, margin))
        off = Context(prec=400).subtract(first, second)
        assert verdict == (abs(off) <= Decimal("0.5").scaleb(-n) + more)


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.integers(0, 3))
def test_swapped_digits_are_symmetric(first, second, places):
    one, other = float(Decimal(first).scaleb(-places)), float(Decimal(second).scaleb(-places))
    assert bool(digits_swapped(one, other)) is bool(digits_swapped(other, one))
    assert bool(digits_swapped(one, other)) is bool(digits_swapped(-one, -other))
    assert not digits_swapped(one, one)


@given(st.integers(10, 10**9), st.data())
def test_swapping_two_neighbours_is_found(number, data):
    digits = list(str(number))
    at = data.draw(st.integers(0, len(digits) - 2))
    assume(digits[at] != digits[at + 1] and not (at == 0 and digits[1] == "0"))
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    assert digits_swapped(number, int("".join(digits)))


@given(st.integers(10**4, 10**8), st.data())
def test_changing_one_digit_is_no_swap(number, data):
    digits = list(str(number))
    at = data.draw(st.integers(1, len(digits) - 1))
    digits[at] = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[at]]))
    assert not digits_swapped(number, int("".join(digits)))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (47562669, 47562696, True),
        (12.34, 13.24, True),  # across the decimal point
        (1.05, 1.5, True),  # a last zero that the cell does not show
        (0.12, 0.21, True),
        (1234, 3214, False),  # not neighbours
        (1122, 2211, False),  # two swaps
        (-12, 21, False),
        (12, 1.2, False),
        (120, 12, False),
    ],
)
def test_swaps_by_hand(one, other, expected):
    assert bool(digits_swapped(one, other)) is expected


@pytest.mark.parametrize("places", [0.5, 13, -13, float("nan"), float("inf")])
def test_places_are_whole_and_near(places):
    with pytest.raises(InputError, match="stellen"):
        round_half_up(1, places)
    with pytest.raises(InputError, match="stellen"):
        compatible(1, 1, places)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_only_finite_numbers(bad):
    for compute in (lambda: round_half_up(bad, 0), lambda: compatible(bad, 1, 0), lambda: digits_swapped(1, bad)):
        with pytest.raises(InputError):
            compute()


def test_shapes_broadcast():
    assert round_half_up(np.array([[1.25], [2.5]]), [1, 0]).tolist() == [[1.3, 1.0], [2.5, 3.0]]
    assert compatible([[0.224, 0.3]], 0.224, 3).tolist() == [[True, False]]


@given(st.integers(0, 10**13), st.integers(0, 10**13), st.integers(0, 4))
def test_sums_and_differences_of_decimals_are_decimals(first, second, places):
    one, other = (Decimal(units).scaleb(-places) for units in (first, second))
    a, b = float(one), float(other)
    assert float(without_noise(a + b, a, b)) == float(one + other)
    assert float(without_noise(a - b, a, b)) == float(one - other)


def test_noise_by_hand():
    assert without_noise([0.1 + 0.2 - 0.3, 0.5 - 0.4 - 0.1], 0.5).tolist() == [0, 0]
    assert without_noise([1e16 + 2, 0, 1e-300], [1e16, 0, 1e-300]).tolist() == [1e16 + 2, 0, 1e-300]
    assert without_noise(float("inf"), 1) == float("inf")


def test_up_to_six_numbers_are_rounded_one_by_one(monkeypatch):
    """A cell's own call has few numbers: it is not to pay for a dozen array operations."""
    monkeypatch.setattr(rounding, "_many", None)
    monkeypatch.setattr(rounding, "_HALVES", None)
    assert round_half_up([0.5] * 6, 0).tolist() == [1] * 6
    assert compatible([0.5] * 6, 1, 0).tolist() == [True] * 6
    with pytest.raises(TypeError):
        round_half_up([0.5] * 7, 0)
    with pytest.raises(TypeError):
        compatible([0.5] * 7, 1, 0)


def test_limits_of_what_is_noise():
    """15 digits: of 1 the 14th decimal is the last that counts; beyond 22 decimals nothing is rounded."""
    assert without_noise([1e-14, 4e-15, 6e-15, -6e-15], 1).tolist() == [1e-14, 0, 1e-14, -1e-14]
    assert without_noise([1e-13, 4e-14], 9.99).tolist() == [1e-13, 4e-14]
    assert without_noise([1e-13, 4e-14], 10).tolist() == [1e-13, 0]
    assert without_noise(4e-15, 0.5, -1, 0.1) == 0
    assert without_noise([12.4, 12.6], 1e15).tolist() == [12, 13]  # whole numbers at least stay
    assert without_noise([12.4, 12.6], 1e14).tolist() == [12, 13]
    assert without_noise(4e-23, 1e-8) == 0
    assert without_noise(4e-24, 1e-9) == 4e-24


def test_places_far_from_the_point():
    assert round_half_up([5e11, 4.9e11], -12).tolist() == [1e12, 0]
    assert round_half_up([1.4e-12, 1.5e-12], 12).tolist() == [1e-12, 2e-12]
    assert compatible([5e11, 6e11], 0, -12).tolist() == [True, False]
    assert compatible([5e-13, 6e-13] * 5, 0, 12).tolist() == [True, False] * 5
    assert compatible([5e11, 6e11] * 5, 0, -12).tolist() == [True, False] * 5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (-12, -21, True),
        (-12, 21, False),
        (12, -21, False),
        (0, 0, False),
        (0.1, 1, False),
        (10, 1, False),
        (1, 0.1, False),
        (1.2, 12, False),
        (21.3, 12.3, True),
        (1000.01, 1000.1, True),
        (102, 120, True),
        (201, 21, False),
        (12345, 21354, False),
        (1, 2, False),
    ],
)
def test_more_swaps_by_hand(one, other, expected):
    assert bool(digits_swapped(one, other)) is expected
    assert bool(digits_swapped(other, one)) is expected
