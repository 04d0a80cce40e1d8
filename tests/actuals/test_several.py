"""Several files at once: all or nothing over all of them, the same figure twice, places that name the file."""

from __future__ import annotations

import hashlib
import json

import openpyxl
import pytest
from actuals import office
from actuals.test_import import block
from workbooks import log

LONG = "monat;einheit;kennzahl;wert\n"


@pytest.fixture
def files(tmp_path):
    """One of each layout and kind: CSV a row a figure, Excel months as columns, OpenDocument units as columns."""
    long = tmp_path / "Lang.csv"
    long.write_text(f"{LONG}01.2017;1.1;ELB;1.500\n01.2017;1.2;ELB;1.270\nQuelle: Fachverfahren;;;\n", encoding="utf-8")
    book = openpyxl.Workbook()
    for row in ("Integrationen 2017",), ("Team", "Jan", "Feb"), ("1.2 Team Nord", 30, "*"), ("Summe", 500, None):
        book.active.append(row)
    book.save(tmp_path / "Breit.xlsx")
    rows = ("ELB",), ("Monat", "1.1", "1.3", "gesamt"), ("Jan 2017", 1500.0, 1145.0, 26000.0)
    office.write(tmp_path / "Quer.ods", office.table("Blatt", *rows))
    return long, tmp_path / "Breit.xlsx", tmp_path / "Quer.ods"


def test_three_files_in_one_go(plan_file, run, files):
    code, out, err = run("import-ist", *files, plan_file, "--wer", "Eva")
    assert (code, err) == (0, "")
    text = " ".join(out.split())
    assert (
        "Lang.csv, Breit.xlsx, Quer.ods: 7 Werte, davon 7 neu, 0 berichtigt, 0 unverändert; 1 gesperrt (*); 1 in mehreren Dateien gleich."
        in text
    )
    for recognised in (
        "Lang.csv: Eine Zeile je Wert unter der Kopfzeile (Zeile 1: monat; einheit; kennzahl; wert).",
        "Lang.csv: Nicht gelesen, weil unter der Tabelle: Zeile 4 („Quelle: Fachverfahren“).",
        "Breit.xlsx: Monate als Spalten: Jan 2017 bis Feb 2017 (Spalten B bis C); Kennzahl Integrationen (Zeile 1, Spalte A);",
        "Quer.ods: Einheiten als Spalten: 1.1 bis gesamt (Spalten B bis D); Monate in Spalte A: Jan 2017; Kennzahl ELB (Bestand)",
        "Einheiten zugeordnet: „1.2 Team Nord“ als 1.2; „Summe“ als gesamt.",
    ):
        assert recognised in text
    assert [row[0] for row in block(plan_file, "Ist_ELB")[:3]] == [1500, 1270, 1145]
    assert block(plan_file, "Ist_ELB_gesamt")[0][0] == 26000
    assert block(plan_file, "Ist_INTEGRATIONEN")[1][:3] == [30, "*", None]
    assert block(plan_file, "Ist_INTEGRATIONEN_gesamt")[0][0] == 500
    sums = [hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in files]
    (_, who, _, checksum, outcome, changes) = log(plan_file)[-1]
    assert (who, outcome) == ("Eva", "Istwerte importiert")
    assert checksum == hashlib.sha256(" ".join(sums).encode()).hexdigest()[:12]
    assert changes.startswith(f"Lang.csv ({sums[0]}), Breit.xlsx ({sums[1]}), Quer.ods ({sums[2]}): 7 Werte")
    assert [row[4] for row in log(plan_file)] == ["Auslieferung", "Istwerte importiert"]  # one row for all


def test_one_bad_file_keeps_all_out(plan_file, run, files, tmp_path):
    bad = tmp_path / "Falsch.csv"
    bad.write_text(f"{LONG}02.2017;9.9;ELB;5\n02.2017;1.1;ELB;5;6\n", encoding="utf-8")
    before = plan_file.read_bytes()
    code, out, err = run("import-ist", *files, bad, plan_file)
    assert (code, out, plan_file.read_bytes()) == (2, "", before)
    lines = err.splitlines()
    assert lines[0] == "Fehler: 4 Dateien: 2 Fehler, nichts geschrieben."
    assert lines[1].startswith("Falsch.csv, Zeile 2, Spalte einheit: gefunden „9.9“")
    assert lines[2].startswith("Falsch.csv, Zeile 3: gefunden 5 Felder, erwartet 4")


def test_one_figure_that_differs_names_both_places(plan_file, run, files, tmp_path):
    other = tmp_path / "Neu.csv"
    other.write_text(f"{LONG}01.2017;1.1;ELB;1.501\n", encoding="utf-8")
    before = plan_file.read_bytes()
    code, _, err = run("import-ist", *files, other, plan_file)
    assert (code, plan_file.read_bytes()) == (2, before)
    (message,) = err.splitlines()[1:]
    assert message == (
        "Neu.csv, Zeile 2: gefunden ELB (Bestand), 1.1, Jan 2017: 1.501, aber 1.500 in Lang.csv, Zeile 2, erwartet in allen "
        "Dateien dieselbe Zahl."
    )


def test_twice_in_one_file_is_a_slip_even_if_equal(plan_file, run, tmp_path):
    source = tmp_path / "Ist.csv"
    source.write_text(f"{LONG}01.2017;1.1;ELB;1500\n01.2017;1.1;ELB;1500\n", encoding="utf-8")
    assert "(wie Zeile 2), erwartet jede Angabe nur einmal" in run("import-ist", source, plan_file)[2]


def test_options_may_stand_anywhere_and_a_file_given_twice_counts_once(plan_file, run, files):
    code, out, _ = run("import-ist", files[0], "--probe", files[0], plan_file, "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["neu"], [each["datei"] for each in told["dateien"]]) == (2, ["Lang.csv"])


@pytest.mark.parametrize("arguments", [(), ("Nur.csv",)])
def test_what_is_missing_is_said(run, arguments):
    code, _, err = run("import-ist", *arguments)
    assert code == 2
    assert "es fehlt: PLAN" in err or "erwartet die Istwerte und dahinter die Arbeitsmappe" in err
