"""How long the plan takes: one, 1,000 and 100,000 at a time, each beside the same figures without it.

    python tests/plan/benchmark.py [--rounds 40] [--limit 0.25] [--limit-columns 4]

One plan is compared with the core's checked functions called one after another, as version 0.1.0 did;
columns with the bare formulas in numpy and ``np.round``, which has no commercial rounding. Both give all
targets, exact and as published. Processor time, in turns, least of the rounds. Ends with code 1 if a
ratio is above its limit.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np
from plan.plans import of_0_1_0

from jcplan.cases import reference
from jcplan.core import budget, elb, iq, lzb
from jcplan.core.rounding import round_half_up
from jcplan.model import Model
from jcplan.plan import compute
from jcplan.upgrade.names import RENAMED

_THEN = {new: old for old, new in RENAMED.items()}
CASE = {
    _THEN.get(field.name, field.name): float(value)
    for field in Model().inputs
    if not field.options and (value := reference().entry(field.name).value) is not None
}
FIXED = {name for name in CASE if name.endswith(("Planjahr", "Ampel_gelb", "Stellen", "Nachkommastellen", "ab_Monat"))}
PLACES = (0, 0, 0, 3, 4, 3, 5, 5, 5, 0, 0, 0, 2, 2, 2, 2)


def ours(inputs):
    """All targets, exact and published, in the order of the sheet Ziele."""
    return [(result.exact, result.published) for result in compute(inputs).targets.values()]


def by_core(v):
    """One plan as version 0.1.0 computed it: groups on the last axis, every argument checked."""
    others = v["elb_gesamt"] - v["elb_8hkl"]
    stocks = elb.forecast(
        [others, v["elb_8hkl"]],
        [v["elb_ohne_veraenderung"], v["elb_8hkl_veraenderung"]],
        [v["elb_ohne_zugang"], v["elb_8hkl_zugang"]],
    )
    exact = [float(iq.target(v["iq_ohne_vorjahr"], v["iq_ohne_steigerung"])), v["iq_8hkl"]]
    rates = [float(round_half_up(exact[0], 3)), float(round_half_up(exact[1], 4))]
    blend, unrounded = iq.blend(rates, stocks.prognose), iq.blend(exact, stocks.prognose)
    between = iq.interval(rates, stocks.prognose, [3, 4])
    before = float(iq.required(v["iq_gesamt_vorjahr"], [v["iq_ohne_vorjahr"], np.nan], stocks.bestand))
    iq.decompose([v["iq_ohne_vorjahr"], before], stocks.bestand, rates, stocks.prognose)
    exits = float(lzb.exits_for_target(v["lzb_bestand"], v["lzb_zuwachsrate"], v["lzb_ziel"]))
    for monthly in (v["lzb_abgang"], exits):
        lzb.path(v["lzb_bestand"], v["lzb_zuwachsrate"], monthly)
    moved = budget.reallocate(v["verwaltungsbudget"], v["eingliederungsmittel"], v["umschichtung_anteil"])
    budget.municipal_share(moved.vkb, v["kfa_quote"])
    values = (
        stocks.prognose.sum(), *stocks.prognose, *exact, blend.iq_gesamt, unrounded.iq_gesamt, between.unten,
        between.oben, blend.integrationen.sum(), v["lzb_bestand"] * (1 + v["lzb_ziel"]), exits, moved.betrag,
        moved.egt, moved.vkb, moved.summe,
    )  # fmt: skip
    return [(float(x), float(round_half_up(x, places))) for x, places in zip(values, PLACES, strict=True)]


def bare(v):
    """Many plans by formulas alone."""
    others = (v["elb_gesamt"] - v["elb_8hkl"]) * (1 + v["elb_ohne_veraenderung"]) + v["elb_ohne_zugang"]
    refugees = v["elb_8hkl"] * (1 + v["elb_8hkl_veraenderung"]) + v["elb_8hkl_zugang"]
    everybody = others + refugees
    raised, typed = v["iq_ohne_vorjahr"] * (1 + v["iq_ohne_steigerung"]), v["iq_8hkl"]
    one, other = np.round(raised, 3), np.round(typed, 4)
    heads = one * others + other * refugees
    low = (np.maximum(one - 5e-4, 0) * others + np.maximum(other - 5e-5, 0) * refugees) / everybody
    high = (np.minimum(one + 5e-4, 1) * others + np.minimum(other + 5e-5, 1) * refugees) / everybody
    q = 1 + v["lzb_zuwachsrate"]
    power, growth, exits, sums = 1.0, 0.0, 0.0, 0.0
    for _ in range(12):
        sums = sums + power
        exits = exits + sums
        power = power * q
        growth = growth + power
    needed = v["lzb_bestand"] * (growth / 12 - 1 - v["lzb_ziel"]) / (exits / 12)
    moved = v["eingliederungsmittel"] * v["umschichtung_anteil"]
    values = (
        everybody, others, refugees, raised, typed, heads / everybody, (raised * others + typed * refugees) / everybody,
        low, high, heads, v["lzb_bestand"] * (1 + v["lzb_ziel"]), needed, moved, v["eingliederungsmittel"] - moved,
        v["verwaltungsbudget"] + moved, v["verwaltungsbudget"] + v["eingliederungsmittel"],
    )  # fmt: skip
    return [(x, np.round(x, places)) for x, places in zip(values, PLACES, strict=True)]


def columns(count):
    """The reference case with every figure up to 1 % off."""
    draw = np.random.default_rng(2017)
    return {
        name: value if name in FIXED else value * draw.uniform(0.99, 1.01, count) + draw.uniform(0, 1e-4, count)
        for name, value in CASE.items()
    }


def same(first, second):
    """The figures must be the same, or different things are compared; published ones but for what a tie does."""
    for (one, shown), (other, other_shown) in zip(first, second, strict=True):
        if not np.allclose(one, other, rtol=1e-9, atol=1e-9) or np.mean(np.not_equal(shown, other_shown)) > 1e-3:
            raise SystemExit("The benchmark compares different figures; please mend it.")


def measure(first, second, rounds, calls):
    """Least processor time of one call of each, in seconds."""
    times = ([], [])
    for _ in range(rounds):
        for function, found in zip((first, second), times, strict=True):
            start = time.process_time()
            for _ in range(calls):
                function()
            found.append((time.process_time() - start) / calls)
    return min(times[0]), min(times[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--limit", type=float, default=0.25)
    parser.add_argument("--limit-columns", type=float, default=4.0)
    arguments = parser.parse_args()
    failed = False
    for count, other, limit in (
        (1, by_core, arguments.limit),
        (1_000, bare, arguments.limit_columns),
        (100_000, bare, arguments.limit_columns),
    ):
        values = CASE if count == 1 else columns(count)
        short = {name.removeprefix("Annahme_"): value for name, value in values.items()}
        inputs, named = of_0_1_0(short), {name.lower(): value for name, value in short.items()}
        same(ours(inputs), other(named))
        mine, theirs = measure(
            lambda i=inputs: ours(i), lambda n=named, f=other: f(n), arguments.rounds, max(1, 5_000 // count // 25)
        )
        label = "one plan, core's functions" if count == 1 else f"{count:,} plans, bare numpy"
        print(f"  {label:27}  ours {mine * 1e3:8.3f} ms  other {theirs * 1e3:8.3f} ms  ratio {mine / theirs:.2f}")
        if mine / theirs > limit:
            failed = True
            print(f"  above the limit of {limit:g}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
