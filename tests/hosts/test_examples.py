"""``jcplan new --beispiel``: the case of 2027 from the file to the answers; the law's words by date."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from workbooks import SHIPPED, Values, parts, stored, type_in

from jcplan.cases import YEARS, case
from jcplan.params import things, words_on

PLANNED = {
    "VKB und EGT ergeben das gedruckte Gesamtbudget": "Widerspruch",
    "Im Integration Point sind so viele Stellen besetzt, wie festgestellt sind": "Ziel nicht gedeckt",
}
"""What the checks shall find: its source says „mit Absicht“."""


@pytest.fixture
def plan(tmp_path, run):
    path = tmp_path / "Plan.xlsx"
    code, out, err = run("new", path, "--beispiel", 2027)
    assert (code, err) == (0, ""), out
    return path


def test_the_case_of_2017_is_the_usual_one(tmp_path, run):
    assert run("new", tmp_path / "Plan.xlsx", "--beispiel", 2017)[0] == 0
    assert (tmp_path / "Plan.xlsx").read_bytes() == SHIPPED.read_bytes()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--beispiel", 2020), "--beispiel: gefunden 2020, erwartet 2017 oder 2027"),
        (("--beispiel", 0), "--beispiel: gefunden 0, erwartet 2017 oder 2027"),
        (("--beispiel", "neu"), "keine ganze Zahl"),
        (("--beispiel", 2027, "--leer"), "geht nicht zusammen mit"),
    ],
)
def test_what_cannot_be_is_said(tmp_path, run, options, words):
    code, _, err = run("new", tmp_path / "Plan.xlsx", *options)
    assert code == 2
    assert words in err
    assert not (tmp_path / "Plan.xlsx").exists()


def test_the_checks_find_what_is_planned_and_nothing_else(plan, run):
    code, out, _ = run("check", plan, "--json")
    found = {row["pruefung"]: row["urteil"] for row in json.loads(out)["pruefungen"]}
    kinds = {row["pruefung"]: row["art"] for row in json.loads(out)["pruefungen"]}
    assert code == 1
    wrong = {label for label, verdict in found.items() if verdict not in ("passt", "nicht prüfbar")}
    assert wrong == set(PLANNED)
    assert {kinds[label] for label in wrong} == {"Rechenwiderspruch", "Ziel nicht gedeckt"}
    assert "Zwei benachbarte Ziffern sind vertauscht" in run("check", plan)[1]
    on_purpose = [name for name, entry in case(2027).entries.items() if "mit Absicht" in entry.source]
    assert on_purpose == ["Gedruckt_Budget_Summe", "Annahme_VZAE_Integration_Point_Ist"]


def test_every_figure_says_that_it_is_made_up():
    plan = case(2027)
    assert plan.status.startswith("Erfundenes Beispiel")
    for name, entry in plan.entries.items():
        law = entry.as_of.startswith("seit ")
        assert law or entry.source.startswith("Erfundenes Beispiel") or entry.value is None, name


def test_a_refresh_changes_nothing_and_an_input_does(plan, run):
    code, out, _ = run("refresh", plan)
    assert code == 0
    assert "Alle Ziele unverändert." in out
    for words in ("14.910 Köpfe", "−3,2 %", "21,1 %", "22,90 %", "9.850 Köpfe", "2.772.957,00 €"):
        assert words in out
    type_in(plan, Annahme_G3_Zugang_ab_Monat=10)
    code, out, _ = run("refresh", plan)
    assert code == 0
    # three of twelve months without 620 people instead of nine: 310 more in the mean
    assert stored(plan, "Ziel_ELB_G3", "Ziel_ELB_gesamt") == pytest.approx([1_325, 15_220.33], rel=1e-12)


def test_questions_have_answers(plan, run):
    code, out, _ = run("explain", plan, "Ziel_ELB_gesamt")
    assert code == 0
    assert "Ukraine" in out
    code, out, _ = run("need", plan, "Ziel_ELB_G3", "860", "Annahme_G3_Zugang_ab_Monat")
    assert (code, "1" in out) == (0, True)  # all of 620 go for the whole year
    code, out, _ = run("scenario", plan, "--json")
    assert code == 0
    assert "Endgültige Zuteilung" in out


def test_scenarios_by_hand(plan, run):
    """Provisional: 45 % of last year's money, 22 % moved. Final: 23.5 %. Later, or all, from Ukraine. Rates hold."""
    _, out, _ = run("scenario", plan, "--json")
    exact = {row["name"]: [column["exakt"] for column in row["spalten"]] for row in json.loads(out)["ziele"]}
    money = [5_803_920 * 0.78, 12_951_200 * 0.765, *[12_604_350 * 0.78] * 3]
    assert exact["Ziel_EGT"] == pytest.approx(money, rel=1e-12)
    left = [1_015, 1_015, 1_480 - 620 * 3 / 12, 1_480 - 1_480 * 6 / 12, 1_015]
    assert exact["Ziel_ELB_G3"] == pytest.approx(left, rel=1e-12)
    held = (0.226 * 11_470.68 + 0.246 * 2_424.65 + 0.192 * 1_015) / 14_910.33
    assert exact["Ziel_IQ_gesamt"][4] == pytest.approx(held, rel=1e-12)
    assert pytest.approx([0.45 * 17_385_200, 0.45 * 12_897_600], rel=1e-14) == [7_823_340, 5_803_920]


