"""An open workbook in Excel behind the port that all actions use."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property, reduce
from typing import Any, Final

from jcplan.cells import DAY_ZERO, DAY_ZERO_1904, Area, CellError, Rows, Scalar, area_address
from jcplan.errors import FileError
from jcplan.hosts.excel.calm import calm
from jcplan.hosts.excel.comvalues import cell
from jcplan.hosts.excel.protection import ASKED, open_for_program
from jcplan.port import Formulas, Place, Write, whole

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

    Macros of the workbook answer many questions in one call. Where they are missing, as in a workbook of an earlier
    version, or fail, each question is asked alone.

    Args:
        workbook: Excel's ``Workbook`` object (``xlwings.Book.api``).
    """

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.application = workbook.Application
        self._worksheets: dict[str, Any] = {}
        self._collection: Any = None
        self.replaced: Saved = []
        """What the last ``write`` replaced."""

    @cached_property
    def title(self) -> str:
        """The workbook's file name."""
        return str(self.workbook.Name)

    @property
    def day_zero(self) -> dt.date:
        """The day that a cell holds as 0."""
        return DAY_ZERO_1904 if self._described[0] else DAY_ZERO

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the worksheets in their order."""
        return tuple(map(str, self._described[1]))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Defined names of the workbook and what they refer to, without ``=``."""
        return {
            str(name): str(target).removeprefix("=")
            for name, target in self._described[2]
            if "!" not in name and not name.startswith("_xl")
        }

    def values(self, places: Sequence[Place]) -> list[Rows]:
        """The values of areas; dates as serial numbers."""
        return [tuple(tuple(map(cell, row)) for row in grid(held)) for held in self._read(places, formulas=False)]

    def formulas(self, places: Sequence[Place]) -> list[Formulas]:
        """The formulas of areas, English and without ``=``; None for constants."""
        return [_formulas(grid(texts), grid(values)) for texts, values in self._read(places, formulas=True)]

    @cached_property
    def _described(self) -> Any:
        """Whether days count from 1904, the sheets, the names with what they refer to."""
        try:
            return self._macro("MappeBeschreiben")
        except Exception:  # noqa: BLE001  # a workbook of an earlier version has no such macro
            sheets, names = self.workbook.Worksheets, self.workbook.Names
            entries = [names(number) for number in range(1, names.Count + 1)]
            return (
                self.workbook.Date1904,
                [sheets(number).Name for number in range(1, sheets.Count + 1)],
                [(entry.Name, entry.RefersTo) for entry in entries],
            )

    def _read(self, places: Sequence[Place], *, formulas: bool) -> Sequence[Any]:
        """What Excel has for areas as far as their sheets are used: values, or formulas and values."""
        if not places:
            return []
        sheets, addresses = [sheet for sheet, _ in places], [area_address(area) for _, area in places]
        try:
            found: Sequence[Any] = self._macro("MappeLesen", sheets, addresses, formulas)
        except Exception:  # noqa: BLE001  # as above; or what is wrong shows when each is asked for alone
            used = [self._used(sheet, area) for sheet, area in places]
            found = [
                None if cells is None else (cells.Formula, cells.Value2) if formulas else cells.Value2 for cells in used
            ]
        return [(None, None) if formulas and held is None else held for held in found]

    def _used(self, sheet: str, area: Area) -> Any:
        page = self._sheet(sheet)
        return self.application.Intersect(self._range(sheet, area), page.Range("A1", page.UsedRange))

    def _macro(self, name: str, *arguments: Any) -> Any:
        """Run a macro of the workbook (``jcplan_mappe``): one call in place of many."""
        return self.application.Run(self._macro_name(name), *arguments)

    def _macro_name(self, name: str) -> str:
        title = self.title.replace("'", "''")
        return f"'{title}'!{name}"

    def write(self, writes: Sequence[Write]) -> None:
        """Write all blocks with the screen still: all of them or none; formats and protection stay."""
        sheets = list(dict.fromkeys(write.sheet for write in writes))
        for sheet, held in zip(sheets, self._properties(sheets, ASKED), strict=True):
            open_for_program(self._sheet(sheet), held)
        before = self._contents([(write.sheet, write.area) for write in writes])
        with calm(self.application):
            try:
                for write in writes:
                    self._take_over_format(write)
                self._write(writes)
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
        self.application.OnUndo(text, self._macro_name(macro))

    def _restore(self, saved: Saved) -> None:
        for sheet, area, content in reversed(saved):
            self._range(sheet, area).Formula = content

    def _contents(self, places: Sequence[Place]) -> Saved:
        """What stands in areas, as Excel takes it back."""
        read = zip(places, self._read(places, formulas=True), strict=True)
        return [
            (sheet, area, _content(whole(_formulas(grid(texts), grid(values)), area), whole(grid(values), area)))
            for (sheet, area), (texts, values) in read
        ]

    def _write(self, writes: Sequence[Write]) -> None:
        sheets, addresses = [write.sheet for write in writes], [area_address(write.area) for write in writes]
        cells = [typed(value) for write in writes for row in write.rows for value in row]
        try:
            self._macro("MappeSchreiben", sheets, addresses, cells)
        except Exception:  # noqa: BLE001  # as above
            for write in writes:
                self._range(write.sheet, write.area).Value2 = tuple(tuple(map(typed, row)) for row in write.rows)

    def _properties(self, sheets: Sequence[str], names: Sequence[str]) -> list[Sequence[Any]]:
        """Properties of sheets, such as ``Protection.AllowSorting``, those of a sheet in a sequence."""
        pairs = [(sheet, name) for sheet in sheets for name in names]
        try:
            found: Sequence[Any] = self._macro("MappeEigenschaften", *map(list, zip(*pairs, strict=True)))
        except Exception:  # noqa: BLE001  # as above
            found = [reduce(getattr, name.split("."), self._sheet(sheet)) for sheet, name in pairs]
        return [found[at : at + len(names)] for at in range(0, len(found), len(names))]

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
            self._collection = self._collection or self.workbook.Worksheets
            self._worksheets[name] = self._collection(name)
            return self._worksheets[name]
        except Exception:  # noqa: BLE001  # pywin32's error class is there on Windows only
            raise FileError(f"{self.title}: Das Blatt „{name}“ fehlt.") from None

    def _range(self, sheet: str, area: Area) -> Any:
        return self._sheet(sheet).Range(area_address(area))


def _formulas(texts: tuple[tuple[Any, ...], ...], values: tuple[tuple[Any, ...], ...]) -> Formulas:
    """Formulas of cells without ``=``; a text that only looks like one is the value too."""
    return tuple(
        tuple(
            text[1:] if isinstance(text, str) and text.startswith("=") and text != value else None
            for text, value in zip(*row, strict=True)
        )
        for row in zip(texts, values, strict=True)
    )


def _content(formulas: Formulas, values: tuple[tuple[Any, ...], ...]) -> tuple[tuple[Any, ...], ...]:
    """Formulas and constants as Excel takes them back."""
    return tuple(
        tuple(f"={text}" if text is not None else typed(cell(value)) for text, value in zip(*row, strict=True))
        for row in zip(formulas, values, strict=True)
    )
