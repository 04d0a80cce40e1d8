"""What a worksheet part may hold, and how it is read."""

from __future__ import annotations

import time

import pytest

from jcplan.cells import Area, Cell, CellError
from jcplan.errors import FileError
from jcplan.ooxml import WorkbookFile

STRINGS = (
    "<si><t>ELB gesamt</t></si>"
    '<si><r><rPr><b/></rPr><t xml:space="preserve">fett </t></r><r><t>und mager</t></r>'
    '<rPh sb="0" eb="1"><t>Lesung</t></rPh><phoneticPr fontId="1"/></si>'
    "<si><t>Zeile 1_x000D_\nZeile 2 _x005F_x000D_</t></si>"
    "<si/>"
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("<v>27649</v>", 27649.0),
        ("<v> 2.3E-1 </v>", 0.23),
        ("<v/>", None),
        ("", None),
    ],
)
def test_numbers(build, cell, value):
    assert build.book(f'<row r="1"><c r="A1">{cell}</c></row>').cells("Ziele")[1, 1] == Cell(value)


@pytest.mark.parametrize(
    ("kind", "content", "value"),
    [
        ("n", "<v>1</v>", 1.0),
        ("s", "<v>0</v>", "ELB gesamt"),
        ("s", "<v>1</v>", "fett und mager"),
        ("s", "<v>2</v>", "Zeile 1\r\nZeile 2 _x000D_"),
        ("s", "<v>3</v>", ""),
        ("s", "<v></v>", None),
        ("str", "<v> a &lt; b </v>", " a < b "),
        ("str", "<v>_xD83D_</v>", "_xD83D_"),
        ("str", "<v></v>", ""),
        ("str", "", None),
        ("b", "<v>1</v>", True),
        ("b", "<v>0</v>", False),
        ("e", "<v>#DIV/0!</v>", CellError("#DIV/0!")),
        ("e", "<v>#N/A</v>", CellError("#N/A")),
        ("inlineStr", "<is><t>Text</t></is>", "Text"),
        ("inlineStr", "<is><r><t>a</t></r>\n<r><t> b</t></r><rPh sb='0' eb='1'><t>x</t></rPh></is>", "a b"),
        ("inlineStr", "<is/>", ""),
        ("d", "<v>2017-01-31</v>", 42766.0),
        ("d", "<v>2017-01-31T06:00:00Z</v>", 42766.25),
        ("d", "<v>1900-01-01</v>", 1.0),
        ("d", "<v>1900-03-01T00:00:00.000</v>", 61.0),
        ("d", "<v>12:00:00</v>", 0.5),
    ],
)
def test_kinds_of_cells(build, kind, content, value):
    book = build.book(f'<row r="1"><c r="A1" s="7" t="{kind}">{content}</c></row>', strings=STRINGS)
    cell = book.cells("Ziele")[1, 1]
    assert cell == Cell(value, style=7)
    assert type(cell.value) is type(value)


def test_dates_from_1904(build):
    parts = build.parts(
        build.sheet('<row r="1"><c r="A1" t="d"><v>2017-01-31</v></c></row>'),
        workbook=build.workbook(properties='<workbookPr date1904="1"/>'),
    )
    book = WorkbookFile.read(build.archive(parts))
    assert book.date1904 is True
    assert book.cells("Ziele")[1, 1].value == 41304.0
    assert build.with_workbook(properties="<workbookPr/>").date1904 is False


def test_positions_without_address(build):
    book = build.book('<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="5"/><row><c/></row>')
    assert book.cells("Ziele") == {(1, 1): Cell(1.0), (1, 4): Cell(2.0), (1, 5): Cell(3.0), (6, 1): Cell()}


