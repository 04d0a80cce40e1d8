"""An office's own Word document as the template: what stands in braces becomes figures, tables and charts.

Only what stands in braces changes, and what a package says of its parts; every other byte stays.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from jcplan.document import package, wordxml
from jcplan.document.archive import local, namespace, text_part
from jcplan.document.form import Form, read_form
from jcplan.document.made import made_table
from jcplan.document.mark import CHART, Mark, picture_text
from jcplan.document.plan import Plan
from jcplan.document.sentences import sentence_at
from jcplan.document.wordxml import CENTIMETRE, Controls, TableStyles
from jcplan.errors import InputError, several
from jcplan.ooxml import DOCUMENT, Package
from jcplan.ooxml.markup import Splice, scan, span, splice

_HEADING: Final = "Die Vorlage nennt, was es in dieser Mappe nicht gibt; es entsteht kein Dokument:"
_ASKED: Final = re.compile(r"\{\s*([^\W\d][\w.]*)\s*(?::\s*([^{}\s]{0,8})\s*)?\}")
_CHARACTER: Final = re.compile(rb"&[^;]*;|[\x00-\x7f]|[\xc2-\xf4][\x80-\xbf]+")
_PARTS: Final = re.compile(r"word/[^/]+\.xml")
_CALLED: Final = (("header", "Kopfzeile"), ("footer", "Fußzeile"), ("footnotes", "Fußnoten"), ("endnotes", "Endnoten"))
_SIZE: Final = re.compile(rb'<(?:\w+:)?pgSz\b[^>]*?\bw:w="(\d+)"')
_MARGIN: Final = rb'<(?:\w+:)?pgMar\b[^>]*?\bw:%s="(\d+)"'
_USUAL_WIDTH: Final = 16.0
"""Of the text of the pages in centimetres, where a template does not say it."""
_RATIO: Final = 0.42
"""Height of a chart by its width."""
_SENTENCE: Final = 160
"""Characters of a sentence that messages quote."""


@dataclass
class _Run:
    """A run: where it begins, its attributes, its properties."""

    start: int
    attributes: bytes
    properties: bytes = b""


@dataclass
class _Text:
    """A ``w:t``: the run it stands in, its start tag, what it says, and where each character of that stands."""

    run: _Run
    tag: tuple[int, int]
    text: str
    places: Sequence[int]


@dataclass
class _Paragraph:
    """A paragraph with its texts; those of text boxes in it are paragraphs of their own."""

    start: int
    texts: list[_Text] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All that it says."""
        return "".join(each.text for each in self.texts)


@dataclass(frozen=True)
class _Asked:
    """Something in braces."""

    name: str
    form: str
    start: int
    end: int


class _Reader:
    """Finds the paragraphs of a part, with places in bytes."""

    def __init__(self, data: bytes, place: str) -> None:
        self.data, self.prefix = data, ""
        self.paragraphs: list[_Paragraph] = []
        self._open: list[tuple[str, int, Any]] = []
        self._said: list[str] | None = None
        scan(data, place, self._start, self._end, self._text, namespaces=True, kind=DOCUMENT)

    def _tag_end(self, start: int) -> int:
        """Behind the ``>`` of the tag that begins somewhere."""
        return span(self.data, start, start).inside

    def _start(self, name: str, _attributes: dict[str, str], start: int) -> None:
        kind = local(name) if namespace(name) == wordxml.MAIN else ""
        made: _Paragraph | _Run | None = None
        if kind == "p":
            begun = _Paragraph(start)
            made = begun
            self.paragraphs.append(begun)
            written = self.data[start + 1 : self._tag_end(start)]
            self.prefix = re.split(rb"[\s/>]", written, maxsplit=1)[0].decode().removesuffix("p")
        elif kind == "r":
            tag = self.data[start : self._tag_end(start)].rstrip(b"/>")
            _, blank, attributes = tag.partition(b" ")
            made = _Run(start, blank + attributes)
        elif kind == "t":
            self._said = []
        self._open.append((kind, start, made))

    def _text(self, piece: str) -> None:
        if self._said is not None:
            self._said.append(piece)

    def _end(self, _name: str, at: int) -> None:
        kind, start, _ = self._open.pop()
        begun = self._tag_end(start)
        empty = self.data[begun - 2 : begun] == b"/>"
        above = self._open[-1] if self._open else ("", 0, None)
        if kind == "rPr" and isinstance(above[2], _Run) and not empty:
            above[2].properties = self.data[start : self._tag_end(at)]
        elif kind == "t":
            words, self._said = "".join(self._said or []), None
            holder = next((made for _, _, made in reversed(self._open) if isinstance(made, _Paragraph)), None)
            places = [begun + match.start() for match in _CHARACTER.finditer(self.data[begun:at])]
            if isinstance(above[2], _Run) and holder is not None and words and len(places) == len(words):
                holder.texts.append(_Text(above[2], (start, begun), words, [*places, at]))


