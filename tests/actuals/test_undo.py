"""The last import undone: every cell holds again what it held, or nothing is written and what differs is named."""

from __future__ import annotations

import json

import openpyxl
import pytest
from actuals import make
from actuals.test_import import block
from workbooks import log, type_in

YEAR = make.FOLDER / "Istwerte-2017.csv"
APRIL = make.FOLDER / "Istwerte-2017-April.csv"
ACTUALS = (
    "Ist_INTEGRATIONEN", "Ist_ELB", "Ist_LZB", "Ist_LZB_ABGAENGE", "Ist_ELB_Vorjahr", "Ist_LZB_Vorjahr",
    "Ist_INTEGRATIONEN_gesamt", "Ist_ELB_gesamt", "Ist_LZB_gesamt", "Ist_LZB_ABGAENGE_gesamt",
)  # fmt: skip


def actuals(path):
    return {name: block(path, name) for name in ACTUALS}


@pytest.fixture(scope="module")
def imported(tmp_path_factory, fresh_bytes):
    """A plan with a year of actuals, and after that the corrections of April; and what it held in between."""
    from jcplan.hosts.cli import main

    path = tmp_path_factory.mktemp("undo") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    assert main(["import-ist", str(YEAR), str(path)]) == 0
    year = path.read_bytes()
    assert main(["import-ist", str(APRIL), str(path), "--wer", "Eva"]) == 0
    return year, path.read_bytes()


@pytest.fixture
def april(plan_file, imported):
    plan_file.write_bytes(imported[1])
    return plan_file


def test_corrections_are_taken_back(april, run, imported, tmp_path):
    year = tmp_path / "Jahr.xlsx"
    year.write_bytes(imported[0])
    assert actuals(april) != actuals(year)
    code, out, err = run("import-ist", "--rueckgaengig", april, "--wer", "Udo")
    assert (code, err) == (0, "")
    assert "von Eva: 8 Werte zurückgenommen, davon 0 wieder leer, 8 wieder wie vorher." in out
    assert actuals(april) == actuals(year)
    (_, who, _, _, outcome, changes) = log(april)[-1]
    assert (who, outcome) == ("Udo", "Einlesen zurückgenommen")
    march = int(block(year, "Ist_INTEGRATIONEN")[4][2])
    assert f"Integrationen, 2.1, Mrz 2017: {march + 2} → {march}" in changes
    assert "LZB-Abgänge (Teamprojekte), 2.4, Mrz 2017: * → 1" in changes
    assert len(log(april)) == 4  # nothing of what was done before is lost
    code, _, err = run("import-ist", "--rueckgaengig", april)
    assert (code, "Es gibt kein Einlesen" in err) == (2, True)


def test_a_whole_year_is_taken_back(plan_file, run, imported, fresh_bytes, tmp_path):
    plan_file.write_bytes(imported[0])
    code, out, _ = run("import-ist", "--rueckgaengig", plan_file, "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["wieder_leer"], told["wieder_wie_vorher"], told["geschrieben"]) == (1248, [], True)
    assert all(value is None for rows in actuals(plan_file).values() for row in rows for value in row)


def test_a_cell_that_was_changed_since_is_named_and_nothing_written(april, run):
    book = openpyxl.load_workbook(april)
    sheet, _, area = book.defined_names["Ist_INTEGRATIONEN"].value.partition("!")
    cells = book[sheet.strip("'")][area.replace("$", "")]
    cells[0][0].value = 99  # 1.1 in January, which April did not bring
    march = cells[4][2].value
    cells[4][2].value = march + 5
    place = cells[4][2].coordinate
    book.save(april)
    before = april.read_bytes()
    code, _, err = run("import-ist", "--rueckgaengig", april)
    assert (code, april.read_bytes()) == (2, before)
    lines = err.splitlines()
    assert lines[0].endswith("1 Wert inzwischen geändert; es wurde nichts zurückgenommen.")
    assert lines[1:] == [
        f"Istwerte!{place} (Integrationen, 2.1, Mrz 2017): gefunden {march + 5}, erwartet {march}, wie eingelesen."
    ]


def test_probe_shows_it_and_writes_nothing(april, run):
    before = april.read_bytes()
    code, out, _ = run("import-ist", "--rueckgaengig", april, "--probe")
    assert (code, april.read_bytes()) == (0, before)
    assert "8 Werte, davon dann 0 wieder leer, 8 wieder wie vorher." in out
    assert "Probe: Es wurde nichts geschrieben." in out


def test_an_import_that_changes_nothing_keeps_the_one_before(april, run):
    assert run("import-ist", APRIL, april)[0] == 0
    assert "8 Werte zurückgenommen" in run("import-ist", "--rueckgaengig", april)[1]


def test_it_outlives_an_upgrade_to_another_shape(april, run, imported, tmp_path):
    """Names and rows stand elsewhere then; the record names team, measure and month."""
    new = tmp_path / "Drei.xlsx"
    assert run("upgrade", april, "-o", new, "--gruppen", "3", "--teams", "4,4,4,4,4,5")[0] == 0
    before = actuals(new)
    code, out, err = run("import-ist", "--rueckgaengig", new)
    assert (code, err) == (0, "")
    assert "8 Werte zurückgenommen" in out
    year = tmp_path / "Jahr.xlsx"
    year.write_bytes(imported[0])
    for name, rows in actuals(year).items():
        assert actuals(new)[name][: len(rows)] == rows, name
    assert actuals(new) != before


def test_a_record_that_someone_damaged(april, run):
    type_in(april, Einlesen_Ersetzt="kaputt")
    before = april.read_bytes()
    code, _, err = run("import-ist", "--rueckgaengig", april)
    assert (code, april.read_bytes()) == (2, before)
    assert "nicht mehr lesbar; es wurde nichts geändert" in err


def test_files_beside_the_option_are_refused(plan_file, run):
    code, _, err = run("import-ist", APRIL, plan_file, "--rueckgaengig")
    assert (code, "erwartet nur die Arbeitsmappe" in err) == (2, True)
