"""Cells become arrays and results become cells: one place for all hosts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from jcplan.catalogue.blocks import Block, block, scalar
from jcplan.catalogue.spec import Argument, Function, Kind, Result
from jcplan.cells import TEXT_LIMIT, CellError, Rows, Scalar, text_units
from jcplan.core.require import Floats
from jcplan.errors import InputError
from jcplan.german import count, literal, number


def _number(value: Scalar, name: str, index: int = 0, count: int = 1) -> float:
    """A cell's number, the one at ``index`` of ``count`` entries; a truth value is none, though programs take it for 1."""
    if type(value) is not float:
        raise InputError(_place(name, index, count), literal(value), "eine Zahl")
    if not math.isfinite(value):
        raise InputError(_place(name, index, count), number(value), "eine endliche Zahl")
    return value


def _place(name: str, index: int, count: int) -> str:
    return f"{name}, Wert {index + 1}" if count > 1 else name


def _flag(name: str, entries: Sequence[Scalar]) -> bool:
    """A truth value, or 1 and 0 as programs hand it over."""
    if len(entries) != 1 or entries[0] not in (0, 1):  # True and False are equal to 1 and 0
        found = literal(entries[0]) if len(entries) == 1 else count(len(entries), "Wert", "Werte")
        raise InputError(name, found, "WAHR oder FALSCH, auch 1 oder 0")
    return bool(entries[0])


def _check_line(name: str, cells: Block) -> None:
    if cells.height > 1 and cells.width > 1:
        found = f"einen Bereich aus {cells.height} Zeilen und {cells.width} Spalten"
        raise InputError(name, found, "eine Zeile oder eine Spalte")


