"""``jcplan new PATH --aus PLAN``: the plan of the next year from this one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from jcplan.errors import InputError
from jcplan.german import number
from jcplan.hosts.cli import show
from jcplan.hosts.cli.commands import now, show_written, user, written
from jcplan.hosts.cli.values import plain, whole_numbers
from jcplan.hosts.excel.next_year import Made, next_year_file
from jcplan.model.shape import MOST
from jcplan.nextyear import BEST, NextYear


def run(arguments: argparse.Namespace) -> int:
    """``jcplan new PATH --aus PLAN [--basis plan|ist] [--json]``; the path is known to be free, or to be replaced."""
    if arguments.aus is None:
        raise InputError("--basis", f"„{arguments.basis}“ ohne --aus", "--aus PLAN, aus dem der neue Plan entsteht")
    shape = [name for name in (*MOST, "teams") if getattr(arguments, name) is not None]
    if shape:
        advice = "Die neue Mappe hat die Form der bisherigen; „jcplan upgrade“ ändert sie danach."
        raise InputError(f"--{shape[0]}", "zugleich --aus", "eines von beiden", advice)
    made = next_year_file(
        Path(arguments.aus),
        Path(arguments.path),
        who=arguments.wer or user(),
        when=now(),
        basis=arguments.basis or BEST,
        replace=arguments.ueberschreiben,
    )
    if arguments.json:
        show.data(whole_numbers(_as_json(made) | written(made.path, made.saved, *made.plan.notes)), indent=2)
        return 0
    _show(made.plan)
    show.line("\n" + made.text())
    show_written(made.path, made.saved)
    return 0


def _show(plan: NextYear) -> None:
    """Every input that is or was filled."""
    rows = [
        (row.change.name, row.change.label, row.before, row.after, row.fate.origin)
        for row in plan.rows
        if not row.fate.filler
    ]
    header = ("Name", "Bezeichnung", f"Plan {plan.source.year}", f"Plan {plan.year}", "woher")
    show.table(f"Plan {plan.year}, Wert für Wert", header, rows, right=(2, 3))
    if plan.seasons:
        seasons = [
            (season.measure.label, _weights(season.before), _weights(season.after), season.origin)
            for season in plan.seasons
        ]
        show.line()
        show.table("Saisonverlauf, Januar bis Dezember", ("Kennzahl", "bisher", "neu", "woher"), seasons)


def _weights(values: tuple[Any, ...]) -> str:
    return " ".join(number(value, 2) if isinstance(value, int | float) else "–" for value in values)


def _as_json(made: Made) -> dict[str, Any]:
    plan = made.plan
    return {
        "ergebnis": plan.outcome,
        "planjahr": plan.year,
        "aus": {
            "datei": plan.source.title,
            "pruefsumme": plan.source.checksum,
            "version": plan.source.version,
            "planjahr": plan.source.year,
        },
        "noch_felder": made.missing,
        "werte": [
            {
                "name": row.change.name,
                "bezeichnung": row.change.label,
                "einheit": row.change.unit,
                "vorher": row.change.before,
                "nachher": row.change.after,
                "woher": row.fate.origin,
                "datenstand": row.fate.as_of,
                "hinweis": row.fate.note,
                "neu_eintragen": row.fate.due,
            }
            for row in plan.rows
        ],
        "weitere": [
            {"name": name, "woher": further.origin, "werte": [[plain(cell) for cell in row] for row in further.rows]}
            for name, further in plan.areas.items()
        ],
        "saison": [
            {
                "kennzahl": season.measure.key,
                "vorher": [plain(each) for each in season.before],
                "nachher": [plain(each) for each in season.after],
                "woher": season.origin,
            }
            for season in plan.seasons
        ],
    }
