"""Paragraphs of Word documents of any origin, with chapters, tables, notes; and what is none."""

from __future__ import annotations

import pytest
from wordfile import STRICT_W, W, archive, document, h, note, p, run, sdt, table

from jcplan.document.mark import Mark
from jcplan.document.reading.paragraphs import paragraphs
from jcplan.errors import FileError


def texts(*body, **how):
    return [(each.place, each.text) for each in paragraphs(document(*body, **how))]


def test_chapters_follow_the_outline():
    found = paragraphs(document(h("1. Lage"), p("a"), h("Bestand", 2), p("b"), h("2. Ziele"), p("c")))
    assert [(each.text, each.chapter) for each in found if not each.heading] == [
        ("a", ("1. Lage",)),
        ("b", ("1. Lage", "Bestand")),
        ("c", ("2. Ziele",)),
    ]


@pytest.mark.parametrize(
    "styles",
    [
        None,
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="Überschrift 2"/></w:style>',
        (
            '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="heading 2"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="Eigene"/><w:basedOn w:val="y"/></w:style>'
        ),
    ],
)
def test_headings_are_known_by_name_or_by_the_style_they_rest_on(styles):
    style = "x" if styles else "Heading2"
    found = paragraphs(document(p("Bestand", style=style), p("a"), styles=styles))
    assert [each.chapter for each in found] == [("Bestand",), ("Bestand",)]


def test_bold_numbered_lines_are_headings_where_no_style_is():
    body = (
        p("1. Lage", bold=True),
        p("1.1 Bestand", bold=True),
        p("a"),
        p("2. Ziele", bold=True),
        p("1. kein Titel"),
        p("b"),
    )
    found = paragraphs(document(*body, styles=None))
    assert [(each.text, each.chapter) for each in found][2:] == [
        ("a", ("1. Lage", "1.1 Bestand")),
        ("2. Ziele", ("2. Ziele",)),
        ("1. kein Titel", ("2. Ziele",)),
        ("b", ("2. Ziele",)),
    ]


def test_runs_are_joined_insertions_count_and_deletions_do_not():
    inner = (
        run("Es sind 26")
        + f'<w:del w:id="1"><w:r><w:delText>.999</w:delText></w:r></w:del><w:ins w:id="2">{run(".570")}</w:ins>'
        + f'<w:moveFrom w:id="3">{run(" weg")}</w:moveFrom><w:moveTo w:id="4">{run(" ELB")}</w:moveTo>'
        + run(" verborgen", "<w:vanish/>")
    )
    assert texts(p(inner=inner)) == [("Text", "Es sind 26.570 ELB")]


def test_a_formatting_that_was_changed_hides_nothing():
    inner = run("Es sind 5 %", '<w:rPrChange w:id="1"><w:rPr><w:vanish/></w:rPr></w:rPrChange>')
    assert texts(p(inner=inner)) == [("Text", "Es sind 5 %")]


def test_cells_have_the_headings_of_their_row_and_column():
    found = paragraphs(document(table(["Anteil", "Plan", "Vorjahr"], ["unter 25", "12 %", "13 %"], head=False)))
    assert [(each.text, each.row, each.column, each.corner) for each in found[3:]] == [
        ("unter 25", "", "Anteil", ""),
        ("12 %", "unter 25", "Plan", "Anteil"),
        ("13 %", "unter 25", "Vorjahr", "Anteil"),
    ]


