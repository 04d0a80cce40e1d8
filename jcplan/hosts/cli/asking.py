"""The commands that ask a plan: why, what would it take, what if, how sure. As those in ``commands``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from jcplan.ask import adopt, chance, comments, compare, figure, need, why, words
from jcplan.ask.state import State
from jcplan.german import number, percent, quantity
from jcplan.hosts.cli import show
from jcplan.hosts.cli.commands import in_and_out, now, show_written, user, written
from jcplan.hosts.cli.values import whole_numbers
from jcplan.hosts.file import SUFFIXES, FileBook, rewritten
from jcplan.model.fields import PUBLISHED
from jcplan.questions.named import Wanted

_NO_SCENARIO: Final = "Auf dem Blatt „Szenarien“ steht noch keines."


def _state(path: str | Path) -> State:
    book = FileBook(Path(path))
    book.refuse_uncomputed_inputs()
    return State(book)


def _data(value: dict[str, Any]) -> None:
    show.data(whole_numbers(value), indent=2)


# ---- explain ----------------------------------------------------------------------------------


def explain(arguments: argparse.Namespace) -> int:
    """``jcplan explain PLAN ZIEL [--gegen …] [--json]``."""
    state = _state(arguments.path)
    text: str = arguments.target
    target = Wanted(state.find_target(text), words.plain(text).endswith(words.plain(PUBLISHED)))
    other = None
    if arguments.gegen:
        other = why.against(state, arguments.gegen, lambda: _other(arguments.gegen))
    found = why.why(state, target, other)
    about = figure.figure(state, target.base)
    noted = comments.on(state, about) if about else ()
    if arguments.json:
        _data(found.as_data() | {"kommentare": [each.as_data() for each in noted]})
        return 0
    show.line(found.heading + "\n")
    show.line(found.why.sentence if found.why else found.obstacle)
    if found.before:
        show.line(found.before)
    if found.why:
        show.line()
        show.table(f"Beiträge, {found.unit}", ("was sich geändert hat", "Beitrag"), found.parts, right=(1,))
        if found.why.without:
            show.line("\nohne Wirkung: " + "; ".join(found.why.without))
    show.line()
    way = [(step.label, step.formula, step.values, step.result) for step in found.way]
    show.table("So kommt die Zahl zustande", ("Größe", "Formel", "mit Zahlen", "Ergebnis"), way, right=(3,))
    if noted:
        show.line("\n" + "\n".join(comments.lines(noted)))
    return 0


def _other(text: str) -> State | None:
    """The plan of a file; a text that looks like one is meant as one."""
    path = Path(text)
    return _state(path) if path.suffix.lower() in SUFFIXES or path.is_file() else None


# ---- scenario ---------------------------------------------------------------------------------


def scenario(arguments: argparse.Namespace) -> int:
    """``jcplan scenario PLAN [--gegen PLAN …] [--uebernehmen NAME] [-o OUT] [--json]``."""
    if arguments.uebernehmen is not None:
        return _adopt(arguments)
    state = _state(arguments.path)
    found = compare.compare(state, [_state(path) for path in arguments.gegen or ()])
    if arguments.json:
        _data(found.as_data())
        return 0
    columns = (found.plan, *found.columns)
    header = ("Ziel", *(_head(column) for column in columns))
    rows = [(label, *(found.cell(column, target) for column in columns)) for target, label in found.targets]
    show.table("Ziele, veröffentlicht; in Klammern der Unterschied zum Plan", header, rows, right=range(1, len(header)))
    for column in found.columns:
        if column.reason:
            show.line(f"\n{_head(column)} ergibt keinen Plan: {column.reason}")
    if not state.scenarios:
        show.line(f"\n{_NO_SCENARIO}")
    return 0


def _head(column: compare.Column) -> str:
    return column.name if column.number is None else f"{column.number} {column.name}"


def _adopt(arguments: argparse.Namespace) -> int:
    path, out = in_and_out(arguments)

    def act(book: FileBook) -> tuple[adopt.Adopted, bytes]:
        book.refuse_uncomputed_inputs()
        state = State(book)
        chosen = state.find_scenario(arguments.uebernehmen, "--uebernehmen")
        report = adopt.adopt(state, chosen, who=arguments.wer or user(), when=now())
        return report, book.to_bytes()

    report, saved = rewritten(path, out, act)
    if arguments.json:
        _data(report.as_data() | written(out or path, saved))
        return 0
    show.line(report.text())
    show_written(out or path, saved)
    return 0


# ---- need -------------------------------------------------------------------------------------


def needed(arguments: argparse.Namespace) -> int:
    """``jcplan need PLAN ZIEL WUNSCH [EINGABE] [--json]``: 1 where no value does it."""
    state = _state(arguments.path)
    target = state.find_target(arguments.target)
    wish = words.typed(arguments.wish, state.targets[target].unit, "WUNSCH")
    inputs = [state.find_input(arguments.input)] if arguments.input else []
    found = need.need(state, target, wish, inputs)
    code = 0 if found.found else 1
    if arguments.json:
        _data(found.as_data())
        return code
    show.line(found.heading + "\n")
    rows = [
        (lever.label, lever.before, lever.value, *(lever.band or ("–", "–")), lever.shown_short)
        for lever in found.levers
        if lever.answer.value is not None
    ]
    if rows:
        header = ("Eingabe, allein geändert", "jetzt", "nötig", "veröffentlicht von", "bis", "zum Beispiel")
        show.table("Was es braucht", header, rows, right=range(1, len(header)))
    for note in found.notes:
        show.line(f"\n{note}")
    without = [lever for lever in found.levers if lever.answer.value is None]
    if without:
        show.line(("\n" if rows else "") + "Kein Wert:")
    for lever in without:
        show.line(f"  {lever.label}: {lever.answer.reason}")
    if found.idle:
        show.line("\nohne Wirkung: " + "; ".join(found.idle))
    return code


# ---- chance -----------------------------------------------------------------------------------


def chances(arguments: argparse.Namespace) -> int:
    """``jcplan chance PLAN [--json]``."""
    found = chance.chance(_state(arguments.path))
    if arguments.json:
        _data(found.as_data())
        return 0
    rows = [_likely(each) for each in found.targets]
    header = ("Ziel", "", "veröffentlicht", "erreicht", "±", "10 %", "50 %", "90 %")
    show.table("Wie sicher die Ziele sind", header, rows, right=range(2, len(header)))
    unsure = "; ".join(found.uncertain) or "keine; auf dem Blatt „Sicherheit“ eintragen"
    show.line(f"\nUnsicher: {unsure}.")
    show.line(f"{number(found.draws)} Ziehungen, Startzahl {found.seed}.")
    if found.lost_share:
        show.line(f"{percent(found.lost_share, 1)} der Ziehungen ergeben keinen Plan; sie zählen nicht mit:")
    for lost in found.lost:
        show.line(f"  {percent(lost.share, 1)}: {lost.reason}")
    return 0


def _likely(each: chance.Likely) -> tuple[str, ...]:
    unit, places = each.target.unit, each.target.places
    shown = [quantity(value, unit, places) for value in each.quantiles]
    direction = "höchstens" if each.at_most else "mindestens"
    limit = quantity(each.limit, unit, places)
    if each.chance is None:
        reached = (each.quantiles[0] <= each.limit) if each.at_most else (each.quantiles[0] >= each.limit)
        return each.label, direction, limit, "sicher" if reached else "sicher nicht", "", *shown
    return each.label, direction, limit, percent(each.chance.published, 1), percent(each.chance.error, 1), *shown
