"""Commercial rounding and the comparison of printed with computed figures."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np

from jcplan.core import require
from jcplan.core.require import Floats
from jcplan.core.value import Value
from jcplan.german import as_shown, round_decimal

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_NOISE: Final = 6e-15
"""Beyond the 15 digits that a cell shows: no number is shown further off than 5e-15 of itself."""
_PART: Final = 1 << 15
"""Of more numbers so many are rounded at once: they stay in the processor's cache meanwhile."""
_EXACT_POWERS: Final = 22
"""Powers of ten up to this one are floats."""
_FEW: Final = 6
"""Up to so many numbers, one Decimal each is faster than a dozen array operations."""


def round_half_up(wert: ArrayLike, stellen: ArrayLike) -> Floats:
    """Round half away from zero on the decimal that the cell shows, as RUNDEN does.

    Args:
        wert: Numbers, any shape.
        stellen: Decimals, broadcast against ``wert`` (−5 rounds to hundred thousands).

    Source: DIN 1333; the spreadsheet's RUNDEN works on 15 significant digits.

    >>> round_half_up([2.675, -2.5, 0.224333], [2, 0, 3])
    array([ 2.68 , -3.   ,  0.224])
    """
    numbers, places = require.finite("wert", wert), require.places("stellen", stellen)
    values, digits = np.broadcast_arrays(numbers, places)
    if values.size <= _FEW:
        few = [_one(v, n) for v, n in zip(values.ravel().tolist(), digits.ravel().tolist(), strict=True)]
        return np.array(few, dtype=np.float64).reshape(values.shape)
    if places.size == 1:
        return _many(values, int(places.flat[0]))
    result = np.empty(values.shape)
    for each in np.unique(places):
        here = digits == each
        result[here] = _many(values[here], int(each))
    return result


def rounded(value: Value, places: int) -> Value:
    """``round_half_up`` for a plan's terms: floats stay floats, NaN and infinite values stay what they are.

    Args:
        value: A float, or an array of any shape.
        places: Decimals.

    >>> rounded(0.23345, 3), rounded(float("nan"), 3)
    (0.233, nan)
    """
    return _many(value, places) if isinstance(value, np.ndarray) else _one(value, places)


def _one(value: float, places: int) -> float:
    """Through the decimal that the cell shows; never −0."""
    return float(round_decimal(value, places)) + 0.0 if math.isfinite(value) else value


def _many(values: Floats, places: int) -> Floats:
    """As ``_one``, but only numbers within the noise of a tie go through Decimal.

    With ``s = |value|·10^places``, the number that the cell shows is at most 5e-15·s away, so that it rounds
    as s does where s is nearer to a whole number than ½ less that. ``floor(s + ½)`` is a whole number below 2⁵³ there
    (else all is near), powers of ten up to 10²² are floats, and so one division gives the float nearest
    to the decimal.
    """
    if abs(places) > _EXACT_POWERS:
        return np.array([_one(value, places) for value in values.ravel().tolist()]).reshape(values.shape)
    if values.size > _PART:
        flat = values.reshape(-1)
        parts = [_many(flat[start : start + _PART], places) for start in range(0, flat.size, _PART)]
        return np.concatenate(parts).reshape(values.shape)
    unit = float(10 ** abs(places))
    grow, shrink = (np.multiply, np.divide) if places >= 0 else (np.divide, np.multiply)
    with np.errstate(all="ignore"):
        scaled = grow(np.abs(values), unit)
        whole = scaled + 0.5
        np.floor(whole, out=whole)
        off = scaled - whole
        np.abs(off, out=off)
        scaled *= _NOISE
        off += scaled
        np.copysign(shrink(whole, unit, out=whole), values, out=whole)
        whole += 0.0
    near = ~(off < 0.5)  # also where something is not finite
    whole[near] = [_one(v, places) for v in values[near].tolist()]
    return whole


_POWERS: Final = np.array([float(10**places) for places in range(23)])  # all of them exact


def without_noise(value: ArrayLike, *terms: ArrayLike) -> Floats:
    """A sum or difference, rounded to the last decimal that a cell shows of the largest of its terms.

    What is left behind these 15 digits is noise of float arithmetic: no limit may be judged by it.

    Args:
        value: What was computed from ``terms``; both broadcast.
        terms: What it was computed from.

    >>> bool(91438253.54 - 43171239.12 > 48267014.42)
    True
    >>> float(without_noise(91438253.54 - 43171239.12 - 48267014.42, 91438253.54))
    0.0
    """
    result, *sizes = np.broadcast_arrays(*(np.asarray(term, dtype=np.float64) for term in (value, *terms)))
    largest = np.max(np.abs(sizes), axis=0)
    with np.errstate(all="ignore"):
        places = np.nan_to_num(14 - np.floor(np.log10(largest))).clip(0, len(_POWERS))
        power = np.take(_POWERS, places.astype(np.int64), mode="clip")
        cleaned = np.rint(result * power) / power
    return np.where(np.isfinite(cleaned) & (places < len(_POWERS)), cleaned, result)


