"""Sheet Ziele: the adopted targets on one page to sign. Values; only the refresh writes the table."""

from __future__ import annotations

import datetime as dt
from typing import Final

from jcplan import __version__
from jcplan.cells import Area, Scalar, serial
from jcplan.german import percent
from jcplan.layout import groups, stand
from jcplan.model import Model, Target
from jcplan.model.fields import EURO, HEADS, PUBLISHED, SHARE
from jcplan.plan import Plan, Result
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet

NAME = "Ziele"
BASELINE, CHANGE, EXACT, PUBLISHED_VALUE, UNIT, WRITTEN, VERSION, NOTE = range(4, 12)
"""Columns of the table of targets; the exact value carries the defined name."""
COLUMN_NAMES = {
    "Ziele_Ausgangswert": BASELINE, "Ziele_Veraenderung": CHANGE, "Ziele_exakt": EXACT, "Ziele_veroeffentlicht": PUBLISHED_VALUE,
    "Ziele_festgeschrieben_am": WRITTEN, "Ziele_Version": VERSION, "Ziele_Bemerkung": NOTE,
}  # fmt: skip
"""Defined names of the columns that a refresh writes: a row is found by its target's name."""
BASIS_NAME = "Grundlage_Werte"
RECONCILED_NAME = "Abgleich_Formeln"
ADOPTED_ON, ADOPTED_BY = "Annahme_Beschluss_am", "Annahme_Beschluss_durch"
"""Defined names of what is typed: when the targets were adopted, and by whom."""
_BODIES: Final = ("Trägerversammlung", "Kreistag", "Kreisausschuss", "Stadtrat", "Verwaltungsrat")
_DAYS: Final = (dt.date(2005, 1, 1), dt.date(2100, 12, 31))


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


def row_values(result: Result[float], plan: Plan[float], written: float, version: str) -> tuple[Scalar, ...]:
    """The cells of a target from the baseline to the note."""
    target = result.target
    return (
        result.baseline, _shown_change(result), result.exact, result.published, _unit(target), written, version, note(target, plan) or None,
    )  # fmt: skip


def sheet(model: Model, plan: Plan[float] | None, written: dt.date) -> Sheet:
    """The targets of a plan as written on a day; blank cells where there is no plan yet."""
    page = Sheet(NAME, "Ziele", (43, 21, 16, 15, 16, 16, 15, 15, 8.5, 41), tab=styles.PALE_BLUE)
    stand.status_band(page, 1, BASELINE)
    page.put(3, 2, "Festgeschriebene Werte. Die Tabelle schreibt nur „Ziele aktualisieren“; die Annahmen dazu stehen auf dem ausgeblendeten Blatt „Grundlage“.", "subtitle")  # fmt: skip
    page.row = 6
    _targets(page, model, plan, written)
    page.put(page.row, 2, formula=_rounded(model), style="subtitle")
    page.skip(2)
    _decision(page)
    return page


def _targets(page: Sheet, model: Model, plan: Plan[float] | None, written: dt.date) -> None:
    """A row a target."""
    header = (
        "Kennzahl", "Gruppe", "Ausgangswert", "Veränderung", "exakt", "veröffentlicht", "Einheit", "festgeschrieben am",
        "Version", "Bemerkung",
    )  # fmt: skip
    page.header(header, left=2)
    last = page.row + len(model.targets) - 1
    for name, column in COLUMN_NAMES.items():
        page.name_area(name, Area(page.row, column, last, column))
    for target in model.targets:
        row = page.row
        result = plan.targets[target.name] if plan else None
        blank = (None, None, None, None, _unit(target), None, None, None)
        values = row_values(result, plan, serial(written), __version__) if plan and result else blank
        shown = published_format(target, result.places if result else target.places)
        looks = (
            ("value", shown), ("value", change_format(target)), ("target", exact_format(target)), ("target", shown),
            ("unit", None), ("value", styles.DATE), ("text", None), ("text", None),
        )  # fmt: skip
        page.put(row, 2, target.label, "label_wrap")
        page.text(row, 3, group_text(target), "label")
        for offset, (value, (style, form)) in enumerate(zip(values, looks, strict=True)):
            page.put(row, BASELINE + offset, value, style, form)
        page.name_area(target.name, Area(row, EXACT, row, EXACT))
        page.name_area(target.published_name, Area(row, PUBLISHED_VALUE, row, PUBLISHED_VALUE))
        page.heights[row] = 30.0 if result and plan and len(note(target, plan)) > _LINE else 17.0
        page.row += 1


