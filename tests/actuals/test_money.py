"""Commitments and outflow by instrument: from the file to the workbook, back, and into another shape."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from actuals import make
from actuals.test_groups import delivery  # noqa: F401  # a fixture
from workbooks import Values, type_in

HEADER = "monat;einheit;kennzahl;wert"
MONEY = make.FOLDER / "Istwerte-2017-Geld.csv"
NAMES = ("Ist_BINDUNG", "Ist_BINDUNG_gesamt", "Ist_AUSGABE", "Ist_AUSGABE_gesamt")


def amounts():
    """Amounts by measure and row, month by month, read by the standard library."""
    with MONEY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))[1:]
    found = {"Bindungen": [], "Ausgaben": []}
    for _, measure, *cells in rows:
        found[measure].append([Decimal(cell.replace(".", "").replace(",", ".")) for cell in cells])
    return found


@pytest.fixture(scope="module")
def year(tmp_path_factory, fresh_bytes):
    """A plan with the money of eight months."""
    from jcplan.hosts.cli import main  # the module's fixture needs no captured output

    path = tmp_path_factory.mktemp("geld") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    assert main(["import-ist", str(MONEY), str(path)]) == 0
    return path


def test_every_cent_of_the_delivery_is_kept(year):
    book = Values(year)
    for measure, name in (("Bindungen", "Ist_BINDUNG"), ("Ausgaben", "Ist_AUSGABE")):
        *instruments, whole = amounts()[measure]
        assert len(instruments) == 10
        kept = book.area(name)
        assert [row[:8] for row in kept] == [list(map(float, row)) for row in instruments]
        assert {cell for row in kept for cell in row[8:]} == {None}
        assert book.area(f"{name}_gesamt")[0][:8] == list(map(float, whole))
        for month in range(8):  # the delivery itself agrees to the cent
            assert sum(row[month] for row in instruments) == whole[month]


@pytest.mark.parametrize(
    ("line", "name", "row", "value"),
    [
        ("03.2017;Förderung der beruflichen Weiterbildung (FbW);Bindungen;1.234,56", "Ist_BINDUNG", 0, 1234.56),
        ("03.2017;fbw;BINDUNG;1234,5 €", "Ist_BINDUNG", 0, 1234.5),
        ("03.2017;Arbeitsgelegenheiten;Ausgaben;−12,30", "Ist_AUSGABE", 2, -12.3),
        ("03.2017;I03;AUSGABE;-", "Ist_AUSGABE", 2, 0),
        ("03.2017;Instrument 10;Ausgaben;7", "Ist_AUSGABE", 9, 7),
        ("03.2017;10;Mittelabfluss;7", "Ist_AUSGABE", 9, 7),
        ("03.2017;insgesamt;Bindungen;9.650.542,12", "Ist_BINDUNG_gesamt", 0, 9650542.12),
    ],
)
def test_instruments_and_amounts_are_written_in_several_ways(plan_file, run, delivery, line, name, row, value):  # noqa: F811
    code, _, err = run("import-ist", delivery(line, header=HEADER), plan_file)
    assert (code, err) == (0, "")
    assert Values(plan_file).area(name)[row][2] == value


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("03.2017;1.1;Bindungen;5", "Spalte einheit: gefunden „1.1“ (Text), erwartet ein Instrument des Blattes Annahmen"),
        ("03.2017;11;Bindungen;5", "Nummer 1 bis 10) oder gesamt"),
        ("03.2017;AGH;Ausgaben;5,123", "Spalte wert: gefunden „5,123“ (Text), erwartet einen Betrag auf den Cent"),
        ("03.2017;AGH;Ausgaben;0.123", "Spalte wert"),
        ("03.2017;AGH;Ausgaben;*", "Spalte wert: gefunden „*“ (Text), erwartet einen Betrag in Euro wie 1.234,50"),
        ("03.2017;AGH;Ausgaben;1.000.000.000,01", "erwartet einen Betrag von −1.000.000.000 bis 1.000.000.000 €"),
        ("12.2016;AGH;Ausgaben;5", "Spalte monat: gefunden Dez 2016, erwartet einen Monat des Planjahres 2017"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_cell(plan_file, run, delivery, line, said):  # noqa: F811
    before = plan_file.read_bytes()
    code, _, err = run("import-ist", delivery(line, header=HEADER), plan_file)
    assert (code, said in err) == (2, True), err
    assert plan_file.read_bytes() == before


def test_money_has_no_groups(plan_file, run, delivery):  # noqa: F811
    code, _, err = run("import-ist", delivery("03.2017;AGH;Ausgaben;G1;5"), plan_file)
    assert (code, "nur Integrationen und ELB je Gruppe" in err) == (2, True)


def test_a_name_that_several_instruments_have_is_refused(plan_file, run, delivery):  # noqa: F811
    type_in(plan_file, Annahme_Mittel_Gewicht_02_Bezeichnung="Arbeitsgelegenheiten (neu)")
    code, _, err = run("import-ist", delivery("03.2017;Arbeitsgelegenheiten;Ausgaben;5", header=HEADER), plan_file)
    assert (code, "so heißen mehrere Instrumente (I02, I03)" in err) == (2, True), err


def test_a_total_that_is_not_the_sum_is_named_to_the_cent(plan_file, run, delivery):  # noqa: F811
    lines = [f"03.2017;{slot};Bindungen;100,10" for slot in range(1, 11)]
    source = delivery(*lines, "03.2017;gesamt;Bindungen;1.001,01", header=HEADER)
    code, _, err = run("import-ist", source, plan_file)
    assert code == 2
    assert "die Instrumente ergeben 1.001,00, insgesamt sind es 1.001,01" in err
    assert run("import-ist", source, plan_file, "--trotzdem")[0] == 0
    line = next(each for each in run("check", plan_file)[1].splitlines() if "die gemeldete Summe: Bindungen" in each)
    assert line.strip().startswith("Widerspruch")


def test_corrections_are_shown_in_euro_and_taken_back(year, tmp_path, run, delivery):  # noqa: F811
    plan = tmp_path / "Plan.xlsx"
    plan.write_bytes(year.read_bytes())
    before = Values(plan).area("Ist_BINDUNG")
    source = delivery("01.2017;FbW;Bindungen;262.400,23", "01.2017;gesamt;Bindungen;875.573,44", header=HEADER)
    said = run("import-ist", source, plan)[1]
    assert "262.399,23" in said
    assert "262.400,23" in said
    assert Values(plan).area("Ist_BINDUNG")[0][0] == 262400.23
    type_in(plan, Annahme_Mittel_Gewicht_01_Bezeichnung="Weiterbildung")  # it is found by its number
    assert run("import-ist", "--rueckgaengig", plan)[0] == 0
    assert Values(plan).area("Ist_BINDUNG") == before


@pytest.mark.parametrize("shape", [("--gruppen", "3"), ("--instrumente", "12"), ("--teams", "2,2")])
def test_reshaping_keeps_the_money(year, tmp_path, run, shape):
    out = tmp_path / "Neu.xlsx"
    assert run("upgrade", year, "-o", out, *shape)[0] in (0, 1)
    before, after = Values(year), Values(out)
    for name in NAMES:
        kept = after.area(name)
        assert kept[: len(before.area(name))] == before.area(name)


def test_fewer_instruments_say_what_is_lost(year, tmp_path, run):
    out = tmp_path / "Neu.xlsx"
    said = run("upgrade", year, "-o", out, "--instrumente", "9")[1]
    assert Values(out).area("Ist_BINDUNG") == Values(year).area("Ist_BINDUNG")[:9]
    assert "Ist_BINDUNG" in said
