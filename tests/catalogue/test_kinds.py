"""How the cells of an argument of each kind reach a function, and how each shape of a result goes back into cells.

Functions made for the purpose, so that each kind and shape stands alone.
"""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest

from jcplan.catalogue import Kind, Result, call
from jcplan.catalogue.blocks import block, scalar
from jcplan.catalogue.spec import Argument, Example, Function
from jcplan.catalogue.values import evaluate
from jcplan.cells import CellError
from jcplan.errors import InputError


def function(compute, *kinds, result=Result.ONE, optional=0):
    """One that computes; arguments a, b, c, the last of them optional."""
    last = len(kinds) - optional
    arguments = tuple(Argument("abcd"[i], "", kind, i >= last) for i, kind in enumerate(kinds))
    return Function("JC_PROBE", compute, arguments, "", "", result, (), Example("", ""), "")


def read(kind, cells):
    """What a function gets of cells, as a list or a single value."""
    got = []
    call(function(lambda a: got.append(a) or 0.0, kind), cells)
    return got[0].tolist() if isinstance(got[0], np.ndarray) else got[0]


def refused(kind, cells):
    with pytest.raises(InputError) as caught:
        read(kind, cells)
    return f"{caught.value.place}: {caught.value.found}"


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        (Kind.NUMBER, 5, 5.0),
        (Kind.NUMBER, [5], 5.0),
        (Kind.NUMBER, [[5]], 5.0),
        (Kind.ELEMENT, 5, 5.0),
        (Kind.ELEMENT, [5], 5.0),
        (Kind.ELEMENT, [5, 6], [5.0, 6.0]),
        (Kind.PAIRED, 5, [5.0]),
        (Kind.PAIRED, [5, None, 6], [5.0, 6.0]),
        (Kind.ENTRIES, 5, [5.0]),
        (Kind.ENTRIES, [[5, 6]], [5.0, 6.0]),
        (Kind.LEADING, 5, [5.0]),
        (Kind.LEADING, [5, 6, None, None], [5.0, 6.0]),
        (Kind.LEADING, [5, None, None], [5.0]),
        (Kind.LEADING, [5, 6], [5.0, 6.0]),
        (Kind.MAYBE, 5, 5.0),
        (Kind.MAYBE, [5, 6], [5.0, 6.0]),
        (Kind.MARKS, [None, 0, "x", False, "", 7], [True] * 4),  # blanks of all are skipped
        (Kind.FLAG, True, True),
        (Kind.FLAG, 0, False),
        (Kind.FLAG, [[1]], True),
        (Kind.TEXT, "x", "x"),
        (Kind.TEXT, None, ""),
        (Kind.TEXT, ["x"], "x"),
        (Kind.TEXT, ["x", "y"], ["x", "y"]),
        (Kind.OPEN, [5, 6], [5.0, 6.0]),
    ],
)
def test_what_a_function_gets(kind, cells, expected):
    got = read(kind, cells)
    assert got == expected
    assert type(got) is type(expected)


def test_open_and_maybe_take_blanks_beside_others():
    for kind in (Kind.OPEN, Kind.MAYBE):
        probe = function(
            lambda b, **_: np.array([0.0, *np.nan_to_num(b, nan=-1.0)]), Kind.OPEN, kind, result=Result.COLUMN
        )
        assert call(probe, [None, 2, None], [4, None, None]) == ((0,), (4,), (-1,))


