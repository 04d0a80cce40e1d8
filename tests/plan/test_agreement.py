"""3,000 random two-group plans against what version 0.1.0 computed.

``data/version_0_1_0.npz`` was stored by ``data/make.py`` from the code of version 0.1.0 (commit cf31ea2), before
its plan, which knew two groups and one plan at a time, was replaced. It holds the inputs by name, and every
target exact and as published; among them groups of nobody, stocks that all go, years before that no rate
explains, and all decimals.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from jcplan.plan import compute
from jcplan.upgrade.names import now

from .plans import of_0_1_0

DATA = np.load(Path(__file__).parent / "data" / "version_0_1_0.npz")
INPUTS = dict(zip(DATA["inputs"].tolist(), DATA["values"], strict=True))
EXACT = dict(zip(map(now, DATA["targets"].tolist()), DATA["exact"], strict=True))
PUBLISHED = dict(zip(map(now, DATA["targets"].tolist()), DATA["published"], strict=True))
COUNT = 3000


def close(name):
    """How far a target may be off, an entry a plan: 1e-12 of itself.

    Version 0.1.0 computed the LZB exits as ``B·(m₁ − 1 − z)/m₂`` from the mean growth m₁ ≈ 1, so that its own
    result is known to a few 1e-16·m₁/m₂ heads a head of stock only, which counts where the exits are nearly 0.
    """
    allowed = 1e-12 * abs(EXACT[name])
    if name == "Ziel_LZB_Abgang":
        q = 1 + INPUTS["LZB_Zuwachsrate"]
        powers = q ** np.arange(13)[:, np.newaxis]
        growth, exits = powers[1:].mean(axis=0), np.cumsum(powers[:-1], axis=0).mean(axis=0)
        allowed = allowed + 1e-15 * INPUTS["LZB_Bestand"] * growth / exits
    return allowed


LIMITS = {name: close(name) for name in EXACT}


def test_the_plans_differ_and_reach_the_edges():
    assert len({tuple(row) for row in DATA["values"].T}) == COUNT
    assert {name for name, row in EXACT.items() if len(np.unique(row)) < COUNT / 2} == set()
    assert (INPUTS["ELB_8HKL"] == 0).sum() > 10
    assert (INPUTS["ELB_8HKL"] == INPUTS["ELB_gesamt"]).sum() > 10
    assert (INPUTS["ELB_8HKL_Zugang"] < 0).sum() > 100
    assert set(INPUTS["IQ_Stellen"]) == set(range(13)) == set(INPUTS["IQ_8HKL_Stellen"])


def test_each_plan_alone():
    for number in range(COUNT):
        results = compute(of_0_1_0({name: float(row[number]) for name, row in INPUTS.items()})).targets
        found = np.array([results[name].exact for name in EXACT])
        wanted = np.array([row[number] for row in EXACT.values()])
        assert (abs(found - wanted) <= [LIMITS[name][number] for name in EXACT]).all(), number
        assert [results[name].published for name in EXACT] == [row[number] for row in PUBLISHED.values()], number


@pytest.mark.parametrize("axes", [(-1,), (2, -1)], ids=str)
def test_all_plans_at_once(axes):
    """Decimals are the same in all plans of a call: a call for each pair of them."""
    decimals = np.stack([INPUTS["IQ_Stellen"], INPUTS["IQ_8HKL_Stellen"]])
    seen = 0
    for pair in np.unique(decimals, axis=1).T:
        here = np.flatnonzero((decimals == pair[:, np.newaxis]).all(axis=0))
        here = here[: len(here) // 2 * 2] if len(axes) > 1 else here
        if not here.size:
            continue
        values = {name: row[here].reshape(axes) for name, row in INPUTS.items() if not name.endswith("Stellen")}
        plan = compute(of_0_1_0(values | {"IQ_Stellen": pair[0], "IQ_8HKL_Stellen": pair[1]}))
        assert plan.problems == ()
        for name, result in plan.targets.items():
            exact, published = result.exact.reshape(-1), result.published.reshape(-1)
            assert (abs(exact - EXACT[name][here]) <= LIMITS[name][here]).all(), name
            assert (published == PUBLISHED[name][here]).all(), name
        seen += here.size
    assert seen > COUNT - 200


def test_a_plan_that_differs_is_seen():
    """The judge itself: 1e-11 more growth of one group is found in its targets."""
    inputs = of_0_1_0({name: float(row[0]) for name, row in INPUTS.items()})
    others, refugees = inputs.gruppen
    changed = replace(others, veraenderung=others.veraenderung + 1e-11)
    results = compute(replace(inputs, gruppen=(changed, refugees))).targets
    off = {name for name in EXACT if abs(results[name].exact - EXACT[name][0]) > LIMITS[name][0]}
    assert {"Ziel_ELB_gesamt", "Ziel_ELB_G1", "Ziel_Integrationen"} <= off
