"""The instruments of the Eingliederungstitel, as deliveries of money name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.actuals.units import TOTAL
from jcplan.actuals.words import plain, spaced
from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.german import literal

_SUMS: Final = ("gesamt", "insgesamt", "summe", "gesamtsumme", "alle", "egt", "eingliederungstitel")
_NUMBERED: Final = re.compile(r"(?:i|instrument|nr)?\.? ?0*([1-9][0-9]?)(?: ·.*)?", re.IGNORECASE)
_ABBREVIATED: Final = re.compile(r"(.+?) ?\(([^()]+)\)")


def instrument_names(count: int) -> list[str]:
    """The defined names of what the instruments are called.

    >>> instrument_names(1)
    ['Annahme_Mittel_Gewicht_01_Bezeichnung']
    """
    return [f"Annahme_Mittel_Gewicht_{slot:02}_Bezeichnung" for slot in range(1, count + 1)]


@dataclass(frozen=True)
class Instruments:
    """What each instrument of the plan is called; a blank text where it is not named."""

    labels: Sequence[str]

    @classmethod
    def of(cls, cells: Iterable[Scalar]) -> Instruments:
        """From the cells of the sheet Annahmen."""
        return cls(tuple(spaced(cell) if isinstance(cell, str) else "" for cell in cells))

    @property
    def used(self) -> tuple[int, ...]:
        """The instruments that have a name, from 0.

        >>> Instruments(("AGH", "", "EGZ")).used
        (0, 2)
        """
        return tuple(slot for slot, label in enumerate(self.labels) if label)

    def shown(self, slot: int) -> str:
        """An instrument as messages and the record of an import name it.

        >>> Instruments(("AGH", "")).shown(0), Instruments(("AGH", "")).shown(1)
        ('I01 · AGH', 'I02')
        """
        label = self.labels[slot]
        return f"I{slot + 1:02}" + (f" · {label}" if label else "")

    def find(self, cell: Scalar) -> int | None:
        """The instrument that a cell names, from 0; None for all of them.

        Args:
            cell: What it is called, with or without the abbreviation in brackets, the abbreviation, its number
                (``3``, ``I03``, ``Instrument 3``), or ``gesamt``.

        Raises:
            InputError: It names none, or several.

        >>> known = Instruments(("Arbeitsgelegenheiten (AGH)", "Eingliederungszuschüsse (EGZ)"))
        >>> known.find("EGZ"), known.find("arbeitsgelegenheiten"), known.find("I02"), known.find("gesamt")
        (1, 0, 1, None)
        """
        text = f"{cell:.15g}" if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell or "")
        wanted = plain(text)
        named = [slot for slot in self.used if wanted and wanted in self._names(slot)]
        if len(named) == 1:
            return named[0]
        if len(named) > 1:
            numbers = ", ".join(f"I{slot + 1:02}" for slot in named)
            found = f"{literal(cell)}; so heißen mehrere Instrumente ({numbers})"
            raise InputError("einheit", found, "die Nummer eines Instruments")
        if wanted in _SUMS:
            return None
        numbered = _NUMBERED.fullmatch(spaced(text))
        if numbered and int(numbered[1]) <= len(self.labels):
            return int(numbered[1]) - 1
        numbers = f"1 bis {len(self.labels)}"
        expected = f"ein Instrument des Blattes Annahmen (Bezeichnung, oder Nummer {numbers}) oder {TOTAL}"
        raise InputError("einheit", literal(cell), expected)

    def is_as_written(self, cell: Scalar) -> bool:
        """Whether a cell, which names an instrument, is its whole name, or says ``gesamt``.

        >>> Instruments(("AGH",)).is_as_written("agh"), Instruments(("AGH",)).is_as_written("I01")
        (True, False)
        """
        text = spaced(cell).casefold() if isinstance(cell, str) else ""
        return text == TOTAL or text in (label.casefold() for label in self.labels if label)

    def _names(self, slot: int) -> Iterator[str]:
        """How an instrument is called: whole, without what stands in brackets, and that alone."""
        label = self.labels[slot]
        yield plain(label)
        if found := _ABBREVIATED.fullmatch(label):
            yield from (plain(found[1]), plain(found[2]))
