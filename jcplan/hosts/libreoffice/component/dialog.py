"""Messages to the user: a box, or a file where nobody sits in front of the screen."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import uno
from com.sun.star.awt.MessageBoxType import ERRORBOX, INFOBOX, QUERYBOX, WARNINGBOX
from com.sun.star.ui.dialogs.TemplateDescription import FILEOPEN_SIMPLE

OK = 1
CANCEL = 2
YES = 2
YES_NO = 3
WIDTH = 240  # of the dialog, in its own units
KINDS = {"info": INFOBOX, "warning": WARNINGBOX, "error": ERRORBOX}


def show(context: Any, frame: Any, kind: str, title: str, text: str) -> None:
    """Show a message and wait for OK.

    With JCPLAN_MELDUNG in the environment the message is appended to that file instead (one
    JSON object a line); without a window on a screen it goes to the console.
    """
    path = os.environ.get("JCPLAN_MELDUNG")
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"kind": kind, "title": title, "text": text}, ensure_ascii=False) + "\n")
        return
    window = frame.getContainerWindow() if frame is not None else None
    if window is None or not window.isVisible():
        sys.stderr.write(f"{title}: {text}\n")
        return
    toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    box = toolkit.createMessageBox(window, KINDS[kind], OK, title, text)
    box.execute()
    box.dispose()


def ask(context: Any, frame: Any, title: str, text: str, suggestion: str) -> str | None:
    """Ask for a line of text; None where the user gives none.

    With JCPLAN_MELDUNG in the environment the question is appended to that file, and the answer is read from the
    file of that name with ``.antwort`` behind it.
    """
    if os.environ.get("JCPLAN_MELDUNG"):
        return _prepared(context, frame, "question", title, text, ".antwort")
    window = _window(frame, title, text)
    if window is None:
        return None
    box = input_box(context, window, title, text, suggestion)
    field = box.getControl("answer")
    field.setFocus()
    answered = box.execute() == OK
    answer = str(field.getText()).strip()
    box.dispose()
    return answer if answered and answer else None


def pick(context: Any, frame: Any, title: str, text: str, patterns: str) -> str | None:
    """Ask for files that exist, one or more; their paths one a line, None where the user picks none.

    With JCPLAN_MELDUNG in the environment the paths are read from the file of that name with ``.dateien`` behind it.

    Args:
        context: The component's.
        frame: The window.
        title: Of the dialog.
        text: What the files are called.
        patterns: Such as ``*.csv;*.xlsx``.
    """
    if os.environ.get("JCPLAN_MELDUNG"):
        return _prepared(context, frame, "files", title, text, ".dateien")
    if _window(frame, title, text) is None:
        return None
    picker = file_picker(context, title, text, patterns)
    picked = picker.getSelectedFiles() if picker.execute() == OK else ()
    paths = [uno.fileUrlToSystemPath(url) for url in picked]
    picker.dispose()
    return "\n".join(paths) or None


def file_picker(context: Any, title: str, text: str, patterns: str) -> Any:
    """A dialog for several files, ready to be shown."""
    picker = context.ServiceManager.createInstanceWithArgumentsAndContext(
        "com.sun.star.ui.dialogs.FilePicker", (FILEOPEN_SIMPLE,), context
    )
    picker.setTitle(title)
    picker.setMultiSelectionMode(True)
    named = f"{text} ({patterns})"
    picker.appendFilter(named, patterns)
    picker.setCurrentFilter(named)
    return picker


def confirm(context: Any, frame: Any, title: str, text: str, answer: str) -> str | None:
    """Ask for a yes; ``answer`` where it is given.

    With JCPLAN_MELDUNG in the environment it is given where the file of that name with ``.ja`` behind it exists.
    """
    if os.environ.get("JCPLAN_MELDUNG"):
        return answer if _prepared(context, frame, "confirm", title, text, ".ja") else None
    window = _window(frame, title, text)
    if window is None:
        return None
    toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    box = toolkit.createMessageBox(window, QUERYBOX, YES_NO, title, text)
    said = box.execute()
    box.dispose()
    return answer if said == YES else None


ASKING = {"question": ask, "files": pick, "confirm": confirm}
"""By the kind of a message that asks: what gives the answer, None for none."""


def _prepared(context: Any, frame: Any, kind: str, title: str, text: str, suffix: str) -> str | None:
    """The answer that lies ready in a file."""
    show(context, frame, kind, title, text)
    prepared = Path(os.environ["JCPLAN_MELDUNG"] + suffix)
    return (prepared.read_text("utf-8") if prepared.is_file() else "") or None


def _window(frame: Any, title: str, text: str) -> Any:
    """The window that a dialog belongs to; without one on a screen the question goes to the console."""
    window = frame.getContainerWindow() if frame is not None else None
    if window is None or not window.isVisible():
        sys.stderr.write(f"{title}: {text}\n")
        return None
    return window


def input_box(context: Any, window: Any, title: str, text: str, suggestion: str) -> Any:
    """A dialog with a question and a field for the answer, ready to be shown."""
    create = context.ServiceManager.createInstanceWithContext
    model = create("com.sun.star.awt.UnoControlDialogModel", context)
    model.Title, model.Width, model.Height, model.PositionX, model.PositionY = title, WIDTH, 62, 60, 60
    _add(model, "FixedText", "text", (6, 6, WIDTH - 12, 20), Label=text, MultiLine=True)
    _add(model, "Edit", "answer", (6, 26, WIDTH - 12, 12), Text=suggestion)
    _add(model, "Button", "ok", (WIDTH - 116, 44, 52, 13), Label="OK", PushButtonType=OK, DefaultButton=True)
    _add(model, "Button", "cancel", (WIDTH - 58, 44, 52, 13), Label="Abbrechen", PushButtonType=CANCEL)
    box = create("com.sun.star.awt.UnoControlDialog", context)
    box.setModel(model)
    box.createPeer(create("com.sun.star.awt.Toolkit", context), window)
    return box


def _add(model: Any, kind: str, name: str, place: tuple[int, int, int, int], **properties: Any) -> None:
    control = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
    control.PositionX, control.PositionY, control.Width, control.Height = place
    for key, value in properties.items():
        control.setPropertyValue(key, value)
    model.insertByName(name, control)
