"""Sheet Protokoll: one row a refresh or import."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from jcplan.cells import Area, Scalar
from jcplan.layout import mappe
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet

NAME = "Protokoll"
HEADER_NAME = "Protokoll_Kopf"
"""Defined name of the table's header; the entries stand under it."""
HEADER_ROW = 5
FIRST, LAST = 2, 7
"""Columns of the table."""


def sheet(first_row: tuple[Scalar, ...] | None) -> Sheet:
    """The log with its first entry."""
    page = Sheet(NAME, "Protokoll", (19, 22, 11, 16, 22, 95), tab=styles.GREY)
    page.put(
        3, 2, "Eine Zeile je „Ziele aktualisieren“ und je Einlesen von Istwerten. Hier schreibt nur jcplan.", "subtitle"
    )
    page.put(HEADER_ROW - 1, LAST, style="plain", number_format=";;;")  # for the program, never shown
    page.name_area(mappe.COMPUTED_NAME, Area(HEADER_ROW - 1, LAST, HEADER_ROW - 1, LAST), hidden=True)
    page.row = HEADER_ROW
    page.header(
        (
            "Zeitpunkt",
            "wer",
            "Version",
            "Prüfsumme (Annahmen, Datei)",
            "Ergebnis",
            "was sich geändert hat (vorher → nachher)",
        ),
        left=6,
    )
    page.name_area(HEADER_NAME, Area(HEADER_ROW, FIRST, HEADER_ROW, LAST))
    looks = (
        ("label_left", styles.TIME),
        ("label", None),
        ("label", None),
        ("formula_text", None),
        ("label_wrap", None),
        ("label_wrap", None),
    )
    for offset, (style, form) in enumerate(looks):
        page.put(HEADER_ROW + 1, FIRST + offset, first_row[offset] if first_row else None, style, form)
    page.repeat_rows = (1, HEADER_ROW)
    page.one_page = False
    page.grows = True
    return page


def fingerprint(values: Mapping[str, float | str | None]) -> str:
    """Short hash of all input figures, for the log."""
    text = ";".join(f"{name}={value!r}" for name, value in sorted(values.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
