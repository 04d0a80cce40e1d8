"""Bridge charts: each step as a column that floats between the level before it and the level after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from jcplan.core import require
from jcplan.core.require import Floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

PARTS: Final = (
    "Sockel über 0",
    "Sockel unter 0",
    "aufwärts über 0",
    "aufwärts unter 0",
    "abwärts über 0",
    "abwärts unter 0",
)
"""What is stacked for one step: two invisible bases, then the visible parts."""


def floating_columns(werte: ArrayLike, anfang: ArrayLike = 0.0) -> Floats:
    """Stacked parts that make each step of a cumulated series float.

    Stacked columns grow from zero upwards and downwards separately. So each step has a base and a visible
    part on either side of zero; the visible part stands under "aufwärts" or "abwärts".

    Args:
        werte: Steps, negative downwards; on the last axis.
        anfang: Level before the first step.

    Returns:
        The six ``PARTS`` of each step on a further last axis; the parts of a step add up to the
        edges of its column: base plus visible part, above and below zero.

    Raises:
        InputError: A value that is not finite.

    >>> floating_columns([3, -5])
    array([[ 0.,  0.,  3.,  0.,  0.,  0.],
           [ 0.,  0.,  0.,  0.,  3., -2.]])
    """
    steps = np.atleast_1d(require.finite("werte", werte))
    start = np.asarray(require.finite("anfang", anfang))[..., np.newaxis]
    after = start + np.cumsum(steps, axis=-1)
    before = np.concatenate([np.broadcast_to(start, (*after.shape[:-1], 1)), after[..., :-1]], axis=-1)
    low, high = np.minimum(before, after), np.maximum(before, after)
    base_above, base_below = np.maximum(low, 0.0), np.minimum(high, 0.0)
    above, below = np.maximum(high, 0.0) - base_above, np.minimum(low, 0.0) - base_below
    up = np.broadcast_to(steps >= 0, after.shape)
    visible = [np.where(direction, part, 0.0) for direction in (up, ~up) for part in (above, below)]
    return np.stack([base_above, base_below, *visible], axis=-1) + 0.0
