"""Every worksheet function in a real Calc: values, blocks, blanks, errors, texts of the function wizard."""

from __future__ import annotations

import math
import re

import pytest
from examples import NAMED
from workbooks import formulas

from jcplan.catalogue import CATALOGUE, evaluate
from jcplan.cells import Area, CellError, Scalar, absolute, area_address, column_number

ILLEGAL_ARGUMENT = 502
RANGES = {  # what stands in the cells to which an example refers
    "B2:B13": tuple((500.0 + month,) for month in range(12)),
    "C2:C13": tuple((26570.0 - 10 * month,) for month in range(12)),
}


def arguments(formula: str) -> list[object]:
    """The arguments of ``NAME(…)``; a reader of its own, so that expected values owe nothing to the formula engine.

    >>> arguments("JC_X({0,23;};{1.2};3;;B2:B13;\\"€\\")")[:4]
    [((0.23,), (None,)), ((1.0, 2.0),), 3.0, None]
    """
    inner = re.fullmatch(r"[A-Z0-9_]+\((.*)\)", formula)[1]
    return [_argument(part) for part in re.findall(r'(?:\{[^}]*\}|"[^"]*"|[^;{}"])+|(?<=;)(?=;)', inner)]


def _argument(text: str) -> object:
    if text in RANGES or text in NAMED:
        return {**RANGES, **NAMED}[text]
    if text.startswith("{"):
        return tuple(tuple(_scalar(cell) for cell in row.split(".")) for row in text[1:-1].split(";"))
    return _scalar(text)


def _scalar(text: str) -> Scalar:
    if text == "":
        return None
    if text.startswith('"'):
        return text.strip('"')
    return float(text.replace(",", "."))


def rows_of(value):
    return value if isinstance(value, tuple) else ((value,),)


def same(got, wanted):
    if isinstance(wanted, bool | float | int) and isinstance(got, bool | float | int):
        return math.isclose(got, wanted, rel_tol=1e-12, abs_tol=1e-12)
    return (got or None) == (wanted or None)


def fill_ranges(document, sheet, formula):
    """Put values into the cells that an example refers to, by address or by name."""
    for address, rows in RANGES.items():
        document.cells(sheet, address).setDataArray(rows)
    left = column_number("H")
    for name in NAMED.keys() & set(re.findall(r"\w+", formula)):
        area = Area(1, left, len(NAMED[name]), left + len(NAMED[name][0]) - 1)
        cells = document.cells(sheet, area_address(area))
        cells.setDataArray(tuple(tuple("" if cell is None else cell for cell in row) for row in NAMED[name]))
        document.model.NamedRanges.addNewByName(
            name, f"${sheet}.{absolute(area)}", cells.getCellByPosition(0, 0).CellAddress, 0
        )
        left = area.right + 1


@pytest.mark.parametrize("name", CATALOGUE)
def test_example_as_a_german_controller_types_it(either, name):
    function = CATALOGUE[name]
    wanted = rows_of(evaluate(function, *arguments(function.example.formula)))
    assert not isinstance(wanted[0][0], CellError), wanted
    with either.open() as document:
        fill_ranges(document, "Tabelle1", function.example.formula)
        cell = document.cells("Tabelle1", "E1")
        cell.FormulaLocal = "=" + function.example.formula
        assert cell.getError() == 0
        assert same(document.value("Tabelle1", "E1"), wanted[0][0])
        for down, row in enumerate(wanted, 1):  # all of the block, not only the corner that one cell shows
            for across, value in enumerate(row, 1):
                cell.FormulaLocal = f"=INDEX({function.example.formula};{down};{across})"
                assert same(document.value("Tabelle1", "E1"), value), (down, across)


def test_a_block_with_an_error_value_holds_it_only_there(either):
    """The second scenario cannot be: a real error in its cells, that ISERROR and IFERROR catch, and a reason."""
    names = [name for (name,) in NAMED["Plan_Namen"]]
    with either.open() as document:
        fill_ranges(document, "Tabelle1", "Plan_Namen")
        size = len(names)
        columns = [[value, None, None] for (value,) in NAMED["Plan_Werte"]]
        columns[names.index("Annahme_KFA_Quote")][1] = 5.0
        columns[names.index("Annahme_G2_Zugang")][2] = 900.0
        document.cells("Tabelle1", f"A1:C{size}").setDataArray(
            tuple(tuple("" if cell is None else cell for cell in row) for row in columns)
        )
        document.cells("Tabelle1", "E1:G32").setArrayFormula(f"=JC_PLAN(Plan_Namen;A1:C{size})")
        rows = [tuple(document.value("Tabelle1", f"{column}{row}") for column in "EFG") for row in range(1, 33)]
        wanted = evaluate(CATALOGUE["JC_PLAN"], NAMED["Plan_Namen"], columns)
        for row, expected in zip(rows, wanted, strict=True):
            assert row[0] == pytest.approx(expected[0], rel=1e-12)
            assert row[1] == CellError("#VALUE!")
            assert row[2] == pytest.approx(expected[2], rel=1e-12)
        document.cells("Tabelle1", "E40:H40").setArrayFormula("=ISERROR(E1:G1)")
        assert document.read("Tabelle1", "E40:G40") == ((0, 1, 0),)
        call = f"JC_PLAN(Plan_Namen;A1:C{size})"
        cell = document.cells("Tabelle1", "E41")
        cell.Formula = f'=IFERROR(INDEX({call};1;2);"gefangen")'
        assert cell.String == "gefangen"
        cell.Formula = f"=ERROR.TYPE(INDEX({call};1;2))"
        assert cell.Value == 3  # as of #VALUE! everywhere
        cell.Formula = f"=SUM(INDEX({call};0;1))"
        assert cell.getError() == 0
        document.cells("Tabelle1", "E42:G42").setArrayFormula(f"=JC_PLAN_GRUND(Plan_Namen;A1:C{size})")
        assert document.cells("Tabelle1", "F42").String.startswith("Annahme_KFA_Quote: gefunden 5")
        assert (document.cells("Tabelle1", "E42").String, document.cells("Tabelle1", "G42").String) == ("", "")


