"""Sets Excel up for a user with the Python that runs this, and takes it back.

What a user without rights may do, and no more: the Python of ``%USERPROFILE%\\.xlwings\\xlwings.conf``, shortcuts, a
first plan. No registry, no PATH, nothing for other users. What stood in the settings before is remembered
(``remembered``), so that taking it back is complete.
"""

from __future__ import annotations

import ntpath
from collections.abc import Callable, Iterator
from typing import Final

from jcplan.buttons import MENU
from jcplan.errors import FileError
from jcplan.hosts.excel import calling, consent, doctor, remembered, settings
from jcplan.hosts.excel.desk import Desk, Folder, Shortcut
from jcplan.hosts.excel.doctor import Verdict
from jcplan.hosts.excel.doctor.defender import command_line
from jcplan.hosts.excel.doctor.installation import is_same, is_this
from jcplan.hosts.excel.doctor.interpreter import lost, settings_path
from jcplan.hosts.excel.doctor.location import location
from jcplan.hosts.excel.probe import Probe, expanded
from jcplan.hosts.excel.remembered import Remembered

PLAN: Final = "Plan.xlsm"
CHECK: Final = f"{MENU} prüfen"
SERVICE: Final = f"{MENU} Dienst"
SERVICE_ENDS: Final = f"{SERVICE} beenden"


def install(probe: Probe, desk: Desk, make: Callable[[str], None], plan: str = "") -> list[str]:
    """Enter this Python for Excel, write the shortcuts, and make a plan where there is none.

    Args:
        probe: The PC.
        desk: The user's folders.
        make: Makes a new plan at a path, with its folder.
        plan: The plan that the shortcuts open; ``""`` for that of the last time, else ``Plan.xlsm`` in the user's
            documents.

    Returns:
        What was done, German sentences.

    Raises:
        FileError: Others may change the folder of this Python, Excel could not start it, or there is no such plan;
            nothing was changed.
    """
    _refuse_unreadable(probe)
    if plan and not probe.exists(plan):
        raise FileError(f"{plan}: Die Datei gibt es nicht; es wurde nichts geändert.")
    known, now, text = remembered.read(probe), doctor.configured(probe), probe.read(settings_path(probe))
    before, is_new = settings.value(text or "", settings.INTERPRETER), text is None
    said = [doctor.fix(probe)]
    if _is_ours(probe, now, known):
        before, is_new = known.before, known.is_new
    usual = ntpath.join(desk.folder(Folder.DOCUMENTS), MENU, PLAN)
    plan = plan or known.plan or usual
    remembered.write(probe, Remembered(before, probe.interpreter, plan, is_new))
    if not probe.exists(plan):
        if plan == usual:
            make(plan)
            said.append(f"Neue Planung mit dem Beispiel 2017: {plan}")
        else:
            said.append(
                f"{plan}: Ihre Planung ist gerade nicht dort; die Verknüpfungen zeigen weiter dorthin. Ist sie "
                f"umgezogen, bitte {calling.call('excel install PLAN', probe)} mit ihrem neuen Pfad aufrufen."
            )
    said += [str(finding) for finding in location(probe, plan) if finding.verdict is not Verdict.GOOD]
    for shortcut in shortcuts(probe, desk, plan):
        desk.link(shortcut)
        said.append(f"Verknüpfung: {shortcut.path}")
    return said


def remove(probe: Probe, desk: Desk) -> list[str]:
    """Take back what ``install`` did, and the consent that is only for it; plans stay.

    Args:
        probe: The PC.
        desk: The user's folders.

    Returns:
        What was done, German sentences.
    """
    said = [_python_back(probe, desk)]
    gone = [shortcut.path for shortcut in shortcuts(probe, desk, "") if desk.delete(shortcut.path)]
    said += [f"Verknüpfung gelöscht: {path}" for path in gone]
    consented, record = consent.record_path(probe), remembered.path(probe)
    if desk.delete(consented):
        said.append(f"Die festgehaltene Zustimmung der IT zum Dienst ist gelöscht: {consented}")
    desk.delete(record)
    for folder in (ntpath.join(desk.folder(Folder.PROGRAMS), MENU), *map(ntpath.dirname, (consented, record))):
        desk.delete_folder(folder)
    said.append("Ihre Planungen bleiben, wo sie sind.")
    return said


