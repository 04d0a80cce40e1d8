"""What cannot be: refused for a single plan, marked by column for many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jcplan.core.chain import chain
from jcplan.core.inputs import Group
from jcplan.core.validity import RANGES, beyond_ranges, impossible_together
from jcplan.errors import InputError
from jcplan.model import Model, Shape
from jcplan.model.groups import plan_inputs as read_groups
from jcplan.plan import compute

from .plans import plan_inputs, two

NAN, INF = float("nan"), float("inf")
# what is changed of the round plan, where it is said, words of the message
WRONG = [
    ({"elb_gesamt": 0.5}, "elb_gesamt", "0,5"),
    ({"elb_gesamt": NAN}, "elb_gesamt", "keine Zahl (NaN)"),
    ({"elb__hkl": -1.0}, "elb (8 HKL)", "von 0 bis 50.000.000"),
    ({"elb__hkl": 10_001.0}, "elb (8 HKL)", "höchstens die ELB insgesamt (10.000)"),
    ({"zugang__hkl": -1000.5}, "zugang (8 HKL)", "einen Abgang, der −0,5 Köpfe übrig lässt"),
    ({"zugang__hkl": INF}, "zugang (8 HKL)", "unendlich"),
    ({"zugang_ab_monat__hkl": 13.0}, "zugang_ab_monat (8 HKL)", "von 1 bis 12"),
    ({"zugang_ab_monat__hkl": 0.0}, "zugang_ab_monat (8 HKL)", "von 1 bis 12"),
    ({"veraenderung__ohne": -1.1}, "veraenderung (ohne 8 HKL)", "von −1 bis 1"),
    ({"veraenderung__ohne": -1.0, "zugang__hkl": -1000.0}, "elb_gesamt", "mindestens eine Person"),
    ({"iq_vorjahr__ohne": 12.98}, "iq_vorjahr (ohne 8 HKL)", "von 0 bis 1"),
    ({"iq_vorjahr__ohne": 0.95}, "iq_steigerung (ohne 8 HKL)", "eine Steigerung auf 104,5 %"),
    ({"iq_ziel__hkl": 1.5}, "iq_ziel (8 HKL)", "1,5"),
    ({"lzb_abgang": 900.0}, "lzb_abgang", "niemand mehr"),
    ({"lzb_ziel": -0.9}, "lzb_ziel", "niemand mehr"),
    ({"umschichtung_anteil": 1.01}, "umschichtung_anteil", "von −100 bis 1"),
    (
        {"umschichtung_anteil": -1.3},
        "umschichtung_anteil",
        "mindestens −125,0 %, sonst fällt das Verwaltungskostenbudget",
    ),
    ({"umschichtung_anteil": -0.1, "eingliederungsmittel": 0.0}, "umschichtung_anteil", "mindestens 0,0 %"),
    ({"kfa_quote": 1.0}, "kfa_quote", "bis 0,999"),
]
IDS = [f"{' '.join(changes)} {place}" for changes, place, _ in WRONG]


@pytest.mark.parametrize(("changes", "place", "words"), WRONG, ids=IDS)
def test_a_single_plan_is_refused(changes, place, words):
    with pytest.raises(InputError) as error:
        compute(two(**changes))
    assert f"{place}: gefunden " in str(error.value)
    assert words in str(error.value)


@pytest.mark.parametrize(("changes", "place", "words"), WRONG, ids=IDS)
def test_one_of_many_plans_is_marked(changes, place, words):
    """The same values in the middle column only: the plans beside it are as they are alone."""
    good = compute(two())
    columns = {name: [old(good, name), value, old(good, name)] for name, value in changes.items()}
    plan = compute(two(**columns))
    assert plan.possible.tolist() == [True, False, True]
    assert place in {problem.place for problem in plan.problems}
    for problem in plan.problems:
        assert problem.where.tolist() == [False, True, False]
    with pytest.raises(InputError) as single:
        compute(two(**changes))
    said = [str(problem.error(at=(1,))) for problem in plan.problems]
    assert set(str(single.value).splitlines()) <= set(said)
    for name, result in plan.targets.items():
        assert result.exact[0] == result.exact[2] == good.targets[name].exact
        assert result.published[0] == result.published[2] == good.targets[name].published


def old(plan, name):
    field, _, group = name.partition("__")
    return getattr(plan.inputs.gruppen[group == "hkl"] if group else plan.inputs, field)


ANY = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-2, 2) | st.floats(0, 2e4)
NAMES = ["elb_gesamt", "elb__hkl", "veraenderung__ohne", "zugang__hkl", "zugang_ab_monat__hkl", "iq_vorjahr__ohne",
         "iq_gesamt_vorjahr", "iq_steigerung__ohne", "iq_ziel__hkl", "lzb_bestand", "lzb_zuwachsrate", "lzb_abgang",
         "lzb_ziel", "verwaltungsbudget", "eingliederungsmittel", "umschichtung_anteil", "kfa_quote"]  # fmt: skip


@given(st.dictionaries(st.sampled_from(NAMES), ANY, min_size=1, max_size=4))
@example({"elb_gesamt": INF, "iq_gesamt_vorjahr": 0.0})
@example({"elb_gesamt": INF, "elb__hkl": INF})
@example({"lzb_zuwachsrate": -5.0, "kfa_quote": 1.0})
def test_a_plan_is_refused_alone_exactly_if_it_is_marked_among_many(changes):
    """Whatever numbers: no warning, no other error, the same verdict, and figures where it is possible."""
    many = compute(two(**{name: [value] for name, value in changes.items()}))
    marked = not many.possible[0]
    assert {len(result.published) for result in many.targets.values()} == {1}
    assert {np.shape(result.change) for result in many.targets.values()} <= {(), (1,)}
    try:
        single = compute(two(**changes))
    except InputError:
        assert marked
        return
    assert not marked
    for name, result in single.targets.items():
        assert np.isfinite(result.exact), name
        assert many.targets[name].exact[0] == result.exact


def test_problems_are_counted_by_reason():
    """Reasons name no figure, so that they are one a cause, whatever the plans."""
    plan = compute(two(zugang__hkl=[-2000.0, -3000.0, 0.0, 0.0], lzb_abgang=[0.0, 900.0, 800.0, 60.0]))
    found = {problem.reason: problem.where.sum() for problem in plan.problems}
    assert found == {
        "der Planbestand fällt unter 0 (8 HKL)": 2,
        "der Bestand der LZB fällt im Lauf des Jahres unter 0": 2,
    }
    assert plan.possible.tolist() == [False, False, False, True]


def test_paths_and_effects_of_impossible_plans_are_no_numbers():
    plan = compute(two(lzb_abgang=[60.0, 900.0]))
    assert np.isnan(plan.lzb_planned.ende[1]).all()
    assert np.isnan(plan.decomposition.quote[1]).all()
    single = compute(two(lzb_abgang=60.0))
    assert plan.lzb_planned.ende[0].tolist() == single.lzb_planned.ende.tolist()
    assert plan.decomposition.quote[0].tolist() == single.decomposition.quote.tolist()


A, B = Group("a", 100.0, iq_ziel=0.2), Group("b", 100.0, iq_ziel=0.3)
STRUCTURE = [
    ((), {}, "keine Gruppe"),
    ((replace(A, elb=None), replace(B, elb=None)), {"elb_gesamt": 300.0}, "keine Angabe für a und b"),
    ((replace(A, elb=None), B), {}, "aus der sich der Bestand a ergibt"),
    ((replace(A, iq_steigerung=0.1), B), {}, "beides"),
    ((replace(A, iq_ziel=None), B), {}, "keines von beiden"),
    ((replace(A, iq_ziel=None, iq_steigerung=0.1), B), {"iq_gesamt_vorjahr": 0.2}, "iq_vorjahr (a)"),
    ((replace(A, iq_nachkommastellen=13), B), {}, "von 0 bis 12"),
    ((A, replace(B, iq_nachkommastellen=2.5)), {}, "von 0 bis 12"),
    ((A, B), {"iq_nachkommastellen": -1}, "von 0 bis 12"),
    ((replace(A, name="g2"), B), {}, "für jede Gruppe einen eigenen Namen"),
    ((replace(A, name="gesamt"), B), {}, "gefunden gesamt"),
    ((replace(A, elb=[1.0, 2.0]), B), {"lzb_ziel": [0.0, 0.0, 0.0]}, "Formen, die zueinander passen"),
]


@pytest.mark.parametrize(("groups", "changes", "words"), STRUCTURE, ids=[words for *_, words in STRUCTURE])
def test_groups_that_cannot_be(groups, changes, words):
    """What is the same in all plans is refused, also with arrays."""
    with pytest.raises(InputError) as error:
        compute(plan_inputs(*groups, **changes))
    assert words in str(error.value)


TOTALS = [
    ((A, B), {"elb_gesamt": 200.0}, None),
    ((A, B), {"elb_gesamt": 201.0}, "erwartet die Summe der Gruppen (200)"),
    ((A, B, replace(A, elb=None)), {"elb_gesamt": 199.0}, "mindestens die Summe der Gruppen (200)"),
    ((replace(A, elb=0.1), replace(B, elb=0.2), replace(A, elb=1.0)), {"elb_gesamt": 1.3}, None),  # 1.3000000000000003
    ((replace(A, elb=100.0, veraenderung=-0.9, zugang=-10.0), B), {}, None),  # 9.999999999999998 − 10
]


@pytest.mark.parametrize(("groups", "changes", "words"), TOTALS, ids=str)
def test_the_groups_go_with_the_total(groups, changes, words):
    if words is None:
        assert compute(plan_inputs(*groups, **changes)).problems == ()
        return
    with pytest.raises(InputError, match="elb_gesamt") as error:
        compute(plan_inputs(*groups, **changes))
    assert words in str(error.value)


def test_a_rate_that_the_total_does_not_imply_cannot_be_raised():
    raised = Group("a", 100.0, iq_steigerung=0.1)
    for elb, words in ((100.0, "eine Quote von 160,0 %"), (0.0, "niemand in der Gruppe")):
        with pytest.raises(InputError) as error:
            compute(plan_inputs(replace(raised, elb=elb), replace(B, iq_vorjahr=0.2), iq_gesamt_vorjahr=0.9))
        assert "iq_vorjahr (a)" in str(error.value)
        assert words in str(error.value)


def test_every_name_of_the_workbook_is_read_once():
    """A number of its own for each name comes back from the plan's inputs."""
    unused = {
        "Annahme_G1_IQ_Ziel",
        "Annahme_G2_IQ_Steigerung",
        "Annahme_G3_IQ_Steigerung",
    }  # either the one or the other
    named = [field.name for field in Model(Shape(gruppen=3)).inputs if field.name not in unused]
    numbers = {name: 20.0 + number for number, name in enumerate(named)}
    decimals = ("IQ", "G1_IQ", "G2_IQ", "G3_IQ")
    numbers |= {f"Annahme_{which}_Nachkommastellen": 5 + number for number, which in enumerate(decimals)}
    inputs = read_groups(numbers, {}, 3, str)
    found = [value for _, _, value in inputs.values()]
    places = [inputs.iq_nachkommastellen, *(g.iq_nachkommastellen for g in inputs.gruppen), inputs.planjahr]
    of_sheets = {"Annahme_Ampel_gelb", "Annahme_LZB_Abgang_Grundlage"}  # the plan does not need them
    assert of_sheets == {name for name, value in numbers.items() if value not in {*found, *places}}
    assert len(found) == len(set(found)) == len(named) - 1 - len(of_sheets) - len(decimals)


