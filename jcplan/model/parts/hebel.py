"""Inputs of the part Langzeitbezug: Hebel."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import Part

PART: Final = Part("Langzeitbezug: Hebel", "Zugänge und Abgänge der LZB im Einzelnen.", ())
