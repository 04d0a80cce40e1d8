"""„Ziele aktualisieren“ on a file: what changes, what stays, what is refused."""

from __future__ import annotations

import re
import zipfile

import openpyxl
import pytest
from workbooks import Values, cell_of, log, part_of, parts, save_with_libreoffice, save_with_openpyxl, stored, type_in

from jcplan.cells import address
from jcplan.formula import Engine
from jcplan.ooxml import WorkbookFile

TARGETS = [
    "Ziel_ELB_gesamt", "Ziel_IQ_gesamt", "Ziel_LZB", "Ziel_LZB_Abgang", "Ziel_Umschichtung", "Ziel_EGT", "Ziel_VKB",
]  # fmt: skip


def test_without_a_change_only_the_log_grows(plan_file, run):
    before = parts(plan_file)
    code, out, _ = run("refresh", plan_file, "--wer", "Controlling")
    after = parts(plan_file)
    assert code == 0
    assert "Alle Ziele unverändert" in out
    assert list(after) == list(before)
    assert [name for name in before if before[name] != after[name]] == [part_of(plan_file, "Protokoll")]
    assert [row[1] for row in log(plan_file)] == ["jcplan", "Controlling"]


def test_only_the_written_cells_change_in_the_log(plan_file, run):
    name = part_of(plan_file, "Protokoll")
    before = parts(plan_file)[name].decode()
    run("refresh", plan_file)
    after = parts(plan_file)[name].decode()
    rows = re.findall(r"<row .*?</row>", after)
    kept = after.replace(rows[-1], "")
    own = r'<dimension ref="[^"]*"/>|<c r="G4"[^>]*?(?:/>|>.*?</c>)'  # G4: what jcplan says of the file, never shown
    assert re.sub(own, "", kept) == re.sub(own, "", before)


def test_a_changed_input_shows_as_old_and_new(plan_file, run):
    run("refresh", plan_file)
    type_in(plan_file, Annahme_ELB_gesamt=27000)
    code, out, _ = run("refresh", plan_file)
    assert code == 0
    # (27,000 − 1,369)·1.005 + 1,369 + 953
    assert stored(plan_file, "Ziel_ELB_gesamt") == pytest.approx(28081.155)
    assert stored(plan_file, "Ziel_ELB_gesamt_veroeffentlicht") == 28081
    text = log(plan_file)[-1][5]
    assert "ELB insgesamt, Ausgangsbestand (Annahme_ELB_gesamt): 26.570 Köpfe → 27.000 Köpfe" in text
    assert "(Ziel_ELB_gesamt): 27.649 Köpfe → 28.081 Köpfe" in text
    assert "ELB insgesamt, Ausgangsbestand (Annahme_ELB_gesamt): 26.570 Köpfe → 27.000 Köpfe" in out


def test_a_change_that_is_shown_as_zero_has_no_sign(plan_file, run):
    """−0.04 % would be shown as −0.0 %, −0.06 % is shown as −0.1 %."""
    for typed, written in ((-0.0004, 0), (-0.0006, -0.0006)):
        type_in(plan_file, Annahme_LZB_Ziel=typed)
        assert run("refresh", plan_file)[0] == 0
        book = Values(plan_file)
        below = int(book.names["Ziel_LZB"].rpartition("$")[2]) - int(
            re.findall(r"\d+", book.names["Ziele_Veraenderung"])[0]
        )
        assert book.area("Ziele_Veraenderung")[below][0] == pytest.approx(written, rel=1e-9)


def test_a_second_refresh_changes_no_target(plan_file, run):
    type_in(plan_file, Annahme_ELB_gesamt=27000, Annahme_G2_IQ_Ziel=0.2)
    run("refresh", plan_file)
    first = list(Values(plan_file)["Ziele"].iter_rows(values_only=True))
    code, out, _ = run("refresh", plan_file)
    assert list(Values(plan_file)["Ziele"].iter_rows(values_only=True)) == first
    assert (code, "Alle Ziele unverändert" in out) == (0, True)
    assert log(plan_file)[-1][5] == "keine Änderung"


def test_results_of_own_formulas_follow(plan_file, run):
    """The workbook shows the new figures in a viewer that cannot compute."""
    type_in(plan_file, Annahme_Umschichtung_Anteil=0.1)
    run("refresh", plan_file)
    budget = Values(plan_file)["Budget"]
    assert budget["C15"].value == pytest.approx(2198704.40)
    assert budget["E8"].value == pytest.approx(27774329.40)
    uebersicht = Values(plan_file)["Übersicht"]
    assert uebersicht["J19"].value == "Aus dem EGT fließen 2,2 Mio. € (10,0 %) ins VKB"


