"""Slips of the pen that explain why a stated figure contradicts the computed one."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from jcplan.core.rounding import digits_swapped, half_unit
from jcplan.german import as_shown, number

_WORDS: Final = ("", "Tsd.", "Mio.", "Mrd.")
"""What thousands, millions and milliards are called, by steps of a thousand."""
_CLOSE: Final = Decimal("0.1")
"""How far a factor may be off at most: a figure of one digit would fit nearly anything."""


def named(berechnet: float, gedruckt: float, stellen: int, einheit: str = "", ungenau: float = 0.0) -> list[str]:
    """A German sentence for each slip that makes the stated figure of the computed one.

    Args:
        berechnet: Computed figure.
        gedruckt: Stated figure, which contradicts it.
        stellen: Decimals of the stated number in the cell.
        einheit: Its unit; shares ("%") may be off by a hundred, others by a thousand or a million.
        ungenau: By how much the computed figure may be off either way.

    >>> named(5936501.88, 5937, 0, "€")
    ['Die Angabe liegt um den Faktor 1.000 darunter: wohl Tsd. statt Mio.']
    """
    found = ["Zwei benachbarte Ziffern sind vertauscht."] if digits_swapped(berechnet, gedruckt) else []
    computed, stated, margin = as_shown(berechnet), as_shown(gedruckt), as_shown(ungenau)
    for size in _factors(einheit, computed):
        for power, way in ((size, "darüber"), (-size, "darunter")):
            if _fits(computed, stated, stellen, power, margin):
                text = (
                    f"Die Angabe liegt um den Faktor {number(float(10**size))} {way}{_hint(computed, power, einheit)}"
                )
                found.append(text if text.endswith(".") else text + ".")
    return found


def _factors(einheit: str, computed: Decimal) -> tuple[int, ...]:
    """Powers of ten by which figures of a unit go wrong: per cent for shares, words for thousands else."""
    if einheit.startswith("%"):
        return (2,)
    return (3, 6) if einheit or abs(computed) > 1 else (2, 3, 6)


def _fits(computed: Decimal, stated: Decimal, digits: int, power: int, margin: Decimal) -> bool:
    """Whether the stated figure without the factor ``10^power`` goes with the computed one.

    The decimals may be those of the figure as stated, or those of the one that was meant.
    """
    meant = stated.scaleb(-power)
    off = abs(computed - meant)
    for half in (half_unit(digits).scaleb(-power), half_unit(digits)):
        if half < abs(meant) and off <= min(half, _CLOSE * abs(meant)) + margin < abs(meant):
            return True
    return False


def _hint(computed: Decimal, power: int, einheit: str) -> str:
    """What was probably written in place of what, as the end of the sentence."""
    if power == 2:
        return ": wohl als Prozentzahl eingetragen statt als Anteil (22,4 % ist 0,224)"
    if power == -2:
        return ": wohl zweimal durch 100 geteilt (22,4 % ist 0,224)"
    of_unit = next((step for step, word in enumerate(_WORDS) if word and word in einheit), 0)
    right = max(computed.adjusted() // 3, 0) + of_unit
    wrong = right + power // 3
    if not (0 <= wrong < len(_WORDS) and right < len(_WORDS)):
        return ""
    if not wrong:
        return f": wohl fehlt „{_WORDS[right]}“"
    return f": wohl {_WORDS[wrong]} statt {_WORDS[right]}" if right else f": wohl steht „{_WORDS[wrong]}“ zu viel"
