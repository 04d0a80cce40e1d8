"""What the buttons do, in any program: it says what it knows, and shows the message that comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from jcplan import __version__, actions
from jcplan.errors import JcplanError
from jcplan.explain import explain as explain_cell
from jcplan.explain import explained
from jcplan.formula.engine import Key
from jcplan.ooxml import reason
from jcplan.port import Book


class Program(Protocol):
    """The program in which a button was pressed."""

    @property
    def book(self) -> Book:
        """The workbook in front."""

    def who(self) -> str:
        """The user's name, for the log."""

    def now(self) -> dt.datetime:
        """Local time, as people write it in a log."""

    def selected(self) -> Key | None:
        """The selected cell, if there is one."""

    def errors(self) -> Iterable[Key]:
        """The cells that show an error."""


@dataclass(frozen=True)
class Message:
    """What a message box shows: nothing where there is no text.

    Attributes:
        text: What it says.
        kind: ``error`` says that nothing was done.
        goto: The sheet that is shown.
    """

    text: str
    kind: Literal["info", "warning", "error"] = "info"
    goto: str = ""


def refresh(program: Program) -> Message:
    """Compute the targets and write them."""
    report = actions.refresh(program.book, who=program.who(), when=program.now())
    return Message(report.text(), "warning" if report.deviations else "info")


def check(program: Program) -> Message:
    """Show what does not fit."""
    report = actions.check(program.book, explained(program.book, program.errors()))
    return Message(report.text(), "info" if report.clean else "warning")


def explain(program: Program) -> Message:
    """Explain the error in the selected cell."""
    cell = program.selected()
    if cell is None:
        return Message("Bitte zuerst eine Zelle auswählen.", "warning")
    return Message(explain_cell(program.book, *cell))


ACTIONS: Final[dict[str, Callable[[Any], Message]]] = {"refresh": refresh, "check": check, "explain": explain}
"""By the button's key: what every program can do."""


def run(key: str, program: Program, own: Mapping[str, Callable[[Any], Message]]) -> Message:
    """Do what a button does; errors raised on purpose, and those of the file system, become the message.

    Args:
        key: The button's.
        program: Where it was pressed.
        own: What this program does alone, or otherwise than ``ACTIONS``.
    """
    action = own.get(key) or ACTIONS.get(key)
    if action is None:
        text = f"jcplan {__version__} kennt diese Schaltfläche ({key}) nicht. Sie gehört zu einer neueren Version."
        return Message(f"{text} Bitte jcplan erneuern.", "error")
    try:
        return action(program)
    except JcplanError as error:
        return Message(str(error), "error")
    except OSError as error:
        text = f"{error.filename or 'Datei'}: {reason(error)}. Bitte Pfad, Rechte und freien Platz prüfen."
        return Message(text, "error")
