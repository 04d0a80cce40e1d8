"""Programmes and measures: throughput of places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.core import measures
from jcplan.errors import InputError

PLACES, MONTHS, STAY = st.floats(0, 1e5), st.floats(0, 120), st.floats(0.1, 60)


@given(PLACES, MONTHS, STAY)
def test_places_are_always_taken(places, months, stay):
    """Participants times their stay are the months that the places offer."""
    through = float(measures.throughput(places, months, stay))
    assert through * stay == pytest.approx(places * months, rel=1e-12)


@given(PLACES, MONTHS, STAY)
def test_half_the_stay_lets_twice_as_many_through(places, months, stay):
    once, twice = measures.throughput(places, months, [stay, stay / 2])
    assert twice == pytest.approx(2 * once, rel=1e-12)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [((-1, 12, 6), "plaetze"), ((1, -1, 6), "monate"), ((1, 12, 0), "verweildauer"), ((1, 12, -2), "verweildauer")],
)
def test_impossible_values_are_refused(arguments, name):
    with pytest.raises(InputError, match=name):
        measures.throughput(*arguments)
