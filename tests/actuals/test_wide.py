"""Months as columns: what is read from such tables, and what is refused by its cell."""

from __future__ import annotations

import contextlib

import openpyxl
import pytest
from actuals.test_import import block
from hypothesis import given
from hypothesis import strategies as st

from jcplan.actuals import read_csv, read_sheets
from jcplan.errors import InputError


def figures(text, encoding="utf-8"):
    """Month, unit, measure and figure of each line of a CSV file."""
    return of(read_csv("Ist.csv", text.encode(encoding)))


def of(table):
    return [tuple(line.cells[name] for name in ("monat", "einheit", "kennzahl", "wert")) for line in table.lines]


def sheets(*pages, **named):
    """The table of a workbook with these sheets, each a name and its rows."""
    return read_sheets("Ist.xlsx", [(name, list(enumerate(rows, start=1))) for name, rows in pages], **named)


READ = [
    ("01.2017", "1.1", "ELB", "1.500"),
    ("02.2017", "1.1", "ELB", "1.490"),
    ("02.2017", "1.2", "ELB", "*"),
]


@pytest.mark.parametrize(
    "text",
    [
        "einheit;kennzahl;Jan 2017;Feb 2017\n1.1;ELB;1.500;1.490\n1.2;ELB;;*\n",
        "Kennzahl;Einheit;01.2017;02.2017\nELB;1.1;1.500;1.490\nELB;1.2; ;*\n",
        "kennzahl\teinheit\t2017-01\t2017-02\nELB\t1.1\t1.500\t1.490\nELB\t1.2\t\t*\n",
    ],
    ids=["names", "numbers", "tabs"],
)
def test_a_column_names_the_measure(text):
    assert figures(text) == READ


@pytest.mark.parametrize(
    "text",
    [
        "einheit;ELB Jan 2017;ELB Feb 2017\n1.1;1.500;1.490\n1.2;;*\n",
        "einheit;Jan 2017 ELB (Bestand);02.2017 ELB\n1.1;1.500;1.490\n1.2;;*\n",
        "ELB (Bestand) nach Teams\n\neinheit;Jan 2017;Feb 2017\n1.1;1.500;1.490\n1.2;;*\n",
        "ELB;Jan 2017;Feb 2017\n1.1;1.500;1.490\n1.2;;*\n",
        "Kennzahl: ELB;;\n;Januar 2017;Februar 2017\n1.1;1.500;1.490\n1.2;;*\n",
        "ELB-Bestand der Teams\nJahr 2017\nTeam;Jan;Feb\n1.1;1.500;1.490\n1.2;;*\n",
        "ELB 2017\neinheit;201701;201702;2017;Bemerkung\n1.1;1.500;1.490;1.495;\n1.2;;*;;gesperrt\n",
        "ELB\nKürzel;Jan 17;Feb 17\n1.1;1.500;1.490\n1.2;;*\nQuelle: Statistik;;\n",
    ],
    ids=["header", "behind", "title", "corner", "blank corner", "year above", "other columns", "Excel's dates"],
)
def test_the_measure_in_a_title(text):
    read = figures(text)
    assert [(unit, measure, value) for _, unit, measure, value in read] == [row[1:] for row in READ]
    assert [month for month, *_ in read] == ["01.2017", "02.2017", "02.2017"]


def test_two_measures_side_by_side():
    text = "einheit;ELB;;LZB;\n;Jan 2017;Feb 2017;Jan 2017;Feb 2017\n1.1;1500;1490;800;790\n"
    assert figures(text) == [
        ("01.2017", "1.1", "ELB", "1500"),
        ("02.2017", "1.1", "ELB", "1490"),
        ("01.2017", "1.1", "LZB", "800"),
        ("02.2017", "1.1", "LZB", "790"),
    ]


def test_decomposed_umlauts_and_utf_16():
    text = "LZB-Abga\u0308nge\neinheit;Ma\u0308rz 2017\n1.1;2\n"
    for encoding in ("utf-8", "utf-16"):
        assert figures(text, encoding) == [("03.2017", "1.1", "LZB_ABGAENGE", "2")]


