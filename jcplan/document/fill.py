"""The text of the document with the figures of a plan: what has none is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.document import template
from jcplan.document.form import FIXED_BLANK, NOTHING, Form, read_form
from jcplan.document.plan import Plan
from jcplan.document.template import Figure, Span, Text
from jcplan.model.fields import SHARE
from jcplan.model.parts.arbeitsmarkt import BRANCHES, DRIVERS, TRADES
from jcplan.model.parts.projekte import projects
from jcplan.model.parts.prozess import standards

_COUNTED: Final = re.compile(r" [A-ZÄÖÜ0-9]")
"""How a text goes on that says what a number counts."""
_BLANKS: Final = re.compile(r" {2,}")
_TOGETHER: Final = re.compile(r"(?<=§) |(?<=\b8) (?=HKL)|(?<=\bz\.) (?=B\.)")


@dataclass(frozen=True)
class Shown:
    """A figure as the document shows it."""

    name: str
    form: Form
    text: str


Filled = tuple[str | Shown, ...]
"""A text with its figures."""


@dataclass(frozen=True)
class Heading:
    """A heading; its number is blank where it has none."""

    text: Filled
    level: int
    number: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a kind, as ``template.Paragraph``."""

    text: Filled
    kind: str


@dataclass(frozen=True)
class Table:
    """A table with figures, as ``template.Table``."""

    title: str
    description: str
    widths: tuple[float, ...]
    heads: tuple[Filled, ...]
    rows: tuple[tuple[Filled, ...], ...]
    right: frozenset[int]
    total: bool


Block = Heading | Paragraph | Table | template.Made | template.Mark


def keys(plan: Plan, of: str) -> Sequence[str]:
    """What a plan has of a kind: what is blank and bears its usual name is none.

    Args:
        plan: The plan.
        of: The kind: ``Gruppe``, ``Branche``, ``Ausbildung``, ``Faktor``, ``Projekt``, ``Standard_Prozent``,
            ``Standard_Tage``.

    Raises:
        KeyError: There is no such kind.
    """
    shape = plan.state.model.shape
    if of == "Gruppe":
        return [str(number) for number in plan.state.model.groups]
    if of == "Projekt":
        model = plan.state.model
        return [
            project.key
            for project in projects(shape.projekte)
            if any(not plan.blank(each.name) for each in model.figures if each.name.startswith(project.name("")))
        ]
    if of.startswith("Standard_"):
        percent = of == "Standard_Prozent"
        found = standards(shape.standards)
        return [
            str(number)
            for number, each in enumerate(found, 1)
            if (each.target.unit == SHARE) == percent
            and not (plan.blank(each.state.name) and plan.blank(each.target.name))
        ]
    lists = {"Branche": BRANCHES, "Ausbildung": TRADES, "Faktor": DRIVERS}
    return [
        str(number)
        for number, each in enumerate(lists[of], 1)
        if not plan.blank(each.name)
        or (not plan.blank(each.label_name) and plan.value(each.label_name) != each.usual_label)
    ]


def fill(plan: Plan, text: str) -> list[Block]:
    """The blocks of a text in the markup of ``template``, with a plan's figures.

    Raises:
        InputError: A line cannot be read, a form does not fit.
    """
    blocks = template.read(text, lambda of: keys(plan, of))
    return list(_numbered(_with_something_below(list(_filled(plan, blocks)))))


