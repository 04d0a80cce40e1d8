"""„jcplan weitergeben“: a copy of values that nobody takes for the plan, and pages as PDF/UA.

With 853 instead of 953 more of the 8 HKL the plan has 25,327.005 + 2,222 = 27,549.005 ELB.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import openpyxl
import pikepdf
import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from workbooks import SHIPPED, Values, parts, type_in

from jcplan import pdf as printer
from jcplan.build import build
from jcplan.cases import case
from jcplan.errors import FileError
from jcplan.hosts import hand_round as rounds
from jcplan.hosts.excel.workbook import to_macro
from jcplan.ooxml import WorkbookFile

WHEN = dt.datetime(2026, 11, 27, 14, 5)
SAYS = "Werte-Kopie von {}, Stand 27.11.2026 14:05; gerechnet wird nur in der Planungsmappe."
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def own_sheet(book):
    """A user's sheet: formulas, one of them not computed, a list to choose from, rules, names, a table with totals."""
    sheet = book.add_worksheet("Eigene")
    sheet.write("A1", "eigene Rechnung")
    sheet.write_formula("B1", "=Ziel_ELB_gesamt*2", None, 0)
    sheet.write_formula("B2", "=VLOOKUP(1,C1:D2,2)", None, 7)
    sheet.write_array_formula("B4:B5", "{=C4:C5*2}", None, 0)
    sheet.write_column("C4", (3, 4))
    sheet.data_validation("D1", {"validate": "list", "source": ["ja", "nein"]})
    look = book.add_format({"bg_color": "#FF0000"})
    for formula in ("=$C$4>0", "=JC_VERSION()>0"):
        sheet.conditional_format("A1", {"type": "formula", "criteria": formula, "format": look})
    sheet.add_table(
        "F1:G3", {"total_row": True, "columns": [{"header": "a"}, {"header": "b", "total_function": "sum"}]}
    )
    sheet.write("D1", "ja", book.add_format({"locked": False}))
    sheet.insert_button("F6", {"macro": "Los"})
    for name, target in (
        ("Eigene_Zelle", "=Eigene!$C$4"),
        ("Eigene_Rechnung", "=Eigene!$C$4*2"),
        ("Eigener_Satz", "=0.19"),
    ):
        book.define_name(name, target)


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """A plan with macros and a sheet of the user's."""

    def both(prepare):
        def hook(book):
            own_sheet(book)
            prepare(book)

        return build(case(2017), prepare=hook)

    path = tmp_path_factory.mktemp("plan") / "Plan 2017.xlsm"
    file = WorkbookFile.of(path, to_macro(both))
    file.set_values("Eigene", {(9, 1): "von Hand"})  # since then nobody has computed it
    path.write_bytes(file.to_bytes())
    return path


@pytest.fixture(scope="module")
def handed(plan, tmp_path_factory):
    """Its copy of values."""
    return rounds.hand_round(plan, tmp_path_factory.mktemp("rund") / "neu", when=WHEN, pages=False)


@pytest.fixture(scope="module")
def copied(handed):
    """The copy as another library reads it, formulas as such."""
    return openpyxl.load_workbook(handed.workbook)


def test_it_stands_under_the_plans_name(handed):
    assert (handed.workbook.name, handed.pages, handed.notes) == ("Plan 2017 Werte.xlsx", (), ())


def test_no_cell_has_a_formula_and_each_shows_what_the_plan_shows(plan, handed, copied):
    formulas = [
        f"{sheet.title}!{cell.coordinate}" for sheet in copied for row in sheet for cell in row if cell.data_type == "f"
    ]
    assert formulas == []
    old, new = Values(plan), Values(handed.workbook)
    assert new.sheetnames == ["Werte-Kopie", *(s for s in old.sheetnames if s not in ("jcplan", "xlwings.conf"))]
    for sheet in new.sheetnames[1:]:
        if sheet not in ("Rechenwerk", "Eigene"):
            assert held(new[sheet]) == pytest.approx(held(old[sheet]), rel=1e-12), sheet
    own = new["Eigene"]
    assert [own[at].value for at in ("B1", "B2", "B4", "B5")] == [pytest.approx(2 * 27649.005), 7, 6, 8]


def held(page):
    """What the cells of a sheet hold that are not blank."""
    return {
        (row, column): value
        for row, cells in enumerate(page.iter_rows(values_only=True), 1)
        for column, value in enumerate(cells, 1)
        if value is not None
    }


