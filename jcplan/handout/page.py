"""A page of a copy of values as a workbook of its own, ready to be printed or exported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jcplan.cells import Area, absolute, areas, parse_area, quote_sheet
from jcplan.handout.references import charted, needs
from jcplan.ooxml import WorkbookFile
from jcplan.ooxml.graft import DefinedName, defined_names, grafted, sheet_parts
from jcplan.ooxml.markup import Element, escaped, splice, tree
from jcplan.ooxml.package import Package
from jcplan.sheet.parts import NOWHERE

_AREA_NAME: Final = "_xlnm.Print_Area"
_FILE_FIELD: Final = re.compile(r"&(?:&|F)")
_CORE: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>jcplan</dc:creator>'
    "<dc:subject>{}</dc:subject><dc:language>de-DE</dc:language></cp:coreProperties>"
)


def page(copy: bytes, sheet: str, area: Area | None, *, title: str, subject: str, plan: str) -> bytes:
    """A workbook that prints one page: with the sheet, and what its rules and charts need, which is not printed.

    Links to other sheets are taken out; where the page's head shows the file, it is the plan's.

    Args:
        copy: A copy of values.
        sheet: Title of the sheet.
        area: What is printed of it; as the sheet has it, where none is given.
        title: Title of the document.
        subject: What it is said to be about.
        plan: The plan's file.
    """
    path = Path(plan)
    file = WorkbookFile.of(path, copy)
    part = sheet_parts(Package.of(path, copy))[sheet]
    root = Package.of(path, copy).tree(part)
    file.set_values(sheet, dict.fromkeys(_links(root)), constants=True)
    package = Package.of(path, file.to_bytes())
    names = [name for name in defined_names(package) if name.name != _AREA_NAME]
    needed = {sheet, *_needed(package, part, names)}
    order = [title for title in sheet_parts(package) if title in needed]
    kept = [name for name in names if _stays(name, needed)]
    kept += [_printed(title, area if title == sheet else NOWHERE) for title in order if title != sheet or area]
    kept += [] if area else [n for n in defined_names(package) if n.name == _AREA_NAME and n.sheet == sheet]
    changed = {part: _own_head(package.part(part), package.place(part), plan)}
    core = package.related("", "core-properties")
    if core is not None:
        changed[core] = _CORE.format(escaped(title), escaped(subject)).encode()
    return grafted(package, None, order, kept, changed=changed)


def _links(root: Element) -> Iterator[tuple[int, int]]:
    """The cells that lead to another place of the workbook."""
    links = root.child("hyperlinks")
    for link in links.children if links else ():
        place = parse_area(link.attributes.get("ref", ""))
        if place is not None and "location" in link.attributes:
            yield from place


def _needed(package: Package, part: str, names: list[DefinedName]) -> Iterator[str]:
    """The sheets to which a sheet's rules and charts refer."""
    places = areas({name.name.casefold(): name.target for name in names if name.sheet is None})
    rules = (child for child in package.tree(part).children if child.name == "conditionalFormatting")
    formulas = (f.text for each in rules for rule in each.children for f in rule.children if f.name == "formula")
    for formula in formulas:
        for sheet, name in needs(formula, set(places)):
            yield sheet or places.get(name.casefold(), ("", None))[0]
    for sheet, _ in charted(package, part):
        yield sheet


def _stays(name: DefinedName, sheets: set[str]) -> bool:
    place = areas({"": name.target}).get("")
    return name.sheet in sheets if name.sheet is not None else place is not None and place[0] in sheets


def _printed(title: str, area: Area | None) -> DefinedName:
    return DefinedName(_AREA_NAME, f"{quote_sheet(title)}!{absolute(area or NOWHERE)}", title)


def _own_head(sheet: bytes, place: str, plan: str) -> bytes:
    """The part without links; the head of its page names the plan's file."""
    root = tree(sheet, place)
    gone = [child.span for child in root.children if child.name == "hyperlinks"]
    splices = [(span.start, span.end, b"") for span in gone]
    heads = root.child("headerFooter")
    for head in heads.children if heads else ():
        text = _FILE_FIELD.sub(lambda found: found[0] if found[0] == "&&" else _named(plan), head.text)
        splices.append((head.span.inside, head.span.close, escaped(text).encode("ascii", "xmlcharrefreplace")))
    return splice(sheet, splices)


def _named(plan: str) -> str:
    """A file's name in the head of a page; a digit in front would be read as the size of the letters.

    >>> _named("A&B.xlsx"), _named("2017.xlsx")
    ('A&&B.xlsx', ' 2017.xlsx')
    """
    return (" " if plan[:1].isdecimal() else "") + plan.replace("&", "&&")
