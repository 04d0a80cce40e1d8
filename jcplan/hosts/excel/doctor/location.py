r"""Where a workbook lies: on this PC, on a share, in OneDrive or SharePoint; and what its path is like.

OneDrive and SharePoint: Excel then gives a web address as the workbook's full name (``https://d.docs.live.net/…``,
``https://amt-my.sharepoint.com/personal/…``); which folder goes with it stands in
``HKCU\Software\SyncEngines\Providers\OneDrive``, as xlwings' ``utils.py`` reads it (xlwings #2427, #2554, #2652).
Length: "Filename is not valid" (Microsoft Support 131464) and "Maximum Path Length Limitation" (Windows).
Shares as zones: "Macros from the internet are blocked by default in Office", "Intranet site is identified as an
Internet site when you use an FQDN or an IP address" (Windows troubleshooting).
"""

from __future__ import annotations

import ipaddress
import ntpath
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.doctor.trust import is_trusted, on_network
from jcplan.hosts.excel.probe import Probe

VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
LONGEST: Final = 218
"""Characters of a path, its file's name included, that Excel opens."""
_LONGEST_IN_WINDOWS: Final = 259
_FILE_SYSTEM: Final = r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem"
_SYNC: Final = r"HKCU\Software\SyncEngines\Providers\OneDrive"
_ZONES: Final = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap"
_ZONES_BY_POLICY: Final = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMapKey"
_OURS: Final = ("0", "1", "2")
"""This PC, the local intranet, trusted sites; 3 is the internet, 4 restricted sites."""
_UNWANTED: Final = "[]"
"""Excel takes file names in references between brackets."""


def folders(probe: Probe) -> list[tuple[str, str]]:
    """Folders that OneDrive keeps in step, with their web address (``""`` where it is not to be seen)."""
    found = [(folder, "") for folder in map(probe.environment, VARIABLES) if folder]
    for name in probe.subkeys(_SYNC):
        folder = probe.registry(rf"{_SYNC}\{name}", "MountPoint")
        if folder:
            found.append((folder, probe.registry(rf"{_SYNC}\{name}", "UrlNamespace") or ""))
    return found


def host(path: str) -> str:
    r"""The server of a web address or a share, in lower case.

    >>> host("https://Amt.sharepoint.com/sites/Plan/Plan.xlsm"), host(r"\\srv01\plan\Plan.xlsm")
    ('amt.sharepoint.com', 'srv01')
    >>> host(r"\\amt.sharepoint.com@SSL\DavWWWRoot\Plan.xlsm")
    'amt.sharepoint.com'
    """
    _, scheme, rest = path.partition("://")
    return re.split(r"[/:@\\]", rest if scheme else path[2:], maxsplit=1)[0].lower()


def zone(probe: Probe, server: str) -> str:
    """The zone to which a server is assigned, ``""`` where nobody assigned one."""
    for hive in ("HKLM", "HKCU"):
        for name, value in probe.values(rf"{hive}\{_ZONES_BY_POLICY}").items():
            pattern = re.sub(r"^\w+://", "", name.lower()).partition("/")[0]
            if server == pattern or (pattern.startswith("*.") and server.endswith(pattern[1:])):
                return value
    labels = server.split(".")
    for start in range(len(labels) - 1 if len(labels) > 1 else 1):
        domain, below = ".".join(labels[start:]), ".".join(labels[:start])
        key = rf"HKCU\{_ZONES}\Domains\{domain}" + (rf"\{below}" if below else "")
        values = probe.values(key)
        found = values.get("file") or values.get("https") or values.get("*")
        if found:
            return found
    return ""


def location(probe: Probe, workbook: str) -> Iterator[Finding]:
    """On this PC, on a share or in the cloud."""
    title = "Speicherort"
    network = on_network(probe, workbook)
    inside = next((web for folder, web in folders(probe) if _is_below(workbook, folder)), None)
    if "://" in workbook:
        yield _in_the_cloud(probe, workbook)
    elif inside is not None:
        web = f" (für Excel: {inside})" if inside else ""
        found = f"Die Mappe liegt in einem Ordner, den OneDrive abgleicht{web}."
        advice = "Gerechnet wird dort wie sonst. Für „Auf neue Version bringen“ und „Neuer Plan“ die Mappe in einen "
        advice += "Ordner kopieren, den OneDrive nicht abgleicht: Excel nennt sie sonst mit ihrer Web-Adresse."
        yield Finding(title, Verdict.NOTE, found, advice)
    elif network:
        yield _on_a_share(probe, workbook, network)
    else:
        yield Finding(title, Verdict.GOOD, "Die Mappe liegt auf diesem PC.")


