"""A built workbook that tests of a sheet only read."""

from __future__ import annotations

import openpyxl
import pytest


@pytest.fixture(scope="session")
def read_back(built):
    """The built workbook as openpyxl reads it, formulas and formats; tests only look at it."""
    return openpyxl.load_workbook(built)


@pytest.fixture(scope="session")
def built(tmp_path_factory, fresh_bytes):
    path = tmp_path_factory.mktemp("built") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    return path
