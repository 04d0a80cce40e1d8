"""How much longer a block takes than a single number, over COM. Under Wine: ``SCRIPT=benchmark.py run.sh DIR``.

Both calls alternate in one run; the median of each counts. Exit status 1 if a block takes more than
1.5 times as long.
"""

# its output is what it is for

from __future__ import annotations

import statistics
import sys
import time

import test_com

ROUNDS = 400
LIMIT = 1.5
RATES = tuple((0.10 + n / 100,) for n in range(12))
HEADS = tuple((1000.0 + n,) for n in range(12))
CALLS = {
    "eine Zahl: JC_IQ_ZIEL(0,23; 0,015)": ("JC_IQ_ZIEL", 0.23, 0.015),
    "12×2 hinein: JC_IQ_GESAMT(12 Quoten; 12 Bestände)": ("JC_IQ_GESAMT", RATES, HEADS),
    "12×2 heraus: JC_IQ_ZERLEGUNG(vier Spalten zu 12)": ("JC_IQ_ZERLEGUNG", RATES, HEADS, RATES, HEADS),
}


def main() -> int:
    server = test_com.start_server()
    times: dict[str, list[float]] = {label: [] for label in CALLS}
    for turn in range(ROUNDS + 20):
        for label, (name, *arguments) in CALLS.items():
            start = time.perf_counter()
            server.CallUDF(test_com.wrappers.MODULE, name, arguments)
            if turn >= 20:
                times[label].append(time.perf_counter() - start)
    medians = {label: statistics.median(values) * 1000 for label, values in times.items()}
    single = next(iter(medians.values()))
    for label, median in medians.items():
        print(f"{median:7.3f} ms  {median / single:5.2f}-fach  {label}")
    worst = max(medians.values()) / single
    print(f"höchstens {LIMIT}-fach erlaubt: {'eingehalten' if worst <= LIMIT else 'NICHT eingehalten'} ({worst:.2f})")
    sys.stdout.flush()
    return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    import os

    code = main()
    os._exit(code)
