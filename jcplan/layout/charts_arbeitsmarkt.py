"""The chart of the sheet Arbeitsmarkt."""

from __future__ import annotations

from typing import Any

from jcplan.sheet import styles
from jcplan.sheet.charts import GRID, QUIET, cells_of, name_of
from jcplan.sheet.page import Chart


def forecasts(
    sheet: str, header: int, colors: tuple[str, ...], *, row: int, column: int, width: int, height: int
) -> Chart:
    """Floating bars, one a forecast: from its lower to its upper end, or from zero to a single figure.

    The data below ``header`` has for each bar, in columns 3 to 6, an invisible base above and
    below zero and the visible part above and below zero; ``colors`` are those of the bars.
    """
    rows = (header + 1, header + len(colors))
    series: list[dict[str, Any]] = [
        {
            "name": name_of(sheet, header, data_column),
            "categories": cells_of(sheet, rows, (2, 2)),
            "values": cells_of(sheet, rows, (data_column, data_column)),
            "gap": 35,
            "fill": {"color": styles.BLUE} if visible else {"none": True},
            "border": {"none": True},
            **({"points": [{"fill": {"color": color}} for color in colors]} if visible else {}),
        }
        for data_column, visible in ((3, False), (4, False), (5, True), (6, True))
    ]
    return Chart(
        "bar", "stacked", series, row, column, width, height,
        "Balken, die bei null beginnen oder eine Spanne zeigen: Prognose der svB mit Spanne, Mitte der Spanne und gedruckter Mitte, Prognose der Arbeitslosen, Prognose und Ist der ELB ohne Flüchtlingshintergrund im Vorjahr. Die Zahlen stehen in der Tabelle auf dem Blatt Arbeitsmarkt.",
        x_axis={"num_format": "+0.0 %;-0.0 %;0 %", "major_gridlines": GRID, **QUIET, "line": {"none": True}, "label_position": "high"},
        y_axis={**QUIET, "label_position": "low", "reverse": True, "major_gridlines": {"visible": False}},
    )  # fmt: skip
