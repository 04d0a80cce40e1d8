"""Phrases that follow the figures: of several the one whose condition holds, under a name as a figure has one.

They stand in ``vorlage/saetze.toml``. A condition compares figures with each other, with numbers or with words:
``Ziel_LZB_veroeffentlicht > Annahme_LZB_Bestand und Annahme_svB_Richtung = "sinkend"``. A blank figure fulfils none.
"""

from __future__ import annotations

import operator
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jcplan.cells import CellError, Scalar
from jcplan.errors import InputError
from jcplan.german import literal

PREFIX: Final = "Satz_"
"""How the name of a phrase begins."""
_COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le, "=": operator.eq, "!=": operator.ne,
}  # fmt: skip
_PART: Final = re.compile(r'\s*([^\W\d]\w*)\s*(>=|<=|!=|>|<|=)\s*(?:"([^"]*)"|(-?[\d,]+)|([^\W\d]\w*))\s*')


@dataclass(frozen=True)
class Condition:
    """A comparison of a figure.

    Attributes:
        name: The figure.
        sign: How it is compared.
        other: A number or a word; of another figure None.
        other_name: The other figure's name, or ``""``.
    """

    name: str
    sign: str
    other: float | str | None
    other_name: str = ""

    def holds(self, value: Callable[[str], Scalar]) -> bool:
        """Whether it holds.

        Args:
            value: Gives the value of a figure; None for a blank one.
        """
        one, other = value(self.name), value(self.other_name) if self.other_name else self.other
        if any(each is None or each == "" or isinstance(each, CellError) for each in (one, other)):
            return False
        if isinstance(one, str) != isinstance(other, str):
            return False
        return _COMPARED[self.sign](one, other)


def read_condition(text: str, place: str = "Bedingung") -> tuple[Condition, ...]:
    """The comparisons of a condition, all of which must hold.

    Raises:
        InputError: It is no condition.

    >>> read_condition('Annahme_LZB_Ziel > 0')
    (Condition(name='Annahme_LZB_Ziel', sign='>', other=0.0, other_name=''),)
    """
    found = []
    for part in text.split(" und "):
        match = _PART.fullmatch(part)
        if match is None:
            expected = "einen Vergleich wie Annahme_LZB_Ziel > 0, mehrere mit „und“ dazwischen"
            raise InputError(place, literal(part), expected)
        name, sign, word, number, other_name = match.groups()
        other = word if word is not None else float(number.replace(",", ".")) if number else None
        found.append(Condition(name, sign, other, other_name or ""))
    return tuple(found)


@dataclass(frozen=True)
class Phrase:
    """A phrase with its alternatives.

    Attributes:
        name: Its name, ``Satz_…``.
        label: What it says, in a few words.
        cases: Conditions and the text for each, the first that holds counts.
    """

    name: str
    label: str
    cases: tuple[tuple[tuple[Condition, ...], str], ...]

    def said(self, value: Callable[[str], Scalar]) -> str:
        """The text that fits; ``""`` where none does."""
        return next((text for case, text in self.cases if all(each.holds(value) for each in case)), "")


@cache
def known() -> Mapping[str, Phrase]:
    """The phrases by name, in lower case."""
    text = files("jcplan.document").joinpath("vorlage/saetze.toml").read_text(encoding="utf-8")
    found = {}
    for name, entry in tomllib.loads(text).items():
        cases = tuple(
            (read_condition(case["wenn"], name) if "wenn" in case else (), case["text"]) for case in entry["faelle"]
        )
        found[name.casefold()] = Phrase(name, entry["bezeichnung"], cases)
    return found
