"""„Fehler erklären“: the German message behind a cell's error value, for any workbook behind the port."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from jcplan.cells import Area, Cell, CellError, Scalar, address, rows_of
from jcplan.errors import JcplanError
from jcplan.formula import Engine, FormulaError, parse, to_german
from jcplan.formula.nodes import Name, Node, Reference, walk
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


class _Values(Mapping[tuple[int, int], Cell]):
    """The cells of one sheet as constants, read when asked for."""

    def __init__(self, book: Book, sheet: str) -> None:
        self._book, self._sheet = book, sheet

    def __getitem__(self, at: tuple[int, int]) -> Cell:
        row, column = at
        return Cell(self._book.read(self._sheet, Area(row, column, row, column))[0][0])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _Grid:
    """A book in which every cell is what it shows; a ``formula.Grid``."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.sheets = tuple(book.sheets)
        self.names = book.names()

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        return _Values(self._book, sheet)


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
        origin = next((o for o in _erring(book, grid, formula, place[0]) if o not in seen), None)
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
        origin = next((o for o in _erring(book, grid, formula, sheet) if o != (sheet, row, column)), None)
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


def _erring(book: Book, grid: _Grid, formula: str | None, sheet: str) -> Iterator[tuple[str, int, int]]:
    """The cells with errors to which a formula refers."""
    if formula is None:
        return
    try:
        parts: list[Node] = list(walk(parse(formula)))
    except FormulaError:
        return
    names = {name.casefold(): text for name, text in grid.names.items()}
    for part in parts:
        target: object = part
        if isinstance(part, Name):
            try:
                target = parse(names.get(part.name.casefold(), '""'))
            except FormulaError:
                continue
        if isinstance(target, Reference):
            home = target.sheet or sheet
            rows = book.read(home, target.area)
            for row, column in target.area:
                if isinstance(rows[row - target.area.top][column - target.area.left], CellError):
                    yield home, row, column
