"""Cells become arrays and results become cells: one place for all hosts."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np

from jcplan.catalogue.spec import Argument, Function, Kind, Result
from jcplan.cells import TEXT_LIMIT, CellError, Rows, Scalar, text_units
from jcplan.errors import InputError
from jcplan.german import count, literal, number


@dataclass(frozen=True)
class Block:
    """An argument as cells: rows of one length; ``single`` where one value, not a range, was given."""

    rows: Rows
    single: bool

    @property
    def is_row(self) -> bool:
        """Whether the cells lie side by side."""
        return len(self.rows) == 1 and len(self.rows[0]) > 1

    def entries(self, name: str) -> list[Scalar]:
        """The cells of a row or a column, in order."""
        height, width = len(self.rows), len(self.rows[0])
        if height > 1 and width > 1:
            raise InputError(
                name, f"einen Bereich aus {height} Zeilen und {width} Spalten", "eine Zeile oder eine Spalte"
            )
        return [cell for row in self.rows for cell in row]


_PLAIN: Final = frozenset({float, type(None)})
"""What cells mostly hold, and what stays as it is."""


def scalar(value: object) -> Scalar:
    """A Python, numpy or spreadsheet value as the content of a cell; '' and None are blanks."""
    if type(value) is float:  # nearly all cells: numbers of a spreadsheet
        return value
    if value is None or (isinstance(value, str) and not value):
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, numbers.Real | Decimal):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf  # type: ignore[operator]
        except ValueError:  # a signalling NaN
            return math.nan
    if isinstance(value, str | CellError):
        return value
    return f"{value}"  # a date or any other object: a text where a number belongs


def block(value: object) -> Block:
    """Any argument as a block: scalars, lists, tuples, ranges, arrays; a flat sequence is a column."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        return Block(((scalar(value),),), single=True)
    rows: list[tuple[Scalar, ...]] = []
    for row in value:
        if hasattr(row, "tolist"):
            row = row.tolist()  # noqa: PLW2901
        if isinstance(row, str):  # a flat list of texts
            rows.append((row or None,))
        elif isinstance(row, tuple | list):
            rows.append(tuple(row) if _PLAIN.issuperset(map(type, row)) else tuple(map(scalar, row)))
        else:
            rows.append(tuple(map(scalar, row)) if isinstance(row, Sequence) else (scalar(row),))
    if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
        raise InputError("Bereich", "keinen rechteckigen Bereich", "mindestens eine Zelle und gleich lange Zeilen")
    return Block(tuple(rows), single=False)


def _number(value: Scalar, name: str, index: int = 0, count: int = 1) -> float:
    """A cell's number, the one at ``index`` of ``count`` entries; a truth value is none, though programs take it for 1."""
    if type(value) is not float:
        raise InputError(_place(name, index, count), literal(value), "eine Zahl")
    if not math.isfinite(value):
        raise InputError(_place(name, index, count), number(value), "eine endliche Zahl")
    return value


def _place(name: str, index: int, count: int) -> str:
    return f"{name}, Wert {index + 1}" if count > 1 else name


def _flag(name: str, entries: list[Scalar]) -> bool:
    """A truth value, or 1 and 0 as programs hand it over."""
    if len(entries) != 1 or entries[0] not in (0, 1):  # True and False are equal to 1 and 0
        found = literal(entries[0]) if len(entries) == 1 else count(len(entries), "Wert", "Werte")
        raise InputError(name, found, "WAHR oder FALSCH, auch 1 oder 0")
    return bool(entries[0])


_ENTRYWISE = (Kind.PAIRED, Kind.ELEMENT, Kind.MAYBE, Kind.TEXT, Kind.OPEN, Kind.MARKS)


