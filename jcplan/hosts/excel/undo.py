"""What the last action in a workbook replaced, so that it can be taken back.

One Python may answer several Excels and several workbooks. A record belongs to the Excel and to the full name of the
workbook: two files of one name in two folders or two Excels have nothing in common, and a workbook saved under another
name is another workbook. Whether the cells still hold what was written is asked before anything is taken back
(``ExcelBook.take_back``), for a record outlives its workbook: closed, changed and opened again, it has the same name.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final

from jcplan.hosts.excel.contents import Block

LIMIT: Final = 20
"""Records that are kept, over all workbooks; the oldest goes."""


@dataclass(frozen=True)
class Replaced:
    """What a writing replaced.

    Attributes:
        before: What stood in its areas, in the order of writing.
        after: What stands there since, area by area.
    """

    before: tuple[Block, ...]
    after: tuple[Block, ...]


@dataclass(frozen=True)
class Owner:
    """Whose record it is.

    Attributes:
        excel: The Excel, told by the process that owns its window.
        name: The workbook's full name: a path, or an address where it lies in the net.
    """

    excel: int
    name: str


class Records:
    """The last record of each workbook, as many as ``limit``."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._kept: dict[Owner, Replaced] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, owner: Owner, replaced: Replaced) -> None:
        """Remember the last writing; the one before it cannot be taken back any more."""
        self._kept.pop(owner, None)
        self._kept[owner] = replaced
        while len(self._kept) > self._limit:
            del self._kept[next(iter(self._kept))]

    def of(self, owner: Owner) -> Replaced | None:
        """What can be taken back, if anything."""
        return self._kept.get(owner)

    def forget(self, owner: Owner) -> None:
        """It is taken back."""
        self._kept.pop(owner, None)


def process_of(window: int) -> int:
    """The process that owns a window; the window itself where the system knows no such window.

    ``Application.Hwnd`` is the window of the workbook in front, and each workbook has its own since Excel 2013; the
    process behind it is the same for all of one Excel.
    """
    if sys.platform == "win32":
        import win32process  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415

        try:
            return int(win32process.GetWindowThreadProcessId(window)[1]) or window
        except Exception:  # noqa: BLE001  # pywin32's error class is there on Windows only
            return window
    return window