def test_a_file_saved_by_openpyxl_gets_its_results_back(plan_file, run):
    """openpyxl drops all cached results and asks for full calculation; both are put right."""
    delivered = stored(plan_file, "Pruefung_Widersprueche")
    save_with_openpyxl(plan_file, Annahme_LZB_Abgang=40)
    assert stored(plan_file, "Pruefung_Widersprueche") is None
    run("refresh", plan_file)
    assert stored(plan_file, "Pruefung_Widersprueche") == delivered > 0
    book = parts(plan_file)["xl/workbook.xml"]
    assert b"fullCalcOnLoad" not in book
    assert int(re.search(rb'calcId="(\d+)"', book)[1]) >= 191029


def test_a_file_saved_by_libreoffice(plan_file, run):
    type_in(plan_file, Annahme_G2_Zugang=1000)
    save_with_libreoffice(plan_file)
    code, out, err = run("refresh", plan_file)
    assert (code, err) == (0, "")
    assert "nicht mehr die gelieferten" not in out
    assert stored(plan_file, "Ziel_ELB_G2") == 2369
    assert stored(plan_file, "Ziel_ELB_gesamt") == pytest.approx(25327.005 + 2369)


def with_user_sheet(path, **formulas):
    """A sheet of the user's own with formulas and values."""
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Meine Notizen")
    sheet["A1"] = "bleibt"
    for place, formula in formulas.items():
        sheet[place] = formula
    book.save(path)


def test_a_users_formula_is_computed_where_it_can_be(plan_file, run):
    with_user_sheet(plan_file, B1="=Ziel_ELB_gesamt_veroeffentlicht*2", B2='=JC_VZAE_BEDARF(B1,150)&" VZÄ"')
    run("refresh", plan_file)
    sheet = Values(plan_file)["Meine Notizen"]
    assert sheet["B1"].value == 55298
    assert sheet["B2"].value == "368,653333333333 VZÄ"
    assert b"fullCalcOnLoad" not in parts(plan_file)["xl/workbook.xml"]


def test_a_users_formula_that_cannot_be_computed_keeps_its_value(plan_file, run):
    with_user_sheet(plan_file, B1="=WEBSERVICE(A1)", B2="=1+1")
    name = part_of(plan_file, "Meine Notizen")
    with zipfile.ZipFile(plan_file) as archive:
        found = {item: archive.read(item) for item in archive.namelist()}
    found[name] = (
        found[name]
        .replace(b"<f>WEBSERVICE(A1)</f><v></v>", b"<f>WEBSERVICE(A1)</f><v>41</v>")
        .replace(b"<f>WEBSERVICE(A1)</f><v />", b"<f>WEBSERVICE(A1)</f><v>41</v>")
    )
    assert b"<v>41</v>" in found[name]
    with zipfile.ZipFile(plan_file, "w") as archive:
        for item, data in found.items():
            archive.writestr(item, data)
    run("refresh", plan_file)
    sheet = Values(plan_file)["Meine Notizen"]
    assert (sheet["B1"].value, sheet["B2"].value) == (41, 2)
    assert b'fullCalcOnLoad="1"' in parts(plan_file)["xl/workbook.xml"]


def test_macros_and_ribbon_stay_byte_for_byte(plan_file, tmp_path, run):
    path = tmp_path / "Plan.xlsm"
    extra = {"xl/vbaProject.bin": bytes(range(256)) * 40, "customUI/customUI14.xml": b"<customUI/>"}
    with zipfile.ZipFile(plan_file) as old, zipfile.ZipFile(path, "w") as new:
        for item in old.infolist():
            new.writestr(item, old.read(item))
        for name, data in extra.items():
            new.writestr(name, data)
    before = parts(path)
    assert run("refresh", path)[0] == 0
    after = parts(path)
    assert [name for name in before if before[name] != after[name]] == [part_of(plan_file, "Protokoll")]
    assert {name: after[name] for name in extra} == extra


def test_in_place_keeps_a_backup(plan_file, run):
    original = plan_file.read_bytes()
    run("refresh", plan_file)
    assert plan_file.with_name("Plan.xlsx.bak").read_bytes() == original


