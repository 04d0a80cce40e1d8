"""The published targets as sheets show them that ask what they depend on."""

from __future__ import annotations

from jcplan.model import Model, Target
from jcplan.model.fields import EURO, SHARE
from jcplan.model.groups import DECIMALS_OF_ALL, name_of


def targets(model: Model) -> tuple[Target, ...]:
    """The published targets, without what only puts them into context and the sum that no shift changes."""
    left_out = ("Ziel_IQ_gesamt_", "Ziel_Budget_Summe")
    return tuple(each for each in model.targets if not each.name.startswith(left_out))


def key(target: Target) -> str:
    """The key of a target's row or column."""
    return target.name.lower()


def as_formula(text: str) -> str:
    """A text, or what stands behind ``=``, as part of a formula."""
    return text[1:] if text.startswith("=") else f'"{text}"'


def words_for(target: Target, value: str) -> str:
    """Formula of a target's value in words, as published."""
    if target.unit == SHARE:
        return f'FIXED(100*{value},{decimals_of(target)}-2)&" %"'
    return f"FIXED({value},0)" + (f'&" {EURO}"' if target.unit == EURO else "")


def decimals_of(target: Target) -> str:
    """What says with how many decimals a target is published: the name of an input, or a number."""
    *_, last = target.name.split("_")
    if target.unit != SHARE:
        return str(target.places)
    return name_of(int(last[1:]), "IQ_Nachkommastellen") if last[1:].isdigit() else DECIMALS_OF_ALL
