"""Sheet IQ: rates by group, the blend three ways, why it changes."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Area
from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.model.fields import SHARE
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Drawn, Place, Sheet
from jcplan.sheet.relation import Relation, needs, shown, stated

NAME = "IQ"
_P3, _P4, _P5 = styles.percent(3), styles.percent(4), styles.percent(5)
_PP = styles.percent(4, signed=True)


def sheet(shared: Mapping[str, Place]) -> Drawn:
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(NAME, "Integrationsquote (IQ)", (46, 15, 15, 15, 15, 15, 15, 15), tab=styles.BLUE)
    page.put(
        3,
        2,
        formula='"IQ insgesamt: "&FIXED(Annahme_IQ_gesamt_Vorjahr*100,1)&" % → "&FIXED(C18*100,1)&" %"',
        style="finding",
    )
    page.row = 5
    page.heading("Quoten je Gruppe")
    page.row = 6
    page.header(
        (
            "Gruppe",
            "IQ bisher",
            "relative Steigerung",
            "IQ Plan exakt",
            "IQ Plan veröffentlicht",
            "ELB bisher",
            "ELB Plan",
            "Integrationen Plan",
        )
    )
    page.units(("", "%", "%", "%", "%", "Köpfe", "Köpfe", "Köpfe"))
    others, refugees, total = 8, 9, 10
    for row, label in ((others, "ohne 8 HKL"), (refugees, "8 HKL (Flucht/Asyl)")):
        page.put(row, 2, label, "label")
    page.put(total, 2, "gesamt", "total_label")
    page.put(others, 3, formula="Annahme_IQ_ohne_Vorjahr", style="value", number_format=_P3)
    page.put(refugees, 3, formula="C25", style="value", number_format=_P3)
    page.put(total, 3, formula="Annahme_IQ_gesamt_Vorjahr", style="total", number_format=_P3)
    for row in (others, refugees, total):
        style = "total" if row == total else "value"
        page.put(
            row,
            4,
            formula=f'IFERROR(JC_VERAENDERUNG(E{row},C{row}),"–")',
            style=style,
            number_format=styles.percent(3, signed=True),
        )
    page.put(
        others,
        5,
        formula="JC_IQ_ZIEL(Annahme_IQ_ohne_Vorjahr,Annahme_IQ_ohne_Steigerung)",
        style="value",
        number_format=_P5,
    )
    page.put(refugees, 5, formula="Annahme_IQ_8HKL", style="value", number_format=_P5)
    page.put(total, 5, formula="C14", style="total", number_format=_P5)
    page.put(
        others,
        6,
        formula="JC_IQ_ZIEL(Annahme_IQ_ohne_Vorjahr,Annahme_IQ_ohne_Steigerung,Annahme_IQ_Stellen)",
        style="value",
        number_format=_P3,
    )
    page.put(
        refugees, 6, formula="JC_IQ_ZIEL(Annahme_IQ_8HKL,0,Annahme_IQ_8HKL_Stellen)", style="value", number_format=_P4
    )
    page.put(total, 6, formula="C18", style="total", number_format=_P3)
    for row, key in ((others, "Ziel_ELB_ohne"), (refugees, "Ziel_ELB_8HKL")):
        page.put(row, 7, formula=f"ELB!C{row}", style="value", number_format=styles.HEADS)
        page.put(row, 8, formula=f"ELB!{shared[key].local}", style="value", number_format=styles.HEADS)
    page.block(Area(others, 9, refugees, 9), "JC_INTEGRATIONEN(IQ_Plan,ELB_Plan)", number_format=styles.HEADS)
    for column in (7, 8, 9):
        letter = "ABCDEFGHI"[column - 1]
        page.put(
            total,
            column,
            formula=f"SUM({letter}{others}:{letter}{refugees})",
            style="total",
            number_format=styles.HEADS,
        )
    page.name_area("IQ_exakt", Area(others, 5, refugees, 5))
    page.name_area("IQ_Plan", Area(others, 6, refugees, 6))
    page.name_area("IQ_bisher", Area(others, 3, refugees, 3))
    _three_ways(page)
    _year_before(page)
    _decomposition(page)
    places = {
        "Ziel_IQ_ohne": Place(NAME, others, 5),
        "iq_ohne_veroeffentlicht": Place(NAME, others, 6),
        "Ziel_IQ_8HKL": Place(NAME, refugees, 5),
        "Ziel_IQ_gesamt": Place(NAME, 14, 3),
        "Ziel_IQ_gesamt_ungerundet": Place(NAME, 15, 3),
        "Ziel_IQ_gesamt_unten": Place(NAME, 16, 3),
        "Ziel_IQ_gesamt_oben": Place(NAME, 17, 3),
        "Ziel_Integrationen": Place(NAME, total, 9),
        "vorjahr_unten": Place(NAME, 25, 4),
        "vorjahr_oben": Place(NAME, 25, 5),
        "iq_veraenderung": Place(NAME, 33, 5),
        "finding": Place(NAME, 29, 2),
    }
    return Drawn(page, places, _relations(places))


def _three_ways(page: Sheet) -> None:
    page.row = 12
    page.heading("Gesamtquote: die Stufe, auf der gerundet wird, entscheidet")
    page.row = 13
    page.header(("Weg", "IQ gesamt", "Einheit"), height=18)
    rows = (
        (14, "aus den veröffentlichten Gruppenquoten (Ziel)", "JC_IQ_GESAMT(IQ_Plan,ELB_Plan)", _P5),
        (15, "aus den ungerundeten Gruppenquoten", "JC_IQ_GESAMT(IQ_exakt,ELB_Plan)", _P5),
    )
    for row, label, formula, form in rows:
        page.put(row, 2, label, "label")
        page.put(row, 3, formula=formula, style="value", number_format=form)
    page.put(16, 2, "kleinster Wert, den die veröffentlichten Quoten zulassen", "label")
    page.put(17, 2, "größter Wert, den die veröffentlichten Quoten zulassen", "label")
    page.block(Area(16, 3, 17, 3), "JC_IQ_SPANNE(IQ_Plan,ELB_Plan,IQ_Stellen)", number_format=_P5)
    page.put(18, 2, "veröffentlicht", "total_label")
    page.put(18, 3, formula="ROUND(C14,Annahme_IQ_Stellen)", style="total", number_format=_P3)
    for row in range(14, 19):
        page.put(row, 4, "%", "unit_total" if row == 18 else "unit")
    page.put(44, 2, "Stellen der veröffentlichten Quoten", "header")
    page.put(44, 3, "Stellen", "header_right")
    page.put(45, 2, "ohne 8 HKL", "label")
    page.put(45, 3, formula="Annahme_IQ_Stellen", style="helper", number_format="0")
    page.put(46, 2, "8 HKL", "label")
    page.put(46, 3, formula="Annahme_IQ_8HKL_Stellen", style="helper", number_format="0")
    page.name_area("IQ_Stellen", Area(45, 3, 46, 3))


def _year_before(page: Sheet) -> None:
    page.row = 20
    page.heading("IQ der 8 HKL im Vorjahr, die aus den beiden anderen folgt")
    page.row = 21
    page.header(("", "Mitte", "unten", "oben", "Einheit"), height=18)
    page.put(22, 2, "IQ insgesamt, Vorjahr (unten/oben: ± ½ gedruckte Stelle)", "label")
    page.put(23, 2, "IQ ohne 8 HKL, Vorjahr", "label")
    page.put(24, 2, "IQ 8 HKL (gesucht, bleibt leer)", "label")
    half = "10^-Annahme_IQ_Stellen/2"
    for column, total, other in ((3, "", ""), (4, f"-{half}", f"+{half}"), (5, f"+{half}", f"-{half}")):
        letter = "ABCDE"[column - 1]
        page.put(22, column, formula=f"Annahme_IQ_gesamt_Vorjahr{total}", style="helper", number_format=_P4)
        page.put(23, column, formula=f"Annahme_IQ_ohne_Vorjahr{other}", style="helper", number_format=_P4)
        page.put(24, column, None, "helper")
        page.put(
            25,
            column,
            formula=f'IFERROR(JC_IQ_BENOETIGT({letter}22,{letter}23:{letter}24,ELB_Bestand),"–")',
            style="total",
            number_format=_P3,
        )
    for row in (22, 23, 24):
        page.put(row, 6, "%", "unit")
    page.put(25, 2, "IQ 8 HKL, Vorjahr („–“: nicht bestimmbar)", "total_label")
    page.put(25, 6, "%", "unit_total")


def _decomposition(page: Sheet) -> None:
    page.put(28, 2, "Warum sich die IQ insgesamt ändert", "heading")
    page.put(29, 2, formula=(
        'IFERROR("IQ "&FIXED((C14-Annahme_IQ_gesamt_Vorjahr)*100,2)&" Prozentpunkte: Struktur "&FIXED(C33*100,2)&", Quoten "&FIXED(D33*100,2),'
        '"IQ: Zerlegung nicht bestimmbar (keine 8 HKL im Ausgangsbestand)")'
    ), style="finding")  # fmt: skip
    page.row = 30
    page.header(("Gruppe", "Struktureffekt", "Quoteneffekt", "zusammen", "Einheit"), height=18)
    page.block(
        Area(31, 3, 32, 4), 'IFERROR(JC_IQ_ZERLEGUNG(IQ_bisher,ELB_Bestand,IQ_Plan,ELB_Plan),"–")', number_format=_PP
    )
    for row, label in ((31, "ohne 8 HKL"), (32, "8 HKL (Flucht/Asyl)")):
        page.put(row, 2, label, "label")
        page.put(row, 5, formula=f'IF(COUNT(C{row}:D{row})=0,"–",SUM(C{row}:D{row}))', style="value", number_format=_PP)
        page.put(row, 6, "%-Punkte", "unit")
    page.put(33, 2, "gesamt", "total_label")
    for letter, column in (("C", 3), ("D", 4), ("E", 5)):
        page.put(
            33,
            column,
            formula=f'IF(COUNT({letter}31:{letter}32)=0,"–",SUM({letter}31:{letter}32))',
            style="total",
            number_format=_PP,
        )
    page.put(33, 6, "%-Punkte", "unit_total")
    page.put(
        34,
        2,
        "Kitagawa-Zerlegung: der Struktureffekt kommt aus anderen Anteilen der Gruppen, der Quoteneffekt aus anderen Quoten.",
        "subtitle",
    )
    page.put(37, 2, "Zahlen zum Diagramm (Brücke, in Prozentpunkten)", "heading")
    page.put(12, 7, formula="B29", style="finding")
    page.row = 38
    page.header(
        (
            "Schritt",
            "Sockel über 0",
            "Sockel unter 0",
            "aufwärts über 0",
            "aufwärts unter 0",
            "abwärts über 0",
            "abwärts unter 0",
            "Wert",
        ),
        height=31,
    )
    points = "+0.00;-0.00;0.00"
    for row, label, cell in ((39, "Struktureffekt", "C33"), (40, "Quoteneffekt", "D33"), (41, "Veränderung IQ", "E33")):
        sign = f'IF({cell}>0,"+","")'
        page.put(row, 2, formula=f'IFERROR("{label} "&{sign}&FIXED({cell}*100,2),"{label}")', style="label")
        page.put(row, 9, formula=f"100*SUM({cell})", style="helper", number_format=points)
    page.block(Area(39, 3, 40, 8), "JC_BRUECKE(I39:I40)", "helper", points)
    page.block(Area(41, 3, 41, 8), "JC_BRUECKE(I41)", "helper", points)
    page.charts.append(charts.bridge(NAME, 38, 3, row=13, column=7, width=345, height=300))


def _relations(places: Mapping[str, Place]) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    return (
        Relation("Die erwartete IQ des Vorjahres liegt nicht unter dessen Zielwert", stated("Gedruckt_IQ_Ziel_Vorjahr"), "Annahme_IQ_gesamt_Vorjahr",
                 SHARE, "Gedruckt_IQ_Ziel_Vorjahr", kind=AT_LEAST),
        Relation("Die veröffentlichte IQ ohne 8 HKL ist die gerundete exakte", places["Ziel_IQ_ohne"].ref, places["iq_ohne_veroeffentlicht"].ref, SHARE, "Annahme_IQ_Stellen"),
        Relation("IQ gesamt aus den veröffentlichten Gruppenquoten ist die gedruckte", places["Ziel_IQ_gesamt"].ref,
                 stated("Gedruckt_IQ_gesamt"), SHARE, "Gedruckt_IQ_gesamt"),
        Relation("Struktur- und Quoteneffekt ergeben die gedruckte Veränderung der IQ", places["iq_veraenderung"].ref,
                 needs(("Gedruckt_IQ_gesamt",), "Gedruckt_IQ_gesamt-Annahme_IQ_gesamt_Vorjahr"), SHARE, "Gedruckt_IQ_gesamt"),
        Relation("IQ gesamt aus ungerundeten Gruppenquoten ist die gedruckte", places["Ziel_IQ_gesamt_ungerundet"].ref,
                 stated("Gedruckt_IQ_gesamt"), SHARE, "Gedruckt_IQ_gesamt", "nur zum Vergleich, gerundet wird vor dem Mischen"),
        Relation("Die gedruckte IQ liegt nicht unter der Spanne der veröffentlichten Gruppenquoten", places["Ziel_IQ_gesamt_unten"].ref,
                 stated("Gedruckt_IQ_gesamt"), SHARE, "Gedruckt_IQ_gesamt", kind=AT_LEAST),
        Relation("Die gedruckte IQ liegt nicht über der Spanne der veröffentlichten Gruppenquoten", places["Ziel_IQ_gesamt_oben"].ref,
                 stated("Gedruckt_IQ_gesamt"), SHARE, "Gedruckt_IQ_gesamt", kind=AT_MOST),
        Relation("Der Orientierungswert der 8 HKL liegt nicht unter dem, was das Vorjahr zulässt", shown(places["vorjahr_unten"].ref),
                 "Annahme_IQ_8HKL", SHARE, "Annahme_IQ_8HKL_Stellen", kind=AT_LEAST),
        Relation("Der Orientierungswert der 8 HKL liegt nicht über dem, was das Vorjahr zulässt", shown(places["vorjahr_oben"].ref),
                 "Annahme_IQ_8HKL", SHARE, "Annahme_IQ_8HKL_Stellen", kind=AT_MOST),
    )  # fmt: skip
