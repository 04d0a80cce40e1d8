"""Which figure of the plan a figure of a document is: certain, proposed, or none; and whether it goes with the plan.

A wrong binding is worse than none. Certain is a name only where its value, its unit and its words fit, and no other
name fits nearly as well; everything else is proposed, and people decide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from jcplan.core import slips
from jcplan.core.rounding import compatible
from jcplan.core.verdict import CONTRADICTS, explain, verdict
from jcplan.document.reading.candidates import PLAN_YEAR, Candidate, Candidates
from jcplan.document.reading.context import Context, Says
from jcplan.document.reading.patterns import FALLS
from jcplan.document.reading.terms import BEFORE, COMPARED, FLIGHT, WITHOUT, tells_of_whom, who
from jcplan.document.reading.tokens import Kind, Token
from jcplan.german import quantity
from jcplan.model.fields import EURO, POSTS, RATING, SHARE

_REST: Final = 0.6
"""What a word of the sentence is worth that does not belong to the figure alone."""
_ABOVE: Final = (0.5, 0.45, 0.4, 0.3, 0.2)
"""What a word above is worth, the nearest first."""
_CLEAR: Final = {1: 0.5, 2: 0.42, 3: 0.3}
"""How well the words must fit, by significant digits: a long number says much by itself."""
_CLEAR_LONG: Final = 0.12
_AHEAD: Final = 0.1
"""By how much the best must be ahead of the next."""
_SURE: Final = 0.62
"""How well the words must fit where the value does not."""
_SURE_SLIP: Final = 0.45
"""The same where a slip of the pen explains the value."""
_FAR_AHEAD: Final = 0.14
_FEW: Final = 2
"""Terms that a label must have at least to be contradicted: a single word is too common."""
_WORTH: Final = 0.12
"""How well the words must fit to be proposed."""
_WORTH_OTHER: Final = 0.3
"""The same where the value is another one."""
_PROPOSED: Final = 5
_HALF: Final = 0.5
_OWN: Final = 2
"""Rings of words that are the sentence's own."""
_FACTORS: Final = {
    ("Wochen", "Tage"): 7.0, ("Wochen", "Monate"): 12 / 52, ("Jahre", "Monate"): 12.0, ("Monate", "Jahre"): 1 / 12,
}  # fmt: skip
_UNITS: Final = {
    Kind.SHARE: (SHARE,),
    Kind.MONEY: (EURO,),
    Kind.POSTS: (POSTS,),
    Kind.RATIO: ("Kunden je VZÄ",),
    Kind.RATING: (RATING, "Wirkung"),
    Kind.DIRECTION: ("Richtung",),
    Kind.TIME: ("Jahre", "Monate", "Tage", "Stunden", "Stunden je Monat"),
    Kind.COUNT: (
        "Köpfe", "Köpfe je Monat", "Integrationen", "Integrationen je Monat", "Personen", "Plätze", "Gruppen",
        "Kunden je VZÄ",
    ),
}  # fmt: skip
_UNITS_OF_WORDS: Final = _UNITS[Kind.COUNT]


class Status(StrEnum):
    """How sure the name of a figure is."""

    BOUND = "zugeordnet"
    PROPOSED = "vorgeschlagen"
    NONE = "im Plan nicht gefunden"
    ASIDE = "keine Zahl des Plans"


class Judgement(StrEnum):
    """Whether a figure goes with the plan."""

    FITS = "stimmt"
    CONTRADICTS = "Widerspruch"
    OPEN = ""


@dataclass(frozen=True)
class Proposal:
    """A figure of the plan that it could be.

    Attributes:
        name: Its defined name.
        label: What it is called.
        fit: How well its words fit, 0 to 1.
        held: What the plan holds, where that is something else.
    """

    name: str
    label: str
    fit: float
    held: str = ""


