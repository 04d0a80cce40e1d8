"""Sheet Annahmen: every input; what belongs together is a table, the rest lists of two a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from jcplan.cases import Case
from jcplan.cells import Area
from jcplan.layout import stand
from jcplan.layout.annahmen import printing, required
from jcplan.layout.annahmen.cells import (
    AS_OF,
    COLUMN_NAMES,
    LABEL,
    NAMES,
    NOTE,
    PLACES,
    SOURCE,
    VALUE,
    joined,
    number_format,
    put_figure,
    put_label,
    put_text,
    put_texts,
)
from jcplan.layout.annahmen.tables import PLACES as MOST
from jcplan.layout.annahmen.tables import SHOWN, Grid, Line, Section, sections
from jcplan.model import Field
from jcplan.model.parts.mittel import VINTAGES
from jcplan.sheet.page import Sheet

__all__ = ["COLUMN_NAMES", "NAME", "joined", "number_format", "sheet"]

NAME = "Annahmen"
WIDTHS = (33, 14.5, 13, *[8.2] * 5, 14.5, 12.5, 19.5, 28, 30)
ZOOM = 83
"""Per cent at which the sheet is as wide as a screen of 1366."""
_ASIDE = (*[8] * MOST, *[34] * MOST, 50, 34, 8)
SECOND = VALUE + 2
"""Column of the label of a list's second figure in a row."""
SECOND_VALUE = VALUE + 7
_FIRST_ROOM, _SECOND_ROOM = 38, 47
"""Characters of a label that fit there; a longer one has the row for itself."""
_HINT_ROOM = 4
"""Places that a hint needs beside the figures of its row."""
_BETWEEN = 8.0
"""Height of the blank row before a section."""
_LINKS = (2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14)
"""Columns of the links to the sections."""


def sheet(case: Case) -> Sheet:
    """The inputs of a case."""
    page = Sheet(NAME, "Annahmen", WIDTHS, aside=_ASIDE)
    page.mutes = False
    page.zoom = ZOOM
    return _Writer(page, case).written()


