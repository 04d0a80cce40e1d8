"""Sheet Erklärung: why a target is another one, and how it comes about."""

from __future__ import annotations

import re
import shutil

import pytest
from workbooks import Values, type_in

from jcplan.hosts.cli import main
from jcplan.questions.named import read_base, read_names, wanted
from jcplan.questions.sentence import subjects
from jcplan.questions.states import year_before

DOCUMENT = (  # the planning document's change of the rate, by Kitagawa's formula on unrounded rates
    "Die IQ gesamt sinkt um 0,07 Prozentpunkte,",
    "weil der Anteil der 8 HKL (Flucht/Asyl) von 5,2 auf 8,4 % steigt (−0,33) und die Quote der 8 HKL (Flucht/Asyl) sinkt (−0,02),",
    "obwohl die Quote ohne 8 HKL steigt (+0,32); Rundung −0,04.",
)


@pytest.fixture
def plan(built, tmp_path):
    path = tmp_path / "Plan.xlsx"
    shutil.copyfile(built, path)
    return path


def column(path, number=1):
    return [row[number] for row in Values(path)["Erklärung"].iter_rows(values_only=True) if row[number] is not None]


def contributions(path):
    """Label and printed contribution, in hundredths of a percentage point or in heads, the total last."""
    found = {}
    for row in Values(path)["Erklärung"].iter_rows(values_only=True):
        match = re.fullmatch(r"([+−]?)([\d.,]+) (Prozentpunkte|Köpfe|Köpfe je Monat|€)", str(row[2]))
        if match:
            figure = float(match[2].replace(".", "").replace(",", "."))
            found[row[1]] = -figure if match[1] == "−" else figure
    return found


def test_the_documents_change(built):
    assert tuple(line for line in column(built) if line in DOCUMENT) == DOCUMENT
    found = contributions(built)
    # Kitagawa by hand: shares 1369/26570 -> 2322/27649.005, rates 23 -> 23.345 % and 13.2956 -> 12.98 %
    before, after = 1369 / 26570, 2322 / 27649.005
    old, new = (0.23, (0.225 * 26570 - 0.23 * 25201) / 1369), (0.23345, 0.1298)
    structure = (after - before) * ((old[1] + new[1]) / 2 - (old[0] + new[0]) / 2)
    first = (new[0] - old[0]) * (2 - before - after) / 2
    second = (new[1] - old[1]) * (before + after) / 2
    rounding = ((1 - after) * (0.233 - 0.23345) - 0) - ((0.23 * (1 - before) + before * round(old[1], 4)) - 0.225)
    total = structure + first + second + rounding
    for label, value in (
        ("Anteile der Gruppen", structure), ("Quote ohne 8 HKL", first), ("Quote 8 HKL (Flucht/Asyl)", second),
        ("Rundung", rounding), ("Veränderung insgesamt", total),
    ):  # fmt: skip
        assert found[label] == pytest.approx(100 * value, abs=0.0051), label


@pytest.mark.parametrize("target", ["IQ gesamt", "ELB gesamt", "ELB, ohne 8 HKL", "LZB: Abgang, der dafür nötig ist", "EGT nach Umschichtung"])  # fmt: skip
def test_printed_parts_add_up(plan, target):
    type_in(
        plan,
        Erklaerung_Ziel=target,
        Annahme_LZB_Zuwachsrate=0.005,
        Annahme_Umschichtung_Anteil=0.25,
        Annahme_G2_Zugang=777,
    )
    type_in(plan, Erklaerung_von="Plan", Erklaerung_zu="Abschnitt 1: +873 (65 %)")
    assert main(["refresh", str(plan)]) == 0
    found = contributions(plan)
    total = found.pop("Veränderung insgesamt")
    assert sum(found.values()) == pytest.approx(total, abs=1e-9)


