"""Sheet Monatswerte: plan and actual of each month for every team, office and the whole Jobcenter.

The plan comes from the top down: the path of the whole, shared out to the offices (a table of its
own at the end, not printed, because their rows here have teams between them), each office's to its teams.
"""

from __future__ import annotations

from jcplan.layout.units import Unit, key, last_month, month_line, printed, whole
from jcplan.model import Model
from jcplan.model.teams import MEASURES, SUPPRESSED, Measure
from jcplan.sheet import styles
from jcplan.sheet.months import MONTHS
from jcplan.sheet.page import Sheet
from jcplan.sheet.table import Block, Column, Row, Special, Table, month_key, months

_PERCENT = styles.percent(4)
_WEIGHT = "[>=100]#,##0;0.00"
"""Weights around 1, or the stocks of a path."""
_FIRST, _LAST = month_key(1), month_key(12)
WEIGHTS = "gewicht"
"""Key of the row of a planned measure with the weights of its months."""


def sheet(model: Model) -> Sheet:
    """The sheet."""
    page = Sheet("Monatswerte", "Soll und Ist der Monate", (34, *[9.3] * 12, 11), tab=styles.BLUE)
    page.one_page = False
    page.put(
        3, 2, "Das Monatssoll ergibt zusammen genau das Jahresziel; leer heißt nicht gemeldet; gesperrte Werte (*) fehlen in den Summen.", "finding",
    )  # fmt: skip
    month_line(page)
    page.skip()
    jobcenter = whole(model.shape)
    for number, measure in enumerate(MEASURES):
        _below(page, _planned(measure, jobcenter), new_page=number > 0)
    planned = page.row - 1
    for table in (*(_actual(measure, jobcenter) for measure in MEASURES), _month_before(jobcenter), _rate(jobcenter)):
        _below(page, table, new_page=True)
    known = page.row - 1
    for measure in MEASURES:
        _below(page, _offices(measure, jobcenter), new_page=False)
    printed(page, planned, known)
    return page


def _below(page: Sheet, table: Table, *, new_page: bool) -> None:
    if new_page:
        page.page_breaks.append(page.row - 1)
    page.table(table)
    page.skip()


def _year(measure: Measure, head: str) -> Column:
    """The year's figure of a measure: of a stock the mean, of a flow the sum."""
    total = "AVERAGE" if measure.stock else "SUM"
    formula = f'IF(COUNT({{monate}})=0,"",{total}({{monate}}))'
    head = "Mittel" if measure.stock else head
    return Column("jahr", head, form=styles.HEADS, formula=formula, total=formula)


def _path(first: str, last: str, formula: str) -> Block:
    """One formula for the months of some rows."""
    return Block((first, _FIRST), (last, _LAST), formula)


def _planned(measure: Measure, jobcenter: Unit) -> Table:
    """The path of the whole; that of each office from the table of offices, and shared out to its teams."""
    name, weights = key(measure), f"{{{WEIGHTS}.monate}}"
    goal = f"{{zielverteilung.gs.jc.{name}}}"
    year = f"12*{goal}" if measure.stock else goal
    path = f'IF(COUNT({goal})*COUNT({weights})<{len(MONTHS)},"",JC_SOLLPFAD({year},{weights},0))'
    teams = [
        _path(
            office.parts[0].key, office.parts[-1].key,
            _shared_out(measure, weights, office.teams_in("zielverteilung.team", name), f"{{{office.key}.monate}}"),
        )
        for office in jobcenter.parts
    ]  # fmt: skip
    source = f"{{{name}_gs.*.*}}"
    label = "Gewicht: Saison, sonst gerader Pfad" if measure.stock else "Gewicht: Saison"
    return Table(
        f"{name}_soll",
        (*months(styles.HEADS), _year(measure, "Jahr")),
        [unit.row(f'IF(COUNT({source})=0,"",{source})' if unit.parts else None) for unit in jobcenter],
        head="Einheit", title=f"{measure.label}: Soll",
        total=Row(WEIGHTS, label, cells={_FIRST: Special(_weights(measure), to=_LAST)}, form=_WEIGHT, label_style="unit"),
        blocks=[_path("jc", "jc", path), *teams], height=18,
    )  # fmt: skip


def _weights(measure: Measure) -> str:
    """The weights as typed; for a stock without any its path. Incomplete ones stay so."""
    season, goal = measure.season, f"{{zielverteilung.gs.jc.{key(measure)}}}"
    typed = f'{season}/({season}<>"")'
    if not measure.stock:
        return f'IFERROR({typed},"")'
    line = f"JC_SOLLPFAD_BESTAND({measure.start},{goal},{len(MONTHS)})+({goal}=0)"
    return f'IFERROR(IF(COUNT({season})=0,{line},{typed}),"")'