def test_what_is_not_computed_keeps_its_value_and_is_named(handed, copied):
    assert [str(each) for each in handed.copy.uncomputed] == ["Eigene!B2 (SVERWEIS)", "Eigene!G3 („[b]“)"]
    (warning,) = handed.copy.warnings
    assert warning == (
        "Nicht gerechnet ist, was hier mit seinem zuletzt gespeicherten Wert steht: "
        "Eigene!B2 (SVERWEIS), Eigene!G3 („[b]“)."
    )
    assert [copied.worksheets[0].cell(row, 2).value for row in (1, 2, 3)] == [
        "Werte-Kopie",
        SAYS.format("Plan 2017.xlsm"),
        warning,
    ]


def test_nothing_is_left_of_macros_and_workings(handed):
    names = parts(handed.workbook)
    assert [name for name in names if re.search(r"vba|customUI|calcChain|ctrlProp", name, re.IGNORECASE)] == []
    types = names["[Content_Types].xml"].decode()
    assert "macroEnabled" not in types
    assert "vba" not in types
    assert [name for name, data in names.items() if b"Los<" in data or b'macro="[0]' in data] == []
    assert b'name="Mappe_' not in names["xl/workbook.xml"]
    assert b"Formula" not in names["xl/tables/table1.xml"]
    work = Values(handed.workbook)["Rechenwerk"]
    original = Values(SHIPPED)["Rechenwerk"]
    kept, all_of_them = len(held(work)), len(held(original))
    assert 0 < kept < all_of_them / 3