def test_against_the_last_refresh(plan, tmp_path):
    """The inputs change; until targets are refreshed the basis is that of the last refresh."""
    type_in(plan, Erklaerung_Ziel="ELB gesamt", Erklaerung_von="letzte Aktualisierung", Annahme_G2_Zugang=1000)
    copy = tmp_path / "Stand.xlsx"
    shutil.copyfile(plan, copy)
    assert main(["upgrade", str(copy), "-o", str(tmp_path / "Neu.xlsx")]) in (0, 2)
    assert main(["refresh", str(plan)]) == 0
    assert "Die ELB gesamt bleiben bei 27.696 Köpfen." in column(plan)  # 26570 - 1369 = 25201, +0.5 %, + 2369


def test_another_target_and_a_scenario(plan):
    type_in(
        plan,
        Erklaerung_Ziel="ELB, 8 HKL (Flucht/Asyl)",
        Erklaerung_von="Plan",
        Erklaerung_zu="Abschnitt 1: +873 (65 %)",
    )
    assert main(["refresh", str(plan)]) == 0
    assert "Die ELB der 8 HKL (Flucht/Asyl) sinken um 106 Köpfe," in column(plan)
    assert "weil die ELB der 8 HKL (Flucht/Asyl) von 2.322 auf 2.216 sinken (−106)." in column(plan)
    assert contributions(plan) == {"ELB 8 HKL (Flucht/Asyl)": -106, "Veränderung insgesamt": -106}


def test_the_way_step_by_step(built):
    way = [row[1:5] for row in Values(built)["Erklärung"].iter_rows(values_only=True) if row[4] is not None]
    assert ("IQ gesamt", "Summe aus veröffentlichter Quote · ELB / ELB gesamt",
            "(23,3 % · 25.327,005 + 12,98 % · 2.322) / 27.649,005", "22,433 %") in way  # fmt: skip
    assert (
        "ELB ohne 8 HKL, Ausgangsbestand",
        "ELB insgesamt − übrige Gruppen",
        "26.570 − 1.369",
        "25.201 Köpfe",
    ) in way


def test_a_choice_that_there_is_not(plan):
    type_in(plan, Erklaerung_Ziel="Umsatz")
    assert main(["refresh", str(plan)]) == 0
    assert "Dazu gibt es keine Erklärung: ein Stand ist kein Plan, oder die Wahl passt nicht." in column(plan)
    assert not [cell for cell in column(plan) if str(cell).startswith("#")]


def test_calm_while_there_are_no_inputs(empty_file):
    cells = [c for row in Values(empty_file)["Erklärung"].iter_rows(values_only=True) for c in row if c is not None]
    assert not [cell for cell in cells if str(cell).startswith("#")]


def test_states_and_subjects_are_those_of_the_command_line(built):
    """The year before and the subjects stand as formulas here, and as code for questions without a workbook."""
    rows = list(Values(built)["Rechenwerk"].iter_rows(values_only=True))
    head = next(i for i, row in enumerate(rows) if "vorjahr" in row and "letzte" in row)
    columns = {key: rows[head].index(key) for key in ("Name", "plan", "vorjahr", "Quoten", "Bestände")}
    names = read_names(tuple(row[0] for row in Values(built).area("Plan_Namen")))
    table = {row[columns["Name"]]: row for row in rows[head + 1 : head + 1 + len(names.listed)]}
    plan = read_base(names, [table[name][columns["plan"]] for name in names.listed])
    before = read_base(names, [table[name][columns["vorjahr"]] for name in names.listed])
    assert before.values == pytest.approx(year_before(plan).values, rel=1e-12)
    for target, column in (("Ziel_IQ_gesamt", "Quoten"), ("Ziel_ELB_gesamt", "Bestände")):
        subject = subjects(wanted(target, 2), plan)
        together = {}
        for name, key in subject.items():
            together.setdefault(key, set()).add(table[name][columns[column]])
        assert all(len(labels) == 1 for labels in together.values()), together
        assert len(together) == len({next(iter(labels)) for labels in together.values()})
