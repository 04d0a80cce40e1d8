"""What tests do with workbook files: look into them, and type into them as another program does."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from html import unescape
from pathlib import Path
from typing import NoReturn

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from jcplan import libreoffice as program
from jcplan.cells import LAST_ROW, Area, address, areas, parse_area, split_reference
from jcplan.errors import FileError
from jcplan.ooxml import WorkbookFile
from jcplan.port import whole

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "workbook" / "JC-Planung-2017.xlsx"


def parts(path):
    """All parts of an archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part_of(path, sheet):
    """The part of the archive with a worksheet."""
    with zipfile.ZipFile(path) as archive:
        workbook, links = (archive.read(f"xl/{name}").decode() for name in ("workbook.xml", "_rels/workbook.xml.rels"))
    sheets = [
        dict(re.findall(r'([\w:]+)="([^"]*)"', tag)) for tag in re.findall(r"<(?:\w+:)?sheet\b([^>]*)>", workbook)
    ]
    (link,) = (
        value
        for found in sheets
        if unescape(found["name"]) == sheet
        for key, value in found.items()
        if key.endswith(":id")
    )
    relations = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<Relationship\b([^>]*)>", links)]
    (target,) = (found["Target"] for found in relations if found["Id"] == link)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


class Shown:
    """One cell as ``Values`` gives it."""

    def __init__(self, row, column, value):
        self.row, self.column, self.value = row, column, value

    @property
    def coordinate(self):
        return address(self.row, self.column)


