"""Sheet Sicherheit: chances, quantiles, fans and spans against closed forms computed here."""

from __future__ import annotations

import dataclasses
import json
import re
from statistics import NormalDist

import pytest
from asking import Shown, small, typed_cells
from workbooks import Values, parts, type_in

from jcplan.cases import Spread, empty
from jcplan.model import Shape

SHEET = "Sicherheit"
STOCK, OTHERS, REFUGEES = 25201, 25327.005, 2322  # 26,570 − 1,369; · 1.005; 1,369 + 953
ALL = OTHERS + REFUGEES
DRAWS = 10_000
Z90 = NormalDist().inv_cdf(0.9)


def error(share):
    """Four standard errors of a share of the draws."""
    return 4 * (share * (1 - share) / DRAWS) ** 0.5


def spread(kind, *numbers):
    return Spread(kind, tuple(map(float, numbers)), "Probe")


def with_spreads(ranks=(), groups=2, **spreads):
    """The reference case with these uncertain inputs and no others."""
    named = {f"Annahme_{name}": each for name, each in spreads.items()}
    return dataclasses.replace(small(groups), spreads=named, ranks=tuple(ranks))


@pytest.fixture(scope="module")
def shown():
    return Shown(small())


@pytest.fixture(scope="module")
def targets(shown):
    return shown.table(SHEET, "ziele")


def test_inputs_of_the_document_and_where_they_are_from(shown):
    """Two forecasts of section 1 and 5; +1.5 % forecast against −0.4 %: 1.9 points."""
    assert shown.area("Sicherheit_G2_Zugang") == [["diskret", 873, 1, 953, 1, None, None]]
    assert shown.area("Sicherheit_G2_ELB") == [["diskret", 1343, 1, 1369, 1, None, None]]
    assert shown.area("Sicherheit_G1_Veraenderung") == [["normal", 0.005, 0.019, None, None, None, None]]
    assert shown.area("Sicherheit_KFA_Quote") == [["fest", *[None] * 6]]
    assert "+1,5 % prognostiziert, tatsächlich −0,4 %" in shown.area("Sicherheit_G1_Veraenderung_Quelle")[0][0]
    names = [name for (name,) in shown.area("Plan_Namen")]
    kinds = {name: row[0] for name, row in zip(names, shown.area("Plan_Verteilungen"), strict=True)}
    assert {name for name, kind in kinds.items() if kind != "fest"} == {
        "Annahme_G1_Veraenderung", "Annahme_G2_ELB", "Annahme_G2_Zugang", "Annahme_G1_IQ_Steigerung",
        "Annahme_G2_IQ_Ziel", "Annahme_LZB_Zuwachsrate",
    }  # fmt: skip
    assert shown.area("Sicherheit_Ziehungen") == [[DRAWS]]
    assert shown.area("Sicherheit_Saat") == [[2017]]
    assert shown.area("Sicherheit_Korrelation")[0] == ["Annahme_G2_ELB", "Annahme_G2_Zugang", 1]
    assert shown.area("Plan_Korrelation") == shown.area("Sicherheit_Korrelation")
    assert all(
        shown.area(f"{name.replace('Annahme_', 'Sicherheit_')}_Quelle")[0][0]
        for name, kind in kinds.items()
        if kind != "fest"
    )


def test_all_draws_make_a_plan(shown):
    table = shown.table(SHEET, "ziehungen")
    assert [table[row]["wert"] for row in ("moeglich", "unmoeglich", "grund")] == [DRAWS, 0, None]


def test_rate_of_the_settled_by_the_triangle(targets):
    """At least 23.3 % as published: 0.23 · (1 + s) ≥ 0.2325; triangle from 0 by 1.5 to 3 %."""
    row = targets["ziel_iq_g1"]
    below = (0.2325 / 0.23 - 1) ** 2 / (0.03 * 0.015)
    assert row["chance"] == pytest.approx(1 - below, abs=error(below))
    assert row["fehler"] == pytest.approx(100 * (below * (1 - below) / DRAWS) ** 0.5, rel=0.02)
    exact = 1 - (0.233 / 0.23 - 1) ** 2 / (0.03 * 0.015)
    assert row["genau"] == pytest.approx(exact, abs=error(exact))
    ends = [0.23 * (1 + s) for s in ((0.1 * 0.03 * 0.015) ** 0.5, 0.015, 0.03 - (0.1 * 0.03 * 0.015) ** 0.5)]
    assert [row[each] for each in ("q10", "q50", "q90")] == pytest.approx(ends, abs=2e-4)
    assert row["heisst"] == "mindestens"


