"""Cells become arguments and results become cells: shapes, blanks, errors and their German messages."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from examples import NAMED

from jcplan.catalogue import CATALOGUE, Kind, call, evaluate
from jcplan.cells import CellError
from jcplan.errors import InputError
from jcplan.functions import (
    jc_ampel,
    jc_bestandspfad,
    jc_elb_prognose,
    jc_erlaeuterung,
    jc_gjdw,
    jc_hochrechnung,
    jc_integrationen,
    jc_iq_benoetigt,
    jc_iq_gesamt,
    jc_iq_spanne,
    jc_iq_zerlegung,
    jc_iq_ziel,
    jc_jdw,
    jc_jfw,
    jc_kfa,
    jc_lzb_abgang,
    jc_lzb_pfad,
    jc_restsoll,
    jc_schluessel,
    jc_soll_ist,
    jc_sollpfad,
    jc_sollpfad_aufteilen,
    jc_umschichtung,
    jc_umverteilen,
    jc_urteil,
    jc_veraenderung,
    jc_verteilen,
    jc_vertraeglich,
    jc_vzae_bedarf,
)

COLUMN = ((0.3,), (0.1,))
ROW = ((0.3, 0.1),)


# ---- what an argument may be ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "rates",
    [
        [0.3, 0.1],
        (0.3, 0.1),
        COLUMN,
        ROW,
        [[0.3], [0.1]],
        [[0.3, 0.1]],
        np.array([0.3, 0.1]),
        np.array([[0.3], [0.1]]),
        np.array([[0.3, 0.1]]),
        [np.float64(0.3), np.float32(0.1)],
        [Fraction(3, 10), Fraction(1, 10)],
        iter([0.3, 0.1]),
        (rate for rate in (0.3, 0.1)),
        {0.3: "a", 0.1: "b"}.keys(),
    ],
    ids=lambda value: type(value).__name__,
)
def test_lists_tuples_arrays_and_ranges(rates):
    assert jc_iq_gesamt(rates, [100, 300]) == pytest.approx(0.15)


def test_decimals_are_numbers():
    assert jc_veraenderung(Decimal(110), Decimal(100)) == pytest.approx(0.1)


@pytest.mark.parametrize("one", [1, 1.0, np.int64(1), np.float32(1), np.array(1.0), [1], ((1,),), np.array([[1]])])
def test_single_numbers(one):
    assert jc_sollpfad(one, [1]) == ((1.0,),)


def test_results_are_plain_python():
    """Hosts hand results on to programs that know nothing of numpy."""
    assert type(jc_iq_gesamt(np.array([0.3]), np.array([1]))) is float
    assert type(jc_vertraeglich(np.float64(1), 1, 0)) is bool
    assert type(jc_ampel(1, 1, 0)) is str
    rows = jc_integrationen(np.array([0.3, 0.1]), np.array([10, 10]))
    assert type(rows) is tuple
    assert {type(cell) for row in rows for cell in row} == {float}
    assert all(type(row) is tuple for row in rows)


# ---- the direction of results ---------------------------------------------------------------------


def test_results_lie_as_the_inputs_do():
    assert jc_integrationen(COLUMN, ((100,), (300,))) == ((30.0,), (30.0,))
    assert jc_integrationen(ROW, ((100, 300),)) == ((30.0, 30.0),)
    assert jc_elb_prognose([1000, 200], 0) == ((1000.0,), (200.0,))
    assert jc_elb_prognose(((1000, 200),), 0) == ((1000.0, 200.0),)
    assert jc_sollpfad(100, ((1, 1, 2),), 0) == ((25.0, 25.0, 50.0),)
    assert jc_gjdw(((1, 2, 3, 4),), 3) == ((2.0, 3.0),)
    assert jc_verteilen(10, ((3, 2),)) == ((6.0, 4.0),)
    assert jc_umverteilen(((10, 20, 30),), 1, 20) == ((20.0, 16.0, 24.0),)
    assert jc_restsoll(60, ((10, 20),), ((1, 2, 1, 2),)) == ((10.0, 20.0),)


def test_parts_lie_as_their_targets_and_months_across():
    below = ((2.0, 1.0), (None, None), (1.0, 1.0))
    assert jc_sollpfad_aufteilen([3, None, 2], [1, 1], [3, 2], 0) == below
    assert jc_sollpfad_aufteilen([3, None, 2], [[1, 1]], [[3, 2]], 0) == below
    assert jc_sollpfad_aufteilen([[3, None, 2]], [[1, 1]], [[3, 2]], 0) == tuple(zip(*below, strict=True))
    # a single part lies as its months do
    assert jc_sollpfad_aufteilen(5, [[1, 1]], [[3, 2]], 0) == ((3.0, 2.0),)
    assert jc_sollpfad_aufteilen(5, [1, 1], [3, 2], 0) == ((3.0,), (2.0,))


def test_first_range_of_several_cells_decides_the_direction():
    assert jc_integrationen(ROW, ((100,), (300,))) == ((30.0, 30.0),)
    assert jc_integrationen(COLUMN, ((100, 300),)) == ((30.0,), (30.0,))


def test_two_results_an_entry_lie_across_the_direction():
    effects = jc_iq_zerlegung([0.2, 0.1], [50, 50], [0.2, 0.1], [40, 60])
    assert np.array(effects).shape == (2, 2)
    across = jc_iq_zerlegung([[0.2, 0.1]], [[50, 50]], [[0.2, 0.1]], [[40, 60]])
    assert pytest.approx(np.array(effects)) == np.array(across).T
    assert np.array(across)[0] == pytest.approx([-0.02, 0.01])  # first row: structure
    assert np.array(effects)[:, 0] == pytest.approx([-0.02, 0.01])  # first column: structure


def test_blocks_by_month_are_a_row_a_quantity_whatever_the_inputs():
    upright = jc_bestandspfad(100, [10, 0], [5, 5])
    assert upright == jc_bestandspfad(100, [[10, 0]], [[5, 5]])
    assert upright == ((100.0, 105.0), (10.0, 0.0), (5.0, 5.0), (105.0, 100.0))
    assert len(jc_lzb_pfad(1000, 0.01, 10)) == 4
    assert [len(row) for row in jc_lzb_pfad(1000, 0.01, 10)] == [12] * 4


def test_single_cells_give_a_single_value_where_the_function_goes_entry_by_entry():
    assert jc_elb_prognose(1000, 0.1) == 1100.0
    assert jc_lzb_abgang(1000, 0.01, 0, 1) == pytest.approx(10)
    assert jc_vzae_bedarf(150, 75) == 2.0


def test_range_of_one_cell():
    assert jc_integrationen([0.5], [10]) == ((5.0,),)
    assert jc_integrationen(0.5, 10) == ((5.0,),)
    assert jc_iq_gesamt(0.5, 10) == 0.5


def test_a_single_value_goes_with_every_entry():
    assert jc_elb_prognose([100, 200], 0.1, [1, 2]) == ((pytest.approx(111),), (pytest.approx(222),))
    assert jc_ampel([101, 96, 90], 100, 0.05) == (("grün",), ("gelb",), ("rot",))
    assert jc_vertraeglich([[0.224333, 0.2251]], 0.224, 3) == ((True, False),)


# ---- blanks ---------------------------------------------------------------------------------------


def test_pairs_blank_on_both_sides_are_skipped_and_results_stay_beside_their_inputs():
    assert jc_integrationen([0.5, None, 0.25], [10, None, 100]) == ((5.0,), (None,), (25.0,))
    assert jc_integrationen([[None, 0.25]], [[None, 100]]) == ((None, 25.0),)
    assert jc_iq_gesamt([0.3, None, 0.1], [100, None, 300]) == pytest.approx(0.15)
    assert jc_schluessel([150, "", 300], [2, "", 3]) == ((75.0,), (None,), (100.0,))
    assert jc_verteilen(10, [1, None, 1], None, 0) == ((5.0,), (None,), (5.0,))
    assert jc_ampel([1, None], [1, None], 0.05) == (("grün",), (None,))
    assert jc_bestandspfad(100, [10, None, 5], [5, None, 5])[3] == (105.0, None, 105.0)
    assert jc_umverteilen([10, None, 20], 1, 15) == ((15.0,), (None,), (15.0,))


def test_skipping_leaves_positions_counted_as_on_the_sheet():
    """The third cell is the third cell, also where the second is blank."""
    with pytest.raises(InputError) as caught:
        jc_iq_gesamt([0.3, None, 7], [100, None, 300])
    assert "Wert 3" in caught.value.place


@pytest.mark.parametrize(
    ("compute", "place"),
    [
        (lambda: jc_soll_ist([None, None, -5, 3], [1] * 4, [1] * 4), "ist, Wert 3"),
        (lambda: jc_soll_ist([None, None, -5, 3], [None, 1, 1, 1], [None, 1, 1, 1]), "ist, Wert 3"),
        (lambda: jc_jfw([None, None, -5], [None, 1, 1]), "integrationen, Wert 3"),
        (lambda: jc_jfw([1, 1], [None, -1]), "elb, Wert 2"),
        (lambda: jc_iq_gesamt([None, 7], [None, 100]), "iq, Wert 2"),
        (lambda: jc_verteilen(10, [None, 1, 1], [None, None, True]), "fest, Wert 3"),
        (lambda: jc_urteil([None, 1, 2], [None, 1, 2], [None, 0, 500]), "stellen, Wert 3"),
        (lambda: jc_urteil([None, 1, 2], [None, 1, 2], 500), "stellen"),
        (lambda: jc_urteil([None, 1], [None, 1], 500), "stellen"),
        (lambda: jc_verteilen(10, [None, 1], None, 0.5), "stellen"),
        (lambda: jc_erlaeuterung([None, 1], [None, 1], [None, 0.5]), "stellen, Wert 2"),
        (lambda: jc_urteil([None, 1, 1], [None, 1, 1], 0, [None, "", 3]), "hindernis, Wert 3"),
        (lambda: jc_urteil([None, 1, 1], [None, 1, 1], 0, None, None, [None, 1, -1]), "ungenau, Wert 3"),
        (lambda: jc_urteil([1, 1], [1, 1], 0, None, ["gleich", "etwa"]), "art, Wert 2"),
        (lambda: jc_sollpfad_aufteilen([None, 3, -2], [1, 1], [1, 0], 0), "jahresziele, Wert 3"),
    ],
)
def test_whatever_is_left_out_a_finding_is_counted_as_on_the_sheet(compute, place):
    with pytest.raises(InputError) as caught:
        compute()
    assert caught.value.place == place


@pytest.mark.parametrize(
    ("compute", "place"),
    [
        (lambda: jc_iq_gesamt([0.3, None], [100, 300]), "iq, Wert 2"),
        (lambda: jc_iq_gesamt([0.3, 0.1, 0.2], [100, 300, None]), "elb, Wert 3"),
        (lambda: jc_bestandspfad(1, [1, None], [1, 1]), "zugang, Wert 2"),
        (lambda: jc_elb_prognose([1, None], [0, 0]), "bestand, Wert 2"),
        (lambda: jc_elb_prognose([1, 2], [0, 0], [0, None]), "zugang, Wert 2"),
        (lambda: jc_vzae_bedarf([None, 2], [75, 75]), "kunden, Wert 1"),
        (lambda: jc_iq_benoetigt(0.2, [0.1, None, 0.3], [10, 20, None]), "elb, Wert 3"),
        (lambda: jc_verteilen(10, [1, None], [None, 3]), "gewichte, Wert 2"),
        (lambda: jc_jdw([1] * 11 + [None]), "monatswerte, Wert 12"),
        (lambda: jc_sollpfad(1, [1, None]), "saison, Wert 2"),
        (lambda: jc_hochrechnung([1, None, 3], [1, 1, 1]), "ist, Wert 2"),
    ],
)
def test_one_sided_blank_is_an_error_with_its_place(compute, place):
    with pytest.raises(InputError) as caught:
        compute()
    assert caught.value.place == place
    assert "eine leere Zelle" in caught.value.found
    assert caught.value.expected.startswith("eine Zahl")


def test_ranges_of_blanks_only_are_an_error():
    with pytest.raises(InputError, match="nur leere Zellen"):
        jc_iq_gesamt([None, None], [None, None])


def test_required_blank_is_not_zero():
    with pytest.raises(InputError) as caught:
        jc_umschichtung(100, None, 0.1)
    assert caught.value.place == "eingliederung"
    with pytest.raises(InputError):
        jc_veraenderung(None, 100)
    assert jc_veraenderung(0, 100) == -1


def test_blank_optional_argument_counts_as_left_out():
    assert jc_gjdw(list(range(1, 14)), None) == ((6.5,), (7.5,))
    assert jc_elb_prognose(100, 0.5, "") == 150.0
    assert jc_kfa(848, None) == jc_kfa(848)
    assert jc_iq_ziel(0.23, 0.015, [[None]]) == pytest.approx(0.23345)
    assert jc_verteilen(10, [1, 1], [None, None], None) == ((5.0,), (5.0,))
    assert jc_ampel(96, 100, 0.05, None) == "gelb"
    assert jc_umverteilen([10, 20], 1, 15, [None, None]) == ((15.0,), (15.0,))


def test_zero_is_a_value_of_an_optional_argument():
    assert jc_iq_ziel(0.6, 0, 0) == 1.0
    assert jc_kfa(848, 0) == ((0.0,), (848.0,))
    assert jc_verteilen(100, [1, 1, 1], None, 0) == ((34.0,), (33.0,), (33.0,))


def test_blanks_behind_the_last_actual_are_months_to_come():
    assert jc_hochrechnung([10, 20, None, None], [1, 2, 3, 4]) == pytest.approx(100)
    assert jc_restsoll(60, [10, 20, "", ""], [1, 2, 1, 2]) == ((10.0,), (20.0,))


def test_meaningful_blanks():
    assert jc_iq_benoetigt(0.15, [0.3, None], [100, 300]) == pytest.approx(0.1)
    assert jc_verteilen(10, [1, 1, 1], [None, 4, None], 0) == ((3.0,), (4.0,), (3.0,))
    assert jc_urteil(None, 8, 0) == "nicht prüfbar"
    assert jc_urteil([467, 7], [None, 8], [1, 1]) == (("nicht prüfbar",), ("Widerspruch",))
    assert jc_umverteilen([10, 20, 30], 1, 20, [None, None, 0]) == ((20.0,), (10.0,), (30.0,))  # 0 is not blank


# ---- what no number is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "found"),
    [
        ("drei", "„drei“ (Text)"),
        ("0,3", "„0,3“ (Text)"),
        (" ", "„ “ (Text)"),
        (math.nan, "NaN"),
        (math.inf, "unendlich"),
        (-math.inf, "−unendlich"),
        (np.nan, "NaN"),
        (dt.date(2017, 1, 1), "2017-01-01"),
        (dt.datetime(2017, 1, 1, 12, tzinfo=dt.UTC), "2017-01-01"),
        (CellError("#DIV/0!"), "#DIV/0!"),
        (1 + 2j, "1+2j"),
    ],
    ids=str,
)
def test_no_numbers_are_refused_with_what_was_found(bad, found):
    with pytest.raises(InputError) as caught:
        jc_iq_gesamt([0.3, bad], [100, 300])
    assert caught.value.place == "iq, Wert 2"
    assert found in caught.value.found
    with pytest.raises(InputError) as caught:
        jc_umschichtung(100, bad, 0.1)
    assert caught.value.place == "eingliederung"


def test_error_value_in_a_range_comes_out_of_the_cell_as_it_went_in():
    error = CellError("#DIV/0!", "geteilt durch 0")
    result = evaluate(CATALOGUE["JC_IQ_GESAMT"], ((0.3,), (error,)), ((100.0,), (300.0,)))
    assert result is error


def test_error_in_a_cell_names_function_place_found_and_expected():
    result = evaluate(CATALOGUE["JC_IQ_GESAMT"], ((0.3,), (23.3,)), ((100.0,), (300.0,)))
    assert result == CellError(
        "#VALUE!", "JC_IQ_GESAMT: iq, Wert 2: gefunden 23,3, erwartet ein Anteil von 0 bis 1 (23,3 % ist 0,233)."
    )


NUMERIC = (Kind.NUMBER, Kind.ELEMENT, Kind.PAIRED, Kind.ENTRIES, Kind.LEADING, Kind.OPEN, Kind.MAYBE, Kind.POSITION)


@pytest.mark.parametrize(
    ("function", "index"),
    [(f, i) for f in CATALOGUE.values() for i, a in enumerate(f.arguments) if a.kind in NUMERIC],
    ids=lambda value: getattr(value, "name", str(value)),
)
@pytest.mark.parametrize("truth", [True, False, np.True_])
def test_a_truth_value_is_no_number(function, index, truth):
    """Alone and in a range. LibreOffice hands a single TRUE to a function as 1, so there it can't be told apart."""
    for given in (truth, ((1.0,), (truth,)), ((truth, 1.0),)):
        arguments = [{Kind.TEXT: "", Kind.WORD: "Ziel_LZB"}.get(a.kind, 1.0) for a in function.arguments]
        arguments[index] = given
        result = evaluate(function, *arguments)
        assert isinstance(result, CellError)
        if given is truth:
            word = "WAHR" if truth else "FALSCH"
            assert f"{function.arguments[index].name}: gefunden {word}, erwartet eine Zahl" in result.message


