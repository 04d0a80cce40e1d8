"""Groups of ELB by position: their inputs, and how the plan's record is read from the workbook's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from jcplan.core import validity
from jcplan.core.inputs import PLACES, Group, Inputs
from jcplan.core.value import V
from jcplan.errors import InputError, several
from jcplan.model.fields import HEADS, SHARE, Field, Range

ELB, IQ = "Erwerbsfähige Leistungsberechtigte (ELB)", "Integrationsquote (IQ)"
"""Headings of the sheet Annahmen under which they stand."""
RANGES: Final = {attribute: Range(*bounds) for attribute, bounds in validity.RANGES.items()}
PERCENT_HINT: Final = "Als Prozentwert eintragen, zum Beispiel 23,3 %."
CHANGE_HINT: Final = "Relative Veränderung als Prozentwert, zum Beispiel 0,5 % oder −0,4 %."
DECIMALS_HINT: Final = "Nachkommastellen der Zahl in der Zelle: 3 für 22,4 % (= 0,224), daneben steht, was das zeigt."
DECIMALS: Final = "Nachkommastellen"
"""Unit of inputs that say with how many decimals a rate is published."""

_NAMES: Final = {
    "elb": "ELB", "veraenderung": "Veraenderung", "zugang": "Zugang", "zugang_ab_monat": "Zugang_ab_Monat",
    "iq_vorjahr": "IQ_Vorjahr", "iq_steigerung": "IQ_Steigerung", "iq_ziel": "IQ_Ziel",
    "iq_nachkommastellen": "IQ_Nachkommastellen",
}  # fmt: skip
"""How an input's name ends, by attribute of ``Group``."""
LABEL: Final = "Bezeichnung"
"""How the name of a group's label ends."""
OF_PLAN: Final = {
    "elb_gesamt": "Annahme_ELB_gesamt", "iq_gesamt_vorjahr": "Annahme_IQ_gesamt_Vorjahr",
    "lzb_bestand": "Annahme_LZB_Bestand", "lzb_zuwachsrate": "Annahme_LZB_Zuwachsrate",
    "lzb_abgang": "Annahme_LZB_Abgang", "lzb_ziel": "Annahme_LZB_Ziel",
    "verwaltungsbudget": "Annahme_Verwaltungsbudget", "eingliederungsmittel": "Annahme_Eingliederungsmittel",
    "umschichtung_anteil": "Annahme_Umschichtung_Anteil", "kfa_quote": "Annahme_KFA_Quote",
}  # fmt: skip
"""Names of the plan's inputs that there are once, by attribute of ``Inputs``."""
DECIMALS_OF_ALL: Final = "Annahme_IQ_Nachkommastellen"


def name_of(number: int, what: str) -> str:
    """Defined name of an input of a group; groups count from 1.

    >>> name_of(2, "Zugang")
    'Annahme_G2_Zugang'
    """
    return f"Annahme_G{number}_{what}"


def input_name(attribute: str, position: int | None) -> str:
    """Defined name of an input of the plan.

    Args:
        attribute: Its attribute in ``Inputs`` or ``Group``.
        position: Position of its group from 0, or None.

    >>> input_name("zugang", 1), input_name("elb_gesamt", None)
    ('Annahme_G2_Zugang', 'Annahme_ELB_gesamt')
    """
    return OF_PLAN[attribute] if position is None else name_of(position + 1, _NAMES[attribute])


def plan_names(count: int) -> dict[str, tuple[str, int | None]]:
    """Every number that a plan is computed from: attribute in ``Inputs`` or ``Group``, and position, by defined name.

    Args:
        count: How many groups there are.

    >>> plan_names(2)["Annahme_G2_Zugang"], plan_names(2)["Annahme_KFA_Quote"]
    (('zugang', 1), ('kfa_quote', None))
    """
    of_groups = {name_of(n + 1, end): (attribute, n) for n in range(count) for attribute, end in _NAMES.items()}
    once: dict[str, tuple[str, int | None]] = {name: (attribute, None) for attribute, name in OF_PLAN.items()}
    return {**of_groups, **once, DECIMALS_OF_ALL: ("iq_nachkommastellen", None)}


def stock_fields(number: int) -> tuple[Field, ...]:
    """Inputs of a group's stock."""

    def field(
        attribute: str, label: str, unit: str, hint: str, places: int = 0, *, optional: bool = False, whole: bool = False
    ) -> Field:  # fmt: skip
        name, text = name_of(number, _NAMES[attribute]), f"Gruppe {number}: {label}"
        return Field(name, text, unit, ELB, RANGES[attribute], places, optional=optional, hint=hint, whole=whole)

    return (
        field("elb", "ELB, Ausgangsbestand", HEADS, "Köpfe, ab 0. Bei einer Gruppe leer lassen: der Rest der ELB insgesamt.", optional=True),
        field("veraenderung", "Veränderung des Bestands", SHARE, CHANGE_HINT, 3),
        field("zugang", "weiterer Zugang", HEADS, "Köpfe; negativ: Abgang. Leer: keiner.", optional=True),
        field("zugang_ab_monat", "weiterer Zugang ab Monat", "Monat", (
            "1 bis 12: ab diesem Monat sind sie da. Auf das Jahresmittel wirkt der Zugang mit (13 − Monat)/12; das ist vereinfacht, "
            "denn der Nenner der IQ liegt einen Monat früher. Leer: ab Januar."
        ), optional=True, whole=True),
    )  # fmt: skip


