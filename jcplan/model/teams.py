"""Offices, teams and the measures that are followed month by month."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Final

from jcplan.cells import LABEL_LIMIT, CellError, Scalar, text_fault
from jcplan.errors import InputError
from jcplan.german import literal
from jcplan.model.fields import EURO, HEADS, INTEGRATIONS, SHARE
from jcplan.params.indicators import indicators

PLANNED, NEEDED = "geplant", "nötig"
"""Which LZB exits the teams carry: those that are planned, or those that the target takes."""
EXITS_SHARED: Final = "Annahme_LZB_Abgang_Grundlage"
"""Defined name of the input that says which; blank: the planned ones."""

SUPPRESSED: Final = "*"
"""What stands in place of a figure that the statistics do not publish."""
EARLIER_YEARS: Final = 5
"""So many years before the plan's show how a year usually runs."""


@dataclass(frozen=True)
class Measure:
    """One figure that is planned and reported by team and month.

    Attributes:
        key: As import files and defined names write it.
        label: What it is, German.
        unit: German unit.
        stock: Whether it is a stock (its year is the mean of the months) or a flow (their sum).
        direction: 1 where more is better, −1 where less is better, 0 where it is planned but no target: no light.
        target: Formula of the year's target, whole heads.
        target_note: Where the target comes from, German.
        known: Formula that gives 0 where the target is not known; the count of ``target`` unless told.
        start: Of a stock the defined name of what it starts the year with.
        group: Number of the ELB group that it counts; 0 where it counts all. Groups have actuals, their plan is the rate.
        of_law: Whether it is an indicator of § 48a SGB II as the statistics deliver it: a share, of the whole and of the
            plan's year only.
    """

    key: str
    label: str
    unit: str
    stock: bool
    direction: int
    target: str
    target_note: str
    known: str = ""
    start: str = ""
    group: int = 0
    of_law: bool = False

    @property
    def base(self) -> str:
        """The key of what it counts, whatever the group."""
        return self.key.removesuffix(f"_G{self.group}")

    @property
    def is_money(self) -> bool:
        """Whether it is reported by instrument, in euro, in place of team.

        >>> [measure.key for measure in (*MEASURES, *MONEY) if measure.is_money]
        ['BINDUNG', 'AUSGABE']
        """
        return self.unit == EURO

    @property
    def goal(self) -> str:
        """Formula of the year's target, a blank text where it is not known."""
        return f'IF({self.known or f"COUNT({self.target})"}=0,"",{self.target})'

    @property
    def actual(self) -> str:
        """Defined name of the teams' actuals, a row a team, a column a month."""
        return f"Ist_{self.key}"

    @property
    def actual_before(self) -> str:
        """Defined name of the teams' stocks in December of the year before."""
        return f"Ist_{self.key}_Vorjahr"

    @property
    def reported(self) -> str:
        """Defined name of the monthly figures that are reported for the whole Jobcenter."""
        return f"Ist_{self.key}_gesamt"

    @property
    def earlier(self) -> str:
        """Defined name of the months of the years before, reported for the whole: a row a year, the last year first."""
        return f"Ist_{self.key}_frueher"

    @property
    def earlier_years(self) -> int:
        """How many years before the plan's it keeps."""
        if self.of_law or self.is_money:
            return 0
        return 1 if self.group else EARLIER_YEARS

    @property
    def season(self) -> str:
        """Defined name of the seasonal weights, a column a month."""
        return f"Saison_{self.key}"

    @property
    def weight(self) -> str:
        """Defined name of the teams' weights."""
        return f"Gewicht_{self.key}"

    @property
    def held(self) -> str:
        """Defined name of the teams' fixed yearly targets."""
        return f"Fest_{self.key}"

    @property
    def held_by_office(self) -> str:
        """Defined name of the offices' fixed yearly targets."""
        return f"Fest_{self.key}_Geschaeftsstelle"


_OF_NEEDED: Final = f'({EXITS_SHARED}="{NEEDED}")'
_OF_PLANNED: Final = f'({EXITS_SHARED}<>"{NEEDED}")'
MEASURES: Final = (
    Measure("INTEGRATIONEN", "Integrationen", INTEGRATIONS, False, 1, "Ziel_Integrationen_veroeffentlicht", "beschlossenes Ziel"),
    Measure("ELB", "ELB (Bestand)", HEADS, True, 0, "Ziel_ELB_gesamt_veroeffentlicht", "beschlossener Planbestand", start="Annahme_ELB_gesamt"),
    Measure("LZB", "LZB (Bestand)", HEADS, True, -1, "Ziel_LZB_veroeffentlicht", "beschlossenes Ziel, Jahresmittel", start="Annahme_LZB_Bestand"),
    Measure(
        "LZB_ABGAENGE", "LZB-Abgänge (Teamprojekte)", HEADS, False, 1,
        f"ROUND(12*(Annahme_LZB_Abgang*{_OF_PLANNED}+MAX(0,Ziel_LZB_Abgang)*{_OF_NEEDED}),0)", "Abgang im Monat mal 12",
        known=f"COUNT(Annahme_LZB_Abgang)*{_OF_PLANNED}+COUNT(Ziel_LZB_Abgang)*{_OF_NEEDED}",
    ),
)  # fmt: skip
"""What Zielnachhaltung follows, in the order of its sheets."""

GROUPED: Final = MEASURES[:2]
"""What is followed by ELB group too: numerator and denominator of the rate."""


