"""What is typed in ``cases`` of the planning document and of 2027 is what the cases of the product say."""

from __future__ import annotations

import pytest

from jcplan.cases import YEARS, case

from .cases import OF_YEARS, number


@pytest.mark.parametrize("year", YEARS)
def test_typed_plans_are_the_cases(year):
    names, values = case(year).columns
    found = dict(zip(names, values, strict=True))
    assert {name: number(text) for name, text in OF_YEARS[year].items()} == {
        name: found[name] for name in OF_YEARS[year]
    }
