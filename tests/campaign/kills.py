"""Kills the command line at random points: a file is then whole, the old one or the new one, and the next run works.

``python tests/campaign/kills.py --count 300 --seed 1``. The last lines count what came of it; the
exit code is 1 where anything was lost. Half of the kills come after a random time, half at a random
step of those that touch the workbook's folder, so that the short moment of writing gets its share.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from unittest import mock

from jcplan.build import build
from jcplan.errors import JcplanError
from jcplan.hosts.cli import main
from jcplan.ooxml import WorkbookFile

NAME = "Plan.xlsx"
DELIVERY = "monat;einheit;kennzahl;wert\n03.2017;gesamt;ELB;26000\n"
COMMANDS = {
    "refresh": ["refresh", NAME, "--wer", "Test"],
    "refresh -o": ["refresh", NAME, "-o", "Neu.xlsx", "--wer", "Test"],
    "import-ist": ["import-ist", "ist.csv", NAME, "--wer", "Test"],
    "new": ["new", "Neu.xlsx"],
}
STEPS = 24
"""A refresh takes some twenty steps in the folder."""

AT_STEP = """
import os, signal, sys
folder, left = os.path.realpath(os.getcwd()), [int(sys.argv[1])]
def count(event, arguments):
    if event in TOUCHING and isinstance(arguments[0], (str, os.PathLike)) and os.path.realpath(arguments[0]).startswith(folder):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
TOUCHING = {"open", "os.rename", "os.remove", "os.chmod", "os.chown", "os.listxattr", "os.getxattr", "os.scandir", "os.listdir"}
from jcplan.hosts.cli import main
import jcplan.hosts.cli.grammar
sys.addaudithook(count)
sys.exit(main(sys.argv[2:]))
"""


def whole(path: Path) -> bool:
    """Whether a file is a workbook that can be read to its end."""
    try:
        book = WorkbookFile.read(path)
        for sheet in book.sheets:
            book.cells(sheet)
        book.to_bytes()
    except JcplanError:
        return False
    return True


def kill(folder: Path, command: list[str], rng: random.Random, seconds: float | None) -> bool:
    """Starts a command in a folder and kills it, without ``seconds`` at a step only; whether it had ended before."""
    if seconds is None or rng.random() < 0.5:
        step = str(rng.randint(1, STEPS))
        started = [sys.executable, "-c", AT_STEP, step, *command]
        done = subprocess.run(started, cwd=folder, capture_output=True, check=False)
        return done.returncode != -signal.SIGKILL
    started = [sys.executable, "-m", "jcplan", *command]
    with subprocess.Popen(started, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(rng.uniform(0, seconds))
        process.kill()
    return process.returncode != -signal.SIGKILL


def one(folder: Path, plan: bytes, rng: random.Random, seconds: float | None) -> list[str]:
    """One kill in an empty folder; gives what is to be counted, wrong outcomes with ``falsch``."""
    (folder / NAME).write_bytes(plan)
    (folder / "ist.csv").write_text(DELIVERY, encoding="utf-8")
    label = rng.choice(list(COMMANDS))
    command = COMMANDS[label]
    found = ["zu Ende gekommen" if kill(folder, command, rng, seconds) else "abgebrochen"]
    for name in (NAME, "Neu.xlsx"):
        path = folder / name
        if path.exists() and path.read_bytes() != plan and not whole(path):
            found.append(f"falsch: {label}: {name} ist nicht ganz")
    if not (folder / NAME).exists():
        found.append(f"falsch: {label}: {NAME} fehlt")
    if (folder / f"{NAME}.bak").exists() and (folder / f"{NAME}.bak").read_bytes() != plan:
        found.append(f"falsch: {label}: die Sicherung ist nicht die alte Datei")
    found += ["Sperrdatei oder Rest geblieben"] if any(p.name.startswith(".") for p in folder.iterdir()) else []
    again = [str(folder / word) if "." in word else word for word in command]
    with mock.patch("jcplan.ooxml.hold.time.sleep", wraps=time.sleep) as waited:
        code = main(again + (["--ueberschreiben"] if label == "new" else []))
    if code != 0:
        found.append(f"falsch: {label}: der nächste Lauf endet mit {code}")
    if waited.called:  # for a dead one
        found.append(f"falsch: {label}: der nächste Lauf hat gewartet")
    left = sorted(p.name for p in folder.iterdir() if p.name.startswith("."))
    if left:
        found.append(f"falsch: {label}: nach dem nächsten Lauf liegt noch {', '.join(left)}")
    return found


def run(count: int, seed: int, *, timed: bool = True) -> Counter[str]:
    """So many kills, half of them after a random time, or all at random steps; what came of them."""
    rng = random.Random(seed)
    plan = build()
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "Probe"
        folder.mkdir()
        seconds = _usual_time(folder, plan) if timed else None
        for number in range(count):
            shutil.rmtree(folder)
            folder.mkdir()
            counts.update(one(folder, plan, rng, seconds))
            if sys.stderr.isatty():
                print(f"\r{number + 1} von {count}", end="", file=sys.stderr)
    return counts


def _usual_time(folder: Path, plan: bytes) -> float:
    """Seconds in which a refresh ends here, and a tenth more."""
    (folder / NAME).write_bytes(plan)
    began = time.monotonic()
    started = [sys.executable, "-m", "jcplan", *COMMANDS["refresh"]]
    subprocess.run(started, cwd=folder, capture_output=True, check=True)
    return 1.1 * (time.monotonic() - began)


def report(title: str, count: int, counts: Counter[str]) -> int:
    """Prints the counts; 1 where anything is wrong."""
    wrong = {what: times for what, times in counts.items() if what.startswith("falsch")}
    print()
    for what, times in sorted(counts.items()):
        print(f"  {times:6d}  {what}")
    print(f"{title}: {count}, davon falsch ausgegangen: {sum(wrong.values())}")
    return 1 if wrong else 0


def arguments(text: str, count: int) -> argparse.Namespace:
    """``--count`` and ``--seed``."""
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("--count", type=int, default=count)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    chosen = arguments("Abbrüche der Kommandozeile", 300)
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()):  # what the next runs say
        result = run(chosen.count, chosen.seed)
    sys.exit(report("Abbrüche der Kommandozeile", chosen.count, result))
