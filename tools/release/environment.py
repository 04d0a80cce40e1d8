"""An environment that holds the wheel and what it needs, nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

OURS: Final = canonicalize_name("jcplan")
EXTRAS: Final = ("dask", "dokument")
"""Extras for users; the others are for work on jcplan."""


@dataclass(frozen=True)
class Package:
    """A package that is installed.

    Attributes:
        name: In the form in which names are compared.
        version: Its version.
        sha256: Of the file that was installed.
        metadata: What the package says of itself.
        needs: The packages that it needs here.
        optional: Whether only jcplan's extras need it.
    """

    name: NormalizedName
    version: str
    sha256: str
    metadata: Message
    needs: tuple[NormalizedName, ...]
    optional: bool


def create(folder: Path) -> Path:
    """Make an environment without any package; gives its Python."""
    venv.create(folder)
    return executable(folder)


def executable(folder: Path) -> Path:
    """The Python of an environment."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def install(python: Path, *what: str) -> dict[str, Any]:
    """Install with the pip that runs here; gives its report.

    Source: https://pip.pypa.io/en/stable/reference/installation-report/
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--report", str(report), *what], check=True)
        found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def packages(python: Path, reports: Iterable[Mapping[str, Any]]) -> list[Package]:
    """Jcplan and all that it needs, by name, from an environment and the reports of what was installed there."""
    hashes = {
        canonicalize_name(each["metadata"]["name"]): each["download_info"]["archive_info"]["hashes"]["sha256"]
        for report in reports
        for each in report["install"]
    }
    code = "import sysconfig; print(sysconfig.get_path('purelib')); print(sysconfig.get_path('platlib'))"
    run = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    metadata = {
        canonicalize_name(each.name): HeaderParser().parsestr(each.read_text("METADATA") or "")
        for each in distributions(path=list(dict.fromkeys(run.stdout.splitlines())))
    }
    always, whole = reached(metadata, ()), reached(metadata, EXTRAS)
    return [
        Package(name, metadata[name]["Version"], hashes[name], metadata[name], needs, name not in always)
        for name, needs in sorted(whole.items())
    ]


def reached(
    metadata: Mapping[NormalizedName, Message], extras: Sequence[str]
) -> dict[NormalizedName, tuple[NormalizedName, ...]]:
    """What jcplan with some of its extras needs, each package with those that it needs itself."""
    found: dict[NormalizedName, dict[NormalizedName, None]] = {}
    seen: set[tuple[NormalizedName, str]] = set()
    waiting = [(OURS, extra) for extra in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        needs = found.setdefault(name, {})
        for requirement in _requirements(metadata[name], extra):
            need = canonicalize_name(requirement.name)
            if need != name:
                needs[need] = None
            waiting += [(need, each) for each in ("", *requirement.extras)]
    return {name: tuple(sorted(needs)) for name, needs in found.items()}


def _requirements(metadata: Message, extra: str) -> Iterator[Requirement]:
    for text in metadata.get_all("Requires-Dist", ()):
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            yield requirement
