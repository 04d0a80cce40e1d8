"""What the generated formulas work on: a sheet of constants, names for parts of it, and literals.

Each operand knows what kinds of values it holds, so that a list can say of which it speaks.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from jcplan.cells import CellError, address, column_name

SHEET = "Daten"
ROWS = 12

COLUMNS = {
    "numbers": (12.5, 0, -3, 0.1, 1234.56, 7, -0.75, 100, 0.3, 42, -20, 1),
    "counts": (3, 1, 4, 2, 6, 5, 9, 8, 7, 12, 11, 10),
    "sorted": (1, 2, 2, 3.5, 5, 8, 13, 21, 34, 55, 89, 144),
    "texts": ("Äpfel", "apfel", "Zebra", "STRASSE", "Straße", "ähre", "Öl", "ofen", "x", "Weiß", "weiss", "ÄPFEL"),
    "truths": (True, False, True, True, False, True, False, False, True, False, True, True),
    "mixed": (5, "Text", True, None, -2.5, "", False, "7", 0, "zehn", 1e5, None),
    "blanks": (None,) * ROWS,
    "gaps": (4, None, None, 2, 0, None, 10, None, -1, 3, None, 6),
    "errors": ("=#N/A", "=#DIV/0!", "=#VALUE!", "=#REF!", "=#NAME?", "=#NUM!", "=#NULL!", 1, 2, 3, "=1/0", "=0*A1"),
    "lookalikes": ("5", "1,5", "2.5", "12 %", "31.12.2017", "2017-12-31", "3,50 €", "1.234", "WAHR", "12:30", "1E3", "-4"),
    "extremes": (1e-300, 1e300, -1e300, 1e15, 123456789012345.6, 0.1, 0.2, 0.3, 1e21, 1e-7, 2**53, 1e308),
    "results": ("=A1+1", "=B2*2", '=""', '="a"&1', "=1=1", "=A2", "=0.5-0.4-0.1", "=B3/3", '="7"', "=G1", "=-A3", "=1E+308*10"),
}  # fmt: skip
"""Constants (and formulas as operands) by column: the heading says what stands in it."""

LETTER = {name: column_name(number) for number, name in enumerate(COLUMNS, 1)}

LITERALS = (
    *("0", "1", "2", "3", "-1", "0.1", "0.3", "2.5", "-7.25", "1E-300", "1E+300", "-1E+300", "123456789012345"),
    *("1E+21", "0.000001", "1E+15", "TRUE", "FALSE", "#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?"),
    *('""', '"Straße"', '"STRASSE"', '"ä"', '"Ä"', '"z"', '"apfel"', '"5"', '"1,5"', '"1.5"', '"12 %"', '"12%"'),
    *('"31.12.2017"', '"3,50 €"', '"WAHR"', '"TRUE"', '"12:30"', '"1.234"', '"1E3"', '" "', '"a b"', '"#N/A"'),
)
CRITERIA = (
    *('">2"', '"<>0"', '"=3"', '"a*"', '"?pfel"', '"<=5"', '""', '"="', '"<>"', '"ß"', '"straße"', '"x~*"'),
    *('"WAHR"', '"7"', '"#N/A"', '">=b"'),
)
ARRAYS = (
    *("{1,2,3}", "{1;2;3}", "{1,2;3,4}", "{-1,0;0.5,2.25}", "{5}", "{0.1;0.2;0.3}", "{1E+300,1E+300}"),
    *('{"a","b"}', '{"Ä";"a";"z"}', "{TRUE,FALSE}", "{TRUE;1;0}", '{1,"x",TRUE}', "{#N/A,1}", '{"5",2}', '{"",1}'),
)

NAMES = {
    "Zahl": f"={SHEET}!$A$1",
    "Spalte": f"={SHEET}!$A$1:$A$6",
    "Zeile": f"={SHEET}!$A$2:$C$2",
    "Blockname": f"={SHEET}!$A$2:$C$4",
    "Worte": f"={SHEET}!$D$1:$D$6",
    "Leere": f"={SHEET}!$G$3",
    "Satz": "=0.152",
    "Wort": '="Straße"',
    "Fehler": f"={SHEET}!$I$2",
    # names of a sheet hide the workbook's ones on that sheet
    "Doppelt": f"={SHEET}!$A$1",
    "Formeln!Doppelt": f"={SHEET}!$A$6",
    "Matrix!Doppelt": f"={SHEET}!$A$6",
    "Doppelspalte": f"={SHEET}!$A$1:$A$4",
    "Formeln!Doppelspalte": f"={SHEET}!$B$1:$B$4",
    "Matrix!Doppelspalte": f"={SHEET}!$B$1:$B$4",
    "Daten!Fern": f"={SHEET}!$B$3",
    # relative to the cell that uses them
    "Relativ": f"={SHEET}!$B1",
    "Relativspalte": f"={SHEET}!$A1:$A3",
}


@dataclass(frozen=True)
class Operand:
    """An operand as a formula spells it.

    Attributes:
        text: Its spelling in a file (English).
        kinds: The kinds of values that it holds, see ``kinds_of``.
        shape: ``literal``, ``missing``, ``cell``, ``column``, ``row``, ``block``, ``array``, ``whole column``,
            ``single`` (a column with ``@``), ``nested``, ``constant name``, or ``name``, ``sheet name`` and
            ``relative name``, for several cells with ``of an area`` behind.
        formula: The text as a formula of its own, where it is a nested one.
    """

    text: str
    kinds: frozenset[str]
    shape: str
    formula: Formula | None = None


AREAS = frozenset(
    (
        "column",
        "row",
        "block",
        "array",
        "whole column",
        "name of an area",
        "sheet name of an area",
        "relative name of an area",
    )
)
"""Shapes of several cells."""


@dataclass(frozen=True)
class Formula:
    """A function or an operator and what it is applied to."""

    function: str
    operands: tuple[Operand, ...]
    text: str

    @property
    def several(self) -> bool:
        """Whether it works on several cells."""
        return any(operand.shape in AREAS for operand in self.operands)


_TEXT_KINDS = (
    (r"", "empty text"),
    (r"\s+", "space"),
    (r"(?i)true|false|wahr|falsch", "truth text"),
    (r"[-+]?\d+", "integer text"),
    (r"[-+]?\d*[.,]\d+|[-+]?\d+[eE][-+]?\d+|[-+]?\d+[.,]\d*[eE][-+]?\d+", "number text"),
    (r"[-+]?[\d.,]+ ?%", "per cent text"),
    (r"[-+]?[\d.,]+ ?[€$]", "money text"),
    (r"\d{4}-\d\d-\d\d", "iso date text"),
    (r"\d{1,2}\.\d{1,2}\.\d{2,4}", "date text"),
    (r"\d{1,2}:\d\d(:\d\d)?", "time text"),
)


def kinds_of(value):
    """The kinds of a value; most have several."""
    if value is None:
        return {"blank"}
    if isinstance(value, CellError):
        return {"error", value.code}
    if isinstance(value, bool):
        return {"truth"}
    return _kinds_of_text(value) if isinstance(value, str) else _kinds_of_number(value)


def _kinds_of_text(value):
    found = {"text"}
    found.add(next((kind for pattern, kind in _TEXT_KINDS if re.fullmatch(pattern, value)), "word"))
    tests = {
        "lookalike text": r"\d|(?i:^(true|false|wahr|falsch)$)",
        "sharp s": "ß|[sS][sS]",
        "umlaut": "[äöüÄÖÜ]",
        "wildcard": "[*?~]",
        "comparison": "^[<>=]",
        "special": r"[^\w\s]|_",
    }
    return found | {kind for kind, pattern in tests.items() if re.search(pattern, value)}


def _kinds_of_number(value):
    size, whole = abs(value), round(value)
    tests = {
        "zero": value == 0,
        "negative": value < 0,
        "fraction": value != whole,
        "below 1": 0 < size < 1,
        "almost whole": value != whole and math.isclose(value, whole, rel_tol=1e-12),
        "odd root": 1e-300 < size < 1 and math.isclose(1 / value, round(1 / value)) and round(1 / value) % 2 == 1,
        "tiny": 0 < size < 1e-4,
        "many decimals": len(f"{value:.15g}".partition(".")[2]) > 15,
        "long": 1e15 <= size < 1e100,
        "huge": size >= 1e15,
        "two-digit exponent": 1e21 <= size < 1e100,
        "beyond 15": size > 15,
        "beyond 500": size > 500,
        "beyond 32,767": size >= 32_768,
        "beyond the rows": size > 1_048_576,
        "below 1E-20": 0 < size < 1e-20,
        "above 1": size > 1,
        "truth as number": value in (0, 1),
        "from 0 on": value >= 0,
    }
    return {"number"} | {kind for kind, holds in tests.items() if holds}


_RESULTS = (13.5, 2.0, "", "a1", True, 0.0, 0.0, 4 / 3, "7", 0.0, 3.0, CellError("#NUM!"))


def stored(name, row):
    """The value of a cell of the sheet of constants, of formulas their result."""
    value = COLUMNS[name][row - 1]
    if name == "results":
        return _RESULTS[row - 1]
    if isinstance(value, str) and value.startswith("="):
        return CellError(value[1:]) if value[1] == "#" else CellError("#DIV/0!") if "/" in value else 0.0
    return value


def _kinds_at(name, row):
    """The kinds of a cell, with what only a cell can hold."""
    held = COLUMNS[name][row - 1]
    special = {"": {"typed empty text"}, "=G1": {"former blank"}}.get(held, set()) if isinstance(held, str) else set()
    return kinds_of(stored(name, row)) | special | ({"typed truth"} if isinstance(held, bool) else set())


def literal(text):
    """A literal as an operand."""
    if text.startswith('"'):
        value = text[1:-1]
    elif text in ("TRUE", "FALSE"):
        value = text == "TRUE"
    else:
        value = CellError(text) if text.startswith("#") else float(text)
    return Operand(text, frozenset(kinds_of(value)), "literal")


def array(text):
    """An array constant as an operand."""
    kinds = set()
    for entry in re.split(r"[,;]", text[1:-1]):
        kinds |= literal(entry).kinds
    return Operand(text, frozenset(kinds), "array")


def area(first, last, top, bottom):
    """An area of the sheet of constants, by the columns' headings."""
    order = list(COLUMNS)
    inside = order[order.index(first) : order.index(last) + 1]
    kinds = frozenset().union(*(_kinds_at(name, row) for name in inside for row in range(top, bottom + 1)))
    start, end = (address(row, order.index(name) + 1) for row, name in ((top, first), (bottom, last)))
    if start == end:
        return Operand(f"{SHEET}!{start}", kinds, "cell")
    shape = "column" if first == last else "row" if top == bottom else "block"
    return Operand(f"{SHEET}!{start}:{end}", kinds, shape)