def test_formulas(build):
    book = build.book(
        '<row r="1">'
        '<c r="A1"><f>SUM(B1:C1)&amp;""</f><v>5</v></c>'
        '<c r="B1"><f/><v>5</v></c>'
        '<c r="C1"><f t="array" ref="C1:D2">TRANSPOSE(F1:G2)</f><v>1</v></c><c r="D1"><v>2</v></c>'
        '<c r="E1"><f t="array" ref="E1">SUM(A1:A2*2)</f></c>'
        '<c r="F1"><f t="dataTable" ref="F1:F3" dt2D="0" dtr="0" r1="A1"/><v>8</v></c>'
        "</row>"
    )
    assert book.cells("Ziele") == {
        (1, 1): Cell(5.0, 'SUM(B1:C1)&""'),
        (1, 2): Cell(5.0),
        (1, 3): Cell(1.0, "TRANSPOSE(F1:G2)", Area(1, 3, 2, 4)),
        (1, 4): Cell(2.0),
        (1, 5): Cell(None, "SUM(A1:A2*2)", Area(1, 5, 1, 5)),
        (1, 6): Cell(8.0, "TABLE()", Area(1, 6, 3, 6)),
    }


def test_shared_formulas_are_written_out(build):
    text = "B1*$C$1+Annahme_ELB+SUM(D$1:D1)+'Mein Blatt'!A1+Ziele!Satz+LOG10(A:A)"
    book = build.book(
        f'<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">{text}</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"></f></c><c r="B3"><f t="shared" si="9"/></c></row>'
    )
    cells = book.cells("Ziele")
    assert cells[1, 1].formula == text
    assert cells[3, 1].formula == "B3*$C$1+Annahme_ELB+SUM(D$1:D3)+'Mein Blatt'!A3+Ziele!Satz+LOG10(A:A)"
    assert cells[2, 1].formula == "B2*$C$1+Annahme_ELB+SUM(D$1:D2)+'Mein Blatt'!A2+Ziele!Satz+LOG10(A:A)"
    assert cells[3, 2].formula == "TABLE()"  # no master: nobody knows the formula


def test_a_shared_formula_that_leaves_the_sheet(build):
    book = build.book(
        '<row r="1"><c r="B1"><f t="shared" si="0">A1+1</f></c><c r="C1"><f t="shared" si="0"/></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
    )
    cells = book.cells("Ziele")
    assert (cells[1, 2].formula, cells[1, 3].formula, cells[2, 1].formula) == ("A1+1", "B1+1", "TABLE()")


def test_foreign_elements_are_no_cells(build):
    book = build.book(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v><extLst><ext><v>9</v><f>no</f></ext></extLst></c></row>',
        after='<extLst><ext><c r="A1"><v>7</v></c><row r="9"><c r="B9"><v>7</v></c></row></ext></extLst>',
    )
    assert book.cells("Ziele") == {(1, 1): Cell(2.0, "1+1")}


def test_prefixes_strict_namespace_and_byte_order_mark(build):
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    sheet = (
        f'\ufeff<?xml version="1.0" encoding="utf-8"?><x:worksheet xmlns:x="{strict}"><x:sheetData>'
        '<x:row r="2"><x:c r="B2" t="str"><x:f>"ä"</x:f><x:v>ä</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    parts = {
        name: content.replace("http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml")
        for name, content in build.parts(sheet).items()
    }
    book = WorkbookFile.read(build.archive(parts))
    assert book.cells("Ziele") == {(2, 2): Cell("ä", '"ä"')}
    book.set_values("Ziele", {(2, 2): "ö", (2, 3): "ü", (3, 1): 1})
    assert build.again(book).cells("Ziele") == {(2, 2): Cell("ö", '"ä"'), (2, 3): Cell("ü"), (3, 1): Cell(1.0)}
    written = build.unzipped(book.to_bytes())["xl/worksheets/sheet1.xml"].decode()
    assert '<x:f>"ä"</x:f><x:v>ö</x:v>' in written
    assert '<x:c r="C2" t="inlineStr"><x:is><x:t xml:space="preserve">ü</x:t></x:is></x:c></x:row>' in written


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "US-ASCII", "windows-1252"])
def test_other_encodings(build, encoding):
    sheet = build.sheet('<row r="1"><c r="A1"><v>1</v></c></row>').replace("UTF-8", encoding).encode("ascii")
    book = WorkbookFile.read(build.archive(build.parts(sheet)))
    book.set_values("Ziele", {(1, 1): "Größe in € 🙂"})
    assert build.again(book).cells("Ziele")[1, 1].value == "Größe in € 🙂"


