"""Sheet Gruppen: the rate of each ELB group since January against its target, and what a shortfall of the blend is made of.

A month counts once integrations and the stock of the month before are known of *every* group, so that the groups'
rates blend exactly into that of the whole.
"""

from __future__ import annotations

from jcplan.layout import groups
from jcplan.layout.monatswerte import WEIGHTS
from jcplan.layout.units import Unit, month_line, printed, whole
from jcplan.layout.zielnachhaltung import light, teams_and_whole
from jcplan.model import Model
from jcplan.model.fields import HEADS, INTEGRATIONS
from jcplan.model.teams import by_group
from jcplan.sheet import styles
from jcplan.sheet.months import MONTHS
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Conditional
from jcplan.sheet.relation import Relation, stated
from jcplan.sheet.table import SUM, Block, Column, Row, Special, Table, month_key, months

_RATE, _POINTS = styles.percent(4), styles.percent(4, signed=True)
_WEIGHTS = "{zaehlt.gewicht.*}"
_ALL_WEIGHTS = "{zaehlt.gewicht.monate}"
_SINCE = "{zaehlt.gewicht.m01}:{zaehlt.gewicht.*}"
"""Seasonal weights of the months since January."""
_COUNTS = "{zaehlt.zaehlt.m01}:{zaehlt.zaehlt.*}"
"""Which of the months since January count."""
_MONTHS = tuple(month_key(number) for number in range(1, 13))


def sheet(model: Model) -> Sheet:
    """The sheet, and that the groups sum to the whole."""
    page = Sheet("Gruppen", "Zielnachhaltung nach Gruppen", (34, *[9.3] * 12, 11), tab=styles.BLUE)
    page.one_page = False
    page.finding(_sentence())
    page.put(4, 2, formula="{teile.satz.text}", style="subtitle")
    page.skip()
    month_line(page)
    page.skip()
    page.table(_state(model))
    page.conditionals.append(Conditional("light", page.area("stand.g1.ampel:stand.gesamt.ampel")))
    page.notes(
        "Soll: die veröffentlichte Zielquote nach dem Saisonverlauf der Integrationen und dem Pfad der ELB bis zum Monat. Mischung: die Gruppen haben",
        "andere Anteile an den ELB als geplant. Quote: die Gruppe selbst liegt über oder unter ihrem Soll. Beide ergeben zusammen die Abweichung.",
    )  # fmt: skip
    page.skip()
    for table in (_why(model), _rates(model), _planned(model)):
        page.table(table)
        page.skip()
    page.page_breaks.append(page.row - 1)
    for table in (_flows(model), _stocks(model), _month_before(model), _counting(model), _mean_stocks(model)):
        page.table(table)
        page.skip()
    last = page.row - 1
    jobcenter = whole(model.shape)
    for number in model.groups:
        page.page_breaks.append(page.row - 1)
        page.table(_teams(number, jobcenter))
        page.conditionals.append(Conditional("light", page.area(f"teams_g{number}.ampel")))
        page.skip()
    _workings(page, model, jobcenter)
    printed(page, 0, last)
    page.relations += _relations(model)
    return page


# ---- what is known ----------------------------------------------------------------------------


def _workings(page: Sheet, model: Model, jobcenter: Unit) -> None:
    """Sums of the teams, which months count, stocks so far, shares."""
    page.work(_team_sums(model, jobcenter))
    page.work(_shares(model))
    page.work(_decomposed(model))
    page.work(_parts(model))
    page.work(_reported_whole())


def _team_sums(model: Model, jobcenter: Unit) -> Table:
    """What the teams of a group reported together, once all of them have; for stocks also of December before."""
    rows = []
    for number in model.groups:
        for measure in by_group(number):
            name = measure.key.lower()
            before = {"vorjahr": _sum_of_teams(name, jobcenter, "vorjahr")} if measure.stock else {"vorjahr": None}
            rows.append(Row(name, measure.label, _sum_of_teams(name, jobcenter, "*"), before))
    columns = (*months(styles.HEADS), Column("vorjahr", "Dez. Vorjahr", form=styles.HEADS))
    return Table("summen", columns, rows, head="Kennzahl", title="Summe der Teams, wenn alle gemeldet haben", height=18)


def _sum_of_teams(name: str, jobcenter: Unit, column: str) -> str:
    reported, planned = jobcenter.teams_in(f"istwerte.{name}", column), "{zielverteilung.team.integrationen}"
    return f'IF((COUNT({reported})=0)+(COUNTA({reported})<COUNT({planned})),"",SUM({reported}))'


