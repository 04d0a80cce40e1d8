"""One description of the workbook: sheets at build time, formulas to reconcile, places to write."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from functools import cache

from jcplan import __version__
from jcplan.cases import Case, reference
from jcplan.cells import Scalar, serial
from jcplan.errors import InputError
from jcplan.layout import annahmen, budget, elb, hilfe, iq, lzb, protokoll, pruefungen, uebersicht, ziele
from jcplan.layout.sheet import Layout, Sheet, Styled
from jcplan.model import INPUTS, PRINTED, read_inputs
from jcplan.plan import Plan, compute

__all__ = ["RELEASED", "Layout", "Sheet", "Styled", "fingerprint", "layout", "own_formulas", "own_names"]

RELEASED = dt.date(2026, 11, 22)
"""Day of this version; the delivered workbook's targets are adopted on it, so that builds repeat exactly."""


def layout(case: Case) -> Layout:
    """The whole workbook for a case, its targets computed if all inputs are there."""
    values = {field.name: case.entry(field.name).value for field in INPUTS + PRINTED}
    plan = _plan(values)
    elb_sheet, elb_places = elb.sheet()
    iq_sheet, iq_places = iq.sheet(elb_places)
    lzb_sheet, lzb_places = lzb.sheet()
    budget_sheet, budget_places = budget.sheet()
    drawn = (elb_sheet, elb_places), (iq_sheet, iq_places), (lzb_sheet, lzb_places), (budget_sheet, budget_places)
    shown = {sheet.name: (sheet.charts[0], places["finding"]) for sheet, places in drawn}
    first: tuple[Scalar, ...] | None = None
    if plan:
        first = (
            serial(RELEASED),
            "jcplan",
            __version__,
            fingerprint(values),
            "Auslieferung",
            "Ziele aus den Annahmen dieser Arbeitsmappe berechnet.",
        )
    return Layout(
        [
            uebersicht.sheet(shown),
            annahmen.sheet(case),
            elb_sheet,
            iq_sheet,
            lzb_sheet,
            budget_sheet,
            ziele.sheet(plan, values, RELEASED),
            pruefungen.sheet(elb_places, iq_places, lzb_places, budget_places),
            protokoll.sheet(first),
            hilfe.sheet(),
        ],
        subject=f"{case.jobcenter}, {case.status}",
    )


def _plan(values: Mapping[str, float | None]) -> Plan | None:
    try:
        return compute(read_inputs(values))
    except InputError:
        return None


@cache
def _delivered() -> Layout:
    return layout(reference())


@cache
def own_formulas() -> dict[str, dict[tuple[int, int], Styled]]:
    """The workbook's own formula cells by sheet; an array formula on its first cell."""
    pages = _delivered().pages
    return {name: {at: c for at, c in page.cells.items() if c.formula is not None} for name, page in pages.items()}


def own_names() -> dict[str, str]:
    """The workbook's defined names and what they refer to."""
    return _delivered().names


def fingerprint(values: Mapping[str, float | None]) -> str:
    """Short hash of all input figures, for the log."""
    text = ";".join(f"{name}={value!r}" for name, value in sorted(values.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
