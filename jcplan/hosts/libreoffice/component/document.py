"""An open Calc document in plain values: what the port of jcplan asks for. Rows and columns count from 1.

Cells are float, bool, str, None for a blank, and ``{"error": "#VALUE!"}`` for an error value.
"""

from __future__ import annotations

import contextlib
from typing import Any, Iterator  # noqa: UP035  (Python 3.8 inside LibreOffice)

import uno  # noqa: F401  (makes com.sun.star importable)
from com.sun.star.table import CellRangeAddress

CONTENT = 1 | 2 | 4 | 16  # values, dates, texts, formulas
FORMULA = 16
ERROR = 4  # of the results that a formula may have
LOGICAL = 1024
FILE_CONVENTION = 3  # formulas as an .xlsx file spells them

ERRORS = {
    502: "#VALUE!",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}


class Document:
    """Answers the questions of an action about one document, by name."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._touched = False  # whether the current step of undo holds anything

    def answer(self, question: str, *arguments: Any) -> Any:
        """The answer to a question of the port, or to ``errors``."""
        if question not in ("title", "sheets", "day_zero", "names", "read", "formulas", "last_row", "errors", "write"):
            raise ValueError(f"unknown question {question!r}")
        return getattr(self, question)(*arguments)

    def title(self) -> str:
        """The name in the title bar."""
        return str(self.model.getTitle())

    def sheets(self) -> list[str]:
        """Names of the sheets in their order."""
        return list(self.model.Sheets.ElementNames)

    def day_zero(self) -> str:
        """The day that a cell holds as 0, ISO."""
        day = self.model.NullDate
        return f"{day.Year:04d}-{day.Month:02d}-{day.Day:02d}"

    def names(self) -> list[list[Any]]:
        """Defined names as ``[name, sheet, top, left, bottom, right]``, or ``[name, text]`` where it is no area."""
        named, found = self.model.NamedRanges, []
        sheets = self.sheets()
        for name in named.ElementNames:
            entry = named.getByName(name)
            area = entry.getReferredCells()
            if area is None:
                found.append([name, entry.Content])
            else:
                a = area.RangeAddress
                found.append([name, sheets[a.Sheet], a.StartRow + 1, a.StartColumn + 1, a.EndRow + 1, a.EndColumn + 1])
        return found

    def read(self, sheet: str, area: list[int]) -> list[list[Any]]:
        """Values of an area ``[top, left, bottom, right]``."""
        cells = self._cells(sheet, area)
        rows = [list(row) for row in cells.getDataArray()]
        numbers = self.model.NumberFormats
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                if value == "":
                    row[x] = None
                elif value is None:
                    row[x] = {"error": ERRORS.get(cells.getCellByPosition(x, y).getError(), "#VALUE!")}
                elif value in (0.0, 1.0):
                    key = cells.getCellByPosition(x, y).NumberFormat
                    if numbers.getByKey(key).Type & LOGICAL:
                        row[x] = bool(value)
        return rows

    def formulas(self, sheet: str, area: list[int]) -> list[list[str | None]]:
        """Formulas as an .xlsx file has them; every cell of an array formula gives the formula."""
        cells = self._cells(sheet, area)
        origin = cells.RangeAddress
        parser = self.model.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish, parser.FormulaConvention = True, FILE_CONVENTION
        rows: list[list[str | None]] = [
            [None] * (origin.EndColumn - origin.StartColumn + 1) for _ in range(origin.EndRow - origin.StartRow + 1)
        ]
        done: set[tuple[int, int]] = set()
        for a in cells.queryContentCells(FORMULA).RangeAddresses:
            for y in range(a.StartRow, a.EndRow + 1):
                for x in range(a.StartColumn, a.EndColumn + 1):
                    if (y, x) in done:
                        continue
                    text, whole = self._formula(parser, sheet, y, x)
                    for row in range(max(whole.StartRow, origin.StartRow), min(whole.EndRow, origin.EndRow) + 1):
                        for column in range(
                            max(whole.StartColumn, origin.StartColumn), min(whole.EndColumn, origin.EndColumn) + 1
                        ):
                            rows[row - origin.StartRow][column - origin.StartColumn] = text
                            done.add((row, column))
        return rows

    def _formula(self, parser: Any, sheet: str, row: int, column: int) -> tuple[str | None, Any]:
        """The formula of a cell and the range that it fills: more than the cell for an array formula."""
        cell = self.model.Sheets.getByName(sheet).getCellByPosition(column, row)
        if cell.getArrayFormula():
            cursor = cell.Spreadsheet.createCursorByRange(cell)
            cursor.collapseToCurrentArray()
            tokens, place = cursor.getArrayTokens(), cursor.getCellByPosition(0, 0).CellAddress
            whole = cursor.RangeAddress
        else:
            tokens, place, whole = cell.getTokens(), cell.CellAddress, cell.RangeAddress
        text = str(parser.printFormula(tokens, place))
        return None if text in ("TRUE()", "FALSE()") else text, whole  # that is how Calc loads a typed truth value

    def last_row(self, sheet: str) -> int:
        """The last row that holds anything."""
        used = self.model.Sheets.getByName(sheet).queryContentCells(CONTENT).RangeAddresses
        return max((a.EndRow + 1 for a in used), default=0)

    def errors(self) -> list[list[Any]]:
        """The cells that show an error: ``[sheet, row, column]``."""
        found: list[list[Any]] = []
        for sheet in self.sheets():
            for a in self.model.Sheets.getByName(sheet).queryFormulaCells(ERROR).RangeAddresses:
                rows, columns = range(a.StartRow + 1, a.EndRow + 2), range(a.StartColumn + 1, a.EndColumn + 2)
                found.extend([sheet, row, column] for row in rows for column in columns)
        return found

    # ---- writing ------------------------------------------------------------------------------

    def write(self, title: str, writes: list[list[Any]]) -> None:
        """Write all blocks as one step of undo, or nothing.

        Args:
            title: What the step is called in the program's undo list.
            writes: Blocks as ``[sheet, [top, left, bottom, right], rows, row whose formats new cells take or None]``.
        """
        self._refuse_read_only()
        manager = self.model.UndoManager
        self._touched = False
        self.model.lockControllers()
        self.model.addActionLock()
        try:
            manager.enterUndoContext(title)
            try:
                for sheet, area, rows, like in writes:
                    self._write(sheet, area, rows, like)
            except Exception:
                manager.leaveUndoContext()
                if self._touched:
                    manager.undo()
                raise
            manager.leaveUndoContext()
        finally:
            self.model.removeActionLock()
            self.model.unlockControllers()

    def _refuse_read_only(self) -> None:
        if self.model.isReadonly():
            raise RuntimeError("Die Arbeitsmappe ist schreibgeschützt geöffnet; es wurde nichts geschrieben.")

    def _write(self, sheet: str, area: list[int], rows: list[list[Any]], like: int | None) -> None:
        if not self.model.Sheets.hasByName(sheet):
            raise RuntimeError(f"Das Blatt {sheet} gibt es nicht; es wurde nichts geschrieben.")
        page = self.model.Sheets.getByName(sheet)
        if like is not None:
            self._copy_formats(page, area, like)
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                cell = page.getCellByPosition(area[1] - 1 + x, area[0] - 1 + y)
                if cell.getArrayFormula():  # Calc would tear the block apart without a word
                    raise RuntimeError(
                        f"Die Zelle {cell.AbsoluteName} gehört zu einer Matrixformel; es wurde nichts geschrieben."
                    )
                self._touched = True
                if value is None:
                    _empty(cell)
                else:
                    _put(cell, value)  # cell by cell: this works on protected sheets too, setDataArray does not
                if not _holds(cell, value):
                    raise RuntimeError(
                        f"Die Zelle {cell.AbsoluteName} ließ sich nicht beschreiben; es wurde nichts geschrieben."
                    )

    def _copy_formats(self, page: Any, area: list[int], like: int) -> None:
        """Give rows the formats of the row ``like``. Calc copies silently nothing on a protected sheet."""
        self._touched = True
        with _unprotected(page):
            for row in range(area[0], area[2] + 1):
                if row == like:
                    continue
                source = CellRangeAddress()
                source.Sheet = page.RangeAddress.Sheet
                source.StartRow = source.EndRow = like - 1
                source.StartColumn, source.EndColumn = area[1] - 1, area[3] - 1
                page.copyRange(page.getCellByPosition(area[1] - 1, row - 1).CellAddress, source)

    def _cells(self, sheet: str, area: list[int]) -> Any:
        top, left, bottom, right = area
        return self.model.Sheets.getByName(sheet).getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)


def _empty(cell: Any) -> None:
    """Empty a cell; a protected sheet takes values, but lets no cell be emptied."""
    if cell.Type.value != "EMPTY":
        with _unprotected(cell.Spreadsheet):
            cell.setFormula("")


def _put(cell: Any, value: Any) -> None:
    if isinstance(value, bool):
        cell.setFormula("=TRUE()" if value else "=FALSE()")
    elif isinstance(value, (int, float)):
        cell.setValue(float(value))
    elif isinstance(value, str):
        cell.setString(value)
    else:
        raise TypeError(f"a cell cannot be given {value!r}")


def _holds(cell: Any, value: Any) -> bool:
    if value is None:
        return bool(cell.Type.value == "EMPTY")
    if isinstance(value, str):
        return bool(cell.getString() == value)
    return bool(cell.getValue() == float(value))


@contextlib.contextmanager
def _unprotected(page: Any) -> Iterator[None]:
    """Lift a sheet's protection for a moment; one with a password stays, and then formats stay as they are."""
    protected = page.isProtected()
    if protected:
        page.unprotect("")
    try:
        yield
    finally:
        if protected and not page.isProtected():
            page.protect("")
