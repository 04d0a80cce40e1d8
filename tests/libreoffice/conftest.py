"""Fixtures around a real LibreOffice; without one these tests are skipped, or fail where it is required."""

from __future__ import annotations

import pytest

from tools.office import Office

WAYS = {"in process": "office", "worker": "worker_office"}
"""Ways to jcplan, and the office of each."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests of one office stay together, so that each is started once; the offices run side by side."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "either" in fixtures:
            item.add_marker(pytest.mark.xdist_group(WAYS[item.callspec.params["either"]]))
        elif fixtures & {"office", "english"}:
            item.add_marker(pytest.mark.xdist_group("office"))


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


@pytest.fixture(scope="session", params=WAYS)
def either(request):
    """Both ways to jcplan."""
    return request.getfixturevalue(WAYS[request.param])


@pytest.fixture
def blank(office):
    """A new, empty document."""
    with office.open() as document:
        yield document
