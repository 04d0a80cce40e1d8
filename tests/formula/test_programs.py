"""Single values out of ranges, and what Excel and LibreOffice compute differently.

Values and differences were read from LibreOffice 25.2 (26 Nov 2026) and from Microsoft's documentation.
"""

from __future__ import annotations

import contextlib

import pytest
from formula.grids import Sheets, computed, of_both
from hypothesis import given
from hypothesis import strategies as st

from jcplan.cells import CellError
from jcplan.formula import Engine, FormulaError, Left, engine, native
from jcplan.formula.entries import NOISE, same_but_noise
from jcplan.formula.operand import Block
from jcplan.formula.programs import FormerBlank, Logical

CELLS = {
    "A1": 1, "A2": "x", "A4": True, "A5": 0.3, "A6": CellError("#N/A"), "A7": CellError("#DIV/0!"),
    "B1": 10, "B2": 20, "B3": 30, "B4": 40, "B5": 50, "C1": False, "C2": "ß", "C3": "ss",
}  # fmt: skip
LEFT = "left"


def value(formula, at="D1", cells=CELLS):
    found = computed(cells | {at: "=" + formula}, at)
    return LEFT if isinstance(found, Left) else found


# ---- one value out of a range -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "at", "expected"),
    [
        ("B1:B5", "D3", 30),
        ("SUM(_xlfn.SINGLE(B1:B5))", "D3", 30),
        ("SUM(_xlfn.SINGLE(A1:A5))", "D2", 0),  # it is a reference still: its text does not count
        ("IFERROR(B1:B5,0)", "D4", 40),
        ("B1:B5+1", "D9", "#VALUE!"),
        ("IFERROR(B1:B5,0)", "D9", 0),
        ("SUM(B1:B5*2)", "D2", 40),
        ("SUM(B1:B5)", "D2", 150),
        ("SUM(IF(TRUE,B1:B5))", "D2", 150),
        ("IF(TRUE,B1:B5)", "D2", 20),
        ("ABS(B1:B5)", "D5", 50),
        ("ISBLANK(A1:A5)", "D3", True),
        ("MATCH(B1:B5,B1:B5,0)", "D4", 4),
        ("SUMPRODUCT(B1:B5*2)", "D9", 300),
        ("SUMPRODUCT(ABS(B1:B5))", "D9", 150),
        ("SUM(ABS({-1,-2}))", "D1", 3),
        ('SUM(LEN({"ab","c"}))', "D1", 3),
        ("SUM(ROUND({1.24;2.26},1))", "D1", 3.5),
        ("SUM(IFERROR({1;2},0))", "D1", LEFT),  # an ordinary cell of LibreOffice takes the first value only
        ("SUMPRODUCT(IF(B1:B5>20,B1:B5))", "D1", LEFT),  # Excel wants an array formula
        ("A1:B5", "D1", "#VALUE!"),
        ("A1:B1+0", "A9", 1),
        ("A1:B1+0", "B9", 10),
        ("A1:B1+0", "C9", "#VALUE!"),
        ("B1:C1&0", "A9", "#VALUE!"),
        ("B2:B4+0", "D2", 20),
        ("B2:B4+0", "D4", 40),
        ("B2:B4+0", "D1", "#VALUE!"),
        ("B2:B4+0", "D5", "#VALUE!"),
        ("A1:C3+0", "D2", "#VALUE!"),
        ("A1:B5", "B9", "#VALUE!"),  # in a column of it, but it is no single row
        ("ISFORMULA(B1:B5)", "D1", LEFT),
        ("B1:B5+{1,2}", "D1", LEFT),
        ("SUM(JC_VERTEILEN(10,B1:B3*1))", "D1", LEFT),  # LibreOffice computes the product as an array here
        ("SUM(JC_VERTEILEN(10,B1:B3))", "D1", 10),
    ],
)
def test_a_range_in_an_ordinary_cell(formula, at, expected):
    assert value(formula, at) == expected


