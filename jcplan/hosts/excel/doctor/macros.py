"""Settings and policies that keep Excel from running macros, or from making the objects that they use.

Values: "VBA Macro Notification Settings" and "Block macros from running in Office files from the Internet" in
"Macros from the internet are blocked by default in Office" (Deploy Office), with Office's administrative templates
(excel16.admx, office16.admx); VBAOff: "How to turn off Visual Basic for Applications when you deploy Office" (Office
troubleshooting); objects: "Security settings for COM objects in Office" (Microsoft Support).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final

from jcplan.hosts.excel import calling
from jcplan.hosts.excel.consent import CLSID
from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.doctor.policies import OFFICE, POLICIES, policy, setting
from jcplan.hosts.excel.doctor.trust import is_trusted
from jcplan.hosts.excel.probe import Probe

_SECURITY: Final = r"Excel\Security"
_VBA_OFF: Final = tuple(rf"{root}\Common" for root in (*POLICIES, rf"HKLM\{OFFICE}", rf"HKCU\{OFFICE}"))
_SIGNED, _NONE = "3", "4"
_DICTIONARY: Final = "{EE09B103-97E0-11CF-978F-00A02463E06F}"
"""Scripting.Dictionary, in which xlwings' module keeps its settings. The other object that the macros ask for is the
service's (``consent.CLSID``), where it runs; without it they start Python."""
_KILL: Final = 0x400
_COMPATIBILITY: Final = tuple(
    rf"HKLM\SOFTWARE\Microsoft\Office\{place}16.0\Common\COM Compatibility\{_DICTIONARY}"
    for place in ("", "ClickToRun\\REGISTRY\\MACHINE\\Software\\Microsoft\\Office\\")
)


def macros(probe: Probe, workbook: str) -> Iterator[Finding]:
    """Whether Excel runs macros."""
    title = "Makros"
    off = next((key for key in _VBA_OFF if probe.registry(key, "VBAOff") == "1"), "")
    if off:
        refresh = calling.call("refresh", probe)
        advice = f"Bitte die IT bitten, VBA für diesen PC einzuschalten. Bis dahin: LibreOffice oder {refresh}."
        yield Finding(title, Verdict.BAD, "VBA ist in Office abgeschaltet.", advice, rf"{off}\VBAOff = 0.")
        return
    level = setting(probe, _SECURITY, "VBAWarnings")
    if level is None or level.value not in (_SIGNED, _NONE):
        yield Finding(title, Verdict.GOOD, "Excel fragt oder erlaubt sie.")
        return
    if is_trusted(probe, workbook):
        yield Finding(title, Verdict.GOOD, "Excel sperrt sie, aber nicht an dem Ort, an dem die Mappe liegt.")
        return
    how = "Excel führt nur signierte Makros aus." if level.value == _SIGNED else "Excel führt keine Makros aus."
    verdict = Verdict.BAD
    if level.value == _SIGNED and _is_signed(probe, workbook):
        verdict = Verdict.NOTE
        how += " Die Mappe ist signiert; ob Excel dem Herausgeber vertraut, ist hier nicht zu sehen."
    if level.by_it:
        advice = "Die Einstellung kommt von der IT: bitte dort um einen vertrauenswürdigen Speicherort bitten."
        allow = (
            f"Vertrauenswürdiger Speicherort für die Mappen, oder ihre Makros signieren ({level.key} = {level.value})."
        )
        yield Finding(title, verdict, how, advice, allow)
    else:
        advice = "Datei › Optionen › Trust Center › Makroeinstellungen: „VBA-Makros mit Benachrichtigung deaktivieren“."
        yield Finding(title, verdict, how, advice)


def _is_signed(probe: Probe, workbook: str) -> bool:
    data = probe.read_bytes(workbook) if workbook and "://" not in workbook else None
    try:
        with zipfile.ZipFile(io.BytesIO(data or b"")) as package:
            return any(name.startswith("xl/vbaProjectSignature") for name in package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def from_the_internet(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """What happens to workbooks with a mark of the web: the default is what the policy asks for."""
    title = "Makros aus dem Internet"
    blocked = policy(probe, _SECURITY, "BlockContentExecutionFromInternet")
    if blocked and blocked.value == "1":
        advice = "Kommt die Mappe aus einer Mail oder dem Netz: rechte Maustaste › Eigenschaften › „Zulassen“."
        found = "Die IT sperrt Makros in Mappen mit Internet-Kennzeichen."
        yield Finding(title, Verdict.NOTE, found, advice)
    elif blocked:
        yield Finding(title, Verdict.GOOD, "Die IT überlässt die Entscheidung den Makroeinstellungen.")
    else:
        yield Finding(
            title, Verdict.GOOD, "Keine Richtlinie; Excel sperrt Mappen mit Internet-Kennzeichen von sich aus."
        )


def add_ins(probe: Probe, _workbook: str) -> Iterator[Finding]:
    """Policies on add-ins and ActiveX: the workbook is no add-in and has no controls, but asks for two objects."""
    title = "Add-ins, COM und ActiveX"
    killed = next((key for key in _COMPATIBILITY if _is_killed(probe, key)), "")
    if killed:
        found = "Office darf das Objekt Scripting.Dictionary nicht laden; ohne es finden die Makros Python nicht."
        advice = "Bitte die IT bitten, dieses Objekt für Office zuzulassen."
        yield Finding(title, Verdict.BAD, found, advice, f"Scripting.Dictionary in Office zulassen: {killed}.")
        return
    strict = policy(probe, r"Common\COM Categories", "CheckOfficeActiveX")
    if strict and strict.value == "2":
        found = "Office lädt nur Objekte, die dafür eingetragen sind; ob das Scripting.Dictionary oder den Dienst "
        found += f"(jcplan serve, {CLSID}) trifft, zeigt nur Excel."
        advice = "Antworten alle Formeln mit #WERT!, bitte die IT nach dieser Einstellung fragen."
        yield Finding(
            title,
            Verdict.UNKNOWN,
            found,
            advice,
            f"Sagen, ob {strict.key} = 2 Scripting.Dictionary oder {CLSID} sperrt.",
        )
        return
    for name, what in (
        ("DisableAllAddins", "Add-ins sind verboten"),
        ("RequireAddinSig", "Add-ins brauchen Signaturen"),
    ):
        forbidden = policy(probe, _SECURITY, name)
        if forbidden and forbidden.value == "1":
            found = f"{what}. Die Mappe ist keines und rechnet trotzdem; nur Hilfen als Add-in (Excel-DNA) fehlen."
            advice = "Wer die Hilfe beim Tippen möchte, fragt die IT; nötig ist sie nicht."
            yield Finding(title, Verdict.NOTE, found, advice)
            return
    yield Finding(title, Verdict.GOOD, "Nichts davon betrifft die Mappe.")


def _is_killed(probe: Probe, key: str) -> bool:
    flags = probe.registry(key, "Compatibility Flags") or ""
    return flags.isdigit() and bool(int(flags) & _KILL) and probe.registry(key, "ActivationFilterOverride") != "1"
