"""Sheet Personal: posts, clients a post, time for talks, and the verdicts on section 3.1."""

from __future__ import annotations

import re

import pytest
from workbooks import Values, type_in

from jcplan.cases import reference

NAME = "Personal"
OWN = [field for field in reference().values if re.search("VZAE|_Monate", field)]


def sheet(path, name=NAME):
    return Values(path)[name]


def row(path, label, *, column=2, nth=0):
    """The cells to the right of a label, as a list; the label may stand several times."""
    found = [r for r in sheet(path).iter_rows(min_col=column, values_only=True) if r[0] == label]
    return list(found[nth][1:])


def verdicts(path):
    """Verdict by relation of this sheet."""
    rows = sheet(path, "Prüfungen").iter_rows(min_col=2, values_only=True)
    return {r[1]: r[8] for r in rows if r[0] == NAME}


def test_posts_of_the_document(plan_file):
    """Section 3.1: 441.5 + 8.0 + 17.5; Plus5 5.0, Joboffensive U25 2.0, ESF-LZA 4.0 until mid-year."""
    assert row(plan_file, "Soll insgesamt")[:3] == [467.0, None, 467.0]
    assert row(plan_file, "Projekt ESF-LZA")[:3] == [4.0, 6.0, 2.0]
    assert row(plan_file, "Projekte zusammen")[:3] == [11.0, None, 9.0]
    assert row(plan_file, "mehr als das Soll (negativ: weniger)")[2] == 1.0


def test_posts_month_by_month(plan_file):
    assert row(plan_file, "Projekt ESF-LZA", nth=1)[:13] == [4.0] * 6 + [0.0] * 6 + [2.0]
    # 441.5 + 17.5 + 5.0 + 2.0, and 4.0 until June
    assert row(plan_file, "zusammen")[:13] == [470.0] * 6 + [466.0] * 6 + [468.0]


def test_a_project_may_end_within_a_month(plan_file, run):
    type_in(plan_file, Annahme_Projekt_ESF_Monate=4.5)
    run("refresh", plan_file)
    assert row(plan_file, "Projekt ESF-LZA", nth=1)[:13] == [4.0] * 4 + [2.0] + [0.0] * 7 + [1.5]
    assert row(plan_file, "Projekt ESF-LZA")[2] == 1.5


def test_shares_as_posts(plan_file, run):
    type_in(plan_file, Annahme_Personal_Befristung_Anteil=0.18, Annahme_Leitungen=5)
    run("refresh", plan_file)
    at = {"column": 8}
    assert row(plan_file, "befristet, Ziel", **at)[6] == pytest.approx(46.7)
    assert row(plan_file, "zu entfristen, bis das Ziel erreicht ist", **at)[4:7] == pytest.approx([0.08, 467, 37.36])
    assert row(plan_file, "Fluktuation", **at)[4:7] == pytest.approx([0.07, 467, 32.69])
    assert row(plan_file, "kürzer als drei Jahre im Jobcenter (operativ)", **at)[4:7] == pytest.approx([0.4, 350, 140])
    assert row(plan_file, "Bereichsleitungen, die wechseln", **at)[4:7] == pytest.approx([0.4, 5, 2])
    assert verdicts(plan_file)["Es wechseln höchstens so viele Bereichsleitungen, wie es gibt"] == "passt"


def test_clients_a_post_and_talks(plan_file):
    """18 % of the 27,649.005 planned ELB; guide values 1:75 and 1:150; 60 % of 130 hours for talks of 0.75 hours."""
    young, older, both = (row(plan_file, label)[:11] for label in ("unter 25 Jahre", "ab 25 Jahren", "gesamt"))
    assert young[:7] == pytest.approx([0.18, 4976.8209, 64, 4976.8209 / 64, 75, 4976.8209 / 75, 4976.8209 / 75 - 64])
    assert older[:3] == pytest.approx([0.82, 22672.1841, 152])
    assert older[5] == pytest.approx(22672.1841 / 150)
    assert (young[7], older[7]) == ("gelb", "grün")
    assert young[8] == pytest.approx(64 * 130 * 0.6 / 0.75)
    assert young[9] == pytest.approx(6656 / 4976.8209)
    assert both[:3] == pytest.approx([1, 27649.005, 216])
    assert both[8] == pytest.approx(6656 + 15808)


