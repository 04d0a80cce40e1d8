"""``jcplan doctor``: what keeps Excel from working here, and a page for IT."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any, Final

from jcplan.buttons import IT_PAGE
from jcplan.errors import FileError, InputError
from jcplan.hosts.cli import show
from jcplan.hosts.excel import calling
from jcplan.hosts.excel import doctor as diagnosis
from jcplan.hosts.excel.doctor import page
from jcplan.hosts.excel.probe import Probe, ThisPC, documents
from jcplan.ooxml import refuse_unreplaceable, replace_atomically

_HEADER: Final = ("Urteil", "was", "gefunden", "was zu tun ist", "wer")


def run(arguments: argparse.Namespace) -> int:
    """``jcplan doctor [PATH] [--fix] [--it [PAGE]] [--json]``: 1 where something is broken."""
    probe = ThisPC()
    target = None if arguments.it is None else _target(arguments.it or _usual(probe))
    done = diagnosis.fix(probe) if arguments.fix else ""
    findings = diagnosis.urgent_first(diagnosis.examine(_whole(arguments.path or ""), probe))
    if target:
        _write(target, probe, findings)
    if arguments.json:
        show.data(_as_json(findings, done, target), indent=2)
    else:
        if done:
            show.line(done)
        rows = [(f.verdict.value, f.title, f.found, f.what_to_do, f.whom) for f in findings]
        show.table("Excel auf diesem PC", _HEADER, rows)
        if target:
            show.line(f"Seite für die IT: {target}")
        elif any(f.allow and f.verdict is diagnosis.Verdict.BAD for f in findings):
            show.line(f"Was die IT erlauben muss, schreibt {calling.call('doctor --it', probe)} auf eine Seite.")
    return 0 if diagnosis.is_healthy(findings) else 1


def _whole(path: str) -> str:
    """A path from its root, as Excel sees it; web addresses as they are."""
    return path if not path or "://" in path else str(Path(path).absolute())


def _usual(probe: Probe) -> str:
    """Where the page goes if nobody says: to the user's documents, not beside programs; without Windows, here."""
    return str(Path(documents(probe), IT_PAGE)) if probe.platform == "win32" else IT_PAGE


def _target(name: str) -> Path:
    """Where the page goes.

    Raises:
        InputError: It has another suffix than pages have.
        FileError: Another file is there, or it cannot be written.
    """
    path = Path(name)
    if path.suffix.lower() not in (".html", ".htm"):
        advice = f"Eine Mappe steht davor: {calling.command('doctor Plan.xlsm --it')}"
        raise InputError("--it", f"„{name}“", "der Name der Seite mit der Endung .html, oder keiner", advice)
    if path.exists() and page.MARK not in path.read_text("utf-8", "replace"):
        raise FileError(f"{path}: Die Datei gibt es schon, und sie ist keine solche Seite. Bitte einen anderen Namen.")
    refuse_unreplaceable(path)
    return path


def _write(target: Path, probe: Probe, findings: list[diagnosis.Finding]) -> None:
    text = page.page(probe, findings, dt.datetime.now(tz=dt.UTC).astimezone().date())
    replace_atomically(target, text.encode(), backup=False)


def _as_json(findings: list[diagnosis.Finding], done: str, target: Path | None) -> dict[str, Any]:
    return {
        "in_ordnung": diagnosis.is_healthy(findings),
        "befunde": [
            {
                "urteil": finding.verdict.value,
                "was": finding.title,
                "gefunden": finding.found,
                "zu_tun": finding.what_to_do,
                "wer": finding.whom,
                "erlauben": finding.allow,
            }
            for finding in findings
        ],
        "eingetragen": done,
        "seite": str(target) if target else None,
    }
