"""Sheet Zielrechner: what one lever alone would have to be; forwards again it gives the wish."""

from __future__ import annotations

import dataclasses

import pytest
from asking import Shown, small, typed_cells

from jcplan.cases import empty
from jcplan.model import Shape
from jcplan.plan import compute

SHEET = "Zielrechner"
GROWTH, STOCK, PLANNED = 0.004, 17241, 32


def wishing(groups=2, **wishes):
    """The reference case with these wishes and no others."""
    return dataclasses.replace(small(groups), wishes={f"Ziel_{name}": value for name, value in wishes.items()})


@pytest.fixture(scope="module")
def shown():
    return Shown(small())


@pytest.fixture(scope="module")
def table(shown):
    return shown.table(SHEET, "hebel")


def test_rate_of_all(shown, table):
    """Catalogue: exact 0.016209, as published from 0.015217 to 0.019565."""
    row = table["iq_gesamt_g1_quote"]
    assert (row["bezeichnung"], row["ziel"], row["wunsch"]) == ("IQ gesamt", 0.224, 0.225)
    assert row["hebel"] == "ohne 8 HKL: IQ, relative Steigerung"
    assert (row["heute"], row["noetig"], row["von"], row["bis"]) == pytest.approx(
        (0.015, 0.016209, 0.015217, 0.019565), abs=5e-7
    )
    assert row["unterschied"] == pytest.approx(row["noetig"] - 0.015)
    assert table["iq_gesamt_g2_quote"]["hebel"] == "8 HKL (Flucht/Asyl): IQ, Zielquote"
    # fewer of the low rate: (0.23345 · 25327.005 + 0.1298 · x) / (25327.005 + x) = 0.225, x = 1,369 + inflow
    heads = (0.23345 - 0.225) * 25327.005 / (0.225 - 0.1298)
    assert table["iq_gesamt_g2_zugang"]["noetig"] == pytest.approx(heads - 1369)
    assert (
        shown.finding(SHEET)
        == "IQ gesamt 22,5 %: nötig ist allein bei „ohne 8 HKL: IQ, relative Steigerung“ 1,62 % statt 1,50 %"
    )


def test_what_32_exits_would_do(table):
    """Either LZB +1.4 %, or a growth of 0.18 %, or a stock of 8,000."""
    powers = [(1 + GROWTH) ** j for j in range(12)]
    weighted = sum((12 - j) * each for j, each in enumerate(powers))
    goal = (GROWTH - PLANNED / STOCK) * weighted / 12
    assert table["lzb_abgang_lzb_ziel"]["noetig"] == pytest.approx(goal)
    assert table["lzb_abgang_lzb_zuwachsrate"]["noetig"] == pytest.approx(PLANNED / STOCK)
    assert table["lzb_abgang_lzb_bestand"]["noetig"] == pytest.approx(PLANNED / GROWTH)
    assert table["lzb_abgang_lzb_bestand"]["von"] == pytest.approx(31.5 / GROWTH)
    assert round(goal, 3) == 0.014


def test_without_a_wish_nothing_is_computed(table):
    """The published figure and the levers stand there; no wish, no value, no dash."""
    row = table["elb_gesamt_g1_veraenderung"]
    assert (row["ziel"], row["heute"]) == (27649, 0.005)
    assert [row[each] for each in ("wunsch", "noetig", "von", "bis", "unterschied")] == [None] * 5


WISHES = {
    "ELB_gesamt": 28000, "ELB_G1": 25000, "ELB_G2": 2500, "IQ_G1": 0.24, "IQ_G2": 0.125, "IQ_gesamt": 0.23, "Integrationen": 6300,
    "LZB": 17000, "LZB_Abgang": 80, "Umschichtung": 6_000_000, "EGT": 16_000_000, "VKB": 31_000_000,
}  # fmt: skip


