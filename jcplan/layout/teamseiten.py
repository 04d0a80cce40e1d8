"""Sheet Teamseiten: a printed page for the whole Jobcenter, each office and each team, for the monthly talk."""

from __future__ import annotations

from collections.abc import Iterator

from jcplan.layout.units import Unit, key, printed, whole
from jcplan.model import Model
from jcplan.model.fields import SHARE
from jcplan.model.teams import MEASURES, Measure
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Conditional
from jcplan.sheet.table import UNIT_COLUMN, Column, Row, Special, Table, month_key, months

_RATE = styles.percent(4)


def sheet(model: Model) -> Sheet:
    """The pages."""
    page = Sheet(
        "Teamseiten", "Zielnachhaltung: Seiten für das Monatsgespräch", (33, *[8.9] * 12, 9.5, 12), tab=styles.BLUE
    )
    page.one_page = False
    for number, unit in enumerate(whole(model.shape)):
        if number:
            page.skip(7)
            page.page_breaks.append(page.row - 1)
        _page(page, unit)
    printed(page, 0)
    return page


def _page(page: Sheet, unit: Unit) -> None:
    table = f"{unit.key}_monate"
    page.put(page.row, 2, formula=unit.label.removeprefix("="), style="heading", key=unit.key)
    page.put(page.row, page.last_column, "zurück", "link", link="Zielnachhaltung")
    page.put(page.row + 1, 2, formula=_sentence(unit), style="finding")
    page.skip(2)
    page.table(_months(table, unit))
    page.skip()
    page.put(page.row, 12, "Integrationen: Soll und Ist im Monat", "finding")
    page.charts.append(
        charts.planned_and_actual(
            f"{table}.kopf.monate", f"{table}.integrationen_soll.monate", f"{table}.integrationen_ist.monate", "Integrationen",
            row=page.row + 1, column=12, width=335, height=240,
        )
    )  # fmt: skip
    page.table(_state(unit))
    page.conditionals.append(Conditional("light", page.area(f"{unit.key}_stand.ampeln")))
    page.skip()
    _notes(page)


def _sentence(unit: Unit) -> str:
    """What to talk about first."""
    month, actual, planned, light, ahead = (
        f"{{zielnachhaltung.integrationen.{unit.key}.{column}}}" for column in ("bis", "ist", "soll", "ampel", "hochrechnung")
    )  # fmt: skip
    return (
        f'IF(COUNT({actual})=0,"Noch keine Istwerte.","Integrationen bis "&INDEX({{monatswerte.integrationen_ist.kopf.monate}},1,{month})&": "'
        f'&FIXED({actual},0)&" von "&FIXED({planned},0)&" im Soll ("&{light}&"), Hochrechnung "&IFERROR(FIXED({ahead},0),"offen"))'
    )


def _months(table: str, unit: Unit) -> Table:
    """Each measure month by month, and the rate."""
    rate = _copied("jfw", "Integrationsquote seit Januar (JFW)", unit, _RATE, SHARE)
    rows = (*(row for measure in MEASURES for row in _measure(measure, unit)), rate)
    columns = (*months(styles.SIGNED), Column("jahr", "Jahr"), UNIT_COLUMN)
    return Table(table, columns, rows, head="Kennzahl", height=18)


def _measure(measure: Measure, unit: Unit) -> Iterator[Row]:
    """Plan, actual and deviation of a measure by month; for flows also what has come together so far."""
    planned, actual, off = (f"{key(measure)}_{what}" for what in ("soll", "ist", "abweichung"))
    yield _copied(planned, f"{measure.label}: Soll", unit, styles.HEADS, measure.unit)
    yield _copied(actual, "     Ist", unit, styles.HEADS, measure.unit)
    difference = f'IFERROR({{{actual}.monate}}-{{{planned}.monate}},"")'
    yield Row(off, "     Abweichung", cells={month_key(1): Special(difference, to=month_key(12))}, unit=measure.unit)
    if not measure.stock:
        so_far = f'IF(COUNT({{{off}}})=0,"",SUM({{{off}.m01}}:{{{off}}}))'
        yield Row(f"{off}_bisher", "     Abweichung seit Januar", so_far, {"jahr": None}, unit=measure.unit)


def _copied(row: str, label: str, unit: Unit, form: str, of: str) -> Row:
    """The months and the year of a row of the sheet Monatswerte, which are computed or as reported."""
    source = f"{{monatswerte.{row}.{unit.key}.m01:monatswerte.{row}.{unit.key}.jahr}}"
    if not row.endswith("_ist"):  # a blank entry of a function's block is no 0
        source = f'IFERROR({source}/({source}<>""),"")'
    kind = "plain" if label.startswith(" ") else "bold"
    return Row(row, label, cells={month_key(1): Special(source, to="jahr")}, form=form, unit=of, kind=kind)


def _state(unit: Unit) -> Table:
    """The measures' state; figures as on the sheet Zielnachhaltung."""
    shown = (
        ("ziel", "Jahresziel", styles.HEADS),
        ("soll", "Soll bisher", styles.HEADS),
        ("ist", "Ist bisher", styles.HEADS),
        ("abweichung", "Abwei-chung", styles.SIGNED),
        ("relativ", "in %", styles.percent(3, signed=True)),
        ("hochrechnung", "Hoch-rechnung", styles.HEADS),
        ("ampel", "Ampel heute", None),
        ("ampel_ende", "Ampel Ende", None),
    )
    source = f"{{zielnachhaltung.*.{unit.key}.*}}"
    columns = [
        Column(name, head, form=form, formula=source, style="value" if form else "verdict")
        for name, head, form in shown
    ]
    rows = [Row(key(measure), measure.label, kind="bold") for measure in MEASURES]
    return Table(f"{unit.key}_stand", columns, rows, head="Stand", spans={"ampeln": ("ampel", "ampel_ende")})


def _notes(page: Sheet) -> None:
    """Room for what is agreed, by hand."""
    columns = range(2, 11)
    page.heading("Vereinbart im Gespräch")
    for column in columns:
        page.put(page.row, column, {2: "Was", 6: "Wer", 8: "bis wann"}.get(column), "units_left")
    page.skip()
    for _ in range(5):
        page.heights[page.row] = 21.0
        for column in columns:
            page.put(page.row, column, None, "label")
        page.skip()