def filled(plan: Plan, data: bytes) -> bytes:
    """An office's document with the figures of a plan.

    Args:
        plan: The plan.
        data: The document, a .docx.

    Raises:
        FileError: It is none.
        InputError: It names what there is not; one error for all.
    """
    archive = Package.of(Path("Vorlage"), data, DOCUMENT)
    main, _ = text_part(archive)
    writer = _Writer(plan, archive, main)
    for name in sorted(archive.names):
        if _PARTS.fullmatch(name) and b"{" in archive.part(name):
            writer.fill(name)
    return writer.written()


class _Writer:
    """An office's document on its way."""

    def __init__(self, plan: Plan, archive: Package, main: str) -> None:
        self.plan, self.archive = plan, archive
        self.changed: dict[str, bytes] = {}
        self.errors: list[InputError] = []
        self.charts = package.Charts(archive.names)
        text = b"".join(archive.part(name) for name in archive.names if _PARTS.fullmatch(name))
        taken = {int(number) for number in re.findall(rb'<\w+:id \w+:val="(-?\d+)"', text)}
        self.controls = Controls(numbers=(number for number in count(100_001) if number not in taken))
        objects = [int(number) for number in re.findall(rb'docPr\b[^>]*?\bid="(\d+)"', text)]
        self.objects = count(max([900, *objects]) + 1)
        self.width = _text_width(archive.part(main))

    def _part(self, name: str) -> bytes:
        """A part as it is by now; nothing where there is none."""
        return self.changed.get(name) or (self.archive.part(name) if name in self.archive.names else b"")

    def fill(self, name: str) -> None:
        """Fill in a part."""
        reader = _Reader(self.archive.part(name), self.archive.place(name))
        self.controls.prefix = reader.prefix
        edits: list[Splice] = []
        for each in reader.paragraphs:
            asked = list(_asked(each.words))
            if asked:
                edits += self._paragraph(name, reader, each, asked)
        if edits:
            self.changed[name] = splice(reader.data, edits)

    def written(self) -> bytes:
        """The document.

        Raises:
            InputError: With all that it names and there is not.
        """
        if self.errors:
            raise several(self.errors, heading=_HEADING)
        if self.charts.parts:
            types = self._part(package.TYPES_PART)
            new = "".join(self.charts.types)
            if b'Extension="xlsx"' not in types:
                new += package.default_type("xlsx", package.BOOK_TYPE)
            self.changed[package.TYPES_PART] = types.replace(b"</Types>", new.encode() + b"</Types>")
        known = {name: data for name, data in self.changed.items() if name in self.archive.names}
        added = {name: data for name, data in self.changed.items() if name not in known}
        return self.archive.to_bytes(known, added={**added, **self.charts.parts})

    # ---- a paragraph

    def _paragraph(
        self, part: str, reader: _Reader, paragraph: _Paragraph, asked: Sequence[_Asked]
    ) -> Iterator[Splice]:
        words = paragraph.words
        alone = len(asked) == 1 and not (words[: asked[0].start] + words[asked[0].end :]).strip()
        cuts: list[tuple[int, int, _Text, bytes]] = []
        for each in asked:
            place = f"Vorlage{_called(part)}, im Satz „{_sentence(words, each)}“"
            try:
                before, content = self._content(part, each, place, alone=alone)
            except InputError as error:
                self.errors.append(error)
                continue
            if before:
                yield paragraph.start, paragraph.start, self._prefixed(before, reader.prefix)
            pieces = list(_overlaps(paragraph, each))
            for number, (text, start, end) in enumerate(pieces):
                made = self._control(reader.prefix, text.run, each, content) if not number and content else b""
                cuts.append((start, end, text, made))
        for text in paragraph.texts:
            own = [(start, end, made) for start, end, of, made in cuts if of is text]
            if own:
                yield from self._cut(reader, text, own)

    def _content(self, part: str, asked: _Asked, place: str, *, alone: bool) -> tuple[str, str]:
        """What comes before a paragraph (a table), and what in place of braces (a figure, or a chart's drawing)."""
        name, plan = asked.name, self.plan
        if plan.kind(name) or name.startswith("Bild_"):
            if not (plan.kind(name) or plan.picture(name)):
                raise self._unknown(place, name)
            if not alone:
                raise InputError(place, f"{{{name}}} im Text", f"{{{name}}} allein in einem Absatz")
            if plan.kind(name):
                return made_table(plan, name, Controls(numbers=self.controls.numbers), TableStyles(), self.width), ""
            return "", self._drawing(part, name)
        if not plan.knows(name):
            raise self._unknown(place, name)
        form = read_form(asked.form, place) if asked.form else plan.usual(name)
        try:
            return "", plan.figure(name, form) or ""
        except InputError as error:
            raise error.at(place) from None

    def _unknown(self, place: str, name: str) -> InputError:
        close = difflib.get_close_matches(name, self.plan.names_in_use, n=3, cutoff=0.75)
        advice = f"Meinten Sie {' oder '.join(close)}?" if close else ""
        return InputError(place, f"den Namen {name}", "einen Namen dieser Mappe", advice)

    def _control(self, prefix: str, run: _Run, asked: _Asked, content: str) -> bytes:
        """A control with a figure or a chart, which looks as the braces did."""
        name = self.plan.name(asked.name) or asked.name
        if content.startswith("<"):
            picture = self.plan.picture(name)
            if picture is None:
                raise KeyError(name)
            mark = Mark.of(name, CHART, picture_text(picture.text, picture.chart))
            made = self.controls.around(mark, self.plan.label(name), content)
        else:
            form: Form = read_form(asked.form) if asked.form else self.plan.usual(asked.name)
            mark = Mark.of(name, str(form), content)
            made = self.controls.figure(mark, self.plan.label(name), content)
        xml_text = self._prefixed(made, prefix)
        if not run.properties or content.startswith("<"):
            return xml_text
        opening = f"<{prefix}r>".encode()
        return xml_text.replace(opening, opening + run.properties, 1)

    def _drawing(self, part: str, name: str) -> str:
        picture = self.plan.picture(name)
        if picture is None:
            raise KeyError(name)
        relation = self._linked(part, self.charts.add(picture))
        width = min(self.width, _USUAL_WIDTH)
        return wordxml.chart_run(name, relation, next(self.objects), picture.text, width, width * _RATIO)

    def _linked(self, part: str, target: str) -> str:
        """The relationship of a part to a chart."""
        name = f"word/_rels/{part.removeprefix('word/')}.rels"
        known = self._part(name) or package.relationships()
        number = next(each for each in (f"rIdJC{n}" for n in count(1)) if f'"{each}"'.encode() not in known)
        link = package.relationship(number, f"{package.OFFICE}/chart", target)
        self.changed[name] = known.replace(b"</Relationships>", link.encode() + b"</Relationships>")
        return number

    @staticmethod
    def _prefixed(made: str, prefix: str) -> bytes:
        """Markup with the prefixes of the part that it goes into."""
        if prefix != "w:":
            made = re.sub(r"(</?|\s)w:", rf"\g<1>{prefix}", made)
        return made.encode()

    def _cut(self, reader: _Reader, text: _Text, cuts: Sequence[tuple[int, int, bytes]]) -> Iterator[Splice]:
        """Split a run where braces stood: what is before and behind keeps its looks."""
        prefix, run = reader.prefix.encode(), text.run
        keeps = b' xml:space="preserve"'
        close = b"</" + prefix + b"t></" + prefix + b"r>"
        reopen = b"<" + prefix + b"r" + run.attributes + b">" + run.properties + b"<" + prefix + b"t" + keeps + b">"
        start, end = text.tag
        if b"xml:space" not in reader.data[start:end]:
            yield end - 1, end - 1, keeps
        for begin, stop, made in cuts:
            yield begin, stop, close + made + reopen if made else b""