def test_a_sheet_a_measure():
    table = sheets(
        ("Hinweise", [("Zahlen der Statistik",)]),
        ("ELB", [("Team", 42736.0, 42767.0), ("1.1", 1500.0, None), ("Summe", 27500.0, 27400.0)]),
        ("LZB 2017", [(None, "Jan 2017", "Feb 2017"), ("1.1", 800.0)]),
    )
    assert of(table) == [
        ("01.2017", "1.1", "ELB", 1500.0),
        ("01.2017", "Summe", "ELB", 27500.0),
        ("02.2017", "Summe", "ELB", 27400.0),
        ("01.2017", "1.1", "LZB", 800.0),
    ]
    assert table.lines[2].place("wert") == "Blatt ELB, Zeile 3, Spalte C (Feb 2017)"
    assert table.notes == (
        (
            "Blatt ELB, Monate als Spalten: Jan 2017 bis Feb 2017 (Spalten B bis C); Kennzahl ELB (Bestand) (Blatt ELB); "
            "leere Zellen gelten als nicht gemeldet."
        ),
        (
            "Blatt LZB 2017, Monate als Spalten: Jan 2017 bis Feb 2017 (Spalten B bis C); Kennzahl LZB (Bestand) (Blatt LZB 2017); "
            "leere Zellen gelten als nicht gemeldet."
        ),
        "Nicht gelesen, weil ohne Monate: Blatt Hinweise.",
    )


def test_a_row_a_figure_goes_before_months_as_columns():
    rows = [("monat", "einheit", "kennzahl", "wert"), ("03.2017", "1.1", "ELB", 1500.0)]
    assert of(sheets(("Breit", [("Team", "Jan 2017"), ("1.1", 1.0)]), ("Lang", rows))) == [tuple(rows[1])]


def test_a_plan_is_no_delivery():
    with pytest.raises(InputError, match="kein Blatt mit diesen Spalten"):
        sheets(("ELB", [("Team", "Jan 2017"), ("1.1", 1.0)]), is_plan=True)


REFUSED = [
    ("einheit;Jan 2017\n1.1;5\n", r"Zeile 1: gefunden keinen Titel über den Monaten, erwartet eine Kennzahl \(INTEGR"),
    ("LZB-Zugänge\neinheit;Jan 2017\n1.1;5\n", r"Zeile 2: gefunden als Titel „LZB-Zugänge“ \(Text\), erwartet eine Kennz"),
    ("LZB Zugang 2017\neinheit;Jan 2017\n1.1;5\n", "gefunden als Titel „LZB Zugang 2017“"),
    ("ELB und LZB\neinheit;Jan 2017\n1.1;5\n", "gefunden als Titel „ELB und LZB“"),
    ("ELB\neinheit;Jan;Feb\n1.1;5;6\n", "Zeile 2, Spalte B: gefunden „Jan“ .Text., und darüber kein Jahr"),
    ("ELB\neinheit;Jan 2017;Fbe 2017;Mrz 2017\n1.1;5;6;7\n", "Zeile 2, Spalte C: gefunden „Fbe 2017“ .Text., erwartet einen Mo"),
    ("ELB\neinheit;Jan 2017;;Mrz 2017\n1.1;5;6;7\n", "Zeile 2, Spalte C: gefunden keine Überschrift, erwartet einen Monat"),
    ("ELB\neinheit;Jan 2017;01.2017\n1.1;5;6\n", r"Zeile 2, Spalte C: gefunden noch einmal Jan 2017 \(wie Spalte B\)"),
    ("ELB\nA;B;Jan 2017;Feb 2017\n1.1;x;5;6\n", "Zeile 2: gefunden mehrere Spalten ohne diese Überschrift, erwartet links"),
    ("ELB\nJan 2017;Feb 2017\n5;6\n", "Zeile 2: gefunden keine Spalte, erwartet links der Monate eine Spalte einheit"),
    ("ELB\neinheit;Jan 2017\n1.1;5\nLZB;\neinheit;Jan 2017\n", "Zeile 5: gefunden noch eine Kopfzeile mit Monaten"),
    ("einheit,kennzahl,Jan 2017\n1.1,ELB,5\n", "Ist.csv: gefunden Monate als Spalten, mit Komma getrennt, erwartet Semi"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), REFUSED, ids=[text[:30] for text, _ in REFUSED])
