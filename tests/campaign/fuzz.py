"""Calls of every worksheet function with hostile values and shapes, by chance with a fixed seed.

Whatever comes in, a value or an error with a German sentence comes out: no exception, no warning, no number that is
none. The same call typed as a formula and on the command line gives the same.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import json
import math
import random
import re
import sys
import warnings
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from examples import Grid

from jcplan.catalogue import CATALOGUE, Kind, Result, evaluate
from jcplan.cells import CellError, rows_of
from jcplan.formula import Engine, readings, same_formula
from jcplan.formula.engine import EmptyGrid
from jcplan.hosts.cli import main as command_line

NUMBERS = (
    0.0, -0.0, 1.0, -1.0, 2.0, 3.0, 12.0, 0.5, -0.5, 0.27, 1 / 3, 1.5, 99.99999999999999, 100.0, 1e-9, -1e-9, 26570.0,
    1e6, 1e15, 1e15 + 0.5, 2.0**53 + 2, 1e21, 1e100, 1e154, 1e300, -1e300, 1e308, 1.7976931348623157e308,
    -1.7976931348623157e308, 2.2250738585072014e-308, 5e-324, -5e-324, 400.0, -400.0, 1e-300,
)  # fmt: skip
"""What a cell can hold."""
ODD = (
    None, "", " ", "drei", "1,5", "1.5", "0", "=1+1", "WAHR", "#NV", "gleich", "mindestens", "%", "€", "{1;2}", "x" * 40_000,
    "a\x00b", "\x1b[31m", "\ud800", "e\u0308", '"', True, False, math.nan, math.inf, -math.inf, 10**400, -(10**400), 2**63,
    Decimal("1.5"), Decimal("sNaN"), Decimal("NaN"), Fraction(1, 3), 1 + 2j, dt.date(2017, 3, 1), dt.datetime(2017, 3, 1),
    dt.timedelta(1), b"12", object, {}, np.float32(1.5), np.int8(-1), np.bool_(True), np.nan, np.datetime64("2017-03"),
    CellError("#N/A", "von weiter oben"), CellError("#DIV/0!"),
)  # fmt: skip
"""What other callers may pass."""
SHAPES = ((1, 1), (2, 1), (1, 2), (3, 1), (12, 1), (1, 12), (2, 3), (0, 0), (13, 1), (60, 1))
CODES = {"#VALUE!"}
ENGLISH = re.compile(r"\b(nan|inf|None|True|False|array|float|object|Traceback|Error)\b")
LONGEST = 32_767  # characters in a cell


def split(text: str) -> list[str]:
    """The arguments of a German call as it is typed.

    >>> split("JC_X(1,5;;{1;2};0)"), split("JC_X()")
    (['1,5', '', '{1;2}', '0'], [])
    """
    inner = text[text.index("(") + 1 : -1]
    return re.split(r";(?![^{]*})", inner) if inner else []


def examples() -> dict[str, list[object]]:
    """Sensible arguments of each function: those of its example."""
    engine = Engine(Grid())
    return {
        name: [engine.formula(readings(part)[0]) if part else None for part in split(function.example.formula)]
        for name, function in CATALOGUE.items()
    }


class Calls:
    """Draws calls."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.examples = examples()

    def value(self) -> object:
        draw = self.chance.random()
        if draw < 0.5:
            return self.chance.choice(NUMBERS)
        if draw < 0.7:
            return self.chance.choice(ODD)
        return round(self.chance.uniform(-2, 40), self.chance.randrange(4))

    def block(self) -> object:
        down, across = self.chance.choice(SHAPES)
        draw = self.chance.random()
        values = [
            [self.value() if draw < 0.5 else self.chance.choice(NUMBERS) for _ in range(across)] for _ in range(down)
        ]
        if draw > 0.95 and values:
            values[-1] = values[-1][1:]  # ragged
        if draw > 0.9:
            return [value for row in values for value in row]
        if 0.8 < draw <= 0.9 and values:
            return np.array(values, dtype=float)
        return tuple(map(tuple, values))

    def changed(self, value: object) -> object:
        """A sensible argument with one cell replaced."""
        rows = [list(row) for row in rows_of(value)]
        row = self.chance.choice(rows)
        row[self.chance.randrange(len(row))] = self.value()
        return tuple(map(tuple, rows)) if isinstance(value, tuple) else rows[0][0]

    def arguments(self, name: str) -> list[object]:
        """Arguments of a function: its example's, some of them spoilt."""
        given = list(self.examples[name])
        kinds = [argument.kind for argument in CATALOGUE[name].arguments]
        for place in range(len(given)):
            draw = self.chance.random() * (5 if kinds[place] is Kind.TABLE else 1)  # several must fit each other
            if draw < 0.15:
                given[place] = self.value()
            elif draw < 0.3:
                given[place] = self.block()
            elif draw < 0.6:
                given[place] = self.changed(given[place])
        if self.chance.random() < 0.2:
            more = self.chance.randrange(3)
            given += [self.value() if self.chance.random() < 0.7 else self.block() for _ in range(more)]
        if self.chance.random() < 0.03:
            given = given[: self.chance.randrange(len(given) + 1)]
        return given