def test_out_leaves_the_original(plan_file, tmp_path, run):
    original = plan_file.read_bytes()
    out = tmp_path / "neu" / "Ergebnis.xlsx"
    code, _, _ = run("refresh", plan_file, "-o", out)
    assert (code, plan_file.read_bytes()) == (0, original)
    assert stored(out, "Ziel_LZB") == 17241
    assert not list(tmp_path.glob("*.bak"))


# ---- what is refused --------------------------------------------------------------------------

BAD = [
    ("Annahme_ELB_gesamt", "viele", "„viele“ (Text)"),
    ("Annahme_ELB_gesamt", None, "eine leere Zelle"),
    ("Annahme_G2_IQ_Ziel", "=1/0", "#DIV/0!"),
    ("Annahme_LZB_Bestand", -1, "−1"),
    ("Annahme_KFA_Quote", 1.5, "1,5"),
    ("Annahme_Verwaltungsbudget", "#NV", "#NV"),
]


@pytest.mark.parametrize(("name", "value", "found"), BAD, ids=[f"{n}={v}" for n, v, _ in BAD])
def test_bad_input_is_named_and_nothing_is_written(plan_file, run, name, value, found):
    type_in(plan_file, **{name: value})
    sheet, address = cell_of(plan_file, name)
    before = plan_file.read_bytes()
    code, out, err = run("refresh", plan_file)
    assert (code, out) == (2, "")
    assert f"{sheet}!{address}" in err
    assert found in err
    assert "erwartet" in err
    assert plan_file.read_bytes() == before
    assert not list(plan_file.parent.glob("*.bak"))


def test_an_input_may_be_a_formula(plan_file, run):
    type_in(plan_file, Annahme_ELB_gesamt="=25000+1570")
    assert run("refresh", plan_file)[0] == 0
    assert stored(plan_file, "Ziel_ELB_gesamt_veroeffentlicht") == 27649


