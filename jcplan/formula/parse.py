"""From a formula as a file stores it (English names, commas) to its syntax tree."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from jcplan.cells import ERROR_CODES, Area, CellError, column_number, split_reference
from jcplan.errors import JcplanError
from jcplan.formula.nodes import Array, Binary, Call, Name, Node, Reference, Unary, Value


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
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384


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


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        try:
            items = Tokenizer("=" + text).items
        except (TokenizerError, IndexError) as error:  # IndexError: a bracket closed that was never opened
            raise FormulaError(f"Die Formel ={text} ist nicht lesbar.") from error
        self.tokens: list[Token] = [t for t in items if t.type != Token.WSPACE]
        self.at = 0

    def fail(self) -> FormulaError:
        return FormulaError(f"Die Formel ={self.text} ist nicht lesbar.")

    def peek(self, *kinds: str) -> Token | None:
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.type in kinds:
                return token
        return None

    def take(self) -> Token:
        if self.at >= len(self.tokens):
            raise self.fail()
        self.at += 1
        return self.tokens[self.at - 1]

    def whole(self) -> Node:
        node = self.expression(0)
        if self.at < len(self.tokens):
            raise self.fail()
        return node

    def expression(self, lowest: int) -> Node:
        left = self.operand()
        while (token := self.peek(Token.OP_IN)) is not None:
            binding = _BINDING.get(token.value)
            if binding is None:
                raise FormulaError(
                    f"Die Formel ={self.text} verbindet Bereiche; das wird hier nicht gerechnet.", "verbundene Bereiche"
                )
            if binding <= lowest:
                break
            self.take()
            left = Binary(token.value, left, self.expression(binding))
        return left

    def operand(self) -> Node:
        token = self.take()
        if token.type == Token.OP_PRE:
            node: Node = self.operand()
            return node if token.value == "+" else Unary("-", node)
        if token.type == Token.OPERAND:
            node = self.leaf(token)
        elif token.type == Token.FUNC and token.subtype == Token.OPEN:
            node = self.call(token.value[:-1])
        elif token.type == Token.PAREN and token.subtype == Token.OPEN:
            node = self.expression(0)
            self.close(Token.PAREN)
        elif token.type == Token.ARRAY and token.subtype == Token.OPEN:
            node = self.array()
        else:
            raise self.fail()
        while self.peek(Token.OP_POST):
            self.take()
            node = Unary("%", node)
        return node

    def close(self, kind: str) -> None:
        token = self.take()
        if token.type != kind or token.subtype != Token.CLOSE:
            raise self.fail()

    def call(self, name: str) -> Node:
        arguments: list[Node] = []
        expecting = True
        while True:
            token = self.peek(Token.FUNC, Token.SEP)
            if token is not None and token.type == Token.FUNC and token.subtype == Token.CLOSE:
                self.take()
                if arguments and expecting:
                    arguments.append(Value(None))
                return Call(function_name(name), tuple(arguments))
            if token is not None and token.type == Token.SEP:
                self.take()
                if expecting:
                    arguments.append(Value(None))
                expecting = True
                continue
            if not expecting:
                raise self.fail()
            arguments.append(self.expression(0))
            expecting = False

    def array(self) -> Node:
        rows: list[list[Node]] = [[]]
        expecting = True
        while True:
            token = self.peek(Token.ARRAY, Token.SEP)
            if token is None:
                rows[-1].append(self.expression(0))
                expecting = False
                continue
            self.take()
            if expecting:
                rows[-1].append(Value(None))
            if token.type == Token.ARRAY:
                if len({len(row) for row in rows}) != 1:
                    raise FormulaError(f"Die Zeilen einer Matrixkonstante in ={self.text} sind nicht gleich lang.")
                return Array(tuple(map(tuple, rows)))
            if token.subtype == Token.ROW:
                rows.append([])
            expecting = True

    def leaf(self, token: Token) -> Node:
        text = token.value
        if token.subtype == Token.NUMBER:
            value = float(text)
            if math.isinf(value):
                raise FormulaError(f"Die Zahl {text} ist größer, als eine Zelle fasst.", "zu große Zahl")
            return Value(value)
        if token.subtype == Token.TEXT:
            return Value(text[1:-1].replace('""', '"'))
        if token.subtype == Token.LOGICAL:
            return Value(text.upper() == "TRUE")
        if token.subtype == Token.ERROR or text in ERROR_CODES:
            return Value(CellError(text))
        sheet, rest = split_reference(text)
        if "[" in sheet:
            raise FormulaError(f"„{text}“ steht in einer anderen Arbeitsmappe.", "Bezug auf eine andere Mappe")
        cells = reference(sheet, rest)
        if cells is not None:
            return cells
        if not sheet and rest.upper() in ("TRUE", "FALSE"):
            return Value(rest.upper() == "TRUE")
        if _NAME.fullmatch(rest):
            return Name(rest, sheet)
        raise FormulaError(f"„{text}“ wird hier nicht verstanden.", f"„{text[:40]}“")


@lru_cache(maxsize=20_000)
def parse(text: str) -> Node:
    """The syntax tree of a formula without ``=``.

    Raises:
        FormulaError: The formula is broken or uses syntax that is not computed here.

    >>> parse("1+2*A1")
    Binary(operator='+', left=Value(value=1.0), right=Binary(operator='*', left=Value(value=2.0), \
right=Reference(sheet='', area=Area(top=1, left=1, bottom=1, right=1))))
    """
    try:
        return _Parser(text).whole()
    except RecursionError:
        raise too_deep() from None


def same_formula(first: str, second: str) -> bool:
    """Whether two formulas say the same, whatever their spacing, case or file-format prefixes.

    >>> same_formula("JC_IQ( A1,$B$2 )", "jc_iq(A1,B2)"), same_formula("A1+1", "A1+2")
    (True, False)
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
        return Call(node.name, tuple(map(_folded, node.arguments)))
    if isinstance(node, Array):
        return Array(tuple(tuple(map(_folded, row)) for row in node.rows))
    return node
