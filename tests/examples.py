"""What the names in the examples of the catalogue stand for: cells that a workbook with the reference case has."""

from __future__ import annotations

from jcplan.cases import reference
from jcplan.cells import Area, Cell, Rows, absolute

_NAMES, _VALUES = reference().columns
SHEET = "Namen"


def _column(**by_name: object) -> Rows:
    """A cell a name, blank but for those that are given."""
    return tuple((by_name.get(name),) for name in _NAMES)


def _rows(width: int, **by_name: tuple[object, ...]) -> Rows:
    return tuple((*by_name.get(name, ()), *[None] * (width - len(by_name.get(name, ())))) for name in _NAMES)


NAMED: dict[str, Rows] = {
    "Plan_Namen": tuple((name,) for name in _NAMES),
    "Plan_Werte": tuple((value,) for value in _VALUES),
    "Grundlage_Werte": tuple(
        (0.0 if name == "Annahme_G2_Zugang" else value,) for name, value in zip(_NAMES, _VALUES, strict=True)
    ),
    "Plan_Stellen": _column(
        Annahme_ELB_gesamt=0.0, Annahme_G1_Veraenderung=3.0, Annahme_G2_ELB=-0.95, Annahme_G2_Zugang=0.0,
        Annahme_G1_IQ_Vorjahr=3.0, Annahme_G1_IQ_Steigerung=3.0, Annahme_G2_IQ_Ziel=4.0,
    ),
    "Verteilungen": _rows(
        3, Annahme_G1_IQ_Steigerung=("normal", 0.015, 0.0012), Annahme_LZB_Abgang=("normal", 32.0, 4.0)
    ),
    "Unten": _column(Annahme_G1_IQ_Steigerung=0.01),
    "Oben": _column(Annahme_G1_IQ_Steigerung=0.02),
}  # fmt: skip
"""By name the rows of its cells; as the planning document prints them, and inputs that may be unsure."""


class Grid:
    """A grid in which the names of the examples stand for cells."""

    sheets: tuple[str, ...] = (SHEET,)

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._cells: dict[tuple[int, int], Cell] = {}
        left = 1
        for name, rows in NAMED.items():
            area = Area(1, left, len(rows), left + len(rows[0]) - 1)
            self.names[name] = f"{SHEET}!{absolute(area)}"
            for place, value in zip(area, (cell for row in rows for cell in row), strict=True):
                self._cells[place] = Cell(value)
            left = area.right + 1

    def cells(self, _: str) -> dict[tuple[int, int], Cell]:
        """The cells of the one sheet."""
        return self._cells
