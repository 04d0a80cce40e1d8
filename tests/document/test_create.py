"""The planning document as it is created: every figure of the reference document, all cases and shapes, its form."""

from __future__ import annotations

import io
import itertools
import re
import tomllib
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import wordfiles
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import FileFormat, OpenXmlValidator
from workbooks import type_in

from jcplan.build import build
from jcplan.cases import YEARS, case
from jcplan.document import charts, fill, foreign, template
from jcplan.document.create import create
from jcplan.document.form import Form
from jcplan.document.listings import KINDS
from jcplan.document.mark import picture_text, rows_text
from jcplan.document.pictures import PICTURES
from jcplan.document.plan import Plan
from jcplan.errors import InputError
from jcplan.hosts.file import FileBook

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("dokument")


@pytest.fixture(scope="module")
def plans(folder, fresh_bytes):
    """The plan of each case."""
    found = {}
    for year in YEARS:
        path = folder / f"{year}.xlsx"
        path.write_bytes(fresh_bytes if year == YEARS[0] else build(case(year)))
        found[year] = Plan(FileBook(path))
    return found


@pytest.fixture(scope="module")
def documents(plans):
    return {year: create(plan) for year, plan in plans.items()}


@pytest.fixture(scope="module")
def reference(documents):
    return documents[2017]


# ---- every figure of the reference document ------------------------------------------------------------


def figures():
    text = Path(__file__).with_name("figures.toml").read_text(encoding="utf-8")
    return [figure for section in tomllib.loads(text)["section"] for figure in section["figures"]]


def read(text):
    """The value that a control shows: a number in the unit of the cell, or a word."""
    if text in MONTHS:
        return MONTHS.index(text) + 1
    match = re.fullmatch(r"([+−]?)([\d.]+(?:,\d+)?)(?:\xa0(%|€|Mio\.\xa0€))?", text)
    if not match:
        return text
    sign, digits, unit = match.groups()
    power = {"%": -2, "Mio.\xa0€": 6}.get(unit, 0)
    number = float(Decimal(digits.replace(".", "").replace(",", ".")).scaleb(power))
    return -number if sign == "−" else number


def test_every_figure_with_a_home_is_a_control_that_shows_it(reference):
    """Of each of its homes; tokens without a home are those of the two tests below."""
    shown = {}
    for control in wordfiles.controls(reference):
        shown.setdefault(control.name, set()).add(read(control.text))
    homes = [(figure, name) for figure in figures() for name in figure.get("home", ())]
    lacking = [
        f"{figure['token']}: {name} {shown.get(name)}"
        for figure, name in homes
        if figure["value"] not in shown.get(name, ())
    ]
    assert not lacking, "\n".join(lacking)
    assert len(homes) > 150


def test_every_token_of_a_row_or_of_a_date_stands_in_the_list_of_assumptions_or_in_a_control(reference):
    """They are no figures of their own: a limit of age in the label of an input, or when its figure is from.

    One is a word of the law that the text itself says: who draws benefits for 21 months.
    """
    words = [" ".join(row) for row in wordfiles.table_of(reference, "Tab_Annahmen")]
    words += [control.text for control in wordfiles.controls(reference)]
    words += [found for found in map(wordfiles.said, wordfiles.body(reference).iter(qn("w:p"))) if "21 Monate" in found]
    words = [" ".join(text.replace("\xad", "").split()) for text in words]
    for figure in figures():
        if "text" in figure or "dates" in figure:
            token = figure.get("as", figure["token"])
            assert any(token in text for text in words), figure


def test_every_other_token_is_no_figure_of_the_plan():
    """Numbers of chapters and footnotes, an address, names such as U25, years without a figure, a turn of phrase."""
    others = {figure["reason"] for figure in figures() if not {"home", "text", "dates"} & figure.keys()}
    assert others == {
        "Gliederung", "Fußnote", "Anschrift", "Name", "Jahr ohne Zahl", "Vergleichsjahr", "Umschreibung",
        "Begriff des Gesetzes",
    }  # fmt: skip


def test_every_name_of_the_delivered_text_is_one_of_some_workbook(plans):
    """A name that is written wrong would only leave its sentence out."""
    for year, plan in plans.items():
        blocks = template.read(template.delivered(), lambda of, plan=plan: fill.keys(plan, of))
        names = set(
            re.findall(r"name='(\w+)'", repr([block for block in blocks if not isinstance(block, template.Made)]))
        )
        unknown = {name for name in names if not plan.knows(name)}
        special = re.compile(
            r"(Annahme|Datenstand)_Projekt_\w+_(Vorjahr_\w+|Akquisiteure|Coaches|Arbeitslos|Ende|Gruppen|Tage|Stunden|Mitarbeiter)"
        )
        assert {name for name in unknown if not special.fullmatch(name)} == set(), year
        assert {block.name for block in blocks if isinstance(block, template.Made)} == {*KINDS, *PICTURES}


