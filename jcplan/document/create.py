"""Writes a new planning document: the delivered text, or an office's own template, with the figures of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Final
from xml.sax.saxutils import escape

from jcplan.document import package, wordxml
from jcplan.document import template as markup
from jcplan.document.fill import Filled, Heading, Paragraph, Shown, Table, fill
from jcplan.document.form import Form
from jcplan.document.made import made_table
from jcplan.document.mark import CHART, Mark, picture_text
from jcplan.document.office import filled
from jcplan.document.plan import Plan
from jcplan.document.wordxml import Controls, Grid, TableStyles, field_of, paragraph, run

Pages = Callable[[bytes], Mapping[str, int]]
"""The page of each heading of a document, by the name of its bookmark."""

_STYLES: Final = TableStyles("JCTable", "TableHead", "TableHeadNumber", "TableText", "TableNumber")
_KINDS: Final = {"item": "ListBullet", "note": "Note", "title": "Title", "subtitle": "Subtitle", "fact": "Fact"}
_NEW_PAGE: Final = "<w:pageBreakBefore/>"
"""Property of a paragraph that begins a page."""
_WIDTH: Final = 16.0
_HEIGHT: Final = 6.6
"""Of charts, in centimetres; the width is that of the text."""
_FIRST_OBJECT: Final = 901
_CONTENTS: Final = "Inhalt"
_UNKNOWN_PAGE: Final = "–"
LEVELS: Final = 2
"""Levels of headings that the contents list."""


def create(source: Plan, *, template: bytes | None = None, pages: Pages | None = None) -> bytes:
    """A planning document as .docx.

    Args:
        source: The plan.
        template: An office's own .docx, in which ``{Name:Form}`` becomes a figure, ``{Tab_…}`` a table, ``{Bild_…}`` a
            chart; everything else in it stays. Without it the delivered text is taken.
        pages: Tells on which pages the headings stand, for the contents. Without it Word is told to find out.

    Raises:
        InputError: The plan lacks what a document needs, or the template names what there is not.
        FileError: The template is no Word document.
    """
    source.ready()
    if template is not None:
        return filled(source, template)
    first = _Writer(source, {}).written(final=pages is None)
    if pages is None:
        return first
    return _Writer(source, pages(first)).written(final=True)


class _Writer:
    """A document on its way."""

    def __init__(self, plan: Plan, pages: Mapping[str, int]) -> None:
        self.plan, self.pages = plan, pages
        self.controls, self.charts = Controls(), package.Charts()
        self.links: list[str] = []
        self.objects, self.bookmarks = count(_FIRST_OBJECT), count(1)
        self.new_page = False
        self.captions = {"Tabelle": count(1), "Abbildung": count(1)}
        self.blocks = fill(plan, markup.delivered())
        self.headings = [block for block in self.blocks if isinstance(block, Heading)]

    def written(self, *, final: bool) -> bytes:
        """The document.

        Args:
            final: Whether Word is to be told what is not known of it.
        """
        body = "".join(self._body())
        beside = (
            package.Beside("rId11", "header", "header1.xml", self._header()),
            package.Beside("rId12", "footer", "footer1.xml", self._footer()),
            package.Beside("rId13", "header", "header2.xml", _on_page("hdr", "<w:p/>")),
            package.Beside("rId14", "footer", "footer2.xml", _on_page("ftr", "<w:p/>")),
        )
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId11"/><w:headerReference w:type="first" r:id="rId13"/>'
            '<w:footerReference w:type="default" r:id="rId12"/><w:footerReference w:type="first" r:id="rId14"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1588" w:right="1418" w:bottom="1304" w:left="1418" '
            'w:header="709" w:footer="567" w:gutter="0"/><w:cols w:space="708"/><w:titlePg/></w:sectPr>'
        )
        unknown = final and not all(self._bookmark(at) in self.pages for at in range(len(self.headings)))
        parts = package.document(
            body + section, more=beside, properties=self._properties(), links=self.links, charts=self.charts,
            update=unknown,
        )  # fmt: skip
        return package.written(parts)

    def _properties(self) -> bytes:
        year, office = (escape(self._plain(name)) for name in ("Annahme_Planjahr", "Annahme_Jobcenter"))
        purl = "http://purl.org/dc"
        return (
            f'{wordxml.HEADER}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="{purl}/elements/1.1/"><dc:title>Lokales Planungsdokument {year}</dc:title>'
            f"<dc:subject>Planung {year}</dc:subject><dc:creator>{office}</dc:creator><dc:language>de-DE</dc:language>"
            "</cp:coreProperties>"
        ).encode()

    def _plain(self, name: str) -> str:
        return self.plan.figure(name, Form("t")) or ""

    # ---- the text

    def _body(self) -> Iterator[str]:
        heading = count()
        for block in self.blocks:
            if isinstance(block, Heading):
                yield self._heading(block, next(heading))
            elif isinstance(block, Paragraph):
                yield paragraph(self._runs(block.text), _KINDS.get(block.kind, ""), self._begin())
            elif isinstance(block, Table):
                yield from self._table(block)
            elif isinstance(block, markup.Mark):
                if block.what == "inhalt":
                    yield from self._contents()
                self.new_page = block.what == "seite"
            elif self.plan.kind(block.name):
                yield from self._made(block.name)
            else:
                yield from self._chart(block.name)

    def _runs(self, text: Filled) -> str:
        return "".join(
            self.controls.figure(
                Mark.of(piece.name, str(piece.form), piece.text), self.plan.label(piece.name), piece.text
            )
            if isinstance(piece, Shown)
            else run(piece)
            for piece in text
        )

    @staticmethod
    def _bookmark(at: int) -> str:
        return f"_Toc{17_000_000 + at}"

    def _heading(self, heading: Heading, at: int) -> str:
        style = f"Heading{heading.level}" if heading.number else "HeadingPlain"
        return paragraph(
            wordxml.bookmarked(self._runs(heading.text), self._bookmark(at), next(self.bookmarks)), style, self._begin()
        )

    def _begin(self) -> str:
        """How a paragraph begins: on a new page where the text says so."""
        found, self.new_page = (_NEW_PAGE if self.new_page else ""), False
        return found

    def _contents(self) -> Iterator[str]:
        """The contents with their entries: links with the page of each."""
        yield paragraph(run(_CONTENTS), "TOCHeading", self._begin())
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        code = f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{LEVELS}" \\h \\z \\u </w:instrText></w:r>'
        begin += code + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        listed = [(at, heading) for at, heading in enumerate(self.headings) if heading.level <= LEVELS]
        for place, (at, heading) in enumerate(listed):
            name = self._bookmark(at)
            page = field_of(f"PAGEREF {name} \\h", str(self.pages.get(name, _UNKNOWN_PAGE)))
            words = "".join(piece.text if isinstance(piece, Shown) else piece for piece in heading.text)
            number = f"{run(heading.number)}<w:r><w:tab/></w:r>" if heading.number else ""
            link = f'<w:hyperlink w:anchor="{name}" w:history="1">{number}{run(words)}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
            first, last = (begin if not place else ""), (end if place == len(listed) - 1 else "")
            yield paragraph(first + link + last, f"TOC{heading.level}", "" if heading.number else _PLAIN_ENTRY)

    # ---- tables and charts

    def _caption(self, kind: str, title: str) -> str:
        number = field_of(f"SEQ {kind} \\* ARABIC", str(next(self.captions[kind])))
        style = "CaptionTable" if kind == "Tabelle" else "Caption"
        return paragraph(f"{run(f'{kind} ')}{number}{run(f': {title}')}", style)

    def _table(self, table: Table) -> Iterator[str]:
        yield self._caption("Tabelle", table.title)
        heads = [self._runs(head) for head in table.heads]
        rows = [[self._runs(cell) for cell in row] for row in table.rows]
        grid = Grid(table.title, table.description, heads, rows, table.widths, table.right, table.total)
        yield wordxml.table(grid, _STYLES)
        yield paragraph("", "AfterTable")

    def _made(self, name: str) -> Iterator[str]:
        kind = self.plan.kind(name)
        if kind is not None:
            yield self._caption("Tabelle", kind.label)
            yield made_table(self.plan, name, self.controls, _STYLES)
            yield paragraph("", "AfterTable")

    def _chart(self, name: str) -> Iterator[str]:
        link = f"rId{101 + len(self.links)}"
        picture = self.plan.picture(name)
        if picture is not None:
            self.links.append(package.relationship(link, f"{package.OFFICE}/chart", self.charts.add(picture)))
            drawn = wordxml.chart_run(name, link, next(self.objects), picture.text, _WIDTH, _HEIGHT)
            mark = Mark.of(name, CHART, picture_text(picture.text, picture.chart))
            yield paragraph(self.controls.around(mark, self.plan.label(name), drawn), "Chart")
            yield self._caption("Abbildung", self.plan.label(name))

    # ---- on every page

    def _header(self) -> bytes:
        left, right = ((Shown(name, Form("t"), self._plain(name)),) for name in ("Annahme_Jobcenter", "Annahme_Stand"))
        year = Shown("Annahme_Planjahr", Form("t"), self._plain("Annahme_Planjahr"))
        line = (*left, ", Planung ", year, "\t", *right)
        content = "".join("<w:r><w:tab/></w:r>" if piece == "\t" else self._runs((piece,)) for piece in line)
        return _on_page("hdr", paragraph(content, "Header"))

    def _footer(self) -> bytes:
        pages = f"{run('Seite ')}{field_of('PAGE', '1')}{run(' von ')}{field_of('NUMPAGES', '1')}"
        content = f"{run('Lokales Planungsdokument')}<w:r><w:tab/></w:r>{pages}"
        return _on_page("ftr", paragraph(content, "Footer"))


_PLAIN_ENTRY: Final = '<w:ind w:left="0" w:firstLine="0"/>'
"""Of an entry of the contents without a number: its words begin where the numbers do."""


def _on_page(element: str, content: str) -> bytes:
    """A header or a footer."""
    return f"{wordxml.HEADER}<w:{element} {wordxml.NAMESPACES}>{content}</w:{element}>".encode()
