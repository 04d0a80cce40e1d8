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
    "latency.py",
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
    """The delivered workbook in the fake Excel, without macros."""
    from fake_excel import load

    return load(fresh_bytes)


@pytest.fixture
def book(opened):
    """A fresh copy of it with the delivered macros, behind the port."""
    from project import attach

    from jcplan.hosts.excel.book import ExcelBook

    fresh = copy.deepcopy(opened)
    attach(fresh)
    return ExcelBook(fresh)


@pytest.fixture(scope="module")
def basic():
    """A LibreOffice whose surroundings look like Windows where the VBA asks for them."""
    from basic import Basic
    from workbooks import missing, need_libreoffice

    from jcplan.errors import FileError
    from tools import bridge
    from tools.office import Office

    need_libreoffice()
    try:
        bridge.load()
    except FileError as error:
        missing(str(error))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SystemRoot", r"C:\Windows")
        patch.setenv("USERPROFILE", r"C:\Users\eva")
        with Office() as office:
            opened = Basic(office)
            yield opened
            opened.close()


@pytest.fixture(scope="module")
def modules(macro_workbook):
    """The modules of the delivered workbook as 64-bit Excel compiles them, by name."""
    import olevba
    from vba_text import branch

    return {name: branch(text, excel=True) for name, text in olevba.modules(macro_workbook).items()}


@pytest.fixture(autouse=True)
def nothing_to_take_back(monkeypatch):
    """Each test begins as a Python that was just started; Windows says which process owns a window."""
    if sys.platform != "win32":
        from fake_excel import process_of

        from jcplan.hosts.excel import actions, undo

        monkeypatch.setattr(actions, "_records", undo.Records())
        monkeypatch.setattr("jcplan.hosts.excel.book.process_of", process_of)


@pytest.fixture
def desk(monkeypatch):
    """A user at the fake Excel."""
    from desk import Desk, install

    install(monkeypatch)
    return Desk()


@pytest.fixture(params=["started", "running"])
def way(request, desk):
    """Python as xlwings starts it, or a service that runs; then Excel may start nothing."""
    from desk import Running

    if request.param == "running":
        desk.service, desk.started = Running(desk.line), None
    return request.param
