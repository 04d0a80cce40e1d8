"""The table of names: what was called otherwise in earlier versions, and what they did not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from jcplan.delivered import UNMARKED
from jcplan.model import Shape
from jcplan.model.fields import PUBLISHED

_GROUPS: Final = {
    "Annahme_ELB_ohne_Veraenderung": "Annahme_G1_Veraenderung",
    "Annahme_ELB_ohne_Zugang": "Annahme_G1_Zugang",
    "Annahme_IQ_ohne_Vorjahr": "Annahme_G1_IQ_Vorjahr",
    "Annahme_IQ_ohne_Steigerung": "Annahme_G1_IQ_Steigerung",
    "Annahme_ELB_8HKL": "Annahme_G2_ELB",
    "Annahme_ELB_8HKL_Veraenderung": "Annahme_G2_Veraenderung",
    "Annahme_ELB_8HKL_Zugang": "Annahme_G2_Zugang",
    "Annahme_IQ_8HKL": "Annahme_G2_IQ_Ziel",
    "Annahme_IQ_8HKL_Stellen": "Annahme_G2_IQ_Nachkommastellen",
    "Annahme_IQ_Stellen": "Annahme_IQ_Nachkommastellen",
}
_TARGETS: Final = {
    "Ziel_ELB_ohne": "Ziel_ELB_G1",
    "Ziel_IQ_ohne": "Ziel_IQ_G1",
    "Ziel_ELB_8HKL": "Ziel_ELB_G2",
    "Ziel_IQ_8HKL": "Ziel_IQ_G2",
}  # fmt: skip
RENAMED: Final[Mapping[str, str]] = {
    **_GROUPS,
    **_TARGETS,
    **{old + PUBLISHED: new + PUBLISHED for old, new in _TARGETS.items()},
}
"""Name now by the name in version 0.1.0."""
ALSO: Final[Mapping[str, str]] = {"Annahme_G1_IQ_Nachkommastellen": "Annahme_IQ_Stellen"}
"""Inputs that were part of another one, by name now: that one's name then."""
MEANT: Final[Mapping[str, Mapping[str, float | str]]] = {
    UNMARKED: {
        "Annahme_G1_Bezeichnung": "ohne 8 HKL",
        "Annahme_G1_Zugang_ab_Monat": 1.0,
        "Annahme_G2_Bezeichnung": "8 HKL (Flucht/Asyl)",
        "Annahme_G2_Zugang_ab_Monat": 1.0,
    }
}
"""By version what its workbooks did not say, because it was always so: a value by name now."""
SHAPES: Final[Mapping[str, Shape]] = {
    UNMARKED: Shape(gruppen=2, teams=(4,) * 6, projekte=10, instrumente=10, standards=10)
}
"""By version the shape of its workbooks, where all had the same and none says it."""
_NOW: Final = {old.casefold(): new for old, new in RENAMED.items()}


def now(name: str) -> str:
    """What a name of any version is called now.

    >>> now("Annahme_ELB_8HKL"), now("Annahme_Planjahr")
    ('Annahme_G2_ELB', 'Annahme_Planjahr')
    """
    return _NOW.get(name.casefold(), name)


def all_now(name: str) -> tuple[str, ...]:
    """Every name of this version that what an earlier one stood for is carried to.

    >>> all_now("Annahme_IQ_Stellen")
    ('Annahme_IQ_Nachkommastellen', 'Annahme_G1_IQ_Nachkommastellen')
    """
    return (now(name), *(new for new, old in ALSO.items() if old == name))


def then(name: str) -> Iterator[str]:
    """What a name of this version may have been called, the likeliest first.

    >>> list(then("Annahme_G2_ELB")), list(then("Annahme_G1_IQ_Nachkommastellen"))
    (['Annahme_ELB_8HKL', 'Annahme_G2_ELB'], ['Annahme_IQ_Stellen', 'Annahme_G1_IQ_Nachkommastellen'])
    """
    yield from (old for old, new in RENAMED.items() if new == name)
    if name in ALSO:
        yield ALSO[name]
    yield name
