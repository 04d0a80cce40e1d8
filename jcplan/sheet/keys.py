"""Keys of cells: a formula names ``{row.column}``, never an address; they become addresses once every sheet stands.

Inside a table ``{column}`` is the cell of the same row, ``{row}`` that of the same column, ``{row.column}`` any other;
``{row.span}`` some columns of a row, ``{a:b}`` from one to the other, an area even where both are one. On its sheet
``{table.column}`` is all rows of a column without the total, ``{table.row.column}`` a cell, ``{table.row}`` the value
of a table of single figures. ``{sheet.result}`` is what another sheet exports. A ``*`` stands for the key of the cell's
own row or, at the end, column: ``{table.row.*}`` is the same column of another table. On another sheet a reference goes
along in what is a ``*``, so that a formula is the same wherever it is filled to, and is fixed in all else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from jcplan.cells import Area, column_name, quote_sheet

_PATH: Final = r"[a-z][A-Za-z0-9_]*(?:\.(?:[A-Za-z0-9_]+|\*))*"
_TOKEN: Final = re.compile(rf"\{{({_PATH}(?::{_PATH})?)\}}")


@dataclass(frozen=True)
class Placed:
    """A table where it stands.

    Attributes:
        key: Its key.
        rows: Row of the sheet by key: header, units, rows, total.
        columns: Column of the sheet by key.
        first: First row without header and units.
        last: Last row without the total.
        spans: First and last column by key.
        sheet: Key of the sheet on which it stands.
        owner: Key of the sheet whose keys its formulas name.
    """

    key: str
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    first: int
    last: int
    spans: Mapping[str, tuple[int, int]]
    sheet: str
    owner: str

    @property
    def width(self) -> tuple[int, int]:
        """First and last column, without that of the labels."""
        columns = list(self.columns.values())[1:]
        return columns[0], columns[-1]

    def row_area(self, row: str) -> Area | None:
        """The value of a row: its months, its only figure, or all of it.

        >>> columns = {"bezeichnung": 2, "m01": 3, "m12": 14, "einheit": 15}
        >>> Placed("saison", {"elb": 8}, columns, 8, 8, {"monate": (3, 14)}, "istwerte", "istwerte").row_area("elb")
        Area(top=8, left=3, bottom=8, right=14)
        """
        if row not in self.rows:
            return None
        only = self.columns.get("wert")
        left, right = self.spans.get("monate") or ((only, only) if only else self.width)
        return Area(self.rows[row], left, self.rows[row], right)

    def column_area(self, column: str) -> Area | None:
        """All rows of a column, or of a span of columns, without the total."""
        across = self.across(column)
        return Area(self.first, across[0], self.last, across[1]) if across else None

    def cell(self, row: str, column: str) -> Area | None:
        """A cell, or some columns of a row."""
        across = self.across(column)
        return Area(self.rows[row], across[0], self.rows[row], across[1]) if across and row in self.rows else None

    def across(self, column: str) -> tuple[int, int] | None:
        """First and last column of a key."""
        if column in self.columns:
            return self.columns[column], self.columns[column]
        return self.spans.get(column)


@dataclass(frozen=True)
class Scope:
    """Where a formula's keys are looked up.

    Attributes:
        sheet: Key of the sheet.
        table: The table whose cell it is.
        row: The cell's row.
        column: The cell's column.
        row_key: The key of its row.
        column_key: The key of its column.
        bottom: The last row of an array formula, for which ``{column}`` stands for all its rows.
        template: Whether several rows (``column``) or several columns (``row``) share the formula.
    """

    sheet: str
    table: Placed | None = None
    row: int = 0
    column: int = 0
    row_key: str = ""
    column_key: str = ""
    bottom: int = 0
    template: str = ""


@dataclass(frozen=True)
class Keys:
    """The keys of a sheet.

    Attributes:
        name: Title of the sheet.
        tables: Its tables by key.
        cells: Single cells by key.
        exports: What other sheets may name: a key of this sheet by its name there.
    """

    name: str
    tables: dict[str, Placed]
    cells: dict[str, Area]
    exports: dict[str, str]

    def home(self, path: str) -> str:
        """Key of the sheet on which the table of a key stands: workings stand aside; ``""`` for no table."""
        first, *rest = path.split(".")
        if not rest and self.exports.get(first, first) != first:
            return self.home(self.exports[first])
        return self.tables[first].sheet if first in self.tables else ""

    def area(self, path: str) -> Area | None:
        """The cells that a key of this sheet stands for."""
        first, *rest = path.split(".")
        if not rest and self.exports.get(first, first) != first:
            return self.area(self.exports[first])
        if not rest and first in self.cells:
            return self.cells[first]
        table = self.tables.get(first)
        if table is None:
            return None
        if len(rest) == 1:
            return table.column_area(rest[0]) or table.row_area(rest[0])
        return table.cell(*rest) if len(rest) == 2 else None


class Index:
    """The keys of all sheets.

    Args:
        sheets: By key.
    """

    def __init__(self, sheets: Mapping[str, Keys]) -> None:
        self._sheets = sheets
        self.named: set[tuple[str, str]] = set()
        """Sheet and first key of what other sheets name."""

    def resolve(self, formula: str, scope: Scope, onto: str) -> str:
        """A formula with addresses in place of keys.

        Args:
            formula: The formula.
            scope: Where its keys are looked up.
            onto: Key of the sheet on which it stands.

        Raises:
            ValueError: There is no such key.
        """
        return _TOKEN.sub(lambda match: self._reference(match[1], scope, onto), formula)

    def find(self, key: str, scope: Scope) -> tuple[str, Area]:
        """Key of the sheet and the cells that a key stands for.

        Raises:
            ValueError: There is no such key.
        """
        first, _, last = key.partition(":")
        sheet, area = self._find(first, scope)
        if not last:
            return sheet, area
        _, other = self._find(last, scope)
        return sheet, Area(area.top, area.left, other.bottom, other.right)

    def _find(self, path: str, scope: Scope) -> tuple[str, Area]:
        *before, last = path.split(".")
        parts = [scope.row_key if part == "*" else part for part in before]
        parts.append(scope.column_key if last == "*" else last)
        path = ".".join(parts)
        table = scope.table
        if table is not None:
            inside = _inside(table, parts, scope)
            if inside is not None:
                return table.sheet, inside
        found = self._sheets[scope.sheet].area(path)
        if found is not None:
            return self._sheets[scope.sheet].home(path) or scope.sheet, found
        other = self._sheets.get(parts[0])
        rest = ".".join(parts[1:])
        found = other.area(rest) if other and rest else None
        if found is None:
            where = f"{self._sheets[scope.sheet].name}{', ' + table.key if table else ''}"
            raise ValueError(f"{where}: no key {{{path}}}")
        self.named.add((parts[0], parts[1]))
        return (other.home(rest) if other else "") or parts[0], found

    def _reference(self, key: str, scope: Scope, onto: str) -> str:
        sheet, area = self.find(key, scope)
        if sheet != onto:
            *_, row, column = key.partition(":")[0].split(".")
            text = _text(key, area, lambda _: row != "*", lambda _: column != "*")
            return f"{quote_sheet(self._sheets[sheet].name)}!{text}"
        rows = scope.template == "column"
        columns = scope.template == "row"
        return _text(
            key, area, lambda row: rows and row != scope.row, lambda column: columns and column != scope.column
        )


def _inside(table: Placed, parts: list[str], scope: Scope) -> Area | None:
    """What a key means inside a table."""
    if len(parts) == 1:
        across = table.across(parts[0])
        if across:
            if parts[0] in table.rows:
                raise ValueError(f"{table.key}: {{{parts[0]}}} is a row and a column")
            return Area(scope.row, across[0], scope.bottom or scope.row, across[1])
        row = table.rows.get(parts[0])
        return Area(row, scope.column, row, scope.column) if row else None
    return table.cell(*parts) if len(parts) == 2 else None


def _text(key: str, area: Area, fixed_row: Callable[[int], bool], fixed_column: Callable[[int], bool]) -> str:
    def corner(row: int, column: int) -> str:
        return f"{'$' * fixed_column(column)}{column_name(column)}{'$' * fixed_row(row)}{row}"

    first, last = corner(area.top, area.left), corner(area.bottom, area.right)
    return first if area.shape == (1, 1) and ":" not in key else f"{first}:{last}"