def test_utf_16_is_refused(build):
    sheet = build.sheet("").replace("UTF-8", "UTF-16").encode("utf-16")
    with pytest.raises(FileError, match=r"Teil xl/worksheets/sheet1.xml: gefunden XML in der Kodierung UTF-16"):
        WorkbookFile.read(build.archive(build.parts(sheet))).cells("Ziele")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('<row r="1"><c r="A1"><v>1,5</v></c></row>', "Zelle A1: gefunden „1,5“, erwartet eine Zahl"),
        ('<row r="1"><c r="A1"><v>NaN</v></c></row>', "Zelle A1: gefunden „NaN“, erwartet eine Zahl"),
        ('<row r="1"><c r="A1"><v>1e999</v></c></row>', "Zelle A1: gefunden „1e999“, erwartet eine Zahl"),
        ('<row r="1"><c r="A1" t="s"><v>4</v></c></row>', "Zelle A1: gefunden „4“, erwartet die Nummer eines der 4"),
        ('<row r="1"><c r="A1" t="x"><v>4</v></c></row>', "Zelle A1: gefunden „4“, erwartet eine bekannte Zellart"),
        ('<row r="1"><c r="A1" t="d"><v>morgen</v></c></row>', "Zelle A1: gefunden „morgen“, erwartet ein Datum"),
        ('<row r="1"><c r="A2"/></row>', "Zeile 1: gefunden eine Zelle mit der Adresse „A2“"),
        ('<row r="1"><c r="ZZZ1"/></row>', "Zeile 1: gefunden eine Zelle mit der Adresse „ZZZ1“"),
        ('<row r="0"/>', "gefunden die Zeilennummer „0“, erwartet eine Nummer von 1 bis 1048576"),
    ],
)
def test_cells_that_make_no_sense(build, rows, message):
    with pytest.raises(FileError) as caught:
        build.book(rows, strings=STRINGS).cells("Ziele")
    assert message in str(caught.value)
    assert "Plan.xlsx, Teil xl/worksheets/sheet1.xml" in str(caught.value)


def test_names_and_sheets(build):
    names = (
        "<definedNames><definedName name='Ziel_LZB'>Ziele!$D$9</definedName>"
        "<definedName name='Satz' hidden='1'>=0.848</definedName>"
        "<definedName name='Lokal' localSheetId='0'>Ziele!$A$1</definedName>"
        "<definedName name='_xlnm.Print_Area'>Ziele!$A$1:$B$2</definedName></definedNames>"
    )
    book = build.with_workbook(names=names)
    assert dict(book.names) == {"Ziel_LZB": "Ziele!$D$9", "Satz": "0.848"}
    assert book.names["ZIEL_lzb"] == "Ziele!$D$9"
    assert "ziel_lzb" in book.names
    assert book.names.get("Lokal") is None
    assert book.sheets == ("Ziele",)
    assert book.cells("ziele") == {}
    with pytest.raises(FileError, match="gefunden die Blätter „Ziele“, erwartet auch ein Blatt „Annahmen“"):
        book.cells("Annahmen")


def test_ten_thousand_cells_are_read_quickly(build):
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><f t="shared" si="0">{"" if r > 1 else "B1*2"}</f><v>{r}</v></c>'
        f'<c r="B{r}" s="1"><v>{r}.5</v></c>'
        f'<c r="C{r}" t="s"><v>0</v></c><c r="D{r}" t="str"><f>A{r}&amp;"x"</f><v>x</v></c></row>'
        for r in range(1, 2501)
    )
    book = build.book(rows, strings=STRINGS)
    started = time.perf_counter()
    cells = book.cells("Ziele")
    assert time.perf_counter() - started < 1
    assert len(cells) == 10_000
    assert cells[2500, 1] == Cell(2500.0, "B2500*2")
    assert book.cells("Ziele") == cells
