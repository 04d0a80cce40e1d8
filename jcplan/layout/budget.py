"""Sheet Budget: both pots before and after the Umschichtung, the municipal share."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Area
from jcplan.layout import charts, styles
from jcplan.layout.relation import Relation, stated
from jcplan.layout.sheet import Drawn, Place, Sheet
from jcplan.model.fields import EURO

NAME = "Budget"


def sheet(shared: Mapping[str, Place]) -> Drawn:  # noqa: ARG001 - refers to no other sheet
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(NAME, "Budget und Umschichtung", (44, 20, 20, 20, 13, 13, 12), tab=styles.BLUE)
    page.put(3, 2, formula=(
        'IF(D9>0,"Der EGT gewinnt ","Aus dem EGT fließen ")&FIXED(ABS(D9)/10^6,1)&" Mio. € ("&FIXED(ABS(Annahme_Umschichtung_Anteil)*100,1)&" %)"'
        '&IF(D9>0," aus dem VKB"," ins VKB")'
    ), style="finding")  # fmt: skip
    page.row = 5
    page.heading("Vor und nach der Umschichtung")
    page.row = 6
    page.header(("Topf", "vorher", "Umschichtung", "nachher", "Anteil vorher", "Anteil nachher"))
    page.units(("", "€", "€", "€", "%", "%"))
    admin, measures, total = 8, 9, 10
    page.put(8, 2, "Verwaltungskostenbudget (VKB)", "label")
    page.put(9, 2, "Eingliederungstitel (EGT)", "label")
    page.put(10, 2, "gesamt", "total_label")
    page.put(8, 3, formula="Annahme_Verwaltungsbudget", style="value", number_format=styles.EURO)
    page.put(9, 3, formula="Annahme_Eingliederungsmittel", style="value", number_format=styles.EURO)
    page.put(8, 4, formula="C15", style="value", number_format=styles.SIGNED_EURO)
    page.put(9, 4, formula="-C15", style="value", number_format=styles.SIGNED_EURO)
    page.put(8, 5, formula="C16", style="value", number_format=styles.EURO)
    page.put(9, 5, formula="C17", style="value", number_format=styles.EURO)
    for letter, column, form in (("C", 3, styles.EURO), ("D", 4, styles.SIGNED_EURO), ("E", 5, styles.EURO)):
        page.put(total, column, formula=f"SUM({letter}{admin}:{letter}{measures})", style="total", number_format=form)
    for row in (admin, measures, total):
        style = "total" if row == total else "value"
        page.put(row, 6, formula=f'IFERROR(C{row}/C${total},"–")', style=style, number_format=styles.percent(3))
        page.put(row, 7, formula=f'IFERROR(E{row}/E${total},"–")', style=style, number_format=styles.percent(3))
    page.row = 12
    page.put(12, 2, "Rechnung der Umschichtung", "heading")
    page.row = 13
    page.header(("Größe", "Wert", "Einheit"), height=18)
    page.put(14, 2, "Anteil am Eingliederungstitel", "label")
    page.put(14, 3, formula="Annahme_Umschichtung_Anteil", style="value", number_format=styles.percent(3, signed=True))
    page.put(14, 4, "%", "unit")
    for row, label in (
        (15, "Betrag (positiv: vom EGT ins VKB)"),
        (16, "VKB danach"),
        (17, "EGT danach"),
        (18, "Summe (bleibt gleich)"),
    ):
        page.put(row, 2, label, "label")
        page.put(row, 4, "€", "unit")
    page.block(
        Area(15, 3, 18, 3), "JC_UMSCHICHTUNG(Annahme_Verwaltungsbudget,Annahme_Eingliederungsmittel,Annahme_Umschichtung_Anteil)",
        number_format=(styles.SIGNED_EURO, styles.EURO, styles.EURO, styles.EURO),
    )  # fmt: skip
    page.put(20, 2, "Gesamtkosten der Verwaltung mit kommunalem Anteil (KFA)", "heading")
    page.row = 21
    page.header(("Größe", "Wert", "Einheit"), height=18)
    page.put(22, 2, "Bundesanteil: VKB nach Umschichtung", "label")
    page.put(22, 3, formula="C16", style="value", number_format=styles.EURO)
    page.put(22, 4, "€", "unit")
    for row, label in ((23, "kommunaler Anteil"), (24, "Gesamtkosten")):
        page.put(row, 2, label, "label")
        page.put(row, 4, "€", "unit")
    page.block(Area(23, 3, 24, 3), "JC_KFA(C22,Annahme_KFA_Quote)", number_format=styles.EURO)
    page.put(26, 2, "Eingliederungstitel je Kopf", "heading")
    page.put(27, 2, "EGT nach Umschichtung je ELB im Plan", "label")
    page.put(27, 3, formula="C17/ELB!F10", style="value", number_format=styles.EURO)
    page.put(27, 4, "€ je Kopf", "unit")
    page.put(12, 5, formula="B3", style="finding")
    page.put(29, 2, "Zahlen zum Diagramm", "heading")
    page.row = 30
    page.header(("Euro", "VKB", "EGT"), height=18)
    for row, label, letter in ((31, "vorher", "C"), (32, "nachher", "E")):
        page.put(row, 2, label, "label")
        page.put(row, 3, formula=f"{letter}8", style="helper", number_format=styles.EURO)
        page.put(row, 4, formula=f"{letter}9", style="helper", number_format=styles.EURO)
    page.charts.append(charts.pots(NAME, 30, row=13, column=5, width=395, height=310))
    places = {
        "Ziel_Umschichtung": Place(NAME, 15, 3),
        "Ziel_VKB": Place(NAME, 16, 3),
        "Ziel_EGT": Place(NAME, 17, 3),
        "Ziel_Budget_Summe": Place(NAME, 18, 3),
        "kosten_verwaltung": Place(NAME, 24, 3),
        "egt_je_elb": Place(NAME, 27, 3),
        "vorher": Place(NAME, 10, 3),
        "nachher": Place(NAME, 10, 5),
        "finding": Place(NAME, 3, 2),
    }
    return Drawn(page, places, _relations(places))


def _relations(places: Mapping[str, Place]) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    return (
        Relation("VKB und EGT ergeben das gedruckte Gesamtbudget", "Annahme_Verwaltungsbudget+Annahme_Eingliederungsmittel",
                 stated("Gedruckt_Budget_Summe"), EURO, "Gedruckt_Budget_Summe"),
        Relation("Anteil am EGT ergibt den gedruckten Umschichtungsbetrag", places["Ziel_Umschichtung"].ref,
                 stated("Gedruckt_Umschichtung"), EURO, "Gedruckt_Umschichtung"),
        Relation("Die Umschichtung lässt die Summe der Töpfe gleich", places["nachher"].ref, places["vorher"].ref, EURO, "0"),
    )  # fmt: skip
