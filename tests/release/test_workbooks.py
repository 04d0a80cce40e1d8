"""Workbooks of earlier releases, as files, go on working."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from workbooks import ROOT, Values, stored, type_in

HERE = Path(__file__).parent
FILLED = ("neu.xlsx", "jahr.xlsx", "libreoffice.xlsx", "eigene.xlsx", "makros.xlsm")
TARGETS = {  # of the reference case, as printed in the planning document and computed by hand
    "Ziel_ELB_gesamt_veroeffentlicht": 27649,
    "Ziel_IQ_ohne_veroeffentlicht": 0.233,
    "Ziel_IQ_8HKL_veroeffentlicht": 0.1298,
    "Ziel_IQ_gesamt_veroeffentlicht": 0.224,
    "Ziel_LZB_veroeffentlicht": 17241,
    "Ziel_LZB_Abgang_veroeffentlicht": 69,
    "Ziel_Umschichtung_veroeffentlicht": 5936501.88,
    "Ziel_EGT_veroeffentlicht": 16050542.12,
    "Ziel_VKB_veroeffentlicht": 31512126.88,
}
LOG_TOP = 6


@pytest.fixture(params=["0.1.0"])
def release(request):
    return HERE / request.param


def copy_of(release, name, tmp_path):
    path = tmp_path / name
    shutil.copyfile(release / name, path)
    return path


def log_rows(path):
    return sum(any(row) for row in Values(path)["Protokoll"].iter_rows(LOG_TOP, None, 2, 7, values_only=True))


@pytest.mark.parametrize("name", FILLED)
def test_a_refresh_keeps_the_targets_and_a_changed_assumption_moves_them(release, name, tmp_path, run):
    path = copy_of(release, name, tmp_path)
    before = log_rows(path)
    code, out, err = run("refresh", path)
    assert (code, err) == (0, ""), err
    assert "Alle Ziele unverändert" in out
    assert f"Die Mappe ist aus Version {release.name}" in out
    assert out.count("erwartet die Formel") == (name == "eigene.xlsx")
    assert "nicht mehr die gelieferten" not in out or name == "eigene.xlsx"
    assert dict(zip(TARGETS, stored(path, *TARGETS), strict=True)) == pytest.approx(TARGETS, rel=1e-12)
    assert log_rows(path) == before + 1
    type_in(path, Annahme_Umschichtung_Anteil=0)
    code, out, _ = run("refresh", path)
    assert code == 0
    assert "5.936.501,88 € → 0,00 €" in out
    assert stored(path, "Ziel_EGT", "Ziel_VKB") == [21987044, 25575625]


def test_a_blank_workbook_names_what_is_missing(release, tmp_path, run):
    path = copy_of(release, "leer.xlsx", tmp_path)
    before = path.read_bytes()
    code, _, err = run("refresh", path)
    assert (code, path.read_bytes()) == (2, before)
    assert "(ELB insgesamt, Ausgangsbestand): gefunden eine leere Zelle" in err
    assert err.count("eine leere Zelle") == 18


@pytest.mark.parametrize("name", ["jahr.xlsx", "libreoffice.xlsx"])
def test_a_years_actuals_are_still_there(release, name, tmp_path, run):
    path = copy_of(release, name, tmp_path)
    actuals = {kind: Values(path).area(f"Ist_{kind}") for kind in ("INTEGRATIONEN", "ELB", "LZB", "LZB_ABGAENGE")}
    assert run("refresh", path)[0] == 0
    book = Values(path)
    assert {kind: book.area(f"Ist_{kind}") for kind in actuals} == actuals
    assert sum(isinstance(cell, float) for row in actuals["INTEGRATIONEN"] for cell in row) > 280


def test_the_users_own_sheet_is_kept_and_computed(release, tmp_path, run):
    path = copy_of(release, "eigene.xlsx", tmp_path)
    type_in(path, Annahme_ELB_8HKL_Zugang=1000)
    code, out, _ = run("refresh", path)
    assert code == 0
    assert "ELB!G8: gefunden 120, erwartet die Formel =F8-C8" in out
    assert "1 Formel nicht gerechnet: Eigene!B8 (SVERWEIS)" in out
    found = dict(Values(path)["Eigene"].iter_rows(2, 8, 1, 2, values_only=True))
    elb = (26570 - 1369) * 1.005 + 1369 + 1000
    assert found["ELB je Team"] == pytest.approx(elb / 24)
    assert found["Bereinigt"] == round(elb / 24 * 0.85)
    assert found["EGT aus Zelle"] == pytest.approx(0.27 * 21987044)
    assert found["Summe zweier Zellen"] == 26570


def test_the_delivered_formulas_are_those_of_the_releases_workbook(release):
    """Read by another library from the workbook as it was shipped."""
    data = json.loads(gzip.decompress((ROOT / "jcplan" / "releases" / f"{release.name}.json.gz").read_bytes()))
    book = openpyxl.load_workbook(release / "neu.xlsx")
    for sheet in book:
        formulas = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}
        wanted = {
            getattr(value, "ref", at): "{" + value.text[1:] + "}" if hasattr(value, "text") else value[1:]
            for at, value in formulas.items()
        }
        assert data["formulas"].get(sheet.title, {}) == wanted
    assert data["names"] == {name: defined.value for name, defined in book.defined_names.items()}


def test_an_array_formula_of_which_a_program_kept_one_cell_is_named_once(release, tmp_path, run):
    """As LibreOffice saves them after a name was added: the formula in the first cell, values in the others."""
    path = copy_of(release, "neu.xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["Zielnachhaltung"]
    sheet["D51"].value = "=" + sheet["D51"].value.text.removeprefix("=")
    for column in "EFGH":
        sheet[f"{column}51"].value = "–"
    book.save(path)
    code, out, _ = run("check", path, "--json")
    found = json.loads(out)["formeln"]
    assert code == 1
    assert [(f["zelle"], f["gefunden"]) for f in found] == [("Zielnachhaltung!D51:H51", "die Formel nur noch in D51")]
    assert found[0]["erwartet"].endswith("über D51:H51")
