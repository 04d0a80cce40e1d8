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


SHARES = {"ELB": (0.055, 0.098), "INTEGRATIONEN": (0.045, 0.07)}
"""Part of each figure that is the second group's (8 HKL): in December before and in December."""


def by_group(found: Figures) -> dict[tuple[int, str, str], tuple[int, int]]:
    """The figures of both groups: together those of the year, to the head."""
    noise = random.Random(YEAR + 1)
    split = {}
    for (month, measure, team), value in found.items():
        if measure in SHARES:
            first, last = SHARES[measure]
            part = round(value * (first + (last - first) * month / 12) * noise.uniform(0.9, 1.1))
            split[month, measure, team] = value - part, part
    return split


def groups_of(found: Figures) -> bytes:
    """The year by group: a column ``gruppe`` says of which; the whole too, that of December before included."""
    lines = ["monat;einheit;kennzahl;gruppe;wert"]
    split = by_group(found)
    for month in range(13):
        label = f"{month:02}.{YEAR}" if month else f"12.{YEAR - 1}"
        for measure in SHARES:
            teams = {team: parts for (m, name, team), parts in split.items() if (m, name) == (month, measure)}
            for number in (1, 2):
                lines += [f"{label};{team};{measure};G{number};{parts[number - 1]}" for team, parts in teams.items()]
                if teams:
                    whole = sum(parts[number - 1] for parts in teams.values())
                    lines.append(f"{label};gesamt;{measure};G{number};{whole}")
    return "".join(line + "\r\n" for line in lines).encode()


def earlier_years() -> bytes:
    """Five years before, months as columns, as statistics deliver them: a table a year, the whole Jobcenter."""
    noise = random.Random(YEAR - 1)
    season = case(YEAR).season["INTEGRATIONEN"]
    months = [f"{month:02}.{year}" for year in range(YEAR - 5, YEAR) for month in range(1, 13)]
    rows: dict[str, list[int]] = {"INTEGRATIONEN": [], "ELB": [], "LZB": [], "LZB_ABGAENGE": []}
    for at, _ in enumerate(months):
        rows["INTEGRATIONEN"].append(round(6_000 * season[at % 12] / sum(season) * noise.uniform(0.93, 1.07)))
        rows["ELB"].append(round(26_000 + 25 * at + noise.uniform(-120, 120)))
        rows["LZB"].append(round(17_900 - 9 * at + noise.uniform(-60, 60)))
        rows["LZB_ABGAENGE"].append(round(33 * noise.uniform(0.7, 1.3)))
    found = figures()
    for measure in STOCKS[YEAR]:
        rows[measure][-1] = total(found, 0, measure)  # December before the plan's year, as its teams say
    lines = [";".join(("einheit", "kennzahl", *months))]
    lines += [";".join(("gesamt", key, *map(str, values))) for key, values in rows.items()]
    return "".join(line + "\r\n" for line in lines).encode()


MONEY_UNTIL = 8
"""The money's last month."""


def money() -> dict[tuple[str, int, int], int]:
    """Cents by measure, instrument and month: commitments about along the plan, the outflow behind them.

    The second instrument (MAbE) commits too early, the sixth hardly anything; the fourth takes a commitment back in May.
    """
    noise = random.Random(YEAR + 2)
    plan = case(YEAR).values
    weights = [plan[f"Annahme_Mittel_Gewicht_{slot:02}"] for slot in range(1, 11)]
    path = [plan[f"Annahme_Mittel_Bindung_{month:02}"] for month in range(1, 13)]
    earlier = plan["Annahme_Mittel_Vorbindungen"]
    free = round(0.73 * plan["Annahme_Eingliederungsmittel"], 2) - earlier
    pace = {2: 1.7, 6: 0.2}
    found = {}
    for slot, weight in enumerate(weights, 1):
        year = free * weight / sum(weights)
        for month in range(1, MONEY_UNTIL + 1):
            committed = year * path[month - 1] * pace.get(slot, 1.0) * noise.uniform(0.8, 1.2)
            paid = (earlier * weight / sum(weights) + 0.7 * year * pace.get(slot, 1.0)) / 12 * noise.uniform(0.8, 1.2)
            found["BINDUNG", slot, month] = round(100 * committed)
            found["AUSGABE", slot, month] = round(100 * paid)
    found["BINDUNG", 4, 5] = -round(100 * 0.01 * free)
    return found


def money_of() -> bytes:
    """The money as budget control delivers it: a row an instrument and measure, months as columns, totals below."""
    found = money()
    plan = case(YEAR)
    months = range(1, MONEY_UNTIL + 1)
    lines = [";".join(("einheit", "kennzahl", *(f"{month:02}.{YEAR}" for month in months)))]
    for measure, label in (("BINDUNG", "Bindungen"), ("AUSGABE", "Ausgaben")):
        for slot in range(1, 11):
            name = plan.entry(f"Annahme_Mittel_Gewicht_{slot:02}").label
            lines.append(";".join((name, label, *(euros(found[measure, slot, month]) for month in months))))
        sums = (sum(found[measure, slot, month] for slot in range(1, 11)) for month in months)
        lines.append(";".join(("gesamt", label, *map(euros, sums))))
    return "".join(line + "\r\n" for line in lines).encode()


def euros(cents: int) -> str:
    """An amount as Germans write it.

    >>> euros(-123456789)
    '-1.234.567,89'
    """
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02}"


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
        "Istwerte-2017-Gruppen.csv": groups_of(found),
        "Istwerte-frueher.csv": earlier_years(),
        "Istwerte-2017-Geld.csv": money_of(),
    }


if __name__ == "__main__":
    for name, data in files().items():
        (FOLDER / name).write_bytes(data)
