"""Writes a new planning document: the delivered text, or an office's own template, with the figures of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
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

_W: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
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
        header, footer = self._header(), self._footer()
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="first" r:id="rId8"/>'
            '<w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="first" r:id="rId9"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1588" w:right="1418" w:bottom="1304" w:left="1418" '
            'w:header="709" w:footer="567" w:gutter="0"/><w:cols w:space="708"/><w:titlePg/></w:sectPr>'
        )
        main = f"{wordxml.HEADER}<w:document {wordxml.NAMESPACES}><w:body>{body}{section}</w:body></w:document>"
        unknown = final and not all(self._bookmark(at) in self.pages for at in range(len(self.headings)))
        return package.written(self._parts(main, header, footer, update=unknown))

    def _parts(self, main: str, header: str, footer: str, *, update: bool) -> dict[str, bytes]:
        shared = {name: _stored(name) for name in ("styles.xml", "numbering.xml", "fontTable.xml")}
        kinds = ("styles", "numbering", "settings", "header", "footer", "fontTable")
        targets = ("styles.xml", "numbering.xml", "settings.xml", "header1.xml", "footer1.xml", "fontTable.xml")
        links = [
            package.relationship(f"rId{at}", f"{package.OFFICE}/{kind}", target)
            for at, (kind, target) in enumerate(zip(kinds, targets, strict=True), 1)
        ]
        links += [
            package.relationship("rId7", f"{package.OFFICE}/theme", "theme/theme1.xml"),
            package.relationship("rId8", f"{package.OFFICE}/header", "header2.xml"),
            package.relationship("rId9", f"{package.OFFICE}/footer", "footer2.xml"),
        ]
        types = [package.own_type("word/document.xml", f"{_W}.document.main+xml")]
        types += [
            package.own_type(f"word/{target}", f"{_W}.{kind}+xml") for kind, target in zip(kinds, targets, strict=True)
        ]
        return {
            package.TYPES_PART: package.content_types(
                package.default_type("rels", "application/vnd.openxmlformats-package.relationships+xml"),
                package.default_type("xml", "application/xml"),
                package.default_type("xlsx", package.BOOK_TYPE),
                *types,
                package.own_type("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
                package.own_type(
                    "docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"
                ),
                package.own_type("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
                package.own_type("word/header2.xml", f"{_W}.header+xml"),
                package.own_type("word/footer2.xml", f"{_W}.footer+xml"),
                *self.charts.types,
            ),
            "_rels/.rels": package.relationships(
                package.relationship("rId1", f"{package.OFFICE}/officeDocument", "word/document.xml"),
                package.relationship(
                    "rId2",
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
                package.relationship("rId3", f"{package.OFFICE}/extended-properties", "docProps/app.xml"),
            ),
            "docProps/core.xml": self._properties(),
            "docProps/app.xml": _application(),
            "word/document.xml": main.encode(),
            "word/_rels/document.xml.rels": package.relationships(*links, *self.links),
            **{f"word/{name}": data for name, data in shared.items()},
            "word/theme/theme1.xml": _stored("theme.xml"),
            "word/settings.xml": _settings(update=update),
            "word/header1.xml": header.encode(),
            "word/footer1.xml": footer.encode(),
            "word/header2.xml": f"{wordxml.HEADER}<w:hdr {wordxml.NAMESPACES}><w:p/></w:hdr>".encode(),
            "word/footer2.xml": f"{wordxml.HEADER}<w:ftr {wordxml.NAMESPACES}><w:p/></w:ftr>".encode(),
            **self.charts.parts,
        }

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

    def _header(self) -> str:
        left, right = ((Shown(name, Form("t"), self._plain(name)),) for name in ("Annahme_Jobcenter", "Annahme_Stand"))
        year = Shown("Annahme_Planjahr", Form("t"), self._plain("Annahme_Planjahr"))
        line = (*left, ", Planung ", year, "\t", *right)
        content = "".join("<w:r><w:tab/></w:r>" if piece == "\t" else self._runs((piece,)) for piece in line)
        return f"{wordxml.HEADER}<w:hdr {wordxml.NAMESPACES}>{paragraph(content, 'Header')}</w:hdr>"

    def _footer(self) -> str:
        pages = f"{run('Seite ')}{field_of('PAGE', '1')}{run(' von ')}{field_of('NUMPAGES', '1')}"
        content = f"{run('Lokales Planungsdokument')}<w:r><w:tab/></w:r>{pages}"
        return f"{wordxml.HEADER}<w:ftr {wordxml.NAMESPACES}>{paragraph(content, 'Footer')}</w:ftr>"


_PLAIN_ENTRY: Final = '<w:ind w:left="0" w:firstLine="0"/>'
"""Of an entry of the contents without a number: its words begin where the numbers do."""


def _stored(name: str) -> bytes:
    return files("jcplan.document").joinpath("vorlage", name).read_bytes()


def _settings(*, update: bool) -> bytes:
    fields = '<w:updateFields w:val="true"/>' if update else ""
    return (
        f'{wordxml.HEADER}<w:settings xmlns:w="{wordxml.MAIN}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="709"/><w:autoHyphenation w:val="true"/><w:consecutiveHyphenLimit w:val="2"/>'
        '<w:doNotHyphenateCaps/><w:characterSpacingControl w:val="doNotCompress"/>'
        f"{fields}<w:compat>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="de-DE"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    ).encode()


def _application() -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{wordxml.HEADER}<Properties xmlns="{kind}"><Application>jcplan</Application></Properties>'.encode()
