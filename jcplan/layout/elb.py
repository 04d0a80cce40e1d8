"""Sheet ELB: stocks by group."""

from __future__ import annotations

from jcplan.core.verdict import AT_LEAST
from jcplan.layout import groups
from jcplan.model import Model
from jcplan.model.fields import HEADS, SHARE
from jcplan.model.groups import name_of
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import Relation, needs, stated
from jcplan.sheet.table import SUM, UNIT_COLUMN, Column, Row, Table, facts

_CHANGE = styles.percent(3, signed=True)
_TITLE = "Erwerbsfähige Leistungsberechtigte (ELB)"


def sheet(model: Model) -> Sheet:
    """The sheet."""
    page = Sheet("ELB", _TITLE, (34, *[14] * 10), tab=styles.BLUE)
    change, plan = "{bestand.gesamt.insgesamt}", "{bestand.gesamt.plan}"
    page.finding(
        f'"ELB "&IF({change}<0,"sinken","steigen")&" um "&FIXED(ABS({change})*100,1)&" % auf "&FIXED({plan},0)'
    )
    page.skip()
    page.table(_stocks(model))
    page.skip()
    page.put(page.row, 2, "Bestand Plan = Bestand bisher · (1 + Veränderung) + Zugang im Jahresmittel, je Gruppe. Zugang im Jahresmittel = Zugang · (13 − Monat)/12, vereinfacht: der Nenner der IQ liegt einen Monat früher.", "subtitle")  # fmt: skip
    page.skip(2)
    page.put(page.row, 2, formula=(
        '"Veränderung der ELB nach Gruppen: "&IF({bestand.gesamt.zuwachs}>0,"+","")&FIXED({bestand.gesamt.zuwachs},0)&" Köpfe"'
    ), style="finding")  # fmt: skip
    page.show(charts.bridge(
        "bruecke", "Köpfe", styles.SIGNED, row=page.row + 1, column=2, width=960, height=320,
        alt="Brücke der ELB in Köpfen: die Veränderung jeder Gruppe und die Veränderung insgesamt; aufwärts blau, abwärts orange. Die Zahlen stehen in der Tabelle auf dem Blatt ELB.",
    ))  # fmt: skip
    page.work(_bridge(model))
    page.work(_adopted())
    targets = {f"Ziel_ELB_G{number}": f"bestand.{groups.key_of(number)}.plan" for number in model.groups}
    page.export(
        **targets,
        Ziel_ELB_gesamt="bestand.gesamt.plan",
        plan="bestand.gesamt.plan",
        zuwachs="bestand.gesamt.zuwachs",
        veraenderung="worte.beschlossen",
    )
    page.relations += _relations(model)
    return page


def _stocks(model: Model) -> Table:
    """Each group's stock before and in the plan."""
    rest = f"Annahme_ELB_gesamt-SUM({groups.listed(model, 'ELB')})"
    rows = groups.rows(
        model, alt=f"IF(ISBLANK(@_ELB),{rest},@_ELB)", veraenderung="@_Veraenderung", zugang="SUM(@_Zugang)", ab_monat="IF(ISBLANK(@_Zugang_ab_Monat),1,@_Zugang_ab_Monat)"
    )  # fmt: skip
    overall = 'IF({alt}=0,"–",JC_VERAENDERUNG({plan},{alt}))'
    return Table(
        "bestand",
        (
            Column("alt", "Bestand bisher", HEADS, styles.HEADS, total=SUM, name="ELB_Bestand"),
            Column("veraenderung", "Veränderung", SHARE, _CHANGE, name="ELB_Veraenderung"),
            Column("zugang", "weiterer Zugang", HEADS, styles.SIGNED, total=SUM),
            Column("ab_monat", "ab Monat", "Monat", "0"),
            Column("wirkung", "Zugang im Jahresmittel", HEADS, styles.SIGNED, total=SUM, name="ELB_Zugang", block="JC_JAHRESWIRKUNG({zugang},{ab_monat})"),
            Column("plan", "Bestand Plan", HEADS, styles.HEADS, total=SUM, name="ELB_Plan",
                   block="JC_ELB_PROGNOSE(ELB_Bestand,ELB_Veraenderung,ELB_Zugang)"),
            Column("zuwachs", "Zuwachs", HEADS, styles.SIGNED, "{plan}-{alt}", total=SUM),
            Column("insgesamt", "Veränderung insgesamt", SHARE, _CHANGE, overall, total=overall),
            Column("anteil_alt", "Anteil bisher", SHARE, styles.percent(3), "{alt}/{gesamt.alt}", total="{alt}/{gesamt.alt}"),
            Column("anteil_plan", "Anteil Plan", SHARE, styles.percent(3), "{plan}/{gesamt.plan}", total="{plan}/{gesamt.plan}"),
        ),
        rows,
        head="Gruppe", title="Bestand nach Gruppen", total=Row("gesamt", "gesamt", kind="total"),
    )  # fmt: skip


