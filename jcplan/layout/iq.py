"""Sheet IQ: rates by group, the blend three ways, why it changes."""

from __future__ import annotations

from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.layout import groups
from jcplan.model import Model
from jcplan.model.fields import HEADS, INTEGRATIONS, SHARE
from jcplan.model.groups import name_of
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import AMBITIOUS, CAUTIOUS, GAP, Relation, needs, shown, stated
from jcplan.sheet.table import SUM, UNIT_COLUMN, Block, Column, Row, Table, facts

POINTS = "%-Punkte"
_P3, _P4, _P5 = styles.percent(3), styles.percent(4), styles.percent(5)
_PP, _POINTS = styles.percent(4, signed=True), styles.with_sign("0.00")
_BEFORE = "Annahme_IQ_gesamt_Vorjahr"
_DECIMALS = "Annahme_IQ_Nachkommastellen"


def sheet(model: Model) -> Sheet:
    """The sheet."""
    page = Sheet("IQ", "Integrationsquote (IQ)", (46, *[15] * 7), tab=styles.BLUE)
    page.finding(
        '"IQ insgesamt: "&FIXED(Annahme_IQ_gesamt_Vorjahr*100,1)&" % → "&FIXED({wege.veroeffentlicht}*100,1)&" %"'
    )
    page.skip()
    page.table(_rates(model))
    page.put(page.row, 2, formula=_rounded(), style="subtitle")
    page.skip()
    page.put(page.row, 7, formula="{warum}", style="finding")
    page.table(_three_ways())
    page.skip()
    page.table(_year_before(model))
    page.skip(2)
    page.put(page.row, 2, "Warum sich die IQ insgesamt ändert", "heading")
    page.put(page.row + 1, 2, formula=(
        'IFERROR("IQ "&IF({zerlegung.gesamt.zusammen}>0,"+","")&FIXED({zerlegung.gesamt.zusammen}*100,2)&" Prozentpunkte: Struktur "'
        '&IF({zerlegung.gesamt.struktur}>0,"+","")&FIXED({zerlegung.gesamt.struktur}*100,2)&", Quoten "'
        '&IF({zerlegung.gesamt.quote}>0,"+","")&FIXED({zerlegung.gesamt.quote}*100,2),'
        '"IQ: Zerlegung nicht bestimmbar (eine Quote des Vorjahres fehlt)")'
    ), style="finding", key="warum")  # fmt: skip
    page.skip(2)
    page.table(_decomposition(model))
    page.put(page.row, 2, "Struktureffekt: die Gruppen haben andere Anteile an den ELB. Quoteneffekt: die Gruppen haben andere Quoten. Beide ergeben genau die Veränderung.", "subtitle")  # fmt: skip
    page.work(_bridge())
    page.show(charts.bridge(
        "bruecke", "Prozentpunkte", _POINTS, row=page.top("wege"), column=7, width=345, height=300,
        alt="Brücke der Integrationsquote in Prozentpunkten gegenüber dem Vorjahr: Struktureffekt, Quoteneffekt, Veränderung insgesamt; aufwärts blau, abwärts orange. Die Zahlen stehen in der Tabelle auf dem Blatt IQ.",
    ), "warum")  # fmt: skip
    page.work(_decimals(model))
    page.work(_light(model))
    targets = {f"Ziel_IQ_G{number}": f"quoten.{groups.key_of(number)}.exakt" for number in model.groups}
    page.export(
        **targets,
        **{f"bisher_{groups.key_of(number)}": f"quoten.{groups.key_of(number)}.bisher" for number in model.groups},
        Ziel_IQ_gesamt="wege.ziel",
        Ziel_IQ_gesamt_ungerundet="wege.ungerundet",
        Ziel_IQ_gesamt_unten="wege.unten",
        Ziel_IQ_gesamt_oben="wege.oben",
        Ziel_Integrationen="quoten.gesamt.integrationen",
        gegen_vorjahr="urteil.ampel",
    )
    page.relations += _relations(model)
    return page


