"""Worksheet functions: budget."""

from typing import Annotated, Any

import numpy as np

from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.core import budget as core
from jcplan.core import outflow as core_outflow

CATEGORY = "Budget"


@worksheet_function(
    category=CATEGORY,
    text="Umschichtung vom Eingliederungstitel (EGT) ins Verwaltungskostenbudget (VKB), Block mit vier Zeilen: Betrag, VKB danach, EGT danach, Summe.",
    result=Result.COLUMN,
    labels=("Betrag", "VKB danach", "EGT danach", "Summe"),
    example=("JC_UMSCHICHTUNG(25575625;21987044;0,27)", "5.936.501,88 | 31.512.126,88 | 16.050.542,12 | 47.562.669"),
    source="SGB II § 46; gegenseitige Deckungsfähigkeit im Bundeshaushalt",
)
def jc_umschichtung(
    verwaltung: Annotated[float, Kind.NUMBER, "Verwaltungskostenbudget vorher, €"],
    eingliederung: Annotated[float, Kind.NUMBER, "Eingliederungstitel vorher, €"],
    anteil: Annotated[
        float, Kind.NUMBER, "Anteil am Eingliederungstitel (27 % ist 0,27); negativ: der Eingliederungstitel gewinnt"
    ],
) -> Any:
    """Amount, VKB after, EGT after, sum, euro.

    >>> [row[0] for row in jc_umschichtung(25575625, 21987044, 0.27)]
    [5936501.88, 31512126.88, 16050542.12, 47562669.0]
    """
    moved = core.reallocate(verwaltung, eingliederung, anteil)
    return np.array([moved.betrag, moved.vkb, moved.egt, moved.summe])


@worksheet_function(
    category=CATEGORY,
    text="Betrag und Anteil am Eingliederungstitel, die einen Verwaltungsbedarf decken (Block, zwei Zeilen).",
    result=Result.COLUMN,
    labels=("Betrag", "Anteil"),
    example=("JC_UMSCHICHTUNG_BEDARF(25575625;21987044;31512126,88)", "5.936.501,88 und 0,27"),
    source="Auflösung der Umschichtung nach dem Anteil",
)
def jc_umschichtung_bedarf(
    verwaltung: Annotated[float, Kind.NUMBER, "Verwaltungskostenbudget vorher, €"],
    eingliederung: Annotated[float, Kind.NUMBER, "Eingliederungstitel vorher, €"],
    bedarf: Annotated[float, Kind.NUMBER, "was die Verwaltung insgesamt braucht, €"],
) -> Any:
    """Amount in euro and share of the EGT.

    >>> [round(row[0], 9) for row in jc_umschichtung_bedarf(25575625, 21987044, 31512126.88)]
    [5936501.88, 0.27]
    """
    need = core.reallocation_for_need(verwaltung, eingliederung, bedarf)
    return np.array([need.betrag, need.anteil])


@worksheet_function(
    category=CATEGORY,
    text="Kommunaler Finanzierungsanteil (KFA) zu einem Bundesanteil, Block mit zwei Zeilen: kommunaler Anteil, Gesamtkosten.",
    result=Result.COLUMN,
    labels=("kommunaler Anteil", "Gesamtkosten"),
    example=("JC_KFA(848)", "152 und 1.000"),
    source="SGB II § 46 Abs. 3",
)
def jc_kfa(
    bundesanteil: Annotated[float, Kind.NUMBER, "Bundesanteil an den Verwaltungskosten, €"],
    quote: Annotated[
        float | None, Kind.NUMBER, "kommunaler Anteil an den Gesamtkosten (weggelassen: 15,2 % = 0,152)"
    ] = None,
) -> Any:
    """Municipal share and total, euro.

    >>> [round(row[0], 6) for row in jc_kfa(848)]
    [152.0, 1000.0]
    """
    part = core.municipal_share(bundesanteil, _kfa_quote() if quote is None else quote)
    return np.array([part.kommunal, part.gesamt])


