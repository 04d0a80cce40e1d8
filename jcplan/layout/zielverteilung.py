"""Sheet Zielverteilung: the year's targets shared out to offices and teams, in whole heads."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Area, absolute, column_name
from jcplan.layout import teams
from jcplan.model.teams import MEASURES, OFFICES, TEAMS, UNITS, Measure
from jcplan.sheet import styles
from jcplan.sheet.page import Drawn, Place, Sheet
from jcplan.sheet.relation import Relation

NAME = "Zielverteilung"
TOTAL, FIRST_OFFICE, FIRST_TEAM = 9, 10, 20
FIRST = 3  # column of the first measure; each takes three: weight, fixed value, target


def target_column(measure: Measure) -> int:
    """Column of a measure's targets."""
    return FIRST + 3 * MEASURES.index(measure) + 2


def target(measure: Measure) -> str:
    """Reference to the whole's target of the year."""
    return _targets(measure, TOTAL, 1)


def office_targets(measure: Measure) -> str:
    """Reference to the offices' targets of the year."""
    return _targets(measure, FIRST_OFFICE, OFFICES)


def team_targets(measure: Measure, office: int) -> str:
    """Reference to the targets of an office's teams."""
    return _targets(measure, FIRST_TEAM + office * TEAMS, TEAMS)


def _targets(measure: Measure, first: int, rows: int) -> str:
    column = target_column(measure)
    return f"{NAME}!{absolute(Area(first, column, first + rows - 1, column))}"


def team_target(measure: Measure, team: int) -> str:
    """Reference to a team's target of the year."""
    return _targets(measure, FIRST_TEAM + team, 1)


def sheet(shared: Mapping[str, Place]) -> Drawn:  # noqa: ARG001 - refers to no other sheet
    """The sheet and that the parts sum to the whole."""
    page = Sheet(NAME, "Ziele auf Geschäftsstellen und Teams verteilt", (30, *[11.2] * 12), tab=styles.BLUE)
    page.put(
        3, 2,
        "Nach Gewichten, in ganzen Köpfen, so dass die Teile genau aufgehen; feste Jahreswerte bleiben stehen (Blatt „Teams“).",
        "finding",
    )  # fmt: skip
    page.row = 5
    page.heading("Geschäftsstellen")
    _header(page, "Geschäftsstelle")
    page.row += 1
    page.expect(TOTAL)
    page.put(TOTAL, 2, "gesamt", "total_label")
    for index in range(OFFICES):
        page.put(FIRST_OFFICE + index, 2, formula=teams.office_label(index), style="label")
    page.row = FIRST_TEAM - 3
    page.heading("Teams")
    _header(page, "Team")
    page.expect(FIRST_TEAM)
    for index in range(UNITS):
        page.put(FIRST_TEAM + index, 2, formula=teams.team_label(index), style="label")
    page.put(FIRST_TEAM + UNITS, 2, "Summe der Teams", "total_label")
    for measure in MEASURES:
        _measure(page, measure)
    relations = tuple(
        Relation(
            f"Die Jahresziele der Teams ergeben zusammen das Ziel: {measure.label}",
            _sum(measure),
            f"{NAME}!{column_name(target_column(measure))}{TOTAL}",
            measure.unit,
            "0",
        )
        for measure in MEASURES
    )
    return Drawn(page, {}, relations)


def _sum(measure: Measure) -> str:
    cell = f"{NAME}!{column_name(target_column(measure))}{FIRST_TEAM + UNITS}"
    return f'IF(COUNT({cell})=0,"",{cell})'


def _header(page: Sheet, first: str) -> None:
    """Two rows: the measures, and under each weight, fixed value and target."""
    for column in range(2, FIRST + 3 * len(MEASURES)):
        offset, which = divmod(column - FIRST, 3)
        page.put(page.row, column, MEASURES[offset].label if column >= FIRST and not which else None, "header_plain")
    page.row += 1
    page.header((first, *("Gewicht", "fest", "Jahresziel") * len(MEASURES)), height=18)


def _measure(page: Sheet, measure: Measure) -> None:
    column = target_column(measure)
    weight, held, target = (column_name(column - 2), column_name(column - 1), column_name(column))
    source_weight = column_name(teams.WEIGHT + 2 * MEASURES.index(measure))
    source_held = column_name(teams.WEIGHT + 2 * MEASURES.index(measure) + 1)

    page.put(TOTAL, column - 2, None, "total")
    page.put(TOTAL, column - 1, None, "total")
    names = measure.target if "(" not in measure.target else "Annahme_LZB_Abgang"
    page.put(
        TOTAL, column, formula=f'IF(COUNT({names})=0,"",{measure.target})', style="total", number_format=styles.HEADS
    )
    for index in range(OFFICES):
        row = FIRST_OFFICE + index
        first, last = FIRST_TEAM + index * TEAMS, FIRST_TEAM + (index + 1) * TEAMS - 1
        of_teams = f"{weight}{first}:{weight}{last}"
        page.put(
            row,
            column - 2,
            formula=f'IF(COUNT({of_teams})=0,"",SUM({of_teams}))',
            style="value",
            number_format=styles.HEADS,
        )
        cell = f"{teams.NAME}!{source_held}{teams.office_row(index)}"
        page.put(row, column - 1, formula=f'IF(ISBLANK({cell}),"",{cell})', style="value", number_format=styles.HEADS)
        page.block(
            Area(first, column, last, column),
            f'IF(COUNT({of_teams},{target}{row})<2,"",JC_VERTEILEN({target}{row},{of_teams},{held}{first}:{held}{last},0))',
            number_format=styles.HEADS,
        )
    offices = Area(FIRST_OFFICE, column, FIRST_OFFICE + OFFICES - 1, column)
    weights = f"{weight}{offices.top}:{weight}{offices.bottom}"
    page.block(
        offices,
        f'IF(COUNT({weights},{target}{TOTAL})<2,"",JC_VERTEILEN({target}{TOTAL},{weights},{held}{offices.top}:{held}{offices.bottom},0))',
        number_format=styles.HEADS,
    )
    for index in range(UNITS):
        row, source = FIRST_TEAM + index, teams.team_row(index)
        for offset, letter in ((2, source_weight), (1, source_held)):
            cell = f"{teams.NAME}!{letter}{source}"
            form = styles.HEADS if offset == 1 else "#,##0.##"
            page.put(row, column - offset, formula=f'IF(ISBLANK({cell}),"",{cell})', style="value", number_format=form)
    row, last = FIRST_TEAM + UNITS, FIRST_TEAM + UNITS - 1
    page.put(row, column - 2, None, "total")
    page.put(row, column - 1, None, "total")
    whole = f"{target}{FIRST_TEAM}:{target}{last}"
    page.put(row, column, formula=f'IF(COUNT({whole})=0,"",SUM({whole}))', style="total", number_format=styles.HEADS)
