"""Microsoft Defender's rules that keep Excel from starting Python or from loading a library.

The rules, their numbers and what their modes do: "Attack surface reduction rules reference"; exclusions: "Enable
attack surface reduction rules"; where policies are stored: "Troubleshoot Microsoft Defender Antivirus settings"
(all in Microsoft Defender for Endpoint). What users met: xlwings #821, #1420, #2433, #2473.
"""

from __future__ import annotations

import fnmatch
import ntpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from jcplan.hosts.excel import calling
from jcplan.hosts.excel.doctor import service
from jcplan.hosts.excel.doctor.finding import Finding, Verdict
from jcplan.hosts.excel.doctor.interpreter import started
from jcplan.hosts.excel.doctor.library import library, office_bits
from jcplan.hosts.excel.probe import Probe, expanded

_BLOCK, _AUDIT, _WARN = 1, 2, 6
_OFF: Final = (0, 5)
"""Off, and not configured."""
_POLICY: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR"
_MANAGER: Final = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"


@dataclass(frozen=True)
class Rule:
    """A rule that can stop jcplan.

    Attributes:
        number: Its id.
        title: What it is called here.
        name: What Microsoft calls it.
        effect: What it does to jcplan.
        certain: Whether it stops jcplan for sure where it is in force.
        excluded: What has to be excluded, as IT reads it.
    """

    number: str
    title: str
    name: str
    effect: str
    certain: bool
    excluded: str


CHILD_PROCESSES: Final = Rule(
    "d4f940ab-401b-4efc-aadc-ad5f3c50688a",
    "Defender: Office darf keine Programme starten",
    "Block all Office applications from creating child processes",
    "Excel kann Python nicht starten",
    certain=True,
    excluded="cmd.exe und python.exe",
)
WIN32_CALLS: Final = Rule(
    "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b",
    "Defender: keine Win32-Aufrufe aus Makros",
    "Block Win32 API calls from Office macros",
    "Excel kann die Bibliothek von xlwings nicht laden",
    certain=True,
    excluded="die Mappen von jcplan (Ordner)",
)
UNKNOWN_FILES: Final = Rule(
    "01443614-cd74-433a-b99e-2ecdc07bfc25",
    "Defender: nur verbreitete Programme",
    "Block executable files from running unless they meet a prevalence, age, or trusted list criterion",
    "sie kann die Bibliothek von xlwings sperren, die nicht signiert geliefert wird",
    certain=False,
    excluded="die Bibliothek von xlwings",
)
RULES: Final = (CHILD_PROCESSES, WIN32_CALLS, UNKNOWN_FILES)


def command_line(probe: Probe) -> str:
    """The shell that Excel starts, which starts Python (``XLPyCommand`` in xlwings' module)."""
    return ntpath.join(probe.environment("SYSTEMROOT") or r"C:\Windows", "System32", "cmd.exe")


def rules(probe: Probe) -> Mapping[str, int] | None:
    """Actions by rule: as Defender says them, else as policies set them; None: neither is to be read."""
    if probe.security.rules is not None:
        return probe.security.rules
    managed = dict(re.findall(r"([0-9a-f-]{36})=(\d+)", (probe.registry(_MANAGER, "ASRRules") or "").lower()))
    policies = {name.lower(): value for name, value in probe.values(f"{_POLICY}\\Rules").items()}
    found = {name: int(value) for name, value in {**managed, **policies}.items() if value.isdigit()}
    return found or None


def exclusions(probe: Probe) -> tuple[str, ...] | None:
    """What is excluded from the rules; None: that may not be read."""
    if probe.security.exclusions is not None:
        return probe.security.exclusions
    managed = [path for path in (probe.registry(_MANAGER, "ASROnlyExclusions") or "").split("|") if path]
    return (*probe.values(f"{_POLICY}\\ASROnlyExclusions"), *managed) or None


def covers(exclusion: str, path: str) -> bool:
    r"""Whether an exclusion, a file or folder with wildcards, takes in a file.

    >>> covers("C:\\JC-Planung", r"c:\jc-planung\python.exe"), covers(r"C:\*\python.exe", r"C:\x\python.exe")
    (True, True)
    >>> covers(r"C:\JC", r"C:\JC-Planung\python.exe")
    False
    """
    wanted, pattern = (ntpath.normcase(text).rstrip("\\") for text in (path, exclusion))
    return wanted.startswith(f"{pattern}\\") or fnmatch.fnmatchcase(wanted, pattern)


