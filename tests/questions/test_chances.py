"""Draws against closed forms that share no code with them, within 4 standard errors; streams, correlations, fans."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.catalogue import CATALOGUE, evaluate
from jcplan.cells import CellError
from jcplan.core import lzb
from jcplan.errors import InputError
from jcplan.functions import jc_chance, jc_empfindlichkeit, jc_faecher, jc_plan, jc_quantil, jc_ziehungen
from jcplan.questions.draws import Uncertain, draw

from .cases import REFERENCE, THREE, columns, half_up, in_fractions, plan

DRAWS = 100_000
PHI, QUANTILE = NormalDist().cdf, NormalDist().inv_cdf
TWO = plan(
    {"ELB": "25000", "Veraenderung": "0", "Zugang": "0", "IQ_Vorjahr": "0.23", "IQ_Steigerung": "0.015", "IQ_Nachkommastellen": "3"},
    {"ELB": "1400", "Veraenderung": "0", "Zugang": "900", "IQ_Ziel": "0.13", "IQ_Nachkommastellen": "4"},
)  # fmt: skip


def table(values, spec):
    """Names, values and distributions, a row a name."""
    names, cells = columns(values)
    width = max(len(row) for row in spec.values())
    return names, cells, [[*spec.get(name, ()), *[None] * (width - len(spec.get(name, ())))] for name in names]


def chance(target, limit, values, spec, *, draws=DRAWS, seed=2017, ranks=None):
    return [row[0] for row in jc_chance(target, limit, *table(values, spec), draws, seed, ranks)]


def quantiles(target, shares, values, spec, *, draws=DRAWS, seed=2017, ranks=None):
    return [row[0] for row in jc_quantil(target, shares, *table(values, spec), draws, seed, ranks)]


def near(found, share, draws=DRAWS):
    """Within 4 standard errors of a share."""
    return abs(found - share) <= 4 * math.sqrt(share * (1 - share) / draws)


def mean_and_deviation(target, values, spec, **more):
    """Of the draws, by many quantiles: each draw is one."""
    count = more.pop("draws", 20_000)
    drawn = np.array(quantiles(target, [[i / (count - 1) for i in range(count)]], values, spec, draws=count, **more))
    return drawn.mean(), drawn.std(), drawn


# ---- sums of normals ---------------------------------------------------------------------------

SUM = {"Annahme_G1_ELB": ("normal", 25_000, 120), "Annahme_G2_Zugang": ("normal", 900, 40)}
PAIR = [["Annahme_G1_ELB", "Annahme_G2_Zugang", 0.6]]


@pytest.mark.parametrize(("ranks", "rank"), [(None, 0.0), (PAIR, 0.6), ([[*PAIR[0][:2], -0.8]], -0.8)])
@pytest.mark.parametrize("limit", [27_150, 27_300, 27_480])
def test_a_sum_of_normals(limit, ranks, rank):
    """ELB are 25,000 ± 120, 1,400 and 900 ± 40; correlated with 2·sin(π·rank/6)."""
    deviation = math.sqrt(120**2 + 40**2 + 2 * 2 * math.sin(math.pi * rank / 6) * 120 * 40)
    published, error, exact = chance("Ziel_ELB_gesamt", limit, TWO, SUM, ranks=ranks)
    share = 1 - PHI((limit - 27_300) / deviation)
    assert near(exact, share)
    assert near(published, 1 - PHI((limit - 0.5 - 27_300) / deviation))  # 27,149.5 is published as 27,150
    assert error == pytest.approx(math.sqrt(published * (1 - published) / DRAWS), rel=1e-3)


@pytest.mark.parametrize(("ranks", "rank"), [(None, 0.0), (PAIR, 0.6)])
def test_mean_deviation_and_quantiles_of_a_sum(ranks, rank):
    deviation = math.sqrt(120**2 + 40**2 + 2 * 2 * math.sin(math.pi * rank / 6) * 120 * 40)
    mean, spread, drawn = mean_and_deviation("Ziel_ELB_gesamt", TWO, SUM, ranks=ranks)
    assert abs(mean - 27_300) <= 4 * deviation / math.sqrt(20_000)
    assert spread == pytest.approx(deviation, rel=4 / math.sqrt(2 * 20_000))
    assert np.all(np.diff(drawn) >= 0)
    for share, found in zip(
        (0.05, 0.5, 0.9), quantiles("Ziel_ELB_gesamt", [0.05, 0.5, 0.9], TWO, SUM, ranks=ranks), strict=True
    ):
        assert near(PHI((found - 27_300) / deviation), share)


def test_three_at_once():
    """All pairs correlated, one of them against the others."""
    spec = {**SUM, "Annahme_G2_ELB": ("normal", 1400, 30)}
    names, off = list(spec), [120, 40, 30]
    ranks = {(0, 1): 0.5, (0, 2): -0.3, (1, 2): -0.4}
    table_ = [[names[i], names[j], rank] for (i, j), rank in ranks.items()]
    variance = sum(each**2 for each in off) + sum(
        2 * 2 * math.sin(math.pi * rank / 6) * off[i] * off[j] for (i, j), rank in ranks.items()
    )
    *_, exact = chance("Ziel_ELB_gesamt", 27_400, TWO, spec, ranks=table_)
    assert near(exact, 1 - PHI(100 / math.sqrt(variance)))


# ---- blends, products, other distributions -----------------------------------------------------


def test_a_blend_with_fixed_weights():
    """25,000 and 2,300 heads at 23 % · (1 + N(0.015, 0.02)) and N(13 %, 1.5 %)."""
    spec = {"Annahme_G1_IQ_Steigerung": ("normal", 0.015, 0.02), "Annahme_G2_IQ_Ziel": ("normal", 0.13, 0.015)}
    weights = 25_000 / 27_300, 2_300 / 27_300
    mean = weights[0] * 0.23 * 1.015 + weights[1] * 0.13
    deviation = math.hypot(weights[0] * 0.23 * 0.02, weights[1] * 0.015)
    for limit in (0.22, 0.2245, 0.229):
        assert near(chance("Ziel_IQ_gesamt_ungerundet", limit, TWO, spec)[2], 1 - PHI((limit - mean) / deviation))


def test_a_published_limit_is_met_from_the_half_below():
    """Only the increase varies: 22.5 % is published where the group's 23.5 % is, from 23.45 % on."""
    spec = {"Annahme_G1_IQ_Steigerung": ("normal", 0.015, 0.01)}
    weights = 25_000 / 27_300, 2_300 / 27_300
    assert 0.2245 < weights[0] * 0.234 + weights[1] * 0.13 < 0.2255
    published, _, exact = chance("Ziel_IQ_gesamt", 0.225, TWO, spec)
    assert near(published, 1 - PHI((0.2335 / 0.23 - 1 - 0.015) / 0.01))
    assert weights[0] * 0.234 + weights[1] * 0.13 > 0.225  # and so is the blend of what is published
    assert near(exact, 1 - PHI((0.2335 / 0.23 - 1 - 0.015) / 0.01))
    fine, _, _ = chance("Ziel_IQ_gesamt", 0.2249, TWO, spec)
    assert fine == published  # no published figure lies between


