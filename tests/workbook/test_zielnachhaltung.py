"""Targets of offices and teams, monthly plan, actuals, projection, lights: on the built sheets."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate

import openpyxl
import pytest
from workbooks import Values, stored

from jcplan.actuals.instruments import instrument_names
from jcplan.cases import Case, Office, Team
from jcplan.cells import Area, CellError, address, parse_area, split_reference
from jcplan.formula import Engine
from jcplan.layout import istwerte, monatswerte, teamseiten, vereinbarungen, zielnachhaltung, zielverteilung
from jcplan.layout import teams as sheet_of_teams
from jcplan.model import Model, Shape
from jcplan.ooxml import WorkbookFile
from jcplan.sheet.book import Layout, resolve, workings
from jcplan.sheet.page import Sheet

TEAMS, MONTHS = 24, 12
KEYS = ("INTEGRATIONEN", "ELB", "LZB", "LZB_ABGAENGE")
# the year's targets of the shipped plan: 22.433 % of 27,649 ELB; 12 times 32
GOALS = {"INTEGRATIONEN": 6203, "ELB": 27649, "LZB": 17241, "LZB_ABGAENGE": 12 * 32}

STARTS = {"ELB": (26570, 27649), "LZB": (17241, 17241)}
"""What the stocks of the shipped plan start with, and their mean in the plan."""


def path(start, mean):
    """A stock on a straight line to its mean, month by month: one to twelve steps, 6.5 in the mean."""
    return [start + Fraction(2 * month, 13) * (mean - start) for month in range(1, MONTHS + 1)]


def fill(path, **rows):
    """Type actuals: by key, a function of team and month (from 0), None for a blank."""
    file = WorkbookFile.read(path)
    for key, value in rows.items():
        sheet, cells = split_reference(file.names[f"Ist_{key}"])
        area = parse_area(cells)
        typed = {(row, column): value(row - area.top, column - area.left) for row, column in area}
        file.set_values(sheet, {at: float(v) if isinstance(v, int) else v for at, v in typed.items()}, constants=True)
    path.write_bytes(file.to_bytes())


def put(path, name, values):
    """Type into single cells of a named range: by number of the cell, from 0."""
    file = WorkbookFile.read(path)
    sheet, cells = split_reference(file.names[name])
    places = list(parse_area(cells))
    file.set_values(sheet, {places[index]: value for index, value in values.items()}, constants=True)
    path.write_bytes(file.to_bytes())


values = Values


def find(sheet, column, text, *, nth=0):
    """The row whose cell in a column holds a text, the nth of several."""
    rows = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == text]
    return rows[nth]


def team_targets(book):
    """Yearly targets of the teams by key, as the sheet Zielverteilung shows them."""
    sheet = book["Zielverteilung"]
    first = find(sheet, 2, "1.1 · Team 1.1")
    return {key: [sheet.cell(first + i, 5 + 3 * k).value for i in range(TEAMS)] for k, key in enumerate(KEYS)}


def test_team_targets_are_whole_and_sum_to_the_target(plan_file):
    for key, parts in team_targets(values(plan_file)).items():
        assert sum(parts) == GOALS[key], key
        assert all(part == int(part) for part in parts), key


def test_targets_follow_the_weights(plan_file):
    book = values(plan_file)
    weights = [row[0] for row in book.area("Gewicht_ELB")]
    assert sum(weights[:4]) == 1460 + 1240 + 1110 + 980
    of_office = 27649 * sum(weights[:4]) / sum(weights)
    for weight, target in zip(weights[:4], team_targets(book)["ELB"][:4], strict=True):
        assert target == pytest.approx(of_office * weight / sum(weights[:4]), abs=1.5)


def test_fixed_targets_of_offices_and_teams_hold(plan_file, run):
    put(plan_file, "Fest_INTEGRATIONEN_Geschaeftsstelle", {0: 1300.0})
    put(plan_file, "Fest_INTEGRATIONEN", {1: 400.0})
    assert run("refresh", plan_file)[0] == 0
    parts = team_targets(values(plan_file))["INTEGRATIONEN"]
    assert sum(parts[:4]) == 1300
    assert parts[1] == 400
    assert sum(parts) == GOALS["INTEGRATIONEN"]


def test_monthly_plan_sums_to_the_year(plan_file):
    book = values(plan_file)
    sheet, targets = book["Monatswerte"], team_targets(book)
    for key, title in (("INTEGRATIONEN", "Integrationen: Soll"), ("LZB", "LZB (Bestand): Soll")):
        first = find(sheet, 2, title) + 2
        team = 0
        for row in range(first, first + 31):
            months = [sheet.cell(row, column).value for column in range(3, 15)]
            year = sum(months) / (12 if key == "LZB" else 1)
            if sheet.cell(row, 2).value.partition(" · ")[2].startswith("Team"):
                assert year == targets[key][team], (key, row)
                team += 1
            elif row == first:
                assert year == GOALS[key]
        assert team == TEAMS


def monthly_plan(book, key):
    """Whole months of the Jobcenter, its offices and their teams, as the sheet Monatswerte shows them; blanks are None."""
    sheet = book["Monatswerte"]
    titles = {"INTEGRATIONEN": "Integrationen", "ELB": "ELB (Bestand)", "LZB": "LZB (Bestand)"}
    top = find(sheet, 2, f"{titles.get(key, 'LZB-Abgänge (Teamprojekte)')}: Soll") + 2
    rows = [[sheet.cell(top + i, column).value for column in range(3, 15)] for i in range(31)]
    rows = [[month if isinstance(month, int | float) else None for month in row] for row in rows]
    return rows[0], rows[1::5], [rows[1 + 5 * office + team] for office in range(6) for team in range(1, 5)]


def off(months, goal, season):
    """How far the plan up to any month is from the exact one, in heads."""
    steps = list(accumulate(Fraction(str(weight)) for weight in season))
    return max(
        abs(Fraction(so_far) - goal * step / steps[-1]) for so_far, step in zip(accumulate(months), steps, strict=True)
    )


EVEN = [1.0] * 12
SUMMER = [0.85, 0.9, 1.05, 1.1, 1.05, 1.0, 0.95, 1.05, 1.2, 1.1, 0.95, 0.8]
GAPS = [0.0, 2.5, 0.0, 0.1, 0.1, 3.0, 0.0, 0.0, 0.7, 0.0, 1.3, 0.0]


@pytest.mark.parametrize(
    ("season", "weights", "fixed"),
    [
        (EVEN, [1.0] * 24, {}),
        (GAPS, [float(w) for w in (1, 997, 3, 3, 3, 50, 0, 1, 211, 13, 13, 8, *[7] * 8, 1, 2, 1, 2)], {}),
        (
            SUMMER,
            [1460.5, None, 1110, None, *[None] * 4, *[17.0] * 8, *[2.5, 1, None, 1] * 2],
            {2: 61.0, 9: 0.0},
        ),
    ],
    ids=["all equal", "odd", "with blanks and fixed targets"],
)
def test_monthly_plan_is_exact_at_every_level(plan_file, run, season, weights, fixed):
    """Sums by team, office, month and year; no negative month; less than a head off, for a team less than two."""
    for key in KEYS:
        put(plan_file, f"Gewicht_{key}", dict(enumerate(weights)))
        put(plan_file, f"Saison_{key}", dict(enumerate(season)))
        put(plan_file, f"Fest_{key}", fixed)
    code, out, _ = run("refresh", plan_file)
    assert code == 0
    assert "Fehler in Zellen" not in out
    book = values(plan_file)
    for key, goals in team_targets(book).items():
        months_of_a_year = 12 if key in ("ELB", "LZB") else 1
        whole, offices, teams = monthly_plan(book, key)
        assert sum(goal or 0 for goal in goals) == GOALS[key]
        assert off(whole, GOALS[key] * months_of_a_year, season) <= Fraction(1, 2)
        planned = [row for row in offices if row != [None] * 12]
        assert [sum(parts) for parts in zip(*planned, strict=True)] == whole
        for office, row in enumerate(offices):
            of_teams = [(goal, teams[office * 4 + i]) for i, goal in enumerate(goals[office * 4 : office * 4 + 4])]
            known = [(int(goal) * months_of_a_year, months) for goal, months in of_teams if goal is not None]
            assert all(months == [None] * 12 for goal, months in of_teams if goal is None)
            if not known:
                assert row == [None] * 12
                continue
            goal_of_office = sum(goal for goal, _ in known)
            assert sum(row) == goal_of_office
            assert min(row) >= 0
            assert off(row, goal_of_office, season) < 1
            assert [sum(parts) for parts in zip(*(months for _, months in known), strict=True)] == row
            for goal, months in known:
                assert sum(months) == goal
                assert min(months) >= 0
                assert off(months, goal, season) < 2


def test_an_even_year_is_planned_evenly(plan_file, run):
    """384 exits a year are 32 a month; who is on the way to the target is green, every team, office and the whole."""
    put(plan_file, "Saison_LZB_ABGAENGE", dict(enumerate(EVEN)))
    goals = team_targets(values(plan_file))["LZB_ABGAENGE"]
    fill(plan_file, LZB_ABGAENGE=lambda team, month: goals[team] / 12 if month < 6 else None)
    assert run("refresh", plan_file)[0] == 0
    book = values(plan_file)
    whole, offices, _ = monthly_plan(book, "LZB_ABGAENGE")
    assert whole == [32] * 12
    assert all(max(months) - min(months) <= 1 for months in offices)
    sheet = book["Zielnachhaltung"]
    month, planned, actual = row_of_table(sheet, "Jobcenter ME-aktiv", 3)[1:4]
    assert (month, planned) == (6, 192)
    assert actual == pytest.approx(192, rel=1e-12)
    top = find(sheet, 2, "LZB-Abgänge (Teamprojekte)", nth=1) + 3
    assert [sheet.cell(top + i, 11).value for i in range(31)] == ["grün"] * 31
    assert [sheet.cell(find(sheet, 2, "Ampeln der Geschäftsstellen") + 3 + i, 6).value for i in range(6)] == [
        "grün"
    ] * 6
    pages = book["Teamseiten"]
    lights = [
        pages.cell(row, 9).value
        for row in range(1, pages.max_row + 1)
        if pages.cell(row, 2).value == "LZB-Abgänge (Teamprojekte)"
    ]
    assert lights == ["grün"] * 31


def test_a_stock_without_season_goes_its_path(plan_file, run):
    """Whole heads on a straight line from the stock of before, twelve times the mean in the year, at every level."""
    book = values(plan_file)
    for key, ends in STARTS.items():
        line = path(*ends)
        whole, offices, teams = monthly_plan(book, key)
        assert sum(whole) == 12 * GOALS[key]
        assert all(abs(month - due) < 1 for month, due in zip(whole, line, strict=True))
        assert [sum(parts) for parts in zip(*offices, strict=True)] == whole
        for goal, months in zip(team_targets(book)[key], teams, strict=True):
            assert sum(months) == 12 * goal
            assert off(months, 12 * goal, line) < 2
    assert monthly_plan(book, "ELB")[0][::11] == [26736, 28562]
    put(plan_file, "Saison_ELB", dict.fromkeys(range(12), 1.0))  # as before: every month is the mean
    assert run("refresh", plan_file)[0] == 0
    assert monthly_plan(values(plan_file), "ELB")[0] == [27649] * 12
    put(plan_file, "Saison_ELB", {11: None})
    assert run("refresh", plan_file)[0] == 0
    assert monthly_plan(values(plan_file), "ELB")[0] == [None] * 12


@pytest.mark.parametrize(
    ("typed", "shared", "said"),
    [
        ("geplant", 384, "Verteilt sind die geplanten 384 Abgänge; das Ziel ±0,0 % verlangt 828."),
        (None, 384, "Verteilt sind die geplanten 384 Abgänge; das Ziel ±0,0 % verlangt 828."),
        ("nötig", 828, "Verteilt sind die nötigen 828 Abgänge; geplant sind 384."),
    ],
)
def test_teams_carry_the_planned_or_the_needed_exits(plan_file, run, typed, shared, said):
    put(plan_file, "Annahme_LZB_Abgang_Grundlage", {0: typed})
    assert run("refresh", plan_file)[0] == 0
    book = values(plan_file)
    assert sum(team_targets(book)["LZB_ABGAENGE"]) == shared
    assert sum(monthly_plan(book, "LZB_ABGAENGE")[0]) == shared
    for sheet in ("Zielverteilung", "Zielnachhaltung"):
        assert book[sheet]["B4"].value == said
    code, _, message = run("check", plan_file)
    assert code == 1, message  # the document's own contradictions, nothing else


def test_the_choice_of_exits_is_one_of_two_words(plan_file, run):
    put(plan_file, "Annahme_LZB_Abgang_Grundlage", {0: "beides"})
    code, _, message = run("refresh", plan_file)
    assert code == 2
    assert "eines von „geplant“, „nötig“" in message


def test_elb_have_no_light(reported):
    """They are planned and no target; the deviation stays."""
    sheet = values(reported)["Zielnachhaltung"]
    assert [sheet.cell(find(sheet, 2, "ELB (Bestand)"), column).value for column in (11, 12)] == ["ohne Ampel"] * 2
    deviation, light, at_end = (row_of_table(sheet, "1.1 · Team 1.1", 1)[i] for i in (4, 8, 9))
    assert deviation < 0
    assert (light, at_end) == ("–", "–")
    office = find(sheet, 2, "Ampeln der Geschäftsstellen") + 3
    assert isinstance(sheet.cell(office, 4).value, float)


def test_integrations_are_counted_in_integrations(plan_file):
    book = values(plan_file)
    pages = book["Teamseiten"]
    rows = [find(pages, 2, f"{label}: Soll") for label in ("Integrationen", "ELB (Bestand)")]
    assert [pages.cell(row, 16).value for row in rows] == ["Integrationen", "Köpfe"]


def printed(path):
    return {sheet: area.rpartition("!")[2] for sheet, area in WorkbookFile.read(path).print_areas.items()}


def test_what_shows_actuals_is_printed_once_there_are_some(plan_file, run):
    """Team pages, empty forms and tables of dashes are left out of print until something is reported."""
    before = printed(plan_file)
    assert before["Teamseiten"] == before["Istwerte"] == "$CV$1"
    fill(plan_file, ELB=lambda team, month: 1000 if (team, month) == (0, 0) else None)
    assert run("refresh", plan_file)[0] == 0
    after = printed(plan_file)
    last = openpyxl.load_workbook(plan_file)["Teamseiten"].max_row
    assert after["Teamseiten"].startswith("$A$1:$P$")
    assert int(after["Teamseiten"].removeprefix("$A$1:$P$")) >= last
    for sheet in ("Monatswerte", "Zielnachhaltung", "Istwerte"):
        assert int(after[sheet].rpartition("$")[2]) > int(before[sheet].rpartition("$")[2]), sheet
    assert {sheet for sheet in after if after[sheet] != before[sheet]} == {
        "Übersicht", "Teamseiten", "Istwerte", "Monatswerte", "Zielnachhaltung", "Gruppen", "Kennzahlen", "Vereinbarungen",
    }  # fmt: skip
    fill(plan_file, ELB=lambda *_: None)
    assert run("refresh", plan_file)[0] == 0
    assert printed(plan_file) == before


def test_what_the_user_prints_stays(plan_file, run):
    file = WorkbookFile.read(plan_file)
    own = Area(1, 1, 40, 16)
    file.set_print_area("Teamseiten", own)
    plan_file.write_bytes(file.to_bytes())
    fill(plan_file, ELB=lambda team, month: 1000 if (team, month) == (0, 0) else None)
    assert run("refresh", plan_file)[0] == 0
    assert printed(plan_file)["Teamseiten"] == "$A$1:$P$40"


def test_season_is_an_input(plan_file, run):
    put(plan_file, "Saison_INTEGRATIONEN", {month: float(month == 5) for month in range(12)})  # all in June
    assert run("refresh", plan_file)[0] == 0
    sheet = values(plan_file)["Monatswerte"]
    row = find(sheet, 2, "Integrationen: Soll") + 2
    assert [sheet.cell(row, column).value for column in range(3, 15)] == [0] * 5 + [6203] + [0] * 6


@pytest.fixture
def reported(plan_file, run):
    """Nine months: 20 integrations a team and month, stocks of 1,000 ELB and 600 LZB, 1 exit; one figure suppressed."""
    fill(
        plan_file,
        INTEGRATIONEN=lambda team, month: "*" if (team, month) == (5, 1) else 20 if month < 9 else None,
        ELB=lambda _, month: 1000 if month < 9 else None,
        LZB=lambda _, month: 600 if month < 9 else None,
        LZB_ABGAENGE=lambda _, month: 1 if month < 9 else None,
    )
    assert run("refresh", plan_file)[0] == 0
    return plan_file


def row_of_table(sheet, name, table):
    return [sheet.cell(find(sheet, 2, name, nth=table), column).value for column in range(3, 13)]


def test_state_of_a_team(reported):
    """Team 1.1: 9 months of 20; planned by season; projected by the season's weights."""
    sheet = values(reported)["Zielnachhaltung"]
    goal, month, planned, actual, deviation, projection, relative, ahead, light, at_end = row_of_table(
        sheet, "1.1 · Team 1.1", 0
    )
    season = [0.85, 0.9, 1.05, 1.1, 1.05, 1, 0.95, 1.05, 1.2, 1.1, 0.95, 0.8]
    assert (month, actual) == (9, 180)
    assert planned == pytest.approx(goal * sum(season[:9]) / sum(season), abs=2)
    assert deviation == actual - planned
    assert projection == pytest.approx(180 * sum(season) / sum(season[:9]), rel=1e-12)
    assert relative == pytest.approx(deviation / planned)
    assert ahead == pytest.approx(projection / goal - 1)
    assert (light, at_end) == ("rot", "rot")


