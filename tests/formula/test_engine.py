"""Computing a workbook: order, blocks, blanks, errors, and what is left uncomputed."""

from __future__ import annotations

import pytest
from formula.grids import Sheets, of_both

from jcplan.cells import Area, Cell, CellError, parse_area
from jcplan.formula import Engine, FormulaError, engine
from jcplan.formula.engine import EmptyGrid
from jcplan.formula.report import uncomputed_text


def values(cells, names=None, **more):
    """Computed cells of a sheet by address."""
    grid = Sheets(names, Blatt=cells, **more)
    engine = Engine(grid)
    engine.compute()
    return lambda text: engine.cell("Blatt", parse_area(text).top, parse_area(text).left)


def value(text, cells=None, **more):
    return Engine(Sheets(Blatt=cells or {}, **more)).formula(text, "Blatt")


def code(result):
    return result.code if isinstance(result, CellError) else result


# ---- order ----------------------------------------------------------------------------------------


def test_cells_are_computed_after_those_that_they_refer_to():
    cell = values({"A1": "=A2+1", "A2": "=A3*2", "A3": "=B1", "B1": 5})
    assert [cell(a) for a in ("A1", "A2", "A3")] == [11, 10, 5]


def test_references_go_across_sheets_and_through_names():
    cell = values(
        {"A1": "=Anderes!A1+Faktor", "A2": "=SUM(Bereich)", "A3": "=faktor*2"},
        {"Faktor": "Anderes!$B$1", "Bereich": "Anderes!$A$1:$B$1"},
        Anderes={"A1": "=B1*10", "B1": 2},
    )
    assert [cell(a) for a in ("A1", "A2", "A3")] == [22, 22, 4]


def test_long_chain_of_cells_needs_no_recursion():
    cells = {"A1": 1} | {f"A{row}": f"=A{row - 1}+1" for row in range(2, 5001)}
    assert values(cells)("A5000") == 5000


def test_long_chain_asked_from_its_end():
    cells = {f"A{row}": f"=A{row + 1}+1" for row in range(1, 5000)} | {"A5000": 1}
    engine = Engine(Sheets(Blatt=cells))
    assert engine.cell("Blatt", 1, 1) == 5000


def test_wide_range_of_formulas_settles_each_once():
    cells = {f"A{row}": f"=B{row}*2" for row in range(1, 2001)} | {f"B{row}": row for row in range(1, 2001)}
    assert values(cells | {"C1": "=SUM(A1:A2000)"})("C1") == 2000 * 2001


@pytest.mark.parametrize(
    "cells",
    [{"A1": "=A1+1"}, {"A1": "=B1", "B1": "=A1"}, {"A1": "=B1", "B1": "=C1", "C1": "=SUM(A1:A2)"}],
    ids=["itself", "two", "three through a range"],
)
def test_circles_are_not_computed(cells):
    result = Engine(Sheets(Blatt=cells | {"D1": "=1+1"})).compute()
    assert result.values["Blatt", 1, 4] == 2
    assert {key for key in result.not_computed if key != ("Blatt", 1, 4)} == {
        ("Blatt", parse_area(a).top, parse_area(a).left) for a in cells
    }
    assert any("sich selbst" in left.reason for left in result.not_computed.values())


# ---- what is left uncomputed ----------------------------------------------------------------------


def test_unknown_function_is_not_computed_nor_what_depends_on_it():
    cells = {"A1": "=VLOOKUP(1,B1:C2,2)", "A2": "=A1+1", "A3": "=SUM(A1:A2)", "A4": "=1+1"}
    result = Engine(Sheets(Blatt=cells)).compute()
    assert result.values == {("Blatt", 4, 1): 2}
    assert set(result.not_computed) == {("Blatt", row, 1) for row in (1, 2, 3)}
    assert "SVERWEIS" in result.not_computed["Blatt", 1, 1].reason


