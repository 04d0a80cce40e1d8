"""Fixtures that several folders of tests use, and the order in which they keep all cores busy."""

from __future__ import annotations

import hashlib
import os

import pytest
from hypothesis import settings
from workbooks import missing, need_libreoffice

from jcplan.build import build
from jcplan.cases import YEARS, case, empty, reference
from jcplan.errors import FileError
from jcplan.formula import FormulaError, engine
from jcplan.hosts.cli import around, main
from jcplan.hosts.excel import next_year, upgrade
from jcplan.model import Shape
from tools import bridge

settings.register_profile("jcplan", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("jcplan")

LONGEST_FIRST = ("tests/libreoffice", "tests/excel", "tests/hosts", "tests/actuals", "tests/ooxml", "tests/workbook")
"""Folders whose files take long, the longest first; all others come after them."""


def pytest_configure(config):
    config.addinivalue_line("markers", "libreoffice: needs LibreOffice 25.2 or newer")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Give each process of pytest-xdist a file at a time; what takes long starts first, so that none ends late."""
    for item in items:
        if "libreoffice" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.libreoffice)
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(config.rootpath).as_posix()))
    items.sort(key=_rank)


def pytest_make_parametrize_id(config, val, argname):
    """Name bytes by their argument: those of an archive hold the time, and each process would make its own id."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_finish(session):
    """Without its groups pytest-xdist would start every program in every process."""
    if getattr(session.config.option, "loadgroup", False) and not all("@" in item.nodeid for item in session.items):
        pytest.exit("pytest-xdist does not know the groups of the tests: do the versions of both fit?", 3)


def _rank(item):
    """First what shares a running program (its group is no file), then the folders in their order."""
    group = item.get_closest_marker("xdist_group").args[0]
    folders = [place for place, folder in enumerate(LONGEST_FIRST, 1) if group.startswith(folder + "/")]
    return 0 if not group.endswith(".py") else folders[0] if folders else len(LONGEST_FIRST) + 1


def pytest_terminal_summary(terminalreporter):
    """One line for all that was skipped."""
    skipped = [
        report.longrepr[2]
        for report in terminalreporter.stats.get("skipped", [])
        if "LibreOffice" in str(report.longrepr)
    ]
    if skipped:
        reason = skipped[0].removeprefix("Skipped: ")
        terminalreporter.write_line(f"{len(skipped)} Tests mit LibreOffice übersprungen: {reason}")


@pytest.fixture(scope="session")
def libreoffice():
    """Skips without LibreOffice or its bridge, in one line that says how to get it; fails where it is required."""
    need_libreoffice()
    try:
        bridge.load()
    except FileError as error:
        text = str(error)
    else:
        return
    missing(text)


@pytest.fixture(scope="session", autouse=True)
def why_left():
    """Whatever happens while one cell is computed stays in that cell; in tests a fault of jcplan must not hide there.

    Gives what the product does instead, for tests of just that.
    """

    def why(error):
        if isinstance(error, FormulaError | RecursionError | MemoryError):
            return product(error)
        raise error

    product = engine._why
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_why", why)
        yield product


@pytest.fixture(scope="session", autouse=True)
def drawn_once(tmp_path_factory):
    """Draws a workbook of the same inputs once a session, for commands too: each time it would be the same."""
    folder = tmp_path_factory.getbasetemp()
    folder = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "drawn"
    folder.mkdir(exist_ok=True)

    def remembered(case=None, *, prepare=None):
        if case is None or prepare is not None:
            return build(case, prepare=prepare)
        path = folder / hashlib.sha256(repr(case).encode()).hexdigest()
        if not path.exists():
            beside = path.with_suffix(f".{os.getpid()}")
            beside.write_bytes(build(case))
            beside.replace(path)
        return path.read_bytes()

    with pytest.MonkeyPatch.context() as patch:
        for module in (around, next_year, upgrade):
            patch.setattr(module, "build", remembered)
        yield remembered


@pytest.fixture(scope="session")
def fresh_bytes(drawn_once):
    """A freshly built workbook with the reference case."""
    return drawn_once(case(YEARS[0]))


@pytest.fixture(scope="session", params=YEARS, ids=str)
def each_case(request):
    """One case after the other."""
    return case(request.param)


@pytest.fixture(scope="session")
def each_bytes(each_case, drawn_once):
    """A freshly built workbook of each case."""
    return drawn_once(each_case)


@pytest.fixture
def each_file(tmp_path, each_bytes):
    """A fresh workbook of each case in a folder of its own."""
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(each_bytes)
    return path


@pytest.fixture(scope="session")
def small_bytes(drawn_once):
    """The reference case with two teams and one of each else: the same sheets and targets in two thirds of the cells."""
    return drawn_once(reference().shaped(Shape(teams=(1, 1), projekte=1, instrumente=1, standards=1)))


@pytest.fixture
def small_file(tmp_path, small_bytes):
    """A small workbook in a folder of its own."""
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(small_bytes)
    return path


@pytest.fixture(scope="session")
def empty_bytes(drawn_once):
    """A freshly built workbook without inputs."""
    return drawn_once(empty())


@pytest.fixture
def empty_file(tmp_path, empty_bytes):
    """A workbook without inputs in a folder of its own."""
    path = tmp_path / "Leer.xlsx"
    path.write_bytes(empty_bytes)
    return path


@pytest.fixture
def plan_file(tmp_path, fresh_bytes):
    """A fresh workbook in a folder of its own."""
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    return path


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
