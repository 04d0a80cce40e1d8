"""Delivered names of another place or size end in a sentence; nothing is written through them."""

from __future__ import annotations

import re
import zipfile

import openpyxl
import pytest
from workbooks import Values, parts, stored

ANNAHMEN = "Annahmen!$C$17"


def define(path, **targets):
    """Let defined names refer to something else, as the name manager does."""
    contents = parts(path)
    text = contents["xl/workbook.xml"].decode()
    for name, target in targets.items():
        before, start, rest = text.partition(f'name="{name}">')
        assert start, name
        text = f"{before}{start}{target}<{rest.partition('<')[2]}"
    contents["xl/workbook.xml"] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in contents.items():
            new.writestr(part, content)


DELIVERY = "monat;einheit;kennzahl;wert\n03.2017;gesamt;ELB;26000\n"

WRONG = [
    ("Ziel_IQ_gesamt", ANNAHMEN, "1 Zeile und 1 Spalte auf dem Blatt Ziele"),
    ("Ziel_IQ_gesamt", "Ziele!$F$8:$F$9", "1 Zeile und 1 Spalte auf dem Blatt Ziele"),
    ("Ziel_IQ_gesamt", "Ziele!$C$9", "gefunden den Bezug Ziele!$C$9 in Spalte C, erwartet Spalte F"),
    ("Ziel_IQ_gesamt", "Ziele!$F$7", "jeden Namen auf seinen eigenen Zellen"),
    ("Ziel_IQ_gesamt", "Ziele!$F:$F", "Zellen eines Blattes"),
    ("Ziel_IQ_gesamt", "Ziele!#REF!", "Zellen eines Blattes"),
    ("Ziel_IQ_gesamt", "Ziele!$F$9999999", "Zellen eines Blattes"),
    ("Ziel_IQ_gesamt_veroeffentlicht", "Ziele!$G$40", "erwartet Ziele!$G$"),
    ("Grundlage_Werte", "Annahmen!$D$7:$D$1048576", "auf dem Blatt Grundlage"),
    ("Grundlage_Werte", "Grundlage!$D$7", "auf dem Blatt Grundlage"),
    ("Abgleich_Formeln", "Annahmen!$C$18", "1 Zeile und 1 Spalte auf dem Blatt Grundlage"),
    ("Pruefung_Urteile", "Prüfungen!$J$1:$J$1048576", "auf dem Blatt Prüfungen"),
    ("Pruefung_Urteile", "Prüfungen!$J$6", "auf dem Blatt Prüfungen"),
    ("Pruefung_Ziele", "Prüfungen!$A$1:$XFD$1048576", "auf dem Blatt Prüfungen"),
    ("Annahme_ELB_gesamt", "Annahmen!$C$17:$C$18", "1 Zeile und 1 Spalte auf dem Blatt Annahmen"),
    ("Annahme_ELB_gesamt", "Ziele!$F$7", "auf dem Blatt Annahmen"),
    ("Team_Name", "Teams!$C:$C", "Zellen eines Blattes"),
    ("Ist_ELB", "Istwerte!$D$1:$O$1048576", "auf dem Blatt Istwerte"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "target", "words"), WRONG, ids=[f"{n}={t}" for n, t, _ in WRONG])
def test_a_name_of_another_place_or_size(plan_file, run, name, target, words):
    define(plan_file, **{name: target})
    before = plan_file.read_bytes()
    code, out, err = run("refresh", plan_file)
    assert (code, out) == (2, "")
    assert f"Name {name}" in err or "jeden Namen auf seinen eigenen Zellen" in words
    assert words in err
    assert plan_file.read_bytes() == before
    assert [p.name for p in plan_file.parent.iterdir()] == ["Plan.xlsx"]


@pytest.mark.parametrize("target", [ANNAHMEN, "Istwerte!$D$8"])
def test_an_import_writes_through_no_wrong_name(plan_file, tmp_path, run, target):
    define(plan_file, Ist_ELB_gesamt=target)
    delivery = tmp_path / "ist.csv"
    delivery.write_text(DELIVERY, encoding="utf-8")
    before = plan_file.read_bytes()
    code, _, err = run("import-ist", delivery, plan_file)
    assert code == 2
    assert f"Name Ist_ELB_gesamt: gefunden den Bezug {target}" in err
    assert plan_file.read_bytes() == before


def test_two_names_on_one_input(plan_file, run):
    """One of two inputs would be read for the other, and nobody would see it."""
    other = Values(plan_file).names["Annahme_G2_ELB"]
    define(plan_file, Annahme_ELB_gesamt=other)
    code, _, err = run("refresh", plan_file)
    assert code == 2
    assert "jeden Namen auf seinen eigenen Zellen" in err


def test_names_that_followed_inserted_rows_are_reported_and_written(plan_file, run):
    """A row above the targets: every name of the sheet moves down with its cell."""
    moved = {
        name: re.sub(r"\$(\d+)", lambda row: f"${int(row[1]) + 1}", target)
        for name, target in Values(plan_file).names.items()
        if target.startswith("Ziele!")
    }
    book = openpyxl.load_workbook(plan_file)
    book["Ziele"].insert_rows(5)
    book.save(plan_file)
    define(plan_file, **moved)
    code, out, err = run("refresh", plan_file)
    assert (code, err) == (0, "")
    assert "Alle Ziele unverändert" in out
    assert "Name Ziel_ELB_gesamt: gefunden Ziele!$F$8, erwartet Ziele!$F$7" in out
    assert stored(plan_file, "Ziel_ELB_gesamt_veroeffentlicht") == 27649


def test_names_that_followed_a_renamed_sheet_are_reported_and_written(plan_file, run):
    moved = {
        name: target.replace("Ziele!", "'Ziele 2017'!")
        for name, target in Values(plan_file).names.items()
        if target.startswith("Ziele!")
    }
    contents = parts(plan_file)
    contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace(
        b'<sheet name="Ziele"', b'<sheet name="Ziele 2017"'
    )
    with zipfile.ZipFile(plan_file, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in contents.items():
            new.writestr(part, content)
    define(plan_file, **moved)
    code, out, err = run("refresh", plan_file)
    assert (code, err) == (0, "")
    assert "Name Ziel_ELB_gesamt: gefunden 'Ziele 2017'!$F$7, erwartet Ziele!$F$7" in out