def test_stored_result_of_an_uncomputable_formula_feeds_no_other_formula():
    """It may be outdated: what hangs on it is left and reported, too. The cell itself still shows it."""
    grid = Sheets(Blatt={"A2": "=A1*2", "A3": "=IF(FALSE,A1,7)", "A4": "=ROWS(A1:A2)"})
    grid.cells("Blatt")[1, 1] = Cell(21.0, "VLOOKUP(1,B1:C2,2)")
    engine = Engine(grid)
    result = engine.compute()
    assert result.values == {("Blatt", 3, 1): 7, ("Blatt", 4, 1): 2}
    assert {key: left.cause for key, left in result.not_computed.items()} == {
        ("Blatt", 1, 1): "SVERWEIS",
        ("Blatt", 2, 1): "hängt ab von Blatt!A1",
    }
    assert engine.cell("Blatt", 1, 1) == 21


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Unbekannt", "Unbekannt"),
        ("Fehlt!A1", "Fehlt"),
        ("SIN(1)", "SIN"),
        ("ABS(1,2)", "ABS"),
        ("ABS()", "ABS"),
        ("MATCH(1,A1:A2,1)", "VERGLEICH"),
        ('COUNTIF(A1:A2,">1")', "ZÄHLENWENN"),
        ('"1"+1', "Text"),
        ("INDEX(A1:B2,0,1)", "INDEX"),
        ("1E999", "1E999"),
        ("SUM({1,2;3})", "gleich lang"),
        ("[1]Tabelle1!A1", "anderen Arbeitsmappe"),
        ("A1:A2 B1:B2", "lesbar"),
        ("1+", "lesbar"),
    ],
)
def test_what_is_not_computed_says_why(text, reason):
    cells = {"D1": "=" + text, "A1": 1, "A2": 2, "B1": 3, "B2": 4}
    result = Engine(Sheets(Blatt=cells)).compute()
    assert ("Blatt", 1, 4) in result.not_computed, result.values
    assert reason in result.not_computed["Blatt", 1, 4].reason


def test_very_long_formula_is_computed_or_left_and_never_crashes():
    """Spreadsheets allow 8,192 characters: a sum of some thousand cells."""
    cells = {"A1": 1, "B1": "=" + "+".join(["A1"] * 2500), "B2": "=B1+1", "B3": "=A1+1"}
    result = Engine(Sheets(Blatt=cells)).compute()
    assert result.values["Blatt", 3, 2] == 2
    assert result.values.get(("Blatt", 1, 2), 2500) == 2500
    assert len(result.values) + len(result.not_computed) == 3


def test_empty_grid_has_no_sheets():
    with pytest.raises(FormulaError):
        Engine(EmptyGrid()).formula("Blatt!A1")


@pytest.mark.parametrize("text", ["A1", "Blatt!A1", "Name", "SUM(Name)"])
def test_without_a_workbook_there_are_no_cells_and_names(text):
    with pytest.raises(FormulaError, match="gibt es nur in einer Arbeitsmappe") as caught:
        Engine(EmptyGrid()).formula(text)
    assert caught.value.cause == "keine Arbeitsmappe"


def test_arrays_are_listed_up_to_a_limit(monkeypatch):
    """Whatever comes first, and in each sheet that is read."""
    monkeypatch.setattr(engine, "_LISTED", 10)
    cells = {"A1:B3": "={1}", "C1:D2": "={2}", "E1:E1": "={3}", "F1": "=1"}
    result = Engine(Sheets(Blatt=cells)).compute()
    assert {key: left.cause for key, left in result.not_computed.items()} == {
        ("Blatt", 1, 5): "zu großer Matrixbereich"
    }
    assert len(result.values) == 6 + 4 + 1
    result = Engine(Sheets(Eins={"A1:B3": "={1}"}, Zwei={"A1:B3": "={1}", "C1:D2": "={2}"})).compute()
    assert set(result.not_computed) == {("Zwei", 1, 1)}


# ---- blocks ---------------------------------------------------------------------------------------


def test_array_formula_spreads_over_its_area():
    cell = values({"A1:B2": "={1,2;3,4}", "C1": "=SUM(A1:B2)", "C2": "=B2*10"})
    assert [cell(a) for a in ("A1", "B1", "A2", "B2", "C1", "C2")] == [1, 2, 3, 4, 10, 40]


def test_array_formula_beyond_its_result_is_not_available_and_within_repeats():
    cell = values({"A1:A4": "={1;2}", "B1:C2": "={5;6}", "D1:E2": "=7"})
    assert [code(cell(a)) for a in ("A1", "A2", "A3", "A4")] == [1, 2, "#N/A", "#N/A"]
    assert [cell(a) for a in ("B1", "C1", "B2", "C2")] == [5, 5, 6, 6]
    assert {cell(a) for a in ("D1", "E1", "D2", "E2")} == {7}


def test_array_formula_of_the_catalogue():
    cell = values({"A1:A4": "=JC_UMSCHICHTUNG(1000,500,0.1)", "B1": "=A4-A2"})
    assert [cell(a) for a in ("A1", "A2", "A3", "A4", "B1")] == [50, 1050, 450, 1500, 450]


def test_array_formula_that_fails_shows_its_error_everywhere():
    cell = values({"A1:A2": "=JC_BASIS({1;2},0)"})
    assert [code(cell(a)) for a in ("A1", "A2")] == ["#VALUE!", "#VALUE!"]
    assert "rate" in cell("A1").message


def test_ordinary_cell_shows_the_corner_of_a_block():
    assert values({"A1": "=JC_KFA(848)"})("A1") == pytest.approx(152)


