"""As much of Excel's object model as the ribbon's actions use: plain objects with Excel's names.

Like Excel, it refuses to write on a protected sheet, takes a leading apostrophe off a text, gives the
formula for every cell of an array formula, and keeps a log of what was set on the application. The macros of
``jcplan_mappe`` are written once more in Python; ``test_basic.py`` runs the real ones.
"""

# ruff: noqa: N802  # the names are Excel's

from __future__ import annotations

import datetime as dt
import io
from functools import reduce

from jcplan.cells import ERROR_CODES, Area, address, area_address, parse_area, quote_sheet, serial
from jcplan.hosts.excel.comvalues import scode


class Application:
    def __init__(self) -> None:
        self.ScreenUpdating = True
        self.EnableEvents = True
        self.Calculation = -4105
        self.UserName = "Controllerin"
        self.StatusBar: object = False
        self.ActiveCell: Range | None = None
        self.Name, self.Version, self.Hwnd = "Microsoft Excel", "16.0", 1
        self.undo: list[tuple[str, str]] = []
        self.macros: Macros | None = None
        self.history: list[tuple[str, object]] = []

    def __setattr__(self, name: str, value: object) -> None:
        if "history" in self.__dict__:
            self.history.append((name, value))
        super().__setattr__(name, value)

    def OnUndo(self, text: str, macro: str) -> None:
        self.undo.append((text, macro))

    def Run(self, macro: str, *arguments: object) -> object:
        return getattr(self.macros, macro.rpartition("!")[2])(*arguments)

    def Intersect(self, one: Range, other: Range) -> Range | None:
        a, b = one.area, other.area
        both = Area(max(a.top, b.top), max(a.left, b.left), min(a.bottom, b.bottom), min(a.right, b.right))
        return Range(one.Worksheet, both) if a.overlaps(b) else None


