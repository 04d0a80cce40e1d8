"""A surface of cells, and how tables are put on it. Rows and columns count from 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jcplan.cells import Area, Scalar, address
from jcplan.sheet.keys import Index, Keys, Placed, Scope
from jcplan.sheet.parts import Chart, Conditional, Styled, Validation
from jcplan.sheet.table import (
    COMPUTED,
    FIGURES,
    HEAD,
    LABEL,
    SUM,
    UNIT,
    UNITS,
    YEAR,
    Block,
    Column,
    Row,
    Special,
    Table,
)


class Canvas:
    """Cells, names, validations, conditional formats and charts of one worksheet.

    Args:
        name: Its tab.
        key: How formulas of other sheets name it; its tab in small letters unless told.
        hidden: Whether no program shows it, nor offers to.
    """

    def __init__(self, name: str, key: str, *, hidden: bool = False) -> None:
        self.name, self.key, self.hidden = name, key or name.lower(), hidden
        self.keys = Keys(name, {}, {}, {})
        self.cells: dict[tuple[int, int], Styled] = {}
        self.heights: dict[int, float] = {}
        self.names: dict[str, Area] = {}
        self.hidden_names: set[str] = set()
        self.validations: list[Validation] = []
        self.conditionals: list[Conditional] = []
        self.charts: list[Chart] = []
        self.row = 1
        """Where the next table begins."""

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

    def table(
        self, table: Table, *, row: int | None = None, column: int = 2, owner: Canvas | None = None
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
                self.text(at, column, text, style)
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
            rows[table.total.key] = last + 1
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
            scope = Scope(placed.owner, placed, at, placed.columns[each.key], HEAD, each.key)
            self.text(at, placed.columns[each.key], each.head, each.header_style, scope=scope)
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
        rows = {placed.rows[each.key]: each for each in table.all_rows}
        columns = {placed.columns[each.key]: each for each in table.columns}
        for at in area:
            each, column = rows[at[0]], columns[at[1]]
            form = each.form or column.form
            first = at == (area.top, area.left)
            self._refuse_second(*at)
            self.cells[at] = Styled(
                None, block.formula if first else None, area if first else None, column.style_of(each), form,
                scope=scope,
            )  # fmt: skip

    def _row(self, table: Table, placed: Placed, row: Row) -> None:
        at = placed.rows[row.key]
        unknown = set(row.cells) - set(placed.columns)
        if unknown:
            raise ValueError(f"{self.name}, {table.key}: row {row.key} has cells of no column: {', '.join(unknown)}")
        left = placed.columns[LABEL]
        if table.span:
            scope = Scope(placed.owner, placed, at, left, row.key, LABEL)
            self.text(at, left, row.label, row.style, scope=scope)
        for offset in range(1, table.span):
            self.put(at, left + offset, None, row.style)
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
        scope = Scope(placed.owner, placed, at, where, row.key, column.key, template=template)
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
        for span, name in table.names.items():
            left, right = placed.spans[span]
            self.name_area(name, Area(placed.first, left, placed.last, right))
        for row in table.all_rows:
            if row.name:
                at = placed.rows[row.key]
                left, right = placed.spans.get(YEAR, placed.width)
                self.name_area(row.name, Area(at, left, at, right))

    def block(self, area: Area, formula: str, style: str = "value") -> None:
        """One array formula over an area."""
        for row, column in area:
            first = (row, column) == (area.top, area.left)
            self._refuse_second(row, column)
            self.cells[row, column] = Styled(None, formula if first else None, area if first else None, style)

    def name_area(self, name: str, area: Area, *, hidden: bool = False) -> str:
        """Give an area a defined name; a hidden one is not listed to users."""
        self.names[name] = area
        if hidden or self.hidden:
            self.hidden_names.add(name)
        return name

    def _refuse_second(self, row: int, column: int) -> None:
        if (row, column) in self.cells:
            raise ValueError(f"{self.name}!{address(row, column)} is described twice")


def _of_column(column: Column, table: Table) -> Block:
    first, last = table.rows[0].key, table.rows[-1].key
    return Block((first, column.key), (last, column.key), column.block or "")


def _of_rows(table: Table) -> Iterator[Block]:
    """Array formulas that begin in a cell of a row and end in another of its columns."""
    for row in table.all_rows:
        for column, own in row.cells.items():
            if isinstance(own, Special) and own.to:
                at = row.key
                yield Block((at, column), (at, own.to), own.formula or "")


def _keyed(placed: Placed) -> str:
    """The rows above a total, of its own column."""
    keys = [key for key, row in placed.rows.items() if placed.first <= row <= placed.last]
    return f"{{{keys[0]}:{keys[-1]}}}"
