"""What a file prints of its sheets."""

from __future__ import annotations

import pytest

from jcplan.cells import Area
from jcplan.errors import FileError
from jcplan.ooxml import WorkbookFile

AREA = Area(1, 1, 40, 16)
_PRINT = '<definedName name="_xlnm.Print_Area" localSheetId="0">{}!$A$1:$B$2</definedName>'
_OWN = '<definedName name="A">1</definedName>'
_TITLES = '<definedName name="_xlnm.Print_Titles" localSheetId="0">{}!$1:$2</definedName>'


def names_of(build, book):
    part = build.unzipped(book.to_bytes())["xl/workbook.xml"].decode()
    return part.partition("<definedNames>")[2].partition("</definedNames>")[0]


@pytest.mark.parametrize("before", [(_PRINT, _OWN), (_TITLES, _PRINT), (_OWN,), (_TITLES, _OWN), ()])
def test_a_print_area_is_changed_or_added_and_nothing_else(build, before):
    sheet = WorkbookFile.read(build.with_workbook().path).sheets[0]
    texts = [text.format(sheet) for text in before]
    book = build.with_workbook(names=f"<definedNames>{''.join(texts)}</definedNames>" if texts else "")
    assert dict(book.print_areas) == ({sheet: f"{sheet}!$A$1:$B$2"} if _PRINT in before else {})
    book.set_print_area(sheet.upper(), AREA)
    assert book.changed is True
    again = build.again(book)
    assert dict(again.print_areas) == {sheet: f"{sheet}!$A$1:$P$40"}
    kept = [text for text in texts if "Print_Area" not in text]
    assert all(text in names_of(build, book) for text in kept)
    assert names_of(build, book).count("<definedName ") == len(kept) + 1


@pytest.mark.parametrize("names", ["<definedNames/>", "<externalReferences/>"])
def test_names_are_begun_in_their_place(build, names):
    book = build.with_workbook(names=names, after="<calcPr/>")
    sheet = book.sheets[0]
    book.set_print_area(sheet, AREA)
    part = build.unzipped(book.to_bytes())["xl/workbook.xml"].decode()
    assert part.index("</sheets>") < part.index("<definedNames>") < part.index("<calcPr")
    assert dict(build.again(book).print_areas) == {sheet: f"{sheet}!$A$1:$P$40"}


def test_the_area_that_there_is_leaves_the_file_as_it_is(build):
    book = build.with_workbook()
    sheet = book.sheets[0]
    book = build.with_workbook(names=f"<definedNames>{_PRINT.format(sheet)}</definedNames>")
    book.set_print_area(sheet, Area(1, 1, 2, 2))
    assert book.changed is False
    assert book.to_bytes() == book.path.read_bytes()


def test_together_with_the_settings_of_calculation(build):
    book = build.with_workbook(after="<calcPr/>")
    sheet = book.sheets[0]
    book.set_print_area(sheet, AREA)
    book.set_full_calc_on_load(True)
    again = build.again(book)
    assert again.full_calc_on_load is True
    assert dict(again.print_areas) == {sheet: f"{sheet}!$A$1:$P$40"}


def test_a_sheet_that_there_is_not(build):
    with pytest.raises(FileError, match="erwartet auch ein Blatt „Nirgends“"):
        build.with_workbook().set_print_area("Nirgends", AREA)
