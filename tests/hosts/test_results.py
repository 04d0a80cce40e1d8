"""The memory of LibreOffice's calls stays bounded."""

from __future__ import annotations

from jcplan.hosts.libreoffice import service
from jcplan.hosts.libreoffice.results import LIMIT, Results


def counted(limit):
    """A memory of a function that gives its arguments back, and the calls that reached it."""
    calls = []

    def same(*arguments):
        calls.append(arguments)
        return arguments

    return Results(same, limit), calls


def test_the_same_call_is_computed_once():
    results, calls = counted(1000)
    assert [results("a", 1.0), results("a", 1.0), results("a", 2.0)] == [("a", 1.0), ("a", 1.0), ("a", 2.0)]
    assert calls == [("a", 1.0), ("a", 2.0)]


def test_what_was_not_asked_for_longest_goes_first():
    results, calls = counted(59)  # a call of one value weighs 10 + 1 + 1: room for four
    for value in (1.0, 2.0, 3.0, 4.0, 1.0, 5.0, 1.0, 2.0):
        results(value)
    assert calls == [(1.0,), (2.0,), (3.0,), (4.0,), (5.0,), (2.0,)]
    assert (len(results), results.weight) == (4, 48)


def test_many_long_calls_weigh_no_more_than_the_limit():
    results, calls = counted(10_000)
    for number in range(300):
        column = tuple((float(number + row),) for row in range(500))
        assert results(column) == (column,)
    assert len(calls) == 300
    assert len(results) == 9  # 10 + 500 + 500 each
    assert results.weight == 9 * 1010


def test_a_call_that_would_empty_it_is_not_kept():
    results, calls = counted(10_000)
    results("kurz")
    column = tuple((float(row),) for row in range(2_000))
    assert [results(column), results(column), results("kurz")] == [(column,), (column,), ("kurz",)]
    assert len(calls) == 3


def test_calls_of_calc_are_kept_within_the_limit():
    memory = service._computed
    for number in range(60):
        column = tuple((float(number + row),) for row in range(1, 10_001))
        assert service.call("JC_VERAENDERUNG", (column, 100.0))[99] == ((number + 100) / 100 - 1,)
    assert LIMIT - 20_012 < memory.weight <= LIMIT
