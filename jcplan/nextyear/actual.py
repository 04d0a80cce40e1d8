"""What the year's actuals say of the whole Jobcenter: only what is known of every part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from jcplan.cells import Rows, Scalar
from jcplan.core import tracking
from jcplan.figures import as_figure
from jcplan.model.teams import MEASURES, Measure
from jcplan.nextyear.source import Source

MONTHS: Final = 12
_BY_KEY: Final = {measure.key: measure for measure in MEASURES}
FLOW, ELB, LZB = (_BY_KEY[key] for key in ("INTEGRATIONEN", "ELB", "LZB"))

_Months = tuple[float | None, ...]


@dataclass(frozen=True)
class Actuals:
    """The actuals of a plan's year.

    Args:
        source: The plan.
    """

    source: Source

    def months(self, measure: Measure) -> _Months:
        """The year's months: as reported for the whole, else the sum of the teams, if each reported a figure."""
        reported = _row(self.source.areas.get(measure.reported, ()), 0)
        teams = self.source.areas.get(measure.actual, ())
        columns = [self._sum([_row(teams, row)[month] for row in range(len(teams))]) for month in range(MONTHS)]
        return tuple(
            total if total is not None else column
            for total, column in zip(map(as_figure, reported), columns, strict=True)
        )

    def before(self, measure: Measure) -> float | None:
        """The stock of December of the year before: the teams' sum, if each reported a figure; else as reported."""
        teams = self._sum([row[0] for row in self.source.areas.get(measure.actual_before, ())])
        return as_figure(_row(self.source.areas.get(measure.earlier, ()), 0)[-1]) if teams is None else teams

    def latest(self, measure: Measure) -> tuple[int, float] | None:
        """The last month with a figure, from 1, and the figure."""
        known = [(number, value) for number, value in enumerate(self.months(measure), 1) if value is not None]
        return known[-1] if known else None

    def rate(self, flow: Measure = FLOW, stock: Measure = ELB) -> float | None:
        """The year's IQ (JFW of December): its integrations over the mean of the ELB stocks of December to November.

        None where a month of either is missing.

        Args:
            flow: Integrations, of all or of a group.
            stock: ELB of the same.
        """
        flows, stocks = self.months(flow), (self.before(stock), *self.months(stock)[: MONTHS - 1])
        if None in flows or None in stocks or not sum(value or 0.0 for value in stocks):
            return None
        known = [np.array([value or 0.0 for value in series]) for series in (flows, stocks)]
        return float(tracking.year_to_date_rate(*known)[-1])

    def season(self, measure: Measure) -> tuple[float, ...] | None:
        """Weights of the months by the year's flows, 1 on average; None where a month is missing, or all are 0."""
        months = self.months(measure)
        values = [value for value in months if value is not None]
        return _weights(values) if len(values) == MONTHS and sum(values) > 0 else None

    def december(self, measure: Measure) -> tuple[Scalar, ...]:
        """The teams' figures of December, a suppressed one as it is."""
        rows = self.source.areas.get(measure.actual, ())
        return tuple(_row(rows, number)[MONTHS - 1] for number in range(len(rows)))

    def _sum(self, cells: Sequence[Scalar]) -> float | None:
        """The sum over the teams; None where one that there is has no figure."""
        keys = self.source.areas.get("Team_Kuerzel", ())
        figures = [as_figure(cell) for cell in cells]
        there = [
            figure
            for number, (cell, figure) in enumerate(zip(cells, figures, strict=True))
            if cell is not None or (number < len(keys) and keys[number][0] is not None)
        ]
        return None if not there or None in there else sum(figure or 0.0 for figure in there)


def _row(rows: Rows, number: int) -> tuple[Scalar, ...]:
    """A row of months; blanks where there is none."""
    return tuple(rows[number]) if number < len(rows) else (None,) * MONTHS


def _weights(values: Sequence[float]) -> tuple[float, ...]:
    """Weights in proportion to values, 1 on average.

    >>> _weights((1.0, 3.0))
    (0.5, 1.5)
    """
    mean = sum(values) / len(values)
    return tuple(value / mean for value in values)