TRIANGLE = (0.001, 0.004, 0.012)


def below_triangle(x, low, mode, high):
    if x <= mode:
        return (x - low) ** 2 / ((high - low) * (mode - low))
    return 1 - (high - x) ** 2 / ((high - low) * (high - mode))


def test_a_triangle():
    """With the stock to be held, exits are stock by growth."""
    spec = {"Annahme_LZB_Zuwachsrate": ("dreieck", *TRIANGLE)}
    for limit in (40, 68.964, 150):
        *_, exact = chance("Ziel_LZB_Abgang", limit, REFERENCE, spec)
        assert near(exact, 1 - below_triangle(limit / 17_241, *TRIANGLE))
    for share, found in zip(
        (0.01, 0.3, 0.99), quantiles("Ziel_LZB_Abgang", [0.01, 0.3, 0.99], REFERENCE, spec), strict=True
    ):
        assert near(below_triangle(found / 17_241, *TRIANGLE), share)


@pytest.mark.parametrize("mode", [0.001, 0.012])
def test_a_triangle_with_its_peak_at_an_end(mode):
    *_, exact = chance(
        "Ziel_LZB_Abgang", 0.006 * 17_241, REFERENCE, {"Annahme_LZB_Zuwachsrate": ("dreieck", 0.001, mode, 0.012)}
    )
    wanted = (0.006 / 0.011) ** 2 if mode == 0.001 else 1 - (0.005 / 0.011) ** 2
    assert near(exact, wanted)


