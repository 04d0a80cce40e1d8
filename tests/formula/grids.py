"""Workbooks in memory, for tests of the engine."""

from __future__ import annotations

from jcplan.cells import Cell, CellError, parse_area
from jcplan.formula import Engine
from jcplan.formula.engine import _values
from jcplan.formula.evaluate import Mode, Place
from jcplan.formula.operand import Block
from jcplan.formula.parse import parse
from jcplan.formula.programs import agreed


class Sheets:
    """{sheet: {address: value, or "=formula"}}; "A1:A3": "=…" is an array formula, "{=…}" one in a single cell."""

    def __init__(self, names=None, sheet_names=None, **sheets):
        self.names = names or {}
        self.sheet_names = sheet_names or {}
        self._cells = {sheet: self._read(cells) for sheet, cells in sheets.items()}
        self.sheets = tuple(self._cells)

    @staticmethod
    def _read(cells):
        read = {}
        for text, content in cells.items():
            area = parse_area(text)
            if isinstance(content, str) and content.startswith("{="):
                read[area.top, area.left] = Cell(None, content[2:-1], area)
            elif isinstance(content, str) and content.startswith("="):
                read[area.top, area.left] = Cell(None, content[1:], area if ":" in text else None)
            else:
                read[area.top, area.left] = Cell(float(content) if type(content) is int else content)
        return read

    def cells(self, sheet):
        return self._cells[sheet]


def shown(value):
    """A value as a test writes it: errors by their code."""
    return value.code if isinstance(value, CellError) else value


def computed(cells, at="D1", names=None, sheet_names=None, **more):
    """What a cell shows, or why its formula is left."""
    engine = Engine(Sheets(names, sheet_names, Blatt=cells, **more))
    result, area = engine.compute(), parse_area(at)
    key = ("Blatt", area.top, area.left)
    return result.not_computed[key] if key in result.not_computed else shown(engine.cell(*key))


def of_both(formula, cells=None, at=None):
    """What LibreOffice and what Excel computes, in an array formula; in an ordinary one of a cell (row, column)."""
    evaluator = Engine(Sheets(Blatt=cells or {}))._evaluator
    place = Place("Blatt", at, Mode.CELL if at else Mode.ARRAY)
    node = parse(formula, *at or (1, 1))

    def compute():
        value = _values(evaluator.evaluate(node, place))
        return [list(map(shown, row)) for row in value.full()] if isinstance(value, Block) else shown(value)

    return both(compute)


def both(compute):
    """What LibreOffice and what Excel gives."""
    seen = []
    value = agreed(compute, lambda calc, excel, _: not seen.append((calc, excel)))
    return seen[0] if seen else (value, value)
