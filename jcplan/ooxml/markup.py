"""XML with byte offsets: reading it, and exchanging pieces of it without touching the rest.

Elements are told apart by their local names, so that prefixes (``<x:c>``) and the two families of
namespaces (transitional and strict) read alike. A document type declaration is refused: no
spreadsheet program writes one, and it is the door to entity attacks.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from jcplan.errors import FileError
from jcplan.ooxml.kind import WORKBOOK, Kind

_TAG: Final = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE: Final = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_NAMED: Final = re.compile(rb"<(/?)([A-Za-z])")
_WIDE: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<", b"\0\0")

Splice = tuple[int, int, bytes]
"""Start and end of the bytes to take out, and the bytes to put there."""


def local_name(name: str) -> str:
    """A name without its prefix.

    >>> local_name("x:c"), local_name("c")
    ('c', 'c')
    """
    return name.rpartition(":")[2]


def scan(
    data: bytes,
    place: str,
    start: Callable[[str, dict[str, str], int], None],
    end: Callable[[str, int], None],
    text: Callable[[str], None],
    *,
    encoding: str | None = None,
    namespaces: bool = False,
    kind: Kind = WORKBOOK,
) -> str:
    """Runs through an XML document.

    Args:
        data: The document.
        place: File and part, for messages.
        start: Called with an opening tag's name, its attributes and the offset of its ``<``.
        end: Called with the name and the offset that :func:`span` expects as ``close``.
        text: Called with character data, pieces joined between two tags.
        encoding: Encoding of a fragment that has no declaration of its own.
        namespaces: Whether names of elements and attributes are told as ``URI local prefix`` (without what there
            is none of) in place of ``prefix:local``.
        kind: What the file is said to be, for messages.

    Returns:
        The document's encoding, always one that writes ASCII as ASCII.

    Raises:
        FileError: Malformed XML, a document type declaration, or UTF-16.
    """
    if data.startswith(_WIDE):
        raise FileError(
            f"{place}: gefunden XML in der Kodierung UTF-16, erwartet UTF-8. "
            f"Bitte die Datei in {kind.program} oder LibreOffice öffnen und neu als {kind.suffix} speichern."
        )
    encodings = [encoding or "utf-8"]

    def declaration(_version: str, declared: str | None, _standalone: int) -> None:
        if declared:
            encodings[0] = declared

    def refuse(*_: object) -> None:
        raise FileError(
            f"{place}: gefunden eine Dokumenttyp-Deklaration (DOCTYPE), erwartet XML ohne eine solche, wie es "
            f"{kind.program} und LibreOffice schreiben. Die Datei wird aus Sicherheitsgründen nicht gelesen."
        )

    parser = expat.ParserCreate(encoding, " " if namespaces else None)
    parser.namespace_prefixes = namespaces
    parser.buffer_text = True
    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name, attributes, parser.CurrentByteIndex)
    parser.EndElementHandler = lambda name: end(name, parser.CurrentByteIndex)
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        where = f" (Zeile {error.lineno}, Spalte {error.offset})" if isinstance(error, expat.ExpatError) else ""
        raise FileError(
            f"{place}: gefunden fehlerhaftes XML{where}, erwartet {kind.part}. Die Datei ist "
            f"beschädigt; bitte eine Sicherung verwenden oder sie in {kind.program} reparieren und neu speichern."
        ) from error
    return encodings[0]


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element stands.

    Attributes:
        start: Offset of the opening tag.
        inside: Offset after the opening tag.
        close: Offset of the closing tag; ``inside`` for a self-closing element.
        end: Offset after the element.
    """

    start: int
    inside: int
    close: int
    end: int

    @property
    def self_closing(self) -> bool:
        """Whether the element is written ``<c/>``."""
        return self.end == self.inside


def span(data: bytes, start: int, close: int) -> Span:
    """The whole span of an element from the two offsets that :func:`scan` reports."""
    match = _TAG.match(data, start)
    if match is None:  # expat accepted the tag, so this is a programming error
        raise ValueError(start)
    inside = match.end()
    if data[inside - 2 : inside] == b"/>":
        return Span(start, inside, inside, inside)
    return Span(start, inside, close, data.index(b">", close) + 1)


