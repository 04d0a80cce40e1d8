"""The inputs that the plan is computed from, as functions of the whole plan take them: names and values."""

from __future__ import annotations

from typing import Final

from jcplan.layout import groups
from jcplan.layout.annahmen import number_format
from jcplan.model import Field, Model
from jcplan.model.groups import plan_names
from jcplan.sheet.table import Column, Row, Special, Table

NAMES_NAME: Final = "Plan_Namen"
VALUES_NAME: Final = "Plan_Werte"
DECIMALS_NAME: Final = "Plan_Stellen"
_SURE: Final = frozenset({"iq_nachkommastellen", "kfa_quote", "zugang_ab_monat"})
"""Set by law or by oneself: no figure that is known with some decimals only."""
_PREFIX: Final = "Annahme_"


def fields(model: Model) -> tuple[Field, ...]:
    """The inputs, in the order of the sheet Annahmen."""
    chain = plan_names(model.shape.gruppen)
    return tuple(field for field in model.inputs if field.name in chain)


def key(field: Field) -> str:
    """The key of an input's row.

    >>> key(Model().field("Annahme_G1_Zugang"))
    'g1_zugang'
    """
    return field.name.removeprefix(_PREFIX).lower()


def suffix(field: Field) -> str:
    """What an input's name is, without the beginning that all have."""
    return field.name.removeprefix(_PREFIX)


def label(model: Model, field: Field) -> str:
    """What an input is called: a text, or for one of a group a formula with ``=`` before it."""
    _, position = plan_names(model.shape.gruppen)[field.name]
    if position is None:
        return field.label
    _, _, what = field.label.partition(": ")
    return f'={groups.label_of(position + 1)}&": {what}"'


def workings(model: Model) -> Table:
    """Names, values and decimals, a row an input; a blank stays one."""
    chain = plan_names(model.shape.gruppen)
    rows = [
        Row(
            key(field), label(model, field),
            cells={
                "wert": Special(f'IF(ISBLANK({field.name}),"",{field.name})', form=number_format(field)),
                "name": Special(value=field.name),
                "stellen": Special(value=None if chain[field.name][0] in _SURE else float(field.places)),
            },
        )
        for field in fields(model)
    ]  # fmt: skip
    columns = (
        Column("wert", "Wert", style="helper", name=VALUES_NAME),
        Column("name", "Name in Formeln", style="text", name=NAMES_NAME),
        Column("stellen", "Nachkommastellen", style="helper", form="0", name=DECIMALS_NAME),
    )
    return Table("plan", columns, rows, head="Eingabe", title="Der Plan als Eingaben seiner Rechnung", height=18)
