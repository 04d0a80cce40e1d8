"""Staff: posts for clients, clients a post, posts in the annual mean, talks that posts have time for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from jcplan.core import require
from jcplan.core.require import Floats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def posts_needed(kunden: ArrayLike, schluessel: ArrayLike) -> Floats:
    """Full-time posts (VZÄ) that so many clients take at a Betreuungsschlüssel: ``kunden / schluessel``.

    Source: guide values of SGB II § 44c (4): 1:75 under 25, 1:150 from 25 on.

    >>> float(posts_needed(1500, 75))
    20.0
    """
    return np.asarray(require.stock("kunden", kunden) / require.positive("schluessel", schluessel))


def clients_a_post(kunden: ArrayLike, vzae: ArrayLike) -> Floats:
    """Betreuungsschlüssel: clients a full-time post, ``kunden / vzae``.

    >>> float(clients_a_post(1500, 20))
    75.0
    """
    return np.asarray(require.stock("kunden", kunden) / require.positive("vzae", vzae))


def annual_mean_posts(vzae: ArrayLike, monate: ArrayLike) -> Floats:
    """Posts in the annual mean that are filled for some months only: ``vzae · monate / 12``.

    Source: arithmetic mean of the 12 months.

    >>> float(annual_mean_posts(4, 6))
    2.0
    """
    return np.asarray(require.stock("vzae", vzae) * require.months_of_a_year("monate", monate) / 12)


def turnover(vzae: ArrayLike, quote: ArrayLike) -> Floats:
    """Posts that have to be filled anew within a year: ``vzae · quote``.

    Args:
        vzae: Full-time posts.
        quote: Share of the posts that change hands in the year, 0 to 1.

    Source: definition of the Fluktuationsquote.

    >>> float(turnover(467, 0.12))
    56.04
    """
    return np.asarray(require.stock("vzae", vzae) * require.share("quote", quote))


def talks(vzae: ArrayLike, stunden: ArrayLike, anteil: ArrayLike, dauer: ArrayLike) -> Floats:
    """Talks with clients a month: ``vzae · stunden · anteil / dauer``.

    Args:
        vzae: Full-time posts.
        stunden: Working hours a post and month.
        anteil: Share of the working time that belongs to talks, 0 to 1.
        dauer: Hours a talk takes, preparation and notes included.

    >>> float(talks(10, 130, 0.6, 0.75))
    1040.0
    """
    time = require.stock("vzae", vzae) * require.stock("stunden", stunden) * require.share("anteil", anteil)
    return np.asarray(time / require.positive("dauer", dauer))
