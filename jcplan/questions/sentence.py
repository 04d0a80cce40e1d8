"""Why a target changes, in one German sentence, its parts printed so that they add up."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jcplan.core.rounding import rounded
from jcplan.german import MINUS, number, percent, quantity
from jcplan.model import Model, Shape
from jcplan.model.fields import EURO, HEADS, HEADS_A_MONTH, INTEGRATIONS, SHARE, Target
from jcplan.model.groups import plan_names
from jcplan.questions.effects import Effect, Explanation, explain
from jcplan.questions.named import Base, Wanted

STOCK_FIELDS: Final = ("elb", "veraenderung", "zugang", "zugang_ab_monat")
RATE_FIELDS: Final = ("iq_vorjahr", "iq_steigerung", "iq_ziel", "iq_nachkommastellen")
_STOCKS: Final = "Bestände"
_RATE: Final = "Quote "
_STOCK: Final = "Bestand "
_PLACES: Final = 4
"""Decimals of printed parts of a rate: hundredths of a percentage point."""
_TWO: Final = 2
_AFTER_BEI: Final = {HEADS: "Köpfen", HEADS_A_MONTH: "Köpfen", INTEGRATIONS: ""}
_AFTER_UM: Final = {HEADS_A_MONTH: HEADS, INTEGRATIONS: ""}
"""Units as they stand in a sentence."""

_SUBJECTS: Final = {
    "Ziel_IQ_gesamt_ungerundet": ("Die ungerundete IQ gesamt", False),
    "Ziel_IQ_gesamt_unten": ("Der kleinste verträgliche Wert der IQ", False),
    "Ziel_IQ_gesamt_oben": ("Der größte verträgliche Wert der IQ", False),
    "Ziel_Integrationen": ("Die Integrationen im Jahr", True),
    "Ziel_LZB": ("Die LZB im Jahresmittel", True),
    "Ziel_LZB_Abgang": ("Der nötige LZB-Abgang im Monat", False),
    "Ziel_Umschichtung": ("Die Umschichtung", False),
    "Ziel_EGT": ("Der EGT nach Umschichtung", False),
    "Ziel_VKB": ("Das VKB nach Umschichtung", False),
    "Ziel_Budget_Summe": ("Das Budget insgesamt", False),
}
"""How a sentence about a target begins, and whether that is a plural; of groups it is put together."""


@dataclass(frozen=True)
class Part:
    """A part of a change as it is printed.

    Attributes:
        label: What changed, German.
        value: What it adds, rounded so that all parts add up.
        names: The inputs, none for rounding.
    """

    label: str
    value: float
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """A change explained.

    Attributes:
        lines: One sentence in three lines: what changes, because of what, against what; the last ones may be blank.
        parts: By subject, as printed; the last is rounding.
        total: The change as printed.
        unit: Of the parts: of a rate percentage points.
        without: Labels of inputs that changed and have no effect.
        explanation: What it was printed from.
    """

    lines: tuple[str, str, str]
    parts: tuple[Part, ...]
    total: float
    unit: str
    without: tuple[str, ...]
    explanation: Explanation

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return " ".join(line for line in self.lines if line)


def reason(target: Wanted, old: Base, new: Base, labels: Sequence[str] = ()) -> Reason:
    """Why a target is another one, by subject: the groups' stocks, the rate of each group, or single inputs.

    Args:
        target: The target.
        old: The plan before.
        new: The plan after, of as many groups.
        labels: What the groups are called.

    Raises:
        InputError: Either is no plan, or a state between them has no value.
    """
    called = _Called(new.groups, labels)
    subject = subjects(target, new)
    found = explain(target, old, new, unions=subject)
    result = target.result(new.plans())
    places = _PLACES if result.target.unit == SHARE else max(result.places, 0)
    values = add_up([*(each.value for each in found.effects), found.rounding], found.total, places)
    words = _Words(target, result.target, old, new, called)
    shown = [
        (effect, value)
        for effect, value in zip(found.effects, values, strict=False)
        if not math.isclose(effect.value, 0.0, abs_tol=_noise(found))
    ]
    parts = [Part(words.label(effect), value, effect.names) for effect, value in shown]
    parts.append(Part("Rundung", values[-1]))
    total = float(rounded(found.total, places))
    idle = [
        called.input(name)
        for effect in found.effects
        if effect not in [each for each, _ in shown]
        for name in effect.names
    ]
    return Reason(
        words.lines(found, shown, values[-1], total, places), tuple(parts), total, words.unit, tuple(idle), found
    )


def _noise(found: Explanation) -> float:
    return 1e-12 * max(abs(found.old), abs(found.new), 1e-6)


def add_up(parts: Sequence[float], total: float, places: int) -> list[float]:
    """Numbers rounded so that they sum to their rounded total: those with the largest remainders are rounded up.

    Args:
        parts: The numbers; they sum to ``total``.
        total: Their sum.
        places: Decimals of the rounded numbers.

    >>> add_up([0.335, -0.125, 0.0], 0.21, 2)
    [0.34, -0.13, 0.0]
    """
    unit = 10.0**places
    scaled = [part * unit for part in parts]
    whole = [math.floor(each) for each in scaled]
    wanted = round(float(rounded(total, places)) * unit)
    by_remainder = sorted(range(len(parts)), key=lambda i: whole[i] - scaled[i])
    for i in by_remainder[: max(wanted - sum(whole), 0)]:
        whole[i] += 1
    for i in by_remainder[::-1][: max(sum(whole) - wanted, 0)]:
        whole[i] -= 1
    return [each / unit for each in whole]


def subjects(target: Wanted, base: Base) -> dict[str, str]:
    """What the inputs are called together when a target is explained, by name.

    Rates are explained by the groups' shares (all stocks together) and the rate of each group: that is
    Kitagawa's decomposition. Stocks are explained by group, all else by single inputs.

    Args:
        target: The target.
        base: The plan.
    """
    rest = next((n for n in range(base.groups) if f"Annahme_G{n + 1}_ELB" not in base.values), None)
    found = {}
    for name, (attribute, position) in plan_names(base.groups).items():
        of_stocks = attribute in STOCK_FIELDS or attribute == "elb_gesamt"
        if target.base.startswith("Ziel_ELB_"):
            group = rest if attribute == "elb_gesamt" else position
            if of_stocks and group is not None:
                found[name] = f"{_STOCK}{group}"
        elif of_stocks:
            found[name] = _STOCKS
        elif attribute in RATE_FIELDS and position is not None:
            found[name] = f"{_RATE}{position}"
    return found


class _Called:
    """What groups and inputs are called."""

    def __init__(self, groups: int, labels: Sequence[str]) -> None:
        self.groups = [labels[n] if n < len(labels) and labels[n] else f"Gruppe {n + 1}" for n in range(groups)]
        self._fields = {field.name: field for field in Model(Shape(gruppen=groups)).inputs}
        self._names = plan_names(groups)

    def input(self, name: str) -> str:
        """An input, with the group that it is of."""
        label = self._fields[name].label.partition(" (negativ")[0]
        _, position = self._names[name]
        return label if position is None else f"{self.groups[position]}: {label.partition(': ')[2]}"

    def value(self, name: str, value: float | None) -> str:
        """What an input is."""
        field = self._fields[name]
        if value is None:
            return "leer"
        return quantity(value, field.unit if field.unit in (SHARE, EURO) else "")

    def of(self, position: int) -> str:
        """A group behind a noun: „der 8 HKL“, „ohne 8 HKL“."""
        label = self.groups[position]
        if label[:1].islower():
            return label
        return f"der {label}" if label[:1].isdigit() or label.startswith("Gruppe ") else f"der Gruppe „{label}“"


class _Words:
    """The words in which a change is told."""

    def __init__(self, target: Wanted, what: Target, old: Base, new: Base, called: _Called) -> None:
        self._target, self._what, self._called = target, what, called
        self._old_values, self._new_values = old.values, new.values
        self._old, self._new = old.smooth().terms, new.smooth().terms
        self.unit = "Prozentpunkte" if what.unit == SHARE else what.unit

    def lines(
        self, found: Explanation, shown: Sequence[tuple[Effect, float]], rounding: float, total: float, places: int
    ) -> tuple[str, str, str]:  # fmt: skip
        """The sentence."""
        subject, plural = self._subject()
        stays = f"{subject} {'bleiben' if plural else 'bleibt'} bei {self._state(found.new)}"
        said = [(f"{self._clause(each)} ({self._signed(value, places)})", value) for each, value in shown if value]
        tail = f"; Rundung {self._signed(rounding, places)}." if rounding else "."
        if not total:
            both = _listed([clause for clause, _ in said])
            return (f"{stays},", f"weil sich ausgleicht, dass {both}{tail}", "") if both else (f"{stays}.", "", "")
        along = _listed([clause for clause, value in said if (value > 0) == (total > 0)])
        against = _listed([clause for clause, value in said if (value > 0) != (total > 0)])
        head = f"{subject} {_verb(total, plural=plural)} um {self._amount(abs(total), places)}"
        texts = [head, f"weil {along}" if along else "", f"obwohl {against}" if against else ""]
        last = max(i for i, text in enumerate(texts) if text)
        first, second, third = (
            text and text + (tail if i == last else ",") for i, text in enumerate(texts)
        )  # fmt: skip
        return first, second, third

    def label(self, effect: Effect) -> str:
        """What changed, as a table has it."""
        kind, position = self._kind(effect)
        if kind == _STOCKS:
            return f"{'Anteile' if self._what.unit == SHARE else 'Bestände'} der Gruppen"
        if kind == _STOCK and self._of_several(effect):
            return "ELB der Gruppen"
        if kind in (_RATE, _STOCK):
            return f"{kind.strip() if kind == _RATE else 'ELB'} {self._called.groups[position]}"
        return ", ".join(map(self._called.input, effect.names))

    def _of_several(self, effect: Effect) -> bool:
        """Whether it is about the stocks of several groups, since another one is the rest now."""
        positions = {plan_names(len(self._new.gruppen))[name][1] for name in effect.names}
        return len(positions - {None}) > 1

    @staticmethod
    def _kind(effect: Effect) -> tuple[str, int]:
        for kind in (_RATE, _STOCK):
            if effect.label.startswith(kind):
                return kind, int(effect.label.removeprefix(kind))
        return (effect.label if effect.label == _STOCKS else ""), 0

    def _clause(self, effect: Effect) -> str:
        kind, position = self._kind(effect)
        if kind == _STOCKS:
            return self._shares() if self._what.unit == SHARE else self._heads()
        if kind == _RATE:
            before, after = (float(each.gruppen[position].iq_exakt) for each in (self._old, self._new))
            of = self._called.of(position)
            return (
                f"die Quote {of} {_verb(after - before)}"
                if before != after
                else f"die Quote {of} anders gerechnet wird"
            )
        if kind == _STOCK and self._of_several(effect):
            return self._heads()
        if kind == _STOCK:
            before, after = (float(each.gruppen[position].elb) for each in (self._old, self._new))
            moved = f"von {number(before, 0)} auf {number(after, 0)}"
            return f"die ELB {self._called.of(position)} {moved} {_verb(after - before, plural=True)}"
        return " und ".join(map(self._input, effect.names))

    def _shares(self) -> str:
        """How the groups' shares move: of two groups that of the smaller one."""
        both = zip(self._old.gruppen, self._new.gruppen, strict=True)
        groups = [n for n, (old, new) in enumerate(both) if old.elb or new.elb]  # where nobody is, nothing moves
        shares = [{n: float(each.gruppen[n].elb) / float(each.elb) for n in groups} for each in (self._old, self._new)]
        if len(groups) == _TWO:
            n = min(groups, key=lambda each: shares[1][each])
            before, after = shares[0][n], shares[1][n]
            if percent(before, 1) == percent(after, 1):
                return f"der Anteil {self._called.of(n)} sich kaum ändert"
            moved = f"von {number(100 * before, 1)} auf {percent(after, 1)}"
            return f"der Anteil {self._called.of(n)} {moved} {_verb(after - before)}"
        return "sich die Anteile der Gruppen verschieben"

    def _heads(self) -> str:
        before, after = float(self._old.elb), float(self._new.elb)
        if number(before, 0) == number(after, 0):
            return "sich die Gruppen verschieben"
        return f"die ELB von {number(before, 0)} auf {number(after, 0)} {_verb(after - before, plural=True)}"

    def _input(self, name: str) -> str:
        before, after = self._old_values.get(name), self._new_values.get(name)
        moved = f"von {self._called.value(name, before)} auf {self._called.value(name, after)}"
        verb = "eingetragen ist" if before is None else "entfällt" if after is None else _verb(after - before)
        return f"„{self._called.input(name)}“ {moved} {verb}"

    def _subject(self) -> tuple[str, bool]:
        """How the sentence begins, and whether that is a plural."""
        base = self._target.base
        last = base.rpartition("_")[2]
        number_of = int(last[1:]) - 1 if last[:1] == "G" and last[1:].isdigit() else None
        of = "gesamt" if number_of is None else self._called.of(number_of)
        if base in _SUBJECTS:
            text, plural = _SUBJECTS[base]
        else:
            text, plural = (f"Die IQ {of}", False) if base.startswith("Ziel_IQ_") else (f"Die ELB {of}", True)
        return (f"Veröffentlicht: {text[0].lower()}{text[1:]}" if self._target.published else text), plural

    def _state(self, value: float) -> str:
        unit, places = self._what.unit, max(self._what.places, 0)
        return quantity(value, _AFTER_BEI.get(unit, unit), places)

    def _amount(self, value: float, places: int) -> str:
        if self._what.unit == SHARE:
            return f"{number(100 * value, places - 2)} Prozentpunkte"
        return quantity(value, _AFTER_UM.get(self._what.unit, self._what.unit), places)

    def _signed(self, value: float, places: int) -> str:
        text = number(100 * abs(value), places - 2) if self._what.unit == SHARE else number(abs(value), places)
        return f"{'+' if value > 0 else MINUS}{text}"


def _verb(change: float, *, plural: bool = False) -> str:
    return {True: ("steigt", "steigen"), False: ("sinkt", "sinken")}[change > 0][plural]


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(texts[:-1]) + (" und " if len(texts) > 1 else "") + texts[-1] if texts else ""