def _rates(model: Model) -> Table:
    """Each group's rate before and in the plan."""
    rows = groups.rows(
        model, bisher="IF(ISBLANK(@_IQ_Vorjahr),{vorjahr.folgt.mitte},@_IQ_Vorjahr)",
        exakt="IF(ISBLANK(@_IQ_Ziel),JC_IQ_ZIEL({bisher},@_IQ_Steigerung),@_IQ_Ziel)",
        plan="JC_IQ_ZIEL({exakt},0,@_IQ_Nachkommastellen)",
    )  # fmt: skip
    change = 'IFERROR(JC_VERAENDERUNG({exakt},{bisher}),"–")'
    return Table(
        "quoten",
        (
            Column("bisher", "IQ bisher", SHARE, _P3, total=_BEFORE, name="IQ_bisher"),
            Column("steigerung", "relative Steigerung", SHARE, styles.percent(3, signed=True), change, total=change),
            Column("exakt", "IQ Plan exakt", SHARE, _P5, total="{wege.ziel}", name="IQ_exakt"),
            Column("plan", "IQ Plan veröffentlicht", SHARE, "0.0## %", total="{wege.veroeffentlicht}", name="IQ_Plan"),
            Column("elb_bisher", "ELB bisher", HEADS, styles.HEADS, "{elb.bestand.*.alt}", total=SUM),
            Column("elb_plan", "ELB Plan", HEADS, styles.HEADS, "{elb.bestand.*.plan}", total=SUM),
            Column("integrationen", "Integrationen Plan", INTEGRATIONS, styles.HEADS, total=SUM, block="JC_INTEGRATIONEN(IQ_Plan,ELB_Plan)"),
        ),
        rows, head="Gruppe", title="Quoten je Gruppe", total=Row("gesamt", "gesamt", kind="total"),
    )  # fmt: skip


def _rounded() -> str:
    """Formula of the sentence that stands there where the groups' integrations, as shown, are not the shown total."""
    parts, whole = "SUMPRODUCT(ROUND({quoten.integrationen},0))", "ROUND({quoten.gesamt.integrationen},0)"
    return (
        f'IF({parts}={whole},"","gerundet: die Integrationen der Gruppen ergeben, einzeln gerundet, "&FIXED({parts},0))'
    )


def _three_ways() -> Table:
    rows = (
        Row("ziel", "aus den veröffentlichten Gruppenquoten (Ziel)", "JC_IQ_GESAMT(IQ_Plan,ELB_Plan)", form=_P5, unit=SHARE),
        Row("ungerundet", "aus den ungerundeten Gruppenquoten", "JC_IQ_GESAMT(IQ_exakt,ELB_Plan)", form=_P5, unit=SHARE),
        Row("unten", "kleinster Wert, den die veröffentlichten Quoten zulassen", form=_P5, unit=SHARE),
        Row("oben", "größter Wert, den die veröffentlichten Quoten zulassen", form=_P5, unit=SHARE),
    )  # fmt: skip
    published = Row("veroeffentlicht", "veröffentlicht", cells={"wert": f"ROUND({{ziel}},{_DECIMALS})"}, form=_P3, unit=SHARE, kind="total")  # fmt: skip
    block = Block(("unten", "wert"), ("oben", "wert"), "JC_IQ_SPANNE(IQ_Plan,ELB_Plan,IQ_Stellen)")
    title = "Gesamtquote: die Stufe, auf der gerundet wird, entscheidet"
    return facts("wege", rows, head="Weg", value="IQ gesamt", title=title, total=published, blocks=(block,))


def _decimals(model: Model) -> Table:
    columns = (Column("stellen", "Stellen", form="0", style="helper", name="IQ_Stellen"),)
    rows = groups.rows(model, stellen="@_IQ_Nachkommastellen")
    return Table("stellen", columns, rows, head="Nachkommastellen der veröffentlichten Quoten", height=0)


def _light(model: Model) -> Table:
    """The published rate against the year before; where every group's may fall, that says nothing of the plan."""
    light = f'IFERROR(JC_AMPEL(Ziel_IQ_gesamt_veroeffentlicht,ROUND({_BEFORE},{_DECIMALS}),Annahme_Ampel_gelb),"–")'
    words = f'IF(MAX({{quoten.steigerung}})<0,"ohne (Rückgang)",{light})'
    sought = Row("gesucht", "Zielquote der Gruppe ohne Vorjahresquote", _of_sought(model, "IQ_Ziel", "0"))
    return facts(
        "urteil",
        (Row("ampel", "IQ gegen das Vorjahr", words), sought),
        title="Ampel der Übersicht, Prüfung der Zielquote",
    )


def _of_sought(model: Model, what: str, otherwise: str) -> str:
    """Formula of an input of the one group without a rate of the year before, or what stands for it elsewhere."""
    without = groups.summed(model, "ISBLANK(@_IQ_Vorjahr)*1")
    return f"IF({without}=1,{groups.summed(model, f'ISBLANK(@_IQ_Vorjahr)*SUM(@_{what})')},{otherwise})"


