"""What a plan is computed from: any number of groups, and what there is once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Final, Generic

import numpy as np

from jcplan.core.value import V, Value
from jcplan.errors import InputError
from jcplan.german import literal, number

PLACES: Final = range(13)
"""Decimals with which a rate can be published."""
_TAKEN: Final = ("gesamt", "ungerundet", "unten", "oben")
"""No names of groups: targets of all groups end so."""


@dataclass(frozen=True)
class Group(Generic[V]):
    """What is known of one group of ELB; attributes named like ``Annahme_G1_ELB`` and so on, lower case.

    Every value is a float or an array with an entry a plan; what is None follows from the total.

    Attributes:
        bezeichnung: What the group is called.
        elb: Stock before, heads, ≥ 0; None: the rest of the total (for at most one group).
        veraenderung: Relative change of the stock, a share from −1 to 1.
        zugang: Heads that come (negative: go) on top, from ``zugang_ab_monat`` on.
        zugang_ab_monat: First month in which they are there, 1 to 12.
        iq_vorjahr: Rate of the year before, a share; None: what the total implies, if it is None for this
            group only.
        iq_steigerung: Relative increase of that rate, from −1 to 1; or
        iq_ziel: the rate that is planned, a share. One of both.
        iq_nachkommastellen: Decimals with which the planned rate is published (3 for 22.4 % = 0.224), 0 to 12;
            the same in all plans.
        name: The part of the targets' names that stands for the group; unless given G1, G2 … by position.
    """

    bezeichnung: str
    elb: V | None = None
    veraenderung: V | float = 0.0
    zugang: V | float = 0.0
    zugang_ab_monat: V | float = 1.0
    iq_vorjahr: V | None = None
    iq_steigerung: V | None = None
    iq_ziel: V | None = None
    iq_nachkommastellen: int = 3
    name: str = ""

    def __post_init__(self) -> None:
        _make_values(self, _GROUP_VALUES)


@dataclass(frozen=True)
class Inputs(Generic[V]):
    """Everything that a plan is computed from; attributes named like ``Annahme_ELB_gesamt`` and so on, lower case.

    Stocks in heads, shares 0 to 1, money in euro; each a float or an array with an entry a plan, any leading
    axes, broadcast against the others.

    Attributes:
        planjahr: The year that is planned; nothing is computed from it.
        gruppen: The groups, one or more.
        lzb_bestand: LZB before, heads.
        lzb_zuwachsrate: LZB that come by ageing, a month, as a share of the stock, −1 to 1.
        lzb_abgang: Exits that are planned, heads a month.
        lzb_ziel: Relative change of the annual mean that is the target, −1 to 1.
        verwaltungsbudget: VKB, euro.
        eingliederungsmittel: EGT, euro.
        umschichtung_anteil: Share of the EGT that moves to the VKB (negative: back), up to 1.
        kfa_quote: Municipal share of the administrative cost, 0 to below 1.
        elb_gesamt: ELB of all groups before, heads; None: the sum of the groups.
        iq_gesamt_vorjahr: Rate of all groups in the year before, a share; None: the mean of the groups' rates.
        iq_nachkommastellen: Decimals with which the rate of all groups is published.
        shape: Common shape of all values; empty for a single plan.

    Raises:
        InputError: The groups' structure cannot be, or shapes do not go together. Whether the values can be
            says ``validity.problems``.
    """

    planjahr: int
    gruppen: tuple[Group[V], ...]
    lzb_bestand: V
    lzb_zuwachsrate: V
    lzb_abgang: V
    lzb_ziel: V
    verwaltungsbudget: V
    eingliederungsmittel: V
    umschichtung_anteil: V
    kfa_quote: V
    elb_gesamt: V | None = None
    iq_gesamt_vorjahr: V | None = None
    iq_nachkommastellen: int = 3
    shape: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _make_values(self, _PLAN_VALUES)
        _check_structure(self)
        object.__setattr__(self, "shape", _common_shape(self))

    @property
    def names(self) -> tuple[str, ...]:
        """What stands for each group in the targets' names."""
        return tuple(group.name or f"G{number}" for number, group in enumerate(self.gruppen, 1))

    @property
    def implied(self) -> int | None:
        """Position of the group whose rate of the year before the total implies."""
        unknown = [i for i, group in enumerate(self.gruppen) if group.iq_vorjahr is None]
        return unknown[0] if len(unknown) == 1 and self.iq_gesamt_vorjahr is not None else None

    def values(self) -> Iterator[tuple[str, int | None, Value]]:
        """Every value that is given: its attribute, the position of its group (or None), the value."""
        for position, group in enumerate(self.gruppen):
            for name in _GROUP_VALUES:
                if (value := getattr(group, name)) is not None:
                    yield name, position, value
        for name in _PLAN_VALUES:
            if (value := getattr(self, name)) is not None:
                yield name, None, value


