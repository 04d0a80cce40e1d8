"""What a file prints of each sheet: its built-in names ``_xlnm.Print_Area``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jcplan.ooxml.markup import Element, Splice, attributes, escaped, splice

_NAME: Final = "_xlnm.Print_Area"
_BEFORE: Final = ("externalReferences", "functionGroups", "sheets")
"""What stands before the names in the workbook part, last first."""


def print_areas(workbook: Element) -> dict[int, str]:
    """What is printed of a sheet, as the file writes it, by the sheet's number from 0.

    Args:
        workbook: The root element of the workbook part.
    """
    return {number: element.text.strip() for number, element in _elements(workbook).items()}


def with_print_areas(data: bytes, workbook: Element, areas: Mapping[int, str]) -> bytes:
    """The workbook part, printing other areas of some sheets.

    Args:
        data: The part's bytes.
        workbook: The part's root element.
        areas: References with their sheet, as formulas write them, by the sheet's number from 0.
    """
    known = _elements(workbook)
    splices: list[Splice] = []
    new: list[bytes] = []
    tag = f"{workbook.prefix}definedName"
    for number, area in areas.items():
        text = escaped(area)
        if number in known:
            span = known[number].span
            splices.append((span.inside, span.close, text.encode("ascii", "xmlcharrefreplace")))
        else:
            named = attributes({"name": _NAME, "localSheetId": str(number)})
            new.append(f"<{tag}{named}>{text}</{tag}>".encode("ascii", "xmlcharrefreplace"))
    if new:
        splices.append(_added(workbook, b"".join(new)))
    return splice(data, splices)


def _elements(workbook: Element) -> dict[int, Element]:
    names = workbook.child("definedNames")
    return {
        int(number): element
        for element in (names.children if names else ())
        if element.attributes.get("name") == _NAME
        and (number := element.attributes.get("localSheetId", "")).isdecimal()
        and not element.span.self_closing
    }


def _added(workbook: Element, content: bytes) -> Splice:
    """Names behind those that there are."""
    names = workbook.child("definedNames")
    if names is not None and not names.span.self_closing:
        return names.span.close, names.span.close, content
    tag = f"{workbook.prefix}definedNames".encode()
    whole = b"<" + tag + b">" + content + b"</" + tag + b">"
    if names is not None:
        return names.span.start, names.span.end, whole
    before = next(child for name in _BEFORE if (child := workbook.child(name)))
    return before.span.end, before.span.end, whole
