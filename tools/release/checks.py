"""Whether a tree is ready for a release."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from packaging.version import InvalidVersion, Version

SHIPPED: Final = "workbook/JC-Planung-2017.xlsx"
KEPT: Final = "tests/release/{}/neu.xlsx"
_VERSION: Final = re.compile(r'(?m)^__version__ = "(.+)"$')
_SECTION: Final = re.compile(r"(?ms)^## (\S+) \((.*?)\)\n(.*?)(?=^## |\Z)")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def problems(root: Path) -> list[str]:
    """What stands against a release, each with what to do."""
    found = _VERSION.findall((root / "jcplan" / "__init__.py").read_text("utf-8"))
    if len(found) != 1:
        return ['jcplan/__init__.py is to have one line __version__ = "..."']
    version = found[0]
    sections = [match.groups() for match in _SECTION.finditer((root / "CHANGELOG.md").read_text("utf-8"))]
    return [
        *_tree(root),
        *_version(root, version),
        *_changelog(sections, version),
        *_workbooks(root, [name for name, _, _ in sections], version),
    ]


def _tree(root: Path) -> Iterator[str]:
    command = ["git", "-C", str(root), "status", "--porcelain"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        yield "this is no checkout of git; a release is made from a commit"
        return
    if run.stdout:
        yield f"the tree is not clean, commit or remove:\n{run.stdout.rstrip()}"


def _version(root: Path, version: str) -> Iterator[str]:
    if "version" in tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]:
        yield "pyproject.toml states a version; it stands in jcplan/__init__.py alone"
    try:
        parsed = Version(version)
        fine = str(parsed) == version == parsed.base_version
    except InvalidVersion:
        fine = False
    if not fine:
        yield f"jcplan/__init__.py: {version} is no version of a release, such as 1.2.0"


def _changelog(sections: list[tuple[str, ...]], version: str) -> Iterator[str]:
    if not sections or sections[0][0] != version:
        yield f"CHANGELOG.md: the first section is to be that of {version}"
        return
    _, day, text = sections[0]
    if not _DAY.fullmatch(day):
        yield f'CHANGELOG.md: "## {version} ({day})" is to name the day, as in "## {version} (2026-12-31)"'
    if not text.strip():
        yield f"CHANGELOG.md: the section of {version} says nothing"


def _workbooks(root: Path, released: list[str], version: str) -> Iterator[str]:
    for name in released:
        if name != version and not (root / KEPT.format(name)).is_file():
            yield f"{KEPT.format(name)} is missing: workbooks of every release are kept, see tests/release/README.md"
    kept, shipped = root / KEPT.format(version), root / SHIPPED
    if not kept.is_file() or kept.read_bytes() != shipped.read_bytes():
        yield (
            f"{KEPT.format(version)} is to be the shipped workbook, with which later versions are tested: "
            f"mkdir -p {Path(KEPT.format(version)).parent} && cp {SHIPPED} {KEPT.format(version)}"
        )
