"""What the COM tests share. Under Wine no other conftest is read."""

from __future__ import annotations

import copy
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1]), str(HERE.parents[2])]


@pytest.fixture(scope="session")
def opened():
    """The delivered workbook in the fake Excel."""
    from fake_excel import load

    from jcplan.build import build

    return load(build())


@pytest.fixture
def plan(opened):
    """A fresh copy of it."""
    return copy.deepcopy(opened)
