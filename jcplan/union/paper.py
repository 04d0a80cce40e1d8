"""A sheet of the union's workbook on its way into the file: title, sentences, tables one below the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter

from jcplan.build.formats import Formats
from jcplan.cells import Area, absolute, column_name, quote_sheet
from jcplan.german import visible

_LONGEST: Final = 2_000
"""Characters of a text; Excel's cells end at 32,767, and nobody reads on."""
_A4: Final = 9
_WIDE: Final = 12
"""Columns that are still read on one page."""
_LINE: Final = 15.0
"""Height of a line."""


@dataclass(frozen=True)
class Formula:
    """A native formula and its result, which a program shows that does not compute."""

    text: str
    result: float


Value = str | float | Formula | None


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        head: Its header.
        form: Number format; without one it holds texts.
        total: Its cell in the row of totals.
    """

    head: str
    form: str | None = None
    total: Value = None


class Paper:
    """A sheet. Rows count from 0, as the writer counts them; column A is a margin.

    Args:
        book: The writer's workbook.
        formats: Its formats.
        name: Tab of the sheet.
        title: Its heading.
        says: The sentence under it.
        widths: Of the columns from B on.
    """

    def __init__(
        self, book: xlsxwriter.Workbook, formats: Formats, name: str, title: str, says: str, widths: Sequence[float]
    ) -> None:
        self.name = name
        self._formats = formats
        self._sheet = book.add_worksheet(name)
        self._width = sum(widths)
        self._sheet.hide_gridlines(2)
        self._sheet.set_column(0, 0, 2.0)
        for at, width in enumerate(widths, 1):
            self._sheet.set_column(at, at, width, formats.get("plain"))
        self._sheet.set_paper(_A4)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&L&A&RSeite &P von &N")
        self.row = 0
        self.line(title, "title", height=26.0)
        self.line(says, "subtitle")
        self.row += 1

    def line(self, text: str, style: str, height: float | None = None) -> None:
        """A sentence of its own; it runs over the cells beside it."""
        self._text(self.row, 1, text, style)
        if height:
            self._sheet.set_row(self.row, height)
        self.row += 1

    def heading(self, text: str, note: str = "") -> None:
        """A heading, and under it a sentence that says what the table is for."""
        self.line(text, "heading")
        if note:
            self.line(note, "subtitle")

    def link(self, sheet: str) -> None:
        """A line that leads to another sheet."""
        self._sheet.write_url(self.row, 1, f"internal:{quote_sheet(sheet)}!A1", self._formats.get("link"), sheet)
        self.row += 1

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Value]], *, stay: bool = False) -> Area:
        """A table below what stands there already.

        Args:
            columns: Its columns; texts stand left, figures right.
            rows: Its rows, a value a column.
            stay: Whether its header stays in sight and its rows can be filtered.

        Returns:
            The cells of the rows, counted from 1 as formulas do.
        """
        head = self.row
        for at, column in enumerate(columns, 1):
            style = "header" if at == 1 else "header_right" if column.form else "header_text"
            self._text(head, at, column.head, style)
        self._sheet.set_row(head, 2 * _LINE + 1)
        for offset, row in enumerate(rows, 1):
            for at, (column, value) in enumerate(zip(columns, row, strict=True), 1):
                style = "label_wrap" if at == 1 else "value" if column.form else "text"
                self._cell(head + offset, at, value, style, column.form)
        last = head + len(rows)
        self.row = last + 1
        if any(column.total is not None for column in columns):
            for at, column in enumerate(columns, 1):
                style = "total_label" if at == 1 else "total" if column.form else "unit_total"
                self._cell(self.row, at, column.total, style, column.form)
            self.row += 1
        if stay:
            self._sheet.freeze_panes(head + 1, 3)
            self._sheet.repeat_rows(head)
            if len(columns) > _WIDE:
                self._sheet.fit_to_pages(2, 0)
                self._sheet.repeat_columns(0, 1)
            if rows:
                self._sheet.autofilter(head, 1, last, len(columns))
        self.row += 1
        return Area(head + 2, 2, last + 1, len(columns) + 1)

    def _cell(self, row: int, column: int, value: Value, style: str, form: str | None) -> None:
        look = self._formats.get(style, form)
        if isinstance(value, Formula):
            if math.isfinite(value.result):
                self._sheet.write_formula(row, column, "=" + value.text, look, value.result)
            else:
                self._sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            self._text(row, column, value, style, look)
        elif value is None or not math.isfinite(value):
            self._sheet.write_blank(row, column, None, look)
        else:
            self._sheet.write_number(row, column, value, look)

    def _text(self, row: int, column: int, text: str, style: str, look: Any = None) -> None:
        """Texts come from workbooks: they are never formulas nor links, whatever they begin with."""
        shown = visible(text, keep="\n")
        shown = shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
        self._sheet.write_string(row, column, shown, look or self._formats.get(style))


def column_of(area: Area, offset: int) -> str:
    """The reference of one column of a table's rows, within its sheet.

    >>> column_of(Area(5, 2, 9, 4), 1)
    '$C$5:$C$9'
    """
    return absolute(Area(area.top, area.left + offset, area.bottom, area.left + offset))


def cell_of(row: int, column: int) -> str:
    """A cell of a row that is copied down, counted from 1.

    >>> cell_of(5, 3)
    '$C5'
    """
    return f"${column_name(column)}{row}"


def on_sheet(sheet: str, reference: str) -> str:
    """A reference from another sheet.

    >>> on_sheet("Ziele", "$C$5:$C$9")
    'Ziele!$C$5:$C$9'
    """
    return f"{quote_sheet(sheet)}!{reference}"
