"""The commands of the menu: the actions of jcplan, with a message for the user."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from jcplan import __version__, actions
from jcplan.catalogue import CATALOGUE
from jcplan.errors import JcplanError
from jcplan.explain import explain, explained
from jcplan.hosts.libreoffice.book import Answer, OfficeBook

Message = dict[str, str]
HELP_SHEET: Final = "Hilfe"


def _message(
    action: Callable[[OfficeBook, Mapping[str, Any]], Message],
) -> Callable[[Answer, Mapping[str, Any]], Message]:
    """Let an action work on the book in front; its errors become messages."""

    def run(answer: Answer, details: Mapping[str, Any]) -> Message:
        try:
            return action(OfficeBook(answer, details["title"]), details)
        except JcplanError as error:
            return {"kind": "error", "text": str(error)}

    return run


def _refresh(book: OfficeBook, details: Mapping[str, Any]) -> Message:
    report = actions.refresh(book, who=details["who"], when=datetime.fromisoformat(details["when"]))
    return {"kind": "warning" if report.deviations else "info", "text": report.text()}


def _check(book: OfficeBook, _: Mapping[str, Any]) -> Message:
    report = actions.check(book, explained(book, book.errors()))
    return {"kind": "info" if report.clean else "warning", "text": report.text()}


def _explain(book: OfficeBook, details: Mapping[str, Any]) -> Message:
    if "cell" not in details:
        return {"kind": "warning", "text": "Bitte zuerst eine Zelle auswählen."}
    sheet, row, column = details["cell"]
    return {"kind": "info", "text": explain(book, sheet, row, column)}


def _help(book: OfficeBook, details: Mapping[str, Any]) -> Message:
    about = f"jcplan {__version__}, rechnet {details['backend']}."
    if HELP_SHEET in book.sheets:
        return {"kind": "info", "text": "", "goto": HELP_SHEET}
    calls = "\n".join(function.call for function in CATALOGUE.values())
    return {"kind": "info", "text": f"{about}\n\nFunktionen (Beschreibung im Funktionsassistenten, Strg+F2):\n{calls}"}


ACTIONS: Final = {
    "aktualisieren": _message(_refresh),
    "pruefen": _message(_check),
    "erklaeren": _message(_explain),
    "hilfe": _message(_help),
}