def _reported_or_summed(name: str) -> str:
    """What is reported for the whole; where nothing is, what the teams reported."""
    reported = f"{{istwerte.{name}.gesamt.*}}"
    return f"IF(ISNUMBER({reported}),{reported},{{summen.{name}.*}})"


def _monthly(
    table: str, title: str, model: Model, formula: str, total: str, form: str, year: str = "", head: str = ""
) -> Table:
    """A row a group and one for all, by month; ``@`` in a formula stands for the group, ``year`` for the last column."""
    cells = {"jahr": year or None}
    rows = [
        Row(key, "=" + groups.label_of(number), formula.replace("@", key), cells)
        for number, key in ((number, groups.key_of(number)) for number in model.groups)
    ]
    return Table(
        table, (*months(form), Column("jahr", head, form=form)), rows, head="Gruppe", title=title,
        total=Row("gesamt", "zusammen", total, cells, kind="total"), height=18,
    )  # fmt: skip


def _summed(table: str) -> str:
    """The sum of a column once each group is known."""
    column = f"{{{table}.*}}"
    return f'IF(COUNT({column})<ROWS({column}),"",SUM({column}))'


def _year(function: str) -> str:
    return f'IF(COUNT({{monate}})=0,"",{function}({{monate}}))'


def _flows(model: Model) -> Table:
    known, total = _reported_or_summed("integrationen_@"), _summed("integrationen")
    return _monthly("integrationen", INTEGRATIONS, model, known, total, styles.HEADS, _year("SUM"), "bisher")


def _stocks(model: Model) -> Table:
    title = f"ELB (Bestand am Monatsende), {HEADS}"
    return _monthly("elb", title, model, _reported_or_summed("elb_@"), _summed("elb"), styles.HEADS, _year("AVERAGE"), "Mittel")  # fmt: skip


def _month_before(model: Model) -> Table:
    """The stock of the month before: in January that of December, reported for the whole or by all teams."""
    rows = []
    for number in model.groups:
        earlier = f"{{istwerte.g{number}_frueher.elb_g{number}.m12}}"
        cells: dict[str, str | Special | None] = {
            month_key(1): f"IF(ISNUMBER({earlier}),{earlier},{{summen.elb_g{number}.vorjahr}})", "jahr": _year("AVERAGE")
        }  # fmt: skip
        for month in range(2, 13):
            before = f"{{elb.*.{month_key(month - 1)}}}"
            cells[month_key(month)] = f'IF(COUNT({before})=0,"",{before})'
        rows.append(Row(groups.key_of(number), "=" + groups.label_of(number), cells=cells))
    return Table(
        "vormonat", (*months(styles.HEADS), Column("jahr", "Mittel", form=styles.HEADS)), rows, head="Gruppe",
        title=f"ELB des Vormonats (Nenner der IQ), {HEADS}", height=18,
        total=Row("gesamt", "zusammen", _summed("vormonat"), {"jahr": _year("AVERAGE")}, kind="total"),
    )  # fmt: skip


def _counting(model: Model) -> Table:
    """1 for a month of which integrations and the stock before it are known of every group."""
    first, last = groups.first_and_last(model)
    flows, stocks = (f"{{{table}.{first}.*:{table}.{last}.*}}" for table in ("integrationen", "vormonat"))
    source, stock = f"{{monatswerte.integrationen_soll.{WEIGHTS}.*}}", "{monatswerte.elb_soll.jc.*}"
    rows = (
        Row("zaehlt", "1: von allen Gruppen bekannt", f"(COUNT({flows},{stocks})=2*ROWS({flows}))*(COUNT({_WEIGHTS},{{bestand}})=2)"),
        Row("gewicht", "Saison der Integrationen", f'IF(COUNT({source})=0,"",{source})', form="0.00"),
        Row("bestand", "ELB insgesamt, Soll", f'IF(COUNT({stock})=0,"",{stock})', form=styles.HEADS),
    )  # fmt: skip
    return Table("zaehlt", months("0"), rows, head="Monat", title="Welche Monate zählen", height=18)


def _mean_stocks(model: Model) -> Table:
    """The mean of the stocks before the months that count, since January."""
    mean = f"SUMPRODUCT({_COUNTS},{{vormonat.*.m01}}:{{vormonat.*.*}})/SUM({_COUNTS})"
    formula = f'IF({{zaehlt.zaehlt.*}}=0,"",{mean})'
    title = f"ELB, Mittel der Vormonate seit Januar, {HEADS}"
    return _monthly("mittel", title, model, formula, _summed("mittel"), styles.HEADS)


