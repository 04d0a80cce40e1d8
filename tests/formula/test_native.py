"""Functions of the spreadsheet itself: values that their documentation gives, and what both programs agree on."""

from __future__ import annotations

import pytest

from jcplan.cells import Area, CellError
from jcplan.formula import Engine, FormulaError
from jcplan.formula.engine import EmptyGrid
from jcplan.formula.native import FUNCTIONS
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


COUNTS = {
    "SUM": (1, 255), "SUMPRODUCT": (1, 255), "AVERAGE": (1, 255), "MIN": (1, 255), "MAX": (1, 255), "COUNT": (1, 255),
    "COUNTA": (1, 255), "COUNTBLANK": (1, 1), "COUNTIF": (2, 2), "ABS": (1, 1), "SIGN": (1, 1), "INT": (1, 1),
    "ROUND": (1, 2), "POWER": (2, 2), "FIXED": (1, 3), "LEN": (1, 1), "CONCATENATE": (1, 255), "EXACT": (2, 2), "FIND": (2, 3),
    "AND": (1, 255), "OR": (1, 255), "NOT": (1, 1), "TRUE": (0, 0), "FALSE": (0, 0), "NA": (0, 0), "INDEX": (2, 3),
    "HYPERLINK": (2, 2), "MATCH": (2, 3), "ROWS": (1, 1), "COLUMNS": (1, 1), "TRANSPOSE": (1, 1), "ISERROR": (1, 1), "ISBLANK": (1, 1),
    "ISNUMBER": (1, 1), "ISTEXT": (1, 1), "IFERROR": (2, 2),
}  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_how_many_arguments_there_are(name):
    """As their documentation says; ROUND may do without places in LibreOffice."""
    least, most = COUNTS[name]
    accepted = [count for count in range(300) if FUNCTIONS[name].accepts(count)]
    assert accepted[0] == least
    assert accepted == list(range(least, 300 if most == 255 else most + 1))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # errors are values to some functions, and the result of others
        ("SUM(#N/A,1)", "#N/A"),
        ("COUNT(#N/A,1)", 1),
        ("COUNTA(#N/A,1)", 2),
        ("AND(#N/A,TRUE)", "#N/A"),
        ("MAX(1,#N/A)", "#N/A"),
        ("SUMPRODUCT({1,2},{3,#N/A})", "#N/A"),
        ("ISERROR(#N/A)", True),
        ("ISBLANK(#N/A)", False),
        ("ISNUMBER(#N/A)", False),
        ("ISTEXT(#N/A)", False),
        ("LEN(#N/A)", "#N/A"),
        ("NOT(#N/A)", "#N/A"),
        ("ROUND(1.5,#N/A)", "#N/A"),
        ("EXACT(#N/A,1)", "#N/A"),
        ("SIGN(#N/A)", "#N/A"),
        ("ROWS(#N/A)", "#N/A"),
        ("COLUMNS(#N/A)", "#N/A"),
        # texts are values to some, and errors to others
        ('LEN("x")', 1),
        ('CONCATENATE("x",#N/A)', "#N/A"),
        ('EXACT("x",#N/A)', "#N/A"),
        ('ISNUMBER("x")', False),
        ('ISTEXT("")', True),
        ("ISTEXT(1)", False),
        ('SIGN("x")', "#VALUE!"),
        ('POWER("x",2)', "#VALUE!"),
        ('NOT("x")', "#VALUE!"),
        ('OR("x",TRUE)', "#VALUE!"),
        ("EXACT(1,1)", True),
        ('EXACT(1,"1")', True),
        ("NOT(TRUE)", False),
        ("NOT(2)", False),
        ("FALSE()", False),
        ("NA()", "#N/A"),
        ('CONCATENATE("a",,"b")', "ab"),
        ('0.123456789012345&""', "0,123456789012345"),
        # rounding
        ("ROUND(0,2)", 0),
        ("ROUND(-0.5,0)", -1),
        ("ROUND(0.5,0)", 1),
        ("ROUND(1.5,)", 2),
        ("ROUND(14.5,-1)", 10),
        ("ROUND(15,-1)", 20),
        ("ROUND(-15,-1)", -20),
        ("ROUND(15,-2)", 0),
        ("ROUND(0.00012345,7)", 0.0001235),
        ("ROUND(1.23456789012345,14)", 1.23456789012345),
        ("ROUND(1E15,-15)", 1e15),
        ("ROUND(1234567890123456,-3)", 1234567890123000),
        ("ROUND(0.1,400)", 0.1),
        ("ROUND(7,-399)", 0),
        ("ROUND(7,32000)", 7),
        ("ROUND(7,-32000)", 0),
        ("ROUND(7,32001)", None),
        ("ROUND(7,-32001)", None),
        # FIXED: two decimals where nothing is said, German signs
        ("FIXED(1234.567)", "1.234,57"),
        ("FIXED(-1234.567,0)", "-1.235"),
        ("FIXED(1234.567,-2)", "1.200"),
        ("FIXED(1234.567,-2,TRUE)", "1200"),
        ("FIXED(1234.567,2.9)", "1.234,57"),
        ("FIXED(0.004)", "0,00"),
        ("FIXED(999999.5,0)", "1.000.000"),
        ("FIXED(1234.5,1,FALSE)", "1.234,5"),
        ("FIXED(1234.5,1,0)", "1.234,5"),
        ("FIXED(1234.5,1,2)", "1234,5"),
        ("FIXED(5,-15)", "0"),
        ("FIXED(1,127.5)", None),
        ("FIXED(1,128)", "#VALUE!"),
        ("FIXED(1,127)", None),
        ("FIXED(1,-16)", None),
        ("FIXED(1E15,0)", None),
        ("FIXED(-1E15,0)", None),
        ("FIXED(999999999999999,0)", "999.999.999.999.999"),
        ("FIXED(1,-1.5)", None),
        # whole parts
        ("INT(1E15+0.5)", 1e15),
        ("INT(-1E15-0.5)", -1e15 - 1),
        ("INT(3-1E-12)", 2),
        ("INT(3-4E-15)", None),
        ("INT(0.3*10)", 3),
        ("INT(1-2E-13)", 0),
        ("INT(1-5E-14)", None),
        ("INT(1000-1E-11)", None),
        ("0^(1/3)", 0),
        # powers
        ("2^1023", 2.0**1023),
        ("2^1024", "#NUM!"),
        ("(-2)^1023", -(2.0**1023)),
        ("2^-1022", 2.0**-1022),
        ("2^-1023", None),
        ("2^-1080", None),
        ("(-2)^-1023", None),
        ("0^0.5", 0),
        ("0^7", 0),
        ("1^0", 1),
        ("5^0", 1),
        ("(-27)^(1/3)", None),
        ("(-32)^(1/5)", None),
        ("(-32)^0.2", None),
        ("(-2)^(2/3)", "#NUM!"),
        ("(-2)^0.4", "#NUM!"),
        ("(-2)^0.34", "#NUM!"),
        # sizes
        ("ROWS({1,2})", 1),
        ("COLUMNS({1;2})", 1),
        ("SUM(TRANSPOSE({1,2;3,4})*{1,0;0,0})", 1),
        ("INDEX(TRANSPOSE({1,2,3}),3,1)", 3),
        ("ROWS(TRANSPOSE({1,2,3}))", 3),
        ("COLUMNS(TRANSPOSE({1,2,3}))", 1),
        ("INDEX(TRANSPOSE(5),1,1)", 5),
    ],
)
def test_values_by_hand(formula, expected):
    """None where the programs do not agree, or only one of them is known."""
    if expected is None:
        with pytest.raises(FormulaError, match="Excel und LibreOffice"):
            Engine(EmptyGrid()).formula(formula)
        return
    result = Engine(EmptyGrid()).formula(formula)
    result = result.code if isinstance(result, CellError) else result
    assert result == expected
    assert type(result) is type(expected) or isinstance(expected, int)