_LINE: Final = 44
"""Characters of a note that fit into a line."""


def _rounded(model: Model) -> str:
    """Formula of the sentence that stands there where the groups' published stocks are not the published total."""
    whole = f"Ziel_ELB_gesamt{PUBLISHED}"
    parts = f"SUM({','.join(f'Ziel_ELB_G{number}{PUBLISHED}' for number in model.groups)})"
    return f'IF({parts}={whole},"","gerundet: die ELB der Gruppen ergeben, einzeln gerundet, "&FIXED({parts},0)&" {HEADS}")'


def _decision(page: Sheet) -> None:
    """Who adopted the targets and when, and where it is signed."""
    page.heading("Beschluss", "Träger einer gemeinsamen Einrichtung beschließen in der Trägerversammlung, zugelassene kommunale Träger in ihrem eigenen Gremium.")  # fmt: skip
    page.put(page.row, 2, "beschlossen am", "label")
    page.put(page.row, 3, None, "input_text", styles.DATE, key="am")
    page.put(page.row + 1, 2, "beschlossen durch", "label")
    page.put(page.row + 1, 3, None, "input_text", key="durch")
    page.validate("am", {
        "validate": "date", "criteria": "between", "minimum": _DAYS[0], "maximum": _DAYS[1], "ignore_blank": True,
        "input_title": "beschlossen am", "input_message": "Tag des Beschlusses, zum Beispiel 15.12.2016. Leer lassen, solange nichts beschlossen ist.",
        "error_title": "Das geht hier nicht", "error_message": "Erwartet wird ein Datum wie 15.12.2016.",
    })  # fmt: skip
    page.validate("durch", {
        "validate": "list", "source": list(_BODIES), "ignore_blank": True, "show_error": False,
        "input_title": "beschlossen durch", "input_message": "Aus der Liste oder ein anderes Gremium eintragen.",
    })  # fmt: skip
    for name, key in ((ADOPTED_ON, "am"), (ADOPTED_BY, "durch")):
        page.name_area(name, page.area(key))
    page.skip(3)
    page.heights[page.row] = 34.0
    for first, last, caption in ((2, 2, "Ort, Datum"), (4, 6, "Geschäftsführung"), (8, 11, "für die Träger")):
        for column in range(first, last + 1):
            page.put(page.row, column, None, "signature")
        page.put(page.row + 1, first, caption, "subtitle")
    page.skip(2)


def group_text(target: Target) -> str:
    """What a target's group is called: a text, or a formula with ``=`` before it."""
    *_, last = target.name.split("_")
    number = last.removeprefix("G")
    return f"={groups.label_of(int(number))}" if last.startswith("G") and number.isdigit() else target.group


def _unit(target: Target) -> str | None:
    """The unit beside a target; shares and amounts show theirs themselves."""
    return None if target.unit in (SHARE, EURO) else target.unit


def change_format(target: Target) -> str:
    """Format of a change: of a rate in percentage points, else relative.

    >>> change_format(Target("Ziel_LZB", "lzb", "LZB", "gesamt", "Köpfe", 0))
    '+0.0 %;-0.0 %;0.0 %'
    """
    return styles.with_sign(styles.percent(_change_places(target)) + ('"-Punkte"' if target.unit == SHARE else ""))


def _change_places(target: Target) -> int:
    """With how many decimals of the number a change is shown."""
    return 4 if target.unit == SHARE else 3


def _shown_change(result: Result[float]) -> float | None:
    """A change that is shown as 0 is 0: its format would show a sign."""
    change = result.change
    return 0.0 if change is not None and round(change, _change_places(result.target)) == 0 else change


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
