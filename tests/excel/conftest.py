"""What the tests of the Excel host share."""

from __future__ import annotations

import copy
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

# Windows runs the COM tests natively, every other system in Wine (test_wine.py); the workflow tries the folder there
ON_WINDOWS = [
    "test_wine.py",
    "test_windows_folder_wine.py",
    "wine/benchmark.py",
    "wine/folder_com.py",
    "wine/mock_excel.py",
]
collect_ignore_glob = ON_WINDOWS if sys.platform == "win32" else ["wine/*"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "wine: runs in a Windows Python under Wine")


@pytest.fixture(scope="session")
def macro_workbook() -> bytes:
    """The delivered workbook with macros."""
    from jcplan.build import build
    from jcplan.hosts.excel.workbook import to_macro

    return to_macro(lambda hook: build(prepare=hook))


@pytest.fixture(scope="session")
def opened(fresh_bytes):
    """The delivered workbook in the fake Excel."""
    from fake_excel import load

    return load(fresh_bytes)


@pytest.fixture
def book(opened):
    """A fresh copy of it behind the port."""
    from jcplan.hosts.excel.book import ExcelBook

    return ExcelBook(copy.deepcopy(opened))
