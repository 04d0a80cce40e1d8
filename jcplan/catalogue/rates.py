"""Worksheet functions: Integrationsquote (IQ, indicator K2)."""

from typing import Annotated, Any

import numpy as np

from jcplan.catalogue.register import worksheet_function
from jcplan.catalogue.spec import Kind, Result
from jcplan.core import iq as core

CATEGORY = "Integrationsquote"


@worksheet_function(
    category=CATEGORY,
    text="Integrationsquote (K2): Integrationen aus 12 Monaten durch das Mittel der 12 vorausgehenden ELB-Bestände; statt der 12 Monate je auch die Jahressumme oder das Jahresmittel.",
    result=Result.ONE,
    example=(
        "JC_IQ({500;500;500;500;500;500;500;500;500;500;500;500};{26000;26100;26200;26300;26400;26500;26600;26700;26800;26900;27000;27100})",
        "0,2260 (22,6 %)",
    ),
    source="VO zu § 48a SGB II § 5",
)
def jc_iq(
    integrationen: Annotated[Any, Kind.ENTRIES, "12 Monatswerte der Integrationen (04 bis 03) oder ihre Summe"],
    elb: Annotated[Any, Kind.ENTRIES, "12 ELB-Bestände, je einen Monat früher (03 bis 02), oder ihr Mittel"],
) -> Any:
    """K2 as a share.

    >>> round(jc_iq([500] * 12, [26570] * 12), 4), round(jc_iq(1227, 4103), 4)
    (0.2258, 0.299)
    """
    return core.rate(integrationen, elb)


@worksheet_function(
    category=CATEGORY,
    text="Zielwert einer Quote nach relativer Steigerung: Quote · (1 + Steigerung); mit Stellen kaufmännisch gerundet wie veröffentlicht.",
    result=Result.EACH,
    example=("JC_IQ_ZIEL(0,23;0,015;3)", "0,233"),
    source="Zielplanung: relative Steigerung gegenüber dem Vorjahr",
)
def jc_iq_ziel(
    iq_vorjahr: Annotated[Any, Kind.ELEMENT, "Quote des Vorjahres als Anteil (23 % ist 0,23)"],
    steigerung: Annotated[Any, Kind.ELEMENT, "relative Steigerung als Anteil (1,5 % ist 0,015)"],
    stellen: Annotated[
        Any, Kind.ELEMENT, "Nachkommastellen der Zahl in der Zelle: 3 für 23,3 % = 0,233 (weggelassen: nicht runden)"
    ] = None,
) -> Any:
    """Target rate as a share; rounded as published if ``stellen`` is given.

    >>> jc_iq_ziel(0.23, 0.015, 3)
    0.233
    """
    return core.target(iq_vorjahr, steigerung, stellen)


@worksheet_function(
    category=CATEGORY,
    text="Quote über alle Gruppen: Summe aus Quote · ELB durch Summe der ELB.",
    result=Result.ONE,
    example=("JC_IQ_GESAMT({0,233;0,1298};{25327;2322})", "0,2243 (22,4 %)"),
    source="Gewichtetes Mittel, jede Gruppe mit ihrem eigenen Nennerbestand",
)
def jc_iq_gesamt(
    iq: Annotated[Any, Kind.PAIRED, "Quote je Gruppe als Anteil"],
    elb: Annotated[Any, Kind.PAIRED, "ELB je Gruppe, Köpfe"],
) -> Any:
    """Blend over groups as a share.

    >>> round(jc_iq_gesamt([0.233, 0.1298], [25327.005, 2322]), 6)
    0.224333
    """
    return core.overall(iq, elb)


