"""A Word document as PDF that can be read aloud (PDF/UA) and kept (PDF/A-3), through LibreOffice Writer.

Creating a document and bringing one up to date need no LibreOffice; Word exports PDFs too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from jcplan.errors import FileError
from jcplan.libreoffice import soffice
from jcplan.ooxml import refuse_unreplaceable, replace_atomically
from jcplan.pdf import printed

_EXPORT: Final = {"ExportBookmarks": True, "SelectPdfVersion": 3}
"""A contents beside the pages; PDF/A-3."""
_LINK_TO_PAGE: Final = "Verweis im Dokument"
_NEED_NOT: Final = (
    "Nur das PDF braucht LibreOffice Writer; das Dokument selbst entsteht und wird aktuell ohne LibreOffice, und auch "
    "Word speichert es als PDF (Datei, Exportieren)."
)
_NO_WRITER: Final = (
    "LibreOffice Writer fehlt, oder das Dokument ist für ihn nicht lesbar; unter Debian 12 aus den Backports: "
    "apt install -t bookworm-backports libreoffice-writer."
)
_NO_PIKEPDF: Final = 'Für das PDF fehlt das Paket pikepdf: pip install "jcplan[dokument]".'
_BOOKMARK: Final = re.compile(rb'w:name="(_Toc\d+)"')


def to_pdf(docx: Path, pdf: Path) -> None:
    """Print a document into a PDF with tags, bookmarks, language and title; its links say what they are.

    Args:
        docx: The document.
        pdf: The file to write; one that is there is replaced.

    Raises:
        FileError: LibreOffice Writer is missing or cannot print it; or the PDF cannot be written.
    """
    if not docx.is_file():
        raise FileError(f"{docx}: Die Datei ist nicht da.")
    pdf.parent.mkdir(parents=True, exist_ok=True)
    refuse_unreplaceable(pdf)
    try:
        made = _printed(docx.read_bytes())
    except FileError as error:
        raise FileError(f"{docx}: {error} {_NEED_NOT}") from None
    replace_atomically(pdf, _with_described_links(made), backup=False)


def _printed(document: bytes) -> bytes:
    """The PDF as Writer makes it."""
    soffice()  # says how to get it
    try:
        (made,) = printed([document], ".docx", "writer_pdf_Export", _EXPORT)
    except FileError as error:
        raise FileError(f"{error} {_NO_WRITER}") from None
    return made


def _pikepdf() -> Any:
    try:
        import pikepdf  # noqa: PLC0415  (an extra of the package)
    except ImportError:
        raise FileError(_NO_PIKEPDF) from None
    return pikepdf


def _with_described_links(pdf: bytes) -> bytes:
    """Every link with the description that PDF/UA asks for: its address, or that it leads within the document."""
    pikepdf, described = _pikepdf(), io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for note in page.get("/Annots", ()):
                if note.get("/Subtype") == "/Link" and not str(note.get("/Contents", "")):
                    address = note.get("/A", {}).get("/URI")
                    note.Contents = pikepdf.String(str(address) if address else _LINK_TO_PAGE)
        document.save(described)
    return described.getvalue()


def heading_pages(document: bytes) -> Mapping[str, int]:
    """The page of each heading of a document that ``create`` wrote, by the name of its bookmark.

    Args:
        document: The .docx.

    Returns:
        Nothing where Writer, or what reads its PDF, is missing, or where they count other headings.
    """
    try:
        pages = list(_outlined(_printed(document)))
    except FileError:
        return {}
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        bookmarks = [found.decode() for found in _BOOKMARK.findall(archive.read("word/document.xml"))]
    return dict(zip(bookmarks, pages, strict=True)) if len(bookmarks) == len(pages) else {}


def _outlined(pdf: bytes) -> Iterator[int]:
    """The page of every entry of a PDF's outline, in the document's order."""
    pikepdf = _pikepdf()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, 1)}
        with document.open_outline() as outline:
            open_entries = list(reversed(outline.root))
            while open_entries:
                entry = open_entries.pop()
                open_entries += reversed(entry.children)
                target = entry.destination
                if target is None and entry.action is not None:
                    target = entry.action.get("/D")
                yield numbers[target[0].objgen]
