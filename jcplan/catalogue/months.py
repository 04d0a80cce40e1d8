"""Worksheet functions: Zielnachhaltung, the monthly plan against actual."""

import math
from collections.abc import Sequence
from typing import Annotated, Any

from jcplan import __version__
from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.core import monthly
from jcplan.core import tracking as core
from jcplan.errors import InputError, several
from jcplan.german import literal

CATEGORY = "Zielnachhaltung"
_SOURCE = "Zielnachhaltung: Monatssoll im Verhältnis der Saisongewichte"


@worksheet_function(
    category=CATEGORY,
    text="Monatssoll: verteilt das Jahresziel nach Saisongewichten. Mit „stellen“ wird der Stand seit Januar kaufmännisch gerundet: die Monate ergeben genau das Jahresziel, und jeder Stand liegt höchstens eine halbe Einheit neben dem genauen.",
    result=Result.ENTRIES,
    example=("JC_SOLLPFAD(100;{1;1;2};0)", "25, 25 und 50"),
    source=_SOURCE,
)
def jc_sollpfad(
    jahresziel: Annotated[float, Kind.NUMBER, "Ziel für das ganze Jahr"],
    saison: Annotated[Any, Kind.ENTRIES, "Gewicht je Monat, ab 0"],
    stellen: Annotated[
        float | None, Kind.NUMBER, "Nachkommastellen der Monatswerte, 0 für ganze Köpfe (weggelassen: nicht runden)"
    ] = None,
) -> Any:
    """Monthly targets that sum to the year's target exactly.

    >>> jc_sollpfad(100, [1, 1, 2], 0)
    ((25.0,), (25.0,), (50.0,))
    """
    return monthly.monthly_targets(jahresziel, saison, stellen)  # type: ignore[arg-type]


@worksheet_function(
    category=CATEGORY,
    text="Monatssoll der Teile zum Monatssoll des Ganzen: jeder Teil ergibt sein Jahresziel, jeder Monat den Pfad. Mit „stellen“ liegt jeder Teil seit Januar weniger als eine Einheit neben seinem genauen Stand, unter einem schon aufgeteilten Pfad weniger als zwei.",
    result=Result.PARTS,
    example=("JC_SOLLPFAD_AUFTEILEN({3;2};{1;1;1;1;1};{1;1;1;1;1};0)", "1, 0, 1, 1, 0 und 0, 1, 0, 0, 1"),
    source="Kontrolliertes Runden der aufgelaufenen Werte, von oben nach unten",
)
def jc_sollpfad_aufteilen(
    jahresziele: Annotated[
        Any, Kind.PAIRED, "Jahresziel je Teil; zusammen die Summe des Pfads. Leere Zellen bleiben leer"
    ],
    saison: Annotated[Any, Kind.ENTRIES, "Gewicht je Monat, ab 0"],
    pfad: Annotated[
        Any, Kind.ENTRIES, "Monatssoll des Ganzen, zum Beispiel aus JC_SOLLPFAD; so viele Monate wie saison"
    ],
    stellen: Annotated[
        float | None, Kind.NUMBER, "Nachkommastellen der Monatswerte, 0 für ganze Köpfe (weggelassen: nicht runden)"
    ] = None,
) -> Any:
    """A row a part, a column a month; rows sum to the targets, columns to the path.

    >>> jc_sollpfad_aufteilen([3, 2], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], 0)
    ((1.0, 0.0, 1.0, 1.0, 0.0), (0.0, 1.0, 0.0, 0.0, 1.0))
    """
    return monthly.split_targets(jahresziele, saison, pfad, stellen)  # type: ignore[arg-type]


@worksheet_function(
    category=CATEGORY,
    text="Monatsbestände auf gerader Linie vom Ausgangsbestand an, so dass ihr Mittel der Zielwert ist. Würde die Linie unter 0 enden, endet sie bei 0. Als Gewichte für JC_SOLLPFAD geben sie ganze Köpfe.",
    result=Result.MONTHS,
    labels=("Bestand",),
    example=("JC_SOLLPFAD_BESTAND(100;106;3)", "103, 106 und 109"),
    source="Mittel einer arithmetischen Folge",
)
def jc_sollpfad_bestand(
    anfang: Annotated[float, Kind.NUMBER, "Bestand vor dem ersten Monat, ab 0"],
    mittel: Annotated[float, Kind.NUMBER, "Mittel der Monate, ab 0: das Jahresziel eines Bestands"],
    monate: Annotated[float, Kind.NUMBER, "Zahl der Monate (weggelassen: 12)"] = 12,
) -> Any:
    """Stocks at the end of each month on a straight line whose mean is the target, in a row.

    >>> jc_sollpfad_bestand(100, 106, 3)
    ((103.0, 106.0, 109.0),)
    """
    return monthly.line_to_mean(anfang, mittel, monate)[None, :]  # type: ignore[arg-type]


