"""A workbook file: sheets, defined names and cells as the file has them, and changes queued for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from types import MappingProxyType

from jcplan.cells import LAST_COLUMN, LAST_ROW, Area, Cell, Scalar, absolute, quote_sheet
from jcplan.errors import FileError
from jcplan.ooxml.calculation import is_full, is_true, with_full
from jcplan.ooxml.looks import faces
from jcplan.ooxml.marks import Position
from jcplan.ooxml.markup import Element, plain, tree
from jcplan.ooxml.package import Package, relationship_id
from jcplan.ooxml.patch import Edit, patched
from jcplan.ooxml.printing import print_areas, with_print_areas
from jcplan.ooxml.sheet import CELL_LIMIT, Sheet, read_shared_strings, read_sheet
from jcplan.ooxml.values import checked, same

_CACHE_TOLERANCE = 1e-12
_SOME_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?>([^<]+)<")


class Names(Mapping[str, str]):
    """Texts by name; a lookup ignores case, as spreadsheets do, iterating gives names as written.

    >>> Names({"Ziel_LZB": "Ziele!$D$9"})["ziel_lzb"]
    'Ziele!$D$9'
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)
        self._written = {name.casefold(): name for name in texts}

    def __getitem__(self, name: str) -> str:
        return self._texts[self._written[name.casefold()]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __repr__(self) -> str:
        return f"Names({self._texts!r})"


class WorkbookFile:
    """An .xlsx or .xlsm file in memory, with changes that :meth:`to_bytes` puts into effect.

    What is read (``cells``, ``full_calc_on_load``) is always the file as it was read; queued
    changes show in ``changed`` and ``to_bytes`` only. Sheets are found by name, whatever its case.

    Attributes:
        path: The file.
        raw: Its bytes as they were read.
        sheets: Names of the worksheets in their order; chart sheets are left out.
        names: What the workbook-level defined names refer to, without ``=``. Built-in ones (print
            areas and the like) are left out.
        sheet_names: What the names of single sheets refer to, by sheet; a copied sheet brings them.
        date1904: Whether dates are counted from 1904.
        full_calc_on_load: Whether the file asks for a full calculation when it is opened.
    """

    def __init__(self, package: Package) -> None:
        """Use :meth:`read`."""
        self.path = package.path
        self.raw = package.raw
        self._package = package
        self._part = package.workbook_part()
        self._workbook = package.tree(self._part)
        self._relationships = package.relationships(self._part)
        self._parts = self._worksheet_parts()
        self.sheets = tuple(self._parts)
        self.names: Mapping[str, str] = Names(_defined_names(self._workbook, None))
        self.sheet_names: Mapping[str, Mapping[str, str]] = {
            sheet: Names(own)
            for number, sheet in enumerate(_sheet_titles(self._workbook))
            if (own := _defined_names(self._workbook, number))
        }
        settings = self._workbook.child("workbookPr")
        self.date1904 = settings is not None and is_true(settings.attributes.get("date1904"))
        self.full_calc_on_load = is_full(self._workbook)
        self._read: dict[str, Sheet] = {}
        self._edits: dict[str, dict[Position, Edit]] = {}
        self._patched: dict[str, tuple[dict[Position, Edit], bytes]] = {}
        self._full: bool | None = None
        self._print_areas: dict[int, str] = {}

    @classmethod
    def read(cls, path: str | PathLike[str]) -> WorkbookFile:
        """Reads a file. A worksheet's XML is read when its cells are first asked for.

        Raises:
            FileError: It is missing, damaged, or no .xlsx or .xlsm file without password.
        """
        return cls(Package.read(Path(path)))

    @classmethod
    def of(cls, path: Path, raw: bytes) -> WorkbookFile:
        """A file in memory; ``path`` is what messages call it.

        Raises:
            FileError: As :meth:`read`.
        """
        return cls(Package.of(path, raw))

    def cells(self, sheet: str) -> Mapping[Position, Cell]:
        """Every cell that the file has on a sheet, by row and column; blank ones with a format too.

        Raises:
            FileError: There is no such sheet, or its part is damaged.
        """
        return MappingProxyType(self._sheet(sheet).cells)

    def has_formulas(self, sheet: str) -> bool:
        """Whether a sheet may have formulas, told without reading its cells.

        Raises:
            FileError: There is no such sheet.
        """
        return _SOME_FORMULA.search(self._package.part(self._part_of(sheet))) is not None

    def formula_texts(self, sheet: str) -> str:
        """All formulas of a sheet as they are written, a line each, without reading its cells; shared ones once.

        Raises:
            FileError: There is no such sheet.
        """
        written = b"\n".join(_FORMULA.findall(self._package.part(self._part_of(sheet)))).decode("utf-8", "replace")
        return plain(written)

    def set_values(
        self,
        sheet: str,
        values: Mapping[Position, Scalar],
        *,
        styled_like: Mapping[Position, Position] | None = None,
        constants: bool = False,
    ) -> None:
        """Queues new values; one that the cell already has leaves the cell byte for byte.

        A formula stays, its cached result changes; so do the results inside an array formula's
        area. A constant is replaced. A cell that does not exist is created. None makes a cell
        blank and keeps its format.

        Args:
            sheet: Name of a sheet.
            values: New values by row and column.
            styled_like: For cells that have to be created: the cell whose format they get.
            constants: Whether the values take the place of formulas in these cells.

        Raises:
            FileError: There is no such sheet.
            ValueError: NaN, infinity, too long a text, or a cell outside the sheet.
        """
        read = self._sheet(sheet)
        edits = dict(self._edits.get(read.place, {}))
        for position, value in values.items():
            row, column = position
            if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                raise ValueError(f"no cell at row {row}, column {column}")
            new = checked(value)
            cell = read.cells.get(position)
            tolerance = _CACHE_TOLERANCE if read.is_cached(position) else 0.0
            before = edits.pop(position, None)
            style = None if cell else _style(read, edits, (styled_like or {}).get(position), before)
            replaces = constants and cell is not None and cell.formula is not None
            if replaces or style is not None or not same(cell.value if cell else None, new, tolerance=tolerance):
                edits[position] = Edit(new, style, constant=replaces)
        self._edits[read.place] = edits

    def set_formulas(
        self,
        sheet: str,
        formulas: Mapping[Position, tuple[str, Scalar]],
        *,
        styled_like: Mapping[Position, Position] | None = None,
    ) -> None:
        """Queues formulas, each with its result, in place of what the cells hold.

        The area of an array formula stays; any other formula stands for its cell alone.

        Args:
            sheet: Name of a sheet.
            formulas: Formulas as a file stores them, without ``=``, and their results, by row and column.
            styled_like: For cells that have to be created: the cell whose format they get.

        Raises:
            FileError: There is no such sheet.
            ValueError: A result that no cell can hold.
        """
        read = self._sheet(sheet)
        edits = dict(self._edits.get(read.place, {}))
        for position, (text, result) in formulas.items():
            style = None if position in read.cells else _style(read, edits, (styled_like or {}).get(position), None)
            edits[position] = Edit(checked(result), style, formula=text)
        self._edits[read.place] = edits

    def set_styles(self, sheet: str, styles: Mapping[Position, int]) -> None:
        """Queues other formats for cells; what they hold, and what is queued for them, stays.

        Args:
            sheet: Name of a sheet.
            styles: The format of each cell, by its number in the file.

        Raises:
            FileError: There is no such sheet.
        """
        read = self._sheet(sheet)
        edits = dict(self._edits.get(read.place, {}))
        for position, style in styles.items():
            cell = read.cells.get(position)
            edits[position] = replace(
                edits.get(position, Edit(cell.value if cell else None)), style=style, restyled=True
            )
        self._edits[read.place] = edits

    @cached_property
    def faces(self) -> tuple[str, ...]:
        """What one sees of each cell format of the file, by its number; see ``looks.faces``."""
        part = self._package.related(self._part, "styles")
        return () if part is None else faces(self._package.part(part), self._package.place(part))

    def set_full_calc_on_load(self, full: bool) -> None:  # noqa: FBT001 - the name says what it switches
        """Queues whether a program computes everything anew when it opens the file.

        Args:
            full: True asks for it. False gives no reason for it: the request is taken out, and the
                file is marked as computed by the current engine, since Excel recomputes older ones.
        """
        self._full = full

    @cached_property
    def print_areas(self) -> Mapping[str, str]:
        """What is printed of each sheet that does not print all, as references with the sheet."""
        titles = _sheet_titles(self._workbook)
        return Names({titles[n]: text for n, text in print_areas(self._workbook).items() if n < len(titles)})

    def set_print_area(self, sheet: str, area: Area) -> None:
        """Queues what is printed of a sheet.

        Args:
            sheet: Name of a sheet.
            area: Its cells that are printed.

        Raises:
            FileError: There is no such sheet.
        """
        self._part_of(sheet)
        number = [title.casefold() for title in _sheet_titles(self._workbook)].index(sheet.casefold())
        self._print_areas[number] = f"{quote_sheet(_sheet_titles(self._workbook)[number])}!{absolute(area)}"

    @property
    def _new_workbook(self) -> bytes | None:
        """The workbook part with the queued changes; None where there are none."""
        old = new = self._package.part(self._part)
        if self._print_areas:
            new = with_print_areas(new, self._workbook, self._print_areas)
        if self._full is not None:
            workbook = self._workbook if new == old else tree(new, self._package.place(self._part))
            new = with_full(new, workbook, full=self._full)
        return None if new == old else new

    @property
    def changed(self) -> bool:
        """Whether any queued change differs from the file."""
        return self._new_workbook is not None or any(self._edits.values())

    def to_bytes(self) -> bytes:
        """The file with the queued changes; without any it is the file as read, byte for byte."""
        changes = {part: data for part in self._parts.values() if (data := self._changed(part)) is not None}
        if (workbook := self._new_workbook) is not None:
            changes[self._part] = workbook
        return self._package.to_bytes(changes)

    def fingerprint(self, sheet: str, cell: Position) -> str:
        """Hash of all that decides what formulas give, and of the results that stand in the file; changes count.

        A program that saves the file writes it otherwise, so that it has another one, whatever it changed.

        Args:
            sheet: Name of a sheet.
            cell: The cell on it that does not count: it is taken for an empty text.
        """
        found = hashlib.sha256()
        own = self._part_of(sheet)
        strings = self._package.related(self._part, "sharedStrings")
        for name, part in (*self._parts.items(), ("", self._part), *([("", strings)] if strings else [])):
            if part == own:
                read = self._sheet(name)
                data: bytes | None = patched(read, {**self._edits.get(read.place, {}), cell: Edit("", constant=True)})
            else:
                data = self._new_workbook if part == self._part else self._changed(part)
            found.update(f"{name}\0".encode())
            found.update(self._package.part(part) if data is None else data)
        return found.hexdigest()

    def _changed(self, part: str) -> bytes | None:
        """A part with its queued changes; None where there are none."""
        edits = self._edits.get(self._package.place(part))
        if not edits:
            return None
        known = self._patched.get(part)
        if known is None or known[0] is not edits:  # a change makes a new mapping
            known = self._patched[part] = edits, patched(self._read[part], edits)
        return known[1]

    def _part_of(self, name: str) -> str:
        part = self._parts.get(name) or next(
            (part for other, part in self._parts.items() if other.casefold() == name.casefold()), None
        )
        if part is None:
            known = ", ".join(f"„{sheet}“" for sheet in self.sheets)
            raise FileError(f"{self.path}: gefunden die Blätter {known}, erwartet auch ein Blatt „{name}“.")
        return part

    def _sheet(self, name: str) -> Sheet:
        part = self._part_of(name)
        if part not in self._read:
            package = self._package
            self._read[part] = read_sheet(
                package.part(part),
                package.place(part),
                lambda: self._shared_strings,
                date1904=self.date1904,
                room=CELL_LIMIT - sum(len(sheet.cells) for sheet in self._read.values()),
            )
        return self._read[part]

    def _worksheet_parts(self) -> dict[str, str]:
        """Name and part of every worksheet."""
        parts = {}
        sheets = self._workbook.child("sheets")
        for element in sheets.children if sheets else ():
            if not relationship_id(element):
                continue  # a module sheet of Excel 5, kept in the VBA project; Excel passes it over
            relationship = self._relationships.get(relationship_id(element))
            part = self._package.find(relationship.target) if relationship else None
            name = element.attributes.get("name", "")
            if part is None or relationship is None:
                raise FileError(
                    f"{self.path}: gefunden ein Blatt „{name}“ ohne Inhalt, erwartet ein Teil der Datei dazu. "
                    "Die Datei ist beschädigt; bitte eine Sicherung verwenden."
                )
            if relationship.kind == "worksheet":
                parts[name] = part
        if not parts:
            raise FileError(f"{self.path}: gefunden eine Arbeitsmappe ohne Tabellenblatt, erwartet mindestens eines.")
        return parts

    @cached_property
    def _shared_strings(self) -> tuple[str, ...]:
        part = self._package.related(self._part, "sharedStrings")
        return () if part is None else read_shared_strings(self._package.part(part), self._package.place(part))


def _sheet_titles(workbook: Element) -> list[str]:
    """Names of all sheets, those of charts too, in their order."""
    sheets = workbook.child("sheets")
    return [element.attributes.get("name", "") for element in (sheets.children if sheets else ())]


def _defined_names(workbook: Element, sheet: int | None) -> dict[str, str]:
    """The names of a sheet, by its number from 0, or (None) of the workbook."""
    element, wanted = workbook.child("definedNames"), None if sheet is None else str(sheet)
    return {
        name: child.text.strip().removeprefix("=")
        for child in (element.children if element else ())
        if (name := child.attributes.get("name", ""))
        and child.attributes.get("localSheetId") == wanted
        and not name.startswith("_xlnm.")
    }


def _style(sheet: Sheet, edits: Mapping[Position, Edit], like: Position | None, before: Edit | None) -> int | None:
    """The format of the cell to copy from, which may itself be queued; else the one queued before."""
    if like is None:
        return before.style if before else None
    if like in sheet.cells:
        return sheet.cells[like].style
    return edits[like].style if like in edits else None
