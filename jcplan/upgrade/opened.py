"""A planning workbook of this version or an earlier one, with what it was delivered with."""

from __future__ import annotations

from collections.abc import Callable

from jcplan import delivered
from jcplan.cells import Area, Rows
from jcplan.errors import FileError
from jcplan.ooxml import WorkbookFile
from jcplan.upgrade.carry import Side


def opened(file: WorkbookFile) -> Side:
    """The workbook in a file.

    Raises:
        FileError: It is no planning workbook, is of a newer version, or does not say what it came with.
        InputError: It does not say its version any more.
    """
    title = file.path.name
    version = delivered.version_of(file.names)
    if not version:
        raise FileError(
            f"{title}: gefunden eine Arbeitsmappe ohne die Namen einer Planung, erwartet eine Mappe von jcplan."
        )
    if delivered.is_newer(version):
        delivered.refuse_other_version(title, file.names)
    return Side.of(file, delivered.of(title, file.names, reader(file)))


def reader(file: WorkbookFile) -> Callable[[str, Area], Rows]:
    """Gives the stored values of an area of a sheet, every cell."""

    def read(sheet: str, area: Area) -> Rows:
        cells = file.cells(sheet)
        columns = range(area.left, area.right + 1)
        rows = range(area.top, area.bottom + 1)
        return tuple(
            tuple(cells[at].value if (at := (row, column)) in cells else None for column in columns) for row in rows
        )

    return read
