"""The plan against the figures of the planning document and of other Jobcenters."""

from __future__ import annotations

import pytest

from jcplan.cases import reference
from jcplan.errors import InputError
from jcplan.model import INPUTS, TARGETS, read_inputs
from jcplan.plan import compute


def values(**changes):
    case = {field.name: reference().entry(field.name).value for field in INPUTS}
    return {**case, **{f"Annahme_{name}": value for name, value in changes.items()}}


def targets(**changes):
    return compute(read_inputs(values(**changes))).targets


# name, exact, published; typed from the planning document 2017 and its recomputation by hand
REFERENCE = [
    ("Ziel_ELB_ohne", 25201 * 1.005, 25327),  # section 5: +0.5 %
    ("Ziel_ELB_8HKL", 1369 + 953, 2322),  # section 5: +953
    ("Ziel_ELB_gesamt", 27649.005, 27649),
    ("Ziel_IQ_ohne", 0.23345, 0.233),  # section 5, target 1: 23.0 % raised by 1.5 %
    ("Ziel_IQ_8HKL", 0.1298, 0.1298),  # section 5, target 1
    ("Ziel_IQ_gesamt", (0.233 * 25327.005 + 0.1298 * 2322) / 27649.005, 0.224),
    ("Ziel_IQ_gesamt_ungerundet", (0.23345 * 25327.005 + 0.1298 * 2322) / 27649.005, 0.22475),
    ("Ziel_LZB", 17241, 17241),  # section 5, target 2: ±0.0 %
    ("Ziel_LZB_Abgang", 68.964, 69),  # 0.4 % of 17,241
    ("Ziel_Umschichtung", 5936501.88, 5936501.88),  # section 3.2: 27 %
    ("Ziel_EGT", 16050542.12, 16050542.12),
    ("Ziel_VKB", 31512126.88, 31512126.88),
    ("Ziel_Budget_Summe", 47562669, 47562669),
]


@pytest.mark.parametrize(("name", "exact", "published"), REFERENCE, ids=[row[0] for row in REFERENCE])
def test_reference_case(name, exact, published):
    result = targets()[name]
    assert result.exact == pytest.approx(exact, rel=1e-12)
    assert result.published == pytest.approx(published, rel=1e-12)


def test_interval_contains_the_target():
    found = targets()
    assert found["Ziel_IQ_gesamt_unten"].exact == pytest.approx(0.223871, abs=5e-7)
    assert found["Ziel_IQ_gesamt_oben"].exact == pytest.approx(0.224795, abs=5e-7)


def test_why_the_quote_falls():
    """Mix −0.32 and rates +0.26 percentage points (recomputed by hand from 22.5 % → 22.4 %)."""
    effects = compute(read_inputs(values())).decomposition
    assert round(float(effects.struktur.sum()) * 100, 2) == -0.32
    assert round(float(effects.quote.sum()) * 100, 2) == 0.26
    assert float(effects.veraenderung) == pytest.approx(0.22433312753930928 - 0.225, rel=1e-9)


def test_planned_exits_leave_the_stock_growing():
    """32 exits a month leave the annual mean at +1.4 % (domain figures)."""
    plan = compute(read_inputs(values()))
    assert round(float(plan.lzb_planned.mittel) / 17241 - 1, 3) == 0.014
    assert float(plan.lzb_needed.mittel) == pytest.approx(17241, rel=1e-12)


def test_negative_umschichtung_moves_money_back():
    found = targets(Verwaltungsbudget=30_000_000, Eingliederungsmittel=20_000_000, Umschichtung_Anteil=-0.05)
    assert found["Ziel_Umschichtung"].exact == -1_000_000
    assert found["Ziel_EGT"].exact == 21_000_000
    assert found["Ziel_VKB"].exact == 29_000_000


def test_without_any_8_hkl_the_total_is_the_other_group():
    found = targets(ELB_8HKL=0, ELB_8HKL_Zugang=0, IQ_gesamt_Vorjahr=0.23)
    assert found["Ziel_ELB_8HKL"].exact == 0
    assert found["Ziel_ELB_gesamt"].exact == pytest.approx(26570 * 1.005)
    assert found["Ziel_IQ_gesamt"].exact == pytest.approx(0.233)
    assert compute(read_inputs(values(ELB_8HKL=0, ELB_8HKL_Zugang=0))).decomposition is None


