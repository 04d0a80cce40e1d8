"""Sheet Teamseiten: a printed page for the whole Jobcenter, each office and each team, for the monthly talk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from jcplan.cells import Area
from jcplan.layout.units import Unit, key, printed, whole
from jcplan.layout.vereinbarungen import LINES
from jcplan.model import Model, agreements
from jcplan.model.fields import SHARE
from jcplan.model.teams import MEASURES, Measure
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Conditional
from jcplan.sheet.table import UNIT_COLUMN, Column, Row, Special, Table, month_key, months

_RATE = styles.percent(4)
_WHAT, _WHO, _DUE, _STATE, _LAST = 2, 7, 9, 10, 11
"""Columns of what is agreed, and the last one."""
_DAY: Final = "dd.mm.yy;;"
"""A day; a blank, which a formula gives as 0, is not shown."""
_BY_HAND: Final = 3
"""Lines to write on."""
PAGE: Final = "Teamseite_"
"""How the hidden defined names of the teams' pages begin; office and team follow, as in ``Teamseite_1_2``."""


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
        first = page.row
        _page(page, unit)
        if not unit.parts:
            office, _, team = unit.key.removeprefix("g").partition("t")
            area = Area(first, 1, page.row - 1, page.last_column)
            page.name_area(f"{PAGE}{office}_{team}", area, hidden=True)
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
    _notes(page, unit)


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


def _notes(page: Sheet, unit: Unit) -> None:
    """What is agreed and still open, line by line as on the sheet Vereinbarungen; then room to write by hand."""
    lines = f"{{vereinbarungen.zeilen.{unit.key}.{LINES[0]}:vereinbarungen.zeilen.{unit.key}.{LINES[-1]}}}"
    count = f"{{vereinbarungen.zeilen.{unit.key}.offen}}"
    more = f'IF({count}>COLUMNS({lines}),", offen die ersten "&COLUMNS({lines})&" von "&{count},"")'
    page.put(page.row, 2, formula=f'"Vereinbart im Gespräch"&{more}', style="heading")
    page.skip()
    _line(page, {_WHAT: "Was", _WHO: "Wer", _DUE: "bis wann", _STATE: "Stand"}, "units_left")
    first = page.row
    for line in LINES:
        at = f"{{vereinbarungen.zeilen.{unit.key}.{line}}}"
        _line(page, {
            _WHAT: f'=IF({at}=0,"",INDEX({agreements.WHAT},{at}))',
            _WHO: f'=IF({at}=0,"",INDEX({agreements.WHO},{at})&"")',
            _DUE: f'=IF({at}=0,"",INDEX({agreements.DUE},{at}))',
            _STATE: f'=IF({at}=0,"",INDEX({{vereinbarungen.lage.genannt}},{at}))',
        })  # fmt: skip
    page.conditionals.append(Conditional("overdue", Area(first, _STATE, page.row - 1, _LAST), _DUE))
    for _ in range(_BY_HAND):
        page.heights[page.row] = 20.0
        _line(page, {})


def _line(page: Sheet, texts: Mapping[int, str], style: str = "label") -> None:
    """A line of what is agreed: texts or formulas by column, which reach over the blank ones behind them."""
    for column in range(_WHAT, _LAST + 1):
        text = texts.get(column)
        look = "label_left" if column == _DUE and style == "label" else style
        formula = text.removeprefix("=") if text and text.startswith("=") else None
        page.put(page.row, column, None if formula else text, look, _DAY if column == _DUE and formula else None, formula=formula)  # fmt: skip
    page.skip()
