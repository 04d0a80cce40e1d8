"""The first sheet in the year: actual, projection with its range, light, and what is new since last month."""

from __future__ import annotations

import csv

import pytest
from actuals import make
from actuals.test_groups import SEASON, delivery  # noqa: F401  # a fixture
from workbooks import Values

EARLIER = make.FOLDER / "Istwerte-frueher.csv"
UNTIL = 9


def shown(path):
    """Rows of the table of the year by label, and the sentences below it."""
    rows = [row[1:] for row in Values(path)["Übersicht"].iter_rows(values_only=True)]
    start = next(i for i, row in enumerate(rows) if str(row[0]).startswith("Im Jahr"))
    news = next(i for i, row in enumerate(rows) if row[0] == "Seit dem letzten Monat")
    return {row[0]: row[1:] for row in rows[start + 2 : news] if row[10] is not None}, [
        row[0] for row in rows[news + 1 :]
    ]


@pytest.fixture(scope="module")
def totals(tmp_path_factory, fresh_bytes):
    """Only what is reported for the whole: nine months, five earlier years."""
    from jcplan.hosts.cli import main

    folder = tmp_path_factory.mktemp("jahr")
    path, source = folder / "Plan.xlsx", folder / "Ist.csv"
    path.write_bytes(fresh_bytes)
    found = make.figures()
    lines = [
        f"{month:02}.2017;gesamt;{measure};{make.total(found, month, measure)}"
        for month in range(1, UNTIL + 1)
        for measure in ("INTEGRATIONEN", "ELB", "LZB", "LZB_ABGAENGE")
    ]
    source.write_text("\n".join(("monat;einheit;kennzahl;wert", *lines)) + "\n", encoding="utf-8")
    for each in (EARLIER, source):
        assert main(["import-ist", str(each), str(path)]) == 0
    return path


def earlier_years(measure):
    rows = list(csv.reader(EARLIER.read_text().splitlines(), delimiter=";"))
    values = next(list(map(float, row[2:])) for row in rows if row[1] == measure)
    return [values[12 * at : 12 * at + 12] for at in range(5)]


def quantile(values, share):
    """Linear between neighbours, as QUANTIL.INKL."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    return ordered[low] + (at - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def german(value):
    return f"{value:,.0f}".replace(",", ".")


def test_projection_and_range_of_integrations(totals):
    found = make.figures()
    so_far = sum(make.total(found, month, "INTEGRATIONEN") for month in range(1, UNTIL + 1))
    row = shown(totals)[0]["Integrationen"]
    assert row[0] == 6203  # the published target: 27,649 ELB at the published rates
    assert row[8] == UNTIL
    assert row[3] == so_far
    assert row[5] == pytest.approx(so_far * sum(SEASON) / sum(SEASON[:UNTIL]), rel=1e-12)
    shares = [sum(year[:UNTIL]) / sum(year) for year in earlier_years("INTEGRATIONEN")]
    assert row[7] == f"{german(so_far / quantile(shares, 0.9))} bis {german(so_far / quantile(shares, 0.1))}"


def test_range_of_a_stock_is_one_of_means(totals):
    found = make.figures()
    mean = sum(make.total(found, month, "LZB") for month in range(1, UNTIL + 1)) / UNTIL
    row = shown(totals)[0]["LZB"]
    assert row[3] == pytest.approx(mean, rel=1e-12)
    shares = [sum(year[:UNTIL]) / UNTIL / (sum(year) / 12) for year in earlier_years("LZB")]
    assert row[7] == f"{german(mean / quantile(shares, 0.9))} bis {german(mean / quantile(shares, 0.1))}"


def test_rate_from_totals_alone(totals):
    """The stock before January is that of December, from the year before."""
    found = make.figures()
    flows = sum(make.total(found, month, "INTEGRATIONEN") for month in range(1, UNTIL + 1))
    stocks = [earlier_years("ELB")[-1][11], *(make.total(found, month, "ELB") for month in range(1, UNTIL))]
    row = shown(totals)[0]["IQ seit Januar (JFW)"]
    assert row[3] == pytest.approx(flows / (sum(stocks) / UNTIL), rel=1e-12)
    assert row[9] in ("grün", "gelb", "rot")


def test_what_is_new(totals):
    found = make.figures()
    now, then = (make.total(found, month, "INTEGRATIONEN") for month in (UNTIL, UNTIL - 1))
    news = shown(totals)[1]
    assert news[0].startswith(f"Integrationen: Sep {now}, Aug {then}; gegen das Soll bis dahin ")
    flows = [make.total(found, month, "INTEGRATIONEN") for month in range(1, UNTIL + 1)]
    due = [6203 * sum(SEASON[:month]) / sum(SEASON) for month in (UNTIL, UNTIL - 1)]
    gaps = [sum(flows) - due[0], sum(flows[:-1]) - due[1]]
    assert f" {gaps[0]:.0f}, davor {gaps[1]:.0f}; Ampel weiter gelb" in news[0]
    assert news[1].startswith("ELB (Bestand): Sep ")


def test_calm_without_actuals(plan_file):
    table, news = shown(plan_file)
    assert all(row[3] in (None, "–") and row[7] == "–" for row in table.values())
    assert len(table) == 7
    assert not any(news)


def test_no_range_without_earlier_years(plan_file, run, delivery):  # noqa: F811
    source = delivery(
        "01.2017;gesamt;INTEGRATIONEN;500", "02.2017;gesamt;INTEGRATIONEN;510", header="monat;einheit;kennzahl;wert"
    )
    assert run("import-ist", source, plan_file)[0] == 0
    assert shown(plan_file)[0]["Integrationen"][7] == "–"


def test_first_month_has_no_news(plan_file, run, delivery):  # noqa: F811
    source = delivery("01.2017;gesamt;INTEGRATIONEN;500", header="monat;einheit;kennzahl;wert")
    assert run("import-ist", source, plan_file)[0] == 0
    assert not any(shown(plan_file)[1])
