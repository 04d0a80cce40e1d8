"""Other constants in a workbook that is computed already: the same as computing it with them from the start."""

from __future__ import annotations

import pytest
from formula.grids import Sheets
from hypothesis import given
from hypothesis import strategies as st

from jcplan.cells import Area, Cell, address
from jcplan.formula import Engine
from jcplan.formula.touched import Touched

NAMES = {"Summe": "Blatt!$A$1:$A$4", "Daneben": "Blatt!A1", "Eins": "Blatt!$A$1"}
FORMULAS = [
    "=A1+B2", "=$A$1*2", "=SUM(A$1:A3)", "=SUM(A:A)", "=IF(A1>2,B1,A2)", "=INDEX($A$1:$B$4,2,1)", "=MATCH(3,A:A,0)",
    "=COUNTA($A$1:$B$9)", "=Summe", "=SUM(Summe)", "=Eins&A2", '=IF(ISBLANK(A3),"leer",A3)', "=Anderes!A1+1", "=1/A1",
    "=ROWS(A1:A4)", "=C1+D2", "=SUM(C1:D4)", "=C4&D4", "=LEFT(A1,2)", "=D1", "=C2-C3", "=XLOOKUP(1,A:A,B:B)",
]  # fmt: skip
PLACES = [f"{column}{row}" for column in "CD" for row in range(1, 5)]
VALUES = st.sampled_from([None, "", "Text", "3", 0.0, 1.0, 2.5, 3.0, True, -0.0, 1e300])
CONSTANTS = st.dictionaries(st.sampled_from([("Blatt", r, c) for r in range(1, 6) for c in (1, 2)]), VALUES, max_size=4)


def grid(formulas, typed):
    """Constants in columns A and B, formulas in C and D and one array, a second sheet that looks at the first."""
    cells = {address(row, column): value for (_, row, column), value in typed.items() if value is not None}
    return Sheets(
        NAMES,
        Blatt=cells | formulas | {"E1:E4": "=A1:A4*2", "F1": "=SUM(E1:E4)"},
        Anderes={"A1": "=SUM(Blatt!A1:B5)", "A2": "=Blatt!C1", "A3": "=Eins"},
    )


def outcome(engine):
    """All values and all that is left, as texts: NaN and −0 and the kind of number count."""
    result = engine.compute()
    left = {key: (each.reason, each.cause) for key, each in result.not_computed.items()}
    return {key: (type(value), repr(value)) for key, value in result.values.items()}, left


@given(
    st.dictionaries(st.sampled_from(PLACES), st.sampled_from(FORMULAS), max_size=8),
    CONSTANTS,
    st.lists(CONSTANTS, min_size=1, max_size=3),
    st.booleans(),
)
def test_change_is_computing_anew(formulas, typed, changes, whole):
    typed = {("Blatt", 1, 1): 1.0, ("Blatt", 2, 1): 3.0} | typed
    engine = Engine(grid(formulas, typed))
    for change in changes:
        if whole:
            engine.compute()
        else:
            engine.cell("Blatt", 1, 3)
        engine.change(change)
        typed = typed | change
    assert outcome(engine) == outcome(Engine(grid(formulas, typed)))


def test_only_what_rests_on_a_change_is_computed_again(monkeypatch):
    engine = Engine(Sheets(Blatt={"A1": 1, "A2": 2, "B1": "=A1+1", "B2": "=A2+1", "C1": "=B1*2", "C2": "=B2*2"}))
    engine.compute()
    computed, product = [], engine._compute
    monkeypatch.setattr(engine, "_compute", lambda step: (computed.append(step.key[1:]), product(step)))
    engine.change({("Blatt", 1, 1): 5.0})
    assert engine.compute().values == {
        ("Blatt", 1, 2): 6, ("Blatt", 1, 3): 12, ("Blatt", 2, 2): 3, ("Blatt", 2, 3): 6,
    }  # fmt: skip
    assert computed == [(1, 2), (1, 3)]


def test_what_a_circle_left_is_left_again():
    engine = Engine(Sheets(Blatt={"A1": 1, "B1": "=A1+C1", "C1": "=B1", "D1": "=A1"}))
    engine.compute()
    engine.change({("Blatt", 1, 1): 2.0})
    result = engine.compute()
    assert set(result.not_computed) == {("Blatt", 1, 2), ("Blatt", 1, 3)}
    assert result.values == {("Blatt", 1, 4): 2}


def test_what_was_left_for_a_value_is_computed_with_another():
    cells = {"A1": True, "B1": "=ISNUMBER(A1)", "C1": "=B1"}  # LibreOffice knows no truth values
    engine = Engine(Sheets(Blatt=cells))
    assert set(engine.compute().not_computed) == {("Blatt", 1, 2), ("Blatt", 1, 3)}
    engine.change({("Blatt", 1, 1): 1.0})
    assert not engine.compute().not_computed
    assert engine.cell("Blatt", 1, 3) is True


def test_no_formula_is_changed_and_no_stored_result():
    engine = Engine(Sheets(Blatt={"A1": 1, "B1": "=A1", "C1:C2": "={1;2}"}))
    for row, column in ((1, 2), (2, 3)):
        assert not engine.takes([("Blatt", row, column)])
        with pytest.raises(ValueError, match="only constants"):
            engine.change({("Blatt", row, column): 3.0})
    assert not Engine(Sheets(Blatt={"A1": 1}), current=["Blatt"]).takes([("Blatt", 1, 1)])


# ---- suppositions -------------------------------------------------------------------------------


def known(**cells):
    """An engine whose results are known: they are none that the formulas give, so that it is seen which counts."""
    sheets = Sheets(Blatt={})
    sheets.cells("Blatt").update({(1, ord(column) - 64): cell for column, cell in cells.items()})
    return Engine(sheets, current=["Blatt"])


def test_a_supposition_computes_some_formulas_and_ends_with_the_next():
    engine = known(A=Cell(1.0), B=Cell(20.0, "A1*2"), C=Cell(30.0, "A1*3"), D=Cell("", 'IF(B1>99,B1,"")'), E=Cell(None))

    def row():
        return [engine.cell("Blatt", 1, column) for column in range(1, 6)]

    engine.suppose({("Blatt", 1, 1): 5.0}, [("Blatt", 1, 2)])
    assert row() == [5, 10, 30, "", None]
    engine.suppose({("Blatt", 1, 5): "da"}, [("Blatt", 1, 3)])
    assert row() == [1, 20, 3, "", "da"]
    engine.suppose({("Blatt", 1, 1): 50.0}, [("Blatt", 1, 2), ("Blatt", 1, 4)])
    assert row() == [50, 100, 30, 100, None]
    engine.suppose({}, [])
    assert row() == [1, 20, 30, "", None]


def test_a_supposition_that_was_not_asked_for_ends_too():
    engine = known(A=Cell(1.0), B=Cell(20.0, "A1*2"))
    engine.suppose({("Blatt", 1, 1): 5.0}, [("Blatt", 1, 2)])
    engine.suppose({}, [])
    assert engine.cell("Blatt", 1, 2) == 20


# ---- cells that are touched ---------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 6), st.integers(1, 6)), max_size=8),
    st.sampled_from("ABC"),
    st.tuples(*[st.integers(1, 6)] * 4),
)
def test_touched_is_looking_at_each_cell(cells, sheet, corners):
    area = area_of(*corners)
    touched = Touched(cells)
    assert touched.meets(sheet, area) == any(home == sheet and (row, column) in area for home, row, column in cells)


def area_of(one, other, left, right):
    """An area by any two corners."""
    return Area(min(one, other), min(left, right), max(one, other), max(left, right))
