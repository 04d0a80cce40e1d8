"""Cases: sets of inputs with value, date and source of each, as TOML."""

from __future__ import annotations

from functools import cache
from typing import Final

from jcplan import params
from jcplan.cases.read import of_law, read
from jcplan.cases.record import PRESET, Case, Entry, Office, Scenario, Spread, Team
from jcplan.errors import InputError
from jcplan.model import Model, Shape
from jcplan.model.groups import name_of
from jcplan.model.parts.mittel import YEARS_16I
from jcplan.model.teams import MEASURES

__all__ = ["YEARS", "Case", "Entry", "Office", "Scenario", "Spread", "Team", "case", "empty", "reference"]

_FOLDERS: Final = {2017: "referenz_2017", 2027: "beispiel_2027"}
YEARS: Final = tuple(_FOLDERS)
"""The years that there is a case of, the reference case first."""
_LAW: Final = {
    "Annahme_KFA_Quote": "kfa_quote",
    "Annahme_Schluessel_U25": "betreuungsschluessel_u25",
    "Annahme_Schluessel_UE25": "betreuungsschluessel_ue25",
    "Annahme_Mittel_vorlaeufig_Anteil": "vorlaeufige_haushaltsfuehrung",
    **{f"Annahme_Mittel_16i_Satz_{year}": f"teilhabe_16i_jahr_{year}" for year in range(1, YEARS_16I + 1)},
}
"""Inputs that law or practice sets, and their parameters."""
_YELLOW: Final = 0.05
"""Usual limit of a yellow light, as a share of the planned value."""


@cache
def case(year: int) -> Case:
    """The case of a year: 2017 a Jobcenter's draft planning document, 2027 one that is made up.

    Args:
        year: Of the plan.

    Raises:
        InputError: There is no case of that year.

    >>> case(2017).jobcenter, case(2027).shape.teams
    ('Jobcenter ME-aktiv', (5, 5, 3))
    """
    if year not in _FOLDERS:
        raise InputError("--beispiel", str(year), " oder ".join(map(str, YEARS)))
    return read(_FOLDERS[year])


def reference() -> Case:
    """The reference case: a Jobcenter's draft planning document 2017.

    >>> reference().entry("Annahme_ELB_gesamt").value
    26570.0
    """
    return case(2017)


def empty(shape: Shape | None = None) -> Case:
    """A case without values; filled in are what law sets, how figures are published, and an even season of flows.

    Args:
        shape: How many of each it has; the usual ones unless told.
    """
    shape = shape or Shape()
    entries = {"Annahme_Ampel_gelb": Entry(_YELLOW, "–", PRESET)}
    entries["Annahme_IQ_Nachkommastellen"] = Entry(3.0, "–", PRESET)
    for number in Model(shape).groups:
        entries[name_of(number, "Bezeichnung")] = Entry(f"Gruppe {number}", "–", PRESET)
        for end, value in (("Zugang_ab_Monat", 1.0), ("IQ_Nachkommastellen", 3.0)):
            entries[name_of(number, end)] = Entry(value, "–", PRESET)
    entries |= {name: of_law(params.latest(each)) for name, each in _LAW.items()}
    season: dict[str, tuple[float, ...]] = {measure.key: (1.0,) * 12 for measure in MEASURES if not measure.stock}
    return Case("Jobcenter", "noch ohne Stand", entries, (), season, shape)