class _Writer:
    """The sheet on its way."""

    def __init__(self, page: Sheet, case: Case) -> None:
        self.page, self.case, self.model = page, case, case.model
        self.chunks: list[tuple[int, int, bool]] = []  # first and last row, and whether it is a table

    def written(self) -> Sheet:
        """The whole sheet."""
        page, parts = self.page, sections(self.model)
        stand.status_band(page, 1, VALUE + 1)
        page.put(3, LABEL, formula=required.SENTENCE, style="finding")
        page.put(3, VALUE + 1, formula=required.LINK, style="link")
        page.put(3, SECOND_VALUE, formula=required.HOW_TO, style="subtitle")
        for number, part in enumerate(parts):
            lower, at = divmod(number, len(_LINKS))
            page.put(4 + lower, _LINKS[at], part.link, "link", link=f"{{{part.key}}}")
            page.row = 5 + lower
        page.freeze_row = page.row - 1
        top = page.row
        for part in parts:
            self._section(part)
        for name, column in COLUMN_NAMES.items():
            page.name_area(name, Area(top, column, page.row - 1, column))
        for key in VINTAGES:  # the date of a stage stands beside its amounts
            row = page.names[f"Annahme_Mittel_Stand_{key}_VKB"].top
            page.keys.cells[f"stand_{key.lower()}"] = Area(row, AS_OF, row, AS_OF)
        required.table(page, self.model, top)
        printing.lay_out(page, self.chunks)
        return page

    def _section(self, part: Section) -> None:
        page = self.page
        first = page.row
        page.put(page.row, LABEL, part.title, "header_plain", key=part.key)
        for column in range(VALUE, AS_OF):
            page.put(page.row, column, None, "header_plain")
        for column, text in ((AS_OF, "Datenstand"), (SOURCE, "Quelle"), (NOTE, "Hinweis")):
            page.put(page.row, column, text, "header_plain")
        page.put(page.row, PLACES, "Nachkommastellen im Dokument, Feld für Feld", "header_plain")
        page.put(page.row, NAMES, "Namen in Formeln, Feld für Feld", "header_plain")
        page.heights[page.row] = 18
        page.row += 1
        for grid in part.grids:
            self._grid(grid)
            self._chunk(first, table=True)
            first = page.row
        for number, (title, fields) in enumerate(part.lists):
            texts = part.texts if not number else ()
            self._list(title, texts, fields)
            self._chunk(first)
            first = page.row
        page.heights[page.row] = _BETWEEN
        page.row += 1

    def _chunk(self, first: int, *, table: bool = False) -> None:
        self.chunks.append((first, self.page.row - 1, table))

    # ---- tables -------------------------------------------------------------------------------

    def _grid(self, grid: Grid) -> None:
        page = self.page
        heads = list(grid.heads)
        units = any(line.unit for line in grid.lines)
        if units:
            heads.append("Einheit")
        if grid.over:
            for place in range(-1, len(heads)):
                page.put(page.row, VALUE + place, grid.over.get(place), "over")
            page.row += 1
        page.put(page.row, LABEL, grid.title, "subheader")
        for place, text in enumerate(heads):
            page.put(
                page.row, VALUE + place, text, "subheader_text" if text in ("Einheit", SHOWN) else "subheader_right"
            )
        page.heights[page.row] = 14.0 * max(text.count("\n") + 1 for text in heads) + 2
        page.row += 1
        beside = len(heads)
        for line in grid.lines:
            self._line(line, len(grid.heads), beside if MOST - beside >= _HINT_ROOM else 0)

    def _line(self, line: Line, places: int, hint_at: int) -> None:
        page, row = self.page, self.page.row
        typed = next((f for f in self._fields(line.inputs.values()) if f.renamable), None)
        hint = line.hint if not hint_at else ""
        if typed is None:
            more = self._mark(line.inputs.values()) + (f" ({hint})" if hint else "")
            label = f'{line.label}&"{more}"' if line.label.startswith("=") and more else line.label + more
            page.text(row, LABEL, label, "label_wrap")
        else:
            put_label(page, self.case, typed, row)
        for place, name in line.inputs.items():
            self._cell(name, row, VALUE + place)
        if line.unit:
            page.put(row, VALUE + places, line.unit, "unit")
        if line.hint and hint_at:
            page.put(row, VALUE + hint_at, line.hint, "quiet")
        if line.beside:
            page.put(row, VALUE + 1, formula=line.beside, style="quiet")
        if not line.unit and not line.beside:
            for place in range(places):
                if place not in line.inputs:
                    page.put(row, VALUE + place, "–", "helper")
        self._ended(line.inputs.values())

    # ---- lists --------------------------------------------------------------------------------

    def _list(self, title: str, texts: Sequence[str], fields: Sequence[Field]) -> None:
        page = self.page
        if title:
            page.put(page.row, LABEL, title, "subheader")
            for column in range(VALUE, AS_OF):
                page.put(page.row, column, None, "subheader")
            page.row += 1
        for left, right in zip_longest(texts[::2], texts[1::2]):
            page.put(page.row, LABEL, self.model.texts[left], "label")
            self._cell(left, page.row, VALUE)
            if right:
                page.put(page.row, SECOND, self.model.texts[right], "label_second")
                self._cell(right, page.row, SECOND_VALUE)
            self._ended((left, right) if right else (left,))
        for pair in _pairs(fields):
            self._pair(*pair)

    def _pair(self, first: Field, second: Field | None = None) -> None:
        page, row = self.page, self.page.row
        value = VALUE
        if first.renamable:
            put_label(page, self.case, first, row)
        else:
            page.text(row, LABEL, first.shown_label + self._mark([first.name]), "label")
            value = VALUE if _fits(first, _FIRST_ROOM) else SECOND_VALUE
        self._cell(first.name, row, value)
        page.put(row, value + 1, first.unit, "unit_wrap")
        if second is not None:
            page.text(row, SECOND, second.shown_label + self._mark([second.name]), "label_second")
            self._cell(second.name, row, SECOND_VALUE)
            page.put(row, SECOND_VALUE + 1, second.unit, "unit_wrap")
        self._ended([first.name, second.name] if second else [first.name])

    # ---- both ---------------------------------------------------------------------------------

    def _cell(self, name: str, row: int, column: int) -> None:
        if name in self.model:
            put_figure(self.page, self.case, self.model.field(name), row, column)
        else:
            put_text(self.page, self.case, name, self.model.texts[name], row, column)

    def _ended(self, names: Iterable[str]) -> None:
        """The rest of a row: its texts, and a line up to them."""
        page = self.page
        for column in range(VALUE, AS_OF):
            if (page.row, column) not in page.cells:
                page.put(page.row, column, None, "label")
        put_texts(page, (self.case.entry(name) for name in names), page.row)
        page.row += 1

    def _fields(self, names: Iterable[str]) -> Iterator[Field]:
        return (self.model.field(name) for name in names if name in self.model)

    def _mark(self, names: Iterable[str]) -> str:
        """How a label says that its input is required."""
        if any(not field.optional for field in self._fields(names)):
            return " *"
        return " (*)" if any(required.conditional(self.model, name) for name in names) else ""


def _pairs(fields: Sequence[Field]) -> Iterator[list[Field]]:
    """Inputs of a list row by row: two where the labels leave room, else one."""
    row: list[Field] = []
    for field in fields:
        if row and not field.renamable and _fits(field, _SECOND_ROOM):
            yield [*row, field]
            row = []
            continue
        if row:
            yield row
        row = [field]
        if field.renamable or not _fits(field, _FIRST_ROOM):
            yield row
            row = []
    if row:
        yield row


def _fits(field: Field, room: int) -> bool:
    return len(field.label) <= room - (0 if field.optional else 2)
