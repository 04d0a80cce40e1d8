"""Texts that a cell cannot hold, and days in a workbook that counts from 1904."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from workbooks import cell_of, parts, type_in

from jcplan.hosts.file import refresh_file

FAULTS = [
    ("x" * 40_000, "einen Text mit 40.000 Zeichen"),
    ("x" * 256, "einen Text mit 256 Zeichen"),
    ("a\ud800", "einen Text mit dem halben Zeichen U+D800"),
    ("a\udcff", "einen Text mit dem halben Zeichen U+DCFF"),
    ("a\x1b[31m", "einen Text mit dem Steuerzeichen U+001B"),
    ("a\x9b", "einen Text mit dem Steuerzeichen U+009B"),
]


@pytest.mark.parametrize(("name", "words"), FAULTS, ids=range(len(FAULTS)))
def test_a_name_that_the_log_cannot_hold(plan_file, run, name, words):
    before = plan_file.read_bytes()
    code, out, err = run("refresh", plan_file, "--wer", name)
    assert (code, out) == (2, "")
    assert err == f"Fehler: Name im Protokoll: gefunden {words}, erwartet höchstens 255 Zeichen, ohne Steuerzeichen.\n"
    assert plan_file.read_bytes() == before
    assert [p.name for p in plan_file.parent.iterdir()] == ["Plan.xlsx"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("x" * 32_767, "einen Text mit 32.767 Zeichen"), ("Süd\x1b]0;x\x07", "einen Text mit dem Steuerzeichen U+001B")],
    ids=["long", "control"],
)
@pytest.mark.parametrize("name", ["Team_Name", "Geschaeftsstelle_Kuerzel", "Annahme_Jobcenter"])
def test_a_text_that_sheets_cannot_work_with_is_named(plan_file, run, name, text, words):
    type_in(plan_file, **{name: text})
    before = plan_file.read_bytes()
    code, _, err = run("refresh", plan_file)
    assert code == 2
    assert f"gefunden {words}, erwartet" in err
    assert len(err) < 500
    assert plan_file.read_bytes() == before


@pytest.mark.parametrize("date1904", [False, True])
def test_days_in_the_log_and_beside_a_target(plan_file, date1904):
    """What openpyxl reads back by the workbook's own way of counting days."""
    type_in(plan_file, Annahme_LZB_Bestand=17000)
    contents = parts(plan_file)
    if date1904:
        book = openpyxl.load_workbook(plan_file)
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.save(plan_file)
        assert b'date1904="1"' in parts(plan_file)["xl/workbook.xml"]
    assert contents
    refresh_file(plan_file, None, who="Test", when=dt.datetime(2026, 12, 1, 10, 15))
    book = openpyxl.load_workbook(plan_file, data_only=True)
    log = [row[0] for row in book["Protokoll"].iter_rows(min_row=6, min_col=2, max_col=2, values_only=True) if row[0]]
    assert log[-1] == dt.datetime(2026, 12, 1, 10, 15)
    sheet, address = cell_of(plan_file, "Ziele_festgeschrieben_am")
    days = {cell.value for (cell,) in book[sheet][address]}
    assert days >= {dt.datetime(2026, 12, 1)}
