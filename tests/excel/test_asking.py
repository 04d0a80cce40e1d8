"""„Warum?“, „Was braucht es?“ and „Szenario übernehmen“ in the fake Excel."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from workbooks import last_row

from jcplan.hosts.excel import actions
from jcplan.hosts.excel.book import ExcelBook


def select(book: ExcelBook, name: str) -> None:
    book.application.ActiveCell = book.workbook.cell(name)


def first_of(book: ExcelBook, name: str):
    """The first cell of a name."""
    cells = book.workbook.cell(name)
    cell = cells.Worksheet.Range(cells.Address.partition(":")[0])
    book.application.ActiveCell = cell
    return cell


def values(book: ExcelBook) -> dict:
    sheets = book.workbook.Worksheets.items
    return {sheet.Name: {key: value for key, value in sheet.values.items() if value is not None} for sheet in sheets}


def test_why(book):
    select(book, "Ziel_IQ_gesamt")
    message = actions.run("why", book)
    assert message.kind == "info"
    assert message.text.startswith("IQ gesamt: Plan gegen Vorjahr\n\nDie IQ gesamt sinkt um 0,07 Prozentpunkte")
    select(book, "Annahme_G2_Zugang")
    assert "ELB gesamt: +100,0 Köpfe" in actions.run("why", ExcelBook(book.workbook)).text
    book.application.ActiveCell = None
    assert actions.run("why", book).text == "Bitte zuerst eine Zelle auswählen."
    assert book.workbook.written == []


def test_vba_asks_and_calls_once_more(book, monkeypatch):
    select(book, "Ziel_IQ_gesamt")
    caller = SimpleNamespace(caller=lambda: SimpleNamespace(api=book.workbook))
    monkeypatch.setitem(sys.modules, "xlwings", SimpleNamespace(Book=caller))
    question = (actions.KINDS["question"], "Was braucht es?", "Was soll „IQ gesamt“ werden?", "22,5 %")
    assert actions.press("need", "0.2.0") == question
    kind, _, text, suggestion = actions.press("need", actions.ANSWER + "22,5 %")
    assert (kind, suggestion) == (actions.KINDS["info"], "")
    assert "relative Steigerung: 1,6209 % statt 1,5 %" in text
    assert actions.press("need", actions.ANSWER + "viel")[0] == actions.KINDS["error"]
    assert len(question[2]) <= 255  # what Excel's InputBox shows
    assert question[2].encode("cp1252")


def test_a_scenario_is_adopted_and_can_be_undone(book):
    before, rows = values(book), last_row(book, "Protokoll")
    first_of(book, "Szenario_Bezeichnung")
    message = actions.run("adopt_scenario", book)
    assert message.kind == "info", message.text
    assert book.workbook.cell("Annahme_G2_Zugang").Value2 == 873
    assert book.workbook.cell("Annahme_G2_ELB").Value2 == 1343
    assert {sheet for sheet, _ in book.workbook.written} == {"Annahmen", "Protokoll"}
    assert last_row(ExcelBook(book.workbook), "Protokoll") == rows + 1
    assert book.application.undo == [("Szenario übernehmen", "'Plan.xlsm'!ZieleZuruecknehmen")]
    assert actions.run("undo", book).text == ""
    assert values(book) == before


@pytest.mark.parametrize("name", ["Ziel_IQ_gesamt", "Annahme_G2_Zugang"])
def test_nothing_is_written_where_there_is_no_scenario(book, name):
    select(book, name)
    assert actions.run("adopt_scenario", book).kind == "warning"
    assert (book.workbook.written, book.application.undo) == ([], [])


def test_a_scenario_that_is_no_plan_is_refused(book):
    cell = first_of(book, "Szenario_G2_ELB")
    cell.Worksheet.values[cell.Row, cell.Column] = 30000.0
    message = actions.run("adopt_scenario", book)
    assert message.kind == "error"
    assert "30.000" in message.text
    assert book.workbook.written == []


def test_a_comment_is_asked_for_written_and_can_be_undone(book, monkeypatch):
    select(book, "Ziel_IQ_gesamt")
    before = values(book)
    caller = SimpleNamespace(caller=lambda: SimpleNamespace(api=book.workbook))
    monkeypatch.setitem(sys.modules, "xlwings", SimpleNamespace(Book=caller))
    question = (actions.KINDS["question"], "Kommentar", "Was ist zu „IQ gesamt“ (22,4 %) anzumerken?", "")
    assert actions.press("comment", "0.2.0") == question
    kind, title, text, _ = actions.press("comment", actions.ANSWER + "Mit dem Träger besprochen")
    assert (kind, title) == (actions.KINDS["info"], "Kommentar")
    assert text.endswith("zu 22,4 %: Mit dem Träger besprochen")
    assert {sheet for sheet, _ in book.workbook.written} == {"Kommentare"}
    assert first_of(book, "Kommentar_Text").Value2 == "Mit dem Träger besprochen"
    assert first_of(book, "Kommentar_Name").Value2 == "Ziel_IQ_gesamt"
    assert book.application.undo == [("Kommentar", "'Plan.xlsm'!ZieleZuruecknehmen")]
    assert actions.run("undo", book).text == ""
    assert values(book) == before


@pytest.mark.parametrize("name", ["Annahme_G2_Zugang", "Annahme_Umschichtung_Anteil", "Ziel_LZB_Abgang"])
def test_the_question_for_a_comment_fits_excels_box(book, name):
    select(book, name)
    text = actions.run("comment", book).text
    assert len(text) <= 255
    assert text.encode("cp1252")


def test_history(book):
    select(book, "Annahme_G2_Zugang")
    actions.run("refresh", book)
    text = actions.run("history", book).text
    assert text.startswith("Verlauf: 8 HKL (Flucht/Asyl): weiterer Zugang (Annahme_G2_Zugang)")
    assert "Seitdem steht dort keine Änderung." in text
    cell = book.workbook.cell("Annahme_G2_Zugang")
    cell.Worksheet.values[cell.Row, cell.Column] = 853.0
    fresh = ExcelBook(book.workbook)
    actions.run("refresh", fresh)
    assert ": 953 Köpfe → 853 Köpfe (" in actions.run("history", ExcelBook(book.workbook)).text
