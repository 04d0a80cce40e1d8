"""Indicators of § 48a SGB II and their supplements, from ``kennzahlen.toml``: each version as of its day."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

UNPROVEN = "nicht belegt"
"""In place of the source of a version whose wording is not known."""


@dataclass(frozen=True)
class Version:
    """How an indicator is defined from a day on.

    Attributes:
        since: The day.
        numerator: What is counted, German.
        denominator: What it is divided by, German.
        window: Over which time, German.
        source: Where the order says so; ``UNPROVEN`` where its wording is not known.
    """

    since: dt.date
    numerator: str
    denominator: str
    window: str
    source: str


@dataclass(frozen=True)
class Indicator:
    """An indicator with all its versions, the first one first."""

    key: str
    label: str
    versions: tuple[Version, ...]

    def on(self, day: dt.date) -> Version | None:
        """The version that holds on a day; None before the first."""
        return next((each for each in reversed(self.versions) if each.since <= day), None)


@cache
def indicators() -> tuple[Indicator, ...]:
    """All of them, in the order of the law.

    >>> [each.key for each in indicators()][:6]
    ['K1', 'K1E1', 'K1E2', 'K1E3', 'K1E4', 'K2']
    >>> indicators()[5].on(dt.date(2017, 1, 1)).source
    'VO zu § 48a SGB II § 5 Abs. 1'
    """
    text = files("jcplan.params").joinpath("kennzahlen.toml").read_text(encoding="utf-8")
    return tuple(
        Indicator(key, entry["label"], tuple(sorted(map(_version, entry["versions"]), key=lambda each: each.since)))
        for key, entry in tomllib.loads(text).items()
    )


def _version(entry: dict[str, object]) -> Version:
    since = entry["seit"]
    if not isinstance(since, dt.date):
        raise TypeError(f"seit: {since!r}")
    numerator, denominator, window, source = (str(entry[key]) for key in ("zaehler", "nenner", "zeitraum", "quelle"))
    return Version(since, numerator, denominator, window, source or UNPROVEN)
