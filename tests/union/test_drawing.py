"""The workbook of made-up plans, read back by another library."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import openpyxl
from openxml_audit import FileFormat, OpenXmlValidator

from jcplan.union.drawing import drawn
from jcplan.union.member import AMOUNTS
from jcplan.union.union import LeftOut, union

from .members import member, sure

WHEN = dt.datetime(2026, 11, 27, 14, 5)


def book_of(*members, left_out=()):
    found = union([(each, sure(each)) for each in members], left_out, 10)
    return openpyxl.load_workbook(io.BytesIO(drawn(found, "Land", WHEN)))


def column(sheet, head):
    """The cells below a header, as far as the table goes."""
    (top,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == head)
    found = []
    for (cell,) in sheet.iter_rows(min_row=top.row + 1, min_col=top.column, max_col=top.column):
        if sheet.cell(cell.row, 2).value is None:
            break
        found.append(cell.value)
    return found


def test_what_no_plan_says_is_blank_and_no_error():
    without = {"integrationen_vorjahr": None}
    sheet = book_of(member("A.xlsx", **without), member("B.xlsx", **without))["Ziele"]
    assert column(sheet, "IQ gesamt, Vorjahr") == [None, None, None]
    assert column(sheet, "Integrationen, Vorjahr")[:2] == [None, None]


def test_sums_are_formulas_over_exactly_the_plans():
    sheet = book_of(*(member(f"{at}.xlsx") for at in range(3)))["Ziele"]
    *rows, total = column(sheet, "ELB, Plan")
    assert rows == [1000, 1000, 1000]
    (head,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "ELB, Plan")
    letter = head.column_letter
    assert total == f"=SUM(${letter}${head.row + 1}:${letter}${head.row + 3})"
    assert len(AMOUNTS) + 3 <= sheet.max_column


def test_texts_of_plans_steer_nothing():
    odd = dataclasses.replace(member(), jobcenter="=1+1\x1b[31m", kind="http://beispiel.de", stand="+49")
    sheet = book_of(odd, left_out=[LeftOut("X.xlsx", "=HYPERLINK(1)" + "lang " * 1000)])["Verbund"]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert cells["=1+1␛[31m"].data_type == "s"
    assert cells["http://beispiel.de"].hyperlink is None
    (reason,) = (text for text in cells if text.startswith("=HYPERLINK"))
    assert len(reason) == 2000


def test_each_sheet_of_an_outlier_and_its_type():
    same = [member(f"{at}.xlsx", 1000.0, 200.0 + at, kind="IIa") for at in range(6)]
    book = book_of(*same, member("fern.xlsx", 1000.0, 500.0, kind="IIa"))
    assert column(book["Ausreißer"], "Datei") == ["fern.xlsx"]
    assert any(cell.value == "Vergleichstyp IIa: 7 Pläne" for row in book["Verteilung"].iter_rows() for cell in row)


def test_the_workbook_is_valid_to_a_checker_of_the_schemas(tmp_path):
    members = [member(f"{at}.xlsx", 1000.0, 200.0 + at, kind="IIa") for at in range(6)]
    brought = [(each, sure(each)) for each in (*members, member("fern.xlsx", 1000.0, 500.0, kind="IIa"))]
    path = tmp_path / "Verbund.xlsx"
    path.write_bytes(drawn(union(brought, [LeftOut("X.xlsx", "kaputt")], 10), "Land", WHEN))
    assert list(OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path).errors) == []
