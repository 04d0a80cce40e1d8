"""Values of cells as a worksheet part writes them: numbers, texts with escapes, errors, dates."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final

from jcplan.cells import TEXT_LIMIT, CellError, Scalar, text_units
from jcplan.ooxml.markup import escaped

_DIGITS: Final = 15
_QUOTED: Final = 60
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}[_\0-\x08\x0b-\x1f\ufffe\uffff])|[\0-\x08\x0b-\x1f\ufffe\uffff]")
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def unescape(text: str) -> str:
    r"""A text with its ``_xHHHH_`` escapes resolved; escaped surrogates stay as they are written.

    >>> unescape("a_x000D_b_x005F_x000D_")
    'a\rb_x000D_'
    """

    def character(match: re.Match[str]) -> str:
        code = int(match.group(1), 16)
        return match.group(0) if 0xD800 <= code <= 0xDFFF else chr(code)

    return _ESCAPED.sub(character, text) if "_x" in text else text


def escape(text: str) -> str:
    r"""A text as XML content, with ``_xHHHH_`` for characters that XML has no place for.

    >>> escape("a\rb < _x000D_")
    'a_x000D_b &lt; _x005F_x000D_'
    """
    return escaped(_TO_ESCAPE.sub(lambda match: f"_x{ord(match.group(0)):04X}_", text))


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number.

    >>> number_text(27649.0), number_text(0.1), number_text(1e300)
    ('27649', '0.1', '1e+300')
    """
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"a cell cannot hold {number}")
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def checked(value: Scalar) -> Scalar:
    """A value that can be written, as reading it back gives it.

    Raises:
        ValueError: NaN, infinity, a text too long for a cell or with lone surrogates.
        TypeError: Anything that is no Scalar.
    """
    if value is None or isinstance(value, bool | CellError):
        return value
    if isinstance(value, int | float):
        return float(number_text(value))
    if isinstance(value, str):
        value.encode("utf-8")  # a lone surrogate raises UnicodeEncodeError here
        if text_units(value) > TEXT_LIMIT:
            raise ValueError(f"a cell cannot hold {len(value)} characters")
        return value
    raise TypeError(f"a cell cannot hold {type(value).__name__}")


@lru_cache(maxsize=10_000)
def whole(text: str) -> int | None:
    """A number that a part writes in digits; None where it is none, or longer than any count or index.

    >>> whole("191029"), whole("-1"), whole("9" * 5000)
    (191029, None, None)
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def shortened(text: str) -> str:
    """A text as a message quotes it.

    >>> shortened("9" * 5000)
    '999999999999999999999999999999999999999999999999999999999…'
    """
    return text if len(text) <= _QUOTED else text[: _QUOTED - 3] + "…"


def same(stored: Scalar, new: Scalar, *, tolerance: float = 0.0) -> bool:
    """Whether a cell already has the value, of the same type; errors are compared by their code."""
    if isinstance(stored, CellError) and isinstance(new, CellError):
        return stored.code == new.code
    if isinstance(stored, float) and isinstance(new, float):
        return math.isclose(stored, new, rel_tol=tolerance, abs_tol=0.0)
    return type(stored) is type(new) and stored == new


def serial(text: str, *, date1904: bool) -> float:
    """Serial number of an ISO 8601 date, date with time, or time.

    >>> serial("2017-01-31", date1904=False), serial("2017-01-31T12:00:00", date1904=False)
    (42766.0, 42766.5)
    """
    midnight = datetime.min.time()
    try:
        clock = time.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        days = moment.date().toordinal() - date(1904, 1, 1).toordinal() if date1904 else _days_since_1900(moment.date())
        seconds = (moment - datetime.combine(moment.date(), midnight)).total_seconds()
    else:
        days = 0
        seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return days + seconds / 86400


def _days_since_1900(day: date) -> int:
    """Days in the 1900 system, in which a 29 February 1900 is counted though it never was."""
    days = day.toordinal() - date(1899, 12, 30).toordinal()
    return days if days > 60 else days - 1


def decode(kind: str, text: str | None, shared: Callable[[], Sequence[str]], *, date1904: bool) -> Scalar:
    """The value of a cell from its ``t`` attribute and its text.

    Args:
        kind: The ``t`` attribute.
        text: Content of ``<v>``, or the joined runs of ``<is>``; None where there is none.
        shared: Gives the workbook's shared strings.
        date1904: Whether days are counted from 1904.

    Raises:
        ValueError: With a German description of what would have been right.
    """
    if text is None:
        return None
    if kind in ("str", "inlineStr"):
        return unescape(text)
    text = text.strip()
    if not text:
        return None
    if kind == "n":
        if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
            return float(text)
        raise ValueError("eine Zahl")
    if kind == "s":
        strings = shared()
        index = whole(text)
        if index is not None and index < len(strings):
            return strings[index]
        raise ValueError(f"die Nummer eines der {len(strings)} gemeinsamen Texte der Datei")
    if kind == "b":
        return text in {"1", "true"}
    if kind == "e":
        return CellError(text)
    if kind == "d":
        try:
            return float(serial(text, date1904=date1904))
        except ValueError:
            raise ValueError("ein Datum wie 2017-01-31") from None
    raise ValueError(f"eine bekannte Zellart (gefunden t=„{shortened(kind)}“)")


def encode(value: Scalar, prefix: str, *, cached: bool) -> tuple[str | None, str]:
    """The ``t`` attribute and the content for a value.

    Args:
        value: A value that :func:`checked` let pass.
        prefix: Prefix of the worksheet's elements, with its colon.
        cached: Whether it is the result of a formula, not a constant.
    """
    if value is None:
        return None, ""
    if isinstance(value, str) and not cached:
        text = f'<{prefix}t xml:space="preserve">{escape(value)}</{prefix}t>'
        return "inlineStr", f"<{prefix}is>{text}</{prefix}is>"
    if isinstance(value, bool):
        kind, text = "b", str(int(value))
    elif isinstance(value, str):
        kind, text = "str", escape(value)
    elif isinstance(value, CellError):
        kind, text = "e", escape(value.code)
    else:
        kind, text = None, number_text(value)
    return kind, f"<{prefix}v>{text}</{prefix}v>"
