"""The plan by names: the base is the plan to the last bit; blanks, dashes, columns that cannot be, wrong names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jcplan.catalogue import CATALOGUE, call, evaluate
from jcplan.cells import CellError
from jcplan.errors import InputError
from jcplan.functions import jc_plan, jc_plan_grund, jc_plan_namen
from jcplan.plan import compute

from .cases import CASES, ONE, REFERENCE, THREE, columns, half_up, in_fractions, inputs, places_of, plan, plans

PUBLISHED = "_veroeffentlicht"


def by_target(names, values, column=0):
    """A column of JC_PLAN by the names of its rows."""
    rows = [name for (name,) in jc_plan_namen(names)]
    return dict(zip(rows, (row[column] for row in jc_plan(names, values)), strict=True))


@given(plans(), st.randoms(use_true_random=False))
def test_the_base_is_the_plan_to_the_last_bit(values, random):
    """Whatever the order of the names, and with a second column that is blank throughout."""
    order = random.sample(list(values), len(values))
    names, cells = columns({name: values[name] for name in order})
    cells = [[*row, None] for row in cells]
    try:
        targets = compute(inputs(values)).targets
    except InputError:
        reasons = jc_plan_grund(names, cells)[0]
        assert reasons[0]
        assert reasons[0] == reasons[1]
        assert {cell.code for row in jc_plan(names, cells) for cell in row} == {"#VALUE!"}
        return
    exact = [result.exact for result in targets.values()]
    published = [result.published for result in targets.values()]
    assert [row[0] for row in jc_plan(names, cells)] == exact + published
    assert [row[1] for row in jc_plan(names, cells)] == exact + published
    assert [name for (name,) in jc_plan_namen(names)] == [*targets, *(name + PUBLISHED for name in targets)]
    assert jc_plan_grund(names, cells) == ((None, None),)


@pytest.mark.parametrize("case", CASES)
def test_every_target_in_fractions(case):
    values = CASES[case]
    found = by_target(*columns(values))
    wanted = in_fractions(values, rounding=True)
    assert set(found) == {*wanted, *(name + PUBLISHED for name in wanted)}
    for name, value in wanted.items():
        assert found[name] == pytest.approx(float(value), rel=1e-13), name
        assert found[name + PUBLISHED] == float(half_up(value, places_of(name, values))), name


def test_figures_by_hand():
    """25,201 and 0.5 %, 1,369 and 953; 23.0 % raised by 1.5 % is printed 23.3 %."""
    found = by_target(*columns(REFERENCE))
    assert found["Ziel_ELB_G1"] == pytest.approx(25_327.005, rel=1e-15)
    assert found["Ziel_ELB_gesamt" + PUBLISHED] == 27_649
    assert found["Ziel_IQ_G1"] == pytest.approx(0.23345, rel=1e-15)
    assert found["Ziel_IQ_gesamt"] == pytest.approx((0.233 * 25_327.005 + 0.1298 * 2322) / 27_649.005, rel=1e-14)
    assert found["Ziel_IQ_gesamt" + PUBLISHED] == 0.224
    assert found["Ziel_LZB_Abgang"] == pytest.approx(68.964, rel=1e-13)


@given(st.lists(plans(most=3), min_size=2, max_size=5), st.data())
def test_columns_do_not_know_each_other(many, data):
    """Each column is what it is alone, whatever is blank in which, in any order; a dash makes a blank."""
    most = max(many, key=len)
    names = list(most)
    filled = [{name: values.get(name) or "–" for name in names} for values in many]
    for values in filled:  # no group is missing: one that is not there is of nobody
        for name in names:
            if name.endswith("_Veraenderung") and values[name] == "–":
                start = name.removesuffix("Veraenderung")
                values |= {start + "ELB": "0", name: "0", start + "IQ_Ziel": "0.2", start + "IQ_Vorjahr": "0.1"}
    order = data.draw(st.permutations(range(len(filled))))
    together = [jc_plan(*columns(*(filled[i] for i in order))), jc_plan_grund(*columns(*(filled[i] for i in order)))]
    for place, i in enumerate(order):
        alone = {name: None if text == "–" else text for name, text in filled[i].items()}
        assert [row[place] for row in together[0]] == [row[0] for row in jc_plan(*columns(alone))]
        assert together[1][0][place] == jc_plan_grund(*columns(alone))[0][0]


def test_an_increase_in_one_column_a_target_rate_in_the_next():
    typed = {**REFERENCE, "Annahme_G1_IQ_Steigerung": "–", "Annahme_G1_IQ_Ziel": "0.24"}
    back = {**REFERENCE, "Annahme_G1_IQ_Steigerung": "0.02"}
    names, cells = columns(REFERENCE, typed, back)
    assert [by_target(names, cells, i)["Ziel_IQ_G1"] for i in range(3)] == pytest.approx([0.23345, 0.24, 0.2346])
    for i, values in enumerate((REFERENCE, {**typed, "Annahme_G1_IQ_Steigerung": None}, back)):
        wanted = in_fractions(values, rounding=True)
        assert {k: by_target(names, cells, i)[k] for k in wanted} == pytest.approx(
            {k: float(v) for k, v in wanted.items()}, rel=1e-13
        )


def test_a_blank_is_the_first_columns_value_and_a_dash_a_blank():
    names, cells = columns(REFERENCE)
    at = names.index("Annahme_G2_Zugang")
    for text, wanted in ((None, 2322.0), ("", 2322.0), ("–", 1369.0), ("-", 1369.0), (" – ", 1369.0), (600, 1969.0)):
        further = [[*row, None] for row in cells]
        further[at][1] = text
        assert by_target(names, further, 1)["Ziel_ELB_G2"] == wanted, text
        assert by_target(names, further, 0)["Ziel_ELB_G2"] == 2322.0
    cells[at][0] = "–"
    assert by_target(names, cells)["Ziel_ELB_G2"] == 1369.0
    assert by_target(names, [[*row, None] for row in cells], 1)["Ziel_ELB_G2"] == 1369.0


def test_an_impossible_column_is_an_error_only_there():
    changes = {"Annahme_G2_ELB": "30000"}, {}, {"Annahme_G1_IQ_Steigerung": "-"}, {"Annahme_KFA_Quote": "2"}
    names, cells = columns(REFERENCE, *({**REFERENCE, **change} for change in changes))
    cells[names.index("Annahme_LZB_Ziel")][2] = "drei"
    found = jc_plan(names, cells)
    alone = jc_plan(*columns(REFERENCE))
    assert [row[0] for row in found] == [row[0] for row in alone]
    for row in found:
        assert all(isinstance(cell, CellError) and cell.code == "#VALUE!" for cell in row[1:])
    (reasons,) = jc_plan_grund(names, cells)
    assert reasons[0] is None
    assert reasons[1].startswith("Annahme_G2_ELB: gefunden 30.000, erwartet höchstens die ELB insgesamt (26.570).")
    assert reasons[2] == "Annahme_LZB_Ziel: gefunden „drei“ (Text), erwartet eine Zahl."
    assert reasons[3].startswith("Annahme_G1_IQ_Steigerung: gefunden weder Steigerung noch Zielquote")
    assert reasons[4] == "Annahme_KFA_Quote: gefunden 2, erwartet eine Zahl von 0 bis 0,999."
    assert [row[1].message for row in found] == [reasons[1]] * len(found)


@pytest.mark.parametrize("value", [1.7e308, -1.7e308, 1e300, -5.0, 1.0, 0.0, 5e-324])
def test_numbers_far_beyond_what_can_be(value):
    """In a further column, and in all of them: a plan or a reason, never anything else."""
    names, cells = columns(REFERENCE)
    for name in (name for name in names if REFERENCE[name] is not None):
        at = names.index(name)
        for wide in (1, 2):
            changed = [[*row, None][:wide] for row in cells]
            changed[at][-1] = value
            reason = jc_plan_grund(names, changed)[0][-1]
            assert reason is None or reason.startswith("Annahme_")
            for row in jc_plan(names, changed):
                assert isinstance(row[-1], CellError if reason else float)


def test_every_finding_of_a_column_is_told():
    names, cells = columns({**REFERENCE, "Annahme_KFA_Quote": None, "Annahme_LZB_Ziel": None})
    assert jc_plan_grund(names, cells)[0][0].count("eine leere Zelle") == 2


# ---- names -------------------------------------------------------------------------------------


def test_names_that_there_are_not_and_names_twice():
    names, cells = columns(REFERENCE)
    with pytest.raises(
        InputError, match=r"namen, Wert 3: gefunden „Annahme_LZB_Abgng“.*Meinten Sie Annahme_LZB_Abgang\?"
    ):
        jc_plan([*names[:2], "Annahme_LZB_Abgng", *names[3:]], cells)
    with pytest.raises(InputError, match=r"namen, Wert 4: gefunden „Annahme_LZB_Bestand“.*zum zweiten Mal"):
        jc_plan([*names[:3], names[0], *names[4:]], cells)
    with pytest.raises(InputError, match="werte: gefunden 1 Zeile, erwartet"):
        jc_plan(names, [[1.0]])
    for function in ("JC_PLAN", "JC_PLAN_NAMEN", "JC_PLAN_GRUND"):
        arguments = [["Annahme_Unsinn"], [1.0]][: len(CATALOGUE[function].arguments)]
        found = evaluate(CATALOGUE[function], *arguments)
        assert found.code == "#VALUE!"
        assert "Annahme_Unsinn" in found.message


def test_blank_rows_and_inputs_outside_the_chain_count_for_nothing():
    names, cells = columns(REFERENCE)
    more = [None, "Annahme_LZB_Abgang_Grundlage", "Annahme_Ampel_gelb", "Annahme_Planjahr", "Annahme_G1_Bezeichnung"]
    beside = [["unsinn"], ["geplant"], ["rot"], [None], ["alle"]]
    assert jc_plan([*names, *more], [*cells, *beside]) == jc_plan(names, cells)


def test_a_name_that_is_missing_is_a_blank():
    names, cells = columns({name: text for name, text in REFERENCE.items() if text is not None})
    assert jc_plan(names, cells) == jc_plan(*columns(REFERENCE))
    short, fewer = columns({name: text for name, text in REFERENCE.items() if name != "Annahme_KFA_Quote"})
    assert jc_plan_grund(short, fewer) == (("Annahme_KFA_Quote: gefunden eine leere Zelle, erwartet eine Zahl.",),)


@pytest.mark.parametrize("end", ["Zugang", "Zugang_ab_Monat"])
def test_an_inflow_is_0_and_from_january_unless_it_is_given(end):
    values = plan({"ELB": "1000", "Veraenderung": "0", "Zugang": "120", "Zugang_ab_Monat": "7", "IQ_Ziel": "0.2"})
    wanted = {"Zugang": 1000.0, "Zugang_ab_Monat": 1120.0}[end]
    assert by_target(*columns({**values, f"Annahme_G1_{end}": None}))["Ziel_ELB_gesamt"] == wanted
    del values[f"Annahme_G1_{end}"]
    assert by_target(*columns(values))["Ziel_ELB_gesamt"] == wanted


def test_rates_are_published_with_3_decimals_unless_it_is_given():
    values = plan({"ELB": "1000", "Veraenderung": "0", "IQ_Ziel": "0.12345"})
    found = by_target(*columns(values))
    assert found["Ziel_IQ_G1" + PUBLISHED] == found["Ziel_IQ_gesamt" + PUBLISHED] == 0.123
    found = by_target(*columns({**values, "Annahme_G1_IQ_Nachkommastellen": "4", "Annahme_IQ_Nachkommastellen": "2"}))
    assert (found["Ziel_IQ_G1" + PUBLISHED], found["Ziel_IQ_gesamt" + PUBLISHED]) == (0.1235, 0.12)
    (reason,) = jc_plan_grund(*columns({**values, "Annahme_G1_IQ_Nachkommastellen": "2.5"}))[0]
    assert reason.startswith("Annahme_G1_IQ_Nachkommastellen: gefunden 2,5")


def test_totals_are_needed_only_where_something_follows_from_them():
    alone = plan({"ELB": "1000", "Veraenderung": "0", "IQ_Vorjahr": "0.2", "IQ_Steigerung": "0"})
    assert jc_plan_grund(*columns(alone)) == ((None,),)
    for missing, name in (("ELB", "Annahme_ELB_gesamt"), ("IQ_Vorjahr", "Annahme_IQ_gesamt_Vorjahr")):
        (reason,) = jc_plan_grund(*columns({**alone, f"Annahme_G1_{missing}": None}))[0]
        assert reason.startswith(f"{name}: gefunden eine leere Zelle"), reason
        assert f"Annahme_G1_{missing}" in reason
    typed = plan({"ELB": "1000", "Veraenderung": "0", "IQ_Ziel": "0.2"})  # an earlier rate that nothing needs
    assert jc_plan_grund(*columns(typed)) == ((None,),)


def test_rows_and_columns_of_names():
    """Names side by side have their values side by side; single cells are columns."""
    names, cells = columns(ONE)
    beside = [cell for (cell,) in cells]
    assert call(CATALOGUE["JC_PLAN"], [names], [beside]) == jc_plan(names, cells)
    two = [beside, [None] * len(beside)]
    assert [row[:1] for row in call(CATALOGUE["JC_PLAN"], [names], two)] == [row[:1] for row in jc_plan(names, cells)]
    assert len(jc_plan(names, [[1.0] * 3] * len(names))[0]) == 3


def test_error_values_among_the_values_show():
    names, cells = columns(THREE)
    cells[4][0] = CellError("#N/A")
    assert evaluate(CATALOGUE["JC_PLAN"], names, cells) == CellError("#N/A")


def test_truth_values_and_numbers_that_are_none_are_told():
    names, cells = columns(REFERENCE)
    for value, shown in ((True, "WAHR"), (float("inf"), "unendlich")):
        cells[names.index("Annahme_LZB_Ziel")][0] = value
        (reason,) = jc_plan_grund(names, cells)[0]
        assert reason.startswith("Annahme_LZB_Ziel: gefunden "), reason
        assert shown in reason
