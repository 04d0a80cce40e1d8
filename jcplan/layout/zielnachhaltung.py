"""Sheet Zielnachhaltung: targets, actuals so far, projection and traffic light of every team."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.cells import Area, column_name
from jcplan.layout import monatswerte, units, zielverteilung
from jcplan.layout.units import Unit
from jcplan.model.fields import SHARE
from jcplan.model.teams import INTEGRATIONS, MEASURES, OFFICES, RECIPIENTS, Measure
from jcplan.sheet import charts, styles
from jcplan.sheet.months import AFTER
from jcplan.sheet.page import Conditional, Drawn, Place, Sheet
from jcplan.sheet.relation import Relation

NAME = "Zielnachhaltung"
UNIT, GOAL, MONTH, PLANNED, ACTUAL, DEVIATION, PROJECTION, RELATIVE, AHEAD, LIGHT, LIGHT_AHEAD, PAGE = range(2, 14)
EXACT = PAGE + 2
"""A working beside the printed tables: the exact plan of the known months, by which lights are judged."""
_HEADER = (
    "Einheit", "Jahresziel", "bis Monat", "Soll bisher", "Ist bisher", "Abweichung", "Hochrechnung", "Abweichung in %",
    "Hochrechnung gegen Ziel", "Ampel heute", "Ampel Jahresende", "Seite",
)  # fmt: skip
_SUMMARY, _LIGHTS = 7, 15
_TABLES = 46
_TABLE = len(units.ALL) + 4
_PERCENT = styles.percent(3, signed=True)
_EXACT_HEADER, _EXACT = "Soll genau", "#,##0.00"
PAGES, PAGES_TOP, PAGE_HEIGHT = "Teamseiten", 4, 39
"""Where the pages for the monthly talk stand: the sheet, its first row, rows a page."""
PERIOD = "Nachhaltung_Monat"
"""Defined name of the last month for which any team reported integrations."""


def first_row(measure: Measure) -> int:
    """The row of the whole Jobcenter in a measure's table."""
    return _TABLES + MEASURES.index(measure) * _TABLE + 3


def cell(measure: Measure, unit: Unit, column: int) -> str:
    """Reference to a figure of a unit."""
    return Place(NAME, first_row(measure) + unit.offset, column).ref


def summary_row(measure: Measure | None) -> int:
    """The row of a measure on the first page; None for the rate."""
    return _SUMMARY + (MEASURES.index(measure) if measure else len(MEASURES))


def sheet(shared: Mapping[str, Place]) -> Drawn:  # noqa: ARG001 - refers to no other sheet
    """The sheet, and that the teams' figures agree with those reported for the whole."""
    page = Sheet(NAME, "Zielnachhaltung", (34, *[12.2] * 8, 13, 13, 12), tab=styles.BLUE)
    page.one_page = False
    head = units.ALL[0]
    reported = f"COUNT({cell(INTEGRATIONS, head, ACTUAL)})=0"
    page.put(3, 2, formula=(
        f'IF({reported},"Noch keine Istwerte: auf „Istwerte“ eintragen oder mit „jcplan import-ist“ einlesen.",'
        f'"Integrationen bis "&{_month_name(INTEGRATIONS, head)}&": "&FIXED({cell(INTEGRATIONS, head, ACTUAL)},0)&" von "'
        f'&FIXED({cell(INTEGRATIONS, head, PLANNED)},0)&" im Soll, Hochrechnung "'
        f'&IFERROR(FIXED({cell(INTEGRATIONS, head, PROJECTION)},0),"offen")&" bei Ziel "&FIXED({cell(INTEGRATIONS, head, GOAL)},0))'
    ), style="finding")  # fmt: skip
    _first_page(page)
    _office_lights(page)
    for measure in MEASURES:
        _table(page, measure)
    head_row = first_row(INTEGRATIONS)
    page.name_area(PERIOD, Area(head_row, MONTH, head_row, MONTH))
    return Drawn(page, {}, _relations())


