"""What the doctor says about one thing that it looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from jcplan.hosts.excel.probe import Probe

IT: Final = "die IT"
YOURSELF: Final = "Sie selbst"


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
        allow: What IT has to allow or to say, in IT's words, for the page that a user hands over; ``""`` where
            it is no matter of IT.
    """

    title: str
    verdict: Verdict
    found: str
    what_to_do: str = ""
    allow: str = ""

    @property
    def whom(self) -> str:
        """Who can do it.

        >>> Finding("Makros", Verdict.BAD, "Gesperrt.", "IT fragen.", "VBAWarnings = 2.").whom
        'die IT'
        >>> Finding("Makros", Verdict.GOOD, "Erlaubt.").whom
        ''
        """
        return IT if self.allow else YOURSELF if self.what_to_do else ""

    def __str__(self) -> str:
        text = f"{self.verdict.value}: {self.title} – {self.found}"
        return f"{text} {self.what_to_do}" if self.what_to_do else text


Check = Callable[[Probe, str], Iterator[Finding]]
"""Looks at one subject of a PC and of a workbook (its path or web address, ``""`` for none)."""
