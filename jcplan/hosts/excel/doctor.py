"""Finds what keeps the macro workbook from working on an office PC, and says what to do."""

from __future__ import annotations

import ntpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from jcplan import __version__
from jcplan.errors import FileError
from jcplan.hosts.excel import hardening, settings, vba
from jcplan.hosts.excel.probe import Probe, ThisPC


class Verdict(Enum):
    """How bad a finding is."""

    GOOD = "in Ordnung"
    NOTE = "Hinweis"
    BAD = "Fehler"
    UNKNOWN = "nicht prüfbar"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        title: What.
        verdict: How it stands.
        found: What was found, as a user reads it.
        what_to_do: What to do about it, whole sentences; ``""`` where there is nothing to do.
    """

    title: str
    verdict: Verdict
    found: str
    what_to_do: str = ""

    def __str__(self) -> str:
        text = f"{self.verdict.value}: {self.title} – {self.found}"
        return f"{text} {self.what_to_do}" if self.what_to_do else text


FIX: Final = "„jcplan doctor --fix“ trägt das richtige Python ein."
_CHILD_PROCESSES: Final = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_WIN32_CALLS: Final = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
_CLICK_TO_RUN: Final = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_SECURITY: Final = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
_POLICY: Final = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
_ONEDRIVE: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def examine(workbook: str = "", probe: Probe | None = None) -> list[Finding]:
    """All findings for this PC and, where one is named, a workbook.

    Args:
        workbook: Path (or web address) of a macro workbook, ``""`` for none.
        probe: The PC to look at; this one if left out.
    """
    probe = probe or ThisPC()
    if probe.platform != "win32":
        found = "Dieser PC läuft nicht mit Windows; Mappen mit Makros rechnen nur in Excel unter Windows."
        advice = "Hier helfen LibreOffice und die Befehlszeile: „jcplan open“ und „jcplan refresh“."
        general = [Finding("Excel", Verdict.UNKNOWN, found, advice)]
    else:
        general = [finding for check in _CHECKS for finding in check(probe)]
    if workbook:
        general += [finding for check in _WORKBOOK_CHECKS for finding in check(probe, workbook)]
    return general


def is_healthy(findings: list[Finding]) -> bool:
    """Whether nothing was found that keeps the workbook from working."""
    return all(finding.verdict is not Verdict.BAD for finding in findings)


def settings_path(probe: Probe) -> str:
    """Where the user's xlwings settings are."""
    return "\\".join((probe.home, *settings.FILE))


def configured(probe: Probe) -> str:
    """The interpreter that Excel will start, ``""`` where none is set."""
    text = probe.read(settings_path(probe)) or ""
    path = settings.value(text, settings.INTERPRETER)
    return re.sub(r"%(\w+)%", lambda match: probe.environment(match[1]) or match[0], path)


def fix(probe: Probe | None = None) -> str:
    """Write this Python into the user's xlwings settings; every other line stays.

    Returns:
        What was done, in German.

    Raises:
        FileError: This is not Windows: nothing here reads those settings, and nothing is written.
    """
    probe = probe or ThisPC()
    if probe.platform != "win32":
        raise FileError(
            "Das Python für Excel lässt sich nur unter Windows eintragen; es wurde nichts geschrieben. "
            "Hier helfen LibreOffice und die Befehlszeile: „jcplan open“ und „jcplan refresh“."
        )
    path = settings_path(probe)
    old = probe.read(path) or ""
    new = settings.with_value(old, settings.INTERPRETER, probe.interpreter)
    if settings.value(old, settings.INTERPRETER) == probe.interpreter:
        return f"In {path} steht schon das richtige Python: {probe.interpreter}"
    probe.write(path, new)
    return f"In {path} eingetragen: {probe.interpreter}"


# ---- this PC ------------------------------------------------------------------------------------


def _interpreter(probe: Probe) -> Iterator[Finding]:
    title = "Python für Excel"
    path = configured(probe)
    if not path:
        yield Finding(title, Verdict.BAD, f"In {settings_path(probe)} ist kein Python eingetragen.", FIX)
    elif "\\" not in path:
        yield Finding(title, Verdict.BAD, f"Das eingetragene Python hat keinen vollen Pfad: {path}.", FIX)
    elif not probe.exists(path):
        yield Finding(title, Verdict.BAD, f"Das eingetragene Python gibt es nicht (mehr): {path}.", FIX)
    elif _folder(path) != _folder(probe.interpreter):
        found = f"Excel startet {path}, jcplan läuft aber mit {probe.interpreter}."
        yield Finding(title, Verdict.NOTE, found, f"Ist jcplan dort nicht installiert, scheitert jede Formel. {FIX}")
    else:
        yield Finding(title, Verdict.GOOD, path)


def _other_settings(probe: Probe) -> Iterator[Finding]:
    others = [key for key in settings.keys(probe.read(settings_path(probe)) or "") if key != settings.INTERPRETER]
    if others:
        advice = (
            f"Mappen von jcplan lesen dort nur {settings.INTERPRETER}: jcplan muss in diesem Python installiert sein."
        )
        found = f"In {settings_path(probe)} steht auch {', '.join(others)}."
        yield Finding("Weitere Einstellungen", Verdict.NOTE, found, advice)


