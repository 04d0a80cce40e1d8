"""Rows as programs write them are read without a parser; what it would read, and refuse, is the measure."""

from __future__ import annotations

import pytest
from workbooks import SHIPPED, parts

from jcplan.errors import FileError
from jcplan.ooxml.quick import IrregularError, shared_strings
from jcplan.ooxml.sheet import CELL_LIMIT, Sheet, _read_any, _read_any_strings, _read_regular, read_shared_strings
from jcplan.ooxml.workbook import WorkbookFile

SIGNS = b"\0\t\n\x0b\r !\"#%&'+-./019:;<=>?ACXYZ[]_acexyz{}~\x7f\x80\xbf\xc3\xe4\xef\xff"
STRINGS = ("Eins", "Zwei & drei")
HEAD = b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="urn:x"><dimension ref="A1:C3"/><sheetData>'
TAIL = b'</sheetData><pageMargins left="0.7"/></worksheet>'


def part(rows, head=HEAD, tail=TAIL):
    """A worksheet part of rows."""
    return head + rows + tail


def read(data, way, room=CELL_LIMIT, strings=STRINGS):
    """All that is read of a part."""
    sheet = way(Sheet(data, "Teil"), lambda: strings, date1904=False, room=room)
    marks = sheet.marks
    arrays = {at for at in sheet.cells if at in sheet.arrays}
    rows = {number: (row.start, row.cells) for number, row in marks.rows.items()}
    starts = {at: start for at, (start, _) in marks.cells.items()}
    return sheet.cells, arrays, rows, starts, marks.sheet_data, marks.dimension, marks.prefix


def damaged(whole, first):
    """A document with each byte from one on exchanged for those that mean something to XML, and for some that do not."""
    for at in range(first, len(whole)):
        for byte in SIGNS:
            yield whole[:at] + bytes([byte]) + whole[at + 1 :]


def same(data):
    """Whether a part is read without a parser; then as the parser reads it."""
    try:
        quick = read(data, _read_regular)
    except IrregularError:
        return False
    except FileError:
        with pytest.raises(FileError):
            read(data, _read_any)
        return False
    assert quick == read(data, _read_any)
    return True


def test_the_delivered_workbook_is_read_so():
    found = [name for name in parts(SHIPPED) if name.startswith("xl/worksheets/sheet")]
    assert len(found) > 20
    strings = WorkbookFile.read(SHIPPED)._shared_strings
    for name in found:
        data = parts(SHIPPED)[name]
        assert read(data, _read_regular, strings=strings) == read(data, _read_any, strings=strings)


CELLS = [
    b'<c r="A1"/>',
    b'<c r="A1" s="3"/>',
    b'<c r="A1"><v>12.5</v></c>',
    b'<c r="A1" t="n"><v>-1e-5</v></c>',
    b'<c r="A1" t="s"><v>1</v></c>',
    b'<c r="A1" t="b"><v>1</v></c>',
    b'<c r="A1" t="e"><v>#N/A</v></c>',
    b'<c r="A1" t="d"><v>2017-01-31</v></c>',
    b'<c r="A1" t="str"><f>"a"&amp;B1</f><v>a_x000D_&lt;b</v></c>',
    b'<c r="A1" t="str"><f>B1</f><v xml:space="preserve"> a </v></c>',
    b'<c r="A1"><f>B1</f><v></v></c>',
    b'<c r="A1"><f>B1</f><v/></c>',
    b'<c r="A1"><f>B1</f></c>',
    b'<c r="A1" cm="1"><f t="array" ref="A1:B2">C1:D2</f><v>1</v></c>',
    b'<c r="A1"><f t="shared" ref="A1:A3" si="0">B1</f><v>1</v></c>',
    b'<c r="A1"><f t="shared" si="0"/><v>1</v></c>',
    b'<c r="A1" t="inlineStr"><is><t>\xc3\x84 &amp; b</t></is></c>',
    b'<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a</t></is></c>',
]


@pytest.mark.parametrize("cell", CELLS, ids=range(len(CELLS)))
def test_every_usual_cell(cell):
    assert same(part(b'<row r="1" spans="1:3">' + cell + b'</row><row r="2"/>'))


ODD = {
    "blanks between": b'<row r="1"> <c r="A1"/></row>',
    "another row's cell": b'<row r="1"><c r="A2"/></row>',
    "no address": b'<row r="1"><c/></row>',
    "no row number": b'<row><c r="A1"/></row>',
    "a cell twice": b'<row r="1"><c r="A1"/><c r="A1"/></row>',
    "cells out of order": b'<row r="1"><c r="B1"/><c r="A1"/></row>',
    "a row twice": b'<row r="1"><c r="A1"/></row><row r="1"><c r="B1"/></row>',
    "a row in a row": b'<row r="1"><c r="A1"/><row r="2"></row></row>',
    "a row left open": b'<row r="1"><c r="A1"/>',
    "a cell outside of rows": b'<c r="A1"/>',
    "two ends": b'<row r="1"></row></row>',
    "a column that there is not": b'<row r="1"><c r="XFE1"/></row>',
    "a row that there is not": b'<row r="1048577"><c r="A1048577"/></row>',
    "a text that is no number": b'<row r="1"><c r="A1"><v>zwei</v></c></row>',
    "a number beyond all": b'<row r="1"><c r="A1"><v>1e999</v></c></row>',
    "a shared text that there is not": b'<row r="1"><c r="A1" t="s"><v>2</v></c></row>',
    "an entity by number": b'<row r="1"><c r="A1" t="str"><v>a&#10;b</v></c></row>',
    "an unknown entity": b'<row r="1"><c r="A1" t="str"><v>a&b;</v></c></row>',
    "the end of a CDATA section": b'<row r="1"><c r="A1" t="str"><v>]]></v></c></row>',
    "a CDATA section": b'<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
    "no UTF-8": b'<row r="1"><c r="A1" t="str"><v>\xff</v></c></row>',
    "a line end of Windows": b'<row r="1"><c r="A1" t="str"><v>a\r\nb</v></c></row>',
    "a control character": b'<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
    "a comment": b'<row r="1"><!-- <c r="A1"/> --></row>',
    "rich text": b'<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c></row>',
    "an extension": b'<row r="1"><c r="A1"><v>1</v><extLst/></c></row>',
    "nothing of it": b"Text",
}


