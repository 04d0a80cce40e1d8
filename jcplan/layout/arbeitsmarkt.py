"""Sheet Arbeitsmarkt: forecasts, how well the last one hit, and the rated lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jcplan.core.verdict import AT_LEAST, AT_MOST
from jcplan.layout import groups
from jcplan.layout.slots import chosen, slot_label
from jcplan.model import Model
from jcplan.model.fields import HEADS, INTEGRATIONS, RATING, RATINGS, SHARE, Field
from jcplan.model.groups import name_of
from jcplan.model.parts.arbeitsmarkt import BRANCHES, DIRECTION, DIRECTIONS, DRIVERS, TRADES
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart
from jcplan.sheet.relation import Relation, needs, or_dash, shown, stated
from jcplan.sheet.table import DASH, SUM, UNIT_COLUMN, Column, Row, Special, Table, facts

POINTS: Final = "Prozentpunkte"
_RIGHT: Final = 8
"""Column of the tables that stand beside others."""
_P2, _P4 = styles.percent(2), styles.percent(4)
_CHANGE, _FINE_CHANGE = styles.percent(3, signed=True), styles.percent(4, signed=True)
_RATINGS: Final = tuple(
    zip(
        RATINGS,
        (("sehr_gut", "sehr gut"), ("gut", "gut"), ("gleich", "gleichbleibend"), ("schlecht", "schlecht"), ("sehr_schlecht", "sehr schlecht")),
        (("stark", "erhöht stark"), ("erhoeht", "erhöht"), ("ohne", "ohne Wirkung"), ("senkt", "senkt"), ("senkt_stark", "senkt stark")),
        (2.0, 1.0, 0.0, -1.0, -2.0),
        strict=True,
    )
)  # fmt: skip
"""Each sign, what it says of a trade and of a driver (a key and words), and the driver's points."""


def sheet(model: Model) -> Sheet:  # noqa: ARG001 - the same for every shape
    """The sheet."""
    page = Sheet("Arbeitsmarkt", "Arbeitsmarkt", (40, 15, 15, 15, 13, 2.5, 42, 15, 15, 12), tab=styles.BLUE)
    page.one_page = False
    page.finding(
        'IFERROR("svB: Mitte der Spanne "&FIXED({prognosen.mitte.svb}*100,2)&" %, gedruckt "&FIXED({prognosen.gedruckt.svb}*100,2)&" %","svB: Prognose unvollständig")'
        '&IFERROR(" · ELB-Prognose des Vorjahres um "&FIXED(ABS({rueckblick.fehler})*100,1)&" Prozentpunkte zu "&IF({rueckblick.fehler}<0,"niedrig","hoch"),"")'
        '&" · Branchen mit sehr guter Einschätzung: "&{einschaetzungen.sehr_gut.branchen}'
    )
    page.skip()
    _first_page(page)
    page.skip()
    _second_page(page)
    page.relations += _relations()
    return page


def _first_page(page: Sheet) -> None:
    page.put(page.row, _RIGHT, formula=(
        'IFERROR("svB: die Mitte im Dokument "&IF(ROUND({prognosen.unterschied.svb},6)=0,"ist die Mitte der Spanne",'
        '"weicht um "&FIXED(ABS({prognosen.unterschied.svb})*100,2)&" Prozentpunkte von der Mitte der Spanne ab"),"Prognosen und Rückblick")'
    ), style="finding")  # fmt: skip
    page.table(_forecasts())
    chart = _chart(page.top("prognosen"))
    page.charts.append(chart)
    page.skip()
    page.table(_year_before())
    page.skip()
    page.table(_directions())
    below_chart = chart.row + 13
    beside = page.table(_long_term(), row=below_chart, column=_RIGHT)
    beside = page.table(_part_time(), row=beside.last + 2, column=_RIGHT)
    page.row = beside.last + 1
    page.page_breaks.append(beside.last)


