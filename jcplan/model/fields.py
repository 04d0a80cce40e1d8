"""What is known of an input or a target, apart from its value."""

from __future__ import annotations

import math
from dataclasses import dataclass

from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.german import literal, number, quantity

HEADS = "Köpfe"
HEADS_A_MONTH = "Köpfe je Monat"
SHARE = "%"
EURO = "€"
_FAR = 1e7


@dataclass(frozen=True)
class Range:
    """Lowest and highest value that can be; either may be open."""

    low: float = -math.inf
    high: float = math.inf

    def describe(self, unit: str) -> str:
        """The range in German; a limit that no Jobcenter comes near is not worth naming.

        >>> Range(0).describe("Köpfe"), Range(-1, 1).describe("%"), Range(2005, 2100).describe("Jahr")
        ('eine Zahl ab 0 (Köpfe)', 'eine Zahl von −100 % bis 100 %', 'eine Zahl von 2005 bis 2100 (Jahr)')
        """
        if unit == SHARE:
            low, high, name = quantity(self.low, unit), quantity(self.high, unit), ""
        else:
            low, high, name = f"{self.low:.0f}", f"{self.high:.0f}", f" ({unit})"
        below, above = self.low <= -_FAR, self.high >= _FAR
        if below and above:
            return "eine Zahl" + name
        if above:
            return f"eine Zahl ab {low}{name}"
        return f"eine Zahl bis {high}{name}" if below or self.low <= -100 else f"eine Zahl von {low} bis {high}{name}"


@dataclass(frozen=True)
class Field:
    """One input of the workbook.

    Attributes:
        name: Defined name in the workbook.
        label: What it is, German.
        unit: German unit; shares are ``%`` and stored as 0.233.
        block: Heading under which it stands on the sheet Annahmen.
        range: Values that can be.
        places: Decimals of the number in the cell (3 for 22.4 % = 0.224).
        optional: Whether it may stay blank.
        hint: What to type, for the data validation (German).
        whole: Whether only whole numbers can be.
    """

    name: str
    label: str
    unit: str
    block: str
    range: Range
    places: int = 0
    optional: bool = False
    hint: str = ""
    whole: bool = False

    def check(self, value: Scalar, place: str) -> float | None:
        """The value as a number, or None where a blank is allowed.

        Raises:
            InputError: Text, an error value, a blank, or a number out of range.
        """
        expected = self.range.describe(self.unit)
        if value is None and self.optional:
            return None
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            raise InputError(place, literal(value), expected, "Bitte eine Zahl eintragen.")
        if not math.isfinite(value) or not self.range.low <= value <= self.range.high:
            found = number(value) if self.unit != SHARE else f"{number(value)} (das wären {quantity(value, SHARE)})"
            if value > self.range.high >= _FAR:
                expected = f"eine Zahl bis {number(self.range.high)}"
            raise InputError(place, found, expected)
        if self.whole and value != int(value):
            raise InputError(place, number(value), "eine ganze Zahl")
        return float(value)


@dataclass(frozen=True)
class Target:
    """One target: exact value under ``name``, the published one under ``name + "_veroeffentlicht"``.

    ``places`` are the decimals of the published number in the cell. ``attribute`` is its name in
    the plan's results.
    """

    name: str
    attribute: str
    label: str
    group: str
    unit: str
    places: int

    @property
    def published_name(self) -> str:
        """Defined name of the published value."""
        return self.name + "_veroeffentlicht"
