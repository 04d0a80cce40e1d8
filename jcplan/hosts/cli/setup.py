"""``jcplan excel``: sets Excel up for this user, on a PC with Python or from the folder that brings its own."""

from __future__ import annotations

import argparse
from pathlib import Path

from jcplan.build import build
from jcplan.cases import YEARS, case
from jcplan.errors import InputError
from jcplan.hosts.cli import show
from jcplan.hosts.cli.serve import ENDED
from jcplan.hosts.excel import installation, serve
from jcplan.hosts.excel.desk import ThisDesk
from jcplan.hosts.excel.probe import ThisPC
from jcplan.hosts.excel.workbook import to_macro
from jcplan.ooxml import replace_atomically


def excel(arguments: argparse.Namespace) -> int:
    """``jcplan excel install [PLAN] | remove | status``."""
    probe, desk = ThisPC(), ThisDesk()
    if arguments.what == "install":
        plan = str(Path(arguments.path).absolute()) if arguments.path else ""
        said = installation.install(probe, desk, _make, plan)
    elif arguments.path:
        raise InputError("PLAN", f"„{arguments.path}“", f"nichts hinter {arguments.what}")
    elif arguments.what == "remove":
        ended = serve.stop()
        said = ([] if ended is None else [ENDED[ended]]) + installation.remove(probe, desk)
    else:
        said = installation.status(probe, desk)
    for sentence in said:
        show.line(sentence)
    return 0


def _make(plan: str) -> None:
    """A new plan with the usual example."""
    path = Path(plan)
    path.parent.mkdir(parents=True, exist_ok=True)
    example = case(YEARS[0])
    replace_atomically(path, to_macro(lambda hook: build(example, prepare=hook)), backup=False)