def _kfa_quote() -> float:
    """The municipal share as last enacted."""
    from jcplan import params  # noqa: PLC0415  # reads files: nothing else here is to wait for what that takes

    return params.latest("kfa_quote").value


@worksheet_function(
    category=CATEGORY,
    text="Liquidität je Monat: was noch gebunden werden kann, aufgelaufene Zuteilung minus Vorbindungen und aufgelaufene neue Bindungen. Negativ: es fehlt.",
    result=Result.ENTRIES,
    example=("JC_LIQUIDITAET({100;50;50};{40;30;60};50)", "10, 30 und 20"),
    source="Haushaltsüberwachung: Zuteilung gegen Bindung",
)
def jc_liquiditaet(
    zuteilung: Annotated[Any, Kind.ENTRIES, "Zuteilung je Monat, €"],
    bindung: Annotated[Any, Kind.ENTRIES, "neue Bindungen je Monat, €; so viele Monate wie zuteilung"],
    vorbindungen: Annotated[float, Kind.NUMBER, "Bindungen aus Vorjahren, €, von Anfang an (weggelassen: 0)"] = 0.0,
) -> Any:
    """Money that can still be committed at the end of each month, euro.

    >>> jc_liquiditaet([100, 50, 50], [40, 30, 60], 50)
    ((10.0,), (30.0,), (20.0,))
    """
    return core.liquidity(zuteilung, bindung, vorbindungen)


@worksheet_function(
    category=CATEGORY,
    text="Mittelabfluss, auf das Jahr hochgerechnet: Beträge bisher durch den Anteil des Jahres (oder des Pfads), der bis zum Monat vergangen ist.",
    result=Result.ONE,
    example=("JC_MITTELABFLUSS({100;-20;40;0};{1;1;1;1};3)", "160"),
    source="Haushaltsüberwachung: lineare Hochrechnung des Mittelabflusses",
)
def jc_mittelabfluss(
    betraege: Annotated[Any, Kind.OPEN, "Beträge je Monat ab Januar, €, auch negativ; leer: nichts gebucht"],
    pfad: Annotated[
        Any, Kind.OPEN, "Gewicht jedes Monats, so viele wie betraege; alle gleich: nach dem Anteil des Jahres"
    ],
    monat: Annotated[float, Kind.NUMBER, "letzter gemeldeter Monat, ab 1; spätere Beträge zählen nicht"],
) -> Any:
    """The year's money at the pace so far, euro.

    >>> jc_mittelabfluss([100, -20, 40, None], [1, 1, 1, 1], 3)
    160.0
    """
    return core_outflow.outflow(betraege, pfad, monat)


@worksheet_function(
    category=CATEGORY,
    text="Mittelampel in Worten: „läuft leer“, wenn mehr gebunden ist als zugeteilt, „bleibt liegen“, wenn die Prognose das Verfügbare um mehr als die Schwelle verfehlt, sonst „im Plan“.",
    result=Result.EACH,
    gives=str,
    example=("JC_MITTELAMPEL(40;50;90;100;0,05)", "bleibt liegen"),
    source="Haushaltsüberwachung: Bindungen gegen Zuteilung, Prognose gegen verfügbare Mittel",
)
def jc_mittelampel(
    gebunden: Annotated[Any, Kind.ELEMENT, "bisher gebunden, €"],
    zugeteilt: Annotated[Any, Kind.ELEMENT, "bisher zugeteilt und so zu binden, €"],
    prognose: Annotated[Any, Kind.ELEMENT, "auf das Jahr hochgerechnete Ausgaben, €"],
    verfuegbar: Annotated[Any, Kind.ELEMENT, "für das Jahr verfügbar, €, ab 0"],
    schwelle: Annotated[Any, Kind.ELEMENT, "Anteil, der liegen bleiben darf (5 % ist 0,05)"],
) -> Any:
    """Whether money runs out or lies idle, as a word.

    >>> jc_mittelampel(60, 50, 100, 100, 0.05)
    'läuft leer'
    """
    return core_outflow.money_light(gebunden, zugeteilt, prognose, verfuegbar, schwelle)
