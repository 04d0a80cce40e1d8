"""Zielnachhaltung: monthly targets, projection to the year's end, what is left, traffic light."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jcplan.core import require
from jcplan.core.require import Floats
from jcplan.core.shares import share_out
from jcplan.errors import InputError

GREEN: Final = "grün"
YELLOW: Final = "gelb"
RED: Final = "rot"


def monthly_targets(jahresziel: float, saison: ArrayLike, stellen: int | None = None) -> Floats:
    """The year's target by month, in proportion to seasonal weights; the months sum to it exactly.

    >>> monthly_targets(100, [1, 1, 2], 0)
    array([25., 25., 50.])
    """
    return share_out(
        jahresziel,
        require.weights("saison", np.atleast_1d(np.asarray(saison, dtype=np.float64))),
        stellen=stellen,
        names=("jahresziel", "saison"),
    )


def _so_far(ist: ArrayLike, saison: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Actuals, the seasonal weights of their months, all weights."""
    actual = np.atleast_1d(require.stock("ist", ist))
    season = require.weights("saison", np.atleast_1d(np.asarray(saison, dtype=np.float64)))
    if not 1 <= actual.shape[-1] <= season.shape[-1]:
        raise InputError(
            "ist", f"{actual.shape[-1]} Monate", f"1 bis {season.shape[-1]} Monate, höchstens so viele wie saison"
        )
    return actual, season[..., : actual.shape[-1]], season


def projection(ist: ArrayLike, saison: ArrayLike) -> Floats:
    """Year's end from the months so far: ``Σ ist · Σ saison / Σ saison of these months``.

    Args:
        ist: Actual flows from January on, months on the last axis, at most as many as ``saison``.
        saison: Seasonal weights of all months of the year.

    >>> float(projection([10, 20], [1, 2, 3]))
    60.0
    """
    actual, season_so_far, season = _so_far(ist, saison)
    covered = season_so_far.sum(axis=-1)
    if not np.all(covered > 0):
        raise InputError("saison", "Gewicht 0 in allen bisherigen Monaten", "mindestens ein Gewicht größer als 0")
    return np.asarray(actual.sum(axis=-1) * season.sum(axis=-1) / covered)


def open_target(jahresziel: float, ist: ArrayLike, saison: ArrayLike, stellen: int | None = None) -> Floats:
    """What the remaining months have to bring, by seasonal weights, so that the year's target is met.

    Returns:
        One value a remaining month; zeros where the target is already met.

    >>> open_target(60, [10, 20], [1, 2, 1, 2])
    array([10., 20.])
    """
    goal = float(require.stock("jahresziel", jahresziel))
    actual, _, season = _so_far(ist, saison)
    ahead = season[actual.shape[-1] :]
    if not len(ahead):
        raise InputError(
            "ist", f"{len(actual)} Monate", f"weniger als {len(season)} Monate (es muss noch einer offen sein)"
        )
    missing = max(goal - float(actual.sum()), 0.0)
    return (
        share_out(missing, ahead, stellen=stellen, names=("jahresziel", "saison")) if missing else np.zeros(len(ahead))
    )


def traffic_light(ist: ArrayLike, soll: ArrayLike, gelb: ArrayLike, richtung: ArrayLike = 1) -> NDArray[np.str_]:
    """Word "grün" where the target is met, "gelb" where it is missed by at most the share ``gelb`` of it, else "rot".

    Args:
        ist: Actual values.
        soll: Planned values.
        gelb: Tolerated miss as a share of the planned value (0.05 is 5 %), ≥ 0.
        richtung: 1 where more is better, −1 where less is better.

    >>> [str(word) for word in traffic_light([100, 96, 90], 100, 0.05)]
    ['grün', 'gelb', 'rot']
    """
    direction = require.finite("richtung", richtung)
    if not np.isin(direction, (1, -1)).all():
        raise InputError("richtung", "einen anderen Wert", "1 (mehr ist besser) oder −1 (weniger ist besser)")
    actual, planned = require.finite("ist", ist), require.finite("soll", soll)
    miss = (planned - actual) * direction
    noise = 1e-12 * np.maximum(np.abs(planned), np.abs(actual))
    margin = require.stock("gelb", gelb) * np.abs(planned)
    return np.where(miss <= noise, GREEN, np.where(miss <= margin + noise, YELLOW, RED))
