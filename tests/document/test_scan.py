"""Documents are read with their chapters; sentences are told apart."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from documents import NS, base, packed, unpacked
from docx.oxml import parse_xml

from jcplan.document.scan import read
from jcplan.document.sentences import sentence_at, sentences
from jcplan.document.styles import BODY, read_styles
from jcplan.ooxml import DOCUMENT, Package

STYLES = (
    f"<w:styles {NS}>"
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Eigene"><w:name w:val="Eigene"/><w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b2"><w:name w:val="Überschrift 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b3"><w:basedOn w:val="b2"/><w:name w:val="Heading 3"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="ohne"><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kreis1"><w:basedOn w:val="Kreis2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kreis2"><w:basedOn w:val="Kreis1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="character" w:styleId="Zeichen"><w:name w:val="heading 1"/></w:style>'
    "</w:styles>"
).encode()


def test_levels_of_styles():
    package = Package.of(Path("Dokument"), packed({**unpacked(base()), "word/styles.xml": STYLES}), DOCUMENT)
    styles = read_styles(package, "word/document.xml")
    found = {each: styles.level(each) for each in styles.by_id}
    assert {each: level for each, level in found.items() if level < BODY} == {
        "berschrift1": 0, "Eigene": 0, "b2": 1, "b3": 2,
    }  # fmt: skip


def chapters(document):
    stream = io.BytesIO()
    document.save(stream)
    return {p.text: p.chapter for p in read(stream.getvalue()).parts[0].paragraphs if p.text}


def test_chapters():
    document = docx.Document()
    document.add_paragraph("vorn")
    document.add_heading("Eins", 1)
    document.add_heading("Eins Zwei", 2)
    document.add_heading("tief", 4)
    document.add_paragraph("darin")
    document.add_heading("Zwei", 1)
    document.add_paragraph("danach")
    own = document.add_paragraph("Eigene Gliederung")
    own._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {NS} w:val="1"/>'))
    plain = document.add_paragraph("sieht nur so aus", style="Heading 1")
    plain._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {NS} w:val="9"/>'))
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "Zelle"
    found = chapters(document)
    assert found["vorn"] == ()
    assert found["darin"] == ("Eins", "Eins Zwei", "tief")
    assert found["danach"] == ("Zwei",)
    assert found["Eigene Gliederung"] == found["sieht nur so aus"] == found["Zelle"] == ("Zwei", "Eigene Gliederung")


def test_a_heading_in_a_style_of_before_is_none():
    document = docx.Document()
    paragraph = document.add_paragraph("Text")
    change = f'<w:pPrChange {NS} w:id="1" w:author="Eva"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:pPrChange>'
    paragraph._p.get_or_add_pPr().append(parse_xml(change))
    document.add_paragraph("danach")
    assert chapters(document)["danach"] == ()


def test_the_body_may_have_another_name():
    parts = unpacked(base())
    parts = {name.replace("word/document.xml", "word/document2.xml"): part for name, part in parts.items()}
    parts = {name.replace("document.xml.rels", "document2.xml.rels"): part for name, part in parts.items()}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.xml")
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"/document.xml", b"/document2.xml")
    assert len(read(packed(parts)).controls) == 13


@pytest.mark.parametrize(
    "text",
    [
        "Am 31. Dezember waren es 5.|Das bleibt.",
        "Es waren 27.649.|Die Quote liegt bei 22,4 %.",
        "Das gilt u. a. für das 3. Quartal, d. h. bis September.|Danach nicht!|Warum?|„So.“|Gut.",
        "Rund 5,9 Mio. € (ca. 20 v. H.) nach § 16e Abs. 2 SGB II.|Ende",
        "Ziele 2017: 69 Plätze usw. in der Tab. 3.|Neu",
        "Oberhalb\n|darunter",
        "Nr. 5 und Nr. 31.|Die Nummer",
        "…und weiter.|Punkt",
        "",
        "   ",
    ],
)
def test_sentences(text):
    whole = " ".join(text.split("|")) if "\n" not in text else text.replace("|", "")
    found = [whole[begin:end] for begin, end in sentences(whole)]
    expected = [each.strip() for each in text.split("|") if each.strip()]
    assert found == expected
    for at, character in enumerate(whole):
        if not character.isspace():
            assert character in sentence_at(whole, at)
