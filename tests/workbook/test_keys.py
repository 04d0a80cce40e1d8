"""Formulas name keys: what is typed for a sheet holds no address, and a wrong key is an error with its place."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from alone import computed

import jcplan
from jcplan.layout import elb
from jcplan.model import Model, Shape
from jcplan.sheet.book import Layout, resolve, workings
from jcplan.sheet.page import Sheet
from jcplan.sheet.table import SUM, Block, Column, Row, Special, Table, facts

PACKAGE = Path(jcplan.__file__).parent
SOURCES = sorted([*(PACKAGE / "layout").rglob("*.py"), *(PACKAGE / "sheet").rglob("*.py")])
ADDRESS = re.compile(r"(?<![\w.#])\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(?![\w(])")
WORDS = {
    "A1": "the first cell of a sheet, where a link leads to the sheet itself",
    "U25": "under 25: a group of clients, a programme",
    "UE25": "25 and over, likewise",
    "K1": "an indicator", "K2": "an indicator", "K3": "an indicator",
}  # fmt: skip


def texts(path):
    """The texts in a module but docstrings and those that name colours."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    skipped = {
        id(node.body[0].value) for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped | loose:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_address_is_typed(path):
    found = [(line, match[0], text) for line, text in texts(path) for match in ADDRESS.finditer(text)]
    assert not [each for each in found if each[1] not in WORDS]


def described(*tables, **more):
    page = Sheet("Eigene", "Eigene", (20, 10, 10), **more)
    for table in tables:
        page.table(table)
        page.skip()
    return page


def formulas(*pages):
    resolve(pages)
    layout = Layout(pages, {})
    return {at: cell.formula for at, cell in layout.cells("Eigene").items() if cell.formula and at[0] > 3}


STOCKS = Table(
    "bestand",
    (
        Column("alt", "bisher", total=SUM),
        Column("plan", "Plan", block="JC_ELB_PROGNOSE({alt},{alt})", total=SUM),
        Column("mehr", "Zuwachs", formula="{plan}-{alt}", total="{plan}/{gesamt.alt}"),
    ),
    (Row("a", "eine", cells={"alt": "Annahme_Planjahr"}), Row("b", "andere", cells={"alt": Special(value=5)})),
    total=Row("gesamt", "gesamt", kind="total"),
)  # fmt: skip


def test_keys_become_addresses_of_their_row_and_column():
    assert formulas(described(STOCKS)) == {
        (5, 3): "Annahme_Planjahr", (5, 4): "JC_ELB_PROGNOSE(C5:C6,C5:C6)", (5, 5): "D5-C5", (6, 5): "D6-C6",
        (7, 3): "SUM(C5:C6)", (7, 4): "SUM(D5:D6)", (7, 5): "D7/C7",
    }  # fmt: skip


def test_a_row_more_moves_what_follows_and_no_formula_is_touched():
    more = Table(STOCKS.key, STOCKS.columns, (*STOCKS.rows, Row("c", "dritte")), total=STOCKS.total)
    summary = facts("summe", (Row("alles", "alles", "{bestand.gesamt.plan}/{bestand.a.alt}"),))
    assert formulas(described(STOCKS, summary))[10, 3] == "$D7/C5"
    assert formulas(described(more, summary))[11, 3] == "$D8/C5"


def test_what_another_sheet_exports_is_named_by_the_sheet():
    other = Sheet("LZB-Hebel", "Hebel", (20, 10), key="hebel")
    other.table(facts("deckung", (Row("offen", "offen", "Annahme_Planjahr"),)))
    other.export(luecke="deckung.offen")
    own = described(facts("eigen", (Row("x", "x", "{hebel.luecke}"), Row("y", "y", "{hebel.deckung.offen}"))))
    assert list(formulas(other, own).values()) == ["'LZB-Hebel'!$C$5"] * 2


def test_what_nobody_names_is_told():
    other = Sheet("LZB-Hebel", "Hebel", (20, 10), key="hebel")
    other.table(facts("deckung", (Row("offen", "offen", "Annahme_Planjahr"),)))
    other.export(luecke="deckung.offen", frei="deckung.offen")
    own = described(facts("eigen", (Row("x", "x", "{hebel.luecke}"),)))
    assert resolve([other, own]) == {("hebel", "frei")}


def test_workings_stand_aside_under_the_keys_of_their_sheet():
    page = described(facts("eigen", (Row("x", "x", "{zwischen.y}"),)))
    page.work(facts("zwischen", (Row("y", "y", "{eigen.x}"),)))
    aside = workings([page])
    resolve([page, aside])
    layout = Layout([page, aside], {})
    assert layout.cells("Eigene")[5, 3].formula == "Rechenwerk!$C$6"
    assert layout.cells("Rechenwerk")[6, 3].formula == "Eigene!$C$5"


WRONG = [
    ((STOCKS, facts("f", (Row("x", "x", "{bestand.c.alt}"),))), "Eigene, f: no key {bestand.c.alt}"),
    ((facts("f", (Row("x", "x", "{nirgends}"),)),), "no key {nirgends}"),
    ((facts("f", (Row("x", "x", "{hebel.luecke}"),)),), "no key {hebel.luecke}"),
    ((STOCKS, STOCKS), "bestand: a key comes twice"),
    ((facts("f", (Row("x", "x"), Row("x", "y"))),), "f: a key comes twice"),
    ((Table("f", (Column("a"), Column("a")), (Row("x", "x"),)),), "f: a key comes twice"),
    ((facts("f", (Row("x", "x", cells={"nie": "1"}),)),), "row x has cells of no column: nie"),
    ((facts("f", (Row("x", "x"), Row("y", "y")), blocks=[Block(("x", "wert"), ("y", "wert"), "1")] * 2),), "is described twice"),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_key_is_an_error_with_its_place(tables, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        formulas(described(*tables))


def test_a_table_is_computed_alone():
    """Three groups, the second the rest: 1,000 − 100 − 300 = 600; 10 % more; 240 from October on are 60 in the mean."""
    found = computed(
        elb._stocks(Model(Shape(gruppen=3))),
        Annahme_ELB_gesamt=1000, Annahme_G1_ELB=100, Annahme_G2_ELB=None, Annahme_G3_ELB=300,
        Annahme_G1_Veraenderung=0, Annahme_G2_Veraenderung=0.1, Annahme_G3_Veraenderung=-0.5,
        Annahme_G1_Zugang=240, Annahme_G2_Zugang=None, Annahme_G3_Zugang=-30,
        Annahme_G1_Zugang_ab_Monat=10, Annahme_G2_Zugang_ab_Monat=None, Annahme_G3_Zugang_ab_Monat=1,
        Annahme_G1_Bezeichnung="eine", Annahme_G2_Bezeichnung="andere", Annahme_G3_Bezeichnung="dritte",
    )  # fmt: skip
    assert found["bestand.alt"] == [100, 600, 300]
    assert found["bestand.wirkung"] == [60, 0, -30]
    assert found["bestand.plan"] == pytest.approx([160, 660, 120])
    assert found["bestand.gesamt.plan"] == pytest.approx(940)
    assert found["bestand.gesamt.insgesamt"] == pytest.approx(-0.06)
    assert found["bestand.bezeichnung"] == ["eine", "andere", "dritte"]