def cells_in(value: object) -> list[object]:
    """The cells of an argument or a result, whatever its shape."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return [cell for part in value for cell in cells_in(part)] if isinstance(value, list | tuple) else [value]


def wrong_result(name: str, arguments: list[object], result: object) -> str:
    """What is wrong with a result; empty if nothing."""
    if isinstance(result, CellError):
        if any(cell is result for argument in arguments for cell in cells_in(argument)):
            return ""
        return wrong_error(name, result)
    rows = rows_of(result)
    if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
        return "the result is no rectangle"
    kind, table = CATALOGUE[name].gives, CATALOGUE[name].result is Result.TABLE
    for cell in cells_in(result):
        if cell is not None and type(cell) is not kind and not (table and isinstance(cell, str | CellError)):
            return f"{cell!r} is no {kind.__name__}"
        if isinstance(cell, float) and not math.isfinite(cell):
            return f"{cell!r} is no number"
        if isinstance(cell, str) and len(cell) > LONGEST:
            return f"a text of {len(cell)} characters"
    return wrong_value(name, arguments, [cell for cell in cells_in(result) if isinstance(cell, float)])


def wrong_error(name: str, error: CellError) -> str:
    """What is wrong with an error value."""
    message = error.message
    if error.code not in CODES or not message.startswith(f"{name}: "):
        return f"{error.code} {message!r}"
    if "gefunden" not in message or "erwartet" not in message or not message.endswith((".", "!", "?", ")")):
        return f"no whole sentence: {message!r}"
    quoted = re.sub("„[^“]*“", "", message)
    return f"not German: {message!r}" if ENGLISH.search(quoted) else ""


def wrong_value(name: str, arguments: list[object], cells: list[float]) -> str:
    """A law that the values of a function keep, where it is cheap to see."""

    def close(parts: list[float], whole: float) -> bool:
        left = sum(map(Fraction, parts)) - Fraction(whole)
        return abs(left) <= Fraction(1e-8) + Fraction(1e-9) * Fraction(max(map(abs, parts)))

    if name in {"JC_VERTEILEN", "JC_SOLLPFAD"} and not close(cells, float(cells_in(arguments[0])[0])):
        return f"the parts sum to {sum(cells)!r}"
    if name == "JC_UMSCHICHTUNG" and not close(cells[1:3], cells[3]):
        return "the two budgets are not the sum"
    if name == "JC_IQ_SPANNE" and not cells[0] <= cells[1]:
        return "the interval is upside down"
    if name == "JC_IQ_GESAMT":
        rates = [float(cell) for cell in cells_in(arguments[0]) if cell not in (None, "")]
        if not min(rates) * (1 - 1e-9) <= cells[0] <= max(rates) * (1 + 1e-9):
            return "the blend lies outside its rates"
    if name in {"JC_IQ", "JC_GJDW", "JC_JDW", "JC_INTEGRATIONEN", "JC_RESTSOLL"} and min(cells, default=0.0) < 0:
        return "below zero"
    return ""


@dataclass(frozen=True)
class Spelling:
    """The signs between arguments and between columns of an array, the decimal sign, the truth values."""

    argument: str
    column: str
    decimal: str
    truths: tuple[str, str]

    def value(self, value: object) -> str | None:
        """An argument as it is spelled, or None where it can't be."""
        if isinstance(value, tuple):
            rows = [[self.value(cell) for cell in row] for row in value if isinstance(row, tuple)]
            if len(rows) != len(value) or not rows or not rows[0] or None in (cell for row in rows for cell in row):
                return None
            return "{" + ";".join(self.column.join(map(str, row)) for row in rows) + "}"
        if type(value) is bool:
            return self.truths[value]
        if type(value) is float and math.isfinite(value):
            return repr(value).upper().removesuffix(".0").replace(".", self.decimal)
        if type(value) is str and value.isprintable() and len(value) < 255 and "\ud800" not in value:
            return '"' + value.replace('"', '""') + '"'
        return "" if value is None else None

    def call(self, name: str, arguments: list[object]) -> str | None:
        """A call, or None where an argument can't be spelled."""
        parts = [self.value(argument) for argument in arguments]
        return None if None in parts else f"{name}({self.argument.join(map(str, parts))})"


