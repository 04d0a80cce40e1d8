"""The way of each figure: from the inputs to a target, step by step, by formula and by values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jcplan.core.chain import MONTHS
from jcplan.german import count, number, percent, quantity
from jcplan.model.fields import EURO, HEADS, SHARE
from jcplan.plan import Plan
from jcplan.questions.named import Base, Wanted


@dataclass(frozen=True)
class Step:
    """A figure and how it came about.

    Attributes:
        label: What it is, German.
        formula: How it is computed, in words.
        values: The same with the figures in it.
        result: What comes out, with its unit.
        value: What comes out.
    """

    label: str
    formula: str
    values: str
    result: str
    value: float


def way(base: Base, target: Wanted, labels: Sequence[str] = ()) -> tuple[Step, ...]:
    """The steps to a target, those that it needs only, the target last.

    Args:
        base: The plan.
        target: The target; of the published one rounding is the last step.
        labels: What the groups are called.

    Raises:
        InputError: The plan cannot be.
    """
    return _Way(base.plans(), labels).to(target)


def most(groups: int) -> int:
    """How many steps there can be to a target, so many groups as there are."""
    return 4 * groups + 6


class _Way:
    def __init__(self, plan: Plan[Any], labels: Sequence[str]) -> None:
        self._plan, self._inputs, self._terms = plan, plan.inputs, plan.terms
        count = len(plan.inputs.gruppen)
        self._labels = [labels[n] if n < len(labels) and labels[n] else f"Gruppe {n + 1}" for n in range(count)]
        self._found: dict[str, Step] = {}

    def to(self, target: Wanted) -> tuple[Step, ...]:
        """The steps to a target."""
        name = target.base
        makers: dict[str, Callable[[], None]] = {
            "Ziel_ELB_gesamt": self._everybody,
            "Ziel_IQ_gesamt": self._blend,
            "Ziel_IQ_gesamt_ungerundet": self._unrounded,
            "Ziel_IQ_gesamt_unten": lambda: self._bound(-1),
            "Ziel_IQ_gesamt_oben": lambda: self._bound(1),
            "Ziel_Integrationen": self._integrations,
            "Ziel_LZB": self._long_term,
            "Ziel_LZB_Abgang": self._exits,
            "Ziel_Umschichtung": self._moved,
            "Ziel_EGT": self._measures,
            "Ziel_VKB": self._administration,
            "Ziel_Budget_Summe": self._both,
        }
        if name in makers:
            makers[name]()
        else:
            group = int(name.rpartition("_G")[2]) - 1
            (self._rate if name.startswith("Ziel_IQ_") else self._stock)(group)
        if target.published:
            self._rounded(target)
        return tuple(self._found.values())

    def _add(self, label: str, formula: str, values: str, value: float, unit: str, places: int | None = None) -> None:
        self._found.setdefault(label, Step(label, formula, values, quantity(value, unit, places), value))

    # ---- stocks

    def _before(self, n: int) -> None:
        """The stock from which a group starts, where it is the rest."""
        if self._inputs.gruppen[n].elb is None:
            others = [each.elb for each in self._inputs.gruppen if each.elb is not None]
            values = " − ".join(map(_heads, [self._inputs.elb_gesamt, *others]))
            self._add(
                f"ELB {self._labels[n]}, Ausgangsbestand",
                "ELB insgesamt − übrige Gruppen",
                values,
                self._terms.gruppen[n].elb_vorher,
                HEADS,
            )

    def _stock(self, n: int) -> None:
        self._before(n)
        group, terms = self._inputs.gruppen[n], self._terms.gruppen[n]
        formula, values = (
            "Ausgangsbestand · (1 + Veränderung)",
            f"{_heads(terms.elb_vorher)} · (1 {_plus(group.veraenderung, percent)})",
        )
        if group.zugang:
            formula += " + Zugang"
            values += f" {_plus(group.zugang, _heads)}"
            if group.zugang_ab_monat != 1:
                formula += " · (13 − Monat) / 12"
                values += f" · (13 − {number(group.zugang_ab_monat)}) / {MONTHS}"
        self._add(f"ELB {self._labels[n]}", formula, values, terms.elb, HEADS, _whole_or(terms.elb, 3))

    def _everybody(self) -> None:
        for n in self._numbers:
            self._stock(n)
        values = " + ".join(_figure(each.elb) for each in self._terms.gruppen)
        self._add("ELB gesamt", "Summe der Gruppen", values, self._terms.elb, HEADS, _whole_or(self._terms.elb, 3))

    @cached_property
    def _numbers(self) -> range:
        return range(len(self._labels))

    # ---- rates

    def _rate(self, n: int) -> None:
        group, terms = self._inputs.gruppen[n], self._terms.gruppen[n]
        if group.iq_steigerung is None:
            self._add(
                f"IQ {self._labels[n]}", "Zielquote, wie eingetragen", percent(terms.iq_exakt), terms.iq_exakt, SHARE
            )
            return
        if self._inputs.implied == n:
            self._implied(n)
        values = f"{percent(terms.iq_vorjahr, 3)} · (1 {_plus(group.iq_steigerung, percent)})"
        self._add(f"IQ {self._labels[n]}", "Quote des Vorjahres · (1 + Steigerung)", values, terms.iq_exakt, SHARE, 6)

    def _implied(self, n: int) -> None:
        """The earlier rate that follows from the total."""
        for each in self._numbers:
            self._before(each)
        terms = self._terms.gruppen
        others = " − ".join(
            f"{percent(terms[i].iq_vorjahr)} · {_heads(terms[i].elb_vorher)}" for i in self._numbers if i != n
        )
        all_rates, everybody = self._inputs.iq_gesamt_vorjahr or 0.0, sum(each.elb_vorher for each in terms)
        less = f" − {others}" if others else ""
        values = f"({percent(all_rates)} · {_heads(everybody)}{less}) / {_heads(terms[n].elb_vorher)}"
        self._add(
            f"IQ {self._labels[n]}, Vorjahr", "(IQ gesamt · ELB insgesamt − Quote · ELB der übrigen) / ELB der Gruppe",
            values, terms[n].iq_vorjahr, SHARE, 6,
        )  # fmt: skip

    def _shown_rate(self, n: int) -> None:
        self._rate(n)
        terms, places = self._terms.gruppen[n], self._inputs.gruppen[n].iq_nachkommastellen
        self._add(
            f"IQ {self._labels[n]}, veröffentlicht",
            _to_places(places - 2),
            percent(terms.iq_exakt),
            terms.iq,
            SHARE,
            places,
        )

    def _weigh(self, label: str, formula: str, rates: Iterable[float], places: Iterable[int], value: float) -> None:
        self._everybody()
        parts = " + ".join(
            f"{percent(rate, digits - 2)} · {_figure(each.elb)}"
            for rate, digits, each in zip(rates, places, self._terms.gruppen, strict=True)
        )
        self._add(label, formula, f"({parts}) / {_figure(self._terms.elb)}", value, SHARE, 5)

    @property
    def _places(self) -> list[int]:
        return [each.iq_nachkommastellen for each in self._inputs.gruppen]

    def _blend(self) -> None:
        for n in self._numbers:
            self._shown_rate(n)
        self._weigh(
            "IQ gesamt",
            "Summe aus veröffentlichter Quote · ELB / ELB gesamt",
            [g.iq for g in self._terms.gruppen],
            self._places,
            self._terms.iq,
        )

    def _unrounded(self) -> None:
        for n in self._numbers:
            self._rate(n)
        self._weigh(
            "IQ gesamt, ungerundet",
            "Summe aus exakter Quote · ELB / ELB gesamt",
            [g.iq_exakt for g in self._terms.gruppen],
            [6 for _ in self._numbers],
            self._terms.iq_ungerundet,
        )

    def _bound(self, side: int) -> None:
        for n in self._numbers:
            self._shown_rate(n)
        rates = [
            min(max(g.iq + side * 0.5 * 10.0**-p, 0.0), 1.0)
            for g, p in zip(self._terms.gruppen, self._places, strict=True)
        ]
        word, value = ("kleinster", self._terms.iq_unten) if side < 0 else ("größter", self._terms.iq_oben)
        sign = "−" if side < 0 else "+"
        self._weigh(
            f"IQ gesamt, {word} verträglicher Wert",
            f"Summe aus (veröffentlichte Quote {sign} ½ letzte Stelle) · ELB / ELB gesamt",
            rates,
            [p + 1 for p in self._places],
            value,
        )

    def _integrations(self) -> None:
        for n in self._numbers:
            self._stock(n)
            self._shown_rate(n)
        parts = (
            f"{percent(g.iq, p - 2)} · {_figure(g.elb)}" for g, p in zip(self._terms.gruppen, self._places, strict=True)
        )
        self._add(
            "Integrationen im Jahr",
            "Summe aus veröffentlichter Quote · ELB",
            " + ".join(parts),
            self._terms.integrationen,
            "",
            1,
        )

    # ---- long-term stock, money

    def _long_term(self) -> None:
        stock, goal = self._inputs.lzb_bestand, self._inputs.lzb_ziel
        self._add(
            "LZB, Jahresmittel",
            "Ausgangsbestand · (1 + Ziel)",
            f"{_heads(stock)} · (1 {_plus(goal, percent)})",
            self._terms.lzb,
            HEADS,
            _whole_or(self._terms.lzb, 3),
        )

    def _exits(self) -> None:
        i = self._inputs
        growth = 1 + i.lzb_zuwachsrate
        weight = sum((MONTHS - month) * growth**month for month in range(MONTHS))
        self._add(
            "Monate, gewichtet",
            "Summe aus (12 − j) · (1 + Bestandsanstieg)^j, j von 0 bis 11",
            f"(1 {_plus(i.lzb_zuwachsrate, percent)}) hoch j",
            weight,
            "",
            4,
        )
        self._add(
            "LZB, nötiger Abgang im Monat", "Ausgangsbestand · (Bestandsanstieg − 12 · Ziel / Monate, gewichtet)",
            f"{_heads(i.lzb_bestand)} · "
            f"({percent(i.lzb_zuwachsrate)} − 12 · {percent(i.lzb_ziel)} / {number(weight, 4)})",
            self._terms.lzb_abgang, HEADS, 3,
        )  # fmt: skip

    def _moved(self) -> None:
        i = self._inputs
        self._add(
            "Umschichtung",
            "EGT · Anteil",
            f"{_money(i.eingliederungsmittel)} · {percent(i.umschichtung_anteil)}",
            self._terms.umschichtung,
            EURO,
            2,
        )

    def _measures(self) -> None:
        self._moved()
        self._add(
            "EGT nach Umschichtung",
            "EGT − Umschichtung",
            f"{_money(self._inputs.eingliederungsmittel)} − {_money(self._terms.umschichtung)}",
            self._terms.egt,
            EURO,
            2,
        )

    def _administration(self) -> None:
        self._moved()
        self._add(
            "VKB nach Umschichtung",
            "VKB + Umschichtung",
            f"{_money(self._inputs.verwaltungsbudget)} {_plus(self._terms.umschichtung, _money)}",
            self._terms.vkb,
            EURO,
            2,
        )

    def _both(self) -> None:
        i = self._inputs
        self._add(
            "Budget insgesamt",
            "VKB + EGT",
            f"{_money(i.verwaltungsbudget)} + {_money(i.eingliederungsmittel)}",
            self._terms.budget,
            EURO,
            2,
        )

    def _rounded(self, target: Wanted) -> None:
        result = target.result(self._plan)
        unit, places = result.target.unit, result.places
        exact = percent(result.exact, 5) if unit == SHARE else _figure(result.exact)
        self._add(
            "veröffentlicht", _to_places(places - 2 if unit == SHARE else places), exact, result.published, unit, places
        )


def _to_places(places: int) -> str:
    return f"auf {count(max(places, 0), 'Nachkommastelle', 'Nachkommastellen')} gerundet"


def _plus(value: float, shown: Callable[[float], str]) -> str:
    return f"{'−' if value < 0 else '+'} {shown(abs(value))}"


def _heads(value: float) -> str:
    return number(value)


def _figure(value: float) -> str:
    return number(value, _whole_or(value, 3))


def _whole_or(value: float, places: int) -> int:
    return 0 if value == int(value) else places


def _money(value: float) -> str:
    return f"{number(value, 2)} €"
