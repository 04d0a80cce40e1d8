"""What becomes of one input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jcplan.layout.annahmen.required import RENEW

ANEW: Final = RENEW
"""How an origin says that an input needs a new value."""
NOTHING: Final = "–"
"""What stands for a date where there is none."""


@dataclass(frozen=True)
class Fate:
    """What an input of the next plan holds.

    Attributes:
        value: Its value, None for none yet.
        origin: Where it comes from, or what is to be done; German, as it stands under Quelle.
        as_of: Its date, as it stands under Datenstand.
        note: What else to know, as it stands under Hinweis.
        due: Whether it needs a new value.
        filler: Whether it was blank, is blank and may stay so.
    """

    value: float | str | None
    origin: str
    as_of: str = NOTHING
    note: str = ""
    due: bool = False
    filler: bool = False