def _shares(model: Model) -> Table:
    """Planned heads and shares of the groups."""
    rows = [
        Row(
            groups.key_of(number), "=" + groups.label_of(number),
            cells={"elb": stated(f"Ziel_ELB_G{number}_veroeffentlicht"), "iq": stated(f"Ziel_IQ_G{number}_veroeffentlicht")},
        )
        for number in model.groups
    ]  # fmt: skip
    columns = (
        Column("elb", "ELB Plan", form=styles.HEADS, total=SUM),
        Column("iq", "IQ Ziel", form=_RATE, total='IFERROR(SUMPRODUCT({plan.elb},{plan.iq})/{elb},"")'),
        Column("anteil", "Anteil Plan", form=_RATE, formula='IFERROR({elb}/{plan.gesamt.elb},"")', total=SUM),
    )
    return Table(
        "plan",
        columns,
        rows,
        head="Gruppe",
        title="Plan der Gruppen",
        total=Row("gesamt", "zusammen", kind="total"),
        height=18,
    )


def _reported_whole() -> Table:
    """What is reported for all groups together, and by how much the groups differ from it."""
    rows = []
    for what, label in (("integrationen", "Integrationen"), ("elb", "ELB")):
        reported = f"{{istwerte.{what}.gesamt.*}}"
        rows.append(
            Row(what, f"{label}, gesamt", f"IF(ISNUMBER({reported}),{reported},{{monatswerte.{what}_ist.jc.*}})")
        )
        both = f"{{{what}.gesamt.*}},{{{what}}}"
        rows.append(
            Row(
                f"{what}_unterschied", f"{label}: Gruppen weniger gesamt",
                f'IF(COUNT({both})<2,"",{{{what}.gesamt.*}}-{{{what}}})',
            )
        )  # fmt: skip
    return Table("ganzes", months(styles.HEADS), rows, head="Kennzahl", title="Gruppen und gemeldete Summe", height=18)


# ---- rates ------------------------------------------------------------------------------------


def _rates(model: Model) -> Table:
    """The rate since January of each group and of all."""
    flows = f"SUMPRODUCT({_COUNTS},{{integrationen.*.m01}}:{{integrationen.*.*}})"
    rate = f'IF({{zaehlt.zaehlt.*}}=0,"",{flows}/{{mittel.*.*}})'
    title = "Integrationsquote im Jahresfortschritt (JFW)"
    return _monthly("jfw", title, model, rate, rate, _RATE, _latest(), "zuletzt")


def _planned(model: Model) -> Table:
    """The target by the seasonal weights of the months that count and the planned stock in them."""
    share = f"SUMPRODUCT({_COUNTS},{_SINCE})/SUM({_ALL_WEIGHTS})"
    stock = f"AVERAGE({{zaehlt.bestand.monate}})*SUM({_COUNTS})/SUMPRODUCT({_COUNTS},{{zaehlt.bestand.m01}}:{{zaehlt.bestand.*}})"
    rate = f'IF({{zaehlt.zaehlt.*}}=0,"",{{plan.*.iq}}*{share}*{stock})'
    return _monthly("soll", "Soll im Jahresfortschritt", model, rate, rate, _RATE, _latest(), "zuletzt")


def _latest() -> str:
    """What stands in the last month that counts."""
    return 'IF(COUNT({stand.gesamt.bis})=0,"–",INDEX({monate},1,{stand.gesamt.bis}))'


def _why(model: Model) -> Table:
    """Month by month: the deviation of the blend, the part of the groups' shares, the part of each group's rate."""
    latest = {"jahr": _latest()}
    rates = [
        Row(
            f"quote_g{number}", f'="davon Quote "&{groups.label_of(number)}',
            cells={month: f"{{zerlegung.g{number}.{month}_quote}}" for month in _MONTHS} | latest,
        )
        for number in model.groups
    ]  # fmt: skip
    mix = latest | {month: f'IF({{zaehlt.zaehlt.*}}=0,"",SUM({{zerlegung.{month}_mischung}}))' for month in _MONTHS}
    rows = (
        Row(
            "abweichung", "Abweichung insgesamt", 'IF({zaehlt.zaehlt.*}=0,"",{jfw.gesamt.*}-{soll.gesamt.*})',
            latest, kind="bold",
        ),
        Row("mischung", "davon Mischung der Gruppen", cells=mix),
        *rates,
    )  # fmt: skip
    columns = (*months(_POINTS), Column("jahr", "zuletzt", form=_POINTS))
    return Table("warum", columns, rows, head="Prozentpunkte", title="Woran es liegt", height=18)