# ---- its form ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_the_document_is_valid(documents, folder, year):
    path = folder / f"{year}.docx"
    path.write_bytes(documents[year])
    result = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    assert [(error.part_uri, error.description) for error in result.errors] == []


def test_the_same_plan_makes_the_same_bytes(plans, reference):
    assert create(Plan(FileBook(plans[2017].book._path))) == reference


@pytest.mark.parametrize("year", YEARS)
def test_every_mark_fits_what_it_marks(documents, plans, year):
    for control in wordfiles.controls(documents[year]):
        if control.form == "T":
            assert control.mark.fits(rows_text(wordfiles.table_of(documents[year], control.name))), control.name
        elif control.form == "D":
            picture = plans[year].picture(control.name)
            assert control.mark.fits(picture_text(picture.text, picture.chart))
        else:
            assert control.mark.fits(control.text), control.name


def test_controls_have_numbers_of_their_own_and_names_that_people_read(reference):
    found = wordfiles.controls(reference)
    numbers = [each.element.find(f".//{qn('w:id')}").get(qn("w:val")) for each in found]
    assert len(set(numbers)) == len(numbers) > 300
    aliases = {each.name: each.element.find(f".//{qn('w:alias')}").get(qn("w:val")) for each in found}
    assert aliases["Annahme_Verwaltungsbudget"] == "Verwaltungskostenbudget (VKB)"
    assert aliases["Annahme_Projekt_ESF_Ende"].startswith("ESF-LZA: letzter Monat der Förderung")
    assert max(map(len, aliases.values())) <= 64


def headings(data):
    """Level and text of every heading, with the number that Word will give it."""
    counts, found = [0, 0, 0], []
    for element in wordfiles.body(data).iter(qn("w:p")):
        match = re.fullmatch(r"Heading(\d)", wordfiles.style(element))
        if match:
            level = int(match[1])
            counts[level - 1] += 1
            counts[level:] = [0] * (3 - level)
            found.append((level, ".".join(map(str, counts[:level])) + " " + wordfiles.said(element)))
        elif wordfiles.style(element) == "HeadingPlain":
            found.append((1, wordfiles.said(element)))
    return found


@pytest.mark.parametrize("year", YEARS)
def test_headings_go_down_one_level_at_a_time_and_the_contents_list_them(documents, year):
    found = headings(documents[year])
    for (above, _), (level, text) in itertools.pairwise(found):
        assert level <= above + 1, text
    entries = []
    for element in wordfiles.body(documents[year]).iter(qn("w:p")):
        if re.fullmatch(r"TOC\d", wordfiles.style(element)):
            link = element.find(qn("w:hyperlink"))
            words, tabs = [], 0
            for each in link.iter(qn("w:t"), qn("w:tab")):
                tabs += each.tag == qn("w:tab")
                words.append(each.text or "" if each.tag == qn("w:t") else "\t")
            entries.append(" ".join("".join(words).split("\t")[:-1]))
    assert entries == [text for level, text in found if level <= 2]
    assert [text for level, text in found if level == 1] == [
        "Vorwort der Geschäftsführung",
        "1 Dezentrale Einschätzung zu Konjunktur und Arbeitsmarkt",
        "2 Strategische Ausrichtung: Schwerpunkte und Maßnahmen",
        "3 Investitionen",
        "4 Performancepotenzial",
        "5 Wirkung und Ziele",
        "Anlage: Annahmen und Quellen",
        "Anlage: Prüfungen",
    ]


def test_entries_of_the_contents_lead_to_headings_and_say_their_pages(plans, reference):
    bookmarks = re.findall(rb'w:name="(_Toc\d+)"', wordfiles.parts(reference)["word/document.xml"])
    pages = {name.decode(): 100 + at for at, name in enumerate(bookmarks)}
    known = create(plans[2017], pages=lambda _document: pages)
    text = wordfiles.parts(known)["word/document.xml"].decode()
    found = re.findall(
        r' PAGEREF (_Toc\d+) \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>(\d+)<',
        text,
    )
    assert len(found) > 20
    assert all(pages[name] == int(number) for name, number in found)
    assert {name for name, _ in found} <= set(re.findall(r'w:anchor="(_Toc\d+)"', text))
    assert b"updateFields" not in wordfiles.parts(known)["word/settings.xml"]
    assert b'<w:updateFields w:val="true"/>' in wordfiles.parts(reference)["word/settings.xml"]


