"""INDEX, VERGLEICH and ZÄHLENWENN at their edges, and numbers as texts."""

from __future__ import annotations

import pytest
from formula.grids import computed

from jcplan.formula import Left

CELLS = {"A1": 5, "A2": 6, "A3": "x", "B1": 7, "B2": 8, "A5": "y" * 255, "A6": "y" * 256, "C1": 9, "C2": 10}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("INDEX({5},1)", 5),
        ("INDEX({5},0)", 5),
        ("INDEX({5},0,0)", 5),
        ("INDEX({5},-0.5)", 5),
        ("INDEX({5,6},0,2)", 6),
        ("INDEX({5;6},2,0)", 6),
        ("INDEX({5;6},2,)", 6),
        ("INDEX({5,6},2.9)", 6),
        ("INDEX({5,6;7,8},2,2)", 8),
        ("INDEX({5,6},1,2)", 6),
        ("INDEX(A1:B2,2,2)", 8),
        ("INDEX(A1:A2,2)", 6),
        ("INDEX(A1:B1,2)", 7),
        ("INDEX(A1,1)", 5),
        ("INDEX(A1:C2,2,3)", 10),
        ("INDEX(A1:C1,3)", 9),
        ("INDEX({5,6,7;8,9,10},2,3)", 10),
        ("INDEX({5,6},3)", "#REF!"),
        ("INDEX({5,6},2,1)", "#REF!"),
        ("INDEX({5;6},1,2)", "#REF!"),
        ("INDEX({5;6},1048576)", "#REF!"),
        ("INDEX({5,6},1,16384)", "#REF!"),
        ("INDEX({5;6},-1)", "#VALUE!"),
        ("INDEX({5,6},1,-1)", "#VALUE!"),
        ("INDEX({5;6},1048577)", "INDEX mit einer sehr großen Nummer"),
        ("INDEX({5,6},1,16385)", "INDEX mit einer sehr großen Nummer"),
        ("INDEX({5;6},0)", "INDEX"),
        ("INDEX({5,6},0)", "INDEX"),
        ("INDEX({5,6;7,8},0,1)", "INDEX"),
        ("INDEX({5,6;7,8},1,0)", "INDEX"),
        ("INDEX({5,6;7,8},1)", "INDEX mit einer Nummer in einem Block"),
        ("MATCH(6,A1:A3,0)", 2),
        ("MATCH(7,A1:B1,0)", 2),
        ("MATCH(5,A1:A1,0)", 1),
        ("MATCH(5,A1:B2,0)", "#N/A"),
        ("MATCH(8,A1:A3,0)", "#N/A"),
        ('MATCH("X",A1:A3,0)', 3),
        ("MATCH(TRUE,{FALSE,TRUE},0)", 2),
        ("MATCH(FALSE,A1:A3,0)", "#N/A"),
        ("MATCH(6,A1:A3,)", 2),
        ("MATCH(6,A1:A3,-1)", "VERGLEICH"),
        ("MATCH(6,A1:A3,0.5)", "VERGLEICH"),
        ("MATCH(6,A1:A3)", "VERGLEICH"),
        ("MATCH(A5,A5:A6,0)", 1),
        ("MATCH(A6,A5:A6,0)", "VERGLEICH mit einem Text, der leer ist oder eine Zahl sein kann"),
        ('MATCH("",A5:A6,0)', "VERGLEICH mit einem Text, der leer ist oder eine Zahl sein kann"),
        ('MATCH("7",A5:A6,0)', "VERGLEICH mit einem Text, der leer ist oder eine Zahl sein kann"),
        ('MATCH("x?",A5:A6,0)', "VERGLEICH"),
        ("COUNTIF(A1:B3,6)", 1),
        ('COUNTIF(A1:B3,"X")', 1),
        ("COUNTIF(A1:B3,0)", 0),
        ("COUNTIF(A1:B3,)", 0),
        ("COUNTIF(A5:A6,A5)", 1),
        ('COUNTIF(A1:A3,">")', "ZÄHLENWENN"),
        ('COUNTIF(A1:A3,"x~")', "ZÄHLENWENN"),
        ('9.5E20&""', "sehr große oder sehr kleine Zahl als Text"),
        ('1E21&""', "1E+21"),
        ('-1E21&""', "-1E+21"),
        ('1.5E100&""', "1,5E+100"),
        ('1.23456789012345E21&""', "1,23456789012345E+21"),
        ('12E20&""', "1,2E+21"),
        ('0&""', "0"),
        ('(0*-1)&""', "0"),
        ('-0.5&""', "-0,5"),
        ('123456789012345&""', "123456789012345"),
        ('1E15&""', "sehr große oder sehr kleine Zahl als Text"),
        ('COUNT("12","1,5")', "Text „1,5“ als Zahl"),
        ('COUNT("12","x","")', 1),
    ],
)
def test_values_by_hand(formula, expected):
    """An error by its code; why it is left where it is."""
    found = computed(CELLS | {"D1": "=" + formula})
    assert (found.cause if isinstance(found, Left) else found) == expected
