"""Workbooks in memory, for tests of the engine."""

from __future__ import annotations

from jcplan.cells import Cell, CellError, parse_area
from jcplan.formula import Engine


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
