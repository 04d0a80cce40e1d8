"""The workbook's native charts. The finding stands in the cell above each, so it follows the figures."""

from __future__ import annotations

from typing import Any

from jcplan.cells import column_name, quote_sheet
from jcplan.sheet import styles
from jcplan.sheet.page import Chart

FONT = {"name": "Calibri", "size": 10, "color": "#404040"}
GRID = {"visible": True, "line": {"color": "#E3E3E3", "width": 0.75}}
QUIET = {"line": {"color": styles.RULE}, "num_font": FONT}


def series(table: str, column: str, **look: Any) -> dict[str, Any]:
    """A series from a column of a table: its header names it, the labels are its categories."""
    return {
        "name": f"{{{table}.kopf.{column}}}",
        "categories": f"{{{table}.bezeichnung}}",
        "values": f"{{{table}.{column}}}",
        **look,
    }


def series_of_months(table: str, row: str, **look: Any) -> dict[str, Any]:
    """A series from a row of a table of months: its label names it, the months are its categories."""
    return {
        "name": f"{{{table}.{row}.bezeichnung}}",
        "categories": f"{{{table}.kopf.monate}}",
        "values": f"{{{table}.{row}.monate}}",
        **look,
    }


def fill(color: str | None) -> dict[str, Any]:
    """The fill of a series; none makes it unseen."""
    return {"color": color} if color else {"none": True}


def axis_of(number_format: str, **more: Any) -> dict[str, Any]:
    """An axis of values: fine grid, no line."""
    return {"num_format": number_format, "major_gridlines": GRID, **QUIET, "line": {"none": True}, **more}


def cells_of(sheet: str, rows: tuple[int, int], columns: tuple[int, int]) -> list[Any]:
    """An area as the writer takes it for a series; rows and columns count from 1."""
    return [sheet, rows[0] - 1, columns[0] - 1, rows[1] - 1, columns[1] - 1]


def name_of(sheet: str, row: int, column: int) -> str:
    """The cell that names a series."""
    return f"={quote_sheet(sheet)}!${column_name(column)}${row}"


def data_labels(number_format: str, color: str = "#FFFFFF", **more: Any) -> dict[str, Any]:
    """Labels at the points of a series."""
    return {"value": True, "num_format": number_format, "font": {**FONT, "color": color, "bold": True}, **more}


def bridge(sheet: str, header: int, steps: int, *, row: int, column: int, width: int, height: int) -> Chart:
    """A bridge in percentage points against the year before: floating columns, up blue, down orange.

    The data has for each step an invisible base and a visible part, above and below zero.
    """
    rows = (header + 1, header + steps)
    series: list[dict[str, Any]] = []
    for data_column, color in (
        (3, None),
        (4, None),
        (5, styles.BLUE),
        (6, styles.BLUE),
        (7, styles.WARM),
        (8, styles.WARM),
    ):
        part: dict[str, Any] = {
            "name": name_of(sheet, header, data_column),
            "categories": cells_of(sheet, rows, (2, 2)),
            "values": cells_of(sheet, rows, (data_column, data_column)),
            "gap": 60,
            "fill": {"color": color} if color else {"none": True},
            "border": {"none": True},
        }
        series.append(part)
    return Chart(
        "column", "stacked", series, row, column, width, height,
        "Brücke der Integrationsquote in Prozentpunkten gegenüber dem Vorjahr: Struktureffekt, Quoteneffekt, Veränderung insgesamt; aufwärts blau, abwärts orange. Die Zahlen stehen in der Tabelle auf dem Blatt IQ.",
        y_axis={"num_format": "+0.00;-0.00;0.00", "name": "Prozentpunkte", "name_font": {**FONT, "bold": False}, "major_gridlines": GRID, **QUIET, "line": {"none": True}},
        x_axis={**QUIET, "label_position": "low"},
    )  # fmt: skip


def paths(
    sheet: str, header: int, planned: int, needed: int, *, row: int, column: int, width: int, height: int
) -> Chart:
    """Lines: how far the LZB stock moves from its start, with the planned and with the needed exits."""
    series = [
        {
            "name": name_of(sheet, data_row, 2),
            "categories": cells_of(sheet, (header, header), (3, 14)),
            "values": cells_of(sheet, (data_row, data_row), (3, 14)),
            "line": {"color": color, "width": 2.5, **dash},
            "data_labels": {"value": True, "num_format": "+#,##0;-#,##0;0", "position": "above", "font": {**FONT, "color": color, "bold": True},
                            "custom": [{"delete": True}] * 11},
        }
        for data_row, color, dash in ((planned, styles.WARM, {}), (needed, styles.BLUE, {"dash_type": "dash"}))
    ]  # fmt: skip
    return Chart(
        "line", None, series, row, column, width, height,
        "Zwei Linien über zwölf Monate: Abstand der LZB vom Ausgangsbestand mit dem geplanten Abgang (orange) und mit dem nötigen Abgang (blau, gestrichelt). Die Zahlen stehen in der Tabelle auf dem Blatt LZB.",
        y_axis={"num_format": "+#,##0;-#,##0;0", "major_gridlines": GRID, **QUIET, "line": {"none": True}},
        x_axis={**QUIET, "label_position": "low"}, legend={"position": "bottom", "font": FONT},
    )  # fmt: skip


def planned_and_actual(
    sheet: str, header: int, planned: int, actual: int, what: str, *, row: int, column: int, width: int, height: int
) -> Chart:
    """Columns side by side over the months: planned (grey) and actual (blue)."""
    series = [
        {
            "name": name,
            "categories": cells_of(sheet, (header, header), (3, 14)),
            "values": cells_of(sheet, (data_row, data_row), (3, 14)),
            "fill": {"color": color},
            "gap": 60,
            "overlap": 0,
        }
        for name, data_row, color in (("Soll", planned, styles.RULE), ("Ist", actual, styles.BLUE))
    ]
    return Chart(
        "column", None, series, row, column, width, height,
        f"Säulen nebeneinander für zwölf Monate: {what}, Soll (grau) und Ist (dunkelblau). Die Zahlen stehen in der Tabelle der Monate.",
        y_axis={"min": 0, "num_format": "#,##0", "major_gridlines": GRID, **QUIET, "line": {"none": True}},
        x_axis=QUIET, legend={"position": "bottom", "font": FONT},
    )  # fmt: skip
