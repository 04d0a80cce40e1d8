"""The library of xlwings that Excel loads: is it there, the right one, and as the package brought it?"""

from __future__ import annotations

import hashlib
import ntpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jcplan.hosts.excel import calling
from jcplan.hosts.excel.doctor import installation
from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.doctor.interpreter import fix_advice, started
from jcplan.hosts.excel.doctor.program import bits, is_file
from jcplan.hosts.excel.probe import Probe
from jcplan.hosts.excel.security import Detection

_CLICK_TO_RUN: Final = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_OUTLOOK: Final = r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook"
_EXCEL: Final = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_HEADER: Final = 4096


@dataclass(frozen=True)
class Library:
    """The library for an Excel of so many bits.

    Attributes:
        name: The file's name, ``xlwings64-0.37.8.dll``.
        folders: Where Excel's VBA looks for it, in order (``XLPyLoadDLL`` in xlwings' module).
        path: Where it is, ``""`` where it is missing.
        recorded: Its SHA-256 as the package says it; ``""`` where that is not to be seen.
        listed: Whether the package says that it brought it.
    """

    name: str
    folders: tuple[str, str]
    path: str
    recorded: str
    listed: bool

    @property
    def expected(self) -> str:
        """Where it is or should be."""
        return self.path or ntpath.join(self.folders[0], self.name)


def office_bits(probe: Probe) -> int | None:
    """32 or 64, None where neither the registry nor Excel's own file says."""
    platform = probe.registry(_CLICK_TO_RUN, "Platform") or probe.registry(_OUTLOOK, "Bitness")
    known = {"x64": 64, "x86": 32}.get((platform or "").lower())
    if known:
        return known
    excel = probe.registry(_EXCEL, "")
    return bits((probe.read_bytes(excel) or b"")[:_HEADER]) if excel else None


def library(probe: Probe, wanted: int) -> Library | None:
    """The library for an Excel of so many bits; None where xlwings is not to be seen in the Python for Excel."""
    path = started(probe)
    version = installation.xlwings(probe, path)
    if not version:
        return None
    name = f"xlwings{wanted}-{version}.dll"
    folders = (ntpath.dirname(path), ntpath.dirname(ntpath.dirname(path)))
    place = next((ntpath.join(folder, name) for folder in folders if probe.exists(ntpath.join(folder, name))), "")
    recorded = installation.recorded(probe, path, "xlwings", version)
    return Library(name, folders, place, recorded.get(name, ""), name in recorded)


def digest(probe: Probe, path: str) -> str:
    """The SHA-256 of a file, ``""`` where it cannot be read."""
    data = probe.read_bytes(path)
    return "" if data is None else hashlib.sha256(data).hexdigest()


