"""The states of a plan that a workbook holds: as it is, as it was when the targets were written, its scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from jcplan.ask import words
from jcplan.cells import Scalar, address, quote_sheet
from jcplan.errors import InputError, several
from jcplan.figures import as_figure
from jcplan.german import literal
from jcplan.layout import chain, mappe, szenarien, ziele
from jcplan.model import Field, Model, Target
from jcplan.model.groups import LABEL, name_of
from jcplan.port import Book, Place
from jcplan.questions.named import LEFT_BLANK, Base, Names, is_dash, open_base, read_base, read_names
from jcplan.snapshot import Snapshot

_LISTED: Final = 10
"""Inputs that a message names."""
NO_SCENARIOS: Final = "Diese Mappe hat kein Blatt „Szenarien“."


@dataclass(frozen=True)
class Scenario:
    """A column of the sheet Szenarien.

    Attributes:
        number: From 1.
        name: What it is called; ``Szenario 1`` where it has no name.
        cells: What is typed, by name of the input, without blanks; a text for what cannot be.
        base: The plan; None where there is none.
        reason: Why there is none, else ``""``.
    """

    number: int
    name: str
    cells: Mapping[str, Scalar]
    base: Base | None
    reason: str

    @property
    def values(self) -> dict[str, Scalar]:
        """What the inputs are to be that are typed; None for those that are to be blank."""
        return {name: None if is_dash(cell) else cell for name, cell in self.cells.items()}


def _expected(field: Field) -> str:
    return field.range.describe(field.unit)


class State:
    """A workbook's plan, ready to be asked. Only what is needed is read from the workbook.

    Args:
        book: The workbook behind the port.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.snapshot = Snapshot(book)
        self.model: Model = self.snapshot.model
        self.fields: dict[str, Field] = {field.name: field for field in chain.fields(self.model)}
        self.names: Names = read_names(tuple(self.fields))
        self._take([*self.fields, *(name_of(number, LABEL) for number in self.model.groups)])

    @property
    def title(self) -> str:
        """The workbook's file name."""
        return self.snapshot.title

    def _take(self, names: list[str]) -> None:
        self.snapshot.take(self.snapshot.index.place(name) for name in names)

    def place(self, name: str) -> Place:
        """Where a name stands."""
        return self.snapshot.index.place(name)

    def where(self, name: str) -> str:
        """The same for messages: cell and label."""
        sheet, area = self.place(name)
        return f"{quote_sheet(sheet)}!{address(area.top, area.left)} ({self.input_label(name)})"

    # ---- words

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """What the groups are called."""
        found = (self.snapshot.value(name_of(number, LABEL)) for number in self.model.groups)
        return tuple(str(label or f"Gruppe {number}") for number, label in enumerate(found, 1))

    @cached_property
    def targets(self) -> dict[str, Target]:
        """The targets by name, in the order of the sheet Ziele."""
        return {target.name: target for target in self.model.targets}

    def target_label(self, name: str) -> str:
        """What a target is called in few words."""
        return words.target_label(self.targets[name], self.groups)

    def input_label(self, name: str) -> str:
        """What an input is called."""
        field = self.fields.get(name) or self.model.field(name)
        return words.input_label(field, self.groups)

    def find_target(self, text: str, place: str = "ZIEL") -> str:
        """The name of the target that a text means.

        Raises:
            InputError: There is none.
        """
        known = words.target_words(tuple(self.targets.values()), self.groups)
        labels = {name: self.target_label(name) for name in self.targets}
        return words.meant(place, text, known, labels, "ein Ziel, zum Beispiel „IQ gesamt“ oder Ziel_IQ_gesamt")

    def find_input(self, text: str, place: str = "EINGABE") -> str:
        """The name of the input that a text means.

        Raises:
            InputError: There is none.
        """
        known = words.input_words(tuple(self.fields.values()), self.groups)
        labels = {name: self.input_label(name) for name in self.fields}
        expected = "eine Eingabe, von der Ziele abhängen, zum Beispiel „ELB gesamt“ oder Annahme_ELB_gesamt"
        return words.meant(place, text, known, labels, expected)

    # ---- the plan

    @cached_property
    def values(self) -> dict[str, Scalar]:
        """What the inputs hold, by name.

        Raises:
            InputError: One holds what it cannot, with its cell.
        """
        found: dict[str, Scalar] = {}
        errors = []
        for name, field in self.fields.items():
            value = self.snapshot.value(name)
            value = None if value == "" else value
            try:
                if value is not None:
                    value = field.check(value, self.where(name))
            except InputError as error:
                errors.append(error)
            found[name] = value
        if errors:
            raise several(errors)
        return found

    @cached_property
    def base(self) -> Base:
        """The plan.

        Raises:
            InputError: It makes none.
        """
        blanks = [name for name, value in self.values.items() if value is None and not self.fields[name].optional]
        if blanks:
            errors = [InputError(self.where(name), literal(None), _expected(self.fields[name])) for name in blanks]
            raise several(errors, shown=_LISTED)
        return read_base(self.names, tuple(self.values.values()))

    @cached_property
    def open_base(self) -> Base:
        """The plan, of which something may be about to change so that it becomes possible."""
        return open_base(self.names, tuple(self.values.values()))

    @cached_property
    def refreshed(self) -> Base | None:
        """The plan that the targets rest on, those of the last refresh; None where there are none yet."""
        index = self.snapshot.index
        if mappe.BASIS_NAMES_NAME not in index or ziele.BASIS_NAME not in index:
            return None
        self._take([mappe.BASIS_NAMES_NAME, ziele.BASIS_NAME])
        rows = zip(self.snapshot.named(mappe.BASIS_NAMES_NAME), self.snapshot.named(ziele.BASIS_NAME), strict=True)
        known = {str(name): as_figure(value) for (name,), (value,) in rows}
        if all(known.get(name) is None for name in self.fields):
            return None
        try:
            return read_base(self.names, tuple(known.get(name) for name in self.fields))
        except InputError:
            return None

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """Names of the inputs that are others than those that the targets rest on."""
        before = self.refreshed
        if before is None:
            return ()
        now = self.open_base.values
        return tuple(name for name in self.fields if not words.same(before.values.get(name), now.get(name)))

    # ---- scenarios

    @property
    def has_scenarios(self) -> bool:
        """Whether the workbook has any place for them."""
        return szenarien.NAMES_NAME in self.snapshot.index

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The columns of the sheet Szenarien that are used."""
        if not self.has_scenarios:
            return ()
        rows = {name: f"Szenario_{chain.suffix(field)}" for name, field in self.fields.items()}
        rows = {name: row for name, row in rows.items() if row in self.snapshot.index}
        self._take([szenarien.NAMES_NAME, *rows.values()])
        (called,) = self.snapshot.named(szenarien.NAMES_NAME)
        typed = {name: self.snapshot.named(row)[0] for name, row in rows.items()}
        found = []
        for at, label in enumerate(called):
            cells = {name: row[at] for name, row in typed.items() if row[at] not in (None, "")}
            if cells or label not in (None, ""):
                found.append(self._scenario(at + 1, label, cells))
        return tuple(found)

    def _scenario(self, number: int, label: Scalar, cells: Mapping[str, Scalar]) -> Scenario:
        name = str(label) if label not in (None, "") else f"Szenario {number}"
        base, reason = None, ""
        try:
            errors = [error for each, cell in cells.items() for error in self._wrong(each, cell)]
            if errors:
                raise several(errors)
            base = read_base(self.names, tuple(cells.get(each, value) for each, value in self.values.items()))
        except InputError as error:
            reason = str(error)
        return Scenario(number, name, cells, base, reason)

    def _wrong(self, name: str, cell: Scalar) -> list[InputError]:
        """What is wrong with what a scenario has for an input."""
        field = self.fields[name]
        try:
            if not is_dash(cell):
                field.check(cell, self.input_label(name))
            elif not field.optional:
                return [InputError(self.input_label(name), f"„{LEFT_BLANK}“", _expected(field))]
        except InputError as error:
            return [error]
        return []

    def find_scenario(self, text: str, place: str = "NAME") -> Scenario:
        """The scenario of a name or a number.

        Raises:
            InputError: There is none.
        """
        if not self.has_scenarios:
            raise InputError(place, literal(text), "ein Szenario", NO_SCENARIOS)
        wanted = words.plain(text)
        for scenario in self.scenarios:
            if wanted in (words.plain(scenario.name), str(scenario.number), f"szenario {scenario.number}"):
                return scenario
        known = ", ".join(f"{each.number} „{each.name}“" for each in self.scenarios) or "keines"
        raise InputError(place, literal(text), f"ein Szenario der Mappe: {known}")
