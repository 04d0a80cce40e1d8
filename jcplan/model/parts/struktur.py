"""Inputs of the part Struktur."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import Part

PART: Final = Part("Struktur", "Zusammensetzung der Bestände.", ())
