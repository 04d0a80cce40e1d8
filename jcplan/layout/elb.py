"""Sheet ELB: stocks by group."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Area
from jcplan.core.verdict import AT_LEAST
from jcplan.layout import charts, styles
from jcplan.layout.relation import Relation, needs, stated
from jcplan.layout.sheet import Drawn, Place, Sheet
from jcplan.model.fields import HEADS, SHARE

NAME = "ELB"


def sheet(shared: Mapping[str, Place]) -> Drawn:  # noqa: ARG001 - refers to no other sheet
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(
        NAME, "Erwerbsfähige Leistungsberechtigte (ELB)", (34, 14, 14, 14, 14, 14, 14, 14, 14), tab=styles.BLUE
    )
    page.put(
        3,
        2,
        formula='"ELB "&IF(H10<0,"sinken","steigen")&" um "&FIXED(ABS(H10)*100,1)&" % auf "&FIXED(F10,0)',
        style="finding",
    )
    page.row = 5
    page.heading("Bestand nach Gruppen")
    page.row = 6
    page.header(
        (
            "Gruppe",
            "Bestand bisher",
            "Veränderung",
            "weiterer Zugang",
            "Bestand Plan",
            "Zuwachs",
            "Veränderung insgesamt",
            "Anteil bisher",
            "Anteil Plan",
        )
    )
    page.units(("", "Köpfe", "%", "Köpfe", "Köpfe", "Köpfe", "%", "%", "%"))
    others, refugees, total = 8, 9, 10
    page.put(others, 2, "ohne 8 HKL", "label")
    page.put(refugees, 2, "8 HKL (Flucht/Asyl)", "label")
    page.put(total, 2, "gesamt", "total_label")
    page.put(others, 3, formula="Annahme_ELB_gesamt-Annahme_ELB_8HKL", style="value", number_format=styles.HEADS)
    page.put(refugees, 3, formula="Annahme_ELB_8HKL", style="value", number_format=styles.HEADS)
    page.put(
        others, 4, formula="Annahme_ELB_ohne_Veraenderung", style="value", number_format=styles.percent(3, signed=True)
    )
    page.put(
        refugees,
        4,
        formula="Annahme_ELB_8HKL_Veraenderung",
        style="value",
        number_format=styles.percent(3, signed=True),
    )
    page.put(total, 4, None, "total")
    page.put(others, 5, formula="Annahme_ELB_ohne_Zugang", style="value", number_format=styles.SIGNED)
    page.put(refugees, 5, formula="Annahme_ELB_8HKL_Zugang", style="value", number_format=styles.SIGNED)
    page.block(
        Area(others, 6, refugees, 6),
        "JC_ELB_PROGNOSE(ELB_Bestand,ELB_Veraenderung,ELB_Zugang)",
        number_format=styles.HEADS,
    )
    for column, form in ((3, styles.HEADS), (5, styles.SIGNED), (6, styles.HEADS), (7, styles.SIGNED)):
        letter = "ABCDEFGH"[column - 1]
        page.put(total, column, formula=f"SUM({letter}{others}:{letter}{refugees})", style="total", number_format=form)
    for row in (others, refugees):
        page.put(row, 7, formula=f"F{row}-C{row}", style="value", number_format=styles.SIGNED)
    for row in (others, refugees, total):
        style = "total" if row == total else "value"
        page.put(
            row,
            8,
            formula=f'IF(C{row}=0,"–",JC_VERAENDERUNG(F{row},C{row}))',
            style=style,
            number_format=styles.percent(3, signed=True),
        )
        page.put(row, 9, formula=f"C{row}/C${total}", style=style, number_format=styles.percent(3))
        page.put(row, 10, formula=f"F{row}/F${total}", style=style, number_format=styles.percent(3))
    for name, column in (("ELB_Bestand", 3), ("ELB_Veraenderung", 4), ("ELB_Zugang", 5), ("ELB_Plan", 6)):
        page.name_area(name, Area(others, column, refugees, column))
    page.row = 12
    page.put(12, 2, "Bestand Plan = Bestand bisher · (1 + Veränderung) + weiterer Zugang, je Gruppe.", "subtitle")
    page.put(
        14,
        2,
        formula='"Bestand bisher und Plan nach Gruppen: "&FIXED(C10,0)&" → "&FIXED(F10,0)&" ELB"',
        style="finding",
    )
    chart_rows = _chart_data(page)
    page.charts.append(charts.stocks(NAME, chart_rows, row=15, column=2, width=960, height=320))
    places = {
        "Ziel_ELB_ohne": Place(NAME, others, 6),
        "Ziel_ELB_8HKL": Place(NAME, refugees, 6),
        "Ziel_ELB_gesamt": Place(NAME, total, 6),
        "zuwachs": Place(NAME, total, 7),
        "zuwachs_8hkl": Place(NAME, refugees, 7),
        "zuwachs_ohne": Place(NAME, others, 7),
        "veraenderung": Place(NAME, total, 8),
        "finding": Place(NAME, 3, 2),
    }
    return Drawn(page, places, _relations(places))


def _chart_data(page: Sheet) -> int:
    """Stocks as the chart takes them; returns the header's row."""
    row = 33
    page.put(row - 1, 2, "Zahlen zum Diagramm", "heading")
    page.row = row
    page.header(("Gruppe", "Bestand", "Einheit"), height=18)
    cells = (("ohne 8 HKL, bisher", "C8"), ("ohne 8 HKL, Plan", "F8"), ("8 HKL, bisher", "C9"), ("8 HKL, Plan", "F9"))
    for offset, (label, cell) in enumerate(cells, 1):
        page.put(row + offset, 2, label, "label")
        page.put(row + offset, 3, formula=cell, style="helper", number_format=styles.HEADS)
        page.put(row + offset, 4, "Köpfe", "unit")
    return row


