"""„Fehler erklären“: the German message behind a cell's error value, for any workbook behind the port."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from jcplan.cells import LAST_ROW, Area, CellError, Scalar, address, rows_of
from jcplan.errors import JcplanError
from jcplan.formula import Engine, FormulaError, to_german
from jcplan.formula.engine import Key
from jcplan.formula.unknown import UnknownFunctionError
from jcplan.port import Book, Place
from jcplan.snapshot import Snapshot

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


def explain(book: Book, sheet: str, row: int, column: int) -> str:
    """Why a cell shows an error: the function's message, or the cell from which the error comes.

    Args:
        book: The open workbook.
        sheet: The selected cell's sheet.
        row: Its row, from 1.
        column: Its column, from 1.
    """
    lines: list[str] = []
    seen: set[Key] = set()
    cells = _Cells(book)
    place = (sheet, row, column)
    for _ in range(_STEPS):
        seen.add(place)
        where = f"{place[0]}!{address(place[1], place[2])}"
        ((value, formula),) = cells.at([place])
        if not isinstance(value, CellError):
            shown = "ist leer" if value is None and formula is None else "zeigt keinen Fehler"
            return f"{where} {shown}."
        cells.follow([(place[0], formula)])
        origin = next((o for o in cells.erring(formula, place[0]) if o not in seen), None)
        if origin is None:
            lines.append(f"{where}: {cells.reason(formula, value, place[0])}")
            if formula:
                lines.append(f"Formel: {to_german(formula)}")
            break
        lines.append(f"{where} übernimmt den Fehler aus {origin[0]}!{address(origin[1], origin[2])}.")
        place = origin
    return "\n".join(lines)


def explained(book: Book, places: Iterable[Key]) -> dict[Key, CellError]:
    """The errors in cells with their messages: their own, or where they come from.

    Args:
        book: The open workbook.
        places: Sheet, row and column of the cells that show an error.
    """
    keys, cells, found = list(places), _Cells(book), {}
    known = dict(zip(keys, cells.at(keys), strict=True))
    cells.follow([(key[0], formula) for key, (_, formula) in known.items()])
    for key, (value, formula) in known.items():
        if not isinstance(value, CellError):
            continue
        origin = next((o for o in cells.erring(formula, key[0]) if o != key), None)
        message = f"aus {origin[0]}!{address(origin[1], origin[2])}" if origin else cells.reason(formula, value, key[0])
        found[key] = CellError(value.code, message)
    return found


def places_of_errors(book: Book) -> list[Key]:
    """Sheet, row and column of every cell that shows an error, for programs that cannot be asked for them."""
    places = [(sheet, Area(1, 1, LAST_ROW, _WIDEST)) for sheet in book.sheets]
    return [
        (sheet, row, column)
        for (sheet, _), rows in zip(places, book.values(places), strict=True)
        for row, cells in enumerate(rows, 1)
        for column, cell in enumerate(cells, 1)
        if isinstance(cell, CellError)
    ]


class _Cells:
    """The cells of a book, as far as errors have led to them."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._snapshot = Snapshot(book)
        self._areas: dict[tuple[str, str], list[Place]] = {}

    def at(self, keys: Sequence[Key]) -> list[tuple[Scalar, str | None]]:
        """The values and formulas of cells."""
        places = [(sheet, Area(row, column, row, column)) for sheet, row, column in keys]
        self._snapshot.take(places)
        formulas = (rows[0][0] if rows and rows[0] else None for rows in self._book.formulas(places))
        return [(self._snapshot.rows(place)[0][0], text) for place, text in zip(places, formulas, strict=True)]

    def follow(self, formulas: Iterable[tuple[str, str | None]]) -> None:
        """Take the cells to which formulas on these sheets refer."""
        for sheet, formula in formulas:
            if formula and (sheet, formula) not in self._areas:
                self._areas[sheet, formula] = self._referred(formula, sheet)
        self._snapshot.take(place for places in self._areas.values() for place in places)

    def _referred(self, formula: str, sheet: str) -> list[Place]:
        try:
            areas = Engine(self._snapshot).areas(formula, sheet)
        except FormulaError:
            return []
        return [
            (home, Area(area.top, area.left, area.bottom, min(area.right, area.left + _WIDEST))) for home, area in areas
        ]

    def erring(self, formula: str | None, sheet: str) -> list[Key]:
        """The cells with errors to which a formula refers that was followed."""
        return [
            (home, row, column)
            for home, area in self._areas.get((sheet, formula or ""), ())
            for row, cells in enumerate(self._snapshot.used((home, area)), area.top)
            for column, value in enumerate(cells, area.left)
            if isinstance(value, CellError)
        ]

    def reason(self, formula: str | None, value: CellError, sheet: str) -> str:
        """What a formula that was followed says itself to its error."""
        meaning = _MEANINGS.get(value.code, value.code)
        if formula is None:
            return meaning
        try:
            result = Engine(self._snapshot).formula(formula, sheet)
        except UnknownFunctionError as error:
            return str(error)
        except JcplanError:
            return meaning
        first = next((cell for row in rows_of(result) for cell in row if isinstance(cell, CellError)), None)
        if first is None:
            return _NOT_REACHED
        return first.message or meaning
