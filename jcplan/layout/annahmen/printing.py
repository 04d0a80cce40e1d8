"""Where the pages of the sheet Annahmen end: what belongs together is not torn where it fits on a page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from jcplan.sheet.page import Sheet
from jcplan.sheet.parts import Styled

_PAPER: Final = 494.0
"""Points between the margins of a page."""
_ACROSS: Final = 784.0
"""The same from left to right."""
_POINT, _SPARE = 0.75, 1.06
"""Points of a pixel, and by how much columns may be wider than their widths say, program by program."""
_SMALLEST: Final = 0.56
"""The scale at which text can still be read."""
_REPEATED: Final = 42.0
"""Points of the rows that each page begins with."""
_LINE, _SMALL_LINE, _LEAST = 14.25, 12.0, 15.0
"""Heights in points: a line of text, a line of a row's texts, a row."""
_WIDE, _NARROW, _SMALL = 5.8, 5.5, 5.0
"""Pixels of a letter of text, of a unit, of a row's texts."""
_TEXTS: Final = ("label_wrap", "input_label", "input_text", "unit_wrap", "input_note")
"""Styles whose text goes on in a further line."""
_WORTH: Final = 4
"""Rows that a page begins or ends with at least, where something has to be torn."""
_STEP: Final = 10.0

Chunks = Sequence[tuple[int, int, bool]]
"""First and last row of what stands together, in its order, and whether it is a table, which is not torn."""


def lay_out(page: Sheet, chunks: Chunks) -> None:
    """Set the scale and where the pages end.

    Args:
        page: The sheet with all its rows.
        chunks: What stands together.
    """
    heights = {row: height(page, row) for row in range(1, page.row)}
    most = _PAPER / _SMALLEST
    count = len(_ends(heights, chunks, page.freeze_row, most)) + 1
    room = most
    while room > _STEP * _WORTH and len(_ends(heights, chunks, page.freeze_row, room - _STEP)) < count:
        room -= _STEP  # as large as so many pages allow
    page.page_breaks = _ends(heights, chunks, page.freeze_row, room)
    width = sum(7 * each + 5 for each in page.widths) * _POINT * _SPARE
    page.scale = math.floor(min(_PAPER / room, _ACROSS / width) * 100)


def _ends(heights: Mapping[int, float], chunks: Chunks, top: int, room: float) -> list[int]:
    """The last rows of all pages but the last one, where pages have so much room."""
    ends: list[int] = []
    used, last = sum(heights[row] for row in range(1, top + 1)), top
    for first, end, table in chunks:
        gap = sum(heights[row] for row in range(last + 1, first))
        needed = gap + sum(heights[row] for row in range(first, end + 1))
        start = gap + sum(heights[row] for row in range(first, min(first + _WORTH, end) + 1))
        torn = not table and end - first > 2 * _WORTH and used + start <= room
        if used + needed > room and not torn and (needed <= room - _REPEATED or used + start > room):
            ends.append(first - 1)
            used, gap = _REPEATED, 0.0
        used, last = used + gap, end
        for row in range(first, end + 1):
            if used + heights[row] > room:
                at = max(first + 1, min(row, end - _WORTH))
                ends.append(at - 1)
                used = _REPEATED + sum(heights[each] for each in range(at, row))
            used += heights[row]
    return ends


def height(page: Sheet, row: int) -> float:
    """About how high a row is."""
    if row in page.heights:
        return page.heights[row]
    found = [_LEAST]
    for column in range(2, page.last_column + 1):
        cell = page.cells.get((row, column))
        if cell is not None and cell.style in _TEXTS and isinstance(cell.value, str):
            line = _SMALL_LINE if cell.style == "input_note" else _LINE
            found.append(lines(cell, page.widths[column - 1]) * line)
    return max(found)


def lines(cell: Styled, width: float) -> int:
    """How many lines a text takes, broken at blanks."""
    letter = {"input_note": _SMALL, "unit_wrap": _NARROW}.get(cell.style, _WIDE)
    room = (7 * width - (12 if cell.style in ("unit_wrap", "input_text", "input_note") else 5)) / letter
    count, used = 1, 0.0
    for word in str(cell.value).split(" "):
        if used and used + 1 + len(word) > room:
            count, used = count + 1, 0.0
        used += len(word) + (1 if used else 0)
        more = max(0, math.ceil(used / room) - 1)
        count, used = count + more, used - more * room
    return count
