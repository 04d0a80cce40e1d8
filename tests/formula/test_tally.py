"""Counts and sums over cells: each cell counts where it belongs, whether cells come at once, one by one or by number."""

from __future__ import annotations

import math

import pytest
from formula.grids import computed

from jcplan.cells import CellError
from jcplan.formula.programs import EmptyConstant
from jcplan.formula.tally import Tally

ERROR = CellError("#N/A")
CELLS = [3.0, -2.0, 0.0, True, False, True, "x", "", EmptyConstant(), ERROR, None]
COUNTS = ("numbers", "texts", "empty", "typed", "truths", "ones", "failed", "filled")


def counts(tally):
    return {name: getattr(tally, name) for name in COUNTS}


def expected(times):
    numbers = {"numbers": 3, "texts": 3, "empty": 2, "typed": 1, "truths": 3, "ones": 2, "failed": 1, "filled": 10}
    return {name: number * times for name, number in numbers.items()}


def test_nothing():
    tally = Tally()
    assert tally.bottom == 0
    assert counts(tally) == expected(0)
    assert (tally.true, tally.false, tally.errors, tally.partials) == (False, False, {}, [])
    assert (tally.low, tally.high) == (math.inf, -math.inf)


def test_cells_at_once_and_one_by_one():
    at_once, one_by_one = Tally(7), Tally(7)
    at_once.add(CELLS)
    for cell in CELLS:
        one_by_one.add_one(cell)
    for tally in (at_once, one_by_one):
        assert tally.bottom == 7
        assert counts(tally) == expected(1)
        assert (tally.low, tally.high, math.fsum(tally.partials)) == (-2, 3, 1)
        assert (tally.true, tally.false, tally.errors) == (True, True, {"#N/A": ERROR})


@pytest.mark.parametrize("times", [0, 3, 4])
def test_cells_by_number(times):
    tally = Tally()
    for cell in CELLS:
        tally.add_one(cell, times)
    assert counts(tally) == expected(times)
    assert math.fsum(tally.partials) == times


@pytest.mark.parametrize(
    ("cells", "true", "false"),
    [
        ([2.0], True, False),
        ([0.0], False, True),
        ([0.0, 2.0], True, True),
        ([True], True, False),
        ([False], False, True),
        (["x", None], False, False),
        ([None], False, False),
    ],
)
def test_truth_of_cells(cells, true, false):
    at_once, one_by_one = Tally(), Tally()
    at_once.add(cells)
    for cell in cells:
        one_by_one.add_one(cell)
    assert {(tally.true, tally.false) for tally in (at_once, one_by_one)} == {(true, false)}


@pytest.mark.parametrize(("first", "second"), [(2.0, 0.0), (0.0, 2.0), (True, False), (False, True)])
def test_truth_of_cells_stays_when_others_come(first, second):
    for add in (lambda tally, cell: tally.add([cell]), Tally.add_one):
        tally = Tally()
        for cell in (first, second, "x"):
            add(tally, cell)
        assert (tally.true, tally.false) == (True, True)


def test_the_first_error_of_a_code_stays_and_a_copy_goes_on_alone():
    tally = Tally()
    tally.add_one(CellError("#N/A", "erster"))
    other = tally.copy()
    other.add([CellError("#N/A", "zweiter"), CellError("#REF!"), 5.0])
    assert [error.message for error in tally.errors.values()] == ["erster"]
    assert {code: error.message for code, error in other.errors.items()} == {"#N/A": "erster", "#REF!": ""}
    assert (tally.failed, tally.numbers, tally.partials) == (1, 0, [])
    assert (other.failed, other.numbers, other.partials) == (3, 1, [5.0])


@pytest.mark.parametrize(
    "numbers", [[1e16, 1.0, 1.0], [1.0, 1.0, 1e16], [1e300, 1.0, -1e300], [0.1] * 10, [1.0, 2.0**-53, 2.0**-106]]
)
def test_sums_lose_nothing_however_they_come(numbers):
    at_once, one_by_one, by_tens = Tally(), Tally(), Tally()
    at_once.add(numbers)
    for number in numbers:
        one_by_one.add_one(number)
        by_tens.add([number])
    for tally in (at_once, one_by_one, by_tens):
        assert math.fsum(tally.partials) == math.fsum(numbers)


def test_partials_hold_twice_the_digits_of_a_number():
    """1e16 + 1 is no number: what it loses stays beside it."""
    tally = Tally()
    tally.add([1e16, 1.0])
    assert sorted(tally.partials) == [1.0, 1e16]
    tally.add([-1e16])
    assert math.fsum(tally.partials) == 1


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("AND(A1:A2)", True),
        ("OR(A1:A2)", True),
        ("AND(A1:A3)", False),
        ("OR(A1:A3)", True),
        ("OR(A3:A3)", False),
        ("AND(A1:A2,A3)", False),
        ("OR(A3,A1:A2)", True),
        ("AND(A1:A2)<>AND(A1:A3)", True),  # the larger area goes on from the smaller one
        ("OR(A3:A3)<>OR(A3:A4)", True),
        ("AND({1,2})", True),
        ("OR({0,0})", False),
        ("MAX(B1:B2)", -2),
        ("MAX({-3,-2})", -2),
        ("MAX(-3,-2)", -2),
        ("MIN(A1:A2)", 1),
        ("MIN(7,A1:A2)", 1),
        ("MAX(-1,B1:B2)", -1),
        ("SUM(C1:C2)", "#NUM!"),  # beyond every number
        ("SUM(C1:C3)", "#NUM!"),
        ("SUM(C1:C1,C2:C2)", "#NUM!"),
        ("SUM(-1E308,-1E308)", "#NUM!"),
        ("COUNTBLANK(D4:D9)", 6),
    ],
)
def test_functions_of_ranges(formula, expected):
    cells = {"A1": 1, "A2": 5, "A3": 0, "A4": 4, "B1": -3, "B2": -2, "C1": 1e308, "C2": 1e308, "C3": -1e308}
    assert computed(cells | {"D1": "=" + formula}) == expected
