"""Reads a case from its folder of TOML files."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

from jcplan import params
from jcplan.cases.record import Case, Entry, Office, Scenario, Spread, Team
from jcplan.errors import InputError
from jcplan.model import Model, Shape
from jcplan.model.teams import MEASURES

_YEAR: Final = "Annahme_Planjahr"


def read(name: str) -> Case:
    """The case of a folder, one file a part.

    A file has figures of its own (``[zahlen.NAME]``), and groups of figures with the same date and
    source (``[[gruppe]]``), in which a figure is its value alone or a table that says more. In its
    texts ``{leistung}`` stands for the word that the law has for it on the first day of the plan's year.

    Args:
        name: Of the folder.

    Raises:
        InputError: The files name a figure twice or one that there is not, or leave an input out.
    """
    folder = files("jcplan.cases").joinpath(name)
    documents = {
        file.name: tomllib.loads(file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    plan, organisation = documents["plan.toml"], documents["teams.toml"]
    year = plan.get("zahlen", {}).get(_YEAR)
    if year is None:
        raise InputError(folder.name, f"keinen Eintrag zu {_YEAR}", "jede Annahme der Mappe")
    words = params.words_on(dt.date(year["wert"], 1, 1))
    entries: dict[str, Entry] = {}
    for file, document in documents.items():
        for figure, entry in _entries(document, words):
            if figure in entries:
                raise InputError(f"{file}, {figure}", "noch einmal dieselbe Größe", "jede Größe einmal")
            entries[figure] = entry
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
    years = documents["mittel.toml"].get("gebunden", {}).get("nach_jahren", ())
    committed = tuple(tuple(map(float, amounts)) for amounts in years)
    return replace(case, spreads=spreads, ranks=ranks, wishes=wishes, committed=committed)


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


def _entries(document: dict[str, Any], words: dict[str, str]) -> Iterator[tuple[str, Entry]]:
    for name, table in document.get("zahlen", {}).items():
        yield name, _entry(table, words)
    for group in document.get("gruppe", ()):
        common = {key: group[key] for key in ("datenstand", "quelle", "hinweis") if key in group}
        for name, given in group["zahlen"].items():
            yield name, _entry({**common, **(given if isinstance(given, dict) else {"wert": given})}, words)


def _entry(table: dict[str, Any], words: dict[str, str]) -> Entry:
    """A figure typed in the case, or a dated parameter of law or practice."""
    if "parameter" in table:
        return of_law(params.parameter(table["parameter"], table["am"]), table.get("hinweis", ""))
    given = table.get("wert")
    value = float(given) if isinstance(given, int | float) else given
    source, note, label = (table.get(key, "").format_map(words) for key in ("quelle", "hinweis", "bezeichnung"))
    return Entry(value, table["datenstand"], source, note, label)


def of_law(valid: params.Parameter, note: str = "") -> Entry:
    """The entry of a dated parameter.

    Args:
        valid: The parameter.
        note: What else is to be said; unless given, what is to be known of the parameter.
    """
    return Entry(valid.value, f"seit {valid.valid_from:%d.%m.%Y}", valid.source, note or valid.note)
