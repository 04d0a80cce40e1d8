"""Inputs of the part Projekte und Maßnahmen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jcplan.model.fields import HEADS, INTEGRATIONS, INTEGRATIONS_A_MONTH, POSTS, SHARE, Field, Part, figure
from jcplan.model.shape import Shape


@dataclass(frozen=True)
class Project:
    """A programme, or a free place for one (then its label is typed).

    Attributes:
        key: Part of its inputs' names.
        label: What it is called.
        free: Whether it is a free place.
    """

    key: str
    label: str
    free: bool = False

    def name(self, figure: str) -> str:
        """Defined name of one of its inputs."""
        return f"Annahme_Projekt_{self.key}_{figure}"

    @property
    def row(self) -> str:
        """Key of its row in a table."""
        return self.key.lower()


def _free(number: int) -> Project:
    """A free place."""
    return Project(f"frei_{number}", f"weiteres Projekt {number}", free=True)


PLUS5: Final = Project("Plus5", "Plus5")
U25: Final = Project("U25", "Joboffensive U25")
JOB_AKTIV: Final = Project("MEin", "MEin job-aktiv")
ESF: Final = Project("ESF", "ESF-LZA")
QUALIFICATION: Final = Project("Qualifizierung", "abschlussorientierte Qualifizierung")
TEAMS: Final = Project("Teams", "LZB-Teamprojekte")
_KNOWN: Final = (
    PLUS5,
    Project("Joboffensive", "Joboffensive"),
    U25,
    JOB_AKTIV,
    ESF,
    QUALIFICATION,
    Project("Schrittwechsel", "Schrittwechsel"),
    TEAMS,
)
"""Those of the planning document."""


def projects(count: int) -> tuple[Project, ...]:
    """So many projects, in the order of the sheet Projekte: those of the planning document, then free places.

    >>> [project.label for project in projects(11)[7:]]
    ['LZB-Teamprojekte', 'weiteres Projekt 1', 'weiteres Projekt 2', 'weiteres Projekt 3']
    """
    return (*_KNOWN, *(_free(number) for number in range(1, count - len(_KNOWN) + 1)))[:count]


def _inputs(project: Project) -> tuple[Field, ...]:
    """The figures that every project may have; the first carries a free place's label."""
    key, label = f"Projekt_{project.key}", project.label

    def entry(name: str, text: str, unit: str, places: int = 0, high: float | None = None) -> Field:
        return figure(f"{key}_{name}", f"{label}: {text}", unit, f"Projekt: {label}", places, high=high)

    posts = entry("VZAE", "Stellen", POSTS, 1)
    if project.free:
        posts = figure(f"{key}_VZAE", label, POSTS, f"Projekt: {label}", 1, renamable=True)
    return (
        posts,
        entry("Monate", "Monate im Planjahr", "Monate", high=12),
        entry("Kunden", "Kunden je Integrationsfachkraft (IFK)", "Kunden je VZÄ"),
        entry("Plaetze", "Plätze zugleich", "Plätze"),
        entry("Verweildauer", "Verweildauer auf einem Platz", "Monate", 2 if project is JOB_AKTIV else 0),
        entry("Teilnehmende", "Teilnehmende im Jahr", HEADS),
        entry("Anteil", "Integrationen je Teilnehmenden", SHARE, 2),
        entry("Integrationen", "Integrationen im Monat", INTEGRATIONS_A_MONTH),
        entry("Beendigungen", "Leistungsbeendigungen je Integration", SHARE, 2),
    )


_FURTHER = "Projekte: weitere Angaben"
_YEAR_BEFORE = "Joboffensive U25: Ergebnis des Vorjahres"
_OWN: Final = {
    U25: (
        figure("Projekt_U25_Vorjahr_Monate", "Joboffensive U25, Vorjahr: Monate bis zum Stand", "Monate", _YEAR_BEFORE, high=12),
        figure("Projekt_U25_Vorjahr_Integrationen", "Joboffensive U25, Vorjahr: Integrationen bis zum Stand", INTEGRATIONS, _YEAR_BEFORE),
        figure("Projekt_U25_Vorjahr_Anteil", "Joboffensive U25, Vorjahr: Integrationen je Teilnehmenden", SHARE, _YEAR_BEFORE, 2),
        figure("Projekt_U25_Vorjahr_Beendigungen", "Joboffensive U25, Vorjahr: Leistungsbeendigungen bis zum Stand", HEADS, _YEAR_BEFORE),
    ),
    ESF: (
        figure("Projekt_ESF_Akquisiteure", "ESF-LZA: Betriebsakquisiteure", "Personen", _FURTHER),
        figure("Projekt_ESF_Coaches", "ESF-LZA: Coaches", "Personen", _FURTHER),
        figure("Projekt_ESF_Arbeitslos", "ESF-LZA: Teilnehmende sind arbeitslos seit mindestens", "Jahre", _FURTHER),
        figure("Projekt_ESF_Ende", "ESF-LZA: letzter Monat der Förderung (Zahl des Monats)", "Monat", _FURTHER, low=1, high=12, whole=True),
    ),
    JOB_AKTIV: (
        figure("Projekt_MEin_Tage", "MEin job-aktiv: Tage in der Woche", "Tage", _FURTHER, high=7),
        figure("Projekt_MEin_Stunden", "MEin job-aktiv: Stunden am Tag", "Stunden", _FURTHER, high=24),
        figure("Projekt_MEin_Gruppen", "MEin job-aktiv: Gruppen zugleich", "Gruppen", _FURTHER),
        figure("Projekt_MEin_Mitarbeiter", "MEin job-aktiv: Mitarbeiter", "Personen", _FURTHER),
    ),
}  # fmt: skip
"""What only one project has."""


def part(shape: Shape) -> Part:
    """The inputs for a shape's projects."""
    chosen = projects(shape.projekte)
    note = "Plätze, Durchlauf und erwartete Wirkung."
    if TEAMS in chosen:
        note += " Der Abgang der LZB-Teamprojekte steht beim Langzeitbezug (Annahme_LZB_Abgang)."
    every = (field for project in chosen for field in _inputs(project))
    own = (field for project, fields in _OWN.items() if project in chosen for field in fields)
    return Part("Projekte und Maßnahmen", note, (*every, *own))
