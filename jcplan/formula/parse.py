"""From a formula as a file stores it (English names, commas) to its syntax tree.

A formula is read as seen from its cell, so that the same formula in another row or column has the same tree and
is read once: each relative reference stands there as it would in A1, where the formula might begin above or left
of the sheet (row 0 is the row above). ``Reference.at`` moves it to a cell.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

from jcplan.cells import LAST_COLUMN, LAST_ROW, Area, CellError, column_name, column_number, split_reference
from jcplan.errors import JcplanError
from jcplan.formula.nodes import FIXED, Array, Binary, Call, Fixed, Name, Node, Reference, Unary, Value
from jcplan.tokens import NUMBER, tokens


class FormulaError(JcplanError):
    """A formula that cannot be read, or not computed here.

    Args:
        message: A German sentence.
        cause: The reason in a few words: a function by its German name where it is one.
    """

    def __init__(self, message: str, cause: str = "nicht lesbar") -> None:
        super().__init__(message)
        self.cause = cause


def too_deep() -> FormulaError:
    """The error for a formula that nests deeper than the computer's stack."""
    return FormulaError("Die Formel ist zu tief verschachtelt; sie wird hier nicht gerechnet.", "zu tief verschachtelt")


_BINDING: Final = {
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 1),
    "&": 2,
    "+": 3,
    "-": 3,
    "*": 4,
    "/": 4,
    "^": 5,
}
_PREFIXES: Final = re.compile(r"^(?:_xlfn\.|_xludf\.|_xlws\.)+", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\W\d][\w.\\?]*")
_CORNER: Final = re.compile(r"(?:(\$?)([A-Za-z]{1,3}))?(?:(\$?)([1-9]\d{0,6}))?")


def function_name(text: str) -> str:
    """A function's name without the file format's prefixes, in upper case.

    >>> function_name("_xlfn.IFNA"), function_name("jc_iq")
    ('IFNA', 'JC_IQ')
    """
    return _PREFIXES.sub("", text).upper()


def reference(sheet: str, text: str) -> Reference | None:
    """The cells that ``$B$2``, ``B2:C9``, ``A:A`` and ``1:3`` name, or None where the text is no address.

    >>> reference("", "$B:C").area
    Area(top=1, left=2, bottom=1048576, right=3)
    """
    parts = text.split(":")
    corners = [corner for corner in map(_CORNER.fullmatch, parts) if corner]
    if len(parts) > 2 or len(corners) < len(parts):
        return None
    kinds = {(corner[2] is not None, corner[4] is not None) for corner in corners}
    if len(kinds) != 1 or kinds == {(False, False)} or (len(corners) == 1 and kinds != {(True, True)}):
        return None
    rows, columns = [], []
    for corner in corners:
        rows.append((int(corner[4]), bool(corner[3])) if corner[4] else (0, True))
        columns.append((column_number(corner[2]), bool(corner[1])) if corner[2] else (0, True))
    (top, top_fixed), (bottom, bottom_fixed) = min(rows), max(rows)
    (left, left_fixed), (right, right_fixed) = min(columns), max(columns)
    if not bottom:
        top, bottom = 1, LAST_ROW
    if not right:
        left, right = 1, LAST_COLUMN
    if bottom > LAST_ROW or right > LAST_COLUMN:
        return None
    return Reference(sheet, Area(top, left, bottom, right), (top_fixed, left_fixed, bottom_fixed, right_fixed))


_Cells = tuple[str, int, int, int, int, Fixed]
"""What a relative reference says: sheet; top, left, bottom, right as seen from the formula's cell; what is absolute.
Plain numbers: a formula's words are hashed for every cell."""
_Form = tuple[str | _Cells, ...]
"""A formula's words without blanks; relative references as seen from its cell."""
_SIGNS: Final = frozenset(("", *"+-*/^&=<>%(){},;\"'[#", "<>", "<=", ">="))
"""Words that are no operand; an empty one ends the formula."""
_SEPARATORS: Final = (",", ";")


