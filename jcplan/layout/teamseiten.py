"""Sheet Teamseiten: a printed page for the whole Jobcenter, each office and each team, for the monthly talk."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Area, column_name
from jcplan.layout import monatswerte, units, zielnachhaltung
from jcplan.layout.units import Unit
from jcplan.layout.zielnachhaltung import (
    ACTUAL,
    DEVIATION,
    GOAL,
    LIGHT,
    LIGHT_AHEAD,
    MONTH,
    PLANNED,
    PROJECTION,
    RELATIVE,
)
from jcplan.model.teams import INTEGRATIONS, MEASURES, Measure
from jcplan.sheet import charts, styles
from jcplan.sheet.months import AFTER, FIRST, LAST, MONTHS
from jcplan.sheet.page import Conditional, Drawn, Place, Sheet

NAME = zielnachhaltung.PAGES
_UNIT = AFTER + 1
_PERCENT = styles.percent(4)
_SHOWN = (
    (3, GOAL, "Jahresziel", styles.HEADS),
    (4, PLANNED, "Soll bisher", styles.HEADS),
    (5, ACTUAL, "Ist bisher", styles.HEADS),
    (6, DEVIATION, "Abwei-chung", styles.SIGNED),
    (7, RELATIVE, "in %", styles.percent(3, signed=True)),
    (8, PROJECTION, "Hoch-rechnung", styles.HEADS),
    (9, LIGHT, "Ampel heute", None),
    (10, LIGHT_AHEAD, "Ampel Ende", None),
)


def top_row(unit: Unit) -> int:
    """The first row of a unit's page."""
    return zielnachhaltung.PAGES_TOP + unit.offset * zielnachhaltung.PAGE_HEIGHT


def sheet(shared: Mapping[str, Place]) -> Drawn:  # noqa: ARG001 - refers to no other sheet
    """The pages."""
    page = Sheet(NAME, "Zielnachhaltung: Seiten für das Monatsgespräch", (33, *[8.9] * 12, 9.5, 12), tab=styles.BLUE)
    page.one_page = False
    for unit in units.ALL:
        _page(page, unit)
    return Drawn(page, {})


def _page(page: Sheet, unit: Unit) -> None:
    row = top_row(unit)
    if unit.offset:
        page.page_breaks.append(row - 1)
    page.put(row, 2, formula=unit.label, style="heading")
    page.put(row, _UNIT, "zurück", "link", link=zielnachhaltung.NAME)
    page.put(row + 1, 2, formula=_sentence(unit), style="finding")
    page.row = row + 2
    header = page.header(("Kennzahl", *MONTHS, "Jahr", "Einheit"), height=18)
    at = header + 1
    rows: dict[tuple[str, str], int] = {}
    for measure in MEASURES:
        at = _measure(page, unit, measure, at, rows)
    at = _rate(page, unit, at)
    _summary(page, unit, at + 1)
    chart_top = at + 1
    planned, actual = rows[INTEGRATIONS.key, "soll"], rows[INTEGRATIONS.key, "ist"]
    page.put(chart_top, 12, "Integrationen: Soll und Ist im Monat", "finding")
    page.charts.append(
        charts.planned_and_actual(
            NAME, header, planned, actual, "Integrationen", row=chart_top + 1, column=12, width=335, height=240
        )
    )
    _notes(page, at + 10)
    if at + 14 > row + zielnachhaltung.PAGE_HEIGHT:
        raise ValueError(f"{page.name}: what starts in row {row} is longer than its page")


def _sentence(unit: Unit) -> str:
    """What to talk about first."""
    month, actual, planned, light, ahead = (
        zielnachhaltung.cell(INTEGRATIONS, unit, column) for column in (MONTH, ACTUAL, PLANNED, LIGHT, PROJECTION)
    )
    header = monatswerte.header_row(INTEGRATIONS.key, "ist")
    name = f"INDEX({monatswerte.NAME}!$C${header}:$N${header},1,{month})"
    return (
        f'IF(COUNT({actual})=0,"Noch keine Istwerte.","Integrationen bis "&{name}&": "&FIXED({actual},0)&" von "'
        f'&FIXED({planned},0)&" im Soll ("&{light}&"), Hochrechnung "&IFERROR(FIXED({ahead},0),"offen"))'
    )


