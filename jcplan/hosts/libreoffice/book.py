"""The book port for an open LibreOffice document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from jcplan.cells import Area, CellError, Rows, Scalar, absolute, quote_sheet
from jcplan.port import Formulas, Place, Write

Answer = Callable[..., Any]
"""Asks the document: the question's name, then its arguments (see ``component.document``)."""


class OfficeBook:
    """A ``port.Book`` over the component's plain answers, in process or through the worker, for one action.

    Args:
        answer: Asks the document.
        step: What a write is called in the program's undo list.
    """

    def __init__(self, answer: Answer, step: str) -> None:
        self._answer = answer
        self._step = step

    @cached_property
    def _described(self) -> Mapping[str, Any]:
        described: Mapping[str, Any] = self._answer("describe")
        return described

    @property
    def title(self) -> str:
        """The document's title, its file name as a rule."""
        return str(self._described["title"])

    @property
    def day_zero(self) -> dt.date:
        """The day that a cell holds as 0."""
        return dt.date.fromisoformat(self._described["day_zero"])

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the worksheets in their order."""
        return tuple(self._described["sheets"])

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Defined names and what they refer to, spelled as in a file."""
        return {name: _reference(target) for name, *target in self._described["names"]}

    def values(self, places: Sequence[Place]) -> list[Rows]:
        """The values of areas."""
        found = self._answer("values", [[sheet, _corners(area)] for sheet, area in places])
        return [tuple(tuple(map(_scalar, row)) for row in rows) for rows in found]

    def formulas(self, places: Sequence[Place]) -> list[Formulas]:
        """The formulas of areas as a file stores them; None for constants."""
        found = self._answer("formulas", [[sheet, _corners(area)] for sheet, area in places])
        return [tuple(map(tuple, rows)) for rows in found]

    def errors(self) -> list[tuple[str, int, int]]:
        """Sheet, row and column of every cell that shows an error."""
        return [(sheet, row, column) for sheet, row, column in self._answer("errors")]

    def write(self, writes: Sequence[Write]) -> None:
        """Write all blocks as one step of undo, or nothing."""
        blocks = [[w.sheet, _corners(w.area), [list(row) for row in w.rows], w.styled_like] for w in writes]
        self._answer("write", self._step, blocks)


def _corners(area: Area) -> list[int]:
    return [area.top, area.left, area.bottom, area.right]


def _scalar(value: Any) -> Scalar:
    if isinstance(value, dict):
        return CellError(value["error"])
    result: Scalar = value
    return result


def _reference(target: Sequence[Any]) -> str:
    """Of ``[text]`` or ``[sheet, top, left, bottom, right]``.

    >>> _reference(["Meine Ziele", 1, 1, 2, 1])
    "'Meine Ziele'!$A$1:$A$2"
    """
    if len(target) == 1:
        return str(target[0])
    sheet, *corners = target
    return f"{quote_sheet(sheet)}!{absolute(Area(*corners))}"
