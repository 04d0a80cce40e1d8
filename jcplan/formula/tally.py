"""Counts and exact sums over cells; values may be added later."""

from __future__ import annotations

import math
from collections.abc import Iterable
from copy import copy

from jcplan.cells import CellError, Scalar
from jcplan.formula.programs import EmptyConstant


class Tally:
    """What SUMME and its like need to know of cells.

    Attributes:
        bottom: The last row that was added, for one that grows downward.
        numbers: How many numbers there are.
        texts: How many texts, empty ones included.
        empty: How many empty texts.
        typed: How many of them stand in cells without a formula.
        truths: How many truth values.
        ones: How many of them are TRUE.
        failed: How many errors.
        errors: The errors by code.
        true: Whether any number or truth value is not 0.
        false: Whether any is 0.
        low: The smallest number.
        high: The largest number.
        partials: Numbers that add up to the sum, with twice the digits of one (an expansion as in ``math.fsum``).
    """

    __slots__ = (
        "bottom", "empty", "errors", "failed", "false", "high", "low", "numbers", "ones", "partials", "texts", "true",
        "truths", "typed",
    )  # fmt: skip

    def __init__(self, bottom: int = 0) -> None:
        self.bottom = bottom
        self.numbers = self.texts = self.empty = self.typed = self.truths = self.ones = self.failed = 0
        self.errors: dict[str, CellError] = {}
        self.true = self.false = False
        self.low, self.high = math.inf, -math.inf
        self.partials: list[float] = []

    @property
    def filled(self) -> int:
        """How many cells are not blank."""
        return self.numbers + self.texts + self.truths + self.failed

    def copy(self) -> Tally:
        """One that can be added to while this one stays."""
        other = copy(self)
        other.errors = dict(self.errors)
        return other

    def add(self, cells: Iterable[Scalar]) -> None:
        """Add cells; blanks do not count."""
        numbers: list[float] = []
        for cell in cells:
            if type(cell) is float:
                numbers.append(cell)
            elif cell is not None:
                self.add_one(cell)
        if not numbers:
            return
        self.numbers += len(numbers)
        self.low, self.high = min(self.low, *numbers), max(self.high, *numbers)
        self.true = self.true or any(numbers)
        self.false = self.false or not all(numbers)
        try:
            whole = math.fsum(numbers)
            self.sum(math.fsum((*numbers, -whole)))
            self.sum(whole)
        except OverflowError:  # beyond every number
            self.partials.append(math.inf)

    def add_one(self, cell: Scalar, times: int = 1) -> None:
        """Add a cell, or so many of the same value."""
        if cell is None or not times:
            return
        if isinstance(cell, bool):
            self.truths += times
            self.ones += times * cell
        elif isinstance(cell, str):
            self.texts += times
            self.empty += times * (not cell)
            self.typed += times * isinstance(cell, EmptyConstant)
            return
        elif isinstance(cell, CellError):
            self.failed += times
            self.errors.setdefault(cell.code, cell)
            return
        else:
            self.numbers += times
            self.low, self.high = min(self.low, cell), max(self.high, cell)
            self.sum(cell * times)
        self.true = self.true or bool(cell)
        self.false = self.false or not cell

    def sum(self, new: float) -> None:
        """Add to the sum alone."""
        kept = []
        for old in self.partials:
            first, second = (new, old) if abs(new) >= abs(old) else (old, new)
            new = first + second
            lost = second - (new - first)
            if lost:
                kept.append(lost)
        kept.append(new)
        self.partials = kept
