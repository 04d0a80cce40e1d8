"""Ranges, lists and arrays of numbers are read as a whole: with the same results and findings as cell by cell."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from blocks import BLOCKS
from hypothesis import given
from hypothesis import strategies as st

from jcplan.catalogue import CATALOGUE, Kind, call, evaluate
from jcplan.catalogue.blocks import block
from jcplan.cells import CellError
from jcplan.errors import InputError
from jcplan.functions import jc_integrationen, jc_iq_benoetigt, jc_iq_gesamt, jc_jfw, jc_verteilen

RANGES = (Kind.ELEMENT, Kind.PAIRED, Kind.ENTRIES, Kind.LEADING, Kind.OPEN, Kind.MAYBE)
PLACES = [
    (name, index)
    for name, given in BLOCKS.items()
    for index, argument in enumerate(CATALOGUE[name].arguments[: len(given)])
    if argument.kind in RANGES and isinstance(given[index], tuple)
]
MANY = 100_000


def test_each_function_that_takes_ranges_of_numbers_has_a_block():
    takes = {f.name for f in CATALOGUE.values() if any(a.kind in RANGES for a in f.arguments)}
    assert takes - set(BLOCKS) == {"JC_QUANTIL", "JC_FAECHER"}  # these ask the plan


def changed(cells, make):
    """Each range of cells, one below the other, made into something else."""
    return [make(each) if isinstance(each, tuple) else each for each in cells]


class Unusual(float):
    """A number that is none of Python's own: it is looked at cell by cell."""


def one_by_one(column):
    return [[Unusual(cell) if type(cell) is float else cell for cell in row] for row in column]


def flat(column):
    return [row[0] for row in column]


@pytest.mark.parametrize("name", BLOCKS)
def test_numbers_as_a_whole_give_what_cells_one_by_one_give(name):
    function, cells = CATALOGUE[name], BLOCKS[name]
    expected = call(function, *changed(cells, one_by_one))
    assert call(function, *cells) == expected
    assert call(function, *changed(cells, flat)) == expected
    if all(type(cell) is float for each in cells if isinstance(each, tuple) for cell in flat(each)):
        assert call(function, *changed(cells, np.array)) == expected
        assert call(function, *changed(cells, lambda column: np.array(flat(column)))) == expected
        assert evaluate(function, *cells) == expected


@pytest.mark.parametrize(("name", "index"), PLACES)
@pytest.mark.parametrize(
    ("bad", "found"), [(math.nan, "keine Zahl (NaN)"), (math.inf, "unendlich"), (-math.inf, "−unendlich")]
)
def test_what_is_not_finite_is_refused_wherever_it_stands(name, index, bad, found):
    """Also where the core would have something to say of another argument first."""
    function = CATALOGUE[name]
    for make in (tuple, flat, np.array, one_by_one):
        cells = list(BLOCKS[name])
        size = len(cells[index])
        cells[index] = make([*cells[index][: size - 2], (bad,), cells[index][0]])
        argument = function.arguments[index].name
        if make is not np.array or not any(cell is None for row in BLOCKS[name][index] for cell in row):
            with pytest.raises(InputError) as caught:
                call(function, *cells)
            assert str(caught.value) == f"{argument}, Wert {size - 1}: gefunden {found}, erwartet eine endliche Zahl."


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (True, "gefunden WAHR, erwartet eine Zahl."),
        (None, "gefunden eine leere Zelle, obwohl {other} dort einen Wert hat, erwartet eine Zahl (leer ist nicht 0)."),
        ("0,3", "gefunden „0,3“ (Text), erwartet eine Zahl."),
        (math.nan, "gefunden keine Zahl (NaN), erwartet eine endliche Zahl."),
        (math.inf, "gefunden unendlich, erwartet eine endliche Zahl."),
        (10**400, "gefunden unendlich, erwartet eine endliche Zahl."),
        (-0.25, "gefunden −0,25, erwartet {range}."),
        (CellError("#N/A"), "gefunden den Fehlerwert #N/A, erwartet eine Zahl."),
    ],
)
@pytest.mark.parametrize("index", [0, 1])
def test_one_bad_entry_among_many(bad, message, index):
    names, ranges = ("iq", "elb"), ("ein Anteil von 0 bis 1 (23,3 % ist 0,233)", "eine Zahl ab 0")
    lists = [[0.25] * MANY, [10.0] * MANY]
    lists[index][-2] = bad
    rows = [[(cell,) for cell in each] for each in lists]
    arrays = [np.array(each) for each in lists] if isinstance(bad, float) else rows
    for numbers in (lists, rows, arrays):
        with pytest.raises(InputError) as caught:
            jc_iq_gesamt(*numbers)
        expected = message.format(other=names[1 - index], range=ranges[index])
        assert str(caught.value) == f"{names[index]}, Wert {MANY - 1}: {expected}"


def test_a_rate_above_one_among_many():
    rates = np.full(MANY, 0.25)
    rates[[70_000, 80_000]] = 1.0, 1.5
    with pytest.raises(InputError, match=r"^iq, Wert 80001: gefunden 1,5, erwartet ein Anteil"):
        jc_iq_gesamt(rates, np.ones(MANY))
    with pytest.raises(InputError, match=r"^elb: gefunden 99999 Werte, erwartet 100000 Werte, so viele wie iq"):
        jc_iq_gesamt(np.full(MANY, 0.25), np.ones(MANY - 1))
    with pytest.raises(InputError, match=r"^elb: gefunden Summe 0"):
        jc_iq_gesamt(np.full(MANY, 0.25), np.zeros(MANY))


