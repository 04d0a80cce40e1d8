"""Sheets Vereinbarungen and Kommentare, and what of them stands on the pages of the teams."""

from __future__ import annotations

import datetime as dt
import subprocess

import openpyxl
import pytest
from workbooks import ROOT, Values, need_libreoffice

from jcplan.cells import areas, serial
from jcplan.ooxml import WorkbookFile

MARCH = serial(dt.date(2017, 3, 31))
NEXT = serial(dt.date(2099, 4, 30))
AGREED = (  # what, who, until when, state, team; Kürzel as in the shipped workbook: office 1 with teams 1.1 to 1.4
    ("Reha-Anträge durchsehen", "Teamleitung", MARCH, "in Arbeit", "1.1"),
    ("Zwei Plätze mehr", "Frau Muster", NEXT, None, "1.1"),
    ("Schon getan", "TL", MARCH, "erledigt", "1.1"),
    ("Fällt weg", "TL", MARCH, "entfällt", "1.1"),
    ("Ohne Tag", None, None, "offen", "1.1"),
    ("Fürs ganze Haus", "GF", NEXT, "offen", None),
    ("Für die Geschäftsstelle", "GS-Leitung", NEXT, "offen", "1"),
    ("Tippfehler im Team", "TL", NEXT, "offen", "9.9"),
    ("Sternchen ist kein Platzhalter", "TL", NEXT, "offen", "1*"),
)
COLUMNS = ("Was", "Wer", "bis", "Stand", "Team")


def agree(path, rows=AGREED, first=0):
    """Type agreements, from a row on."""
    file = WorkbookFile.read(path)
    places = areas(file.names)
    for offset, row in enumerate(rows, first):
        for name, value in zip(COLUMNS, row, strict=True):
            sheet, area = places[f"Vereinbarung_{name}"]
            if value is not None:
                file.set_values(sheet, {(area.top + offset, area.left): value}, constants=True)
    path.write_bytes(file.to_bytes())


def page(path, title):
    """Heading and lines (what, who, until when, state) of what is agreed on the page of a unit."""
    sheet = Values(path)["Teamseiten"]
    top = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == title)
    heading = next(
        row for row in range(top, top + 60) if str(sheet.cell(row, 2).value).startswith("Vereinbart im Gespräch")
    )
    columns = {str(sheet.cell(heading + 1, column).value): column for column in range(2, 12)}
    found = [
        tuple(sheet.cell(row, columns[head]).value for head in ("Was", "Wer", "bis wann", "Stand"))
        for row in range(heading + 2, heading + 7)
    ]
    return sheet.cell(heading, 2).value, [line for line in found if line[0] is not None]


def day(value):
    return (dt.date(1899, 12, 30) + dt.timedelta(days=value)) if isinstance(value, float) else value


@pytest.fixture
def agreed(plan_file, run):
    agree(plan_file)
    assert run("refresh", plan_file)[0] == 0
    return plan_file


def said(path):
    """The last column of the list: what each agreement is today."""
    rows = Values(path)["Vereinbarungen"].iter_rows(min_row=7, min_col=2, max_col=8, values_only=True)
    return {row[0]: row[6] for row in rows if row[0]}


def test_what_is_open_stands_on_its_page_in_the_order_of_the_list(agreed):
    heading, lines = page(agreed, "1.1 · Team 1.1")
    assert heading == "Vereinbart im Gespräch"
    assert [(what, who, state) for what, who, _, state in lines] == [
        ("Reha-Anträge durchsehen", "Teamleitung", "in Arbeit"),
        ("Zwei Plätze mehr", "Frau Muster", "offen"),
        ("Ohne Tag", None, "offen"),
    ]
    assert str(lines[0][2]).startswith(("2017-03-31", "42825"))  # 31 March 2017 is day 42,825
    assert lines[2][2] in (None, 0, dt.time())  # the zero of a blank: its format shows nothing
    assert [line[0] for line in page(agreed, "1.2 · Team 1.2")[1]] == []


