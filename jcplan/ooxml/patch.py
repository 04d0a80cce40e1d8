"""Writes values into the bytes of a worksheet part. Cells that are not written keep their bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from jcplan.cells import Area, Scalar, address, area_address, parse_area
from jcplan.ooxml.marks import Position
from jcplan.ooxml.markup import Element, Splice, escaped, opened, set_attribute, span, splice, tree
from jcplan.ooxml.sheet import Sheet
from jcplan.ooxml.values import encode

_OF_THE_OLD_VALUE: Final = ("vm", "ph")
"""Attributes of a cell that point to more about its value: metadata (the rich form of an error, a picture, a
data type), and that its phonetic reading is shown."""
_OF_THE_OLD_FORMULA: Final = ("cm",)
"""Metadata of a formula: that it spills."""


_PLAIN: Final = re.compile(
    rb'<c (r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="[a-z]+")?>(<f(?: [^<>]*[^/<>])?>[^<]*</f>)'
    rb"(?:<v(?: xml:space=\"preserve\")?>[^<]*</v>|<v/>)?</c>"
)
"""A formula's cell as it is nearly always written: its head without ``t``, and its formula."""


@dataclass(frozen=True)
class Edit:
    """A new value; ``style`` counts only where the cell has to be created, or is ``restyled``.

    ``constant`` takes a formula out of the cell; otherwise it stays and gets a new cached result. ``formula`` takes
    the place of what the cell holds; then the value is its result.
    """

    value: Scalar
    style: int | None = None
    constant: bool = False
    formula: str | None = None
    restyled: bool = False


def patched(sheet: Sheet, edits: Mapping[Position, Edit]) -> bytes:
    """The part with new values.

    Args:
        sheet: The part as read.
        edits: New values by row and column.
    """
    splices = [
        _changed_cell(sheet, position, edit) for position, edit in edits.items() if position in sheet.marks.cells
    ]
    missing = sorted(position for position in edits if position not in sheet.marks.cells)
    new_rows: list[tuple[int, bytes]] = []
    for row, positions in groupby(missing, key=lambda position: position[0]):
        cells = [(column, _new_cell(sheet, (row, column), edits[row, column])) for _, column in positions]
        if row in sheet.marks.rows:
            splices += _cells_in_row(sheet, row, cells)
        else:
            content = b"".join(cell for _, cell in cells)
            new_rows.append((row, f'<{sheet.marks.prefix}row r="{row}">'.encode() + content + _closing(sheet, "row")))
    splices += _rows_in_sheet(sheet, new_rows)
    splices += _grown_dimension(sheet, edits)
    return splice(sheet.data, splices)


def _closing(sheet: Sheet, name: str) -> bytes:
    return f"</{sheet.marks.prefix}{name}>".encode("ascii")


def _encode(sheet: Sheet, text: str) -> bytes:
    """In the part's encoding; what it lacks is written as a character reference."""
    return text.encode(sheet.encoding, "xmlcharrefreplace")


def _changed_cell(sheet: Sheet, position: Position, edit: Edit) -> Splice:
    """Exchanges value and ``t`` of a cell; formula, style, other attributes and extensions stay."""
    where = span(sheet.data, *sheet.marks.cells[position])
    old = sheet.data[where.start : where.end]
    plain = _PLAIN.fullmatch(old)
    if plain is not None and not (edit.constant or edit.restyled or edit.formula is not None):
        kind, text = encode(edit.value, "", cached=True)
        head = plain[1] if kind is None else plain[1] + f' t="{kind}"'.encode()
        return where.start, where.end, b"<c %b>%b%b</c>" % (head, plain[2], _encode(sheet, text))
    cell = tree(old, sheet.place, sheet.encoding)
    if edit.formula is not None:
        return where.start, where.end, _with_formula(sheet, old, cell, edit)
    formula = cell.child("f")
    if edit.constant:
        formula = None
    cached = formula is not None or (sheet.is_cached(position) and not edit.constant)
    kind, text = encode(edit.value, cell.prefix, cached=cached)
    content = _encode(sheet, text)
    tag = _restyled(set_attribute(old[: cell.span.inside], "t", kind), edit)
    for name in _OF_THE_OLD_VALUE + (() if cached else _OF_THE_OLD_FORMULA):
        if name in cell.attributes:
            tag = set_attribute(tag, name, None)
    if cell.span.self_closing:
        new = opened(tag) + content + f"</{cell.tag}>".encode() if content else tag
        return where.start, where.end, new
    inside = formula.span.end if formula else cell.span.inside
    pieces: list[Splice] = [(0, cell.span.inside, tag)]
    pieces += [
        (c.span.start, c.span.end, b"")
        for c in cell.children
        if c.name in ({"v", "is", "f"} if edit.constant else {"v", "is"})
    ]
    pieces.append((inside, inside, content))
    return where.start, where.end, splice(old, pieces)