@pytest.mark.parametrize("rows", ODD.values(), ids=ODD)
def test_all_else_is_the_parsers(rows):
    data = part(rows)
    with pytest.raises(IrregularError):
        read(data, _read_regular)
    same(data)


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (HEAD.replace(b"UTF-8", b"ISO-8859-1"), TAIL),
        (HEAD.replace(b"<sheetData>", b"<!--<sheetData>"), b"</sheetData>--></worksheet>"),
        (HEAD.replace(b"<sheetData>", b"<a><sheetData>"), TAIL.replace(b"</sheetData>", b"</sheetData></a>")),
        (HEAD, TAIL.replace(b"</worksheet>", b"<sheetData></sheetData></worksheet>")),
        (HEAD, TAIL.replace(b"</worksheet>", b"")),
        (HEAD.replace(b"<sheetData>", b'<sheetData x="1">'), TAIL),
        (HEAD.replace(b"<worksheet", b"<!DOCTYPE a><worksheet"), TAIL),
    ],
    ids=["another encoding", "in a comment", "in another element", "twice", "cut off", "with an attribute", "DOCTYPE"],
)
def test_a_frame_that_is_none(head, tail):
    assert not same(part(b'<row r="1"><c r="A1"/></row>', head, tail))


def test_the_used_area_may_be_named_behind():
    tail = TAIL.replace(b"<pageMargins", b'<dimension ref="A1:C3"/><pageMargins')
    assert same(part(b'<row r="1"><c r="A1"/></row>', HEAD.replace(b'<dimension ref="A1:C3"/>', b""), tail))


def test_too_many_cells_are_the_parsers_to_refuse():
    data = part(b'<row r="1"><c r="A1"/><c r="B1"/></row>')
    with pytest.raises(IrregularError):
        read(data, _read_regular, room=1)
    with pytest.raises(FileError, match="mehr als"):
        read(data, _read_any, room=1)


def test_no_damaged_byte_is_read_otherwise():
    """Every byte of rows with every usual cell, in place of it every other."""
    row = b"".join(cell.replace(b'"A1"', b'"%c1"' % (65 + n)) for n, cell in enumerate(CELLS))
    whole = part(b'<row r="1" spans="1:3">' + row + b'</row><row r="2"/>')
    assert same(whole)
    assert sum(map(same, damaged(whole, len(HEAD) - 40))) > 4_000


# ---- shared strings -----------------------------------------------------------------------------

FIRST = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="urn:x" count="3" uniqueCount="3">'
USUAL = b'<si><t>\xc3\x84 &amp; b</t></si><si><t xml:space="preserve"> a_x000D_ </t></si><si><t/></si><si><t></t></si>'


def strings_alike(data):
    """Whether strings are read without a parser; in any case as the parser reads them."""
    try:
        shared_strings(data)
    except IrregularError:
        quick = False
    else:
        quick = True
        assert read_shared_strings(data, "Teil") == _read_any_strings(data, "Teil")
    return quick


def test_the_delivered_strings_are_read_so():
    assert strings_alike(parts(SHIPPED)["xl/sharedStrings.xml"])


def test_usual_strings():
    assert strings_alike(FIRST + USUAL + b"</sst>")
    assert read_shared_strings(FIRST + USUAL + b"</sst>", "Teil") == ("Ä & b", " a\r ", "", "")


@pytest.mark.parametrize(
    "data",
    [
        FIRST + b"<si><r><t>a</t></r><r><t>b</t></r></si></sst>",
        FIRST + b"<si><t>a</t><rPh><t>b</t></rPh></si></sst>",
        FIRST + b"<si><t>a&#10;</t></si></sst>",
        FIRST + b"<si><t>a</t></si>\n</sst>",
        FIRST.replace(b"UTF-8", b"ISO-8859-1") + b"<si><t>a</t></si></sst>",
        FIRST + b"<si><t>a]]&gt;</t></si></sst><!-- -->",
    ],
    ids=["rich text", "a reading", "an entity by number", "a line end", "another encoding", "a comment behind"],
)
def test_other_strings_are_the_parsers(data):
    assert not strings_alike(data)
    assert read_shared_strings(data, "Teil") == _read_any_strings(data, "Teil")


def test_no_string_with_a_damaged_byte_is_read_otherwise():
    assert sum(map(strings_alike, damaged(FIRST + USUAL + b"</sst>", 0))) > 1_000
