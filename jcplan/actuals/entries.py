"""What stands in the cells of a delivery: months, figures, measures. Each reader says what it expected."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.german import literal
from jcplan.layout.months import MONTHS
from jcplan.model.teams import MEASURES, SUPPRESSED, Measure

_ZERO: Final = "-"  # the statistics' sign for exactly nothing
_FIRST_YEAR: Final = 2005  # of the SGB II; a smaller number is no date
_MOST: Final = 10_000_000  # heads

_MONTHS: Final = (
    "januar", "februar", "maerz", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "dezember",
)  # fmt: skip
_OTHERS: Final = {"mrz": 3, "maer": 3, "sept": 9}
_NAMES: Final = {text: i for i, name in enumerate(_MONTHS, start=1) for text in (name, name[:3])} | _OTHERS
_NUMBERED: Final = (
    re.compile(r"(?P<month>\d{1,2})[./](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
)
_NAMED: Final = re.compile(r"([^\W\d]+)\.?\s+(\d{4})")
_GERMAN: Final = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?")
_MONTH_EXPECTED: Final = "einen Monat wie 03.2017, 2017-03, März 2017 oder 31.03.2017"
_VALUE_EXPECTED: Final = "eine Zahl ab 0 wie 1.234,5, oder - für null, oder * für gesperrt"


def month_label(month: dt.date) -> str:
    """A month as German readers write it.

    >>> month_label(dt.date(2017, 3, 1))
    'Mrz 2017'
    """
    return f"{MONTHS[month.month - 1]} {month.year}"


def read_month(cell: Scalar, day_zero: dt.date) -> dt.date:
    """The first day of the month that a cell names; of a full date its month counts.

    Args:
        cell: A text, or the number of a day.
        day_zero: The day from which numbers count.

    Raises:
        InputError: It names no month.

    >>> zero = dt.date(1899, 12, 30)
    >>> {str(read_month(cell, zero)) for cell in ("3.2017", "2017-03", "März 2017", "31.03.2017", 42825.0)}
    {'2017-03-01'}
    """
    try:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            if 1 <= cell < 13:  # 03.2017 that a program took for a number
                return _numbered_month(f"{cell:.4f}")
            day = day_zero + dt.timedelta(days=int(cell))
            return day.replace(day=1) if day.year >= _FIRST_YEAR else _refuse_month()
        return _numbered_month(cell.strip()) if isinstance(cell, str) else _refuse_month()
    except (ValueError, OverflowError):
        raise InputError("monat", literal(cell), _MONTH_EXPECTED) from None


def _numbered_month(text: str) -> dt.date:
    for pattern in _NUMBERED:
        if match := pattern.fullmatch(text):
            parts = {name: int(digits) for name, digits in match.groupdict().items()}
            return dt.date(parts["year"], parts["month"], parts.get("day", 1)).replace(day=1)
    match = _NAMED.fullmatch(text)
    number = _NAMES.get(_plain(match[1])) if match else None
    return dt.date(int(match[2]), number, 1) if match and number else _refuse_month()


def _refuse_month() -> dt.date:
    raise ValueError


def read_value(cell: Scalar, *, comma: bool) -> float | str:
    """The figure in a cell, or ``*`` for a suppressed one.

    In texts points separate thousands and a comma decimals.

    Args:
        cell: A number or a text.
        comma: Whether commas separate the file's fields.

    Raises:
        InputError: It is neither.

    >>> read_value("1.234,5", comma=False), read_value("1.234", comma=False), read_value("-", comma=False)
    (1234.5, 1234.0, 0.0)
    """
    value: Scalar = cell
    if isinstance(cell, str):
        text = cell.strip()
        if text == SUPPRESSED:
            return SUPPRESSED
        if text == _ZERO:
            return 0.0
        if comma and "." in text and "," not in text:
            advice = "Zwischen Kommas als Trennzeichen kann der Punkt auch ein Dezimalzeichen sein."
            raise InputError("wert", literal(cell), "eine Zahl ohne Punkt", advice)
        value = float(text.replace(".", "").replace(",", ".")) if _GERMAN.fullmatch(text) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise InputError("wert", literal(cell), _VALUE_EXPECTED)
    if value > _MOST:
        raise InputError("wert", literal(cell), "eine Zahl bis 10.000.000")
    return float(value)


def read_measure(cell: Scalar) -> Measure:
    """The measure that a cell names by key or label, in any spelling of case, umlauts and hyphens.

    Raises:
        InputError: It names none.

    >>> read_measure("LZB-Abgänge").key, read_measure("elb").key
    ('LZB_ABGAENGE', 'ELB')
    """
    wanted = _plain(cell) if isinstance(cell, str) else ""
    for measure in MEASURES:
        names = (measure.key, measure.label, measure.label.partition("(")[0])
        if wanted in map(_plain, names):
            return measure
    keys = ", ".join(measure.key for measure in MEASURES)
    raise InputError("kennzahl", literal(cell), f"eines von {keys}")


def _plain(text: str) -> str:
    """Letters and digits only; umlauts written out."""
    text = text.casefold().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"})
    return "".join(character for character in text if character.isalnum())
