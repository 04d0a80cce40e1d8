"""What is delivered: built once, installed once. ``make release`` gives what it built and its empty environment."""

from __future__ import annotations

import os
import subprocess
import sysconfig
import tarfile
import zipfile
from functools import partial
from pathlib import Path

import pytest
from workbooks import ROOT

from tools.release import distributions, environment

EPOCH = "1790000000"
NEEDS = Path(sysconfig.get_path("purelib"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """These tests share what is built and installed, so one process has them."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group("delivery"))


@pytest.fixture(scope="session")
def release():
    """The folder in which ``make release`` works; None where it does not run these tests."""
    return Path(os.environ["JCPLAN_RELEASE"]) if "JCPLAN_RELEASE" in os.environ else None


@pytest.fixture(scope="session")
def built(release, tmp_path_factory):
    """Sdist and wheel."""
    if release:
        (sdist,), (wheel,) = (release / "dist").glob("*.tar.gz"), (release / "dist").glob("*.whl")
        return sdist, wheel
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        return distributions.build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def sources(built, tmp_path_factory):
    """The unpacked sdist."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built[0]) as archive:
        archive.extractall(folder, filter="data")
    (inside,) = folder.iterdir()
    return inside


@pytest.fixture(scope="session")
def content(built, tmp_path_factory):
    """The unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    with zipfile.ZipFile(built[1]) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="session")
def python(release, built, tmp_path_factory):
    """The Python of an environment that has jcplan from the wheel and nothing of this checkout.

    What jcplan needs is installed beside it by ``make release``; otherwise it is that of the running environment, by a
    line in a .pth, through which no other .pth, and so no editable jcplan, is read.
    """
    folder = release / "venv" if release else tmp_path_factory.mktemp("installed") / "venv"
    if release:
        return environment.executable(folder)
    made = environment.create(folder)
    environment.install(made, "--no-deps", "--no-index", str(built[1]))
    (packages,) = folder.rglob("site-packages")
    (packages / "needs.pth").write_text(f"{NEEDS}\n", "utf-8")
    return made


@pytest.fixture(scope="session")
def outside():
    """The environment of a user: without this checkout and the Python that runs the tests."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "JCPLAN_SOFFICE")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def jcplan_in(python, outside):
    """Run the installed ``jcplan`` in a folder; gives what it prints."""

    def jcplan(folder, *arguments, code=0, **more):
        run = subprocess.run(
            [python.with_name("jcplan"), *arguments], cwd=folder, env={**outside, **more},
            capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        assert (run.returncode, run.stderr) == (code, ""), run.stdout + run.stderr
        return run.stdout

    return jcplan


@pytest.fixture
def jcplan(jcplan_in, tmp_path):
    """The same in the test's own folder."""
    return partial(jcplan_in, tmp_path)
