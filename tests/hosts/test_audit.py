"""Every workbook that jcplan writes is valid to a checker that follows the schemas as Microsoft's own SDK does.

A workbook that another program saved has findings of its own; jcplan adds none.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections import Counter

import openpyxl
import pytest
from openxml_audit import FileFormat, OpenXmlValidator
from workbooks import ROOT, parts

DELIVERY = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"
LIBREOFFICE = ROOT / "tests" / "release" / "0.1.0" / "libreoffice.xlsx"


def findings(path):
    """What the checker finds by part and kind; how many cells of a kind there are changes with what is written."""
    result = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    return Counter((error.part_uri, re.sub(r"\d+", "#", error.description)) for error in result.errors)


@pytest.mark.parametrize("name", ["Plan.xlsx", "Plan.xlsm"])
def test_a_new_workbook_with_everything_written_into_it(tmp_path, run, name):
    path = tmp_path / name
    assert run("new", path)[0] == 0
    assert run("import-ist", DELIVERY, path)[0] == 0
    assert run("refresh", path)[0] == 0
    assert findings(path) == {}


def test_a_blank_workbook(tmp_path, run):
    path = tmp_path / "Leer.xlsx"
    assert run("new", path, "--leer")[0] == 0
    assert findings(path) == {}


def test_a_reference_sheet():
    assert findings(ROOT / "tests" / "reference" / "planungsdokument.xlsx") == {}


def saved_by_openpyxl(plan_file):
    openpyxl.load_workbook(plan_file).save(plan_file)


def saved_by_libreoffice(plan_file):
    shutil.copyfile(LIBREOFFICE, plan_file)


@pytest.mark.parametrize("save", [saved_by_openpyxl, saved_by_libreoffice])
def test_nothing_new_in_what_another_program_saved(plan_file, run, save):
    save(plan_file)
    before = findings(plan_file)
    assert run("import-ist", DELIVERY, plan_file)[0] == 0
    assert run("refresh", plan_file)[0] == 0
    assert findings(plan_file) - before == Counter()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</sheetData>", b"</sheetData><falsch/>"),
        (b' t="str"', b' t="falsch"'),
    ],
    ids=["element", "value"],
)
def test_the_checker_finds_what_is_wrong(plan_file, old, new):
    contents = parts(plan_file)
    name = "xl/worksheets/sheet5.xml"
    assert old in contents[name]
    contents[name] = contents[name].replace(old, new, 1)
    with zipfile.ZipFile(plan_file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in contents.items():
            archive.writestr(part, content)
    assert [part for part, _ in findings(plan_file)] == [f"/{name}"]
