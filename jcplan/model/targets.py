"""The plan's targets: what each is called, and how it is published."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import EURO, HEADS, HEADS_A_MONTH, SHARE, Target

ALL, OTHERS, REFUGEES = "gesamt", "ohne 8 HKL", "8 HKL"
_CONTEXT = "zur Einordnung"

TARGETS: Final = (
    Target("Ziel_ELB_gesamt", "elb_gesamt", "Erwerbsfähige Leistungsberechtigte (ELB)", ALL, HEADS, 0),
    Target("Ziel_ELB_ohne", "elb_ohne", "Erwerbsfähige Leistungsberechtigte (ELB)", OTHERS, HEADS, 0),
    Target("Ziel_ELB_8HKL", "elb_8hkl", "Erwerbsfähige Leistungsberechtigte (ELB)", REFUGEES, HEADS, 0),
    Target("Ziel_IQ_ohne", "iq_ohne", "Integrationsquote (IQ)", OTHERS, SHARE, 3),
    Target("Ziel_IQ_8HKL", "iq_8hkl", "Integrationsquote (IQ)", REFUGEES, SHARE, 4),
    Target("Ziel_IQ_gesamt", "iq_gesamt", "Integrationsquote (IQ)", ALL, SHARE, 3),
    Target("Ziel_IQ_gesamt_ungerundet", "iq_ungerundet", "IQ aus ungerundeten Gruppenquoten", _CONTEXT, SHARE, 5),
    Target("Ziel_IQ_gesamt_unten", "iq_unten", "IQ, kleinster verträglicher Wert", _CONTEXT, SHARE, 5),
    Target("Ziel_IQ_gesamt_oben", "iq_oben", "IQ, größter verträglicher Wert", _CONTEXT, SHARE, 5),
    Target("Ziel_Integrationen", "integrationen", "Integrationen im Jahr", ALL, HEADS, 0),
    Target("Ziel_LZB", "lzb", "Langzeitleistungsbezieher (LZB), Jahresmittel", ALL, HEADS, 0),
    Target("Ziel_LZB_Abgang", "lzb_abgang", "LZB: Abgang, der dafür nötig ist", ALL, HEADS_A_MONTH, 0),
    Target("Ziel_Umschichtung", "umschichtung", "Umschichtung vom EGT ins VKB", ALL, EURO, 2),
    Target("Ziel_EGT", "egt", "Eingliederungstitel (EGT) nach Umschichtung", ALL, EURO, 2),
    Target("Ziel_VKB", "vkb", "Verwaltungskostenbudget (VKB) nach Umschichtung", ALL, EURO, 2),
    Target("Ziel_Budget_Summe", "budget_summe", "Budget insgesamt", ALL, EURO, 2),
)
"""All targets in the order of the sheet Ziele. How rates are published comes with the inputs (plan.py)."""