def below_pert(x, low, mode, high, steps=20_000):
    """Beta density by the trapezoid rule, and the beta function by gammas."""
    a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    end = (x - low) / (high - low)
    density = [(end * i / steps) ** (a - 1) * (1 - end * i / steps) ** (b - 1) for i in range(steps + 1)]
    area = end / steps * (sum(density) - (density[0] + density[-1]) / 2)
    return area * math.gamma(a + b) / (math.gamma(a) * math.gamma(b))


@pytest.mark.parametrize("likely", [(0.001, 0.004, 0.012), (0.001, 0.011, 0.012), (0.001, 0.001, 0.012)])
def test_a_pert(likely):
    spec = {"Annahme_LZB_Zuwachsrate": ("pert", *likely)}
    for growth in (0.002, 0.004, 0.006, 0.01):
        *_, exact = chance("Ziel_LZB_Abgang", growth * 17_241, REFERENCE, spec)
        assert near(exact, 1 - below_pert(growth, *likely)), growth
    mean, *_ = mean_and_deviation("Ziel_LZB_Abgang", REFERENCE, spec)
    assert mean / 17_241 == pytest.approx(
        (likely[0] + 4 * likely[1] + likely[2]) / 6, abs=4 * 0.0021 / math.sqrt(20_000)
    )


def test_a_pert_in_its_quantiles():
    """The table is as good as its own claims: a million times better than what draws can show."""
    likely = (0.001, 0.004, 0.012)
    for share in (0.001, 0.05, 0.5, 0.95, 0.999):
        (x,) = Uncertain("pert", likely).at_normal(np.array([QUANTILE(share)]))
        assert below_pert(float(x), *likely, steps=200_000) == pytest.approx(share, abs=2e-6)


def test_a_month_that_is_not_sure():
    """1,400 and 900 from January, April or August: 900, 675 or 375 in the mean."""
    spec = {"Annahme_G2_Zugang_ab_Monat": ("diskret", 8, 1, 1, 2, 4, 5)}
    assert near(chance("Ziel_ELB_G2", 2075, TWO, spec)[0], 7 / 8)
    assert near(chance("Ziel_ELB_G2", 2076, TWO, spec)[0], 2 / 8)
    assert set(quantiles("Ziel_ELB_G2", [0, 0.1, 0.5, 0.9, 1], TWO, spec)) == {1775, 2075, 2300}
    mean, *_ = mean_and_deviation("Ziel_ELB_G2", TWO, spec)
    assert mean == pytest.approx((2300 * 2 + 2075 * 5 + 1775) / 8, abs=4 * 180 / math.sqrt(20_000))


def test_both_at_once():
    """Chance that both are met: exits above a limit only if growth is, of two independent ones the product."""
    spec = {
        "Annahme_LZB_Zuwachsrate": ("normal", 0.004, 0.001),
        "Annahme_LZB_Bestand": ("diskret", 17_241, 1, 10_000, 1),
    }
    *_, exact = chance("Ziel_LZB_Abgang", 60, REFERENCE, spec)
    assert near(exact, 0.5 * (1 - PHI((60 / 17_241 - 0.004) / 0.001)) + 0.5 * (1 - PHI((60 / 10_000 - 0.004) / 0.001)))


def test_two_correlated_at_once():
    """Both above their medians: ¼ + asin(ρ)/2π; the stock is above its own where the sum of two steps says so."""
    first, second, rank = "Annahme_G1_ELB", "Annahme_G2_ELB", 0.6
    spec = {first: Uncertain("normal", (25_000.0, 10.0)), second: Uncertain("normal", (1400.0, 300.0))}
    drawn = draw(spec, DRAWS, 2017, {(first, second): rank})
    both = float(np.mean((drawn[first] > 25_000) & (drawn[second] > 1400)))
    assert near(both, 0.25 + math.asin(2 * math.sin(math.pi * rank / 6)) / (2 * math.pi))