@pytest.mark.parametrize(("flag", "planned"), [(True, 9), (1, 9), (((1.0,),), 9), (False, 18), (0, 18), (None, 18)])
def test_a_flag_takes_a_truth_value(flag, planned):
    assert jc_soll_ist([10, 8], [9, 9], [1, 1], flag)[1] == (planned,)


@pytest.mark.parametrize(
    ("flag", "found"), [(2, "2"), ("ja", "„ja“"), (0.5, "0,5"), ([1, 0], "2 Werte"), (math.nan, "NaN")]
)
def test_a_flag_is_no_other_number(flag, found):
    with pytest.raises(InputError) as caught:
        jc_soll_ist([10, 8], [9, 9], [1, 1], flag)
    assert caught.value.place == "bestand"
    assert found in caught.value.found


# ---- shapes that cannot be ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("compute", "place", "found"),
    [
        (lambda: jc_iq_gesamt([0.2, 0.1], [1, 2, 3]), "elb", "3 Werte"),
        (lambda: jc_bestandspfad(1, [1, 2], [1]), "abgang", "1 Wert"),
        (lambda: jc_elb_prognose([1, 2, 3], [0, 0]), "veraenderung", "2 Werte"),
        (lambda: jc_iq_spanne([0.2, 0.1], [1, 1], [3, 3, 4]), "stellen", "3 Werte"),
        (lambda: jc_verteilen(1, [1, 1], [None, None, 1]), "fest", "3 Werte"),
        (lambda: jc_iq_gesamt([[0.2, 0.1], [0.3, 0.1]], [1, 1, 1, 1]), "iq", "2 Zeilen und 2 Spalten"),
        (lambda: jc_umschichtung([1, 2], 1, 0), "verwaltung", "2 Werte"),
        (lambda: jc_iq_gesamt([[0.2, 0.1], [0.3]], [1, 1]), "iq", "keinen rechteckigen Bereich"),
        (lambda: jc_iq_gesamt([], []), "iq", "keinen rechteckigen Bereich"),
        (lambda: jc_iq_gesamt([[]], [1]), "iq", "keinen rechteckigen Bereich"),
    ],
)
def test_shapes_that_do_not_fit(compute, place, found):
    with pytest.raises(InputError) as caught:
        compute()
    assert caught.value.place == place
    assert found in caught.value.found