def test_two_forecasts_that_go_together(targets):
    """Either 1,343 + 873 or 1,369 + 953, half each."""
    row = targets["ziel_elb_g2"]
    assert row["chance"] == pytest.approx(0.5, abs=error(0.5))
    assert (row["q10"], row["q90"]) == (2216, 2322)


def test_exits_by_the_triangle(targets):
    """Target ±0: needed is stock times growth, at most 69 as published: 17,241 · g < 69.5. 32 are never enough."""
    row, planned = targets["ziel_lzb_abgang"], targets["lzb_geplant"]
    side = 0.0045 - 69.5 / 17241
    above = side**2 / (0.001 * 0.0005)
    assert row["chance"] == pytest.approx(1 - above, abs=error(above))
    assert row["genau"] == pytest.approx(1 - (0.0045 - 69 / 17241) ** 2 / (0.001 * 0.0005), abs=error(0.4))
    assert row["heisst"] == planned["heisst"] == "höchstens"
    assert (planned["ziel"], planned["chance"], planned["genau"]) == (32, 0, 0)
    assert row["q10"] == pytest.approx(17241 * (0.0035 + (0.1 * 0.001 * 0.0005) ** 0.5), abs=0.4)


def test_what_hangs_on_nothing_uncertain_has_no_chance(targets):
    for row in ("ziel_lzb", "ziel_umschichtung", "ziel_egt", "ziel_vkb"):
        assert (targets[row]["chance"], targets[row]["fehler"], targets[row]["genau"]) == ("–", "–", "–")
    assert targets["ziel_umschichtung"]["q10"] == targets["ziel_umschichtung"]["q90"] == pytest.approx(5936501.88)


def test_last_digits(targets):
    """The rate of all is 22.4 or 22.5 % (catalogue); that of the refugees is typed with its digits."""
    assert targets["ziel_iq_gesamt"]["stelle"] == "nein: 22,4 oder 22,5 %"
    assert (targets["ziel_iq_gesamt"]["von"], targets["ziel_iq_gesamt"]["bis"]) == (0.224, 0.225)
    assert targets["ziel_iq_g2"]["stelle"] == "ja"
    # 27,649.005 ± half of what 26,570, 1,369, 953 and 0.5 % leave open
    low = 26569.5 * 1.0045 - 1369.5 * 0.0045 + 952.5
    assert targets["ziel_elb_gesamt"]["von"] == pytest.approx(low, abs=2)
    assert targets["ziel_elb_gesamt"]["stelle"] == "nein: 27.634 bis 27.664"
    assert targets["ziel_umschichtung"]["stelle"] == "nein: 5,93 bis 5,95 Mio. €"


