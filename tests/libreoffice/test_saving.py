"""Saving as .xlsx and .ods and opening again keeps names, formulas and values."""

from __future__ import annotations

import pytest
import xlsxwriter
from workbooks import Values, formulas, read, save_with_libreoffice

from jcplan.cells import Area


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "quelle.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Plan")
        sheet.write_column("A1", [0.233, 0.1298])
        sheet.write_column("B1", [25327, 2322])
        sheet.write_formula("C1", "=JC_IQ_GESAMT(A1:A2,Gewichte)")  # stored with the stale value 0
        sheet.write_array_formula("D1:D2", "{=JC_INTEGRATIONEN(A1:A2,Gewichte)}")
        sheet.write_dynamic_array_formula("E1:E2", "=JC_INTEGRATIONEN(A1:A2,Gewichte)")
        sheet.write_formula("F1", "=IFERROR(JC_BASIS(1,0),-1)")
        book.define_name("Gewichte", "=Plan!$B$1:$B$2")
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_round_trip(office, source, tmp_path, suffix):
    area = Area(1, 1, 2, 6)
    with office.open(source) as document:
        document.recalculate()
        wanted = read(document.book, "Plan", area), formulas(document.book, "Plan", area), document.book.names
        saved = document.save(tmp_path / f"gespeichert{suffix}")
    assert wanted[0][0][2] == pytest.approx(0.2243331259720)
    assert wanted[0][0][3:] == pytest.approx((5901.191, 5901.191, -1.0), rel=1e-15)
    assert wanted[1][0][2] == "JC_IQ_GESAMT(A1:A2,Gewichte)"
    with office.open(saved) as document:
        as_stored = read(document.book, "Plan", area)
        document.recalculate()
        assert (read(document.book, "Plan", area), formulas(document.book, "Plan", area), document.book.names) == wanted
    for stored, value in zip(sum(as_stored, ()), sum(wanted[0], ()), strict=True):
        assert stored == (pytest.approx(value, rel=1e-14) if isinstance(value, float) else value)  # .xlsx: 15 digits


def test_without_the_extension_every_sheet_says_what_to_do(tmp_path, fresh_bytes):
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    save_with_libreoffice(path)
    book = Values(path)
    for sheet in book.sheetnames:
        if sheet != "jcplan":
            assert book[sheet]["B2"].value.startswith("Die jcplan-Funktionen fehlen in diesem Programm."), sheet


def test_with_the_extension_no_sheet_says_so(office, tmp_path, fresh_bytes):
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    with office.open(path) as document:
        document.recalculate()
        for sheet in document.book.sheets:
            if sheet != "jcplan":
                assert document.value(sheet, "B2").startswith("Jobcenter "), sheet