def test_another_jobcenter():
    """Round figures that anyone can recompute in the head."""
    found = targets(
        ELB_gesamt=10_000, ELB_8HKL=1_000, ELB_ohne_Veraenderung=-0.1, ELB_ohne_Zugang=900, ELB_8HKL_Veraenderung=0.5,
        ELB_8HKL_Zugang=-500, IQ_ohne_Vorjahr=0.2, IQ_ohne_Steigerung=0.1, IQ_8HKL=0.1, IQ_gesamt_Vorjahr=0.19,
        LZB_Bestand=5_000, LZB_Zuwachsrate=0.01, LZB_Ziel=0, LZB_Abgang=60,
        Verwaltungsbudget=10_000_000, Eingliederungsmittel=8_000_000, Umschichtung_Anteil=0.25,
    )  # fmt: skip
    assert found["Ziel_ELB_ohne"].exact == pytest.approx(9_000)  # 9,000 − 10 % + 900
    assert found["Ziel_ELB_8HKL"].exact == pytest.approx(1_000)  # 1,000 + 50 % − 500
    assert found["Ziel_IQ_ohne"].exact == pytest.approx(0.22)
    assert found["Ziel_IQ_gesamt"].exact == pytest.approx(0.208)  # (0.22·9000 + 0.1·1000) / 10000
    assert found["Ziel_LZB_Abgang"].exact == pytest.approx(50)  # 1 % of 5,000 keeps the stock level
    assert found["Ziel_Umschichtung"].exact == 2_000_000
    assert found["Ziel_VKB"].exact == 12_000_000


def test_a_stock_that_shrinks_by_itself_needs_no_exits():
    found = targets(LZB_Zuwachsrate=-0.01, LZB_Abgang=0)
    assert found["Ziel_LZB_Abgang"].exact == pytest.approx(-172.41)


BAD = [
    ("ELB_gesamt", "viele", "Text"),
    ("ELB_gesamt", None, "leere Zelle"),
    ("ELB_gesamt", -5, "−5"),
    ("ELB_gesamt", True, "WAHR"),
    ("ELB_gesamt", float("nan"), "NaN"),
    ("IQ_8HKL", 12.98, "12,98"),  # typed as a number and not as per cent
    ("ELB_8HKL", 30_000, "höchstens die ELB insgesamt"),
    ("ELB_8HKL_Zugang", -5_000, "übrig"),
    ("Umschichtung_Anteil", 1.2, "120 %"),
    ("Umschichtung_Anteil", -2, "Verwaltungskostenbudget unter 0"),
    ("LZB_Abgang", 3_000, "niemand mehr"),
    ("IQ_Stellen", 2.5, "ganze Zahl"),
    ("KFA_Quote", 1, "bis"),
    ("IQ_ohne_Steigerung", 5, "500 %"),
]


@pytest.mark.parametrize(("name", "value", "words"), BAD, ids=[f"{n}={v}" for n, v, _ in BAD])
def test_inputs_that_cannot_be(name, value, words):
    with pytest.raises(InputError) as error:
        read_inputs(values(**{name: value}), lambda n: f"Annahmen!X ({n})")
    assert f"Annahmen!X (Annahme_{name})" in str(error.value)
    assert words in str(error.value)


def test_all_findings_come_at_once():
    with pytest.raises(InputError) as error:
        read_inputs(values(ELB_gesamt=None, IQ_8HKL="x", KFA_Quote=-1))
    assert str(error.value).count("gefunden") == 3


def test_every_target_is_computed_and_named():
    assert list(targets()) == [t.name for t in TARGETS]
    required = {
        "Ziel_ELB_gesamt", "Ziel_ELB_ohne", "Ziel_ELB_8HKL", "Ziel_IQ_ohne", "Ziel_IQ_8HKL", "Ziel_IQ_gesamt",
        "Ziel_LZB", "Ziel_LZB_Abgang", "Ziel_Umschichtung", "Ziel_EGT", "Ziel_VKB",
    }  # fmt: skip
    assert required <= set(targets())
