"""The formulas and names that the workbook was delivered with: in this version and in earlier releases."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from jcplan.cells import Area, parse_area
from jcplan.layout import own_formulas, own_names

EARLIER: Final = ("0.1.0",)
"""Releases whose formulas are not this version's; ``releases/VERSION.json.gz`` holds them."""


@dataclass(frozen=True)
class Formula:
    """A delivered formula.

    Attributes:
        area: Its cell, or the area that an array formula fills.
        text: As stored, without ``=``.
        array: Whether it is an array formula.
    """

    area: Area
    text: str
    array: bool


@dataclass(frozen=True)
class Delivered:
    """What a version was delivered with.

    Attributes:
        release: The version; ``""`` for this one.
        formulas: By sheet, in the order of rows.
        names: Defined names and what they refer to.
    """

    release: str
    formulas: Mapping[str, tuple[Formula, ...]]
    names: Mapping[str, str]


@cache
def current() -> Delivered:
    """This version's."""
    formulas = {
        sheet: tuple(
            Formula(cell.array or Area(*at, *at), cell.formula or "", cell.array is not None)
            for at, cell in sorted(cells.items())
        )
        for sheet, cells in own_formulas().items()
    }
    return Delivered("", formulas, own_names())


def earlier() -> Iterator[Delivered]:
    """Those of earlier releases, the newest first."""
    return map(_release, EARLIER)


@cache
def _release(version: str) -> Delivered:
    data = json.loads(gzip.decompress(files("jcplan").joinpath("releases", f"{version}.json.gz").read_bytes()))
    formulas = {
        sheet: tuple(_formula(address, text) for address, text in cells.items())
        for sheet, cells in data["formulas"].items()
    }
    return Delivered(version, formulas, data["names"])


def _formula(address: str, text: str) -> Formula:
    """``{…}`` marks an array formula, as spreadsheets show it."""
    area = parse_area(address)
    if area is None:
        raise ValueError(address)
    array = text.startswith("{") and text.endswith("}")
    return Formula(area, text[1:-1] if array else text, array)
