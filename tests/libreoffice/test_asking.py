"""„Warum?“, „Was braucht es?“, „Szenario übernehmen“, „Kommentar“ and „Verlauf“ from the menu of a real LibreOffice."""

from __future__ import annotations

import pytest
from workbooks import last_row

from jcplan.cells import address


@pytest.fixture
def document(either, plan_file):
    with either.open(plan_file) as opened:
        yield opened


def select(document, name):
    cells = document.named(name).getCellByPosition(0, 0)
    document.model.CurrentController.select(cells)
    place = cells.CellAddress
    return address(place.Row + 1, place.Column + 1)


def press(document, command):
    (message,) = document.press(command)
    return message


def number(document, name):
    return document.named(name).getCellByPosition(0, 0).Value


def test_why(document):
    select(document, "Ziel_IQ_gesamt")
    message = press(document, "warum")
    assert message["kind"] == "info"
    assert message["text"].startswith(
        "IQ gesamt: Plan gegen Vorjahr\n\nDie IQ gesamt sinkt um 0,07 Prozentpunkte, weil der Anteil der 8 HKL"
    )
    document.named("Annahme_G2_Zugang").getCellByPosition(0, 0).Value = 853
    assert press(document, "warum")["text"].startswith("IQ gesamt: Plan gegen letzte Aktualisierung")
    select(document, "Annahme_G2_Zugang")
    assert "ELB gesamt: +100,0 Köpfe" in press(document, "warum")["text"]


def test_what_would_it_take(document):
    select(document, "Ziel_IQ_gesamt")
    document.office.answer("")
    assert [m["kind"] for m in document.press("wasbrauchtes")] == ["question"]  # nobody answers: nothing happens
    document.office.answer("22,5 %")
    question, message = document.press("wasbrauchtes")
    assert question == {"kind": "question", "title": "Was braucht es?", "text": "Was soll „IQ gesamt“ werden?"}
    assert message["kind"] == "info"
    assert "ohne 8 HKL: IQ, relative Steigerung: 1,6209 % statt 1,5 %" in message["text"]
    document.office.answer("viel")
    assert document.press("wasbrauchtes")[1]["kind"] == "error"


def test_a_scenario_is_adopted_in_one_step(document):
    rows = last_row(document.book, "Protokoll")
    select(document, "Szenario_Bezeichnung")
    message = press(document, "szenariouebernehmen")
    assert message["kind"] == "info", message["text"]
    assert (number(document, "Annahme_G2_ELB"), number(document, "Annahme_G2_Zugang")) == (1343, 873)
    assert last_row(document.book, "Protokoll") == rows + 1
    assert document.model.UndoManager.getCurrentUndoActionTitle() == "Szenario übernehmen"
    document.model.UndoManager.undo()
    assert (number(document, "Annahme_G2_ELB"), number(document, "Annahme_G2_Zugang")) == (1369, 953)
    assert last_row(document.book, "Protokoll") == rows


def test_another_cell_is_no_scenario(document):
    select(document, "Annahme_G2_Zugang")
    message = press(document, "szenariouebernehmen")
    assert (message["kind"], "Spalte des Szenarios" in message["text"]) == ("warning", True)


def test_a_comment_is_asked_for_and_written_in_one_step(document):
    select(document, "Annahme_G2_Zugang")
    document.office.answer("Aus dem Abgleich, „Stand 3.2.“")
    question, message = document.press("kommentar")
    asked = "Was ist zu „8 HKL (Flucht/Asyl): weiterer Zugang“ (953 Köpfe) anzumerken?"
    assert question == {"kind": "question", "title": "Kommentar", "text": asked}
    assert message["kind"] == "info", message["text"]
    written = document.named("Kommentar_Text").getCellByPosition(0, 0)
    assert written.String == "Aus dem Abgleich, „Stand 3.2.“"
    assert document.named("Kommentar_am").getCellByPosition(0, 0).Value > 42_000  # a day, not a text
    assert message["text"].endswith(": Aus dem Abgleich, „Stand 3.2.“")
    assert "1 Kommentar:" in press(document, "warum")["text"]
    assert document.model.UndoManager.getCurrentUndoActionTitle() == "Kommentar"
    document.model.UndoManager.undo()
    assert written.String == ""


def test_history(document):
    document.named("Annahme_G2_Zugang").getCellByPosition(0, 0).Value = 853
    press(document, "aktualisieren")
    select(document, "Annahme_G2_Zugang")
    assert ": 953 Köpfe → 853 Köpfe (" in press(document, "verlauf")["text"]
    select(document, "Ziel_IQ_gesamt")
    assert ": 22,4 % → 22,5 % (" in press(document, "verlauf")["text"]


def test_the_dialog(office):
    from jcplan.hosts.libreoffice.component import dialog  # needs UNO

    box = dialog.input_box(office.context, None, "Was braucht es?", "Was soll „IQ gesamt“ werden?", "22,4 %")
    try:
        assert box.getTitle() == "Was braucht es?"
        assert box.getControl("text").getText() == "Was soll „IQ gesamt“ werden?"
        assert box.getControl("answer").getText() == "22,4 %"
        kinds = [box.getControl(name).getModel().PushButtonType for name in ("ok", "cancel")]
        assert kinds == [dialog.OK, dialog.CANCEL]
    finally:
        box.dispose()