@pytest.mark.parametrize(
    ("kind", "cells", "found"),
    [
        (Kind.NUMBER, [5, 6], "a: 2 Werte"),
        (Kind.NUMBER, None, "a: eine leere Zelle"),
        (Kind.NUMBER, "x", "a: „x“ (Text)"),
        (Kind.NUMBER, [True], "a: WAHR"),
        (Kind.ELEMENT, ["x"], "a: „x“ (Text)"),
        (Kind.ELEMENT, [5, "x"], "a, Wert 2: „x“ (Text)"),
        (Kind.PAIRED, [5, None, "x"], "a, Wert 3: „x“ (Text)"),
        (Kind.PAIRED, [None, None], "a: nur leere Zellen"),
        (Kind.PAIRED, None, "a: nur leere Zellen"),
        (Kind.ENTRIES, [5, None], "a, Wert 2: eine leere Zelle"),
        (Kind.ENTRIES, [None, 5], "a, Wert 1: eine leere Zelle"),
        (Kind.LEADING, [None, 5], "a, Wert 1: eine leere Zelle"),
        (Kind.LEADING, [None, None], "a: eine leere Zelle"),
        (Kind.LEADING, [5, None, 6, None], "a, Wert 2: eine leere Zelle"),
        (Kind.FLAG, 2, "a: 2"),
        (Kind.FLAG, [1, 0], "a: 2 Werte"),
        (Kind.FLAG, None, "a: eine leere Zelle"),
        (Kind.TEXT, 5, "a: 5"),
        (Kind.TEXT, ["x", 5], "a, Wert 2: 5"),
        (Kind.OPEN, [math.inf, 1], "a, Wert 1: unendlich"),
        (Kind.ENTRIES, [[1, 2], [3, 4]], "a: einen Bereich aus 2 Zeilen und 2 Spalten"),
    ],
)
def test_what_is_refused(kind, cells, found):
    assert refused(kind, cells) == found


@pytest.mark.parametrize(("position", "expected"), [(1, 1.0), (3, 2.0), (4, 3.0), ([[3]], 2.0), (3.0, 2.0)])
def test_a_position_counts_what_is_not_blank(position, expected):
    got = []
    call(function(lambda b, **_: got.append(b) or 0.0, Kind.PAIRED, Kind.POSITION), [7, None, 8, 9], position)
    assert got == [expected]
    assert type(got[0]) is float


@pytest.mark.parametrize(
    ("position", "found"),
    [(0, "0"), (2, "2"), (5, "5"), (1.5, "1,5"), (-1, "−1"), ([1, 3], "2 Werte"), (1e300, None), ("x", "„x“ (Text)")],
)
def test_a_position_of_no_entry_is_refused(position, found):
    with pytest.raises(InputError) as caught:
        call(function(lambda **_: 0.0, Kind.PAIRED, Kind.POSITION), [7, None, 8, 9], position)
    assert caught.value.place == "b"
    assert found is None or caught.value.found == found
    if found not in (None, "„x“ (Text)"):
        assert caught.value.expected == "die Nummer eines Eintrags mit einem Wert (1 bis 4)"


# ---- several arguments ----------------------------------------------------------------------------


def test_optional_arguments_that_are_blank_are_left_out():
    probe = function(lambda b=7.0, **_: float(b), Kind.PAIRED, Kind.OPEN, optional=1)
    assert call(probe, [1, 2]) == 7
    for blank in (None, "", [None], [None, None], [["", ""]]):
        assert call(probe, [1, 2], blank) == 7
    for size in (3, 4):
        with pytest.raises(InputError) as caught:
            call(probe, [1, 2], [None] * size)
        assert (caught.value.place, caught.value.found) == ("b", f"{size} leere Zellen")
        assert caught.value.expected == "2 Zellen oder nichts"


def test_blanks_of_an_optional_argument_go_with_single_cells():
    probe = function(lambda b=7.0, **_: float(b), Kind.NUMBER, Kind.OPEN, optional=1)
    assert call(probe, 1, [None, None, None]) == 7


def test_single_cells_go_with_every_entry_and_ranges_have_one_length():
    got = []
    probe = function(lambda a, b, c: got.append((a.tolist(), b, c)) or 0.0, Kind.PAIRED, Kind.ELEMENT, Kind.TEXT)
    call(probe, [1, None, 2], 5, "x")
    call(probe, [1, None, 2], [5, None, 6], ["x", None, None])
    assert got[0] == ([1, 2], 5.0, "x")
    assert (got[1][0], got[1][1].tolist(), got[1][2]) == ([1, 2], [5, 6], ["x", ""])
    for cells, found in (([5, 6], "2 Werte"), ([5, 6, 7, 8], "4 Werte")):
        with pytest.raises(InputError) as caught:
            call(probe, [1, 2, 3], cells, "x")
        assert (caught.value.place, caught.value.found, caught.value.expected) == (
            "b", found, "3 Werte, so viele wie a",
        )  # fmt: skip


