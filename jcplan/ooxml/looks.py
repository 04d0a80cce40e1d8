"""Takes the formats of one workbook into another's, so that sheets can move from file to file with their look."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from jcplan.ooxml.markup import Element, Splice, attributes, opened, prefixed, set_attribute, splice, tree

_ORDER: Final = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
"""Children of the part's root in the order that the format prescribes."""
_FIRST_OWN_FORMAT: Final = 164
"""Number formats below are built in."""


@dataclass(frozen=True)
class Looks:
    """Formats of a donor in a host.

    Attributes:
        styles: The host's part with what it lacked.
        cells: The host's number of each of the donor's cell formats.
        rules: The same for the formats of conditional formatting.
    """

    styles: bytes
    cells: tuple[int, ...]
    rules: tuple[int, ...]


def taken_over(host: bytes, donor: bytes, place: str) -> Looks:
    """A host's formats with those of a donor; equal ones are shared.

    Args:
        host: The host's part with the formats.
        donor: The donor's, without prefixes and in the same family of namespaces.
        place: Of the host, for messages.
    """
    merged = _Merged(host, place)
    theirs = tree(donor, place)
    raw = _Raw(donor, theirs)
    numbers = {e.attributes["numFmtId"]: e.attributes["formatCode"] for e in raw.items("numFmts")}
    places = {kind: tuple(merged.put(kind, raw.bytes_of(e)) for e in raw.items(kind)) for kind in _PARTS_OF_A_FORMAT}
    formats = []
    for element in raw.items("cellXfs"):
        text = raw.bytes_of(element)
        for kind, attribute in _PARTS_OF_A_FORMAT.items():
            text = _with(text, attribute, places[kind].__getitem__)
        text = _with(text, "numFmtId", lambda old: merged.number_format(numbers.get(str(old)), old))
        formats.append(merged.put("cellXfs", _with(text, "xfId", lambda _: 0)))
    rules = []
    for element in raw.items("dxfs"):
        inner = element.child("numFmt")
        text = raw.bytes_of(element)
        if inner is not None:
            code = inner.attributes["formatCode"]
            number = merged.number_format(code, int(inner.attributes["numFmtId"]))
            text = re.sub(rb'(<numFmt\b[^>]*\bnumFmtId=")\d+', rb"\g<1>%d" % number, text)
        rules.append(merged.put("dxfs", text))
    return Looks(merged.to_bytes(), tuple(formats), tuple(rules))


_PARTS_OF_A_FORMAT: Final = {"fonts": "fontId", "fills": "fillId", "borders": "borderId"}


def _with(tag: bytes, attribute: str, change: Callable[[int], int]) -> bytes:
    """An element with a numbered attribute of its opening tag changed."""
    end = tag.index(b">") + 1
    head = tag[:end]
    found = re.search(rb'\s%s="(\d+)"' % attribute.encode(), head)
    return tag if found is None else set_attribute(head, attribute, str(change(int(found[1])))) + tag[end:]


class _Raw:
    """The donor's part: elements and their bytes."""

    def __init__(self, data: bytes, root: Element) -> None:
        self._data, self._root = data, root

    def items(self, kind: str) -> list[Element]:
        """The entries of a list."""
        found = self._root.child(kind)
        return found.children if found else []

    def bytes_of(self, element: Element) -> bytes:
        """An element as written."""
        return self._data[element.span.start : element.span.end]


