"""Sheet Prozessqualität: standards as Soll and Ist, worked by hand."""

from __future__ import annotations

import pytest
from workbooks import Values, type_in

from jcplan.layout import prozess
from jcplan.model import Model, Shape
from jcplan.model.parts.prozess import part

SHEET = "Prozessqualität"
CHECK = "Wo Soll und Ist bekannt sind, stimmt der Stand laut Dokument mit der Ampel überein"


def cells(path, sheet=SHEET):
    return Values(path)[sheet]


def standards(path):
    """The rows of the table: label, Soll, Ist, deviation, unit, shortfall, better, light, state, sentence."""
    return list(cells(path).iter_rows(min_row=7, max_row=13, min_col=2, max_col=11, values_only=True))


def verdict(path):
    sheet = cells(path, "Prüfungen")
    return next(row[8].value for row in sheet.iter_rows(min_col=2) if row[1].value == CHECK)


def test_the_document_names_standards_and_prints_no_actuals(plan_file):
    rows = [row for row in standards(plan_file) if row[0] != "–"]
    assert [(r[0], r[1], r[2], r[7], r[8]) for r in rows] == [
        ("Erstberatung U25", "–", "–", "ohne Istwert", "nicht erreicht"),
        ("Angebot U25", "–", "–", "ohne Istwert", "nicht erreicht"),
        ("Übrige Mindeststandards", "–", "–", "ohne Istwert", "erreicht"),
        ("Kontaktdichte U25: Abstand der Kontakte", 28, "–", "ohne Istwert", "–"),  # four weeks
    ]
    assert rows[0][9] == "Istwert fehlt; laut Dokument nicht erreicht."
    assert {row[7] for row in standards(plan_file) if row[0] == "–"} == {"nicht belegt"}
    assert cells(plan_file)["B3"].value == (
        "Noch kein Mindeststandard mit Soll und Ist · laut Dokument erreicht: 1, nicht erreicht: 2"
    )
    assert verdict(plan_file) == "nicht prüfbar"


def test_lights_deviations_and_sentences(plan_file, run):
    type_in(
        plan_file,
        Annahme_Standard_1_Soll=0.8, Annahme_Standard_1_Ist=0.77,  # 3.75 % of the Soll too low: yellow
        Annahme_Standard_2_Soll=0.8, Annahme_Standard_2_Ist=0.6,  # a quarter too low: red
        Annahme_Standard_3_Ist=0.9,
        Annahme_Standard_4_Bezeichnung="Offene Anträge", Annahme_Standard_4_Richtung="weniger",
        Annahme_Standard_4_Soll=0.1, Annahme_Standard_4_Ist=0.08,  # less is better: green
        Annahme_Standard_7_Ist=35,  # 7 days beyond 28: red
    )  # fmt: skip
    assert run("refresh", plan_file)[0] == 0
    rows = standards(plan_file)
    assert [row[7] for row in rows[:4]] == ["gelb", "rot", "ohne Sollwert", "grün"]
    assert [row[3] for row in rows[:2]] == pytest.approx([-0.03, -0.2])
    assert [row[5] for row in rows[:2]] == pytest.approx([0.0375, 0.25])
    assert rows[3][0] == "Offene Anträge"
    assert rows[3][5] == 0
    assert (rows[6][3], rows[6][5], rows[6][7]) == (7, 0.25, "rot")
    assert rows[0][9] == "Sollwert knapp verfehlt um 3,8 % des Solls; laut Dokument nicht erreicht."
    assert rows[2][9] == "Sollwert fehlt; laut Dokument erreicht."
    assert rows[3][9] == "Sollwert erreicht."
    assert cells(plan_file)["B3"].value == (
        "1 von 4 Mindeststandards mit Soll und Ist erfüllt · laut Dokument erreicht: 1, nicht erreicht: 2"
    )
    assert verdict(plan_file) == "passt"  # both that the document calls not reached are not


def test_a_state_that_soll_and_ist_refute(plan_file, run):
    type_in(plan_file, Annahme_Standard_1_Soll=0.8, Annahme_Standard_1_Ist=0.85)
    assert run("refresh", plan_file)[0] == 0
    assert standards(plan_file)[0][9] == "Sollwert erreicht; laut Dokument nicht erreicht."
    assert verdict(plan_file) == "Widerspruch"


def test_the_tolerance_for_yellow_is_an_input(plan_file, run):
    type_in(plan_file, Annahme_Standard_1_Soll=0.8, Annahme_Standard_1_Ist=0.77, Annahme_Ampel_gelb=0.03)
    assert run("refresh", plan_file)[0] == 0
    assert standards(plan_file)[0][7] == "rot"


def test_without_a_direction_shares_want_more_and_days_less(plan_file, run):
    type_in(
        plan_file, Annahme_Standard_1_Richtung=None, Annahme_Standard_1_Soll=0.8, Annahme_Standard_1_Ist=0.9,
        Annahme_Standard_7_Richtung=None, Annahme_Standard_7_Ist=20,
    )  # fmt: skip
    assert run("refresh", plan_file)[0] == 0
    rows = standards(plan_file)
    assert [(rows[i][6], rows[i][7]) for i in (0, 6)] == [("mehr", "grün"), ("weniger", "grün")]


def test_a_word_that_is_no_choice_is_refused(plan_file, run):
    type_in(plan_file, Annahme_Standard_1="vielleicht")
    code, _, message = run("refresh", plan_file)
    assert code != 0
    assert "„erreicht“, „nicht erreicht“" in message


@pytest.mark.parametrize("count", [1, 6, 14])
def test_as_many_standards_as_the_plan_has(count):
    """Six in per cent, further ones in days; what follows the table moves with it."""
    shape = Shape(standards=count)
    page = prozess.sheet(Model(shape))
    rows = page.area("standards.einheit")
    units = [page.cells[at].value for at in rows]
    assert units == ["%"] * min(count, 6) + ["Tage"] * (count - 6)
    assert page.top("ampeln") == rows.bottom + 4  # a sentence, a blank row, a heading
    assert len(part(shape).fields) == 4 * count
