"""Inputs of the part Projekte und Maßnahmen."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import Part

PART: Final = Part("Projekte und Maßnahmen", "Plätze, Durchlauf und erwartete Wirkung.", ())
