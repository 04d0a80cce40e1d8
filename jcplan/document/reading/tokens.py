"""Every figure of a text as it is printed: what kind it is, its value, its unit, its printed decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final

from jcplan.document.reading.patterns import (
    AGES,
    BARE_NUMBERING,
    CONTENTS_PAGE,
    DATES,
    DIRECTION,
    DIRECTIONS,
    FRACTION,
    FRACTIONS,
    GROUP_SIGN,
    IN_WORDS,
    LAW,
    MANY,
    NAMES,
    NUMBER,
    NUMBER_WORDS,
    NUMBERING,
    ONE,
    PERIOD,
    PHONE,
    POSTAL,
    RATING_ALONE,
    RATINGS_IN_BRACKETS,
    RATIO,
    REFERENCE,
    ROUNDED,
    SPANS,
    STOCK,
    UNIT,
    UNIT_IN_HEADING,
    WEB,
    WORDS,
    YEAR_LIKE,
    YEARS_RANGE,
)
from jcplan.document.sentences import sentences
from jcplan.model.fields import EURO, POSTS, RATING, SHARE

POINTS: Final = "%-Punkte"
_SHARE_PLACES: Final = 2
_FIRST_AGE: Final = 14
_WINDOW: Final = 40
"""Characters before a figure that may belong to it; a paragraph may be very long."""
_ORDINAL: Final = re.compile(r"\.\s+[^\W\d]")


class Kind(StrEnum):
    """What a figure is, as the report calls it."""

    SHARE = "Anteil"
    POINTS = "Prozentpunkte"
    MONEY = "Betrag"
    POSTS = "Stellen"
    COUNT = "Anzahl"
    WORD = "Zahlwort"
    RATIO = "Verhältnis"
    TIME = "Dauer"
    RATING = "Einschätzung"
    DIRECTION = "Richtung"
    YEAR = "Jahr"
    DATE = "Zeitangabe"
    AGE = "Altersgrenze"
    LAW = "Rechtsangabe"
    NUMBERING = "Gliederung"
    NOTE = "Fußnote"
    NAME = "Name"
    TEXT = "Text"
    PHONE = "Telefon"
    POSTAL = "Postleitzahl"

    @property
    def counts(self) -> bool:
        """Whether it can be a figure of the plan, apart from the year."""
        return self in _OF_A_PLAN


_OF_A_PLAN: Final = frozenset(
    (
        Kind.SHARE,
        Kind.POINTS,
        Kind.MONEY,
        Kind.POSTS,
        Kind.COUNT,
        Kind.WORD,
        Kind.RATIO,
        Kind.TIME,
        Kind.RATING,
        Kind.DIRECTION,
    )
)


@dataclass(frozen=True)
class Token:
    """A figure where it stands.

    Attributes:
        kind: What it is.
        text: As printed, with its unit.
        start: Where it begins in the paragraph.
        end: Where it ends.
        value: The number, shares as 0.224; a rating as it is written; None where there is none.
        unit: ``%``, ``%-Punkte``, ``€``, ``VZÄ``, ``Monate`` …; ``""`` where none is printed.
        places: Printed decimals of the value: 3 for 22,4 %, −5 for 5,9 Mio.
        signed: Whether a plus or a minus is printed before it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    value: float | str | None = None
    unit: str = ""
    places: int = 0
    signed: bool = False


@dataclass(frozen=True)
class Unit:
    """A unit as printed: what it is, and the power of ten that it multiplies by."""

    name: str = ""
    power: int = 0
    kind: Kind = Kind.COUNT


def tokens(text: str, *, heading: bool = False, contents: bool = False, unit: Unit | None = None) -> list[Token]:
    """Every figure of a paragraph, in its order.

    Args:
        text: The paragraph.
        heading: Whether it is a heading: a number at its beginning is that of the chapter.
        contents: Whether it is a line of the table of contents.
        unit: What stands above or beside it in a table, for figures without a unit of their own.

    >>> [(token.text, token.value, token.places) for token in tokens("von 20 bis 25 %, 5,9 Mio. €, TEUR 120")]
    [('20', 0.2, 2), ('25 %', 0.25, 2), ('5,9 Mio. €', 5900000.0, -5), ('TEUR 120', 120000.0, -3)]
    >>> [(token.kind.value, token.text) for token in tokens("Am 31.12.2017 nach § 16e Abs. 2 SGB II für 2018")]
    [('Zeitangabe', '31.12.2017'), ('Rechtsangabe', '§ 16e Abs. 2'), ('Jahr', '2018')]
    """
    return _Line(text, unit or Unit()).read(heading=heading, contents=contents)


