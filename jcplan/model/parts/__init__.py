"""The parts of the plan beyond the chain of targets, one a module."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import Part
from jcplan.model.parts import arbeitsmarkt, hebel, mittel, personal, projekte, prozess, struktur

PARTS: Final[tuple[Part, ...]] = (
    arbeitsmarkt.PART,
    struktur.PART,
    personal.PART,
    projekte.PART,
    mittel.PART,
    hebel.PART,
    prozess.PART,
)
"""In the order of the sheet Annahmen."""
