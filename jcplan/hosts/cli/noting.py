"""The commands on what people noted on a figure and on its history. As those in ``commands``."""

from __future__ import annotations

import argparse
from typing import Any

from jcplan.ask import comments, figure
from jcplan.ask.history import history as history_of
from jcplan.ask.state import State
from jcplan.hosts.cli import show
from jcplan.hosts.cli.commands import in_and_out, now, show_written, user, written
from jcplan.hosts.cli.values import whole_numbers
from jcplan.hosts.file import FileBook, rewritten


def comment(arguments: argparse.Namespace) -> int:
    """``jcplan kommentar PLAN [NAME [TEXT]] [--wer] [-o OUT] [--json]``."""
    if arguments.text is not None:
        return _add(arguments)
    path, _ = in_and_out(arguments)
    state = State(FileBook(path))
    only = figure.find(state, arguments.figure) if arguments.figure else None
    found = comments.on(state, only) if only else comments.read(state)
    if arguments.json:
        show.data([each.as_data() for each in found], indent=2)
        return 0
    about = f" zu {only}" if only else ""
    if not found:
        show.line(f"Noch kein Kommentar{about}.")
        return 0
    rows = [(_called(state, each.name), each.day, each.who, each.then, each.state, each.text) for each in found]
    show.table(f"Kommentare{about}", ("Zahl", "am", "wer", "Wert damals", "Stand", "Kommentar"), rows)
    return 0


def _called(state: State, name: str) -> str:
    known = figure.figure(state, name)
    return known.label if known else f"{name} (gibt es hier nicht)"


def _add(arguments: argparse.Namespace) -> int:
    path, out = in_and_out(arguments)

    def act(book: FileBook) -> tuple[tuple[figure.Figure, comments.Comment], bytes]:
        state = State(book)
        about = figure.find(state, arguments.figure)
        added = comments.add(state, about, arguments.text, who=arguments.wer or user(), when=now())
        return (about, added), book.to_bytes()

    (about, added), saved = rewritten(path, out, act)
    if arguments.json:
        data: dict[str, Any] = added.as_data() | {"bezeichnung": about.label}
        show.data(data | written(out or path, saved), indent=2)
        return 0
    show.line(f"Angemerkt zu {about}. {added}")
    show_written(out or path, saved)
    return 0


def history(arguments: argparse.Namespace) -> int:
    """``jcplan verlauf PLAN NAME [--json]``."""
    path, _ = in_and_out(argparse.Namespace(path=arguments.path, out=None))
    state = State(FileBook(path))
    found = history_of(state, figure.find(state, arguments.figure))
    if arguments.json:
        show.data(whole_numbers(found.as_data()), indent=2)
        return 0
    show.line(f"{found.heading}\n\n{found.beginning}\n")
    if found.rows:
        header = ("wann", "wer", "Version", "vorher", "nachher", "was geschah")
        show.table("Änderungen laut Protokoll", header, found.rows, right=(3, 4))
    elif found.first is not None:
        show.line("Seitdem steht dort keine Änderung.")
    show.line(f"\nJetzt: {found.now}.")
    for note in found.notes:
        show.line(f"Hinweis: {note}")
    return 0
