"""Single changes as the sheet Prüfungen holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from jcplan.cells import Rows, Scalar
from jcplan.layout.pruefungen import AFTER, BEFORE, CHANGES, FOR_PRINTED, NUMBER
from jcplan.repair.repairs import Mended

MOST: Final = 3
"""Changes of one relation that are listed, the smallest ones."""
NONE: Final = "keine einzelne Eingabe genügt"
_BLANK: Final[tuple[Scalar, ...]] = (None,) * (FOR_PRINTED - NUMBER + 1)

Row = tuple[Scalar, ...]
"""A change in the order of the columns from ``NUMBER`` to ``FOR_PRINTED``."""


def rows_of(mended: Mended, labels: Sequence[str]) -> list[Row]:
    """The changes of a relation, or that there is none.

    Args:
        mended: The relation.
        labels: What the relations say, by their position.
    """
    number, figures = float(mended.relation + 1), (mended.computed, mended.printed)
    if not mended.repairs:
        return [(number, None, None, None, NONE, None, None, *figures)]
    return [
        (
            number, each.before, each.after, each.field.unit, each.said(labels), each.field.name, float(each.places),
            *figures,
        )
        for each in mended.repairs[:MOST]
    ]  # fmt: skip


def block(relations: Sequence[Sequence[Row]]) -> Rows:
    """The whole block: as many changes of each relation as there is room for, the gravest relations first.

    Args:
        relations: The rows of each relation.
    """
    most = next((most for most in range(MOST, 1, -1) if sum(len(rows[:most]) for rows in relations) <= CHANGES), 1)
    listed = [row for rows in relations for row in rows[:most]]
    left = [*_BLANK]
    left[BEFORE - NUMBER] = float(max(0, len(listed) - CHANGES)) or None
    left[AFTER - NUMBER] = float(most)
    shown = listed[:CHANGES]
    return (*shown, *[_BLANK] * (CHANGES - len(shown)), tuple(left))


def relations_in(rows: Rows) -> Mapping[int, list[Row]]:
    """The rows of each relation in a block; none where there was no room for all that belong there."""
    *listed, left = rows
    if left[AFTER - NUMBER] != MOST or left[BEFORE - NUMBER]:
        return {}
    found: dict[int, list[Row]] = {}
    for row in listed:
        number = row[0]
        if isinstance(number, float):
            found.setdefault(int(number) - 1, []).append(row)
    return found
