"""Workbooks of earlier releases come into this version with all that their users put into them."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from keeping import basis, by_name, carried
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table
from openxml_audit import FileFormat, OpenXmlValidator
from workbooks import ROOT, Values, cell_of, growth_cell, log, parts, stored, type_in

from jcplan import __version__
from jcplan.cells import split_reference
from jcplan.hosts.cli import main
from jcplan.hosts.excel import vba
from jcplan.hosts.excel import workbook as excel
from jcplan.layout.teamseiten import PAGE
from jcplan.printing import PRINTED

HERE = Path(__file__).parent / "0.1.0"
ALL = ("leer.xlsx", "neu.xlsx", "jahr.xlsx", "eigene.xlsx", "libreoffice.xlsx", "makros.xlsm")
TARGETS = {  # of the reference case, as printed in the planning document and computed by hand
    "Ziel_ELB_gesamt_veroeffentlicht": 27649,
    "Ziel_IQ_G1_veroeffentlicht": 0.233,
    "Ziel_IQ_G2_veroeffentlicht": 0.1298,
    "Ziel_IQ_gesamt_veroeffentlicht": 0.224,
    "Ziel_LZB_veroeffentlicht": 17241,
    "Ziel_LZB_Abgang_veroeffentlicht": 69,
    "Ziel_Umschichtung_veroeffentlicht": 5936501.88,
    "Ziel_EGT_veroeffentlicht": 16050542.12,
    "Ziel_VKB_veroeffentlicht": 31512126.88,
}


def copy_of(name, tmp_path):
    path = tmp_path / name
    shutil.copyfile(HERE / name, path)
    return path


@pytest.fixture(scope="module", params=ALL)
def upgraded(request, tmp_path_factory):
    """The name of an old workbook, the old one and the new one."""
    folder = tmp_path_factory.mktemp("upgrade")
    old, new = folder / request.param, folder / f"neu-{request.param}"
    shutil.copyfile(HERE / request.param, old)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        assert main(["upgrade", str(old), "-o", str(new)]) == 0
    assert "Nicht übernommen" not in said.getvalue()
    assert old.read_bytes() == (HERE / request.param).read_bytes()
    return request.param, old, new


def test_everything_that_was_stored_is_there_and_the_checks_run(upgraded, tmp_path, run):
    name, old, made = upgraded
    new = shutil.copyfile(made, tmp_path / made.name)
    before, after = by_name(old), by_name(new)
    assert len(before) > 1000
    assert carried(before, after) == before
    assert carried(basis(old), basis(new)) == basis(old)
    assert log(new)[: len(log(old))] == log(old)
    assert [row[4] for row in log(new)[len(log(old)) :]] == [f"Mappe von Version 0.1.0 auf {__version__} gebracht"]
    if name == "leer.xlsx":
        assert run("refresh", new)[0] == 2
        return
    code, out, err = run("refresh", new, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["ergebnis"] == "Alle Ziele unverändert"
    assert found["geaenderte_annahmen"] == []
    typed_over = [f"ELB!{growth_cell(new)[0]}"] if name == "eigene.xlsx" else []
    assert [f["zelle"] for f in found["formeln"]] == typed_over
    found = json.loads(run("check", new, "--json")[1])
    assert [f["zelle"] for f in found["formeln"]] == typed_over
    assert dict(zip(TARGETS, stored(new, *TARGETS), strict=True)) == pytest.approx(TARGETS, rel=1e-12)
    type_in(new, Annahme_Umschichtung_Anteil=0)
    code, out, _ = run("refresh", new)
    assert code == 0
    assert "5.936.501,88 € → 0,00 €" in out
    assert stored(new, "Ziel_EGT", "Ziel_VKB") == [21987044, 25575625]


def test_it_is_as_valid_as_it_was(upgraded):
    _, old, new = upgraded

    def findings(path):
        errors = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path).errors
        return {error.description for error in errors}

    assert findings(new) <= findings(old)


@pytest.mark.parametrize(
    "command", [("refresh",), ("check",), ("import-ist", ROOT / "workbook/beispiel/Istwerte-2017.csv")]
)
def test_commands_send_an_older_workbook_to_the_upgrade(command, tmp_path, run):
    path = copy_of("neu.xlsx", tmp_path)
    code, _, err = run(*command, path)
    assert code == 2
    assert "gefunden eine Mappe der Version 0.1.0" in err
    assert "jcplan upgrade neu.xlsx" in err
    assert path.read_bytes() == (HERE / "neu.xlsx").read_bytes()


def test_in_place_the_old_file_is_kept(tmp_path, run):
    path = copy_of("neu.xlsx", tmp_path)
    assert run("upgrade", path)[0] == 0
    assert path.with_name("neu.xlsx.bak").read_bytes() == (HERE / "neu.xlsx").read_bytes()
    after = path.read_bytes()
    code, _, err = run("upgrade", path)
    assert code == 2
    assert f"schon auf dem Stand der Version {__version__}" in err
    assert path.read_bytes() == after


def test_own_sheets_names_and_formats_come_along(tmp_path, run):
    path = copy_of("eigene.xlsx", tmp_path)
    code, out, _ = run("upgrade", path)
    assert code == 0
    assert "Eigene Blätter übernommen: Eigene." in out
    assert "Eigene!B4: =Budget!D8, jetzt 5.936.501,88" in out
    sheet, old = openpyxl.load_workbook(path)["Eigene"], openpyxl.load_workbook(HERE / "eigene.xlsx")["Eigene"]
    for row in old.iter_rows():
        for cell in row:
            now = sheet[cell.coordinate]
            assert now.value == (cell.value if cell.coordinate != "B4" else pytest.approx(0.27 * 21987044))
            assert (now.number_format, repr(now.font), repr(now.fill)) == (
                cell.number_format,
                repr(cell.font),
                repr(cell.fill),
            )
    type_in(path, Annahme_ELB_gesamt=26671)  # 100 heads and one: followed through the name
    assert run("refresh", path)[0] == 0
    found = dict(Values(path)["Eigene"].iter_rows(2, 8, 1, 2, values_only=True))
    assert found["Summe zweier Zellen"] == 26671
    assert found["Sverweis"] == 0.85  # not computed here: it stays as it was


def test_the_users_macros_stay(tmp_path, run):
    path = copy_of("makros.xlsm", tmp_path)
    contents = parts(path)
    project = vba.Project(contents["xl/vbaProject.bin"])
    project.put("Eigenes", 'Option Explicit\n\nPublic Sub Gruss()\n    MsgBox "Guten Tag"\nEnd Sub\n')
    rewrite(path, {**contents, "xl/vbaProject.bin": project.to_bytes()})
    assert run("upgrade", path)[0] == 0
    fresh = path.with_name("Frisch.xlsm")
    assert run("new", fresh)[0] == 0
    now, new = (vba.from_workbook(p.read_bytes()) for p in (path, fresh))
    assert set(now.modules) == {*new.modules, "Eigenes"}
    assert "Guten Tag" in now.source("Eigenes")
    assert all(now.source(name) == new.source(name) for name in new.modules)
    assert parts(path)["customUI/customUI14.xml"] == parts(fresh)["customUI/customUI14.xml"]


def test_code_of_own_sheets_keeps_its_sheet_and_code_of_delivered_ones_is_named():
    """Where a code name is needed by this version, the sheet and its code get another one."""
    old, new = vba.Project(excel.vba_project(["Sheet1", "Sheet2", "Tabelle1"])), excel.vba_project(["Sheet1", "Sheet2"])
    old.put("Sheet2", "Private Sub Worksheet_Activate()\n    Beep\nEnd Sub\n")
    old.put("Tabelle1", "Public Sub Eigen()\nEnd Sub\n")
    old.put("Sheet1", "Public Sub Geliefert()\nEnd Sub\n")
    data, lost = excel.joined(old.to_bytes(), new, {"Sheet2": "Eigenes1", "Tabelle1": "Tabelle1"})
    found = vba.Project(data)
    assert "Beep" in found.source("Eigenes1")
    assert "Beep" not in found.source("Sheet2")
    assert "Eigen()" in found.source("Tabelle1")
    assert found.kind("Eigenes1") == found.kind("Tabelle1") == "Document"
    assert lost == ["Eigene Makros im Modul „Sheet1“ eines gelieferten Blattes sind nicht übernommen."]


def rewrite(path, contents):
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)


@pytest.fixture
def rich(tmp_path):
    """A used workbook of 0.1.0 with an own sheet that holds all kinds of things, saved by another program."""
    path = copy_of("neu.xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Meine Auswertung", 2)
    sheet["A1"] = "ELB"
    sheet["A1"].comment = Comment("Bitte prüfen", "Controlling")
    sheet["B1"] = "=Annahmen!$C$17"  # Annahme_ELB_gesamt
    sheet["B2"] = "=SUM(ELB!$C$8:$C$9)+Teams!$E$21"  # ELB_Bestand, and a cell of Gewicht_INTEGRATIONEN
    sheet["B3"] = '=B1+INDIRECT("Annahmen!C17")'
    sheet["B4"] = "=SUM(ELB!C:C)"
    sheet["B5"] = "=IF(Weg_damit>0,1,2)"
    for row in range(10, 14):
        sheet.cell(row, 1, f"Posten {row}")
        sheet.cell(row, 2, row * 1.5).number_format = '0.0 "T€"'
    sheet["A9"], sheet["B9"] = "Posten", "Betrag"
    sheet.add_table(Table(displayName="Posten", ref="A9:B13"))
    sheet.conditional_formatting.add(
        "B1", FormulaRule(["B1>Annahmen!$C$17"], fill=PatternFill("solid", bgColor="FFFF0000"))
    )
    sheet.conditional_formatting.add("B2", FormulaRule(["B2>ELB!$Z$1"], fill=PatternFill("solid", bgColor="FF00FF00")))
    choice = DataValidation("list", formula1="Teams!$B$20:$B$43")
    choice.add("C1")
    sheet.add_data_validation(choice)
    sheet["D1"].hyperlink = Hyperlink("D1", location="Annahmen!C17", display="zur Annahme")
    chart = BarChart()
    chart.add_data(Reference(book["ELB"], min_col=3, min_row=8, max_row=9))  # ELB_Bestand
    chart.add_data(Reference(book["Budget"], min_col=4, min_row=8, max_row=9))  # no name
    sheet.add_chart(chart, "F2")
    sheet.merge_cells("A20:C20")
    sheet.column_dimensions["A"].width = 33
    book.defined_names["Meine_Quote"] = DefinedName("Meine_Quote", attr_text="Annahmen!$C$17")
    book.defined_names["Weg_damit"] = DefinedName("Weg_damit", attr_text="Budget!$D$8")
    sheet.defined_names["Nur_hier"] = DefinedName("Nur_hier", attr_text="'Meine Auswertung'!$B$10:$B$13")
    book["Annahmen"]["K20"] = "Notiz am Rand"
    book["Annahmen"]["C17"].fill = PatternFill("solid", fgColor="FFFFCC99")
    book["Annahmen"]["C18"].number_format = "0.00"
    book["Annahmen"]["C17"].comment = Comment("Woher kommt das?", "Controlling")
    book.save(path)
    return path


def test_an_own_sheet_with_all_kinds_of_things(rich, tmp_path, run):
    new = tmp_path / "neu-rich.xlsx"
    code, out, err = run("upgrade", rich, "-o", new, "--json")
    assert (code, err) == (0, "")
    report = json.loads(out)
    book = openpyxl.load_workbook(new)
    sheet = book["Meine Auswertung"]
    assert book.sheetnames.index("Meine Auswertung") == 2
    assert sheet["A1"].comment.text == "Bitte prüfen"
    sheet_name, address = cell_of(new, "Annahme_ELB_gesamt")
    column, row = address[0], address[1:]
    assert sheet["B1"].value == f"={sheet_name}!${column}${row}"
    elb, teams = book.defined_names["ELB_Bestand"].value, book.defined_names["Gewicht_INTEGRATIONEN"].value
    assert sheet["B2"].value == f"=SUM({elb})+Teams!$E${int(teams.split('$')[2].rstrip(':')) + 1}"
    as_value = {text.split(":")[0] for text in report["als_wert"]}
    assert {"'Meine Auswertung'!B3", "'Meine Auswertung'!B4", "Name Weg_damit"} <= as_value
    assert sheet["B5"].value == "=IF(Weg_damit>0,1,2)"
    assert book.defined_names["Weg_damit"].value == "5936501.88"
    assert book.defined_names["Meine_Quote"].value == f"{sheet_name}!${column}${row}"
    assert sheet.defined_names["Nur_hier"].value == "'Meine Auswertung'!$B$10:$B$13"
    assert sheet.tables["Posten"].ref == "A9:B13"
    assert sheet["B10"].number_format == '0.0 "T€"'
    assert sheet.column_dimensions["A"].width == 33
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A20:C20"]
    rules = {str(k.sqref): [r.formula[0] for r in v] for k, v in sheet.conditional_formatting._cf_rules.items()}
    assert rules == {"B1": [f"B1>{sheet_name}!${column}${row}"], "B2": ["#REF!"]}
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == book.defined_names["Team_Kuerzel"].value
    assert sheet["D1"].hyperlink.location == f"{sheet_name}!{address}"
    assert book["Annahmen"]["K20"].value == "Notiz am Rand"
    assert book["Annahmen"][address].fill.fgColor.rgb == "FFFFCC99"
    stock = book["Annahmen"][cell_of(new, "Annahme_G2_ELB")[1]]
    assert (stock.value, stock.number_format) == (1369, "0.00")
    charts = [
        data.decode() for name, data in parts(new).items() if name.startswith("xl/charts/chart") and b"numLit" in data
    ]
    assert len(charts) == 1
    assert elb in charts[0]
    assert "Budget" not in charts[0]
    assert any("Diagramm" in text and "Budget" in text for text in report["als_wert"])
    assert report["nicht_uebernommen"] == ["Annahmen!C17: Kommentar „Woher kommt das?“"]
    errors = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(new).errors
    before = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(rich).errors
    assert {e.description for e in errors} <= {e.description for e in before}


@pytest.mark.parametrize(("own", "message"), [("jcplan", "Blatt jcplan"), (None, "Name Ziele_Version")])
def test_a_name_that_this_version_needs_is_refused(own, message, tmp_path, run):
    path = copy_of("neu.xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    if own:
        book.create_sheet(own)
    else:
        book.defined_names["Ziele_Version"] = DefinedName("Ziele_Version", attr_text="ELB!$C$8")
    book.save(path)
    before = path.read_bytes()
    code, _, err = run("upgrade", path)
    assert (code, path.read_bytes()) == (2, before)
    assert message in err
    assert "umbenennen" in err


def test_what_is_no_planning_workbook_is_left_alone(tmp_path, run):
    path = tmp_path / "Fremd.xlsx"
    openpyxl.Workbook().save(path)
    before = path.read_bytes()
    code, _, err = run("upgrade", path)
    assert (code, path.read_bytes()) == (2, before)
    assert "erwartet eine Mappe von jcplan" in err


def test_a_renamed_sheet_gets_its_name_back(tmp_path, run):
    path = copy_of("neu.xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    book["Annahmen"].title = "Eingaben 2017"
    for defined in book.defined_names.values():
        defined.value = defined.value.replace("Annahmen!", "'Eingaben 2017'!")
    book.save(path)
    code, out, _ = run("upgrade", path)
    assert code == 0
    assert "Das Blatt „Eingaben 2017“ heißt wieder „Annahmen“." in out
    assert stored(path, "Annahme_ELB_gesamt", "Ziel_ELB_gesamt_veroeffentlicht") == [26570, 27649]
    assert "Eingaben 2017" not in openpyxl.load_workbook(path).sheetnames


def test_what_a_workbook_says_of_itself_survives_another_program(plan_file, run):
    """Saved by openpyxl; by LibreOffice in tests/libreoffice."""
    book = openpyxl.load_workbook(plan_file)
    assert book["jcplan"].sheet_state == "veryHidden"
    hidden = {name for name, defined in book.defined_names.items() if defined.hidden}
    assert {name for name in hidden if not name.startswith((PRINTED, PAGE))} == {
        "Mappe_Version",
        "Mappe_Form",
        "Mappe_Auslieferung",
        "Mappe_Rechenstand",
        "Mappe_Aussehen",
        "Einlesen_Ersetzt",
    }
    assert book.defined_names["Mappe_Version"].value == f'"{__version__}"'
    assert (
        book.defined_names["Mappe_Form"].value == '"gruppen=2;teams=4,4,4,4,4,4;projekte=8;instrumente=10;standards=7"'
    )
    cell, formula = growth_cell(plan_file)
    book["ELB"][cell] = 120
    book.save(plan_file)
    again = openpyxl.load_workbook(plan_file)
    assert again["jcplan"].sheet_state == "veryHidden"
    assert {name for name, defined in again.defined_names.items() if defined.hidden} == hidden
    found = json.loads(run("refresh", plan_file, "--json")[1])
    assert found["version"] == __version__
    assert [(f["zelle"], f["erwartet"]) for f in found["formeln"]] == [(f"ELB!{cell}", f"die Formel ={formula}")]


def test_a_workbook_that_lost_what_it_says_of_itself(plan_file, run):
    for damage, message in (
        (drop_record, "auf deren verborgenem Blatt „jcplan“"),
        (drop_version, "Name Mappe_Version"),
    ):
        book = openpyxl.load_workbook(plan_file)
        damage(book)
        path = plan_file.with_name("Kaputt.xlsx")
        book.save(path)
        before = path.read_bytes()
        code, _, err = run("refresh", path)
        assert (code, path.read_bytes()) == (2, before)
        assert message in err


def drop_record(book):
    book["jcplan"]["A4"] = None


def drop_version(book):
    del book.defined_names["Mappe_Version"]


def test_names_that_a_user_removed_or_moved(tmp_path, run):
    path = copy_of("neu.xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    sheet, address = split_reference(book.defined_names["Annahme_ELB_gesamt"].value)
    book[sheet][address.replace("$", "")] = 26571
    del book.defined_names["Annahme_ELB_gesamt"]  # it is still where it was delivered
    del book.defined_names["Annahme_LZB_Bestand"]
    sheet, address = split_reference(book.defined_names["Saison_ELB"].value)
    book.defined_names["Saison_ELB"].value = f"{sheet}!$C$8:$N$8"  # as if a row above had gone
    del book.defined_names["Saison_LZB"]
    book.save(path)
    code, out, _ = run("upgrade", path)
    assert code == 0
    assert stored(path, "Annahme_ELB_gesamt", "Annahme_LZB_Bestand") == [26571, 17241]
    assert "Istwerte: Hier sind Zeilen oder Spalten eingefügt oder gelöscht." in out
    assert "Saison_LZB: Der Name fehlt in der bisherigen Mappe" in out
    assert "Annahmen: Hier sind" not in out
