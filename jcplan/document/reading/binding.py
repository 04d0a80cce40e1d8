"""Which figure of the plan a figure of a document is: certain, proposed, or none; and whether it goes with the plan.

A wrong binding is worse than none. Certain is a name only where its value, its unit and its words fit, and no other
name fits nearly as well; everything else is proposed, and people decide.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from jcplan.core.verdict import CONTRADICTS, explain, verdict
from jcplan.document.reading.candidates import PLAN_YEAR, Candidates
from jcplan.document.reading.context import Context
from jcplan.document.reading.scoring import Fit, Scorer, is_converted, is_slip, printed
from jcplan.document.reading.tokens import Kind, Token
from jcplan.german import quantity

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


ASIDE: Final = Binding(Status.ASIDE)


class Binder:
    """Finds what figures are in a plan.

    Args:
        candidates: What they could be.
    """

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        self._scorer = Scorer(candidates)

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
        found = self._scorer.fits(token, context, years)
        with_value = [fit for fit in found if fit.value]
        certain = _certain(token, with_value, found)
        if certain is not None:
            return _bound(token, context, certain)
        year = self._candidates.year
        other_year = bool(years) and year is not None and {float(year), float(year - 1)}.isdisjoint(years)
        wrong = None if other_year else _contradicted(token, context, found)
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


# ---- rules


def _certain(token: Token, found: Sequence[Fit], every: Sequence[Fit]) -> Fit | None:
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


def _mistakable(best: Fit, other: Fit) -> bool:
    """Whether the text has no word that tells two names apart."""
    return other.words >= _WORTH and not best.is_told_from(other)


def _contradicted(token: Token, context: Context, found: Sequence[Fit]) -> Fit | None:
    """The one name that the words mean, where its value is another."""
    held = [fit for fit in found if fit.candidate.values]
    written = isinstance(token.value, str) or not any(character.isdigit() for character in token.text)
    if written or not held or not held[0].clear or held[0].value:
        return None
    best = held[0]
    slip = is_slip(token, context, best.candidate)
    if best.words < (_SURE_SLIP if slip else _SURE) or (len(best.candidate.core) < _FEW and not slip):
        return None
    near = any(_rivals(best, fit) for fit in held[1:])
    return None if near else best


def _rivals(best: Fit, other: Fit) -> bool:
    """Whether another name could be meant too: its words fit nearly as well, or its value fits and they somewhat."""
    if not other.clear and not other.value:
        return False
    if best.words - other.words < _FAR_AHEAD or _mistakable(best, other):
        return True
    return other.value and (other.words > best.words / 3 or other.candidate.subject == best.candidate.subject)


def _digits(token: Token) -> int:
    """Significant digits of a figure as printed."""
    if not isinstance(token.value, float) or not math.isfinite(token.value):
        return 1
    shown = f"{abs(token.value) * 10.0**token.places:.0f}" if token.places < 15 else ""
    return max(len(shown.strip("0")), 1)


def judged(value: float, stated: float, places: int, unit: str) -> tuple[Judgement, str]:
    """Whether a printed figure goes with a value of the plan, and a sentence where it does not.

    Args:
        value: What the plan holds.
        stated: What the document prints.
        places: Its printed decimals.
        unit: Its unit.

    >>> judged(47562669, 47562696, 0, "€")[1]
    'Im Plan 47.562.669 €, im Dokument 47.562.696 €: 27 € zu viel. Zwei benachbarte Ziffern sind vertauscht.'
    """
    if verdict(value, stated, places) != CONTRADICTS:
        return Judgement.FITS, ""
    told = explain(value, stated, places, unit)
    return Judgement.CONTRADICTS, told.replace("Berechnet", "Im Plan", 1).replace("angegeben", "im Dokument", 1)


def _proposal(fit: Fit) -> Proposal:
    candidate = fit.candidate
    value = candidate.values[-1] if candidate.values and not fit.value else None
    held = quantity(value, candidate.unit) if isinstance(value, float) else value or ""
    return Proposal(candidate.name, candidate.label, round(fit.words, 2), held)


def _bound(token: Token, context: Context, fit: Fit) -> Binding:
    """A bound figure with its judgement; against the target too that it is."""
    candidate = fit.candidate
    proposal = Proposal(candidate.name, candidate.label, round(fit.words, 2))
    if isinstance(token.value, str) or is_converted(token, candidate):
        return Binding(Status.BOUND, (proposal,), Judgement.FITS)
    findings = []
    for each in (candidate, *([candidate.twin] if candidate.twin else [])):
        stated = printed(token, context, each)
        values = [value for value in each.values if isinstance(value, float)]
        outcomes = [judged(value, stated, token.places, each.unit) for value in values]
        if outcomes and all(judgement is Judgement.CONTRADICTS for judgement, _ in outcomes):
            findings.append(f"{each.name}: {outcomes[-1][1]}")
    return Binding(Status.BOUND, (proposal,), Judgement.CONTRADICTS if findings else Judgement.FITS, " ".join(findings))