def test_arithmetic_on_blocks_goes_entry_by_entry():
    assert value("SUMPRODUCT({1;2;3}*2)") == 12
    assert value("SUMPRODUCT({1,2}*{10;20})") == 90
    assert value("SUM({1,2;3,4}^2)") == 30
    assert value("SUMPRODUCT(({1;5;3}>2)*{10;20;30})") == 50
    assert value("SUMPRODUCT(-{1;2})") == -3


def test_ranges_reach_functions_as_rows_and_columns():
    cells = {"A1": 0.3, "A2": 0.1, "B1": 100, "B2": 300, "D1": 0.3, "E1": 0.1, "D2": 100, "E2": 300}
    assert value("JC_IQ_GESAMT(A1:A2,B1:B2)", cells) == pytest.approx(0.15)
    assert value("JC_IQ_GESAMT(D1:E1,D2:E2)", cells) == pytest.approx(0.15)
    assert value("JC_INTEGRATIONEN(A1:A2,B1:B2)", cells) == ((30.0,), (30.0,))
    assert value("JC_INTEGRATIONEN(D1:E1,D2:E2)", cells) == ((30.0, 30.0),)
    assert value("INDEX(JC_INTEGRATIONEN(D1:E1,D2:E2),1,2)", cells) == 30


# ---- blanks ---------------------------------------------------------------------------------------


def test_blanks_in_arithmetic_texts_and_comparisons():
    assert value("A1+1") == 1
    assert value('A1&"x"') == "x"
    assert value("A1=0") is True
    assert value('A1=""') is True
    assert value("A1=FALSE") is True
    assert value("ISBLANK(A1)") is True
    assert value("ISNUMBER(A1)") is False
    assert value("A1*A2") == 0


def test_reference_to_a_blank_shows_zero():
    assert values({"A1": "=B1"})("A1") == 0
    assert values({"A1": "=Leer"}, {"Leer": "Blatt!$B$1"})("A1") == 0


@pytest.mark.parametrize("formula", ["=INDEX(B1:B3,2)", "=IF(TRUE,B1,1)", "=IFERROR(B1,1)"])
def test_blank_that_a_function_passes_on_shows_zero(formula):
    assert values({"A1": formula})("A1") == 0


def test_truth_of_blanks_only_is_an_error():
    assert code(value("AND(A1:A3)")) == "#VALUE!"
    assert code(value("OR(A1:A3)")) == "#VALUE!"


def test_blank_reaches_the_catalogue_as_a_blank():
    cells = {"A1": 0.3, "B1": 100, "A3": 0.1, "B3": 300}
    assert value("JC_IQ_GESAMT(A1:A3,B1:B3)", cells) == pytest.approx(0.15)
    assert code(value("JC_IQ_GESAMT(A1:A3,B1:B3)", {"A1": 0.3, "B1": 100, "A3": 0.1})) == "#VALUE!"
    assert value("JC_URTEIL(A1,C1,0)", {"A1": 7}) == "nicht prüfbar"
    assert value("JC_VERTEILEN(10,{1;1},,0)") == ((5.0,), (5.0,))


def test_aggregates_skip_blanks_and_texts_in_ranges():
    cells = {"A1": 1, "A3": "x", "A4": 3, "A5": '=""'}
    assert value("SUM(A1:A5)", cells) == 4
    assert value("AVERAGE(A1:A5)", cells) == 2
    assert value("COUNT(A1:A5)", cells) == 2
    assert value("COUNTA(A1:A5)", cells) == 4
    assert value("COUNTBLANK(A1:A5)", cells) == 2
    assert value("MIN(A1:A5)", cells) == 1
    assert value("MAX(A1:A5)", cells) == 3
    assert value("SUM(A3)", cells) == 0  # a single reference is a range, too
    assert value("SUMPRODUCT(A1:A4,A1:A4)", cells) == 10
    assert value("SUM(A5,TRUE)", cells) == 1  # the literal counts
    assert value("MIN(B1:B9)") == 0
    assert code(value("AVERAGE(B1:B9)")) == "#DIV/0!"


# ---- errors ---------------------------------------------------------------------------------------


def test_errors_go_through_and_can_be_caught():
    cell = values(
        {
            "A1": "=1/0",
            "A2": "=A1+1",
            "A3": "=SUM(A1:A2)",
            "A4": "=IFERROR(A2,-1)",
            "A5": "=ISERROR(A3)",
            "A6": "=A4+1",
            "A7": "=JC_BASIS(A1,2)",
            "A8": '="Text"&A1',
            "A9": "=A1=1",
        }
    )
    assert [code(cell(a)) for a in ("A1", "A2", "A3", "A7", "A8", "A9")] == ["#DIV/0!"] * 6
    assert (cell("A4"), cell("A5"), cell("A6")) == (-1, True, 0)


