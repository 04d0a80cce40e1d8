"""A document is brought up to date in the office's own text: figures change, every other byte stays."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from io import BytesIO
from itertools import pairwise
from xml.sax.saxutils import escape

import pytest
from documents import (
    BODY,
    ROWS,
    Plan,
    base,
    control,
    data_of,
    edited,
    outside,
    packed,
    table_texts,
    texts,
    unpacked,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import FileFormat, OpenXmlValidator

from jcplan.document.mark import Mark, read_mark
from jcplan.document.refresh import final, refresh
from jcplan.document.report import Kind
from jcplan.document.scan import read
from jcplan.errors import FileError, InputError

ELB = "Ziel_ELB_gesamt"
NOW = Plan(Ziel_ELB_gesamt=28000)
"""In the document it is 27.649."""
RUN = b'<w:r><w:t xml:space="preserve">27.649</w:t></w:r>'
WHO = b'w:id="5" w:author="Eva" w:date="2017-01-02T00:00:00Z"'


@pytest.fixture(scope="module")
def document():
    """The document as it was made."""
    return base()


def findings(data, tmp_path):
    """What the checker finds."""
    path = tmp_path / "geprueft.docx"
    path.write_bytes(data)
    result = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    return Counter((error.part_uri, re.sub(r"\d+", "#", error.description)) for error in result.errors)


def kinds(report):
    return Counter(each.kind for each in report.findings)


def replacing(old, new, count=1):
    return lambda data: data.replace(old, new, count)


def in_run(content):
    """Another content of the first control of the body that shows the figure."""
    return replacing(RUN, content)


def first_control(body):
    start = body.index(b"<w:sdt>")
    return body[start : body.index(b"</w:sdt>", start) + len(b"</w:sdt>")]


def first_paragraph(body):
    end = body.index(b"</w:p>", body.index(b"</w:sdt>")) + len(b"</w:p>")
    return body[body.rindex(b"<w:p>", 0, end) : end]


def bare(data):
    """All parts without what is in controls, the table's body and the alternative text."""
    return {
        name: re.sub(rb'(<wp:docPr id="901"[^>]*) descr="[^"]*"', rb"\1", outside(part))
        if name.endswith(".xml")
        else part
        for name, part in unpacked(data).items()
    }


# ---- nothing to do ------------------------------------------------------------------------------


def test_nothing_changed(document):
    found = refresh(document, Plan())
    assert found.data is document
    assert found.report.is_clean
    assert found.report.controls == 12
    assert str(found.report) == "12 Angaben mit Marke: alle wie in der Mappe."


def test_the_document_is_sound(document, tmp_path):
    assert findings(document, tmp_path) == {}


def test_every_place_is_found(document):
    places = {part.name: [each.mark.name for each in part.controls] for part in read(document).parts}
    assert {name.rstrip("0123456789.xml"): names for name, names in places.items()} == {
        "word/document": [ELB, "Ziel_IQ_gesamt", "Ziel_EGT", ELB, ELB, "Tab_Annahmen", *["Ziel_LZB"] * 3, "Bild_LZB"],
        "word/header": ["Titel"],
        "word/footer": [ELB],
        "word/footnotes": [ELB],
    }


# ---- a changed plan -----------------------------------------------------------------------------


def test_changed_figures(document, tmp_path):
    new = Plan(Ziel_ELB_gesamt=26000, Ziel_LZB=18000, Titel="Planung <2018> & mehr")
    found = refresh(document, new)
    assert texts(found.data, ELB, BODY) == ["26.000", "sinkt", "570"]
    assert texts(found.data, ELB, "word/footnotes.xml") == ["26.000"]
    assert texts(found.data, ELB, "word/footer1.xml") == ["26.000"]
    assert texts(found.data, "Ziel_LZB") == ["18.000"] * 3
    assert texts(found.data, "Titel") == ["Planung <2018> & mehr"]
    assert texts(found.data, "Ziel_EGT") == texts(document, "Ziel_EGT") == ["5.936.501,88\u00a0€"]
    assert bare(found.data) == bare(document)
    assert findings(found.data, tmp_path) == {}
    assert [(each.name, each.before, each.after) for each in found.report.changes] == [
        (ELB, "27.649", "26.000"),
        (ELB, "steigt", "sinkt"),
        (ELB, "1.079", "570"),
        ("Ziel_LZB", "17.241", "18.000"),
        ("Ziel_LZB", "17.241", "18.000"),
        ("Titel", "Planung 2017", "Planung <2018> & mehr"),
        (ELB, "27.649", "26.000"),
        (ELB, "27.649", "26.000"),
    ]
    again = refresh(found.data, new)
    assert again.data is found.data
    assert again.report.is_clean


def test_the_report_names_chapter_and_sentence(document):
    text = str(refresh(document, Plan(Ziel_ELB_gesamt=26000)).report)
    assert (
        "  Ausgangslage › Budget\n"
        "    ELB gesamt (Ziel_ELB_gesamt): steigt → sinkt\n"
        "    ELB gesamt, Unterschied zum Ausgangswert (Ziel_ELB_gesamt): 1.079 → 570\n"
    ) in text
    assert "„Der Bestand liegt bei 26.000 Personen, die Quote bei 22,4\u00a0%.“" in text
    assert "„Der Bestand sinkt um 570.“" in text
    assert "Eingliederungstitel" not in text
    assert "  Ausgangslage › Fußnote\n    „Davon 26.000 im Bestand.“" in text
    assert text.startswith("12 Angaben mit Marke: 5 Angaben geändert.\n\nGeändert:\n  Ausgangslage\n")


