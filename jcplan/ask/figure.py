"""Which figure is meant: any input or target of a workbook, by name, by what it is called, or by a selected cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jcplan.actions import shown
from jcplan.ask import words
from jcplan.ask.cell import Selected
from jcplan.ask.state import State
from jcplan.cells import Scalar
from jcplan.figures import as_figure, as_input
from jcplan.formula.engine import Key
from jcplan.layout import mappe, ziele
from jcplan.model.agreements import FIGURE
from jcplan.model.fields import PUBLISHED, Field, Target
from jcplan.upgrade import names

NONE_THERE: Final = (
    "Diese Zelle zeigt keine Annahme und kein Ziel. Bitte eine Zelle auswählen, in der eine Annahme eingetragen ist "
    "oder ein Ziel steht."
)


@dataclass(frozen=True)
class Figure:
    """An input or a target.

    Attributes:
        name: Its defined name; of a target that of the exact value.
        label: What it is called.
        of: What is known of it.
    """

    name: str
    label: str
    of: Field | Target

    def told(self, value: Scalar) -> str:
        """What it is or was, with its unit, as the log writes it."""
        held = as_input(self.of, value) if isinstance(self.of, Field) else as_figure(value)
        return shown(held, self.of.unit, self.of.places)

    @property
    def is_target(self) -> bool:
        """Whether it is a target."""
        return isinstance(self.of, Target)

    def __str__(self) -> str:
        return f"{self.label} ({self.name})"


def figure(state: State, name: str) -> Figure | None:
    """The figure of a defined name of any version; None where this workbook has none of it."""
    known = names.now(name)
    known = known[: -len(PUBLISHED)] if known.casefold().endswith(PUBLISHED.casefold()) else known
    folded = known.casefold()
    for each in state.targets.values():
        if each.name.casefold() == folded:
            return Figure(each.name, state.target_label(each.name), each)
    field = _inputs(state).get(folded)
    return None if field is None else Figure(field.name, state.input_label(field.name), field)


def find(state: State, text: str, place: str = "NAME") -> Figure:
    """The figure that a text means.

    Args:
        state: The workbook's plan.
        text: A defined name, also one of an earlier version, or what the figure is called.
        place: Where it was typed, for messages.

    Raises:
        InputError: There is none; it says what may be meant.
    """
    found = figure(state, text.strip())
    if found is not None:
        return found
    fields = tuple(_inputs(state).values())
    known = words.input_words(fields, state.groups) | words.target_words(tuple(state.targets.values()), state.groups)
    labels = {name: state.target_label(name) for name in state.targets}
    labels |= {field.name: state.input_label(field.name) for field in fields}
    expected = "eine Annahme oder ein Ziel, zum Beispiel „IQ gesamt“, Ziel_IQ_gesamt oder Annahme_ELB_gesamt"
    name = words.meant(place, text, known, labels, expected)
    return figure(state, name) or Figure(name, labels[name], state.model.field(name))


def at(state: State, cell: Key) -> Figure | None:
    """The figure that a cell shows, or that its row of the sheet Kommentare is about."""
    index = state.snapshot.index
    if FIGURE in index:
        sheet, area = index.place(FIGURE)
        if cell[0] == sheet and area.top <= cell[1] <= area.bottom:
            held = state.snapshot.take([(sheet, area)]).named(FIGURE)[cell[1] - area.top][0]
            return figure(state, str(held)) if held else None
    subject = Selected(state, cell).subject
    if subject.target is not None:
        return figure(state, subject.target.base)
    if subject.input is not None:
        return figure(state, subject.input)
    for field in _inputs(state).values():
        if field.name in index:
            sheet, area = index.place(field.name)
            if cell == (sheet, area.top, area.left):
                return figure(state, field.name)
    return None


def now(state: State, of: Figure) -> str:
    """What a figure is now, told: an input as it stands there, a target as it was last published."""
    name = of.of.published_name if isinstance(of.of, Target) else of.name
    if name not in state.snapshot.index:
        return of.told(None)
    return of.told(state.snapshot.take([state.place(name)]).value(name))


def rested_on(state: State, of: Figure) -> str | None:
    """What an input was at the last refresh, told; None where there was none, or for a target."""
    index = state.snapshot.index
    if of.is_target or mappe.BASIS_NAMES_NAME not in index or ziele.BASIS_NAME not in index:
        return None
    state.snapshot.take([index.place(mappe.BASIS_NAMES_NAME), index.place(ziele.BASIS_NAME)])
    rows = zip(state.snapshot.named(mappe.BASIS_NAMES_NAME), state.snapshot.named(ziele.BASIS_NAME), strict=True)
    known = {str(name): value for (name,), (value,) in rows}
    written = any(value not in (None, "") for value in known.values())
    return of.told(known[of.name]) if written and of.name in known else None


def _inputs(state: State) -> dict[str, Field]:
    """Every input that is a figure or one of some words, by its name in small letters."""
    return {field.name.casefold(): field for field in state.model.figures}
