"""Bridge charts: floating columns of a cumulated series."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.core import bridge
from jcplan.errors import InputError

STEPS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8)


@given(STEPS, st.floats(-1e6, 1e6))
def test_columns_reach_from_each_level_to_the_next(steps, start):
    """Stacked above and below zero, the outer edges of a column are the levels before and after its step."""
    level = start
    for step, parts in zip(steps, bridge.floating_columns(steps, start), strict=True):
        base_above, base_below, *visible = parts
        top = base_above + visible[0] + visible[2]
        bottom = base_below + visible[1] + visible[3]
        before, level = level, level + step
        high, low = max(before, level), min(before, level)
        assert top == pytest.approx(max(0, high), abs=1e-6)
        assert bottom == pytest.approx(min(0, low), abs=1e-6)
        assert base_above == pytest.approx(max(0, low), abs=1e-6)
        assert base_below == pytest.approx(min(0, high), abs=1e-6)


@given(STEPS)
def test_visible_parts_are_as_long_as_the_steps_and_of_one_direction(steps):
    for step, parts in zip(steps, bridge.floating_columns(steps), strict=True):
        up, down = abs(parts[2]) + abs(parts[3]), abs(parts[4]) + abs(parts[5])
        assert (up if step >= 0 else down) == pytest.approx(abs(step), abs=1e-6)
        assert (down if step >= 0 else up) == 0


def test_leading_axes_are_scenarios():
    both = bridge.floating_columns([[1.0, 2.0], [3.0, -4.0]], [0.0, 10.0])
    assert both[0].tolist() == bridge.floating_columns([1, 2]).tolist()
    assert both[1].tolist() == bridge.floating_columns([3, -4], 10).tolist()


@pytest.mark.parametrize(("steps", "start", "name"), [([1, math.nan], 0, "werte"), ([1], math.inf, "anfang")])
def test_only_finite_numbers(steps, start, name):
    with pytest.raises(InputError, match=name):
        bridge.floating_columns(steps, start)
