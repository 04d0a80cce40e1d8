"""Staff: posts for clients and clients a post."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from jcplan.core import require
from jcplan.core.require import Floats


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
