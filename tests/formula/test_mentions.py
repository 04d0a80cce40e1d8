"""Which sheets a change can reach, by what formulas mention: by hand, and rather too many than one too few."""

from __future__ import annotations

import pytest

from jcplan.formula.mentions import reached


@pytest.mark.parametrize(
    ("texts", "names", "wanted"),
    [
        ({"A": "", "B": "=A!C3", "C": "=B!C3", "D": "=SUM(A1:B2)"}, {}, "ABC"),
        ({"A": "=B!A1", "B": "", "C": "=C!A1"}, {}, "A"),
        ({"A": "", "B": "='a'!C3", "C": "=AA!C3"}, {}, "ABC"),  # AA! ends like A!: one too many
        ({"A": "", "B": "=Erster", "C": "=Zweiter", "D": "=Dritter"}, {"erster": "A!$A$1", "Zweiter": "C!A1"}, "AB"),
        ({"A": "", "B": "=Zweiter"}, {"Erster": "A!$A$1", "Zweiter": "ERSTER+1"}, "AB"),
        ({"A": "", "B": "=Zweiter"}, {"Erster": "A!$A$1+Zweiter", "Zweiter": "Erster+1"}, "AB"),  # in a circle
        ({"A": "", "B": '=INDIRECT("A1")', "C": "=OFFSET(C1,1,1)", "D": "=T[x]", "E": "=1"}, {}, "ABCD"),
        ({"A": "", "B": "=SUM(X:Z!A1)", "C": "=SUM('X 1:Z'!A1)", "D": "=A1:B2", "E": "=Z!A1"}, {}, "ABC"),
        ({"A": "", "B": "=1"}, {"N": "OFFSET(B!A1,1,1)"}, "AB"),
        ({"A": "", "B": "=1"}, {"N": "SUM(X:Z!A1)"}, "AB"),
        ({"A": "", "B": "=1", "C": "=1:2"}, {"N": "B!A1:B2"}, "A"),
    ],
)
def test_what_a_change_reaches(texts, names, wanted):
    assert "".join(sorted(reached(["A"], list(texts), names, texts.__getitem__))) == wanted


def test_sheets_of_any_name_and_case():
    texts = {"Mein Blatt": "", "Ab's": "='mein blatt'!A1", "C": "='Ab''s'!A1", "D": "=1"}
    assert reached(["MEIN BLATT"], list(texts), {}, texts.__getitem__) == {"Mein Blatt", "Ab's", "C"}
    assert reached(["D", "C"], list(texts), {}, texts.__getitem__) == {"D", "C"}
    assert reached([], list(texts), {}, texts.__getitem__) == set()
    assert reached(["Fehlt"], list(texts), {}, texts.__getitem__) == set()
