"""Why: what moved a target since another state of the plan, and the way of its figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from jcplan.ask import words
from jcplan.ask.state import State
from jcplan.errors import InputError
from jcplan.german import literal, number
from jcplan.layout.erklaerung import BEFORE, LAST, PLAN
from jcplan.layout.szenarien import shown
from jcplan.model import Target
from jcplan.model.fields import EURO, HEADS, HEADS_A_MONTH, SHARE
from jcplan.questions import sentence, states, steps
from jcplan.questions.named import Base, Wanted
from jcplan.questions.sentence import Reason
from jcplan.questions.steps import Step

_MOST_STEPS: Final = 12
"""Steps in a message box."""


@dataclass(frozen=True)
class Against:
    """A state with which the plan is compared.

    Attributes:
        name: What it is called.
        base: The plan in it.
        kind: ``vorjahr``, ``aktualisierung``, ``szenario`` or ``plan``, for programs.
    """

    name: str
    base: Base
    kind: str


@dataclass(frozen=True)
class Why:
    """Why a target is what it is.

    Attributes:
        target: The target.
        wanted: Whether it is the published one.
        label: What it is called.
        state: What the state is called that is explained.
        against: What it is compared with.
        why: Why it is another one; None where the two cannot be compared.
        obstacle: Why they cannot, else ``""``.
        before: What is known of that state that limits the comparison, else ``""``.
        way: The way of the figure, step by step.
    """

    target: Target
    wanted: Wanted
    label: str
    state: str
    against: Against
    why: Reason | None
    obstacle: str
    before: str
    way: tuple[Step, ...]

    @property
    def heading(self) -> str:
        """What is compared with what."""
        return f"{self.label}: {self.state} gegen {self.against.name}"

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The contributions as printed, and their sum: they add up."""
        if self.why is None:
            return []
        rows = [(part.label, self._signed(part.value)) for part in self.why.parts]
        return [*rows, ("Summe", self._signed(self.why.total))]

    def _signed(self, value: float) -> str:
        share = self.target.unit == SHARE
        places = 2 if share else max(self.target.places, 0)
        size = number(value * 100 if share else value, places)
        return f"+{size}" if value > 0 else size

    @property
    def unit(self) -> str:
        """Unit of the contributions."""
        return "%-Punkte" if self.target.unit == SHARE else self.target.unit

    def text(self) -> str:
        """The answer for a message box."""
        lines = [self.heading, ""]
        if self.why:
            lines.append(self.why.sentence)
            if self.why.without:
                lines.append("Ohne Wirkung: " + "; ".join(self.why.without) + ".")
        else:
            lines.append(self.obstacle)
        lines += [self.before] if self.before else []
        lines += ["", "So kommt die Zahl zustande:"]
        lines += [
            f"{step.label}: {step.result}"
            + (f" = {step.values}" if step.values != step.result else f", {step.formula}")
            for step in self.way[-_MOST_STEPS:]
        ]
        return "\n".join(lines)

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        found = self.why
        return {
            "ziel": self.target.name + ("_veroeffentlicht" if self.wanted.published else ""),
            "bezeichnung": self.label,
            "einheit": self.target.unit,
            "zustand": self.state,
            "gegen": self.against.name,
            "gegen_art": self.against.kind,
            "vorher": found.explanation.old if found else None,
            "nachher": found.explanation.new if found else None,
            "veraenderung": found.explanation.total if found else None,
            "satz": found.sentence if found else None,
            "beitraege": [
                {"bezeichnung": part.label, "namen": list(part.names), "gedruckt": part.value} for part in found.parts
            ]
            if found
            else [],
            "summe_gedruckt": found.total if found else None,
            "genau": [{"namen": list(effect.names), "beitrag": effect.value} for effect in found.explanation.effects]
            if found
            else [],
            "rundung": found.explanation.rounding if found else None,
            "ohne_wirkung": list(found.without) if found else [],
            "hindernis": self.obstacle or None,
            "hinweis": self.before or None,
            "rechenweg": [
                {
                    "groesse": step.label,
                    "formel": step.formula,
                    "mit_zahlen": step.values,
                    "ergebnis": step.result,
                    "wert": step.value,
                }
                for step in self.way
            ],
        }


def usual(state: State) -> Against:
    """The last refresh if an input has changed since, else the year before."""
    if state.changed and state.refreshed is not None:
        return Against(LAST, state.refreshed, "aktualisierung")
    return Against(BEFORE, states.year_before(state.base), "vorjahr")