class _Merged:
    """The host's lists on their way."""

    def __init__(self, data: bytes, place: str) -> None:
        self._data = data
        self._root = tree(data, place)
        self._known: dict[str, dict[bytes, int]] = {}
        self._new: dict[str, list[bytes]] = {}
        for kind in (*_PARTS_OF_A_FORMAT, "cellXfs", "dxfs"):
            known: dict[bytes, int] = {}
            for number, element in enumerate(self._entries(kind)):
                known.setdefault(data[element.span.start : element.span.end], number)
            self._known[kind] = known
        self._numbers = {e.attributes["formatCode"]: int(e.attributes["numFmtId"]) for e in self._entries("numFmts")}

    def _entries(self, kind: str) -> list[Element]:
        found = self._root.child(kind)
        return found.children if found else []

    def put(self, kind: str, entry: bytes) -> int:
        """The number of an entry, which is added where the host has none like it."""
        entry = prefixed(entry, self._root.prefix)
        known = self._known[kind]
        if entry not in known:
            known[entry] = len(self._entries(kind)) + len(self._new.get(kind, ()))
            self._new.setdefault(kind, []).append(entry)
        return known[entry]

    def number_format(self, code: str | None, built_in: int) -> int:
        """The number of a number format; None is a built-in one."""
        if code is None:
            return built_in
        if code not in self._numbers:
            number = max((*self._numbers.values(), _FIRST_OWN_FORMAT - 1)) + 1
            self._numbers[code] = number
            own = attributes({"numFmtId": str(number), "formatCode": code})
            self._new.setdefault("numFmts", []).append(f"<{self._root.prefix}numFmt{own}/>".encode())
        return self._numbers[code]

    def to_bytes(self) -> bytes:
        """The part with the new entries at the end of their lists."""
        return splice(self._data, [self._grown(kind, entries) for kind, entries in self._new.items()])

    def _grown(self, kind: str, entries: list[bytes]) -> Splice:
        found, content = self._root.child(kind), b"".join(entries)
        tag = (self._root.prefix + kind).encode()
        if found is None:
            after = [c for c in self._root.children if c.name in _ORDER and _ORDER.index(c.name) < _ORDER.index(kind)]
            at = after[-1].span.end if after else self._root.span.inside
            return at, at, b'<%s count="%d">%s</%s>' % (tag, len(entries), content, tag)
        where = found.span
        head = set_attribute(self._data[where.start : where.inside], "count", str(len(found.children) + len(entries)))
        if where.self_closing:
            return where.start, where.end, opened(head) + content + b"</%s>" % tag
        inside = self._data[where.inside : where.close]
        return where.start, where.close, head + inside + content


def faces(styles: bytes, place: str) -> tuple[str, ...]:
    """What one sees of each cell format, in a word that other programs' saving does not change.

    Number format, fill, and weight, slant, colour and size of the letters.

    Args:
        styles: A workbook's part with the formats.
        place: File and part, for messages.
    """
    root = tree(styles, place)

    def entries(kind: str) -> list[Element]:
        found = root.child(kind)
        return found.children if found else []

    codes = {e.attributes["numFmtId"]: e.attributes["formatCode"] for e in entries("numFmts")}
    fills = [_fill(element) for element in entries("fills")]
    fonts = [_font(element) for element in entries("fonts")]
    found = []
    for element in entries("cellXfs"):
        number = element.attributes.get("numFmtId", "0")
        code = codes.get(number, _BUILT_IN.get(number, number))
        fill, font = (int(element.attributes.get(kind, "0")) for kind in ("fillId", "fontId"))
        found.append("|".join((re.sub(r'[\\" ]', "", code), fills[fill], fonts[font])))
    return tuple(found)


def _fill(element: Element) -> str:
    pattern = element.child("patternFill")
    if pattern is None or pattern.attributes.get("patternType", "none") == "none":
        return ""
    return _color(pattern.child("fgColor"))


def _font(element: Element) -> str:
    marks = "".join(
        name for name in ("b", "i") if (found := element.child(name)) and found.attributes.get("val") != "0"
    )
    size = element.child("sz")
    return f"{marks} {_color(element.child('color'))} {float(size.attributes['val']) if size else ''}"


def _color(element: Element | None) -> str:
    return "" if element is None else " ".join(f"{key}={value}" for key, value in sorted(element.attributes.items()))


_BUILT_IN: Final = {
    "0": "General",
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "9": "0%",
    "10": "0.00%",
    "49": "@",
}


def numbered(sheet: bytes, looks: Looks, strings: Mapping[int, int]) -> bytes:
    """A donor's worksheet part with the host's numbers of formats and shared strings.

    Args:
        sheet: The part, as XlsxWriter writes it.
        looks: The donor's formats in the host.
        strings: The host's number of each of the donor's shared strings.
    """
    sheet = _FORMATTED.sub(lambda m: b"%s%d%s" % (m[1], looks.cells[int(m[2])], m[3]), sheet)
    sheet = _SHARED.sub(lambda m: b"%s%d%s" % (m[1], strings[int(m[2])], m[3]), sheet)
    return _RULE.sub(lambda m: b"%s%d%s" % (m[1], looks.rules[int(m[2])], m[3]), sheet)


_FORMATTED: Final = re.compile(rb'(<(?:c|row|col)\b[^>]*\s(?:s|style)=")(\d+)(")')
_SHARED: Final = re.compile(rb'(<c\b[^>]*\st="s"[^>]*><v>)(\d+)(</v>)')
_RULE: Final = re.compile(rb'(\sdxfId=")(\d+)(")')
