"""The description of a worksheet and of the workbook: the same for building and for refreshing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from jcplan.cells import Area, Cell, Scalar, absolute, address, quote_sheet
from jcplan.sheet.keys import Index, Keys, Placed, Scope
from jcplan.sheet.relation import Relation
from jcplan.sheet.table import (
    COMPUTED,
    FIGURES,
    HEAD,
    LABEL,
    SUM,
    TOTAL,
    UNIT,
    UNITS,
    YEAR,
    Block,
    Column,
    Row,
    Special,
    Table,
)


@dataclass(frozen=True)
class Styled:
    """A cell with its look."""

    value: Scalar = None
    formula: str | None = None
    array: Area | None = None
    style: str = "plain"
    number_format: str | None = None
    link: str | None = None
    scope: Scope | None = None
    """Where the keys in its formula are looked up; on its own sheet if there is none."""


@dataclass(frozen=True)
class Validation:
    """Data validation of one cell, or of so many rows and columns from it on: XlsxWriter's options."""

    row: int
    column: int
    options: Mapping[str, Any]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Conditional:
    """A conditional format over an area: its kind.

    ``verdict``, ``light``, ``unit`` (figures in the unit that a column names), ``state`` (of the targets), ``changed``
    or ``missing``.
    """

    kind: str
    area: Area
    column: int = 0


@dataclass(frozen=True)
class Chart:
    """A native chart: its type, series and place. Titles stand in the cell above, so they follow the figures.

    Areas in series may be keys; ``sheet`` is the key of the sheet on which they are looked up, else its own.
    """

    kind: str
    subtype: str | None
    series: Sequence[Mapping[str, Any]]
    row: int
    column: int
    width: int
    height: int
    alt: str
    y_axis: Mapping[str, Any] = field(default_factory=dict)
    x_axis: Mapping[str, Any] = field(default_factory=dict)
    legend: Mapping[str, Any] = field(default_factory=lambda: {"none": True})
    sheet: str = ""

    @property
    def last_row(self) -> int:
        """The last row that it reaches, all rows being as high as usual."""
        return self.row + round(self.height / 20)


_SUBTITLE: Final = (
    "IF(LEN(Funktionen_fehlen)>0,Funktionen_fehlen,"
    'Annahme_Jobcenter&" · Planung "&Annahme_Planjahr&" · "&Annahme_Stand)'
)
"""Whose plan it is; in a program without jcplan's functions what to do about it. LibreOffice computes array formulas
of one cell at opening, others not before something changes."""
_TEXT_COLUMNS = frozenset({
    "soll sein", "Einheit", "Datenstand", "Quelle", "Hinweis", "Name in Formeln", "nicht vergleichbar, weil",
    "Urteil", "in einem Satz", "Formel an ihrem Platz", "Bemerkung", "Version", "Ampel", "Ampel heute",
    "Ampel Jahresende", "Seite", "Stand laut Dokument",
})  # fmt: skip


