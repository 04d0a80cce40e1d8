"""A table of a sheet: rows by columns, each with a key. Formulas name keys (``keys``), never addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from jcplan.cells import Scalar
from jcplan.sheet.months import MONTHS

SUM: Final = "SUM"
"""In place of a column's total: the sum of its rows."""
LABEL: Final = "bezeichnung"
"""Key of the column with the rows' labels."""
HEAD, UNITS = "kopf", "einheiten"
"""Keys of the header's row and the row of units."""
YEAR: Final = "monate"
"""Key of the span of the twelve months' columns."""
_LEFT: Final = frozenset({"unit", "text", "verdict", "input_text", "target_text", "link"})
"""Styles of columns that stand left."""
FIGURES: Final = frozenset({"value", "helper", "target", "input"})
"""Styles of columns that show figures."""
COMPUTED: Final = frozenset({"value", "helper"})
"""Styles of those that nobody writes to."""
_TOTALS: Final = {"value": "total", "unit": "unit_total", "helper": "total", "text": "unit_total"}


@dataclass(frozen=True)
class Special:
    """A cell that is not as its column says.

    Attributes:
        formula: Its formula.
        value: Its constant, where it has no formula.
        style: Its style, unless that of its column.
        form: Its number format, unless that of its row or column.
        name: Its defined name.
        link: The sheet, or the key of the cell, that a click on it leads to.
        to: The column with which it ends, if it begins an array formula; all its cells look as their columns say.
    """

    formula: str | None = None
    value: Scalar = None
    style: str | None = None
    form: str | None = None
    name: str = ""
    link: str | None = None
    to: str = ""


DASH: Final = Special(value="–")
"""A cell of which there is no figure."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        key: How formulas name it.
        head: Its header, German.
        unit: Unit of all its figures, shown under the header; where rows differ, the table has a column of units.
        form: Number format.
        formula: Formula of each row that has none of its own.
        total: Formula in the row of totals, or ``SUM``.
        block: One array formula for all rows in place of ``formula``.
        name: Defined name of its rows, without the total.
        style: Style of its cells; ``unit`` shows the rows' units.
        light: Kind of conditional format of its rows: ``verdict`` or ``light``.
        head_style: Style of its header, unless that of its style.
        over: Header over it and those after it, in a row above the header.
    """

    key: str
    head: str = ""
    unit: str = ""
    form: str | None = None
    formula: str | None = None
    total: str | None = None
    block: str | None = None
    name: str = ""
    style: str = "value"
    light: str = ""
    head_style: str = ""
    over: str = ""

    @property
    def header_style(self) -> str:
        """Texts stand left, figures right."""
        if self.head_style:
            return self.head_style
        return "header_text" if self.style in _LEFT and self.head else "header_right"

    def style_of(self, row: Row) -> str:
        """The style of its cell in a row."""
        return _TOTALS.get(self.style, self.style) if row.kind == "total" else self.style


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        key: How formulas name it.
        label: What it is, German; a formula with ``=`` before it.
        formula: Formula of each column that has none for it; in a table of months, of each month.
        cells: By column's key, a formula, a ``Special`` or None for a blank.
        form: Number format, unless that of the columns.
        unit: Unit of its figures, in the column of units.
        kind: ``plain``, ``bold`` (its label) or ``total``.
        name: Defined name of its cells in the table's span.
        label_style: Style of its label, unless that of its kind.
        sparse: Whether cells of columns that it says nothing of are left out, instead of standing blank.
    """

    key: str
    label: str
    formula: str | None = None
    cells: Mapping[str, str | Special | None] = field(default_factory=dict)
    form: str | None = None
    unit: str = ""
    kind: str = "plain"
    name: str = ""
    label_style: str = ""
    sparse: bool = False

    @property
    def style(self) -> str:
        """Style of its label."""
        return self.label_style or {"plain": "label", "bold": "label_bold", "total": "total_label"}[self.kind]


@dataclass(frozen=True)
class Block:
    """One array formula over some rows and columns of a table.

    Attributes:
        first: Keys of the row and column in which it begins.
        last: Those in which it ends.
        formula: The formula.
    """

    first: tuple[str, str]
    last: tuple[str, str]
    formula: str


@dataclass(frozen=True)
class Table:
    """Rows by columns.

    Attributes:
        key: How formulas of other tables name it.
        columns: Its columns, without that of the labels.
        rows: Its rows, without the total.
        head: Header over the labels.
        title: Heading over it.
        note: A sentence under the heading.
        total: The row of totals.
        blocks: Array formulas over several columns.
        height: Of the header's row.
        span: Columns of the sheet that the labels take, where it stands beside another table; 0 for no labels.
        spans: Keys for some adjoining columns: that of the first and that of the last; ``monate`` is known.
        names: Defined names of all rows of some adjoining columns, without the total, by key of their span.
    """

    key: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    head: str = ""
    title: str = ""
    note: str = ""
    total: Row | None = None
    blocks: Sequence[Block] = ()
    height: float = 31.0
    span: int = 1
    spans: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows, the total last."""
        return (*self.rows, self.total) if self.total else tuple(self.rows)

    @property
    def all_spans(self) -> Mapping[str, tuple[str, str]]:
        """The spans, with that of the months where it has twelve."""
        own = {column.key for column in self.columns}
        months = {YEAR: (month_key(1), month_key(12))} if month_key(12) in own else {}
        return {**months, **self.spans}


def month_key(number: int) -> str:
    """Key of a month's column.

    >>> month_key(3)
    'm03'
    """
    return f"m{number:02}"


def months(
    form: str | None = None, formula: str | None = None, style: str = "value", **more: str
) -> tuple[Column, ...]:
    """The columns of the twelve months, alike.

    Args:
        form: Number format.
        formula: Formula of each row that has none of its own.
        style: Style of the cells.
        more: Further attributes of each column.
    """
    return tuple(
        Column(month_key(number), name, form=form, formula=formula, style=style, **more)
        for number, name in enumerate(MONTHS, 1)
    )


UNIT: Final = "einheit"
"""Key of the column of units."""
UNIT_COLUMN: Final = Column(UNIT, "Einheit", style="unit")
"""The column of units, where rows differ."""
WIDE_UNIT: Final = (UNIT_COLUMN, Column("einheit_breit", style="unit"))
"""The same over two columns."""


def facts(
    key: str, rows: Sequence[Row], *, head: str = "Größe", title: str = "", note: str = "", value: str = "Wert",
    height: float = 18.0, span: int = 1, total: Row | None = None, blocks: Sequence[Block] = (),
    wide_unit: bool = False,
) -> Table:  # fmt: skip
    """A table of single figures: label, value, unit. ``{row}`` names the value of a row.

    Args:
        key: How formulas of other tables name it.
        rows: The figures; ``Row.formula`` is the value.
        head: Header over the labels.
        title: Heading over it.
        note: A sentence under the heading.
        value: Header over the values.
        height: Of the header's row.
        span: Columns of the sheet that the labels take.
        total: The row of totals.
        blocks: Array formulas over several rows.
        wide_unit: Whether units take two columns of the sheet.
    """
    columns = (Column("wert", value), *(WIDE_UNIT if wide_unit else (UNIT_COLUMN,)))
    return Table(
        key, columns, rows, head=head, title=title, note=note, height=height, span=span, total=total, blocks=blocks
    )
