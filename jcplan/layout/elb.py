"""Sheet ELB: stocks by group."""

from __future__ import annotations

from jcplan.core.verdict import AT_LEAST
from jcplan.model import Model
from jcplan.model.fields import HEADS, SHARE
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Chart, Sheet
from jcplan.sheet.relation import Relation, needs, stated
from jcplan.sheet.table import SUM, Column, Row, Table

_CHANGE = styles.percent(3, signed=True)


def sheet(model: Model) -> Sheet:  # noqa: ARG001 - the same for every shape
    """The sheet."""
    page = Sheet("ELB", "Erwerbsfähige Leistungsberechtigte (ELB)", (34, *[14] * 8), tab=styles.BLUE)
    change, plan = "{bestand.gesamt.veraenderung_gesamt}", "{bestand.gesamt.plan}"
    page.finding(
        f'"ELB "&IF({change}<0,"sinken","steigen")&" um "&FIXED(ABS({change})*100,1)&" % auf "&FIXED({plan},0)'
    )
    page.skip()
    page.table(_stocks())
    page.skip()
    page.put(page.row, 2, "Bestand Plan = Bestand bisher · (1 + Veränderung) + weiterer Zugang, je Gruppe.", "subtitle")
    page.skip(2)
    page.put(page.row, 2, formula=(
        f'"Bestand bisher und Plan nach Gruppen: "&FIXED({{bestand.gesamt.alt}},0)&" → "&FIXED({plan},0)&" ELB"'
    ), style="finding")  # fmt: skip
    page.charts.append(_chart(page.row + 1))
    page.skip(18)
    page.table(_chart_data())
    page.export(
        Ziel_ELB_ohne="bestand.ohne.plan",
        Ziel_ELB_8HKL="bestand.hkl.plan",
        Ziel_ELB_gesamt="bestand.gesamt.plan",
        plan="bestand.gesamt.plan",
        zuwachs="bestand.gesamt.zuwachs",
        zuwachs_ohne="bestand.ohne.zuwachs",
    )
    page.relations += _relations()
    return page


def _stocks() -> Table:
    """Each group's stock before and in the plan."""
    return Table(
        "bestand",
        (
            Column("alt", "Bestand bisher", HEADS, styles.HEADS, total=SUM, name="ELB_Bestand"),
            Column("veraenderung", "Veränderung", SHARE, _CHANGE, name="ELB_Veraenderung"),
            Column("zugang", "weiterer Zugang", HEADS, styles.SIGNED, total=SUM, name="ELB_Zugang"),
            Column("plan", "Bestand Plan", HEADS, styles.HEADS, total=SUM, name="ELB_Plan",
                   block="JC_ELB_PROGNOSE(ELB_Bestand,ELB_Veraenderung,ELB_Zugang)"),
            Column("zuwachs", "Zuwachs", HEADS, styles.SIGNED, "{plan}-{alt}", total=SUM),
            Column("veraenderung_gesamt", "Veränderung insgesamt", SHARE, _CHANGE, *['IF({alt}=0,"–",JC_VERAENDERUNG({plan},{alt}))'] * 2),
            Column("anteil_alt", "Anteil bisher", SHARE, styles.percent(3), *["{alt}/{gesamt.alt}"] * 2),
            Column("anteil_plan", "Anteil Plan", SHARE, styles.percent(3), *["{plan}/{gesamt.plan}"] * 2),
        ),
        (
            Row("ohne", "ohne 8 HKL", cells={
                "alt": "Annahme_ELB_gesamt-Annahme_ELB_8HKL", "veraenderung": "Annahme_ELB_ohne_Veraenderung", "zugang": "Annahme_ELB_ohne_Zugang",
            }),
            Row("hkl", "8 HKL (Flucht/Asyl)", cells={
                "alt": "Annahme_ELB_8HKL", "veraenderung": "Annahme_ELB_8HKL_Veraenderung", "zugang": "Annahme_ELB_8HKL_Zugang",
            }),
        ),
        head="Gruppe", title="Bestand nach Gruppen", total=Row("gesamt", "gesamt", kind="total"),
    )  # fmt: skip


