"""Single changes that remove contradictions, for a workbook at hand."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from jcplan.cells import Area, Cell, Rows, Scalar, areas
from jcplan.delivered import Delivered
from jcplan.figures import Figures, as_figure
from jcplan.formula.engine import Key
from jcplan.layout import pruefungen
from jcplan.repair import Checks, Mended, Position, Repairs, Row, block, relations_in, rows_of
from jcplan.snapshot import Snapshot


def mended(snapshot: Snapshot, figures: Figures, checks: Checks) -> list[Mended]:
    """For every relation that does not hold the changes with which it would; none where cells were moved.

    Args:
        snapshot: The workbook, whose cells are asked for as far as they count.
        figures: Its inputs.
        checks: What it says of its relations.
    """
    asked = _repairs(snapshot, figures, checks)
    return asked.found() if asked else []


def changes(
    snapshot: Snapshot, figures: Figures, checks: Checks, inputs: Collection[str], *, targets: bool
) -> Rows:  # fmt: skip
    """What a refresh writes of single changes: what stands there, as far as it still goes with the relations.

    Args:
        snapshot: The workbook.
        figures: Its inputs.
        checks: What it says of its relations.
        inputs: The inputs that are others than at the last refresh.
        targets: Whether any target is.
    """
    before = snapshot.named(pruefungen.CHANGES_NAME)
    known = {at: rows for at, rows in relations_in(before).items() if _goes_with(rows, checks.figures[at], snapshot)}
    failing = checks.failing
    if not inputs and not targets and set(known) == set(failing):
        return before
    asked = _repairs(snapshot, figures, checks)
    if asked is None:
        return block([])
    for at in asked.resting_on(inputs, targets=targets):
        known.pop(at, None)
    found = {each.relation: rows_of(each, checks.labels) for each in asked.found(known)}
    return block([{**known, **found}[at] for at in failing if at in known or at in found])


def _goes_with(rows: Sequence[Row], figures: tuple[Scalar, Scalar], snapshot: Snapshot) -> bool:
    """Whether changes were found for the figures that a relation has, and the decimals that inputs have."""
    for *_, name, places, computed, printed in rows:
        beside = f"{name}_Stellen"
        if beside in snapshot.index and as_figure(snapshot.value(beside)) != places:
            return False
        known = zip(figures, (computed, printed), strict=True)
        if not all(
            isinstance(a, float) and isinstance(b, float) and math.isclose(a, b, rel_tol=1e-12) for a, b in known
        ):
            return False
    return True


def _repairs(snapshot: Snapshot, figures: Figures, checks: Checks) -> Repairs | None:
    held = _AsDelivered(snapshot)
    if not held.in_place:
        return None
    texts = {name: snapshot.value(name) for name in snapshot.model.texts}
    return Repairs(held, snapshot.model, figures.values, texts, checks)


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