def _excluded(probe: Probe, path: str) -> bool:
    return any(covers(expanded(probe, exclusion), path) for exclusion in exclusions(probe) or ())


def _needed(probe: Probe, rule: Rule, workbook: str) -> list[str]:
    """The files that have to be excluded from a rule."""
    if rule is CHILD_PROCESSES:
        return [command_line(probe), started(probe)]
    if rule is WIN32_CALLS:
        return [workbook] if workbook else []
    each = library(probe, office_bits(probe) or 64)
    return [each.expected] if each else []


def attack_surface(probe: Probe, workbook: str) -> Iterator[Finding]:
    """The three rules."""
    known = rules(probe)
    for rule in RULES:
        if known is None:
            found = "Die Regeln lassen sich ohne besondere Rechte nicht lesen."
            advice = f"Antworten alle Formeln mit #WERT!, bitte die IT nach dieser Regel fragen: {rule.number}."
            yield Finding(rule.title, Verdict.UNKNOWN, found, advice, f"Sagen, wie Regel {rule.number} steht.")
        else:
            yield _stands(probe, rule, known.get(rule.number, 0), workbook)


def _stands(probe: Probe, rule: Rule, action: int, workbook: str) -> Finding:
    allow = f"Regel {rule.number}: Ausnahme für {rule.excluded}."
    if action in _OFF:
        return Finding(rule.title, Verdict.GOOD, "Die Regel ist nicht in Kraft.")
    if action == _AUDIT:
        found = "Die Regel wird nur beobachtet: Heute geht alles, die IT kann sie aber jederzeit scharf stellen."
        advice = f"Bitte die IT bitten, vorher an jcplan zu denken (Regel {rule.number})."
        return Finding(rule.title, Verdict.NOTE, found, advice, f"{allow} Sie steht auf Überwachen.")
    if action not in (_BLOCK, _WARN):
        found = f"Die Regel steht auf {action}; bekannt sind 0, 1, 2 und 6."
        return Finding(rule.title, Verdict.UNKNOWN, found, f"Bitte die IT nach Regel {rule.number} fragen.", allow)
    how = "ist in Kraft" if action == _BLOCK else "warnt, und wer zulässt, hat 24 Stunden Ruhe"
    needed = _needed(probe, rule, workbook)
    if needed and all(_excluded(probe, path) for path in needed):
        return Finding(rule.title, Verdict.GOOD, f"Die Regel {how}; ausgenommen: {', '.join(needed)}.")
    found = f"Die Regel {how}: {rule.effect}."
    if probe.security.rules is None:
        found += " So sagt es die Richtlinie; sie wirkt nur, wo Defender der Virenschutz ist."
    if exclusions(probe) is None:
        found += " Ob jcplan ausgenommen ist, lässt sich ohne besondere Rechte nicht lesen."
    if rule is CHILD_PROCESSES and service.helps(probe):
        found = f"Die Regel {how}; der Dienst ist erlaubt und kommt ohne Ausnahme aus."
        if service.runs(probe):
            return Finding(rule.title, Verdict.GOOD, f"{found} Er läuft.")
        return Finding(rule.title, Verdict.NOTE, found, f"Bitte vor Excel {calling.call('serve', probe)} starten.")
    refresh = calling.call("refresh", probe)
    advice = f"Bitte die IT um eine Ausnahme bitten (Regel {rule.number}). Ohne sie: {refresh}."
    if rule is CHILD_PROCESSES:
        advice = (
            "Bitte die IT um eine Ausnahme für Python oder um die Zustimmung zum Dienst bitten "
            f"(Regel {rule.number}, {calling.call('doctor --it', probe)}). Ohne beides: {refresh}."
        )
        allow = f"Regel {rule.number}: Ausnahme für {' und '.join(needed)}; oder der Dienst, siehe unten."
    return Finding(rule.title, Verdict.BAD if rule.certain else Verdict.NOTE, found, advice, allow)
