"""Where the delivered names stand in the workbook at hand, checked before anything is read or written through them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final
from weakref import WeakKeyDictionary

from jcplan.cells import Area, column_name, parse_area, split_reference
from jcplan.errors import InputError
from jcplan.german import count
from jcplan.layout import own_names
from jcplan.port import Book

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
_ADVICE: Final = (
    "Bitte den Namen im Namensmanager wiederherstellen oder mit „jcplan new“ eine neue Arbeitsmappe anlegen."
)

Place = tuple[str, Area]
"""Sheet and area."""


def place_of(book: Book, name: str, *, column: int | None = None) -> Place:
    """Sheet and area of a defined name.

    A delivered name stands on its sheet, has its size, and shares its cells with no other, unless it was
    delivered so. It may stand elsewhere on the sheet, as after inserting rows, and the sheet may be renamed.

    Args:
        book: The workbook behind the port.
        name: The name, in any case.
        column: Where given, the column that it must stand in, because what stands beside it is meant too.

    Raises:
        InputError: The name is missing, does not stand for cells of a sheet, or not for its own.
    """
    index = _index(book)
    target = index.targets.get(name.casefold())
    if target is None:
        wanted = "eine Planungsmappe mit diesem Namen"
        raise InputError(book.title, f"keinen definierten Namen {name}", wanted, _ADVICE)
    place = index.places.get(name.casefold())
    if place is None:
        raise InputError(f"Name {name}", f"den Bezug {target}", "Zellen eines Blattes dieser Mappe", _ADVICE)
    if name.casefold() not in index.good:
        _refuse_astray(index, name)
        if name.casefold() in _delivered():
            refuse_foreign_cells(book, place, name)
        index.good.add(name.casefold())
    area = place[1]
    if column is not None and area.left != column:
        found = f"den Bezug {target} in Spalte {column_name(area.left)}"
        advice = "Bitte eingefügte oder gelöschte Spalten auf diesem Blatt rückgängig machen."
        raise InputError(f"Name {name}", found, f"Spalte {column_name(column)}", advice)
    return place


def refuse_foreign_cells(book: Book, place: Place, *names: str) -> None:
    """Makes sure that no other delivered name has a cell of an area.

    Args:
        book: The workbook behind the port.
        place: The area, of some ten thousand cells at most.
        names: The names that may stand there; what overlaps with them as delivered may too.

    Raises:
        InputError: Another name stands there.
    """
    index = _index(book)
    sheet, area = place
    own = {name.casefold() for name in names}
    for row, column in area:
        for other in index.owners.get((sheet, row, column), ()):
            if other not in own and not any(_delivered_together(other, name) for name in own):
                written = next(name for name in index.names if name.casefold() == other)
                _refuse_astray(index, written)
                found = f"den Bezug {index.targets[other]}, der in Zellen von {names[0]} liegt"
                raise InputError(f"Name {written}", found, "jeden Namen auf seinen eigenen Zellen", _ADVICE)


def _refuse_astray(index: _Index, name: str) -> None:
    """Makes sure that a delivered name stands on its sheet and has its size."""
    delivered = _delivered().get(name.casefold())
    if delivered is None:
        return
    home = index.homes[delivered[0]]
    sheet, area = index.places[name.casefold()]
    if sheet != home or area.shape != delivered[1].shape:
        rows, columns = delivered[1].shape
        size = f"{count(rows, 'Zeile', 'Zeilen')} und {count(columns, 'Spalte', 'Spalten')}"
        found = f"den Bezug {index.targets[name.casefold()]}"
        raise InputError(f"Name {name}", found, f"{size} auf dem Blatt {home}", _ADVICE)


@dataclass(frozen=True)
class _Index:
    """A workbook's names.

    Attributes:
        names: As the book gives them, with what they refer to.
        targets: What each refers to, by name in lower case.
        places: Sheet and area of those that stand for cells.
        homes: Each delivered sheet as it is called now.
        owners: The delivered names of each cell, those of the right size.
        good: Names that were found to stand where they should, in lower case.
    """

    names: Mapping[str, str]
    targets: Mapping[str, str]
    places: Mapping[str, Place]
    homes: Mapping[str, str]
    owners: Mapping[tuple[str, int, int], list[str]]
    good: set[str] = field(default_factory=set)


_INDEXES: Final[WeakKeyDictionary[Book, _Index]] = WeakKeyDictionary()


def _index(book: Book) -> _Index:
    """A book's index, made once: an action asks for hundreds of places and changes no name."""
    names, index = book.names(), _INDEXES.get(book)
    if index is None or index.names is not names:
        index = _INDEXES[book] = _indexed(names, book.sheets)
    return index


def _indexed(names: Mapping[str, str], sheets: Sequence[str]) -> _Index:
    known = {sheet.casefold(): sheet for sheet in sheets}
    targets = {name.casefold(): target for name, target in names.items()}
    places: dict[str, Place] = {}
    for name, target in targets.items():
        sheet, rest = split_reference(target.removeprefix("="))
        area = parse_area(rest)
        if area is not None and sheet.casefold() in known and area.bottom <= LAST_ROW and area.right <= LAST_COLUMN:
            places[name] = known[sheet.casefold()], area
    delivered = _delivered()
    homes = {sheet: _home(sheet, known, places) for sheet in {sheet for sheet, _ in delivered.values()}}
    owners: dict[tuple[str, int, int], list[str]] = {}
    for name, (_, area) in delivered.items():
        place = places.get(name)
        if place is not None and place[1].shape == area.shape:
            for row, column in place[1]:
                owners.setdefault((place[0], row, column), []).append(name)
    return _Index(names, targets, places, homes, owners)


def _home(sheet: str, known: Mapping[str, str], places: Mapping[str, Place]) -> str:
    """What a delivered sheet is called now. If there is none of its name: where most of its names stand."""
    present = known.get(sheet.casefold())
    if present is not None:
        return present
    elsewhere = Counter(places[name][0] for name, (home, _) in _delivered().items() if home == sheet and name in places)
    taken = {home.casefold() for home, _ in _delivered().values()}
    return next((found for found, _ in elsewhere.most_common() if found.casefold() not in taken), sheet)


@cache
def _delivered() -> Mapping[str, Place]:
    """Sheet and area of each delivered name, in lower case."""
    found = {}
    for name, target in own_names().items():
        sheet, rest = split_reference(target)
        area = parse_area(rest)
        if area is not None:
            found[name.casefold()] = sheet, area
    return found


@cache
def _delivered_together(one: str, other: str) -> bool:
    """Whether two delivered names share cells on purpose."""
    places = _delivered()
    if one not in places or other not in places:
        return False
    (sheet, a), (other_sheet, b) = places[one], places[other]
    across = a.left <= b.right and b.left <= a.right
    return sheet == other_sheet and across and a.top <= b.bottom and b.top <= a.bottom