# ---- the direction of a target -----------------------------------------------------------------


def test_long_term_stock_is_met_from_above():
    """At most 17,000: −1.4 % or less."""
    spec = {"Annahme_LZB_Ziel": ("normal", -0.01, 0.005)}
    published, _, exact = chance("Ziel_LZB", 17_000, REFERENCE, spec)
    assert near(exact, PHI((17_000 / 17_241 - 1 + 0.01) / 0.005))
    assert near(published, PHI((17_000.5 / 17_241 - 1 + 0.01) / 0.005))
    assert published > exact
    certain = {"Annahme_LZB_Ziel": ("fest",)}
    assert chance("Ziel_LZB", 17_241, REFERENCE, certain)[::2] == [1, 1]
    assert chance("Ziel_LZB", 17_240, REFERENCE, certain)[::2] == [0, 0]
    assert chance("Ziel_LZB_Abgang", 69, REFERENCE, certain)[::2] == [1, 0]  # 68.96, which has no direction: at least


@pytest.mark.parametrize("limit", [0, 1e6])
def test_never_and_always_have_an_error_too(limit):
    published, error, _ = chance("Ziel_ELB_gesamt", limit, TWO, SUM, draws=1000)
    assert published in (0, 1)
    assert 0 < error < 0.001


def test_a_limit_is_the_figure_that_its_cell_shows():
    """0.1 + 0.2 shows 0.3, and meets it."""
    values = {**TWO, "Annahme_G2_IQ_Ziel": "0.3"}
    assert chance("Ziel_IQ_G2", 0.1 + 0.2, values, {"Annahme_G2_IQ_Ziel": ("fest",)})[::2] == [1, 1]


# ---- streams -----------------------------------------------------------------------------------


def test_same_seed_same_draws():
    args = ("Ziel_ELB_gesamt", [0.1, 0.37, 0.9], TWO, SUM)
    first = quantiles(*args, draws=777)
    assert quantiles(*args, draws=778) != first
    assert quantiles(*args, draws=777, seed=2018) != first
    assert quantiles(*args, draws=777) == first
    assert quantiles(*args, draws=777, seed=2017) == first


def test_another_uncertain_input_leaves_the_others_draws():
    more = {**SUM, "Annahme_LZB_Ziel": ("normal", 0, 0.01), "Annahme_G1_IQ_Vorjahr": ("dreieck", 0.2, 0.23, 0.25)}
    for ranks in (None, PAIR):
        assert quantiles("Ziel_ELB_gesamt", [0.1, 0.5, 0.77], TWO, more, ranks=ranks) == quantiles(
            "Ziel_ELB_gesamt", [0.1, 0.5, 0.77], TWO, SUM, ranks=ranks
        )
    backwards = dict(reversed(more.items()))
    assert quantiles("Ziel_IQ_gesamt_ungerundet", [0.1], TWO, backwards) == quantiles(
        "Ziel_IQ_gesamt_ungerundet", [0.1], TWO, more
    )


def test_streams_of_two_names_are_independent():
    spec = {name: Uncertain("normal", (0.0, 1.0)) for name in ("Annahme_G1_ELB", "Annahme_G2_ELB", "Annahme_G2_Zugang")}
    drawn = list(draw(spec, DRAWS, 2017, {}).values())
    for i in range(3):
        for j in range(i):
            assert abs(np.corrcoef(drawn[i], drawn[j])[0, 1]) < 4 / math.sqrt(DRAWS)


# ---- correlations ------------------------------------------------------------------------------

KINDS = (("normal", (5.0, 2.0)), ("dreieck", (1.0, 2.0, 9.0)), ("pert", (0.0, 1.0, 4.0)))


def spearman(one, other):
    """Correlation of the places."""
    return np.corrcoef(*(np.argsort(np.argsort(each)) for each in (one, other)))[0, 1]


