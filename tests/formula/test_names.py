"""Defined names: which one counts, and where relative ones lead. Checked against LibreOffice 25.2 on 26 Nov 2026."""

from __future__ import annotations

import pytest
from formula.grids import Sheets, computed

from jcplan.formula import Engine, FormulaError, Left

NAMES = {"Glob": "Blatt!$A$1", "Rel": "Anderes!$H1", "Quer": "Anderes!A$1", "Rand": "Anderes!$A1048576"}
OWN = {"Blatt": {"Glob": "Blatt!$A$2", "Eigen": "Blatt!$A$3"}, "Anderes": {"Glob": "Anderes!$A$1"}}
CELLS = {"A1": 1, "A2": 2, "A3": 3}
OTHER = {"A1": 10, "D1": 40, "H1": 81, "H35": 835}


def value(formula, at="D1", names=NAMES, own=OWN):
    return computed(CELLS | {at: "=" + formula}, at, names, own, Anderes=OTHER)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("Glob", 2),  # the sheet's own comes first
        ("Anderes!Glob", 10),
        ("Blatt!glob", 2),
        ("Eigen", 3),
        ("SUM(Glob,Eigen)", 5),
    ],
)
def test_a_sheets_own_name_comes_first(formula, expected):
    assert value(formula) == expected


def test_the_workbooks_name_counts_where_the_sheet_has_none():
    assert value("Glob", own={"Anderes": {"Glob": "Anderes!$A$1"}}) == 1


@pytest.mark.parametrize("formula", ["Anderes!Eigen", "Fehlt", "Blatt!Fehlt", "Glob!A1"])
def test_a_name_that_is_not_there_is_left(formula):
    assert isinstance(value(formula), Left)


def test_relative_names_move_with_the_cell():
    """Stored as seen from A1: $H1 used in row 35 is H35, A$1 used in column D is D1."""
    assert value("Rel") == 81
    assert value("Rel", "D35") == 835
    assert value("Quer") == 40


def test_relative_references_move_within_a_names_formula():
    names = NAMES | {"N": "Anderes!$H1*2+Rel", "M": "N+1"}
    assert value("N", "D35", names) == 3 * 835
    assert value("M", "D35", names) == 3 * 835 + 1
    assert value("N", "D1", names) == 3 * 81


def test_a_relative_name_beyond_the_edge_is_left():
    """Excel goes on at the other edge, LibreOffice does not."""
    assert isinstance(value("Rand", "D2"), Left)
    assert isinstance(value("N", "D2", {"N": "Anderes!$A1048576+1"}), Left)


@pytest.mark.parametrize(
    ("text", "formula", "expected"),
    [
        ("0.152", "N*100", pytest.approx(15.2)),
        ("SUM(Blatt!$A$1:$A$3)", "N+1", 7),
        ('"Köpfe"', 'N&"!"', "Köpfe!"),
        ("{1;2;3}", "SUM(N)", 6),
        ("Glob*10", "N", 20),
    ],
)
def test_names_of_constants_and_formulas(text, formula, expected):
    assert value(formula, names=NAMES | {"N": text}) == expected


@pytest.mark.parametrize("text", ["Blatt!$A$1:$A$3*2", "N+1", "$A$1", "$A$1*2", "#REF!+", "OFFSET(Blatt!$A$1,1,0)"])
def test_a_name_that_is_not_sure_is_left(text):
    """Excel computes a name as an array formula, LibreOffice does not."""
    assert isinstance(value("SUM(N)", names={"N": text}), Left)


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("Anderes!$A1048576", "D1", 7),
        ("Anderes!$A1048576", "D2", None),
        ("Anderes!XFD$1", "A1", 8),
        ("Anderes!XFD$1", "B1", None),
        ("SUM(Anderes!$A1048576)", "D1", 7),
        ("SUM(Anderes!XFD$1)", "B1", None),
        ("Anderes!$A1:$A$5", "D5", 5),  # as a range of one cell
        ("Anderes!$A1:$A$5", "D4", 9),
        ("Anderes!$A1:$A$5", "D6", None),  # the moving end has passed the fixed one
        ("Anderes!B$7:$D$7", "C1", 0),
        ("Anderes!B$7:$D$7", "D1", None),
        ("Anderes!B$7:$C$7", "B1", 70),
    ],
)
def test_a_relative_name_leads_up_to_the_edge(text, at, expected):
    other = {"A4": 4, "A5": 5, "A1048576": 7, "XFD1": 8, "E7": 70, "D7": 0, "C7": 70}
    found = computed({at: "=SUM(N)"}, at, {"N": text}, {}, Anderes=other)
    assert isinstance(found, Left) if expected is None else found == expected


@pytest.mark.parametrize(
    ("names", "formula", "cause"),
    [
        ({}, "Fehlt", "Name Fehlt fehlt"),
        ({}, "Blatt!Fehlt", "Name Blatt!Fehlt fehlt"),
        ({"N": "N"}, "N", "Name im Kreis"),
        ({"N": "$A$1"}, "N", "Name N"),
        ({"N": "SUM($A$1)"}, "N", "Name N"),
        ({"N": "Anderes!$A1048576"}, "N", "Name N"),
    ],
)
def test_why_a_name_is_left(names, formula, cause):
    assert value(formula, "D2", names).cause == cause


def test_names_within_names():
    """Twenty of them, as deep as no workbook goes."""
    names = {f"N{i}_": f"N{i + 1}_+1" for i in range(1, 30)}
    assert value("N1_", names=names | {"N20_": "1"}) == 20
    assert value("N1_", names=names | {"N21_": "1"}).cause == "Name im Kreis"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("-Glob", -2), ("Glob%", 0.02), ("SUM({1,2},Glob)", 5), ("10-Glob", 8), ("Glob-10", -8), ("Blatt!$A$3", 3)],
)
def test_names_in_every_part_of_a_names_formula(text, expected):
    assert value("N", names=NAMES | {"N": text}) == expected


def test_a_name_that_moves_asked_from_no_cell():
    """On the command line there is no cell as seen from which it could be told."""
    engine = Engine(Sheets(NAMES | {"Fest": "Anderes!$A$1"}, OWN, Blatt=CELLS, Anderes=OTHER))
    assert engine.formula("Fest", "Blatt") == 10
    with pytest.raises(FormulaError, match="hängt von der Zelle ab"):
        engine.formula("Rel", "Blatt")
