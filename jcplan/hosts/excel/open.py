"""Opens a workbook in Excel on this PC, and other files in the program that the system has for them."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from jcplan.errors import FileError
from jcplan.hosts.excel import doctor
from jcplan.hosts.excel.probe import Probe, ThisPC


def open_workbook(path: Path, probe: Probe | None = None) -> str:
    """Open a workbook in Excel, after making sure that Excel finds this Python.

    Returns:
        What was written into the user's settings, ``""`` if nothing was.

    Raises:
        FileError: There is no such file, no Excel on this system, or no program for such files.
    """
    probe = probe or ThisPC()
    if not path.is_file():
        raise FileError(f"{path}: Die Datei gibt es nicht.")
    if probe.platform != "win32":
        raise FileError("Excel gibt es nur unter Windows. Hier öffnet LibreOffice die Mappe.")
    done = ""
    if not probe.exists(doctor.configured(probe)):
        done = doctor.fix(probe)
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606  # what a double click does
        except OSError as error:
            advice = f"Windows meldet: {error.strerror}. Ist Excel für diese Dateien eingerichtet?"
            raise FileError(f"{path}: Die Datei lässt sich nicht öffnen. {advice}") from None
    return done


def open_file(path: Path) -> None:
    """Open a file as a double click does; where the system has no program for it, nothing happens."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            os.startfile(path)  # noqa: S606  # what a double click does