class Sheet:
    """One worksheet: cells and everything around them. Rows and columns count from 1.

    Args:
        name: Its tab.
        title: Heading in its first row.
        widths: Of the columns from B on.
        tab: Colour of its tab.
        hidden: Whether no program shows it, nor offers to; then it has no heading.
        key: How formulas of other sheets name it; its tab in small letters unless told.
        backstage: Whether it is hidden, though programs offer to show it, and not printed.
        aside: Widths of further columns, which are not printed and are grouped away: an outline level, closed.
    """

    def __init__(
        self, name: str, title: str, widths: Sequence[float], *, tab: str | None = None, hidden: bool = False,
        key: str = "", aside: Sequence[float] = (), backstage: bool = False,
    ) -> None:  # fmt: skip
        self.name = name
        self.backstage = backstage
        self.workings: list[Table] = []
        self.key = key or name.lower()
        self.keys = Keys(name, {}, {}, {})
        self.relations: list[Relation] = []
        self.hidden = hidden
        self.widths = (2.0, *widths)
        self.last_column = len(self.widths)
        self.aside = tuple(aside)
        self.tab = tab
        self.cells: dict[tuple[int, int], Styled] = {}
        self.heights: dict[int, float] = {1: 26.0}
        self.names: dict[str, Area] = {}
        self.hidden_names: set[str] = set()
        self.validations: list[Validation] = []
        self.conditionals: list[Conditional] = []
        self.charts: list[Chart] = []
        self.overview: Chart | None = None  # the one that the first sheet shows too
        self.freeze_row = 3
        self.repeat_rows = (1, 2)  # the title and whose plan it is, on every page
        self.page_breaks: list[int] = []
        self.zoom = 100  # on screen, per cent
        self.one_page = True
        self.scale = 0  # per cent in print, where it is not what fits; only then page breaks hold in every program
        self.grows = False  # rows are added later; all of them are printed
        self.print_area: Area | None = None  # what is printed, unless all of it
        self.filtered: Area | None = None  # a table with its header, whose rows can be filtered
        self.folded: list[int] = []  # columns of workings, not shown
        self.row = 4
        if hidden:
            return
        self.put(1, 2, title, "title")
        self.block(Area(2, 2, 2, 2), _SUBTITLE, "subtitle")
        self.conditionals.append(Conditional("missing", Area(2, 2, 2, 2)))
        if name != "Übersicht":
            self.put(2, self.last_column, "zur Übersicht", "link", link="Übersicht")

    def put(
        self, row: int, column: int, value: Scalar = None, style: str = "plain", number_format: str | None = None,
        *, formula: str | None = None, link: str | None = None, scope: Scope | None = None, key: str = "",
    ) -> None:  # fmt: skip
        """Describe one cell.

        Raises:
            ValueError: It, or another of its key, is described already.
        """
        self._refuse_second(row, column)
        if isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        self.cells[row, column] = Styled(value, formula, None, style, number_format, link, scope)
        if key:
            self._register(key, Area(row, column, row, column))

    def text(self, row: int, column: int, text: str, style: str, *, scope: Scope | None = None) -> None:
        """A text, or with ``=`` before it a formula."""
        if text.startswith("="):
            self.put(row, column, None, style, formula=text[1:], scope=scope)
        else:
            self.put(row, column, text, style)

    def _register(self, key: str, area: Area) -> None:
        if key in self.keys.cells or key in self.keys.tables:
            raise ValueError(f"{self.name}: {key} comes twice")
        self.keys.cells[key] = area

    def finding(self, formula: str) -> None:
        """The sheet's main sentence, under its title; other sheets may show it."""
        self.put(3, 2, formula=formula, style="finding", key="befund")
        self.export(befund="befund")

    def export(self, **results: str) -> None:
        """Results that other sheets, targets and relations may name: for each name, its key on this sheet."""
        self.keys.exports.update(results)

    def show(self, chart: Chart) -> None:
        """A chart that the first sheet shows too."""
        self.charts.append(chart)
        self.overview = chart

    def skip(self, rows: int = 1) -> None:
        """Leave rows blank."""
        self.row += rows

    def below_charts(self) -> None:
        """Go on below the charts that stand so far, where they reach further down than the cells."""
        self.row = max(self.row, *(chart.last_row + 1 for chart in self.charts))

    def top(self, table: str) -> int:
        """The row of a table's header."""
        return self.keys.tables[table].rows[HEAD]

    def area(self, key: str) -> Area:
        """The cells that a key of this sheet stands for, or those from one key to another (``a:b``).

        Raises:
            ValueError: There is no such key.
        """
        return Index({self.key: self.keys}).find(key, Scope(self.key))[1]

    def validate(self, key: str, options: Mapping[str, Any]) -> None:
        """What may be typed into the cells of a key: XlsxWriter's options."""
        area = self.area(key)
        self.validations.append(Validation(area.top, area.left, options, *area.shape))

    def work(self, table: Table) -> None:
        """A table of workings: it stands on the sheet of workings, but its keys are this sheet's."""
        self.workings.append(table)

    def table(
        self, table: Table, *, row: int | None = None, column: int = 2, owner: Sheet | None = None
    ) -> Placed:  # fmt: skip
        """A table, below what stands there already or beside it.

        Args:
            table: What it is.
            row: Its first row, where it stands beside another table; it does not move what follows.
            column: Its first column.
            owner: The sheet whose workings it is; its keys are that sheet's.

        Raises:
            ValueError: A key that comes twice, or a cell of a column that there is none.
        """
        at = self.row if row is None else row
        for text, style in ((table.title, "heading"), (table.note, "subtitle")):
            if text:
                self.put(
                    at, column, None if text[0] == "=" else text, style, formula=text[1:] if text[0] == "=" else None
                )
                at += 1
        if any(each.over for each in table.columns):
            for offset, text in enumerate((*[""] * table.span, *(each.over for each in table.columns))):
                self.put(at, column + offset, text or None, "header_plain")
            at += 1
        rows = {HEAD: at}
        if any(c.unit for c in table.columns):
            rows[UNITS] = at + 1
        first = at + len(rows)
        rows |= {each.key: first + offset for offset, each in enumerate(table.rows)}
        last = first + len(table.rows) - 1
        if table.total:
            rows[table.total.key or TOTAL] = last + 1
        left = column + table.span
        columns = {LABEL: column} | {each.key: left + offset for offset, each in enumerate(table.columns)}
        count = len(table.all_rows) + (2 if UNITS in rows else 1)
        keys = (owner or self).keys
        if table.key in keys.tables or len(rows) < count or len(columns) <= len(table.columns):
            raise ValueError(f"{self.name}, {table.key}: a key comes twice")
        spans = {key: (columns[a], columns[b]) for key, (a, b) in table.all_spans.items()}
        placed = keys.tables[table.key] = Placed(
            table.key, rows, columns, first, last, spans, self.key, (owner or self).key
        )  # fmt: skip
        self._header(table, placed, column)
        if row is None and table.height:
            self.heights[at] = table.height
        blocks = [*table.blocks, *(_of_column(each, table) for each in table.columns if each.block), *_of_rows(table)]
        for block in blocks:
            self._block(table, placed, block)
        for each in table.all_rows:
            self._row(table, placed, each)
        self._names(table, placed)
        if row is None:
            self.row = max(rows.values()) + 1
        return placed

    def _header(self, table: Table, placed: Placed, column: int) -> None:
        at = placed.rows[HEAD]
        for offset in range(table.span):
            self.put(at, column + offset, "" if offset else table.head, "header")
        for each in table.columns:
            self.put(at, placed.columns[each.key], each.head, each.header_style)
        if UNITS in placed.rows:
            for offset in range(table.span):
                self.put(at + 1, column + offset, "", "units_left")
            for each in table.columns:
                self.put(at + 1, placed.columns[each.key], each.unit, "units")

    def _block(self, table: Table, placed: Placed, block: Block) -> None:
        """One array formula; its cells look as their columns and rows say."""
        (top, left), (bottom, right) = block.first, block.last
        area = Area(placed.rows[top], placed.columns[left], placed.rows[bottom], placed.columns[right])
        scope = Scope(placed.owner, placed, area.top, area.left, top, left, area.bottom)
        across = area.top == area.bottom
        rows = {placed.rows[each.key or TOTAL]: each for each in table.all_rows}
        columns = {placed.columns[each.key]: each for each in table.columns}
        for at in area:
            each, column = rows[at[0]], columns[at[1]]
            form = each.form or column.form
            if block.forms:
                form = block.forms[at[1] - area.left if across else at[0] - area.top]
            first = at == (area.top, area.left)
            self._refuse_second(*at)
            self.cells[at] = Styled(
                None, block.formula if first else None, area if first else None, column.style_of(each), form,
                scope=scope,
            )  # fmt: skip

    def _row(self, table: Table, placed: Placed, row: Row) -> None:
        at = placed.rows[row.key or TOTAL]
        unknown = set(row.cells) - set(placed.columns)
        if unknown:
            raise ValueError(f"{self.name}, {table.key}: row {row.key} has cells of no column: {', '.join(unknown)}")
        left = placed.columns[LABEL]
        if table.span:
            scope = Scope(placed.owner, placed, at, left, row.key or TOTAL, LABEL)
            self.text(at, left, row.label, row.style, scope=scope)
        for offset in range(1, table.span):
            self.put(at, left + offset, None, row.style)
        if row.label_name:
            self.name_area(row.label_name, Area(at, left, at, left))
        for column in table.columns:
            left_out = row.sparse and column.key not in row.cells and column.style != "unit"
            if (at, placed.columns[column.key]) not in self.cells and not left_out:
                self._cell(placed, row, column, at)

    def _cell(self, placed: Placed, row: Row, column: Column, at: int) -> None:
        own = row.cells.get(column.key, "")
        total, template = row.kind == "total" and column.total, ""
        if isinstance(own, Special):
            special = own
        elif own or own is None:
            special = Special(own)
        elif column.style == "unit":
            special = Special(value=row.unit or None if column.key == UNIT else None)
        elif total:
            special = Special(f"SUM({_keyed(placed)})" if total == SUM else total)
        elif row.formula is not None and column.style in FIGURES:
            special, template = Special(row.formula), "row"
        else:
            formula = None if row.kind == "total" else column.formula
            special, template = Special(formula), "column"
        where = placed.columns[column.key]
        scope = Scope(placed.owner, placed, at, where, row.key or TOTAL, column.key, template=template)
        figure = special.formula is not None or isinstance(special.value, int | float)
        form = column.form
        if column.style in FIGURES:
            form = row.form or column.form if figure or column.style not in COMPUTED else None
        self.put(
            at, where, special.value, special.style or column.style_of(row), special.form or form,
            formula=special.formula, link=special.link, scope=scope,
        )  # fmt: skip
        if special.name:
            self.name_area(special.name, Area(at, where, at, where))

    def _names(self, table: Table, placed: Placed) -> None:
        for column in table.columns:
            where = placed.columns[column.key]
            area = Area(placed.first, where, placed.last, where)
            if column.name:
                self.name_area(column.name, area)
            if column.light:
                self.conditionals.append(Conditional(column.light, area))
        for row in table.all_rows:
            if row.name:
                at = placed.rows[row.key or TOTAL]
                left, right = placed.spans.get(YEAR, placed.width)
                self.name_area(row.name, Area(at, left, at, right))

    def block(
        self, area: Area, formula: str, style: str = "value", number_format: str | Sequence[str] | None = None
    ) -> None:
        """One array formula over an area; number formats a row, or a column of a single row, if several are given."""
        for row, column in area:
            form = number_format
            if form is not None and not isinstance(form, str):
                form = form[row - area.top if area.bottom > area.top else column - area.left]
            first = (row, column) == (area.top, area.left)
            self._refuse_second(row, column)
            self.cells[row, column] = Styled(None, formula if first else None, area if first else None, style, form)

    def name_area(self, name: str, area: Area, *, hidden: bool = False) -> str:
        """Give an area a defined name; a hidden one is not listed to users."""
        self.names[name] = area
        if hidden or self.hidden:
            self.hidden_names.add(name)
        return name

    def _refuse_second(self, row: int, column: int) -> None:
        if (row, column) in self.cells:
            raise ValueError(f"{self.name}!{address(row, column)} is described twice")

    def heading(self, text: str, note: str = "") -> None:
        """A heading, and under it a sentence that says what the table is for."""
        self.put(self.row, 2, text, "heading")
        self.row += 1
        if note:
            self.put(self.row, 2, note, "subtitle")
            self.row += 1

    def header(self, texts: Sequence[str], *, left: int = 1, height: float = 31.0) -> int:
        """A header row; the first ``left`` columns and those that name texts stand left. Returns its row."""
        for offset, text in enumerate(texts):
            style = "header" if offset < left else "header_text" if text in _TEXT_COLUMNS else "header_right"
            self.put(self.row, 2 + offset, text, style)
        self.heights[self.row] = height
        self.row += 1
        return self.row - 1

    def units(self, texts: Sequence[str]) -> None:
        """The row of units under a header."""
        for offset, text in enumerate(texts):
            self.put(self.row, 2 + offset, text, "units" if offset else "units_left")
        self.row += 1

    @property
    def last_row(self) -> int:
        """The last row with anything in it."""
        rows = [row for row, _ in self.cells]
        return max(rows + [chart.last_row for chart in self.charts])


