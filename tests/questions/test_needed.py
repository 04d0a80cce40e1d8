"""What it would take: the value put back in gives the wish, the published band holds to its ends, and every no has a reason."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jcplan.core.validity import RANGES
from jcplan.errors import InputError
from jcplan.functions import jc_benoetigt, jc_plan, jc_plan_grund, jc_plan_namen

from .cases import _FIELDS, CASES, ONE, REFERENCE, SIX, THREE, columns, half_up, in_fractions, places_of, plan, plans

F = Fraction

PUBLISHED = "_veroeffentlicht"


def needed(target, wish, name, values):
    return [row[0] for row in jc_benoetigt(target, wish, name, *columns(values))]


def bounds(name):
    end = re.sub(r"Annahme_(G\d_)?", "", name)
    return RANGES[_FIELDS.get(end, end.lower())]


class Targets:
    """Targets of a plan with one input at many values; None where there is no plan."""

    def __init__(self, values, name, places):
        names, cells = columns(values)
        for row, each in zip(cells, names, strict=True):
            row += [float(place) if each == name else None for place in places]
        self._names = [row for (row,) in jc_plan_namen(names)]
        self._rows, (self._reasons,) = jc_plan(names, cells), jc_plan_grund(names, cells)

    def __call__(self, target):
        row = self._rows[self._names.index(target)][1:]
        return [None if why else value for value, why in zip(row, self._reasons[1:], strict=True)]


def exactly(values, name, x, target):
    """The target on the unrounded chain, in fractions."""
    return in_fractions({**values, name: F(x)}, rounding=False)[target]


def check_band(values, name, target, wish, low, high):
    """The figure is the wish at both ends, and no longer beyond unless the input ends there."""
    (first, last) = Targets(values, name, [low, high])(target + PUBLISHED)
    assert first == last == wish
    beyond = [np.nextafter(low, -math.inf), np.nextafter(high, math.inf)]
    for end, (place, figure) in zip(
        (low, high), zip(beyond, Targets(values, name, beyond)(target + PUBLISHED), strict=True), strict=True
    ):
        at_bounds = end in bounds(name)
        assert at_bounds or figure is None or figure != wish, (name, target, end, place)


LEVERS = ("Veraenderung", "Zugang", "Zugang_ab_Monat", "IQ_Vorjahr", "IQ_Steigerung", "IQ_Ziel", "ELB")
ONCE = (
    "Annahme_ELB_gesamt", "Annahme_IQ_gesamt_Vorjahr", "Annahme_LZB_Bestand", "Annahme_LZB_Zuwachsrate", "Annahme_LZB_Ziel",
    "Annahme_Verwaltungsbudget", "Annahme_Eingliederungsmittel", "Annahme_Umschichtung_Anteil",
)  # fmt: skip


def reached(values, name, share):
    """A value of the input inside its bounds, near what it is."""
    now = F(values[name])
    low, high = bounds(name)
    width = max(abs(now) / 5, F(1, 100))
    return max(min(now + (F(share) * 2 - 1) * width, F(str(high))), F(str(low)))


@given(plans(), st.data())
def test_there_and_back(values, data):
    """A wish that some value gives: the value that is found gives it too."""
    assume(jc_plan_grund(*columns(values))[0][0] is None)
    open_ = [name for name in values if values[name] is not None and (name in ONCE or name.endswith(LEVERS))]
    name = data.draw(st.sampled_from(open_))
    x = reached(values, name, data.draw(st.integers(0, 100)) / F(100))
    changed = {**values, name: str(float(x))}
    assume(jc_plan_grund(*columns(changed))[0][0] is None)
    target = data.draw(st.sampled_from(sorted(in_fractions(values, rounding=False))))
    wish = float(exactly(values, name, float(x), target))
    value, low, high, reason = needed(target, wish, name, values)
    if value is None:
        uses = {exactly(values, name, float(x) * (1 + 2.0**-k), target) for k in range(4, 9)}
        assert len(uses) == 1, reason  # it does not depend on the input
        assert reason == f"{target} hängt nicht von {name} ab."
        return
    assert reason is None
    found = float(exactly(values, name, value, target))
    assert found == pytest.approx(wish, rel=2e-12, abs=2e-15)
    if low is not None:
        check_band(values, name, target, wish, low, high)


@pytest.mark.parametrize("case", CASES)
def test_every_target_of_every_lever(case):
    """A wish a little beside what is, as it would be published: value, and band, of pairs that depend."""
    values = CASES[case]
    levers = [name for name in values if values[name] is not None and (name in ONCE or name.endswith(LEVERS))]
    before = in_fractions(values, rounding=False)
    bands, at = 0, 0
    for name in levers:
        moved = exactly_all(values, name, reached(values, name, values[name] != "12"))
        for target, now in before.items():
            at += 1
            if at % {"one": 1, "two": 2, "three": 3, "2027": 5}.get(case, 7):  # of many groups some of the pairs
                continue
            value, low, high, reason = needed(target, float(now), name, values)
            if moved[target] == now:
                if value is not None:  # an inflow of nobody has no month: as it is, it is as good as any
                    assert (value, reason) == (float(values[name]), None)
                    reason = needed(target, float(now) + 1, name, values)[3]
                assert reason in (
                    f"{target} hängt nicht von {name} ab.",
                    f"{target} ändert sich mit {name} nicht, solange alles andere bleibt.",
                ), reason
                continue
            assert reason is None, (name, target, reason)
            assert float(exactly(values, name, value, target)) == pytest.approx(float(now), rel=2e-12)
            shown = float(half_up(moved[target], places_of(target, values)))
            value, low, high, reason = needed(target, shown, name, values)
            if low is not None:
                bands += 1
                check_band(values, name, target, shown, low, high)
            if value is not None:
                assert float(exactly(values, name, value, target)) == pytest.approx(shown, rel=2e-12)
    assert bands > 15


def exactly_all(values, name, x):
    return in_fractions({**values, name: F(x)}, rounding=False)


def test_spot_values():
    """225 of 1,000 takes 1.6209 % more; as it is published the group needs 23.35 %, and 23.45 % would print 23.5 %."""
    value, low, high, reason = needed("Ziel_IQ_gesamt", 0.225, "Annahme_G1_IQ_Steigerung", REFERENCE)
    assert value == pytest.approx(0.016209, abs=5e-7)
    assert low == pytest.approx(0.2335 / 0.23 - 1, rel=1e-12)
    assert high == pytest.approx(0.2345 / 0.23 - 1, rel=1e-12)
    assert (round(low, 6), round(high, 6), reason) == (0.015217, 0.019565, None)
    check_band(REFERENCE, "Annahme_G1_IQ_Steigerung", "Ziel_IQ_gesamt", 0.225, low, high)


def test_round_answers_are_round():
    assert needed("Ziel_LZB_Abgang", 0, "Annahme_LZB_Zuwachsrate", REFERENCE)[0] == 0
    assert needed("Ziel_ELB_G2", 1900, "Annahme_G2_Zugang", REFERENCE)[0] == 531
    assert needed("Ziel_IQ_G1", 0.23345, "Annahme_G1_IQ_Steigerung", REFERENCE)[0] == 0.015
    assert needed("Ziel_IQ_G2", 0.15, "Annahme_G2_IQ_Ziel", REFERENCE)[0] == 0.15


def test_where_the_target_is_no_quotient_of_straight_lines():
    """The exits are a polynomial of the growth; the growth for 100 exits by bisection in fractions."""
    value, low, high, reason = needed("Ziel_LZB_Abgang", 100, "Annahme_LZB_Zuwachsrate", THREE)
    first, last = F(0), F(1, 50)
    for _ in range(80):
        middle = F(float((first + last) / 2))
        if exactly(THREE, "Annahme_LZB_Zuwachsrate", middle, "Ziel_LZB_Abgang") < 100:
            first = middle
        else:
            last = middle
    assert value == pytest.approx(float(first), rel=1e-11)
    assert reason is None
    check_band(THREE, "Annahme_LZB_Zuwachsrate", "Ziel_LZB_Abgang", 100.0, low, high)
    assert low < value < high


def test_a_stock_that_weighs_its_implied_rate():
    """Of two groups one's earlier rate follows from the total: the other's stock moves both."""
    wish = float(exactly(THREE, "Annahme_G3_ELB", 1500, "Ziel_IQ_gesamt"))
    value, low, high, reason = needed("Ziel_IQ_gesamt", wish, "Annahme_G3_ELB", THREE)
    assert (low, high, reason) == (None, None, None)  # a wish with many decimals is never published
    assert value == pytest.approx(1500, rel=1e-9)


def test_a_wish_finer_than_the_published_decimals_has_no_band():
    value, low, high, reason = needed("Ziel_IQ_gesamt", 0.2245, "Annahme_G1_IQ_Steigerung", REFERENCE)
    assert (low, high, reason) == (None, None, None)
    assert float(exactly(REFERENCE, "Annahme_G1_IQ_Steigerung", value, "Ziel_IQ_gesamt")) == pytest.approx(
        0.2245, rel=1e-13
    )
    fine = {**REFERENCE, "Annahme_IQ_Nachkommastellen": "4", "Annahme_G1_IQ_Nachkommastellen": "6"}
    again, low, high, _ = needed("Ziel_IQ_gesamt", 0.2245, "Annahme_G1_IQ_Steigerung", fine)
    assert again == value
    assert low < value < high
    check_band(fine, "Annahme_G1_IQ_Steigerung", "Ziel_IQ_gesamt", 0.2245, low, high)


def test_a_figure_that_rounded_rates_jump_over_has_no_band():
    """23.3 % and 23.4 % of the group blend to 22.43 % and 22.52 %: none prints 22.45 %."""
    values = {**REFERENCE, "Annahme_IQ_Nachkommastellen": "4"}
    value, low, high, reason = needed("Ziel_IQ_gesamt", 0.2245, "Annahme_G1_IQ_Steigerung", values)
    assert value is not None
    assert (low, high, reason) == (None, None, None)


@pytest.mark.parametrize("ending", ["", PUBLISHED])
def test_the_target_may_be_named_as_published(ending):
    assert needed("Ziel_LZB" + ending, 17_000, "Annahme_LZB_Ziel", REFERENCE)[0] == pytest.approx(
        17_000 / 17_241 - 1, rel=1e-9
    )


def test_a_band_that_ends_at_the_bounds():
    """Nobody comes: 0 heads are published as 0 up to the next half; less than none is no plan."""
    values = plan(
        {"ELB": "0", "Veraenderung": "0", "Zugang": "5", "IQ_Ziel": "0.2"},
        {"ELB": "10", "Veraenderung": "0", "IQ_Ziel": "0.2"},
    )
    value, low, high, _ = needed("Ziel_ELB_G1", 0, "Annahme_G1_Zugang", values)
    assert value == 0
    assert 0.4999999999999994 < high < 0.4999999999999995  # of which a cell shows 0.499999999999999
    assert -1e-9 <= low <= 0
    value, low, high, _ = needed("Ziel_IQ_G1", 1, "Annahme_G1_IQ_Ziel", values)
    assert (value, low, high) == (1, pytest.approx(0.9995, rel=1e-15), 1)


def test_of_several_values_the_nearest():
    """12 exits a month: at growth 0.07 %, not at a stock that would vanish by itself."""
    value, *_ = needed("Ziel_LZB_Abgang", 12, "Annahme_LZB_Zuwachsrate", REFERENCE)
    assert 0 < value < 0.001


@pytest.mark.parametrize(
    ("target", "wish", "name", "changes", "reason"),
    [
        ("Ziel_LZB", 17_000, "Annahme_G1_IQ_Steigerung", {}, "Ziel_LZB hängt nicht von Annahme_G1_IQ_Steigerung ab."),
        ("Ziel_LZB", 17_000, "Annahme_Planjahr", {}, "Ziel_LZB hängt nicht von Annahme_Planjahr ab."),
        ("Ziel_IQ_G1", 0.2, "Annahme_G1_IQ_Nachkommastellen", {}, "Annahme_G1_IQ_Nachkommastellen bewegt nur die Rundung."),
        ("Ziel_IQ_G1", 0.2, "Annahme_G1_IQ_Ziel", {}, "Annahme_G1_IQ_Ziel ist leer; "),
        ("Ziel_IQ_gesamt", 0.9, "Annahme_G2_IQ_Ziel", {}, "Ziel_IQ_gesamt liegt für Annahme_G2_IQ_Ziel von 0,00 % bis 100,00 % zwischen "),
        ("Ziel_ELB_G2", -5, "Annahme_G2_Zugang", {}, "Ziel_ELB_G2 liegt für Annahme_G2_Zugang von "),
        ("Ziel_ELB_gesamt", 9e8, "Annahme_G2_Zugang", {}, "nie bei 900.000.000"),
        ("Ziel_LZB", 17_000, "Annahme_LZB_Ziel", {"Annahme_KFA_Quote": "5"}, "Für keinen Wert von Annahme_LZB_Ziel ergibt sich ein Plan."),
        ("Ziel_LZB", 17_000, "Annahme_LZB_Ziel", {"Annahme_Verwaltungsbudget": "1.7e308"}, "Für keinen Wert"),
        ("Ziel_LZB", 17_000, "Annahme_LZB_Ziel", {"Annahme_KFA_Quote": "1"}, "Für keinen Wert"),
        ("Ziel_LZB", 17_000, "Annahme_LZB_Ziel", {"Annahme_KFA_Quote": None}, "Annahme_KFA_Quote: gefunden eine leere Zelle"),
    ],
)  # fmt: skip
def test_reasons(target, wish, name, changes, reason):
    found = needed(target, wish, name, {**REFERENCE, "Annahme_Planjahr": "2017", **changes})
    assert found[:3] == [None, None, None]
    assert reason in found[3]


def test_a_plan_that_is_impossible_now_may_be_mended():
    values = {**REFERENCE, "Annahme_G2_Zugang": "-2000"}
    assert jc_plan_grund(*columns(values))[0][0] is not None
    assert needed("Ziel_ELB_G2", 1000, "Annahme_G2_Zugang", values)[0] == -369


def test_names_that_there_are_not():
    with pytest.raises(InputError, match=r"eingabe: gefunden „Annahme_LZB_Zil“.*Meinten Sie Annahme_LZB_Ziel"):
        needed("Ziel_LZB", 1, "Annahme_LZB_Zil", REFERENCE)
    with pytest.raises(InputError, match=r"ziel: gefunden „Ziel_IQ_gesam“.*Meinten Sie Ziel_IQ_gesamt"):
        needed("Ziel_IQ_gesam", 1, "Annahme_LZB_Ziel", REFERENCE)
    with pytest.raises(InputError, match="werte: gefunden 2 Spalten, erwartet eine Spalte"):
        jc_benoetigt("Ziel_LZB", 1, "Annahme_LZB_Ziel", *columns(ONE, SIX | ONE))


@given(plans(), st.data())
def test_never_an_error_value_for_names_that_there_are(values, data):
    names, cells = columns(values)
    target = data.draw(st.sampled_from([name for (name,) in jc_plan_namen(names)]))
    name = data.draw(st.sampled_from(names))
    wish = data.draw(st.floats(-1e9, 1e9) | st.floats(0, 1))
    value, low, high, reason = (row[0] for row in jc_benoetigt(target, wish, name, names, cells))
    assert (value is None) == (reason is not None)
    assert (low is None) == (high is None)
    if value is None:
        assert low is None
        assert reason.endswith(".")
