"""Inputs of the part Personal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jcplan.model.fields import HEADS, POSTS, SHARE, Field, Part, figure

POSTS_BLOCK, RISKS_BLOCK, CARE_BLOCK = (
    "Stellen im Planjahr",
    "Befristung, Fluktuation, Erfahrung",
    "Betreuung und Zeit für Gespräche",
)
SOLL: Final = {
    "Basis": "Soll ohne Projekte",
    "Projekte": "Soll für Projekte",
    "Integration_Point": "Integration Point",
}
"""Posts that the Trägerversammlung determined, by the end of their input's name; single projects stand with the part Projekte."""

_RATIO = "Kunden je VZÄ"
_MONTHS_HINT = "Monate ab Januar, in denen es die Stellen gibt: 12 im ganzen Jahr, 6 bis zur Jahresmitte."


def _posts() -> Iterator[Field]:
    """Posts and the months that they are there."""
    for name, label in SOLL.items():
        yield figure(f"VZAE_{name}", f"Stellen: {label}", POSTS, POSTS_BLOCK, 1)
        yield figure(f"Monate_{name}", f"Monate im Planjahr: {label}", "Monate", POSTS_BLOCK, high=12, hint=_MONTHS_HINT)  # fmt: skip
    yield figure("VZAE_Integration_Point_Ist", "Stellen: im Integration Point beschäftigt", POSTS, POSTS_BLOCK, 1)  # fmt: skip


PART: Final = Part(
    "Personal",
    "Stellen, Befristung, Betreuung.",
    (
        *_posts(),
        figure("Personal_Befristung_Anteil", "Befristete Stellen heute, Anteil an allen Stellen", SHARE, RISKS_BLOCK, 2),
        figure("Personal_Befristung_Ziel", "Befristete Stellen, Ziel: Anteil an allen Stellen", SHARE, RISKS_BLOCK, 2),
        figure("Personal_Fluktuation", "Fluktuation im Jahr, Anteil an allen Stellen", SHARE, RISKS_BLOCK, 2),
        figure("VZAE_operativ", "Operative Stellen", POSTS, RISKS_BLOCK, 1),
        figure("Personal_unter_3_Jahre", "Operative Beschäftigte, die kürzer als drei Jahre im Jobcenter sind", SHARE, RISKS_BLOCK, 2),
        figure("Leitungen", "Bereichsleitungen", HEADS, RISKS_BLOCK, whole=True),
        figure("Leitungen_Wechsel", "Bereichsleitungen, die wechseln", HEADS, RISKS_BLOCK, whole=True),
        figure("Leitungen_Nachbesetzung", "Operative Bereichsleitungen, die nachzubesetzen sind", HEADS, RISKS_BLOCK, whole=True),
        figure("Leitungen_unter_2_Jahre", "Bereichsleitungen, die kürzer als zwei Jahre im Jobcenter sind", SHARE, RISKS_BLOCK, 2),
        figure("VZAE_Fachkraefte_U25", "Integrationsfachkräfte (IFK) für Kunden unter 25 Jahren", POSTS, CARE_BLOCK, 1),
        figure("VZAE_Fachkraefte_UE25", "Integrationsfachkräfte (IFK) für Kunden ab 25 Jahren", POSTS, CARE_BLOCK, 1),
        figure("Schluessel_U25", "Betreuungsschlüssel unter 25 Jahren, Richtwert", _RATIO, CARE_BLOCK, low=1),
        figure("Schluessel_UE25", "Betreuungsschlüssel ab 25 Jahren, Richtwert", _RATIO, CARE_BLOCK, low=1),
        figure("Schluessel_Vorjahr", "Betreuungsschlüssel insgesamt, Vorjahr", _RATIO, CARE_BLOCK, 1),
        figure("Gespraech_Anteil", "Arbeitszeit für Kundengespräche, Anteil", SHARE, CARE_BLOCK, 2),
        figure("Gespraech_Stunden", "Arbeitsstunden je Stelle nach Urlaub, Krankheit und Fortbildung", "Stunden je Monat", CARE_BLOCK),
        figure("Gespraech_Dauer", "Dauer eines Gesprächs mit Vor- und Nachbereitung", "Stunden", CARE_BLOCK, 2),
    ),
)  # fmt: skip
