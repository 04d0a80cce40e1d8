"""Writes the generated formulas as a workbook and has it computed by LibreOffice and by the engine."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import xlsxwriter
from differential import operands as ops
from differential.generate import Case
from differential.operands import COLUMNS, NAMES, SHEET, Formula

from jcplan.cells import CellError, Scalar
from jcplan.formula import Engine
from jcplan.ooxml import WorkbookFile
from tools.office import Document, Office

ORDINARY, ARRAY = "Formeln", "Matrix"
HEIGHT = 15
"""Formulas stand below each other in so many rows: some beside the constants, which have 12, some below."""
BLOCK = (4, 3)
"""Rows and columns that an array formula has at its disposal."""
ACROSS = 50
"""So many array formulas stand side by side."""
PARTS = {ORDINARY: 1000, ARRAY: (ACROSS + 1) * BLOCK[1]}
"""Nested operands stand in the row of their formula too, so many columns further on (the second one twice as many)."""
ERRORS = {
    502: "#VALUE!",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
"""LibreOffice's numbers of errors; any other one is saved as ``#VALUE!``."""
_LOGICAL = 1024
_STALE = re.compile(rb"(</f>)<v>[^<]*</v>|(</f>)<v ?/>")

Values = Sequence[Scalar]
"""What the cells of a formula show, row by row."""


@dataclass(frozen=True)
class Place:
    """The cells of a formula: its first one, and the rows and columns that it fills."""

    sheet: str
    row: int
    column: int
    shape: tuple[int, int]

    def part(self, number: int) -> Place:
        """Where the formula's nested operand stands."""
        return replace(self, column=self.column + number * PARTS[self.sheet])


@dataclass(frozen=True)
class Outcome:
    """A formula as both computed it.

    Attributes:
        case: The formula; the kinds of nested operands are those of the values that LibreOffice gives.
        row: The row in which it stands.
        engine: The engine's values; the reason, where it leaves the formula alone.
        office: LibreOffice's values.
    """

    case: Case
    row: int
    engine: Values | str
    office: Values


def places(cases: Sequence[Case]) -> list[Place]:
    """Where each formula stands."""
    found, ordinary, arrays = [], 0, 0
    for case in cases:
        if case.array is None:
            across, down = divmod(ordinary, HEIGHT)
            found.append(Place(ORDINARY, down + 1, across + 1, (1, 1)))
            ordinary += 1
        else:
            down, across = divmod(arrays, ACROSS)
            found.append(Place(ARRAY, down * BLOCK[0] + 1, across * BLOCK[1] + 1, case.array))
            arrays += 1
    return found


def parts(case: Case) -> list[Formula]:
    """The nested operands of a formula, as formulas."""
    return [operand.formula for operand in case.formula.operands if operand.formula is not None]


def shown_place(case: Case, place: Place) -> Place:
    """Where LibreOffice computes a formula: behind its parts with what ``@`` means, which LibreOffice 25.2 does not know."""
    return place.part(len(parts(case)) + 1) if case.has_single else place


def write(path: Path, cases: Sequence[Case]) -> None:
    """Write the workbook, without any results in it."""
    with xlsxwriter.Workbook(path) as book:
        pages = {name: book.add_worksheet(name) for name in (ORDINARY, ARRAY, SHEET)}
        _write_constants(pages[SHEET])
        for name, target in NAMES.items():
            book.define_name(name, target)
        for case, place in zip(cases, places(cases), strict=True):
            page = pages[place.sheet]
            _write_formula(page, place, case.formula.text)
            for number, formula in enumerate(parts(case), 1):
                _write_formula(page, place.part(number), ops.without_single(formula.text, place.row))
            if case.has_single:
                text = ops.without_single(case.formula.text, place.row)
                _write_formula(page, shown_place(case, place), text, array=True)  # as Excel stores it
    _strip_results(path)


