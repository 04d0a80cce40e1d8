"""Single changes in a workbook that is being made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from jcplan.cases import Case
from jcplan.cells import Area, Cell, Scalar, areas
from jcplan.errors import InputError
from jcplan.formula import Engine
from jcplan.formula.engine import Key
from jcplan.layout import pruefungen
from jcplan.plan import compute
from jcplan.repair.repairs import Checks, Repairs
from jcplan.repair.rows import block, rows_of
from jcplan.repair.web import Position
from jcplan.sheet.book import Layout


def fill(described: Layout, case: Case, engine: Engine) -> None:
    """Write the single changes that remove a case's contradictions; nothing where inputs are missing.

    Args:
        described: The workbook.
        case: What it is made of.
        engine: Computes it; goes on with what was written.
    """
    try:
        compute(case.model.read({**case.values, **case.texts}))
    except InputError:
        return
    made = _Made(described, engine)
    checks = _checks(made)
    found = Repairs(made, case.model, case.values, case.texts, checks).found()
    rows = block([rows_of(each, checks.labels) for each in found])
    sheet, area = areas(described.names)[pruefungen.CHANGES_NAME]
    cells = zip(area, (value for row in rows for value in row), strict=True)
    filled = {at: value for at, value in cells if value is not None}
    described.fill(sheet, filled)
    engine.change({(sheet, *at): value for at, value in filled.items()})


def _checks(made: _Made) -> Checks:
    sheet, area = areas(made.names)["Pruefung_Urteile"]

    def column(number: int) -> list[Scalar]:
        return [made.value((sheet, row, number)) for row, _ in Area(area.top, 1, area.bottom, 1)]

    figures = list(zip(column(pruefungen.COMPUTED), column(pruefungen.PRINTED), strict=True))
    outcomes, kinds, labels = (map(str, column(n)) for n in (pruefungen.OUTCOME, pruefungen.ART, pruefungen.LABEL))
    return Checks(list(outcomes), list(kinds), list(labels), figures)


class _Made:
    """A described workbook, its values computed as they are asked for."""

    def __init__(self, described: Layout, engine: Engine) -> None:
        self._described, self._engine = described, engine

    @property
    def names(self) -> Mapping[str, str]:
        """Defined names and what they refer to."""
        return self._described.names

    @property
    def sheets(self) -> Sequence[str]:
        """Names of the sheets."""
        return self._described.sheets

    def formulas(self, sheet: str) -> Mapping[Position, Cell]:
        """The formulas of a sheet, an array formula at its first cell."""
        return {at: cell for at, cell in self._described.cells(sheet).items() if cell.formula is not None}

    def take(self, keys: Collection[Key]) -> None:
        """Nothing needs to be taken."""

    def value(self, key: Key) -> Scalar:
        """The value of a cell."""
        return self._engine.cell(*key)
