"""What a month's figure should be about: the year's target shared out to teams and months, unrounded."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

import numpy as np

from jcplan.actuals.places import Block
from jcplan.cells import Scalar
from jcplan.core.monthly import line_to_mean, monthly_targets
from jcplan.core.require import MONTHS, Floats
from jcplan.core.shares import share_out
from jcplan.errors import InputError
from jcplan.formula import Engine, FormulaError
from jcplan.model.teams import MEASURES, Measure
from jcplan.places import Index
from jcplan.port import Place
from jcplan.snapshot import Snapshot

_NAME: Final = re.compile(r"\b(?:Ziel|Annahme)_\w+")

Planned = Mapping[tuple[str, int | None, int], float]
"""Heads by measure's key, team (None for the whole Jobcenter) and number of the month."""


def planned_places(index: Index) -> Iterator[Place]:
    """The cells of the monthly plan, as far as the workbook has them."""
    for measure in MEASURES:
        for name in (*_names(measure), measure.season, measure.weight, measure.held, measure.held_by_office):
            with suppress(InputError):
                yield index.place(name)


def planned(snapshot: Snapshot) -> Planned:
    """The monthly plan of a workbook, as far as it has one, from a snapshot of ``planned_places``.

    A measure without target, season or weights has no plan; so has one whose fixed values contradict its target.
    """
    found: dict[tuple[str, int | None, int], float] = {}
    for measure in MEASURES:
        try:
            whole = _target(snapshot, measure)
            teams = _teams(snapshot, measure, whole)
            season = _season(snapshot, measure, whole)
            for unit, year in [(None, whole), *enumerate(teams)]:
                months = monthly_targets(12 * year if measure.stock else year, season)
                found |= {(measure.key, unit, month): float(value) for month, value in enumerate(months, start=1)}
        except (InputError, FormulaError):
            continue
    return found


def month_of(plan: Planned, measure: Measure, unit: int | None, month: dt.date, year: int) -> float | None:
    """The plan for a month; for December of the year before that of January."""
    value = plan.get((measure.key, unit, month.month if month.year == year else 1))
    return value or None


def _target(snapshot: Snapshot, measure: Measure) -> float:
    """The year's target: the formula of the measure over the workbook's names."""
    return _number(Engine(snapshot).formula(measure.goal), measure.label)


def _names(measure: Measure) -> list[str]:
    """What the target and the path of a stock rest on."""
    return [*dict.fromkeys(_NAME.findall(measure.goal)), *([measure.start] if measure.stock else [])]


def _season(snapshot: Snapshot, measure: Measure, year: float) -> Floats:
    """The weights of the months: as typed, or the path of a stock for which none are."""
    typed = _weights(snapshot, measure.season, 1, MONTHS)
    if not measure.stock or not np.isnan(typed).all():
        return typed
    return line_to_mean(_number(snapshot.value(measure.start), measure.start), year, MONTHS)


def _teams(snapshot: Snapshot, measure: Measure, whole: float) -> Floats:
    """The year of each team: by weight to offices, then to their teams; fixed values stay."""
    shape = snapshot.model.shape
    weights, held = (_weights(snapshot, name, shape.units) for name in (measure.weight, measure.held))
    held_by_office = _weights(snapshot, measure.held_by_office, shape.offices)
    ends = np.cumsum(shape.teams)[:-1]
    by_office, held_of = np.split(np.nan_to_num(weights), ends), np.split(held, ends)
    offices = share_out(whole, [teams.sum() for teams in by_office], held_by_office)
    parts = zip(offices, by_office, held_of, strict=True)
    return np.concatenate([share_out(float(year), weight, fixed) for year, weight, fixed in parts])


def _weights(snapshot: Snapshot, name: str, rows: int, columns: int = 1) -> Floats:
    """The numbers of a range; NaN where a cell is blank."""
    cells: Sequence[Scalar] = [cell for row in Block.of(snapshot, name, rows, columns).values for cell in row]
    return np.array([np.nan if cell in (None, "") else _number(cell, name) for cell in cells])


def _number(cell: object, name: str) -> float:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise InputError(name, "keine Zahl", "eine Zahl")
    return float(cell)
