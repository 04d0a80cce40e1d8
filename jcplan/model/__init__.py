"""Typed, validated inputs and the targets: each knows its label, unit, range and defined name."""

from __future__ import annotations

from jcplan.core.inputs import Inputs
from jcplan.model.fields import Field, Part, Range, Target
from jcplan.model.inputs import (
    FIGURES,
    INPUTS,
    PRINTED,
    TEXTS,
    input_field,
    places_field,
    read_inputs,
)
from jcplan.model.model import Model
from jcplan.model.parts import PARTS
from jcplan.model.shape import Shape
from jcplan.model.targets import TARGETS

__all__ = [
    "FIGURES",
    "INPUTS",
    "PARTS",
    "PRINTED",
    "TARGETS",
    "TEXTS",
    "Field",
    "Inputs",
    "Model",
    "Part",
    "Range",
    "Shape",
    "Target",
    "input_field",
    "places_field",
    "read_inputs",
]
