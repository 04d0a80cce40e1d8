"""Fixtures that several folders of tests use."""

from __future__ import annotations

import pytest
from hypothesis import settings

from jcplan.build import build
from jcplan.hosts.cli import main

settings.register_profile("jcplan", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("jcplan")


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
