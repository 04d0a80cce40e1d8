"""Carries what a workbook stores into another one: by name, cell for cell, values and formulas alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Final

from jcplan.cells import Area, Cell, Scalar, address, areas, quote_sheet
from jcplan.delivered import Delivered, Formula, Position
from jcplan.formula import same_formula, to_german
from jcplan.german import literal
from jcplan.layout import annahmen, mappe, protokoll, ziele
from jcplan.model import Shape, agreements
from jcplan.model.fields import PUBLISHED
from jcplan.model.shape import kept
from jcplan.model.teams import COMMITTED, MONEY
from jcplan.ooxml import WorkbookFile
from jcplan.port import Place
from jcplan.upgrade import names
from jcplan.upgrade.references import Follow

ShownAt = Callable[[str, Position], Scalar]
"""Gives what a cell of the old workbook shows, its formula computed."""

_BLANK = Cell()
_SINGLY: Final = 3
"""So many contents that stood under one name are listed one by one."""
_OF_TEAMS = ("Team_", "Gewicht_", "Fest_", "Ist_")
_NOT_OF_TEAMS = ("_gesamt", "_frueher", "_Geschaeftsstelle")
"""How names begin and do not end that have a row a team."""
_OF_INSTRUMENTS: Final = frozenset((COMMITTED, *(measure.actual for measure in MONEY)))
"""Of those, what has a row an instrument."""


@dataclass(frozen=True)
class Side:
    """One of the two workbooks.

    Attributes:
        file: The workbook.
        delivered: What it was delivered with.
        homes: Its delivered sheets as they are called in it.
        places: Sheet and area of its names, and of what a later version has a name for; names in lower case.
        moved: Delivered sheets on which names do not stand where they stood: rows or columns came in or went.
    """

    file: WorkbookFile
    delivered: Delivered
    homes: Mapping[str, str]
    places: Mapping[str, Place]
    moved: frozenset[str]

    @classmethod
    def of(cls, file: WorkbookFile, delivered: Delivered) -> Side:
        """A workbook with what it was delivered with."""
        homes = delivered.homes(file.names, file.sheets)
        known = {sheet.casefold(): sheet for sheet in file.sheets}
        own = {
            name.casefold(): (known[sheet.casefold()], area)
            for name, (sheet, area) in areas(file.names).items()
            if sheet.casefold() in known
        }
        then = {
            name.casefold(): (sheet, (homes[sheet], area))
            for name, (sheet, area) in areas({**delivered.further, **delivered.names}).items()
            if sheet in homes
        }
        moved = frozenset(sheet for name, (sheet, place) in then.items() if own.get(name, place) != place)
        further = {name.casefold() for name in delivered.further}
        stood = {name: place for name, (sheet, place) in then.items() if sheet not in moved or name in further}
        return cls(file, delivered, homes, {**stood, **own}, moved)

    def place(self, name: str) -> Place | None:
        """Where a name stands; None where there is none of it."""
        return self.places.get(name.casefold())

    def crossing(self, row_of: str, column_of: str) -> Place | None:
        """The cell in the row of one name and the column of another."""
        row, column = self.place(row_of), self.place(column_of)
        if row is None or column is None:
            return None
        return row[0], Area(row[1].top, column[1].left, row[1].top, column[1].left)

    @cached_property
    def shape(self) -> Shape:
        """How many of each it has."""
        return names.SHAPES.get(self.delivered.version) or mappe.model_of(self.file.names).shape

    @property
    def faces(self) -> Mapping[str, str]:
        """How the cells of inputs looked when delivered, by defined name."""
        place = self.place(mappe.LOOKS_NAME)
        if place is None:
            return self.delivered.faces
        return mappe.remembered_faces(self.cell(place[0], (place[1].top, place[1].left)).value)

    def cell(self, sheet: str, position: Position) -> Cell:
        """A cell as stored."""
        return self.file.cells(sheet).get(position, _BLANK)


@dataclass(frozen=True)
class Lost:
    """A content that has no place in the new workbook: where it stood, as what, and how it is written."""

    sheet: str
    position: Position
    what: str
    held: str

    def __str__(self) -> str:
        place = f"{quote_sheet(self.sheet)}!{address(*self.position)}"
        return f"{place}{f' ({self.what})' if self.what else ''}: {self.held}"


def in_brief(lost: Iterable[Lost | str]) -> list[str]:
    """A German sentence for each content, or for all that stood under one name, where those are many.

    >>> in_brief([Lost("Teams", (31 + row, 7), "Gewicht_ELB", "960") for row in range(9)])
    ['Teams!G31 bis G39 (Gewicht_ELB): 9 Einträge']
    """
    sentences = []
    for key, group in groupby(lost, lambda each: (each.sheet, each.what) if isinstance(each, Lost) else None):
        several = list(group)
        first, last = several[0], several[-1]
        if key and key[1] and len(several) > _SINGLY and isinstance(first, Lost) and isinstance(last, Lost):
            place = f"{quote_sheet(first.sheet)}!{address(*first.position)} bis {address(*last.position)}"
            sentences.append(f"{place} ({first.what}): {len(several)} Einträge")
        else:
            sentences += map(str, several)
    return sentences


@dataclass
class Carried:
    """What was carried, and what was not.

    Attributes:
        values: New values by sheet.
        formulas: New formulas with their results by sheet.
        styled_like: For cells that the new workbook may not have: the cell whose format they get.
        styles: Formats that the user gave cells, by sheet.
        as_values: A German sentence for each formula that could not follow and stays as what it showed.
        lost: What has no place in the new workbook; a German sentence, where it is no single content.
        notes: What else the user has to know, a German sentence each.
    """

    values: dict[str, dict[Position, Scalar]] = field(default_factory=dict)
    formulas: dict[str, dict[Position, tuple[str, Scalar]]] = field(default_factory=dict)
    styled_like: dict[str, dict[Position, Position]] = field(default_factory=dict)
    styles: dict[str, dict[Position, int]] = field(default_factory=dict)
    as_values: list[str] = field(default_factory=list)
    lost: list[Lost | str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Carrier:
    """Carries from one workbook into another.

    Args:
        old: The workbook that is brought up to date.
        new: The one that takes its place.
        follow: Where the delivered cells are now.
        shown: The value of a cell of the old workbook, formulas computed.
    """

    def __init__(self, old: Side, new: Side, follow: Follow, shown: ShownAt) -> None:
        self.old, self.new, self.follow, self.shown = old, new, follow, shown
        self.carried = Carried()
        self._taken: set[tuple[str, Position]] = set()
        self._computed = _computed(old)
        self._needed = _computed(new) | {(sheet, position) for sheet, area in new.places.values() for position in area}

    def everything(self) -> Carried:
        """Inputs, labels, teams, actuals, adopted targets, their basis, the log, typed-over formulas, own entries."""
        self._inputs()
        self._texts()
        self._targets()
        self._basis()
        self._log()
        self._typed_over()
        self._further_entries()
        return self.carried

    # ---- by name ------------------------------------------------------------------------------

    def _inputs(self) -> None:
        faces = self.old.faces
        for name in self._stored(self.old):
            place = self.old.place(name)
            if place is None:
                self.carried.lost.append(f"{name}: Der Name fehlt in der bisherigen Mappe")
                continue
            for new in names.all_now(name):
                now = self.new.place(new)
                self._area(name, place, now)
                if now is not None and name in faces:
                    self._restyle(name, place, now, faces[name])
        self._followed(self.new.place(agreements.FIGURE))

    def _followed(self, figures: Place | None) -> None:
        """Comments belong to the names of figures, as these are called now."""
        if figures is not None:
            carried = self.carried.values.get(figures[0], {})
            for position in figures[1]:
                if not isinstance(name := carried.get(position), str) or not name:
                    continue
                carried[position] = names.now(name)
                if self.new.place(names.now(name)) is None:
                    place = f"{quote_sheet(figures[0])}!{address(*position)}"
                    self.carried.notes.append(
                        f"{place}: Der Kommentar gehört zu {name}; diese Zahl gibt es hier nicht."
                    )

    def _texts(self) -> None:
        """Date, source and note of the inputs; those of several rows may come into one."""
        for column in annahmen.COLUMN_NAMES:
            before, now = self.old.place(column), self.new.place(column)
            if before is None:
                continue
            sheet, old = before
            rows = self._rows_of_inputs(before, now)
            known = {each for several in rows.values() for each in several}
            for row in sorted({top for _, top in self._beside(before)}):
                at = (row, old.left)
                self._taken.add((sheet, at))
                if row not in known and _filled(self.old.cell(sheet, at)):
                    self._lose(sheet, at, self._content(sheet, at), column)
            for row, several in rows.items():
                if now is not None:
                    found = [self._content(sheet, (each, old.left)) for each in several]
                    texts = {(each.value, each.formula): each for each in found if _filled(each)}
                    text = Cell(annahmen.joined(value for value, _ in texts)) if len(texts) > 1 else _BLANK
                    only = next(iter(texts.values())) if len(texts) == 1 else text
                    self._put(now[0], (row, now[1].left), only.value, only.formula)

    def _rows_of_inputs(self, before: Place, now: Place | None) -> dict[int, list[int]]:
        """Rows of the new workbook's inputs, and for each the rows of the old one in which the same inputs stood."""
        found: list[tuple[int, int, int]] = []
        for name, old in self._beside(before):
            for new in names.all_now(name):
                place = self.new.place(new)
                if now is not None and place is not None and _beside(place, now):
                    found.append((place[1].top, place[1].left, old))
        rows: dict[int, dict[int, None]] = {}
        for row, _, old_row in sorted(found):
            rows.setdefault(row, {})[old_row] = None
        return {row: list(several) for row, several in rows.items()}

    def _crossing(self, row_of: str, row_now: str, column_of: str) -> None:
        """What stands in the row of one name, as it is called and as it is called now, and the column of another."""
        before, now = self.old.crossing(row_of, column_of), self.new.crossing(row_now, column_of)
        if before is not None:
            self._area(f"{row_of}, {column_of}", before, now)
        elif now is not None:
            self._put(now[0], (now[1].top, now[1].left), None)

    def _beside(self, texts: Place) -> Iterator[tuple[str, int]]:
        """The old workbook's inputs beside which texts stand, and their rows."""
        for name in self._stored(self.old):
            place = self.old.place(name)
            if place is not None and _beside(place, texts):
                yield name, place[1].top

    @staticmethod
    def _stored(side: Side) -> Iterator[str]:
        return (name for name in side.delivered.names if name.startswith(mappe.STORED))

    def _targets(self) -> None:
        """Adopted targets with what stands beside them. What was adopted stays, until the next refresh."""
        then = {name.removesuffix(PUBLISHED) for name in self.old.delivered.names if name.endswith(PUBLISHED)}
        for name in sorted(then):
            for column in ziele.COLUMN_NAMES:
                self._crossing(name, names.now(name), column)
        reconciled = self.old.place(ziele.RECONCILED_NAME), self.new.place(ziele.RECONCILED_NAME)
        if reconciled[0] is not None:
            self._area(ziele.RECONCILED_NAME, reconciled[0], reconciled[1])

    def _basis(self) -> None:
        """The figures that the targets rest on, each by its name; what is new was always so, nobody changed it."""
        cells = zip(basis_names(self.old), self._cells(self.old, ziele.BASIS_NAME), strict=False)
        before = {new: cell for name, cell in cells for new in names.all_now(name)}
        values = {name: self._content(*cell).value for name, cell in before.items()}
        adopted = any(value is not None for value in values.values())
        now = dict(zip(basis_names(self.new), self._cells(self.new, ziele.BASIS_NAME), strict=False))
        for name, (sheet, position) in now.items():
            self._put(sheet, position, values[name] if name in before else self._opens_with(name) if adopted else None)
        self._taken.update(before.values())

    def _opens_with(self, name: str) -> Scalar:
        """What the new workbook has in an input before anything is carried into it."""
        place = self.new.place(name)
        return self.new.cell(place[0], (place[1].top, place[1].left)).value if place else None

    def _cells(self, side: Side, name: str) -> list[tuple[str, Position]]:
        place = side.place(name)
        return [] if place is None else [(place[0], position) for position in place[1]]

    def _log(self) -> None:
        """All rows under the header."""
        before, now = self.old.place(protokoll.HEADER_NAME), self.new.place(protokoll.HEADER_NAME)
        if before is None or now is None:
            return
        (sheet, old), (home, new) = before, now
        rows = max(_last_row(self.old.file, sheet, old) - old.bottom, _last_row(self.new.file, home, new) - new.bottom)
        for row in range(1, rows + 1):
            for offset in range(min(old.shape[1], new.shape[1])):
                at, to = (old.bottom + row, old.left + offset), (new.bottom + row, new.left + offset)
                self._taken.add((sheet, at))
                self._put(home, to, self._content(sheet, at).value)
                self.carried.styled_like.setdefault(home, {})[to] = (new.bottom + 1, new.left + offset)

    # ---- cells that no name leads to ----------------------------------------------------------

    def _typed_over(self) -> None:
        """Delivered formulas that the user replaced: the replacement is carried where the formula is found again."""
        for sheet, formulas in self.old.delivered.formulas.items():
            home = self.old.homes.get(sheet)
            if home is None or sheet in self.old.moved:
                continue
            for formula in formulas:
                cell = self.old.cell(home, (formula.area.top, formula.area.left))
                if cell.formula is None or not same_formula(cell.formula, formula.text):
                    self._replacement(sheet, home, formula)

    def _replacement(self, sheet: str, home: str, formula: Formula) -> None:
        now = self._again(sheet, formula)
        unmoved = now is not None and now.area == formula.area
        contents = [self._content(home, position, unmoved=unmoved) for position in formula.area]
        if now is None or now.area.shape != formula.area.shape:
            self._lose(home, (formula.area.top, formula.area.left), next(filter(_filled, contents), _BLANK))
            return
        for position, cell in zip(now.area, contents, strict=True):
            self._put(self.new.homes[sheet], position, cell.value, cell.formula)

    def _again(self, sheet: str, formula: Formula) -> Formula | None:
        """The delivered formula in the new workbook: at its place, by its name, or the only one that says the same."""
        text = self.follow.renamed(formula.text)
        here = [f for f in self.new.delivered.formulas.get(sheet, ()) if f.text == text]
        at_its_place = next((f for f in here if f.area == formula.area), None)
        if at_its_place is not None:
            return at_its_place
        place = self.follow.place(self.old.homes[sheet], formula.area)
        if place is not None:
            titles = {home: title for title, home in self.new.homes.items()}
            named = self.new.delivered.formulas.get(titles.get(place[0], ""), ())
            return next((f for f in named if f.area == place[1]), None)
        moved = self.follow.formula(formula.text, self.old.homes[sheet])
        same = here if moved is None else [f for f in self.new.delivered.formulas.get(sheet, ()) if f.text == moved]
        return same[0] if len(same) == 1 else None

    def _further_entries(self) -> None:
        """What the user wrote on delivered sheets beside what was delivered: at the same place, if that is free."""
        for sheet, home in self.old.homes.items():
            if sheet == mappe.NAME:
                continue
            if sheet in self.old.moved:
                self.carried.lost.append(
                    f"{home}: Hier sind Zeilen oder Spalten eingefügt oder gelöscht. Überschriebene Formeln und "
                    "Einträge neben den gelieferten Zellen dieses Blattes bitte selbst übertragen."
                )
                continue
            named = {
                position
                for owner, area in self.old.places.values()
                if owner == home and area.shape[0] * area.shape[1] < 100_000
                for position in area
            }
            known = self.old.delivered.filled(sheet) | named
            for position, cell in self.old.file.cells(home).items():
                at = (home, position)
                if _filled(cell) and position not in known and at not in self._computed and at not in self._taken:
                    self._entry(sheet, home, position)

    def _entry(self, sheet: str, home: str, position: Position) -> None:
        now = self.new.homes.get(sheet)
        content = self._content(home, position)
        if now is None or _filled(self.new.cell(now, position)) or (now, position) in self._needed:
            self._lose(home, position, content)
        else:
            self._put(now, position, content.value, content.formula)

    # ---- one cell -----------------------------------------------------------------------------

    def _area(self, what: str, before: Place, now: Place | None) -> None:
        """An area cell by cell; what finds no place is said, what is new stays blank."""
        sheet, old = before
        rows = self._rows(what, old.shape[0])
        for position in old:
            if (sheet, position) in self._computed:
                continue
            self._taken.add((sheet, position))
            row, column = rows.get(position[0] - old.top), position[1] - old.left
            target = (0, 0) if now is None or row is None else (now[1].top + row, now[1].left + column)
            if now is not None and target in now[1]:
                content = self._content(sheet, position)
                self._put(now[0], target, content.value, content.formula)
            elif _filled(self.old.cell(sheet, position)):
                self._lose(sheet, position, self._content(sheet, position), what)

    def _rows(self, name: str, count: int) -> Mapping[int, int]:
        """Where each row of an area is in the new workbook, from its top: teams stay teams of their office."""
        of_teams = name.startswith(_OF_TEAMS) and not name.endswith(_NOT_OF_TEAMS)
        if of_teams and name not in _OF_INSTRUMENTS:
            return dict(kept(self.old.shape.teams, self.new.shape.teams))
        return {row: row for row in range(count)}

    def _restyle(self, name: str, before: Place, now: Place, face: str) -> None:
        """The user's own formats of input cells: those that do not look as delivered."""
        (sheet, old), (home, new) = before, now
        rows = self._rows(name, old.shape[0])
        for row, column in old:
            cell = self.old.file.cells(sheet).get((row, column))
            if row - old.top not in rows:
                continue
            target = rows[row - old.top] + new.top, column - old.left + new.left
            if cell is not None and target in new and self.old.file.faces[cell.style or 0] != face:
                self.carried.styles.setdefault(home, {})[target] = cell.style or 0

    def _content(self, sheet: str, position: Position, *, unmoved: bool = False) -> Cell:
        """What a cell holds, as it is written in the new workbook: its formula, or what it showed if that cannot be."""
        cell = self.old.cell(sheet, position)
        shown = self.shown(sheet, position)
        if cell.formula is None:
            return Cell(shown)
        formula = self.follow.formula(cell.formula, sheet, unmoved=unmoved) if cell.array is None else None
        if formula is None:
            place = f"{quote_sheet(sheet)}!{address(*position)}"
            self.carried.as_values.append(f"{place}: {to_german(cell.formula)}, jetzt {literal(shown)}")
        return Cell(shown, formula)

    def _put(self, sheet: str, position: Position, value: Scalar, formula: str | None = None) -> None:
        if formula is not None:
            self.carried.formulas.setdefault(sheet, {})[position] = formula, value
        else:
            self.carried.values.setdefault(sheet, {})[position] = value

    def _lose(self, sheet: str, position: Position, content: Cell, what: str = "") -> None:
        held = literal(content.value) if content.formula is None else f"die Formel {to_german(content.formula)}"
        self.carried.lost.append(Lost(sheet, position, what, held))


def _computed(side: Side) -> set[tuple[str, Position]]:
    """The cells that delivered formulas fill."""
    return {
        (side.homes[sheet], position)
        for sheet, formulas in side.delivered.formulas.items()
        if sheet in side.homes
        for formula in formulas
        for position in formula.area
    }


def _beside(place: Place, texts: Place) -> bool:
    """Whether a place is in a row of a column of texts."""
    return place[0] == texts[0] and texts[1].top <= place[1].top <= texts[1].bottom


def _filled(cell: Cell) -> bool:
    return cell.value is not None or cell.formula is not None


def _last_row(file: WorkbookFile, sheet: str, header: Area) -> int:
    """The last row under a header that holds anything."""
    columns = range(header.left, header.right + 1)
    filled = (row for (row, column), cell in file.cells(sheet).items() if column in columns and cell.value is not None)
    return max(filled, default=header.bottom)


def basis_names(side: Side) -> Iterable[str]:
    """The defined names of the figures in ``Grundlage_Werte``, row for row."""
    place = side.place(mappe.BASIS_NAMES_NAME)
    if place is not None:
        return [str(side.cell(place[0], position).value) for position in place[1]]
    return side.delivered.basis