def test_tornado_widest_first(shown):
    """The unrounded rate of all with one input alone at 10 % and 90 % of its distribution."""
    table = shown.table(SHEET, "tornado")

    def rate(rise=0.015, own=0.1298, others=OTHERS, refugees=REFUGEES):
        return (0.23 * (1 + rise) * others + own * refugees) / (others + refugees)

    share = (0.1 * 0.03 * 0.015) ** 0.5
    first = table["t1"]
    assert first["bezeichnung"] == "ohne 8 HKL: IQ, relative Steigerung"
    assert (first["unten"], first["oben"]) == pytest.approx((share, 0.03 - share))
    assert (first["ziel_unten"], first["ziel_oben"]) == pytest.approx((rate(share), rate(0.03 - share)))
    assert first["ab_oben"] == pytest.approx(100 * (rate(0.03 - share) - rate()))
    assert first["einheit_ab"] == "%-Punkte"
    bars = [table[f"t{number}"] for number in range(1, 6)]
    labels = [bar["bezeichnung"] for bar in bars]
    change = bars[labels.index("ohne 8 HKL: Veränderung des Bestands")]
    assert (change["unten"], change["oben"]) == pytest.approx((0.005 - Z90 * 0.019, 0.005 + Z90 * 0.019))
    assert change["ziel_unten"] == pytest.approx(rate(others=STOCK * (1.005 - Z90 * 0.019)))
    inflow = bars[labels.index("8 HKL (Flucht/Asyl): weiterer Zugang")]
    assert (inflow["unten"], inflow["oben"]) == (873, 953)
    assert (inflow["ziel_unten"], inflow["ab_oben"]) == (
        pytest.approx(rate(refugees=2242)),
        pytest.approx(0, abs=1e-12),
    )
    widths = [abs(bar["ziel_oben"] - bar["ziel_unten"]) for bar in bars]
    assert widths == sorted(widths, reverse=True)
    assert table["t6"] == dict.fromkeys(table["t6"])
    assert shown.finding(SHEET) == (
        "IQ gesamt 22,4 % wird mit 84 % Wahrscheinlichkeit erreicht; am meisten zählt „ohne 8 HKL: IQ, relative Steigerung“"
    )


def test_fans(shown):
    """LZB at the year's end: B·q¹² − 32·S in the plan; its spread by the growth alone. ELB the same all year."""
    table = shown.table(SHEET, "faecher_lzb")

    def end(growth):
        level = 17241
        for _ in range(12):
            level += level * growth - 32
        return level

    assert table["plan"]["m12"] == pytest.approx(end(0.004))
    for row, growth in (("q10", 0.0035 + 5e-8**0.5), ("q50", 0.004), ("q90", 0.0045 - 5e-8**0.5)):
        assert table[row]["m12"] == pytest.approx(end(growth), abs=6)
    drawn = sum(
        table[f"{band}_{side}"]["m12"] for band in ("aussen_unten", "innen", "aussen_oben") for side in ("auf",)
    )
    assert table["sockel_oben"]["m12"] + drawn == pytest.approx(table["q90"]["m12"] - table["plan"]["m12"])
    below = sum(table[f"{band}_ab"]["m12"] for band in ("aussen_unten", "innen", "aussen_oben"))
    assert table["sockel_unten"]["m12"] + below == pytest.approx(table["q10"]["m12"] - table["plan"]["m12"])
    elb = shown.table(SHEET, "faecher_elb")
    assert elb["plan"]["m01"] == elb["plan"]["m12"] == pytest.approx(ALL)
    sentence = shown.table(SHEET, "saetze")["elb"]["wert"]
    assert re.fullmatch(
        r"ELB im Dezember: Plan 27\.649; in 80 von 100 Fällen zwischen 2\d\.\d{3} und 28\.\d{3}", sentence
    )


def test_a_sum_of_normals():
    """ELB of all: normal, 25,201 · 1.9 % wide."""
    shown = Shown(with_spreads(G1_Veraenderung=spread("normal", 0.005, 0.019)))
    exact = NormalDist(ALL, STOCK * 0.019)
    row = shown.table(SHEET, "ziele")["ziel_elb_gesamt"]
    chance = 1 - exact.cdf(27648.5)
    assert row["chance"] == pytest.approx(chance, abs=error(chance))
    assert [row[each] for each in ("q10", "q50", "q90")] == pytest.approx(
        [exact.inv_cdf(share) for share in (0.1, 0.5, 0.9)], abs=4 * 0.003 / exact.pdf(exact.inv_cdf(0.1))
    )
    assert shown.table(SHEET, "ziele")["ziel_iq_g1"]["chance"] == "–"