def test_a_range_in_an_array_formula_is_all_its_values():
    """Dynamic arrays are stored so, too."""
    assert computed(CELLS | {"D1:D3": "=B1:B3*2"}, "D3") == 60
    assert computed(CELLS | {"D1": "{=SUM(B1:B5*2)}"}, "D1") == 300
    assert computed(CELLS | {"D1:D3": "=A1:A3"}, "D3") == 0  # blank shows 0
    assert computed(CELLS | {"D2": "=A1", "E1:E2": "=ISFORMULA(D1:D2)"}, "E2") is True


# ---- values that were wrong -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # texts
        ('"ß"="ss"', False),
        ('"Ä"="ä"', True),
        ('"ä"="a"', False),
        ('"Äpfel"<"Birne"', True),
        ('"z"<"ä"', False),
        ('"a"<"ä"', True),
        ('MATCH("SS",C2:C3,0)', 2),
        ('COUNTIF(C2:C3,"ss")', 1),
        ('"a-b"<"ab"', LEFT),
        # texts that some program reads as a number
        *[(f'"{text}"+1', LEFT) for text in ("5 %", "1.1.2017", "10:30", "1,5 €", "1.000", "wahr", "3. März", "1E3")],
        *[(f"IF({text},1,2)", LEFT) for text in ('"1"', '"WAHR"')],
        *[(f"{name}({text})", LEFT) for name in ("AND", "OR", "NOT") for text in ('"TRUE"', '"50%"')],
        ('"Team 3"+1', "#VALUE!"),
        ('""+1', "#VALUE!"),
        # differences near zero
        ("0.5-0.4-0.1", 0),
        ("(0.5-0.4-0.1)*1", 0),
        ("IF(0.5-0.4-0.1=0,1,2)", LEFT),
        ("IF(ABS(0.5-0.4-0.1)<0.01,1,2)", 1),
        ("1E17*(0.5-0.4-0.1)", LEFT),
        ("9007199254740991-9007199254740990", 1),
        ("3-2", 1),
        # numbers that are nearly the same: LibreOffice looks at their bits, Excel at 15 digits
        ("0.1+0.2=0.3", True),
        ("(43.1-43.2)+1=0.9", LEFT),
        ("1+4.44E-15=1", LEFT),
        ("1+4.44E-15>1", LEFT),
        ("1+1E-14=1", False),
        # powers
        ("0^0", LEFT),
        ("POWER(0,0)", LEFT),
        ("0^-1", LEFT),
        ("IFERROR(0^-1,7)", 7),
        ("(-8)^(1/3)", LEFT),
        # counting
        ("COUNT(TRUE)", 1),
        ('COUNT("1","x")', 1),
        ("COUNT(1,,2)", 3),
        ('COUNTA(TRUE,"x",)', 3),
        ("COUNTA(A6,A3)", 1),
        ("COUNTIF(C1:C1,A3)", LEFT),
        ("COUNTIF(B1:B5,A6)", LEFT),
        ('COUNTIF(A1:A5,"1")', LEFT),
        ("MATCH(A3,C1:C3,0)", LEFT),  # FALSE is 0 to LibreOffice, which an argument left out finds, a blank cell not
        ("MATCH(A3,B1:B3,0)", "#N/A"),
        ('MATCH(A3,{"";1},0)', LEFT),  # LibreOffice takes the empty text for the nothing that it looks for
        ("MATCH(A3,B1:C2,0)", "#N/A"),
        ("MATCH(10,B1:C2,0)", "#N/A"),
        # sizes and places
        ("ROWS(A6)", 1),
        ("COLUMNS(A6:B7)", 2),
        ("ROWS(A:A)", 1048576),
        ("COLUMNS(1:1)", 16384),
        ("INDEX(B1:B3,-1)", "#VALUE!"),
        ("INDEX(B1:B3,4)", "#REF!"),
        # numbers as texts
        ('1E21&""', "1E+21"),
        ('-1.5E300&""', "-1,5E+300"),
        ('1E18&""', LEFT),
        ('1E-10&""', LEFT),
        ('0.0001&""', "0,0001"),
        ('0.00009&""', LEFT),
        ('(1/30)&""', LEFT),  # 16 decimals
        ('TRUE&""', LEFT),
        ('TRUE&""="WAHR"', LEFT),
        ('TRUE&""="FALSCH"', False),
        ('FALSE&""="FALSCH"', LEFT),
        # truth values in ranges: numbers in LibreOffice only
        ("SUM(A4)", LEFT),
        ("SUM(TRUE,1)", 2),
        ("TRUE=1", LEFT),
        ("ISNUMBER(TRUE)", LEFT),
        ("IF(ISNUMBER(A4),A4=TRUE,A4=TRUE)", True),
        # errors
        ("SUM(A6:A7)", LEFT),
        ("IFERROR(SUM(A6:A7),5)", 5),
        ("(A6&A7)&A6", LEFT),  # which of them LibreOffice shows has no simple rule
        ("SUM((A6+A7),A6)", LEFT),
        ("ISERROR((A6&A7)+A6)", True),
        ('SUMPRODUCT({"5";2},A7:A8)', LEFT),
        ("ISERROR(A6&A7)", True),
        # far out
        ("ROUND(1,500)", 1),
        ("ROUND(1E300,200)", 1e300),
        ("ROUND(9007199254740991,0)", 9007199254740991),
        ("ROUND(1E15+0.5,0)", LEFT),
        ("ROUND(123,-500)", 0),
        ("SIGN(-0.5)", -1),
        ("SIGN(0)", 0),
        ("SIGN(7)", 1),
        ("FIXED(1,500)", "#VALUE!"),
        ("INT(1E999)", LEFT),
        ("INDEX({1;2},1E999)", LEFT),
        ("SUMPRODUCT({1E308;1},{10;1})", "#NUM!"),
        ("SUMPRODUCT({1E308;-1E308},{10;10})", "#NUM!"),
        ("SUM({1,2;3})", LEFT),
    ],
)
def test_values(formula, expected):
    assert value(formula) == expected


