"""The book port over an open document: reading as a file is read, writing as one step or not at all."""

from __future__ import annotations

import pytest
import xlsxwriter
from workbooks import formulas, last_row

from jcplan.cells import Area, CellError
from jcplan.port import Write

STEP = "Ziele aktualisieren"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A small workbook with what the port has to cope with."""
    path = tmp_path_factory.mktemp("book") / "klein.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first, second = book.add_worksheet("Meine Ziele"), book.add_worksheet("Protokoll")
        first.write_row("A1", [1.5, "x", True])
        first.write_datetime(
            "D1", __import__("datetime").datetime(2017, 3, 31), book.add_format({"num_format": "dd.mm.yyyy"})
        )
        first.write_blank("E1", None, book.add_format({"bold": True}))
        first.write_row("A2", [0.233, 25327])
        first.write_row("A3", [0.1298, 2322])
        first.write_formula("C2", "=JC_IQ_GESAMT(A2:A3,Gewichte)")
        first.write_formula("D2", "=IF(A1>0.5,\"a;b\",SUM('Meine Ziele'!A1:B2))", None, "a;b")
        first.write_formula("E2", "=JC_BASIS(1,0)")
        first.write_formula("F2", "=A1=1.5", None, True)
        first.write_formula("G2", "=1/0", None, "#DIV/0!")
        first.write_formula("H2", "=NOSUCH(1)", None, "#NAME?")
        first.write_array_formula("C4:C5", "{=JC_INTEGRATIONEN(A2:A3,Gewichte)}")
        first.write_dynamic_array_formula("D4:D5", "=JC_INTEGRATIONEN(A2:A3,Gewichte)")
        locked = book.add_format({"num_format": "0.0", "bg_color": "#DDEBF7"})
        second.write_row("A1", ["Wann", "Wer"])
        second.write_number("A2", 1, locked)
        second.write_string("B2", "Anna", locked)
        book.define_name("Gewichte", "='Meine Ziele'!$B$2:$B$3")
        book.define_name("Quote", "=0.5")
        book.define_name("Ziel", "=Protokoll!$D$1")
        first.protect()
        second.protect()
    return path


@pytest.fixture
def document(office, small):
    with office.open(small) as opened:
        opened.recalculate()
        yield opened


def test_names_are_spelled_as_in_a_file(document):
    assert document.book.names == {"Gewichte": "'Meine Ziele'!$B$2:$B$3", "Quote": "0.5", "Ziel": "Protokoll!$D$1"}
    assert document.book.sheets == ("Meine Ziele", "Protokoll")
    assert document.book.title.startswith("klein")


def test_values(document):
    assert document.read("Meine Ziele", "A1:F1") == ((1.5, "x", True, 42825.0, None, None),)
    row = document.read("Meine Ziele", "C2:H2")[0]
    assert row[0] == pytest.approx(0.2243331259720)
    assert row[1:] == ("a;b", CellError("#VALUE!"), True, CellError("#DIV/0!"), CellError("#NAME?"))


def test_formulas_are_spelled_as_in_a_file(document):
    got = formulas(document.book, "Meine Ziele", Area(1, 3, 5, 8))
    assert got[0] == (None,) * 6  # a typed TRUE is a constant
    assert got[1][:5] == (
        "JC_IQ_GESAMT(A2:A3,Gewichte)",
        "IF(A1>0.5,\"a;b\",SUM('Meine Ziele'!A1:B2))",
        "JC_BASIS(1,0)",
        "A1=1.5",
        "1/0",
    )
    assert [row[:2] for row in got[3:]] == [("JC_INTEGRATIONEN(A2:A3,Gewichte)",) * 2] * 2


ODD = (
    "=1", "=1.5E-3*2", "=1E+300", "=-A1%", "=2^-1", '=A1&"; "&""""', "=IF(A1;;2)", '=IF(A1;"a;b";{1;2|3;4})',
    "=SUM({1;2})", "=TRUE()", "=NOT(FALSE())", "=#N/A", "=IFERROR(#REF!;0)", "=$'Meine Ziele'.A1", "=Protokoll.$A$1",
    "=SUM($'Meine Ziele'.$A$1:$B$2)", "=SUM('Meine Ziele'.A1:Protokoll.B2)", "=SUM(A1:A1)", "=SUM($A$1:$A$1;A1:A11)",
    "=SUM(A1:A1048576)", "=SUM(A:B)", "=SUM(2:3)", "=SUM(A1:B2!B1:C2)", "=SUM((A1~B2))", "=ROUND(Gewichte;0)", "=Quote",
    "=LOG10(100)", "=LOG10", "=XLOOKUP(1;A1:A3;B1:B3)", "=CONCAT(A1;B1)", "=IFS(A1>1;2)", "=CEILING(A1;1)", "=STDEV.S(A1:A3)",
    "=ERROR.TYPE(G2)", "=EASTERSUNDAY(2026)", "=NETWORKDAYS(1;9)", "=NOSUCH(1)", "=Nirgends+1", "=A1<>B1", "=A1>=B1;",
    "=ORG.JCPLAN.CALC.ADDIN.JCBASIS(1;2)", "=jc_basis(1;2)", "=AB12+ABC1", '=IF(A1="$Protokoll.A1";1;0)', "=A1 + B1",
    "=SUMPRODUCT(A1:A3;B1:B3)", "=ISERROR(Protokoll.A1)", '=COUNTIF(A1:A3;">"&B1)', "=[1]", "=@A1",
)  # fmt: skip
"""Formulas as Calc takes them: with all that is spelled otherwise in a file, or stands where it could be mistaken."""


