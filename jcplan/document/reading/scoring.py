"""How well the figures of a plan fit a figure of a document: by words, unit and value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from jcplan.core import slips
from jcplan.core.rounding import compatible
from jcplan.document.reading.candidates import Candidate, Candidates
from jcplan.document.reading.context import Context, Says
from jcplan.document.reading.patterns import FALLS
from jcplan.document.reading.terms import BEFORE, COMPARED, FLIGHT, WITHOUT, tells_of_whom, who
from jcplan.document.reading.tokens import Kind, Token
from jcplan.model.fields import EURO, POSTS, RATING, SHARE

REST: Final = 0.6
"""What a word of the sentence is worth that does not belong to the figure alone."""
_ABOVE: Final = (0.5, 0.45, 0.4, 0.3, 0.2)
"""What a word above is worth, the nearest first."""
_OWN: Final = 2
"""Rings of words that are the sentence's own."""
_HALF: Final = 0.5
_HUNDREDTHS: Final = 2
"""Decimals to which a span of time is known in another unit."""
_FACTORS: Final = {
    ("Wochen", "Tage"): 7.0, ("Wochen", "Monate"): 12 / 52, ("Jahre", "Monate"): 12.0, ("Monate", "Jahre"): 1 / 12,
}  # fmt: skip
_COUNTED: Final = (
    "Köpfe", "Köpfe je Monat", "Integrationen", "Integrationen je Monat", "Personen", "Plätze", "Gruppen",
    "Kunden je VZÄ",
)  # fmt: skip
_UNITS: Final = {
    Kind.SHARE: (SHARE,),
    Kind.MONEY: (EURO,),
    Kind.POSTS: (POSTS,),
    Kind.RATIO: ("Kunden je VZÄ",),
    Kind.RATING: (RATING, "Wirkung"),
    Kind.DIRECTION: ("Richtung",),
    Kind.TIME: ("Jahre", "Monate", "Tage", "Stunden", "Stunden je Monat"),
    Kind.COUNT: _COUNTED,
    Kind.WORD: _COUNTED,
}
_MANY: Final = -3
"""Printed decimals from which on a number without a unit may be money: 25,6 Mio."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a candidate fits a figure.

    Attributes:
        candidate: The figure of the plan.
        words: How well its words fit, 0 to 1.
        clear: Whether nothing speaks against it: of whom it tells, level or change, this year or the last.
        value: Whether its value fits, within the printed decimals.
        there: Which of its terms the text has.
    """

    candidate: Candidate
    words: float
    clear: bool
    value: bool
    there: frozenset[str]

    def is_told_from(self, other: Fit) -> bool:
        """Whether the text has a word that is this one's and not the other's, where it has such words."""
        own, theirs = self.candidate.core, other.candidate.core
        return own != theirs and (own < theirs or not self.there.isdisjoint(own - theirs))


@dataclass(frozen=True)
class _Words:
    """A candidate's terms with their weights."""

    candidate: Candidate
    weights: tuple[tuple[str, float], ...]
    total: float


@dataclass(frozen=True)
class _Told:
    """What the words around a figure tell."""

    worth: dict[str, float]
    near: Mapping[str, float]
    of: frozenset[str]
    before: bool
    year_before: bool
    past: bool


