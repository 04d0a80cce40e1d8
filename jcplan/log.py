"""The sheet Protokoll: its next row, and what its rows say."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from jcplan import __version__
from jcplan.cells import LABEL_LIMIT, LAST_ROW, TEXT_LIMIT, Area, Rows, Scalar, moment, serial, text_fault, text_units
from jcplan.errors import InputError
from jcplan.layout import protokoll
from jcplan.places import Index
from jcplan.port import Place, Write
from jcplan.snapshot import Snapshot

_CUT: Final = " …"
"""How a text ends that was longer than a cell."""
_VALUE: Final = "„[^“]*“|[^„;:()→]+?"
_CHANGED: Final = re.compile(rf"\(((?:Annahme|Gedruckt|Ziel)_\w+)\): ({_VALUE}) → ({_VALUE})(?=; |$)")


@dataclass(frozen=True)
class Logged:
    """A change of a figure as the log tells it.

    Attributes:
        name: The figure's defined name, as it was called then.
        before: What it was, as it was written.
        after: What it became.
        cut: Whether the log's text ends within what it became.
    """

    name: str
    before: str
    after: str
    cut: bool = False


@dataclass(frozen=True)
class Entry:
    """A row of the log.

    Attributes:
        row: Its row on the sheet.
        when: When it was written; None where no date stands there.
        who: Who did it.
        version: The version that wrote it.
        outcome: What was done.
        text: What changed.
    """

    row: int
    when: dt.datetime | None
    who: str
    version: str
    outcome: str
    text: str

    @property
    def cut(self) -> bool:
        """Whether more changed than the cell could hold."""
        return self.text.endswith(_CUT)

    @property
    def changes(self) -> tuple[Logged, ...]:
        """The changes of inputs and targets.

        >>> text = "IQ, gesamt (Ziel_IQ_gesamt): 22,4 % → 22,5 %; ELB (Annahme_ELB_8HKL): leer → 1 …"
        >>> [(each.name, each.before, each.after, each.cut) for each in Entry(6, None, "", "", "", text).changes]
        [('Ziel_IQ_gesamt', '22,4 %', '22,5 %', False), ('Annahme_ELB_8HKL', 'leer', '1', True)]
        """
        text = self.text.removesuffix(_CUT)
        return tuple(
            Logged(found[1], found[2], found[3], self.cut and found.end() == len(text))
            for found in _CHANGED.finditer(text)
        )


def entries(snapshot: Snapshot) -> tuple[Entry, ...]:
    """The rows of the log, oldest first.

    Args:
        snapshot: The workbook, with the log (``log_place``).

    Raises:
        InputError: The header's name is missing or stands elsewhere.
    """
    place = log_place(snapshot.index)
    found = []
    for row, cells in enumerate(snapshot.used(place), place[1].top):
        filled = [*cells, *[None] * 6][:6]
        if row > place[1].top and any(cell not in (None, "") for cell in filled):
            when, *texts = filled
            who, version, _, outcome, text = map(_text, texts)
            found.append(Entry(row, moment(when, snapshot.day_zero), who, version, outcome, text))
    return tuple(found)


def _text(cell: Scalar) -> str:
    return "" if cell is None else str(cell)


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
        changes = changes[: room - len(_CUT)] + _CUT
    cells: Rows = ((serial(when, snapshot.day_zero), who, __version__, checksum, outcome, changes),)
    return Write(sheet, Area(row, area.left, row, area.right), cells, styled_like=area.top + 1)
