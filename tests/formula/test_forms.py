"""A formula is read as seen from its cell: wherever it is filled to, it has one tree, and there means the same cells.

openpyxl judges: its tokenizer tells words apart, its translator says how a formula reads in another cell.
"""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator
from workbooks import SHIPPED

from jcplan.cells import Area, address
from jcplan.formula import parse
from jcplan.formula.dialect import to_german
from jcplan.formula.nodes import Reference
from jcplan.ooxml import WorkbookFile
from jcplan.tokens import tokens

SHEETS = ("", "ELB!", "'Mein Blatt'!", "'A1'!", "'Ab''s 2017'!", "Übersicht!")
NAMES = ("Annahme_G1_ELB", "Größe", "A1.B2", "Name_B12", "LZB2017x", "_x1")
FUNCTIONS = ("SUM", "IF", "LOG10", "_xlfn.IFNA", "JC_IQ", "ABC12")
PLAIN = (
    "1",
    "0.5",
    "1.5E+3",
    "1E5",
    "TRUE",
    '"A1"',
    '"say ""B2"""',
    '""',
    "\"'A1'!B2\"",
    "#N/A",
    "#DIV/0!",
    "{1,2;3,4}",
)


@st.composite
def _references(draw):
    sheet, two = draw(st.sampled_from(SHEETS)), draw(st.booleans())
    corner = st.builds(
        lambda c, letters, r, row: f"{c}{letters}{r}{row}",
        st.sampled_from(("", "$")),
        st.sampled_from(("A", "f", "AB", "ZZ")),
        st.sampled_from(("", "$")),
        st.integers(1, 300),
    )
    return sheet + draw(corner) + (f":{draw(corner)}" if two else "")


WORDS = st.one_of(_references(), st.sampled_from(PLAIN), st.sampled_from(NAMES))
FORMULAS = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from(("+", "-", " * ", "/", "^", "&", "<>", ">=", "=")), inner),
        st.builds("-{}%".format, inner),
        st.builds("({})".format, inner),
        st.builds("{}({})".format, st.sampled_from(FUNCTIONS), st.lists(inner, max_size=3).map(", ".join)),
    ),
    max_leaves=12,
)
CELLS = st.tuples(st.integers(1, 400), st.integers(1, 60))


def placed(node, row, column):
    """A tree with all that it says, its references as the cells that they are as seen from a cell."""
    if isinstance(node, Reference):
        return node.sheet, node.at(row, column)
    if isinstance(node, tuple):
        return tuple(placed(part, row, column) for part in node)
    if not hasattr(node, "__dataclass_fields__"):
        return type(node), node
    return type(node), *(placed(getattr(node, field.name), row, column) for field in fields(node))


def delivered():
    file = WorkbookFile.read(SHIPPED)
    return [(at, cell.formula) for sheet in file.sheets for at, cell in file.cells(sheet).items() if cell.formula]


def judge(text, at, other):
    """The formula means its own cells where it stands, and in another cell it has the same tree."""
    tree = parse(text, *at)
    assert placed(tree, *at) == placed(parse(text), 1, 1)
    there = Translator(f"={text}", address(*at)).translate_formula(address(*other)).removeprefix("=")
    assert parse(there, *other) is tree
    assert placed(tree, *other) == placed(parse(there), 1, 1)


def test_delivered_formulas():
    found = delivered()
    assert len(found) > 5_000
    for at, text in found:
        assert placed(parse(text, *at), *at) == placed(parse(text), 1, 1)
    for at, text in found[::5]:
        judge(text, at, (at[0] + 31, at[1] + 7))
    assert len({id(parse(text, *at)) for at, text in found}) < len({text for _, text in found}) / 2


@settings(max_examples=300, deadline=None, derandomize=True)
@given(FORMULAS, CELLS, CELLS)
@example("B$5:B7", (7, 2), (3, 2))
def test_generated_formulas(text, at, down):
    judge(text, at, (at[0] + down[0], at[1] + down[1]))


def test_references_that_lie_before_the_first_cell():
    tree = parse("A1+$B3", 5, 4)
    assert (tree.left.area, tree.right.area) == (Area(-3, -2, -3, -2), Area(-1, 2, -1, 2))
    assert tree.left.at(5, 4) == Area(1, 1, 1, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("$A1", 1, 1), ("$B1", 1, 2)),
        (("A1", 1, 1), ("$A$1", 1, 1)),
        (("A$2:A4", 4, 1), ("A2:A$4", 4, 1)),
        (('"A1"', 1, 1), ('"A2"', 2, 1)),
        (("'A1'!A1", 1, 1), ("'A2'!A2", 2, 1)),
        (("LOG10(A1)", 1, 1), ("LOG11(A2)", 2, 1)),
        (("A1.B2", 1, 1), ("A2.B3", 2, 1)),
    ],
)
def test_what_differs_has_trees_of_its_own(first, second):
    assert parse(*first) is not parse(*second)


def _judged(text):
    """Words as openpyxl tells them apart, blanks left out."""
    return [token.value for token in Tokenizer(f"={text}").items if token.type != Token.WSPACE]


def test_delivered_words():
    for _, text in delivered():
        assert [word for word in tokens(text) if not word.isspace()] == _judged(text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(FORMULAS)
def test_generated_words(text):
    assert [word for word in tokens(text) if not word.isspace()] == _judged(text)
    assert "".join(tokens(text)) == text


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(alphabet="A1$:!'\"[]{}(),;+-<>=%# \n.E\\ä"))
def test_any_text_is_its_words(text):
    assert "".join(tokens(text)) == text
    assert to_german(text).startswith("=")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1]Blatt!A1", ["[1]Blatt!A1"]),
        ("'[Mappe 1.xlsx]Blatt 2'!$A$1", ["'[Mappe 1.xlsx]Blatt 2'!$A$1"]),
        ("Tabelle1[[#All],[Monat (Nr.)]]", ["Tabelle1[[#All],[Monat (Nr.)]]"]),
        ("Blatt!#REF!+#REF!", ["Blatt!#REF!", "+", "#REF!"]),
        ("A1:INDEX(B1,1)", ["A1:INDEX(", "B1", ",", "1", ")"]),
        ("1E-2-1", ["1E-2", "-", "1"]),
        ("A1\n+1", ["A1", "\n", "+", "1"]),
    ],
)
def test_words(text, words):
    assert tokens(text) == words
