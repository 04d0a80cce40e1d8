"""Budget: the total is conserved, need and reallocation undo each other, the KFA parts."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.core import budget
from jcplan.errors import InputError

CENTS = st.integers(0, 10**11).map(lambda cents: cents / 100)
POT = st.integers(1, 10**11).map(lambda cents: cents / 100)


@given(CENTS, CENTS, st.floats(0, 1))
def test_total_is_conserved(admin, measures, share):
    moved = budget.reallocate(admin, measures, share)
    assert math.isclose(float(moved.vkb + moved.egt), admin + measures, rel_tol=1e-12, abs_tol=1e-6)
    assert float(moved.summe) == admin + measures
    assert math.isclose(float(moved.betrag), measures * share, rel_tol=1e-12, abs_tol=1e-6)
    assert moved.vkb >= 0
    assert moved.egt >= 0


@given(POT, POT, st.floats(0, 1))
def test_negative_share_moves_money_back(admin, measures, part):
    share = -part * min(admin / measures, 1) * 0.999
    moved = budget.reallocate(admin, measures, share)
    assert moved.betrag <= 0
    assert moved.egt >= measures - 1e-6
    assert math.isclose(float(moved.vkb + moved.egt), admin + measures, rel_tol=1e-12, abs_tol=1e-6)


@given(CENTS, POT, st.floats(0, 1))
def test_need_undoes_the_reallocation(admin, measures, share):
    moved = budget.reallocate(admin, measures, share)
    need = budget.reallocation_for_need(admin, measures, moved.vkb)
    assert math.isclose(float(need.betrag), float(moved.betrag), rel_tol=1e-9, abs_tol=1e-5)
    assert math.isclose(float(need.anteil), float(moved.betrag) / measures, rel_tol=1e-9, abs_tol=1e-5 / measures)


@given(CENTS, st.floats(0, 0.99))
def test_parts_of_the_total_cost(federal, quota):
    part = budget.municipal_share(federal, quota)
    assert math.isclose(float(part.kommunal) + federal, float(part.gesamt), rel_tol=1e-9, abs_tol=1e-6)
    assert math.isclose(float(part.kommunal), float(part.gesamt) * quota, rel_tol=1e-9, abs_tol=1e-4)


def test_amounts_have_no_noise_of_float_arithmetic():
    """0.27 × 21,987,044 is 5,936,501.88 to the last bit, and so are the pots after."""
    moved = budget.reallocate(25575625, 21987044, 0.27)
    assert [float(x) for x in (moved.betrag, moved.vkb, moved.egt, moved.summe)] == [
        5936501.88,
        31512126.88,
        16050542.12,
        47562669.0,
    ]


@pytest.mark.parametrize(("admin", "measures", "share"), [(100, 500, 1.0001), (100, 500, -0.2001), (0, 500, -0.01)])
def test_no_pot_falls_below_zero(admin, measures, share):
    with pytest.raises(InputError, match="unter 0 €"):
        budget.reallocate(admin, measures, share)


def test_the_first_amount_that_is_too_much_is_named():
    with pytest.raises(InputError, match=r"eine Umschichtung von 750,00 €, durch die der Eingliederungstitel unter"):
        budget.reallocate([100, 100, 100], [500, 500, 500], [1, 1.5, 2])
    with pytest.raises(
        InputError, match=r"eine Umschichtung von −100,01 €, durch die das Verwaltungskostenbudget unter"
    ):
        budget.reallocate([100, 100], [10_001, 10_001], [0, -0.01])


@pytest.mark.parametrize("share", [1, -0.2])
def test_a_pot_may_be_emptied(share):
    moved = budget.reallocate(100, 500, share)
    assert 0 in (float(moved.vkb), float(moved.egt))


def test_need_beyond_both_pots_is_refused():
    with pytest.raises(InputError, match=r"höchstens 1\.500,00 €"):
        budget.reallocation_for_need(1000, 500, 1500.01)


@pytest.mark.parametrize(
    ("admin", "measures"),
    [(43171239.12, 48267014.42), (0.1, 0.2), (25575625.07, 21987044.33), (1.1e9 + 0.13, 2.2e9 + 0.07)],
)
def test_all_of_both_pots_can_be_needed(admin, measures):
    """In floats the difference is up to 7E-9 above the pot; on the decimals that cells show it is the pot."""
    whole = float(Decimal(str(admin)) + Decimal(str(measures)))
    need = budget.reallocation_for_need(admin, measures, whole)
    assert (float(need.betrag), float(need.anteil)) == (measures, 1.0)
    assert float(budget.reallocate(admin, measures, need.anteil).egt) == 0
    with pytest.raises(InputError, match="beide Budgets zusammen"):
        budget.reallocation_for_need(admin, measures, whole + 0.01)


@given(CENTS, POT)
def test_what_is_in_both_pots_is_never_too_much(admin, measures):
    need = budget.reallocation_for_need(admin, measures, float(Decimal(str(admin)) + Decimal(str(measures))))
    assert float(need.betrag) == measures
    assert float(budget.reallocate(admin, measures, need.anteil).egt) == 0


@pytest.mark.parametrize("quota", [1, 1.5, -0.1, math.nan])
def test_quota_leaves_something_to_the_federation(quota):
    with pytest.raises(InputError, match="quote"):
        budget.municipal_share(100, quota)
