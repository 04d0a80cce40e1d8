"""Reads a worksheet part: the cells at once, where in the bytes they stand when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import Final, NoReturn

from jcplan.cells import LAST_COLUMN, LAST_ROW, Area, Cell, address, column_number
from jcplan.errors import FileError
from jcplan.german import number
from jcplan.ooxml.formulas import Formulas
from jcplan.ooxml.marks import Marks, Position, Row
from jcplan.ooxml.markup import local_name, scan
from jcplan.ooxml.quick import IrregularError, RegularRows, shared_strings
from jcplan.ooxml.regular import too_large
from jcplan.ooxml.values import decode, shortened, unescape, whole

CELL_LIMIT: Final = 2_000_000
"""Cells of a workbook that are read; more would fill the memory of an ordinary PC."""
_UTF8: Final = ("utf-8", "utf8", "us-ascii", "ascii")
_LETTERS: Final = re.compile(r"[A-Za-z]{1,3}")


class Areas:
    """Areas of a sheet, such that looking for the one around a cell costs little."""

    _LISTED: Final = 10_000  # an area of more rows is looked at for every cell

    def __init__(self) -> None:
        self._by_row: dict[int, list[Area]] = {}
        self._tall: list[Area] = []

    def add(self, area: Area) -> None:
        """Add an area."""
        if area.shape[0] > self._LISTED:
            self._tall.append(area)
            return
        for row in range(area.top, area.bottom + 1):
            self._by_row.setdefault(row, []).append(area)

    def __contains__(self, position: Position) -> bool:
        return any(position in area for area in (*self._by_row.get(position[0], ()), *self._tall))


class Sheet:
    """A worksheet part as read.

    Args:
        data: The part's bytes.
        place: File and part, for messages.

    Attributes:
        encoding: The part's encoding.
        cells: Every cell element's content.
        arrays: Where single formulas fill areas of more than one cell.
    """

    def __init__(self, data: bytes, place: str) -> None:
        self.data, self.place = data, place
        self.encoding = "utf-8"
        self.cells: dict[Position, Cell] = {}
        self.arrays = Areas()
        self._marks: Callable[[], Marks] = Marks

    @cached_property
    def marks(self) -> Marks:
        """Where its elements stand."""
        return self._marks()

    def found_by(self, marks: Callable[[], Marks]) -> None:
        """Set how it is found out where its elements stand."""
        self._marks = marks

    def is_cached(self, position: Position) -> bool:
        """Whether the cell shows the result of a formula, its own or that of an array formula."""
        cell = self.cells.get(position)
        return (cell is not None and cell.formula is not None) or position in self.arrays


def read_sheet(
    data: bytes, place: str, shared: Callable[[], Sequence[str]], *, date1904: bool, room: int = CELL_LIMIT
) -> Sheet:
    """Reads a worksheet part.

    Args:
        data: The part's bytes.
        place: File and part, for messages.
        shared: Gives the workbook's shared strings; asked for only where a cell needs them.
        date1904: Whether the workbook counts days from 1904.
        room: How many cells there may be.

    Raises:
        FileError: Malformed XML, no rows' element, too many cells, or a cell that makes no sense.
    """
    try:
        return _read_regular(Sheet(data, place), shared, date1904=date1904, room=room)
    except IrregularError:
        return _read_any(Sheet(data, place), shared, date1904=date1904, room=room)


def _read_regular(sheet: Sheet, shared: Callable[[], Sequence[str]], *, date1904: bool, room: int) -> Sheet:
    """Reads a part whose rows are written as programs do: the parser sees only what stands around them.

    Raises:
        IrregularError: They are not.
        FileError: Malformed XML around them.
    """
    rows = RegularRows(sheet.data)
    reader = _Reader(sheet, shared, date1904=date1904, room=room)
    sheet.encoding = scan(rows.around, sheet.place, reader.start, reader.end, reader.text)
    around = reader.marks
    if around.prefix or around.sheet_data != (rows.start, rows.inside) or sheet.encoding.lower() not in _UTF8:
        raise IrregularError
    sheet.cells, areas = rows.cells(shared, date1904=date1904, room=room)
    for area in areas:
        sheet.arrays.add(area)

    def marks() -> Marks:
        found = rows.marks()
        dimension = around.dimension
        if dimension is not None and dimension[0] >= rows.inside:  # behind the rows; programs write it in front
            dimension = dimension[0] + rows.close - rows.inside, dimension[1] + rows.close - rows.inside
        found.dimension = dimension
        return found

    sheet.found_by(marks)
    return sheet


def _read_any(sheet: Sheet, shared: Callable[[], Sequence[str]], *, date1904: bool, room: int) -> Sheet:
    """Reads a part however it is written."""
    reader = _Reader(sheet, shared, date1904=date1904, room=room)
    sheet.encoding = scan(sheet.data, sheet.place, reader.start, reader.end, reader.text)
    if reader.marks.sheet_data is None:
        raise FileError(
            f"{sheet.place}: gefunden ein Teil ohne Zeilen (sheetData), erwartet ein Tabellenblatt. "
            "Die Datei ist beschädigt; bitte eine Sicherung verwenden."
        )
    sheet.found_by(lambda: reader.marks)
    return sheet


class _Reader:
    """Takes the parser's events. The path in the document says what an element is."""

    def __init__(self, sheet: Sheet, shared: Callable[[], Sequence[str]], *, date1904: bool, room: int) -> None:
        self.sheet = sheet
        self.rows: dict[int, Row] = {}
        self.offsets: dict[Position, tuple[int, int]] = {}
        self.marks = Marks(cells=self.offsets, rows=self.rows)
        self.room = room
        self.shared = shared
        self.date1904 = date1904
        self.formulas = Formulas()
        self.path: list[str] = []
        self.offset = 0  # of sheetData, dimension or cell, whichever is open
        self.row = 0
        self.row_text = ""
        self.column = 0
        self.in_cell = False
        self.attributes: dict[str, str] = {}  # of the open cell
        self.formula: tuple[str | None, Area | None] = (None, None)
        self.formula_attributes: dict[str, str] = {}
        self.value: str | None = None
        self.pieces: list[str] | None = None  # character data that counts
        self.runs: list[str] = []  # of the open text

    def start(self, tag: str, attributes: dict[str, str], offset: int) -> None:
        name = local_name(tag) if ":" in tag else tag
        path = self.path
        path.append(name)
        depth = len(path)
        if self.in_cell:
            if depth == 5 and name in ("v", "f"):
                self.pieces = []
                if name == "f":
                    self.formula_attributes = attributes
            elif depth == 5 and name == "is":
                self.runs = []
            elif name == "t" and path[4] == "is" and "rPh" not in path:
                self.pieces = []
        elif depth == 2:
            self.offset = offset
            if name == "sheetData":
                self.marks.prefix = tag[: -len(name)]
                self.marks.sheet_data = (offset, 0)
        elif depth < 2 or path[1] != "sheetData":
            return
        elif depth == 4 and name == "c" and path[2] == "row":
            self._open_cell(attributes, offset)
        elif depth == 3 and name == "row":
            self.row = self._row_number(attributes.get("r"))
            self.row_text = str(self.row)
            self.column = 0
            self.rows[self.row] = Row(offset)

    def text(self, piece: str) -> None:
        if self.pieces is not None:
            self.pieces.append(piece)

    def end(self, _tag: str, offset: int) -> None:
        path = self.path
        depth = len(path)
        name = path.pop()
        if self.pieces is not None:
            if depth == 5 and name == "v":
                self.value = "".join(self.pieces)
            elif depth == 5 and name == "f":
                text = "".join(self.pieces)
                self.formula = self.formulas.read(self.row, self.column, self.formula_attributes, text)
            elif name == "t":
                self.runs.append("".join(self.pieces))
            self.pieces = None
        elif self.in_cell:
            if depth == 4:
                self._close_cell(offset)
            elif depth == 5 and name == "is":
                self.value = "".join(self.runs)
        elif depth == 3 and name == "row" and path[1] == "sheetData":
            self.rows[self.row].close = offset
        elif depth == 2:
            if name == "sheetData":
                self.marks.sheet_data = (self.marks.sheet_data or (0, 0))[0], offset
            elif name == "dimension":
                self.marks.dimension = (self.offset, offset)

    def _row_number(self, written: str | None) -> int:
        row = self.row + 1 if written is None else whole(written)
        if row is None or not 1 <= row <= LAST_ROW:
            found = shortened(written or str(row))
            self._refuse("eine Zeile", f"die Zeilennummer „{found}“", f"eine Nummer von 1 bis {LAST_ROW}")
        return row

    def _open_cell(self, attributes: dict[str, str], offset: int) -> None:
        self.in_cell = True
        self.attributes = attributes
        self.offset = offset
        self.formula = (None, None)
        self.value = None
        written = attributes.get("r")
        if written is None:
            self.column += 1
            if self.column > LAST_COLUMN:
                self._refuse(f"Zeile {self.row}", f"mehr als {LAST_COLUMN} Zellen", "höchstens so viele")
            return
        column = _column(written.removesuffix(self.row_text)) if written.endswith(self.row_text) else None
        if column is None:
            found = f"eine Zelle mit der Adresse „{shortened(written)}“"
            self._refuse(f"Zeile {self.row}", found, "eine Adresse dieser Zeile")
        self.column = column

    def _close_cell(self, offset: int) -> None:
        self.in_cell = False
        sheet = self.sheet
        position = (self.row, self.column)
        kind = self.attributes.get("t", "n")
        try:
            value = decode(kind, self.value, self.shared, date1904=self.date1904)
        except ValueError as error:
            self._refuse(f"Zelle {address(*position)}", f"„{shortened(self.value or '')}“", str(error))
        formula, area = self.formula
        sheet.cells[position] = Cell(value, formula, area, whole(self.attributes.get("s", "")))
        if len(sheet.cells) > self.room:
            limit = number(CELL_LIMIT)
            raise too_large(sheet.place, f"eine Arbeitsmappe mit mehr als {limit} Zellen", f"höchstens {limit}")
        self.offsets[position] = (self.offset, offset)
        self.rows[self.row].cells.append((self.column, self.offset))
        if area is not None and area.shape != (1, 1):
            sheet.arrays.add(area)

    def _refuse(self, where: str, found: str, expected: str) -> NoReturn:
        raise FileError(
            f"{self.sheet.place}, {where}: gefunden {found}, erwartet {expected}. "
            "Die Datei ist beschädigt; bitte in Excel oder LibreOffice öffnen, prüfen und neu speichern."
        )


@lru_cache(maxsize=LAST_COLUMN)
def _column(letters: str) -> int | None:
    """A column's number; None where there is no such column."""
    number = column_number(letters) if _LETTERS.fullmatch(letters) else 0
    return number if 1 <= number <= LAST_COLUMN else None


def read_shared_strings(data: bytes, place: str) -> tuple[str, ...]:
    """The workbook's shared strings; runs of rich text are joined, phonetic readings left out."""
    try:
        return tuple(map(unescape, shared_strings(data)))
    except IrregularError:
        return _read_any_strings(data, place)


def _read_any_strings(data: bytes, place: str) -> tuple[str, ...]:
    """The same, however they are written."""
    strings: list[list[str]] = []
    path: list[str] = []

    def start(tag: str, _attributes: dict[str, str], _offset: int) -> None:
        path.append(local_name(tag))
        if len(path) == 2 and path[1] == "si":
            strings.append([])

    def text(piece: str) -> None:
        if path[-1] == "t" and path[1:2] == ["si"] and "rPh" not in path:
            strings[-1].append(piece)

    def end(_tag: str, _offset: int) -> None:
        path.pop()

    scan(data, place, start, end, text)
    return tuple(unescape("".join(pieces)) for pieces in strings)