def test_the_whole_and_the_offices_have_their_own(agreed):
    sheet = Values(agreed)["Teamseiten"]
    whole = sheet.cell(4, 2).value
    assert [line[0] for line in page(agreed, whole)[1]] == ["Fürs ganze Haus"]
    office = next(value for row in range(5, sheet.max_row) if str(value := sheet.cell(row, 2).value).startswith("1 · "))
    assert [line[0] for line in page(agreed, office)[1]] == ["Für die Geschäftsstelle"]


def test_the_list_says_what_each_is_today(agreed):
    assert said(agreed) == {
        "Reha-Anträge durchsehen": "in Arbeit", "Zwei Plätze mehr": "offen", "Schon getan": None, "Fällt weg": None,
        "Ohne Tag": "offen", "Fürs ganze Haus": "offen", "Für die Geschäftsstelle": "offen",
        "Tippfehler im Team": "Kürzel unbekannt", "Sternchen ist kein Platzhalter": "Kürzel unbekannt",
    }  # fmt: skip
    assert Values(agreed)["Vereinbarungen"]["B3"].value == "Vereinbart: 9, davon offen: 7, frei: 51 Zeilen"


def test_more_than_there_are_lines_for(plan_file, run):
    agree(plan_file, [(f"Punkt {number}", None, None, None, "2.3") for number in range(1, 8)], first=53)  # to the last
    assert run("refresh", plan_file)[0] == 0
    heading, lines = page(plan_file, "2.3 · Team 2.3")
    assert heading == "Vereinbart im Gespräch, offen die ersten 5 von 7"
    assert [line[0] for line in lines] == [f"Punkt {number}" for number in range(1, 6)]


def test_a_workbook_without_agreements_has_blank_lines(plan_file):
    assert page(plan_file, "1.1 · Team 1.1") == ("Vereinbart im Gespräch", [])
    assert Values(plan_file)["Vereinbarungen"]["B3"].value.startswith("Noch nichts vereinbart")


def test_what_is_due_is_marked_by_a_word(read_back):
    """A conditional format: a formula with TODAY in a cell would make every look at the workbook a change."""
    for sheet, cells in (("Vereinbarungen", "H7:H66"), ("Teamseiten", None)):
        rules = [
            (str(area.sqref), rule)
            for area in read_back[sheet].conditional_formatting
            for rule in area.rules
            if rule.formula and "TODAY()" in rule.formula[0]
        ]
        assert {rule.dxf.numFmt.formatCode for _, rule in rules} == {'"■ "@", überfällig"'}
        assert len(rules) == (1 if cells else 31)
        assert cells in (None, rules[0][0])
    formulas = [str(cell.value) for sheet in read_back for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [text for text in formulas if "TODAY(" in text]


def test_libreoffice_prints_the_word(agreed, run, tmp_path):
    office = need_libreoffice()
    assert (
        run("import-ist", ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv", agreed)[0] == 0
    )  # else none is printed
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, agreed]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "Plan.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "Reha-Anträge durchsehen Teamleitung 31.03.2017 in Arbeit 1.1 ■ in Arbeit, überfällig" in lines
    assert "Zwei Plätze mehr Frau Muster 30.04.2099 1.1 offen" in lines
    assert not [line for line in lines if "Ohne Tag" in line and "überfällig" in line]


@pytest.mark.parametrize("sheet", ["Vereinbarungen", "Kommentare"])
def test_typed_cells_are_validated_in_german(read_back, sheet):
    rules = read_back[sheet].data_validations.dataValidation
    assert all(rule.prompt and rule.error.startswith("Erwartet wird") for rule in rules)
    if sheet == "Vereinbarungen":
        states = next(rule for rule in rules if rule.type == "list")
        assert states.formula1 == '"offen,in Arbeit,erledigt,entfällt"'


def test_a_blank_workbook_shows_its_agreements(empty_file, run):
    """Results stay unseen while inputs are missing, but agreements need none."""
    book = openpyxl.load_workbook(empty_file)
    for sheet in ("Vereinbarungen", "Kommentare"):
        rules = [rule for area in book[sheet].conditional_formatting for rule in area.rules]
        assert not [rule for rule in rules if "Eingaben_fehlen" in str(rule.formula)]
