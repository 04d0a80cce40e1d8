"""An office's own template: what stands in braces becomes controls, tables, charts; every other byte stays."""

from __future__ import annotations

import io
import re

import pytest
import wordfiles
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import FileFormat, OpenXmlValidator

from jcplan.document import package
from jcplan.document.create import create
from jcplan.document.mark import picture_text, rows_text
from jcplan.document.plan import Plan
from jcplan.errors import FileError, InputError
from jcplan.hosts.file import FileBook


@pytest.fixture(scope="module")
def plan(tmp_path_factory, fresh_bytes):
    path = tmp_path_factory.mktemp("vorlage") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    return Plan(FileBook(path))


BOX = f"""<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"
 {nsdecls("wp", "a")}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="9" cy="9"/>
<wp:docPr id="7" name="Feld"/><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>Feld:
 {{Ziel_LZB_veroeffentlicht:n0}}</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>
</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Feld:
 {{Ziel_LZB_veroeffentlicht:n0}}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>
</mc:AlternateContent></w:r>"""


def document(*paragraphs, box=False):
    """A document that another library made."""
    made = Document()
    made.sections[0].left_margin = made.sections[0].right_margin = Cm(4)
    for words in paragraphs:
        made.add_paragraph(words)
    if box:
        made.add_paragraph("Mit Feld ")._p.append(parse_xml(BOX))
    return made


def saved(made):
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_sentence_keeps_its_words_and_gets_its_figure(plan):
    found = create(
        plan,
        template=saved(
            document("Die IQ soll {Ziel_IQ_gesamt_veroeffentlicht:%1} & mehr erreichen, {Ziel_LZB:n0} LZB.")
        ),
    )
    assert wordfiles.said(wordfiles.body(found)) == "Die IQ soll 22,4\xa0% & mehr erreichen, 17.241 LZB."
    marks = [(c.name, c.form, c.text) for c in wordfiles.controls(found)]
    assert marks == [("Ziel_IQ_gesamt_veroeffentlicht", "%1", "22,4\xa0%"), ("Ziel_LZB", "n0", "17.241")]
    assert all(control.mark.fits(control.text) for control in wordfiles.controls(found))


def test_braces_that_are_split_over_runs_look_as_their_first_part(plan):
    made = document()
    paragraph = made.add_paragraph("Bestand ")
    paragraph.add_run("{Ziel_").bold = True
    paragraph.add_run("LZB")
    paragraph._p.append(parse_xml(f'<w:proofErr {nsdecls("w")} w:type="spellEnd"/>'))
    paragraph.add_run(":n0} LZB, ").italic = True
    paragraph.add_run("und {Annahme_LZB_Abgang:n0}")
    found = create(plan, template=saved(made))
    assert wordfiles.said(wordfiles.body(found)) == "Bestand 17.241 LZB, und 32"
    first, second = wordfiles.controls(found)
    assert first.element.find(f".//{qn('w:b')}") is not None
    assert second.element.find(f".//{qn('w:b')}") is None
    rest = next(run for run in wordfiles.body(found).iter(qn("w:r")) if wordfiles.said(run) == " LZB, ")
    assert rest.find(f"{qn('w:rPr')}/{qn('w:i')}") is not None
    assert b"proofErr" in wordfiles.parts(found)["word/document.xml"]


def test_headers_footers_tables_and_text_boxes_are_filled_too(plan):
    made = document(box=True)
    made.sections[0].header.paragraphs[0].text = "{Annahme_Jobcenter:t}"
    made.sections[0].footer.paragraphs[0].text = "Stand {Annahme_Stand:t}"
    made.add_table(1, 2).rows[0].cells[1].text = "{Annahme_Verwaltungsbudget:€0}"
    found = create(plan, template=saved(made))
    shown = [
        (control.part.split("/")[1].rstrip("0123456789.xml"), control.text) for control in wordfiles.controls(found)
    ]
    assert ("header", "Jobcenter ME-aktiv") in shown
    assert ("footer", "Entwurf, Oktober 2016") in shown
    assert sorted(text for _, text in shown) == sorted(
        ["17.241", "17.241", "25.575.625\xa0€", "Jobcenter ME-aktiv", "Entwurf, Oktober 2016"]
    )


def test_a_table_and_a_chart_stand_where_their_names_stood(plan, tmp_path):
    found = create(plan, template=saved(document("Davor", "{Tab_Instrumente}", "{Bild_LZB}", "{Bild_IQ}", "Danach")))
    table, first, second = wordfiles.controls(found)
    assert (table.form, first.form, second.form) == ("T", "D", "D")
    rows = wordfiles.table_of(found, "Tab_Instrumente")
    assert rows[-1] == ["freier Eingliederungstitel", "9.650.542\xa0€", "100,0\xa0%"]
    assert table.mark.fits(rows_text(rows))
    picture = plan.picture("Bild_LZB")
    assert first.mark.fits(picture_text(picture.text, picture.chart))
    assert first.element.find(f".//{qn('wp:docPr')}").get("descr") == picture.text
    parts = wordfiles.parts(found)
    assert (parts["word/charts/chart1.xml"], parts["word/embeddings/Daten1.xlsx"]) == (picture.chart, picture.data)
    grid = wordfiles.body(found).find(f"{qn('w:tbl')}/{qn('w:tblGrid')}")
    assert (
        sum(int(column.get(qn("w:w"))) for column in grid) <= 12240 - 2 * 2268
    )  # what margins of 4 cm leave of a page in letter format
    path = tmp_path / "Vorlage.docx"
    path.write_bytes(found)
    before = tmp_path / "vorher.docx"
    before.write_bytes(saved(document("Davor")))
    assert findings(path) <= findings(before)


