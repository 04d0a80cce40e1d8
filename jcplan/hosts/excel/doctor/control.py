"""Application control: which programs and libraries may run at all.

AppLocker: "AppLocker settings" (where policies are stored) and "Understand AppLocker enforcement settings" (rules
that are there count where nothing is configured). App Control for Business (WDAC): "Enable virtualization-based
protection of code integrity", Win32_DeviceGuard. Packaged policies of mobile device management are not in this key.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.doctor.library import library, office_bits
from jcplan.hosts.excel.doctor.program import has_signature
from jcplan.hosts.excel.probe import Probe

_APPLOCKER: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2"
_AUDIT: Final = "0"
_OFF, _WATCHED, _ENFORCED = 0, 1, 2


def _allow(probe: Probe) -> str:
    """To allow the library, with the kinds of rules that can match it.

    Rules by hash have that of Authenticode, which leaves parts of a program out, not the file's SHA-256
    ("Understanding the file hash rule condition in AppLocker"; "App Control policy rules and file rules").
    """
    each = library(probe, office_bits(probe) or 64)
    name = each.expected if each else "die Bibliothek von xlwings"
    data = probe.read_bytes(each.path) if each else None
    if data is None:
        return f"{name} zulassen, nach Ordner oder Hash."
    if has_signature(data):
        return f"{name} (trägt eine Signatur) zulassen, nach Herausgeber."
    return f"{name} (nicht signiert) zulassen, nach Ordner oder Hash."


def _enforced(probe: Probe, collection: str) -> bool:
    key = rf"{_APPLOCKER}\{collection}"
    return bool(probe.subkeys(key)) and probe.registry(key, "EnforcementMode") != _AUDIT


def applocker(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """AppLocker's rules for programs and libraries, where policies set them."""
    title = "AppLocker"
    if _enforced(probe, "Dll"):
        found = "Regeln für Bibliotheken sind in Kraft. Ob Excel die von xlwings laden darf, ist hier nicht zu sehen."
        advice = "Antworten alle Formeln mit #WERT!, bitte die IT danach fragen."
        yield Finding(title, Verdict.UNKNOWN, found, advice, f"AppLocker (DLL-Regeln): {_allow(probe)}")
    elif _enforced(probe, "Exe"):
        found = "Regeln für Programme sind in Kraft; dieses Python darf laufen, denn es läuft."
        yield Finding(title, Verdict.GOOD, found)
    else:
        yield Finding(title, Verdict.GOOD, "In den Richtlinien dieses PCs ist keine Regel in Kraft.")


def app_control(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """App Control for Business, which wants libraries signed or listed."""
    title = "App Control (WDAC)"
    state = probe.security.integrity
    ask = "Antworten alle Formeln mit #WERT!, bitte die IT danach fragen."
    if state == _OFF:
        yield Finding(title, Verdict.GOOD, "Es ist nicht in Kraft.")
    elif state == _WATCHED:
        found = "Es beobachtet nur: Heute geht alles, die IT kann es aber scharf stellen."
        yield Finding(title, Verdict.NOTE, found, "Bitte die IT bitten, vorher an jcplan zu denken.",
                      f"App Control (steht auf Überwachen): {_allow(probe)}")  # fmt: skip
    elif state == _ENFORCED:
        found = "Es ist in Kraft. Dieses Python darf laufen; ob Excel die Bibliothek laden darf, ist nicht zu sehen."
        yield Finding(title, Verdict.UNKNOWN, found, ask, f"App Control: {_allow(probe)}")
    else:
        found = "Ob es in Kraft ist, lässt sich ohne besondere Rechte nicht lesen."
        allow = "Sagen, ob App Control in Kraft ist; dann die Bibliothek zulassen, nach Ordner oder Hash."
        yield Finding(title, Verdict.UNKNOWN, found, ask, allow)
