"""Inputs of the part Projekte und Maßnahmen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from jcplan.model.fields import HEADS, INTEGRATIONS, INTEGRATIONS_A_MONTH, POSTS, SHARE, Field, Part, figure
from jcplan.model.shape import Shape


@dataclass(frozen=True)
class Project:
    """A programme; what it is called is typed.

    Attributes:
        number: Its place among all, from 1 on.
        key: Part of its inputs' names.
        label: What it is called unless typed otherwise.
    """

    number: int
    key: str
    label: str

    def name(self, figure: str) -> str:
        """Defined name of one of its inputs."""
        return f"Annahme_Projekt_{self.key}_{figure}"

    @property
    def place(self) -> str:
        """What it is called in messages, whatever is typed.

        >>> U25.place
        'Projekt 3'
        """
        return f"Projekt {self.number}"

    @property
    def label_name(self) -> str:
        """Defined name of what it is called.

        >>> PLUS5.label_name
        'Annahme_Projekt_Plus5_VZAE_Bezeichnung'
        """
        return self.name("VZAE") + "_Bezeichnung"

    @property
    def row(self) -> str:
        """Key of its row in a table."""
        return self.key.lower()


PLUS5: Final = Project(1, "Plus5", "Plus5")
U25: Final = Project(3, "U25", "Joboffensive U25")
JOB_AKTIV: Final = Project(4, "MEin", "MEin job-aktiv")
ESF: Final = Project(5, "ESF", "ESF-LZA")
QUALIFICATION: Final = Project(6, "Qualifizierung", "abschlussorientierte Qualifizierung")
TEAMS: Final = Project(8, "Teams", "LZB-Teamprojekte")
_KNOWN: Final = (
    PLUS5,
    Project(2, "Joboffensive", "Joboffensive"),
    U25,
    JOB_AKTIV,
    ESF,
    QUALIFICATION,
    Project(7, "Schrittwechsel", "Schrittwechsel"),
    TEAMS,
)
"""Those of the planning document 2017, by whose names the inputs are called; what a plan calls them is typed."""


def _free(number: int) -> Project:
    """A further place, counted from 1."""
    return Project(len(_KNOWN) + number, f"frei_{number}", f"weiteres Projekt {number}")


def projects(count: int) -> tuple[Project, ...]:
    """So many projects, in the order of the sheet Projekte.

    >>> [project.label for project in projects(11)[7:]]
    ['LZB-Teamprojekte', 'weiteres Projekt 1', 'weiteres Projekt 2', 'weiteres Projekt 3']
    """
    return (*_KNOWN, *(_free(number) for number in range(1, count - len(_KNOWN) + 1)))[:count]


def _inputs(project: Project) -> tuple[Field, ...]:
    """The figures that every project may have; the first carries its label."""
    key, place = f"Projekt_{project.key}", project.place

    def entry(
        name: str, text: str, unit: str, places: int = 0, high: float | None = None, *, first: bool = False
    ) -> Field:
        return figure(
            f"{key}_{name}",
            f"{place}: {text}",
            unit,
            place,
            places,
            high=high,
            renamable=first,
            called=project.label if first else "",
            named_by="" if first else project.label_name,
        )

    return (
        entry("VZAE", "Stellen", POSTS, 1, first=True),
        entry("Monate", "Monate im Planjahr", "Monate", high=12),
        entry("Kunden", "Kunden je Integrationsfachkraft (IFK)", "Kunden je VZÄ"),
        entry("Plaetze", "Plätze zugleich", "Plätze"),
        entry("Verweildauer", "Verweildauer auf einem Platz", "Monate", 2 if project is JOB_AKTIV else 0),
        entry("Teilnehmende", "Teilnehmende im Jahr", HEADS),
        entry("Anteil", "Integrationen je Teilnehmenden", SHARE, 2),
        entry("Integrationen", "Integrationen im Monat", INTEGRATIONS_A_MONTH),
        entry("Beendigungen", "Leistungsbeendigungen je Integration", SHARE, 2),
    )  # fmt: skip


def _own(project: Project, name: str, text: str, unit: str, block: str, places: int = 0, **more: Any) -> Field:
    """A figure that only one project has; its text begins with ``:`` or ``,``."""
    label = project.place + text
    return figure(f"Projekt_{project.key}_{name}", label, unit, block, places, named_by=project.label_name, **more)


_FURTHER = "Projekte: weitere Angaben"
_YEAR_BEFORE = "Ein Projekt im Vorjahr"
_OWN: Final = {
    U25: (
        _own(U25, "Vorjahr_Monate", ", Vorjahr: Monate bis zum Stand", "Monate", _YEAR_BEFORE, high=12),
        _own(U25, "Vorjahr_Integrationen", ", Vorjahr: Integrationen bis zum Stand", INTEGRATIONS, _YEAR_BEFORE),
        _own(U25, "Vorjahr_Anteil", ", Vorjahr: Integrationen je Teilnehmenden", SHARE, _YEAR_BEFORE, 2),
        _own(U25, "Vorjahr_Beendigungen", ", Vorjahr: Leistungsbeendigungen bis zum Stand", HEADS, _YEAR_BEFORE),
    ),
    ESF: (
        _own(ESF, "Akquisiteure", ": Betriebsakquisiteure", "Personen", _FURTHER),
        _own(ESF, "Coaches", ": Coaches", "Personen", _FURTHER),
        _own(ESF, "Arbeitslos", ": Teilnehmende sind arbeitslos seit mindestens", "Jahre", _FURTHER),
        _own(ESF, "Ende", ": letzter Monat der Förderung (Zahl des Monats)", "Monat", _FURTHER, low=1, high=12, whole=True),
    ),
    JOB_AKTIV: (
        _own(JOB_AKTIV, "Tage", ": Tage in der Woche", "Tage", _FURTHER, high=7),
        _own(JOB_AKTIV, "Stunden", ": Stunden am Tag", "Stunden", _FURTHER, high=24),
        _own(JOB_AKTIV, "Gruppen", ": Gruppen zugleich", "Gruppen", _FURTHER),
        _own(JOB_AKTIV, "Mitarbeiter", ": Mitarbeiter", "Personen", _FURTHER),
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