@worksheet_function(
    category=CATEGORY,
    text="Kleinste und größte Gesamtquote, die Gruppenquoten mit so vielen Nachkommastellen zulassen (Block, zwei Zeilen).",
    result=Result.COLUMN,
    labels=("unten", "oben"),
    example=("JC_IQ_SPANNE({0,233;0,1298};{25327;2322};{3;4})", "0,2239 und 0,2248"),
    source="Rundung: jede gedruckte Zahl steht für ein Intervall von ± ½ Einheit der letzten Stelle",
)
def jc_iq_spanne(
    iq: Annotated[Any, Kind.PAIRED, "Quote im Dokument je Gruppe als Anteil"],
    elb: Annotated[Any, Kind.PAIRED, "ELB je Gruppe, Köpfe"],
    stellen: Annotated[
        Any,
        Kind.ELEMENT,
        "Nachkommastellen der Zahl in der Zelle, wie sie im Dokument steht (22,4 % = 0,224 hat 3): eine Zahl oder eine je Gruppe",
    ],
) -> Any:
    """Lowest and highest blend, shares.

    >>> [round(row[0], 4) for row in jc_iq_spanne([0.233, 0.1298], [25327, 2322], [3, 4])]
    [0.2239, 0.2248]
    """
    between = core.interval(iq, elb, stellen)
    return np.array([between.unten, between.oben])


@worksheet_function(
    category=CATEGORY,
    text="Quote, die die eine leer gelassene Gruppe braucht, damit die Gesamtquote erreicht wird.",
    result=Result.ONE,
    example=("JC_IQ_BENOETIGT(0,225;{0,23;};{25201;1369})", "0,1330 (13,3 %)"),
    source="Auflösung des gewichteten Mittels nach einer Gruppe",
)
def jc_iq_benoetigt(
    iq_gesamt: Annotated[float, Kind.NUMBER, "Quote über alle Gruppen, die erreicht werden soll, als Anteil"],
    iq: Annotated[Any, Kind.OPEN, "Quote je Gruppe; genau ein Eintrag bleibt leer: die gesuchte"],
    elb: Annotated[Any, Kind.PAIRED, "ELB je Gruppe, Köpfe"],
) -> Any:
    """Rate that the one blank group needs, as a share.

    >>> round(jc_iq_benoetigt(0.225, [0.23, None], [25201, 1369]), 4)
    0.133
    """
    return core.required(iq_gesamt, iq, elb)


@worksheet_function(
    category=CATEGORY,
    text="Warum sich die Gesamtquote ändert, je Gruppe zwei Werte: Struktureffekt (andere Anteile) und Quoteneffekt (andere Quoten).",
    result=Result.ENTRIES,
    labels=("Struktureffekt", "Quoteneffekt"),
    example=(
        "JC_IQ_ZERLEGUNG({0,2;0,1};{50;50};{0,2;0,1};{40;60})",
        "Struktureffekt −0,02 und 0,01; Quoteneffekt 0 und 0",
    ),
    source="Kitagawa (1955), Components of a Difference Between Two Rates",
)
def jc_iq_zerlegung(
    iq_alt: Annotated[Any, Kind.PAIRED, "bisherige Quote je Gruppe als Anteil"],
    elb_alt: Annotated[Any, Kind.PAIRED, "bisherige ELB je Gruppe, Köpfe"],
    iq_neu: Annotated[Any, Kind.PAIRED, "neue Quote je Gruppe als Anteil"],
    elb_neu: Annotated[Any, Kind.PAIRED, "neue ELB je Gruppe, Köpfe"],
) -> Any:
    """A row a group: structure effect, rate effect, shares; together the change of the blend.

    >>> rows = jc_iq_zerlegung([0.2, 0.1], [50, 50], [0.2, 0.1], [40, 60])
    >>> [round(structure, 9) for structure, _ in rows], [rate for _, rate in rows]
    ([-0.02, 0.01], [0.0, 0.0])
    """
    effects = core.decompose(iq_alt, elb_alt, iq_neu, elb_neu)
    return np.stack([effects.struktur, effects.quote], axis=-1)


@worksheet_function(
    category=CATEGORY,
    text="Integrationen in Köpfen je Gruppe: Quote · ELB.",
    result=Result.ENTRIES,
    example=("JC_INTEGRATIONEN({0,233;0,1298};{25327;2322})", "5.901,2 und 301,4"),
    source="Umkehrung der Integrationsquote",
)
def jc_integrationen(
    iq: Annotated[Any, Kind.PAIRED, "Quote je Gruppe als Anteil"],
    elb: Annotated[Any, Kind.PAIRED, "ELB je Gruppe, Köpfe"],
) -> Any:
    """Integrations a group, heads.

    >>> jc_integrationen([0.25, 0.5], [100, 10])
    ((25.0,), (5.0,))
    """
    return core.integrations(iq, elb)
