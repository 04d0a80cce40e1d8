"""References as seen from cells, and the parts of a tree."""

from __future__ import annotations

import pytest

from jcplan.cells import Area
from jcplan.formula import parse
from jcplan.formula.nodes import Call, Name, Reference, Value, walk


@pytest.mark.parametrize(
    ("fixed", "moved"),
    [
        ((True, True, True, True), Area(2, 3, 4, 5)),
        ((False, True, False, True), Area(12, 3, 14, 5)),
        ((True, False, True, False), Area(2, 23, 4, 25)),
        ((False, False, True, True), Area(4, 5, 12, 23)),  # the moved corner lies beyond the fixed one
        ((True, True, False, False), Area(2, 3, 14, 25)),
    ],
)
def test_what_is_relative_moves(fixed, moved):
    seen = Reference("", Area(2, 3, 4, 5), fixed)
    assert seen.at(11, 21) == moved
    assert seen.at(1, 1) == Area(2, 3, 4, 5)
    *corners, kept = Reference("", moved, fixed).seen_from(11, 21)
    back = Reference("", Area(*corners), kept)
    assert back.at(11, 21) == moved


def test_corners_that_change_places():
    """B$5:B7 in row 7, seen from A1: the relative end lies one row above the first, the fixed end stays."""
    assert Reference("", Area(5, 2, 7, 2), (True, True, False, True)).seen_from(7, 2) == (
        1, 2, 5, 2, (False, True, True, True),
    )  # fmt: skip
    assert Reference("", Area(2, 5, 2, 7), (True, True, True, False)).seen_from(2, 7) == (
        2, 1, 2, 5, (True, False, True, True),
    )  # fmt: skip
    # a fixed end and a relative one on the same cell: the relative one first, whichever it was
    for fixed in ((True, True, False, True), (False, True, True, True)):
        assert Reference("", Area(5, 2, 5, 2), fixed).seen_from(1, 1)[4] == (False, True, True, True)


def test_the_parts_of_a_tree_in_order():
    tree = parse("-F(1,{2,3})+N%")
    found = [part.value for part in walk(tree) if isinstance(part, Value)]
    assert found == [1, 2, 3]
    assert [part.name for part in walk(tree) if isinstance(part, Call | Name)] == ["F", "N"]
    assert next(walk(tree)) is tree
    assert len(list(walk(tree))) == 9
    assert len(list(walk(tree, into=lambda part: not isinstance(part, Call)))) == 5
