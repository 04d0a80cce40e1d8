"""The parts of the plan beyond the chain of targets, one a module."""

from __future__ import annotations

from jcplan.model.fields import Part
from jcplan.model.parts import arbeitsmarkt, hebel, mittel, personal, projekte, prozess, struktur
from jcplan.model.shape import Shape


def parts(shape: Shape) -> tuple[Part, ...]:
    """The parts of a plan, in the order of the sheet Annahmen."""
    return (
        arbeitsmarkt.PART,
        struktur.PART,
        personal.PART,
        projekte.part(shape),
        mittel.part(shape),
        hebel.PART,
        prozess.part(shape),
    )
