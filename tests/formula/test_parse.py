"""From a stored formula to its tree, and when two formulas say the same."""

from __future__ import annotations

import pytest

from jcplan.cells import Area, CellError
from jcplan.formula import Engine, FormulaError, parse, same_formula
from jcplan.formula.engine import EmptyGrid
from jcplan.formula.nodes import Array, Binary, Call, Name, Reference, Unary, Value
from jcplan.formula.parse import reference


def value(text):
    return Engine(EmptyGrid()).formula(text)


def test_excels_at_sign_is_no_change():
    """Excel 365 stores @F(x) as _xlfn.SINGLE(F(x))."""
    assert same_formula("_xlfn.SINGLE(JC_IQ_ZIEL(A1,B1))", "JC_IQ_ZIEL(A1,B1)")
    assert not same_formula("_xlfn.SINGLE(JC_IQ_ZIEL(A1,B1))", "JC_IQ_ZIEL(A1,B2)")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1+2*3", 7),
        ("(1+2)*3", 9),
        ("10-4-3", 3),  # from the left
        ("16/4/2", 2),
        ("2^3^2", 64),  # from the left, unlike mathematics
        ("-2^2", 4),  # the sign binds tighter, as in every spreadsheet
        ("0-2^2", -4),
        ("2^-1", 0.5),
        ("--3", 3),
        ("+3", 3),
        ("50%", 0.5),
        ("2*50%", 1),
        ("50%^2", 0.25),
        ("200%%", 0.02),
        ("-50%", -0.5),
        ("1+2=3", True),
        ("1=1=TRUE", True),
        ('"a"&1+1', "a2"),  # + before &
        ('"a"&"b"="ab"', True),  # & before =
        ('"ab"="a"&"b"', True),
        ('"a"&3-1', "a2"),
        ("2*3^2", 18),
        ("8/2^2", 2),
        ("1+8/2", 5),
        ("7-2*3", 1),
        ("9-8/2", 5),
        ("2*8/4*2", 8),
        ("1-2+3", 2),
        ("3>2=TRUE", True),
        ("2^2%", 2**0.02),
        ("2>1", True),
        ("2>=2", True),
        ("2<>2", False),
        ("1.5E+3", 1500),
        ("1e-2", 0.01),
        (".5", 0.5),
        ("TRUE", True),
        ("true", True),
        ('"say ""hi"""', 'say "hi"'),
        ('""', ""),
        (" 1 + 2 ", 3),
        ("SUM( 1 , 2 )", 3),
        ("sum(1,2)", 3),
        ("SUM(1,2)%", 0.03),
    ],
)
def test_precedence_and_literals(text, expected):
    result = value(text)
    assert result == expected
    assert type(result) is type(expected) or isinstance(expected, int)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("A1", Reference("", Area(1, 1, 1, 1))),
        ("$B$2:$C$9", Reference("", Area(2, 2, 9, 3))),
        ("C9:B2", Reference("", Area(2, 2, 9, 3))),
        ("Annahmen!D7", Reference("Annahmen", Area(7, 4, 7, 4))),
        ("'Meine Tabelle'!$A$1", Reference("Meine Tabelle", Area(1, 1, 1, 1))),
        ("'Dieter''s'!A1", Reference("Dieter's", Area(1, 1, 1, 1))),
        ("'a!b'!A1", Reference("a!b", Area(1, 1, 1, 1))),
        ("Übersicht!B2", Reference("Übersicht", Area(2, 2, 2, 2))),
        ("Annahme_ELB_gesamt", Name("Annahme_ELB_gesamt")),
        ("Größe", Name("Größe")),
        ("#N/A", Value(CellError("#N/A"))),
        ("#DIV/0!", Value(CellError("#DIV/0!"))),
        ("JC_VERSION()", Call("JC_VERSION", ())),
        ("_xlfn.ISFORMULA(A1)", Call("ISFORMULA", (Reference("", Area(1, 1, 1, 1)),))),
        ("F(1,)", Call("F", (Value(1.0), Value(None)))),
        ("F(,1)", Call("F", (Value(None), Value(1.0)))),
        ("F(1,,2)", Call("F", (Value(1.0), Value(None), Value(2.0)))),
        ("F(,)", Call("F", (Value(None), Value(None)))),
        ("{1,2;3,4}", Array(((Value(1.0), Value(2.0)), (Value(3.0), Value(4.0))))),
        ("{1,;,4}", Array(((Value(1.0), Value(None)), (Value(None), Value(4.0))))),
        ("{0.23;}", Array(((Value(0.23),), (Value(None),)))),
        ("{-1}", Array(((Unary("-", Value(1.0)),),))),
        ('{"a","b;c"}', Array(((Value("a"), Value("b;c")),))),
        ("1-2-3", Binary("-", Binary("-", Value(1.0), Value(2.0)), Value(3.0))),
    ],
)
def test_trees(text, node):
    assert parse(text) == node


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1+",
        "*1",
        "(1",
        "1)",
        "SUM(1",
        "SUM(1 2)",
        '"open',
        "{1,2",
        "1 2",
        "A1:B2:C3",
        "A1 B1",
        "A1,B1",
        "[Mappe.xlsx]Tabelle1!A1",
        "Tabelle[Spalte]",
        "A1#",
        "=1",
        "1..2",
        "@A1",
    ],
)
def test_what_cannot_be_read_is_said_and_never_guessed(text):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("JC_IQ(A1,B2)", "jc_iq( $A$1 , B$2 )"),
        ("SUM(A1:B2)", "SUM(B2:A1)"),
        ("_xlfn.ISFORMULA(A1)", "ISFORMULA(A1)"),
        ("Annahmen!A1", "'ANNAHMEN'!a1"),
        ("annahme_elb", "Annahme_ELB"),
        ("1.0", "1"),
        ("TRUE", "true"),
        ("+A1", "A1"),
        ("(A1)", "A1"),
        ("(A1*B1)+1", "A1*B1+1"),
    ],
)
def test_same(first, second):
    assert same_formula(first, second)
    assert same_formula(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A1+1", "A1+2"),
        ("A1-B1", "B1-A1"),
        ("A1-(B1-C1)", "A1-B1-C1"),
        ('"a"', '"A"'),
        ("SUM(A1)", "SUM(A1:A2)"),
        ("Annahmen!A1", "A1"),
        ("F(1)", "F(1,)"),
        ("-A1", "A1"),
        ("1+", "1-"),
        ("1", '"1"'),
        ("1", "TRUE"),
    ],
)
def test_different(first, second):
    assert not same_formula(first, second)