def test_lights_are_judged_on_the_exact_plan(reported):
    """Goal by season over the known months, not the sum of months in whole heads; offices and the whole sum their teams'."""
    book = values(reported)
    sheet = book["Zielnachhaltung"]
    lights = set()
    for table, key in enumerate(KEYS):
        stock = key in ("ELB", "LZB")
        season = path(*STARTS[key]) if stock else book.area(f"Saison_{key}")[0]

        def due(team, goal, *, key=key, season=season, stock=stock):
            known = [m for m in range(9) if (key, team, m) != ("INTEGRATIONEN", 5, 1)]
            share = sum(season[m] for m in known) / sum(season)
            return goal * share * (12 / len(known) if stock else 1)

        exact = [due(team, goal) for team, goal in enumerate(team_targets(book)[key])]
        units = [("Jobcenter ME-aktiv", table, sum(exact))]
        units += [(f"{o + 1} · Geschäftsstelle {o + 1}", table + 1, sum(exact[4 * o : 4 * o + 4])) for o in range(6)]
        units += [
            (f"{o + 1}.{t + 1} · Team {o + 1}.{t + 1}", table, exact[4 * o + t]) for o in range(6) for t in range(4)
        ]
        for name, nth, planned in units:
            row = find(sheet, 2, name, nth=nth)
            actual, light = sheet.cell(row, 6).value, sheet.cell(row, 11).value
            missed = (actual - planned if stock else planned - actual) / planned
            assert sheet.cell(row, 15).value == pytest.approx(planned, rel=1e-12), (key, name)
            word = "grün" if missed <= 0 else "gelb" if missed <= 0.05 else "rot"
            assert light == ("–" if key == "ELB" else word), (key, name)
            lights.add(light)
    assert lights >= {"grün", "rot"}