def whole_column(name):
    """A whole column of the sheet of constants."""
    kinds = frozenset().union(*(_kinds_at(name, row) for row in range(1, ROWS + 1))) | {"blank"}
    letter = LETTER[name]
    return Operand(f"{SHEET}!{letter}:{letter}", kinds, "whole column")


def named(name):
    """A defined name as an operand."""
    target = NAMES.get(f"Formeln!{name}") or NAMES[name]
    match = re.search(r"\$([A-Z]+)\$?(\d+)(?::\$([A-Z]+)\$?(\d+))?$", target)
    if not match:
        return Operand(name, literal(target[1:]).kinds, "constant name")
    headings = {letter: heading for heading, letter in LETTER.items()}
    left, top, right, bottom = match.groups()
    found = area(headings[left], headings[right or left], int(top), int(bottom or top))
    shape = "sheet name" if "!" in name or f"Formeln!{name}" in NAMES else "name"
    if name.startswith("Relativ"):  # any row of the column, also below the constants
        found, shape = whole_column(headings[left]), "relative name"
    return Operand(name, found.kinds, shape + (" of an area" if right else ""))


def names_by_shape():
    """Operands that are defined names, by shape."""
    found = {}
    for name in NAMES:
        if not name.startswith(("Formeln!", "Matrix!")):
            operand = named(name)
            found.setdefault(operand.shape, []).append(operand)
    return found


