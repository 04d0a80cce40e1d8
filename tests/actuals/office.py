"""Writes OpenDocument spreadsheets by hand: markup as LibreOffice writes it, and what it may write."""

from __future__ import annotations

import zipfile
from xml.sax.saxutils import escape

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("draw", "drawing"), ("of", "of"))
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="{}"/></manifest:manifest>'
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def cell(value, repeated=1):
    """One cell, or several alike."""
    times = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    if value is None:
        return f"<table:table-cell{times}/>"
    if isinstance(value, str):
        return (
            f'<table:table-cell{times} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
        )
    return f'<table:table-cell{times} office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'


def row(*cells, repeated=1):
    """A row of values, or of markup of cells."""
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    inner = "".join(each if isinstance(each, str) and each.startswith("<") else cell(each) for each in cells)
    return f"<table:table-row{times}>{inner}</table:table-row>"


def table(name, *rows):
    """A worksheet; a row is markup or values. Behind and below come the blanks that LibreOffice adds."""
    inner = "".join(each if isinstance(each, str) else row(*each, cell(None, 16_000)) for each in rows)
    blank = row(cell(None, 16_384), repeated=1_048_000)
    return f'<table:table table:name="{escape(name)}"><table:table-column/>{inner}{blank}</table:table>'


def write(path, *tables, mimetype=MIMETYPE, content=None):
    """The file."""
    body = "".join(tables)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} {CALC} office:version="1.3">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("META-INF/manifest.xml", MANIFEST.format(mimetype))
        archive.writestr("content.xml", text if content is None else content)
    return path