def test_error_of_the_catalogue_carries_its_message():
    result = value("JC_BASIS(953,0)+1")
    assert result.code == "#VALUE!"
    assert result.message.startswith("JC_BASIS: rate: gefunden 0, erwartet eine Zahl ungleich 0")
    assert value("IFERROR(JC_BASIS(953,0),-1)") == -1
    assert value("ISERROR(JC_BASIS(953,0))") is True


def test_iferror_goes_entry_by_entry():
    assert value("SUM(IFERROR({1,#N/A},5))") == 6


def test_typed_error_values():
    assert code(value("A1+1", {"A1": CellError("#N/A")})) == "#N/A"
    assert code(value("SUM(A1:A2)", {"A1": CellError("#REF!"), "A2": 1})) == "#REF!"
    assert code(value("#NUM!+1")) == "#NUM!"
    assert value("COUNT(A1:A2)", {"A1": CellError("#REF!"), "A2": 1}) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/0", "#DIV/0!"),
        ('"x"+1', "#VALUE!"),
        ('-"x"', "#VALUE!"),
        ("(-8)^0.5", "#NUM!"),
        ("10^400", "#NUM!"),
        ("POWER(10,400)", "#NUM!"),
        ("1E308*10", "#NUM!"),
        ("1E308+1E308", "#NUM!"),
        ("SUM(1E308,1E308)", "#NUM!"),
        ("INDEX({1;2},3)", "#REF!"),
        ('MATCH("x",{"a";"b"},0)', "#N/A"),
        ("SUMPRODUCT({1;2},{1,2})", "#VALUE!"),
        ('IF("x",1,2)', "#VALUE!"),
        ('ABS("x")', "#VALUE!"),
    ],
)
def test_errors_of_native_formulas(text, expected):
    assert code(value(text)) == expected


# ---- native functions -----------------------------------------------------------------------------


def test_if_computes_only_the_branch_that_it_takes():
    assert value("IF(TRUE,1,1/0)") == 1
    assert value("IF(FALSE,1/0,2)") == 2
    assert value("IF(0,1)") is False
    assert value('IF(5,"ja","nein")') == "ja"
    assert value("IF(A1,1,2)") == 2
    assert code(value("IF(1/0,1,2)")) == "#DIV/0!"
    assert value("IF(1=1,SUM(A1:A2),0)", {"A1": 1, "A2": 2}) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ROUND(2.675,2)", 2.68),
        ("ROUND(-2.5,0)", -3),
        ("ROUND(5936501.88,-5)", 5900000),
        ("ROUND(0.5)", 1),
        ("INT(-1.5)", -2),
        ("SIGN(-3)", -1),
        ("ABS(-3)", 3),
        ("POWER(2,10)", 1024),
        ("AND(TRUE,1)", True),
        ("AND(TRUE,0)", False),
        ("OR(FALSE,0)", False),
        ("OR(FALSE,2)", True),
        ("NOT(0)", True),
        ("TRUE()", True),
        ('LEN("Köpfe")', 5),
        ('CONCATENATE("a",1,A1,"b")', "a1b"),
        ('EXACT("a","A")', False),
        ('EXACT("a","a")', True),
        ('FIND("neu","bitte neu, neu")', 7),
        ('FIND("neu","bitte neu, neu",8)', 12),
        ('SUMPRODUCT(ISNUMBER(FIND("n*",{"n*";"nn";"an*"}))*1)', 2),
        ("INDEX({1,2;3,4},2,1)", 3),
        ("INDEX({1,2,3},2)", 2),
        ("INDEX({1;2;3},3)", 3),
        ('MATCH("B",{"a";"b"},0)', 2),
        ("MATCH(3,{1,2,3},0)", 3),
        ("ROWS({1;2;3})", 3),
        ("COLUMNS({1,2})", 2),
        ("SUM(TRANSPOSE({1,2;3,4}))", 10),
        ("INDEX(TRANSPOSE({1,2;3,4}),1,2)", 3),
        ('ISTEXT("a")', True),
        ("ISNUMBER(1)", True),
        ("MAX(1,5,3)", 5),
        ("MIN({4;2},3)", 2),
        ("AVERAGE({1;2;3})", 2),
        ("SUM(0.1,0.2,0.3,0.4)", 1),
        ('1&""', "1"),
        ('0.5&""', "0,5"),
        ("FIXED(1234.5,1)", "1.234,5"),
        ("FIXED(1234.5,1,TRUE)", "1234,5"),
    ],
)
def test_native_functions(text, expected):
    assert value(text) == expected


def test_sums_do_not_gather_noise():
    cells = {f"A{row}": 0.1 for row in range(1, 11)}
    assert value("SUM(A1:A10)=1", cells) is True
    assert value("SUM(A1:A10)", cells) == 1


