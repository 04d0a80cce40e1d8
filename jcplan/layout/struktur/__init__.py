"""Sheet Struktur: what the stocks are made of, in shares and heads, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from jcplan.layout.struktur import comparison, profiles, stocks
from jcplan.layout.struktur.places import BEFORE, FURTHER, NAME, OTHERS, OTHERS_COLUMNS, PROFILE, STOCK_OF, TOTAL
from jcplan.layout.struktur.relations import relations
from jcplan.model.parts.struktur import COMMON, GROUPS, PROFILES
from jcplan.sheet import styles
from jcplan.sheet.page import Drawn, Place, Sheet


def sheet(shared: Mapping[str, Place]) -> Drawn:  # noqa: ARG001 - refers to no other sheet
    """The sheet, the places of its results and what has to hold of them."""
    page = Sheet(NAME, "Struktur der Bestände", (34, *[11] * 14), tab=styles.BLUE)
    page.one_page = False
    page.put(3, 2, formula=f"B{PROFILE - 4}", style="finding")
    stocks.stocks(page)
    stocks.features(page)
    stocks.further(page)
    stocks.flight(page)
    page.page_breaks.append(PROFILE - 7)
    profiles.profiles(page)
    profiles.replace(page)
    page.page_breaks.append(BEFORE - 6)
    comparison.before_now(page)
    comparison.changes(page)
    comparison.others(page)
    smallest = OTHERS + len(COMMON) + len(PROFILES)
    places = {
        "finding": Place(NAME, 3, 2),
        "struktur_8HKL_fluchtkontext": Place(NAME, FURTHER + 1, 13),
        **{f"struktur_{group}_bestand": Place(NAME, row, 3) for group, row in STOCK_OF.items()},
        **{f"struktur_{group}_anteil": Place(NAME, row, 5) for group, row in STOCK_OF.items()},
        **{f"struktur_{group}_profile": Place(NAME, TOTAL + 1, column) for column, group in enumerate(GROUPS, 3)},
        **{f"struktur_uebrige_{i}_kleinster": Place(NAME, smallest, column) for i, column in enumerate(OTHERS_COLUMNS)},
        **{
            f"struktur_uebrige_{i}_groesster": Place(NAME, smallest + 1, column)
            for i, column in enumerate(OTHERS_COLUMNS)
        },
    }
    return Drawn(page, places, relations(places))