def test_the_report_for_programs(document):
    data = refresh(edited(document, in_run(b"<w:r><w:t>rund 5</w:t></w:r>")), NOW).report.as_data()
    assert data["marken"] == 12
    assert data["aenderungen"][0] == {
        "art": "zahl",
        "name": ELB,
        "bezeichnung": "ELB gesamt, Unterschied zum Ausgangswert",
        "kapitel": ["Ausgangslage", "Budget"],
        "vorher": "1.079",
        "nachher": "1.430",
        "satz": "Der Bestand steigt um 1.430.",
        "grund": "",
    }
    assert [(each["art"], each["vorher"], each["nachher"]) for each in data["befunde"]] == [
        ("von_hand", "rund 5", "28.000")
    ]
    assert {"kapitel": "Fußzeile", "satz": "Stand: 28.000"} in data["zu_lesen"]


def test_the_archive_keeps_order_dates_and_what_does_not_change(document):
    found = refresh(document, NOW)
    before, after = (zipfile.ZipFile(BytesIO(data)).infolist() for data in (document, found.data))
    assert [(e.filename, e.date_time, e.compress_type) for e in before] == [
        (e.filename, e.date_time, e.compress_type) for e in after
    ]
    old, new = unpacked(document), unpacked(found.data)
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {BODY, "word/footer1.xml", "word/footnotes.xml"}


# ---- what people and programs do to a document ----------------------------------------------------

SAME = {
    "bold in the middle": in_run(
        b"<w:r><w:t>27</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>.6</w:t></w:r><w:r><w:t>49</w:t></w:r>"
    ),
    "empty run before": in_run(b"<w:r><w:t/></w:r>" + RUN),
    "marks of spelling and a bookmark": in_run(
        b'<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="7" w:name="_GoBack"/>'
        b"<w:r><w:lastRenderedPageBreak/><w:t>27.649</w:t></w:r>"
        b'<w:bookmarkEnd w:id="7"/><w:proofErr w:type="spellEnd"/>'
    ),
    "range of a comment": in_run(
        b'<w:commentRangeStart w:id="3"/>' + RUN + b'<w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r>'
    ),
    "inserted with tracked changes": in_run(b"<w:ins " + WHO + b">" + RUN + b"</w:ins>"),
    "older figure deleted with tracked changes": in_run(
        b"<w:del " + WHO + b"><w:r><w:delText>26.000</w:delText></w:r></w:del><w:ins " + WHO + b">" + RUN + b"</w:ins>"
    ),
    "format changed with tracked changes": in_run(
        b"<w:r><w:rPr><w:b/><w:rPrChange " + WHO + b"><w:rPr/></w:rPrChange></w:rPr><w:t>27.649</w:t></w:r>"
    ),
    "no xml:space": in_run(b"<w:r><w:t>27.649</w:t></w:r>"),
    "character data section": in_run(b"<w:r><w:t><![CDATA[27.649]]></w:t></w:r>"),
    "character reference": in_run(b"<w:r><w:t>27&#46;6&#x34;9</w:t></w:r>"),
    "prompt's colour but its own text": in_run(
        b'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>27.649</w:t></w:r>'
    ),
    "greater-than in an attribute": replacing(b'<w:alias w:val="Ziel_ELB_gesamt"/>', b"<w:alias w:val='a > b \"c\"'/>"),
    "attribute of the tag in single quotes": lambda data: re.sub(
        rb'<w:tag w:val="(Ziel_ELB_gesamt[^"]*)"/>', rb"<w:tag  w:val = '\1' />", data, count=1
    ),
    "no title": replacing(b'<w:alias w:val="Ziel_ELB_gesamt"/>', b""),
    "locked": replacing(b"</w:sdtPr><w:sdtContent>" + RUN, b'<w:lock w:val="sdtLocked"/></w:sdtPr><w:sdtContent>' + RUN),
    "prompt switched off": replacing(
        b"</w:sdtPr><w:sdtContent>" + RUN, b'<w:showingPlcHdr w:val="0"/></w:sdtPr><w:sdtContent>' + RUN
    ),
    "comments of XML": replacing(b"<w:body>", b"<w:body><!-- <w:sdt><w:t>27.649</w:t> --><?was <w:sdt> ?>"),
    "in a link": lambda data: data.replace(
        first_control(data), b'<w:hyperlink w:anchor="x">' + first_control(data) + b"</w:hyperlink>", 1
    ),
    "inserted as a whole": lambda data: data.replace(
        first_control(data), b"<w:ins " + WHO + b">" + first_control(data) + b"</w:ins>", 1
    ),
    "in a foreign control": lambda data: data.replace(
        first_control(data),
        b'<w:sdt><w:sdtPr><w:tag w:val="Datum"/></w:sdtPr><w:sdtContent>' + first_control(data)
        + b"</w:sdtContent></w:sdt>", 1,
    ),
    "words before and after": lambda data: data.replace(b"Der Bestand liegt", b"Nun: Der Bestand liegt").replace(b" Personen", b" Menschen"),
    "an empty table before": replacing(b"<w:body>", b"<w:body><w:tbl><w:tblPr/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>"),
    "a page break": replacing(b"<w:body>", b'<w:body><w:p><w:r><w:br w:type="page"/></w:r></w:p>'),
}  # fmt: skip
"""Edits after which the first control shows the new figure, and nothing but controls changes."""


@pytest.mark.parametrize("edit", SAME.values(), ids=SAME)
def test_the_figure_follows_and_the_rest_stays(document, edit):
    given = edited(document, edit)
    found = refresh(given, NOW)
    assert texts(found.data, ELB, BODY) == ["28.000", "steigt", "1.430"]
    assert outside(unpacked(found.data)[BODY]) == outside(unpacked(given)[BODY])
    assert kinds(found.report) == {Kind.FIGURE: 4}
    again = refresh(found.data, NOW)
    assert again.data is found.data
    assert again.report.is_clean
    assert refresh(given, Plan()).data is given