@pytest.mark.parametrize("year", YEARS)
def test_tables_repeat_their_header_keep_their_rows_and_say_what_they_are(documents, year):
    tables = list(wordfiles.body(documents[year]).iter(qn("w:tbl")))
    assert len(tables) > 10
    for table in tables:
        first, *others = table.iter(qn("w:tr"))
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None for row in others)
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in (first, *others))
        assert {len(list(row.iter(qn("w:tc")))) for row in (first, *others)} == {len(list(table.iter(qn("w:gridCol"))))}
        for what in ("w:tblCaption", "w:tblDescription"):
            assert len(table.find(f"{qn('w:tblPr')}/{qn(what)}").get(qn("w:val"))) > 10
        caption = table.getprevious()
        assert wordfiles.style(caption) == "CaptionTable"
        assert wordfiles.said(caption).startswith("Tabelle ")
        assert sum(int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))) <= 9080


@pytest.mark.parametrize("year", YEARS)
def test_charts_say_in_sentences_what_they_show_and_have_captions(documents, year):
    shown = {}
    for element in wordfiles.body(documents[year]).iter(qn("wp:docPr")):
        shown[element.get("name")] = element.get("descr")
        paragraph = next(element.iterancestors(qn("w:p")))
        assert wordfiles.style(paragraph) == "Chart"
        assert wordfiles.said(paragraph.getnext()).startswith("Abbildung ")
    assert shown.keys() == set(PICTURES)
    assert all(text.endswith(".") and re.search(r"\d", text) for text in shown.values())


def test_alternative_texts_say_the_figures_of_the_reference_case(plans):
    texts = {name: plans[2017].picture(name).text.replace("\xa0", " ") for name in PICTURES}
    assert "25,6 Mio. €" in texts["Bild_Umschichtung"]
    assert "31,5 Mio. €" in texts["Bild_Umschichtung"]
    assert "26.570 und 27.649" in texts["Bild_ELB"]
    assert "1.369 und 2.322" in texts["Bild_ELB"]
    assert "Zusammensetzung der ELB −0,32" in texts["Bild_IQ"]
    assert "Quoten der Gruppen +0,26" in texts["Bild_IQ"]
    assert "bei 32 Abgängen im Monat (geplant) 17.694 LZB" in texts["Bild_LZB"]
    assert "bei 69 Abgängen im Monat" in texts["Bild_LZB"]


def test_numbers_of_tables_and_figures_count_up(reference):
    captions = [
        wordfiles.said(p) for p in wordfiles.body(reference).iter(qn("w:p")) if wordfiles.style(p).startswith("Caption")
    ]
    for kind in ("Tabelle", "Abbildung"):
        numbers = [int(re.match(rf"{kind} (\d+): ", text)[1]) for text in captions if text.startswith(kind)]
        assert numbers == list(range(1, len(numbers) + 1)) != []


@pytest.mark.parametrize("year", YEARS)
def test_the_text_is_set_as_germans_set_it(documents, year):
    """No straight quotes, no hyphen for a minus, no double blank, no number cut from its unit, nothing in English."""
    lines = []
    for name, part in wordfiles.parts(documents[year]).items():
        if re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name):
            lines += [wordfiles.said(p) for p in wordfiles.parse_xml(part).iter(qn("w:p"))]
    assert len(lines) > 500
    for line in lines:
        assert not re.search(r'["\']|  | [.,;:]|\d (?:%|€|Mio|VZÄ)|(?<![\w])-\d|\.\.|\( |\{|\}|<<|>>|None', line), line
        assert not re.search(r"\b(?:the|and|of|page|table|figure|chart|with|see)\b", line, re.IGNORECASE), line


def test_properties_language_and_pages(reference, plans):
    document = Document(io.BytesIO(reference))
    properties = document.core_properties
    assert (properties.title, properties.subject, properties.language) == (
        "Lokales Planungsdokument 2017",
        "Planung 2017",
        "de-DE",
    )
    assert b'w:lang w:val="de-DE"' in wordfiles.parts(reference)["word/styles.xml"]
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert wordfiles.said(section.header._element) == "Jobcenter ME-aktiv, Planung 2017Entwurf, Oktober 2016"
    assert {c.name for c in wordfiles.controls(reference) if c.part == "word/header1.xml"} == {
        "Annahme_Jobcenter",
        "Annahme_Planjahr",
        "Annahme_Stand",
    }
    assert " NUMPAGES " in section.footer._element.xml
    assert section.different_first_page_header_footer


