"""The command line: ``jcplan new | refresh | import-ist | check | eval | functions | open …``."""

from __future__ import annotations

from jcplan.hosts.cli.entry import main

__all__ = ["main"]
