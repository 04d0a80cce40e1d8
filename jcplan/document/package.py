"""A Word document as a package of parts: made of them, the same bytes for the same parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final
from xml.sax.saxutils import quoteattr

from jcplan.document.source import Picture
from jcplan.document.wordxml import HEADER, MAIN, NAMESPACES

TYPES_PART: Final = "[Content_Types].xml"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE_TYPE: Final = "application/vnd.openxmlformats-officedocument"
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


@dataclass(frozen=True)
class Beside:
    """A part beside the text.

    Attributes:
        number: Of the relationship that leads to it.
        kind: Of the relationship, and of its content.
        name: Its name under ``word/``.
        data: What is in it.
    """

    number: str
    kind: str
    name: str
    data: bytes

    @property
    def content_type(self) -> str:
        """Its content type."""
        return f"{_OFFICE_TYPE if self.kind == 'theme' else _WORD}.{self.kind}+xml"


def document(
    body: str,
    *,
    more: Sequence[Beside] = (),
    properties: bytes | None = None,
    links: Sequence[str] = (),
    charts: Charts | None = None,
    update: bool = False,
) -> dict[str, bytes]:
    """The parts of a document with the delivered styles.

    Args:
        body: What stands in it, the properties of its last section included.
        more: Parts beside the text, such as headers.
        properties: Its title and the like, ``docProps/core.xml``.
        links: Further relationships of the text.
        charts: Its charts.
        update: Whether Word is to be told that fields are not known yet.
    """
    beside = (
        Beside("rId1", "styles", "styles.xml", _stored("styles.xml")),
        Beside("rId2", "numbering", "numbering.xml", _stored("numbering.xml")),
        Beside("rId3", "settings", "settings.xml", _settings(update=update)),
        Beside("rId4", "fontTable", "fontTable.xml", _stored("fontTable.xml")),
        Beside("rId5", "theme", "theme/theme1.xml", _stored("theme.xml")),
        *more,
    )
    whole = [
        relationship("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
        relationship("rId2", f"{OFFICE}/extended-properties", "docProps/app.xml"),
    ]
    types = [
        default_type("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        default_type("xml", "application/xml"),
        default_type("xlsx", BOOK_TYPE),
        own_type("word/document.xml", f"{_WORD}.document.main+xml"),
        own_type("docProps/app.xml", f"{_OFFICE_TYPE}.extended-properties+xml"),
        *(own_type(f"word/{each.name}", each.content_type) for each in beside),
        *(charts.types if charts else ()),
    ]
    told: dict[str, bytes] = {}
    if properties is not None:
        whole.append(relationship("rId3", _CORE, "docProps/core.xml"))
        types.append(own_type("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"))
        told["docProps/core.xml"] = properties
    inside = (relationship(each.number, f"{OFFICE}/{each.kind}", each.name) for each in beside)
    main = f"{HEADER}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    return {
        TYPES_PART: content_types(*types),
        "_rels/.rels": relationships(*whole),
        **told,
        "docProps/app.xml": _application(),
        "word/document.xml": main.encode(),
        "word/_rels/document.xml.rels": relationships(*inside, *links),
        **{f"word/{each.name}": each.data for each in beside},
        **(charts.parts if charts else {}),
    }


def _stored(name: str) -> bytes:
    return files("jcplan.document").joinpath("vorlage", name).read_bytes()


def _settings(*, update: bool) -> bytes:
    fields = '<w:updateFields w:val="true"/>' if update else ""
    return (
        f'{HEADER}<w:settings xmlns:w="{MAIN}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="709"/><w:autoHyphenation w:val="true"/><w:consecutiveHyphenLimit w:val="2"/>'
        '<w:doNotHyphenateCaps/><w:characterSpacingControl w:val="doNotCompress"/>'
        f"{fields}<w:compat>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="de-DE"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/>'
        "</w:settings>"
    ).encode()


def _application() -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{HEADER}<Properties xmlns="{kind}"><Application>jcplan</Application></Properties>'.encode()


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