def single(operand):
    """A column with ``@`` in front, as Excel stores it."""
    return Operand(f"_xlfn.SINGLE({operand.text})", operand.kinds | {"#VALUE!", "error"}, "single")


_SINGLE = re.compile(r"_xlfn\.SINGLE\(Daten!([A-Z]+)(\d+):[A-Z]+(\d+)\)")


def without_single(text, row):
    """A formula as it stands in a row with what ``@`` means there: the cell of that row, or ``#VALUE!``.

    >>> without_single("1+_xlfn.SINGLE(Daten!B2:B4)", 3), without_single("_xlfn.SINGLE(Daten!B2:B4)", 5)
    ('1+Daten!B3', '#VALUE!')
    """

    def meant(match):
        letter, top, bottom = match.groups()
        return f"{SHEET}!{letter}{row}" if int(top) <= row <= int(bottom) else "#VALUE!"

    return _SINGLE.sub(meant, text)


def nested(formula):
    """A formula as an operand; it holds what its own operands hold, until it is computed."""
    kinds = frozenset().union(*(operand.kinds for operand in formula.operands))
    return Operand(formula.text, kinds, "nested", formula)


_LOGICAL = frozenset(
    [
        "AND",
        "OR",
        "NOT",
        "TRUE",
        "FALSE",
        "EXACT",
        "ISERROR",
        "ISBLANK",
        "ISNUMBER",
        "ISTEXT",
        "ISFORMULA",
        "=",
        "<>",
        "<",
        ">",
        "<=",
        ">=",
    ]
)
_PASSING = frozenset({"IF", "IFERROR", "INDEX", "TRANSPOSE"})


def computed(operand, values):
    """A nested operand with the kinds of what it comes out as.

    Where it may be several values, or values are passed on as they are, it also holds what its operands hold.
    """
    inner = operand.formula
    kinds = frozenset().union(*map(kinds_of, values))
    if inner.function in _LOGICAL:
        kinds |= {"truth"}
    if inner.function in _PASSING or inner.several:
        kinds |= operand.kinds
    return replace(operand, kinds=kinds)


def formulas(formula):
    """A formula and those within it."""
    yield formula
    for operand in formula.operands:
        if operand.formula is not None:
            yield from formulas(operand.formula)


MISSING = Operand("", frozenset({"missing"}), "missing")


def by_kind():
    """Literals and cells by the kinds of their values."""
    found = {}
    cells = [area(name, name, row, row) for name in COLUMNS for row in range(1, ROWS + 1)]
    for operand in [literal(text) for text in (*LITERALS, *CRITERIA)] + cells:
        for kind in operand.kinds:
            found.setdefault(kind, []).append(operand)
    return dict(sorted(found.items()))
