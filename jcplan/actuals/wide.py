"""Tables with months as columns, as statistics deliver them: a row a unit, or a unit and a measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from jcplan.actuals.above import Above
from jcplan.actuals.entries import read_measure, split_measure
from jcplan.actuals.feet import body
from jcplan.actuals.line import COLUMNS, GROUP, Line, is_blank
from jcplan.actuals.months import find_month, is_year, month_label, month_name
from jcplan.actuals.text import TOP, Row
from jcplan.actuals.words import plain
from jcplan.cells import DAY_ZERO, Scalar, column_name
from jcplan.errors import InputError, several
from jcplan.german import literal, visible
from jcplan.model.teams import MEASURES

UNIT_TITLES: Final = ("einheit", "kuerzel", "team", "teams", "instrument", "instrumente")
MEASURE_TITLE: Final = "kennzahl"
SUMMARIES: Final = frozenset((
    "summe", "gesamt", "insgesamt", "jahr", "jahressumme", "jdw", "gjdw", "mittel", "mittelwert", "durchschnitt",
    "jahresmittel", "kumuliert", "bemerkung", "bemerkungen", "anmerkung", "notiz", "hinweis", "quelle", "stand",
))  # fmt: skip
"""Titles of columns beside the months that hold no month's figures."""
_SHOWN: Final = 20
MEASURE_ADVICE: Final = (
    "Eine Spalte kennzahl sagt es je Zeile, eine Zeile darüber oder der Name des Blattes für die ganze Tabelle."
)


@dataclass(frozen=True)
class Read:
    """What a table holds: its figures, and in German sentences what was recognised."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Column:
    """A column of figures: its place from 0, its month as a text, its measure's key and where that stands."""

    index: int
    month: str
    measure: str
    measure_place: str

    @property
    def letters(self) -> str:
        """As a spreadsheet calls it."""
        return column_name(self.index + 1)


def is_header(row: Sequence[Scalar], day_zero: dt.date = DAY_ZERO) -> bool:
    """Whether a row names months: two and more, or one beside a column of units.

    >>> is_header(("Team", "Jan 2017")), is_header((None, "01.2017", "02.2017")), is_header(("03.2017", "1.1", "5"))
    (True, True, False)
    """
    months = sum(_header_month(cell, day_zero) is not None for cell in row)
    has_units = any(title_of(cell) in UNIT_TITLES for cell in row)
    return months >= (1 if has_units else 2)


def has_header(rows: Sequence[Row], day_zero: dt.date = DAY_ZERO) -> bool:
    """Whether one of the first rows names months."""
    return any(is_header(row, day_zero) for _, row in rows[:TOP])


def read(
    name: str,
    rows: Sequence[Row],
    day_zero: dt.date = DAY_ZERO,
    *,
    separator: str | None = None,
    sheet: str = "",
    is_one_of_several: bool = False,
) -> Read:
    """The figures below a header that names months; a blank cell is not reported.

    Args:
        name: The file's name, for messages.
        rows: The rows of a file or sheet; one of the first is a header.
        day_zero: The day from which numbers count where they stand for dates.
        separator: What separates the fields of a text file.
        sheet: The sheet's name; it may name the measure.
        is_one_of_several: Whether the workbook has further sheets, so that places name theirs.

    Raises:
        InputError: A column, the measure or the column of units cannot be understood.
    """
    start = next(i for i, (_, row) in enumerate(rows) if is_header(row, day_zero))
    prefix = f"Blatt {visible(sheet)}, " if is_one_of_several else ""
    return _Reader(name, rows, start, day_zero, separator, sheet, prefix).read()


def title_of(cell: Scalar) -> str:
    """A title in one spelling; ``""`` for what is no text."""
    return plain(cell) if isinstance(cell, str) else ""


def _header_month(cell: Scalar, day_zero: dt.date) -> tuple[Scalar, str] | None:
    """The month that a header names and, where it names one beside it, the measure's key."""
    if month_name(cell) or _month(cell, day_zero):
        return cell, ""
    found = split_measure(cell) if isinstance(cell, str) else None
    if found and (month_name(found[1]) or _month(found[1], day_zero)):
        return found[1], found[0].key
    return None


def _month(cell: Scalar, day_zero: dt.date) -> dt.date | None:
    month = find_month(cell, day_zero)
    return month if month and is_year(float(month.year)) else None


