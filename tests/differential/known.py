"""What the engine leaves alone on purpose, and where it follows Excel and LibreOffice does otherwise.

An entry speaks of functions, of kinds and shapes of operands, and of nothing that the engine says. One that covers
nothing in a run fails the test, and so does one of whose kind the engine computes more than three in four: whether a
difference shows in the end may hang on the values, but an entry is no blanket.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from differential.compute import Outcome
from differential.generate import ARITHMETIC, BINARY, COMPARISONS, UNARY
from differential.judge import Entry
from differential.operands import AREAS, Formula, Operand, formulas

NUMERIC = frozenset({*ARITHMETIC, *UNARY, "ABS", "SIGN", "INT", "ROUND", "POWER", "FIXED", "NOT"})
TEXTUAL = frozenset({"&", "CONCATENATE", "LEN", "EXACT"})
SUMS = frozenset({"SUM", "AVERAGE", "MIN", "MAX", "COUNT", "COUNTA", "AND", "OR"})
ORDER = frozenset({"<", ">", "<=", ">="})
SEVERAL_ERRORS = frozenset({*BINARY, *SUMS, "SUMPRODUCT", "CONCATENATE", "EXACT", "POWER", "ROUND", "FIXED"}) - {
    "COUNT",
    "COUNTA",
}
CELLS = (AREAS - {"array"}) | {"cell", "name", "sheet name", "relative name"}
ERRORS = frozenset({"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"})

CALC_LOGICAL = "https://wiki.openoffice.org/wiki/Documentation/How_Tos/Calc:_Logical_functions"
POWERS = frozenset({"^", "POWER"})
ONE_VALUE = frozenset({*SUMS, "SUMPRODUCT", "COUNTIF", "COUNTBLANK", "ROWS", "COLUMNS"})
"""Functions that make one value of whatever they get."""

MATCH_IN_OFFICE = (
    "https://learn.microsoft.com/en-us/openspecs/office_standards/ms-oi29500/19f20aeb-5ca8-4a59-acd8-b01ba6e8ed07"
)
NUMBER_FORMATS = (
    "https://support.microsoft.com/en-us/office/available-number-formats-in-excel-0afe8f52-97db-41f1-b972-4b46e9f1e8d2"
)
POWER_OF_ZERO = "https://github.com/apache/poi/pull/1285"
OPEN_FORMULA = "https://docs.oasis-open.org/office/OpenDocument/v1.3/OpenDocument-v1.3-part4-formula.html"

Test = Callable[[Formula], bool]
Sort = Callable[[Operand], bool]


def entry(reason: str, *tests: Test, source: str = "", ordinary: bool = False) -> Entry:
    """An entry for formulas of which any part meets any test; ``ordinary``: outside of array formulas only."""

    def when(outcome: Outcome) -> bool:
        if ordinary and outcome.case.array is not None:
            return False
        return any(test(part) for part in formulas(outcome.case.formula) for test in tests)

    return Entry(reason, when, source)


def use(functions: Collection[str], sort: Sort, at: Collection[int] = ()) -> Test:
    """Whether it is one of the functions, and an operand, at one of the places, is of a sort."""

    def test(part: Formula) -> bool:
        return part.function in functions and any(
            sort(operand) for position, operand in enumerate(part.operands) if not at or position in at
        )

    return test


def pair(functions: Collection[str], first: Sort, second: Sort) -> Test:
    """Whether it is one of the functions, and one of two operands is of one sort and the other of another."""

    def test(part: Formula) -> bool:
        if part.function not in functions or len(part.operands) != 2:
            return False
        one, other = part.operands
        return (first(one) and second(other)) or (first(other) and second(one))

    return test


def has(*kinds: str) -> Sort:
    """Whether an operand has one of the kinds."""
    return lambda operand: not operand.kinds.isdisjoint(kinds)


def both(*sorts: Sort) -> Sort:
    """Whether an operand is of all sorts."""
    return lambda operand: all(sort(operand) for sort in sorts)


def is_value(operand: Operand) -> bool:
    """Whether it is one value and no cell."""
    inner = operand.formula
    if inner is not None:
        return inner.function in ONE_VALUE or not inner.several
    return operand.shape in ("literal", "constant name", "single", "missing")


def is_block(operand: Operand) -> bool:
    """Whether it is an array: several values, and no cells."""
    return operand.shape == "array" or (operand.formula is not None and not is_value(operand))


def hands_on(function: str) -> Sort:
    """Whether it is what a function gives, maybe through others that hand it on."""
    return lambda operand: (
        operand.formula is not None
        and operand.formula.function in ("IF", "IFERROR", "INDEX")
        and any(part.function == function for part in formulas(operand.formula))
    )


def is_area(operand: Operand) -> bool:
    """Whether it is several cells."""
    return operand.shape in AREAS and operand.shape != "array"


def is_one(operand: Operand) -> bool:
    """Whether it is a single value or a single cell."""
    return not is_area(operand) and not is_block(operand)


def is_several(operand: Operand) -> bool:
    """Whether it is several values."""
    return not is_one(operand)


def is_two_dimensional(operand: Operand) -> bool:
    """Whether it has several rows and several columns, or may have."""
    inner = operand.formula
    if inner is not None:
        return inner.several
    return operand.shape == "block" or operand.text == "Blockname" or ("," in operand.text and ";" in operand.text)


def _takes_a_former_blank(outcome: Outcome) -> bool:
    """Whether the 0 of a formula that refers to a blank cell meets what a blank is not; of several cells in arrays only."""
    blank = has("former blank")
    tests = [
        use({"ISNUMBER"}, both(blank, is_one)),
        pair(COMPARISONS, both(blank, is_one), has("empty text", "truth")),
        use({"TRANSPOSE"}, both(blank, hands_on("IFERROR"))),
    ]
    if outcome.case.array is not None:
        tests.append(
            use({*TEXTUAL, *COMPARISONS, "ISNUMBER", "ISTEXT", "ISBLANK", "TRANSPOSE"}, both(blank, is_several))
        )
    return any(test(part) for part in formulas(outcome.case.formula) for test in tests)


def _tiny_power(part: Formula) -> bool:
    """Whether a base may be raised so that it vanishes."""
    if part.function not in POWERS or len(part.operands) != 2:
        return False
    base, exponent = (operand.kinds for operand in part.operands)
    vanishing = [
        ("below 1", ("beyond 500", "from 0 on")),
        ("above 1", ("beyond 500", "negative")),
        ("tiny", ("beyond 15", "from 0 on")),
        ("below 1E-20", ("above 1", "from 0 on")),
        ("huge", ("negative",)),
    ]
    return any(size in base and exponent.issuperset(powers) for size, powers in vanishing)


def _text_by_zero(part: Formula) -> bool:
    return (
        part.function == "/"
        and has("text")(part.operands[0])
        and has("zero", "blank", "truth", "missing")(part.operands[1])
    )


def _error_beside_array(part: Formula) -> bool:
    return pair(BINARY, both(is_one, has(*ERRORS)), is_several)(part)


def _falls_back_on_array(part: Formula) -> bool:
    return part.function == "IFERROR" and is_several(part.operands[1])


def _compares_sizes(part: Formula) -> bool:
    return part.function in COMPARISONS and all(map(is_several, part.operands))


def _different_errors(part: Formula) -> bool:
    """Whether two different errors may meet: texts in arithmetic and areas in an ordinary cell are errors too."""
    if part.function not in SEVERAL_ERRORS:
        return False
    found = set().union(*(operand.kinds & ERRORS for operand in part.operands))
    if (part.function not in {*SUMS, "SUMPRODUCT"} and any(map(is_area, part.operands))) or (
        part.function not in (*TEXTUAL, *COMPARISONS) and any(map(has("text"), part.operands))
    ):
        found.add("#VALUE!")
    return len(found) > 1


def _searches_sorted(part: Formula) -> bool:
    return part.function == "MATCH" and (len(part.operands) < 3 or part.operands[2].text not in ("0", "FALSE"))


def _power_of_zero(part: Formula) -> bool:
    none = has("zero", "blank", "truth", "missing")
    return (
        part.function in POWERS
        and len(part.operands) == 2
        and none(part.operands[0])
        and (none(part.operands[1]) or has("negative")(part.operands[1]))
    )


def _root_of_negative(part: Formula) -> bool:
    return (
        part.function in POWERS
        and len(part.operands) == 2
        and all(has(kind)(operand) for kind, operand in zip(("negative", "odd root"), part.operands, strict=True))
    )


def _one_number_in_a_block(part: Formula) -> bool:
    return (
        part.function == "INDEX"
        and len(part.operands) == 2
        and (part.operands[0].shape in ("block", "array", "nested") or part.operands[0].text == "Blockname")
    )


LEFT: tuple[Entry, ...] = (
    entry(
        "a text that reads as a number, a date, a time, money, per cent or a truth value, where a number is wanted: "
        "what it is worth depends on the program and its settings",
        use(NUMERIC, has("lookalike text")),
        use(SUMS, both(has("lookalike text"), lambda operand: operand.shape not in CELLS)),
        use({"IF"}, has("lookalike text"), at={0}),
        use({"INDEX"}, has("lookalike text"), at={1, 2}),
        source=OPEN_FORMULA,
    ),
    entry(
        "truth values that become texts: WAHR in Excel, 1 in LibreOffice",
        use(TEXTUAL, has("truth")),
        source=CALC_LOGICAL,
    ),
    entry(
        "truth values are greater than all texts and numbers in Excel, 1 and 0 in LibreOffice",
        pair({"=", "<>"}, has("truth"), has("truth as number")),
        pair(ORDER, has("truth"), has("from 0 on", "text")),
        source=CALC_LOGICAL,
    ),
    entry("a truth value with a sign in front: a number in Excel, a truth value in LibreOffice", use({"unary -"}, has("truth"))),
    entry(
        "TRANSPOSE of truth values: numbers in LibreOffice",
        use({"TRANSPOSE"}, has("truth")),
        use({"TRANSPOSE"}, hands_on("IF")),  # FALSE is what IF gives without its third argument
    ),
    entry(
        "truth values in array constants are numbers in LibreOffice",
        use({"unary +", "INDEX", "IFERROR", "IF", "TRANSPOSE"}, both(has("truth"), is_block)),
        ordinary=True,
    ),
    entry("ISFORMULA of a truth value: to LibreOffice a typed one is =TRUE()", use({"ISFORMULA"}, has("typed truth"))),
    entry("ISNUMBER of a truth value", use({"ISNUMBER"}, has("truth")), source=CALC_LOGICAL),
    entry(
        "truth values in cells are no numbers in Excel, 1 and 0 in LibreOffice",
        use({"SUM", "AVERAGE", "MIN", "MAX", "COUNT"}, both(has("truth"), lambda operand: operand.shape != "literal")),
        use({"SUMPRODUCT"}, both(has("truth"), lambda operand: not is_value(operand))),
        use({"COUNTIF"}, has("truth")),
        use({"MATCH"}, has("truth"), at={0, 1}),
        source=CALC_LOGICAL,
    ),
    entry("of two different errors Excel shows the first, LibreOffice any", _different_errors),
    entry("numbers that become texts and that only one program writes with an exponent", use(TEXTUAL, has("tiny", "long", "many decimals"))),
    entry("order of texts with special characters or with ß", pair(ORDER, has("special", "sharp s"), has("text"))),
    entry(
        "an empty text that stands in a cell without a formula: LibreOffice loads the cell as a blank one",
        use(
            {*NUMERIC, *COMPARISONS, "COUNTA", "TRANSPOSE", "IFERROR", "ISTEXT", "ISBLANK"}, has("typed empty text")
        ),
        use({"IF"}, both(has("typed empty text"), is_one)),
        use({"INDEX"}, has("typed empty text"), at={1, 2}),
        use({"INDEX"}, has("typed empty text"), at={0}),
    ),
    Entry(
        "a formula that refers to a blank cell: 0 in Excel, still a blank to LibreOffice",
        _takes_a_former_blank,
    ),
    entry("powers smaller than any number", _tiny_power),
    entry("powers and NOT of arrays with texts or errors", use(POWERS | {"NOT"}, both(is_several, has("text", *ERRORS)))),
    entry("powers of texts and errors with arrays", pair(POWERS, is_block, has("text", *ERRORS))),
    entry(
        "blanks in arrays, which some functions count and others do not",
        use({"COUNT", "COUNTA", "AVERAGE", "MIN", "MAX", "AND", "OR"}, both(is_block, has("blank"))),
    ),
    entry("texts in arrays as conditions", use({"AND", "OR"}, both(is_block, has("text")))),
    entry("texts in arrays are 0 in MIN and MAX of LibreOffice", use({"MIN", "MAX"}, both(is_block, has("text")))),
    entry("a text divided by 0", _text_by_zero),
    entry(
        "what stands beyond an array: an error, a smaller area or a value that IFERROR takes goes on in LibreOffice",
        _error_beside_array,
        _compares_sizes,
        _falls_back_on_array,
    ),
    entry(
        "FIXED and IFERROR with an empty argument, FIXED with a negative fraction of digits",
        use({"FIXED"}, has("missing")),
        use({"FIXED"}, both(has("negative"), has("fraction")), at={1}),
        use({"IFERROR"}, has("missing"), at={0}),
    ),
    entry(
        "IFERROR of a cell: to LibreOffice a reference, in which texts, blanks and truth values do not count",
        use(SUMS, both(has("text", "blank", "truth"), hands_on("IFERROR"))),
    ),
    entry(
        "IF with an empty argument: 0 in Excel, nothing in LibreOffice",
        use(
            {*TEXTUAL, *COMPARISONS, "ISNUMBER", "ISBLANK", "TRANSPOSE"}, both(has("missing"), hands_on("IF"))
        ),
    ),
    entry(
        "ROUND and FIXED with more digits than LibreOffice takes, ROUND of a number with more digits than are shown",
        use({"ROUND", "FIXED"}, has("beyond 32,767"), at={1}),
        use({"ROUND"}, both(has("huge"), has("fraction")), at={0}),
    ),
    entry(
        "INDEX with numbers beyond the rows or columns of a sheet",
        use({"INDEX"}, has("beyond the rows"), at={1}),
        use({"INDEX"}, has("beyond 32,767"), at={2}),
    ),
    entry("INDEX of an error", use({"INDEX"}, both(is_one, has(*ERRORS)), at={0})),
    entry("TRANSPOSE of an error in a single cell: 0 in LibreOffice", use({"TRANSPOSE"}, both(is_one, has(*ERRORS)))),
    entry(
        "MATCH in a value that is no reference",
        use({"MATCH"}, lambda operand: is_value(operand) or operand.formula is not None, at={1}),
    ),
    entry("MATCH of a blank cell: 0 in Excel, nothing in LibreOffice", use({"MATCH"}, has("blank", "missing"), at={0})),
    entry("0 to the power of 0 or less, odd roots of negative numbers", _power_of_zero, _root_of_negative, source=POWER_OF_ZERO),
    entry("INT close below a whole number", use({"INT"}, has("almost whole"))),
    entry(
        "ROWS and COLUMNS of a value that is no reference",
        use({"ROWS", "COLUMNS"}, lambda operand: is_value(operand) or operand.formula is not None),
    ),
    entry("INDEX of a value that is no reference", use({"INDEX"}, is_value, at={0})),
    entry("INDEX of whole rows and columns", use({"INDEX"}, has("zero", "blank", "missing", "below 1", "truth"), at={1, 2})),
    entry("INDEX with one number in a block", _one_number_in_a_block),
    entry("ISFORMULA of several cells outside of arrays", use({"ISFORMULA"}, is_area), ordinary=True),
    entry(
        "COUNTIF with conditions, wildcards, empty texts and texts that are numbers",
        use({"COUNTIF"}, has("comparison", "wildcard", "empty text", "lookalike text", "space"), at={1}),
        use({"COUNTIF"}, has("lookalike text"), at={0}),
    ),
    entry("COUNTIF with an error as criterion", use({"COUNTIF"}, has(*ERRORS), at={1}), use({"COUNTIF"}, is_area, at={1})),
    entry(
        "SUMPRODUCT of a single value that is no number",
        use({"SUMPRODUCT"}, both(is_value, has("text", "truth", "blank", "missing"))),
    ),
    entry("SUMPRODUCT of areas of different sizes with errors", use({"SUMPRODUCT"}, has(*ERRORS))),
    entry("FIXED with very many digits", use({"FIXED"}, has("huge"), at={0}), use({"FIXED"}, has("beyond 15"), at={1})),
    entry("MATCH in sorted values", _searches_sorted),
    entry(
        "MATCH of errors, empty texts, wildcards and texts that are numbers",
        use({"MATCH"}, has("comparison", "wildcard", "empty text", "lookalike text", "space", *ERRORS), at={0}),
        use({"MATCH"}, is_area, at={0}),
    ),
    entry(
        "IF and IFERROR with an array, an array beside an area, outside of arrays",
        use({"IF"}, is_block, at={0}),
        use({"IFERROR"}, is_block),
        pair({*BINARY, "ROUND", "POWER", "FIXED", "EXACT", "CONCATENATE"}, is_area, is_block),
        ordinary=True,
    ),
)  # fmt: skip
"""What is left alone."""

KNOWN: tuple[Entry, ...] = (
    entry(
        "numbers from 1E21 to 1E99 as texts: LibreOffice writes three digits of the exponent (1E+021)",
        use(TEXTUAL, has("two-digit exponent")),
        source=NUMBER_FORMATS,
    ),
    entry(
        "MATCH in several rows and columns: #N/A in Excel, Err:504 in LibreOffice",
        use({"MATCH"}, is_two_dimensional, at={1}),
        source=MATCH_IN_OFFICE,
    ),
    entry(
        "error values in array constants: LibreOffice gives Err:539 for the whole formula",
        lambda part: any(operand.text == "{#N/A,1}" for operand in part.operands),
        source="https://help.libreoffice.org/latest/en-US/text/scalc/05/02140000.html",
    ),
)
"""What is computed as Excel does it."""
