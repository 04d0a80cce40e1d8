"""What the buttons do, in any program: it says what it knows, and shows the message that comes back."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from jcplan import __version__, actions, actuals, handbook
from jcplan.ask import adopt, comments, figure
from jcplan.ask import cell as asked
from jcplan.ask.history import history
from jcplan.ask.state import State
from jcplan.buttons import button
from jcplan.document import scrap
from jcplan.document.source import Figures
from jcplan.errors import FileError, JcplanError
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

    @property
    def answer(self) -> str | None:
        """What the user answered to the action's last question; None before one was asked."""


@dataclass(frozen=True)
class Message:
    """What a message box shows: nothing where there is no text.

    Attributes:
        text: What it says.
        kind: ``error`` says that nothing was done. Three kinds ask, and with the answer the button is pressed once
            more: ``question`` for a line of text, ``files`` for files that exist (the answer are their paths, one a
            line), ``confirm`` for a yes (the answer is then the suggestion).
        goto: The sheet that is shown.
        suggestion: What stands in the field for the answer; of ``files`` the patterns such as ``*.csv;*.xlsx``.
        opens: A file that the program opens, or the system with the program that it has for it.
    """

    text: str
    kind: Literal["info", "warning", "error", "question", "files", "confirm"] = "info"
    goto: str = ""
    suggestion: str = ""
    opens: str = ""


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
        return Message(_SELECT, "warning")
    return Message(explain_cell(program.book, *cell))


def why(program: Program) -> Message:
    """Say where the figure in the selected cell comes from."""
    cell = program.selected()
    if cell is None:
        return Message(_SELECT, "warning")
    noted = _noted(program.book, cell)
    return Message("\n".join([asked.explained(program.book, cell), *([""] if noted else []), *noted]))


def _noted(book: Book, cell: Key) -> list[str]:
    """The comments on what a cell shows; none in a workbook that is no planning workbook."""
    try:
        state = State(book)
        shown = figure.at(state, cell)
        return comments.lines(comments.on(state, shown)) if shown else []
    except JcplanError:
        return []


def comment(program: Program) -> Message:
    """Ask what is to be noted on the figure in the selected cell, and note it."""
    state, cell = State(program.book), program.selected()
    shown = figure.at(state, cell) if cell else None
    if shown is None:
        return Message(figure.NONE_THERE, "warning")
    if program.answer is None:
        return Message(comments.question(state, shown), "question")
    added = comments.add(state, shown, program.answer, who=program.who(), when=program.now())
    return Message(f"Angemerkt zu „{shown.label}“. {added}")


def show_history(program: Program) -> Message:
    """Say what the log knows of the figure in the selected cell."""
    state, cell = State(program.book), program.selected()
    shown = figure.at(state, cell) if cell else None
    return Message(figure.NONE_THERE, "warning") if shown is None else Message(history(state, shown).text())


def to_word(program: Program) -> Message:
    """Put the figure in the selected cell as a control into a small document, which is opened to copy it from."""
    cell = program.selected()
    if cell is None:
        return Message(_SELECT, "warning")
    figures = Figures(program.book)
    name = scrap.name_at(figures, cell)
    data = scrap.scrap(figures, name)
    path = Path(tempfile.mkdtemp(prefix="jcplan-")) / scrap.FILE
    path.write_bytes(data)
    _keep_few(path.parent)
    return Message(f"„{figures.label(name)}“ ({name}) steht zum Kopieren in\n{path}", opens=str(path))


def _keep_few(folder: Path) -> None:
    """Of the folders for Word the last ones stay; an older one that is still in use stays until the next time."""
    if folder not in _scraps:
        _scraps.append(folder)
    for old in _scraps[:-_SCRAPS]:
        shutil.rmtree(old, ignore_errors=True)
        if not old.exists():
            _scraps.remove(old)


def need(program: Program) -> Message:
    """Ask what a target is to be, and say what it takes."""
    state, cell = State(program.book), program.selected()
    if program.answer is None:
        question = asked.question(state, cell)
        return Message(question.text, "question", suggestion=question.suggestion)
    return Message(asked.answered(state, cell, program.answer))


