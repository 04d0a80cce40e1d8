"""Worksheet functions: stocks of people (ELB)."""

from typing import Annotated, Any

from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.core import elb as core
from jcplan.core import require

CATEGORY = "Bestand"
PATH_ROWS = ("Anfang", "Zugang", "Abgang", "Ende")


@worksheet_function(
    category=CATEGORY,
    text="Geplanter Bestand je Gruppe: Bestand · (1 + Veränderung) + Zugang.",
    result=Result.EACH,
    example=("JC_ELB_PROGNOSE({25201;1369};{0,005;0};{0;953})", "25.327,005 und 2.322"),
    source="Planungspraxis: Bestand fortschreiben und bekannte Zugänge aufsetzen",
)
def jc_elb_prognose(
    bestand: Annotated[Any, Kind.ELEMENT, "Bestand in Köpfen, je Gruppe"],
    veraenderung: Annotated[Any, Kind.ELEMENT, "Veränderung als Anteil, je Gruppe (+0,5 % ist 0,005)"],
    zugang: Annotated[Any, Kind.ELEMENT, "Zugang in Köpfen, der noch dazukommt, je Gruppe (weggelassen: 0)"] = 0.0,
) -> Any:
    """Planned stock a group: ``bestand · (1 + veraenderung) + zugang``, heads.

    >>> jc_elb_prognose([1000, 1369], [0.5, 0], [0, 953])
    ((1500.0,), (2322.0,))
    """
    return core.forecast(bestand, veraenderung, zugang).prognose


@worksheet_function(
    category=CATEGORY,
    text="Wirkung eines Zugangs auf das Jahresmittel: Anzahl · (13 − Monat)/12, je Gruppe.",
    result=Result.EACH,
    example=("JC_JAHRESWIRKUNG(953;7)", "476,5"),
    source="Mittel aus zwölf Monatsbeständen",
)
def jc_jahreswirkung(
    anzahl: Annotated[Any, Kind.ELEMENT, "Köpfe, die dazukommen, je Gruppe (negativ: Abgang)"],
    ab_monat: Annotated[Any, Kind.ELEMENT, "erster Monat, in dem sie da sind, 1 bis 12, je Gruppe"],
) -> Any:
    """Effect of an inflow on the annual mean: ``anzahl · (13 − ab_monat) / 12``, heads.

    >>> jc_jahreswirkung(953, 7)
    476.5
    """
    return core.year_effect(anzahl, ab_monat)


@worksheet_function(
    category=CATEGORY,
    text="Anteil eines Merkmals an den Übrigen, wenn man eine Teilgruppe herausnimmt: (Anteil − Teilanteil · Gewicht)/(1 − Gewicht). Unter 0 oder über 1: die Angaben passen nicht zusammen.",
    result=Result.EACH,
    example=("JC_RESTANTEIL(0,69;0,83;0,32)", "0,6241 (62,4 %)"),
    source="Der Anteil am Ganzen ist das gewogene Mittel beider Teile",
)
def jc_restanteil(
    anteil: Annotated[Any, Kind.ELEMENT, "Anteil des Merkmals am Ganzen (69 % ist 0,69)"],
    teilanteil: Annotated[Any, Kind.ELEMENT, "Anteil des Merkmals an der Teilgruppe"],
    gewicht: Annotated[Any, Kind.ELEMENT, "Anteil der Teilgruppe am Ganzen, kleiner als 1"],
) -> Any:
    """A feature's share among the rest.

    >>> round(jc_restanteil(0.69, 0.83, 0.32), 4)
    0.6241
    """
    return core.share_of_rest(anteil, teilanteil, gewicht)


@worksheet_function(
    category=CATEGORY,
    text="Ausgangsbestand, den ein Zuwachs in Köpfen und seine Rate voraussetzen: Zuwachs geteilt durch Rate.",
    result=Result.EACH,
    example=("JC_BASIS(953;0,696)", "1.369,25"),
    source="Umkehrung der Veränderungsrate",
)
def jc_basis(
    zuwachs: Annotated[Any, Kind.ELEMENT, "Zuwachs in Köpfen"],
    rate: Annotated[Any, Kind.ELEMENT, "derselbe Zuwachs als Anteil (69,6 % ist 0,696), nicht 0"],
) -> Any:
    """Base that an increase and its rate imply, heads.

    >>> round(jc_basis(953, 0.696), 4)
    1369.2529
    """
    return core.base(zuwachs, rate)


