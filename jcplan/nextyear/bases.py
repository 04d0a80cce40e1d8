"""What the next year starts from, figure by figure: the published target, or the latest actual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jcplan.core.chain import stocks_before
from jcplan.core.inputs import Group
from jcplan.core.rounding import rounded
from jcplan.errors import InputError, several
from jcplan.german import number, percent
from jcplan.model.groups import name_of
from jcplan.model.parts.mittel import MONTHS as MONTH_NAMES
from jcplan.model.teams import Measure, by_group
from jcplan.nextyear.actual import ELB, LZB, MONTHS, Actuals
from jcplan.nextyear.fate import Fate
from jcplan.nextyear.source import Source

PLAN, ACTUAL, BEST = "plan", "ist", "dezember"
"""What the next year starts from: published targets; the latest actuals, where there are any; those of December, where
they are there."""
BASES: Final = (PLAN, ACTUAL)
"""Those that can be asked for."""
_HALF: Final = 0.5  # heads: what rounding may leave between a sum and its parts
_TOTAL, _RATE, _LZB = "Annahme_ELB_gesamt", "Annahme_IQ_gesamt_Vorjahr", "Annahme_LZB_Bestand"


@dataclass
class Bases:
    """What the inputs that describe the year before become.

    Attributes:
        source: The plan.
        actuals: Its actuals.
        basis: What is to be taken.
        fates: By defined name.
        notes: What the user has to know of it, German sentences.
    """

    source: Source
    actuals: Actuals
    basis: str
    fates: dict[str, Fate] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _missing: list[InputError] = field(default_factory=list)

    @classmethod
    def of(cls, source: Source, actuals: Actuals, basis: str) -> Bases:
        """Of a plan.

        Raises:
            InputError: A target that it takes is not adopted; actuals are asked for and there are none.
        """
        bases = cls(source, actuals, basis)
        bases._refuse_without_actuals()
        bases._lzb()
        bases._rates(bases._stocks())
        if bases._missing:
            raise several(bases._missing)
        return bases

    @property
    def _year(self) -> int:
        return self.source.year

    @property
    def _groups(self) -> Sequence[Group[float]]:
        return self.source.inputs.gruppen

    def _refuse_without_actuals(self) -> None:
        nothing = self.actuals.rate() is None and not any(self.actuals.latest(each) for each in (ELB, LZB))
        if self.basis == ACTUAL and nothing:
            advice = "Bitte die Istwerte einlesen oder --basis plan nehmen."
            raise InputError(self.source.title, "keine Istwerte des Jobcenters", "mindestens einen Monat", advice)

    # ---- where a figure comes from ------------------------------------------------------------

    def _published(self, target: str, note: str = "") -> Fate:
        """A target as published."""
        value = self.source.targets.get(target)
        if value is None:
            advice = "Bitte in der bisherigen Mappe zuerst „Ziele aktualisieren“."
            place = f"{self.source.title} ({target})"
            self._missing.append(InputError(place, "kein Ziel", "ein festgeschriebenes Ziel", advice))
        return Fate(value, f"Plan {self._year}, veröffentlichtes Ziel", f"Planung {self._year}", note)

    def _actual(self, measure: Measure) -> Fate | None:
        """The latest actual of a stock, if one is to be taken; says where the plan stands in for one."""
        found = None if self.basis == PLAN else self.actuals.latest(measure)
        if self.basis == PLAN:
            return None
        short = measure.label.partition(" (")[0]
        if found is None:
            if self.basis == ACTUAL:
                self.notes.append(f"{short}: Es gibt keinen Istwert; genommen ist der Plan.")
            return None
        month, value = found
        name = MONTH_NAMES[month - 1]
        if month < MONTHS and self.basis == BEST:
            self.notes.append(f"{short}: Istwerte gibt es nur bis {name} {self._year}; genommen ist der Plan.")
            return None
        if month < MONTHS:
            self.notes.append(f"{short}: Der letzte Istwert ist vom {name} {self._year}, nicht vom Dezember.")
        return Fate(value, f"Ist {name} {self._year}", f"{month:02}.{self._year}")

    # ---- LZB ----------------------------------------------------------------------------------

    def _lzb(self) -> None:
        self.fates[_LZB] = self._actual(LZB) or self._published("Ziel_LZB", "Ausgangsbestand: Jahresmittel des Plans")

    # ---- ELB ----------------------------------------------------------------------------------

    def _stocks(self) -> dict[int, float]:
        """Stocks of the groups and of all; gives those of the groups by their position."""
        planned = [self._year_end(position) for position in range(len(self._groups))]
        rest = [position for position, group in enumerate(self._groups) if group.elb is None]
        total = self._actual(ELB)
        grouped = self._actual_stocks() if total is not None else ()
        planned = list(grouped) or planned
        known = sum(_value(fate) for position, fate in enumerate(planned) if position not in rest)
        if total is not None and len(planned) > 1 and not rest and not grouped:
            largest = max(range(len(planned)), key=lambda position: _value(planned[position]))
            rest = [largest]
            known -= _value(planned[largest])
            label = self._groups[largest].bezeichnung
            self.notes.append(f"ELB: Istwerte nach Gruppen gibt es nicht; „{label}“ ist jetzt der Rest von insgesamt.")
        if total is not None and known > _value(total):
            self.notes.append(
                f"ELB: Das Ist insgesamt ({number(_value(total))}) liegt unter dem Plan der Gruppen "
                f"({number(known)}); genommen ist der Plan."
            )
            total = None
            rest = [position for position, group in enumerate(self._groups) if group.elb is None]
        actual = total is not None
        self.fates[_TOTAL] = total = total or self._planned_total(planned, rest)
        if actual and len(planned) == 1:
            planned = [total]
        for position, fate in enumerate(planned):
            left = Fate(None, "Rest der ELB insgesamt")
            self.fates[name_of(position + 1, "ELB")] = left if position in rest else fate
        stocks = {position: _value(fate) for position, fate in enumerate(planned)}
        for position in rest:
            stocks[position] = _value(total) - sum(value for other, value in stocks.items() if other != position)
        return stocks

    def _actual_stocks(self) -> tuple[Fate, ...]:
        """The groups' latest stocks, if they are of the total's month and sum to it; else nothing."""
        total = self.actuals.latest(ELB)
        found = [self.actuals.latest(by_group(number)[1]) for number in self.source.model.groups]
        if total is None or any(each is None or each[0] != total[0] for each in found):
            return ()
        values = [each[1] for each in found if each is not None]
        if abs(sum(values) - total[1]) > _HALF:
            self.notes.append("ELB: Die Istwerte der Gruppen ergeben nicht das Ist insgesamt; genommen ist ihr Plan.")
            return ()
        origin, date = f"Ist {MONTH_NAMES[total[0] - 1]} {self._year}", f"{total[0]:02}.{self._year}"
        return tuple(Fate(value, origin, date) for value in values)

    def _year_end(self, position: int) -> Fate:
        """A group at the end of the year: its target, a mean, or where its inflow came later the full stock."""
        group = self._groups[position]
        if group.zugang_ab_monat == 1 or not group.zugang:
            return self._published(f"Ziel_ELB_G{position + 1}")
        before = float(stocks_before(self.source.inputs)[position])
        value = float(rounded(before * (1 + group.veraenderung) + group.zugang, 0))
        sign = "+" if group.zugang > 0 else "−"
        note = (
            f"Gruppe {position + 1}: {number(before)} · (1 + {percent(group.veraenderung)}) {sign} "
            f"{number(abs(group.zugang))}; {'Zugang' if group.zugang > 0 else 'Abgang'} ab Monat "
            f"{group.zugang_ab_monat:.0f}, im neuen Jahr ganz"
        )
        return Fate(max(value, 0.0), f"Plan {self._year}, Bestand am Jahresende", f"Planung {self._year}", note)

    def _planned_total(self, planned: Sequence[Fate], rest: Sequence[int]) -> Fate:
        target = self._published("Ziel_ELB_gesamt")
        if rest and all(fate.origin == target.origin for fate in planned):
            return target
        total = sum(_value(fate) for fate in planned)
        if total == target.value:
            return target
        return Fate(total, f"Plan {self._year}, Summe der Gruppen", f"Planung {self._year}")

    # ---- IQ -----------------------------------------------------------------------------------

    def _rates(self, stocks: Mapping[int, float]) -> None:
        """Rates of the groups and of all."""
        planned = [self._published(f"Ziel_IQ_G{position + 1}") for position in range(len(self._groups))]
        total = None if self.basis == PLAN else self._actual_rate()
        self.fates[_RATE] = total or self._published("Ziel_IQ_gesamt")
        grouped = self._actual_rates() if total is not None else ()
        planned = list(grouped) or planned
        if total is not None and len(planned) == 1:
            planned = [total]
        for position, fate in enumerate(planned):
            self.fates[name_of(position + 1, "IQ_Vorjahr")] = fate
        if total is None or len(planned) == 1:
            return
        implied = self.source.inputs.implied
        everybody = sum(stocks.values())
        heads = {position: _value(fate) * stocks[position] for position, fate in enumerate(planned)}
        if implied is not None and stocks[implied] > 0:
            rate = (_value(total) * everybody - sum(heads.values()) + heads[implied]) / stocks[implied]
            if 0 <= rate <= 1:
                self.fates[name_of(implied + 1, "IQ_Vorjahr")] = Fate(None, "folgt aus der IQ insgesamt")
                return
        if grouped:
            return
        together = sum(heads.values()) / everybody if everybody else 0.0
        self.notes.append(
            f"IQ: Istwerte nach Gruppen gibt es nicht; die Quoten der Gruppen sind die des Plans. Zusammen ergeben sie "
            f"{percent(together, 2)}, das Ist insgesamt ist {percent(_value(total), 2)}."
        )

    def _actual_rates(self) -> tuple[Fate, ...]:
        """The year's rate of each group, if every one has all its months; else nothing."""
        found = [self.actuals.rate(*by_group(number)) for number in self.source.model.groups]
        origin = f"Ist, JFW Dezember {self._year}"
        known = [Fate(rate, origin, f"12.{self._year}") for rate in found if rate is not None]
        return tuple(known) if len(known) == len(found) else ()

    def _actual_rate(self) -> Fate | None:
        rate = self.actuals.rate()
        if rate is not None:
            note = "IQ insgesamt: Integrationen Januar bis Dezember durch das Mittel der ELB Dezember bis November"
            return Fate(rate, f"Ist, JFW Dezember {self._year}", f"12.{self._year}", note)
        some = any(self.actuals.latest(each) for each in (ELB, LZB))
        if self.basis == ACTUAL or some:
            self.notes.append(
                "IQ insgesamt: Für den JFW vom Dezember fehlen Monate der Integrationen oder der ELB; genommen ist der "
                "Plan."
            )
        return None


def _value(fate: Fate) -> float:
    """The number of a fate; 0 where it is missing, which is said by then."""
    return fate.value if isinstance(fate.value, float) else 0.0
