"""``jcplan verbund`` on files: against figures by hand, a bad file, processes, the workbook that comes of it.

The plans are the reference case with other stocks: ELB of all groups and LZB; 1.369 of the 8 HKL, of whom 953 come on
top, the others grow by 0,5 %; rates 23,0 % · 1,015, published as 23,3 %, and 12,98 %; 22,5 % in the year before.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from workbooks import SHIPPED, Values, save_with_libreoffice, type_in

from jcplan.cells import areas
from jcplan.hosts import together
from jcplan.hosts.cli import main
from jcplan.hosts.many import in_folders
from jcplan.ooxml import WorkbookFile

STOCKS = {"A.xlsx": (26570, 17241), "B.xlsx": (27000, 9000), "C.xlsx": (61000, 30500)}
"""ELB and LZB by file."""
PLANNED = {name: Fraction(1005, 1000) * (elb - 1369) + 1369 + 953 for name, (elb, _) in STOCKS.items()}
HEADS = {
    name: Fraction(233, 1000) * Fraction(1005, 1000) * (elb - 1369) + Fraction(1298, 10000) * (1369 + 953)
    for name, (elb, _) in STOCKS.items()
}


def _call(path, text):
    """Type a Jobcenter's name that begins like a formula."""
    file = WorkbookFile.read(path)
    sheet, area = areas(file.names)["Annahme_Jobcenter"]
    file.set_values(sheet, {(area.top, area.left): text}, constants=True)
    path.write_bytes(file.to_bytes())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("Pläne")
    for name, (elb, lzb) in STOCKS.items():
        shutil.copy(SHIPPED, found / name)
        if name != "A.xlsx":
            type_in(found / name, Annahme_ELB_gesamt=elb, Annahme_LZB_Bestand=lzb)
            _call(found / name, f"=Jobcenter {name}")
    (found / "D.xlsx").write_text("keine Mappe", encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def told(folder):
    """What the command tells programs, made once with all cores."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(["verbund", str(folder), "-o", str(folder / "Verbund.xlsx"), "--ziehungen", "2000", "--json"])
    assert code == 2
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def made(told):
    """The workbook that it writes."""
    return Path(told["arbeitsmappe"])


def test_sums_and_rates_over_all_against_fractions(told):
    found = told
    assert found["planjahr"] == 2017
    assert found["summen"]["elb"] == pytest.approx(float(sum(PLANNED.values())), rel=1e-14)
    assert found["summen"]["integrationen"] == pytest.approx(float(sum(HEADS.values())), rel=1e-14)
    assert found["summen"]["lzb"] == 17241 + 9000 + 30500
    assert found["quoten"]["iq"] == pytest.approx(float(sum(HEADS.values()) / sum(PLANNED.values())), rel=1e-14)
    assert found["quoten"]["iq_vorjahr"] == pytest.approx(0.225, rel=1e-14)
    rates = sorted(float(HEADS[name] / PLANNED[name]) for name in STOCKS)
    spread = found["verteilung"]["iq"]
    assert [spread[key] for key in ("least", "median", "most")] == pytest.approx(rates, rel=1e-14)
    assert [each["datei"] for each in found["nicht_gezaehlt"]] == ["D.xlsx"]
    assert found["ausreisser"] == []
    assert [each["vergleichstyp"] for each in found["plaene"]] == [None] * 3


def test_contradictions_and_chances_are_those_of_the_plan(folder, told, run):
    path = folder / "C.xlsx"
    (plan,) = (each for each in told["plaene"] if each["datei"] == path.name)
    checks = json.loads(run("check", path, "--json")[1])["pruefungen"]
    clashes = [each for each in checks if each["urteil"] == "Widerspruch" and each["art"] == "Rechenwiderspruch"]
    assert plan["widersprueche"] == len(clashes) > 0
    targets = json.loads(run("chance", path, "--json")[1])["ziele"]
    assert plan["chancen"] == {each["name"]: each["wahrscheinlichkeit"] for each in targets}
    assert told["widersprueche"] == sum(each["widersprueche"] for each in told["plaene"])


def test_one_process_or_two_give_the_same_to_the_last_bit(folder):
    files = in_folders([str(folder)], folder / "Verbund.xlsx")
    one, other = (together.gathered(files, 500, lambda: None, processes)[0] for processes in (1, 2))
    assert one == other
    backwards = together.gathered(files[::-1], 500, lambda: None, 1)[0]
    assert backwards == one


def test_one_plan_alone_is_itself(folder, tmp_path, run):
    out = tmp_path / "Verbund.xlsx"
    code, text, _ = run("verbund", folder / "A.xlsx", "-o", out, "--ziehungen", "10000", "--json")
    found, alone = json.loads(text), json.loads(run("chance", folder / "A.xlsx", "--json")[1])
    assert code == 0
    assert found["quoten"]["iq"] == pytest.approx(float(HEADS["A.xlsx"] / PLANNED["A.xlsx"]), rel=1e-14)
    (rate,) = (each for each in alone["ziele"] if each["name"] == "Ziel_IQ_gesamt")
    assert (alone["ziehungen"], alone["saat"]) == (10000, 2017)
    for way in ("einzeln", "gemeinsam"):
        assert found["chance_iq"][way]["wahrscheinlichkeit"] == rate["wahrscheinlichkeit"]


def test_the_first_sheet_says_what_it_is_and_what_failed(folder, made):
    text = [[cell for cell in row if cell is not None] for row in Values(made)["Verbund"].iter_rows(values_only=True)]
    cells = [str(cell) for row in text for cell in row]
    assert cells[0] == "Verbund 2017: 3 Pläne zusammen"
    assert f"3 Pläne aus {folder.name}, gelesen" in cells[1]
    at = cells.index("D.xlsx")
    assert "kein Excel-Archiv" in cells[at + 1]
    assert {"A.xlsx", "B.xlsx", "C.xlsx"} <= set(cells)
    assert any("Ziele aktualisieren" in cell and "B.xlsx, C.xlsx" in cell for cell in cells)


def test_a_text_that_looks_like_a_formula_is_none(made):
    book = openpyxl.load_workbook(made)
    (cell,) = (row[1] for row in book["Ziele"].iter_rows(min_row=5) if row[2].value == "B.xlsx")
    assert (cell.value, cell.data_type) == ("=Jobcenter B.xlsx", "s")


def test_native_sums_are_what_a_spreadsheet_program_computes(made, tmp_path):
    """LibreOffice computes every formula anew when the stored results are gone."""
    path = tmp_path / "Verbund.xlsx"
    book = openpyxl.load_workbook(made)
    formulas = {
        (sheet.title, cell.row, cell.column)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    book.save(path)
    save_with_libreoffice(path)
    ours, theirs = Values(made), Values(path)
    assert {sheet for sheet, *_ in formulas} == {"Verbund", "Ziele", "Gruppen", "Verteilung", "Sicherheit"}
    for sheet, row, column in formulas:
        value = ours[sheet].cell(row, column).value
        assert isinstance(value, float)
        assert theirs[sheet].cell(row, column).value == pytest.approx(value, rel=1e-12, abs=1e-12), (sheet, row, column)


def test_the_comparison_type_is_an_input_that_may_stay_blank(folder, tmp_path):
    path = tmp_path / "A.xlsx"
    shutil.copy(folder / "A.xlsx", path)
    blank, _ = together.brought(("A.xlsx", path.read_bytes()), 10)
    type_in(path, Annahme_Vergleichstyp="IIc")
    found, _ = together.brought(("A.xlsx", path.read_bytes()), 10)
    assert (blank.kind, found.kind) == ("", "IIc")
    assert found.amounts["elb"] == pytest.approx(float(PLANNED["A.xlsx"]), rel=1e-14)


def test_the_folder_is_called_by_its_name(folder, tmp_path, run, monkeypatch):
    monkeypatch.chdir(folder)
    out = tmp_path / "Verbund.xlsx"
    run("verbund", ".", "-o", out, "--ziehungen", "10")
    texts = [cell for row in Values(out)["Verbund"].iter_rows(values_only=True) for cell in row]
    assert any(f"3 Pläne aus {folder.name}, gelesen" in str(text) for text in texts)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "Verbund.xls"), "gefunden die Endung „.xls“, erwartet .xlsx"),
        (("-o", "nirgends/Verbund.xlsx"), "Den Ordner „nirgends“ gibt es nicht"),
        (("-o", "Verbund.xlsx", "--ziehungen", "0"), "--ziehungen: gefunden 0, erwartet eine ganze Zahl von 1"),
        ((), "es fehlt: -o/--out"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_read(tmp_path, run, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("verbund", tmp_path, *options)
    assert code == 2
    assert words in err


def test_a_file_that_is_there_stays(tmp_path, folder, run):
    path = tmp_path / "Verbund.xlsx"
    path.write_bytes(b"wichtig")
    code, _, err = run("verbund", folder, "-o", path)
    assert (code, path.read_bytes()) == (2, b"wichtig")
    assert "--ueberschreiben" in err


def test_a_folder_without_a_plan_is_an_error(tmp_path, run):
    (tmp_path / "X.xlsx").write_bytes(b"")
    code, _, err = run("verbund", tmp_path, "-o", tmp_path / "Verbund.xlsx")
    assert code == 2
    assert "Nicht gezählt: " in err
    assert "gefunden keine Planung" in err
    assert not (tmp_path / "Verbund.xlsx").exists()