def test_odd_formulas_are_spelled_as_calc_prints_them_for_a_file(office, small):
    with office.open(small) as opened:
        book, page = opened.book, opened.model.Sheets.getByName("Protokoll")
        page.unprotect("")
        for row, text in enumerate(ODD, 10):
            page.getCellByPosition(3, row).Formula = text
        page.getCellRangeByName("G11:H12").setArrayFormula("=A1:B2*$'Meine Ziele'.A2")
        parser = opened.model.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish, parser.FormulaConvention = True, 3
        for _ in range(2):  # the second time functions are known
            got = formulas(book, "Protokoll", Area(11, 4, 10 + len(ODD), 8))
            for row, text in enumerate(ODD, 10):
                cell = page.getCellByPosition(3, row)
                printed = parser.printFormula(cell.getTokens(), cell.CellAddress)
                expected = None if cell.Type.value != "FORMULA" or printed in ("TRUE()", "FALSE()") else printed
                assert got[row - 10][0] == expected, text
            assert [line[3:] for line in got[:2]] == [("A1:B2*'Meine Ziele'!A2",) * 2] * 2


def test_last_row(document):
    assert [last_row(document.book, sheet) for sheet in document.book.sheets] == [5, 2]
    document.model.Sheets.insertNewByName("Leer", 2)
    assert last_row(document.book, "Leer") == 0


def test_writes_on_protected_sheets_in_one_step_of_undo(document):
    manager = document.model.UndoManager
    book = document.book
    book.write(
        [
            Write("Meine Ziele", Area(7, 1, 8, 3), ((1.0, "=kein", None), (True, 2.5, "3"))),
            Write("Protokoll", Area(3, 1, 3, 2), ((2.0, "Bernd"),), styled_like=2),
        ]
    )
    assert manager.getAllUndoActionTitles() == (STEP,)
    assert document.read("Meine Ziele", "A7:C8") == ((1.0, "=kein", None), (True, 2.5, "3"))
    assert document.read("Protokoll", "A3:B3") == ((2.0, "Bernd"),)
    new, like = document.cells("Protokoll", "A3"), document.cells("Protokoll", "A2")
    assert (new.CellBackColor, new.String) == (like.CellBackColor, "2,0")
    assert all(document.model.Sheets.getByName(sheet).isProtected() for sheet in book.sheets)
    manager.undo()
    assert manager.getAllUndoActionTitles() == ()
    assert document.read("Meine Ziele", "A7:C8") == ((None,) * 3,) * 2
    assert last_row(book, "Protokoll") == 2
    assert all(document.model.Sheets.getByName(sheet).isProtected() for sheet in book.sheets)
    manager.redo()
    assert document.read("Protokoll", "A3:B3") == ((2.0, "Bernd"),)


def test_empties_cells_of_protected_sheets(document):
    """An input that was blanked leaves a blank among the adopted figures too."""
    document.book.write([Write("Meine Ziele", Area(1, 1, 1, 2), ((None, None),))])
    assert document.read("Meine Ziele", "A1:B1") == ((None, None),)
    assert document.model.Sheets.getByName("Meine Ziele").isProtected()
    assert document.model.UndoManager.getAllUndoActionTitles() == (STEP,)
    document.model.UndoManager.undo()
    assert document.read("Meine Ziele", "A1:B1") == ((1.5, "x"),)


@pytest.mark.parametrize(
    "second",
    [
        Write("Gibt es nicht", Area(1, 1, 1, 1), ((1.0,),)),
        Write("Protokoll", Area(9, 1, 9, 1), ((CellError("#N/A"),),)),
        Write("Meine Ziele", Area(5, 4, 5, 4), ((1.0,),)),  # a part of an array formula
    ],
    ids=["unknown sheet", "no cell value", "part of an array formula"],
)
def test_writes_nothing_if_one_block_fails(document, second):
    before = [document.read(sheet, "A1:H12") for sheet in document.book.sheets]
    with pytest.raises(Exception, match=r"\w"):
        document.book.write([Write("Meine Ziele", Area(7, 1, 7, 1), ((1.0,),)), second])
    assert [document.read(sheet, "A1:H12") for sheet in document.book.sheets] == before
    assert document.model.UndoManager.getAllUndoActionTitles() == ()