def _write_constants(page) -> None:
    for column, cells in enumerate(COLUMNS.values()):
        for row, value in enumerate(cells):
            if isinstance(value, bool):
                page.write_boolean(row, column, value)
            elif isinstance(value, str) and value.startswith("="):
                page.write_formula(row, column, value)
            elif isinstance(value, str):
                page.write_string(row, column, value)
            elif value is not None:
                page.write_number(row, column, value)


def _write_formula(page, place: Place, text: str, *, array: bool = False) -> None:
    row, column, text = place.row - 1, place.column - 1, f"={text} "  # the library takes a } at the end away
    if place.sheet == ORDINARY and not array:
        page.write_formula(row, column, text)
    else:
        last = row + place.shape[0] - 1, column + place.shape[1] - 1
        page.write_array_formula(row, column, *last, text)


def _strip_results(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        contents = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in contents.items():
            sheet = info.filename.startswith("xl/worksheets/")
            archive.writestr(info, _STALE.sub(rb"\1\2", content) if sheet else content)


def compute(office: Office, path: Path, cases: Sequence[Case]) -> list[Outcome]:
    """Write the formulas to a file and have them computed."""
    write(path, cases)
    engine = list(by_engine(path, cases))
    with office.open(path) as document:
        document.recalculate()
        shown = Shown(document)
        return [
            Outcome(_resolved(case, place, shown), place.row, computed, shown.at(shown_place(case, place)))
            for case, place, computed in zip(cases, places(cases), engine, strict=True)
        ]


def by_engine(path: Path, cases: Sequence[Case]) -> Iterator[Values | str]:
    """What the engine computes; the reason, where it leaves a formula alone."""
    result = Engine(WorkbookFile.read(path)).compute()
    for place in places(cases):
        first = place.sheet, place.row, place.column
        if first in result.not_computed:
            yield str(result.not_computed[first])
        else:
            yield tuple(result.values[place.sheet, *at] for at in _cells(place))


def _cells(place: Place) -> Iterator[tuple[int, int]]:
    for down in range(place.shape[0]):
        for across in range(place.shape[1]):
            yield place.row + down, place.column + across


class Shown:
    """What LibreOffice shows in a document."""

    def __init__(self, document: Document) -> None:
        self._formats = document.model.NumberFormats
        self._logical: dict[int, bool] = {}
        self._pages, self._data = {}, {}
        for name in (ORDINARY, ARRAY):
            page = document.model.Sheets.getByName(name)
            cursor = page.createCursor()
            cursor.gotoEndOfUsedArea(False)
            end = cursor.RangeAddress
            self._pages[name] = page
            self._data[name] = page.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow).getDataArray()

    def at(self, place: Place) -> Values:
        """The values of a formula."""
        return tuple(self._cell(place.sheet, row - 1, column - 1) for row, column in _cells(place))

    def _cell(self, sheet: str, row: int, column: int) -> Scalar:
        value = self._data[sheet][row][column]
        if value is None:
            code = self._pages[sheet].getCellByPosition(column, row).getError()
            return CellError(ERRORS.get(code, "#VALUE!"), f"Err:{code}")
        if value in (0.0, 1.0) and sheet == ORDINARY:
            key = self._pages[sheet].getCellByPosition(column, row).NumberFormat
            if key not in self._logical:
                self._logical[key] = bool(self._formats.getByKey(key).Type & _LOGICAL)
            return bool(value) if self._logical[key] else value
        return value


def _resolved(case: Case, place: Place, shown: Shown) -> Case:
    """The formula with the kinds of its nested operands as LibreOffice computes them."""
    operands = list(case.formula.operands)
    nested = [at for at, operand in enumerate(operands) if operand.formula is not None]
    for number, at in enumerate(nested, 1):
        operands[at] = ops.computed(operands[at], shown.at(place.part(number)))
    return replace(case, formula=replace(case.formula, operands=tuple(operands)))