def test_too_many_and_too_few_arguments():
    with pytest.raises(
        InputError, match=r"JC_IQ_GESAMT: gefunden 3 Argumente, erwartet höchstens 2: JC_IQ_GESAMT\(iq; elb\)"
    ):
        jc_iq_gesamt([0.2], [1], [1])
    with pytest.raises(InputError, match="elb: gefunden nichts, erwartet ein Bereich"):
        jc_iq_gesamt([0.2])
    with pytest.raises(InputError, match="verwaltung: gefunden nichts"):
        call(CATALOGUE["JC_UMSCHICHTUNG"])


def test_named_arguments():
    assert jc_verteilen(100, gewichte=[1, 1, 1], stellen=0) == ((34.0,), (33.0,), (33.0,))
    assert jc_kfa(bundesanteil=848) == jc_kfa(848)
    with pytest.raises(TypeError, match="gewicht"):
        jc_verteilen(100, gewicht=[1, 1])
    with pytest.raises(TypeError, match="summe"):
        jc_verteilen(100, [1], summe=3)


@pytest.mark.parametrize(
    ("compute", "place"),
    [
        (lambda: jc_sollpfad_aufteilen([1e308, 1e308], [1], [1], 0), "jahresziele"),
        (lambda: jc_jfw([1, 1], [1e308, 1e308]), "elb"),
        (lambda: jc_iq_gesamt([0.2, 0.2], [1e308, 1e308]), "elb"),
        (lambda: jc_sollpfad(100, [1e308, 1e308]), "saison"),
        (lambda: jc_hochrechnung([1], [1e308, 1e308]), "saison"),
        (lambda: jc_umverteilen([1, 1e308, 1e308], 1, 2), "werte"),
    ],
)
def test_a_sum_beyond_all_numbers_is_an_error(compute, place):
    with pytest.raises(InputError) as caught:
        compute()
    assert (caught.value.place, caught.value.found) == (place, "eine Summe, die zu groß ist")