def test_fewer_posts_turn_the_light_red(plan_file, run):
    type_in(plan_file, Annahme_VZAE_Fachkraefte_U25=50)  # 99.5 clients a post
    run("refresh", plan_file)
    assert row(plan_file, "unter 25 Jahre")[7] == "rot"


def test_verdicts(plan_file):
    found = verdicts(plan_file)
    assert found == {
        "Soll, Projekte und Integration Point ergeben eine gedruckte Gesamtzahl der Stellen": "nicht prüfbar",
        "Plus5 und Joboffensive U25 ergeben das Soll für Projekte": "Widerspruch",
        "Die Projekte ergeben das Soll für Projekte, auch mit ESF-LZA im Jahresmittel": "Widerspruch",
        "Im Integration Point sind so viele Stellen besetzt, wie festgestellt sind": "passt",
        "Die Fachkräfte beider Altersgruppen sind nicht mehr als das Soll insgesamt": "passt",
        "Der Betreuungsschlüssel ist nicht schlechter als im Vorjahr (weniger Kunden je Stelle)": "nicht prüfbar",
        "Der Befristungsanteil liegt heute nicht unter dem Ziel, auf das er sinken soll": "nicht prüfbar",
        "So viele Bereichsleitungen wechseln, wie nachzubesetzen sind": "passt",
        "Es wechseln höchstens so viele Bereichsleitungen, wie es gibt": "nicht prüfbar",
    }


def test_posts_that_fit_are_no_contradiction(plan_file, run):
    type_in(plan_file, Annahme_Projekt_U25_VZAE=3, Annahme_Projekt_ESF_VZAE=0, Annahme_Schluessel_Vorjahr=120)
    run("refresh", plan_file)
    found = verdicts(plan_file)
    assert found["Plus5 und Joboffensive U25 ergeben das Soll für Projekte"] == "passt"
    assert found["Die Projekte ergeben das Soll für Projekte, auch mit ESF-LZA im Jahresmittel"] == "passt"
    vorjahr = "Der Betreuungsschlüssel ist nicht schlechter als im Vorjahr (weniger Kunden je Stelle)"
    assert found[vorjahr] == "Ziel nicht gedeckt"  # 128.0 clients a post


def test_blank_inputs_give_no_figures_and_no_errors(plan_file, run):
    type_in(plan_file, **dict.fromkeys(OWN), Annahme_Gespraech_Dauer=None, Annahme_Struktur_ELB_unter_25=None)
    code, _, _ = run("refresh", plan_file)
    assert code == 0
    shown = [cell for line in sheet(plan_file).iter_rows(values_only=True) for cell in line]
    assert not [cell for cell in shown if str(cell).startswith("#")]
    assert row(plan_file, "Soll insgesamt")[:3] == ["–", None, "–"]
    assert row(plan_file, "zusammen")[:13] == ["–"] * 13
    assert row(plan_file, "unter 25 Jahre")[:11] == ["–"] * 4 + [75] + ["–"] * 6
    assert sheet(plan_file)["B3"].value == "Stellen: noch nicht vollständig eingetragen"
    assert set(verdicts(plan_file).values()) == {"nicht prüfbar", "passt"}  # passt: the two managers


def test_one_missing_post_leaves_the_other_sums_alone(plan_file, run):
    type_in(plan_file, Annahme_Projekt_Plus5_VZAE=None)
    run("refresh", plan_file)
    assert row(plan_file, "Projekte zusammen")[:3] == ["–", None, "–"]
    assert row(plan_file, "Soll insgesamt")[:3] == [467.0, None, 467.0]