def _month_name(measure: Measure, unit: Unit) -> str:
    header = monatswerte.header_row(measure.key, "ist")
    return f"INDEX({monatswerte.NAME}!$C${header}:$N${header},1,{cell(measure, unit, MONTH)})"


def _light(actual: str, planned: str, direction: int) -> str:
    arguments = f"{actual},{planned},Annahme_Ampel_gelb" + ("" if direction > 0 else ",-1")
    return f'IF(COUNT({actual},{planned})<2,"–",JC_AMPEL({arguments}))'


# ---- first page -----------------------------------------------------------------------------------


def _first_page(page: Sheet) -> None:
    """The whole Jobcenter: a row a measure, then the rate."""
    page.row = 5
    page.heading("Das Jobcenter auf einen Blick")
    page.put(page.row, EXACT, _EXACT_HEADER, "header_right")
    page.header(("Kennzahl", *_HEADER[1:-1], ""))
    page.expect(_SUMMARY)
    head = units.ALL[0]
    for measure in MEASURES:
        row = summary_row(measure)
        page.put(row, UNIT, measure.label, "label_bold")
        forms = (
            styles.HEADS,
            "0",
            styles.HEADS,
            styles.HEADS,
            styles.SIGNED,
            styles.HEADS,
            _PERCENT,
            _PERCENT,
            None,
            None,
        )
        for column, form in zip(range(GOAL, PAGE), forms, strict=True):
            style = "verdict" if column in (LIGHT, LIGHT_AHEAD) else "value"
            source = Place(NAME, first_row(measure) + head.offset, column).local
            page.put(row, column, formula=source, style=style, number_format=form)
        page.put(row, PAGE, None, "label")
        exact = Place(NAME, first_row(measure) + head.offset, EXACT).local
        page.put(row, EXACT, formula=exact, style="value", number_format=_EXACT)
    _rate(page)
    page.conditionals.append(Conditional("light", Area(_SUMMARY, LIGHT, summary_row(None), LIGHT_AHEAD)))
    page.put(summary_row(None) + 1, 2, formula=(
        '"grün: Soll erreicht · gelb: um höchstens "&FIXED(Annahme_Ampel_gelb*100,0)&" % verfehlt · rot: mehr. '
        'Verglichen wird mit dem Soll vor dem Runden auf ganze Köpfe; es zählen nur Monate, zu denen ein Istwert vorliegt."'
    ), style="subtitle")  # fmt: skip


def _rate(page: Sheet) -> None:
    """Integrationsquote from January on: numerator and denominator of the same months."""
    row = summary_row(None)
    top, below = summary_row(INTEGRATIONS), summary_row(RECIPIENTS)
    last = Place(monatswerte.NAME, monatswerte.first_row("IQ", "jfw"), AFTER).ref
    form = styles.percent(4)
    page.put(row, UNIT, "Integrationsquote seit Januar (JFW)", "label_bold")
    ratio = 'IF(COUNT({a},{b})<2,"–",{a}/{b})'
    page.put(row, GOAL, formula=ratio.format(a=f"C{top}", b=f"C{below}"), style="value", number_format=form)
    page.put(row, MONTH, formula=f"D{top}", style="value", number_format="0")
    page.put(row, PLANNED, formula=ratio.format(a=f"E{top}", b=f"E{below}"), style="value", number_format=form)
    page.put(row, ACTUAL, formula=f'IF(COUNT({last})=0,"–",{last})', style="value", number_format=form)
    page.put(
        row,
        DEVIATION,
        formula=f'IF(COUNT(E{row}:F{row})<2,"–",F{row}-E{row})',
        style="value",
        number_format=styles.percent(4, signed=True),
    )
    page.put(row, PROJECTION, formula=ratio.format(a=f"H{top}", b=f"H{below}"), style="value", number_format=form)
    page.put(
        row, RELATIVE, formula=f'IF(COUNT(E{row},G{row})<2,"–",G{row}/E{row})', style="value", number_format=_PERCENT
    )
    page.put(
        row, AHEAD, formula=f'IF(COUNT(C{row},H{row})<2,"–",H{row}/C{row}-1)', style="value", number_format=_PERCENT
    )
    exact = column_name(EXACT)
    formula = ratio.format(a=f"{exact}{top}", b=f"{exact}{below}")
    page.put(row, EXACT, formula=formula, style="value", number_format=styles.percent(6))
    page.put(row, LIGHT, formula=_light(f"F{row}", f"{exact}{row}", 1), style="verdict")
    page.put(row, LIGHT_AHEAD, formula=_light(f"H{row}", f"C{row}", 1), style="verdict")
    page.put(row, PAGE, None, "label")