def test_a_suppressed_month_counts_on_neither_side(reported):
    sheet = values(reported)["Zielnachhaltung"]
    with_gap, without = (row_of_table(sheet, f"{key} · Team {key}", 0) for key in ("2.2", "2.1"))
    assert (with_gap[1], with_gap[3]) == (9, 160)
    assert without[3] == 180
    months = values(reported)["Monatswerte"]
    row = find(months, 2, "2.2 · Team 2.2", nth=0)
    plan = [months.cell(row, column).value for column in range(3, 12)]
    assert with_gap[2] == sum(plan) - plan[1]


def test_offices_and_the_whole_are_the_sums_of_their_teams(reported):
    sheet = values(reported)["Zielnachhaltung"]
    for table in range(len(KEYS)):
        teams = [row_of_table(sheet, f"{o}.{t} · Team {o}.{t}", table) for o in range(1, 7) for t in range(1, 5)]
        whole = row_of_table(sheet, "Jobcenter ME-aktiv", table)
        office = row_of_table(sheet, "3 · Geschäftsstelle 3", table + 1)  # the first stands among the lights
        for figure in (0, 2, 3, 4, 5):
            assert whole[figure] == pytest.approx(sum(team[figure] for team in teams), rel=1e-12), (table, figure)
            assert office[figure] == pytest.approx(sum(team[figure] for team in teams[8:12]), rel=1e-12)


