"""The one place that knows that the workbook has two groups: ohne 8 HKL, the rest of the total, and 8 HKL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jcplan.core.inputs import Group, Inputs
from jcplan.model.targets import OTHERS, REFUGEES

_ONCE: Final = {
    "elb_gesamt": "Annahme_ELB_gesamt",
    "iq_gesamt_vorjahr": "Annahme_IQ_gesamt_Vorjahr",
    "lzb_bestand": "Annahme_LZB_Bestand",
    "lzb_zuwachsrate": "Annahme_LZB_Zuwachsrate",
    "lzb_abgang": "Annahme_LZB_Abgang",
    "lzb_ziel": "Annahme_LZB_Ziel",
    "verwaltungsbudget": "Annahme_Verwaltungsbudget",
    "eingliederungsmittel": "Annahme_Eingliederungsmittel",
    "umschichtung_anteil": "Annahme_Umschichtung_Anteil",
    "kfa_quote": "Annahme_KFA_Quote",
}
_GROUPS: Final = (
    {
        "veraenderung": "Annahme_ELB_ohne_Veraenderung",
        "zugang": "Annahme_ELB_ohne_Zugang",
        "iq_vorjahr": "Annahme_IQ_ohne_Vorjahr",
        "iq_steigerung": "Annahme_IQ_ohne_Steigerung",
    },
    {
        "elb": "Annahme_ELB_8HKL",
        "veraenderung": "Annahme_ELB_8HKL_Veraenderung",
        "zugang": "Annahme_ELB_8HKL_Zugang",
        "iq_ziel": "Annahme_IQ_8HKL",
    },
)


def input_name(field: str, position: int | None) -> str:
    """Defined name of an input of the plan.

    Args:
        field: Its attribute in ``Inputs`` or ``Group``.
        position: Position of its group, or None.

    >>> input_name("zugang", 1), input_name("elb_gesamt", None)
    ('Annahme_ELB_8HKL_Zugang', 'Annahme_ELB_gesamt')
    """
    return _ONCE[field] if position is None else _GROUPS[position][field]


def two_groups(values: Mapping[str, float]) -> Inputs[float]:
    """The plan's inputs from those of the workbook.

    Args:
        values: A number for each of ``INPUTS``, by defined name.
    """
    others, refugees = ({field: values[name] for field, name in group.items()} for group in _GROUPS)
    places, own_places = int(values["Annahme_IQ_Stellen"]), int(values["Annahme_IQ_8HKL_Stellen"])
    groups = (
        Group(OTHERS, **others, iq_nachkommastellen=places, name="ohne"),
        Group(REFUGEES, **refugees, iq_nachkommastellen=own_places, name="8HKL"),
    )
    once = {field: values[name] for field, name in _ONCE.items()}
    return Inputs(int(values["Annahme_Planjahr"]), groups, **once, iq_nachkommastellen=places)
