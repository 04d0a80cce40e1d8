"""Programmes and measures: how many people pass through a number of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jcplan.core import require
from jcplan.core.require import Floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def throughput(plaetze: ArrayLike, monate: ArrayLike, verweildauer: ArrayLike) -> Floats:
    """Participants of a period whose places are always taken: ``plaetze · monate / verweildauer``.

    Args:
        plaetze: Places (people at the same time), heads, ≥ 0; projects on the last axis.
        monate: Months in which the places exist, ≥ 0.
        verweildauer: Mean stay on a place, months, > 0.

    Raises:
        InputError: A value out of range.

    Source: stock = inflow · stay (Little's law), solved for the inflow.

    >>> float(throughput(100, 12, 6))
    200.0
    """
    places, months = require.stock("plaetze", plaetze), require.stock("monate", monate)
    return np.asarray(places * months / require.positive("verweildauer", verweildauer))
