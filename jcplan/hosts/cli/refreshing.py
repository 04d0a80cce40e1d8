"""``jcplan refresh``: one workbook, or each of several. One does without what several need."""

from __future__ import annotations

import argparse
import glob

from jcplan.hosts.cli import commands


def refresh(arguments: argparse.Namespace) -> int:
    """``jcplan refresh PATH … [-o OUT] [--json]``."""
    first, *others = arguments.paths
    if others or glob.has_magic(first):
        from jcplan.hosts.cli import several  # noqa: PLC0415  # starts processes, which takes its time to load

        return several.refresh(arguments)
    arguments.path = first
    return commands.refresh(arguments)
