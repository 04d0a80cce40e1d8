"""Word documents for tests, made by hand: a few words of XML stand for a paragraph, a table, a footnote."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="berschrift{level}"><w:name w:val="heading {level}"/><w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
    for level in range(1, 7)
)


def run(text, properties=""):
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def note(number):
    """A reference to a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def p(text="", *, style="", bold=False, listed=False, inner=None):
    """A paragraph: of a text, or of runs that are given."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    item = '<w:numPr><w:numId w:val="1"/></w:numPr>' if listed else ""
    content = run(text, "<w:b/>" if bold else "") if inner is None else inner
    return f"<w:p><w:pPr>{named}{item}</w:pPr>{content}</w:p>"


def h(text, level=1, inner=None):
    """A heading."""
    return p(text, style=f"berschrift{level}", inner=inner)


def table(*rows, head=True):
    """A table of texts; the first row is repeated on every page unless told."""
    lines = []
    for number, cells in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if head and not number else ""
        inside = "".join(f"<w:tc><w:tcPr/>{p(cell)}</w:tc>" for cell in cells)
        lines.append(f"<w:tr>{mark}{inside}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(lines)}</w:tbl>"


def sdt(tag, text):
    """A control with a tag around a text."""
    return f'<w:sdt><w:sdtPr><w:tag w:val="{escape(tag)}"/></w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>'


def document(*body, notes=None, styles=STYLES, header="", namespace=W, more=None):
    """The bytes of a document.

    Args:
        body: XML of paragraphs and tables.
        notes: XML of the inside of footnotes, by number.
        styles: XML of its styles; None leaves the part out.
        header: XML of paragraphs of a header.
        namespace: That of Word's elements.
        more: Further entries of the archive, or other content for those that are there.
    """
    relations = STRICT_R if namespace == STRICT_W else R
    spaces = f'xmlns:w="{namespace}" xmlns:r="{relations}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    parts = {"word/document.xml": f"<w:document {spaces}><w:body>{''.join(body)}</w:body></w:document>"}
    if styles is not None:
        parts["word/styles.xml"] = f"<w:styles {spaces}>{styles}</w:styles>"
    if notes:
        inside = "".join(f'<w:footnote w:id="{number}">{xml}</w:footnote>' for number, xml in notes.items())
        first = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        parts["word/footnotes.xml"] = f"<w:footnotes {spaces}>{first}{inside}</w:footnotes>"
    if header:
        parts["word/header1.xml"] = f"<w:hdr {spaces}>{header}</w:hdr>"
    links = "".join(
        f'<Relationship Id="r{number}" Type="{relations}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for number, name in enumerate(("styles", "footnotes", "header1"))
        if f"word/{name}.xml" in parts
    )
    relationships = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    parts["word/_rels/document.xml.rels"] = f"{relationships}{links}</Relationships>"
    root = f'<Relationship Id="r1" Type="{relations}/officeDocument" Target="word/document.xml"/>'
    parts["_rels/.rels"] = f"{relationships}{root}</Relationships>"
    parts["[Content_Types].xml"] = _TYPES
    return archive({**parts, **(more or {})})


def archive(parts):
    """An archive of texts or bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()
