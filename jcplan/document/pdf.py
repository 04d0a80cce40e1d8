"""A Word document as PDF that can be read aloud (PDF/UA) and kept (PDF/A-3), through LibreOffice Writer.

Creating a document and bringing one up to date need no LibreOffice; Word exports PDFs too.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from jcplan.errors import FileError
from jcplan.libreoffice import soffice, surroundings
from jcplan.ooxml import refuse_unreplaceable, replace_atomically

_TIMEOUT: Final = 180
"""Seconds in which Writer prints a document."""
_EXPORT: Final = {"PDFUACompliance": True, "UseTaggedPDF": True, "ExportBookmarks": True}
_PDF_A_3: Final = 3
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
    with tempfile.TemporaryDirectory(prefix="jcplan-pdf-") as folder:
        printed = _printed(docx, Path(folder))
        _describe_links(printed)
        replace_atomically(pdf, printed.read_bytes(), backup=False)


def _printed(docx: Path, folder: Path) -> Path:
    """The PDF as Writer makes it, with a profile of its own so that a running LibreOffice is left alone."""
    options: dict[str, dict[str, str]] = {
        name: {"type": "boolean", "value": str(value).lower()} for name, value in _EXPORT.items()
    }
    options["SelectPdfVersion"] = {"type": "long", "value": str(_PDF_A_3)}
    try:
        program = soffice()
    except FileError as error:
        raise FileError(f"{error} {_NEED_NOT}") from None
    source = folder / "Dokument.docx"
    source.write_bytes(docx.read_bytes())
    command = [
        str(program), f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf:writer_pdf_Export:" + json.dumps(options), "--outdir", str(folder), str(source),
    ]  # fmt: skip
    try:
        run = subprocess.run(command, env=surroundings(), capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise FileError(f"{docx}: LibreOffice ist nach {_TIMEOUT} Sekunden nicht fertig geworden.") from None
    found = source.with_suffix(".pdf")
    if not found.is_file():
        said = " ".join((run.stderr or run.stdout).split())
        raise FileError(f"{docx}: Das PDF ist nicht entstanden. {_NO_WRITER} {_NEED_NOT} LibreOffice meldet: {said}")
    return found


def _pikepdf() -> Any:
    try:
        import pikepdf  # noqa: PLC0415  (an extra of the package)
    except ImportError:
        raise FileError(_NO_PIKEPDF) from None
    return pikepdf


def _describe_links(pdf: Path) -> None:
    """Give every link the description that PDF/UA asks for: its address, or that it leads within the document."""
    pikepdf = _pikepdf()
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        for page in document.pages:
            for note in page.get("/Annots", ()):
                if note.get("/Subtype") == "/Link" and not str(note.get("/Contents", "")):
                    address = note.get("/A", {}).get("/URI")
                    note.Contents = pikepdf.String(str(address) if address else _LINK_TO_PAGE)
        document.save(pdf)


def heading_pages(document: bytes) -> Mapping[str, int]:
    """The page of each heading of a document that ``create`` wrote, by the name of its bookmark.

    Args:
        document: The .docx.

    Returns:
        Nothing where Writer, or what reads its PDF, is missing, or where they count other headings.
    """
    with tempfile.TemporaryDirectory(prefix="jcplan-seiten-") as name:
        docx = Path(name) / "Seiten.docx"
        docx.write_bytes(document)
        try:
            pdf = _printed(docx, Path(name))
            pages = list(_outlined(pdf))
        except FileError:
            return {}
        with zipfile.ZipFile(docx) as archive:
            bookmarks = [found.decode() for found in _BOOKMARK.findall(archive.read("word/document.xml"))]
    return dict(zip(bookmarks, pages, strict=True)) if len(bookmarks) == len(pages) else {}


def _outlined(pdf: Path) -> Iterator[int]:
    """The page of every entry of a PDF's outline, in the document's order."""
    pikepdf = _pikepdf()
    with pikepdf.open(pdf) as document:
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
