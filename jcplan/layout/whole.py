"""One description of the workbook: sheets at build time, formulas to reconcile, places to write."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from jcplan import __version__
from jcplan.cases import Case
from jcplan.cells import Scalar, serial
from jcplan.errors import InputError
from jcplan.layout import (
    annahmen,
    arbeitsmarkt,
    budget,
    elb,
    erklaerung,
    grundlage,
    gruppen,
    hebel,
    hilfe,
    iq,
    istwerte,
    kennzahlen,
    kommentare,
    lzb,
    mappe,
    mittel,
    mittelabfluss,
    monatswerte,
    personal,
    projekte,
    protokoll,
    prozess,
    pruefungen,
    sicherheit,
    struktur,
    szenarien,
    teams,
    teamseiten,
    uebersicht,
    vereinbarungen,
    ziele,
    zielnachhaltung,
    zielrechner,
    zielverteilung,
)
from jcplan.model import Model
from jcplan.plan import Plan, compute
from jcplan.sheet.book import Layout, resolve, workings
from jcplan.sheet.page import Sheet

RELEASED = dt.date(2026, 11, 22)
"""Day of this version; the delivered workbook's targets are adopted on it, so that builds repeat exactly."""

_INPUT: Final = re.compile(r"\b(?:Annahme|Gedruckt)_\w+")
_COMPUTING: Final[tuple[Callable[[Model], Sheet], ...]] = (
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
    mittelabfluss.sheet,
    prozess.sheet,
    zielverteilung.sheet,
    monatswerte.sheet,
    zielnachhaltung.sheet,
    gruppen.sheet,
    kennzahlen.sheet,
    teamseiten.sheet,
    vereinbarungen.sheet,
)
"""The sheets that compute, in the order of the workbook."""


def layout(case: Case) -> Layout:
    """The whole workbook for a case, its targets computed if all inputs are there."""
    values, model = case.values, case.model
    plan = _plan(case)
    asking = (
        szenarien.sheet(model, case), erklaerung.sheet(model), zielrechner.sheet(model, case), sicherheit.sheet(model, case)
    )  # fmt: skip
    computing = [*(describe(model) for describe in _COMPUTING), *asking]
    inputs = (annahmen.sheet(case), teams.sheet(model, case), istwerte.sheet(model, case))
    notes, helping = kommentare.sheet(model), hilfe.sheet()
    work = workings((*inputs, *computing, notes, helping))
    basis, shown = grundlage.sheet(model, values if plan else {}, computing, work)
    results = (
        ziele.sheet(model, plan, RELEASED),
        pruefungen.sheet(model, computing),
        notes,
        protokoll.sheet(_delivery(values) if plan else None),
        helping,
    )
    others = (*inputs, *computing, *results)
    seen = (uebersicht.sheet(model, shown, others), *others)
    pages = [*seen, basis, work]
    unnamed = resolve(pages)
    _refuse_unread(pages, model)
    if unnamed:
        raise ValueError(f"no other sheet names {', '.join(sorted(map('.'.join, unnamed)))}")
    subject = f"{case.jobcenter}, {case.status}"
    return Layout([*pages, mappe.sheet(pages, model)], mappe.hidden_names(model), subject=subject)


def _refuse_unread(pages: Sequence[Sheet], model: Model) -> None:
    """Makes sure that every input is read by something: what is asked for in vain is a mistake.

    Raises:
        ValueError: No formula reads an input.
    """
    formulas = "\n".join(cell.formula for page in pages for cell in page.cells.values() if cell.formula)
    unread = {field.name for field in model.figures} - set(_INPUT.findall(formulas))
    if unread:
        raise ValueError(f"{annahmen.NAME}: nothing reads {', '.join(sorted(unread))}")


def _delivery(values: Mapping[str, float | str | None]) -> tuple[Scalar, ...]:
    """The first row of the log."""
    sentence = "Ziele aus den Annahmen dieser Arbeitsmappe berechnet."
    return serial(RELEASED), "jcplan", __version__, protokoll.fingerprint(values), "Auslieferung", sentence


def _plan(case: Case) -> Plan[float] | None:
    try:
        return compute(case.model.read({**case.values, **case.texts}))
    except InputError:
        return None
