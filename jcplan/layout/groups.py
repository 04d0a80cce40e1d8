"""What the sheets have a row a group of."""

from __future__ import annotations

from jcplan.model import Model
from jcplan.model.groups import LABEL, name_of
from jcplan.sheet.table import Row


def key_of(number: int) -> str:
    """The key of a group's row; groups count from 1."""
    return f"g{number}"


def label_of(number: int) -> str:
    """Formula of a group's label."""
    return f'{name_of(number, LABEL)}&""'


def rows(model: Model, *, unit: str = "", **cells: str) -> tuple[Row, ...]:
    """A row a group.

    Args:
        model: What the plan has.
        unit: Unit of their figures, in the column of units.
        cells: By column's key a formula; ``@`` in it stands for the beginning of the group's inputs, ``Annahme_G1``.
    """
    return tuple(
        Row(
            key_of(number),
            "=" + label_of(number),
            unit=unit,
            cells={column: formula.replace("@", name_of(number, "").rstrip("_")) for column, formula in cells.items()},
        )
        for number in model.groups
    )


def listed(model: Model, what: str) -> str:
    """An input of every group, as arguments of a function."""
    return ",".join(name_of(number, what) for number in model.groups)


def summed(model: Model, formula: str) -> str:
    """The sum over all groups of a formula, in which ``@`` stands for the beginning of a group's inputs."""
    return "+".join(formula.replace("@", name_of(number, "").rstrip("_")) for number in model.groups)


def first_and_last(model: Model) -> tuple[str, str]:
    """Keys of the first and the last group's row."""
    return key_of(1), key_of(model.shape.gruppen)
