"""The differential test from a shell: ``python tests/differential/run.py --seed 5 --count 20000``.

Prints counts, every difference and every formula that is left alone without a listed reason; ends with 1 if there is any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from differential.compute import compute
from differential.generate import Generator
from differential.judge import judge, line
from differential.known import KNOWN, LEFT

from tools.office import Office

AT_ONCE = 9000
"""Formulas a workbook."""


def outcomes(office, folder, seed, count):
    """The formulas of a seed, computed; long runs in several workbooks."""
    found = []
    for number, start in enumerate(range(0, count, AT_ONCE)):
        cases = Generator(seed * 1000 + number).cases(min(AT_ONCE, count - start))
        found += compute(office, Path(folder) / f"formulas{number}.xlsx", cases)
    return found


def main() -> int:
    """Run, print, and say whether anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other formulas")
    parser.add_argument("--count", type=int, default=9000, help="how many formulas")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jcplan-differential-") as folder, Office() as office:
        report = judge(outcomes(office, folder, arguments.seed, arguments.count), LEFT, KNOWN)
    for outcome in report.wrong:
        print("different:", line(outcome))
    for outcome in report.unlisted:
        print("left alone:", line(outcome))
    for entry in (*LEFT, *KNOWN):
        print(f"{report.matched[entry.reason]:6} covered, {report.spared[entry.reason]:6} equal: {entry.reason}")
    print(report.counts())
    return 1 if report.wrong or report.unlisted else 0


if __name__ == "__main__":
    sys.exit(main())
