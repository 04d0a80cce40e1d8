"""Reads the parts of a Word document with byte positions: controls, paragraphs, tables, headings.

Elements are told by namespace and name, so that any prefix will do. Nothing is changed here; who changes something
splices the bytes at the positions that are given (``ooxml.markup.splice``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from jcplan.document.archive import text_part
from jcplan.document.mark import Mark, read_mark
from jcplan.document.styles import BODY, Styles, read_styles
from jcplan.errors import FileError
from jcplan.ooxml import DOCUMENT, Package
from jcplan.ooxml.markup import Span, scan, span

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SHORT: Final = {
    _WORD: "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c:",
}
_KINDS: Final = {
    "header": "Kopfzeile",
    "footer": "Fußzeile",
    "footnotes": "Fußnote",
    "endnotes": "Endnote",
    "comments": "Kommentar",
}
"""The parts beside the body that hold text, by the kind of the relationship that leads to them."""
_CHARACTERS: Final = {
    "w:tab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:softHyphen": "\u00ad",
}
_TRACKED: Final = frozenset(("w:ins", "w:del", "w:moveFrom", "w:moveTo"))
_NOWHERE: Final = Span(0, 0, 0, 0)


@dataclass(eq=False, slots=True)
class Piece:
    """A ``w:t``, or an element that stands for a character.

    Attributes:
        where: Its place.
        text: What it says.
        tag: Its name as it is written.
    """

    where: Span
    text: str
    tag: str

    @property
    def is_text(self) -> bool:
        """Whether it is a ``w:t``."""
        return self.tag.rpartition(":")[2] == "t"


@dataclass(eq=False, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        where: Its place.
        prefix: Of the names of its elements, with the colon.
        looks: The place of its properties.
        paragraph_looks: That of the properties of its first paragraph.
        run_looks: That of the properties of its first run.
        first: The place of its first paragraph.
        lines: The text of each paragraph, without those of tables in it.
        runs: How many runs it has.
    """

    where: Span
    prefix: str
    looks: Span | None = None
    paragraph_looks: Span | None = None
    run_looks: Span | None = None
    first: Span | None = None
    lines: list[list[Piece]] = field(default_factory=list)
    runs: int = 0

    @property
    def text(self) -> str:
        """What it says; empty paragraphs do not count."""
        lines = ("".join(piece.text for piece in line) for line in self.lines)
        return "\n".join(line for line in lines if line)


@dataclass(eq=False, slots=True)
class Row:
    """A row of a table.

    Attributes:
        where: Its place.
        prefix: Of the names of its elements, with the colon.
        direct: Whether it stands right in its table, and not in a control or the like.
        header: Whether it is repeated on each page.
        looks: The places of its properties.
        cells: Its cells.
    """

    where: Span
    prefix: str
    direct: bool
    header: bool = False
    looks: list[Span] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    @property
    def texts(self) -> tuple[str, ...]:
        """What its cells say."""
        return tuple(cell.text for cell in self.cells)


@dataclass(eq=False, slots=True)
class Table:
    """A table.

    Attributes:
        rows: Its rows, without those of tables in it.
    """

    rows: list[Row] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Control:
    """A content control (``w:sdt``) that bears a mark.

    Attributes:
        mark: Its mark.
        tag: The place of the ``w:tag``.
        tag_name: How its attribute is written.
        prefix: Of the names of its elements, with the colon.
        where: Its place.
        inside: The place of its ``w:sdtContent``.
        looks: The place of the run properties that it gives its content.
        placeholder: The place of the element that says that its text is only a prompt.
        pieces: Its text, without what is deleted with tracked changes.
        is_deleted: Whether it holds text whose deletion is tracked.
        is_gone: Whether all of it is deleted or moved away with tracked changes.
        is_twin: Whether it stands once more in what older programs show in place of a text box.
        wraps: Whether it holds a table, a row, a cell, a text box or another control.
        blocks: How many paragraphs it holds.
        table: The table in which it stands.
        row: The row in which it stands.
        chart: The relationship to the chart in it.
        drawing: The place of the tag with the alternative text.
        description: The alternative text.
        paragraph: The paragraph in which it stands.
    """

    prefix: str
    where: Span
    mark: Mark | None = None
    tag: Span = _NOWHERE
    tag_name: str = ""
    inside: Span | None = None
    looks: Span | None = None
    placeholder: Span | None = None
    pieces: list[Piece] = field(default_factory=list)
    is_deleted: bool = False
    is_gone: bool = False
    is_twin: bool = False
    wraps: bool = False
    blocks: int = 0
    table: Table | None = None
    row: Row | None = None
    chart: str = ""
    drawing: Span | None = None
    description: str = ""
    paragraph: Paragraph | None = None

    @property
    def text(self) -> str:
        """What it says; a prompt says nothing."""
        return "" if self.placeholder else "".join(piece.text for piece in self.pieces)


