"""Figures as a German reader writes them. A leaf."""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

MINUS = "−"
_EXACT = Context(prec=400)
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Unicode categories of characters that steer a terminal or the direction of a line, or that nobody sees."""
_HARMLESS: Final = "\u00ad\u200c\u200d"
"""Of these categories, what only joins and hyphenates letters."""
SUSPECT: Final = re.compile(r"[^\x20-\x7e\xa1-\xac\xae-\u02ff\u2013-\u2027\u20ac]")
"""All but the usual characters; a quick look before the exact one of `steers`."""


def as_shown(value: float) -> Decimal:
    """The decimal number that a spreadsheet shows for a float: 15 significant digits.

    >>> as_shown(0.1 + 0.2)
    Decimal('0.3')
    """
    return Decimal(f"{value:.15g}")


def round_decimal(value: float, places: int) -> Decimal:
    """Commercially rounded (half away from zero) on the decimal that a spreadsheet shows.

    >>> round_decimal(2.675, 2), round_decimal(-0.5, 0), round_decimal(5936501.88, -5)
    (Decimal('2.68'), Decimal('-1'), Decimal('5.9E+6'))
    """
    shown = as_shown(value)
    return shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=_EXACT)


def number(value: float, places: int | None = None) -> str:
    """A number with German separators; without ``places`` as many decimals as it has.

    >>> number(26570), number(0.1298), number(-1234.5, 2), number(0.5, 0)
    ('26.570', '0,1298', '−1.234,50', '1')
    """
    if math.isnan(value):
        return "keine Zahl (NaN)"
    if math.isinf(value):
        return "unendlich" if value > 0 else MINUS + "unendlich"
    if places is None:
        text = f"{as_shown(value):,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    else:
        text = f"{round_decimal(value, places):,f}"
    text = text.replace(",", "\0").replace(".", ",").replace("\0", ".")
    if text.startswith("-"):
        text = text[1:] if not text.strip("-0,.") else MINUS + text[1:]
    return text


def percent(share: float, places: int | None = None) -> str:
    """A share as per cent.

    >>> percent(0.233, 1), percent(-0.27)
    ('23,3 %', '−27 %')
    """
    return number(float(as_shown(share) * 100), places) + " %"


def quantity(value: float, unit: str, places: int | None = None) -> str:
    """A value with its unit; shares are shown as per cent or percentage points.

    ``places`` counts decimals of the number in the cell: 3 for 22.4 % = 0.224.

    >>> quantity(0.224333, "%", 3), quantity(-0.001, "%-Punkte", 3), quantity(5936501.88, "€", 2)
    ('22,4 %', '−0,1 %-Punkte', '5.936.501,88 €')
    """
    if unit.startswith("%"):
        shown = number(float(as_shown(value).scaleb(2)), None if places is None else places - 2)
    else:
        shown = number(value, places)
    return f"{shown} {unit}".rstrip()


def count(number_of: int, one: str, many: str) -> str:
    """A number with the noun in its number.

    >>> count(1, "Wert", "Werte"), count(3, "Wert", "Werte")
    ('1 Wert', '3 Werte')
    """
    return f"{number_of} {one if number_of == 1 else many}"


def visible(text: str, keep: str = "") -> str:
    r"""A text from outside as a message may show it: what steers a terminal or turns its lines is shown, not sent.

    >>> visible("a\x1b[31mb\x9b \u202e"), visible("a\tb\n", keep="\t\n")
    ('a␛[31mb‹U+009B› ‹U+202E›', 'a\tb\n')

    Args:
        text: What is to be shown.
        keep: Control characters that are meant.
    """
    return SUSPECT.sub(lambda match: _shown(match[0], keep), text)


def _shown(character: str, keep: str) -> str:
    if not steers(character, keep):
        return character
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else f"‹U+{code:04X}›"


def steers(character: str, keep: str = "") -> bool:
    r"""Whether a character steers a terminal or the direction of a line, or nobody sees it.

    >>> steers("\x07"), steers("\n", keep="\n"), steers("ß")
    (True, False, False)
    """
    return character not in keep and character not in _HARMLESS and unicodedata.category(character) in _UNSEEN


def literal(value: object) -> str:
    """A cell's content as a message quotes it.

    >>> literal("abc"), literal(None), literal(True), literal(1.5)
    ('„abc“ (Text)', 'eine leere Zelle', 'WAHR', '1,5')
    """
    if value is None or value == "":
        return "eine leere Zelle"
    if isinstance(value, bool):
        return "WAHR" if value else "FALSCH"
    if isinstance(value, int | float):
        return number(float(value))
    if isinstance(value, str):
        return f"„{visible(value if len(value) <= 60 else value[:57] + '…')}“ (Text)"
    return f"den Fehlerwert {visible(str(value))}"
