"""Sheet Mittelabfluss: what is committed and paid out of the EGT so far, what is free, where the year ends."""

from __future__ import annotations

from jcplan.core.outflow import LIES_IDLE, ON_PLAN, RUNS_OUT
from jcplan.core.verdict import AT_MOST
from jcplan.layout import haushalt
from jcplan.layout.units import key
from jcplan.model import Model
from jcplan.model.fields import EURO, SHARE
from jcplan.model.teams import MONEY
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart, Conditional
from jcplan.sheet.relation import GAP, Relation, summed
from jcplan.sheet.table import UNIT_COLUMN, Column, Row, Special, Table, month_key, months

_MONEY, _WHOLE = styles.with_sign("#,##0.00", plus=""), styles.with_sign(styles.HEADS, plus="")
_COMMITTED, _PAID = (key(measure) for measure in MONEY)
_MONTHS = tuple(map(month_key, range(1, 13)))


def sheet(model: Model) -> Sheet:
    """The sheet."""
    page = Sheet("Mittelabfluss", "Mittelabfluss", (45, *[12.3] * 9, 15, 12.3, 12.3, 13.5, 14), tab=styles.BLUE)
    page.one_page = False
    page.work(_numbers())
    page.finding(_sentence())
    page.skip()
    page.table(_state())
    page.notes(
        "Hochrechnung der Ausgaben: bisher durch den Anteil des Jahres, der bis zum letzten gemeldeten Monat vergangen ist; der Bindungen: neue Bindungen nach ihrem geplanten Pfad, dazu die Vorbindungen.",
        "Ein leerer Monat vor dem letzten gemeldeten zählt als 0.",
    )  # fmt: skip
    page.skip()
    page.table(_instruments(model))
    page.notes(
        "Frei: geplant minus neu gebunden. Verfügbar: geplant und Vorbindungen; wo sie nicht bekannt sind, nur das Geplante, also mindestens so viel. Zugeteilt: der Anteil am freien EGT, der nach dem Zuteilungsplan schon da ist.",
    )  # fmt: skip
    page.put(page.row, 2, formula=(
        f'"{RUNS_OUT}: mehr neu gebunden als zugeteilt · {LIES_IDLE}: die hochgerechneten Ausgaben liegen mehr als "&FIXED(Annahme_Ampel_gelb*100,0)&" % unter dem Verfügbaren · sonst {ON_PLAN}"'
    ), style="subtitle")  # fmt: skip
    page.conditionals.append(Conditional("money", page.area("instrumente.gesamt.ampel")))
    page.skip(2)
    page.table(_year())
    page.notes("Pfad: Vorbindungen und geplante neue Bindungen, wie auf „Mittelplanung“.")
    page.skip()
    page.charts.append(_chart(page.row))
    page.below_charts()
    page.skip()
    page.page_breaks.append(page.row - 1)
    haushalt.put(page, model)
    page.relations += _relations()
    return page


def _numbers() -> Table:
    """The months' numbers, and what they weigh where all weigh the same."""
    rows = (
        Row("nummer", "Nummer", cells={month: Special(value=float(n)) for n, month in enumerate(_MONTHS, 1)}),
        Row("gleich", "gleiches Gewicht", cells={month: Special(value=1.0) for month in _MONTHS}),
        *(Row(f"unterschied_{name}", "gemeldete Summe minus Instrumente", _difference(name)) for name in (_COMMITTED, _PAID)),
    )  # fmt: skip
    return Table("monatszahlen", months("0", style="helper"), rows, head="Monat", title="Monate, gezählt", height=18)


def _difference(measure: str) -> str:
    """What is reported for all of a month without what its instruments have, where both are known."""
    told, parts = f"{{istwerte.{measure}.gesamt.*}}", f"{{istwerte.{measure}.*}}"
    return f'IF(COUNT({told})*COUNT({parts})=0,"",{told}-SUM({parts}))'


# ---- the whole ----------------------------------------------------------------------------------


def _state() -> Table:
    """Commitments and outflow of the whole EGT: until when, how much, where the year ends."""

    def last(row: str) -> str:
        return f'SUMPRODUCT(MAX(({{verlauf.{row}.monate}}<>"")*{{monatszahlen.nummer.monate}}))'

    def projected(row: str, path: str, more: str = "") -> str:
        return f'IFERROR({more}JC_MITTELABFLUSS({{verlauf.{row}.monate}},{path},{{bis}}),"–")'

    planned = projected("bindung", "{mittelplanung.verlauf.bindung.monate}", "{mittelplanung.egt.gebunden}+")
    even = projected("ausgabe", "{monatszahlen.gleich.monate}")
    rows = (
        Row("gebunden", "gebunden, mit Vorbindungen", cells={"bis": last("bindung"), "hochrechnung": planned}),
        Row("ausgegeben", "ausgegeben", cells={"bis": last("ausgabe"), "hochrechnung": even}),
    )
    there = 'IF(COUNT({egt},{@})<2,"–",{egt}-{@})'
    columns = (
        Column("bis", "bis Monat", form="0"),
        Column("bisher", "bisher", EURO, _MONEY, "{verlauf.*.jahr}"),
        Column("egt", "EGT im Plan", EURO, _MONEY, "{mittelplanung.egt.nachher}"),
        Column("anteil", "Anteil am EGT", SHARE, styles.percent(3), 'IFERROR({bisher}/{egt},"–")'),
        Column("rest", "noch da", EURO, _MONEY, there.replace("@", "bisher")),
        Column("hochrechnung", "Hoch-\nrechnung", EURO, _MONEY),
        Column("uebrig", "übrig am Jahresende", EURO, _MONEY, there.replace("@", "hochrechnung")),
    )
    return Table("stand", columns, rows, head="Eingliederungstitel", title="Stand", height=34)


