"""``jcplan new NEU --aus ALT``: the workbook of the next year, and the one after it."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil

import pytest
from workbooks import ROOT, Values, cell_of, log, parts, save_with_openpyxl, stored, type_in

from jcplan.hosts.cli import main
from jcplan.model import Model
from jcplan.nextyear.source import Source
from jcplan.ooxml import WorkbookFile

RELEASED = ROOT / "tests" / "release" / "0.1.0"
EXAMPLE = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"
REQUIRED = {
    "Annahme_LZB_Abgang": 60, "Annahme_LZB_Ziel": -0.01, "Annahme_Umschichtung_Anteil": 0.25,
    "Annahme_G1_Veraenderung": -0.01, "Annahme_G2_Veraenderung": 0,
    "Annahme_G1_IQ_Steigerung": 0.01, "Annahme_G2_IQ_Steigerung": 0.05,
}  # fmt: skip
"""What has to be decided anew, for 2018."""


def said(*arguments):
    """What a command prints for programs."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([*map(str, arguments), "--json"]) == 0
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def folder(tmp_path_factory, fresh_bytes):
    """Plan-2017 with a year of actuals, Plan-2018 from it, filled and refreshed, Plan-2019 from that; the reports."""
    folder = tmp_path_factory.mktemp("years")
    (folder / "Plan-2017.xlsx").write_bytes(fresh_bytes)
    assert main(["import-ist", str(EXAMPLE), str(folder / "Plan-2017.xlsx")]) == 0
    for year in (2018, 2019):
        path = folder / f"Plan-{year}.xlsx"
        report = said("new", path, "--aus", folder / f"Plan-{year - 1}.xlsx", "--wer", "Eva")
        (folder / f"{year}.json").write_text(json.dumps(report), encoding="utf-8")
        if year == 2018:
            shutil.copyfile(path, folder / "neu.xlsx")
            type_in(path, **REQUIRED)
            assert main(["refresh", str(path), "--wer", "Eva"]) == 0
    return folder


@pytest.fixture(scope="module")
def report(folder):
    return json.loads((folder / "2018.json").read_text("utf-8"))


def test_every_input_of_the_new_plan_names_its_origin(folder, report):
    """On the sheet, beside it: the row's source says where each value came from."""
    book, sheet = Values(folder / "neu.xlsx"), "Annahmen"
    source = book.names["Annahmen_Quelle"].split("!")[1].replace("$", "").split(":")[0].rstrip("0123456789")
    known = (
        "Plan 2017",
        "Ist Dezember 2017",
        "Ist 2017",
        "Ist, JFW Dezember 2017",
        "SGB II",
        "Praxis",
        "Vorläufige",
        "Betreuung",
    )
    for row in report["werte"]:
        place, address = cell_of(folder / "neu.xlsx", row["name"])
        assert place == sheet
        beside = book[sheet][f"{source}{address.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"].value
        if row["nachher"] is not None:
            assert row["woher"].replace("; ", ", ") in beside.replace("; ", ", "), row["name"]
            assert any(word in row["woher"] for word in known) or row["datenstand"].startswith("seit"), row
        if row["neu_eintragen"]:
            assert "bitte neu eintragen" in beside, row["name"]


