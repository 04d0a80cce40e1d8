"""Inputs of the part Arbeitsmarkt."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import Part

PART: Final = Part("Arbeitsmarkt", "Einschätzung von Konjunktur und Arbeitsmarkt.", ())