def test_formats_come_from_styles(reference):
    """The text has no format of its own but where a page begins."""
    for element in wordfiles.body(reference).iter(qn("w:rPr")):
        assert element.getparent().tag == qn("w:sdtPr"), "a run with its own format"
    known = {"pStyle", "pageBreakBefore", "ind"}
    used = {child.tag.split("}")[1] for element in wordfiles.body(reference).iter(qn("w:pPr")) for child in element}
    assert used <= known


def test_embedded_workbooks_hold_what_the_charts_show(plans):
    for name in PICTURES:
        picture = plans[2017].picture(name)
        sheet = openpyxl.load_workbook(io.BytesIO(picture.data))["Daten"]
        stored = [[cell.value for cell in column[1:]] for column in list(sheet.columns)[1:]]
        chart = wordfiles.parse_xml(picture.chart)
        space = {"c": charts.CHART}
        drawn = []
        for series in chart.findall(".//c:ser", space):
            count = int(series.find("c:val//c:ptCount", space).get("val"))
            points = {int(p.get("idx")): float(p.find("c:v", space).text) for p in series.findall("c:val//c:pt", space)}
            drawn.append([points.get(at) for at in range(count)])
        assert drawn == stored
        for code in chart.findall(".//c:formatCode", space):
            assert code.text.startswith("[$-407]")


# ---- cases, groups, what is missing ---------------------------------------------------------------------


def test_the_words_of_the_law_follow_the_year(documents):
    for year, words in (
        (2017, ("Arbeitslosengeld II", "Eingliederungsvereinbarung")),
        (2027, ("Grundsicherungsgeld", "Kooperationsplan")),
    ):
        shown = {control.name: control.text for control in wordfiles.controls(documents[year])}
        assert (shown["Wort_leistung"], shown["Wort_vereinbarung"]) == words


def test_three_groups_are_all_in_the_targets(documents):
    names = {control.name: control.text for control in wordfiles.controls(documents[2027])}
    assert [names[f"Ziel_ELB_G{n}_veroeffentlicht"] for n in (1, 2, 3)] == ["11.471", "2.425", "1.015"]
    assert names["Annahme_G3_Bezeichnung"] == "Ukraine"
    assert names["Ziel_IQ_G2_veroeffentlicht"] == "22,90\xa0%"


@pytest.mark.parametrize("groups", [1, 6])
def test_any_number_of_groups(tmp_path, run, groups):
    path = tmp_path / "Plan.xlsx"
    assert run("new", path, "--gruppen", groups)[0] == 0
    found = create(Plan(FileBook(path)))
    names = {control.name for control in wordfiles.controls(found)}
    assert {f"Ziel_ELB_G{number}_veroeffentlicht" for number in range(1, groups + 1)} <= names
    assert f"Ziel_ELB_G{groups + 1}_veroeffentlicht" not in names
    out = tmp_path / "Plan.docx"
    out.write_bytes(found)
    assert OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(out).errors == []


def test_an_empty_plan_says_what_is_missing(empty_file):
    with pytest.raises(InputError) as caught:
        create(Plan(FileBook(empty_file)))
    said = str(caught.value)
    assert said.startswith("Das Planungsdokument entsteht nicht, denn der Plan ist noch nicht fertig:")
    assert "(ELB insgesamt, Ausgangsbestand): gefunden eine leere Zelle, erwartet eine Zahl ab 1 (Köpfe)." in said
    assert "(LZB, Ausgangsbestand)" in said


def test_targets_that_are_not_those_of_the_assumptions_are_refused(plan_file):
    type_in(plan_file, Annahme_LZB_Bestand=17000)
    with pytest.raises(
        InputError, match=r"LZB, Ausgangsbestand.*erwartet Ziele zu diesen Annahmen.*„Ziele aktualisieren“"
    ):
        create(Plan(FileBook(plan_file)))


def test_sentences_turn_when_figures_turn(plan_file, run, reference):
    before = {control.name: control.text for control in wordfiles.controls(reference)}
    verbs = [control.text for control in wordfiles.controls(reference) if control.form == "ws"]
    assert before["Satz_ELB"].startswith("Das Jobcenter plant mit mehr ")
    assert verbs == ["steigt", "sinkt"]
    type_in(
        plan_file,
        Annahme_G2_Zugang=-500,
        Annahme_G2_IQ_Ziel=0.3,
        Annahme_Umschichtung_Anteil=-0.1,
        Annahme_LZB_Abgang=80,
    )
    assert run("refresh", plan_file)[0] == 0
    found = create(Plan(FileBook(plan_file)))
    after = {control.name: control.text for control in wordfiles.controls(found)}
    assert after["Satz_ELB"].startswith("Das Jobcenter plant mit weniger ")
    assert [control.text for control in wordfiles.controls(found) if control.form == "ws"] == ["sinkt", "steigt"]
    assert after["Satz_Umschichtung"].startswith("Das Verwaltungskostenbudget wird nicht ganz gebraucht.")
    assert after["Satz_LZB_Abgang"] == "Der geplante Abgang reicht dafür aus."
    words = " ".join(map(wordfiles.said, wordfiles.body(found).iter(qn("w:p"))))
    assert "Dem Eingliederungstitel fließen" in words
    assert "Umgeschichtet werden" not in words


