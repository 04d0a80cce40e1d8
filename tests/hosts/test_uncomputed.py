"""What a refresh, a check and an import say of formulas that are not computed, and when they refuse."""

from __future__ import annotations

import json
import shutil

import openpyxl
import pytest
from workbooks import ROOT, cell_of, parts, save_with_openpyxl

SEVEN = {f"B{row}": "=VLOOKUP(1,C1:D2,2)" for row in range(3, 9)} | {"C3": "=B3*2"}


def with_sheet(path, formulas, sheet="Eigene"):
    book = openpyxl.load_workbook(path)
    page = book.create_sheet(sheet)
    for address, formula in formulas.items():
        page[address] = formula
    book.save(path)


def test_refresh_and_check_name_the_first_five(plan_file, run):
    with_sheet(plan_file, SEVEN)
    expected = (
        "7 Formeln nicht gerechnet: Eigene!B3 (SVERWEIS), Eigene!C3 (hängt ab von Eigene!B3), "
        "Eigene!B4 (SVERWEIS), Eigene!B5 (SVERWEIS), Eigene!B6 (SVERWEIS), …"
    )
    for command in ("refresh", "check"):
        _, out, _ = run(command, plan_file)
        assert expected in out.splitlines(), out
    assert b'fullCalcOnLoad="1"' in parts(plan_file)["xl/workbook.xml"]


def test_one_formula_is_one(plan_file, run):
    with_sheet(plan_file, {"B3": '=SUMIF(A1:A2,">0")', "B4": "=1+1"}, "Meine Notizen")
    code, out, _ = run("refresh", plan_file)
    assert code == 0
    assert "1 Formel nicht gerechnet: 'Meine Notizen'!B3 (SUMMEWENN)" in out.splitlines()


def test_json_names_all_of_them(plan_file, run):
    with_sheet(plan_file, SEVEN)
    for command in ("refresh", "check"):
        code, out, _ = run(command, plan_file, "--json")
        found = json.loads(out)["nicht_gerechnet"]
        assert len(found) == 7
        assert found[0] == {"zelle": "Eigene!B3", "formel": "=SVERWEIS(1;C1:D2;2)", "grund": "SVERWEIS"}
        assert found[1]["grund"] == "hängt ab von Eigene!B3"
    assert code == (0 if json.loads(out)["ohne_befund"] else 1)


def test_refresh_as_json(plan_file, run):
    code, out, _ = run("refresh", plan_file, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["nicht_gerechnet"] == []
    assert found["ergebnis"] == "Alle Ziele unverändert"
    assert {target["name"]: target["veroeffentlicht"] for target in found["ziele"]}["Ziel_ELB_gesamt"] == 27649
    assert found["sicherung"] == str(plan_file) + ".bak"


def test_uncomputed_formulas_alone_are_no_finding(plan_file, run):
    before = run("check", plan_file)[0]
    with_sheet(plan_file, SEVEN)
    assert run("check", plan_file)[0] == before


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ('=SUMIF(Eigene!A1:A3,">0")', ['=SUMMEWENN(Eigene!A1:A3;">0")', "(SUMMEWENN)"]),
        ("=Eigene!B3+26000", ["=Eigene!B3+26000", "(hängt ab von Eigene!B3)"]),
    ],
    ids=["itself", "through another cell"],
)  # fmt: skip
def test_an_input_that_is_not_computed_stops_everything(plan_file, run, formula, words):
    with_sheet(plan_file, SEVEN)
    save_with_openpyxl(plan_file, Annahme_ELB_gesamt=formula)
    sheet, address = cell_of(plan_file, "Annahme_ELB_gesamt")
    before = plan_file.read_bytes()
    delivery = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"
    for command in (("refresh", plan_file), ("check", plan_file), ("import-ist", delivery, plan_file)):
        code, out, err = run(*command)
        assert (code, out) == (2, "")
        assert all(word in err for word in (f"{sheet}!{address}", "erwartet", "veraltet", *words)), err
    assert plan_file.read_bytes() == before


def test_a_cell_of_istwerte_counts_as_an_input(plan_file, run):
    book = openpyxl.load_workbook(plan_file)
    target = book.defined_names["Ist_ELB"].value.partition("!")[2].replace("$", "").partition(":")[0]
    book["Istwerte"][target] = "=VLOOKUP(1,Eigene!A1:B2,2)"
    book.create_sheet("Eigene")
    book.save(plan_file)
    code, _, err = run("refresh", plan_file)
    assert code == 2
    assert f"Istwerte!{target}" in err


def test_import_says_what_it_left(plan_file, tmp_path, run):
    with_sheet(plan_file, SEVEN)
    delivery = shutil.copy(ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv", tmp_path)
    code, out, err = run("import-ist", delivery, plan_file)
    assert (code, err) == (0, "")
    assert "7 Formeln nicht gerechnet: Eigene!B3 (SVERWEIS)" in out
    code, out, _ = run("import-ist", delivery, plan_file, "--json")
    assert len(json.loads(out)["nicht_gerechnet"]) == 7


@pytest.mark.parametrize(
    "formula",
    [
        "=ROUND(1,500)",
        "=FIXED(1,500)",
        "=1E999",
        "=INT(1E999)",
        "=INDEX({1;2},1E999)",
        "=SUM({1,2;3})",
        "=SUM(A1:XFD1048576)",
    ],
)
def test_no_formula_of_a_user_ends_a_command(plan_file, run, formula):
    with_sheet(plan_file, {"B3": formula, "B4": "=1+1"})
    code, _, err = run("refresh", plan_file)
    assert (code, err) == (0, "")
    assert openpyxl.load_workbook(plan_file, data_only=True)["Eigene"]["B4"].value == 2
    assert run("check", plan_file)[0] in (0, 1)
    assert run("eval", "1+1", "--file", plan_file)[:2] == (0, "2\n")