def libraries(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """Excel's bits, and the library for them."""
    if library(probe, 64) is None:
        return
    known = office_bits(probe)
    found = f"Excel hat {known} Bit" if known else "Wie viele Bit Excel hat, ist nicht zu erkennen"
    verdict = Verdict.GOOD if known else Verdict.UNKNOWN
    advice = "" if known else "In Excel steht es unter Datei › Konto › Info zu Excel."
    yield Finding("Excel, 32 oder 64 Bit", verdict, f"{found}; Python darf andere haben als Excel.", advice)
    for wanted in (known,) if known else (64, 32):
        each = library(probe, wanted)
        if each:
            yield _finding(probe, each, wanted, Verdict.BAD if known or wanted == 64 else Verdict.NOTE)


def _finding(probe: Probe, each: Library, wanted: int, verdict: Verdict) -> Finding:
    title = f"Bibliothek {each.name}"
    if not each.path:
        return _missing(probe, each, wanted, verdict)
    data = probe.read_bytes(each.path)
    if data is not None and each.recorded and not is_file(data, each.recorded):
        found = f"{each.path} ist nicht die Datei aus dem Paket xlwings (SHA-256 {hashlib.sha256(data).hexdigest()})."
        allow = f"Klären, wer {each.path} ersetzt hat. Die Datei aus dem Paket hat SHA-256 {each.recorded}."
        advice = "Bitte die Mappe nicht in Excel öffnen und die IT fragen, wer sie ersetzt hat."
        return Finding(title, Verdict.BAD, found, advice, allow)
    number = bits(data[:_HEADER]) if data is not None else None
    if number and number != wanted:
        found = f"{each.path} hat {number} Bit, Excel braucht {wanted}."
        return Finding(title, Verdict.BAD, found, _reinstall(probe, each))
    since = data is not None and each.recorded and hashlib.sha256(data).hexdigest() != each.recorded
    signed = "; seit der Auslieferung signiert, sonst wie im Paket" if since else ""
    return Finding(title, Verdict.GOOD, f"{ntpath.dirname(each.path)}{signed}")


def _missing(probe: Probe, each: Library, wanted: int, verdict: Verdict) -> Finding:
    """Antivirus products take it away after the installation: xlwings #2376, #2532, #2555."""
    title = f"Bibliothek {each.name}"
    found = f"Sie fehlt neben Python ({each.folders[0]}); Excel mit {wanted} Bit kann Python nicht erreichen."
    seen = detections(probe)
    if not each.listed and not seen:
        return Finding(title, verdict, found, _reinstall(probe, each))
    if each.listed:
        found += " Das Paket xlwings hat sie mitgebracht, etwas hat sie entfernt: vermutlich der Virenschutz."
    said = f" (SHA-256 {each.recorded})" if each.recorded else ""
    allow = f"{each.expected}{said} aus der Quarantäne holen und als Fehlalarm ausnehmen."
    advice = f"Bitte die IT darum bitten, die Datei freizugeben. Fehlt sie dann noch: {_renew(probe, each)}"
    return Finding(title, verdict, found, advice, allow)


def _renew(probe: Probe, each: Library) -> str:
    if not probe.exists(started(probe)):
        return fix_advice(probe)
    version = each.name.partition("-")[2].removesuffix(".dll")
    return calling.package(probe, "xlwings", version, started(probe))


def _reinstall(probe: Probe, each: Library) -> str:
    again = calling.call("doctor", probe)
    return (
        f"{_renew(probe, each)} Fehlt sie dann immer noch, hat der Virenschutz sie vielleicht entfernt: "
        f"noch einmal {again}."
    )


def detections(probe: Probe) -> list[Detection]:
    """What Defender found in files of xlwings or jcplan."""
    return [
        found
        for found in probe.security.detections or ()
        if any(word in ntpath.basename(file).lower() for file in found.files for word in ("xlwings", "jcplan"))
    ]


def found_by_defender(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """What Defender's history says on xlwings' files, the library's own absence apart."""
    title = "Virenschutz"
    names = f" Virenschutz auf diesem PC: {', '.join(probe.security.antivirus)}." if probe.security.antivirus else ""
    seen = detections(probe)
    if seen:
        found = f"Defender hat Dateien von xlwings oder jcplan beanstandet: {'; '.join(map(_said, seen[:3]))}.{names}"
        advice = "Bitte die IT bitten, die Dateien zu prüfen und freizugeben."
        files = ", ".join(dict.fromkeys(_file(file) for each in seen[:3] for file in each.files))
        yield Finding(title, Verdict.BAD, found, advice, f"Prüfen und als Fehlalarm ausnehmen: {files}.")
    elif probe.security.detections is None:
        found = f"Was er beanstandet hat, lässt sich ohne besondere Rechte nicht lesen.{names}"
        advice = "Fehlen Dateien, bitte die IT nach dem Verlauf des Virenschutzes fragen."
        allow = "Im Verlauf des Virenschutzes nach Dateien von xlwings und jcplan sehen."
        yield Finding(title, Verdict.UNKNOWN, found, advice, allow)
    else:
        yield Finding(title, Verdict.GOOD, f"Defender hat keine Datei von xlwings oder jcplan beanstandet.{names}")


def _said(found: Detection) -> str:
    when = f" am {'.'.join(reversed(found.day.split('-')))}" if found.day else ""
    names = (ntpath.basename(_file(file)) for file in found.files)
    return f"{', '.join(dict.fromkeys(names))} als {found.threat or 'Bedrohung'}{when}"


def _file(resource: str) -> str:
    """A file as a person writes it.

    >>> _file("file:_C:\\\\Python\\\\xlwings64-0.37.8.dll")
    'C:\\\\Python\\\\xlwings64-0.37.8.dll'
    """
    return resource.partition(":_")[2] or resource