class Scorer:
    """Compares figures of documents with those of a plan.

    Args:
        candidates: The figures of the plan.
    """

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        self._weights = candidates.vocabulary.weights

    @cached_property
    def _by_unit(self) -> dict[str, list[_Words]]:
        found: dict[str, list[_Words]] = {}
        for candidate in self._candidates.all:
            own = {term: worth for term, worth in candidate.terms.items() if term != COMPARED}
            weights = tuple((term, self._weights[term] * worth) for term, worth in own.items())
            words = _Words(candidate, weights, sum(weight for _, weight in weights))
            found.setdefault(candidate.unit, []).append(words)
        return found

    def fits(self, token: Token, context: Context, years: Sequence[float]) -> list[Fit]:
        """Every candidate of the unit that shares a word with the text, the best first.

        Args:
            token: The figure.
            context: The words around it.
            years: Years that its sentence names.
        """
        return sorted(self._fits(token, context, years), key=lambda fit: -fit.words)

    def _fits(self, token: Token, context: Context, years: Sequence[float]) -> Iterator[Fit]:
        told = self._told(context, years)
        around = sum(self._weights.get(term, 0.0) * value for term, value in told.near.items())
        for unit in _units(token):
            for words in self._by_unit.get(unit, ()):
                shared = sum(weight * told.worth.get(term, 0.0) for term, weight in words.weights)
                if shared <= 0:
                    continue
                own = words.candidate.terms
                matched = sum(self._weights.get(term, 0.0) * value for term, value in told.near.items() if term in own)
                precision = matched / around if around > 0 else _HALF
                score = shared / words.total * (_HALF + _HALF * precision)
                yield self._fit(token, context, told, words.candidate, score)

    def _fit(self, token: Token, context: Context, told: _Told, candidate: Candidate, score: float) -> Fit:
        of_them = candidate.who == told.of
        same = candidate.says is context.says or Says.EITHER in (candidate.says, context.says)
        now_and_then = candidate.before and told.worth.get(BEFORE, 0.0) > 0
        against = (
            not of_them,
            not same,
            (told.before and not candidate.before) or (told.past and candidate.is_target),
            candidate.before and not now_and_then,
        )
        timely = candidate.before == told.before or now_and_then
        clear = of_them and same and timely and not (told.past and candidate.is_target)
        there = frozenset(term for term in candidate.core if told.worth.get(term, 0.0) >= _HALF)
        return Fit(candidate, score * _HALF ** sum(against), clear, value_fits(token, context, candidate), there)

    def _told(self, context: Context, years: Sequence[float]) -> _Told:
        rings = self._rings(context)
        worth: dict[str, float] = {}
        for weight, found in rings:
            for term, value in found.items():
                worth[term] = max(worth.get(term, 0.0), weight * value)
        near, rest = rings[0][1], rings[1][1]
        of = next((who(found) for _, found in rings if tells_of_whom(found)), frozenset[str]())
        year = self._candidates.year
        year_before = year is not None and float(year - 1) in years
        if year_before:
            worth.setdefault(BEFORE, _HALF)
        before = BEFORE in near
        past = before or (year_before and year is not None and float(year) not in years)
        return _Told(worth, near or rest, of, before, year_before, past)

    def _rings(self, context: Context) -> list[tuple[float, dict[str, float]]]:
        """The terms around a figure, the nearest first, with what they are worth."""
        vocabulary = self._candidates.vocabulary
        rings = [(1.0, vocabulary.of(context.near)), (REST, vocabulary.of(context.sentence))]
        for number, text in enumerate(context.above):
            rings.append((_ABOVE[min(number, len(_ABOVE) - 1)], vocabulary.of(text)))
        for number, (_, found) in enumerate(rings):
            if number >= _OWN:
                found.pop(BEFORE, None)  # of a figure in brackets of its own, mostly
            if WITHOUT in found:
                found.pop(FLIGHT, None)
            found.pop(COMPARED, None)
        return rings


def _units(token: Token) -> Iterable[str]:
    """Units of the plan that a figure can have."""
    units = _UNITS.get(token.kind, ())
    if token.kind is Kind.TIME:
        return [unit for unit in units if unit.startswith(token.unit) or (token.unit, unit) in _FACTORS]
    return (*units, EURO) if token.kind is Kind.COUNT and token.places <= _MANY else units


def is_converted(token: Token, candidate: Candidate) -> bool:
    """Whether a figure is printed in another unit of time than the plan has."""
    return (token.unit, candidate.unit) in _FACTORS


def printed(token: Token, context: Context, candidate: Candidate) -> float:
    """The printed value in the candidate's unit; negative where the text says in words that it sinks."""
    value = token.value if isinstance(token.value, float) else math.nan
    value *= _FACTORS.get((token.unit, candidate.unit), 1.0)
    in_words = context.falls and context.says is not Says.LEVEL and not token.signed
    return -value if in_words and candidate.says is not Says.LEVEL and not FALLS.search(candidate.label) else value


def value_fits(token: Token, context: Context, candidate: Candidate) -> bool:
    """Whether one of a candidate's values is the printed one, within its decimals."""
    return any(_fits(token, context, candidate, value) for value in candidate.values)


def _fits(token: Token, context: Context, candidate: Candidate, value: float | str) -> bool:
    if isinstance(value, str) or isinstance(token.value, str):
        return value == token.value
    stated = printed(token, context, candidate)
    places = _HUNDREDTHS if is_converted(token, candidate) else token.places
    far = abs(stated - value) > 10.0**-places  # twice what is allowed: no need to look closely
    return not far and bool(compatible(value, stated, places))


def is_slip(token: Token, context: Context, candidate: Candidate) -> bool:
    """Whether a slip of the pen explains why a figure is not the candidate's."""
    stated = printed(token, context, candidate)
    return any(
        isinstance(value, float) and bool(slips.named(value, stated, token.places, candidate.unit))
        for value in candidate.values
    )
