"""Whether a workbook file is as jcplan left it, all computed: then its results need no second look.

A fingerprint of the file stands in a cell above the log, which every writing changes anyway; the cell itself does not
count. Whatever saves the file after that, changes it or not, writes it otherwise; then everything is computed.
"""

from __future__ import annotations

from typing import Final

from jcplan import __version__
from jcplan.cells import areas
from jcplan.formula import Engine
from jcplan.layout import mappe
from jcplan.ooxml import WorkbookFile

COMPUTED: Final = "gerechnet"
"""Every formula has a result, and none of them is an error."""
RECONCILED: Final = "gerechnet und abgeglichen"
"""The same, and every formula is the delivered one."""


def state(file: WorkbookFile) -> str:
    """What jcplan of this version said of the file when it wrote it last; ``""`` where another program did."""
    place = _place(file)
    if place is None:
        return ""
    sheet, position = place
    cell = file.cells(sheet).get(position)
    said = cell.value if cell is not None and isinstance(cell.value, str) else ""
    known = (word for word in (COMPUTED, RECONCILED) if said == _mark(word, file, place))
    return next(known, "") if said else ""


def results(file: WorkbookFile) -> Engine:
    """Gives what the cells of a file show: computed, or as stored where that is known to be right."""
    return Engine(file, current=file.sheets if state(file) else ())


def mark(file: WorkbookFile, word: str) -> None:
    """Say in the file, with all its queued changes, what holds of it.

    Args:
        file: A file; one without the cell for it stays as it is.
        word: What holds, ``""`` for nothing.
    """
    place = _place(file)
    if place is not None:
        sheet, position = place
        file.set_values(sheet, {position: _mark(word, file, place) if word else None}, constants=True)


def _place(file: WorkbookFile) -> tuple[str, tuple[int, int]] | None:
    sheet, area = areas(file.names).get(mappe.COMPUTED_NAME, ("", None))
    return None if area is None or sheet not in file.sheets else (sheet, (area.top, area.left))


def _mark(word: str, file: WorkbookFile, place: tuple[str, tuple[int, int]]) -> str:
    return f"{__version__} {word} {file.fingerprint(*place)}"