def test_texts_end_where_a_cells_do():
    cells = {"A1": "xy"} | {f"A{row}": f"=A{row - 1}&A{row - 1}" for row in range(2, 200)}
    assert computed(cells, "A14") == "xy" * 2**13
    assert computed(cells, "A15") == "#VALUE!"  # 32,768 characters
    assert computed(cells, "A199") == "#VALUE!"
    assert computed({"A1": "ä" * 32767, "D1": "=CONCATENATE(A1)"}) == "ä" * 32767
    assert computed({"A1": "ä" * 32767, "D1": '=CONCATENATE(A1,"x")'}) == "#VALUE!"


@pytest.mark.parametrize(
    ("operator", "outcomes"),
    [
        ("=", (False, True, False)),
        ("<>", (True, False, True)),
        ("<", (True, False, False)),
        (">", (False, False, True)),
        ("<=", (True, True, False)),
        (">=", (False, True, True)),
    ],
)
@pytest.mark.parametrize("values", [("1", "2", "3"), ('"a"', '"b"', '"c"')])
def test_comparisons_of_less_the_same_and_more(operator, outcomes, values):
    assert tuple(value(f"{one}{operator}{values[1]}") for one in values) == outcomes


# ---- whatever happens in a cell stays in that cell --------------------------------------------

PIECES = st.recursive(
    st.sampled_from(
        ["1", "-2.5", "1E308", "1E999", '"x"', '"1.5.2017"', "A1:B3", "A:A", "C1", "{1,2;3}", "{1;2}", "#N/A", ""]
    ),
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from(
                ["SUM", "ROUND", "FIXED", "INDEX", "MATCH", "IF", "IFERROR", "SUMPRODUCT", "JC_IQ", "NOSUCH", "LEN"]
            ),
            st.lists(inner, min_size=0, max_size=3),
        ).map(lambda made: f"{made[0]}({','.join(made[1])})"),
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "^", "&", "=", "<", " "]), inner).map("".join),
    ),
    max_leaves=12,
)


