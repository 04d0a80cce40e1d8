"""What a month's figure should be about: the year's target shared out to teams and months, unrounded."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from jcplan.actuals.places import Block
from jcplan.cells import Scalar
from jcplan.core.monthly import monthly_targets
from jcplan.core.require import Floats
from jcplan.core.shares import share_out
from jcplan.errors import InputError
from jcplan.formula import Engine, FormulaError
from jcplan.formula.engine import EmptyGrid
from jcplan.model.teams import MEASURES, OFFICES, TEAMS, UNITS, Measure
from jcplan.places import place_of
from jcplan.port import Book

_NAME: Final = re.compile(r"\b(?:Ziel|Annahme)_\w+")

Planned = Mapping[tuple[str, int | None, int], float]
"""Heads by measure's key, team (None for the whole Jobcenter) and number of the month."""


def planned(book: Book) -> Planned:
    """The monthly plan of a workbook, as far as it has one.

    A measure without target, season or weights has no plan; so has one whose fixed values contradict its target.
    """
    found: dict[tuple[str, int | None, int], float] = {}
    for measure in MEASURES:
        try:
            whole = _target(book, measure)
            teams = _teams(book, measure, whole)
            for unit, year in [(None, whole), *enumerate(teams)]:
                months = monthly_targets(12 * year if measure.stock else year, _weights(book, measure.season, 1, 12))
                found |= {(measure.key, unit, month): float(value) for month, value in enumerate(months, start=1)}
        except (InputError, FormulaError):
            continue
    return found


def month_of(plan: Planned, measure: Measure, unit: int | None, month: dt.date, year: int) -> float | None:
    """The plan for a month; for December of the year before that of January."""
    value = plan.get((measure.key, unit, month.month if month.year == year else 1))
    return value or None


def _target(book: Book, measure: Measure) -> float:
    """The year's target: the formula of the measure over the workbook's names."""

    def value(match: re.Match[str]) -> str:
        sheet, area = place_of(book, match.group())
        (cell, *_), *_ = book.read(sheet, area)
        return repr(_number(cell, match.group()))

    return _number(Engine(EmptyGrid()).formula(_NAME.sub(value, measure.target)), measure.label)


def _teams(book: Book, measure: Measure, whole: float) -> Floats:
    """The year of each team: by weight to offices, then to their teams; fixed values stay."""
    weights, held = (_weights(book, name, UNITS) for name in (measure.weight, measure.held))
    held_by_office = _weights(book, measure.held_by_office, OFFICES)
    by_office = np.nan_to_num(weights).reshape(OFFICES, TEAMS)
    offices = share_out(whole, by_office.sum(axis=1), held_by_office)
    parts = [
        share_out(float(year), by_office[office], held.reshape(OFFICES, TEAMS)[office])
        for office, year in enumerate(offices)
    ]
    return np.concatenate(parts)


def _weights(book: Book, name: str, rows: int, columns: int = 1) -> Floats:
    """The numbers of a range; NaN where a cell is blank."""
    cells: Sequence[Scalar] = [cell for row in Block.of(book, name, rows, columns).values for cell in row]
    return np.array([np.nan if cell in (None, "") else _number(cell, name) for cell in cells])


def _number(cell: object, name: str) -> float:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise InputError(name, "keine Zahl", "eine Zahl")
    return float(cell)