def _chart_data() -> Table:
    """Stocks as the chart takes them."""
    bars = (("ohne 8 HKL", "ohne"), ("8 HKL", "hkl"))
    rows = tuple(
        Row(f"{key}_{when}", f"{label}, {text}", f"{{bestand.{key}.{when}}}", unit=HEADS)
        for label, key in bars
        for when, text in (("alt", "bisher"), ("plan", "Plan"))
    )
    columns = (Column("wert", "Bestand", form=styles.HEADS, style="helper"), Column("einheit", "Einheit", style="unit"))
    return Table("diagramm", columns, rows, head="Gruppe", title="Zahlen zum Diagramm", height=18)


def _chart(row: int) -> Chart:
    """Columns: ELB by group, before (pale) and planned (full)."""
    colors = (styles.MID_BLUE, styles.BLUE, styles.PALE_WARM, styles.WARM)
    labels = charts.data_labels("#,##0", "#404040", position="outside_end")
    series = charts.series("diagramm", "wert", points=[{"fill": charts.fill(color)} for color in colors], gap=50, data_labels=labels)  # fmt: skip
    return Chart(
        "column", None, [series], row, 2, 960, 320,
        "Säulen: Bestand der ELB ohne 8 HKL (blau) und der 8 HKL (orange), je bisher (hell) und im Plan (kräftig). Die Zahlen stehen in der Tabelle auf dem Blatt ELB.",
        y_axis=charts.axis_of("#,##0", min=0), x_axis=charts.QUIET,
    )  # fmt: skip


def _relations() -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    before = ("Gedruckt_ELB_Flucht_Zugang_frueher", "Gedruckt_ELB_Flucht_Rate_frueher")
    rate = "Gedruckt_ELB_ohne_Veraenderung_frueher"
    earlier_base = "JC_BASIS(Gedruckt_ELB_Flucht_Zugang_frueher,Gedruckt_ELB_Flucht_Rate_frueher)"
    return (
        Relation("Zugang und Rate der 8 HKL setzen den angenommenen Bestand voraus",
                 needs(("Gedruckt_ELB_8HKL_Rate",), "JC_BASIS(Annahme_ELB_8HKL_Zugang,Gedruckt_ELB_8HKL_Rate)"), "Annahme_ELB_8HKL", HEADS, "0"),
        Relation("Die frühere Angabe zu Geflüchteten setzt denselben Bestand voraus", needs(before, earlier_base),
                 "Annahme_ELB_8HKL", HEADS, "0", "frühere Angabe mit anderem Datenstand"),
        Relation("Prognose der Gruppen ergibt den gedruckten Anstieg der ELB (relativ)", "{bestand.gesamt.veraenderung_gesamt}",
                 stated("Gedruckt_ELB_gesamt_Veraenderung"), SHARE, "Gedruckt_ELB_gesamt_Veraenderung"),
        Relation("Prognose der Gruppen ergibt den gedruckten Anstieg der ELB (Köpfe)", "{bestand.gesamt.zuwachs}",
                 stated("Gedruckt_ELB_gesamt_Zuwachs"), HEADS, "Gedruckt_ELB_gesamt_Zuwachs"),
        Relation("Der gedruckte Anstieg ist nicht kleiner als der Zuwachs der 8 HKL allein", "{bestand.hkl.zuwachs}+MIN(0,{bestand.ohne.zuwachs})",
                 stated("Gedruckt_ELB_gesamt_Zuwachs"), HEADS, "Gedruckt_ELB_gesamt_Zuwachs", kind=AT_LEAST),
        Relation("Frühere Angaben ergeben den früher gedruckten Anstieg der ELB",
                 needs((*before, rate), f"(Gedruckt_ELB_Flucht_Zugang_frueher+{rate}*(Annahme_ELB_gesamt-{earlier_base}))/Annahme_ELB_gesamt"),
                 stated("Gedruckt_ELB_Veraenderung_frueher"), SHARE, "Gedruckt_ELB_Veraenderung_frueher"),
    )  # fmt: skip