def test_result_beyond_all_numbers_is_an_error():
    with pytest.raises(InputError, match="Ergebnis"):
        jc_veraenderung(1e308, 1e-308)


@pytest.mark.parametrize(
    ("unit", "reason", "length"),
    [
        ("", "x" * 32_724, None),
        ("", "x" * 32_725, "32.768"),
        ("", "\N{BAR CHART}" * 20_000, "40.043"),  # two characters each, as Excel counts
        ("x" * 40_000, "", "120.039"),
    ],
)
def test_a_text_that_no_cell_holds_is_an_error(unit, reason, length):
    """„Nicht prüfbar: … (berechnet 1, angegeben 2).“ has 43 characters beside the reason."""
    result = evaluate(CATALOGUE["JC_ERLAEUTERUNG"], 1.0, 2.0, 0.0, unit, reason)
    if length is None:
        assert result == f"Nicht prüfbar: {reason} (berechnet 1, angegeben 2)."
    else:
        assert result.code == "#VALUE!"
        assert result.message == (
            f"JC_ERLAEUTERUNG: Ergebnis: gefunden einen Text mit {length} Zeichen, "
            "erwartet höchstens 32.767, mehr fasst keine Zelle."
        )


def test_numbers_beyond_all_that_a_cell_holds_are_refused():
    for beyond, found in ((10**400, "unendlich"), (-(10**400), "−unendlich"), (Fraction(10**400), "unendlich")):
        result = evaluate(CATALOGUE["JC_KFA"], beyond)
        assert result.message == f"JC_KFA: bundesanteil: gefunden {found}, erwartet eine endliche Zahl."