def half_unit(stellen: int) -> Decimal:
    """Half a unit of the last of so many decimals.

    >>> half_unit(3), half_unit(-5)
    (Decimal('0.0005'), Decimal('5E+4'))
    """
    return Decimal(5).scaleb(-stellen - 1)


_FAR: Final = 12
_HALVES: Final = np.array([float(half_unit(places)) for places in range(-_FAR, _FAR + 1)])


def compatible(
    berechnet: ArrayLike, gedruckt: ArrayLike, stellen: ArrayLike, ungenau: ArrayLike = 0.0
) -> NDArray[np.bool_]:
    """Whether a printed figure can be the rounded computed one: |berechnet − gedruckt| ≤ ½·10^−stellen + ungenau.

    The comparison is made on the decimals that the cells show, so that a difference of exactly
    half a unit counts as compatible.

    Args:
        berechnet: Computed figures.
        gedruckt: Printed figures, in the same unit.
        stellen: Decimals of the printed numbers in their cells.
        ungenau: By how much the computed figures may be off either way, in their unit, ≥ 0.

    >>> compatible([0.224333, 2.675], [0.224, 2.68], [3, 2])
    array([ True,  True])
    """
    first, second, digits, margin = np.broadcast_arrays(
        require.finite("berechnet", berechnet),
        require.finite("gedruckt", gedruckt),
        require.places("stellen", stellen),
        require.stock("ungenau", ungenau),
    )
    if first.size <= _FEW:
        return _near(first, second, digits, margin)
    with np.errstate(all="ignore"):
        off, limit = np.abs(first - second), _HALVES[digits + _FAR] + margin
        noise = _NOISE * (np.abs(first) + np.abs(second) + limit)
        close = ~(np.abs(off - limit) > noise)  # also where something is not finite
    verdicts = np.asarray(off <= limit)
    verdicts[close] = _near(first[close], second[close], digits[close], margin[close])
    return verdicts


def _near(first: Floats, second: Floats, digits: NDArray[np.int64], margin: Floats) -> NDArray[np.bool_]:
    """The verdicts of ``compatible``, each on the decimals that the cells show."""
    verdicts = [
        abs(as_shown(b) - as_shown(g)) <= half_unit(n) + as_shown(u)
        for b, g, n, u in zip(*(part.ravel().tolist() for part in (first, second, digits, margin)), strict=True)
    ]
    return np.array(verdicts, dtype=np.bool_).reshape(first.shape)


def _digits_swapped(first: float, second: float) -> bool:
    if first == second or (first < 0) != (second < 0):
        return False
    one, other = f"{abs(as_shown(first)):f}", f"{abs(as_shown(second)):f}"
    places = max(len(text.partition(".")[2]) for text in (one, other))
    one, other = f"{abs(as_shown(first)):.{places}f}", f"{abs(as_shown(second)):.{places}f}"
    if one.find(".") != other.find("."):
        return False
    a, b = one.replace(".", ""), other.replace(".", "")
    if len(a.lstrip("0")) != len(b.lstrip("0")) or len(a) != len(b):  # 0,1 and 1 are not a slip of the pen
        return False
    differ = [i for i in range(len(a)) if a[i] != b[i]]
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and a[differ[0]] == b[differ[1]]
        and a[differ[1]] == b[differ[0]]
    )


def digits_swapped(berechnet: ArrayLike, gedruckt: ArrayLike) -> NDArray[np.bool_]:
    """Whether swapping two neighbouring digits makes one number of the other (a Zahlendreher).

    >>> bool(digits_swapped(47562669, 47562696)), bool(digits_swapped(12, 13))
    (True, False)
    """
    first, second = np.broadcast_arrays(require.finite("berechnet", berechnet), require.finite("gedruckt", gedruckt))
    verdicts = [_digits_swapped(float(b), float(g)) for b, g in zip(first.ravel(), second.ravel(), strict=True)]
    return np.array(verdicts, dtype=np.bool_).reshape(first.shape)
