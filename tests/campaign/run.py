"""The long tests, one after the other: ``make campaign``. Each prints its counts in its last line; they stand together
at the end. Ends with 1 when a step found something wrong."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STEPS = {
    "kills": ("tests/campaign/kills.py", 300),
    "hostile files": ("tests/campaign/files.py", 1000),
    "function calls": ("tests/campaign/fuzz.py", 100_000),
    "formulas against LibreOffice": ("tests/differential/run.py", 9000),
    "mutants": ("tests/campaign/mutants.py", 150),
}
"""Each script with its usual size."""


def run(name: str, command: list[str]) -> tuple[str, bool]:
    """Run a step, showing what it prints; its last line, with the time, and whether all was well."""
    print(f"== {name}", flush=True)
    start, last = time.monotonic(), "nothing printed"
    places = {**os.environ, "PYTHONPATH": str(ROOT / "tests")}  # what scripts share with the tests
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, env=places, stdout=subprocess.PIPE, text=True) as step:
        assert step.stdout
        for line in step.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
    return f"{last} ({time.monotonic() - start:.0f} s)", step.returncode == 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="the part of the usual sizes to run")
    parser.add_argument("steps", nargs="*", metavar="step", help=f"one of: {', '.join(STEPS)}")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.steps) - STEPS.keys():
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    found = {}
    for name in chosen.steps or STEPS:
        script, size = STEPS[name]
        found[name] = run(name, [script, "--count", str(max(round(size * chosen.share), 1))])
    print()
    width = max(map(len, found))
    for name, (counts, good) in found.items():
        print(f"{name:{width}}  {'ok   ' if good else 'WRONG'}  {counts}")
    return int(not all(good for _, good in found.values()))


if __name__ == "__main__":
    sys.exit(main())
