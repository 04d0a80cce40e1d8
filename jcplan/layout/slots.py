"""Slots: inputs whose label is typed too, so that a list can be another one next year."""

from __future__ import annotations

from jcplan.model.fields import Field

FREE = "–"


def slot_label(slot: Field, *more: Field) -> str:
    """Formula of a slot's label; ``FREE`` while the label is the usual one and nothing is typed.

    Args:
        slot: The input whose label it is.
        more: Further inputs of the same slot.
    """
    label = slot.label_name
    typed = ",".join(field.name for field in (slot, *more))
    return f'IF(AND(COUNTA({typed})=0,OR(ISBLANK({label}),{label}="{slot.label}")),"{FREE}",{label}&"")'


def chosen(name: str) -> str:
    """Formula of what is typed, or a dash."""
    return f'IF(ISBLANK({name}),"–",{name})'
