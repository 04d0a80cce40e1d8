"""How long a call of a function takes by each way: Excel's own Python, the service, LibreOffice; in one run.

    python tests/excel/latency.py [WINE_FOLDER]

The first two over COM under Wine (``wine/benchmark.py``, whose exit status is passed on), the third as a formula in a
sheet, in LibreOffice's process and through its worker. Wine is no Windows, and an office PC no such machine: the
figures are for comparing versions.
"""

# its output is what it is for

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from tools.office import Office  # noqa: E402

COPIES, ROUNDS = 50, 20
FORMULAS = {
    "eine Zahl": "JC_IQ_ZIEL({x};0.015)",
    "12×2 hinein": "JC_IQ_GESAMT({x}*$A$2:$A$13;$B$2:$B$13)",
    "12×2 heraus": "JC_IQ_ZERLEGUNG({x}*$A$2:$A$13;$B$2:$B$13;$A$2:$A$13;$B$2:$B$13)",
}
"""As in ``wine/benchmark.py``; ``{x}`` is different in each copy and each round, so that nothing is remembered."""


def libreoffice(mode: str) -> dict[str, float]:
    """Milliseconds a call."""
    found = {}
    with Office(mode=mode) as office, office.open() as document:
        sheet = document.model.Sheets.getByIndex(0)
        document.model.enableAutomaticCalculation(False)
        for row in range(12):
            sheet.getCellByPosition(0, row + 1).Value = 0.10 + row / 100
            sheet.getCellByPosition(1, row + 1).Value = 1000.0 + row
        for label, formula in FORMULAS.items():
            rows, columns = (12, 2) if label.endswith("heraus") else (1, 1)
            areas = [
                sheet.getCellRangeByPosition(3, top, 2 + columns, top + rows - 1)
                for top in range(0, COPIES * rows, rows)
            ]
            for copy, area in enumerate(areas):
                area.setArrayFormula("=" + formula.format(x=f"($A$1+{copy}*0.000001)"))
            times = []
            for number in range(ROUNDS + 2):
                sheet.getCellByPosition(0, 0).Value = 0.20 + number * 0.001
                start = time.perf_counter()
                document.recalculate()
                times.append((time.perf_counter() - start) / COPIES * 1000)
            assert areas[-1].getCellByPosition(columns - 1, rows - 1).getError() == 0, label
            found[label] = statistics.median(times[2:])
            for area in areas:
                area.clearContents(1023)
    return found


def wine(folder: Path) -> tuple[dict[str, dict[str, float]], int]:
    """What ``wine/benchmark.py`` found, and its exit status."""
    environment = {**os.environ, "PYTHON": sys.executable, "SCRIPT": "benchmark.py"}
    subprocess.run([HERE / "wine" / "setup.sh", folder], env=environment, check=True)
    done = subprocess.run(
        [HERE / "wine" / "run.sh", folder],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    *lines, last = [line for line in done.stdout.splitlines() if line.strip()]
    print("\n".join(lines))
    return json.loads(last), done.returncode


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "wine"
    folder.mkdir(parents=True, exist_ok=True)
    over_com, code = wine(folder)
    first = over_com.pop("erster Aufruf")
    offices = {"LibreOffice": libreoffice("auto"), "LibreOffice, Hilfsprozess": libreoffice("worker")}
    print(
        "\nMedian je Aufruf in ms; der erste mit Start und Verbindung: "
        + ", ".join(f"{w} {t:.0f} ms" for w, t in first.items())
    )
    for label, ways in over_com.items():
        short = label.partition(":")[0]
        all_ways = ways | {way: times[short] for way, times in offices.items()}
        print(f"  {short:12}" + "".join(f"  {way} {time_:.3f}" for way, time_ in all_ways.items()))
    return code


if __name__ == "__main__":
    sys.exit(main())
