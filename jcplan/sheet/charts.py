"""The workbook's native charts. The finding stands in the cell above each, so it follows the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jcplan.sheet import styles
from jcplan.sheet.parts import Chart
from jcplan.sheet.table import YEAR, Block, Column, Row, Table

FONT = {"name": "Calibri", "size": 10, "color": "#404040"}
GRID = {"visible": True, "line": {"color": "#E3E3E3", "width": 0.75}}
QUIET = {"line": {"color": styles.RULE}, "num_font": FONT}
UNSEEN = {"visible": False, "major_gridlines": {"visible": False}}
"""An axis of values of bars that show theirs."""
LYING = {**QUIET, "reverse": True, "label_position": "low", "major_tick_mark": "none"}
"""An axis of the names of lying bars, the first on top."""


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
    return series_of_row(table, row, YEAR, **look)


def series_of_row(table: str, row: str, span: str, **look: Any) -> dict[str, Any]:
    """A series from some columns of a row: its label names it, their headers are its categories."""
    return {
        "name": f"{{{table}.{row}.bezeichnung}}",
        "categories": f"{{{table}.kopf.{span}}}",
        "values": f"{{{table}.{row}.{span}}}",
        **look,
    }


def fill(color: str | None) -> dict[str, Any]:
    """The fill of a series; none makes it unseen."""
    return {"color": color} if color else {"none": True}


def axis_of(number_format: str, **more: Any) -> dict[str, Any]:
    """An axis of values: fine grid, no line."""
    return {"num_format": number_format, "major_gridlines": GRID, **QUIET, "line": {"none": True}, **more}


def data_labels(number_format: str, color: str = "#FFFFFF", **more: Any) -> dict[str, Any]:
    """Labels at the points of a series."""
    return {"value": True, "num_format": number_format, "font": {**FONT, "color": color, "bold": True}, **more}


_FLOATING = (
    ("sockel_oben", "Sockel über 0", None),
    ("sockel_unten", "Sockel unter 0", None),
    ("auf_oben", "aufwärts über 0", styles.BLUE),
    ("auf_unten", "aufwärts unter 0", styles.BLUE),
    ("ab_oben", "abwärts über 0", styles.WARM),
    ("ab_unten", "abwärts unter 0", styles.WARM),
)
"""Of a bridge's columns, key, header and colour: invisible bases, then what is seen."""


def bridge_table(
    key: str, rows: Sequence[Row], title: str, form: str, parts: Sequence[tuple[str, str, str]], *, more: Sequence[Column] = ()
) -> Table:  # fmt: skip
    """The numbers of a bridge: from each row's ``wert`` an invisible base and a visible part, above and below zero.

    Args:
        key: The table's key.
        rows: The steps, each with a formula for ``wert``.
        title: Heading.
        form: Number format.
        parts: First and last step of each run of steps, and the step that it starts from; it starts at 0 without one.
        more: Columns behind the value.
    """
    columns = [Column(name, head, form=form, style="helper") for name, head, _ in _FLOATING]
    columns.append(Column("wert", "Wert", form=form, style="helper"))
    left, right = _FLOATING[0][0], _FLOATING[-1][0]
    blocks = [
        Block((first, left), (last, right), f"JC_BRUECKE({_run(first, last)}{f',{{{start}.wert}}' if start else ''})")
        for first, last, start in parts
    ]
    return Table(key, (*columns, *more), rows, head="Schritt", title=title, blocks=blocks)


def _run(first: str, last: str) -> str:
    return f"{{{first}.wert}}" if first == last else f"{{{first}.wert:{last}.wert}}"


def bridge(
    table: str, unit: str, form: str, *, row: int, column: int, width: int, height: int, alt: str
) -> Chart:  # fmt: skip
    """A bridge of changes: floating columns, up blue, down orange.

    Args:
        table: A ``bridge_table``.
        unit: What the axis shows, German.
        form: Its number format.
        row: Where it stands.
        column: Likewise.
        width: In pixels.
        height: Likewise.
        alt: What it shows, for those who do not see it.
    """
    parts = [series(table, key, gap=60, fill=fill(color), border={"none": True}) for key, _, color in _FLOATING]
    axis = axis_of(form, name=unit, name_font={**FONT, "bold": False})
    return Chart(
        "column", "stacked", parts, row, column, width, height, alt, y_axis=axis,
        x_axis={**QUIET, "label_position": "low"},
    )  # fmt: skip


def lying_step(key: str, label: str, shown: str, value: str, unit: str) -> Row:
    """A step of a bridge that lies.

    Args:
        key: Its key.
        label: Formula of its label, which has room for long names.
        shown: The figure behind its label, perhaps a dash.
        value: Formula of its value.
        unit: German unit of the value.
    """
    return Row(key, f'=IFERROR({label}&" "&FIXED({shown},0),{label}&" –")', value, unit=unit)


def lying_bridge(
    table: str, colors: Sequence[str], alt: str, *, row: int, column: int, width: int, height: int
) -> Chart:  # fmt: skip
    """A bridge from top to bottom: floating bars, a colour each; without colours up blue, down orange."""
    bars = {"points": [{"fill": fill(color)} for color in colors], "fill": fill(styles.BLUE)}
    parts = [
        series(table, key, gap=35, border=fill(None), **(bars if color and colors else {"fill": fill(color)}))
        for key, _, color in _FLOATING
    ]
    return Chart("bar", "stacked", parts, row, column, width, height, alt, x_axis=UNSEEN, y_axis=LYING)


def planned_and_actual(
    months: str, planned: str, actual: str, what: str, *, row: int, column: int, width: int, height: int
) -> Chart:
    """Columns side by side over the months: planned (grey) and actual (blue); their figures and the months by key."""
    series = [
        {"name": name, "categories": f"{{{months}}}", "values": f"{{{key}}}", "fill": fill(color), "gap": 60, "overlap": 0}
        for name, key, color in (("Soll", planned, styles.RULE), ("Ist", actual, styles.BLUE))
    ]  # fmt: skip
    return Chart(
        "column", None, series, row, column, width, height,
        f"Säulen nebeneinander für zwölf Monate: {what}, Soll (grau) und Ist (dunkelblau). Die Zahlen stehen in der Tabelle der Monate.",
        y_axis=axis_of("#,##0", min=0), x_axis=QUIET, legend={"position": "bottom", "font": FONT},
    )  # fmt: skip
