"""An open workbook in Excel behind the port that all actions use."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, Final

from jcplan.cells import DAY_ZERO, DAY_ZERO_1904, Area, CellError, Rows, Scalar, area_address
from jcplan.errors import FileError
from jcplan.hosts.excel.calm import calm
from jcplan.hosts.excel.comvalues import cell
from jcplan.hosts.excel.protection import open_for_program
from jcplan.port import Write

_WORDS: Final = {"TRUE", "FALSE", "WAHR", "FALSCH"}
_READ_AS_SOMETHING_ELSE: Final = re.compile(r"[=+\-@'#]|.*\d")

Saved = list[tuple[str, Area, tuple[tuple[Any, ...], ...]]]
"""What stood in some areas, as Excel takes it back: formulas and values."""


def typed(value: Scalar) -> Any:
    """A value as a cell takes it without reading a date, a number or a formula into a text.

    >>> typed("März 2017"), typed("Ziele"), typed(None)
    ("'März 2017", 'Ziele', '')
    """
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, str) and (_READ_AS_SOMETHING_ELSE.match(value) or value.upper() in _WORDS):
        return "'" + value
    return value


def grid(value: Any) -> tuple[tuple[Any, ...], ...]:
    """What a range gives as rows; a single cell gives no tuple."""
    return value if isinstance(value, tuple) else ((value,),)


class ExcelBook:
    """A workbook over COM, for the time of one action: sheets and names are asked for once.

    Args:
        workbook: Excel's ``Workbook`` object (``xlwings.Book.api``).
    """

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.application = workbook.Application
        self._worksheets: dict[str, Any] = {}
        self.replaced: Saved = []
        """What the last ``write`` replaced."""

    @property
    def title(self) -> str:
        """The workbook's file name."""
        return str(self.workbook.Name)

    @cached_property
    def sheets(self) -> Sequence[str]:
        """Names of the worksheets in their order."""
        worksheets = self.workbook.Worksheets
        return [str(worksheets(number).Name) for number in range(1, worksheets.Count + 1)]

    @property
    def day_zero(self) -> dt.date:
        """The day that a cell holds as 0."""
        return DAY_ZERO_1904 if self.workbook.Date1904 else DAY_ZERO

    def names(self) -> Mapping[str, str]:
        """Defined names of the workbook and what they refer to, without ``=``."""
        return self._names

    @cached_property
    def _names(self) -> Mapping[str, str]:
        found = {}
        names = self.workbook.Names
        for number in range(1, names.Count + 1):
            name = names(number)
            label = str(name.Name)
            if "!" not in label and not label.startswith("_xl"):
                found[label] = str(name.RefersTo).removeprefix("=")
        return found

    def read(self, sheet: str, area: Area) -> Rows:
        """The values of an area; dates as serial numbers."""
        values = grid(self._range(sheet, area).Value2)
        return tuple(tuple(map(cell, row)) for row in values)

    def formulas(self, sheet: str, area: Area) -> tuple[tuple[str | None, ...], ...]:
        """The formulas of an area, English and without ``=``; None for constants."""
        cells = self._range(sheet, area)
        pairs = zip(grid(cells.Formula), grid(cells.Value2), strict=True)
        return tuple(
            tuple(
                text[1:] if isinstance(text, str) and text.startswith("=") and text != value else None
                for text, value in zip(texts, values, strict=True)
            )
            for texts, values in pairs
        )

    def last_row(self, sheet: str) -> int:
        """The last row that holds anything; rows that are only formatted do not count."""
        used = self._sheet(sheet).UsedRange
        rows = grid(used.Formula)
        for number in range(len(rows), 0, -1):
            if any(text not in (None, "") for text in rows[number - 1]):
                return int(used.Row) + number - 1
        return 0

    def write(self, writes: Sequence[Write]) -> None:
        """Write all blocks with the screen still: all of them or none; formats and protection stay."""
        for sheet in dict.fromkeys(write.sheet for write in writes):
            open_for_program(self._sheet(sheet))
        before: Saved = []
        with calm(self.application):
            try:
                for write in writes:
                    before.append((write.sheet, write.area, self._content(write.sheet, write.area)))
                    self._take_over_format(write)
                    rows = tuple(tuple(map(typed, row)) for row in write.rows)
                    self._range(write.sheet, write.area).Value2 = rows
            except Exception:
                for block in reversed(before):
                    with suppress(Exception):  # what cannot be put back must not keep the rest
                        self._restore([block])
                raise
        self.replaced = before

    def put_back(self, saved: Saved) -> None:
        """Undo: put back what a ``write`` replaced."""
        with calm(self.application):
            self._restore(saved)

    def offer_undo(self, text: str, macro: str) -> None:
        """Put an entry into Excel's undo list, which a program's writing empties.

        Args:
            text: What the list shows.
            macro: The macro of the workbook that undoes it.
        """
        title = self.title.replace("'", "''")
        self.application.OnUndo(text, f"'{title}'!{macro}")

    def _restore(self, saved: Saved) -> None:
        for sheet, area, content in reversed(saved):
            self._range(sheet, area).Formula = content

    def _content(self, sheet: str, area: Area) -> tuple[tuple[Any, ...], ...]:
        texts, values = self.formulas(sheet, area), self.read(sheet, area)
        return tuple(
            tuple(f"={text}" if text is not None else typed(value) for text, value in zip(*row, strict=True))
            for row in zip(texts, values, strict=True)
        )

    def _take_over_format(self, write: Write) -> None:
        like, area = write.styled_like, write.area
        if like is None or area.top <= like <= area.bottom:
            return
        pattern = Area(like, area.left, like, area.right)
        for row in range(area.top, area.bottom + 1):  # values too, but those are written over
            target = Area(row, area.left, row, area.right)
            self._range(write.sheet, pattern).Copy(self._range(write.sheet, target))

    def _sheet(self, name: str) -> Any:
        if name in self._worksheets:
            return self._worksheets[name]
        try:
            self._worksheets[name] = self.workbook.Worksheets(name)
            return self._worksheets[name]
        except Exception:  # noqa: BLE001  # pywin32's error class is there on Windows only
            raise FileError(f"{self.title}: Das Blatt „{name}“ fehlt.") from None

    def _range(self, sheet: str, area: Area) -> Any:
        return self._sheet(sheet).Range(area_address(area))
