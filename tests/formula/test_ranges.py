"""Ranges as blocks: whole columns and rows, areas far beyond what a sheet uses, ranges that grow."""

from __future__ import annotations

import math
import random

import pytest
from formula.grids import Sheets, computed

from jcplan.cells import Area, Cell, CellError
from jcplan.formula import Engine, Left

CELLS = {"A1": 3, "A2": "x", "A3": 3, "A5": 4, "B1": 10, "B3": 20, "A1048576": 7}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(A:A)", 17),
        ("SUM($A:B)", 47),
        ("SUM(3:3)", 23),
        ("SUM(A2:C1048576)", 34),
        ("COUNT(A1:C1048576)", 6),
        ("COUNTA(A:A)", 5),
        ("COUNTBLANK(A:A)", 1048576 - 5),
        ("COUNTBLANK(A1:XFC1048576)", 1048576 * 16383 - 7),
        ("COUNTIF(A$1:A$1048576,3)", 2),
        ('MATCH("x",A:A,0)', 2),
        ("MATCH(7,A:A,0)", 1048576),
        ("INDEX(A:A,5)", 4),
        ("INDEX(1:1,2)", 10),
        ("MAX(A:B)", 20),
        ("SUM(A1:B1,A1:B3)", 13 + 36),  # two areas with the same upper left corner in one call
        ("COUNT(A1:B3,A1:B1,A:B)", 4 + 2 + 6),
        ("SUM(A1:A3)-SUM(A1:A1)*SUM(A1:A5)", 6 - 3 * 10),
        ("SUM(INDEX(A:A,1048576),B:B)", 37),
    ],
)
def test_areas_cost_what_they_hold(formula, expected):
    assert computed(CELLS | {"XFD9": "=" + formula}, "XFD9") == expected


def test_whole_columns_entry_by_entry():
    cells = {"A1": 3, "A2": 4, "A3": 3, "B1": 10, "B2": 20, "B3": 30}
    assert computed(cells | {"D1": "=SUMPRODUCT((A:A=3)*B:B)"}) == 40
    assert computed(cells | {"D1": '=SUMPRODUCT((A:A<>"")*1)'}) == 3
    assert computed(cells | {"D1": "=SUMPRODUCT((A:A=0)*1)"}) == 1048573
    assert computed(cells | {"D1": "{=SUM((A:A=0)*2)}"}) == 2 * 1048573
    assert computed(cells | {"D1": "{=COUNT(A:A*1)}"}) == 1048576
    assert isinstance(computed(CELLS | {"D1": "=SUMPRODUCT((A:B=3)*1)"}), Left)  # two million cells


def test_array_formulas_over_whole_sheets_are_left_and_what_lies_in_them_too():
    cells = {
        (1, 2): Cell(5.0, "1+1", Area(1, 2, 1048576, 16384)),
        (1, 1): Cell(None, "SUM(A2:XFD1048576)"),
        (2, 1): Cell(1.0),
    }
    cells[3, 1] = Cell(None, "SUM(A2:A2)")
    grid = Sheets(Blatt={})
    grid.cells("Blatt").update(cells)
    engine = Engine(grid)
    result = engine.compute()
    assert result.values == {("Blatt", 3, 1): 1}
    assert set(result.not_computed) == {("Blatt", 1, 1), ("Blatt", 1, 2)}
    assert engine.cell("Blatt", 1, 2) == 5
    assert engine.left("Blatt", 77, 77) is not None


def test_growing_and_shrinking_ranges_give_each_their_own():
    numbers = [float(n % 13) - 3 + n / 7 for n in range(60)]
    cells = {f"A{row}": number for row, number in enumerate(numbers, 1)}
    cells |= {f"B{row}": f"=SUM(A$1:A{row})" for row in range(1, 61)}
    cells |= {f"C{row}": f"=COUNTIF(A$1:A{row},A{row})" for row in range(1, 61)}
    cells |= {f"D{row}": f"=MAX(A{row}:A$60)" for row in range(1, 61)}
    cells |= {f"E{row}": "=SUM(A:A)" for row in range(1, 61)}
    engine = Engine(Sheets(Blatt=cells))
    rows = list(range(1, 61))
    random.Random(5).shuffle(rows)
    for row in rows:
        assert engine.cell("Blatt", row, 2) == pytest.approx(math.fsum(numbers[:row]), rel=1e-15)
        assert engine.cell("Blatt", row, 3) == numbers[:row].count(numbers[row - 1])
        assert engine.cell("Blatt", row, 4) == max(numbers[row - 1 :])
        assert engine.cell("Blatt", row, 5) == pytest.approx(math.fsum(numbers), rel=1e-15)


def test_an_error_further_down_is_none_of_a_smaller_area():
    cells = {"A1": 1, "A2": 2, "A3": CellError("#N/A")}
    assert computed(cells | {"D1": "=IFERROR(SUM(A1:A3),SUM(A1:A2))"}) == 3
    assert computed(cells | {"D1": "=COUNT(A1:A2,A1:A3)"}) == 4
    assert computed(cells | {"D1": "=SUM(A1:A2,A1:A3)"}) == "#N/A"
    assert computed(cells | {"D1": "=COUNTA(A1:A2,A1:A3,A1:A1)"}) == 6


def test_a_running_sum_over_its_own_column():
    cells = {"A1": 1} | {f"A{row}": f"=SUM(A$1:A{row - 1})" for row in range(2, 40)}
    assert computed(cells, "A39") == 2.0**37


@pytest.mark.parametrize("numbers", [[1e300, 1.0, -1e300], [0.1] * 10, [1e16, 1.0, 1.0, -1e16], [3.0, -3.0]])
def test_sums_are_exact(numbers):
    cells = {f"A{row}": number for row, number in enumerate(numbers, 1)}
    assert computed(cells | {"D1": "=SUM(A:A)"}) == math.fsum(numbers)
    spread = " ".join(f"A{row}" for row in range(1, len(numbers) + 1)).replace(" ", ",")
    assert computed(cells | {"D1": f"=SUM({spread})"}) == math.fsum(numbers)
