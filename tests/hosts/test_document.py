"""The command dokument: a planning document from a workbook, brought up to date, checked, given away.

Figures of the reference case: 27.649 ELB, IQ gesamt 22,4 %; with 853 instead of 953 more of the 8 HKL
(25,327.005 · 23.3 % + 2,222 · 12.98 %) ÷ 27,549.005 = 22.47 %, published 22,5 %.
"""

from __future__ import annotations

import json
import os

import pytest
from documents import BODY, edited, texts, unpacked
from workbooks import type_in

from jcplan.cells import CellError
from jcplan.hosts.cli import main
from jcplan.ooxml import WorkbookFile

IQ = "Ziel_IQ_gesamt_veroeffentlicht"
ELB = "Ziel_ELB_gesamt_veroeffentlicht"


@pytest.fixture(scope="module")
def made(tmp_path_factory, fresh_bytes):
    """The document of the reference case."""
    folder = tmp_path_factory.mktemp("dokument")
    (folder / "Plan.xlsx").write_bytes(fresh_bytes)
    assert main(["dokument", str(folder / "Plan.xlsx"), str(folder / "Planung.docx")]) == 0
    return (folder / "Planung.docx").read_bytes()


@pytest.fixture
def planung(tmp_path, made):
    """That document beside a workbook of its own."""
    path = tmp_path / "Planung.docx"
    path.write_bytes(made)
    return path


@pytest.fixture(scope="module")
def changed_bytes(tmp_path_factory, fresh_bytes):
    """The workbook with another Zugang, its targets brought up to date."""
    path = tmp_path_factory.mktemp("plan") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    type_in(path, Annahme_G2_Zugang=853)
    assert main(["refresh", str(path)]) == 0
    return path.read_bytes()


@pytest.fixture
def changed(tmp_path, changed_bytes):
    """That workbook in a folder of its own."""
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(changed_bytes)
    return path


def typed_over(path):
    """Type over the first figure of the IQ by hand."""
    path.write_bytes(edited(path.read_bytes(), lambda data: data.replace("22,4\u00a0%".encode(), b"gut 22 %", 1)))