def test_countif():
    cells = {"A1": "passt", "A2": "Widerspruch", "A3": "PASST", "A4": 1, "A5": True, "A6": 1, "A8": 0}
    assert value('COUNTIF(A1:A8,"passt")', cells) == 2
    assert value("COUNTIF(A1:A4,1)", cells) == 1
    assert value("COUNTIF(A5:A5,TRUE)", cells) == 1
    assert value("COUNTIF(A1:A8,0)", cells) == 1  # no blank
    assert value('COUNTIF(A1:A8,"fehlt")', cells) == 0
    assert value("COUNTIF(A1:A8,A2)", cells) == 1


@pytest.mark.parametrize(("criterion", "expected"), [('"1"', 2), ('""', 1)])
def test_countif_with_a_number_as_text_or_an_empty_text_is_right_or_not_computed(criterion, expected):
    """Spreadsheets let "1" find the number 1 and "" find blanks."""
    try:
        found = value(f"COUNTIF(A1:A4,{criterion})", {"A1": 1, "A2": "x", "A4": 1})
    except FormulaError:
        return
    assert found == expected


def test_texts_compare_without_case_and_after_numbers():
    assert value('"Grün"="grün"') is True
    assert value('"a"<"B"') is True
    assert value('"a">99') is True
    assert value('"1"=1') is False
    assert value('"a"<>"b"') is True


def test_numbers_compare_as_cells_show_them():
    assert value("0.1+0.2=0.3") is True
    assert value("0.1+0.2>0.3") is False
    assert value("1=1.0000001") is False


def test_isformula():
    cells = {"A1": 5, "A2": "=A1", "B1:B2": "={1;2}", "C1": "=_xlfn.ISFORMULA(A2)", "C2": "=ISFORMULA(A1)"}
    cell = values(cells)
    assert cell("C1") is True
    assert cell("C2") is False
    assert value("ISFORMULA(B2)", cells) is True  # inside an array formula
    assert value("ISFORMULA(Z9)", cells) is False
    assert value("ISFORMULA(A1:A2)", cells) == ((False,), (True,))
    with pytest.raises(FormulaError):
        value("ISFORMULA(1)", cells)


# ---- values that stand in for constants -----------------------------------------------------------


def test_overlay_stands_in_place_of_constants():
    grid = Sheets(Blatt={"A1": 1, "A2": "=A1*10", "A3": "=SUM(A1:A2)"})
    engine = Engine(grid, {("Blatt", 1, 1): 3.0})
    assert engine.compute().values == {("Blatt", 2, 1): 30, ("Blatt", 3, 1): 33}
    assert Engine(grid).compute().values == {("Blatt", 2, 1): 10, ("Blatt", 3, 1): 11}


def test_overlay_may_blank_a_cell():
    grid = Sheets(Blatt={"A1": 1, "A2": "=ISBLANK(A1)"})
    assert Engine(grid, {("Blatt", 1, 1): None}).compute().values["Blatt", 2, 1] is True


def test_sheet_and_name_are_found_whatever_their_case():
    engine = Engine(Sheets({"Ziel_LZB": "Blatt!$A$1"}, Blatt={"A1": 7}))
    assert engine.formula("ZIEL_lzb") == 7
    assert engine.formula("BLATT!A1") == 7
    assert engine.cell("blatt", 1, 1) == 7


def test_stored_values_of_constants_are_returned_as_they_are():
    cell = values({"A1": 1, "A2": "Text", "A3": True})
    assert (cell("A1"), cell("A2"), cell("A3"), cell("A9")) == (1, "Text", True, None)


def test_array_area_is_that_of_the_file():
    assert Area(1, 1, 2, 2).shape == (2, 2)
    assert (2, 2) in Area(1, 1, 2, 2)
    assert (3, 1) not in Area(1, 1, 2, 2)


def test_two_precedents_of_which_one_needs_the_other_are_no_circle():
    """A1 refers to B1 and C1, B1 to C1 as well: whichever comes first, all are computed."""
    for first, second in (("B1+C1", "C1+B1"), ("C1+B1", "B1+C1")):
        at = values({"A1": f"={first}", "A2": f"={second}", "B1": "=C1*2", "C1": "=D1", "D1": 3})
        assert (at("A1"), at("A2"), at("B1"), at("C1")) == (9, 9, 6, 3)


# ---- sheets whose stored results are known ---------------------------------------------------------


def stored(**sheets):
    """A grid of cells as a file stores them, with results; sheet=({address: Cell}, …)."""
    grid = Sheets(**{sheet: {} for sheet in sheets})
    for sheet, cells in sheets.items():
        grid.cells(sheet).update({(parse_area(a).top, parse_area(a).left): cell for a, cell in cells.items()})
    return grid


