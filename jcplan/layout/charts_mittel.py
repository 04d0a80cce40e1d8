"""Charts of the sheet Mittelplanung."""

from __future__ import annotations

from typing import Any

from jcplan.sheet import styles
from jcplan.sheet.charts import FONT, GRID, QUIET, cells_of, data_labels, name_of
from jcplan.sheet.page import Chart


def instruments(sheet: str, first: int, last: int, *, row: int, column: int, width: int, height: int) -> Chart:
    """Bars: what each instrument gets, the first one on top."""
    series = {
        "name": "Betrag",
        "categories": cells_of(sheet, (first, last), (2, 2)),
        "values": cells_of(sheet, (first, last), (6, 6)),
        "fill": {"color": styles.BLUE},
        "gap": 35,
        "data_labels": data_labels("0.00,,", "#404040", position="outside_end"),
    }
    return Chart(
        "bar", None, [series], row, column, width, height,
        "Balken: Betrag je Instrument aus dem freien Eingliederungstitel in Millionen Euro, in der Reihenfolge der Tabelle auf dem Blatt Mittelplanung.",
        x_axis={"min": 0, "visible": False, "major_gridlines": {"visible": False}},
        y_axis={**QUIET, "reverse": True, "major_gridlines": {"visible": False}, "num_font": {**FONT, "size": 9}},
    )  # fmt: skip


def liquidity(
    sheet: str, header: int, allotted: int, committed: int, *, row: int, column: int, width: int, height: int
) -> Chart:
    """Lines: allotments and commitments of the year so far."""
    looks: tuple[tuple[int, str, dict[str, Any]], ...] = (
        (allotted, styles.BLUE, {}),
        (committed, styles.WARM, {"dash_type": "dash"}),
    )
    series = [
        {
            "name": name_of(sheet, data_row, 2),
            "categories": cells_of(sheet, (header, header), (3, 14)),
            "values": cells_of(sheet, (data_row, data_row), (3, 14)),
            "line": {"color": color, "width": 2.5, **dash},
        }
        for data_row, color, dash in looks
    ]
    return Chart(
        "line", None, series, row, column, width, height,
        "Zwei Linien über zwölf Monate: aufgelaufene Zuteilung (blau) und aufgelaufene Bindungen mit Vorbindungen (orange, gestrichelt). Die Zahlen stehen in der Tabelle auf dem Blatt Mittelplanung.",
        y_axis={"min": 0, "num_format": '0,," Mio. €"', "major_gridlines": GRID, **QUIET, "line": {"none": True}},
        x_axis=QUIET, legend={"position": "bottom", "font": FONT},
    )  # fmt: skip