def test_blanks_of_both_among_many_are_skipped():
    rates, stocks = [0.5, None] * 1000, [1.0, None] * 1000
    rates[-2], stocks[-2] = 1.0, 1000.0
    assert jc_iq_gesamt(rates, stocks) == pytest.approx((999 * 0.5 + 1000) / 1999, rel=1e-12)
    rates[-4] = 2.0
    with pytest.raises(InputError, match=r"^iq, Wert 1997: gefunden 2"):
        jc_iq_gesamt(rates, stocks)


@pytest.mark.parametrize("kind", ["f2", "f4", "f8", ">f8", "i1", "i8", "u4", ">i2", "f16"])
def test_arrays_of_any_numbers(kind):
    rates, stocks = np.array([0, 1, 0, 1], dtype=kind), np.array([1, 2, 3, 4], dtype=kind)
    assert jc_iq_gesamt(rates, stocks) == 0.6
    assert jc_iq_gesamt(rates[:, np.newaxis], stocks[np.newaxis, :]) == 0.6
    assert jc_iq_gesamt(rates[::2], stocks[::-2]) == 0
    assert rates.tolist() == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (np.array([True, False]), "iq, Wert 1: gefunden WAHR"),
        (np.array([0.5, None]), "iq, Wert 2: gefunden eine leere Zelle"),
        (np.array(["0.5", "0.1"]), "iq, Wert 1: gefunden „0.5“ (Text)"),
        (np.array([0.5, 1j]), "iq, Wert 1: gefunden „(0.5+0j)“ (Text)"),
        (np.ma.masked_array([0.5, 0.1], [False, True]), "iq, Wert 2: gefunden eine leere Zelle"),
        (np.full((2, 2), 0.5), "iq: gefunden einen Bereich aus 2 Zeilen und 2 Spalten"),
        (np.full((2, 1, 1), 0.5), "iq, Wert 1: gefunden „[0.5]“ (Text)"),
        (np.array([]), "iq: gefunden keinen rechteckigen Bereich"),
        (np.empty((2, 0)), "iq: gefunden keinen rechteckigen Bereich"),
        (((0.5,), (0.1, 0.2), ()), "iq: gefunden keinen rechteckigen Bereich"),
        ((0.5, (0.1,), 0.2), "elb: gefunden 2 Werte, erwartet 3 Werte"),
        ([[0.5, 0.1], [0.2]], "iq: gefunden keinen rechteckigen Bereich"),
    ],
)
def test_what_is_no_range_of_numbers(values, found):
    with pytest.raises(InputError) as caught:
        jc_iq_gesamt(values, [1.0, 1.0])
    assert str(caught.value).startswith(found)


CELL = st.sampled_from(
    [0.5, 2.0, 7, True, None, "", "x", math.nan, np.float64(0.25), Decimal("0.5"), Fraction(1, 4), 10**400]
)


@given(st.data(), st.integers(1, 4), st.integers(1, 3))
def test_a_block_is_its_cells_one_by_one(data, height, width):
    cells = data.draw(st.lists(CELL, min_size=height * width, max_size=height * width))
    row = data.draw(st.sampled_from([list, tuple]))
    rows = [row(cells[i * width : (i + 1) * width]) for i in range(height)]
    found = block(data.draw(st.sampled_from([list, tuple]))(rows))
    slow = block(rows[i] for i in range(height))  # not a list: looked at cell by cell
    assert repr(found.rows) == repr(slow.rows)
    assert (found.height, found.width, found.size, found.single) == (height, width, height * width, False)
    assert not found.plain or repr(found.numbers.tolist()) == repr(list(found.cells))
    assert found.plain <= all(isinstance(cell, float) for cell in slow.cells)
    assert found.is_blank == all(cell in (None, "") for cell in cells)


def test_a_number_that_is_not_finite_is_no_blank_of_an_open_range():
    with pytest.raises(InputError, match=r"^iq, Wert 2: gefunden keine Zahl"):
        jc_iq_benoetigt(0.2, np.array([0.1, math.nan]), [1.0, 1.0])
    with pytest.raises(InputError, match=r"^fest, Wert 1: gefunden keine Zahl"):
        jc_verteilen(10, [1.0, 1.0], [math.nan, 4.0])
    with pytest.raises(InputError, match=r"^gewichte, Wert 2: gefunden unendlich"):
        jc_verteilen(10, [1.0, math.inf], [math.nan, 4.0])


@pytest.mark.parametrize("make", [list, np.array])
def test_numbers_whose_sum_is_beyond_all_numbers_are_numbers(make):
    with pytest.raises(InputError, match=r"^elb: gefunden eine Summe, die zu groß ist"):
        jc_jfw(make([1.0, 1.0]), make([1e308, 1e308]))
    with pytest.raises(InputError, match=r"^elb, Wert 2: gefunden unendlich, erwartet eine endliche Zahl"):
        jc_jfw(make([1.0, 1.0, 1.0]), make([1e308, math.inf, -math.inf]))
    assert jc_integrationen(make([0.5, 0.5, 0.0]), make([1.7e308, 1.7e308, 1.0])) == ((8.5e307,), (8.5e307,), (0.0,))