class _BrokenError(Exception):
    """What is wrong with a formula, to go on after its text, and the cause in a few words."""

    def __init__(self, what: str = "ist nicht lesbar.", cause: str = "nicht lesbar") -> None:
        super().__init__(what)
        self.what = what
        self.cause = cause


class _Parser:
    def __init__(self, form: _Form) -> None:
        self.words = (*form, "")
        self.at = 0

    @property
    def word(self) -> str | _Cells:
        """The one that comes next."""
        return self.words[self.at]

    def whole(self) -> Node:
        node = self.expression(0)
        self.end("")
        return node

    def end(self, wanted: str) -> None:
        """Nothing else may stand here."""
        if self.word == ",":
            raise _BrokenError("verbindet Bereiche; das wird hier nicht gerechnet.", "verbundene Bereiche")
        if self.word != wanted:
            raise _BrokenError

    def expression(self, lowest: int) -> Node:
        left = self.operand()
        while isinstance(operator := self.word, str) and (binding := _BINDING.get(operator, 0)) > lowest:
            self.at += 1
            left = Binary(operator, left, self.expression(binding))
        return left

    def operand(self) -> Node:
        word = self.word
        self.at += 1
        if word == "+":
            return self.operand()
        if word == "-":
            return Unary("-", self.operand())
        if not isinstance(word, str):
            sheet, top, left, bottom, right, fixed = word
            node: Node = Reference(sheet, Area(top, left, bottom, right), fixed)
        elif word == "(":
            node = self.expression(0)
            self.end(")")
            self.at += 1
        elif word == "{":
            node = self.array()
        elif word in _SIGNS:
            raise _BrokenError
        elif word[-1] == "(":
            node = self.call(word[:-1])
        else:
            node = _leaf(word)
        while self.word == "%":
            self.at += 1
            node = Unary("%", node)
        return node

    def call(self, name: str) -> Node:
        arguments: list[Node] = []
        expecting = True
        while self.word != ")":
            if self.word in _SEPARATORS:
                self.at += 1
                if expecting:
                    arguments.append(Value(None))
                expecting = True
                continue
            if not expecting:
                raise _BrokenError
            arguments.append(self.expression(0))
            expecting = False
        self.at += 1
        if arguments and expecting:
            arguments.append(Value(None))
        return Call(function_name(name), tuple(arguments))

    def array(self) -> Node:
        rows: list[list[Node]] = [[]]
        expecting = True
        while True:
            word = self.word
            if word != "}" and word not in _SEPARATORS:
                rows[-1].append(self.expression(0))
                expecting = False
                continue
            self.at += 1
            if expecting:
                rows[-1].append(Value(None))
            if word == "}":
                if len({len(row) for row in rows}) != 1:
                    raise _BrokenError("hat eine Matrixkonstante, deren Zeilen nicht gleich lang sind.")
                return Array(tuple(map(tuple, rows)))
            if word == ";":
                rows.append([])
            expecting = True


@lru_cache(maxsize=20_000)
def _leaf(word: str) -> Node:
    """A number, a text, a truth value, an error, cells or a name.

    Raises:
        FormulaError: It is nothing of these.
    """
    if NUMBER.fullmatch(word):
        value = float(word)
        if math.isinf(value):
            raise FormulaError(f"Die Zahl {word} ist größer, als eine Zelle fasst.", "zu große Zahl")
        return Value(value)
    if word[0] == '"':
        return Value(word[1:-1].replace('""', '"'))
    if word[0] == "#":
        return Value(CellError(word))
    sheet, rest = split_reference(word)
    if "[" in sheet:
        raise FormulaError(f"„{word}“ steht in einer anderen Arbeitsmappe.", "Bezug auf eine andere Mappe")
    cells = reference(sheet, rest)
    if cells is not None:
        return cells
    if not sheet and rest.upper() in ("TRUE", "FALSE"):
        return Value(rest.upper() == "TRUE")
    if _NAME.fullmatch(rest):
        return Name(rest, sheet)
    raise FormulaError(f"„{word}“ wird hier nicht verstanden.", f"„{word[:40]}“")


