"""What an entry of the catalogue refuses when it is made."""

from __future__ import annotations

import inspect
from typing import Annotated, Any

import pytest

from jcplan.catalogue import Kind, Result
from jcplan.catalogue.spec import Example, describe


def entry(hint, text):
    """The entry of a function with one argument of that annotation."""

    def jc_probe(wert):
        return wert

    jc_probe.__annotations__ = {"wert": hint}
    return describe(
        jc_probe, category="Probe", text=text, result=Result.ONE, labels=(), example=Example("", ""), source=""
    )


def test_helps_are_as_long_as_excels_wizard_shows_at_most():
    """255 characters, for the function and for each argument."""
    function = entry(Annotated[Any, Kind.NUMBER, "a" * 255], "t" * 255)
    assert (function.name, function.arguments[0].help, function.help) == ("JC_PROBE", "a" * 255, "t" * 255)
    for argument, text in ((256, 1), (1, 256), (300, 1), (1, 300)):
        with pytest.raises(ValueError, match="more than 255"):
            entry(Annotated[Any, Kind.NUMBER, "a" * argument], "t" * text)


def test_an_argument_says_how_its_cells_are_read():
    with pytest.raises(TypeError, match="wert has no kind"):
        entry(float, "")
    with pytest.raises(TypeError, match="annotation of wert is a text; leave `from __future__"):
        entry("Annotated[Any, Kind.NUMBER, 'a']", "")


def test_what_may_be_left_out_has_a_default():
    def jc_probe(a: Annotated[Any, Kind.NUMBER, "erstes"], b: Annotated[Any, Kind.TEXT, "zweites"] = "") -> Any:
        return a, b

    jc_probe.__annotations__ = inspect.get_annotations(jc_probe, eval_str=True, globals=globals())
    function = describe(
        jc_probe, category="Probe", text="", result=Result.ONE, labels=(), example=Example("", ""), source=""
    )
    assert [(a.name, a.kind, a.optional) for a in function.arguments] == [
        ("a", Kind.NUMBER, False),
        ("b", Kind.TEXT, True),
    ]
    assert (function.required, function.call, function.python_name) == (1, "JC_PROBE(a; [b])", "jc_probe")
