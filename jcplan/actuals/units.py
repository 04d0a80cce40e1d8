"""The teams of a workbook, as deliveries name them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.actuals.months import date_parts
from jcplan.actuals.words import spaced
from jcplan.cells import DAY_ZERO, Scalar
from jcplan.errors import InputError
from jcplan.german import literal, visible

TOTAL: Final = "gesamt"
"""Names the whole Jobcenter in place of a team."""
_SUMS: Final = ("insgesamt", "summe", "gesamtsumme")  # as tables close, unless a team is called so
_EXPECTED: Final = f"ein Team des Blattes Teams (Kürzel oder Name) oder {TOTAL}"
_AS_TEXT: Final = "Bitte die Spalte einheit als Text formatieren und neu eintragen."


@dataclass(frozen=True)
class Units:
    """Kürzel and name of each slot for a team; a slot without Kürzel is unused."""

    keys: Sequence[str]
    names: Sequence[str]

    @classmethod
    def of(cls, keys: Sequence[Scalar], names: Sequence[Scalar]) -> Units:
        """From the cells of the sheet Teams."""
        return cls(tuple(map(_written, keys)), tuple(map(_written, names)))

    def find(self, cell: Scalar, day_zero: dt.date = DAY_ZERO) -> int | None:
        """The slot of the team that a cell names; None for the whole Jobcenter.

        Args:
            cell: A team's Kürzel or name, or ``gesamt``.
            day_zero: The day from which numbers count where they stand for dates.

        Raises:
            InputError: It names no team, it may be several, or a spreadsheet program made a date of it.

        >>> units = Units(("1.1", "1.10"), ("Nord", "Süd"))
        >>> units.find(" nord "), units.find("1.10"), units.find("gesamt")
        (0, 1, None)
        """
        wanted = _written(cell).casefold()
        if wanted == TOTAL:
            return None
        is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
        slots = [slot for slot, key in enumerate(self.keys) if key]
        found = [
            slot
            for slot in slots
            if wanted == self.keys[slot].casefold() or (not is_number and wanted == self.names[slot].casefold())
        ]
        if not found and wanted in _SUMS:
            return None
        if is_number:
            alike = [slot for slot in slots if _number(self.keys[slot]) == cell]
            if alike != found:  # 1.10 as a number is 1.1
                keys = " oder ".join(self.keys[slot] for slot in alike)
                raise InputError("einheit", f"die Zahl {literal(cell)}", f"einen Text wie {keys}", _AS_TEXT)
        if not wanted or not found:
            raise InputError("einheit", literal(cell), _EXPECTED, self._advice(cell, day_zero))
        if len(found) > 1:
            keys = ", ".join(self.keys[slot] for slot in found)
            raise InputError("einheit", f"{literal(cell)}; so heißen mehrere Teams ({keys})", "das Kürzel eines Teams")
        return found[0]

    def _advice(self, cell: Scalar, day_zero: dt.date) -> str:
        """What to do about a number, or about the date that a program made of a Kürzel."""
        parts = date_parts(cell, day_zero)
        if not parts:
            return _AS_TEXT if isinstance(cell, int | float) else ""
        keys = [key for key in self.keys if tuple(map(int, re.findall("[0-9]+", key))) in parts]
        what = f"der Einheit {' oder '.join(keys)}" if keys else "einem Kürzel"
        return f"Excel hat aus {what} ein Datum gemacht. {_AS_TEXT}"


def _written(cell: Scalar) -> str:
    """A cell as a text, trimmed; a number with a point, as a Kürzel is written."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:.15g}"
    return visible(spaced(cell)) if isinstance(cell, str) else ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
