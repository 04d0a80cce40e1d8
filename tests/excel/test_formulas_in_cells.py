"""Functions in cells: from the formula through the delivered VBA to Python and back, by each way to Python."""

from __future__ import annotations

import pytest
from catalogue_examples import ALL
from desk import Gone
from fake_excel import ComError, Workbook
from fake_excel.errors import value_of

from jcplan.catalogue import CATALOGUE, evaluate
from jcplan.cells import Area, area_address


@pytest.fixture
def sheet(desk):
    book = Workbook("Plan.xlsm")
    desk.give_macros(book)
    book.add("Argumente")
    return book.add("Formeln")


def put(sheet, column: int, argument: object) -> str:
    """An argument as cells of their own, or nothing where it is left out."""
    if argument is None:
        return ""
    rows = argument if isinstance(argument, tuple) else ((argument,),)
    rows = rows if isinstance(rows[0], tuple) else (rows,)
    area = Area(1, column, len(rows), column + len(rows[0]) - 1)
    page = sheet.Parent.Worksheets("Argumente")
    for key, value in zip(area, (value for row in rows for value in row), strict=True):
        if value is not None:
            page.values[key] = value
    return f"Argumente!{area_address(area).replace('$', '')}"


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_function_spills_what_it_computes(way, sheet, name):
    places = [put(sheet, 20 * at + 1, argument) for at, argument in enumerate(ALL[name])]
    sheet.Range("B2").Formula2 = f"={name}({','.join(places)})"
    found = evaluate(CATALOGUE[name], *ALL[name])
    rows = found if isinstance(found, tuple) else ((found,),)
    area = Area(2, 2, 1 + len(rows), 1 + len(rows[0]))
    shown = tuple(tuple("" if cell is None else cell for cell in row) for row in rows)
    assert sheet.Range(area_address(area)).Value2 == (shown[0][0] if area.shape == (1, 1) else shown)
    assert sheet.Range("B2").HasSpill == (area.shape != (1, 1))


def test_an_error_is_a_value_of_the_cell_and_its_kind_goes_through(way, sheet):
    """#NV among the arguments is #NV in the result (number 2042), what cannot be used is #WERT!."""
    sheet.values = {(1, 1): value_of("#N/A"), (2, 1): "drei", (3, 1): 0.5}
    for row, function in enumerate(("JC_IQ_GESAMT(A1,A3)", "JC_JDW(A2)", "JC_IQ_GESAMT(A1:A2,A2:A3)"), 1):
        sheet.Range(f"C{row}").Formula = f"={function}"
    assert [sheet.values[row, 3] for row in (1, 2, 3)] == [value_of(code) for code in ("#N/A", "#VALUE!", "#N/A")]


def test_an_error_among_others_is_a_real_one(way, sheet):
    names, values = ALL["JC_PLAN"]
    scenarios = tuple(
        (*row, 5.0 if name == "Annahme_KFA_Quote" else None) for (name,), row in zip(names, values, strict=True)
    )
    places = put(sheet, 1, names), put(sheet, 20, scenarios)
    sheet.Range("B2").Formula2 = f"=JC_PLAN({','.join(places)})"
    height = sheet.Range("B2").SpillingToRange.area.shape[0]
    assert {sheet.values[2 + row, 3] for row in range(height)} == {value_of("#VALUE!")}
    assert value_of("#VALUE!") not in {sheet.values[2 + row, 2] for row in range(height)}


def test_fixed_arrays_as_the_workbook_has_them(way, sheet):
    sheet.values = {(1, 1): 0.233, (2, 1): 0.1298, (1, 2): 25327.0, (2, 2): 2322.0}
    sheet.Range("D1:E3").FormulaArray = "=JC_INTEGRATIONEN(A1:A2,B1:B2)"
    assert sheet.Range("D1:D2").Value2 == ((pytest.approx(5901.191),), (pytest.approx(301.3956),))
    assert sheet.Range("E1:E2").Value2 == sheet.Range("D1:D2").Value2  # a column is repeated
    assert sheet.Range("D3:E3").Value2 == ((value_of("#N/A"),) * 2,)
    with pytest.raises(ComError):
        sheet.Range("D2").Value2 = 1


