"""Verdicts on a printed figure: can it be the rounded computed one?"""

from __future__ import annotations

import math
from typing import Final

from jcplan.core.rounding import compatible, digits_swapped
from jcplan.german import quantity

FITS: Final = "passt"
CONTRADICTS: Final = "Widerspruch"
OPEN: Final = "nicht prüfbar"


def verdict(berechnet: float, gedruckt: float, stellen: float, hindernis: str = "") -> str:
    """One of "passt", "Widerspruch", "nicht prüfbar" (a figure is missing, or ``hindernis`` says why not).

    Args:
        berechnet: Computed figure; NaN if there is none.
        gedruckt: Printed figure; NaN if there is none.
        stellen: Printed decimals of the number in the cell.
        hindernis: Why the two cannot be compared; empty if they can.

    >>> verdict(47562669, 47562696, 0), verdict(0.2243, 0.224, 3), verdict(1, math.nan, 0)
    ('Widerspruch', 'passt', 'nicht prüfbar')
    """
    if hindernis or math.isnan(berechnet) or math.isnan(gedruckt) or math.isnan(stellen):
        return OPEN
    return FITS if compatible(berechnet, gedruckt, stellen) else CONTRADICTS


def explain(berechnet: float, gedruckt: float, stellen: float, einheit: str = "", hindernis: str = "") -> str:
    """The verdict in a German sentence that a board member understands.

    >>> explain(47562669, 47562696, 0, "€")
    'Gerechnet 47.562.669 €, gedruckt 47.562.696 €: 27 € zu viel. Zwei benachbarte Ziffern sind vertauscht.'
    """
    if verdict(berechnet, gedruckt, stellen, hindernis) == OPEN:
        return _undecided(berechnet, gedruckt, stellen, einheit, hindernis)
    digits = int(stellen)
    printed = quantity(gedruckt, einheit, digits)
    if verdict(berechnet, gedruckt, stellen) == FITS:
        computed = quantity(berechnet, einheit, digits + 2)
        return f"Gerechnet {computed}, gedruckt {printed}: passt auf die gedruckten Stellen."
    computed = quantity(berechnet, einheit, digits)
    if computed == printed:  # the difference lies behind the printed decimals
        digits += 2
        computed, printed = quantity(berechnet, einheit, digits), quantity(gedruckt, einheit, digits)
    difference = gedruckt - berechnet
    size = quantity(abs(difference), _points(einheit), digits)
    text = f"Gerechnet {computed}, gedruckt {printed}: {size} zu {'viel' if difference > 0 else 'wenig'}."
    return text + (" Zwei benachbarte Ziffern sind vertauscht." if digits_swapped(berechnet, gedruckt) else "")


def _undecided(berechnet: float, gedruckt: float, stellen: float, einheit: str, hindernis: str) -> str:
    """Why there is no verdict, with the figures that are known."""
    figures = {"berechnete": berechnet, "gedruckte": gedruckt}
    missing = [f"der {name}" for name, value in figures.items() if math.isnan(value)]
    verb = "fehlen" if len(missing) > 1 else "fehlt"
    reason = hindernis.rstrip(".") or (
        f"{' und '.join(missing)} Wert {verb}" if missing else "die Zahl der Stellen fehlt"
    )
    known = []
    for name, value in figures.items():
        if not math.isnan(value):
            places = None if math.isnan(stellen) else int(stellen) + (name == "berechnete")
            known.append(f"{name.removesuffix('e')} {quantity(value, einheit, places)}")
    return f"Nicht prüfbar: {reason}" + (f" ({', '.join(known)})." if known else ".")


def _points(unit: str) -> str:
    return "%-Punkte" if unit == "%" else unit
