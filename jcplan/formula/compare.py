"""How spreadsheets compare values: numbers by 15 digits, texts without case, one kind after the other."""

from __future__ import annotations

import math
import unicodedata
from typing import Final

from jcplan.cells import Scalar
from jcplan.formula.programs import FormerBlank, differs, either

NEAR: Final = 2.0**-48
"""Numbers that differ by less are equal in LibreOffice (``rtl::math::approxEqual``)."""
_FAR: Final = 1e-9
"""Numbers that differ by more are different to every program."""


def folded(text: str) -> str:
    """A text such that texts which some program may hold for equal are the same; without case.

    >>> folded("Straße") == folded("Strasse"), folded("Ä") == folded("ä"), folded("ä") == folded("a")
    (False, True, False)
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in plain if unicodedata.category(c) != "Cf")


def same_text(first: str, second: str) -> bool:
    """Whether two texts are equal without regard to case; ß is not ss.

    Raises:
        FormulaError: Programs may differ on it.
    """
    if first.lower() == second.lower():
        return True
    if folded(first) == folded(second):
        raise differs("Texte, die sich nur in der Schreibweise eines Zeichens unterscheiden")
    return False


def _letters(text: str) -> list[str]:
    """Base letters and digits by which dictionaries sort: ä as a, ß as ss."""
    found = []
    for character in text.lower():
        plain = "ss" if character == "ß" else unicodedata.normalize("NFD", character)[0]
        if not (plain.isascii() and (plain.isalnum() or plain == " ")):
            raise differs("Reihenfolge von Texten mit Sonderzeichen")
        found.append(plain)
    return list("".join(found))


def text_order(first: str, second: str) -> int:
    """−1, 0, 1: how two texts sort; umlauts sort with their letters and behind them.

    Raises:
        FormulaError: Programs may differ on it.

    >>> text_order("Äpfel", "Birne"), text_order("a", "ä"), text_order("Z", "ä")
    (-1, -1, 1)
    """
    if same_text(first, second):
        return 0
    if not first or not second:
        return -1 if not first else 1
    left, right = _letters(first), _letters(second)
    if left != right:
        return -1 if left < right else 1
    marked = [unicodedata.normalize("NFD", text.lower()) for text in (first, second)]
    if "ß" in marked[0] + marked[1]:
        raise differs("Reihenfolge von ß und ss")
    return -1 if marked[0] < marked[1] else 1


def number_order(first: float, second: float) -> int:
    """−1, 0, 1: how two numbers compare; noise does not count."""
    sign = (first > second) - (first < second)
    if not sign or abs(first - second) > _FAR * (abs(first) + abs(second)):
        return sign
    near, shown = nearly(first, second), f"{first:.15g}" == f"{second:.15g}"
    if near is shown:
        return 0 if near else sign
    return either(0 if near else sign, 0 if shown else sign, "fast gleiche Zahlen", noise=abs(first))


def nearly(first: float, second: float) -> bool:
    """Whether two numbers are equal but for noise, as LibreOffice sees it.

    >>> nearly(0.1 + 0.2, 0.3), nearly(2.0**53, 2.0**53 - 1)
    (True, False)
    """
    if first == 0 or second == 0:
        return False
    distance = abs(first - second)
    if not math.isfinite(distance) or distance >= NEAR * min(abs(first), abs(second)):
        return False
    return not (first.is_integer() and second.is_integer() and max(abs(first), abs(second)) <= 2.0**53)


def order(left: Scalar, right: Scalar) -> int:
    """−1, 0, 1 as spreadsheets compare: numbers before texts before truth values; a blank is the other's nothing.

    Raises:
        FormulaError: It cannot be told.
    """
    if isinstance(left, FormerBlank) and right is not None and not isinstance(right, FormerBlank):
        left = either(None, float(left), "Bezug auf eine leere Zelle")
    elif isinstance(right, FormerBlank) and left is not None and not isinstance(left, FormerBlank):
        right = either(None, float(right), "Bezug auf eine leere Zelle")
    first, second = _blank(left, right), _blank(right, left)
    if isinstance(first, bool) != isinstance(
        second, bool
    ):  # a number like others in LibreOffice, the last kind in Excel
        calc = _order(
            float(first) if isinstance(first, bool) else first, float(second) if isinstance(second, bool) else second
        )
        return either(calc, isinstance(first, bool) - isinstance(second, bool), "Wahrheitswert im Vergleich")
    return _order(first, second)


def equal(left: Scalar, right: Scalar) -> bool:
    """Whether two values are equal; texts need no order for it."""
    if isinstance(left, str) and isinstance(right, str):
        return same_text(left, right)
    return order(left, right) == 0


def _order(first: Scalar, second: Scalar) -> int:
    if isinstance(first, str) and isinstance(second, str):
        return text_order(first, second)
    if isinstance(first, str) or isinstance(second, str):
        return 1 if isinstance(first, str) else -1
    if not isinstance(first, int | float) or not isinstance(second, int | float):
        raise TypeError(f"neither numbers nor texts: {first!r}, {second!r}")
    return number_order(float(first), float(second))


def _blank(value: Scalar, other: Scalar) -> Scalar:
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0
