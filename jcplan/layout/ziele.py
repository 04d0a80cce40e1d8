"""Sheet Ziele: the adopted targets and the inputs they rest on. Values; only the refresh writes here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from jcplan import __version__
from jcplan.cells import Area, Scalar, serial
from jcplan.german import percent
from jcplan.layout import groups
from jcplan.layout.annahmen import number_format as input_format
from jcplan.model import Model, Target
from jcplan.model.fields import EURO, SHARE
from jcplan.plan import Plan, Result
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet

NAME = "Ziele"
BASELINE, CHANGE, CHANGE_UNIT, EXACT, PUBLISHED, UNIT, ADOPTED, VERSION, NOTE = range(4, 13)
"""Columns of the table of targets; the exact value carries the defined name."""
COLUMN_NAMES = {
    "Ziele_Ausgangswert": BASELINE, "Ziele_Veraenderung": CHANGE, "Ziele_exakt": EXACT, "Ziele_veroeffentlicht": PUBLISHED,
    "Ziele_beschlossen_am": ADOPTED, "Ziele_Version": VERSION, "Ziele_Bemerkung": NOTE,
}  # fmt: skip
"""Defined names of the columns that a refresh writes: a row is found by its target's name."""
BASIS_VALUE = 4
BASIS_NAME = "Grundlage_Werte"
RECONCILED_NAME = "Abgleich_Formeln"


def change_unit(target: Target) -> str:
    """Unit of the change: rates move by percentage points, everything else relatively."""
    return "%-Punkte" if target.unit == SHARE else "%"


def note(target: Target, plan: Plan[float]) -> str:
    """What stands beside a target."""
    if target.attribute == "iq_gesamt":
        low, high, unrounded = (
            percent(v, 3) for v in (plan.terms.iq_unten, plan.terms.iq_oben, plan.terms.iq_ungerundet)
        )
        return f"Ungerundete Kette {unrounded}; veröffentlichte Quoten lassen {low} bis {high} zu."
    if target.attribute == "lzb_abgang":
        return "Ausgangswert ist der geplante Abgang."
    return ""


def row_values(result: Result[float], plan: Plan[float], adopted: float, version: str) -> tuple[Scalar, ...]:
    """The cells of a target from the baseline to the note."""
    target = result.target
    return (
        result.baseline, result.change, change_unit(target), result.exact, result.published, target.unit, adopted, version, note(target, plan) or None,
    )  # fmt: skip


def sheet(
    model: Model, plan: Plan[float] | None, figures: Mapping[str, float | str | None], adopted: dt.date
) -> Sheet:  # fmt: skip
    """The targets of a plan as adopted on a day; blank cells where there is no plan yet."""
    page = Sheet(NAME, "Ziele", (42, 15, 17, 13, 11, 18, 18, 15.5, 12.5, 9, 38), tab=styles.PALE_BLUE)
    page.put(3, 2, "Beschlossene Werte. Hier schreibt nur „Ziele aktualisieren“.", "subtitle")
    page.row = 5
    page.heading("Ziele")
    page.row = 6
    page.header(
        (
            "Kennzahl",
            "Gruppe",
            "Ausgangswert",
            "Veränderung",
            "Einheit",
            "exakt",
            "veröffentlicht",
            "Einheit",
            "beschlossen am",
            "Version",
            "Bemerkung",
        ),
        left=2,
    )
    results = plan.targets if plan else {}
    last = page.row + len(model.targets) - 1
    for name, column in COLUMN_NAMES.items():
        page.name_area(name, Area(page.row, column, last, column))
    for target in model.targets:
        row = page.row
        blank: tuple[Scalar, ...] = (None, None, change_unit(target), None, None, target.unit, None, None, None)
        values = row_values(results[target.name], plan, serial(adopted), __version__) if plan else blank
        page.put(row, 2, target.label, "label_wrap")
        page.text(row, 3, group_text(target), "label")
        shown, exact = (
            published_format(target, results[target.name].places if plan else target.places),
            exact_format(target),
        )
        looks = (
            ("value", shown), ("value", styles.percent(4 if target.unit == SHARE else 3, signed=True)), ("unit", None), ("target", exact), ("target", shown),
            ("unit", None), ("value", styles.DATE), ("text", None), ("text", None),
        )  # fmt: skip
        for offset, (value, (style, form)) in enumerate(zip(values, looks, strict=True)):
            page.put(row, BASELINE + offset, value, style, form)
        page.name_area(target.name, Area(row, EXACT, row, EXACT))
        page.name_area(target.published_name, Area(row, PUBLISHED, row, PUBLISHED))
        page.row += 1
    page.row += 1
    page.put(page.row, 2, "Geänderte oder überschriebene Formeln bei der letzten Aktualisierung", "label_wrap")
    page.put(page.row, 3, "Formeln", "unit")
    page.put(page.row, BASIS_VALUE, 0.0, "value", "0")
    page.name_area(RECONCILED_NAME, Area(page.row, BASIS_VALUE, page.row, BASIS_VALUE))
    page.row += 2
    page.one_page = False
    page.page_breaks.append(page.row - 1)
    page.heading("Grundlage: die Annahmen, auf denen diese Ziele beruhen")
    page.header(("Annahme", "Einheit", "Wert"), left=2, height=18)
    first = page.row
    for field in model.figures:
        value = figures.get(field.name) if plan else None
        page.put(page.row, 2, field.label, "label_wrap")
        page.put(page.row, 3, field.unit, "unit")
        page.put(page.row, BASIS_VALUE, value, "value", input_format(field))
        page.row += 1
    page.name_area(BASIS_NAME, Area(first, BASIS_VALUE, page.row - 1, BASIS_VALUE))
    return page


def group_text(target: Target) -> str:
    """What a target's group is called: a text, or a formula with ``=`` before it."""
    *_, last = target.name.split("_")
    number = last.removeprefix("G")
    return f"={groups.label_of(int(number))}" if last.startswith("G") and number.isdigit() else target.group


def exact_format(target: Target) -> str:
    """Format of the exact value: two digits more than published."""
    if target.unit == EURO:
        return styles.EURO
    if target.unit == SHARE:
        return styles.percent(5)
    return "#,##0.000"


def published_format(target: Target, places: int) -> str:
    """Format of the published value."""
    if target.unit == EURO:
        return styles.EURO
    return styles.percent(places) if target.unit == SHARE else styles.HEADS
