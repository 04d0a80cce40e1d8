"""All that a plan of a shape has: inputs, texts, targets; and how its record is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jcplan.cells import Scalar
from jcplan.core import validity
from jcplan.core.chain import chain
from jcplan.core.inputs import Inputs
from jcplan.errors import InputError, several
from jcplan.model.fields import Field, Part, Target
from jcplan.model.groups import input_name, plan_inputs
from jcplan.model.inputs import plan_fields, printed, texts
from jcplan.model.parts import parts
from jcplan.model.shape import Shape
from jcplan.model.targets import targets

_USUAL_DECIMALS = 3


@dataclass(frozen=True)
class Model:
    """What a plan of a shape has.

    Attributes:
        shape: How many of each.

    >>> len(Model().targets), Model(Shape(gruppen=1)).targets[1].name
    (16, 'Ziel_ELB_G1')
    """

    shape: Shape = field(default_factory=Shape)

    @cached_property
    def inputs(self) -> tuple[Field, ...]:
        """Every input that the plan computes from."""
        return plan_fields(self.shape.gruppen)

    @cached_property
    def printed(self) -> tuple[Field, ...]:
        """Figures that the document prints and that the checks compare with."""
        return printed(self.shape.gruppen)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the plan beyond the chain of targets; all their inputs may stay blank."""
        return parts(self.shape)

    @cached_property
    def figures(self) -> tuple[Field, ...]:
        """Every input of the sheet Annahmen but texts, in its order."""
        return (*self.inputs, *self.printed, *(each for part in self.parts for each in part.fields))

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Texts that are typed, and what each is, by defined name; none but ``COMPARISON_TYPE`` may be blank."""
        return texts(self.shape.gruppen)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets in the order of the sheet Ziele, with the usual decimals; those of a plan come with its inputs."""
        groups = tuple((f"G{number}", f"Gruppe {number}", _USUAL_DECIMALS) for number in self.groups)
        return targets(groups, _USUAL_DECIMALS)

    @property
    def groups(self) -> range:
        """Numbers of the groups."""
        return range(1, self.shape.gruppen + 1)

    @cached_property
    def _by_name(self) -> Mapping[str, Field]:
        return {each.name: each for each in self.figures}

    def field(self, name: str) -> Field:
        """The input of a defined name.

        Raises:
            KeyError: There is none.
        """
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def read(self, values: Mapping[str, Scalar], place: Callable[[str], str] = str) -> Inputs[float]:
        """Validate cell values by defined name and make the typed record.

        Args:
            values: One value for each of ``inputs`` and ``texts``, by defined name; missing counts as blank.
            place: Where the input of a name stands, for messages.

        Raises:
            InputError: One for all findings: text, error values, blanks, numbers that cannot be,
                also those that cannot be together (a group above the total, an Umschichtung beyond the EGT).
        """
        errors: list[InputError] = []
        read: dict[str, float] = {}
        for each in self.figures:
            try:
                value = each.check(values.get(each.name), place(each.name))
                if isinstance(value, float):
                    read[each.name] = value
            except InputError as error:
                errors.append(error)
        if errors:
            raise several(errors)
        labels = {name: str(values[name]) for name in self.texts if values.get(name)}
        inputs = plan_inputs(read, labels, self.shape.gruppen, place)
        found = validity.impossible_together(inputs, chain(inputs))
        validity.refuse(found, lambda problem: place(input_name(problem.field, problem.gruppe)))
        return inputs