def _decomposed(model: Model) -> Table:
    """The parts of each month's deviation by group: of its share, of its rate."""
    first, last = groups.first_and_last(model)
    blocks = []
    for month in _MONTHS:
        planned, actual, stock = (
            f"{{{table}.{first}.{month}:{table}.{last}.{month}}}" for table in ("soll", "jfw", "mittel")
        )
        parts = f'IF({{zaehlt.zaehlt.{month}}}=0,"",JC_IQ_ZERLEGUNG({planned},{{plan.elb}},{actual},{stock}))'
        blocks.append(Block((first, f"{month}_mischung"), (last, f"{month}_quote"), parts))
    columns = [
        Column(f"{month}_{key}", f"{name} {head}", form=_POINTS)
        for month, name in zip(_MONTHS, MONTHS, strict=True)
        for key, head in (("mischung", "Mischung"), ("quote", "Quote"))
    ]
    title = "Beiträge zur Abweichung der Gesamtquote"
    return Table("zerlegung", columns, groups.rows(model), head="Gruppe", title=title, blocks=blocks)


# ---- state of the year --------------------------------------------------------------------------


def _state(model: Model) -> Table:
    """Each group's rate so far against its target."""
    known_months = "{zaehlt.zaehlt.monate}*{nummer1:nummer12}"
    rows = [
        Row(
            groups.key_of(number), "=" + groups.label_of(number),
            cells={"bis": "{stand.gesamt.bis}", "mischung": None, "quote": f"{{warum.quote_g{number}.jahr}}"},
        )
        for number in model.groups
    ]  # fmt: skip
    first, last = groups.first_and_last(model)
    total = Row(
        "gesamt", "zusammen", kind="total",
        cells={
            "bis": f'IF(SUM({{zaehlt.zaehlt.monate}})=0,"–",SUMPRODUCT(MAX({known_months})))',
            "mischung": "{warum.mischung.jahr}",
            "quote": f'IF(COUNT({{{first}:{last}}})=0,"–",SUM({{{first}:{last}}}))',
        },
    )  # fmt: skip
    of_month = 'IF(COUNT({bis})=0,"–",INDEX({mittel.*.monate},1,{bis})/INDEX({mittel.gesamt.monate},1,{bis}))'
    ahead = 'IF(COUNT({ist},{soll})<2,"–",IFERROR({plan.*.iq}*{ist}/{soll},"–"))'
    shown = (
        ("ziel", "Ziel im Jahr", _RATE, "{plan.*.iq}", True),
        ("bis", "bis Monat", "0", None, False),
        ("soll", "Soll bisher", _RATE, "{soll.*.jahr}", True),
        ("ist", "Ist bisher (JFW)", _RATE, "{jfw.*.jahr}", True),
        ("abweichung", "Abwei-chung", _POINTS, 'IF(COUNT({ist},{soll})<2,"–",{ist}-{soll})', True),
        ("mischung", "davon Mischung", _POINTS, None, False),
        ("quote", "davon Quote", _POINTS, None, False),
        ("hochrechnung", "Hoch-rechnung", _RATE, ahead, True),
        ("anteil_soll", "Anteil an ELB, Plan", _RATE, "{plan.*.anteil}", True),
        ("anteil_ist", "Anteil an ELB, Ist", _RATE, of_month, True),
        ("ampel", "Ampel heute", None, light("{ist}", "{soll}"), True),
    )  # fmt: skip
    columns = [
        Column(key, head, form=form, formula=formula, total=formula if both else None, style="value" if form else "verdict")
        for key, head, form, formula, both in shown
    ]  # fmt: skip
    return Table("stand", columns, rows, head="Gruppe", title="Stand", total=total, height=46)


def _sentence() -> str:
    """How the rate stands, and the parts of what is missing."""
    month = "INDEX({warum.kopf.monate},1,{stand.gesamt.bis})"
    return (
        'IF(COUNT({stand.gesamt.bis})=0,"Noch keine Istwerte nach Gruppen.",'
        f'"IQ bis "&{month}&": "&FIXED(100*{{stand.gesamt.ist}},2)&" % bei "&FIXED(100*{{stand.gesamt.soll}},2)&" % im Soll ("'
        '&INDEX({"−","±","+"},1,2+SIGN(ROUND(100*{stand.gesamt.abweichung},2)))&FIXED(ABS(100*{stand.gesamt.abweichung}),2)&" Prozentpunkte)")'
    )


