"""Single changes that remove contradictions, for a workbook at hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from jcplan.cells import Area, Cell, Scalar, areas
from jcplan.delivered import Delivered
from jcplan.figures import Figures
from jcplan.formula.engine import Key
from jcplan.repair import Checks, Position, Repair, Repairs
from jcplan.snapshot import Snapshot


def repairs(snapshot: Snapshot, figures: Figures, checks: Checks) -> tuple[Repair, ...]:
    """For every relation that does not hold the changes with which it would; none where cells were moved.

    Args:
        snapshot: The workbook, whose cells are asked for as far as they count.
        figures: Its inputs.
        checks: What it says of its relations.
    """
    held = _AsDelivered(snapshot)
    if not held.in_place:
        return ()
    texts = {name: snapshot.value(name) for name in snapshot.model.texts}
    return Repairs(held, snapshot.model, figures.values, texts, checks).found()


class _AsDelivered:
    """A workbook with the formulas that it was delivered with; its sheets are called as they were then."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._delivered: Delivered = snapshot.delivered
        self._homes = self._delivered.homes(snapshot.names, snapshot.sheets)

    @property
    def in_place(self) -> bool:
        """Whether all that has a name stands where it was delivered."""
        present = {name.casefold(): place for name, place in areas(self._snapshot.names).items()}
        return all(
            present.get(name.casefold()) == (self._homes.get(sheet), area)
            for name, (sheet, area) in self._delivered.places().items()
        )

    @property
    def names(self) -> Mapping[str, str]:
        """Defined names and what they refer to."""
        return self._delivered.names

    @property
    def sheets(self) -> Sequence[str]:
        """Names of the sheets."""
        return self._delivered.sheets

    def formulas(self, sheet: str) -> Mapping[Position, Cell]:
        """The formulas of a sheet, an array formula at its first cell."""
        return {
            (each.area.top, each.area.left): Cell(None, each.text, each.area if each.array else None)
            for each in self._delivered.formulas[sheet]
        }

    def take(self, keys: Collection[Key]) -> None:
        """Take some cells, at once and with what is between them: each question may be a trip."""
        found: dict[str, Area] = {}
        for sheet, row, column in keys:
            home = self._homes[sheet]
            known = found.get(home, Area(row, column, row, column))
            found[home] = Area(
                min(known.top, row), min(known.left, column), max(known.bottom, row), max(known.right, column)
            )
        self._snapshot.take(found.items())

    def value(self, key: Key) -> Scalar:
        """The value of a cell that was taken."""
        cell = self._snapshot.cells(self._homes[key[0]]).get(key[1:])
        return None if cell is None else cell.value
