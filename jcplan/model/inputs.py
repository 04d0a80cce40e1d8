"""The plan's inputs: what each is, and how the plan's record is read from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from jcplan.cells import Scalar
from jcplan.core import validity
from jcplan.core.chain import chain
from jcplan.core.inputs import PLACES, Inputs
from jcplan.errors import InputError, several
from jcplan.model.fields import EURO, HEADS, HEADS_A_MONTH, SHARE, Field, Range
from jcplan.model.parts import PARTS
from jcplan.model.two_groups import input_name, two_groups

ELB, IQ, LZB, BUDGET, GENERAL = (
    "Erwerbsfähige Leistungsberechtigte (ELB)",
    "Integrationsquote (IQ)",
    "Langzeitleistungsbezieher (LZB)",
    "Budget",
    "Allgemein",
)
_RANGES: Final = {attribute: Range(*bounds) for attribute, bounds in validity.RANGES.items()}
_PLACES = Range(0, max(PLACES))
_PERCENT_HINT = "Als Prozentwert eintragen, zum Beispiel 23,3 %."
_CHANGE_HINT = "Relative Veränderung als Prozentwert, zum Beispiel 0,5 % oder −0,4 %."
_HEADS_HINT = "Köpfe, ab 0."
_EURO_HINT = "Betrag in Euro, ab 0."
_PLACES_HINT = "Stellen der Zahl in der Zelle: 3 für 23,3 % (= 0,233)."

INPUTS: Final = (
    Field("Annahme_Planjahr", "Planjahr", "Jahr", GENERAL, Range(2005, 2100), hint="Vierstellige Jahreszahl.", whole=True),
    Field("Annahme_Ampel_gelb", "Ampel: höchste Verfehlung für gelb, Anteil am Soll", SHARE, GENERAL, Range(0, 1), 2, hint=_PERCENT_HINT),
    Field("Annahme_ELB_gesamt", "ELB insgesamt, Ausgangsbestand", HEADS, ELB, _RANGES["elb_gesamt"], hint="Köpfe, ab 1."),
    Field("Annahme_ELB_8HKL", "ELB aus den 8 HKL, Ausgangsbestand", HEADS, ELB, _RANGES["elb"], hint=_HEADS_HINT),
    Field("Annahme_ELB_ohne_Veraenderung", "ELB ohne 8 HKL, Veränderung", SHARE, ELB, _RANGES["veraenderung"], 3, hint=_CHANGE_HINT),
    Field("Annahme_ELB_ohne_Zugang", "ELB ohne 8 HKL, weiterer Zugang", HEADS, ELB, _RANGES["zugang"], hint="Köpfe; negativ: Abgang."),
    Field("Annahme_ELB_8HKL_Veraenderung", "ELB aus den 8 HKL, Veränderung ohne den Zugang", SHARE, ELB, _RANGES["veraenderung"], 3, hint=_CHANGE_HINT),
    Field("Annahme_ELB_8HKL_Zugang", "ELB aus den 8 HKL, Zugang", HEADS, ELB, _RANGES["zugang"], hint="Köpfe; negativ: Abgang."),
    Field("Annahme_IQ_gesamt_Vorjahr", "IQ insgesamt, Erwartung Vorjahr", SHARE, IQ, _RANGES["iq_gesamt_vorjahr"], 3, hint=_PERCENT_HINT),
    Field("Annahme_IQ_ohne_Vorjahr", "IQ ohne 8 HKL, Erwartung Vorjahr", SHARE, IQ, _RANGES["iq_vorjahr"], 3, hint=_PERCENT_HINT),
    Field("Annahme_IQ_ohne_Steigerung", "IQ ohne 8 HKL, relative Steigerung", SHARE, IQ, _RANGES["iq_steigerung"], 3, hint=_CHANGE_HINT),
    Field("Annahme_IQ_8HKL", "IQ 8 HKL, Orientierungswert", SHARE, IQ, _RANGES["iq_ziel"], 4, hint=_PERCENT_HINT),
    Field("Annahme_IQ_Stellen", "IQ ohne 8 HKL und insgesamt: veröffentlichte Stellen", "Stellen", IQ, _PLACES, hint=_PLACES_HINT, whole=True),
    Field("Annahme_IQ_8HKL_Stellen", "IQ 8 HKL: veröffentlichte Stellen", "Stellen", IQ, _PLACES, hint=_PLACES_HINT, whole=True),
    Field("Annahme_LZB_Bestand", "LZB, Ausgangsbestand", HEADS, LZB, _RANGES["lzb_bestand"], hint=_HEADS_HINT),
    Field("Annahme_LZB_Zuwachsrate", "LZB, altersbedingter Zuwachs im Monat", SHARE, LZB, _RANGES["lzb_zuwachsrate"], 3, hint=_CHANGE_HINT),
    Field("Annahme_LZB_Abgang", "LZB, geplanter Abgang im Monat", HEADS_A_MONTH, LZB, _RANGES["lzb_abgang"], hint=_HEADS_HINT),
    Field("Annahme_LZB_Ziel", "LZB, Ziel: Veränderung des Jahresmittels", SHARE, LZB, _RANGES["lzb_ziel"], 3, hint=_CHANGE_HINT),
    Field("Annahme_Verwaltungsbudget", "Verwaltungskostenbudget (VKB)", EURO, BUDGET, _RANGES["verwaltungsbudget"], 2, hint=_EURO_HINT),
    Field("Annahme_Eingliederungsmittel", "Eingliederungstitel (EGT)", EURO, BUDGET, _RANGES["eingliederungsmittel"], 2, hint=_EURO_HINT),
    Field("Annahme_Umschichtung_Anteil", "Umschichtung, Anteil am EGT (negativ: der EGT gewinnt)", SHARE, BUDGET, _RANGES["umschichtung_anteil"], 3,
          hint="Anteil am Eingliederungstitel als Prozentwert, zum Beispiel 27 % oder −5 %."),
    Field("Annahme_KFA_Quote", "Kommunaler Finanzierungsanteil", SHARE, BUDGET, _RANGES["kfa_quote"], 3, hint=_PERCENT_HINT),
)  # fmt: skip
"""Every input that the plan computes from, in the order of the sheet Annahmen."""

_PRINTED_BLOCK = "Gedruckte Zahlen, gegen die geprüft wird"


def _printed(name: str, label: str, unit: str, places: int, low: float = -1e12) -> Field:
    return Field(
        "Gedruckt_" + name, label, unit, _PRINTED_BLOCK, Range(low, 1e12), places, optional=True,
        hint="Zahl, wie sie im Dokument steht. Leer lassen, wenn es keine gibt.",
    )  # fmt: skip


PRINTED: Final = (
    _printed("ELB_gesamt_Veraenderung", "Anstieg der ELB insgesamt, relativ", SHARE, 3),
    _printed("ELB_gesamt_Zuwachs", "Anstieg der ELB insgesamt, Köpfe", HEADS, 0),
    _printed("ELB_8HKL_Rate", "Anstieg der ELB aus den 8 HKL, relativ", SHARE, 3),
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
"""Figures that the document prints and that the checks compare with; all may stay blank."""


FURTHER: Final = tuple(field for part in PARTS for field in part.fields)
"""Inputs of the further parts of the plan; all may stay blank."""

FIGURES: Final = INPUTS + PRINTED + FURTHER
"""Every input of the sheet Annahmen but texts, in its order."""

TEXTS: Final = {"Annahme_Jobcenter": "Jobcenter", "Annahme_Stand": "Stand des Dokuments"}
"""Texts that every sheet shows, by defined name; neither may be blank."""


def places_field(field: Field) -> Field:
    """The input beside a printed figure that says how many decimals it was printed with."""
    return Field(
        field.name + "_Stellen", f"{field.label}: gedruckte Stellen", "Stellen", field.block, Range(-12, 12), whole=True
    )


def input_field(name: str) -> Field:
    """The input of that defined name."""
    return next(field for field in FIGURES if field.name == name)


def read_inputs(values: Mapping[str, Scalar], place: Callable[[str], str] = str) -> Inputs[float]:
    """Validate cell values by defined name and make the typed record.

    Args:
        values: One value for each of ``INPUTS``, by defined name; missing counts as blank.
        place: Where the input of a name stands, for messages.

    Raises:
        InputError: One for all findings: text, error values, blanks, numbers that cannot be,
            also those that cannot be together (8 HKL above the total, an Umschichtung beyond the pot).
    """
    errors: list[InputError] = []
    read: dict[str, float] = {}
    for field in FIGURES:
        try:
            value = field.check(values.get(field.name), place(field.name))
            if isinstance(value, float):
                read[field.name] = value
        except InputError as error:
            errors.append(error)
    if errors:
        raise several(errors)
    inputs = two_groups(read)
    found = validity.impossible_together(inputs, chain(inputs))
    validity.refuse(found, lambda problem: place(input_name(problem.field, problem.gruppe)))
    return inputs