@given(PIECES)
def test_no_formula_ends_the_others(text):
    cells = {"A1": 1, "A2": "x", "B1": -1e308, "C1": "", "D1": "=" + text, "E1": "=1+1", "E2": "=D1"}
    engine = Engine(Sheets(Blatt=cells))
    result = engine.compute()
    assert result.values["Blatt", 1, 5] == 2
    assert len(result.values) + len(result.not_computed) == 3
    assert all(left.cause and left.reason for left in result.not_computed.values())
    with contextlib.suppress(FormulaError):  # nothing else may come
        engine.formula(text, "Blatt")


@pytest.mark.parametrize(
    ("error", "reason"),
    [(MemoryError(), "reicht der Arbeitsspeicher nicht"), (KeyError("x"), "brach jcplan ab (KeyError: 'x')")],
)
def test_what_breaks_in_a_function_is_left_with_a_reason(monkeypatch, why_left, error, reason):
    def broken(*_):
        raise error

    monkeypatch.setattr(engine, "_why", why_left)
    monkeypatch.setitem(native.FUNCTIONS, "LEN", native.Native(broken, "v", 1))
    result = Engine(Sheets(Blatt={"A1": "=LEN(1)", "A2": "=1+1"})).compute()
    assert result.values == {("Blatt", 2, 1): 2}
    assert reason in result.not_computed["Blatt", 1, 1].reason


# ---- what the differential test found ------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # an empty text without a formula is loaded as a blank by LibreOffice
        ("E1", LEFT),
        ("COUNTA(E1:E2)", LEFT),
        ("E1+1", LEFT),
        ("ISTEXT(E1)", LEFT),
        ('E1=""', True),
        ("LEN(E1)", 0),
        ("IFERROR(E1+1,0)", LEFT),
        ("COUNTBLANK(E1:E2)", 2),
        # a formula that refers to a blank cell is 0 in Excel, and in places still a blank in LibreOffice
        ("E3", 0),
        ("E3+1", 1),
        ('E3=""', LEFT),
        ('IF(E3="",1,1)', 1),
        ("E3=0", True),
        ("ISNUMBER(E3)", LEFT),
        ("COUNT(E3)", 1),
        ('SUMPRODUCT((E3:E4="")*1)', LEFT),
        # LibreOffice has no type for truth values
        ("-(A1>0)", LEFT),
        ("-(A1>0)*2", -2),
        ("MAX(C1)", LEFT),
        ("MAX(C1,7)", 7),
        ("MAX(A3,C1)", LEFT),
        ("OR(TRANSPOSE(A9),FALSE)", LEFT),
        ("+{TRUE;1}", LEFT),
        ("SUM({TRUE;1},B1)", LEFT),
        ("ISFORMULA(C1)", LEFT),
        ("ISFORMULA(E3)", True),
        ("TRANSPOSE(A1>0)", LEFT),
        ("TRANSPOSE(C1:C2)", LEFT),
        ("COUNTA(TRANSPOSE(A3))", LEFT),
        ("SUM(TRANSPOSE(B1:B3))", 60),
        # IFERROR of a cell is a reference to LibreOffice: texts and blanks in it do not count
        ("SUM(IFERROR(A2,0))", LEFT),
        ("SUM(IFERROR(A6,A2))", LEFT),
        ("SUM(IFERROR(A1,0),IFERROR(A6,B1))", 11),
        ('SUM(IFERROR(A2&"",0))', "#VALUE!"),
        ("COUNTA(IFERROR(A3,1))", LEFT),
        ("COUNTA(IFERROR(A2,1))", 1),
        ("IFERROR(A3,1)", 0),
        ("IF(A1,IFERROR(A3,1))", 0),
        ("LEN(IFERROR(A3,1))", 0),
        ("TRANSPOSE(IFERROR(A3,1))", 0),
        # what IF is not given is nothing to LibreOffice
        ("IF(A1,)", 0),
        ("IF(A1,)+5", 5),
        ("COUNT(IF(A1,),2)", 2),
        ("LEN(IF(A1,))", LEFT),
        ("ISNUMBER(IF(C1,2,))", LEFT),
        ("TRANSPOSE(IF(A1,))", LEFT),
        # errors
        ("NA()", "#N/A"),
        ("IFERROR(NA(),7)", 7),
        ("TRANSPOSE(A6)", LEFT),
        ("TRANSPOSE(#DIV/0!)", "#DIV/0!"),
        ('"x"/0', LEFT),
        ('IFERROR("x"/0,"–")', "–"),
        ('AVERAGE("x",A7,#VALUE!)', LEFT),
        # numbers at their ends
        ("1E+308^-1", LEFT),
        ("FIXED(7.25,-0.75)", LEFT),
        ("FIXED(0.3,-20)", LEFT),
        ("INDEX(B1:B5,1,20000)", LEFT),
        # a blank as number of a column is 0: all of them
        ("INDEX(B1:B5,2,0)", 20),
        ("INDEX(A1:B1,0,2)", 10),
        ("INDEX(A1:B1,2,E9)", LEFT),
        ("INDEX(A1:B1,2)", 10),
        ('MIN(B1:B2,{"a","b"})', LEFT),
        ('MIN(-1,{"a","b"})', -1),
    ],
)
def test_what_the_programs_agree_on(formula, expected):
    assert value(formula, cells=CELLS | {"E1": "", "E3": "=G1", "E4": 1}) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("B1:B2>A7", [LEFT]),  # the error is shown beyond the two cells as well, in LibreOffice
        ("B1:B2/A7", [LEFT]),
        ("B1:B3>A6", ["#N/A"] * 3),
        ("B1:B3>C1:C2", [LEFT]),
        ("IFERROR(A1,B1:B2)", [LEFT]),
        ("IFERROR(A1,B1:B3)", [1, 1, 1]),
        ("IFERROR(B1:C1,B1:B2)", [LEFT]),  # the second array is not needed, nor looked at by LibreOffice
        ("IFERROR(B1:B3/(B1:B3>10),B1:B3)", [10, 20, 30]),
        ('IF(B1:B3>10,B1:B3,"")', ["", 20, 30]),
        ("-(B1:B3>10)*1", [0, -1, -1]),
        ("LEN(E3:E5)", [LEFT]),
        ('1^(G1:G3&"x")', [LEFT]),  # texts beyond what the sheet holds
        ("LEN(IF(B1:B3>10,,5))", [1, 1, 1]),
    ],
)
def test_array_formulas_beyond_an_array(formula, expected):
    cells = CELLS | {"E3": "=G1", "D1:D3": "=" + formula}
    found = [computed(cells, f"D{row}") for row in (1, 2, 3)]
    if expected == [LEFT]:
        assert isinstance(found[0], Left)
    else:
        assert found == expected