def _in_the_cloud(probe: Probe, workbook: str) -> Finding:
    server = host(workbook)
    what = "im persönlichen OneDrive" if server == "d.docs.live.net" else "in OneDrive des Hauses"
    if not (server == "d.docs.live.net" or server.partition(".")[0].endswith("-my")):
        what = "in SharePoint" if ".sharepoint." in server else "im Netz"
    found = f"Die Mappe liegt {what} ({server}); einen Pfad auf diesem PC hat sie nicht."
    assigned = zone(probe, server)
    if assigned in ("3", "4"):
        advice = "Bitte die Mappe in der Desktop-App öffnen oder in einen eigenen Ordner kopieren."
        allow = f"https://{server} der Zone „Vertrauenswürdige Sites“ zuweisen (jetzt Zone {assigned})."
        return Finding("Speicherort", Verdict.NOTE, f"{found} Die IT zählt den Ort zum Internet.", advice, allow)
    advice = "Gerechnet wird dort wie sonst, wenn sie in der Desktop-App geöffnet ist. Sperrt Excel die Makros, oder "
    advice += "für „Auf neue Version bringen“ und „Neuer Plan“: eine Kopie in einen eigenen Ordner legen."
    return Finding("Speicherort", Verdict.NOTE, found, advice)


def _on_a_share(probe: Probe, workbook: str, network: str) -> Finding:
    title, server = "Speicherort", host(network)
    letter = f"{workbook[:2]} ist {network}. " if not workbook.startswith("\\\\") else ""
    found = f"Die Mappe liegt auf einem Netzlaufwerk. {letter}".strip()
    if is_trusted(probe, workbook) or zone(probe, server) in _OURS:
        return Finding(title, Verdict.GOOD, f"{found} Der Ort gilt als vertraut.")
    allow = f"{network}: vertrauenswürdiger Speicherort, oder {server} in der Zone „Lokales Intranet“."
    if _is_address(server):
        found += f" Excel zählt eine Adresse aus Zahlen ({server}) zum Internet und sperrt dort Makros."
        advice = "Bitte den Ordner mit dem Namen des Servers öffnen. Hilft das nicht, bitte die IT fragen."
        return Finding(title, Verdict.BAD, found, advice, allow)
    if "." in server:
        found += f" Einen Namen mit Punkt ({server}) zählt Windows zum Internet, wenn die IT ihn nicht zuweist."
    advice = "Starten die Makros nicht, bitte die IT um einen vertrauenswürdigen Speicherort bitten."
    return Finding(title, Verdict.NOTE, found, advice, allow)


def path(probe: Probe, workbook: str) -> Iterator[Finding]:
    """How long the path is, and whether Excel can open a file of that name."""
    title, length = "Pfad der Mappe", len(unquote(workbook))
    name = ntpath.basename(workbook.replace("/", "\\"))
    if length > LONGEST:
        found = f"Er hat {length} Zeichen; Excel öffnet höchstens {LONGEST}."
        if length > _LONGEST_IN_WINDOWS and probe.registry(_FILE_SYSTEM, "LongPathsEnabled") != "1":
            found += f" Mehr als {_LONGEST_IN_WINDOWS} öffnet auch Windows nicht."
        yield Finding(title, Verdict.BAD, found, "Bitte die Mappe umbenennen oder weiter oben ablegen.")
    elif any(each in name for each in _UNWANTED):
        found = f"Der Name {name} hat eckige Klammern; damit öffnet Excel keine Mappe richtig."
        yield Finding(title, Verdict.BAD, found, "Bitte die Datei ohne [ und ] benennen.")
    else:
        yield Finding(title, Verdict.GOOD, f"{length} Zeichen")


def _is_below(workbook: str, folder: str) -> bool:
    return (ntpath.normcase(ntpath.dirname(workbook)) + "\\").startswith(ntpath.normcase(folder).rstrip("\\") + "\\")


def _is_address(server: str) -> bool:
    """Whether a server is named by its number.

    >>> _is_address("10.1.2.3"), _is_address("srv01.amt.de")
    (True, False)
    """
    try:
        ipaddress.ip_address(server)
    except ValueError:
        return False
    return True
