"""„Fehler erklären“: the German message behind a cell's error value, for any workbook behind the port."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from jcplan.cells import Area, Cell, CellError, Scalar, address, rows_of
from jcplan.errors import JcplanError
from jcplan.formula import Engine, FormulaError, to_german
from jcplan.port import Book

_MEANINGS: Final = {
    "#NULL!": "Zwei Bereiche, die keine gemeinsame Zelle haben, wurden geschnitten.",
    "#DIV/0!": "Es wird durch 0 oder durch eine leere Zelle geteilt.",
    "#VALUE!": "Ein Argument passt nicht: oft ein Text, wo eine Zahl stehen muss.",
    "#REF!": "Die Formel verweist auf eine Zelle oder ein Blatt, die es nicht mehr gibt.",
    "#NAME?": "Eine Funktion oder ein Name ist unbekannt; bei JC_-Funktionen fehlt jcplan in diesem Programm.",
    "#NUM!": "Das Ergebnis ist keine darstellbare Zahl.",
    "#N/A": "Ein gesuchter Wert wurde nicht gefunden, oder der Block ist größer als sein Ergebnis.",
}
_NOT_REACHED: Final = (
    "Die Argumente sind in Ordnung. Zeigen alle JC-Funktionen einen Fehler, erreicht dieses Programm jcplan nicht: "
    "in Excel hilft „jcplan doctor“, in LibreOffice „jcplan libreoffice status“."
)
_WIDEST: Final = 60  # columns that are searched for errors; the workbook's own sheets are narrower
_STEPS: Final = 50  # an error is followed through at most so many cells


class _Grid:
    """A book in which every cell that was read is what it shows; a ``formula.Grid``."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.sheets = tuple(book.sheets)
        self.names = book.names()
        self._cells: dict[str, dict[tuple[int, int], Cell]] = {sheet: {} for sheet in self.sheets}
        self._last = dict.fromkeys(self.sheets, 0)

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        return self._cells[sheet]

    def read(self, formula: str, sheet: str) -> list[tuple[str, int, int, Scalar]]:
        """The cells to which a formula refers, as far as the sheets are used.

        Raises:
            FormulaError: It cannot be read, or refers to a name or a sheet that there is not.
        """
        found = []
        for home, area in Engine(self).areas(formula, sheet):
            if not self._last[home]:
                self._last[home] = self._book.last_row(home)
            used = Area(area.top, area.left, min(area.bottom, self._last[home]), min(area.right, area.left + _WIDEST))
            rows = self._book.read(home, used) if used.bottom >= used.top else ()
            for (row, column), value in zip(used, (cell for cells in rows for cell in cells), strict=True):
                self._cells[home][row, column] = Cell(value)
                found.append((home, row, column, value))
        return found


def explain(book: Book, sheet: str, row: int, column: int) -> str:
    """Why a cell shows an error: the function's message, or the cell from which the error comes.

    Args:
        book: The open workbook.
        sheet: The selected cell's sheet.
        row: Its row, from 1.
        column: Its column, from 1.
    """
    lines: list[str] = []
    seen: set[tuple[str, int, int]] = set()
    grid = _Grid(book)
    place = (sheet, row, column)
    for _ in range(_STEPS):
        seen.add(place)
        where = f"{place[0]}!{address(place[1], place[2])}"
        value, formula = _cell(book, *place)
        if not isinstance(value, CellError):
            shown = "ist leer" if value is None and formula is None else "zeigt keinen Fehler"
            return f"{where} {shown}."
        origin = next((o for o in _erring(grid, formula, place[0]) if o not in seen), None)
        if origin is None:
            lines.append(f"{where}: {_reason(grid, formula, value, place[0])}")
            if formula:
                lines.append(f"Formel: {to_german(formula)}")
            break
        lines.append(f"{where} übernimmt den Fehler aus {origin[0]}!{address(origin[1], origin[2])}.")
        place = origin
    return "\n".join(lines)


def explained(book: Book, places: Iterable[tuple[str, int, int]]) -> dict[tuple[str, int, int], CellError]:
    """The errors in cells with their messages: their own, or where they come from.

    Args:
        book: The open workbook.
        places: Sheet, row and column of the cells that show an error.
    """
    grid, found = _Grid(book), {}
    for sheet, row, column in places:
        value, formula = _cell(book, sheet, row, column)
        if not isinstance(value, CellError):
            continue
        origin = next((o for o in _erring(grid, formula, sheet) if o != (sheet, row, column)), None)
        message = f"aus {origin[0]}!{address(origin[1], origin[2])}" if origin else _reason(grid, formula, value, sheet)
        found[sheet, row, column] = CellError(value.code, message)
    return found


def places_of_errors(book: Book) -> list[tuple[str, int, int]]:
    """Sheet, row and column of every cell that shows an error, for programs that cannot be asked for them."""
    found = []
    for sheet in book.sheets:
        last = book.last_row(sheet)
        rows = book.read(sheet, Area(1, 1, last, _WIDEST)) if last else ()
        for row, cells in enumerate(rows, 1):
            found += [(sheet, row, column) for column, cell in enumerate(cells, 1) if isinstance(cell, CellError)]
    return found


def _cell(book: Book, sheet: str, row: int, column: int) -> tuple[Scalar, str | None]:
    area = Area(row, column, row, column)
    return book.read(sheet, area)[0][0], book.formulas(sheet, area)[0][0]


def _reason(grid: _Grid, formula: str | None, value: CellError, sheet: str) -> str:
    """What the formula itself says to its error."""
    meaning = _MEANINGS.get(value.code, value.code)
    if formula is None:
        return meaning
    try:
        result = Engine(grid).formula(formula, sheet)
    except JcplanError:
        return meaning
    first = next((cell for row in rows_of(result) for cell in row if isinstance(cell, CellError)), None)
    if first is None:
        return _NOT_REACHED
    return first.message or meaning


def _erring(grid: _Grid, formula: str | None, sheet: str) -> list[tuple[str, int, int]]:
    """The cells with errors to which a formula refers."""
    try:
        cells = grid.read(formula, sheet) if formula else []
    except FormulaError:
        return []
    return [(home, row, column) for home, row, column, value in cells if isinstance(value, CellError)]
