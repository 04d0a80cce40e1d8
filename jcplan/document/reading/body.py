"""The text of a part as its readers see it: paragraphs and tables, tracked deletions and hidden text left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from jcplan.document.archive import Attributes, elements, local, namespace
from jcplan.document.mark import Mark, read_mark
from jcplan.document.styles import is_on, whole
from jcplan.errors import FileError

_WORD: Final = ("/wordprocessingml/2006/main", "/wordprocessingml/main")
"""How the namespaces of Word's own elements end, transitional and strict."""
_MATH: Final = "/math"
_GONE: Final = frozenset(("del", "moveFrom", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange"))
"""What stood there before a tracked change."""
_COMPUTED: Final = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF"))
"""Fields that count pages."""
_DEEPEST: Final = 30
"""Tables in tables."""
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_NOTES: Final = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


@dataclass(slots=True)
class Raw:
    """A paragraph.

    Attributes:
        text: What it says; a line break is ``\\n``, a tabulator ``\\t``.
        style: Id of its style.
        level: Outline level, where it has one of its own.
        listed: Whether it is an item of a list; None where only its style knows.
        bold: How many of its letters are bold; None for those of its style, so ``letters`` less these.
        letters: How many there are.
        plain: How many are said to be not bold.
        boxed: Whether it stands in a text box.
        marks: Start, end and mark of each of our controls in it.
        notes: Where a footnote or endnote is referred to: offset, kind of part, id.
    """

    text: str = ""
    style: str = ""
    level: int | None = None
    listed: bool | None = None
    bold: int = 0
    letters: int = 0
    plain: int = 0
    boxed: bool = False
    marks: list[tuple[int, int, Mark]] = field(default_factory=list)
    notes: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    """A cell of a table; ``goes_on`` says that it is the lower part of the one above."""

    items: list[Item] = field(default_factory=list)
    span: int = 1
    goes_on: bool = False

    @property
    def text(self) -> str:
        """What its paragraphs say, in one line."""
        return " ".join(" ".join(item.text for item in self.items if isinstance(item, Raw)).split())


@dataclass(slots=True)
class Row:
    """A row of a table; ``head`` says that it is repeated on every page."""

    cells: list[Cell] = field(default_factory=list)
    head: bool = False
    gone: bool = False


@dataclass(slots=True)
class Table:
    """A table."""

    rows: list[Row] = field(default_factory=list)


Item = Raw | Table


@dataclass(slots=True)
class _Run:
    bold: bool | None = None
    hidden: bool = False
    inside: bool = True


@dataclass(slots=True)
class _Control:
    start: int
    paragraph: Raw | None
    tag: str = ""
    inside: list[Raw] = field(default_factory=list)


@dataclass(slots=True)
class _Field:
    code: str = ""
    shows: bool = False

    @property
    def computed(self) -> bool:
        return self.shows and self.code.strip().partition(" ")[0].upper() in _COMPUTED


def read_body(data: bytes, place: str) -> list[Item]:
    """The paragraphs and tables of a part: document, header, footer.

    Raises:
        FileError: Its XML cannot be read.
    """
    reader = _Reader(place)
    elements(data, place, reader.start, reader.end, reader.text)
    return reader.containers[0]


def read_notes(data: bytes, place: str) -> dict[str, list[Item]]:
    """The footnotes or endnotes of a part, by id.

    Raises:
        FileError: Its XML cannot be read.
    """
    reader = _Reader(place)
    elements(data, place, reader.start, reader.end, reader.text)
    return reader.by_id


class _Reader:
    """A part on its way; what is open is the last of each list."""

    def __init__(self, place: str) -> None:
        self._place = place
        self.containers: list[list[Item]] = [[]]
        self.by_id: dict[str, list[Item]] = {}
        self._paragraphs: list[Raw] = []
        self._runs: list[_Run] = []
        self._controls: list[_Control] = []
        self._tables: list[Table] = []
        self._fields: list[_Field] = []
        self._choices: list[int] = []
        self._written = 0  # characters so far
        self._boxes = 0
        self._skipped = 0
        self._open = ""  # "t" or "instrText"

    # ---- events

    def start(self, name: str, at: Attributes) -> None:
        space, kind = namespace(name), local(name)
        if self._skipped or kind in _GONE:
            self._skipped += 1
        elif space.endswith(_WORD):
            self._word(kind, at)
        elif space.endswith(_MATH) and kind == "t":
            self._open = "t"
        elif kind == "AlternateContent":
            self._choices.append(self._written)
        elif kind in ("Choice", "Fallback") and self._choices and self._written > self._choices[-1]:
            self._skipped += 1  # says the same again

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        kind = local(name)
        if kind in ("t", "instrText"):
            self._open = ""
            return
        if kind == "AlternateContent" and self._choices:
            self._choices.pop()
        if not namespace(name).endswith(_WORD):
            return
        closing = getattr(self, f"_end_{kind.lower()}", None)
        if closing is not None:
            closing()

    def text(self, piece: str) -> None:
        if self._skipped or not self._open:
            return
        if self._open == "instrText":
            if self._fields:
                self._fields[-1].code += piece
            return
        self._write(piece)

    # ---- text

    def _write(self, piece: str) -> None:
        run = self._runs[-1] if self._runs else _Run()
        if not self._paragraphs or run.hidden or any(each.computed for each in self._fields):
            return
        paragraph = self._paragraphs[-1]
        self._written += len(piece)
        paragraph.text += piece
        letters = sum(character.isalnum() for character in piece)
        paragraph.letters += letters
        if run.bold is not None:
            if run.bold:
                paragraph.bold += letters
            else:
                paragraph.plain += letters

    def _word(self, kind: str, at: Attributes) -> None:
        opening = getattr(self, f"_start_{kind.lower()}", None)
        if opening is not None:
            opening(at)
        elif kind in ("t", "instrText"):
            self._open = kind
        elif kind in _SIGNS and self._runs and self._runs[-1].inside:
            self._write(_SIGNS[kind])
        elif kind in _NOTES and self._paragraphs:
            paragraph = self._paragraphs[-1]
            paragraph.notes.append((len(paragraph.text), _NOTES[kind], at.get("id", "")))

    # ---- paragraphs and runs

    def _start_p(self, _: Attributes) -> None:
        paragraph = Raw(boxed=self._boxes > 0)
        self._paragraphs.append(paragraph)
        self._runs.append(_Run(inside=False))  # what is said of its mark says nothing of its text
        for control in self._controls:
            control.inside.append(paragraph)

    def _end_p(self) -> None:
        self.containers[-1].append(self._paragraphs.pop())
        self._runs.pop()
        self._fields = [each for each in self._fields if not each.computed]  # its end may be a tracked deletion

    def _start_r(self, _: Attributes) -> None:
        self._runs.append(_Run())

    def _end_r(self) -> None:
        self._runs.pop()

    def _start_b(self, at: Attributes) -> None:
        if self._runs:
            self._runs[-1].bold = is_on(at.get("val", "1"))

    def _start_vanish(self, at: Attributes) -> None:
        if self._runs:
            self._runs[-1].hidden = is_on(at.get("val", "1"))

    def _start_pstyle(self, at: Attributes) -> None:
        if self._paragraphs:
            self._paragraphs[-1].style = at.get("val", "")

    def _start_outlinelvl(self, at: Attributes) -> None:
        if self._paragraphs:
            self._paragraphs[-1].level = whole(at.get("val", ""))

    def _start_numid(self, at: Attributes) -> None:
        if self._paragraphs:
            self._paragraphs[-1].listed = at.get("val", "0") != "0"

    def _start_txbxcontent(self, _: Attributes) -> None:
        self._boxes += 1
        self.containers.append([])

    def _end_txbxcontent(self) -> None:
        self._boxes -= 1
        inside = self.containers.pop()
        self.containers[-1] += inside

    # ---- fields

    def _start_fldchar(self, at: Attributes) -> None:
        kind = at.get("fldCharType", "")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _start_fldsimple(self, at: Attributes) -> None:
        self._fields.append(_Field(at.get("instr", ""), shows=True))

    def _end_fldsimple(self) -> None:
        if self._fields:
            self._fields.pop()

    # ---- controls

    def _start_sdt(self, _: Attributes) -> None:
        now = self._paragraphs[-1] if self._paragraphs else None
        self._controls.append(_Control(len(now.text) if now else 0, now))

    def _start_tag(self, at: Attributes) -> None:
        if self._controls:
            self._controls[-1].tag = at.get("val", "")

    def _end_sdt(self) -> None:
        control = self._controls.pop()
        mark = read_mark(control.tag)
        if mark is None:
            return
        if control.paragraph is not None:
            control.paragraph.marks.append((control.start, len(control.paragraph.text), mark))
        elif len(control.inside) == 1:
            (only,) = control.inside
            only.marks.append((0, len(only.text), mark))

    # ---- tables

    def _start_tbl(self, _: Attributes) -> None:
        if len(self._tables) >= _DEEPEST:
            raise FileError(
                f"{self._place}: gefunden Tabellen, die mehr als {_DEEPEST}-fach ineinander stehen, erwartet ein "
                "Dokument, wie es Word schreibt."
            )
        self._tables.append(Table())

    def _end_tbl(self) -> None:
        self.containers[-1].append(self._tables.pop())

    def _start_tr(self, _: Attributes) -> None:
        if self._tables:
            self._tables[-1].rows.append(Row())

    def _start_tblheader(self, at: Attributes) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].head = is_on(at.get("val", "1"))

    def _start_tc(self, _: Attributes) -> None:
        cell = Cell()
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].cells.append(cell)
        self.containers.append(cell.items)

    def _end_tc(self) -> None:
        self.containers.pop()

    def _start_gridspan(self, at: Attributes) -> None:
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1].cells:
            self._tables[-1].rows[-1].cells[-1].span = whole(at.get("val", "1")) or 1

    def _start_vmerge(self, at: Attributes) -> None:
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1].cells:
            self._tables[-1].rows[-1].cells[-1].goes_on = at.get("val", "continue") == "continue"

    # ---- notes

    def _note(self, at: Attributes) -> None:
        self.containers.append([])
        if at.get("type", "normal") == "normal":
            self.by_id[at.get("id", "")] = self.containers[-1]

    def _end_note(self) -> None:
        self.containers.pop()

    _start_footnote = _start_endnote = _note
    _end_footnote = _end_endnote = _end_note
