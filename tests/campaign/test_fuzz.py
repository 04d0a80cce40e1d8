"""A sample of the fuzz of function calls, and what it has to see."""

from __future__ import annotations

import math

import fuzz
import numpy as np
import pytest

from jcplan.catalogue import CATALOGUE
from jcplan.cells import CellError

CALLS = 80
"""Of each function."""


@pytest.mark.parametrize("name", CATALOGUE)
def test_hostile_calls_end_in_a_value_or_a_sentence(name):
    calls, outcomes = fuzz.Calls(list(CATALOGUE).index(name)), set()
    for index in range(CALLS):
        arguments = calls.arguments(name)
        outcome, wrong = fuzz.finding(name, arguments, typed=index % 10 == 0)
        assert not wrong, arguments
        outcomes.add(outcome)
    assert "error" in outcomes
    assert "value" in outcomes


def test_the_same_calls_come_every_time():
    first, second = fuzz.Calls(1), fuzz.Calls(1)
    assert [repr(first.arguments("JC_IQ")) for _ in range(20)] == [repr(second.arguments("JC_IQ")) for _ in range(20)]


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("JC_KFA", math.nan),
        ("JC_KFA", ((1.0,), (math.inf,))),
        ("JC_KFA", ((1.0, 2.0), (1.0,))),
        ("JC_KFA", "drei"),
        ("JC_KFA", np.float64(1)),
        ("JC_ERLAEUTERUNG", "x" * 32_768),
        ("JC_KFA", CellError("#VALUE!", "")),
        ("JC_KFA", CellError("#NUM!", "JC_KFA: quote: gefunden 2, erwartet höchstens 1.")),
        ("JC_KFA", CellError("#VALUE!", "JC_KFA: quote: gefunden nan, erwartet eine Zahl.")),
        ("JC_KFA", CellError("#VALUE!", "JC_KFA: quote ist falsch.")),
        ("JC_VERTEILEN", ((50.0,), (49.0,))),
        ("JC_UMSCHICHTUNG", ((1.0,), (2.0,), (3.0,), (6.0,))),
        ("JC_IQ_SPANNE", ((0.3,), (0.2,))),
        ("JC_IQ", -0.1),
    ],
)
def test_what_is_wrong_is_seen(name, result):
    assert fuzz.wrong_result(name, [100.0, ((1.0,), (1.0,))], result)


def test_a_call_that_is_typed_otherwise_is_seen():
    assert fuzz.wrong_text("JC_KFA", [100.0], 1.0)
    assert not fuzz.wrong_text("JC_KFA", [84.8, 0.152], fuzz.evaluate(CATALOGUE["JC_KFA"], 84.8, 0.152))


@pytest.mark.parametrize(
    ("name", "arguments", "outcome"),
    [
        ("JC_BASIS", [((400.0, 0.0),), ((0.5, 0.25),)], "value"),  # whole numbers side by side are no decimals
        ("JC_BASIS", [953.0, ((1.0, 0.0),)], "error"),  # the single rate 1.0 would be one
        ("JC_ERLAEUTERUNG", [1.0, 2.0, 1e300, "€", "anderer Stichtag"], "error"),
        ("JC_ERLAEUTERUNG", [1.0, 2.0, 12.0, "€", "x" * 32_700], "error"),
        ("JC_ERLAEUTERUNG", [1.0, 2.0, 0.0, "x" * 40_000], "error"),
        ("JC_IQ_GESAMT", [(("drei",), (0.3,)), ((1.0,), (2.0,))], "error"),  # a text is not 0
        ("JC_ERLAEUTERUNG", [((7.0, 7.0),), ((8.0, None),), 0.0, (("VZÄ; 1.5", "a.b"),)], "value"),
    ],
)
def test_calls_that_once_went_wrong(name, arguments, outcome):
    assert fuzz.finding(name, arguments, typed=True) == (outcome, "")


def test_an_exception_and_a_warning_are_seen(monkeypatch):
    def raises(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(fuzz, "evaluate", raises)
    assert fuzz.finding("JC_KFA", [1.0], typed=False) == ("exception", "ZeroDivisionError: ")
    monkeypatch.setattr(fuzz, "evaluate", lambda *_: float(np.array([1.0]) / np.array([0.0])))
    assert fuzz.finding("JC_KFA", [1.0], typed=False)[0] == "exception"
