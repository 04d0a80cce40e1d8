"""One figure of a delivery as its file has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from jcplan.cells import Scalar
from jcplan.errors import InputError

COLUMNS: Final = ("monat", "einheit", "kennzahl", "wert")
GROUP: Final = "gruppe"
"""A further column that says of which ELB group a figure is."""


@dataclass(frozen=True)
class Line:
    """One figure: four cells, and where they stand.

    Attributes:
        number: The number of its line in the file.
        cells: Its cells by column name.
        misshapen: What is wrong with the number of the line's fields.
        places: Where the cells stand, if not in the line's column of that name.
        column: The column of the figure.
        sheet: The sheet, where several are read.
    """

    number: int
    cells: Mapping[str, Scalar]
    misshapen: InputError | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    column: str = "wert"
    sheet: str = ""

    def place(self, column: str) -> str:
        """Where one of its cells stands, for messages."""
        return self.places.get(column) or f"Zeile {self.number}, Spalte {column}"

    @property
    def whole(self) -> str:
        """Where the figure stands, for messages."""
        return self.places.get("wert") or f"Zeile {self.number}"


def is_blank(cell: Scalar) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
