"""Monthly targets: a year's target by season, and its parts, so that every month and every year sums exactly.

A stock's year is the mean of its months, and its months lie on a straight path (``line_to_mean``).
Whole units are made by rounding *cumulated* values, so that no month lies far from its share of
the year: the plan up to any month is next to the exact one. Levels go from the top down: first
the path of the whole, then that of its parts, whose months sum to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from jcplan.core import require
from jcplan.core.require import Floats
from jcplan.core.rounding import without_noise
from jcplan.core.shares import in_cells, in_proportion, share_out, whole_units
from jcplan.errors import InputError
from jcplan.german import as_shown, number

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def season_of(saison: ArrayLike) -> Floats:
    """Seasonal weights, months on the last axis."""
    return require.weights("saison", np.atleast_1d(np.asarray(saison, dtype=np.float64)))


def monthly_targets(jahresziel: float, saison: ArrayLike, stellen: int | None = None) -> Floats:
    """The year's target by month, in proportion to seasonal weights; the months sum to it exactly.

    Args:
        jahresziel: Target of the year, of either sign.
        saison: Seasonal weight of each month, ≥ 0.
        stellen: Decimals of the months; without it they are not rounded.

    Returns:
        The months. With ``stellen`` each is the difference of commercially rounded cumulated
        values: the plan up to any month is at most half a unit from the exact one, and no month
        of a target from 0 on is negative.

    Raises:
        InputError: A value out of range, or a target with more decimals than ``stellen``.

    Source: controlled rounding of cumulated values.

    >>> monthly_targets(100, [1, 1, 2], 0), monthly_targets(2, [1, 1, 1, 1, 1], 0)
    (array([25., 25., 50.]), array([0., 1., 0., 1., 0.]))
    """
    season = season_of(saison)
    goal = float(require.finite("jahresziel", jahresziel))
    if stellen is None:
        return share_out(goal, season, names=("jahresziel", "saison"))
    digits = int(require.places("stellen", stellen))
    units = whole_units(as_shown(goal), digits, "jahresziel")
    steps = list(accumulate(in_proportion(season.tolist())))
    sign = -1 if units < 0 else 1
    reached = [sign * ((2 * abs(units) * step + steps[-1]) // (2 * steps[-1])) for step in steps]  # half up
    return np.array(in_cells([after - before for before, after in pairwise([0, *reached])], digits))


def line_to_mean(anfang: float, mittel: float, monate: int = 12) -> Floats:
    """The months of a stock on a straight line from where it starts, so that their mean is the target.

    Args:
        anfang: Stock before the first month, ≥ 0.
        mittel: Mean of the months, ≥ 0.
        monate: Number of months.

    Returns:
        The stock at the end of each month: ``anfang + n·s`` with ``s = 2·(mittel − anfang)/(monate + 1)``. Where
        that would end below 0, the steepest line through the mean that ends at 0.

    Raises:
        InputError: A value out of range.

    Source: mean of an arithmetic progression.

    >>> line_to_mean(100, 113, 12)[[0, -1]], line_to_mean(100, 20, 3)
    (array([102., 124.]), array([40., 20.,  0.]))
    """
    start, mean = float(require.stock("anfang", anfang)), float(require.stock("mittel", mittel))
    months = require.whole("monate", monate, 1, 600)
    step = 2 * (mean - start) / (months + 1)
    if start + months * step < 0:
        step = -2 * mean / (months - 1)
    line = mean + step * (np.arange(1, months + 1) - (months + 1) / 2)
    return np.asarray(np.maximum(require.finite("mittel", line), 0.0))


def split_targets(jahresziele: ArrayLike, saison: ArrayLike, pfad: ArrayLike, stellen: int | None = None) -> Floats:
    """The monthly targets of a whole, shared out to its parts: a row a part, a column a month.

    Every part's months sum to its target of the year, every month's parts to the path of the
    whole. With ``stellen`` the plan of a part up to any month is its exact one by season, rounded
    down or up; where the path of the whole rules that out (it is itself a part of another one),
    the part's share of the path, rounded down or up.

    Args:
        jahresziele: Targets of the parts, all from 0 on or all up to 0.
        saison: Seasonal weight of each month, ≥ 0.
        pfad: Monthly targets of the whole, as many as ``saison``.
        stellen: Decimals of all of them; without it a part gets its share of each month, unrounded.

    Raises:
        InputError: A value out of range or with more decimals than ``stellen``, or targets that
            do not sum to the path.

    Source: L. H. Cox, A Constructive Procedure for Unbiased Controlled Rounding, JASA 82 (1987), for
    what controlled rounding is; here the units of each part are jobs with a release and a due
    month, and the earliest due goes first (J. R. Jackson 1955).

    >>> split_targets([3, 2], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], 0)
    array([[1., 0., 1., 1., 0.],
           [0., 1., 0., 0., 1.]])
    """
    season = season_of(saison)
    goals = np.atleast_1d(require.finite("jahresziele", jahresziele))
    path = np.atleast_1d(require.finite("pfad", pfad))
    require.same_length(saison=season, pfad=path)
    sign = -1 if goals.sum() < 0 else 1
    for name, values in (("jahresziele", goals), ("pfad", path)):
        (require.stock if sign > 0 else require.up_to_zero)(name, values)
    of_parts, of_path = (
        float(require.finite_sum(*named)) for named in (("jahresziele", goals.sum()), ("pfad", path.sum()))
    )
    unequal = InputError(
        "jahresziele", f"zusammen {number(of_parts)}", f"zusammen {number(of_path)}, die Summe von pfad"
    )
    if stellen is None:
        if without_noise(of_parts - of_path, of_parts, of_path) != 0:
            raise unequal
        return goals[:, np.newaxis] * (path / of_path if of_path else path)
    digits = int(require.places("stellen", stellen))
    units = [
        [
            whole_units(as_shown(value), digits, f"{name}, Wert {index}" if len(values) > 1 else name) * sign
            for index, value in enumerate(values.tolist(), 1)
        ]
        for name, values in (("jahresziele", goals), ("pfad", path))
    ]
    if sum(units[0]) != sum(units[1]):
        raise unequal
    rows = _split(units[0], in_proportion(season.tolist()), units[1])
    return np.array([in_cells([sign * unit for unit in row], digits) for row in rows])


@dataclass(frozen=True, eq=False)
class _Pace:
    """How far the year is at the end of each month: ``done[m] / done[-1]``."""

    done: Sequence[int]

    def between(self, target: int, month: int) -> tuple[int, int]:
        """What is due of a target at the end of a month, rounded down and up."""
        exact = target * self.done[month]
        whole = self.done[-1]
        return exact // whole, -(-exact // whole)


def _split(targets: list[int], season: list[int], path: list[int]) -> list[list[int]]:
    """Whole units of each part by month: by season, or where that can't be, by the path of the whole."""
    reached = list(accumulate(path))
    by_season = _scheduled(targets, _Pace(list(accumulate(season))), reached)
    if by_season is not None:
        return by_season
    by_path = _scheduled(targets, _Pace(reached), reached)
    if by_path is None:
        raise ArithmeticError("a path that sums to its parts can always be shared out in proportion")
    return by_path


def _scheduled(targets: list[int], pace: _Pace, reached: list[int]) -> list[list[int]] | None:
    """Each part's units by month, next to its pace at every month's end; None where the path does not allow it.

    A unit is a job: released in the month in which the pace, rounded up, asks for it, and due in
    the month in which it does so rounded down; a month has room for as many jobs as the path has units.
    """
    from fractions import Fraction  # noqa: PLC0415  # few functions need it, and it takes its time to load

    done = [0] * len(targets)
    rows: list[list[int]] = [[] for _ in targets]
    for month, wanted in enumerate(reached):
        before = done
        limits = [pace.between(target, month) for target in targets]
        done = [max(so_far, least) for so_far, (least, _) in zip(done, limits, strict=True)]
        released = [i for i, (_, most) in enumerate(limits) if done[i] < most]
        more = wanted - sum(done)
        if not 0 <= more <= len(released):
            return None
        # the moment at which a part's next unit is due by its exact pace; then the larger part, then order
        released.sort(key=lambda i: (Fraction(done[i] + 1, targets[i]), -targets[i]))
        for index in released[:more]:
            done[index] += 1
        for row, now, then in zip(rows, done, before, strict=True):
            row.append(now - then)
    return rows