class Prepared:
    """The arguments of one call as a function computes them, and how its result goes back into cells.

    Attributes:
        function: The function.
        values: Keyword arguments for ``compute``.
        clean: Whether no cell that was given can be an error value.
        is_row: Whether results lie side by side, as the first range of several cells does.
        count: Entries of the arguments that go entry by entry, blanks included.
        kept: Positions of the entries that are not blank; None where nothing goes entry by entry.
    """

    def __init__(self, function: Function, arguments: Sequence[object]) -> None:
        self.function = function
        known = function.arguments
        if len(arguments) > len(known):
            raise InputError(
                function.name,
                count(len(arguments), "Argument", "Argumente"),
                f"höchstens {len(known)}: {function.call}",
            )
        given: list[tuple[Argument, Block]] = []
        self.clean = plain = True
        for argument, value in zip(known, arguments, strict=False):
            try:
                each = block(value)
            except InputError as error:
                raise error.at(argument.name) from None
            given.append((argument, each))
            if not each.plain:
                plain = False
                self.clean = self.clean and each.clean
        left_out = {} if plain and len(given) >= function.required else self._leave_out(given)
        self.is_row = False
        self.count = 0
        self.kept: Sequence[int] | None = None
        self._group: list[tuple[Argument, Block]] = []
        self._numbers: dict[str, Floats] = {}
        try:
            self.values = self._read(given)
            if left_out:
                self._check_left_out(left_out)
        except InputError:
            self._refuse_infinite()
            raise

    def _leave_out(self, given: list[tuple[Argument, Block]]) -> dict[str, int]:
        """Take optional arguments that are blank away; how many cells they had, but for tables."""
        for argument in self.function.arguments[len(given) :]:
            if not argument.optional:
                raise InputError(argument.name, "nichts", f"{argument.kind.value}: {self.function.call}")
        left_out: dict[str, int] = {}
        for argument, each in tuple(given):
            if argument.optional and each.is_blank:
                given.remove((argument, each))
                if argument.kind is not Kind.TABLE:
                    _check_line(argument.name, each)
                    left_out[argument.name] = each.size
        return left_out

    def _check_left_out(self, left_out: dict[str, int]) -> None:
        for name, size in left_out.items():
            if size > 1 and self.count not in (0, size):
                raise InputError(name, count(size, "leere Zelle", "leere Zellen"), f"{self.count} Zellen oder nichts")

    def _read(self, given: list[tuple[Argument, Block]]) -> dict[str, Any]:
        """Keyword arguments for ``compute``."""
        directed = False
        for argument, each in given:
            if each.size > 1:
                if each.height > 1 and each.width > 1 and argument.kind is not Kind.TABLE:
                    _check_line(argument.name, each)
                if not directed:
                    directed, self.is_row = True, each.height == 1
                if argument.entrywise:
                    self._group.append((argument, each))
            elif argument.ranged and argument.entrywise:  # a single cell goes entry by entry only beside no range
                self._group.append((argument, each))
        filled = self._skip_blank_entries() if self._group else {}
        values: dict[str, Any] = {}
        for argument, each in given:
            if each.plain and each.size > 1 and argument.numeric and not filled:
                values[argument.name] = self._numbers[argument.name] = each.numbers
                if argument.open and not each.is_finite:  # the core would take NaN for a blank
                    self._refuse_infinite()
            else:
                values[argument.name] = self._convert(argument, each, filled.get(argument.name))
        return values

    def _skip_blank_entries(self) -> dict[str, list[Scalar]]:
        """The entries of each that are not blank in all; nothing where there is no blank."""
        group = self._group
        first, plain = group[0][0], True
        self.count = group[0][1].size
        for argument, each in group:
            if each.size != self.count:
                wanted = f"{count(self.count, 'Wert', 'Werte')}, so viele wie {first.name}"
                raise InputError(argument.name, count(each.size, "Wert", "Werte"), wanted)
            plain = plain and each.plain
        self.kept = range(self.count)
        if plain:
            return {}
        cells = {argument.name: each.cells for argument, each in group}
        kept = self.kept = [i for i in range(self.count) if any(entries[i] is not None for entries in cells.values())]
        if not kept:
            raise InputError(first.name, "nur leere Zellen", "mindestens einen Wert")
        for argument in (a for a, _ in group if a.kind in (Kind.PAIRED, Kind.ELEMENT)):
            gap = next((i for i in kept if cells[argument.name][i] is None), None)
            if gap is not None:
                full = next(name for name, entries in cells.items() if entries[gap] is not None)
                found = f"eine leere Zelle, obwohl {full} dort einen Wert hat"
                raise InputError(_place(argument.name, gap, self.count), found, "eine Zahl (leer ist nicht 0)")
        return {} if len(kept) == self.count else {n: [entries[i] for i in kept] for n, entries in cells.items()}

    def _convert(self, argument: Argument, given: Block, filled: list[Scalar] | None) -> Any:
        """An argument as ``compute`` takes it.

        Args:
            argument: What is known of it.
            given: Its cells.
            filled: Those of them that are left where blanks are skipped.
        """
        name, kind = argument.name, argument.kind
        if kind is Kind.TABLE:
            return given.rows
        entries = given.cells if filled is None else filled
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
        among = self.kept is not None and argument.entrywise and len(entries) == len(self.kept)
        positions: Sequence[int] = self.kept if among and self.kept is not None else range(len(entries))
        cells = max(len(entries), self.count)
        if kind is Kind.TEXT:
            for i, entry in zip(positions, entries, strict=True):
                if not isinstance(entry, str | None):
                    raise InputError(_place(name, i, cells), literal(entry), "einen Text")
            texts = [entry or "" for entry in entries]
            return texts[0] if len(texts) == 1 else texts
        read = [
            math.nan if entry is None and argument.open else _number(entry, name, i, cells)
            for i, entry in zip(positions, entries, strict=True)
        ]
        return read[0] if len(read) == 1 and kind in (Kind.ELEMENT, Kind.MAYBE) else np.array(read)

    def _refuse_infinite(self) -> None:
        """Raise for the first number of a range that is none, which goes before all other findings.

        The core refuses such numbers too, in other words: so that nobody looks at a million numbers twice, they are
        looked at here only where something was found.
        """
        for name, values in self._numbers.items():
            if not (finite := np.isfinite(values)).all():
                index = int(finite.argmin())
                _number(float(values[index]), name, index, max(len(values), self.count))

    def _position(self, name: str, entries: Sequence[Scalar]) -> float:
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
        if self.kept is None or not match or all(argument.name != match[1] for argument, _ in self._group):
            return error
        if match[2] is None and len(self.kept) > 1:  # the finding is about all entries together
            return error
        return error.at(_place(match[1], self.kept[int(match[2] or 1) - 1], self.count))

    @np.errstate(all="ignore")
    def compute(self) -> Scalar | Rows:
        """What the function gives, as cells."""
        try:
            return self.to_cells(self.function.compute(**self.values))
        except InputError as error:
            self._refuse_infinite()
            raise self.on_the_sheet(error) from None

    def to_cells(self, result: Any) -> Scalar | Rows:
        """What ``compute`` gave as cells."""
        shape = self.function.result
        if shape is Result.TABLE:
            return _rows(result)
        if shape is Result.ONE or (shape is Result.EACH and self.kept is None):
            return _cell(result)
        if type(result) is np.ndarray and result.ndim == 1 and not self._has_gaps and (cells := _cells(result)):
            return (tuple(cells),) if self.is_row and shape is not Result.COLUMN else tuple(zip(cells))
        values = _columns(result)
        if shape is Result.COLUMN:
            return _rows(values)
        if shape is Result.MONTHS:
            return _rows(self._expand(values.T).T)
        if shape is Result.PARTS:
            parts_aside = self.is_row if self.count > 1 else not self.is_row  # a single part lies as its months do
            return _rows(self._expand(values).T if parts_aside else self._expand(values))
        entries = self._expand(values)
        return _rows(entries.T if self.is_row else entries)

    @property
    def _has_gaps(self) -> bool:
        """Whether blank entries were skipped."""
        return self.kept is not None and len(self.kept) != self.count

    def _expand(self, values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Put blanks back where entries were skipped, so that results stay beside their inputs."""
        if not self._has_gaps:
            return values
        expanded = np.full((self.count, values.shape[1]), None, dtype=object)
        expanded[self.kept] = values
        return expanded


def _cells(values: np.ndarray[Any, Any]) -> list[Any]:
    """Values in a row or a column as cells; none where one has to be looked at."""
    cells: list[Any] = values.tolist()
    kind = values.dtype.kind
    if kind == "f":
        good = math.isfinite(sum(cells))
    else:
        good = kind == "b" or (kind == "U" and values.dtype.itemsize <= 2 * TEXT_LIMIT and "" not in cells)
    return cells if good else []


def _columns(result: Any) -> np.ndarray[Any, Any]:
    """A result by rows and columns; what is no block becomes a column."""
    known = type(result) is np.ndarray and result.dtype == np.float64
    values: np.ndarray[Any, Any] = result if known else np.asarray(result, dtype=object)
    return values if values.ndim > 1 else values.reshape(-1, 1)


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
        if values.dtype == np.float64 and math.isfinite(np.add.reduce(values, axis=None)):
            return tuple(map(tuple, values.tolist()))
        values = values.tolist()
    return tuple(tuple(map(_cell, row)) for row in values)


def call(function: Function, *arguments: object) -> Scalar | Rows:
    """Call a worksheet function with cells; raises InputError where the cells cannot be used."""
    return Prepared(function, arguments).compute()


def evaluate(function: Function, *arguments: object) -> Scalar | Rows:
    """Call a worksheet function as a cell does: wrong input gives an error value that carries the message.

    An error value among the arguments shows in the result, as in every spreadsheet.
    """
    try:
        prepared = Prepared(function, arguments)
        error_value = None if prepared.clean else _error_value(arguments)
        return prepared.compute() if error_value is None else error_value
    except InputError as error:
        text = str(error) if error.place == function.name else f"{function.name}: {error}"
        return _error_value(arguments) or CellError("#VALUE!", text)


def _error_value(arguments: Iterable[object]) -> CellError | None:
    """The first error value among them, or in a range among them."""
    for argument in arguments:
        if isinstance(argument, CellError):
            return argument
        if isinstance(argument, tuple | list):
            for row in argument:
                for cell in row if isinstance(row, tuple | list) else (row,):
                    if isinstance(cell, CellError):
                        return cell
    return None
