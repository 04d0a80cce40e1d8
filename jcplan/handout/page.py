"""A page of a copy of values as a workbook of its own, ready to be printed or exported."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from jcplan.cells import Area, absolute, areas, parse_area, quote_sheet
from jcplan.handout.references import charted, needs
from jcplan.ooxml import WorkbookFile
from jcplan.ooxml.graft import DefinedName, defined_names, grafted, sheet_parts
from jcplan.ooxml.markup import Element, escaped, plain, splice, tree
from jcplan.ooxml.package import Package
from jcplan.ooxml.printing import with_print_areas
from jcplan.sheet.parts import NOWHERE

_AREA_NAME: Final = "_xlnm.Print_Area"
_FILE_FIELD: Final = re.compile(r"&(?:&|F)")
_HEAD: Final = re.compile(rb"(<((?:\w+:)?(?:odd|even|first)(?:Header|Footer))\b[^>]*>)([^<]*)(</\2>)")
_HYPERLINKS: Final = re.compile(rb"<((?:\w+:)?hyperlinks)\b[^>]*>.*?</\1>", re.DOTALL)
_CELLS: Final = re.compile(rb"(?<=>)<((?:\w+:)?row)\b.*</\1>(?=</(?:\w+:)?sheetData>)", re.DOTALL)
_ROW: Final = re.compile(rb'<((?:\w+:)?row)\b[^>]*?\sr="(\d+)"[^>]*?(?:/>|>.*?</\1>)', re.DOTALL)
_ROWS: Final = re.compile(r"\$(\d+):\$(\d+)")
_CORE: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:creator>jcplan</dc:creator>'
    "<dc:subject>{}</dc:subject><dc:language>de-DE</dc:language>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>'
)


def about(plan: str) -> str:
    """What a page says of itself, so that it may be replaced by the same page of the same plan."""
    return f"Seite aus {plan}"


class Paper:
    """A sheet of a copy of values that is printed alone, whole or in pages.

    Links to other sheets are taken out; where the head of a page shows the file, it is the plan's.

    Args:
        copy: A copy of values.
        sheet: Title of the sheet.
        plan: The plan's file.
        when: When the copy was made.
    """

    def __init__(self, copy: bytes, sheet: str, plan: str, when: dt.datetime) -> None:
        self._sheet, self._plan, self._when = sheet, plan, when
        path = Path(plan)
        original = Package.of(path, copy)
        file = WorkbookFile.of(path, copy)
        file.set_values(sheet, dict.fromkeys(_links(_frame(original, sheet_parts(original)[sheet]))), constants=True)
        package = Package.of(path, file.to_bytes())
        part = sheet_parts(package)[sheet]
        names = list(defined_names(package))
        needed = {sheet, *_needed(package, part, names)}
        self._order = [title for title in sheet_parts(package) if title in needed]
        kept = [name for name in names if _stays(name, needed) and (name.name != _AREA_NAME or name.sheet == sheet)]
        kept += [DefinedName(_AREA_NAME, _reference(title, NOWHERE), title) for title in self._order if title != sheet]
        changed = {part: _own_head(package.part(part), plan)}
        self._package = Package.of(path, grafted(package, None, self._order, kept, changed=changed))
        self._part = sheet_parts(self._package)[sheet]
        titles = next((n.target for n in kept if n.name == "_xlnm.Print_Titles" and n.sheet == sheet), "")
        self._titles = {row for first, last in _ROWS.findall(titles) for row in range(int(first), int(last) + 1)}

    def page(self, title: str, area: Area | None = None) -> bytes:
        """A workbook that prints a page.

        Args:
            title: Title of the document.
            area: What is printed, nothing beside it is in the file; as the sheet has it, where none is given.
        """
        package = self._package
        changed: dict[str, bytes] = {}
        core = package.related("", "core-properties")
        if core is not None:
            when = f"{self._when.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
            changed[core] = _CORE.format(escaped(title), escaped(about(self._plan)), when=when).encode()
        if area is not None:
            rows = {*range(area.top, area.bottom + 1), *self._titles}
            changed[self._part] = _ROW.sub(lambda m: m[0] if int(m[2]) in rows else b"", package.part(self._part))
            drawing = package.related(self._part, "drawing")
            if drawing is not None:
                changed[drawing] = _only(package, drawing, rows)
            workbook = package.workbook_part()
            areas_by_sheet = {self._order.index(self._sheet): _reference(self._sheet, area)}
            changed[workbook] = with_print_areas(package.part(workbook), package.tree(workbook), areas_by_sheet)
        return package.to_bytes(changed)


def _frame(package: Package, part: str) -> Element:
    """A worksheet's part without its cells."""
    return tree(_CELLS.sub(b"", package.part(part)), package.place(part))


def _only(package: Package, drawing: str, rows: set[int]) -> bytes:
    """A drawing without what begins on other rows."""
    data = package.part(drawing)
    gone = []
    for anchor in package.tree(drawing).children:
        begins = anchor.child("from")
        row = begins.child("row") if begins else None
        if row is not None and int(row.text) + 1 not in rows:
            gone.append((anchor.span.start, anchor.span.end, b""))
    return splice(data, gone)


def _links(root: Element) -> Iterator[tuple[int, int]]:
    """The cells that lead to another place of the workbook."""
    links = root.child("hyperlinks")
    for link in links.children if links else ():
        place = parse_area(link.attributes.get("ref", ""))
        if place is not None and "location" in link.attributes:
            yield from place


def _needed(package: Package, part: str, names: Sequence[DefinedName]) -> Iterator[str]:
    """The sheets to which a sheet's rules and charts refer."""
    places = areas({name.name.casefold(): name.target for name in names if name.sheet is None})
    rules = (child for child in _frame(package, part).children if child.name == "conditionalFormatting")
    formulas = (f.text for each in rules for rule in each.children for f in rule.children if f.name == "formula")
    for formula in formulas:
        for sheet, name in needs(formula, set(places)):
            yield sheet or places.get(name.casefold(), ("", None))[0]
    for sheet, _ in charted(package, part):
        yield sheet


def _stays(name: DefinedName, sheets: set[str]) -> bool:
    place = areas({"": name.target}).get("")
    return name.sheet in sheets if name.sheet is not None else place is not None and place[0] in sheets


def _reference(title: str, area: Area) -> str:
    return f"{quote_sheet(title)}!{absolute(area)}"


def _own_head(sheet: bytes, plan: str) -> bytes:
    """The part without links; the head of its page names the plan's file."""

    def named(match: re.Match[bytes]) -> bytes:
        text = _FILE_FIELD.sub(lambda found: found[0] if found[0] == "&&" else _named(plan), plain(match[3].decode()))
        return match[1] + escaped(text).encode() + match[4]

    return _HEAD.sub(named, _HYPERLINKS.sub(b"", sheet))


def _named(plan: str) -> str:
    """A file's name in the head of a page; a digit in front would be read as the size of the letters.

    >>> _named("A&B.xlsx"), _named("2017.xlsx")
    ('A&&B.xlsx', ' 2017.xlsx')
    """
    return (" " if plan[:1].isdecimal() else "") + plan.replace("&", "&&")