def rate_fields(number: int) -> tuple[Field, ...]:
    """Inputs of a group's rate."""

    def field(attribute: str, label: str, hint: str, places: int = 3) -> Field:
        name, text = name_of(number, _NAMES[attribute]), f"Gruppe {number}: {label}"
        return Field(name, text, SHARE, IQ, RANGES[attribute], places, optional=True, hint=hint)

    either = "Entweder Steigerung oder Zielquote."
    return (
        field("iq_vorjahr", "IQ, Erwartung Vorjahr", f"{PERCENT_HINT} Bei einer Gruppe leer lassen: was aus der IQ insgesamt folgt."),
        field("iq_steigerung", "IQ, relative Steigerung", f"{CHANGE_HINT} {either}"),
        field("iq_ziel", "IQ, Zielquote", f"{PERCENT_HINT} {either}", 4),
        decimals_field(name_of(number, _NAMES["iq_nachkommastellen"]), f"Gruppe {number}: IQ, Nachkommastellen"),
    )  # fmt: skip


def decimals_field(name: str, label: str) -> Field:
    """The input that says with how many decimals a rate is published."""
    return Field(name, label, DECIMALS, IQ, Range(0, max(PLACES)), hint=DECIMALS_HINT, whole=True)


def labels(count: int) -> dict[str, str]:
    """Names of the groups' labels, and what they are called in messages."""
    return {name_of(number, LABEL): f"Gruppe {number}: Bezeichnung" for number in range(1, count + 1)}


def plan_inputs(
    values: Mapping[str, V], texts: Mapping[str, str], count: int, place: Callable[[str], str]
) -> Inputs[V]:
    """The plan's inputs from those of the workbook.

    Args:
        values: The numbers of inputs that are not blank, by defined name; floats, or arrays with an entry a plan.
        texts: The groups' labels, by defined name.
        count: How many groups there are.
        place: Where the input of a name stands, for messages.

    Raises:
        InputError: What is given of the groups does not go together.
    """
    errors = list(_misfits(values, count, place))
    if errors:
        raise several(errors)
    groups = []
    for number in range(1, count + 1):
        given = {
            attribute: values[name] for attribute, end in _NAMES.items() if (name := name_of(number, end)) in values
        }
        decimals = int(given.pop("iq_nachkommastellen"))
        label = texts.get(name_of(number, LABEL)) or f"Gruppe {number}"
        groups.append(Group(label, iq_nachkommastellen=decimals, **given))  # type: ignore[arg-type]
    once = {attribute: values[name] for attribute, name in OF_PLAN.items() if name in values}
    decimals = int(values[DECIMALS_OF_ALL])
    return Inputs(int(values["Annahme_Planjahr"]), tuple(groups), **once, iq_nachkommastellen=decimals)


def _misfits(values: Mapping[str, V], count: int, place: Callable[[str], str]) -> Iterator[InputError]:
    """What cannot be of the groups together, each by its cell."""
    numbers = range(1, count + 1)
    rest = [number for number in numbers if name_of(number, "ELB") not in values]
    for number in rest[1:]:
        first = place(name_of(rest[0], "ELB"))
        advice = f"Höchstens eine Gruppe darf ohne Bestand sein (der Rest der ELB insgesamt); leer ist schon {first}."
        yield InputError(place(name_of(number, "ELB")), "eine leere Zelle", "eine Zahl ab 0", advice)
    unknown = [number for number in numbers if name_of(number, "IQ_Vorjahr") not in values]
    for number in numbers:
        raised, typed = (name_of(number, end) in values for end in ("IQ_Steigerung", "IQ_Ziel"))
        if raised and typed:
            found = "eine Zielquote, wo schon eine Steigerung steht"
            yield InputError(
                place(name_of(number, "IQ_Ziel")), found, "eines von beiden", "Bitte eines von beiden leeren."
            )
        elif not raised and not typed:
            advice = "Bitte eine relative Steigerung oder eine Zielquote eintragen."
            yield InputError(
                place(name_of(number, "IQ_Steigerung")), "weder Steigerung noch Zielquote", "eines von beiden", advice
            )
        elif raised and number in unknown and len(unknown) > 1:
            expected = "eine Quote, denn aus der Quote insgesamt folgt nur die einer einzigen Gruppe"
            yield InputError(place(name_of(number, "IQ_Vorjahr")), "eine leere Zelle", expected)
