"""Money in the year: the outflow projected to the year's end, and whether money runs out or lies idle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from jcplan.core import require
from jcplan.core.require import Floats
from jcplan.errors import InputError
from jcplan.german import number

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

RUNS_OUT: Final = "läuft leer"
LIES_IDLE: Final = "bleibt liegen"
ON_PLAN: Final = "im Plan"
_HALF_A_CENT: Final = 0.005


def outflow(betraege: ArrayLike, pfad: ArrayLike, monat: float) -> Floats:
    """The year's money from that of its months so far: ``Σ so far · Σ pfad / Σ pfad so far``.

    Where each month weighs the same, that is the money so far by the part of the year that has passed.

    Args:
        betraege: Euro by month from January on, of either sign; NaN where nothing was booked, which counts as 0.
        pfad: What the months weigh, as many as ``betraege``, each at least 0.
        monat: The last month that was reported, a whole number from 1 on; later amounts do not count.

    Returns:
        Euro of the whole year.

    Raises:
        InputError: There is no such month, the lengths differ, or the months so far weigh nothing.

    Source: linear projection of the outflow, as budget control uses it.

    >>> float(outflow([100, -20, 40, np.nan], [1, 1, 1, 1], 3)), float(outflow([100, 50, 0, 0], [3, 1, 1, 1], 2))
    (160.0, 225.0)
    """
    amounts = np.atleast_1d(np.asarray(betraege, dtype=np.float64))
    booked = require.finite("betraege", np.where(np.isnan(amounts), 0.0, amounts))
    weights = np.atleast_1d(require.stock("pfad", pfad))
    require.same_length(betraege=booked, pfad=weights)
    last = float(require.finite("monat", monat))
    if last != int(last) or not 1 <= last <= booked.shape[-1]:
        raise InputError("monat", number(last), f"eine ganze Zahl von 1 bis {booked.shape[-1]}")
    so_far = slice(0, int(last))
    covered = weights[so_far].sum()
    if not covered:
        raise InputError("pfad", "Gewicht 0 in allen bisherigen Monaten", "mindestens ein Gewicht größer als 0")
    return require.finite_sum("betraege", booked[..., so_far].sum(axis=-1) * weights.sum() / covered)


def money_light(
    gebunden: ArrayLike, zugeteilt: ArrayLike, prognose: ArrayLike, verfuegbar: ArrayLike, schwelle: ArrayLike
) -> NDArray[np.str_]:
    """Word "läuft leer" where more is committed than allotted, "bleibt liegen" where money is left, else "im Plan".

    Args:
        gebunden: Committed so far, euro.
        zugeteilt: What could be committed so far, euro; more by half a cent is more.
        prognose: The year's projected outflow, euro.
        verfuegbar: What is there for the year, euro, ≥ 0.
        schwelle: Part of ``verfuegbar`` that may be left, 0 to 1.

    >>> [str(word) for word in money_light([60, 40, 40], 50, [90, 90, 96], 100, 0.05)]
    ['läuft leer', 'bleibt liegen', 'im Plan']
    """
    committed, allotted = require.finite("gebunden", gebunden), require.finite("zugeteilt", zugeteilt)
    projected, available = require.finite("prognose", prognose), require.stock("verfuegbar", verfuegbar)
    least = available * (1 - require.share("schwelle", schwelle))
    idle = projected < least - _HALF_A_CENT
    return np.where(committed > allotted + _HALF_A_CENT, RUNS_OUT, np.where(idle, LIES_IDLE, ON_PLAN))