@dataclass(frozen=True)
class Binding:
    """What a figure of the document is in the plan.

    Attributes:
        status: How sure that is.
        proposals: The names, best first; of a bound figure its name alone.
        judgement: Whether it goes with the plan.
        told: The same in a sentence; empty where it fits.
    """

    status: Status
    proposals: tuple[Proposal, ...] = ()
    judgement: Judgement = Judgement.OPEN
    told: str = ""


@dataclass(frozen=True)
class _Fit:
    """How a candidate fits: its words, whether nothing speaks against it, its value, which of its terms are there."""

    candidate: Candidate
    words: float
    clear: bool
    value: bool
    there: frozenset[str]

    def is_told_from(self, other: _Fit) -> bool:
        """Whether the text has a word that is this one's and not the other's, where it has such words."""
        own, theirs = self.candidate.core, other.candidate.core
        return own != theirs and (own < theirs or not self.there.isdisjoint(own - theirs))


ASIDE: Final = Binding(Status.ASIDE)


class Binder:
    """Finds what figures are in a plan.

    Args:
        candidates: What they could be.
    """

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        self._weights = candidates.vocabulary.weights

    def bind(self, token: Token, context: Context, years: Sequence[float] = ()) -> Binding:
        """What a figure is.

        Args:
            token: The figure.
            context: The words around it.
            years: Years that its sentence names.
        """
        if token.kind is Kind.YEAR:
            return self._year(token)
        if not token.kind.counts or token.value is None:
            return ASIDE
        found = sorted(self._fits(token, context, years), key=lambda fit: -fit.words)
        with_value = [fit for fit in found if fit.value]
        certain = _certain(token, with_value, found)
        if certain is not None:
            return _bound(token, context, certain)
        year = self._candidates.year
        other_year = bool(years) and year is not None and {float(year), float(year - 1)}.isdisjoint(years)
        wrong = None if other_year else _contradicted(token, found)
        if wrong is not None:
            return _bound(token, context, wrong)
        near = [fit for fit in with_value if fit.words >= _WORTH]
        if not near:
            near = [fit for fit in found if not fit.candidate.values and fit.words >= _WORTH]
            near = [fit for fit in found if fit.candidate.values and fit.clear and fit.words >= _WORTH_OTHER] or near
        told = tuple(map(_proposal, near[:_PROPOSED]))
        return Binding(Status.PROPOSED, told) if told else Binding(Status.NONE)

    def _year(self, token: Token) -> Binding:
        if token.value is None or token.value != self._candidates.year:
            return ASIDE
        return Binding(Status.BOUND, (Proposal(PLAN_YEAR, "Planjahr", 1.0),), Judgement.FITS)

    # ---- words

    def _fits(self, token: Token, context: Context, years: Sequence[float]) -> Iterable[_Fit]:
        rings = self._rings(context)
        worth: dict[str, float] = {}
        for weight, found in rings:
            for term, value in found.items():
                worth[term] = max(worth.get(term, 0.0), weight * value)
        told_of = next((who(found) for _, found in rings if tells_of_whom(found)), frozenset[str]())
        before = BEFORE in rings[0][1]
        year = self._candidates.year
        year_before = year is not None and float(year - 1) in years
        past = before or (year_before and year is not None and float(year) not in years)
        if year_before and BEFORE not in worth:
            worth[BEFORE] = _HALF
        for candidate in self._candidates.all:
            if not _unit_fits(token, candidate):
                continue
            words = self._words(candidate, worth, rings[0][1] or rings[1][1])
            if words <= 0:
                continue
            clear = (
                candidate.who == told_of
                and (candidate.says is context.says or Says.EITHER in (candidate.says, context.says))
                and (candidate.before == before or (candidate.before and (year_before or worth.get(BEFORE, 0) > 0)))
                and not (past and candidate.is_target)
            )
            factor = 1.0 if candidate.who == told_of else _HALF
            factor *= (
                _HALF if Says.EITHER not in (candidate.says, context.says) and candidate.says is not context.says else 1
            )
            factor *= _HALF if (before and not candidate.before) or (past and candidate.is_target) else 1
            factor *= _HALF if candidate.before and worth.get(BEFORE, 0) <= 0 else 1
            there = frozenset(term for term in candidate.core if worth.get(term, 0.0) >= _HALF)
            yield _Fit(candidate, words * factor, clear, _value_fits(token, context, candidate), there)

    def _rings(self, context: Context) -> list[tuple[float, dict[str, float]]]:
        """The terms around a figure, the nearest first, with what they are worth."""
        vocabulary = self._candidates.vocabulary
        rings = [(1.0, vocabulary.of(context.near)), (_REST, vocabulary.of(context.sentence))]
        for number, text in enumerate(context.above):
            rings.append((_ABOVE[min(number, len(_ABOVE) - 1)], vocabulary.of(text)))
        for number, (_, found) in enumerate(rings):
            if number >= _OWN:
                found.pop(BEFORE, None)  # of a figure in brackets of its own, mostly
            if WITHOUT in found:
                found.pop(FLIGHT, None)
            found.pop(COMPARED, None)
        return rings

    def _words(self, candidate: Candidate, worth: dict[str, float], near: dict[str, float]) -> float:
        """How well a candidate's words fit: how many of them are there, and how many of those nearby are its own."""
        weights = self._weights
        own = candidate.terms
        total = sum(weights[term] * value for term, value in own.items() if term != COMPARED)
        there = sum(weights[term] * value * worth.get(term, 0.0) for term, value in own.items() if term != COMPARED)
        if total <= 0 or there <= 0:
            return 0.0
        around = sum(weights.get(term, 0.0) * value for term, value in near.items())
        matched = sum(weights.get(term, 0.0) * value for term, value in near.items() if term in own)
        precision = matched / around if around > 0 else _HALF
        return there / total * (_HALF + _HALF * precision)