def workings(pages: Sequence[Sheet]) -> Sheet:
    """The sheet on which the workings of all others stand: hidden, not printed."""
    page = Sheet(
        "Rechenwerk",
        "Rechenwerk: Zahlen zu Diagrammen und Zwischenschritte",
        (46, *[15] * 14),
        key="werk",
        backstage=True,
    )
    for owner in pages:
        if owner.workings:
            page.put(page.row, 2, owner.name, "heading")
            page.skip()
        for table in owner.workings:
            page.table(table, owner=owner)
            page.skip()
    return page


def _of_column(column: Column, table: Table) -> Block:
    first, last = table.rows[0].key, table.rows[-1].key
    return Block((first, column.key), (last, column.key), column.block or "")


def _of_rows(table: Table) -> Iterator[Block]:
    """Array formulas that begin in a cell of a row and end in another of its columns."""
    for row in table.all_rows:
        for column, own in row.cells.items():
            if isinstance(own, Special) and own.to:
                at = row.key or TOTAL
                yield Block((at, column), (at, own.to), own.formula or "")


def _keyed(placed: Placed) -> str:
    """The rows above a total, of its own column."""
    keys = [key for key, row in placed.rows.items() if placed.first <= row <= placed.last]
    return f"{{{keys[0]}:{keys[-1]}}}"


