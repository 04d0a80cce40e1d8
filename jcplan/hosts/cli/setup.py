"""``jcplan excel``: sets Excel up for this user, on a PC with Python or from the folder that brings its own."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from jcplan.build import build
from jcplan.cases import YEARS, case
from jcplan.errors import InputError
from jcplan.hosts.cli import show
from jcplan.hosts.cli.serve import ENDED
from jcplan.hosts.excel import installation, serve
from jcplan.hosts.excel.desk import ThisDesk
from jcplan.hosts.excel.dropped import dropped
from jcplan.hosts.excel.probe import ThisPC
from jcplan.hosts.excel.workbook import to_macro
from jcplan.ooxml import replace_atomically

_CALL = "JCPLAN_AUFRUF"
"""How ``Einrichten.cmd`` was called, which it says in the environment."""
_SCRIPT = "Einrichten.cmd"


def excel(arguments: argparse.Namespace) -> int:
    """``jcplan excel install [PLAN] | remove | status``."""
    probe, desk = ThisPC(), ThisDesk()
    plans = [path for path in arguments.path if path]
    if arguments.what == "install":
        said = installation.install(probe, desk, _make, _one(dropped(os.environ.get(_CALL, ""), _SCRIPT), plans))
    elif plans:
        raise InputError("PLAN", f"„{plans[0]}“", f"nichts hinter {arguments.what}")
    elif arguments.what == "remove":
        ended = serve.stop()
        said = ([] if ended is None else [ENDED[ended]]) + installation.remove(probe, desk)
    else:
        said = installation.status(probe, desk)
    for sentence in said:
        show.line(sentence)
    return 0


def _one(dropped_plans: list[str] | None, named: list[str]) -> str:
    """The plan that was dropped or named, ``""`` for none.

    Raises:
        InputError: There are several.
    """
    plans = named if dropped_plans is None else dropped_plans
    if len(plans) > 1:
        raise InputError("PLAN", " und ".join(f"„{plan}“" for plan in plans), "eine Planung", "Bitte nur eine nehmen.")
    return str(Path(plans[0]).absolute()) if plans else ""


def _make(plan: str) -> None:
    """A new plan with the usual example."""
    path = Path(plan)
    path.parent.mkdir(parents=True, exist_ok=True)
    example = case(YEARS[0])
    replace_atomically(path, to_macro(lambda hook: build(example, prepare=hook)), backup=False)
