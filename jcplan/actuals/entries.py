"""Figures and measures in the cells of a delivery. Each reader says what it expected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jcplan.actuals.months import date_parts, find_month, month_name
from jcplan.actuals.units import SUMS, TOTAL
from jcplan.actuals.words import composed, plain, spaced
from jcplan.cells import Scalar
from jcplan.errors import InputError
from jcplan.german import literal
from jcplan.model.shape import MOST
from jcplan.model.teams import AMOUNTS, INDICATORS, MONEY, RATES, SUPPRESSED, Measure, by_group, measures

_ALL: Final = measures(MOST["gruppen"])
_ZERO: Final = "-"  # the statistics' sign for exactly nothing
_MOST: Final = 10_000_000  # heads
_NOISE: Final = 1e-5  # euro: what a program's arithmetic leaves behind the cents
_GERMAN: Final = re.compile(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?")
_VALUE_EXPECTED: Final = "eine Zahl ab 0 wie 1.234,5, oder - für null, oder * für gesperrt"
_POINT: Final = "Der Punkt trennt Tausender (1.234), das Komma Dezimalstellen (0,123)."
_GROUPED: Final = "Tausender trennt ein Punkt (1.234) oder nichts (1234)."
_MADE_A_DATE: Final = (
    "Excel hat aus einer Zahl ein Datum gemacht; bitte die Spalte als Zahl formatieren und neu eintragen."
)
_SAYS_NOTHING: Final = frozenset((
    "am", "an", "anzahl", "bestand", "bestaende", "bis", "der", "des", "die", "einheit", "einheiten", "ende",
    "entwicklung", "geschaeftsstelle", "geschaeftsstellen", "im", "in", "ist", "istwerte", "jahr", "je", "jobcenter",
    "kennzahl", "koepfe", "monat", "monate", "monaten", "monatlich", "monatsende", "monatswerte", "nach", "pro",
    "stand", "team", "teams", "uebersicht", "und", "von", "zahl", "zum",
))  # fmt: skip
"""Words beside a measure that make no other measure of it."""


def read_value(cell: Scalar, *, comma: bool) -> float | str:
    """The figure in a cell, or ``*`` for a suppressed one.

    In texts points separate thousands and a comma decimals.

    Args:
        cell: A number or a text.
        comma: Whether commas separate the file's fields.

    Raises:
        InputError: It is neither, or no German number looks so (``0.123``).

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
        if not _GERMAN.fullmatch(text):
            raise InputError("wert", literal(cell), _VALUE_EXPECTED, _advice(text))
        if comma and "." in text and "," not in text:
            advice = "Zwischen Kommas als Trennzeichen kann der Punkt auch ein Dezimalzeichen sein."
            raise InputError("wert", literal(cell), "eine Zahl ohne Punkt", advice)
        value = float(text.replace(".", "").replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise InputError("wert", literal(cell), _VALUE_EXPECTED)
    if value > _MOST:
        raise InputError("wert", literal(cell), "eine Zahl bis 10.000.000")
    return float(value)


def read_share(cell: Scalar) -> float | str:
    """The share in a cell, or ``*`` for a suppressed one: a text in per cent, or the number of a cell in per cent.

    Raises:
        InputError: It is neither, or no indicator can be so large.

    >>> read_share("22,3 %"), read_share("−1,2 %"), read_share(0.223), read_share("*")
    (0.223, -0.012, 0.223, '*')
    """
    expected = "einen Prozentwert wie 22,3 % oder −1,2 %, oder * für gesperrt"
    value = cell
    if isinstance(cell, str):
        text = cell.strip().replace("−", "-")
        if text == SUPPRESSED:
            return SUPPRESSED
        found = re.fullmatch(r"([+-]?)([0-9]+(?:,[0-9]+)?)[ \u00a0\u202f]?%", text)
        if not found:
            raise InputError("wert", literal(cell), expected)
        value = float(f"{found[1]}{found[2].replace(',', '.')}e-2")
    low, high = RATES
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InputError("wert", literal(cell), expected)
    return float(value)


def read_money(cell: Scalar, *, comma: bool) -> float:
    """The amount in a cell, euro with cents; it may be negative.

    In texts points separate thousands and a comma cents; ``€`` may stand behind.

    Args:
        cell: A number or a text.
        comma: Whether commas separate the file's fields.

    Raises:
        InputError: It is neither, has parts of a cent, or is larger than any Jobcenter's money.

    >>> read_money("−1.234,50 €", comma=False), read_money("12345,6", comma=False), read_money("-", comma=False)
    (-1234.5, 12345.6, 0.0)
    """
    expected = "einen Betrag in Euro wie 1.234,50 oder −1.234,50, oder - für null"
    value: Scalar = cell
    if isinstance(cell, str):
        text = cell.strip().replace("−", "-")
        if text == _ZERO:
            return 0.0
        found = re.fullmatch(r"([+-]?) ?(.*?)(?:[ \u00a0\u202f]?(?:€|EUR))?", text)
        sign, digits = (found[1], found[2]) if found else ("", text)
        if not _GERMAN.fullmatch(digits):
            raise InputError("wert", literal(cell), expected, _advice(digits))
        if comma and "." in digits and "," not in digits:
            advice = "Zwischen Kommas als Trennzeichen kann der Punkt auch ein Dezimalzeichen sein."
            raise InputError("wert", literal(cell), "einen Betrag ohne Punkt", advice)
        value = float(sign + digits.replace(".", "").replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError("wert", literal(cell), expected)
    low, high = AMOUNTS
    if not low <= value <= high:
        raise InputError("wert", literal(cell), "einen Betrag von −1.000.000.000 bis 1.000.000.000 €")
    cents = round(float(value), 2)
    if abs(cents - value) > _NOISE:
        raise InputError("wert", literal(cell), "einen Betrag auf den Cent, höchstens zwei Stellen nach dem Komma")
    return cents


def _advice(text: str) -> str:
    """What to do about a text that is almost a number."""
    if re.fullmatch(r"[0-9.,]*\.[0-9.,]*", text):
        return _POINT
    if re.fullmatch(r"[0-9]{1,3}(?:[^\w,.][0-9]{3})+(?:,[0-9]+)?", text):
        return _GROUPED
    return _MADE_A_DATE if date_parts(text) or find_month(text) else ""


def read_measure(cell: Scalar, labels: Sequence[str] = ()) -> Measure:
    """The measure that a cell names by key or label, in any spelling of case, umlauts and hyphens.

    Args:
        cell: What stands there.
        labels: What the plan's groups are called; by them too a measure of a group can be named.

    Raises:
        InputError: It names none.

    >>> read_measure("LZB-Abgänge").key, read_measure("elb").key
    ('LZB_ABGAENGE', 'ELB')
    >>> read_measure("ELB 8 HKL", ("ohne 8 HKL", "8 HKL")).key, read_measure("Integrationen G1").key
    ('ELB_G2', 'INTEGRATIONEN_G1')
    """
    wanted = plain(cell) if isinstance(cell, str) else ""
    for measure in INDICATORS:
        if wanted and wanted == plain(measure.key):
            return measure
    if money := named_money(cell):
        return money
    called = _called(labels)
    for measure in _ALL:
        names = called[measure.group - 1] if 0 < measure.group <= len(labels) else ()
        if wanted in map(plain, _names(measure, names)):
            return measure
    states = [each.key.replace("_T", " t-") for each in INDICATORS]
    of_law = [text for text in states if plain(text.partition(" ")[0]) == wanted]
    if of_law:
        raise InputError("kennzahl", literal(cell), f"mit Stand: {' oder '.join(of_law)} (vorläufig, endgültig)")
    keys = ", ".join(measure.key for measure in (*measures(len(labels)), *MONEY))
    raise InputError("kennzahl", literal(cell), f"eines von {keys}, oder eine Kennzahl wie K2 t-3")


def named_money(cell: Scalar) -> Measure | None:
    """The measure of money that a cell names by key or label; None for any other.

    >>> named_money("Bindungen").key, named_money("AUSGABE").key, named_money("ELB")
    ('BINDUNG', 'AUSGABE', None)
    """
    wanted = plain(cell) if isinstance(cell, str) else ""
    return next((measure for measure in MONEY if wanted and wanted in map(plain, _names(measure))), None)


def read_group(cell: Scalar, labels: Sequence[str]) -> int:
    """The number of the group that a cell names; 0 for all.

    Args:
        cell: ``G2``, ``2``, ``Gruppe 2``, what it is called, or ``gesamt``; blank too means all.
        labels: What the plan's groups are called.

    Raises:
        InputError: It names none of them.

    >>> read_group("8 hkl", ("ohne 8 HKL", "8 HKL")), read_group("G1", ("", "")), read_group(None, ("",))
    (2, 1, 0)
    """
    wanted = plain(f"{cell:g}" if isinstance(cell, float) else str(cell or ""))
    called = _called(labels)
    if wanted in ("", "alle", TOTAL, *SUMS):
        return 0
    for number, names in enumerate(called, 1):
        if wanted in (f"g{number}", str(number), f"gruppe{number}", *map(plain, names)):
            return number
    known = ", ".join(f"G{number} ({label})" if label else f"G{number}" for number, label in enumerate(labels, 1))
    raise InputError("gruppe", literal(cell), f"eine von {known} oder {TOTAL}")


def of_group(measure: Measure, number: int) -> Measure:
    """A measure of one group.

    Raises:
        InputError: It is not followed by group, or it is that of another group already.
    """
    if not number or measure.group == number:
        return measure
    found = next((each for each in by_group(number) if each.base == measure.key), None)
    if found is None:
        raise InputError("gruppe", f"G{number} bei {measure.label}", "nur Integrationen und ELB je Gruppe")
    return found


def _called(labels: Sequence[str]) -> list[tuple[str, ...]]:
    """What each group is called: its label, and its beginning before a bracket where no other begins so.

    >>> _called(("ohne 8 HKL", "8 HKL (Flucht/Asyl)", ""))
    [('ohne 8 HKL',), ('8 HKL (Flucht/Asyl)', '8 HKL'), ()]
    """
    short = [label.partition("(")[0].strip() for label in labels]
    return [
        tuple(dict.fromkeys(filter(None, (label, name if short.count(name) == 1 else ""))))
        for label, name in zip(labels, short, strict=True)
    ]


def _names(measure: Measure, called: Sequence[str] = ()) -> Sequence[str]:
    """How a measure is called; of a group with its number or what the group is called."""
    if measure.is_money:
        return measure.key, measure.label, *(("Mittelabfluss",) if measure.key == "AUSGABE" else ())
    if not measure.group:
        return measure.key, measure.label, measure.label.partition("(")[0]
    ends = (f"G{measure.group}", f"Gruppe {measure.group}", *called)
    text = measure.label.rpartition(",")[0]
    return [f"{name} {end}" for name in (measure.base, text, text.partition("(")[0]) for end in ends]


def split_measure(text: str) -> tuple[Measure, str] | None:
    """The one measure that a title names, and the rest of the title; None where it names none or several.

    >>> found = split_measure("ELB (Bestand) Jan 2017")
    >>> found[0].key, found[1]
    ('ELB', 'Jan 2017')
    >>> split_measure("LZB-Zugänge"), split_measure("ELB und LZB")
    (None, None)
    """
    rest = spaced(text)
    found = []
    for pattern, measure in _PATTERNS:
        rest, times = pattern.subn(" ", rest)
        found += [measure] * times
    return (found[0], rest.strip(" -–:,;/()")) if len(found) == 1 else None


def titled_measure(title: Scalar) -> Measure | None:
    """The measure of a table with this title; None where the title may mean something else.

    >>> titled_measure("Integrationen nach Teams 2017").key, titled_measure("LZB Zugang 2017")
    ('INTEGRATIONEN', None)
    """
    found = split_measure(title) if isinstance(title, str) else None
    if found is None:
        return None
    measure, rest = found
    words = re.findall(r"[^\W\d_]+", rest)
    return measure if all(plain(word) in _SAYS_NOTHING or month_name(word) for word in words) else None


def _pattern(name: str) -> re.Pattern[str]:
    """Finds a name in a title; a hyphen makes a longer word."""
    parts = (re.escape(part) for part in re.findall(r"\w+", composed(name).replace("_", " ")))
    text = r"[\W_]*".join(parts).replace("ä", "(?:ä|ae)")
    return re.compile(rf"(?<![\w-]){text}(?!-?\w)\)?", re.IGNORECASE)


_PATTERNS: Final = sorted(
    ((_pattern(name), measure) for measure in (*_ALL, *MONEY) for name in dict.fromkeys(_names(measure))),
    key=lambda item: -len(item[0].pattern),
)
