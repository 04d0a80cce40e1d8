"""„Fehler erklären“ where formulas refer to whole columns and sheets."""

from __future__ import annotations

import openpyxl
import pytest
import xlsxwriter

from jcplan.cells import Area, CellError
from jcplan.explain import explain, explained
from jcplan.hosts.file import FileBook


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Eigene"
    for address, content in {
        "A1": "=1/0", "A2": 5, "C1": "=SUM(A:A)", "C2": "=SUM(A1:B1048576)", "C3": "=JC_BASIS(A2,0)", "D9": "=Spalte+1",
    }.items():  # fmt: skip
        sheet[address] = content
    made.defined_names["Spalte"] = openpyxl.workbook.defined_name.DefinedName("Spalte", attr_text="Eigene!$A:$A")
    made.save(tmp_path / "Eigene.xlsx")
    return FileBook(tmp_path / "Eigene.xlsx")


@pytest.mark.parametrize("row", [1, 2])
def test_an_error_is_found_in_a_whole_column(book, row):
    assert explain(book, "Eigene", row, 3).splitlines() == [
        f"Eigene!C{row} übernimmt den Fehler aus Eigene!A1.",
        "Eigene!A1: Es wird durch 0 geteilt.",
        "Formel: =1/0",
    ]


def test_a_functions_own_message(book):
    found = explained(book, [("Eigene", 3, 3), ("Eigene", 1, 3)])
    assert found["Eigene", 3, 3].message.startswith("JC_BASIS: rate: gefunden 0")
    assert found["Eigene", 1, 3].message == "aus Eigene!A1"


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("=JC_IQ_GESAMTT(A1)", "Die Funktion JC_IQ_GESAMTT gibt es nicht. Meinten Sie JC_IQ_GESAMT?"),
        ("=1+jc_lzb_pfd(1,2,3)", "Die Funktion JC_LZB_PFD gibt es nicht. Meinten Sie JC_LZB_PFAD?"),
        ("=JC_GLUECK(1)", "Die Funktion JC_GLUECK gibt es nicht. Alle JC_-Funktionen nennt das Blatt Hilfe."),
    ],
)
def test_a_mistyped_function_is_named_with_the_one_that_is_meant(tmp_path, formula, said):
    path = tmp_path / "Eigene.xlsx"
    made = xlsxwriter.Workbook(path)
    made.add_worksheet("Eigene").write_formula("B2", formula, None, "#NAME?")
    made.close()
    book = FileBook(path)
    assert explain(book, "Eigene", 2, 2).splitlines()[0] == f"Eigene!B2: {said}"
    (left,) = book.uncomputed()
    assert left.place == "Eigene!B2"
    assert left.cause.startswith(formula.removeprefix("=1+").strip("=").partition("(")[0].upper())
    assert book.errors() == {("Eigene", 2, 2): CellError("#NAME?", said)}


def test_a_book_reads_areas_far_beyond_what_is_used(book):
    rows, nothing = book.values([("Eigene", Area(2, 1, 1_048_576, 16_384)), ("Eigene", Area(500, 1, 900, 2))])
    assert rows[0][:3] == (5.0, None, rows[0][2])
    assert (len(rows), len(rows[0])) == (8, 4)
    assert nothing == ()
    (formulas,) = book.formulas([("Eigene", Area(1, 1, 1_048_576, 4))])
    assert formulas[0] == ("1/0", None, "SUM(A:A)", None)
    assert formulas[8][3] == "Spalte+1"
    assert len(formulas) == 9
