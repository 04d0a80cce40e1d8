"""Reads the rows of a worksheet part as spreadsheet programs write them, a third of the time that a parser takes.

Only where every byte of the rows is of the form that is known here; anything else, sound or damaged, is the parser's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from jcplan.cells import LAST_COLUMN, LAST_ROW, Area, Cell, Scalar, address, column_number
from jcplan.ooxml.formulas import Formulas
from jcplan.ooxml.marks import Marks, Position
from jcplan.ooxml.values import decode, whole

_TEXT: Final = rb"[^<\x00-\x08\x0b-\x1f]*"
_NAME: Final = rb"[A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9]*)?"
_QUOTED: Final = rb'="[ !#-%\'-;=-~]*"'
_PIECE: Final = re.compile(
    rb'<row r="([1-9][0-9]{0,6})"(?: ' + _NAME + _QUOTED + rb")*+(/?)>"
    rb'|<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,15})")?(?: t="([A-Za-z]{1,9})")?'
    rb'(?: cm="[0-9]+")?(?: vm="[0-9]+")?'
    rb"(?:/>|>"
    rb"(?:<f((?: " + _NAME + _QUOTED + rb")*+)(?:/>|>(" + _TEXT + rb")</f>))?"
    rb'(?:<v(?: xml:space="preserve")?>(?:([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|('
    + _TEXT
    + rb"))</v>|<v/>"
    rb'|<is><t(?: xml:space="preserve")?>(' + _TEXT + rb")</t></is>)?"
    rb"</c>)"
    rb"|</row>"
)
"""The opening tag of a row (its number; / where it is empty), a cell (column, row, format, kind, attributes and text of
the formula, number, other value, text of its own), or the closing tag of a row."""
_STRINGS_HEAD: Final = re.compile(
    rb'(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="yes")? ?\?>[ \t\r\n]*)?'
    rb"<sst(?: " + _NAME + _QUOTED + rb")*+>"
)
_STRING: Final = re.compile(rb'<si>(?:<t(?: xml:space="preserve")?>(' + _TEXT + rb")</t>|<t/>)</si>")
_STRINGS_END: Final = b"</sst>"
_ROW: Final = re.compile(rb'<row r="([0-9]+)"')
_FRAME: Final = re.compile(rb"<sheetData>")
_END: Final = b"</sheetData>"
_ATTRIBUTE: Final = re.compile(r' (\w+)="([^"]*)"')
_ENTITY: Final = re.compile(r"&(?:(amp|lt|gt|quot|apos);)?")
_SIGNS: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_UNSOUND: Final = (b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""What XML does not allow in a text, though the form above does."""


class IrregularError(Exception):
    """Something is written in another form than is known here."""


class RegularRows:
    """The rows of a part, such that all around them can be read without them.

    Args:
        data: The part's bytes.

    Raises:
        IrregularError: There are none in the form that is known here.
    """

    def __init__(self, data: bytes) -> None:
        found, close = _FRAME.search(data), data.rfind(_END)
        if found is None or close < found.end() or any(data.find(sign, found.end(), close) >= 0 for sign in _UNSOUND):
            raise IrregularError
        self.data = data
        self.start, self.inside, self.close = found.start(), found.end(), close

    @property
    def around(self) -> bytes:
        """The part without its rows."""
        return self.data[: self.inside] + self.data[self.close :]

    def cells(
        self, shared: Callable[[], Sequence[str]], *, date1904: bool, room: int
    ) -> tuple[dict[Position, Cell], list[Area]]:
        """Every cell, and the areas that single formulas fill.

        Args:
            shared: Gives the workbook's shared strings.
            date1904: Whether days are counted from 1904.
            room: How many cells there may be.

        Raises:
            IrregularError: A byte is not as known here, or there are too many cells.
        """
        cells: dict[Position, Cell] = {}
        areas: list[Area] = []
        formulas = Formulas()
        done, number, written, before = self.inside, 0, b"", 0
        for piece in _PIECE.finditer(self.data, self.inside, self.close):
            if piece.start() != done:
                raise IrregularError
            done = piece.end()
            row, empty, letters, at, style, kind, attributes, formula, value, text, own = piece.groups()
            if letters is None:
                number, written = self._row(row, empty, number, written)
                before = 0
                continue
            column = _column(letters)
            if at != written or column <= before:  # another row's cell, or one that stands there twice
                raise IrregularError
            before = column
            held: Scalar = None
            if value is not None and kind in (None, b"n"):
                held = float(value)
                if not math.isfinite(held):
                    raise IrregularError
            elif value is not None or text is not None or own is not None:
                if (own is not None) is not (kind == b"inlineStr"):
                    raise IrregularError
                held = _decoded(kind, value if value is not None else text if own is None else own, shared, date1904)
            number_of_style = whole(style.decode()) if style else None
            if attributes is None:
                cells[number, column] = Cell(held, None, None, number_of_style)
                continue
            known = dict(_ATTRIBUTE.findall(attributes.decode())) if attributes else {}
            read, area = formulas.read(number, column, known, _plain(formula or b""))
            cells[number, column] = Cell(held, read, area, number_of_style)
            if area is not None and area.shape != (1, 1):
                areas.append(area)
        if done != self.close or written or len(cells) > room:
            raise IrregularError
        return cells, areas

    @staticmethod
    def _row(row: bytes | None, empty: bytes, number: int, written: bytes) -> tuple[int, bytes]:
        """The number of the row that is open after a tag, and as it is written; b"" for none."""
        if (row is None) is not bool(written):  # an opening tag in an open row, or a closing one in none
            raise IrregularError
        if row is None:
            return number, b""
        opened = int(row)
        if not number < opened <= LAST_ROW:
            raise IrregularError
        return opened, b"" if empty else row

    def marks(self) -> Marks:
        """Where everything stands, of rows whose cells were read; a cell is looked for when it is asked for."""
        rows = {int(tag[1]): _Row(self.data, tag.start()) for tag in _ROW.finditer(self.data, self.inside, self.close)}
        return Marks("", _Cells(self.data, rows), rows, (self.start, self.close))


