"""Functions of the spreadsheet itself: values that their documentation gives, and what both programs agree on."""

from __future__ import annotations

import pytest

from jcplan.formula import Engine, FormulaError
from jcplan.formula.engine import EmptyGrid


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("INT(8.9)", 8.0),  # both as Microsoft's reference has them
        ("INT(-8.9)", -9.0),
        ("INT(0.6)", 0.0),
        ("INT(-0.4)", -1.0),
        ("INT(2)", 2.0),
    ],
)
def test_whole_parts(formula, expected):
    assert Engine(EmptyGrid()).formula(formula) == expected


def test_the_whole_part_of_a_number_just_below_a_whole_one_is_left():
    """1 − 2^-50 is shown as 1."""
    with pytest.raises(FormulaError, match="GANZZAHL"):
        Engine(EmptyGrid()).formula("INT(1-2^-50)")
