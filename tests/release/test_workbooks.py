"""What earlier releases were delivered with, as jcplan knows it, is what their workbooks hold."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import openpyxl
import pytest
from workbooks import ROOT

from jcplan.cells import parse_area

HERE = Path(__file__).parent


@pytest.fixture(params=["0.1.0"])
def release(request):
    return HERE / request.param


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


def test_an_array_formula_of_which_a_program_kept_one_cell_is_named_once(plan_file, run):
    """As LibreOffice saves them after a name was added: the formula in the first cell, values in the others."""
    book = openpyxl.load_workbook(plan_file)
    sheet = book["Zielnachhaltung"]
    array = next(cell.value for row in sheet for cell in row if _columns(cell.value) > 2)
    first, *others = sheet[array.ref][0]
    first.value = "=" + array.text.removeprefix("=")
    for cell in others:
        cell.value = "–"
    book.save(plan_file)
    code, out, _ = run("check", plan_file, "--json")
    found = json.loads(out)["formeln"]
    assert code == 1
    said = f"die Formel nur noch in {first.coordinate}"
    assert [(f["zelle"], f["gefunden"]) for f in found] == [(f"Zielnachhaltung!{array.ref}", said)]
    assert found[0]["erwartet"].endswith(f"über {array.ref}")


def _columns(value):
    """How many cells in a row an array formula fills."""
    area = parse_area(value.ref) if hasattr(value, "ref") else None
    return area.shape[1] if area and area.shape[0] == 1 else 0