STORED = Spelling(",", ",", ".", ("FALSE", "TRUE"))
TYPED = Spelling(";", "\\", ",", ("FALSCH", "WAHR"))
"""German with the sign between columns that cannot be taken for a decimal one: ``{400.0}`` may be one number."""


def in_cells(result: object) -> object:
    """A result as cells get it: an empty text for a blank."""
    if isinstance(result, tuple):
        return tuple(map(in_cells, result))
    return "" if result is None else result


def wrong_text(name: str, arguments: list[object], result: object) -> str:
    """Whether the call as a formula, and typed on the command line, gives another result."""
    formula, typed = STORED.call(name, arguments), TYPED.call(name, arguments)
    if formula is None or typed is None:
        return ""
    computed = Engine(EmptyGrid()).formula(formula)
    if computed != in_cells(result) and not (isinstance(computed, CellError) and isinstance(result, CellError)):
        return f"as the formula {formula}: {computed!r}, called: {result!r}"
    first, *others = readings(typed)
    if not same_formula(first, formula):
        return f"{typed} is read as {first}, not as {formula}"
    if others:  # a single argument without a semicolon: eval takes the reading that computes
        return ""
    shown, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(said):
        code = command_line(["eval", "--json", typed])
    if code not in (0, 2):
        return f"eval ends with {code}"
    if isinstance(result, CellError):
        return "" if code == 2 and said.getvalue().strip() and not shown.getvalue() else "eval shows no error"
    if code == 2:
        return f"eval: {said.getvalue()}"
    answer = json.loads(shown.getvalue())
    shown_as = [[str(cell) if isinstance(cell, CellError) else cell for cell in row] for row in rows_of(result)]
    wanted = shown_as if isinstance(result, tuple) else result
    return "" if answer == wanted else f"eval shows {answer!r}, called: {wanted!r}"


def finding(name: str, arguments: list[object], *, typed: bool) -> tuple[str, str]:
    """How a call ended ("value" or "error"), and what is wrong with that; empty if nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = evaluate(CATALOGUE[name], *arguments)
            wrong = wrong_result(name, arguments, result)
            if typed and not wrong:
                wrong = wrong_text(name, arguments, result)
        except Exception as error:  # noqa: BLE001  # that is what is looked for
            return "exception", f"{type(error).__name__}: {error}"
    return ("error" if isinstance(result, CellError) else "value"), wrong


def run(number: int, seed: int, *, text_every: int) -> tuple[Counter[str], list[str]]:
    """So many calls, spread over all functions; every ``text_every``th is typed too. Counts, and what was wrong."""
    calls, names = Calls(seed), list(CATALOGUE)
    counts: Counter[str] = Counter()
    wrong = []
    for index in range(number):
        name = names[index % len(names)]
        arguments = calls.arguments(name)
        outcome, found = finding(name, arguments, typed=index // len(names) % text_every == 0)
        counts[outcome] += 1
        if found:
            wrong.append(f"{name}({', '.join(repr(argument)[:200] for argument in arguments)})\n    {found}")
    return counts, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many calls")
    parser.add_argument("--seed", type=int, default=2017)
    chosen = parser.parse_args()
    counts, wrong = run(chosen.count, chosen.seed, text_every=10)
    for line in wrong[:50]:
        print(line)
    print(
        f"{chosen.count} calls: {counts['value']} values, {counts['error']} errors with a sentence, {len(wrong)} wrong"
    )
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
