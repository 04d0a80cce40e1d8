"""Defined names as a spreadsheet resolves them: a sheet's own first, relative ones as seen from the using cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jcplan.cells import LAST_COLUMN, LAST_ROW, Area
from jcplan.formula.nodes import FIXED, Array, Binary, Call, Name, Node, Reference, Unary, walk
from jcplan.formula.parse import FormulaError, parse

_DEEPEST: Final = 20  # names within names


class Names:
    """The names of a workbook.

    Args:
        everywhere: What the workbook's names stand for, by name.
        by_sheet: What each sheet's own names stand for.
    """

    def __init__(self, everywhere: Mapping[str, str], by_sheet: Mapping[str, Mapping[str, str]]) -> None:
        self._everywhere = {name.casefold(): text for name, text in everywhere.items()}
        self._by_sheet = {
            sheet.casefold(): {name.casefold(): text for name, text in own.items()} for sheet, own in by_sheet.items()
        }
        self._alike: dict[tuple[str, str, str], Node | None] = {}  # what names stand for in each cell of a sheet

    def resolve(self, name: Name, sheet: str, cell: tuple[int, int] | None) -> Node:
        """What a name stands for in a cell, names within it resolved as well.

        Args:
            name: The name.
            sheet: The sheet of the cell.
            cell: Its row and column; None where a formula stands in no cell.

        Raises:
            FormulaError: There is no such name, or it cannot be told what it stands for.
        """
        key = name.name, name.sheet, sheet
        if key not in self._alike:
            try:
                self._alike[key] = self._resolve(name, sheet, None, _DEEPEST)
            except FormulaError:  # it depends on the cell, or cannot be told
                self._alike[key] = None
        return self._alike[key] or self._resolve(name, sheet, cell, _DEEPEST)

    def _resolve(self, name: Name, sheet: str, cell: tuple[int, int] | None, depth: int) -> Node:
        if not depth:
            raise FormulaError(f"Der Name „{name.name}“ bezieht sich auf sich selbst.", "Name im Kreis")
        node = parse(self._text(name, sheet))
        if isinstance(node, Reference):
            return self._moved(node, name, cell)
        if not any(isinstance(part, Name | Reference) for part in walk(node)):
            return node
        return self._inside(node, name, sheet, cell, depth)

    def _inside(self, node: Node, name: Name, sheet: str, cell: tuple[int, int] | None, depth: int) -> Node:
        def inner(part: Node) -> Node:
            return self._inside(part, name, sheet, cell, depth)

        if isinstance(node, Name):
            return self._resolve(node, sheet, cell, depth - 1)
        if isinstance(node, Reference):
            return self._moved(node, name, cell)
        if isinstance(node, Unary):
            return Unary(node.operator, inner(node.operand))
        if isinstance(node, Binary):
            return Binary(node.operator, inner(node.left), inner(node.right))
        if isinstance(node, Call):
            return Call(node.name, tuple(map(inner, node.arguments)))
        if isinstance(node, Array):
            return Array(tuple(tuple(map(inner, row)) for row in node.rows))
        return node

    def _text(self, name: Name, sheet: str) -> str:
        wanted = name.name.casefold()
        own = self._by_sheet.get((name.sheet or sheet).casefold(), {})
        text = own.get(wanted)
        if text is None and not name.sheet:
            text = self._everywhere.get(wanted)
        if text is None:
            shown = f"{name.sheet}!{name.name}" if name.sheet else name.name
            raise FormulaError(f"Den Namen „{shown}“ gibt es nicht.", f"Name {shown} fehlt")
        return text

    @staticmethod
    def _moved(cells: Reference, name: Name, cell: tuple[int, int] | None) -> Reference:
        """Relative parts are stored as seen from A1; beyond the sheet's edge only Excel goes on at the other."""
        if not cells.sheet:
            raise FormulaError(f"Der Name „{name.name}“ nennt kein Blatt.", f"Name {name.name}")
        if cells.fixed == FIXED:
            return cells
        if cell is None:
            raise FormulaError(f"Der Name „{name.name}“ hängt von der Zelle ab, in der er steht.", f"Name {name.name}")
        top, left, bottom, right = cells.corners(cell[0] - 1, cell[1] - 1)
        if bottom > LAST_ROW or right > LAST_COLUMN or top > bottom or left > right:
            raise FormulaError(f"Der Name „{name.name}“ reicht hier über den Rand des Blatts.", f"Name {name.name}")
        return Reference(cells.sheet, Area(top, left, bottom, right))