@pytest.mark.parametrize(
    ("lock", "content", "words"),
    [
        ("~$Plan.xlsx", b"\x0cErika Muster" + b" " * 42 + b"\x0c\x00" + "Erika Muster".encode("utf-16-le"), ["Excel", "Erika Muster"]),
        (".~lock.Plan.xlsx#", b",erika,PC17,01.12.2026 10:15,file:///x;", ["LibreOffice", "erika", "PC17"]),
    ],
    ids=["Excel", "LibreOffice"],
)  # fmt: skip
def test_an_open_workbook_is_refused(plan_file, run, lock, content, words):
    plan_file.with_name(lock).write_bytes(content)
    before = plan_file.read_bytes()
    code, _, err = run("refresh", plan_file)
    assert code == 2
    assert all(word in err for word in words), err
    assert plan_file.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [("Plan.xlsx", b"kein Archiv"), ("Plan.xls", b"\xd0\xcf\x11\xe0" * 100), ("Plan.xlsx", b""), ("Plan.txt", b"x")],
)
def test_files_that_are_no_workbook(tmp_path, run, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    for command in (("refresh", path), ("check", path), ("eval", "JC_VERSION()", "--file", path)):
        code, _, err = run(*command)
        assert code == 2
        assert err.startswith("Fehler: ")
        assert "Traceback" not in err


def test_another_workbook_is_no_plan(tmp_path, run):
    path = tmp_path / "Anderes.xlsx"
    openpyxl.Workbook().save(path)
    code, _, err = run("refresh", path)
    assert code == 2
    assert "keinen definierten Namen Annahme_Planjahr" in err


def test_a_missing_file(tmp_path, run):
    code, _, err = run("refresh", tmp_path / "gibt es nicht.xlsx")
    assert code == 2
    assert "gibt es nicht.xlsx" in err


# ---- formulas typed over ----------------------------------------------------------------------


def change_cell(path, sheet, address, value):
    book = openpyxl.load_workbook(path)
    book[sheet][address] = value
    book.save(path)


def test_a_formula_typed_over_is_named(plan_file, run):
    change_cell(plan_file, "ELB", "C10", 26000)
    code, out, _ = run("check", plan_file)
    assert code == 1
    assert "ELB!C10" in out
    assert "26.000" in out
    assert "=SUMME(C8:C9)" in out
    code, out, _ = run("refresh", plan_file)
    assert code == 0
    assert "ELB!C10: gefunden 26.000, erwartet die Formel =SUMME(C8:C9)" in out
    assert "ELB!C10" in log(plan_file)[-1][5]


def test_a_changed_formula_is_named(plan_file, run):
    change_cell(plan_file, "LZB", "C8", "=JC_LZB_ABGANG(Annahme_LZB_Bestand,0.003,Annahme_LZB_Ziel)")
    _, out, _ = run("check", plan_file)
    assert "LZB!C8" in out
    assert "=JC_LZB_ABGANG(Annahme_LZB_Bestand;0,003;Annahme_LZB_Ziel)" in out
    assert "=JC_LZB_ABGANG(Annahme_LZB_Bestand;Annahme_LZB_Zuwachsrate;Annahme_LZB_Ziel)" in out


def test_a_block_typed_over_is_named_with_its_area(plan_file, run):
    change_cell(plan_file, "Budget", "C15", 1)
    _, out, _ = run("check", plan_file)
    assert "Budget!C15:C18" in out


def test_a_typed_over_result_shows_in_the_workbook_itself(plan_file, run):
    """The sheet Prüfungen says so too: the result is no formula and does not fit the target."""
    change_cell(plan_file, "LZB", "C8", 50)
    run("refresh", plan_file)
    assert stored(plan_file, "Pruefung_Ueberschrieben") == 1
    assert stored(plan_file, "Pruefung_Abweichungen") == 1


def test_a_removed_sheet_is_named(plan_file, run):
    book = openpyxl.load_workbook(plan_file)
    del book["LZB"]
    book.save(plan_file)
    code, out, err = run("check", plan_file)
    assert code in (1, 2)
    assert "LZB" in out + err
    assert "Traceback" not in err


# ---- what the first sheet says ----------------------------------------------------------------


def now(path):
    """A workbook as a spreadsheet program shows it after typing: all computed, nothing refreshed."""
    file = WorkbookFile.read(path)
    values = Engine(file).compute().values
    return {sheet: {address(*at): values.get((sheet, *at), cell.value) for at, cell in file.cells(sheet).items()} for sheet in file.sheets}  # fmt: skip


def test_targets_that_do_not_go_with_the_calculation_are_said(plan_file, run):
    assert {now(plan_file)[sheet][cell] for sheet, cell in (("Übersicht", "F1"), ("Ziele", "D1"))} == {"Ziele aktuell"}
    type_in(plan_file, Annahme_ELB_gesamt=27000, Annahme_G2_IQ_Ziel=0.15)
    shown = now(plan_file)
    band = shown["Übersicht"]["F1"]
    assert re.fullmatch(r"Ziele veraltet: \d+ Abweichungen – bitte „Ziele aktualisieren“", band)
    assert shown["Ziele"]["D1"] == band
    assert shown["Übersicht"]["B9"] == "beschlossen 27.649 · Rechnung jetzt 28.081"
    assert shown["Übersicht"]["F9"] == "beschlossen 22,4 % · Rechnung jetzt 22,6 %"
    assert shown["Übersicht"]["J9"].startswith("Ziel 0,0 %")  # this one has not moved
    run("refresh", plan_file)
    shown = now(plan_file)
    assert shown["Übersicht"]["F1"] == "Ziele aktuell"
    assert not shown["Übersicht"]["B9"].startswith("beschlossen")


def test_the_first_sheet_has_the_newest_date_and_who_adopted(plan_file, run):
    written = Values(plan_file).area("Ziele_festgeschrieben_am")
    type_in(plan_file, Annahme_Umschichtung_Anteil=0.1, Annahme_Beschluss_durch="Kreistag", Annahme_Beschluss_am=42719)
    run("refresh", plan_file)
    after = Values(plan_file)
    dates = [row[0] for row in after.area("Ziele_festgeschrieben_am")]
    assert dates[0] == written[0][0] < max(dates)  # the ELB did not change
    state = {row[9].value: row[10].value for row in after["Übersicht"].iter_rows(min_row=35)}
    assert state["festgeschrieben am"] == max(dates)
    assert state["beschlossen durch"] == "Kreistag"
    assert state["beschlossen am"] is not None


def test_who_adopted_comes_into_another_shape(plan_file, tmp_path, run):
    type_in(plan_file, Annahme_Beschluss_durch="Kreistag", Annahme_Beschluss_am=42719)
    written = Values(plan_file).area("Ziele_festgeschrieben_am")
    out = tmp_path / "drei.xlsx"
    assert run("upgrade", plan_file, "-o", out, "--gruppen", 3)[0] == 0
    assert stored(out, "Annahme_Beschluss_durch") == "Kreistag"
    assert stored(out, "Annahme_Beschluss_am") == stored(plan_file, "Annahme_Beschluss_am")
    assert Values(out).area("Ziele_festgeschrieben_am")[0] == written[0]
