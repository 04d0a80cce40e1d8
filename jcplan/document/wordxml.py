"""Pieces of WordprocessingML as text, of which documents are put together; what comes in is escaped here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from jcplan.document.mark import LONGEST, Mark

CENTIMETRE: Final = 567
"""Twentieths of a point (dxa) in a centimetre."""
_EMU: Final = 360_000
"""English metric units in a centimetre."""
MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PLACED: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
NAMESPACES: Final = f'xmlns:w="{MAIN}" xmlns:r="{RELATIONS}"'
HEADER: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_ID: Final = 100_001


def text(words: str) -> str:
    """A text within a run; blanks at its ends stay."""
    kept = ' xml:space="preserve"' if words != words.strip() or "  " in words else ""
    return f"<w:t{kept}>{escape(words)}</w:t>"


def run(words: str, properties: str = "") -> str:
    """A run with a text.

    Args:
        words: The text.
        properties: ``w:rPr`` of the run, if it has any.

    >>> run("27 % & mehr")
    '<w:r><w:t>27 % &amp; mehr</w:t></w:r>'
    """
    return f"<w:r>{properties}{text(words)}</w:r>" if words else ""


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph with runs."""
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    whole = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{whole}{content}</w:p>"


def field_of(code: str, result: str) -> str:
    """A field with its result, as Word shows it until it computes the field anew."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@dataclass
class Controls:
    """Content controls of a document, each with a number of its own.

    Attributes:
        prefix: The prefix of WordprocessingML where they stand.
    """

    prefix: str = "w"
    numbers: Iterator[int] = field(default_factory=lambda: count(_FIRST_ID))

    def figure(self, mark: Mark, label: str, words: str, properties: str = "") -> str:
        """A control with a figure, as plain text: its format always holds for all of it."""
        return self._control(mark, label, run(words, properties), "<w:text/>")

    def around(self, mark: Mark, label: str, content: str) -> str:
        """A control around runs."""
        return self._control(mark, label, content, "")

    def _control(self, mark: Mark, label: str, content: str, kind: str) -> str:
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(label[:LONGEST])}/><w:tag w:val={quoteattr(str(mark))}/>"
            f'<w:id w:val="{next(self.numbers)}"/>{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
        )


@dataclass(frozen=True)
class Grid:
    """A table.

    Attributes:
        title: What it shows, for programs that read pages aloud.
        description: The same in a sentence.
        heads: Content of the header's cells: runs.
        rows: Of the body's.
        widths: Of the columns, in centimetres.
        right: Which columns hold numbers.
        total: Whether the last row is the sum.
    """

    title: str
    description: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    right: frozenset[int] = frozenset()
    total: bool = False


@dataclass(frozen=True)
class TableStyles:
    """Names of the styles of tables in a document; blank where it has none, then tables carry their format themselves.

    Attributes:
        table: Of the table.
        head: Of a paragraph in its header.
        head_right: The same over numbers.
        body: Of a paragraph in its body.
        body_right: The same of numbers.
    """

    table: str = ""
    head: str = ""
    head_right: str = ""
    body: str = ""
    body_right: str = ""


_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{color}"/>'
    for side, color in (("top", "1F4E79"), ("bottom", "1F4E79"), ("insideH", "BFBFBF"))
)
_MARGINS: Final = '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
_TO_THE_RIGHT: Final = '<w:jc w:val="right"/>'
_BOLD: Final = "<w:rPr><w:b/></w:rPr>"


def table(grid: Grid, styles: TableStyles) -> str:
    """A table: its header is repeated on every page, no row is cut by the end of one."""
    widths = [round(width * CENTIMETRE) for width in grid.widths]
    named = f"<w:tblStyle w:val={quoteattr(styles.table)}/>" if styles.table else ""
    own = "" if styles.table else f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
    look = 0x0620 + 0x0040 * grid.total
    properties = (
        f'<w:tblPr>{named}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{own}<w:tblLayout w:type="fixed"/>'
        f'{"" if styles.table else _MARGINS}<w:tblLook w:val="{look:04X}" w:firstRow="1" w:lastRow="{int(grid.total)}" '
        f'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(grid.title)}/><w:tblDescription w:val={quoteattr(grid.description)}/></w:tblPr>"
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [_row(grid, styles, widths, grid.heads, head=True)]
    rows += [_row(grid, styles, widths, row, head=False) for row in grid.rows]
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(grid: Grid, styles: TableStyles, widths: Sequence[int], cells: Sequence[str], *, head: bool) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    found = []
    for at, (width, content) in enumerate(zip(widths, cells, strict=True)):
        right = at in grid.right
        style = (styles.head_right if right else styles.head) if head else (styles.body_right if right else styles.body)
        aligned = _TO_THE_RIGHT if right and not style else ""
        found.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(content, style, aligned)}</w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(found)}</w:tr>"


def head_run(words: str, styles: TableStyles) -> str:
    """The text of a header's cell; bold where no style says so."""
    return run(words, "" if styles.head else _BOLD)


def chart_run(name: str, relation: str, number: int, description: str, width: float, height: float) -> str:
    """A run with a native chart.

    Args:
        name: Name of the object.
        relation: The relationship to the chart's part.
        number: Its number, unique in the document.
        description: Alternative text.
        width: In centimetres.
        height: Likewise.
    """
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_PLACED}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"/>'
        f'<wp:docPr id="{number}" name={quoteattr(name)} descr={quoteattr(description)}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{DRAWING}"><a:graphicData uri="{CHART}"><c:chart xmlns:c="{CHART}" xmlns:r="{RELATIONS}" '
        f'r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def bookmarked(content: str, name: str, number: int) -> str:
    """Runs within a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