_PLAIN: Final = re.compile(r"([A-Z]{1,2})([1-9]\d{0,5})").fullmatch
_COLUMNS: Final = {column_name(column): column for column in range(1, 703)}
_RELATIVE: Final = (False, False, False, False)


@lru_cache(maxsize=20_000)
def _relative(word: str) -> Reference | None:
    """The cells that a word names, where they move with the formula."""
    sheet, rest = split_reference(word)
    cells = reference(sheet, rest) if "[" not in sheet else None
    return None if cells is None or cells.fixed == FIXED else cells


def _form(text: str, row: int, column: int) -> _Form:
    words: list[str | _Cells] = []
    for word in tokens(text):
        if plain := _PLAIN(word):  # most references, and ever new ones
            top, left = int(plain[2]) - row + 1, _COLUMNS[plain[1]] - column + 1
            words.append(("", top, left, top, left, _RELATIVE))
            continue
        cells = _relative(word)
        if cells is not None:
            words.append((cells.sheet, *cells.seen_from(row, column)))
        elif not word.isspace():
            words.append(word)
    return tuple(words)


@lru_cache(maxsize=20_000)
def _tree(form: _Form) -> Node:
    return _Parser(form).whole()


def parse(text: str, row: int = 1, column: int = 1) -> Node:
    """The syntax tree of a formula without ``=``, as seen from its cell.

    Args:
        text: The formula.
        row: The row of its cell.
        column: The column.

    Raises:
        FormulaError: The formula is broken or uses syntax that is not computed here.

    >>> parse("1+2*A1")
    Binary(operator='+', left=Value(value=1.0), right=Binary(operator='*', left=Value(value=2.0), \
right=Reference(sheet='', area=Area(top=1, left=1, bottom=1, right=1))))
    >>> parse("B7+$C$7", 7, 3) is parse("B8+$C$7", 8, 3)
    True
    """
    try:
        return _tree(_form(text, row, column))
    except _BrokenError as broken:
        raise FormulaError(f"Die Formel ={text} {broken.what}", broken.cause) from None
    except RecursionError:
        raise too_deep() from None


_TRUTHS: Final = {"TRUE": True, "FALSE": False}


def same_formula(first: str, second: str) -> bool:
    """Whether two formulas say the same, whatever their spacing, case or file-format prefixes.

    >>> same_formula("JC_IQ( A1,$B$2 )", "jc_iq(A1,B2)"), same_formula("A1+1", "A1+2")
    (True, False)
    >>> same_formula("A1=FALSE", "A1=FALSE()")
    True
    """
    if first == second:
        return True
    try:
        return repr(_folded(parse(first))) == repr(_folded(parse(second)))  # 1 equals True in Python
    except (FormulaError, RecursionError):
        return first.strip() == second.strip()


def _folded(node: Node) -> Node:
    """Names and sheets in one case, since spreadsheets do not tell cases apart; without Excel 365's @."""
    if isinstance(node, Reference):
        return Reference(node.sheet.casefold(), node.area)
    if isinstance(node, Name):
        return Name(node.name.casefold(), node.sheet.casefold())
    if isinstance(node, Unary):
        return Unary(node.operator, _folded(node.operand))
    if isinstance(node, Binary):
        return Binary(node.operator, _folded(node.left), _folded(node.right))
    if isinstance(node, Call):
        if node.name == "SINGLE" and len(node.arguments) == 1:  # Excel 365 writes @ where older ones need none
            return _folded(node.arguments[0])
        if node.name in _TRUTHS and not node.arguments:  # LibreOffice writes truth values as calls
            return Value(_TRUTHS[node.name])
        return Call(node.name, tuple(map(_folded, node.arguments)))
    if isinstance(node, Array):
        return Array(tuple(tuple(map(_folded, row)) for row in node.rows))
    return node
