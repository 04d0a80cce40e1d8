"""Worksheet functions: sharing totals out."""

from typing import Annotated, Any

from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.core import shares as core

CATEGORY = "Verteilen"


@worksheet_function(
    category=CATEGORY,
    text="Verteilt eine Summe nach Gewichten. Feste Einträge behalten ihren Wert; mit Stellen gehen die gerundeten Teile genau auf.",
    result=Result.ENTRIES,
    example=("JC_VERTEILEN(100;{1;1;1};;0)", "34, 33 und 33"),
    source="Verfahren der größten Reste (Hare/Niemeyer)",
)
def jc_verteilen(
    summe: Annotated[float, Kind.NUMBER, "was verteilt wird"],
    gewichte: Annotated[Any, Kind.PAIRED, "Gewicht je Teil, ab 0"],
    fest: Annotated[Any, Kind.OPEN, "fester Wert je Teil; leer, wo der Teil frei ist (weggelassen: alle frei)"] = None,
    stellen: Annotated[
        float | None, Kind.NUMBER, "Nachkommastellen der Teile, 0 für ganze Köpfe (weggelassen: nicht runden)"
    ] = None,
) -> Any:
    """Parts that sum to the total; with ``stellen`` by largest remainder.

    >>> jc_verteilen(100, [1, 1, 1], None, 0)
    ((34.0,), (33.0,), (33.0,))
    """
    return core.share_out(summe, gewichte, fest, stellen)  # type: ignore[arg-type]


@worksheet_function(
    category=CATEGORY,
    text="Ein Eintrag bekommt einen neuen Wert, die Summe bleibt: die freien Einträge gleichen im Verhältnis ihrer Werte aus.",
    result=Result.ENTRIES,
    example=("JC_UMVERTEILEN({10;20;30;40};1;19)", "19, 18, 27 und 36"),
    source="Anteilige Verrechnung",
)
def jc_umverteilen(
    werte: Annotated[Any, Kind.PAIRED, "bisherige Werte, ab 0"],
    position: Annotated[float, Kind.POSITION, "der wievielte Eintrag sich ändert (ab 1)"],
    neu: Annotated[float, Kind.NUMBER, "sein neuer Wert"],
    fest: Annotated[Any, Kind.MARKS, "nicht leer, wo ein Eintrag seinen Wert behält (weggelassen: alle frei)"] = None,
) -> Any:
    """The values after the change; their total stays.

    >>> jc_umverteilen([10, 20, 30, 40], 1, 19)
    ((19.0,), (18.0,), (27.0,), (36.0,))
    """
    return core.shift(werte, position, neu, fest)  # type: ignore[arg-type]
