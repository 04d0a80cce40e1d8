"""What a figure of a document could be: the inputs, targets and printed figures of a plan, with their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from jcplan.ask import words
from jcplan.cells import Scalar
from jcplan.document.reading.context import Says
from jcplan.document.reading.terms import BEFORE, EVERYBODY, LITTLE, WHO, Vocabulary, terms, who
from jcplan.document.source import Figures
from jcplan.model import Field, Model, Target
from jcplan.model.fields import PUBLISHED, YEAR

PLAN_YEAR: Final = "Annahme_Planjahr"
_CHANGE: Final = re.compile(r"veränderung|anstieg|zuwachs|steigerung|zugang|abgang|relativ", re.IGNORECASE)
_AGAINST: Final = re.compile(r"gegenüber|prognose und ist", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_SETTINGS: Final = frozenset(("Nachkommastellen", "Nummer", "Auswahl", "Stand", "Gewicht", "Monat", YEAR))
"""Units of inputs that no sentence prints as such, apart from the year."""
_TWINS: Final = {
    "Gedruckt_IQ_gesamt": "Ziel_IQ_gesamt",
    "Gedruckt_Budget_Summe": "Ziel_Budget_Summe",
    "Gedruckt_Umschichtung": "Ziel_Umschichtung",
}
"""Printed figures that are a target, and that target: the sheets compare one with the other."""


@dataclass(frozen=True)
class Candidate:
    """A figure of the plan.

    Attributes:
        name: Its defined name; of a target that of the exact value.
        label: What it is called.
        unit: Its unit.
        values: What it holds, a target's exact and published value; empty without a plan, or where it is blank.
        names: Defined names of these values.
        says: Whether it is a level or a change.
        twin: The target that it is too.
    """

    name: str
    label: str
    unit: str
    values: tuple[float | str, ...] = ()
    names: tuple[str, ...] = ()
    says: Says = Says.LEVEL
    twin: Candidate | None = None

    @cached_property
    def terms(self) -> Mapping[str, float]:
        """The terms of its label, with what each is worth; those in brackets explain, and are worth little."""
        found = dict.fromkeys(terms(" ".join(_BRACKETS.findall(self.label))), LITTLE)
        return found | terms(_BRACKETS.sub(" ", self.label))

    @cached_property
    def core(self) -> frozenset[str]:
        """Its terms without those that only tell two mentions of one figure apart: frühere Angabe, zweite Angabe."""
        return frozenset(term for term, worth in self.terms.items() if worth == 1.0) - {EVERYBODY}

    @cached_property
    def subject(self) -> frozenset[str]:
        """What it tells, whoever it tells of."""
        return self.core - WHO

    @cached_property
    def who(self) -> frozenset[str]:
        """Of whom it tells."""
        return who(self.terms)

    @property
    def before(self) -> bool:
        """Whether it tells of the year before."""
        return BEFORE in self.terms

    @property
    def is_target(self) -> bool:
        """Whether it is one of the plan's targets."""
        return self.name.startswith("Ziel_")


class Candidates:
    """All that a document's figures could be.

    Args:
        figures: The plan; None where there is none, then of the usual one, without values.
    """

    def __init__(self, figures: Figures | None) -> None:
        model = figures.state.model if figures else Model()
        found = [*_inputs(model, figures), *_targets(model, figures)]
        by_name = {each.name: each for each in found}
        twins = {**_TWINS, **{f"Annahme_G{number}_IQ_Ziel": f"Ziel_IQ_G{number}" for number in model.groups}}
        twins = {one: other for one, other in twins.items() if one in by_name and by_name[one].values}
        self.all: tuple[Candidate, ...] = tuple(
            _with_twin(each, by_name.get(twins.get(each.name, ""))) for each in found if each.name not in twins.values()
        )
        self.vocabulary = Vocabulary({each.name: each.terms for each in self.all})
        held = figures.value(PLAN_YEAR) if figures and figures.name(PLAN_YEAR) else None
        self.year = int(held) if isinstance(held, float | int) else None


def _with_twin(candidate: Candidate, twin: Candidate | None) -> Candidate:
    if twin is None:
        return candidate
    return Candidate(
        candidate.name, candidate.label, candidate.unit, candidate.values, candidate.names, candidate.says, twin
    )


def _inputs(model: Model, figures: Figures | None) -> Iterable[Candidate]:
    for field in model.figures:
        if field.unit in _SETTINGS or (figures is not None and figures.name(field.name) is None):
            continue
        label = _label(field, figures)
        values = _values(figures, (field.name,))
        yield Candidate(field.name, label, field.unit, values, (field.name,) if values else (), _says(field))


def _says(field: Field) -> Says:
    if _AGAINST.search(field.block):
        return Says.EITHER
    return Says.CHANGE if _CHANGE.search(field.label) else Says.LEVEL


def _label(field: Field, figures: Figures | None) -> str:
    """What an input is called, with what was typed as its label, or as that of its project."""
    if figures is None:
        return field.label
    typed = _text(figures, field.label_name) if field.renamable else ""
    if typed:
        return (
            typed if not field.named_by and ":" not in field.label else re.sub(r"^[^:,]*", lambda _: typed, field.label)
        )
    called = _text(figures, field.named_by) if field.named_by else ""
    if called:
        return re.sub(r"^[^:,]*", lambda _: called, field.label)
    return words.input_label(field, figures.state.groups)


def _text(figures: Figures, name: str) -> str:
    held = figures.value(name) if figures.name(name) else None
    return held if isinstance(held, str) else ""


def _targets(model: Model, figures: Figures | None) -> Iterable[Candidate]:
    groups = figures.state.groups if figures else tuple(f"Gruppe {number}" for number in model.groups)
    for target in model.targets:
        names = (target.name, target.name + PUBLISHED)
        if figures is not None and figures.name(target.name) is None:
            continue
        label = _target_label(target, groups)
        values = _values(figures, names)
        yield Candidate(target.name, label, target.unit, values, names if len(values) == len(names) else names[:1])


def _target_label(target: Target, groups: tuple[str, ...]) -> str:
    return f"{words.target_label(target, groups)}, Ziel"


def _values(figures: Figures | None, names: Iterable[str]) -> tuple[float | str, ...]:
    held = [figures.value(name) for name in names if figures.name(name)] if figures else []
    return tuple(_plain(each) for each in held if _usable(each))


def _usable(value: Scalar) -> bool:
    return (isinstance(value, float | int) and not isinstance(value, bool)) or (isinstance(value, str) and value != "")


def _plain(value: Scalar) -> float | str:
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]  # numbers and texts only
