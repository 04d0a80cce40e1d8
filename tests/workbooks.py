"""What tests do with workbook files: look into them, and type into them as another program does."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import NoReturn

import openpyxl
import pytest

from jcplan.errors import FileError
from jcplan.hosts.libreoffice import program

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "workbook" / "JC-Planung-2017.xlsx"


def parts(path):
    """All parts of an archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def part_of(path, sheet):
    """The part of the archive with a worksheet."""
    return f"xl/worksheets/sheet{openpyxl.load_workbook(path).sheetnames.index(sheet) + 1}.xml"


def cell_of(path, name):
    """Sheet and address of a defined name."""
    book = openpyxl.load_workbook(path)
    sheet, _, address = book.defined_names[name].value.partition("!")
    return sheet.strip("'"), address.replace("$", "")


def stored(path, *names):
    """Stored values of defined names, as another library reads them."""
    book = openpyxl.load_workbook(path, data_only=True)
    values = []
    for name in names:
        sheet, _, address = book.defined_names[name].value.partition("!")
        values.append(book[sheet.strip("'")][address.replace("$", "")].value)
    return values[0] if len(values) == 1 else values


def type_in(path, **values):
    """Type values into cells by defined name, as a user does with another program (here: openpyxl)."""
    book = openpyxl.load_workbook(path)
    for name, value in values.items():
        sheet, _, address = book.defined_names[name].value.partition("!")
        book[sheet.strip("'")][address.replace("$", "")].value = value
    book.save(path)


def rows(path, sheet):
    """Stored values of a sheet's rows by the label in column B (the first of a label counts); index 3 is column C."""
    found = {}
    for cells in openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(min_row=4):
        if cells[1].value is not None:
            found.setdefault(cells[1].value, (None, *(cell.value for cell in cells)))
    return found


def verdicts(path, subject):
    """Computed, stated and verdict of a subject's relations, by label."""
    sheet = openpyxl.load_workbook(path, data_only=True)["Prüfungen"]
    return {r[2].value: (r[3].value, r[4].value, r[9].value) for r in sheet.iter_rows() if r[1].value == subject}


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