# ---- rules


def _certain(token: Token, found: Sequence[_Fit], every: Sequence[_Fit]) -> _Fit | None:
    """The one name whose value fits and whose words fit clearly better than any other."""
    if not found or not found[0].clear:
        return None
    best = found[0]
    if best.words < _CLEAR.get(_digits(token), _CLEAR_LONG):
        return None
    others = [fit for fit in found[1:] if best.words - fit.words < _AHEAD or _mistakable(best, fit)]
    if any(not fit.value and fit.candidate.values and fit.clear and fit.words - best.words >= _AHEAD for fit in every):
        return None  # by its words it is another one, whose value does not fit
    return None if others else best


def _mistakable(best: _Fit, other: _Fit) -> bool:
    """Whether the text has no word that tells two names apart."""
    return other.words >= _WORTH and not best.is_told_from(other)


def _contradicted(token: Token, found: Sequence[_Fit]) -> _Fit | None:
    """The one name that the words mean, where its value is another."""
    held = [fit for fit in found if fit.candidate.values]
    written = isinstance(token.value, str) or not any(character.isdigit() for character in token.text)
    if written or not held or not held[0].clear or held[0].value:
        return None
    best = held[0]
    slip = _is_slip(token, best.candidate)
    if best.words < (_SURE_SLIP if slip else _SURE) or (len(best.candidate.core) < _FEW and not slip):
        return None
    near = any(_rivals(best, fit) for fit in held[1:])
    return None if near else best


def _rivals(best: _Fit, other: _Fit) -> bool:
    """Whether another name could be meant too: its words fit nearly as well, or its value fits and they somewhat."""
    if best.words - other.words < _FAR_AHEAD or _mistakable(best, other):
        return True
    return other.value and (other.words > best.words / 3 or other.candidate.subject == best.candidate.subject)


def _digits(token: Token) -> int:
    """Significant digits of a figure as printed."""
    if not isinstance(token.value, float) or not math.isfinite(token.value):
        return 1
    shown = f"{abs(token.value) * 10.0**token.places:.0f}" if token.places < 15 else ""
    return max(len(shown.strip("0")), 1)