def test_the_looks_of_the_figure_stay(document):
    given = edited(document, SAME["bold in the middle"])
    body = unpacked(refresh(given, NOW).data)[BODY]
    assert (
        b'<w:r><w:t xml:space="preserve">28.000</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t/></w:r><w:r><w:t/></w:r>'
    ) in body


def test_deleted_text_stays_deleted(document):
    given = edited(document, SAME["older figure deleted with tracked changes"])
    assert b"<w:delText>26.000</w:delText>" in unpacked(refresh(given, NOW).data)[BODY]


def test_a_copied_paragraph(document):
    given = edited(document, lambda data: data.replace(first_paragraph(data), first_paragraph(data) * 2, 1))
    found = refresh(given, NOW)
    assert texts(found.data, ELB, BODY) == ["28.000", "28.000", "steigt", "1.430"]
    assert kinds(found.report) == {Kind.FIGURE: 5}
    assert outside(unpacked(found.data)[BODY]) == outside(unpacked(given)[BODY])


def test_a_deleted_control(document):
    given = edited(document, lambda data: data.replace(first_control(data), b"", 1))
    found = refresh(given, NOW)
    assert texts(found.data, ELB, BODY) == ["steigt", "1.430"]
    assert kinds(found.report) == {Kind.FIGURE: 3}


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f"])
def test_a_control_that_was_removed_while_its_text_was_kept(document, blank):
    text = f"22,4{blank}%".encode()
    again = replacing(b"Das reicht.</w:t>", b"Das reicht. Im Vorjahr 122,4 %, nun " + text + b". Gut.</w:t>")
    found = refresh(edited(document, again), Plan(Ziel_IQ_gesamt=0.231))
    (left,) = found.report.of(Kind.LEFT)
    assert (left.name, left.before, left.after) == ("Ziel_IQ_gesamt", text.decode(), "23,1\u00a0%")
    assert left.chapter == ("Ausgangslage",)
    assert left.sentence == f"Im Vorjahr 122,4 %, nun 22,4{blank}%."
    assert f"„22,4{blank}%“, jetzt 23,1\u00a0%" in str(found.report)


def test_old_figures_in_notes_and_boxes_are_named_once(document):
    given = edited(document, replacing(b"Im Kasten: ", b"Im Kasten (17.241): ", 2))
    given = edited(given, replacing(b" Davon ", b" Von 17.241 sind "), "word/footnotes.xml")
    found = refresh(given, Plan(Ziel_LZB=18000))
    assert [(each.chapter, each.sentence) for each in found.report.of(Kind.LEFT)] == [
        (("Langzeitbezug",), "Im Kasten (17.241): 18.000"),
        (("Ausgangslage", "Fußnote"), "Von 17.241 sind 27.649 im Bestand."),
    ]


@pytest.mark.parametrize(
    ("old", "content"),
    [
        ("7", b"<w:r><w:t>7</w:t></w:r>"),
        ("steigt", b"<w:r><w:t>steigt</w:t></w:r>"),
        ("27.649", b"<w:r><w:t>127.649 oder 27.649.000 oder 27.649,5</w:t></w:r>"),
    ],
)
def test_what_stands_there_by_chance_is_not_named(document, old, content):
    given = edited(
        document,
        replacing(b'<w:r><w:t xml:space="preserve"> Personen, ', content + b'<w:r><w:t xml:space="preserve"> '),
    )
    found = refresh(given, Plan(Ziel_ELB_gesamt=26000))
    assert not found.report.of(Kind.LEFT)


EMPTIED = {
    "prompt": b'<w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
    b"<w:t>Klicken Sie hier</w:t></w:r></w:sdtContent>",
    "empty text": b"</w:sdtPr><w:sdtContent><w:r><w:rPr><w:b/></w:rPr><w:t></w:t></w:r></w:sdtContent>",
    "run without a text": b"</w:sdtPr><w:sdtContent><w:r/></w:sdtContent>",
    "nothing": b"</w:sdtPr><w:sdtContent></w:sdtContent>",
    "closed at once": b"</w:sdtPr><w:sdtContent/>",
    "own look": b"<w:rPr><w:i/></w:rPr></w:sdtPr><w:sdtContent/>",
}


@pytest.mark.parametrize("content", EMPTIED.values(), ids=EMPTIED)
@pytest.mark.parametrize("plan", [NOW, Plan()], ids=["changed", "same"])
def test_an_emptied_control_is_filled(document, content, plan):
    given = edited(document, replacing(b"</w:sdtPr><w:sdtContent>" + RUN + b"</w:sdtContent>", content))
    found = refresh(given, plan)
    now = "28.000" if plan is NOW else "27.649"
    assert texts(found.data, ELB, BODY)[0] == now
    body = unpacked(found.data)[BODY]
    assert b"showingPlcHdr" not in body
    assert b"PlaceholderText" not in body
    assert (found.report.changes[0].before, found.report.changes[0].after) == ("", now)
    assert outside(body) == outside(unpacked(given)[BODY])
    assert (b"<w:r><w:rPr><w:i/></w:rPr>" in body) == (b"<w:i/>" in content)
    again = refresh(found.data, plan)
    assert again.data is found.data


TYPED = {
    "a word": (b"<w:r><w:t>gut 27 %</w:t></w:r>", "gut 27 %"),
    "another figure": (b"<w:r><w:t>28.100</w:t></w:r>", "28.100"),
    "a word before": (b'<w:r><w:t xml:space="preserve">rund </w:t></w:r>' + RUN, "rund 27.649"),
    "another one with tracked changes": (
        b"<w:del " + WHO + b"><w:r><w:delText>27.649</w:delText></w:r></w:del><w:ins " + WHO
        + b"><w:r><w:t>28.100</w:t></w:r></w:ins>", "28.100",
    ),
    "a line break": (b"<w:r><w:t>27.</w:t><w:br/><w:t>649</w:t></w:r>", "27.\n649"),
    "a tab": (b"<w:r><w:t>27.</w:t><w:tab/><w:t>649</w:t></w:r>", "27.\t649"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "text"), TYPED.values(), ids=TYPED)
