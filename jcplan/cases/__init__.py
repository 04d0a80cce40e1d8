"""Cases: sets of inputs with value, date and source of each, as TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jcplan import params
from jcplan.model import INPUTS, PRINTED


@dataclass(frozen=True)
class Entry:
    """One figure of a case."""

    value: float | None = None
    as_of: str = ""
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class Case:
    """Values by defined name, and the Jobcenter that they belong to."""

    jobcenter: str
    status: str
    entries: dict[str, Entry] = field(default_factory=dict)

    def entry(self, name: str) -> Entry:
        """A figure's entry; a blank one where the case has none."""
        return self.entries.get(name, Entry())


@cache
def reference() -> Case:
    """The reference case: a Jobcenter's draft planning document 2017."""
    document = tomllib.loads(files("jcplan.cases").joinpath("referenz_2017.toml").read_text(encoding="utf-8"))
    entries = {name: _entry(e) for name, e in document["zahlen"].items()}
    known = {f.name for f in INPUTS + PRINTED}
    assert entries.keys() == known, entries.keys() ^ known
    return Case(document["jobcenter"], document["stand"], entries)


def _entry(table: dict[str, Any]) -> Entry:
    """A figure typed in the case, or a dated parameter of law or practice."""
    if "parameter" in table:
        valid = params.parameter(table["parameter"], table["am"])
        return Entry(valid.value, f"seit {valid.valid_from:%d.%m.%Y}", valid.source)
    return Entry(float(table["wert"]), table["datenstand"], table["quelle"], table.get("hinweis", ""))


def empty() -> Case:
    """A case without values; only what law sets and how figures are published is filled in."""
    filled = reference().entries
    usual = ("Annahme_Ampel_gelb", "Annahme_IQ_Stellen", "Annahme_IQ_8HKL_Stellen")
    entries = {name: Entry(filled[name].value, "–", "Vorgabe, bitte prüfen") for name in usual}
    return Case("Jobcenter", "noch ohne Stand", {**entries, "Annahme_KFA_Quote": filled["Annahme_KFA_Quote"]})
