"""Sheet IQ: rates by group, the blend three ways, why it changes."""

from __future__ import annotations

from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.model import Model
from jcplan.model.fields import HEADS, SHARE
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import Relation, needs, shown, stated
from jcplan.sheet.table import SUM, UNIT_COLUMN, Block, Column, Row, Special, Table, facts

POINTS = "%-Punkte"
_P3, _P4, _P5 = styles.percent(3), styles.percent(4), styles.percent(5)
_PP = styles.percent(4, signed=True)


def sheet(model: Model) -> Sheet:  # noqa: ARG001 - the same for every shape
    """The sheet."""
    page = Sheet("IQ", "Integrationsquote (IQ)", (46, *[15] * 7), tab=styles.BLUE)
    page.finding(
        '"IQ insgesamt: "&FIXED(Annahme_IQ_gesamt_Vorjahr*100,1)&" % → "&FIXED({wege.veroeffentlicht}*100,1)&" %"'
    )
    page.skip()
    page.table(_rates())
    page.skip()
    page.put(page.row, 7, formula="{warum}", style="finding")
    page.table(_three_ways())
    page.skip()
    page.table(_year_before())
    page.skip(2)
    page.put(page.row, 2, "Warum sich die IQ insgesamt ändert", "heading")
    page.put(page.row + 1, 2, formula=(
        'IFERROR("IQ "&FIXED(({wege.ziel}-Annahme_IQ_gesamt_Vorjahr)*100,2)&" Prozentpunkte: Struktur "'
        '&FIXED({zerlegung.gesamt.struktur}*100,2)&", Quoten "&FIXED({zerlegung.gesamt.quote}*100,2),'
        '"IQ: Zerlegung nicht bestimmbar (keine 8 HKL im Ausgangsbestand)")'
    ), style="finding", key="warum")  # fmt: skip
    page.skip(2)
    page.table(_decomposition())
    page.put(page.row, 2, "Kitagawa-Zerlegung: der Struktureffekt kommt aus anderen Anteilen der Gruppen, der Quoteneffekt aus anderen Quoten.", "subtitle")  # fmt: skip
    page.skip(3)
    page.table(_bridge())
    page.charts.append(charts.bridge("bruecke", row=page.top("wege"), column=7, width=345, height=300))
    page.skip(2)
    page.table(_decimals())
    page.export(
        Ziel_IQ_ohne="quoten.ohne.exakt",
        Ziel_IQ_8HKL="quoten.hkl.exakt",
        Ziel_IQ_gesamt="wege.ziel",
        Ziel_IQ_gesamt_ungerundet="wege.ungerundet",
        Ziel_IQ_gesamt_unten="wege.unten",
        Ziel_IQ_gesamt_oben="wege.oben",
        Ziel_Integrationen="quoten.gesamt.integrationen",
        befund="warum",
    )
    page.relations += _relations()
    return page


def _rates() -> Table:
    """Each group's rate before and in the plan."""
    change = 'IFERROR(JC_VERAENDERUNG({exakt},{bisher}),"–")'
    return Table(
        "quoten",
        (
            Column("bisher", "IQ bisher", SHARE, _P3, total="Annahme_IQ_gesamt_Vorjahr", name="IQ_bisher"),
            Column("steigerung", "relative Steigerung", SHARE, styles.percent(3, signed=True), change, total=change),
            Column("exakt", "IQ Plan exakt", SHARE, _P5, total="{wege.ziel}", name="IQ_exakt"),
            Column("plan", "IQ Plan veröffentlicht", SHARE, _P3, total="{wege.veroeffentlicht}", name="IQ_Plan"),
            Column("elb_bisher", "ELB bisher", HEADS, styles.HEADS, "{elb.bestand.*.alt}", total=SUM),
            Column("elb_plan", "ELB Plan", HEADS, styles.HEADS, "{elb.bestand.*.plan}", total=SUM),
            Column("integrationen", "Integrationen Plan", HEADS, styles.HEADS, total=SUM, block="JC_INTEGRATIONEN(IQ_Plan,ELB_Plan)"),
        ),
        (
            Row("ohne", "ohne 8 HKL", cells={
                "bisher": "Annahme_IQ_ohne_Vorjahr", "exakt": "JC_IQ_ZIEL(Annahme_IQ_ohne_Vorjahr,Annahme_IQ_ohne_Steigerung)",
                "plan": "JC_IQ_ZIEL(Annahme_IQ_ohne_Vorjahr,Annahme_IQ_ohne_Steigerung,Annahme_IQ_Stellen)",
            }),
            Row("hkl", "8 HKL (Flucht/Asyl)", cells={
                "bisher": "{vorjahr.folgt.mitte}", "exakt": "Annahme_IQ_8HKL",
                "plan": Special("JC_IQ_ZIEL(Annahme_IQ_8HKL,0,Annahme_IQ_8HKL_Stellen)", form=_P4),
            }),
        ),
        head="Gruppe", title="Quoten je Gruppe", total=Row("gesamt", "gesamt", kind="total"),
    )  # fmt: skip


