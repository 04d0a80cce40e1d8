"""Menu commands on workbooks that are not ours, and error messages that are followed to their origin."""

from __future__ import annotations

import pytest
from workbooks import last_row


@pytest.fixture
def document(either):
    with either.open() as opened:
        yield opened


def press(document, command):
    (message,) = document.press(command)
    return message


def test_error_is_followed_to_the_cell_where_it_arises(document):
    document.cells("Tabelle1", "A1").String = "abc"
    document.cells("Tabelle1", "B1").Formula = "=JC_BASIS(A1;0.5)"
    document.cells("Tabelle1", "C1").Formula = "=B1+1"
    document.cells("Tabelle1", "D1").Formula = "=SUM(C1:C2)"
    document.select("Tabelle1", "D1")
    message = press(document, "erklaeren")
    assert message["text"].splitlines() == [
        "Tabelle1!D1 übernimmt den Fehler aus Tabelle1!C1.",
        "Tabelle1!C1 übernimmt den Fehler aus Tabelle1!B1.",
        "Tabelle1!B1: JC_BASIS: zuwachs: gefunden „abc“ (Text), erwartet eine Zahl.",
        "Formel: =JC_BASIS(A1;0,5)",
    ]


def test_error_in_a_block(document):
    document.cells("Tabelle1", "A1:A2").setDataArray(((1.0,), ("x",)))
    document.cells("Tabelle1", "C1:C2").setArrayFormula("=JC_INTEGRATIONEN(A1:A2;A1:A2)")
    document.select("Tabelle1", "C2")
    message = press(document, "erklaeren")
    assert message["text"].startswith(
        "Tabelle1!C2: JC_INTEGRATIONEN: iq, Wert 2: gefunden „x“ (Text), erwartet eine Zahl."
    )


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [("=1/0", "Es wird durch 0"), ("=NOSUCHFUNCTION(1)", "unbekannt"), ("=JC_BASIS(1;0)+1", "JC_BASIS: rate")],
)
def test_native_errors_are_explained_too(document, formula, wanted):
    document.cells("Tabelle1", "A1").Formula = formula
    document.select("Tabelle1", "A1")
    assert wanted in press(document, "erklaeren")["text"]


def test_cell_without_error(document):
    document.cells("Tabelle1", "A1").Value = 1
    document.select("Tabelle1", "A1")
    assert press(document, "erklaeren")["text"] == "Tabelle1!A1 zeigt keinen Fehler."
    document.select("Tabelle1", "A2")
    assert press(document, "erklaeren")["text"] == "Tabelle1!A2 ist leer."


@pytest.mark.parametrize("command", ["aktualisieren", "pruefen"])
def test_foreign_workbook_is_refused_and_stays_as_it_is(document, command):
    document.cells("Tabelle1", "A1").Value = 1
    message = press(document, command)
    assert message["kind"] == "error"
    assert "definierten Namen" in message["text"]
    assert last_row(document.book, "Tabelle1") == 1
    assert document.model.UndoManager.getCurrentUndoActionTitle() != "Ziele aktualisieren"


def test_help_that_no_browser_opens_lists_the_functions_where_there_is_no_help_sheet(document):
    document.office.refuse_opening(refused=True)
    try:
        message = press(document, "hilfe")
    finally:
        document.office.refuse_opening(refused=False)
    assert "JC_IQ_GESAMT(iq; elb)" in message["text"]
    assert "\njcplan " in message["text"]
    assert message["text"].startswith("Das Handbuch lässt sich von hier nicht öffnen.")


def test_help_opens_the_handbook_from_any_workbook(document):
    document.office.opened()
    assert document.press("hilfe") == []
    (address,) = document.office.opened()
    assert address.endswith("/seiten/index.html")
