"""The markup in which the text of the planning document is written, and its blocks.

A line is a paragraph; blank lines only part them. At the beginning of a line stand

``%``
    a comment,
``#``, ``##``, ``###``
    headings with numbers; ``#*`` one without, which the contents list too,
``-``
    an item of a list,
``!``
    what the office has to write itself, marked so,
``Titel:``, ``Untertitel:``, ``Angabe:``
    lines of the title page,
``[[Tab_…]]``, ``[[Bild_…]]``
    a table whose rows the plan makes, a chart; ``[[inhalt]]`` the contents, ``[[seite]]`` a new page,
``Tabelle: Titel | Beschreibung | 8 4 4``
    a table with the widths of its columns in centimetres; its rows follow, ``| cell | cell |``, the first one is the
    header, ``>`` before its text says that the column holds numbers, ``|=`` begins a row with the sum,
``@je Gruppe`` … ``@ende``
    lines that come once for each; ``#`` in names stands for which it is.

In a text ``{Name:Form}`` is a figure (``form.read_form``; without a form the one that fits it). What is between ``<<``
and ``>>`` is left out where one of its figures is blank; so is a paragraph where one of the others is, and a row of a
table where all are. ``[wenn Annahme_X > 0]`` at the beginning of either leaves it out unless that holds. A heading
without anything below it is left out too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

from jcplan.document.phrases import Condition, read_condition
from jcplan.errors import InputError
from jcplan.german import literal

NAME: Final = "planungsdokument.txt"
"""The delivered text."""
_FIGURE: Final = r"\{([^{}:]+)(?::([^{}]*))?\}"
_INLINE: Final = re.compile(rf"<<|>>|{_FIGURE}")
_HASH: Final = re.compile(r"\{[^{}]*\}|\[wenn [^\]]*\]")
_ONLY_IF: Final = re.compile(r"\[wenn ([^\]]+)\] ?")
_LOOP, _END = "@je ", "@ende"


@dataclass(frozen=True)
class Figure:
    """A figure in a text; ``form`` is blank where the one that fits is meant."""

    name: str
    form: str


@dataclass(frozen=True)
class Span:
    """A part of a text that may be left out."""

    pieces: tuple[str | Figure, ...]
    only_if: tuple[Condition, ...] = ()


Piece = str | Figure | Span


@dataclass(frozen=True)
class Text:
    """A text with figures.

    Attributes:
        pieces: Its parts.
        only_if: What must hold, else it is left out.
    """

    pieces: tuple[Piece, ...]
    only_if: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading of a level from 1 on."""

    text: Text
    level: int
    numbered: bool = True


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a kind: ``""``, ``item``, ``note``, ``title``, ``subtitle``, ``fact``."""

    text: Text
    kind: str = ""


@dataclass
class Table:
    """A table with figures; see ``wordxml.Grid``."""

    title: str
    description: str
    widths: tuple[float, ...]
    heads: tuple[Text, ...] = ()
    right: frozenset[int] = frozenset()
    rows: list[tuple[Text, ...]] = field(default_factory=list)
    total: bool = False


@dataclass(frozen=True)
class Made:
    """A table or a chart that the plan makes."""

    name: str


@dataclass(frozen=True)
class Mark:
    """Where the contents stand (``inhalt``), or a page begins (``seite``)."""

    what: str


Block = Heading | Paragraph | Table | Made | Mark


def delivered() -> str:
    """The text of the planning document as delivered."""
    return files("jcplan.document").joinpath("vorlage", NAME).read_text(encoding="utf-8")


def expanded(lines: Iterable[str], keys: Callable[[str], Sequence[str]]) -> Iterator[tuple[int, str]]:
    """Lines with what comes once for each, each with the number that it has in the text.

    Args:
        lines: The text.
        keys: What there is of a kind: the numbers of the groups, the keys of the projects.

    Raises:
        InputError: A repetition without an end, or an end without one.
    """
    loop: list[tuple[int, str]] | None = None
    of = ""
    for number, line in enumerate(lines, 1):
        if line.startswith(_LOOP) and loop is None:
            of, loop = line.removeprefix(_LOOP).strip(), []
        elif line.startswith(_END) and loop is not None:
            for key in keys(of):
                for at, each in loop:
                    yield at, _HASH.sub(lambda match, key=key: match[0].replace("#", key), each)  # type: ignore[misc]
            loop = None
        elif line.startswith((_LOOP, _END)):
            raise InputError(_place(number), literal(line), f"zu jedem {_LOOP.strip()} ein {_END}")
        elif loop is not None:
            loop.append((number, line))
        else:
            yield number, line
    if loop is not None:
        raise InputError(NAME, f"{_LOOP}{of} ohne Ende", f"danach eine Zeile {_END}")


def _place(number: int) -> str:
    return f"{NAME}, Zeile {number}"


def read_text(text: str, place: str = "Text") -> Text:
    """A text with its figures and conditions.

    Raises:
        InputError: ``<<`` without ``>>``, or a condition that is none.

    >>> read_text("Es sind {Ziel_LZB:n0} LZB.").pieces
    ('Es sind ', Figure(name='Ziel_LZB', form='n0'), ' LZB.')
    """
    text, only_if = _condition(text.strip(), place)
    pieces: list[Piece] = []
    inner: list[str | Figure] | None = None
    last = 0
    for match in _INLINE.finditer(text):
        before = text[last : match.start()]
        last = match.end()
        if before:
            (pieces if inner is None else inner).append(before)
        if match[0] == "<<" and inner is None:
            inner = []
        elif match[0] == ">>" and inner is not None:
            pieces.append(_span(inner, place))
            inner = None
        elif match[1]:
            (pieces if inner is None else inner).append(Figure(match[1].strip(), (match[2] or "").strip()))
        else:
            raise InputError(place, literal(match[0]), "zu jedem << ein >>")
    if inner is not None:
        raise InputError(place, literal("<<"), "danach >>")
    if text[last:]:
        pieces.append(text[last:])
    return Text(tuple(pieces), only_if)


def _condition(text: str, place: str) -> tuple[str, tuple[Condition, ...]]:
    match = _ONLY_IF.match(text)
    return (text[match.end() :], read_condition(match[1], place)) if match else (text, ())


def _span(pieces: Sequence[str | Figure], place: str) -> Span:
    if pieces and isinstance(pieces[0], str):
        text, only_if = _condition(pieces[0], place)
        if only_if:
            return Span(tuple(filter(None, (text, *pieces[1:]))), only_if)
    return Span(tuple(pieces))


_STARTS: Final = {"-": "item", "!": "note", "Titel:": "title", "Untertitel:": "subtitle", "Angabe:": "fact"}
_TABLE: Final = "Tabelle:"
_HEADING: Final = re.compile(r"(#{1,3})(\*?) (.+)")
_MADE: Final = re.compile(r"\[\[(\w+)\]\]")


def read(text: str, keys: Callable[[str], Sequence[str]]) -> list[Block]:
    """The blocks of a text in the markup.

    Args:
        text: The text.
        keys: As of ``expanded``.

    Raises:
        InputError: With the line that cannot be read.
    """
    blocks: list[Block] = []
    table: Table | None = None
    for number, raw in expanded(text.splitlines(), keys):
        line, place = raw.strip(), _place(number)
        if not line or line.startswith("%"):
            table = table if line else None
        elif line.startswith("|"):
            if table is None:
                raise InputError(place, literal(line), f"davor eine Zeile {_TABLE} Titel | Beschreibung | Breiten")
            _add_row(table, line, place)
        elif line.startswith(_TABLE):
            table = _read_table(line, place)
            blocks.append(table)
        else:
            table = None
            blocks.append(_block(line, place))
    return blocks


def _block(line: str, place: str) -> Block:
    heading = _HEADING.fullmatch(line)
    if heading:
        return Heading(read_text(heading[3], place), len(heading[1]), numbered=not heading[2])
    made = _MADE.fullmatch(line)
    if made:
        return Mark(made[1]) if made[1] in ("inhalt", "seite") else Made(made[1])
    start = line.split(maxsplit=1)[0]
    if start in _STARTS:
        return Paragraph(read_text(line.removeprefix(start), place), _STARTS[start])
    return Paragraph(read_text(line, place))


def _read_table(line: str, place: str) -> Table:
    parts = [part.strip() for part in line.removeprefix(_TABLE).split("|")]
    if len(parts) != 3:  # title, description, widths
        raise InputError(place, literal(line), f"{_TABLE} Titel | Beschreibung | Breiten in cm")
    return Table(parts[0], parts[1], tuple(float(width.replace(",", ".")) for width in parts[2].split()))


def _add_row(table: Table, line: str, place: str) -> None:
    total = line.startswith("|=")
    cells = [cell.strip() for cell in line.removeprefix("|=").strip("|").split("|")]
    if len(cells) != len(table.widths):
        raise InputError(place, f"{len(cells)} Felder", f"{len(table.widths)} Felder, wie die Tabelle Breiten hat")
    if not table.heads:
        table.heads = tuple(read_text(cell.removeprefix(">"), place) for cell in cells)
        table.right = frozenset(at for at, cell in enumerate(cells) if cell.startswith(">"))
    else:
        table.rows.append(tuple(read_text(cell, place) for cell in cells))
        table.total = table.total or total
