"""Courses of the stocks with their uncertainty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jcplan.layout import chain
from jcplan.layout.sicherheit.inputs import SAMPLE
from jcplan.sheet import charts, styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Chart
from jcplan.sheet.table import Block, Column, Row, Special, Table, months

_FAN: Final = (("q10", 0.1), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q90", 0.9))


def fan(stock: str) -> Table:
    """A stock month by month: shares of the draws below, and the plan; what the chart draws of their distance to it."""
    name = f"faecher_{stock.lower()}"
    shares = [
        *(Row(each, f"{share:.0%} darunter".replace("%", " %"), form=styles.HEADS, cells={"anteil": Special(value=share, form="0 %")})
          for each, share in _FAN),
        Row("plan", "Plan", form=styles.HEADS, cells={"anteil": Special(value=0.5, form="0 %")}),
    ]  # fmt: skip
    drawn = [
        Row(each, label, f"IF(ISNUMBER({{plan}})*ISNUMBER({{q50}}),{formula},NA())", form=styles.SIGNED, cells={"anteil": None})
        for each, label, formula in _drawn()
    ]  # fmt: skip
    first, last = _FAN[0][0], _FAN[-1][0]
    sure = f"{chain.NAMES_NAME},{chain.VALUES_NAME},{{verteilung.fest}},1"
    blocks = (
        Block((first, "m01"), (last, "m12"), f'IFERROR(JC_FAECHER("{stock}",{{{first}.anteil}}:{{{last}.anteil}},{SAMPLE}),"")'),
        Block(("plan", "m01"), ("plan", "m12"), f'IFERROR(JC_FAECHER("{stock}",{{plan.anteil}},{sure}),"")'),
    )  # fmt: skip
    columns = (Column("anteil", "Anteil", style="helper"), *months(style="helper"))
    return Table(name, columns, [*shares, *drawn], head="Monat", title=f"Verlauf der {stock} mit seiner Unsicherheit", height=18, blocks=blocks)  # fmt: skip


_BANDS: Final = (
    ("aussen_unten", "q10", "q25", styles.PALE_BLUE),
    ("innen", "q25", "q75", styles.MID_BLUE),
    ("aussen_oben", "q75", "q90", styles.PALE_BLUE),
)
"""Of a fan's bands, key, edges and colour; from below."""


def _drawn() -> Iterator[tuple[str, str, str]]:
    """Of what a fan is drawn from, key, label and formula: of each band the part above and below the plan."""
    low, high = _FAN[0][0], _FAN[-1][0]
    yield "sockel_oben", "Sockel über dem Plan", f"MAX({{{low}}}-{{plan}},0)"
    yield "sockel_unten", "Sockel unter dem Plan", f"MIN({{{high}}}-{{plan}},0)"
    for each, lower, upper, _ in _BANDS:
        yield f"{each}_auf", "80 % der Fälle" if each != "innen" else "die mittlere Hälfte", f"MAX({{{upper}}}-{{plan}},0)-MAX({{{lower}}}-{{plan}},0)"  # fmt: skip
        yield f"{each}_ab", f"{lower} bis {upper}, unter dem Plan", f"MIN({{{lower}}}-{{plan}},0)-MIN({{{upper}}}-{{plan}},0)"  # fmt: skip
    yield "mitte", "Mitte", "{q50}-{plan}"
    yield "null", "Plan", "{plan}-{plan}"


def fans(page: Sheet) -> None:
    """Two fans side by side."""
    page.put(page.row, 2, "Wie sicher ist der Verlauf?", "heading")
    page.skip()
    for stock, column, width, what in (
        ("ELB", 2, 665, "ELB im Jahresverlauf"),
        ("LZB", 7, 610, "LZB am Monatsende mit dem geplanten Abgang"),
    ):
        page.put(page.row, column, formula=f"{{saetze.{stock.lower()}.wert}}", style="finding")
        page.charts.append(_fan_chart(f"faecher_{stock.lower()}", what, page.row + 1, column, width))
    page.below_charts()
    page.skip()


def _fan_chart(table: str, what: str, row: int, column: int, width: int) -> Chart:
    """Bands between shares of the draws, as their distance to the plan; the middle and the plan as lines."""
    unseen = [charts.series_of_months(table, f"sockel_{side}", gap=15, fill=charts.fill(None)) for side in ("oben", "unten")]  # fmt: skip
    up = [(f"{each}_auf", color) for each, *_, color in _BANDS]
    down = [(f"{each}_ab", color) for each, *_, color in reversed(_BANDS)]  # from the plan downwards
    seen = [
        charts.series_of_months(table, each, gap=15, fill=charts.fill(color), border=charts.fill(None))
        for each, color in (*up, *down)
    ]
    named = [len(unseen), len(unseen) + 1]
    series = [*unseen, *seen]
    lines = [
        charts.series_of_months(table, each, line={"color": color, "width": 2.25, **dash})
        for each, color, dash in (("mitte", styles.BLUE, {}), ("null", styles.WARM, {"dash_type": "dash"}))
    ]
    return Chart(
        "column", "stacked", series, row, column, width, 245,
        f"Fächer über zwölf Monate: {what}, Abstand vom Plan in Köpfen. Hellblau liegen 80 % der Ziehungen, mittelblau die mittlere Hälfte, dunkelblau die Mitte, orange gestrichelt der Plan. Im Satz darüber stehen die Zahlen für Dezember.",
        y_axis=charts.axis_of(styles.SIGNED, name="Köpfe, Abstand vom Plan", name_font={**charts.FONT, "bold": False}),
        x_axis={**charts.QUIET, "label_position": "low"}, lines=lines,
        legend={"position": "bottom", "font": charts.FONT, "delete_series": [n for n in range(len(series)) if n not in named]},
    )  # fmt: skip