def test_a_cell_that_shows_nothing_of_if_is_a_former_blank():
    cells = {"A1": 1, "B1": "=IF(A1,)", "D1": "=B1+1", "D2": "=ISNUMBER(B1)"}
    assert computed(cells, "D1") == 1
    assert isinstance(computed(cells, "D2"), Left)


def test_blanks_of_an_array_constant_are_blanks():
    engine = Engine(Sheets(Blatt={}))
    assert [engine.formula(f"{name}({{1,,2}})") for name in ("COUNTA", "COUNT", "SUM")] == [2, 2, 3]


def test_a_blank_that_a_formula_passes_on_is_0_to_a_catalogue_function():
    cells = {"B1": 5, "B2": "=G1", "B3": 5, "D1:D3": "=JC_VERTEILEN(10,B1:B3)"}
    assert [computed(cells, f"D{row}") for row in (1, 2, 3)] == [5, 0, 5]


def test_an_entry_that_a_catalogue_function_skips_is_an_empty_text():
    """Both programs get it as one: it is not 0, and no number can be computed from it."""
    cells = {"B2": 5, "B3": 5, "B5": 1}
    assert computed(cells | {"D1": "=JC_VERTEILEN(10,B1:B3)"}) == ""
    assert computed(cells | {"D1": "=INDEX(JC_VERTEILEN(10,B1:B3),1,1)"}) == ""
    assert computed(cells | {"D1:D3": "=IF(B5,JC_VERTEILEN(10,B1:B3))"}) == ""
    assert computed(cells | {"D1": "=100*INDEX(JC_VERTEILEN(10,B1:B3),1,1)"}) == "#VALUE!"
    assert computed(cells | {"D1:D3": "=JC_VERTEILEN(10,B1:B3)", "E1": "=SUM(D1:D3)"}, "E1") == 10