@pytest.mark.parametrize("rank", [-0.9, -0.4, 0.25, 0.5, 0.95])
@pytest.mark.parametrize("second", KINDS)
@pytest.mark.parametrize("first", KINDS)
def test_the_realised_rank_correlation(first, second, rank):
    spec = {"a": Uncertain(*first), "b": Uncertain(*second)}
    drawn = draw(spec, 40_000, 1, {("a", "b"): rank})
    assert spearman(drawn["a"], drawn["b"]) == pytest.approx(rank, abs=4 * 1.1 / math.sqrt(40_000))
    alone = draw({"a": spec["a"]}, 40_000, 1, {})["a"]
    assert np.quantile(drawn["a"], [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(alone, [0.1, 0.5, 0.9]), abs=0.1)


@pytest.mark.parametrize("rank", [-1, 1])
def test_hand_in_hand(rank):
    spec = {
        "a": Uncertain("normal", (0.0, 1.0)),
        "b": Uncertain("dreieck", (1.0, 2.0, 9.0)),
        "c": Uncertain("normal", (3.0, 2.0)),
    }
    drawn = draw(spec, 5_000, 1, {("a", "b"): rank, ("a", "c"): 1, ("b", "c"): rank})
    assert spearman(drawn["a"], drawn["b"]) == pytest.approx(rank, abs=1e-4)
    assert drawn["c"] == pytest.approx(3 + 2 * drawn["a"], abs=1e-6)


def test_a_sum_of_two_that_cancel():
    spec = {"Annahme_G1_ELB": ("normal", 25_000, 100), "Annahme_G2_ELB": ("normal", 1400, 100)}
    low, high = quantiles("Ziel_ELB_gesamt", [0, 1], TWO, spec, ranks=[["Annahme_G1_ELB", "Annahme_G2_ELB", -1]])
    assert (low, high) == (pytest.approx(27_300, abs=1e-3),) * 2


@pytest.mark.parametrize(
    ("ranks", "message"),
    [
        ([["Annahme_G1_ELB", "Annahme_G2_ELB", 0.9], ["Annahme_G2_ELB", "Annahme_G2_Zugang", 0.9], ["Annahme_G1_ELB", "Annahme_G2_Zugang", -0.9]], "korrelation: gefunden Werte für Annahme_G1_ELB, .*, die einander widersprechen"),
        ([["Annahme_G1_ELB", "Annahme_G2_ELB", 1], ["Annahme_G2_ELB", "Annahme_G2_Zugang", 1], ["Annahme_G1_ELB", "Annahme_G2_Zugang", 0.9]], "die einander widersprechen"),
        ([["Annahme_G1_ELB", "Annahme_G1_ELB", 0.5]], "korrelation, Zeile 1: gefunden zweimal Annahme_G1_ELB"),
        ([[None, None, None], ["Annahme_G1_ELB", "Annahme_G2_ELB", 1.5]], "korrelation, Zeile 2: gefunden 1,5"),
        ([["Annahme_G1_ELB", "Annahme_G2_EL", 0.5]], "gefunden „Annahme_G2_EL“.*Meinten Sie Annahme_G2_ELB"),
        ([["Annahme_G1_ELB", "Annahme_G2_ELB"]], "korrelation, Zeile 1: gefunden 2 Spalten"),
        ([["Annahme_G1_ELB", "Annahme_G2_ELB", 0.5], ["Annahme_G2_ELB", "Annahme_G1_ELB", 0.4]], "korrelation, Zeile 2: gefunden .*zum zweiten Mal"),
    ],
)  # fmt: skip
def test_correlations_that_cannot_be(ranks, message):
    spec = {**SUM, "Annahme_G2_ELB": ("normal", 1400, 30)}
    with pytest.raises(InputError, match=message):
        chance("Ziel_ELB_gesamt", 27_000, TWO, spec, ranks=ranks)


def test_a_correlation_with_what_is_fixed_is_none():
    assert chance("Ziel_ELB_gesamt", 27_300, TWO, SUM, ranks=[["Annahme_G1_ELB", "Annahme_LZB_Ziel", 0.9]]) == chance(
        "Ziel_ELB_gesamt", 27_300, TWO, SUM
    )


# ---- draws that make no plan -------------------------------------------------------------------


def test_impossible_draws_are_counted():
    """Above 100 % in one of ten; what is asked holds for the others."""
    spec = {"Annahme_G2_IQ_Ziel": ("diskret", 0.1, 6, 0.2, 3, 1.2, 1)}
    possible, impossible, reason = (row[0] for row in jc_ziehungen(*table(TWO, spec), DRAWS))
    assert possible + impossible == DRAWS
    assert near(impossible / DRAWS, 0.1)
    assert reason == "Annahme_G2_IQ_Ziel: eine Zahl außerhalb ihrer Grenzen (Gruppe 2)"
    assert near(chance("Ziel_IQ_G2", 0.15, TWO, spec)[0], 1 / 3, possible)
    assert quantiles("Ziel_IQ_G2", [0, 1], TWO, spec) == [0.1, 0.2]


def test_the_most_frequent_reason_is_told():
    spec = {"Annahme_G2_IQ_Ziel": ("diskret", 0.1, 8, 1.2, 2), "Annahme_LZB_Abgang": ("diskret", 0, 1, 3000, 1)}
    _, impossible, reason = (row[0] for row in jc_ziehungen(*table(TWO, spec), DRAWS))
    assert near(impossible / DRAWS, 1 - 0.8 * 0.5)
    assert reason == "Annahme_LZB_Abgang: der Bestand der LZB fällt im Lauf des Jahres unter 0"


def test_where_no_draw_is_a_plan():
    with pytest.raises(
        InputError,
        match=r"verteilungen: gefunden keine Ziehung, die einen Plan ergibt .Annahme_G2_IQ_Ziel: eine Zahl außerhalb ihrer Grenzen",
    ):
        chance("Ziel_IQ_G2", 0.15, TWO, {"Annahme_G2_IQ_Ziel": ("diskret", 2, 1)})
    lost = jc_ziehungen(*table(TWO, {"Annahme_G2_IQ_Ziel": ("diskret", 2, 1)}), 100)
    assert [row[0] for row in lost] == [0, 100, "Annahme_G2_IQ_Ziel: eine Zahl außerhalb ihrer Grenzen (Gruppe 2)"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("gauss", 1), "verteilungen, Annahme_G2_IQ_Ziel: gefunden „gauss“ .*erwartet eines von fest, normal, dreieck, pert, diskret"),
        (("normal", 1), "gefunden 1 Zahl, erwartet bei „normal“: Mittel, Standardabweichung"),
        (("normal", 1, -1), "gefunden −1, erwartet eine Standardabweichung ab 0"),
        (("dreieck", 1, 3, 2), "gefunden 1; 3; 2"),
        (("pert", 3, 1, 2), "erwartet den kleinsten, wahrscheinlichsten und größten Wert in dieser Folge"),
        (("diskret", 1, 1, 2), "gefunden 3 Zahlen, erwartet bei „diskret“: Wert, Gewicht"),
        (("diskret", 1, -1), "Gewichte ab 0"),
        (("diskret", 1, 0), "Gewichte ab 0, eines davon größer"),
        (("normal", "x", 1), "gefunden „x“"),
        ((0.13,), "gefunden 0,13"),
    ],
)  # fmt: skip
def test_distributions_that_are_none(row, message):
    with pytest.raises(InputError, match=message):
        chance("Ziel_IQ_G2", 0.15, TWO, {"Annahme_G2_IQ_Ziel": row})


