"""The next row of the sheet Protokoll."""

from __future__ import annotations

import datetime as dt

from jcplan import __version__
from jcplan.cells import LABEL_LIMIT, TEXT_LIMIT, Area, Rows, serial, text_fault, text_units
from jcplan.errors import InputError
from jcplan.layout import protokoll
from jcplan.places import Index
from jcplan.port import LAST_ROW, Place, Write
from jcplan.snapshot import Snapshot


def log_place(index: Index) -> Place:
    """The log: its header and all below.

    Raises:
        InputError: The header's name is missing or stands elsewhere.
    """
    sheet, header = index.place(protokoll.HEADER_NAME)
    return sheet, Area(header.top, header.left, LAST_ROW, header.right)


def log_write(snapshot: Snapshot, *, who: str, when: dt.datetime, checksum: str, outcome: str, changes: str) -> Write:
    """The next row of Protokoll.

    Args:
        snapshot: The workbook, with the log (``log_place``).
        who: Who did it.
        when: When, local time.
        checksum: Short hash of what it was done with.
        outcome: What was done, in a few words.
        changes: What changed, before → after; shortened to what a cell holds.

    Raises:
        InputError: The name cannot be written, or the log has no row left.
    """
    fault = text_fault(who, LABEL_LIMIT)
    if fault:
        raise InputError("Name im Protokoll", fault, f"höchstens {LABEL_LIMIT} Zeichen, ohne Steuerzeichen")
    sheet, area = place = log_place(snapshot.index)
    rows = enumerate(snapshot.used(place), area.top)
    filled = (number for number, row in rows if any(cell not in (None, "") for cell in row))
    row = max(filled, default=area.top) + 1
    if row > LAST_ROW:
        where = f"eine Eintragung in Zeile {LAST_ROW}"
        raise InputError(sheet, where, "eine freie Zeile darunter", "Bitte dort aufräumen.")
    if text_units(changes) > TEXT_LIMIT:
        room = TEXT_LIMIT if text_units(changes) == len(changes) else TEXT_LIMIT // 2
        changes = changes[: room - 2] + " …"
    cells: Rows = ((serial(when, snapshot.day_zero), who, __version__, checksum, outcome, changes),)
    return Write(sheet, Area(row, area.left, row, area.right), cells, styled_like=area.top + 1)
