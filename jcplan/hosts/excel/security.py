"""What Windows says about its own protection: Defender's rules and finds, application control, antivirus products.

One PowerShell answers all of it at once, for it takes a second or two to start. What a user may not read is None,
which is not the same as nothing.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final


@dataclass(frozen=True)
class Detection:
    """Something that Defender found and dealt with.

    Attributes:
        threat: What it took it for, ``Trojan:Script/Wacatac.B!ml``; ``""`` where that is not said.
        files: The files, as Defender writes them: ``file:_C:\\Python\\xlwings64-0.37.8.dll``.
        day: When, ``2027-03-12``; ``""`` where that is not said.
    """

    threat: str
    files: tuple[str, ...]
    day: str = ""


@dataclass(frozen=True)
class Security:
    """The protection of a PC as far as its user may read it; None: may not, or there is nobody to ask.

    Attributes:
        rules: Defender's rules for reducing the attack surface by id (lower case), with their action
            (0 off, 1 block, 2 audit, 6 warn).
        exclusions: Files and folders excluded from those rules.
        detections: What Defender found.
        integrity: App Control (WDAC) for programs: 0 off, 1 audit, 2 enforced.
        antivirus: The antivirus products that Windows knows.
    """

    rules: Mapping[str, int] | None = None
    exclusions: tuple[str, ...] | None = None
    detections: tuple[Detection, ...] | None = None
    integrity: int | None = None
    antivirus: tuple[str, ...] = ()


_ASK: Final = (
    "$ErrorActionPreference = 'Stop'; $found = @{}; "
    "try { $p = Get-MpPreference; "
    "$found.rules = @($p.AttackSurfaceReductionRules_Ids | Where-Object { $_ }); "
    "$found.actions = @($p.AttackSurfaceReductionRules_Actions | Where-Object { $null -ne $_ } "
    "| ForEach-Object { [int]$_ }); "
    "$found.exclusions = @($p.AttackSurfaceReductionOnlyExclusions | Where-Object { $_ }) } catch { }; "
    "try { $names = @{}; foreach ($t in Get-MpThreat) { $names[[string]$t.ThreatID] = $t.ThreatName }; "
    "$found.detections = @(foreach ($d in Get-MpThreatDetection) { @{ threat = $names[[string]$d.ThreatID]; "
    "files = @($d.Resources | Where-Object { $_ }); "
    "day = ('{0:yyyy-MM-dd}' -f $d.InitialDetectionTime) } }) } catch { }; "
    r"try { $g = Get-CimInstance -Namespace root\Microsoft\Windows\DeviceGuard -ClassName Win32_DeviceGuard; "
    "$found.integrity = [int]$g.UsermodeCodeIntegrityPolicyEnforcementStatus } catch { }; "
    r"try { $found.antivirus = @(Get-CimInstance -Namespace root\SecurityCenter2 -ClassName AntiVirusProduct "
    "| ForEach-Object { [string]$_.displayName }) } catch { }; "
    "ConvertTo-Json $found -Depth 5 -Compress"
)
"""Documented under "Get-MpPreference", "Get-MpThreatDetection", "Get-MpThreat" (Defender module) and "Enable
virtualization-based protection of code integrity" (Win32_DeviceGuard: 0 off, 1 audit, 2 enforced). One line without
double quotes: nothing in it is read otherwise on its way through a command line."""
_SECONDS: Final = 60
_HIDDEN: Final = "N/A:"
"""So begins what Defender answers instead of exclusions where they are an administrator's to see."""
_RULE: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def ask() -> Security:
    """What this PC's Windows says; nothing at all where there is no Windows."""
    if sys.platform != "win32":
        return Security()
    system = os.environ.get("SYSTEMROOT", r"C:\Windows")
    shell = str(Path(system, "System32", "WindowsPowerShell", "v1.0", "powershell.exe"))
    try:
        done = subprocess.run(  # noqa: S603  # a fixed command
            [shell, "-NoProfile", "-NonInteractive", "-Command", _ASK],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="oem",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return Security()
    return answered(done.stdout)


def answered(text: str) -> Security:
    """The answer of PowerShell; what cannot be understood counts as not answered.

    >>> answered('{"rules":["D4F940AB-401B-4EFC-AADC-AD5F3C50688A"],"actions":[2],"exclusions":[null]}')
    Security(rules={'d4f940ab-401b-4efc-aadc-ad5f3c50688a': 2}, exclusions=(), detections=None, integrity=None, \
antivirus=())
    >>> answered("Get-MpPreference: Zugriff verweigert").rules is None
    True
    """
    try:
        found = json.loads(text)
    except ValueError:
        return Security()
    if not isinstance(found, dict):
        return Security()
    rules: Mapping[str, int] | None = None
    ids, actions = found.get("rules"), found.get("actions")
    if isinstance(ids, list) and isinstance(actions, list):
        names, numbers = _texts(ids), [number for number in actions if type(number) is int]
        if len(names) == len(numbers) and all(map(_RULE.fullmatch, names)):
            rules = {name.lower(): number for name, number in zip(names, numbers, strict=True)}
    exclusions = found.get("exclusions")
    hidden = not isinstance(exclusions, list) or any(text.startswith(_HIDDEN) for text in _texts(exclusions))
    detections = found.get("detections")
    integrity = found.get("integrity")
    return Security(
        rules=rules,
        exclusions=None if hidden else _texts(exclusions),
        detections=tuple(map(_detection, filter(_is_object, detections))) if isinstance(detections, list) else None,
        integrity=integrity if type(integrity) is int else None,
        antivirus=tuple(dict.fromkeys(_texts(found.get("antivirus")))),
    )


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _detection(found: Mapping[str, Any]) -> Detection:
    threat, day = (value if isinstance(value, str) else "" for value in (found.get("threat"), found.get("day")))
    return Detection(threat, _texts(found.get("files")), day)
