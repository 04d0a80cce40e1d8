"""A built workbook that tests of a sheet only read."""

from __future__ import annotations

import openpyxl
import pytest

from jcplan.layout.whole import layout


@pytest.fixture(scope="session")
def read_back(built):
    """The built workbook as openpyxl reads it, formulas and formats; tests only look at it."""
    return openpyxl.load_workbook(built)


@pytest.fixture(scope="session")
def built(tmp_path_factory, fresh_bytes):
    path = tmp_path_factory.mktemp("built") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    return path


@pytest.fixture(scope="session")
def each_built(tmp_path_factory, each_bytes):
    """The built workbook of each case; tests only look at it."""
    path = tmp_path_factory.mktemp("built") / "Plan.xlsx"
    path.write_bytes(each_bytes)
    return path


@pytest.fixture(scope="session")
def each_read_back(each_built):
    """The same as openpyxl reads it."""
    return openpyxl.load_workbook(each_built)


@pytest.fixture(scope="session")
def drawn(each_case):
    """The description of each case's workbook."""
    return layout(each_case)
