"""Where cells hold which value, as Excel and as LibreOffice finds them."""

from __future__ import annotations

import pytest
from formula.grids import both

from jcplan.cells import CellError
from jcplan.formula import FormulaError
from jcplan.formula.index import Index


def index(*cells):
    found = Index()
    for position, cell in enumerate(cells, 1):
        found.add(cell, position)
    return found


MIXED = index(1.0, True, 0.0, False, "x", 1.0, "X", CellError("#N/A"), None, "ß", 7.0)


def test_a_new_one_is_empty():
    empty = Index()
    assert (empty.bottom, empty.numeric_texts) == (0, False)
    assert [empty.number(0.0), empty.truth(False), empty.text("")] == [[], [], []]
    assert Index(5).bottom == 5


@pytest.mark.parametrize(
    ("find", "calc", "excel"),
    [
        (lambda: MIXED.number(1.0), [1, 2, 6], [1, 6]),  # a truth value is a number to LibreOffice
        (lambda: MIXED.number(0.0), [3, 4], [3]),
        (lambda: MIXED.number(7.0), [11], [11]),
        (lambda: MIXED.number(2.0), [], []),
        (lambda: MIXED.number(-1.0), [], []),
        (lambda: MIXED.number_alone(1.0), [1, 6], [1, 6]),
        (lambda: MIXED.truth(True), [1, 2, 6], [2]),
        (lambda: MIXED.truth(False), [3, 4], [4]),
        (lambda: MIXED.text("x"), [5, 7], [5, 7]),
        (lambda: MIXED.text("SS"), [], []),
        (lambda: MIXED.text("#N/A"), [], []),
        (lambda: index(1.0).truth(False), [], []),
        (lambda: index(True).number(1.0), [1], []),
        (lambda: index(True).truth(True), [1], [1]),
        (lambda: index(1.0).truth(True), [1], []),
        (lambda: index(-0.0).number(0.0), [1], [1]),
        (lambda: index(0.0, -0.0).number(-0.0), [1, 2], [1, 2]),
        (lambda: index(1e300, 1e-300).number(1e-300), [2], [2]),
    ],
)
def test_positions(find, calc, excel):
    assert both(find) == (calc, excel)


@pytest.mark.parametrize("text", ["12", "3. März", "wahr"])
def test_texts_that_may_be_numbers_are_noticed(text):
    assert not MIXED.numeric_texts
    for texts in ((text, "x"), ("x", text), (text, text, "y")):
        assert index(*texts).numeric_texts


@pytest.mark.parametrize("size", [1.0, 3.0, -3.0, 1e-9, 2e15])
def test_numbers_that_nearly_are_the_one_that_is_looked_for(size):
    """Closer than 1e-13 of it nothing is told; beyond that they are different."""
    for off in (3e-14, -3e-14, 9e-14, -9e-14):
        with pytest.raises(FormulaError, match="fast gleiche"):
            index(size * (1 + off)).number(size)
        with pytest.raises(FormulaError, match="fast gleiche"):
            index(size, size * (1 + off)).number(size)
    for off in (2e-13, -2e-13, 1e-11, -1e-11):
        assert index(size * (1 + off)).number(size) == []
        assert index(size * (1 + off), size).number(size) == [2]


@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_that_are_rounded_apart_are_close_nevertheless(sign):
    """To 13 digits 3.0000000000004998 is 3.000000000000 and 3.0000000000005002 is 3.000000000001."""
    below, above = sign * 3.0000000000004998, sign * 3.0000000000005002
    assert f"{below:.12e}" != f"{above:.12e}"
    for one, other in ((below, above), (above, below)):
        with pytest.raises(FormulaError, match="fast gleiche"):
            index(one).number(other)


def test_texts_alike():
    assert index("Straße").text("STRASSE") == []
    with pytest.raises(FormulaError, match="anderer Schreibweise"):
        index("ﬁn").text("fin")  # a ligature
    with pytest.raises(FormulaError, match="anderer Schreibweise"):
        index("fin", "ﬁn").text("fin")
    assert index("Fin", "x").text("fIN") == [1]
