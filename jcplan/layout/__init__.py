"""One description of the workbook: sheets at build time, formulas to reconcile, places to write."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cache

from jcplan import __version__
from jcplan.cases import Case, reference
from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.layout import annahmen, budget, elb, hilfe, iq, lzb, protokoll, pruefungen, uebersicht, ziele
from jcplan.layout.sheet import Layout, Sheet, Styled
from jcplan.model import Inputs, read_inputs
from jcplan.plan import Plan, compute

__all__ = ["RELEASED", "Layout", "Sheet", "Styled", "fingerprint", "layout", "own_formulas"]

RELEASED = dt.date(2026, 11, 22)
"""Day of this version; the delivered workbook's targets are adopted on it, so that builds repeat exactly."""


def layout(case: Case) -> Layout:
    """The whole workbook for a case, its targets computed if all inputs are there."""
    plan = _plan(case)
    elb_sheet, elb_places = elb.sheet()
    iq_sheet, iq_places = iq.sheet(elb_places)
    lzb_sheet, lzb_places = lzb.sheet()
    budget_sheet, budget_places = budget.sheet()
    first: tuple[Scalar, ...] | None = None
    if plan:
        first = (
            ziele.serial(RELEASED),
            "jcplan",
            __version__,
            fingerprint(plan.inputs),
            "Auslieferung",
            "Ziele aus den Annahmen dieser Arbeitsmappe berechnet.",
        )
    return Layout(
        [
            uebersicht.sheet(lzb_places, iq_places),
            annahmen.sheet(case),
            elb_sheet,
            iq_sheet,
            lzb_sheet,
            budget_sheet,
            ziele.sheet(plan, RELEASED),
            pruefungen.sheet(elb_places, iq_places, lzb_places, budget_places),
            protokoll.sheet(first),
            hilfe.sheet(),
        ],
        footer=f"{case.jobcenter} · {case.status}",
    )


def _plan(case: Case) -> Plan | None:
    try:
        return compute(read_inputs({name: entry.value for name, entry in case.entries.items()}))
    except InputError:
        return None


@cache
def own_formulas() -> dict[str, dict[tuple[int, int], Styled]]:
    """The workbook's own formula cells by sheet; an array formula on its first cell."""
    pages = layout(reference()).pages
    return {name: {at: c for at, c in page.cells.items() if c.formula is not None} for name, page in pages.items()}


def fingerprint(inputs: Inputs) -> str:
    """Short hash of the inputs, for the log."""
    text = ";".join(f"{name}={value!r}" for name, value in sorted(inputs.items().items()))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