def test_merged_cells_name_the_columns_and_rows_they_reach_over():
    def cell(text, more=""):
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{p(text)}</w:tc>"

    head, wide, first, below = (
        "<w:trPr><w:tblHeader/></w:trPr>", '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>",
    )  # fmt: skip
    rows = (
        f"<w:tr>{head}{cell('Gruppe')}{cell('Art')}{cell('Werte', wide)}</w:tr>",
        f"<w:tr>{head}{cell('', below)}{cell('')}{cell('Ist')}{cell('Soll')}</w:tr>",
        f"<w:tr>{cell('LZB', first)}{cell('Bestand')}{cell('1')}{cell('2')}</w:tr>",
        f"<w:tr>{cell('', below)}{cell('Abgang')}{cell('3')}{cell('4')}</w:tr>",
    )
    found = paragraphs(document(f"<w:tbl>{''.join(rows)}</w:tbl>"))
    assert [(each.text, each.row, each.column) for each in found if each.text in "1234"] == [
        ("1", "LZB · Bestand", "Werte · Ist"),
        ("2", "LZB · Bestand", "Werte · Soll"),
        ("3", "LZB · Abgang", "Werte · Ist"),
        ("4", "LZB · Abgang", "Werte · Soll"),
    ]


def test_notes_headers_and_text_boxes_are_read_each_once():
    box = f"<w:txbxContent>{p('im Kasten')}</w:txbxContent>"
    twice = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    page = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    header = p(inner=run("Entwurf, Seite ") + page + run("17") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    found = texts(p(inner=run("Zahl") + note(7) + twice), p("Schluss"), notes={7: p("Quelle 06.2016")}, header=header)
    assert found == [
        ("Textfeld", "im Kasten"),
        ("Text", "Zahl"),
        ("Fußnote 1", "Quelle 06.2016"),
        ("Text", "Schluss"),
        ("Kopfzeile", "Entwurf, Seite "),
    ]


def test_a_note_that_refers_to_itself_ends():
    assert len(texts(p(inner=run("a") + note(1)), notes={1: p(inner=run("b") + note(1))})) == 2


def test_a_control_of_ours_keeps_its_mark():
    mark = Mark.of("Ziel_LZB", "n0", "17.241")
    (found,) = paragraphs(document(p(inner=run("Es sind ") + sdt(str(mark), "17.241") + run(" LZB"))))
    assert found.marks == ((8, 14, mark),)


def test_strict_documents_and_other_prefixes_are_read():
    assert texts(h("Titel"), p("a"), namespace=STRICT_W) == [("Text", "Titel"), ("Text", "a")]
    body = "<x:body><x:p><x:r><x:t>a</x:t></x:r></x:p></x:body>"
    other = document(more={"word/document.xml": f'<x:document xmlns:x="{W}">{body}</x:document>'})
    assert [each.text for each in paragraphs(other)] == ["a"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "eine leere Datei"),
        (b"{\\rtf1 Text}", "eine Datei im Format RTF"),
        (b"%PDF-1.7", "eine Datei im Format PDF"),
        (b"Text", "kein Word-Archiv"),
        (b"PK\x03\x04kaputt", "beschädigtes oder unvollständiges Archiv"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "im alten Format .doc"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "kennwortgeschütztes"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "OpenDocument-Datei (.odt)"),
        (archive({"a.txt": "a"}), "ein Archiv ohne Word-Dokument"),
        (document(more={"word/document.xml": "<workbook/>"}), "ein Office-Dokument, das kein Word-Dokument ist"),
        (document(more={"word/document.xml": "<w:document"}), "fehlerhaftes XML"),
        (document(more={"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "Dokumenttyp-Deklaration"),
        (document("<w:tbl><w:tr><w:tc>" * 40 + p("a") + "</w:tc></w:tr></w:tbl>" * 40), "30-fach ineinander"),
        (document(more={"word/document.xml": "a" * 20_000_000}), "ein Teil „word/document.xml“, der sich auf das"),
    ],
)  # fmt: skip
def test_what_is_no_word_document_is_named_in_german(data, says):
    with pytest.raises(FileError, match="erwartet") as error:
        paragraphs(data)
    assert says in str(error.value)


def test_a_cut_archive_is_damaged():
    whole = document(p("a" * 5000))
    with pytest.raises(FileError, match="beschädigt"):
        paragraphs(whole[: len(whole) // 2])
