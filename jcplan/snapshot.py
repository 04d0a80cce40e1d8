"""What a workbook held when it was asked: all that an action needs, taken at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from jcplan.cells import Cell, Rows, Scalar
from jcplan.delivered import OF_EVERY_PLAN, Delivered, refuse_other_version, version_of
from jcplan.delivered import of as delivered_with
from jcplan.layout import mappe
from jcplan.model import Model
from jcplan.places import Index
from jcplan.port import Book, Place, whole


class Snapshot:
    """Values of a workbook; a ``port.Grid`` in which every cell is what it shows.

    Only ``take`` asks the workbook, and for nothing twice.

    Args:
        book: The workbook.
    """

    def __init__(self, book: Book) -> None:
        self.title, self.day_zero = book.title, book.day_zero
        self.sheets, self.names = book.sheets, book.names
        self._book = book
        self._held: dict[Place, Rows] = {}
        self._cells: dict[str, dict[tuple[int, int], Cell]] = {sheet: {} for sheet in self.sheets}

    @cached_property
    def delivered(self) -> Delivered:
        """What the workbook was delivered with, as it says itself.

        Raises:
            FileError: It does not say so any more.
        """
        return delivered_with(self.title, self.names, lambda *place: self.take([place]).rows(place))

    @cached_property
    def index(self) -> Index:
        """Where the delivered names stand.

        Raises:
            FileError: The workbook is of another version, in which they may stand elsewhere.
        """
        refuse_other_version(self.title, self.names)
        return Index(self.title, self, self.delivered)

    @cached_property
    def model(self) -> Model:
        """What the workbook has, by its shape.

        Raises:
            InputError: It is no planning workbook, or does not say its shape any more.
            FileError: It is of another version.
        """
        if not version_of(self.names):
            self.index.place(OF_EVERY_PLAN)  # says what is missing
        refuse_other_version(self.title, self.names)
        return mappe.model_of(self.names)

    def take(self, places: Iterable[Place]) -> Snapshot:
        """Take what further areas hold."""
        new = [place for place in dict.fromkeys(places) if place not in self._held]
        for (sheet, area), rows in zip(new, self._book.values(new) if new else (), strict=True):
            self._held[sheet, area] = rows
            cells = self._cells[sheet]
            for row, values in enumerate(rows, area.top):
                cells.update({(row, column): Cell(value) for column, value in enumerate(values, area.left)})
        return self

    def used(self, place: Place) -> Rows:
        """The values of an area that was taken, as far as its sheet is used."""
        return self._held[place]

    def rows(self, place: Place) -> Rows:
        """The values of an area that was taken, every cell."""
        return whole(self._held[place], place[1])

    def named(self, name: str) -> Rows:
        """The values of a name whose place was taken."""
        return self.rows(self.index.place(name))

    def value(self, name: str) -> Scalar:
        """The value of a name that is one cell."""
        return self.named(name)[0][0]

    def cells(self, sheet: str) -> Mapping[tuple[int, int], Cell]:
        """What is known of a sheet's cells."""
        return self._cells[sheet]
