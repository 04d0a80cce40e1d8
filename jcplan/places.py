"""Where the delivered names stand in the workbook at hand, checked before anything is read or written through them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jcplan.cells import LAST_COLUMN, LAST_ROW, Area, areas, column_name
from jcplan.delivered import Delivered
from jcplan.errors import InputError
from jcplan.german import count
from jcplan.port import Place, Workbook

_ADVICE: Final = (
    "Bitte den Namen im Namensmanager wiederherstellen oder mit „jcplan new“ eine neue Arbeitsmappe anlegen."
)


class Index:
    """Where the delivered names stand in a workbook.

    A delivered name stands on its sheet, has its size, and shares its cells with no other, unless it was
    delivered so. It may stand elsewhere on the sheet, as after inserting rows, and the sheet may be renamed.

    Args:
        title: The workbook's file name, for messages.
        book: Its sheets and names.
        delivered: What it was delivered with.
    """

    def __init__(self, title: str, book: Workbook, delivered: Delivered) -> None:
        self._title = title
        self._written = {name.casefold(): name for name in book.names}
        self._targets = {name.casefold(): target for name, target in book.names.items()}
        self._delivered = _places(delivered.names)
        known = {sheet.casefold(): sheet for sheet in book.sheets}
        self._places = {
            name: (known[sheet.casefold()], area)
            for name, (sheet, area) in _places(book.names).items()
            if sheet.casefold() in known and area.bottom <= LAST_ROW and area.right <= LAST_COLUMN
        }
        self._homes = delivered.homes(book.names, book.sheets)
        self._good: set[str] = set()
        self._owners: dict[str, dict[int, list[tuple[Area, str]]]] = {}  # by sheet and row
        for name, (_, area) in self._delivered.items():
            place = self._places.get(name)
            if place is not None and place[1].shape == area.shape:
                owners = self._owners.setdefault(place[0], {})
                for row in range(place[1].top, place[1].bottom + 1):
                    owners.setdefault(row, []).append((place[1], name))

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._targets

    def target(self, name: str) -> str | None:
        """What a name refers to."""
        return self._targets.get(name.casefold())

    def place(self, name: str, *, column: int | None = None) -> Place:
        """Sheet and area of a defined name.

        Args:
            name: The name, in any case.
            column: Where given, the column that it must stand in, because what stands beside it is meant too.

        Raises:
            InputError: The name is missing, does not stand for cells of a sheet, or not for its own.
        """
        key = name.casefold()
        target = self._targets.get(key)
        if target is None:
            wanted = "eine Planungsmappe mit diesem Namen"
            raise InputError(self._title, f"keinen definierten Namen {name}", wanted, _ADVICE)
        place = self._places.get(key)
        if place is None:
            raise InputError(f"Name {name}", f"den Bezug {target}", "Zellen eines Blattes dieser Mappe", _ADVICE)
        if key not in self._good:
            if key in self._delivered:
                self._refuse_astray(name)
                self.refuse_foreign_cells(place, name)
            self._good.add(key)
        area = place[1]
        if column is not None and area.left != column:
            found = f"den Bezug {target} in Spalte {column_name(area.left)}"
            advice = "Bitte eingefügte oder gelöschte Spalten auf diesem Blatt rückgängig machen."
            raise InputError(f"Name {name}", found, f"Spalte {column_name(column)}", advice)
        return place

    def refuse_foreign_cells(self, place: Place, *names: str) -> None:
        """Makes sure that no other delivered name has a cell of an area.

        Args:
            place: The area, of some ten thousand cells at most.
            names: The names that may stand there; what overlaps with them as delivered may too.

        Raises:
            InputError: Another name stands there.
        """
        sheet, area = place
        own = {name.casefold() for name in names}
        owners = self._owners.get(sheet, {})
        for row in range(area.top, area.bottom + 1):
            for cells, other in owners.get(row, ()):
                if (
                    other not in own
                    and cells.overlaps(area)
                    and not any(self._delivered_together(other, name) for name in own)
                ):
                    written = self._written[other]
                    self._refuse_astray(written)
                    found = f"den Bezug {self._targets[other]}, der in Zellen von {names[0]} liegt"
                    raise InputError(f"Name {written}", found, "jeden Namen auf seinen eigenen Zellen", _ADVICE)

    def _refuse_astray(self, name: str) -> None:
        """Makes sure that a delivered name stands on its sheet and has its size."""
        key = name.casefold()
        sheet, delivered = self._delivered[key]
        home, shape = self._homes.get(sheet, sheet), delivered.shape
        sheet, area = self._places[key]
        if sheet != home or area.shape != shape:
            size = f"{count(shape[0], 'Zeile', 'Zeilen')} und {count(shape[1], 'Spalte', 'Spalten')}"
            found = f"den Bezug {self._targets[key]}"
            raise InputError(f"Name {name}", found, f"{size} auf dem Blatt {home}", _ADVICE)

    def _delivered_together(self, one: str, other: str) -> bool:
        """Whether two delivered names share cells on purpose."""
        if one not in self._delivered or other not in self._delivered:
            return False
        (sheet, area), (other_sheet, other_area) = self._delivered[one], self._delivered[other]
        return sheet == other_sheet and area.overlaps(other_area)


def _places(names: Mapping[str, str]) -> dict[str, Place]:
    """Sheet and area of those names that stand for cells, in lower case."""
    return {name.casefold(): place for name, place in areas(names).items()}
