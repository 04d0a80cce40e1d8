"""A document's paragraphs in reading order, each with its chapter and, in a table, its row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from jcplan.document.archive import text_part
from jcplan.document.mark import TABLE as MADE
from jcplan.document.mark import Mark
from jcplan.document.reading.body import Cell, Item, Raw, Row, Table, read_body, read_notes
from jcplan.document.styles import BODY, Styles, read_styles
from jcplan.ooxml import DOCUMENT, Package
from jcplan.ooxml.package import Relationship

_SUBHEADING: Final = 8
"""Level of a line that is a heading by its looks only; below those of styles."""
_LONGEST_HEADING: Final = 120
_LONGEST_LEAD: Final = 200
_NUMBERED: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\D")
_BULLET: Final = re.compile(r"\s*[-–•·▪‣*]\s+\S")
_SENTENCE_END: Final = (".", "!", "?", ",", ";")
_KINDS: Final = {"header": "Kopfzeile", "footer": "Fußzeile"}
_NOTE_KINDS: Final = {"footnotes": "Fußnote", "endnotes": "Endnote"}
NOTES: Final = tuple(_NOTE_KINDS.values())
"""How the place of a note begins."""
TEXT, TABLE, BOX = "Text", "Tabelle", "Textfeld"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that says something.

    Attributes:
        text: What it says.
        place: ``Text``, ``Tabelle``, ``Textfeld``, ``Fußnote 3``, ``Kopfzeile`` …
        chapter: Headings above it, the highest first; of a heading its own last.
        heading: Whether it is one.
        contents: Whether it stands in the table of contents.
        listed: Whether it is an item of a list.
        lead: What introduces the list or the table.
        row: Heading of its row.
        column: Heading of its column.
        corner: What stands above the headings of the rows.
        marks: Start, end and mark of our controls in it.
        notes: Where a note is referred to, and its number.
        table: Name of the table whose rows the plan makes, in which it stands; "" elsewhere.
    """

    text: str
    place: str = TEXT
    chapter: tuple[str, ...] = ()
    heading: bool = False
    contents: bool = False
    listed: bool = False
    lead: str = ""
    row: str = ""
    column: str = ""
    corner: str = ""
    marks: tuple[tuple[int, int, Mark], ...] = ()
    notes: tuple[tuple[int, int], ...] = ()
    table: str = ""


def paragraphs(data: bytes, place: str = "Dokument") -> list[Paragraph]:
    """Every paragraph of a Word document; notes stand behind the paragraph that refers to them.

    Args:
        data: The file's bytes.
        place: What messages call it.

    Raises:
        FileError: It is none, or it cannot be read.
    """
    package = Package.of(Path(place), data, DOCUMENT)
    main, _ = text_part(package)
    flow = _Flow(read_styles(package, main))
    links = list(package.relationships(main).values())
    for kind in _NOTE_KINDS:
        for part in _parts(package, links, kind):
            flow.notes[kind] = read_notes(package.part(part), package.place(part))
    found = list(flow.run(read_body(package.part(main), package.place(main))))
    seen: set[str] = set()
    for kind, name in _KINDS.items():
        for part in _parts(package, links, kind):
            flow.chapter = []
            for paragraph in flow.run(read_body(package.part(part), package.place(part)), name):
                if paragraph.text not in seen:  # of the first page, of left ones and right ones
                    seen.add(paragraph.text)
                    found.append(replace(paragraph, heading=False, chapter=()))
    return found


def _parts(package: Package, links: list[Relationship], kind: str) -> list[str]:
    named = (package.find(link.target) for link in links if link.kind == kind)
    return list(dict.fromkeys(part for part in named if part is not None))