class Layout:
    """All sheets and names; a ``port.Grid``.

    Args:
        sheets: In their order.
        constants: Hidden names that stand for a constant, and what it is.
        subject: What the file says it is about.
    """

    def __init__(self, sheets: Sequence[Sheet], constants: Mapping[str, str], *, subject: str = "") -> None:
        self.pages = {sheet.name: sheet for sheet in sheets}
        self.hidden_names = {*constants, *(name for sheet in sheets for name in sheet.hidden_names)}
        self.subject = subject
        self.names: dict[str, str] = dict(constants)
        self._cells: dict[str, dict[tuple[int, int], Cell]] = {}
        _resolve(sheets)
        for sheet in sheets:
            self._cells[sheet.name] = {at: Cell(c.value, c.formula, c.array) for at, c in sheet.cells.items()}
            for name, area in sheet.names.items():
                self.names[name] = f"{quote_sheet(sheet.name)}!{absolute(area)}"

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the worksheets."""
        return tuple(self.pages)

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        """The cells of a worksheet as the formula engine sees them."""
        return self._cells[sheet]


def _resolve(sheets: Sequence[Sheet]) -> None:
    """Put addresses in place of keys, in formulas, charts and links."""
    index = Index({sheet.key: sheet.keys for sheet in sheets})
    titles = {sheet.key: sheet.name for sheet in sheets}
    for sheet in sheets:
        for at, cell in sheet.cells.items():
            scope = cell.scope or Scope(sheet.key)
            if cell.formula and "{" in cell.formula:
                formula = index.resolve(cell.formula, scope, sheet.key)
                sheet.cells[at] = replace(cell, formula=formula, scope=None)
            elif cell.link and cell.link.startswith("{"):
                key, area = index.find(cell.link[1:-1], scope)
                sheet.cells[at] = replace(cell, link=f"{titles[key]}!{address(area.top, area.left)}", scope=None)
        sheet.charts = [_chart(index, sheet, chart, titles) for chart in sheet.charts]


_AREAS = ("name", "categories", "values")


def _chart(index: Index, sheet: Sheet, chart: Chart, titles: Mapping[str, str]) -> Chart:
    """A chart whose series name areas as the writer takes them."""
    scope = Scope(chart.sheet or sheet.key)

    def found(part: str, value: Any) -> Any:
        if part not in _AREAS or not isinstance(value, str) or not value.startswith("{"):
            return value
        key, area = index.find(value[1:-1], scope)
        if part == "name":
            return f"={quote_sheet(titles[key])}!{absolute(Area(area.top, area.left, area.top, area.left))}"
        return [titles[key], area.top - 1, area.left - 1, area.bottom - 1, area.right - 1]

    series = [{part: found(part, value) for part, value in each.items()} for each in chart.series]
    return replace(chart, series=series)
