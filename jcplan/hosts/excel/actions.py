"""What the buttons of the ribbon do in Excel. VBA calls ``press`` and shows what it returns.

Messages are shown by VBA and not from here: while Python waits for a click, Excel would ask whether to
wait for another program.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from jcplan import __version__, buttons
from jcplan import press as shared
from jcplan.errors import FileError
from jcplan.explain import places_of_errors
from jcplan.formula.engine import Key
from jcplan.hosts.excel.book import ExcelBook
from jcplan.hosts.excel.calm import status
from jcplan.hosts.excel.comerrors import busy, is_busy
from jcplan.hosts.excel.open import open_file
from jcplan.hosts.excel.undo import Records
from jcplan.ooxml import replace_atomically
from jcplan.press import Message

KINDS: Final = {"info": 64, "warning": 64, "error": 48, "question": 32, "files": 1, "confirm": 36}
"""vbInformation; vbExclamation, which VBA takes for „not done“; and those for which VBA asks and calls once more:
vbQuestion, DATEIEN of ``jcplan_menue``, vbQuestion + vbYesNo."""
ANSWER: Final = "Antwort: "
"""How what VBA adds begins where it is the answer to a question."""

UNDO: Final = "undo"
UNDO_TITLE: Final = "Zurücknehmen"
UNDO_MACRO: Final = "ZieleZuruecknehmen"

_records: Final = Records()


class Excel:
    """Excel as an action sees it; a ``press.Program``.

    Args:
        book: The workbook that calls.
        extra: What VBA adds: the path that the user chose, or the answer, else the version of the workbook.
    """

    def __init__(self, book: ExcelBook, extra: str) -> None:
        self.book = book
        self.extra = extra

    def who(self) -> str:
        """The user's name in Excel's settings."""
        return self.book.user

    def now(self) -> dt.datetime:
        """Local time."""
        return dt.datetime.now()  # noqa: DTZ005  # the log has local time

    def selected(self) -> Key | None:
        """The active cell; none where a sheet that is a chart is in front, or another workbook."""
        cell = self.book.application.ActiveCell
        if cell is None:
            return None
        sheet = cell.Worksheet
        if str(sheet.Parent.FullName) != self.book.owner.name:
            return None
        return str(sheet.Name), int(cell.Row), int(cell.Column)

    def errors(self) -> list[Key]:
        """The cells that show an error."""
        return places_of_errors(self.book)

    @property
    def answer(self) -> str | None:
        """What the user answered, if there was a question."""
        return self.extra.removeprefix(ANSWER) if self.extra.startswith(ANSWER) else None


def press(action: str, extra: str = "") -> tuple[int, str, str, str]:
    """A button was pressed in the workbook that calls.

    Returns:
        Kind of message box, its title and its text, and what is suggested as an answer.
    """
    import xlwings  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

    return answered(action, ExcelBook(xlwings.Book.caller().api), extra)


def answered(action: str, book: ExcelBook, extra: str = "") -> tuple[int, str, str, str]:
    """As ``press``, for a workbook that is given."""
    message = run(action, book, extra)
    return KINDS[message.kind], title(action), message.text, message.suggestion


def title(action: str) -> str:
    """Title of an action's messages."""
    known = {UNDO: UNDO_TITLE, **{button.key: button.title for button in buttons.BUTTONS}}
    return known.get(action, buttons.MENU)


def run(action: str, book: ExcelBook, extra: str = "") -> Message:
    """Do what a button does."""
    try:
        with status(book.application, f"{title(action)} …"):
            message = shared.run(action, Excel(book, extra), ACTIONS)
    except Exception as error:  # pywin32's error class is there on Windows only
        if not busy(error):
            raise
        message = Message(str(is_busy()), "error")
    if message.opens:
        open_file(Path(message.opens))
    return message


def _refresh(excel: Excel) -> Message:
    """As everywhere, with an entry in Excel's undo list."""
    return _undoable(excel, "refresh", shared.refresh)


def _adopt_scenario(excel: Excel) -> Message:
    """As everywhere, with an entry in Excel's undo list."""
    return _undoable(excel, "adopt_scenario", shared.adopt_scenario)


