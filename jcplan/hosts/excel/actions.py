"""What the buttons of the ribbon do. VBA calls ``press`` and shows what it returns.

The work itself is that of the command line (``jcplan.actions``); here it meets Excel. Messages are
shown by VBA and not from here: while Python waits for a click, Excel would ask whether to wait for
another program.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jcplan import __version__, actions
from jcplan.errors import FileError, JcplanError
from jcplan.explain import explain as explain_cell
from jcplan.explain import explained, places_of_errors
from jcplan.hosts.excel.book import ExcelBook, Saved
from jcplan.hosts.excel.calm import status
from jcplan.ooxml import reason, replace_atomically

INFORMATION: Final = 64
"""vbInformation."""
WARNING: Final = 48
"""vbExclamation; VBA takes it for „not done“."""

UNDO_MACRO: Final = "ZieleZuruecknehmen"

_undo: dict[str, Saved] = {}  # by workbook: what the last refresh replaced


@dataclass(frozen=True)
class Message:
    """What a message box shows."""

    title: str
    text: str
    kind: int = INFORMATION


def press(action: str, extra: str = "") -> tuple[int, str, str]:
    """A button was pressed in the workbook that calls.

    Returns:
        Kind of message box, its title and its text.
    """
    import xlwings  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    message = run(action, ExcelBook(xlwings.Book.caller().api), extra)
    return message.kind, message.title, message.text


def run(action: str, book: ExcelBook, extra: str = "") -> Message:
    """Do what a button does; errors raised on purpose, and those of the file system, become the message."""
    title, work = _BUTTONS[action]
    try:
        with status(book.application, f"{title} …"):
            return Message(title, work(book, extra))
    except JcplanError as error:
        return Message(title, str(error), WARNING)
    except OSError as error:
        text = f"{error.filename or 'Datei'}: {reason(error)}. Bitte Pfad, Rechte und freien Platz prüfen."
        return Message(title, text, WARNING)


def refresh(book: ExcelBook, _: str = "") -> str:
    """„Ziele aktualisieren“, with an entry in Excel's undo list."""
    who = str(book.application.UserName or "")
    report = actions.refresh(book, who=who, when=dt.datetime.now())  # noqa: DTZ005  # the log has local time
    _undo[book.title] = book.replaced
    book.offer_undo("Ziele aktualisieren", UNDO_MACRO)
    return report.text()


def undo(book: ExcelBook, _: str = "") -> str:
    """Takes the last refresh back; Excel calls it from its undo list."""
    saved = _undo.pop(book.title, None)
    if saved is None:
        raise FileError("Es gibt nichts zurückzunehmen.")
    book.put_back(saved)
    return ""


def check(book: ExcelBook, _: str = "") -> str:
    """„Prüfungen“."""
    return actions.check(book, explained(book, places_of_errors(book))).text()


def explain(book: ExcelBook, _: str = "") -> str:
    """„Fehler erklären“, for the selected cell."""
    cell = book.application.ActiveCell
    return explain_cell(book, str(cell.Worksheet.Name), int(cell.Row), int(cell.Column))


def new_plan(_: ExcelBook, path: str) -> str:
    """„Neuer Plan“: writes a fresh macro workbook; VBA opens it."""
    from jcplan.build import build  # noqa: PLC0415  # draws the whole workbook: only here
    from jcplan.hosts.excel.workbook import to_macro  # noqa: PLC0415

    target = Path(path)
    if target.exists():
        raise FileError(f"{target.name} gibt es schon. Bitte einen anderen Namen wählen.")
    replace_atomically(target, to_macro(lambda hook: build(prepare=hook)), backup=False)
    return ""


def about(_: ExcelBook, workbook_version: str) -> str:
    """„Über“."""
    return (
        f"JC-Planung {__version__}: Planung eines Jobcenters.\n\n"
        f"Die Mappe ist mit Version {workbook_version} gemacht.\n"
        f"Es rechnet Python {sys.version.split()[0]} in\n{sys.executable}"
    )


_BUTTONS: Final[dict[str, tuple[str, Callable[[ExcelBook, str], str]]]] = {
    "refresh": ("Ziele aktualisieren", refresh),
    "undo": ("Ziele zurücknehmen", undo),
    "check": ("Prüfungen", check),
    "explain": ("Fehler erklären", explain),
    "new_plan": ("Neuer Plan", new_plan),
    "about": ("Über JC-Planung", about),
}
