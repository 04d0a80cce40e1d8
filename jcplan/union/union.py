"""All plans together: which count, their sums and blends, what stands out, how sure the whole is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jcplan.core.require import Floats
from jcplan.core.rounding import rounded
from jcplan.german import count
from jcplan.union.draws import Drawn
from jcplan.union.measures import MEASURES, Measure
from jcplan.union.member import AMOUNTS, Member
from jcplan.union.sums import LEAST, Spread, ratio, spread, total

PLACES: Final = 3
"""Decimals with which the rate over all is published: 22.4 %."""
SHARES: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class LeftOut:
    """A file that does not count, and why."""

    file: str
    reason: str


@dataclass(frozen=True)
class Outlier:
    """A plan that is far from the others of its comparison type.

    Attributes:
        member: The plan.
        measure: By which figure.
        value: The figure.
        among: The figure's distribution in the type.
    """

    member: Member
    measure: Measure
    value: float
    among: Spread


@dataclass(frozen=True)
class Sure:
    """How sure a figure over all is, in one of the two ways of adding draws.

    Attributes:
        limit: What is to be reached: the figure over all as published.
        share: How likely it is reached as published.
        quantiles: The values below which 10, 50 and 90 % of the draws lie.
    """

    limit: float
    share: float
    quantiles: tuple[float, ...]


class _Draws:
    """Draws added up in whole millionths of heads: so no order of the plans changes any digit of a sum."""

    def __init__(self, draws: int) -> None:
        self._draws = draws
        self._sums: dict[tuple[str, bool], NDArray[np.int64]] = {}

    def add(self, drawn: Drawn) -> None:
        """One plan more."""
        for key in ("elb", "integrationen", "lzb"):
            for together in (True, False):
                millionths = np.rint(np.asarray(drawn.of(key, together=together)) * 1e6).astype(np.int64)
                at = key, together
                self._sums[at] = self._sums.get(at, np.zeros(self._draws, dtype=np.int64)) + millionths

    def of(self, key: str, *, together: bool) -> Floats:
        """A figure over all plans, heads, an entry a draw."""
        return self._sums[key, together] / 1e6


@dataclass(frozen=True)
class Union:
    """All plans together.

    Attributes:
        members: The plans that count, by name of their files.
        left_out: The files that do not.
        draws: How many draws the sums rest on.
        iq_sure: How sure the rate over all is, by whether the plans' uncertainties go together; None without ELB.
        lzb_sure: How sure the LZB over all are, likewise.
    """

    members: tuple[Member, ...]
    left_out: tuple[LeftOut, ...]
    draws: int
    iq_sure: dict[bool, Sure | None]
    lzb_sure: dict[bool, Sure]

    @property
    def year(self) -> int:
        """The year that is planned."""
        return self.members[0].year

    @cached_property
    def amounts(self) -> dict[str, float]:
        """Sums over all by key; NaN where no plan says anything."""
        return {each.key: total(member.amount(each.key) for member in self.members) for each in AMOUNTS}

    def measure(self, measure: Measure) -> float:
        """A figure over all, of the sums."""
        return measure.of(self.members)

    @cached_property
    def kinds(self) -> dict[str, tuple[Member, ...]]:
        """The plans by comparison type, without those that have none."""
        names = sorted({each.kind for each in self.members if each.kind})
        return {name: tuple(each for each in self.members if each.kind == name) for name in names}

    def spread(self, measure: Measure, members: Iterable[Member] | None = None) -> Spread:
        """How a figure is distributed over plans."""
        return spread(measure.of([each]) for each in (self.members if members is None else members))

    @cached_property
    def outliers(self) -> tuple[Outlier, ...]:
        """Plans that are far from the others of their type, where that has enough."""
        return tuple(self._outliers())

    def _outliers(self) -> Iterator[Outlier]:
        for members in self.kinds.values():
            for measure in MEASURES:
                among = self.spread(measure, members)
                if among.number >= LEAST:
                    values = ((each, measure.of([each])) for each in members)
                    yield from (Outlier(each, measure, value, among) for each, value in values if among.is_far(value))

    @property
    def contradictions(self) -> int:
        """How many relations cannot be, in all plans."""
        return sum(len(each.contradictions) for each in self.members)

    @cached_property
    def group_labels(self) -> tuple[str, ...]:
        """What groups of ELB are called, the most frequent first."""
        seen = Counter(group.label for member in self.members for group in member.groups)
        return tuple(sorted(seen, key=lambda label: (-seen[label], label)))

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """What has to be known of the sums, sentences."""
        found = []
        twice = Counter(each.jobcenter.casefold() for each in self.members)
        for name in sorted(name for name, times in twice.items() if times > 1):
            same = [each for each in self.members if each.jobcenter.casefold() == name]
            files = ", ".join(each.file for each in same)
            found.append(f"„{same[0].jobcenter}“ steht in mehreren Dateien und zählt mehrfach: {files}.")
        stale = [each.file for each in self.members if each.outdated]
        if stale:
            found.append(f"Ziele passen nicht mehr zu den Annahmen (bitte „Ziele aktualisieren“): {', '.join(stale)}.")
        unknown = [each.file for each in self.members if each.amounts["integrationen_vorjahr"] is None]
        if unknown:
            found.append(f"Ohne IQ des Vorjahres, dort nicht mitgezählt: {', '.join(unknown)}.")
        unsure = (each for each in self.members if each.chance_fault)
        found += [f"{each.file}: Sicherheit nicht gerechnet. {each.chance_fault}" for each in unsure]
        without = sum(not each.kind for each in self.members)
        if without:
            plans = count(without, "Plan ist", "Pläne sind")
            found.append(f"{plans} ohne Vergleichstyp (Blatt Annahmen), also ohne Suche nach Ausreißern.")
        return tuple(found)


def union(found: Iterable[tuple[Member, Drawn]], left_out: Sequence[LeftOut], draws: int) -> Union | None:
    """All plans together; the order in which they come changes nothing.

    The draws of a plan are added as it comes and not kept. Plans of another year than most (of the later year where
    there are as many) do not count.

    Args:
        found: Each plan and its draws.
        left_out: The files that are none; it may still grow while plans come.
        draws: How many draws each plan has.

    Returns:
        None where no file is a plan.
    """
    plans: list[Member] = []
    sums: dict[int, _Draws] = {}
    for each, drawn in found:
        plans.append(each)
        sums.setdefault(each.year, _Draws(draws)).add(drawn)
    if not plans:
        return None
    years = Counter(each.year for each in plans)
    year = max(years, key=lambda each: (years[each], each))
    members = sorted((each for each in plans if each.year == year), key=lambda each: each.file)
    reason = f"gesammelt wird das Planjahr {year}, das die meisten Pläne haben; dieser hat"
    others = [LeftOut(each.file, f"{each.file}: {reason} {each.year}.") for each in plans if each.year != year]
    return Union(
        tuple(members),
        tuple(sorted([*left_out, *others], key=lambda each: each.file)),
        draws,
        {together: _sure_rate(members, sums[year], together=together) for together in (True, False)},
        {together: _sure_stock(members, sums[year], together=together) for together in (True, False)},
    )


def _sure_rate(members: Sequence[Member], draws: _Draws, *, together: bool) -> Sure | None:
    planned = ratio([each.amount("integrationen") for each in members], [each.amount("elb") for each in members])
    heads = draws.of("elb", together=together)
    if not heads.all() or math.isnan(planned):
        return None
    rates = np.asarray(rounded(draws.of("integrationen", together=together) / heads, PLACES))
    limit = float(rounded(planned, PLACES))
    return Sure(limit, float(np.mean(rates >= limit)), _quantiles(rates))


def _sure_stock(members: Sequence[Member], draws: _Draws, *, together: bool) -> Sure:
    limit = float(rounded(total(each.amount("lzb") for each in members), 0))
    stocks = np.asarray(rounded(draws.of("lzb", together=together), 0))
    return Sure(limit, float(np.mean(stocks <= limit)), _quantiles(stocks))


def _quantiles(values: Floats) -> tuple[float, ...]:
    """Of published values: the least that at least such a share of the draws does not exceed."""
    return tuple(np.quantile(values, SHARES, method="inverted_cdf").tolist())
