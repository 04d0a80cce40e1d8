"""How two values compare: −1, 0, 1, as Excel and LibreOffice agree."""

from __future__ import annotations

import pytest
from formula.grids import both

from jcplan.cells import CellError
from jcplan.formula import Engine, FormulaError
from jcplan.formula.compare import equal, nearly, number_order, order, text_order
from jcplan.formula.engine import EmptyGrid
from jcplan.formula.programs import FormerBlank


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


FORMER = FormerBlank()


@pytest.mark.parametrize(
    ("left", "right", "calc", "excel"),
    [
        (FORMER, "", 0, -1),  # still a blank to LibreOffice, 0 to Excel
        ("", FORMER, 0, 1),
        (FORMER, "a", -1, -1),
        ("a", FORMER, 1, 1),
        (FORMER, 5.0, -1, -1),
        (5.0, FORMER, 1, 1),
        (FORMER, 0.0, 0, 0),
        (FORMER, False, 0, -1),
        (False, FORMER, 0, 1),
        (FORMER, True, -1, -1),
        (FORMER, None, 0, 0),
        (None, FORMER, 0, 0),
        (FORMER, FORMER, 0, 0),
        (True, 1.0, 0, 1),
        (1.0, True, 0, -1),
        (True, 2.0, -1, 1),
        (2.0, True, 1, -1),
        (False, "x", -1, 1),
        ("x", False, 1, -1),
        (True, True, 0, 0),
        (1 + 4.44e-15, 1.0, 1, 0),  # to LibreOffice 1e-14 of it, to Excel the 15 digits that are shown
        (1.0, 1 + 4.44e-15, -1, 0),
        (-1 - 4.44e-15, -1.0, -1, 0),
        (0.1 + 0.2, 0.3, 0, 0),
        (1.00000000000001, 1.0, 1, 1),
    ],
)
def test_each_program(left, right, calc, excel):
    assert both(lambda: order(left, right)) == (calc, excel)
    assert both(lambda: equal(left, right)) == (calc == 0, excel == 0)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("a b", "ab", -1),
        ("a1", "aa", -1),
        ("aä", "äa", -1),
        ("äa", "aä", 1),
        ("ß", "st", -1),
        ("st", "ß", 1),
        ("", "-", -1),
        ("-", "", 1),
        ("Ab", "aC", -1),
    ],
)
def test_texts_by_letters_then_marks(first, second, expected):
    assert text_order(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [("ß", "ss"), ("ss", "ß"), ("a-b", "ac"), ("ac", "a-b"), ("λ", "a"), ("ﬁ", "fi"), ("a\u00adb", "ab"), ("①", "1")],
)
def test_texts_that_programs_may_sort_differently(first, second):
    with pytest.raises(FormulaError, match="Excel und LibreOffice"):
        text_order(first, second)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (1.0, 1.0 + 2**-49, True),
        (1.0, 1.0 + 2**-48, False),
        (1.0 + 2**-48, 1.0, False),
        (-1.0, -1.0 - 2**-49, True),
        (1.0, -1.0, False),
        (0.0, 1e-300, False),
        (1e-300, 0.0, False),
        (2.0**52, 2.0**52 + 1, False),  # whole numbers up to 2^53 are themselves
        (2.0**50 + 0.5, 2.0**50 + 1, True),
        (2.0**50 + 1, 2.0**50 + 0.5, True),
        (-(2.0**52), -(2.0**52) - 1, False),
        (2.0**53, 2.0**53 - 1, False),
        (2.0**53, 2.0**53 + 2, True),
        (2.0**53 + 2, 2.0**53, True),
        (1.7e308, -1.7e308, False),
    ],
)
def test_how_near(first, second, expected):
    assert nearly(first, second) is expected


def test_what_is_no_value_is_not_compared():
    with pytest.raises(TypeError, match="neither numbers nor texts"):
        order(CellError("#N/A"), 1.0)
    with pytest.raises(TypeError, match="neither numbers nor texts"):
        order(1.0, CellError("#N/A"))


def test_numbers_next_to_each_other():
    assert nearly(1.0, 1.0 + 2**-50)
    assert not nearly(1.0, 1.0 + 2**-40)
    assert not nearly(0.0, 0.0)
    assert nearly(2.0**53 + 2, 2.0**53 + 4)
