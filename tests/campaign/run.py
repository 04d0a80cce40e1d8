"""The long tests, one after the other: ``make campaign``. Each prints its counts in its last line; they stand together
at the end. Ends with 1 when a step found something wrong."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STEPS = {
    "kills": ("tests/campaign/kills.py",),
    "hostile files": ("tests/campaign/files.py",),
    "function calls": ("tests/campaign/fuzz.py", "--number", "100000"),
    "formulas against LibreOffice": ("tests/differential/run.py",),
    "mutants": ("tests/campaign/mutants.py", "--number", "150"),
}


def run(name: str, command: tuple[str, ...]) -> tuple[str, bool]:
    """Run a step, showing what it prints; its last line, with the time, and whether all was well."""
    print(f"== {name}", flush=True)
    start, last = time.monotonic(), "nothing printed"
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True) as step:
        assert step.stdout
        for line in step.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
    return f"{last} ({time.monotonic() - start:.0f} s)", step.returncode == 0


def main() -> int:
    chosen = sys.argv[1:] or list(STEPS)
    found = {name: run(name, STEPS[name]) for name in chosen}
    print()
    width = max(map(len, found))
    for name, (counts, good) in found.items():
        print(f"{name:{width}}  {'ok   ' if good else 'WRONG'}  {counts}")
    return int(not all(good for _, good in found.values()))


if __name__ == "__main__":
    sys.exit(main())