def test_rate_since_january(reported):
    """No stock of December before, so from February on: 8 months of 480 (460 in February) over 24,000."""
    sheet = values(reported)["Zielnachhaltung"]
    row = find(sheet, 2, "Integrationsquote seit Januar (JFW)")
    assert sheet.cell(row, 6).value == pytest.approx((8 * 480 - 20) / 24000, rel=1e-12)
    assert sheet.cell(row, 3).value == pytest.approx(6203 / 27649, rel=1e-12)


def test_a_month_that_a_team_has_not_reported_is_open_for_its_office(plan_file, run):
    fill(plan_file, INTEGRATIONEN=lambda team, month: 10 if month < (3 if team else 2) else None)
    assert run("refresh", plan_file)[0] == 0
    sheet = values(plan_file)["Monatswerte"]
    top = find(sheet, 2, "Integrationen: Ist") + 2
    whole, first, second = ([sheet.cell(top + i, column).value for column in (3, 4, 5)] for i in (0, 1, 6))
    assert whole == [240, 240, None]
    assert first == [40, 40, None]
    assert second == [40, 40, 40]


def test_team_page_shows_the_team(reported):
    sheet = values(reported)["Teamseiten"]
    heads = [row for row in range(1, sheet.max_row + 1) if " · Team" in str(sheet.cell(row, 2).value)]
    assert len(heads) == TEAMS
    assert sheet.cell(heads[0], 2).value == "1.1 · Team 1.1"
    assert sheet.cell(heads[0] + 1, 2).value.startswith("Integrationen bis Sep: 180 von ")
    labels = {sheet.cell(row, 2).value: row for row in range(heads[0], heads[0] + 30)}
    assert [sheet.cell(labels["Integrationen: Soll"] + 1, c).value for c in range(3, 12)] == [20] * 9
    breaks = [b.id for b in openpyxl.load_workbook(reported)["Teamseiten"].row_breaks.brk]
    assert len(breaks) == 30  # 31 pages: the whole, six offices, 24 teams


