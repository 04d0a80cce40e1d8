"""Trusted locations: from there Excel runs macros whatever else is set.

"Trusted Locations for Office files" and "Macros from the internet are blocked by default in Office" (Deploy Office):
a trusted location is looked at before the mark of the web and before all policies on macros.
"""

from __future__ import annotations

import ntpath
from collections.abc import Iterator
from typing import Final

from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.doctor.policies import OFFICE, POLICIES, Setting, policy, setting
from jcplan.hosts.excel.probe import Probe, expanded

_EXCEL: Final = r"Excel\Security\Trusted Locations"
_ALL: Final = r"Common\Security\Trusted Locations"
_TITLE: Final = "Vertrauenswürdige Speicherorte"


def _disabled(probe: Probe) -> Setting | None:
    found = setting(probe, _EXCEL, "AllLocationsDisabled")
    return found if found and found.value == "1" else None


def _locations(probe: Probe) -> Iterator[tuple[str, bool]]:
    """All folders, with whether those below count too."""
    mixed = policy(probe, _ALL, "Allow User Locations")
    keys = [rf"{root}\{below}" for root in POLICIES for below in (_EXCEL, _ALL)]
    if not (mixed and mixed.value == "0"):
        keys.append(rf"HKCU\{OFFICE}\{_EXCEL}")
    for key in keys:
        for name in probe.subkeys(key):
            path = probe.registry(rf"{key}\{name}", "Path")
            if path:
                yield expanded(probe, path), probe.registry(rf"{key}\{name}", "AllowSubFolders") == "1"


def on_network(probe: Probe, path: str) -> str:
    r"""The network address of a path on a share, by its letter too (``HKCU\Network``); ``""`` where it is on the PC."""
    if path.startswith("\\\\"):
        return path
    drive, rest = ntpath.splitdrive(path)
    share = probe.registry(rf"HKCU\Network\{drive[:1]}", "RemotePath") if drive.endswith(":") else None
    return f"{share}{rest}" if share else ""


def is_trusted(probe: Probe, workbook: str) -> bool:
    """Whether a workbook lies in a trusted location that counts."""
    if not workbook or "://" in workbook or _disabled(probe):
        return False
    network = on_network(probe, workbook)
    if network and not _network_allowed(probe):
        return False
    folders = {ntpath.normcase(ntpath.dirname(path)).rstrip("\\") for path in (workbook, network) if path}
    return any(
        folder == trusted or (below and folder.startswith(f"{trusted}\\"))
        for path, below in _locations(probe)
        for trusted in (ntpath.normcase(path).rstrip("\\"),)
        for folder in folders
    )


def locations(probe: Probe, workbook: str) -> Iterator[Finding]:
    """Whether there may be trusted locations, and whether the workbook lies in one."""
    disabled = _disabled(probe)
    mixed = policy(probe, _ALL, "Allow User Locations")
    if disabled:
        advice = "Sind Makros gesperrt, bitte die IT um eine Signatur oder um einen solchen Ort bitten."
        allow = f"Einen vertrauenswürdigen Speicherort für die Mappen zulassen ({disabled.key} = 1)."
        yield Finding(_TITLE, Verdict.NOTE, "Sie sind abgeschaltet.", advice, allow)
    elif workbook and is_trusted(probe, workbook):
        yield Finding(_TITLE, Verdict.GOOD, "Die Mappe liegt in einem: Ihre Makros laufen.")
    elif mixed and mixed.value == "0":
        advice = "Sind Makros gesperrt, bitte die IT um einen Ort für die Mappen bitten."
        allow = f"Einen vertrauenswürdigen Speicherort für die Mappen eintragen ({mixed.key} = 0)."
        yield Finding(_TITLE, Verdict.NOTE, "Nur die IT darf welche festlegen.", advice, allow)
    elif workbook and (network := on_network(probe, workbook)) and not _network_allowed(probe):
        allowed = policy(probe, _EXCEL, "AllowNetworkLocations")
        found = f"Für Netzlaufwerke gelten sie nicht ({network})."
        if allowed:
            advice = "Sind Makros gesperrt, die Mappe in einen Ordner dieses PCs legen oder die IT fragen."
            yield Finding(_TITLE, Verdict.NOTE, found, advice, f"{allowed.key} steht auf {allowed.value}.")
        else:
            advice = "Sind Makros gesperrt, die Mappe in einen eigenen Ordner dieses PCs legen und diesen eintragen: "
            advice += "Datei › Optionen › Trust Center › Vertrauenswürdige Speicherorte."
            yield Finding(_TITLE, Verdict.NOTE, found, advice)
    else:
        yield Finding(_TITLE, Verdict.GOOD, "Sie dürfen eigene festlegen.")


def _network_allowed(probe: Probe) -> bool:
    allowed = setting(probe, _EXCEL, "AllowNetworkLocations")
    return bool(allowed and allowed.value == "1")
