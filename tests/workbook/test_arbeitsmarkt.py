"""Sheet Arbeitsmarkt against figures typed from the planning document and recomputed by hand."""

from __future__ import annotations

import pytest
from workbooks import Values, type_in

from jcplan.model.parts.arbeitsmarkt import PART

SHEET = "Arbeitsmarkt"


def cells(path, sheet=SHEET):
    return Values(path)[sheet]


def row_of(sheet, label, column=2):
    """The row whose cell in a column holds that label."""
    return next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, column).value == label)


def verdicts(path):
    """Verdicts of this subject by label."""
    sheet = cells(path, "Prüfungen")
    return {row[1].value: row[8].value for row in sheet.iter_rows(min_col=2) if row[0].value == SHEET}


# label, column of the label, column of the figure, figure; section 1 of the document, recomputed by hand
FIGURES = [
    ("untere Grenze der Spanne", 2, 3, -0.006),
    ("obere Grenze der Spanne", 2, 3, 0.021),
    ("Mitte der Spanne", 2, 3, 0.0075),  # (−0.6 + 2.1) / 2
    ("Mitte im Dokument", 2, 3, -0.006),
    ("Mitte im Dokument", 2, 4, -0.018),
    ("Unterschied: gedruckt − Mitte der Spanne", 2, 3, -0.0135),
    ("Prognosefehler: Prognose − Ist", 2, 3, 0.019),  # 1.5 − (−0.4)
    ("Prognosefehler als Vielfaches davon", 2, 3, 3.8),  # 1.9 / 0.5
    ("Veränderung bei gleichem Fehler", 2, 3, -0.014),  # 0.5 − 1.9
    ("dasselbe in Köpfen", 2, 3, -352.814),  # 1.4 % of 26,570 − 1,369
    ("langzeitarbeitslos und LZB", 8, 9, 0.4675),  # 55 % × 85 %
    ("langzeitarbeitslos, noch nicht LZB", 8, 9, 0.0825),  # 55 % × 15 %
    ("nicht langzeitarbeitslos", 8, 9, 0.45),
    ("Teilzeit im Vorjahresquartal (erschlossen)", 8, 9, 1609.756),  # 132 / 8.2 %
    ("Teilzeit danach (erschlossen)", 8, 9, 1741.756),
]


@pytest.mark.parametrize(("label", "at", "column", "figure"), FIGURES, ids=[f"{f[0]}-{f[2]}" for f in FIGURES])
def test_figures_of_the_document(plan_file, label, at, column, figure):
    sheet = cells(plan_file)
    assert sheet.cell(row_of(sheet, label, at), column).value == pytest.approx(figure, abs=5e-4 if figure > 1 else 1e-9)


def test_a_range_that_is_not_printed_stays_open(plan_file):
    sheet = cells(plan_file)
    for label in ("untere Grenze der Spanne", "obere Grenze der Spanne", "Mitte der Spanne"):
        assert sheet.cell(row_of(sheet, label), 4).value == "–"


def test_finding(plan_file):
    assert cells(plan_file)["B3"].value == (
        "svB: Mitte der Spanne 0,75 %, gedruckt -0,60 % · ELB-Prognose des Vorjahres um 1,9 Prozentpunkte zu hoch"
        " · Branchen mit sehr guter Einschätzung: 5"
    )
    assert cells(plan_file)["H5"].value == (
        "svB: die Mitte im Dokument weicht um 1,35 Prozentpunkte von der Mitte der Spanne ab"
    )


def test_directions_in_words(plan_file):
    sheet = cells(plan_file)
    shown = {sheet.cell(r, 2).value: (sheet.cell(r, 3).value, sheet.cell(r, 4).value) for r in range(7, 32)}
    assert shown["Richtung nach der Mitte der Spanne"] == ("steigend", "–")
    assert shown["Richtung nach der Mitte im Dokument"] == ("sinkend", "sinkend")
    assert shown["Bedarfsgemeinschaften"] == ("steigend", "steigend")
    assert shown["ELB (Vorjahr: ohne Flüchtlingshintergrund)"] == ("sinkend", "steigend")
    assert shown["svB im Leistungsbezug"] == ("–", "steigend")


def test_lists_as_the_document_rates_them(plan_file):
    sheet = cells(plan_file)

    def listed(title, column):
        first = row_of(sheet, title, column) + 1
        rows = ([sheet.cell(r, c).value for c in range(column, column + 3)] for r in range(first, first + 8))
        return [tuple(row) for row in rows if row[0] != "–"]

    branches = listed("Branchen mit Beschäftigungsmöglichkeiten", 2)
    assert [sign for _, sign, _ in branches] == ["++"] * 5 + ["+"] + ["+/−"] * 2
    assert [word for *_, word in branches] == ["sehr gut"] * 5 + ["gut"] + ["gleichbleibend"] * 2
    assert [tuple(row[1:]) for row in listed("Ausbildungsmarkt", 2)] == [("–", "–")] * 5  # no ratings are printed
    drivers = listed("Faktoren des ELB-Bestands", 8)
    assert [word for *_, word in drivers] == ["erhöht", "erhöht stark", "erhöht", "erhöht", "erhöht"]


def bar(sheet, label):
    """Invisible base above and below zero, visible part above and below zero."""
    row = row_of(sheet, label)
    return [sheet.cell(row, column).value for column in range(3, 7)]