def test_distributions_of_one_value():
    for row in (
        ("normal", 0.2, 0),
        ("dreieck", 0.2, 0.2, 0.2),
        ("pert", 0.2, 0.2, 0.2),
        ("diskret", 0.2, 5),
        ("diskret", 0.9, 0, 0.2, 1),
    ):
        assert quantiles("Ziel_IQ_G2", [0, 0.5, 1], TWO, {"Annahme_G2_IQ_Ziel": row}, draws=100) == [0.2] * 3, row


def test_what_cannot_be_uncertain():
    with pytest.raises(InputError, match="verteilungen, Annahme_G1_IQ_Ziel: gefunden bei werte eine leere Zelle"):
        chance("Ziel_IQ_G1", 0.2, TWO, {"Annahme_G1_IQ_Ziel": ("normal", 0.2, 0.1)})
    with pytest.raises(InputError, match="Nachkommastellen sind nicht unsicher"):
        chance("Ziel_IQ_G1", 0.2, TWO, {"Annahme_G1_IQ_Nachkommastellen": ("normal", 3, 1)})
    for place, number in (("ziehungen", 0), ("ziehungen", 1.5), ("ziehungen", 2_000_000), ("saat", -1), ("saat", 0.5)):
        arguments = {"draws": 100, "seed": 1, {"ziehungen": "draws", "saat": "seed"}[place]: number}
        with pytest.raises(InputError, match=f"{place}: gefunden"):
            chance("Ziel_IQ_G1", 0.2, TWO, SUM, **arguments)
    with pytest.raises(InputError, match="anteile, Wert 2: gefunden 1,5"):
        quantiles("Ziel_IQ_G1", [0.5, 1.5], TWO, SUM)


