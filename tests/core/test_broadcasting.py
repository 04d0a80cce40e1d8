"""Leading axes are scenarios, draws or Jobcenters: one call equals a loop of calls."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jcplan.core import budget, elb, iq, lzb, staff, tracking
from jcplan.core.rounding import compatible, digits_swapped, round_half_up

SHAPE = (3, 4)
SHARES = arrays(np.float64, SHAPE, elements=st.floats(0, 1))
STOCKS = arrays(np.float64, SHAPE, elements=st.floats(1, 1e6))
YEARS = arrays(np.float64, (3, 12), elements=st.floats(1, 1e5))


def same(together, alone):
    np.testing.assert_allclose(np.asarray(together), np.asarray(list(alone)), rtol=1e-12, atol=1e-12)


@given(SHARES, STOCKS)
def test_blend_interval_and_integrations(rates, stocks):
    same(iq.blend(rates, stocks).iq_gesamt, (iq.blend(r, s).iq_gesamt for r, s in zip(rates, stocks, strict=True)))
    same(iq.integrations(rates, stocks), (iq.integrations(r, s) for r, s in zip(rates, stocks, strict=True)))
    between = iq.interval(rates, stocks, 3)
    same(between.unten, (iq.interval(r, s, 3).unten for r, s in zip(rates, stocks, strict=True)))
    same(between.oben, (iq.interval(r, s, [3, 3, 3, 3]).oben for r, s in zip(rates, stocks, strict=True)))


@given(SHARES, STOCKS)
def test_one_plan_over_many_stocks(rates, stocks):
    same(iq.blend(rates[0], stocks).iq_gesamt, (iq.blend(rates[0], s).iq_gesamt for s in stocks))


@given(SHARES, STOCKS, SHARES, STOCKS)
def test_decomposition(old_rates, old_stocks, new_rates, new_stocks):
    together = iq.decompose(old_rates, old_stocks, new_rates, new_stocks)
    alone = [iq.decompose(*terms) for terms in zip(old_rates, old_stocks, new_rates, new_stocks, strict=True)]
    same(together.struktur, (a.struktur for a in alone))
    same(together.quote, (a.quote for a in alone))


@given(arrays(np.float64, 3, elements=st.floats(0.2, 0.3)), STOCKS)
def test_required_rate(totals, stocks):
    stocks = stocks + stocks.sum(axis=-1, keepdims=True) * np.array(
        [10.0, 0, 0, 0]
    )  # so that every total can be reached
    rates = np.array([np.nan, 0.25, 0.25, 0.25])
    many = np.broadcast_to(rates, SHAPE)
    same(iq.required(totals, many, stocks), (iq.required(t, rates, s) for t, s in zip(totals, stocks, strict=True)))


@given(YEARS, YEARS)
def test_rates_and_means_of_years(integrations, stocks):
    same(iq.rate(integrations, stocks), (iq.rate(i, s) for i, s in zip(integrations, stocks, strict=True)))
    same(elb.annual_mean(stocks), (elb.annual_mean(s) for s in stocks))
    same(elb.trailing_means(stocks, 5), (elb.trailing_means(s, 5) for s in stocks))


@given(STOCKS, SHARES)
def test_entrywise_functions(stocks, shares):
    rows = list(zip(stocks, shares, strict=True))
    same(elb.forecast(stocks, shares, 5).prognose, (elb.forecast(s, c, 5).prognose for s, c in rows))
    same(elb.change(stocks, stocks[::-1]), (elb.change(a, b) for a, b in zip(stocks, stocks[::-1], strict=True)))
    same(elb.base(stocks, shares + 0.1), (elb.base(s, c + 0.1) for s, c in rows))
    same(iq.target(shares / 2, shares), (iq.target(c / 2, c) for c in shares))
    same(staff.posts_needed(stocks, 75), (staff.posts_needed(s, 75) for s in stocks))
    same(staff.annual_mean_posts(stocks, 6), (staff.annual_mean_posts(s, 6) for s in stocks))
    same(staff.talks(stocks, 130, 0.6, 0.75), (staff.talks(s, 130, 0.6, 0.75) for s in stocks))
    same(round_half_up(stocks, 2), (round_half_up(s, 2) for s in stocks))
    assert compatible(stocks, stocks + 0.004, 2).all()
    assert not digits_swapped(stocks, stocks).any()


@given(arrays(np.float64, 3, elements=st.floats(1e6, 1e7)), arrays(np.float64, SHAPE, elements=st.floats(0, 1e5)))
def test_stock_paths(starts, flows):
    together = elb.stock_path(starts, flows, flows[::-1]).rows()
    alone = (elb.stock_path(s, a, b).rows() for s, a, b in zip(starts, flows, flows[::-1], strict=True))
    same(together, alone)
    assert together.shape == (3, 4, 4)


@given(arrays(np.float64, 3, elements=st.floats(1e3, 1e6)), arrays(np.float64, 3, elements=st.floats(-0.02, 0.02)))
def test_lzb(stocks, growths):
    pairs = list(zip(stocks, growths, strict=True))
    same(lzb.path(stocks, growths, 10, 6).rows(), (lzb.path(s, g, 10, 6).rows() for s, g in pairs))
    same(lzb.mean(stocks, growths, 10, 6), (lzb.mean(s, g, 10, 6) for s, g in pairs))
    same(lzb.exits_for_target(stocks, growths, 0, 6), (lzb.exits_for_target(s, g, 0, 6) for s, g in pairs))


@given(arrays(np.float64, 3, elements=st.floats(0, 1e6)), arrays(np.float64, 3, elements=st.floats(0, 1)))
def test_budget(pots, shares):
    moved = budget.reallocate(pots, pots[::-1] + 1, shares)
    alone = [budget.reallocate(a, m, s) for a, m, s in zip(pots, pots[::-1] + 1, shares, strict=True)]
    same(moved.vkb, (a.vkb for a in alone))
    same(moved.egt, (a.egt for a in alone))
    same(budget.municipal_share(pots, 0.152).gesamt, (budget.municipal_share(p, 0.152).gesamt for p in pots))


@given(arrays(np.float64, (3, 5), elements=st.floats(0, 1e4)))
def test_projection(flows):
    season = [1, 2, 3, 2, 1, 1]
    same(tracking.projection(flows, season), (tracking.projection(f, season) for f in flows))
    seasons = np.array([season, season[::-1], [1, 1, 1, 1, 1, 9]])
    same(tracking.projection(flows, seasons), (tracking.projection(*x) for x in zip(flows, seasons, strict=True)))


def test_errors_name_the_place_on_the_last_axis():
    from jcplan.errors import InputError

    rates = np.full(SHAPE, 0.2)
    rates[1, 2] = 1.5
    with pytest.raises(InputError) as caught:
        iq.blend(rates, np.ones(SHAPE))
    assert caught.value.place == "iq, Wert 3"