def test_without_actuals_nothing_is_claimed(plan_file):
    book = values(plan_file)
    assert book["Zielnachhaltung"]["B3"].value.startswith("Noch keine Istwerte")
    assert row_of_table(book["Zielnachhaltung"], "1.1 · Team 1.1", 0)[1:] == ["–"] * 9


def test_reported_total_is_checked(reported, run):
    put(reported, "Ist_ELB_gesamt", dict.fromkeys(range(9), 24001.0))
    _, out, _ = run("check", reported)
    line = next(line for line in out.splitlines() if "gemeldeten des Jobcenters: ELB" in line)
    assert line.strip().startswith("Widerspruch")
    line = next(line for line in out.splitlines() if "gemeldeten des Jobcenters: Integrationen" in line)
    assert line.strip().startswith("nicht prüfbar")


@pytest.mark.parametrize(
    ("name", "index", "typed", "found", "expected"),
    [
        ("Ist_INTEGRATIONEN", 0, "12O", "„12O“ (Text)", "eine Zahl ab 0, oder * für einen gesperrten Wert"),
        ("Ist_LZB", 30, -1.0, "−1", "eine Zahl ab 0, oder *"),
        ("Ist_ELB_Vorjahr", 2, "viele", "„viele“ (Text)", "eine Zahl ab 0, oder *"),
        ("Ist_ELB_gesamt", 1, True, "WAHR", "eine Zahl ab 0, oder *"),
        ("Gewicht_ELB", 3, "viel", "„viel“ (Text)", "eine Zahl ab 0."),
        ("Gewicht_LZB", 3, "*", "„*“ (Text)", "eine Zahl ab 0."),
        ("Fest_LZB", 7, 10.5, "10,5", "eine ganze Zahl ab 0."),
        ("Fest_ELB_Geschaeftsstelle", 5, -3.0, "−3", "eine ganze Zahl ab 0."),
        ("Saison_INTEGRATIONEN", 0, -1.0, "−1", "eine Zahl ab 0."),
    ],
)
def test_nonsense_on_teams_and_istwerte_is_named_and_nothing_is_written(
    plan_file, run, name, index, typed, found, expected
):
    put(plan_file, name, {index: typed})
    sheet, cells = split_reference(Values(plan_file).names[name])
    before = plan_file.read_bytes()
    for command in ("refresh", "check"):
        code, _, message = run(command, plan_file)
        assert code == 2
        assert f"{sheet}!{address(*list(parse_area(cells))[index])} (" in message
        assert f"gefunden {found}, erwartet {expected}" in message
    assert plan_file.read_bytes() == before


