"""Sheet Monatswerte: plan and actual of each month for every team, office and the whole Jobcenter.

The plan comes from the top down: the path of the whole, shared out to the offices (a table of its
own at the end, because their rows here have teams between them), each office's to its teams.
"""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Area, address, column_name
from jcplan.layout import istwerte, teams, units, zielverteilung
from jcplan.layout.units import Unit, cells
from jcplan.model.teams import INTEGRATIONS, MEASURES, OFFICES, RECIPIENTS, SUPPRESSED, TEAMS, UNITS, Measure
from jcplan.sheet import styles
from jcplan.sheet.months import AFTER, FIRST, LAST, MONTHS
from jcplan.sheet.page import Drawn, Place, Sheet

NAME = "Monatswerte"
TOP = 6
_BLOCK = len(units.ALL) + 3
_ORDER = (*((measure.key, kind) for measure in MEASURES for kind in ("soll", "ist")), ("IQ", "vormonat"), ("IQ", "jfw"))
_OFFICES, _TABLE = TOP + len(_ORDER) * _BLOCK, OFFICES + 3
_PERCENT = styles.percent(4)


def first_row(key: str, kind: str) -> int:
    """The row of the whole Jobcenter in a block: ``soll`` or ``ist`` of a measure, ``jfw`` of the IQ."""
    return TOP + _ORDER.index((key, kind)) * _BLOCK + 2


def header_row(key: str, kind: str) -> int:
    """The header with the months over a block."""
    return first_row(key, kind) - 1


def row_of(key: str, kind: str, unit: Unit) -> int:
    """The row of a unit in a block."""
    return first_row(key, kind) + unit.offset


def _office_row(measure: Measure, office: int) -> int:
    """The row of an office in the table that shares the whole's months out."""
    return _OFFICES + MEASURES.index(measure) * _TABLE + 2 + office


def months_of(key: str, kind: str, unit: Unit) -> str:
    """Reference to the twelve months of a unit in a block."""
    row = row_of(key, kind, unit)
    return f"{NAME}!$C${row}:$N${row}"


def sheet(shared: Mapping[str, Place]) -> Drawn:  # noqa: ARG001 - refers to no other sheet
    """The sheet."""
    page = Sheet(NAME, "Soll und Ist der Monate", (34, *[9.3] * 12, 11), tab=styles.BLUE)
    page.one_page = False
    page.put(
        3,
        2,
        "Das Monatssoll ergibt zusammen genau das Jahresziel; leer heißt nicht gemeldet; gesperrte Werte (*) fehlen in den Summen.",
        "finding",
    )
    page.put(4, 2, "Nummer des Monats", "units_left")
    for month, column in enumerate(range(FIRST, LAST + 1), 1):
        page.put(4, column, float(month), "units", "0")
    page.put(4, AFTER, None, "units")
    for measure in MEASURES:
        _begin(page, measure.key, "soll", f"{measure.label}: Soll", "Mittel" if measure.stock else "Jahr")
        for unit in units.ALL:
            _planned(page, measure, unit)
        _begin(page, measure.key, "ist", f"{measure.label}: Ist", "Mittel" if measure.stock else "bisher")
        for unit in units.ALL:
            _actual(page, measure, unit)
    _begin(page, "IQ", "vormonat", "ELB-Bestand des Vormonats (Nenner der IQ)", "")
    for unit in units.ALL:
        _month_before(page, unit)
    _begin(page, "IQ", "jfw", "Integrationsquote im Jahresfortschritt (JFW)", "zuletzt")
    for unit in units.ALL:
        _rate(page, unit)
    page.page_breaks.append(_OFFICES - 1)
    for measure in MEASURES:
        _offices(page, measure)
    return Drawn(page, {})


def _begin(page: Sheet, key: str, kind: str, title: str, year: str) -> None:
    page.row = header_row(key, kind) - 1
    if page.row > TOP:
        page.page_breaks.append(page.row - 1)
    page.heading(title)
    page.header(("Einheit", *MONTHS, year), height=18)
    for unit in units.ALL:
        page.put(row_of(key, kind, unit), 2, formula=unit.label, style=unit.style)


def _planned(page: Sheet, measure: Measure, unit: Unit) -> None:
    row = row_of(measure.key, "soll", unit)
    if unit.office is None:
        goal = zielverteilung.target(measure)
        year = f"12*{goal}" if measure.stock else goal
        formula = f'IF(COUNT({goal})*COUNT({measure.season})<{len(MONTHS)},"",JC_SOLLPFAD({year},{measure.season},0))'
        page.block(Area(row, FIRST, row, LAST), formula, unit.value_style, styles.HEADS)
    elif unit.team is None:
        for column in range(FIRST, LAST + 1):
            source = address(_office_row(measure, unit.office), column)
            formula = f'IF(COUNT({source})=0,"",{source})'
            page.put(row, column, formula=formula, style=unit.value_style, number_format=styles.HEADS)
        formula = _shared_out(measure, zielverteilung.team_targets(measure, unit.office), row)
        page.block(Area(row + 1, FIRST, row + TEAMS, LAST), formula, number_format=styles.HEADS)
    _year(page, measure, unit, row)


def _shared_out(measure: Measure, goals: str, whole: int) -> str:
    """The months of parts with these targets of the year, under the path in a row; a part without a target stays blank."""
    years = f'IFERROR(12*{goals}/({goals}<>""),"")' if measure.stock else goals
    path = f"$C${whole}:$N${whole}"
    parts = f"JC_SOLLPFAD_AUFTEILEN({years},{measure.season},{path},0)"
    return f'IF(OR(COUNT({goals})=0,COUNT({path})<{len(MONTHS)}),"",{parts})'