def _office_lights(page: Sheet) -> None:
    """Offices by measure: where to look."""
    page.row = _LIGHTS
    page.heading("Ampeln der Geschäftsstellen", "Stand der gemeldeten Monate.")
    page.header(("Geschäftsstelle", *(m.label for m in MEASURES)), left=5)
    first = page.row
    for office in range(OFFICES):
        unit = units.ALL[units.ALL[0].parts[office]]
        page.put(page.row, 2, formula=unit.label, style="label_bold")
        for column, measure in enumerate(MEASURES, 3):
            page.put(page.row, column, formula=cell(measure, unit, LIGHT).replace(f"{NAME}!", ""), style="verdict")
        page.row += 1
    page.conditionals.append(Conditional("light", Area(first, 3, page.row - 1, 2 + len(MEASURES))))
    page.put(page.row + 1, 2, formula=(
        f'"Gemeldet haben "&COUNT({_of_teams(INTEGRATIONS, "F")})&" von "&COUNT({_of_teams(INTEGRATIONS, "C")})&" Teams (Integrationen)"'
    ), style="subtitle")  # fmt: skip
    page.row += 2
    page.put(page.row, 2, formula="B3", style="finding")
    header = monatswerte.header_row(INTEGRATIONS.key, "soll")
    planned, actual = (monatswerte.first_row(INTEGRATIONS.key, kind) for kind in ("soll", "ist"))
    page.charts.append(
        charts.planned_and_actual(
            monatswerte.NAME,
            header,
            planned,
            actual,
            "Integrationen",
            row=page.row + 1,
            column=2,
            width=1120,
            height=250,
        )
    )


def _of_teams(measure: Measure, letter: str) -> str:
    """The cells of all teams in a column."""
    first = first_row(measure)
    return ",".join(units.cells(letter, first, units.ALL[part]) for part in units.ALL[0].parts)


# ---- a page a measure -----------------------------------------------------------------------------


def _table(page: Sheet, measure: Measure) -> None:
    page.row = first_row(measure) - 3
    page.page_breaks.append(page.row - 1)
    note = "Mittel der Monate, Köpfe" if measure.stock else "Summe der Monate, Köpfe"
    better = "mehr ist besser" if measure.direction > 0 else "weniger ist besser"
    page.heading(measure.label, f"{note}; {better}. Jahresziel: {measure.target_note}.")
    page.put(page.row, EXACT, _EXACT_HEADER, "header_right")
    page.header(_HEADER)
    for unit in units.ALL:
        _row(page, measure, unit)
    first = first_row(measure)
    page.conditionals.append(Conditional("light", Area(first, LIGHT, first + len(units.ALL) - 1, LIGHT_AHEAD)))


