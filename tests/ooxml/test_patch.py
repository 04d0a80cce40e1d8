"""What a written value does to the bytes of a sheet."""

from __future__ import annotations

import math
import re

import pytest

from jcplan.cells import Cell, CellError
from jcplan.ooxml import patch

INLINE = '<is><t xml:space="preserve">{}</t></is>'


def written(build, cell, value, **more):
    """A cell of A1 after writing a value into it."""
    book = build.book(f'<row r="1">{cell}</row>', **more)
    book.set_values("Ziele", {(1, 1): value})
    text = build.rows(book)
    assert text.startswith('<row r="1">')
    assert text.endswith("</row>")
    return text.removeprefix('<row r="1">').removesuffix("</row>")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (27649, '<c r="A1" s="3"><v>27649</v></c>'),
        (0.22433, '<c r="A1" s="3"><v>0.22433</v></c>'),
        (-0.0, '<c r="A1" s="3"><v>0</v></c>'),
        (1e300, '<c r="A1" s="3"><v>1e+300</v></c>'),
        (True, '<c r="A1" s="3" t="b"><v>1</v></c>'),
        ("", f'<c r="A1" s="3" t="inlineStr">{INLINE.format("")}</c>'),
        (" ä & <b>\n", f'<c r="A1" s="3" t="inlineStr">{INLINE.format(" ä &amp; &lt;b&gt;" + chr(10))}</c>'),
        ("a\rb\x01_x000D_", f'<c r="A1" s="3" t="inlineStr">{INLINE.format("a_x000D_b_x0001__x005F_x000D_")}</c>'),
        (CellError("#N/A", "kein Wert"), '<c r="A1" s="3" t="e"><v>#N/A</v></c>'),
        ("_x0041\0", f'<c r="A1" s="3" t="inlineStr">{INLINE.format("_x005F_x0041_x0000_")}</c>'),
        (None, '<c r="A1" s="3"></c>'),
    ],
)
def test_constants(build, value, cell):
    assert written(build, '<c r="A1" s="3"><v>1.5</v></c>', value) == cell
    if value is not None:
        assert written(build, '<c r="A1" s="3"/>', value) == cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (2, '<c r="A1" s="3" cm="1"><f aca="0">IF(A2,"&lt;",1)</f><v>2</v></c>'),
        ("x", '<c r="A1" s="3" cm="1" t="str"><f aca="0">IF(A2,"&lt;",1)</f><v>x</v></c>'),
        (False, '<c r="A1" s="3" cm="1" t="b"><f aca="0">IF(A2,"&lt;",1)</f><v>0</v></c>'),
        (CellError("#VALUE!"), '<c r="A1" s="3" cm="1" t="e"><f aca="0">IF(A2,"&lt;",1)</f><v>#VALUE!</v></c>'),
        (None, '<c r="A1" s="3" cm="1"><f aca="0">IF(A2,"&lt;",1)</f></c>'),
    ],
)
def test_results_of_formulas(build, value, cell):
    assert written(build, '<c r="A1" s="3" cm="1" vm="2"><f aca="0">IF(A2,"&lt;",1)</f><v>1</v></c>', value) == cell


@pytest.mark.parametrize("value", [2, "x < y", "", False, CellError("#VALUE!"), None, -0.5, "a\rb"])
@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" s="3"><f>IF(A2,"&lt;",1)</f><v>1</v></c>',
        '<c r="A1"><f t="array" ref="A1:A2">JC_X(B1)</f><v>1</v></c>',
        '<c r="A1" s="3" t="str"><f aca="0">A2</f><v>x</v></c>',
        '<c r="A1" t="e"><f>A2</f><v>#N/A</v></c>',
        '<c r="A1" t="str"><f>A2</f><v xml:space="preserve"> x</v></c>',
        '<c r="A1" s="3"><f>A2</f></c>',
        '<c r="A1" s="3"><f>A2</f><v/></c>',
    ],
)
def test_a_plain_cell_is_written_as_any_other(build, monkeypatch, cell, value):
    quickly = written(build, cell, value)
    monkeypatch.setattr(patch, "_PLAIN", re.compile(b"(?!)"))
    assert written(build, cell, value) == quickly


