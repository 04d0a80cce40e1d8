"""Bridge charts that lie: steps one under the other, from a level to the next, with room for long names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jcplan.cells import Area
from jcplan.sheet import styles
from jcplan.sheet.charts import FONT, name_of
from jcplan.sheet.page import Chart, Sheet

_HEADER = ("Schritt", "Sockel über 0", "Sockel unter 0", "aufwärts über 0", "aufwärts unter 0", "abwärts über 0", "abwärts unter 0", "Wert", "Einheit", "")  # fmt: skip


def numbers(
    page: Sheet, steps: Sequence[tuple[str, str, str]], unit: str, number_format: str, *, from_first: bool = False
) -> int:
    """The table of a bridge from the page's row on; its last row is a level of its own.

    Args:
        page: The sheet; its row moves behind the table.
        steps: Label (a formula), number shown (a reference, perhaps to a dash) and value (a formula) of each row.
        unit: German unit of the values.
        number_format: Of the values.
        from_first: Whether the first row is a level too, and the steps go on from it; else they start at 0.

    Returns:
        The header's row.
    """
    header = page.header(_HEADER, height=31)
    top, bottom = page.row, page.row + len(steps) - 1
    for row, (label, shown, value) in enumerate(steps, top):
        page.put(row, 2, formula=f'IFERROR({label}&" "&FIXED({shown},0),{label}&" –")', style="label")
        page.put(row, 9, formula=value, style="helper", number_format=number_format)
        page.put(row, 10, unit, "unit")
        page.put(row, 11, None, "unit")
    first, origin = (top + 1, f",I{top}") if from_first else (top, "")
    if from_first:
        page.block(Area(top, 3, top, 8), f"JC_BRUECKE(I{top})", "helper", number_format)
    page.block(Area(first, 3, bottom - 1, 8), f"JC_BRUECKE(I{first}:I{bottom - 1}{origin})", "helper", number_format)
    page.block(Area(bottom, 3, bottom, 8), f"JC_BRUECKE(I{bottom})", "helper", number_format)
    page.row = bottom + 1
    return header


def lying(
    sheet: str, header: int, colors: Sequence[str], *, row: int, column: int, width: int, height: int, alt: str
) -> Chart:
    """Floating bars from the table of ``numbers``, a colour each."""
    rows = (header, header + len(colors) - 1)
    series: list[dict[str, Any]] = [
        {
            "name": name_of(sheet, header, data_column),
            "categories": [sheet, rows[0], 1, rows[1], 1],
            "values": [sheet, rows[0], data_column - 1, rows[1], data_column - 1],
            "gap": 35,
            "border": {"none": True},
            **(
                {"fill": {"none": True}}
                if data_column <= 4
                else {"points": [{"fill": {"color": color}} for color in colors], "fill": {"color": styles.BLUE}}
            ),
        }
        for data_column in range(3, 9)
    ]
    return Chart(
        "bar", "stacked", series, row, column, width, height, alt,
        x_axis={"visible": False, "major_gridlines": {"visible": False}},
        y_axis={"reverse": True, "num_font": FONT, "line": {"color": styles.RULE}, "label_position": "low", "major_tick_mark": "none"},
    )  # fmt: skip