def test_the_workbook_names_its_own_cells():
    model = Model()
    case = {field.name: 0.0 for field in model.inputs if not field.optional} | {
        "Annahme_G1_Zugang_ab_Monat": 1.0, "Annahme_G2_Zugang_ab_Monat": 1.0, "Annahme_G2_IQ_Ziel": 0.0,
        "Annahme_Planjahr": 2017.0, "Annahme_ELB_gesamt": 1000.0, "Annahme_G2_ELB": 2000.0,
        "Annahme_G1_IQ_Vorjahr": 0.9, "Annahme_G1_IQ_Steigerung": 0.5, "Annahme_LZB_Ziel": -1.0,
    }  # fmt: skip
    with pytest.raises(InputError) as error:
        model.read(case, lambda name: f"Annahmen!D7 ({name})")
    said = [line.partition(":")[0] for line in str(error.value).splitlines()]
    names = ["Annahme_G2_ELB", "Annahme_G1_Zugang", "Annahme_G1_IQ_Steigerung"]
    assert said == [f"Annahmen!D7 ({name})" for name in names]


SMALLEST = 2.0**-52
EDGES = [
    ("elb__hkl", 0, 50_000_000),
    ("veraenderung__ohne", -1, 1),
    ("zugang__hkl", -50_000_000, 50_000_000),
    ("zugang_ab_monat__hkl", 1, 12),
    ("iq_vorjahr__ohne", 0, 1),
    ("iq_steigerung__ohne", -1, 1),
    ("iq_ziel__hkl", 0, 1),
    ("elb_gesamt", 1, 50_000_000),
    ("iq_gesamt_vorjahr", 0, 1),
    ("lzb_bestand", 0, 50_000_000),
    ("lzb_zuwachsrate", -1, 1),
    ("lzb_abgang", 0, 50_000_000),
    ("lzb_ziel", -1, 1),
    ("verwaltungsbudget", 0, 100_000_000_000),
    ("eingliederungsmittel", 0, 100_000_000_000),
    ("umschichtung_anteil", -100, 1),
    ("kfa_quote", 0, 0.999),
]