def test_a_result_is_put_behind_its_formula(build):
    assert written(build, '<c r="A1"><f>A2</f></c>', 3) == '<c r="A1"><f>A2</f><v>3</v></c>'
    assert written(build, '<c r="A1"><f t="shared" si="0"/></c>', 3) == '<c r="A1"><f t="shared" si="0"/><v>3</v></c>'
    old = '<c r="A1" t="s" foo=" t=\'b\' > "><v>0</v><extLst><ext uri="x"><v>9</v></ext></extLst></c>'
    new = '<c r="A1" foo=" t=\'b\' > "><v>3</v><extLst><ext uri="x"><v>9</v></ext></extLst></c>'
    assert written(build, old, 3, strings="<si><t>x</t></si>") == new


def test_a_shared_text_becomes_a_text_of_the_cell(build):
    new = f"<c t='inlineStr' r='A1'>{INLINE.format('neu')}</c>".replace("t='inlineStr'", 't="inlineStr"')
    assert written(build, "<c t='s' r='A1'><v>0</v></c>", "neu", strings="<si><t>alt</t></si>") == new


def test_results_inside_an_array_formula(build):
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1:B2">X</f><v>1</v></c><c r="B1"><v>2</v></c></row>'
    book = build.book(rows + '<row r="2"><c r="A2" s="1"/></row>')
    book.set_values("Ziele", {(1, 1): "a", (1, 2): "b", (2, 1): "c", (2, 2): "d", (3, 3): "e"})
    assert build.rows(book) == (
        '<row r="1"><c r="A1" t="str"><f t="array" ref="A1:B2">X</f><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>'
        '<row r="2"><c r="A2" s="1" t="str"><v>c</v></c><c r="B2" t="str"><v>d</v></c></row>'
        f'<row r="3"><c r="C3" t="inlineStr">{INLINE.format("e")}</c></row>'
    )


def test_new_cells_and_rows_stand_in_order(build):
    book = build.book(
        '<row r="2" ht="20"><c r="B2"/><c r="D2"/></row> <row r="4"/><row r="6"></row>',
        before='<dimension ref="B2:D6"/>',
    )
    book.set_values("Ziele", {(row, column): 1 for row in (7, 6, 4, 3, 2, 1) for column in (5, 3, 1)})
    text = build.rows(book)
    assert text.count("<v>1</v>") == 18
    assert '<row r="2" ht="20"><c r="A2"><v>1</v></c><c r="B2"/><c r="C2"><v>1</v></c><c r="D2"/><c r="E2">' in text
    row = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="C{0}"><v>1</v></c><c r="E{0}"><v>1</v></c></row>'
    assert f"</row> {row.format(3)}{row.format(4)}{row.format(6)}{row.format(7)}" in text
    assert text.startswith(row.format(1))
    again = build.again(book)
    assert list(again.cells("Ziele")) == sorted(again.cells("Ziele"))
    assert b'<dimension ref="A1:E7"/>' in build.unzipped(book.to_bytes())["xl/worksheets/sheet1.xml"]


def test_several_new_cells_in_one_gap_stand_in_order(build):
    book = build.book('<row r="1"><c r="A1"/><c r="AC1"/></row><row r="11"/>')
    book.set_values("Ziele", {(1, 27): 27, (1, 26): 26, (10, 1): 10, (9, 1): 9})
    assert build.rows(book) == (
        '<row r="1"><c r="A1"/><c r="Z1"><v>26</v></c><c r="AA1"><v>27</v></c><c r="AC1"/></row>'
        '<row r="9"><c r="A9"><v>9</v></c></row><row r="10"><c r="A10"><v>10</v></c></row><row r="11"/>'
    )


def test_an_empty_sheet_gets_its_first_cells(build):
    parts = build.parts(build.sheet("").replace("<sheetData></sheetData>", "<sheetData/>"))
    book = type(build.book("")).read(build.archive(parts))
    book.set_values("Ziele", {(2, 1): 2, (1, 1): 1})
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
    assert build.rows(book) == row.format(1) + row.format(2)


