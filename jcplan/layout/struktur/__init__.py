"""Sheet Struktur: what the stocks are made of, in shares and heads, and what follows from it."""

from __future__ import annotations

from jcplan.layout.struktur.comparison import third_page
from jcplan.layout.struktur.profiles import second_page
from jcplan.layout.struktur.relations import relations
from jcplan.layout.struktur.stocks import first_page
from jcplan.model import Model
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet


def sheet(model: Model) -> Sheet:
    """The sheet."""
    page = Sheet("Struktur", "Struktur der Bestände", (34, *[11] * 14), tab=styles.BLUE)
    page.one_page = False
    page.finding("{komplexe}")
    page.skip()
    first_page(page)
    page.page_breaks.append(page.row)
    page.skip(2)
    second_page(page)
    page.skip(6)  # the chart is longer than the tables beside it
    page.page_breaks.append(page.row)
    page.skip(2)
    third_page(page)
    page.relations += relations(model)
    return page