def _row(page: Sheet, measure: Measure, unit: Unit) -> None:
    first = first_row(measure)
    row = first + unit.offset
    page.put(row, UNIT, formula=unit.label, style=unit.style)
    forms = ("0", styles.HEADS, styles.HEADS, styles.SIGNED, styles.HEADS)
    look = unit.value_style
    if unit.team is not None:
        goal = zielverteilung.team_target(measure, unit.team)
        page.put(row, GOAL, formula=f'IF(COUNT({goal})=0,"",{goal})', style=look, number_format=styles.HEADS)
        actual, planned = (monatswerte.months_of(measure.key, kind, unit) for kind in ("ist", "soll"))
        stand = f"JC_SOLL_IST({actual},{planned},{measure.season},{int(measure.stock)})"
        page.block(
            Area(row, MONTH, row, PROJECTION),
            f'IF(COUNT({actual})*COUNT({planned})=0,"–",TRANSPOSE({stand}))',
            look,
            forms,
        )
        year = f"12*{goal}/COUNT({actual})" if measure.stock else goal
        due = f'{year}*SUMPRODUCT(({actual}<>"")*{measure.season})/SUM({measure.season})'
        exact = f'IF(COUNT({actual})*COUNT({planned})=0,"–",{due})'
    else:
        of_parts = {
            column: units.cells(letter, first, unit)
            for column, letter in zip(range(GOAL, RELATIVE), "CDEFGH", strict=True)
        }
        page.put(
            row,
            GOAL,
            formula=f'IF(COUNT({of_parts[GOAL]})=0,"",SUM({of_parts[GOAL]}))',
            style=look,
            number_format=styles.HEADS,
        )
        for column, form in zip(range(MONTH, RELATIVE), forms, strict=True):
            part = of_parts[column]
            few = f"COUNT({part})<COUNT({of_parts[GOAL]})" if column == PROJECTION else f"COUNT({part})=0"
            lacking = f"OR(COUNT({part})=0,{few})" if column == PROJECTION else few
            total = "MAX" if column == MONTH else "SUM"
            page.put(row, column, formula=f'IF({lacking},"–",{total}({part}))', style=look, number_format=form)
        part = units.cells(column_name(EXACT), first, unit)
        exact = f'IF(COUNT({part})=0,"–",SUM({part}))'
    page.put(row, EXACT, formula=exact, style=look, number_format=_EXACT)
    page.put(
        row, RELATIVE, formula=f'IF(COUNT(G{row})=0,"–",IFERROR(G{row}/E{row},"–"))', style=look, number_format=_PERCENT
    )
    page.put(
        row,
        AHEAD,
        formula=f'IF(COUNT(H{row},C{row})<2,"–",IFERROR(H{row}/C{row}-1,"–"))',
        style=look,
        number_format=_PERCENT,
    )
    light = _light(f"F{row}", f"{column_name(EXACT)}{row}", measure.direction)
    page.put(row, LIGHT, formula=light, style="verdict")
    page.put(row, LIGHT_AHEAD, formula=_light(f"H{row}", f"C{row}", measure.direction), style="verdict")
    page.put(row, PAGE, "Seite", "link", link=f"{PAGES}!B{PAGES_TOP + unit.offset * PAGE_HEIGHT}")


def _relations() -> tuple[Relation, ...]:
    """The teams' actuals against those that are reported for the whole, where nothing is suppressed."""
    found = []
    for measure in MEASURES:
        known, whole = measure.actual, measure.reported
        computed = f'IF(OR(COUNT({known})=0,COUNTA({known})>COUNT({known})),"",SUM({known}))'
        stated = f'IF(COUNT({whole})=0,"",SUM({whole}))'
        label = f"Die Istwerte der Teams ergeben zusammen die gemeldeten des Jobcenters: {measure.label}"
        found.append(Relation(label, computed, stated, measure.unit, "0"))
    found.append(
        Relation(
            "Die Integrationsquote aus den verteilten Zielen ist die beschlossene",
            Place(NAME, summary_row(None), GOAL).ref,
            "Ziel_IQ_gesamt_veroeffentlicht",
            SHARE,
            "Annahme_IQ_Nachkommastellen",
        )
    )
    return tuple(found)