@dataclass(eq=False, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        where: Its place.
        style: The identifier of its style.
        outline: Its own outline level, from 0; None where it has none.
        content: Its text in order: a piece, or a control with a mark in place of its pieces.
        in_table: Whether it stands in a table.
        in_box: Whether it stands in a text box.
        is_twin: Whether it stands in what older programs show in place of a text box.
        note: The number of the footnote or endnote that it belongs to.
        notes: The numbers of the notes that it refers to, each after the kind of its part.
        chapter: The headings above it, the highest first.
    """

    where: Span = _NOWHERE
    style: str = ""
    outline: int | None = None
    content: list[Piece | Control] = field(default_factory=list)
    in_table: bool = False
    in_box: bool = False
    is_twin: bool = False
    note: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)
    chapter: tuple[str, ...] = ()

    def told(self, texts: Mapping[Control, str]) -> tuple[str, dict[Control, tuple[int, int]]]:
        """What it says, and where its controls stand in that.

        Args:
            texts: What controls say instead of what they hold.
        """
        said, places, length = [], {}, 0
        for each in self.content:
            text = each.text if isinstance(each, Piece) else texts.get(each, each.text)
            if isinstance(each, Control):
                places[each] = length, length + len(text)
            said.append(text)
            length += len(text)
        return "".join(said), places

    @property
    def text(self) -> str:
        """What it says."""
        return self.told({})[0]


@dataclass(eq=False)
class Part:
    """A part of a document that holds text.

    Attributes:
        name: Its name in the archive.
        kind: Of the relationship that leads to it; ``""`` for the body.
        data: Its bytes.
        encoding: Their encoding.
        root: Namespace and name of the outermost element.
        controls: Its controls with marks, in order.
        paragraphs: Its paragraphs, in order.
        revisions: Places where properties say that something was inserted, deleted or changed.
    """

    name: str
    kind: str
    data: bytes
    encoding: str = "utf-8"
    root: str = ""
    controls: list[Control] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    revisions: list[Span] = field(default_factory=list)

    def read_by_people(self) -> Iterator[Paragraph]:
        """The paragraphs of the text itself: no comments, and nothing that stands in the file twice."""
        return (each for each in self.paragraphs if not each.is_twin and self.kind != "comments")


@dataclass(eq=False)
class Document:
    """A Word document.

    Attributes:
        package: The archive.
        parts: The parts with text: the body, then headers, footers, notes and comments.
    """

    package: Package
    parts: tuple[Part, ...]

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """All controls with marks."""
        return tuple(control for part in self.parts for control in part.controls)


def read(data: bytes, place: str = "Dokument") -> Document:
    """Read a document.

    Args:
        data: The file.
        place: What messages call it.

    Raises:
        FileError: It is no Word document that can be read.
    """
    package = Package.of(Path(place), data, DOCUMENT)
    body = _body(package)
    main, parts = body.name, [body]
    related = sorted(
        (list(_KINDS).index(link.kind), part)
        for link in package.relationships(main).values()
        if link.kind in _KINDS and (part := package.find(link.target)) is not None
    )
    parts += [_part(package, name, list(_KINDS)[kind]) for kind, name in dict.fromkeys(related)]
    _set_chapters(parts, read_styles(package, main))
    return Document(package, tuple(parts))


def _body(package: Package) -> Part:
    """The part with the body.

    Raises:
        FileError: The archive is something else than a Word document, or one in a form that is not written.
    """
    name, namespace = text_part(package)
    if namespace != _WORD:
        found = "ein Dokument im Format „Strict Open XML“" if namespace == _STRICT else "ein Dokument ohne Word-Text"
        advice = "Bitte in Word über „Speichern unter“ als „Word-Dokument (*.docx)“ speichern."
        raise FileError(f"{package.path}: gefunden {found}, {DOCUMENT.expected}. {advice}")
    return _part(package, name, "")


def refuse_broken(package: Package, changes: Mapping[str, bytes]) -> None:
    """Make sure that changed parts can be read.

    Args:
        package: The document.
        changes: New content of parts.

    Raises:
        FileError: One cannot.
    """
    for name, data in changes.items():
        if name.endswith(".xml"):
            scan(data, package.place(name), _ignore, _ignore, _ignore, namespaces=True, kind=DOCUMENT)


def _ignore(*_: object) -> None:
    """Nothing is to be done."""


def _part(package: Package, name: str, kind: str) -> Part:
    reader = _Reader(Part(name, kind, package.part(name)))
    part = reader.part
    part.encoding = scan(
        part.data, package.place(name), reader.start, reader.end, reader.text, namespaces=True, kind=DOCUMENT
    )
    part.controls.sort(key=lambda control: control.where.start)
    return part


def _set_chapters(parts: list[Part], styles: Styles) -> None:
    """Tell each paragraph the headings above it; one of a note those above what refers to it."""
    path: list[tuple[int, str]] = []
    notes: dict[tuple[str, str], tuple[str, ...]] = {}
    for paragraph in parts[0].paragraphs:
        level = styles.level(paragraph.style) if paragraph.outline is None else paragraph.outline
        text = " ".join(paragraph.text.split())
        if level < BODY and text and not paragraph.in_box:
            path = [each for each in path if each[0] < level]
            path.append((level, text))
        paragraph.chapter = tuple(text for _, text in path)
        notes.update(dict.fromkeys(paragraph.notes, paragraph.chapter))
    for part in parts[1:]:
        for paragraph in part.paragraphs:
            above = notes.get((part.kind, paragraph.note), ())
            paragraph.chapter = (*above, _KINDS[part.kind])


_Handler = Callable[["_Open", dict[str, str]], None]


@dataclass(eq=False, slots=True)
class _Open:
    """An element that has begun: its name with a usual prefix, where it begins, and the prefix that is written."""

    name: str
    start: int
    prefix: str
    of: Cell | Row | Control | None = None
    is_text: bool = True


@dataclass(eq=False, slots=True)
class _Story:
    """The body, or the content of a text box: what is open in it."""

    tables: list[Table] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


class _Reader:
    """Takes what the parser tells and fills a part."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._stack: list[_Open] = []
        self._controls: list[Control] = []
        self._stories = [_Story()]
        self._alternatives: list[set[str]] = []
        self._said: list[str] = []
        self._depth = dict.fromkeys(("w:del", "w:moveFrom", "mc:Fallback", "w:txbxContent"), 0)
        self._note = ""

    # ---- what the parser tells

    def start(self, written: str, attributes: dict[str, str], offset: int) -> None:
        """An element begins."""
        uri, local, prefix = (*written.split(" "), "", "")[:3] if " " in written else ("", written, "")
        self.part.root = self.part.root or f"{uri} {local}"
        opened = _Open(_SHORT.get(uri, "?:") + local, offset, f"{prefix}:" if prefix else "")
        self._stack.append(opened)
        if opened.name in self._depth:
            self._depth[opened.name] += 1
        handler = self._STARTS.get(opened.name)
        if handler is not None:
            handler(self, opened, attributes)

    def end(self, _written: str, offset: int) -> None:
        """An element ends."""
        opened = self._stack.pop()
        if opened.name in self._depth:
            self._depth[opened.name] -= 1
        handler = self._ENDS.get(opened.name)
        if handler is not None:
            handler(self, opened, span(self.part.data, opened.start, offset))
        elif opened.name in _TRACKED or opened.name.endswith("Change"):
            self._property_revision(opened, offset)

    def text(self, piece: str) -> None:
        """Character data."""
        if self._stack[-1].name == "w:t":
            self._said.append(piece)

    # ---- where we are

    def _above(self, *names: str) -> bool:
        """Whether the open element stands in those, the nearest first."""
        return [each.name for each in self._stack[-2 : -2 - len(names) : -1]] == list(names)

    @property
    def _tables(self) -> list[Table]:
        return self._stories[-1].tables

    @property
    def _paragraphs(self) -> list[Paragraph]:
        return self._stories[-1].paragraphs

    @property
    def _cell(self) -> Cell | None:
        rows = self._tables[-1].rows if self._tables else []
        return rows[-1].cells[-1] if rows and rows[-1].cells else None

    @property
    def _marked(self) -> Control | None:
        return next((each for each in reversed(self._controls) if each.mark), None)

    @property
    def _is_away(self) -> bool:
        return bool(self._depth["w:del"] or self._depth["w:moveFrom"])

    # ---- controls

    def _start_control(self, opened: _Open, _attributes: dict[str, str]) -> None:
        self._wrap()
        rows = self._tables[-1].rows if self._tables else []
        control = Control(opened.prefix, Span(opened.start, 0, 0, 0), is_gone=self._is_away)
        control.table = self._tables[-1] if self._tables else None
        control.row = rows[-1] if rows else None
        self._controls.append(control)

    def _start_tag(self, opened: _Open, attributes: dict[str, str]) -> None:
        if not (self._controls and self._above("w:sdtPr", "w:sdt")):
            return
        for key, value in attributes.items():
            uri, local, prefix = (*key.split(" "), "", "")[:3]
            if uri == _WORD and local == "val":
                control = self._controls[-1]
                control.mark = read_mark(value)
                control.tag = Span(opened.start, 0, 0, 0)
                control.tag_name = f"{prefix}:val" if prefix else "val"
        self._note_twin()

    def _note_twin(self) -> None:
        control = self._controls[-1]
        if control.mark is not None and self._alternatives:
            if self._depth["mc:Fallback"] and control.mark.name in self._alternatives[-1]:
                control.is_twin = True
            self._alternatives[-1].add(control.mark.name)

    def _end_tag(self, opened: _Open, where: Span) -> None:
        if self._controls and self._controls[-1].tag.start == opened.start:
            self._controls[-1].tag = where

    def _end_prompt(self, opened: _Open, where: Span) -> None:
        if self._controls and opened.of is self._controls[-1]:
            self._controls[-1].placeholder = where

    def _start_prompt(self, opened: _Open, attributes: dict[str, str]) -> None:
        if self._controls and self._above("w:sdtPr", "w:sdt") and _is_on(attributes):
            opened.of = self._controls[-1]

    def _start_content(self, _opened: _Open, _attributes: dict[str, str]) -> None:
        control = self._controls[-1] if self._controls else None
        if control is not None and control.mark is not None and self._paragraphs:
            self._place(control)

    def _place(self, control: Control) -> None:
        control.paragraph = self._paragraphs[-1]
        control.paragraph.content.append(control)

    def _end_content(self, _opened: _Open, where: Span) -> None:
        if self._controls:
            self._controls[-1].inside = where

    def _end_control(self, _opened: _Open, where: Span) -> None:
        control = self._controls.pop()
        control.where = where
        if control.mark is not None and control.inside is not None:
            self.part.controls.append(control)

    def _start_chart(self, _opened: _Open, attributes: dict[str, str]) -> None:
        control = self._marked
        if control is not None:
            links = (v for k, v in attributes.items() if k.split(" ")[1:2] == ["id"])
            control.chart = control.chart or next(links, "")

    def _start_drawing(self, opened: _Open, attributes: dict[str, str]) -> None:
        control = self._marked
        if control is not None and control.drawing is None:
            opened.of = control
            control.description = attributes.get("descr", "")

    def _end_drawing(self, opened: _Open, where: Span) -> None:
        if isinstance(opened.of, Control):
            opened.of.drawing = where

    # ---- paragraphs and what they say

    def _start_paragraph(self, opened: _Open, _attributes: dict[str, str]) -> None:
        paragraph = Paragraph(
            in_table=any(story.tables for story in self._stories),
            in_box=bool(self._depth["w:txbxContent"]),
            is_twin=bool(self._depth["mc:Fallback"]),
            note=self._note,
        )
        self.part.paragraphs.append(paragraph)
        self._paragraphs.append(paragraph)
        opened.of = self._cell
        if isinstance(opened.of, Cell):
            opened.of.lines.append([])
        if self._controls:
            control = self._controls[-1]
            control.blocks += 1
            if control.mark is not None and control.paragraph is None:
                self._place(control)

    def _end_paragraph(self, opened: _Open, where: Span) -> None:
        self._paragraphs.pop().where = where
        if isinstance(opened.of, Cell) and opened.of.first is None:
            opened.of.first = where

    def _end_text(self, opened: _Open, where: Span) -> None:
        text, self._said = "".join(self._said), []
        self._say(Piece(where, text, f"{opened.prefix}t"))

    def _end_character(self, opened: _Open, where: Span) -> None:
        if opened.is_text and self._stack[-1].name == "w:r":
            local = opened.name.removeprefix("w:")
            self._say(Piece(where, _CHARACTERS[opened.name], f"{opened.prefix}{local}"))

    def _start_break(self, opened: _Open, attributes: dict[str, str]) -> None:
        if any(key.startswith(f"{_WORD} type") and value != "textWrapping" for key, value in attributes.items()):
            opened.is_text = False  # a page or a column ends here

    def _say(self, piece: Piece) -> None:
        control, cell = self._marked, self._cell
        if self._is_away:
            if control is not None:
                control.is_deleted = True
            return
        if control is not None:
            control.pieces.append(piece)
        elif self._paragraphs:
            self._paragraphs[-1].content.append(piece)
        if cell is not None and cell.lines:
            cell.lines[-1].append(piece)

    def _end_deleted_text(self, _opened: _Open, _where: Span) -> None:
        if self._marked is not None:
            self._marked.is_deleted = True

    def _start_style(self, _opened: _Open, attributes: dict[str, str]) -> None:
        if self._above("w:pPr", "w:p"):
            self._paragraphs[-1].style = _value(attributes)

    def _start_outline(self, _opened: _Open, attributes: dict[str, str]) -> None:
        if self._above("w:pPr", "w:p"):
            level = _value(attributes)
            self._paragraphs[-1].outline = int(level) if level.isdecimal() else None

    def _start_note(self, _opened: _Open, attributes: dict[str, str]) -> None:
        self._note = _value(attributes, "id")

    def _start_reference(self, opened: _Open, attributes: dict[str, str]) -> None:
        if self._paragraphs:
            kind = opened.name.removeprefix("w:").removesuffix("Reference") + "s"
            self._paragraphs[-1].notes.append((kind, _value(attributes, "id")))

    # ---- text boxes, and what older programs show in place of them

    def _start_box(self, _opened: _Open, _attributes: dict[str, str]) -> None:
        self._stories.append(_Story())
        self._wrap()

    def _end_box(self, _opened: _Open, _where: Span) -> None:
        self._stories.pop()

    def _start_alternatives(self, _opened: _Open, _attributes: dict[str, str]) -> None:
        self._alternatives.append(set())

    def _end_alternatives(self, _opened: _Open, _where: Span) -> None:
        self._alternatives.pop()

    # ---- tables

    def _start_table(self, _opened: _Open, _attributes: dict[str, str]) -> None:
        self._tables.append(Table())
        self._wrap()

    def _wrap(self) -> None:
        for each in self._controls:
            each.wraps = True

    def _end_table(self, _opened: _Open, _where: Span) -> None:
        self._tables.pop()

    def _start_row(self, opened: _Open, _attributes: dict[str, str]) -> None:
        if self._tables:
            opened.of = Row(Span(opened.start, 0, 0, 0), opened.prefix, direct=self._above("w:tbl"))
            self._tables[-1].rows.append(opened.of)
        self._wrap_since("w:tbl")

    def _start_cell(self, opened: _Open, _attributes: dict[str, str]) -> None:
        if self._tables and self._tables[-1].rows:
            opened.of = Cell(Span(opened.start, 0, 0, 0), opened.prefix)
            self._tables[-1].rows[-1].cells.append(opened.of)
        self._wrap_since("w:tr")

    def _wrap_since(self, name: str) -> None:
        """Note which controls begin between the open element and what it belongs to: they hold it."""
        begins = next((each.start for each in reversed(self._stack[:-1]) if each.name == name), 0)
        for each in self._controls:
            each.wraps = each.wraps or each.where.start > begins

    def _end_part_of_table(self, opened: _Open, where: Span) -> None:
        if isinstance(opened.of, Row | Cell):
            opened.of.where = where

    def _start_header(self, _opened: _Open, attributes: dict[str, str]) -> None:
        if self._above("w:trPr", "w:tr") and isinstance(self._stack[-3].of, Row):
            self._stack[-3].of.header = _is_on(attributes)

    def _start_run(self, _opened: _Open, _attributes: dict[str, str]) -> None:
        if self._cell is not None:
            self._cell.runs += 1

    def _end_looks(self, opened: _Open, where: Span) -> None:
        """Properties of a row, a cell, or of the first paragraph and run in it, or of a control's content."""
        above, cell = self._stack[-1].name, self._cell
        if opened.name in ("w:trPr", "w:tblPrEx") and isinstance(self._stack[-1].of, Row):
            self._stack[-1].of.looks.append(where)
        elif opened.name == "w:rPr" and above == "w:sdtPr":
            if self._controls:
                self._controls[-1].looks = where
        elif cell is None:
            return
        elif opened.name == "w:tcPr" and above == "w:tc" and self._stack[-1].of is cell:
            cell.looks = where
        elif opened.name == "w:pPr" and above == "w:p" and len(cell.lines) == 1 and cell.runs == 0:
            cell.paragraph_looks = where
        elif opened.name == "w:rPr" and above == "w:r" and cell.runs == 1:
            cell.run_looks = where

    def _property_revision(self, opened: _Open, offset: int) -> None:
        if self._stack and self._stack[-1].name.endswith("Pr"):
            self.part.revisions.append(span(self.part.data, opened.start, offset))

    _STARTS: Final = {
        "w:sdt": _start_control,
        "w:tag": _start_tag,
        "w:showingPlcHdr": _start_prompt,
        "w:sdtContent": _start_content,
        "c:chart": _start_chart,
        "wp:docPr": _start_drawing,
        "w:p": _start_paragraph,
        "w:pStyle": _start_style,
        "w:outlineLvl": _start_outline,
        "w:br": _start_break,
        "w:footnote": _start_note,
        "w:endnote": _start_note,
        "w:footnoteReference": _start_reference,
        "w:endnoteReference": _start_reference,
        "w:txbxContent": _start_box,
        "mc:AlternateContent": _start_alternatives,
        "w:tbl": _start_table,
        "w:tr": _start_row,
        "w:tc": _start_cell,
        "w:tblHeader": _start_header,
        "w:r": _start_run,
    }
    _ENDS: Final = {
        "w:sdt": _end_control,
        "w:tag": _end_tag,
        "w:showingPlcHdr": _end_prompt,
        "w:sdtContent": _end_content,
        "wp:docPr": _end_drawing,
        "w:p": _end_paragraph,
        "w:t": _end_text,
        "w:delText": _end_deleted_text,
        "w:tab": _end_character,
        "w:br": _end_character,
        "w:cr": _end_character,
        "w:noBreakHyphen": _end_character,
        "w:softHyphen": _end_character,
        "w:txbxContent": _end_box,
        "mc:AlternateContent": _end_alternatives,
        "w:tbl": _end_table,
        "w:tr": _end_part_of_table,
        "w:tc": _end_part_of_table,
        "w:trPr": _end_looks,
        "w:tblPrEx": _end_looks,
        "w:tcPr": _end_looks,
        "w:pPr": _end_looks,
        "w:rPr": _end_looks,
    }


def _value(attributes: Mapping[str, str], name: str = "val") -> str:
    """A Word attribute by its name."""
    return next((value for key, value in attributes.items() if key.split(" ")[:2] == [_WORD, name]), "")


def _is_on(attributes: Mapping[str, str]) -> bool:
    return _value(attributes) not in ("0", "false", "off")