def test_independent_forecasts_and_other_kinds():
    """Without correlation all four sums are as likely; what is no distribution counts as fixed and is said so."""
    shown = Shown(
        with_spreads(
            G2_ELB=spread("diskret", 1343, 1, 1369, 1), G2_Zugang=spread("diskret", 873, 1, 953, 1),
            G1_IQ_Steigerung=spread("dreieck", 0.03, 0.015, 0), LZB_Zuwachsrate=spread("normal", 0.004),
            G1_IQ_Ziel=spread("normal", 0.2, 0.01), LZB_Bestand=spread("diskret", 17000, -1),
            LZB_Ziel=spread("pert", -0.01, 0, 0.01),
        )
    )  # fmt: skip
    targets = shown.table(SHEET, "ziele")
    assert targets["ziel_elb_g2"]["chance"] == pytest.approx(0.25, abs=error(0.25))
    inputs = shown.table(SHEET, "eingaben")
    said = {row: inputs[row]["gilt"] for row in inputs if row not in ("kopf", "einheiten")}
    assert {row: word for row, word in said.items() if word not in ("–", "unsicher")} == {
        "g1_iq_steigerung": "Zahlen prüfen: gilt als fest",
        "lzb_zuwachsrate": "Zahlen fehlen: gilt als fest",
        "g1_iq_ziel": "im Plan leer: wirkt nicht",
        "lzb_bestand": "Zahlen prüfen: gilt als fest",
    }
    assert targets["ziel_iq_g1"]["chance"] == "–"
    assert targets["ziel_lzb"]["heisst"] == "höchstens"
    assert targets["ziel_lzb"]["chance"] == pytest.approx(0.5, abs=0.03)  # PERT around 0, rounding to heads
    middle = shown.table(SHEET, "verteilung")["lzb_ziel"]
    assert middle["oben"] == pytest.approx(Z90 * 0.01 / 7**0.5)  # variance of a symmetric PERT: half-width² / 7


def test_draws_that_make_no_plan_are_counted():
    """Heads below 0 cannot be: a third of a normal distribution with mean 430 and deviation 1,000."""
    shown = Shown(with_spreads(G2_ELB=spread("normal", 430, 1000)))
    table = shown.table(SHEET, "ziehungen")
    impossible = NormalDist(430, 1000).cdf(0)
    assert table["unmoeglich"]["wert"] / DRAWS == pytest.approx(impossible, abs=error(impossible))
    assert table["moeglich"]["wert"] + table["unmoeglich"]["wert"] == DRAWS
    assert table["grund"]["wert"] == "Annahme_G2_ELB: eine Zahl außerhalb ihrer Grenzen (Gruppe 2)"


def test_correlations_that_contradict_each_other_leave_no_result():
    names = [f"Annahme_G{group}_{end}" for group, end in ((1, "Veraenderung"), (2, "Zugang"), (2, "ELB"))]
    ranks = [(names[0], names[1], 1.0), (names[1], names[2], 1.0), (names[0], names[2], -1.0)]
    spreads = {name.removeprefix("Annahme_"): spread("normal", 1, 0.1) for name in names}
    shown = Shown(with_spreads(ranks, **spreads))
    assert shown.finding(SHEET) == "Kein Ergebnis: Verteilungen, Ziehungen oder Korrelationen passen nicht zusammen"
    assert shown.table(SHEET, "ziele")["ziel_iq_gesamt"]["chance"] == "–"


def test_a_pair_that_is_not_complete_does_not_count():
    case = with_spreads([("Annahme_G2_ELB", "Annahme_G2_ELB", 1.0)], G2_ELB=spread("normal", 1369, 10))
    shown = Shown(case)
    assert shown.table(SHEET, "paare")["k1"]["worte"] == "unvollständig: gilt nicht"
    assert shown.area("Plan_Korrelation") == [[None] * 3] * 10
    assert isinstance(shown.table(SHEET, "ziele")["ziel_elb_g2"]["chance"], float)


def test_without_anything_uncertain_it_says_what_to_do():
    shown = Shown(with_spreads())
    assert shown.finding(SHEET).startswith("Noch gilt jede Eingabe als fest: unten bei „Art“")
    assert {row["chance"] for key, row in shown.table(SHEET, "ziele").items() if key.startswith("ziel_")} == {"–"}
    assert shown.table(SHEET, "tornado")["t1"]["bezeichnung"] is None


