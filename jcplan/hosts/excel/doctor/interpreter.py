"""The Python that Excel starts: the user's xlwings settings name it."""

from __future__ import annotations

import ntpath

from jcplan.errors import FileError
from jcplan.hosts.excel import calling, settings
from jcplan.hosts.excel.probe import Probe, expanded
from jcplan.hosts.excel.rights import refuse_shared


def fix_advice(probe: Probe) -> str:
    """What to do where Excel starts the wrong Python."""
    return f"{calling.call('doctor --fix', probe)} trägt das richtige Python ein."


def settings_path(probe: Probe) -> str:
    """Where the user's xlwings settings are."""
    return "\\".join((probe.home, *settings.FILE))


def configured(probe: Probe) -> str:
    """The interpreter that Excel will start, ``""`` where none is set."""
    text = probe.read(settings_path(probe)) or ""
    return expanded(probe, settings.value(text, settings.INTERPRETER))


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
            start this Python, or others may change its folder.
    """
    if probe.platform != "win32":
        calls = f"{calling.call('open', probe)} und {calling.call('refresh', probe)}"
        raise FileError(
            "Das Python für Excel lässt sich nur unter Windows eintragen; es wurde nichts geschrieben. "
            f"Hier helfen LibreOffice und die Befehlszeile: {calls}."
        )
    if is_of_the_store(probe.interpreter) or lost(probe, probe.interpreter):
        raise FileError(
            f"{probe.interpreter}: Dieses Python kann Excel nicht starten, es wurde nichts geschrieben. "
            f"Warum und was zu tun ist, sagt {calling.call('doctor', probe)} ohne --fix."
        )
    refuse_shared(probe)
    path = settings_path(probe)
    old = probe.read(path) or ""
    new = settings.with_value(old, settings.INTERPRETER, probe.interpreter)
    if settings.value(old, settings.INTERPRETER) == probe.interpreter:
        return f"In {path} steht schon das richtige Python: {probe.interpreter}"
    probe.write(path, new)
    return f"In {path} eingetragen: {probe.interpreter}"
