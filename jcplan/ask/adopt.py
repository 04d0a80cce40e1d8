"""A scenario becomes the plan: its inputs go to the sheet Annahmen, in one step, with a row of the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from jcplan.actions import Change
from jcplan.ask import words
from jcplan.ask.state import Scenario, State
from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.figures import as_figure, as_input, input_places
from jcplan.german import count
from jcplan.layout.protokoll import fingerprint
from jcplan.log import log_place, log_write
from jcplan.port import blocks

THEN: Final = "Die Ziele sind damit nicht mehr aktuell. Bitte jetzt „Ziele aktualisieren“ (jcplan refresh)."


@dataclass(frozen=True)
class Adopted:
    """What the adoption of a scenario did.

    Attributes:
        scenario: The scenario.
        changes: The inputs that are others now.
        formulas: Of these, the labels of those that were computed by a formula.
    """

    scenario: Scenario
    changes: tuple[Change, ...]
    formulas: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """A few words for the log."""
        return f"Szenario „{self.scenario.name}“ übernommen"

    def text(self) -> str:
        """The report for a message box."""
        if not self.changes:
            return f"Das Szenario „{self.scenario.name}“ ist schon der Plan; es wurde nichts geschrieben."
        lines = [f"{self.outcome}: {count(len(self.changes), 'Annahme', 'Annahmen')} geändert.", ""]
        lines += [f"  {change}" for change in self.changes]
        if self.formulas:
            lines += ["", f"Bisher eine Formel, jetzt ein Wert: {'; '.join(self.formulas)}."]
        return "\n".join([*lines, "", THEN])

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "ergebnis": self.outcome if self.changes else "unverändert",
            "szenario": {"nummer": self.scenario.number, "name": self.scenario.name},
            "geaenderte_annahmen": [
                {
                    "name": each.name,
                    "bezeichnung": each.label,
                    "einheit": each.unit,
                    "vorher": each.before,
                    "nachher": each.after,
                }
                for each in self.changes
            ],
            "ersetzte_formeln": list(self.formulas),
        }


def adopt(state: State, scenario: Scenario, *, who: str, when: dt.datetime) -> Adopted:
    """Write the inputs of a scenario to the sheet Annahmen, and a row of Protokoll; nothing else.

    Args:
        state: The workbook's plan.
        scenario: One of its scenarios.
        who: Who did it, for the log.
        when: When, local time.

    Raises:
        InputError: The scenario is no plan; nothing is written.
    """
    if scenario.base is None:
        raise InputError(
            f"Szenario „{scenario.name}“", "keinen Plan", "ein Szenario, das einen Plan ergibt", scenario.reason
        )
    before = state.values
    after = {
        name: value
        for name, value in scenario.values.items()
        if not words.same(as_figure(value), as_figure(before[name]))
    }
    changes = tuple(
        Change(state.input_label(name), name, as_figure(before[name]), as_figure(value), field.unit, field.places)
        for name, value in after.items()
        for field in (state.fields[name],)
    )
    if not changes:
        return Adopted(scenario, (), ())
    places = {name: state.place(name) for name in after}
    formulas = state.book.formulas(list(places.values()))
    computed = tuple(
        change.label
        for change, rows in zip(changes, formulas, strict=True)
        if rows and rows[0] and rows[0][0] is not None
    )
    report = Adopted(scenario, changes, computed)
    snapshot = state.snapshot
    snapshot.take([*(place for place, _ in input_places(snapshot)), log_place(snapshot.index)])
    log = log_write(
        snapshot, who=who, when=when, checksum=fingerprint(_figures(state, after)), outcome=report.outcome,
        changes="; ".join(map(str, changes)),
    )  # fmt: skip
    cells = {(sheet, area.top, area.left): after[name] for name, (sheet, area) in places.items()}
    state.book.write([*blocks(cells), log])
    return report


def _figures(state: State, after: Mapping[str, Scalar]) -> dict[str, float | str | None]:
    """Every figure of the workbook as it is then."""
    index, found = state.snapshot.index, dict[str, float | str | None]()
    for field in state.model.figures:
        held = state.snapshot.value(field.name) if field.name in index else None
        found[field.name] = as_input(field, after.get(field.name, held))
    return found