def test_fixed_targets_beyond_the_whole_are_named(plan_file, run):
    put(plan_file, "Fest_ELB_Geschaeftsstelle", {0: 99_999.0})
    code, out, _ = run("refresh", plan_file)
    assert code == 0
    assert "Fehler in Zellen" in out
    assert "JC_VERTEILEN: fest: gefunden feste Werte, die einen Rest von −72.350 lassen" in out
    assert run("check", plan_file)[0] == 1


def test_unused_slots_stay_blank(plan_file, empty_file, run):
    """An office and a team less: the others carry the whole."""
    for name in ("Team_Kuerzel", "Team_Name", *(f"Gewicht_{key}" for key in KEYS)):
        put(plan_file, name, dict.fromkeys(range(19, 24)))
    for name in ("Geschaeftsstelle_Kuerzel", "Geschaeftsstelle_Name"):
        put(plan_file, name, {5: None})
    code, out, _ = run("refresh", plan_file)
    assert code == 0, out
    parts = team_targets(values(plan_file))["INTEGRATIONEN"]
    assert sum(part or 0 for part in parts) == 6203
    assert not any(parts[19:])
    assert "Fehler in Zellen" not in run("check", plan_file)[1]
    assert stored(empty_file, "Nachhaltung_Monat") == "–"


