"""What it costs to bring many plans together: processor time and peak memory by their number.

    python tests/union/benchmark.py [--plans 12 48] [--draws 100000]

Made-up plans: the shipped workbook with other stocks, rates and names typed in, none of them refreshed since, so that
all formulas of each are computed for its contradictions. The times are those of
``jcplan verbund`` with all its processes, the memory that of the largest of them. Ends with code 1 where the cost of a
plan grows with their number by more than half.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jcplan.cells import areas
from jcplan.ooxml import WorkbookFile

SHIPPED = Path(__file__).parents[2] / "workbook" / "JC-Planung-2017.xlsx"


def plans(folder, count):
    """So many plans in a folder."""
    chance = random.Random(2017)
    for number in range(count):
        file = WorkbookFile.read(SHIPPED)
        size = chance.uniform(0.1, 3)
        inputs = {
            "Annahme_Jobcenter": f"Jobcenter {number:04}",
            "Annahme_Vergleichstyp": f"{chance.choice(['I', 'II', 'III'])}{chance.choice('abcde')}",
            "Annahme_ELB_gesamt": round(26570 * size),
            "Annahme_G2_ELB": round(1369 * size),
            "Annahme_G2_Zugang": round(953 * size),
            "Annahme_LZB_Bestand": round(17241 * size),
            "Annahme_G1_IQ_Vorjahr": round(chance.uniform(0.18, 0.28), 3),
        }
        for name, value in inputs.items():
            sheet, area = areas(file.names)[name]
            file.set_values(sheet, {(area.top, area.left): value}, constants=True)
        (folder / f"Plan {number:04}.xlsx").write_bytes(file.to_bytes())


def cost(folder, draws):
    """Seconds by the clock, processor time, MB of the largest process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = (
        sys.executable,
        "-m",
        "jcplan",
        "verbund",
        folder,
        "-o",
        folder.with_suffix(".xlsx"),
        "--ziehungen",
        str(draws),
    )
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, seconds, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, nargs="+", default=[12, 48])
    parser.add_argument("--draws", type=int, default=100_000)
    arguments = parser.parse_args()
    each = []
    with tempfile.TemporaryDirectory() as work:
        for count in sorted(arguments.plans):
            folder = Path(work, f"Pläne {count}")
            folder.mkdir()
            plans(folder, count)
            clock, seconds, memory = cost(folder, arguments.draws)
            each.append(seconds / count)
            print(
                f"  {count:5} plans × {arguments.draws:,} draws  {clock:7.1f} s on {os.cpu_count()} cores"
                f"  {seconds:7.1f} s of processor time  {1000 * seconds / count:6.0f} ms a plan  {memory:5.0f} MB"
            )
    sys.exit(each[-1] > 1.5 * each[0])


if __name__ == "__main__":
    main()