def _second_page(page: Sheet) -> None:
    """The rated lists in the order in which they were typed, then what the signs mean and how often each was given."""
    page.put(page.row, 2, formula=(
        'IF({einschaetzungen.gesamt.branchen}=0,"Keine Branche eingeschätzt",{einschaetzungen.gesamt.branchen}&" Branchen eingeschätzt: "'
        '&{einschaetzungen.sehr_gut.branchen}&" sehr gut, "&{einschaetzungen.gut.branchen}&" gut, "&{einschaetzungen.gleich.branchen}'
        '&" gleichbleibend, "&SUM({einschaetzungen.schlecht.branchen:einschaetzungen.sehr_schlecht.branchen})&" schlecht")'
    ), style="finding")  # fmt: skip
    page.put(page.row, _RIGHT, formula=(
        'IF({wirkungen.gesamt.anzahl}=0,"Keine Wirkung auf den ELB-Bestand eingeschätzt",SUM({wirkungen.stark.anzahl:wirkungen.erhoeht.anzahl})'
        '&" von "&{wirkungen.gesamt.anzahl}&" Faktoren erhöhen den ELB-Bestand, "&SUM({wirkungen.senkt.anzahl:wirkungen.senkt_stark.anzahl})&" senken ihn")'
    ), style="finding")  # fmt: skip
    page.skip()
    title = "Branchen mit Beschäftigungsmöglichkeiten"
    page.table(_list("branchen", title, RATING, BRANCHES, "Einschaetzung_Worte"))
    drivers = _list("faktoren", "Faktoren des ELB-Bestands", "Wirkung", DRIVERS, "Einschaetzung_Wirkung")
    page.table(drivers, row=page.top("branchen"), column=_RIGHT)
    page.skip()
    page.table(_list("ausbildung", "Ausbildungsmarkt", RATING, TRADES, "Einschaetzung_Worte"))
    page.table(_effects(), row=page.top("ausbildung"), column=_RIGHT)
    page.skip()
    page.table(_ratings())
    words = Table("richtungen", (), [Row(word, word) for word in DIRECTIONS], head="Wörter für die Richtung")
    page.table(words, row=page.top("einschaetzungen"), column=_RIGHT)
    page.name_area("Einschaetzung_Zeichen", page.area("einschaetzungen.bezeichnung"))
    page.name_area("Richtung_Worte", page.area("richtungen.bezeichnung"))
    page.skip()
    page.work(_chart_data())


def _forecasts() -> Table:
    """Ranges, their centres and the printed ones."""

    def typed(end: str) -> dict[str, str]:
        return {"svb": or_dash(f"Annahme_svB_Prognose_{end}"), "arbeitslose": or_dash(f"Annahme_Arbeitslose_Prognose_{end}")}  # fmt: skip

    return Table(
        "prognosen",
        (Column("svb", "svB"), Column("arbeitslose", "Arbeitslose"), UNIT_COLUMN),
        (
            Row("von", "untere Grenze der Spanne", cells=typed("von"), form=_CHANGE, unit=SHARE),
            Row("bis", "obere Grenze der Spanne", cells=typed("bis"), form=_CHANGE, unit=SHARE),
            Row("mitte", "Mitte der Spanne", needs(("{von}", "{bis}"), "({von}+{bis})/2", "–"), form=_FINE_CHANGE, unit=SHARE),
            Row("gedruckt", "Mitte im Dokument", cells=typed("Mitte"), form=_CHANGE, unit=SHARE),
            Row("unterschied", "Unterschied: gedruckt − Mitte der Spanne", needs(("{mitte}", "{gedruckt}"), "{gedruckt}-{mitte}", "–"),
                form=_FINE_CHANGE, unit=POINTS),
            Row("richtung", "Richtung nach der Mitte der Spanne", _direction("{mitte}"), unit=DIRECTION),
            Row("richtung_gedruckt", "Richtung nach der Mitte im Dokument", _direction("{gedruckt}"), unit=DIRECTION),
        ),
        head="Größe", title="Prognosen für das Planjahr gegenüber dem Vorjahr", height=0,
    )  # fmt: skip


def _direction(cell: str) -> str:
    """The direction in a word; a dash without a figure."""
    return f'IFERROR(INDEX(Richtung_Worte,2-SIGN({cell})),"–")'


