"""The mark of the web: files that came from elsewhere.

"Mark of the Web and zones" in "Macros from the internet are blocked by default in Office" (Deploy Office); the
Explorer hands the mark of a ZIP file on to what it unpacks ("Information about the Attachment Manager", Microsoft
Support), and writes the archive's path as the referrer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.doctor.interpreter import started
from jcplan.hosts.excel.doctor.library import library, office_bits
from jcplan.hosts.excel.doctor.trust import is_trusted
from jcplan.hosts.excel.probe import Probe

_ZONES = {"3": "aus dem Internet oder einer Mail", "4": "von einer gesperrten Seite"}


def _mark(probe: Probe, path: str) -> tuple[str, str] | None:
    """The zone and whence a file comes (an address or an archive); None where it counts as our own."""
    text = probe.read(f"{path}:Zone.Identifier") or ""
    zone = re.search(r"ZoneId=(\d)", text)
    if zone is None or zone[1] not in _ZONES:
        return None
    sources = dict(re.findall(r"(ReferrerUrl|HostUrl)=(\S[^\r\n]*)", text))
    return zone[1], sources.get("ReferrerUrl") or sources.get("HostUrl") or ""


def workbook_mark(probe: Probe, workbook: str) -> Iterator[Finding]:
    """Whether Excel blocks the workbook's macros for it came from elsewhere."""
    if probe.platform != "win32" or "://" in workbook:
        return
    title = "Herkunft der Mappe"
    mark = _mark(probe, workbook)
    if mark is None:
        yield Finding(title, Verdict.GOOD, "Sie ist nicht als fremd gekennzeichnet.")
        return
    zone, source = mark
    archive = source.lower().endswith(".zip")
    whence = f"aus der ZIP-Datei {source}, die {_ZONES[zone]} kam" if archive else _ZONES[zone]
    if is_trusted(probe, workbook):
        found = f"Sie kommt {whence}, liegt aber an einem vertrauenswürdigen Speicherort."
        yield Finding(title, Verdict.GOOD, found)
        return
    advice = "Im Explorer: rechte Maustaste › Eigenschaften › „Zulassen“. Oder die Mappe an einen "
    advice += "vertrauenswürdigen Speicherort legen."
    if archive:
        advice += " Künftig zuerst die ZIP-Datei so zulassen und dann entpacken."
    elif "sharepoint." in source.lower():
        advice += " In SharePoint künftig „In Desktop-App öffnen“ statt herunterladen: dann entsteht kein Kennzeichen."
    yield Finding(title, Verdict.BAD, f"Sie kommt {whence}: Excel sperrt ihre Makros.", advice)


def program_mark(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """Whether Python or the library came from a downloaded archive: Windows may stop them, or ask each time."""
    title = "Herkunft der Programme"
    each = library(probe, office_bits(probe) or 64)
    files = [started(probe), *([each.path] if each and each.path else [])]
    marked = [file for file in files if _mark(probe, file)]
    if marked:
        found = f"Als fremd gekennzeichnet: {', '.join(marked)}. Windows kann sie sperren oder jedes Mal fragen."
        advice = (
            "Bitte die heruntergeladene ZIP-Datei mit rechter Maustaste › Eigenschaften › „Zulassen“ freigeben und "
        )
        advice += "noch einmal entpacken."
        yield Finding(title, Verdict.NOTE, found, advice)
    else:
        yield Finding(title, Verdict.GOOD, "Python und Bibliothek sind nicht als fremd gekennzeichnet.")
