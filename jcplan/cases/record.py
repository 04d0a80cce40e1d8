"""What a case is: values with date and source, offices and teams, scenarios, how uncertain inputs are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from jcplan.model import Model, Shape
from jcplan.model.groups import name_of

PRESET: Final = "Vorgabe, bitte prüfen"
"""Source of a value that a new workbook opens with."""


@dataclass(frozen=True)
class Entry:
    """One figure of a case; ``label`` replaces the usual label where that is an input too."""

    value: float | str | None = None
    as_of: str = ""
    source: str = ""
    note: str = ""
    label: str = ""


@dataclass(frozen=True)
class Team:
    """A team and its weight for each measure, by key."""

    key: str
    name: str
    weights: dict[str, float]


@dataclass(frozen=True)
class Office:
    """An office and its teams."""

    key: str
    name: str
    teams: tuple[Team, ...]


@dataclass(frozen=True)
class Scenario:
    """Another state of the plan: what it is called, and the inputs that it has otherwise, by defined name."""

    name: str
    values: dict[str, float]


@dataclass(frozen=True)
class Spread:
    """How uncertain an input is: kind of distribution and its numbers, and why."""

    kind: str
    numbers: tuple[float, ...]
    why: str


@dataclass(frozen=True)
class Case:
    """Values by defined name, the Jobcenter that they belong to, its offices, the seasonal weights by measure.

    Attributes:
        spreads: How uncertain inputs are, by defined name.
        ranks: Rank correlations of pairs of inputs.
        wishes: What targets should be, by defined name.
        committed: Of each instrument euro by year: of the plan's year from earlier ones, then of those after it.
    """

    jobcenter: str
    status: str
    entries: dict[str, Entry] = field(default_factory=dict)
    offices: tuple[Office, ...] = ()
    season: dict[str, tuple[float, ...]] = field(default_factory=dict)
    shape: Shape = field(default_factory=Shape)
    scenarios: tuple[Scenario, ...] = ()
    spreads: dict[str, Spread] = field(default_factory=dict)
    ranks: tuple[tuple[str, str, float], ...] = ()
    wishes: dict[str, float] = field(default_factory=dict)
    committed: tuple[tuple[float, ...], ...] = ()

    def team(self, office: int, index: int) -> Team | None:
        """A team by the number of its office and its own, from 0; None for a slot that is not used."""
        if office >= len(self.offices) or index >= len(self.offices[office].teams):
            return None
        return self.offices[office].teams[index]

    def entry(self, name: str) -> Entry:
        """A figure's entry; a blank one where the case has none."""
        return self.entries.get(name, Entry())

    @property
    def model(self) -> Model:
        """What a plan of its shape has."""
        return Model(self.shape)

    @property
    def values(self) -> dict[str, float | str | None]:
        """The value of every figure of the workbook, by defined name."""
        return {field.name: self.entry(field.name).value for field in self.model.figures}

    @property
    def columns(self) -> tuple[tuple[str, ...], tuple[float | str | None, ...]]:
        """Names and values of every input that the plan is computed from, as ``Plan_Namen`` and ``Plan_Werte``.

        >>> names, values = Case("Jobcenter", "", {"Annahme_Planjahr": Entry(2027.0)}).columns
        >>> names[0], values[0]
        ('Annahme_Planjahr', 2027.0)
        """
        names = tuple(each.name for each in self.model.inputs)
        return names, tuple(self.entry(name).value for name in names)

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the workbook, by defined name."""
        own = {name: str(self.entry(name).value or "") for name in self.model.texts}
        return own | {"Annahme_Jobcenter": self.jobcenter, "Annahme_Stand": self.status}

    def shaped(self, shape: Shape) -> Case:
        """The case in another shape: what there is of it stays, further groups open without anybody in them."""
        entries = dict(self.entries)
        for number in Model(shape).groups:
            if name_of(number, "Bezeichnung") not in entries:
                entries |= _new_group(number, self.entry("Annahme_IQ_gesamt_Vorjahr").value)
        known = {each.name for each in Model(shape).figures} | set(Model(shape).texts)
        return replace(self, entries={name: e for name, e in entries.items() if name in known}, shape=shape)


def _new_group(number: int, rate: float | str | None) -> dict[str, Entry]:
    """The inputs of a further group: nobody in it, and the rate of all as its target."""
    values: dict[str, float | str | None] = {
        "Bezeichnung": f"Gruppe {number}", "ELB": 0.0, "Veraenderung": 0.0, "Zugang": 0.0, "Zugang_ab_Monat": 1.0,
        "IQ_Vorjahr": rate, "IQ_Ziel": rate, "IQ_Nachkommastellen": 3.0,
    }  # fmt: skip
    return {name_of(number, end): Entry(value, "–", PRESET) for end, value in values.items()}