_GROUP_VALUES: Final = tuple(
    f.name for f in fields(Group) if f.name not in ("bezeichnung", "iq_nachkommastellen", "name")
)
_PLAN_VALUES: Final = tuple(
    f.name for f in fields(Inputs) if f.name not in ("planjahr", "gruppen", "iq_nachkommastellen", "shape")
)


def _make_values(record: object, names: tuple[str, ...]) -> None:
    """Floats and arrays of them, whatever numbers were given."""
    for name in names:
        given = getattr(record, name)
        if given is None or type(given) is float:
            continue
        array = np.asarray(given, dtype=np.float64)
        object.__setattr__(record, name, array if array.ndim else float(array))


def _common_shape(inputs: Inputs[V]) -> tuple[int, ...]:
    given = {(value.shape, name) for name, _, value in inputs.values() if isinstance(value, np.ndarray)}
    shapes = {shape for shape, _ in given}
    try:
        return shapes.pop() if len(shapes) == 1 else np.broadcast_shapes(*shapes)
    except ValueError:
        found = ", ".join(f"{shape} bei {name}" for shape, name in sorted(given))
        raise InputError("plan", f"die Formen {found}", "Formen, die zueinander passen") from None


def _check_structure(inputs: Inputs[V]) -> None:
    """What must be the same in all plans."""
    groups = inputs.gruppen
    if not groups:
        raise InputError("gruppen", "keine Gruppe", "mindestens eine")
    taken = [*_TAKEN, *(name.casefold() for name in inputs.names)]
    if twice := [name for name in inputs.names if taken.count(name.casefold()) > 1]:
        raise InputError("name", " und ".join(twice), "für jede Gruppe einen eigenen Namen")
    rest = [g.bezeichnung for g in groups if g.elb is None]
    if len(rest) > 1:
        raise InputError("elb", "keine Angabe für " + " und ".join(rest), "höchstens eine Gruppe ohne Bestand")
    if rest and inputs.elb_gesamt is None:
        raise InputError("elb_gesamt", literal(None), f"eine Zahl, aus der sich der Bestand {rest[0]} ergibt")
    for position, group in enumerate(groups):
        if (group.iq_steigerung is None) == (group.iq_ziel is None):
            found = "keines von beiden" if group.iq_ziel is None else "beides"
            raise InputError(f"iq_steigerung und iq_ziel ({group.bezeichnung})", found, "eines von beiden")
        if group.iq_steigerung is not None and group.iq_vorjahr is None and inputs.implied != position:
            expected = "eine Quote, denn aus der Quote insgesamt folgt sie hier nicht"
            raise InputError(f"iq_vorjahr ({group.bezeichnung})", literal(None), expected)
    for places in (*(g.iq_nachkommastellen for g in groups), inputs.iq_nachkommastellen):
        if not (math.isfinite(places) and places in PLACES):
            raise InputError("iq_nachkommastellen", number(float(places)), "eine ganze Zahl von 0 bis 12")
