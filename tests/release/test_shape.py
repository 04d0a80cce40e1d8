"""How many groups, teams, projects a workbook has: made so, refused, brought into another shape and back."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from keeping import basis, by_name, carried
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from shapes import big, delivery
from workbooks import ROOT, Values, cell_of, log, stored, type_in

from jcplan.build import build
from jcplan.cells import areas
from jcplan.hosts.cli import main

RELEASED = Path(__file__).parent / "0.1.0"
DELIVERY = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"
ASKED = ("--gruppen", "3", "--teams", "5,5,3", "--projekte", "4", "--instrumente", "6", "--standards", "5")
GROUPS = {
    "ELB_gesamt": 10_000, "IQ_gesamt_Vorjahr": 0.2,
    "G1_ELB": None, "G1_Veraenderung": 0.1, "G1_Zugang": 0, "G1_IQ_Vorjahr": 0.22, "G1_IQ_Steigerung": 0.05, "G1_IQ_Ziel": None,
    "G2_ELB": 2000, "G2_Veraenderung": 0, "G2_Zugang": 600, "G2_Zugang_ab_Monat": 7, "G2_IQ_Vorjahr": None,
    "G2_IQ_Steigerung": 0.1, "G2_IQ_Ziel": None, "G2_IQ_Nachkommastellen": 3,
    "G3_ELB": 1000, "G3_Veraenderung": -0.1, "G3_Zugang": -400, "G3_Zugang_ab_Monat": 7, "G3_IQ_Vorjahr": 0.1,
    "G3_IQ_Steigerung": None, "G3_IQ_Ziel": 0.1236, "G3_IQ_Nachkommastellen": 4,
}  # fmt: skip
"""As in tests/workbook/test_groups.py, where it is computed by hand."""
TARGETS = {
    "Ziel_ELB_G1": 7700, "Ziel_ELB_G2": 2300, "Ziel_ELB_G3": 700, "Ziel_ELB_gesamt": 10_700,
    "Ziel_IQ_G1_veroeffentlicht": 0.231, "Ziel_IQ_G2_veroeffentlicht": 0.198, "Ziel_IQ_G3_veroeffentlicht": 0.1236,
    "Ziel_IQ_gesamt": (0.231 * 7700 + 0.198 * 2300 + 0.1236 * 700) / 10_700, "Ziel_IQ_gesamt_veroeffentlicht": 0.217,
}  # fmt: skip


def say(*arguments):
    """Run a command that has to go well; what it says."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        assert main([str(argument) for argument in arguments]) == 0
    return said.getvalue()


def errors(path):
    """Cells that show an error value."""
    book = Values(path)
    return [(sheet, *found) for sheet in book.sheetnames for found in book._errors(sheet)]


