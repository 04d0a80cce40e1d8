"""The Python that Excel starts: the user's xlwings settings name it."""

from __future__ import annotations

import ntpath
import re
from typing import Final

from jcplan.errors import FileError
from jcplan.hosts.excel import settings
from jcplan.hosts.excel.probe import Probe

FIX: Final = "„jcplan doctor --fix“ trägt das richtige Python ein."


def settings_path(probe: Probe) -> str:
    """Where the user's xlwings settings are."""
    return "\\".join((probe.home, *settings.FILE))


def configured(probe: Probe) -> str:
    """The interpreter that Excel will start, ``""`` where none is set."""
    text = probe.read(settings_path(probe)) or ""
    path = settings.value(text, settings.INTERPRETER)
    return re.sub(r"%(\w+)%", lambda match: probe.environment(match[1]) or match[0], path)


def started(probe: Probe) -> str:
    """The interpreter that Excel starts, or this one where none with its folder is set."""
    path = configured(probe)
    return path if "\\" in path else probe.interpreter


def is_of_the_store(path: str) -> bool:
    r"""Whether a Python is Microsoft Store's, or the stub that leads there.

    xlwings #2371 and #1538: its packages lie in a folder of their own, and Excel finds no library beside it.

    >>> is_of_the_store(r"C:\Users\eva\AppData\Local\Microsoft\WindowsApps\python.exe")
    True
    >>> is_of_the_store(r"C:\Python311\python.exe")
    False
    """
    return "\\windowsapps\\" in ntpath.normcase(path)


def lost(probe: Probe, path: str) -> str:
    """The characters of a path that Excel's VBA cannot read in the user's settings, for the code page lacks them."""
    return "".join(dict.fromkeys(each for each in path if not _holds(probe.encoding, each)))


def _holds(encoding: str, character: str) -> bool:
    try:
        return character.encode(encoding).decode(encoding) == character and character != "�"
    except UnicodeError:
        return False


def fix(probe: Probe) -> str:
    """Write this Python into the user's xlwings settings; every other line stays.

    Returns:
        What was done, in German.

    Raises:
        FileError: This is not Windows: nothing here reads those settings, and nothing is written. Or Excel could not
            start this Python.
    """
    if probe.platform != "win32":
        raise FileError(
            "Das Python für Excel lässt sich nur unter Windows eintragen; es wurde nichts geschrieben. "
            "Hier helfen LibreOffice und die Befehlszeile: „jcplan open“ und „jcplan refresh“."
        )
    if is_of_the_store(probe.interpreter) or lost(probe, probe.interpreter):
        raise FileError(
            f"{probe.interpreter}: Dieses Python kann Excel nicht starten, es wurde nichts geschrieben. "
            "Warum und was zu tun ist, sagt „jcplan doctor“ ohne --fix."
        )
    path = settings_path(probe)
    old = probe.read(path) or ""
    new = settings.with_value(old, settings.INTERPRETER, probe.interpreter)
    if settings.value(old, settings.INTERPRETER) == probe.interpreter:
        return f"In {path} steht schon das richtige Python: {probe.interpreter}"
    probe.write(path, new)
    return f"In {path} eingetragen: {probe.interpreter}"