class _Flow:
    """The document from its beginning to its end."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.chapter: list[tuple[int, str]] = []
        self.notes: dict[str, dict[str, list[Item]]] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._counts = dict.fromkeys(_NOTE_KINDS, 0)
        self._lead = ""

    def run(self, items: list[Item], place: str = TEXT) -> Iterator[Paragraph]:
        """The paragraphs of these items."""
        for item in items:
            if isinstance(item, Table):
                yield from self._table(item, place)
            elif item.text.strip():
                yield from self._paragraph(item, place)

    def _paragraph(
        self, raw: Raw, place: str, row: str = "", column: str = "", corner: str = ""
    ) -> Iterator[Paragraph]:
        contents = self.styles.is_contents(raw.style)
        level = BODY if contents or row or column or place not in (TEXT, BOX) else self._level(raw)
        heading = level < BODY
        text = " ".join(raw.text.split())
        if heading:
            self.chapter = [*(each for each in self.chapter if each[0] < level), (level, text)]
        listed = self._listed(raw)
        if not listed and not row and not column:
            introduces = len(text) <= _LONGEST_LEAD and not heading and not text.endswith(_SENTENCE_END)
            self._lead = text if introduces else ""
        notes = tuple((at, self._number(kind, name)) for at, kind, name in raw.notes)
        yield Paragraph(
            raw.text,
            BOX if raw.boxed and place == TEXT else place,
            tuple(name for _, name in self.chapter),
            heading,
            contents,
            listed,
            self._lead if listed or row or column else "",
            row,
            column,
            corner,
            tuple(raw.marks),
            notes,
        )
        if place.startswith(NOTES):
            return  # a note in a note would never end
        for (_, number), (_, kind, name) in zip(notes, raw.notes, strict=True):
            lead = self._lead
            yield from self.run(self.notes.get(kind, {}).get(name, []), f"{_NOTE_KINDS[kind]} {number}")
            self._lead = lead

    def _number(self, kind: str, name: str) -> int:
        """The number that a note is printed with: they are counted in the order of the text."""
        if (kind, name) not in self._numbers:
            self._counts[kind] += 1
            self._numbers[kind, name] = self._counts[kind]
        return self._numbers[kind, name]

    def _level(self, raw: Raw) -> int:
        level = self.styles.level(raw.style) if raw.level is None else min(raw.level, BODY)
        if level < BODY:
            return level
        text = raw.text.strip()
        bold = raw.letters > 0 and (
            raw.bold == raw.letters or (self.styles.is_bold(raw.style) and not raw.plain and raw.bold == 0)
        )
        if not bold or self._listed(raw) or len(text) > _LONGEST_HEADING or text.endswith(_SENTENCE_END):
            return BODY
        if not any(character.isalpha() for character in text):
            return BODY
        numbered = _NUMBERED.match(text)
        return min(numbered[1].count("."), _SUBHEADING - 1) if numbered else _SUBHEADING

    def _listed(self, raw: Raw) -> bool:
        own = self.styles.is_list(raw.style) if raw.listed is None else raw.listed
        level = self.styles.level(raw.style) if raw.level is None else raw.level
        return (own and level >= BODY) or _BULLET.match(raw.text) is not None

    # ---- tables

    def _table(self, table: Table, place: str) -> Iterator[Paragraph]:
        rows = [row for row in table.rows if row.cells]
        columns = sum(cell.span for cell in rows[0].cells) if rows else 0
        heads = _heads(rows) if columns > 1 else 0
        names = _columns(rows[:heads])
        made = _made(rows)
        above: dict[int, str] = {}
        for number, row in enumerate(rows):
            left: list[str] = []
            at = 0
            for cell in row.cells:
                text = above.get(at, "") if cell.goes_on and not cell.text else cell.text
                above[at] = text
                named = number >= heads and columns > 1
                head = " · ".join(left) if named else ""
                column = names.get(at, "") if named else ""
                corner = names.get(0, "") if named and at else ""
                for paragraph in self._cell(cell, place, head, column, corner):
                    yield replace(paragraph, table=made) if number >= heads else paragraph
                if _is_text(text):
                    left.append(text)
                at += cell.span

    def _cell(self, cell: Cell, place: str, row: str, column: str, corner: str) -> Iterator[Paragraph]:
        for item in cell.items:
            if isinstance(item, Table):
                yield from self._table(item, place)
            elif item.text.strip():
                yield from self._paragraph(item, TABLE if place == TEXT else place, row, column, corner)


def _heads(rows: list[Row]) -> int:
    """How many rows are headings: those that say so, else the first if it has no figure but years."""
    said = 0
    while said < len(rows) and rows[said].head:
        said += 1
    if said or len(rows) < 2:
        return said
    return int(not any(re.search(r"\d[.,]\d|\d\s*[%€]", cell.text) for cell in rows[0].cells))


def _made(rows: list[Row]) -> str:
    """Name of a table whose rows the plan makes; "" for any other."""
    cells = (cell for row in rows[:1] for cell in row.cells)
    marks = (mark for cell in cells for item in cell.items if isinstance(item, Raw) for _, _, mark in item.marks)
    return next((mark.name for mark in marks if mark.form == MADE), "")


def _columns(rows: list[Row]) -> dict[int, str]:
    """What stands above each column."""
    found: dict[int, str] = {}
    for row in rows:
        at = 0
        for cell in row.cells:
            for column in range(at, at + cell.span):
                if cell.text and not cell.goes_on:
                    found[column] = f"{found[column]} · {cell.text}" if column in found else cell.text
            at += cell.span
    return found


def _is_text(text: str) -> bool:
    """Whether a cell names its row rather than being a figure of it.

    >>> _is_text("ELB 8 HKL"), _is_text("26.570"), _is_text("22,4 %"), _is_text("5,9 Mio. €")
    (True, False, False, False)
    """
    letters = re.sub(r"(?i)\b(?:mio|mrd|tsd|teur|euro|eur|vzä|prozent|prozentpunkte)\b", "", text)
    return sum(character.isalpha() for character in letters) > 1
