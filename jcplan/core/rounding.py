"""Commercial rounding and the comparison of printed with computed figures."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jcplan.core import require
from jcplan.core.require import Floats
from jcplan.german import as_shown, round_decimal


def round_half_up(wert: ArrayLike, stellen: ArrayLike) -> Floats:
    """Round half away from zero on the decimal that the cell shows, as RUNDEN does.

    Args:
        wert: Numbers, any shape.
        stellen: Decimals, broadcast against ``wert`` (−5 rounds to hundred thousands).

    Source: DIN 1333; the spreadsheet's RUNDEN works on 15 significant digits.

    >>> round_half_up([2.675, -2.5, 0.224333], [2, 0, 3])
    array([ 2.68 , -3.   ,  0.224])
    """
    values, digits = np.broadcast_arrays(require.finite("wert", wert), require.places("stellen", stellen))
    rounded = [float(round_decimal(v, int(n))) for v, n in zip(values.ravel(), digits.ravel(), strict=True)]
    return np.array(rounded).reshape(values.shape)


def compatible(berechnet: ArrayLike, gedruckt: ArrayLike, stellen: ArrayLike) -> NDArray[np.bool_]:
    """Whether a printed figure can be the rounded computed one: |berechnet − gedruckt| ≤ ½·10^−stellen.

    The comparison is made on the decimals that the cells show, so that a difference of exactly
    half a unit counts as compatible.

    >>> compatible([0.224333, 2.675], [0.224, 2.68], [3, 2])
    array([ True,  True])
    """
    first, second, digits = np.broadcast_arrays(
        require.finite("berechnet", berechnet),
        require.finite("gedruckt", gedruckt),
        require.places("stellen", stellen),
    )
    verdicts = [
        abs(as_shown(b) - as_shown(g)) <= Decimal(5).scaleb(-int(n) - 1)
        for b, g, n in zip(first.ravel(), second.ravel(), digits.ravel(), strict=True)
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
