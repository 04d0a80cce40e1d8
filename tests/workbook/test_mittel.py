"""Sheet Mittelplanung: the free EGT by instrument, months, money per head, and its verdicts."""

from __future__ import annotations

import pytest
from workbooks import Values, type_in

from jcplan.cases import reference

NAME = "Mittelplanung"
OWN = [name for name in reference().values if name.startswith("Annahme_Mittel_")]
FREE = 9650542.12  # 16,050,542.12 of the EGT after Umschichtung less 6,400,000.00
AMOUNTS = [f"F{row}" for row in range(16, 26)]
MOVED = [f"I{row}" for row in range(16, 26)]


def sheet(path, name=NAME):
    return Values(path)[name]


def values(path, *cells):
    page = sheet(path)
    return [page[cell].value for cell in cells]


def cents(amounts):
    return sum(round(amount * 100) for amount in amounts)


def row(path, label):
    """The cells to the right of a label in column B."""
    return next(list(r[1:]) for r in sheet(path).iter_rows(min_col=2, values_only=True) if r[0] == label)


def verdict(path, start):
    rows = sheet(path, "Prüfungen").iter_rows(min_col=2, values_only=True)
    return [r[8] for r in rows if r[0] == NAME and r[1].startswith(start)][-1]  # the table of all comes last


def test_free_egt_and_the_year_before(plan_file):
    assert row(plan_file, "freier EGT")[0] == pytest.approx(FREE)
    # 27 % against 24.8 % of 21,987,044.00 €
    assert values(plan_file, "I9", "I10") == pytest.approx([0.022, 483714.968])


def test_instruments_sum_to_the_cent(plan_file):
    amounts = values(plan_file, *AMOUNTS)
    assert cents(amounts) == 965054212
    # by weight 30 of 100 and 26 of 100: 2,895,162.636 and 2,509,140.9512
    assert amounts[:2] == [2895162.64, 2509140.95]


def test_a_fixed_amount_stays_and_the_others_share_the_rest(plan_file, run):
    type_in(plan_file, Annahme_Mittel_Fest_03=1000000.01, Annahme_Umschichtung_Anteil=0.2733)
    run("refresh", plan_file)
    amounts = values(plan_file, *AMOUNTS)
    # 21,987,044 · (1 − 0.2733) = 15,977,984.8748; less 6,400,000
    assert amounts[2] == 1000000.01
    assert cents(amounts) == 957798487
    assert amounts[0] / amounts[1] == pytest.approx(30 / 26, rel=1e-6)


def test_one_new_amount_is_taken_from_the_others_in_proportion(plan_file):
    before, after = values(plan_file, *AMOUNTS), values(plan_file, *MOVED)
    assert after[0] == 3200000
    assert cents(after) == cents(before) == 965054212
    left = (FREE - 3200000) / (FREE - 2895162.64)
    assert after[1:] == pytest.approx([amount * left for amount in before[1:]], abs=0.01)


def test_no_reallocation_unless_number_and_amount_are_given(plan_file, run):
    type_in(plan_file, Annahme_Mittel_Umverteilung_Betrag=None)
    run("refresh", plan_file)
    assert values(plan_file, *MOVED) == ["–"] * 10
    assert values(plan_file, "B27") == ["Umverteilung: keine eingetragen."]


def test_what_the_others_cannot_give_is_said(plan_file, run):
    type_in(plan_file, Annahme_Mittel_Umverteilung_Betrag=20_000_000)
    run("refresh", plan_file)
    assert values(plan_file, *MOVED) == ["–"] * 10
    assert values(plan_file, "B27")[0].startswith("Umverteilung: so nicht möglich")


def test_money_per_head_and_integration(plan_file):
    """27,649.005 ELB and 6,202.588 integrations planned (23.3 % of 25,327.005 and 12.98 % of 2,322)."""
    integrations = 0.233 * 25327.005 + 0.1298 * 2322
    assert values(plan_file, "O7", "O8", "O9") == pytest.approx(
        [31512126.88 / 27649.005, 16050542.12 / 27649.005, 47562669 / 27649.005]
    )
    assert values(plan_file, "P7", "P9") == pytest.approx([31512126.88 / integrations, 47562669 / integrations])
    assert values(plan_file, "N10") == pytest.approx([31512126.88 / 0.848])


