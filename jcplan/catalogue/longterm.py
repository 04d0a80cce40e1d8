"""Worksheet functions: Langzeitleistungsbezieher (LZB)."""

from typing import Annotated, Any

from jcplan.catalogue.groups import PATH_ROWS
from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.core import lzb as core

CATEGORY = "Langzeitleistungsbezug"


@worksheet_function(
    category=CATEGORY,
    text="LZB Monat für Monat als Block mit vier Zeilen: Anfang, Zugang (Rate auf den Anfangsbestand), Abgang, Ende.",
    result=Result.MONTHS,
    labels=PATH_ROWS,
    example=("JC_LZB_PFAD(1000;0,01;10;2)", "Ende 1.000 und 1.000"),
    source="Bestandsfortschreibung; der altersbedingte Bestandsanstieg ist ein Anteil des Bestands",
)
def jc_lzb_pfad(
    bestand: Annotated[float, Kind.NUMBER, "LZB vor dem ersten Monat, Köpfe"],
    zuwachsrate: Annotated[float, Kind.NUMBER, "Zuwachs im Monat als Anteil des Bestands (0,4 % ist 0,004)"],
    abgang: Annotated[float, Kind.NUMBER, "Abgang im Monat durch eigene Arbeit, Köpfe"],
    monate: Annotated[float, Kind.NUMBER, "Zahl der Monate (weggelassen: 12)"] = 12,
) -> Any:
    """Rows Anfang, Zugang, Abgang, Ende, a column a month, heads.

    >>> jc_lzb_pfad(1000, 0.01, 10, 2)[3]
    (1000.0, 1000.0)
    """
    return core.path(bestand, zuwachsrate, abgang, monate).rows()  # type: ignore[arg-type]


@worksheet_function(
    category=CATEGORY,
    text="Gleichbleibender Abgang im Monat, mit dem das Mittel der Monatsendbestände Bestand · (1 + Ziel) wird; negativ, wenn keiner nötig ist.",
    result=Result.EACH,
    example=("JC_LZB_ABGANG(17241;0,004;0)", "68,964"),
    source="Auflösung des Bestandspfads nach dem Abgang",
)
def jc_lzb_abgang(
    bestand: Annotated[Any, Kind.ELEMENT, "LZB vor dem ersten Monat, Köpfe"],
    zuwachsrate: Annotated[Any, Kind.ELEMENT, "Zuwachs im Monat als Anteil des Bestands (0,4 % ist 0,004)"],
    ziel: Annotated[Any, Kind.ELEMENT, "gewollte Veränderung des Mittels als Anteil (±0,0 % ist 0)"],
    monate: Annotated[float, Kind.NUMBER, "Zahl der Monate (weggelassen: 12)"] = 12,
) -> Any:
    """Constant monthly exits for the target, heads a month.

    >>> round(jc_lzb_abgang(17241, 0.004, 0), 3)
    68.964
    """
    return core.exits_for_target(bestand, zuwachsrate, ziel, monate)  # type: ignore[arg-type]


@worksheet_function(
    category=CATEGORY,
    text="Mittel der Monatsendbestände an LZB bei gleichbleibendem Abgang im Monat; mehrere Abgänge geben je ein Mittel.",
    result=Result.EACH,
    example=("JC_LZB_MITTEL(1000;0,01;10)", "1.000"),
    source="Mittel des Bestandspfads (JC_LZB_PFAD)",
)
def jc_lzb_mittel(
    bestand: Annotated[Any, Kind.ELEMENT, "LZB vor dem ersten Monat, Köpfe"],
    zuwachsrate: Annotated[Any, Kind.ELEMENT, "Zuwachs im Monat als Anteil des Bestands (0,4 % ist 0,004)"],
    abgang: Annotated[Any, Kind.ELEMENT, "Abgang im Monat durch eigene Arbeit, Köpfe"],
    monate: Annotated[float, Kind.NUMBER, "Zahl der Monate (weggelassen: 12)"] = 12,
) -> Any:
    """Mean stock over the months, heads.

    >>> jc_lzb_mittel(1000, 0.01, 10)
    1000.0
    """
    return core.mean(bestand, zuwachsrate, abgang, monate)  # type: ignore[arg-type]
