"""Worksheet functions: programmes and measures."""

from typing import Annotated, Any

from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.core import measures as core

CATEGORY = "Projekte und Maßnahmen"


@worksheet_function(
    category=CATEGORY,
    text="Durchlauf: Teilnehmende, die in so vielen Monaten durch die Plätze gehen, wenn diese immer besetzt sind: Plätze · Monate / Verweildauer.",
    result=Result.EACH,
    example=("JC_DURCHLAUF(100;12;6)", "200"),
    source="Bestand = Zugang · Verweildauer (Gesetz von Little), nach dem Zugang aufgelöst",
)
def jc_durchlauf(
    plaetze: Annotated[Any, Kind.ELEMENT, "Plätze: Menschen, die zugleich teilnehmen"],
    monate: Annotated[Any, Kind.ELEMENT, "Monate, in denen es die Plätze gibt"],
    verweildauer: Annotated[Any, Kind.ELEMENT, "mittlere Verweildauer auf einem Platz in Monaten, größer als 0"],
) -> Any:
    """Participants of the period, heads.

    >>> jc_durchlauf(100, 12, 6)
    200.0
    """
    return core.throughput(plaetze, monate, verweildauer)
