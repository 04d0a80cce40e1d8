"""Is the Python that Excel starts there, is jcplan in it, and is it the only one?"""

from __future__ import annotations

import ntpath
from collections.abc import Iterator
from typing import Final

from jcplan import __version__
from jcplan.hosts.excel import calling, settings
from jcplan.hosts.excel.doctor import installation
from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.doctor.interpreter import configured, fix_advice, is_of_the_store, lost, settings_path, started
from jcplan.hosts.excel.probe import Probe

_TITLE: Final = "Python für Excel"
_ORDINARY: Final = (
    "Bitte den Ordner „JC-Planung“ für PCs ohne Python auspacken und dort Einrichten.cmd aufrufen, oder jcplan in "
    "einem Python von python.org installieren und „jcplan doctor --fix“ damit aufrufen."
)
_READABLE: Final = (
    "Bitte Python und jcplan in einen Ordner ohne diese Zeichen legen, den nur Sie oder die IT ändern können, und dort "
    "noch einmal einrichten. Einen solchen legt die IT an."
)


def interpreter(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """The interpreter of the user's settings."""
    path = configured(probe)
    if not path:
        yield Finding(_TITLE, Verdict.BAD, f"In {settings_path(probe)} ist kein Python eingetragen.", fix_advice(probe))
    elif "\\" not in path:
        yield Finding(
            _TITLE, Verdict.BAD, f"Das eingetragene Python hat keinen vollen Pfad: {path}.", fix_advice(probe)
        )
    elif is_of_the_store(path):
        found = f"Excel soll das Python aus dem Microsoft Store starten ({path}) und findet dort keine Bibliothek."
        can = not is_of_the_store(probe.interpreter)
        yield Finding(_TITLE, Verdict.BAD, found, fix_advice(probe) if can else _ORDINARY)
    elif lost(probe, path):
        found = f"Der Pfad {path} hat Zeichen, die Excel in den Einstellungen nicht lesen kann: {lost(probe, path)}."
        if lost(probe, probe.interpreter):
            allow = (
                r"Einen Ordner ohne diese Zeichen anlegen, zum Beispiel C:\Program Files\JC-Planung, in den nur die IT "
            )
            yield Finding(_TITLE, Verdict.BAD, found, _READABLE, f"{allow}oder dieser Benutzer schreiben darf.")
        else:
            yield Finding(_TITLE, Verdict.BAD, found, fix_advice(probe))
    elif not probe.exists(path):
        found = f"Das eingetragene Python gibt es nicht (mehr), oder es liegt, wo Sie nicht lesen dürfen: {path}."
        yield Finding(_TITLE, Verdict.BAD, found, fix_advice(probe))
    elif installation.is_this(probe, path):
        yield Finding(_TITLE, Verdict.GOOD, path)
    else:
        yield from _another(probe, path)


def _another(probe: Probe, path: str) -> Iterator[Finding]:
    """Excel starts another Python than this one."""
    here = f"Excel startet {path}, jcplan läuft aber mit {probe.interpreter}"
    number = installation.version(probe, path)
    inside = installation.installed(probe, path)
    oldest = ".".join(map(str, installation.OLDEST))
    if number and number < installation.OLDEST:
        found = f"Excel startet Python {number[0]}.{number[1]} ({path}); nötig ist {oldest} oder neuer."
        yield Finding(_TITLE, Verdict.BAD, found, fix_advice(probe))
    elif inside is None:
        advice = f"Ist jcplan dort nicht installiert, scheitert jede Formel. {fix_advice(probe)}"
        yield Finding(_TITLE, Verdict.NOTE, f"{here}.", advice)
    elif "jcplan" not in inside:
        yield Finding(_TITLE, Verdict.BAD, f"{here}. Dort ist jcplan nicht installiert.", fix_advice(probe))
    else:
        theirs = inside["jcplan"]
        same = "dieselbe Version" if theirs == __version__ else f"Version {theirs}, hier {__version__}"
        advice = f"Es rechnet jenes; soll es dieses sein: {fix_advice(probe)}"
        yield Finding(_TITLE, Verdict.NOTE, f"{here}. Dort ist jcplan auch installiert ({same}).", advice)


def other_settings(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """What else the user's settings hold, which other workbooks with xlwings read."""
    others = [key for key in settings.keys(probe.read(settings_path(probe)) or "") if key != settings.INTERPRETER]
    if others:
        advice = (
            f"Mappen von jcplan lesen dort nur {settings.INTERPRETER}: jcplan muss in diesem Python installiert sein."
        )
        found = f"In {settings_path(probe)} steht auch {', '.join(others)}."
        yield Finding("Weitere Einstellungen", Verdict.NOTE, found, advice)


def packages(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """The packages without which Excel cannot reach Python, in the Python that it starts."""
    path = started(probe)
    inside = None if installation.is_this(probe, path) else installation.installed(probe, path)
    for package in ("xlwings", "pywin32"):
        title = f"Paket {package}"
        found = probe.package(package) if inside is None else inside.get(package, "")
        if found:
            yield Finding(title, Verdict.GOOD, f"Version {found}")
        else:
            missing = "Es ist nicht installiert; ohne es rechnet keine Formel."
            yield Finding(title, Verdict.BAD, missing, calling.renew(probe, path))


def one(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """Whether there is one jcplan only: on the path for programs, and where this Python looks for packages."""
    title = "Nur ein jcplan"
    folders = {
        ntpath.normcase(folder).rstrip("\\"): folder for folder in probe.environment("PATH").split(";") if folder
    }
    programs = [folder for folder in folders.values() if probe.exists(ntpath.join(folder, "jcplan.exe"))]
    twice = [
        f"{folder} ({inside['jcplan']})"
        for folder in dict.fromkeys(probe.search_path)
        if "jcplan" in (inside := installation.packages(probe.names(folder) or ()))
    ]
    if len(programs) > 1:
        found = f"Auf dem Suchpfad liegen mehrere jcplan: {', '.join(programs)}. Aufgerufen wird das erste."
        advice = "Bitte die anderen entfernen, jedes mit seinem Python (meist im Ordner darüber): "
        advice += "„…\\python.exe -m pip uninstall jcplan“."
        yield Finding(title, Verdict.NOTE, found, advice)
    if len(twice) > 1:
        found = f"In diesem Python ist jcplan mehrmals installiert: {', '.join(twice)}. Es gilt das erste."
        advice = calling.renew(probe)
        if not calling.folder(probe):
            advice = f"Bitte {calling.uninstall(probe)} aufrufen, bis keines mehr da ist. Dann: {advice}"
        yield Finding(title, Verdict.NOTE, found, advice)
    if len(programs) <= 1 and len(twice) <= 1:
        yield Finding(title, Verdict.GOOD, "Kein zweites gefunden.")
