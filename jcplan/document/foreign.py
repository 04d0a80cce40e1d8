"""Reads any planning document: every figure with its chapter and sentence, and what it is in the plan."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.document.form import read_form
from jcplan.document.mark import CHART, TABLE, Mark
from jcplan.document.reading.binding import ASIDE, Binder, Binding, Judgement, Proposal, Status, judged
from jcplan.document.reading.candidates import Candidates
from jcplan.document.reading.context import contexts
from jcplan.document.reading.paragraphs import NOTES, Paragraph, paragraphs
from jcplan.document.reading.tokens import Kind, Token, Unit, tokens, unit_of
from jcplan.document.sentences import sentences
from jcplan.document.source import Figures
from jcplan.errors import InputError
from jcplan.german import count, visible

__all__ = ["Found", "Judgement", "Kind", "Proposal", "Reading", "Status", "read"]
_LONGEST: Final = 200
"""Characters of a sentence that the report shows."""
_FAR: Final = 1000
"""Characters of a sentence on either side of a figure; longer ones are none."""
_SHOWN: Final = 3
"""Proposals that it shows."""


@dataclass(frozen=True)
class Found:
    """A figure of a document.

    Attributes:
        token: The figure as printed, with kind, value, unit, decimals.
        place: ``Text``, ``Tabelle``, ``Textfeld``, ``Fußnote 3``, ``Kopfzeile`` …
        chapter: Headings above it, the highest first.
        sentence: The sentence in which it stands.
        row: Heading of its row in a table.
        column: Heading of its column.
        binding: What it is in the plan.
        marked: Whether a control of ours says so.
        made: Whether it stands in a table whose rows the plan makes and a refresh brings up to date.
    """

    token: Token
    place: str
    chapter: tuple[str, ...]
    sentence: str
    row: str
    column: str
    binding: Binding
    marked: bool = False
    made: bool = False

    @property
    def name(self) -> str | None:
        """The figure of the plan that it is; None where that is not certain."""
        return self.binding.proposals[0].name if self.binding.status is Status.BOUND else None

    def to_dict(self) -> dict[str, object]:
        """All of it in plain values."""
        token, binding = self.token, self.binding
        return {
            "kapitel": list(self.chapter),
            "ort": self.place,
            "satz": self.sentence,
            "zeile": self.row,
            "spalte": self.column,
            "zahl": token.text,
            "art": token.kind.value,
            "wert": token.value,
            "einheit": token.unit,
            "nachkommastellen": token.places,
            "zuordnung": binding.status.value,
            "marke": self.marked,
            "namen": [
                {"name": each.name, "bezeichnung": each.label, "güte": each.fit, "im_plan": each.held}
                for each in binding.proposals
            ],
            "urteil": binding.judgement.value,
            "begründung": binding.told,
        }

    def __str__(self) -> str:
        where = " · ".join(text for text in (self.row, self.column) if text)
        return "\n".join([f"  {visible(self.token.text)} – {visible(where or _short(self.sentence))}", *self._told()])

    def _told(self) -> Iterator[str]:
        """What it is in the plan, a line each."""
        names = [
            f"{visible(each.label)} ({each.name}){f', im Plan aber {visible(each.held)}' if each.held else ''}"
            for each in self.binding.proposals
        ]
        status, judgement = self.binding.status, self.binding.judgement
        if status is Status.BOUND:
            yield f"      {judgement.value or 'laut Marke'}: {names[0]}"
        elif status is Status.PROPOSED:
            yield f"      vielleicht {'; '.join(names[:_SHOWN])}"
        elif status is Status.NONE:
            yield f"      {status.value}"
        if self.binding.told:
            yield f"      {visible(self.binding.told)}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


@dataclass(frozen=True)
class Reading:
    """All figures of a document, in its order.

    Attributes:
        figures: The figures.
        plan_year: The year of the plan that they were compared with; None without a plan, 0 where it names none.
    """

    figures: tuple[Found, ...]
    plan_year: int | None = None

    @property
    def counted(self) -> tuple[Found, ...]:
        """Those that can be figures of a plan: no dates, chapters, laws, addresses, rows that the plan makes."""
        return tuple(each for each in self.figures if each.marked or (each.token.kind.counts and not each.made))

    @property
    def contradictions(self) -> tuple[Found, ...]:
        """Those that contradict the plan."""
        return tuple(each for each in self.figures if each.binding.judgement is Judgement.CONTRADICTS)

    def of(self, status: Status) -> tuple[Found, ...]:
        """The countable ones of a status."""
        return tuple(each for each in self.counted if each.binding.status is status)

    def to_dict(self) -> dict[str, object]:
        """All of it in plain values, as JSON has them."""
        return {
            "planjahr": self.plan_year,
            "jahr": self.year,
            "anzahl": self._counts(),
            "zahlen": [each.to_dict() for each in self.figures],
        }

    def _counts(self) -> Mapping[str, int]:
        return {
            "gefunden": len(self.figures),
            "zahlen_des_plans": len(self.counted),
            "zugeordnet": len(self.of(Status.BOUND)),
            "widerspruch": len(self.contradictions),
            "vorgeschlagen": len(self.of(Status.PROPOSED)),
            "nicht_gefunden": len(self.of(Status.NONE)),
        }

    @property
    def year(self) -> int | None:
        """The year that the document names most; None where it names none."""
        years = Counter(each.token.value for each in self.figures if each.token.kind is Kind.YEAR and each.token.value)
        return int(float(years.most_common(1)[0][0])) if years else None

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from self._summary()
        if self.contradictions:
            yield from ("", "Widersprüche")
            yield from (f"  {_chapter(each)}\n  {each}" for each in self.contradictions)
        chapter = None
        for each in self.counted:
            if _chapter(each) != chapter:
                chapter = _chapter(each)
                yield from ("", chapter)
            yield str(each)

    def _summary(self) -> Iterator[str]:
        counts = self._counts()
        aside = counts["gefunden"] - counts["zahlen_des_plans"]
        found = count(counts["gefunden"], "Zahl", "Zahlen")
        made = ", Zeilen, die aus der Mappe kommen" if any(each.made for each in self.figures) else ""
        kinds = f"Jahre, Zeitangaben, Gliederung, Rechtsangaben, Anschriften, Namen{made}"
        yield f"{found} gefunden, davon {aside} {kinds}."
        if self.plan_year is None:
            yield "Ohne Plan gelesen: Vorschläge nach Worten und Einheit."
            return
        wrong = counts["widerspruch"]
        yield (
            f"{counts['zugeordnet']} dem Plan zugeordnet, davon {count(wrong, 'Widerspruch', 'Widersprüche')}; "
            f"{counts['vorgeschlagen']} mit Vorschlag; {counts['nicht_gefunden']} im Plan nicht gefunden."
        )
        if self.plan_year and self.year not in (None, self.plan_year):
            yield f"Das Dokument nennt am häufigsten das Jahr {self.year}, der Plan ist für {self.plan_year}."


def _chapter(found: Found) -> str:
    path = " / ".join(found.chapter[-2:]) or "Ohne Kapitel"
    return visible(path if found.place == "Text" else f"{path} ({found.place})")


def read(data: bytes, figures: Figures | None = None, *, place: str = "Dokument") -> Reading:
    """Every figure of a Word document, and what each is in the plan.

    Args:
        data: The bytes of a .docx of any origin.
        place: What messages call it.
        figures: The plan; without one the figures are listed, with proposals by words and unit.

    Raises:
        FileError: It is no Word document, or it cannot be read; it says what it is.
    """
    reader = _Reader(figures)
    found = tuple(reader.run(paragraphs(data, place)))
    return Reading(found, (reader.year or 0) if figures else None)


class _Reader:
    """Goes through the paragraphs."""

    def __init__(self, figures: Figures | None) -> None:
        self._figures = figures
        candidates = Candidates(figures)
        self.year = candidates.year
        self._binder = Binder(candidates)

    def run(self, found: Sequence[Paragraph]) -> Iterator[Found]:
        """The figures of these paragraphs, in order."""
        last, note = "", ""
        last_chapter: tuple[str, ...] = ()
        for paragraph in found:
            if paragraph.place.startswith(NOTES) and paragraph.place != note:
                token = Token(Kind.NOTE, paragraph.place.rpartition(" ")[2], 0, 0)
                yield self._found(paragraph, sentences(paragraph.text), token, ASIDE)
            note = paragraph.place
            text = paragraph.text
            spans = sentences(text)
            before = last if last_chapter == paragraph.chapter and paragraph.place == "Text" else ""
            yield from self._paragraph(paragraph, spans, before)
            if paragraph.place == "Text" and not paragraph.heading and spans:
                last, last_chapter = text[slice(*spans[-1])], paragraph.chapter

    def _paragraph(self, paragraph: Paragraph, spans: Sequence[tuple[int, int]], before: str) -> Iterator[Found]:
        unit = _unit(paragraph)
        found = tokens(paragraph.text, heading=paragraph.heading, contents=paragraph.contents, unit=unit)
        around = contexts(paragraph, found, spans, before)
        marks = [each for each in paragraph.marks if each[2].form not in (TABLE, CHART)]
        listed: list[tuple[int, Found]] = []
        years = _years(found, spans)
        for token, context in zip(found, around, strict=True):
            if any(start <= token.start < end for start, end, _ in marks):
                continue
            named = years.get(_sentence(spans, token.start), ())
            binding = ASIDE if paragraph.table else self._binder.bind(token, context, named)
            listed.append((token.start, self._found(paragraph, spans, token, binding)))
        for start, end, mark in marks:
            token = _marked(paragraph.text, start, end, () if mark.form == "t" else found)
            binding = self._by_mark(token, mark)
            listed.append((start, self._found(paragraph, spans, token, binding, marked=True)))
        for at, number in paragraph.notes:
            token = Token(Kind.NOTE, str(number), at, at)
            listed.append((at, self._found(paragraph, spans, token, ASIDE)))
        for _, each in sorted(listed, key=lambda pair: pair[0]):
            yield each

    @staticmethod
    def _found(
        paragraph: Paragraph, spans: Sequence[tuple[int, int]], token: Token, binding: Binding, *, marked: bool = False
    ) -> Found:
        start, end = _sentence(spans, token.start)
        sentence = " ".join(paragraph.text[max(start, token.start - _FAR) : min(end, token.end + _FAR)].split())
        return Found(
            token,
            paragraph.place,
            paragraph.chapter,
            sentence,
            paragraph.row,
            paragraph.column,
            binding,
            marked,
            bool(paragraph.table),
        )

    def _by_mark(self, token: Token, mark: Mark) -> Binding:
        """What a control says that it shows, judged."""
        label = self._figures.label(mark.name) if self._figures else mark.name.replace("_", " ")
        proposal = (Proposal(mark.name, label, 1.0),)
        if self._figures is None:
            return Binding(Status.BOUND, proposal)
        if self._figures.name(mark.name) is None:
            told = f"{mark.name}: In dieser Mappe gibt es keinen solchen Namen."
            return Binding(Status.NONE, proposal, Judgement.OPEN, told)
        try:
            expected = self._figures.figure(mark.name, read_form(mark.form))
        except InputError as error:
            return Binding(Status.BOUND, proposal, Judgement.OPEN, str(error))
        if _plain(expected or "") == _plain(token.text):
            return Binding(Status.BOUND, proposal, Judgement.FITS)
        right = next((each for each in tokens(expected or "") if isinstance(each.value, float)), None)
        if right is None or not isinstance(token.value, float) or not isinstance(right.value, float):
            told = f"{mark.name}: Im Plan „{expected}“, im Dokument „{token.text}“."
            return Binding(Status.BOUND, proposal, Judgement.CONTRADICTS, told)
        judgement, told = judged(right.value, token.value, token.places, right.unit)
        return Binding(Status.BOUND, proposal, judgement, f"{mark.name}: {told}" if told else "")


def _unit(paragraph: Paragraph) -> Unit | None:
    """The unit that a table says above or beside a figure."""
    for heading in (paragraph.column, paragraph.row):
        unit = unit_of(heading) if heading else Unit()
        if unit.name:
            return unit
    return None


def _years(found: Sequence[Token], spans: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[float]]:
    """The years that each sentence names."""
    years: dict[tuple[int, int], list[float]] = {}
    for each in found:
        if each.kind is Kind.YEAR and isinstance(each.value, float):
            years.setdefault(_sentence(spans, each.start), []).append(each.value)
    return years


def _sentence(spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """The sentence in which a place lies."""
    return spans[min(bisect_right(spans, at, key=lambda span: span[1]), len(spans) - 1)] if spans else (0, 0)


def _marked(text: str, start: int, end: int, found: Sequence[Token]) -> Token:
    """The content of a control as a figure; a text where it holds none."""
    inside = [each for each in found if start <= each.start and each.end <= end and each.kind.counts]
    if len(inside) == 1:
        return inside[0]
    return Token(Kind.TEXT, text[start:end], start, end)


def _plain(text: str) -> str:
    return " ".join(text.split())
