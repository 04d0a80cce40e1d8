"""Inputs of the part Arbeitsmarkt."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import INTEGRATIONS, RATINGS, SHARE, Field, Part, choice, figure, rating

DIRECTION: Final = "Richtung"
DIRECTIONS: Final = ("steigend", "gleichbleibend", "sinkend")

_FORECAST = "Prognosen für das Planjahr gegenüber dem Vorjahr"
_DIRECTION = "Richtung der Bestände"
_BEFORE = "Prognose und Ist des Vorjahres"
_LONG_TERM = "Langzeitarbeitslosigkeit im SGB II"
_PART_TIME = "Integrationen im ersten Quartal gegenüber dem Vorjahresquartal"


def _change(name: str, label: str, block: str) -> Field:
    """A relative change; it may be negative."""
    hint = "Als Prozentwert mit Vorzeichen eintragen, zum Beispiel −0,6 %."
    return figure(name, label, SHARE, block, 3, low=-1, high=10, hint=hint)


def _direction(name: str, label: str) -> Field:
    return choice(name, label, DIRECTION, _DIRECTION, DIRECTIONS)


BRANCHES: Final = tuple(
    rating(f"Branche_{i}", f"Branche {i}", "Branchen mit Beschäftigungsmöglichkeiten: Name und Einschätzung")
    for i in range(1, 11)
)
TRADES: Final = tuple(
    rating(f"Ausbildung_{i}", f"Ausbildungsberuf {i}", "Ausbildungsmarkt: Name und Einschätzung") for i in range(1, 9)
)
DRIVERS: Final = tuple(
    choice(
        f"Faktor_{i}", f"Faktor {i}", "Wirkung", "Faktoren des ELB-Bestands: Name und Wirkung", RATINGS,
        "Wirkung auf den ELB-Bestand aus der Liste wählen: ++ erhöht stark bis −− senkt stark.", renamable=True,
    )
    for i in range(1, 9)
)  # fmt: skip

PART: Final = Part(
    "Arbeitsmarkt",
    "Einschätzung von Konjunktur und Arbeitsmarkt.",
    (
        _change("svB_Prognose_von", "svB, Prognose: untere Grenze der Spanne", _FORECAST),
        _change("svB_Prognose_bis", "svB, Prognose: obere Grenze der Spanne", _FORECAST),
        _change("svB_Prognose_Mitte", "svB, Prognose: Mitte im Dokument", _FORECAST),
        _change("Arbeitslose_Prognose_von", "Arbeitslose, Prognose: untere Grenze der Spanne", _FORECAST),
        _change("Arbeitslose_Prognose_bis", "Arbeitslose, Prognose: obere Grenze der Spanne", _FORECAST),
        _change("Arbeitslose_Prognose_Mitte", "Arbeitslose, Prognose: Mitte im Dokument", _FORECAST),
        _direction("svB_Richtung", "Beschäftigung (svB) im Planjahr, eigene Einschätzung"),
        _direction("svB_Leistungsbezug_Richtung", "svB im Leistungsbezug im Planjahr"),
        _direction("Arbeitslose_Richtung_Vorjahr", "Arbeitslose im SGB II im Vorjahr"),
        _direction("BG_Richtung_Vorjahr", "Bedarfsgemeinschaften im Vorjahr"),
        _direction("BG_Richtung", "Bedarfsgemeinschaften im Planjahr"),
        _change("ELB_ohne_Prognose_Vorjahr", "ELB ohne Flüchtlingshintergrund, Prognose für das Vorjahr", _BEFORE),
        _change("ELB_ohne_Ist_Vorjahr", "ELB ohne Flüchtlingshintergrund, Ist des Vorjahres", _BEFORE),
        figure("Arbeitslose_Langzeit_Anteil", "Langzeitarbeitslose, Anteil an den Arbeitslosen im SGB II", SHARE, _LONG_TERM, 2),
        figure("Arbeitslose_Langzeit_LZB", "LZB, Anteil an den Langzeitarbeitslosen", SHARE, _LONG_TERM, 2),
        _change("Teilzeit_Zuwachsrate", "Integrationen in Teilzeit (svB), Veränderung", _PART_TIME),
        figure("Teilzeit_Zuwachs", "Integrationen in Teilzeit (svB), Zuwachs", INTEGRATIONS, _PART_TIME, low=-1e6, high=1e6,
               hint="Anzahl; negativ: Rückgang."),
        _change("Integrationen_Zuwachsrate", "Integrationen in svB insgesamt, Veränderung", _PART_TIME),
        *BRANCHES,
        *TRADES,
        *DRIVERS,
    ),
)  # fmt: skip
"""Forecasts, ratings and what the year before taught."""