def _three_ways() -> Table:
    rows = (
        Row("ziel", "aus den veröffentlichten Gruppenquoten (Ziel)", "JC_IQ_GESAMT(IQ_Plan,ELB_Plan)", form=_P5, unit=SHARE),
        Row("ungerundet", "aus den ungerundeten Gruppenquoten", "JC_IQ_GESAMT(IQ_exakt,ELB_Plan)", form=_P5, unit=SHARE),
        Row("unten", "kleinster Wert, den die veröffentlichten Quoten zulassen", form=_P5, unit=SHARE),
        Row("oben", "größter Wert, den die veröffentlichten Quoten zulassen", form=_P5, unit=SHARE),
    )  # fmt: skip
    published = Row("veroeffentlicht", "veröffentlicht", cells={"wert": "ROUND({ziel},Annahme_IQ_Stellen)"}, form=_P3, unit=SHARE, kind="total")  # fmt: skip
    block = Block(("unten", "wert"), ("oben", "wert"), "JC_IQ_SPANNE(IQ_Plan,ELB_Plan,IQ_Stellen)")
    title = "Gesamtquote: die Stufe, auf der gerundet wird, entscheidet"
    return facts("wege", rows, head="Weg", value="IQ gesamt", title=title, total=published, blocks=(block,))


def _decimals() -> Table:
    rows = (
        Row("ohne", "ohne 8 HKL", cells={"stellen": "Annahme_IQ_Stellen"}),
        Row("hkl", "8 HKL", cells={"stellen": "Annahme_IQ_8HKL_Stellen"}),
    )
    columns = (Column("stellen", "Stellen", form="0", style="helper", name="IQ_Stellen"),)
    return Table("stellen", columns, rows, head="Stellen der veröffentlichten Quoten", height=0)


def _year_before() -> Table:
    """The rate of one group that follows from the others and the total, and its bounds at the printed decimals."""
    half = "10^-Annahme_IQ_Stellen/2"
    sides = (
        ("mitte", "Mitte", "", ""),
        ("unten", "unten", f"-{half}", f"+{half}"),
        ("oben", "oben", f"+{half}", f"-{half}"),
    )
    total = {key: f"Annahme_IQ_gesamt_Vorjahr{plus}" for key, _, plus, _ in sides}
    others = {key: f"Annahme_IQ_ohne_Vorjahr{minus}" for key, _, _, minus in sides}
    sought = 'IFERROR(JC_IQ_BENOETIGT({gesamt},{ohne}:{hkl},ELB_Bestand),"–")'
    return Table(
        "vorjahr",
        (*(Column(key, head, form=_P4, style="helper", total=sought) for key, head, *_ in sides), UNIT_COLUMN),
        (
            Row("gesamt", "IQ insgesamt, Vorjahr (unten/oben: ± ½ gedruckte Stelle)", cells=total, unit=SHARE),
            Row("ohne", "IQ ohne 8 HKL, Vorjahr", cells=others, unit=SHARE),
            Row("hkl", "IQ 8 HKL (gesucht, bleibt leer)", unit=SHARE),
        ),
        title="IQ der 8 HKL im Vorjahr, die aus den beiden anderen folgt", height=18,
        total=Row("folgt", "IQ 8 HKL, Vorjahr („–“: nicht bestimmbar)", form=_P3, unit=SHARE, kind="total"),
    )  # fmt: skip


