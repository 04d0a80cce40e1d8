"""Inputs of the part Langzeitbezug: Hebel."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import HEADS, HEADS_A_MONTH, SHARE, Part, figure

_LEVERS = "Hebel gegen den Langzeitbezug, zusätzlich zum geplanten Abgang"
_RESULTS = "Langzeitbezug: Ergebnis des Vorjahres"
_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip

LEVERS: Final = tuple(
    figure(f"Hebel_{number}", label, HEADS_A_MONTH, _LEVERS, renamable=True)
    for number, label in enumerate(
        (
            "vermiedene Übertritte in den Langzeitbezug",
            "Prüfung vorrangiger Leistungen",
            "rechtzeitige Altersrente",
            "Integrationen von LZB außerhalb der Projekte",
            "weiterer Hebel 1",
            "weiterer Hebel 2",
        ),
        1,
    )
)
"""Exits a month beyond those of the teams' projects; their labels are typed too."""

YEAR_BEFORE: Final = tuple(
    figure(f"LZB_Vorjahr_{number:02}", f"LZB im {month} des Vorjahres", HEADS, _RESULTS)
    for number, month in enumerate(_MONTHS, 1)
)
"""The stock of each month of the year before, for K3."""

PART: Final = Part(
    "Langzeitbezug: Hebel",
    "Wodurch LZB aus dem Langzeitbezug kommen oder gar nicht hinein. Nur eintragen, was nicht schon im geplanten Abgang steckt.",
    (
        *LEVERS,
        figure("Hebel_Projekte_Anteil_LZB", "Anteil der LZB an den Leistungsbeendigungen der Projekte", SHARE, _LEVERS, 2),
        figure("LZB_Erstaufnahme_Veraenderung", "LZB, die nach Jahren erstmals Arbeit aufnehmen: Veränderung ihres Anteils", SHARE, _RESULTS, 2, low=-1, high=10),
        *YEAR_BEFORE,
    ),
)  # fmt: skip