def _packages(probe: Probe) -> Iterator[Finding]:
    for package in ("xlwings", "pywin32"):
        title = f"Paket {package}"
        found = probe.package(package)
        if found:
            yield Finding(title, Verdict.GOOD, f"Version {found}")
        else:
            advice = "Bitte jcplan neu installieren (siehe README)."
            yield Finding(title, Verdict.BAD, "Es ist nicht installiert; ohne es rechnet keine Formel.", advice)


def office_bits(probe: Probe) -> int | None:
    """32 or 64, None where the registry does not say."""
    platform = probe.registry(_CLICK_TO_RUN, "Platform") or probe.registry(
        r"HKLM\SOFTWARE\Microsoft\Office\16.0\Outlook", "Bitness"
    )
    return {"x64": 64, "x86": 32}.get((platform or "").lower())


def _library(probe: Probe) -> Iterator[Finding]:
    version = probe.package("xlwings")
    if not version:
        return
    bits = office_bits(probe)
    known = f"Excel hat {bits} Bit" if bits else "Wie viele Bit Excel hat, ist nicht zu erkennen"
    verdict = Verdict.GOOD if bits else Verdict.UNKNOWN
    yield Finding("Excel, 32 oder 64 Bit", verdict, f"{known}; Python darf andere haben als Excel.")
    path = configured(probe)
    path = path if "\\" in path else probe.interpreter
    folders = (ntpath.dirname(path), ntpath.dirname(ntpath.dirname(path)))
    for wanted in (bits,) if bits else (64, 32):
        name = f"xlwings{wanted}-{version}.dll"
        title = f"Bibliothek {name}"
        place = next((folder for folder in folders if probe.exists(ntpath.join(folder, name))), "")
        if place:
            yield Finding(title, Verdict.GOOD, place)
            continue
        found = f"Sie fehlt neben Python ({folders[0]}); Excel mit {wanted} Bit kann Python nicht erreichen."
        advice = f"Bitte „pip install --force-reinstall --no-deps xlwings=={version}“ aufrufen. "
        advice += "Fehlt sie dann immer noch, hat der Virenschutz sie vielleicht entfernt."
        yield Finding(title, Verdict.BAD if bits or wanted == 64 else Verdict.NOTE, found, advice)


def _defender(probe: Probe) -> Iterator[Finding]:
    rules = probe.attack_surface_rules()
    for title, rule, effect in (
        ("Defender: Office darf keine Programme starten", _CHILD_PROCESSES, "Excel kann Python nicht starten"),
        ("Defender: keine Win32-Aufrufe aus Makros", _WIN32_CALLS, "Excel kann die Bibliothek von xlwings nicht laden"),
    ):
        if rules is None:
            advice = "Antworten alle Formeln mit #WERT!, bitte die IT nach dieser Regel fragen: " + rule + "."
            yield Finding(title, Verdict.UNKNOWN, "Die Regeln lassen sich ohne besondere Rechte nicht lesen.", advice)
            continue
        action = rules.get(rule, 0)
        if action in (1, 6):
            how = "ist in Kraft" if action == 1 else "warnt"
            advice = f"Bitte die IT um eine Ausnahme für Python bitten (Regel {rule}). Ohne sie: „jcplan refresh“."
            yield Finding(title, Verdict.BAD, f"Die Regel {how}: {effect}.", advice)
        else:
            yield Finding(title, Verdict.GOOD, "Die Regel ist nicht in Kraft.")


def _macros(probe: Probe) -> Iterator[Finding]:
    title = "Makros"
    policy, own = probe.registry(_POLICY, "vbawarnings"), probe.registry(_SECURITY, "VBAWarnings")
    level = policy or own or "2"
    if level in ("3", "4"):
        how = "Excel führt nur signierte Makros aus." if level == "3" else "Excel führt keine Makros aus."
        advice = "Datei › Optionen › Trust Center › Makroeinstellungen: „VBA-Makros mit Benachrichtigung deaktivieren“."
        if policy:
            advice = "Die Einstellung kommt von der IT: bitte dort um einen vertrauenswürdigen Speicherort bitten."
        yield Finding(title, Verdict.BAD, how, advice)
    else:
        yield Finding(title, Verdict.GOOD, "Excel fragt oder erlaubt sie.")


# ---- a workbook ---------------------------------------------------------------------------------


def _blocked(probe: Probe, workbook: str) -> Iterator[Finding]:
    if probe.platform != "win32" or "://" in workbook:
        return
    title = "Herkunft der Mappe"
    zone = re.search(r"ZoneId=(\d)", probe.read(f"{workbook}:Zone.Identifier") or "")
    if zone and zone[1] in ("3", "4"):
        found = "Sie kommt aus dem Internet oder einer Mail: Excel sperrt ihre Makros."
        advice = "Im Explorer: rechte Maustaste › Eigenschaften › „Zulassen“. Oder die Mappe an einen "
        advice += "vertrauenswürdigen Speicherort legen."
        yield Finding(title, Verdict.BAD, found, advice)
    else:
        yield Finding(title, Verdict.GOOD, "Sie ist nicht als fremd gekennzeichnet.")


