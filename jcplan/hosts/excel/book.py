"""An open workbook in Excel behind the port that all actions use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, reduce
from typing import Any, Final

from jcplan.cells import (
    DAY_ZERO,
    DAY_ZERO_1904,
    Area,
    Rows,
    address,
    area_address,
    quote_sheet,
)
from jcplan.errors import FileError, InputError, several
from jcplan.hosts.excel.calm import calm
from jcplan.hosts.excel.comerrors import busy, is_busy, patiently, said
from jcplan.hosts.excel.comvalues import cell
from jcplan.hosts.excel.contents import Block, Content, block_of, flat, formulas_of, grid, shown, typed, written
from jcplan.hosts.excel.protection import ASKED, open_for_program
from jcplan.hosts.excel.undo import Owner, Replaced, process_of
from jcplan.port import Formulas, Place, Write

_SHOWN: Final = 10  # cells that a message lists


class ExcelBook:
    """A workbook over COM, for the time of one action: sheets and names are asked for once.

    Macros of the workbook answer many questions in one call. Where they are missing, as in a workbook of an earlier
    version, or fail, each question is asked alone.

    Args:
        workbook: Excel's ``Workbook`` object (``xlwings.Book.api``).
    """

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self._worksheets: dict[str, Any] = {}
        self._collection: Any = None
        self.replaced: Replaced | None = None
        """What the last ``write`` replaced."""

    @cached_property
    def application(self) -> Any:
        """Excel's ``Application`` object."""
        return self.workbook.Application

    @cached_property
    def title(self) -> str:
        """The workbook's file name."""
        return str(self.workbook.Name)

    @cached_property
    def owner(self) -> Owner:
        """Whose the record is by which this workbook's last action can be taken back."""
        name, window, _ = self._surroundings
        return Owner(process_of(int(window)), str(name))

    @property
    def user(self) -> str:
        """The user's name in Excel's settings."""
        return str(self._surroundings[2] or "")

    @cached_property
    def _surroundings(self) -> Sequence[Any]:
        """The workbook's full name, the window of Excel, the user."""
        known: Sequence[Any] = self._described[3:]
        if len(known) == 3:
            return known
        return self.workbook.FullName, self.application.Hwnd, self.application.UserName

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
        return [formulas_of(grid(texts), grid(values)) for texts, values in self._read(places, formulas=True)]

    @cached_property
    def _described(self) -> Any:
        """Whether days count from 1904, the sheets, the names with what they refer to; and ``_surroundings``."""
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
        """Write all blocks with the screen still: all of them or none; formats and protection stay.

        Raises:
            FileError: A sheet is missing or has a password, or Excel refuses; what it says is in the message.
        """
        places = [(write.sheet, write.area) for write in writes]

        def act() -> None:
            for write in writes:
                self._take_over_format(write)
            self._write(writes)

        before = self._all_or_nothing(places, act)
        after = (tuple(tuple(map(written, row)) for row in write.rows) for write in writes)
        self.replaced = Replaced(
            before, tuple(Block(*place, rows, {}) for place, rows in zip(places, after, strict=True))
        )

    def take_back(self, replaced: Replaced) -> None:
        """Undo: put back what a ``write`` replaced, all of it or nothing.

        Raises:
            InputError: Cells hold something else than was written; each is named.
            FileError: As ``write``.
        """
        places = [(block.sheet, block.area) for block in replaced.after]
        changed = [
            InputError(f"{quote_sheet(was.sheet)}!{address(*at)}", shown(held), f"{shown(left)}, wie geschrieben")
            for is_now, was in zip(self._contents(places), replaced.after, strict=True)
            for at, held, left in zip(was.area, flat(is_now), flat(was), strict=True)
            if held != left
        ]
        if changed:
            heading = "Inzwischen steht dort etwas anderes, als geschrieben wurde; es wurde nichts zurückgenommen."
            raise several(changed, heading=heading, shown=_SHOWN)
        self._all_or_nothing(places, lambda: self._restore(replaced.before))

    def _all_or_nothing(self, places: Sequence[Place], act: Callable[[], None]) -> tuple[Block, ...]:
        """Change areas with the screen still; gives what they held. After an error they hold it again."""
        sheets = list(dict.fromkeys(sheet for sheet, _ in places))
        for sheet, held in zip(sheets, self._properties(sheets, ASKED), strict=True):
            open_for_program(self._sheet(sheet), held)
        before = self._contents(places)
        with calm(self.application):
            try:
                act()
            except Exception as error:
                lost = self._given_back(before)
                if isinstance(error, FileError) and not lost:
                    raise
                raise self._refused(error, lost) from error
        return before

    def _given_back(self, before: Sequence[Block]) -> list[str]:
        """After an error: the areas that could not be given back what they held."""
        lost = []
        for block in reversed(before):
            with suppress(Exception):  # what cannot be put back must not keep the rest
                patiently(lambda block=block: self._restore([block]))  # type: ignore[misc]
        for block in before:
            try:
                same = self._contents([(block.sheet, block.area)]) == (block,)
            except Exception:  # noqa: BLE001  # Excel is gone, or still busy
                same = False
            if not same:
                lost.append(f"{quote_sheet(block.sheet)}!{area_address(block.area)}")
        return lost

    def _refused(self, error: Exception, lost: Sequence[str]) -> FileError:
        if lost:
            return FileError(
                f"{self.title}: Excel hat das Schreiben abgebrochen ({said(error)}), und {', '.join(lost)} konnte "
                "nicht zurückgesetzt werden. Bitte die Mappe ohne Speichern schließen und wieder öffnen."
            )
        if busy(error):
            return is_busy()
        return FileError(
            f"{self.title}: Excel hat das Schreiben abgelehnt. Es steht alles wieder da wie vorher. Gemeldet wurde: "
            f"{said(error)}"
        )

    def offer_undo(self, text: str, macro: str) -> None:
        """Put an entry into Excel's undo list, which a program's writing empties.

        Args:
            text: What the list shows.
            macro: The macro of the workbook that undoes it.
        """
        self.application.OnUndo(text, self._macro_name(macro))

    def _restore(self, blocks: Sequence[Block]) -> None:
        self._put([(block.sheet, block.area) for block in blocks], [block.content for block in blocks])
        for block in blocks:
            for (row, column), (kind, text) in block.special.items():
                setattr(self._range(block.sheet, Area(row, column, row, column)), kind, text)

    def _contents(self, places: Sequence[Place]) -> tuple[Block, ...]:
        """What stands in areas, as Excel takes it back."""
        read = zip(places, self._read(places, formulas=True), strict=True)
        return tuple(self._block(sheet, area, grid(texts), grid(values)) for (sheet, area), (texts, values) in read)

    def _block(self, sheet: str, area: Area, texts: Content, values: Content) -> Block:
        return block_of(sheet, area, texts, values, lambda part: self._range(sheet, part))

    def _write(self, writes: Sequence[Write]) -> None:
        self._put(
            [(write.sheet, write.area) for write in writes],
            [tuple(tuple(map(typed, row)) for row in write.rows) for write in writes],
        )

    def _put(self, places: Sequence[Place], contents: Sequence[Content]) -> None:
        """Give areas their contents, cell by cell and row by row."""
        sheets, addresses = [sheet for sheet, _ in places], [area_address(area) for _, area in places]
        cells = [value for content in contents for row in content for value in row]
        try:
            self._macro("MappeSchreiben", sheets, addresses, cells)
        except Exception:  # noqa: BLE001  # as above
            for (sheet, area), content in zip(places, contents, strict=True):
                self._range(sheet, area).Value2 = content

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
        except Exception as error:  # pywin32's error class is there on Windows only
            if busy(error):
                raise
            raise FileError(f"{self.title}: Das Blatt „{name}“ fehlt.") from None

    def _range(self, sheet: str, area: Area) -> Any:
        return self._sheet(sheet).Range(area_address(area))
