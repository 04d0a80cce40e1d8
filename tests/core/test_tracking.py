"""Zielnachhaltung, staff and verdicts."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jcplan.core import monthly, staff, tracking
from jcplan.core.verdict import explain, verdict
from jcplan.errors import InputError

SEASON = st.lists(st.floats(0.1, 100), min_size=2, max_size=12)
FLOWS = st.lists(st.integers(0, 10_000).map(float), min_size=1, max_size=12)


@given(FLOWS, st.data())
def test_projection_of_a_full_year_is_the_sum(flows, data):
    season = data.draw(st.lists(st.floats(0.1, 100), min_size=len(flows), max_size=len(flows)))
    assert math.isclose(float(tracking.projection(flows, season)), math.fsum(flows), rel_tol=1e-9, abs_tol=1e-9)


@given(st.integers(1, 10**6), SEASON, st.data())
def test_months_on_target_project_to_the_target(goal, season, data):
    so_far = data.draw(st.integers(1, len(season)))
    months = monthly.monthly_targets(goal, season)
    assert math.isclose(float(tracking.projection(months[:so_far], season)), goal, rel_tol=1e-9)


@given(FLOWS, SEASON, st.integers(0, 10**6))
def test_actuals_and_rest_together_are_the_target(flows, season, missing):
    assume(len(flows) < len(season))
    goal = math.fsum(flows) + missing
    rest = tracking.open_target(goal, flows, season, 0)
    assert len(rest) == len(season) - len(flows)
    assert math.fsum(flows) + math.fsum(rest) == goal


@given(FLOWS, SEASON, st.floats(0, 1))
def test_nothing_is_left_where_the_target_is_met(flows, season, share):
    assume(len(flows) < len(season))
    assert not tracking.open_target(math.fsum(flows) * share, flows, season).any()


@given(st.integers(1, 10**6), SEASON, st.data())
def test_rest_of_a_year_on_target_is_its_own_plan(goal, season, data):
    so_far = data.draw(st.integers(1, len(season) - 1))
    months = monthly.monthly_targets(goal, season)
    assert tracking.open_target(goal, months[:so_far], season) == pytest.approx(months[so_far:], rel=1e-6, abs=1e-6)


@given(st.floats(1, 1e6), st.floats(0.001, 0.5), st.floats(0, 2))
def test_traffic_light_follows_its_definition(planned, tolerated, factor):
    missed = 1 - factor
    assume(min(abs(missed), abs(missed - tolerated)) > 1e-9)
    expected = "grün" if missed < 0 else "gelb" if missed < tolerated else "rot"
    assert str(tracking.traffic_light(planned * factor, planned, tolerated)) == expected
    assert str(tracking.traffic_light(planned * (1 + missed), planned, tolerated, -1)) == expected


@pytest.mark.parametrize(
    ("actual", "planned", "tolerated", "direction", "expected"),
    [
        (100, 100, 0.05, 1, "grün"),
        (95, 100, 0.05, 1, "gelb"),
        (94.9, 100, 0.05, 1, "rot"),
        (0.209, 0.22, 0.05, 1, "gelb"),  # 0.22 · 0.95 in floats
        (0.1 + 0.2, 0.3, 0, -1, "grün"),  # 0.30000000000000004
        (105, 100, 0.05, -1, "gelb"),
        (106, 100, 0.05, -1, "rot"),
        (-105, -100, 0.05, 1, "gelb"),
        (0, 0, 0.05, 1, "grün"),
    ],
)
def test_traffic_light_at_its_thresholds(actual, planned, tolerated, direction, expected):
    assert str(tracking.traffic_light(actual, planned, tolerated, direction)) == expected


@pytest.mark.parametrize("direction", [0, 2, -2, 0.5])
def test_direction_is_one_or_minus_one(direction):
    with pytest.raises(InputError, match="richtung"):
        tracking.traffic_light(1, 1, 0, direction)


def test_projection_wants_a_weight_in_the_months_so_far():
    with pytest.raises(InputError, match="saison"):
        tracking.projection([5], [0, 1])
    with pytest.raises(InputError, match="ist"):
        tracking.projection([1, 2, 3], [1, 1])


def test_open_target_wants_an_open_month():
    with pytest.raises(InputError, match="ist"):
        tracking.open_target(10, [1, 2], [1, 1])


@given(st.floats(0, 1e6), st.floats(0.1, 1000))
def test_posts_and_clients_a_post_undo_each_other(clients, ratio):
    posts = float(staff.posts_needed(clients, ratio))
    assume(posts > 0)
    assert math.isclose(float(staff.clients_a_post(clients, posts)), ratio, rel_tol=1e-9)


@pytest.mark.parametrize("nothing", [0, -1, math.nan])
def test_nobody_divides_by_no_posts(nothing):
    with pytest.raises(InputError, match="vzae"):
        staff.clients_a_post(100, nothing)
    with pytest.raises(InputError, match="schluessel"):
        staff.posts_needed(100, nothing)


def test_guide_values_of_the_law():
    """SGB II § 44c (4): 1:75 under 25, 1:150 from 25 on."""
    assert staff.posts_needed([1500, 1500], [75, 150]).tolist() == [20, 10]


@given(st.floats(0, 1e6), st.floats(0, 12))
def test_posts_of_a_part_and_of_the_rest_of_a_year_sum_to_all(posts, months):
    parts = staff.annual_mean_posts(posts, months) + staff.annual_mean_posts(posts, 12 - months)
    assert math.isclose(float(parts), posts, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("months", [-1, 12.1, math.nan])
def test_a_year_has_twelve_months(months):
    with pytest.raises(InputError, match="monate"):
        staff.annual_mean_posts(1, months)


@given(st.floats(0, 1e4), st.floats(1, 200), st.floats(0, 1), st.floats(0.1, 8))
def test_talks_take_the_time_that_they_have(posts, hours, share, duration):
    assert math.isclose(
        float(staff.talks(posts, hours, share, duration)) * duration, posts * hours * share, rel_tol=1e-9, abs_tol=1e-9
    )


def test_a_talk_takes_time_and_a_share_is_no_percentage():
    with pytest.raises(InputError, match="dauer"):
        staff.talks(1, 130, 0.6, 0)
    with pytest.raises(InputError, match="anteil"):
        staff.talks(1, 130, 60, 0.75)


@pytest.mark.parametrize(
    ("computed", "printed", "places", "obstacle", "expected"),
    [
        (47562669, 47562696, 0, "", "Widerspruch"),
        (0.224333, 0.224, 3, "", "passt"),
        (0.22475, 0.224, 3, "", "Widerspruch"),
        (5936501.88, 5900000, -5, "", "passt"),
        (1, math.nan, 0, "", "nicht prüfbar"),
        (math.nan, 1, 0, "", "nicht prüfbar"),
        (1, 1, math.nan, "", "nicht prüfbar"),
        (1, 1, 0, "anderer Stichtag", "nicht prüfbar"),
    ],
)
def test_verdicts(computed, printed, places, obstacle, expected):
    assert verdict(computed, printed, places, obstacle) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            (47562669, 47562696, 0, "€"),
            "Berechnet 47.562.669 €, angegeben 47.562.696 €: 27 € zu viel. Zwei benachbarte Ziffern sind vertauscht.",
        ),
        ((1079, 897, 0, "Köpfe"), "Berechnet 1.079 Köpfe, angegeben 897 Köpfe: 182 Köpfe zu wenig."),
        ((0.224333, 0.224, 3, "%"), "Berechnet 22,433 %, angegeben 22,4 %: passt auf die angegebenen Stellen."),
        # of an amount the cents are shown, never parts of them
        (
            (5936501.88, 5936502, 0, "€"),
            "Berechnet 5.936.501,88 €, angegeben 5.936.502 €: passt auf die angegebenen Stellen.",
        ),
        ((1.234, 1.2, 1, "€"), "Berechnet 1,23 €, angegeben 1,2 €: passt auf die angegebenen Stellen."),
        ((0.22, 0.224, 3, "%"), "Berechnet 22,0 %, angegeben 22,4 %: 0,4 %-Punkte zu viel."),
        ((0.0075, -0.006, 3, "%"), "Berechnet 0,8 %, angegeben −0,6 %: 1,4 %-Punkte zu wenig."),
        # of a decrease the sentence says whether it is stated too small or too large
        ((-0.02, -0.015, 3, "%"), "Berechnet −2,0 %, angegeben −1,5 %: Rückgang um 0,5 %-Punkte zu klein angegeben."),
        ((-0.02, -0.025, 3, "%"), "Berechnet −2,0 %, angegeben −2,5 %: Rückgang um 0,5 %-Punkte zu groß angegeben."),
        ((-32, 0, 0, "Köpfe"), "Berechnet −32 Köpfe, angegeben 0 Köpfe: Rückgang um 32 Köpfe zu klein angegeben."),
        ((-32, 5, 0, "Köpfe"), "Berechnet −32 Köpfe, angegeben 5 Köpfe: 37 Köpfe zu viel."),
        # the computed figure may be off itself
        (
            (1.1 / 5.3, 0.2, 2, "%", "", "", 0.0115),
            "Berechnet 20,75 % ± 1,15 %-Punkte, angegeben 20 %: passt auf die angegebenen Stellen.",
        ),
        ((466.5, 467, 1, "VZÄ", "", "", 0.1), "Berechnet 466,5 ± 0,1 VZÄ, angegeben 467,0 VZÄ: 0,5 VZÄ zu viel."),
        (
            (69, 32, 0, "Köpfe", "", "mindestens", 5),
            "Nötig mindestens 69 ± 5 Köpfe, angegeben 32 Köpfe: 37 Köpfe zu wenig.",
        ),
        ((0.78, 0.8, 2, "%", "", "", 0.0092), "Berechnet 78,00 % ± 0,92 %-Punkte, angegeben 80 %: 2 %-Punkte zu viel."),
        ((7, 8, 1, "VZÄ", "", "", 0.0999999), "Berechnet 7,0 ± 0,1 VZÄ, angegeben 8,0 VZÄ: 1,0 VZÄ zu viel."),
        # a bound that holds anyway needs no margin
        ((1, 0.97, 2, "%", "", "höchstens", 0.02), "Erlaubt höchstens 100 %, angegeben 97 %: passt."),
        (
            (1, 1.01, 2, "%", "", "höchstens", 0.02),
            "Erlaubt höchstens 100 % ± 2 %-Punkte, angegeben 101 %: passt.",
        ),
        (
            (1, 1, 0, "", "", "", 0.00012),
            "Berechnet 1,00000 ± 0,00012, angegeben 1: passt auf die angegebenen Stellen.",
        ),
        # a figure that is nothing on the scale of its decimals is shown as it is
        (
            (5936501.88, 5.9, -5, "€"),
            "Berechnet 5.936.501,88 €, angegeben 5,90 €: 5.936.495,98 € zu wenig. Die Angabe liegt um den Faktor 1.000.000 darunter: wohl fehlt „Mio.“.",
        ),
    ],
)
def test_sentences(arguments, expected):
    assert explain(*arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # a difference behind the stated decimals is shown with two more
        ((5.8, 6.4, 0, "VZÄ"), "Berechnet 5,80 VZÄ, angegeben 6,40 VZÄ: 0,60 VZÄ zu viel."),
        # what rounds to nothing is shown with the decimals that it has, four at most
        ((0.125, 700, -2), "Berechnet 0,125, angegeben 700,000: 699,875 zu viel."),
        ((0.123456, 700, -2), "Berechnet 0,1235, angegeben 700,0000: 699,8765 zu viel."),
        ((700, 0.25, 0, "VZÄ"), "Berechnet 700,00 VZÄ, angegeben 0,25 VZÄ: 699,75 VZÄ zu wenig."),
        ((0, 700, 0, "VZÄ"), "Berechnet 0 VZÄ, angegeben 700 VZÄ: 700 VZÄ zu viel."),
        # what fits is shown with two decimals more, where it has them; of a bound with one
        ((6.123, 6, 0, "VZÄ"), "Berechnet 6,12 VZÄ, angegeben 6 VZÄ: passt auf die angegebenen Stellen."),
        ((6.123, 7, 0, "VZÄ", "", "mindestens"), "Nötig mindestens 6,1 VZÄ, angegeben 7 VZÄ: passt."),
        ((6.123, 5, 0, "VZÄ", "", "höchstens"), "Erlaubt höchstens 6,1 VZÄ, angegeben 5 VZÄ: passt."),
        ((6, 6, 0, "VZÄ", "", "gleich"), "Berechnet 6 VZÄ, angegeben 6 VZÄ: passt auf die angegebenen Stellen."),
        ((6.123, 6, 0, "€"), "Berechnet 6,12 €, angegeben 6 €: passt auf die angegebenen Stellen."),
        ((6.1234, 6.12, 2, "€"), "Berechnet 6,12 €, angegeben 6,12 €: passt auf die angegebenen Stellen."),
        ((6.12345, 6.123, 3, "€"), "Berechnet 6,123 €, angegeben 6,123 €: passt auf die angegebenen Stellen."),
        ((6.123, 6, 0, "€", "", "mindestens"), "Nötig mindestens 6,1 €, angegeben 6 €: passt."),
        ((6123.4, 6100, -2, "€"), "Berechnet 6.123 €, angegeben 6.100 €: passt auf die angegebenen Stellen."),
        # what a figure may be off has two digits, and the figure as many decimals
        (
            (466.5, 467, 0, "VZÄ", "", "", 0.62555),
            "Berechnet 466,50 ± 0,63 VZÄ, angegeben 467 VZÄ: passt auf die angegebenen Stellen.",
        ),
        # what is missing
        ((math.nan, math.nan, 0), "Nicht prüfbar: der berechnete und der angegebene Wert fehlen."),
        ((7, math.nan, 0, "VZÄ"), "Nicht prüfbar: der angegebene Wert fehlt (berechnet 7 VZÄ)."),
        ((7.25, math.nan, 0, "VZÄ"), "Nicht prüfbar: der angegebene Wert fehlt (berechnet 7,3 VZÄ)."),
        ((math.nan, 8, 1), "Nicht prüfbar: der berechnete Wert fehlt (angegeben 8,0)."),
        ((1, 2, math.nan), "Nicht prüfbar: die Zahl der Stellen fehlt (berechnet 1, angegeben 2)."),
        ((1, 2, 0, "", "anderer Stichtag."), "Nicht prüfbar: anderer Stichtag (berechnet 1, angegeben 2)."),
    ],
)
def test_sentences_by_hand(arguments, expected):
    assert explain(*arguments) == expected


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.sampled_from(["", "€", "Köpfe"]))
def test_sentence_and_verdict_agree(computed, printed, unit):
    sentence = explain(computed, printed, 0, unit)
    assert ("passt" in sentence) is (verdict(computed, printed, 0) == "passt")
    decrease = computed < 0 and printed <= 0
    assert (("zu klein angegeben" if decrease else "zu viel") in sentence) is (printed > computed)
    assert (("zu groß angegeben" if decrease else "zu wenig") in sentence) is (printed < computed)
    assert sentence.endswith(".")


@pytest.mark.parametrize("kind", ["", "gleich", "mindestens", "höchstens"])
@pytest.mark.parametrize(("places", "uncertain"), [(0, 0), (0, 2.5), (2, 0.03), (3, 0.0115), (-3, 200)])
def test_the_tolerance_is_half_a_unit_and_the_uncertainty_both_ends_in(kind, places, uncertain):
    """On decimals: 0.1 + 0.2 and 0.3 are the same end."""
    tolerance = Decimal(5).scaleb(-places - 1) + Decimal(str(uncertain))
    more = Decimal(1).scaleb(-places - 3)
    for sign in (1, -1):
        free = (kind == "mindestens" and sign > 0) or (kind == "höchstens" and sign < 0)
        for distance, expected in ((tolerance, "passt"), (tolerance + more, "passt" if free else "Widerspruch")):
            stated = float(Decimal("0.3") + sign * distance)
            assert verdict(0.1 + 0.2, stated, places, "", kind, uncertain) == expected


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.integers(0, 100))
def test_nothing_uncertain_is_zero(computed, printed, uncertain):
    assert verdict(computed, printed, 0, ungenau=math.nan) == verdict(computed, printed, 0, ungenau=0)
    if verdict(computed, printed, 0) == "passt":
        assert verdict(computed, printed, 0, ungenau=uncertain) == "passt"


def test_figures_computed_from_rounded_ones():
    """1.1 of 5.3 milliards is 1.05/5.35 to 1.15/5.25, 19.6 to 21.9 %: "rund 20 %" can be."""
    low, high = 1.05 / 5.35, 1.15 / 5.25
    assert verdict(1.1 / 5.3, 0.2, 2) == "Widerspruch"
    assert verdict((low + high) / 2, 0.2, 2, ungenau=(high - low) / 2) == "passt"
    assert verdict((low + high) / 2, 0.23, 2, ungenau=(high - low) / 2) == "Widerspruch"


@pytest.mark.parametrize("uncertain", [-0.1, math.inf])
def test_an_uncertainty_is_not_negative(uncertain):
    for rule in (verdict, explain):
        with pytest.raises(InputError, match="ungenau"):
            rule(1, 1, 0, ungenau=uncertain)


@pytest.mark.parametrize("places", [500, -13, 1.5, math.inf])
@pytest.mark.parametrize("computed", [math.nan, 1])
def test_decimals_are_checked_also_where_nothing_can_be_compared(computed, places):
    for rule in (verdict, explain):
        with pytest.raises(InputError, match=r"^stellen"):
            rule(computed, 1, places)


@pytest.mark.parametrize(
    ("computed", "stated", "places", "unit", "slip"),
    [
        (5937, 5937000, 0, "€", "1.000 darüber: wohl Mio. statt Tsd."),
        (5936501.88, 5936502000, 0, "€", "1.000 darüber: wohl Mrd. statt Mio."),
        (5936501.88, 5937, 0, "€", "1.000 darunter: wohl Tsd. statt Mio."),
        (5936501.88, 5.9, 1, "€", "1.000.000 darunter: wohl fehlt „Mio.“."),
        (5.9, 5900000, -5, "€", "1.000.000 darüber: wohl steht „Mio.“ zu viel."),
        (1.5e9, 1500, -2, "€", "1.000.000 darunter: wohl Tsd. statt Mrd."),
        (1079, 1.079, 3, "Köpfe", "1.000 darunter: wohl fehlt „Tsd.“."),
        (-32, -32000, 0, "Köpfe", "1.000 darüber: wohl steht „Tsd.“ zu viel."),
        (21.987, 21987, 0, "Mio. €", "1.000 darüber: wohl Mrd. statt Mio."),
        (1e12, 1e9, -8, "€", "1.000 darunter."),
        (0.224333, 22.4, 1, "%", "100 darüber: wohl als Prozentzahl eingetragen statt als Anteil (22,4 % ist 0,224)."),
        (0.224333, 22.4, 3, "%", "100 darüber: wohl als Prozentzahl eingetragen statt als Anteil (22,4 % ist 0,224)."),
        (0.224333, 0.00224, 5, "%", "100 darunter: wohl zweimal durch 100 geteilt (22,4 % ist 0,224)."),
        (0.224333, 22.4, 1, "", "100 darüber: wohl als Prozentzahl eingetragen statt als Anteil (22,4 % ist 0,224)."),
        (1, 100, 0, "", "100 darüber: wohl als Prozentzahl eingetragen statt als Anteil (22,4 % ist 0,224)."),
        # a share may be one of thousand or million as well where no unit says what it is
        (0.2245, 224.5, 1, "", "1.000 darüber: wohl steht „Tsd.“ zu viel."),
        (0.2245, 224500, 0, "", "1.000.000 darüber: wohl steht „Mio.“ zu viel."),
        (1e15, 1e9, -8, "€", "1.000.000 darunter."),  # for what is beyond milliards there is no word
        (10.5, 10500, 0, "Köpfe", "1.000 darüber: wohl steht „Tsd.“ zu viel."),
    ],
)
def test_slips_by_a_factor_are_named(computed, stated, places, unit, slip):
    assert verdict(computed, stated, places) == "Widerspruch"
    assert explain(computed, stated, places, unit).endswith(f". Die Angabe liegt um den Faktor {slip}")


@pytest.mark.parametrize(
    ("computed", "stated", "places", "unit"),
    [
        (5936501.88, 5900, 0, "€"),  # 5,900 thousand is not 5,937 thousand, printed to the euro
        (5936501.88, 5935, 0, "€"),
        (700, 1, 0, "Köpfe"),  # of one digit, nearly anything is a thousandth
        (1079, 0, 0, "Köpfe"),
        (1079, -1.079, 3, "Köpfe"),
        (1079, 107900, 0, "Köpfe"),  # by a hundred only shares go wrong
        (0.224, 224, 0, "%"),
        (0.5, 50, 0, "€"),
        (1.5, 150, 0, ""),  # without a unit it may be a share, up to the whole
        (410, 0.4, 0, "Köpfe"),  # to whole heads, 0.4 says nothing
    ],
)
def test_other_figures_are_no_slip_by_a_factor(computed, stated, places, unit):
    assert verdict(computed, stated, places) == "Widerspruch"
    assert "Faktor" not in explain(computed, stated, places, unit)


@given(st.integers(10_000, 10**9), st.sampled_from([3, 6]), st.sampled_from(["€", "Köpfe", ""]))
def test_every_factor_of_a_thousand_is_named_both_ways(figure, power, unit):
    factor = {3: "1.000", 6: "1.000.000"}[power]
    assert f"um den Faktor {factor} darüber" in explain(figure, figure * 10**power, 0, unit)
    assert f"um den Faktor {factor} darunter" in explain(figure, figure / 10**power, power, unit)


MONTHS = st.lists(st.one_of(st.just(math.nan), st.integers(0, 5000).map(float)), min_size=1, max_size=12).filter(
    lambda months: any(not math.isnan(month) for month in months)
)


@given(MONTHS, st.data())
def test_progress_counts_known_months_on_both_sides(actual, data):
    plan = data.draw(st.lists(st.integers(0, 5000), min_size=len(actual), max_size=len(actual)))
    known = [i for i, month in enumerate(actual) if not math.isnan(month)]
    result = tracking.progress(actual, plan, [1.0] * len(actual))
    assert float(result.monat) == known[-1] + 1
    assert float(result.soll) == sum(plan[i] for i in known)
    assert float(result.ist) == sum(actual[i] for i in known)
    assert float(result.abweichung) == float(result.ist) - float(result.soll)
    assert float(result.hochrechnung) == pytest.approx(float(result.ist) * len(actual) / len(known), rel=1e-12)


@given(MONTHS, st.integers(1, 5000))
def test_progress_of_a_stock_is_its_mean(actual, plan):
    known = [month for month in actual if not math.isnan(month)]
    result = tracking.progress(actual, [plan] * len(actual), [1.0] * len(actual), True)
    mean = math.fsum(known) / len(known)
    assert [float(x) for x in result.rows()[1:]] == pytest.approx([plan, mean, mean - plan, mean], rel=1e-12, abs=1e-9)


@given(st.lists(st.floats(0, 5000), min_size=1, max_size=12), st.data())
def test_projection_without_gaps_is_that_of_the_other_function(actual, data):
    season = data.draw(st.lists(st.floats(0.1, 5), min_size=len(actual), max_size=12))
    filled = actual + [math.nan] * (len(season) - len(actual))
    result = tracking.progress(filled, [0.0] * len(season), season)
    assert float(result.hochrechnung) == pytest.approx(float(tracking.projection(actual, season)), rel=1e-12, abs=1e-12)


def test_teams_go_on_the_first_axis():
    result = tracking.progress([[1, 2], [3, math.nan]], [[2, 2], [2, 2]], [1, 1])
    assert result.rows().tolist() == [[2, 1], [4, 2], [3, 3], [-1, 1], [3, 6]]


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (([math.nan], [1], [1]), "ist"),
        (([1, -1], [1, 1], [1, 1]), "ist"),
        (([1, 1], [1], [1, 1]), "soll"),
        (([1, math.nan], [1, 1], [0, 1]), "saison"),
        (([math.nan, math.nan, -5, 3], [1] * 4, [1] * 4), "ist, Wert 3"),
    ],
)
def test_progress_that_cannot_be(arguments, place):
    with pytest.raises(InputError, match=f"^{place}"):
        tracking.progress(*arguments)


@given(MONTHS, st.data())
def test_rate_since_january(flows, data):
    stocks = data.draw(
        st.lists(
            st.one_of(st.just(math.nan), st.integers(1, 9000).map(float)), min_size=len(flows), max_size=len(flows)
        )
    )
    rates = tracking.year_to_date_rate(flows, stocks)
    pairs: list[tuple[float, float]] = []
    for rate, flow, stock in zip(rates, flows, stocks, strict=True):
        if math.isnan(flow) or math.isnan(stock):
            assert math.isnan(rate)
            continue
        pairs.append((flow, stock))
        mean = math.fsum(s for _, s in pairs) / len(pairs)
        assert rate == pytest.approx(math.fsum(f for f, _ in pairs) / mean, rel=1e-12)


def test_rate_without_stock_is_an_error():
    with pytest.raises(InputError, match=r"^elb"):
        tracking.year_to_date_rate([1, 1], [0, 0])


def test_a_bad_month_of_the_rate_is_named_by_its_number():
    with pytest.raises(InputError, match=r"^integrationen, Wert 3: gefunden −5"):
        tracking.year_to_date_rate([math.nan, math.nan, -5], [1, 1, 1])
    with pytest.raises(InputError, match=r"^elb, Wert 2: gefunden −1"):
        tracking.year_to_date_rate([math.nan, 1], [math.nan, -1])


# ---- what the year may end at -------------------------------------------------------------------

EARLIER = [[25, 75], [50, 50]]
"""Two years that had reached a quarter and a half after one of two months."""


def test_range_between_the_same_quantile_is_one_value():
    """Half way between a quarter and a half is 0.375; 30 are that part of 80."""
    assert tracking.projection_range([30, math.nan], EARLIER, unten=0.5, oben=0.5).tolist() == [80, 80]


def test_range_of_a_stock_is_of_means():
    """Means of the known month over the year's: 25 of 50 and 50 of 50; 30 are half of 60, and all of 30."""
    assert tracking.projection_range([30, math.nan], EARLIER, bestand=True, unten=0, oben=1).tolist() == [30, 60]


def test_range_from_a_higher_to_a_lower_quantile_is_refused():
    with pytest.raises(InputError, match=r"^oben: gefunden 0,1, erwartet mindestens unten \(0,9\)"):
        tracking.projection_range([30, math.nan], EARLIER, unten=0.9, oben=0.1)
