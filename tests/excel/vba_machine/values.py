"""The values of VBA that Python has no own for, and how values cross the border between the two."""

from __future__ import annotations

from typing import Any


class _Single:
    """One value of its own kind; a copy is itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __copy__(self) -> _Single:
        return self

    def __deepcopy__(self, _: Any) -> _Single:
        return self


EMPTY = None
"""A variant that holds nothing yet; over COM the same as None."""
NOTHING = _Single("Nothing")
"""An object variable without an object."""
MISSING = _Single("Missing")
"""An optional argument that was left out: an error value of its own (DISP_E_PARAMNOTFOUND)."""


class ErrorValue:
    """What ``CVErr`` gives: an error as a value."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __repr__(self) -> str:
        return f"Error {self.number}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ErrorValue) and other.number == self.number

    def __hash__(self) -> int:
        return hash(self.number)


class VbaError(Exception):
    """A run-time error, as ``Err`` shows it."""

    def __init__(self, number: int, description: str = "", source: str = "") -> None:
        super().__init__(f"{number}: {description}")
        self.number, self.description, self.source = number, description, source


SUBSCRIPT = 9
MISMATCH = 13
NO_OBJECT = 91
NO_MEMBER = 438


class Array:
    """An array with its bounds; elements by index, or as they came from Python until one is changed."""

    def __init__(self, bounds: list[tuple[int, int]], cells: dict[tuple[int, ...], Any] | None = None) -> None:
        self.bounds = bounds
        self._cells = cells if cells is not None else {}
        self._source: Any = None

    @classmethod
    def row(cls, values: Any, first: int = 0) -> Array:
        """An array of one dimension."""
        held = tuple(values)
        made = cls([(first, first + len(held) - 1)])
        made._source = held
        return made

    @classmethod
    def block(cls, rows: Any, first: int) -> Array:
        """An array of two dimensions."""
        held = tuple(map(tuple, rows))
        made = cls([(first, first + len(held) - 1), (first, first + len(held[0]) - 1)])
        made._source = held
        return made

    def _checked(self, index: tuple[int, ...]) -> tuple[int, ...]:
        if len(index) == len(self.bounds):
            for at, (low, high) in zip(index, self.bounds, strict=True):
                if not low <= at <= high:
                    break
            else:
                return index
        raise VbaError(SUBSCRIPT, "Index außerhalb des gültigen Bereichs")

    def get(self, *index: int) -> Any:
        """An element; Empty where none was set."""
        place = self._checked(index)
        if self._source is None:
            return self._cells.get(place, EMPTY)
        held = self._source
        for at, (low, _) in zip(place, self.bounds, strict=True):
            held = held[at - low]
        return inward(held, self.bounds[0][0])

    def set(self, value: Any, *index: int) -> None:
        """Set an element."""
        place = self._checked(index)
        self._own()
        self._cells[place] = value

    def kept(self) -> dict[tuple[int, ...], Any]:
        """The elements, for an array of other bounds."""
        self._own()
        return dict(self._cells)

    def copied(self) -> Array:
        """What another variable gets: arrays are values."""
        made = Array(list(self.bounds), dict(self._cells))
        made._source = self._source
        return made

    def _own(self) -> None:
        if self._source is not None:
            self._cells = {place: self.get(*place) for place in self._places()}
            self._source = None

    def _places(self) -> list[tuple[int, ...]]:
        (low, high), *further = self.bounds
        if not further:
            return [(at,) for at in range(low, high + 1)]
        # MS-VBAL 5.4.2.4: the first dimension moves fastest
        return [(i, j) for j in range(further[0][0], further[0][1] + 1) for i in range(low, high + 1)]

    def __iter__(self):
        return iter([self.get(*place) for place in self._places()])

    def outward(self) -> tuple:
        """As Python gets it."""
        if self._source is not None:
            return tuple(map(outward, self._source))
        (low, high), *further = self.bounds
        if not further:
            return tuple(outward(self.get(at)) for at in range(low, high + 1))
        columns = range(further[0][0], further[0][1] + 1)
        return tuple(tuple(outward(self.get(i, j)) for j in columns) for i in range(low, high + 1))


def inward(value: Any, first: int = 0) -> Any:
    """A value of Python as VBA has it: rows of equal length become an array of two dimensions."""
    if not isinstance(value, tuple | list):
        return value
    if value and isinstance(value[0], tuple | list) and value[0]:
        width = len(value[0])
        even = all(isinstance(row, tuple | list) and len(row) == width for row in value)
        if even and not any(isinstance(cell, tuple | list) for row in value for cell in row):
            return Array.block(value, first)
    return Array.row(value, first)


def outward(value: Any) -> Any:
    """A value of VBA as Python gets it over COM."""
    if isinstance(value, Array):
        return value.outward()
    if isinstance(value, tuple):  # it came from Python
        return tuple(map(outward, value))
    if isinstance(value, ErrorValue):
        return value.number + 0x800A0000 - 2**32
    if value is MISSING:
        return -2147352572  # DISP_E_PARAMNOTFOUND
    return None if value is NOTHING else value