def test_block_as_array_formula_and_its_formula_in_every_cell(blank):
    area = blank.cells("Tabelle1", "B2:D5")
    area.setArrayFormula("=JC_BESTANDSPFAD(100;{10;20;30};{5;5;5})")
    assert blank.read("Tabelle1", "B2:D5") == ((100, 105, 120), (10, 20, 30), (5, 5, 5), (105, 120, 145))
    assert set(sum(formulas(blank.book, "Tabelle1", Area(2, 2, 5, 4)), ())) == {
        "JC_BESTANDSPFAD(100,{10,20,30},{5,5,5})"
    }


def test_rows_and_columns_give_results_in_the_same_direction(blank):
    blank.cells("Tabelle1", "A1:A3").setDataArray(((10.0,), (20.0,), (30.0,)))
    blank.cells("Tabelle1", "B1:D1").setDataArray(((0.1, 0.2, 0.3),))
    blank.cells("Tabelle1", "F1:F3").setArrayFormula("=JC_INTEGRATIONEN(TRANSPOSE(B1:D1);A1:A3)")
    blank.cells("Tabelle1", "F5:H5").setArrayFormula("=JC_INTEGRATIONEN(B1:D1;TRANSPOSE(A1:A3))")
    assert blank.read("Tabelle1", "F1:F3") == ((1.0,), (4.0,), (9.0,))
    assert blank.read("Tabelle1", "F5:H5") == ((1.0, 4.0, 9.0),)


def test_a_row_blank_in_both_ranges_is_skipped_and_blank_in_one_is_an_error(blank):
    blank.cells("Tabelle1", "A1:B3").setDataArray(((0.2, 100.0), ("", ""), (0.1, 100.0)))
    cell = blank.cells("Tabelle1", "D1")
    cell.Formula = "=JC_IQ_GESAMT(A1:A3;B1:B3)"
    assert cell.Value == pytest.approx(0.15, rel=1e-15)
    blank.cells("Tabelle1", "B2").Value = 50
    assert cell.getError() == ILLEGAL_ARGUMENT
    blank.cells("Tabelle1", "E1:E3").setArrayFormula("=JC_INTEGRATIONEN(A1:A3;B1:B3)")
    blank.cells("Tabelle1", "B2").Formula = ""
    assert blank.read("Tabelle1", "E1:E3") == ((20.0,), (None,), (10.0,))


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("JC_KFA(848)", 152.0),
        ("JC_KFA(848;)", 152.0),
        ('JC_KFA(848;"")', 152.0),
        ("JC_VERTEILEN(100;{1|1|1};;0)", 34.0),
        ("JC_IQ_ZIEL(0.23;0.015)", 0.23345),
        ("JC_IQ_ZIEL(0.23;0.015;3)", 0.233),
        ("JC_VERTEILEN(100;A1:A3;B1:B3;0)", 34.0),
    ],
)
def test_optional_arguments_left_out_or_blank(blank, formula, wanted):
    blank.cells("Tabelle1", "A1:A3").setDataArray(((1.0,), (1.0,), (1.0,)))
    cell = blank.cells("Tabelle1", "D1")
    cell.Formula = "=" + formula
    assert cell.Value == pytest.approx(wanted, rel=1e-12)


WRONG = [
    'JC_BASIS("abc";0.5)',
    "JC_BASIS(953;0)",
    "JC_JDW({1|2|3})",
    "JC_IQ_GESAMT({0.2|0.1};{1|2|3})",
    "JC_IQ_GESAMT({0.2|0.1};{0|0})",
    "JC_ELB_PROGNOSE(-5;0.1)",
    "JC_UMSCHICHTUNG(100;50;1.5)",
    "JC_BASIS(1)",
]