def _year_before() -> Table:
    """What the last forecast missed by, and what the same miss would do to this plan."""
    rows = (
        Row("prognose", "Prognose: ELB ohne Flüchtlingshintergrund", or_dash("Annahme_ELB_ohne_Prognose_Vorjahr"), form=_CHANGE, unit=SHARE),
        Row("ist", "Ist", or_dash("Annahme_ELB_ohne_Ist_Vorjahr"), form=_CHANGE, unit=SHARE),
        Row("fehler", "Prognosefehler: Prognose − Ist", needs(("{prognose}", "{ist}"), "{prognose}-{ist}", "–"), form=_CHANGE, unit=POINTS),
        Row("plan", "=" + f'"geplante Veränderung: "&{groups.label_of(1)}', name_of(1, "Veraenderung"), form=_CHANGE, unit=SHARE),
        Row("vielfaches", "Prognosefehler als Vielfaches davon", 'IFERROR(ABS({fehler}/{plan}),"–")', form=styles.HEADS_1, unit="fach"),
        Row("danach", "Veränderung bei gleichem Fehler", needs(("{fehler}",), "{plan}-{fehler}", "–"), form=_CHANGE, unit=SHARE),
        Row("koepfe", "dasselbe in Köpfen", needs(("{danach}",), "{danach}*{elb.bestand.g1.alt}", "–"), form=styles.SIGNED, unit=HEADS),
    )  # fmt: skip
    return facts("rueckblick", rows, title="Wie treffsicher war die ELB-Prognose des Vorjahres?", height=0)


def _directions() -> Table:
    rows = (
        ("svb", "Beschäftigung (svB), eigene Einschätzung", DASH, chosen("Annahme_svB_Richtung")),
        ("arbeitslose", "Arbeitslose (Vorjahr: nur SGB II)", chosen("Annahme_Arbeitslose_Richtung_Vorjahr"), "{prognosen.richtung_gedruckt.arbeitslose}"),
        ("bg", "Bedarfsgemeinschaften", chosen("Annahme_BG_Richtung_Vorjahr"), chosen("Annahme_BG_Richtung")),
        ("elb", "ELB (Vorjahr: ohne Flüchtlingshintergrund)", _direction("{rueckblick.ist}"), _direction("{elb.zuwachs}")),
        ("bezug", "svB im Leistungsbezug", DASH, chosen("Annahme_svB_Leistungsbezug_Richtung")),
    )  # fmt: skip
    return Table(
        "bestaende",
        (Column("vorjahr", "Vorjahr"), Column("planjahr", "Planjahr"), UNIT_COLUMN),
        [Row(key, label, cells={"vorjahr": before, "planjahr": planned}, unit=DIRECTION) for key, label, before, planned in rows],
        head="Größe", title="Wohin sich die Bestände bewegen", height=0,
    )  # fmt: skip


def _long_term() -> Table:
    share, drawing = both = ("Annahme_Arbeitslose_Langzeit_Anteil", "Annahme_Arbeitslose_Langzeit_LZB")
    rows = (
        Row("lzb", "langzeitarbeitslos und LZB", needs(both, f"{share}*{drawing}", "–"), form=_P4, unit=SHARE),
        Row("noch_nicht", "langzeitarbeitslos, noch nicht LZB", needs(both, f"{share}*(1-{drawing})", "–"), form=_P4, unit=SHARE),
        Row("zusammen", "langzeitarbeitslos zusammen", or_dash(share), form=_P2, unit=SHARE),
        Row("nicht", "nicht langzeitarbeitslos", needs((share,), f"1-{share}", "–"), form=_P2, unit=SHARE),
        Row("anteil", "LZB unter den Langzeitarbeitslosen", or_dash(drawing), form=_P2, unit=SHARE),
    )  # fmt: skip
    title = "Langzeitarbeitslose unter den Arbeitslosen im SGB II"
    return facts("langzeit", rows, head="Gruppe", value="Anteil", title=title)


def _part_time() -> Table:
    more, rate = both = ("Annahme_Teilzeit_Zuwachs", "Annahme_Teilzeit_Zuwachsrate")
    base = f'IFERROR({needs(both, f"JC_BASIS({more},{rate})", "–")},"–")'
    rows = (
        Row("rate", "Teilzeit (svB): Veränderung", or_dash(rate), form=_CHANGE, unit=SHARE),
        Row("zuwachs", "Teilzeit (svB): Zuwachs", or_dash(more), form=styles.SIGNED, unit=INTEGRATIONS),
        Row("basis", "Teilzeit im Vorjahresquartal (erschlossen)", base, form=styles.HEADS, unit=INTEGRATIONS),
        Row("danach", "Teilzeit danach (erschlossen)", needs(("{zuwachs}", "{basis}"), "{zuwachs}+{basis}", "–"), form=styles.HEADS, unit=INTEGRATIONS),
        Row("alle", "svB insgesamt: Veränderung", or_dash("Annahme_Integrationen_Zuwachsrate"), form=_CHANGE, unit=SHARE),
    )  # fmt: skip
    return facts("teilzeit", rows, title="Integrationen im ersten Quartal gegenüber dem Vorjahresquartal")


