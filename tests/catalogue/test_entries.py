"""Every entry of the catalogue is complete, and names and arguments are those that were agreed on."""

from __future__ import annotations

import inspect
import math
import re
import xml.sax.saxutils

import pytest
from examples import Grid

import jcplan.functions
from jcplan import __version__
from jcplan.catalogue import CATALOGUE, Kind, Result, evaluate
from jcplan.cells import CellError
from jcplan.formula import Engine, readings
from jcplan.formula.engine import EmptyGrid

AGREED = {
    "JC_ELB_PROGNOSE": "bestand veraenderung [zugang]",
    "JC_BASIS": "zuwachs rate",
    "JC_VERAENDERUNG": "neu alt",
    "JC_BESTANDSPFAD": "anfang zugang abgang",
    "JC_JDW": "monatswerte",
    "JC_GJDW": "monatswerte [fenster]",
    "JC_IQ": "integrationen elb",
    "JC_IQ_ZIEL": "iq_vorjahr steigerung [stellen]",
    "JC_IQ_GESAMT": "iq elb",
    "JC_IQ_SPANNE": "iq elb stellen",
    "JC_IQ_BENOETIGT": "iq_gesamt iq elb",
    "JC_IQ_ZERLEGUNG": "iq_alt elb_alt iq_neu elb_neu",
    "JC_INTEGRATIONEN": "iq elb",
    "JC_LZB_PFAD": "bestand zuwachsrate abgang [monate]",
    "JC_LZB_ABGANG": "bestand zuwachsrate ziel [monate]",
    "JC_UMSCHICHTUNG": "verwaltung eingliederung anteil",
    "JC_UMSCHICHTUNG_BEDARF": "verwaltung eingliederung bedarf",
    "JC_KFA": "bundesanteil [quote]",
    "JC_VERTEILEN": "summe gewichte [fest] [stellen]",
    "JC_UMVERTEILEN": "werte position neu [fest]",
    "JC_VERTRAEGLICH": "berechnet gedruckt stellen",
    "JC_ZAHLENDREHER": "berechnet gedruckt",
    "JC_URTEIL": "berechnet gedruckt stellen [hindernis] [art] [ungenau]",
    "JC_ERLAEUTERUNG": "berechnet gedruckt stellen [einheit] [hindernis] [art] [ungenau]",
    "JC_VZAE_BEDARF": "kunden schluessel",
    "JC_SCHLUESSEL": "kunden vzae",
    "JC_SOLLPFAD": "jahresziel saison [stellen]",
    "JC_HOCHRECHNUNG": "ist saison",
    "JC_AMPEL": "ist soll gelb [richtung]",
    "JC_VERSION": "",
}
"""The first set, as agreed. A name or an order that changes breaks people's workbooks."""

VBA_KEYWORDS = set(
    re.findall(
        r"\w+",
        """
    abs access addressof alias and any append array as assert attribute base begin binary boolean byref byte byval call
    case cbool cbyte ccur cdate cdbl cdec cint class clng close compare const csng cstr currency cvar database date
    decimal declare default defbool defbyte defcur defdate defdbl defdec defint deflng defobj defsng defstr defvar dim
    do doevents double each else elseif empty end endif enum eqv erase error event exit explicit false fix for friend
    function get global gosub goto if imp implements in input int integer is lbound len let lib like line load lock
    long loop lset me mid mod module name new next not nothing null object on open option optional or output paramarray
    preserve print private property public put raiseevent random randomize read redim rem reset resume return rset
    seek select set sgn shared single spc static step stop string sub tab text then time to true type typeof ubound
    unload until variant wend while width with withevents write xor
    """,
    )
)


@pytest.fixture(params=CATALOGUE.values(), ids=CATALOGUE)
def function(request):
    return request.param


@pytest.mark.parametrize("name", AGREED)
def test_agreed_functions_have_their_arguments_in_order(name):
    shown = " ".join(f"[{a.name}]" if a.optional else a.name for a in CATALOGUE[name].arguments)
    assert shown == AGREED[name]


def test_order_of_the_help_groups_each_category():
    categories = [f.category for f in CATALOGUE.values()]
    changes = [c for i, c in enumerate(categories) if i == 0 or categories[i - 1] != c]
    assert sorted(changes) == sorted(set(categories))