def _year_before(model: Model) -> Table:
    """The rate of the one group without one, that follows from the others and the total; its bounds as printed."""
    half = f"10^-{_DECIMALS}/2"
    sides = (
        ("mitte", "Mitte", "", ""),
        ("unten", "unten", f"-{half}", f"+{half}"),
        ("oben", "oben", f"+{half}", f"-{half}"),
    )
    first, last = groups.first_and_last(model)
    sought = f'IFERROR(JC_IQ_BENOETIGT({{gesamt}},{{{first}:{last}}},ELB_Bestand),"–")'
    total = Row("gesamt", "IQ insgesamt, Vorjahr (± ½ letzte Stelle)", unit=SHARE,
                cells={key: _BEFORE + plus for key, _, plus, _ in sides})  # fmt: skip
    others = groups.rows(
        model, unit=SHARE, **{key: f'IF(ISBLANK(@_IQ_Vorjahr),"",@_IQ_Vorjahr{minus})' for key, _, _, minus in sides}
    )  # fmt: skip
    return Table(
        "vorjahr",
        (*(Column(key, head, form=_P4, style="helper", total=sought) for key, head, *_ in sides), UNIT_COLUMN),
        (total, *others),
        title="IQ der Gruppe ohne eigene Angabe im Vorjahr, die aus den anderen folgt", height=18,
        total=Row("folgt", "daraus folgt („–“: nicht bestimmbar)", form=_P3, unit=SHARE, kind="total"),
    )  # fmt: skip


def _decomposition(model: Model) -> Table:
    first, last = groups.first_and_last(model)
    total = f'IF(COUNT({{{first}:{last}}})=0,"–",SUM({{{first}:{last}}}))'
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
        groups.rows(model, unit=POINTS),
        head="Gruppe", total=Row("gesamt", "gesamt", unit=POINTS, kind="total"), height=18,
        blocks=(Block((first, "struktur"), (last, "quote"), formula),),
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
        "bruecke", rows, "Brücke der IQ", _POINTS,
        (("struktur", "quote", ""), ("zusammen", "zusammen", "")),
    )  # fmt: skip


def _relations(model: Model) -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    printed = "Gedruckt_IQ_gesamt"
    earlier = tuple(name_of(number, "IQ_Vorjahr") for number in model.groups)
    decimals = _of_sought(model, "IQ_Nachkommastellen", '""')
    planned = 'IF({urteil.gesucht}=0,"",{urteil.gesucht})'
    return (
        Relation("Die erwartete IQ des Vorjahres liegt nicht unter dessen Zielwert", stated("Gedruckt_IQ_Ziel_Vorjahr"), _BEFORE,
                 SHARE, "Gedruckt_IQ_Ziel_Vorjahr", kind=AT_LEAST, art=GAP),
        *(
            Relation(f'="Die veröffentlichte IQ ist die gerundete exakte: "&{groups.label_of(number)}', f"{{quoten.{key}.exakt}}",
                     f"{{quoten.{key}.plan}}", SHARE, name_of(number, "IQ_Nachkommastellen"))
            for number in model.groups for key in (groups.key_of(number),)
        ),
        Relation("Die Vorjahresquoten der Gruppen ergeben die IQ insgesamt im Vorjahr", needs(earlier, "JC_IQ_GESAMT(IQ_bisher,ELB_Bestand)"),
                 _BEFORE, SHARE, _DECIMALS),
        Relation("IQ gesamt aus den veröffentlichten Gruppenquoten ist die gedruckte", "{wege.ziel}", stated(printed), SHARE, printed,
                 basis=_BEFORE, level=True),
        Relation("Struktur- und Quoteneffekt ergeben die gedruckte Veränderung der IQ", "{zerlegung.gesamt.zusammen}",
                 needs((printed,), f"{printed}-{_BEFORE}"), SHARE, printed, basis=_BEFORE),
        Relation("IQ gesamt aus ungerundeten Gruppenquoten ist die gedruckte", "{wege.ungerundet}", stated(printed), SHARE, printed,
                 "nur zum Vergleich, gerundet wird vor dem Mischen"),
        Relation("Die gedruckte IQ liegt nicht unter der Spanne der veröffentlichten Gruppenquoten", "{wege.unten}",
                 stated(printed), SHARE, printed, kind=AT_LEAST),
        Relation("Die gedruckte IQ liegt nicht über der Spanne der veröffentlichten Gruppenquoten", "{wege.oben}",
                 stated(printed), SHARE, printed, kind=AT_MOST),
        Relation("Die Zielquote der Gruppe ohne Vorjahresquote liegt nicht unter dem, was das Vorjahr zulässt", shown("{vorjahr.folgt.unten}"),
                 planned, SHARE, decimals, kind=AT_LEAST, art=CAUTIOUS),
        Relation("Die Zielquote der Gruppe ohne Vorjahresquote liegt nicht über dem, was das Vorjahr zulässt", shown("{vorjahr.folgt.oben}"),
                 planned, SHARE, decimals, kind=AT_MOST, art=AMBITIOUS),
    )  # fmt: skip