def _offices(measure: Measure, jobcenter: Unit) -> Table:
    """The months of the offices under the path of the whole."""
    name, first, last = key(measure), jobcenter.parts[0].key, jobcenter.parts[-1].key
    goals = f"{{zielverteilung.gs.{first}.{name}:zielverteilung.gs.{last}.{name}}}"
    formula = _shared_out(measure, f"{{{name}_soll.{WEIGHTS}.monate}}", goals, f"{{{name}_soll.jc.monate}}")
    return Table(
        f"{name}_gs",
        (*months(styles.HEADS), Column("jahr")),
        [office.plain_row for office in jobcenter.parts],
        head="Geschäftsstelle", title=f"{measure.label}: Soll der Geschäftsstellen, aus dem Soll des Jobcenters verteilt",
        blocks=[_path(first, last, formula)], height=18,
    )  # fmt: skip


def _shared_out(measure: Measure, weights: str, goals: str, path: str) -> str:
    """The months of parts with these targets of the year, under a path; a part without a target stays blank."""
    years = f'IFERROR(12*{goals}/({goals}<>""),"")' if measure.stock else goals
    parts = f"JC_SOLLPFAD_AUFTEILEN({years},{weights},{path},0)"
    return f'IF(OR(COUNT({goals})=0,COUNT({path})<{len(MONTHS)}),"",{parts})'


def _actual(measure: Measure, jobcenter: Unit) -> Table:
    """Months of a team as reported; of an office or the whole where all their parts are known."""
    name = key(measure)
    columns = (*months(styles.HEADS, _known(f"{{istwerte.{name}.*.*}}")), _year(measure, "bisher"))
    rows = [unit.row(_sum_of_reported(name, unit) if unit.parts else None) for unit in jobcenter]
    return Table(f"{name}_ist", columns, rows, head="Einheit", title=f"{measure.label}: Ist", height=18)


def _known(cell: str) -> str:
    """A reported figure; blank where nothing is reported or the figure is suppressed. Any other text stays, as an error."""
    return f'IF(OR(ISBLANK({cell}),EXACT({cell},"{SUPPRESSED}")),"",{cell})'


def _sum_of_reported(name: str, unit: Unit, column: str = "*") -> str:
    """The sum of an office or the whole once every team with a target has reported; suppressed figures are missing in it."""
    parts, reported = unit.parts_in(), unit.teams_in(f"istwerte.{name}", column)
    planned = "{zielverteilung.team.integrationen}" if unit.key == "jc" else unit.parts_in(f"{name}_soll")
    return once_reported(parts, reported, planned)


def once_reported(parts: str, reported: str, planned: str) -> str:
    """A sum, once as many have reported as are planned, a suppressed figure too; until then a blank text.

    Args:
        parts: What is summed.
        reported: What the teams reported.
        planned: Targets of the same teams.
    """
    return f'IF(OR(COUNT({parts})=0,COUNTA({reported})<COUNT({planned})),"",SUM({parts}))'


def _month_before(jobcenter: Unit) -> Table:
    """The ELB stock of December of the year before, then of January to November."""
    before = [f"{{elb_ist.*.{month_key(number)}}}" for number in range(1, 12)]
    columns = [Column(_FIRST, MONTHS[0], form=styles.HEADS, formula=_known("{istwerte.elb.*.vorjahr}"))]
    for number, cell in enumerate(before, 2):
        copy = f'IF(COUNT({cell})=0,"",{cell})'
        columns.append(Column(month_key(number), MONTHS[number - 1], form=styles.HEADS, formula=copy, total=copy))
    december = {unit.key: {_FIRST: _sum_of_reported("elb", unit, "vorjahr")} for unit in jobcenter if unit.parts}
    return Table(
        "vormonat",
        (*columns, Column("jahr")),
        [unit.row(cells=december.get(unit.key)) for unit in jobcenter],
        head="Einheit", title="ELB-Bestand des Vormonats (Nenner der IQ)", height=18,
    )  # fmt: skip


def _rate(jobcenter: Unit) -> Table:
    """The rate since January of every month of which integrations and the stock before it are known."""
    flows, stocks = "{integrationen_ist.*.monate}", "{vormonat.*.monate}"
    known = f'({flows}<>"")*({stocks}<>"")'
    rate = f'IF(SUMPRODUCT({known})=0,"",JC_JFW({flows},{stocks}))'
    last = f'IF(COUNT({{monate}})=0,"",INDEX({{monate}},1,{last_month(known)}))'
    return Table(
        "jfw",
        (*months(_PERCENT), Column("jahr", "zuletzt", form=_PERCENT, formula=last, total=last)),
        [unit.row() for unit in jobcenter],
        head="Einheit", title="Integrationsquote im Jahresfortschritt (JFW)",
        blocks=[_path(unit.key, unit.key, rate) for unit in jobcenter], height=18,
    )  # fmt: skip
