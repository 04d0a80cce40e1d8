"""How two values compare: −1, 0, 1, as Excel and LibreOffice agree."""

from __future__ import annotations

import pytest

from jcplan.formula import Engine, FormulaError
from jcplan.formula.compare import equal, nearly, number_order, order, text_order
from jcplan.formula.engine import EmptyGrid


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "a", -1),
        ("a", "", 1),
        ("", "", 0),
        ("a", "A", 0),
        ("Apfel", "Birne", -1),
        ("Birne", "Apfel", 1),
        ("a", "ä", -1),
        ("ä", "a", 1),
        ("ä", "b", -1),  # as in a dictionary
        ("b", "ä", 1),
    ],
)
def test_texts(first, second, expected):
    assert text_order(first, second) == expected
    assert equal(first, second) is (expected == 0)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (1.0, 2.0, -1),
        (2.0, 1.0, 1),
        (-1.0, 1.0, -1),
        (3.0, 3.0, 0),
        (0.1 + 0.2, 0.3, 0),
        (0.0, 5e-324, -1),  # nothing is near 0
        (2.0**53, 2.0**53 - 1, 1),  # whole numbers are told apart as far as they are exact
    ],
)
def test_numbers(first, second, expected):
    assert number_order(first, second) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (1e300, "", -1),  # numbers come before texts
        ("", -1e300, 1),
        (False, True, -1),
        (None, None, 0),
        (None, 0.0, 0),
        (None, "", 0),
        (None, False, 0),
        (None, 1.0, -1),
        ("a", None, 1),
        (None, True, -1),
    ],
)
def test_values_of_any_kind(left, right, expected):
    assert order(left, right) == expected


def test_a_text_and_a_truth_value_are_left():
    """A truth value is a number to LibreOffice, before every text, and of the last kind to Excel."""
    for formula in ('"x"<TRUE', 'TRUE>"x"'):
        with pytest.raises(FormulaError, match="Wahrheitswert"):
            Engine(EmptyGrid()).formula(formula)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("0<TRUE", True),
        ("TRUE>0", True),
        ("-1<FALSE", True),
        ("FALSE>-1", True),
        ("TRUE<=0", False),
        ("0>=TRUE", False),
    ],
)
def test_a_smaller_number_is_less_than_a_truth_value_everywhere(formula, expected):
    assert Engine(EmptyGrid()).formula(formula) is expected


@pytest.mark.parametrize("formula", ["TRUE=1", "1=TRUE", "2>TRUE", "TRUE<2", "TRUE<=1", "1<TRUE", "FALSE=0"])
def test_a_number_that_is_no_less_than_a_truth_value_is_left(formula):
    with pytest.raises(FormulaError, match="Wahrheitswert"):
        Engine(EmptyGrid()).formula(formula)


def test_numbers_next_to_each_other():
    assert nearly(1.0, 1.0 + 2**-50)
    assert not nearly(1.0, 1.0 + 2**-40)
    assert not nearly(0.0, 0.0)
    assert nearly(2.0**53 + 2, 2.0**53 + 4)