# ---- fans --------------------------------------------------------------------------------------


def fan(stock, shares, values, spec, draws=1000):
    return jc_faecher(stock, shares, *table(values, spec), draws)


def test_without_uncertainty_the_fan_is_the_course_of_the_plan():
    """Of the ELB the twelve months' mean is the plan's, of an inflow from March on too; of the LZB the months' ends."""
    sure = {"Annahme_LZB_Ziel": ("fest",)}
    for values in (
        THREE,
        {**THREE, "Annahme_G1_Zugang_ab_Monat": "12", "Annahme_G2_Zugang": "60", "Annahme_G2_Zugang_ab_Monat": "6"},
    ):
        rows = fan("ELB", [0.1, 0.9], values, sure)
        assert rows[0] == rows[1]
        wanted = float(in_fractions(values, rounding=False)["Ziel_ELB_gesamt"])
        assert math.fsum(rows[0]) / 12 == pytest.approx(wanted, rel=1e-13)
    (months,) = fan("lzb", [0.5], THREE, sure)
    assert months == pytest.approx(lzb.path(17_241, 0.004, 32).ende.tolist(), rel=1e-13)
    assert months[0] == pytest.approx(17_241 * 1.004 - 32)


def test_months_of_the_fan_by_hand():
    """10,000 and 120 more from October, 300 less from April."""
    values = plan(
        {"ELB": "6000", "Veraenderung": "0.5", "Zugang": "120", "Zugang_ab_Monat": "10", "IQ_Ziel": "0.2"},
        {"ELB": "1000", "Veraenderung": "0", "Zugang": "-300", "Zugang_ab_Monat": "4", "IQ_Ziel": "0.2"},
    )
    (months,) = fan("ELB", [0.5], values, {"Annahme_LZB_Ziel": ("fest",)})
    assert months == pytest.approx([10_000] * 3 + [9700] * 6 + [9820] * 3)


def test_the_last_month_of_the_fan_in_closed_form():
    """Exits N(32, 5): after n months B·qⁿ − x·(qⁿ − 1)/g."""
    rows = fan("LZB", [0.1, 0.5, 0.9], REFERENCE, {"Annahme_LZB_Abgang": ("normal", 32, 5)}, draws=DRAWS)
    for month in (1, 6, 12):
        grown, sums = 17_241 * 1.004**month, (1.004**month - 1) / 0.004
        for share, row in zip((0.1, 0.5, 0.9), rows, strict=True):
            assert near(1 - PHI(((grown - row[month - 1]) / sums - 32) / 5), share)
    assert all(len(row) == 12 for row in rows)


def test_an_unknown_stock_is_told():
    with pytest.raises(InputError, match=r"bestand: gefunden „KDU“.*erwartet ELB oder LZB"):
        fan("KDU", [0.5], REFERENCE, SUM)


# ---- one input after the other -----------------------------------------------------------------


def tornado(target, values, low, high):
    names, cells = columns(values)
    rows = jc_empfindlichkeit(
        target, names, cells, [[low.get(name)] for name in names], [[high.get(name)] for name in names]
    )
    assert len(rows) == len(names)
    return dict(zip(names, rows, strict=True))