def _cloud(probe: Probe, workbook: str) -> Iterator[Finding]:
    title = "Speicherort"
    folders = [folder for folder in map(probe.environment, _ONEDRIVE) if folder]
    inside = next((f for f in folders if _folder(workbook).startswith(ntpath.normcase(f).rstrip("\\") + "\\")), "")
    if "://" in workbook or inside:
        found = "Die Mappe liegt in OneDrive oder SharePoint."
        advice = "Gerechnet wird dort wie sonst. Makros aus SharePoint sperrt Excel, solange der Ort nicht "
        advice += "vertraut ist; im Zweifel eine Kopie in einen eigenen Ordner legen."
        yield Finding(title, Verdict.NOTE, found, advice)
    elif workbook.startswith("\\\\"):
        advice = "Starten die Makros nicht, bitte die IT um einen vertrauenswürdigen Speicherort bitten."
        yield Finding(title, Verdict.NOTE, "Die Mappe liegt auf einem Netzlaufwerk.", advice)
    else:
        yield Finding(title, Verdict.GOOD, "Die Mappe liegt auf diesem PC.")


def _settings_beside(probe: Probe, workbook: str) -> Iterator[Finding]:
    title = "Einstellungen neben der Mappe"
    wanted = hardening.places(workbook, [folder for folder in map(probe.environment, _ONEDRIVE) if folder])
    planted = [place for place in wanted if probe.exists(place) or probe.read(place) is not None]
    if not planted:
        yield Finding(title, Verdict.GOOD, f"Dort liegt keine {hardening.NAME}.")
        return
    found = f"Dort liegt {' und '.join(planted)}: Eine solche Datei kann bestimmen, welches Programm Excel startet."
    if _reads_beside(probe, workbook):
        advice = "Diese Mappe liest sie. Bitte die Mappe nicht in Excel öffnen, die IT fragen, von wem die Datei ist, "
        advice += "und sie entfernen. „jcplan new Plan.xlsm“ macht eine Mappe, die sie nicht liest."
        yield Finding(title, Verdict.BAD, found, advice)
    else:
        advice = "Diese Mappe liest sie nicht, eine andere mit xlwings läse sie. "
        advice += "Ist unbekannt, wozu sie da ist: bitte die IT fragen und sie entfernen."
        yield Finding(title, Verdict.NOTE, found, advice)


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


def _versions(probe: Probe, workbook: str) -> Iterator[Finding]:
    if "://" in workbook:
        return
    data = probe.read_bytes(workbook)
    if data is None:
        found = "Die Datei ist nicht lesbar." if probe.exists(workbook) else "Die Datei gibt es nicht."
        yield Finding("Mappe", Verdict.BAD, f"{workbook}: {found}")
        return
    advice = "Eine Mappe mit Makros macht „jcplan new Plan.xlsm“."
    try:
        versions = _workbook_versions(data)
    except FileError as error:
        yield Finding("Mappe", Verdict.NOTE, str(error), advice)
        return
    if versions is None:
        yield Finding("Mappe", Verdict.NOTE, "Sie enthält keine Makros von jcplan.", advice)
        return
    for title, inside, installed in zip(
        ("Version von jcplan", "Version von xlwings"), versions, (__version__, probe.package("xlwings")), strict=True
    ):
        if inside == installed:
            yield Finding(title, Verdict.GOOD, installed)
            continue
        found = f"Die Mappe ist mit {inside} gemacht, installiert ist {installed or 'nichts'}."
        if title.endswith("xlwings"):
            advice = f"Excel sucht eine Bibliothek dieser Version: bitte „pip install xlwings=={inside}“ aufrufen."
            yield Finding(title, Verdict.BAD, found, advice)
        else:
            advice = "Neue Funktionen fehlen in der Mappe; die vorhandenen rechnen mit dem installierten Programm."
            yield Finding(title, Verdict.NOTE, found, advice)


def _workbook_versions(data: bytes) -> tuple[str, str] | None:
    """The versions of jcplan and of xlwings that a macro workbook was made with; None: not with jcplan."""
    project = vba.from_workbook(data)
    wanted = (("jcplan_hilfe", "JCPLAN_VERSION"), ("xlwings", "XLWINGS_VERSION"))
    if project is None or not {module for module, _ in wanted} <= set(project.modules):
        return None
    jcplan, xlwings = (
        re.search(rf'{constant} As String = "([\w.+-]+)"', project.source(module)) for module, constant in wanted
    )
    return (jcplan[1] if jcplan else "?"), (xlwings[1] if xlwings else "?")


def _folder(path: str) -> str:
    return ntpath.normcase(ntpath.dirname(path)) + "\\"


_CHECKS: Final[tuple[Callable[[Probe], Iterator[Finding]], ...]] = (
    _interpreter,
    _other_settings,
    _packages,
    _library,
    _defender,
    _macros,
)
_WORKBOOK_CHECKS: Final[tuple[Callable[[Probe, str], Iterator[Finding]], ...]] = (
    _blocked,
    _cloud,
    _settings_beside,
    _versions,
)
