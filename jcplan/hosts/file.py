"""The book port over a file: no spreadsheet program takes part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from jcplan import actions
from jcplan.cells import DAY_ZERO, DAY_ZERO_1904, Area, CellError, Rows, Scalar, address, areas, quote_sheet
from jcplan.computed import COMPUTED, RECONCILED, mark, state
from jcplan.errors import FileError, InputError, several
from jcplan.figures import input_places
from jcplan.formula import Engine, Uncomputed, to_german
from jcplan.formula.engine import Key
from jcplan.formula.mentions import reached
from jcplan.model.shape import MOST
from jcplan.model.teams import INDICATORS, MONEY, measures
from jcplan.ooxml import (
    Saved,
    WorkbookFile,
    one_at_a_time,
    refuse_if_open,
    refuse_unreplaceable,
    replace_atomically,
)
from jcplan.port import Formulas, Place, Write
from jcplan.printing import follow_actuals
from jcplan.snapshot import Snapshot

SUFFIXES = (".xlsx", ".xlsm")
_BIGGEST_BLOCK: Final = 100_000  # cells of an array formula; of bigger ones only the first shows the formula
_LISTED: Final = 10  # inputs that a message names
_ADVICE: Final = (
    "Der gespeicherte Wert der Zelle kann veraltet sein; deshalb ist nichts geschehen. Bitte den Wert selbst eintragen "
    "(in Excel: Zelle kopieren, „Inhalte einfügen“, „Werte“) oder „Ziele aktualisieren“ in Excel oder LibreOffice "
    "ausführen, die diese Formel selbst rechnen."
)
_Report = TypeVar("_Report")
_Held = TypeVar("_Held")


class FileBook:
    """A workbook file. Formulas are computed, so that stale or missing cached results do no harm.

    Args:
        path: The file.
        file: What is in it, where it is read or made already.
    """

    def __init__(self, path: Path, file: WorkbookFile | None = None) -> None:
        if path.suffix.lower() not in SUFFIXES and path.exists():
            raise FileError(
                f"{path.name}: gefunden eine Datei mit der Endung „{path.suffix}“, erwartet .xlsx oder .xlsm."
            )
        self.file = file or WorkbookFile.read(path)
        self._path = path
        self._overlay: dict[Key, Scalar] = {}
        self._state = state(self.file)
        self._changed = set[str]()
        self._failed = not self._state
        self._engine = Engine(self.file, current=self._current())

    @property
    def reconciled(self) -> bool:
        """Whether every formula is known to be the delivered one."""
        return self._state == RECONCILED

    def _all_names(self) -> dict[str, str]:
        """What names refer to; those of single sheets in one with those of the workbook."""
        found = dict(self.file.names)
        for local in self.file.sheet_names.values():
            for name, target in local.items():
                found[name] = f"{found.get(name, '')}\n{target}"
        return found

    def _current(self) -> set[str]:
        """The sheets whose results are known to be right."""
        return set(self.file.sheets) - self._changed if self._state else set()

    @property
    def title(self) -> str:
        """The file's name."""
        return self._path.name

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the worksheets."""
        return self.file.sheets

    @property
    def names(self) -> Mapping[str, str]:
        """Defined names."""
        return self.file.names

    @property
    def day_zero(self) -> dt.date:
        """The day that a cell holds as 0."""
        return DAY_ZERO_1904 if self.file.date1904 else DAY_ZERO

    @property
    def engine(self) -> Engine:
        """Computes formulas over this workbook."""
        return self._engine

    def values(self, places: Sequence[Place]) -> list[Rows]:
        """Values; formulas computed, or as stored where they cannot be."""
        return [_cells(area, self._engine.extent(sheet), partial(self._value, sheet)) for sheet, area in places]

    def _value(self, sheet: str, at: tuple[int, int]) -> Scalar:
        return self._engine.cell(sheet, *at)

    def formulas(self, places: Sequence[Place]) -> list[Formulas]:
        """Formulas as stored; an array formula in each of its cells."""
        known = {sheet: self._formulas(sheet) for sheet in dict.fromkeys(sheet for sheet, _ in places)}
        found = []
        for sheet, area in places:
            cells = known[sheet]
            last = max((row for row, _ in cells), default=0), max((column for _, column in cells), default=0)
            found.append(_cells(area, last, cells.get))
        return found

    def _formulas(self, sheet: str) -> dict[tuple[int, int], str]:
        """The formula of each cell that has one."""
        found: dict[tuple[int, int], str] = {}
        for at, cell in self.file.cells(sheet).items():
            if cell.formula is not None:
                small = cell.array and cell.array.shape[0] * cell.array.shape[1] <= _BIGGEST_BLOCK
                for inner in cell.array if cell.array and small else (at,):
                    found[inner] = cell.formula
        return found

    def errors(self) -> dict[Key, CellError]:
        """Error values in formula cells, with their messages; one that is stored counts where nothing is computed."""
        results = self._engine.compute()
        found = {key: value for key, value in results.values.items() if isinstance(value, CellError)}
        for (sheet, row, column), left in results.not_computed.items():
            cell = self.file.cells(sheet).get((row, column))
            if cell is not None and isinstance(cell.value, CellError):
                found[sheet, row, column] = CellError(cell.value.code, left.reason)
        return found

    def uncomputed(self) -> tuple[Uncomputed, ...]:
        """Formulas that are left as they are."""
        return self._engine.uncomputed()

    def refuse_uncomputed_inputs(self) -> None:
        """What is read as an input must not rest on a formula that is not computed: its stored value may be old.

        Raises:
            InputError: With the cell of each such input.
        """
        if not self._state:
            self.refuse_uncomputed(
                ((sheet, row, column), label)
                for (sheet, area), label in input_places(Snapshot(self))
                for row, column in area
            )

    def refuse_uncomputed(self, cells: Iterable[tuple[Key, str]]) -> None:
        """None of some cells may have a formula that is not computed.

        Args:
            cells: The cells, each with its name.

        Raises:
            InputError: With each cell that has.
        """
        errors = []
        for (sheet, row, column), label in cells:
            left = self._engine.left(sheet, row, column)
            if left is not None:
                formula = to_german(self._formulas(sheet)[row, column])
                place = f"{quote_sheet(sheet)}!{address(row, column)} ({label})"
                found = f"die Formel {formula}, die jcplan nicht rechnet ({left.cause})"
                errors.append(InputError(place, found, "einen Wert oder eine Formel, die jcplan rechnet", _ADVICE))
        if errors:
            raise several(errors, shown=_LISTED)

    def write(self, writes: Sequence[Write]) -> None:
        """Queue the blocks, then bring the cached results of all formulas up to date."""
        written: dict[Key, Scalar] = {}
        for write in writes:
            values: dict[tuple[int, int], Scalar] = {}
            like: dict[tuple[int, int], tuple[int, int]] = {}
            for row, cells in zip(range(write.area.top, write.area.bottom + 1), write.rows, strict=True):
                for column, value in zip(range(write.area.left, write.area.right + 1), cells, strict=True):
                    values[row, column] = value
                    written[write.sheet, row, column] = value
                    if write.styled_like:
                        like[row, column] = (write.styled_like, column)
            self.file.set_values(write.sheet, values, styled_like=like or None, constants=True)
        if self._state:
            self._changed |= reached({w.sheet for w in writes}, self.sheets, self._all_names(), self.file.formula_texts)
        self._overlay |= written
        if self._engine.takes(written):
            self._engine.change(written)
        else:
            self._engine = Engine(self.file, self._overlay, current=self._current())
        self._update_results()

    def _update_results(self) -> None:
        """Cached results of formulas; the file is marked for calculation only if one cannot be computed here."""
        result = self._engine.compute()
        by_sheet: dict[str, dict[tuple[int, int], Scalar]] = {}
        for (sheet, row, column), value in result.values.items():
            stored = self.file.cells(sheet).get((row, column))
            if value in (None, "") and stored is not None and stored.value in (None, ""):
                continue  # an empty text and no result look the same
            by_sheet.setdefault(sheet, {})[row, column] = "" if value is None else value
        for sheet, values in by_sheet.items():
            self.file.set_values(sheet, values)
        self.file.set_full_calc_on_load(bool(result.not_computed))
        self._failed = bool(result.not_computed) or any(isinstance(v, CellError) for v in result.values.values())

    @property
    def reported(self) -> bool:
        """Whether any team or the whole has reported anything."""
        names = [
            name
            for measure in (*measures(MOST["gruppen"]), *INDICATORS, *MONEY)
            for name in (measure.actual, measure.reported)
            if name in self.names
        ]
        places = list(areas({name: self.names[name] for name in names}).values())
        return any(value not in (None, "") for rows in self.values(places) for row in rows for value in row)

    def to_bytes(self, *, reconciled: bool | None = None) -> bytes:
        """The file, which says whether all of it is computed.

        Args:
            reconciled: Whether every formula was found to be the delivered one; as before if None.
        """
        follow_actuals(self.file, reported=self.reported)
        good = RECONCILED if (self.reconciled if reconciled is None else reconciled) else COMPUTED
        mark(self.file, "" if self._failed else good)
        return self.file.to_bytes()


def _cells(
    area: Area, last: tuple[int, int], get: Callable[[tuple[int, int]], _Held | None]
) -> tuple[tuple[_Held | None, ...], ...]:
    """An area cell by cell, up to the last row and column that hold anything."""
    columns = range(area.left, min(area.right, last[1]) + 1)
    rows = range(area.top, min(area.bottom, last[0]) + 1)
    return tuple(tuple(get((row, column)) for column in columns) for row in rows)


def refresh_file(path: Path, out: Path | None, *, who: str, when: dt.datetime) -> tuple[actions.RefreshReport, Saved]:
    """„Ziele aktualisieren“ on a file: in place (keeping a .bak) or to ``out``.

    Returns:
        The report, and where the backup is and what else is to be said, if anything.
    """
    refreshed, saved = refresh_and_check_file(path, out, who=who, when=when)
    return refreshed.report, saved


@dataclass(frozen=True)
class Refreshed:
    """A refresh, and what is wrong with the workbook after it.

    Attributes:
        report: What the refresh did.
        contradictions: The relations that cannot be.
        errors: Error values in cells with their messages.
        uncomputed: Formulas that are left uncomputed.
    """

    report: actions.RefreshReport
    contradictions: tuple[actions.Checked, ...]
    errors: Mapping[Key, CellError]
    uncomputed: tuple[Uncomputed, ...]


def refresh_and_check_file(path: Path, out: Path | None, *, who: str, when: dt.datetime) -> tuple[Refreshed, Saved]:
    """As ``refresh_file``, with what is wrong with the workbook after it."""

    def act(book: FileBook) -> tuple[Refreshed, bytes]:
        book.refuse_uncomputed_inputs()
        report = actions.refresh(book, who=who, when=when, reconciled=book.reconciled)
        found = Refreshed(report, actions.contradictions(book), book.errors(), book.uncomputed())
        return found, book.to_bytes(reconciled=not report.deviations)

    return rewritten(path, out, act)


def rewritten(path: Path, out: Path | None, act: Callable[[FileBook], tuple[_Report, bytes]]) -> tuple[_Report, Saved]:
    """Act on a file and put the result in its place, or into ``out``.

    One writer of a file at a time: a second one waits. A file that another program has changed
    in between is left alone.

    Args:
        path: The file.
        out: Where the result goes, if not into its place.
        act: Gives its report and the new file.

    Returns:
        The report, and where the backup is and what else is to be said, if anything.
    """

    def read_and_act() -> tuple[_Report, bytes, bytes]:
        book = FileBook(path)
        report, data = act(book)
        return report, book.file.raw, data

    if not path.is_file():
        FileBook(path)  # says what is wrong with it
    return exchanged(path, out, read_and_act)


def exchanged(
    path: Path, out: Path | None, act: Callable[[], tuple[_Report, bytes, bytes | None]]
) -> tuple[_Report, Saved]:
    """As ``rewritten``, for a file of any kind.

    Args:
        path: The file.
        out: Where the result goes, if not into its place.
        act: Reads the file and gives its report, what was in the file, and the new file; None leaves all as it is.
    """
    target = out or path
    target.parent.mkdir(parents=True, exist_ok=True)
    refuse_unreplaceable(target)
    with one_at_a_time(target) as notes:
        refuse_if_open(target)
        report, old, data = act()
        refuse_if_open(target)
        if path.read_bytes() != old:
            raise FileError(f"{path}: Die Datei wurde inzwischen geändert und bleibt, wie sie ist. Bitte wiederholen.")
        if data is None:
            return report, Saved(None, notes)
        in_place = out is None or (out.exists() and out.samefile(path))
        saved = replace_atomically(target, data, backup=in_place)
        return report, Saved(saved.backup, notes + saved.notes)


def check_file(path: Path) -> actions.CheckReport:
    """„Prüfungen“ on a file."""
    book = FileBook(path)
    book.refuse_uncomputed_inputs()
    return actions.check(book, book.errors(), book.uncomputed())