def _relations(places: Mapping[str, Place]) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    before = ("Gedruckt_ELB_Flucht_Zugang_frueher", "Gedruckt_ELB_Flucht_Rate_frueher")
    rate = "Gedruckt_ELB_ohne_Veraenderung_frueher"
    earlier_base = "JC_BASIS(Gedruckt_ELB_Flucht_Zugang_frueher,Gedruckt_ELB_Flucht_Rate_frueher)"
    return (
        Relation("Zugang und Rate der 8 HKL setzen den angenommenen Bestand voraus",
                 needs(("Gedruckt_ELB_8HKL_Rate",), "JC_BASIS(Annahme_ELB_8HKL_Zugang,Gedruckt_ELB_8HKL_Rate)"), "Annahme_ELB_8HKL", HEADS, "0"),
        Relation("Die frühere Angabe zu Geflüchteten setzt denselben Bestand voraus", needs(before, earlier_base),
                 "Annahme_ELB_8HKL", HEADS, "0", "frühere Angabe mit anderem Datenstand"),
        Relation("Prognose der Gruppen ergibt den gedruckten Anstieg der ELB (relativ)", places["veraenderung"].ref,
                 stated("Gedruckt_ELB_gesamt_Veraenderung"), SHARE, "Gedruckt_ELB_gesamt_Veraenderung"),
        Relation("Prognose der Gruppen ergibt den gedruckten Anstieg der ELB (Köpfe)", places["zuwachs"].ref,
                 stated("Gedruckt_ELB_gesamt_Zuwachs"), HEADS, "Gedruckt_ELB_gesamt_Zuwachs"),
        Relation("Der gedruckte Anstieg ist nicht kleiner als der Zuwachs der 8 HKL allein", f"{places['zuwachs_8hkl'].ref}+MIN(0,{places['zuwachs_ohne'].ref})",
                 stated("Gedruckt_ELB_gesamt_Zuwachs"), HEADS, "Gedruckt_ELB_gesamt_Zuwachs", kind=AT_LEAST),
        Relation("Frühere Angaben ergeben den früher gedruckten Anstieg der ELB",
                 needs((*before, rate), f"(Gedruckt_ELB_Flucht_Zugang_frueher+{rate}*(Annahme_ELB_gesamt-{earlier_base}))/Annahme_ELB_gesamt"),
                 stated("Gedruckt_ELB_Veraenderung_frueher"), SHARE, "Gedruckt_ELB_Veraenderung_frueher"),
    )  # fmt: skip