def _adopted() -> Table:
    """What the adopted target means, in words."""
    change = "ROUND(100*JC_VERAENDERUNG(Ziel_ELB_gesamt,Annahme_ELB_gesamt),1)+0"
    words = f'IFERROR(IF({change}>0,"+","")&FIXED({change},1)&" % gegenüber bisher","")'
    return facts("worte", (Row("beschlossen", "Beschlossene Veränderung der ELB", words),), title="Worte der Übersicht")


def _bridge(model: Model) -> Table:
    """The chart's steps: each group's change, and that of all."""

    def step(key: str, label: str) -> Row:
        change = f"{{bestand.{key}.zuwachs}}"
        return Row(key, f'={label}&" "&IF({change}>0,"+","")&FIXED({change},0)', cells={"wert": change}, unit=HEADS)

    rows = [step(groups.key_of(number), groups.label_of(number)) for number in model.groups]
    first, last = groups.first_and_last(model)
    return charts.bridge_table(
        "bruecke", [*rows, step("gesamt", '"insgesamt"')], "Veränderung nach Gruppen", styles.SIGNED,
        ((first, last, ""), ("gesamt", "gesamt", "")), more=(UNIT_COLUMN,),
    )  # fmt: skip


def _relations(model: Model) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    before = ("Gedruckt_ELB_Flucht_Zugang_frueher", "Gedruckt_ELB_Flucht_Rate_frueher")
    rate = "Gedruckt_ELB_ohne_Veraenderung_frueher"
    earlier_base = "JC_BASIS(Gedruckt_ELB_Flucht_Zugang_frueher,Gedruckt_ELB_Flucht_Rate_frueher)"
    growth, printed = "{bestand.zuwachs}", "Gedruckt_ELB_gesamt_Zuwachs"
    return (
        *(_of_refugees(before, earlier_base) if model.shape.gruppen > 1 else ()),
        Relation("Prognose der Gruppen ergibt den gedruckten Anstieg der ELB (relativ)", "{bestand.gesamt.insgesamt}",
                 stated("Gedruckt_ELB_gesamt_Veraenderung"), SHARE, "Gedruckt_ELB_gesamt_Veraenderung"),
        Relation("Prognose der Gruppen ergibt den gedruckten Anstieg der ELB (Köpfe)", "{bestand.gesamt.zuwachs}", stated(printed), HEADS, printed),
        Relation("Der gedruckte Anstieg ist nicht kleiner als der größte Zuwachs einer Gruppe allein", f"MAX({growth})+SUMPRODUCT(({growth}<0)*{growth})",
                 stated(printed), HEADS, printed, kind=AT_LEAST),
        Relation("Frühere Angaben ergeben den früher gedruckten Anstieg der ELB",
                 needs((*before, rate), f"(Gedruckt_ELB_Flucht_Zugang_frueher+{rate}*(Annahme_ELB_gesamt-{earlier_base}))/Annahme_ELB_gesamt"),
                 stated("Gedruckt_ELB_Veraenderung_frueher"), SHARE, "Gedruckt_ELB_Veraenderung_frueher"),
    )  # fmt: skip


def _of_refugees(before: tuple[str, ...], earlier_base: str) -> tuple[Relation, ...]:
    """Figures that the document prints of the second group, its refugees."""
    stock, inflow, rate = name_of(2, "ELB"), name_of(2, "Zugang"), "Gedruckt_ELB_8HKL_Rate"
    return (
        Relation(f'="Zugang und Rate setzen den angenommenen Bestand voraus: "&{groups.label_of(2)}',
                 needs((rate,), f"JC_BASIS({inflow},{rate})"), stated(stock), HEADS, "0"),
        Relation("Die frühere Angabe zu Geflüchteten setzt denselben Bestand voraus", needs(before, earlier_base),
                 stated(stock), HEADS, "0", "frühere Angabe mit anderem Datenstand"),
    )  # fmt: skip
