"""Sheet Szenarien: the document's two states beside the plan, and what users type there."""

from __future__ import annotations

import shutil

import openpyxl
import pytest
from workbooks import Values, parts, stored

from jcplan.cells import parse_area, split_reference
from jcplan.hosts.cli import main
from jcplan.ooxml import WorkbookFile

TOTAL, RATE_OTHERS, RATE_HKL = 26570, 0.233, 0.1298  # rates as published


def by_hand(stock, inflow):
    """Stocks of both groups and of all, and the blended rate: the rest grows by 0.5 %."""
    others, people = (TOTAL - stock) * 1.005, stock + inflow
    return others, people, others + people, (others * RATE_OTHERS + people * RATE_HKL) / (others + people)


def targets(path):
    """Published targets a column, plan first, by label; the table begins under its heading."""
    sheet = Values(path)["Szenarien"]
    found, section = {}, ""
    for row in sheet.iter_rows(min_row=4, values_only=True):
        label = row[1]
        if label in ("Ziele, veröffentlicht", "Unterschied zum Plan", "Ampel gegen den Plan"):
            section = label
        elif label:
            found[section, label] = row[3:]
    return found


def type_row(path, name, *values):
    """Type into the six cells of an input."""
    file = WorkbookFile.read(path)
    sheet, cells = split_reference(file.names[name])
    area = parse_area(cells)
    typed = {(area.top, area.left + i): value for i, value in enumerate(values) if value is not None}
    file.set_values(sheet, typed, constants=True)
    path.write_bytes(file.to_bytes())


@pytest.fixture
def plan(built, tmp_path):
    path = tmp_path / "Plan.xlsx"
    shutil.copyfile(built, path)
    return path


def test_the_documents_two_states(built):
    found = targets(built)
    for column, (stock, inflow) in enumerate(((1343, 873), (1369, 953)), 1):
        others, people, both, rate = by_hand(stock, inflow)
        for label, value, places in (
            ("ELB gesamt", both, 0), ("ELB, ohne 8 HKL", others, 0), ("ELB, 8 HKL (Flucht/Asyl)", people, 0), ("IQ gesamt", rate, 3),
        ):  # fmt: skip
            assert found["Ziele, veröffentlicht", label][column] == pytest.approx(round(value, places)), label
    assert [found["Ziele, veröffentlicht", "IQ gesamt"][i] for i in range(3)] == [0.224, 0.225, 0.224]
    assert found["Unterschied zum Plan", "ELB gesamt"][:3] == ("–", pytest.approx(27569 - 27649), 0)
    assert found["Ampel gegen den Plan", "Integrationen im Jahr"][:3] == ("–", "gelb", "grün")  # 6,195 of 6,203
    assert found["Ziele, veröffentlicht", "Ist das ein Plan?"][:4] == ("möglich", "möglich", "möglich", None)


def test_the_plans_column_is_the_plan(built):
    """To the last bit in tests/questions; a file holds 16 digits of what is adopted."""
    book = Values(built)
    exact = [row[0] for row in book.area("Ziele_exakt")]
    published = [row[0] for row in book.area("Ziele_veroeffentlicht")]
    workings = {
        row[1]: row[2] for row in book["Rechenwerk"].iter_rows(values_only=True) if str(row[1]).startswith("Ziel_")
    }
    names = [name for name in workings if not name.endswith("_veroeffentlicht")]
    assert len(names) == len(exact) == 16
    assert [workings[name] for name in names] == pytest.approx(exact, rel=1e-15, abs=0)
    assert [workings[f"{name}_veroeffentlicht"] for name in names] == published


def test_names_and_values_of_the_plan(built):
    book = Values(built)
    names, values = ([row[0] for row in book.area(name)] for name in ("Plan_Namen", "Plan_Werte"))
    assert dict(zip(names, values, strict=True)) == {name: stored(built, name) for name in names}
    assert {"Annahme_G1_ELB", "Annahme_G2_IQ_Ziel", "Annahme_KFA_Quote"} <= set(names)


def test_a_blank_is_the_plans_and_a_dash_is_blank(plan):
    type_row(plan, "Szenario_G1_IQ_Steigerung", None, None, "–", None)
    type_row(plan, "Szenario_G1_IQ_Ziel", None, None, 0.24, 0.24)
    assert main(["refresh", str(plan)]) == 0
    found = targets(plan)
    assert found["Ziele, veröffentlicht", "IQ, ohne 8 HKL"][3] == 0.24
    others, people, both, _ = by_hand(1369, 953)
    rate = (others * 0.24 + people * RATE_HKL) / both
    assert found["Ziele, veröffentlicht", "IQ gesamt"][3] == pytest.approx(round(rate, 3))
    assert found["Ziele, veröffentlicht", "Ist das ein Plan?"][3:5] == ("möglich", "kein Plan")
    assert found["Ziele, veröffentlicht", "IQ gesamt"][4] == "–"
    assert found["Ziele, veröffentlicht", "Ziel"][3:6] == ("Szenario 3", "Szenario 4", None)
    said = [label for _, label in found if str(label).startswith("Kein Plan")]
    reason = (
        "Annahme_G1_IQ_Ziel: gefunden eine Zielquote, wo schon eine Steigerung steht, erwartet eines von beiden. "
        "Bitte eines von beiden leeren."
    )
    assert said == [f"Kein Plan: „Szenario 4“. {reason}"]
    assert stored(plan, "Ziel_IQ_gesamt_veroeffentlicht") == 0.224  # the plan itself stays


def test_a_scenario_that_is_no_plan_is_no_error_of_the_workbook(plan, capsys):
    type_row(plan, "Szenario_G2_ELB", None, None, 30000)
    assert main(["refresh", str(plan)]) == 0
    capsys.readouterr()
    main(["check", str(plan)])
    assert "Fehler in" not in capsys.readouterr().out


def test_what_is_typed_is_judged(built):
    book = openpyxl.load_workbook(built)
    rules = [rule for rule in book["Szenarien"].data_validations.dataValidation if rule.type == "custom"]
    typed = [name for name in book.defined_names if name.startswith("Szenario_") and name != "Szenario_Bezeichnung"]
    assert len(rules) == len(typed) == 27
    assert all(rule.error.startswith("Erwartet wird eine Zahl") for rule in rules)
    ours = next(
        r for r in rules if "IQ_Ziel" not in str(r.formula1) and r.promptTitle.startswith("Gruppe 2: IQ, Zielquote")
    )
    assert '"–"' in ours.formula1
    assert ours.formula1.endswith(">=0," + ours.formula1.split(",")[-1])


def test_unlocked_are_only_the_scenarios_cells(built):
    book = openpyxl.load_workbook(built)
    sheet = book["Szenarien"]
    free = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    typed = set()
    for name, defined in book.defined_names.items():
        if name.startswith("Szenario_"):
            _, cells = split_reference(defined.value)
            typed |= {cell.coordinate for row in sheet[cells.replace("$", "")] for cell in row}
    assert free == typed
    assert parts(built)


def test_calm_while_there_are_no_inputs(empty_file):
    cells = [
        cell for row in Values(empty_file)["Szenarien"].iter_rows(values_only=True) for cell in row if cell is not None
    ]
    assert not [cell for cell in cells if str(cell).startswith("#")]
    assert "Noch kein Szenario: oben bezeichnen, darunter eintragen, was anders ist" in cells
