"""Messages to the user: a box, or a file where nobody sits in front of the screen."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from com.sun.star.awt.MessageBoxType import ERRORBOX, INFOBOX, WARNINGBOX

OK = 1
CANCEL = 2
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
    path = os.environ.get("JCPLAN_MELDUNG")
    if path:
        show(context, frame, "question", title, text)
        prepared = Path(path + ".antwort")
        return (prepared.read_text("utf-8") if prepared.is_file() else "") or None
    window = frame.getContainerWindow() if frame is not None else None
    if window is None or not window.isVisible():
        sys.stderr.write(f"{title}: {text}\n")
        return None
    box = input_box(context, window, title, text, suggestion)
    field = box.getControl("answer")
    field.setFocus()
    answered = box.execute() == OK
    answer = str(field.getText()).strip()
    box.dispose()
    return answer if answered and answer else None


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