def test_nothing_is_rounded_unless_places_are_given():
    assert jc_iq_ziel(0.23, 0.015) != jc_iq_ziel(0.23, 0.015, 3)
    assert jc_vzae_bedarf(100, 150) == pytest.approx(2 / 3, abs=1e-15)
    assert jc_verteilen(1, [1, 1, 1])[0][0] == pytest.approx(1 / 3, abs=1e-15)


def test_texts_go_entry_by_entry():
    sentences = jc_erlaeuterung([7, 7], [8, None], [0, 0], ["VZÄ", None])
    assert sentences[0] == ("Berechnet 7 VZÄ, angegeben 8 VZÄ: 1 VZÄ zu viel.",)
    assert sentences[1][0].startswith("Nicht prüfbar: der angegebene Wert fehlt")
    assert jc_urteil([7, 7], [7, 7], 0, [None, "anderer Stichtag"]) == (("passt",), ("nicht prüfbar",))


def test_inputs_are_not_changed():
    rates, stocks = np.array([0.3, 0.1]), [100, 300]
    jc_iq_gesamt(rates, stocks)
    jc_umverteilen(stocks, 1, 150)
    assert rates.tolist() == [0.3, 0.1]
    assert stocks == [100, 300]


def test_large_range_is_one_call():
    """All Jobcenters of the country, or draws of a simulation: a million cells must not take minutes."""
    count = 200_000
    assert jc_iq_gesamt(np.full(count, 0.25), np.full(count, 10.0)) == pytest.approx(0.25)


