"""German and English spellings of formulas."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jcplan.catalogue import CATALOGUE
from jcplan.cells import ERROR_CODES
from jcplan.formula import FormulaError, parse, readings, same_formula, to_german
from jcplan.formula.dialect import GERMAN, german_error
from jcplan.formula.native import FUNCTIONS


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("=JC_BASIS(953;0,696)", "JC_BASIS(953,0.696)"),
        ("JC_BASIS(953;0,696)", "JC_BASIS(953,0.696)"),
        ("JC_BASIS(953,0.696)", "JC_BASIS(953,0.696)"),
        ("JC_BASIS(953, 0.696)", "JC_BASIS(953, 0.696)"),
        ("JC_BASIS(953;0.696)", "JC_BASIS(953,0.696)"),
        ("JC_IQ_GESAMT({0,233;0,1298};{25327;2322})", "JC_IQ_GESAMT({0.233;0.1298},{25327;2322})"),
        ("JC_IQ_GESAMT({0.233;0.1298},{25327;2322})", "JC_IQ_GESAMT({0.233;0.1298},{25327;2322})"),
        ("JC_IQ_GESAMT({0,233.0,1298};{25327.2322})", "JC_IQ_GESAMT({0.233,0.1298},{25327,2322})"),
        ("JC_IQ_GESAMT({0,233\\0,1298};{25327\\2322})", "JC_IQ_GESAMT({0.233,0.1298},{25327,2322})"),
        ("JC_IQ_BENOETIGT(0,225;{0,23;};{25201;1369})", "JC_IQ_BENOETIGT(0.225,{0.23;},{25201;1369})"),
        ("JC_VERTEILEN(100;{1;1;1};;0)", "JC_VERTEILEN(100,{1;1;1},,0)"),
        ("SUMME(A1:A3)", "SUM(A1:A3)"),
        ("WENN(A1>0;1;2)", "IF(A1>0,1,2)"),
        ("WENNFEHLER(SUMMENPRODUKT(A1:A2;B1:B2)/SUMME(B1:B2);0)", "IFERROR(SUMPRODUCT(A1:A2,B1:B2)/SUM(B1:B2),0)"),
        ("summe(a1;b1)", "SUM(a1,b1)"),
        ("RUNDEN(A1;2)", "ROUND(A1,2)"),
        ("WENN(WAHR;1;2)", "IF(TRUE,1,2)"),
        ("FALSCH()", "FALSE()"),
        ('JC_ERLAEUTERUNG(1;2;0;"€; rund 1,5")', 'JC_ERLAEUTERUNG(1,2,0,"€; rund 1,5")'),
        ('JC_ERLAEUTERUNG(1;2;0;"SUMME(1;2)")', 'JC_ERLAEUTERUNG(1,2,0,"SUMME(1;2)")'),
        ("'SUMME(1;2)'!A1+1", "'SUMME(1;2)'!A1+1"),
        ("1,5", "1.5"),
        ("A1*0,5", "A1*0.5"),
        ("A1*0.5", "A1*0.5"),
        ("JC_VERSION()", "JC_VERSION()"),
        ("JC_UMSCHICHTUNG(25575625;21987044;-0,05)", "JC_UMSCHICHTUNG(25575625,21987044,-0.05)"),
        ("ISTFEHLER(JC_BASIS(1;0))", "ISERROR(JC_BASIS(1,0))"),
        ("ISTFORMEL(A1)", "ISFORMULA(A1)"),
        ("JC_KFA(848)", "JC_KFA(848)"),
        ("JC_KFA(848;15,2%)", "JC_KFA(848,15.2%)"),
        ('{"a"."b";"c".}', '{"a","b";"c",}'),
        ('{"a"\\"b";"c"\\}', '{"a","b";"c",}'),
        ('{"a","b";"c",}', '{"a","b";"c",}'),
        ("UND({WAHR;FALSCH})", "AND({TRUE;FALSE})"),
        ("SUMME({#NV;1})", "SUM({#N/A;1})"),
        ("{#NV.#WERT!\\#BEZUG!;#ZAHL!.#DIV/0!.#NAME?}", "{#N/A,#VALUE!,#REF!;#NUM!,#DIV/0!,#NAME?}"),
        ("{wahr.falsch;true.false}", "{TRUE,FALSE;TRUE,FALSE}"),
        ('{"1,5. }{;""x"" ".0,5}', '{"1,5. }{;""x"" ",0.5}'),
        ('JC_ERLAEUTERUNG(1;2;0;{"€; rund 1,5"})', 'JC_ERLAEUTERUNG(1,2,0,{"€; rund 1,5"})'),
        ("{ 1 . ; -2,5e-3 . + 3 % }", "{1,;-2.5e-3,+3%}"),
        ("{..;..}", "{,,;,,}"),
        ("{}", "{}"),
        ("{1.;2.}", "{1,;2,}"),
        ("{0.0298;0.233}", "{0.0298;0.233}"),
        ("SUM({1.5;2.5})", "SUM({1.5;2.5})"),
        ("SUM({1.5;2.5};3)", "SUM({1.5;2.5},3)"),
        ("Plan_2.5+1,5", "Plan_2.5+1.5"),
        ("ROUND(A1,2)", "ROUND(A1,2)"),
        ("ROUND(A1;1,5)", "ROUND(A1,1.5)"),
        ("WENN(A1;#NV;WAHR)", "IF(A1,#N/A,TRUE)"),
        ("WAHR!A1+1,5", "WAHR!A1+1.5"),
        ("Plan!WAHR+1,5", "Plan!WAHR+1.5"),  # a name on a sheet
        ("#div/0!+1,5", "#DIV/0!+1.5"),
        ("{#div/0!.#nv}", "{#DIV/0!,#N/A}"),
        ("1+\n1,5", "1+\n1.5"),
        ("'Plan 1'!WAHR+FALSCH", "'Plan 1'!WAHR+FALSE"),
    ],
)
def test_first_reading(typed, stored):
    found = readings(typed)
    assert same_formula(found[0], stored), found
    assert parse(found[0]) == parse(stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("JC_KFA(100,5)", ["JC_KFA(100.5)", "JC_KFA(100,5)"]),
        ("JC_VERAENDERUNG(110,100)", ["JC_VERAENDERUNG(110.100)", "JC_VERAENDERUNG(110,100)"]),
        ("{1.2\\3}", ["{1,2,3}", "{1.2,3}"]),
        ("SUMME({1.2;3.4})", ["SUM({1,2;3,4})", "SUM({1.2;3.4})"]),
        ("F({0,5.0,7};{1.2})", ["F({0.5,0.7},{1,2})", "F({0,5.0,7},{1.2})"]),
        ("F({1,5})", ["F({1.5})", "F({1,5})"]),
        ("{.5;.7}", ["{,5;,7}", "{.5;.7}"]),
    ],
)
def test_spelling_that_does_not_decide_has_both_readings(typed, stored):
    assert readings(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("", [""]), ("=", [""]), ("5,", ["5,"]), (",5", [",5"]), ("5;", ["5,"]), ("SUMME(", ["SUM("])],
)
def test_broken_formulas_are_read_as_far_as_the_spelling_goes(typed, stored):
    """What they lack is said by the one who reads the stored formula. A sign at the edge stands between no digits."""
    assert readings(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "JC_BASIS(953;0,696)",
        "JC_BASIS(953, 0.696)",
        "JC_BASIS(953;0,696)+1,5",
        "JC_VERSION()",
        "SUMME(A1:A3)",
        "ROUND(A1,2)",
        "SUM({1.5;2.5})",
        '{"a"."b";"c".}',
        "{1\\2,5}",
        "{1\\2;3\\4}",
        "UND({WAHR;FALSCH})",
        "{1.2;3}",
    ],
)
def test_plain_spellings_have_one_reading(typed):
    assert len(readings(typed)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "F(1.234;2,5)",
        "F(1,2,3;4)",
        "{1;A1}",
        "{1;SUMME(1)}",
        "{1;#QUATSCH}",
        "{1 2}",
        "{1,5.2|3}",
        '{"a"b}',
        "{JA}",
        "{1:2}",
    ],
)
def test_what_is_written_in_no_spelling_is_refused(typed):
    with pytest.raises(FormulaError, match="ist nicht lesbar"):
        readings(typed)


def test_blanks_and_line_breaks_do_not_matter():
    (reading,) = readings("  = JC_BASIS( 953 ; 0,696 )\n")
    assert same_formula(reading, "JC_BASIS(953,0.696)")


@pytest.mark.parametrize(
    ("stored", "german"),
    [
        ("IFERROR(JC_IQ_ZIEL(0.23,A1),{1,2;3,4})", "=WENNFEHLER(JC_IQ_ZIEL(0,23;A1);{1.2;3.4})"),
        ("SUM(A1:B2)", "=SUMME(A1:B2)"),
        ("_xlfn.ISFORMULA(A1)", "=ISTFORMEL(A1)"),
        ("IF(A1,TRUE,FALSE)", "=WENN(A1;WAHR;FALSCH)"),
        ('IF(A1="1.5, rund","a","b")', '=WENN(A1="1.5, rund";"a";"b")'),
        ("'Blatt 1.5'!A1*1.5", "='Blatt 1.5'!A1*1,5"),
        ("JC_VERTEILEN(100,A1:A3,,0)", "=JC_VERTEILEN(100;A1:A3;;0)"),
        ("JC_IQ_GESAMT({0.233;0.1298},{1;2})", "=JC_IQ_GESAMT({0,233;0,1298};{1;2})"),
        ("50%", "=50%"),
        ("SUM({1,2},3,{4;5,6},7)", "=SUMME({1.2};3;{4;5.6};7)"),
        ("IF({TRUE,#N/A;,.5},#VALUE!)", "=WENN({WAHR.#NV;.0,5};#WERT!)"),
    ],
)
def test_to_german(stored, german):
    assert to_german(stored) == german


@pytest.mark.parametrize(
    "stored",
    [
        "JC_BASIS(953,0.696)",
        "IFERROR(SUMPRODUCT(A1:A2,B1:B2)/SUM(B1:B2),0.5)",
        "JC_IQ_GESAMT({0.233;0.1298},{25327;2322})",
        "JC_IQ_GESAMT({0.233,0.1298},{25327,2322})",
        "JC_IQ_BENOETIGT(0.225,{0.23;},{25201;1369})",
        "JC_VERTEILEN(100,A1:A3,,0)",
        'IF(A1="x; 1,5",TRUE,"a")',
        "INDEX(JC_BESTANDSPFAD(100,{10;0},{5;5}),4,2)",
        "SUM(1.5,2.5)",
    ],
)
def test_german_and_back(stored):
    assert same_formula(readings(to_german(stored))[0], stored)


def _block(rows: int, columns: int) -> st.SearchStrategy[str]:
    row = st.lists(CELLS, min_size=columns, max_size=columns).map(",".join)
    return st.lists(row, min_size=rows, max_size=rows).map(lambda found: "{" + ";".join(found) + "}")


NUMBERS = st.one_of(
    st.integers(0, 10**6).map(str),
    st.decimals(0, 1000, places=3, allow_nan=False).map(str),
    st.floats(1e-30, 1e30).map(lambda value: repr(value).upper()),
)
TEXTS = st.text(alphabet="aÄ0159 ;,.\\{}()[]\"#'!", max_size=8).map(lambda text: '"' + text.replace('"', '""') + '"')
ERRORS = st.sampled_from(ERROR_CODES)
TRUTHS = st.sampled_from(["TRUE", "FALSE"])
CELLS = st.one_of(NUMBERS, NUMBERS.map("-{}".format), TEXTS, ERRORS, TRUTHS, st.just(""))
ARRAYS = st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(lambda shape: _block(*shape))
PLACES = st.sampled_from(["A1", "$B$2", "A1:C3", "'Blatt 1.5; x'!A1", "WAHR!B7", "Plan_2.5", "ELB_Plan"])
FORMULAS = st.recursive(
    st.one_of(NUMBERS, TEXTS, ERRORS, TRUTHS, ARRAYS, PLACES),
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from([*GERMAN, *CATALOGUE]), st.lists(st.one_of(inner, st.just("")), min_size=1, max_size=4)
        ).map(lambda call: f"{call[0]}({','.join(call[1])})"),
        st.tuples(inner, st.sampled_from("+-*/^&=<>"), inner).map(lambda parts: f"({parts[0]}{parts[1]}{parts[2]})"),
        inner.map("-{}".format),
        inner.map("{}%".format),
    ),
    max_leaves=8,
)


@given(FORMULAS)
@settings(max_examples=400)
def test_what_is_written_in_german_is_read_as_the_same(stored):
    """The German reading stands first: its tree is that of the stored formula."""
    assert repr(parse(readings(to_german(stored))[0])) == repr(parse(stored))  # repr: 1 equals True in Python


def test_every_native_function_has_a_german_name():
    assert set(FUNCTIONS) | {"IF", "ISFORMULA"} == set(GERMAN)
    assert len(set(GERMAN.values())) == len(GERMAN)


@pytest.mark.parametrize(
    ("code", "german"),
    [("#VALUE!", "#WERT!"), ("#N/A", "#NV"), ("#REF!", "#BEZUG!"), ("#NUM!", "#ZAHL!"), ("#DIV/0!", "#DIV/0!")],
)
def test_error_values(code, german):
    assert german_error(code) == german