@worksheet_function(
    category=CATEGORY,
    text="Hochrechnung auf das Jahresende aus den bisherigen Monaten und dem Saisonverlauf.",
    result=Result.ONE,
    example=("JC_HOCHRECHNUNG({10;20};{1;2;3})", "60"),
    source=_SOURCE,
)
def jc_hochrechnung(
    ist: Annotated[Any, Kind.LEADING, "Istwerte ab Januar; leere Zellen am Ende sind künftige Monate"],
    saison: Annotated[Any, Kind.ENTRIES, "Gewicht aller Monate des Jahres, ab 0"],
) -> Any:
    """Projection to the year's end.

    >>> jc_hochrechnung([10, 20, None], [1, 2, 3])
    60.0
    """
    return core.projection(ist, saison)


@worksheet_function(
    category=CATEGORY,
    text="Was die übrigen Monate nach dem Saisonverlauf noch bringen müssen, damit das Jahresziel erreicht wird (0, wenn es erreicht ist).",
    result=Result.ENTRIES,
    example=("JC_RESTSOLL(60;{10;20};{1;2;1;2})", "10 und 20"),
    source=_SOURCE,
)
def jc_restsoll(
    jahresziel: Annotated[float, Kind.NUMBER, "Ziel für das ganze Jahr"],
    ist: Annotated[Any, Kind.LEADING, "Istwerte ab Januar; leere Zellen am Ende sind künftige Monate"],
    saison: Annotated[Any, Kind.ENTRIES, "Gewicht aller Monate des Jahres, ab 0"],
    stellen: Annotated[
        float | None, Kind.NUMBER, "Nachkommastellen der Monatswerte, 0 für ganze Köpfe (weggelassen: nicht runden)"
    ] = None,
) -> Any:
    """What each remaining month has to bring.

    >>> jc_restsoll(60, [10, 20], [1, 2, 1, 2])
    ((10.0,), (20.0,))
    """
    return core.open_target(jahresziel, ist, saison, stellen)  # type: ignore[arg-type]


@worksheet_function(
    category=CATEGORY,
    text="Stand des Jahres: letzter gemeldeter Monat, Soll und Ist der gemeldeten Monate, Abweichung, Hochrechnung. Bei Beständen Mittel statt Summen. Monate ohne Istwert zählen auf keiner Seite.",
    result=Result.COLUMN,
    labels=("letzter Monat", "Soll bisher", "Ist bisher", "Abweichung", "Hochrechnung"),
    example=("JC_SOLL_IST({10;;8};{9;9;9};{1;1;1})", "3, 18, 18, 0 und 27"),
    source=_SOURCE,
)
def jc_soll_ist(
    ist: Annotated[Any, Kind.OPEN, "Istwert je Monat; leer, wo keiner gemeldet ist"],
    soll: Annotated[Any, Kind.PAIRED, "Sollwert je Monat"],
    saison: Annotated[Any, Kind.PAIRED, "Gewicht je Monat, ab 0"],
    bestand: Annotated[  # noqa: FBT002 - a cell has no keywords
        bool,
        Kind.FLAG,
        "WAHR oder 1 für einen Bestand; FALSCH oder 0 für Zahlen, die sich addieren (weggelassen: FALSCH)",
    ] = False,
) -> Any:
    """Last month, planned so far, actual so far, deviation, projection.

    >>> jc_soll_ist([10, None, 8], [9, 9, 9], [1, 1, 1])
    ((3.0,), (18.0,), (18.0,), (0.0,), (27.0,))
    """
    return core.progress(ist, soll, saison, bestand).rows()


