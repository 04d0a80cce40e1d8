"""The teams of a workbook, as deliveries name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.german import literal

TOTAL: Final = "gesamt"
"""Names the whole Jobcenter in place of a team."""
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

    def find(self, cell: Scalar) -> int | None:
        """The slot of the team that a cell names; None for the whole Jobcenter.

        Raises:
            InputError: It names no team, or it may be several.

        >>> units = Units(("1.1", "1.10"), ("Nord", "Süd"))
        >>> units.find(" nord "), units.find("1.10"), units.find("gesamt")
        (0, 1, None)
        """
        wanted = _written(cell).casefold()
        if wanted == TOTAL:
            return None
        is_number = isinstance(cell, int | float)
        slots = [slot for slot, key in enumerate(self.keys) if key]
        found = [
            slot
            for slot in slots
            if wanted == self.keys[slot].casefold() or (not is_number and wanted == self.names[slot].casefold())
        ]
        if is_number:
            alike = [slot for slot in slots if _number(self.keys[slot]) == cell]
            if alike != found:  # 1.10 as a number is 1.1
                keys = " oder ".join(self.keys[slot] for slot in alike)
                raise InputError("einheit", f"die Zahl {literal(cell)}", f"einen Text wie {keys}", _AS_TEXT)
        if not wanted or not found:
            raise InputError("einheit", literal(cell), _EXPECTED, _AS_TEXT if is_number else "")
        if len(found) > 1:
            keys = ", ".join(self.keys[slot] for slot in found)
            raise InputError("einheit", f"{literal(cell)}; so heißen mehrere Teams ({keys})", "das Kürzel eines Teams")
        return found[0]


def _written(cell: Scalar) -> str:
    """A cell as a text, trimmed; a number with a point, as a Kürzel is written."""
    if isinstance(cell, int | float):
        return f"{cell:.15g}"
    return cell.strip() if isinstance(cell, str) else ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
