"""Typed, validated inputs and the targets: each knows its label, unit, range and defined name."""

from __future__ import annotations

from jcplan.core.inputs import Inputs
from jcplan.model.fields import Field, Part, Range, Target
from jcplan.model.inputs import places_field
from jcplan.model.model import Model
from jcplan.model.shape import Shape, read_shape

__all__ = ["Field", "Inputs", "Model", "Part", "Range", "Shape", "Target", "places_field", "read_shape"]