def adopt_scenario(program: Program) -> Message:
    """Write the scenario in whose column the selected cell stands to the inputs."""
    state, cell = State(program.book), program.selected()
    scenario = asked.scenario_at(state, cell) if cell else None
    if scenario is None:
        return Message(asked.NO_SCENARIO, "warning")
    report = adopt.adopt(state, scenario, who=program.who(), when=program.now())
    return Message(report.text(), "info" if report.changes else "warning")


def import_actuals(program: Program) -> Message:
    """Ask for files with actuals, show what they bring, and take them in after a yes."""
    if program.answer is None:
        actuals.refuse_unready(program.book)
        return Message(_FILES, "files", suggestion=actuals.PATTERNS)
    shown, paths = _confirmed(program.answer)
    tables = actuals.read_files([on_this_pc(path) for path in paths.splitlines() if path.strip()])
    report = actuals.import_actuals(
        program.book, tables, who=program.who(), when=program.now(), probe=shown is None, anyway=True, shown=shown
    )
    text = actuals.preview(report)
    if shown is not None:
        return Message(f"Eingelesen: {report.source}\n\n{report.outcome}.")
    if not report.new and not report.corrections:
        return Message(f"{text}\n\nDie Arbeitsmappe hat alle Werte schon; es gibt nichts zu schreiben.")
    ask = "Trotzdem einlesen?" if report.oddities else "Einlesen?"
    return Message(f"{text}\n\n{ask}", "confirm", suggestion=f"{_YES}{report.fingerprint}\n{paths}")


def on_this_pc(path: str) -> Path:
    """A path that was picked in a dialog of the program.

    Raises:
        FileError: It is an address in the net, as dialogs give one for OneDrive and SharePoint.

    >>> on_this_pc("Plan.xlsm").name
    'Plan.xlsm'
    """
    if "://" in path:
        raise FileError(
            f"{path}: gefunden eine Adresse im Netz (OneDrive oder SharePoint), erwartet ein Ordner dieses PCs. "
            "Bitte einen anderen Ordner wählen, zum Beispiel den, in dem OneDrive die Dateien auf diesem PC hält."
        )
    return Path(path)


def undo_import(program: Program) -> Message:
    """Show what the last import replaced, and bring it back after a yes."""
    shown = None if program.answer is None else _confirmed(program.answer)[0]
    report = actuals.undo_import(program.book, who=program.who(), when=program.now(), probe=shown is None, shown=shown)
    if report.written:
        return Message(report.text())
    return Message(f"{report.text()}\n\nZurücknehmen?", "confirm", suggestion=f"{_YES}{report.fingerprint}")


def show_help(_: Program) -> Message:
    """Open the handbook; where nothing opens it, the sheet with functions and words is shown."""
    sheet = button("help").sheet
    try:
        page = handbook.first_page()
    except FileError as error:
        return Message(str(error), "error", goto=sheet)
    if handbook.opened(page):
        return Message("")
    text = f"Das Handbuch lässt sich von hier nicht öffnen. Bitte diese Datei in einem Browser öffnen:\n{page}"
    return Message(text, "error", goto=sheet)


def _confirmed(answer: str) -> tuple[str | None, str]:
    """The fingerprint of what was shown, if a yes to it is the answer, and the rest of the answer."""
    if not answer.startswith(_YES):
        return None, answer
    shown, _, rest = answer.removeprefix(_YES).partition("\n")
    return shown, rest


_scraps: list[Path] = []  # folders of this process, of which no more than _SCRAPS stay
_SCRAPS: Final = 5
_FILES: Final = "Dateien mit Istwerten"
_YES: Final = "Ja: "
_SELECT: Final = "Bitte zuerst eine Zelle auswählen."
ACTIONS: Final[dict[str, Callable[[Any], Message]]] = {
    "refresh": refresh,
    "check": check,
    "explain": explain,
    "why": why,
    "need": need,
    "adopt_scenario": adopt_scenario,
    "comment": comment,
    "history": show_history,
    "to_word": to_word,
    "import_actuals": import_actuals,
    "undo_import": undo_import,
    "help": show_help,
}
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