def _measure(page: Sheet, unit: Unit, measure: Measure, at: int, rows: dict[tuple[str, str], int]) -> int:
    """Plan, actual and deviation of a measure by month; for flows also what has come together so far."""
    for kind, label in (("soll", f"{measure.label}: Soll"), ("ist", "     Ist")):
        rows[measure.key, kind] = at
        source = monatswerte.row_of(measure.key, kind, unit)
        _copied(page, at, label, source, styles.HEADS, measure.unit, computed=kind == "soll")
        at += 1
    planned, actual = rows[measure.key, "soll"], rows[measure.key, "ist"]
    page.put(at, 2, "     Abweichung", "label")
    difference = f'IFERROR(C{actual}:N{actual}-C{planned}:N{planned},"")'
    page.block(Area(at, FIRST, at, LAST), difference, number_format=styles.SIGNED)
    page.put(at, AFTER, None, "value")
    page.put(at, _UNIT, measure.unit, "unit")
    at += 1
    if not measure.stock:
        page.put(at, 2, "     Abweichung seit Januar", "label")
        for column in range(FIRST, LAST + 1):
            letter = column_name(column)
            formula = f'IF(COUNT({letter}{at - 1})=0,"",SUM($C{at - 1}:{letter}{at - 1}))'
            page.put(at, column, formula=formula, style="value", number_format=styles.SIGNED)
        page.put(at, AFTER, None, "value")
        page.put(at, _UNIT, measure.unit, "unit")
        at += 1
    return at


def _copied(page: Sheet, row: int, label: str, source: int, form: str, unit: str, *, computed: bool) -> None:
    """The months and the year of a row of the sheet Monatswerte, which are computed or as reported."""
    page.put(row, 2, label, "label" if label.startswith(" ") else "label_bold")
    shown = months = f"{monatswerte.NAME}!C{source}:{column_name(AFTER)}{source}"
    if computed:  # a blank entry of a function's block is no 0
        shown = f'IFERROR({months}/({months}<>""),"")'
    page.block(Area(row, FIRST, row, AFTER), shown, number_format=form)
    page.put(row, _UNIT, unit, "unit")


def _rate(page: Sheet, unit: Unit, at: int) -> int:
    source = monatswerte.row_of("IQ", "jfw", unit)
    _copied(page, at, "Integrationsquote seit Januar (JFW)", source, _PERCENT, "%", computed=True)
    return at + 1


def _summary(page: Sheet, unit: Unit, at: int) -> None:
    """The measures' state; figures as on the sheet Zielnachhaltung."""
    page.row = at
    page.put(at, 2, "Stand", "header")
    for column, _, text, _ in _SHOWN:
        page.put(at, column, text, "header_right" if column < 9 else "header_text")
    page.heights[at] = 31.0
    for offset, measure in enumerate(MEASURES, 1):
        page.put(at + offset, 2, measure.label, "label_bold")
        for column, source, _, form in _SHOWN:
            style = "verdict" if source in (LIGHT, LIGHT_AHEAD) else "value"
            page.put(
                at + offset,
                column,
                formula=zielnachhaltung.cell(measure, unit, source),
                style=style,
                number_format=form,
            )
    page.conditionals.append(Conditional("light", Area(at + 1, 9, at + len(MEASURES), 10)))


def _notes(page: Sheet, at: int) -> None:
    """Room for what is agreed, by hand."""
    page.put(at - 3, 2, "Vereinbart im Gespräch", "heading")
    for column, text in ((2, "Was"), (6, "Wer"), (8, "bis wann")):
        page.put(at - 2, column, text, "units_left")
    for column in (3, 4, 5, 7, 9, 10):
        page.put(at - 2, column, None, "units_left")
    for row in range(at - 1, at + 4):
        page.heights[row] = 21.0
        for column in range(2, 11):
            page.put(row, column, None, "label")
