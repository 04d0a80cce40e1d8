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
SUMS: Final = ("insgesamt", "summe", "gesamtsumme")  # as tables close, unless a team is called so
_EXPECTED: Final = f"ein Team des Blattes Teams (Kürzel oder Name) oder {TOTAL}"
_CODE: Final = re.compile(r"(\S*[0-9]\S*?)(?:\s*[–—:|]\s*|\s+-\s+|\s+\(?|\s*\()(.*[^\W\d_].*?)\)?")
"""A code with a text behind it, as statistics write units: ``1.2 Team Nord``, ``35702 – Jobcenter X``."""
_JOINS: Final = re.compile(
    r"\b(?:und|u|bis|ohne|mit|davon|darunter|sowie|oder|bzw|außer|inkl|einschl|einschließlich)\b|[+&/]", re.IGNORECASE
)
"""What makes more, or less, than one unit of a text."""
_AS_TEXT: Final = "Bitte die Spalte einheit als Text formatieren und neu eintragen."


@dataclass(frozen=True)
class Units:
    """Kürzel and name of each slot for a team; a slot without Kürzel is unused. ``whole`` names the Jobcenter."""

    keys: Sequence[str]
    names: Sequence[str]
    whole: str = ""

    @classmethod
    def of(cls, keys: Sequence[Scalar], names: Sequence[Scalar], whole: Scalar = None) -> Units:
        """From the cells of the sheet Teams, and that of the Jobcenter's name."""
        return cls(tuple(map(_written, keys)), tuple(map(_written, names)), _written(whole))

    def find(self, cell: Scalar, day_zero: dt.date = DAY_ZERO) -> int | None:
        """The slot of the team that a cell names; None for the whole Jobcenter.

        Args:
            cell: A team's Kürzel or name, or both, or ``gesamt`` or the Jobcenter's name, perhaps behind its code.
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
        if not found and wanted in (*SUMS, self.whole.casefold() or TOTAL):
            return None
        if not found and (coded := _CODE.fullmatch(_written(cell))):
            return self._coded(cell, coded[1], coded[2], day_zero)
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

    def is_as_written(self, cell: Scalar) -> bool:
        """Whether a cell, which names a unit, is no more than a Kürzel, a name or ``gesamt``.

        >>> units = Units(("1.1",), ("Nord",))
        >>> units.is_as_written("nord"), units.is_as_written("1.1 Team Nord"), units.is_as_written("Summe")
        (True, False, False)
        """
        wanted = _written(cell).casefold()
        known = (TOTAL, *(text.casefold() for text in (*self.keys, *self.names)))
        return wanted in known or isinstance(cell, int | float)

    def _coded(self, cell: Scalar, code: str, text: str, day_zero: dt.date) -> int | None:
        """The unit of a code with a text behind it: the text must not say that it is another one, or several.

        Raises:
            InputError: Nobody can tell for sure.
        """
        found = [slot for slot, key in enumerate(self.keys) if key and key.casefold() == code.casefold()]
        said = text.casefold()
        if not found and self.whole and said == self.whole.casefold():
            return None
        if len(found) == 1:
            others = {
                other.casefold()
                for slot, key in enumerate(self.keys)
                for other in (key, self.names[slot] if key else "")
                if other and slot != found[0]
            }
            own = self.names[found[0]].casefold()
            clear = not (_JOINS.search(said) or re.search(r"[0-9]+[.][0-9]", said) or others & set(said.split()))
            if said == own or (clear and said not in others and said not in (TOTAL, *SUMS)):
                return found[0]
        advice = "Ist das ganze Jobcenter gemeint, bitte gesamt schreiben." if not found else ""
        raise InputError("einheit", literal(cell), _EXPECTED, self._advice(cell, day_zero) or advice)

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