@dataclass(slots=True)
class Element:
    """One element with its place in the bytes; for small documents and for single cells."""

    tag: str
    attributes: dict[str, str]
    span: Span
    pieces: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Name without prefix."""
        return local_name(self.tag)

    @property
    def text(self) -> str:
        """Character data outside of its children."""
        return "".join(self.pieces)

    @property
    def prefix(self) -> str:
        """Prefix with its colon, or ``""``."""
        return self.tag[: len(self.tag) - len(self.name)]

    def child(self, name: str) -> Element | None:
        """The first child of this name."""
        return next((c for c in self.children if c.name == name), None)

    def attribute(self, name: str) -> str | None:
        """An attribute by its local name, whatever its prefix."""
        return next((value for key, value in self.attributes.items() if local_name(key) == name), None)


def tree(data: bytes, place: str, encoding: str | None = None, *, kind: Kind = WORKBOOK) -> Element:
    """A whole document, or a fragment of one, as elements."""
    top = Element("", {}, Span(0, 0, 0, 0))
    stack = [top]

    def start(tag: str, attributes: dict[str, str], offset: int) -> None:
        element = Element(tag, attributes, Span(offset, 0, 0, 0))
        stack[-1].children.append(element)
        stack.append(element)

    def end(_tag: str, offset: int) -> None:
        element = stack.pop()
        element.span = span(data, element.span.start, offset)

    def text(piece: str) -> None:
        stack[-1].pieces.append(piece)

    scan(data, place, start, end, text, encoding=encoding, kind=kind)
    return top.children[0]


_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}  # xml.sax would load ssl


def escaped(text: str) -> str:
    """A text as the content of an element.

    >>> escaped("a<b & c>d")
    'a&lt;b &amp; c&gt;d'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """A text as the value of an attribute, quotation marks and all.

    >>> quoted('0.0 "T€"')
    '"0.0 &quot;T€&quot;"'
    """
    return '"' + escaped(text).replace('"', "&quot;") + '"'


def plain(text: str) -> str:
    """What a piece of XML says: the escapes that have names are resolved.

    >>> plain("&apos;A &amp;amp; B&apos;!C3")
    "'A &amp; B'!C3"
    """
    for sign, written in reversed(_ESCAPES.items()):
        text = text.replace(written, sign)
    return text


def prefixed(fragment: bytes, prefix: str) -> bytes:
    """A fragment without prefixes as a document writes it that has one, such as ``x:``.

    >>> prefixed(b"<si><t>a</t></si>", "x:"), prefixed(b"<si/>", "")
    (b'<x:si><x:t>a</x:t></x:si>', b'<si/>')
    """
    return _NAMED.sub(rb"<\1" + prefix.encode() + rb"\2", fragment) if prefix else fragment


def attributes(values: Mapping[str, str]) -> str:
    """Attributes as a tag has them, each after a blank.

    >>> attributes({"name": "A", "hidden": "1"})
    ' name="A" hidden="1"'
    """
    return "".join(f" {name}={quoted(value)}" for name, value in values.items())


def set_attribute(tag: bytes, name: str, value: str | None, encoding: str = "utf-8") -> bytes:
    """An opening tag with one attribute set, or taken out where ``value`` is None.

    Args:
        tag: The tag, from ``<`` to ``>``.
        name: Name of the attribute, as it is written.
        value: New value.
        encoding: The document's.

    >>> set_attribute(b'<c r="A1" t="s">', "t", None), set_attribute(b'<c r="A1"/>', "t", "e")
    (b'<c r="A1">', b'<c r="A1" t="e"/>')
    """
    written = b"" if value is None else f" {name}={quoted(value)}".encode(encoding, "xmlcharrefreplace")
    last = None
    for match in _ATTRIBUTE.finditer(tag):
        if match.group(1) == name.encode("ascii"):
            return tag[: match.start()] + written + tag[match.end() :]
        last = match
    if last is not None:
        return tag[: last.end()] + written + tag[last.end() :]
    closing = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:closing] + written + tag[closing:]


def opened(tag: bytes) -> bytes:
    """A self-closing tag as an opening one.

    >>> opened(b'<row r="1"/>')
    b'<row r="1">'
    """
    return tag.removesuffix(b"/>") + b">"


def splice(data: bytes, splices: Iterable[Splice]) -> bytes:
    """Exchanges pieces of a document; pieces put in at the same offset keep their order.

    >>> splice(b"abcd", [(1, 2, b"X"), (4, 4, b"!")])
    b'aXcd!'
    """
    pieces: list[bytes] = []
    done = 0
    for start, end, new in sorted(splices, key=lambda s: (s[0], s[1])):
        pieces += (data[done:start], new)
        done = end
    pieces.append(data[done:])
    return b"".join(pieces)
