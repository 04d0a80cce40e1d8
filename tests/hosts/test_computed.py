"""A file that is as jcplan left it is not computed again, and what is not computed again is right."""

from __future__ import annotations

import json
import math
import shutil

import openpyxl
import pytest
from workbooks import ROOT, Values, growth_cell, stored, type_in

from jcplan import computed
from jcplan.cells import CellError, areas
from jcplan.formula import Engine
from jcplan.formula.mentions import reached
from jcplan.hosts.file import FileBook
from jcplan.layout import mappe
from jcplan.ooxml import WorkbookFile
from jcplan.snapshot import Snapshot

DELIVERY = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"


def state(path):
    return computed.state(WorkbookFile.read(path))


def forget(path):
    """The same file, which does not say any more that it is computed."""
    file = WorkbookFile.read(path)
    computed.mark(file, "")
    path.write_bytes(file.to_bytes())
    assert state(path) == ""


def results(path):
    """Everything that cells hold but for what tells when it was done: the log and the record to undo by."""
    file = WorkbookFile.read(path)
    sheet, area = Snapshot(FileBook(path)).index.place(mappe.IMPORT_NAME)
    cells = {(sheet, *at): cell for sheet in file.sheets for at, cell in file.cells(sheet).items()}
    told = {(sheet, *at) for at in area}
    return {key: cell.value for key, cell in cells.items() if key[0] != "Protokoll" and key not in told}


def same(one, other):
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return (one or None) == (other or None)


def test_stored_results_are_those_that_would_be_computed(plan_file):
    book = FileBook(plan_file)
    assert book.reconciled
    full = Engine(book.file).compute().values
    assert len(full) > 9000
    wrong = [key for key, value in full.items() if not same(book.engine.cell(*key), value)]
    assert wrong == []


def test_a_delivery_into_a_computed_file_gives_the_same_as_into_one_that_is_computed_anew(plan_file, tmp_path, run):
    other = shutil.copyfile(plan_file, tmp_path / "anders.xlsx")
    forget(other)
    for path in (plan_file, other):
        assert run("import-ist", DELIVERY, path)[0] == 0
        assert run("refresh", path)[0] == 0
    found, wanted = results(plan_file), results(other)
    assert found.keys() == wanted.keys()
    assert [key for key in wanted if not same(found[key], wanted[key])] == []
    assert (state(plan_file), state(other)) == (computed.RECONCILED, computed.RECONCILED)


def test_whatever_changes_the_file_ends_it(plan_file, run):
    type_in(plan_file, Annahme_Umschichtung_Anteil=0)
    assert state(plan_file) == ""
    assert run("refresh", plan_file)[0] == 0
    assert stored(plan_file, "Ziel_EGT") == 21987044
    assert state(plan_file) == computed.RECONCILED
    openpyxl.load_workbook(plan_file).save(plan_file)
    assert state(plan_file) == ""


def test_a_stale_result_is_found(plan_file, run):
    file = WorkbookFile.read(plan_file)
    sheet, plan = areas(file.names)["ELB_Plan"]
    file.set_values(sheet, {(plan.top, plan.left): 1.0})  # a formula's result, of a program that does not compute
    plan_file.write_bytes(file.to_bytes())
    assert state(plan_file) == ""
    assert run("refresh", plan_file)[0] == 0
    assert Values(plan_file).area("ELB_Plan")[0] == [pytest.approx(25327.005)]


def test_a_formula_typed_over_is_reported_after_a_command_that_does_not_look(plan_file, run):
    book = openpyxl.load_workbook(plan_file)
    cell, _ = growth_cell(plan_file)
    book["ELB"][cell] = 120
    book.save(plan_file)
    assert run("import-ist", DELIVERY, plan_file)[0] == 0
    assert state(plan_file) == computed.COMPUTED
    for _ in range(2):
        found = json.loads(run("refresh", plan_file, "--json")[1])
        assert [f["zelle"] for f in found["formeln"]] == [f"ELB!{cell}"]
        assert state(plan_file) == computed.COMPUTED


def test_a_file_with_an_error_or_a_formula_left_says_nothing(plan_file, run):
    for formula in ("=1/0", "=SVERWEIS(1,A1:B2,2)"):
        book = openpyxl.load_workbook(plan_file)
        book.create_sheet("Eigene")["A1"] = formula
        path = plan_file.with_name("eigen.xlsx")
        book.save(path)
        assert run("refresh", path)[0] == 0
        assert state(path) == ""


@pytest.mark.parametrize(
    ("formulas", "names", "wanted"),
    [
        ({"A": "B!C3", "C": "Aus_B+1"}, {"Aus_B": "A!$A$1"}, {"A", "B", "C"}),
        ({"A": "'B'!C3", "C": "'A'!A1", "D": "SUM(C:C)"}, {}, {"A", "B", "C"}),
        ({"A": 'INDIRECT("B!C3")'}, {}, {"A", "B"}),
        ({"A": "SUM(A:C!B1)"}, {}, {"A", "B"}),
        ({"A": "Tabelle[Spalte]"}, {}, {"A", "B"}),
        ({"C": "eins"}, {"Eins": "Zwei*2", "Zwei": "B!$A$1"}, {"B", "C"}),
        ({"C": "b!A1"}, {}, {"B", "C"}),
        ({"A": "C!A1"}, {}, {"B"}),
        ({}, {"Wo": "OFFSET(A!$A$1,1,1)"}, {"A", "B", "C", "D"}),
    ],
)
def test_which_sheets_a_change_on_b_reaches(formulas, names, wanted):
    assert reached(["B"], ["A", "B", "C", "D"], names, lambda sheet: formulas.get(sheet, "")) == wanted


def test_values_come_without_errors_and_blanks_from_the_file_alone(plan_file):
    """What may mean two things is computed when it is asked for."""
    book = FileBook(plan_file)
    blanks = [
        (sheet, at)
        for sheet in book.sheets
        for at, cell in book.file.cells(sheet).items()
        if cell.formula is not None and cell.value in (None, "")
    ]
    full = Engine(book.file)
    assert len(blanks) > 100
    for sheet, at in blanks:
        assert book.engine.cell(sheet, *at) == full.cell(sheet, *at)
        assert not isinstance(full.cell(sheet, *at), CellError)
