"""Puts another chart in the place of one: its part and its workbook; how the document refers to them stays."""

from __future__ import annotations

import re
from typing import Final

from jcplan.document.scan import Control, Part
from jcplan.document.source import Picture
from jcplan.ooxml import Package

_DATA: Final = re.compile(rb"<((?:\w+:)?)externalData\b[^>]*?(?:/>|>.*?</\1externalData>)", re.DOTALL)
_LINK: Final = re.compile(rb'(:id=")[^"]*(")')


def chart_part(package: Package, part: Part, control: Control) -> str | None:
    """The part with the chart in a control; None where there is none any more."""
    link = package.relationships(part.name).get(control.chart)
    return package.find(link.target) if link is not None and link.kind == "chart" else None


def exchanged(package: Package, chart: str, picture: Picture) -> dict[str, bytes]:
    """The parts that hold another chart.

    Args:
        package: The document.
        chart: The part with the chart as it is.
        picture: The chart as it is to be.
    """
    for link, related in package.relationships(chart).items():
        data = package.find(related.target)
        if related.kind == "package" and data is not None:
            return {chart: _linked(picture.chart, link), data: picture.data}
    return {chart: _DATA.sub(b"", picture.chart)}


def _linked(chart: bytes, link: str) -> bytes:
    """A chart whose data are at a relationship."""
    return _DATA.sub(lambda found: _LINK.sub(rb"\g<1>" + link.encode() + rb"\g<2>", found[0], count=1), chart)
