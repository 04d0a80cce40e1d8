"""Whether something is registered in Windows under the class id by which the workbook finds the running service.

VBA asks for the class id with ``GetObject("new:…")``. Where the registry names a library for it (``InprocServer32``),
Windows loads that into Excel, before any running service; where it names a program (``LocalServer32``), it starts it
if no service runs. Every program of the user can write below ``HKCU`` ("Merged View of HKEY_CLASSES_ROOT", Windows App
Development: HKCU comes before HKLM; 32-bit programs see ``WOW6432Node``). jcplan itself registers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jcplan.hosts.excel.consent import CLSID
from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.probe import Probe

_PLACES: Final = tuple(
    rf"{hive}\Software\{classes}\CLSID\{CLSID}"
    for hive in ("HKCU", "HKLM")
    for classes in ("Classes", r"Classes\WOW6432Node", r"WOW6432Node\Classes")
)


def class_id(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """Whether the class id is free."""
    title = "Kennung des Dienstes"
    entries = [entry for place in _PLACES for entry in _entries(probe, place)]
    if not entries:
        yield Finding(title, Verdict.GOOD, "In Windows ist nichts unter ihr eingetragen.")
        return
    found = "Unter ihr ist in Windows etwas eingetragen, das nicht von jcplan ist; sucht eine Mappe den Dienst, kann "
    found += f"Excel es laden oder starten: {', '.join(entries)}."
    advice = "Bitte keine Mappe von jcplan in Excel öffnen und die IT fragen, woher der Eintrag kommt."
    yield Finding(title, Verdict.BAD, found, advice, f"Klären, woher das ist, und es löschen: {', '.join(entries)}.")


def _entries(probe: Probe, key: str) -> Iterator[str]:
    """What a key for the class id holds: its subkeys, each with what it names, else the key itself."""
    below = probe.subkeys(key)
    for name in below:
        named = probe.registry(rf"{key}\{name}", "")
        yield rf"{key}\{name} = {named}" if named else rf"{key}\{name}"
    if not below and (probe.values(key) or probe.is_hidden(key)):
        yield key
