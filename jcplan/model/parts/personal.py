"""Inputs of the part Personal."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import Part

PART: Final = Part("Personal", "Stellen, Befristung, Betreuung.", ())