def test_allotments_against_commitments(plan_file):
    left = row(plan_file, "noch zu binden (negativ: es fehlt)")
    # January: 60 % of the EGT less Vorbindungen and 8 % of the free EGT; December: all committed
    assert left[0] == pytest.approx(0.6 * 16050542.12 - 6400000 - 0.08 * FREE, abs=0.01)
    assert (left[11], left[12]) == (0, 0)
    assert "reicht in jedem Monat" in sheet(plan_file)["B40"].value


def test_the_first_month_that_lacks_money_is_named(plan_file, run):
    type_in(plan_file, Annahme_Mittel_Zuteilung_01=0.5, Annahme_Mittel_Zuteilung_12=0.1)
    run("refresh", plan_file)
    # 8,025,271.06 until March; committed: 7.17 in January, 7.94 in February, 8.716130 Mio. € in March
    assert row(plan_file, "Monat mit Fehlbetrag (1 = ja)")[:4] == [0, 0, 1, 0]
    assert sheet(plan_file)["B40"].value.startswith("Ab Mrz fehlen Mittel; im knappsten Monat ")
    assert verdict(plan_file, "Die Zuteilung reicht in jedem Monat") == "Ziel nicht gedeckt"
    assert verdict(plan_file, "Die Zuteilungen des Jahres") == "passt"


def test_provisional_budget(plan_file, run):
    assert values(plan_file, "O43", "O44", "O45") == ["–"] * 3
    type_in(plan_file, Annahme_Mittel_VKB_Vorjahr=24_000_000, Annahme_Mittel_EGT_Vorjahr=20_000_000)
    run("refresh", plan_file)
    assert values(plan_file, "O43", "O44", "O45", "O47") == pytest.approx([10.8e6, 9.0e6, 19.8e6, 2.6e6])
    assert verdict(plan_file, "In der vorläufigen Haushaltsführung") == "passt"


def test_verdicts(plan_file):
    rows = sheet(plan_file, "Prüfungen").iter_rows(min_col=2, values_only=True)
    found = [r[8] for r in rows if r[0] == NAME]
    assert found == ["passt"] * 7 + ["nicht prüfbar"]


def test_contradictions_are_seen(plan_file, run):
    type_in(
        plan_file, Annahme_Mittel_Vorbindungen=17_000_000, Annahme_Umschichtung_Anteil=0.2,
        Annahme_Mittel_Zuteilung_01=0.5, Annahme_Mittel_Bindung_01=0.2, Annahme_Eingliederungsmittel=20_000_000,
    )  # fmt: skip
    code, _, _ = run("refresh", plan_file)
    assert code == 0
    assert values(plan_file, *AMOUNTS) == ["–"] * 10  # nothing is free: 16,000,000 less 17,000,000
    for start in ("Der Umschichtungsanteil", "Die Zuteilungen des Jahres"):
        assert verdict(plan_file, start) == "Widerspruch", start
    for start in ("Die Vorbindungen", "Die neuen Bindungen"):
        assert verdict(plan_file, start) == "Ziel nicht gedeckt", start
    assert verdict(plan_file, "Die Instrumente ergeben") == "nicht prüfbar"


def test_blank_inputs_give_no_figures_and_no_errors(plan_file, run):
    type_in(plan_file, **dict.fromkeys(OWN), Gedruckt_Umschichtung_Anteil_Vorjahr=None)
    code, _, _ = run("refresh", plan_file)
    assert code == 0
    shown = [cell for line in sheet(plan_file).iter_rows(values_only=True) for cell in line]
    assert not [cell for cell in shown if str(cell).startswith("#")]
    assert values(plan_file, "C8", "C9", "I9", *AMOUNTS, *MOVED) == ["–"] * 23
    assert row(plan_file, "noch zu binden (negativ: es fehlt)")[:13] == ["–"] * 13
    assert sheet(plan_file)["B3"].value == "Vom EGT bleiben 16,1 Mio. €, das sind 581 € je ELB"


def test_an_unused_place_stays_free(plan_file, run):
    type_in(plan_file, Annahme_Mittel_Gewicht_10=None, Annahme_Mittel_Gewicht_10_Bezeichnung=None)
    run("refresh", plan_file)
    assert values(plan_file, "B25", "G25", "J25") == ["–"] * 3
    assert cents(values(plan_file, *AMOUNTS[:9])) == cents(values(plan_file, *MOVED[:9])) == 965054212