def _comment(excel: Excel) -> Message:
    """As everywhere, with an entry in Excel's undo list."""
    return _undoable(excel, "comment", shared.comment)


def _import_actuals(excel: Excel) -> Message:
    """As everywhere, with an entry in Excel's undo list."""
    return _undoable(excel, "import_actuals", shared.import_actuals)


def _undo_import(excel: Excel) -> Message:
    """As everywhere, with an entry in Excel's undo list."""
    return _undoable(excel, "undo_import", shared.undo_import)


def _undoable(excel: Excel, key: str, action: Callable[[Any], Message]) -> Message:
    message = action(excel)
    if excel.book.replaced:
        _records.keep(excel.book.owner, excel.book.replaced)
        excel.book.offer_undo(title(key), UNDO_MACRO)
    return message


def _take_back(excel: Excel) -> Message:
    """Takes the last writing back; Excel calls it from its undo list."""
    replaced = _records.of(excel.book.owner)
    if replaced is None:
        raise FileError(
            "Es gibt nichts zurückzunehmen. Zurücknehmen lässt sich das Letzte, was JC-Planung in diese Mappe "
            "geschrieben hat, so lange sie unter diesem Namen offen ist und Python läuft."
        )
    excel.book.take_back(replaced)
    _records.forget(excel.book.owner)
    return Message("")


def _new_plan(excel: Excel) -> Message:
    """Writes a fresh macro workbook; VBA opens it."""
    from jcplan.build import build  # noqa: PLC0415  # draws the whole workbook: only here
    from jcplan.hosts.excel.workbook import to_macro  # noqa: PLC0415

    target = shared.on_this_pc(excel.extra)
    if target.exists():
        raise FileError(f"{target.name} gibt es schon. Bitte einen anderen Namen wählen.")
    replace_atomically(target, to_macro(lambda hook: build(prepare=hook)), backup=False)
    return Message("")


def _next_year(excel: Excel) -> Message:
    """Writes the plan of the next year, from the workbook as it was last saved; VBA opens it."""
    from jcplan.hosts.excel.next_year import next_year_file  # noqa: PLC0415  # draws the whole workbook: only here

    made = next_year_file(_saved(excel), shared.on_this_pc(excel.extra), who=excel.who(), when=excel.now())
    return Message(made.text())


def _upgrade(excel: Excel) -> Message:
    """Writes the workbook, as it was last saved, as one of this version; VBA opens it."""
    from jcplan.hosts.excel.upgrade import upgrade_copy  # noqa: PLC0415  # draws the whole workbook: only here

    report = upgrade_copy(_saved(excel), shared.on_this_pc(excel.extra), who=excel.who(), when=excel.now())
    return Message(report.text())


def _saved(excel: Excel) -> Path:
    """The file of the workbook, which holds what its window shows.

    Raises:
        FileError: It has none, or something is not saved yet, or it lies where no path leads.
    """
    workbook = excel.book.workbook
    if not workbook.Path or not workbook.Saved:
        raise FileError("Es gilt der gespeicherte Stand der Mappe. Bitte zuerst speichern.")
    if "://" in str(workbook.FullName):
        raise FileError(
            f"Die Mappe liegt im Netz ({workbook.FullName}). Bitte sie in einen Ordner dieses PCs kopieren "
            "und dort öffnen."
        )
    return Path(workbook.FullName)


def _about(excel: Excel) -> Message:
    """Versions."""
    return Message(
        f"JC-Planung {__version__}: Planung eines Jobcenters.\n\n"
        f"Die Mappe ist mit Version {excel.extra} gemacht.\n"
        f"Es rechnet Python {sys.version.split()[0]} in\n{sys.executable}"
    )


ACTIONS: Final[dict[str, Callable[[Any], Message]]] = {
    "refresh": _refresh,
    "adopt_scenario": _adopt_scenario,
    "comment": _comment,
    "import_actuals": _import_actuals,
    "undo_import": _undo_import,
    UNDO: _take_back,
    "new_plan": _new_plan,
    "next_year": _next_year,
    "upgrade": _upgrade,
    "about": _about,
}
"""By the button's key: what only Excel does, or otherwise."""