class Prepared:
    """The arguments of one call as a function computes them, and how its result goes back into cells."""

    def __init__(self, function: Function, arguments: Sequence[object]) -> None:
        self.function = function
        known = function.arguments
        if len(arguments) > len(known):
            raise InputError(
                function.name,
                count(len(arguments), "Argument", "Argumente"),
                f"höchstens {len(known)}: {function.call}",
            )
        blocks: dict[str, Block] = {}
        for argument, given in zip(known, arguments, strict=False):
            try:
                blocks[argument.name] = block(given)
            except InputError as error:
                raise error.at(argument.name) from None
        left_out: dict[str, int] = {}
        for argument in known:
            if argument.optional:
                if argument.name in blocks and self._is_blank(blocks[argument.name]):
                    blank = blocks.pop(argument.name)
                    if argument.kind is not Kind.TABLE:
                        left_out[argument.name] = len(blank.entries(argument.name))
            elif argument.name not in blocks:
                raise InputError(argument.name, "nichts", f"{argument.kind.value}: {function.call}")
        self.is_row = next(
            (b.is_row for b in blocks.values() if not b.single and len(b.rows) * len(b.rows[0]) > 1), False
        )
        self._blocks = blocks
        self.kept: list[int] | None = None
        self._beside: set[str] = set()
        self.count = 0
        self.values = self._read()
        for name, size in left_out.items():
            if size > 1 and self.count not in (0, size):
                raise InputError(name, count(size, "leere Zelle", "leere Zellen"), f"{self.count} Zellen oder nichts")

    @staticmethod
    def _is_blank(cells: Block) -> bool:
        return all(cell is None for row in cells.rows for cell in row)

    def _read(self) -> dict[str, Any]:
        """Keyword arguments for ``compute``."""
        cells: dict[str, list[Scalar]] = {}
        tables: dict[str, Rows] = {}
        for argument in self.function.arguments:
            if argument.name not in self._blocks:
                continue
            if argument.kind is Kind.TABLE:
                tables[argument.name] = self._blocks[argument.name].rows
            else:
                cells[argument.name] = self._blocks[argument.name].entries(argument.name)
        self._skip_blank_entries(cells)
        read = {a.name: self._convert(a, cells[a.name]) for a in self.function.arguments if a.name in cells}
        return {**read, **tables}

    def _entrywise(self, cells: dict[str, list[Scalar]]) -> list[Argument]:
        """Arguments that go entry by entry with the others: ranges, and single cells only beside no range."""
        chosen = [a for a in self.function.arguments if a.name in cells and a.kind in _ENTRYWISE]
        return [a for a in chosen if a.kind.is_range or len(cells[a.name]) > 1]

    def _skip_blank_entries(self, cells: dict[str, list[Scalar]]) -> None:
        group = self._entrywise(cells)
        if not group:
            return
        self.count = len(cells[group[0].name])
        for argument in group[1:]:
            if len(cells[argument.name]) != self.count:
                found, wanted = (
                    count(len(cells[argument.name]), "Wert", "Werte"),
                    f"{count(self.count, 'Wert', 'Werte')}, so viele wie {group[0].name}",
                )
                raise InputError(argument.name, found, wanted)
        kept = [i for i in range(self.count) if any(cells[a.name][i] is not None for a in group)]
        if not kept:
            raise InputError(group[0].name, "nur leere Zellen", "mindestens einen Wert")
        self.kept, self._beside = kept, {argument.name for argument in group}
        for argument in (a for a in group if a.kind in (Kind.PAIRED, Kind.ELEMENT)):
            gap = next((i for i in kept if cells[argument.name][i] is None), None)
            if gap is not None:
                full = next(a.name for a in group if cells[a.name][gap] is not None)
                found = f"eine leere Zelle, obwohl {full} dort einen Wert hat"
                raise InputError(_place(argument.name, gap, self.count), found, "eine Zahl (leer ist nicht 0)")
        for argument in group:
            cells[argument.name] = [cells[argument.name][i] for i in kept]

    def _convert(self, argument: Argument, entries: list[Scalar]) -> Any:
        name, kind = argument.name, argument.kind
        if kind is Kind.NUMBER:
            if len(entries) != 1:
                raise InputError(name, count(len(entries), "Wert", "Werte"), "eine einzelne Zahl")
            return _number(entries[0], name)
        if kind is Kind.FLAG:
            return _flag(name, entries)
        if kind is Kind.POSITION:
            return self._position(name, entries)
        if kind is Kind.WORD:
            if len(entries) != 1 or not isinstance(entries[0], str):
                found = literal(entries[0]) if len(entries) == 1 else count(len(entries), "Wert", "Werte")
                raise InputError(name, found, "einen Text")
            return entries[0].strip()
        if kind is Kind.MARKS:
            return np.array([entry is not None for entry in entries])
        if kind is Kind.LEADING:
            last = next((i for i in reversed(range(1, len(entries))) if entries[i] is not None), 0)
            entries = entries[: last + 1]
        filtered = self.kept is not None and kind in _ENTRYWISE and len(entries) == len(self.kept)
        positions: Sequence[int] = self.kept if filtered and self.kept is not None else range(len(entries))
        cells = max(len(entries), self.count)
        if kind is Kind.TEXT:
            for i, entry in zip(positions, entries, strict=True):
                if not isinstance(entry, str | None):
                    raise InputError(_place(name, i, cells), literal(entry), "einen Text")
            texts = [entry or "" for entry in entries]
            return texts[0] if len(texts) == 1 else texts
        read = [
            math.nan if entry is None and kind in (Kind.OPEN, Kind.MAYBE) else _number(entry, name, i, cells)
            for i, entry in zip(positions, entries, strict=True)
        ]
        if kind in (Kind.ELEMENT, Kind.MAYBE) and len(read) == 1:
            return read[0]
        return np.array(read)

    def _position(self, name: str, entries: list[Scalar]) -> float:
        """The number of an entry, counted on the sheet, as the number among those that are not blank."""
        wanted = _number(entries[0], name) if len(entries) == 1 else math.nan
        kept = self.kept or []
        if wanted != wanted // 1 or int(wanted) - 1 not in kept:
            expected = f"die Nummer eines Eintrags mit einem Wert (1 bis {self.count})"
            raise InputError(name, number(wanted) if len(entries) == 1 else f"{len(entries)} Werte", expected)
        return float(kept.index(int(wanted) - 1) + 1)

    def on_the_sheet(self, error: InputError) -> InputError:
        """The same finding with its entry counted as on the sheet, blanks included."""
        match = re.fullmatch(r"(\w+)(?:, Wert (\d+))?", error.place)
        if self.kept is None or not match or match[1] not in self._beside:
            return error
        if match[2] is None and len(self.kept) > 1:  # the finding is about all entries together
            return error
        return error.at(_place(match[1], self.kept[int(match[2] or 1) - 1], self.count))

    def to_cells(self, result: Any) -> Scalar | Rows:
        """What ``compute`` gave as cells."""
        shape = self.function.result
        if shape is Result.TABLE:
            return _rows(result)
        if shape is Result.ONE or (shape is Result.EACH and self.kept is None):
            return _cell(result)
        values = np.column_stack([np.asarray(result, dtype=object)])  # what is no block becomes a column
        if shape is Result.COLUMN:
            return _rows(values)
        if shape is Result.MONTHS:
            return _rows(self._expand(values.T).T)
        if shape is Result.PARTS:
            parts_aside = self.is_row if self.count > 1 else not self.is_row  # a single part lies as its months do
            return _rows(self._expand(values).T if parts_aside else self._expand(values))
        entries = self._expand(values)
        return _rows(entries.T if self.is_row else entries)

    def _expand(self, values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Put blanks back where entries were skipped, so that results stay beside their inputs."""
        if self.kept is None or len(self.kept) == self.count:
            return values
        expanded = np.full((self.count, values.shape[1]), None, dtype=object)
        expanded[self.kept] = values
        return expanded


def _cell(value: Any) -> Scalar:
    if type(value) is float and math.isfinite(value):
        return value
    if isinstance(value, np.ndarray):
        value = value.item()
    cell = scalar(value)
    if isinstance(cell, float) and not math.isfinite(cell):
        raise InputError("Ergebnis", number(cell), "eine endliche Zahl (die Eingaben sind zu groß oder zu klein)")
    if isinstance(cell, str) and text_units(cell) > TEXT_LIMIT:
        found, most = number(text_units(cell)), number(TEXT_LIMIT)
        raise InputError("Ergebnis", f"einen Text mit {found} Zeichen", f"höchstens {most}, mehr fasst keine Zelle")
    return cell


def _rows(values: Iterable[Iterable[Any]]) -> Rows:
    if isinstance(values, np.ndarray):
        if values.dtype == np.float64 and np.isfinite(values).all():
            return tuple(map(tuple, values.tolist()))
        values = values.tolist()
    return tuple(tuple(map(_cell, row)) for row in values)


def call(function: Function, *arguments: object) -> Scalar | Rows:
    """Call a worksheet function with cells; raises InputError where the cells cannot be used."""
    prepared = Prepared(function, arguments)
    with np.errstate(all="ignore"):
        try:
            result = function.compute(**prepared.values)
        except InputError as error:
            raise prepared.on_the_sheet(error) from None
        return prepared.to_cells(result)


def evaluate(function: Function, *arguments: object) -> Scalar | Rows:
    """Call a worksheet function as a cell does: wrong input gives an error value that carries the message.

    An error value among the arguments shows in the result, as in every spreadsheet.
    """
    for argument in arguments:
        if isinstance(argument, CellError):
            return argument
        if isinstance(argument, tuple | list):
            for row in argument:
                for cell in row if isinstance(row, tuple | list) else (row,):
                    if isinstance(cell, CellError):
                        return cell
    try:
        return call(function, *arguments)
    except InputError as error:
        text = str(error) if error.place == function.name else f"{function.name}: {error}"
        return CellError("#VALUE!", text)
