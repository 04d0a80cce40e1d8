"""How sure is it: the targets over many draws of uncertain inputs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np

from jcplan.core.chain import MONTHS
from jcplan.core.require import Floats
from jcplan.core.rounding import rounded
from jcplan.core.value import at_least, at_most, weighted
from jcplan.errors import InputError
from jcplan.german import as_shown
from jcplan.model.groups import input_name, plan_names
from jcplan.plan import Plan
from jcplan.questions import defaults
from jcplan.questions.draws import Uncertain, draw
from jcplan.questions.named import Base, Wanted

DRAWS: Final = defaults.DRAWS
MOST_DRAWS: Final = defaults.MOST_DRAWS
SEED: Final = defaults.SEED
MOST_SEED: Final = defaults.MOST_SEED


@dataclass(frozen=True)
class Chance:
    """How likely a target is reached.

    Attributes:
        published: Share of the draws in which it is, as published.
        error: Standard error of that share.
        exact: The same share judged by the exact value.
    """

    published: float
    error: float
    exact: float


@dataclass(frozen=True)
class Lost:
    """Draws that make no plan: why, and which share of all draws."""

    reason: str
    share: float


class Sample:
    """The plans of many draws.

    Args:
        base: The plan.
        spec: Distribution by name of the uncertain inputs.
        draws: How many.
        seed: Seed of the random numbers.
        ranks: Rank correlations of pairs of names.

    Raises:
        InputError: The correlations contradict each other; when a figure is asked for: no draw makes a plan.
    """

    def __init__(
        self, base: Base, spec: tuple[tuple[str, Uncertain], ...], draws: int, seed: int,
        ranks: tuple[tuple[tuple[str, str], float], ...],
    ) -> None:  # fmt: skip
        self.drawn = draw(dict(spec), draws, seed, dict(ranks)) or {}
        one = next(iter(base.values))
        self.plan: Plan[Any] = base.plans(self.drawn or {one: np.full(draws, base.values[one])})
        self.draws = draws
        self._sorted: dict[str, Floats] = {}
        self._good = self.plan.possible

    @cached_property
    def possible(self) -> int:
        """How many draws make a plan."""
        return int(self._good.sum())

    @cached_property
    def lost(self) -> tuple[Lost, ...]:
        """Why draws make no plan, the most frequent reason first; a draw may have several."""
        shares = [
            Lost(f"{input_name(each.field, each.gruppe)}: {each.reason}", float(np.mean(each.where)))
            for each in self.plan.problems
        ]
        return tuple(sorted(shares, key=lambda each: -each.share))

    def of(self, target: Wanted) -> Floats:
        """A target's values in the draws that make a plan."""
        return self._of_possible(target.of(self.plan))

    def chance(self, target: Wanted, limit: float) -> Chance:
        """How likely a target reaches a limit, in its direction; the limit in the unit of the target's cell."""
        reach = np.less_equal if target.result(self.plan).target.falls else np.greater_equal
        shown = float(as_shown(limit))
        published, exact = (
            float(np.mean(reach(self.of(Wanted(target.base, published)), shown))) for published in (True, False)
        )
        return Chance(published, standard_error(published, self.possible), exact)

    def quantiles(self, target: Wanted, shares: Sequence[float]) -> Floats:
        """The values, in the target's unit, below which such shares of the draws lie; published ones too."""
        if target.base not in self._sorted:
            self._sorted[target.base] = np.sort(self.of(Wanted(target.base, published=False)))
        ordered = self._sorted[target.base]
        if not target.published:
            return _between(ordered, shares)
        at = np.ceil(np.asarray(shares) * len(ordered) - 1e-9).astype(np.intp) - 1
        there = ordered[np.clip(at, 0, len(ordered) - 1)]  # rounded numbers are in the order of the numbers
        return np.asarray(rounded(there, target.result(self.plan).places))

    def fan(self, stock: str, shares: Sequence[float]) -> Floats:
        """Quantiles of a stock, heads, a row a share, a column a month: course of ``ELB``, ``LZB`` at month ends."""
        months = _elb_course(self.plan) if stock == "ELB" else _lzb_course(self.plan)
        columns = [_between(np.sort(self._of_possible(month)), shares) for month in months]
        return np.stack(columns, axis=1)

    def _of_possible(self, values: Any) -> Floats:
        if not self.possible:
            reasons = "; ".join(each.reason for each in self.lost)
            raise InputError("verteilungen", f"keine Ziehung, die einen Plan ergibt ({reasons})", "mögliche Pläne")
        full = np.broadcast_to(values, self._good.shape)
        return full if self.possible == self.draws else np.asarray(full[self._good])


