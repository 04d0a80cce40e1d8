"""Typed, validated inputs and the targets: each knows its label, unit, range and defined name."""

from __future__ import annotations

from jcplan.model.fields import Field, Range, Target
from jcplan.model.inputs import INPUTS, PRINTED, Inputs, input_field, read_inputs
from jcplan.model.targets import TARGETS

__all__ = ["INPUTS", "PRINTED", "TARGETS", "Field", "Inputs", "Range", "Target", "input_field", "read_inputs"]
