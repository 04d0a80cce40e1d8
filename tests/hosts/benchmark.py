"""What a refresh of the shipped workbook costs as a process, beside a Python that only reads the file.

    python tests/hosts/benchmark.py [--rounds 5] [--limit 4] [--workbook MAPPE.xlsx]

The other Python imports numpy and openpyxl and reads all sheets with python-calamine. Both in turns, processor
time of user and system, median of the rounds; the peak memory of each. Then where a refresh spends its time,
step by step in one process, least of the rounds. Both find their modules compiled, as installed programs do: a
first round, which does not count, compiles them. The same for a workbook that does not say that it is computed,
as after another program saved it: there everything is computed. Ends with code 1 if the ratio of the workbook as
jcplan left it is above its limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from itertools import pairwise
from pathlib import Path

WORKBOOK = Path(__file__).parents[2] / "workbook" / "JC-Planung-2017.xlsx"
READ = """
import sys, numpy, openpyxl, python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""


def cost(compiled, *arguments):
    """Processor time in seconds and peak memory in MB of a Python of its own; compiled modules lie in a folder."""
    process = subprocess.Popen((sys.executable, *arguments), stdout=subprocess.DEVNULL, env=environment(compiled))
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def environment(compiled):
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": compiled,
    }


def steps(workbook):
    """Prints what each step of a refresh costs, in milliseconds of processor time."""
    marks = [("", 0.0)]

    def mark(name):
        marks.append((name, time.process_time()))

    import_module("jcplan.hosts.cli.grammar")
    mark("Python and command line")
    import_module("jcplan.hosts.cli.commands")
    mark("imports of the commands")
    from jcplan.formula import Engine
    from jcplan.formula.parse import parse
    from jcplan.ooxml import WorkbookFile

    file = WorkbookFile.read(workbook)
    cells = {sheet: file.cells(sheet) for sheet in file.sheets}
    mark("reading all sheets")
    for sheet in cells.values():
        for at, cell in sheet.items():
            if cell.formula is not None:
                parse(cell.formula, *at)
    mark("parsing all formulas")
    Engine(file).compute()
    mark("computing all formulas")
    for sheet in cells:
        file.set_values(sheet, {(1, 1): "x"})
    mark("queueing a value on each sheet")
    file.to_bytes()
    mark("writing all sheets")
    from jcplan.hosts.file import refresh_file

    with tempfile.TemporaryDirectory() as folder:
        refresh_file(Path(workbook), Path(folder, "out.xlsx"), who="", when=dt.datetime(2017, 1, 2))
    mark("a whole refresh, all formulas known")
    print(json.dumps([(name, 1e3 * (end - start)) for (_, start), (name, end) in pairwise(marks)]))


def forget(workbook, out):
    """A workbook that does not say any more that it is computed."""
    from jcplan import computed
    from jcplan.ooxml import WorkbookFile

    file = WorkbookFile.read(workbook)
    computed.mark(file, "")
    out.write_bytes(file.to_bytes())


def least(compiled, workbook, rounds):
    """The least cost of each step."""
    found = []
    for _ in range(rounds):
        process = (sys.executable, __file__, "--steps", "--workbook", workbook)
        out = subprocess.run(process, check=True, capture_output=True, env=environment(compiled)).stdout
        found.append(json.loads(out))
    return [(step[0][0], min(cost for _, cost in step)) for step in zip(*found, strict=True)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=4.0)
    parser.add_argument("--workbook", default=str(WORKBOOK))
    parser.add_argument("--steps", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.steps:
        steps(arguments.workbook)
        return
    with tempfile.TemporaryDirectory() as folder:
        unmarked = Path(folder, "unmarked.xlsx")
        forget(arguments.workbook, unmarked)
        out = str(Path(folder, "out.xlsx"))
        found = [
            (
                cost(folder, "-m", "jcplan", "refresh", arguments.workbook, "-o", out),
                cost(folder, "-m", "jcplan", "refresh", str(unmarked), "-o", out),
                cost(folder, "-c", READ, arguments.workbook),
            )
            for _ in range(arguments.rounds + 1)
        ][1:]
        by_step = least(folder, arguments.workbook, arguments.rounds)
    (ours, memory), (anew, anew_memory), (other, other_memory) = (
        tuple(map(statistics.median, zip(*one, strict=True))) for one in zip(*found, strict=True)
    )
    print(f"  refresh, as jcplan left it  {ours:5.2f} s  {memory:4.0f} MB  ratio {ours / other:.1f}")
    print(f"  refresh, all computed       {anew:5.2f} s  {anew_memory:4.0f} MB  ratio {anew / other:.1f}")
    print(f"  reading alone               {other:5.2f} s  {other_memory:4.0f} MB")
    for name, milliseconds in by_step:
        print(f"    {name:38} {milliseconds:6.0f} ms")
    if ours / other > arguments.limit:
        print(f"  above the limit of {arguments.limit:g}")
        sys.exit(1)


if __name__ == "__main__":
    main()
