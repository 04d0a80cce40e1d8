"""Deliveries as files, whatever their format: CSV, .xlsx, .xlsm, .ods."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from jcplan.actuals.ods import is_ods
from jcplan.actuals.ods import sheets as sheets_of_ods
from jcplan.actuals.table import Table, read_csv, read_sheets
from jcplan.actuals.text import Row
from jcplan.cells import DAY_ZERO, DAY_ZERO_1904
from jcplan.computed import results
from jcplan.errors import FileError
from jcplan.formula import Engine
from jcplan.ooxml import Package, WorkbookFile, content

PATTERNS: Final = "*.csv;*.txt;*.xlsx;*.xlsm;*.ods"
"""What a file dialog offers."""
_ARCHIVES: Final = (".xlsx", ".xlsm", ".ods")
_BYTES: Final = 50_000_000
_COLUMNS: Final = 256  # of a delivery; what stands further to the right is none
_PLAN_YEAR: Final = "annahme_planjahr"  # a defined name that every planning workbook has
_WANTED: Final = "erwartet eine Datei mit Istwerten"


def read_file(path: Path) -> Table:
    """A delivery with the checksum of its content.

    Args:
        path: The file. Formulas of an Excel workbook are computed; of an OpenDocument one the stored results count.

    Raises:
        FileError: It cannot be read.
        InputError: What stands in it cannot be understood.
    """
    data = content(path, _BYTES, _WANTED)
    if path.suffix.lower() in _ARCHIVES or data.startswith(b"PK"):
        table = _workbook(path, data)
    else:
        table = read_csv(path.name, data)
    return replace(table, checksum=hashlib.sha256(data).hexdigest()[:12])


def read_files(paths: Iterable[Path]) -> list[Table]:
    """Several deliveries; the same file given twice counts once.

    Raises:
        FileError: One cannot be read, or there is none.
        InputError: What stands in one cannot be understood.
    """
    once = {path.resolve(): path for path in paths}
    if not once:
        raise FileError("Es ist keine Datei mit Istwerten genannt.")
    return [read_file(path) for path in once.values()]


def _workbook(path: Path, data: bytes) -> Table:
    package = Package.of(path, data)
    if is_ods(package):
        return read_sheets(path.name, sheets_of_ods(package))
    file = WorkbookFile.of(path, data)
    engine = results(file)
    is_plan = _PLAN_YEAR in {name.casefold() for name in file.names}
    day_zero = DAY_ZERO_1904 if file.date1904 else DAY_ZERO
    return read_sheets(
        path.name, ((sheet, _rows(file, engine, sheet)) for sheet in file.sheets), day_zero, is_plan=is_plan
    )


def _rows(file: WorkbookFile, engine: Engine, sheet: str) -> Sequence[Row]:
    """The rows that hold anything, each from the first column to its last."""
    last: dict[int, int] = {}
    for (row, column), cell in file.cells(sheet).items():
        if (cell.value is not None or cell.formula) and column <= _COLUMNS:
            last[row] = max(column, last.get(row, 0))
    return [
        (row, [engine.cell(sheet, row, column) for column in range(1, width + 1)])
        for row, width in sorted(last.items())
    ]