@pytest.mark.parametrize(
    ("first", "second", "noise", "same"),
    [
        (1.0, 1.0, 0.0, True),
        (1.0, 1.0 + 9e-13, 0.0, True),
        (1.0, 1.0 + 2e-12, 0.0, False),
        (0.0, 4 * NOISE, 1.0, True),
        (0.0, 4.5 * NOISE, 1.0, False),
        (0.0, 4 * NOISE, 0.5, False),
        (0.0, 1e-300, 0.0, False),
        (CellError("#N/A", "a"), CellError("#N/A", "b"), 0.0, True),
        (CellError("#N/A"), CellError("#REF!"), 0.0, False),
        (CellError("#N/A"), 0.0, 0.0, False),
        (FormerBlank(), 0.0, 0.0, True),
        (FormerBlank(), 1.0, 0.0, False),
        (0.0, FormerBlank(), 0.0, False),
        (FormerBlank(), FormerBlank(), 0.0, True),
        (True, True, 0.0, True),
        (True, 1.0, 0.0, False),
        (Logical(1.0), 1.0, 0.0, False),
        ("a", "a", 0.0, True),
        ("a", "A", 0.0, False),
        (None, None, 0.0, True),
        (None, 0.0, 0.0, False),
        (Block.of(((1.0, "x"),)), Block.of(((1.0, "x"),)), 0.0, True),
        (Block.of(((1.0, "x"),)), Block.of(((1.0, "y"),)), 0.0, False),
        (Block.of(((1.0, 2.0),)), Block.of(((1.0,), (2.0,))), 0.0, False),
        (Block.of(((1.0,), (2.0,))), Block.of(((1.0, 2.0),)), 0.0, False),
        (Block(((1.0,),), 2, 1, 5.0), Block(((1.0,),), 2, 1, 6.0), 0.0, False),
        (Block(((1.0,),), 2, 1, 5.0), Block(((1.0,),), 3, 1, 5.0), 0.0, False),
        (Block(((1.0,), (5.0,)), 2, 1, 5.0), Block(((1.0,),), 2, 1, 5.0), 0.0, False),
        (Block.of(((0.0,),)), Block.of(((3 * NOISE,),)), 1.0, True),
        (Block.of(((1.0,),)), 1.0, 0.0, False),
        (1.0, Block.of(((1.0,),)), 0.0, False),
    ],
)
def test_what_is_the_same_but_for_noise(first, second, noise, same):
    """LibreOffice first, then Excel."""
    assert same_but_noise(first, second, noise) is same


def test_blanks_of_cells_reach_a_catalogue_function_through_an_array():
    cells = {"A1": 7, "B1": 5, "B3": 5}
    assert computed(cells | {"D1:D2": "=JC_VERTEILEN(10,TRANSPOSE(TRANSPOSE(B1:B3)))"}, "D1") == 5


# ---- what each of the two programs gives -----------------------------------------------------------

BOTH = CELLS | {"E1": "", "E4": 1, "F1": "", "F2": "", "F3": "x", "G1": True, "G2": True, "G3": False, "G4": 2}
CHART = "\N{BAR CHART}"