def _filled(plan: Plan, blocks: Iterable[template.Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, template.Heading):
            text = _text(plan, block.text)
            if text:
                yield Heading(text, block.level, "1" if block.numbered else "")
        elif isinstance(block, template.Paragraph):
            text = _text(plan, block.text)
            if text:
                yield Paragraph(text, block.kind)
        elif isinstance(block, template.Table):
            table = _table(plan, block)
            if table.rows:
                yield table
        elif isinstance(block, template.Mark) or plan.table(block.name) or plan.picture(block.name):
            yield block


def _text(plan: Plan, text: Text) -> Filled:
    """A text with its figures; empty where it is left out."""
    if not all(each.holds(plan.compared) for each in text.only_if):
        return ()
    if any(isinstance(piece, Figure) and plan.blank(piece.name) for piece in text.pieces):
        return ()
    return _pieces(plan, text)


def _pieces(plan: Plan, text: Text) -> Filled:
    found: list[str | Shown] = []
    for piece in text.pieces:
        if not isinstance(piece, Span):
            found.append(_in_cell(plan, piece) if isinstance(piece, Figure) else piece)
            continue
        blank = any(isinstance(each, Figure) and plan.blank(each.name) for each in piece.pieces)
        if not blank and all(each.holds(plan.compared) for each in piece.only_if):
            found += [_shown(plan, each) if isinstance(each, Figure) else each for each in piece.pieces]
    return tuple(_typeset(found))


def _shown(plan: Plan, figure: Figure) -> Shown:
    form = read_form(figure.form, figure.name) if figure.form else plan.usual(figure.name)
    return Shown(figure.name, form, plan.figure(figure.name, form) or "")


def _in_cell(plan: Plan, figure: Figure) -> str | Shown:
    """A figure, or a dash where the plan has none of its name."""
    return _shown(plan, figure) if plan.knows(figure.name) else NOTHING


def _typeset(pieces: Sequence[str | Shown]) -> Iterator[str | Shown]:
    """Single blanks, none at the ends, fixed ones between a number and what it counts."""
    merged: list[str | Shown] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    for at, piece in enumerate(merged):
        if isinstance(piece, Shown):
            yield piece
            continue
        text = _TOGETHER.sub(FIXED_BLANK, _BLANKS.sub(" ", piece))
        before = merged[at - 1] if at else None
        if isinstance(before, Shown) and before.form.kind == "n" and _COUNTED.match(text):
            text = FIXED_BLANK + text[1:]
        text = text.lstrip(" ") if not at else text
        text = text.rstrip(" ") if at == len(merged) - 1 else text
        if text:
            yield text


def _table(plan: Plan, table: template.Table) -> Table:
    """A table; a blank figure is a dash, so that it can be filled later; a row with nothing else is left out."""
    rows = [
        tuple(_pieces(plan, cell) for cell in row)
        for row in table.rows
        if _says_something(plan, row) and all(c.holds(plan.compared) for c in row[0].only_if)
    ]
    heads = tuple(_pieces(plan, head) for head in table.heads)
    return Table(table.title, table.description, table.widths, heads, tuple(rows), table.right, table.total)


def _says_something(plan: Plan, row: Sequence[Text]) -> bool:
    figures = [piece for cell in row[1:] for piece in cell.pieces if isinstance(piece, Figure)]
    return not figures or any(not plan.blank(figure.name) for figure in figures)


def _with_something_below(blocks: Sequence[Block]) -> list[Block]:
    """Without headings and announcements below which nothing stands."""
    found: list[Block] = []
    for block in reversed(blocks):
        after = found[-1] if found else None
        if isinstance(block, Heading):
            ends = after is None or (isinstance(after, Heading) and after.level <= block.level)
            if ends or isinstance(after, template.Mark):
                continue
        listed = isinstance(after, Table | template.Made) or (isinstance(after, Paragraph) and after.kind == "item")
        if isinstance(block, Paragraph) and not block.kind and _ends_with_colon(block.text) and not listed:
            continue
        found.append(block)
    return found[::-1]


def _ends_with_colon(text: Filled) -> bool:
    last = text[-1]
    return isinstance(last, str) and last.endswith(":")


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings with their numbers, as the document's numbering gives them."""
    counts = [0, 0, 0]
    for block in blocks:
        if isinstance(block, Heading) and block.number:
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (len(counts) - block.level)
            yield Heading(block.text, block.level, ".".join(map(str, counts[: block.level])))
        else:
            yield block
