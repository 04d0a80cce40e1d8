"""Verdicts on a stated figure (printed or assumed): does it go with the computed one?"""

from __future__ import annotations

import math
from typing import Final

from jcplan.core import require, slips
from jcplan.core.rounding import compatible
from jcplan.errors import InputError
from jcplan.german import as_shown, literal, quantity, round_decimal

FITS: Final = "passt"
CONTRADICTS: Final = "Widerspruch"
OPEN: Final = "nicht prüfbar"

EQUAL: Final = "gleich"
AT_LEAST: Final = "mindestens"
AT_MOST: Final = "höchstens"
KINDS: Final = (EQUAL, AT_LEAST, AT_MOST)
"""What the stated figure has to be, seen from the computed one."""


def verdict(
    berechnet: float, gedruckt: float, stellen: float, hindernis: str = "", art: str = "", ungenau: float = math.nan
) -> str:
    """One of "passt", "Widerspruch", "nicht prüfbar" (a figure is missing, or ``hindernis`` says why not).

    Args:
        berechnet: Computed figure; NaN if there is none.
        gedruckt: Stated figure; NaN if there is none.
        stellen: Decimals of the stated number in the cell.
        hindernis: Why the two cannot be compared; empty if they can.
        art: "gleich" (default), or whether the stated figure has to be "mindestens" or
            "höchstens" the computed one; always within half a unit of the stated decimals.
        ungenau: By how much the computed figure may be off either way, in its unit, ≥ 0; NaN is 0.

    Raises:
        InputError: Another ``art``, decimals that are not whole, an uncertainty below 0.

    >>> verdict(47562669, 47562696, 0), verdict(0.2243, 0.224, 3), verdict(1, math.nan, 0)
    ('Widerspruch', 'passt', 'nicht prüfbar')
    >>> verdict(69, 90, 0, art="mindestens"), verdict(69, 32, 0, art="mindestens")
    ('passt', 'Widerspruch')
    >>> verdict(1.1 / 5.3, 0.2, 2), verdict(1.1 / 5.3, 0.2, 2, ungenau=0.0115)
    ('Widerspruch', 'passt')
    """
    if art and art not in KINDS:
        raise InputError("art", literal(art), "„gleich“, „mindestens“ oder „höchstens“")
    margin = _margin(ungenau)
    if not math.isnan(stellen):
        require.places("stellen", stellen)
    if hindernis or math.isnan(berechnet) or math.isnan(gedruckt) or math.isnan(stellen):
        return OPEN
    holds = _beyond(berechnet, gedruckt, art) or compatible(berechnet, gedruckt, stellen, margin)
    return FITS if holds else CONTRADICTS


def _beyond(computed: float, stated: float, art: str) -> bool:
    """Whether a stated figure lies on the right side of a bound, however exact that is."""
    return (art == AT_LEAST and stated >= computed) or (art == AT_MOST and stated <= computed)


def _margin(ungenau: float) -> float:
    return 0.0 if math.isnan(ungenau) else float(require.stock("ungenau", ungenau))


def explain(
    berechnet: float,
    gedruckt: float,
    stellen: float,
    einheit: str = "",
    hindernis: str = "",
    art: str = "",
    ungenau: float = math.nan,
) -> str:
    """The verdict in a German sentence that a board member understands.

    >>> explain(47562669, 47562696, 0, "€")
    'Berechnet 47.562.669 €, angegeben 47.562.696 €: 27 € zu viel. Zwei benachbarte Ziffern sind vertauscht.'
    >>> explain(68.964, 32, 0, "Köpfe", art="mindestens")
    'Nötig mindestens 69 Köpfe, angegeben 32 Köpfe: 37 Köpfe zu wenig.'
    >>> explain(466.5, 467, 1, "VZÄ", ungenau=0.5)
    'Berechnet 466,5 ± 0,5 VZÄ, angegeben 467,0 VZÄ: passt auf die angegebenen Stellen.'
    """
    outcome = verdict(berechnet, gedruckt, stellen, hindernis, art, ungenau)
    if outcome == OPEN:
        return _undecided(berechnet, gedruckt, stellen, einheit, hindernis)
    digits, margin = int(stellen), 0.0 if _beyond(berechnet, gedruckt, art) else _margin(ungenau)
    first = {AT_LEAST: "Nötig mindestens", AT_MOST: "Erlaubt höchstens"}.get(art, "Berechnet")
    stated = quantity(gedruckt, einheit, digits)
    if outcome == FITS:
        exact = art in ("", EQUAL)
        places = _finer(berechnet, digits, 2 if exact else 1, einheit)
        computed = _uncertain(berechnet, margin, einheit, places)
        return f"{first} {computed}, angegeben {stated}: passt{' auf die angegebenen Stellen' if exact else ''}."
    if quantity(berechnet, einheit, digits) == stated:  # the difference lies behind the stated decimals
        digits += 2
    elif any(value and not round_decimal(value, digits) for value in (berechnet, gedruckt)):  # not on this scale at all
        digits = max(_decimals(berechnet), _decimals(gedruckt))
    computed = _uncertain(berechnet, margin, einheit, digits)
    stated = quantity(gedruckt, einheit, digits)
    text = f"{first} {computed}, angegeben {stated}: {_off(berechnet, gedruckt, einheit, digits)}."
    return " ".join([text, *slips.named(berechnet, gedruckt, int(stellen), einheit, margin)])


def _off(computed: float, stated: float, einheit: str, digits: int) -> str:
    """By how much and which way the stated figure is off; of a decrease, whether too small or too large."""
    difference = stated - computed
    size = quantity(abs(difference), _unit_of_difference(einheit), digits)
    if computed < 0 and stated <= 0:
        return f"Rückgang um {size} zu {'klein' if difference > 0 else 'groß'} angegeben"
    return f"{size} zu {'viel' if difference > 0 else 'wenig'}"


def _unit_of_difference(einheit: str) -> str:
    return "%-Punkte" if einheit == "%" else einheit


def _uncertain(value: float, margin: float, einheit: str, places: int) -> str:
    """A computed figure, with what it may be off either way."""
    if not margin:
        return quantity(value, einheit, places)
    finer = max(places, 1 - as_shown(margin).adjusted())  # two digits of it at least, and no zero at their end
    while finer > places and round_decimal(margin, finer) == round_decimal(margin, finer - 1):
        finer -= 1
    around = quantity(margin, _unit_of_difference(einheit), finer)
    shown = quantity(value, einheit, finer)
    return f"{shown if einheit == '%' else shown.removesuffix(einheit).rstrip()} ± {around}"


def _decimals(value: float) -> int:
    """How many decimals a number has, at most those of a cent's hundredth."""
    return min(max(-int(as_shown(value).normalize().as_tuple().exponent), 0), 4)


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
