"""What the sheets that ask the plan show: computed for a case in memory, found by name and by label."""

from __future__ import annotations

import dataclasses

from jcplan.cases import Entry, reference
from jcplan.cells import areas
from jcplan.formula import Engine
from jcplan.layout.whole import layout
from jcplan.model import Shape


def small(groups=2, **changed):
    """The reference case with few teams and projects, and other inputs by name without ``Annahme_``."""
    case = reference().shaped(Shape(gruppen=groups, teams=(1,), projekte=1, instrumente=1, standards=1))
    entries = dict(case.entries)
    entries |= {f"Annahme_{name}": Entry(value) for name, value in changed.items()}
    return dataclasses.replace(case, entries=entries)


class Shown:
    """All values of the workbook of a case."""

    def __init__(self, case):
        self.layout = layout(case)
        self.result = Engine(self.layout).compute()

    def at(self, sheet, row, column):
        """What a cell shows; a blank and an empty text are None."""
        known = self.result.values.get((sheet, row, column), "")
        cell = self.layout.pages[sheet].cells.get((row, column))
        value = known if (sheet, row, column) in self.result.values else cell and cell.value
        return None if value == "" else value

    def area(self, name):
        """The values of a defined name, row by row."""
        sheet, area = areas(self.layout.names)[name]
        return [
            [self.at(sheet, row, column) for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]

    def table(self, sheet, key):
        """The rows of a table by their keys: of each its values by the columns' keys."""
        placed = self.layout.pages[sheet].keys.tables[key]
        home = {page.key: page.name for page in self.layout.pages.values()}[placed.sheet]
        return {
            row: {column: self.at(home, at, left) for column, left in placed.columns.items()}
            for row, at in placed.rows.items()
        }

    def finding(self, sheet):
        """Its main sentence."""
        return self.at(sheet, 3, 2)


def typed_cells(shown, sheet):
    """Cells that are to be typed into, and those with a validation."""
    page = shown.layout.pages[sheet]
    typed = {at for at, cell in page.cells.items() if cell.style.startswith("input")}
    validated = {
        (row, column): each.options
        for each in page.validations
        for row in range(each.row, each.row + each.rows)
        for column in range(each.column, each.column + each.columns)
    }
    return typed, validated
