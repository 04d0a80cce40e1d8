"""The worksheet functions as xlwings calls them, without COM (the COM tests are in wine/)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from catalogue_examples import ALL

from jcplan import __version__
from jcplan.catalogue import CATALOGUE, evaluate
from jcplan.cells import ERROR_CODES, CellError
from jcplan.hosts.excel import udfs
from jcplan.hosts.excel.comvalues import ERROR_NUMBERS, from_com, scode, to_com


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_function_is_in_the_module(name):
    result = getattr(udfs, name)(*ALL[name])
    expected = evaluate(CATALOGUE[name], *ALL[name])
    rows = expected if isinstance(expected, tuple) else ((expected,),)
    assert result == [["" if cell is None else cell for cell in row] for row in rows]  # Excel would show a blank as 0


def test_excels_error_numbers():
    assert set(ERROR_NUMBERS) == set(ERROR_CODES)
    assert scode("#VALUE!") == -2146826273  # CVErr(xlErrValue) as COM shows it
    assert scode("#N/A") == -2146826246


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.233, 0.233),
        ("grün", "grün"),
        (None, None),
        (True, True),
        (Decimal("5936501.88"), 5936501.88),  # a cell with a currency format
        (dt.datetime(2017, 1, 1, 12), 42736.5),  # cells know no time zones
        (-2146826246, CellError("#N/A")),
        (3, 3.0),
        ((1.0, None, 2.0), ((1.0, None, 2.0),)),  # an array constant: a row
        (((1.0,), (-2146826281,)), ((1.0,), (CellError("#DIV/0!"),))),
        (((Decimal(1), 2.0),), ((1.0, 2.0),)),
    ],
)
def test_what_comes_from_excel(value, expected):
    assert from_com(value) == expected


def scode_of(error):
    return scode(error.code)


def test_what_goes_to_excel():
    assert to_com(0.5, scode_of) == [[0.5]]
    assert to_com(None, scode_of) == [[""]]
    assert to_com(((1.0, None), ("x", True)), scode_of) == [[1.0, ""], ["x", True]]
    assert to_com(((1.0, CellError("#N/A")),), scode_of) == [[1.0, -2146826246]]


def test_error_becomes_an_exception_with_the_message():
    with pytest.raises(Exception, match="JC_JDW: monatswerte: gefunden „drei“"):
        udfs.JC_JDW("drei")
    with pytest.raises(Exception, match="#N/A"):
        udfs.JC_IQ_GESAMT(-2146826246, 50.0)


def test_versions_are_compared():
    assert udfs.ready(__version__) == ""
    assert "0.0.9" in udfs.ready("0.0.9")