def test_what_was_typed_over_is_kept_and_named(document, content, text):
    given = edited(document, in_run(content))
    found = refresh(given, NOW)
    (kept,) = found.report.of(Kind.KEPT)
    assert (kept.name, kept.before, kept.after, kept.chapter) == (ELB, text, "28.000", ("Ausgangslage",))
    assert kept.sentence.startswith("Der Bestand liegt bei ")
    assert content in unpacked(found.data)[BODY]
    assert refresh(found.data, NOW).report.of(Kind.KEPT)
    over = refresh(given, NOW, overwrite=True)
    assert texts(over.data, ELB, BODY)[0] == "28.000"
    assert not over.report.of(Kind.KEPT)
    assert (over.report.changes[0].before, over.report.changes[0].after) == (text, "28.000")
    assert outside(unpacked(over.data)[BODY]) == outside(unpacked(given)[BODY])
    assert refresh(over.data, NOW).data is over.data


def test_what_was_typed_and_is_right_is_taken_over(document):
    given = edited(document, in_run(b"<w:r><w:t>28.000</w:t></w:r>"))
    found = refresh(given, NOW)
    assert not found.report.of(Kind.KEPT)
    assert texts(refresh(found.data, Plan(Ziel_ELB_gesamt=29000)).data, ELB, BODY)[0] == "29.000"


@pytest.mark.parametrize("text", ["5.936.501,88 €", "5.936.501,88\u202f€"])
def test_another_blank_is_no_other_figure(document, text):
    given = edited(document, replacing("5.936.501,88\u00a0€".encode(), text.encode()))
    assert refresh(given, Plan()).data is given
    found = refresh(given, Plan(Ziel_EGT=6000000))
    assert texts(found.data, "Ziel_EGT") == ["6.000.000,00\u00a0€"]
    assert kinds(found.report) == {Kind.FIGURE: 1}


def test_blanks_typed_into_a_control_stay(document):
    given = edited(document, in_run(b'<w:r><w:t xml:space="preserve"> 27.649 </w:t></w:r>'))
    found = refresh(given, NOW)
    assert texts(found.data, ELB, BODY)[0] == " 28.000 "
    assert refresh(found.data, NOW).data is found.data
    assert texts(refresh(found.data, Plan()).data, ELB, BODY)[0] == " 27.649 "


def test_a_text_deleted_with_tracked_changes_is_left(document):
    given = edited(document, in_run(b"<w:del " + WHO + b"><w:r><w:delText>27.649</w:delText></w:r></w:del>"))
    found = refresh(given, NOW)
    (left,) = found.report.of(Kind.OPEN)
    assert "Änderungsverfolgung gelöscht" in str(left)
    assert b"<w:delText>27.649</w:delText>" in unpacked(found.data)[BODY]
    assert refresh(given, Plan()).data is given


@pytest.mark.parametrize("around", [b"w:del", b"w:moveFrom"])
def test_a_control_deleted_with_tracked_changes_is_left(document, around):
    whole = b"<" + around + b" " + WHO + b">%s</" + around + b">"
    given = edited(document, lambda data: data.replace(first_control(data), whole % first_control(data), 1))
    found = refresh(given, NOW)
    assert RUN in unpacked(found.data)[BODY]
    assert kinds(found.report) == {Kind.FIGURE: 3}


def test_text_moved_away_does_not_count(document):
    moved = b"<w:moveFrom " + WHO + b"><w:r><w:t>27.649</w:t></w:r></w:moveFrom>" + RUN
    found = refresh(edited(document, in_run(moved)), NOW)
    assert texts(found.data, ELB, BODY)[0] == "28.000"
    assert b"<w:t>27.649</w:t></w:r></w:moveFrom>" in unpacked(found.data)[BODY]


def test_a_control_around_a_paragraph(document):
    def edit(data):
        inner = first_control(data).replace(RUN, b'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>' + RUN + b"</w:p>")
        return data.replace(b"<w:body>", b"<w:body>" + inner, 1)

    given = edited(document, edit)
    found = refresh(given, NOW)
    assert texts(found.data, ELB, BODY) == ["28.000", "28.000", "steigt", "1.430"]
    assert (
        b'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">28.000' in unpacked(found.data)[BODY]
    )
    assert outside(unpacked(found.data)[BODY]) == outside(unpacked(given)[BODY])


@pytest.mark.parametrize("content", [b"<w:p/>", b"<w:p><w:r/></w:p>"])
def test_a_control_around_an_empty_paragraph(document, content):
    inner = control(ELB, "n0", "27.649", 4000, content.decode()).encode()
    found = refresh(edited(document, replacing(b"<w:body>", b"<w:body>" + inner)), NOW)
    assert texts(found.data, ELB, BODY)[0] == "28.000"
    assert len(read(found.data).parts[0].controls) == 11


INNER = b'<w:sdt><w:sdtPr><w:tag w:val="Datum"/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>'
WRAPPED = {
    "a control": in_run(INNER % RUN),
    "a cell": lambda data: data.replace(
        b"<w:body>",
        b"<w:body><w:tbl><w:tr>"
        + control(ELB, "n0", "27.649", 4000, "<w:tc><w:p><w:r><w:t>27.649</w:t></w:r></w:p></w:tc>").encode()
        + b"</w:tr></w:tbl>",
        1,
    ),
    "a row": lambda data: data.replace(
        b"<w:body>",
        b"<w:body><w:tbl>"
        + control(
            ELB, "n0", "27.649", 4000, "<w:tr><w:tc><w:p><w:r><w:t>27.649</w:t></w:r></w:p></w:tc></w:tr>"
        ).encode()
        + b"</w:tbl>",
        1,
    ),
}