def _list(key: str, head: str, sign: str, slots: Sequence[Field], words: str) -> Table:
    """A list: label, sign and what the sign means."""
    rows = tuple(
        Row(f"nr_{number}", f"={slot_label(slot)}", label_style="label_wrap", cells={
            "zeichen": chosen(slot.name), "worte": f'IFERROR(INDEX({words},MATCH({slot.name},Einschaetzung_Zeichen,0)),"–")',
        })
        for number, slot in enumerate(slots, 1)
    )  # fmt: skip
    return Table(key, (Column("zeichen", sign), Column("worte", "in Worten")), rows, head=head, height=0)


def _ratings() -> Table:
    """What the signs mean, and how often each was given."""
    counts = (("branchen", "Branchen"), ("ausbildung", "Ausbildung"))
    return Table(
        "einschaetzungen",
        (
            Column("worte", "in Worten", name="Einschaetzung_Worte"),
            *(Column(key, head, form="0", formula=f"COUNTIF({{{key}.worte}},{{worte}})", total=SUM) for key, head in counts),
            UNIT_COLUMN,
        ),
        [Row(key, sign, cells={"worte": Special(value=word)}, unit="Anzahl") for sign, (key, word), *_ in _RATINGS],
        head="Zeichen", title="Einschätzungen: was sie heißen und wie oft sie vergeben sind", height=0,
        total=Row("gesamt", "zusammen", unit="Anzahl", kind="total"),
    )  # fmt: skip


def _effects() -> Table:
    """How the drivers work on the stock; points from +2 to −2 make one figure of them."""
    return Table(
        "wirkungen",
        (
            Column("worte", "in Worten", name="Einschaetzung_Wirkung"),
            Column("anzahl", "Anzahl", form="0", formula="COUNTIF({faktoren.worte},{worte})", total=SUM),
            Column("punkte", "Punkte", form=styles.SIGNED, total="SUMPRODUCT({wirkungen.anzahl},{wirkungen.punkte})"),
        ),
        [
            Row(key, sign, cells={"worte": Special(value=word), "punkte": Special(value=points)})
            for sign, _, (key, word), points in _RATINGS
        ],
        head="Wirkung der Faktoren", total=Row("gesamt", "zusammen: Faktoren und Summe der Punkte", kind="total"),
    )  # fmt: skip


_BARS: Final = (
    ("svb_spanne", "svB: Spanne", ("{prognosen.von.svb}", "{prognosen.bis.svb}"), 1, styles.MID_BLUE),
    ("svb_mitte", "svB: Mitte der Spanne", ("{prognosen.mitte.svb}",), 2, styles.MID_BLUE),
    ("svb_gedruckt", "svB: Mitte im Dokument", ("{prognosen.gedruckt.svb}",), 1, styles.BLUE),
    ("arbeitslose_spanne", "Arbeitslose: Spanne", ("{prognosen.von.arbeitslose}", "{prognosen.bis.arbeitslose}"), 1, styles.MID_BLUE),
    ("arbeitslose_gedruckt", "Arbeitslose: Mitte im Dokument", ("{prognosen.gedruckt.arbeitslose}",), 1, styles.BLUE),
    ("elb_prognose", "ELB-Prognose Vorjahr", ("{rueckblick.prognose}",), 1, styles.BLUE),
    ("elb_ist", "ELB-Ist Vorjahr", ("{rueckblick.ist}",), 1, styles.GREY),
)  # fmt: skip
"""Of each bar, key, label, figure or range, decimals in the label and colour."""


def _chart_data() -> Table:
    """Of each bar an invisible base and a visible part, above and below zero; a figure that is not there has no bar."""
    rows = []
    for key, label, cells, places, _ in _BARS:
        ends = ",".join(cells if len(cells) > 1 else (*cells, "0"))
        figures = '&" bis "&'.join(f"FIXED({cell}*100,{places})" for cell in cells)
        rows.append(Row(key, f'=IFERROR("{label} "&{figures}&" %","{label} nicht genannt")', cells={
            "sockel_oben": f"MAX(0,MIN({ends}))", "sockel_unten": f"MIN(0,MAX({ends}))",
            "oben": f"MAX(0,MAX({ends}))-{{sockel_oben}}", "unten": f"MIN(0,MIN({ends}))-{{sockel_unten}}",
        }))  # fmt: skip
    heads = {"sockel_oben": "Sockel über 0", "sockel_unten": "Sockel unter 0", "oben": "über 0", "unten": "unter 0"}
    columns = [Column(key, head, form=_CHANGE, style="helper") for key, head in heads.items()]
    return Table("diagramm", columns, rows, head="Balken", title="Prognosen als Balken", height=0)


