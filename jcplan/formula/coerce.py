"""One value where another kind is needed: text as number, number as text, anything as a condition.

Where a program's settings decide, a ``FormulaError`` says so: the cell is left alone.
"""

from __future__ import annotations

import math
import re
from typing import Final

from jcplan.cells import TEXT_LIMIT, CellError, Scalar, text_units
from jcplan.formula.programs import differs, either

VALUE: Final = CellError("#VALUE!", "Ein Text steht, wo eine Zahl gebraucht wird.")
DIVISION: Final = CellError("#DIV/0!", "Es wird durch 0 geteilt.")
NOT_AVAILABLE: Final = CellError("#N/A", "Der gesuchte Wert kommt nicht vor.")
TOO_LONG: Final = CellError("#VALUE!", "Der Text ist länger als die 32.767 Zeichen, die eine Zelle fasst.")

_WORDS_OF_NUMBERS: Final = """
januar jänner februar märz april mai juni juli august september oktober november dezember january february march
may june july october december jan jän feb mrz mär mar apr jun jul aug sep sept okt oct nov dez dec
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
am pm a p uhr e t z eur euro usd gbp chf dm
"""
_WORDS: Final = frozenset(_WORDS_OF_NUMBERS.split())
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_TRUTHS: Final = frozenset({"true", "false", "wahr", "falsch"})


class CellFailureError(Exception):
    """Carries an error value up to the cell that it shows in."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.code)
        self.error = error


def reads_as_number(text: str) -> bool:
    """Whether some program may take a text for a number, date, time, amount of money or truth value.

    >>> [t for t in ("12", "1,5 %", "3. März", "10:30 Uhr", "1.234 €", "wahr", "Team 3", "", "x") if reads_as_number(t)]
    ['12', '1,5 %', '3. März', '10:30 Uhr', '1.234 €', 'wahr']
    """
    if any(character.isdigit() for character in text):
        return all(word.lower() in _WORDS for word in _LETTERS.findall(text))
    return text.strip().lower() in _TRUTHS


def to_number(value: Scalar) -> float:
    """A value in arithmetic: blank is 0, a text is an error."""
    if isinstance(value, CellError):
        raise CellFailureError(value)
    if value is None:
        return 0.0
    if isinstance(value, str):
        if reads_as_number(value):
            raise differs(f"Text „{value[:40]}“ als Zahl")
        raise CellFailureError(VALUE)
    return float(value)


def to_truth(value: Scalar) -> bool:
    """A value as a condition."""
    return bool(to_number(value))


def to_text(value: Scalar) -> str:
    """A value joined to a text, as a German program writes it.

    >>> to_text(1234.5), to_text(1e21), to_text(None)
    ('1234,5', '1E+21', '')
    """
    if isinstance(value, CellError):
        raise CellFailureError(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return either(str(int(value)), "WAHR" if value else "FALSCH", "Wahrheitswert als Text")
    return value if isinstance(value, str) else _number_text(value)


def _number_text(value: float) -> str:
    size = abs(value)
    if size >= 1e21:
        mantissa, _, exponent = f"{value:.14e}".partition("e")
        return f"{mantissa.rstrip('0').rstrip('.').replace('.', ',')}E+{int(exponent):02}"
    text = f"{value:.15g}"
    if "e" in text or len(text.partition(".")[2]) > 15:
        raise differs("sehr große oder sehr kleine Zahl als Text")
    return "0" if not value else text.replace(".", ",")


def limited(text: str) -> str:
    """A text that a cell can hold.

    Raises:
        CellFailureError: It is too long.
    """
    if len(text) > TEXT_LIMIT or (not text.isascii() and text_units(text) > TEXT_LIMIT):
        raise CellFailureError(TOO_LONG)
    return text


def finite(value: float) -> float:
    """A number that a cell can hold."""
    if not math.isfinite(value):
        raise CellFailureError(CellError("#NUM!", "Das Ergebnis ist zu groß."))
    return value


def whole(value: Scalar) -> int:
    """A position or a number of digits: its whole part."""
    return int(finite(to_number(value)))