def status(probe: Probe, desk: Desk) -> list[str]:
    """How things stand, German sentences."""
    now = doctor.configured(probe)
    which = "dieses Python" if is_this(probe, now) else now or "keines"
    there = [shortcut.path for shortcut in shortcuts(probe, desk, "") if probe.exists(shortcut.path)]
    return [f"Python für Excel: {which}", f"Verknüpfungen: {', '.join(there) or 'keine'}"]


def shortcuts(probe: Probe, desk: Desk, plan: str) -> Iterator[Shortcut]:
    """The shortcuts on desktop and in the start menu; none needs PATH."""
    menu = ntpath.join(desk.folder(Folder.PROGRAMS), MENU)
    for place, name, arguments, says in (
        (menu, MENU, f'open "{plan}"', _OPENS),
        (menu, SERVICE, "serve", "Python für Excel vorab starten, wenn Excel selbst kein Programm starten darf"),
        (menu, SERVICE_ENDS, "serve --stop", f"„{SERVICE}“ beenden"),
        (desk.folder(Folder.DESKTOP), MENU, f'open "{plan}"', _OPENS),
    ):
        yield _windowless(probe, ntpath.join(place, f"{name}.lnk"), arguments, says)
    yield _in_a_console(probe, ntpath.join(menu, f"{CHECK}.lnk"), f'doctor "{plan}"', "Sagt, was Excel hier stört")


_OPENS: Final = "Die Planung des Jobcenters in Excel öffnen"


def _windowless(probe: Probe, path: str, arguments: str, says: str) -> Shortcut:
    folder = ntpath.dirname(probe.interpreter)
    return Shortcut(path, ntpath.join(folder, "pythonw.exe"), f"-m jcplan {arguments}", folder, says)


def _in_a_console(probe: Probe, path: str, arguments: str, says: str) -> Shortcut:
    """A shortcut with a window that stays open, where jcplan can be called on.

    cmd takes the first and the last quotation mark away, and leaves those between ("cmd", /c and /k).
    """
    folder = calling.folder(probe)
    called = f'"{ntpath.join(folder, calling.STARTER)}"' if folder else f'"{probe.interpreter}" -m jcplan'
    start = folder or ntpath.dirname(probe.interpreter)
    return Shortcut(path, command_line(probe), f'/k "{called} {arguments}"', start, says)


def _refuse_unreadable(probe: Probe) -> None:
    """VBA reads the settings in the code page of this Windows; what that lacks would become a question mark."""
    strange = lost(probe, probe.interpreter)
    if strange:
        raise FileError(
            f"{probe.interpreter}: gefunden „{strange}“, erwartet nur Zeichen, die Excels Makros lesen können (die "
            "Codepage dieses Windows). Bitte den Ordner an einen Ort ohne dieses Zeichen legen; es wurde nichts "
            "geändert."
        )


def _is_ours(probe: Probe, path: str, known: Remembered) -> bool:
    """Whether a Python that is entered is this one, or the one that was entered by us, wherever that was."""
    return is_this(probe, path) or bool(known.entered and is_same(path, known.entered))


def _python_back(probe: Probe, desk: Desk) -> str:
    path, known, now = settings_path(probe), remembered.read(probe), doctor.configured(probe)
    if not now:
        return f"In {path} steht kein Python."
    if not _is_ours(probe, now, known):
        return f"In {path} steht ein anderes Python; es bleibt: {now}"
    text, before = probe.read(path) or "", known.before
    if before and ("\\" not in before or probe.exists(expanded(probe, before))):
        probe.write(path, settings.with_value(text, settings.INTERPRETER, before))
        return f"In {path} steht wieder das Python von vorher: {before}"
    left = settings.without(text, settings.INTERPRETER)
    if left.strip() or not known.is_new:
        probe.write(path, left)
        return f"Aus {path} ist das Python herausgenommen."
    desk.delete(path)
    desk.delete_folder(ntpath.dirname(path))
    return f"{path} ist gelöscht; vor dem Einrichten gab es sie nicht."
