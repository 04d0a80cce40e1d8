"""The formulas of an open Calc document as an .xlsx file spells them.

Calc prints one formula at a time so, which takes a minute's part for a whole workbook; its own spelling it gives for
all cells at once. Most formulas are the same in both but for separators and how a sheet stands before a cell. Such
ones are rewritten here; any other, and the first one of each function, is printed by Calc.
"""

from __future__ import annotations

import re
from typing import Any

from .table import TABLE

_FORMULA = 16
_FILE_CONVENTION = 3
_WORD = re.compile(
    r"""
    "(?:[^"]|"")*"
    | \$? (?P<sheet> '(?:[^']|'')+' | [^\W\d]\w* ) \. (?= \$?[A-Z]{1,3}\$?\d+ (?![\w(.]) )
    | (?P<function> [^\W\d][\w.]* ) \(
    | \$?[A-Z]{1,3}\$?\d+ (?![\w(.])
    | [^\W\d]\w* (?![\w(.!'])
    | \d+ (?:\.\d+)? (?:E[+-]?\d+)?
    | (?P<separator> ;)
    | <= | >= | <> | [-+*/^&=<>%():\ ]
    """,
    re.VERBOSE,
)
_ONE_CELL = re.compile(r"(\$?[A-Z]{1,3}\$?\d+):\1(?!\w)")
"""Calc prints a range of one cell as that cell."""
_OURS = {f"{TABLE['addin']}.{node}".upper(): name for node, name in TABLE["functions"].items()}
_alike: set[str] = set()
"""The functions that Calc was seen to print as they are rewritten here."""


class Formulas:
    """The formulas of a document.

    Args:
        model: The document.
    """

    def __init__(self, model: Any) -> None:
        self._parser = model.createInstance("com.sun.star.sheet.FormulaParser")
        self._parser.CompileEnglish, self._parser.FormulaConvention = True, _FILE_CONVENTION

    def of(self, cells: Any) -> list[list[str | None]]:
        """The formulas of a range, None for constants; every cell of an array formula gives the formula."""
        origin, page = cells.RangeAddress, cells.Spreadsheet
        texts = cells.getFormulaArray()
        rows: list[list[str | None]] = [[None] * len(row) for row in texts]
        for a in cells.queryContentCells(_FORMULA).RangeAddresses:
            for y in range(a.StartRow, a.EndRow + 1):
                line, own = rows[y - origin.StartRow], texts[y - origin.StartRow]
                for x in range(a.StartColumn, a.EndColumn + 1):
                    text = self._quick(own[x - origin.StartColumn], page, x, y)
                    line[x - origin.StartColumn] = None if text in ("TRUE()", "FALSE()") else text
        return rows

    def _quick(self, text: str, page: Any, x: int, y: int) -> str:
        """The formula in a cell, rewritten or printed."""
        rewritten, functions = _rewritten(text)
        if rewritten is not None and _alike.issuperset(functions):
            return rewritten
        printed = self.printed(page.getCellByPosition(x, y))
        if printed == rewritten:
            _alike.update(functions)
        return printed

    def printed(self, cell: Any) -> str:
        """The formula in a cell, as Calc prints it."""
        if cell.getArrayFormula():
            cursor = cell.Spreadsheet.createCursorByRange(cell)
            cursor.collapseToCurrentArray()
            return str(self._parser.printFormula(cursor.getArrayTokens(), cursor.getCellByPosition(0, 0).CellAddress))
        return str(self._parser.printFormula(cell.getTokens(), cell.CellAddress))


def _rewritten(text: str) -> tuple[str | None, set[str]]:
    """A formula in Calc's own spelling as a file spells it, None where that cannot be told; and its functions."""
    text = text[2:-1] if text.startswith("{=") else text[1:]
    words: list[str] = []
    functions: set[str] = set()
    at = 0
    for match in _WORD.finditer(text):
        kind = match.lastgroup
        if match.start() != at or (kind == "sheet" and words[-1:] == [":"]):  # several sheets
            return None, functions
        at = match.end()
        if kind == "separator":
            words.append(",")
        elif kind == "sheet":
            words.append(f"{match['sheet']}!")
        elif kind == "function":
            name = match["function"]
            functions.add(name)
            words.append(f"{_OURS.get(name.upper(), name)}(")
        else:
            words.append(match[0])
    if at < len(text) or _ONE_CELL.search(text):
        return None, functions
    return "".join(words), functions