# ---- any number of offices and teams ----------------------------------------------------------------

TAKEN = {
    "Annahme_Jobcenter": "Jobcenter", "Annahme_Planjahr": 2017.0, "Annahme_Stand": "Entwurf", "Annahme_Ampel_gelb": 0.05,
    "Annahme_LZB_Abgang": 32.0, "Ziel_Integrationen_veroeffentlicht": 6203.0, "Ziel_ELB_gesamt_veroeffentlicht": 27649.0,
    "Ziel_LZB_veroeffentlicht": 17241.0, "Annahme_ELB_gesamt": 26570.0, "Annahme_LZB_Bestand": 17241.0, "Annahme_LZB_Ziel": 0.0,
    "Annahme_LZB_Abgang_Grundlage": None, "Ziel_LZB_Abgang": 68.964, "Funktionen_fehlen": "",
    "Annahme_G1_Bezeichnung": "ohne", "Annahme_G2_Bezeichnung": "mit",
    **{name: f"Instrument {number}" for number, name in enumerate(instrument_names(Shape().instrumente), 1)},
}  # fmt: skip
"""What these sheets take from others, by defined name."""


def laid_out(teams):
    """The sheets of offices with so many teams each; the weights are uneven."""
    model = Model(Shape(teams=teams))
    offices = [
        Office(f"{o}", f"Büro {o}", tuple(Team(f"{o}.{t}", f"Gruppe {t}", dict.fromkeys(KEYS, 7.0 * o + t)) for t in range(1, n + 1)))
        for o, n in enumerate(teams, 1)
    ]  # fmt: skip
    case = Case("Jobcenter", "Entwurf", {}, tuple(offices), dict.fromkeys(KEYS, tuple(SUMMER)))
    taken = Sheet("Eingaben", "Eingaben", (20, 20))
    for row, (name, value) in enumerate(TAKEN.items(), 4):
        taken.put(row, 2, value)
        taken.name_area(name, Area(row, 2, row, 2))
    entered = [describe(model, case) for describe in (sheet_of_teams.sheet, istwerte.sheet)]
    modules = (zielverteilung, monatswerte, zielnachhaltung, teamseiten, vereinbarungen)
    computing = [module.sheet(model) for module in modules]
    pages = [taken, *entered, *computing, workings(computing)]
    resolve(pages)
    return Layout(pages, {})


