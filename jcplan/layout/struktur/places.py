"""Where the tables of the sheet Struktur stand, and what their cells are made of."""

from __future__ import annotations

from typing import Final

from jcplan.cells import column_name
from jcplan.model.parts.struktur import FEATURES, GROUPS, PROFILES, share
from jcplan.sheet import styles
from jcplan.sheet.page import Sheet
from jcplan.sheet.relation import needs

NAME: Final = "Struktur"
S: Final = "Annahme_Struktur_"
P2, P3, POINTS = styles.percent(2), styles.percent(3), styles.percent(3, signed=True)

STOCK, FEATURE, FURTHER, PROFILE, REPLACE, BEFORE, CHANGE, OTHERS = 8, 18, 29, 42, 54, 75, 91, 93
"""First row of figures of each table."""
REST: Final = PROFILE + len(PROFILES)
TOTAL: Final = REST + 1
STOCK_OF: Final = {group: STOCK + offset for offset, group in enumerate(GROUPS)}
"""Row with a group's stock (column C)."""
OTHERS_COLUMNS: Final = (14, 15, 16)
"""Columns of ELB without LZB, ELB without foreigners, foreigners from outside the 8 HKL."""


def cell_of(group: str, what: str) -> str:
    """Where the sheet shows a group's share, as a local address; empty if there is none."""
    if not share(group, what):
        return ""
    row = PROFILE + list(PROFILES).index(what) if what in PROFILES else FEATURE + list(FEATURES).index(what)
    return f"{column_name(3 + list(GROUPS).index(group))}{row}"


def derived(cells: tuple[str, ...], formula: str) -> str:
    """A formula's result, or a dash where a cell that it needs has none, or where it has an error."""
    return f'IFERROR({needs(cells, formula, "–")},"–")'


def number(page: Sheet, row: int, column: int, formula: str, form: str, style: str = "value") -> None:
    """Put a computed figure."""
    page.put(row, column, formula=formula, style=style, number_format=form)


def dash(page: Sheet, row: int, column: int) -> None:
    """Put a dash where a figure makes no sense."""
    page.put(row, column, "–", "value")


def group_headers(*patterns: str) -> tuple[str, ...]:
    """Each pattern with each group's name, which does not break."""
    return tuple(pattern.format(label.replace(" ", "\N{NO-BREAK SPACE}")) for pattern in patterns for label in GROUPS.values())  # fmt: skip
