"""Indicators of § 48a SGB II: from the months against hand computations, as delivered, and how they are defined."""

from __future__ import annotations

import datetime as dt

import pytest
from actuals import make
from actuals.test_first_sheet import UNTIL, earlier_years, totals  # noqa: F401  # a fixture
from actuals.test_groups import delivery  # noqa: F401  # a fixture
from workbooks import Values

from jcplan.params.indicators import UNPROVEN, indicators

KEYS = [f"K{goal}{end}" for goal in (1, 2, 3) for end in ("", "E1", "E2", "E3", "E4")]
HEADER = "monat;einheit;kennzahl;wert"


def rows_of(path):
    """Rows of the sheet by the first word of their label, the first of each."""
    found = {}
    for row in Values(path)["Kennzahlen"].iter_rows(values_only=True):
        if row[1] and str(row[1]).split()[0].rstrip(",") not in found:
            found[str(row[1]).split()[0].rstrip(",")] = row[2:]
    return found


def this_year(measure):
    found = make.figures()
    return [make.total(found, month, measure) for month in range(1, UNTIL + 1)]


def test_k2_is_twelve_months_over_the_mean_of_the_stocks_a_month_earlier(totals):  # noqa: F811
    flows = earlier_years("INTEGRATIONEN")[-1] + this_year("INTEGRATIONEN")
    stocks = earlier_years("ELB")[-1] + this_year("ELB")
    shown = rows_of(totals)["K2"]
    for month in range(1, UNTIL + 1):
        end = 12 + month  # of 24 months
        rate = sum(flows[end - 12 : end]) / (sum(stocks[end - 13 : end - 1]) / 12)
        assert shown[month - 1] == pytest.approx(rate, rel=1e-12), month
    assert shown[UNTIL] is None
    assert shown[12] == shown[UNTIL - 1]


def test_k3_is_against_the_same_month_of_the_year_before(totals):  # noqa: F811
    before, now = earlier_years("LZB")[-1], this_year("LZB")
    shown = rows_of(totals)["K3"]
    assert list(shown[:UNTIL]) == [
        pytest.approx(new / old - 1, abs=1e-12) for new, old in zip(now, before[:UNTIL], strict=True)
    ]


def test_trailing_means(totals):  # noqa: F811
    stocks = earlier_years("ELB")[-1] + this_year("ELB")
    shown = rows_of(totals)["ELB"]
    for month in range(1, UNTIL + 1):
        assert shown[month - 1] == pytest.approx(sum(stocks[month : month + 12]) / 12, rel=1e-12)


def test_states_stand_side_by_side(plan_file, run, delivery):  # noqa: F811
    source = delivery(
        "01.2017;gesamt;K2 t-0;21,9 %",
        "02.2017;gesamt;K2_T0;21,7 %",
        "01.2017;gesamt;k2 t-3;22,1 %",
        "01.2017;gesamt;K1 t-3;−1,2 %",
        "01.2017;gesamt;K3E4 t-0;*",
        header=HEADER,
    )
    code, _, err = run("import-ist", source, plan_file)
    assert (code, err) == (0, "")
    assert Values(plan_file).area("Ist_K2_T0_gesamt")[0][:3] == [0.219, 0.217, None]
    assert Values(plan_file).area("Ist_K1_T3_gesamt")[0][0] == -0.012
    rows = [row[1:] for row in Values(plan_file)["Kennzahlen"].iter_rows(values_only=True)]
    found = {str(row[0]).split()[0]: row[1:6] for row in rows if str(row[0]).startswith(("K1 Ver", "K2 Int", "K3E4"))}
    assert found["K2"] == (2, pytest.approx(0.217), 1, pytest.approx(0.221), pytest.approx(0.002))
    assert found["K1"][2:4] == (1, pytest.approx(-0.012))
    assert found["K3E4"][:2] == ("–", "–")
    assert run("check", plan_file)[0] in (0, 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("01.2017;gesamt;K2;21,9 %", "Spalte kennzahl: gefunden „K2“ (Text), erwartet mit Stand: K2 t-0 oder K2 t-3"),
        ("01.2017;1.1;K2 t-0;21,9 %", "Spalte einheit: gefunden „1.1“ (Text), erwartet gesamt"),
        ("01.2017;gesamt;K2 t-0;21,9", "Spalte wert: gefunden „21,9“ (Text), erwartet einen Prozentwert wie 22,3 %"),
        ("01.2017;gesamt;K2 t-0;2190 %", "Spalte wert"),
        ("12.2016;gesamt;K2 t-0;21,9 %", "Spalte monat: gefunden Dez 2016, erwartet einen Monat des Planjahres 2017"),
        ("01.2017;gesamt;K4 t-0;21,9 %", "Spalte kennzahl"),
    ],
)
def test_what_cannot_be_is_refused_by_its_cell(plan_file, run, delivery, line, said):  # noqa: F811
    before = plan_file.read_bytes()
    code, _, err = run("import-ist", delivery(line, header=HEADER), plan_file)
    assert (code, said in err) == (2, True), err
    assert plan_file.read_bytes() == before


def test_definitions_have_dates_and_sources():
    """The order of 2019 counts § 16e among the integrations; what is not known from a source says so."""
    found = {each.key: each for each in indicators()}
    assert list(found) == KEYS
    assert "§ 16e" not in found["K2"].on(dt.date(2019, 3, 21)).numerator
    assert "§ 16e" in found["K2"].on(dt.date(2019, 3, 22)).numerator
    assert "§ 16i zählt mit" in found["K3E2"].on(dt.date(2027, 1, 1)).numerator
    assert found["K1"].on(dt.date(2010, 12, 31)) is None
    assert found["K2E4"].on(dt.date(2017, 1, 1)).source == UNPROVEN
    sources = {version.source for each in indicators() for version in each.versions}
    assert all(source == UNPROVEN or source.startswith("VO zu § 48a SGB II § ") for source in sources)


def test_the_sheet_shows_every_definition(plan_file):
    cells = [str(cell) for row in Values(plan_file)["Kennzahlen"].iter_rows(values_only=True) for cell in row if cell]
    for each in indicators():
        for version in each.versions:
            assert f"{each.key}, seit {version.since:%d.%m.%Y}" in cells
            assert f"{version.numerator} ÷ {version.denominator} ({version.window})" in cells