def test_a_new_document(tmp_path, plan_file, run):
    path = tmp_path / "Planung.docx"
    code, out, err = run("dokument", plan_file, path)
    assert (code, err) == (0, "")
    assert f"Neues Dokument: {path}" in out
    assert "alle wie in der Mappe" in out
    assert set(texts(path.read_bytes(), ELB)) >= {"27.649"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["Plan.xlsx", "Planung.docx"]


def test_nothing_to_do(plan_file, planung, made, run):
    code, out, _ = run("dokument", plan_file, planung)
    assert code == 0
    assert "alle wie in der Mappe" in out
    assert planung.read_bytes() == made
    assert not planung.with_name("Planung.docx.bak").exists()
    assert run("dokument", plan_file, planung, "--pruefen")[0] == 0


def test_brought_up_to_date(changed, planung, made, run):
    planung.chmod(0o640)
    code, out, err = run("dokument", changed, planung)
    assert (code, err) == (0, "")
    assert "IQ gesamt (Ziel_IQ_gesamt_veroeffentlicht): 22,4\u00a0% → 22,5\u00a0%" in out
    assert f"Dokument: {planung} (vorher: {planung}.bak)" in out
    assert planung.with_name("Planung.docx.bak").read_bytes() == made
    assert "22,4\u00a0%" not in texts(planung.read_bytes(), IQ)
    assert "22,5\u00a0%" in texts(planung.read_bytes(), IQ)
    assert planung.stat().st_mode & 0o777 == 0o640
    assert run("dokument", changed, planung, "--pruefen")[0] == 0


def test_check_only(changed, planung, made, run):
    code, out, _ = run("dokument", changed, planung, "--pruefen")
    assert code == 1
    assert "22,4\u00a0% → 22,5\u00a0%" in out
    assert planung.read_bytes() == made
    assert sorted(each.name for each in planung.parent.iterdir()) == ["Plan.xlsx", "Planung.docx"]


def test_targets_that_are_not_up_to_date_are_told(plan_file, planung, run):
    type_in(plan_file, Annahme_G2_Zugang=853)
    code, out, _ = run("dokument", plan_file, planung)
    assert code == 0
    assert "Hinweis: Die Ziele sind nicht aktuell: " in out
    assert "jcplan refresh" in out
    code, out, _ = run("dokument", plan_file, planung, "--pruefen", "--json")
    assert [note[:29] for note in json.loads(out)["hinweise"]] == ["Die Ziele sind nicht aktuell:"]


def test_what_was_typed_over(changed, planung, run):
    typed_over(planung)
    code, out, _ = run("dokument", changed, planung)
    assert code == 0
    assert "Von Hand geändert" in out
    assert "„gut 22 %“, laut Mappe 22,5\u00a0%" in out
    assert "gut 22 %" in texts(planung.read_bytes(), IQ)
    assert run("dokument", changed, planung, "--pruefen")[0] == 1
    assert run("dokument", changed, planung, "--ueberschreiben")[0] == 0
    assert "gut 22 %" not in texts(planung.read_bytes(), IQ)
    assert run("dokument", changed, planung, "--pruefen")[0] == 0


def test_the_final_text(changed, planung, run):
    code, out, _ = run("dokument", changed, planung, "--endfassung")
    end = planung.with_name("Planung Endfassung.docx")
    assert code == 0
    assert f"Endfassung: {end}" in out
    assert b"<w:tag " not in unpacked(end.read_bytes())[BODY]
    assert "22,5\u00a0%".encode() in unpacked(end.read_bytes())[BODY]
    assert "22,5\u00a0%" in texts(planung.read_bytes(), IQ)


def test_the_final_text_elsewhere(plan_file, planung, made, run, tmp_path):
    out = tmp_path / "Vorlage an den Beirat.docx"
    assert run("dokument", plan_file, planung, "--endfassung", "-o", out)[0] == 0
    assert b"<w:tag " not in unpacked(out.read_bytes())[BODY]
    assert planung.read_bytes() == made
    code, _, err = run("dokument", plan_file, planung, "--endfassung", "-o", planung)
    assert code == 2
    assert "eine andere Datei für die Endfassung" in err
    assert planung.read_bytes() == made


def test_into_another_file(changed, planung, made, run, tmp_path):
    out = tmp_path / "Neu.docx"
    assert run("dokument", changed, planung, "-o", out)[0] == 0
    assert planung.read_bytes() == made
    assert "22,5\u00a0%" in texts(out.read_bytes(), IQ)


def test_for_programs(changed, planung, run):
    code, out, _ = run("dokument", changed, planung, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["dokument"], found["sicherung"], found["neu"]) == (str(planung), f"{planung}.bak", False)
    assert (found["endfassung"], found["pdf"], found["hinweise"]) == (None, None, [])
    iq = [each for each in found["aenderungen"] if each["name"] == IQ]
    assert {(each["vorher"], each["nachher"]) for each in iq} >= {("22,4\u00a0%", "22,5\u00a0%")}
    assert found["befunde"] == []
    assert found["zu_lesen"]


def test_a_document_that_word_has_open(changed, planung, made, run):
    planung.with_name("~$lanung.docx").write_bytes(b"\x05Meier".ljust(162))
    code, _, err = run("dokument", changed, planung)
    assert code == 2
    assert "ist in Word geöffnet (Benutzer: Meier)" in err
    assert planung.read_bytes() == made
    assert run("dokument", changed, planung, "--pruefen")[0] == 1


def test_a_document_with_two_names(changed, planung, made, run):
    os.link(planung, planung.with_name("Zweitname.docx"))
    code, _, err = run("dokument", changed, planung)
    assert code == 2
    assert "harte Verknüpfungen" in err
    assert planung.read_bytes() == made


def test_error_values_are_listed_and_nothing_is_written(plan_file, planung, made, run):
    file = WorkbookFile.read(plan_file)
    for name in (IQ, ELB):
        sheet, cell = file.names[name].replace("'", "").split("!")
        column, row = cell.replace("$", "")[0], int(cell.rpartition("$")[2])
        file.set_values(sheet, {(row, ord(column) - 64): CellError("#DIV/0!")}, constants=True)
    plan_file.write_bytes(file.to_bytes())
    code, _, err = run("dokument", plan_file, planung)
    assert code == 2
    assert IQ in err
    assert ELB in err
    assert "#DIV/0!" in err
    assert planung.read_bytes() == made


def test_formulas_that_are_not_computed_are_named(plan_file, planung, made, run):
    type_in(plan_file, **{IQ: '=WEBSERVICE("x")'})
    code, _, err = run("dokument", plan_file, planung)
    assert code == 2
    assert IQ in err
    assert "die jcplan nicht rechnet" in err
    assert planung.read_bytes() == made


WRONG = {
    "no document": (["{plan}"], "eine Arbeitsmappe und ein Word-Dokument"),
    "check and write": (["{plan}", "{doc}", "--pruefen", "--endfassung"], "nur die Prüfung"),
    "check and template": (["{plan}", "{doc}", "--pruefen", "--vorlage", "x.docx"], "nur die Prüfung"),
    "check and PDF": (["{plan}", "{doc}", "--pruefen", "--pdf"], "nur die Prüfung"),
    "template for what is there": (["{plan}", "{doc}", "--vorlage", "x.docx"], "das es schon gibt"),
    "check of nothing": (["{plan}", "{folder}/Neu.docx", "--pruefen"], "Die Datei gibt es nicht"),
    "copy of nothing": (["{plan}", "{folder}/Neu.docx", "-o", "{folder}/Auch.docx"], "Die Datei gibt es nicht"),
    "another ending": (["{plan}", "{folder}/Neu.odt"], "die Endung „.odt“"),
    "another folder": (["{plan}", "{folder}/gibt/es/nicht.docx"], "gibt es nicht"),
    "another PDF": (["{plan}", "{doc}", "--pdf", "x.txt"], "mit der Endung .pdf"),
    "a workbook as document": (["{plan}", "{plan}"], "kein Word-Dokument ist"),
    "a document as workbook": (["{doc}", "{plan}"], "erwartet .xlsx oder .xlsm"),
    "read and write": (["{plan}", "{doc}", "--lesen", "{doc}"], "dazu PLANUNG"),
    "read and check": (["{plan}", "--lesen", "{doc}", "--pruefen"], "dazu --pruefen"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "text"), WRONG.values(), ids=WRONG)
def test_what_does_not_go_together(plan_file, planung, made, run, arguments, text):
    places = {"plan": plan_file, "doc": planung, "folder": planung.parent}
    code, _, err = run("dokument", *(each.format(**places) for each in arguments))
    assert code == 2
    assert err.startswith("Fehler: ")
    assert text in err
    assert planung.read_bytes() == made
    assert len(list(planung.parent.iterdir())) == 2


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"\xd0\xcf\x11\xe0" + bytes(600), "alten Format .doc"), (b"{\\rtf1}", "RTF"), (b"", "leere Datei")],
)
def test_other_formats(plan_file, planung, run, content, text):
    planung.write_bytes(content)
    code, _, err = run("dokument", plan_file, planung)
    assert code == 2
    assert f"{planung}: " in err
    assert text in err
    assert planung.read_bytes() == content


def test_read_a_document(plan_file, planung, run):
    given = edited(planung.read_bytes(), lambda data: data.replace("22,4\u00a0%".encode(), "29,4\u00a0%".encode()))
    planung.write_bytes(given)
    code, out, _ = run("dokument", plan_file, "--lesen", planung)
    assert code == 1
    assert "29,4" in out
    assert IQ in out
    code, out, _ = run("dokument", plan_file, "--lesen", planung, "--json")
    assert code == 1
    assert any(each["zahl"].startswith("29,4") for each in json.loads(out)["zahlen"])
    assert run("dokument", "--lesen", planung)[0] == 0
    assert planung.read_bytes() == given


def test_help(run):
    code, out, _ = run("dokument", "--help")
    assert code == 0
    assert "jcplan dokument Plan.xlsx Planung.docx" in out
    assert "--lesen FREMD" in out
