"""Verdicts on a stated figure (printed or assumed): does it go with the computed one?"""

from __future__ import annotations

import math
from typing import Final

from jcplan.core.rounding import compatible, digits_swapped
from jcplan.errors import InputError
from jcplan.german import literal, quantity, round_decimal

FITS: Final = "passt"
CONTRADICTS: Final = "Widerspruch"
OPEN: Final = "nicht prüfbar"

EQUAL: Final = "gleich"
AT_LEAST: Final = "mindestens"
AT_MOST: Final = "höchstens"
KINDS: Final = (EQUAL, AT_LEAST, AT_MOST)
"""What the stated figure has to be, seen from the computed one."""


def verdict(berechnet: float, gedruckt: float, stellen: float, hindernis: str = "", art: str = "") -> str:
    """One of "passt", "Widerspruch", "nicht prüfbar" (a figure is missing, or ``hindernis`` says why not).

    Args:
        berechnet: Computed figure; NaN if there is none.
        gedruckt: Stated figure; NaN if there is none.
        stellen: Decimals of the stated number in the cell.
        hindernis: Why the two cannot be compared; empty if they can.
        art: "gleich" (default), or whether the stated figure has to be "mindestens" or
            "höchstens" the computed one; always within half a unit of the stated decimals.

    >>> verdict(47562669, 47562696, 0), verdict(0.2243, 0.224, 3), verdict(1, math.nan, 0)
    ('Widerspruch', 'passt', 'nicht prüfbar')
    >>> verdict(69, 90, 0, art="mindestens"), verdict(69, 32, 0, art="mindestens")
    ('passt', 'Widerspruch')
    """
    if art and art not in KINDS:
        raise InputError("art", literal(art), "„gleich“, „mindestens“ oder „höchstens“")
    if hindernis or math.isnan(berechnet) or math.isnan(gedruckt) or math.isnan(stellen):
        return OPEN
    beyond = (art == AT_LEAST and gedruckt >= berechnet) or (art == AT_MOST and gedruckt <= berechnet)
    return FITS if beyond or compatible(berechnet, gedruckt, stellen) else CONTRADICTS


def explain(
    berechnet: float, gedruckt: float, stellen: float, einheit: str = "", hindernis: str = "", art: str = ""
) -> str:
    """The verdict in a German sentence that a board member understands.

    >>> explain(47562669, 47562696, 0, "€")
    'Berechnet 47.562.669 €, angegeben 47.562.696 €: 27 € zu viel. Zwei benachbarte Ziffern sind vertauscht.'
    >>> explain(68.964, 32, 0, "Köpfe", art="mindestens")
    'Nötig mindestens 69 Köpfe, angegeben 32 Köpfe: 37 Köpfe zu wenig.'
    """
    outcome = verdict(berechnet, gedruckt, stellen, hindernis, art)
    if outcome == OPEN:
        return _undecided(berechnet, gedruckt, stellen, einheit, hindernis)
    digits = int(stellen)
    first = {AT_LEAST: "Nötig mindestens", AT_MOST: "Erlaubt höchstens"}.get(art, "Berechnet")
    stated = quantity(gedruckt, einheit, digits)
    if outcome == FITS:
        exact = art in ("", EQUAL)
        computed = quantity(berechnet, einheit, _finer(berechnet, digits, 2 if exact else 1, einheit))
        return f"{first} {computed}, angegeben {stated}: passt{' auf die angegebenen Stellen' if exact else ''}."
    computed = quantity(berechnet, einheit, digits)
    if computed == stated:  # the difference lies behind the stated decimals
        digits += 2
        computed, stated = quantity(berechnet, einheit, digits), quantity(gedruckt, einheit, digits)
    difference = gedruckt - berechnet
    size = quantity(abs(difference), "%-Punkte" if einheit == "%" else einheit, digits)
    text = f"{first} {computed}, angegeben {stated}: {size} zu {'viel' if difference > 0 else 'wenig'}."
    return text + (" Zwei benachbarte Ziffern sind vertauscht." if digits_swapped(berechnet, gedruckt) else "")


def _finer(value: float, digits: int, more: int, einheit: str) -> int:
    """So many decimals more than the stated ones, where the value has them; never parts of a cent."""
    if float(round_decimal(value, digits)) == value:
        return digits
    return max(digits, min(digits + more, 2)) if einheit == "€" else digits + more


def _undecided(berechnet: float, gedruckt: float, stellen: float, einheit: str, hindernis: str) -> str:
    """Why there is no verdict, with the figures that are known."""
    figures = {"berechnete": berechnet, "angegebene": gedruckt}
    missing = [f"der {name}" for name, value in figures.items() if math.isnan(value)]
    verb = "fehlen" if len(missing) > 1 else "fehlt"
    reason = hindernis.rstrip(".") or (
        f"{' und '.join(missing)} Wert {verb}" if missing else "die Zahl der Stellen fehlt"
    )
    known = []
    for name, value in figures.items():
        if not math.isnan(value):
            places = None if math.isnan(stellen) else int(stellen)
            if places is not None and name == "berechnete":
                places = _finer(value, places, 1, einheit)
            known.append(f"{name.removesuffix('e')} {quantity(value, einheit, places)}")
    return f"Nicht prüfbar: {reason}" + (f" ({', '.join(known)})." if known else ".")
