"""Generated formulas come out as in LibreOffice, or are left alone for a listed reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from differential.compute import Outcome
from differential.generate import ATOMS, FUNCTIONS, SHAPES, Case, Generator, uses
from differential.judge import Entry, equal, judge, line
from differential.known import KNOWN, LEFT
from differential.operands import Formula, Operand
from differential.run import outcomes

from jcplan.cells import CellError
from jcplan.formula.native import FUNCTIONS as NATIVE
from tools.office import Office

SEED, COUNT = 2, 7200
NOT_GENERATED = {"FIND", "HYPERLINK"}
"""A link: inside formulas it is two rows in LibreOffice, which fill array formulas; only its text in a cell is computed."""
COMPARED = 3000
"""So many formulas are computed by both at least."""
LEFT_ALONE = 0.25
"""Share that may be left alone. It was 0.2: the formulas look for differences, on purpose."""


@pytest.fixture(scope="module")
def computed(libreoffice, tmp_path_factory):
    """All formulas with both programs' results: one start of LibreOffice, one document."""
    with Office() as office:
        return outcomes(office, tmp_path_factory.mktemp("differential"), SEED, COUNT)


@pytest.fixture(scope="module")
def report(computed):
    found = judge(computed, LEFT, KNOWN)
    print(found.counts())
    return found


# ---- the comparison -------------------------------------------------------------------------------


def test_each_formula_is_equal_or_listed(report):
    assert not report.wrong, report.counts() + "\n" + "\n".join(map(line, report.wrong))


def test_what_is_left_alone_is_left_for_a_listed_reason(report):
    assert not report.unlisted, report.counts() + "\n" + "\n".join(map(line, report.unlisted))


def test_so_many_are_compared_and_not_too_many_left_alone(report):
    assert report.equal >= COMPARED, report.counts()
    assert report.left <= LEFT_ALONE * report.formulas, report.counts()


@pytest.mark.parametrize("entry", [*LEFT, *KNOWN], ids=lambda entry: entry.reason[:60])
def test_entry_speaks_of_what_happens(report, entry):
    """It covers something, and at least a quarter of its kind; the rest is computed and equal all the same."""
    covered, spared = report.matched[entry.reason], report.spared[entry.reason]
    assert covered > 0, "covers nothing"
    assert 3 * covered >= spared, f"covers {covered}, and {spared} of its kind are computed"


def test_every_known_difference_has_a_source():
    assert [entry.reason for entry in KNOWN if not entry.source.startswith("https://")] == []


# ---- the formulas ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases():
    return Generator(SEED).cases(COUNT)


def test_every_function_of_the_engine_is_called(cases):
    assert set(NATIVE) - NOT_GENERATED | {"IF", "ISFORMULA"} <= set(FUNCTIONS)
    assert {case.formula.function for case in cases} == set(FUNCTIONS)


def test_each_kind_and_shape_of_operand_meets_each_function(cases):
    met = {(function, what) for case in cases for function, _, o in uses(case.formula) for what in (*o.kinds, o.shape)}
    shapes = {*SHAPES} - {"whole column"}
    assert ("SUM", "whole column") in met
    assert len({function for function, what in met if what == "nested"}) > len(FUNCTIONS) / 2
    for function in ("+", "=", "&", "SUM", "IF", "ABS", "ROUND", "ISTEXT", "IFERROR", "%", "MATCH"):
        assert [what for what in (*ATOMS, *shapes) if (function, what) not in met] == [], function


def test_a_seed_gives_the_same_formulas_and_another_one_others():
    texts = [{case.formula.text for case in Generator(seed).cases(2500)} for seed in (5, 5, 6)]
    assert texts[0] == texts[1] != texts[2]


# ---- the test of the test -------------------------------------------------------------------------


def outcome(engine, office=(1.0,), text="ABS(A1)"):
    formula = Formula("ABS", (Operand("A1", frozenset({"number"}), "cell"),), text)
    return Outcome(Case(formula), 1, engine, office)


def spoiled(value):
    """Another value of the same type."""
    if isinstance(value, CellError):
        return CellError("#NULL!" if value.code != "#NULL!" else "#N/A")
    if isinstance(value, bool):
        return not value
    return value + "x" if isinstance(value, str) else value * (1 + 1e-14) + (value == 0) * 1e-17


def test_each_wrong_result_is_seen(computed, report):
    """Every fiftieth right value is spoiled, one of its cells, in the last digit: all of them are reported."""
    right = [o for o in computed if not isinstance(o.engine, str) and all(map(equal, o.engine, o.office))][::50]
    wrong = [replace(o, engine=(*o.engine[:-1], spoiled(o.engine[-1]))) for o in right]
    assert len(wrong) > 30
    assert {type(o.engine[-1]) for o in wrong} == {float, bool, str, CellError}
    assert judge(wrong, (), ()).wrong == wrong


@pytest.mark.parametrize(
    ("engine", "office"),
    [
        (-2.8e-17, 0.0),
        (1.0, True),
        (0.0, ""),
        (0.0, False),
        ("1", 1.0),
        (None, 0.0),
        (None, ""),
        (CellError("#N/A"), CellError("#VALUE!")),
        (0.1234567890123456, 0.123456789012344),
    ],
)
def test_what_looks_alike_is_different(engine, office):
    assert not equal(engine, office)
    assert judge([outcome((engine,), (office,))], (), ()).wrong


def test_what_no_entry_covers_is_reported():
    entry = Entry("another function", lambda o: o.case.formula.function == "INT")
    alone, different = outcome("not computed"), outcome((2.0,))
    found = judge([alone, different, outcome((1.0,))], (entry,), (entry,))
    assert (found.unlisted, found.wrong, found.equal, found.matched["another function"]) == ([alone], [different], 1, 0)


def test_an_entry_for_one_list_says_nothing_for_the_other():
    entry = Entry("all", lambda _: True)
    assert judge([outcome((2.0,))], (entry,), ()).wrong
    assert judge([outcome("not computed")], (), (entry,)).unlisted


def test_counts_add_up():
    entry = Entry("all", lambda _: True)
    found = judge([outcome((2.0,)), outcome("left"), outcome((1.0,))], (entry,), (entry,))
    assert (found.equal, found.left, found.known, found.formulas) == (1, 1, 1, 3)
    assert found.spared["all"] == 2
