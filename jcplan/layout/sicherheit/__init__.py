"""Sheet Sicherheit: how uncertain the inputs are, and what that means for the targets."""

from __future__ import annotations

from typing import Final

from jcplan.cases import Case
from jcplan.layout.sicherheit import fans, inputs, results, tornado
from jcplan.model import Model
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet

__all__ = ["sheet"]

_ON_A_PAGE: Final = 2
"""The inputs of so many groups fill a printed page."""


def sheet(model: Model, case: Case) -> Sheet:
    """The sheet."""
    page = Sheet(
        "Sicherheit", "Sicherheit: wie sicher sind die Ziele?", (37, 26, 13, 13.5, *[10.5] * 9), tab=styles.BLUE
    )  # fmt: skip
    workings = (
        inputs.kinds(), inputs.words(), inputs.constants(), inputs.distributions(model), inputs.ranks(),
        results.now(model), results.chances(model), results.spreads(model), fans.fan("ELB"), fans.fan("LZB"),
        tornado.order(), tornado.choice(), tornado.findings(),
    )  # fmt: skip
    for table in workings:
        page.work(table)
    page.finding(
        'IF(Eingaben_fehlen>0,"Erst die Annahmen ausfüllen; dann hier eintragen, wie unsicher sie sind",{saetze.befund.wert})'
    )
    page.skip()
    inputs.inputs_table(page, model, case)
    after_inputs = page.row - 1
    inputs.drawing(page)
    inputs.pairs(page, case)
    page.page_breaks.append(after_inputs if len(model.groups) <= _ON_A_PAGE else page.row - 1)
    results.targets_table(page, model)
    page.page_breaks.append(page.row - 1)
    fans.fans(page)
    tornado.tornado(page)
    page.scale = 70
    page.zoom = 90  # so that all columns are seen on a small screen
    for row in range(4, page.row):
        page.heights.setdefault(row, inputs.HEIGHT)
    return page
