"""Dated values of law and practice, from ``parameters.toml``: value, unit, valid from, source."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jcplan.errors import InputError


@dataclass(frozen=True)
class Parameter:
    """One value as it holds from a day on."""

    name: str
    label: str
    value: float
    unit: str
    valid_from: dt.date
    source: str


@cache
def _all() -> dict[str, tuple[Parameter, ...]]:
    text = files("jcplan.params").joinpath("parameters.toml").read_text(encoding="utf-8")
    table: dict[str, tuple[Parameter, ...]] = {}
    for name, entry in tomllib.loads(text).items():
        dated = (
            Parameter(name, entry["label"], float(v["value"]), entry["unit"], v["valid_from"], v["source"])
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