def inputs(**values):
    return {f"Annahme_{name}": value for name, value in values.items()}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The reference case in a shape of its own."""
    path = tmp_path_factory.mktemp("made") / "Plan.xlsx"
    say("new", path, *ASKED)
    return path


@pytest.fixture
def three(made, tmp_path):
    """Three groups of round figures, in a folder of its own."""
    path = Path(shutil.copyfile(made, tmp_path / "Plan.xlsx"))
    type_in(path, **inputs(**GROUPS))
    return path


class TestNew:
    def test_it_has_as_many_of_each_as_asked_for(self, made):
        names = Values(made).names
        assert names["Mappe_Form"] == '"gruppen=3;teams=5,5,3;projekte=4;instrumente=6;standards=5"'
        assert "Annahme_G3_ELB" in names
        assert "Annahme_G4_ELB" not in names
        assert "Annahme_Standard_5_Ist" in names
        assert "Annahme_Standard_6_Ist" not in names
        assert "Ziel_IQ_G3" in names
        size = {name: area.shape for name, (_, area) in areas(names).items()}
        assert size["Team_Kuerzel"] == size["Gewicht_ELB"] == size["Ist_ELB_Vorjahr"] == (13, 1)
        assert size["Ist_ELB"] == (13, 12)
        assert size["Fest_ELB_Geschaeftsstelle"] == (3, 1)

    def test_a_further_group_opens_with_nobody_in_it_and_the_rate_of_all(self, made, tmp_path):
        ends = ("ELB", "Veraenderung", "Zugang", "IQ_Vorjahr", "IQ_Steigerung", "IQ_Ziel", "Zugang_ab_Monat")
        assert stored(made, *(f"Annahme_G3_{end}" for end in ends)) == [0, 0, 0, 0.225, None, 0.225, 1]
        assert errors(made) == []
        path = shutil.copyfile(made, tmp_path / "Plan.xlsx")
        found = json.loads(say("refresh", path, "--json"))
        assert (found["ergebnis"], found["formeln"]) == ("Alle Ziele unverändert", [])
        whole = (0.233 * 25327.005 + 0.1298 * 2322) / 27649.005  # as with two groups
        assert stored(path, "Ziel_IQ_gesamt") == pytest.approx(whole, rel=1e-12)
        assert stored(path, "Ziel_IQ_gesamt_veroeffentlicht", "Ziel_ELB_G3") == [0.224, 0]
        assert errors(path) == []

    def test_one_without_inputs(self, tmp_path, run):
        path = tmp_path / "Leer.xlsx"
        say("new", path, "--leer", *ASKED)
        assert Values(path).names["Mappe_Form"] == '"gruppen=3;teams=5,5,3;projekte=4;instrumente=6;standards=5"'
        assert stored(path, "Annahme_G3_Bezeichnung", "Annahme_G3_ELB", "Annahme_G3_IQ_Ziel") == [
            "Gruppe 3",
            None,
            None,
        ]
        before = path.read_bytes()
        code, _, err = run("refresh", path)
        assert (code, path.read_bytes()) == (2, before)
        sheet, cell = cell_of(path, "Annahme_ELB_gesamt")
        assert f"{sheet}!{cell} (ELB insgesamt, Ausgangsbestand): gefunden eine leere Zelle" in err

    def test_closed_forms_of_three_groups_through_a_file(self, three):
        found = json.loads(say("refresh", three, "--json"))
        assert found["formeln"] == []  # the sheets compute the same
        assert dict(zip(TARGETS, stored(three, *TARGETS), strict=True)) == pytest.approx(TARGETS, rel=1e-12)
        assert errors(three) == []


BAD = [
    (("--gruppen", "7"), "--gruppen: gefunden 7, erwartet eine ganze Zahl von 1 bis 6"),
    (("--gruppen", "0"), "--gruppen: gefunden 0, erwartet eine ganze Zahl von 1 bis 6"),
    (("--gruppen", "zwei"), "keine ganze Zahl"),
    (("--teams", "0"), "--teams: gefunden 0 (zusammen 0), erwartet je Geschäftsstelle mindestens ein Team"),
    (("--teams", "5;5"), "--teams: gefunden „5;5“, erwartet ganze Zahlen mit Komma dazwischen"),
    (("--teams", "5,,3"), "--teams: gefunden „5,,3“"),
    (("--teams", ""), "--teams: gefunden „“"),
    (("--teams", ",".join(["1"] * 41)), "--teams: gefunden 41 Geschäftsstellen, erwartet 1 bis 40 Geschäftsstellen"),
    (("--teams", "60,61"), "zusammen 121"),
    (("--projekte", "41"), "--projekte: gefunden 41, erwartet eine ganze Zahl von 1 bis 40"),
    (("--instrumente", "-1"), "--instrumente: gefunden −1"),
    (("--standards", "0"), "--standards: gefunden 0"),
]


@pytest.mark.parametrize(("options", "message"), BAD, ids=[" ".join(options)[:20] for options, _ in BAD])
def test_a_shape_that_cannot_be_writes_nothing(options, message, made, tmp_path, run):
    path = tmp_path / "Plan.xlsx"
    code, out, err = run("new", path, *options)
    assert (code, out) == (2, "")
    assert message in err
    assert list(tmp_path.iterdir()) == []
    before = made.read_bytes()
    code, out, err = run("upgrade", made, *options)
    assert (code, out, made.read_bytes()) == (2, "", before)
    assert message in err
    assert [each.name for each in made.parent.iterdir()] == [made.name]


WRONG = [
    ({"G2_ELB": None}, "G2_ELB", "gefunden eine leere Zelle, erwartet eine Zahl ab 0. Höchstens eine Gruppe darf"),
    ({"G3_IQ_Steigerung": 0.1}, "G3_IQ_Ziel", "gefunden eine Zielquote, wo schon eine Steigerung steht"),
    ({"G3_IQ_Ziel": None}, "G3_IQ_Steigerung", "gefunden weder Steigerung noch Zielquote, erwartet eines von beiden"),
    ({"G1_IQ_Vorjahr": None}, "G1_IQ_Vorjahr", "gefunden eine leere Zelle, erwartet eine Quote"),
    ({"G1_IQ_Vorjahr": 0.3}, "G2_IQ_Vorjahr", "gefunden keine Angabe und aus der Quote insgesamt eine Quote von −10,0 %"),
    ({"G2_ELB": 9500}, "ELB_gesamt", "gefunden 10.000, erwartet mindestens die Summe der Gruppen (10.500)"),
    ({"G3_Zugang": -1801}, "G3_Zugang", "gefunden einen Abgang, der −0,5 Köpfe übrig lässt"),
    ({"G3_Zugang_ab_Monat": 13}, "G3_Zugang_ab_Monat", "gefunden 13, erwartet eine Zahl von 1 bis 12"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "name", "message"), WRONG, ids=[f"{name} {changes}" for changes, name, _ in WRONG])
def test_what_cannot_be_is_refused_by_its_cell(changes, name, message, three, run):
    type_in(three, **inputs(**changes))
    before = three.read_bytes()
    code, _, err = run("refresh", three)
    assert (code, three.read_bytes()) == (2, before)
    sheet, cell = cell_of(three, f"Annahme_{name}")
    assert any(
        line.removeprefix("Fehler: ").startswith(f"{sheet}!{cell} (") and message in line for line in err.splitlines()
    )


@pytest.fixture(scope="module")
def used(tmp_path_factory, fresh_bytes):
    """The reference case with a year of actuals, an input changed, three rows of the log."""
    path = tmp_path_factory.mktemp("used") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    type_in(path, Annahme_ELB_gesamt=26600)
    say("refresh", path)
    say("import-ist", DELIVERY, path)
    return path


class TestAnotherShape:
    def test_two_groups_three_and_two_again(self, used, tmp_path):
        more, back = tmp_path / "Drei.xlsx", tmp_path / "Zwei.xlsx"
        said = say("upgrade", used, "-o", more, "--gruppen", "3")
        assert said.startswith("Form der Mappe geändert: Gruppen 2 → 3.\n")
        assert "Nicht übernommen" not in said
        before, after = by_name(used), by_name(more)
        assert {name: after.get(name) for name in before} == before
        assert stored(more, "Annahme_G3_ELB", "Annahme_G3_IQ_Ziel") == [0, 0.225]
        say("refresh", more)
        assert stored(more, "Ziel_IQ_gesamt") == pytest.approx(stored(used, "Ziel_IQ_gesamt"), rel=1e-12)
        assert errors(more) == []
        say("upgrade", more, "-o", back, "--gruppen", "2")
        again = by_name(back)
        adopted = {name for name in before if str(name[0] if isinstance(name, tuple) else name).startswith("Ziel")}
        assert {name: again.get(name) for name in before if name not in adopted} == {
            name: value for name, value in before.items() if name not in adopted
        }
        assert again.keys() == before.keys()
        assert log(back)[: len(log(used))] == log(used)
        assert json.loads(say("refresh", back, "--json"))["ergebnis"] == "Alle Ziele unverändert"
        assert errors(back) == []

    def test_a_group_that_goes_is_said(self, three, tmp_path):
        said = say("upgrade", three, "-o", tmp_path / "Zwei.xlsx", "--gruppen", "2")
        sheet, cell = cell_of(three, "Annahme_G3_Zugang")
        assert f"{sheet}!{cell} (Annahme_G3_Zugang): −400" in said
        sheet, cell = cell_of(three, "Annahme_G3_IQ_Ziel")
        assert f"{sheet}!{cell} (Annahme_G3_IQ_Ziel): 0,1236" in said

    def test_teams_stay_with_their_office_and_what_has_no_place_is_said(self, used, tmp_path):
        new = tmp_path / "Neu.xlsx"
        report = json.loads(say("upgrade", used, "-o", new, "--teams", "5,3,4,4,4,4", "--json"))
        before, after = Values(used), Values(new)
        for name in ("Team_Kuerzel", "Team_Name", "Gewicht_ELB", "Fest_ELB", "Ist_ELB", "Ist_ELB_Vorjahr", "Ist_LZB"):
            old, now = before.area(name), after.area(name)
            assert now[:4] == old[:4]
            assert set(now[4]) == {None}
            assert now[5:8] == old[4:7]
            assert now[8:] == old[8:]
            if set(old[7]) != {None}:
                assert any(name in sentence for sentence in report["nicht_uebernommen"])
        ((key,),) = before.area("Team_Kuerzel")[7:8]
        assert key is None or any(f"„{key}“" in sentence for sentence in report["nicht_uebernommen"])
        assert after.area("Ist_ELB_gesamt") == before.area("Ist_ELB_gesamt")
        say("refresh", new)
        assert errors(new) == []

    def test_an_office_less(self, used, tmp_path):
        new = tmp_path / "Neu.xlsx"
        report = json.loads(say("upgrade", used, "-o", new, "--teams", "4,4,4,4,4", "--json"))
        before, after = by_name(used), by_name(new)
        gone = {name for name, value in before.items() if after.get(name) != value}
        assert {name for name in gone if str(name).startswith(("Annahme_", "Gedruckt_", "Ziel_", "Saison_"))} == set()
        for name in gone:
            assert after[name] == before[name][: len(after[name])]
            if any(cell is not None for row in before[name][len(after[name]) :] for cell in row):
                assert any(name in sentence for sentence in report["nicht_uebernommen"]), name
        assert errors(new) == []

    def test_more_of_the_rest(self, used, tmp_path):
        new = tmp_path / "Neu.xlsx"
        said = say("upgrade", used, "-o", new, "--projekte", "12", "--instrumente", "12", "--standards", "9")
        assert "Nicht übernommen" not in said
        before, after = by_name(used), by_name(new)
        by_instrument = {"Ist_BINDUNG", "Ist_AUSGABE", "Ist_VERPFLICHTUNG"}
        kept = {name: after[name][: len(before[name])] if name in by_instrument else after.get(name) for name in before}
        assert kept == before
        assert {"Annahme_Projekt_frei_4_VZAE", "Annahme_Standard_9_Ist"} <= after.keys()
        assert json.loads(say("refresh", new, "--json"))["ergebnis"] == "Alle Ziele unverändert"


@pytest.mark.parametrize(
    "name", ["leer.xlsx", "neu.xlsx", "jahr.xlsx", "eigene.xlsx", "libreoffice.xlsx", "makros.xlsm"]
)
def test_a_workbook_of_0_1_0_with_a_third_group(name, tmp_path, run):
    """Plain it is brought along in test_upgrade."""
    old, new = RELEASED / name, tmp_path / name
    said = say("upgrade", old, "-o", new, "--gruppen", "3")
    assert "Nicht übernommen" not in said
    before, after = by_name(old), by_name(new)
    assert carried(before, after) == before
    assert carried(basis(old), basis(new)) == basis(old)
    assert log(new)[: len(log(old))] == log(old)
    assert stored(new, "Annahme_G3_ELB", "Annahme_G3_IQ_Ziel") == [0, None if name == "leer.xlsx" else 0.225]
    if name != "leer.xlsx":
        found = json.loads(say("refresh", new, "--json"))
        assert (found["ergebnis"], found["geaenderte_annahmen"]) == ("Alle Ziele unverändert", [])
        assert errors(new) == []


def test_own_formulas_with_names_of_0_1_0_have_those_of_now_and_compute(tmp_path):
    path = tmp_path / "Alt.xlsx"
    book = openpyxl.load_workbook(RELEASED / "neu.xlsx")
    sheet = book.create_sheet("Eigene")
    sheet["A1"] = "=Annahme_ELB_8HKL*2"
    sheet["A2"] = "=annahme_iq_stellen+Annahme_IQ_8HKL_Stellen"
    sheet["A3"] = '=IF(Ziel_IQ_8HKL<Ziel_IQ_ohne_veroeffentlicht,"darunter: Ziel_IQ_ohne","darüber")'
    sheet["A4"] = "=Meine+Annahme_ELB_ohne_Zugang"
    sheet["A5"] = "=SUM(ELB_Plan)-Ziel_ELB_8HKL"
    book.defined_names["Meine"] = DefinedName("Meine", attr_text="Annahme_ELB_8HKL_Zugang+1")
    rule = FormulaRule(["A1>Annahme_ELB_8HKL"], fill=PatternFill("solid", bgColor="FFFF0000"))
    sheet.conditional_formatting.add("A1", rule)
    book.save(path)
    report = json.loads(say("upgrade", path, "--gruppen", "3", "--json"))
    assert (report["als_wert"], report["nicht_uebernommen"]) == ([], [])
    say("refresh", path)
    book = openpyxl.load_workbook(path)
    assert [cell.value for (cell,) in book["Eigene"]["A1:A5"]] == [
        "=Annahme_G2_ELB*2",
        "=Annahme_IQ_Nachkommastellen+Annahme_G2_IQ_Nachkommastellen",
        '=IF(Ziel_IQ_G2<Ziel_IQ_G1_veroeffentlicht,"darunter: Ziel_IQ_ohne","darüber")',
        "=Meine+Annahme_G1_Zugang",
        "=SUM(ELB_Plan)-Ziel_ELB_G2",
    ]
    assert book.defined_names["Meine"].value == "Annahme_G2_Zugang+1"
    (found,) = (rule.formula for rules in book["Eigene"].conditional_formatting for rule in rules.rules)
    assert found == ["A1>Annahme_G2_ELB"]
    shown = [value for (value,) in Values(path)["Eigene"].iter_rows(1, 5, 1, 1, values_only=True)]
    assert shown == [2738, 7, "darunter: Ziel_IQ_ohne", 954, pytest.approx(25327.005)]


def test_the_largest_shape(tmp_path):
    """Built, refreshed, a month of 120 teams imported: no cell shows an error. In LibreOffice: tests/libreoffice."""
    path = tmp_path / "Gross.xlsx"
    path.write_bytes(build(big()))
    assert errors(path) == []
    whole = (0.233 * 25327.005 + 0.1298 * 2322) / 27649.005
    assert stored(path, "Ziel_IQ_gesamt") == pytest.approx(whole, rel=1e-12)
    found = json.loads(say("import-ist", delivery(tmp_path / "Ist.csv"), path, "--json"))
    assert found["neu"] == 5 * 120
    found = json.loads(say("refresh", path, "--json"))
    assert (found["ergebnis"], found["formeln"]) == ("Alle Ziele unverändert", [])
    assert errors(path) == []
    reported = Values(path).area("Ist_INTEGRATIONEN")
    assert [row[0] for row in reported[:4]] == [6, 4, 5, 4]  # 1.1, 1.2, 1.3, 2.1
    assert len(reported) == 120
    assert {cell for row in reported for cell in row[1:]} == {None}