def _restyled(tag: bytes, edit: Edit) -> bytes:
    return set_attribute(tag, "s", str(edit.style)) if edit.restyled else tag


def _with_formula(sheet: Sheet, old: bytes, cell: Element, edit: Edit) -> bytes:
    """A cell with another formula and its result; an array formula keeps its area."""
    before = cell.child("f")
    kind, result = encode(edit.value, cell.prefix, cached=True)
    tag = _restyled(set_attribute(old[: cell.span.inside], "t", kind), edit)
    for name in _OF_THE_OLD_VALUE:
        tag = set_attribute(tag, name, None) if name in cell.attributes else tag
    head = b"<%sf>" % sheet.marks.prefix.encode()
    if before is not None and before.attributes.get("t") == "array":
        head = opened(old[before.span.start : before.span.inside])
    content = head + _encode(sheet, escaped(edit.formula or "")) + _closing(sheet, "f") + _encode(sheet, result)
    rest = b"".join(old[c.span.start : c.span.end] for c in cell.children if c.name not in {"v", "is", "f"})
    return opened(tag) + content + rest + f"</{cell.tag}>".encode()


def _new_cell(sheet: Sheet, position: Position, edit: Edit) -> bytes:
    computed = edit.formula is not None
    kind, content = encode(edit.value, sheet.marks.prefix, cached=computed or sheet.is_cached(position))
    if edit.formula is not None:
        content = f"<{sheet.marks.prefix}f>{escaped(edit.formula)}</{sheet.marks.prefix}f>{content}"
    style = "" if edit.style is None else f' s="{edit.style}"'
    kind = "" if kind is None else f' t="{kind}"'
    tag = f'{sheet.marks.prefix}c r="{address(*position)}"{style}{kind}'
    return _encode(sheet, f"<{tag}>{content}</{sheet.marks.prefix}c>" if content else f"<{tag}/>")


def _cells_in_row(sheet: Sheet, number: int, cells: list[tuple[int, bytes]]) -> list[Splice]:
    """Puts new cells into an existing row, each before the first cell to its right."""
    row = sheet.marks.rows[number]
    where = span(sheet.data, row.start, row.close)
    if where.self_closing:
        content = b"".join(cell for _, cell in cells)
        tag = opened(sheet.data[where.start : where.end])
        return [(where.start, where.end, tag + content + _closing(sheet, "row"))]
    splices = []
    for column, cell in cells:
        offset = next((start for right, start in row.cells if right > column), where.close)
        splices.append((offset, offset, cell))
    return splices


def _rows_in_sheet(sheet: Sheet, rows: list[tuple[int, bytes]]) -> list[Splice]:
    """Puts new rows into the sheet, each before the first row below it."""
    if not rows or sheet.marks.sheet_data is None:
        return []
    where = span(sheet.data, *sheet.marks.sheet_data)
    if where.self_closing:
        content = b"".join(row for _, row in rows)
        tag = opened(sheet.data[where.start : where.end])
        return [(where.start, where.end, tag + content + _closing(sheet, "sheetData"))]
    splices = []
    for number, row in rows:
        offset = next((below.start for n, below in sheet.marks.rows.items() if n > number), where.close)
        splices.append((offset, offset, row))
    return splices


def _grown_dimension(sheet: Sheet, edits: Mapping[Position, Edit]) -> list[Splice]:
    """Widens the used area that the part names, where a written cell lies outside it."""
    if sheet.marks.dimension is None or not edits:
        return []
    where = span(sheet.data, *sheet.marks.dimension)
    element = tree(sheet.data[where.start : where.end], sheet.place, sheet.encoding)
    old = parse_area(element.attributes.get("ref", ""))
    if old is None:
        return []
    rows = [row for row, _ in edits]
    columns = [column for _, column in edits]
    grown = Area(min(old.top, *rows), min(old.left, *columns), max(old.bottom, *rows), max(old.right, *columns))
    if grown == old:
        return []
    tag = set_attribute(sheet.data[where.start : where.inside], "ref", area_address(grown))
    return [(where.start, where.inside, tag)]
