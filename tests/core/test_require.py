"""The edges of what a value may be: the last that is taken, the first that is not, and how it is named."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jcplan.core import require
from jcplan.errors import InputError

TINY, EPS = 5e-324, 2.0**-53  # the smallest float above 0; half a step below 1

# check, taken at its edges, refused just beyond
RANGES = [
    ("finite", [-1.7976931348623157e308, 0, 1.7976931348623157e308], []),
    ("stock", [0, TINY, 1e308], [-TINY, -1]),
    ("up_to_zero", [-1e308, -TINY, 0], [TINY, 1]),
    ("positive", [TINY, 1e308], [0, -TINY]),
    ("share", [0, 1], [-TINY, 1 + 2 * EPS]),
    ("months_of_a_year", [0, 0.5, 12], [-TINY, 12.000000000000002]),
    ("change", [-1, 0, 1e308], [-1 - 2 * EPS]),
    ("proper_share", [0, 1 - EPS], [-TINY, 1]),
    ("nonzero", [-TINY, TINY, -1, 1], [0, -0.0]),
    ("places", [-12, 0, 12], [-13, 13, 0.5, -0.5, 11.999999999999998]),
]
TAKEN = [(name, value) for name, taken, _ in RANGES for value in taken]
REFUSED = [(name, value) for name, _, refused in RANGES for value in [*refused, math.nan, math.inf, -math.inf]]


@pytest.mark.parametrize(("name", "value"), TAKEN)
def test_an_edge_is_taken_as_it_is(name, value):
    assert getattr(require, name)("wert", value) == value


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_beyond_the_edge_is_refused(name, value):
    with pytest.raises(InputError, match=r"^wert: gefunden .+, erwartet ein"):
        getattr(require, name)("wert", value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("finite", "eine endliche Zahl"),
        ("stock", "eine Zahl ab 0"),
        ("positive", "eine Zahl größer als 0"),
        ("share", "ein Anteil von 0 bis 1 (23,3 % ist 0,233)"),
        ("months_of_a_year", "eine Zahl von 0 bis 12"),
        ("change", "eine Veränderung ab −1 (+0,5 % ist 0,005; −1 heißt: alles weg)"),
        ("proper_share", "ein Anteil von 0 bis unter 1 (15,2 % ist 0,152)"),
        ("nonzero", "eine Zahl ungleich 0 (es wird durch sie geteilt)"),
        ("places", "eine ganze Zahl von −12 bis 12 (3 für 22,4 % = 0,224)"),
    ],
)
def test_what_is_expected_is_said(name, expected):
    with pytest.raises(InputError) as error:
        getattr(require, name)("wert", math.inf)
    assert str(error.value) == f"wert: gefunden unendlich, erwartet {expected}."


@pytest.mark.parametrize("value", [0, 1])
def test_a_whole_number_within_bounds(value):
    found = require.whole("bestand", value, 0, 1)
    assert found == value
    assert type(found) is int


@pytest.mark.parametrize("value", [-1, 2, 0.5, math.nan, math.inf])
def test_a_whole_number_out_of_bounds(value):
    with pytest.raises(InputError, match="eine ganze Zahl von 0 bis 1"):
        require.whole("bestand", value, 0, 1)


@pytest.mark.parametrize(
    ("values", "place"),
    [(-1.0, "wert"), ([-1.0], "wert"), ([0, -1], "wert, Wert 2"), ([[1, 2, 3], [4, -5, -6]], "wert, Wert 2")],
)
def test_the_first_wrong_entry_is_named(values, place):
    with pytest.raises(InputError) as error:
        require.stock("wert", values)
    assert error.value.place == place


EDGES = [-2.0, -1 - 2 * EPS, -1.0, -TINY, -0.0, 0.0, TINY, 0.5, 1 - EPS, 1.0, 1 + 2 * EPS, 12.0, 12.000000000000002]
BEYOND = [math.nan, math.inf, -math.inf, 1.7976931348623157e308, -1.7976931348623157e308]


@pytest.mark.parametrize(("name", "taken", "refused"), RANGES)
def test_many_numbers_are_judged_as_each_one_is(name, taken, refused):
    """The lowest and the highest of them, or their bits, stand for all: whatever lies beside what, and in any order."""
    check, draw = getattr(require, name), np.random.default_rng(2017)

    def good(value):
        try:
            check("wert", value)
        except InputError:
            return False
        return True

    pool = np.array([*EDGES, *BEYOND, *taken, *refused])
    fine = pool[[good(value) for value in pool.tolist()]]
    assert set(taken) <= set(fine.tolist())
    for size in (1, 2, 5, 40):
        assert np.array_equal(check("wert", some := draw.choice(fine, size)), some)
        assert check("wert", draw.choice(fine, (size, 3))[::-1, 1:]).shape == (size, 2)
        for bad in set(pool.tolist()) - set(fine.tolist()):
            values = draw.choice(fine, size)
            values[at := int(draw.integers(size))] = bad
            with pytest.raises(InputError) as error:
                check("wert", values)
            assert error.value.place == (f"wert, Wert {at + 1}" if size > 1 else "wert")
    assert check("wert", np.empty((0, 3))).shape == (0, 3)


def test_lengths_are_those_of_the_last_axis():
    require.same_length(a=np.zeros((3, 2)), b=np.zeros(2), c=np.zeros((1, 2)))
    require.same_length(a=np.float64(1), b=np.zeros(1))
    with pytest.raises(InputError, match=r"^b: gefunden 1 Wert, erwartet 2 Werte, so viele wie a"):
        require.same_length(a=np.zeros(2), b=np.float64(1))
    with pytest.raises(InputError, match=r"^b: gefunden 3 Werte, erwartet 1 Wert, so viele wie a"):
        require.same_length(a=np.zeros(1), b=np.zeros((2, 3)))


def test_weights_need_something_to_weigh_with():
    assert require.weights("gewichte", [0, TINY]).tolist() == [0, TINY]
    assert require.weights("gewichte", [[0, 0.5], [0.5, 0]]).tolist() == [[0, 0.5], [0.5, 0]]
    with pytest.raises(InputError, match=r"^gewichte: gefunden Summe 0, erwartet mindestens ein Gewicht"):
        require.weights("gewichte", [[1, 0], [0, 0]])
    with (
        pytest.raises(InputError, match=r"^gewichte: gefunden eine Summe, die zu groß ist"),
        np.errstate(over="ignore"),
    ):
        require.weights("gewichte", [1e308, 1e308])


def test_a_year_is_twelve_months_or_one_figure():
    assert require.year("elb", 5, "Jahresmittel").tolist() == [5]
    assert require.year("elb", np.ones((2, 12)), "Jahresmittel").shape == (2, 12)
    with pytest.raises(
        InputError, match=r"^elb: gefunden 11 Werte, erwartet 12 Monatswerte oder einen Wert \(Jahresmittel"
    ):
        require.year("elb", np.ones(11), "Jahresmittel")


def test_exactly_twelve_months():
    assert require.months("elb", np.ones((2, 12))).shape == (2, 12)
    with pytest.raises(InputError, match=r"^elb: gefunden 11 Monatswerte, erwartet genau 12 Monatswerte"):
        require.months("elb", np.ones((12, 11)))
    with pytest.raises(InputError, match=r"^elb: gefunden 1 Monatswert, erwartet genau 12 Monatswerte"):
        require.months("elb", 5)