def _year() -> Table:
    """Month by month: new commitments and outflow, and cumulated beside allotment and plan path."""

    def flow(row: str, label: str) -> Row:
        told, parts = f"{{istwerte.{row}.gesamt.*}}", f"{{istwerte.{row}.*}}"
        formula = f'IF(COUNT({told},{parts})=0,"",IFERROR({told}/ISNUMBER({told}),SUM({parts})))'
        return Row(row, label, formula, {"jahr": summed(f"{{{row}.monate}}")}, _WHOLE, EURO)

    def so_far(row: str, label: str, source: str, earlier: str = "") -> Row:
        cells: dict[str, str | Special | None] = {
            month: f'IF({{monatszahlen.nummer.{month}}}>{{stand.{row}.bis}},"",SUM({earlier}{{{source}.m01:{source}.{month}}}))'
            for month in _MONTHS
        }
        return Row(row, label, cells={**cells, "jahr": latest(row)}, form=_WHOLE, unit=EURO)

    def latest(row: str) -> str:
        until = f"{{stand.{'ausgegeben' if row == 'ausgegeben' else 'gebunden'}.bis}}"
        return f'IFERROR(INDEX({{{row}.monate}},1,{until}/({until}>0)),"–")'

    share = 'IFERROR(MAX(0,MIN(1,({zugeteilt}-{mittelplanung.egt.gebunden})/{mittelplanung.egt.frei})),"–")'
    rows = (
        flow("bindung", "neue Bindungen im Monat"),
        flow("ausgabe", "Ausgaben im Monat"),
        Row("zugeteilt", "Zuteilung, aufgelaufen", "{mittelplanung.verlauf.zugeteilt.*}", {"jahr": latest("zugeteilt")}, _WHOLE, EURO),
        Row("pfad", "Pfad der Bindungen, aufgelaufen", "{mittelplanung.verlauf.gebunden.*}", {"jahr": latest("pfad")}, _WHOLE, EURO),
        so_far("gebunden", "gebunden mit Vorbindungen", "bindung", "Annahme_Mittel_Vorbindungen,"),
        so_far("ausgegeben", "ausgegeben", "ausgabe"),
        Row("rest", "noch zu binden (negativ: es fehlt)", 'IF(COUNT({zugeteilt},{gebunden})<2,"",{zugeteilt}-{gebunden})', {"jahr": latest("rest")},
            _WHOLE, EURO, "total"),
        Row("anteil", "freier EGT, schon zugeteilt", share, {"jahr": latest("anteil")}, styles.percent(3), SHARE),
    )  # fmt: skip
    columns = (*months(), Column("jahr", "bisher"), UNIT_COLUMN)
    return Table("verlauf", columns, rows, head="Größe", title="Der Eingliederungstitel im Jahresverlauf", height=18)


# ---- by instrument ------------------------------------------------------------------------------


