"""Makes the example deliveries in ``workbook/beispiel``: made-up actuals of the teams of the reference case.

Tests make such a year of 2027 too. Run ``python tests/actuals/make.py`` after changing it; a test compares.
"""

from __future__ import annotations

import random
from pathlib import Path

from jcplan.cases import case

FOLDER = Path(__file__).resolve().parents[2] / "workbook" / "beispiel"
YEAR = 2017
STOCKS = {
    2017: {"ELB": (27_600, 0.995, 1.005), "LZB": (17_400, 1.004, 0.996)},
    2027: {"ELB": (14_950, 1.025, 0.98), "LZB": (9_800, 0.9, 1.08)},
}
"""By year mean of the year; December before and December as shares of it."""
FLOWS = {
    2017: {"INTEGRATIONEN": 6_200, "LZB_ABGAENGE": 400},
    2027: {"INTEGRATIONEN": 3_120, "LZB_ABGAENGE": 410},
}
"""By year the sum of the year."""

Figures = dict[tuple[int, str, str], int]
"""By month (0 is December of the year before), measure and team."""


def figures(year: int = YEAR) -> Figures:
    """A plausible year: stocks drift, flows follow the season, both with some noise."""
    plan = case(year)
    teams = {team.key: team.weights for office in plan.offices for team in office.teams}
    noise = random.Random(year)
    found: Figures = {}
    for measure, (mean, first, last) in STOCKS[year].items():
        whole = sum(weights[measure] for weights in teams.values())
        for team, weights in teams.items():
            for month in range(13):
                drift = first + (last - first) * month / 12
                found[month, measure, team] = round(
                    mean * weights[measure] / whole * drift * noise.uniform(0.993, 1.007)
                )
    for measure, whole_year in FLOWS[year].items():
        whole = sum(weights[measure] for weights in teams.values())
        season = plan.season[measure]
        for team, weights in teams.items():
            for month in range(1, 13):
                mean = whole_year * weights[measure] / whole * season[month - 1] / sum(season)
                found[month, measure, team] = int(mean * noise.uniform(0.85, 1.15) + noise.random())
    return found


def total(found: Figures, month: int, measure: str) -> int:
    """What is reported for the whole Jobcenter."""
    return sum(value for (m, name, _), value in found.items() if (m, name) == (month, measure))


def year_of(found: Figures, year: int = YEAR) -> bytes:
    """The whole year, month by month."""
    rows = []
    for month in range(13):
        for measure in dict.fromkeys(name for m, name, _ in found if m == month):
            teams = {team: value for (m, name, team), value in found.items() if (m, name) == (month, measure)}
            rows += [(month, team, measure, str(value)) for team, value in teams.items()]
            rows += [(month, "gesamt", measure, str(total(found, month, measure)))] if month else []
    return written(rows, year)


def corrections(found: Figures) -> bytes:
    """April's delivery of office 2, which corrects March: more Integrationen, one figure zero, one suppressed."""
    more = {"2.1": 2, "2.2": 1, "2.3": 3, "2.4": 1}
    rows = [(3, team, "INTEGRATIONEN", str(found[3, "INTEGRATIONEN", team] + plus)) for team, plus in more.items()]
    rows.append((3, "gesamt", "INTEGRATIONEN", str(total(found, 3, "INTEGRATIONEN") + sum(more.values()))))
    rows += [(3, "2.1", "LZB_ABGAENGE", "-"), (3, "2.4", "LZB_ABGAENGE", "*")]
    rows.append((3, "gesamt", "LZB_ABGAENGE", str(total(found, 3, "LZB_ABGAENGE") - found[3, "LZB_ABGAENGE", "2.1"])))
    rows += [(4, team, name, str(v)) for (month, name, team), v in found.items() if month == 4 and team in more]
    return written(rows)


def months_as_columns(found: Figures) -> bytes:
    """The first quarter of office 1 as statistics deliver it; one figure is not reported yet, one suppressed."""
    months = {1: "Jan", 2: "Feb", 3: "Mrz"}
    lines = ["einheit;kennzahl;" + ";".join(f"{name} {YEAR}" for name in months.values())]
    for measure in ("INTEGRATIONEN", "ELB", "LZB", "LZB_ABGAENGE"):
        for team in ("1.1", "1.2", "1.3", "1.4"):
            cells = [f"{found[month, measure, team]:,}".replace(",", ".") for month in months]
            if (measure, team) in (("ELB", "1.4"), ("LZB_ABGAENGE", "1.3")):
                cells[2] = "" if measure == "ELB" else "*"
            lines.append(";".join((team, measure, *cells)))
    return "".join(line + "\r\n" for line in lines).encode()


def written(rows: list[tuple[int, str, str, str]], year: int = YEAR) -> bytes:
    """Rows as a German spreadsheet saves them."""
    lines = ["monat;einheit;kennzahl;wert"]
    for month, team, measure, value in rows:
        lines.append(f"{f'{month:02}.{year}' if month else f'12.{year - 1}'};{team};{measure};{value}")
    return "".join(line + "\r\n" for line in lines).encode()


def files() -> dict[str, bytes]:
    """The example files by name."""
    found = figures()
    return {
        "Istwerte-2017.csv": year_of(found),
        "Istwerte-2017-April.csv": corrections(found),
        "Istwerte-2017-Quartal.csv": months_as_columns(found),
    }


if __name__ == "__main__":
    for name, data in files().items():
        (FOLDER / name).write_bytes(data)