@worksheet_function(
    category=CATEGORY,
    text="Relative Veränderung: neu / alt − 1.",
    result=Result.EACH,
    example=("JC_VERAENDERUNG(27649;26570)", "0,0406 (4,1 %)"),
    source="Definition",
)
def jc_veraenderung(
    neu: Annotated[Any, Kind.ELEMENT, "neuer Wert"],
    alt: Annotated[Any, Kind.ELEMENT, "alter Wert, nicht 0"],
) -> Any:
    """Relative change as a share.

    >>> round(jc_veraenderung(27649, 26570), 4)
    0.0406
    """
    return core.change(neu, alt)


@worksheet_function(
    category=CATEGORY,
    text="Kennzahl K3: Veränderung des Bestands an LZB gegenüber demselben Monat des Vorjahres.",
    result=Result.EACH,
    example=("JC_K3(17241;17450)", "−0,0120 (−1,2 %)"),
    source="VO zu § 48a SGB II § 6",
)
def jc_k3(
    lzb: Annotated[Any, Kind.ELEMENT, "LZB im Berichtsmonat, Köpfe"],
    lzb_vorjahr: Annotated[Any, Kind.ELEMENT, "LZB im selben Monat des Vorjahres, Köpfe, nicht 0"],
) -> Any:
    """K3 as a share: month over the same month of the year before, minus 1.

    >>> round(jc_k3(17241, 17450), 4)
    -0.012
    """
    return core.change(require.stock("lzb", lzb), require.positive("lzb_vorjahr", lzb_vorjahr))


@worksheet_function(
    category=CATEGORY,
    text="Bestand Monat für Monat als Block mit vier Zeilen: Anfang + Zugang − Abgang = Ende.",
    result=Result.MONTHS,
    labels=PATH_ROWS,
    example=("JC_BESTANDSPFAD(100;{10;0};{5;5})", "Ende 105 und 100"),
    source="Bestandsfortschreibung",
)
def jc_bestandspfad(
    anfang: Annotated[float, Kind.NUMBER, "Bestand vor dem ersten Monat, Köpfe"],
    zugang: Annotated[Any, Kind.PAIRED, "Zugang je Monat, Köpfe"],
    abgang: Annotated[Any, Kind.PAIRED, "Abgang je Monat, Köpfe; so viele Monate wie bei Zugang"],
) -> Any:
    """Rows Anfang, Zugang, Abgang, Ende, a column a month, heads.

    >>> jc_bestandspfad(100, [10, 0], [5, 5])[3]
    (105.0, 100.0)
    """
    return core.stock_path(anfang, zugang, abgang).rows()


@worksheet_function(
    category=CATEGORY,
    text="Jahresdurchschnittswert (JDW): Mittel aus genau 12 Monatswerten; fehlt einer, ist das ein Fehler.",
    result=Result.ONE,
    example=("JC_JDW({1;2;3;4;5;6;7;8;9;10;11;12})", "6,5"),
    source="Methodische Hinweise der Statistik der BA",
)
def jc_jdw(monatswerte: Annotated[Any, Kind.ENTRIES, "12 Monatswerte, keiner leer"]) -> Any:
    """Mean of exactly 12 monthly values.

    >>> jc_jdw(range(1, 13))
    6.5
    """
    return core.annual_mean(monatswerte)


@worksheet_function(
    category=CATEGORY,
    text="Gleitende Jahresdurchschnittswerte (gJDW) als Block: für jeden Monat ab dem Monat, mit dem das Fenster voll ist.",
    result=Result.ENTRIES,
    example=("JC_GJDW({1;2;3;4};3)", "2 und 3"),
    source="Methodische Hinweise der Statistik der BA",
)
def jc_gjdw(
    monatswerte: Annotated[Any, Kind.ENTRIES, "Monatswerte in zeitlicher Folge, mindestens so viele wie das Fenster"],
    fenster: Annotated[float, Kind.NUMBER, "Zahl der Monate im Mittel (weggelassen: 12)"] = 12,
) -> Any:
    """Trailing means: ``n − fenster + 1`` values; the first belongs to month ``fenster``.

    >>> jc_gjdw([1, 2, 3, 4], 3)
    ((2.0,), (3.0,))
    """
    return core.trailing_means(monatswerte, fenster)  # type: ignore[arg-type]
