"""Sheet Zielverteilung: the year's targets shared out to offices and teams, in whole numbers."""

from __future__ import annotations

from jcplan.layout.units import Unit, key, whole
from jcplan.model import Model
from jcplan.model.teams import EXITS, EXITS_SHARED, MEASURES, NEEDED, PLANNED, Measure
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import Relation, shown
from jcplan.sheet.table import Block, Column, Row, Table


def sheet(model: Model) -> Sheet:
    """The sheet and that the parts sum to the whole."""
    page = Sheet("Zielverteilung", "Ziele auf Geschäftsstellen und Teams verteilt", (30, *[11.2] * 12), tab=styles.BLUE)
    page.put(
        3, 2,
        "Nach Gewichten, in ganzen Zahlen, so dass die Teile genau aufgehen; feste Jahreswerte bleiben stehen (Blatt „Teams“).",
        "finding",
    )  # fmt: skip
    page.put(page.row, 2, formula=_exits(), style="finding", key="abgaenge")
    page.export(abgaenge="abgaenge")
    page.skip(2)
    jobcenter = whole(model.shape)
    page.table(_offices(jobcenter))
    page.freeze_row = page.top("gs")
    page.skip()
    page.table(_teams(jobcenter))
    page.relations += (
        Relation(f"Die Jahresziele der Teams ergeben zusammen das Ziel: {measure.label}",
                 shown(f"{{team.summe.{key(measure)}}}"), f"{{gs.jc.{key(measure)}}}", measure.unit, "0")
        for measure in MEASURES
    )  # fmt: skip
    return page


def _offices(jobcenter: Unit) -> Table:
    """The whole, and below it what its offices carry; an office weighs as much as its teams."""
    goals = {key(measure): measure.goal for measure in MEASURES}
    rows = [Row(jobcenter.key, "gesamt", cells=goals, kind="total")]
    for office in jobcenter.parts:
        weights = office.teams_in("team")
        weight = f'IF(COUNT({weights})=0,"",SUM({weights}))'
        rows.append(Row(office.key, office.label, cells={f"{key(measure)}_gewicht": weight for measure in MEASURES}))
    blocks = [_shared_out(measure, jobcenter) for measure in MEASURES]
    return Table(
        "gs", _columns("gs", styles.HEADS), rows, head="Geschäftsstelle", blocks=blocks, height=18,
    )  # fmt: skip


def _teams(jobcenter: Unit) -> Table:
    """What the teams carry of their office's part."""
    rows = [team.plain_row for team in jobcenter.teams]
    blocks = [_shared_out(measure, office) for measure in MEASURES for office in jobcenter.parts]
    total = Row("summe", "Summe der Teams", kind="total")
    columns = _columns("team", "#,##0.##")
    return Table("team", columns, rows, head="Team", title="Teams", total=total, blocks=blocks, height=18)


def _columns(table: str, weight: str) -> list[Column]:
    """For each measure weight and fixed value as typed on the sheet Teams, and the target."""
    typed = f'IF(ISBLANK({{teams.{table}.*.*}}),"",{{teams.{table}.*.*}})'
    return [
        column
        for measure in MEASURES
        for column in (
            Column(f"{key(measure)}_gewicht", "Gewicht", form=weight, formula=typed, over=measure.label),
            Column(f"{key(measure)}_fest", "fest", form=styles.HEADS, formula=typed),
            Column(key(measure), "Jahresziel", form=styles.HEADS, total='IF(COUNT({team.*})=0,"",SUM({team.*}))'),
        )
    ]


def _exits() -> str:
    """Which exits the teams share, and how those that are planned differ from those that the target takes."""
    is_needed = f'{EXITS_SHARED}="{NEEDED}"'
    goal = 'INDEX({"−","±","+"},1,2+SIGN(ROUND(100*Annahme_LZB_Ziel,1)))&FIXED(ABS(100*Annahme_LZB_Ziel),1)&" %"'
    planned, needed = "FIXED(12*Annahme_LZB_Abgang,0)", "FIXED(MAX(0,12*Ziel_LZB_Abgang),0)"
    return (
        f'IFERROR("Verteilt sind die "&IF({is_needed},"{NEEDED}en","{PLANNED}en")&" "&FIXED({{gs.jc.{key(EXITS)}}},0)&" Abgänge; "'
        f'&IF({is_needed},"geplant sind "&{planned},"das Ziel "&{goal}&" verlangt "&{needed})&".","")'
    )


def _shared_out(measure: Measure, unit: Unit) -> Block:
    """The targets of a unit's parts."""
    column, first, last = key(measure), unit.parts[0].key, unit.parts[-1].key
    goal = f"{{gs.{unit.key}.{column}}}"
    weights, fixed = (f"{{{first}.{column}_{which}:{last}.{column}_{which}}}" for which in ("gewicht", "fest"))
    formula = f'IF(COUNT({weights},{goal})<2,"",JC_VERTEILEN({goal},{weights},{fixed},0))'
    return Block((first, column), (last, column), formula)
