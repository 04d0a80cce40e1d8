"""Tables that stand beside another one: their label goes over several narrow columns, unmerged."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.layout.sheet import Sheet


def header(page: Sheet, row: int, texts: Mapping[int, str], left: int, last: int) -> None:
    """Header over the columns ``left`` to ``last``; ``texts`` by column, the first one is the label's."""
    for column in range(left, last + 1):
        text = texts.get(column, "")
        style = "header_text" if text == "Einheit" else "header_right" if text and column > left else "header"
        page.put(row, column, text, style)


def label(page: Sheet, row: int, left: int, width: int, text: str, *, total: bool = False) -> None:
    """A row's label over so many columns."""
    style = "total_label" if total else "label"
    page.put(row, left, text, style)
    for column in range(left + 1, left + width):
        page.put(row, column, None, style)
