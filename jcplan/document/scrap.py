"""A small Word document with one figure as a control, to copy it from into a text of one's own.

A clipboard cannot carry a control from a spreadsheet to Word; a document can.
"""

from __future__ import annotations

import zlib
from typing import Final

from jcplan.ask.cell import Selected
from jcplan.cells import address, areas
from jcplan.document.form import Form
from jcplan.document.mark import Mark
from jcplan.document.package import document, written
from jcplan.document.source import Figures
from jcplan.document.wordxml import Controls, paragraph, run
from jcplan.errors import InputError
from jcplan.formula.engine import Key
from jcplan.layout import mappe, stand
from jcplan.sheet.book import WORKINGS

FILE: Final = "Zahl aus Planung.docx"
_HOW: Final = (
    "Die Zahl in der nächsten Zeile markieren (am Griff des Steuerelements), kopieren und im eigenen Text einfügen. "
    "Sie bleibt mit der Planung verbunden: „jcplan dokument“ hält sie aktuell."
)
_EXPECTED: Final = "eine Zelle mit einem Namen"
_LISTED: Final = 5
_BACKSTAGE: Final = frozenset({WORKINGS, mappe.NAME, mappe.SETTINGS_NAME, "Grundlage"})
_OWN: Final = ("Mappe_", "Druck_", "Einlesen_", stand.MISSING_NAME)
"""How names begin that nobody writes about."""


def scrap(figures: Figures, name: str, form: Form | None = None) -> bytes:
    """The document for a figure.

    Args:
        figures: Of the plan.
        name: A defined name of one cell.
        form: How the figure is shown; as is usual for it, where none is given.

    Raises:
        InputError: There is no such name of one cell, it is too long for a control, or the figure cannot be shown so.
    """
    figures.value(name)  # says what is wrong with the name
    own = figures.name(name) or name
    wanted = form or figures.usual(own)
    text = figures.figure(own, wanted) or ""
    mark = Mark.of(own, str(wanted), text)
    number = zlib.crc32(str(mark).encode()) % (2**31 - 1) + 1  # two of them copied into one text have two numbers
    held = Controls(numbers=iter((number,))).figure(mark, figures.label(own), text)
    body = paragraph(run(_HOW), "Note") + paragraph(held) + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    return written(document(body))


def name_at(figures: Figures, cell: Key) -> str:
    """The name of the figure that a cell shows: its own, or that of the input or target that stands there.

    Args:
        figures: Of the plan.
        cell: Sheet, row and column.

    Raises:
        InputError: It shows none; the message says which cells have one.
    """
    sheet, row, column = cell
    named = _named(figures)
    here = [name for name, place in named.items() if place == cell]
    if here:
        known = [name for name in here if figures.label(name) != name.replace("_", " ")]
        return min(known or here, key=len)
    subject = Selected(figures.state, cell).subject
    if subject.scenario is None and subject.target is not None:
        target = figures.state.targets[subject.target.base]
        return target.published_name if subject.target.published else target.name
    if subject.scenario is None and subject.input is not None:
        return subject.input
    raise InputError(f"{sheet}!{address(row, column)}", "eine Zelle ohne Namen", _EXPECTED, _advice(named, sheet))


def _named(figures: Figures) -> dict[str, Key]:
    """The cells that have a name of their own."""
    return {
        name: (sheet, area.top, area.left)
        for name, (sheet, area) in areas(figures.state.book.names).items()
        if area.shape == (1, 1) and not name.startswith(_OWN)
    }


def _advice(named: dict[str, Key], sheet: str) -> str:
    """Which cells have a name: those of the sheet, and other sheets with some."""
    cells = sorted((row, column, name) for name, (home, row, column) in named.items() if home == sheet)
    here = [f"{address(row, column)} ({name})" for row, column, name in cells]
    homes = sorted({home for home, _, _ in named.values()} - _BACKSTAGE - {sheet})
    first = (
        f"Auf diesem Blatt hat einen Namen: {', '.join(here[:_LISTED])}{' …' if len(here) > _LISTED else ''}. "
        if here
        else ""
    )
    others = ", ".join(f"„{home}“" for home in homes)
    return (
        f"{first}Namen haben auch Zellen auf {others}; jede andere Zelle bekommt einen im Namenfeld links neben der "
        "Eingabezeile."
    )
