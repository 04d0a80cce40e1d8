"""Builds sdist and wheel: the same bytes wherever and whenever the same tree is built by the same Python.

Source: https://reproducible-builds.org/specs/source-date-epoch/
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path


def build(source: Path, out: Path) -> tuple[Path, Path]:
    """Build the sdist, and the wheel from it; gives both.

    The build backend is the one that is installed: no network.
    """
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return sdist, wheel


def epoch(root: Path) -> int:
    """When the commit was made, in seconds; now where git has no say."""
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError):
        return int(time.time())
