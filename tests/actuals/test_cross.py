"""Months below each other, with units or measures as columns; what stands around tables; units with a text behind."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.actuals import read_csv, read_sheets
from jcplan.actuals.units import Units
from jcplan.errors import InputError


def of(table):
    return [tuple(line.cells[name] for name in ("monat", "einheit", "kennzahl", "wert")) for line in table.lines]


def figures(text):
    """Month, unit, measure and figure of each line of a CSV file."""
    return of(read_csv("Ist.csv", text.encode()))


READ = [
    ("01.2017", "1.1", "ELB", "1.500"),
    ("01.2017", "gesamt", "ELB", "27.500"),
    ("02.2017", "1.1", "ELB", "1.490"),
    ("02.2017", "gesamt", "ELB", "*"),
]


@pytest.mark.parametrize(
    "text",
    [
        "ELB\nMonat;1.1;gesamt\nJan 2017;1.500;27.500\nFeb 2017;1.490;*\n",
        "ELB (Bestand) nach Teams\n\nmonat;1.1;gesamt\n01.2017;1.500;27.500\n201702;1.490;*\n",
        "ELB 2017\n;1.1;gesamt\nJanuar;1.500;27.500\nFebruar;1.490;*\n",
        "ELB;1.1;gesamt\nJan 2017;1.500;27.500\nFeb 2017;1.490;*\n",
        "ELB\n2017;1.1;gesamt\nJan;1.500;27.500\nFeb;1.490;*\n",
        "monat;kennzahl;1.1;gesamt\nJan 2017;ELB;1.500;27.500\nFeb 2017;ELB;1.490;*\n",
        "Jahr;Monat;Kennzahl;1.1;gesamt\n2017;1;ELB;1.500;27.500\n2017;2;ELB;1.490;*\n",
        "Jahr\tMonat\tKennzahl\t1.1\tgesamt\n2017\tJanuar\tELB\t1.500\t27.500\n2017\tFeb\tELB\t1.490\t*\n",
        "ELB\nMonat;1.1;gesamt;Durchschnitt\n1;2;3;4\nJan 2017;1.500;27.500;9\nFeb 2017;1.490;*;9\nJahr 2017;1.495;9;9\n",
    ],
    ids=[
        "title",
        "long title",
        "year above",
        "corner",
        "year in the corner",
        "column",
        "year and number",
        "tabs",
        "sums",
    ],
)
def test_units_as_columns(text):
    assert figures(text) == READ


def test_two_measures_above_the_units():
    assert figures("Monat;ELB;;LZB;\n;1.1;1.2;1.1;1.2\nJan 2017;1;2;3;4\n") == [
        ("01.2017", "1.1", "ELB", "1"),
        ("01.2017", "1.2", "ELB", "2"),
        ("01.2017", "1.1", "LZB", "3"),
        ("01.2017", "1.2", "LZB", "4"),
    ]


def test_measures_as_columns():
    text = "Einheit;Monat;Integrationen;LZB-Abgänge;Bemerkung\n1.1;201703;5;1;gut\n1.2;201703;;-;\n"
    assert figures(text) == [
        ("03.2017", "1.1", "Integrationen", "5"),
        ("03.2017", "1.1", "LZB-Abgänge", "1"),
        ("03.2017", "1.2", "LZB-Abgänge", "-"),
    ]


def test_places_and_what_was_recognised():
    rows = [("Monat", "1.1", 1.2, "Mittel"), (42736.0, 1500.0, 1270.0, 1.0), ("Jahr 2017", 9.0, 9.0, 9.0)]
    table = read_sheets("Ist.xlsx", [("ELB", list(enumerate(rows, 1))), ("Notiz", [(1, ("x",))])])
    assert of(table) == [("01.2017", "1.1", "ELB", 1500.0), ("01.2017", 1.2, "ELB", 1270.0)]
    line = table.lines[1]
    assert [line.place(name) for name in ("monat", "einheit", "kennzahl", "wert")] == [
        "Blatt ELB, Zeile 2, Spalte A",
        "Blatt ELB, Zeile 1, Spalte C",
        "Blatt ELB",
        "Blatt ELB, Zeile 2, Spalte C (1.2)",
    ]
    assert table.notes == (
        (
            "Blatt ELB, Einheiten als Spalten: 1.1 bis 1.2 (Spalten B bis C); Monate in Spalte A: Jan 2017; "
            "Kennzahl ELB (Bestand) (Blatt ELB); leere Zellen gelten als nicht gemeldet."
        ),
        "Blatt ELB, Nicht gelesen: Spalte D (Mittel).",
        "Blatt ELB, Nicht gelesen, weil kein Monat: Zeile 3 (Jahr 2017).",
        "Nicht gelesen, weil ohne Monate: Blatt Notiz.",
    )


REFUSED = [
    ("Monat;1.1\nJan 2017;5\n", r"Zeile 1: gefunden keinen Titel über den Einheiten, erwartet eine Kennzahl \(INTEGR"),
    ("ELB und LZB\nMonat;1.1\nJan 2017;5\n", "Zeile 2: gefunden als Titel „ELB und LZB“"),
    ("ELB\nMonat;1.1\nJanuar;5\n", "Zeile 3, Spalte A: gefunden „Januar“ .Text., und darüber kein Jahr"),
    ("ELB\nMonat;1.1;;1.3\nJan 2017;5;6;7\n", "Zeile 2, Spalte C: gefunden keine Überschrift, erwartet ein Team, gesamt"),
    ("ELB,\nMonat,1.1\nJan 2017,5\n", "gefunden eine Tabelle mit Monaten, mit Komma getrennt, erwartet Semikolons"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), REFUSED, ids=[text for text, _ in REFUSED])
def test_what_is_not_understood_is_named(text, words):
    with pytest.raises(InputError, match=words) as error:
        figures(text)
    assert str(error.value).startswith("Ist.csv")


def test_a_row_that_names_no_month_keeps_its_place():
    (_, line) = read_csv("Ist.csv", b"ELB\nMonat;1.1\nJan 2017;5\nFbe 2017;6\n").lines
    assert (line.cells["monat"], line.place("monat")) == ("Fbe 2017", "Zeile 4, Spalte A")


WORDS = ["Monat", "Jahr", "kennzahl", "einheit", "1.1", "Jan", "Jan 2017", "201701", "2017", "ELB", "Summe", "Quelle: x", "", "x", "5", "1"]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=5), max_size=6))
def test_any_table_is_read_or_refused(rows):
    with contextlib.suppress(InputError):
        for line in read_csv("Ist.csv", "\n".join(map(";".join, rows)).encode()).lines:
            assert line.misshapen or {"monat", "einheit", "kennzahl", "wert"} == set(line.cells)


# ---- around the table -------------------------------------------------------------------------

FEET = "Erstellungsdatum: 27.04.2017;;;\n\n© Statistik der Bundesagentur für Arbeit;;;\n*) Werte unter 3 sind gesperrt.;;;\nNähere Auskunft gibt die Statistik.;;;\n"


@pytest.mark.parametrize(
    "text",
    [
        "monat;einheit;kennzahl;wert\n01.2017;1.1;ELB;1500\n",
        "ELB;;;\nTeam;Jan 2017;;\n1.1;1500;;\n",
        "ELB;;;\nMonat;1.1;;\nJan 2017;1500;;\n",
    ],
    ids=["long", "wide", "cross"],
)
def test_what_stands_below_a_table_is_named_and_not_read(text):
    table = read_csv("Ist.csv", (text + FEET).encode())
    assert of(table) == [("01.2017", "1.1", "ELB", "1500")]
    first = text.count("\n") + 1
    note = f"Nicht gelesen, weil unter der Tabelle: Zeile {first} („Erstellungsdatum: 27.04.2017“) bis {first + 4}."
    assert table.notes[-1] == note


def test_a_figure_below_is_no_foot():
    """A row that begins like a foot and holds figures is read, and refused by its place later."""
    lines = read_csv("Ist.csv", b"ELB\nTeam;Jan 2017;Feb 2017\nQuelle;5;6\n").lines
    assert [line.cells["einheit"] for line in lines] == ["Quelle", "Quelle"]


def test_a_header_some_rows_down_and_numbered_columns():
    head = "Statistik der Bundesagentur für Arbeit\n\nELB nach Teams\nJobcenter ME-aktiv (35702)\nBerichtsjahr 2017\n\n"
    table = read_csv("Ist.csv", (head + "Team;Januar;Februar\n1;2;3\n1.1;1500;*\n").encode())
    assert of(table) == [("01.2017", "1.1", "ELB", "1500"), ("02.2017", "1.1", "ELB", "*")]
    assert table.notes[-1] == "Nicht gelesen, weil Nummern der Spalten: Zeile 8."


# ---- units with a text behind their code ------------------------------------------------------

UNITS = Units.of(("1.1", "1.2", "2.10", "A"), ("Nord", "Süd", "West", "Ost"), "Jobcenter ME-aktiv")


@pytest.mark.parametrize(
    ("cell", "slot"),
    [
        ("1.2 Süd", 1),
        ("1.2 Team Süd", 1),
        ("1.2 – Süd", 1),
        ("1.2 - Team Süd (neu)", 1),
        ("1.2: Süd", 1),
        ("1.1 (Nord)", 0),
        ("2.10\xa0 West", 2),
        ("35702 – Jobcenter ME-aktiv", None),
        ("35702 Jobcenter ME-aktiv", None),
        ("jobcenter me-aktiv", None),
    ],
)
def test_a_code_with_a_text(cell, slot):
    assert UNITS.find(cell) == slot


@pytest.mark.parametrize(
    "cell",
    [
        "1.2 Nord", "1.2 und 1.3", "1.1 – 1.2", "1.1 bis 1.9 alle", "1.2 gesamt", "1.2 Summe", "1.2 Süd ohne U25", "1.2 Süd/West",
        "1.2 Team Nord", "A Ost", "1.3 Süd", "1.2-Süd", "1.1 Team 1.2",
    ],
)  # fmt: skip
def test_a_code_that_may_be_another_unit_is_refused(cell):
    with pytest.raises(InputError, match="erwartet ein Team des Blattes Teams"):
        UNITS.find(cell)


def test_another_jobcenter_is_refused():
    with pytest.raises(InputError, match="Ist das ganze Jobcenter gemeint, bitte gesamt schreiben"):
        UNITS.find("35702 – Jobcenter X")
