"""Actuals by ELB group: from the file to the rate of each group, and what a shortfall of the blend is made of."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest
from actuals import make
from workbooks import Values

HEADER = "monat;einheit;kennzahl;gruppe;wert"
GROUPS = make.FOLDER / "Istwerte-2017-Gruppen.csv"
SEASON = [0.85, 0.9, 1.05, 1.1, 1.05, 1, 0.95, 1.05, 1.2, 1.1, 0.95, 0.8]  # as typed on the sheet Istwerte
TARGETS, STOCKS = (0.233, 0.1298), (25327, 2322)  # the published ones of the planning document


@pytest.fixture
def delivery(tmp_path):
    """Write a delivery; gives its path."""

    def write(*lines, header=HEADER):
        path = tmp_path / "Ist.csv"
        path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
        return path

    return write


def figures():
    """Figures by indicator, group, unit and month (0: December before), read by the standard library."""
    found = defaultdict(dict)
    with GROUPS.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            month, year = row["monat"].split(".")
            key = row["kennzahl"], int(row["gruppe"][1:]), row["einheit"]
            found[key][int(month) if year == "2017" else 0] = float(row["wert"])
    return found


@pytest.fixture(scope="module")
def year(tmp_path_factory, fresh_bytes):
    """A plan with the whole year and its groups."""
    from jcplan.hosts.cli import main  # the module's fixture needs no captured output

    path = tmp_path_factory.mktemp("gruppen") / "Plan.xlsx"
    path.write_bytes(fresh_bytes)
    for source in ("Istwerte-2017.csv", "Istwerte-2017-Gruppen.csv", "Istwerte-frueher.csv"):
        assert main(["import-ist", str(make.FOLDER / source), str(path)]) == 0
    return path


def rows_of(path, table):
    """Rows of the table under a heading, by label."""
    rows = [row[1:] for row in Values(path)["Gruppen"].iter_rows(values_only=True)]
    start = next(i for i, row in enumerate(rows) if str(row[0]).startswith(table))
    found = {}
    for row in rows[start + 2 :]:
        if row[0] is None:
            break
        found[row[0]] = row[1:]
    return found


def test_groups_and_teams_sum_to_the_head_in_every_month(year):
    given = figures()
    book = Values(year)
    for measure in ("INTEGRATIONEN", "ELB"):
        whole = book.area(f"Ist_{measure}")
        groups = [book.area(f"Ist_{measure}_G{number}") for number in (1, 2)]
        for team, row in enumerate(whole):
            assert [sum(group[team][month] for group in groups) for month in range(12)] == row
        for number in (1, 2):
            reported = book.area(f"Ist_{measure}_G{number}_gesamt")[0]
            assert reported == [sum(row[month] for row in groups[number - 1]) for month in range(12)]
            assert reported == [given[measure, number, "gesamt"][month] for month in range(1, 13)]
    shown = rows_of(year, "Integrationen")
    totals = book.area("Ist_INTEGRATIONEN_gesamt")[0]
    assert list(shown["zusammen"][:12]) == totals


def test_rates_by_group_are_those_of_the_figures(year):
    """JFW: integrations since January over the mean of the stocks from December of the year before on."""
    given, shown = figures(), rows_of(year, "Integrationsquote im Jahresfortschritt")
    for number, label in ((1, "ohne 8 HKL"), (2, "8 HKL (Flucht/Asyl)")):
        flows, stocks = given["INTEGRATIONEN", number, "gesamt"], given["ELB", number, "gesamt"]
        for month in range(1, 13):
            rate = sum(flows[m] for m in range(1, month + 1)) / (sum(stocks[m] for m in range(month)) / month)
            assert shown[label][month - 1] == pytest.approx(rate, rel=1e-12)


def test_what_a_shortfall_is_made_of(year):
    """Kitagawa by hand: planned shares and rates against the actual ones, by month; the parts are the whole.

    The planned stocks are whole heads on the sheet, which moves a rate by less than 0.0005 percentage points.
    """
    given, shown = figures(), rows_of(year, "Woran es liegt")
    planned_shares = [stock / sum(STOCKS) for stock in STOCKS]
    for month in range(1, 13):
        means = [sum(given["ELB", n, "gesamt"][m] for m in range(month)) / month for n in (1, 2)]
        rates = [
            sum(given["INTEGRATIONEN", n, "gesamt"][m] for m in range(1, month + 1)) / means[n - 1] for n in (1, 2)
        ]
        path = [26570 + step / 6.5 * (sum(STOCKS) - 26570) for step in range(1, 13)]  # a straight line to the mean
        share = sum(SEASON[:month]) / sum(SEASON) * sum(STOCKS) / (sum(path[:month]) / month)
        planned = [target * share for target in TARGETS]
        shares = [mean / sum(means) for mean in means]
        mix = sum((shares[i] - planned_shares[i]) * (rates[i] + planned[i]) / 2 for i in (0, 1))
        parts = [(rates[i] - planned[i]) * (shares[i] + planned_shares[i]) / 2 for i in (0, 1)]
        off = sum(s * r for s, r in zip(shares, rates, strict=True)) - sum(
            s * r for s, r in zip(planned_shares, planned, strict=True)
        )
        column = month - 1
        assert shown["Abweichung insgesamt"][column] == pytest.approx(off, abs=5e-6)
        assert shown["davon Mischung der Gruppen"][column] == pytest.approx(mix, abs=5e-6)
        assert shown["davon Quote ohne 8 HKL"][column] == pytest.approx(parts[0], abs=5e-6)
        assert shown["davon Quote 8 HKL (Flucht/Asyl)"][column] == pytest.approx(parts[1], abs=5e-6)
        assert mix + sum(parts) == pytest.approx(off, abs=1e-12)


def test_state_and_sentence(year):
    stand = rows_of(year, "Stand")
    assert stand["zusammen"][1] == 12
    assert [stand[label][10] for label in ("ohne 8 HKL", "8 HKL (Flucht/Asyl)", "zusammen")] == ["gelb", "grün", "gelb"]
    texts = [row[1] for row in Values(year)["Gruppen"].iter_rows(max_row=4, values_only=True)]
    flows = sum(sum(figures()["INTEGRATIONEN", n, "gesamt"][m] for m in range(1, 13)) for n in (1, 2))
    stocks = sum(sum(figures()["ELB", n, "gesamt"][m] for m in range(12)) for n in (1, 2)) / 12
    actual = f"{100 * flows / stocks:.2f}".replace(".", ",")
    assert texts[2].startswith(f"IQ bis Dez: {actual} % bei 22,43 % im Soll (−")
    assert texts[3].startswith("davon Mischung +")


def test_teams_where_delivered(year):
    given = figures()
    for number, label in ((1, "Teams: ohne 8 HKL"), (2, "Teams: 8 HKL")):
        shown = rows_of(year, label)
        for team in ("1.1", "6.4"):
            months, flows, mean, rate, *_ = shown[f"{team} · Team {team}"]
            stocks = [given["ELB", number, team][month] for month in range(12)]
            assert months == 12
            assert flows == sum(given["INTEGRATIONEN", number, team][month] for month in range(1, 13))
            assert mean == pytest.approx(sum(stocks) / 12)
            assert rate == pytest.approx(flows / (sum(stocks) / 12))


def test_a_month_counts_once_every_group_is_known(plan_file, run, delivery):
    lines = [
        f"{m:02}.2017;gesamt;{key};{g};{value}"
        for m, flows in ((1, 100), (2, 120))
        for g, stock in (("G1", 9000), ("G2", 1000))
        for key, value in (("ELB", stock), ("INTEGRATIONEN", flows if g == "G1" else 10))
        if (m, g, key) != (2, "G2", "INTEGRATIONEN")
    ]
    lines += ["12.2016;gesamt;ELB;G1;9100", "12.2016;gesamt;ELB;8 hkl (flucht/asyl);900"]
    assert run("import-ist", delivery(*lines), plan_file)[0] == 0
    shown = rows_of(plan_file, "Integrationsquote im Jahresfortschritt")
    assert shown["ohne 8 HKL"][:2] == (pytest.approx(100 / 9100), None)
    assert shown["zusammen"][:2] == (pytest.approx(110 / 10000), None)
    assert rows_of(plan_file, "Stand")["zusammen"][1] == 1


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("03.2017;gesamt;ELB;G2;1500", "Ist_ELB_G2_gesamt", 1500),
        ("03.2017;gesamt;ELB_G2;;1500", "Ist_ELB_G2_gesamt", 1500),
        ("03.2017;gesamt;ELB (Bestand), Gruppe 2;;1500", "Ist_ELB_G2_gesamt", 1500),
        ("03.2017;gesamt;Integrationen ohne 8 HKL;;400", "Ist_INTEGRATIONEN_G1_gesamt", 400),
        ("03.2017;gesamt;ELB 8 HKL;;1500", "Ist_ELB_G2_gesamt", 1500),
        ("03.2017;gesamt;ELB;8 HKL;1500", "Ist_ELB_G2_gesamt", 1500),
        ("03.2017;gesamt;Integrationen;Gruppe 1;400", "Ist_INTEGRATIONEN_G1_gesamt", 400),
        ("03.2017;gesamt;Integrationen;gesamt;400", "Ist_INTEGRATIONEN_gesamt", 400),
    ],
)
def test_a_group_is_named_in_several_ways(plan_file, run, delivery, line, name, value):
    assert run("import-ist", delivery(line), plan_file)[0] == 0
    assert Values(plan_file).area(name)[0][2] == value


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "03.2017;gesamt;ELB;G3;5",
            "Zeile 2, Spalte gruppe: gefunden „G3“ (Text), erwartet eine von G1 (ohne 8 HKL), G2",
        ),
        ("03.2017;gesamt;ELB_G3;;5", "Zeile 2, Spalte gruppe: gefunden G3, erwartet eine Gruppe des Plans, G1 bis G2"),
        ("03.2017;gesamt;LZB;G1;5", "gefunden G1 bei LZB (Bestand), erwartet nur Integrationen und ELB je Gruppe"),
        ("03.2017;gesamt;ELB_G1;G2;5", "Spalte gruppe"),
        ("12.2016;1.1;INTEGRATIONEN;G1;5", "Spalte monat: gefunden Dez 2016, erwartet einen Monat des Planjahres 2017"),
    ],
)
def test_what_cannot_be_is_refused_by_its_cell(plan_file, run, delivery, line, said):
    before = plan_file.read_bytes()
    code, _, err = run("import-ist", delivery(line), plan_file)
    assert code == 2
    assert said in err
    assert plan_file.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        (
            "monat;einheit;kennzahl;gruppe;wert\n03.2017;gesamt;ELB;G2;1500\n",
            "(Zeile 1: monat; einheit; kennzahl; wert; gruppe)",
        ),
        (
            "wert,gruppe,monat,einheit,kennzahl\n1500,G2,03.2017,gesamt,ELB\n",
            "(Zeile 1: monat; einheit; kennzahl; wert; gruppe)",
        ),
        ("einheit;kennzahl;gruppe;Mrz 2017\ngesamt;ELB;G2;1500\n", "Kennzahl in Spalte B; Gruppe in Spalte C;"),
        ("monat;einheit;gruppe;INTEGRATIONEN;ELB\n03.2017;gesamt;G2;;1500\n", "; Gruppe in Spalte C;"),
    ],
    ids=["a row a figure", "with commas", "months as columns", "measures as columns"],
)
def test_every_layout_takes_a_column_of_groups_and_says_so(plan_file, run, tmp_path, text, noted):
    source = tmp_path / "Ist.csv"
    source.write_text(text, encoding="utf-8")
    code, out, err = run("import-ist", source, plan_file)
    assert (code, err) == (0, "")
    assert noted in out
    assert "Nicht gelesen" not in out
    assert Values(plan_file).area("Ist_ELB_G2_gesamt")[0][2] == 1500


def test_an_unknown_measure_says_nothing_of_its_figure(plan_file, run, delivery):
    code, _, err = run("import-ist", delivery("03.2017;gesamt;K9 t-0;;5 %"), plan_file)
    assert code == 2
    assert "1 Fehler" in err
    assert "Spalte kennzahl" in err
    assert "Spalte wert" not in err


def test_groups_that_are_not_the_sum_are_named(plan_file, run, delivery):
    source = delivery(
        "03.2017;gesamt;INTEGRATIONEN;;500", "03.2017;gesamt;INTEGRATIONEN;G1;400", "03.2017;gesamt;INTEGRATIONEN;G2;90"
    )  # fmt: skip
    code, _, err = run("import-ist", source, plan_file)
    assert code == 2
    assert "die Gruppen ergeben 490, insgesamt sind es 500" in err
    assert run("import-ist", source, plan_file, "--trotzdem")[0] == 0
    checks = run("check", plan_file)[1]
    line = next(each for each in checks.splitlines() if "Monat die gemeldete Summe: Integrationen" in each)
    assert line.strip().startswith("Widerspruch")


def test_earlier_years_have_their_rows(year):
    """Five years, the last one first; the file has months as columns."""
    rows = list(csv.reader((make.FOLDER / "Istwerte-frueher.csv").read_text().splitlines(), delimiter=";"))
    for row in rows[1:]:
        values = list(map(float, row[2:]))
        years = [values[12 * at : 12 * at + 12] for at in range(5)]
        assert Values(year).area(f"Ist_{row[1]}_frueher") == years[::-1]


def test_earlier_than_kept_is_refused(plan_file, run, delivery):
    code, _, err = run("import-ist", delivery("12.2011;gesamt;ELB;;26000"), plan_file)
    assert code == 2
    assert "gefunden Dez 2011, erwartet einen Monat des Planjahres 2017 oder der Jahre ab 2012" in err


def test_reshaping_keeps_groups_and_earlier_years(year, tmp_path, run):
    out = tmp_path / "Drei.xlsx"
    assert run("upgrade", year, "-o", out, "--gruppen", "3")[0] in (0, 1)
    for name in ("Ist_ELB_G2", "Ist_ELB_G2_gesamt", "Ist_ELB_G2_frueher", "Ist_ELB_frueher", "Ist_ELB_G2_Vorjahr"):
        assert Values(out).area(name) == Values(year).area(name)
