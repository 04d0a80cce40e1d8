"""The plan's targets: what each is called, and how it is published."""

from __future__ import annotations

from functools import cache
from typing import Final

from jcplan.model.fields import EURO, HEADS, HEADS_A_MONTH, INTEGRATIONS, SHARE, Target

ALL: Final = "gesamt"
_CONTEXT = "zur Einordnung"
_ELB, _IQ = "Erwerbsfähige Leistungsberechtigte (ELB)", "Integrationsquote (IQ)"


@cache
def targets(groups: tuple[tuple[str, str, int], ...], places: int) -> tuple[Target, ...]:
    """All targets of a plan in the order of the sheet Ziele.

    Args:
        groups: Of each group the part of the names that stands for it, what it is called, and the decimals
            with which its rate is published.
        places: Decimals with which the rate of all groups is published.

    >>> [target.name for target in targets((("G1", "alle", 3),), 3)][:4]
    ['Ziel_ELB_gesamt', 'Ziel_ELB_G1', 'Ziel_IQ_G1', 'Ziel_IQ_gesamt']
    """
    return (
        Target("Ziel_ELB_gesamt", "elb_gesamt", _ELB, ALL, HEADS, 0),
        *(Target(f"Ziel_ELB_{name}", f"elb_{name.lower()}", _ELB, label, HEADS, 0) for name, label, _ in groups),
        *(Target(f"Ziel_IQ_{name}", f"iq_{name.lower()}", _IQ, label, SHARE, own) for name, label, own in groups),
        Target("Ziel_IQ_gesamt", "iq_gesamt", _IQ, ALL, SHARE, places),
        Target("Ziel_IQ_gesamt_ungerundet", "iq_ungerundet", "IQ aus ungerundeten Gruppenquoten", _CONTEXT, SHARE, 5),
        Target("Ziel_IQ_gesamt_unten", "iq_unten", "IQ, kleinster verträglicher Wert", _CONTEXT, SHARE, 5),
        Target("Ziel_IQ_gesamt_oben", "iq_oben", "IQ, größter verträglicher Wert", _CONTEXT, SHARE, 5),
        Target("Ziel_Integrationen", "integrationen", "Integrationen im Jahr", ALL, INTEGRATIONS, 0),
        Target("Ziel_LZB", "lzb", "Langzeitleistungsbezieher (LZB), Jahresmittel", ALL, HEADS, 0, falls=True),
        Target("Ziel_LZB_Abgang", "lzb_abgang", "LZB: Abgang, der dafür nötig ist", ALL, HEADS_A_MONTH, 0),
        Target("Ziel_Umschichtung", "umschichtung", "Umschichtung vom EGT ins VKB", ALL, EURO, 2),
        Target("Ziel_EGT", "egt", "Eingliederungstitel (EGT) nach Umschichtung", ALL, EURO, 2),
        Target("Ziel_VKB", "vkb", "Verwaltungskostenbudget (VKB) nach Umschichtung", ALL, EURO, 2),
        Target("Ziel_Budget_Summe", "budget_summe", "Budget insgesamt", ALL, EURO, 2),
    )
