"""The catalogue's worked examples as arguments, for every host that calls a function."""

from __future__ import annotations

import re

from examples import NAMED

from jcplan.catalogue import CATALOGUE, Function

_TOKEN = re.compile(r'\{[^}]*\}|"[^"]*"|[^;(){}"]+|;')


def _one(text: str) -> object:
    text = text.strip()
    if not text:
        return None
    if text.startswith('"'):
        return text[1:-1]
    if text in NAMED:
        return NAMED[text]
    return float(text.replace(",", "."))


def _row(text: str) -> tuple[object, ...]:
    """The cells of a row of an array; a point stands between columns, as in a German formula."""
    return tuple(map(_one, [text] if '"' in text else text.split(".")))


def arguments(function: Function) -> list[object]:
    """The example's arguments: numbers, texts, None for left out, columns and named cells as tuples of rows."""
    inner = function.example.formula[len(function.name) + 1 : -1]
    given: list[object] = []
    fresh = True
    for token in _TOKEN.findall(inner):
        if token == ";":
            given += [None] if fresh else []
            fresh = True
            continue
        given.append(tuple(map(_row, token[1:-1].split(";"))) if token[0] == "{" else _one(token))
        fresh = False
    return given


ALL = {name: arguments(function) for name, function in CATALOGUE.items()}
