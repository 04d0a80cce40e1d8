"""Puts other rows into the body of a table; header, widths, styles and the looks of rows stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jcplan.document.form import NOTHING
from jcplan.document.scan import Cell, Control, Part, Row
from jcplan.document.source import Rows
from jcplan.document.words import encoded, inserted, replaced, written
from jcplan.ooxml.markup import Span, Splice, splice


def body(control: Control) -> list[Row]:
    """The rows below the header of the table whose header holds a control."""
    if control.table is None or control.row is None:
        return []
    rows = control.table.rows
    first = rows.index(control.row) + 1
    while first < len(rows) and rows[first].header:
        first += 1
    return rows[first:]


def filled(rows: Rows, columns: int) -> list[tuple[str, ...]]:
    """Rows for a body, which is never without any: later ones take their looks from it.

    >>> filled([], 2), filled([["a", "b"]], 2)
    ([('–', '–')], [('a', 'b')])
    """
    return [tuple(row) for row in rows] or [(NOTHING,) * columns]


def obstacle(part: Part, rows: Sequence[Row], new: Rows) -> str:
    """Why rows cannot take the place of those that are there, a German sentence; ``""`` where they can."""
    if not rows:
        return "Die Tabelle hat keine Zeile mehr, nach der sich neue richten könnten."
    columns = {len(row.cells) for row in rows} | {len(row) for row in new}
    if len(columns) > 1:
        return f"Die Tabelle hat {len(rows[0].cells)} Spalten, die Mappe gibt {len(new[0])}."
    first, last = rows[0].where.start, rows[-1].where.end
    if any(first < control.where.start < last for control in part.controls):
        return "In den Zeilen der Tabelle stehen eigene Marken."
    if not all(row.direct for row in rows):
        return "Zeilen der Tabelle stehen in einem Steuerelement."
    return ""


def exchanged(part: Part, rows: Sequence[Row], new: Rows) -> Iterator[Splice]:
    """The splices that make rows say something else.

    Each row keeps its looks, the last one those of the last. Further rows look like the first ones.

    Args:
        part: Where the table stands.
        rows: The body as it is.
        new: The body as it is to be, with as many columns.
    """
    *before, last = rows
    *texts, final = new
    for row, cells in zip(before, texts, strict=False):
        yield from _said(part, row, cells)
    for row in before[len(texts) :]:
        yield row.where.start, row.where.end, b""
    further = [
        _like(part, rows[number % 2 if len(before) > 1 else 0], cells)
        for number, cells in enumerate(texts[len(before) :], len(before))
    ]
    yield last.where.start, last.where.start, b"".join(further)
    yield from _said(part, last, final)


def _said(part: Part, row: Row, texts: Sequence[str]) -> Iterator[Splice]:
    for cell, text in zip(row.cells, texts, strict=True):
        if cell.text != text:
            yield from _filled(part, cell, text)


def _filled(part: Part, cell: Cell, text: str) -> Iterator[Splice]:
    pieces = [piece for line in cell.lines for piece in line]
    if pieces:
        yield from replaced(pieces, text, part.encoding)
    elif cell.first is not None:
        run = f"<{cell.prefix}r>{written(text, cell.prefix)}</{cell.prefix}r>"
        yield inserted(cell.first, run, cell.prefix, part.encoding)


def _like(part: Part, row: Row, texts: Sequence[str]) -> bytes:
    """A new row that looks like another."""
    cells = b"".join(_cell_like(part, cell, text) for cell, text in zip(row.cells, texts, strict=True))
    looks = b"".join(_looks(part, each) for each in row.looks)
    return _element(f"{row.prefix}tr", looks + cells)


def _cell_like(part: Part, cell: Cell, text: str) -> bytes:
    prefix = cell.prefix
    said = _looks(part, cell.run_looks) + encoded(written(text, prefix), part.encoding)
    run = _element(f"{prefix}r", said) if text else b""
    paragraph = _element(f"{prefix}p", _looks(part, cell.paragraph_looks) + run)
    return _element(f"{prefix}tc", _looks(part, cell.looks) + paragraph)


def _element(tag: str, content: bytes) -> bytes:
    return f"<{tag}>".encode() + content + f"</{tag}>".encode()


def _looks(part: Part, where: Span | None) -> bytes:
    """Properties, without what is said in them of tracked changes."""
    if where is None:
        return b""
    tracked = [each for each in part.revisions if where.start <= each.start and each.end <= where.end]
    outer = [one for one in tracked if not any(two.start < one.start and one.end <= two.end for two in tracked)]
    cuts = [(each.start - where.start, each.end - where.start, b"") for each in outer]
    return splice(part.data[where.start : where.end], cuts)
