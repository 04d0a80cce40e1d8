"""The syntax tree of a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from jcplan.cells import Area, CellError

Fixed = tuple[bool, bool, bool, bool]
"""Of top, left, bottom and right, whether it is absolute ($)."""
FIXED: Final = (True, True, True, True)


@dataclass(frozen=True)
class Value:
    """A number, text, truth value, error or (None) an argument left out."""

    value: float | str | bool | CellError | None


@dataclass(frozen=True)
class Reference:
    """Cells of a sheet; sheet '' is the formula's own.

    ``fixed`` says of top, left, bottom and right whether it is absolute ($). The others are as seen from A1.
    """

    sheet: str
    area: Area
    fixed: Fixed = field(default=FIXED, compare=False, repr=False)

    def corners(self, down: int, across: int) -> tuple[int, int, int, int]:
        """Top, left, bottom and right, the relative ones moved; where one of two is absolute, in any order."""
        top, left, bottom, right = self.fixed
        area = self.area
        return (
            area.top if top else area.top + down,
            area.left if left else area.left + across,
            area.bottom if bottom else area.bottom + down,
            area.right if right else area.right + across,
        )

    def at(self, row: int, column: int) -> Area:
        """The cells as seen from a cell.

        >>> Reference("", Area(2, 1, 2, 1), (False, True, False, True)).at(7, 3)
        Area(top=8, left=1, bottom=8, right=1)
        """
        if self.fixed == FIXED:
            return self.area
        top, left, bottom, right = self.corners(row - 1, column - 1)
        if top > bottom:
            top, bottom = bottom, top
        if left > right:
            left, right = right, left
        return Area(top, left, bottom, right)

    def seen_from(self, row: int, column: int) -> tuple[int, int, int, int, Fixed]:
        """What ``at`` takes back: the corners that are to be seen from A1 as these from a cell, and their ``fixed``."""
        top, left, bottom, right = self.corners(1 - row, 1 - column)
        first, nearest, last, farthest = self.fixed
        if (top, first) > (bottom, last):
            top, first, bottom, last = bottom, last, top, first
        if (left, nearest) > (right, farthest):
            left, nearest, right, farthest = right, farthest, left, nearest
        return top, left, bottom, right, (first, nearest, last, farthest)


@dataclass(frozen=True)
class Name:
    """A defined name; ``sheet`` where a sheet is written in front of it."""

    name: str
    sheet: str = ""


@dataclass(frozen=True)
class Array:
    """An array constant."""

    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True)
class Unary:
    """A sign in front (``-``, ``+``) or a per cent sign behind."""

    operator: str
    operand: Node


@dataclass(frozen=True)
class Binary:
    """Two operands and an operator between them."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call:
    """A function call; the name in upper case without file-format prefixes."""

    name: str
    arguments: tuple[Node, ...]


Node = Value | Reference | Name | Array | Unary | Binary | Call


def walk(node: Node, *, into: Callable[[Node], bool] = lambda _: True) -> Iterator[Node]:
    """The node and all nodes below it.

    Args:
        node: Where to begin.
        into: Whether to go into a node's children.
    """
    yield node
    if not into(node):
        return
    children: tuple[Node, ...] = ()
    if isinstance(node, Unary):
        children = (node.operand,)
    elif isinstance(node, Binary):
        children = (node.left, node.right)
    elif isinstance(node, Call):
        children = node.arguments
    elif isinstance(node, Array):
        children = tuple(cell for row in node.rows for cell in row)
    for child in children:
        yield from walk(child, into=into)
