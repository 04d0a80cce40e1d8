"""Typed, validated inputs and the targets: each knows its label, unit, range and defined name."""

from __future__ import annotations

from jcplan.model.fields import Field, Range, Target
from jcplan.model.inputs import INPUTS, PRINTED, TEXTS, Inputs, input_field, places_field, read_inputs
from jcplan.model.targets import TARGETS

__all__ = [
    "INPUTS",
    "PRINTED",
    "TARGETS",
    "TEXTS",
    "Field",
    "Inputs",
    "Range",
    "Target",
    "input_field",
    "places_field",
    "read_inputs",
]
