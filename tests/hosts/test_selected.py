"""„Warum?“, „Was braucht es?“ and „Szenario übernehmen“ on the selected cell, on a file."""

from __future__ import annotations

import openpyxl
import pytest
from pressing import Program, named
from workbooks import log, stored, type_in

from jcplan import press
from jcplan.ask import cell as asked
from jcplan.ask.state import State
from jcplan.cells import Area, areas, parse_area
from jcplan.hosts.file import FileBook
from jcplan.layout import pruefungen, szenarien, ziele
from jcplan.ooxml import WorkbookFile

SENTENCE = "Die IQ gesamt sinkt um 0,07 Prozentpunkte"


def at(sheet, address):
    area = parse_area(address)
    return sheet, area.top, area.left


def row_of(path, sheet, label):
    """The row of a label in column B."""
    file = WorkbookFile.read(path)
    return next(row for (row, column), cell in file.cells(sheet).items() if column == 2 and cell.value == label)


def message(path, key, cell, answer=None):
    return press.run(key, Program(path, cell, answer), {})


def why(path, cell):
    return message(path, "why", cell).text


def test_a_target_is_explained_wherever_it_stands(plan_file):
    sheet, row, _ = named(plan_file, "Ziel_IQ_gesamt")
    file = WorkbookFile.read(plan_file)
    checks, area = areas(file.names)["Pruefung_Ziele"]
    computed = {
        cell.formula: (checks, line, pruefungen.COMPUTED)
        for (line, column), cell in file.cells(checks).items()
        if column == pruefungen.COMPUTED and area.top <= line <= area.bottom
    }
    (result,) = (formula for formula, (_, line, _) in computed.items() if line == area.top + 5)  # the sixth target
    exported = at("IQ", result.partition("!")[2].replace("$", ""))
    for cell in (named(plan_file, "Ziel_IQ_gesamt"), (sheet, row, ziele.NOTE), exported, computed[result]):
        text = why(plan_file, cell)
        assert text.startswith("IQ gesamt: Plan gegen Vorjahr"), cell
        assert SENTENCE in text
        assert "ELB gesamt: 27.649,005 Köpfe = 25.327,005 + 2.322" in text
    published = why(plan_file, named(plan_file, "Ziel_IQ_gesamt_veroeffentlicht"))
    assert published.startswith("IQ gesamt, veröffentlicht: Plan gegen Vorjahr")
    assert "veröffentlicht: 22,4 %" in published
    assert why(plan_file, named(plan_file, "Zielrechner_IQ_gesamt")) == published


def test_a_target_on_the_first_sheet(plan_file):
    file = WorkbookFile.read(plan_file)
    shown = "Ziel_IQ_gesamt_veroeffentlicht)"
    places = [key for key, cell in file.cells("Übersicht").items() if (cell.formula or "").endswith(f'"–",{shown}')]
    assert places
    for row, column in places:
        assert why(plan_file, ("Übersicht", row, column)).startswith("IQ gesamt, veröffentlicht")


def test_changed_inputs_are_compared_with_the_last_refresh(plan_file):
    type_in(plan_file, Annahme_G2_Zugang=853)
    text = why(plan_file, named(plan_file, "Ziel_ELB_gesamt"))
    assert text.startswith("ELB gesamt: Plan gegen letzte Aktualisierung")
    assert "um 100 Köpfe" in text


def test_an_input_says_what_it_moves(plan_file):
    """100 more of the 8 HKL: −0,1298 and the rest's 23,345 % weigh less."""
    text = why(plan_file, named(plan_file, "Annahme_G2_Zugang"))
    rest, refugees = (26570 - 1369) * 1.005, 1369 + 953
    before, after = ((0.23345 * rest + 0.1298 * each) / (rest + each) for each in (refugees, refugees + 100))
    assert text.startswith("8 HKL (Flucht/Asyl): weiterer Zugang: 953 Köpfe.")
    assert f"IQ gesamt: −{100 * (before - after):.3f} %-Punkte".replace(".", ",") in text
    assert "ELB gesamt: +100,0 Köpfe" in text
    assert "LZB" not in text
    assert "kein Ziel" in why(plan_file, named(plan_file, "Annahme_LZB_Abgang"))
    for name in ("Szenario_G2_Zugang", "Sicherheit_G2_Zugang"):
        assert why(plan_file, named(plan_file, name)) == text


def test_a_scenario_is_explained_against_the_plan(plan_file):
    row = row_of(plan_file, "Szenarien", "IQ gesamt")
    first = named(plan_file, szenarien.NAMES_NAME)[2]
    text = why(plan_file, ("Szenarien", row, first))
    assert text.startswith("IQ gesamt, veröffentlicht: Szenario „Abschnitt 1: +873 (65 %)“ gegen Plan")
    assert "22,5 %" in text
    assert why(plan_file, ("Szenarien", row, first - 1)).startswith("IQ gesamt, veröffentlicht: Plan gegen Vorjahr")
    type_in(plan_file, Szenario_G2_ELB=30000)
    assert "ergibt keinen Plan" in why(plan_file, ("Szenarien", row, first))


def test_any_other_formula_is_told_with_its_values(plan_file):
    cell = next(
        (row, column) for (row, column), cell in WorkbookFile.read(plan_file).cells("ELB").items()
        if cell.formula and cell.formula.startswith("IF(ISBLANK(Annahme_G1_ELB)")
    )  # fmt: skip
    text = why(plan_file, ("ELB", *cell))
    assert "zeigt 25.201." in text
    assert "Formel: =WENN(ISTLEER(Annahme_G1_ELB);Annahme_ELB_gesamt-" in text
    assert "(Annahme_ELB_gesamt): 26.570" in text
    assert "(Annahme_G1_ELB): leer" in text


