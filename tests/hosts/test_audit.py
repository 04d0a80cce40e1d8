"""Every workbook that jcplan writes is valid to a checker that follows the schemas as Microsoft's own SDK does.

A workbook that another program saved has findings of its own; jcplan adds none.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter

import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from workbooks import ROOT, parts, save_with_libreoffice, save_with_openpyxl

DELIVERY = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"
LITTLE = (
    "monat;einheit;kennzahl;wert\n01.2017;1.1;ELB;13.700\n01.2017;gesamt;ELB;26.600\n01.2017;gesamt;INTEGRATIONEN;400\n"
)
SHEET = ROOT / "tests" / "reference" / "planungsdokument.xlsx"


def findings(path):
    """What the checker finds by part and kind; how many cells of a kind there are changes with what is written."""
    result = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    return Counter((error.part_uri, re.sub(r"\d+", "#", error.description)) for error in result.errors)


def test_a_new_workbook_with_everything_written_into_it(tmp_path, run):
    """One with macros: without them it has the same parts but two, and a blank one has those."""
    path = tmp_path / "Plan.xlsm"
    assert run("new", path)[0] == 0
    assert run("import-ist", DELIVERY, path)[0] == 0
    assert run("refresh", path)[0] == 0
    assert findings(path) == {}


def test_a_blank_workbook(empty_file):
    assert findings(empty_file) == {}


def test_a_reference_sheet():
    assert findings(SHEET) == {}


@pytest.mark.parametrize("save", [save_with_openpyxl, save_with_libreoffice])
def test_nothing_new_in_what_another_program_saved(small_file, tmp_path, run, save):
    save(small_file)
    before = findings(small_file)
    delivery = tmp_path / "Ist.csv"
    delivery.write_text(LITTLE, "utf-8")
    assert run("import-ist", delivery, small_file)[0] == 0
    assert run("refresh", small_file)[0] == 0
    assert findings(small_file) - before == Counter()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</sheetData>", b"</sheetData><falsch/>"),
        (b' t="str"', b' t="falsch"'),
    ],
    ids=["element", "value"],
)
def test_the_checker_finds_what_is_wrong(tmp_path, old, new):
    contents = parts(SHEET)
    name = "xl/worksheets/sheet1.xml"
    assert old in contents[name]
    contents[name] = contents[name].replace(old, new, 1)
    spoiled = tmp_path / "Falsch.xlsx"
    with zipfile.ZipFile(spoiled, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in contents.items():
            archive.writestr(part, content)
    assert [part for part, _ in findings(spoiled)] == [f"/{name}"]
