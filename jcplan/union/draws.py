"""Many draws of one plan's uncertain inputs, ready to be added to those of other plans.

Two ways of adding bound what is not known, how far the plans' uncertainties go together:

- *alone*: no plan's luck is another's. The draws of each plan are put into an order of its own.
- *together*: the same input moves all plans the same way. The n-th draws of all plans are of the same random numbers.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jcplan.core.require import Floats
from jcplan.questions import chances
from jcplan.questions.draws import Uncertain
from jcplan.questions.named import Base, Wanted

SEED: Final = chances.SEED
"""Of all plans the same, so that the n-th draws go together."""
_TARGETS: Final = ("Ziel_ELB_gesamt", "Ziel_Integrationen", "Ziel_LZB")


@dataclass(frozen=True)
class Drawn:
    """A plan's figures in many draws; one number where nothing uncertain moves it.

    Attributes:
        elb: Planned ELB, heads.
        integrationen: Planned integrations, heads.
        lzb: LZB, annual mean, heads.
        order: The order in which the draws stand for a plan that has nothing to do with the others.
    """

    elb: Floats | float
    integrationen: Floats | float
    lzb: Floats | float
    order: NDArray[np.uint32] | None = None

    def of(self, key: str, *, together: bool) -> Floats | float:
        """A figure's draws in the one order or the other."""
        values: Floats | float = getattr(self, key)
        if together or self.order is None or isinstance(values, float):
            return values
        return np.asarray(values[self.order])


def drawn(
    base: Base, spec: Mapping[str, Uncertain], ranks: Mapping[tuple[str, str], float], draws: int, name: str
) -> Drawn:
    """The draws of a plan. One that makes no plan is replaced by another of the same plan, picked at random.

    Args:
        base: The plan.
        spec: Distribution by name of its uncertain inputs.
        ranks: Rank correlations of pairs of their names.
        draws: How many draws.
        name: What the plan is called; its random order depends on nothing else.

    Raises:
        InputError: No draw makes a plan, or the correlations contradict each other.
    """
    if not spec:
        sure = [float(Wanted(target, published=False).of(base.plans())) for target in _TARGETS]
        return Drawn(sure[0], sure[1], sure[2])
    sample = chances.sample(base, dict(spec), draws, SEED, dict(ranks))
    stream = np.random.Generator(np.random.SFC64([SEED, zlib.crc32(name.encode())]))
    good = sample.plan.possible
    at = np.cumsum(good) - 1
    at[~good] = stream.integers(0, max(sample.possible, 1), draws - sample.possible)
    elb, integrations, lzb = (_few(sample.of(Wanted(target, published=False))[at]) for target in _TARGETS)
    return Drawn(elb, integrations, lzb, stream.permutation(draws).astype(np.uint32))


def _few(values: Floats) -> Floats | float:
    """One number for all draws that are the same."""
    return float(values[0]) if (values == values[0]).all() else np.asarray(values)
