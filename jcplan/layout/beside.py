"""Tables that stand beside another one: their label goes over several narrow columns, unmerged."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.sheet.page import Sheet


def header(page: Sheet, row: int, texts: Mapping[int, str], left: int, last: int) -> None:
    """Header over the columns ``left`` to ``last``; ``texts`` by column, the first one is the label's."""
    for column in range(left, last + 1):
        text = texts.get(column, "")
        style = "header_text" if text == "Einheit" else "header_right" if text and column > left else "header"
        page.put(row, column, text, style)


def label(page: Sheet, row: int, first: int, last: int, text: str | None, style: str = "label") -> None:
    """A label over the columns ``first`` to ``last``."""
    page.put(row, first, text, style)
    for column in range(first + 1, last + 1):
        page.put(row, column, None, style)
