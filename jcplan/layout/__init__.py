"""One description of the workbook: sheets at build time, formulas to reconcile, places to write."""

from __future__ import annotations

import datetime as dt
import hashlib
import inspect
from collections.abc import Callable, Mapping
from typing import Final

from jcplan import __version__
from jcplan.cases import Case
from jcplan.cells import Area, Scalar, serial
from jcplan.errors import InputError
from jcplan.layout import (
    annahmen,
    arbeitsmarkt,
    budget,
    elb,
    hebel,
    hilfe,
    iq,
    istwerte,
    lzb,
    mappe,
    mittel,
    monatswerte,
    personal,
    projekte,
    protokoll,
    prozess,
    pruefungen,
    struktur,
    teams,
    teamseiten,
    uebersicht,
    ziele,
    zielnachhaltung,
    zielverteilung,
)
from jcplan.model import Model
from jcplan.plan import Plan, compute
from jcplan.sheet.page import Drawn, Layout, Place, Sheet

__all__ = ["RELEASED", "Layout", "Sheet", "fingerprint", "layout"]

RELEASED = dt.date(2026, 11, 22)
"""Day of this version; the delivered workbook's targets are adopted on it, so that builds repeat exactly."""

_SHEETS: Final[tuple[Callable[..., Drawn | Sheet], ...]] = (
    elb.sheet,
    iq.sheet,
    lzb.sheet,
    budget.sheet,
    arbeitsmarkt.sheet,
    struktur.sheet,
    personal.sheet,
    projekte.sheet,
    hebel.sheet,
    mittel.sheet,
    prozess.sheet,
    zielverteilung.sheet,
    monatswerte.sheet,
    zielnachhaltung.sheet,
    teamseiten.sheet,
)
"""The sheets that compute, in the order of the workbook."""


def layout(case: Case) -> Layout:
    """The whole workbook for a case, its targets computed if all inputs are there."""
    values, model = case.values, case.model
    plan = _plan(case)
    drawn = _drawn(model)
    shown = {
        sheet.page.key: (sheet.page.charts[0], sheet.places["finding"])
        for sheet in drawn
        if sheet.page.charts and "finding" in sheet.places
    }
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
    targets = {name: place for sheet in drawn for name, place in sheet.places.items()}
    pages = [
        uebersicht.sheet(model, shown, [sheet.page.name for sheet in drawn]),
        annahmen.sheet(case),
        teams.sheet(model, case),
        istwerte.sheet(model, case),
        *(sheet.page for sheet in drawn),
        ziele.sheet(model, plan, values, RELEASED),
        pruefungen.sheet(model, [(sheet.page, sheet.relations) for sheet in drawn], targets),
        protokoll.sheet(first),
        hilfe.sheet(),
    ]
    return Layout(
        [*pages, mappe.sheet(pages, model)], mappe.hidden_names(model), subject=f"{case.jobcenter}, {case.status}"
    )


def _drawn(model: Model) -> list[Drawn]:
    """The sheets that compute, in their order; each may refer to places of those before it."""
    drawn: list[Drawn] = []
    shared: dict[str, Place] = {}
    for describe in _SHEETS:
        keyed = "model" in inspect.signature(describe).parameters
        made = describe(model) if keyed else describe(shared)
        drawn.append(made if isinstance(made, Drawn) else _as_drawn(made))
        shared.update(drawn[-1].places)
        if not keyed:
            page = drawn[-1].page
            page.keys.cells.update({n: Area(p.row, p.column, p.row, p.column) for n, p in drawn[-1].places.items()})
            page.keys.exports.update({n: n for n in drawn[-1].places})
    return drawn


def _as_drawn(page: Sheet) -> Drawn:
    """A sheet by keys, for those that are not by keys yet."""
    places = {}
    for name in page.keys.exports:
        area = page.keys.area(name)
        if area is None:
            raise ValueError(f"{page.name}: no key {page.keys.exports[name]}")
        places["finding" if name == "befund" else name] = Place(page.name, area.top, area.left)
    return Drawn(page, places, tuple(page.relations))


def _plan(case: Case) -> Plan[float] | None:
    try:
        return compute(case.model.read({**case.values, **case.texts}))
    except InputError:
        return None


def fingerprint(values: Mapping[str, float | str | None]) -> str:
    """Short hash of all input figures, for the log."""
    text = ";".join(f"{name}={value!r}" for name, value in sorted(values.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