def test_known_results_are_not_computed_again():
    """The stored results are none that the formulas give, so that it is seen which of them counts."""
    cells = {
        "A1": Cell(21.0, "1+1"),
        "A2": Cell("alt", "1+2"),
        "A3": Cell(True, "1+3"),
        "A4": Cell(None, "1+4"),
        "A5": Cell("", "1+5"),
        "A6": Cell(CellError("#N/A"), "1+6"),
        "A7": Cell(7.0, None),
    }
    engine = Engine(stored(Alt=cells, Neu={"A1": Cell(99.0, "Alt!A1+1")}), current=["Alt"])
    assert [engine.cell("Alt", row, 1) for row in range(1, 8)] == [21, "alt", True, "", "", 7, 7]
    assert engine.compute().values == {("Alt", 6, 1): 7, ("Neu", 1, 1): 22}


def test_only_what_is_asked_for_is_computed_of_a_sheet_whose_results_are_known():
    cells = {"A1": Cell(CellError("#N/A"), "1+4"), "A2": Cell(CellError("#N/A"), "1+5")}
    engine = Engine(stored(Alt=cells, Neu={"A1": Cell(None, "Alt!A2*2")}), current=["Alt"])
    assert engine.compute().values == {("Neu", 1, 1): 12, ("Alt", 2, 1): 6}


def test_a_known_array_is_known_as_a_whole_or_computed_as_a_whole():
    known = {"A1": Cell(7.0, "{1;2}", Area(1, 1, 2, 1)), "A2": Cell(8.0)}
    partly = {"B1": Cell(7.0, "{1;2}", Area(1, 2, 2, 2)), "B2": Cell(None)}
    fresh = {"A1": Cell(7.0, "{1;2}", Area(1, 1, 2, 1)), "A2": Cell(8.0)}
    engine = Engine(stored(Alt=known | partly, Neu=fresh), current=["Alt"])
    assert [engine.cell("Alt", row, column) for column in (1, 2) for row in (1, 2)] == [7, 8, 1, 2]
    assert [engine.cell("Neu", row, 1) for row in (1, 2)] == [1, 2]


# ---- what stands in place of formulas ---------------------------------------------------------------


def test_an_overlay_stands_in_place_of_formulas_and_of_cells_of_arrays():
    grid = Sheets(Blatt={"A1": "=1+1", "A2": "=1+2", "B1:B3": "={1;2;3}", "C1": "=SUM(A1:B3)"})
    engine = Engine(grid, {("Blatt", 1, 1): 50.0, ("Blatt", 2, 2): 60.0, ("Blatt", 9, 9): ""})
    assert engine.compute().values == {
        ("Blatt", 2, 1): 3, ("Blatt", 1, 2): 1, ("Blatt", 3, 2): 3, ("Blatt", 1, 3): 50 + 3 + 1 + 60 + 3,
    }  # fmt: skip
    assert [engine.cell("Blatt", row, 2) for row in (1, 2, 3)] == [1, 60, 3]
    assert engine.cell("Blatt", 9, 9) == ""
    assert engine.left("Blatt", 1, 1) is None


def test_an_overlay_of_one_sheet_leaves_the_others():
    grid = Sheets(Eins={"A1": 1}, Zwei={"A1": 2, "A2": "=A1+Eins!A1"})
    assert Engine(grid, {("Eins", 1, 1): 10.0}).compute().values == {("Zwei", 2, 1): 12}
    assert Engine(grid, {("Eins", 1, 1): None, ("Zwei", 1, 1): 5.0}).compute().values == {("Zwei", 2, 1): 5}


# ---- what is said about formulas that are left ------------------------------------------------------


def test_formulas_that_are_left_come_in_the_order_of_their_sheets():
    file = {"B3": Cell(1.0, "VLOOKUP(1,A1:A2,1)"), "A4": Cell(5.0, "SIN(0.5)", Area(4, 1, 5, 2)), "A1": Cell(2.0)}
    engine = Engine(stored(Zuletzt=file, Anfang={"A1": Cell(None, "1+1"), "A2": Cell(None, "COS(1)")}))
    found = engine.uncomputed()
    assert [(one.place, one.formula, one.cause) for one in found] == [
        ("Zuletzt!B3", "=SVERWEIS(1;A1:A2;1)", "SVERWEIS"),
        ("Zuletzt!A4:B5", "=SIN(0,5)", "SIN"),
        ("Anfang!A2", "=COS(1)", "COS"),
    ]
    assert str(found[0]) == "Zuletzt!B3 (SVERWEIS)"
    assert engine.left("Zuletzt", 5, 2).cause == "SIN"
    assert engine.left("Zuletzt", 1, 1) is None
    assert (engine.cell("Zuletzt", 4, 1), engine.cell("Zuletzt", 5, 2)) == (5, None)


