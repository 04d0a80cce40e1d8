"""What the pages of the sheet Struktur have in common: the groups' keys and columns, and parts of formulas."""

from __future__ import annotations

from typing import Any, Final

from jcplan.model.parts.struktur import GROUPS, PROFILES, share
from jcplan.sheet import styles
from jcplan.sheet.relation import needs
from jcplan.sheet.table import Column

S: Final = "Annahme_Struktur_"
P2, P3, POINTS = styles.percent(2), styles.percent(3), styles.percent(3, signed=True)
POINT_UNIT: Final = "%-Punkte"
KEYS: Final = dict(zip(GROUPS, ("elb", "lzb", "auslaender", "hkl"), strict=True))
"""The groups' keys."""


def group_columns(kind: str, head: str, unit: str, form: str, formula: str | None = None) -> tuple[Column, ...]:
    """A column a group.

    Args:
        kind: First part of their keys; the group's key is the second.
        head: Their header; ``{}`` stands for the group's name, which does not break.
        unit: Their unit.
        form: Their number format.
        formula: Their formula; ``#`` stands for the group's key.
    """
    return tuple(
        Column(f"{kind}_{key}", head.format(GROUPS[group].replace(" ", "\N{NO-BREAK SPACE}")), unit, form, formula and formula.replace("#", key))
        for group, key in KEYS.items()
    )  # fmt: skip


def by_group(kind: str, cells: dict[str, Any]) -> dict[str, Any]:
    """Cells by group, as a row of ``group_columns`` takes them."""
    return {f"{kind}_{KEYS[group]}": cell for group, cell in cells.items()}


def shown_share(group: str, what: str) -> str:
    """Where the sheet shows a group's share of a feature or profile group; empty if there is none."""
    table = "profile" if what in PROFILES else "merkmale"
    return f"{{{table}.{what.lower()}.anteil_{KEYS[group]}}}" if share(group, what) else ""


def derived(cells: tuple[str, ...], formula: str) -> str:
    """A formula's result, or a dash where a cell that it needs has none, or where it has an error."""
    return f'IFERROR({needs(cells, formula, "–")},"–")'
