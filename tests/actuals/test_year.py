"""A year of made-up actuals of each case: from the CSV file to the team pages."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest
from workbooks import ROOT, Values

from .make import figures as made
from .make import year_of

EXAMPLE = ROOT / "workbook" / "beispiel" / "Istwerte-2017.csv"
TABLES = {"INTEGRATIONEN": 0, "ELB": 1, "LZB": 2, "LZB_ABGAENGE": 3}
STOCKS = ("ELB", "LZB")
SEASONS = {
    2017: [0.85, 0.9, 1.05, 1.1, 1.05, 1, 0.95, 1.05, 1.2, 1.1, 0.95, 0.8],
    2027: [0.8, 0.88, 1.06, 1.1, 1.04, 0.98, 0.94, 1.08, 1.24, 1.12, 0.96, 0.8],
}
"""As typed on the sheet Istwerte."""


class Year:
    """A delivery of a case's year, and what the case calls its units."""

    def __init__(self, case, path):
        self.year, self.path, self.jobcenter = int(case.entry("Annahme_Planjahr").value), path, case.jobcenter
        self.teams = [team.key for office in case.offices for team in office.teams]
        self.offices = [f"{office.key} · {office.name}" for office in case.offices]
        self.labels = {team.key: f"{team.key} · {team.name}" for office in case.offices for team in office.teams}
        self.season = SEASONS[self.year]
        self.anyway = ["--trotzdem"] * (self.year > 2017)  # months of 2027 may lie ahead, which is said


@pytest.fixture(scope="module")
def delivery(each_case, tmp_path_factory):
    path, year = EXAMPLE, int(each_case.entry("Annahme_Planjahr").value)
    if year != 2017:
        path = tmp_path_factory.mktemp("Lieferung") / f"Istwerte-{year}.csv"
        path.write_bytes(year_of(made(year), year))
    return Year(each_case, path)


def rows(delivery):
    with delivery.path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def figures(delivery, until=12):
    """Figures by indicator, unit and month of the year, read by the standard library."""
    found = defaultdict(dict)
    for row in rows(delivery):
        month, year = row["monat"].split(".")
        if int(year) == delivery.year and int(month) <= until:
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
def year(each_file, delivery, run):
    code, out, _ = run("import-ist", delivery.path, each_file, *delivery.anyway)
    assert code == 0, out
    return Values(each_file)


def test_every_team_reaches_its_row_and_its_page(year, delivery):
    given, pages = figures(delivery), year["Teamseiten"]
    tops = {
        pages.cell(row, 2).value: row
        for row in range(4, pages.max_row + 1)
        if pages.cell(row, 2).value in delivery.labels.values()
    }
    assert len(tops) == len(delivery.teams) == {2017: 24, 2027: 13}[delivery.year]
    for team, label in delivery.labels.items():
        for key, table in TABLES.items():
            row = table_row(year, label, table)
            assert row[1] == 12
            assert row[3] == pytest.approx(expected(given[key, team], key in STOCKS), rel=1e-12), (team, key)
            assert row[5] == pytest.approx(row[3], rel=1e-12)  # a full year is its own projection
        block = {pages.cell(row, 2).value: row for row in range(tops[label], tops[label] + 22)}
        integrations = block["Integrationen: Soll"] + 1
        shown = [pages.cell(integrations, column).value for column in range(3, 15)]
        assert shown == [given["INTEGRATIONEN", team][month] for month in range(1, 13)]


def test_sums_agree_to_the_head(year, delivery):
    given = figures(delivery)
    for key, table in TABLES.items():
        whole = table_row(year, delivery.jobcenter, table)
        offices = [table_row(year, office, table) for office in delivery.offices]
        by_team = sum(expected(given[key, team], key in STOCKS) for team in delivery.teams)
        assert whole[3] == pytest.approx(by_team, rel=1e-12)
        assert whole[3] == pytest.approx(sum(office[3] for office in offices), rel=1e-12)
        assert whole[3] == pytest.approx(expected(given[key, "gesamt"], key in STOCKS), rel=1e-12)
        assert whole[0] == sum(office[0] for office in offices)


def test_rate_of_the_year_is_that_of_the_figures(year, delivery):
    """Integrations of the year over the mean of the stocks from December of the year before to November."""
    given, december = figures(delivery), f"12.{delivery.year - 1}"
    before = sum(
        float(r["wert"].replace(".", "")) for r in rows(delivery) if (r["kennzahl"], r["monat"]) == ("ELB", december)
    )
    stocks = [before] + [sum(given["ELB", team][month] for team in delivery.teams) for month in range(1, 12)]
    integrations = sum(sum(given["INTEGRATIONEN", team].values()) for team in delivery.teams)
    sheet = year["Zielnachhaltung"]
    row = next(r for r in range(1, 46) if sheet.cell(r, 2).value == "Integrationsquote seit Januar (JFW)")
    assert sheet.cell(row, 6).value == pytest.approx(integrations / (sum(stocks) / 12), rel=1e-12)


def test_the_checks_confirm_the_reported_totals(year, each_file, run):
    _, out, _ = run("check", each_file)
    lines = [line.strip() for line in out.splitlines() if "gemeldeten des Jobcenters" in line]
    lines = [line for line in lines if ", Gruppe " not in line]  # none are reported by group
    assert len(lines) == 4
    assert all(line.startswith("passt") for line in lines), lines


def test_nine_months_are_projected_by_season(each_file, delivery, tmp_path, run):
    nine, before = tmp_path / "bis September.csv", str(delivery.year - 1)
    kept = [row for row in rows(delivery) if row["monat"].endswith(before) or int(row["monat"][:2]) <= 9]
    nine.write_text(
        "monat;einheit;kennzahl;wert\n"
        + "".join(f"{r['monat']};{r['einheit']};{r['kennzahl']};{r['wert']}\n" for r in kept),
        encoding="utf-8",
    )
    assert run("import-ist", nine, each_file, *delivery.anyway)[0] == 0
    given, book = figures(delivery, 9), Values(each_file)
    for team in delivery.teams:
        row = table_row(book, delivery.labels[team], 0)
        so_far = sum(given["INTEGRATIONEN", team].values())
        assert row[1] == 9
        assert row[3] == so_far
        assert row[5] == pytest.approx(so_far * sum(delivery.season) / sum(delivery.season[:9]), rel=1e-12)
    whole = table_row(book, delivery.jobcenter, 0)
    parts = [table_row(book, delivery.labels[team], 0)[5] for team in delivery.teams]
    assert whole[5] == pytest.approx(sum(parts), rel=1e-12)
    assert "bis Sep" in book["Zielnachhaltung"]["B3"].value
