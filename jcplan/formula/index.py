"""Where cells hold which value: the one look-up behind VERGLEICH and ZÄHLENWENN."""

from __future__ import annotations

from jcplan.cells import CellError, Scalar
from jcplan.formula.coerce import reads_as_number
from jcplan.formula.compare import folded
from jcplan.formula.programs import differs, either

_TRUTHS = "Suche unter Wahrheitswerten und Zahlen"

_CLOSE = 1e-13  # numbers that differ by less may be equal in one program and different in another


def _rounded(value: float) -> str:
    return f"{value + 0.0:.12e}"  # + 0.0: no −0


class Index:
    """Positions of values, in the order in which they were added.

    Args:
        bottom: The last row that was added.
    """

    __slots__ = ("_folded", "_numbers", "_texts", "bottom", "numeric_texts", "truths")

    def __init__(self, bottom: int = 0) -> None:
        self.bottom = bottom
        self.numeric_texts = False
        self.truths: dict[bool, list[int]] = {}
        self._numbers: dict[str, dict[float, list[int]]] = {}
        self._texts: dict[str, list[int]] = {}
        self._folded: dict[str, set[str]] = {}

    def add(self, value: Scalar, position: int) -> None:
        """Add a cell; blanks and errors are never found."""
        if isinstance(value, bool):
            self.truths.setdefault(value, []).append(position)
        elif isinstance(value, str):
            plain = value.lower()
            if plain not in self._texts:
                self.numeric_texts = self.numeric_texts or reads_as_number(value)
                self._texts[plain] = []
                self._folded.setdefault(folded(value), set()).add(plain)
            self._texts[plain].append(position)
        elif value is not None and not isinstance(value, CellError):
            number = float(value)
            self._numbers.setdefault(_rounded(number), {}).setdefault(number, []).append(position)

    def number(self, wanted: float) -> list[int]:
        """Positions of a number; in LibreOffice truth values are some.

        Raises:
            FormulaError: There is one so close that it cannot be told.
        """
        numbers = self.number_alone(wanted)
        truths = self.truths.get(bool(wanted), []) if wanted in (0.0, 1.0) else []
        return either(sorted(numbers + truths), numbers, _TRUTHS) if truths else numbers

    def number_alone(self, wanted: float) -> list[int]:
        """Positions of a number; truth values are none."""
        found: dict[float, list[int]] = {}
        for near in (wanted, wanted * (1 - _CLOSE), wanted * (1 + _CLOSE)):
            found |= self._numbers.get(_rounded(near), {})
        if any(other != wanted and abs(other - wanted) <= _CLOSE * abs(wanted) for other in found):
            raise differs("Suche nach einer fast gleichen Zahl")
        return found.get(wanted, [])

    def truth(self, wanted: bool) -> list[int]:  # noqa: FBT001 - it is the value
        """Positions of a truth value."""
        truths, numbers = self.truths.get(wanted, []), self.number_alone(float(wanted))
        return either(sorted(numbers + truths), truths, _TRUTHS) if numbers else truths

    def text(self, wanted: str) -> list[int]:
        """Positions of a text, without regard to case.

        Raises:
            FormulaError: There is one so similar that programs may differ.
        """
        plain = wanted.lower()
        if self._folded.get(folded(wanted), set()) - {plain}:
            raise differs("Suche nach einem Text, der in anderer Schreibweise vorkommt")
        return self._texts.get(plain, [])
