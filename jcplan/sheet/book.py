"""All sheets and names of a workbook: the same for building and for refreshing. Here keys become addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from jcplan.cells import Area, Cell, Scalar, absolute, address, quote_sheet
from jcplan.sheet.keys import Index, Scope
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart

WORKINGS: Final = "Rechenwerk"
"""Title of the sheet on which the workings of all others stand."""


def workings(pages: Sequence[Sheet]) -> Sheet:
    """The sheet on which the workings of all others stand: hidden, not printed."""
    page = Sheet(
        WORKINGS,
        "Rechenwerk: Zahlen zu Diagrammen und Zwischenschritte",
        (46, *[15] * 14),
        key="werk",
        backstage=True,
    )
    for owner in pages:
        if owner.workings:
            page.put(page.row, 2, owner.name, "heading")
            page.skip()
        for table in owner.workings:
            page.table(table, owner=owner)
            page.skip()
    return page


class Layout:
    """All sheets and names; a ``port.Grid``.

    Args:
        sheets: In their order, addresses in place of their keys.
        constants: Hidden names that stand for a constant, and what it is.
        subject: What the file says it is about.
    """

    def __init__(self, sheets: Sequence[Sheet], constants: Mapping[str, str], *, subject: str = "") -> None:
        self.pages = {sheet.name: sheet for sheet in sheets}
        self.hidden_names = {*constants, *(name for sheet in sheets for name in sheet.hidden_names)}
        self.subject = subject
        self.names: dict[str, str] = dict(constants)
        self._cells: dict[str, dict[tuple[int, int], Cell]] = {}
        for sheet in sheets:
            self._cells[sheet.name] = {at: Cell(c.value, c.formula, c.array) for at, c in sheet.cells.items()}
            for name, area in sheet.names.items():
                self.names[name] = f"{quote_sheet(sheet.name)}!{absolute(area)}"

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the worksheets."""
        return tuple(self.pages)

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        """The cells of a worksheet as the formula engine sees them."""
        return self._cells[sheet]

    def fill(self, sheet: str, values: Mapping[tuple[int, int], Scalar]) -> None:
        """Put values into cells that hold none yet."""
        for at, value in values.items():
            self.pages[sheet].cells[at] = replace(self.pages[sheet].cells[at], value=value)
            self._cells[sheet][at] = Cell(value)


def resolve(sheets: Sequence[Sheet]) -> set[tuple[str, str]]:
    """Put addresses in place of keys, in formulas, charts and links. Returns sheet and key of exports nothing names.

    Raises:
        ValueError: There is no such key.
    """
    index = Index({sheet.key: sheet.keys for sheet in sheets})
    titles = {sheet.key: sheet.name for sheet in sheets}
    for sheet in sheets:
        for at, cell in sheet.cells.items():
            scope = cell.scope or Scope(sheet.key)
            if cell.formula and "{" in cell.formula:
                formula = index.resolve(cell.formula, scope, sheet.key)
                sheet.cells[at] = replace(cell, formula=formula, scope=None)
            elif cell.link and cell.link.startswith("{"):
                key, area = index.find(cell.link[1:-1], scope)
                sheet.cells[at] = replace(cell, link=f"{titles[key]}!{address(area.top, area.left)}", scope=None)
        sheet.charts = [_chart(index, sheet, chart, titles) for chart in sheet.charts]
    return {(sheet.key, export) for sheet in sheets for export in sheet.keys.exports} - index.named


_AREAS = ("name", "categories", "values")


def _chart(index: Index, sheet: Sheet, chart: Chart, titles: Mapping[str, str]) -> Chart:
    """A chart whose series name areas as the writer takes them."""
    scope = Scope(sheet.key)

    def found(part: str, value: Any) -> Any:
        if part not in _AREAS or not isinstance(value, str) or not value.startswith("{"):
            return value
        key, area = index.find(value[1:-1], scope)
        if part == "name":
            return f"={quote_sheet(titles[key])}!{absolute(Area(area.top, area.left, area.top, area.left))}"
        return [titles[key], area.top - 1, area.left - 1, area.bottom - 1, area.right - 1]

    series, lines = (
        [{part: found(part, value) for part, value in each.items()} for each in group]
        for group in (chart.series, chart.lines)
    )
    return replace(chart, series=series, lines=lines)