def unit_of(heading: str) -> Unit:
    """The unit that a heading of a table says.

    >>> unit_of("Betrag in TEUR"), unit_of("Anteil in %").name, unit_of("Teilnehmende").name
    (Unit(name='€', power=3, kind=<Kind.MONEY: 'Betrag'>), '%', '')
    """
    found = UNIT_IN_HEADING.search(heading)
    return _unit(found) if found else Unit()


def _unit(found: re.Match[str]) -> Unit:
    """The unit of a match of the pattern for units."""
    groups = found.groupdict()
    if groups["points"]:
        return Unit(POINTS, -2, Kind.POINTS)
    if groups["share"]:
        return Unit(SHARE, -2, Kind.SHARE)
    money = groups["money"] or groups["thousands"]
    power = 3 if groups["thousands"] else _power(groups["many"] or groups["alone"])
    if money:
        return Unit(EURO, power, Kind.MONEY)
    if groups["posts"]:
        return Unit(POSTS, power, Kind.POSTS)
    span = groups["span"]
    return Unit(_span(span), 0, Kind.TIME) if span else Unit("", power)


def _power(many: str | None) -> int:
    return next((power for start, power in MANY.items() if many and many.casefold().startswith(start)), 0)


def _span(written: str) -> str:
    return next(name for start, name in SPANS.items() if written.casefold().startswith(start))


