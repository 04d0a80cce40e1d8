"""Worksheet functions: bridge charts."""

from typing import Annotated, Any

from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.core import bridge as core

CATEGORY = "Diagramme"


@worksheet_function(
    category=CATEGORY,
    text="Zahlen für ein Brückendiagramm (Block mit sechs Spalten): je Schritt der unsichtbare Sockel und der sichtbare Teil, über und unter 0, für gestapelte Säulen.",
    result=Result.ENTRIES,
    labels=core.PARTS,
    example=("JC_BRUECKE({3;-5})", "Sockel 0 und 0; aufwärts 3; dann abwärts 3 und −2"),
    source="Wasserfalldiagramm aus gestapelten Säulen: der Sockel trägt jeden Schritt auf die Höhe des Standes davor",
)
def jc_bruecke(
    werte: Annotated[Any, Kind.PAIRED, "Schritte in ihrer Folge, negativ: abwärts; eine leere Zelle bleibt leer"],
    anfang: Annotated[float, Kind.NUMBER, "Stand vor dem ersten Schritt (weggelassen: 0)"] = 0.0,
) -> Any:
    """Six parts a step: bases above and below zero, then upwards and downwards, each above and below zero.

    >>> jc_bruecke([3, -5])
    ((0.0, 0.0, 3.0, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0, 3.0, -2.0))
    """
    return core.floating_columns(werte, anfang)
