"""What the functions cost beside the arithmetic in them: a million rows, a block as a cell has it, one number, the import.

    PYTHONPATH=tests python tests/core/benchmark.py [--rounds 40] [--limit-arrays 3] [--limit-lists 2] [--limit-block 0.7] [--limit-rounding 6] [--limit-import 1.4]

``jc_iq_gesamt`` of 1,000,000 rows, all checks included, is compared with numpy's ``dot`` and ``sum`` of the same arrays;
of lists of Python floats with ``np.array`` of both lists. A block is 12 rows, one below the other, for each argument that
takes a range, as nested tuples: what conversion and checks of the cells take beside the core's own time, which has its
checks of the field, median of the functions. Rounding at printed decimals is compared with ``np.round``, which knows no
commercial rounding. Processor time, in turns, least of the rounds. The import of ``jcplan.functions``, which is what every
host of the functions loads, is compared with that of numpy, a process each, least of the rounds; both find their modules
compiled. Scalar calls are told in microseconds and beside a block. Ends with code 1 if a ratio is above its limit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded: what both sides take of one core

import numpy as np
from blocks import BLOCKS, HEADS, RATES

from jcplan.catalogue import CATALOGUE, call, evaluate
from jcplan.catalogue.values import Prepared
from jcplan.core.rounding import rounded
from jcplan.functions import jc_iq_gesamt

ROWS = 1_000_000


SINGLE = ("JC_IQ_ZIEL", 0.23, 0.015)
INTO = ("JC_IQ_GESAMT", RATES, HEADS)
OUT_OF = ("JC_IQ_ZERLEGUNG", RATES, HEADS, RATES, HEADS)
"""The calls that the benchmark over COM makes."""


def least(functions, rounds, calls=1):
    """Least processor time of one call of each, in seconds."""
    times = [[] for _ in functions]
    for _ in range(rounds):
        for function, found in zip(functions, times, strict=True):
            start = time.process_time()
            for _ in range(calls):
                function()
            found.append((time.process_time() - start) / calls)
    return [min(found) for found in times]


def computing(function, arguments):
    """The core's own part of a call, with its checks."""
    prepared = Prepared(function, arguments)

    def compute():
        with np.errstate(all="ignore"):
            function.compute(**prepared.values)

    return compute


def blocks(rounds):
    """Microseconds of each function with a block: the whole call, the core's part."""
    found = {}
    for name, arguments in BLOCKS.items():
        function = CATALOGUE[name]
        call(function, *arguments)  # raises what evaluate would only show
        whole, core = least(
            (lambda f=function, a=arguments: evaluate(f, *a), computing(function, arguments)), rounds, 20
        )
        found[name] = whole * 1e6, core * 1e6
    return found


def importing(module):
    """Processor time in seconds of a Python that only imports a module."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen((sys.executable, "-c", f"import {module}"), env=known)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"import {module} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime


def imports(rounds, *modules):
    """Least processor time of each import; a first round, which does not count, compiles."""
    found = [[importing(module) for module in modules] for _ in range(rounds + 1)][1:]
    return [min(times) for times in zip(*found, strict=True)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--limit-arrays", type=float, default=3.0)
    parser.add_argument("--limit-lists", type=float, default=2.0)
    parser.add_argument("--limit-block", type=float, default=0.7)
    parser.add_argument("--limit-rounding", type=float, default=6.0)
    parser.add_argument("--limit-import", type=float, default=1.4)
    parser.add_argument("--each", action="store_true", help="a line for each function's block")
    arguments = parser.parse_args()
    failed = []

    def judge(label, ours, other, unit, scale, ratio, limit):
        print(f"  {label:34}  ours {ours * scale:9.3f} {unit}  other {other * scale:9.3f} {unit}  ratio {ratio:.2f}")
        if ratio > limit:
            failed.append(label)
            print(f"  above the limit of {limit:g}")

    draw = np.random.default_rng(2017)
    rates, stocks = draw.random(ROWS), draw.uniform(1, 1000, ROWS)
    rate_list, stock_list = rates.tolist(), stocks.tolist()
    by_numpy = np.dot(rates, stocks) / stocks.sum()
    for found in (jc_iq_gesamt(rates, stocks), jc_iq_gesamt(rate_list, stock_list)):
        if not np.isclose(found, by_numpy, rtol=1e-12):
            raise SystemExit("The benchmark compares different figures; please mend it.")
    few = max(3, arguments.rounds // 4)
    ours, other = least(
        (lambda: jc_iq_gesamt(rates, stocks), lambda: np.dot(rates, stocks) / stocks.sum()), 4 * arguments.rounds
    )
    judge(f"{ROWS:,} rows, arrays", ours, other, "ms", 1e3, ours / other, arguments.limit_arrays)
    ours, other = least(
        (lambda: jc_iq_gesamt(rate_list, stock_list), lambda: (np.array(rate_list), np.array(stock_list))), few
    )
    judge(f"{ROWS:,} rows, lists", ours, other, "ms", 1e3, ours / other, arguments.limit_lists)
    ours, other = least((lambda: rounded(rates, 3), lambda: np.round(rates, 3)), few)
    judge(f"{ROWS:,} numbers, rounded", ours, other, "ms", 1e3, ours / other, arguments.limit_rounding)
    found = blocks(arguments.rounds)
    ratios = {name: (whole - core) / core for name, (whole, core) in found.items()}
    if arguments.each:
        for name, (whole, core) in found.items():
            print(f"    {name:24} whole {whole:7.1f} µs  core {core:7.1f} µs  ratio {ratios[name]:.2f}")
    whole, core = (statistics.median(each) for each in zip(*found.values(), strict=True))
    label = f"12 rows a range, {len(found)} functions"
    judge(label, whole - core, core, "µs", 1, statistics.median(ratios.values()), arguments.limit_block)
    single, into, out = least(
        [lambda name=name, given=given: evaluate(CATALOGUE[name], *given) for name, *given in (SINGLE, INTO, OUT_OF)],
        arguments.rounds,
        200,
    )
    print(f"  one number {single * 1e6:.1f} µs, 12×2 in {into * 1e6:.1f} µs, 12×2 out {out * 1e6:.1f} µs", end="")
    print(f"  1 : {into / single:.2f} : {out / single:.2f}")
    ours, other = imports(max(5, arguments.rounds // 2), "jcplan.functions", "numpy")
    judge("import of the functions", ours, other, "ms", 1e3, ours / other, arguments.limit_import)
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