class Macros:
    """What ``jcplan_mappe.bas`` does."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def MappeBeschreiben(self) -> tuple:
        names = tuple((name.Name, name.RefersTo) for name in self.book.Names.items)
        return self.book.Date1904, tuple(sheet.Name for sheet in self.book.Worksheets.items), names

    def MappeLesen(self, sheets: list[str], areas: list[str], formulas: bool) -> tuple:
        found = []
        for name, area in zip(sheets, areas, strict=True):
            sheet = self.book.Worksheets(name)
            used = self.book.Application.Intersect(sheet.Range(area), sheet.Range("A1", sheet.UsedRange))
            found.append((used.Formula, used.Value2) if used and formulas else used and used.Value2)
        return tuple(found)

    def MappeSchreiben(self, sheets: list[str], areas: list[str], values: list) -> None:
        rest = iter(values)
        for name, area in zip(sheets, areas, strict=True):
            cells = self.book.Worksheets(name).Range(area)
            height, width = cells.area.shape
            cells.Value2 = tuple(tuple(next(rest) for _ in range(width)) for _ in range(height))

    def MappeEigenschaften(self, sheets: list[str], names: list[str]) -> tuple:
        pairs = zip(sheets, names, strict=True)
        return tuple(reduce(getattr, name.split("."), self.book.Worksheets(sheet)) for sheet, name in pairs)


class Collection:
    """Worksheets or names: by number from 1 or by name."""

    def __init__(self, items: list) -> None:
        self.items = items

    @property
    def Count(self) -> int:
        return len(self.items)

    def __call__(self, key):
        if isinstance(key, str):
            return next(item for item in self.items if item.Name == key)
        return self.items[int(key) - 1]


class Name:
    def __init__(self, name: str, refers_to: str) -> None:
        self.Name, self.RefersTo = name, refers_to


class Protection:
    AllowFormattingCells = AllowInsertingColumns = AllowInsertingRows = AllowInsertingHyperlinks = False
    AllowDeletingColumns = AllowDeletingRows = AllowSorting = AllowFiltering = AllowUsingPivotTables = False
    AllowFormattingColumns = AllowFormattingRows = True


class Worksheet:
    def __init__(self, name: str, book: Workbook) -> None:
        self.Name, self.Parent = name, book
        self.values: dict[tuple[int, int], object] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.formats: dict[tuple[int, int], str] = {}
        self.ProtectContents = self.ProtectionMode = False
        self.ProtectDrawingObjects = self.ProtectScenarios = True
        self.EnableSelection = 0
        self.Protection = Protection()
        self.password = ""
        self.protect_calls: list[tuple] = []

    def Range(self, text: str, end: Range | None = None) -> Range:
        area = parse_area(text)
        assert area, text
        return Range(self, Area(area.top, area.left, end.area.bottom, end.area.right) if end else area)

    @property
    def UsedRange(self) -> Range:
        keys = [*self.values, *self.formulas, *self.formats, (1, 1)]
        rows, columns = [row for row, _ in keys], [column for _, column in keys]
        return Range(self, Area(min(rows), min(columns), max(rows), max(columns)))

    def Unprotect(self, password: str = "") -> None:
        if password != self.password:
            raise ValueError("wrong password")
        self.ProtectContents = self.ProtectionMode = False

    def Protect(self, password, drawings, contents, scenarios, interface_only, *allowed) -> None:
        self.protect_calls.append((password, drawings, contents, scenarios, interface_only, *allowed))
        self.ProtectContents, self.ProtectionMode = contents, interface_only


class Range:
    def __init__(self, sheet: Worksheet, area: Area) -> None:
        self.Worksheet, self.area = sheet, area
        self.Row, self.Column = area.top, area.left

    @property
    def Address(self) -> str:
        return area_address(self.area)

    def GetAddress(self, *_: object) -> str:
        return self.Address

    def _rows(self, cell) -> object:
        area = self.area
        rows = tuple(
            tuple(cell(row, column) for column in range(area.left, area.right + 1))
            for row in range(area.top, area.bottom + 1)
        )
        return rows[0][0] if area.shape == (1, 1) else rows

    @property
    def Value2(self):
        return self._rows(lambda *key: self.Worksheet.values.get(key))

    @Value2.setter
    def Value2(self, rows) -> None:
        self._put(rows)

    @property
    def Formula(self):
        def text(*key: int) -> object:
            value = self.Worksheet.values.get(key)
            return self.Worksheet.formulas.get(key, "" if value is None else value)

        return self._rows(text)

    @Formula.setter
    def Formula(self, rows) -> None:
        self._put(rows)

    def _put(self, rows) -> None:
        sheet = self.Worksheet
        if sheet.ProtectContents and not sheet.ProtectionMode:
            raise PermissionError(f"{sheet.Name} is protected")
        if sheet.Parent.broken == (sheet.Name, self.area.top):
            raise RuntimeError("the connection broke")
        assert (len(rows), len(rows[0])) == self.area.shape, (rows, self.area)
        sheet.Parent.written.append((sheet.Name, area_address(self.area)))
        for key, value in zip(self.area, (value for row in rows for value in row), strict=True):
            sheet.formulas.pop(key, None)
            if isinstance(value, str) and value.startswith("="):
                sheet.formulas[key] = value
                sheet.values[key] = 0.0
            elif value == "":
                sheet.values.pop(key, None)
            else:
                sheet.values[key] = value[1:] if isinstance(value, str) and value.startswith("'") else value

    def Copy(self, target: Range) -> None:
        for key, source in zip(target.area, self.area, strict=True):
            target.Worksheet.formats[key] = self.Worksheet.formats.get(source, "")
            target.Worksheet.values[key] = self.Worksheet.values.get(source)


class Workbook:
    def __init__(self, name: str, folder: str = "C:\\Plan") -> None:
        self.Name, self.FullName = name, f"{folder}\\{name}"
        self.Application = Application()
        self.Worksheets = Collection([])
        self.Sheets = self.Worksheets
        self.Names = Collection([])
        self.Date1904 = False
        self.written: list[tuple[str, str]] = []
        self.broken: tuple[str, int] | None = None
        self.Application.macros = Macros(self)
        self.Application.history.clear()

    def add(self, sheet: str) -> Worksheet:
        self.Worksheets.items.append(Worksheet(sheet, self))
        return self.Worksheets.items[-1]

    def cell(self, name: str) -> Range:
        """The cell that a defined name stands for."""
        sheet, _, text = self.Names(name).RefersTo.removeprefix("=").rpartition("!")
        return self.Worksheets(sheet.strip("'")).Range(text)


def load(data: bytes, name: str = "Plan.xlsm") -> Workbook:
    """A workbook file as Excel would hold it after opening."""
    import openpyxl

    formulas = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    book = Workbook(name)
    for page in values:
        sheet = book.add(page.title)
        sheet.ProtectContents = page.protection.sheet
        for row in page.iter_rows():
            for cell in row:
                if cell.value is not None:
                    sheet.values[cell.row, cell.column] = _value(cell.value)
        for row in formulas[page.title].iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)
                if isinstance(text, str) and text.startswith("=") and cell.data_type == "f":
                    area = parse_area(getattr(cell.value, "ref", address(cell.row, cell.column)))
                    sheet.formulas.update(dict.fromkeys(area, text))
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
        return scode(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
