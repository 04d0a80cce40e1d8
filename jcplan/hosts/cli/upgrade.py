"""The command that brings a workbook of an earlier version, or of another shape, to this one."""

from __future__ import annotations

import argparse
from functools import partial

from jcplan import __version__
from jcplan.hosts.cli import show
from jcplan.hosts.cli.commands import in_and_out, now, show_written, user, written
from jcplan.hosts.cli.shape import shaped
from jcplan.hosts.excel.upgrade import upgrade_file


def run(arguments: argparse.Namespace) -> int:
    """``jcplan upgrade ALT [-o NEU] [--gruppen 3] [--teams 5,5,3] … [--json]``."""
    path, out = in_and_out(arguments)
    report, saved = upgrade_file(path, out, who=arguments.wer or user(), when=now(), shape=partial(shaped, arguments))
    if arguments.json:
        found = {
            "ergebnis": report.outcome,
            "version_vorher": report.before,
            "version": __version__,
            "form": report.form,
            "eigene_blaetter": report.own_sheets,
            "als_wert": report.as_values,
            "nicht_uebernommen": [str(each) for each in report.lost],
        }
        show.data(found | written(out or path, saved, *report.notes), indent=2)
        return 0
    show.line(report.text())
    show_written(out or path, saved)
    return 0