def test_what_charts_show_is_there(handed):
    """Every area that a chart names has values in the copy."""
    names, values = parts(handed.workbook), Values(handed.workbook)
    charts = [data.decode() for name, data in names.items() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(charts) == 54
    areas = {area for chart in charts for area in re.findall(r"<c:(?:cat|val)>.*?<c:f>([^<]+)</c:f>", chart)}
    old = Values(SHIPPED)
    for sheet, area in (area.rsplit("!", 1) for area in areas):
        title, cells = sheet.strip("'"), area.replace("$", "")
        if ":" in cells:
            assert shown(values[title][cells]) == shown(old[title][cells]), (sheet, area)


def shown(rows):
    return [[cell.value for cell in row] for row in rows]


def test_it_is_only_for_reading(handed):
    names = parts(handed.workbook)
    sheets = {
        name: ET.fromstring(data) for name, data in names.items() if re.fullmatch(r"xl/worksheets/\w+\.xml", name)
    }
    assert len(sheets) == 36
    for name, root in sheets.items():
        assert root.find(f"{MAIN}sheetProtection").get("sheet") == "1", name
        assert root.find(f"{MAIN}dataValidations") is None, name
    formats = ET.fromstring(names["xl/styles.xml"]).find(f"{MAIN}cellXfs")
    assert [e for e in formats.iter(f"{MAIN}protection") if e.get("locked") == "0"] == []


def test_names_and_rules_that_make_sense_stay_and_others_are_named(handed, copied):
    assert {"Ziel_ELB_gesamt", "Annahme_Planjahr", "Ziele_Stand_Stufe", "Eigene_Zelle", "Eigener_Satz"} <= set(
        copied.defined_names
    )
    assert handed.copy.lost == (
        "Name Eigene_Rechnung: =Eigene!$C$4*2",
        "Bedingtes Format auf „Eigene“: =JC_VERSION()>0",
    )
    assert [rule.formula for area in copied["Eigene"].conditional_formatting for rule in area.rules] == [["$C$4>0"]]
    lights = [rule.formula for area in copied["Übersicht"].conditional_formatting for rule in area.rules]
    assert ['"grün"'] in lights
    assert ["Ziele_Stand_Stufe=5"] in lights


def test_excel_takes_it_for_whole(handed):
    assert OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(handed.workbook).errors == []


@pytest.mark.parametrize("command", ["refresh", "check", "upgrade", "import-ist", "weitergeben", "explain"])
def test_a_copy_is_not_taken_for_a_plan(handed, tmp_path, run, command):
    path = tmp_path / handed.workbook.name
    shutil.copy(handed.workbook, path)
    before = path.read_bytes()
    delivery = [SHIPPED.parent / "beispiel" / "Istwerte-2017.csv"] if command == "import-ist" else []
    code, _, err = run(command, *delivery, path, *(["Ziel_LZB"] if command == "explain" else []))
    assert code == 2
    assert err == (
        "Fehler: Plan 2017 Werte.xlsx: Das ist eine Werte-Kopie; gerechnet wird nur in der Planungsmappe „Plan 2017.xlsm“.\n"
    )
    assert path.read_bytes() == before


def test_targets_that_are_not_up_to_date_are_said_on_the_first_sheet(plan_file, run):
    type_in(plan_file, Annahme_G2_Zugang=853)
    code, out, _ = run("weitergeben", plan_file, "--ohne-pdf", "--json")
    found = json.loads(out)
    assert code == 0
    (warning,) = found["warnungen"]
    assert re.fullmatch(r"Achtung: Ziele veraltet: \d+ Abweichungen\.", warning)
    book = openpyxl.load_workbook(found["arbeitsmappe"])
    assert book.worksheets[0]["B3"].value == warning
    figures = [cell.value for row in book["ELB"] for cell in row if isinstance(cell.value, float)]
    assert any(figure == pytest.approx(27549.005, abs=1e-6) for figure in figures)
    assert not any(figure == pytest.approx(27649.005, abs=1e-6) for figure in figures)


# ---- files ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A plan of one office with two teams."""
    plan = case(2017)
    path = tmp_path_factory.mktemp("klein") / "Klein & fein.xlsx"
    path.write_bytes(build(plan.shaped(replace(plan.shape, teams=(2,)))))
    return path


def drawn(workbooks):
    """Stands for LibreOffice: a PDF says what it is about as LibreOffice writes it."""
    said = []
    for data in workbooks:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            core = ET.fromstring(archive.read("docProps/core.xml"))
        about = core.find("{http://purl.org/dc/elements/1.1/}subject").text
        said.append(b"%PDF /Subject<FEFF" + about.encode("utf-16-be").hex().upper().encode() + b">")
    return said


def test_what_it_wrote_itself_is_replaced_and_nothing_else(small, tmp_path):
    def again():
        return rounds.hand_round(small, tmp_path, when=WHEN, convert=drawn)

    first = again()
    assert [path.name for path in first.pages] == ["Ziele.pdf", "Team 1.1.pdf", "Team 1.2.pdf"]
    assert first.notes == ("Noch keine Istwerte: Die Seiten der Teams zeigen das Soll.",)
    again()
    for name in ("Klein & fein Werte.xlsx", "Team 1.2.pdf"):
        mine = (tmp_path / name).read_bytes()
        for foreign in (b"etwas anderes", SHIPPED.read_bytes()):
            (tmp_path / name).write_bytes(foreign)
            before = {path: path.read_bytes() for path in tmp_path.iterdir()}
            with pytest.raises(FileError, match=f"{name}: Diese Datei gibt es schon; sie ist keine"):
                again()
            assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
        (tmp_path / name).write_bytes(mine)


def test_without_libreoffice_there_is_the_workbook_and_a_sentence(small, tmp_path, monkeypatch):
    def missing():
        raise FileError("LibreOffice fehlt.")

    monkeypatch.setattr(printer, "soffice", missing)
    handed = rounds.hand_round(small, tmp_path, when=WHEN)
    assert [path.name for path in tmp_path.iterdir()] == ["Klein & fein Werte.xlsx"]
    assert handed.notes == ("Ohne PDF-Dateien: LibreOffice fehlt.",)


def test_teams_that_are_called_alike_get_files_of_their_own(small, tmp_path):
    path = tmp_path / "Plan.xlsx"
    shutil.copy(small, path)
    type_in(path, Team_Kuerzel=["A/B", "a/b"])
    handed = rounds.hand_round(path, None, when=WHEN, convert=drawn)
    assert [page.name for page in handed.pages[1:]] == ["Team A-B.pdf", "Team a-b (2).pdf"]


def test_pages_are_accessible_and_each_has_one_team(libreoffice, small, tmp_path):
    handed = rounds.hand_round(small, tmp_path, when=WHEN)
    titles = []
    for path in handed.pages:
        with pikepdf.open(path) as pdf:
            with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
                assert metadata["pdfuaid:part"] == "1", path
                titles.append(metadata["dc:title"])
                assert metadata["xmp:CreateDate"].startswith("2026-11-27T"), path
            assert (str(pdf.Root.Lang), pdf.Root.MarkInfo.Marked, len(pdf.pages)) == ("de-DE", True, 1), path
            assert pdf.Root.ViewerPreferences.DisplayDocTitle, path
    assert titles == [
        "Ziele 2017, Jobcenter ME-aktiv",
        "Team 1.1 · Team 1.1, Planung 2017",
        "Team 1.2 · Team 1.2, Planung 2017",
    ]
    targets, first, second = (text_of(path) for path in handed.pages)
    for wanted in ("27.649", "22,4 %", "Ort, Datum", "Geschäftsführung", "für die Träger", "Klein & fein.xlsx"):
        assert wanted in targets
    assert ("1.1 · Team 1.1" in first, "Team 1.2" in first) == (True, False)
    assert ("1.2 · Team 1.2" in second, "Team 1.1" in second) == (True, False)
    assert "zurück" not in first
    again = rounds.hand_round(small, tmp_path, when=WHEN)  # LibreOffice's own PDFs are known again
    assert again.pages == handed.pages


def text_of(path):
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