class Page:
    """The stored values of a worksheet; blanks and empty texts are None."""

    def __init__(self, cells):
        self._cells = cells
        self.max_row = len(cells)
        self._width = max(map(len, cells), default=0)

    def cell(self, row, column):
        known = row <= len(self._cells) and column <= len(self._cells[row - 1])
        value = self._cells[row - 1][column - 1] if known else None
        return Shown(row, column, None if value == "" else value)

    def iter_rows(self, min_row=1, max_row=None, min_col=1, max_col=None, values_only=False):
        for row in range(min_row, (max_row or self.max_row) + 1):
            cells = [self.cell(row, column) for column in range(min_col, (max_col or self._width) + 1)]
            yield tuple(cell.value for cell in cells) if values_only else tuple(cells)

    def __getitem__(self, address):
        area = parse_area(address)
        found = [
            [self.cell(row, column) for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]
        return found if ":" in address else found[0][0]


class Values:
    """A workbook's stored values, as a library reads them that has nothing to do with the one that wrote them."""

    def __init__(self, path):
        self._path = path
        self._book = CalamineWorkbook.from_path(str(path))
        self.sheetnames = self._book.sheet_names
        with zipfile.ZipFile(path) as archive:
            text = archive.read("xl/workbook.xml").decode()
        self.names = dict(re.findall(r'<definedName\b[^>]*\bname="([^"_][^"]*)"[^>]*>([^<]+)</definedName>', text))
        self._pages = {}

    def __getitem__(self, sheet):
        if sheet not in self._pages:
            cells = self._book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            for row, column, code in self._errors(sheet):
                cells[row - 1][column - 1] = code
            self._pages[sheet] = Page(cells)
        return self._pages[sheet]

    def _errors(self, sheet):
        """Cells that show an error value, which calamine gives as blank ones."""
        with zipfile.ZipFile(self._path) as archive:
            text = archive.read(part_of(self._path, sheet)).decode()
        for place, code in re.findall(r'<c r="([A-Z]+\d+)"[^>]*\bt="e"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', text):
            area = parse_area(place)
            yield area.top, area.left, code

    def area(self, name):
        """The values of a defined name, row by row."""
        sheet, cells = split_reference(self.names[name])
        found = self[sheet][cells]
        return [[cell.value for cell in row] for row in found] if ":" in cells else [[found.value]]


def cell_of(path, name):
    """Sheet and address of a defined name."""
    sheet, address = split_reference(Values(path).names[name])
    return sheet, address.replace("$", "")


def growth_cell(path):
    """Address on the sheet ELB of the delivered formula of the first group's growth, and the formula."""
    file = WorkbookFile.read(path)
    (_, plan), (_, before) = (areas(file.names)[name] for name in ("ELB_Plan", "ELB_Bestand"))

    def formula(row):
        return f"{address(row, plan.left)}-{address(row, before.left)}"

    ((row, column),) = (at for at, cell in file.cells("ELB").items() if cell.formula == formula(plan.bottom))
    return address(row + plan.top - plan.bottom, column), formula(plan.top)


def stored(path, *names):
    """Stored values of defined names."""
    book = Values(path)
    values = [book.area(name)[0][0] for name in names]
    return values[0] if len(values) == 1 else values


def type_in(path, **values):
    """Type values into cells by defined name, a list downwards; what formulas show stays as it was.

    A formula needs another program.
    """
    if any(str(value).startswith("=") for value in values.values()):
        save_with_openpyxl(path, **values)
        return
    file = WorkbookFile.read(path)
    for name, value in values.items():
        sheet, cells = split_reference(file.names[name])
        area = parse_area(cells)
        for offset, each in enumerate(value if isinstance(value, list) else [value]):
            typed = float(each) if isinstance(each, int) and not isinstance(each, bool) else each
            file.set_values(sheet, {(area.top + offset, area.left): typed}, constants=True)
    path.write_bytes(file.to_bytes())


def save_with_openpyxl(path, **values):
    """Type values into cells by defined name and save as another program does, which drops all results."""
    book = openpyxl.load_workbook(path)
    for name, value in values.items():
        sheet, _, address = book.defined_names[name].value.partition("!")
        book[sheet.strip("'")][address.replace("$", "")].value = value
    book.save(path)


def save_with_libreoffice(path):
    """Open a workbook in LibreOffice and save it there."""
    office, folder = need_libreoffice(), path.parent / "LibreOffice"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (folder / path.name).replace(path)


def rows(path, sheet):
    """Stored values of a sheet's rows and workings by the label in column B (the first counts); index 3 is column C."""
    found = {}
    for title in (sheet, "Rechenwerk"):
        for cells in Values(path)[title].iter_rows(min_row=4):
            if cells[1].value is not None:
                found.setdefault(cells[1].value, (None, *(cell.value for cell in cells)))
    return found


def verdicts(path, subject):
    """Computed, stated and verdict of a subject's relations, by label."""
    sheet = Values(path)["Prüfungen"]
    return {r[2].value: (r[3].value, r[4].value, r[9].value) for r in sheet.iter_rows() if r[1].value == subject}


def log(path):
    """The rows of the sheet Protokoll below its header."""
    rows = Values(path)["Protokoll"].iter_rows(min_row=6, min_col=2, max_col=7, values_only=True)
    return [row for row in rows if any(row)]


def requires_hosts():
    """Whether a missing spreadsheet program is a failure (CI) and not a reason to skip."""
    return os.environ.get("JCPLAN_REQUIRE_HOSTS") == "1"


def missing(text) -> NoReturn:
    """Skip what needs a program that is not here, or fail where it is required; ``text`` says how to get it."""
    if requires_hosts():
        pytest.fail(text, pytrace=False)
    pytest.skip(text)


def need_libreoffice():
    """Path of LibreOffice's program; skips (or fails) without one."""
    try:
        return program.soffice()
    except FileError as error:
        text = str(error)
    missing(text)


def read(book, sheet, area):
    """The values of an area of a workbook at hand, every cell."""
    (rows,) = book.values([(sheet, area)])
    return whole(rows, area)


def formulas(book, sheet, area):
    """The formulas of an area of a workbook at hand, every cell."""
    (rows,) = book.formulas([(sheet, area)])
    return whole(rows, area)


def last_row(book, sheet):
    """The last row of a sheet of a workbook at hand that shows anything (0 for none)."""
    (rows,) = book.values([(sheet, Area(1, 1, LAST_ROW, 100))])
    return max((number for number, row in enumerate(rows, 1) if any(cell not in (None, "") for cell in row)), default=0)
