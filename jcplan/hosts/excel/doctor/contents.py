"""What is in a workbook and beside it: versions, and settings that somebody put there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jcplan import __version__
from jcplan.errors import FileError
from jcplan.hosts.excel import calling, hardening, vba
from jcplan.hosts.excel.doctor import installation
from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.doctor.interpreter import started
from jcplan.hosts.excel.doctor.location import folders
from jcplan.hosts.excel.probe import Probe


def settings_beside(probe: Probe, workbook: str) -> Iterator[Finding]:
    """Settings of xlwings beside the workbook, which can choose the program that Excel starts."""
    title = "Einstellungen neben der Mappe"
    wanted = hardening.places(workbook, list(dict.fromkeys(folder for folder, _ in folders(probe))))
    planted = [place for place in wanted if probe.exists(place) or probe.read(place) is not None]
    if not planted:
        yield Finding(title, Verdict.GOOD, f"Dort liegt keine {hardening.NAME}.")
        return
    found = f"Dort liegt {' und '.join(planted)}: Eine solche Datei kann bestimmen, welches Programm Excel startet."
    allow = f"Klären, von wem {', '.join(planted)} ist: Sie kann bestimmen, welches Programm Excel startet."
    if _reads_beside(probe, workbook):
        advice = "Diese Mappe liest sie. Bitte die Mappe nicht in Excel öffnen, die IT fragen, von wem die Datei ist, "
        advice += f"und sie entfernen. {calling.call('new Plan.xlsm', probe)} macht eine Mappe, die sie nicht liest."
        yield Finding(title, Verdict.BAD, found, advice, allow)
    else:
        advice = "Diese Mappe liest sie nicht, eine andere mit xlwings läse sie. "
        advice += "Ist unbekannt, wozu sie da ist: bitte die IT fragen und sie entfernen."
        yield Finding(title, Verdict.NOTE, found, advice, allow)


def _reads_beside(probe: Probe, workbook: str) -> bool:
    """Whether a workbook may read what lies beside it; True where that cannot be seen."""
    data = probe.read_bytes(workbook)
    try:
        project = vba.from_workbook(data) if data is not None else None
        if project is None:
            return data is None
        return "xlwings" in project.modules and hardening.reads_beside(project.source("xlwings"))
    except FileError:
        return True


def versions(probe: Probe, workbook: str) -> Iterator[Finding]:
    """The versions that the workbook was made with, and those of the Python that Excel starts."""
    if "://" in workbook:
        return
    data = probe.read_bytes(workbook)
    if data is None:
        found = "Die Datei ist nicht lesbar." if probe.exists(workbook) else "Die Datei gibt es nicht."
        yield Finding("Mappe", Verdict.BAD, f"{workbook}: {found}", "Bitte den Pfad prüfen oder Excel schließen.")
        return
    advice = f"Eine Mappe mit Makros macht {calling.call('new Plan.xlsm', probe)}."
    try:
        inside = _inside(data)
    except FileError as error:
        yield Finding("Mappe", Verdict.NOTE, str(error), advice)
        return
    if inside is None:
        yield Finding("Mappe", Verdict.NOTE, "Sie enthält keine Makros von jcplan.", advice)
        return
    jcplan, xlwings = inside
    yield _version_of_jcplan(probe, jcplan)
    yield _version_of_xlwings(probe, xlwings)


def _version_of_jcplan(probe: Probe, inside: str) -> Finding:
    path = started(probe)
    theirs = {} if installation.is_this(probe, path) else installation.installed(probe, path) or {}
    installed = theirs.get("jcplan", __version__)
    if inside == installed:
        return Finding("Version von jcplan", Verdict.GOOD, installed)
    found = f"Die Mappe ist mit {inside} gemacht, installiert ist {installed}."
    advice = "Neue Funktionen fehlen in der Mappe; die vorhandenen rechnen mit dem installierten Programm."
    return Finding("Version von jcplan", Verdict.NOTE, found, advice)


def _version_of_xlwings(probe: Probe, inside: str) -> Finding:
    installed = installation.xlwings(probe, started(probe)) or probe.package("xlwings")
    if inside == installed:
        return Finding("Version von xlwings", Verdict.GOOD, installed)
    found = f"Die Mappe ist mit {inside} gemacht, installiert ist {installed or 'nichts'}."
    advice = f"Excel sucht eine Bibliothek dieser Version. {calling.package(probe, 'xlwings', inside, started(probe))}"
    if calling.folder(probe, started(probe)):
        advice = "Excel sucht eine Bibliothek ihrer Version. Bitte die Mappe mit "
        advice += f"{calling.call('upgrade Plan.xlsm', probe)} erneuern. "
        advice += "Ist sie die neuere, jcplan in ihrer Version auspacken."
    return Finding("Version von xlwings", Verdict.BAD, found, advice)


def _inside(data: bytes) -> tuple[str, str] | None:
    """The versions of jcplan and of xlwings that a macro workbook was made with; None: not with jcplan."""
    project = vba.from_workbook(data)
    wanted = (("jcplan_hilfe", "JCPLAN_VERSION"), ("xlwings", "XLWINGS_VERSION"))
    if project is None or not {module for module, _ in wanted} <= set(project.modules):
        return None
    jcplan, xlwings = (
        re.search(rf'{constant} As String = "([\w.+-]+)"', project.source(module)) for module, constant in wanted
    )
    return (jcplan[1] if jcplan else "?"), (xlwings[1] if xlwings else "?")