def test_a_gap_is_named_beside_what_is_filled_there():
    probe = function(lambda **_: 0.0, Kind.PAIRED, Kind.ELEMENT, Kind.OPEN)
    for cells, place, other in (
        (([1, None, 3], [1, 2, 3], [1, 2, 3]), "a, Wert 2", "b"),
        (([1, 2, 3], [1, 2, None], [1, 2, 3]), "b, Wert 3", "a"),
        (([None, 2], [None, 2], [1, 2]), "a, Wert 1", "c"),
    ):
        with pytest.raises(InputError) as caught:
            call(probe, *cells)
        assert caught.value.place == place
        assert caught.value.found == f"eine leere Zelle, obwohl {other} dort einen Wert hat"
    assert call(probe, [1, 2], [1, 2], [None, 2]) == 0


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("a, Wert 1", "a, Wert 1"),
        ("a, Wert 2", "a, Wert 3"),
        ("a", "a"),
        ("b, Wert 2", "b, Wert 2"),  # a single cell beside the range: its places are its own
        ("Ergebnis", "Ergebnis"),
        ("a und b", "a und b"),
    ],
)
def test_a_finding_of_the_function_is_counted_as_on_the_sheet(place, shown):
    def compute(a, b):
        raise InputError(place, "etwas", "anderes")

    with pytest.raises(InputError) as caught:
        call(function(compute, Kind.PAIRED, Kind.ELEMENT), [1, None, 2], 5)
    assert caught.value.place == shown


def test_a_finding_of_the_only_entry_is_counted_too():
    def compute(a):
        raise InputError("a", "etwas", "anderes")

    probe = function(compute, Kind.PAIRED)
    for cells, shown in (([None, 1], "a, Wert 2"), ([1, 2], "a"), ([1], "a"), (1, "a")):
        with pytest.raises(InputError) as caught:
            call(probe, cells)
        assert caught.value.place == shown


# ---- results --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "cells", "result", "expected"),
    [
        (Result.ONE, [1, 2], 5.0, 5.0),
        (Result.EACH, 1, 5.0, 5.0),
        (Result.EACH, [1], np.array([5.0]), ((5.0,),)),
        (Result.ENTRIES, [1, None, 2], np.array([5.0, 6.0]), ((5.0,), (None,), (6.0,))),
        (Result.ENTRIES, [[1, None, 2]], np.array([5.0, 6.0]), ((5.0, None, 6.0),)),
        (Result.ENTRIES, [1, None, 2], np.array([[5.0, 6.0], [7.0, 8.0]]), ((5.0, 6.0), (None, None), (7.0, 8.0))),
        (Result.ENTRIES, [[1, None, 2]], np.array([[5.0, 6.0], [7.0, 8.0]]), ((5.0, None, 7.0), (6.0, None, 8.0))),
        (Result.ENTRIES, 1, np.float64(5.0), ((5.0,),)),
        (Result.MONTHS, [1, None], np.array([[5.0], [6.0]]), ((5.0, None), (6.0, None))),
        (Result.MONTHS, [[1, None]], np.array([[5.0], [6.0]]), ((5.0, None), (6.0, None))),
        (Result.COLUMN, [1, 2], np.array([5.0, 6.0, 7.0]), ((5.0,), (6.0,), (7.0,))),
        (Result.COLUMN, [[1, 2]], np.array([[5.0, 6.0]]), ((5.0, 6.0),)),
        (Result.PARTS, [1, None], np.array([[5.0, 6.0]]), ((5.0, 6.0), (None, None))),
        (Result.PARTS, [[1, None]], np.array([[5.0, 6.0]]), ((5.0, None), (6.0, None))),
    ],
)
def test_results_in_cells(shape, cells, result, expected):
    kind = Kind.ELEMENT if shape is Result.EACH and not isinstance(cells, list) else Kind.PAIRED
    assert call(function(lambda **_: result, kind, result=shape), cells) == expected


