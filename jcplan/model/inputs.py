"""The plan's inputs that there are once, the figures that the document prints, and the texts."""

from __future__ import annotations

from typing import Final

from jcplan.model.fields import CHOICE, EURO, HEADS, HEADS_A_MONTH, SHARE, YEAR, Field, Range
from jcplan.model.groups import (
    CHANGE_HINT,
    ELB,
    IQ,
    OF_PLAN,
    PERCENT_HINT,
    RANGES,
    decimals_field,
    labels,
    rate_fields,
    stock_fields,
)
from jcplan.model.teams import EXITS_SHARED, NEEDED, PLANNED

LZB, BUDGET, GENERAL = "Langzeitleistungsbezieher (LZB)", "Budget", "Allgemein"
"""Headings of the sheet Annahmen."""
_HEADS_HINT = "Köpfe, ab 0."
_EURO_HINT = "Betrag in Euro, ab 0."


def _once(attribute: str, label: str, unit: str, block: str, hint: str, places: int = 0) -> Field:
    return Field(OF_PLAN[attribute], label, unit, block, RANGES[attribute], places, hint=hint)


def plan_fields(groups: int) -> tuple[Field, ...]:
    """Every input that the plan computes from, in the order of the sheet Annahmen.

    Args:
        groups: How many groups there are.
    """
    numbers = range(1, groups + 1)
    return (
        Field("Annahme_Planjahr", "Planjahr", YEAR, GENERAL, Range(2005, 2100), hint="Vierstellige Jahreszahl.", whole=True),
        Field("Annahme_Ampel_gelb", "Ampel: höchste Verfehlung für gelb, Anteil am Soll", SHARE, GENERAL, Range(0, 1), 2, hint=PERCENT_HINT),
        _once("elb_gesamt", "ELB insgesamt, Ausgangsbestand", HEADS, ELB, "Köpfe, ab 1."),
        *(field for number in numbers for field in stock_fields(number)),
        _once("iq_gesamt_vorjahr", "IQ insgesamt, Erwartung Vorjahr", SHARE, IQ, PERCENT_HINT, 3),
        *(field for number in numbers for field in rate_fields(number)),
        decimals_field("Annahme_IQ_Nachkommastellen", "IQ insgesamt, Nachkommastellen"),
        _once("lzb_bestand", "LZB, Ausgangsbestand", HEADS, LZB, _HEADS_HINT),
        _once("lzb_zuwachsrate", "LZB, altersbedingter Bestandsanstieg im Monat", SHARE, LZB, CHANGE_HINT, 3),
        _once("lzb_abgang", "LZB, geplanter Abgang im Monat", HEADS_A_MONTH, LZB, _HEADS_HINT),
        Field(
            EXITS_SHARED, "LZB, Abgang, den die Teams tragen", CHOICE, LZB, Range(), optional=True, options=(PLANNED, NEEDED),
            hint="geplant: der geplante Abgang mal 12; nötig: was das Ziel verlangt. Leer: geplant.",
        ),
        _once("lzb_ziel", "LZB, Ziel: Veränderung des Jahresmittels", SHARE, LZB, CHANGE_HINT, 3),
        _once("verwaltungsbudget", "Verwaltungskostenbudget (VKB)", EURO, BUDGET, _EURO_HINT, 2),
        _once("eingliederungsmittel", "Eingliederungstitel (EGT)", EURO, BUDGET, _EURO_HINT, 2),
        _once("umschichtung_anteil", "Umschichtung, Anteil am EGT (negativ: der EGT gewinnt)", SHARE, BUDGET,
              "Anteil am Eingliederungstitel als Prozentwert, zum Beispiel 27 % oder −5 %.", 3),
        _once("kfa_quote", "Kommunaler Finanzierungsanteil", SHARE, BUDGET, PERCENT_HINT, 3),
    )  # fmt: skip


_PRINTED_BLOCK = "Zahlen im Dokument, gegen die geprüft wird"


def _printed(name: str, label: str, unit: str, places: int, low: float = -1e12) -> Field:
    return Field(
        "Gedruckt_" + name, label, unit, _PRINTED_BLOCK, Range(low, 1e12), places, optional=True, printed=True,
        hint="Zahl, wie sie im Dokument steht. Leer lassen, wenn es keine gibt.",
    )  # fmt: skip


_PRINTED: Final = (
    _printed("ELB_gesamt_Veraenderung", "Anstieg der ELB insgesamt, relativ", SHARE, 3),
    _printed("ELB_gesamt_Zuwachs", "Anstieg der ELB insgesamt, Köpfe", HEADS, 0),
    _printed("ELB_8HKL_Rate", "Anstieg der ELB mit Flucht/Asyl, relativ", SHARE, 3),
    _printed("ELB_Flucht_Zugang_frueher", "Anstieg der ELB mit Flüchtlingshintergrund, frühere Angabe", HEADS, 0),
    _printed(
        "ELB_Flucht_Rate_frueher", "Anstieg der ELB mit Flüchtlingshintergrund, frühere Angabe, relativ", SHARE, 2
    ),
    _printed("ELB_ohne_Veraenderung_frueher", "Anstieg der ELB ohne Flüchtlingshintergrund, frühere Angabe", SHARE, 3),
    _printed("ELB_Veraenderung_frueher", "Anstieg der ELB insgesamt, frühere Angabe", SHARE, 2),
    _printed("IQ_gesamt", "IQ insgesamt, Ziel", SHARE, 3),
    _printed("IQ_Ziel_Vorjahr", "IQ insgesamt, Zielwert des Vorjahres", SHARE, 3),
    _printed("LZB_Anteil", "Anteil der LZB an den ELB", SHARE, 2),
    _printed("LZB_Veraenderung_Vorjahr", "Veränderung der LZB im Vorjahr", SHARE, 3),
    _printed("Budget_Summe", "Budget insgesamt", EURO, 0),
    _printed("Umschichtung", "Umschichtung, Betrag", EURO, -5),
    _printed("Umschichtung_Anteil_Vorjahr", "Umschichtung, höchster Anteil im Vorjahr", SHARE, 3),
)
_OF_GROUP_2: Final = "Gedruckt_ELB_8HKL_Rate"


def printed(groups: int) -> tuple[Field, ...]:
    """Figures that the document prints and that the checks compare with; all may stay blank.

    Args:
        groups: How many groups there are.
    """
    return tuple(field for field in _PRINTED if groups > 1 or field.name != _OF_GROUP_2)


COMPARISON_TYPE: Final = "Annahme_Vergleichstyp"
"""Defined name of the type of Jobcenters with which this one is compared, such as IIb; it may be blank."""


def texts(groups: int) -> dict[str, str]:
    """Texts that are typed, and what each is, by defined name; none but ``COMPARISON_TYPE`` may be blank.

    Args:
        groups: How many groups there are.
    """
    first = {"Annahme_Jobcenter": "Jobcenter", "Annahme_Stand": "Stand des Dokuments"}
    return {**first, COMPARISON_TYPE: "SGB-II-Vergleichstyp", **labels(groups)}


def places_field(field: Field) -> Field:
    """The input beside a printed figure that says how many decimals it was printed with."""
    return Field(
        field.name + "_Stellen",
        f"{field.label}: Nachkommastellen im Dokument",
        "Stellen",
        field.block,
        Range(-12, 12),
        whole=True,
    )