@pytest.mark.parametrize("teams", [(5, 5, 3), (1,) * 40], ids=["5, 5 and 3 teams", "40 offices of one team"])
def test_sheets_follow_the_shape(teams):
    """Each team reports ten integrations a month till March: everything is shared out, summed and shown, unit by unit."""
    described = laid_out(teams)
    area = parse_area(split_reference(described.names["Ist_INTEGRATIONEN"])[1])
    assert area.shape == (sum(teams), 12)
    reported = {("Istwerte", row, column): 10.0 for row, column in area if column < area.left + 3}
    engine = Engine(described, reported)
    result = engine.compute()
    assert not result.not_computed
    assert not [key for key, value in result.values.items() if isinstance(value, CellError)]

    def shown(sheet, key):
        return [engine.cell(sheet, *at) for at in described.pages[sheet].area(key)]

    units = ["jc"]
    for office, number in enumerate(teams, 1):
        units += [f"g{office}", *(f"g{office}t{team}" for team in range(1, number + 1))]
        of_teams = f"team.g{office}t1.integrationen:team.g{office}t{number}.integrationen"
        assert sum(shown("Zielverteilung", of_teams)) == shown("Zielverteilung", f"gs.g{office}.integrationen")[0]
        rows = [shown("Monatswerte", f"elb_soll.g{office}t{team}.monate") for team in range(1, number + 1)]
        assert [sum(month) for month in zip(*rows, strict=True)] == shown("Monatswerte", f"elb_soll.g{office}.monate")
        assert shown("Zielnachhaltung", f"integrationen.g{office}.bis:integrationen.g{office}.ist")[::2] == [
            3,
            30 * number,
        ]
    for key, goal in GOALS.items():
        assert sum(shown("Zielverteilung", f"team.{key.lower()}")) == goal
    assert shown("Zielnachhaltung", "integrationen.jc.ist") == [30 * sum(teams)]
    pages, followed = described.pages["Teamseiten"], described.pages["Zielnachhaltung"]
    assert len(pages.page_breaks) == len(units) - 1
    for unit in units:
        (row, column), *_ = followed.area(f"elb.{unit}.seite")
        sheet, place = split_reference(followed.cells[row, column].link)
        ((top, left),) = parse_area(place)
        assert engine.cell(sheet, top, left) == engine.cell("Zielnachhaltung", row, 2)
    assert engine.cell("Zielnachhaltung", row, 2) == f"{len(teams)}.{teams[-1]} · Gruppe {teams[-1]}"
    assert f"Gemeldet haben {sum(teams)} von {sum(teams)} Teams (Integrationen)" in result.values.values()


@pytest.mark.parametrize(
    ("teams", "said"),
    [
        ((4,) * 6, "Je Geschäftsstelle sind vier Plätze für Teams da."),
        ((5, 5, 3), "Je Geschäftsstelle sind 3 bis 5 Plätze für Teams da."),
        ((1,) * 40, "Je Geschäftsstelle ist ein Platz für ein Team da."),
        ((13,), "Je Geschäftsstelle sind 13 Plätze für Teams da."),
    ],
)
def test_teams_says_how_many_teams_an_office_can_have(teams, said):
    page = sheet_of_teams.sheet(Model(Shape(teams=teams)), Case("Jobcenter", "Entwurf"))
    assert any(str(cell.value).endswith(said) for cell in page.cells.values())
