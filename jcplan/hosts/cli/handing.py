"""The commands that give something of a plan away: values, pages, single figures. As those in ``commands``."""

from __future__ import annotations

import argparse
from pathlib import Path

from jcplan.document import scrap as scraps
from jcplan.document.form import read_form
from jcplan.document.source import Figures
from jcplan.errors import FileError, InputError
from jcplan.hosts import hand_round as rounds
from jcplan.hosts.cli import show
from jcplan.hosts.cli.commands import now, uncomputed_as_json
from jcplan.hosts.file import FileBook
from jcplan.ooxml import one_at_a_time, refuse_if_open, refuse_unreplaceable, replace_atomically


def hand_round(arguments: argparse.Namespace) -> int:
    """``jcplan weitergeben PLAN [-o ORDNER] [--ohne-pdf] [--json]``."""
    folder = Path(arguments.out) if arguments.out else None
    handed = rounds.hand_round(Path(arguments.path), folder, when=now(), pages=not arguments.ohne_pdf)
    copy = handed.copy
    if arguments.json:
        found = {
            "arbeitsmappe": str(handed.workbook),
            "pdf": [str(path) for path in handed.pages],
            "satz": copy.says,
            "warnungen": list(copy.warnings),
            "nicht_gerechnet": uncomputed_as_json(copy.uncomputed),
            "ausgelassen": list(copy.lost),
            "hinweise": list(handed.notes),
        }
        show.data(found, indent=2)
        return 0
    show.line(copy.says)
    for warning in copy.warnings:
        show.line(warning)
    if copy.lost:
        show.line("\nAusgelassen, weil es rechnet:")
        for each in copy.lost:
            show.line(f"  {each}")
    show.line(f"\nArbeitsmappe: {handed.workbook}")
    for path in handed.pages:
        show.line(f"PDF: {path}")
    for note in handed.notes:
        show.line(f"Hinweis: {note}")
    return 0


def scrap(arguments: argparse.Namespace) -> int:
    """``jcplan zahl PLAN NAME [--form %1] [-o DATEI] [--json]``."""
    figures = Figures(FileBook(Path(arguments.path)))
    form = read_form(arguments.form, "--form") if arguments.form else figures.usual(arguments.name)
    data = scraps.scrap(figures, arguments.name, form)
    target = Path(arguments.out or scraps.FILE)
    if target.suffix.lower() != ".docx":
        raise InputError(str(target), f"die Endung „{target.suffix}“", ".docx")
    if arguments.out is None and target.exists():
        raise FileError(f"{target} gibt es schon. Bitte mit -o einen anderen Namen nennen.")
    refuse_unreplaceable(target)
    with one_at_a_time(target) as notes:
        refuse_if_open(target)
        saved = replace_atomically(target, data, backup=True)
    name = figures.name(arguments.name) or arguments.name
    text = figures.figure(name, form) or ""
    if arguments.json:
        notes = (*notes, *saved.notes)
        show.data(
            {"dokument": str(target), "name": name, "form": str(form), "text": text, "hinweise": list(notes)}, indent=2
        )
        return 0
    show.line(f"„{figures.label(name)}“ ({name}): {text}")
    show.line(f"Dokument: {target}" + (f" (vorher: {saved.backup})" if saved.backup else ""))
    for note in (*notes, *saved.notes):
        show.line(f"Hinweis: {note}")
    return 0
