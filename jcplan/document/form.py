"""How a document shows a figure: kind, decimals and sign in a few characters, as a control's tag keeps them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from jcplan.cells import CellError, Scalar
from jcplan.errors import InputError
from jcplan.german import MINUS, literal, number
from jcplan.model.fields import EURO, SHARE, YEAR, Field, Target
from jcplan.model.parts.mittel import MONTHS

NOTHING: Final = "–"
"""What stands for a blank."""
DIFFERENCE: Final = ", Unterschied zum Ausgangswert"
"""What a difference to what was before is called, behind the figure's label."""
FIXED_BLANK: Final = "\u00a0"
"""Between a number and its unit, so that no line ends there."""
_FORM: Final = re.compile(r"([+~-]?)([n%p€M])([0-6])|(t|m|w|ws)")
_EXPECTED: Final = (
    "n0 (Zahl), %1 (Prozent), p1 (Prozentpunkte), €2 (Euro), M1 (Mio. €), jeweils mit Nachkommastellen, davor + (mit "
    "Vorzeichen), - (umgekehrtes Vorzeichen) oder ~ (Unterschied zum Ausgangswert, ohne Vorzeichen), oder t (Text), "
    "m (Monat 7 als Juli), w (steigen, bleiben, sinken), ws (steigt, bleibt, sinkt)"
)
_UNITS: Final = {"n": (0, ""), "%": (2, "%"), "p": (2, "Prozentpunkte"), "€": (0, "€"), "M": (-6, "Mio.\u00a0€")}
_WORDS: Final = {"w": ("steigen", "bleiben gleich", "sinken"), "ws": ("steigt", "bleibt gleich", "sinkt")}
"""The verb of a figure against what it was before, of many and of one."""


@dataclass(frozen=True)
class Form:
    """A way to show a figure.

    Attributes:
        kind: ``n``, ``%``, ``p``, ``€``, ``M``, or ``t``, ``m``, ``w``, ``ws``.
        decimals: Decimals, as shown.
        sign: ``+`` shows it always, ``-`` turns it round, ``~`` shows the difference to what was before.
    """

    kind: str
    decimals: int = 0
    sign: str = ""

    @property
    def compares(self) -> bool:
        """Whether it needs what the figure was before."""
        return self.sign == "~" or self.kind in _WORDS

    def __str__(self) -> str:
        return self.kind if self.kind in "tm" or self.kind in _WORDS else f"{self.sign}{self.kind}{self.decimals}"


def read_form(text: str, place: str = "Format") -> Form:
    """The form that a text names.

    Raises:
        InputError: It is none.

    >>> read_form("%1"), read_form("-€2")
    (Form(kind='%', decimals=1, sign=''), Form(kind='€', decimals=2, sign='-'))
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise InputError(place, literal(text), _EXPECTED)
    return Form(found[4]) if found[4] else Form(found[2], int(found[3]), found[1])


def usual(known: Field | Target) -> Form:
    """The form that fits a figure of the plan where nobody chose one.

    >>> from jcplan.model.fields import Range
    >>> str(usual(Field("Annahme_X", "Quote", SHARE, "Block", Range(0, 1), places=3)))
    '%1'
    """
    if known.unit == YEAR or (isinstance(known, Field) and known.options):
        return Form("t")
    if known.unit == SHARE:
        return Form("%", max(known.places - 2, 0))
    return Form("€" if known.unit == EURO else "n", min(known.places, 6))


def shown(value: Scalar, form: Form, before: Scalar = None) -> str:
    """A value as the document shows it; commercially rounded, with German separators.

    Args:
        value: What the cell holds.
        form: How to show it.
        before: What the figure was before, where the form compares.

    Raises:
        InputError: It cannot be shown so.

    >>> shown(0.2243, Form("%", 1)), shown(5936501.88, Form("M", 1)), shown(None, Form("n"))
    ('22,4\\xa0%', '5,9\\xa0Mio.\\xa0€', '–')
    >>> shown(27649.0, Form("ws"), 26570.0), shown(27649.0, Form("n", 0, "~"), 26570.0), shown(7.0, Form("m"))
    ('steigt', '1.079', 'Juli')
    """
    if isinstance(value, CellError):
        raise InputError("Zelle", literal(value), "einen Wert")
    if value is None or value == "":
        return NOTHING
    if form.kind == "t":
        return value if isinstance(value, str) else _plain(value)
    if form.kind == "m":
        return _month(value)
    if isinstance(value, str) and not form.compares:
        return value
    return _compared(value, form, before) if form.compares else _number(_numeric(value), form)


def _month(value: Scalar) -> str:
    """What a month's number is called."""
    number_of = _numeric(value)
    if number_of not in range(1, len(MONTHS) + 1):
        raise InputError("Zelle", literal(value), f"die Zahl eines Monats, 1 bis {len(MONTHS)}")
    return MONTHS[int(number_of) - 1]


def _compared(value: Scalar, form: Form, before: Scalar) -> str:
    if before is None or before == "":
        return NOTHING
    now, then = _numeric(value), _numeric(before)
    if form.kind in _WORDS:
        falls, rises = now < then, now > then
        return _WORDS[form.kind][2 if falls else 0 if rises else 1]
    return _number(abs(now - then), form)


def _numeric(value: Scalar) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise InputError("Zelle", literal(value), "eine Zahl")


def _plain(value: Scalar) -> str:
    """A number as a text, a year without a point between its thousands."""
    if (
        isinstance(value, float | int)
        and not isinstance(value, bool)
        and float(value).is_integer()
        and 1000 <= value <= 9999
    ):
        return str(int(value))
    return number(float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else literal(value)


def _number(value: float, form: Form) -> str:
    power, unit = _UNITS[form.kind]
    scaled = (-value if form.sign == "-" else value) * 10.0**power if power else (-value if form.sign == "-" else value)
    text = number(float(f"{scaled:.15g}"), form.decimals)
    if form.sign == "+" and not text.startswith(MINUS) and text.strip("0,."):
        text = "+" + text
    return f"{text}{FIXED_BLANK}{unit}" if unit else text
