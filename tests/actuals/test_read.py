"""Reading deliveries: formats, months, figures, measures, teams."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.actuals import read_csv, read_sheets
from jcplan.actuals.entries import read_measure, read_value
from jcplan.actuals.months import read_month
from jcplan.actuals.units import Units
from jcplan.cells import CellError
from jcplan.errors import InputError

ZERO = dt.date(1899, 12, 30)
ROW = {"monat": "03.2017", "einheit": "1.1", "kennzahl": "ELB", "wert": "1.234,5"}


def rows(text, encoding="utf-8"):
    return [dict(line.cells) for line in read_csv("Ist.csv", text.encode(encoding)).lines]


@pytest.mark.parametrize(
    "text",
    [
        "monat;einheit;kennzahl;wert\n03.2017;1.1;ELB;1.234,5\n",
        "monat;einheit;kennzahl;wert\r\n\r\n03.2017;1.1;ELB;1.234,5\r\n;;;\r\n",
        "\ufeffWert;Kennzahl;Einheit;Monat\n1.234,5;ELB;1.1;03.2017",
        " MONAT ; Einheit;Quelle;kennzahl;wert;;\n03.2017;1.1;S2S;ELB;1.234,5;;\n",
        "monat\teinheit\tkennzahl\twert\n03.2017\t1.1\tELB\t1.234,5\n",
        '"monat","einheit","kennzahl","wert"\n"03.2017","1.1","ELB","1.234,5"\n',
        'monat;einheit;kennzahl;wert\n"03.2017";"1.1";"ELB";"1.234,5"\n',
        "Lieferung April\n\nmonat;einheit;kennzahl;wert\n03.2017;1.1;ELB;1.234,5\n",
    ],
    ids=["plain", "CRLF and blank lines", "BOM and order", "further columns", "tabs", "commas", "quotes", "title"],
)
def test_csv_formats(text):
    assert rows(text) == [ROW]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    text = "monat;einheit;kennzahl;wert\nMärz 2017;Team Süd;LZB-Abgänge;1\n"
    assert rows(text, encoding)[0]["einheit"] == "Team Süd"
    assert read_month(rows(text, encoding)[0]["monat"], ZERO) == dt.date(2017, 3, 1)


def test_lines_are_counted_as_an_editor_counts_them():
    text = 'Stand\n\nmonat;einheit;kennzahl;wert\n03.2017;"Team\nNord";ELB;1\n\n04.2017;1.1;ELB;2\n'
    assert [line.number for line in read_csv("Ist.csv", text.encode()).lines] == [4, 7]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Ist.csv: gefunden nichts"),
        (b"monat;einheit;wert\n03.2017;1.1;5\n", "„monat;einheit;wert“"),
        (b"monat;einheit;kennzahl;wert;Wert\n", "Zeile 1: gefunden mehrere Spalten wert"),
        (b"monat;einheit;kennzahl;wert\n\x81\n", "Zeile 2: gefunden ein unlesbares Zeichen"),
        (b'monat;einheit;kennzahl;wert\n03.2017;"1.1;ELB;5\n04.2017;1.1;ELB;5\n', "Zeile 2: gefunden ein Anf"),
        (b"monat,einheit,kennzahl,wert,stand\n03.2017,1.1,ELB,12,5\n", "Zeile 1: gefunden 5 Spalten"),
        ("monat;einheit;kennzahl;wert\n".encode("utf-16-le"), "Zeile 1: gefunden ein Nullzeichen (NUL), erwartet Text"),
        (b"\xff\xfem\x00o\x00n", "Zeile 1: gefunden ein unlesbares Zeichen, erwartet Text in UTF-8, UTF-16 oder"),
        (b"monat;einheit;kennzahl;wert\n03.2017;1.1;ELB;5\0\n", "Zeile 2: gefunden ein Nullzeichen (NUL)"),
        (b"\xd0\xcf\x11\xe0" * 40, "CSV in UTF-8, UTF-16 oder Windows-1252"),
        (b"x" * 131_073, "Zeile 1: gefunden eine Zeile mit 131.073 Zeichen, erwartet höchstens 131.072 Zeichen"),
        (
            b'monat;einheit;kennzahl;wert\n"' + b"x\n" * 70_000,
            "Zeile 2: gefunden ein Anführungszeichen ohne Gegenstück",
        ),
    ],
    ids=[
        "empty",
        "no column",
        "column twice",
        "encoding",
        "quote",
        "commas with more columns",
        "UTF-16 without mark",
        "UTF-16 cut",
        "NUL",
        "xls",
        "long line",
        "quote over many lines",
    ],
)
def test_files_that_cannot_be_read(data, words):
    with pytest.raises(InputError) as error:
        read_csv("Ist.csv", data)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("monat,einheit,kennzahl,wert\n03.2017,1.1,ELB,12,5\n", "Zeile 2: gefunden 5 Felder, erwartet 4"),
        ("monat;einheit;kennzahl;wert\n03.2017;1.1;ELB;12;5\n", "Zeile 2: gefunden 5 Felder, erwartet 4"),
    ],
)
def test_a_value_that_was_split_is_seen(text, found):
    assert str(read_csv("Ist.csv", text.encode()).lines[0].misshapen).startswith(found)


def test_the_first_sheet_with_the_columns_counts():
    sheets = [
        (("Notiz", None), ("monat", "wert")),
        ((None, None, None, None), ("Wert", "Kennzahl", "Einheit", "Monat"), (5.0, "ELB", "1.1", 42825.0)),
        (("monat", "einheit", "kennzahl", "wert"), ("x", "x", "x", "x")),
    ]
    (line,) = read_sheets(
        "Ist.xlsx", [(f"Tabelle{n}", list(enumerate(rows, start=1))) for n, rows in enumerate(sheets)]
    ).lines
    assert (line.number, line.cells["wert"], line.cells["monat"]) == (3, 5.0, 42825.0)


# ---- cells ------------------------------------------------------------------------------------

MARCH = [
    "03.2017", "3.2017", "03/2017", "2017-03", "2017-3", "Mrz 2017", "Mär 2017", "März 2017", "maerz 2017", "MÄRZ 2017", "Mrz. 2017",
    "31.03.2017", "1.3.2017", "2017-03-15", " 03.2017 ", 42825.0, 42795.5, 3.2017, "201703", 201703.0, "20170331", 20170331.0,
    "Ma\u0308rz 2017", "Mrz 17", "Mrz. 17", "Mrz-17", "März '17", "2017/03", "03-2017", "2017-03-01 00:00:00", "01.03.2017 00:00",
]  # fmt: skip


@pytest.mark.parametrize("cell", MARCH)
def test_march(cell):
    assert read_month(cell, ZERO) == dt.date(2017, 3, 1)


NAMES = (
    "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
)


@pytest.mark.parametrize("names", NAMES)
def test_every_months_name(names):
    assert [read_month(f"{name} 2017", ZERO).month for name in names.split()] == list(range(1, 13))


def test_a_macs_dates_count_from_1904():
    assert read_month(41363.0, dt.date(1904, 1, 1)) == dt.date(2017, 3, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        None,
        "13.2017",
        "00.2017",
        "2017",
        "March 2017",
        "03.17",
        "31.02.2017",
        "Mrz",
        3.0,
        2017.0,
        1e300,
        201713.0,
        "201713",
        201703.5,
        "01. Mrz",
        "٠٣.٢٠١٧",
        True,
        CellError("#N/A"),
    ],
)
def test_no_month(cell):
    with pytest.raises(InputError, match=r"erwartet einen Monat wie 03\.2017"):
        read_month(cell, ZERO)


VALUES = [
    ("1.234,5", 1234.5), ("1234", 1234), ("12,0", 12), ("1.234", 1234), ("1.234.567", 1234567), ("0", 0), ("-", 0), (" 7 ", 7),
    (12.5, 12.5), (0.0, 0), ("*", "*"), (" * ", "*"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value"), VALUES)
def test_figures(cell, value):
    assert read_value(cell, comma=False) == value


@pytest.mark.parametrize(
    "cell",
    ["", None, " ", "k.A.", "-5", "−5", "–", "**", "12.5", "1.23", "1,234.5", "1.2345", "1 234", "1\xa0234", "1\u2009234", "1\u202f234", "12 %", "5 %", "+5", "0.123", "0.500", "00.123", "01.234", "-0.5", "12.34.567", "1.234,", ",5", "1'234", "１２", "1e3", "nan", "inf", -1.0, True, CellError("#N/A")],
)  # fmt: skip
def test_no_figure(cell):
    with pytest.raises(InputError, match="erwartet eine Zahl ab 0"):
        read_value(cell, comma=False)


@pytest.mark.parametrize("cell", ["9" * 400, 1e8])
def test_a_figure_beyond_any_jobcenter(cell):
    with pytest.raises(InputError, match=r"eine Zahl bis 10\.000\.000"):
        read_value(cell, comma=False)


def test_a_point_between_commas_is_ambiguous():
    with pytest.raises(InputError, match="eine Zahl ohne Punkt"):
        read_value("1.234", comma=True)
    assert read_value("1.234,5", comma=True) == 1234.5


def german(value):
    """Written by hand: thousands with points, decimals with a comma."""
    whole, _, decimals = f"{value:,.3f}".partition(".")
    return whole.replace(",", ".") + "," + decimals


@given(st.lists(st.integers(0, 9_999_999_999).map(lambda n: n / 1000), min_size=1), st.sampled_from([";", "\t", ","]))
def test_values_written_as_german_csv_are_read_back(values, separator):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(("monat", "einheit", "kennzahl", "wert"))
    writer.writerows(("01.2017", "1.1", "ELB", german(value)) for value in values)
    table = read_csv("Ist.csv", out.getvalue().encode())
    assert [read_value(line.cells["wert"], comma=table.comma) for line in table.lines] == values


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    for content in (data, b"monat;einheit;kennzahl;wert\n" + data, b"ELB\neinheit;Jan 2017\n" + data):
        with contextlib.suppress(InputError):
            assert all(set(line.cells) == set(ROW) for line in read_csv("Ist.csv", content).lines)


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("ELB", "ELB"), ("elb (Bestand)", "ELB"), ("Integrationen", "INTEGRATIONEN"), ("lzb", "LZB"), ("LZB-Abgänge", "LZB_ABGAENGE"),
        ("LZB Abgänge", "LZB_ABGAENGE"), ("lzb_abgaenge", "LZB_ABGAENGE"), ("LZB-Abgänge (Teamprojekte)", "LZB_ABGAENGE"),
    ],
)  # fmt: skip
def test_measures(cell, key):
    assert read_measure(cell).key == key


@pytest.mark.parametrize("cell", ["", None, "IQ", "LZB-Zugänge", 5.0, "()"])
def test_no_measure(cell):
    with pytest.raises(InputError, match="eines von INTEGRATIONEN, ELB, LZB, LZB_ABGAENGE"):
        read_measure(cell)


# ---- teams ------------------------------------------------------------------------------------

UNITS = Units.of(("1.1", "1.2", "2.10", "A", 7.0, None), ("Nord", "Süd", "West", "Südwest", "Ost", "Ohne Kürzel"))
ALIKE = Units.of(("1.2", "A"), ("Süd", "süd"))


@pytest.mark.parametrize(
    ("cell", "slot"),
    [
        ("1.1", 0),
        (" 1.2 ", 1),
        (1.1, 0),
        ("nord", 0),
        ("2.10", 2),
        ("a", 3),
        ("7", 4),
        (7.0, 4),
        ("gesamt", None),
        ("Gesamt", None),
        ("Summe", None),
        ("insgesamt", None),
        ("Su\u0308d\xa0", 1),
    ],
)
def test_teams(cell, slot):
    assert UNITS.find(cell) == slot


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("1.3", "erwartet ein Team des Blattes Teams"),
        ("", "eine leere Zelle"),
        (None, "eine leere Zelle"),
        ("Ohne Kürzel", "erwartet ein Team des Blattes Teams"),
        (2.1, r"die Zahl 2,1, erwartet einen Text wie 2\.10"),
        (42736.0, r"Excel hat aus der Einheit 1\.1 ein Datum gemacht.*Spalte einheit als Text formatieren"),
        ("42767", r"aus der Einheit 1\.2 ein Datum gemacht"),
        ("01. Feb", r"aus der Einheit 1\.2 ein Datum gemacht"),
        ("1-Feb", r"aus der Einheit 1\.2 ein Datum gemacht"),
        ("01.02.2017", r"aus der Einheit 1\.2 ein Datum gemacht"),
        ("2017-10-02 00:00:00", r"aus der Einheit 2\.10 ein Datum gemacht"),
        ("Feb 10", r"aus der Einheit 2\.10 ein Datum gemacht"),
        ("05. Mai", "aus einem Kürzel ein Datum gemacht"),
        (True, "gefunden WAHR"),
    ],
)
def test_no_team(cell, words):
    with pytest.raises(InputError, match=words):
        UNITS.find(cell)


def test_a_name_of_several_teams():
    with pytest.raises(InputError, match=r"so heißen mehrere Teams \(1\.2, A\)"):
        ALIKE.find("Süd")


def test_a_team_may_be_called_like_a_sum():
    assert Units.of(("S",), ("Summe",)).find("summe") == 0


def test_a_number_may_have_lost_its_last_zero():
    with pytest.raises(InputError, match=r"einen Text wie 1\.1 oder 1\.10"):
        Units.of(("1.1", "1.10"), ("", "")).find(1.1)
