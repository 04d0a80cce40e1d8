"""All that a plan of a shape has: inputs, targets, what is followed by month."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from jcplan.model.fields import Field, Part, Target
from jcplan.model.inputs import FIGURES
from jcplan.model.parts import PARTS
from jcplan.model.shape import Shape
from jcplan.model.targets import TARGETS


@dataclass(frozen=True)
class Model:
    """What a plan of a shape has.

    Attributes:
        shape: How many of each.
    """

    shape: Shape = field(default_factory=Shape)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the plan beyond the chain of targets."""
        return PARTS

    @cached_property
    def figures(self) -> tuple[Field, ...]:
        """Every input of the sheet Annahmen but texts, in its order."""
        return FIGURES

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets, in the order of the sheet Ziele."""
        return TARGETS
