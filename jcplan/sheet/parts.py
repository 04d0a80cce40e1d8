"""What a worksheet is made of: cells with their looks, validations, conditional formats, charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from jcplan.cells import Area, Scalar
from jcplan.sheet.keys import Scope


@dataclass(frozen=True)
class Styled:
    """A cell with its look."""

    value: Scalar = None
    formula: str | None = None
    array: Area | None = None
    style: str = "plain"
    number_format: str | None = None
    link: str | None = None
    scope: Scope | None = None
    """Where the keys in its formula are looked up; on its own sheet if there is none."""


NOWHERE: Final = Area(1, 100, 1, 100)
"""Print area of what is not printed, an empty cell: LibreOffice prints even very hidden sheets."""


@dataclass(frozen=True)
class Validation:
    """Data validation of one cell, or of so many rows and columns from it on: XlsxWriter's options."""

    row: int
    column: int
    options: Mapping[str, Any]
    rows: int = 1
    columns: int = 1


def refusal(expected: str, hint: str = "") -> dict[str, Any]:
    """Options of a validation: what is said where something else than expected is typed."""
    text = f"Erwartet wird {expected}. {hint}".strip()[:255]  # Excel takes no more
    return {"ignore_blank": True, "error_title": "Das geht hier nicht", "error_message": text}


@dataclass(frozen=True)
class Conditional:
    """A conditional format over an area: its kind.

    ``verdict``, ``light``, ``unit`` (figures in the unit that a column names), ``state`` (of the targets), ``changed``,
    ``missing``, ``money`` (whether it runs out or lies idle) or ``overdue`` (texts beside the day that a column names).
    """

    kind: str
    area: Area
    column: int = 0


@dataclass(frozen=True)
class Chart:
    """A native chart: its type, series and place. Titles stand in the cell above, so they follow the figures.

    Areas in series may be keys of its sheet. ``lines`` are series that are drawn as lines over all others.
    """

    kind: str
    subtype: str | None
    series: Sequence[Mapping[str, Any]]
    row: int
    column: int
    width: int
    height: int
    alt: str
    y_axis: Mapping[str, Any] = field(default_factory=dict)
    x_axis: Mapping[str, Any] = field(default_factory=dict)
    legend: Mapping[str, Any] = field(default_factory=lambda: {"none": True})
    lines: Sequence[Mapping[str, Any]] = ()

    @property
    def last_row(self) -> int:
        """The last row that it reaches, all rows being as high as usual."""
        return self.row + round(self.height / 20)