def test_names_of_all_hosts_agree(function):
    assert re.fullmatch(r"JC_[A-Z]+(?:_[A-Z0-9]+)*|JC_K[0-9]", function.name)
    assert function.python_name == function.name.lower()
    assert CATALOGUE[function.name] is function
    public = getattr(jcplan.functions, function.python_name, None)
    assert public is not None, "jcplan/functions.py is to import it and to name it in __all__"
    assert public.__name__ == function.python_name


def test_functions_module_exports_exactly_the_catalogue():
    wanted = sorted(f.python_name for f in CATALOGUE.values())
    assert sorted(jcplan.functions.__all__) == wanted, "__all__ in jcplan/functions.py is to name them"
    defined = {name for name in vars(jcplan.functions) if name.startswith("jc_")}
    assert defined == set(jcplan.functions.__all__), "jcplan/functions.py is to import what it names"


def test_help_fits_the_function_wizard(function):
    assert 20 <= len(function.help) <= 255
    assert len(function.arguments) <= 12
    for argument in function.arguments:
        assert 5 <= len(argument.help) <= 255, argument.name
    for text in (function.help, *(a.help for a in function.arguments)):
        assert text == text.strip()
        assert "\n" not in text
        xml.sax.saxutils.escape(text).encode("utf-8")
    assert function.help.endswith(".")


def test_entry_is_complete(function):
    assert function.category
    assert function.source
    assert function.example.formula.startswith(function.name + "(")
    assert function.example.formula.endswith(")")
    assert function.example.shows
    assert isinstance(function.result, Result)
    if function.result in (Result.COLUMN, Result.MONTHS):
        assert function.labels
        assert len(set(function.labels)) == len(function.labels)


def test_argument_names_are_plain_and_free_in_vba(function):
    names = [a.name for a in function.arguments]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", name)
        assert name not in VBA_KEYWORDS
    assert function.name.lower() not in VBA_KEYWORDS


def test_optional_arguments_come_last(function):
    optional = [a.optional for a in function.arguments]
    assert optional == sorted(optional)
    assert function.required == optional.count(False)
    for argument in function.arguments:
        if argument.optional:
            assert re.search(r"weggelassen|leer", argument.help), argument.name


def test_python_signature_is_that_of_the_catalogue(function):
    public = getattr(jcplan.functions, function.python_name)
    assert list(inspect.signature(public).parameters) == [a.name for a in function.arguments]
    assert public.__doc__
    assert ">>>" in public.__doc__


def test_call_shows_optional_arguments_in_brackets():
    assert CATALOGUE["JC_VERTEILEN"].call == "JC_VERTEILEN(summe; gewichte; [fest]; [stellen])"
    assert CATALOGUE["JC_VERSION"].call == "JC_VERSION()"


def computed(formula):
    """What an example computes: the first of its readings that computes."""
    return Engine(Grid()).formula(readings(formula)[0])


def figures(text):
    """German numbers in a text, with the places that are shown: '−1,2 %' is (−0.012, 3)."""
    found = []
    for match in re.finditer(r"([−-]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?( %)?", text):
        sign, whole, decimals, percent = match.groups()
        places = len(decimals or "") + (2 if percent else 0)
        value = float(whole.replace(".", "") + "." + (decimals or "0")) * (0.01 if percent else 1)
        found.append((-value if sign else value, places))
    return found


def test_example_computes_what_it_shows(function):
    result = computed(function.example.formula)
    shows = function.example.shows
    cells = [cell for row in result for cell in row] if isinstance(result, tuple) else [result]
    assert not any(isinstance(cell, CellError) for cell in cells)
    if function.result is Result.TABLE:
        check_table(shows, cells)
    elif cells == [__version__]:
        assert shows == __version__
    elif isinstance(cells[0], str):
        stem = shows.removesuffix("…").strip()
        assert cells[0].startswith(stem)
        assert len(stem) >= 4
    elif isinstance(cells[0], bool):
        assert shows == ("WAHR" if cells[0] else "FALSCH")
    else:
        numbers = figures(shows)
        assert numbers
        for value, places in numbers:
            half = 0.5 * 10.0**-places + 1e-9
            assert any(math.isclose(cell, value, abs_tol=half) for cell in cells), (value, cells)


