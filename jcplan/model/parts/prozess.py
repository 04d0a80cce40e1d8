"""Inputs of the part Prozessqualität."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jcplan.model.fields import SHARE, Field, Part, choice, figure
from jcplan.model.shape import Shape

DAYS: Final = "Tage"
MORE, LESS = "mehr", "weniger"
REACHED, MISSED = "erreicht", "nicht erreicht"
_IN_PERCENT: Final = 6


@dataclass(frozen=True)
class Standard:
    """The inputs of one standard.

    Attributes:
        state: What is known in words; its label is the standard's name, and typed too.
        target: Soll.
        actual: Ist.
        better: Whether more or less is better.
    """

    state: Field
    target: Field
    actual: Field
    better: Field


def _standard(number: int, unit: str, block: str) -> Standard:
    name, label = f"Standard_{number}", f"Mindeststandard {number}"
    places = 3 if unit == SHARE else 0
    usual = MORE if unit == SHARE else LESS
    return Standard(
        choice(name, label, "Stand", block, (REACHED, MISSED), "Ob der Sollwert laut Dokument erreicht ist.", renamable=True),
        figure(f"{name}_Soll", f"{label}: Soll", unit, block, places),
        figure(f"{name}_Ist", f"{label}: Ist", unit, block, places),
        choice(f"{name}_Richtung", f"{label}: besser ist", "Richtung", block, (MORE, LESS), f"Ohne Eintrag: {usual}."),
    )  # fmt: skip


def standards(count: int) -> tuple[Standard, ...]:
    """So many standards, the first six in per cent, further ones in days.

    >>> [standard.target.unit for standard in standards(8)][4:]
    ['%', '%', 'Tage', 'Tage']
    """
    return tuple(
        _standard(number, SHARE, "Mindeststandards in Prozent: Name und Stand, Soll, Ist")
        if number <= _IN_PERCENT
        else _standard(number, DAYS, "Mindeststandards in Tagen: Name und Stand, Soll, Ist")
        for number in range(1, count + 1)
    )


def part(shape: Shape) -> Part:
    """Standards of the process that law or the Jobcenter itself asks for."""
    return Part(
        "Prozessqualität",
        "Mindeststandards als Soll und Ist.",
        tuple(field for s in standards(shape.standards) for field in (s.state, s.target, s.actual, s.better)),
    )