def _decomposition() -> Table:
    total = 'IF(COUNT({ohne}:{hkl})=0,"–",SUM({ohne}:{hkl}))'
    effects = 'IF(COUNT({struktur}:{quote})=0,"–",SUM({struktur}:{quote}))'
    formula = 'IFERROR(JC_IQ_ZERLEGUNG(IQ_bisher,ELB_Bestand,IQ_Plan,ELB_Plan),"–")'
    return Table(
        "zerlegung",
        (
            Column("struktur", "Struktureffekt", form=_PP, total=total),
            Column("quote", "Quoteneffekt", form=_PP, total=total),
            Column("zusammen", "zusammen", form=_PP, formula=effects, total=total),
            UNIT_COLUMN,
        ),
        (Row("ohne", "ohne 8 HKL", unit=POINTS), Row("hkl", "8 HKL (Flucht/Asyl)", unit=POINTS)),
        head="Gruppe", total=Row("gesamt", "gesamt", unit=POINTS, kind="total"), height=18,
        blocks=(Block(("ohne", "struktur"), ("hkl", "quote"), formula),),
    )  # fmt: skip


def _bridge() -> Table:
    """The chart's steps, in percentage points."""
    steps = (("Struktureffekt", "struktur"), ("Quoteneffekt", "quote"), ("Veränderung IQ", "zusammen"))
    rows = tuple(
        Row(key, f'=IFERROR("{label} "&IF({cell}>0,"+","")&FIXED({cell}*100,2),"{label}")', cells={"wert": f"100*SUM({cell})"})
        for label, key in steps
        for cell in (f"{{zerlegung.gesamt.{key}}}",)
    )  # fmt: skip
    return charts.bridge_table(
        "bruecke", rows, "Zahlen zum Diagramm (Brücke, in Prozentpunkten)", "+0.00;-0.00;0.00",
        (("struktur", "quote", ""), ("zusammen", "zusammen", "")),
    )  # fmt: skip


def _relations() -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    return (
        Relation("Die erwartete IQ des Vorjahres liegt nicht unter dessen Zielwert", stated("Gedruckt_IQ_Ziel_Vorjahr"), "Annahme_IQ_gesamt_Vorjahr",
                 SHARE, "Gedruckt_IQ_Ziel_Vorjahr", kind=AT_LEAST),
        Relation("Die veröffentlichte IQ ohne 8 HKL ist die gerundete exakte", "{quoten.ohne.exakt}", "{quoten.ohne.plan}", SHARE, "Annahme_IQ_Stellen"),
        Relation("IQ gesamt aus den veröffentlichten Gruppenquoten ist die gedruckte", "{wege.ziel}",
                 stated("Gedruckt_IQ_gesamt"), SHARE, "Gedruckt_IQ_gesamt"),
        Relation("Struktur- und Quoteneffekt ergeben die gedruckte Veränderung der IQ", "{zerlegung.gesamt.zusammen}",
                 needs(("Gedruckt_IQ_gesamt",), "Gedruckt_IQ_gesamt-Annahme_IQ_gesamt_Vorjahr"), SHARE, "Gedruckt_IQ_gesamt"),
        Relation("IQ gesamt aus ungerundeten Gruppenquoten ist die gedruckte", "{wege.ungerundet}",
                 stated("Gedruckt_IQ_gesamt"), SHARE, "Gedruckt_IQ_gesamt", "nur zum Vergleich, gerundet wird vor dem Mischen"),
        Relation("Die gedruckte IQ liegt nicht unter der Spanne der veröffentlichten Gruppenquoten", "{wege.unten}",
                 stated("Gedruckt_IQ_gesamt"), SHARE, "Gedruckt_IQ_gesamt", kind=AT_LEAST),
        Relation("Die gedruckte IQ liegt nicht über der Spanne der veröffentlichten Gruppenquoten", "{wege.oben}",
                 stated("Gedruckt_IQ_gesamt"), SHARE, "Gedruckt_IQ_gesamt", kind=AT_MOST),
        Relation("Der Orientierungswert der 8 HKL liegt nicht unter dem, was das Vorjahr zulässt", shown("{vorjahr.folgt.unten}"),
                 "Annahme_IQ_8HKL", SHARE, "Annahme_IQ_8HKL_Stellen", kind=AT_LEAST),
        Relation("Der Orientierungswert der 8 HKL liegt nicht über dem, was das Vorjahr zulässt", shown("{vorjahr.folgt.oben}"),
                 "Annahme_IQ_8HKL", SHARE, "Annahme_IQ_8HKL_Stellen", kind=AT_MOST),
    )  # fmt: skip
