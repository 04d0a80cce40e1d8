"""Blocks and ranges: what is written out of them, and what stands beyond."""

from __future__ import annotations

import pytest
from formula.grids import computed

from jcplan.cells import Area
from jcplan.formula import FormulaError
from jcplan.formula.operand import Block, Range, limited
from jcplan.formula.store import SheetStore

SQUARE = Block.of(((1.0, 2.0), (3.0, None)))


def test_a_block_that_is_written_out():
    assert (SQUARE.height, SQUARE.width, SQUARE.written, SQUARE.outside) == (2, 2, 2, 0)
    assert (SQUARE.rest, SQUARE.typed) == (None, False)
    assert [SQUARE.at(row, column) for row in (0, 1) for column in (0, 1)] == [1, 2, 3, None]
    assert list(SQUARE.cells()) == [1, 2, 3, None]
    assert SQUARE.full() is SQUARE.rows


def test_a_block_that_goes_on():
    block = Block(((1.0, 2.0),), 3, 3, "r")
    assert (block.written, block.outside) == (2, 7)
    assert block.full() == ((1, 2, "r"), ("r", "r", "r"), ("r", "r", "r"))
    assert [block.at(0, 2), block.at(1, 0), block.at(1, 1), block.at(2, 2)] == ["r"] * 4
    nothing = Block((), 2, 1)
    assert (nothing.written, nothing.outside, nothing.full()) == (0, 2, ((None,), (None,)))


@pytest.mark.parametrize(
    ("block", "blanks"),
    [
        (SQUARE, True),
        (Block.of(((1.0, 2.0),)), False),
        (Block(((1.0,),), 2, 1, "r"), False),
        (Block(((1.0,),), 2, 1), True),
        (Block(((1.0,),), 1, 1), False),
        (Block(((None,),), 2, 1, "r"), True),
    ],
)
def test_blanks(block, blanks):
    assert block.has_blanks is blanks


def test_cells_of_a_range():
    store = SheetStore("Blatt", {3: {2: 5.0}, 4: {3: 7.0}})
    area = Range(store, Area(2, 3, 4, 6))
    assert (area.height, area.width, area.is_cell) == (3, 4, False)
    assert area.value() == 5
    corner = area.cell(1, 1)
    assert (corner.area, corner.is_cell, corner.value()) == (Area(3, 4, 3, 4), True, 7)
    assert [Range(store, Area(*at)).is_cell for at in ((2, 3, 2, 4), (2, 3, 3, 3), (2, 3, 2, 3))] == [
        False,
        False,
        True,
    ]
    block = area.block()
    assert (block.rows, block.height, block.width, block.rest) == (((5, None), (None, 7)), 3, 4, None)
    assert Range(store, Area(9, 9, 12, 10)).block() == Block((), 4, 2)


def test_the_largest_block():
    limited(1_000_000, 1)
    limited(1000, 1000)
    for shape in ((1_000_001, 1), (1, 1_000_001)):
        with pytest.raises(FormulaError, match="zu groß") as caught:
            limited(*shape)
        assert caught.value.cause == "der Bereich ist zu groß"
    with pytest.raises(FormulaError, match="zu groß"):
        Block(((1.0,),), 1001, 1000).full()


def test_a_cell_far_out_is_a_cell():
    assert computed({"A300": 5, "D7": "=A300*2"}, "D7") == 10
    assert computed({"KN5": 5, "D7": "=KN5*2"}, "D7") == 10