def test_new_cells_take_a_format(build):
    book = build.book('<row r="1"><c r="A1" s="5"><v>1</v></c><c r="B1"/></row>')
    like = {(2, 1): (1, 1), (3, 1): (2, 1), (2, 2): (1, 2), (2, 3): (1, 1), (1, 2): (1, 1)}
    book.set_values("Ziele", {(2, 1): 2, (3, 1): 3, (2, 2): 4, (2, 3): None, (1, 2): 5, (9, 9): None}, styled_like=like)
    assert build.again(book).cells("Ziele") == {
        (1, 1): Cell(1.0, style=5),
        (1, 2): Cell(5.0),  # was there before: keeps its own
        (2, 1): Cell(2.0, style=5),
        (2, 2): Cell(4.0),
        (2, 3): Cell(None, style=5),
        (3, 1): Cell(3.0, style=5),
    }
    book.set_values("Ziele", {(2, 1): 7})
    assert build.again(book).cells("Ziele")[2, 1] == Cell(7.0, style=5)


def test_equal_values_change_nothing(build):
    rows = (
        '<row r="1"><c r="A1"><f>B1</f><v>0.30000000000000004</v></c><c r="B1"><v>1.50</v></c>'
        '<c r="C1" t="s"><v>0</v></c><c r="D1" t="e"><v>#N/A</v></c><c r="E1" t="b"><v>true</v></c></row>'
    )
    book = build.book(rows, strings="<si><t>x</t></si>")
    error = CellError("#N/A", "fehlt")
    book.set_values("Ziele", {(1, 1): 0.3, (1, 2): 1.5, (1, 3): "x", (1, 4): error, (1, 5): True, (1, 6): None})
    assert book.changed is False
    assert book.to_bytes() == book.path.read_bytes()
    book.set_values("Ziele", {(1, 2): 1.5 + 1e-13})  # a constant is compared exactly
    assert book.changed is True
    book.set_values("Ziele", {(1, 2): 1.5})  # back again
    assert book.changed is False


@pytest.mark.parametrize(("stored", "new"), [("<v>1</v>", True), ("<v>0.3</v>", 0.3 + 1e-11), ("<v>0</v>", "")])
def test_other_types_and_larger_differences_are_changes(build, stored, new):
    book = build.book(f'<row r="1"><c r="A1"><f>B1</f>{stored}</c></row>')
    book.set_values("Ziele", {(1, 1): new})
    assert book.changed is True
    assert build.again(book).cells("Ziele")[1, 1] == Cell(new, "B1")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "x" * 32768, "\ud800"])
def test_impossible_values(build, value):
    book = build.book("")
    with pytest.raises(ValueError, match=r"."):
        book.set_values("Ziele", {(1, 1): 1, (2, 2): value})
    assert book.changed is False  # all or nothing


def test_impossible_types_and_places(build):
    book = build.book("")
    with pytest.raises(TypeError, match="a cell cannot hold list"):
        book.set_values("Ziele", {(1, 1): []})
    for place in ((0, 1), (1, 0), (1048577, 1), (1, 16385)):
        with pytest.raises(ValueError, match="no cell at row"):
            book.set_values("Ziele", {place: 1})


@pytest.mark.parametrize(
    ("cell", "value", "new"),
    [
        ('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', 2, '<c r="A1"><v>2</v></c>'),
        ('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', None, '<c r="A1"></c>'),
        ('<c r="A1" cm="1" t="e" vm="1"><f>F(A2#)</f><v>#VALUE!</v></c>', 2, '<c r="A1" cm="1"><f>F(A2#)</f><v>2</v></c>'),
        ('<c r="A1" t="s" ph="1"><v>0</v></c>', 2, '<c r="A1"><v>2</v></c>'),
    ],
    ids=["error", "blank", "formula", "phonetic"],
)  # fmt: skip
def test_what_belonged_to_the_old_value_goes_with_it(build, cell, value, new):
    assert written(build, cell, value, strings="<si><t>x</t></si>") == new


def test_what_belonged_to_the_old_formula_goes_with_it(build):
    book = build.book('<row r="1"><c r="A1" s="3" cm="1" vm="2"><f t="array" ref="A1">X</f><v>1</v></c></row>')
    book.set_values("Ziele", {(1, 1): 5}, constants=True)
    assert build.rows(book) == '<row r="1"><c r="A1" s="3"><v>5</v></c></row>'
