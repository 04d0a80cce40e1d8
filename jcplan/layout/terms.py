"""Terms of a relation: the printed figures that its computed side rests on, and what each moves it by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jcplan.formula.nodes import Name, walk
from jcplan.formula.parse import parse
from jcplan.model import Model
from jcplan.model.fields import HEADS, Field
from jcplan.model.inputs import places_field
from jcplan.sheet.relation import Relation

COUNTED: Final = frozenset(
    {HEADS, "Integrationen", "Personen", "Plätze", "Gruppen", "Tage", "Monate", "Monat", "Jahre"}
)
"""Units of what is counted: printed to the last whole one, such a figure is exact."""
_KEY: Final = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Term:
    """A printed figure in a formula.

    Attributes:
        field: The figure.
        formula: The formula that names it.
    """

    field: Field
    formula: str

    @property
    def half_unit(self) -> str:
        """Formula of half a unit of its last printed place, 0 of counted ones; blank while there is no figure."""
        places = places_field(self.field).name
        rounded = f"({places}<0)*" if self.field.unit in COUNTED else ""
        return f'IF(COUNT({self.field.name})=0,"",{rounded}10^-{places}/2)'

    def moved(self, by: str) -> str:
        """The formula with another value in the figure's place.

        >>> Term(Model().field("Gedruckt_IQ_gesamt"), "Gedruckt_IQ_gesamt-A1").moved("+E7")
        '(Gedruckt_IQ_gesamt+E7)-A1'
        """
        name = self.field.name
        return re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])", f"({name}{by})", self.formula)


def terms(model: Model, relation: Relation) -> tuple[Term, ...]:
    """The terms of a relation; the figure whose printed decimals the verdict counts anyway is none.

    >>> relation = Relation("", "Gedruckt_IQ_gesamt*2+Annahme_LZB_Ziel", '""', "%", "3")
    >>> [term.field.name for term in terms(Model(), relation)]
    ['Gedruckt_IQ_gesamt']
    """
    if relation.obstacle:
        return ()
    computed, printed = relation.computed_of or relation.computed, relation.printed_of or relation.printed
    own = {relation.places, relation.places.removesuffix("_Stellen")}
    return tuple(
        Term(field, formula)
        for formula, counted in ((computed, set[str]()), (printed, own))
        for field in _printed(model, formula)
        if field.name not in counted
    )


def _printed(model: Model, formula: str) -> Iterator[Field]:
    """The printed figures that a formula names, each once; cells of sheets are not looked into."""
    names = (node.name for node in walk(parse(_KEY.sub("0", formula))) if isinstance(node, Name))
    for name in dict.fromkeys(names):
        if name in model and model.field(name).printed:
            yield model.field(name)
