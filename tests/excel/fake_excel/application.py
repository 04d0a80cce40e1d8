"""One Excel: its workbooks, windows, settings, undo list, and the person in front of it.

Sources, all https://learn.microsoft.com/office/vba/…:
- excel/concepts/programming-for-the-single-document-interface-in-excel: every workbook has a window of its own, also in
  one Excel; ``Application.Hwnd`` is that of the workbook in front
- api/excel.application.onundo: one entry, by text and procedure, to be set last; what a program writes empties the list
- api/excel.application.undo: takes back the user's last action
- api/excel.application.caller: outside of cells an error value (#REF!)
- api/excel.application.calculation, .calculationstate, .calculate
- api/excel.application.displayalerts: True again when the macro has ended
- api/excel.application.statusbar: False while Excel has it
- api/excel.application.run: a macro by 'Mappe.xlsm'!Name
- api/excel.workbooks.open, and support.microsoft.com: no two workbooks of one name in one Excel
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vba_machine import VbaError

from fake_excel import calc
from fake_excel.cells import Range
from fake_excel.collection import Workbooks
from fake_excel.errors import refuse, value_of
from fake_excel.german import INTERNATIONAL
from jcplan.cells import Area

if TYPE_CHECKING:
    from fake_excel.workbook import Workbook

_WINDOWS: Iterator[int] = count(0x10500, 2)
_PROCESSES: Iterator[int] = count(4100, 4)
_OWNERS: dict[int, int] = {}


def process_of(window: int) -> int:
    """The process that owns a window, as Windows says it; 0 where there is no such window."""
    return _OWNERS.get(window, 0)


class Application:
    def __init__(self) -> None:
        self.Name, self.Version, self.UserName = "Microsoft Excel", "16.0", "Controllerin"
        self.ScreenUpdating = self.EnableEvents = self.DisplayAlerts = True
        self.Calculation, self.CalculationState = calc.AUTOMATIC, calc.DONE
        self.Cursor = -4143
        self.UseSystemSeparators = True
        self.StatusBar: object = False
        self.process = next(_PROCESSES)
        self.Workbooks = Workbooks([], self)
        self.active_cell: Range | None = None
        self.caller: Any = None
        self.undo: list[tuple[str, Any]] = []
        """The undo list, the last entry last: a text with a macro, or with what takes a user's typing back."""
        self.described: dict[str, dict[str, Any]] = {}
        self.scheduled: list[str] = []
        self.answers: list[Any] = []
        """What the person answers to dialogs, one after the other."""
        self.asked: list[tuple[str, tuple]] = []
        """The dialogs that were shown."""
        self.on_open: Callable[[Workbook], None] = lambda _: None
        """Gives a workbook that is opened its macros."""
        self.disk: dict[str, Workbook] = {}
        """Workbooks that were saved, by full name."""
        self.history: list[tuple[str, object]] = []

    def __setattr__(self, name: str, value: object) -> None:
        if "history" in self.__dict__ and name[0].isupper():
            self.history.append((name, value))
        super().__setattr__(name, value)
        if name == "Calculation" and value == calc.AUTOMATIC and "CalculationState" in self.__dict__:
            self.recalculate()

    # ---- workbooks and windows ----------------------------------------------------------------------

    def take(self, book: Workbook) -> None:
        """A workbook was opened: it gets a window and is in front."""
        if any(other.Name.lower() == book.Name.lower() for other in self.Workbooks.items):
            refuse(
                f"Eine Datei mit dem Namen „{book.Name}“ ist bereits geöffnet. Zwei Dateien gleichen Namens können nicht "
                "gleichzeitig geöffnet sein."
            )
        self.show(book)
        self.Workbooks.items.append(book)

    def show(self, book: Workbook) -> None:
        """A workbook gets a window of this Excel."""
        book.window = next(_WINDOWS)
        _OWNERS[book.window] = self.process

    def drop(self, book: Workbook) -> None:
        """A workbook was closed."""
        self.Workbooks.items.remove(book)
        _OWNERS.pop(book.window, None)
        self.undo.clear()
        if self.active_cell is not None and self.active_cell.Worksheet.Parent is book:
            self.active_cell = None

    def front(self, book: Workbook) -> None:
        """A workbook comes to the front."""
        self.Workbooks.items.remove(book)
        self.Workbooks.items.append(book)
        self.active_cell = book.Worksheets(1).Range("A1") if book.Worksheets.Count else None

    def open(self, path: str) -> Workbook:
        """``Workbooks.Open``: what was saved here, else a file."""
        from fake_excel.loading import load

        stored = self.disk.get(path)
        if stored is None:
            file = Path(path)
            if not file.is_file():
                refuse(f"„{path}“ wurde nicht gefunden.")
            stored = load(file.read_bytes(), file.name, application=self)
            stored._lies(str(file.parent), file.name)
            self.on_open(stored)
            return stored
        book = copy.deepcopy(stored)
        book.Application = self
        self.take(book)
        self.front(book)
        self.on_open(book)
        return book

    def elsewhere(self) -> None:
        """This copy becomes another Excel, with a process and windows of its own."""
        self.process = next(_PROCESSES)
        for book in self.Workbooks.items:
            self.show(book)

    @property
    def ActiveWorkbook(self) -> Workbook | None:
        return self.Workbooks.items[-1] if self.Workbooks.items else None

    @property
    def Hwnd(self) -> int:
        front = self.ActiveWorkbook
        return front.window if front else 0

    @property
    def ActiveCell(self) -> Range | None:
        return self.active_cell

    @ActiveCell.setter
    def ActiveCell(self, cell: Range | None) -> None:
        """What the user selects (a test's hand: for a program it is read-only)."""
        self.active_cell = cell

    # ---- functions and macros -----------------------------------------------------------------------

    @property
    def Caller(self) -> Any:
        return value_of("#REF!") if self.caller is None else self.caller

    def Run(self, macro: str, *arguments: object) -> object:
        quoted = re.match(r"'((?:[^']|'')*)'!(.*)$", macro) or re.match(r"([^!]*)!(.*)$", macro)
        book = self.Workbooks(quoted[1].replace("''", "'")) if quoted else self.ActiveWorkbook
        project = book.project if book else None
        if project is None or not project.find(quoted[2] if quoted else macro):
            refuse(f"Das Makro „{macro}“ kann nicht ausgeführt werden. Es ist nicht verfügbar, oder Makros sind aus.")
        try:
            return project.call(quoted[2] if quoted else macro, *arguments)
        except VbaError as error:  # a run-time error of the macro ends the call
            refuse(error.description)

    def OnTime(self, _when: object, macro: str) -> None:
        self.scheduled.append(macro)

    def MacroOptions(self, **options: Any) -> None:
        book, _, macro = options["Macro"].strip("'").rpartition("!")
        project = self.Workbooks(book.rstrip("'").replace("''", "'")).project
        texts = [options.get("Description", ""), *options.get("ArgumentDescriptions", ())]
        if not project.find(macro) or any(len(text) > 255 for text in texts):
            refuse("Die Methode 'MacroOptions' für das Objekt '_Application' ist fehlgeschlagen.")
        self.described[macro] = options

    def International(self, index: float) -> object:
        return INTERNATIONAL[int(index)]

    def Intersect(self, one: Range, other: Range) -> Range | None:
        a, b = one.area, other.area
        both = Area(max(a.top, b.top), max(a.left, b.left), min(a.bottom, b.bottom), min(a.right, b.right))
        return Range(one.Worksheet, both) if a.overlaps(b) else None

    # ---- calculation --------------------------------------------------------------------------------

    def recalculate(self) -> None:
        """Something changed: in automatic mode formulas are computed at once, else they are pending."""
        formulas = [
            (sheet, key) for book in self.Workbooks.items for sheet in book.Worksheets.items for key in sheet.live
        ]
        if not formulas:
            return
        if self.Calculation == calc.AUTOMATIC:
            self.Calculate()
        else:
            self.__dict__["CalculationState"] = calc.PENDING

    def Calculate(self) -> None:
        for book in self.Workbooks.items:
            for sheet in book.Worksheets.items:
                for key in sorted(sheet.live):
                    calc.compute(sheet, key)
        self.__dict__["CalculationState"] = calc.DONE

    # ---- undo ---------------------------------------------------------------------------------------

    def OnUndo(self, text: str, macro: str) -> None:
        self.undo[:] = [(text, macro)]

    def Undo(self) -> None:
        if not self.undo:
            refuse("Die Methode 'Undo' für das Objekt '_Application' ist fehlgeschlagen.")
        _, back = self.undo.pop()
        if isinstance(back, str):
            self.Run(back)
        else:
            back()

    # ---- the person ---------------------------------------------------------------------------------

    def types(self, cell: Range, value: object) -> None:
        """The person types into a cell: locked ones on protected sheets take nothing."""
        sheet, key = cell.Worksheet, (cell.Row, cell.Column)
        if sheet.ProtectContents and key not in sheet.unlocked:
            refuse("Die Zelle ist geschützt.")
        before, formula = sheet.values.get(key), sheet.formulas.get(key)

        def back() -> None:
            sheet.clear(key)
            sheet.values[key] = before
            if formula is not None:
                sheet.formulas[key] = formula

        sheet.clear(key)
        sheet.values[key] = value
        sheet.Parent.Saved = False
        self.undo.append((f"Eingabe in {cell.Address}", back))
        self.recalculate()

    def _dialog(self, kind: str, *arguments: object) -> Any:
        self.asked.append((kind, arguments))
        answer = self.answers.pop(0)
        return answer(*arguments) if isinstance(answer, Callable) else answer  # type: ignore[arg-type]

    def GetSaveAsFilename(self, *arguments: object) -> Any:
        return self._dialog("GetSaveAsFilename", *arguments)

    def GetOpenFilename(self, *arguments: object) -> Any:
        return self._dialog("GetOpenFilename", *arguments)

    def InputBox(self, *arguments: object) -> Any:
        prompt = arguments[0]
        assert len(str(prompt)) <= 255, "Application.InputBox shows 255 characters"
        return self._dialog("InputBox", *arguments)
