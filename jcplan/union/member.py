"""What one plan brings to many: its figures, its groups, what is wrong in it, how sure it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from jcplan import actions
from jcplan.ask import chance
from jcplan.ask.state import State
from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.model.fields import EURO, HEADS, HEADS_A_MONTH, INTEGRATIONS
from jcplan.model.inputs import COMPARISON_TYPE
from jcplan.plan import Plan
from jcplan.port import Book
from jcplan.union.draws import Drawn, drawn

_NAMES: Final = ("Annahme_Jobcenter", "Annahme_Stand", "Annahme_Planjahr")


@dataclass(frozen=True)
class Amount:
    """A figure of which plans have a sum.

    Attributes:
        key: What it is called here.
        label: What it is called for people.
        unit: Its unit.
    """

    key: str
    label: str
    unit: str


AMOUNTS: Final = (
    Amount("elb_vorher", "ELB, Ausgangsbestand", HEADS),
    Amount("elb", "ELB, Plan", HEADS),
    Amount("integrationen_vorjahr", "Integrationen, Vorjahr", INTEGRATIONS),
    Amount("integrationen", "Integrationen, Plan", INTEGRATIONS),
    Amount("lzb_vorher", "LZB, Ausgangsbestand", HEADS),
    Amount("lzb", "LZB, Jahresmittel im Plan", HEADS),
    Amount("abgang_geplant", "LZB-Abgang, geplant", HEADS_A_MONTH),
    Amount("abgang_noetig", "LZB-Abgang, nötig", HEADS_A_MONTH),
    Amount("egt_zuteilung", "EGT, Zuteilung", EURO),
    Amount("umschichtung", "Umschichtung ins VKB", EURO),
    Amount("egt", "EGT nach Umschichtung", EURO),
    Amount("vkb", "VKB nach Umschichtung", EURO),
)
"""The figures that are summed, in the order in which they stand."""


@dataclass(frozen=True)
class GroupFigures:
    """One group of ELB of a plan: what it is called, planned stock in heads, integrations."""

    label: str
    elb: float
    integrationen: float


@dataclass(frozen=True)
class Likely:
    """How likely a plan reaches a target as published; None where nothing uncertain moves it."""

    target: str
    label: str
    share: float | None


@dataclass(frozen=True)
class Member:
    """What one plan brings.

    Attributes:
        file: Name of its file, by which it is told from others.
        jobcenter: Whose plan it is.
        stand: What the plan says of its own date.
        year: The year that is planned.
        kind: Comparison type, ``""`` where the workbook has none.
        amounts: By key of ``AMOUNTS``, exact; None where nothing says it.
        groups: Its groups.
        iq_published: The rate of all groups as published, a share.
        contradictions: The relations on the sheet Prüfungen that cannot be, a sentence each.
        outdated: How many targets do not go with what the inputs give.
        likely: How sure its targets are.
        unsure: Labels of the inputs that are uncertain.
        chance_fault: Why nothing is known of that, else ``""``.
    """

    file: str
    jobcenter: str
    stand: str
    year: int
    kind: str
    amounts: Mapping[str, float | None]
    groups: tuple[GroupFigures, ...]
    iq_published: float
    contradictions: tuple[str, ...]
    outdated: int
    likely: tuple[Likely, ...]
    unsure: tuple[str, ...]
    chance_fault: str

    def amount(self, key: str) -> float:
        """A figure, NaN where nothing says it."""
        value = self.amounts[key]
        return math.nan if value is None else value


def member(book: Book, draws: int) -> tuple[Member, Drawn]:
    """What a workbook's plan brings, and its draws. All is computed from the inputs, whatever its sheets show.

    Args:
        book: The workbook behind the port.
        draws: How many draws of its uncertain inputs go into the sums.

    Raises:
        InputError: The workbook is no plan, or its inputs make none.
        FileError: It is of another version.
    """
    state = State(book)
    snapshot = state.snapshot
    snapshot.take(state.place(name) for name in _NAMES)
    jobcenter, stand, year = (snapshot.value(name) for name in _NAMES)
    if not isinstance(year, int | float) or isinstance(year, bool):
        raise InputError(state.title, "kein Planjahr", "eine vierstellige Jahreszahl (Annahme_Planjahr)")
    plan = state.base.plans()
    likely, unsure, fault, found = _sure(state, draws, plan)
    made = Member(
        file=state.title,
        jobcenter=_text(jobcenter),
        stand=_text(stand),
        year=int(year),
        kind=_kind(state),
        amounts=_amounts(plan),
        groups=tuple(
            GroupFigures(label, float(each.elb), float(each.integrationen))
            for label, each in zip(state.groups, plan.terms.gruppen, strict=True)
        ),
        iq_published=float(plan.targets["Ziel_IQ_gesamt"].published),
        contradictions=tuple(f"{each.label}: {each.explanation}" for each in actions.contradictions_of(snapshot)),
        outdated=len(actions.outdated_of(snapshot)),
        likely=likely,
        unsure=unsure,
        chance_fault=fault,
    )
    return made, found


def _amounts(plan: Plan[Any]) -> dict[str, float | None]:
    inputs, terms = plan.inputs, plan.terms
    values = {
        "elb_vorher": terms.elb_vorher,
        "elb": terms.elb,
        "integrationen_vorjahr": terms.integrationen_vorjahr,
        "integrationen": terms.integrationen,
        "lzb_vorher": inputs.lzb_bestand,
        "lzb": terms.lzb,
        "abgang_geplant": inputs.lzb_abgang,
        "abgang_noetig": terms.lzb_abgang,
        "egt_zuteilung": inputs.eingliederungsmittel,
        "umschichtung": terms.umschichtung,
        "egt": terms.egt,
        "vkb": terms.vkb,
    }
    return {key: None if math.isnan(value) else float(value) for key, value in values.items()}


def _kind(state: State) -> str:
    if COMPARISON_TYPE not in state.snapshot.index:
        return ""
    state.snapshot.take([state.place(COMPARISON_TYPE)])
    return _text(state.snapshot.value(COMPARISON_TYPE))


def _sure(state: State, draws: int, plan: Plan[Any]) -> tuple[tuple[Likely, ...], tuple[str, ...], str, Drawn]:
    """How sure the targets are; what cannot be on the sheet Sicherheit makes them sure, and is said."""
    try:
        given = chance.unsure(state)
        found = chance.chance(state, given)
        together = drawn(state.base, given.spec, given.ranks, draws, state.title)
    except InputError as error:
        terms = plan.terms
        return (), (), str(error), Drawn(float(terms.elb), float(terms.integrationen), float(terms.lzb))
    likely = tuple(
        Likely(each.target.name, each.label, each.chance.published if each.chance else None) for each in found.targets
    )
    return likely, found.uncertain, "", together


def _text(value: Scalar) -> str:
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return "" if value is None else str(value).strip()
