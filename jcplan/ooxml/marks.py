"""Where in the bytes of a worksheet part its elements stand; only a part that is changed needs to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

Position = tuple[int, int]
"""Row and column, from 1."""


class RowMarks(Protocol):
    """One row of a part."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def close(self) -> int:
        """Where its closing tag stands (see ``markup.span``)."""

    @property
    def cells(self) -> Sequence[tuple[int, int]]:
        """Each cell's column and offset."""


@dataclass(slots=True)
class Row:
    """One row of a part that was read with a parser; as ``RowMarks``."""

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
    cells: Mapping[Position, tuple[int, int]] = field(default_factory=dict)
    rows: Mapping[int, RowMarks] = field(default_factory=dict)
    sheet_data: tuple[int, int] | None = None
    dimension: tuple[int, int] | None = None