def test_currency_is_not_rounded(way, sheet):
    """5,936,501.876543 euro: ``Value`` would give four decimals."""
    sheet.values, sheet.formats = {(1, 1): 5936501.876543, (2, 1): 1.0}, {(1, 1): "#,##0.00 €"}
    sheet.Range("C1").Formula = "=JC_INTEGRATIONEN(A2,A1)"
    assert sheet.values[1, 3] == 5936501.876543


def test_a_change_is_computed_at_once_or_when_asked(way, sheet):
    application = sheet.Application
    sheet.values = {(1, 1): 0.5, (2, 1): 100.0}
    sheet.Range("C1").Formula = "=JC_INTEGRATIONEN(A1,A2)"
    sheet.Range("A2").Value2 = 200
    assert sheet.values[1, 3] == 100.0
    application.Calculation = -4135
    sheet.Range("A2").Value2 = 300
    assert (sheet.values[1, 3], application.CalculationState) == (100.0, 2)
    application.Calculate()
    assert (sheet.values[1, 3], application.CalculationState) == (150.0, 0)


def test_german_formula(way, sheet):
    sheet.values = {(2, 1): 100.0}
    sheet.Range("C1").FormulaLocal = "=JC_INTEGRATIONEN(0,5;A2)"
    assert (sheet.values[1, 3], sheet.Range("C1").Formula) == (50.0, "=JC_INTEGRATIONEN(0.5,A2)")


def test_array_constant_and_argument_left_out(way, sheet):
    sheet.Range("A1").Formula = "=JC_IQ_GESAMT({0.233,0.1298},{25327,2322})"
    assert sheet.values[1, 1] == pytest.approx((0.233 * 25327 + 0.1298 * 2322) / (25327 + 2322))
    sheet.Range("A2").Formula = "=JC_IQ_ZIEL(0.23,0.015)"
    assert sheet.values[2, 1] == pytest.approx(0.23345)


def test_called_by_a_macro_the_error_comes_with_its_sentence(way, sheet):
    with pytest.raises(ComError, match="monatswerte: gefunden „drei“"):
        sheet.Application.Run("'Plan.xlsm'!JC_JDW", "drei")


def test_no_python_is_an_error_value_and_not_a_dialog(desk, sheet):
    desk.started = None
    sheet.Range("A1").Formula = "=JC_IQ_ZIEL(0.23,0.015)"
    assert (sheet.values[1, 1], desk.shown) == (value_of("#VALUE!"), [])


def test_python_that_ended_is_found_again(desk, sheet, monkeypatch):
    """The connection is kept for a second: what is kept may have ended meanwhile."""
    alive = desk.started
    desk.started = Gone()
    sheet.Range("A1").Formula = "=JC_IQ_ZIEL(0.23,0.015)"
    assert sheet.values[1, 1] == value_of("#VALUE!")
    desk.started = alive
    monkeypatch.setitem(sheet.Parent.project.functions, "timer", lambda: 1e9)
    sheet.Application.Calculate()
    assert sheet.values[1, 1] == pytest.approx(0.23345)


def test_many_formulas_share_a_connection(desk, sheet, monkeypatch):
    monkeypatch.setitem(sheet.Parent.project.functions, "timer", lambda: 500.0)
    for row in range(1, 30):
        sheet.Range(f"A{row}").Formula = "=JC_IQ_ZIEL(0.23,0.015)"
    assert desk.starts == 1


@pytest.mark.parametrize("name", CATALOGUE)
def test_no_argument_hides_what_its_wrapper_calls(name):
    """VBA knows no case, and within a function its arguments come before the procedures of other modules."""
    from project import modules

    wrapper = next(module for module in modules() if module.name == "xlwings_udfs").procedures[name.lower()]
    called: set[str] = set()

    def walk(part: object) -> None:
        if isinstance(part, tuple) and part[:1] == ("apply",) and part[1][0] == "name":
            called.add(part[1][1])
        for inner in part if isinstance(part, tuple | list) else ():
            walk(inner)

    walk(wrapper.body)
    assert {"zellen", "fehlerwert", "array"} <= called if CATALOGUE[name].arguments else called
    assert not called & {parameter.name for parameter in wrapper.parameters}
