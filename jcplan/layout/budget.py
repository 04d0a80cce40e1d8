"""Sheet Budget: VKB and EGT before and after the Umschichtung, the municipal share."""

from __future__ import annotations

from jcplan.model import Model
from jcplan.model.fields import EURO, SHARE
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart
from jcplan.sheet.relation import Relation, stated
from jcplan.sheet.table import SUM, Block, Column, Row, Table, facts

_SHARE = styles.percent(3)


def sheet(model: Model) -> Sheet:  # noqa: ARG001 - the same for every shape
    """The sheet."""
    page = Sheet("Budget", "Budget und Umschichtung", (44, 20, 20, 20, 13, 13, 12), tab=styles.BLUE)
    page.finding(
        'IF({budgets.egt.umschichtung}>0,"Der EGT gewinnt ","Aus dem EGT fließen ")&FIXED(ABS({budgets.egt.umschichtung})/10^6,1)'
        '&" Mio. € ("&FIXED(ABS(Annahme_Umschichtung_Anteil)*100,1)&" %)"'
        '&IF({budgets.egt.umschichtung}>0," aus dem VKB"," ins VKB")'
    )
    page.skip()
    page.table(_pots())
    page.skip()
    page.put(page.row, 5, formula="{befund}", style="finding")
    page.table(_reallocation())
    page.skip()
    page.table(_whole_cost())
    page.skip()
    page.put(page.row, 2, "Eingliederungstitel je Kopf", "heading")
    page.skip()
    page.put(page.row, 2, "EGT nach Umschichtung je ELB im Plan", "label")
    page.put(page.row, 3, formula="{umschichtung.egt}/{elb.plan}", style="value", number_format=styles.EURO, key="je_elb")  # fmt: skip
    page.put(page.row, 4, "€ je Kopf", "unit")
    page.work(_chart_data())
    page.show(_chart(page.top("umschichtung")))
    page.export(
        Ziel_Umschichtung="umschichtung.betrag",
        Ziel_VKB="umschichtung.vkb",
        Ziel_EGT="umschichtung.egt",
        Ziel_Budget_Summe="umschichtung.summe",
        egt_je_elb="je_elb",
        kosten_verwaltung="kfa.gesamtkosten",
    )
    page.relations += _relations()
    return page


def _pots() -> Table:
    """Both pots before and after."""
    total = Row("gesamt", "gesamt", kind="total")
    return Table(
        "budgets",
        (
            Column("vorher", "vorher", EURO, styles.EURO, total=SUM),
            Column("umschichtung", "Umschichtung", EURO, styles.SIGNED_EURO, total=SUM),
            Column("nachher", "nachher", EURO, styles.EURO, total=SUM),
            *(
                Column(f"anteil_{key}", f"Anteil {key}", SHARE, _SHARE, share, total=share)
                for key in ("vorher", "nachher")
                for share in (f'IFERROR({{{key}}}/{{gesamt.{key}}},"–")',)
            ),
        ),
        (
            Row("vkb", "Verwaltungskostenbudget (VKB)", cells={
                "vorher": "Annahme_Verwaltungsbudget", "umschichtung": "{umschichtung.betrag}", "nachher": "{umschichtung.vkb}",
            }),
            Row("egt", "Eingliederungstitel (EGT)", cells={
                "vorher": "Annahme_Eingliederungsmittel", "umschichtung": "-{umschichtung.betrag}", "nachher": "{umschichtung.egt}",
            }),
        ),
        head="Titel", title="Vor und nach der Umschichtung", total=total,
    )  # fmt: skip


def _reallocation() -> Table:
    share = Row("anteil", "Anteil am Eingliederungstitel", "Annahme_Umschichtung_Anteil", unit=SHARE, form=styles.percent(3, signed=True))  # fmt: skip
    amounts = (
        Row("betrag", "Betrag (positiv: vom EGT ins VKB)", unit=EURO, form=styles.SIGNED_EURO),
        *(
            Row(key, label, unit=EURO, form=styles.EURO)
            for key, label in (("vkb", "VKB danach"), ("egt", "EGT danach"), ("summe", "Summe (bleibt gleich)"))
        ),
    )
    formula = "JC_UMSCHICHTUNG(Annahme_Verwaltungsbudget,Annahme_Eingliederungsmittel,Annahme_Umschichtung_Anteil)"
    blocks = (Block(("betrag", "wert"), ("summe", "wert"), formula),)
    return facts("umschichtung", (share, *amounts), title="Rechnung der Umschichtung", blocks=blocks)


def _whole_cost() -> Table:
    rows = (
        Row("bund", "Bundesanteil: VKB nach Umschichtung", "{umschichtung.vkb}", unit=EURO, form=styles.EURO),
        Row("kommune", "kommunaler Anteil", unit=EURO, form=styles.EURO),
        Row("gesamtkosten", "Gesamtkosten", unit=EURO, form=styles.EURO),
    )
    blocks = (Block(("kommune", "wert"), ("gesamtkosten", "wert"), "JC_KFA({bund},Annahme_KFA_Quote)"),)
    return facts("kfa", rows, title="Gesamtkosten der Verwaltung mit kommunalem Anteil (KFA)", blocks=blocks)


def _chart_data() -> Table:
    """Both pots as the chart takes them."""
    rows = tuple(
        Row(key, key, cells={"vkb": f"{{budgets.vkb.{key}}}", "egt": f"{{budgets.egt.{key}}}"})
        for key in ("vorher", "nachher")
    )
    columns = tuple(Column(key, key.upper(), form=styles.EURO, style="helper") for key in ("vkb", "egt"))
    return Table("diagramm", columns, rows, head="Euro", title="VKB und EGT", height=18)


def _chart(row: int) -> Chart:
    """Stacked columns: both pots before and after the Umschichtung."""
    looks = (("vkb", styles.BLUE, "#FFFFFF"), ("egt", styles.MID_BLUE, "#1A1A1A"))
    series = [
        charts.series("diagramm", key, fill=charts.fill(color), gap=60, data_labels=charts.data_labels('0.0,," Mio. €"', text))
        for key, color, text in looks
    ]  # fmt: skip
    return Chart(
        "column", "stacked", series, row, 5, 395, 310,
        "Gestapelte Säulen: Verwaltungskostenbudget (dunkelblau) und Eingliederungstitel (hellblau) vor und nach der Umschichtung. Die Zahlen stehen in der Tabelle auf dem Blatt Budget.",
        y_axis=charts.axis_of('0,," Mio. €"', min=0), x_axis=charts.QUIET, legend={"position": "bottom", "font": charts.FONT},
    )  # fmt: skip


def _relations() -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    return (
        Relation("VKB und EGT ergeben das gedruckte Gesamtbudget", "Annahme_Verwaltungsbudget+Annahme_Eingliederungsmittel",
                 stated("Gedruckt_Budget_Summe"), EURO, "Gedruckt_Budget_Summe"),
        Relation("Anteil am EGT ergibt den gedruckten Umschichtungsbetrag", "{umschichtung.betrag}",
                 stated("Gedruckt_Umschichtung"), EURO, "Gedruckt_Umschichtung"),
        Relation("Die Umschichtung lässt die Summe beider Budgets gleich", "{budgets.gesamt.nachher}", "{budgets.gesamt.vorher}", EURO, "0"),
    )  # fmt: skip
