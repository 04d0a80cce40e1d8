"""Runs the COM tests of ``wine/`` in a real Windows Python under Wine and reports each of them here."""

from __future__ import annotations

import ast
import fcntl
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from workbooks import missing

HERE = Path(__file__).parent / "wine"
TESTS = [node.name for path in sorted(HERE.glob("test_*.py")) for node in ast.parse(path.read_text("utf-8")).body
         if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]  # fmt: skip
FOLDER = Path(os.environ.get("JCPLAN_WINE_DIR", Path(__file__).parents[2] / "build" / "wine"))

pytestmark = [pytest.mark.wine, pytest.mark.xdist_group("wine")]


def need_wine() -> None:
    absent = [program for program in ("wine", "x86_64-w64-mingw32-gcc") if not shutil.which(program)]
    if absent:
        missing(f"{', '.join(absent)} fehlt: „sudo tests/excel/wine/install.sh“ installiert es")


def shell(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script with this Python; its output comes through a pipe."""
    return subprocess.run(
        [str(HERE / script), str(FOLDER), *arguments],
        env={**os.environ, "PYTHON": sys.executable, **environment},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        text=True, encoding="utf-8", errors="replace", timeout=1800, check=False,
    )  # fmt: skip


@contextmanager
def alone() -> Iterator[None]:
    """One test process at a time: they share the Windows Python."""
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def wine():
    """The Windows Python."""
    need_wine()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with alone():
        done = shell("setup.sh")
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="session")
def outcomes(wine):
    """By test function: what went wrong, ``""`` for nothing."""
    report, ran = FOLDER / "report.xml", FOLDER / "report.run"
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    with alone():
        if not (run and ran.exists() and ran.read_text() == run):  # another process of this run may have run them
            report.unlink(missing_ok=True)
            done = shell("run.sh", "-v")
            ended = "over its time" if done.returncode == 124 else f"ended with {done.returncode}"
            assert report.exists(), f"{ended}, after:\n{done.stdout}"
            ran.write_text(run)
        cases = list(ET.parse(report).iter("testcase"))
    found: dict[str, str] = {}
    for case in cases:
        bad = [child for child in case if child.tag in ("failure", "error", "skipped")]
        trouble = [f"{case.get('name')}: {child.text}" for child in bad]
        name = case.get("name", "").partition("[")[0]
        found[name] = found.get(name, "") + "\n".join(trouble)
    return found


@pytest.mark.parametrize("name", TESTS)
def test_com(outcomes, name):
    assert name in outcomes, "did not run"
    assert outcomes[name] == ""