def test_the_first_range_of_several_cells_says_where_results_lie():
    probe = function(lambda a, **_: a, Kind.PAIRED, Kind.PAIRED, result=Result.ENTRIES)
    assert call(probe, [[1, 2]], [1, 2]) == ((1, 2),)
    assert call(probe, [1, 2], [[1, 2]]) == ((1,), (2,))
    beside = function(lambda b, **_: b, Kind.NUMBER, Kind.PAIRED, result=Result.ENTRIES)
    assert call(beside, 1, [[1, 2]]) == ((1, 2),)
    assert call(beside, [[1]], [[1, 2]]) == ((1, 2),)  # a range of one cell lies in no direction
    assert call(beside, [[1]], [[1], [2]]) == ((1,), (2,))


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (5, 5.0),
        (np.float64(5), 5.0),
        (np.array(5.0), 5.0),
        (np.array([5.0]), 5.0),
        (np.str_("x"), "x"),
        (np.bool_(True), True),
        (None, None),
        ("", None),
        ("x" * 32767, "x" * 32767),
    ],
)
def test_a_single_result(result, expected):
    got = call(function(lambda **_: result, Kind.NUMBER), 1)
    assert got == expected
    assert isinstance(got, type(expected))


@pytest.mark.parametrize("result", [math.nan, math.inf, -math.inf, np.float64("nan"), "x" * 32768])
def test_a_result_that_no_cell_holds(result):
    with pytest.raises(InputError) as caught:
        call(function(lambda **_: result, Kind.NUMBER), 1)
    assert caught.value.place == "Ergebnis"


# ---- cells ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.5, 1.5),
        (2, 2.0),
        (np.int64(2), 2.0),
        (Decimal("1.5"), 1.5),
        (True, True),
        (np.False_, False),
        ("", None),
        (None, None),
        ("x", "x"),
        (CellError("#N/A"), CellError("#N/A")),
        (10**400, math.inf),
        (-(10**400), -math.inf),
        (1j, "1j"),
        (b"x", "b'x'"),
    ],
)
def test_the_content_of_a_cell(value, expected):
    got = scalar(value)
    assert got == expected
    assert type(got) is type(expected)


def test_a_decimal_that_is_no_number():
    assert math.isnan(scalar(Decimal("sNaN")))
    assert math.isnan(scalar(Decimal("NaN")))


@pytest.mark.parametrize(
    ("value", "rows", "single"),
    [
        (5, ((5.0,),), True),
        ("xy", (("xy",),), True),
        (b"xy", (("b'xy'",),), True),
        (np.float64(5), ((5.0,),), True),
        ([5], ((5.0,),), False),
        ([5, 6], ((5.0,), (6.0,)), False),
        ([[5, 6]], ((5.0, 6.0),), False),
        ([(5, 6), (7, 8)], ((5.0, 6.0), (7.0, 8.0)), False),
        (["xy", "z"], (("xy",), ("z",)), False),
        ([np.array([5, 6])], ((5.0, 6.0),), False),
        ([range(5, 7)], ((5.0, 6.0),), False),
        (range(5, 7), ((5.0,), (6.0,)), False),
    ],
)
def test_cells_of_an_argument(value, rows, single):
    cells = block(value)
    assert (cells.rows, cells.single) == (rows, single)
    assert (cells.height, cells.width, cells.size) == (len(rows), len(rows[0]), len(rows) * len(rows[0]))


def test_an_error_value_anywhere_is_the_result():
    error = CellError("#N/A")
    probe = function(lambda **_: 0.0, Kind.PAIRED, Kind.OPEN, optional=1)
    for arguments in (
        (error,),
        ([error],),
        ([1, error],),
        ([[1, error]],),
        ([1], error),
        ([1], [[error]]),
        (((1,), (error,)),),
    ):
        assert evaluate(probe, *arguments) is error
    assert evaluate(probe, [1, 2]) == 0


def test_a_finding_about_the_call_names_the_function_once():
    probe = function(lambda **_: 0.0, Kind.NUMBER)
    assert evaluate(probe, 1, 2).message.startswith("JC_PROBE: gefunden 2 Argumente, erwartet höchstens 1: ")
    assert evaluate(probe, "x").message.startswith("JC_PROBE: a: gefunden ")
    assert evaluate(probe).message == "JC_PROBE: a: gefunden nichts, erwartet eine Zahl: JC_PROBE(a)."
