"""A Word document as a package of parts: made of them, the same bytes for the same parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import quoteattr

from jcplan.document.source import Picture
from jcplan.document.wordxml import HEADER

TYPES_PART: Final = "[Content_Types].xml"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FIXED_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The day that every part of an archive is of, so that the same parts are the same bytes."""


def written(parts: Mapping[str, bytes]) -> bytes:
    """The archive of some parts, in their order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _FIXED_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return stream.getvalue()


def relationship(number: str, kind: str, target: str) -> str:
    """A relationship of a part to another."""
    return f'<Relationship Id="{number}" Type={quoteattr(kind)} Target={quoteattr(target)}/>'


def relationships(*found: str) -> bytes:
    """A part of relationships."""
    return f'{HEADER}<Relationships xmlns="{_RELATIONSHIPS}">{"".join(found)}</Relationships>'.encode()


def default_type(extension: str, kind: str) -> str:
    """The content type of all parts with an extension."""
    return f'<Default Extension="{extension}" ContentType="{kind}"/>'


def own_type(part: str, kind: str) -> str:
    """The content type of a part."""
    return f'<Override PartName="/{part}" ContentType="{kind}"/>'


def content_types(*found: str) -> bytes:
    """The part of content types."""
    return f'{HEADER}<Types xmlns="{_TYPES}">{"".join(found)}</Types>'.encode()


class Charts:
    """The charts of a document with their data, as parts beside it.

    Args:
        taken: Names of the parts that there are already.
    """

    def __init__(self, taken: frozenset[str] = frozenset()) -> None:
        self.parts: dict[str, bytes] = {}
        self._taken = taken

    def add(self, picture: Picture) -> str:
        """Add a chart; gives the name of its part under ``word/``."""
        number = 1
        while self._names(number) & (self._taken | self.parts.keys()):
            number += 1
        data, chart = f"word/embeddings/Daten{number}.xlsx", f"word/charts/chart{number}.xml"
        self.parts[data] = picture.data
        self.parts[chart] = picture.chart
        link = relationship("rId1", f"{OFFICE}/package", f"../embeddings/Daten{number}.xlsx")
        self.parts[f"word/charts/_rels/chart{number}.xml.rels"] = relationships(link)
        return chart.removeprefix("word/")

    @staticmethod
    def _names(number: int) -> set[str]:
        return {f"word/embeddings/Daten{number}.xlsx", f"word/charts/chart{number}.xml"}

    @property
    def types(self) -> list[str]:
        """The content types of the charts."""
        return [own_type(part, CHART_TYPE) for part in self.parts if re.fullmatch(r"word/charts/chart\d+\.xml", part)]