@pytest.mark.parametrize(
    ("number", "first"),
    [
        (1, "1 Formel nicht gerechnet: B!A1 (SIN)"),
        (5, "5 Formeln nicht gerechnet: B!A1 (SIN), B!A2 (SIN), B!A3 (SIN), B!A4 (SIN), B!A5 (SIN)"),
        (6, "6 Formeln nicht gerechnet: B!A1 (SIN), B!A2 (SIN), B!A3 (SIN), B!A4 (SIN), B!A5 (SIN), …"),
    ],
)
def test_five_of_the_formulas_that_are_left_are_named(number, first):
    text = uncomputed_text(Engine(Sheets(B={f"A{row}": "=SIN(1)" for row in range(1, number + 1)})).uncomputed())
    assert text.splitlines()[0] == first


def test_nothing_is_said_where_no_formula_is_left():
    assert uncomputed_text(Engine(Sheets(B={"A1": "=1"})).uncomputed()) == ""


# ---- sizes and places -------------------------------------------------------------------------------


def test_extent():
    engine = Engine(Sheets(Leer={}, Blatt={"B7": 1, "D2": "=1", "A3:B4": "={1}", "C9": None}))
    assert engine.extent("Leer") == (0, 0)
    assert engine.extent("Blatt") == (7, 4)


def test_areas_of_a_formula():
    engine = Engine(Sheets({"N": "Anderes!$B$2:$C$3"}, Blatt={"A1": 1}, Anderes={}))
    assert engine.areas("A1+A1+N+anderes!A1+ROWS(A7:A9)", "Blatt") == [
        ("Blatt", Area(1, 1, 1, 1)), ("Anderes", Area(2, 2, 3, 3)), ("Anderes", Area(1, 1, 1, 1)),
    ]  # fmt: skip
    with pytest.raises(FormulaError, match="Fehlt"):
        engine.areas("Fehlt!A1", "Blatt")


def test_a_typed_formula_stands_on_the_first_sheet():
    engine = Engine(Sheets(Eins={"A1": "=B1+1", "B1": 4}, Zwei={"A1": 7}))
    assert engine.formula("A1") == 5
    assert engine.formula("A1", "zwei") == 7
    assert engine.formula("A1:A2", "Zwei") == ((7,), (None,))


def test_an_array_formula_too_big_to_list_leaves_the_others():
    grid = Sheets(Blatt={"A1": "=ISFORMULA(F9)", "A2": "=ISFORMULA(A9)"})
    grid.cells("Blatt").update(
        {
            (3, 5): Cell(5.0, "1+1", Area(3, 5, 1048576, 8)),
            (1, 2): Cell(None, "{1;2}", Area(1, 2, 2, 2)),
            (1, 3): Cell(None, "ISBLANK(E3:E4)", Area(1, 3, 2, 3)),
        }
    )
    engine = Engine(grid)
    result = engine.compute()
    assert result.values == {("Blatt", 1, 1): True, ("Blatt", 2, 1): False, ("Blatt", 1, 2): 1, ("Blatt", 2, 2): 2}
    assert {key: left.cause for key, left in result.not_computed.items()} == {
        ("Blatt", 3, 5): "zu großer Matrixbereich", ("Blatt", 1, 3): "hängt ab von Blatt!E3",
    }  # fmt: skip
    assert [one.place for one in engine.uncomputed()] == ["Blatt!C1:C2", "Blatt!E3:H1048576"]


# ---- order, once more: what a formula needs ----------------------------------------------------------


def test_the_same_formula_on_two_sheets_means_the_cells_of_each():
    cells = {"A1": "=B1", "B1": "=C1*2", "A2": "=SUM(N)"}
    grid = Sheets({"N": "Zwei!$A$1"}, {"Eins": {"N": "Eins!$A$1"}}, Eins=cells | {"C1": 1}, Zwei=cells | {"C1": 5})
    values = Engine(grid).compute().values
    assert [values[sheet, row, 1] for sheet in ("Eins", "Zwei") for row in (1, 2)] == [2, 2, 10, 10]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("ROWS(A1:B2)", 2),  # only the size counts, so that the cell itself may lie within
        ("COLUMNS(A1:C2)", 3),
        ("ISFORMULA(A1)", True),
        ("ROWS(N)", 7),
        ("ROWS(A1:B2*1)", None),
        ("COLUMNS(TRANSPOSE(A1:B2))", None),
        ("SUM(A1:B2)", None),
        ("IF(FALSE,A1,3)", None),
    ],
)
def test_of_what_only_the_size_counts_no_value_is_needed(formula, expected):
    result = Engine(Sheets({"N": "Blatt!$A$1:$B$7"}, Blatt={"A1": "=" + formula})).compute()
    if expected is None:
        assert result.not_computed["Blatt", 1, 1].cause == "bezieht sich auf sich selbst"
    else:
        assert result.values == {("Blatt", 1, 1): expected}