@pytest.mark.parametrize("edit", WRAPPED.values(), ids=WRAPPED)
def test_a_control_around_more_is_left_and_named(document, edit):
    given = edited(document, edit)
    found = refresh(given, NOW)
    (left,) = found.report.of(Kind.OPEN)
    assert "umschließt" in str(left)
    assert texts(found.data, ELB, BODY)[0] == "27.649"
    assert refresh(given, Plan()).data is given


def test_foreign_controls_stay(document):
    foreign = INNER % b"<w:r><w:t>27.649</w:t></w:r>"
    given = edited(document, replacing(b"</w:sdt>", b"</w:sdt>" + foreign))
    assert foreign in unpacked(refresh(given, NOW).data)[BODY]


@pytest.mark.parametrize(
    ("mark", "kind", "text"),
    [
        ("Ziel_Nichts|n0|abc", Kind.UNKNOWN, "Ziel_Nichts: „27.649“"),
        ("Ziel_ELB_gesamt|n9|abc", Kind.OPEN, "„n9“"),
        ("Tab_Nichts|T|abc", Kind.UNKNOWN, "Tab_Nichts"),
        ("Tab_Annahmen|T|abc", Kind.OPEN, "nicht im Kopf einer Tabelle"),
        ("Bild_Nichts|D|abc", Kind.UNKNOWN, "Bild_Nichts"),
        ("Bild_LZB|D|abc", Kind.OPEN, "kein Diagramm mehr"),
    ],
)
def test_what_cannot_be_replaced_is_named(document, mark, kind, text):
    def edit(data):
        return re.sub(
            rb'<w:tag w:val="Ziel_ELB_gesamt\|n0[^"]*"', b'<w:tag w:val="' + mark.encode() + b'"', data, count=1
        )

    given = edited(document, edit)
    found = refresh(given, Plan())
    assert found.data is given
    (left,) = found.report.findings
    assert left.kind is kind
    assert left.chapter == ("Ausgangslage",)
    assert text in str(found.report)


def test_a_name_of_an_earlier_version_is_rewritten(document):
    inner = control("Ziel_ELB_ohne", "n0", "25.327", 4000).encode()
    given = edited(document, replacing(b"</w:sdt>", b"</w:sdt>" + inner))
    found = refresh(given, Plan(Ziel_ELB_G1=25000))
    assert texts(found.data, "Ziel_ELB_G1") == ["25.000"]
    assert texts(found.data, "Ziel_ELB_ohne") == []
    same = refresh(given, Plan())
    assert same.report.is_clean
    assert texts(same.data, "Ziel_ELB_G1") == ["25.327"]


def test_errors_of_the_plan_are_listed_and_nothing_is_changed(document):
    broken = Plan(
        Ziel_ELB_gesamt=InputError("Ziele!F7", "den Fehlerwert #WERT!", "einen Wert"),
        Ziel_LZB=InputError("Ziele!F9", "den Fehlerwert #NV", "einen Wert"),
    )
    with pytest.raises(InputError) as caught:
        refresh(document, broken)
    assert str(caught.value).count("Ziele!F7") == 1
    assert "Ziele!F9: gefunden den Fehlerwert #NV" in str(caught.value)


# ---- tables -------------------------------------------------------------------------------------


def with_rows(rows, **values):
    plan = Plan(**values)
    plan.rows = {"Tab_Annahmen": rows}
    return plan


def rows_of(body, number=0):
    """The rows of the first table as bytes."""
    table = re.findall(rb"<w:tbl>.*?</w:tbl>", body, re.DOTALL)[number]
    return re.findall(rb"<w:tr>.*?</w:tr>|<w:tr .*?</w:tr>", table, re.DOTALL)


HEAD = ["Was", "Wert"]
MORE = [["Bestand", "27.000"], ["Neu", "1"], ["Neu <2>", "2\n3"], ["Zugang", "953"], ["Summe", "7"]]


@pytest.mark.parametrize(
    "rows",
    [MORE, ROWS[:2], ROWS[:1], [["Bestand", "1"], *ROWS[1:]], [["", ""], ["", "5"], ["x", ""]]],
    ids=["more", "fewer", "one", "one other", "blanks"],
)
def test_rows_of_a_table(document, tmp_path, rows):
    found = refresh(document, with_rows(rows))
    assert table_texts(found.data) == [HEAD, *[[text.replace("\n", "") for text in row] for row in rows]]
    assert kinds(found.report) == {Kind.TABLE: 1}
    assert findings(found.data, tmp_path) == {}
    old, new = unpacked(document)[BODY], unpacked(found.data)[BODY]
    old_rows, new_rows = rows_of(old), rows_of(new)
    assert len(new_rows) == len(rows) + 1
    assert outside(new_rows[0]) == outside(old_rows[0])
    for row in new_rows[1:-1]:
        assert b"DDDDDD" not in row
    assert new_rows[-1].count(b"DDDDDD") == 2
    assert new_rows[-1].count(b"<w:b/>") == 2
    outer = [body.replace(b"".join(all_[1:]), b"") for body, all_ in ((old, old_rows), (new, new_rows))]
    assert outside(outer[0]) == outside(outer[1])
    again = refresh(found.data, with_rows(rows))
    assert again.data is found.data
    back = refresh(found.data, Plan())
    assert table_texts(back.data) == [HEAD, *ROWS]


def test_the_report_of_a_table(document):
    (change,) = refresh(document, with_rows([["Bestand", "27.000"], *ROWS[1:]])).report.findings
    assert (change.before, change.after) == (
        "3 Zeilen, darunter: Bestand | 26.570", "3 Zeilen, darunter: Bestand | 27.000"
    )  # fmt: skip