def _offices(page: Sheet, measure: Measure) -> None:
    """The months of the offices under the path of the whole."""
    first = _office_row(measure, 0)
    page.row = first - 2
    page.heading(f"{measure.label}: Soll der Geschäftsstellen, aus dem Soll des Jobcenters verteilt")
    page.header(("Geschäftsstelle", *MONTHS, ""), height=18)
    for office in range(OFFICES):
        page.put(first + office, 2, formula=teams.office_label(office), style="label")
        page.put(first + office, AFTER, None, "value")
    formula = _shared_out(measure, zielverteilung.office_targets(measure), first_row(measure.key, "soll"))
    page.block(Area(first, FIRST, first + OFFICES - 1, LAST), formula, number_format=styles.HEADS)


def _actual(page: Sheet, measure: Measure, unit: Unit) -> None:
    """Months of a team as reported; of an office or the whole where all their parts are known."""
    row, first, planned = (
        row_of(measure.key, "ist", unit),
        first_row(measure.key, "ist"),
        first_row(measure.key, "soll"),
    )
    for column in range(FIRST, LAST + 1):
        letter = column_name(column)
        if unit.team is not None:
            cell = f"{istwerte.NAME}!{address(istwerte.actual_row(measure, unit.team), column)}"
            formula = _known(cell)
        else:
            formula = _sum_of_reported(measure, unit, column, cells(letter, first, unit), cells(letter, planned, unit))
        page.put(row, column, formula=formula, style=unit.value_style, number_format=styles.HEADS)
    _year(page, measure, unit, row)


def _known(cell: str) -> str:
    """A reported figure; blank where nothing is reported or the figure is suppressed. Any other text stays, as an error."""
    return f'IF(OR(ISBLANK({cell}),EXACT({cell},"{SUPPRESSED}")),"",{cell})'


def _sum_of_reported(measure: Measure, unit: Unit, column: int, of_parts: str, wanted: str) -> str:
    """The sum of an office or the whole once every team with a target has reported; suppressed figures are missing in it."""
    of_teams = [u.team for u in units.ALL if u.team is not None and unit.office in (None, u.office)]
    top, bottom = (istwerte.actual_row(measure, team) for team in (of_teams[0], of_teams[-1]))
    reported = f"{istwerte.NAME}!{address(top, column)}:{address(bottom, column)}"
    every = _planned_teams(unit, wanted)
    return f'IF(OR(COUNT({of_parts})=0,COUNTA({reported})<{every}),"",SUM({of_parts}))'


def _planned_teams(unit: Unit, wanted: str) -> str:
    """How many teams of a unit have a target."""
    if unit.office is not None:
        return f"COUNT({wanted})"
    first = zielverteilung.FIRST_TEAM
    letter = column_name(zielverteilung.target_column(INTEGRATIONS))
    return f"COUNT({zielverteilung.NAME}!${letter}${first}:${letter}${first + UNITS - 1})"


def _year(page: Sheet, measure: Measure, unit: Unit, row: int) -> None:
    months = f"C{row}:N{row}"
    total = "AVERAGE" if measure.stock else "SUM"
    formula = f'IF(COUNT({months})=0,"",{total}({months}))'
    page.put(row, AFTER, formula=formula, style=unit.value_style, number_format=styles.HEADS)


def _month_before(page: Sheet, unit: Unit) -> None:
    """The ELB stock of December of the year before, then of January to November."""
    row, first = row_of("IQ", "vormonat", unit), first_row("IQ", "vormonat")
    stocks = row_of(RECIPIENTS.key, "ist", unit)
    for column in range(FIRST, LAST + 1):
        if column > FIRST:
            before = address(stocks, column - 1)
            formula = f'IF(COUNT({before})=0,"",{before})'
        elif unit.team is not None:
            cell = f"{istwerte.NAME}!{address(istwerte.actual_row(RECIPIENTS, unit.team), AFTER)}"
            formula = _known(cell)
        else:
            of_parts = cells(column_name(column), first, unit)
            wanted = cells(column_name(column), first_row(RECIPIENTS.key, "soll"), unit)
            formula = _sum_of_reported(RECIPIENTS, unit, AFTER, of_parts, wanted)
        page.put(row, column, formula=formula, style=unit.value_style, number_format=styles.HEADS)
    page.put(row, AFTER, None, unit.value_style)


def _rate(page: Sheet, unit: Unit) -> None:
    row = row_of("IQ", "jfw", unit)
    flows, stocks = row_of(INTEGRATIONS.key, "ist", unit), row_of("IQ", "vormonat", unit)
    known = f'(C{flows}:N{flows}<>"")*(C{stocks}:N{stocks}<>"")'
    page.block(
        Area(row, FIRST, row, LAST),
        f'IF(SUMPRODUCT({known})=0,"",JC_JFW(C{flows}:N{flows},C{stocks}:N{stocks}))',
        unit.value_style,
        _PERCENT,
    )
    formula = f'IF(COUNT(C{row}:N{row})=0,"",INDEX(C{row}:N{row},1,SUMPRODUCT(MAX({known}*$C$4:$N$4))))'
    page.put(row, AFTER, formula=formula, style=unit.value_style, number_format=_PERCENT)