def _parts(model: Model) -> Table:
    """The parts of the deviation in words."""
    labels = {"mischung": '"Mischung"'} | {f"quote_g{n}": f'"Quote "&{groups.label_of(n)}' for n in model.groups}
    signed = (
        'IFERROR({label}&" "&INDEX({{"−","±","+"}},1,2+SIGN(ROUND(100*{{warum.{key}.jahr}},2)))'
        '&FIXED(ABS(100*{{warum.{key}.jahr}}),2),"")'
    )
    rows = [Row(key, key, cells={"text": signed.format(label=label, key=key)}) for key, label in labels.items()]
    joined = '&", "&'.join(f"{{{key}}}" for key in labels)
    sentence = f'IF(COUNT({{stand.gesamt.bis}})=0,"","davon "&{joined})'
    columns = (Column("text", "Satz", style="text"),)
    total = Row("satz", "zusammen", cells={"text": sentence}, kind="total")
    return Table("teile", columns, rows, head="Teil", title="Woran die Abweichung liegt", total=total, height=18)


# ---- teams ------------------------------------------------------------------------------------


def _teams(number: int, jobcenter: Unit) -> Table:
    """Where delivered: the rate so far of each team's part of a group, over the months of which both are known."""
    flow, stock = (measure.key.lower() for measure in by_group(number))
    flows, stocks = (
        f"{{istwerte.{flow}.*.m02:istwerte.{flow}.*.m12}}",
        f"{{istwerte.{stock}.*.m01:istwerte.{stock}.*.m11}}",
    )
    january = f"COUNT({{istwerte.{flow}.*.m01}},{{istwerte.{stock}.*.vorjahr}})=2"
    both = f"--ISNUMBER({flows}),--ISNUMBER({stocks})"
    weights = f"{{monatswerte.integrationen_soll.{WEIGHTS}.m02:monatswerte.integrationen_soll.{WEIGHTS}.m12}}"
    first = f"{{monatswerte.integrationen_soll.{WEIGHTS}.m01}}"
    later, january_stock = "{zaehlt.bestand.m02:zaehlt.bestand.m12}", "{zaehlt.bestand.m01}"
    planned = f"(SUMPRODUCT({both},{later})+{january_stock}*({january}))"
    path = f"AVERAGE({{zaehlt.bestand.monate}})*{{monate_bekannt}}/{planned}"
    none = 'IF({monate_bekannt}=0,"–",'
    columns = (
        Column("monate_bekannt", "Monate bekannt", form="0", formula=f"SUMPRODUCT({both})+({january})"),
        Column("integrationen", "Integra-tionen", form=styles.HEADS, formula=(
            f"{none}SUMPRODUCT({both},{flows})+SUM({{istwerte.{flow}.*.m01}})*({january}))"
        )),
        Column("elb", "ELB, Mittel", form=styles.HEADS, formula=(
            f"{none}(SUMPRODUCT({both},{stocks})+SUM({{istwerte.{stock}.*.vorjahr}})*({january}))/{{monate_bekannt}})"
        )),
        Column("ist", "Ist bisher (JFW)", form=_RATE, formula='IF(COUNT({elb})=0,"–",IFERROR({integrationen}/{elb},"–"))'),
        Column("soll", "Soll bisher", form=_RATE, formula=(
            f"{none}{{plan.g{number}.iq}}*(SUMPRODUCT({both},{weights})+{first}*({january}))/SUM({_ALL_WEIGHTS})*{path})"
        )),
        Column("abweichung", "Abwei-chung", form=_POINTS, formula='IF(COUNT({ist},{soll})<2,"–",{ist}-{soll})'),
        Column("ampel", "Ampel heute", style="verdict", formula=light("{ist}", "{soll}")),
    )  # fmt: skip
    return Table(
        f"teams_g{number}", columns, [team.plain_row for team in jobcenter.teams], head="Team",
        title=f'="Teams: "&{groups.label_of(number)}', height=31,
    )  # fmt: skip


# ---- checks -------------------------------------------------------------------------------------


def _relations(model: Model) -> tuple[Relation, ...]:
    """Groups against what is reported for all, teams against what is reported for a group."""
    found = []
    for what, label, unit in (("integrationen", "Integrationen", INTEGRATIONS), ("elb", "ELB", HEADS)):
        off = f"{{ganzes.{what}_unterschied.monate}}"
        computed = f'IF(COUNT({off})=0,"",MAX({off},0)-MIN({off},0))'
        found.append(
            Relation(f"Die Gruppen ergeben in jedem Monat die gemeldete Summe: {label}", computed, "0", unit, "0")
        )
    for number in model.groups:
        found += map(teams_and_whole, by_group(number))
    return tuple(found)