def check_table(shows, cells):
    """Texts, figures and blanks of a table, as far as they are shown."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    numbers = [cell for cell in cells if isinstance(cell, float)]
    named = [text for text in texts if text in shows]
    assert texts == [] or len(named) >= 2
    assert ("(leer)" in shows) <= ("" in cells)
    for text in sorted(named, key=len, reverse=True):
        shows = shows.replace(text, "")
    found = figures(shows)
    assert found or named or set(cells) == {""}
    for value, places in found:
        half = 0.5 * 10.0**-places + 1e-9
        assert any(math.isclose(cell, value, abs_tol=half) for cell in numbers), (value, cells)


@pytest.mark.parametrize(
    ("formula", "expected", "tolerance"),
    [
        ("JC_IQ_ZIEL(0.23,0.015)", [0.23345], 1e-12),
        ("JC_IQ_ZIEL(0.23,0.015,3)", [0.233], 1e-15),
        ("JC_IQ_GESAMT({0.233;0.1298},{25327.005;2322})", [0.2243331], 5e-8),
        ("JC_BASIS(953,0.696)", [1369.2528], 1e-4),
        ("JC_UMSCHICHTUNG(25575625,21987044,0.27)", [5936501.88, 31512126.88, 16050542.12, 47562669], 1e-8),
        ("JC_LZB_ABGANG(17241,0.004,0)", [68.964], 1e-8),
        ("JC_VERTRAEGLICH(0.224333,0.224,3)", [True], 0),
        ("JC_ZAHLENDREHER(47562669,47562696)", [True], 0),
        ("JC_IQ(1227,4103)", [0.29905], 5e-6),
        ("JC_UMSCHICHTUNG_BEDARF(43171239.12,48267014.42,91438253.54)", [48267014.42, 1], 0),
        ("JC_VERTEILEN(100,{1E308;1E308})", [50, 50], 0),
    ],
)
def test_spot_values(formula, expected, tolerance):
    result = Engine(EmptyGrid()).formula(formula)
    cells = [cell for row in result for cell in row] if isinstance(result, tuple) else [result]
    assert cells == pytest.approx(expected, abs=tolerance)


def test_same_argument_has_the_same_name_everywhere():
    """One word for one thing: who knows one function can read the others."""
    kinds = {}
    for function in CATALOGUE.values():
        for argument in function.arguments:
            kinds.setdefault(argument.name, set()).add(argument.optional)
    assert {"iq", "elb", "stellen", "bestand", "saison", "ist"} <= set(kinds)
    assert kinds["elb"] == kinds["saison"] == kinds["ist"] == {False}


def test_wrong_input_gives_a_real_error_value_with_its_message(function):
    """Text wherever a number belongs, in every function that takes one."""
    numeric = [i for i, a in enumerate(function.arguments) if a.kind not in (Kind.TEXT, Kind.MARKS)]
    for index in numeric:
        arguments = [1.0] * max(function.required, index + 1)
        arguments[index] = "drei"
        result = evaluate(function, *arguments)
        assert isinstance(result, CellError), function.arguments[index].name
        assert result.code == "#VALUE!"
        assert result.message.startswith(function.name + ": ")


def test_error_value_goes_through(function):
    error = CellError("#N/A", "kommt von weiter oben")
    for index in range(len(function.arguments)):
        arguments = [1.0] * max(function.required, index + 1)
        arguments[index] = error
        assert evaluate(function, *arguments) is error
        arguments[index] = ((1.0,), (error,))
        assert evaluate(function, *arguments) is error


def test_missing_and_superfluous_arguments_are_errors(function):
    from jcplan.catalogue import call
    from jcplan.errors import InputError

    with pytest.raises(InputError) as caught:
        call(function, *[1.0] * (len(function.arguments) + 1))
    assert caught.value.place == function.name
    assert function.call in str(caught.value)
    for count in range(function.required):
        with pytest.raises(InputError) as caught:
            call(function, *[1.0] * count)
        assert "erwartet" in str(caught.value)