class _Line:
    """A paragraph whose figures are claimed kind by kind, so that none is read twice."""

    def __init__(self, text: str, unit: Unit) -> None:
        self.text, self.unit = text, unit
        self.found: list[Token] = []
        self._taken = bytearray(len(text) + 1)
        self._has_digits = any(character.isdigit() for character in text)

    def read(self, *, heading: bool, contents: bool) -> list[Token]:
        """All of them."""
        if self._has_digits or IN_WORDS.search(self.text):
            self._claims(heading=heading or contents, contents=contents)
            self._numbers()
            self._words()
            self._ratings()
        self._directions()
        self.found.sort(key=lambda token: token.start)
        return list(self._ranges())

    # ---- claims

    def _claims(self, *, heading: bool, contents: bool) -> None:
        """What is no figure of a plan, whatever it looks like."""
        for match in WEB.finditer(self.text):
            self._take(match.start(), match.end())
        self._claim(Kind.LAW, LAW)
        self._claim(Kind.PHONE, PHONE)
        for pattern in DATES:
            self._claim(Kind.DATE, pattern)
        self._claim(Kind.YEAR, YEARS_RANGE)
        first = NUMBERING.match(self.text)
        if first and (heading or first["point"]):
            self._add(Kind.NUMBERING, first, "number")
        if contents:
            for match in CONTENTS_PAGE.finditer(self.text):
                self._add(Kind.NUMBERING, match, "number")
        self._claim(Kind.NUMBERING, REFERENCE, "number")
        for pattern in AGES:
            for match in pattern.finditer(self.text):
                if int(match["number"]) >= _FIRST_AGE:
                    self._add(Kind.AGE, match, "number")
        for pattern in NAMES:
            self._claim(Kind.NAME, pattern)
        self._claim(Kind.POSTAL, POSTAL, "number")
        for match in RATIO.finditer(self.text):
            self._add(Kind.RATIO, match, value=float(match["right"]))
        self._claim(Kind.NUMBERING, BARE_NUMBERING)

    def _claim(self, kind: Kind, pattern: re.Pattern[str], group: str | int = 0) -> None:
        for match in pattern.finditer(self.text):
            self._add(kind, match, group)

    def _add(self, kind: Kind, match: re.Match[str], group: str | int = 0, value: float | str | None = None) -> None:
        start, end = match.span(group)
        if self._take(start, end):
            if kind is Kind.YEAR and value is None and match[group].isdigit():
                value = float(match[group])
            self.found.append(Token(kind, self.text[start:end], start, end, value))

    @cached_property
    def _ends(self) -> set[int]:
        return {end for _, end in sentences(self.text)}

    def _take(self, start: int, end: int) -> bool:
        if any(self._taken[start:end]):
            return False
        self._taken[start:end] = b"\x01" * (end - start)
        return True

    # ---- numbers

    def _numbers(self) -> None:
        for match in NUMBER.finditer(self.text):
            start, end = match.span("digits")
            if any(self._taken[start:end]):
                continue
            self._number(match)

    def _number(self, match: re.Match[str]) -> None:
        text, end = self.text, match.end("digits")
        follows = UNIT.match(text, end)
        unit = _unit(follows) if follows else Unit()
        if follows is None and end < len(text) and (text[end].isalpha() or text[end] == "_"):
            return  # part of a word
        start, negative, signed = self._sign(match)
        if match["before"]:
            ahead = UNIT_IN_HEADING.search(match["before"])
            unit = _unit(ahead) if ahead and not unit.name else unit
        elif not unit.name and not unit.power and self.unit.name:
            unit = self.unit
        if follows and (unit.name or unit.power):
            end = follows.end()
        if not follows and not match["before"] and self._is_ordinal(end):
            self._append(Kind.NUMBERING, start if not signed else match.start("digits"), end, None, Unit(), 0)
            return
        digits = match["digits"]
        if not follows and not signed and YEAR_LIKE.match(text, match.start("digits")) and not self._rounded(start):
            self._append(Kind.YEAR, start, end, float(digits), Unit(), 0)
            return
        value, places = _read(digits, unit)
        if self._rounded(start):
            places = _coarser(digits, places)
        if self._take(start, end):
            kind = unit.kind
            self.found.append(
                Token(kind, text[start:end], start, end, -value if negative else value, unit.name, places, signed)
            )

    def _append(self, kind: Kind, start: int, end: int, value: float | None, unit: Unit, places: int) -> None:
        if self._take(start, end):
            self.found.append(Token(kind, self.text[start:end], start, end, value, unit.name, places))

    def _sign(self, match: re.Match[str]) -> tuple[int, bool, bool]:
        """Where the figure begins, whether it is negative, whether it has a sign."""
        sign = match["sign"] or ""
        plain = sign.strip()
        bare = match.start("before") if match["before"] else match.start("digits")
        if not plain or any(self._taken[match.start("sign") : match.end("sign")]):
            return bare, False, False
        before = self.text[max(0, match.start("sign") - _WINDOW) : match.start("sign")]
        if plain[0] in "+±":
            return match.start("sign"), False, True
        far = sign != plain  # a blank between the dash and the number
        alone = match.start("sign") < _WINDOW and not before.strip() and match.end() >= len(self.text.rstrip(" %€"))
        if before[-1:].isalnum() or re.search(r"[\d%€]\s?$", before):
            return bare, False, False  # from … to
        if far and not alone and not re.search(r"(?:[(:=/]|\b(?:von|um|bis|auf|bei))\s?$", before):
            return bare, False, False  # a dash
        return match.start("sign"), True, True

    def _is_ordinal(self, end: int) -> bool:
        """Whether a point makes an ordinal of a number."""
        text = self.text
        return end + 1 not in self._ends and _ORDINAL.match(text, end) is not None

    def _rounded(self, start: int) -> bool:
        return ROUNDED.search(self.text, max(0, start - _WINDOW), start) is not None

    # ---- words

    def _words(self) -> None:
        for match in FRACTION.finditer(self.text):
            over, under = match["over"], FRACTIONS[match["under"].casefold()]
            number = NUMBER_WORDS.get((over or "").casefold(), 1)
            start = match.start("over") if number > 1 else match.start("under")
            if number < under and self._take(start, match.end("under")):
                text = self.text[start : match.end("under")]
                found = Token(Kind.SHARE, text, start, match.end("under"), number / under, SHARE, _SHARE_PLACES)
                self.found.append(found)
        for match in PERIOD.finditer(self.text):
            number_text = match["number"].casefold()
            value = float(NUMBER_WORDS.get(number_text, 0) or number_text)
            self._append(Kind.TIME, *match.span(), value, Unit(_span(match["span"])), 0)
        for pattern in (WORDS, ONE):
            for match in pattern.finditer(self.text):
                span = match["span"]
                value = float(NUMBER_WORDS.get(match["number"].casefold(), 1))
                if span:
                    self._append(Kind.TIME, *match.span(), value, Unit(_span(span)), 0)
                else:
                    self._append(Kind.WORD, *match.span("number"), value, Unit(), 0)

    def _ratings(self) -> None:
        alone = RATING_ALONE.fullmatch(self.text)
        for match in [alone] if alone else RATINGS_IN_BRACKETS.finditer(self.text):
            written = re.sub(r"\s", "", match["rating"]).replace("-", "−").replace("–", "−")
            start, end = match.span("rating")
            if self._take(start, end):
                self.found.append(Token(Kind.RATING, self.text[start:end], start, end, written, RATING))

    def _directions(self) -> None:
        """Where a sentence without a figure says which way a stock goes: one a sentence, the nearest to the stock."""
        if not DIRECTION.search(self.text):
            return
        for start, end in sentences(self.text):
            stock = STOCK.search(self.text, start, end)
            if stock is None or any(start <= each.start < end and each.kind.counts for each in self.found):
                continue
            ways = list(DIRECTION.finditer(self.text, start, end))
            if ways:
                way = min(
                    ways, key=lambda match: min(abs(match.start() - stock.end()), abs(stock.start() - match.end()))
                )
                if self._take(*way.span()):
                    value = DIRECTIONS[way.lastgroup or ""]
                    self.found.append(Token(Kind.DIRECTION, way[0], *way.span(), value))

    # ---- ranges

    def _ranges(self) -> Iterator[Token]:
        """The first of two figures has the unit of the second: von 20 bis 25 %."""
        for at, token in enumerate(self.found):
            after = self.found[at + 1] if at + 1 < len(self.found) else None
            yield self._in_range(token, after) if after else token

    def _in_range(self, token: Token, after: Token) -> Token:
        between = self.text[token.end : after.start]
        joined = re.fullmatch(r"\s*(bis(?:\szu)?|und|[-–/])\s*", between)
        if token.kind is not Kind.COUNT or not joined or not after.unit or after.kind is Kind.RATING:
            return token
        if joined[1] == "und" and not re.search(
            r"\bzwischen\s*$", self.text[max(0, token.start - _WINDOW) : token.start]
        ):
            return token
        match = NUMBER.match(self.text, token.start) or NUMBER.search(self.text, token.start)
        digits = match["digits"] if match else ""
        power = _power_of(self.text[after.start : after.end], after.unit)
        value, places = _read(digits, Unit(after.unit, power))
        negative = isinstance(token.value, float) and token.value < 0
        return replace(token, kind=after.kind, value=-value if negative else value, unit=after.unit, places=places)


