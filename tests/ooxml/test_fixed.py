"""Parts made to be read only, and workbooks without what was cut."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openxml_audit import FileFormat, OpenXmlValidator

from jcplan.ooxml.fixed import locked, plain_table, read_only_sheet, without_calls
from jcplan.ooxml.graft import defined_names, grafted
from jcplan.ooxml.package import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CELLS = b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'


def sheet(content, prefix=""):
    """A worksheet's part, perhaps with prefixes as some programs write them."""
    text = b"<worksheet>%s</worksheet>" % content
    if prefix:
        text = re.sub(rb"<(/?)(\w)", rb"<\1" + prefix.encode() + rb":\2", text)
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    return text.replace(b"worksheet>", f'worksheet {declared}="{MAIN}">'.encode(), 1)


@pytest.mark.parametrize("prefix", ["", "x"])
def test_entries_go_and_protection_comes_behind_the_cells(prefix):
    data = sheet(
        CELLS
        + b'<sheetCalcPr fullCalcOnLoad="1"/><protectedRanges><protectedRange name="a" sqref="A1"/></protectedRanges>'
        b'<autoFilter ref="A1"/><dataValidations count="1"><dataValidation sqref="A1"/></dataValidations><pageMargins/>',
        prefix,
    )
    new, lost = read_only_sheet(data, "Blatt", lambda _: True)
    tags = re.findall(rb"<(?:x:)?(\w+)", new)
    assert tags == [b"worksheet", b"sheetData", b"row", b"c", b"v", b"sheetProtection", b"autoFilter", b"pageMargins"]
    assert b' sheet="1"' in new
    assert lost == []


def test_a_sheet_without_cells_and_a_password_of_the_user():
    data = sheet(b'<sheetData/><sheetProtection password="CC1A" sheet="0" insertRows="0"/>')
    new, _ = read_only_sheet(data, "Blatt", lambda _: True)
    (protection,) = re.findall(rb"<sheetData/><sheetProtection[^>]*/>", new)
    assert b'password="CC1A"' in protection
    assert b' sheet="1"' in protection
    assert b"insertRows" not in protection


def test_rules_that_may_not_stay_go_and_are_told():
    rule = b'<cfRule type="expression" priority="%d"><formula>%s</formula></cfRule>'
    two = rule % (1, b"$A$1&gt;0") + rule % (2, b"JC_X()")
    data = sheet(
        CELLS
        + b'<conditionalFormatting sqref="A1">%s</conditionalFormatting>' % two
        + b'<conditionalFormatting sqref="B1">%s</conditionalFormatting>' % (rule % (3, b"JC_Y()"))
    )
    new, lost = read_only_sheet(data, "Blatt", lambda formula: "JC_" not in formula)
    assert lost == ["JC_X()", "JC_Y()"]
    assert re.findall(rb"<formula>([^<]*)<", new) == [b"$A$1&gt;0"]
    assert b'sqref="B1"' not in new


def test_validations_of_newer_versions_go_and_other_extensions_stay():
    extension = b'<ext uri="%s" xmlns:y="urn:y"><y:%s/></ext>'
    both = b"<extLst>%s%s</extLst>" % (extension % (b"1", b"dataValidations"), extension % (b"2", b"sparklineGroups"))
    assert b"dataValidations" not in (new := read_only_sheet(sheet(CELLS + both), "Blatt", lambda _: True)[0])
    assert b"sparklineGroups" in new
    alone = b"<extLst>%s</extLst>" % (extension % (b"1", b"dataValidations"))
    assert b"extLst" not in read_only_sheet(sheet(CELLS + alone), "Blatt", lambda _: True)[0]


def test_every_cell_is_locked_and_hidden_ones_stay_hidden():
    styles = (
        b'<styleSheet><cellXfs count="2"><xf><protection locked="0" hidden="1"/></xf><xf><protection hidden="1"/></xf></cellXfs>'
        b'<dxfs count="1"><dxf><protection locked="0"/></dxf></dxfs></styleSheet>'
    )
    assert locked(styles, "Formate") == styles.replace(b'locked="0"', b'locked="1"', 1)


def test_columns_of_tables_are_values():
    table = (
        b'<table><tableColumns count="2"><tableColumn id="1" name="a" totalsRowFunction="sum"/><tableColumn id="2" name="b">'
        b"<calculatedColumnFormula>a*2</calculatedColumnFormula></tableColumn></tableColumns></table>"
    )
    assert plain_table(table, "Tabelle") == (
        b'<table><tableColumns count="2"><tableColumn id="1" name="a"/><tableColumn id="2" name="b"></tableColumn>'
        b"</tableColumns></table>"
    )


def test_shapes_without_a_macro_stay_byte_for_byte():
    drawing = b'<xdr:sp macro="" textlink="$A$1"><a:t>macro="x"</a:t></xdr:sp>'
    assert without_calls(drawing) == drawing


# ---- whole files ------------------------------------------------------------------------------


def workbook(tmp_path):
    """Two sheets with a chart each, one with a button that calls a macro."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name in ("Bleibt", "Geht"):
            page = book.add_worksheet(name)
            page.write("A1", 5)
            chart = book.add_chart({"type": "column"})
            chart.add_series({"values": f"={name}!$A$1:$A$2"})
            page.insert_chart("C1", chart)
        book.get_worksheet_by_name("Bleibt").insert_button("A3", {"macro": "Los"})
        path = tmp_path / "vbaProject.bin"
        path.write_bytes(b"Makros")
        book.add_vba_project(path)
        book.define_name("Eins", "=Bleibt!$A$1")
    return Package.of(Path("mappe.xlsm"), stream.getvalue())


def test_a_workbook_is_cut_to_some_of_its_sheets_without_macros(tmp_path):
    host = workbook(tmp_path)
    data = grafted(host, None, ["Bleibt"], defined_names(host), without=("vbaProject",))
    path = tmp_path / "neu.xlsx"
    path.write_bytes(data)
    new = Package.of(path, data)
    assert OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path).errors == []
    assert [
        part for part in new.reached() if "vba" in part.lower() or part.endswith(("sheet2.xml", "chart2.xml"))
    ] == []
    book = openpyxl.load_workbook(path)
    assert (book.sheetnames, book["Bleibt"]["A1"].value, book.defined_names["Eins"].value) == (
        ["Bleibt"],
        5,
        "Bleibt!$A$1",
    )


def test_without_names_there_is_no_list_of_names(tmp_path):
    data = grafted(workbook(tmp_path), None, ["Bleibt"], [])
    new = Package.of(Path("neu.xlsm"), data)
    assert b"definedNames" not in new.part(new.workbook_part())
    assert "xl/vbaProject.bin" in new.reached()
