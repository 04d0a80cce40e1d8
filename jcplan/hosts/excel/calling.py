"""How jcplan is called, renewed and taken away on this PC, for messages that name a command.

In the folder for PCs without Python there is no jcplan on the search path and no pip; elsewhere a bare ``pip`` may be
that of another Python.
"""

from __future__ import annotations

import ntpath
import re
from typing import Final

from jcplan.hosts.excel.probe import Probe, ThisPC

STARTER: Final = "jcplan.cmd"
"""What starts jcplan in the folder for PCs without Python."""
_PATHS: Final = re.compile(r"python\d+\._pth", re.IGNORECASE)
"""Beside an embeddable Python: it reads packages from its own folder only."""


def folder(probe: Probe, interpreter: str = "") -> str:
    """The folder for PCs without Python that a Python belongs to, ``""`` for any other Python.

    Args:
        probe: The PC.
        interpreter: The Python; the one that runs this if left out.
    """
    inside = ntpath.dirname(interpreter or probe.interpreter)
    embeddable = any(map(_PATHS.fullmatch, probe.names(inside) or ()))
    return ntpath.dirname(inside) if embeddable else ""


def command(arguments: str, probe: Probe | None = None, *, from_there: bool = False) -> str:
    """A call of jcplan as one types it here, without quotation marks around it: ``jcplan doctor --fix``.

    Args:
        arguments: What stands behind ``jcplan``.
        probe: The PC; this one if left out.
        from_there: Whether one is in the folder already, so that its path may be left out.
    """
    here = folder(probe or ThisPC())
    place = "" if from_there else here
    starter = _quoted(ntpath.join(place, STARTER)) if here else "jcplan"
    return f"{starter} {arguments}".rstrip()


def call(arguments: str, probe: Probe | None = None) -> str:
    """The same in a German sentence: ``„jcplan doctor --fix“``."""
    return f"„{command(arguments, probe)}“"


def renew(probe: Probe | None = None, interpreter: str = "") -> str:
    """What to do so that jcplan and all that belongs to it are as they were delivered, a German sentence.

    Args:
        probe: The PC; this one if left out.
        interpreter: The Python that has it; the one that runs this if left out.
    """
    probe = probe or ThisPC()
    here = folder(probe, interpreter)
    if here:
        return f"Bitte jcplan neu auspacken (nach {here}) und dort Einrichten.cmd aufrufen."
    return (
        "Bitte jcplan neu installieren: in dem Ordner, aus dem es installiert ist, "
        f"„{_pip(probe, interpreter)} install --force-reinstall .“ aufrufen."
    )


def package(probe: Probe, name: str, version: str, interpreter: str = "") -> str:
    """What to do so that a Python has a package in a version, files that are missing too, a German sentence.

    Args:
        probe: The PC.
        name: The package.
        version: Its version.
        interpreter: The Python; the one that runs this if left out.
    """
    if folder(probe, interpreter):
        return renew(probe, interpreter)
    wanted = f"install --force-reinstall --no-deps {name}=={version}"
    return f"Bitte „{_pip(probe, interpreter)} {wanted}“ aufrufen."


def uninstall(probe: Probe) -> str:
    """The call that takes jcplan out of the Python that runs this; a folder for PCs without Python has none."""
    return f"„{_pip(probe, '')} uninstall jcplan“"


def _pip(probe: Probe, interpreter: str) -> str:
    return f"{_quoted(interpreter or probe.interpreter)} -m pip"


def _quoted(path: str) -> str:
    """A path as a command line takes it.

    >>> _quoted(r"C:\\Amt Süd\\jcplan.cmd"), _quoted(r"C:\\Amt\\jcplan.cmd")
    ('"C:\\\\Amt Süd\\\\jcplan.cmd"', 'C:\\\\Amt\\\\jcplan.cmd')
    """
    return path if re.fullmatch(r"[\w:./\\~-]+", path) else f'"{path}"'
