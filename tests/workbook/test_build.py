"""The built workbook: what is in the file, as other libraries read it."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from workbooks import SHIPPED, Values, parts, stored

from jcplan.build import build
from jcplan.cases import empty

SHEETS = [
    "Übersicht",
    "Annahmen",
    "Teams",
    "Istwerte",
    "ELB",
    "IQ",
    "LZB",
    "Budget",
    "Arbeitsmarkt",
    "Struktur",
    "Personal",
    "Projekte",
    "LZB-Hebel",
    "Mittelplanung",
    "Mittelabfluss",
    "Prozessqualität",
    "Zielverteilung",
    "Monatswerte",
    "Zielnachhaltung",
    "Gruppen",
    "Kennzahlen",
    "Teamseiten",
    "Vereinbarungen",
    "Szenarien",
    "Erklärung",
    "Zielrechner",
    "Sicherheit",
    "Ziele",
    "Prüfungen",
    "Kommentare",
    "Protokoll",
    "Hilfe",
    "Grundlage",
]

# defined names and values that others test against (workbook description)
NAMED = {
    "Annahme_ELB_gesamt": 26570, "Annahme_G2_ELB": 1369, "Annahme_G1_Veraenderung": 0.005,
    "Annahme_G2_Zugang": 953, "Annahme_IQ_gesamt_Vorjahr": 0.225, "Annahme_G1_IQ_Vorjahr": 0.23,
    "Annahme_G1_IQ_Steigerung": 0.015, "Annahme_G2_IQ_Ziel": 0.1298, "Annahme_LZB_Bestand": 17241,
    "Annahme_LZB_Zuwachsrate": 0.004, "Annahme_LZB_Abgang": 32, "Annahme_LZB_Ziel": 0,
    "Annahme_Verwaltungsbudget": 25575625, "Annahme_Eingliederungsmittel": 21987044,
    "Annahme_Umschichtung_Anteil": 0.27, "Annahme_KFA_Quote": 0.152,
    "Ziel_ELB_gesamt": 27649.005, "Ziel_ELB_gesamt_veroeffentlicht": 27649,
    "Ziel_ELB_G1": 25327.005, "Ziel_ELB_G1_veroeffentlicht": 25327,
    "Ziel_ELB_G2": 2322, "Ziel_ELB_G2_veroeffentlicht": 2322,
    "Ziel_IQ_G1": 0.23345, "Ziel_IQ_G1_veroeffentlicht": 0.233,
    "Ziel_IQ_G2": 0.1298, "Ziel_IQ_G2_veroeffentlicht": 0.1298,
    "Ziel_IQ_gesamt": 0.2243331275, "Ziel_IQ_gesamt_veroeffentlicht": 0.224,
    "Ziel_LZB": 17241, "Ziel_LZB_veroeffentlicht": 17241,
    "Ziel_LZB_Abgang": 68.964, "Ziel_LZB_Abgang_veroeffentlicht": 69,
    "Ziel_Umschichtung": 5936501.88, "Ziel_Umschichtung_veroeffentlicht": 5936501.88,
    "Ziel_EGT": 16050542.12, "Ziel_EGT_veroeffentlicht": 16050542.12,
    "Annahme_VZAE_Basis": 441.5, "Annahme_VZAE_Integration_Point": 17.5, "Annahme_Projekt_ESF_VZAE": 4,
    "Annahme_Schluessel_U25": 75, "Annahme_Schluessel_UE25": 150, "Annahme_Mittel_vorlaeufig_Anteil": 0.45,
    "Ziel_VKB": 31512126.88, "Ziel_VKB_veroeffentlicht": 31512126.88,
}  # fmt: skip


def test_two_builds_give_the_same_bytes(each_case, each_bytes):
    assert build(each_case) == each_bytes


def test_two_empty_builds_give_the_same_bytes(empty_bytes):
    assert build(empty()) == empty_bytes


def test_the_shipped_workbook_is_its_build(built):
    shipped, fresh = parts(SHIPPED), parts(built)
    assert list(shipped) == list(fresh)
    different = [name for name in fresh if shipped[name] != fresh[name]]
    assert different == [], "run make workbook"


def test_sheets(each_read_back):
    states = {sheet.title: sheet.sheet_state for sheet in each_read_back}
    assert list(states) == [*SHEETS, "Rechenwerk", "jcplan"]
    assert {title: state for title, state in states.items() if state != "visible"} == {
        "Grundlage": "hidden",
        "Rechenwerk": "hidden",
        "jcplan": "veryHidden",
    }
    for title in ("Grundlage", "Rechenwerk", "jcplan"):  # LibreOffice would print them
        assert each_read_back[title].print_area == f"'{title}'!$CV$1"


def test_every_sheet_says_where_the_functions_are_missing(each_read_back):
    """An array formula where it shows: others are not computed at opening, and would say nothing."""
    for sheet in each_read_back:
        if sheet.sheet_state == "visible":
            formula = sheet["B2"].value
            assert formula.ref == "B2"
            assert formula.text.startswith("=IF(LEN(Funktionen_fehlen)>0,Funktionen_fehlen,"), sheet.title
    home, cell = each_read_back.defined_names["Funktionen_fehlen"].value.split("!")
    assert "ISERROR(JC_VERSION())" in each_read_back[home][cell.replace("$", "")].value.text


def test_named_cells_hold_their_values(built):
    found = dict(zip(NAMED, stored(built, *NAMED), strict=True))
    assert found == pytest.approx(NAMED, rel=1e-9)


def test_results_are_stored_and_no_cell_shows_an_error(each_built):
    count = 0
    for name, text in parts(each_built).items():
        if name.startswith("xl/worksheets/sheet"):
            for cell in re.findall(rb"<c [^>]*>(?:(?!</c>).)*<f.*?</c>", text, re.DOTALL):
                count += 1
                assert b"<v" in cell, (name, cell)
                assert b't="e"' not in cell, (name, cell)
    assert count > 3000


def test_excel_does_not_recalculate_at_opening(each_built):
    """Without jcplan a full calculation would turn every result into #NAME?."""
    calc = re.search(rb"<calcPr[^>]*>", parts(each_built)["xl/workbook.xml"])[0]
    assert b"fullCalcOnLoad" not in calc
    assert int(re.search(rb'calcId="(\d+)"', calc)[1]) >= 191029