def _asked(words: str) -> Iterator[_Asked]:
    for match in _ASKED.finditer(words):
        yield _Asked(match[1], match[2] or "", match.start(), match.end())


def _overlaps(paragraph: _Paragraph, asked: _Asked) -> Iterator[tuple[_Text, int, int]]:
    """The texts that braces stretch over, each with the first and the last byte that goes."""
    first = 0
    for text in paragraph.texts:
        begin, end = max(asked.start - first, 0), min(asked.end - first, len(text.text))
        if begin < end:
            yield text, text.places[begin], text.places[end]
        first += len(text.text)


def _called(part: str) -> str:
    found = next((called for key, called in _CALLED if part.removeprefix("word/").startswith(key)), "")
    return f", {found}" if found else ""


def _sentence(words: str, asked: _Asked) -> str:
    """The sentence in which braces stand."""
    found = " ".join(sentence_at(words, asked.start).split())
    return found if len(found) <= _SENTENCE else found[: _SENTENCE - 1] + "…"


def _text_width(main: bytes) -> float:
    """The width of the text on the pages, in centimetres."""
    found = [re.findall(_SIZE, main), *(re.findall(_MARGIN % side, main) for side in (b"left", b"right"))]
    if not all(found):
        return _USUAL_WIDTH
    size, left, right = (int(each[-1]) for each in found)
    return (size - left - right) / CENTIMETRE