@lru_cache(maxsize=2)
def _kept(
    groups: int, values: tuple[tuple[str, float], ...], spec: tuple[tuple[str, Uncertain], ...], draws: int, seed: int,
    ranks: tuple[tuple[tuple[str, str], float], ...],
) -> Sample:  # fmt: skip
    return Sample(Base(groups, dict(values)), spec, draws, seed, ranks)


def sample(
    base: Base, spec: dict[str, Uncertain], draws: int = DRAWS, seed: int = SEED,
    ranks: dict[tuple[str, str], float] | None = None,
) -> Sample:  # fmt: skip
    """The plans of many draws; the last ones are kept, since a sheet asks many times for the same.

    Args:
        base: The plan.
        spec: Distribution by name of the uncertain inputs.
        draws: How many.
        seed: Seed of the random numbers; the same gives the same draws.
        ranks: Rank correlations of pairs of names.

    Raises:
        InputError: No draw makes a plan, or the correlations contradict each other.
    """
    return _kept(
        base.groups, tuple(base.values.items()), tuple(spec.items()), draws, seed, tuple((ranks or {}).items())
    )


def standard_error(share: float, draws: int) -> float:
    """Standard error of a share of draws (Wilson's), so that 0 and 1 have one too.

    >>> round(standard_error(0.5, 10_000), 6)
    0.005
    """
    return math.sqrt(share * (1 - share) / draws + 1 / (4 * draws * draws)) / (1 + 1 / draws)


def _between(ordered: Floats, shares: Sequence[float]) -> Floats:
    """Quantiles of sorted values, on a straight line between two of them."""
    at = np.asarray(shares, dtype=np.float64) * (len(ordered) - 1)
    low = np.floor(at).astype(np.intp)
    high = np.minimum(low + 1, len(ordered) - 1)
    return np.asarray(ordered[low] + (at - low) * (ordered[high] - ordered[low]))


def _elb_course(plan: Plan[Any]) -> list[Floats]:
    """ELB of all groups month by month: the change holds all year, an inflow from its month on.

    Their mean is the plan's: of an inflow from month m on, 13 − m of 12 months.
    """
    groups = plan.terms.gruppen
    level = sum(each.elb_vorher * (1 + each.group.veraenderung) for each in groups)
    months = []
    for month in range(1, MONTHS + 1):
        there = (at_most(at_least(month + 1 - each.group.zugang_ab_monat, 0.0), 1.0) for each in groups)
        months.append(np.asarray(level + weighted(there, (each.group.zugang for each in groups))))
    return months


def _lzb_course(plan: Plan[Any]) -> list[Floats]:
    """LZB at the end of each month with the planned exits."""
    stock, grown, months = plan.inputs.lzb_bestand, 1 + plan.inputs.lzb_zuwachsrate, []
    for _ in range(MONTHS):
        stock = stock * grown - plan.inputs.lzb_abgang
        months.append(np.asarray(stock))
    return months


def sensitivity(
    base: Base, target: Wanted, low: Sequence[float | None], high: Sequence[float | None], names: Sequence[str | None]
) -> list[tuple[float | str | None, float | str | None]]:  # fmt: skip
    """The target with one input alone at a lower and a higher value, a pair a name.

    Args:
        base: The plan.
        target: The target.
        low: Lower values in the inputs' units, None where there is none.
        high: Higher values.
        names: Names of the inputs.

    Returns:
        Why there is no plan where there is none, None where no value is given or no target is computed from the input.
    """
    ends = zip(names, low, high, strict=True)
    return [(_alone(base, target, name, least), _alone(base, target, name, most)) for name, least, most in ends]


def _alone(base: Base, target: Wanted, name: str | None, value: float | None) -> float | str | None:
    """The target with one input at another value, or why there is none."""
    if name is None or value is None or name not in plan_names(base.groups):
        return None
    if name not in base.values:
        return f"{name} ist leer; was dort stünde, ergäbe sich anders oder widerspräche einer anderen Eingabe."
    try:
        return float(target.of(base.plans({name: value})))
    except InputError as error:
        return str(error)
