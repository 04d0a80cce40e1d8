"""Sheet Grundlage, hidden: the inputs that the adopted targets rest on, and what the first sheet is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from jcplan.cells import Area, absolute, address, quote_sheet
from jcplan.layout import mappe, pruefungen, stand, ziele
from jcplan.layout.annahmen import number_format
from jcplan.model import Model
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart
from jcplan.sheet.table import UNIT_COLUMN, Column, Row, Special, Table

NAME: Final = "Grundlage"


def sheet(
    model: Model, figures: Mapping[str, float | str | None], computing: Sequence[Sheet], workings: Sheet
) -> tuple[Sheet, Mapping[str, Chart]]:  # fmt: skip
    """The sheet, and by key of their sheets the charts of the first sheet, drawn from it.

    Args:
        model: What the plan has.
        figures: The inputs that the targets rest on; none where there are no targets yet.
        computing: The sheets that compute.
        workings: The sheet on which their workings stand.
    """
    page = Sheet(NAME, "Grundlage der Ziele", (48, 15, 20, 46, *[12] * 8), tab=styles.GREY, backstage=True)
    page.put(3, 2, "Ausgeblendet, wird nicht gedruckt. Hier schreibt nur „Ziele aktualisieren“.", "subtitle")
    page.row = 5
    stand.states(page)
    page.put(page.row, 2, "Geänderte oder überschriebene Formeln bei der letzten Aktualisierung", "label_wrap")
    page.put(page.row, 3, 0.0, "value", "0")
    page.put(page.row, 4, "Formeln", "unit")
    page.name_area(ziele.RECONCILED_NAME, Area(page.row, 3, page.row, 3))
    page.skip(2)
    page.heading("Zahlen der Diagramme auf der Übersicht", "Leer, solange Eingaben fehlen.")
    shown = {each.key: _mirrored(page, each, workings, each.overview) for each in computing if each.overview}
    page.table(_basis(model, figures))
    page.skip()
    _changes(page)
    return page, shown


def _changes(page: Sheet) -> None:
    """Single changes that remove contradictions, as the refresh writes them; Prüfungen shows them."""
    keys = [f"c{number}" for number in range(1, pruefungen.CHANGES + 1)]
    heads = ("Prüfung, Nr.", "bisher", "passt mit", "Einheit", "Eingabe", "Name", "Stellen", "berechnet", "angegeben")
    columns = [Column(key, head, style="helper") for key, head in zip(pruefungen.CHANGE_KEYS, heads, strict=True)]
    rows = [Row(key, f"Änderung {number}") for number, key in enumerate(keys, 1)]
    title = "Einzelne Änderungen, mit denen Prüfungen passen"
    rest = Row("mehr", "nicht gezeigt; höchstens je Prüfung")
    page.table(Table("aenderungen", columns, [*rows, rest], head="Änderung", title=title, height=18))
    first, last = pruefungen.CHANGE_KEYS[0], pruefungen.CHANGE_KEYS[-1]
    page.name_area(pruefungen.CHANGES_NAME, page.area(f"aenderungen.c1.{first}:aenderungen.mehr.{last}"))
    page.export(**{f"{row}_{key}": f"aenderungen.{row}.{key}" for row in keys for key in pruefungen.CHANGE_KEYS})
    page.export(mehr_vorher=f"aenderungen.mehr.{pruefungen.CHANGE_KEYS[1]}")


def _basis(model: Model, figures: Mapping[str, float | str | None]) -> Table:
    """The inputs as they were when the targets were last written."""
    rows = [
        Row(
            field.name, field.label, unit=field.unit, label_style="label_wrap",
            cells={"wert": Special(value=figures.get(field.name), form=number_format(field)), "name": Special(value=field.name)},
        )
        for field in model.figures
    ]  # fmt: skip
    columns = (
        UNIT_COLUMN,
        Column("wert", "Wert", name=ziele.BASIS_NAME),
        Column("name", "Name in Formeln", style="text", name=mappe.BASIS_NAMES_NAME),
    )
    title = "Die Annahmen, auf denen die festgeschriebenen Ziele beruhen"
    return Table("annahmen", columns, rows, head="Annahme", title=title, height=18)


def _mirrored(page: Sheet, home: Sheet, workings: Sheet, chart: Chart) -> Chart:
    """A chart of the same figures, and of none while inputs are missing.

    A formula a cell: an array formula would be computed by a program without jcplan's functions, and the chart empty.
    """
    page.put(page.row, 2, home.name, "label_bold")
    page.skip()
    areas: dict[str, list[Any]] = {}

    def title(key: str) -> str:
        return quote_sheet(workings.name if home.keys.home(key) == workings.key else home.name)

    def lay(key: str, otherwise: str, *, beside: str = "") -> list[Any]:
        """The cells of a key of the chart's sheet, below what stands there or, a column, beside another."""
        if key not in areas:
            source = home.area(key)
            rows, columns = source.shape
            top, left = page.row, 2
            if beside in areas and columns == 1 and rows > 1:
                _, top, _, _, left = areas[beside]
                top, left = top + 1, left + 2
            area = Area(top, left, top + rows - 1, left + columns - 1)
            for at, (row, column) in zip(area, source, strict=True):
                there = f"{title(key)}!{address(row, column)}"
                page.put(*at, formula=f"IF(Eingaben_fehlen>0,{otherwise},{there})", style="helper")
            areas[key] = [NAME, area.top - 1, area.left - 1, area.bottom - 1, area.right - 1]
            page.row = max(page.row, area.bottom + 1)
        return areas[key]

    series, beside = [], ""
    for each in chart.series:
        categories, values, name = (each[part][1:-1] for part in ("categories", "values", "name"))
        made: dict[str, Any] = {
            "categories": lay(categories, '""'),
            "values": lay(values, "NA()", beside=beside or categories),
        }
        beside = values
        at = home.area(name)
        made["name"] = f"={title(name)}!{absolute(Area(at.top, at.left, at.top, at.left))}"
        series.append({**each, **made})
    page.skip()
    return replace(chart, series=series)
