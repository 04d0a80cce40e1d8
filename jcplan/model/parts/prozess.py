"""Inputs of the part Prozessqualität."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import Part

PART: Final = Part("Prozessqualität", "Mindeststandards als Soll und Ist.", ())
