"""What is installed: the program with all that it needs, and nothing that only tests and pictures need."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from workbooks import ROOT

from jcplan.hosts.libreoffice import extension


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The folder of an unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (packed,) = folder.glob("*.whl")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder / "content")
    return folder / "content"


def files(folder, below=""):
    """Paths of all files, seen from ``folder``."""
    found = (path.relative_to(folder).as_posix() for path in (folder / below).rglob("*") if path.is_file())
    return {name for name in found if "__pycache__" not in name}


def installed(wheel, folder, *arguments):
    """Python with the wheel in place of this checkout."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(wheel), "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8", check=True, timeout=120,
    ).stdout  # fmt: skip


def test_it_holds_the_package_the_vba_the_handbook_and_nothing_else(wheel):
    vba = {f"jcplan/hosts/excel/workbook_text/{name}" for name in files(ROOT / "workbook", "vba")}
    described = {name for name in files(wheel) if ".dist-info/" in name}
    handbook = {name for part in ("seiten", "bilder") for name in files(ROOT / "handbuch", part)} | {"stil.css"}
    pages = {f"jcplan/handbuch/{name}" for name in handbook}
    assert files(wheel) - described == files(ROOT, "jcplan") | vba | pages
    assert {name.partition("/")[2] for name in described} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }
    assert not any("test" in name or "tools" in name for name in files(wheel))


def test_it_writes_and_refreshes_a_workbook_with_macros(wheel, tmp_path):
    where = installed(wheel, tmp_path, "-c", "import jcplan; print(jcplan.__file__)").strip()
    assert where == str(wheel / "jcplan" / "__init__.py")
    assert "Neue Arbeitsmappe: Plan.xlsm" in installed(wheel, tmp_path, "-m", "jcplan", "new", "Plan.xlsm")
    assert "Arbeitsmappe: Plan.xlsm" in installed(wheel, tmp_path, "-m", "jcplan", "refresh", "Plan.xlsm")
    with zipfile.ZipFile(tmp_path / "Plan.xlsm") as workbook:
        assert {"xl/vbaProject.bin", "customUI/customUI14.xml"} <= set(workbook.namelist())


def test_its_handbook_is_found_with_style_and_pictures(wheel, tmp_path):
    page = Path(installed(wheel, tmp_path, "-m", "jcplan", "handbuch", "--pfad").strip())
    assert page == wheel / "jcplan" / "handbuch" / "seiten" / "index.html"
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r'(?:src|href)="(\.\./[^"]+)"', text):
        assert (page.parent / name).is_file(), name


def test_it_holds_the_whole_extension_for_libreoffice(wheel, tmp_path):
    code = (
        "from pathlib import Path; from jcplan.hosts.libreoffice import extension; extension.build(Path('jcplan.oxt'))"
    )
    installed(wheel, tmp_path, "-c", code)
    with zipfile.ZipFile(tmp_path / "jcplan.oxt") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == extension.contents()
    assert "pythonpath/jcplan_component/document.py" in extension.contents()
