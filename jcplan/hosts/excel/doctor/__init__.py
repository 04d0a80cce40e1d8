"""Finds what keeps the macro workbook from working on an office PC, and says what to do and whom to ask.

What users of such workbooks meet stands in xlwings' issues (#821, #1099, #1420, #2371, #2376, #2427, #2433, #2532,
#2555, #2652); each check names the documentation that it rests on.
"""

from __future__ import annotations

from typing import Final

from jcplan.hosts.excel import calling
from jcplan.hosts.excel.doctor import (
    contents,
    control,
    defender,
    interpreter,
    library,
    location,
    macros,
    origin,
    planted,
    python,
    service,
    shared,
    trust,
)
from jcplan.hosts.excel.doctor.finding import Check, Finding, Verdict
from jcplan.hosts.excel.doctor.interpreter import configured
from jcplan.hosts.excel.probe import Probe, ThisPC

__all__ = ["Finding", "Verdict", "configured", "examine", "fix", "is_healthy", "urgent_first"]

_PC: Final[tuple[Check, ...]] = (
    python.interpreter,
    python.other_settings,
    python.packages,
    python.one,
    shared.folder,
    library.libraries,
    library.found_by_defender,
    origin.program_mark,
    defender.attack_surface,
    control.applocker,
    control.app_control,
    macros.macros,
    macros.from_the_internet,
    macros.add_ins,
    trust.locations,
    service.service,
    planted.class_id,
)
_WORKBOOK: Final[tuple[Check, ...]] = (
    origin.workbook_mark,
    location.location,
    location.path,
    contents.settings_beside,
    contents.versions,
)
_URGENCY: Final = (Verdict.BAD, Verdict.NOTE, Verdict.UNKNOWN, Verdict.GOOD)


def examine(workbook: str = "", probe: Probe | None = None) -> list[Finding]:
    """All findings for this PC and, where one is named, a workbook.

    Args:
        workbook: Path (or web address) of a macro workbook, ``""`` for none.
        probe: The PC to look at; this one if left out.
    """
    probe = probe or ThisPC()
    if probe.platform != "win32":
        found = "Dieser PC läuft nicht mit Windows; Mappen mit Makros rechnen nur in Excel unter Windows."
        calls = f"{calling.call('open', probe)} und {calling.call('refresh', probe)}"
        advice = f"Hier helfen LibreOffice und die Befehlszeile: {calls}."
        general = [Finding("Excel", Verdict.UNKNOWN, found, advice)]
    else:
        general = [finding for check in _PC for finding in check(probe, workbook)]
    if workbook:
        general += [finding for check in _WORKBOOK for finding in check(probe, workbook)]
    return general


def urgent_first(findings: list[Finding]) -> list[Finding]:
    """What stops Excel before what only might; else in the order in which it was looked at."""
    return sorted(findings, key=lambda finding: _URGENCY.index(finding.verdict))


def is_healthy(findings: list[Finding]) -> bool:
    """Whether nothing was found that keeps the workbook from working."""
    return all(finding.verdict is not Verdict.BAD for finding in findings)


def fix(probe: Probe | None = None) -> str:
    """Write this Python into the user's xlwings settings; every other line stays.

    Returns:
        What was done, in German.

    Raises:
        FileError: This is not Windows: nothing here reads those settings, and nothing is written. Or Excel could not
            start this Python, or others may change its folder.
    """
    return interpreter.fix(probe or ThisPC())
