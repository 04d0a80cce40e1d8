"""Which paragraph styles are headings, and of which level; which are lists, and which the table of contents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from jcplan.document.archive import Attributes, elements, local
from jcplan.ooxml import Package

BODY: Final = 9
"""Outline level of text that is no heading."""
_HEADING: Final = re.compile(r"(?:heading|überschrift|ueberschrift|berschrift)\s*([1-9])", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"(?:toc|verzeichnis|inhaltsverzeichnis)\s*\d", re.IGNORECASE)


@dataclass(slots=True)
class Style:
    """A paragraph style as the part says it."""

    name: str = ""
    based_on: str = ""
    level: int | None = None
    numbered: bool | None = None
    bold: bool | None = None


@dataclass(frozen=True)
class Styles:
    """The paragraph styles of a document, by id; a document may have none."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    usual: str = ""

    def level(self, style: str) -> int:
        """Outline level from 0, ``BODY`` for text."""
        for each in self._chain(style):
            if each.level is not None:
                return min(each.level, BODY)
            named = _HEADING.fullmatch(each.name.strip())
            if named:
                return int(named[1]) - 1
        named = None if style in self.by_id else _HEADING.fullmatch(style)
        return int(named[1]) - 1 if named else BODY

    def is_contents(self, style: str) -> bool:
        """Whether it is one of the table of contents."""
        return any(_CONTENTS.match(name) for name in (style, *(each.name for each in self._chain(style))))

    def is_list(self, style: str) -> bool:
        """Whether its paragraphs are items of a list."""
        return next((each.numbered for each in self._chain(style) if each.numbered is not None), False)

    def is_bold(self, style: str) -> bool:
        """Whether its text is bold unless a run says otherwise."""
        return next((each.bold for each in self._chain(style) if each.bold is not None), False)

    def _chain(self, style: str) -> list[Style]:
        """A style and those that it is based on."""
        found: list[Style] = []
        seen: set[str] = set()
        at = style or self.usual
        while at in self.by_id and at not in seen:
            seen.add(at)
            found.append(self.by_id[at])
            at = self.by_id[at].based_on
        return found


def read_styles(package: Package, main: str) -> Styles:
    """The styles of a document; none where it has no such part.

    Args:
        package: The document.
        main: The part with its text.
    """
    named = package.related(main, "styles")
    if named is None:
        return Styles()
    reader = _Reader()
    elements(package.part(named), package.place(named), reader.start, reader.end)
    return Styles(reader.found, reader.usual)


class _Reader:
    """The part on its way."""

    def __init__(self) -> None:
        self.found: dict[str, Style] = {}
        self.usual = ""
        self._now: Style | None = None

    def start(self, name: str, at: Attributes) -> None:
        kind = local(name)
        if kind == "style":
            self._now = None
            if at.get("type", "paragraph") == "paragraph":
                self._now = self.found[at.get("styleId", "")] = Style()
                if is_on(at.get("default", "0")):
                    self.usual = at.get("styleId", "")
        elif self._now is not None:
            self._set(self._now, kind, at)

    @staticmethod
    def _set(now: Style, kind: str, at: Attributes) -> None:
        value = at.get("val", "")
        if kind == "name":
            now.name = value
        elif kind == "basedOn":
            now.based_on = value
        elif kind == "outlineLvl":
            now.level = whole(value)
        elif kind == "numId":
            now.numbered = value != "0"
        elif kind == "b":
            now.bold = is_on(at.get("val", "1"))

    def end(self, name: str) -> None:
        if local(name) == "style":
            self._now = None


def is_on(value: str) -> bool:
    """A switch as Word writes it.

    >>> is_on("1"), is_on("off")
    (True, False)
    """
    return value not in ("0", "false", "off", "none")


def whole(value: str) -> int | None:
    """A whole number from 0; None where it is none.

    >>> whole("3"), whole("drei")
    (3, None)
    """
    return int(value) if value.isascii() and value.isdigit() else None
