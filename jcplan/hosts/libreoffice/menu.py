"""What the menu of LibreOffice does: the actions of all programs, and its own help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from jcplan import __version__, buttons, press
from jcplan.catalogue import CATALOGUE
from jcplan.formula.engine import Key
from jcplan.hosts.libreoffice.book import Answer, OfficeBook
from jcplan.press import Message


class Calc:
    """LibreOffice as an action sees it; a ``press.Program``.

    Args:
        answer: Asks the document in front of the user.
        details: See ``service.act``.
    """

    def __init__(self, answer: Answer, details: Mapping[str, Any]) -> None:
        self.book = OfficeBook(answer, details["title"])
        self._details = details

    def who(self) -> str:
        """The user's name."""
        return str(self._details["who"])

    def now(self) -> dt.datetime:
        """When the button was pressed."""
        return dt.datetime.fromisoformat(self._details["when"])

    def selected(self) -> Key | None:
        """The selected cell."""
        if "cell" not in self._details:
            return None
        sheet, row, column = self._details["cell"]
        return sheet, row, column

    def errors(self) -> list[Key]:
        """The cells that show an error."""
        return self.book.errors()

    @property
    def answer(self) -> str | None:
        """What the user answered, if there was a question."""
        answer = self._details.get("answer")
        return None if answer is None else str(answer)

    @property
    def saved_as(self) -> Path | None:
        """The document's file, where it has one that holds what the window shows."""
        path = self._details.get("saved_as")
        return Path(path) if path else None

    @property
    def backend(self) -> str:
        """Where jcplan runs."""
        return str(self._details["backend"])


def _help(program: Calc) -> Message:
    """As everywhere; in a workbook without the sheet the message names the functions."""
    message = press.show_help(program)
    if not message.goto or message.goto in program.book.sheets:
        return message
    about = f"jcplan {__version__}, rechnet {program.backend}."
    calls = "\n".join(function.call for function in CATALOGUE.values())
    functions = f"Funktionen (Beschreibung im Funktionsassistenten, Strg+F2):\n{calls}"
    return replace(message, text=f"{message.text}\n\n{about}\n\n{functions}", goto="")


def _next_year(program: Calc) -> Message:
    """Beside the workbook, as it was last saved, the plan of the next year."""
    from jcplan.hosts.excel import next_year  # noqa: PLC0415  # draws the whole workbook: only here

    path = program.saved_as
    if path is None:
        return Message(_UNSAVED, "error")
    made = next_year.next_year_file(path, next_year.beside(path), who=program.who(), when=program.now())
    return Message(f"{made.text()}\n\n{_OPEN.format(made.path.name)}")


def _upgrade(program: Calc) -> Message:
    """Beside the workbook, as it was last saved, one of this version."""
    from jcplan.hosts.excel.upgrade import upgrade_copy  # noqa: PLC0415  # draws the whole workbook: only here

    path = program.saved_as
    if path is None:
        return Message(_UNSAVED, "error")
    target = path.with_name(f"{path.stem} {__version__}{path.suffix}")
    report = upgrade_copy(path, target, who=program.who(), when=program.now())
    return Message(f"{report.text()}\n\n{_OPEN.format(target.name)}")


_UNSAVED: Final = "Es gilt der gespeicherte Stand der Mappe. Bitte zuerst als .xlsx speichern."
_OPEN: Final = "Die neue Mappe steht daneben: {}. Bitte sie öffnen und damit weiterarbeiten."
ACTIONS: Final[dict[str, Callable[[Any], Message]]] = {"help": _help, "next_year": _next_year, "upgrade": _upgrade}
"""By the button's key: what only LibreOffice does."""


def act(path: str, answer: Answer, details: Mapping[str, Any]) -> dict[str, str]:
    """Do what a button does; see ``service.act``."""
    keys = {button.path: button.key for button in buttons.in_libreoffice()}
    return asdict(press.run(keys.get(path, path), Calc(answer, details), ACTIONS))
