"""Sets Excel up for a user with the Python that runs this, and takes it back.

What a user without rights may do, and no more: the Python of ``%USERPROFILE%\\.xlwings\\xlwings.conf``, shortcuts, a
first plan. No registry, no PATH, nothing for other users. What stood in the settings before is remembered, so that
taking it back is complete.
"""

from __future__ import annotations

import json
import ntpath
from collections.abc import Callable, Iterator
from typing import Final

from jcplan.buttons import MENU
from jcplan.errors import FileError
from jcplan.hosts.excel import doctor, settings
from jcplan.hosts.excel.desk import Desk, Folder, Shortcut
from jcplan.hosts.excel.doctor.interpreter import settings_path
from jcplan.hosts.excel.probe import ENCODING, Probe, roaming
from jcplan.hosts.excel.rights import refuse_shared

PLAN: Final = "Plan.xlsm"
SERVICE: Final = f"{MENU} Dienst"
RECORD: Final = ("jcplan", "excel.json")
"""What was set up, below ``%APPDATA%``."""


def install(probe: Probe, desk: Desk, make: Callable[[str], None], plan: str = "") -> list[str]:
    """Enter this Python for Excel, write the shortcuts, and make a plan where there is none.

    Args:
        probe: The PC.
        desk: The user's folders.
        make: Makes a new plan at a path, with its folder.
        plan: The plan that the shortcut opens; ``""`` for ``Plan.xlsm`` in the user's documents.

    Returns:
        What was done, German sentences.

    Raises:
        FileError: Others may change the folder of this Python, VBA cannot read its path, or there is no such plan;
            nothing was changed.
    """
    _refuse_unreadable(probe)
    refuse_shared(probe)
    if plan and not probe.exists(plan):
        raise FileError(f"{plan}: Die Datei gibt es nicht; es wurde nichts geändert.")
    before = doctor.configured(probe)
    known = _recorded(probe)
    if before != probe.interpreter or known is None:
        remembered = before if before != probe.interpreter else ""
        probe.write(_record_path(probe), json.dumps({"vorher": remembered}) + "\n")
    said = [doctor.fix(probe)]
    plan = plan or ntpath.join(desk.folder(Folder.DOCUMENTS), MENU, PLAN)
    if not probe.exists(plan):
        make(plan)
        said.append(f"Neue Planung mit dem Beispiel 2017: {plan}")
    for shortcut in shortcuts(probe, desk, plan):
        desk.link(shortcut)
        said.append(f"Verknüpfung: {shortcut.path}")
    return said


def remove(probe: Probe, desk: Desk) -> list[str]:
    """Take back what ``install`` did; plans stay.

    Args:
        probe: The PC.
        desk: The user's folders.

    Returns:
        What was done, German sentences.
    """
    said = [_python_back(probe)]
    gone = [shortcut.path for shortcut in shortcuts(probe, desk, "") if desk.delete(shortcut.path)]
    said += [f"Verknüpfung gelöscht: {path}" for path in gone]
    desk.delete_folder(ntpath.join(desk.folder(Folder.PROGRAMS), MENU))
    desk.delete(_record_path(probe))
    said.append("Ihre Planungen bleiben, wo sie sind.")
    return said


def status(probe: Probe, desk: Desk) -> list[str]:
    """How things stand, German sentences."""
    now = doctor.configured(probe)
    which = "dieses Python" if now == probe.interpreter else now or "keines"
    there = [shortcut.path for shortcut in shortcuts(probe, desk, "") if probe.exists(shortcut.path)]
    return [f"Python für Excel: {which}", f"Verknüpfungen: {', '.join(there) or 'keine'}"]


def shortcuts(probe: Probe, desk: Desk, plan: str) -> Iterator[Shortcut]:
    """The shortcuts on desktop and in the start menu; none needs PATH or a window of its own."""
    folder = ntpath.dirname(probe.interpreter)
    windowless = ntpath.join(folder, "pythonw.exe")
    menu = ntpath.join(desk.folder(Folder.PROGRAMS), MENU)
    opens = f'-m jcplan open "{plan}"', "Die Planung des Jobcenters in Excel öffnen"
    serves = "-m jcplan serve", "Python für Excel vorab starten, wenn Excel selbst kein Programm starten darf"
    for place, name, (arguments, says) in (
        (menu, MENU, opens),
        (menu, SERVICE, serves),
        (desk.folder(Folder.DESKTOP), MENU, opens),
    ):
        yield Shortcut(ntpath.join(place, f"{name}.lnk"), windowless, arguments, folder, says)


def _refuse_unreadable(probe: Probe) -> None:
    """VBA reads the settings in the code page of this Windows; what that lacks would become a question mark."""
    path = probe.interpreter
    strange = [sign for sign in path if sign.encode(ENCODING, "replace").decode(ENCODING) != sign]
    if strange:
        raise FileError(
            f"{path}: gefunden „{strange[0]}“, erwartet nur Zeichen, die Excels Makros lesen können (die Codepage "
            "dieses Windows). Bitte den Ordner an einen Ort ohne dieses Zeichen legen; es wurde nichts geändert."
        )


def _python_back(probe: Probe) -> str:
    path = settings_path(probe)
    text = probe.read(path) or ""
    if doctor.configured(probe) != probe.interpreter:
        return f"In {path} steht ein anderes Python; es bleibt."
    before = _recorded(probe) or ""
    if before and probe.exists(before):
        probe.write(path, settings.with_value(text, settings.INTERPRETER, before))
        return f"In {path} steht wieder das Python von vorher: {before}"
    probe.write(path, settings.without(text, settings.INTERPRETER))
    return f"Aus {path} ist das Python herausgenommen."


def _record_path(probe: Probe) -> str:
    return ntpath.join(roaming(probe), *RECORD)


def _recorded(probe: Probe) -> str | None:
    """The Python that was entered before; ``""`` for none, None where nothing is recorded that can be read."""
    try:
        found = json.loads(probe.read(_record_path(probe)) or "")["vorher"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None