def test_forwards_again_every_lever_gives_its_wish():
    """Each needed value typed into the plan; where rates are published before they are blended, on the unrounded chain."""
    case = wishing(**WISHES)
    shown = Shown(case)
    values = {**case.values, **case.texts}
    tried = 0
    names = shown.table(SHEET, "bedarf")["name"]
    rows = shown.table(SHEET, "hebel")
    for target, wish in WISHES.items():
        for key, name in names.items():
            if not key.startswith(f"{target.lower()}_") or key not in rows or rows[key]["noetig"] in (None, "–"):
                continue
            if target == "LZB" and key.startswith("lzb_abgang_"):
                continue
            plan = compute(case.model.read({**values, name: rows[key]["noetig"]}))
            found = {
                "IQ_gesamt": plan.terms.iq_ungerundet,
                "Integrationen": plan.terms.iq_ungerundet * plan.targets["Ziel_ELB_gesamt"].exact,
            }.get(target, plan.targets[f"Ziel_{target}"].exact)
            assert found == pytest.approx(wish, rel=1e-9), key
            tried += 1
    assert tried >= 26


def test_a_wish_that_no_lever_reaches():
    """A rate of 90 % of all: every lever says why not, and the finding too."""
    shown = Shown(wishing(IQ_gesamt=0.9))
    table = shown.table(SHEET, "hebel")
    for key in ("iq_gesamt_g1_quote", "iq_gesamt_g2_quote", "iq_gesamt_g1_zugang", "iq_gesamt_g2_zugang"):
        assert [table[key][each] for each in ("noetig", "von", "bis", "unterschied")] == ["–"] * 4
    assert shown.finding(SHEET) == "Kein Hebel allein erfüllt einen der Wünsche"
    listed = [
        row["satz"]
        for row in shown.table(SHEET, "ohne").values()
        if isinstance(row["satz"], str) and "über" in row["satz"]
    ]
    assert len(listed) == 4
    assert listed[0].startswith("IQ gesamt über „ohne 8 HKL: IQ, relative Steigerung“: Ziel_IQ_gesamt liegt für")
    assert "nie bei 90,000 %" in listed[0]


def test_more_reasons_than_there_is_room():
    shown = Shown(wishing(IQ_gesamt=0.9, IQ_G1=0.9, Integrationen=40_000, LZB=50_000_000, LZB_Abgang=1e7))
    page = [value for (sheet, *_), value in shown.result.values.items() if sheet == SHEET]
    assert [value for value in page if str(value).startswith("… und ")] == ["… und 3 weitere"]


def test_a_wish_finer_than_the_target_is_published():
    """22.45 % has a value, but no published figure."""
    row = Shown(wishing(IQ_gesamt=0.2245)).table(SHEET, "hebel")["iq_gesamt_g1_quote"]
    assert isinstance(row["noetig"], float)
    assert (row["von"], row["bis"]) == ("–", "–")


@pytest.mark.parametrize("groups", [1, 3, 6])
def test_other_shapes(groups):
    shown = Shown(wishing(groups, IQ_gesamt=0.225, ELB_gesamt=28_000))
    assert [value for value in shown.result.values.values() if str(value).startswith("#")] == []
    rows = [row for row in shown.table(SHEET, "hebel") if row.startswith(("iq_gesamt_", "elb_gesamt_"))]
    assert len(rows) == {1: 4, 3: 12, 6: 12}[groups]
    assert isinstance(shown.table(SHEET, "hebel")["iq_gesamt_g1_quote"]["noetig"], float)
    names = [name for name in shown.layout.names if name.startswith("Zielrechner_")]
    assert len(names) == 2 * groups + 8  # ELB and IQ a group; both of all, integrations, 2 of LZB, 3 of the budget


def test_an_empty_workbook_is_calm():
    shown = Shown(empty(Shape(teams=(1,), projekte=1, instrumente=1, standards=1)))
    assert shown.finding(SHEET) == "Erst die Annahmen ausfüllen; dann hier eintragen, was ein Ziel werden soll"
    page = {at: value for at, value in shown.result.values.items() if at[0] == SHEET}
    assert [value for value in page.values() if str(value).startswith("#") or value == "–"] == []
    numbers = [row["noetig"] for key, row in shown.table(SHEET, "hebel").items() if key != "kopf"]
    assert set(numbers) == {None}


def test_typed_cells_have_hints_and_refusals(shown):
    typed, validated = typed_cells(shown, SHEET)
    assert typed == validated.keys()
    assert len(typed) == 12
    for options in validated.values():
        assert options["input_title"].startswith("Wunsch: ")
        assert "Leer: nichts rechnen" in options["input_message"]
        assert options["error_message"].startswith("Erwartet wird")
