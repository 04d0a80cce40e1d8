"""The first sheet of a copy of values: what it is, from when, and what has to be known of its figures."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Sequence
from typing import Final

import xlsxwriter

from jcplan.cells import quote_sheet
from jcplan.sheet.styles import BLUE, GREY, WARM

TITLE: Final = "Werte-Kopie"
_A4: Final = 9
_WIDTH: Final = 110
_NOTE: Final = "Alle Blätter zeigen Werte ohne Formeln und sind nur zum Lesen. Einträge kommen in die Planungsmappe."
_LINE: Final = 16.0
"""Height of a line."""


def sentence(plan: str, when: dt.datetime) -> str:
    """What the copy is.

    >>> sentence("Plan.xlsx", dt.datetime(2026, 11, 27, 14, 5))
    'Werte-Kopie von Plan.xlsx, Stand 27.11.2026 14:05; gerechnet wird nur in der Planungsmappe.'
    """
    return f"{TITLE} von {plan}, Stand {when:%d.%m.%Y %H:%M}; gerechnet wird nur in der Planungsmappe."


def free_title(taken: Collection[str]) -> str:
    """A title that no sheet has.

    >>> free_title(["werte-kopie"])
    'Werte-Kopie 2'
    """
    folded = {title.casefold() for title in taken}
    return next(t for t in (TITLE, *(f"{TITLE} {n}" for n in range(2, 1_000))) if t.casefold() not in folded)


def cover(title: str, says: str, warnings: Sequence[str], first: str) -> bytes:
    """A workbook with the one sheet.

    Args:
        title: Of the sheet.
        says: What the copy is.
        warnings: What has to be known, sentences.
        first: The sheet that one goes on to.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    base = {"font_name": "Calibri", "font_size": 11, "text_wrap": True, "valign": "top"}
    looks = {
        "title": book.add_format({**base, "font_size": 16, "bold": True, "font_color": BLUE, "text_wrap": False}),
        "says": book.add_format({**base, "bold": True}),
        "warning": book.add_format({**base, "font_color": WARM}),
        "note": book.add_format({**base, "font_color": GREY}),
        "link": book.add_format({**base, "font_color": BLUE, "underline": 1}),
    }
    sheet = book.add_worksheet(title)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2.7)
    sheet.set_column(1, 1, _WIDTH)
    lines = [(TITLE, "title"), (says, "says"), *((text, "warning") for text in warnings), (_NOTE, "note")]
    for row, (text, look) in enumerate(lines):
        height = (
            26.0
            if look == "title"
            else _LINE * (1 + sum(len(line) // _WIDTH for line in text.splitlines()) + text.count("\n"))
        )
        sheet.set_row(row, height)
        sheet.write_string(row, 1, text, looks[look])
    sheet.write_url(len(lines) + 1, 1, f"internal:{quote_sheet(first)}!A1", looks["link"], f"zum Blatt {first}")
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.protect()
    book.close()
    return stream.getvalue()