def _power_of(text: str, unit: str) -> int:
    if unit in (SHARE, POINTS):
        return -_SHARE_PLACES
    found = UNIT_IN_HEADING.search(text)
    return _unit(found).power if found else 0


def _read(digits: str, unit: Unit) -> tuple[float, int]:
    """Value and printed decimals of what a number and its unit say.

    >>> _read("5,9", Unit(EURO, 6)), _read("26 570", Unit()), _read("22,4", Unit(SHARE, -2))
    ((5900000.0, -5), (26570.0, 0), (0.224, 3))
    """
    plain = re.sub(GROUP_SIGN, "", digits)
    plain = plain.replace(".", "") if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain) else plain.replace(".", ",")
    whole, _, decimals = plain.partition(",")
    value = Decimal(f"{whole}.{decimals or 0}").scaleb(unit.power)
    return float(value), len(decimals) - unit.power


def _coarser(digits: str, places: int) -> int:
    """Printed decimals of a rounded whole number: its zeros at the end say nothing, beyond two digits.

    >>> _coarser("3.600", 0), _coarser("1.274", 0), _coarser("1.000", 0), _coarser("4", 2)
    (-2, 0, -2, 2)
    """
    plain = re.sub(rf"{GROUP_SIGN}|\.", "", digits)
    if "," in plain:
        return places
    zeros = len(plain) - len(plain.rstrip("0"))
    return places - min(zeros, max(len(plain) - 2, 0))
