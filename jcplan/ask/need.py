"""What would it take: values of inputs with which a target is what one wishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jcplan.ask import words
from jcplan.ask.state import State
from jcplan.ask.words import told
from jcplan.errors import InputError
from jcplan.german import quantity
from jcplan.model import Field, Target
from jcplan.questions.named import Base, Wanted, is_published
from jcplan.questions.needed import Answer, needed


@dataclass(frozen=True)
class Lever:
    """An input, and what it would have to be.

    Attributes:
        field: The input.
        label: What it is called.
        now: What it is; None for a blank.
        answer: What it would have to be.
        short: The shortest figure with which the target is published as wished; None where there is none.
    """

    field: Field
    label: str
    now: float | None
    answer: Answer
    short: float | None

    @property
    def band(self) -> tuple[str, str] | None:
        """From and to where the wish is published, told so that both are inside."""
        low, high = self.answer.low, self.answer.high
        if low is None or high is None:
            return None
        ends = words.inside(low, high, self.field.places + 3)
        return words.shown(ends[0], self.field.unit), words.shown(ends[1], self.field.unit)

    @property
    def value(self) -> str:
        """The exact value."""
        return "–" if self.answer.value is None else told(self.answer.value, self.field.unit, self.field.places)

    @property
    def before(self) -> str:
        """What it is."""
        return "leer" if self.now is None else told(self.now, self.field.unit, self.field.places)

    @property
    def shown_short(self) -> str:
        """The shortest figure that does it."""
        return "–" if self.short is None else words.shown(self.short, self.field.unit)

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "name": self.field.name,
            "bezeichnung": self.label,
            "einheit": self.field.unit,
            "jetzt": self.now,
            "wert": self.answer.value,
            "von": self.answer.low,
            "bis": self.answer.high,
            "kurz": self.short,
            "grund": self.answer.reason or None,
        }


@dataclass(frozen=True)
class Need:
    """What it would take for a target to be what one wishes.

    Attributes:
        target: The target.
        label: What it is called.
        wish: What it is to be.
        exact: What it is; None where there is no plan.
        published: The same as published.
        smooth: What it is if nothing is rounded on the way.
        levers: The inputs that were asked for.
        idle: Labels of inputs of which the target is computed, but which do not move it as the others are.
    """

    target: Target
    label: str
    wish: float
    exact: float | None
    published: float | None
    smooth: float | None
    levers: tuple[Lever, ...]
    idle: tuple[str, ...]

    @property
    def found(self) -> bool:
        """Whether any input does it."""
        return any(lever.answer.value is not None for lever in self.levers)

    @property
    def fits(self) -> bool:
        """Whether a figure with so many decimals can be published."""
        return is_published(self.wish, self.target.places)

    @property
    def heading(self) -> str:
        """The wish, and what the target is."""
        unit, places = self.target.unit, self.target.places
        wish = told(self.wish, unit, places)
        if self.exact is None or self.published is None:
            return f"{self.label} soll {wish} werden (jetzt ergibt sich kein Plan)."
        chain = ""
        if self.smooth is not None and told(self.smooth, unit, places) != told(self.exact, unit, places):
            chain = f", ungerundete Kette {told(self.smooth, unit, places)}"
        now = f"veröffentlicht {quantity(self.published, unit, places)}, genau {told(self.exact, unit, places)}{chain}"
        return f"{self.label} soll {wish} werden (jetzt {now})."

    @property
    def notes(self) -> list[str]:
        """What has to be known to read the answer."""
        if self.fits:
            return []
        wish = told(self.wish, self.target.unit, self.target.places)
        return [f"{wish} hat mehr Nachkommastellen, als veröffentlicht werden: es gibt nur den genauen Wert."]

    def text(self) -> str:
        """The answer for a message box."""
        lines = [self.heading, ""]
        lines += [f"• {self._line(lever)}" for lever in self.levers if lever.answer.value is not None]
        others = [lever for lever in self.levers if lever.answer.value is None]
        if others and self.found:
            lines += ["", "Allein reicht nicht: " + "; ".join(lever.label for lever in others) + "."]
        elif others:
            lines += [f"• {lever.label}: {lever.answer.reason}" for lever in others]
        if self.idle:
            lines += ["", "Ohne Wirkung: " + "; ".join(self.idle) + "."]
        return "\n".join([*lines, *([""] if self.notes else []), *self.notes]).rstrip()

    def _line(self, lever: Lever) -> str:
        text = f"{lever.label}: {lever.value} statt {lever.before}"
        if lever.band:
            text += f"; veröffentlicht von {lever.band[0]} bis {lever.band[1]}"
            text += f", zum Beispiel {lever.shown_short}" if lever.short is not None else ""
        return text

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "ziel": self.target.name,
            "bezeichnung": self.label,
            "einheit": self.target.unit,
            "wunsch": self.wish,
            "exakt": self.exact,
            "veroeffentlicht": self.published,
            "ungerundete_kette": self.smooth,
            "eingaben": [lever.as_data() for lever in self.levers],
            "ohne_wirkung": list(self.idle),
        }


def need(state: State, target: str, wish: float, inputs: Sequence[str] = ()) -> Need:
    """What each input would have to be, alone, for a target to be what one wishes.

    Args:
        state: The workbook's plan.
        target: Name of the target.
        wish: What it is to be, in the unit of its cell.
        inputs: Names of the inputs; all on which the target depends if none is given.

    Raises:
        InputError: An input holds what it cannot.
    """
    base, wanted = state.open_base, Wanted(target, published=False)
    result = None
    try:
        result = wanted.result(state.base.plans())
    except InputError:
        if not inputs:
            raise
    names, idle = tuple(inputs), list[str]()
    if not names:
        used = [name for name in state.fields if name in state.base.used(wanted)]
        idle = [name for name in used if not _moves(state.base, wanted, name)]
        names = tuple(name for name in used if name not in idle)
    levers = tuple(_lever(state, name, needed(base, wanted, wish, name)) for name in names)
    own = result.target if result else state.targets[target]
    label = state.target_label(target)
    exact, published, smooth = None, None, None
    if result:
        exact, published, smooth = float(result.exact), float(result.published), float(wanted.of(state.base.smooth()))
    return Need(own, label, wish, exact, published, smooth, levers, tuple(map(state.input_label, idle)))


def _moves(base: Base, target: Wanted, name: str) -> bool:
    """Whether an input moves a target, the others as they are: the month of an inflow that is 0 does not."""
    now = base.values[name]
    values = [float(target.of(base.smooth({name: now + step}))) for step in (0.0, 1e-3, -1e-3)]
    return any(not words.same(value, values[0]) for value in values[1:])


def _lever(state: State, name: str, answer: Answer) -> Lever:
    field = state.fields[name]
    short = None
    if answer.value is not None and answer.low is not None and answer.high is not None:
        short = words.shortest(answer.low, answer.high, answer.value, field)
    reason = answer.reason
    for each in (*state.fields, *state.targets):
        label = state.input_label(each) if each in state.fields else state.target_label(each)
        reason = words.renamed(reason, each, label)
    return Lever(
        field,
        state.input_label(name),
        state.open_base.values.get(name),
        Answer(answer.value, answer.low, answer.high, reason),
        short,
    )