def findings(path):
    result = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    return {(error.part_uri, re.sub(r"\d+", "#", error.description)) for error in result.errors}


def test_a_chart_in_a_document_that_has_some(plan):
    once = create(plan, template=saved(document("{Bild_LZB}", "Text")))
    again = Document(io.BytesIO(once))
    again.add_paragraph("{Bild_ELB}")
    found = create(plan, template=saved(again))
    assert [control.name for control in wordfiles.controls(found)] == ["Bild_LZB", "Bild_ELB"]
    parts = wordfiles.parts(found)
    charts = {name for name in parts if re.fullmatch(r"word/charts/[^/]+\.xml", name)}
    assert len(charts) == 2
    assert plan.picture("Bild_ELB").chart in {parts[name] for name in charts}
    numbers = re.findall(rb'docPr id="(\d+)"', parts["word/document.xml"])
    assert len(set(numbers)) == len(numbers) == 2


def test_every_other_byte_stays(plan):
    """Taking the controls out again, with what was split for them, gives the bytes that were there."""
    data = saved(document("Vor {Ziel_LZB:n0} nach", "Nichts in Klammern {wie hier} oder {1}", box=True))
    found = create(plan, template=data)
    before, after = wordfiles.parts(data), wordfiles.parts(found)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    assert before.keys() == after.keys()
    text = after["word/document.xml"].decode()
    text = re.sub(
        r"</w:t></w:r><w:sdt>.*?<w:tag w:val=\"(\w+)\|(\w+)\|\w+\"/>.*?</w:sdt><w:r><w:t xml:space=\"preserve\">",
        r"{\1:\2}",
        text,
    )
    assert text.replace(' xml:space="preserve"', "") == before["word/document.xml"].decode().replace(
        ' xml:space="preserve"', ""
    )


def test_all_that_there_is_not_is_said_at_once_with_its_sentence(plan):
    made = document(
        "Erster Satz. Das Ziel ist {Ziel_IQ_gesammt:%1} im Jahr. Dritter Satz.",
        "Hier {Ziel_LZB:%x} falsch.",
        "Im Text {Tab_Teams} nicht.",
        "{Bild_Unbekannt}",
    )
    made.sections[0].header.paragraphs[0].text = "{Annahme_Jobcentre:t}"
    with pytest.raises(InputError) as caught:
        create(plan, template=saved(made))
    said = str(caught.value)
    assert said.startswith("Die Vorlage nennt, was es in dieser Mappe nicht gibt; es entsteht kein Dokument:")
    assert "im Satz „Das Ziel ist {Ziel_IQ_gesammt:%1} im Jahr.“: gefunden den Namen Ziel_IQ_gesammt" in said
    assert "Meinten Sie Ziel_IQ_gesamt" in said
    assert "Kopfzeile, im Satz „{Annahme_Jobcentre:t}“" in said
    assert "Meinten Sie Annahme_Jobcenter" in said
    assert "gefunden „%x“ (Text), erwartet n0 (Zahl)" in said
    assert "{Tab_Teams} im Text, erwartet {Tab_Teams} allein in einem Absatz" in said
    assert "Bild_Unbekannt" in said


@pytest.mark.parametrize(
    ("data", "found"),
    [(b"", "eine leere Datei"), (b"kein Archiv", "kein Word-Archiv"), (package.written({"x": b"y"}), "ein Archiv ohne Word-Dokument")],
)  # fmt: skip
def test_a_template_that_is_no_document_is_refused(plan, data, found):
    with pytest.raises(FileError, match=f"Vorlage: gefunden .*{found}.*, erwartet ein Word-Dokument"):
        create(plan, template=data)


def test_a_template_with_entities_is_refused(plan):
    parts = wordfiles.parts(saved(document("{Ziel_LZB:n0}")))
    name = "word/document.xml"
    head, tag, rest = parts[name].partition(b"<w:document")
    parts[name] = head + b'<!DOCTYPE w:document [<!ENTITY viel "viel">]>' + tag + rest
    with pytest.raises(FileError, match=r"Vorlage, Teil word/document\.xml: gefunden eine Dokumenttyp-Deklaration"):
        create(plan, template=package.written(parts))


def test_a_template_of_earlier_names_gets_those_of_now(plan):
    found = create(plan, template=saved(document("{Ziel_IQ_ohne_veroeffentlicht:%1}")))
    assert [(control.name, control.text) for control in wordfiles.controls(found)] == [
        ("Ziel_IQ_G1_veroeffentlicht", "23,3\xa0%")
    ]


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="{}"), max_size=8),
        min_size=2,
        max_size=4,
    ),
    st.data(),
)
def test_whatever_stands_around_stays_and_wherever_it_is_split(plan, words, data):
    whole = "{Ziel_LZB:n0}".join(words)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(whole)), max_size=5)))
    made = document()
    paragraph = made.add_paragraph()
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        paragraph.add_run(whole[start:end])
    found = create(plan, template=saved(made))
    assert wordfiles.said(wordfiles.body(found)) == "17.241".join(words)
    assert len(wordfiles.controls(found)) == len(words) - 1
