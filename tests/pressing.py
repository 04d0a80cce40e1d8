"""A button pressed in a workbook that is a file: the program that presses it, and where its names stand."""

from __future__ import annotations

import datetime as dt

from jcplan.cells import areas
from jcplan.hosts.file import FileBook
from jcplan.ooxml import WorkbookFile

NOON = dt.datetime(2026, 11, 26, 12, 0)


class Program:
    """A program with a workbook in front and a cell selected."""

    def __init__(self, path, cell=None, answer=None):
        self.book, self._cell, self.answer = FileBook(path), cell, answer

    def who(self):
        return "Eva"

    def now(self):
        return NOON

    def selected(self):
        return self._cell

    def errors(self):
        return []


def named(path, name, column=0):
    sheet, area = areas(WorkbookFile.read(path).names)[name]
    return sheet, area.top, area.left + column
