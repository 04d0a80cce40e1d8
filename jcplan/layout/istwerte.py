"""Sheet Istwerte: the seasonal profile, and what the teams reported month by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest

from jcplan.cases import Case
from jcplan.cells import address
from jcplan.layout.units import key, month_line, printed, whole
from jcplan.model import Model
from jcplan.model.groups import LABEL, name_of
from jcplan.model.teams import (
    AMOUNTS,
    COMMITTED,
    FOLLOWING,
    MEASURES,
    MONEY,
    RATES,
    STATES,
    SUPPRESSED,
    Entry,
    Measure,
    by_group,
    delivered,
)
from jcplan.params.indicators import indicators
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import refusal
from jcplan.sheet.table import UNIT_COLUMN, Column, Row, Special, Table, month_key, months

NAME = "Istwerte"
_EUROS = styles.with_sign(styles.HEADS, plus="")
_BLANK = dict.fromkeys(month_key(number) for number in range(1, 13))
"""Twelve months to type into."""


def sheet(model: Model, case: Case) -> Sheet:
    """The seasonal profile of a case and room for the actuals."""
    page = Sheet(NAME, "Istwerte und Saisonverlauf", (45, *[10.6] * 12, 13), tab=styles.PALE_YELLOW)
    page.one_page = False
    page.put(
        3, 2, "Eintragen, oder mit der Schaltfläche „Istwerte einlesen …“ aus Dateien. Leer: noch nicht gemeldet; *: von der Statistik gesperrt.", "finding",
    )  # fmt: skip
    month_line(page)
    page.skip()
    page.table(_season(case))
    for measure in MEASURES:
        page.validate(f"saison.{key(measure)}.monate", {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1e6,
            "input_title": "Saisongewicht", "input_message": "Zahl ab 0; 1 ist ein gewöhnlicher Monat.",
            **refusal(Entry.NUMBER.value),
        })  # fmt: skip
    for measure in MEASURES:
        page.skip()
        page.page_breaks.append(page.row - 1)
        _actuals(page, measure, model)
    last = page.row - 1
    for number in model.groups:
        for measure in by_group(number):
            page.skip()
            _actuals(page, measure, model)
    page.skip()
    page.heading(
        "Frühere Jahre",
        "Monate der Jahre vor dem Planjahr, wie für das ganze Jobcenter gemeldet; sie zeigen, wie ein Jahr gewöhnlich verläuft.",
    )
    for measure in MEASURES:
        _earlier(page, _of_years(measure), measure.earlier)
        page.skip()
    for number in model.groups:
        _earlier(page, _of_group(number), *(measure.earlier for measure in by_group(number)))
        page.skip()
    for state, words in STATES.items():
        _indicators(page, state, words)
        page.skip()
    for measure in MONEY:
        _money(page, measure, model)
        page.skip()
    _committed(page, model, case)
    page.skip()
    printed(page, 0, last)
    return page


def _season(case: Case) -> Table:
    """A row a measure."""
    rows = []
    for measure in MEASURES:
        weights = case.season.get(measure.key) or [None] * 12
        typed = {month: Special(value=weight) for month, weight in zip(_BLANK, weights, strict=True)}
        rows.append(Row(key(measure), measure.label, cells=typed, unit="Gewicht", name=measure.season))
    note = (
        "Gewicht jedes Monats im Jahr; gleiche Gewichte heißen: jeder Monat trägt gleich viel. "
        "Ein Bestand ohne Gewichte folgt einem geraden Pfad vom Ausgangsbestand zu seinem Jahresmittel."
    )
    columns = (*months("0.00", style="input"), UNIT_COLUMN)
    return Table("saison", columns, rows, head="Kennzahl", title="Saisonverlauf", note=note, height=18)


def _actuals(page: Sheet, measure: Measure, model: Model) -> None:
    """A row a team, then what is reported for the whole Jobcenter."""
    before = {"vorjahr": None} if measure.stock else {}
    rows = [Row(team.key, team.label, cells={**_BLANK, **before}, sparse=True) for team in whole(model.shape).teams]
    reported = Row("gesamt", "gesamt, wie gemeldet", cells=_BLANK, kind="bold", sparse=True, name=measure.reported)
    head, name = ("Dez. Vorjahr", measure.actual_before) if measure.stock else ("", "")
    columns = (
        *months(styles.HEADS, style="input"),
        Column("vorjahr", head, form=styles.HEADS, style="input", name=name),
    )
    note = f"{'Bestand am Monatsende' if measure.stock else 'Anzahl im Monat'}, {measure.unit}."
    table = key(measure)
    page.table(Table(table, columns, rows, head="Team", title=_title(measure), note=note, total=reported, height=18))
    page.name_area(measure.actual, page.area(f"{table}.monate"))
    _validate(page, f"{table}.{rows[0].key}.m01:{table}.gesamt.m12")
    if measure.stock:
        _validate(page, f"{table}.vorjahr")


def _title(measure: Measure) -> str:
    """What is counted; of a group with what it is called."""
    return f'="{measure.label}: "&{name_of(measure.group, LABEL)}' if measure.group else measure.label


def _of_years(measure: Measure) -> Table:
    """The months of a measure, a row a year, the last one first."""
    rows = [
        Row(
            f"vor{back}",
            f"={f'{{vor{back - 1}.bezeichnung}}' if back > 1 else 'Annahme_Planjahr'}-1",
            cells=_BLANK,
            label_style="label_left",
            sparse=True,
        )
        for back in range(1, measure.earlier_years + 1)
    ]
    return Table(
        f"{key(measure)}_frueher",
        months(styles.HEADS, style="input"),
        rows,
        head="Jahr",
        title=measure.label,
        height=18,
    )


def _of_group(number: int) -> Table:
    """The months of the year before of a group, a row a measure."""
    rows = [Row(key(each), each.label.partition(",")[0], cells=_BLANK, sparse=True) for each in by_group(number)]
    title = f'="Vorjahr, Gruppe {number}: "&{name_of(number, LABEL)}'
    return Table(
        f"g{number}_frueher", months(styles.HEADS, style="input"), rows, head="Kennzahl", title=title, height=18
    )


def _earlier(page: Sheet, table: Table, *names: str) -> None:
    """A table of earlier months; one name takes all its rows, several take one each."""
    page.table(table)
    if len(names) == 1:
        page.name_area(names[0], page.area(f"{table.key}.monate"))
    else:
        for row, name in zip(table.rows, names, strict=True):
            page.name_area(name, page.area(f"{table.key}.{row.key}.monate"))
    _validate(page, f"{table.key}.monate")


def _indicators(page: Sheet, state: str, words: str) -> None:
    """The indicators of the whole as the statistics deliver them."""
    rows = [
        Row(each.key.lower(), each.key, cells=_BLANK, sparse=True, name=measure.reported)
        for each, measure in zip(indicators(), delivered(state), strict=True)
    ]
    table = f"kennzahlen_{state}"
    columns = months(styles.percent(4), style="input")
    title, note = f"Kennzahlen nach § 48a SGB II: {words}", "Was sie heißen, steht auf „Kennzahlen“."
    page.table(Table(table, columns, rows, head="Kennzahl", title=title, note=note, height=18))
    area = page.area(f"{table}.monate")
    cell, (low, high) = address(area.top, area.left), RATES
    page.validate(f"{table}.monate", {
        "validate": "custom", "value": f'=OR(AND(ISNUMBER({cell}),{cell}>={low:g},{cell}<={high:g}),{cell}="{SUPPRESSED}")',
        "input_title": "Kennzahl", "input_message": "Als Prozentwert, zum Beispiel 22,3 % oder −1,2 %; * für einen gesperrten Wert. Leer: nicht geliefert.",
        **refusal(Entry.RATE.value),
    })  # fmt: skip


def _rows_of_instruments(model: Model, cells: Callable[[int], Mapping[str, Special | None]]) -> list[Row]:
    """A row an instrument, with what it opens with."""
    rows = []
    for number in range(1, model.shape.instrumente + 1):
        label = f"Annahme_Mittel_Gewicht_{number:02}_Bezeichnung"
        shown = f'=IF(ISBLANK({label}),"Instrument {number}",{label})'
        rows.append(Row(f"instrument_{number}", shown, cells=cells(number), sparse=True))
    return rows


def _money(page: Sheet, measure: Measure, model: Model) -> None:
    """A row an instrument, then what is reported for all of them."""
    rows = _rows_of_instruments(model, lambda _: _BLANK)
    reported = Row("gesamt", "gesamt, wie gemeldet", cells=_BLANK, kind="bold", sparse=True, name=measure.reported)
    what = "Neue Bindungen im Monat" if measure.key == "BINDUNG" else "Ausgezahlt im Monat"
    note = f"{what}, Euro (mit Cent eingetragen, ohne Cent gezeigt); negativ: zurückgenommen oder zurückgezahlt."
    table = key(measure)
    page.table(Table(
        table, months(_EUROS, style="input"), rows, head="Instrument",
        title=f"{measure.label} nach Instrumenten", note=note, total=reported, height=18,
    ))  # fmt: skip
    page.name_area(measure.actual, page.area(f"{table}.monate"))
    _validate_amounts(page, f"{table}.{rows[0].key}.m01:{table}.gesamt.m12", measure.label, "Betrag des Monats")


def _committed(page: Sheet, model: Model, case: Case) -> None:
    """What is committed by instrument of the plan's year from before, and of the years after it."""
    years = [f"j{ahead}" for ahead in range(FOLLOWING + 1)]

    def typed(number: int) -> Mapping[str, Special | None]:
        known = case.committed[number - 1] if number <= len(case.committed) else ()
        return {key: Special(value=value) for key, value in zip_longest(years, known)}

    heads = ["=Annahme_Planjahr", *(f"={{kopf.{before}}}+1" for before in years[:-1])]
    columns = [
        Column(key, head, form=_EUROS, style="input", head_style="header_right")
        for key, head in zip(years, heads, strict=True)
    ]
    note = (
        "Euro: im Planjahr die Vorbindungen aus Vorjahren, danach was für spätere Jahre gebunden ist oder wird "
        "(Verpflichtungsermächtigungen). Leer: nicht bekannt."
    )
    rows = _rows_of_instruments(model, typed)
    page.table(Table(
        "verpflichtung", columns, rows, head="Instrument", title="Verpflichtungen nach Jahren", note=note, height=18,
    ))  # fmt: skip
    area = f"verpflichtung.{rows[0].key}.{years[0]}:verpflichtung.{rows[-1].key}.{years[-1]}"
    page.name_area(COMMITTED, page.area(area))
    _validate_amounts(page, area, "Verpflichtung", "Betrag des Jahres")


def _validate_amounts(page: Sheet, cells: str, title: str, what: str) -> None:
    """Amounts of money."""
    area = page.area(cells)
    cell, (low, high) = address(area.top, area.left), AMOUNTS
    page.validate(cells, {
        "validate": "custom", "value": f"=AND(ISNUMBER({cell}),{cell}>={low:.0f},{cell}<={high:.0f})",
        "input_title": title, "input_message": f"{what} in Euro, auch mit Cent oder negativ. Leer: nicht bekannt.",
        **refusal(Entry.AMOUNT.value),
    })  # fmt: skip


def _validate(page: Sheet, cells: str) -> None:
    """Figures and suppressed ones."""
    area = page.area(cells)
    cell = address(area.top, area.left)
    page.validate(cells, {
        "validate": "custom", "value": f'=OR(AND(ISNUMBER({cell}),{cell}>=0),{cell}="{SUPPRESSED}")',
        "input_title": "Istwert", "input_message": "Zahl ab 0, oder * für einen gesperrten Wert. Leer: nicht gemeldet.",
        **refusal(Entry.ACTUAL.value),
    })  # fmt: skip