def test_each_input_alone():
    low = {"Annahme_G2_Zugang": 873, "Annahme_G1_IQ_Steigerung": 0.01, "Annahme_LZB_Ziel": -0.1, "Annahme_G2_ELB": 1343}
    high = {"Annahme_G2_Zugang": 1000, "Annahme_G1_IQ_Steigerung": 0.02, "Annahme_G2_Zugang_ab_Monat": 7}
    for target in ("Ziel_IQ_gesamt", "Ziel_IQ_gesamt_veroeffentlicht", "Ziel_ELB_G2"):
        base, published = target.removesuffix("_veroeffentlicht"), target.endswith("t_veroeffentlicht")
        found = tornado(target, REFERENCE, low, high)
        for name, row in found.items():
            for given_, cell in zip((low.get(name), high.get(name)), row, strict=True):
                if given_ is None:
                    assert cell is None
                    continue
                wanted = in_fractions({**REFERENCE, name: str(given_)}, rounding=True)[base]
                assert cell == pytest.approx(float(half_up(wanted, 3) if published else wanted), rel=1e-13), name


def test_a_value_that_makes_no_plan_is_an_error_only_there():
    found = tornado(
        "Ziel_IQ_gesamt", REFERENCE, {"Annahme_G2_ELB": 30_000, "Annahme_G2_Zugang": 0}, {"Annahme_G2_ELB": 1400}
    )
    assert isinstance(found["Annahme_G2_ELB"][0], CellError)
    assert found["Annahme_G2_ELB"][0].code == "#VALUE!"
    assert isinstance(found["Annahme_G2_ELB"][1], float)
    assert found["Annahme_G2_Zugang"][1] is None


def test_blank_inputs_and_decimals_too():
    low, high = {"Annahme_G1_IQ_Ziel": 0.2, "Annahme_G1_IQ_Nachkommastellen": 2}, {"Annahme_G1_IQ_Nachkommastellen": 5}
    found = tornado("Ziel_IQ_gesamt", REFERENCE, low, high)
    missing, blank = found["Annahme_G1_IQ_Ziel"]  # the plan has an increase in its place
    assert (missing.code, blank) == ("#VALUE!", None)
    assert missing.message.startswith("Annahme_G1_IQ_Ziel ist leer")
    wanted = [
        in_fractions({**REFERENCE, "Annahme_G1_IQ_Nachkommastellen": text}, rounding=True)["Ziel_IQ_gesamt"]
        for text in "25"
    ]
    assert found["Annahme_G1_IQ_Nachkommastellen"] == pytest.approx([float(value) for value in wanted], rel=1e-13)


def test_the_base_must_be_a_plan():
    with pytest.raises(InputError, match="werte, Annahme_KFA_Quote: gefunden eine leere Zelle"):
        tornado("Ziel_LZB", {**REFERENCE, "Annahme_KFA_Quote": None}, {}, {})
    names, cells = columns(REFERENCE)
    blank = [[None]] * len(names)
    found = evaluate(CATALOGUE["JC_EMPFINDLICHKEIT"], "Ziel_LZB", names, cells, [["x"], *blank[1:]], blank)
    assert (
        found.message
        == f"JC_EMPFINDLICHKEIT: unten, {names[0]}: gefunden „x“ (Text), erwartet eine Zahl oder eine leere Zelle."
    )


@given(st.integers(0, 2**32 - 1), st.integers(1, 50))
def test_any_seed_and_any_number_of_draws(seed, draws):
    """Every quantile is a published value of a plan between the ends."""
    found = quantiles("Ziel_ELB_gesamt_veroeffentlicht", [0, 0.5, 1], TWO, SUM, draws=draws, seed=seed)
    assert found == sorted(found)
    assert all(value == int(value) for value in found)
    exact = quantiles("Ziel_ELB_gesamt", [0, 1], TWO, SUM, draws=draws, seed=seed)
    assert [found[0], found[2]] == [
        float(half_up(value, 0)) if isinstance(value, int) else round(value) for value in exact
    ]


def test_the_plan_of_the_means_is_in_the_middle():
    (base,) = [row[0] for row in jc_plan(*columns(TWO))][:1]
    assert base == 27_300
    assert quantiles("Ziel_ELB_gesamt", [0.5], TWO, SUM)[0] == pytest.approx(
        base, abs=4 * 126.5 * 1.2533 / math.sqrt(DRAWS)
    )