def test_rows_keep_their_own_looks(document):
    shaded = replacing(b"<w:t>953</w:t>", b"<w:rPr><w:i/></w:rPr><w:t>953</w:t>")
    given = edited(document, shaded)
    new = unpacked(refresh(given, with_rows([ROWS[0], ["Zugang", "999"], ROWS[2]])).data)[BODY]
    assert new == unpacked(given)[BODY].replace(b"<w:t>953</w:t>", b'<w:t xml:space="preserve">999</w:t>').replace(
        re.search(rb"Tab_Annahmen\|T\|\w+", unpacked(given)[BODY])[0], re.search(rb"Tab_Annahmen\|T\|\w+", new)[0]
    )


def test_rows_that_the_plan_makes_are_no_old_figures(document):
    found = refresh(document, Plan(Annahme_ELB_gesamt=26000))
    assert not found.report.of(Kind.LEFT)
    shown = edited(document, replacing(b"Stand ", b"Stand 26.570, "))
    shown = edited(
        shown, replacing(b"</w:sdt>", b"</w:sdt>" + control("Annahme_ELB_gesamt", "n0", "26.570", 4000).encode())
    )
    found = refresh(shown, Plan(Annahme_ELB_gesamt=26000))
    assert [(each.before, each.chapter) for each in found.report.of(Kind.LEFT)] == [("26.570", ("Langzeitbezug",))]


def test_hyphens_of_either_writing_are_the_same(document):
    """jcplan's text may have them as characters; Word and Writer save them as elements."""
    hyphens = [["Leistungs\u00adbezug, U\u201125", "1"], *ROWS[1:]]
    found = refresh(document, with_rows(hyphens))
    body = unpacked(found.data)[BODY]
    assert b"Leistungs</w:t><w:softHyphen/><w:t" in body
    assert b"U</w:t><w:noBreakHyphen/><w:t" in body
    assert refresh(found.data, with_rows(hyphens)).data is found.data

    def as_character(data):
        return re.sub(
            rb'</w:t><w:(softHyphen|noBreakHyphen)/><w:t xml:space="preserve">',
            lambda match: ("\u00ad" if match[1] == b"softHyphen" else "\u2011").encode(),
            data,
        )

    given = edited(found.data, as_character)
    assert refresh(given, with_rows(hyphens)).data is given
    back = refresh(given, Plan())
    assert table_texts(back.data) == [HEAD, *ROWS]
    assert table_texts(refresh(found.data, Plan()).data) == [HEAD, *ROWS]


def test_an_empty_table_keeps_a_row_and_its_looks(document):
    found = refresh(document, with_rows([]))
    assert table_texts(found.data) == [HEAD, ["–", "–"]]
    assert refresh(found.data, with_rows([])).data is found.data
    back = refresh(found.data, Plan())
    assert table_texts(back.data) == [HEAD, *ROWS]


def test_a_second_header_row_stays(document):
    def edit(data):
        head = rows_of(data)[0]
        second = CONTROLLESS.sub(b"", head).replace(b"Wert", b"Euro")
        return data.replace(head, head + second, 1)

    given = edited(document, edit)
    found = refresh(given, with_rows(ROWS[:2]))
    assert table_texts(found.data) == [HEAD, ["", "Euro"], *ROWS[:2]]


CONTROLLESS = re.compile(rb"<w:sdt>.*?</w:sdt>", re.DOTALL)


def test_rows_that_were_typed_over_are_kept(document):
    given = edited(document, replacing(b"<w:t>953</w:t>", b"<w:t>960</w:t>"))
    found = refresh(given, with_rows(MORE))
    assert found.data is given
    (kept,) = found.report.findings
    assert kept.kind is Kind.KEPT
    assert "Zugang | 960" in kept.before
    over = refresh(given, with_rows(MORE), overwrite=True)
    assert len(table_texts(over.data)) == 6


def test_what_does_not_fit_the_table_is_left(document):
    found = refresh(document, with_rows([["a", "b", "c"]]))
    assert found.data is document
    assert "hat 2 Spalten, die Mappe gibt 3" in str(found.report)


def test_own_controls_in_the_rows(document):
    own = control("Ziel_LZB", "n0", "17.241", 4000).encode()
    given = edited(document, replacing(b"<w:r><w:t>953</w:t></w:r>", own))
    found = refresh(given, with_rows(MORE, Ziel_LZB=18000), overwrite=True)
    (left,) = found.report.of(Kind.OPEN)
    assert "eigene Marken" in str(left)
    assert table_texts(found.data)[2] == ["Zugang", "18.000"]


def test_a_table_without_rows(document):
    given = edited(document, lambda data: data.replace(b"".join(rows_of(data)[1:]), b"", 1))
    found = refresh(given, with_rows(MORE), overwrite=True)
    assert found.data is given
    assert "keine Zeile mehr" in str(found.report)


def test_new_rows_bring_no_marks_of_the_old_one(document, tmp_path):
    def edit(data):
        first = rows_of(data)[1]
        new = first.replace(b"<w:tr>", b'<w:tr w:rsidR="00AB12CD">', 1).replace(
            b"<w:p>", b'<w:p w:rsidR="00AB12CD"><w:pPr><w:jc w:val="right"/><w:rPr><w:ins ' + WHO
            + b'/></w:rPr></w:pPr><w:bookmarkStart w:id="7" w:name="hier"/><w:bookmarkEnd w:id="7"/>', 1,
        )  # fmt: skip
        return data.replace(first, new, 1)

    given = edited(document, edit)
    found = refresh(given, with_rows(MORE))
    body = unpacked(found.data)[BODY]
    assert body.count(b'w:name="hier"') == 1
    assert body.count(b"00AB12CD") == 2
    assert body.count(b"<w:ins ") == 1
    assert body.count(b'<w:jc w:val="right"/>') == 2
    assert findings(found.data, tmp_path) == {}


# ---- charts -------------------------------------------------------------------------------------


