"""Whether a program computes everything anew when it opens the file."""

from __future__ import annotations

import pytest

from jcplan.ooxml import WorkbookFile


def settings(build, book):
    """The calculation settings as written, and what stands before them."""
    before, _, after = build.unzipped(book.to_bytes())["xl/workbook.xml"].decode().partition("<calcPr")
    return before, "<calcPr" + after.partition("/>")[0] + "/>"


@pytest.mark.parametrize(
    ("full", "old", "new"),
    [
        (True, '<calcPr calcId="191029"/>', '<calcPr calcId="191029" fullCalcOnLoad="1"/>'),
        (True, '<calcPr fullCalcOnLoad="0" calcId="1"/>', '<calcPr fullCalcOnLoad="1" calcId="1"/>'),
        (False, '<calcPr calcId="124519" fullCalcOnLoad="1"/>', '<calcPr calcId="191029"/>'),
        (False, '<calcPr fullCalcOnLoad="true" iterate="1"/>', '<calcPr iterate="1" calcId="191029"/>'),
        (False, "<calcPr/>", '<calcPr calcId="191029"/>'),
    ],
)
def test_settings_are_changed(build, full, old, new):
    book = build.with_workbook(after=old)
    book.set_full_calc_on_load(full)
    assert book.changed is True
    assert settings(build, book)[1] == new
    assert build.again(book).full_calc_on_load is full


@pytest.mark.parametrize(
    ("full", "old"),
    [
        (True, '<calcPr calcId="1" fullCalcOnLoad="1"/>'),
        (True, '<calcPr fullCalcOnLoad="true"/>'),
        (False, '<calcPr calcId="191029"/>'),
        (False, '<calcPr calcId="999999" fullCalcOnLoad="0"/>'),
    ],
)
def test_settings_that_are_right_stay(build, full, old):
    book = build.with_workbook(after=old)
    book.set_full_calc_on_load(not full)
    book.set_full_calc_on_load(full)
    assert book.changed is False
    assert book.to_bytes() == book.path.read_bytes()


@pytest.mark.parametrize(
    ("full", "new"), [(True, '<calcPr fullCalcOnLoad="1"/>'), (False, '<calcPr calcId="191029"/>')]
)
@pytest.mark.parametrize(
    "names", ["", "<externalReferences/><definedNames><definedName name='A'>1</definedName></definedNames>"]
)
def test_missing_settings_are_put_in_their_place(build, full, new, names):
    book = build.with_workbook(names=names, after="<oleSize ref='A1'/><extLst/>")
    assert book.full_calc_on_load is False
    book.set_full_calc_on_load(full)
    before, written = settings(build, book)
    assert written == new
    assert before.endswith(names or "</sheets>")


def test_settings_with_a_prefix(build):
    parts = build.parts(build.sheet(""))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/workbook.xml"] = (
        f'<x:workbook xmlns:x="{main}" xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<x:sheets><x:sheet name="Ziele" sheetId="1" q:id="rId1"/></x:sheets></x:workbook>'
    )
    book = WorkbookFile.read(build.archive(parts))
    book.set_full_calc_on_load(True)
    assert b"</x:sheets><x:calcPr fullCalcOnLoad" in build.unzipped(book.to_bytes())["xl/workbook.xml"]
    assert build.again(book).full_calc_on_load is True
