"""Dated values of law and practice, and the words of the law: each valid from a day on, with source."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jcplan.errors import InputError


@dataclass(frozen=True)
class Parameter:
    """One value as it holds from a day on; ``note`` says what else there is to know of it."""

    name: str
    label: str
    value: float
    unit: str
    valid_from: dt.date
    source: str
    note: str = ""


@cache
def _all() -> dict[str, tuple[Parameter, ...]]:
    text = files("jcplan.params").joinpath("parameters.toml").read_text(encoding="utf-8")
    table: dict[str, tuple[Parameter, ...]] = {}
    for name, entry in tomllib.loads(text).items():
        dated = (
            Parameter(
                name, entry["label"], float(v["value"]), entry["unit"], v["valid_from"], v["source"], v.get("note", "")
            )
            for v in entry["values"]
        )
        table[name] = tuple(sorted(dated, key=lambda parameter: parameter.valid_from))
    return table


def parameter(name: str, on: dt.date) -> Parameter:
    """The parameter as it holds on a day.

    Raises:
        InputError: It is not known, or not yet in force on that day.

    >>> parameter("kfa_quote", dt.date(2017, 1, 1)).value
    0.152
    """
    if name not in _all():
        raise InputError("Parameter", f"„{name}“", "einen von " + ", ".join(_all()))
    valid = [p for p in _all()[name] if p.valid_from <= on]
    if not valid:
        first = _all()[name][0].valid_from
        raise InputError(f"Parameter {name}", f"den Tag {on:%d.%m.%Y}", f"einen Tag ab dem {first:%d.%m.%Y}")
    return valid[-1]


def latest(name: str) -> Parameter:
    """The parameter as last enacted.

    >>> latest("betreuungsschluessel_u25").value
    75.0
    """
    return parameter(name, dt.date.max)


@dataclass(frozen=True)
class Word:
    """What the law calls a thing from a day on."""

    word: str
    valid_from: dt.date
    source: str


@dataclass(frozen=True)
class Thing:
    """A thing whose word changes with the law, from ``words.toml``.

    Attributes:
        name: In short, as texts of cases name it.
        meaning: What it is, German, without its word.
        words: Its words, the oldest first.
    """

    name: str
    meaning: str
    words: tuple[Word, ...]

    def on(self, day: dt.date) -> Word:
        """Its word as it holds on a day.

        Raises:
            InputError: There was none yet.

        >>> things()[0].on(dt.date(2017, 1, 1)).word, things()[0].on(dt.date(2027, 1, 1)).word
        ('Arbeitslosengeld II', 'Grundsicherungsgeld')
        """
        valid = [word for word in self.words if word.valid_from <= day]
        if not valid:
            expected = f"einen Tag ab dem {self.words[0].valid_from:%d.%m.%Y}"
            raise InputError(f"Wort für {self.name}", f"den Tag {day:%d.%m.%Y}", expected)
        return valid[-1]


@cache
def things() -> tuple[Thing, ...]:
    """Everything whose word changes with the law."""
    text = files("jcplan.params").joinpath("words.toml").read_text(encoding="utf-8")
    found = []
    for name, entry in tomllib.loads(text).items():
        words = sorted((Word(**word) for word in entry["words"]), key=lambda word: word.valid_from)
        found.append(Thing(name, entry["meaning"], tuple(words)))
    return tuple(found)


def words_on(day: dt.date) -> dict[str, str]:
    """The word for each thing as it holds on a day, by the thing's name.

    Raises:
        InputError: A thing had none yet.

    >>> words_on(dt.date(2023, 1, 1))
    {'leistung': 'Bürgergeld', 'vereinbarung': 'Eingliederungsvereinbarung'}
    """
    return {thing.name: thing.on(day).word for thing in things()}
