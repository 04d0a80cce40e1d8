"""Every row of every reference sheet is right after a hard recalculation; a wrong one is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbooks import formulas, last_row, read

from jcplan.cells import Area, address

FOLDER = Path(__file__).parents[1] / "reference"
HEADERS = ("Funktion", "Erwartet", "Toleranz", "Richtig", "Quelle", "Bemerkung")
SHEETS = sorted(FOLDER.glob("*.xlsx"))
WIDTH = 40


def tables(book):
    """Sheets with a table of cases: name, row of the header, columns by header text."""
    for sheet in book.sheets:
        rows = read(book, sheet, Area(1, 1, max(1, min(40, last_row(book, sheet))), WIDTH))
        for number, row in enumerate(rows, 1):
            columns = {text: column for column, text in enumerate(row, 1) if text in HEADERS}
            if "Funktion" in columns and "Richtig" in columns:
                assert set(columns) == set(HEADERS), (sheet, columns)
                yield sheet, number, columns
                break


def cases(book):
    """Sheet, row and the cells of each case by header text."""
    for sheet, header, columns in tables(book):
        last = last_row(book, sheet)
        if last <= header:
            continue
        area = Area(header + 1, 1, last, WIDTH)
        values, texts = read(book, sheet, area), formulas(book, sheet, area)
        for row in range(last - header):
            if texts[row][columns["Richtig"] - 1] is not None:
                yield (
                    sheet,
                    header + 1 + row,
                    {text: values[row][column - 1] for text, column in columns.items()},
                    columns,
                )


def wrong(book):
    """Cases that are not right, or have no source."""
    return [
        f"{sheet}, Zeile {row}: {cells}"
        for sheet, row, cells, _ in cases(book)
        if cells["Richtig"] not in (True, 1.0) or not cells["Quelle"]
    ]


def test_there_are_reference_sheets():
    assert SHEETS, f"no reference sheets in {FOLDER}"


@pytest.mark.parametrize("path", SHEETS, ids=[path.stem for path in SHEETS])
def test_every_row_is_right(either, path):
    with either.open(path) as document:
        document.recalculate()
        assert sum(1 for _ in cases(document.book)) > 0
        assert wrong(document.book) == []


@pytest.mark.parametrize("path", SHEETS[:1], ids=[path.stem for path in SHEETS[:1]])
def test_a_wrong_row_and_a_row_without_source_are_seen(office, path):
    with office.open(path) as document:
        sheet, row, cells, columns = next(
            case for case in cases(document.book) if isinstance(case[2]["Erwartet"], float)
        )
        page = document.model.Sheets.getByName(sheet)
        page.unprotect("")
        expected = page.getCellByPosition(columns["Erwartet"] - 1, row - 1)
        expected.Value = cells["Erwartet"] * 1.01 + 1
        document.recalculate()
        assert len(wrong(document.book)) == 1, address(row, columns["Erwartet"])
        expected.Value = cells["Erwartet"]
        page.getCellByPosition(columns["Quelle"] - 1, row - 1).String = ""
        document.recalculate()
        assert len(wrong(document.book)) == 1
