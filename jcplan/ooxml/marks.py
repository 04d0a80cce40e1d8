"""Where in the bytes of a worksheet part its elements stand; only a part that is changed needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field

Position = tuple[int, int]
"""Row and column, from 1."""


@dataclass(slots=True)
class Row:
    """One row of the part: its two offsets (see ``markup.span``) and each cell's column and offset."""

    start: int
    close: int = 0
    cells: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Marks:
    """Where the elements of a part stand.

    Attributes:
        prefix: Prefix of its elements with the colon, mostly ``""``.
        cells: Every cell element's two offsets.
        rows: Every row element.
        sheet_data: The two offsets of the element that holds the rows.
        dimension: The two offsets of the element that names the used area.
    """

    prefix: str = ""
    cells: dict[Position, tuple[int, int]] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    sheet_data: tuple[int, int] | None = None
    dimension: tuple[int, int] | None = None
