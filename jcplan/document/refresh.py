"""Brings a document up to date in the office's own text.

Only controls, rows that the plan makes, charts and their alternative texts change; every other byte stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from jcplan.document import drawings, tables
from jcplan.document.form import DIFFERENCE, read_form
from jcplan.document.mark import CHART, LONGEST, TABLE, Mark, check_of, picture_text, rows_text
from jcplan.document.report import Finding, Kind, Report
from jcplan.document.scan import Control, Document, Paragraph, Part, read, refuse_broken
from jcplan.document.sentences import sentence_at
from jcplan.document.source import Rows, Source
from jcplan.document.words import clean, encoded, inserted, replaced, standard, written
from jcplan.errors import InputError, several
from jcplan.german import MINUS, count
from jcplan.ooxml.markup import Splice, set_attribute, splice

_ALIKE: Final = str.maketrans({" ": "\u00a0", "\u2007": "\u00a0", "\u2009": "\u00a0", "\u202f": "\u00a0", "-": MINUS})
_LONGEST_ROWS: Final = 160
"""Characters of rows that a report quotes."""
_WRAPS: Final = "Das Steuerelement umschließt eine Tabelle, ein Textfeld oder ein anderes Steuerelement."
_DELETED: Final = "Die Zahl ist mit Änderungsverfolgung gelöscht; bitte die Löschung annehmen oder ablehnen."
_T = TypeVar("_T")


@dataclass(frozen=True)
class Refreshed:
    """A document that was brought up to date.

    Attributes:
        data: The file; the very same bytes where nothing changed.
        report: What was done and found.
        names: The names of the figures that it shows.
    """

    data: bytes
    report: Report
    names: frozenset[str] = frozenset()


def refresh(data: bytes, source: Source, *, overwrite: bool = False, place: str = "Dokument") -> Refreshed:
    """Bring a document up to date.

    Args:
        data: The document.
        source: Where figures, tables and charts come from.
        overwrite: Whether what was typed over by hand is replaced too.
        place: What messages call the document.

    Raises:
        FileError: It is no Word document that can be read.
        InputError: The plan has an error value where the document has a figure; all of them are listed.
    """
    document = read(data, place)
    run = _Run(document, source, overwrite=overwrite)
    for part in document.parts:
        for control in part.controls:
            run.control(part, control)
    if run.errors:
        raise several(list(run.errors.values()), heading="Die Mappe hat Fehler; im Dokument ist nichts geändert.")
    changes = run.changes
    if changes:
        refuse_broken(document.package, changes)
        data = document.package.to_bytes(changes)
    return Refreshed(data, run.report, frozenset(run.names))


def final(data: bytes, place: str = "Dokument") -> bytes:
    """The document as plain text: controls with marks are gone, what they hold stays.

    Args:
        data: The document.
        place: What messages call it.

    Raises:
        FileError: It is no Word document that can be read.
    """
    document = read(data, place)
    changes = {
        part.name: splice(part.data, [cut for control in part.controls for cut in _unwrapped(control)])
        for part in document.parts
        if part.controls
    }
    refuse_broken(document.package, changes)
    return document.package.to_bytes(changes) if changes else data


def _unwrapped(control: Control) -> Iterator[Splice]:
    where, inside = control.where, control.inside
    if inside is None or inside.self_closing or (control.placeholder and not control.blocks and not control.wraps):
        yield where.start, where.end, b""
        return
    yield where.start, inside.inside, b""
    yield inside.close, where.end, b""


@dataclass(frozen=True)
class _Outcome:
    """What became of a control.

    Attributes:
        control: The control.
        finding: What is to be said.
        is_once_a_page: Whether it stands in a header or a footer.
    """

    control: Control
    finding: Finding
    is_once_a_page: bool


class _Run:
    """One pass over a document."""

    def __init__(self, document: Document, source: Source, *, overwrite: bool) -> None:
        self.errors: dict[str, InputError] = {}
        self.names: set[str] = set()
        self._document = document
        self._source = source
        self._overwrite = overwrite
        self._splices: dict[str, list[Splice]] = {part.name: [] for part in document.parts}
        self._parts: dict[str, bytes] = {}
        self._texts: dict[Control, str] = {}
        self._outcomes: list[_Outcome] = []
        self._tables: set[int] = set()
        self._made: dict[str, list[tuple[int, int]]] = {part.name: [] for part in document.parts}

    @property
    def changes(self) -> dict[str, bytes]:
        """New content of the parts that change."""
        found = {
            part.name: splice(part.data, self._splices[part.name])
            for part in self._document.parts
            if self._splices[part.name]
        }
        return {**found, **self._parts}

    def control(self, part: Part, control: Control) -> None:
        """Bring one control up to date."""
        mark = control.mark
        if mark is None or control.is_gone:
            return
        if mark.form == TABLE:
            self._table(part, control, mark)
        elif mark.form == CHART:
            self._chart(part, control, mark)
        else:
            self._figure(part, control, mark)

    def _asked(self, ask: Callable[[], _T]) -> _T | None:
        """What the source says; an error is kept for the end."""
        try:
            return ask()
        except InputError as error:
            self.errors[str(error)] = error
            return None

    def _note(self, part: Part, kind: Kind, control: Control, before: str, after: str = "", reason: str = "") -> None:
        if control.mark is None or control.is_twin:
            return
        name = self._source.name(control.mark.name) or control.mark.name
        chapter = control.paragraph.chapter if control.paragraph else ()
        label = control.mark.name if kind is Kind.UNKNOWN else self._source.label(name)
        label += DIFFERENCE if control.mark.form.startswith("~") and kind is not Kind.UNKNOWN else ""
        finding = Finding(kind, name, label, chapter, before, after, reason=reason)
        self._outcomes.append(_Outcome(control, finding, part.kind in ("header", "footer")))

    def _retag(self, part: Part, control: Control, mark: Mark, text: str) -> None:
        name = self._source.name(mark.name) or mark.name
        new = Mark(name, mark.form, check_of(text))
        if len(str(new)) > LONGEST:
            new = replace(new, name=mark.name)
        if new != mark:
            where = control.tag
            tag = set_attribute(part.data[where.start : where.inside], control.tag_name, str(new), part.encoding)
            self._splices[part.name].append((where.start, where.inside, tag))

    # ---- figures

    def _figure(self, part: Part, control: Control, mark: Mark) -> None:
        try:
            form = read_form(mark.form)
        except InputError:
            reason = f"Das Format „{mark.form}“ kennt diese Version von jcplan nicht."
            self._note(part, Kind.OPEN, control, control.text, reason=reason)
            return
        figure = self._asked(lambda: self._source.figure(mark.name, form))
        if figure is None:
            self._note(part, Kind.UNKNOWN, control, control.text)
            return
        new = clean(figure)
        self.names.add(self._source.name(mark.name) or mark.name)
        now = control.text
        is_new = mark.check != check_of(new)
        if control.wraps or (control.is_deleted and not now.strip()):
            if is_new:
                self._note(part, Kind.OPEN, control, now, new, _WRAPS if control.wraps else _DELETED)
            return
        if now.strip() and standard(now) != standard(new):
            if not (self._overwrite or _is_ours(mark, now)):
                self._note(part, Kind.KEPT, control, now.strip(), new)
                return
            lead, trail = now[: len(now) - len(now.lstrip())], now[len(now.rstrip()) :]
            self._splices[part.name] += replaced(control.pieces, lead + new + trail, part.encoding)
            self._changed(part, control, now.strip(), new)
        elif new.strip() and not now.strip():
            self._splices[part.name] += _refilled(part, control, new)
            self._changed(part, control, "", new)
        self._retag(part, control, mark, new)

    def _changed(self, part: Part, control: Control, before: str, after: str) -> None:
        self._texts[control] = after
        self._note(part, Kind.FIGURE, control, before, after)

    # ---- tables

    def _table(self, part: Part, control: Control, mark: Mark) -> None:
        rows = self._asked(lambda: self._source.table(mark.name))
        if rows is None:
            self._note(part, Kind.UNKNOWN, control, mark.name)
            return
        if control.table is None:
            self._note(part, Kind.OPEN, control, "", reason="Die Marke steht nicht im Kopf einer Tabelle.")
            return
        if id(control.table) in self._tables:
            return
        self._tables.add(id(control.table))
        body = tables.body(control)
        if body:
            self._made[part.name].append((body[0].where.start, body[-1].where.end))
        old = [row.texts for row in body]
        cells = [[clean(text) for text in row] for row in rows]
        new = tables.filled(cells, len(body[0].cells) if body else 1)
        if old != new:
            before, after = _differing(old, new), _differing(new, old)
            if not (self._overwrite or mark.fits(rows_text(old))):
                self._note(part, Kind.KEPT, control, before, after)
                return
            reason = tables.obstacle(part, body, new)
            if reason:
                self._note(part, Kind.OPEN, control, before, after, reason)
                return
            self._splices[part.name] += tables.exchanged(part, body, new)
            self._note(part, Kind.TABLE, control, before, after)
        self._retag(part, control, mark, rows_text(new))

    # ---- charts

    def _chart(self, part: Part, control: Control, mark: Mark) -> None:
        picture = self._asked(lambda: self._source.picture(mark.name))
        if picture is None:
            self._note(part, Kind.UNKNOWN, control, mark.name)
            return
        text = picture_text(picture.text, picture.chart)
        if mark.fits(text):
            return
        chart = drawings.chart_part(self._document.package, part, control)
        if chart is None:
            self._note(part, Kind.OPEN, control, "", reason="Bei der Marke steht kein Diagramm mehr.")
            return
        self._parts.update(drawings.exchanged(self._document.package, chart, picture))
        where = control.drawing
        if where is not None and control.description != picture.text:
            tag = set_attribute(part.data[where.start : where.inside], "descr", picture.text, part.encoding)
            self._splices[part.name].append((where.start, where.inside, tag))
        self._note(part, Kind.CHART, control, control.description, picture.text)
        self._retag(part, control, mark, text)

    # ---- what is to be said

    @property
    def report(self) -> Report:
        """What was done and found."""
        findings = list[Finding]()
        for each in self._outcomes:
            finding = replace(each.finding, sentence=self._sentence(each.control))
            if each.is_once_a_page and finding in findings:
                continue  # the header of the first page, of even ones and of all others
            findings.append(finding)
        controls = sum(not (control.is_twin or control.is_gone) for control in self._document.controls)
        return Report((*findings, *self._left()), controls)

    def _sentence(self, control: Control) -> str:
        """The sentence around a control as it is now; ``""`` where the control is alone."""
        paragraph = control.paragraph
        if paragraph is None:
            return ""
        text, places = paragraph.told(self._texts)
        begin, end = places[control]
        sentence = _line(sentence_at(text, begin))
        return "" if sentence == _line(text[begin:end]) else sentence

    def _left(self) -> Iterator[Finding]:
        """Old texts of changed figures that stand in the text without a control."""
        changed = [each.finding for each in self._outcomes if each.finding.kind is Kind.FIGURE]
        old = {standard(each.before): each for each in reversed(changed) if _is_telling(each.before)}
        if not old:
            return
        listed = "|".join(re.escape(text) for text in sorted(old, key=len, reverse=True))
        pattern = re.compile(rf"(?<![\w.,])(?:{listed})(?!\w|[.,]\d)")
        for part in self._document.parts:
            for paragraph in part.read_by_people():
                if not any(first <= paragraph.where.start < last for first, last in self._made[part.name]):
                    yield from self._left_in(paragraph, old, pattern)

    def _left_in(self, paragraph: Paragraph, old: dict[str, Finding], pattern: re.Pattern[str]) -> Iterator[Finding]:
        text, places = paragraph.told(self._texts)
        seen = set[tuple[str, str]]()
        for match in pattern.finditer(text.translate(_ALIKE)):
            begin, end = match.span()
            if any(begin < last and first < end for first, last in places.values()):
                continue
            sentence, of = _line(sentence_at(text, begin)), old[match[0]]
            if (match[0], sentence) not in seen:
                seen.add((match[0], sentence))
                around = "" if sentence == text[begin:end] else sentence
                yield replace(of, kind=Kind.LEFT, chapter=paragraph.chapter, before=text[begin:end], sentence=around)


def _is_ours(mark: Mark, text: str) -> bool:
    """Whether a text is the one that jcplan wrote last, but for blanks and minus signs."""
    return any(mark.fits(each) for each in (text, text.strip(), standard(text)))


def _refilled(part: Part, control: Control, text: str) -> Iterator[Splice]:
    """The splices that fill a control that was emptied."""
    inside, prompt, prefix = control.inside, control.placeholder, control.prefix
    if inside is None:
        return
    looks = control.looks
    style = part.data[looks.start : looks.end].decode(part.encoding) if looks else ""
    run = f"<{prefix}r>{style}{written(text, prefix)}</{prefix}r>"
    whole = f"<{prefix}p>{run}</{prefix}p>" if control.blocks else run
    if prompt is not None:
        yield prompt.start, prompt.end, b""
    if inside.self_closing:
        tag = f"{prefix}sdtContent"
        yield inside.start, inside.end, encoded(f"<{tag}>{whole}</{tag}>", part.encoding)
    elif prompt is not None:
        yield inside.inside, inside.close, encoded(whole, part.encoding)
    elif control.pieces:
        yield from replaced(control.pieces, text, part.encoding)
    elif control.blocks and control.paragraph is not None:
        yield inserted(control.paragraph.where, run, prefix, part.encoding)
    else:
        yield inside.close, inside.close, encoded(run, part.encoding)


def _differing(rows: Rows, others: Rows) -> str:
    """How many rows there are, and what those say that the others do not have."""
    known = {tuple(row) for row in others}
    told = "; ".join(" | ".join(filter(None, row)) for row in rows if tuple(row) not in known)
    if len(told) > _LONGEST_ROWS:
        told = told[: _LONGEST_ROWS - 1] + "…"
    return count(len(rows), "Zeile", "Zeilen") + (f", darunter: {told}" if told else "")


def _is_telling(text: str) -> bool:
    """Whether a figure is unlikely to stand in a text by chance.

    >>> _is_telling("26.570"), _is_telling("22,4 %"), _is_telling("69"), _is_telling("steigt")
    (True, True, False, False)
    """
    digits = sum(character.isdigit() for character in text)
    return digits > 2 or (digits == 2 and not text.isdecimal())


def _line(text: str) -> str:
    """A text on one line."""
    return re.sub("[ \t\n]+", " ", text).strip()
