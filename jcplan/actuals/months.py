"""Months as deliveries write them, and dates that a spreadsheet program made of something else."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from jcplan.actuals.words import plain, spaced
from jcplan.cells import DAY_ZERO, Scalar
from jcplan.errors import InputError
from jcplan.german import literal
from jcplan.sheet.months import MONTHS

_YEARS: Final = range(2005, 2101)  # from the SGB II on; other numbers are no dates

_MONTHS: Final = (
    "januar", "februar", "maerz", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "dezember",
)  # fmt: skip
_OTHERS: Final = {"mrz": 3, "maer": 3, "sept": 9}
_NAMES: Final = {text: i for i, name in enumerate(_MONTHS, start=1) for text in (name, name[:3])} | _OTHERS
_ENGLISH: Final = {"mar": 3, "may": 5, "oct": 10, "dec": 12}  # as an English Excel shows dates
_MIDNIGHT: Final = r"(?:[ T]00?:00(?::00(?:\.0+)?)?)?"
_DATES: Final = (
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})" + _MIDNIGHT, re.ASCII),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})" + _MIDNIGHT, re.ASCII),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII),
)
_NUMBERED: Final = (
    re.compile(r"(?P<month>\d{1,2})[./-](?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})[./-](?P<month>\d{1,2})", re.ASCII),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})", re.ASCII),
    *_DATES,
)
_NAMED: Final = re.compile(r"([^\W\d_]+)\.?[ /-]*([0-9]{4}|['’]?[0-9]{2})")
_DAY_OF: Final = re.compile(r"([0-9]{1,2})\.?[ -]*([^\W\d_]+)\.?")
_EXPECTED: Final = "einen Monat wie 03.2017, 2017-03, März 2017 oder 31.03.2017"


def month_label(month: dt.date) -> str:
    """A month as German readers write it.

    >>> month_label(dt.date(2017, 3, 1))
    'Mrz 2017'
    """
    return f"{MONTHS[month.month - 1]} {month.year}"


def read_month(cell: Scalar, day_zero: dt.date = DAY_ZERO) -> dt.date:
    """The first day of the month that a cell names; of a full date its month counts.

    Args:
        cell: A text, the number of a day, or a number such as 201703.
        day_zero: The day from which numbers count.

    Raises:
        InputError: It names no month.

    >>> cells = ("3.2017", "2017-03", "201703", "März 2017", "Mrz 17", "31.03.2017", 42825.0, 201703.0)
    >>> {str(read_month(cell)) for cell in cells}
    {'2017-03-01'}
    """
    found = find_month(cell, day_zero)
    if found is None:
        is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
        shown = f"{cell:.15g}".replace(".", ",") if is_number else literal(cell)  # 201713 is no 201.713
        raise InputError("monat", shown, _EXPECTED)
    return found


def written_out(cell: Scalar) -> str:
    """The digits of a month that is written without signs; a blank text for any other.

    >>> written_out(201703.0), written_out("03.2017"), written_out(42825.0)
    ('201703', '', '')
    """
    text = f"{cell:.15g}" if isinstance(cell, int | float) else str(cell).strip()
    return text if re.fullmatch("20[0-9]{4}(?:[0-9]{2})?", text) else ""


def find_month(cell: Scalar, day_zero: dt.date = DAY_ZERO) -> dt.date | None:
    """As ``read_month``; None where a cell names no month."""
    try:
        if isinstance(cell, bool):
            return None
        if isinstance(cell, int | float):
            return _of_number(float(cell), day_zero)
        return _of_text(spaced(cell)) if isinstance(cell, str) else None
    except (ValueError, OverflowError):
        return None


def month_name(cell: Scalar) -> int | None:
    """The number of a month whose name stands there without a year.

    >>> month_name("Mrz."), month_name("März 2017")
    (3, None)
    """
    return _NAMES.get(plain(cell)) if isinstance(cell, str) else None


def is_year(cell: Scalar) -> bool:
    """Whether a cell holds nothing but a year.

    >>> is_year("2017"), is_year(2017.0), is_year(42825.0)
    (True, True, False)
    """
    if isinstance(cell, str):
        return bool(re.fullmatch("[0-9]{4}", cell.strip())) and int(cell) in _YEARS
    return isinstance(cell, int | float) and not isinstance(cell, bool) and cell in _YEARS


def date_parts(cell: Scalar, day_zero: dt.date = DAY_ZERO) -> frozenset[tuple[int, ...]]:
    """The numbers from which a spreadsheet program may have made this date; none where the cell is no date.

    >>> sorted(date_parts("01. Feb")), (1, 2) in date_parts(42767.0), (2, 10) in date_parts("Feb 10")
    ([(1, 2)], True, True)
    """
    if isinstance(cell, str):
        text = spaced(cell)
        if match := _DAY_OF.fullmatch(text):
            month = _month_number(match[2])
            return frozenset({(int(match[1]), month)} if month else ())
        if match := _NAMED.fullmatch(text):
            month, year = _month_number(match[1]), int(match[2].lstrip("'’"))
            return frozenset({(month, year), (month, year % 100)} if month else ())
        matches = (pattern.fullmatch(text) for pattern in _DATES)
        found = next((match for match in matches if match), None)
        if found is None:
            return _of_day(float(text), day_zero) if re.fullmatch("[0-9]{5}", text) else frozenset()
        day, month, year = (int(found[name]) for name in ("day", "month", "year"))
        return frozenset(
            {(day, month), (month, year), (month, year % 100), (day, month, year), (day, month, year % 100)}
        )
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return _of_day(float(cell), day_zero) if is_number else frozenset()  # type: ignore[arg-type]


def _of_day(number: float, day_zero: dt.date) -> frozenset[tuple[int, ...]]:
    day = _day(number, day_zero) if number.is_integer() else None
    return date_parts(day.isoformat()) if day else frozenset()


def _day(number: float, day_zero: dt.date) -> dt.date | None:
    try:
        day = day_zero + dt.timedelta(days=int(number))
    except (ValueError, OverflowError):
        return None
    return day if day.year in _YEARS else None


def _of_number(number: float, day_zero: dt.date) -> dt.date | None:
    if 1 <= number < 13:  # 03.2017 that a program took for a number
        return _of_text(f"{number:.4f}")
    day = _day(number, day_zero)
    if day is not None:
        return day.replace(day=1)
    return _of_text(f"{number:.0f}") if number.is_integer() else None  # 201703


def _of_text(text: str) -> dt.date | None:
    for pattern in _NUMBERED:
        if match := pattern.fullmatch(text):
            parts = {name: int(digits) for name, digits in match.groupdict().items()}
            return dt.date(parts["year"], parts["month"], parts.get("day", 1)).replace(day=1)
    match = _NAMED.fullmatch(text)
    number = _NAMES.get(plain(match[1])) if match else None
    if not match or not number:
        return None
    year = int(match[2].lstrip("'’"))
    return dt.date(year if year > 99 else 2000 + year, number, 1)


def _month_number(name: str) -> int | None:
    return _NAMES.get(plain(name)) or _ENGLISH.get(plain(name))