# ---- array formulas entry by entry --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("{1,2}={1;3}", [[True, False], [False, False]]),
        ("{1,2}+{10;20}", [[11, 12], [21, 22]]),
        ("{1,2}+{10,20,30}", [[11, 22, "#N/A"]]),
        ("{1;2}+{10;20;30}", [[11], [22], ["#N/A"]]),
        ("{1,2;3,4}+{10,20}", [[11, 22], [13, 24]]),
        ("{1,2;3,4}+{10;20}", [[11, 12], [23, 24]]),
        ("{1,2}+{5}", [[6, 7]]),
        ("5-{1,2}", [[4, 3]]),
        ("{1,0}/{2,0}", [[0.5, "#DIV/0!"]]),
        ("{7,8}%", [[0.07, 0.08]]),
        ("-{7,8}", [[-7, -8]]),
        ('{1,2}&"x"', [["1x", "2x"]]),
        ('{"a","b"}="B"', [[False, True]]),
        ("IF({1,0},{5,6},{7,8})", [[5, 8]]),
        ("IF({1,0},,5)", [[0, 5]]),
        ("IF({1,0},5)", [[5, False]]),
        ("IF({1;0},{5,6},7)", [[5, 6], [7, 7]]),
        ("IF({1,#N/A},5,6)", [[5, "#N/A"]]),
        ("ROUND({1.25,2.35},{1,0})", [[1.3, 2]]),
        ("IFERROR({1,#N/A},{5,6})", [[1, 6]]),
        ("IFERROR({1,#N/A},7)", [[1, 7]]),
        ("IFERROR(#N/A,{5,6})", [[5, 6]]),
        ("ISERROR({1,#N/A})", [[False, True]]),
        ('LEN({"ab",""})', [[2, 0]]),
        ("INDEX({5,6;7,8},{1,2},1)", [[5, 7]]),
        ("MATCH({2,9},{1,2,3},0)", [[2, "#N/A"]]),
        ("A1:A3*2", [[2], [0], [6]]),
        ("A1:A3=A1:A1", [[True], [False], [False]]),
        ("ISFORMULA(A1:B1)", [[False, True]]),
    ],
)
def test_entry_by_entry(formula, expected):
    assert of_both(formula, {"A1": 1, "A3": 3, "B1": "=7"}) == (expected, expected)


@pytest.mark.parametrize(
    "formula",
    ["{1,2}={1,2,3}", "{1;2}={1;2;3}", "{1,2;3,4}<{1,2,3}", 'POWER({1,"x"},2)', "NOT({1,#N/A})", "2^{1,#N/A}", "{A1}",
     "{1+1}", "_xlfn.SINGLE(A1,B1)", "SUMPRODUCT(TRUE)", 'SUMPRODUCT("x")', 'SUMPRODUCT({"x",#N/A})',
     "SUMPRODUCT({1,2},{1,#N/A,3})", 'AND({1,"x"})', "OR({1,})"],
)  # fmt: skip
def test_blocks_that_are_left(formula):
    with pytest.raises(FormulaError):
        value(formula, {"A1": 1, "B1": 2})


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUMPRODUCT(5)", 5),
        ("SUMPRODUCT(5,6)", 30),
        ("SUMPRODUCT({1,2},{3,4})", 11),
        ('SUMPRODUCT({1,"x"},{3,4})', 3),
        ("SUMPRODUCT(A1:A3,A1:A3)", 10),
        ("SUMPRODUCT(A:A,A:A)", 10),
        ("SUMPRODUCT((A:A=0)*1)", 1048574),
        ("SUMPRODUCT((A1:A3=A1:A3)*1)", 3),
        ("SUM((A:A>0)*(A1:A1048576<3))", 1),
        ("MAX((A:A>2)*5)", 5),
        ("MIN({3,1},2)", 1),
        ("AVERAGE({1,2},6)", 3),
        ("AVERAGE(A1:A3,8)", 4),
        ('COUNT(A1:A3,"7","x",TRUE,)', 5),
        ("COUNTA(A1:A3,)", 3),
        ("COUNTBLANK(A1:B3)", 4),
        ("AND(A1:A3,TRUE)", True),
        ("AND({1,0})", False),
        ("OR({0,1})", True),
        ("OR(,1)", True),
        ("AND(,1)", False),
    ],
)
def test_aggregates_by_hand(formula, expected):
    assert value(formula, {"A1": 1, "A3": 3}) == expected
