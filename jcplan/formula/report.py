"""What a refresh or a check says about formulas that are left as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.cells import Area, address, area_address, quote_sheet
from jcplan.formula.dialect import to_german
from jcplan.formula.left import Left
from jcplan.german import count

_SHOWN: Final = 5
_ADVICE: Final = (
    "Bis Excel oder LibreOffice die Datei öffnet und rechnet, steht dort der zuletzt gespeicherte Wert. "
    "Alle nennt --json."
)


@dataclass(frozen=True)
class Uncomputed:
    """A formula that is left as it is.

    Attributes:
        place: Its cell, such as ``Eigene!B3``.
        formula: The formula, German.
        cause: The function that is not computed here, or the reason in a few words.
    """

    place: str
    formula: str
    cause: str

    @classmethod
    def at(cls, sheet: str, row: int, column: int, formula: str, left: Left, array: Area | None = None) -> Uncomputed:
        """A formula in a cell, or in the area that it fills."""
        place = address(row, column) if array is None else area_address(array)
        return cls(f"{quote_sheet(sheet)}!{place}", to_german(formula), left.cause)

    def __str__(self) -> str:
        return f"{self.place} ({self.cause})"


def uncomputed_text(formulas: Sequence[Uncomputed]) -> str:
    """How many formulas are left, the first of them, and what that means; '' for none.

    >>> uncomputed_text([Uncomputed("Eigene!B3", "=SVERWEIS(1;A:B;2)", "SVERWEIS")]).splitlines()[0]
    '1 Formel nicht gerechnet: Eigene!B3 (SVERWEIS)'
    """
    if not formulas:
        return ""
    first = ", ".join(map(str, formulas[:_SHOWN])) + (", …" if len(formulas) > _SHOWN else "")
    return f"{count(len(formulas), 'Formel', 'Formeln')} nicht gerechnet: {first}\n{_ADVICE}"