def _unit_fits(token: Token, candidate: Candidate) -> bool:
    if token.kind is Kind.WORD:
        return candidate.unit in _UNITS_OF_WORDS
    units = _UNITS.get(token.kind, ())
    if token.kind is Kind.COUNT and token.places <= -3 and not token.unit:  # 25,6 Mio
        return candidate.unit in (*units, EURO)
    if token.kind is Kind.TIME:
        return candidate.unit in units and (
            candidate.unit.startswith(token.unit) or (token.unit, candidate.unit) in _FACTORS
        )
    return candidate.unit in units


def _in_unit(token: Token, candidate: Candidate) -> float:
    """The printed value in the candidate's unit."""
    value = token.value if isinstance(token.value, float) else math.nan
    return value * _FACTORS.get((token.unit, candidate.unit), 1.0)


def _value_fits(token: Token, context: Context, candidate: Candidate) -> bool:
    return any(_fits(token, context, candidate, value) for value in candidate.values)


def _fits(token: Token, context: Context, candidate: Candidate, value: float | str) -> bool:
    if isinstance(value, str) or isinstance(token.value, str):
        return value == token.value
    printed = _printed(token, context, candidate)
    if (token.unit, candidate.unit) in _FACTORS:
        return abs(printed - value) <= _HALF * 10.0**-2
    return bool(compatible(value, printed, token.places))


def _printed(token: Token, context: Context, candidate: Candidate) -> float:
    """The printed value in the candidate's unit; negative where the text says in words that it sinks."""
    value = _in_unit(token, candidate)
    in_words = context.falls and context.says is not Says.LEVEL and not token.signed
    return -value if in_words and candidate.says is not Says.LEVEL and not FALLS.search(candidate.label) else value


def _is_slip(token: Token, candidate: Candidate) -> bool:
    return any(
        isinstance(value, float) and slips.named(value, _in_unit(token, candidate), token.places, candidate.unit)
        for value in candidate.values
    )


def judged(value: float, printed: float, places: int, unit: str) -> tuple[Judgement, str]:
    """Whether a printed figure goes with a value of the plan, and a sentence where it does not.

    Args:
        value: What the plan holds.
        printed: What the document prints.
        places: Its printed decimals.
        unit: Its unit.

    >>> judged(47562669, 47562696, 0, "€")[1]
    'Im Plan 47.562.669 €, im Dokument 47.562.696 €: 27 € zu viel. Zwei benachbarte Ziffern sind vertauscht.'
    """
    if verdict(value, printed, places) != CONTRADICTS:
        return Judgement.FITS, ""
    told = explain(value, printed, places, unit)
    return Judgement.CONTRADICTS, told.replace("Berechnet", "Im Plan", 1).replace("angegeben", "im Dokument", 1)


def _proposal(fit: _Fit) -> Proposal:
    candidate = fit.candidate
    value = candidate.values[-1] if candidate.values and not fit.value else None
    held = quantity(value, candidate.unit) if isinstance(value, float) else value or ""
    return Proposal(candidate.name, candidate.label, round(fit.words, 2), held)


def _bound(token: Token, context: Context, fit: _Fit) -> Binding:
    """A bound figure with its judgement; against the target too that it is."""
    candidate = fit.candidate
    proposal = Proposal(candidate.name, candidate.label, round(fit.words, 2))
    if isinstance(token.value, str) or (token.unit, candidate.unit) in _FACTORS:
        return Binding(Status.BOUND, (proposal,), Judgement.FITS)
    findings = []
    for each in (candidate, *([candidate.twin] if candidate.twin else [])):
        printed = _printed(token, context, each)
        values = [value for value in each.values if isinstance(value, float)]
        outcomes = [judged(value, printed, token.places, each.unit) for value in values]
        if outcomes and all(judgement is Judgement.CONTRADICTS for judgement, _ in outcomes):
            findings.append(f"{each.name}: {outcomes[-1][1]}")
    return Binding(Status.BOUND, (proposal,), Judgement.CONTRADICTS if findings else Judgement.FITS, " ".join(findings))
