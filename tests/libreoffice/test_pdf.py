"""The planning document as PDF, printed by Writer and read back: for screen readers, archives, and its own contents."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
import wordfiles
from docx.oxml.ns import qn

from jcplan import pdf as printer
from jcplan.document import pdf as printing
from jcplan.document.create import create
from jcplan.document.pdf import heading_pages, to_pdf
from jcplan.document.pictures import PICTURES
from jcplan.document.plan import Plan
from jcplan.errors import FileError
from jcplan.hosts.file import FileBook


@pytest.fixture(scope="module")
def printed(libreoffice, tmp_path_factory, fresh_bytes):
    """The document of the reference case, and its PDF."""
    folder = tmp_path_factory.mktemp("pdf")
    book = folder / "Plan.xlsx"
    book.write_bytes(fresh_bytes)
    docx, pdf = folder / "Planung.docx", folder / "Planung.pdf"
    docx.write_bytes(create(Plan(FileBook(book)), pages=heading_pages))
    to_pdf(docx, pdf)
    return docx.read_bytes(), pdf


@pytest.fixture
def document(printed):
    with pikepdf.open(printed[1]) as opened:
        yield opened


def elements(node):
    """Every element of the tree of tags."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from elements(each)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def test_it_says_that_it_can_be_read_aloud_and_kept(document):
    metadata = document.open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
    assert metadata["dc:title"] == "Lokales Planungsdokument 2017"
    assert str(document.Root.Lang) == "de-DE"
    assert str(document.docinfo.Title) == "Lokales Planungsdokument 2017"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert document.Root.MarkInfo.Marked


def test_its_tags_are_those_of_its_parts(document, printed):
    found = list(elements(document.Root.StructTreeRoot.K))
    kinds = [str(each.S) for each in found]
    tables = list(wordfiles.body(printed[0]).iter(qn("w:tbl")))
    assert kinds.count("/Table") >= len(tables)
    heads = sum(len(list(next(table.iter(qn("w:tr"))).iter(qn("w:tc")))) for table in tables)
    assert kinds.count("/TH") >= heads
    assert {"/H1", "/H2", "/H3", "/TOC", "/TOCI", "/L", "/LI", "/Link"} <= set(kinds)
    figures = [str(each.get("/Alt", "")) for each in found if str(each.S) == "/Figure"]
    described = [each.get("descr") for each in wordfiles.body(printed[0]).iter(qn("wp:docPr"))]
    assert len(described) == len(PICTURES)
    assert all(any(text in figure for figure in figures) for text in described)
    assert all(figures)


def test_every_link_says_what_it_is(document):
    links = [note for page in document.pages for note in page.get("/Annots", ()) if note.Subtype == "/Link"]
    assert len(links) > 20
    assert all(str(link.get("/Contents", "")) for link in links)


def test_pages_of_the_contents_are_those_of_the_headings(printed, document):
    """What is printed in the contents against the page on which a reader of PDFs finds the heading."""
    outline = []
    numbers = {page.objgen: number for number, page in enumerate(document.pages, 1)}
    with document.open_outline() as opened:
        waiting = list(opened.root)
        while waiting:
            entry = waiting.pop(0)
            waiting = [*entry.children, *waiting]
            outline.append((" ".join(entry.title.split()), numbers[entry.destination[0].objgen]))
    entries = []
    for element in wordfiles.body(printed[0]).iter(qn("w:p")):
        if re.fullmatch(r"TOC\d", wordfiles.style(element)):
            words = [text.text for text in element.iter(qn("w:t"))]
            entries.append((" ".join(words[:-1]), int(words[-1])))
    assert len(entries) > 20
    assert set(entries) <= set(outline)


def test_no_page_is_empty(document):
    for page in document.pages:
        assert len(page.Contents.read_bytes()) > 1000


def test_without_writer_it_says_what_needs_it_and_what_does_not(tmp_path, monkeypatch):
    def missing():
        raise FileError("LibreOffice fehlt.")

    docx = tmp_path / "Planung.docx"
    docx.write_bytes(b"PK")
    monkeypatch.setattr(printing, "soffice", missing)
    with pytest.raises(FileError, match=r"LibreOffice fehlt\. Nur das PDF braucht LibreOffice Writer; .*auch Word"):
        to_pdf(docx, tmp_path / "Planung.pdf")
    assert heading_pages(b"PK") == {}
    assert not (tmp_path / "Planung.pdf").exists()


def test_a_program_that_prints_nothing_is_reported(tmp_path, monkeypatch):
    """As LibreOffice does where Writer is not installed."""
    program = tmp_path / "soffice"
    program.write_text(f"#!{sys.executable}\nprint('Error: source file could not be loaded')\n", encoding="utf-8")
    program.chmod(0o755)
    docx = tmp_path / "Planung.docx"
    docx.write_bytes(b"PK")
    monkeypatch.setattr(printer, "soffice", lambda: program)
    with pytest.raises(FileError, match=r"source file could not be loaded.*LibreOffice Writer fehlt"):
        to_pdf(docx, tmp_path / "Planung.pdf")


def test_a_program_that_does_not_end_is_reported(tmp_path, monkeypatch):
    def hang(*_arguments, timeout, **_more):
        raise subprocess.TimeoutExpired("soffice", timeout)

    docx = tmp_path / "Planung.docx"
    docx.write_bytes(b"PK")
    monkeypatch.setattr(printing, "soffice", lambda: Path("soffice"))
    monkeypatch.setattr(printer, "soffice", lambda: Path("soffice"))
    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(FileError, match="nach 180 Sekunden nicht fertig"):
        to_pdf(docx, tmp_path / "Planung.pdf")


def test_a_document_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileError, match="ist nicht da"):
        to_pdf(tmp_path / "Planung.docx", tmp_path / "Planung.pdf")
