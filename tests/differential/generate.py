"""Generates formulas: every function and operator of the engine with every kind and shape of operand."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from differential import operands as ops
from differential.operands import AREAS, COLUMNS, ROWS, Formula, Operand

ARITHMETIC = ("+", "-", "*", "/", "^")
COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
BINARY = (*ARITHMETIC, "&", *COMPARISONS)
UNARY = ("unary -", "unary +", "%")


@dataclass(frozen=True)
class Function:
    """How a function is called.

    Attributes:
        roles: What each argument usually is, see ``Generator``; every other operand may stand there too.
        least: How many arguments it takes at least.
        more: How many more arguments of the last role it may take.
    """

    roles: tuple[str, ...]
    least: int
    more: int = 0

    def role(self, at: int) -> str:
        """The role of an argument."""
        return self.roles[min(at, len(self.roles) - 1)]


FUNCTIONS = {
    **dict.fromkeys(("SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTA"), Function(("values",), 1, 2)),
    "SUMPRODUCT": Function(("area", "area"), 1),
    "COUNTBLANK": Function(("range",), 1),
    "COUNTIF": Function(("range", "criterion"), 2),
    **dict.fromkeys(("ABS", "SIGN", "INT"), Function(("number",), 1)),
    **dict.fromkeys(("ROUND", "POWER"), Function(("number", "digits"), 2)),
    "FIXED": Function(("number", "digits", "truth"), 1),
    "LEN": Function(("any",), 1),
    "CONCATENATE": Function(("any",), 1, 2),
    "EXACT": Function(("text", "text"), 2),
    **dict.fromkeys(("AND", "OR"), Function(("truth",), 1, 2)),
    "NOT": Function(("truth",), 1),
    **dict.fromkeys(("TRUE", "FALSE", "NA"), Function((), 0)),
    "INDEX": Function(("area", "index", "index"), 2),
    "MATCH": Function(("any", "line", "match kind"), 2),
    **dict.fromkeys(("ROWS", "COLUMNS", "TRANSPOSE"), Function(("area",), 1)),
    **dict.fromkeys(("ISERROR", "ISBLANK", "ISNUMBER", "ISTEXT"), Function(("any",), 1)),
    "IFERROR": Function(("any", "any"), 2),
    "IF": Function(("truth", "any", "any"), 2),
    "ISFORMULA": Function(("range",), 1),
    **dict.fromkeys(ARITHMETIC, Function(("number", "number"), 2)),
    **dict.fromkeys(("&", *COMPARISONS), Function(("any", "any"), 2)),
    **dict.fromkeys(UNARY, Function(("number",), 1)),
}
"""Every native function and operator, and its usual arguments."""

NAMES = ops.names_by_shape()
ATOMS = ops.by_kind()
"""Single operands by kind."""
HANDED_ON = ("number", "text", "lookalike text", "typed empty text", "truth", "blank", "former blank", "error")
SHAPES = ("literal", "cell", "column", "row", "block", "array", "whole column", "single", *NAMES)
_NO_RANGE = frozenset({"literal", "array", "missing", "nested", "single", "constant name"})
_TAKES_COLUMNS = frozenset(
    {"SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "INDEX", "MATCH", "ROWS", "COLUMNS"}
)
_ARRAY_SHAPES = ((3, 2), (2, 3), (1, 1), (4, 1))


@dataclass(frozen=True)
class Case:
    """One formula of a run.

    Attributes:
        formula: What it says.
        array: Rows and columns that it fills as an array formula; None for an ordinary cell.
    """

    formula: Formula
    array: tuple[int, int] | None = None

    @property
    def has_single(self) -> bool:
        """Whether there is an ``@`` in it: Excel stores such a formula as an array formula of one cell."""
        return "SINGLE(" in self.formula.text


class Generator:
    """Draws formulas; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        every = tuple(COLUMNS)
        numbers = [text for text in ops.LITERALS if text[0] in "-0123456789"]
        words = [text for text in ops.LITERALS if text[0] == '"']
        self._shapes: dict[str, Callable[[], Operand]] = {
            "literal": lambda: self._literal(ops.LITERALS),
            "cell": lambda: self._cell(every),
            "column": lambda: self._column(every),
            "row": self._row,
            "block": self._block,
            "array": lambda: ops.array(self._pick(ops.ARRAYS)),
            "whole column": lambda: ops.whole_column(self._pick(every)),
            "single": lambda: ops.single(self._column(every)),
            "missing": lambda: ops.MISSING,
            **{shape: lambda names=names: self._pick(names) for shape, names in NAMES.items()},
        }
        self._roles: dict[str, Callable[[], Operand]] = {
            "any": lambda: self._shaped("literal", "cell", "cell", "name", "constant name"),
            "number": lambda: self._either(
                lambda: self._literal(numbers), lambda: self._cell(("numbers", "extremes", "counts", "gaps"))
            ),
            "digits": lambda: self._literal(("0", "1", "2", "3", "-1", "-2", "5", "0.5", "15")),
            "index": lambda: self._either(
                lambda: self._literal(("1", "2", "3", "0", "-1", "1.9", "9")), lambda: self._cell(("counts",))
            ),
            "match kind": lambda: self._literal(("0", "0", "0", "1", "-1", "FALSE")),
            "text": lambda: self._either(
                lambda: self._literal(words), lambda: self._cell(("texts", "mixed", "lookalikes"))
            ),
            "truth": lambda: self._either(
                lambda: self._literal(("TRUE", *numbers)), lambda: self._cell(("truths", "mixed", "blanks"))
            ),
            "values": lambda: self._shaped(
                "column", "row", "block", "cell", "literal", "array", "name", "name of an area"
            ),
            "area": lambda: self._shaped("column", "row", "block", "array", "name of an area"),
            "line": lambda: self._shaped("column", "row"),
            "range": lambda: self._shaped("column", "row", "block", "cell", "name", "name of an area"),
            "criterion": lambda: self._either(
                lambda: self._literal((*numbers, *words, *ops.CRITERIA, *ops.CRITERIA)), lambda: self._cell(every)
            ),
        }

    def cases(self, count: int) -> list[Case]:
        """So many formulas, or a few more, without repetition.

        First comes each argument with each shape of operand and each kind of value, and with each kind of cell that
        another function hands on; then whatever is drawn.
        """
        found: dict[tuple[str, tuple[int, int] | None], Case] = {}

        def add(formula: Formula) -> None:
            case = Case(formula, self._array(formula))
            found.setdefault((formula.text, case.array), case)

        for name in FUNCTIONS:
            for formula in self._systematic(name):
                add(formula)
        names = list(FUNCTIONS)
        while len(found) < count:
            add(self._formula(self._pick(names), self._pick((1, 2, 2))))
        return list(found.values())

    def _systematic(self, name: str) -> Iterator[Formula]:
        function = FUNCTIONS[name]
        if not function.roles:
            yield formula_of(name, [])
        for at, role in enumerate(function.roles):
            operands = [self._shapes[shape]() for shape in SHAPES] + [self._pick(atoms) for atoms in ATOMS.values()]
            for operand in (*operands, *map(ops.nested, self._handed_on())):
                if _fits(name, role, operand):
                    arguments = self._usual(name)
                    while len(arguments) <= at:
                        arguments.append(self._roles[function.role(len(arguments))]())
                    arguments[at] = operand
                    yield formula_of(name, arguments)

    def _handed_on(self) -> Iterator[Formula]:
        """A cell of each of the kinds that count in one way as a reference and in another as a value."""
        yes, error = ops.literal("1"), ops.literal("#N/A")
        yield formula_of("IF", [yes, ops.MISSING])
        for kind in HANDED_ON:
            cell = self._pick([atom for atom in ATOMS[kind] if atom.shape == "cell"])
            yield formula_of("IF", [yes, cell])
            yield formula_of("IFERROR", [cell, yes])
            yield formula_of("IFERROR", [error, cell])

    def _usual(self, name: str) -> list[Operand]:
        """Arguments as people write them."""
        function = FUNCTIONS[name]
        count = self._random.randint(function.least, len(function.roles))
        if function.more:
            count += self._pick((0, 0, 1, function.more))
        return [self._roles[function.role(at)]() for at in range(count)]

    def _formula(self, name: str, depth: int) -> Formula:
        """A formula so deep, with an unusual operand now and then."""
        arguments = self._usual(name)
        for at in range(len(arguments)):
            role = FUNCTIONS[name].role(at)
            if depth > 1 and role != "range" and self._random.random() < 0.6:
                arguments[at] = ops.nested(self._formula(self._pick(list(FUNCTIONS)), depth - 1))
            elif self._random.random() < 0.15:
                operand = self._shapes[self._pick(tuple(self._shapes))]()
                if _fits(name, role, operand) and (operand is not ops.MISSING or len(arguments) > 1):
                    arguments[at] = operand
        return formula_of(name, arguments)

    def _array(self, formula: Formula) -> tuple[int, int] | None:
        """Whether it is to be an array formula: more often, where it has several cells to work on."""
        shapes = {operand.shape for _, _, operand in uses(formula)}
        if "single" in shapes:
            return None  # what @ means there no program can tell
        if "whole column" in shapes and formula.function not in _TAKES_COLUMNS:
            return None  # a million results
        share = 0.9 if formula.function == "TRANSPOSE" else 0.4 if shapes & AREAS else 0.08
        return self._pick(_ARRAY_SHAPES) if self._random.random() < share else None

    # ---- operands ---------------------------------------------------------------------------------

    def _pick(self, choices):
        return self._random.choice(choices)

    def _either(self, *ways: Callable[[], Operand]) -> Operand:
        return self._pick(ways)()

    def _shaped(self, *shapes: str) -> Operand:
        return self._shapes[self._pick(shapes)]()

    def _literal(self, texts: Sequence[str]) -> Operand:
        return ops.literal(self._pick(texts))

    def _cell(self, columns: Sequence[str]) -> Operand:
        row, column = self._random.randint(1, ROWS), self._pick(columns)
        return ops.area(column, column, row, row)

    def _column(self, columns: Sequence[str]) -> Operand:
        column = self._pick(columns)
        return ops.area(column, column, *self._rows(5))

    def _row(self) -> Operand:
        row = self._random.randint(1, ROWS)
        return ops.area(*self._across(), row, row)

    def _block(self) -> Operand:
        return ops.area(*self._across(), *self._rows(2))

    def _rows(self, more: int) -> tuple[int, int]:
        top = self._random.randint(1, ROWS - 1)
        return top, min(ROWS, top + self._random.randint(1, more))

    def _across(self) -> tuple[str, str]:
        """First and last of some columns, numbers more often than not."""
        if self._random.random() < 0.6:
            return self._pick((("numbers", "counts"), ("numbers", "sorted"), ("counts", "sorted")))
        every = tuple(COLUMNS)
        at = self._random.randint(0, len(every) - 2)
        return every[at], every[min(len(every) - 1, at + self._random.randint(1, 2))]