def with_chart(value, text):
    plan = Plan()
    plan.charts = {"Bild_LZB": (value, text)}
    return plan


def test_a_chart(document, tmp_path):
    plan = with_chart(18000, 'Der Bestand ist "18.000" & mehr.')
    found = refresh(document, plan)
    old, new = unpacked(document), unpacked(found.data)
    assert {name for name in old if old[name] != new[name]} == {
        BODY, "word/charts/chart1.xml", "word/embeddings/Daten1.xlsx",
    }  # fmt: skip
    assert b"<c:v>18000</c:v>" in new["word/charts/chart1.xml"]
    assert (
        unpacked(new["word/embeddings/Daten1.xlsx"])["xl/worksheets/sheet1.xml"]
        == (unpacked(data_of(18000))["xl/worksheets/sheet1.xml"])
    )
    assert b'descr="Der Bestand ist &quot;18.000&quot; &amp; mehr."' in new[BODY]
    assert bare(found.data)[BODY] == bare(document)[BODY]
    assert [(each.kind, each.before, each.after) for each in found.report.findings] == [
        (Kind.CHART, "Der Bestand ist 17.241.", 'Der Bestand ist "18.000" & mehr.')
    ]
    assert refresh(found.data, plan).data is found.data
    assert findings(found.data, tmp_path) == {}


def test_a_chart_keeps_its_relationships(document):
    links = "word/charts/_rels/chart1.xml.rels"
    parts = unpacked(document)
    parts[links] = parts[links].replace(b'"rId1"', b'"rId7"')
    parts["word/charts/chart1.xml"] = parts["word/charts/chart1.xml"].replace(b'"rId1"', b'"rId7"')
    found = refresh(packed(parts), with_chart(18000, "Neu."))
    new = unpacked(found.data)
    assert b'<c:externalData r:id="rId7">' in new["word/charts/chart1.xml"]
    assert new[links] == parts[links]
    assert new["word/_rels/document.xml.rels"] == parts["word/_rels/document.xml.rels"]


def test_a_chart_without_a_workbook(document):
    parts = unpacked(document)
    del parts["word/charts/_rels/chart1.xml.rels"], parts["word/embeddings/Daten1.xlsx"]
    chart = unpacked(refresh(packed(parts), with_chart(18000, "Neu.")).data)["word/charts/chart1.xml"]
    assert b"<c:v>18000</c:v>" in chart
    assert b"externalData" not in chart


# ---- other writings of the same -------------------------------------------------------------------


def test_another_prefix(document):
    def edit(data):
        data = re.sub(rb"(</?)w:", rb"\1x:", data)
        data = re.sub(rb"(\s)w:(\w+=)", rb"\1x:\2", data)
        return data.replace(b"xmlns:w=", b"xmlns:x=")

    given = edited(document, edit)
    found = refresh(given, with_rows(MORE, Ziel_ELB_gesamt=28000))
    assert texts(found.data, ELB, BODY) == ["28.000", "steigt", "1.430"]
    assert len(table_texts(found.data)) == 6
    assert b"<w:" not in unpacked(found.data)[BODY]


def test_another_encoding(document):
    def edit(data):
        return (
            data.replace(b"encoding='UTF-8'", b"encoding='ISO-8859-1'").decode().encode("latin-1", "xmlcharrefreplace")
        )

    given = edited(document, edit)
    assert b"ISO-8859-1" in unpacked(given)[BODY]
    found = refresh(given, Plan(Ziel_EGT=6000000))
    assert texts(found.data, "Ziel_EGT") == ["6.000.000,00\u00a0€"]


PIECES = st.sampled_from(
    [
        b'<w:proofErr w:type="gramStart"/>',
        b'<w:bookmarkStart w:id="91" w:name="a &gt; b"/><w:bookmarkEnd w:id="91"/>',
        b"<w:r><w:t>27.649 &lt;w:sdt&gt; &amp;</w:t></w:r>",
        b"<w:r><w:tab/><w:t>Neu</w:t><w:br/></w:r>",
        b"<w:ins " + WHO + b"><w:r><w:t>neu</w:t></w:r></w:ins>",
        b"<w:del " + WHO + b"><w:r><w:delText>alt</w:delText></w:r></w:del>",
        b"<!-- </w:sdt> -->",
        INNER % b"<w:r><w:t>Januar</w:t></w:r>",
        "<w:r><w:t>Größe\u00a0„ä“ 𝄞</w:t></w:r>".encode(),
    ]
)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 10**6), PIECES), max_size=12))
def test_any_edit_outside_of_controls_stays(pieces):
    document = DOCUMENT
    body = unpacked(document)[BODY]
    inside = [match.span() for match in re.finditer(rb"<w:sdt>.*?</w:sdt>|<w:tbl>.*?</w:tbl>", body, re.DOTALL)]
    places = [
        match.end()
        for match in re.finditer(rb"</w:r>|</w:sdt>", body)
        if not any(begin < match.end() < end for begin, end in inside)
    ]
    for at, piece in sorted(((places[at % len(places)], piece) for at, piece in pieces), reverse=True):
        body = body[:at] + piece + body[at:]
    given = packed({**unpacked(document), BODY: body})
    assert refresh(given, Plan()).data is given
    found = refresh(given, NOW)
    assert texts(found.data, ELB, BODY) == ["28.000", "steigt", "1.430"]
    assert outside(unpacked(found.data)[BODY]) == outside(body)
    assert not found.report.of(Kind.KEPT, Kind.OPEN, Kind.UNKNOWN)
    assert refresh(found.data, NOW).data is found.data


DOCUMENT = base()


