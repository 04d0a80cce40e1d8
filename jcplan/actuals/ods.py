"""The worksheets of an OpenDocument spreadsheet, as values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from jcplan.actuals.text import Row
from jcplan.cells import CellError, Scalar
from jcplan.errors import FileError
from jcplan.german import number
from jcplan.ooxml import Package
from jcplan.ooxml.markup import local_name, scan

_MIMETYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"  # that of a template begins so too
_CONTENT: Final = "content.xml"
_MOST_CELLS: Final = 1_000_000
_COLUMNS: Final = 256  # what stands further to the right is no delivery
_ERROR: Final = "error"
_SPACES: Final = ("s", "tab", "line-break")
_NOT_OF_THE_CELL: Final = ("annotation", "shapes", "forms", "frame", "note", "table", "ruby-text")
"""What may hold text in a cell or beside it and is none of its own."""


def is_ods(package: Package) -> bool:
    """Whether an archive is an OpenDocument spreadsheet."""
    kind = package.find("mimetype")
    return kind is not None and package.part(kind).startswith(_MIMETYPE)


def sheets(package: Package) -> list[tuple[str, list[Row]]]:
    """Name and rows of each worksheet; the rows that hold anything, each from the first column to its last.

    Dates are texts such as ``2017-03-31``.

    Args:
        package: The file.

    Raises:
        FileError: It has no readable content (as with a password), or is larger than any delivery.
    """
    part = package.find(_CONTENT)
    data = package.part(part) if part else b""
    if not data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        raise FileError(
            f"{package.path}: gefunden eine OpenDocument-Datei ohne lesbaren Inhalt, erwartet eine Tabelle ohne "
            "Kennwort. Bitte in LibreOffice ohne Kennwort speichern."
        )
    reader = _Reader(package.place(_CONTENT))
    scan(data, package.place(_CONTENT), reader.start, reader.end, reader.text)
    return [(table.name, table.rows) for table in reader.tables if not table.is_foreign]


@dataclass
class _Table:
    """A worksheet; a foreign one holds what LibreOffice remembers of another file."""

    name: str
    rows: list[Row] = field(default_factory=list)
    last: int = 0
    is_foreign: bool = False


@dataclass
class _Cell:
    """A cell as it is being read."""

    covered: bool
    times: int
    kinds: list[str]
    held: Mapping[str, str]
    pieces: list[str] = field(default_factory=list)

    def value(self) -> Scalar:
        """What it holds; nothing where it lies under a merged one."""
        text = "".join(self.pieces)
        if self.covered:
            return None
        if _ERROR in self.kinds:
            return CellError(text if text.startswith("#") else "#VALUE!")
        kind = self.kinds[0] if self.kinds else ""
        if kind in ("float", "percentage", "currency"):
            try:
                value = float(self.held.get("value", ""))
            except ValueError:
                return text or None
            return value if math.isfinite(value) else text
        if kind == "boolean":
            return self.held.get("boolean-value") == "true"
        if kind == "date":
            return self.held.get("date-value", "").replace("T", " ")
        return self.held.get("string-value") or text or None


class _Reader:
    """Takes the tags of a document one after the other."""

    def __init__(self, place: str) -> None:
        self.tables: list[_Table] = []
        self._place = place
        self._table: _Table | None = None
        self._cell: _Cell | None = None
        self._row: list[Scalar] = []
        self._blank = self._times = self._count = 0
        self._left_out = 0  # how many elements deep in one that does not count
        self._in_text = 0

    def start(self, tag: str, attributes: Mapping[str, str], _offset: int) -> None:
        """An element begins."""
        name = local_name(tag)
        if self._left_out or (self._table and name in _NOT_OF_THE_CELL):
            self._left_out += 1
        elif self._cell is not None:
            self._in_cell(name, attributes)
        elif name == "table":
            self._table = _Table(_held(attributes).get("name", ""))
            self.tables.append(self._table)
        elif self._table is None:
            return
        elif name == "table-source":
            self._table.is_foreign = True
        elif name == "table-row":
            self._row, self._blank, self._times = [], 0, _times(attributes, "number-rows-repeated")
        elif name in ("table-cell", "covered-table-cell"):
            kinds = [value for key, value in attributes.items() if local_name(key) == "value-type"]
            times = _times(attributes, "number-columns-repeated")
            self._cell = _Cell(name != "table-cell", times, kinds, _held(attributes))

    def _in_cell(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._cell is None:
            return
        if name == "p":
            self._cell.pieces += ["\n"] if self._cell.pieces else []
            self._in_text += 1
        elif name in _SPACES:
            self._cell.pieces.append(" " * min(_times(attributes, "c"), _COLUMNS))

    def text(self, piece: str) -> None:
        """Characters between two tags."""
        if self._cell is not None and self._in_text and not self._left_out:
            self._cell.pieces.append(piece)

    def end(self, tag: str, _offset: int) -> None:
        """An element ends."""
        name = local_name(tag)
        if self._left_out:
            self._left_out -= 1
        elif self._cell is not None:
            self._in_text -= name == "p"
            if name in ("table-cell", "covered-table-cell"):
                self._put(self._cell)
                self._cell = None
        elif name == "table":
            self._table = None
        elif name == "table-row" and self._table is not None:
            self._close_row(self._table)

    def _put(self, cell: _Cell) -> None:
        value = cell.value()
        if value is None:
            self._blank += cell.times
            return
        room = _COLUMNS - len(self._row) - self._blank
        if room > 0:
            self._row += [None] * self._blank + [value] * min(cell.times, room)
            self._blank = 0

    def _close_row(self, table: _Table) -> None:
        if self._row:
            self._count += self._times * len(self._row)
            if self._count > _MOST_CELLS:  # one that is repeated over and over would fill the memory
                found = "gefunden eine sehr große Tabelle"
                raise FileError(f"{self._place}: {found}, erwartet höchstens {number(_MOST_CELLS)} Zellen.")
            table.rows += [(table.last + 1 + offset, self._row) for offset in range(self._times)]
        table.last += self._times
        self._row = []


def _held(attributes: Mapping[str, str]) -> dict[str, str]:
    return {local_name(key): value for key, value in attributes.items()}


def _times(attributes: Mapping[str, str], name: str) -> int:
    text = _held(attributes).get(name, "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 7 else 1  # 1,048,576 rows
