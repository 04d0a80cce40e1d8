"""The kinds of Office files that are read, as messages speak of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Kind:
    """A kind of Office file.

    Attributes:
        thing: What it is called.
        program: Whose file it is.
        suffix: The ending under which it is to be saved.
        old: The ending of the format before Open XML.
        wanted: What was expected, with its article.
        locked: What one with a password is called, with its article.
        part: What a part of it is called, with its article.
    """

    thing: str
    program: str
    suffix: str
    old: str
    wanted: str
    locked: str
    part: str

    @property
    def expected(self) -> str:
        """What was expected, as messages say it."""
        return f"erwartet {self.wanted}"

    @property
    def backup(self) -> str:
        """What to do about a damaged file."""
        return f"Bitte eine Sicherung verwenden oder die Datei in {self.program} reparieren und neu speichern."

    @property
    def save_again(self) -> str:
        """What to do about one in a form that is not read."""
        return f"Bitte in {self.program} oder LibreOffice ohne Kennwort als {self.suffix} speichern."


WORKBOOK: Final = Kind(
    "Arbeitsmappe",
    "Excel",
    ".xlsx",
    ".xls",
    "eine Arbeitsmappe im Format .xlsx oder .xlsm",
    "eine kennwortgeschützte (verschlüsselte) Arbeitsmappe",
    "einen lesbaren Teil einer Arbeitsmappe",
)
DOCUMENT: Final = Kind(
    "Dokument",
    "Word",
    ".docx",
    ".doc",
    "ein Word-Dokument im Format .docx",
    "ein kennwortgeschütztes (verschlüsseltes) Dokument",
    "einen lesbaren Teil eines Word-Dokuments",
)