class _Reader:
    """Reads one table."""

    def __init__(
        self,
        name: str,
        rows: Sequence[Row],
        start: int,
        day_zero: dt.date,
        separator: str | None,
        sheet: str,
        prefix: str,
    ) -> None:
        self.name = name
        self.above, (self.number, self.header) = rows[:start], rows[start]
        under = body(rows[start + 1 :])
        self.below, self.left_out = under.rows, under.notes
        self.day_zero, self.separator, self.sheet, self.prefix = day_zero, separator, sheet, prefix
        found = ((index, _header_month(cell, day_zero)) for index, cell in enumerate(self.header))
        self.months = {index: month for index, month in found if month}
        self.first, self.last = min(self.months), max(self.months)
        self.titles = Above(self.above, (self.number, self.header[: self.first]), sheet, self._place)

    def read(self) -> Read:
        """All figures."""
        measure_column = self._titled(MEASURE_TITLE)
        group_column = self._titled(GROUP)
        unit_column = self._unit_column({measure_column, group_column})
        found = {"einheit": unit_column, MEASURE_TITLE: measure_column, GROUP: group_column}
        named = {name: index for name, index in found.items() if index is not None}
        unread = self._unread(set(named.values()))
        columns = list(self._columns(measure_column))
        lines = tuple(line for number, row in self.below for line in self._lines(number, row, columns, named))
        return Read(lines, tuple(self._notes(columns, named, unread)))

    # ---- columns

    def _at(self, number: int) -> str:
        return f"{self.prefix}Zeile {number}"

    def _place(self, index: int, number: int | None = None) -> str:
        return f"{self._at(number or self.number)}, Spalte {column_name(index + 1)}"

    def _refuse(self, place: str, found: str, expected: str, advice: str = "") -> NoReturn:
        raise InputError(f"{self.name}, {place}", found, expected, advice)

    def _titled(self, title: str) -> int | None:
        """The column with a title."""
        return next((index for index, cell in enumerate(self.header) if title_of(cell) == title), None)

    def _unit_column(self, others: set[int | None]) -> int:
        titles = [title_of(cell) for cell in self.header]
        for title in UNIT_TITLES:
            if title in titles:
                return titles.index(title)
        free = [
            index
            for index in range(self.first)
            if index not in others and any(index < len(row) and not is_blank(row[index]) for _, row in self.below)
        ]
        if len(free) != 1:
            found = "keine Spalte" if not free else "mehrere Spalten ohne diese Überschrift"
            self._refuse(self._at(self.number), found, "links der Monate eine Spalte einheit")
        return free[0]

    def _unread(self, used: set[int]) -> list[str]:
        """Columns that hold no months; one that might is refused."""
        errors, unread = [], []
        for index, cell in enumerate(self.header):
            if index in self.months or index in used:
                continue
            filled = any(index < len(row) and not is_blank(row[index]) for _, row in self.below)
            if is_blank(cell):
                if filled and self.first < index < self.last:
                    errors.append(InputError(self._place(index), "keine Überschrift", "einen Monat wie 03.2017"))
                continue
            if index > self.first and not is_year(cell) and title_of(cell) not in SUMMARIES and filled:
                advice = "Spalten ohne Monat bitte löschen oder links der Monate stellen."
                errors.append(InputError(self._place(index), literal(cell), "einen Monat wie 03.2017", advice))
            elif filled:
                unread.append(f"{column_name(index + 1)} ({visible(str(cell))[:40]})")
        if errors:
            raise several(errors, heading=f"{self.name}: {len(errors)} Fehler, nichts geschrieben.", shown=_SHOWN)
        return unread

    def _columns(self, measure_column: int | None) -> Iterator[_Column]:
        year = self.titles.year()
        titles = {} if measure_column is not None else self.titles.measures(self.months)
        seen: dict[tuple[dt.date, str], int] = {}
        for index, (cell, own) in self.months.items():
            if month_name(cell):
                if year is None:
                    found = f"{literal(cell)}, und darüber kein Jahr"
                    self._refuse(self._place(index), found, "einen Monat mit Jahr wie 03.2017")
                cell = f"{month_name(cell)}.{year}"  # noqa: PLW2901 - as header and title say it together
            measure, place = (own, self._place(index)) if own else titles.get(index, ("", ""))
            month = find_month(cell, self.day_zero)
            if month is None:
                self._refuse(self._place(index), literal(cell), "einen Monat mit Jahr wie 03.2017")
            if (month, measure) in seen:
                what = f"noch einmal {month_label(month)} (wie Spalte {column_name(seen[month, measure] + 1)})"
                self._refuse(self._place(index), what, "jeden Monat einmal")
            seen[month, measure] = index
            if measure_column is None and not measure:
                keys = ", ".join(known.key for known in MEASURES)
                self._refuse(
                    self._at(self.number),
                    self.titles.titles_found("den Monaten"),
                    f"eine Kennzahl ({keys})",
                    MEASURE_ADVICE,
                )
            yield _Column(index, f"{month:%m.%Y}", measure, place)

    # ---- figures

    def _lines(
        self, number: int, row: Sequence[Scalar], columns: Sequence[_Column], named: Mapping[str, int]
    ) -> Iterator[Line]:
        """The figures of a row; ``named`` says in which columns unit, measure and group stand, as far as they do."""
        if self._is_second_header(row):
            advice = "Bitte je Kennzahl ein Blatt oder eine Datei, oder eine Spalte kennzahl."
            self._refuse(self._at(number), "noch eine Kopfzeile mit Monaten", "eine Tabelle", advice)
        surplus = row[len(self.header) :]
        if self.separator and not all(map(is_blank, surplus)):
            found, expected = f"{len(row)} Felder", f"{len(self.header)} wie in der Kopfzeile"
            yield Line(number, dict.fromkeys(COLUMNS), InputError(f"Zeile {number}", found, expected))
            return
        padded = (*row, *[None] * len(self.header))
        for column in columns:
            if is_blank(padded[column.index]):
                continue
            cells = {"monat": column.month, "kennzahl": column.measure, "wert": padded[column.index]}
            places = {
                "monat": self._place(column.index),
                "kennzahl": column.measure_place,
                "wert": f"{self._place(column.index, number)} ({self._label(column)})",
            }
            cells |= {name: padded[index] for name, index in named.items()}
            places |= {name: self._place(index, number) for name, index in named.items()}
            yield Line(number, cells, None, places, column.letters, self.sheet if self.prefix else "")

    def _label(self, column: _Column) -> str:
        month = find_month(column.month)
        return month_label(month) if month else column.month

    def _is_second_header(self, row: Sequence[Scalar]) -> bool:
        """Whether most of a row's texts name months."""
        texts = [cell for cell in row if not is_blank(cell)]
        months = sum(isinstance(cell, str) and _header_month(cell, self.day_zero) is not None for cell in texts)
        return months >= 1 and len(texts) > 1 and 2 * months >= len(texts)

    # ---- what was recognised

    def _notes(
        self, columns: Sequence[_Column], named: Mapping[str, int], unread: Sequence[str]
    ) -> Iterator[str]:  # fmt: skip
        if MEASURE_TITLE not in named:
            keys = dict.fromkeys(column.measure for column in columns)
            labels = ", ".join(read_measure(key).label for key in keys)
            where = ", ".join(dict.fromkeys(column.measure_place.removeprefix(self.prefix) for column in columns))
            measures = f"Kennzahl {labels} ({where})"
        else:
            measures = f"Kennzahl in Spalte {column_name(named[MEASURE_TITLE] + 1)}"
        if GROUP in named:
            measures += f"; Gruppe in Spalte {column_name(named[GROUP] + 1)}"
        first, last = self._label(columns[0]), self._label(columns[-1])
        span = first if len(columns) == 1 else f"{first} bis {last}"
        ends = columns[0].letters, columns[-1].letters
        where = f"Spalte {ends[0]}" if len(columns) == 1 else f"Spalten {ends[0]} bis {ends[1]}"
        yield f"{self.prefix}Monate als Spalten: {span} ({where}); {measures}; leere Zellen gelten als nicht gemeldet."
        if unread:
            what = "Spalte" if len(unread) == 1 else "Spalten"
            yield f"{self.prefix}Nicht gelesen, weil ohne Monat: {what} {', '.join(unread)}."
        for note in self.left_out:
            yield f"{self.prefix}{note}"
