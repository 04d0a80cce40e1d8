"""The whole plan as one function of its inputs, for one plan or for many.

>>> from jcplan.core.inputs import Group, Inputs
>>> inputs = Inputs(
...     2017,
...     (Group("ohne 8 HKL", None, 0.005, iq_vorjahr=0.23, iq_steigerung=np.array([0.0, 0.015])),
...      Group("8 HKL", 1369, zugang=953, iq_ziel=0.1298, iq_nachkommastellen=4)),
...     elb_gesamt=26570, iq_gesamt_vorjahr=0.225, lzb_bestand=17241, lzb_zuwachsrate=0.004, lzb_abgang=32, lzb_ziel=0,
...     verwaltungsbudget=25575625, eingliederungsmittel=21987044, umschichtung_anteil=0.27, kfa_quote=0.152,
... )
>>> compute(inputs).targets["Ziel_IQ_gesamt"].published
array([0.222, 0.224])
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Generic, cast

import numpy as np
from numpy.typing import NDArray

from jcplan.core import iq, lzb, validity
from jcplan.core.chain import Chain, chain
from jcplan.core.elb import StockPath
from jcplan.core.inputs import Inputs
from jcplan.core.require import Floats
from jcplan.core.rounding import rounded
from jcplan.core.value import V, Value, last_axis, only
from jcplan.model.fields import SHARE, Target
from jcplan.model.targets import targets

_FEW: Final = 1_000
"""So many numbers are sooner filled in than one is made to look like many."""


@dataclass(frozen=True)
class Result(Generic[V]):
    """One target's values: floats, or arrays of the inputs' shape.

    Attributes:
        target: What it is, and the decimals with which it is published.
        exact: Exact value.
        baseline: The value that it starts from; None where there is none, NaN in one of many plans.
    """

    target: Target
    exact: V
    baseline: V | None

    @property
    def places(self) -> int:
        """Decimals of the published number in the cell."""
        return self.target.places

    @property
    def published(self) -> V:
        """The value as published, rounded."""
        return cast("V", rounded(self.exact, self.places))

    @property
    def change(self) -> V | None:
        """Change against the baseline: relative, for rates in percentage points (as a share)."""
        exact, before = cast("Value", self.exact), cast("Value | None", self.baseline)
        if before is None:
            return None
        with np.errstate(all="ignore"):
            change = exact - before if self.target.unit == SHARE else exact / only(before, before != 0) - 1
        return cast("V | None", _known(change))


@dataclass(frozen=True)
class Plan(Generic[V]):
    """One plan, or many as arrays; it carries what its targets were computed from.

    Attributes:
        inputs: What it was computed from.
        terms: Every figure on the way, of the shape of what it depends on.
    """

    inputs: Inputs[V]
    terms: Chain[V]

    @cached_property
    def targets(self) -> dict[str, Result[V]]:
        """The targets by defined name."""
        i, t = self.inputs, cast("Chain[Any]", self.terms)
        values: dict[str, tuple[Value, Value | None]] = {
            "elb_gesamt": (t.elb, t.elb_vorher),
            "iq_gesamt": (t.iq, t.iq_vorjahr),
            "iq_ungerundet": (t.iq_ungerundet, t.iq_vorjahr),
            "iq_unten": (t.iq_unten, None),
            "iq_oben": (t.iq_oben, None),
            "integrationen": (t.integrationen, t.integrationen_vorjahr),
            "lzb": (t.lzb, i.lzb_bestand),
            "lzb_abgang": (t.lzb_abgang, i.lzb_abgang),
            "umschichtung": (t.umschichtung, None),
            "egt": (t.egt, i.eingliederungsmittel),
            "vkb": (t.vkb, i.verwaltungsbudget),
            "budget_summe": (t.budget, t.budget),
        }
        for name, group in zip(i.names, t.gruppen, strict=True):
            values[f"elb_{name.lower()}"] = (group.elb, group.elb_vorher)
            values[f"iq_{name.lower()}"] = (group.iq_exakt, group.iq_vorjahr)
        groups = tuple((n, g.bezeichnung, g.iq_nachkommastellen) for n, g in zip(i.names, i.gruppen, strict=True))
        return {
            target.name: Result(target, self._all(exact), self._all(_known(baseline)))
            for target in targets(groups, i.iq_nachkommastellen)
            for exact, baseline in (values[target.attribute],)
        }

    @cached_property
    def problems(self) -> tuple[validity.Problem, ...]:
        """What makes some of many plans impossible, and which; a single plan has none, ``compute`` refuses it."""
        return validity.problems(self.inputs, self.terms)

    @cached_property
    def possible(self) -> NDArray[np.bool_]:
        """The plans that no problem holds for; the figures of all others mean nothing."""
        good = np.ones(self.inputs.shape, dtype=np.bool_)
        for problem in self.problems:
            good &= ~np.asarray(problem.where)
        return good

    @property
    def decomposition(self) -> iq.Decomposition | None:
        """Why the rate of all groups changes, groups on the last axis; None where no plan knows the rates before."""
        groups = self.terms.gruppen
        rows = zip(*((g.iq_vorjahr, g.elb_vorher, g.iq, g.elb) for g in groups), strict=True)
        parts = [self._full(last_axis(row), len(groups)) for row in rows]
        known = self.possible & (self._full(self.terms.elb_vorher) > 0) & ~np.isnan(parts[0]).any(axis=-1)
        if not known.any():
            return None
        effects = iq.decompose(*(part[known] for part in parts))
        return iq.Decomposition(_spread(effects.struktur, known), _spread(effects.quote, known))

    @property
    def lzb_planned(self) -> StockPath:
        """LZB month by month with the planned exits, months on the last axis."""
        return self._lzb_path(self.inputs.lzb_abgang, self.possible)

    @property
    def lzb_needed(self) -> StockPath | None:
        """LZB month by month with the exits that the target takes; None where no plan takes any."""
        exits = self._full(self.terms.lzb_abgang)
        good = self.possible & (exits >= 0)
        return self._lzb_path(exits, good) if good.any() else None

    def _lzb_path(self, exits: Value, good: NDArray[np.bool_]) -> StockPath:
        stock, growth = self._full(self.inputs.lzb_bestand), self._full(self.inputs.lzb_zuwachsrate)
        path = lzb.path(stock[good], growth[good], self._full(exits)[good])
        return StockPath(*(_spread(part, good) for part in (path.anfang, path.zugang, path.abgang, path.ende)))

    def _all(self, value: Any) -> Any:
        """A value for every plan."""
        shape = self.inputs.shape
        if value is None or not shape or (isinstance(value, np.ndarray) and value.shape == shape):
            return value
        few = isinstance(value, float) and math.prod(shape) <= _FEW
        return np.full(shape, value) if few else self._full(value)

    def _full(self, value: Value, *more: int) -> Floats:
        """A value for every plan as an array, and on so many further axes."""
        shape = self.inputs.shape + more
        return value if isinstance(value, np.ndarray) and value.shape == shape else np.broadcast_to(value, shape)


def _known(value: Any) -> Any:
    """None in place of a single plan's NaN."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _spread(values: Floats, where: NDArray[np.bool_]) -> Floats:
    """Values of some plans at their places among all plans; NaN at the others."""
    result = np.full(where.shape + values.shape[1:], np.nan)
    result[where] = values
    return result


def smooth(inputs: Inputs[V]) -> Plan[V]:
    """The plan with the groups' rates unrounded: its targets move as little as its inputs; nothing is judged.

    Args:
        inputs: Floats, or arrays of any leading axes that broadcast.
    """
    return Plan(inputs, chain(inputs, smooth=True))


def compute(inputs: Inputs[V]) -> Plan[V]:
    """The plan of some inputs, or with arrays all their plans at once.

    The chain: the groups' ELB; each group's IQ raised (or typed) and rounded as published; blended over
    the planned ELB. Beside it the same without rounding, and the interval that the published rates allow.

    Args:
        inputs: Floats, or arrays of any leading axes that broadcast.

    Raises:
        InputError: A single plan that cannot be. Of many plans those are told by ``Plan.problems``.
    """
    if inputs.shape:
        return Plan(inputs, chain(inputs))
    validity.refuse(validity.beyond_ranges(inputs))
    terms = chain(inputs)
    validity.refuse(validity.impossible_together(inputs, terms))
    return Plan(inputs, terms)
