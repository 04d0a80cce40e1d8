"""Whether a plan can be: ranges of single inputs, and inputs that are each possible but not together.

Apart from the arithmetic, so that of many plans those that can be are computed, and each other one is
told why it cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np

from jcplan.core.chain import Chain, implied_rate
from jcplan.core.inputs import Inputs
from jcplan.core.value import Truth, Value, only, total
from jcplan.errors import InputError, several
from jcplan.german import number, percent

_HEADS, _SHARE, _CHANGE, _EURO = (0, 50_000_000), (0, 1), (-1, 1), (0, 100_000_000_000)

RANGES: Final[dict[str, tuple[float, float]]] = {
    "elb": _HEADS,
    "veraenderung": _CHANGE,
    "zugang": (-50_000_000, 50_000_000),
    "zugang_ab_monat": (1, 12),
    "iq_vorjahr": _SHARE,
    "iq_steigerung": _CHANGE,
    "iq_ziel": _SHARE,
    "elb_gesamt": (1, 50_000_000),
    "iq_gesamt_vorjahr": _SHARE,
    "lzb_bestand": _HEADS,
    "lzb_zuwachsrate": _CHANGE,
    "lzb_abgang": _HEADS,
    "lzb_ziel": _CHANGE,
    "verwaltungsbudget": _EURO,
    "eingliederungsmittel": _EURO,
    "umschichtung_anteil": (-100, 1),
    "kfa_quote": (0, 0.999),
}
"""Lowest and highest value of each input, by attribute of ``Inputs`` and ``Group``."""

_NOISE: Final = 1e-14
"""A difference of two numbers is known no better than this, as a part of the larger one."""

Said: TypeAlias = Callable[..., tuple[str, str]]
"""What was found and what was expected, made from the figures of one plan."""


@dataclass(frozen=True)
class Problem:
    """Something that cannot be, and in which plans.

    Attributes:
        field: Attribute of the input where it is best mended.
        gruppe: Position of its group, or None.
        reason: What it is, without figures, German.
        where: True in the plans that it holds for; of the inputs' shape, a bool for a single plan.
        place: The input, for people who see no workbook.
        said: What to say of one plan,
        terms: and the figures that it takes.
    """

    field: str
    gruppe: int | None
    reason: str
    where: Truth
    place: str
    said: Said
    terms: tuple[Value, ...]

    def error(self, place: str = "", at: tuple[int, ...] = ()) -> InputError:
        """What to say of one plan.

        Args:
            place: Where the input stands; ``self.place`` unless given.
            at: Index of the plan, for a single plan empty.
        """
        shape = np.shape(self.where)
        found, expected = self.said(*(float(np.broadcast_to(term, shape)[at]) for term in self.terms))
        return InputError(place or self.place, found, expected)


def problems(inputs: Inputs[Any], terms: Chain[Any]) -> tuple[Problem, ...]:
    """Everything that makes plans impossible; each plan that no problem holds for is one.

    Args:
        inputs: One plan's or many plans' inputs.
        terms: Their terms.
    """
    with np.errstate(all="ignore"):
        return (*beyond_ranges(inputs), *impossible_together(inputs, terms))


def refuse(found: tuple[Problem, ...], place: Callable[[Problem], str] = lambda problem: problem.place) -> None:
    """Raise if a single plan has problems.

    Args:
        found: The problems.
        place: Where the input of each stands, for messages.

    Raises:
        InputError: One for all problems.
    """
    if found:
        raise several([problem.error(place(problem)) for problem in found])


def beyond_ranges(inputs: Inputs[Any]) -> tuple[Problem, ...]:
    """Values that are no numbers in the range of their input."""
    notes = _Notes(inputs)
    for field, position, value in inputs.values():
        low, high = RANGES[field]
        if isinstance(value, float) and low <= value <= high:
            continue
        bad = ~((value >= low) & (value <= high)) if isinstance(value, np.ndarray) else True
        notes.add(field, position, bad, "eine Zahl außerhalb ihrer Grenzen", _Range(low, high), value)
    return tuple(notes.found)


def impossible_together(inputs: Inputs[Any], terms: Chain[Any]) -> tuple[Problem, ...]:
    """Inputs that are each possible but not together."""
    notes = _Notes(inputs)
    _check_stocks(notes, inputs, terms)
    _check_rates(notes, inputs, terms)
    beyond = "der Bestand der LZB fällt im Lauf des Jahres unter 0"
    notes.add("lzb_abgang", None, terms.lzb_ende < -1e-6, beyond, _nobody_left, inputs.lzb_abgang)
    notes.add("lzb_ziel", None, terms.lzb_ende_ziel < -1e-6, beyond, _nobody_left, terms.lzb_abgang)
    share, pot = inputs.umschichtung_anteil, inputs.eingliederungsmittel
    lowest = -inputs.verwaltungsbudget / only(pot, pot > 0)
    bad = (share < lowest - 1e-12) | ((pot == 0) & (share < -1e-12))
    notes.add("umschichtung_anteil", None, bad, "das VKB fällt unter 0 €", _pot_empty, share, lowest)
    return tuple(notes.found)


class _Notes:
    """The problems of some inputs, as they are found."""

    def __init__(self, inputs: Inputs[Any]) -> None:
        self.found: list[Problem] = []
        self._inputs = inputs

    def add(
        self,
        field: str,
        position: int | None,
        bad: Truth,
        reason: str,
        said: Callable[..., tuple[str, str]],
        *terms: Value,
    ) -> None:
        """Note a problem if it holds for any plan."""
        if not (bad.any() if isinstance(bad, np.ndarray) else bad):
            return
        where = np.broadcast_to(bad, self._inputs.shape) if self._inputs.shape else True
        group = "" if position is None else f" ({self._inputs.gruppen[position].bezeichnung})"
        self.found.append(Problem(field, position, reason + group, where, field + group, said, terms))


def _check_stocks(notes: _Notes, inputs: Inputs[Any], terms: Chain[Any]) -> None:
    """Stocks that are not below zero, before and in the plan, and go with the total."""
    given = [i for i, g in enumerate(inputs.gruppen) if g.elb is not None]
    known, everybody = total(terms.gruppen[i].elb_vorher for i in given), inputs.elb_gesamt
    if everybody is not None:
        left, noise = everybody - known, _NOISE * everybody
        if len(given) == len(inputs.gruppen):
            reason = "die ELB insgesamt sind nicht die Summe der Gruppen"
            notes.add("elb_gesamt", None, abs(left) > noise, reason, _not_the_sum, everybody, known)
        elif len(given) == 1:
            reason = "der Bestand ist höher als die ELB insgesamt"
            notes.add("elb", given[0], left < -noise, reason, _above_the_total, known, everybody)
        else:
            reason = "die Bestände der Gruppen sind höher als die ELB insgesamt"
            notes.add("elb_gesamt", None, left < -noise, reason, _below_the_sum, everybody, known)
    for position, group in enumerate(terms.gruppen):
        noise = _NOISE * (group.elb_vorher + abs(group.group.zugang))
        notes.add("zugang", position, group.elb < -noise, "der Planbestand fällt unter 0", _below_zero, group.elb)
    notes.add("elb_gesamt", None, terms.elb <= 0, "niemand im Plan", _nobody)


def _check_rates(notes: _Notes, inputs: Inputs[Any], terms: Chain[Any]) -> None:
    """Rates that are raised, which no range of an input holds."""
    for position, group in enumerate(terms.gruppen):
        if group.group.iq_steigerung is None:
            continue
        too_high = group.iq_exakt > 1 + _NOISE
        notes.add("iq_steigerung", position, too_high, "die Quote steigt über 100 %", _raised_too_far, group.iq_exakt)
        if position == inputs.implied:
            rate = implied_rate(inputs, [g.elb_vorher for g in terms.gruppen])
            unknown = np.isnan(group.iq_vorjahr)
            reason = "keine Quote von 0 bis 100 % erklärt die Quote insgesamt"
            notes.add("iq_vorjahr", position, unknown, reason, _unexplained, rate)


def _not_the_sum(everybody: float, known: float) -> tuple[str, str]:
    return number(everybody), f"die Summe der Gruppen ({number(known)})"


def _above_the_total(stock: float, everybody: float) -> tuple[str, str]:
    return number(stock), f"höchstens die ELB insgesamt ({number(everybody)})"


def _below_the_sum(everybody: float, known: float) -> tuple[str, str]:
    return number(everybody), f"mindestens die Summe der Gruppen ({number(known)})"


def _below_zero(stock: float) -> tuple[str, str]:
    return f"einen Abgang, der {number(stock, 1)} Köpfe übrig lässt", "einen Planbestand ab 0"


def _nobody() -> tuple[str, str]:
    return "einen Planbestand von 0 Köpfen", "mindestens eine Person im Plan"


def _raised_too_far(rate: float) -> tuple[str, str]:
    return f"eine Steigerung auf {percent(rate, 1)}", "eine Quote bis 100 %"


def _unexplained(rate: float) -> tuple[str, str]:
    found = "niemand in der Gruppe" if np.isnan(rate) else f"eine Quote von {percent(rate, 1)}"
    return f"keine Angabe und aus der Quote insgesamt {found}", "eine Quote von 0 bis 100 %"


def _nobody_left(exits: float) -> tuple[str, str]:
    found = f"einen Abgang von {number(exits, 1)} im Monat, mit dem im Lauf des Jahres niemand mehr da wäre"
    return found, "so viel, wie der Bestand hergibt"


def _pot_empty(share: float, lowest: float) -> tuple[str, str]:
    least = percent(0.0 if np.isnan(lowest) else lowest, 1)
    return percent(share, 1), f"mindestens {least}, sonst fällt das Verwaltungskostenbudget unter 0 €"


@dataclass(frozen=True)
class _Range:
    low: float
    high: float

    def __call__(self, value: float) -> tuple[str, str]:
        return number(value), f"eine Zahl von {number(self.low)} bis {number(self.high)}"