def by_group(number: int) -> tuple[Measure, ...]:
    """The measures of an ELB group.

    >>> [(measure.key, measure.label) for measure in by_group(2)]
    [('INTEGRATIONEN_G2', 'Integrationen, Gruppe 2'), ('ELB_G2', 'ELB (Bestand), Gruppe 2')]
    """
    return tuple(
        replace(each, key=f"{each.key}_G{number}", label=f"{each.label}, Gruppe {number}", group=number)
        for each in GROUPED
    )


def measures(groups: int) -> tuple[Measure, ...]:
    """All that can be reported for a plan of so many groups.

    >>> len(measures(2))
    8
    """
    return (*MEASURES, *(each for number in range(1, groups + 1) for each in by_group(number)))


MONEY: Final = (
    Measure("BINDUNG", "Bindungen", EURO, False, 0, "", ""),
    Measure("AUSGABE", "Ausgaben", EURO, False, 0, "", ""),
)
"""What is reported by instrument of the EGT: new commitments of a month, and what was paid out in it. A month may be
negative: a commitment taken back, a payment returned."""

COMMITTED: Final = "Ist_VERPFLICHTUNG"
"""Defined name of what earlier years and this one have committed by instrument: of the plan's year (Vorbindungen) and
of the years after it."""
FOLLOWING: Final = 4
"""So many years after the plan's money can be committed for."""

STATES: Final = {"t0": "t-0, vorläufig", "t3": "t-3, endgültig"}
"""How the statistics deliver a month: at once, and after three months of waiting."""


def delivered(state: str) -> tuple[Measure, ...]:
    """Every indicator of the law in a state, in the order of ``indicators``.

    >>> [(each.key, each.label, each.reported) for each in delivered("t0")][1]
    ('K1E1_T0', 'K1E1 (t-0, vorläufig)', 'Ist_K1E1_T0_gesamt')
    """
    return tuple(
        Measure(f"{each.key}_{state.upper()}", f"{each.key} ({STATES[state]})", SHARE, True, 0, "", "", of_law=True)
        for each in indicators()
    )


INDICATORS: Final = tuple(measure for state in STATES for measure in delivered(state))
"""Every indicator of the law in each state."""


EXITS: Final = next(measure for measure in MEASURES if measure.key == "LZB_ABGAENGE")
"""The exits that the teams bring about."""


RATES: Final = (-1.0, 10.0)
"""Between what an indicator may be, as a share."""
AMOUNTS: Final = (-1e9, 1e9)
"""Between what the money of a month may be, euro: the EGT of the largest Jobcenter is a tenth of that."""


class Entry(Enum):
    """What a cell of the sheets Teams and Istwerte may hold; a blank always may."""

    WORD = f"ein Text von höchstens {LABEL_LIMIT} Zeichen, ohne Steuerzeichen"
    NUMBER = "eine Zahl ab 0"
    WHOLE = "eine ganze Zahl ab 0"
    ACTUAL = f"eine Zahl ab 0, oder {SUPPRESSED} für einen gesperrten Wert"
    RATE = f"ein Anteil von −100 % bis 1000 %, oder {SUPPRESSED} für einen gesperrten Wert"
    AMOUNT = "ein Betrag in Euro von −1.000.000.000 bis 1.000.000.000"

    def check(self, value: Scalar, place: str) -> None:
        """Raise InputError, naming the place, where a cell holds something else."""
        if value is None or (self in (Entry.ACTUAL, Entry.RATE) and value == SUPPRESSED):
            return
        if self is Entry.WORD:
            fault = text_fault(value, LABEL_LIMIT) if isinstance(value, str) else None
            if fault:
                raise InputError(place, fault, self.value)
            good = not isinstance(value, bool | CellError)
        else:
            low, high = {Entry.RATE: RATES, Entry.AMOUNT: AMOUNTS}.get(self, (0.0, math.inf))
            number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
            good = number and low <= value <= high  # type: ignore[operator]
            good = good and (self is not Entry.WHOLE or value == int(value))  # type: ignore[arg-type]
        if not good:
            raise InputError(place, literal(value), self.value)


@cache
def entries(groups: int) -> Mapping[str, tuple[str, Entry]]:
    """Label and kind of each range of the sheets Teams and Istwerte, by defined name.

    Args:
        groups: How many ELB groups the plan has.
    """
    found = {
        "Geschaeftsstelle_Kuerzel": ("Kürzel einer Geschäftsstelle", Entry.WORD),
        "Geschaeftsstelle_Name": ("Name einer Geschäftsstelle", Entry.WORD),
        "Team_Kuerzel": ("Kürzel eines Teams", Entry.WORD),
        "Team_Name": ("Name eines Teams", Entry.WORD),
    }
    for measure in MEASURES:
        found[measure.weight] = (f"{measure.label}: Gewicht", Entry.NUMBER)
        found[measure.held] = found[measure.held_by_office] = (f"{measure.label}: fester Jahreswert", Entry.WHOLE)
        found[measure.season] = (f"{measure.label}: Saisongewicht", Entry.NUMBER)
    for measure in measures(groups):
        found[measure.actual] = (f"{measure.label}: Istwert", Entry.ACTUAL)
        found[measure.reported] = (f"{measure.label}: gemeldeter Wert", Entry.ACTUAL)
        found[measure.earlier] = (f"{measure.label}: Wert eines früheren Jahres", Entry.ACTUAL)
        if measure.stock:
            found[measure.actual_before] = (f"{measure.label}: Dezember des Vorjahres", Entry.ACTUAL)
    for measure in INDICATORS:
        found[measure.reported] = (measure.label, Entry.RATE)
    for measure in MONEY:
        found[measure.actual] = found[measure.reported] = (f"{measure.label} im Monat", Entry.AMOUNT)
    found[COMMITTED] = ("Verpflichtung eines Jahres", Entry.AMOUNT)
    return found
