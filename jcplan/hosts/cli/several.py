"""„Ziele aktualisieren“ in many workbooks at once."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jcplan.buttons import button
from jcplan.errors import InputError
from jcplan.german import count
from jcplan.hosts import many
from jcplan.hosts.cli import commands, show
from jcplan.hosts.cli.codes import BAD_INPUT, FINE
from jcplan.hosts.cli.values import whole_numbers
from jcplan.hosts.file import refresh_and_check_file
from jcplan.hosts.many import Failed


def refresh(arguments: argparse.Namespace) -> int:
    """``jcplan refresh PATH … [-o OUT] [--json]``: one workbook, or each of several."""
    files = many.expanded(arguments.paths)
    if len(files) == 1:
        arguments.path = str(files[0])
        return commands.refresh(arguments)
    if arguments.out:
        advice = "Bitte -o weglassen; jede Mappe wird an Ort und Stelle aktualisiert, mit Sicherung .bak."
        raise InputError("-o", f"„{arguments.out}“ zu {len(files)} Arbeitsmappen", "eine einzige Arbeitsmappe", advice)
    work = partial(_refreshed, who=arguments.wer or commands.user(), when=commands.now())
    found = []
    with show.progress(button("refresh").title, len(files)) as advance:
        for outcome in many.each(work, files, load=Path):
            found.append(outcome)
            advance()
    return _told(files, found, as_json=arguments.json)


@dataclass(frozen=True)
class _Refreshed:
    """What is told of one workbook of several.

    Attributes:
        outcome: What happened, a sentence.
        remarks: What else is to be known.
        data: For programs, as of a single workbook.
    """

    outcome: str
    remarks: tuple[str, ...]
    data: dict[str, Any]


def _refreshed(path: Path, *, who: str, when: dt.datetime) -> _Refreshed:
    refreshed, saved = refresh_and_check_file(path, None, who=who, when=when)
    counted = (
        (len(refreshed.contradictions), "Widerspruch in den Zahlen", "Widersprüche in den Zahlen"),
        (len(refreshed.report.deviations), "Formel nicht wie geliefert", "Formeln nicht wie geliefert"),
        (len(refreshed.errors), "Fehler in Zellen", "Fehler in Zellen"),
        (len(refreshed.uncomputed), "Formel nicht gerechnet", "Formeln nicht gerechnet"),
    )
    remarks = (count(number, one, more) for number, one, more in counted if number)
    data = commands.refreshed_as_json(refreshed) | commands.written(path, saved)
    return _Refreshed(refreshed.report.outcome + ".", (*remarks, *saved.notes), data)


def _told(files: Sequence[Path], found: Sequence[_Refreshed | Failed], *, as_json: bool) -> int:
    failed = [(path, each) for path, each in zip(files, found, strict=True) if isinstance(each, Failed)]
    good = [(path, each) for path, each in zip(files, found, strict=True) if isinstance(each, _Refreshed)]
    if as_json:
        data = {
            "arbeitsmappen": [whole_numbers(each.data) for _, each in good],
            "nicht_aktualisiert": [{"arbeitsmappe": str(path), "grund": each.reason} for path, each in failed],
        }
        show.data(data, indent=2)
        return BAD_INPUT if failed else FINE
    if good:
        rows = [(str(path), each.outcome, "; ".join(each.remarks)) for path, each in good]
        show.table("Ziele aktualisiert", ("Arbeitsmappe", "Ergebnis", "zu beachten"), rows)
    show.line(f"\n{len(good)} von {count(len(files), 'Arbeitsmappe', 'Arbeitsmappen')} aktualisiert.")
    for path, each in failed:
        show.error(f"Nicht aktualisiert: {each.told(path)}")
    return BAD_INPUT if failed else FINE
