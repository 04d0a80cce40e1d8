"""Messages to the user: a box, or a file where nobody sits in front of the screen."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from com.sun.star.awt.MessageBoxType import ERRORBOX, INFOBOX, WARNINGBOX

OK = 1
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
