"""What bringing a document up to date did, and what it left for people to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby
from typing import Any, Final

from jcplan.german import count

BEGINNING: Final = "Anfang des Dokuments"
"""What stands above the first heading."""


class Kind(Enum):
    """What there is to say of a place in a document; the values are for programs."""

    FIGURE = "zahl"
    TABLE = "tabelle"
    CHART = "diagramm"
    KEPT = "von_hand"
    UNKNOWN = "unbekannt"
    LEFT = "ohne_marke"
    OPEN = "nicht_ersetzt"


CHANGES: Final = (Kind.FIGURE, Kind.TABLE, Kind.CHART)
_HEADINGS: Final = {
    Kind.KEPT: "Von Hand geändert und so gelassen (--ueberschreiben ersetzt auch diese)",
    Kind.UNKNOWN: "Namen, die diese Mappe nicht kennt",
    Kind.LEFT: "Alte Zahlen, die noch ohne Marke im Text stehen",
    Kind.OPEN: "Nicht ersetzt",
}
_WORDS: Final = {
    Kind.KEPT: ("von Hand geänderte Angabe", "von Hand geänderte Angaben"),
    Kind.UNKNOWN: ("unbekannter Name", "unbekannte Namen"),
    Kind.LEFT: ("alte Zahl ohne Marke", "alte Zahlen ohne Marke"),
    Kind.OPEN: ("Stelle nicht ersetzt", "Stellen nicht ersetzt"),
}


@dataclass(frozen=True)
class Finding:
    """One place in the document.

    Attributes:
        kind: What there is to say.
        name: The name of the figure, the table or the chart.
        label: What it is called.
        chapter: The headings above it.
        before: What stood there.
        after: What stands there now, or would without ``kind``.
        sentence: The sentence that it stands in, as it is now; ``""`` where it stands alone.
        reason: Why it was left, where that is not said by ``kind``.
    """

    kind: Kind
    name: str
    label: str
    chapter: tuple[str, ...]
    before: str
    after: str = ""
    sentence: str = ""
    reason: str = ""

    @property
    def place(self) -> str:
        """The chapter, for people."""
        return " › ".join(self.chapter) or BEGINNING

    def __str__(self) -> str:
        called = f"{self.label} ({self.name})" if self.label != self.name else self.name
        if self.kind is Kind.CHART:
            return f"{called}: neu gezeichnet. {self.after}"
        if self.kind in CHANGES:
            return f"{called}: {self.before or 'leer'} → {self.after or 'leer'}"
        if self.kind is Kind.KEPT:
            return f"{called}: „{self.before}“, laut Mappe {self.after}"
        if self.kind is Kind.LEFT:
            return f"{called}: „{self.before}“, jetzt {self.after}"
        return f"{called}: {self.reason}" if self.reason else f"{called}: „{self.before}“"

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "art": self.kind.value,
            "name": self.name,
            "bezeichnung": self.label,
            "kapitel": list(self.chapter),
            "vorher": self.before,
            "nachher": self.after,
            "satz": self.sentence,
            "grund": self.reason,
        }


@dataclass(frozen=True)
class Report:
    """What was found in a document.

    Attributes:
        findings: In the order of the document.
        controls: How many figures, tables and charts with a mark there are.
        notes: What else is to be said, whole German sentences.
    """

    findings: tuple[Finding, ...] = ()
    controls: int = 0
    notes: tuple[str, ...] = field(default=())

    def of(self, *kinds: Kind) -> tuple[Finding, ...]:
        """The findings of some kinds."""
        return tuple(each for each in self.findings if each.kind in kinds)

    @property
    def changes(self) -> tuple[Finding, ...]:
        """What is another now."""
        return self.of(*CHANGES)

    @property
    def is_clean(self) -> bool:
        """Whether the document says what the plan says, as far as can be told."""
        return not self.findings

    @property
    def to_read(self) -> tuple[tuple[str, str], ...]:
        """Place and text of each sentence around a figure that changed: it may not be true any more."""
        return tuple(dict.fromkeys((each.place, each.sentence) for each in self.changes if each.sentence))

    @property
    def outcome(self) -> str:
        """One German sentence."""
        if not self.controls:
            return "Keine Marken gefunden: In diesem Dokument steht keine Zahl, die jcplan kennt."
        parts = [count(len(self.changes), "Angabe geändert", "Angaben geändert")] if self.changes else []
        parts += [count(len(self.of(kind)), *words) for kind, words in _WORDS.items() if self.of(kind)]
        known = count(self.controls, "Angabe mit Marke", "Angaben mit Marke")
        return f"{known}: {', '.join(parts) if parts else 'alle wie in der Mappe'}."

    def __str__(self) -> str:
        return "\n".join([self.outcome, *self._told()])

    def _told(self) -> Iterator[str]:
        if self.changes:
            yield from ("", "Geändert:", *_by_chapter(self.changes))
        if self.to_read:
            yield from ("", "Bitte lesen, ob die Sätze noch stimmen:")
            for place, sentences in groupby(self.to_read, lambda each: each[0]):
                yield f"  {place}"
                yield from (f"    „{sentence}“" for _, sentence in sentences)
        for kind, heading in _HEADINGS.items():
            if self.of(kind):
                yield from ("", f"{heading}:", *_by_chapter(self.of(kind), sentences=True))
        if self.notes:
            yield from ("", *(f"Hinweis: {note}" for note in self.notes))

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "ergebnis": self.outcome,
            "marken": self.controls,
            "aenderungen": [each.as_data() for each in self.changes],
            "befunde": [each.as_data() for each in self.findings if each.kind not in CHANGES],
            "zu_lesen": [{"kapitel": place, "satz": sentence} for place, sentence in self.to_read],
            "hinweise": list(self.notes),
        }


def _by_chapter(findings: Sequence[Finding], *, sentences: bool = False) -> Iterator[str]:
    for place, group in groupby(findings, lambda each: each.place):
        yield f"  {place}"
        for each in group:
            yield f"    {each}"
            if sentences and each.sentence:
                yield f"      „{each.sentence}“"