def test_an_empty_workbook_has_no_inputs_and_no_targets(empty_file):
    assert stored(empty_file, "Annahme_ELB_gesamt", "Ziel_ELB_gesamt") == [None, None]
    assert stored(empty_file, "Annahme_KFA_Quote") == pytest.approx(0.152)  # law, not the Jobcenter's choice
    assert stored(empty_file, "Annahme_Schluessel_U25", "Annahme_Schluessel_UE25") == [75, 150]
    assert stored(empty_file, "Annahme_Mittel_vorlaeufig_Anteil") == pytest.approx(0.45)
    assert (
        stored(empty_file, "Eingaben_fehlen") == 12 + 1 + 2
    )  # of each its own, the stock of one group, the rate of either


def test_results_stay_unseen_while_inputs_are_missing(empty_file):
    """What blank inputs give is no figure: every result is under the rule that hides it."""
    book = openpyxl.load_workbook(empty_file)
    typed = ("Annahmen", "Vereinbarungen", "Kommentare", "Protokoll", "Hilfe", "Grundlage")
    for name in (name for name in SHEETS if name not in typed):
        sheet = book[name]
        hidden = {
            address
            for ranges, rules in sheet.conditional_formatting._cf_rules.items()
            if any(rule.formula == ["Eingaben_fehlen>0"] for rule in rules)
            for address in str(ranges.sqref).split()
        }
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    text = cell.value if isinstance(cell.value, str) else cell.value.text
                    assert cell.coordinate in hidden or re.search(
                        r"Jobcenter|Eingaben|_Bezeichnung|Ziele_Stand|Annahme_Stand\b|_Beschluss_|Mappe_Version", text
                    ), f"{name}!{cell.coordinate}"


def test_the_first_sheet_of_an_empty_workbook_is_calm(empty_file):
    """What to do next, dashes, charts of nothing: no error value and no figure of blanks."""
    book = Values(empty_file)
    shown = [cell for row in book["Übersicht"].iter_rows(values_only=True) for cell in row if cell is not None]
    assert "Los geht's: noch 15 Felder auf „Annahmen“ ausfüllen, dann „Ziele aktualisieren“" in shown
    assert "Noch ohne Ziele: 15 Eingaben fehlen" in shown
    assert not [text for text in shown if isinstance(text, int | float) or str(text).startswith("#")]
    charts = [data.decode() for name, data in parts(empty_file).items() if name.startswith("xl/charts/")]
    drawn = [text for text in charts if "Grundlage!" in text]
    assert len(drawn) == 4
    for area in (
        re.search("<c:f>Grundlage!(.*?)</c:f>", v)[1] for t in drawn for v in re.findall("<c:val>.*?</c:val>", t)
    ):
        cells = book["Grundlage"][area.replace("$", "")]
        assert {cell.value for row in cells for cell in row} == {"#N/A"}


def test_titles_of_hints_fit_what_excel_takes(each_read_back):
    """32 characters; a longer one is shortened at a word."""
    titles = [v.promptTitle for sheet in each_read_back for v in sheet.data_validations.dataValidation if v.promptTitle]
    assert len(titles) > 100
    assert [title for title in titles if len(title) > 32] == []
    assert "Ampel: höchste Verfehlung für…" in titles


def test_charts_are_native_and_have_alternative_texts(each_built, each_case):
    found = parts(each_built)
    charts = [name for name in found if name.startswith("xl/charts/chart")]
    drawings = b"".join(data for name, data in found.items() if name.startswith("xl/drawings/drawing"))
    texts = re.findall(rb'<xdr:cNvPr id="\d+" name="[^"]+" descr="([^"]{40,})"', drawings)
    assert (
        len(charts) == len(texts) > 4 + 1 + each_case.shape.offices + each_case.shape.units
    )  # a page each for the monthly talk


def test_archive_is_sound(each_bytes):
    with zipfile.ZipFile(io.BytesIO(each_bytes)) as archive:
        assert archive.testzip() is None
        assert "xl/vbaProject.bin" not in archive.namelist()