@pytest.mark.parametrize("groups", [1, 3, 6])
def test_other_shapes(groups):
    shown = Shown(small(groups))
    assert [value for value in shown.result.values.values() if str(value).startswith("#")] == []
    assert "mit " in shown.finding(SHEET)
    targets = shown.table(SHEET, "ziele")
    assert {f"ziel_iq_g{number}" for number in range(1, groups + 1)} <= targets.keys()
    # one input a row, but decimals: 7 a group and 10 once
    assert len(shown.table(SHEET, "eingaben")) == 1 + 7 * groups + 10
    assert len(shown.area("Plan_Verteilungen")) == len(shown.area("Plan_Namen")) == 8 * groups + 11
    assert [len(row) for row in shown.area("Plan_Verteilungen")] == [7] * (8 * groups + 11)


def test_an_empty_workbook_is_calm():
    shown = Shown(empty(Shape(teams=(1,), projekte=1, instrumente=1, standards=1)))
    assert shown.finding(SHEET) == "Erst die Annahmen ausfüllen; dann hier eintragen, wie unsicher sie sind"
    page = [value for (sheet, *_), value in shown.result.values.items() if sheet == SHEET]
    assert [value for value in page if str(value).startswith("#")] == []
    for key, row in shown.table(SHEET, "ziele").items():
        if key.startswith("ziel_"):
            assert {value for column, value in row.items() if column in ("ziel", "q10", "von", "stelle")} == {None}
    for name in ("Sicherheit_G1_Zugang", "Sicherheit_LZB_Bestand"):
        assert shown.area(name) == [["fest", *[None] * 6]]


def test_typed_cells_have_hints_and_refusals(shown):
    typed, validated = typed_cells(shown, SHEET)
    assert typed == validated.keys()
    for options in validated.values():
        assert options["input_message"]
        assert options["error_message"].startswith("Erwartet wird")
    pages = shown.layout.pages[SHEET]
    kind = pages.names["Sicherheit_G1_Veraenderung"]
    assert validated[kind.top, kind.left]["source"] == ["fest", "normal", "dreieck", "pert", "diskret"]
    chosen = pages.names["Sicherheit_Ziel"]
    assert validated[chosen.top, chosen.left]["source"] == "=Plan_Ziele"


def test_charts_say_what_they_show(built):
    charts = b"".join(data for name, data in parts(built).items() if name.startswith("xl/drawings/drawing")).decode()
    for text in ("Fächer über zwölf Monate: ELB", "Fächer über zwölf Monate: LZB", "Tornado: liegende Balken"):
        assert text in charts


def test_what_is_typed_survives_another_shape_and_back(plan_file, tmp_path, run):
    typed = {
        "Sicherheit_Ziehungen": 2000,
        "Sicherheit_Saat": 7,
        "Sicherheit_Ziel": "Ziel_ELB_gesamt",
        "Zielrechner_LZB": 17000,
    }
    type_in(plan_file, **typed, Sicherheit_G2_Zugang_Quelle="eigene Quelle")
    more, back = tmp_path / "Drei.xlsx", tmp_path / "Zwei.xlsx"
    for source, target, groups in ((plan_file, more, 3), (more, back, 2)):
        code, said, _ = run("upgrade", source, "-o", target, "--gruppen", groups, "--json")
        assert code == 0
        lost = [
            each for each in json.loads(said)["nicht_uebernommen"] if each.startswith(("Sicherheit", "Zielrechner"))
        ]
        assert all("G3_" in each for each in lost)
    before, between, after = (Values(path) for path in (plan_file, more, back))
    names = [name for name in before.names if name.startswith(("Sicherheit_", "Zielrechner_"))]
    assert len(names) > 60
    for name in names:
        assert before.area(name) == between.area(name) == after.area(name), name
    assert after.area("Sicherheit_Ziehungen") == [[2000]]
    assert between.area("Sicherheit_G3_Zugang") == [["fest", *[None] * 6]]
