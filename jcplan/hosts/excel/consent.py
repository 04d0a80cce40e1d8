"""Whether ``jcplan serve`` may run on this PC: IT's policy decides where there is one, else what a user recorded of IT.

The service works beside Defender's rule that Office starts no programs, so it is off until those who set such
rules want it. What they are told stands on the page of ``jcplan doctor --it``.
"""

from __future__ import annotations

import datetime as dt
import json
import ntpath
from dataclasses import dataclass
from typing import Any, Final

from jcplan.errors import FileError, InputError
from jcplan.hosts.excel import calling
from jcplan.hosts.excel.probe import Probe, local

CLSID: Final = "{68F1951B-B45F-4537-8171-E58E5480AE48}"
"""Under which VBA finds the running service; nothing is registered under it in Windows."""

RUNNING: Final = "Local\\jcplan-serve"
"""The mutex of the session that the service holds as long as it runs."""

POLICY_KEY: Final = r"HKLM\SOFTWARE\Policies\jcplan"
"""Written by administrators and group policies only."""
POLICY_VALUE: Final = "Dienst"
"""A DWORD: 1 the service may run, 0 it may not."""
ALLOWED: Final = "1"
FORBIDDEN: Final = "0"

RECORD: Final = ("jcplan", "dienst.json")
"""Where a user records IT's consent, below ``%LOCALAPPDATA%``: it is given for a PC and does not go along to others."""

WHO: Final = "Zustimmen darf, wer im Haus für die IT-Sicherheit entscheidet; nicht, wer den Dienst benutzt."


def how(probe: Probe) -> str:
    """How one comes to a consent on a PC, German sentences."""
    record_it = calling.command('serve --zustimmung "Wer, wann"', probe)
    return (
        f"{calling.call('doctor --it', probe)} schreibt die Seite für die IT. Stimmt sie zu, setzt sie "
        f"{POLICY_KEY}, Wert {POLICY_VALUE} (DWORD) = {ALLOWED}, oder Sie halten fest, wer wann zugestimmt hat: "
        f"{record_it}."
    )


@dataclass(frozen=True)
class Consent:
    """How it stands.

    Attributes:
        allowed: Whether the service may run.
        by_policy: Whether a policy decided it.
        text: Why, in whole German sentences.
    """

    allowed: bool
    by_policy: bool
    text: str


def record_path(probe: Probe) -> str:
    """The file in which a user records IT's consent."""
    return ntpath.join(local(probe), *RECORD)


def consent(probe: Probe) -> Consent:
    """Whether the service may run on a PC, and why."""
    policy = probe.registry(POLICY_KEY, POLICY_VALUE)
    where = f"{POLICY_KEY}, {POLICY_VALUE}"
    if policy == ALLOWED:
        return Consent(allowed=True, by_policy=True, text=f"Die IT erlaubt den Dienst ({where} = {ALLOWED}).")
    if policy == FORBIDDEN:
        return Consent(allowed=False, by_policy=True, text=f"Die IT verbietet den Dienst ({where} = {FORBIDDEN}).")
    if policy is not None:
        text = f"Die Richtlinie der IT ist nicht zu verstehen: {where}: gefunden „{policy}“, erwartet "
        text += f"{ALLOWED} (erlaubt) oder {FORBIDDEN} (verboten). Solange bleibt der Dienst aus; bitte die IT fragen."
        return Consent(allowed=False, by_policy=True, text=text)
    if probe.is_hidden(POLICY_KEY):
        text = f"Die Richtlinie der IT ist nicht zu lesen: {where}: gefunden kein Recht dazu, erwartet {ALLOWED}, "
        text += f"{FORBIDDEN} oder nichts. Solange bleibt der Dienst aus; bitte die IT fragen."
        return Consent(allowed=False, by_policy=True, text=text)
    recorded = _recorded(probe)
    if recorded is None:
        return Consent(allowed=False, by_policy=False, text=f"Für den Dienst fehlt die Zustimmung der IT. {how(probe)}")
    said, day = recorded
    text = f"Zustimmung der IT: {said} (festgehalten am {day:%d.%m.%Y} in {record_path(probe)})."
    return Consent(allowed=True, by_policy=False, text=text)


def _recorded(probe: Probe) -> tuple[str, dt.date] | None:
    """What was recorded and when; None where there is nothing, or nothing that ``record`` wrote."""
    try:
        found: Any = json.loads(probe.read(record_path(probe)) or "")
        return _who_and_when(found["zustimmung"]), dt.date.fromisoformat(found["festgehalten"])
    except (ValueError, TypeError, KeyError):
        return None


def record(probe: Probe, text: str, today: dt.date) -> str:
    """Record who consented and when.

    Args:
        probe: The PC.
        text: Who and when, ``"Eva Muster, IT-Sicherheit, 12.03.2027"``.
        today: The day on which it is recorded.

    Returns:
        What was done, in German.

    Raises:
        InputError: The text does not say who and when.
        FileError: IT's policy decides: there is nothing to record.
    """
    said, found = _who_and_when(text), consent(probe)
    if found.by_policy:
        raise FileError(f"{found.text} Eine Zustimmung ist hier nicht festzuhalten; es wurde nichts geschrieben.")
    path = record_path(probe)
    probe.write(path, json.dumps({"zustimmung": said, "festgehalten": today.isoformat()}) + "\n")
    return f"Festgehalten in {path}: {said}. {WHO} Zurücknehmen: die Datei löschen."


def _who_and_when(text: object) -> str:
    """The text without blanks around it.

    >>> _who_and_when(" Eva Muster, IT-Sicherheit, 12.03.2027 ")
    'Eva Muster, IT-Sicherheit, 12.03.2027'
    >>> _who_and_when("ja")
    Traceback (most recent call last):
    jcplan.errors.InputError: --zustimmung: gefunden „ja“, erwartet wer zugestimmt hat und wann, mit einem Komma \
dazwischen („Eva Muster, IT-Sicherheit, 12.03.2027“). Zustimmen darf, wer im Haus für die IT-Sicherheit \
entscheidet; nicht, wer den Dienst benutzt.
    """
    said = str(text).strip()
    who, comma, when = said.rpartition(",")
    if not (comma and who.strip() and any(map(str.isdigit, when)) and said.isprintable()):
        expected = "wer zugestimmt hat und wann, mit einem Komma dazwischen („Eva Muster, IT-Sicherheit, 12.03.2027“)"
        raise InputError("--zustimmung", f"„{said}“", expected, WHO)
    return said