def test_the_workbook_holds_what_the_report_says(folder, report):
    path = folder / "neu.xlsx"
    book = Values(path)
    for row in report["werte"]:
        found = book.area(row["name"])[0][0]
        assert found == (pytest.approx(row["nachher"]) if isinstance(row["nachher"], float) else row["nachher"]), row
    assert report["noch_felder"] == stored(path, "Eingaben_fehlen") == 7
    assert {name: stored(path, name) for name in REQUIRED} == dict.fromkeys(REQUIRED)
    assert stored(path, "Annahme_Jobcenter", "Annahme_G2_Bezeichnung") == ["Jobcenter ME-aktiv", "8 HKL (Flucht/Asyl)"]
    assert stored(path, "Annahme_Stand") == "Entwurf 2018 aus Plan 2017"
    said = [cell for row in book["Annahmen"].iter_rows(3, 3, values_only=True) for cell in row if cell]
    assert said[0] == "Los geht's: noch 7 Felder"
    kept = {cell_of(path, row["name"])[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            for row in report["werte"] if row["woher"].endswith("übernommen, bitte neu eintragen")}  # fmt: skip
    assert said[2].endswith(f"deren Quelle „bitte neu eintragen“ sagt: {len(kept)}")


def test_teams_come_along_and_start_with_their_stock_of_december(folder):
    old, new = Values(folder / "Plan-2017.xlsx"), Values(folder / "neu.xlsx")
    for name in (
        "Geschaeftsstelle_Kuerzel",
        "Geschaeftsstelle_Name",
        "Team_Kuerzel",
        "Team_Name",
        "Gewicht_INTEGRATIONEN",
    ):
        assert new.area(name) == old.area(name), name
    for key in ("ELB", "LZB"):
        assert [row[0] for row in new.area(f"Ist_{key}_Vorjahr")] == [row[11] for row in old.area(f"Ist_{key}")]
        assert not any(cell for row in new.area(f"Ist_{key}") for cell in row)
    assert sum(new.area("Saison_INTEGRATIONEN")[0]) == pytest.approx(12, rel=1e-12)
    assert not any(cell for row in new.area("Szenario_Bezeichnung") for cell in row)


def test_the_log_begins_with_the_file_that_it_came_from(folder):
    (row,) = log(folder / "neu.xlsx")
    checksum = hashlib.sha256((folder / "Plan-2017.xlsx").read_bytes()).hexdigest()[:12]
    assert row[1] == "Eva"
    assert row[3] == checksum
    assert row[4] == "Plan 2018 aus Plan 2017 angelegt"
    assert row[5].startswith(f"aus Plan-2017.xlsx, Prüfsumme {checksum}, Version ")
    assert (
        "ELB insgesamt, Ausgangsbestand (Annahme_ELB_gesamt): 26.570 Köpfe → 27.774 Köpfe [Ist Dezember 2017]" in row[5]
    )


def test_with_what_is_decided_anew_it_is_a_plan(folder):
    """27,774 − 2,322 = 25,452; · 0.99 = 25,197.48; 23.3 % · 1.01 = 23.533 → 23.5 %."""
    path = folder / "Plan-2018.xlsx"
    assert stored(path, "Ziel_ELB_gesamt_veroeffentlicht") == 25197 + 2322
    assert stored(path, "Ziel_IQ_G1_veroeffentlicht") == 0.235
    assert stored(path, "Ziel_LZB_veroeffentlicht") == 17187  # 17,361 · 0.99 = 17,187.39


def test_the_year_after_starts_with_what_was_typed_for_this_one(folder):
    """2018 has no actuals: its targets are the year before, as its own refresh published them."""
    report = json.loads((folder / "2019.json").read_text("utf-8"))
    values = {row["name"]: (row["nachher"], row["woher"]) for row in report["werte"]}
    assert values["Annahme_Planjahr"] == (2019, "Plan 2018, Planjahr und eins")
    assert values["Annahme_ELB_gesamt"] == (27519, "Plan 2018, veröffentlichtes Ziel")
    assert values["Annahme_G2_ELB"] == (2322, "Plan 2018, veröffentlichtes Ziel")
    assert values["Annahme_G1_IQ_Vorjahr"] == (0.235, "Plan 2018, veröffentlichtes Ziel")
    assert values["Annahme_LZB_Bestand"] == (17187, "Plan 2018, veröffentlichtes Ziel")
    assert values["Annahme_Mittel_Gewicht_01"] == (30, "aus Plan 2018 übernommen")
    assert report["noch_felder"] == 7
    notes = [row["hinweis"] for row in report["werte"]]
    assert "Gruppe 1, Plan 2018: −1,0 %" in notes
    assert not any("Plan 2017: " in note.replace("Quelle im Plan 2017: ", "") for note in notes)
    seasons = {each["kennzahl"]: each for each in report["saison"]}
    assert seasons["INTEGRATIONEN"]["vorher"] == seasons["INTEGRATIONEN"]["nachher"]
    assert seasons["INTEGRATIONEN"]["woher"] == "aus Plan 2018 übernommen: kein ganzes Jahr an Istwerten"


def test_a_workbook_of_an_earlier_version_is_a_source_too(tmp_path):
    """The names of 0.1.0 are those of the table of names; its year has actuals."""
    source = Source.read(WorkbookFile.read(RELEASED / "jahr.xlsx"))
    assert (source.year, source.version) == (2017, "0.1.0")
    assert source.targets["Ziel_ELB_G2"] == 2322
    report = said("new", tmp_path / "Plan-2018.xlsx", "--aus", RELEASED / "jahr.xlsx")
    values = {row["name"]: (row["nachher"], row["woher"]) for row in report["werte"]}
    assert values["Annahme_ELB_gesamt"] == (27774, "Ist Dezember 2017")
    assert values["Annahme_G2_ELB"] == (2322, "Plan 2017, veröffentlichtes Ziel")
    assert report["aus"]["version"] == "0.1.0"


def test_what_is_printed_names_each_value(plan_file, tmp_path, run):
    code, out, _ = run("new", tmp_path / "Neu.xlsm", "--aus", plan_file, "--basis", "plan")
    assert code == 0
    text = " ".join(out.split())
    assert "Plan 2018, Wert für Wert" in out
    assert "ELB insgesamt, Ausgangsbestand: 27.649 Köpfe (Plan 2017, veröffentlichtes Ziel)" in out
    assert "Projekt „ESF-LZA“: im Plan 2017 nicht das ganze Jahr, deshalb nicht übernommen." in text
    assert "Los geht's: noch 7 Pflichtfelder in Neu.xlsm." in out
    assert "xl/vbaProject.bin" in parts(tmp_path / "Neu.xlsm")


# ---- refusals ---------------------------------------------------------------------------------


def refused(run, source, *options):
    target = source.parent / "Neu.xlsx"
    code, _, err = run("new", target, "--aus", source, *options)
    assert code == 2
    assert not target.exists()
    return err


def test_what_cannot_be_used_is_named_by_its_cell(plan_file, run):
    type_in(plan_file, Annahme_G2_ELB="viele", Annahme_LZB_Bestand=-3, Annahme_Jobcenter=None)
    err = refused(run, plan_file)
    for name in ("Annahme_G2_ELB", "Annahme_LZB_Bestand", "Annahme_Jobcenter"):
        assert f"Annahmen!{cell_of(plan_file, name)[1]}" in err, name
    assert "„viele“ (Text)" in err


def test_an_input_that_rests_on_a_formula_that_is_not_computed(plan_file, run):
    save_with_openpyxl(plan_file, Annahme_LZB_Bestand="=VLOOKUP(1,Annahmen!A1:B2,2)")
    err = refused(run, plan_file)
    assert f"Annahmen!{cell_of(plan_file, 'Annahme_LZB_Bestand')[1]}" in err
    assert "SVERWEIS" in err


def test_a_plan_that_is_not_complete(empty_file, run):
    err = refused(run, empty_file)
    assert f"Annahmen!{cell_of(empty_file, 'Annahme_Planjahr')[1]} (Planjahr): gefunden eine leere Zelle" in err


def test_options_that_do_not_go_together(plan_file, tmp_path, run):
    assert "Bitte die Istwerte einlesen oder --basis plan nehmen" in refused(run, plan_file, "--basis", "ist")
    assert "geht nicht zusammen mit" in refused(run, plan_file, "--leer")
    assert "„jcplan upgrade“ ändert sie danach" in refused(run, plan_file, "--gruppen", 3)
    code, _, err = run("new", tmp_path / "Neu.xlsx", "--basis", "plan")
    assert (code, "erwartet --aus PLAN" in err) == (2, True)
    before = plan_file.read_bytes()
    code, _, err = run("new", plan_file, "--aus", plan_file, "--ueberschreiben")
    assert (code, "aus der die neue entsteht" in err) == (2, True)
    assert plan_file.read_bytes() == before
    assert run("new", plan_file, "--aus", plan_file)[0] == 2
    assert "fehlt.xlsx" in refused(run, tmp_path / "fehlt.xlsx")


def test_no_rule_names_an_input_that_there_is_not():
    """A rule that names nothing would be a slip of the pen; figures of other shapes count."""
    from jcplan.nextyear import rules

    known = {field.name for field in Model().figures}
    assert set(rules._BY_LAW) <= known