def test_what_is_not_understood_is_named(text, words):
    with pytest.raises(InputError, match=words) as error:
        figures(text)
    assert str(error.value).startswith("Ist.csv")


def test_a_row_with_too_many_fields():
    (line,) = read_csv("Ist.csv", b"ELB\neinheit;Jan 2017\n1.1;5;6\n").lines
    assert str(line.misshapen) == "Zeile 3: gefunden 3 Felder, erwartet 2 wie in der Kopfzeile."


def test_a_short_row():
    """The columns that a row leaves out are blank, that of the measure too."""
    assert figures("einheit;Jan 2017;kennzahl\n1.1;5;ELB\n1.2;6\n1.3\n") == [
        ("01.2017", "1.1", "ELB", "5"),
        ("01.2017", "1.2", None, "6"),
    ]


WORDS = ["einheit", "kennzahl", "Team", "Jan", "Jan!", "Mrz 17", "01.2017", "201701", "2017", "ELB", "ELB Jan", "LZB-Abgänge", "Summe", "", "x", "5"]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=5), max_size=5))
def test_any_table_is_read_or_refused(rows):
    """No figure comes without its month and measure."""
    with contextlib.suppress(InputError):
        for line in read_csv("Ist.csv", "\n".join(map(";".join, rows)).encode()).lines:
            assert line.misshapen or (line.cells["monat"] and "kennzahl" in line.cells)


# ---- into the workbook ------------------------------------------------------------------------


def test_bad_cells_are_named_once_each(plan_file, run, tmp_path):
    source = tmp_path / "Ist.csv"
    source.write_text(
        "einheit;kennzahl;Jan 2018;Feb 2017;Mrz 2017\n1.1;ELB;1;0.123;x\n9.9;ELB;2;1.490;1.480\n1.2;IQ;3;;\n1.2;ELB;;5;\n1.2;ELB;;6;\n"
    )
    before = plan_file.read_bytes()
    code, out, err = run("import-ist", source, plan_file)
    assert (code, out) == (2, "")
    assert plan_file.read_bytes() == before
    lines = err.splitlines()
    assert lines[0] == "Fehler: Ist.csv: 6 Fehler, nichts geschrieben."
    assert [line.partition(": gefunden ")[0] for line in lines[1:]] == [
        "Zeile 1, Spalte C",
        "Zeile 2, Spalte D (Feb 2017)",
        "Zeile 2, Spalte E (Mrz 2017)",
        "Zeile 3, Spalte A",
        "Zeile 4, Spalte B",
        "Zeile 6, Spalte D (Feb 2017)",
    ]
    assert "noch einmal ELB (Bestand), 1.2, Feb 2017 (wie Zeile 5, Spalte D (Feb 2017))" in lines[6]


def test_a_workbook_with_a_sheet_a_measure(plan_file, run, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "ELB"
    for row in (
        ["Team", "Jan 2017", "Feb 2017"],
        ["1.1", 1500, 1490],
        ["1.2", "1.270", None],
        ["Insgesamt", 27500, None],
    ):
        book.active.append(row)
    page = book.create_sheet("Integrationen")
    for row in (["Team", "Feb 2017", "Summe"], ["1.2", 30, 30], [1.3, "-", 0]):
        page.append(row)
    book.save(tmp_path / "Ist.xlsx")
    code, out, err = run("import-ist", tmp_path / "Ist.xlsx", plan_file, "--trotzdem")
    assert (code, err) == (0, "")
    assert "6 Werte, davon 6 neu" in out
    assert "Blatt Integrationen, Nicht gelesen, weil ohne Monat: Spalte C (Summe)." in out
    assert [row[:3] for row in block(plan_file, "Ist_ELB")[:2]] == [[1500, 1490, None], [1270, None, None]]
    assert block(plan_file, "Ist_ELB_gesamt")[0][:2] == [27500, None]
    assert [row[1] for row in block(plan_file, "Ist_INTEGRATIONEN")[:3]] == [None, 30, 0]
