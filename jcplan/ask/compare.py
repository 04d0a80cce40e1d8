"""What if: the published targets of a plan, its scenarios and other versions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jcplan.ask.state import State
from jcplan.german import number, quantity
from jcplan.layout.szenarien import shown
from jcplan.model import Target
from jcplan.model.fields import SHARE
from jcplan.questions.named import Base


@dataclass(frozen=True)
class Column:
    """A state of the plan, and its targets.

    Attributes:
        name: What it is called.
        kind: ``szenario`` or ``plan``.
        number: Of the scenario; None for another workbook.
        reason: Why it is no plan, else ``""``.
        exact: The targets by name.
        published: The same as published.
    """

    name: str
    kind: str
    number: int | None
    reason: str
    exact: dict[str, float]
    published: dict[str, float]


@dataclass(frozen=True)
class Comparison:
    """Targets of a plan, and what they are in other states.

    Attributes:
        title: The workbook's name.
        plan: The plan.
        columns: The other states.
        targets: The targets with their labels.
    """

    title: str
    plan: Column
    columns: tuple[Column, ...]
    targets: tuple[tuple[Target, str], ...]

    def cell(self, column: Column, target: Target) -> str:
        """A published target and what it has more or less than the plan."""
        value = column.published.get(target.name)
        if value is None:
            return "–"
        shown = quantity(value, target.unit, max(target.places, 0))
        return shown + self._difference(column, target)

    def difference(self, column: Column, target: Target) -> float | None:
        """What a published target has more or less than the plan."""
        value, before = column.published.get(target.name), self.plan.published.get(target.name)
        return None if value is None or before is None else float(f"{value - before:.12g}")

    def _difference(self, column: Column, target: Target) -> str:
        found = self.difference(column, target)
        if not found or column is self.plan:
            return ""
        places = target.places - 2 if target.unit == SHARE else target.places
        size = number(found * 100 if target.unit == SHARE else found, max(places, 0))
        return f" ({'+' if found > 0 else ''}{size})"

    def as_data(self) -> dict[str, Any]:
        """For programs."""
        return {
            "plan": self.title,
            "spalten": [
                {
                    "name": column.name,
                    "art": column.kind,
                    "nummer": column.number,
                    "moeglich": not column.reason,
                    "grund": column.reason or None,
                }
                for column in self.columns
            ],
            "ziele": [
                {
                    "name": target.name,
                    "bezeichnung": label,
                    "einheit": target.unit,
                    "veroeffentlicht": self.plan.published[target.name],
                    "exakt": self.plan.exact[target.name],
                    "spalten": [
                        {
                            "veroeffentlicht": column.published.get(target.name),
                            "exakt": column.exact.get(target.name),
                            "unterschied": self.difference(column, target),
                        }
                        for column in self.columns
                    ],
                }
                for target, label in self.targets
            ],
        }


def compare(state: State, others: Sequence[State] = ()) -> Comparison:
    """The plan beside its scenarios and other workbooks.

    Args:
        state: The workbook's plan.
        others: Plans of other workbooks.

    Raises:
        InputError: One of the workbooks has no plan.
    """
    plan = _column("Plan", "plan", None, state.base)
    columns = [
        _column(scenario.name, "szenario", scenario.number, scenario.base, scenario.reason)
        for scenario in state.scenarios
    ]
    columns += [_column(other.title, "plan", None, other.base) for other in others]
    results = state.base.plans().targets
    targets = tuple((results[each.name].target, state.target_label(each.name)) for each in shown(state.model))
    return Comparison(state.title, plan, tuple(columns), targets)


def _column(name: str, kind: str, number_of: int | None, base: Base | None, reason: str = "") -> Column:
    if base is None:
        return Column(name, kind, number_of, reason, {}, {})
    results = base.plans().targets.values()
    exact, published = ({r.target.name: v for r in results for v in (pick(r),)} for pick in (_exact, _published))
    return Column(name, kind, number_of, "", exact, published)


def _exact(result: Any) -> float:
    return float(result.exact)


def _published(result: Any) -> float:
    return float(result.published)