@worksheet_function(
    category=CATEGORY,
    text="Spanne der Hochrechnung: was bisher erreicht ist, durch die Anteile, die frühere Jahre bis zu denselben Monaten erreicht hatten; zwischen dem 10-%- und dem 90-%-Quantil dieser Anteile. Nur vollständige Jahre zählen.",
    result=Result.COLUMN,
    labels=("von", "bis"),
    example=("JC_HOCHRECHNUNG_SPANNE({30;};{25.75;50.50};0;0;1)", "60 und 120"),
    source="Anteile früherer Jahre am Jahresergebnis, Quantile linear interpoliert",
)
def jc_hochrechnung_spanne(
    ist: Annotated[
        Any, Kind.TABLE, "Istwert je Monat des Jahres, in einer Zeile oder Spalte; leer, wo keiner gemeldet ist"
    ],
    frueher: Annotated[
        Any, Kind.TABLE, "frühere Jahre: eine Zeile je Jahr, eine Spalte je Monat; Jahre mit Lücken zählen nicht"
    ],
    bestand: Annotated[  # noqa: FBT002 - a cell has no keywords
        bool,
        Kind.FLAG,
        "WAHR oder 1 für einen Bestand (Mittel); FALSCH oder 0 für Zahlen, die sich addieren (weggelassen)",
    ] = False,
    unten: Annotated[Any, Kind.NUMBER, "unteres Quantil der Anteile von 0 bis 1 (weggelassen: 0,1)"] = 0.1,
    oben: Annotated[Any, Kind.NUMBER, "oberes Quantil der Anteile (weggelassen: 0,9)"] = 0.9,
) -> Any:
    """Lower and upper end of the projection.

    >>> jc_hochrechnung_spanne([30, None], [[25, 75], [50, 50]], False, 0, 1)
    ((60.0,), (120.0,))
    """
    months = [month for row in _numbers("ist", ist) for month in row]
    return core.projection_range(months, _numbers("frueher", frueher), bestand, unten, oben)


def _numbers(name: str, rows: Sequence[Sequence[Any]]) -> list[list[float]]:
    """Rows of numbers; NaN where nothing is known."""
    errors = [
        InputError(f"{name}, Zeile {row}, Spalte {column}", literal(cell), "eine Zahl oder nichts")
        for row, cells in enumerate(rows, 1)
        for column, cell in enumerate(cells, 1)
        if isinstance(cell, bool) or not (cell in (None, "") or isinstance(cell, int | float))
    ]
    if errors:
        raise several(errors)
    return [[math.nan if cell in (None, "") else float(cell) for cell in cells] for cells in rows]


@worksheet_function(
    category=CATEGORY,
    text="Integrationsquote im Jahresfortschritt (JFW): Integrationen seit Januar durch das Mittel der ELB-Bestände, für jeden gemeldeten Monat.",
    result=Result.ENTRIES,
    example=("JC_JFW({10;20;};{1000;1000;1000})", "0,01 und 0,03"),
    source="VO zu § 48a SGB II § 5, ab Januar",
)
def jc_jfw(
    integrationen: Annotated[Any, Kind.OPEN, "Integrationen je Monat ab Januar; leer, wo nicht gemeldet"],
    elb: Annotated[Any, Kind.OPEN, "ELB-Bestand je einen Monat früher (Dezember bis November)"],
) -> Any:
    """Rate up to each month; blank for a month that is not known.

    >>> jc_jfw([10, 20], [1000, 1000])
    ((0.01,), (0.03,))
    """
    rates = core.year_to_date_rate(integrationen, elb)
    return [None if math.isnan(rate) else float(rate) for rate in rates]


@worksheet_function(
    category=CATEGORY,
    text="Ampel in Worten: „grün“, wenn das Soll erreicht ist, „gelb“, wenn es höchstens um den Anteil gelb verfehlt wird, sonst „rot“.",
    result=Result.EACH,
    gives=str,
    example=("JC_AMPEL(96;100;0,05)", "gelb"),
    source="Zielnachhaltung: Schwelle als Anteil am Soll",
)
def jc_ampel(
    ist: Annotated[Any, Kind.ELEMENT, "Istwert"],
    soll: Annotated[Any, Kind.ELEMENT, "Sollwert"],
    gelb: Annotated[Any, Kind.ELEMENT, "höchste Verfehlung für gelb, als Anteil am Soll (5 % ist 0,05)"],
    richtung: Annotated[Any, Kind.ELEMENT, "1: mehr ist besser (weggelassen), −1: weniger ist besser"] = 1,
) -> Any:
    """Traffic light as a word.

    >>> jc_ampel(96, 100, 0.05)
    'gelb'
    """
    return core.traffic_light(ist, soll, gelb, richtung)


@worksheet_function(
    category="Allgemein",
    text="Version von jcplan, die hier rechnet.",
    result=Result.ONE,
    gives=str,
    example=("JC_VERSION()", __version__),
    source="jcplan",
)
def jc_version() -> Any:
    """Version of jcplan.

    >>> jc_version().count(".")
    2
    """
    return __version__