def test_workbooks_of_others_are_explained_too(tmp_path):
    path = tmp_path / "Eigene.xlsx"
    made = openpyxl.Workbook()
    made.active.title = "Eigene"
    for address, content in {"A1": 2, "A2": "=A1*1.5", "A3": "=1/0", "A4": "=SUM(A1:A2,C1:C20)", "A5": "Wort"}.items():
        made.active[address] = content
    made.save(path)
    assert why(path, at("Eigene", "A2")).splitlines() == [
        "Eigene!A2 zeigt 3.", "Formel: =A1*1,5", "", "Sie bezieht sich auf:", "  Eigene!A1: 2",
    ]  # fmt: skip
    assert "Es wird durch 0 geteilt" in why(path, at("Eigene", "A3"))
    assert "Eigene!A1:A2: 2; 3" in why(path, at("Eigene", "A4"))
    assert why(path, at("Eigene", "A5")) == "Eigene!A5 ist eingetragen, nicht gerechnet: „Wort“."
    assert why(path, at("Eigene", "D9")) == "Eigene!D9 ist leer."
    assert message(path, "need", at("Eigene", "A2")).kind == "error"
    assert message(path, "adopt_scenario", at("Eigene", "A2")).kind == "error"


def test_a_cell_has_to_be_selected(plan_file):
    assert message(plan_file, "why", None).text == "Bitte zuerst eine Zelle auswählen."
    assert message(plan_file, "adopt_scenario", None).text == asked.NO_SCENARIO


# ---- what would it take -------------------------------------------------------------------------


def test_the_wish_is_asked_for_and_answered(plan_file):
    cell = named(plan_file, "Ziel_IQ_gesamt")
    question = message(plan_file, "need", cell)
    assert (question.kind, question.text, question.suggestion) == ("question", "Was soll „IQ gesamt“ werden?", "22,5 %")
    assert message(plan_file, "need", named(plan_file, "Zielrechner_IQ_gesamt")) == question  # where the wish stands
    assert message(plan_file, "need", named(plan_file, "Ziel_ELB_gesamt")).suggestion == "27.649 Köpfe"
    found = message(plan_file, "need", cell, "22,5 %")
    assert found.kind == "info"
    assert (
        "ohne 8 HKL: IQ, relative Steigerung: 1,6209 % statt 1,5 %; veröffentlicht von 1,5218 % bis 1,9565 %, "
        "zum Beispiel 1,6 %"
    ) in found.text
    assert message(plan_file, "need", cell, "22,5").kind == "error"


def test_for_an_input_the_target_is_asked_for_too(plan_file):
    cell = named(plan_file, "Annahme_G2_Zugang")
    question = message(plan_file, "need", cell)
    assert question.text == asked.ASK_ALL
    assert question.suggestion == "IQ gesamt = 22,5 %"
    found = message(plan_file, "need", cell, "ELB gesamt = 28.000").text
    assert "weiterer Zugang: 1.303,995 Köpfe statt 953 Köpfe" in found
    assert "Steigerung" not in found
    assert message(plan_file, "need", cell, "28.000").kind == "error"
    assert message(plan_file, "need", cell, "Sommer = 28.000").kind == "error"
    assert "Steigerung" in message(plan_file, "need", None, "IQ = 22,5 %").text


# ---- adopting -----------------------------------------------------------------------------------


def test_the_scenario_of_the_selected_column_is_adopted(plan_file):
    rows = len(log(plan_file))
    cell = named(plan_file, "Szenario_G2_Zugang", 0)
    program = Program(plan_file, cell)
    found = press.run("adopt_scenario", program, {})
    assert found.kind == "info"
    assert "953 Köpfe → 873 Köpfe" in found.text
    plan_file.write_bytes(program.book.to_bytes())
    assert stored(plan_file, "Annahme_G2_ELB", "Annahme_G2_Zugang") == [1343, 873]
    assert len(log(plan_file)) == rows + 1
    assert "ist schon der Plan" in message(plan_file, "adopt_scenario", cell).text


@pytest.mark.parametrize("column", [5, -1])
def test_columns_without_a_scenario(plan_file, column):
    assert message(plan_file, "adopt_scenario", named(plan_file, szenarien.NAMES_NAME, column)).kind == "warning"


def test_an_input_that_was_a_formula_is_named(plan_file):
    type_in(plan_file, Annahme_G2_Zugang="=900+53")
    program = Program(plan_file, named(plan_file, szenarien.NAMES_NAME))
    text = press.run("adopt_scenario", program, {}).text
    assert "Bisher eine Formel, jetzt ein Wert: 8 HKL (Flucht/Asyl): weiterer Zugang." in text


def test_nothing_is_asked_twice(plan_file):
    """What a state is made of is read once."""

    class Counted(FileBook):
        asked = 0

        def values(self, places):
            Counted.asked += 1
            return super().values(places)

    state = State(Counted(plan_file))
    assert state.base is state.base
    state.refreshed, state.scenarios, state.scenarios  # noqa: B018
    assert Counted.asked <= 6
    assert asked.content(state.book, ("Ziele", *next(iter(Area(1, 1, 1, 1)))))[1] is None
