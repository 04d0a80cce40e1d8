"""A formula that is left as it is, and why."""

from __future__ import annotations

from dataclasses import dataclass

from jcplan.formula.parse import FormulaError


@dataclass(frozen=True)
class Left:
    """Why a formula is not computed here.

    Attributes:
        reason: A whole German sentence.
        cause: The function that is not computed, by its German name, or the reason in a few words.
    """

    reason: str
    cause: str

    def __str__(self) -> str:
        return self.reason

    @classmethod
    def because(cls, error: FormulaError) -> Left:
        """From the error that the computation ended with."""
        return cls(str(error), error.cause)

    def dependent(self, place: str) -> FormulaError:
        """What a formula says that refers to such a cell: its stored value may be outdated."""
        return FormulaError(f"{place} ist nicht gerechnet; die Formel hängt davon ab.", f"hängt ab von {place}")
