"""One figure of a delivery as its file has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from jcplan.cells import Scalar
from jcplan.errors import InputError

COLUMNS: Final = ("monat", "einheit", "kennzahl", "wert")
GROUP: Final = "gruppe"
"""A further column that says of which ELB group a figure is; it may be missing."""


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
        file: The file, where several are read.
    """

    number: int
    cells: Mapping[str, Scalar]
    misshapen: InputError | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    column: str = "wert"
    sheet: str = ""
    file: str = ""

    def place(self, column: str) -> str:
        """Where one of its cells stands, for messages."""
        return self._in_file(self.places.get(column) or f"Zeile {self.number}, Spalte {column}")

    @property
    def whole(self) -> str:
        """Where the figure stands, for messages."""
        return self._in_file(self.places.get("wert") or f"Zeile {self.number}")

    @property
    def fault(self) -> InputError | None:
        """What is wrong with the number of the line's fields, with its place."""
        return self.misshapen and self.misshapen.at(self._in_file(self.misshapen.place))

    def _in_file(self, place: str) -> str:
        return f"{self.file}, {place}" if self.file else place


def is_blank(cell: Scalar) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
