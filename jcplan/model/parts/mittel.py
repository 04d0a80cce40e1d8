"""Inputs of the part Mittelplanung."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import Part

PART: Final = Part("Mittelplanung", "Eingliederungstitel, Umschichtung und Liquidität.", ())
