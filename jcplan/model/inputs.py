"""The plan's inputs: what each is, and the typed record that the plan computes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Final

from jcplan.cells import Scalar
from jcplan.core import lzb
from jcplan.errors import InputError, several
from jcplan.german import number, percent
from jcplan.model.fields import EURO, HEADS, HEADS_A_MONTH, SHARE, Field, Range
from jcplan.model.parts import PARTS

ELB, IQ, LZB, BUDGET, GENERAL = (
    "Erwerbsfähige Leistungsberechtigte (ELB)",
    "Integrationsquote (IQ)",
    "Langzeitleistungsbezieher (LZB)",
    "Budget",
    "Allgemein",
)
_STOCK, _SHARE, _CHANGE = Range(0, 50_000_000), Range(0, 1), Range(-1, 1)
_MONEY = Range(0, 100_000_000_000)
_PERCENT_HINT = "Als Prozentwert eintragen, zum Beispiel 23,3 %."
_CHANGE_HINT = "Relative Veränderung als Prozentwert, zum Beispiel 0,5 % oder −0,4 %."
_HEADS_HINT = "Köpfe, ab 0."
_EURO_HINT = "Betrag in Euro, ab 0."
_PLACES_HINT = "Stellen der Zahl in der Zelle: 3 für 23,3 % (= 0,233)."

INPUTS: Final = (
    Field("Annahme_Planjahr", "Planjahr", "Jahr", GENERAL, Range(2005, 2100), hint="Vierstellige Jahreszahl.", whole=True),
    Field("Annahme_Ampel_gelb", "Ampel: höchste Verfehlung für gelb, Anteil am Soll", SHARE, GENERAL, _SHARE, 2, hint=_PERCENT_HINT),
    Field("Annahme_ELB_gesamt", "ELB insgesamt, Ausgangsbestand", HEADS, ELB, Range(1, 50_000_000), hint="Köpfe, ab 1."),
    Field("Annahme_ELB_8HKL", "ELB aus den 8 HKL, Ausgangsbestand", HEADS, ELB, _STOCK, hint=_HEADS_HINT),
    Field("Annahme_ELB_ohne_Veraenderung", "ELB ohne 8 HKL, Veränderung", SHARE, ELB, _CHANGE, 3, hint=_CHANGE_HINT),
    Field("Annahme_ELB_ohne_Zugang", "ELB ohne 8 HKL, weiterer Zugang", HEADS, ELB, Range(-50_000_000, 50_000_000), hint="Köpfe; negativ: Abgang."),
    Field("Annahme_ELB_8HKL_Veraenderung", "ELB aus den 8 HKL, Veränderung ohne den Zugang", SHARE, ELB, _CHANGE, 3, hint=_CHANGE_HINT),
    Field("Annahme_ELB_8HKL_Zugang", "ELB aus den 8 HKL, Zugang", HEADS, ELB, Range(-50_000_000, 50_000_000), hint="Köpfe; negativ: Abgang."),
    Field("Annahme_IQ_gesamt_Vorjahr", "IQ insgesamt, Erwartung Vorjahr", SHARE, IQ, _SHARE, 3, hint=_PERCENT_HINT),
    Field("Annahme_IQ_ohne_Vorjahr", "IQ ohne 8 HKL, Erwartung Vorjahr", SHARE, IQ, _SHARE, 3, hint=_PERCENT_HINT),
    Field("Annahme_IQ_ohne_Steigerung", "IQ ohne 8 HKL, relative Steigerung", SHARE, IQ, _CHANGE, 3, hint=_CHANGE_HINT),
    Field("Annahme_IQ_8HKL", "IQ 8 HKL, Orientierungswert", SHARE, IQ, _SHARE, 4, hint=_PERCENT_HINT),
    Field("Annahme_IQ_Stellen", "IQ ohne 8 HKL und insgesamt: veröffentlichte Stellen", "Stellen", IQ, Range(0, 12), hint=_PLACES_HINT, whole=True),
    Field("Annahme_IQ_8HKL_Stellen", "IQ 8 HKL: veröffentlichte Stellen", "Stellen", IQ, Range(0, 12), hint=_PLACES_HINT, whole=True),
    Field("Annahme_LZB_Bestand", "LZB, Ausgangsbestand", HEADS, LZB, _STOCK, hint=_HEADS_HINT),
    Field("Annahme_LZB_Zuwachsrate", "LZB, altersbedingter Zuwachs im Monat", SHARE, LZB, _CHANGE, 3, hint=_CHANGE_HINT),
    Field("Annahme_LZB_Abgang", "LZB, geplanter Abgang im Monat", HEADS_A_MONTH, LZB, _STOCK, hint=_HEADS_HINT),
    Field("Annahme_LZB_Ziel", "LZB, Ziel: Veränderung des Jahresmittels", SHARE, LZB, _CHANGE, 3, hint=_CHANGE_HINT),
    Field("Annahme_Verwaltungsbudget", "Verwaltungskostenbudget (VKB)", EURO, BUDGET, _MONEY, 2, hint=_EURO_HINT),
    Field("Annahme_Eingliederungsmittel", "Eingliederungstitel (EGT)", EURO, BUDGET, _MONEY, 2, hint=_EURO_HINT),
    Field("Annahme_Umschichtung_Anteil", "Umschichtung, Anteil am EGT (negativ: der EGT gewinnt)", SHARE, BUDGET, Range(-100, 1), 3,
          hint="Anteil am Eingliederungstitel als Prozentwert, zum Beispiel 27 % oder −5 %."),
    Field("Annahme_KFA_Quote", "Kommunaler Finanzierungsanteil", SHARE, BUDGET, Range(0, 0.999), 3, hint=_PERCENT_HINT),
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


@dataclass(frozen=True)
class Inputs:
    """Validated inputs: attributes named like the defined names without ``Annahme_``, lower case.

    Stocks in heads, shares 0 to 1, money in euro; see ``INPUTS`` for label and range of each.
    """

    planjahr: float
    ampel_gelb: float
    elb_gesamt: float
    elb_8hkl: float
    elb_ohne_veraenderung: float
    elb_ohne_zugang: float
    elb_8hkl_veraenderung: float
    elb_8hkl_zugang: float
    iq_gesamt_vorjahr: float
    iq_ohne_vorjahr: float
    iq_ohne_steigerung: float
    iq_8hkl: float
    iq_stellen: float
    iq_8hkl_stellen: float
    lzb_bestand: float
    lzb_zuwachsrate: float
    lzb_abgang: float
    lzb_ziel: float
    verwaltungsbudget: float
    eingliederungsmittel: float
    umschichtung_anteil: float
    kfa_quote: float

    def items(self) -> dict[str, float]:
        """Values by defined name."""
        return {f.name: getattr(self, attribute(f)) for f in INPUTS}


def attribute(field: Field) -> str:
    """The attribute of ``Inputs`` that holds a field.

    >>> attribute(input_field("Annahme_ELB_8HKL"))
    'elb_8hkl'
    """
    return field.name.removeprefix("Annahme_").lower()


assert [attribute(f) for f in INPUTS] == [f.name for f in fields(Inputs)]


def input_field(name: str) -> Field:
    """The input of that defined name."""
    return next(field for field in FIGURES if field.name == name)


def read_inputs(values: Mapping[str, Scalar], place: Callable[[str], str] = str) -> Inputs:
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
            if isinstance(value, float) and not field.optional:
                read[attribute(field)] = value
        except InputError as error:
            errors.append(error)
    if errors:
        raise several(errors)
    inputs = Inputs(**read)
    errors = [InputError(place(name), found, expected) for name, found, expected in _impossible_together(inputs)]
    if errors:
        raise several(errors)
    return inputs


def _impossible_together(i: Inputs) -> list[tuple[str, str, str]]:
    """Inputs that are each possible but not together: (name, found, expected)."""
    findings = []
    if i.elb_8hkl > i.elb_gesamt:
        findings.append(
            ("Annahme_ELB_8HKL", number(i.elb_8hkl), f"höchstens die ELB insgesamt ({number(i.elb_gesamt)})")
        )
    planned = {
        "Annahme_ELB_8HKL_Zugang": i.elb_8hkl * (1 + i.elb_8hkl_veraenderung) + i.elb_8hkl_zugang,
        "Annahme_ELB_ohne_Zugang": (i.elb_gesamt - i.elb_8hkl) * (1 + i.elb_ohne_veraenderung) + i.elb_ohne_zugang,
    }
    for name, stock in planned.items():
        if stock < 0:
            findings.append((name, f"ein Abgang, der {number(stock, 1)} Köpfe übrig lässt", "einen Planbestand ab 0"))
    if sum(planned.values()) <= 0:
        findings.append(("Annahme_ELB_gesamt", "einen Planbestand von 0 Köpfen", "mindestens eine Person im Plan"))
    raised = i.iq_ohne_vorjahr * (1 + i.iq_ohne_steigerung)
    if raised > 1:
        findings.append(
            ("Annahme_IQ_ohne_Steigerung", f"eine Steigerung auf {percent(raised, 1)}", "eine Quote bis 100 %")
        )
    needed = float(lzb.exits_for_target(i.lzb_bestand, i.lzb_zuwachsrate, i.lzb_ziel))
    for name, exits in (("Annahme_LZB_Abgang", i.lzb_abgang), ("Annahme_LZB_Ziel", max(needed, 0.0))):
        try:
            lzb.path(i.lzb_bestand, i.lzb_zuwachsrate, exits)
        except InputError:
            found = f"einen Abgang von {number(exits, 1)} im Monat, mit dem im Lauf des Jahres niemand mehr da wäre"
            findings.append((name, found, "so viel, wie der Bestand hergibt"))
    lowest = -i.verwaltungsbudget / i.eingliederungsmittel if i.eingliederungsmittel else 0.0
    if i.umschichtung_anteil < lowest - 1e-12:
        expected = f"mindestens {percent(lowest, 1)}, sonst fällt das Verwaltungskostenbudget unter 0 €"
        findings.append(("Annahme_Umschichtung_Anteil", percent(i.umschichtung_anteil, 1), expected))
    return findings