def test_bars_of_the_chart(plan_file):
    sheet = cells(plan_file, "Rechenwerk")
    assert bar(sheet, "svB: Spanne -0,6 bis 2,1 %") == pytest.approx([0, 0, 0.021, -0.006])
    assert bar(sheet, "Arbeitslose: Spanne nicht genannt") == [0, 0, 0, 0]
    assert bar(sheet, "ELB-Ist Vorjahr -0,4 %") == pytest.approx([0, 0, 0, -0.004])


def test_counts_by_rating(plan_file):
    sheet = cells(plan_file)
    first = row_of(sheet, "Zeichen") + 1
    assert [sheet.cell(first + i, 4).value for i in range(6)] == [5, 1, 2, 0, 0, 8]
    first = row_of(sheet, "Wirkung der Faktoren", 8) + 1
    assert [sheet.cell(first + i, 10).value for i in range(6)] == [1, 4, 0, 0, 0, 5]
    assert sheet.cell(first + 5, 11).value == 6  # 2 + 4 · 1


def test_verdicts(plan_file):
    assert verdicts(plan_file) == {
        "Die gedruckte Mitte der svB-Prognose ist die Mitte ihrer Spanne": "Widerspruch",
        "Die gedruckte Mitte der svB-Prognose liegt nicht unter ihrer Spanne": "passt",
        "Die gedruckte Mitte der svB-Prognose liegt nicht über ihrer Spanne": "passt",
        "Die gedruckte Mitte der Arbeitslosen-Prognose ist die Mitte ihrer Spanne": "nicht prüfbar",
        "Integrationen in Teilzeit im Vorjahresquartal, die Zuwachs und Rate voraussetzen": "nicht prüfbar",
        "Integrationen in Teilzeit sind stärker gestiegen als alle Integrationen in svB": "passt",
        "Die ELB bewegen sich im Plan in die Richtung, in die die Faktoren wirken": "passt",
        "Die ELB bewegen sich im Plan in die Richtung der Bedarfsgemeinschaften": "passt",
    }


def test_changed_inputs_flow_through(plan_file, run):
    type_in(
        plan_file, Annahme_svB_Prognose_Mitte=0.0075, Annahme_svB_Prognose_Mitte_Stellen=4, Annahme_BG_Richtung="sinkend",
        Annahme_Arbeitslose_Prognose_von=-0.03, Annahme_Arbeitslose_Prognose_bis=-0.006, Annahme_Faktor_2="−−",
        Annahme_Faktor_2_Bezeichnung="Wegzug", Annahme_Faktor_1="−", Annahme_Faktor_3="−", Annahme_Faktor_4=None,
        Annahme_Branche_9="−−", Annahme_Ausbildung_6_Bezeichnung="Pflege",
    )  # fmt: skip
    assert run("refresh", plan_file)[0] == 0
    sheet = cells(plan_file)
    assert sheet.cell(row_of(sheet, "Mitte der Spanne"), 4).value == pytest.approx(-0.018)
    assert bar(cells(plan_file, "Rechenwerk"), "Arbeitslose: Spanne -3,0 bis -0,6 %") == pytest.approx(
        [0, -0.006, 0, -0.024]
    )  # floats below 0
    assert sheet["H5"].value == "svB: die Mitte im Dokument ist die Mitte der Spanne"
    assert sheet.cell(row_of(sheet, "Wegzug", 8), 10).value == "senkt stark"
    assert sheet.cell(row_of(sheet, "Branche 9"), 4).value == "sehr schlecht"  # rated: shown under its usual name
    assert sheet.cell(row_of(sheet, "Pflege"), 3).value == "–"  # named, not rated
    assert sheet["H35"].value == "1 von 4 Faktoren erhöhen den ELB-Bestand, 3 senken ihn"
    found = verdicts(plan_file)
    assert found["Die gedruckte Mitte der svB-Prognose ist die Mitte ihrer Spanne"] == "passt"
    assert found["Die gedruckte Mitte der Arbeitslosen-Prognose ist die Mitte ihrer Spanne"] == "passt"
    assert found["Die ELB bewegen sich im Plan in die Richtung, in die die Faktoren wirken"] == "Widerspruch"
    assert found["Die ELB bewegen sich im Plan in die Richtung der Bedarfsgemeinschaften"] == "Widerspruch"


def test_blank_inputs_give_dashes_and_nothing_to_check(plan_file, run):
    type_in(plan_file, **{field.name: None for field in PART.fields})
    assert run("refresh", plan_file)[0] == 0
    sheet = cells(plan_file)
    for label, at, column, _ in FIGURES:
        assert sheet.cell(row_of(sheet, label, at), column).value == "–", label
    assert sheet["B3"].value == "svB: Prognose unvollständig · Branchen mit sehr guter Einschätzung: 0"
    assert sheet["B35"].value == "Keine Branche eingeschätzt"
    assert set(verdicts(plan_file).values()) == {"nicht prüfbar"}


def test_an_empty_workbook_shows_no_error(empty_file):
    values = [c.value for row in cells(empty_file).iter_rows() for c in row]
    assert not [v for v in values if isinstance(v, str) and v.startswith("#")]
    assert "Branche 1" not in values  # a slot that nobody uses is not listed
