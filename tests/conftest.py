"""Fixtures that several folders of tests use."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import settings

from jcplan.build import build
from jcplan.hosts.cli import main

settings.register_profile("jcplan", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("jcplan")

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "workbook" / "JC-Planung-2017.xlsx"
NOON = dt.datetime(2026, 12, 1, 12, 0)


@pytest.fixture(scope="session")
def fresh_bytes():
    """A freshly built workbook with the reference case."""
    return build()


@pytest.fixture
def plan_file(tmp_path, fresh_bytes):
    """A fresh workbook in a folder of its own."""
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    return path


def parts(path):
    """All parts of an archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


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


@pytest.fixture
def run(capsys):
    """Run the command line; gives exit code, output and messages."""

    def run(*arguments):
        try:
            code = main([str(a) for a in arguments])
        except SystemExit as stop:
            code = stop.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def requires_hosts():
    """Whether a missing spreadsheet program is a failure (CI) and not a reason to skip."""
    return os.environ.get("JCPLAN_REQUIRE_HOSTS") == "1"
