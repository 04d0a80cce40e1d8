"""Cases: sets of inputs with value, date and source of each, as TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from jcplan import params
from jcplan.errors import InputError
from jcplan.model import Model, Shape
from jcplan.model.groups import name_of
from jcplan.model.teams import MEASURES

_PRESET = "Vorgabe, bitte prüfen"
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

        >>> names, values = reference().columns
        >>> names[2], values[2]
        ('Annahme_ELB_gesamt', 26570.0)
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


@cache
def reference() -> Case:
    """The reference case: a Jobcenter's draft planning document 2017, one file a part.

    A file has figures of its own (``[zahlen.NAME]``), and groups of figures with the same date and
    source (``[[gruppe]]``), in which a figure is its value alone or a table that says more.

    Raises:
        InputError: The files name a figure twice or one that there is not, or leave an input out.
    """
    folder = files("jcplan.cases").joinpath("referenz_2017")
    documents = {
        file.name: tomllib.loads(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    entries: dict[str, Entry] = {}
    for file, document in documents.items():
        for name, entry in _entries(document):
            if name in entries:
                raise InputError(f"{file}, {name}", "noch einmal dieselbe Größe", "jede Größe einmal")
            entries[name] = entry
    plan = documents["plan.toml"]
    organisation = documents["teams.toml"]
    offices = tuple(map(_office, organisation["geschaeftsstelle"]))
    shape = Shape(teams=tuple(len(office.teams) for office in offices), **plan["form"])
    model = Model(shape)
    unknown = entries.keys() - {f.name for f in model.figures} - model.texts.keys()
    missing = {f.name for f in model.inputs} - entries.keys()
    if unknown:
        raise InputError(folder.name, f"unbekannte Größen ({', '.join(sorted(unknown))})", "Größen der Mappe")
    if missing:
        raise InputError(folder.name, f"keinen Eintrag zu {', '.join(sorted(missing))}", "jede Annahme der Mappe")
    season = {key: tuple(map(float, weights)) for key, weights in organisation["saison"].items()}
    scenarios = tuple(
        Scenario(each["name"], {name: float(value) for name, value in each["zahlen"].items()})
        for each in documents["szenarien.toml"]["szenario"]
    )
    spreads, ranks = _uncertain(documents["sicherheit.toml"])
    wishes = {name: float(value) for name, value in documents["zielrechner.toml"]["wunsch"].items()}
    case = Case(plan["jobcenter"], plan["stand"], entries, offices, season, shape, scenarios)
    return replace(case, spreads=spreads, ranks=ranks, wishes=wishes)


def _uncertain(document: dict[str, Any]) -> tuple[dict[str, Spread], tuple[tuple[str, str, float], ...]]:
    """How uncertain inputs are, and which go together."""
    spreads = {
        name: Spread(given["art"], tuple(map(float, given["zahlen"])), given["warum"])
        for name, given in document["unsicher"].items()
    }
    return spreads, tuple((one, other, float(rank)) for one, other, rank in document["korrelation"])


def _office(table: dict[str, Any]) -> Office:
    """An office; its teams' weights stand in the order of the measures."""
    keys = [measure.key for measure in MEASURES]
    teams = tuple(
        Team(team["kuerzel"], team["name"], dict(zip(keys, map(float, team["gewichte"]), strict=True)))
        for team in table["teams"]
    )
    return Office(table["kuerzel"], table["name"], teams)


def _entries(document: dict[str, Any]) -> Iterator[tuple[str, Entry]]:
    for name, table in document.get("zahlen", {}).items():
        yield name, _entry(table)
    for group in document.get("gruppe", ()):
        common = {key: group[key] for key in ("datenstand", "quelle", "hinweis") if key in group}
        for name, given in group["zahlen"].items():
            yield name, _entry({**common, **(given if isinstance(given, dict) else {"wert": given})})


def _entry(table: dict[str, Any]) -> Entry:
    """A figure typed in the case, or a dated parameter of law or practice."""
    if "parameter" in table:
        valid = params.parameter(table["parameter"], table["am"])
        return Entry(valid.value, f"seit {valid.valid_from:%d.%m.%Y}", valid.source, table.get("hinweis", ""))
    given = table.get("wert")
    value = float(given) if isinstance(given, int | float) else given
    return Entry(value, table["datenstand"], table["quelle"], table.get("hinweis", ""), table.get("bezeichnung", ""))


def _new_group(number: int, rate: float | str | None) -> dict[str, Entry]:
    """The inputs of a further group: nobody in it, and the rate of all as its target."""
    values: dict[str, float | str | None] = {
        "Bezeichnung": f"Gruppe {number}", "ELB": 0.0, "Veraenderung": 0.0, "Zugang": 0.0, "Zugang_ab_Monat": 1.0,
        "IQ_Vorjahr": rate, "IQ_Ziel": rate, "IQ_Nachkommastellen": 3.0,
    }  # fmt: skip
    return {name_of(number, end): Entry(value, "–", _PRESET) for end, value in values.items()}


def empty(shape: Shape | None = None) -> Case:
    """A case without values; filled in are what law sets, how figures are published, and an even season of flows.

    Args:
        shape: How many of each it has; the usual ones unless told.
    """
    shape = shape or Shape()
    filled = reference().entries
    entries = {"Annahme_Ampel_gelb": Entry(filled["Annahme_Ampel_gelb"].value, "–", _PRESET)}
    entries["Annahme_IQ_Nachkommastellen"] = Entry(3.0, "–", _PRESET)
    for number in Model(shape).groups:
        entries[name_of(number, "Bezeichnung")] = Entry(f"Gruppe {number}", "–", _PRESET)
        for end, value in (("Zugang_ab_Monat", 1.0), ("IQ_Nachkommastellen", 3.0)):
            entries[name_of(number, end)] = Entry(value, "–", _PRESET)
    law = ("Annahme_KFA_Quote", "Annahme_Schluessel_U25", "Annahme_Schluessel_UE25", "Annahme_Mittel_vorlaeufig_Anteil")
    season: dict[str, tuple[float, ...]] = {measure.key: (1.0,) * 12 for measure in MEASURES if not measure.stock}
    entries |= {name: filled[name] for name in law}
    return Case("Jobcenter", "noch ohne Stand", entries, (), season, shape)