def _instruments(model: Model) -> Table:
    """What each instrument has, has committed and paid, and where its year ends."""

    def instrument(number: int) -> Row:
        label = f"Annahme_Mittel_Gewicht_{number:02}_Bezeichnung"
        return Row(f"instrument_{number}", f'=IF(ISBLANK({label}),"–",{label})')

    def both(key: str, head: str, formula: str) -> Column:
        return Column(key, head, EURO, _MONEY, formula, formula)

    def so_far(measure: str, row: str) -> str:
        return f'IF({{stand.{row}.bis}}=0,"–",SUM({{istwerte.{measure}.*.monate}}))'

    earlier = "{istwerte.verpflichtung.*.j0}"
    projected = (
        f"JC_MITTELABFLUSS({{istwerte.{_PAID}.*.monate}},{{monatszahlen.gleich.monate}},{{stand.ausgegeben.bis}})"
    )
    share = 'IF(COUNT({vorbindung})=0,"–",IFERROR({hochrechnung}/{verfuegbar},"–"))'
    light = 'IFERROR(JC_MITTELAMPEL({gebunden},{zugeteilt},{hochrechnung},{verfuegbar},Annahme_Ampel_gelb),"–")'
    columns = (
        Column("plan", "geplant", EURO, _MONEY, "{mittelplanung.instrumente.*.betrag}", summed("{instrumente.plan}")),
        Column("vorbindung", "Vorbin-\ndungen", EURO, _MONEY, f'IF(ISNUMBER({earlier}),{earlier},"–")', "{mittelplanung.egt.gebunden}"),
        both("verfuegbar", "verfügbar im Jahr", 'IF(COUNT({plan})=0,"–",SUM({plan:vorbindung}))'),
        Column("gebunden", "neu ge-\nbunden", EURO, _MONEY, so_far(_COMMITTED, "gebunden"), f"{{verlauf.{_COMMITTED}.jahr}}"),
        both("frei", "frei", 'IF(COUNT({plan},{gebunden})<2,"–",{plan}-{gebunden})'),
        both("zugeteilt", "bisher zugeteilt", 'IFERROR({plan}*{verlauf.anteil.jahr},"–")'),
        Column("ausgegeben", "aus-\ngegeben", EURO, _MONEY, so_far(_PAID, "ausgegeben"), f"{{verlauf.{_PAID}.jahr}}"),
        Column("hochrechnung", "Ausgaben im Jahr", EURO, _MONEY, f'IFERROR({projected},"–")', "{stand.ausgegeben.hochrechnung}"),
        Column("quote", "von ver-\nfügbar", SHARE, styles.percent(3), share, share),
        Column("ampel", "Ampel", style="verdict", light="money", formula=light, total=light),
    )  # fmt: skip
    return Table(
        "instrumente", columns, [instrument(number) for number in range(1, model.shape.instrumente + 1)],
        head="Instrument", title="Nach Instrumenten", total=Row("gesamt", "zusammen, wie gemeldet", kind="total"), height=34,
    )  # fmt: skip


# ---- sentence, chart, checks ---------------------------------------------------------------------


def _sentence() -> str:
    """How the money stands: until when, committed, paid, projected, the light."""
    millions = 'FIXED({stand.@}/10^6,2)&" Mio. €'
    committed, paid, year = (
        millions.replace("@", cell) for cell in ("gebunden.bisher", "ausgegeben.bisher", "ausgegeben.hochrechnung")
    )
    month = "INDEX({verlauf.kopf.monate},1,MAX({stand.bis}))"
    return (
        'IF(SUM({stand.bis})=0,"Noch keine Bindungen und Ausgaben auf „Istwerte“.",IFERROR('
        f'"Bis "&{month}&" gebunden "&{committed}, ausgegeben "&{paid}; Ausgaben im Jahr hochgerechnet "&{year}: "'
        '&{instrumente.gesamt.ampel},"Bindungen oder Ausgaben: noch nicht vollständig gemeldet"))'
    )


def _chart(row: int) -> Chart:
    """Lines: allotment, planned path, commitments, outflow."""
    looks: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("zugeteilt", styles.BLUE, {}),
        ("pfad", styles.GREY, {"dash_type": "dash"}),
        ("gebunden", styles.WARM, {}),
        ("ausgegeben", styles.GOOD[1], {}),
    )
    series = [
        charts.series_of_months("verlauf", each, line={"color": color, "width": 2.5, **dash})
        for each, color, dash in looks
    ]
    return Chart(
        "line", None, series, row, 2, 1010, 235,
        "Vier Linien über zwölf Monate: aufgelaufene Zuteilung (blau), geplanter Pfad der Bindungen (grau, gestrichelt), Bindungen mit Vorbindungen (orange), Ausgaben (grün). Die Zahlen stehen in der Tabelle darüber.",
        y_axis=charts.axis_of('0,," Mio. €"', min=0), x_axis=charts.QUIET, legend={"position": "bottom", "font": charts.FONT},
    )  # fmt: skip


def _relations() -> tuple[Relation, ...]:
    """Instruments against what is reported for all; nothing is paid that is not committed; Vorbindungen agree."""
    found = []
    for measure in MONEY:
        off = f"{{monatszahlen.unterschied_{key(measure)}.monate}}"
        computed = f'IF(COUNT({off})=0,"",ROUND(MAX({off},0)-MIN({off},0),2))'
        found.append(
            Relation(
                f"Die Instrumente ergeben in jedem Monat die gemeldete Summe: {measure.label}", computed, "0", EURO, "2"
            )
        )
    found.append(Relation(
        "Ausgegeben ist höchstens, was mit Vorbindungen gebunden ist",
        'IF(COUNT({stand.bisher})<2,"",{stand.gebunden.bisher})', 'IF(COUNT({stand.bisher})<2,"",{stand.ausgegeben.bisher})', EURO, "2",
        kind=AT_MOST, art=GAP,
    ))  # fmt: skip
    found.append(Relation(
        "Die Vorbindungen der Instrumente ergeben zusammen die des Eingliederungstitels",
        'IF(COUNT({istwerte.verpflichtung.j0})=0,"",SUM({istwerte.verpflichtung.j0}))',
        'IF(ISBLANK(Annahme_Mittel_Vorbindungen),"",Annahme_Mittel_Vorbindungen)', EURO, "Annahme_Mittel_Vorbindungen",
    ))  # fmt: skip
    return tuple(found)
