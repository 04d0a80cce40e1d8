"""A worksheet: its cells, and its protection.

- ``Protect`` with ``UserInterfaceOnly``: macros may write, users not; it is not stored with the file
  (https://learn.microsoft.com/office/vba/api/excel.worksheet.protect)
- ``Unprotect`` with a wrong password is an error; without protection, or without a password, it does not matter
  (https://learn.microsoft.com/office/vba/api/excel.worksheet.unprotect)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fake_excel import calc
from fake_excel.cells import Key, Range, range_of
from fake_excel.errors import refuse
from jcplan.cells import Area

if TYPE_CHECKING:
    from fake_excel.workbook import Workbook

_ALLOWED = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting",
    "AllowFiltering", "AllowUsingPivotTables",
)  # fmt: skip
"""In the order of the arguments of ``Protect``."""


class Protection:
    """What protection leaves to the user; a delivered sheet lets columns and rows be formatted."""

    def __init__(self) -> None:
        for name in _ALLOWED:
            setattr(self, name, name in ("AllowFormattingColumns", "AllowFormattingRows"))


class Worksheet:
    def __init__(self, name: str, book: Workbook) -> None:
        self.Name, self.Parent = name, book
        self.values: dict[Key, object] = {}
        self.formulas: dict[Key, str] = {}
        self.formats: dict[Key, str] = {}
        self.unlocked: set[Key] = set()
        self.arrays: dict[Key, Area] = {}
        """Fixed arrays, by their first cells."""
        self.spills: dict[Key, Area] = {}
        """Formulas that spill, by their cells: where they spill to."""
        self.dynamic: set[Key] = set()
        """Formulas that may spill."""
        self.live: set[Key] = set()
        """Formulas that are computed."""
        self.ProtectContents = self.ProtectionMode = False
        self.ProtectDrawingObjects = self.ProtectScenarios = True
        self.EnableSelection = 0
        self.Protection = Protection()
        self.password = ""
        self.protect_calls: list[tuple] = []

    @property
    def Application(self):
        return self.Parent.Application

    def Range(self, text: str | Range, end: Range | None = None) -> Range:
        first = text if isinstance(text, Range) else range_of(self, text)
        last = end or first
        return Range(self, Area(first.area.top, first.area.left, last.area.bottom, last.area.right))

    @property
    def Cells(self) -> Range:
        return Range(self, Area(1, 1, 1_048_576, 16_384))

    @property
    def UsedRange(self) -> Range:
        keys = [*self.values, *self.formulas, *self.formats, (1, 1)]
        rows, columns = [row for row, _ in keys], [column for _, column in keys]
        return Range(self, Area(min(rows), min(columns), max(rows), max(columns)))

    def Activate(self) -> None:
        self.Parent.Activate()
        self.Parent.Application.active_cell = self.Range("A1")

    # ---- arrays -------------------------------------------------------------------------------------

    def array_at(self, key: Key) -> Key | None:
        """The first cell of the fixed array that a cell belongs to."""
        return next((first for first, area in self.arrays.items() if key in area), None) if self.arrays else None

    def spill_at(self, key: Key) -> Key | None:
        """The cell whose formula spills here."""
        return next((first for first, area in self.spills.items() if key in area), None) if self.spills else None

    def clear(self, key: Key) -> None:
        """A cell gets something else; what is written over the middle of a spill blocks it."""
        parent = self.spill_at(key)
        if parent is not None:
            calc.unspill(self, parent)
        self.arrays.pop(key, None)
        self.dynamic.discard(key)
        self.live.discard(key)
        self.formulas.pop(key, None)
        self.values.pop(key, None)
        if parent is not None and parent != key:
            self.live.add(parent)

    def computed(self, key: Key) -> None:
        """A formula was entered."""
        calc.enter(self, key)

    # ---- protection ---------------------------------------------------------------------------------

    def Unprotect(self, password: str = "") -> None:
        if self.ProtectContents and self.password and password != self.password:
            refuse("Das eingegebene Kennwort ist ungültig.")
        self.ProtectContents = self.ProtectionMode = False
        self.password = ""

    def Protect(self, password, drawings, contents, scenarios, interface_only, *allowed) -> None:
        self.protect_calls.append((password, drawings, contents, scenarios, interface_only, *allowed))
        self.password, self.ProtectContents, self.ProtectionMode = password, contents, interface_only
        self.ProtectDrawingObjects, self.ProtectScenarios = drawings, scenarios
        self.EnableSelection = 0
        for name, value in zip(_ALLOWED, allowed, strict=False):
            setattr(self.Protection, name, value)