class _Row:
    """A row; as ``RowMarks``."""

    __slots__ = ("_data", "start")

    def __init__(self, data: bytes, start: int) -> None:
        self._data, self.start = data, start

    @property
    def close(self) -> int:
        """Where its closing tag stands; where it begins for an empty one."""
        end = self._data.index(b">", self.start)
        return self.start if self._data[end - 1 : end] == b"/" else self._data.index(b"</row>", end)

    @property
    def cells(self) -> Sequence[tuple[int, int]]:
        """Each cell's column and offset."""
        pieces = _PIECE.finditer(self._data, self.start, self.close)
        return [(_column(piece[3]), piece.start()) for piece in pieces if piece[3] is not None]


class _Cells(Mapping[Position, tuple[int, int]]):
    """The two offsets of each cell of a part."""

    def __init__(self, data: bytes, rows: Mapping[int, _Row]) -> None:
        self._data, self._rows = data, rows

    def __getitem__(self, position: Position) -> tuple[int, int]:
        row = self._rows[position[0]]
        start = self._data.find(b'<c r="%b"' % address(*position).encode(), row.start, row.close)
        piece = _PIECE.match(self._data, start) if start >= 0 else None
        if piece is None:
            raise KeyError(position)
        return start, piece.end() - len(b"</c>")

    def __iter__(self) -> Iterator[Position]:
        return ((number, column) for number, row in self._rows.items() for column, _ in row.cells)

    def __len__(self) -> int:
        return sum(len(row.cells) for row in self._rows.values())


def shared_strings(data: bytes) -> list[str]:
    """The texts of a workbook's shared strings, escapes of spreadsheets left in.

    Raises:
        IrregularError: A byte is not as known here: formatted pieces, readings, or what is no sound XML.
    """
    head = _STRINGS_HEAD.match(data)
    if head is None or not data.endswith(_STRINGS_END) or any(sign in data for sign in _UNSOUND):
        raise IrregularError
    done, found = head.end(), []
    for piece in _STRING.finditer(data, done):
        if piece.start() != done:
            raise IrregularError
        done = piece.end()
        found.append(_plain(piece[1] or b""))
    if data[done:] != _STRINGS_END:
        raise IrregularError
    return found


@lru_cache(maxsize=LAST_COLUMN)
def _column(letters: bytes) -> int:
    """A column's number; 0 where there is no such column."""
    number = column_number(letters.decode())
    return number if number <= LAST_COLUMN else 0


def _plain(written: bytes) -> str:
    """A text as it is written, with its entities resolved.

    Raises:
        IrregularError: It has others than the five that have names, or is no UTF-8.
    """
    try:
        text = written.decode()
    except UnicodeDecodeError:
        raise IrregularError from None
    if "&" not in text:
        return text

    def sign(entity: re.Match[str]) -> str:
        if entity[1] is None:
            raise IrregularError
        return _SIGNS[entity[1]]

    return _ENTITY.sub(sign, text)


def _decoded(kind: bytes | None, written: bytes, shared: Callable[[], Sequence[str]], date1904: bool) -> Scalar:  # noqa: FBT001
    """The value of a cell that is no plain number.

    Raises:
        IrregularError: It makes no sense.
    """
    try:
        return decode((kind or b"n").decode(), _plain(written), shared, date1904=date1904)
    except ValueError:
        raise IrregularError from None
