"""Tables with months below each other and units as columns, or measures as columns beside a column of units."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from jcplan.actuals.above import Above
from jcplan.actuals.entries import read_measure, titled_measure
from jcplan.actuals.feet import body
from jcplan.actuals.line import COLUMNS, GROUP, Line, is_blank
from jcplan.actuals.months import find_month, is_year, month_label, month_name
from jcplan.actuals.text import TOP, Row
from jcplan.actuals.wide import MEASURE_ADVICE, MEASURE_TITLE, SUMMARIES, UNIT_TITLES, Read, title_of
from jcplan.cells import DAY_ZERO, Scalar, column_name
from jcplan.errors import InputError, several
from jcplan.german import literal, visible
from jcplan.model.teams import MEASURES

MONTH_TITLES: Final = ("monat", "monate", "berichtsmonat", "stichtag", "zeitraum", "zeit")
_YEAR_TITLES: Final = ("jahr", "berichtsjahr")
_VALUE_TITLE: Final = "wert"
_ALL: Final = frozenset(("summe", "gesamt", "insgesamt"))
"""Summaries that name the whole Jobcenter where units stand."""
_SHOWN: Final = 20


def has_header(rows: Sequence[Row], day_zero: dt.date = DAY_ZERO) -> bool:
    """Whether one of the first rows stands above a column of months.

    >>> has_header([(1, ("Monat", "1.1", "1.2")), (2, ("Jan 2017", "5", "7"))])
    True
    >>> has_header([(1, ("Team", "Jan 2017")), (2, ("1.1", "5"))])
    False
    """
    return _header(rows, day_zero) is not None


def read(
    name: str,
    rows: Sequence[Row],
    day_zero: dt.date = DAY_ZERO,
    *,
    separator: str | None = None,
    sheet: str = "",
    is_one_of_several: bool = False,
) -> Read:
    """The figures beside a column of months; a blank cell is not reported.

    Args:
        name: The file's name, for messages.
        rows: The rows of a file or sheet, for which ``has_header`` holds.
        day_zero: The day from which numbers count where they stand for dates.
        separator: What separates the fields of a text file.
        sheet: The sheet's name; it may name the measure.
        is_one_of_several: Whether the workbook has further sheets, so that places name theirs.

    Raises:
        InputError: A column or the measure cannot be understood.
    """
    found = _header(rows, day_zero)
    if found is None:
        raise InputError(name, "keine Spalte mit Monaten", "eine Spalte monat")
    return _Reader(name, rows, found, day_zero, separator, sheet, is_one_of_several=is_one_of_several).read()


def _header(rows: Sequence[Row], day_zero: dt.date) -> tuple[int, int] | None:
    """Which row is the header, and which column below it holds the months; both from 0."""
    for at, (_, header) in enumerate(rows[:TOP]):
        if _VALUE_TITLE in map(title_of, header) or sum(not is_blank(cell) for cell in header) < 1:
            continue
        below = body(rows[at + 1 :]).rows[:1]
        first: Sequence[Scalar] = below[0][1] if below else ()
        numbered = any(title_of(cell) in _YEAR_TITLES for cell in header)
        for column, cell in enumerate(first):
            title = header[column] if column < len(header) else None
            others = any(not is_blank(other) for other in header[column + 1 :])
            if others and _heads_months(title) and (_names_month(cell, day_zero) or (numbered and _number(cell))):
                return at, column
            if title_of(title) not in (*UNIT_TITLES, *_YEAR_TITLES, MEASURE_TITLE):
                break  # months stand left of all figures
    return None


def _heads_months(title: Scalar) -> bool:
    return is_blank(title) or title_of(title) in MONTH_TITLES or is_year(title) or titled_measure(title) is not None


def _names_month(cell: Scalar, day_zero: dt.date) -> bool:
    return month_name(cell) is not None or _month(cell, day_zero) is not None


def _month(cell: Scalar, day_zero: dt.date) -> dt.date | None:
    month = find_month(cell, day_zero)
    return month if month and is_year(float(month.year)) else None


@dataclass(frozen=True)
class _Column:
    """A column of figures: its place from 0; of unit and measure what it says, each with where it stands."""

    index: int
    unit: Scalar = None
    measure: Scalar = None
    measure_place: str = ""


class _Reader:
    """Reads one table."""

    def __init__(
        self,
        name: str,
        rows: Sequence[Row],
        found: tuple[int, int],
        day_zero: dt.date,
        separator: str | None,
        sheet: str,
        *,
        is_one_of_several: bool,
    ) -> None:
        self.name, self.day_zero, self.separator = name, day_zero, separator
        self.sheet, self.prefix = sheet, f"Blatt {visible(sheet)}, " if is_one_of_several else ""
        at, self.months = found
        self.number, self.header = rows[at]
        under = body(rows[at + 1 :])
        self.below, self.left_out = under.rows, under.notes
        titles = [title_of(cell) for cell in self.header]
        self.units, self.measures, self.groups, self.years = (
            next((titles.index(title) for title in wanted if title in titles), None)
            for wanted in (UNIT_TITLES, (MEASURE_TITLE,), (GROUP,), _YEAR_TITLES)
        )
        self.above = Above(rows[:at], (self.number, self.header[: self.months + 1]), sheet, self._place)
        self.has_units = self.units is not None
        self.measure_column = None if self.has_units else self.measures
        self.read_months: list[dt.date] = []
        self.unread_rows: list[str] = []

    def read(self) -> Read:
        """All figures."""
        unread: list[str] = []
        columns = list(self._columns(unread))
        year = self._one_year()
        lines = tuple(line for number, row in self.below for line in self._lines(number, row, columns, year))
        return Read(lines, tuple(self._notes(columns, unread)))

    # ---- columns

    def _at(self, number: int) -> str:
        return f"{self.prefix}Zeile {number}"

    def _place(self, index: int, number: int | None = None) -> str:
        return f"{self._at(number or self.number)}, Spalte {column_name(index + 1)}"

    def _refuse(self, place: str, found: str, expected: str, advice: str = "") -> NoReturn:
        raise InputError(f"{self.name}, {place}", found, expected, advice)

    def _one_year(self) -> int | None:
        corner = self.header[self.months]
        return int(corner) if is_year(corner) else self.above.year()  # type: ignore[arg-type]

    def _columns(self, unread: list[str]) -> Iterator[_Column]:
        errors, candidates = [], []
        for index in range(max(len(self.header), *(len(row) for _, row in self.below))):
            if index in (self.months, self.units, self.measures, self.groups, self.years):
                continue
            cell = self.header[index] if index < len(self.header) else None
            if not any(index < len(row) and not is_blank(row[index]) for _, row in self.below):
                continue
            if is_blank(cell):
                if not self.separator or index < len(self.header):
                    what = "ein Team, gesamt" if self.units is None else "eine Kennzahl"
                    errors.append(InputError(self._place(index), "keine Überschrift", what))
            elif title_of(cell) in (SUMMARIES if self.units is not None else SUMMARIES - _ALL):
                unread.append(f"{column_name(index + 1)} ({visible(str(cell))[:40]})")
            else:
                candidates.append(index)
        if errors:
            raise several(errors, heading=f"{self.name}: {len(errors)} Fehler, nichts geschrieben.", shown=_SHOWN)
        if self.units is not None:
            yield from (_Column(i, measure=self.header[i], measure_place=self._place(i)) for i in candidates)
            return
        titles: Mapping[int, tuple[str, str]] = {}
        if self.measures is None:
            titles = self.above.measures(candidates)
            if any(index not in titles for index in candidates):
                keys = ", ".join(known.key for known in MEASURES)
                found = self.above.titles_found("den Einheiten")
                self._refuse(self._at(self.number), found, f"eine Kennzahl ({keys})", MEASURE_ADVICE)
        for index in candidates:
            measure, place = titles.get(index, ("", ""))
            yield _Column(index, self.header[index], measure, place)

    # ---- figures

    def _lines(
        self, number: int, row: Sequence[Scalar], columns: Sequence[_Column], year: int | None
    ) -> Iterator[Line]:
        if self.separator and not all(map(is_blank, row[len(self.header) :])):
            found, expected = f"{len(row)} Felder", f"{len(self.header)} wie in der Kopfzeile"
            yield Line(number, dict.fromkeys(COLUMNS), InputError(f"Zeile {number}", found, expected))
            return
        padded = (*row, *[None] * len(self.header))
        filled = [column for column in columns if not is_blank(padded[column.index])]
        said = padded[self.months]
        if not filled:
            return
        if self._is_summary(said):
            self.unread_rows.append(f"{number} ({visible(_shown(said))[:40]})")
            return
        month = self._month_of(said, number, padded, year)
        if isinstance(month, dt.date):
            self.read_months.append(month)
        for column in filled:
            label = _shown(column.measure if self.has_units else column.unit)
            measured = column.measure if self.measure_column is None else padded[self.measure_column]
            cells = {
                "monat": f"{month:%m.%Y}" if isinstance(month, dt.date) else month,
                "einheit": column.unit if self.units is None else padded[self.units],
                "kennzahl": measured,
                "wert": padded[column.index],
            }
            places = {
                "monat": self._place(self.months, number),
                "einheit": self._place(column.index) if self.units is None else self._place(self.units, number),
                "kennzahl": column.measure_place
                if self.measure_column is None
                else self._place(self.measure_column, number),
                "wert": f"{self._place(column.index, number)} ({visible(label)[:40]})",
            }
            if self.groups is not None:
                cells[GROUP], places[GROUP] = padded[self.groups], self._place(self.groups, number)
            letters = column_name(column.index + 1)
            yield Line(number, cells, None, places, letters, self.sheet if self.prefix else "")

    def _month_of(self, cell: Scalar, number: int, row: Sequence[Scalar], year: int | None) -> dt.date | Scalar:
        """The month of a row; what stands there where it is none, which is refused with its place."""
        found = _month(cell, self.day_zero)
        if found is not None:
            return found
        of_row = row[self.years] if self.years is not None else None
        if is_year(of_row):
            year = int(of_row)  # type: ignore[arg-type]
        name = month_name(cell) or (_number(cell) if self.years is not None else None)
        if name is None or (self.years is not None and not is_year(of_row)):
            return cell
        if year is None:
            found_here = f"{literal(cell)}, und darüber kein Jahr"
            self._refuse(self._place(self.months, number), found_here, "einen Monat mit Jahr wie 03.2017")
        return dt.date(year, name, 1)

    @staticmethod
    def _is_summary(cell: Scalar) -> bool:
        """Whether a row sums others up: a whole year, or a mean."""
        if is_year(cell):
            return True
        if not isinstance(cell, str):
            return False
        words = re.sub(r"\b20[0-9]{2}\b", "", cell)
        return title_of(words) in SUMMARIES

    # ---- what was recognised

    def _notes(self, columns: Sequence[_Column], unread: Sequence[str]) -> Iterator[str]:
        what = "Einheiten" if self.units is None else "Kennzahlen"
        titles = [visible(_shown(c.unit if self.units is None else c.measure))[:40] for c in columns]
        span = titles[0] if len(titles) == 1 else f"{titles[0]} bis {titles[-1]}" if titles else "keine"
        ends = [column_name(column.index + 1) for column in columns]
        where = f"Spalte {ends[0]}" if len(ends) == 1 else f"Spalten {ends[0]} bis {ends[-1]}" if ends else "keine"
        months = sorted(set(self.read_months))
        dates = "" if not months else f": {month_label(months[0])}"
        dates += f" bis {month_label(months[-1])}" if len(months) > 1 else ""
        text = f"{what} als Spalten: {span} ({where}); Monate in Spalte {column_name(self.months + 1)}{dates}"
        if self.units is not None:
            text += f"; Einheit in Spalte {column_name(self.units + 1)}"
        elif self.measures is not None:
            text += f"; Kennzahl in Spalte {column_name(self.measures + 1)}"
        else:
            labels = ", ".join(read_measure(key).label for key in dict.fromkeys(c.measure for c in columns))
            places = ", ".join(dict.fromkeys(c.measure_place.removeprefix(self.prefix) for c in columns))
            text += f"; Kennzahl {labels} ({places})"
        if self.groups is not None:
            text += f"; Gruppe in Spalte {column_name(self.groups + 1)}"
        yield f"{self.prefix}{text}; leere Zellen gelten als nicht gemeldet."
        if unread:
            yield f"{self.prefix}Nicht gelesen: {'Spalte' if len(unread) == 1 else 'Spalten'} {', '.join(unread)}."
        if self.unread_rows:
            rows = "Zeile" if len(self.unread_rows) == 1 else "Zeilen"
            yield f"{self.prefix}Nicht gelesen, weil kein Monat: {rows} {', '.join(self.unread_rows[:5])}."
        for note in self.left_out:
            yield f"{self.prefix}{note}"


def _shown(cell: Scalar) -> str:
    return f"{cell:.15g}" if isinstance(cell, int | float) else str(cell)


def _number(cell: Scalar) -> int | None:
    """The number of a month beside a column of years."""
    text = f"{cell:.15g}" if isinstance(cell, int | float) else str(cell or "").strip()
    return int(text) if re.fullmatch(r"0?[1-9]|1[0-2]", text) else None