@settings(max_examples=30)
@given(st.text("0123456789.,%€ -ab<&\u00a0", max_size=20), st.lists(st.integers(0, 20), max_size=4))
def test_any_text_is_written_and_read_back(text, cuts):
    """Whatever a control holds, split into any runs: replaced on demand, and right after that."""
    plan = Plan(Titel="Ziel <&> 2018")
    at = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    runs = "".join(f"<w:r><w:t xml:space='preserve'>{escape(text[a:b])}</w:t></w:r>" for a, b in pairwise(at))
    given = edited(DOCUMENT, in_run(control("Titel", "t", "Planung 2017", 4000, runs).encode()))
    found = refresh(given, plan, overwrite=True)
    assert texts(found.data, "Titel", BODY)[0].strip() == "Ziel <&> 2018"
    assert refresh(found.data, plan).data is found.data


CELL = st.text("ab 5.<&>\"'\t\n\u00a0\u00ad\u2011\u2212\x0b\r𝄞", max_size=8)


@settings(max_examples=30)
@given(st.lists(st.tuples(CELL, CELL).map(list), max_size=6), CELL)
def test_whatever_the_plan_says_stands_there_and_stays(rows, title):
    plan = with_rows(rows, Titel=title)
    found = refresh(DOCUMENT, plan)
    again = refresh(found.data, plan)
    assert again.report.is_clean
    assert again.data is found.data
    back = refresh(found.data, Plan())
    assert table_texts(back.data) == [HEAD, *ROWS]
    assert texts(back.data, "Titel")[0].strip() == "Planung 2017"


# ---- the final text -------------------------------------------------------------------------------


def test_the_final_text(document, tmp_path):
    found = final(document)
    body = unpacked(found)[BODY]
    assert not read(found).controls
    assert b"<w:sdt" not in body
    words = ["".join(paragraph.text for paragraph in part.paragraphs) for part in read(document).parts]
    assert words == ["".join(paragraph.text for paragraph in part.paragraphs) for part in read(found).parts]
    assert "27.649 Personen, die Quote bei 22,4\u00a0%" in words[0]
    assert b"<c:chart" in body
    assert findings(found, tmp_path) == {}
    assert final(found) is found


def test_the_final_text_keeps_the_rest(document):
    foreign = INNER % b"<w:r><w:t>Januar</w:t></w:r>"
    given = edited(document, replacing(b"</w:sdt>", b"</w:sdt>" + foreign))
    body = unpacked(given)[BODY]
    marked = re.compile(
        rb"<w:sdt><w:sdtPr><w:alias [^>]*><w:tag [^>]*>(?:(?!</w:sdtPr>).)*</w:sdtPr><w:sdtContent>(.*?)</w:sdtContent></w:sdt>",
        re.DOTALL,
    )
    assert unpacked(final(given))[BODY] == marked.sub(rb"\1", body)


def test_the_final_text_of_an_emptied_control(document):
    content = b"</w:sdtPr><w:sdtContent>" + RUN + b"</w:sdtContent>"
    body = unpacked(final(edited(document, replacing(content, EMPTIED["prompt"]))))[BODY]
    assert b"Klicken Sie hier" not in body


# ---- files that are none --------------------------------------------------------------------------


def office(kind, root):
    return packed(
        {
            "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Type="' + kind + b'/officeDocument" Target="a/b.xml"/></Relationships>',
            "a/b.xml": root,
        }
    )


TRANSITIONAL = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NO_DOCUMENTS = {
    "nothing": (b"", "leere Datei"),
    "text": (b"Planung", "kein Word-Archiv"),
    "rtf": (b"{\\rtf1 Planung}", "Format RTF"),
    "doc": (b"\xd0\xcf\x11\xe0" + bytes(600), "alten Format .doc"),
    "password": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "kennwortgeschütztes (verschlüsseltes) Dokument"),
    "odt": (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument-Datei (.odt)"),
    "zip": (packed({"a.txt": b"a"}), "ein Archiv ohne Word-Dokument"),
    "xlsx": (office(TRANSITIONAL, b"<workbook/>"), "kein Word-Dokument ist"),
    "strict": (
        office(
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>',
        ),
        "„Strict Open XML“",
    ),
    "half": (base()[:5000], "beschädigtes oder unvollständiges Archiv"),
    "entities": (
        office(TRANSITIONAL, b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        "Dokumenttyp-Deklaration",
    ),
    "broken": (edited(base(), replacing(b"</w:body>", b"")), "fehlerhaftes XML"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "text"), NO_DOCUMENTS.values(), ids=NO_DOCUMENTS)
def test_what_is_no_document_is_refused(data, text):
    with pytest.raises(FileError) as caught:
        refresh(data, Plan(), place="Planung.docx")
    assert str(caught.value).startswith("Planung.docx")
    assert text in str(caught.value)
    assert "Excel" not in str(caught.value)
    assert "Arbeitsmappe" not in str(caught.value)
    with pytest.raises(FileError):
        final(data)


def test_a_document_without_marks():
    import docx

    stream = BytesIO()
    docx.Document().save(stream)
    found = refresh(stream.getvalue(), Plan())
    assert found.data == stream.getvalue()
    assert "Keine Marken gefunden" in str(found.report)


def test_marks_are_never_longer_than_word_takes(document):
    plan = Plan()
    long = "Ziel_" + "x" * 50
    plan.values[long] = 5
    plan.name = lambda text: long if text == "Kurz" else Plan.name(plan, text)
    inner = control("Kurz", "n0", "4", 4000).encode()
    given = edited(document, replacing(b"</w:sdt>", b"</w:sdt>" + inner))
    found = refresh(given, plan)
    assert texts(found.data, long) == ["5"]
    plan.values[long + "y" * 9] = 6
    plan.name = lambda text: long + "y" * 9 if text == "Kurz" else Plan.name(plan, text)
    found = refresh(given, plan)
    assert texts(found.data, "Kurz") == ["6"]
    assert read_mark(str(Mark.of("Kurz", "n0", "6"))).fits("6")