def test_a_gap_names_the_argument_that_has_a_value_there():
    with pytest.raises(
        InputError, match=r"^veraenderung, Wert 2: gefunden eine leere Zelle, obwohl bestand dort einen Wert hat"
    ):
        jc_elb_prognose([100, 200], [0.1, None])


def test_functions_keep_their_names_and_texts():
    """For help() and for whoever reads a traceback."""
    assert (jc_kfa.__name__, jc_verteilen.__name__) == ("jc_kfa", "jc_verteilen")
    assert jc_kfa.__doc__
    assert jc_kfa.__doc__ == CATALOGUE["JC_KFA"].compute.__doc__


YEAR = list(range(1, 14))
PLAN = NAMED["Plan_Namen"], NAMED["Plan_Werte"]
UNSURE = *PLAN, NAMED["Verteilungen"]
DRAWN = {
    "JC_CHANCE": ("Ziel_IQ_gesamt", 0.225),
    "JC_QUANTIL": ("Ziel_IQ_G1", 0.3),
    "JC_FAECHER": ("LZB", 0.3),
}
PAIR = (("Annahme_G1_IQ_Steigerung", "Annahme_LZB_Abgang", 0.5),)
LEFT_OUT = [
    ("JC_ELB_PROGNOSE", (100, 0.5), 0, 10),
    ("JC_GJDW", (YEAR,), 12, 11),
    ("JC_LZB_PFAD", (1000, 0.01, 20), 12, 11),
    ("JC_LZB_ABGANG", (1000, 0.01, 0.02), 12, 11),
    ("JC_LZB_MITTEL", (1000, 0.01, 20), 12, 11),
    ("JC_KFA", (848,), 0.152, 0.16),
    ("JC_SOLL_IST", ([10, 8], [9, 9], [1, 1]), False, True),
    ("JC_AMPEL", (96, 100, 0.01), 1, -1),
    ("JC_BRUECKE", ([3, -5],), 0, 1),
    ("JC_URTEIL", (7, 8, 0, ""), "gleich", "mindestens"),
    ("JC_URTEIL", (7, 8, 0, "", ""), 0, 1),
    ("JC_ERLAEUTERUNG", (7, 8, 0, "", "", ""), 0, 1),
    ("JC_ERKLAERE", ("Ziel_ELB_gesamt", PLAN[0], NAMED["Grundlage_Werte"], PLAN[1]), "", [["alle"]] * len(PLAN[0])),
    *((name, (*first, *UNSURE), 10_000, 9_999) for name, first in DRAWN.items()),
    *((name, (*first, *UNSURE, 999), 2017, 2018) for name, first in DRAWN.items()),
    ("JC_FAECHER", (*DRAWN["JC_FAECHER"], *UNSURE, 50, 1), ((None,) * 3,), PAIR),
    ("JC_ZIEHUNGEN", UNSURE, 10_000, 50),
]


@pytest.mark.parametrize(("name", "arguments", "default", "other"), LEFT_OUT)
def test_what_is_left_out_counts_as_the_help_says(name, arguments, default, other):
    function = CATALOGUE[name]
    result = call(function, *arguments)
    assert call(function, *arguments, default) == result
    assert call(function, *arguments, None) == result
    assert call(function, *arguments, other) != result
