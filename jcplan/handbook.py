"""The handbook: where it lies, in a checkout or an installed package, and what opens it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from jcplan.errors import FileError

START: Final = "seiten/index.html"
"""The page that the others are reached from."""
_INSTALLED: Final = Path(__file__).parent / "handbuch"
_CHECKOUT: Final = Path(__file__).parents[1] / "handbuch"
_PATIENCE: Final = 3.0  # seconds; what still runs then is the browser itself


def first_page() -> Path:
    """The handbook's first page, for a browser.

    Raises:
        FileError: It is not there: the installation is incomplete.
    """
    for folder in (_INSTALLED, _CHECKOUT):
        path = folder / START
        if path.is_file():
            return path
    raise FileError(f"Das Handbuch ({START}) fehlt in der Installation von jcplan. Bitte jcplan neu installieren.")


def opened(page: Path) -> bool:
    """Open a page as a double click does, in the user's browser; whether there is one."""
    if sys.platform == "win32":
        try:
            os.startfile(page)  # noqa: S606  # what a double click does
        except OSError:
            return False
        return True
    program = "open" if sys.platform == "darwin" else "xdg-open"
    nothing = subprocess.DEVNULL
    try:
        started = subprocess.Popen(
            [program, str(page)], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    except OSError:
        return False
    try:
        return started.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return True