def _chart(row: int) -> Chart:
    """Floating bars, one a forecast: from its lower to its upper end, or from zero to a single figure."""
    seen = {"fill": charts.fill(styles.BLUE), "points": [{"fill": charts.fill(color)} for *_, color in _BARS]}
    parts = (("sockel_oben", {"fill": charts.fill(None)}), ("sockel_unten", {"fill": charts.fill(None)}), ("oben", seen), ("unten", seen))  # fmt: skip
    return Chart(
        "bar", "stacked", [charts.series("diagramm", key, gap=35, border={"none": True}, **look) for key, look in parts],
        row, _RIGHT, 600, 240,
        "Balken, die bei null beginnen oder eine Spanne zeigen: Prognose der svB mit Spanne, Mitte der Spanne und Mitte im Dokument, Prognose der Arbeitslosen, Prognose und Ist der ELB ohne Flüchtlingshintergrund im Vorjahr. Die Zahlen stehen in der Tabelle auf dem Blatt Arbeitsmarkt.",
        x_axis=charts.axis_of(styles.with_sign("0.0 %"), label_position="high"),
        y_axis={**charts.QUIET, "label_position": "low", "reverse": True, "major_gridlines": {"visible": False}},
    )  # fmt: skip


def _relations() -> tuple[Relation, ...]:
    """What has to hold of these figures."""
    low, high, centre = (f"Annahme_svB_Prognose_{end}" for end in ("von", "bis", "Mitte"))
    unemployed = "Annahme_Arbeitslose_Prognose_Mitte"
    span = ("Annahme_Arbeitslose_Prognose_von", "Annahme_Arbeitslose_Prognose_bis")
    part_time, total = "Annahme_Teilzeit_Zuwachsrate", "Annahme_Integrationen_Zuwachsrate"
    return (
        Relation("Die gedruckte Mitte der svB-Prognose ist die Mitte ihrer Spanne", shown("{prognosen.mitte.svb}"), stated(centre), SHARE, centre,
                 computed_of=needs((low, high), f"({low}+{high})/2")),
        Relation("Die gedruckte Mitte der svB-Prognose liegt nicht unter ihrer Spanne", stated(low), stated(centre), SHARE, centre, kind=AT_LEAST),
        Relation("Die gedruckte Mitte der svB-Prognose liegt nicht über ihrer Spanne", stated(high), stated(centre), SHARE, centre, kind=AT_MOST),
        Relation("Die gedruckte Mitte der Arbeitslosen-Prognose ist die Mitte ihrer Spanne", shown("{prognosen.mitte.arbeitslose}"), stated(unemployed), SHARE, unemployed,
                 computed_of=needs(span, f"({'+'.join(span)})/2")),
        Relation("Integrationen in Teilzeit im Vorjahresquartal, die Zuwachs und Rate voraussetzen", shown("{teilzeit.basis}"), '""', INTEGRATIONS, "0",
                 computed_of=needs(("Annahme_Teilzeit_Zuwachs", part_time), f"JC_BASIS(Annahme_Teilzeit_Zuwachs,{part_time})")),
        Relation("Integrationen in Teilzeit sind stärker gestiegen als alle Integrationen in svB", stated(total), stated(part_time), SHARE, part_time, kind=AT_LEAST),
        Relation("Die ELB bewegen sich im Plan in die Richtung, in die die Faktoren wirken", "0",
                 'IF({wirkungen.gesamt.anzahl}=0,"",SIGN({wirkungen.gesamt.punkte})*{elb.zuwachs})', HEADS, "0", kind=AT_LEAST),
        Relation("Die ELB bewegen sich im Plan in die Richtung der Bedarfsgemeinschaften", "0",
                 'IF(ISBLANK(Annahme_BG_Richtung),"",(2-MATCH(Annahme_BG_Richtung,Richtung_Worte,0))*{elb.zuwachs})', HEADS, "0", kind=AT_LEAST),
    )  # fmt: skip