def against(state: State, text: str, other: Callable[[], State | None]) -> Against:
    """The state that a text means: a workbook, ``vorjahr``, ``aktualisierung``, or a scenario.

    Args:
        state: The workbook's plan.
        text: What was typed.
        other: The plan of the workbook of that path; None where there is no such file.

    Raises:
        InputError: It is nothing of the kind.
    """
    found = other()
    if found is not None:
        if found.base.groups != state.base.groups:
            groups = f"{found.base.groups} Gruppen der ELB"
            raise InputError(found.title, groups, f"{state.base.groups} wie in {state.title}")
        return Against(found.title, found.base, "plan")
    word = words.plain(text)
    if word == "vorjahr":
        return Against(BEFORE, states.year_before(state.base), "vorjahr")
    if word in ("aktualisierung", "letzte aktualisierung", "letzter stand"):
        if state.refreshed is None:
            raise InputError("--gegen", literal(text), "eine Mappe, deren Ziele schon einmal aktualisiert sind")
        return Against(LAST, state.refreshed, "aktualisierung")
    scenarios = {words.plain(each.name): each for each in state.scenarios}
    scenario = scenarios.get(word) or {f"szenario {each.number}": each for each in state.scenarios}.get(word)
    if scenario is None:
        names = "".join(f", „{each.name}“" for each in state.scenarios)
        expected = f"eine Arbeitsmappe, „vorjahr“, „aktualisierung“{names or ' oder den Namen eines Szenarios'}"
        raise InputError("--gegen", literal(text), expected)
    if scenario.base is None:
        raise InputError(
            f"Szenario „{scenario.name}“", "keinen Plan", "ein Szenario, das einen Plan ergibt", scenario.reason
        )
    return Against(f"Szenario „{scenario.name}“", scenario.base, "szenario")


def why(
    state: State, target: Wanted, other: Against | None = None, base: Base | None = None, called: str = PLAN
) -> Why:
    """Why a target is what it is.

    Args:
        state: The workbook's plan.
        target: The target.
        other: With which state it is compared; the usual one unless given.
        base: The state that is explained; the plan unless given.
        called: What that state is called.

    Raises:
        InputError: There is no plan.
    """
    now = base or state.base
    other = other or usual(state)
    found, obstacle = None, ""
    try:
        found = sentence.reason(target, other.base, now, state.groups)
    except InputError as error:
        obstacle = f"Kein Vergleich mit „{other.name}“ möglich: {error}"
    result = target.result(now.plans())
    label = state.target_label(target.base) + (", veröffentlicht" if target.published else "")
    unknown = _unknown(state, target) if other.kind == "vorjahr" else ""
    way = steps.way(now, target, state.groups)
    return Why(result.target, target, label, called, other, found, obstacle, unknown, way)


def _unknown(state: State, target: Wanted) -> str:
    """Groups whose rate stays a target rate in the year before, as nothing says what it was."""
    used = state.base.used(target)
    rates = state.base.smooth().terms.gruppen
    labels = [
        state.groups[number]
        for number, each in enumerate(rates)
        if each.iq_vorjahr != each.iq_vorjahr and f"Annahme_G{number + 1}_IQ_Ziel" in used  # no number: unknown
    ]
    if not labels:
        return ""
    return f"Die Quote im Vorjahr ist nicht bekannt: {', '.join(labels)}. Dort ist mit der Zielquote gerechnet."


# ---- inputs ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """A target that an input moves.

    Attributes:
        label: What the target is called.
        target: The target.
        change: By how much, for a step of the input.
    """

    label: str
    target: Target
    change: float

    @property
    def shown(self) -> str:
        """The change with its unit."""
        share = self.target.unit == SHARE
        size = number(self.change * 100 if share else self.change, 3 if share else 2 if self.target.places > 0 else 1)
        return f"{'+' if self.change > 0 else ''}{size} {'%-Punkte' if share else self.target.unit}"


@dataclass(frozen=True)
class Sensitivity:
    """Which targets an input moves, and by how much.

    Attributes:
        label: What the input is called.
        now: What it is, told.
        step: By how much it is moved, told.
        moved: The targets that move.
    """

    label: str
    now: str
    step: str
    moved: tuple[Moved, ...]

    def text(self) -> str:
        """The answer for a message box."""
        if not self.moved:
            return f"{self.label}: {self.now}. Davon hängt kein Ziel ab."
        lines = [f"{self.label}: {self.now}.", "", f"Was {self.step} mehr bewirken, ungerundet gerechnet:"]
        return "\n".join([*lines, *(f"  {each.label}: {each.shown}" for each in self.moved)])


_STEPS: Final = {
    SHARE: (0.001, "0,1 %-Punkte"), EURO: (100_000.0, "100.000 €"), HEADS: (100.0, "100 Köpfe"),
    HEADS_A_MONTH: (1.0, "1 Kopf im Monat"), "Monat": (1.0, "1 Monat"),
}  # fmt: skip
"""By how much an input is moved, by its unit."""


def sensitivity(state: State, name: str) -> Sensitivity:
    """Which targets an input moves and by how much, the others as they are.

    Args:
        state: The workbook's plan.
        name: Name of the input.

    Raises:
        InputError: There is no plan.
    """
    field, now = state.fields[name], state.base.values.get(name)
    held = "leer" if now is None else words.told(now, field.unit, field.places)
    size, step = _STEPS.get(field.unit, (1.0, f"1 {field.unit}"))
    moved: list[Moved] = []
    if now is not None and not name.endswith("Nachkommastellen"):
        size = -size if now + size > field.range.high else size
        before, after = state.base.smooth(), state.base.smooth({name: now + size})
        for each in shown(state.model):
            target = Wanted(each.name, published=False)
            if name in state.base.used(target):
                change = float(target.of(after)) - float(target.of(before))
                moved.append(Moved(state.target_label(each.name), each, -change if size < 0 else change))
    return Sensitivity(state.input_label(name), held, step, tuple(moved))