@pytest.mark.parametrize(("name", "low", "high"), EDGES)
def test_each_input_has_its_range(name, low, high):
    """Both ends belong to it: heads of a country, shares, changes up to all, a hundred milliards of euro."""
    field = name.partition("__")[0]
    for value in (low, high, (low + high) / 2):
        for entry in (float(value), [float(value)]):
            assert beyond_ranges(two(**{name: entry})) == ()
    below, above = low - max(abs(low), 1) * SMALLEST, high + max(abs(high), 1) * SMALLEST
    for value in (below, above, -INF, INF, NAN):
        for entry in (value, [value]):
            (problem,) = beyond_ranges(two(**{name: entry}))
            assert problem.field == field


def test_every_input_has_a_range():
    assert {name.partition("__")[0] for name, _, _ in EDGES} == set(RANGES)


@pytest.mark.parametrize(
    ("term", "limit", "field"),
    [("lzb_ende", -1e-6, "lzb_abgang"), ("lzb_ende_ziel", -1e-6, "lzb_ziel")],
)
def test_a_stock_below_zero_by_less_than_the_noise_is_none(term, limit, field):
    """A millionth of a head: what float arithmetic leaves of a stock that is gone."""
    inputs = two()
    terms = chain(inputs)
    assert impossible_together(inputs, terms) == ()
    assert impossible_together(inputs, replace(terms, **{term: limit})) == ()
    (problem,) = impossible_together(inputs, replace(terms, **{term: limit * 1.001}))
    assert problem.field == field


def test_shares_that_empty_the_pots_to_the_last_cent_are_possible():
    """10 of 8 millions may go back: −1.25 of the EGT, but for 1e-12."""
    for share, possible in ((-1.25, True), (-1.25 - 9e-13, True), (-1.25 - 2e-12, False)):
        inputs = two(umschichtung_anteil=share)
        assert (impossible_together(inputs, chain(inputs)) == ()) is possible
    for share, possible in ((0.0, True), (0.5, True), (-9e-13, True), (-2e-12, False)):
        inputs = two(umschichtung_anteil=share, eingliederungsmittel=0.0)
        assert (impossible_together(inputs, chain(inputs)) == ()) is possible
