"""The syntax tree of a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from jcplan.cells import Area, CellError


@dataclass(frozen=True)
class Value:
    """A number, text, truth value, error or (None) an argument left out."""

    value: float | str | bool | CellError | None


@dataclass(frozen=True)
class Reference:
    """Cells of a sheet; sheet '' is the formula's own.

    ``fixed`` says of top, left, bottom and right whether it is absolute ($): it counts in names only,
    where the others move with the cell that uses the name.
    """

    sheet: str
    area: Area
    fixed: tuple[bool, bool, bool, bool] = field(default=(True, True, True, True), compare=False, repr=False)


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