@pytest.mark.parametrize(
    ("formula", "calc", "excel"),
    [
        # truth values in ranges are numbers to LibreOffice only
        ("SUM(G1:G4)", 4, 2),
        ("COUNT(G1:G4)", 4, 1),
        ("AVERAGE(G1:G4)", 1, 2),
        ("MIN(G1:G4)", 0, 2),
        ("MAX(G1:G3)", 1, 0),
        ("MIN(G1:G2)", 1, 0),
        ("MAX(G3:G3)", 0, 0),
        ("MAX(G1:G2,G4)", 2, 2),
        ("MIN(G1:G2,7,G4)", 1, 2),
        ("SUMPRODUCT(G1:G4,G1:G4)", 6, 4),
        ("COUNTIF(G1:G4,TRUE)", 2, 2),
        ("COUNTIF(B1:G1,TRUE)", 1, 1),
        ("ISNUMBER(TRUE)", True, False),
        ('TRUE&""', "1", "WAHR"),
        ('FALSE&""', "0", "FALSCH"),
        # comparisons of kinds
        ("TRUE>2", False, True),
        ("2>TRUE", True, False),
        ('TRUE>"x"', False, True),
        # nothing, or what LibreOffice takes for it
        ("COUNTA(F1:F3)", 1, 3),
        ("E1", None, ""),
        ("E1:E2", [[None], [None]], [[""], [None]]),
        ("ISTEXT(F3)", True, True),
        ("IF(A1,)", None, 0),
        ("IF(C1,1,)", None, 0),
        ("COUNT({1,2}+0)", 2, 2),
        ("SUM(IF({1,0},B9:C9,5))", 5, 5),
        ("COUNT(IF({1,0},B9:C9,5))", 1, 2),
        # LibreOffice passes a reference on
        ("SUM(IFERROR(A2,0))", 0, "#VALUE!"),
        # texts in a block
        ('MIN(5,{"a","b"})', 0, 5),
        ('MAX(-5,{"a","b"})', 0, -5),
        ('MIN(-5,{"a","b"})', -5, -5),
        # powers
        ("IFERROR(0^0,7)", 1, 7),
        ("ISERROR(0^0)", False, True),
        ("0^-1", "#NUM!", "#DIV/0!"),
        ("POWER(0,-2)", "#NUM!", "#DIV/0!"),
        # texts
        (f'LEN("a{CHART}b{CHART}")', 4, 6),
        (f'LEN("{CHART}")', 1, 2),
        ('"x"/0', "#DIV/0!", "#VALUE!"),
        ('"x"/2', "#VALUE!", "#VALUE!"),
        ("TRANSPOSE({TRUE,2})", [[1], [2]], [[True], [2]]),
        # the first of several errors in Excel
        ("#N/A+#DIV/0!", "#", "#N/A"),
        ("SUM(A7,A6)", "#", "#DIV/0!"),
        ("#N/A+#N/A", "#N/A", "#N/A"),
        # what a sum leaves of terms that cancel
        ("(0.5-0.4-0.1)*1E17", 0, (0.5 - 0.4 - 0.1) * 1e17),
        # numbers next to each other
        ("1+4.44E-15=1", False, True),
        ("1+4.44E-15>1", True, False),
        ("1-4.44E-15<1", True, True),
        ("ISERROR(IFERROR(1/0,#N/A))", True, True),
        ('IFERROR({1,2},"x")', [[1, 2]], [[1, 2]]),
        ("ISFORMULA(G1)", True, False),
        ("ISFORMULA(G4)", False, False),
    ],
)
def test_both_programs(formula, calc, excel):
    assert of_both(formula, BOTH) == (calc, excel)


