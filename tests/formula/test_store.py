"""A sheet's cells by column: what an area holds, what of it is still to come, and how much is kept of it."""

from __future__ import annotations

import pytest
from formula.grids import both

from jcplan.cells import Area
from jcplan.formula import FormulaError, Left
from jcplan.formula.programs import EmptyConstant, FormerBlank
from jcplan.formula.store import PENDING, SheetStore

LEFT = Left("Weil es so ist.", "so")


def store(wide=(), **cells):
    """Cells by column letter and row: B7=…"""
    columns = {}
    for at, held in cells.items():
        columns.setdefault(ord(at[0]) - 64, {})[int(at[1:])] = held
    return SheetStore("Ein Blatt", columns, wide)


def column(top, bottom, at=1):
    return Area(top, at, bottom, at)


def test_one_cell():
    cells = store(A2=1.0, A5="x", C1=True)
    assert [cells.held(row, 1) for row in range(1, 7)] == [None, 1, None, None, "x", None]
    assert [cells.get(1, at) for at in (1, 2, 3, 4)] == [None, None, True, None]
    assert cells.extent == (5, 3)
    assert store().extent == (0, 0)
    assert store(B3=1.0).extent == (3, 2)


def test_what_is_used_of_an_area():
    cells = store(B2=1.0, B5=2.0, D4=3.0)
    assert cells.used(Area(1, 1, 1048576, 16384)) == Area(1, 1, 5, 4)
    assert cells.used(Area(2, 2, 4, 3)) == Area(2, 2, 2, 2)
    assert cells.used(Area(3, 2, 4, 9)) == Area(3, 2, 4, 4)
    assert cells.used(Area(5, 2, 9, 2)) == Area(5, 2, 5, 2)
    assert cells.used(Area(3, 2, 4, 3)) is None
    assert cells.used(Area(6, 1, 9, 9)) is None
    assert cells.used(Area(1, 3, 9, 3)) is None
    assert cells.used(Area(1, 5, 9, 9)) is None


def test_rows_of_an_area():
    cells = store(A1=1.0, A2=2.0, A4=4.0, C2="x")
    assert cells.rows(Area(1, 1, 2, 1)) == ((1,), (2,))
    assert cells.rows(Area(2, 1, 4, 3)) == ((2, None, "x"), (None, None, None), (4, None, None))
    assert cells.rows(Area(3, 1, 3, 2)) == ((None, None),)
    assert cells.rows(Area(9, 9, 9, 9)) == ((None,),)
    assert store(A1=1.0, A5=2.0).rows(column(4, 6)) == ((None,), (2,), (None,))


def test_rows_as_each_program_takes_them():
    cells = store(A1=FormerBlank(), A2=EmptyConstant(), A3=7.0)
    area = column(1, 3)
    assert both(lambda: cells.rows(area)) == (((None,), (None,), (7,)), ((0,), ("",), (7,)))
    assert both(lambda: cells.rows(area, blanks_remain=False)) == (((0,), (None,), (7,)), ((0,), ("",), (7,)))
    assert both(lambda: cells.get(2, 1)) == (None, "")
    assert both(lambda: cells.get(1, 1)) == (0, 0)
    settled = store(A1=PENDING, A2=7.0)
    settled.settle(1, 1, FormerBlank())
    assert both(lambda: settled.rows(column(1, 2))) == (((None,), (7,)), ((0,), (7,)))


def test_the_first_row_that_is_still_to_be_computed():
    cells = store(A1=1.0, A2=PENDING, A4=PENDING, A5=5.0, B3=PENDING)
    assert cells.pending(column(1, 9)) == (2, 1)
    assert cells.pending(column(3, 9)) == (4, 1)
    assert cells.pending(column(2, 2)) == (2, 1)
    assert cells.pending(column(3, 3)) is None
    assert cells.pending(column(1, 1)) is None
    assert cells.pending(column(5, 9)) is None
    assert cells.pending(Area(3, 1, 3, 2)) == (3, 2)
    cells.settle(2, 1, 7.0)
    assert cells.pending(column(1, 9)) == (4, 1)
    assert cells.pending(column(1, 3)) is None
    cells.settle(4, 1, LEFT)
    assert cells.pending(column(1, 9)) is None
    assert cells.held(2, 1) == 7


def test_the_way_over_computed_cells_is_short_the_second_time():
    cells = store(B1=PENDING, **{f"A{row}": PENDING for row in range(1, 101)})
    for row in range(100, 0, -1):
        cells.settle(row, 1, 1.0)
    assert cells.pending(column(1, 200)) is None
    assert set(cells._columns[1]._next) == {100}


