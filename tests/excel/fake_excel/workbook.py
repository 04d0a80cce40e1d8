"""A workbook: where it lies, what is defined in it, saving and closing.

- ``FullName`` and ``Path`` of a workbook on OneDrive or SharePoint are addresses (https://…), of one never saved only
  its name and ``""`` (https://learn.microsoft.com/office/vba/api/excel.workbook.fullname).
- ``SaveAs`` changes them, ``Save`` of a read-only workbook is an error
  (https://learn.microsoft.com/office/vba/api/excel.workbook.saveas).
- Since 2007 saving leaves the undo list; closing a workbook ends it.
"""

from __future__ import annotations

import copy
from typing import Any

from fake_excel.application import Application
from fake_excel.cells import Range
from fake_excel.collection import Collection
from fake_excel.errors import refuse
from fake_excel.sheet import Worksheet


class Worksheets(Collection):
    def __init__(self, items: list, book: Workbook) -> None:
        super().__init__(items)
        self.book = book

    def Add(self) -> Worksheet:
        if self.book.ProtectStructure:
            refuse("Die Arbeitsmappe ist geschützt und kann nicht geändert werden.")
        return self.book.add(f"Tabelle{len(self.items) + 1}")


class Workbook:
    """A workbook that is open.

    Args:
        name: Its file's name.
        folder: Where it lies: a folder, an address, or ``""`` where it was never saved.
        application: The Excel that has it open; one of its own unless given.
    """

    def __init__(self, name: str, folder: str = "C:\\Plan", application: Application | None = None) -> None:
        self._lies(folder, name)
        self.Application = application or Application()
        self.Worksheets = Worksheets([], self)
        self.Sheets = self.Worksheets
        self.Names = Collection([])
        self.Date1904 = self.ReadOnly = self.ProtectStructure = False
        self.Saved = True
        self.project: Any = None
        """The VBA project: what has ``find`` and ``call`` as ``vba_machine.Machine``; None without macros."""
        self.events: list[tuple[str, str]] = []
        """Changes of which handlers of ``SheetChange`` heard."""
        self.written: list[tuple[str, str]] = []
        """All changes by a program."""
        self.broken: tuple[str, int] | None = None
        self.Application.take(self)
        self.Application.history.clear()

    def _lies(self, folder: str, name: str) -> None:
        self.Name, self.Path = name, folder
        self.FullName = name if not folder else f"{folder}{'/' if '://' in folder else chr(92)}{name}"

    def add(self, sheet: str) -> Worksheet:
        self.Worksheets.items.append(Worksheet(sheet, self))
        return self.Worksheets.items[-1]

    def cell(self, name: str) -> Range:
        """The cell that a defined name stands for."""
        sheet, _, text = self.Names(name).RefersTo.removeprefix("=").rpartition("!")
        return self.Worksheets(sheet.strip("'")).Range(text)

    def changed(self, sheet: str, address: str) -> None:
        """A program changes something: the user's undo list ends, and handlers of events hear of it."""
        self.written.append((sheet, address))
        self.Saved = False
        self.Application.undo.clear()
        if self.Application.EnableEvents:
            self.events.append((sheet, address))

    def Activate(self) -> None:
        self.Application.front(self)

    def Save(self) -> None:
        if self.ReadOnly:
            refuse(f"„{self.Name}“ ist schreibgeschützt. Speichern Sie eine Kopie unter einem anderen Namen.")
        self.Application.disk[self.FullName] = self._stored()
        self.Saved = True

    def SaveAs(self, path: str) -> None:
        folder, _, name = path.replace("/", "\\").rpartition("\\") if "://" not in path else path.rpartition("/")
        if any(other is not self and other.Name == name for other in self.Application.Workbooks.items):
            refuse("Sie können eine Arbeitsmappe nicht unter dem Namen einer anderen geöffneten speichern.")
        self._lies(folder, name)
        self.ReadOnly = False
        self.Save()

    def Close(self, save: bool = False) -> None:
        if save:
            self.Save()
        self.Application.drop(self)

    def _stored(self) -> Workbook:
        """What the file holds: no ``UserInterfaceOnly``, nothing of Excel."""
        kept = self.Application, self.project
        self.Application = self.project = None
        try:
            stored = copy.deepcopy(self)
        finally:
            self.Application, self.project = kept
        for sheet in stored.Worksheets.items:
            sheet.ProtectionMode = False
        stored.written, stored.events = [], []
        return stored
