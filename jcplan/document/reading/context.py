"""What stands around a figure: the words that belong to it, those of its sentence, those above."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from jcplan.document.reading.paragraphs import Paragraph
from jcplan.document.reading.patterns import BY, CHANGE_NOUN, FALLS, MOVED, OF, PARTED, TO
from jcplan.document.reading.tokens import Kind, Token

_FAR: Final = 800
"""Characters of a sentence on either side of a figure; longer ones are none."""
_LEFT: Final = 90
"""Characters before a figure in which a word of change belongs to it."""


class Says(Enum):
    """Whether a figure is a level or a change of one."""

    LEVEL = "Höhe"
    CHANGE = "Veränderung"
    EITHER = ""


@dataclass(frozen=True)
class Context:
    """The words around a figure, the nearest first.

    Attributes:
        near: What belongs to it alone: its part of the sentence; row and column in a table.
        sentence: The rest of its sentence.
        above: What introduces it, nearest first: the sentence before, the list's lead, headings from below.
        says: Whether it is a level or a change.
        falls: Whether the text says that something sinks.
    """

    near: str
    sentence: str = ""
    above: tuple[str, ...] = ()
    says: Says = Says.EITHER
    falls: bool = False


_NO_CONTEXT: Final = Context("")


def contexts(
    paragraph: Paragraph, found: Sequence[Token], spans: Sequence[tuple[int, int]], sentence_before: str = ""
) -> list[Context]:
    """The context of each figure of a paragraph; an empty one for those that are none of a plan.

    Args:
        paragraph: Where they stand.
        found: All its figures, in order.
        spans: Its sentences.
        sentence_before: The last sentence of the paragraph before, where it belongs to the same subject.
    """
    around: list[Context] = []
    headings = tuple(reversed(paragraph.chapter))
    counted = [each for each in found if each.kind.counts]
    starts = [each.start for each in counted]
    ends = [end for _, end in spans]
    for at, token in enumerate(found):
        if not token.kind.counts:
            around.append(_NO_CONTEXT)
            continue
        number = min(bisect_right(ends, token.start), len(spans) - 1)
        start, end = spans[number] if spans else (0, len(paragraph.text))
        before = paragraph.text[slice(*spans[number - 1])] if number > 0 else sentence_before
        start, end = max(start, token.start - _FAR), min(end, token.end + _FAR)
        others = [each for each in counted[bisect_left(starts, start) : bisect_left(starts, end)] if each != token]
        part = _Part(paragraph.text, token, others, start, end)
        says = part.says()
        if says is Says.EITHER and around and part.follows(found[at - 1]):
            says = around[-1].says
        above = (before[-_FAR:], paragraph.corner, paragraph.lead, *headings)
        near = " ".join(text for text in (paragraph.row, paragraph.column, part.near) if text)
        around.append(Context(near, part.rest, tuple(filter(None, above)), says, part.falls))
    return around


class _Part:
    """The part of a sentence that belongs to a figure."""

    def __init__(self, text: str, token: Token, others: Sequence[Token], start: int, end: int) -> None:
        self.text, self.token = text, token
        bracket = _bracket(text, token, start, end)
        if bracket and not any(bracket[0] > each.start or each.start >= bracket[1] for each in others):
            bracket = None  # the only figure of its sentence
        low, high = bracket or (start, end)
        if bracket is None:
            same = [each for each in others if _bracket(text, each, start, end) is None]
            inner = [span for each in others if (span := _bracket(text, each, start, end)) is not None]
        else:
            same = [each for each in others if low <= each.start < high]
            inner = []
        previous = max((each for each in same if each.end <= token.start), key=lambda each: each.end, default=None)
        following = min((each for each in same if each.start >= token.end), key=lambda each: each.start, default=None)
        if previous is not None:
            low = previous.end + _last_between(text[previous.end : token.start])
        if following is not None:
            between = text[token.end : following.start]
            last = _last_between(between)
            high = token.end + (last or len(between))
        low = max(low, text.rfind(";", start, token.start) + 1)
        stop = text.find(";", token.end, high)
        self.low, self.high = low, high if stop < 0 else stop
        self.before = _without(text, self.low, token.start, inner)
        self.after = _without(text, token.end, self.high, inner)
        self.near = f"{self.before} {self.after}"
        self.rest = f"{_without(text, start, self.low, inner)} {_without(text, self.high, end, inner)}"
        self.in_bracket = bracket is not None
        self.whole = text[start:end]

    def says(self) -> Says:
        """Whether the figure is a level or a change, as far as its sentence tells."""
        token, before = self.token, self.before[-_LEFT:]
        if token.kind is Kind.RATING:
            return Says.EITHER
        if TO.search(before):
            return Says.LEVEL
        if BY.search(before):
            return Says.CHANGE
        if token.signed and token.kind in (Kind.SHARE, Kind.COUNT):
            return Says.CHANGE
        if CHANGE_NOUN.search(before):
            return Says.CHANGE
        if OF.match(self.after):
            return Says.LEVEL
        if MOVED.search(self.near):
            return Says.EITHER
        return Says.EITHER if self.in_bracket else Says.LEVEL

    def follows(self, token: Token) -> bool:
        """Whether it only says another figure again, in brackets or behind a stroke."""
        between = self.text[token.end : self.token.start]
        return re.fullmatch(r"\s*(?:/|\((?:VJ|Vorjahr:?)?)\s*|\s+ELB\s*/\s*", between) is not None

    @property
    def falls(self) -> bool:
        """Whether its part of the sentence, or else all of it, says that something sinks."""
        return FALLS.search(self.near) is not None or (
            FALLS.search(self.whole) is not None and CHANGE_NOUN.search(self.near) is None and not self.in_bracket
        )


def _bracket(text: str, token: Token, start: int, end: int) -> tuple[int, int] | None:
    """The inside of the brackets in which a figure stands; None where there are none."""
    opened = text.rfind("(", start, token.start)
    if opened < 0 or text.rfind(")", opened, token.start) >= 0:
        return None
    closed = text.find(")", token.end, end)
    return (opened + 1, closed) if closed >= 0 else None


def _last_between(text: str) -> int:
    """Where the last sign or word ends that parts two figures; 0 where there is none."""
    return max((match.end() for match in PARTED.finditer(text)), default=0)


def _without(text: str, low: int, high: int, spans: Sequence[tuple[int, int]]) -> str:
    """A piece of a text without what stands in brackets with figures of their own."""
    pieces, at = [], low
    for start, end in sorted(set(spans)):
        if at <= start < high:
            pieces.append(text[at:start])
            at = max(at, end)
    pieces.append(text[at:high] if at < high else "")
    return " ".join(pieces)