@pytest.mark.parametrize("formula", WRONG)
def test_wrong_arguments_are_error_values_that_iserror_and_iferror_catch(blank, formula):
    cell = blank.cells("Tabelle1", "A1")
    cell.Formula = "=" + formula
    assert cell.getError() == ILLEGAL_ARGUMENT
    cell.Formula = f"=ISERROR({formula})"
    assert cell.Value == 1
    cell.Formula = f'=IFERROR({formula};"gefangen")'
    assert cell.String == "gefangen"
    cell.Formula = f"=ISERR({formula})"
    assert cell.Value == 1


def test_an_error_in_an_argument_shows_in_the_result(blank):
    blank.cells("Tabelle1", "A1").Formula = "=1/0"
    cell = blank.cells("Tabelle1", "B1")
    cell.Formula = "=JC_BASIS(A1;0.5)"
    assert blank.value("Tabelle1", "B1") == CellError("#DIV/0!")
    cell.Formula = "=JC_IQ_GESAMT(A1:A2;A1:A2)"
    assert isinstance(blank.value("Tabelle1", "B1"), CellError)


def test_known_limit_a_single_blank_cell_arrives_as_zero_unless_it_is_made_a_text(blank):
    cell = blank.cells("Tabelle1", "B1")
    cell.Formula = "=JC_VZAE_BEDARF(A1;75)"
    assert (cell.getError(), cell.Value) == (0, 0)  # Excel shows an error here, as it should be
    cell.Formula = '=JC_VZAE_BEDARF(IF(ISBLANK(A1);"";A1);75)'
    assert cell.getError() == ILLEGAL_ARGUMENT


TEXT_COMPARISONS = [
    '=E1="grün"',
    '=E1="GRÜN"',
    '=COUNTIF(E1:E3;"grün")=1',
    '=MATCH("rot";E1:E3;0)=2',
    '=VLOOKUP("rot";E1:E3;1;0)="rot"',
    '=SUMPRODUCT((E1:E3="rot")*1)=2',
    '=JC_AMPEL(1;1;0.1)="grün"',
    '=IF(E2="rot";TRUE();FALSE())',
    "=E2=E3",
    "=E1<>E2",
]


@pytest.mark.parametrize("formula", TEXT_COMPARISONS)
def test_texts_are_equal_to_what_they_say(blank, formula):
    """Calc does not enter texts of a matrix of any into its table of strings: equal ones compare as different."""
    blank.model.IgnoreCase = True  # as in a document from an .xlsx file
    blank.cells("Tabelle1", "E1:E3").setArrayFormula("=JC_AMPEL({1|0|0};{1|1|1};{0.1|0.1|0.1})")
    cell = blank.cells("Tabelle1", "G1")
    cell.Formula = formula
    assert cell.Value == 1


def test_truth_values_work_in_formulas(blank):
    cell = blank.cells("Tabelle1", "A1")
    cell.Formula = '=IF(JC_VERTRAEGLICH(0.224333;0.224;3);"ja";"nein")&IF(JC_ZAHLENDREHER(12;13);"ja";"nein")'
    assert cell.String == "janein"


@pytest.mark.parametrize("name", CATALOGUE)
def test_function_wizard(office, english, name):
    function = CATALOGUE[name]
    for running, help_text in ((office, function.help), (english, f"{name}: ")):
        listed = running.service("com.sun.star.sheet.FunctionDescriptions")
        described = {p.Name: p.Value for p in listed.getByName(name)}
        assert described["Description"].startswith(help_text)
        assert [a.Name for a in described["Arguments"] or ()] == [argument.name for argument in function.arguments]
        if running is office:
            assert [a.Description for a in described["Arguments"] or ()] == [
                argument.help for argument in function.arguments
            ]


def test_english_locale(english):
    with english.open() as document:
        cell = document.cells("Sheet1", "A1")
        cell.FormulaLocal = "=ROUND(JC_IQ_GESAMT({0.233;0.1298},{25327;2322}),4)"
        assert cell.String == "0.2243"
        cell.FormulaLocal = "=JC_BASIS(1,0)"
        assert cell.String == "Err:502"


def test_german_locale(blank):
    cell = blank.cells("Tabelle1", "A1")
    cell.FormulaLocal = "=RUNDEN(JC_IQ_GESAMT({0,233;0,1298};{25327;2322});4)"
    assert cell.String == "0,2243"


def test_ten_thousand_calls(either):
    count = 10_000
    with either.open() as document:
        values = tuple((100.0 + i, 0.01 * (i % 7)) for i in range(count))
        document.cells("Tabelle1", f"A1:B{count}").setDataArray(values)
        target = document.cells("Tabelle1", f"C1:C{count}")
        target.setFormulaArray(tuple((f"=JC_ELB_PROGNOSE(A{i};B{i};1)",) for i in range(1, count + 1)))
        document.recalculate()
        got = [row[0] for row in target.getDataArray()]
        assert got == pytest.approx([stock * (1 + change) + 1 for stock, change in values], rel=1e-12)
