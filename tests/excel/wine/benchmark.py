"""How long a call takes over COM, by the two ways from Excel to Python. Under Wine: ``SCRIPT=benchmark.py run.sh DIR``.

„eigenes Python“ is the server that xlwings starts, „Dienst“ is ``jcplan serve``. All calls alternate in one run; the
median of each counts. Exit status 1 if a block takes more than 1.5 times as long as a single number, or a call of the
service more than 1.5 times as long as one of the server that xlwings starts. The last line is for programs.
"""

# its output is what it is for

from __future__ import annotations

import contextlib
import json
import os
import statistics
import sys
import tempfile
import time

import test_com
import test_served

from jcplan.hosts.excel import consent, serve
from jcplan.hosts.excel.probe import ThisPC

ROUNDS = 400
LIMIT = 1.5
RATES = tuple((0.10 + n / 100,) for n in range(12))
HEADS = tuple((1000.0 + n,) for n in range(12))
CALLS = {
    "eine Zahl: JC_IQ_ZIEL(0,23; 0,015)": ("JC_IQ_ZIEL", 0.23, 0.015),
    "12×2 hinein: JC_IQ_GESAMT(12 Quoten; 12 Bestände)": ("JC_IQ_GESAMT", RATES, HEADS),
    "12×2 heraus: JC_IQ_ZERLEGUNG(vier Spalten zu 12)": ("JC_IQ_ZERLEGUNG", RATES, HEADS, RATES, HEADS),
}
OWN, SERVICE = "eigenes Python", "Dienst"


def medians(ways: dict[str, object]) -> dict[str, dict[str, float]]:
    """Milliseconds by call and way."""
    times: dict[str, dict[str, list[float]]] = {label: {way: [] for way in ways} for label in CALLS}
    for turn in range(ROUNDS + 20):
        for label, (name, *arguments) in CALLS.items():
            for way, server in ways.items():
                start = time.perf_counter()
                server.CallUDF(test_com.wrappers.MODULE, name, arguments)
                if turn >= 20:
                    times[label][way].append(time.perf_counter() - start)
    return {label: {way: statistics.median(t) * 1000 for way, t in found.items()} for label, found in times.items()}


def missing() -> float:
    """Milliseconds that it takes to find that no service runs."""
    times = []
    for _ in range(50):
        begun = time.perf_counter()
        with contextlib.suppress(test_served.pythoncom.com_error):
            test_served.connected()
            raise AssertionError("es läuft einer")
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def main() -> int:
    os.environ["LOCALAPPDATA"] = tempfile.mkdtemp()
    consent.record(ThisPC(), "Eva Muster, IT, 12.03.2027", test_com.dt.date.today())
    begun = time.perf_counter()
    own = test_com.start_server()
    own.CallUDF(test_com.wrappers.MODULE, "JC_VERSION", [])
    first = {OWN: (time.perf_counter() - begun) * 1000}
    print(f"{missing():7.3f} ms  vergebliche Suche nach dem Dienst, einmal in der Sekunde")
    test_served.started()
    begun = time.perf_counter()
    service = test_served.connected()
    service.CallUDF(test_com.wrappers.MODULE, "JC_VERSION", [])
    first[SERVICE] = (time.perf_counter() - begun) * 1000
    try:
        found = medians({OWN: own, SERVICE: service})
    finally:
        serve.stop()
    code = 0
    for way in (OWN, SERVICE):
        single = found[next(iter(CALLS))][way]
        for label in CALLS:
            print(f"{found[label][way]:7.3f} ms  {found[label][way] / single:5.2f}-fach  {way}, {label}")
        code |= judged(f"Block gegen eine Zahl, {way}", max(found[label][way] for label in CALLS) / single)
    code |= judged(f"{SERVICE} gegen {OWN}", max(times[SERVICE] / times[OWN] for times in found.values()))
    print(json.dumps({"erster Aufruf": first} | found, ensure_ascii=False))
    sys.stdout.flush()
    return code


def judged(what: str, ratio: float) -> int:
    kept = ratio <= LIMIT
    print(f"{what}: höchstens {LIMIT}-fach erlaubt: {'eingehalten' if kept else 'NICHT eingehalten'} ({ratio:.2f})")
    return 0 if kept else 1


if __name__ == "__main__":
    code = main()
    os._exit(code)
