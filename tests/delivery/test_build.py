"""Sdist and wheel: all that is needed, nothing else, the same bytes again."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from workbooks import ROOT

from jcplan import __version__
from tools.release import distributions


def files(folder, below=""):
    """Paths of all files, seen from ``folder``."""
    found = (path.relative_to(folder).as_posix() for path in (folder / below).rglob("*") if path.is_file())
    return {name for name in found if "__pycache__" not in name}


def test_they_are_named_by_the_version(built):
    assert [path.name for path in built] == [f"jcplan-{__version__}.tar.gz", f"jcplan-{__version__}-py3-none-any.whl"]


def test_the_wheel_holds_the_package_the_vba_the_handbook_and_nothing_else(content):
    vba = {f"jcplan/hosts/excel/workbook_text/{name}" for name in files(ROOT / "workbook", "vba")}
    described = {name for name in files(content) if ".dist-info/" in name}
    handbook = {name for part in ("seiten", "bilder") for name in files(ROOT / "handbuch", part)} | {"stil.css"}
    pages = {f"jcplan/handbuch/{name}" for name in handbook}
    assert files(content) - described == files(ROOT, "jcplan") | vba | pages
    assert {name.partition("/")[2] for name in described} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }
    assert not any("test" in name or "tools" in name for name in files(content))


def test_the_wheel_holds_them_as_they_are(content):
    assert [name for name in files(ROOT, "jcplan") if (content / name).read_bytes() != (ROOT / name).read_bytes()] == []


def test_the_sdist_holds_every_file_of_the_project(sources):
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("which files belong to the project, git alone knows")
    run = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True, text=True, check=True)
    kept = {name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()}
    assert kept - files(sources) == set()
    assert "PKG-INFO" in files(sources)


def test_another_folder_time_zone_and_mask_give_the_same_bytes(built, sources, tmp_path, monkeypatch):
    """From the unpacked sdist, whose files have other times; so the sdist also builds the wheel of the tree."""
    given = int.from_bytes(built[0].read_bytes()[4:8], "little")  # RFC 1952: the time in the header of gzip
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(given))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    before = os.umask(0o077)
    try:
        again = distributions.build(sources, tmp_path / "dist")
    finally:
        os.umask(before)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in built]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(given + 86_400))
    other = distributions.build(sources, tmp_path / "other")
    assert all(one.read_bytes() != two.read_bytes() for one, two in zip(again, other, strict=True)), "the time counts"