@pytest.mark.parametrize(
    ("formula", "cause"),
    [
        ("INDEX(#N/A,1)", "INDEX eines Fehlerwerts"),
        ("LEN(IF(A1,,5))", "WENN mit leerem Argument"),
        ("COUNTBLANK(#N/A)", "ANZAHLLEEREZELLEN"),
        ("COUNTIF(#N/A,1)", "ZÄHLENWENN"),
        ("IF(ISNUMBER(TRUE),1E-14,2E-14)", "ISTZAHL eines Wahrheitswerts"),  # small, but no noise of anything
        (f'"{"1" * 41}"+1', f"Text „{'1' * 40}“ als Zahl"),
        (f'COUNT("1,{"1" * 41}")', f"Text „1,{'1' * 38}“ als Zahl"),
        ("LEN(IF(C1,5,))", "WENN mit leerem Argument"),
        ("SUM({TRUE;1})", "Wahrheitswert einer Matrixkonstante"),
        ("_xlfn.SINGLE(A1,B1)", "SINGLE"),
        ("SIN(1)", "SIN"),
        ("VLOOKUP(1,A1:B2,2)", "SVERWEIS"),
        ("ABS(1,2)", "ABS"),
        ("Fehlt!A1", "Blatt Fehlt fehlt"),
        ("SUM({A1})", "Matrixkonstante"),
        ("SUM({1+1})", "Matrixkonstante"),
        ("B1:B5+{1,2}", "Bereich neben einer Matrix"),
        ("SUM(JC_VERTEILEN(10,B1:B3*1))", "Bereich statt Wert"),
        ("ISFORMULA(B1:B5)", "ISTFORMEL eines Bereichs"),
        ("SUM(IFERROR({1;2},0))", "WENNFEHLER über einen Bereich"),
        ("SUMPRODUCT(IF(B1:B5>20,B1:B5))", "WENN über einen Bereich"),
        ("2^{1,#N/A}", "Potenz über Texte oder Fehlerwerte"),
        ('POWER({1,"x"},2)', "POTENZ über Texte oder Fehlerwerte"),
        ("{1,2}={1,2,3}", "Vergleich verschieden großer Bereiche"),
        ("INDEX(A1:B2,1)", "INDEX mit einer Nummer in einem Block"),
        ("INDEX({1,2;3,4},1)", "INDEX mit einer Nummer in einem Block"),
        ("INDEX(5,1)", "INDEX eines einzelnen Werts"),
        ("FIXED(1,)", "FEST mit leerem Argument"),
        ("FIXED(,1)", "FEST mit leerem Argument"),
        ("FIXED(1.5,1,)", "FEST mit leerem Argument"),
        ("IFERROR(,1)", "WENNFEHLER mit leerem Argument"),
        ("IF(1)", "WENN"),
        ("IF(1,2,3,4)", "WENN"),
        ("ISFORMULA(A1,A2)", "ISTFORMEL"),
        ("ISFORMULA(5)", "ISTFORMEL"),
        ("ROWS(5)", "ZEILEN eines einzelnen Werts"),
        ("COLUMNS(5)", "SPALTEN eines einzelnen Werts"),
        ("MATCH(1,5,0)", "VERGLEICH in einem einzelnen Wert"),
        ("MATCH(1,{1;2})", "VERGLEICH"),
        ("COUNTIF({1;2},1)", "ZÄHLENWENN"),
        ('COUNTIF(A1:A5,"=1")', "ZÄHLENWENN"),
        ('COUNTIF(A1:A5,"<1")', "ZÄHLENWENN"),
        ('COUNTIF(A1:A5,"x*")', "ZÄHLENWENN"),
        ('MATCH("x~",A1:A5,0)', "VERGLEICH"),
        ("COUNTBLANK({1,2})", "ANZAHLLEEREZELLEN"),
        (
            "IF(ISNUMBER(TRUE),1E-8,0)+(1E6-5E5)-5E5",
            "ISTZAHL eines Wahrheitswerts",
        ),  # terms that do not cancel: no noise
    ],
)
def test_why_a_formula_is_left(formula, cause):
    found = computed(BOTH | {"D1": "=" + formula})
    assert isinstance(found, Left)
    assert found.cause == cause


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(_xlfn.SINGLE({1,2;3,4}))", 1),  # the upper left value, as Microsoft says of @
        ("_xlfn.SINGLE(7)", 7),
        ("IFERROR(1,)", 1),
        ("IFERROR(1/0,)", 0),
        ("INDEX({1,2},2)", 2),
        ("INDEX({5;6},2)", 6),
        ("INDEX(8:8,1)", 0),
        ('""<"-"', True),
        ('"-">""', True),
        ("SIGN(0.5)", 1),
        ("B1+{1,2}", 11),
        ("SUM(B1+{1,2})", 23),
        ("SUM(B1:B2)+SUM({1,2})", 33),
        ("SIGN(1)", 1),
        ("SIGN(-1)", -1),
        ("IFERROR(0^0,1)", 1),
        ("IFERROR(0^0,2)", LEFT),
    ],
)
def test_values_by_hand(formula, expected):
    assert value(formula, cells=BOTH) == expected