def _fits(name: str, role: str, operand: Operand) -> bool:
    """Whether programs let one type it, and the result stays small."""
    if role == "range" and operand.shape in _NO_RANGE:
        return False
    if operand is ops.MISSING and not _is_call(name):
        return False
    return operand.shape != "whole column" or (name in _TAKES_COLUMNS and role != "criterion")


def _is_call(name: str) -> bool:
    return name[0].isalpha() and name not in UNARY


def formula_of(name: str, arguments: Sequence[Operand]) -> Formula:
    """A function or an operator applied to operands, as a file spells it."""
    texts = [argument.text for argument in arguments]
    if _is_call(name):
        prefix = "_xlfn." if name == "ISFORMULA" else ""
        return Formula(name, tuple(arguments), f"{prefix}{name}({','.join(texts)})")
    for at, argument in enumerate(arguments):
        if argument.formula is not None and not _is_call(argument.formula.function):
            texts[at] = f"({texts[at]})"
    if name in UNARY:
        texts = [*texts, ""] if name == "%" else ["", *texts]
    return Formula(name, tuple(arguments), name[-1:].join(texts) if name in UNARY else name.join(texts))


def uses(formula: Formula) -> Iterator[tuple[str, int, Operand]]:
    """Each function with the position of an operand and the operand, nested ones too."""
    for part in ops.formulas(formula):
        for position, operand in enumerate(part.operands):
            yield part.function, position, operand