def test_shapes_apply_to_it_too(tmp_path, run):
    path = tmp_path / "Plan.xlsx"
    assert (
        run("new", path, "--beispiel", 2027, "--gruppen", 4, "--teams", "6,2", "--projekte", 4, "--standards", 2)[0]
        == 0
    )
    assert stored(path, "Annahme_G3_ELB", "Annahme_G4_ELB", "Annahme_Planjahr") == [1_480, 0, 2027]
    assert run("check", path)[0] == 1


def test_names_of_projects_are_kept_by_another_shape(plan, tmp_path, run):
    """What is typed as their names comes along; a place more has the usual one."""
    type_in(plan, Annahme_Projekt_U25_VZAE_Bezeichnung="Haus der Jugend")
    new = tmp_path / "Neu.xlsx"
    code, out, err = run("upgrade", plan, "-o", new, "--projekte", 10)
    assert (code, err) == (0, ""), out
    keys = ("Plus5", "U25", "frei_1", "frei_2")
    typed = stored(new, *(f"Annahme_Projekt_{key}_VZAE_Bezeichnung" for key in keys))
    assert typed == ["Direktvermittlung", "Haus der Jugend", "Gesundheitslotsen", "weiteres Projekt 2"]
    run("refresh", new)
    labels = [cell.value for row in Values(new)["Personal"].iter_rows() for cell in row]
    assert labels.count("Projekt Haus der Jugend") == 2


def test_no_programme_of_2017_stands_in_it(plan):
    """What a project is called is typed: not a word of the document of 2017 is left on any sheet."""
    text = b"".join(
        data for name, data in parts(plan).items() if name.startswith(("xl/sharedStrings", "xl/worksheets"))
    )
    shown = re.sub(r"Annahme_\w+", "", text.decode())
    for word in ("Plus5", "Joboffensive", "MEin job-aktiv", "ESF-LZA", "Schrittwechsel", "ME-aktiv"):
        assert word not in shown, word


# ---- words of the law -----------------------------------------------------------------------------


def words(path):
    """Terms, meanings and sources of the glossary on the sheet Hilfe."""
    rows = Values(path)["Hilfe"].iter_rows(min_row=4, max_row=40, min_col=2, max_col=4, values_only=True)
    return {term: (meaning, source) for term, meaning, source in rows if term}


@pytest.mark.parametrize(
    ("year", "benefit", "agreement", "more"),
    [
        (2017, "Arbeitslosengeld II", "Eingliederungsvereinbarung", None),
        (2022, "Arbeitslosengeld II", "Eingliederungsvereinbarung", None),
        (2023, "Bürgergeld", "Eingliederungsvereinbarung", ", ab 1.7.2023: Kooperationsplan."),
        (2026, "Bürgergeld", "Kooperationsplan", ", ab 1.7.2026: Grundsicherungsgeld."),
        (2027, "Grundsicherungsgeld", "Kooperationsplan", None),
    ],
)
def test_words_are_those_of_the_plans_year(plan, run, year, benefit, agreement, more):
    type_in(plan, Annahme_Planjahr=year)
    assert run("refresh", plan)[0] == 0
    found = words(plan)
    assert {benefit, agreement} <= set(found)
    others = {word.word for thing in things() for word in thing.words} - {benefit, agreement}
    assert not others & set(found)
    said = [meaning for meaning, _ in found.values() if re.search(r", ab 1\.7\.", str(meaning))]
    assert [text[text.index(", ab") :] for text in said] == ([more] if more else [])
    assert found[benefit][1]


@pytest.mark.parametrize("year", YEARS)
def test_no_sheet_has_a_word_of_another_time(tmp_path, run, year):
    """On the sheets that are seen; the list of all words stands on the hidden sheet of workings."""
    path = tmp_path / "Plan.xlsx"
    run("new", path, "--beispiel", year)
    book, now = Values(path), set(words_on(dt.date(year, 1, 1)).values())
    others = {word.word for thing in things() for word in thing.words} - now
    for sheet in (name for name in book.sheetnames if name not in ("Rechenwerk", "Grundlage", "jcplan")):
        for row in book[sheet].iter_rows(values_only=True):
            for cell in row:
                assert not any(word in str(cell) for word in others), (sheet, cell)


def test_texts_of_the_case_have_the_law_s_words():
    labels = {entry.label for entry in case(2027).entries.values()}
    assert "Kooperationsplan in sechs Monaten aktualisiert" in labels
    assert "Grundsicherungsgeld: Bearbeitung eines Erstantrags" in labels
