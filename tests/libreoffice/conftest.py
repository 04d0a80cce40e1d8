"""Fixtures around a real LibreOffice; without one these tests are skipped, or fail where it is required."""

from __future__ import annotations

import pytest
from workbooks import missing, need_libreoffice

from jcplan.errors import FileError
from jcplan.hosts.libreoffice import bridge
from jcplan.hosts.libreoffice.office import Office

NEEDS_OFFICE = {"office", "english", "worker_office", "either", "libreoffice"}
WAYS = {"in process": "office", "worker": "worker_office"}
"""Ways to jcplan, and the office of each."""


def pytest_configure(config):
    config.addinivalue_line("markers", "libreoffice: needs LibreOffice 25.2 or newer")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests of one office stay together, so that each is started once; the offices run side by side."""
    for item in items:
        fixtures = NEEDS_OFFICE & set(getattr(item, "fixturenames", ()))
        if fixtures:
            item.add_marker(pytest.mark.libreoffice)
        if "either" in fixtures:
            item.add_marker(pytest.mark.xdist_group(WAYS[item.callspec.params["either"]]))
        elif fixtures & {"office", "english"}:
            item.add_marker(pytest.mark.xdist_group("office"))


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


@pytest.fixture(scope="session")
def office(libreoffice):
    """A German LibreOffice that computes in process."""
    with Office(locale="de-DE") as running:
        yield running


@pytest.fixture(scope="session")
def english(libreoffice):
    """An English LibreOffice."""
    with Office(locale="en-US") as running:
        yield running


@pytest.fixture(scope="session")
def worker_office(libreoffice):
    """A German LibreOffice that computes through the worker."""
    with Office(mode="worker") as running:
        yield running


@pytest.fixture(params=WAYS)
def either(request):
    """Both ways to jcplan."""
    return request.getfixturevalue(WAYS[request.param])


@pytest.fixture
def blank(office):
    """A new, empty document."""
    with office.open() as document:
        yield document
