"""``jcplan eval``: one call, or one call a line from standard input.

Imports little: it is called often, by programs.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jcplan.cells import CellError, Rows, Scalar
from jcplan.errors import InputError, JcplanError
from jcplan.formula import Engine, FormulaError, readings
from jcplan.formula.dialect import german_error
from jcplan.formula.engine import EmptyGrid
from jcplan.german import literal
from jcplan.hosts.cli import show
from jcplan.hosts.cli.values import plain, whole_numbers


def run(arguments: argparse.Namespace) -> int:
    """``jcplan eval CALL [--file PATH] [--json]``, with ``-`` in place of the call for standard input."""
    engine = _engine(arguments.file)
    if arguments.formula == "-":
        return _each_line(_standard_input(), engine, as_json=arguments.json)
    value = compute(arguments.formula, engine)
    if arguments.json:
        show.data(_for_json(value))
    else:
        for row in value if isinstance(value, tuple) else ((value,),):
            show.line("\t".join(map(_german, row)))
    return 0


def _engine(path: str | None) -> Engine:
    if path is None:
        return Engine(EmptyGrid())
    from jcplan.hosts.file import FileBook  # noqa: PLC0415  # a call without a workbook does not wait for it

    return FileBook(Path(path)).engine


def _standard_input() -> Iterable[str]:
    if isinstance(sys.stdin, io.TextIOWrapper) and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    return sys.stdin


def _each_line(lines: Iterable[str], engine: Engine, *, as_json: bool) -> int:
    """Answer each line with a line, at once; 2 if one of them gave no value."""
    code = 0
    for line in lines:
        try:
            value = compute(line, engine) if line.strip() else None
            answer, data = _one_line(value), _for_json(value)
        except JcplanError as error:
            code = 2
            message = _without_breaks(str(error))
            answer, data = f"Fehler: {message}", {"fehler": message}
        if as_json:
            show.data(data)
        else:
            show.line(answer)
        sys.stdout.flush()
    return code


def compute(text: str, engine: Engine) -> Scalar | Rows:
    """The value of a typed call.

    Raises:
        InputError: The call is ambiguous, or gives an error; with its message.
        FormulaError: It cannot be read.
    """
    text = text.strip()
    values: list[Scalar | Rows] = []
    failures: list[Exception] = []
    for reading in readings(text):
        try:
            value = _blank_where_empty(engine.formula(reading))
        except FormulaError as error:
            failures.append(error)
            continue
        if isinstance(value, CellError):
            failures.append(_failure(text, value))
        elif value not in values:
            values.append(value)
    if len(values) > 1:
        advice = "Eindeutig ist es mit Semikolon zwischen den Argumenten, Komma als Dezimalzeichen "
        advice += "und \\ zwischen den Spalten in { }: F(1,5;{2\\3})."
        raise InputError("Aufruf", f"„{text}“, auf mehrere Arten lesbar", "eine eindeutige Schreibweise", advice)
    if values:
        return values[0]
    raise failures[0 if "," in text else -1]  # who types no comma means points as decimal signs


def _blank_where_empty(value: Scalar | Rows) -> Scalar | Rows:
    """An empty text is what a cell shows of nothing; in an answer it is nothing."""
    if isinstance(value, tuple):
        return tuple(tuple(None if cell == "" else cell for cell in row) for row in value)
    return None if value == "" else value


def _failure(text: str, error: CellError) -> Exception:
    if error.message:
        return FormulaError(error.message)
    return InputError("Aufruf", f"„{text}“ mit dem Fehlerwert {german_error(error.code)}", "einen Wert")


def _for_json(value: Scalar | Rows) -> Any:
    rows = [[plain(cell) for cell in row] for row in value] if isinstance(value, tuple) else plain(value)
    return whole_numbers(rows)


def _german(value: Scalar) -> str:
    if isinstance(value, CellError):
        return german_error(value.code)
    if value is None:
        return ""
    return value if isinstance(value, str) else literal(value)


def _one_line(value: Scalar | Rows) -> str:
    """A value on one line; a block as the array constant that a German types.

    >>> _one_line(((0.5, "a"), (None, True)))
    '{0,5."a";.WAHR}'
    """
    if not isinstance(value, tuple):
        return _without_breaks(_german(value))
    return "{" + ";".join(".".join(map(_constant, row)) for row in value) + "}"


def _constant(value: Scalar) -> str:
    if isinstance(value, str):
        return '"' + _without_breaks(value).replace('"', '""') + '"'
    if isinstance(value, int | float) and not isinstance(value, bool):  # ungrouped: a point is the next column
        return f"{value:.15g}".replace(".", ",")
    return _german(value)


def _without_breaks(text: str) -> str:
    return " ".join(text.splitlines())
