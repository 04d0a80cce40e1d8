"""Functions of the spreadsheet itself: values that their documentation gives, and what both programs agree on."""

from __future__ import annotations

import pytest

from jcplan.cells import Area, CellError
from jcplan.formula import Engine, FormulaError
from jcplan.formula.engine import EmptyGrid
from jcplan.formula.nodes import Reference


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("INT(8.9)", 8.0),  # both as Microsoft's reference has them
        ("INT(-8.9)", -9.0),
        ("INT(0.6)", 0.0),
        ("INT(-0.4)", -1.0),
        ("INT(2)", 2.0),
        ("POWER(0.25,0.5)", 0.5),
        ("0.25^-0.5", 2.0),
        ("(-2)^3", -8.0),
        ("(-2)^-2", 0.25),
        ("0^2", 0.0),
        ("FIXED(0.5,15)", "0,500000000000000"),
        ("0.125^(1/3)", 0.5),  # of a positive number every root
        ('HYPERLINK("#Annahmen!C5","zum Feld")', "zum Feld"),
        ('HYPERLINK(#N/A,"zum Feld")', CellError("#N/A")),
    ],
)
def test_values(formula, expected):
    assert Engine(EmptyGrid()).formula(formula) == expected


@pytest.mark.parametrize("formula", ['HYPERLINK("#A1",2+3)', 'HYPERLINK("#A1",TRUE)', 'HYPERLINK(1,"zum Feld")'])
def test_links_that_show_no_text_are_left(formula):
    with pytest.raises(FormulaError, match="HYPERLINK"):
        Engine(EmptyGrid()).formula(formula)


def test_the_whole_part_of_a_number_just_below_a_whole_one_is_left():
    """1 − 2^-50 is shown as 1."""
    with pytest.raises(FormulaError, match="GANZZAHL"):
        Engine(EmptyGrid()).formula("INT(1-2^-50)")


@pytest.mark.parametrize("formula", ["POWER(2,#N/A)", 'CONCATENATE("a",#N/A,1)', "ABS(#N/A)", "INDEX({1;2},#N/A)"])
def test_an_error_among_the_arguments_is_the_result(formula):
    result = Engine(EmptyGrid()).formula(formula)
    assert isinstance(result, CellError)
    assert result.code == "#N/A"


@pytest.mark.parametrize("formula", ["(-4)^0.5", "(-4)^(1/4)", "(-2)^2.5", "(-2)^1.5"])
def test_what_no_number_is_the_power_of(formula):
    """Even roots of negative numbers, and powers in between."""
    result = Engine(EmptyGrid()).formula(formula)
    assert isinstance(result, CellError)
    assert result.code == "#NUM!"


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("(-8)^(1/3)", "Wurzel einer negativen Zahl"),  # −2 to LibreOffice, an error to Excel
        ("(-8)^(-1/3)", "Wurzel einer negativen Zahl"),
        ("FIXED(0.5,16)", "sehr vielen Stellen"),
        ('LEN("\N{BAR CHART}")', "seltenen Zeichen"),  # 1 or 2
        ('LEN("a\N{BAR CHART}b")', "seltenen Zeichen"),
        ("POWER(#N/A,#DIV/0!)", "verschiedene Fehlerwerte"),  # the first or the last of them
        ('ROUND("x",#N/A)', "verschiedene Fehlerwerte"),
        ("MATCH(1/0,{1;2},0)", "Fehlerwert"),
        ("MATCH(1,{1;2},1/0)", "Fehlerwert"),
    ],
)
def test_what_the_programs_do_not_agree_on_is_left(formula, reason):
    with pytest.raises(FormulaError, match=reason):
        Engine(EmptyGrid()).formula(formula)


def test_the_longest_text():
    """32,767 characters in a cell; as Excel counts, those beyond the basic plane are two."""
    half, more = "x" * 16_384, "x" * 16_383
    assert Engine(EmptyGrid()).formula(f'"{half}"&"{more}"') == half + more
    for text in (f'"{half}"&"{half}"', '"\N{BAR CHART}"&"' + "\N{BAR CHART}" * 16_383 + '"'):
        result = Engine(EmptyGrid()).formula(text)
        assert isinstance(result, CellError)
        assert result.code == "#VALUE!"


def test_cells_without_a_mark_do_not_move():
    assert Reference("", Area(1, 1, 1, 1)).fixed == (True, True, True, True)
