"""An open Calc document in plain values: what the port of jcplan asks for. Rows and columns count from 1.

Cells are float, bool, str, None for a blank, and ``{"error": "#VALUE!"}`` for an error value.
"""

from __future__ import annotations

import contextlib
from typing import Any, Iterator  # noqa: UP035  (Python 3.8 inside LibreOffice)

import uno  # noqa: F401  (makes com.sun.star importable)
from com.sun.star.table import CellRangeAddress

from .formulas import Formulas

ERROR = 4  # of the results that a formula may have
LOGICAL = 1024

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
        """The answer to a question: ``describe``, ``values``, ``formulas``, ``errors`` or ``write``."""
        if question not in ("describe", "values", "formulas", "errors", "write"):
            raise ValueError(f"unknown question {question!r}")
        return getattr(self, question)(*arguments)

    def describe(self) -> dict[str, Any]:
        """The document's title, the day that a cell holds as 0 (ISO), its sheets and defined names.

        Names are ``[name, sheet, top, left, bottom, right]``, or ``[name, text]`` where it is no area.
        """
        day, named, names = self.model.NullDate, self.model.NamedRanges, []
        sheets = list(self.model.Sheets.ElementNames)
        for name in named.ElementNames:
            entry = named.getByName(name)
            area = entry.getReferredCells()
            if area is None:
                names.append([name, entry.Content])
            else:
                a = area.RangeAddress
                names.append([name, sheets[a.Sheet], a.StartRow + 1, a.StartColumn + 1, a.EndRow + 1, a.EndColumn + 1])
        return {
            "title": str(self.model.getTitle()),
            "day_zero": f"{day.Year:04d}-{day.Month:02d}-{day.Day:02d}",
            "sheets": sheets,
            "names": names,
        }

    def values(self, places: list[list[Any]]) -> list[list[list[Any]]]:
        """Values of areas ``[sheet, [top, left, bottom, right]]``, as far as their sheets are used."""
        return [self._values(cells) for cells in self._used(places)]

    def formulas(self, places: list[list[Any]]) -> list[list[list[str | None]]]:
        """Formulas as an .xlsx file has them; every cell of an array formula gives the formula."""
        formulas = Formulas(self.model)
        return [formulas.of(cells) if cells is not None else [] for cells in self._used(places)]

    def _used(self, places: list[list[Any]]) -> Iterator[Any]:
        """The ranges of areas, each up to the last used cell of its sheet; None where there is nothing of it."""
        ends: dict[str, Any] = {}
        for sheet, (top, left, bottom, right) in places:
            page = self.model.Sheets.getByName(sheet)
            if sheet not in ends:
                cursor = page.createCursor()
                cursor.gotoEndOfUsedArea(False)
                ends[sheet] = cursor.RangeAddress
            last_row, last_column = min(bottom, ends[sheet].EndRow + 1), min(right, ends[sheet].EndColumn + 1)
            used = top <= last_row and left <= last_column
            yield page.getCellRangeByPosition(left - 1, top - 1, last_column - 1, last_row - 1) if used else None

    def _values(self, cells: Any) -> list[list[Any]]:
        if cells is None:
            return []
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

    def errors(self) -> list[list[Any]]:
        """The cells that show an error: ``[sheet, row, column]``."""
        found: list[list[Any]] = []
        for sheet in self.model.Sheets.ElementNames:
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
