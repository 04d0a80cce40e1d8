"""What the rows above a table's header say of all its figures: the year, and what is counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.actuals.entries import titled_measure
from jcplan.actuals.line import is_blank
from jcplan.actuals.months import is_year
from jcplan.actuals.text import Row
from jcplan.cells import Scalar
from jcplan.german import literal, visible

_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


@dataclass(frozen=True)
class Above:
    """The rows above a header, the header's cells left of its figures, and the sheet's name.

    Attributes:
        rows: What stands above the header.
        corner: The header's row, with its cells left of the figures.
        sheet: The sheet's name; it may name the measure.
        place: Gives the place of a cell by column (from 0) and row, for messages.
    """

    rows: Sequence[Row]
    corner: Row
    sheet: str
    place: Callable[[int, int], str]

    def year(self) -> int | None:
        """The one year that the rows name; None for none or several."""
        cells = [cell for _, row in self.rows for cell in row]
        years = {int(cell) for cell in cells if is_year(cell) and not isinstance(cell, str)}  # type: ignore[arg-type]
        years |= {int(text) for cell in cells if isinstance(cell, str) for text in _YEAR.findall(cell)}
        return years.pop() if len(years) == 1 else None

    def measures(self, columns: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        """Key and place of each column's measure, from a row of measures above the header, or from one title."""
        columns = list(columns)
        for number, row in reversed(self.rows):
            found = {i: measure for i, cell in enumerate(row) if (measure := titled_measure(cell))}
            if len({measure.key for measure in found.values()}) > 1:
                starts = ((index, max((i for i in found if i <= index), default=None)) for index in columns)
                return {i: (found[at].key, self.place(at, number)) for i, at in starts if at is not None}
        titles = [
            (measure.key, self.place(i, number))
            for number, row in (*self.rows, self.corner)
            for i, cell in enumerate(row)
            if (measure := titled_measure(cell))
        ]
        if not titles and (measure := titled_measure(self.sheet)):
            titles = [(measure.key, f"Blatt {visible(self.sheet)}")]
        if len({key for key, _ in titles}) != 1:
            return {}
        return dict.fromkeys(columns, titles[0])

    def titles_found(self, of: str) -> str:
        """What stands where a measure was looked for.

        Args:
            of: What the header names, German dative: ``den Monaten``.
        """
        titles: list[Scalar] = [
            cell for _, row in self.rows for cell in row if isinstance(cell, str) and not is_blank(cell)
        ]
        titles += [self.sheet] if self.sheet else []
        return "als Titel " + ", ".join(map(literal, titles[:3])) if titles else f"keinen Titel über {of}"
