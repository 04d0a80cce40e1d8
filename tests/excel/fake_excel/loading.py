"""A workbook file as Excel would hold it after opening."""

from __future__ import annotations

import datetime as dt
import io

from fake_excel.application import Application
from fake_excel.collection import Name
from fake_excel.errors import value_of
from fake_excel.workbook import Workbook
from jcplan.cells import ERROR_CODES, address, parse_area, quote_sheet, serial


def load(data: bytes, name: str = "Plan.xlsm", application: Application | None = None) -> Workbook:
    """A workbook file as Excel would hold it after opening; without its macros."""
    import openpyxl

    formulas = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    book = Workbook(name, application=application)
    for page in values:
        sheet = book.add(page.title)
        sheet.ProtectContents = page.protection.sheet
        for row in page.iter_rows():
            for cell in row:
                if cell.value is not None:
                    sheet.values[cell.row, cell.column] = _value(cell.value)
                if cell.has_style and not cell.protection.locked:
                    sheet.unlocked.add((cell.row, cell.column))
        for row in formulas[page.title].iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)
                if isinstance(text, str) and text.startswith("=") and cell.data_type == "f":
                    area = parse_area(getattr(cell.value, "ref", address(cell.row, cell.column)))
                    assert area
                    sheet.formulas.update(dict.fromkeys(area, text))
                    if hasattr(cell.value, "ref"):
                        sheet.arrays[cell.row, cell.column] = area
    for defined, target in formulas.defined_names.items():
        book.Names.items.append(Name(defined, f"={target.attr_text}"))
    for page in values:  # Excel lists names that belong to a sheet among those of the workbook
        book.Names.items += [Name(f"{quote_sheet(page.title)}!{local}", "=#REF!") for local in page.defined_names]
    book.Application.ActiveCell = book.Worksheets(1).Range("A1")
    book.Application.history.clear()
    return book


def _value(value: object) -> object:
    if isinstance(value, dt.date):
        return serial(value)
    if isinstance(value, str) and value in ERROR_CODES:
        return value_of(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
