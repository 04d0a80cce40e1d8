"""What looks wrong is named before anything is written; ``--trotzdem`` takes it, and the log says so."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from actuals import make
from actuals.test_import import block, log
from workbooks import type_in

from jcplan.actuals import ImportReport, read_csv
from jcplan.actuals.places import Places, actual_names
from jcplan.actuals.planned import month_of, planned, planned_places
from jcplan.actuals.plausible import oddities
from jcplan.actuals.transfer import _entries
from jcplan.cases import reference
from jcplan.hosts.file import FileBook
from jcplan.model import Shape
from jcplan.model.teams import MEASURES
from jcplan.snapshot import Snapshot

DAY = dt.date(2018, 1, 15)
HEADER = "monat;einheit;kennzahl;wert"
_, ELB, _, EXITS = MEASURES


def plan_of(book):
    """The monthly plan of a workbook."""
    snapshot = Snapshot(book)
    return planned(snapshot.take(planned_places(snapshot.index)))


@pytest.fixture(scope="module")
def book(tmp_path_factory, fresh_bytes):
    path = tmp_path_factory.mktemp("plan") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    return FileBook(path)


@pytest.fixture
def data():
    """Folder with the files."""
    return Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def places(book):
    snapshot = Snapshot(book)
    return Places.of(snapshot.take(map(snapshot.index.place, actual_names(Shape()))))


@pytest.fixture(scope="module")
def plan(book):
    return plan_of(book)


def judged(places, plan, *lines, today=DAY):
    """Line, unit, month and reason of everything that looks odd in a delivery."""
    table = read_csv("Ist.csv", "\n".join((HEADER, *lines)).encode())
    found = oddities(places, _entries(places, [table])[0], plan, today)
    return [(odd.line.number, odd.entry.unit, f"{odd.month:%m.%Y}", odd.reason) for odd in found]


# ---- the plan that figures are held against ---------------------------------------------------


def test_the_plan_of_a_month(plan, places):
    """Reference case: 32 exits a month; 27,649 ELB in the mean, from 26,570 on; exits evenly; teams weigh as on the sheet Teams."""
    weights = [team.weights["LZB_ABGAENGE"] for office in reference().offices for team in office.teams]
    assert month_of(plan, EXITS, 0, dt.date(2017, 3, 1), 2017) == pytest.approx(32 * weights[0] / sum(weights))
    assert month_of(plan, EXITS, None, dt.date(2017, 3, 1), 2017) == pytest.approx(32)
    assert month_of(plan, ELB, None, dt.date(2017, 3, 1), 2017) == pytest.approx(26570 + 3 / 6.5 * 1079)
    assert month_of(plan, ELB, None, dt.date(2016, 12, 1), 2017) == pytest.approx(26570 + 1 / 6.5 * 1079)
    for measure in MEASURES:
        whole = month_of(plan, measure, None, dt.date(2017, 3, 1), 2017)
        teams = [month_of(plan, measure, team, dt.date(2017, 3, 1), 2017) for team in range(24)]
        assert sum(teams) == pytest.approx(whole)


def test_fixed_targets_count(tmp_path, fresh_bytes):
    path = tmp_path / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    type_in(path, Fest_INTEGRATIONEN=300)  # the first cell: team 1.1
    plan = plan_of(FileBook(path))
    assert sum(plan["INTEGRATIONEN", 0, month] for month in range(1, 13)) == pytest.approx(300)


def test_a_blank_workbook_has_no_plan(tmp_path, run):
    run("new", tmp_path / "Leer.xlsx", "--leer")
    assert plan_of(FileBook(tmp_path / "Leer.xlsx")) == {}


# ---- what is odd ------------------------------------------------------------------------------

PLAN = {("INTEGRATIONEN", 0, 3): 26.0, ("INTEGRATIONEN", None, 3): 520.0, ("LZB_ABGAENGE", 1, 3): 1.3} | {
    (key, slot, month): 1500.0 for key in ("ELB", "LZB") for slot in range(24) for month in range(1, 13)
}


@pytest.mark.parametrize(
    ("value", "odd"),
    [
        ("2.600", True),
        ("260", True),
        ("259", False),
        ("37", False),
        ("6", False),
        ("3", False),
        ("2", True),
        ("0", True),
        ("*", False),
    ],
)
def test_ten_times_the_plan(places, value, odd):
    found = judged(places, PLAN, f"03.2017;1.1;INTEGRATIONEN;{value}")
    assert found == ([(2, "1.1", "03.2017", "geplant sind 26")] if odd else [])


@pytest.mark.parametrize(
    ("value", "odd"), [("52", True), ("0", True), ("53", False), ("5.199", False), ("5.200", True)]
)
def test_a_tenth_of_the_plan(places, value, odd):
    assert bool(judged(places, PLAN, f"03.2017;gesamt;INTEGRATIONEN;{value}")) == odd


@pytest.mark.parametrize(("value", "odd"), [("12", False), ("21", False), ("22", True)])
def test_small_counts_are_chance(places, value, odd):
    assert bool(judged(places, PLAN, f"03.2017;1.2;LZB_ABGAENGE;{value}")) == odd


def test_without_a_plan_the_other_months_count(places):
    lines = ("01.2017;1.1;INTEGRATIONEN;25", "02.2017;1.1;INTEGRATIONEN;2600", "03.2017;1.1;INTEGRATIONEN;27")
    assert judged(places, {}, *lines) == [(3, "1.1", "02.2017", "üblich sind 27")]
    assert judged(places, {}, *lines[:2]) == []


def test_halves_of_integrations(places):
    found = judged(
        places, PLAN, "03.2017;1.1;INTEGRATIONEN;3,5", "03.2017;1.1;LZB_ABGAENGE;0,5", "03.2017;1.1;ELB;1.499,5"
    )
    assert found == [
        (2, "1.1", "03.2017", "gezählt werden Köpfe"),
        (3, "1.1", "03.2017", "gezählt werden Köpfe"),
    ]


@pytest.mark.parametrize(
    ("february", "odd"), [("0", True), ("750", True), ("751", False), ("2.999", False), ("3.000", True), ("*", False)]
)
def test_jumps_of_a_stock(places, february, odd):
    found = judged(places, {}, "01.2017;1.1;ELB;1.500", f"02.2017;1.1;ELB;{february}")
    assert found == ([(3, "1.1", "02.2017", "im Jan 2017 waren es 1.500")] if odd else [])


def test_a_slip_is_named_once(places):
    """Neither again as a jump, nor the right month behind it."""
    lines = ("01.2017;1.1;ELB;1.500", "02.2017;1.1;ELB;15.000", "03.2017;1.1;ELB;1.510")
    assert judged(places, PLAN, *lines) == [(3, "1.1", "02.2017", "geplant sind 1.500")]


def test_a_small_stock_may_vanish(places):
    assert judged(places, {}, "01.2017;1.1;ELB;19", "02.2017;1.1;ELB;0") == []


def test_a_figure_filled_down(places):
    lines = [f"03.2017;{office}.{team};ELB;1500" for office in range(1, 7) for team in range(1, 5)]
    assert judged(places, PLAN, *lines) == [(2, "1.1", "03.2017", "dieselbe Zahl bei allen 24 Teams")]
    assert judged(places, PLAN, *lines[:-1], "03.2017;6.4;ELB;1501") == []
    assert judged(places, PLAN, *lines[:5]) == []


def test_months_to_come(places):
    lines = ("03.2017;1.1;ELB;1500", "04.2017;1.1;ELB;1500")
    assert judged(places, PLAN, *lines, today=dt.date(2017, 4, 1)) == []
    assert judged(places, PLAN, *lines, today=dt.date(2017, 3, 31)) == [
        (3, "1.1", "04.2017", "heute ist der 31.03.2017")
    ]


def test_a_month_that_is_missing(places):
    lines = (
        "12.2016;1.1;ELB;1500",
        "02.2017;1.1;ELB;1500",
        "05.2017;1.1;ELB;*",
        "05.2017;1.2;ELB;1500",
        "06.2017;1.2;ELB;1500",
    )
    assert judged(places, PLAN, *lines) == [
        (3, "1.1", "01.2017", "aber für Dez 2016 und Feb 2017"),
        (4, "1.1", "03.2017", "aber für Feb 2017 und Mai 2017"),
        (4, "1.1", "04.2017", "aber für Feb 2017 und Mai 2017"),
    ]


def test_the_examples_are_plausible(places, plan):
    for path in sorted(make.FOLDER.glob("*.csv")):
        table = read_csv(path.name, path.read_bytes())
        assert oddities(places, _entries(places, [table])[0], plan, DAY) == (), path.name


# ---- the command ------------------------------------------------------------------------------


@pytest.fixture
def odd_file(tmp_path):
    path = tmp_path / "Ist.csv"
    path.write_text(f"{HEADER}\n01.2017;1.1;INTEGRATIONEN;2.600\n03.2017;1.1;INTEGRATIONEN;3,5\n")
    return path


def test_nothing_is_written_before_someone_has_looked(plan_file, run, odd_file):
    before = plan_file.read_bytes()
    code, out, err = run("import-ist", odd_file, plan_file, "--json")
    assert code == 2
    lines = err.splitlines()
    assert lines[0] == (
        "Fehler: Ist.csv: 3 Auffälligkeiten, nichts geschrieben. Bitte prüfen; stimmen die Zahlen, nimmt --trotzdem sie auf."
    )
    assert lines[1] == "Weit vom Plan:"
    assert lines[2].startswith("  Zeile 2: Integrationen, 1.1, Jan 2017: 2.600, geplant sind ")
    assert lines[3:] == [
        "Keine ganzen Zahlen:",
        "  Zeile 3: Integrationen, 1.1, Mrz 2017: 3,5, gezählt werden Köpfe",
        "Fehlende Monate:",
        "  Zeile 3: Integrationen, 1.1, Feb 2017: kein Wert, aber für Jan 2017 und Mrz 2017",
    ]
    told = json.loads(out)
    assert told["geschrieben"] is False
    assert [tuple(odd.values()) for odd in told["auffaelligkeiten"]][1:] == [
        (
            "Ist.csv",
            None,
            3,
            "wert",
            "1.1",
            "2017-03",
            "INTEGRATIONEN",
            3.5,
            "Keine ganzen Zahlen",
            "gezählt werden Köpfe",
        ),
        (
            "Ist.csv",
            None,
            3,
            "wert",
            "1.1",
            "2017-02",
            "INTEGRATIONEN",
            None,
            "Fehlende Monate",
            "aber für Jan 2017 und Mrz 2017",
        ),
    ]
    first = told["auffaelligkeiten"][0]
    assert list(first) == ["datei", "blatt", "zeile", "spalte", "einheit", "monat", "kennzahl", "wert", "art", "grund"]
    assert (first["zeile"], first["monat"], first["wert"], first["art"]) == (2, "2017-01", 2600, "Weit vom Plan")
    assert plan_file.read_bytes() == before
    assert sorted(path.name for path in plan_file.parent.iterdir()) == ["Ist.csv", "Plan.xlsx"]


def test_probe_shows_it(plan_file, run, odd_file):
    before = plan_file.read_bytes()
    code, out, err = run("import-ist", odd_file, plan_file, "--probe")
    assert (code, err) == (0, "")
    assert "3 Auffälligkeiten, aufgenommen nur mit --trotzdem:" in out
    assert "Zeile 3: Integrationen, 1.1, Mrz 2017: 3,5, gezählt werden Köpfe" in out
    assert plan_file.read_bytes() == before


def test_anyway(plan_file, run, odd_file):
    code, out, err = run("import-ist", odd_file, plan_file, "--trotzdem")
    assert (code, err) == (0, "")
    assert "3 Auffälligkeiten, mit --trotzdem aufgenommen:" in out
    assert block(plan_file, "Ist_INTEGRATIONEN")[0][:4] == [2600, None, 3.5, None]
    outcome, changes = log(plan_file)[-1][4:]
    assert outcome == "Istwerte trotz 3 Auffälligkeiten importiert"
    assert "trotz 3 Auffälligkeiten: Zeile 2: Integrationen, 1.1, Jan 2017: 2.600" in changes
    code, out, _ = run("import-ist", odd_file, plan_file)  # what the workbook has already is not asked again
    assert code == 0
    assert "0 neu, 0 berichtigt, 2 unverändert" in out


def test_many_are_counted(places, plan):
    teams = [f"{office}.{team}" for office in range(1, 7) for team in range(1, 5)]
    rows = [f"{month}.2017;{team};INTEGRATIONEN;20" for month in ("01", "03") for team in teams]
    found, _ = _entries(places, [read_csv("Ist.csv", "\n".join((HEADER, *rows)).encode())])
    odd = oddities(places, found, plan, DAY)
    lines = list(ImportReport((("Ist.csv", "", ()),), 2017, (), written=False, oddities=odd).oddities_text())
    assert lines[0] == "Fehlende Monate:"
    assert (len(lines), lines[-1]) == (12, "  und 14 weitere")


# ---- small files from practice ----------------------------------------------------------------


def test_a_decimal_point_in_a_german_file(plan_file, run, data):
    before = plan_file.read_bytes()
    code, _, err = run("import-ist", data / "ist_null_komma.csv", plan_file)
    assert (code, plan_file.read_bytes()) == (2, before)
    assert "Zeile 2, Spalte wert: gefunden „0.123“" in err
    assert "Zeile 3, Spalte wert: gefunden „0.500“" in err


def test_a_decimal_point_in_a_text_cell(plan_file, run, tmp_path):
    book = openpyxl.Workbook()
    for row in (HEADER.split(";"), ["03.2017", "1.2", "ELB", "0.123"]):
        book.active.append(row)
    book.save(tmp_path / "Ist.xlsx")
    code, _, err = run("import-ist", tmp_path / "Ist.xlsx", plan_file)
    assert code == 2
    assert "Zeile 2, Spalte wert: gefunden „0.123“" in err


def test_a_file_from_a_mac(plan_file, run, data, tmp_path):
    source = tmp_path / "Ma\u0308rz.csv"
    source.write_bytes((data / "ist_macos_nfd.csv").read_bytes())
    assert run("import-ist", source, plan_file)[0] == 0
    exits = block(plan_file, "Ist_LZB_ABGAENGE")
    assert [(row, column, v) for row, cells in enumerate(exits) for column, v in enumerate(cells) if v is not None] == [
        (1, 2, 12)
    ]
    assert log(plan_file)[-1][5].startswith("März.csv: 1 Wert")


def test_a_team_that_excel_took_for_a_date(plan_file, run, data):
    before = plan_file.read_bytes()
    code, _, err = run("import-ist", data / "ist_excel_datum.csv", plan_file)
    assert (code, plan_file.read_bytes()) == (2, before)
    assert err.splitlines()[1:] == [
        ("Zeile 2, Spalte einheit: gefunden „01. Feb“ (Text), erwartet ein Team des Blattes Teams (Kürzel oder Name) oder "
        "gesamt. Excel hat aus der Einheit 1.2 ein Datum gemacht. Bitte die Spalte einheit als Text formatieren und neu "
        "eintragen.")
    ]  # fmt: skip


def test_a_month_in_six_digits(plan_file, run, data):
    code, _, err = run("import-ist", data / "ist_jjjjmm.xlsx", plan_file)
    assert code == 2  # 12 where more than a thousand are planned
    assert "Zeile 2: ELB (Bestand), 1.2, Mrz 2017 („201703“): 12, geplant sind 1." in err
    assert run("import-ist", data / "ist_jjjjmm.xlsx", plan_file, "--trotzdem")[0] == 0
    assert block(plan_file, "Ist_ELB")[1][2] == 12


def test_control_characters_are_shown_and_not_sent(plan_file, run, tmp_path):
    source = tmp_path / "Ist\x1b[2J.csv"
    source.write_text(f"{HEADER}\n03.2017;1.2\x1b]0;ELB\x07;5\n03.2017;1.1\u202e;ELB;\x9b5\n", encoding="utf-8")
    code, out, err = run("import-ist", source, plan_file)
    assert code == 2
    assert "„1.1‹U+202E›“" in err
    assert "„‹U+009B›5“" in err
    assert (out + err).replace("\n", "").isprintable()
