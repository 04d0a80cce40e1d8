"""A year of made-up actuals of six offices with four teams each: from the CSV file to the team pages."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest
from workbooks import ROOT, Values

EXAMPLE = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"
TABLES = {"INTEGRATIONEN": 0, "ELB": 1, "LZB": 2, "LZB_ABGAENGE": 3}
STOCKS = ("ELB", "LZB")
TEAMS = [f"{office}.{team}" for office in range(1, 7) for team in range(1, 5)]
SEASON = [0.85, 0.9, 1.05, 1.1, 1.05, 1, 0.95, 1.05, 1.2, 1.1, 0.95, 0.8]  # as typed on the sheet Istwerte


def rows():
    with EXAMPLE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def figures(until=12):
    """Figures by indicator, unit and month of the year, read by the standard library."""
    found = defaultdict(dict)
    for row in rows():
        month, year = row["monat"].split(".")
        if year == "2017" and int(month) <= until:
            found[row["kennzahl"], row["einheit"]][int(month)] = float(row["wert"].replace(".", "").replace(",", "."))
    return found


def table_row(book, label, table):
    """Goal, month, planned, actual, deviation, projection … of a unit in a table of Zielnachhaltung."""
    sheet = book["Zielnachhaltung"]
    first = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == "Einheit")
    found = [row for row in range(first, sheet.max_row + 1) if sheet.cell(row, 2).value == label]
    return [sheet.cell(found[table], column).value for column in range(3, 13)]


def expected(months, stock):
    return sum(months.values()) / (len(months) if stock else 1)


@pytest.fixture
def year(plan_file, run):
    code, out, _ = run("import-ist", EXAMPLE, plan_file)
    assert code == 0, out
    return Values(plan_file)


def test_every_team_reaches_its_row_and_its_page(year):
    given, pages = figures(), year["Teamseiten"]
    tops = {
        pages.cell(row, 2).value: row
        for row in range(4, pages.max_row + 1)
        if " · Team" in str(pages.cell(row, 2).value)
    }
    assert len(tops) == 24
    for team in TEAMS:
        label = f"{team} · Team {team}"
        for key, table in TABLES.items():
            row = table_row(year, label, table)
            assert row[1] == 12
            assert row[3] == pytest.approx(expected(given[key, team], key in STOCKS), rel=1e-12), (team, key)
            assert row[5] == pytest.approx(row[3], rel=1e-12)  # a full year is its own projection
        block = {pages.cell(row, 2).value: row for row in range(tops[label], tops[label] + 22)}
        integrations = block["Integrationen: Soll"] + 1
        shown = [pages.cell(integrations, column).value for column in range(3, 15)]
        assert shown == [given["INTEGRATIONEN", team][month] for month in range(1, 13)]


def test_sums_agree_to_the_head(year):
    given = figures()
    for key, table in TABLES.items():
        whole = table_row(year, "Jobcenter ME-aktiv", table)
        offices = [table_row(year, f"{office} · Geschäftsstelle {office}", table) for office in range(1, 7)]
        by_team = sum(expected(given[key, team], key in STOCKS) for team in TEAMS)
        assert whole[3] == pytest.approx(by_team, rel=1e-12)
        assert whole[3] == pytest.approx(sum(office[3] for office in offices), rel=1e-12)
        assert whole[3] == pytest.approx(expected(given[key, "gesamt"], key in STOCKS), rel=1e-12)
        assert whole[0] == sum(office[0] for office in offices)


def test_rate_of_the_year_is_that_of_the_figures(year):
    """Integrations of the year over the mean of the stocks from December of the year before to November."""
    given = figures()
    before = sum(
        float(r["wert"].replace(".", "")) for r in rows() if r["kennzahl"] == "ELB" and r["monat"] == "12.2016"
    )
    stocks = [before] + [sum(given["ELB", team][month] for team in TEAMS) for month in range(1, 12)]
    integrations = sum(sum(given["INTEGRATIONEN", team].values()) for team in TEAMS)
    sheet = year["Zielnachhaltung"]
    row = next(r for r in range(1, 46) if sheet.cell(r, 2).value == "Integrationsquote seit Januar (JFW)")
    assert sheet.cell(row, 6).value == pytest.approx(integrations / (sum(stocks) / 12), rel=1e-12)


def test_the_checks_confirm_the_reported_totals(year, plan_file, run):
    _, out, _ = run("check", plan_file)
    lines = [line.strip() for line in out.splitlines() if "gemeldeten des Jobcenters" in line]
    assert len(lines) == 4
    assert all(line.startswith("passt") for line in lines), lines


def test_nine_months_are_projected_by_season(plan_file, tmp_path, run):
    delivery = tmp_path / "bis September.csv"
    kept = [row for row in rows() if row["monat"].endswith("2016") or int(row["monat"][:2]) <= 9]
    delivery.write_text(
        "monat;einheit;kennzahl;wert\n"
        + "".join(f"{r['monat']};{r['einheit']};{r['kennzahl']};{r['wert']}\n" for r in kept),
        encoding="utf-8",
    )
    assert run("import-ist", delivery, plan_file)[0] == 0
    given, book = figures(9), Values(plan_file)
    for team in TEAMS:
        row = table_row(book, f"{team} · Team {team}", 0)
        so_far = sum(given["INTEGRATIONEN", team].values())
        assert row[1] == 9
        assert row[3] == so_far
        assert row[5] == pytest.approx(so_far * sum(SEASON) / sum(SEASON[:9]), rel=1e-12)
    whole = table_row(book, "Jobcenter ME-aktiv", 0)
    parts = [table_row(book, f"{team} · Team {team}", 0)[5] for team in TEAMS]
    assert whole[5] == pytest.approx(sum(parts), rel=1e-12)
    assert "bis Sep" in book["Zielnachhaltung"]["B3"].value
