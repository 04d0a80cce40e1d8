"""Sheet Istwerte: the seasonal profile, and what the teams reported month by month."""

from __future__ import annotations

from jcplan.cases import Case
from jcplan.cells import Area, address
from jcplan.layout import teams
from jcplan.model.teams import MEASURES, SUPPRESSED, UNITS, Entry, Measure
from jcplan.sheet import styles
from jcplan.sheet.months import AFTER, FIRST, LAST, MONTHS
from jcplan.sheet.page import Sheet, Validation

NAME = "Istwerte"


_FIRST_BLOCK = 16
_BLOCK = UNITS + 5


def actual_row(measure: Measure, team: int) -> int:
    """Row of a team's actuals of a measure, teams counted from 0 over all offices."""
    return _FIRST_BLOCK + MEASURES.index(measure) * _BLOCK + team


def sheet(case: Case) -> Sheet:
    """The seasonal profile of a case and room for the actuals."""
    page = Sheet(NAME, "Istwerte und Saisonverlauf", (34, *[9.3] * 12, 13), tab=styles.PALE_YELLOW)
    page.one_page = False
    page.put(
        3, 2, "Eintragen oder mit „jcplan import-ist DATEI PLAN“ einlesen. Leer: noch nicht gemeldet; *: von der Statistik gesperrt.", "finding",
    )  # fmt: skip
    page.row = 5
    page.heading(
        "Saisonverlauf", "Gewicht jedes Monats im Jahr; gleiche Gewichte heißen: jeder Monat trägt gleich viel."
    )
    page.header(("Kennzahl", *MONTHS, "Einheit"), height=18)
    for measure in MEASURES:
        page.put(page.row, 2, measure.label, "label")
        for month, column in enumerate(range(FIRST, LAST + 1)):
            weights = case.season.get(measure.key)
            page.put(page.row, column, weights[month] if weights else None, "input", "0.00")
        page.put(page.row, AFTER, "Gewicht", "unit")
        page.name_area(measure.season, Area(page.row, FIRST, page.row, LAST))
        options = {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1e6, "ignore_blank": True,
            "input_title": "Saisongewicht", "input_message": "Zahl ab 0; 1 ist ein gewöhnlicher Monat.",
            "error_title": "Das geht hier nicht", "error_message": f"Erwartet wird {Entry.NUMBER.value}.",
        }  # fmt: skip
        page.validations.append(Validation(page.row, FIRST, options, columns=12))
        page.row += 1
    for measure in MEASURES:
        page.row += 1
        page.page_breaks.append(page.row - 1)
        _actuals(page, measure)
    return page


def _actuals(page: Sheet, measure: Measure) -> None:
    """A row a team, then what is reported for the whole Jobcenter."""
    page.heading(measure.label, "Bestand am Monatsende, Köpfe." if measure.stock else "Anzahl im Monat, Köpfe.")
    page.header(("Team", *MONTHS, "Dez. Vorjahr" if measure.stock else ""), height=18)
    first = page.row
    page.expect(actual_row(measure, 0))
    for index in range(UNITS):
        page.put(page.row, 2, formula=teams.team_label(index), style="label")
        _inputs(page, AFTER if measure.stock else LAST)
        page.row += 1
    page.name_area(measure.actual, Area(first, FIRST, page.row - 1, LAST))
    if measure.stock:
        page.name_area(measure.actual_before, Area(first, AFTER, page.row - 1, AFTER))
    page.put(page.row, 2, "gesamt, wie gemeldet", "label_bold")
    _inputs(page, LAST)
    page.name_area(measure.reported, Area(page.row, FIRST, page.row, LAST))
    _validate(page, first, page.row - first + 1, LAST)
    if measure.stock:
        _validate(page, first, UNITS, AFTER, AFTER)
    page.row += 1


def _inputs(page: Sheet, last: int) -> None:
    for column in range(FIRST, last + 1):
        page.put(page.row, column, None, "input", styles.HEADS)


def _validate(page: Sheet, first: int, rows: int, last: int, left: int = FIRST) -> None:
    cell = address(first, left)
    options = {
        "validate": "custom", "value": f'=OR(AND(ISNUMBER({cell}),{cell}>=0),{cell}="{SUPPRESSED}")', "ignore_blank": True,
        "input_title": "Istwert", "input_message": "Zahl ab 0, oder * für einen gesperrten Wert. Leer: nicht gemeldet.",
        "error_title": "Das geht hier nicht", "error_message": f"Erwartet wird {Entry.ACTUAL.value}.",
    }  # fmt: skip
    page.validations.append(Validation(first, left, options, rows=rows, columns=last - left + 1))