def test_nothing_is_looked_for_where_all_is_computed():
    cells = store(A1=PENDING, A2=1.0, B1=PENDING)
    cells.settle(1, 1, 1.0)
    cells.settle(1, 1, 2.0)
    assert cells.pending(Area(1, 1, 2, 2)) == (1, 2)
    cells.settle(1, 2, 1.0)
    cells._columns.clear()
    assert cells.pending(Area(1, 1, 2, 2)) is None


def test_a_cell_that_is_left_leaves_the_areas_that_hold_it():
    cells = store(A1=1.0, A3=LEFT, A5=PENDING, A7=PENDING, B2=2.0)
    for area in (column(1, 2), column(4, 4), Area(1, 2, 9, 3)):
        cells.rows(area), cells.tally(area), cells.index(area), cells.used(area)
    for ask in (cells.rows, cells.tally, cells.index, cells.used):
        for area in (column(3, 3), column(1, 3), column(3, 9), Area(2, 1, 4, 2)):
            with pytest.raises(FormulaError, match="'Ein Blatt'!A3 ist nicht gerechnet"):
                ask(area)
    with pytest.raises(FormulaError, match="'Ein Blatt'!A3 ist nicht gerechnet"):
        cells.get(3, 1)
    cells.settle(7, 1, LEFT)
    cells.settle(5, 1, LEFT)
    for area, place in ((column(4, 9), "A5"), (column(6, 9), "A7"), (column(1, 9), "A3")):
        with pytest.raises(FormulaError, match=f"'Ein Blatt'!{place} ist nicht gerechnet"):
            cells.tally(area)
    assert cells.tally(column(6, 6)).numbers == 0


def test_a_wide_area_that_is_left():
    cells = store([(Area(3, 2, 9, 5), LEFT)], A1=1.0, B1=2.0)
    assert [cells.held(*at) for at in ((3, 2), (9, 5), (2, 2), (3, 1), (1, 2))] == [LEFT, LEFT, None, None, 2]
    assert cells.tally(Area(1, 1, 2, 9)).numbers == 2
    for area in (Area(3, 5, 3, 9), Area(9, 1, 12, 2), Area(1, 1, 20, 20)):
        with pytest.raises(FormulaError, match="'Ein Blatt'!B3 ist nicht gerechnet"):
            cells.tally(area)


def test_a_cell_is_not_read_before_it_is_computed():
    with pytest.raises(RuntimeError, match="'Ein Blatt'!A2 is read before it is computed"):
        store(A2=PENDING).get(2, 1)


def test_areas_that_grow_keep_what_others_hold_of_them():
    """A tally and an index of a smaller area stay as they were when a larger one goes on from them."""
    cells = store(**{f"A{row}": float(row) for row in range(1, 10)}, B2=50.0)
    small, large = cells.tally(column(1, 3)), cells.tally(column(1, 5))
    assert (small.numbers, small.high, large.numbers, large.high) == (3, 3, 5, 5)
    assert cells.tally(column(1, 4)).numbers == 4
    assert cells.tally(column(1, 5)).numbers == 5
    assert cells.tally(column(2, 5)).low == 2
    assert cells.tally(Area(1, 1, 5, 2)).high == 50
    assert cells.tally(column(1, 5)).high == 5
    assert cells.index(column(1, 3)).number(3.0) == [3]
    assert cells.index(column(1, 5)).number(5.0) == [5]
    assert cells.index(column(1, 3)).number(5.0) == []
    assert cells.index(column(2, 5)).number(5.0) == [4]
    assert cells.index(column(1, 2, at=2)).number(50.0) == [2]
    assert cells.index(Area(2, 1, 2, 2)).number(50.0) == [2]  # of a row
    assert (cells.tally(column(1, 3)).bottom, cells.index(column(1, 3)).bottom) == (3, 3)


def test_two_areas_of_the_same_top_are_kept_and_no_more():
    """A running area and the whole are asked for in turn; what came before them is not needed again."""
    cells = store(**{f"A{row}": float(row) for row in range(1, 10)})
    for ask, kept in ((cells.tally, cells._tallies), (cells.index, cells._indexes)):
        whole = ask(column(1, 9))
        for bottom in (2, 3, 4, 5):
            assert ask(column(1, bottom)).bottom == bottom
            assert ask(column(1, 9)) is whole
        assert [one.bottom for one in kept[1, 1, 1]] == [5, 9]
        for bottom in (8, 7, 6):  # each smaller than all before
            ask(column(1, bottom))
        assert [one.bottom for one in kept[1, 1, 1]] == [7, 6]
