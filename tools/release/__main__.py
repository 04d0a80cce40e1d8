"""``python -m tools.release``: checks, builds, tries what was built in an empty environment, lists it."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools import sums
from tools.parts import licences, sbom
from tools.release import checks, distributions, environment, listing

ROOT: Final = Path(__file__).parents[2]


class _StopError(Exception):
    """The release is not made, and why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; returns the exit code: 0 all is in ``dist/``, 1 it is as it was before."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=__doc__)
    parser.add_argument("--rehearsal", action="store_true", help="go on where the tree is not ready for a release")
    try:
        _release(rehearsal=parser.parse_args(arguments).rehearsal)
    except _StopError as stop:
        sys.stderr.write(f"No release: {stop}\n")
        return 1
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"No release: {error.cmd[0]} ended with {error.returncode}.\n")
        return 1
    return 0


def _release(*, rehearsal: bool) -> None:
    problems = checks.problems(ROOT)
    if problems and not rehearsal:
        raise _StopError("\n".join(("", *(f"- {each}" for each in problems))))
    for each in problems:
        _say(f"would stop a release: {each}")
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(distributions.epoch(ROOT)))
    work = ROOT / "build" / "release"
    shutil.rmtree(work, ignore_errors=True)
    made = work / "dist"
    _say("building sdist, and from it the wheel ...")
    sdist, wheel = distributions.build(ROOT, made)
    _say("installing the wheel into an empty environment ...")
    python = environment.create(work / "venv")
    reports = [environment.install(python, f"{wheel}")]
    _say("trying what is installed ...")
    _try(work)
    reports.append(environment.install(python, f"{wheel}[{','.join(environment.EXTRAS)}]"))
    packages = environment.packages(python, reports)
    refused = licences.refused(packages)
    if refused:
        raise _StopError(
            "licences that are not in the list of those allowed: " + "; ".join(refused) + ". Read the licence, then "
            "replace the package or add to tools/parts/licences.py."
        )
    name = sdist.name.removesuffix(".tar.gz")
    _write(made / f"{name}.cdx.json", listing.parts(packages, sbom.when()))
    _write(made / f"{name}-Lizenzen.txt", listing.licence_text(packages))
    _write(made / sums.NAME, sums.text(made))
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    made.rename(dist)
    for path in sorted(dist.iterdir()):
        _say(f"dist/{path.name}  {path.stat().st_size:,} bytes")


def _try(work: Path) -> None:
    """The tests of the delivery, on these files and this environment."""
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "tests/delivery"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "JCPLAN_RELEASE": str(work)}, check=True)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