def test_what_has_no_figure_is_left_out(plan_file, run, reference):
    type_in(
        plan_file, Annahme_Personal_Befristung_Ziel=None, Annahme_Struktur_Alleinerziehende=None, Annahme_Faktor_1=None
    )
    found = create(Plan(FileBook(plan_file)))
    words, before = (" ".join(map(wordfiles.said, wordfiles.body(each).iter(qn("w:p")))) for each in (found, reference))
    assert "Befristet sollen" in before
    assert "Befristet sollen" not in words
    assert "Alleinerziehende (" in before
    assert "Alleinerziehende (" not in words
    assert "Dauerhafter Zuzug von EU-Bürgern" in before
    assert "Dauerhafter Zuzug von EU-Bürgern" not in words
    assert "Regelsätze" in words


# ---- the markup ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("@je Gruppe\nEs sind {Ziel_LZB}.", "ohne Ende"),
        ("@ende", "zu jedem @je ein @ende"),
        ("Es sind <<{Ziel_LZB}.", "danach >>"),
        ("[wenn Annahme] Es gilt.", "einen Vergleich wie"),
        ("| a | b |", "davor eine Zeile Tabelle:"),
        ("Tabelle: T | B | 1 2\n| a |", "gefunden 1 Felder, erwartet 2 Felder"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_with_its_line(text, finding):
    with pytest.raises(InputError, match=re.escape(finding)) as caught:
        template.read(text, lambda _of: [])
    assert "planungsdokument.txt" in str(caught.value)


@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), min_size=1, max_size=6),
    st.floats(0, 1e6).map(lambda v: round(v, 3)),
)
def test_a_bridge_floats_from_level_to_level(changes, start):
    """What is drawn of each step, above and below zero, reaches from the level before it to the level after it."""
    steps = [
        charts.Step("Beginn", start, level=True),
        *(charts.Step(str(at), value) for at, value in enumerate(changes)),
    ]
    chart = wordfiles.parse_xml(charts.bridge(steps, "[$-407]0")[0])
    space = {"c": charts.CHART}
    drawn = [
        {int(p.get("idx")): float(p.find("c:v", space).text) for p in series.findall("c:val//c:pt", space)}
        for series in chart.findall(".//c:ser", space)
    ]
    level = start
    for at, change in enumerate(changes, 1):
        above = sum(series.get(at, 0) for series in (drawn[0], drawn[2], drawn[4]))
        below = sum(series.get(at, 0) for series in (drawn[1], drawn[3], drawn[5]))
        assert above == pytest.approx(max(level, level + change, 0), abs=1e-3)
        assert below == pytest.approx(min(level, level + change, 0), abs=1e-3)
        level += change


def test_a_figure_of_a_rate_has_the_decimals_that_the_plan_gives_it(plans):
    assert plans[2017].usual("Ziel_IQ_G2_veroeffentlicht") == Form("%", 2)
    assert plans[2017].usual("Ziel_IQ_gesamt") == Form("%", 1)


@pytest.mark.parametrize("year", YEARS)
def test_read_as_a_foreign_one_nothing_in_it_contradicts_the_plan(documents, plans, year):
    found = foreign.read(documents[year], plans[year])
    assert [str(each) for each in found.contradictions] == []
    assert len(found.of(foreign.Status.BOUND)) > 300
    assert {each.name for each in found.of(foreign.Status.BOUND)} >= {"Ziel_IQ_gesamt_veroeffentlicht", "Satz_LZB"}


def test_a_typed_over_figure_contradicts_the_plan(reference, plans):
    """In a sentence that is a control as a whole too."""
    spoiled = io.BytesIO()
    with zipfile.ZipFile(spoiled, "w") as archive:
        for name, content in wordfiles.parts(reference).items():
            archive.writestr(name, content.replace(b"17.241", b"17.214") if name == "word/document.xml" else content)
    wrong = foreign.read(spoiled.getvalue(), plans[2017]).contradictions
    assert {each.name for each in wrong} >= {"Ziel_LZB_veroeffentlicht"}
    assert all("17.214" in each.token.text for each in wrong)