def test_broken_formulas_compare_by_their_text():
    assert same_formula("1+", " 1+ ")


@pytest.mark.parametrize("text", ["(" * 5000 + "1" + ")" * 5000, "-" * 5000 + "1", "1" + "+1" * 5000])
def test_deep_formulas_are_read_or_refused_and_never_crash(text):
    try:
        same_formula(text, text)
        value(text)
    except FormulaError as error:
        assert str(error).endswith(".")  # noqa: PT017


def test_usual_nesting_is_read():
    assert value("(" * 64 + "1" + ")" * 64) == 1
    assert value("+".join(["1"] * 200)) == 200


@pytest.mark.parametrize(
    "text",
    [
        "", "$", ":", "$:$", "A", "$A", "5", "$5", "A:", ":A", "A:1", "1:A", "A1:B", "A:B1", "A1:2", "1:A2", "A1:B2:C3",
        "A0", "A01", "0:5", "A1048577", "XFE1", "XFE:XFE", "A:XFE", "1:1048577", "1048577:1", "AAAA1", "A12345678",
        "A1:", "1A", "A$", "A$1$", "A-1", "A1.5",
    ],
)  # fmt: skip
def test_what_is_no_address(text):
    assert reference("", text) is None


@pytest.mark.parametrize(
    ("text", "area", "fixed"),
    [
        ("XFD1048576", (1048576, 16384, 1048576, 16384), (False, False, False, False)),
        ("a1", (1, 1, 1, 1), (False, False, False, False)),
        ("$A1", (1, 1, 1, 1), (False, True, False, True)),
        ("A$1", (1, 1, 1, 1), (True, False, True, False)),
        ("A:XFD", (1, 1, 1048576, 16384), (True, False, True, False)),
        ("$C:B", (1, 2, 1048576, 3), (True, False, True, True)),
        ("1:1048576", (1, 1, 1048576, 16384), (False, True, False, True)),
        ("$5:2", (2, 1, 5, 16384), (False, True, True, True)),
        ("B$2:$A3", (2, 1, 3, 2), (True, True, False, False)),
        ("$B3:A$2", (2, 1, 3, 2), (True, False, False, True)),
    ],
)
def test_addresses(text, area, fixed):
    found = reference("Blatt", text)
    assert found == Reference("Blatt", Area(*area))
    assert found.fixed == fixed


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("1+", "nicht lesbar"),
        ("A1,B1", "verbundene Bereiche"),
        ("(A1,B1)", "verbundene Bereiche"),
        ("SUM((A1,B1))", "verbundene Bereiche"),
        ("[1]Blatt!A1", "Bezug auf eine andere Mappe"),
        ("1E999", "zu große Zahl"),
        ("{A1}*1+", "nicht lesbar"),
        (":".join(["A1"] * 30), "„" + ":".join(["A1"] * 30)[:40] + "“"),
        ("1..2", "„1..2“"),
    ],
)
def test_causes_in_a_few_words(text, cause):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.cause == cause


def test_the_largest_number_is_read():
    assert parse("1.7976931348623157E308") == Value(1.7976931348623157e308)


def test_separators_of_arrays_and_arguments():
    assert parse("F(1;2)") == Call("F", (Value(1.0), Value(2.0)))
    assert parse("{,}") == Array(((Value(None), Value(None)),))
    assert parse("{}") == Array(((Value(None),),))
    assert parse("{;}") == Array(((Value(None),), (Value(None),)))
    assert parse("{1+2,3}") == Array(((Binary("+", Value(1.0), Value(2.0)), Value(3.0)),))
    assert parse('{"{";"~"}') == Array(((Value("{"),), (Value("~"),)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{1,2}", "{1,3}"),
        ("{1,A1}", "{1,B1}"),
        ("F({1})", "F({TRUE})"),
        ("N+1", "M+1"),
        ("Blatt!N", "N"),
        ("A1%", "-A1"),
        ("F(A1)", "G(A1)"),
        ("_xlfn.SINGLE(A1,B1)", "A1"),
        ("A1+", "A1-"),
        ("1+", "1"),
        ("1", "1+"),
    ],
)
def test_different_in_one_part(first, second):
    assert not same_formula(first, second)
    assert not same_formula(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{1,n}", "{1,N}"),
        ("-n%", "-N%"),
        ("Blatt!N", "'BLATT'!n"),
        ("_xlfn.SINGLE(n)+1", "N+1"),
        ("f(blatt!A1:B2)", "F(Blatt!$A$1:$B$2)"),
        ("1+ ", "  1+"),
    ],
)
def test_same_in_every_part(first, second):
    assert same_formula(first, second)
